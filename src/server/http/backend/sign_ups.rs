//! Attempts to sign up.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Deserializer};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::failure::Failures;
use super::input::{Body, Path};
use crate::server::flows;
use crate::server::resources::SignUpAttempt;
use crate::server::vestibule::Vestibule;

/// The routes.
pub fn routes() -> OpenApiRouter<Vestibule> {
    OpenApiRouter::new().routes(routes!(get, update))
}

fn shown(app: &Vestibule, attempt: flows::sign_ups::SignUpAttempt) -> Result<Json<SignUpAttempt>, Failures> {
    let strategy = app.settings.sign_up.email_verification.as_str();
    Ok(Json(SignUpAttempt::of(attempt, strategy).map_err(flows::Error::from)?))
}

/// Get a sign-up
#[utoipa::path(
    get, path = "/sign_ups/{sign_up_id}", tag = "Sign-ups", operation_id = "GetSignUp",
    params(("sign_up_id" = String, Path)),
    responses((status = 200, body = SignUpAttempt), (status = "default", body = Failures))
)]
async fn get(State(app): State<Vestibule>, Path(id): Path<String>) -> Result<Json<SignUpAttempt>, Failures> {
    shown(&app, app.sign_ups().get(&id).await?)
}

/// What changes about a sign-up; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SignUpChange {
    /// What your backend calls its person; null takes it away.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>, max_length = 255)]
    external_id: Option<Option<String>>,
}

/// Something that is there, be it null.
fn given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// Update a sign-up
///
/// One that is under way: its external id goes to the account that comes of it.
#[utoipa::path(
    patch, path = "/sign_ups/{sign_up_id}", tag = "Sign-ups", operation_id = "UpdateSignUp",
    params(("sign_up_id" = String, Path)), request_body = Option<SignUpChange>,
    responses((status = 200, body = SignUpAttempt), (status = "default", body = Failures))
)]
async fn update(
    State(app): State<Vestibule>,
    Path(id): Path<String>,
    Body(change): Body<SignUpChange>,
) -> Result<Json<SignUpAttempt>, Failures> {
    let attempt = match change.external_id {
        Some(external_id) => app.sign_ups().set_external_id(&id, external_id.as_deref()).await?,
        None => app.sign_ups().get(&id).await?,
    };
    shown(&app, attempt)
}
