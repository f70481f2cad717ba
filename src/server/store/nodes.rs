//! Who else works on the same database.

use sqlx::Row;

use super::notices::CHANNEL;
use super::{Backend, Store, StoreError, text};

/// A program that hears what others tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// From where it is connected; `None` if it is on the database's own machine.
    pub address: Option<String>,
    /// Since when; Unix milliseconds.
    pub since: i64,
}

/// All that hear what others tell, this one among them; `None` on SQLite, where nobody does. Those are found that are connected
/// as the same user of the database, or as one who may less.
pub async fn listening(store: &Store) -> Result<Option<Vec<Node>>, StoreError> {
    if store.backend() != Backend::Postgres {
        return Ok(None);
    }
    // The connection on which one of them listens does nothing else; made anew, it says so with a semicolon.
    let rows = sqlx::query(
        "SELECT HOST(client_addr) AS address, CAST(EXTRACT(EPOCH FROM backend_start) * 1000 AS BIGINT) AS since
         FROM pg_stat_activity WHERE datname = current_database() AND RTRIM(query, ';') = $1
         ORDER BY backend_start LIMIT 100",
    )
    .bind(format!("LISTEN \"{CHANNEL}\""))
    .fetch_all(&mut *store.read().await?)
    .await?;
    let nodes = rows.iter().map(|row| Ok(Node { address: text(row, "address")?, since: row.try_get("since")? }));
    Ok(Some(nodes.collect::<Result<_, StoreError>>()?))
}
