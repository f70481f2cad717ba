use super::value::{contact, flag, object, objects, secret, text, texts, time};
use super::{Fields, Found, Unreadable};
use crate::server::flows::user_import::{NewContact, NewUser};

pub fn read(fields: &Fields) -> Result<Found, Unreadable> {
    let mut user = NewUser {
        external_id: text(fields, &["external_id", "id"])?,
        username: text(fields, &["username"])?,
        first_name: text(fields, &["first_name"])?,
        last_name: text(fields, &["last_name"])?,
        locale: text(fields, &["locale"])?,
        password_digest: secret(fields, &["password_digest"])?,
        password_hasher: text(fields, &["password_hasher"])?,
        password_last_updated_at: time(fields, &["password_last_updated_at"])?,
        totp_secret: secret(fields, &["totp_secret"])?,
        public_metadata: object(fields, &["public_metadata"])?,
        private_metadata: object(fields, &["private_metadata"])?,
        unsafe_metadata: object(fields, &["unsafe_metadata"])?,
        created_at: time(fields, &["created_at"])?,
        legal_accepted_at: time(fields, &["legal_accepted_at"])?,
        banned: flag(fields, &["banned"])?.unwrap_or_default(),
        create_organization_enabled: flag(fields, &["create_organization_enabled"])?,
        ..NewUser::default()
    };
    if fields.get("email_addresses").is_some_and(serde_json::Value::is_array) {
        // As its API gives them.
        user.email_addresses = of_api(fields, "email_addresses", "email_address", "primary_email_address_id")?;
        user.phone_numbers = of_api(fields, "phone_numbers", "phone_number", "primary_phone_number_id")?;
    } else {
        user.email_addresses =
            of_csv(fields, "primary_email_address", ["verified_email_addresses", "unverified_email_addresses"])?;
        user.phone_numbers =
            of_csv(fields, "primary_phone_number", ["verified_phone_numbers", "unverified_phone_numbers"])?;
    }
    Ok(user.into())
}

fn of_api(fields: &Fields, list: &str, name: &str, primary: &str) -> Result<Vec<NewContact>, Unreadable> {
    let primary = text(fields, &[primary])?;
    let mut contacts = Vec::new();
    for each in objects(fields, list)? {
        let status = each.get("verification").and_then(|it| it.get("status")).and_then(|it| it.as_str());
        let Some(mut found) = contact(text(each, &[name])?, status == Some("verified")) else { continue };
        found.reserved_for_second_factor = found.verified && flag(each, &["reserved_for_second_factor"])? == Some(true);
        let is_primary = primary.is_some() && text(each, &["id"])? == primary;
        contacts.insert(if is_primary { 0 } else { contacts.len() }, found);
    }
    Ok(contacts)
}

fn of_csv(fields: &Fields, primary: &str, [verified, unverified]: [&str; 2]) -> Result<Vec<NewContact>, Unreadable> {
    let primary = text(fields, &[primary])?;
    let verified = texts(fields, &[verified])?;
    let unverified = texts(fields, &[unverified])?;
    // The primary one is in the first list too, unless nobody has proven it.
    let first = primary.into_iter().map(|value| match unverified.contains(&value) {
        true => NewContact::unverified(value),
        false => NewContact::verified(value),
    });
    let more = verified.into_iter().map(NewContact::verified);
    Ok(first.chain(more).chain(unverified.iter().map(NewContact::unverified)).collect())
}
