//! What is sent by text message so that whoever receives it can prove that a number is theirs: a code.

use super::mailed::{Errand, LIFETIME, Recipient};
use crate::server::crypto::{Code, Prefix, Secret, new_id};
use crate::server::delivery::{self, Letter, To};
use crate::server::store::verifications::{self, NewVerification};
use crate::server::store::{Connection, StoreError};
use crate::server::vestibule::Inner;

/// Sends it and gives the id of its verification. It goes out when the caller has committed and says so with
/// [`delivery::wake`]. Nothing goes to a number that nobody has proven to be theirs, unless they are about to.
pub async fn send(
    app: &Inner,
    connection: &mut Connection,
    errand: &Errand<'_>,
    now: i64,
) -> Result<String, StoreError> {
    let id = new_id(Prefix::Verification, now);
    let base_url = &app.settings.base_url;
    let code = Code::random();
    let with_code = || delivery::code_sms(base_url, &code);
    let (number, hash, message, is_sent): (&str, Option<Secret>, Letter, bool) = match errand.recipient {
        Recipient::Proving(number) => (number, Some(code.hash(&app.key, &id)), with_code(), true),
        Recipient::HasAccount(number) => {
            let page = format!("{base_url}{}", app.settings.paths.sign_in);
            (number, None, delivery::account_exists_sms(&page), true)
        }
        Recipient::HasNoAccount(number) | Recipient::Nobody(number) => (number, None, with_code(), false),
    };
    let ip_address = errand.ip.map(|ip| ip.to_string());
    let new = NewVerification {
        id: &id,
        purpose: errand.purpose,
        subject_id: errand.subject_id,
        strategy: errand.strategy.as_str(),
        address: number,
        code_hash: hash.as_ref(),
        ip_address: ip_address.as_deref(),
        expire_at: now + LIFETIME,
    };
    verifications::insert(connection, &new, now).await?;
    let message = message.instead_of_older_ones_of(errand.subject_id);
    match is_sent {
        true => {
            let to = To { address: number, language: errand.language, user_id: errand.user_id };
            delivery::send(app, connection, to, &message, now + LIFETIME, now).await?;
        }
        false => delivery::pretend(app, connection, errand.language, &message, now).await?,
    }
    Ok(id)
}
