//! What owners take away of everything with the dashboard, and how far each file is. Nothing of a file is kept.

use sqlx::Row;
use sqlx::any::AnyRow;

use super::{Connection, StoreError, number, text};

/// A file that is sent, or was.
#[derive(Clone, Debug)]
pub struct ExportRow {
    /// `exp_…`
    pub id: String,
    /// Who takes it.
    pub created_by: String,
    /// How many records were sent.
    pub written: i64,
    /// Of how many; 0 until they are counted.
    pub total: i64,
    /// Why it was broken off.
    pub error: Option<String>,
    /// When it was begun.
    pub created_at: i64,
    /// When something was last heard of it.
    pub updated_at: i64,
    /// When it was over.
    pub finished_at: Option<i64>,
}

fn row(row: &AnyRow) -> Result<ExportRow, StoreError> {
    Ok(ExportRow {
        id: row.try_get("id")?,
        created_by: row.try_get("created_by")?,
        written: row.try_get("written")?,
        total: row.try_get("total")?,
        error: text(row, "error")?,
        created_at: row.try_get("created_at")?,
        updated_at: row.try_get("updated_at")?,
        finished_at: number(row, "finished_at")?,
    })
}

/// Begins with a file.
pub async fn insert(connection: &mut Connection, id: &str, created_by: &str, now: i64) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO exports (id, created_by, written, total, created_at, updated_at) VALUES ($1, $2, 0, 0, $3, $3)",
    )
    .bind(id)
    .bind(created_by)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}

/// Notes how far a file is: how many records of how many.
pub async fn advance(
    connection: &mut Connection,
    id: &str,
    (written, total): (i64, i64),
    now: i64,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE exports SET written = $2, total = $3, updated_at = $4 WHERE id = $1 AND finished_at IS NULL")
        .bind(id)
        .bind(written)
        .bind(total)
        .bind(now)
        .execute(connection)
        .await?;
    Ok(())
}

/// Notes that a file is over, and why, if it was broken off.
pub async fn finish(connection: &mut Connection, id: &str, error: Option<&str>, now: i64) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE exports SET error = $2, updated_at = $3, finished_at = $3 WHERE id = $1 AND finished_at IS NULL",
    )
    .bind(id)
    .bind(error)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}

/// The newest files, newest first.
pub async fn newest(connection: &mut Connection, most: i64) -> Result<Vec<ExportRow>, StoreError> {
    let found = sqlx::query("SELECT * FROM exports ORDER BY created_at DESC, id DESC LIMIT $1")
        .bind(most)
        .fetch_all(connection)
        .await?;
    found.iter().map(row).collect()
}
