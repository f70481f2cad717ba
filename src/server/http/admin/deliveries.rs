//! What leaves the building: mails and text messages without what they say, webhooks with every try.

use axum::Form;
use axum::extract::{Path, Query};
use serde::Deserialize;

use super::markup::{Markup, broken, link, paragraph, tag};
use super::operator::{Answer, Operator, is_id, not_found};
use super::page::{Section, action, badge, choice, empty, field, moment, page, part, table};
use crate::model::{ApiError, ErrorCode};
use crate::server::flows;
use crate::server::flows::deliveries::{self, OutboxFilter, OutboxRow};
use crate::server::flows::operators::OperatorRole;
use crate::server::flows::webhooks::{WebhookAttempt, WebhookEndpoint, WebhookError};

/// As many of each list are shown.
const SHOWN: i64 = 50;

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    only: String,
    to: String,
    after: String,
    endpoint: String,
}

impl Asked {
    /// Which messages are meant.
    fn filter(&self) -> OutboxFilter {
        // Numbers are written in many ways, and kept in one. PostgreSQL takes no NUL in a text.
        let typed: String = self.to.chars().filter(|letter| !letter.is_control()).collect();
        let to = match typed.trim().starts_with('+') {
            true => typed.chars().filter(|letter| letter.is_ascii_digit() || *letter == '+').collect(),
            false => typed.trim().to_owned(),
        };
        let after = self.after.split_once('.').filter(|(_, id)| is_id(id));
        OutboxFilter {
            failed: self.only == "failed",
            recipient: Some(to).filter(|to| !to.is_empty()),
            after: after.and_then(|(at, id)| Some((at.parse().ok()?, id.to_owned()))),
        }
    }

    /// Where those stand that are behind one of them.
    fn behind(&self, last: &OutboxRow) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in [("only", &self.only), ("to", &self.to)] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        query.append_pair("after", &format!("{}.{}", last.expire_at, last.id));
        format!("{}?{}", Section::Deliveries.path(), query.finish())
    }
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
    let mut messages = deliveries::outbox(app, &asked.filter(), SHOWN + 1).await?;
    let wanted = usize::try_from(SHOWN).unwrap_or_default();
    let has_more = messages.len() > wanted;
    messages.truncate(wanted);
    let endpoints = app.webhooks().list().await.map_err(told)?;
    let chosen = endpoints.iter().find(|endpoint| endpoint.id == asked.endpoint).or_else(|| endpoints.first());
    let attempts = match chosen {
        Some(endpoint) => app.webhooks().attempts(&endpoint.id, SHOWN, 0).await.map_err(told)?,
        None => Vec::new(),
    };
    let main = Markup::from([
        outbox(&operator, &asked, &messages, has_more),
        webhooks(&operator, &endpoints, chosen, &attempts),
    ]);
    Ok(page(&operator, Section::Deliveries, "Deliveries", main))
}

/// Where a message stands.
fn state(message: &OutboxRow) -> Markup {
    match (message.sent_at, message.failed_at, message.next_attempt_at) {
        (Some(at), ..) => badge("success", "Sent").and(" ").and(moment(at)),
        (None, Some(_), _) if message.last_error.as_deref() == Some("superseded") => badge("neutral", "Withdrawn"),
        (None, Some(at), _) => badge("danger", "Given up").and(" ").and(moment(at)),
        (None, None, Some(at)) => badge("warning", "Waits").and(" until ").and(moment(at)),
        (None, None, None) => badge("neutral", "In the mailbox"),
    }
}

fn outbox(operator: &Operator, asked: &Asked, messages: &[OutboxRow], has_more: bool) -> Markup {
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
                moment(message.created_at),
                if message.channel == "sms" { "Text message".into() } else { "Mail".into() },
                tag("span").with("dir", "auto").holds(&message.recipient),
                state(message),
                message.attempts.into(),
                message.last_error.as_deref().unwrap_or_default().into(),
                (may && is_worth_it).then(|| action(to, "Send once more", "plain", &hidden)).into(),
            ]
        })
        .collect();
    let is_narrowed = !asked.to.is_empty() || !asked.only.is_empty() || !asked.after.is_empty();
    let shown = match rows.is_empty() {
        true if is_narrowed => {
            let about =
                Markup::from("An address or a number is looked for as a whole, and what is older than a day is gone. ");
            let all = link(Section::Deliveries.path(), "All of the last day");
            empty("Nothing of the last day is like that.", paragraph(about.and(all)))
        }
        true => empty("Nothing was sent in the last day.", paragraph("What is sent stands here for a day.")),
        false => {
            table("Mails and text messages", &["Written", "Kind", "To", "State", "Tries", "Error", "Actions"], rows)
        }
    };
    let next = messages.last().filter(|_| has_more).map(|last| {
        let to = asked.behind(last);
        tag("p").class("pages").holds(tag("a").class("button").with("href", to).with("rel", "next").holds("Older"))
    });
    let filter = tag("form").class("filters").with("method", "get").with("action", Section::Deliveries.path()).holds([
        field("to", "to", "To (a whole address or number)", "search", &asked.to),
        choice("only", "only", "Show", &[("", "All"), ("failed", "What was given up")], &asked.only),
        tag("button").class("button").with("type", "submit").holds("Show"),
    ]);
    part("messages", "Mails and text messages", (), filter.and(shown).and(next))
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
        true => {
            let about = "Every try stands here, with what was answered and how long that took. An example can be sent at any time: ";
            let to = link(format!("/admin/webhooks/{}", chosen.id), "To the endpoint");
            empty("Nothing was sent there yet.", paragraph(Markup::from(about).and(to)))
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_looked_for_as_it_is_kept() {
        let to = |typed: &str| Asked { to: typed.into(), ..Asked::default() }.filter().recipient;
        assert_eq!(to(" Ada@Example.com "), Some("Ada@Example.com".into()));
        assert_eq!(to("+49 (151) 23-45"), Some("+491512345".into()));
        assert_eq!((to(""), to(" \0 ")), (None, None));
        let after = |typed: &str| Asked { after: typed.into(), ..Asked::default() }.filter().after;
        assert_eq!(after("17.msg_1"), Some((17, "msg_1".into())));
        for none in ["", "17", "x.msg_1", "1.msg_\0", "1.' OR 1=1"] {
            assert_eq!(after(none), None, "{none}");
        }
    }
}
