//! Who is invited to the app.

use axum::Form;
use axum::extract::Query;
use serde::Deserialize;

use super::markup::{Markup, paragraph, tag};
use super::operator::{Answer, Operator, is_id, not_found};
use super::page::{Section, action, badge, button, choice, empty, field, moment, page, part, table};
use crate::model::TicketStatus;
use crate::server::flows::invitations::{Invitation, InvitationQuery, NewInvitation};
use crate::server::flows::operators::OperatorRole;

/// As many are on a page.
const ON_A_PAGE: i64 = 50;
/// Where the button of each is sent to.
const REVOKE: &str = "/admin/invitations/revoke";

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
    let statuses = [TicketStatus::Pending, TicketStatus::Accepted, TicketStatus::Revoked, TicketStatus::Expired];
    let query = InvitationQuery {
        query: asked.q.clone(),
        status: statuses.into_iter().find(|status| status.as_str() == asked.status),
        limit: ON_A_PAGE,
        offset: from,
        ..InvitationQuery::default()
    };
    let (found, total) = operator.app.invitations().find(&query).await?;
    let may = operator.may(OperatorRole::Support);
    let rows: Vec<Vec<Markup>> = found.iter().map(|invitation| row(invitation, may)).collect();
    let shown = match rows.is_empty() {
        true => {
            empty("No invitation is found.", paragraph("Whoever is invited signs up by a link, without another proof."))
        }
        false => table("Invitations", &["Address", "State", "Made", "Good until", "Actions"], rows),
    };
    let next = (from + ON_A_PAGE < total).then(|| {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("q", &asked.q).append_pair("status", &asked.status);
        query.append_pair("from", &(from + ON_A_PAGE).to_string());
        let to = format!("{}?{}", Section::Invitations.path(), query.finish());
        tag("p").class("pages").holds(tag("a").class("button").with("href", to).with("rel", "next").holds("Next"))
    });
    let results = tag("div").with("id", "results").with("aria-live", "polite").holds(shown.and(next));
    let main = Markup::from([may.then(form).into(), filters(&asked), results]);
    Ok(page(&operator, Section::Invitations, "Invitations", main))
}

fn row(invitation: &Invitation, may: bool) -> Vec<Markup> {
    let waits = invitation.status == TicketStatus::Pending;
    let hidden = [("id", invitation.id.as_str())];
    let kind = if waits { "warning" } else { "neutral" };
    vec![
        tag("span").with("dir", "auto").holds(&invitation.email_address),
        badge(kind, invitation.status.as_str()),
        moment(invitation.created_at),
        moment(invitation.expires_at),
        (may && waits).then(|| action(REVOKE, "Take back", "plain", &hidden)).into(),
    ]
}

fn filters(asked: &Asked) -> Markup {
    let statuses = [
        ("", "All"),
        ("pending", "Waiting"),
        ("accepted", "Accepted"),
        ("revoked", "Taken back"),
        ("expired", "Run out"),
    ];
    let search = tag("div").class("field grows").holds([
        tag("label").with("for", "q").holds("Address or id"),
        tag("input").with("id", "q").with("type", "search").with("name", "q").with("value", &asked.q).alone(),
    ]);
    tag("form")
        .class("filters")
        .with("method", "get")
        .with("action", Section::Invitations.path())
        .with("data-live", "results")
        .holds([search, choice("status", "status", "State", &statuses, &asked.status), button("Show", "plain")])
}

fn form() -> Markup {
    let form = tag("form")
        .class("filters")
        .with("method", "post")
        .with("action", Section::Invitations.path())
        .holds([field("email_address", "email_address", "Email address", "email", ""), button("Invite", "primary")]);
    part("new", "Invite someone", (), form)
}

/// What is typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    email_address: String,
    id: String,
}

/// Invites someone by mail.
pub async fn create(operator: Operator, Form(typed): Form<Typed>) -> Answer {
    operator.require(OperatorRole::Support)?;
    let made = operator.app.invitations().create(&NewInvitation::to(typed.email_address.trim())).await;
    operator.answer("invitations/create", made, Section::Invitations.path())
}

/// Takes an invitation back.
pub async fn revoke(operator: Operator, Form(typed): Form<Typed>) -> Answer {
    operator.require(OperatorRole::Support)?;
    if !is_id(&typed.id) {
        return Err(not_found());
    }
    let revoked = operator.app.invitations().revoke(&typed.id).await;
    operator.answer("invitations/revoke", revoked, Section::Invitations.path())
}
