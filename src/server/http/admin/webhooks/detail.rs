use axum::extract::{Path, Query};
use axum::response::Response;
use serde::Deserialize;

use super::super::markup::{Markup, broken, paragraph, tag};
use super::super::operator::{Answer, Instead, Operator, not_found};
use super::super::page::{
    Section, action, alert, badge, button, choice, copied, dangerous, descriptions, empty, moment, page, part,
    proof_first, sure, table,
};
use super::super::paging;
use super::super::typed::{code, wrong};
use super::{Written, fault, find, how_to_verify, path, state};
use crate::server::EventType;
use crate::server::flows::operators::OperatorRole;
use crate::server::flows::user_pages::Place;
use crate::server::flows::webhooks::{WebhookAttempt, WebhookEndpoint};

/// As many tries are on a page.
const ON_A_PAGE: i64 = 50;

/// From when on something is sent once more, in hours; 0 for all that is kept.
pub const SINCE: [(&str, &str); 4] =
    [("1", "The last hour"), ("24", "The last day"), ("168", "The last week"), ("0", "All that is kept")];

/// What a new secret does.
const ROTATES: &str = "The former secret is good for a day beside the new one, and then no longer: a receiver that has not been given \
                       the new one by then refuses what comes. The former one cannot be had back.";

/// Which part of the tries.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    after: String,
}

/// One endpoint.
pub async fn show(operator: Operator, Path(id): Path<String>, Query(asked): Query<Asked>) -> Answer {
    let endpoint = find(&operator, &id).await?;
    let after = paging::place(&asked.after);
    draw(&operator, &endpoint, &Written::of(&endpoint), None, after.as_ref()).await
}

/// The same with what was typed, and what was wrong with it.
pub(super) async fn draw(
    operator: &Operator,
    endpoint: &WebhookEndpoint,
    written: &Written,
    why: Option<&str>,
    after: Option<&Place>,
) -> Result<Response, Instead> {
    let webhooks = operator.app.webhooks();
    let (attempts, next) = match webhooks.attempts_page(&endpoint.id, after, ON_A_PAGE).await {
        Ok(read) => read,
        Err(error) => return Err(fault(error).err().unwrap_or_else(not_found)),
    };
    let may = operator.may(OperatorRole::Admin);
    let main = Markup::from([
        wrong(why),
        about(endpoint, may),
        tries(endpoint, &attempts, next.as_ref(), may),
        may.then(|| send(endpoint)).into(),
        may.then(|| change(operator, endpoint, written)).into(),
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
    let switch = may.then(|| match endpoint.disabled_at {
        Some(_) => action(&to(endpoint, "enable"), "Switch on", "primary", &[]),
        None => {
            let what = "Nothing is sent there until it is switched on again, and what waits to be sent is given up. What has \
                        happened by then can be sent later, below, as long as it is kept.";
            sure(&to(endpoint, "disable"), "Switch off", what, "plain", &[])
        }
    });
    part("about", "About it", switch, tag("dl").holds(descriptions(terms)))
}

fn tries(endpoint: &WebhookEndpoint, attempts: &[WebhookAttempt], next: Option<&Place>, may: bool) -> Markup {
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
    let next = paging::next((&path(&endpoint.id), "#tries"), "Older", &[], "after", next);
    let list = tag("div").class("fresh").with("id", "tries-list").with("data-refresh", "tries-list");
    part("tries", "Tries", (), list.holds(shown.and(next)))
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
    let about = "An example is signed as everything is and looks as the real thing does, of somebody whom there is not: the ids in it \
                 end with _example. What failed is sent under the same id as before, with what happened while the endpoint was off.";
    part("send", "Send something", (), paragraph(about).and(example).and(failed))
}

fn change(operator: &Operator, endpoint: &WebhookEndpoint, written: &Written) -> Markup {
    let proof = proof_first(operator, &path(&endpoint.id));
    let form = tag("form").class("stack").with("method", "post").with("action", to(endpoint, "update"));
    let form = form.holds(written.fields().and(button("Save the endpoint", "primary")));
    part("change", "Change it", (), Markup::from(proof).and(form))
}

fn secret(endpoint: &WebhookEndpoint) -> Markup {
    let forms = tag("div").class("actions").holds([
        action(&to(endpoint, "reveal"), "Show the secret", "plain", &[]),
        sure(&to(endpoint, "rotate"), "Make a new secret", ROTATES, "plain", &[]),
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
