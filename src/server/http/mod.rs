//! All that knows HTTP: cookies, headers, who may ask, and what an answer looks like.

pub mod accepted;
mod admin;
pub mod assets;
pub mod auth;
mod avatars;
pub mod backend;
mod challenge;
mod change_password;
pub(super) mod cookies;
mod csp_report;
mod csrf;
mod disavow;
mod drawn;
pub mod errors;
mod flash;
pub mod form;
mod form_fields;
mod headers;
mod language;
pub mod layer;
mod mailbox;
mod marks;
mod oauth;
pub mod organization_path;
pub(super) mod page_lists;
mod reverify;
mod route_matcher;
pub mod routes;
mod segment;
mod simulated_provider;
mod ticket;
mod verify;
pub(super) mod visitor;

pub use self::backend::CallLimiter;
use super::redirect;
