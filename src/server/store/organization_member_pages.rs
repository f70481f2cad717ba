//! Parts of the list of an organization's members that are found by an index, however many there are.

use sqlx::{AssertSqlSafe, Row};

use super::organization_memberships::{MembershipRow, membership, people, public_user_data};
use super::user_pages::{FEW, LOOKED_AT, Place, begins, bounds};
use super::{Backend, Connection, Store, StoreError, places};
use crate::model::PublicUserData;

/// What [`after`] asks the database: of the organization `$1`, behind the place `$2`, `$3`, at most `$4`.
pub const AFTER: &str = people!(
    "(SELECT * FROM organization_memberships WHERE organization_id = $1 AND (created_at, id) > ($2, $3)
          ORDER BY created_at, id LIMIT $4)",
    "",
    "ORDER BY m.created_at, m.id"
);

/// Members of an organization and who they are, who came first in front, from a place on.
pub async fn after(
    connection: &mut Connection,
    organization_id: &str,
    place: Option<&Place>,
    limit: i64,
) -> Result<Vec<(MembershipRow, PublicUserData)>, StoreError> {
    let (at, id) = place.map_or((i64::MIN, ""), |place| (place.at, place.id.as_str()));
    let query = sqlx::query(AFTER).bind(organization_id).bind(at).bind(id).bind(limit);
    query.fetch_all(connection).await?.iter().map(|row| Ok((membership(row)?, public_user_data(row)?))).collect()
}

/// Where the bounds stand in what is asked.
const BOUNDS: (&str, &str) = ("$1", "$2");

/// What [`beginning`] asks the database of an organization to which few belong: between the bounds `$1` and `$2`, at most `$3`, of the
/// organization `$4`. Its members are gone through, however many others begin so.
pub fn sql_beginning_among_few(backend: Backend) -> String {
    let begins = |column: &str| begins(backend, column, BOUNDS);
    let (name, last_name, identifier) = (begins("u.search_text"), begins("u.last_search_text"), begins("i.normalized"));
    // What is on the left is gone through, and each of the right is fetched by its id: otherwise SQLite may walk all.
    format!(
        "SELECT m.user_id AS id FROM organization_memberships m CROSS JOIN users u
         WHERE m.organization_id = $4 AND u.id = m.user_id AND ({name} OR {last_name}
             OR EXISTS (SELECT 1 FROM identifiers i WHERE i.user_id = u.id AND {identifier}))
         ORDER BY m.created_at, m.id LIMIT $3"
    )
}

/// What [`beginning`] asks the database otherwise, the same values: of so many who begin so each is looked up, because a list of all
/// members may be long, and no more, because as many may begin so.
pub fn sql_beginning(backend: Backend) -> [String; 3] {
    let members = |table: &str, id: &str, column: &str| {
        format!(
            "SELECT f.id AS id FROM (SELECT {id} AS id FROM {table} WHERE {} LIMIT {LOOKED_AT}) AS f
             WHERE EXISTS (SELECT 1 FROM organization_memberships m WHERE m.organization_id = $4 AND m.user_id = f.id)
             LIMIT $3",
            begins(backend, column, BOUNDS)
        )
    };
    [
        members("identifiers", "user_id", "normalized"),
        members("users", "id", "search_text"),
        members("users", "id", "last_search_text"),
    ]
}

/// Whom [`beginning`] has found.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Their ids.
    pub ids: Vec<String>,
    /// Whether more begin so than were looked at.
    pub is_cut: bool,
}

/// At most so many members of an organization an identifier of whom, or whose name, begins so.
pub async fn beginning(store: &Store, organization_id: &str, text: &str, limit: i64) -> Result<Found, StoreError> {
    let backend = store.backend();
    let mut connection = store.read().await?;
    let has_few = sqlx::query("SELECT id FROM organizations WHERE id = $1 AND members_count <= $2")
        .bind(organization_id)
        .bind(FEW)
        .fetch_optional(&mut *connection)
        .await?;
    let questions = match has_few {
        Some(_) => vec![sql_beginning_among_few(backend)],
        None => sql_beginning(backend).into(),
    };
    let (start, end) = bounds(text);
    let mut found = Found::default();
    for sql in questions {
        let query = sqlx::query(AssertSqlSafe(sql)).bind(&start).bind(&end).bind(limit).bind(organization_id);
        for row in &query.fetch_all(&mut *connection).await? {
            let id: String = row.try_get("id")?;
            if !found.ids.contains(&id) {
                found.ids.push(id);
            }
        }
    }
    found.ids.truncate(usize::try_from(limit).unwrap_or_default());
    if has_few.is_none() {
        for (table, column) in [("identifiers", "normalized"), ("users", "search_text"), ("users", "last_search_text")]
        {
            let begins = begins(backend, column, BOUNDS);
            let sql = format!("SELECT 1 AS more FROM {table} WHERE {begins} LIMIT 1 OFFSET {LOOKED_AT}");
            let query = sqlx::query(AssertSqlSafe(sql)).bind(&start).bind(&end);
            found.is_cut |= query.fetch_optional(&mut *connection).await?.is_some();
        }
    }
    Ok(found)
}

/// Those of these people who belong to an organization, who came first in front.
pub async fn among(
    connection: &mut Connection,
    organization_id: &str,
    user_ids: &[String],
) -> Result<Vec<(MembershipRow, PublicUserData)>, StoreError> {
    if user_ids.is_empty() {
        return Ok(Vec::new());
    }
    let people = people!("organization_memberships", "", "WHERE m.organization_id = $1 AND m.user_id IN");
    let sql = format!("{people} ({}) ORDER BY m.created_at, m.id", places(2, user_ids.len()));
    let query = sqlx::query(AssertSqlSafe(sql)).bind(organization_id);
    let query = user_ids.iter().fold(query, |query, id| query.bind(id));
    query.fetch_all(connection).await?.iter().map(|row| Ok((membership(row)?, public_user_data(row)?))).collect()
}
