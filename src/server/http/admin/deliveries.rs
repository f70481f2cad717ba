//! What leaves the building: mails and text messages without what they say, webhooks with every try.

use axum::Form;
use axum::extract::{Path, Query};
use serde::Deserialize;

use super::markup::{Markup, broken, link, paragraph, tag};
use super::operator::{Answer, Operator, is_id, not_found};
use super::page::{Section, action, badge, choice, empty, moment, page, part, table};
use crate::model::{ApiError, ErrorCode};
use crate::server::flows;
use crate::server::flows::deliveries::{self, OutboxRow};
use crate::server::flows::operators::OperatorRole;
use crate::server::flows::webhooks::{WebhookAttempt, WebhookEndpoint, WebhookError};

/// As many of each list are shown.
const SHOWN: i64 = 50;

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    only: String,
    endpoint: String,
}

/// What a person is told of what went wrong.
fn told(error: WebhookError) -> flows::Error {
    match error {
        WebhookError::Store(error) => error.into(),
        WebhookError::Disabled => ApiError::new(ErrorCode::ActionNotAllowed).into(),
        _ => ApiError::new(ErrorCode::ResourceNotFound).into(),
    }
}

/// The page.
pub async fn show(operator: Operator, Query(asked): Query<Asked>) -> Answer {
    let app = &operator.app;
    let messages = deliveries::outbox(app, asked.only == "failed", SHOWN).await?;
    let endpoints = app.webhooks().list().await.map_err(told)?;
    let chosen = endpoints.iter().find(|endpoint| endpoint.id == asked.endpoint).or_else(|| endpoints.first());
    let attempts = match chosen {
        Some(endpoint) => app.webhooks().attempts(&endpoint.id, SHOWN, 0).await.map_err(told)?,
        None => Vec::new(),
    };
    let main = Markup::from([outbox(&operator, &asked, &messages), webhooks(&operator, &endpoints, chosen, &attempts)]);
    Ok(page(&operator, Section::Deliveries, "Deliveries", main))
}

/// Where a message stands.
fn state(message: &OutboxRow) -> Markup {
    match (message.sent_at, message.failed_at, message.next_attempt_at) {
        (Some(at), ..) => badge("success", "Sent").and(" ").and(moment(at)),
        (None, Some(_), _) if message.last_error.as_deref() == Some("superseded") => badge("neutral", "Replaced"),
        (None, Some(at), _) => badge("danger", "Given up").and(" ").and(moment(at)),
        (None, None, Some(at)) => badge("warning", "Waits").and(" until ").and(moment(at)),
        (None, None, None) => badge("neutral", "In the mailbox"),
    }
}

fn outbox(operator: &Operator, asked: &Asked, messages: &[OutboxRow]) -> Markup {
    let now = operator.app.clock.now();
    let may = operator.may(OperatorRole::Support);
    let rows: Vec<Vec<Markup>> = messages
        .iter()
        .map(|message| {
            let is_worth_it = message.failed_at.is_some()
                && message.last_error.as_deref() != Some("superseded")
                && message.send_until.is_some_and(|until| until > now);
            let hidden = [("id", message.id.as_str())];
            let to = "/admin/deliveries/message";
            vec![
                if message.channel == "sms" { "Text message".into() } else { "Mail".into() },
                tag("span").with("dir", "auto").holds(&message.recipient),
                state(message),
                message.attempts.into(),
                message.last_error.as_deref().unwrap_or_default().into(),
                (may && is_worth_it).then(|| action(to, "Send once more", "plain", &hidden)).into(),
            ]
        })
        .collect();
    let shown = match rows.is_empty() {
        true => empty("Nothing was sent in the last day.", paragraph("What is sent stands here for a day.")),
        false => table("Mails and text messages", &["Kind", "To", "State", "Tries", "Error", "Actions"], rows),
    };
    let filter = tag("form").class("filters").with("method", "get").with("action", Section::Deliveries.path()).holds([
        choice("only", "only", "Show", &[("", "All"), ("failed", "What was given up")], &asked.only),
        tag("button").class("button").with("type", "submit").holds("Show"),
    ]);
    part("messages", "Mails and text messages", (), filter.and(shown))
}

fn webhooks(
    operator: &Operator,
    endpoints: &[WebhookEndpoint],
    chosen: Option<&WebhookEndpoint>,
    attempts: &[WebhookAttempt],
) -> Markup {
    let Some(chosen) = chosen else {
        let how = paragraph(Markup::from("Make one among the ").and(link("/admin/webhooks", "webhooks")).and("."));
        return part("webhooks", "Webhooks", (), empty("No service is told what happens here yet.", how));
    };
    let entries = endpoints
        .iter()
        .map(|endpoint| {
            let to = format!("{}?endpoint={}#webhooks", Section::Deliveries.path(), endpoint.id);
            let state = match (&endpoint.disabled_at, endpoint.failing_since) {
                (Some(_), _) => badge("danger", "Off"),
                (None, Some(_)) => badge("warning", "Failing"),
                (None, None) => badge("success", "On"),
            };
            let name = link(to, endpoint.url.as_str());
            vec![name, endpoint.description.as_str().into(), state, moment(endpoint.created_at)]
        })
        .collect();
    let list = table("Webhook endpoints", &["Endpoint", "Description", "State", "Made"], entries);
    let may = operator.may(OperatorRole::Admin);
    let rows: Vec<Vec<Markup>> = attempts
        .iter()
        .map(|attempt| {
            let hidden = [("id", chosen.id.as_str()), ("event_id", attempt.event_id.as_str())];
            let answered = match (attempt.status, &attempt.error) {
                (Some(status), _) if (200..300).contains(&status) => badge("success", &status.to_string()),
                (Some(status), _) => badge("danger", &status.to_string()),
                (None, Some(error)) => badge("danger", error),
                (None, None) => badge("danger", "No answer"),
            };
            vec![
                moment(attempt.attempted_at),
                tag("code").holds(broken(&attempt.event_type)),
                tag("code").holds(&attempt.event_id),
                answered,
                format!("{} ms", attempt.duration_ms).into(),
                may.then(|| action("/admin/deliveries/webhook", "Send once more", "plain", &hidden)).into(),
            ]
        })
        .collect();
    let tries = match rows.is_empty() {
        true => empty("Nothing was sent there yet.", ()),
        false => table("Tries", &["When", "Type", "Event", "Answer", "Took", "Actions"], rows),
    };
    part("webhooks", "Webhooks", (), list.and(tag("h3").holds(Markup::from("Tries at ").and(&chosen.url))).and(tries))
}

/// What is sent once more.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    id: String,
    event_id: String,
}

/// Sends something once more.
pub async fn replay(operator: Operator, Path(kind): Path<String>, Form(typed): Form<Typed>) -> Answer {
    operator.require(OperatorRole::Support)?;
    if !is_id(&typed.id) || !is_id(&typed.event_id) {
        return Err(not_found());
    }
    let to = Section::Deliveries.path();
    match kind.as_str() {
        "message" => operator.answer("deliveries/replay", deliveries::try_again(&operator.app, &typed.id).await, to),
        "webhook" => {
            operator.require(OperatorRole::Admin)?;
            let replayed = operator.app.webhooks().replay(&typed.id, &typed.event_id).await.map_err(told);
            operator.answer("deliveries/replay", replayed, to)
        }
        _ => Err(not_found()),
    }
}
