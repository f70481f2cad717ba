//! The list of all organizations, as operators and other backends ask for it.

use std::collections::HashMap;

use sqlx::{AssertSqlSafe, Row};

use super::conditions::{Conditions, Value};
use super::search::pattern;
use super::{Connection, StoreError, places, text};

/// Which organizations.
#[derive(Clone, Debug, Default)]
pub struct OrganizationFilter {
    /// Only these.
    pub ids: Vec<String>,
    /// Those to which one of these people belongs.
    pub user_ids: Vec<String>,
    /// In whose name, slug or id this stands, in small letters.
    pub query: String,
}

/// What organizations are sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum OrganizationOrder {
    #[default]
    CreatedAt,
    Name,
    MembersCount,
}

impl OrganizationOrder {
    const fn sql(self) -> &'static str {
        match self {
            Self::CreatedAt => "o.created_at",
            Self::Name => "LOWER(o.name)",
            Self::MembersCount => "(SELECT COUNT(*) FROM organization_memberships c WHERE c.organization_id = o.id)",
        }
    }
}

fn conditions<'a>(filter: &'a OrganizationFilter, pattern: &'a str) -> Conditions<'a> {
    let mut all = Conditions::default();
    all.among("o.id IN ({})", &filter.ids);
    all.among(
        "o.id IN (SELECT m.organization_id FROM organization_memberships m WHERE m.user_id IN ({}))",
        &filter.user_ids,
    );
    all.with(
        "(o.search_text LIKE {} ESCAPE '!' OR o.slug LIKE {} ESCAPE '!' OR LOWER(o.id) LIKE {} ESCAPE '!')",
        (!pattern.is_empty()).then_some(Value::Text(pattern)),
    );
    all
}

fn question<'a>(
    filter: &'a OrganizationFilter,
    pattern: &'a str,
    (order, descending): (OrganizationOrder, bool),
) -> (Conditions<'a>, String) {
    let conditions = conditions(filter, pattern);
    let way = if descending { "DESC" } else { "ASC" };
    // Of many at once it is counted once, and not for each.
    let are_many = filter.ids.is_empty() && filter.user_ids.is_empty();
    let (counted, column) = match order {
        OrganizationOrder::MembersCount if are_many => (
            "LEFT JOIN (SELECT organization_id, COUNT(*) AS people FROM organization_memberships GROUP BY organization_id) c
                 ON c.organization_id = o.id",
            "COALESCE(c.people, 0)",
        ),
        _ => ("", order.sql()),
    };
    let sql = format!(
        "SELECT o.id FROM organizations o {counted} {} ORDER BY {column} {way}, o.id {way} {}",
        conditions.clause(),
        conditions.limit()
    );
    (conditions, sql)
}

/// What [`ids`] asks the database where all organizations are meant: `$1` is how many at most, `$2` how many are before them.
pub fn sql_of_all(order: OrganizationOrder, descending: bool) -> String {
    question(&OrganizationFilter::default(), "", (order, descending)).1
}

/// The ids of a part of the organizations that are meant.
pub async fn ids(
    connection: &mut Connection,
    filter: &OrganizationFilter,
    order: (OrganizationOrder, bool),
    page: (i64, i64),
) -> Result<Vec<String>, StoreError> {
    let pattern = pattern(&filter.query);
    let (conditions, sql) = question(filter, &pattern, order);
    let rows = conditions.ask_page(connection, sql, page).await?;
    rows.iter().map(|row| Ok(row.try_get("id")?)).collect()
}

/// How many organizations are meant.
pub async fn count(connection: &mut Connection, filter: &OrganizationFilter) -> Result<i64, StoreError> {
    let pattern = pattern(&filter.query);
    let conditions = conditions(filter, &pattern);
    let sql = format!("SELECT COUNT(*) AS organizations FROM organizations o {}", conditions.clause());
    let rows = conditions.ask(connection, sql).await?;
    Ok(rows.first().ok_or(StoreError::Row("a count"))?.try_get("organizations")?)
}

/// What the server alone knows of an organization.
#[derive(Clone, Debug)]
pub struct Private {
    /// JSON.
    pub metadata: String,
    /// Who made it.
    pub created_by: Option<String>,
}

/// What the server alone knows of organizations, by their ids.
pub async fn private(connection: &mut Connection, ids: &[&str]) -> Result<HashMap<String, Private>, StoreError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let sql =
        format!("SELECT id, private_metadata, created_by FROM organizations WHERE id IN ({})", places(1, ids.len()));
    let mut query = sqlx::query(AssertSqlSafe(sql));
    for id in ids {
        query = query.bind(*id);
    }
    let rows = query.fetch_all(connection).await?;
    rows.iter()
        .map(|row| {
            let known = Private { metadata: row.try_get("private_metadata")?, created_by: text(row, "created_by")? };
            Ok((row.try_get("id")?, known))
        })
        .collect()
}

/// What the server alone keeps about memberships, as JSON, by their ids.
pub async fn private_of_memberships(
    connection: &mut Connection,
    ids: &[&str],
) -> Result<HashMap<String, String>, StoreError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let sql =
        format!("SELECT id, private_metadata FROM organization_memberships WHERE id IN ({})", places(1, ids.len()));
    let mut query = sqlx::query(AssertSqlSafe(sql));
    for id in ids {
        query = query.bind(*id);
    }
    let rows = query.fetch_all(connection).await?;
    rows.iter().map(|row| Ok((row.try_get("id")?, row.try_get("private_metadata")?))).collect()
}
