//! People: found, made, and looked after.

mod actions;
mod belongings;
mod detail;
mod factors;
mod identifiers;
mod list;
mod new;

pub use self::actions::{act, object};
pub use self::belongings::session_cells;
pub use self::detail::show;
pub use self::list::list;
pub use self::new::{create, form};

use super::markup::{Markup, tag};
use super::page::badge;
use crate::model::{FieldRule, User};
use crate::server::flows::users::Account;
use crate::server::settings::Settings;

/// The address of a user's page.
pub fn path(id: &str) -> String {
    format!("/admin/users/{id}")
}

/// Whether people have phone numbers here: to sign in with, or as a second factor.
fn has_numbers(rules: &Settings) -> bool {
    rules.sign_up.phone_number != FieldRule::Off || rules.mfa.phone_code
}

/// A picture, or what stands for one.
pub fn avatar(user: &User) -> Markup {
    match &user.image_url {
        Some(url) => tag("img").class("avatar").with("src", url).with("alt", "").with("loading", "lazy").alone(),
        None => tag("span")
            .class("avatar")
            .with("data-hue", user.avatar_hue().to_string())
            .with("aria-hidden", "true")
            .holds(user.initials()),
    }
}

/// Where an account stands.
fn standing(account: &Account) -> Markup {
    match (account.banned, account.locked) {
        (true, _) => badge("danger", "Banned"),
        (false, true) => badge("warning", "Locked"),
        (false, false) => badge("success", "Good"),
    }
}
