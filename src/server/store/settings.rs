//! What is set while a server runs, and what was.

use sqlx::Row;
use sqlx::any::AnyRow;

use super::{Connection, StoreError, number, text};

/// A setting that is not as the file and the environment have it. There may be a sealed secret in it.
#[derive(Clone, Debug)]
pub struct SettingRow {
    /// Where it stands.
    pub path: String,
    /// What it is, as JSON, or sealed.
    pub value: String,
    /// Whether it is sealed.
    pub is_sealed: bool,
    /// By which change.
    pub revision: i64,
    /// When.
    pub changed_at: i64,
    /// By what kind of someone.
    pub changed_by_type: String,
    /// By whom.
    pub changed_by: Option<String>,
}

/// A change of one setting.
#[derive(Clone, Debug)]
pub struct SettingChangeRow {
    /// The same for all that was changed at once.
    pub revision: i64,
    /// Where it stands.
    pub path: String,
    /// What it was.
    pub before: Option<String>,
    /// What it is since.
    pub after: Option<String>,
    /// Whether these are sealed.
    pub is_sealed: bool,
    /// When.
    pub changed_at: i64,
    /// By what kind of someone.
    pub changed_by_type: String,
    /// By whom.
    pub changed_by: Option<String>,
    /// The change that this one took back.
    pub reverts: Option<i64>,
}

fn setting(row: &AnyRow) -> Result<SettingRow, StoreError> {
    Ok(SettingRow {
        path: row.try_get("path")?,
        value: row.try_get("value")?,
        is_sealed: row.try_get::<i64, _>("is_sealed")? != 0,
        revision: row.try_get("revision")?,
        changed_at: row.try_get("changed_at")?,
        changed_by_type: row.try_get("changed_by_type")?,
        changed_by: text(row, "changed_by")?,
    })
}

fn change(row: &AnyRow) -> Result<SettingChangeRow, StoreError> {
    Ok(SettingChangeRow {
        revision: row.try_get("revision")?,
        path: row.try_get("path")?,
        before: text(row, "value_before")?,
        after: text(row, "value_after")?,
        is_sealed: row.try_get::<i64, _>("is_sealed")? != 0,
        changed_at: row.try_get("changed_at")?,
        changed_by_type: row.try_get("changed_by_type")?,
        changed_by: text(row, "changed_by")?,
        reverts: number(row, "reverts")?,
    })
}

/// Takes the turn of whoever changes settings until the transaction is over, and counts the change.
pub async fn take_turn(connection: &mut Connection) -> Result<i64, StoreError> {
    let sql = "UPDATE settings_revisions SET revision = revision + 1 WHERE id = 1 RETURNING revision";
    Ok(sqlx::query(sql).fetch_one(connection).await?.try_get("revision")?)
}

/// How often they have changed.
pub async fn revision(connection: &mut Connection) -> Result<i64, StoreError> {
    let row = sqlx::query("SELECT revision FROM settings_revisions WHERE id = 1").fetch_one(connection).await?;
    Ok(row.try_get("revision")?)
}

/// Every setting that is not as the file and the environment have it.
pub async fn all(connection: &mut Connection) -> Result<Vec<SettingRow>, StoreError> {
    let rows = sqlx::query("SELECT * FROM settings ORDER BY path").fetch_all(connection).await?;
    rows.iter().map(setting).collect()
}

/// Sets one.
pub async fn put(connection: &mut Connection, row: &SettingRow) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO settings (path, value, is_sealed, revision, changed_at, changed_by_type, changed_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (path) DO UPDATE SET value = excluded.value, is_sealed = excluded.is_sealed,
             revision = excluded.revision, changed_at = excluded.changed_at,
             changed_by_type = excluded.changed_by_type, changed_by = excluded.changed_by",
    )
    .bind(&row.path)
    .bind(&row.value)
    .bind(i64::from(row.is_sealed))
    .bind(row.revision)
    .bind(row.changed_at)
    .bind(&row.changed_by_type)
    .bind(&row.changed_by)
    .execute(connection)
    .await?;
    Ok(())
}

/// Sets one no longer.
pub async fn remove(connection: &mut Connection, path: &str) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM settings WHERE path = $1").bind(path).execute(connection).await?;
    Ok(())
}

/// Which settings were changed after a change, each with the last one that did.
pub async fn changed_since(connection: &mut Connection, revision: i64) -> Result<Vec<(String, i64)>, StoreError> {
    let sql = "SELECT path, MAX(revision) AS revision FROM settings_changes WHERE revision > $1 GROUP BY path";
    let rows = sqlx::query(sql).bind(revision).fetch_all(connection).await?;
    rows.iter().map(|row| Ok((row.try_get("path")?, row.try_get("revision")?))).collect()
}

/// What was changed of a setting and of what stands below it, oldest first.
pub async fn changes_of(connection: &mut Connection, path: &str) -> Result<Vec<SettingChangeRow>, StoreError> {
    let sql = "SELECT * FROM settings_changes WHERE path = $1 OR path LIKE $2 ORDER BY revision, path";
    let rows = sqlx::query(sql).bind(path).bind(format!("{path}.%")).fetch_all(connection).await?;
    rows.iter().map(change).collect()
}

/// Notes a change, for ever.
pub async fn note(connection: &mut Connection, row: &SettingChangeRow) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO settings_changes (revision, path, value_before, value_after, is_sealed, changed_at,
             changed_by_type, changed_by, reverts)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(row.revision)
    .bind(&row.path)
    .bind(&row.before)
    .bind(&row.after)
    .bind(i64::from(row.is_sealed))
    .bind(row.changed_at)
    .bind(&row.changed_by_type)
    .bind(&row.changed_by)
    .bind(row.reverts)
    .execute(connection)
    .await?;
    Ok(())
}

/// A part of the changes, newest first; what was changed at once counts as one and comes together.
pub async fn changes(
    connection: &mut Connection,
    (limit, offset): (i64, i64),
) -> Result<Vec<SettingChangeRow>, StoreError> {
    let rows = sqlx::query(
        "SELECT * FROM settings_changes WHERE revision IN
             (SELECT DISTINCT revision FROM settings_changes ORDER BY revision DESC LIMIT $1 OFFSET $2)
         ORDER BY revision DESC, path",
    )
    .bind(limit)
    .bind(offset)
    .fetch_all(connection)
    .await?;
    rows.iter().map(change).collect()
}

/// How many there are.
pub async fn count_changes(connection: &mut Connection) -> Result<i64, StoreError> {
    let sql = "SELECT COUNT(DISTINCT revision) AS changes FROM settings_changes";
    Ok(sqlx::query(sql).fetch_one(connection).await?.try_get("changes")?)
}

/// What was changed at once.
pub async fn changed_by(connection: &mut Connection, revision: i64) -> Result<Vec<SettingChangeRow>, StoreError> {
    let sql = "SELECT * FROM settings_changes WHERE revision = $1 ORDER BY path";
    let rows = sqlx::query(sql).bind(revision).fetch_all(connection).await?;
    rows.iter().map(change).collect()
}
