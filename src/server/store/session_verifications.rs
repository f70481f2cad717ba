//! Sessions whose owners prove once more who they are.

use sqlx::Row;

use super::{Connection, StoreError, number, text};
use crate::model::{ReverificationLevel, SessionVerificationStatus, Strategy};

/// A session verification.
#[derive(Clone, Debug)]
pub struct SessionVerificationRow {
    /// `sver_…`
    pub id: String,
    /// The session.
    pub session_id: String,
    /// The browser in which it was begun.
    pub client_id: String,
    /// What is to be met.
    pub level: ReverificationLevel,
    /// Where it stands.
    pub status: SessionVerificationStatus,
    /// The first proof that is being asked for.
    pub first_factor: Option<Strategy>,
    /// The newest code that was sent for it.
    pub verification_id: Option<String>,
    /// When it was given.
    pub first_factor_at: Option<i64>,
    /// The second proof that is being asked for.
    pub second_factor: Option<Strategy>,
    /// The newest code that was sent for it.
    pub second_verification_id: Option<String>,
    /// When it is given up.
    pub abandon_at: i64,
}

/// Keeps one that begins, in the place of any that there was in the same session.
pub async fn put(connection: &mut Connection, row: &SessionVerificationRow, now: i64) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO session_verifications (session_id, id, client_id, level, status, first_factor, verification_id,
             second_factor, second_verification_id, abandon_at, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)
         ON CONFLICT (session_id) DO UPDATE SET id = excluded.id, client_id = excluded.client_id,
             level = excluded.level, status = excluded.status, first_factor = excluded.first_factor,
             verification_id = excluded.verification_id, first_factor_at = NULL,
             second_factor = excluded.second_factor, second_verification_id = excluded.second_verification_id,
             second_attempts = 0, abandon_at = excluded.abandon_at, created_at = excluded.created_at,
             updated_at = excluded.updated_at",
    )
    .bind(&row.session_id)
    .bind(&row.id)
    .bind(&row.client_id)
    .bind(row.level.as_str())
    .bind(row.status.as_str())
    .bind(row.first_factor.map(Strategy::as_str))
    .bind(&row.verification_id)
    .bind(row.second_factor.map(Strategy::as_str))
    .bind(&row.second_verification_id)
    .bind(row.abandon_at)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}

/// The one of a session that is neither finished nor given up, in the browser that it is in.
pub async fn open(
    connection: &mut Connection,
    session_id: &str,
    client_id: &str,
    now: i64,
) -> Result<Option<SessionVerificationRow>, StoreError> {
    let row = sqlx::query(
        "SELECT session_id, id, client_id, level, status, first_factor, verification_id, first_factor_at, second_factor,
             second_verification_id, abandon_at
         FROM session_verifications
         WHERE session_id = $1 AND client_id = $2 AND status <> 'complete' AND abandon_at > $3",
    )
    .bind(session_id)
    .bind(client_id)
    .bind(now)
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        let (level, status): (String, String) = (row.try_get("level")?, row.try_get("status")?);
        let level = ReverificationLevel::parse(&level).ok_or(StoreError::Row("a session verification's level"))?;
        let status = SessionVerificationStatus::parse(&status);
        let strategy = |word: Option<String>| word.as_deref().and_then(Strategy::parse);
        Ok(SessionVerificationRow {
            id: row.try_get("id")?,
            session_id: row.try_get("session_id")?,
            client_id: row.try_get("client_id")?,
            level,
            status: status.ok_or(StoreError::Row("a session verification's status"))?,
            first_factor: strategy(text(&row, "first_factor")?),
            verification_id: text(&row, "verification_id")?,
            first_factor_at: number(&row, "first_factor_at")?,
            second_factor: strategy(text(&row, "second_factor")?),
            second_verification_id: text(&row, "second_verification_id")?,
            abandon_at: row.try_get("abandon_at")?,
        })
    })
    .transpose()
}

/// The first proof has been given, and the second one comes next; `false` if the first one is no longer asked for.
pub async fn await_second_factor(
    connection: &mut Connection,
    row: &SessionVerificationRow,
    now: i64,
) -> Result<bool, StoreError> {
    let row = sqlx::query(
        "UPDATE session_verifications SET status = 'needs_second_factor', first_factor_at = $2, second_factor = $3,
             second_verification_id = $4, updated_at = $2
         WHERE id = $1 AND status = 'needs_first_factor' AND abandon_at > $2 RETURNING id",
    )
    .bind(&row.id)
    .bind(now)
    .bind(row.second_factor.map(Strategy::as_str))
    .bind(&row.second_verification_id)
    .fetch_optional(connection)
    .await?;
    Ok(row.is_some())
}

/// Finishes one that stands at a step; `false` if it does not stand there any more.
pub async fn complete(
    connection: &mut Connection,
    id: &str,
    at: SessionVerificationStatus,
    now: i64,
) -> Result<bool, StoreError> {
    let row = sqlx::query(
        "UPDATE session_verifications SET status = 'complete', updated_at = $3
         WHERE id = $1 AND status = $2 AND abandon_at > $3 RETURNING id",
    )
    .bind(id)
    .bind(at.as_str())
    .bind(now)
    .fetch_optional(connection)
    .await?;
    Ok(row.is_some())
}
