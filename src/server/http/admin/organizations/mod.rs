//! Organizations: found, made, and looked after.

mod actions;
mod detail;
mod list;

pub use self::actions::{act, create};
pub use self::detail::show;
pub use self::list::list;

/// The address of an organization's page.
pub fn path(id: &str) -> String {
    format!("/admin/organizations/{id}")
}
