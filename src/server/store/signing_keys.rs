//! The keys that sign session tokens.

use sqlx::Row;

use super::{Connection, StoreError, number};

/// A key, sealed.
#[derive(Clone, Debug)]
pub struct SigningKeyRow {
    /// Its name.
    pub kid: String,
    /// The private key, sealed with the instance's key.
    pub sealed_private_key: String,
    /// When it signs. It verifies from the start.
    pub signs_from: i64,
    /// When it verifies no longer.
    pub retire_at: Option<i64>,
}

/// The keys that still verify, oldest first.
pub async fn live(connection: &mut Connection, now: i64) -> Result<Vec<SigningKeyRow>, StoreError> {
    let rows = sqlx::query(
        "SELECT kid, sealed_private_key, signs_from, retire_at FROM signing_keys
         WHERE retire_at IS NULL OR retire_at > $1 ORDER BY created_at, kid",
    )
    .bind(now)
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(SigningKeyRow {
                kid: row.try_get("kid")?,
                sealed_private_key: row.try_get("sealed_private_key")?,
                signs_from: row.try_get("signs_from")?,
                retire_at: number(row, "retire_at")?,
            })
        })
        .collect()
}

/// Adds the first key, unless another node was quicker; says whether it did.
pub async fn insert_first(connection: &mut Connection, key: &SigningKeyRow, now: i64) -> Result<bool, StoreError> {
    // Two nodes that start together may both come this far on PostgreSQL. Both keys then verify everywhere, and the
    // newer one signs: no harm is done.
    let added = sqlx::query(
        "INSERT INTO signing_keys (kid, sealed_private_key, signs_from, created_at)
         SELECT $1, $2, $3, $4 WHERE NOT EXISTS (SELECT 1 FROM signing_keys)",
    )
    .bind(&key.kid)
    .bind(&key.sealed_private_key)
    .bind(key.signs_from)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(added.rows_affected() == 1)
}

/// Adds a key; the ones before it verify until `retire_at`, and none of them for longer.
pub async fn rotate(
    connection: &mut Connection,
    key: &SigningKeyRow,
    retire_at: i64,
    now: i64,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE signing_keys SET retire_at = $1 WHERE retire_at IS NULL OR retire_at > $1")
        .bind(retire_at)
        .execute(&mut *connection)
        .await?;
    sqlx::query("INSERT INTO signing_keys (kid, sealed_private_key, signs_from, created_at) VALUES ($1, $2, $3, $4)")
        .bind(&key.kid)
        .bind(&key.sealed_private_key)
        .bind(key.signs_from)
        .bind(now)
        .execute(connection)
        .await?;
    Ok(())
}
