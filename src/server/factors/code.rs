//! Codes of six digits, sent to an address that is to be proven.

use crate::model::{ApiError, ErrorCode, Field, Verification, VerificationStatus};
use crate::server::crypto::Code;
use crate::server::factors::mailed::RESEND_AFTER;
use crate::server::store::verifications::{self, Purpose, VerificationRow};
use crate::server::store::{Connection, StoreError};
use crate::server::vestibule::Inner;

/// How often one code may be tried.
pub const MOST_ATTEMPTS: i64 = 5;

/// Whether a code that was sent can still be given, or a link opened.
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
