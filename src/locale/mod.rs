//! Every string that a person reads.

mod en;
mod errors;
mod password;
#[cfg(feature = "site")]
pub mod site;

pub use en::*;
pub use errors::error_text;
pub use password::{suggestion_text, warning_text};
