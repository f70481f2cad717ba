use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::Value;

use super::value::{contact, flag, text, time};
use super::{Fields, Found, Unreadable};
use crate::server::flows::user_import::NewUser;

pub fn read(fields: &Fields) -> Result<Found, Unreadable> {
    let (id, fields) = match fields.get("fields") {
        // As `dumpdata` writes it.
        Some(Value::Object(inner)) => (text(fields, &["pk"])?, inner),
        _ => (text(fields, &["id"])?, fields),
    };
    let user = NewUser {
        external_id: id,
        // Nothing is proven there, unless by a package that keeps that in a table of its own.
        email_addresses: contact(text(fields, &["email"])?, flag(fields, &["email_verified"])? == Some(true))
            .into_iter()
            .collect(),
        username: text(fields, &["username"])?,
        first_name: text(fields, &["first_name"])?,
        last_name: text(fields, &["last_name"])?,
        created_at: time(fields, &["date_joined", "created_at"])?,
        banned: flag(fields, &["is_active"])? == Some(false),
        ..NewUser::default()
    };
    // One that begins with an exclamation mark is nobody's.
    let password = text(fields, &["password"])?.filter(|password| !password.starts_with('!'));
    let found = Found::from(user);
    Ok(match password {
        Some(password) => found.with_digest(digest(&password)),
        None => found,
    })
}

/// Hashers of Django's whose digests are compared nowhere but there.
const UNKNOWN: [&str; 5] = ["md5", "sha1", "unsalted_md5", "unsalted_sha1", "crypt"];

fn digest(password: &str) -> Result<(&'static str, String), Unreadable> {
    let hex = |base64: &str| {
        let bytes =
            BASE64_STANDARD.decode(base64).map_err(|_| Unreadable("password: a hash that is not Base64".into()))?;
        Ok::<_, Unreadable>(bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
    };
    match password.split_once('$') {
        Some(("pbkdf2_sha256", _)) => Ok(("pbkdf2_sha256_django", password.to_owned())),
        Some(("bcrypt_sha256", _)) => Ok(("bcrypt_sha256_django", password.to_owned())),
        Some(("bcrypt", bcrypt)) => Ok(("bcrypt", bcrypt.to_owned())),
        Some(("argon2", rest)) if rest.starts_with("argon2id$") => Ok(("argon2id", format!("${rest}"))),
        Some(("argon2", rest)) if rest.starts_with("argon2i$") => Ok(("argon2i", format!("${rest}"))),
        Some(("pbkdf2_sha1", rest)) => match rest.split('$').collect::<Vec<_>>()[..] {
            [iterations, salt, hash] => Ok(("pbkdf2_sha1", format!("pbkdf2_sha1${iterations}${salt}${}", hex(hash)?))),
            _ => Err(Unreadable("password: not four parts".into())),
        },
        Some(("scrypt", rest)) => match rest.split('$').collect::<Vec<_>>()[..] {
            [n, salt, r, p, hash] => Ok(("scrypt_werkzeug", format!("scrypt:{n}:{r}:{p}${salt}${}", hex(hash)?))),
            _ => Err(Unreadable("password: not six parts".into())),
        },
        // Before version 1.4 hashers without a salt had no name in front, or an empty salt behind it.
        Some(("md5", rest)) if rest.starts_with('$') => Ok(("md5", rest[1..].to_owned())),
        None if password.len() == 32 => Ok(("md5", password.to_owned())),
        Some((name, _)) if UNKNOWN.contains(&name) => Err(Unreadable(format!("password: {name} is not known here"))),
        // Where no hasher stands in front it may be a password in plain, of which nothing is said.
        _ => Err(Unreadable("password: a password without the name of a hasher that is known here".into())),
    }
}
