//! Organizations: found, made, and looked after.

mod actions;
mod detail;
mod domains;
mod list;
mod logo;
mod members;
mod waiting;

pub use self::actions::{act, create};
pub use self::detail::show;
pub use self::list::list;
pub use self::logo::set_logo;

use super::markup::{Markup, tag};
use crate::model::Organization;

/// The address of an organization's page.
pub fn path(id: &str) -> String {
    format!("/admin/organizations/{id}")
}

/// The address of what is known there of somebody who belongs to it.
pub fn membership_path(id: &str, user_id: &str) -> String {
    format!("{}?q={user_id}#members", path(id))
}

/// Its logo, if it has one.
fn image(organization: &Organization) -> Option<Markup> {
    let url = organization.image_url.as_ref()?;
    Some(tag("img").class("avatar").with("src", url).with("alt", "").with("loading", "lazy").alone())
}
