//! Browsers.

use sqlx::Row;
use sqlx::any::AnyRow;

use super::sessions::SessionRow;
use super::{Connection, StoreError, number, text};

/// A browser.
#[derive(Clone, Debug)]
pub struct ClientRow {
    /// `client_…`
    pub id: String,
    /// The session that its requests act in.
    pub last_active_session_id: Option<String>,
    /// The sign-in under way.
    pub sign_in_id: Option<String>,
    /// The sign-up under way.
    pub sign_up_id: Option<String>,
    /// How someone last came in.
    pub last_authentication_strategy: Option<String>,
}

impl ClientRow {
    /// As it is when its requests act in a session, or in none, and nothing else is under way.
    #[must_use]
    pub fn acting_in(&self, session: Option<&SessionRow>) -> Self {
        Self {
            last_active_session_id: session.map(|session| session.id.clone()),
            sign_in_id: None,
            sign_up_id: None,
            ..self.clone()
        }
    }
}

/// What became of the secret that a browser presented.
#[derive(Clone, Debug)]
pub enum Presented {
    /// It is the browser's secret, or the one before it, still accepted.
    Current(ClientRow),
    /// It was retired too long ago for an honest browser to have it.
    Retired(ClientRow),
}

fn client(row: &AnyRow) -> Result<ClientRow, sqlx::Error> {
    Ok(ClientRow {
        id: row.try_get("id")?,
        last_active_session_id: text(row, "last_active_session_id")?,
        sign_in_id: text(row, "sign_in_id")?,
        sign_up_id: text(row, "sign_up_id")?,
        last_authentication_strategy: text(row, "last_authentication_strategy")?,
    })
}

/// The browser that a secret belongs to.
pub async fn by_secret_hash(
    connection: &mut Connection,
    hash: &str,
    now: i64,
) -> Result<Option<Presented>, StoreError> {
    let row = sqlx::query(
        "SELECT c.id, c.last_active_session_id, c.sign_in_id, c.sign_up_id, c.last_authentication_strategy,
             s.retired_at, s.accepted_until
         FROM client_secrets s JOIN clients c ON c.id = s.client_id WHERE s.hash = $1",
    )
    .bind(hash)
    .fetch_optional(connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let found = client(&row)?;
    let accepted =
        number(&row, "retired_at")?.is_none() || number(&row, "accepted_until")?.is_some_and(|until| now < until);
    Ok(Some(if accepted { Presented::Current(found) } else { Presented::Retired(found) }))
}

/// Whether a secret is the newest of its browser, and not one that was retired and is still accepted.
pub async fn is_newest_secret(connection: &mut Connection, hash: &str) -> Result<bool, StoreError> {
    let row = sqlx::query("SELECT hash FROM client_secrets WHERE hash = $1 AND retired_at IS NULL")
        .bind(hash)
        .fetch_optional(connection)
        .await?;
    Ok(row.is_some())
}

/// Holds a browser for the rest of the transaction and gives it as it is then. Every flow that changes something of a
/// browser begins with this: two of them come one after the other, and always lock in the same order.
pub async fn lock(connection: &mut Connection, id: &str, now: i64) -> Result<Option<ClientRow>, StoreError> {
    let row = sqlx::query(
        "UPDATE clients SET updated_at = $2 WHERE id = $1
         RETURNING id, last_active_session_id, sign_in_id, sign_up_id, last_authentication_strategy",
    )
    .bind(id)
    .bind(now)
    .fetch_optional(connection)
    .await?;
    Ok(row.as_ref().map(client).transpose()?)
}

/// Makes a browser known.
pub async fn insert(connection: &mut Connection, id: &str, secret_hash: &str, now: i64) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO clients (id, created_at, updated_at) VALUES ($1, $2, $2)")
        .bind(id)
        .bind(now)
        .execute(&mut *connection)
        .await?;
    add_secret(connection, id, secret_hash, now).await
}

async fn add_secret(connection: &mut Connection, id: &str, hash: &str, now: i64) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO client_secrets (hash, client_id, created_at) VALUES ($1, $2, $3)")
        .bind(hash)
        .bind(id)
        .bind(now)
        .execute(connection)
        .await?;
    Ok(())
}

/// Gives a browser a new secret. The old one is accepted until `accept_old_until`, for requests that are under way;
/// without that it is void at once.
pub async fn rotate_secret(
    connection: &mut Connection,
    id: &str,
    new_hash: &str,
    accept_old_until: Option<i64>,
    now: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE client_secrets SET retired_at = $2, accepted_until = $3 WHERE client_id = $1 AND retired_at IS NULL",
    )
    .bind(id)
    .bind(now)
    .bind(accept_old_until)
    .execute(&mut *connection)
    .await?;
    add_secret(connection, id, new_hash, now).await
}

/// Forgets the retired secrets of a browser, so that nobody can use one to disturb it.
pub async fn forget_retired_secrets(connection: &mut Connection, id: &str) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM client_secrets WHERE client_id = $1 AND retired_at IS NOT NULL")
        .bind(id)
        .execute(connection)
        .await?;
    Ok(())
}

/// Puts a sign-in under way, in place of the one before it; `None` ends it.
pub async fn set_sign_in(
    connection: &mut Connection,
    id: &str,
    sign_in_id: Option<&str>,
    now: i64,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE clients SET sign_in_id = $2, updated_at = $3 WHERE id = $1")
        .bind(id)
        .bind(sign_in_id)
        .bind(now)
        .execute(connection)
        .await?;
    Ok(())
}

/// Puts a sign-up under way, in place of the one before it; `None` ends it.
pub async fn set_sign_up(
    connection: &mut Connection,
    id: &str,
    sign_up_id: Option<&str>,
    now: i64,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE clients SET sign_up_id = $2, updated_at = $3 WHERE id = $1")
        .bind(id)
        .bind(sign_up_id)
        .bind(now)
        .execute(connection)
        .await?;
    Ok(())
}

/// Lets a browser's requests act in a session that has just begun by a strategy, and ends its attempts.
pub async fn begin_session(
    connection: &mut Connection,
    id: &str,
    session_id: &str,
    strategy: &str,
    now: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE clients SET last_active_session_id = $2, last_authentication_strategy = $4, sign_in_id = NULL,
             sign_up_id = NULL, updated_at = $3
         WHERE id = $1",
    )
    .bind(id)
    .bind(session_id)
    .bind(now)
    .bind(strategy)
    .execute(connection)
    .await?;
    Ok(())
}

/// Sets the session that a browser's requests act in, and ends its attempts.
pub async fn set_active_session(
    connection: &mut Connection,
    id: &str,
    session_id: Option<&str>,
    now: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE clients SET last_active_session_id = $2, sign_in_id = NULL, sign_up_id = NULL, updated_at = $3
         WHERE id = $1",
    )
    .bind(id)
    .bind(session_id)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}
