//! Tickets with which somebody signs in in a user's place.

use sqlx::Row;
use sqlx::any::AnyRow;

use super::sessions::actor_text;
use super::tickets::{Tickets, status};
use super::{Connection, StoreError, number, sessions};
use crate::model::{Actor, TicketStatus};

/// An actor token to be.
#[derive(Debug)]
pub struct NewActorToken<'a> {
    /// `act_…`
    pub id: &'a str,
    /// In whose place.
    pub user_id: &'a str,
    /// Who.
    pub actor: &'a Actor,
    /// The hash of the ticket.
    pub ticket_hash: &'a str,
    /// How long the session lasts at most, in milliseconds.
    pub session_max_duration: i64,
    /// When it is good no longer.
    pub expire_at: i64,
}

/// An actor token. Of the ticket itself only the hash is known, and is not in here.
#[derive(Clone, Debug)]
pub struct ActorTokenRow {
    /// `act_…`
    pub id: String,
    /// In whose place.
    pub user_id: String,
    /// Who.
    pub actor: Actor,
    /// How long the session lasts at most, in milliseconds.
    pub session_max_duration: i64,
    /// When it is good no longer.
    pub expire_at: i64,
    /// When somebody was signed in with it.
    pub accepted_at: Option<i64>,
    /// When it was taken back.
    pub revoked_at: Option<i64>,
    /// When it was made.
    pub created_at: i64,
    /// When it last changed.
    pub updated_at: i64,
}

impl ActorTokenRow {
    /// Where it stands.
    pub fn status(&self, now: i64) -> TicketStatus {
        status((self.accepted_at, self.revoked_at, self.expire_at), now)
    }
}

const TICKETS: Tickets<ActorTokenRow> = Tickets {
    table: "actor_tokens",
    columns: "id, user_id, actor, session_max_duration, expire_at, accepted_at, revoked_at, created_at, updated_at",
    read: token,
};

fn token(row: &AnyRow) -> Result<ActorTokenRow, StoreError> {
    Ok(ActorTokenRow {
        id: row.try_get("id")?,
        user_id: row.try_get("user_id")?,
        actor: sessions::actor(row)?.ok_or(StoreError::Row("the actor of an actor token"))?,
        session_max_duration: row.try_get("session_max_duration")?,
        expire_at: row.try_get("expire_at")?,
        accepted_at: number(row, "accepted_at")?,
        revoked_at: number(row, "revoked_at")?,
        created_at: row.try_get("created_at")?,
        updated_at: row.try_get("updated_at")?,
    })
}

/// Makes an actor token.
pub async fn insert(connection: &mut Connection, new: &NewActorToken<'_>, now: i64) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO actor_tokens (id, user_id, actor, ticket_hash, session_max_duration, expire_at, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $7)",
    )
    .bind(new.id)
    .bind(new.user_id)
    .bind(actor_text(new.actor))
    .bind(new.ticket_hash)
    .bind(new.session_max_duration)
    .bind(new.expire_at)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}

/// The actor token that a ticket belongs to, whatever has become of it.
pub async fn by_ticket(connection: &mut Connection, ticket_hash: &str) -> Result<Option<ActorTokenRow>, StoreError> {
    TICKETS.by_ticket(connection, ticket_hash).await
}

/// An actor token, whatever has become of it.
pub async fn by_id(connection: &mut Connection, id: &str) -> Result<Option<ActorTokenRow>, StoreError> {
    TICKETS.by_id(connection, id).await
}

/// Uses up an actor token, once; `false` if it is not good.
pub async fn accept(connection: &mut Connection, id: &str, now: i64) -> Result<bool, StoreError> {
    TICKETS.accept(connection, id, now).await
}

/// Takes an actor token back that nobody has used; `None` if there is none.
pub async fn revoke(connection: &mut Connection, id: &str, now: i64) -> Result<Option<ActorTokenRow>, StoreError> {
    TICKETS.revoke(connection, id, now).await
}
