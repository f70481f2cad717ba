//! Where a user is signed in, and what they belong to.

use super::super::markup::{Markup, link, paragraph, tag};
use super::super::operator::Operator;
use super::super::organizations as organizations_pages;
use super::super::page::{badge, empty, moment, part, sure, table};
use super::detail::{Known, SHOWN, to};
use super::path;
use crate::server::flows::operators::OperatorRole;
use crate::server::flows::sessions::UserSession;

/// A part of a list that is too long for the page.
#[derive(Debug)]
pub struct Listed<T> {
    /// What is shown of it.
    pub shown: Vec<T>,
    /// After how many.
    pub from: i64,
    /// How many there are.
    pub total: i64,
}

impl<T> Listed<T> {
    /// Leads to the parts before and behind this one. `name` is what they are called, and where they stand in page and address.
    fn pages(&self, known: &Known, name: &str) -> Option<Markup> {
        let page = path(&known.account.user.id);
        let to = |from: i64, rel: &str, text: String| {
            tag("a").class("button").with("href", format!("{page}?{name}={from}#{name}")).with("rel", rel).holds(text)
        };
        let before = (self.from > 0).then(|| to((self.from - SHOWN).max(0), "prev", format!("Previous {name}")));
        let next = (self.from + SHOWN < self.total).then(|| to(self.from + SHOWN, "next", format!("More {name}")));
        let last = self.total.min(self.from + SHOWN);
        let about = (last > self.from).then(|| {
            let about = format!("{} to {last} of {}", self.from + 1, self.total);
            tag("span").class("muted").holds(about)
        });
        (before.is_some() || next.is_some())
            .then(|| tag("p").class("pages actions").holds(Markup::from(before).and(next).and(about)))
    }
}

/// Where they are signed in, and were.
pub fn sessions(operator: &Operator, known: &Known) -> Markup {
    let may = operator.may(OperatorRole::Support);
    let listed = &known.sessions;
    // Those that go on come first: behind the first part there may be none of them.
    let are_live = listed.from > 0 || listed.shown.iter().any(UserSession::is_live);
    let all = (may && are_live).then(|| {
        let what = "Ends every session of theirs at once, on every device, and every sign-in that is half way. They may sign in again.";
        sure(&to(known, "revoke_sessions"), "Revoke all", what, "danger", &[])
    });
    let rows: Vec<Vec<Markup>> = listed
        .shown
        .iter()
        .map(|session| {
            let revoke = (may && session.is_live()).then(|| {
                let what = "Signs them out there at once. They may sign in again.";
                sure(&to(known, "revoke_session"), "Revoke", what, "danger", &[("session_id", session.id.as_str())])
            });
            let mut cells = session_cells(session);
            cells.push(revoke.into());
            cells
        })
        .collect();
    let list = match rows.is_empty() {
        true => empty(
            "They have not signed in yet, or it is long ago.",
            paragraph("Where somebody signs in stands here, with the device and the place, and is ended here."),
        ),
        false => table("Sessions and devices", &["Device", "Where", "State", "Last used", "Actions"], rows),
    };
    part("sessions", "Sessions and devices", all, list.and(listed.pages(known, "sessions")))
}

/// A session in the cells of a table: its device, where it is, where it stands, when it was last used.
pub fn session_cells(session: &UserSession) -> Vec<Markup> {
    let at = &session.latest_activity;
    let device = match (&at.browser_name, &at.device_type) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(one), None) | (None, Some(one)) => one.clone(),
        (None, None) => "Unknown".to_owned(),
    };
    let place: Vec<&str> = [&at.city, &at.country, &at.ip_address].into_iter().filter_map(|it| it.as_deref()).collect();
    let kind = if session.is_live() { "success" } else { "neutral" };
    let state = badge(kind, session.status.as_str());
    let state = state.and(session.actor.as_ref().map(|actor| badge("warning", &format!("by {}", actor.sub()))));
    vec![device.into(), place.join(", ").into(), state, moment(session.last_active_at)]
}

/// What they belong to.
pub fn organizations(known: &Known) -> Markup {
    let listed = &known.organizations;
    if listed.total == 0 {
        return Markup::default();
    }
    let rows: Vec<Vec<Markup>> = listed
        .shown
        .iter()
        .map(|membership| {
            let organization = &membership.organization;
            let to = organizations_pages::path(&organization.id);
            vec![
                tag("a").with("href", to).with("dir", "auto").holds(&organization.name),
                membership.role_name.as_str().into(),
                moment(membership.created_at),
                link(
                    organizations_pages::membership_path(&organization.id, &known.account.user.id),
                    "To the membership",
                ),
            ]
        })
        .collect();
    let list = table("Organizations", &["Organization", "Role", "Since", "Actions"], rows);
    part("organizations", "Organizations", (), list.and(listed.pages(known, "organizations")))
}
