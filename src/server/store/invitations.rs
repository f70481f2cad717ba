//! Invitations to the app.

use sqlx::Row;
use sqlx::any::AnyRow;

use super::tickets::{Tickets, status};
use super::{Connection, StoreError, number, text};
use crate::model::TicketStatus;

/// An invitation to be.
#[derive(Debug)]
pub struct NewInvitation<'a> {
    /// `inv_…`
    pub id: &'a str,
    /// Whom it is for.
    pub email_address: &'a str,
    /// The same as it is compared.
    pub normalized: &'a str,
    /// The hash of the ticket in its link.
    pub ticket_hash: &'a str,
    /// What the account gets from it: JSON.
    pub public_metadata: &'a str,
    /// Where its link leads in the end.
    pub redirect_url: Option<&'a str>,
    /// When it is good no longer.
    pub expire_at: i64,
}

/// An invitation.
#[derive(Clone, Debug)]
pub struct InvitationRow {
    /// `inv_…`
    pub id: String,
    /// Whom it is for.
    pub email_address: String,
    /// The same as it is compared.
    pub normalized: String,
    /// What the account gets from it: JSON.
    pub public_metadata: String,
    /// Where its link leads in the end.
    pub redirect_url: Option<String>,
    /// When it is good no longer.
    pub expire_at: i64,
    /// When an account was made with it.
    pub accepted_at: Option<i64>,
    /// When it was taken back.
    pub revoked_at: Option<i64>,
    /// When it was made.
    pub created_at: i64,
    /// When it last changed.
    pub updated_at: i64,
}

impl InvitationRow {
    /// Where it stands.
    pub fn status(&self, now: i64) -> TicketStatus {
        status((self.accepted_at, self.revoked_at, self.expire_at), now)
    }
}

macro_rules! columns {
    () => {
        "id, email_address, normalized, public_metadata, redirect_url, expire_at, accepted_at, revoked_at, created_at,
             updated_at"
    };
}

pub(super) const COLUMNS: &str = columns!();

const TICKETS: Tickets<InvitationRow> = Tickets { table: "invitations", columns: COLUMNS, read: invitation };

pub(super) fn invitation(row: &AnyRow) -> Result<InvitationRow, StoreError> {
    Ok(InvitationRow {
        id: row.try_get("id")?,
        email_address: row.try_get("email_address")?,
        normalized: row.try_get("normalized")?,
        public_metadata: row.try_get("public_metadata")?,
        redirect_url: text(row, "redirect_url")?,
        expire_at: row.try_get("expire_at")?,
        accepted_at: number(row, "accepted_at")?,
        revoked_at: number(row, "revoked_at")?,
        created_at: row.try_get("created_at")?,
        updated_at: row.try_get("updated_at")?,
    })
}

/// Makes an invitation; [`StoreError::Exists`] if one for the same address waits for an answer.
pub async fn insert(connection: &mut Connection, new: &NewInvitation<'_>, now: i64) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO invitations (id, email_address, normalized, slot, ticket_hash, public_metadata, redirect_url, expire_at,
             created_at, updated_at)
         VALUES ($1, $2, $3, $3, $4, $5, $6, $7, $8, $8)",
    )
    .bind(new.id)
    .bind(new.email_address)
    .bind(new.normalized)
    .bind(new.ticket_hash)
    .bind(new.public_metadata)
    .bind(new.redirect_url)
    .bind(new.expire_at)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}

/// Makes room for another invitation of an address: one that has run out waits no longer.
pub async fn make_room(connection: &mut Connection, normalized: &str, now: i64) -> Result<(), StoreError> {
    TICKETS.make_room(connection, normalized, now).await
}

