//! Parts of the list of all people that are found by an index, however many people there are: for whoever leafs through them, and
//! finds them by how a name, an identifier or an id begins.

use sqlx::{AssertSqlSafe, Executor, Row};

use super::search::folded;
use super::{Backend, Connection, Store, StoreError, text};

/// In which order one leafs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PageOrder {
    /// Who came last comes first.
    #[default]
    Newest,
    /// Who came first comes first.
    Oldest,
    /// Who signed in last comes first; whoever never did is not among them.
    SignedIn,
    /// Who was here last comes first; whoever has no session is not among them.
    Active,
    /// By their names; whoever has none is not among them.
    Name,
}

/// Where a part begins: after this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// What the list is sorted by, of the last one before; 0 where that is a name.
    pub at: i64,
    /// Their id.
    pub id: String,
}

/// What [`after`] asks the database.
pub fn sql(backend: Backend, order: PageOrder, banned: bool, goes_on: bool) -> String {
    match order {
        PageOrder::Newest => sql_by("created_at", false, banned, goes_on),
        PageOrder::Oldest => sql_by("created_at", true, banned, goes_on),
        PageOrder::SignedIn => sql_by("last_sign_in_at", false, banned, goes_on),
        PageOrder::Active => sql_by_activity(banned, goes_on),
        PageOrder::Name => sql_by_name(backend, banned, goes_on),
    }
}

fn sql_by(column: &str, ascending: bool, banned: bool, goes_on: bool) -> String {
    let (way, beyond) = if ascending { ("ASC", ">") } else { ("DESC", "<") };
    let mut conditions = vec![format!("{column} IS NOT NULL")];
    if banned {
        conditions.push("banned_at IS NOT NULL".into());
    }
    if goes_on {
        conditions.push(format!("({column}, id) {beyond} ($2, $3)"));
    }
    format!(
        "SELECT id, {column} AS place_at FROM users WHERE {} ORDER BY {column} {way}, id {way} LIMIT $1",
        conditions.join(" AND ")
    )
}

/// Of each user the session counts that was used last.
fn sql_by_activity(banned: bool, goes_on: bool) -> String {
    let mut sql =
        "SELECT s.user_id AS id, s.last_active_at AS place_at FROM sessions s WHERE s.actor IS NULL".to_owned();
    if goes_on {
        sql.push_str(" AND (s.last_active_at, s.user_id) < ($2, $3)");
    }
    if banned {
        sql.push_str(" AND EXISTS (SELECT 1 FROM users u WHERE u.id = s.user_id AND u.banned_at IS NOT NULL)");
    }
    sql.push_str(
        " AND NOT EXISTS (SELECT 1 FROM sessions n WHERE n.user_id = s.user_id AND n.actor IS NULL
             AND (n.last_active_at > s.last_active_at OR (n.last_active_at = s.last_active_at AND n.id > s.id)))
         ORDER BY s.last_active_at DESC, s.user_id DESC LIMIT $1",
    );
    sql
}

/// The characters of a text count, in an index too: a language sorts them otherwise from one computer to the next.
const fn by_characters(backend: Backend) -> &'static str {
    match backend {
        Backend::Sqlite => "",
        Backend::Postgres => " COLLATE \"C\"",
    }
}

fn sql_by_name(backend: Backend, banned: bool, goes_on: bool) -> String {
    let by = by_characters(backend);
    let banned = if banned { " AND banned_at IS NOT NULL" } else { "" };
    // Without a first and a last name there is the space between them.
    let from = match goes_on {
        true => format!("(search_text{by}, id{by}) > ($2, $3)"),
        false => format!("search_text{by} > ' '"),
    };
    format!(
        "SELECT id, CAST(0 AS BIGINT) AS place_at FROM users WHERE {from}{banned}
         ORDER BY search_text{by}, id{by} LIMIT $1"
    )
}

