//! One try: what is sent, and what comes back.

use std::error::Error as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use http::StatusCode;
use serde::Serialize;

use super::guard::{Guard, Refused};
use crate::server::crypto::SECOND;
use crate::server::store::webhook_messages::ClaimedWebhook;
use crate::webhooks::{EventAttributes, HttpRequest, SigningKey};

/// How long it may take until the answer is there, whole.
pub const PATIENCE: Duration = Duration::from_secs(15);
/// How much of an answer is kept, in bytes.
const KEPT: usize = 1024;
/// How much more of it is read, and how long that may take, so that the connection is good for the next request.
const REST: usize = 16 * 1024;
const REST_PATIENCE: Duration = Duration::from_millis(100);

/// Sends webhooks: it follows no redirect, asks no proxy, and goes only where the guard lets it.
pub fn client(guard: Guard, patience: Duration) -> Result<reqwest::Client, String> {
    reqwest::Client::builder()
        .timeout(patience)
        .connect_timeout(patience.min(Duration::from_secs(5)))
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .dns_resolver(Arc::new(guard))
        .user_agent(concat!("vestibule-webhooks/", env!("CARGO_PKG_VERSION")))
        .build()
        .map_err(|error| error.to_string())
}

/// What stands around the data.
#[derive(Serialize)]
struct Envelope<'a> {
    object: &'static str,
    #[serde(rename = "type")]
    kind: &'a str,
    timestamp: i64,
    event_attributes: EventAttributes,
    instance_id: &'a str,
}

/// What is sent: the same bytes at every try.
pub fn body(message: &ClaimedWebhook, instance_id: &str) -> Result<Vec<u8>, serde_json::Error> {
    let envelope = Envelope {
        object: "event",
        kind: &message.kind,
        timestamp: message.created_at,
        event_attributes: EventAttributes {
            http_request: HttpRequest {
                client_ip: message.client_ip.clone().unwrap_or_default(),
                user_agent: message.user_agent.clone().unwrap_or_default(),
            },
        },
        instance_id,
    };
    // The data are JSON, as they were written when it happened; they are not read again.
    let envelope = serde_json::to_string(&envelope)?;
    Ok(format!("{{\"data\":{},{}", message.data, &envelope[1..]).into_bytes())
}

/// What came of a try.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// The status of the answer.
    pub status: Option<u16>,
    /// What went wrong, without the address: there may be a secret in it.
    pub error: Option<String>,
    /// How the answer began.
    pub response: Option<String>,
    /// How long it took, in milliseconds.
    pub duration_ms: i64,
}

impl Outcome {
    /// One that was not even begun.
    pub fn not_sent(error: impl ToString) -> Self {
        Self { error: Some(error.to_string()), ..Self::default() }
    }

    /// Whether the other side has it.
    pub fn is_delivered(&self) -> bool {
        self.error.is_none()
    }
}

/// Sends it once, signed with all of these keys. `now` in Unix milliseconds.
pub async fn send(
    client: &reqwest::Client,
    guard: &Guard,
    url: &str,
    keys: &[SigningKey],
    (id, body): (&str, Vec<u8>),
    now: i64,
) -> Outcome {
    // Once more: what was allowed when it was written may not be by now.
    let url = match guard.read(url) {
        Ok(url) => url,
        Err(refused) => return Outcome::not_sent(format!("its address {refused}")),
    };
    let timestamp = now / SECOND;
    let signatures: Vec<String> = keys.iter().map(|key| key.sign(id, timestamp, &body)).collect();
    let signatures = signatures.join(" ");
    let mut request = client.post(url).header("content-type", "application/json").body(body);
    for family in ["svix", "webhook"] {
        request = request
            .header(format!("{family}-id"), id)
            .header(format!("{family}-timestamp"), timestamp)
            .header(format!("{family}-signature"), &signatures);
    }
    let began = Instant::now();
    let mut outcome = match request.send().await {
        Ok(answer) => read(answer).await,
        Err(error) => Outcome::not_sent(told(&error)),
    };
    outcome.duration_ms = i64::try_from(began.elapsed().as_millis()).unwrap_or(i64::MAX);
    outcome
}

