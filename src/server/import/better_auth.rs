use serde_json::Value;

use super::value::{contact, flag, names_of, objects, text, time};
use super::{Fields, Found, Unreadable};
use crate::server::flows::user_import::NewUser;

pub fn read(fields: &Fields) -> Result<Found, Unreadable> {
    let (first_name, last_name) = names_of(text(fields, &["name"])?);
    let email_is_proven = flag(fields, &["emailVerified", "email_verified"])? == Some(true);
    let phone_is_proven = flag(fields, &["phoneNumberVerified", "phone_number_verified"])? == Some(true);
    let user = NewUser {
        external_id: text(fields, &["id", "userId", "user_id"])?,
        email_addresses: contact(text(fields, &["email"])?, email_is_proven).into_iter().collect(),
        phone_numbers: contact(text(fields, &["phoneNumber", "phone_number"])?, phone_is_proven).into_iter().collect(),
        username: text(fields, &["displayUsername", "display_username", "username"])?,
        first_name,
        last_name,
        created_at: time(fields, &["createdAt", "created_at"])?,
        banned: flag(fields, &["banned"])?.unwrap_or_default(),
        ..NewUser::default()
    };
    let mut password = text(fields, &["password"])?;
    for name in ["accounts", "account"] {
        if fields.get(name).is_some_and(Value::is_array) {
            for account in objects(fields, name)? {
                if text(account, &["providerId", "provider_id"])?.as_deref() == Some("credential") {
                    password = password.or(text(account, &["password"])?);
                }
            }
        }
    }
    let found = Found::from(user);
    Ok(match password {
        Some(password) => found.with_digest(digest(&password)),
        None => found,
    })
}

/// It writes `salt:hash` in hexadecimal digits, and gives the digits of the salt to scrypt: what Werkzeug does in other words.
/// Apps that have a hasher of their own have mostly chosen bcrypt or Argon2.
fn digest(password: &str) -> Result<(&'static str, String), Unreadable> {
    let is_hexadecimal = |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit());
    match password.split_once(':') {
        Some((salt, hash)) if is_hexadecimal(salt) && is_hexadecimal(hash) && hash.len() == 128 => {
            Ok(("scrypt_werkzeug", format!("scrypt:16384:16:1${salt}${hash}")))
        }
        _ if password.starts_with("$2") => Ok(("bcrypt", password.to_owned())),
        _ if password.starts_with("$argon2id$") => Ok(("argon2id", password.to_owned())),
        _ if password.starts_with("$argon2i$") => Ok(("argon2i", password.to_owned())),
        _ => Err(Unreadable("password is none that Better Auth writes".into())),
    }
}
