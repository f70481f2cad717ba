//! Browsers.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::failure::{Failure, Failures};
use super::input::{Body, Path, Query, check_limit, default_limit};
use crate::model::ErrorCode;
use crate::server::resources::{Client, Listed};
use crate::server::vestibule::Vestibule;

/// The routes.
pub fn routes() -> OpenApiRouter<Vestibule> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(get)).routes(routes!(verify))
}

/// Which part of them.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Part {
    /// Whether the list comes with its length; otherwise it is an array.
    #[serde(default)]
    paginated: bool,
    /// At most so many.
    #[serde(default = "default_limit")]
    #[param(minimum = 1, maximum = 500)]
    limit: u16,
    /// After so many.
    #[serde(default)]
    #[param(value_type = i64, minimum = 0, maximum = 4_294_967_295_u32)]
    offset: u32,
}

/// List clients
///
/// Newest first.
#[utoipa::path(
    get, path = "/clients", tag = "Clients", operation_id = "GetClientList", params(Part),
    responses((status = 200, body = Listed<Client>), (status = "default", body = Failures))
)]
async fn list(State(app): State<Vestibule>, Query(part): Query<Part>) -> Result<Json<Listed<Client>>, Failures> {
    let (found, total_count) = app.sessions().clients(check_limit(part.limit)?, i64::from(part.offset)).await?;
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
struct Presented {
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
    let verified = checked.map_err(|_| {
        Failure::of(ErrorCode::FormParamFormatInvalid, "token", "The token is not one of a live session.")
    })?;
    let session = app.sessions().get(&verified.claims.sid).await?.ok_or_else(Failure::not_found)?;
    get(State(app), Path(session.client_id)).await
}
