//! Codes that were sent.

use sqlx::Row;
use sqlx::any::AnyRow;

use super::{Connection, StoreError, number, text};
use crate::server::crypto::Secret;

/// What a code is for. A code for one thing is no code for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Purpose {
    SignUpEmailAddress,
    SignIn,
    ResetPassword,
}

impl Purpose {
    const fn as_str(self) -> &'static str {
        match self {
            Self::SignUpEmailAddress => "sign_up_email_address",
            Self::SignIn => "sign_in",
            Self::ResetPassword => "reset_password",
        }
    }
}

/// A code to be sent.
#[derive(Debug)]
pub struct NewVerification<'a> {
    /// `ver_…`
    pub id: &'a str,
    /// What it is for.
    pub purpose: Purpose,
    /// The sign-up or sign-in it is for.
    pub subject_id: &'a str,
    /// The strategy, such as `email_code`.
    pub strategy: &'a str,
    /// Where it goes.
    pub address: &'a str,
    /// The code's hash; without one no code is right.
    pub code_hash: Option<&'a Secret>,
    /// When it is good no longer.
    pub expire_at: i64,
}

/// A code that was sent.
#[derive(Clone, Debug)]
pub struct VerificationRow {
    /// `ver_…`
    pub id: String,
    /// The strategy.
    pub strategy: String,
    /// Where it went.
    pub address: String,
    /// The code's hash.
    pub code_hash: Option<Secret>,
    /// How often it was tried.
    pub attempts: i64,
    /// When it is good no longer.
    pub expire_at: i64,
    /// When it was given.
    pub verified_at: Option<i64>,
    /// When it was sent.
    pub created_at: i64,
}

fn verification(row: &AnyRow) -> Result<VerificationRow, StoreError> {
    Ok(VerificationRow {
        id: row.try_get("id")?,
        strategy: row.try_get("strategy")?,
        address: row.try_get("address")?,
        code_hash: text(row, "code_hash")?.map(Secret::new),
        attempts: row.try_get("attempts")?,
        expire_at: row.try_get("expire_at")?,
        verified_at: number(row, "verified_at")?,
        created_at: row.try_get("created_at")?,
    })
}

/// Notes a code that is to be sent.
pub async fn insert(connection: &mut Connection, new: &NewVerification<'_>, now: i64) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO verifications (id, purpose, subject_id, strategy, address, code_hash, attempts, expire_at, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8)",
    )
    .bind(new.id)
    .bind(new.purpose.as_str())
    .bind(new.subject_id)
    .bind(new.strategy)
    .bind(new.address)
    .bind(new.code_hash.map(Secret::expose))
    .bind(new.expire_at)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}

/// A code that was sent.
pub async fn by_id(connection: &mut Connection, id: &str) -> Result<Option<VerificationRow>, StoreError> {
    let row = sqlx::query(
        "SELECT id, strategy, address, code_hash, attempts, expire_at, verified_at, created_at FROM verifications
         WHERE id = $1",
    )
    .bind(id)
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(verification).transpose()
}

/// Counts a try at a code and gives the code to compare with; `None` when it was given, is too old, was tried too often,
/// or is for something else.
pub async fn take_attempt(
    connection: &mut Connection,
    id: &str,
    purpose: Purpose,
    subject_id: &str,
    most: i64,
    now: i64,
) -> Result<Option<VerificationRow>, StoreError> {
    let row = sqlx::query(
        "UPDATE verifications SET attempts = attempts + 1
         WHERE id = $1 AND purpose = $2 AND subject_id = $3 AND attempts < $4 AND expire_at > $5 AND verified_at IS NULL
         RETURNING id, strategy, address, code_hash, attempts, expire_at, verified_at, created_at",
    )
    .bind(id)
    .bind(purpose.as_str())
    .bind(subject_id)
    .bind(most)
    .bind(now)
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(verification).transpose()
}

/// Spends a code; `false` if it was spent already.
pub async fn spend(connection: &mut Connection, id: &str, now: i64) -> Result<bool, StoreError> {
    let row = sqlx::query(
        "UPDATE verifications SET verified_at = $2, code_hash = NULL WHERE id = $1 AND verified_at IS NULL RETURNING id",
    )
    .bind(id)
    .bind(now)
    .fetch_optional(connection)
    .await?;
    Ok(row.is_some())
}
