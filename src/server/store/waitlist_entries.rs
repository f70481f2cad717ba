//! Those who wait to be let in.

use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row};

use super::{Connection, StoreError, search, text};
use crate::model::WaitlistStatus;
use crate::server::Language;

/// Someone who waits, or waited.
#[derive(Clone, Debug)]
pub struct WaitlistEntryRow {
    /// `wle_…`
    pub id: String,
    /// Where they are reached.
    pub email_address: String,
    /// Where they stand.
    pub status: WaitlistStatus,
    /// The invitation that they were sent.
    pub invitation_id: Option<String>,
    /// The language that they read, as far as that is known.
    pub language: Option<Language>,
    /// When they came.
    pub created_at: i64,
    /// When something last changed.
    pub updated_at: i64,
}

pub(super) fn entry(row: &AnyRow) -> Result<WaitlistEntryRow, StoreError> {
    let status: String = row.try_get("status")?;
    Ok(WaitlistEntryRow {
        id: row.try_get("id")?,
        email_address: row.try_get("email_address")?,
        status: WaitlistStatus::parse(&status).ok_or(StoreError::Row("a waitlist entry's status"))?,
        invitation_id: text(row, "invitation_id")?,
        language: text(row, "locale")?.as_deref().and_then(Language::of_locale),
        created_at: row.try_get("created_at")?,
        updated_at: row.try_get("updated_at")?,
    })
}

macro_rules! columns {
    () => {
        "id, email_address, status, invitation_id, locale, created_at, updated_at"
    };
}

pub(super) const COLUMNS: &str = columns!();

/// Puts someone at the end of the list; `None` if they are on it.
pub async fn insert(
    connection: &mut Connection,
    id: &str,
    (email_address, normalized): (&str, &str),
    language: Option<Language>,
    now: i64,
) -> Result<Option<WaitlistEntryRow>, StoreError> {
    let row = sqlx::query(concat!(
        "INSERT INTO waitlist_entries (id, email_address, normalized, status, created_at, updated_at, locale)
         VALUES ($1, $2, $3, 'pending', $4, $4, $5) ON CONFLICT (normalized) DO NOTHING RETURNING ",
        columns!()
    ))
    .bind(id)
    .bind(email_address)
    .bind(normalized)
    .bind(now)
    .bind(language.map(Language::tag))
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(entry).transpose()
}

/// Who is on the list with an address.
pub async fn by_address(connection: &mut Connection, normalized: &str) -> Result<Option<WaitlistEntryRow>, StoreError> {
    let row = sqlx::query(concat!("SELECT ", columns!(), " FROM waitlist_entries WHERE normalized = $1"))
        .bind(normalized)
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(entry).transpose()
}

/// Takes someone from the list who waits; `None` if there is none, or they do not wait any more.
pub async fn delete(connection: &mut Connection, id: &str) -> Result<Option<WaitlistEntryRow>, StoreError> {
    let row = sqlx::query(concat!(
        "DELETE FROM waitlist_entries WHERE id = $1 AND status = 'pending' RETURNING ",
        columns!()
    ))
    .bind(id)
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(entry).transpose()
}

/// Whether there is such an entry, wherever they stand.
pub async fn exists(connection: &mut Connection, id: &str) -> Result<bool, StoreError> {
    let row = sqlx::query("SELECT 1 AS known FROM waitlist_entries WHERE id = $1").bind(id).fetch_optional(connection);
    Ok(row.await?.is_some())
}

/// Holds someone on the list who has no account yet for the rest of the transaction; `None` if there is none.
pub async fn hold(connection: &mut Connection, id: &str, now: i64) -> Result<Option<WaitlistEntryRow>, StoreError> {
    let row = sqlx::query(concat!(
        "UPDATE waitlist_entries SET updated_at = $2 WHERE id = $1 AND status <> 'completed' RETURNING ",
        columns!()
    ))
    .bind(id)
    .bind(now)
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(entry).transpose()
}

/// Notes where someone stands whom the transaction holds.
pub async fn set_status(
    connection: &mut Connection,
    id: &str,
    status: WaitlistStatus,
    invitation_id: Option<&str>,
    now: i64,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE waitlist_entries SET status = $2, invitation_id = $3, updated_at = $4 WHERE id = $1")
        .bind(id)
        .bind(status.as_str())
        .bind(invitation_id)
        .bind(now)
        .execute(connection)
        .await?;
    Ok(())
}

