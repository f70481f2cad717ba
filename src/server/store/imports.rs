//! How far the files are that this instance is filled from, and what was refused of them.

use sqlx::Row;

use super::{Connection, StoreError, number};

/// How far a file is.
#[derive(Clone, Copy, Debug)]
pub struct ImportRow {
    /// How many of its lines are dealt with.
    pub lines: i64,
    /// When all of them were.
    pub finished_at: Option<i64>,
}

/// How far a file is; `None` if nobody has begun with it.
pub async fn by_id(connection: &mut Connection, id: &str) -> Result<Option<ImportRow>, StoreError> {
    let row = sqlx::query("SELECT lines, finished_at FROM imports WHERE id = $1").bind(id).fetch_optional(connection);
    row.await?
        .map(|row| Ok(ImportRow { lines: row.try_get("lines")?, finished_at: number(&row, "finished_at")? }))
        .transpose()
}

/// Begins with a file; [`StoreError::Exists`] if somebody has.
pub async fn insert(connection: &mut Connection, id: &str, now: i64) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO imports (id, lines, created_at) VALUES ($1, 0, $2)")
        .bind(id)
        .bind(now)
        .execute(connection)
        .await?;
    Ok(())
}

/// Notes that the lines of a file are dealt with that stand between these; `false` if somebody else is at it.
pub async fn advance(connection: &mut Connection, id: &str, from: i64, to: i64) -> Result<bool, StoreError> {
    let row =
        sqlx::query("UPDATE imports SET lines = $3 WHERE id = $1 AND lines = $2 AND finished_at IS NULL RETURNING id")
            .bind(id)
            .bind(from)
            .bind(to)
            .fetch_optional(connection)
            .await?;
    Ok(row.is_some())
}

/// Notes what is said of a line of a file that was refused.
pub async fn note_refusal(connection: &mut Connection, id: &str, line: i64, refusal: &str) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO import_refusals (import_id, line, refusal) VALUES ($1, $2, $3)")
        .bind(id)
        .bind(line)
        .bind(refusal)
        .execute(connection)
        .await?;
    Ok(())
}

/// Lines of a file that were refused, and what was said of them: so many behind a line, in their order.
pub async fn refusals(
    connection: &mut Connection,
    id: &str,
    after: i64,
    limit: i64,
) -> Result<Vec<(i64, String)>, StoreError> {
    let rows = sqlx::query(
        "SELECT line, refusal FROM import_refusals WHERE import_id = $1 AND line > $2 ORDER BY line LIMIT $3",
    )
    .bind(id)
    .bind(after)
    .bind(limit)
    .fetch_all(connection)
    .await?;
    rows.iter().map(|row| Ok((row.try_get("line")?, row.try_get("refusal")?))).collect()
}

/// Forgets what was said of the lines of a file.
pub async fn forget_refusals(connection: &mut Connection, id: &str) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM import_refusals WHERE import_id = $1").bind(id).execute(connection).await?;
    Ok(())
}

/// Notes that all of a file is dealt with.
pub async fn finish(connection: &mut Connection, id: &str, now: i64) -> Result<(), StoreError> {
    sqlx::query("UPDATE imports SET finished_at = $2 WHERE id = $1").bind(id).bind(now).execute(connection).await?;
    Ok(())
}
