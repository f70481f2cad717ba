use std::borrow::Cow;
use std::time::Duration;

use sqlx::any::{AnyPoolOptions, AnyRow};
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::{Any, AnyPool, Connection as _, Executor, Row};

use super::{audit_entries, list_indexes, member_counts, place, search, user_pages};

/// A connection, whichever database is behind it.
pub type Connection = sqlx::AnyConnection;

/// A transaction. What is not committed has not happened.
pub type Transaction = sqlx::Transaction<'static, Any>;

/// Which database it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    /// A file of our own.
    Sqlite,
    /// A server that nodes share.
    Postgres,
}

/// What can go wrong.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A unique constraint says that it exists already; the name of the constraint or its columns.
    #[error("it exists already: {0}")]
    Exists(String),
    /// The address of the database is not one that we know.
    #[error("a database URL begins with sqlite:// or postgres://, not with `{0}`")]
    Url(String),
    /// The library of SQLite is one that can lose commits.
    #[error("SQLite {0} can lose commits in WAL mode; 3.51.3 or newer is needed")]
    SqliteVersion(String),
    /// A setting did not take.
    #[error("SQLite did not take `PRAGMA {0}`")]
    Pragma(&'static str),
    /// The schema cannot be brought up to date.
    #[error("migrating the database: {0}")]
    Migrate(#[from] MigrateError),
    /// A row holds what it cannot hold.
    #[error("a row that makes no sense: {0}")]
    Row(&'static str),
    /// The file of the database cannot be made.
    #[error("database_url: {0}")]
    File(String),
    /// The database failed.
    #[error("database: {0}")]
    Database(sqlx::Error),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        if let sqlx::Error::Database(inner) = &error
            && inner.is_unique_violation()
        {
            return Self::Exists(inner.constraint().unwrap_or_else(|| inner.message()).to_owned());
        }
        Self::Database(error)
    }
}

/// The table in which it stands what the schema has. Of a name of our own: the host's app may keep its own migrations in the same
/// database.
pub(super) const MIGRATIONS: &str = "vestibule_migrations";

/// The steps of the schema.
pub(super) fn migrator() -> Migrator {
    let mut migrator: Migrator = sqlx::migrate!("./migrations");
    migrator.dangerous_set_table_name(Cow::Borrowed(MIGRATIONS));
    migrator
}

/// The database.
#[derive(Clone)]
pub struct Store {
    backend: Backend,
    url: String,
    readers: AnyPool,
    writers: AnyPool,
}

/// Without its address, in which there may be a password.
impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("backend", &self.backend).finish_non_exhaustive()
    }
}

