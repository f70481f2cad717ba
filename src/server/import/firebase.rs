use serde_json::Value;

use super::value::{contact, flag, names_of, object, text, time};
use super::{Fields, Found, Unreadable};
use crate::server::crypto::Secret;
use crate::server::flows::user_import::{NewContact, NewUser};

/// The parameters of a Firebase project's hashes, as its console shows them.
#[derive(Clone, Debug)]
pub struct FirebaseHash {
    /// `base64_signer_key`.
    pub signer_key: Secret,
    /// `base64_salt_separator`.
    pub salt_separator: String,
    /// `rounds`.
    pub rounds: u32,
    /// `mem_cost`.
    pub memory_cost: u32,
}

/// What stands in a line of its CSV, which has no head. Sixteen columns between are of accounts with providers.
pub const COLUMNS: [&str; 26] = [
    "localId",
    "email",
    "emailVerified",
    "passwordHash",
    "salt",
    "displayName",
    "photoUrl",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "createdAt",
    "lastSignedInAt",
    "phoneNumber",
];

pub fn read(fields: &Fields, hash: Option<&FirebaseHash>) -> Result<Found, Unreadable> {
    let (first_name, last_name) = names_of(text(fields, &["displayName"])?);
    let verified = flag(fields, &["emailVerified"])? == Some(true);
    let mut user = NewUser {
        external_id: text(fields, &["localId", "uid"])?,
        email_addresses: contact(text(fields, &["email"])?, verified).into_iter().collect(),
        // A number is put on an account there by a code that was sent to it.
        phone_numbers: contact(text(fields, &["phoneNumber"])?, true).into_iter().collect(),
        first_name,
        last_name,
        // What the app's own server has set there, and tokens say.
        public_metadata: object(fields, &["customAttributes", "customClaims"])?,
        created_at: time(fields, &["createdAt"])?,
        banned: flag(fields, &["disabled"])?.unwrap_or_default(),
        ..NewUser::default()
    };
    if let Some(Value::Array(factors)) = fields.get("mfaInfo")
        && let Some(number) = factors.iter().find_map(|factor| factor.get("phoneInfo")?.as_str())
    {
        user.phone_numbers.push(NewContact { reserved_for_second_factor: true, ..NewContact::verified(number) });
    }
    let (Some(digest), Some(salt)) = (text(fields, &["passwordHash"])?, text(fields, &["salt"])?) else {
        return Ok(user.into());
    };
    let whole = hash.map(|hash| {
        let FirebaseHash { signer_key, salt_separator, rounds, memory_cost } = hash;
        let signer_key = signer_key.expose();
        ("scrypt_firebase", format!("{digest}${salt}${signer_key}${salt_separator}${rounds}${memory_cost}"))
    });
    let unknown = || Unreadable("passwordHash: the parameters of the project's hashes are not given".into());
    Ok(Found::from(user).with_digest(whole.ok_or_else(unknown)))
}
