//! Parts of the waitlist that are found by an index, however long it is.

use super::conditions::{Conditions, Value};
use super::list_indexes::between;
use super::user_pages::{Place, bounds, by_characters};
use super::waitlist_entries::{COLUMNS, WaitlistEntryRow, entry};
use super::{Backend, Store, StoreError};
use crate::model::WaitlistStatus;

fn question(status: Option<WaitlistStatus>, place: Option<&Place>) -> (Conditions<'_>, String) {
    let mut conditions = Conditions::default();
    conditions.with("status = {}", status.map(|status| Value::Text(status.as_str())));
    if let Some(place) = place {
        conditions.behind(("created_at", "id"), false, Value::Number(place.at), &place.id);
    }
    let sql = format!(
        "SELECT {COLUMNS} FROM waitlist_entries {} ORDER BY created_at, id {}",
        conditions.clause(),
        conditions.most()
    );
    (conditions, sql)
}

/// What [`after`] asks the database: the values are where they stand, if that matters, the place, and how many at most.
pub fn sql(status: Option<WaitlistStatus>) -> String {
    question(status, Some(&Place { at: 0, id: String::new() })).1
}

/// A part of those who stand somewhere, or of all of them, from a place on: who came first in front.
pub async fn after(
    store: &Store,
    status: Option<WaitlistStatus>,
    place: Option<&Place>,
    limit: i64,
) -> Result<Vec<WaitlistEntryRow>, StoreError> {
    let (conditions, sql) = question(status, place);
    let rows = conditions.ask_first(&mut *store.read().await?, sql, limit).await?;
    rows.iter().map(entry).collect()
}

fn question_beginning(
    backend: Backend,
    status: Option<WaitlistStatus>,
    bounds: &(String, String),
) -> (Conditions<'_>, String) {
    let by = by_characters(backend);
    let mut conditions = Conditions::default();
    between(&mut conditions, backend, "normalized", bounds);
    conditions.with("status = {}", status.map(|status| Value::Text(status.as_str())));
    let sql = format!(
        "SELECT {COLUMNS} FROM waitlist_entries {} ORDER BY normalized{by} {}",
        conditions.clause(),
        conditions.most()
    );
    (conditions, sql)
}

/// What [`beginning`] asks the database: `$1` and `$2` are the bounds, `$3` is how many at most.
pub fn sql_beginning(backend: Backend) -> String {
    question_beginning(backend, None, &(String::new(), String::new())).1
}

/// At most so many of those who stand somewhere, or of all of them, whose address begins so; or the one with this id.
pub async fn beginning(
    store: &Store,
    status: Option<WaitlistStatus>,
    text: &str,
    limit: i64,
) -> Result<Vec<WaitlistEntryRow>, StoreError> {
    let mut connection = store.read().await?;
    let bounds = bounds(text);
    let (conditions, sql) = match text.starts_with("wle_") {
        true => {
            let mut conditions = Conditions::default();
            conditions.with("id = {}", Some(Value::Text(text)));
            conditions.with("status = {}", status.map(|status| Value::Text(status.as_str())));
            let sql = format!("SELECT {COLUMNS} FROM waitlist_entries {} {}", conditions.clause(), conditions.most());
            (conditions, sql)
        }
        false => question_beginning(store.backend(), status, &bounds),
    };
    let rows = conditions.ask_first(&mut connection, sql, limit).await?;
    rows.iter().map(entry).collect()
}
