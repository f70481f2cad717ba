//! The texts, by screen, as the build script finds them in `words/en.ftl`; and those of them that one of several things decides
//! about.

#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
use crate::model::ActiveOrganization;
use crate::model::{ErrorCode, Field, Strategy};

include!(concat!(env!("OUT_DIR"), "/words.rs"));

/// The button of a way to sign in.
pub fn method(strategy: Strategy) -> &'static str {
    match strategy {
        Strategy::Password => sign_in::method_password(),
        Strategy::EmailCode => sign_in::method_email_code(),
        Strategy::EmailLink => sign_in::method_email_link(),
        Strategy::PhoneCode => sign_in::method_phone_code(),
        Strategy::Passkey => sign_in::method_passkey(),
        Strategy::Totp => sign_in::method_totp(),
        Strategy::BackupCode => sign_in::method_backup_code(),
        Strategy::Ticket => sign_in::method_ticket(),
        Strategy::ResetPasswordEmailCode => sign_in::method_reset_password_email_code(),
        Strategy::ResetPasswordPhoneCode => sign_in::method_reset_password_phone_code(),
    }
}

/// What a person's role in an organization is called.
#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
pub fn organization_role(organization: &ActiveOrganization) -> String {
    role_named(&organization.role, organization.role_name.clone())
}

/// The same by its key, and by what the server or the settings call it. The system's own roles are called in English there, as
/// long as the settings do not call them something else.
#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
pub fn role_named(key: &str, name: Option<String>) -> String {
    match (key, name.as_deref()) {
        ("org:admin", None | Some("Admin")) => organizations::role_admin().to_owned(),
        ("org:member", None | Some("Member")) => organizations::role_member().to_owned(),
        (_, Some(name)) => name.to_owned(),
        (other, None) => other.trim_start_matches("org:").to_owned(),
    }
}

/// What a device is called.
#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
pub fn device(browser: Option<&str>, system: Option<&str>) -> String {
    match (browser, system) {
        (Some(browser), Some(system)) => user_profile::device(browser, system),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => user_profile::unknown_device().to_owned(),
    }
}

/// Title of the page in place of one that could not be shown, by HTTP status.
#[cfg(feature = "ssr")]
pub fn error_title(status: u16) -> &'static str {
    match status {
        401 | 403 => error_page::forbidden(),
        404 => error_page::not_found(),
        413 | 415 | 422 => error_page::invalid(),
        429 => error_page::too_many(),
        503 => error_page::unavailable(),
        _ => error_page::internal(),
    }
}

/// How long ago something was, from milliseconds.
#[cfg(feature = "ssr")]
pub fn age(milliseconds: i64) -> String {
    match milliseconds / 60_000 {
        ..=0 => ago::now().to_owned(),
        minutes @ ..=119 => ago::minutes(minutes),
        minutes => ago::hours(minutes / 60),
    }
}
