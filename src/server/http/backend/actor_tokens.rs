//! Tickets with which somebody signs in in a user's place.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::failure::{Failure, Failures};
use super::input::{Body, Path};
use crate::model::ErrorCode;
use crate::server::flows::actor_tokens::{self, actor_of};
use crate::server::resources::ActorToken;
use crate::server::vestibule::Vestibule;

/// The routes.
pub fn routes() -> OpenApiRouter<Vestibule> {
    OpenApiRouter::new().routes(routes!(create)).routes(routes!(revoke))
}

/// An actor token to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewActorToken {
    /// `user_…`: in whose place.
    user_id: String,
    /// Who acts: the claim `act` of the session's tokens has all of it. 400 bytes at most.
    actor: Acting,
    /// How long the link is good for; an hour where it is left out.
    #[schema(minimum = 1, maximum = 86400)]
    expires_in_seconds: Option<i64>,
    /// How long the session lasts at most; half an hour where it is left out.
    #[schema(minimum = 1, maximum = 86400)]
    session_max_duration_in_seconds: Option<i64>,
}

/// Who acts, and what else services are to be told of them.
#[derive(Debug, Deserialize, ToSchema)]
struct Acting {
    /// The id of whoever it is; not that of the user.
    #[schema(min_length = 1)]
    sub: String,
    #[serde(flatten)]
    more: Map<String, Value>,
}

/// Create an actor token
///
/// Whoever opens its link signs in in the user's place, once, and can change nothing of what lets the user in.
#[utoipa::path(
    post, path = "/actor_tokens", tag = "Actor Tokens", operation_id = "CreateActorToken", request_body = NewActorToken,
    responses((status = 200, body = ActorToken), (status = "default", body = Failures))
)]
async fn create(State(app): State<Vestibule>, Body(new): Body<NewActorToken>) -> Result<Json<ActorToken>, Failures> {
    let Acting { sub, more: mut actor } = new.actor;
    actor.insert("sub".to_owned(), Value::String(sub));
    if let Err(why) = actor_of(&actor, &new.user_id) {
        return Err(Failure::of(ErrorCode::FormParamFormatInvalid, "actor", why.to_string()).into());
    }
    let new = actor_tokens::NewActorToken {
        user_id: new.user_id,
        actor,
        expires_in_seconds: new.expires_in_seconds,
        session_max_duration_in_seconds: new.session_max_duration_in_seconds,
    };
    Ok(Json(ActorToken::of(app.actor_tokens().create(&new).await?)))
}

/// Revoke an actor token
///
/// One that was revoked before stays as it is. One that was used cannot be taken back: its session is ended where sessions are.
#[utoipa::path(
    post, path = "/actor_tokens/{actor_token_id}/revoke", tag = "Actor Tokens", operation_id = "RevokeActorToken",
    params(("actor_token_id" = String, Path)),
    responses((status = 200, body = ActorToken), (status = "default", body = Failures))
)]
async fn revoke(State(app): State<Vestibule>, Path(id): Path<String>) -> Result<Json<ActorToken>, Failures> {
    Ok(Json(ActorToken::of(app.actor_tokens().revoke(&id).await?)))
}
