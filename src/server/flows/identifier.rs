//! What people call themselves: how it is read, checked and compared.

use std::str::FromStr;

use email_address::{EmailAddress, Options};
use unicode_normalization::UnicodeNormalization;

use crate::model::{ApiError, ErrorCode, Field};
use crate::server::settings::SmsSettings;
use crate::server::{phone_number, typed_name};

/// An identifier, as typed and as compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identifier {
    /// As typed, without the spaces around it.
    pub value: String,
    /// What two spellings of the same identifier have in common.
    pub normalized: String,
}

/// Reads an e-mail address (RFC 5321 section 4.1.2). Normalized first and checked then, so that a full-width `＠` does
/// not become a second `@` after the check. Only ASCII: mail to anything else does not arrive everywhere, and it cannot
/// look like someone else's.
pub fn email_address(text: &str) -> Result<Identifier, ApiError> {
    let wrong = || ApiError::of(ErrorCode::FormParamFormatInvalid, Field::EmailAddress);
    let value: String = text.trim().nfkc().collect();
    if value.is_empty() {
        return Err(ApiError::of(ErrorCode::FormParamMissing, Field::EmailAddress));
    }
    let options = Options::default().without_display_text().without_domain_literal().with_required_tld();
    let parsed = EmailAddress::parse_with_options(&value, options).map_err(|_| wrong())?;
    let plain_local =
        parsed.local_part().bytes().all(|byte| byte.is_ascii_graphic() && !b"\"(),:;<>@[\\]".contains(&byte));
    if !value.is_ascii() || value.len() > 254 || !plain_local {
        return Err(wrong());
    }
    Ok(Identifier { normalized: value.to_ascii_lowercase(), value })
}

/// Reads a username: 3 to 64 of the ASCII letters, digits and `. _ -`, beginning and ending with a letter or digit.
/// Nothing else, so that no name can look like another.
pub fn username(text: &str) -> Result<Identifier, ApiError> {
    let value = text.trim();
    if value.is_empty() {
        return Err(ApiError::of(ErrorCode::FormParamMissing, Field::Username));
    }
    let edge = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let allowed = value.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c));
    if !allowed || !edge(value.chars().next()) || !edge(value.chars().next_back()) {
        return Err(ApiError::of(ErrorCode::FormUsernameInvalidCharacter, Field::Username));
    }
    if !(3..=64).contains(&value.len()) {
        return Err(ApiError::of(ErrorCode::FormUsernameInvalidLength, Field::Username));
    }
    Ok(Identifier { value: value.to_owned(), normalized: value.to_ascii_lowercase() })
}

/// Reads a phone number, in any writing. Without a `+` it is one of `country`, or of the settings' own country where none
/// was picked. Only numbers that something may be sent to are taken: whoever has messages sent to dear numbers is paid for
/// it.
pub fn phone_number(text: &str, country: &str, settings: &SmsSettings) -> Result<Identifier, ApiError> {
    if text.trim().is_empty() {
        return Err(ApiError::of(ErrorCode::FormParamMissing, Field::PhoneNumber));
    }
    let country = if country.is_empty() { &settings.default_country } else { country };
    let number = phone_number::read(text, country)
        .ok_or_else(|| ApiError::of(ErrorCode::FormParamFormatInvalid, Field::PhoneNumber))?;
    let named = |allowed: &String| *allowed == number.country;
    if !number.takes_messages || !settings.countries.is_empty() && !settings.countries.iter().any(named) {
        return Err(ApiError::of(ErrorCode::UnsupportedCountryCode, Field::PhoneNumber));
    }
    Ok(Identifier { value: number.e164.clone(), normalized: number.e164 })
}

/// Reads a name of a person: anything but control characters, at most 100 of it. What nobody sees is none.
pub fn name(text: &str, field: Field) -> Result<Option<String>, ApiError> {
    let Some(value) = typed_name::seen(text) else { return Ok(None) };
    if value.chars().count() > 100 {
        return Err(ApiError::of(ErrorCode::FormParamMaxLengthExceeded, field).with_limit(100));
    }
    if value.chars().any(char::is_control) {
        return Err(ApiError::of(ErrorCode::FormParamFormatInvalid, field));
    }
    Ok(Some(value.nfc().collect()))
}