/// Notes that someone was not invited after all, and waits; `None` if this is not the invitation that they were sent.
pub async fn uninvite(
    connection: &mut Connection,
    normalized: &str,
    invitation_id: &str,
    now: i64,
) -> Result<Option<WaitlistEntryRow>, StoreError> {
    let row = sqlx::query(concat!(
        "UPDATE waitlist_entries SET status = 'pending', invitation_id = NULL, updated_at = $3
         WHERE normalized = $1 AND invitation_id = $2 AND status = 'invited' RETURNING ",
        columns!()
    ))
    .bind(normalized)
    .bind(invitation_id)
    .bind(now)
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(entry).transpose()
}

/// Notes that someone has an account now; `None` if they were not on the list.
pub async fn complete(
    connection: &mut Connection,
    normalized: &str,
    now: i64,
) -> Result<Option<WaitlistEntryRow>, StoreError> {
    let row = sqlx::query(concat!(
        "UPDATE waitlist_entries SET status = 'completed', updated_at = $2
         WHERE normalized = $1 AND status <> 'completed' RETURNING ",
        columns!()
    ))
    .bind(normalized)
    .bind(now)
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(entry).transpose()
}

/// What the list is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WaitlistOrder {
    /// When they came.
    #[default]
    CreatedAt,
    /// When they were sent the invitation that is good now.
    InvitedAt,
    /// By their address.
    EmailAddress,
}

impl WaitlistOrder {
    const fn sql(self) -> &'static str {
        match self {
            Self::CreatedAt => "created_at",
            Self::InvitedAt => {
                "COALESCE((SELECT i.created_at FROM invitations i WHERE i.id = waitlist_entries.invitation_id), 0)"
            }
            Self::EmailAddress => "normalized",
        }
    }
}

/// Who is looked for.
#[derive(Clone, Debug, Default)]
pub struct WaitlistFilter {
    /// Who stands somewhere.
    pub status: Option<WaitlistStatus>,
    /// A part of an address, or a whole id.
    pub query: String,
}

/// `$1` is where they stand, `$2` a pattern and `$3` an id, each of which may be empty.
const FOUND: &str = "($1 = '' OR status = $1) AND ($2 = '' OR normalized LIKE $2 ESCAPE '!' OR id = $3)";

/// Those who are looked for.
pub async fn find(
    connection: &mut Connection,
    filter: &WaitlistFilter,
    (order, descending): (WaitlistOrder, bool),
    (limit, offset): (i64, i64),
) -> Result<Vec<WaitlistEntryRow>, StoreError> {
    let direction = if descending { "DESC" } else { "ASC" };
    let sql = format!(
        "SELECT {} FROM waitlist_entries WHERE {FOUND} ORDER BY {} {direction}, id {direction} LIMIT $4 OFFSET $5",
        columns!(),
        order.sql(),
    );
    let rows = sqlx::query(AssertSqlSafe(sql))
        .bind(filter.status.map_or("", WaitlistStatus::as_str))
        .bind(search::pattern(&filter.query))
        .bind(&filter.query)
        .bind(limit)
        .bind(offset)
        .fetch_all(connection)
        .await?;
    rows.iter().map(entry).collect()
}

/// How many of them there are.
pub async fn count_found(connection: &mut Connection, filter: &WaitlistFilter) -> Result<i64, StoreError> {
    let row = sqlx::query(AssertSqlSafe(format!("SELECT COUNT(*) AS entries FROM waitlist_entries WHERE {FOUND}")))
        .bind(filter.status.map_or("", WaitlistStatus::as_str))
        .bind(search::pattern(&filter.query))
        .bind(&filter.query)
        .fetch_one(connection)
        .await?;
    Ok(row.try_get("entries")?)
}

/// The list, who came first in front.
pub async fn list(
    connection: &mut Connection,
    status: Option<WaitlistStatus>,
    (limit, offset): (i64, i64),
) -> Result<Vec<WaitlistEntryRow>, StoreError> {
    let rows = sqlx::query(concat!(
        "SELECT ",
        columns!(),
        " FROM waitlist_entries WHERE $1 = '' OR status = $1 ORDER BY created_at, id LIMIT $2 OFFSET $3"
    ))
    .bind(status.map_or("", WaitlistStatus::as_str))
    .bind(limit)
    .bind(offset)
    .fetch_all(connection)
    .await?;
    rows.iter().map(entry).collect()
}

/// How many stand somewhere, or are on the list at all.
pub async fn count(connection: &mut Connection, status: Option<WaitlistStatus>) -> Result<i64, StoreError> {
    let row = sqlx::query("SELECT COUNT(*) AS entries FROM waitlist_entries WHERE $1 = '' OR status = $1")
        .bind(status.map_or("", WaitlistStatus::as_str))
        .fetch_one(connection)
        .await?;
    Ok(row.try_get("entries")?)
}
