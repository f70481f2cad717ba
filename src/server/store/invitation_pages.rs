//! Parts of the list of all invitations to sign up that are found by an index, however many there are.

use super::conditions::{Conditions, Value};
use super::invitations::{COLUMNS, InvitationRow, invitation};
use super::list_indexes::between;
use super::user_pages::{Place, bounds, by_characters};
use super::{Backend, Store, StoreError};
use crate::model::TicketStatus;

/// Only those that stand there.
fn standing(conditions: &mut Conditions<'_>, status: Option<TicketStatus>, now: i64) {
    match status {
        None => {}
        Some(TicketStatus::Accepted) => conditions.add("accepted_at IS NOT NULL"),
        Some(TicketStatus::Revoked) => conditions.add("accepted_at IS NULL AND revoked_at IS NOT NULL"),
        Some(TicketStatus::Expired) => {
            conditions.with("accepted_at IS NULL AND revoked_at IS NULL AND expire_at <= {}", Some(Value::Number(now)));
        }
        Some(TicketStatus::Pending) => {
            conditions.with("accepted_at IS NULL AND revoked_at IS NULL AND expire_at > {}", Some(Value::Number(now)));
        }
    }
}

/// By what those are sorted that stand there: those that wait for an answer, or have waited, by when their time is over, because that
/// is what tells the one from the other.
const fn order(status: Option<TicketStatus>) -> &'static str {
    match status {
        Some(TicketStatus::Pending | TicketStatus::Expired) => "expire_at",
        _ => "created_at",
    }
}

fn question(status: Option<TicketStatus>, place: Option<&Place>, now: i64) -> (Conditions<'_>, String) {
    let column = order(status);
    let mut conditions = Conditions::default();
    let place = place.map(|place| (place.at, place.id.as_str()));
    let place = match status {
        Some(TicketStatus::Expired) => {
            conditions.add("accepted_at IS NULL AND revoked_at IS NULL");
            // That its time is over is said by where one is, so that one bound of the index says both.
            Some(place.filter(|(at, _)| *at <= now).unwrap_or((now.saturating_add(1), "")))
        }
        _ => {
            standing(&mut conditions, status, now);
            place
        }
    };
    if let Some((at, id)) = place {
        conditions.behind((column, "id"), true, Value::Number(at), id);
    }
    let sql = format!(
        "SELECT {COLUMNS} FROM invitations {} ORDER BY {column} DESC, id DESC {}",
        conditions.clause(),
        conditions.most()
    );
    (conditions, sql)
}

/// What [`after`] asks the database: the values are the time, where that matters, the place, and how many at most.
pub fn sql(status: Option<TicketStatus>) -> String {
    question(status, Some(&Place { at: 0, id: String::new() }), 0).1
}

/// A part of the invitations that stand somewhere, or of all of them, from a place on: those from last to first.
pub async fn after(
    store: &Store,
    status: Option<TicketStatus>,
    place: Option<&Place>,
    limit: i64,
    now: i64,
) -> Result<Vec<InvitationRow>, StoreError> {
    let (conditions, sql) = question(status, place, now);
    let rows = conditions.ask_first(&mut *store.read().await?, sql, limit).await?;
    rows.iter().map(invitation).collect()
}

/// Where the part begins that follows an invitation.
pub fn place_of(status: Option<TicketStatus>, row: &InvitationRow) -> Place {
    let at = if order(status) == "expire_at" { row.expire_at } else { row.created_at };
    Place { at, id: row.id.clone() }
}

fn question_beginning(
    backend: Backend,
    status: Option<TicketStatus>,
    bounds: &(String, String),
    now: i64,
) -> (Conditions<'_>, String) {
    let by = by_characters(backend);
    let mut conditions = Conditions::default();
    between(&mut conditions, backend, "normalized", bounds);
    standing(&mut conditions, status, now);
    let sql = format!(
        "SELECT {COLUMNS} FROM invitations {} ORDER BY normalized{by}, id{by} {}",
        conditions.clause(),
        conditions.most()
    );
    (conditions, sql)
}

/// What [`beginning`] asks the database: `$1` and `$2` are the bounds, `$3` is how many at most.
pub fn sql_beginning(backend: Backend) -> String {
    question_beginning(backend, None, &(String::new(), String::new()), 0).1
}

/// At most so many of the invitations that stand somewhere, or of all of them, to addresses that begin so; or the one with this id.
pub async fn beginning(
    store: &Store,
    status: Option<TicketStatus>,
    text: &str,
    limit: i64,
    now: i64,
) -> Result<Vec<InvitationRow>, StoreError> {
    let mut connection = store.read().await?;
    let bounds = bounds(text);
    let (conditions, sql) = match text.starts_with("inv_") {
        true => {
            let mut conditions = Conditions::default();
            conditions.with("id = {}", Some(Value::Text(text)));
            standing(&mut conditions, status, now);
            let sql = format!("SELECT {COLUMNS} FROM invitations {} {}", conditions.clause(), conditions.most());
            (conditions, sql)
        }
        false => question_beginning(store.backend(), status, &bounds, now),
    };
    let rows = conditions.ask_first(&mut connection, sql, limit).await?;
    rows.iter().map(invitation).collect()
}