/// Takes the invitation of an address back that waits for an answer; `None` if none does.
pub async fn revoke_waiting(
    connection: &mut Connection,
    normalized: &str,
    now: i64,
) -> Result<Option<InvitationRow>, StoreError> {
    let row = sqlx::query(concat!(
        "UPDATE invitations SET slot = NULL, revoked_at = $2, updated_at = $2 WHERE slot = $1 RETURNING ",
        columns!()
    ))
    .bind(normalized)
    .bind(now)
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(invitation).transpose()
}

/// Whether an invitation of an address waits for an answer.
pub async fn is_waiting(connection: &mut Connection, normalized: &str) -> Result<bool, StoreError> {
    TICKETS.is_waiting(connection, normalized).await
}

/// The invitation that a ticket belongs to, whatever has become of it.
pub async fn by_ticket(connection: &mut Connection, ticket_hash: &str) -> Result<Option<InvitationRow>, StoreError> {
    TICKETS.by_ticket(connection, ticket_hash).await
}

/// An invitation.
pub async fn by_id(connection: &mut Connection, id: &str) -> Result<Option<InvitationRow>, StoreError> {
    TICKETS.by_id(connection, id).await
}

/// Uses up an invitation for an address, once, and gives what the account gets from it; `None` if it is not good, or for
/// another address.
pub async fn accept(
    connection: &mut Connection,
    id: &str,
    normalized: &str,
    user_id: &str,
    now: i64,
) -> Result<Option<String>, StoreError> {
    let row = sqlx::query(
        "UPDATE invitations SET accepted_at = $4, user_id = $3, slot = NULL, updated_at = $4
         WHERE id = $1 AND normalized = $2 AND accepted_at IS NULL AND revoked_at IS NULL AND expire_at > $4
         RETURNING public_metadata",
    )
    .bind(id)
    .bind(normalized)
    .bind(user_id)
    .bind(now)
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| row.try_get("public_metadata")).transpose()?)
}

/// Takes an invitation back that nobody has accepted; `None` if there is none.
pub async fn revoke(connection: &mut Connection, id: &str, now: i64) -> Result<Option<InvitationRow>, StoreError> {
    TICKETS.revoke_from_slot(connection, id, now).await
}

/// Deletes an invitation, wherever it stands, and gives what it was.
pub async fn delete(connection: &mut Connection, id: &str) -> Result<Option<InvitationRow>, StoreError> {
    let row = sqlx::query(concat!("DELETE FROM invitations WHERE id = $1 RETURNING ", columns!()))
        .bind(id)
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(invitation).transpose()
}

/// Those that stand somewhere: `$1`, which may be empty, at the time `$2`.
macro_rules! stands {
    () => {
        " FROM invitations WHERE
         $1 = CASE WHEN $1 = '' THEN '' WHEN accepted_at IS NOT NULL THEN 'accepted' WHEN revoked_at IS NOT NULL THEN 'revoked'
              WHEN expire_at <= $2 THEN 'expired' ELSE 'pending' END"
    };
}

/// How many invitations stand somewhere, or are there at all.
pub async fn count(connection: &mut Connection, status: Option<TicketStatus>, now: i64) -> Result<i64, StoreError> {
    let row = sqlx::query(concat!("SELECT COUNT(*) AS invitations", stands!()))
        .bind(status.map_or("", TicketStatus::as_str))
        .bind(now)
        .fetch_one(connection)
        .await?;
    Ok(row.try_get("invitations")?)
}

/// Invitations, newest first.
pub async fn list(
    connection: &mut Connection,
    status: Option<TicketStatus>,
    (limit, offset): (i64, i64),
    now: i64,
) -> Result<Vec<InvitationRow>, StoreError> {
    let sql = concat!("SELECT ", columns!(), stands!(), " ORDER BY created_at DESC, id DESC LIMIT $3 OFFSET $4");
    let rows = sqlx::query(sql)
        .bind(status.map_or("", TicketStatus::as_str))
        .bind(now)
        .bind(limit)
        .bind(offset)
        .fetch_all(connection)
        .await?;
    rows.iter().map(invitation).collect()
}
