//! Parts of the list of all organizations that are found by an index, however many organizations there are.

use std::collections::HashSet;

use sqlx::{AssertSqlSafe, Row};

use super::conditions::Conditions;
use super::list_indexes::between;
use super::user_pages::{Place, bounds, by_characters};
use super::{Backend, Connection, Store, StoreError, places, text};

/// In which order one leafs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OrganizationPageOrder {
    /// What was made last comes first.
    #[default]
    Newest,
    /// What was made first comes first.
    Oldest,
    /// By their names.
    Name,
    /// To which most people belong comes first.
    Members,
    /// To which the fewest belong comes first.
    FewestMembers,
}

impl OrganizationPageOrder {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Newest, Self::Oldest, Self::Name, Self::Members, Self::FewestMembers];
}

/// Which organizations are meant: all of it holds of each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OrganizationsMeant {
    /// Those alone to which nobody belongs.
    pub empty: bool,
    /// Those that were made at that time or later, Unix milliseconds.
    pub created_since: Option<i64>,
    /// Those that were made before that.
    pub created_before: Option<i64>,
}

impl OrganizationsMeant {
    /// In which order they can be read by an index, of the one that is asked for: some of them by when they were made alone.
    pub fn order(&self, asked: OrganizationPageOrder) -> OrganizationPageOrder {
        match asked {
            _ if *self == Self::default() => asked,
            OrganizationPageOrder::Oldest => asked,
            _ => OrganizationPageOrder::Newest,
        }
    }

    /// Whether one is meant that was made then, and to which so many belong.
    pub fn has(&self, created_at: i64, members: i64) -> bool {
        (!self.empty || members == 0)
            && self.created_since.is_none_or(|since| created_at >= since)
            && self.created_before.is_none_or(|before| created_at < before)
    }
}

/// What [`after`] asks the database: `$1` is how many at most, where it goes on the next two are the place, and behind them stand the
/// times between which they were made, as far as they are given.
pub fn sql(backend: Backend, order: OrganizationPageOrder, meant: &OrganizationsMeant, goes_on: bool) -> String {
    let by = by_characters(backend);
    let (column, id, place, way, beyond) = match order {
        OrganizationPageOrder::Newest => ("created_at".to_owned(), "id".to_owned(), "created_at", "DESC", "<"),
        OrganizationPageOrder::Oldest => ("created_at".to_owned(), "id".to_owned(), "created_at", "ASC", ">"),
        OrganizationPageOrder::Members => ("members_count".to_owned(), "id".to_owned(), "members_count", "DESC", "<"),
        OrganizationPageOrder::FewestMembers => {
            ("members_count".to_owned(), "id".to_owned(), "members_count", "ASC", ">")
        }
        OrganizationPageOrder::Name => (format!("search_text{by}"), format!("id{by}"), "CAST(0 AS BIGINT)", "ASC", ">"),
    };
    let mut all: Vec<String> = Vec::new();
    if goes_on {
        all.push(format!("({column}, {id}) {beyond} ($2, $3)"));
    }
    if meant.empty {
        all.push("members_count = 0".to_owned());
    }
    let mut next = if goes_on { 4 } else { 2 };
    for (given, sign) in [(meant.created_since, ">="), (meant.created_before, "<")] {
        if given.is_some() {
            all.push(format!("created_at {sign} ${next}"));
            next += 1;
        }
    }
    let meant = if all.is_empty() { String::new() } else { format!("WHERE {}", all.join(" AND ")) };
    format!("SELECT id, {place} AS place_at FROM organizations {meant} ORDER BY {column} {way}, {id} {way} LIMIT $1")
}

