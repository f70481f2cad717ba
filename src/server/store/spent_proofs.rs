//! Proofs of work that were given.

use super::{Connection, StoreError};

/// Notes that a proof was given; `false` if it was given before.
pub async fn spend(connection: &mut Connection, id: &str, expire_at: i64) -> Result<bool, StoreError> {
    let done = sqlx::query("INSERT INTO spent_proofs (id, expire_at) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING")
        .bind(id)
        .bind(expire_at)
        .execute(connection)
        .await?;
    Ok(done.rows_affected() == 1)
}
