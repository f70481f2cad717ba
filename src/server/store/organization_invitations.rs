//! Invitations to organizations. Whoever answers one holds it before the organization.

use std::collections::HashMap;

use sqlx::Row;
use sqlx::any::AnyRow;

use super::tickets::{Tickets, status};
use super::user_pages::Place;
use super::{Connection, StoreError, identifiers, number, places, text};
use crate::model::{OrganizationName, TicketStatus};
use crate::server::avatars;

/// An invitation to be.
#[derive(Debug)]
pub struct NewOrganizationInvitation<'a> {
    /// `orginv_…`
    pub id: &'a str,
    /// The organization, which the transaction holds.
    pub organization_id: &'a str,
    /// Whom it is for.
    pub email_address: &'a str,
    /// The same as it is compared.
    pub normalized: &'a str,
    /// The hash of the ticket in its link.
    pub ticket_hash: &'a str,
    /// The key of the role that they will have.
    pub role: &'a str,
    /// Who invites them; `None` for the app itself.
    pub inviter_user_id: Option<&'a str>,
    /// What the membership gets from it and members may read: JSON.
    pub public_metadata: &'a str,
    /// What the membership gets from it and the server alone reads: JSON.
    pub private_metadata: &'a str,
    /// Where its link leads in the end.
    pub redirect_url: Option<&'a str>,
    /// When it is good no longer.
    pub expire_at: i64,
}

/// An invitation.
#[derive(Clone, Debug)]
pub struct OrganizationInvitationRow {
    /// `orginv_…`
    pub id: String,
    /// The organization.
    pub organization_id: String,
    /// Whom it is for.
    pub email_address: String,
    /// The same as it is compared.
    pub normalized: String,
    /// The key of the role that they will have.
    pub role: String,
    /// Who invites them; `None` for the app itself.
    pub inviter_user_id: Option<String>,
    /// What the membership gets from it and members may read: JSON.
    pub public_metadata: String,
    /// What the membership gets from it and the server alone reads: JSON.
    pub private_metadata: String,
    /// Where its link leads in the end.
    pub redirect_url: Option<String>,
    /// When it is good no longer.
    pub expire_at: i64,
    /// When it was accepted.
    pub accepted_at: Option<i64>,
    /// When it was taken back.
    pub revoked_at: Option<i64>,
    /// When it was made.
    pub created_at: i64,
    /// When it last changed.
    pub updated_at: i64,
}

impl OrganizationInvitationRow {
    /// Where it stands.
    pub fn status(&self, now: i64) -> TicketStatus {
        status((self.accepted_at, self.revoked_at, self.expire_at), now)
    }
}

macro_rules! columns {
    () => {
        "id, organization_id, email_address, normalized, role, inviter_user_id, public_metadata, private_metadata,
             redirect_url, expire_at, accepted_at, revoked_at, created_at, updated_at"
    };
}

const TICKETS: Tickets<OrganizationInvitationRow> =
    Tickets { table: "organization_invitations", columns: columns!(), read: invitation };

fn invitation(row: &AnyRow) -> Result<OrganizationInvitationRow, StoreError> {
    Ok(OrganizationInvitationRow {
        id: row.try_get("id")?,
        organization_id: row.try_get("organization_id")?,
        email_address: row.try_get("email_address")?,
        normalized: row.try_get("normalized")?,
        role: row.try_get("role")?,
        inviter_user_id: text(row, "inviter_user_id")?,
        public_metadata: row.try_get("public_metadata")?,
        private_metadata: row.try_get("private_metadata")?,
        redirect_url: text(row, "redirect_url")?,
        expire_at: row.try_get("expire_at")?,
        accepted_at: number(row, "accepted_at")?,
        revoked_at: number(row, "revoked_at")?,
        created_at: row.try_get("created_at")?,
        updated_at: row.try_get("updated_at")?,
    })
}

/// What stands in `slot` while an invitation waits for an answer: there is one at a time.
pub fn slot(organization_id: &str, normalized: &str) -> String {
    format!("{organization_id} {normalized}")
}

