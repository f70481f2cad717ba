//! Sign-ins under way.

use sqlx::Row;

use super::{Connection, StoreError, text};
use crate::model::SignInStatus;

/// A sign-in.
#[derive(Clone, Debug)]
pub struct SignInRow {
    /// `sia_…`
    pub id: String,
    /// Where it stands.
    pub status: SignInStatus,
    /// Who the person said they are, as typed.
    pub identifier: Option<String>,
    /// Who they are, once it is complete.
    pub user_id: Option<String>,
    /// The session that came of it.
    pub created_session_id: Option<String>,
    /// When it is given up.
    pub abandon_at: i64,
}

/// Keeps a sign-in that begins, or one that is over with its first step.
pub async fn insert(
    connection: &mut Connection,
    client_id: &str,
    sign_in: &SignInRow,
    now: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO sign_ins (id, client_id, status, identifier, user_id, created_session_id, abandon_at, created_at,
             updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)",
    )
    .bind(&sign_in.id)
    .bind(client_id)
    .bind(sign_in.status.as_str())
    .bind(&sign_in.identifier)
    .bind(&sign_in.user_id)
    .bind(&sign_in.created_session_id)
    .bind(sign_in.abandon_at)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}

/// A sign-in that is neither finished nor given up.
pub async fn open(connection: &mut Connection, id: &str, now: i64) -> Result<Option<SignInRow>, StoreError> {
    let row = sqlx::query(
        "SELECT id, status, identifier, user_id, created_session_id, abandon_at FROM sign_ins
         WHERE id = $1 AND status <> 'complete' AND abandon_at > $2",
    )
    .bind(id)
    .bind(now)
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        let status: String = row.try_get("status")?;
        Ok(SignInRow {
            id: row.try_get("id")?,
            status: SignInStatus::parse(&status).ok_or(StoreError::Row("a sign-in's status"))?,
            identifier: text(&row, "identifier")?,
            user_id: text(&row, "user_id")?,
            created_session_id: text(&row, "created_session_id")?,
            abandon_at: row.try_get("abandon_at")?,
        })
    })
    .transpose()
}

/// Finishes a sign-in; `false` if it was finished already.
pub async fn complete(
    connection: &mut Connection,
    id: &str,
    user_id: &str,
    session_id: &str,
    now: i64,
) -> Result<bool, StoreError> {
    let row = sqlx::query(
        "UPDATE sign_ins SET status = 'complete', user_id = $2, created_session_id = $3, updated_at = $4
         WHERE id = $1 AND status <> 'complete' RETURNING id",
    )
    .bind(id)
    .bind(user_id)
    .bind(session_id)
    .bind(now)
    .fetch_optional(connection)
    .await?;
    Ok(row.is_some())
}
