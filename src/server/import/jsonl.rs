use super::value::{flag, named, object, objects, secret, text, texts, time, wrong};
use super::{Fields, Found, Unreadable};
use crate::server::crypto::Secret;
use crate::server::flows::user_import::{NewContact, NewUser};

/// What a line may say. Anything else is a mistake that would go unnoticed.
const KNOWN: [&str; 25] = [
    "object",
    "id",
    "external_id",
    "email_addresses",
    "phone_numbers",
    "username",
    "first_name",
    "last_name",
    "locale",
    "password",
    "password_digest",
    "password_hasher",
    "password_last_updated_at",
    "totp_secret",
    "backup_codes",
    "public_metadata",
    "private_metadata",
    "unsafe_metadata",
    "created_at",
    "legal_accepted_at",
    "banned",
    "create_organization_enabled",
    "create_organizations_limit",
    "skip_password_checks",
    "email_address",
];

pub fn read(fields: &Fields) -> Result<Found, Unreadable> {
    if let Some(unknown) = fields.keys().find(|name| !KNOWN.contains(&name.as_str())) {
        return Err(Unreadable(format!("{} is not known", named(unknown))));
    }
    let limit = match fields.get("create_organizations_limit") {
        None | Some(serde_json::Value::Null) => None,
        Some(limit) => Some(limit.as_i64().ok_or_else(|| wrong(&["create_organizations_limit"], "a number"))?),
    };
    let mut email_addresses = contacts(fields, "email_addresses", "email_address")?;
    email_addresses.extend(text(fields, &["email_address"])?.map(NewContact::verified));
    let user = NewUser {
        external_id: text(fields, &["external_id", "id"])?,
        email_addresses,
        phone_numbers: contacts(fields, "phone_numbers", "phone_number")?,
        username: text(fields, &["username"])?,
        first_name: text(fields, &["first_name"])?,
        last_name: text(fields, &["last_name"])?,
        locale: text(fields, &["locale"])?,
        password: secret(fields, &["password"])?,
        password_digest: secret(fields, &["password_digest"])?,
        password_hasher: text(fields, &["password_hasher"])?,
        password_last_updated_at: time(fields, &["password_last_updated_at"])?,
        totp_secret: secret(fields, &["totp_secret"])?,
        backup_codes: texts(fields, &["backup_codes"])?.into_iter().map(Secret::new).collect(),
        public_metadata: object(fields, &["public_metadata"])?,
        private_metadata: object(fields, &["private_metadata"])?,
        unsafe_metadata: object(fields, &["unsafe_metadata"])?,
        created_at: time(fields, &["created_at"])?,
        legal_accepted_at: time(fields, &["legal_accepted_at"])?,
        banned: flag(fields, &["banned"])?.unwrap_or_default(),
        create_organization_enabled: flag(fields, &["create_organization_enabled"])?,
        create_organizations_limit: limit,
        skip_password_checks: flag(fields, &["skip_password_checks"])?.unwrap_or_default(),
        ..NewUser::default()
    };
    Ok(user.into())
}

/// Texts, which are proven, or objects that say whether they are.
fn contacts(fields: &Fields, list: &str, name: &str) -> Result<Vec<NewContact>, Unreadable> {
    let Some(serde_json::Value::Array(all)) = fields.get(list) else {
        return objects(fields, list).map(|_| Vec::new());
    };
    all.iter()
        .map(|each| match each {
            serde_json::Value::String(value) => Ok(NewContact::verified(value)),
            serde_json::Value::Object(each) => Ok(NewContact {
                value: text(each, &[name])?.ok_or_else(|| wrong(&[list], "complete"))?,
                verified: flag(each, &["verified"])?.unwrap_or(true),
                reserved_for_second_factor: flag(each, &["reserved_for_second_factor"])?.unwrap_or_default(),
            }),
            _ => Err(wrong(&[list], "a list of texts or objects")),
        })
        .collect()
}