/// A part of all organizations that are meant, in the order in which they can be read: at most so many, from a place on.
pub async fn after(
    store: &Store,
    meant: &OrganizationsMeant,
    order: OrganizationPageOrder,
    place: Option<&Place>,
    limit: i64,
) -> Result<Vec<Place>, StoreError> {
    let order = meant.order(order);
    let mut connection = store.read().await?;
    let name = match (order, place) {
        (OrganizationPageOrder::Name, Some(place)) => match name(&mut connection, &place.id).await? {
            Some(name) => Some(name),
            // It is gone, and nobody knows where it stood.
            None => return Ok(Vec::new()),
        },
        _ => None,
    };
    let mut query = sqlx::query(AssertSqlSafe(sql(store.backend(), order, meant, place.is_some()))).bind(limit);
    if let Some(place) = place {
        query = match name {
            Some(name) => query.bind(name),
            None => query.bind(place.at),
        };
        query = query.bind(&place.id);
    }
    for time in [meant.created_since, meant.created_before].into_iter().flatten() {
        query = query.bind(time);
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

/// A table, the ids in it, and what they are found by.
type By = (&'static str, &'static str, &'static str);

fn question((table, id, column): By, backend: Backend, bounds: &(String, String)) -> (Conditions<'_>, String) {
    let by = by_characters(backend);
    let mut conditions = Conditions::default();
    between(&mut conditions, backend, column, bounds);
    let sql = format!(
        "SELECT {id} AS id FROM {table} {} ORDER BY {column}{by}, {id}{by} {}",
        conditions.clause(),
        conditions.most()
    );
    (conditions, sql)
}

/// The table of domains, whose names are kept as they are compared.
const DOMAINS: &str = "organization_domains";
/// What organizations are found by.
const BY: [By; 3] =
    [("organizations", "id", "search_text"), ("organizations", "id", "slug"), (DOMAINS, "organization_id", "name")];

/// What [`beginning`] asks the database: `$1` and `$2` are the bounds, `$3` is how many at most.
pub fn sql_beginning(backend: Backend) -> [String; 3] {
    let none = (String::new(), String::new());
    BY.map(|by| question(by, backend, &none).1)
}

/// The ids of organizations whose name or slug begins so, or a domain that they have named, which is asked for as it is compared; and
/// whether there may be more. By each of the three at most so many rows are read: several of the domains may be of one organization.
pub async fn beginning(store: &Store, text: &str, domain: &str, rows: i64) -> Result<(Vec<String>, bool), StoreError> {
    let of_text = bounds(text);
    let of_domain = bounds(domain);
    let mut connection = store.read().await?;
    let (mut found, mut seen, mut is_cut) = (Vec::new(), HashSet::new(), false);
    let most = usize::try_from(rows).unwrap_or_default();
    for by in BY {
        let bounds = if by.0 == DOMAINS { &of_domain } else { &of_text };
        let (conditions, sql) = question(by, store.backend(), bounds);
        let read = conditions.ask_first(&mut connection, sql, rows + 1).await?;
        is_cut |= read.len() > most;
        for row in read.iter().take(most) {
            let id: String = row.try_get("id")?;
            if seen.insert(id.clone()) {
                found.push(id);
            }
        }
    }
    Ok((found, is_cut))
}

/// Those of these organizations that are meant, in the order in which they are given.
pub async fn meant_of(store: &Store, meant: &OrganizationsMeant, ids: Vec<String>) -> Result<Vec<String>, StoreError> {
    if ids.is_empty() || *meant == OrganizationsMeant::default() {
        return Ok(ids);
    }
    let sql = format!("SELECT id, created_at, members_count FROM organizations WHERE id IN ({})", places(1, ids.len()));
    let query = ids.iter().fold(sqlx::query(AssertSqlSafe(sql)), |query, id| query.bind(id.as_str()));
    let rows = query.fetch_all(&mut *store.read().await?).await?;
    let mut kept: HashSet<String> = HashSet::new();
    for row in &rows {
        if meant.has(row.try_get("created_at")?, row.try_get("members_count")?) {
            kept.insert(row.try_get("id")?);
        }
    }
    Ok(ids.into_iter().filter(|id| kept.contains(id)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_goes_on_behind_its_place() {
        assert_eq!(
            sql(Backend::Sqlite, OrganizationPageOrder::Members, &OrganizationsMeant::default(), true),
            "SELECT id, members_count AS place_at FROM organizations WHERE (members_count, id) < ($2, $3) \
             ORDER BY members_count DESC, id DESC LIMIT $1"
        );
        let all = OrganizationsMeant::default();
        assert!(!sql(Backend::Postgres, OrganizationPageOrder::Name, &all, false).contains("$2"));
        assert_eq!(
            sql_beginning(Backend::Postgres)[1],
            "SELECT id AS id FROM organizations WHERE slug COLLATE \"C\" >= $1 AND slug COLLATE \"C\" < $2 \
             ORDER BY slug COLLATE \"C\", id COLLATE \"C\" LIMIT $3"
        );
    }

    #[test]
    fn some_are_read_by_when_they_were_made() {
        let meant = OrganizationsMeant { empty: true, created_before: Some(7), ..OrganizationsMeant::default() };
        assert_eq!(
            sql(Backend::Postgres, OrganizationPageOrder::Oldest, &meant, true),
            "SELECT id, created_at AS place_at FROM organizations WHERE (created_at, id) > ($2, $3) AND members_count = 0 \
             AND created_at < $4 ORDER BY created_at ASC, id ASC LIMIT $1"
        );
        let meant = OrganizationsMeant { created_since: Some(5), ..OrganizationsMeant::default() };
        for asked in OrganizationPageOrder::ALL {
            let is_kept = matches!(asked, OrganizationPageOrder::Newest | OrganizationPageOrder::Oldest);
            assert_eq!(meant.order(asked) == asked, is_kept, "{asked:?}");
            assert_eq!(OrganizationsMeant::default().order(asked), asked);
        }
    }

    #[test]
    fn whatever_is_found_is_meant_or_not() {
        let meant = OrganizationsMeant { empty: true, created_since: Some(5), created_before: Some(7) };
        for (created_at, members, is_meant) in [(5, 0, true), (6, 0, true), (4, 0, false), (7, 0, false), (6, 1, false)]
        {
            assert_eq!(meant.has(created_at, members), is_meant, "{created_at} {members}");
        }
        assert!(OrganizationsMeant::default().has(0, 9));
    }
}