/// Makes an invitation; [`StoreError::Exists`] if one of the same address to the same organization waits for an answer.
pub async fn insert(
    connection: &mut Connection,
    new: &NewOrganizationInvitation<'_>,
    now: i64,
) -> Result<OrganizationInvitationRow, StoreError> {
    let row = sqlx::query(concat!(
        "INSERT INTO organization_invitations (id, organization_id, email_address, normalized, slot, ticket_hash, role,
             inviter_user_id, public_metadata, private_metadata, redirect_url, expire_at, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13) RETURNING ",
        columns!()
    ))
    .bind(new.id)
    .bind(new.organization_id)
    .bind(new.email_address)
    .bind(new.normalized)
    .bind(slot(new.organization_id, new.normalized))
    .bind(new.ticket_hash)
    .bind(new.role)
    .bind(new.inviter_user_id)
    .bind(new.public_metadata)
    .bind(new.private_metadata)
    .bind(new.redirect_url)
    .bind(new.expire_at)
    .bind(now)
    .fetch_one(connection)
    .await?;
    invitation(&row)
}

/// Makes room for another invitation of an address: one that has run out waits no longer.
pub async fn make_room(
    connection: &mut Connection,
    organization_id: &str,
    normalized: &str,
    now: i64,
) -> Result<(), StoreError> {
    TICKETS.make_room(connection, &slot(organization_id, normalized), now).await
}

/// Whether an invitation of an address to an organization waits for an answer.
pub async fn is_waiting(
    connection: &mut Connection,
    organization_id: &str,
    normalized: &str,
) -> Result<bool, StoreError> {
    TICKETS.is_waiting(connection, &slot(organization_id, normalized)).await
}

/// How many invitations to an organization wait for an answer and are good.
pub async fn count_waiting(connection: &mut Connection, organization_id: &str, now: i64) -> Result<i64, StoreError> {
    let row = sqlx::query(
        "SELECT COUNT(*) AS waiting FROM organization_invitations
         WHERE organization_id = $1 AND accepted_at IS NULL AND revoked_at IS NULL AND expire_at > $2",
    )
    .bind(organization_id)
    .bind(now)
    .fetch_one(connection)
    .await?;
    Ok(row.try_get("waiting")?)
}

/// The invitations to an organization that wait for an answer, are good, and were made in somebody's name.
pub async fn waiting_by(
    connection: &mut Connection,
    organization_id: &str,
    inviter_user_id: &str,
    now: i64,
) -> Result<Vec<OrganizationInvitationRow>, StoreError> {
    let rows = sqlx::query(concat!(
        "SELECT ",
        columns!(),
        " FROM organization_invitations
         WHERE organization_id = $1 AND slot IS NOT NULL AND expire_at > $3 AND inviter_user_id = $2 ORDER BY id"
    ))
    .bind(organization_id)
    .bind(inviter_user_id)
    .bind(now)
    .fetch_all(connection)
    .await?;
    rows.iter().map(invitation).collect()
}

/// The invitation that a ticket belongs to, whatever has become of it.
pub async fn by_ticket(
    connection: &mut Connection,
    ticket_hash: &str,
) -> Result<Option<OrganizationInvitationRow>, StoreError> {
    TICKETS.by_ticket(connection, ticket_hash).await
}

/// An invitation.
pub async fn by_id(connection: &mut Connection, id: &str) -> Result<Option<OrganizationInvitationRow>, StoreError> {
    TICKETS.by_id(connection, id).await
}

/// Holds an invitation to an organization for the rest of the transaction; `None` if there is none such.
pub async fn hold(
    connection: &mut Connection,
    organization_id: &str,
    id: &str,
) -> Result<Option<OrganizationInvitationRow>, StoreError> {
    let row = sqlx::query(concat!(
        "UPDATE organization_invitations SET updated_at = updated_at WHERE id = $1 AND organization_id = $2 RETURNING ",
        columns!()
    ))
    .bind(id)
    .bind(organization_id)
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(invitation).transpose()
}

