//! The list of all memberships, as other backends ask for it.

use sqlx::Row;

use super::conditions::{Conditions, Value};
use super::organization_memberships::{MembershipRow, membership, public_user_data};
use super::search::pattern;
use super::{Connection, StoreError};
use crate::model::PublicUserData;

/// Which memberships; identifiers as they are compared.
#[derive(Clone, Debug, Default)]
pub struct MembershipFilter {
    /// Those in this organization; in all of them where it is empty.
    pub organization_id: String,
    /// Those of these people.
    pub user_ids: Vec<String>,
    /// Of whoever has one of these email addresses.
    pub email_addresses: Vec<String>,
    /// Of whoever has one of these phone numbers.
    pub phone_numbers: Vec<String>,
    /// Of whoever has one of these usernames.
    pub usernames: Vec<String>,
    /// Those with one of these roles.
    pub roles: Vec<String>,
    /// Of those in whose name, identifiers or id this stands.
    pub query: String,
    /// Of those in one of whose email addresses this stands.
    pub email_address_query: String,
    /// Of those in one of whose phone numbers this stands.
    pub phone_number_query: String,
    /// Of those in whose username this stands.
    pub username_query: String,
    /// Of those in whose name this stands.
    pub name_query: String,
    /// Of those whose last request came before that, in Unix milliseconds.
    pub active_before: Option<i64>,
    /// Of those whose last request came at that time or later.
    pub active_after: Option<i64>,
    /// Those that began before that.
    pub created_before: Option<i64>,
    /// Those that began at that time or later.
    pub created_after: Option<i64>,
}

/// What memberships are sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum MembershipOrder {
    #[default]
    CreatedAt,
    FirstName,
    LastName,
    EmailAddress,
    PhoneNumber,
    Username,
}

impl MembershipOrder {
    const fn sql(self) -> &'static str {
        match self {
            Self::CreatedAt => "m.created_at",
            Self::FirstName => "LOWER(u.first_name)",
            Self::LastName => "LOWER(u.last_name)",
            Self::EmailAddress => "e.normalized",
            Self::PhoneNumber => "p.normalized",
            Self::Username => "n.normalized",
        }
    }

    /// Whether every membership has one: an index is in order only without asking which has none.
    const fn is_everyones(self) -> bool {
        matches!(self, Self::CreatedAt)
    }
}

const LAST_ACTIVE: &str = "(SELECT MAX(s.last_active_at) FROM sessions s WHERE s.user_id = u.id AND s.actor IS NULL)";

const FROM: &str = "FROM organization_memberships m JOIN users u ON u.id = m.user_id";

const IDENTIFIERS: &str = "
             LEFT JOIN identifiers e ON e.id = u.primary_email_address_id
             LEFT JOIN identifiers p ON p.id = u.primary_phone_number_id
             LEFT JOIN identifiers n ON n.user_id = u.id AND n.kind = 'username'";

/// What is looked for, as patterns, in the order of the filter.
struct Patterns([String; 5]);

impl Patterns {
    fn of(filter: &MembershipFilter) -> Self {
        let all = [
            &filter.query,
            &filter.email_address_query,
            &filter.phone_number_query,
            &filter.username_query,
            &filter.name_query,
        ];
        Self(all.map(|query| pattern(query)))
    }
}

fn conditions<'a>(filter: &'a MembershipFilter, patterns: &'a Patterns) -> Conditions<'a> {
    let mut all = Conditions::default();
    let organization = filter.organization_id.as_str();
    all.with("m.organization_id = {}", (!organization.is_empty()).then_some(Value::Text(organization)));
    all.among("m.user_id IN ({})", &filter.user_ids);
    all.among("m.role IN ({})", &filter.roles);
    for (kind, values) in [
        ("email_address", &filter.email_addresses),
        ("phone_number", &filter.phone_numbers),
        ("username", &filter.usernames),
    ] {
        let owners = format!(
            "m.user_id IN (SELECT i.user_id FROM identifiers i WHERE i.kind = '{kind}' AND i.normalized IN ({{}}))"
        );
        all.among(&owners, values);
    }
    let holds = |kind: &str| {
        format!(
            "EXISTS (SELECT 1 FROM identifiers i WHERE i.user_id = u.id {kind} AND i.normalized LIKE {{}} ESCAPE '!')"
        )
    };
    let anything = format!("(u.search_text LIKE {{}} ESCAPE '!' OR LOWER(u.id) LIKE {{}} ESCAPE '!' OR {})", holds(""));
    let [query, email_address, phone_number, username, name] = &patterns.0;
    for (condition, pattern) in [
        (anything, query),
        (holds("AND i.kind = 'email_address'"), email_address),
        (holds("AND i.kind = 'phone_number'"), phone_number),
        (holds("AND i.kind = 'username'"), username),
        ("u.search_text LIKE {} ESCAPE '!'".to_owned(), name),
    ] {
        all.with(&condition, (!pattern.is_empty()).then_some(Value::Text(pattern)));
    }
    all.with("m.created_at < {}", filter.created_before.map(Value::Number));
    all.with("m.created_at >= {}", filter.created_after.map(Value::Number));
    all.with(&format!("{LAST_ACTIVE} < {{}}"), filter.active_before.map(Value::Number));
    all.with(&format!("{LAST_ACTIVE} >= {{}}"), filter.active_after.map(Value::Number));
    all
}

fn sql(conditions: &Conditions<'_>, (order, descending): (MembershipOrder, bool)) -> String {
    let (column, way) = (order.sql(), if descending { "DESC" } else { "ASC" });
    // Who has none comes last, on both databases and both ways.
    let absent = match order.is_everyones() {
        true => String::new(),
        false => format!("CASE WHEN {column} IS NULL THEN 1 ELSE 0 END, "),
    };
    format!(
        "SELECT m.id, m.organization_id, m.user_id, m.role, m.public_metadata, m.private_metadata, m.created_at, m.updated_at,
             u.first_name, u.last_name, u.image_id, COALESCE(e.value, p.value, n.value, '') AS identifier
         {FROM} {IDENTIFIERS} {} ORDER BY {absent}{column} {way}, m.id {way} {}",
        conditions.clause(),
        conditions.limit()
    )
}

/// What the database is asked by [`list`] for memberships in their own order: of all organizations, or of one.
pub fn sql_in_order(of_one: bool, descending: bool) -> String {
    let mut all = Conditions::default();
    all.with("m.organization_id = {}", of_one.then_some(Value::Text("")));
    sql(&all, (MembershipOrder::CreatedAt, descending))
}

/// A part of the memberships that are meant, and whose they are.
pub async fn list(
    connection: &mut Connection,
    filter: &MembershipFilter,
    order: (MembershipOrder, bool),
    page: (i64, i64),
) -> Result<Vec<(MembershipRow, PublicUserData)>, StoreError> {
    let patterns = Patterns::of(filter);
    let conditions = conditions(filter, &patterns);
    let sql = sql(&conditions, order);
    let rows = conditions.ask_page(connection, sql, page).await?;
    rows.iter().map(|row| Ok((membership(row)?, public_user_data(row)?))).collect()
}

/// How many memberships are meant.
pub async fn count(connection: &mut Connection, filter: &MembershipFilter) -> Result<i64, StoreError> {
    let patterns = Patterns::of(filter);
    let conditions = conditions(filter, &patterns);
    let sql = format!("SELECT COUNT(*) AS memberships {FROM} {}", conditions.clause());
    let rows = conditions.ask(connection, sql).await?;
    Ok(rows.first().ok_or(StoreError::Row("a count"))?.try_get("memberships")?)
}
