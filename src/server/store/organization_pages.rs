//! Parts of the list of all organizations that are found by an index, however many organizations there are.

use sqlx::{AssertSqlSafe, Row};

use super::conditions::Conditions;
use super::list_indexes::between;
use super::user_pages::{Place, bounds, by_characters};
use super::{Backend, Connection, Store, StoreError, text};

/// In which order one leafs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OrganizationPageOrder {
    /// What was made last comes first.
    #[default]
    Newest,
    /// By their names.
    Name,
    /// To which most people belong comes first.
    Members,
}

/// What [`after`] asks the database: `$1` is how many at most, and where it goes on `$2` and `$3` are the place.
pub fn sql(backend: Backend, order: OrganizationPageOrder, goes_on: bool) -> String {
    let by = by_characters(backend);
    let (column, id, place, way, beyond) = match order {
        OrganizationPageOrder::Newest => ("created_at".to_owned(), "id".to_owned(), "created_at", "DESC", "<"),
        OrganizationPageOrder::Members => ("members_count".to_owned(), "id".to_owned(), "members_count", "DESC", "<"),
        OrganizationPageOrder::Name => (format!("search_text{by}"), format!("id{by}"), "CAST(0 AS BIGINT)", "ASC", ">"),
    };
    let from = if goes_on { format!("WHERE ({column}, {id}) {beyond} ($2, $3)") } else { String::new() };
    format!("SELECT id, {place} AS place_at FROM organizations {from} ORDER BY {column} {way}, {id} {way} LIMIT $1")
}

/// A part of all organizations: at most so many, from a place on.
pub async fn after(
    store: &Store,
    order: OrganizationPageOrder,
    place: Option<&Place>,
    limit: i64,
) -> Result<Vec<Place>, StoreError> {
    let mut connection = store.read().await?;
    let name = match (order, place) {
        (OrganizationPageOrder::Name, Some(place)) => match name(&mut connection, &place.id).await? {
            Some(name) => Some(name),
            // It is gone, and nobody knows where it stood.
            None => return Ok(Vec::new()),
        },
        _ => None,
    };
    let mut query = sqlx::query(AssertSqlSafe(sql(store.backend(), order, place.is_some()))).bind(limit);
    if let Some(place) = place {
        query = match name {
            Some(name) => query.bind(name),
            None => query.bind(place.at),
        };
        query = query.bind(&place.id);
    }
    let rows = query.fetch_all(&mut *connection).await?;
    rows.iter().map(|row| Ok(Place { at: row.try_get("place_at")?, id: row.try_get("id")? })).collect()
}

/// By what an organization stands among the others' names.
async fn name(connection: &mut Connection, id: &str) -> Result<Option<String>, StoreError> {
    let query = sqlx::query("SELECT search_text FROM organizations WHERE id = $1").bind(id);
    Ok(match query.fetch_optional(connection).await? {
        Some(row) => text(&row, "search_text")?,
        None => None,
    })
}

fn question<'a>(backend: Backend, column: &str, bounds: &'a (String, String)) -> (Conditions<'a>, String) {
    let by = by_characters(backend);
    let mut conditions = Conditions::default();
    between(&mut conditions, backend, column, bounds);
    let sql = format!(
        "SELECT id FROM organizations {} ORDER BY {column}{by}, id{by} {}",
        conditions.clause(),
        conditions.most()
    );
    (conditions, sql)
}

/// What organizations are found by.
const BY: [&str; 2] = ["search_text", "slug"];

/// What [`beginning`] asks the database: `$1` and `$2` are the bounds, `$3` is how many at most.
pub fn sql_beginning(backend: Backend) -> [String; 2] {
    let none = (String::new(), String::new());
    BY.map(|column| question(backend, column, &none).1)
}

/// The ids of at most so many organizations whose name or slug begins so.
pub async fn beginning(store: &Store, text: &str, limit: i64) -> Result<Vec<String>, StoreError> {
    let bounds = bounds(text);
    let mut connection = store.read().await?;
    let mut found: Vec<String> = Vec::new();
    for column in BY {
        let (conditions, sql) = question(store.backend(), column, &bounds);
        for row in conditions.ask_first(&mut connection, sql, limit).await? {
            let id: String = row.try_get("id")?;
            if !found.contains(&id) {
                found.push(id);
            }
        }
    }
    found.truncate(usize::try_from(limit).unwrap_or_default());
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_goes_on_behind_its_place() {
        assert_eq!(
            sql(Backend::Sqlite, OrganizationPageOrder::Members, true),
            "SELECT id, members_count AS place_at FROM organizations WHERE (members_count, id) < ($2, $3) \
             ORDER BY members_count DESC, id DESC LIMIT $1"
        );
        assert!(!sql(Backend::Postgres, OrganizationPageOrder::Name, false).contains("$2"));
        assert_eq!(
            sql_beginning(Backend::Postgres)[1],
            "SELECT id FROM organizations WHERE slug COLLATE \"C\" >= $1 AND slug COLLATE \"C\" < $2 \
             ORDER BY slug COLLATE \"C\", id COLLATE \"C\" LIMIT $3"
        );
    }
}
