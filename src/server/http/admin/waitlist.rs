//! Who waits to be let in.

use axum::Form;
use axum::extract::{Path, Query};
use serde::Deserialize;

use super::markup::{Markup, paragraph, tag};
use super::operator::{Answer, Operator, is_id, not_found};
use super::page::{Section, action, badge, button, choice, empty, moment, page, sure, table};
use super::paging;
use crate::model::WaitlistStatus;
use crate::server::flows::operators::OperatorRole;
use crate::server::flows::waitlist::WaitlistEntry;
use crate::server::flows::waitlist_pages::WaitlistPageQuery;

/// As many are on a page.
const ON_A_PAGE: i64 = 50;
/// Where the buttons of each are sent to.
const INVITE: &str = "/admin/waitlist/invite";
const REJECT: &str = "/admin/waitlist/reject";

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    status: String,
    after: String,
}

/// The list.
pub async fn list(operator: Operator, Query(asked): Query<Asked>) -> Answer {
    let statuses =
        [WaitlistStatus::Pending, WaitlistStatus::Invited, WaitlistStatus::Completed, WaitlistStatus::Rejected];
    let query = WaitlistPageQuery {
        beginning: asked.q.clone(),
        status: statuses.into_iter().find(|status| status.as_str() == asked.status),
        after: paging::place(&asked.after),
        limit: ON_A_PAGE,
    };
    let found = operator.app.waitlist().page(&query).await?;
    let may = operator.may(OperatorRole::Support);
    let rows: Vec<Vec<Markup>> = found.entries.iter().map(|entry| row(entry, may)).collect();
    let about = "People put themselves here where the sign-up page shows a waitlist: sign_up.mode = \"waitlist\".";
    let shown = match rows.is_empty() {
        true if asked.q.is_empty() => empty("Nobody waits.", paragraph(about)),
        true => empty("Nobody is found.", paragraph("A search finds how an address begins.")),
        false => table("Waitlist", &["Address", "State", "Since", "Actions"], rows),
    };
    let kept = [("status", asked.status.as_str())];
    let next = paging::next((Section::Waitlist.path(), ""), "Next", &kept, "after", found.next.as_ref());
    let shown = shown.and(next).and(paging::cut(found.is_cut));
    let results = tag("div").with("id", "results").with("aria-live", "polite").holds(shown);
    Ok(page(&operator, Section::Waitlist, "Waitlist", filters(&asked).and(results)))
}

fn row(entry: &WaitlistEntry, may: bool) -> Vec<Markup> {
    let waits = entry.status == WaitlistStatus::Pending;
    vec![
        tag("span").with("dir", "auto").holds(&entry.email_address),
        badge(if waits { "warning" } else { "neutral" }, entry.status.as_str()),
        moment(entry.created_at),
        may.then(|| actions(entry)).into(),
    ]
}

/// What is done to someone, by where they stand: whoever was turned down may be invited all the same.
fn actions(entry: &WaitlistEntry) -> Markup {
    let hidden = [("id", entry.id.as_str())];
    let invite = || action(INVITE, "Invite", "plain", &hidden);
    let turn_down = |what: &str| sure(REJECT, "Turn down", what, "plain", &hidden);
    match entry.status {
        WaitlistStatus::Pending => invite()
            .and(turn_down("They stay on the list as turned down, and are not told. They can be invited later.")),
        WaitlistStatus::Invited => {
            let what = "Mails them another invitation. The link in the one before is good for nothing from then on.";
            let again = sure(INVITE, "Invite again", what, "plain", &hidden);
            let what = "The link in the mail is good for nothing from then on, and they are not told. They can be invited again.";
            again.and(turn_down(what))
        }
        WaitlistStatus::Rejected => invite(),
        WaitlistStatus::Completed => Markup::default(),
    }
}

fn filters(asked: &Asked) -> Markup {
    let statuses = [
        ("", "All"),
        ("pending", "Waiting"),
        ("invited", "Invited"),
        ("completed", "Signed up"),
        ("rejected", "Turned down"),
    ];
    let search = paging::search("Address begins with, or id", &asked.q);
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