impl Store {
    /// Opens the database at `sqlite://…` or `postgres://…` and brings its schema up to date. An SQLite file is created
    /// where there is none, for its owner alone, and so is its folder.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let store = Self::connect(url).await?;
        store.migrate().await?;
        Ok(store)
    }

    /// Opens the database as it is.
    pub async fn connect(url: &str) -> Result<Self, StoreError> {
        sqlx::any::install_default_drivers();
        let scheme = url.split("://").next().unwrap_or_default();
        match scheme {
            "sqlite" => Self::connect_sqlite(url).await,
            "postgres" | "postgresql" => Self::connect_postgres(url).await,
            other => Err(StoreError::Url(other.to_owned())),
        }
    }

    async fn connect_sqlite(url: &str) -> Result<Self, StoreError> {
        if let Some(file) = place::sqlite_file(url) {
            place::create_sqlite_file(file)
                .map_err(|error| StoreError::File(format!("{}: {error}", file.display())))?;
        }
        let creating = if url.contains('?') { format!("{url}&mode=rwc") } else { format!("{url}?mode=rwc") };
        // SQLite has one writer at a time. Queueing for a connection is fair; queueing for the file's lock is not.
        let writers = sqlite_pool(&creating, 1).await?;
        assert_durable(&writers).await?;
        let readers = sqlite_pool(&creating, 8).await?;
        Ok(Self { backend: Backend::Sqlite, url: url.to_owned(), readers, writers })
    }

    async fn connect_postgres(url: &str) -> Result<Self, StoreError> {
        // A pool that cannot connect only says that it has waited; a connection says why.
        Connection::connect(url).await?.close().await?;
        let pool =
            AnyPoolOptions::new().max_connections(20).acquire_timeout(Duration::from_secs(5)).connect(url).await?;
        Ok(Self { backend: Backend::Postgres, url: url.to_owned(), readers: pool.clone(), writers: pool })
    }

    /// Brings the schema up to date. Nodes that start together wait for each other.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        migrator().run(&self.writers).await?;
        audit_entries::guard(self).await?;
        search::fill(self).await?;
        user_pages::index(self).await?;
        list_indexes::index(self).await?;
        member_counts::count(self).await
    }

    /// Which database it is.
    pub fn backend(&self) -> Backend {
        self.backend
    }

    /// Where it is.
    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// A connection to read from.
    pub async fn read(&self) -> Result<sqlx::pool::PoolConnection<Any>, StoreError> {
        Ok(self.readers.acquire().await?)
    }

    /// A transaction to read in: what it reads is all of the moment at which it read first, whatever is written meanwhile.
    pub async fn snapshot(&self) -> Result<Transaction, StoreError> {
        let begin = match self.backend {
            Backend::Sqlite => "BEGIN",
            Backend::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        };
        Ok(self.readers.begin_with(begin).await?)
    }

    /// A transaction to write in. On SQLite it holds the write lock from its beginning, so that it cannot find, halfway
    /// through, that what it read is no longer true.
    pub async fn write(&self) -> Result<Transaction, StoreError> {
        Ok(match self.backend {
            Backend::Sqlite => self.writers.begin_with("BEGIN IMMEDIATE").await?,
            Backend::Postgres => self.writers.begin().await?,
        })
    }

    /// A connection for a change that is one statement, which is a transaction by itself.
    pub async fn write_one(&self) -> Result<sqlx::pool::PoolConnection<Any>, StoreError> {
        Ok(self.writers.acquire().await?)
    }

    /// Which release of the database it is.
    pub async fn version(&self) -> Result<String, StoreError> {
        let sql = match self.backend {
            Backend::Sqlite => "SELECT sqlite_version() AS version",
            Backend::Postgres => "SELECT current_setting('server_version') AS version",
        };
        let row = sqlx::query(sql).fetch_one(&mut *self.read().await?).await?;
        Ok(row.try_get("version")?)
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.readers.acquire().await?.execute("SELECT 1").await?;
        Ok(())
    }

    /// Closes every connection.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writers.close().await;
    }
}

async fn sqlite_pool(url: &str, connections: u32) -> Result<AnyPool, StoreError> {
    Ok(AnyPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(Duration::from_secs(10))
        // A file does not hang up.
        .test_before_acquire(false)
        .after_connect(|connection, _| {
            Box::pin(async move {
                for pragma in SQLITE_PRAGMAS {
                    connection.execute(*pragma).await?;
                }
                Ok(())
            })
        })
        .connect(url)
        .await?)
}

const SQLITE_PRAGMAS: &[&str] = &[
    "PRAGMA busy_timeout = 5000",
    "PRAGMA journal_mode = WAL",
    // NORMAL would lose what was acknowledged when the power fails.
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA cache_size = -8000",
];

/// SQLite before 3.51.3 can lose commits when several connections share a WAL file, and a pragma that is misspelt is
/// silently ignored: so both are asked for.
async fn assert_durable(pool: &AnyPool) -> Result<(), StoreError> {
    let row: AnyRow = sqlx::query("SELECT sqlite_version() AS version").fetch_one(pool).await?;
    let version: String = row.try_get("version")?;
    let mut parts = version.split('.').map(|part| part.parse::<u32>().unwrap_or_default());
    let number = [parts.next(), parts.next(), parts.next()].map(Option::unwrap_or_default);
    if number < [3, 51, 3] {
        return Err(StoreError::SqliteVersion(version));
    }
    let mode: String = sqlx::query("PRAGMA journal_mode").fetch_one(pool).await?.try_get(0)?;
    if mode != "wal" {
        return Err(StoreError::Pragma("journal_mode = WAL"));
    }
    let synchronous: i64 = sqlx::query("PRAGMA synchronous").fetch_one(pool).await?.try_get(0)?;
    if synchronous != 2 {
        return Err(StoreError::Pragma("synchronous = FULL"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn unknown_databases_are_refused() {
        let error = Store::connect("mysql://localhost/x").await.expect_err("is refused");
        assert_eq!(error.to_string(), "a database URL begins with sqlite:// or postgres://, not with `mysql`");
    }
}