/// Uses up an invitation for an address, once; `None` if it is not good, or for another address.
pub async fn accept(
    connection: &mut Connection,
    id: &str,
    normalized: &str,
    user_id: &str,
    now: i64,
) -> Result<Option<OrganizationInvitationRow>, StoreError> {
    let row = sqlx::query(concat!(
        "UPDATE organization_invitations SET accepted_at = $4, user_id = $3, slot = NULL, updated_at = $4
         WHERE id = $1 AND normalized = $2 AND accepted_at IS NULL AND revoked_at IS NULL AND expire_at > $4 RETURNING ",
        columns!()
    ))
    .bind(id)
    .bind(normalized)
    .bind(user_id)
    .bind(now)
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(invitation).transpose()
}

/// Takes an invitation back that nobody has accepted; `None` if there is none.
pub async fn revoke(
    connection: &mut Connection,
    id: &str,
    now: i64,
) -> Result<Option<OrganizationInvitationRow>, StoreError> {
    TICKETS.revoke_from_slot(connection, id, now).await
}

/// Gives an invitation that nobody has accepted another ticket and more time, and has it be the invitation of whoever does so, if
/// that is a person: the old ticket is none any more. `None` if it was accepted or taken back, [`StoreError::Exists`] if it had run
/// out and another one of the same address waits by now.
pub async fn renew(
    connection: &mut Connection,
    held: &OrganizationInvitationRow,
    by: Option<&str>,
    ticket_hash: &str,
    expire_at: i64,
    now: i64,
) -> Result<Option<OrganizationInvitationRow>, StoreError> {
    let row = sqlx::query(concat!(
        "UPDATE organization_invitations SET ticket_hash = $2, expire_at = $3, slot = $4, updated_at = $5,
             inviter_user_id = COALESCE($6, inviter_user_id)
         WHERE id = $1 AND accepted_at IS NULL AND revoked_at IS NULL RETURNING ",
        columns!()
    ))
    .bind(&held.id)
    .bind(ticket_hash)
    .bind(expire_at)
    .bind(slot(&held.organization_id, &held.normalized))
    .bind(now)
    .bind(by)
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(invitation).transpose()
}

/// Where invitations stand, as words between spaces; nothing for all.
fn words(statuses: &[TicketStatus]) -> String {
    if statuses.is_empty() {
        return String::new();
    }
    let words: Vec<&str> = statuses.iter().map(|status| status.as_str()).collect();
    format!(" {} ", words.join(" "))
}

/// Which invitations to one organization, by where they stand.
macro_rules! stands {
    ($select:expr, $rest:literal) => {
        concat!(
            "SELECT ",
            $select,
            " FROM organization_invitations WHERE organization_id = $1 AND
             ($2 = '' OR $2 LIKE '% ' || CASE WHEN accepted_at IS NOT NULL THEN 'accepted'
                  WHEN revoked_at IS NOT NULL THEN 'revoked' WHEN expire_at <= $3 THEN 'expired' ELSE 'pending' END || ' %')",
            $rest
        )
    };
}

/// Invitations to an organization that stand in one of these places, or all of them where none is named, newest first.
pub async fn list(
    connection: &mut Connection,
    organization_id: &str,
    statuses: &[TicketStatus],
    (limit, offset): (i64, i64),
    now: i64,
) -> Result<Vec<OrganizationInvitationRow>, StoreError> {
    let rows = sqlx::query(stands!(columns!(), " ORDER BY created_at DESC, id DESC LIMIT $4 OFFSET $5"))
        .bind(organization_id)
        .bind(words(statuses))
        .bind(now)
        .bind(limit)
        .bind(offset)
        .fetch_all(connection)
        .await?;
    rows.iter().map(invitation).collect()
}

/// What [`waiting_after`] asks the database: of the organization `$1`, at the time `$2`, behind the place `$3`, `$4`, at most `$5`.
pub const WAITING_AFTER: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM organization_invitations
      WHERE organization_id = $1 AND slot IS NOT NULL AND expire_at > $2 AND (expire_at, id) < ($3, $4)
      ORDER BY expire_at DESC, id DESC LIMIT $5"
);