/// Whether what was typed can only be an e-mail address: usernames have no `@`.
pub fn looks_like_email(text: &str) -> bool {
    text.contains('@') || EmailAddress::from_str(text).is_ok()
}

/// Whether what was typed is meant as a phone number: with a `+`, or at least seven digits and no letter.
pub fn looks_like_phone_number(text: &str) -> bool {
    let digits = text.chars().filter(|c| c.is_numeric()).count();
    !text.chars().any(char::is_alphabetic) && (text.trim_start().starts_with('+') || digits >= 7)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        let read = email_address("  Ada.Lovelace+x@Example.COM ").expect("is taken");
        assert_eq!(read.value, "Ada.Lovelace+x@Example.COM");
        assert_eq!(read.normalized, "ada.lovelace+x@example.com");
        let long = format!("{}@example.com", "a".repeat(65));
        for bad in [
            "",
            "ada",
            "ada@",
            "@example.com",
            "ada@localhost",
            "ada@@example.com",
            "a@b@example.com",
            "ada＠evil.example@example.com",
            "ada@exämple.com",
            "\"a b\"@example.com",
            "ada@[127.0.0.1]",
            "Ada <ada@example.com>",
            "ada@example.com, eve@example.com",
            "ada@example.com\r\nBcc: eve@example.com",
            "ada@example.com\0",
            long.as_str(),
        ] {
            assert!(email_address(bad).is_err(), "{bad:?}");
        }
        // One full-width sign is the sign that was meant.
        assert_eq!(email_address("ada＠example.com").expect("is taken").value, "ada@example.com");
    }

    #[test]
    fn usernames() {
        assert_eq!(username(" Ada_L ").expect("is taken").normalized, "ada_l");
        for bad in ["", "ab", "-ada", "ada-", "ada lovelace", "аdа", "ada@x", "a\u{200b}da", &"a".repeat(65)] {
            assert!(username(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn phone_numbers() {
        let settings = SmsSettings::default();
        let read = phone_number(" (202) 456-1111 ", "", &settings).expect("is taken");
        assert_eq!((read.value.as_str(), read.normalized.as_str()), ("+12024561111", "+12024561111"));
        assert_eq!(phone_number("01512 3456789", "DE", &settings).expect("is taken").value, "+4915123456789");
        let refusal = |text: &str, settings: &SmsSettings| phone_number(text, "", settings).expect_err(text).code;
        assert_eq!(refusal("  ", &settings), ErrorCode::FormParamMissing);
        assert_eq!(refusal("202 456 111", &settings), ErrorCode::FormParamFormatInvalid);
        assert_eq!(refusal("+1 900 234 5678", &settings), ErrorCode::UnsupportedCountryCode);
        let few = SmsSettings { default_country: "DE".into(), countries: vec!["DE".into()], ..settings };
        assert_eq!(phone_number("01512 3456789", "", &few).expect("is taken").value, "+4915123456789");
        for elsewhere in ["+1 202 456 1111", "+1 613 782 7274", "+44 7400 123456"] {
            assert_eq!(refusal(elsewhere, &few), ErrorCode::UnsupportedCountryCode, "{elsewhere}");
        }
    }

    #[test]
    fn what_is_meant_as_a_phone_number() {
        for text in ["+1", "+49 1512 3456789", "(202) 456-1111", "01512/3456789", "٠١٥١٢٣٤٥٦٧"] {
            assert!(looks_like_phone_number(text), "{text}");
        }
        for text in ["", "ada", "ada1815", "1815", "12-34", "ada+1@example.com", "7of9-1234567x"] {
            assert!(!looks_like_phone_number(text), "{text}");
        }
    }

    #[test]
    fn names() {
        assert_eq!(name("  Grace  ", Field::FirstName).expect("is taken").as_deref(), Some("Grace"));
        assert_eq!(name("   ", Field::FirstName).expect("is taken"), None);
        assert_eq!(name("\u{200b}\u{200b}", Field::FirstName).expect("is taken"), None);
        assert_eq!(name("\u{202e}Grace\u{202c}", Field::FirstName).expect("is taken").as_deref(), Some("Grace"));
        assert!(name("a\nb", Field::FirstName).is_err());
        assert!(name(&"é".repeat(101), Field::FirstName).is_err());
    }
}
