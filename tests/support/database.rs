//! Databases, each for one test.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, Connection, Executor, Row};
use tokio::sync::OnceCell;
use vestibule::server::crypto::Clock;
use vestibule::server::{Settings, Vestibule};

use super::instance_key;

const VARIABLE: &str = "VESTIBULE_TEST_POSTGRES_URL";
/// What the databases are called that others are copied from; the number of the process follows.
const TEMPLATES: &str = "vestibule_template_";

fn unique() -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    format!("vestibule_test_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed))
}

/// A folder that goes when it is dropped.
#[derive(Debug)]
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        let path = std::env::temp_dir().join(unique());
        std::fs::create_dir_all(&path).expect("a folder can be made");
        Self(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}

/// A database of one test. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Database(Arc<Place>);

#[derive(Debug)]
enum Place {
    Sqlite {
        url: String,
        folder: Folder,
    },
    Postgres {
        url: String,
        admin: String,
        name: String,
    },
    /// Someone else's, to look into.
    Other {
        url: String,
    },
}

impl Database {
    /// A file in a folder of its own, with the tables as they are now and nothing in them. They are made once and copied.
    pub async fn sqlite() -> Self {
        static TEMPLATE: OnceCell<Vec<u8>> = OnceCell::const_new();
        let template = TEMPLATE
            .get_or_init(|| async {
                let first = Self::no_file();
                make_tables(first.url()).await;
                std::fs::read(first.file()).expect("is read")
            })
            .await;
        let database = Self::no_file();
        std::fs::write(database.file(), template).expect("is written");
        database
    }

    /// Where a file may come to be, in a folder of its own.
    pub fn no_file() -> Self {
        let folder = Folder::new();
        let url = format!("sqlite://{}", folder.path().join("vestibule.db").display());
        Self(Arc::new(Place::Sqlite { url, folder }))
    }

    fn file(&self) -> &Path {
        let path = self.url().strip_prefix("sqlite://").expect("the address of a file");
        Path::new(path)
    }

    /// A database on the server that the environment names, with the tables as they are now and nothing in them.
    pub async fn postgres() -> Self {
        static TEMPLATE: OnceCell<String> = OnceCell::const_new();
        let template = TEMPLATE
            .get_or_init(|| async {
                drop_templates().await;
                let name = format!("{TEMPLATES}{}", std::process::id());
                let empty = Self::made(name.clone(), "").await;
                make_tables(empty.url()).await;
                name
            })
            .await;
        Self::made(unique(), &format!("TEMPLATE {template}")).await
    }

    /// A PostgreSQL database in which there is nothing yet.
    pub async fn bare_postgres() -> Self {
        Self::made(unique(), "").await
    }

    async fn made(name: String, how: &str) -> Self {
        let admin = admin();
        admin_execute(&admin, format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
        admin_execute(&admin, format!("CREATE DATABASE {name} {how}")).await;
        let mut url = url::Url::parse(&admin).expect("an address of a database");
        url.set_path(&name);
        Self(Arc::new(Place::Postgres { url: url.into(), admin, name }))
    }

    /// An SQLite file that someone else has made.
    pub fn at(url: &str) -> Self {
        Self(Arc::new(Place::Other { url: url.to_owned() }))
    }

    /// Lends it to a test, and removes it afterwards, however that ends.
    pub async fn lend<F: Future<Output = ()> + Send + 'static>(self, test: impl FnOnce(Self) -> F) {
        let outcome = tokio::spawn(test(self.clone())).await;
        self.remove().await;
        if let Err(error) = outcome {
            std::panic::resume_unwind(error.into_panic());
        }
    }

    /// Removes it from the server; a file goes by itself.
    pub async fn remove(&self) {
        if let Place::Postgres { admin, name, .. } = &*self.0 {
            admin_execute(admin, format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
        }
    }

    pub fn url(&self) -> &str {
        match &*self.0 {
            Place::Sqlite { url, .. } | Place::Postgres { url, .. } | Place::Other { url } => url,
        }
    }

    pub fn is_postgres(&self) -> bool {
        matches!(&*self.0, Place::Postgres { .. })
    }

    async fn connect(&self) -> AnyConnection {
        sqlx::any::install_default_drivers();
        let mut connection = AnyConnection::connect(self.url()).await.expect("the database answers");
        if !self.is_postgres() {
            connection.execute("PRAGMA busy_timeout = 10000").await.expect("a pragma");
            // Otherwise a table that is dropped takes rows of others along.
            connection.execute("PRAGMA foreign_keys = OFF").await.expect("a pragma");
        }
        connection
    }

    pub async fn execute(&self, sql: &str) {
        let mut connection = self.connect().await;
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut connection).await.expect("the statement runs");
        connection.close().await.expect("closes");
    }

    /// Takes a table away, with all that is in it.
    pub async fn drop_table(&self, table: &str) {
        let cascade = if self.is_postgres() { "CASCADE" } else { "" };
        self.execute(&format!("DROP TABLE {table} {cascade}")).await;
    }

    async fn rows(&self, sql: &str) -> Vec<AnyRow> {
        let mut connection = self.connect().await;
        let rows = sqlx::query(AssertSqlSafe(sql.to_owned())).fetch_all(&mut connection).await.expect("the query runs");
        connection.close().await.expect("closes");
        rows
    }

    /// The first column of every row, as numbers.
    pub async fn numbers(&self, sql: &str) -> Vec<i64> {
        self.rows(sql).await.iter().map(|row| row.try_get(0).expect("a number")).collect()
    }

