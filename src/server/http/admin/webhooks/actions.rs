use axum::Form;
use axum::extract::Path;
use axum::response::Response;

use super::super::operator::{Answer, Operator, is_id, not_found};
use super::super::page::Section;
use super::super::typed::{Typed, refusing, shown_once};
use super::detail::{SINCE, draw};
use super::{Written, find, how_to_verify, list, path, refused};
use crate::server::crypto::HOUR;
use crate::server::flows::operators::OperatorRole;
use crate::server::flows::webhooks::{NewWebhookEndpoint, WebhookEndpoint, WebhookEndpointUpdate, WebhookError};

/// Makes an endpoint, and shows its secret.
pub async fn create(operator: Operator, Form(typed): Form<Typed>) -> Answer {
    operator.require(OperatorRole::Admin)?;
    operator.require_proof(Section::Webhooks.path()).await?;
    let written = Written::typed(&typed);
    let Written { url, description, events } = Written::typed(&typed);
    match operator.app.webhooks().create(&NewWebhookEndpoint { url, description, events }).await {
        Ok((endpoint, secret)) => {
            Ok(reveal(&operator, &endpoint, secret.expose(), "It is told what happens from now on."))
        }
        Err(error) => {
            let why = refused(&operator, error)?;
            Ok(refusing(list::draw(&operator, &written, Some(&why)).await?))
        }
    }
}

/// A page with the secret, which whoever is no admin never sees.
fn reveal(operator: &Operator, endpoint: &WebhookEndpoint, secret: &str, what: &str) -> Response {
    let about = format!(
        "{what} With this secret the receiver checks that what comes is from here: keep it there and nowhere else."
    );
    let back = path(&endpoint.id);
    let at = (Section::Webhooks, "The endpoint’s secret");
    shown_once(operator, at, &about, secret, how_to_verify(), (back.as_str(), "To the endpoint"))
}

/// Does something to an endpoint.
pub async fn act(operator: Operator, Path((id, action)): Path<(String, String)>, Form(typed): Form<Typed>) -> Answer {
    operator.require(OperatorRole::Admin)?;
    let endpoint = find(&operator, &id).await?;
    let (id, back) = (endpoint.id.as_str(), path(&endpoint.id));
    let webhooks = operator.app.webhooks();
    // What sends it elsewhere, shows the secret, or takes away what cannot be given back.
    if matches!(action.as_str(), "update" | "reveal" | "rotate" | "delete") {
        operator.require_proof(&back).await?;
    }
    let (form, done) = match action.as_str() {
        "update" => {
            let Written { url, description, events } = Written::typed(&typed);
            let change = WebhookEndpointUpdate { url: Some(url), description: Some(description), events: Some(events) };
            ("webhooks/update", webhooks.update(id, &change).await.map(|_| ()))
        }
        "enable" => ("webhooks/enable", webhooks.enable(id).await.map(|_| ())),
        "disable" => ("webhooks/disable", webhooks.disable(id).await.map(|_| ())),
        "reveal" => match webhooks.secret(id).await {
            Ok(secret) => return Ok(reveal(&operator, &endpoint, secret.expose(), "That you have seen it is noted.")),
            Err(error) => ("webhooks/reveal", Err(error)),
        },
        "rotate" => match webhooks.rotate_secret(id).await {
            Ok(secret) => {
                let what = "For a day what is sent is signed with the former secret as well.";
                return Ok(reveal(&operator, &endpoint, secret.expose(), what));
            }
            Err(error) => ("webhooks/rotate", Err(error)),
        },
        "replay" => {
            let event_id = typed.one("event_id");
            if event_id.is_empty() || !is_id(event_id) {
                return Err(not_found());
            }
            ("webhooks/replay", webhooks.replay(id, event_id).await)
        }
        "replay_failed" => {
            let hours = SINCE.iter().find(|(hours, _)| *hours == typed.one("since"));
            let hours: i64 = hours.and_then(|(hours, _)| hours.parse().ok()).ok_or_else(not_found)?;
            let since = if hours == 0 { 0 } else { operator.app.clock.now() - hours * HOUR };
            ("webhooks/replay_failed", webhooks.replay_since(id, since).await.map(|_| ()))
        }
        "example" => ("webhooks/example", webhooks.send_example(id, typed.one("event_type")).await.map(|_| ())),
        "delete" => {
            if typed.one("confirmation") != id {
                return Ok(operator.unconfirmed("webhooks/delete", &back));
            }
            ("webhooks/delete", webhooks.delete(id).await)
        }
        _ => return Err(not_found()),
    };
    finish(&operator, &endpoint, &typed, form, done).await
}

/// Leads on to where one sees what came of it, or says why nothing did.
async fn finish(
    operator: &Operator,
    endpoint: &WebhookEndpoint,
    typed: &Typed,
    form: &str,
    done: Result<(), WebhookError>,
) -> Answer {
    let back = path(&endpoint.id);
    let Err(error) = done else {
        let to = if form == "webhooks/delete" { Section::Webhooks.path() } else { back.as_str() };
        return operator.answer(form, Ok(()), to);
    };
    let why = refused(operator, error)?;
    let written = match form {
        "webhooks/update" => Written::typed(typed),
        _ => Written::of(endpoint),
    };
    Ok(refusing(draw(operator, endpoint, &written, Some(&why), None).await?))
}
