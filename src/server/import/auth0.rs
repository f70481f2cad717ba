use serde_json::Value;

use super::value::{contact, flag, named, names_of, object, text, time};
use super::{Fields, Found, Unreadable};
use crate::server::crypto::Secret;
use crate::server::flows::user_import::NewUser;

pub fn read(fields: &Fields) -> Result<Found, Unreadable> {
    let email = text(fields, &["email", "Email"])?;
    let phone = text(fields, &["phone_number", "Phone Number"])?;
    let (first, last) = names_of(text(fields, &["name", "Name"])?.filter(|name| Some(name) != email.as_ref()));
    let mut user = NewUser {
        external_id: id(fields)?,
        email_addresses: contact(email, flag(fields, &["email_verified", "Email Verified"])? == Some(true))
            .into_iter()
            .collect(),
        phone_numbers: contact(phone, flag(fields, &["phone_verified"])? == Some(true)).into_iter().collect(),
        username: text(fields, &["username", "Username"])?,
        first_name: text(fields, &["given_name", "Given Name"])?.or(first),
        last_name: text(fields, &["family_name", "Family Name"])?.or(last),
        private_metadata: object(fields, &["app_metadata"])?,
        unsafe_metadata: object(fields, &["user_metadata"])?,
        created_at: time(fields, &["created_at", "Created At"])?,
        password_last_updated_at: time(fields, &["last_password_reset"])?,
        banned: flag(fields, &["blocked"])?.unwrap_or_default(),
        ..NewUser::default()
    };
    if let Some(Value::Array(factors)) = fields.get("mfa_factors") {
        let secret = factors.iter().find_map(|factor| factor.get("totp")?.get("secret")?.as_str());
        user.totp_secret = secret.map(Secret::new);
    }
    let digest = match (text(fields, &["passwordHash", "password_hash"])?, fields.get("custom_password_hash")) {
        (Some(bcrypt), _) => Some(Ok(("bcrypt", bcrypt))),
        (None, Some(Value::Object(custom))) => Some(custom_hash(custom)),
        _ => None,
    };
    let found = Found::from(user);
    Ok(match digest {
        Some(digest) => found.with_digest(digest),
        None => found,
    })
}

/// `auth0|…` as its API writes it, whichever export it is.
fn id(fields: &Fields) -> Result<Option<String>, Unreadable> {
    match fields.get("_id").and_then(|id| id.get("$oid")).and_then(Value::as_str) {
        Some(id) => Ok(Some(format!("auth0|{id}"))),
        None => text(fields, &["user_id", "Id"]),
    }
}

/// What its own import takes of digests from elsewhere, as far as it can be written as one of ours.
fn custom_hash(custom: &Fields) -> Result<(&'static str, String), Unreadable> {
    let algorithm = text(custom, &["algorithm"])?.unwrap_or_default();
    let part = |name: &str| custom.get(name).and_then(Value::as_object);
    let value = part("hash").and_then(|hash| hash.get("value")).and_then(Value::as_str).unwrap_or_default().to_owned();
    let encoding = part("hash").and_then(|hash| hash.get("encoding")).and_then(Value::as_str).unwrap_or_default();
    let has_salt = part("salt").is_some_and(|salt| !salt.is_empty());
    match (algorithm.as_str(), encoding, has_salt) {
        ("argon2", _, false) if value.starts_with("$argon2id$") => Ok(("argon2id", value)),
        ("argon2", _, false) if value.starts_with("$argon2i$") => Ok(("argon2i", value)),
        ("bcrypt", _, false) => Ok(("bcrypt", value)),
        ("md5", "hex", false) => Ok(("md5", value)),
        ("sha256", "hex", false) => Ok(("sha256", value)),
        ("ldap", _, false) => Ok(("ldap_ssha", value)),
        (algorithm, ..) => {
            Err(Unreadable(format!("custom_password_hash: {} in this form is not known here", named(algorithm))))
        }
    }
}
