//! What a database is found to be, before anything in it is changed.

use std::path::PathBuf;

use sqlx::migrate::MigrateError;
use sqlx::{Connection as _, Row};

use super::connect::{MIGRATIONS, migrator};
use super::{Connection, Store, StoreError, place};

/// How far the schema of a database has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schema {
    /// The number of the newest step that it has; none where it has nothing of ours.
    pub version: Option<i64>,
    /// How many steps a start would add.
    pub missing: usize,
}

/// How far the schema of a database has come that is open.
///
/// # Errors
/// As [`look`].
pub async fn of(store: &Store) -> Result<Schema, StoreError> {
    look(&mut *store.read().await?, store.url()).await
}

/// Opens the database to read what is there. `None`: an SQLite file that does not exist yet.
pub async fn open(url: &str) -> Result<Option<Connection>, StoreError> {
    sqlx::any::install_default_drivers();
    let Some(file) = place::sqlite_file(url) else {
        return Ok(Some(Connection::connect(url).await?));
    };
    if !file.exists() {
        return match place::why_not_made(file) {
            Some(problem) => Err(StoreError::File(problem)),
            None => Ok(None),
        };
    }
    // Whoever only reads a file in WAL mode makes two files beside it all the same, unless they are there or it is said that nobody
    // writes; and nobody does where there are none.
    let mut log = file.as_os_str().to_owned();
    log.push("-wal");
    let how = if PathBuf::from(log).exists() { "mode=ro" } else { "mode=ro&immutable=1" };
    Ok(Some(Connection::connect(&format!("sqlite://{}?{how}", file.display())).await?))
}

/// How far its schema has come.
///
/// # Errors
/// What a start would refuse: steps that this program does not know, or of which it knows another text.
pub async fn look(connection: &mut Connection, url: &str) -> Result<Schema, StoreError> {
    let known = migrator();
    let steps = || known.iter().filter(|step| !step.migration_type.is_down_migration());
    let has_any = match url.starts_with("sqlite:") {
        true => {
            "SELECT CAST(COUNT(*) AS BIGINT) FROM sqlite_master WHERE type = 'table' AND name = 'vestibule_migrations'"
        }
        false => "SELECT CAST(COUNT(*) AS BIGINT) FROM pg_class WHERE oid = to_regclass('vestibule_migrations')",
    };
    debug_assert!(has_any.contains(MIGRATIONS), "it asks for our own table");
    let has_any: i64 = sqlx::query(has_any).fetch_one(&mut *connection).await?.try_get(0)?;
    if has_any == 0 {
        return Ok(Schema { version: None, missing: steps().count() });
    }
    let halfway = sqlx::query("SELECT version FROM vestibule_migrations WHERE success = FALSE ORDER BY version");
    if let Some(row) = halfway.fetch_optional(&mut *connection).await? {
        return Err(MigrateError::Dirty(row.try_get("version")?).into());
    }
    let rows = sqlx::query("SELECT version, checksum FROM vestibule_migrations ORDER BY version")
        .fetch_all(&mut *connection)
        .await?;
    let mut version = None;
    for row in &rows {
        let applied: i64 = row.try_get("version")?;
        let checksum: Vec<u8> = row.try_get("checksum")?;
        match steps().find(|step| step.version == applied) {
            None => return Err(MigrateError::VersionMissing(applied).into()),
            Some(step) if *step.checksum != *checksum => return Err(MigrateError::VersionMismatch(applied).into()),
            Some(_) => version = Some(applied),
        }
    }
    Ok(Schema { version, missing: steps().count().saturating_sub(rows.len()) })
}
