use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_STANDARD_NO_PAD};
use serde_json::Value;

use super::value::{contact, flag, named, objects, text, time};
use super::{Fields, Found, Unreadable};
use crate::server::crypto::Secret;
use crate::server::flows::user_import::NewUser;

pub fn read(fields: &Fields) -> Result<Found, Unreadable> {
    let attribute = |names: &[&str]| {
        let all = fields.get("attributes").and_then(Value::as_object)?;
        let value = names.iter().find_map(|name| all.get(*name))?;
        // A list, in which most attributes have one value.
        value.as_str().or_else(|| value.as_array()?.first()?.as_str()).map(str::to_owned)
    };
    let verified = flag(fields, &["emailVerified"])? == Some(true);
    let phone = attribute(&["phoneNumber", "phone_number", "phone"]);
    let phone_is_proven = attribute(&["phoneNumberVerified", "phone_number_verified"]).as_deref() == Some("true");
    let mut found = Found::from(NewUser {
        external_id: text(fields, &["id"])?,
        email_addresses: contact(text(fields, &["email"])?, verified).into_iter().collect(),
        phone_numbers: contact(phone, phone_is_proven).into_iter().collect(),
        username: text(fields, &["username"])?,
        first_name: text(fields, &["firstName"])?,
        last_name: text(fields, &["lastName"])?,
        locale: attribute(&["locale"]),
        created_at: time(fields, &["createdTimestamp"])?,
        banned: flag(fields, &["enabled"])? == Some(false),
        ..NewUser::default()
    });
    for credential in objects(fields, "credentials")? {
        let part = |name: &str| -> Result<Value, Unreadable> {
            let json = text(credential, &[name])?.unwrap_or_else(|| "{}".into());
            serde_json::from_str(&json).map_err(|_| Unreadable(format!("credentials: {name} is not JSON")))
        };
        match text(credential, &["type"])?.as_deref() {
            Some("password") => {
                found = found.with_digest(digest(&part("secretData")?, &part("credentialData")?));
                found.user.password_last_updated_at = time(credential, &["createdDate"])?;
            }
            Some("otp" | "totp") => found.user.totp_secret = totp(&part("secretData")?, &part("credentialData")?)?,
            _ => {}
        }
    }
    Ok(found)
}

fn digest(secret: &Value, data: &Value) -> Result<(&'static str, String), Unreadable> {
    let algorithm = data["algorithm"].as_str().unwrap_or_default();
    let of = |value: &Value| BASE64_STANDARD.decode(value.as_str()?).ok();
    let (Some(hash), Some(salt)) = (of(&secret["value"]), of(&secret["salt"])) else {
        return Err(Unreadable("credentials: value or salt of a password is not Base64".into()));
    };
    let iterations = &data["hashIterations"];
    match algorithm {
        "pbkdf2-sha256" | "pbkdf2-sha512" => {
            let hasher = if algorithm == "pbkdf2-sha512" { "pbkdf2_sha512" } else { "pbkdf2_sha256" };
            let (salt, hash) = (BASE64_STANDARD.encode(salt), BASE64_STANDARD.encode(hash));
            Ok((hasher, format!("{hasher}${iterations}${salt}${hash}")))
        }
        "argon2" => {
            let more = |name: &str| {
                let value = &data["additionalParameters"][name];
                value.as_array().and_then(|list| list.first()).unwrap_or(value).as_str().unwrap_or_default()
            };
            let hasher = match more("type") {
                "id" => "argon2id",
                "i" => "argon2i",
                other => return Err(Unreadable(format!("credentials: argon2{} is not known here", named(other)))),
            };
            let version = match more("version") {
                "1.0" => 16,
                _ => 19,
            };
            let (memory, lanes) = (more("memory"), more("parallelism"));
            let (salt, hash) = (BASE64_STANDARD_NO_PAD.encode(salt), BASE64_STANDARD_NO_PAD.encode(hash));
            Ok((hasher, format!("${hasher}$v={version}$m={memory},t={iterations},p={lanes}${salt}${hash}")))
        }
        other => Err(Unreadable(format!("credentials: {} is not known here", named(other)))),
    }
}

/// Its secret is the key itself, unless it says that it is Base32.
fn totp(secret: &Value, data: &Value) -> Result<Option<Secret>, Unreadable> {
    let is_usual = data["subType"].as_str().is_none_or(|kind| kind == "totp")
        && data["algorithm"].as_str().is_none_or(|algorithm| algorithm == "HmacSHA1")
        && data["digits"].as_u64().is_none_or(|digits| digits == 6)
        && data["period"].as_u64().is_none_or(|period| period == 30);
    if !is_usual {
        return Err(Unreadable("credentials: only six digits by SHA-1 every 30 seconds are known here".into()));
    }
    let value = secret["value"].as_str().filter(|value| !value.is_empty());
    let value = value.ok_or_else(|| Unreadable("credentials: a one-time code without a secret".into()))?;
    let is_base32 = data["secretEncoding"].as_str() == Some("BASE32");
    let encoded = || totp_rs::Secret::Raw(value.as_bytes().to_vec()).to_encoded().to_string();
    Ok(Some(Secret::new(if is_base32 { value.to_owned() } else { encoded() })))
}
