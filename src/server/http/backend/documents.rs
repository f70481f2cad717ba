//! The keys that verify session tokens, and the document that describes the API.

use std::sync::OnceLock;

use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::failure::Failures;
use super::reference;
use crate::server::vestibule::Vestibule;

/// Where the document is, for everyone.
pub const DOCUMENT: &str = "/v1/openapi.json";

/// The routes for whoever has a key.
pub fn routes() -> OpenApiRouter<Vestibule> {
    OpenApiRouter::new().routes(routes!(jwks))
}

/// The routes for everyone.
pub fn router() -> Router<Vestibule> {
    Router::new().route(DOCUMENT, get(document)).route(reference::PATH, get(reference::page))
}

/// The document, which is made once: whoever asks for it needs no key.
async fn document() -> impl IntoResponse {
    static TEXT: OnceLock<String> = OnceLock::new();
    let text = TEXT.get_or_init(|| super::document().to_json().unwrap_or_default());
    ([(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "public, max-age=300")], text.as_str())
}

/// The keys that verify session tokens
///
/// The same as `/.well-known/jwks.json`, which asks for no key (RFC 7517).
#[utoipa::path(
    get, path = "/jwks", tag = "JWKS", operation_id = "GetJWKS",
    responses((status = 200, body = serde_json::Value), (status = "default", body = Failures))
)]
async fn jwks(State(app): State<Vestibule>) -> impl IntoResponse {
    Json(app.keys.jwks(app.clock.now()))
}
