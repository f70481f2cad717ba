//! The indexes by which the operator's lists find what begins with a text, and sort names: the two databases spell them differently.

use sqlx::{AssertSqlSafe, Executor};

use super::conditions::{Conditions, Value};
use super::user_pages::by_characters;
use super::{Backend, Store, StoreError};

/// Each index, its table, what comes before the text in it, the text, and what comes behind that.
const INDEXES: [(&str, &str, &str, &str, &str); 5] = [
    ("organizations_name", "organizations", "", "search_text", ", id"),
    ("organizations_slug_beginning", "organizations", "", "slug", ", id"),
    ("invitations_beginning", "invitations", "", "normalized", ", id"),
    ("waitlist_entries_beginning", "waitlist_entries", "", "normalized", ""),
    ("listed_identifiers_beginning", "listed_identifiers", "list, ", "identifier", ""),
];

/// Makes them where they are missing.
pub async fn index(store: &Store) -> Result<(), StoreError> {
    let by = by_characters(store.backend());
    let mut tx = store.write().await?;
    if store.backend() == Backend::Postgres {
        // Nodes that start together wait for each other.
        tx.execute("LOCK TABLE audit_retention IN EXCLUSIVE MODE").await?;
    }
    for (name, table, before, text, behind) in INDEXES {
        let behind = if behind.is_empty() { String::new() } else { format!("{behind}{by}") };
        let sql = format!("CREATE INDEX IF NOT EXISTS {name} ON {table} ({before}{text}{by}{behind})");
        tx.execute(AssertSqlSafe(sql)).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Only those a text of which stands between these two, as such an index can tell.
pub fn between<'a>(conditions: &mut Conditions<'a>, backend: Backend, column: &str, bounds: &'a (String, String)) {
    let by = by_characters(backend);
    conditions.with(&format!("{column}{by} >= {{}}"), Some(Value::Text(&bounds.0)));
    conditions.with(&format!("{column}{by} < {{}}"), Some(Value::Text(&bounds.1)));
}
