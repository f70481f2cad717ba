//! Where one may be led, besides where the settings say.

use sqlx::Row;
use sqlx::any::AnyRow;

use super::{Connection, StoreError};

/// An address that one may be led to.
#[derive(Clone, Debug)]
pub struct RedirectUrlRow {
    /// `ru_…`
    pub id: String,
    /// As it is compared.
    pub url: String,
    /// When it was listed.
    pub created_at: i64,
}

fn redirect_url(row: &AnyRow) -> Result<RedirectUrlRow, StoreError> {
    Ok(RedirectUrlRow { id: row.try_get("id")?, url: row.try_get("url")?, created_at: row.try_get("created_at")? })
}

/// Lists one.
pub async fn insert(connection: &mut Connection, row: &RedirectUrlRow) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO redirect_urls (id, url, created_at) VALUES ($1, $2, $3)")
        .bind(&row.id)
        .bind(&row.url)
        .bind(row.created_at)
        .execute(connection)
        .await?;
    Ok(())
}

/// A part of them, newest first.
pub async fn list(connection: &mut Connection, (limit, offset): (i64, i64)) -> Result<Vec<RedirectUrlRow>, StoreError> {
    let rows = sqlx::query("SELECT * FROM redirect_urls ORDER BY created_at DESC, id DESC LIMIT $1 OFFSET $2")
        .bind(limit)
        .bind(offset)
        .fetch_all(connection)
        .await?;
    rows.iter().map(redirect_url).collect()
}

/// How many there are.
pub async fn count(connection: &mut Connection) -> Result<i64, StoreError> {
    let row = sqlx::query("SELECT COUNT(*) AS urls FROM redirect_urls").fetch_one(connection).await?;
    Ok(row.try_get("urls")?)
}

/// The one with an id.
pub async fn by_id(connection: &mut Connection, id: &str) -> Result<Option<RedirectUrlRow>, StoreError> {
    let row = sqlx::query("SELECT * FROM redirect_urls WHERE id = $1").bind(id).fetch_optional(connection).await?;
    row.as_ref().map(redirect_url).transpose()
}

/// Takes one from the list, and gives what it was.
pub async fn delete(connection: &mut Connection, id: &str) -> Result<Option<RedirectUrlRow>, StoreError> {
    let row = sqlx::query("DELETE FROM redirect_urls WHERE id = $1 RETURNING *").bind(id).fetch_optional(connection);
    row.await?.as_ref().map(redirect_url).transpose()
}
