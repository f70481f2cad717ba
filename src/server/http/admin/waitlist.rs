//! Who waits to be let in.

use axum::Form;
use axum::extract::{Path, Query};
use serde::Deserialize;

use super::markup::{Markup, paragraph, tag};
use super::operator::{Answer, Operator, is_id, not_found};
use super::page::{Section, action, badge, button, choice, empty, moment, page, table};
use crate::model::WaitlistStatus;
use crate::server::flows::operators::OperatorRole;
use crate::server::flows::waitlist::{WaitlistEntry, WaitlistQuery};

/// As many are on a page.
const ON_A_PAGE: i64 = 50;

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    status: String,
    from: String,
}

/// The list.
pub async fn list(operator: Operator, Query(asked): Query<Asked>) -> Answer {
    let from = asked.from.parse::<i64>().unwrap_or(0).clamp(0, i64::from(u32::MAX));
    let statuses =
        [WaitlistStatus::Pending, WaitlistStatus::Invited, WaitlistStatus::Completed, WaitlistStatus::Rejected];
    let query = WaitlistQuery {
        query: asked.q.clone(),
        status: statuses.into_iter().find(|status| status.as_str() == asked.status),
        // Who came first comes first.
        descending: false,
        limit: ON_A_PAGE,
        offset: from,
        ..WaitlistQuery::default()
    };
    let (found, total) = operator.app.waitlist().find(&query).await?;
    let may = operator.may(OperatorRole::Support);
    let rows: Vec<Vec<Markup>> = found.iter().map(|entry| row(entry, may)).collect();
    let about = "People put themselves here where the sign-up page shows a waitlist: sign_up.mode = \"waitlist\".";
    let shown = match rows.is_empty() {
        true => empty("Nobody waits.", paragraph(about)),
        false => table("Waitlist", &["Address", "State", "Since", "Actions"], rows),
    };
    let next = (from + ON_A_PAGE < total).then(|| {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("q", &asked.q).append_pair("status", &asked.status);
        query.append_pair("from", &(from + ON_A_PAGE).to_string());
        let to = format!("{}?{}", Section::Waitlist.path(), query.finish());
        tag("p").class("pages").holds(tag("a").class("button").with("href", to).with("rel", "next").holds("Next"))
    });
    let results = tag("div").with("id", "results").with("aria-live", "polite").holds(shown.and(next));
    Ok(page(&operator, Section::Waitlist, "Waitlist", filters(&asked).and(results)))
}

fn row(entry: &WaitlistEntry, may: bool) -> Vec<Markup> {
    let waits = entry.status == WaitlistStatus::Pending;
    let hidden = [("id", entry.id.as_str())];
    let actions = (may && waits).then(|| {
        tag("div").class("actions").holds([
            action("/admin/waitlist/invite", "Invite", "plain", &hidden),
            action("/admin/waitlist/reject", "Turn down", "plain", &hidden),
        ])
    });
    vec![
        tag("span").with("dir", "auto").holds(&entry.email_address),
        badge(if waits { "warning" } else { "neutral" }, entry.status.as_str()),
        moment(entry.created_at),
        actions.into(),
    ]
}

fn filters(asked: &Asked) -> Markup {
    let statuses = [
        ("", "All"),
        ("pending", "Waiting"),
        ("invited", "Invited"),
        ("completed", "Signed up"),
        ("rejected", "Turned down"),
    ];
    let search = tag("div").class("field grows").holds([
        tag("label").with("for", "q").holds("Address or id"),
        tag("input").with("id", "q").with("type", "search").with("name", "q").with("value", &asked.q).alone(),
    ]);
    tag("form")
        .class("filters")
        .with("method", "get")
        .with("action", Section::Waitlist.path())
        .with("data-live", "results")
        .holds([search, choice("status", "status", "State", &statuses, &asked.status), button("Show", "plain")])
}

/// Who.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    id: String,
}

/// Lets someone in, or turns them down.
pub async fn act(operator: Operator, Path(action): Path<String>, Form(typed): Form<Typed>) -> Answer {
    operator.require(OperatorRole::Support)?;
    if !is_id(&typed.id) {
        return Err(not_found());
    }
    let waitlist = operator.app.waitlist();
    let to = Section::Waitlist.path();
    match action.as_str() {
        "invite" => operator.answer("waitlist/invite", waitlist.invite(&typed.id).await, to),
        "reject" => operator.answer("waitlist/reject", waitlist.reject(&typed.id).await, to),
        _ => Err(not_found()),
    }
}
