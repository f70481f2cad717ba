//! Every string that a person reads.

#[cfg(feature = "ssr")]
mod countries;
mod en;
mod errors;
mod password;
#[cfg(feature = "site")]
pub mod site;

#[cfg(feature = "ssr")]
pub use countries::country_name;
pub use en::*;
pub use errors::error_text;
pub use password::{suggestion_text, warning_text};
