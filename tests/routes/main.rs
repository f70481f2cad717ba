//! Every route that there is, who may reach it, and what its answers say to browsers. A route that is not in the table
//! below fails here, and so does one of the table that is gone.
#![cfg(all(feature = "ssr", feature = "site"))]

mod actors;
mod backend;
mod cookies;
mod half_way;
mod headers;
mod inventory;
mod pages;
#[path = "../support/mod.rs"]
mod support;