/// Invitations to an organization that wait for an answer and are good, those that are good for longest first, from a place on: by
/// that time and not by when they were made, because it tells those that have run out from them.
pub async fn waiting_after(
    connection: &mut Connection,
    organization_id: &str,
    place: Option<&Place>,
    limit: i64,
    now: i64,
) -> Result<Vec<OrganizationInvitationRow>, StoreError> {
    let (at, id) = place.map_or((i64::MAX, ""), |place| (place.at, place.id.as_str()));
    let query = sqlx::query(WAITING_AFTER).bind(organization_id).bind(now).bind(at).bind(id).bind(limit);
    query.fetch_all(connection).await?.iter().map(invitation).collect()
}

/// An invitation to an organization.
pub async fn find(
    connection: &mut Connection,
    organization_id: &str,
    id: &str,
) -> Result<Option<OrganizationInvitationRow>, StoreError> {
    let sql = concat!("SELECT ", columns!(), " FROM organization_invitations WHERE id = $1 AND organization_id = $2");
    let row = sqlx::query(sql).bind(id).bind(organization_id).fetch_optional(connection).await?;
    row.as_ref().map(invitation).transpose()
}

fn to_addresses(count: usize) -> String {
    format!(
        "v.normalized IN ({}) AND ($1 = '' OR $1 LIKE '% ' || CASE WHEN v.accepted_at IS NOT NULL THEN 'accepted'
             WHEN v.revoked_at IS NOT NULL THEN 'revoked' WHEN v.expire_at <= $2 THEN 'expired' ELSE 'pending' END || ' %')",
        places(3, count)
    )
}

/// What the memberships get that come of invitations and the server alone reads, in JSON, by the invitations' ids.
pub async fn private_metadata(
    connection: &mut Connection,
    ids: &[&str],
) -> Result<HashMap<String, String>, StoreError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let sql =
        format!("SELECT id, private_metadata FROM organization_invitations WHERE id IN ({})", places(1, ids.len()));
    let mut query = sqlx::query(sqlx::AssertSqlSafe(sql));
    for id in ids {
        query = query.bind(*id);
    }
    let rows = query.fetch_all(connection).await?;
    rows.iter().map(|row| Ok((row.try_get("id")?, row.try_get("private_metadata")?))).collect()
}

/// What the database is asked by [`of_user`] of someone with so many addresses.
pub fn sql_of_user(count: usize) -> String {
    format!(
        "SELECT v.id, v.organization_id, v.email_address, v.normalized, v.role, v.inviter_user_id, v.public_metadata,
             v.private_metadata, v.redirect_url, v.expire_at, v.accepted_at, v.revoked_at, v.created_at, v.updated_at,
             o.name, o.slug, o.image_id
         FROM organization_invitations v JOIN organizations o ON o.id = v.organization_id
         WHERE {} ORDER BY v.created_at DESC, v.id DESC LIMIT ${} OFFSET ${}",
        to_addresses(count),
        count + 3,
        count + 4
    )
}

/// Invitations to addresses that a person has proven, newest first, with the organizations, and how many there are in all:
/// those that stand in one of these places, or all of them where none is named.
pub async fn of_user(
    connection: &mut Connection,
    user_id: &str,
    statuses: &[TicketStatus],
    (limit, offset): (i64, i64),
    now: i64,
) -> Result<(Vec<(OrganizationInvitationRow, OrganizationName)>, i64), StoreError> {
    let addresses = identifiers::proven_email_addresses(connection, user_id).await?;
    if addresses.is_empty() {
        return Ok((Vec::new(), 0));
    }
    let query = sqlx::query(sqlx::AssertSqlSafe(sql_of_user(addresses.len()))).bind(words(statuses)).bind(now);
    let query = addresses.iter().fold(query, |query, address| query.bind(address));
    let rows = query.bind(limit).bind(offset).fetch_all(&mut *connection).await?;
    let told = rows.iter().map(|row| {
        let organization = OrganizationName {
            id: row.try_get("organization_id")?,
            name: row.try_get("name")?,
            slug: text(row, "slug")?,
            image_url: text(row, "image_id")?.as_deref().map(avatars::url),
        };
        Ok((invitation(row)?, organization))
    });
    let told = told.collect::<Result<_, StoreError>>()?;
    let condition = to_addresses(addresses.len());
    let sql = format!("SELECT COUNT(*) AS found FROM organization_invitations v WHERE {condition}");
    let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(words(statuses)).bind(now);
    let query = addresses.iter().fold(query, |query, address| query.bind(address));
    Ok((told, query.fetch_one(connection).await?.try_get("found")?))
}

