//! What an operator does about webhooks by hand. The last line of what is printed is what the next step needs.

use std::path::Path;
use std::process::ExitCode;

use clap::Subcommand;
use vestibule::server::{NewWebhookEndpoint, WebhookAttempt, WebhookEndpoint};

use crate::Failure;
use crate::commands::{Page, with};

#[derive(Subcommand)]
pub enum Webhooks {
    /// Tell another service what happens from now on, and print the secret that it verifies with.
    Create {
        /// Where it is: https://…
        url: String,
        /// What it is told, such as user.created; again for each. Without: everything.
        #[arg(long = "event", value_name = "TYPE")]
        events: Vec<String>,
        /// What you call it.
        #[arg(long, default_value = "")]
        description: String,
    },
    /// List the endpoints, oldest first.
    List,
    /// List the tries to tell an endpoint something, newest first.
    Attempts {
        /// `ep_…`
        id: String,
        #[command(flatten)]
        page: Page,
    },
    /// Send an endpoint one event again, or all that it has not got of late.
    Replay {
        /// `ep_…`
        id: String,
        /// `evt_…`
        #[arg(required_unless_present = "since_hours")]
        event_id: Option<String>,
        /// What it has not got of so many last hours.
        #[arg(long, value_name = "HOURS", conflicts_with = "event_id")]
        #[arg(value_parser = clap::value_parser!(i64).range(1..=24 * 365))]
        since_hours: Option<i64>,
    },
    /// Send an endpoint an example.
    Example {
        /// `ep_…`
        id: String,
        /// Of which type.
        #[arg(long = "event", value_name = "TYPE", default_value = "user.created")]
        event_type: String,
    },
    /// Give an endpoint a new secret, and print it. For a day what is sent is signed with both.
    Rotate {
        /// `ep_…`
        id: String,
    },
    /// Print the secret of an endpoint.
    Secret {
        /// `ep_…`
        id: String,
    },
    /// Switch an endpoint on again.
    Enable {
        /// `ep_…`
        id: String,
    },
    /// Switch an endpoint off: it is told nothing, and what waits for it is given up.
    Disable {
        /// `ep_…`
        id: String,
    },
    /// Delete an endpoint, with all that waits for it and all tries.
    Delete {
        /// `ep_…`
        id: String,
    },
}

pub async fn webhooks(config: &Path, command: Webhooks) -> Result<ExitCode, Failure> {
    with(config, async |vestibule| {
        let webhooks = vestibule.webhooks();
        match command {
            Webhooks::Create { url, events, description } => {
                let (made, secret) = webhooks.create(&NewWebhookEndpoint { url, description, events }).await?;
                println!("{} is told from now on ({}); it verifies with this secret:", made.url, made.id);
                println!("{}", secret.expose());
            }
            Webhooks::List => webhooks.list().await?.iter().for_each(show),
            Webhooks::Attempts { id, page } => {
                webhooks.attempts(&id, page.limit, page.offset).await?.iter().for_each(show_attempt);
            }
            Webhooks::Replay { id, event_id, since_hours } => match (event_id, since_hours) {
                (Some(event_id), _) => {
                    webhooks.replay(&id, &event_id).await?;
                    println!("{event_id} is sent again.");
                }
                (None, hours) => {
                    let since = vestibule.clock().now() - hours.unwrap_or_default() * 3_600_000;
                    println!("{} are sent.", webhooks.replay_since(&id, since).await?);
                }
            },
            Webhooks::Example { id, event_type } => {
                println!("{} is sent.", webhooks.send_example(&id, &event_type).await?);
            }
            Webhooks::Rotate { id } => {
                let secret = webhooks.rotate_secret(&id).await?;
                println!("For a day what {id} is sent is signed with the former secret too. The new one:");
                println!("{}", secret.expose());
            }
            Webhooks::Secret { id } => println!("{}", webhooks.secret(&id).await?.expose()),
            Webhooks::Enable { id } => show(&webhooks.enable(&id).await?),
            Webhooks::Disable { id } => show(&webhooks.disable(&id).await?),
            Webhooks::Delete { id } => {
                webhooks.delete(&id).await?;
                println!("{id} is told nothing any more.");
            }
        }
        Ok(())
    })
    .await
}

fn show(endpoint: &WebhookEndpoint) {
    let state = match (&endpoint.disabled_reason, endpoint.failing_since) {
        (Some(reason), _) => format!("off ({reason})"),
        (None, Some(_)) => "failing".to_owned(),
        (None, None) => "on".to_owned(),
    };
    let events = if endpoint.events.is_empty() { "everything".to_owned() } else { endpoint.events.join(", ") };
    println!("{}  {state:<14} {}  {events}", endpoint.id, endpoint.url);
}

fn show_attempt(attempt: &WebhookAttempt) {
    let status = attempt.status.map_or("-".to_owned(), |status| status.to_string());
    let error = attempt.error.as_deref().unwrap_or("delivered");
    println!(
        "{}  {}  {:<30} {status:>3} {:>6} ms  {error}",
        attempt.attempted_at, attempt.event_id, attempt.event_type, attempt.duration_ms
    );
}
