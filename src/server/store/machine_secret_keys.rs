//! What machines prove themselves with.

use super::machines::{MachineRow, columns, machine};
use super::{Connection, StoreError};

/// Keeps a new key of a machine.
pub async fn insert(connection: &mut Connection, hash: &str, machine_id: &str, now: i64) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO machine_secret_keys (hash, machine_id, created_at) VALUES ($1, $2, $3)")
        .bind(hash)
        .bind(machine_id)
        .bind(now)
        .execute(connection)
        .await?;
    Ok(())
}

/// None of a machine's keys is good for longer than until then.
pub async fn retire(connection: &mut Connection, machine_id: &str, until: i64) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE machine_secret_keys SET expire_at = $2 WHERE machine_id = $1 AND (expire_at IS NULL OR expire_at > $2)",
    )
    .bind(machine_id)
    .bind(until)
    .execute(connection)
    .await?;
    Ok(())
}

/// The machine whose key has this hash, if the key is good.
pub async fn machine_of(connection: &mut Connection, hash: &str, now: i64) -> Result<Option<MachineRow>, StoreError> {
    let row = sqlx::query(concat!(
        "SELECT ",
        columns!(),
        " FROM machine_secret_keys JOIN machines ON machines.id = machine_secret_keys.machine_id
         WHERE machine_secret_keys.hash = $1
         AND (machine_secret_keys.expire_at IS NULL OR machine_secret_keys.expire_at > $2)"
    ))
    .bind(hash)
    .bind(now)
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(machine).transpose()
}