/// How many those are.
pub async fn count(
    connection: &mut Connection,
    organization_id: &str,
    statuses: &[TicketStatus],
    now: i64,
) -> Result<i64, StoreError> {
    let row = sqlx::query(stands!("COUNT(*) AS found", ""))
        .bind(organization_id)
        .bind(words(statuses))
        .bind(now)
        .fetch_one(connection)
        .await?;
    Ok(row.try_get("found")?)
}

/// An invitation that waits for one person, with the organization.
#[derive(Clone, Debug)]
pub struct WaitingRow {
    /// `orginv_…`
    pub id: String,
    /// Which of their addresses it is for.
    pub email_address: String,
    /// The organization.
    pub organization: OrganizationName,
    /// The key of the role that they will have.
    pub role: String,
    /// When it is good no longer.
    pub expire_at: i64,
}

fn waiting(row: &AnyRow) -> Result<WaitingRow, StoreError> {
    Ok(WaitingRow {
        id: row.try_get("id")?,
        email_address: row.try_get("email_address")?,
        organization: OrganizationName {
            id: row.try_get("organization_id")?,
            name: row.try_get("name")?,
            slug: text(row, "slug")?,
            image_url: text(row, "image_id")?.as_deref().map(avatars::url),
        },
        role: row.try_get("role")?,
        expire_at: row.try_get("expire_at")?,
    })
}

/// Part of the invitations that wait for a person and are good, to addresses that they have proven, newest first, and how many
/// there are. Those to organizations to which they belong are left out.
pub async fn waiting_for(
    connection: &mut Connection,
    user_id: &str,
    (limit, offset): (i64, i64),
    now: i64,
) -> Result<(Vec<WaitingRow>, i64), StoreError> {
    // As a list, so that PostgreSQL looks each of them up however many invitations wait.
    let addresses = identifiers::proven_email_addresses(connection, user_id).await?;
    if addresses.is_empty() {
        return Ok((Vec::new(), 0));
    }
    let asks = |what: &str, rest: &str| {
        let sql = format!(
            "SELECT {what} FROM organization_invitations v
                 JOIN organizations o ON o.id = v.organization_id
                 LEFT JOIN organization_memberships m ON m.organization_id = o.id AND m.user_id = $1
             WHERE v.normalized IN ({}) AND v.slot IS NOT NULL AND m.id IS NULL
                 AND v.accepted_at IS NULL AND v.revoked_at IS NULL AND v.expire_at > $2 {rest}",
            places(3, addresses.len())
        );
        let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(user_id).bind(now);
        addresses.iter().fold(query, |query, address| query.bind(address))
    };
    let part = format!("LIMIT ${} OFFSET ${}", addresses.len() + 3, addresses.len() + 4);
    let what = "v.id, v.email_address, v.role, v.expire_at, o.id AS organization_id, o.name, o.slug, o.image_id";
    let rows = asks(what, &format!("ORDER BY v.created_at DESC, v.id DESC {part}")).bind(limit).bind(offset);
    let rows: Vec<_> =
        rows.fetch_all(&mut *connection).await?.iter().map(waiting).collect::<Result<_, StoreError>>()?;
    let total_count = match i64::try_from(rows.len()) {
        // Behind a part that is not full there are no more.
        Ok(found) if found < limit && (found > 0 || offset == 0) => offset + found,
        _ => asks("COUNT(*) AS waiting", "").fetch_one(connection).await?.try_get("waiting")?,
    };
    Ok((rows, total_count))
}
