//! What backup codes were MACed with that came from other instances.

use sqlx::Row;

use super::{Connection, StoreError};

/// Keeps a key, sealed, unless it is there.
pub async fn insert(connection: &mut Connection, id: &str, sealed_key: &str, now: i64) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO backup_code_keys (id, sealed_key, created_at) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING",
    )
    .bind(id)
    .bind(sealed_key)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}

/// The keys of the codes that a user has not used yet, sealed.
pub async fn of_user(connection: &mut Connection, user_id: &str) -> Result<Vec<String>, StoreError> {
    let rows = sqlx::query(
        "SELECT sealed_key FROM backup_code_keys WHERE id IN
             (SELECT key_id FROM backup_codes WHERE user_id = $1 AND used_at IS NULL)",
    )
    .bind(user_id)
    .fetch_all(connection)
    .await?;
    rows.iter().map(|row| Ok(row.try_get("sealed_key")?)).collect()
}

/// All of them, sealed.
pub async fn all(connection: &mut Connection) -> Result<Vec<String>, StoreError> {
    let rows = sqlx::query("SELECT sealed_key FROM backup_code_keys ORDER BY created_at").fetch_all(connection).await?;
    rows.iter().map(|row| Ok(row.try_get("sealed_key")?)).collect()
}
