//! Parts of the list of an organization's members that are found by an index, however many there are.

use sqlx::{AssertSqlSafe, Row};

use super::organization_memberships::{MembershipRow, membership, people, public_user_data};
use super::user_pages::{Place, begins, bounds};
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

/// What [`beginning`] asks the database: between the bounds `$1` and `$2`, at most `$3`, of the organization `$4`.
pub fn sql_beginning(backend: Backend) -> [String; 3] {
    // Each is looked up for itself: a list of all members may be long.
    let is_member = |id: &str| {
        format!(
            "EXISTS (SELECT 1 FROM organization_memberships m WHERE m.organization_id = $4 AND m.user_id = {id}) LIMIT $3"
        )
    };
    let (of_identifiers, of_users) = (is_member("identifiers.user_id"), is_member("users.id"));
    [
        format!(
            "SELECT user_id AS id FROM identifiers WHERE {} AND {of_identifiers}",
            begins(backend, "normalized", BOUNDS)
        ),
        format!("SELECT id FROM users WHERE {} AND {of_users}", begins(backend, "search_text", BOUNDS)),
        format!("SELECT id FROM users WHERE {} AND {of_users}", begins(backend, "last_search_text", BOUNDS)),
    ]
}

/// The ids of at most so many members of an organization an identifier of whom, or whose name, begins so.
pub async fn beginning(
    store: &Store,
    organization_id: &str,
    text: &str,
    limit: i64,
) -> Result<Vec<String>, StoreError> {
    let (start, end) = bounds(text);
    let mut connection = store.read().await?;
    let mut found: Vec<String> = Vec::new();
    for sql in sql_beginning(store.backend()) {
        let query = sqlx::query(AssertSqlSafe(sql)).bind(&start).bind(&end).bind(limit).bind(organization_id);
        for row in &query.fetch_all(&mut *connection).await? {
            let id: String = row.try_get("id")?;
            if !found.contains(&id) {
                found.push(id);
            }
        }
    }
    found.truncate(usize::try_from(limit).unwrap_or_default());
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
