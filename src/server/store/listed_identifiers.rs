//! Who may sign up and who may not, besides whom the settings name.

use sqlx::Row;
use sqlx::any::AnyRow;

use super::conditions::{Conditions, Value};
use super::list_indexes::between;
use super::user_pages::{Place, bounds, by_characters};
use super::{Backend, Connection, Store, StoreError, text};

/// One of the two lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdentifierList {
    /// Who may.
    Allow,
    /// Who may not.
    Block,
}

impl IdentifierList {
    /// As it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Block => "block",
        }
    }
}

/// Someone on a list.
#[derive(Clone, Debug)]
pub struct ListedIdentifierRow {
    /// `alid_…` or `blid_…`
    pub id: String,
    /// As it is compared.
    pub identifier: String,
    /// `email_address` or `phone_number`.
    pub identifier_type: String,
    /// The invitation that was sent with it.
    pub invitation_id: Option<String>,
    /// When it was put there.
    pub created_at: i64,
}

fn identifier(row: &AnyRow) -> Result<ListedIdentifierRow, StoreError> {
    Ok(ListedIdentifierRow {
        id: row.try_get("id")?,
        identifier: row.try_get("identifier")?,
        identifier_type: row.try_get("identifier_type")?,
        invitation_id: text(row, "invitation_id")?,
        created_at: row.try_get("created_at")?,
    })
}

/// Puts one on a list.
pub async fn insert(
    connection: &mut Connection,
    list: IdentifierList,
    row: &ListedIdentifierRow,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO listed_identifiers (id, list, identifier, identifier_type, invitation_id, created_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(&row.id)
    .bind(list.as_str())
    .bind(&row.identifier)
    .bind(&row.identifier_type)
    .bind(&row.invitation_id)
    .bind(row.created_at)
    .execute(connection)
    .await?;
    Ok(())
}

/// A part of a list, newest first.
pub async fn list(
    connection: &mut Connection,
    list: IdentifierList,
    (limit, offset): (i64, i64),
) -> Result<Vec<ListedIdentifierRow>, StoreError> {
    let rows = sqlx::query(
        "SELECT * FROM listed_identifiers WHERE list = $1 ORDER BY created_at DESC, id DESC LIMIT $2 OFFSET $3",
    )
    .bind(list.as_str())
    .bind(limit)
    .bind(offset)
    .fetch_all(connection)
    .await?;
    rows.iter().map(identifier).collect()
}

fn question(list: IdentifierList, place: Option<&Place>) -> (Conditions<'_>, String) {
    let mut conditions = Conditions::default();
    conditions.with("list = {}", Some(Value::Text(list.as_str())));
    if let Some(place) = place {
        conditions.behind(("created_at", "id"), true, Value::Number(place.at), &place.id);
    }
    let (clause, most) = (conditions.clause(), conditions.most());
    let sql = format!("SELECT * FROM listed_identifiers {clause} ORDER BY created_at DESC, id DESC {most}");
    (conditions, sql)
}

/// What [`after`] asks the database: the values are the list, the place, and how many at most.
pub fn sql() -> String {
    question(IdentifierList::Allow, Some(&Place { at: 0, id: String::new() })).1
}

/// A part of a list, newest first, from a place on.
pub async fn after(
    store: &Store,
    list: IdentifierList,
    place: Option<&Place>,
    limit: i64,
) -> Result<Vec<ListedIdentifierRow>, StoreError> {
    let (conditions, sql) = question(list, place);
    let rows = conditions.ask_first(&mut *store.read().await?, sql, limit).await?;
    rows.iter().map(identifier).collect()
}

fn question_beginning(backend: Backend, list: IdentifierList, bounds: &(String, String)) -> (Conditions<'_>, String) {
    let mut conditions = Conditions::default();
    conditions.with("list = {}", Some(Value::Text(list.as_str())));
    between(&mut conditions, backend, "identifier", bounds);
    let (clause, most, by) = (conditions.clause(), conditions.most(), by_characters(backend));
    let sql = format!("SELECT * FROM listed_identifiers {clause} ORDER BY identifier{by} {most}");
    (conditions, sql)
}

/// What [`beginning`] asks the database: the values are the list, the bounds, and how many at most.
pub fn sql_beginning(backend: Backend) -> String {
    question_beginning(backend, IdentifierList::Allow, &(String::new(), String::new())).1
}

/// At most so many of a list that begin with one of these texts, in their order.
pub async fn beginning(
    store: &Store,
    list: IdentifierList,
    texts: &[&str],
    limit: i64,
) -> Result<Vec<ListedIdentifierRow>, StoreError> {
    let mut connection = store.read().await?;
    let mut found = Vec::new();
    for text in texts {
        let bounds = bounds(text);
        let (conditions, sql) = question_beginning(store.backend(), list, &bounds);
        let rows = conditions.ask_first(&mut connection, sql, limit).await?;
        for row in &rows {
            found.push(identifier(row)?);
        }
    }
    found.truncate(usize::try_from(limit).unwrap_or_default());
    Ok(found)
}

/// How many are on a list.
pub async fn count(connection: &mut Connection, list: IdentifierList) -> Result<i64, StoreError> {
    let row = sqlx::query("SELECT COUNT(*) AS identifiers FROM listed_identifiers WHERE list = $1")
        .bind(list.as_str())
        .fetch_one(connection)
        .await?;
    Ok(row.try_get("identifiers")?)
}

/// Takes one from a list, and gives what it was.
pub async fn delete(
    connection: &mut Connection,
    list: IdentifierList,
    id: &str,
) -> Result<Option<ListedIdentifierRow>, StoreError> {
    let row = sqlx::query("DELETE FROM listed_identifiers WHERE list = $1 AND id = $2 RETURNING *")
        .bind(list.as_str())
        .bind(id)
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(identifier).transpose()
}