async fn read(mut answer: reqwest::Response) -> Outcome {
    let status = answer.status();
    let mut head = Vec::new();
    let mut broken = None;
    while head.len() < KEPT {
        match answer.chunk().await {
            Ok(Some(chunk)) => head.extend_from_slice(&chunk[..chunk.len().min(KEPT - head.len())]),
            Ok(None) => break,
            Err(error) => {
                broken = Some(told(&error));
                break;
            }
        }
    }
    if head.len() == KEPT {
        tokio::time::timeout(REST_PATIENCE, read_on(&mut answer)).await.ok();
    }
    let text: String = String::from_utf8_lossy(&head).chars().filter(|c| !c.is_control() || *c == '\n').collect();
    let error = match status {
        // It has said that it has it, whatever it was going to say then.
        status if status.is_success() => None,
        status if status.is_redirection() => Some("it leads elsewhere, which is not followed".to_owned()),
        _ => broken.or_else(|| Some(refusal(status))),
    };
    Outcome { status: Some(status.as_u16()), error, response: Some(text), duration_ms: 0 }
}

/// Reads to the end, if that is not far.
async fn read_on(answer: &mut reqwest::Response) {
    let mut length = 0;
    while length < REST
        && let Ok(Some(chunk)) = answer.chunk().await
    {
        length += chunk.len();
    }
}

fn refusal(status: StatusCode) -> String {
    format!("it answers with status {}", status.as_u16())
}

/// What went wrong, in words of ours.
fn told(error: &reqwest::Error) -> String {
    let mut cause = error.source();
    while let Some(inner) = cause {
        if let Some(refused) = inner.downcast_ref::<Refused>() {
            return format!("its name {refused}");
        }
        cause = inner.source();
    }
    match error {
        error if error.is_timeout() => "no answer in time".into(),
        error if error.is_connect() => "it cannot be reached".into(),
        _ => "the connection broke off".into(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use axum::serve::ListenerExt;

    use super::*;

    #[tokio::test]
    async fn a_connection_is_kept_although_more_is_answered_than_is_kept() {
        const TRIES: usize = 10;
        let socket = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/", socket.local_addr().expect("an address"));
        let connections = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&connections);
        let counting = socket.tap_io(move |_| {
            counted.fetch_add(1, Ordering::Relaxed);
        });
        let answering = axum::Router::new().fallback(|| async { "x".repeat(5_000) });
        let serving = tokio::spawn(async move { axum::serve(counting, answering).await.expect("serves") });
        let guard = Guard::new(true);
        let client = client(guard.clone(), PATIENCE).expect("a client");
        for _ in 0..TRIES {
            let outcome = send(&client, &guard, &url, &[], ("evt_1", Vec::new()), 0).await;
            assert!(outcome.is_delivered() && outcome.response.is_some_and(|text| text.len() == KEPT));
            // Whoever keeps connections is told a little later that one is free: not always in time, where much is done.
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        serving.abort();
        assert!(connections.load(Ordering::Relaxed) < TRIES);
    }

    #[test]
    fn what_is_sent_says_what_happened() {
        let message = ClaimedWebhook {
            event_id: "evt_1".into(),
            kind: "user.created".into(),
            data: r#"{"id":"user_1","b":1,"a":2}"#.into(),
            client_ip: Some("192.0.2.1".into()),
            user_agent: None,
            created_at: 5,
            claims: 1,
            failures: 0,
        };
        let sent = String::from_utf8(body(&message, "ins_1").expect("is JSON")).expect("is text");
        assert_eq!(
            sent,
            r#"{"data":{"id":"user_1","b":1,"a":2},"object":"event","type":"user.created","timestamp":5,"event_attributes":{"http_request":{"client_ip":"192.0.2.1","user_agent":""}},"instance_id":"ins_1"}"#
        );
    }
}
