//! Codes and links that were sent.

use sqlx::Row;
use sqlx::any::AnyRow;

use super::{Connection, StoreError, number, text};
use crate::server::crypto::Secret;

/// What a code or link is for. One for one thing is none for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Purpose {
    SignUpEmailAddress,
    SignUpPhoneNumber,
    AddEmailAddress,
    AddPhoneNumber,
    SignIn,
    ResetPassword,
    SecondFactor,
    Reverification,
    ReverificationSecondFactor,
    OrganizationDomain,
}

impl Purpose {
    const fn as_str(self) -> &'static str {
        match self {
            Self::SignUpEmailAddress => "sign_up_email_address",
            Self::SignUpPhoneNumber => "sign_up_phone_number",
            Self::AddEmailAddress => "add_email_address",
            Self::AddPhoneNumber => "add_phone_number",
            Self::SignIn => "sign_in",
            Self::ResetPassword => "reset_password",
            Self::SecondFactor => "second_factor",
            Self::Reverification => "reverification",
            Self::ReverificationSecondFactor => "reverification_second_factor",
            Self::OrganizationDomain => "organization_domain",
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
    /// The hash of the code, or of what the link holds; without one nothing is right.
    pub code_hash: Option<&'a Secret>,
    /// Where it was asked for.
    pub ip_address: Option<&'a str>,
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
        "INSERT INTO verifications (id, purpose, subject_id, strategy, address, code_hash, ip_address, attempts, expire_at,
             created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9)",
    )
    .bind(new.id)
    .bind(new.purpose.as_str())
    .bind(new.subject_id)
    .bind(new.strategy)
    .bind(new.address)
    .bind(new.code_hash.map(Secret::expose))
    .bind(new.ip_address)
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

/// A link that was sent, and what it belongs to.
#[derive(Clone, Debug)]
pub struct LinkRow {
    /// The link itself.
    pub verification: VerificationRow,
    /// Whether it is for a sign-up; else it is for a sign-in.
    pub is_sign_up: bool,
    /// The browser that asked for it.
    pub client_id: String,
    /// Where that was.
    pub ip_address: Option<String>,
}

/// The link with a token, by the token's hash, if it is the newest of what it belongs to.
pub async fn link(connection: &mut Connection, token_hash: &str) -> Result<Option<LinkRow>, StoreError> {
    let row = sqlx::query(
        "SELECT v.id, v.strategy, v.address, v.code_hash, v.attempts, v.expire_at, v.verified_at, v.created_at,
             v.ip_address, i.client_id AS sign_in_client, u.client_id AS sign_up_client
         FROM verifications v
             LEFT JOIN sign_ins i ON i.id = v.subject_id AND i.verification_id = v.id AND v.purpose = 'sign_in'
             LEFT JOIN sign_ups u ON u.id = v.subject_id AND u.email_verification_id = v.id
                 AND v.purpose = 'sign_up_email_address'
         WHERE v.code_hash = $1 AND v.strategy = 'email_link'",
    )
    .bind(token_hash)
    .fetch_optional(connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let (sign_in, sign_up) = (text(&row, "sign_in_client")?, text(&row, "sign_up_client")?);
    let is_sign_up = sign_up.is_some();
    let Some(client_id) = sign_in.or(sign_up) else { return Ok(None) };
    let ip_address = text(&row, "ip_address")?;
    Ok(Some(LinkRow { verification: verification(&row)?, is_sign_up, client_id, ip_address }))
}

/// Spends a link; `false` if it was spent already, or has run out.
pub async fn spend_link(connection: &mut Connection, id: &str, now: i64) -> Result<bool, StoreError> {
    let row = sqlx::query(
        "UPDATE verifications SET verified_at = $2 WHERE id = $1 AND verified_at IS NULL AND expire_at > $2 RETURNING id",
    )
    .bind(id)
    .bind(now)
    .fetch_optional(connection)
    .await?;
    Ok(row.is_some())
}

/// A link that was opened and has not run out since: for one purpose and one subject.
pub async fn opened(
    connection: &mut Connection,
    id: &str,
    purpose: Purpose,
    subject_id: &str,
    now: i64,
) -> Result<Option<VerificationRow>, StoreError> {
    let row = sqlx::query(
        "SELECT id, strategy, address, code_hash, attempts, expire_at, verified_at, created_at FROM verifications
         WHERE id = $1 AND purpose = $2 AND subject_id = $3 AND strategy = 'email_link' AND verified_at IS NOT NULL
             AND expire_at > $4",
    )
    .bind(id)
    .bind(purpose.as_str())
    .bind(subject_id)
    .bind(now)
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(verification).transpose()
}
