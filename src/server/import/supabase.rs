use super::value::{contact, names_of, object, secret, text, time};
use super::{Fields, Found, Unreadable};
use crate::server::flows::user_import::NewUser;

pub fn read(fields: &Fields) -> Result<Found, Unreadable> {
    if time(fields, &["deleted_at"])?.is_some() {
        return Err(Unreadable("it was deleted there".into()));
    }
    let given = object(fields, &["raw_user_meta_data", "user_metadata"])?;
    let (first, last) = names_of(text(&given, &["full_name", "name"])?);
    let is_known = |names: &[&str]| Ok(time(fields, names)?.is_some());
    let email_is_proven = is_known(&["email_confirmed_at", "confirmed_at"])?;
    let phone_is_proven = is_known(&["phone_confirmed_at"])?;
    // It writes numbers without the sign in front.
    let phone = text(fields, &["phone"])?.map(|phone| if phone.starts_with('+') { phone } else { format!("+{phone}") });
    let digest = secret(fields, &["encrypted_password"])?;
    let banned_until = match text(fields, &["banned_until"])?.as_deref() {
        Some("infinity") => Some(i64::MAX),
        _ => time(fields, &["banned_until"])?,
    };
    let user = NewUser {
        external_id: text(fields, &["id"])?,
        email_addresses: contact(text(fields, &["email"])?, email_is_proven).into_iter().collect(),
        phone_numbers: contact(phone, phone_is_proven).into_iter().collect(),
        first_name: text(&given, &["first_name", "given_name"])?.or(first),
        last_name: text(&given, &["last_name", "family_name"])?.or(last),
        password_hasher: digest.as_ref().map(|digest| match digest.expose() {
            argon2 if argon2.starts_with("$argon2id$") => "argon2id".into(),
            argon2 if argon2.starts_with("$argon2i$") => "argon2i".into(),
            _ => "bcrypt".into(),
        }),
        password_digest: digest,
        private_metadata: object(fields, &["raw_app_meta_data", "app_metadata"])?,
        unsafe_metadata: given,
        created_at: time(fields, &["created_at"])?,
        banned: banned_until.is_some_and(|until| until > BAN_OF_YEARS),
        ..NewUser::default()
    };
    Ok(user.into())
}

/// A ban there ends at a time. One until this or later was meant to stay: others end too soon to be brought along.
const BAN_OF_YEARS: i64 = 4_102_444_800_000;
