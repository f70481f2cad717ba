//! The list of all people, as operators and other backends ask for it.

use sqlx::Row;

use super::conditions::{Conditions, Value};
use super::search::pattern;
use super::{Connection, StoreError};

/// Which people.
#[derive(Clone, Debug, Default)]
pub struct UserFilter {
    /// Only these; everyone where there are none.
    pub ids: Vec<String>,
    /// None of these.
    pub without_ids: Vec<String>,
    /// Who has one of these email addresses, as they are compared.
    pub email_addresses: Vec<String>,
    /// Who has one of these phone numbers, as they are compared.
    pub phone_numbers: Vec<String>,
    /// Who has one of these usernames, as they are compared.
    pub usernames: Vec<String>,
    /// Whom another system calls one of these.
    pub external_ids: Vec<String>,
    /// Who belongs to one of these organizations.
    pub organization_ids: Vec<String>,
    /// In whose name, identifiers or id this stands, in small letters.
    pub query: String,
    /// Who came before that, in Unix milliseconds.
    pub created_before: Option<i64>,
    /// Who came at that time or later.
    pub created_after: Option<i64>,
    /// Who last signed in before that.
    pub signed_in_before: Option<i64>,
    /// Who last signed in at that time or later.
    pub signed_in_after: Option<i64>,
    /// Whose last request came before that.
    pub active_before: Option<i64>,
    /// Whose last request came at that time or later.
    pub active_after: Option<i64>,
    /// Who is banned, or who is not.
    pub banned: Option<bool>,
}

/// What people are sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum UserOrder {
    #[default]
    CreatedAt,
    UpdatedAt,
    LastSignInAt,
    LastActiveAt,
    FirstName,
    LastName,
    EmailAddress,
    PhoneNumber,
    Username,
}

impl UserOrder {
    const fn sql(self) -> &'static str {
        match self {
            Self::CreatedAt => "u.created_at",
            Self::UpdatedAt => "u.updated_at",
            Self::LastSignInAt => "u.last_sign_in_at",
            Self::LastActiveAt => LAST_ACTIVE,
            Self::FirstName => "LOWER(u.first_name)",
            Self::LastName => "LOWER(u.last_name)",
            Self::EmailAddress => "(SELECT i.normalized FROM identifiers i WHERE i.id = u.primary_email_address_id)",
            Self::PhoneNumber => "(SELECT i.normalized FROM identifiers i WHERE i.id = u.primary_phone_number_id)",
            Self::Username => "(SELECT i.normalized FROM identifiers i WHERE i.user_id = u.id AND i.kind = 'username')",
        }
    }

    /// Whether everyone has one: an index is in order only without asking who has none.
    const fn is_everyones(self) -> bool {
        matches!(self, Self::CreatedAt | Self::UpdatedAt)
    }
}

const LAST_ACTIVE: &str = "(SELECT MAX(s.last_active_at) FROM sessions s WHERE s.user_id = u.id AND s.actor IS NULL)";

/// Which part of the list.
#[derive(Clone, Copy, Debug)]
pub struct UserPage {
    /// What it is sorted by.
    pub order: UserOrder,
    /// Whether the last come first.
    pub descending: bool,
    /// At most so many.
    pub limit: i64,
    /// After so many.
    pub offset: i64,
}

fn conditions<'a>(filter: &'a UserFilter, pattern: &'a str) -> Conditions<'a> {
    let mut all = Conditions::default();
    all.among("u.id IN ({})", &filter.ids);
    all.among("u.id NOT IN ({})", &filter.without_ids);
    all.among("u.external_id IN ({})", &filter.external_ids);
    for (kind, values) in [
        ("email_address", &filter.email_addresses),
        ("phone_number", &filter.phone_numbers),
        ("username", &filter.usernames),
    ] {
        let owners =
            format!("u.id IN (SELECT i.user_id FROM identifiers i WHERE i.kind = '{kind}' AND i.normalized IN ({{}}))");
        all.among(&owners, values);
    }
    all.among(
        "u.id IN (SELECT m.user_id FROM organization_memberships m WHERE m.organization_id IN ({}))",
        &filter.organization_ids,
    );
    for (condition, at) in [
        ("u.created_at < {}", filter.created_before),
        ("u.created_at >= {}", filter.created_after),
        ("u.last_sign_in_at < {}", filter.signed_in_before),
        ("u.last_sign_in_at >= {}", filter.signed_in_after),
    ] {
        all.with(condition, at.map(Value::Number));
    }
    all.with(&format!("{LAST_ACTIVE} < {{}}"), filter.active_before.map(Value::Number));
    all.with(&format!("{LAST_ACTIVE} >= {{}}"), filter.active_after.map(Value::Number));
    match filter.banned {
        Some(true) => all.add("u.banned_at IS NOT NULL"),
        Some(false) => all.add("u.banned_at IS NULL"),
        None => {}
    }
    all.with(
        "(u.search_text LIKE {} ESCAPE '!'
             OR LOWER(u.id) LIKE {} ESCAPE '!'
             OR EXISTS (SELECT 1 FROM identifiers i WHERE i.user_id = u.id AND i.normalized LIKE {} ESCAPE '!'))",
        (!pattern.is_empty()).then_some(Value::Text(pattern)),
    );
    all
}

/// The ids of a part of the people who are meant.
pub async fn ids(connection: &mut Connection, filter: &UserFilter, page: UserPage) -> Result<Vec<String>, StoreError> {
    let pattern = pattern(&filter.query);
    let conditions = conditions(filter, &pattern);
    let clause = conditions.clause();
    let (column, way) = (page.order.sql(), if page.descending { "DESC" } else { "ASC" });
    // Whoever has none comes last, on both databases and both ways.
    let absent = if page.order.is_everyones() {
        String::new()
    } else {
        format!("CASE WHEN {column} IS NULL THEN 1 ELSE 0 END, ")
    };
    let sql = format!(
        "SELECT u.id FROM users u {clause} ORDER BY {absent}{column} {way}, u.id {way} {}",
        conditions.limit(),
    );
    let rows = conditions.ask_page(connection, sql, (page.limit, page.offset)).await?;
    rows.iter().map(|row| Ok(row.try_get("id")?)).collect()
}

/// How many people are meant.
pub async fn count(connection: &mut Connection, filter: &UserFilter) -> Result<i64, StoreError> {
    let pattern = pattern(&filter.query);
    let conditions = conditions(filter, &pattern);
    let sql = format!("SELECT COUNT(*) AS people FROM users u {}", conditions.clause());
    let rows = conditions.ask(connection, sql).await?;
    Ok(rows.first().ok_or(StoreError::Row("a count"))?.try_get("people")?)
}
