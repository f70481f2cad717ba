//! Files of users that operators bring in with the dashboard, and what comes of each.

use sqlx::Row;
use sqlx::any::AnyRow;

use super::{Connection, StoreError, number, text};

/// A file, and how far it is.
#[derive(Clone, Debug)]
pub struct UserImportRow {
    /// `uimp_…`
    pub id: String,
    /// Who has brought it.
    pub created_by: String,
    /// What it is called.
    pub file_name: String,
    /// Which system has written it.
    pub format: String,
    /// Whether nobody is made.
    pub is_dry_run: bool,
    /// How long it is.
    pub bytes: i64,
    /// How far it is.
    pub progress: UserImportProgress,
    /// A line of JSON for each who was refused, as far as there is room.
    pub report: String,
    /// Why it was broken off.
    pub error: Option<String>,
    /// When it was brought.
    pub created_at: i64,
    /// When something was last heard of it.
    pub updated_at: i64,
    /// When it was over.
    pub finished_at: Option<i64>,
}

/// What has come of a file so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UserImportProgress {
    /// How much of it was read, in bytes.
    pub bytes_read: i64,
    /// Who is here now.
    pub created: i64,
    /// Who was here already.
    pub there_already: i64,
    /// Who came in without a password.
    pub without_password: i64,
    /// Who came in without the username that they had.
    pub without_username: i64,
    /// Who was refused.
    pub refused: i64,
}

fn row(row: &AnyRow) -> Result<UserImportRow, StoreError> {
    Ok(UserImportRow {
        id: row.try_get("id")?,
        created_by: row.try_get("created_by")?,
        file_name: row.try_get("file_name")?,
        format: row.try_get("format")?,
        is_dry_run: row.try_get::<i64, _>("is_dry_run")? != 0,
        bytes: row.try_get("bytes")?,
        progress: UserImportProgress {
            bytes_read: row.try_get("bytes_read")?,
            created: row.try_get("created")?,
            there_already: row.try_get("there_already")?,
            without_password: row.try_get("without_password")?,
            without_username: row.try_get("without_username")?,
            refused: row.try_get("refused")?,
        },
        report: row.try_get("report")?,
        error: text(row, "error")?,
        created_at: row.try_get("created_at")?,
        updated_at: row.try_get("updated_at")?,
        finished_at: number(row, "finished_at")?,
    })
}

/// Ends what nobody has heard of since: the server is gone that was reading it.
pub async fn give_up_silent(connection: &mut Connection, since: i64, error: &str, now: i64) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE user_imports SET running = NULL, error = $2, finished_at = $3 WHERE running = 1 AND updated_at < $1",
    )
    .bind(since)
    .bind(error)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}

/// Begins with a file; [`StoreError::Exists`] while another is read.
pub async fn insert(connection: &mut Connection, import: &UserImportRow) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO user_imports (id, running, created_by, file_name, format, is_dry_run, bytes, bytes_read, created,
             there_already, without_password, refused, report, created_at, updated_at)
         VALUES ($1, 1, $2, $3, $4, $5, $6, 0, 0, 0, 0, 0, '', $7, $7)",
    )
    .bind(&import.id)
    .bind(&import.created_by)
    .bind(&import.file_name)
    .bind(&import.format)
    .bind(i64::from(import.is_dry_run))
    .bind(import.bytes)
    .bind(import.created_at)
    .execute(connection)
    .await?;
    Ok(())
}

/// Notes how far a file is that is being read.
pub async fn advance(
    connection: &mut Connection,
    id: &str,
    progress: UserImportProgress,
    now: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE user_imports SET bytes_read = $2, created = $3, there_already = $4, without_password = $5, refused = $6,
             updated_at = $7, without_username = $8
         WHERE id = $1 AND running = 1",
    )
    .bind(id)
    .bind(progress.bytes_read)
    .bind(progress.created)
    .bind(progress.there_already)
    .bind(progress.without_password)
    .bind(progress.refused)
    .bind(now)
    .bind(progress.without_username)
    .execute(connection)
    .await?;
    Ok(())
}

/// Notes that a file is over, and why, if it was broken off.
pub async fn finish(
    connection: &mut Connection,
    id: &str,
    report: &str,
    error: Option<&str>,
    now: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE user_imports SET running = NULL, report = $2, error = $3, updated_at = $4, finished_at = $4 WHERE id = $1",
    )
    .bind(id)
    .bind(report)
    .bind(error)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}

/// A file.
pub async fn by_id(connection: &mut Connection, id: &str) -> Result<Option<UserImportRow>, StoreError> {
    let found = sqlx::query("SELECT * FROM user_imports WHERE id = $1").bind(id).fetch_optional(connection).await?;
    found.as_ref().map(row).transpose()
}

/// The newest files, newest first.
pub async fn newest(connection: &mut Connection, most: i64) -> Result<Vec<UserImportRow>, StoreError> {
    let found = sqlx::query("SELECT * FROM user_imports ORDER BY created_at DESC, id DESC LIMIT $1")
        .bind(most)
        .fetch_all(connection)
        .await?;
    found.iter().map(row).collect()
}
