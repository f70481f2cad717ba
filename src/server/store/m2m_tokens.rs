//! Tokens with which machines call each other, but for those that are signed.

use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row};

use super::{Connection, StoreError, number, text};

/// A token. Of the token itself only the hash is known, and is not in here.
#[derive(Clone, Debug)]
pub struct M2mTokenRow {
    /// `mt_…`
    pub id: String,
    /// Whose it is: `mch_…`
    pub machine_id: String,
    /// The ids of the machines that it was made for, with spaces between.
    pub scopes: String,
    /// What else it says: an object in JSON.
    pub claims: Option<String>,
    /// When it is good no longer.
    pub expire_at: i64,
    /// When it was taken back.
    pub revoked_at: Option<i64>,
    /// Why.
    pub revocation_reason: Option<String>,
    /// When it was made.
    pub created_at: i64,
    /// When it last changed.
    pub updated_at: i64,
}

fn token(row: &AnyRow) -> Result<M2mTokenRow, StoreError> {
    Ok(M2mTokenRow {
        id: row.try_get("id")?,
        machine_id: row.try_get("machine_id")?,
        scopes: row.try_get("scopes")?,
        claims: text(row, "claims")?,
        expire_at: row.try_get("expire_at")?,
        revoked_at: number(row, "revoked_at")?,
        revocation_reason: text(row, "revocation_reason")?,
        created_at: row.try_get("created_at")?,
        updated_at: row.try_get("updated_at")?,
    })
}

/// Keeps a new token.
pub async fn insert(connection: &mut Connection, token: &M2mTokenRow, hash: &str) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO m2m_tokens (id, machine_id, hash, scopes, claims, expire_at, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(&token.id)
    .bind(&token.machine_id)
    .bind(hash)
    .bind(&token.scopes)
    .bind(&token.claims)
    .bind(token.expire_at)
    .bind(token.created_at)
    .bind(token.updated_at)
    .execute(connection)
    .await?;
    Ok(())
}

/// The token with this hash, if it is good.
pub async fn good(connection: &mut Connection, hash: &str, now: i64) -> Result<Option<M2mTokenRow>, StoreError> {
    let row = sqlx::query("SELECT * FROM m2m_tokens WHERE hash = $1 AND revoked_at IS NULL AND expire_at > $2")
        .bind(hash)
        .bind(now)
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(token).transpose()
}

/// Which tokens are looked for.
#[derive(Clone, Debug)]
pub struct M2mTokenFilter {
    /// Whose.
    pub machine_id: String,
    /// Whether those are among them that were taken back.
    pub revoked: bool,
    /// Whether those are among them that have run out.
    pub expired: bool,
}

/// `$1` is whose they are, `$2` whether those are wanted that were taken back, and `$3` when the first of them runs out.
const FOUND: &str = "machine_id = $1 AND ($2 = 1 OR revoked_at IS NULL) AND expire_at > $3";

impl M2mTokenFilter {
    fn values(&self, now: i64) -> (&str, i64, i64) {
        (&self.machine_id, i64::from(self.revoked), if self.expired { i64::MIN } else { now })
    }
}

/// A part of those that are looked for, newest first.
pub async fn find(
    connection: &mut Connection,
    filter: &M2mTokenFilter,
    (limit, offset): (i64, i64),
    now: i64,
) -> Result<Vec<M2mTokenRow>, StoreError> {
    let sql = format!("SELECT * FROM m2m_tokens WHERE {FOUND} ORDER BY created_at DESC, id DESC LIMIT $4 OFFSET $5");
    let (machine_id, revoked, after) = filter.values(now);
    let rows = sqlx::query(AssertSqlSafe(sql))
        .bind(machine_id)
        .bind(revoked)
        .bind(after)
        .bind(limit)
        .bind(offset)
        .fetch_all(connection)
        .await?;
    rows.iter().map(token).collect()
}

/// How many of them there are.
pub async fn count_found(connection: &mut Connection, filter: &M2mTokenFilter, now: i64) -> Result<i64, StoreError> {
    let (machine_id, revoked, after) = filter.values(now);
    let row = sqlx::query(AssertSqlSafe(format!("SELECT COUNT(*) AS tokens FROM m2m_tokens WHERE {FOUND}")))
        .bind(machine_id)
        .bind(revoked)
        .bind(after)
        .fetch_one(connection)
        .await?;
    Ok(row.try_get("tokens")?)
}

/// A token, of a machine if one is named, whatever has become of it.
pub async fn by_id(
    connection: &mut Connection,
    id: &str,
    machine_id: Option<&str>,
) -> Result<Option<M2mTokenRow>, StoreError> {
    let row = sqlx::query("SELECT * FROM m2m_tokens WHERE id = $1 AND ($2 = '' OR machine_id = $2)")
        .bind(id)
        .bind(machine_id.unwrap_or_default())
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(token).transpose()
}

/// Takes a token back, of a machine if one is named; `None` if there is none, or it was taken back before.
pub async fn revoke(
    connection: &mut Connection,
    id: &str,
    machine_id: Option<&str>,
    reason: Option<&str>,
    now: i64,
) -> Result<Option<M2mTokenRow>, StoreError> {
    let row = sqlx::query(
        "UPDATE m2m_tokens SET revoked_at = $4, revocation_reason = $3, updated_at = $4
         WHERE id = $1 AND ($2 = '' OR machine_id = $2) AND revoked_at IS NULL RETURNING *",
    )
    .bind(id)
    .bind(machine_id.unwrap_or_default())
    .bind(reason)
    .bind(now)
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(token).transpose()
}
