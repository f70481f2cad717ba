//! Codes of six digits, sent to an address that is to be proven.

use crate::model::{ApiError, ErrorCode, Field, Strategy, Verification, VerificationStatus};
use crate::server::crypto::{Code, MINUTE, Prefix, SECOND, Secret, new_id};
use crate::server::delivery::{self, Content};
use crate::server::store::verifications::{self, NewVerification, Purpose, VerificationRow};
use crate::server::store::{Connection, StoreError};
use crate::server::vestibule::Inner;

/// How long a code is good for, in milliseconds (ASVS 6.5.5: at most ten minutes).
pub const LIFETIME: i64 = 10 * MINUTE;
/// How long one waits for the next one, in milliseconds.
pub const RESEND_AFTER: i64 = 30 * SECOND;
/// How often one code may be tried.
pub const MOST_ATTEMPTS: i64 = 5;

/// Whom a code goes to.
#[derive(Clone, Copy, Debug)]
pub enum Recipient<'a> {
    /// Someone who is to type it.
    Typing(&'a str),
    /// Someone who has an account already and would make another: they get a mail that says so, and no code will be
    /// right. Whoever asked sees no difference.
    HasAccount(&'a str),
    /// Someone who has no account and would sign in: likewise.
    HasNoAccount(&'a str),
    /// Nobody who could be reached. No code will be right, and whoever asked sees no difference.
    Nobody(&'a str),
}

/// Sends a code by mail and gives the id of its verification. It goes out when the caller has committed and says so with
/// [`delivery::wake`].
pub async fn send_by_mail(
    app: &Inner,
    connection: &mut Connection,
    purpose: Purpose,
    subject_id: &str,
    strategy: Strategy,
    recipient: Recipient<'_>,
    now: i64,
) -> Result<String, StoreError> {
    let id = new_id(Prefix::Verification, now);
    let code = Code::random();
    let name = &app.settings.app_name;
    let page = |path: &str| format!("{}{path}", app.settings.base_url);
    let paths = &app.settings.paths;
    let (address, hash, mail, send_until): (&str, Option<Secret>, Option<Content>, i64) = match recipient {
        Recipient::Typing(address) => {
            let mail = match strategy.is_reset() {
                true => delivery::reset_code_mail(name, &code, LIFETIME / MINUTE),
                false => delivery::code_mail(name, &code, LIFETIME / MINUTE),
            };
            (address, Some(code.hash(&app.key, &id)), Some(mail), now + LIFETIME)
        }
        Recipient::HasAccount(address) => {
            (address, None, Some(delivery::account_exists_mail(name, &page(&paths.sign_in))), now + delivery::KEPT)
        }
        Recipient::HasNoAccount(address) => {
            (address, None, Some(delivery::no_account_mail(name, &page(&paths.sign_up))), now + delivery::KEPT)
        }
        Recipient::Nobody(address) => (address, None, None, now),
    };
    let new = NewVerification {
        id: &id,
        purpose,
        subject_id,
        strategy: strategy.as_str(),
        address,
        code_hash: hash.as_ref(),
        expire_at: now + LIFETIME,
    };
    verifications::insert(connection, &new, now).await?;
    if let Some(mail) = mail {
        delivery::mail(app, connection, address, &mail, send_until, now).await?;
    }
    Ok(id)
}

/// Whether a code that was sent can still be given.
pub fn is_good(row: &VerificationRow, now: i64) -> bool {
    row.expire_at > now && row.attempts < MOST_ATTEMPTS && row.verified_at.is_none()
}

/// Tries a code. The try counts whether or not it is right; the caller commits either way.
pub async fn attempt(
    app: &Inner,
    connection: &mut Connection,
    verification_id: &str,
    purpose: Purpose,
    subject_id: &str,
    typed: &str,
    now: i64,
) -> Result<Result<VerificationRow, ApiError>, StoreError> {
    let taken =
        verifications::take_attempt(connection, verification_id, purpose, subject_id, MOST_ATTEMPTS, now).await?;
    let Some(row) = taken else {
        let code = match verifications::by_id(connection, verification_id).await? {
            Some(row) if row.expire_at <= now => ErrorCode::VerificationExpired,
            Some(row) if row.attempts >= MOST_ATTEMPTS => ErrorCode::VerificationFailed,
            _ => ErrorCode::VerificationMissing,
        };
        return Ok(Err(ApiError::of(code, Field::Code)));
    };
    let right = match (&row.code_hash, Code::typed(typed)) {
        (Some(hash), Some(code)) => hash.matches(&code.hash(&app.key, verification_id)),
        _ => false,
    };
    if right && verifications::spend(connection, verification_id, now).await? {
        Ok(Ok(row))
    } else if row.attempts >= MOST_ATTEMPTS {
        Ok(Err(ApiError::of(ErrorCode::VerificationFailed, Field::Code)))
    } else {
        Ok(Err(ApiError::of(ErrorCode::FormCodeIncorrect, Field::Code)))
    }
}

/// A verification as a browser may see it.
pub fn public(row: &VerificationRow, now: i64) -> Verification {
    let status = if row.verified_at.is_some() {
        VerificationStatus::Verified
    } else if row.expire_at <= now {
        VerificationStatus::Expired
    } else if row.attempts >= MOST_ATTEMPTS {
        VerificationStatus::Failed
    } else {
        VerificationStatus::Unverified
    };
    Verification {
        status,
        strategy: row.strategy.clone(),
        attempts: row.attempts,
        expire_at: Some(row.expire_at),
        resend_at: Some(row.created_at + RESEND_AFTER),
    }
}
