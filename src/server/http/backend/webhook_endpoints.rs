//! Who is told what happens, and what became of it.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::failure::{Failure, Failures};
use super::input::{Body, Path, Query, check_limit, default_limit};
use crate::model::{ApiError, ErrorCode};
use crate::server::flows;
use crate::server::resources::{DeletedObject, Page, WebhookAttempt, WebhookEndpoint, WebhookExample, WebhookReplay};
use crate::server::vestibule::Vestibule;
use crate::server::{NewWebhookEndpoint, WebhookEndpointUpdate, WebhookError};

/// The routes.
pub fn routes() -> OpenApiRouter<Vestibule> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(get, update, delete))
        .routes(routes!(rotate_secret))
        .routes(routes!(enable))
        .routes(routes!(disable))
        .routes(routes!(attempts))
        .routes(routes!(replay))
        .routes(routes!(send_example))
}

impl From<WebhookError> for Failures {
    fn from(error: WebhookError) -> Self {
        let message = error.to_string();
        let wrong = |param: &str| Failure::of(ErrorCode::FormParamFormatInvalid, param, message.clone()).into();
        let refused = |code: &str| Failure::new(StatusCode::UNPROCESSABLE_ENTITY, code, message.clone()).into();
        match error {
            WebhookError::Url(_) => wrong("url"),
            WebhookError::UnknownEvent(_) => wrong("events"),
            WebhookError::Description => wrong("description"),
            WebhookError::TooMany => refused("webhook_endpoint_quota_exceeded"),
            WebhookError::Disabled => refused("webhook_endpoint_disabled"),
            WebhookError::NoEndpoint | WebhookError::NoEvent => Failure::not_found().into(),
            WebhookError::ForeignKey => {
                tracing::error!(%error, "the secret of an endpoint cannot be read");
                ApiError::new(ErrorCode::InternalError).into()
            }
            WebhookError::Store(error) => flows::Error::from(error).into(),
        }
    }
}

/// List webhook endpoints
///
/// All of them, oldest first: there are at most 100.
#[utoipa::path(
    get, path = "/webhook_endpoints", tag = "Webhook Endpoints", operation_id = "ListWebhookEndpoints",
    responses((status = 200, body = Page<WebhookEndpoint>), (status = "default", body = Failures))
)]
async fn list(State(app): State<Vestibule>) -> Result<Json<Page<WebhookEndpoint>>, Failures> {
    let found = app.webhooks().list().await?;
    let data: Vec<WebhookEndpoint> = found.into_iter().map(|endpoint| WebhookEndpoint::of(endpoint, None)).collect();
    let total_count = i64::try_from(data.len()).unwrap_or(i64::MAX);
    Ok(Json(Page { data, total_count }))
}

/// An endpoint to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewWebhookEndpoint)]
pub(super) struct New {
    /// `https://…`, on the public internet.
    url: String,
    /// One line of at most 256 characters.
    #[serde(default)]
    description: String,
    /// What it is told, such as `user.created`; everything where it is left out or empty.
    #[serde(default)]
    events: Vec<String>,
}

/// Create a webhook endpoint
///
/// It is told what happens from then on. Its secret comes with the answer, and is not shown again.
#[utoipa::path(
    post, path = "/webhook_endpoints", tag = "Webhook Endpoints", operation_id = "CreateWebhookEndpoint",
    request_body = New,
    responses((status = 200, body = WebhookEndpoint), (status = "default", body = Failures))
)]
async fn create(State(app): State<Vestibule>, Body(new): Body<New>) -> Result<Json<WebhookEndpoint>, Failures> {
    let New { url, description, events } = new;
    let (endpoint, secret) = app.webhooks().create(&NewWebhookEndpoint { url, description, events }).await?;
    Ok(Json(WebhookEndpoint::of(endpoint, Some(&secret))))
}

/// Get a webhook endpoint
#[utoipa::path(
    get, path = "/webhook_endpoints/{webhook_endpoint_id}", tag = "Webhook Endpoints",
    operation_id = "GetWebhookEndpoint", params(("webhook_endpoint_id" = String, Path)),
    responses((status = 200, body = WebhookEndpoint), (status = "default", body = Failures))
)]
async fn get(State(app): State<Vestibule>, Path(id): Path<String>) -> Result<Json<WebhookEndpoint>, Failures> {
    Ok(Json(WebhookEndpoint::of(app.webhooks().get(&id).await?, None)))
}

