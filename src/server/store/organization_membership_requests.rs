//! Who asks to be let into an organization. Whoever changes a request holds the organization; whoever makes or answers one holds
//! the person too, before it: when a person goes, their requests go with them.

use std::collections::HashMap;

use sqlx::Row;
use sqlx::any::AnyRow;

use super::organization_memberships::public_user_data;
use super::user_pages::Place;
use super::{Connection, StoreError};
use crate::model::{MembershipRequestStatus, PublicUserData};

/// A request.
#[derive(Clone, Debug)]
pub struct RequestRow {
    /// `orgmemreq_…`
    pub id: String,
    /// The organization.
    pub organization_id: String,
    /// Who asks.
    pub user_id: String,
    /// The domain in which they had proven an address when they asked.
    pub domain_name: String,
    /// Where it stands.
    pub status: MembershipRequestStatus,
    /// When they asked.
    pub created_at: i64,
    /// When it last changed.
    pub updated_at: i64,
}

macro_rules! columns {
    () => {
        "id, organization_id, user_id, domain_name, status, created_at, updated_at"
    };
}

fn request(row: &AnyRow) -> Result<RequestRow, StoreError> {
    let status: String = row.try_get("status")?;
    Ok(RequestRow {
        id: row.try_get("id")?,
        organization_id: row.try_get("organization_id")?,
        user_id: row.try_get("user_id")?,
        domain_name: row.try_get("domain_name")?,
        status: MembershipRequestStatus::parse(&status).ok_or(StoreError::Row("a request's status"))?,
        created_at: row.try_get("created_at")?,
        updated_at: row.try_get("updated_at")?,
    })
}

/// Asks to let someone in who does not belong to the organization, and whom the transaction holds: once. Whoever was let in
/// before and has left since asks anew. Gives the request as it is then; `None` if it was answered with no, or waits already.
pub async fn insert(
    connection: &mut Connection,
    (id, organization_id, user_id): (&str, &str, &str),
    domain_name: &str,
    now: i64,
) -> Result<Option<RequestRow>, StoreError> {
    let row = sqlx::query(concat!(
        "INSERT INTO organization_membership_requests (id, organization_id, user_id, domain_name, status, created_at, updated_at)
         VALUES ($1, $2, $3, $4, 'pending', $5, $5)
         ON CONFLICT (organization_id, user_id) DO UPDATE SET
             domain_name = excluded.domain_name, status = 'pending', created_at = $5, updated_at = $5
         WHERE organization_membership_requests.status = 'accepted' RETURNING ",
        columns!()
    ))
    .bind(id)
    .bind(organization_id)
    .bind(user_id)
    .bind(domain_name)
    .bind(now)
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(request).transpose()
}

/// A request to an organization.
pub async fn find(
    connection: &mut Connection,
    organization_id: &str,
    id: &str,
) -> Result<Option<RequestRow>, StoreError> {
    let row = sqlx::query(concat!(
        "SELECT ",
        columns!(),
        " FROM organization_membership_requests WHERE id = $1 AND organization_id = $2"
    ))
    .bind(id)
    .bind(organization_id)
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(request).transpose()
}

/// The request of a person to an organization, whatever has become of it.
pub async fn of_person(
    connection: &mut Connection,
    organization_id: &str,
    user_id: &str,
) -> Result<Option<RequestRow>, StoreError> {
    let row = sqlx::query(concat!(
        "SELECT ",
        columns!(),
        " FROM organization_membership_requests WHERE organization_id = $1 AND user_id = $2"
    ))
    .bind(organization_id)
    .bind(user_id)
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(request).transpose()
}

/// All requests of a person, whatever has become of them.
pub async fn of_user(connection: &mut Connection, user_id: &str) -> Result<Vec<RequestRow>, StoreError> {
    let sql = concat!("SELECT ", columns!(), " FROM organization_membership_requests WHERE user_id = $1");
    sqlx::query(sql).bind(user_id).fetch_all(connection).await?.iter().map(request).collect()
}

/// How many of those who ask to be let into an organization wait for an answer, by the domain of their address.
pub async fn count_by_domain(
    connection: &mut Connection,
    organization_id: &str,
) -> Result<HashMap<String, i64>, StoreError> {
    let rows = sqlx::query(
        "SELECT domain_name, CAST(COUNT(*) AS BIGINT) AS requests FROM organization_membership_requests
         WHERE organization_id = $1 AND status = 'pending' GROUP BY domain_name",
    )
    .bind(organization_id)
    .fetch_all(connection)
    .await?;
    rows.iter().map(|row| Ok((row.try_get("domain_name")?, row.try_get("requests")?))).collect()
}

/// Answers a request that waits for one, once; `None` if it does not.
pub async fn answer(
    connection: &mut Connection,
    id: &str,
    status: MembershipRequestStatus,
    now: i64,
) -> Result<Option<RequestRow>, StoreError> {
    let row = sqlx::query(concat!(
        "UPDATE organization_membership_requests SET status = $2, updated_at = $3
         WHERE id = $1 AND status = 'pending' RETURNING ",
        columns!()
    ))
    .bind(id)
    .bind(status.as_str())
    .bind(now)
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(request).transpose()
}

/// Notes how someone's membership has ended, so that their address alone does not let them back: whoever was taken out stays out
/// until somebody lets them in (`rejected`), and whoever has left asks (`accepted`).
pub async fn note_end(
    connection: &mut Connection,
    (id, organization_id, user_id): (&str, &str, &str),
    status: MembershipRequestStatus,
    now: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO organization_membership_requests (id, organization_id, user_id, domain_name, status, created_at, updated_at)
         VALUES ($1, $2, $3, '', $4, $5, $5)
         ON CONFLICT (organization_id, user_id) DO UPDATE SET status = $4, updated_at = $5",
    )
    .bind(id)
    .bind(organization_id)
    .bind(user_id)
    .bind(status.as_str())
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}

