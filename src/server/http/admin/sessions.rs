//! Who is signed in, and where.

use axum::Form;
use axum::extract::Query;
use serde::Deserialize;

use super::markup::{Markup, paragraph, tag};
use super::operator::{Answer, Instead, Operator, not_found};
use super::page::{Section, button, choice, empty, page, sure, table};
use super::users;
use crate::server::flows::operators::OperatorRole;
use crate::server::flows::sessions::{LiveQuery, UserSession};
use crate::server::flows::user_list::UserQuery;

/// As many are on a page.
const ON_A_PAGE: i64 = 50;
/// Where the button of each is sent to.
const REVOKE: &str = "/admin/sessions/revoke";
/// What it does.
const REVOKES: &str = "They are signed out on that device from the next request on, and what they have not saved there is lost. They can \
                       sign in again.";

/// Which of them, and from where on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    only: String,
    after: String,
}

impl Asked {
    fn is_everything(&self) -> bool {
        self.q.trim().is_empty() && self.only.is_empty()
    }

    /// The page with the sessions behind one.
    fn behind(&self, last: &UserSession) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in [("q", &self.q), ("only", &self.only)] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        query.append_pair("after", &format!("{}.{}", last.created_at, last.id));
        format!("{}?{}", Section::Sessions.path(), query.finish())
    }
}

/// The list.
pub async fn list(operator: Operator, Query(asked): Query<Asked>) -> Answer {
    // PostgreSQL takes no NUL in a text.
    let after = asked.after.split_once('.').filter(|(_, id)| !id.contains('\0'));
    let after = after.and_then(|(at, id)| Some((at.parse::<i64>().ok()?, id)));
    let query = LiveQuery {
        beginning: asked.q.clone(),
        pending: asked.only == "pending",
        acted: asked.only == "acted",
        limit: ON_A_PAGE + 1,
    };
    let mut found = operator.app.sessions().live(&query, after).await?;
    let wanted = usize::try_from(ON_A_PAGE).unwrap_or_default();
    let has_more = found.len() > wanted;
    found.truncate(wanted);
    let shown = table_of(&operator, &asked, &found).await?;
    let next = found.last().filter(|_| has_more).map(|last| {
        let to = asked.behind(last);
        tag("p").class("pages").holds(tag("a").class("button").with("href", to).with("rel", "next").holds("Older"))
    });
    let about = tag("p").class("muted").with("data-refresh", "results").holds("Newest first, as they are now.");
    let results = tag("div").with("id", "results").holds(shown.and(next));
    let main = Markup::from([filters(&asked), about, results]);
    Ok(page(&operator, Section::Sessions, "Sessions", main))
}

/// The form that says which are meant. Where there is a script it is sent as one types.
fn filters(asked: &Asked) -> Markup {
    let search = tag("div").class("field grows").holds([
        tag("label").with("for", "q").holds("How a name, an address or an id of a user begins, or a network address"),
        tag("input")
            .with("id", "q")
            .with("type", "search")
            .with("name", "q")
            .with("value", &asked.q)
            .with("autocomplete", "off")
            .with("maxlength", "100")
            .alone(),
    ]);
    let options = [("", "All"), ("pending", "Held up by a task"), ("acted", "Somebody acts in their place")];
    tag("form")
        .class("filters")
        .with("method", "get")
        .with("action", Section::Sessions.path())
        .with("data-live", "results")
        .holds([search, choice("only", "only", "Show", &options, &asked.only), button("Show", "plain")])
}

async fn table_of(operator: &Operator, asked: &Asked, found: &[UserSession]) -> Result<Markup, Instead> {
    if found.is_empty() {
        return Ok(match asked.is_everything() {
            true => empty(
                "Nobody is signed in.",
                paragraph("A session is here from when somebody signs in until it is over."),
            ),
            false => empty(
                "No session is found.",
                paragraph(
                    "A search finds how a name or an address begins, or the whole network address of a sign-in. What is over is \
                           on the page of its user.",
                ),
            ),
        });
    }
    let mut user_ids: Vec<String> = found.iter().map(|session| session.user_id.clone()).collect();
    user_ids.sort_unstable();
    user_ids.dedup();
    let query = UserQuery { user_ids, limit: ON_A_PAGE, ..UserQuery::default() };
    let people = operator.app.users().list(&query).await?;
    let name = |id: &str| {
        let known = people.iter().find(|account| account.user.id == id);
        known.map_or_else(|| id.to_owned(), |account| account.user.display_name())
    };
    let may = operator.may(OperatorRole::Support);
    let row = |session: &UserSession| {
        let id = &session.user_id;
        let mut cells = vec![tag("a").with("href", users::path(id)).with("dir", "auto").holds(name(id))];
        cells.extend(users::session_cells(session));
        // What has run out is over, and only waits until that is noted.
        let revoke = (may && session.is_live()).then(|| {
            let hidden = [("session_id", session.id.as_str())];
            sure(REVOKE, "Revoke", REVOKES, "danger", &hidden)
        });
        cells.push(revoke.into());
        cells
    };
    let columns = ["User", "Device", "Where", "State", "Last used", "Actions"];
    Ok(table("Sessions", &columns, found.iter().map(row).collect()))
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