/// What changes about an endpoint; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = WebhookEndpointChange)]
pub(super) struct Change {
    url: Option<String>,
    /// One line of at most 256 characters.
    description: Option<String>,
    /// All of them; empty: everything.
    events: Option<Vec<String>>,
}

/// Update a webhook endpoint
///
/// What waits for it goes to the new address.
#[utoipa::path(
    patch, path = "/webhook_endpoints/{webhook_endpoint_id}", tag = "Webhook Endpoints",
    operation_id = "UpdateWebhookEndpoint", params(("webhook_endpoint_id" = String, Path)),
    request_body = Option<Change>,
    responses((status = 200, body = WebhookEndpoint), (status = "default", body = Failures))
)]
async fn update(
    State(app): State<Vestibule>,
    Path(id): Path<String>,
    Body(change): Body<Change>,
) -> Result<Json<WebhookEndpoint>, Failures> {
    let Change { url, description, events } = change;
    let change = WebhookEndpointUpdate { url, description, events };
    Ok(Json(WebhookEndpoint::of(app.webhooks().update(&id, &change).await?, None)))
}

/// Delete a webhook endpoint
///
/// With all that waits for it, and all tries.
#[utoipa::path(
    delete, path = "/webhook_endpoints/{webhook_endpoint_id}", tag = "Webhook Endpoints",
    operation_id = "DeleteWebhookEndpoint", params(("webhook_endpoint_id" = String, Path)),
    responses((status = 200, body = DeletedObject), (status = "default", body = Failures))
)]
async fn delete(State(app): State<Vestibule>, Path(id): Path<String>) -> Result<Json<DeletedObject>, Failures> {
    app.webhooks().delete(&id).await?;
    Ok(Json(DeletedObject::new("webhook_endpoint", id)))
}

/// Give a webhook endpoint a new secret
///
/// It comes with the answer, and is not shown again. For a day what is sent is signed with both.
#[utoipa::path(
    post, path = "/webhook_endpoints/{webhook_endpoint_id}/rotate_secret", tag = "Webhook Endpoints",
    operation_id = "RotateWebhookEndpointSecret", params(("webhook_endpoint_id" = String, Path)),
    responses((status = 200, body = WebhookEndpoint), (status = "default", body = Failures))
)]
async fn rotate_secret(
    State(app): State<Vestibule>,
    Path(id): Path<String>,
) -> Result<Json<WebhookEndpoint>, Failures> {
    let secret = app.webhooks().rotate_secret(&id).await?;
    Ok(Json(WebhookEndpoint::of(app.webhooks().get(&id).await?, Some(&secret))))
}

/// Switch a webhook endpoint on
///
/// What happened while it was off is not sent by itself: replay it.
#[utoipa::path(
    post, path = "/webhook_endpoints/{webhook_endpoint_id}/enable", tag = "Webhook Endpoints",
    operation_id = "EnableWebhookEndpoint", params(("webhook_endpoint_id" = String, Path)),
    responses((status = 200, body = WebhookEndpoint), (status = "default", body = Failures))
)]
async fn enable(State(app): State<Vestibule>, Path(id): Path<String>) -> Result<Json<WebhookEndpoint>, Failures> {
    Ok(Json(WebhookEndpoint::of(app.webhooks().enable(&id).await?, None)))
}

/// Switch a webhook endpoint off
///
/// It is told nothing, and what waits for it is given up.
#[utoipa::path(
    post, path = "/webhook_endpoints/{webhook_endpoint_id}/disable", tag = "Webhook Endpoints",
    operation_id = "DisableWebhookEndpoint", params(("webhook_endpoint_id" = String, Path)),
    responses((status = 200, body = WebhookEndpoint), (status = "default", body = Failures))
)]
async fn disable(State(app): State<Vestibule>, Path(id): Path<String>) -> Result<Json<WebhookEndpoint>, Failures> {
    Ok(Json(WebhookEndpoint::of(app.webhooks().disable(&id).await?, None)))
}

