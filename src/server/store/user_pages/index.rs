use sqlx::{AssertSqlSafe, Executor};

use super::super::{Backend, Store, StoreError};
use super::question::by_characters;

/// Makes the indexes by which people are found by how something of theirs begins, and sorted by their names: the two databases spell
/// them differently.
pub async fn index(store: &Store) -> Result<(), StoreError> {
    let backend = store.backend();
    let kind = match backend {
        Backend::Sqlite => "",
        Backend::Postgres => " text_pattern_ops",
    };
    let mut tx = store.write().await?;
    if backend == Backend::Postgres {
        // Nodes that start together wait for each other.
        tx.execute("LOCK TABLE audit_retention IN EXCLUSIVE MODE").await?;
    }
    let mut all = vec![
        ("identifiers_beginning", "identifiers", "normalized"),
        ("users_beginning", "users", "search_text"),
        ("users_last_beginning", "users", "last_search_text"),
    ];
    // Those that SQLite has of them compare characters anyway.
    if backend == Backend::Postgres {
        all.extend([("users_id_beginning", "users", "id"), ("users_external_id_beginning", "users", "external_id")]);
    }
    for (name, table, column) in all {
        let sql = format!("CREATE INDEX IF NOT EXISTS {name} ON {table} (({column}){kind})");
        tx.execute(AssertSqlSafe(sql)).await?;
    }
    let by = by_characters(backend);
    for sql in [
        format!("CREATE INDEX IF NOT EXISTS users_name ON users (search_text{by}, id{by})"),
        format!(
            "CREATE INDEX IF NOT EXISTS users_banned_name ON users (search_text{by}, id{by}, banned_at)
             WHERE banned_at IS NOT NULL"
        ),
    ] {
        tx.execute(AssertSqlSafe(sql)).await?;
    }
    tx.commit().await?;
    Ok(())
}
