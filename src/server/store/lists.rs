//! The lists of identifiers and of redirect URLs, as every server holds them in memory.

use sqlx::Row;

use super::listed_identifiers::IdentifierList;
use super::{Connection, StoreError};

/// Takes the turn of whoever changes the lists until the transaction is over, and counts the change.
pub async fn take_turn(connection: &mut Connection) -> Result<(), StoreError> {
    sqlx::query("UPDATE list_revisions SET revision = revision + 1 WHERE id = 1").execute(connection).await?;
    Ok(())
}

/// How often they have changed.
pub async fn revision(connection: &mut Connection) -> Result<i64, StoreError> {
    let row = sqlx::query("SELECT revision FROM list_revisions WHERE id = 1").fetch_one(connection).await?;
    Ok(row.try_get("revision")?)
}

/// Every identifier on a list.
pub async fn identifiers(connection: &mut Connection, list: IdentifierList) -> Result<Vec<String>, StoreError> {
    let rows = sqlx::query("SELECT identifier FROM listed_identifiers WHERE list = $1")
        .bind(list.as_str())
        .fetch_all(connection)
        .await?;
    rows.iter().map(|row| Ok(row.try_get("identifier")?)).collect()
}

/// Every redirect URL, oldest first.
pub async fn redirect_urls(connection: &mut Connection) -> Result<Vec<String>, StoreError> {
    let rows = sqlx::query("SELECT url FROM redirect_urls ORDER BY created_at, id").fetch_all(connection).await?;
    rows.iter().map(|row| Ok(row.try_get("url")?)).collect()
}