    /// The first column of every row, as texts.
    pub async fn texts(&self, sql: &str) -> Vec<String> {
        self.rows(sql).await.iter().map(|row| row.try_get(0).expect("a text")).collect()
    }

    /// How the database goes about a query.
    pub async fn plan(&self, sql: &str) -> String {
        let (explain, column) = if self.is_postgres() { ("EXPLAIN", 0) } else { ("EXPLAIN QUERY PLAN", 3) };
        let rows = self.rows(&format!("{explain} {sql}")).await;
        let lines: Vec<String> = rows.iter().map(|row| row.try_get(column).expect("a text")).collect();
        lines.join("\n")
    }

    /// The one number that a query gives.
    pub async fn number(&self, sql: &str) -> i64 {
        self.numbers(sql).await[0]
    }

    /// How many rows a table has.
    pub async fn count(&self, table: &str) -> i64 {
        self.number(&format!("SELECT CAST(COUNT(*) AS BIGINT) FROM {table}")).await
    }

    /// How many sessions are live.
    pub async fn live_sessions(&self) -> i64 {
        self.number("SELECT CAST(COUNT(*) AS BIGINT) FROM sessions WHERE status = 'active'").await
    }

    /// All but those that are filled in beside the requests.
    async fn tables_of_requests(&self) -> Vec<String> {
        let beside = ["daily_numbers", "job_runs"];
        self.tables().await.into_iter().filter(|table| !beside.contains(&table.as_str())).collect()
    }

    pub async fn tables(&self) -> Vec<String> {
        self.texts(match self.is_postgres() {
            true => "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
            false => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1",
        })
        .await
    }

    /// How many rows each table has.
    pub async fn counts(&self) -> Vec<(String, i64)> {
        let mut counts = Vec::new();
        for table in self.tables_of_requests().await {
            let count = self.count(&table).await;
            counts.push((table, count));
        }
        counts
    }

    /// Every row of every table, whatever order they lie in.
    pub async fn contents(&self) -> Vec<String> {
        let mut contents = Vec::new();
        for table in self.tables_of_requests().await {
            let row = match self.is_postgres() {
                true => format!("CAST({table} AS TEXT)"),
                false => {
                    let columns = self.texts(&format!("SELECT name FROM pragma_table_info('{table}')")).await;
                    columns.iter().map(|name| format!("quote(\"{name}\")")).collect::<Vec<_>>().join(" || ', ' || ")
                }
            };
            let rows = self.texts(&format!("SELECT {row} FROM {table}")).await;
            contents.extend(rows.into_iter().map(|row| format!("{table}: {row}")));
        }
        contents.sort_unstable();
        contents
    }

    /// Everything that is in it, as someone reads it who steals it: the rows on PostgreSQL, the bytes of the files on
    /// SQLite.
    pub async fn dump(&self) -> String {
        let mut dump = String::new();
        match &*self.0 {
            Place::Postgres { .. } => {
                for table in self.tables().await {
                    for row in self.texts(&format!("SELECT CAST({table} AS TEXT) FROM {table}")).await {
                        dump.push_str(&row);
                        dump.push('\n');
                    }
                }
            }
            Place::Other { .. } => {}
            Place::Sqlite { folder, .. } => {
                for file in std::fs::read_dir(folder.path()).expect("a folder") {
                    let bytes = std::fs::read(file.expect("a file").path()).expect("is read");
                    dump.push_str(&String::from_utf8_lossy(&bytes));
                }
            }
        }
        dump
    }
}

/// Makes what every database has: its tables, and a signing key, which takes longer to make than most tests run.
async fn make_tables(url: &str) {
    let settings = Settings {
        base_url: "http://localhost:3000".into(),
        database_url: url.into(),
        secret_key: Some(instance_key()),
        ..Settings::default()
    };
    let vestibule = Vestibule::start_with_clock(settings, Clock::default()).await.expect("the tables are made");
    vestibule.stop().await;
}

/// Those of runs that are over: a run of tests has no end at which it could tidy up.
async fn drop_templates() {
    let admin = admin();
    let mut connection = admin_connection(&admin).await;
    let find = format!("SELECT CAST(datname AS TEXT) FROM pg_database WHERE datname LIKE '{TEMPLATES}%'");
    let rows = sqlx::query(AssertSqlSafe(find)).fetch_all(&mut connection).await.expect("the query runs");
    connection.close().await.expect("closes");
    for name in rows.iter().map(|row| row.get::<String, _>(0)) {
        let process = name.trim_start_matches(TEMPLATES);
        if Path::new("/proc/self").exists() && !Path::new("/proc").join(process).exists() {
            admin_execute(&admin, format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
        }
    }
}

fn admin() -> String {
    std::env::var(VARIABLE).unwrap_or_else(|_| {
        panic!(
            "{VARIABLE} is not set: run the tests with `cargo xtask test --only integration`, which starts a PostgreSQL"
        )
    })
}

async fn admin_connection(admin: &str) -> AnyConnection {
    sqlx::any::install_default_drivers();
    AnyConnection::connect(admin).await.unwrap_or_else(|error| panic!("{VARIABLE}: {admin}: {error}"))
}

async fn admin_execute(admin: &str, sql: String) {
    let mut connection = admin_connection(admin).await;
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await.expect("the statement runs");
    connection.close().await.expect("closes");
}