/// Which tries.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Which {
    /// At most so many.
    #[serde(default = "default_limit")]
    #[param(minimum = 1, maximum = 500)]
    limit: u16,
    /// After so many.
    #[serde(default)]
    #[param(value_type = i64, minimum = 0, maximum = 4_294_967_295_u32)]
    offset: u32,
}

/// List the tries to tell a webhook endpoint something
///
/// Newest first.
#[utoipa::path(
    get, path = "/webhook_endpoints/{webhook_endpoint_id}/attempts", tag = "Webhook Endpoints",
    operation_id = "ListWebhookAttempts", params(("webhook_endpoint_id" = String, Path), Which),
    responses((status = 200, body = Page<WebhookAttempt>), (status = "default", body = Failures))
)]
async fn attempts(
    State(app): State<Vestibule>,
    Path(id): Path<String>,
    Query(which): Query<Which>,
) -> Result<Json<Page<WebhookAttempt>>, Failures> {
    let limit = check_limit(which.limit)?;
    let found = app.webhooks().attempts(&id, limit, i64::from(which.offset)).await?;
    let total_count = app.webhooks().count_attempts(&id).await?;
    Ok(Json(Page { data: found.into_iter().map(WebhookAttempt::of).collect(), total_count }))
}

/// What is to be sent once more: one of the two.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = WebhookReplayRequest)]
pub(super) struct Replay {
    /// `evt_…`: this event, whatever became of it.
    event_id: Option<String>,
    /// Unix milliseconds: all that the endpoint has chosen and has not got since then.
    #[schema(minimum = 0)]
    since: Option<i64>,
}

/// Send a webhook endpoint something once more
///
/// Under the same id as before.
#[utoipa::path(
    post, path = "/webhook_endpoints/{webhook_endpoint_id}/replay", tag = "Webhook Endpoints",
    operation_id = "ReplayWebhooks", params(("webhook_endpoint_id" = String, Path)), request_body = Replay,
    responses((status = 200, body = WebhookReplay), (status = "default", body = Failures))
)]
async fn replay(
    State(app): State<Vestibule>,
    Path(id): Path<String>,
    Body(what): Body<Replay>,
) -> Result<Json<WebhookReplay>, Failures> {
    let messages = match (what.event_id, what.since) {
        (Some(event_id), None) => {
            app.webhooks().replay(&id, &event_id).await?;
            1
        }
        (None, Some(since)) if since < 0 => {
            let message = "since is a time in Unix milliseconds.";
            return Err(Failure::of(ErrorCode::FormParamFormatInvalid, "since", message).into());
        }
        (None, Some(since)) => app.webhooks().replay_since(&id, since).await?,
        (None, None) => {
            let message = "event_id or since must be included.";
            return Err(Failure::of(ErrorCode::FormParamMissing, "event_id", message).into());
        }
        (Some(_), Some(_)) => {
            let message = "since does not go together with event_id.";
            return Err(Failure::of(ErrorCode::FormParamFormatInvalid, "since", message).into());
        }
    };
    Ok(Json(WebhookReplay::of(id, messages)))
}

/// An example to be sent.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = WebhookExampleRequest)]
pub(super) struct Example {
    /// Of which type, such as `user.created`.
    event_type: String,
}

/// Send a webhook endpoint an example
///
/// It is signed as everything is. Its data is as that of an event of this type, of somebody whom there is not: ids in it end with
/// `_example`.
#[utoipa::path(
    post, path = "/webhook_endpoints/{webhook_endpoint_id}/send_example", tag = "Webhook Endpoints",
    operation_id = "SendWebhookExample", params(("webhook_endpoint_id" = String, Path)), request_body = Example,
    responses((status = 200, body = WebhookExample), (status = "default", body = Failures))
)]
async fn send_example(
    State(app): State<Vestibule>,
    Path(id): Path<String>,
    Body(example): Body<Example>,
) -> Result<Json<WebhookExample>, Failures> {
    let sent = app.webhooks().send_example(&id, &example.event_type).await;
    let event_id = sent.map_err(|error| match error {
        WebhookError::UnknownEvent(_) => {
            Failure::of(ErrorCode::FormParamFormatInvalid, "event_type", error.to_string()).into()
        }
        other => Failures::from(other),
    })?;
    Ok(Json(WebhookExample::of(id, event_id)))
}
