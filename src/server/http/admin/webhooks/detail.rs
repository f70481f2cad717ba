use axum::extract::{Path, Query};
use axum::response::Response;
use serde::Deserialize;

use super::super::markup::{Markup, broken, paragraph, tag};
use super::super::operator::{Answer, Instead, Operator, not_found};
use super::super::page::{
    Section, action, alert, badge, button, choice, copied, dangerous, empty, moment, page, part, table,
};
use super::super::typed::{code, wrong};
use super::{Written, fault, find, how_to_verify, path, state};
use crate::server::EventType;
use crate::server::flows::operators::OperatorRole;
use crate::server::flows::webhooks::{WebhookAttempt, WebhookEndpoint, WebhookError};

/// As many tries are on a page.
const ON_A_PAGE: i64 = 50;

/// From when on something is sent once more, in hours; 0 for all that is kept.
pub const SINCE: [(&str, &str); 4] =
    [("1", "The last hour"), ("24", "The last day"), ("168", "The last week"), ("0", "All that is kept")];

/// Which part of the tries.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    from: String,
}

/// One endpoint.
pub async fn show(operator: Operator, Path(id): Path<String>, Query(asked): Query<Asked>) -> Answer {
    let endpoint = find(&operator, &id).await?;
    let from = asked.from.parse::<i64>().unwrap_or(0).clamp(0, i64::from(u32::MAX));
    draw(&operator, &endpoint, &Written::of(&endpoint), None, from).await
}

/// The same with what was typed, and what was wrong with it.
pub(super) async fn draw(
    operator: &Operator,
    endpoint: &WebhookEndpoint,
    written: &Written,
    why: Option<&str>,
    from: i64,
) -> Result<Response, Instead> {
    let webhooks = operator.app.webhooks();
    let read = async {
        let attempts = webhooks.attempts(&endpoint.id, ON_A_PAGE, from).await?;
        Ok::<_, WebhookError>((attempts, webhooks.count_attempts(&endpoint.id).await?))
    };
    let (attempts, total) = match read.await {
        Ok(read) => read,
        Err(error) => return Err(fault(error).err().unwrap_or_else(not_found)),
    };
    let may = operator.may(OperatorRole::Admin);
    let main = Markup::from([
        wrong(why),
        about(endpoint, may),
        tries(endpoint, &attempts, (from, total), may),
        may.then(|| send(endpoint)).into(),
        may.then(|| change(endpoint, written)).into(),
        may.then(|| secret(endpoint)).into(),
        may.then(|| danger(endpoint)).into(),
    ]);
    Ok(page(operator, Section::Webhooks, "Endpoint", main))
}

fn to(endpoint: &WebhookEndpoint, what: &str) -> String {
    format!("{}/{what}", path(&endpoint.id))
}

fn about(endpoint: &WebhookEndpoint, may: bool) -> Markup {
    let told = match endpoint.events.is_empty() {
        true => "Everything".to_owned(),
        false => endpoint.events.join(", "),
    };
    let mut terms = vec![
        ("Address", copied(&endpoint.url)),
        ("Id", copied(&endpoint.id)),
        ("Description", tag("span").with("dir", "auto").holds(&endpoint.description)),
        ("Is told", told.into()),
        ("State", state(endpoint)),
        ("Made", moment(endpoint.created_at)),
    ];
    if let Some(since) = endpoint.failing_since {
        terms.push(("Nothing has gone through since", moment(since)));
    }
    if let Some(at) = endpoint.disabled_at {
        let why = match endpoint.disabled_reason.as_deref() {
            Some("failing") => ", after it had failed for five days",
            _ => ", by an operator",
        };
        terms.push(("Off since", moment(at).and(why)));
    }
    if let Some(until) = endpoint.former_secret_until {
        terms.push(("Its former secret signs too until", moment(until)));
    }
    let terms: Markup =
        terms.into_iter().map(|(name, value)| Markup::from([tag("dt").holds(name), tag("dd").holds(value)])).collect();
    let switch = may.then(|| match endpoint.disabled_at {
        Some(_) => action(&to(endpoint, "enable"), "Switch on", "primary", &[]),
        None => action(&to(endpoint, "disable"), "Switch off", "plain", &[]),
    });
    part("about", "About it", switch, tag("dl").holds(terms))
}

