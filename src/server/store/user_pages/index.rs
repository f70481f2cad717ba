use sqlx::{AssertSqlSafe, Executor};

use super::super::{Backend, Store, StoreError};
use super::question::by_characters;

/// The indexes by which people are found by how something of theirs begins, and sorted by their names, each with what it stands on:
/// the two databases spell them differently.
pub fn indexes(backend: Backend) -> Vec<(&'static str, String)> {
    let kind = match backend {
        Backend::Sqlite => "",
        Backend::Postgres => " text_pattern_ops",
    };
    let mut beginnings = vec![
        ("identifiers_beginning", "identifiers", "normalized"),
        ("users_beginning", "users", "search_text"),
        ("users_last_beginning", "users", "last_search_text"),
    ];
    // Those that SQLite has of them compare characters anyway.
    if backend == Backend::Postgres {
        beginnings
            .extend([("users_id_beginning", "users", "id"), ("users_external_id_beginning", "users", "external_id")]);
    }
    let by = by_characters(backend);
    let beginnings = beginnings.into_iter().map(|(name, table, column)| (name, format!("{table} (({column}){kind})")));
    let names = [
        ("users_name", format!("users (search_text{by}, id{by})")),
        ("users_banned_name", format!("users (search_text{by}, id{by}, banned_at) WHERE banned_at IS NOT NULL")),
    ];
    beginnings.chain(names).collect()
}

/// Makes them where they are missing.
pub async fn index(store: &Store) -> Result<(), StoreError> {
    let mut tx = store.write().await?;
    if store.backend() == Backend::Postgres {
        // Nodes that start together wait for each other.
        tx.execute("LOCK TABLE audit_retention IN EXCLUSIVE MODE").await?;
    }
    for (name, on) in indexes(store.backend()) {
        tx.execute(AssertSqlSafe(format!("CREATE INDEX IF NOT EXISTS {name} ON {on}"))).await?;
    }
    tx.commit().await?;
    Ok(())
}
