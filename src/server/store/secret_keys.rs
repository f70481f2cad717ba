//! The keys of other backends.

use sqlx::Row;
use sqlx::any::AnyRow;

use super::{Connection, StoreError, number};

/// A secret key. Of the key itself only the hash is known, and is not in here.
#[derive(Clone, Debug)]
pub struct SecretKeyRow {
    /// `skey_…`
    pub id: String,
    /// What the operator calls it.
    pub name: String,
    /// Its last letters, by which an operator knows it again.
    pub hint: String,
    /// What it opens, with commas between.
    pub scopes: String,
    /// When it was made.
    pub created_at: i64,
    /// When it was last used, to the minute.
    pub last_used_at: Option<i64>,
    /// When it was taken back.
    pub revoked_at: Option<i64>,
}

fn key(row: &AnyRow) -> Result<SecretKeyRow, StoreError> {
    Ok(SecretKeyRow {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        hint: row.try_get("hint")?,
        scopes: row.try_get("scopes")?,
        created_at: row.try_get("created_at")?,
        last_used_at: number(row, "last_used_at")?,
        revoked_at: number(row, "revoked_at")?,
    })
}

/// Keeps a new key.
pub async fn insert(connection: &mut Connection, key: &SecretKeyRow, hash: &str) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO secret_keys (id, name, hash, hint, scopes, created_at) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(&key.id)
        .bind(&key.name)
        .bind(hash)
        .bind(&key.hint)
        .bind(&key.scopes)
        .bind(key.created_at)
        .execute(connection)
        .await?;
    Ok(())
}

/// The key with this hash, if it was not taken back.
pub async fn good(connection: &mut Connection, hash: &str) -> Result<Option<SecretKeyRow>, StoreError> {
    let row = sqlx::query("SELECT * FROM secret_keys WHERE hash = $1 AND revoked_at IS NULL")
        .bind(hash)
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(key).transpose()
}

/// Every key, newest first.
pub async fn all(connection: &mut Connection) -> Result<Vec<SecretKeyRow>, StoreError> {
    let rows = sqlx::query("SELECT * FROM secret_keys ORDER BY created_at DESC, id DESC").fetch_all(connection).await?;
    rows.iter().map(key).collect()
}

/// Notes that a key was used, unless that is noted for this minute already.
pub async fn used(connection: &mut Connection, id: &str, since: i64, now: i64) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE secret_keys SET last_used_at = $3 WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $2)",
    )
    .bind(id)
    .bind(since)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes a key back; `None` if there is none, or it was taken back before.
pub async fn revoke(connection: &mut Connection, id: &str, now: i64) -> Result<Option<SecretKeyRow>, StoreError> {
    let row = sqlx::query("UPDATE secret_keys SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL RETURNING *")
        .bind(id)
        .bind(now)
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(key).transpose()
}
