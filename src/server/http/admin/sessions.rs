//! Who is signed in, and where.

use axum::Form;
use axum::extract::Query;
use serde::Deserialize;

use super::markup::{Markup, paragraph, tag};
use super::operator::{Answer, Operator, not_found};
use super::page::{Section, action, empty, page, table};
use super::users;
use crate::server::flows::operators::OperatorRole;
use crate::server::flows::user_list::UserQuery;

/// As many are on a page.
const ON_A_PAGE: i64 = 50;
/// Where the button of each is sent to.
const REVOKE: &str = "/admin/sessions/revoke";

/// From where on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    after: String,
}

/// The list.
pub async fn list(operator: Operator, Query(asked): Query<Asked>) -> Answer {
    // PostgreSQL takes no NUL in a text.
    let after = asked.after.split_once('.').filter(|(_, id)| !id.contains('\0'));
    let after = after.and_then(|(at, id)| Some((at.parse::<i64>().ok()?, id)));
    let mut found = operator.app.sessions().live(after, ON_A_PAGE + 1).await?;
    let wanted = usize::try_from(ON_A_PAGE).unwrap_or_default();
    let has_more = found.len() > wanted;
    found.truncate(wanted);
    let user_ids: Vec<String> = found.iter().map(|session| session.user_id.clone()).collect();
    let query = UserQuery { user_ids, limit: ON_A_PAGE, ..UserQuery::default() };
    let people = match found.is_empty() {
        true => Vec::new(),
        false => operator.app.users().list(&query).await?,
    };
    let name = |id: &str| {
        let known = people.iter().find(|account| account.user.id == id);
        known.map_or_else(|| id.to_owned(), |account| account.user.display_name())
    };
    let may = operator.may(OperatorRole::Support);
    let rows: Vec<Vec<Markup>> = found
        .iter()
        .map(|session| {
            let id = &session.user_id;
            let mut cells = vec![tag("a").with("href", users::path(id)).with("dir", "auto").holds(name(id))];
            cells.extend(users::session_cells(session));
            let hidden = [("session_id", session.id.as_str())];
            cells.push(may.then(|| action(REVOKE, "Revoke", "plain", &hidden)).into());
            cells
        })
        .collect();
    let shown = match rows.is_empty() {
        true => {
            empty("Nobody is signed in.", paragraph("A session is here from when somebody signs in until it is over."))
        }
        false => table("Sessions", &["User", "Device", "Where", "State", "Last used", "Actions"], rows),
    };
    let next = found.last().filter(|_| has_more).map(|last| {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("after", &format!("{}.{}", last.created_at, last.id));
        let to = format!("{}?{}", Section::Sessions.path(), query.finish());
        tag("p").class("pages").holds(tag("a").class("button").with("href", to).with("rel", "next").holds("Older"))
    });
    let about = tag("p").class("muted").with("data-refresh", "results").holds("Newest first, as they are now.");
    let results = tag("div").with("id", "results").holds(shown.and(next));
    Ok(page(&operator, Section::Sessions, "Sessions", about.and(results)))
}

/// Which one.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    session_id: String,
}

/// Ends a session.
pub async fn revoke(operator: Operator, Form(typed): Form<Typed>) -> Answer {
    operator.require(OperatorRole::Support)?;
    let sessions = operator.app.sessions();
    let session = sessions.get(&typed.session_id).await?.ok_or_else(not_found)?;
    if session.user_id != operator.session.user_id() {
        operator.require_over(OperatorRole::Support, &session.user_id).await?;
    }
    operator.answer("sessions/revoke", sessions.revoke(&session.id).await, Section::Sessions.path())
}
