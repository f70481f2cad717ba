//! Who is invited to the app.

use axum::Form;
use axum::extract::Query;
use serde::Deserialize;

use super::markup::{Markup, paragraph, tag};
use super::operator::{Answer, Operator, is_id, not_found, refusal};
use super::page::{Section, badge, button, choice, empty, field, mistakes, moment, page, part, sure, table};
use super::paging;
use super::typed::refusing;
use crate::model::{ApiErrors, TicketStatus};
use crate::server::flows::invitation_pages::InvitationPageQuery;
use crate::server::flows::invitations::{Invitation, NewInvitation};
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
    after: String,
}

/// The list.
pub async fn list(operator: Operator, Query(asked): Query<Asked>) -> Answer {
    draw(&operator, &asked, "", None).await
}

/// The same with the address that is typed, and what is wrong with it.
async fn draw(operator: &Operator, asked: &Asked, typed: &str, wrong: Option<&ApiErrors>) -> Answer {
    let statuses = [TicketStatus::Pending, TicketStatus::Accepted, TicketStatus::Revoked, TicketStatus::Expired];
    let query = InvitationPageQuery {
        beginning: asked.q.clone(),
        status: statuses.into_iter().find(|status| status.as_str() == asked.status),
        after: paging::place(&asked.after),
        limit: ON_A_PAGE,
    };
    let found = operator.app.invitations().page(&query).await?;
    let may = operator.may(OperatorRole::Support);
    let rows: Vec<Vec<Markup>> = found.invitations.iter().map(|invitation| row(invitation, may)).collect();
    let shown = match rows.is_empty() {
        true => {
            empty("No invitation is found.", paragraph("Whoever is invited signs up by a link, without another proof."))
        }
        false => table("Invitations", &["Address", "State", "Made", "Good until", "Actions"], rows),
    };
    let kept = [("status", asked.status.as_str())];
    let next = paging::next((Section::Invitations.path(), ""), "Next", &kept, "after", found.next.as_ref());
    let shown = shown.and(next).and(paging::cut(found.is_cut));
    let results = tag("div").with("id", "results").with("aria-live", "polite").holds(shown);
    let form = may.then(|| form(typed));
    let main = Markup::from([wrong.map(mistakes).into(), form.into(), filters(asked), results]);
    Ok(page(operator, Section::Invitations, "Invitations", main))
}

fn row(invitation: &Invitation, may: bool) -> Vec<Markup> {
    let waits = invitation.status == TicketStatus::Pending;
    let hidden = [("id", invitation.id.as_str())];
    let kind = if waits { "warning" } else { "neutral" };
    let take_back = (may && waits).then(|| {
        let what =
            "The link in the mail is good for nothing from then on. They are not told, and can be invited again.";
        sure(REVOKE, "Take back", what, "plain", &hidden)
    });
    vec![
        tag("span").with("dir", "auto").holds(&invitation.email_address),
        badge(kind, invitation.status.as_str()),
        moment(invitation.created_at),
        moment(invitation.expires_at),
        take_back.into(),
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
    let search = paging::search("Address begins with, or id", &asked.q);
    tag("form")
        .class("filters")
        .with("method", "get")
        .with("action", Section::Invitations.path())
        .with("data-live", "results")
        .holds([search, choice("status", "status", "State", &statuses, &asked.status), button("Show", "plain")])
}

fn form(typed: &str) -> Markup {
    let form = tag("form")
        .class("filters")
        .with("method", "post")
        .with("action", Section::Invitations.path())
        .holds([field("email_address", "email_address", "Email address", "email", typed), button("Invite", "primary")]);
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
    match operator.app.invitations().create(&NewInvitation::to(typed.email_address.trim())).await {
        Ok(_) => operator.answer("invitations/create", Ok(()), Section::Invitations.path()),
        Err(error) => {
            let wrong = refusal(error)?;
            Ok(refusing(draw(&operator, &Asked::default(), &typed.email_address, Some(&wrong)).await?))
        }
    }
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