/// Notes that someone who has asked, or was kept out, is in, by whichever way they have come.
pub async fn settle(
    connection: &mut Connection,
    organization_id: &str,
    user_id: &str,
    now: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE organization_membership_requests SET status = 'accepted', updated_at = $3
         WHERE organization_id = $1 AND user_id = $2 AND status <> 'accepted'",
    )
    .bind(organization_id)
    .bind(user_id)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes a request away, as if nobody had asked; `false` if there is none such.
pub async fn delete(connection: &mut Connection, organization_id: &str, id: &str) -> Result<bool, StoreError> {
    let row =
        sqlx::query("DELETE FROM organization_membership_requests WHERE id = $1 AND organization_id = $2 RETURNING id")
            .bind(id)
            .bind(organization_id)
            .fetch_optional(connection)
            .await?;
    Ok(row.is_some())
}

/// Takes those away that people with an address in a domain have made and that nobody has answered.
pub async fn delete_pending(
    connection: &mut Connection,
    organization_id: &str,
    domain_name: &str,
) -> Result<(), StoreError> {
    sqlx::query(
        "DELETE FROM organization_membership_requests
         WHERE organization_id = $1 AND domain_name = $2 AND status = 'pending'",
    )
    .bind(organization_id)
    .bind(domain_name)
    .execute(connection)
    .await?;
    Ok(())
}

// They are known there by an address that lets them ask, and by no other one even when it is gone; whoever was a member before
// (without a domain) as members are.
macro_rules! asking {
    ($rest:literal) => {
        concat!(
            "SELECT r.id, r.organization_id, r.user_id, r.domain_name, r.status, r.created_at, r.updated_at,
             u.first_name, u.last_name, u.image_id, CASE
                 WHEN r.domain_name = '' THEN COALESCE(e.value, p.value, n.value, '')
                 WHEN e.normalized LIKE '%@' || r.domain_name THEN e.value
                 ELSE COALESCE((
                     SELECT i.value FROM identifiers i
                     WHERE i.user_id = u.id AND i.kind = 'email_address' AND i.verified_at IS NOT NULL
                         AND i.normalized LIKE '%@' || r.domain_name
                     ORDER BY i.created_at, i.id LIMIT 1
                 ), '@' || r.domain_name) END AS identifier
         FROM organization_membership_requests r
             JOIN users u ON u.id = r.user_id
             LEFT JOIN identifiers e ON e.id = u.primary_email_address_id
             LEFT JOIN identifiers p ON p.id = u.primary_phone_number_id
             LEFT JOIN identifiers n ON n.user_id = u.id AND n.kind = 'username' ",
            $rest
        )
    };
}

/// Who a request is from.
pub async fn requester(connection: &mut Connection, id: &str) -> Result<Option<PublicUserData>, StoreError> {
    let row = sqlx::query(asking!("WHERE r.id = $1")).bind(id).fetch_optional(connection).await?;
    row.as_ref().map(public_user_data).transpose()
}

/// Part of the requests to an organization that stand somewhere, or of all, with who asks: oldest first.
pub async fn list(
    connection: &mut Connection,
    organization_id: &str,
    status: Option<MembershipRequestStatus>,
    (limit, offset): (i64, i64),
) -> Result<Vec<(RequestRow, PublicUserData)>, StoreError> {
    let rows = sqlx::query(asking!(
        "WHERE r.organization_id = $1 AND ($2 = '' OR r.status = $2) ORDER BY r.created_at, r.id LIMIT $3 OFFSET $4"
    ))
    .bind(organization_id)
    .bind(status.map_or("", MembershipRequestStatus::as_str))
    .bind(limit)
    .bind(offset)
    .fetch_all(connection)
    .await?;
    rows.iter().map(|row| Ok((request(row)?, public_user_data(row)?))).collect()
}

/// Part of the requests to an organization that wait for an answer, with who asks: oldest first, from a place on.
pub async fn waiting_after(
    connection: &mut Connection,
    organization_id: &str,
    place: Option<&Place>,
    limit: i64,
) -> Result<Vec<(RequestRow, PublicUserData)>, StoreError> {
    let (at, id) = place.map_or((i64::MIN, ""), |place| (place.at, place.id.as_str()));
    let query = sqlx::query(asking!(
        "WHERE r.organization_id = $1 AND r.status = 'pending' AND (r.created_at, r.id) > ($2, $3)
         ORDER BY r.created_at, r.id LIMIT $4"
    ));
    let rows = query.bind(organization_id).bind(at).bind(id).bind(limit).fetch_all(connection).await?;
    rows.iter().map(|row| Ok((request(row)?, public_user_data(row)?))).collect()
}

/// How many those are.
pub async fn count(
    connection: &mut Connection,
    organization_id: &str,
    status: Option<MembershipRequestStatus>,
) -> Result<i64, StoreError> {
    let row = sqlx::query(
        "SELECT COUNT(*) AS requests FROM organization_membership_requests
         WHERE organization_id = $1 AND ($2 = '' OR status = $2)",
    )
    .bind(organization_id)
    .bind(status.map_or("", MembershipRequestStatus::as_str))
    .fetch_one(connection)
    .await?;
    Ok(row.try_get("requests")?)
}
