//! Vestibule: the entrance hall for Leptos apps.

#![deny(missing_docs)]

pub mod api;
pub mod appearance;
pub mod components;
pub mod elements;
pub mod locale;
pub mod model;
#[cfg(feature = "ssr")]
pub mod server;
#[cfg(feature = "site")]
pub mod site;
#[cfg(feature = "webhooks")]
pub mod webhooks;
