//! Webhooks: who is told what happens, and what became of it.

mod actions;
mod detail;
mod list;

pub use self::actions::{act, create};
pub use self::detail::show;
pub use self::list::list;

use super::markup::{Markup, paragraph, tag};
use super::operator::{Instead, Operator, is_id, not_found};
use super::page::{Section, badge, field};
use super::typed::{Typed, code, grouped_ticks};
use crate::server::EventType;
use crate::server::delivery::webhooks::Refused;
use crate::server::flows;
use crate::server::flows::webhooks::{WebhookEndpoint, WebhookError};

/// The address of an endpoint's page.
fn path(id: &str) -> String {
    format!("{}/{id}", Section::Webhooks.path())
}

/// What a fault is, and what a person can do something about.
fn fault(error: WebhookError) -> Result<String, Instead> {
    match error {
        WebhookError::NoEndpoint | WebhookError::NoEvent => Err(not_found()),
        WebhookError::Store(error) => Err(flows::Error::from(error).into()),
        other => Ok(other.to_string()),
    }
}

/// What was wrong with what was typed. In development whoever has a receiver on this machine is told how it is reached.
fn refused(operator: &Operator, error: WebhookError) -> Result<String, Instead> {
    let is_here = matches!(&error, WebhookError::Url(Refused::Address(ip)) if ip.to_canonical().is_loopback());
    let why = fault(error)?;
    match is_here && operator.app.settings.is_development() {
        true => Ok(format!("{why}\n{TO_THIS_MACHINE}")),
        false => Ok(why),
    }
}

/// A line each.
const TO_THIS_MACHINE: &str = "In development webhooks may go to this machine itself, once these two lines stand in Leptos.toml and the \
                               server has been started anew:\n[vestibule.webhooks]\nallow_loopback = true";

async fn find(operator: &Operator, id: &str) -> Result<WebhookEndpoint, Instead> {
    if !is_id(id) {
        return Err(not_found());
    }
    let found = operator.app.webhooks().get(id).await;
    found.map_err(|error| fault(error).err().unwrap_or_else(not_found))
}

/// Whether one is on.
fn state(endpoint: &WebhookEndpoint) -> Markup {
    match (&endpoint.disabled_at, endpoint.failing_since) {
        (Some(_), _) => badge("danger", "Off"),
        (None, Some(_)) => badge("warning", "Failing"),
        (None, None) => badge("success", "On"),
    }
}

/// What events are about, in the order in which one may ask for them.
const TOPICS: [&str; 6] = ["Users", "Sessions", "Messages", "Waitlist", "Organizations", "Roles and permissions"];

/// What an event of some type is about.
fn topic_of(kind: &str) -> &'static str {
    match kind.split('.').next() {
        Some("user") => "Users",
        Some("session") => "Sessions",
        Some("email" | "sms") => "Messages",
        Some("waitlistEntry") => "Waitlist",
        Some("role" | "permission") => "Roles and permissions",
        _ => "Organizations",
    }
}

/// What stands in the fields of an endpoint.
#[derive(Default)]
struct Written {
    url: String,
    description: String,
    events: Vec<String>,
}

impl Written {
    fn of(endpoint: &WebhookEndpoint) -> Self {
        Self { url: endpoint.url.clone(), description: endpoint.description.clone(), events: endpoint.events.clone() }
    }

    fn typed(typed: &Typed) -> Self {
        Self {
            url: typed.one("url").to_owned(),
            description: typed.one("description").to_owned(),
            events: typed.list("events"),
        }
    }

    fn fields(&self) -> Markup {
        let of = |topic: &'static str| {
            let types = EventType::ALL.iter().map(|kind| kind.as_str());
            (topic, types.filter(|kind| topic_of(kind) == topic).collect::<Vec<&str>>())
        };
        let is_chosen = |kind: &str| self.events.iter().any(|chosen| chosen == kind);
        Markup::from([
            field("url", "url", "Address: https://…", "url", &self.url),
            field("description", "description", "Description", "text", &self.description),
            grouped_ticks("What it is told: everything, if nothing is ticked", "events", TOPICS.map(of), is_chosen),
            paragraph(
                "Whoever receives it reads all that is known of people and organizations, private metadata included: tick what it \
                 needs.",
            ),
        ])
    }
}

/// How the receiver sees that something is from here, by what it is written in.
fn how_to_verify() -> Markup {
    let rust = "let receiver = vestibule::webhooks::Receiver::new([secret])?;\n\
                let event = receiver.verify(|name| headers.get(name)?.to_str().ok(), &body)?;";
    // What was read as JSON and written again is signed no longer.
    let node = "import { Webhook } from 'svix'; // npm install svix\n\
                const event = new Webhook(secret).verify(body, headers); // the body as it came, before it is read as JSON";
    Markup::from([paragraph("In Rust:"), code(rust), paragraph("In Node:"), code(node)])
}

/// One of the app's services that wants to know.
fn what_for() -> Markup {
    tag("p").holds(
        "A webhook tells another service what happens here, such as that somebody has signed up: an HTTP request for each event, \
         signed, and tried again for a day where it does not go through.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_is_asked_for_once_where_it_is_looked_for() {
        for kind in EventType::ALL.iter().map(|kind| kind.as_str()) {
            let topic = topic_of(kind);
            assert_eq!(TOPICS.iter().filter(|one| **one == topic).count(), 1, "{kind}");
            assert_eq!(topic == "Organizations", kind.starts_with("organization"), "{kind}");
        }
        let html = Written::default().fields().into_string();
        assert_eq!(html.matches("name=\"events\"").count(), EventType::ALL.len(), "{html}");
    }
}