fn tries(endpoint: &WebhookEndpoint, attempts: &[WebhookAttempt], (from, total): (i64, i64), may: bool) -> Markup {
    let may = may && endpoint.disabled_at.is_none();
    let rows: Vec<Vec<Markup>> = attempts
        .iter()
        .map(|attempt| {
            let hidden = [("event_id", attempt.event_id.as_str())];
            let is_good = attempt.error.is_none() && attempt.status.is_some();
            let status = attempt.status.map_or_else(|| "No answer".to_owned(), |status| status.to_string());
            let said = attempt.response.as_deref().filter(|text| !text.is_empty()).map(|text| {
                tag("details").class("numbers").holds([tag("summary").holds("What it answered"), code(text)])
            });
            let error = attempt.error.as_deref().map(|error| tag("span").class("muted about-it").holds(error));
            let again = may.then(|| action(&to(endpoint, "replay"), "Send once more", "plain", &hidden));
            vec![
                moment(attempt.attempted_at),
                tag("code").holds(broken(&attempt.event_type)),
                tag("code").holds(&attempt.event_id),
                badge(if is_good { "success" } else { "danger" }, &status).and(error).and(said),
                format!("{} ms", attempt.duration_ms).into(),
                again.into(),
            ]
        })
        .collect();
    let shown = match rows.is_empty() {
        true => empty("Nothing was sent there yet.", paragraph("What is sent stands here with what came of it.")),
        false => table("Tries", &["When", "Type", "Event", "Answer", "Took", "Actions"], rows),
    };
    let next = (from + ON_A_PAGE < total).then(|| {
        let to = format!("{}?from={}#tries", path(&endpoint.id), from + ON_A_PAGE);
        tag("p").class("pages").holds(tag("a").class("button").with("href", to).with("rel", "next").holds("Older"))
    });
    part("tries", "Tries", (), shown.and(next))
}

fn send(endpoint: &WebhookEndpoint) -> Markup {
    if endpoint.disabled_at.is_some() {
        let text =
            "The endpoint is off: nothing can be sent there. Once it is on again, what it has missed can be sent here.";
        return part("send", "Send something", (), alert("warning", paragraph(text)));
    }
    let types: Vec<(&str, &str)> = EventType::ALL.iter().map(|kind| (kind.as_str(), kind.as_str())).collect();
    let form = |what: &str| tag("form").class("filters").with("method", "post").with("action", to(endpoint, what));
    let example = form("example").holds([
        choice("event_type", "event_type", "Type", &types, "user.created"),
        button("Send an example event", "plain"),
    ]);
    let failed = form("replay_failed").holds([
        choice("since", "since", "What it has not got of", &SINCE, "24"),
        button("Send all that failed", "plain"),
    ]);
    let about = "An example is signed as everything is; its data is {\"object\": \"example\"}. What failed is sent under the same \
                 id as before, with what happened while the endpoint was off.";
    part("send", "Send something", (), paragraph(about).and(example).and(failed))
}

fn change(endpoint: &WebhookEndpoint, written: &Written) -> Markup {
    let form = tag("form").class("stack").with("method", "post").with("action", to(endpoint, "update"));
    part("change", "Change it", (), form.holds(written.fields().and(button("Save the endpoint", "primary"))))
}

fn secret(endpoint: &WebhookEndpoint) -> Markup {
    let forms = tag("div").class("actions").holds([
        action(&to(endpoint, "reveal"), "Show the secret", "plain", &[]),
        action(&to(endpoint, "rotate"), "Make a new secret", "plain", &[]),
    ]);
    let about = "The receiver checks with it that what comes is from here. For a day after a new one is made, both sign. Both ask \
                 you to prove who you are, and stand in the audit log.";
    part("secret", "Its secret", (), paragraph(about).and(how_to_verify()).and(forms))
}

fn danger(endpoint: &WebhookEndpoint) -> Markup {
    let what = "Deletes the endpoint, all that waits for it, and all tries. The service is told nothing any more. This cannot be \
                undone: another endpoint at the same address has another secret.";
    let form = dangerous(&to(endpoint, "delete"), "confirmation", "Delete this endpoint", what, &endpoint.id);
    part("danger", "Danger", (), form)
}
