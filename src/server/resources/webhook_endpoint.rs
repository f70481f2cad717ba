use serde::Serialize;
use utoipa::ToSchema;

use crate::server::crypto::Secret;
use crate::server::flows::webhooks;

/// Who is told what happens. Its secret is shown only when it is made or replaced.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct WebhookEndpoint {
    /// Always `webhook_endpoint`.
    object: &'static str,
    /// `ep_…`
    id: String,
    url: String,
    description: String,
    /// What it is told, such as `user.created`; empty: everything.
    events: Vec<String>,
    /// `whsec_…`: what it verifies with; left out but when it was just made.
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<String>,
    /// Until when the secret before this one signs too.
    former_secret_until: Option<i64>,
    /// Since when nothing has gone through there.
    failing_since: Option<i64>,
    /// Since when it is off.
    disabled_at: Option<i64>,
    /// Why: `failing`, after five days, or `operator`.
    disabled_reason: Option<String>,
    created_at: i64,
    updated_at: i64,
}

impl WebhookEndpoint {
    /// What is shown of one, and the secret that it was just given.
    pub fn of(endpoint: webhooks::WebhookEndpoint, secret: Option<&Secret>) -> Self {
        Self {
            object: "webhook_endpoint",
            id: endpoint.id,
            url: endpoint.url,
            description: endpoint.description,
            events: endpoint.events,
            secret: secret.map(|secret| secret.expose().to_owned()),
            former_secret_until: endpoint.former_secret_until,
            failing_since: endpoint.failing_since,
            disabled_at: endpoint.disabled_at,
            disabled_reason: endpoint.disabled_reason,
            created_at: endpoint.created_at,
            updated_at: endpoint.updated_at,
        }
    }
}

/// One try to tell an endpoint something.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct WebhookAttempt {
    /// Always `webhook_attempt`.
    object: &'static str,
    /// `atmpt_…`
    id: String,
    /// `ep_…`
    endpoint_id: String,
    /// `evt_…`: what the endpoint was given as `svix-id` and `webhook-id`.
    event_id: String,
    event_type: String,
    attempted_at: i64,
    /// In milliseconds.
    duration_ms: i64,
    /// The status of the answer, if there was one.
    status: Option<i64>,
    /// Why it did not go through; null if it did.
    error: Option<String>,
    /// How the answer began: 1 KiB at most.
    response: Option<String>,
}

impl WebhookAttempt {
    /// What is shown of one.
    pub fn of(attempt: webhooks::WebhookAttempt) -> Self {
        Self {
            object: "webhook_attempt",
            id: attempt.id,
            endpoint_id: attempt.endpoint_id,
            event_id: attempt.event_id,
            event_type: attempt.event_type,
            attempted_at: attempt.attempted_at,
            duration_ms: attempt.duration_ms,
            status: attempt.status,
            error: attempt.error,
            response: attempt.response,
        }
    }
}

/// What is sent once more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct WebhookReplay {
    /// Always `webhook_replay`.
    object: &'static str,
    /// `ep_…`
    endpoint_id: String,
    /// How many messages.
    messages: u64,
}

impl WebhookReplay {
    /// So many, to an endpoint.
    pub fn of(endpoint_id: String, messages: u64) -> Self {
        Self { object: "webhook_replay", endpoint_id, messages }
    }
}

/// An example that is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct WebhookExample {
    /// Always `webhook_example`.
    object: &'static str,
    /// `ep_…`
    endpoint_id: String,
    /// `evt_…`: what the endpoint is given as `svix-id` and `webhook-id`.
    event_id: String,
}

impl WebhookExample {
    /// With an id, to an endpoint.
    pub fn of(endpoint_id: String, event_id: String) -> Self {
        Self { object: "webhook_example", endpoint_id, event_id }
    }
}
