//! The keys that verify session tokens, and the document that describes the API.

use axum::extract::State;
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::failure::Failures;
use crate::server::vestibule::Vestibule;

/// Where the document is, for everyone.
pub const DOCUMENT: &str = "/v1/openapi.json";

/// The routes for whoever has a key.
pub fn routes() -> OpenApiRouter<Vestibule> {
    OpenApiRouter::new().routes(routes!(jwks))
}

/// The routes for everyone.
pub fn router() -> Router<Vestibule> {
    Router::new().route(DOCUMENT, get(async || Json(super::document())))
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
