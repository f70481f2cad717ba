//! What people call themselves. Whatever is taken is the same when it is read again.

use super::settings::SETTINGS;
use super::text;
use crate::model::Field;
use crate::server::flows::organizations::domain_name;
use crate::server::flows::{identifier, username};
use crate::server::phone_number;

/// An e-mail address.
pub fn email_addresses(bytes: &[u8]) {
    let Some(typed) = text(bytes) else { return };
    identifier::looks_like_email(typed);
    let Ok(read) = identifier::email_address(typed) else { return };
    let value = &read.value;
    assert!(value.len() <= 254 && value.bytes().all(|byte| byte.is_ascii_graphic()), "{value:?}");
    assert_eq!(value.matches('@').count(), 1, "{value:?}");
    assert!(!value.contains(['"', '<', '>', '(', ')', ',', ';', ':', '\\', '[', ']']), "{value:?}");
    assert_eq!(identifier::email_address(value).as_ref(), Ok(&read));
    let normalized = identifier::email_address(&read.normalized).map(|again| again.normalized);
    assert_eq!(normalized.as_ref(), Ok(&read.normalized));
}

/// A username, and the names of a person.
pub fn usernames(bytes: &[u8]) {
    let Some(typed) = text(bytes) else { return };
    if let Ok(Some(name)) = identifier::name(typed, Field::FirstName) {
        assert!(!name.chars().any(char::is_control), "{name:?}");
    }
    let Ok(read) = identifier::username(typed) else { return };
    assert_eq!(identifier::username(&read.value).as_ref(), Ok(&read));
    assert_eq!(username::skeleton(&read.normalized), username::skeleton(&read.value));
    let _ = username::refuse_reserved(&SETTINGS, &read);
}

/// A phone number, as it is typed in some countries.
pub fn phone_numbers(bytes: &[u8]) {
    let Some(typed) = text(bytes) else { return };
    identifier::looks_like_phone_number(typed);
    for country in ["", "US", "DE", "IT", "BR"] {
        let _ = identifier::phone_number(typed, country, &SETTINGS.sms);
        let Some(read) = phone_number::read(typed, country) else { continue };
        let e164 = &read.e164;
        let digits = e164.strip_prefix('+').expect("begins with a plus");
        assert!((4..=17).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()), "{e164}");
        assert_eq!(phone_number::read(e164, "").map(|again| again.e164).as_ref(), Some(e164));
        let masked = phone_number::masked(e164);
        assert!(masked.chars().filter(char::is_ascii_digit).count() <= 2, "{masked}");
    }
}

/// The name of a domain.
pub fn domain_names(bytes: &[u8]) {
    let Some(typed) = text(bytes) else { return };
    let Ok(name) = domain_name::typed(typed) else { return };
    assert!(name.is_ascii() && !name.contains(['/', '@', ':', ' ', '%']), "{name:?}");
    assert_eq!(domain_name::typed(&name).as_ref(), Ok(&name));
}
