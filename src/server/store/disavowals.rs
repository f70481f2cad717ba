//! Links in mails by which somebody says that a change to their account was not theirs.

use sqlx::Row;

use super::{Connection, StoreError};

/// Whose account a link is about.
#[derive(Clone, Debug)]
pub struct DisavowalRow {
    /// `user_…`
    pub user_id: String,
    /// Where it was mailed to.
    pub address: String,
}

/// Keeps a link's hash.
pub async fn insert(
    connection: &mut Connection,
    hash: &str,
    of: &DisavowalRow,
    expire_at: i64,
    now: i64,
) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO disavowals (hash, user_id, address, expire_at, created_at) VALUES ($1, $2, $3, $4, $5)")
        .bind(hash)
        .bind(&of.user_id)
        .bind(&of.address)
        .bind(expire_at)
        .bind(now)
        .execute(connection)
        .await?;
    Ok(())
}

/// Whose account a link is about, if it is still good.
pub async fn find(connection: &mut Connection, hash: &str, now: i64) -> Result<Option<DisavowalRow>, StoreError> {
    let row =
        sqlx::query("SELECT user_id, address FROM disavowals WHERE hash = $1 AND used_at IS NULL AND expire_at > $2")
            .bind(hash)
            .bind(now)
            .fetch_optional(connection)
            .await?;
    row.map(|row| Ok(DisavowalRow { user_id: row.try_get("user_id")?, address: row.try_get("address")? })).transpose()
}

/// Uses a link up; `false` if it is good no longer.
pub async fn spend(connection: &mut Connection, hash: &str, now: i64) -> Result<bool, StoreError> {
    let row = sqlx::query(
        "UPDATE disavowals SET used_at = $2 WHERE hash = $1 AND used_at IS NULL AND expire_at > $2 RETURNING hash",
    )
    .bind(hash)
    .bind(now)
    .fetch_optional(connection)
    .await?;
    Ok(row.is_some())
}
