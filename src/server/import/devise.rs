use super::value::{contact, names_of, secret, text, time};
use super::{Fields, Found, Unreadable};
use crate::server::flows::user_import::NewUser;

pub fn read(fields: &Fields) -> Result<Found, Unreadable> {
    let (first, last) = names_of(text(fields, &["name", "full_name"])?);
    let digest = secret(fields, &["encrypted_password"])?;
    let user = NewUser {
        external_id: text(fields, &["id"])?,
        // Without `confirmable` nothing is ever proven there, and the column is missing.
        email_addresses: contact(text(fields, &["email"])?, time(fields, &["confirmed_at"])?.is_some())
            .into_iter()
            .collect(),
        username: text(fields, &["username", "login"])?,
        first_name: text(fields, &["first_name"])?.or(first),
        last_name: text(fields, &["last_name"])?.or(last),
        locale: text(fields, &["locale"])?,
        password_hasher: digest.as_ref().map(|_| "bcrypt".into()),
        password_digest: digest,
        created_at: time(fields, &["created_at"])?,
        ..NewUser::default()
    };
    Ok(user.into())
}