/// A part of all people, or of those who are banned: at most so many, from a place on.
pub async fn after(
    store: &Store,
    order: PageOrder,
    banned: bool,
    place: Option<&Place>,
    limit: i64,
) -> Result<Vec<Place>, StoreError> {
    let mut connection = store.read().await?;
    let name = match (order, place) {
        (PageOrder::Name, Some(place)) => match name(&mut connection, &place.id).await? {
            Some(name) => Some(name),
            // They are gone, and nobody knows where they stood.
            None => return Ok(Vec::new()),
        },
        _ => None,
    };
    let mut query = sqlx::query(AssertSqlSafe(sql(store.backend(), order, banned, place.is_some()))).bind(limit);
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

/// By what a user stands among the others' names.
async fn name(connection: &mut Connection, id: &str) -> Result<Option<String>, StoreError> {
    let row = sqlx::query("SELECT search_text FROM users WHERE id = $1").bind(id).fetch_optional(connection).await?;
    Ok(match row {
        Some(row) => text(&row, "search_text")?,
        None => None,
    })
}

/// Whether a text begins so, as an index can tell: PostgreSQL compares texts by the letters of a language unless it is asked to
/// compare characters.
fn begins(backend: Backend, column: &str) -> String {
    match backend {
        Backend::Sqlite => format!("{column} >= $1 AND {column} < $2"),
        Backend::Postgres => format!("{column} ~>=~ $1 AND {column} ~<~ $2"),
    }
}

/// What [`beginning`] asks the database.
pub fn sql_beginning(backend: Backend) -> [String; 3] {
    [
        format!("SELECT user_id AS id FROM identifiers WHERE {} LIMIT $3", begins(backend, "normalized")),
        format!("SELECT id FROM users WHERE {} LIMIT $3", begins(backend, "search_text")),
        format!("SELECT id FROM users WHERE {} LIMIT $3", begins(backend, "LOWER(last_name)")),
    ]
}

/// The ids of at most so many people an identifier of whom, or whose name, begins so.
pub async fn beginning(store: &Store, text: &str, limit: i64) -> Result<Vec<String>, StoreError> {
    let start = folded(text);
    // No character sorts behind this one, neither by its number nor by its bytes.
    let end = format!("{start}\u{10ffff}");
    let mut connection = store.read().await?;
    let mut found: Vec<String> = Vec::new();
    for sql in sql_beginning(store.backend()) {
        let rows =
            sqlx::query(AssertSqlSafe(sql)).bind(&start).bind(&end).bind(limit).fetch_all(&mut *connection).await?;
        for row in &rows {
            let id: String = row.try_get("id")?;
            if !found.contains(&id) {
                found.push(id);
            }
        }
    }
    found.truncate(usize::try_from(limit).unwrap_or_default());
    Ok(found)
}

/// Makes the indexes by which [`beginning`] finds people, and by which [`after`] sorts their names: the two databases spell them
/// differently.
pub async fn index(store: &Store) -> Result<(), StoreError> {
    let kind = match store.backend() {
        Backend::Sqlite => "",
        Backend::Postgres => " text_pattern_ops",
    };
    let mut tx = store.write().await?;
    if store.backend() == Backend::Postgres {
        // Nodes that start together wait for each other.
        tx.execute("LOCK TABLE audit_retention IN EXCLUSIVE MODE").await?;
    }
    for (name, table, column) in [
        ("identifiers_beginning", "identifiers", "normalized"),
        ("users_beginning", "users", "search_text"),
        ("users_last_name", "users", "LOWER(last_name)"),
    ] {
        let sql = format!("CREATE INDEX IF NOT EXISTS {name} ON {table} (({column}){kind})");
        tx.execute(AssertSqlSafe(sql)).await?;
    }
    let by = by_characters(store.backend());
    let sql = format!("CREATE INDEX IF NOT EXISTS users_name ON users (search_text{by}, id{by})");
    tx.execute(AssertSqlSafe(sql)).await?;
    tx.commit().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_goes_on_behind_its_place() {
        assert_eq!(
            sql(Backend::Sqlite, PageOrder::Newest, false, true),
            "SELECT id, created_at AS place_at FROM users WHERE created_at IS NOT NULL AND (created_at, id) < ($2, $3) \
             ORDER BY created_at DESC, id DESC LIMIT $1"
        );
        assert!(
            sql(Backend::Sqlite, PageOrder::Oldest, true, true)
                .contains("banned_at IS NOT NULL AND (created_at, id) > ($2, $3)")
        );
        for order in [PageOrder::SignedIn, PageOrder::Active, PageOrder::Name] {
            assert!(!sql(Backend::Postgres, order, false, false).contains("$2"), "{order:?}");
        }
        assert!(
            sql(Backend::Postgres, PageOrder::Name, false, true)
                .contains("(search_text COLLATE \"C\", id COLLATE \"C\") >")
        );
    }
}
