//! What an operator's own session token would say.

use axum::Form;
use serde_json::{Map, Value};

use super::super::markup::{Markup, paragraph, tag};
use super::super::operator::{Answer, Operator, not_found};
use super::super::page::{alert, part};
use super::super::users::object;
use super::groups;
use super::sheet::{Besides, Refusal, Sheet, show};
use super::typed::Typed;
use crate::server::claims_template::{ClaimsTemplate, Subject};
use crate::server::flows::operators::OperatorRole;

/// The setting.
const CLAIMS: &str = "session_token.claims";

/// The part of the page that shows it: as it is, or as it would be with other claims.
pub fn draw(operator: &Operator, claims: &Map<String, Value>, title: &str) -> Result<Markup, String> {
    let template = ClaimsTemplate::read(claims)?;
    let subject = Subject {
        user: Some(&operator.user),
        session_id: operator.session.session_id(),
        base_url: &operator.app.settings.base_url,
        ..Subject::default()
    };
    let rendered = template.render(subject);
    let too_long = rendered.is_none().then(|| {
        alert("danger", paragraph("They are too long for a cookie: tokens like yours would be without any of them."))
    });
    let mut said = operator.session.session_claims().clone();
    said.custom = rendered.unwrap_or_default();
    let json = serde_json::to_string_pretty(&said).unwrap_or_default();
    let about = tag("p")
        .class("muted")
        .holds("Your own session token. What is not there of you is null, or what stands behind ||.");
    let code = tag("pre")
        .with("tabindex", "0")
        .with("role", "group")
        .with("aria-label", "Claims")
        .holds(tag("code").holds(json));
    Ok(part("preview", title, (), Markup::from(too_long).and(about).and(code)))
}

/// What stands on the page by itself.
pub fn now(operator: &Operator) -> Besides {
    let claims = &operator.app.settings.session_token.claims;
    // They were read when they came into force.
    let after = draw(operator, claims, "Your token now").unwrap_or_default();
    Besides { after, ..Besides::default() }
}

/// Shows it with what was typed, which is not saved.
pub async fn preview(operator: Operator, Form(typed): Form<Vec<(String, String)>>) -> Answer {
    operator.require(OperatorRole::Admin)?;
    let sheet = Sheet::of_group(groups::named("sessions").ok_or_else(not_found)?);
    let typed = Typed::from(typed);
    let read = object(typed.last(CLAIMS).unwrap_or_default());
    match read.and_then(|claims| draw(&operator, &claims, "Your token with these claims, which are not saved yet")) {
        Ok(after) => {
            let tried = Refusal { typed, ..Refusal::default() };
            let besides = Besides { after, ..Besides::default() };
            let mut response = show(&operator, &sheet, Some(&tried), besides).await?;
            *response.status_mut() = axum::http::StatusCode::OK;
            Ok(response)
        }
        Err(why) => {
            let beside = [(CLAIMS.to_owned(), vec![why])].into();
            show(&operator, &sheet, Some(&Refusal { beside, typed, ..Refusal::default() }), now(&operator)).await
        }
    }
}
