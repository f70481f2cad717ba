//! Browsers.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::failure::{Failure, Failures};
use super::input::{Body, ListedPart, Path, Query};
use crate::model::ErrorCode;
use crate::server::flows::sessions::UserSession;
use crate::server::resources::{Client, Listed};
use crate::server::vestibule::Vestibule;

/// The routes.
pub fn routes() -> OpenApiRouter<Vestibule> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(get)).routes(routes!(verify))
}

/// List clients
///
/// Newest first.
#[utoipa::path(
    get, path = "/clients", tag = "Clients", operation_id = "GetClientList", params(ListedPart),
    responses((status = 200, body = Listed<Client>), (status = "default", body = Failures))
)]
async fn list(State(app): State<Vestibule>, Query(part): Query<ListedPart>) -> Result<Json<Listed<Client>>, Failures> {
    let (limit, offset) = part.bounds()?;
    let (found, total_count) = app.sessions().clients(limit, offset).await?;
    Ok(Json(Listed::of(found.into_iter().map(Client::of).collect(), total_count, part.paginated)))
}

/// Get a client
#[utoipa::path(
    get, path = "/clients/{client_id}", tag = "Clients", operation_id = "GetClient",
    params(("client_id" = String, Path)),
    responses((status = 200, body = Client), (status = "default", body = Failures))
)]
async fn get(State(app): State<Vestibule>, Path(id): Path<String>) -> Result<Json<Client>, Failures> {
    let client = app.sessions().client(&id).await?.ok_or_else(Failure::not_found)?;
    Ok(Json(Client::of(client)))
}

/// A session token.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PresentedToken)]
pub(super) struct Presented {
    /// The JWT.
    token: String,
}

/// Verify a client
///
/// Says whose browser a session token is from.
#[utoipa::path(
    post, path = "/clients/verify", tag = "Clients", operation_id = "VerifyClient", request_body = Presented,
    responses((status = 200, body = Client), (status = "default", body = Failures))
)]
async fn verify(State(app): State<Vestibule>, Body(presented): Body<Presented>) -> Result<Json<Client>, Failures> {
    let checked = app.tokens.check(&app, &presented.token, app.clock.now());
    let over = || Failure::of(ErrorCode::FormParamFormatInvalid, "token", "The token is not one of a live session.");
    let verified = checked.map_err(|_| over())?;
    // What the database says counts: another server may have ended it, and not told yet.
    let session = app.sessions().get(&verified.claims.sid).await?.filter(UserSession::is_live).ok_or_else(over)?;
    get(State(app), Path(session.client_id)).await
}
