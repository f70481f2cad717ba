//! Every string that a person reads.

#[cfg(feature = "ssr")]
mod countries;
#[cfg(feature = "ssr")]
mod development;
mod errors;
#[cfg(feature = "ssr")]
mod moments;
mod password;
#[cfg(feature = "site")]
pub mod site;
mod texts;
pub mod words;

#[cfg(feature = "ssr")]
pub use countries::CountryNames;
#[cfg(feature = "ssr")]
pub use development::*;
pub use errors::{error_text, reverification_error_text};
#[cfg(feature = "ssr")]
pub use moments::{iso_moment, moment};
pub use password::{suggestion_text, warning_text};
pub use texts::*;
