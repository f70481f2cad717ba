//! Tickets that sign someone in.

use sqlx::Row;
use sqlx::any::AnyRow;

use super::tickets::{Tickets, status};
use super::{Connection, StoreError, number};
use crate::model::TicketStatus;

/// A sign-in token. Of the ticket itself only the hash is known, and is not in here.
#[derive(Clone, Debug)]
pub struct SignInTokenRow {
    /// `sit_…`
    pub id: String,
    /// Whom it signs in.
    pub user_id: String,
    /// When it is good no longer.
    pub expire_at: i64,
    /// When someone was signed in with it.
    pub accepted_at: Option<i64>,
    /// When it was taken back.
    pub revoked_at: Option<i64>,
    /// When it was made.
    pub created_at: i64,
    /// When it last changed.
    pub updated_at: i64,
}

impl SignInTokenRow {
    /// Where it stands.
    pub fn status(&self, now: i64) -> TicketStatus {
        status((self.accepted_at, self.revoked_at, self.expire_at), now)
    }
}

const TICKETS: Tickets<SignInTokenRow> = Tickets {
    table: "sign_in_tokens",
    columns: "id, user_id, expire_at, accepted_at, revoked_at, created_at, updated_at",
    read: token,
};

fn token(row: &AnyRow) -> Result<SignInTokenRow, StoreError> {
    Ok(SignInTokenRow {
        id: row.try_get("id")?,
        user_id: row.try_get("user_id")?,
        expire_at: row.try_get("expire_at")?,
        accepted_at: number(row, "accepted_at")?,
        revoked_at: number(row, "revoked_at")?,
        created_at: row.try_get("created_at")?,
        updated_at: row.try_get("updated_at")?,
    })
}

/// Makes a sign-in token.
pub async fn insert(
    connection: &mut Connection,
    (id, user_id): (&str, &str),
    ticket_hash: &str,
    expire_at: i64,
    now: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO sign_in_tokens (id, user_id, ticket_hash, expire_at, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $5)",
    )
    .bind(id)
    .bind(user_id)
    .bind(ticket_hash)
    .bind(expire_at)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}

/// The sign-in token that a ticket belongs to, whatever has become of it.
pub async fn by_ticket(connection: &mut Connection, ticket_hash: &str) -> Result<Option<SignInTokenRow>, StoreError> {
    TICKETS.by_ticket(connection, ticket_hash).await
}

/// A sign-in token, whatever has become of it.
pub async fn by_id(connection: &mut Connection, id: &str) -> Result<Option<SignInTokenRow>, StoreError> {
    TICKETS.by_id(connection, id).await
}

/// Uses up a sign-in token, once; `false` if it is not good.
pub async fn accept(connection: &mut Connection, id: &str, now: i64) -> Result<bool, StoreError> {
    TICKETS.accept(connection, id, now).await
}

/// Takes a sign-in token back that nobody has used; `None` if there is none.
pub async fn revoke(connection: &mut Connection, id: &str, now: i64) -> Result<Option<SignInTokenRow>, StoreError> {
    TICKETS.revoke(connection, id, now).await
}
