//! The list of all invitations to sign up, as other backends ask for it.

use sqlx::Row;

use super::conditions::{Conditions, Value};
use super::invitations::{COLUMNS, InvitationRow, invitation};
use super::search::pattern;
use super::{Connection, StoreError};
use crate::model::TicketStatus;

/// Which invitations.
#[derive(Clone, Debug, Default)]
pub struct InvitationFilter {
    /// Those that stand there.
    pub status: Option<TicketStatus>,
    /// Those to an address, or with an id, in which this stands.
    pub query: String,
}

/// What invitations are sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum InvitationOrder {
    #[default]
    CreatedAt,
    EmailAddress,
    ExpiresAt,
}

impl InvitationOrder {
    const fn sql(self) -> &'static str {
        match self {
            Self::CreatedAt => "created_at",
            Self::EmailAddress => "normalized",
            Self::ExpiresAt => "expire_at",
        }
    }
}

fn conditions<'a>(filter: &InvitationFilter, pattern: &'a str, now: i64) -> Conditions<'a> {
    let mut all = Conditions::default();
    match filter.status {
        None => {}
        Some(TicketStatus::Accepted) => all.add("accepted_at IS NOT NULL"),
        Some(TicketStatus::Revoked) => all.add("accepted_at IS NULL AND revoked_at IS NOT NULL"),
        Some(TicketStatus::Expired) => {
            all.with("accepted_at IS NULL AND revoked_at IS NULL AND expire_at <= {}", Some(Value::Number(now)));
        }
        Some(TicketStatus::Pending) => {
            all.with("accepted_at IS NULL AND revoked_at IS NULL AND expire_at > {}", Some(Value::Number(now)));
        }
    }
    all.with(
        "(normalized LIKE {} ESCAPE '!' OR LOWER(id) LIKE {} ESCAPE '!')",
        (!pattern.is_empty()).then_some(Value::Text(pattern)),
    );
    all
}

/// A part of the invitations that are meant.
pub async fn list(
    connection: &mut Connection,
    filter: &InvitationFilter,
    (order, descending): (InvitationOrder, bool),
    page: (i64, i64),
    now: i64,
) -> Result<Vec<InvitationRow>, StoreError> {
    let pattern = pattern(&filter.query);
    let conditions = conditions(filter, &pattern, now);
    let (column, way) = (order.sql(), if descending { "DESC" } else { "ASC" });
    let sql = format!(
        "SELECT {COLUMNS} FROM invitations {} ORDER BY {column} {way}, id {way} {}",
        conditions.clause(),
        conditions.limit()
    );
    let rows = conditions.ask_page(connection, sql, page).await?;
    rows.iter().map(invitation).collect()
}

/// How many invitations are meant.
pub async fn count(connection: &mut Connection, filter: &InvitationFilter, now: i64) -> Result<i64, StoreError> {
    let pattern = pattern(&filter.query);
    let conditions = conditions(filter, &pattern, now);
    let sql = format!("SELECT COUNT(*) AS invitations FROM invitations {}", conditions.clause());
    let rows = conditions.ask(connection, sql).await?;
    Ok(rows.first().ok_or(StoreError::Row("a count"))?.try_get("invitations")?)
}
