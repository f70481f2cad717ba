//! Sessions of people.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::failure::{Failure, Failures};
use super::input::{Body, Path, Query, check_limit, default_limit};
use crate::model::{ErrorCode, SessionStatus};
use crate::server::SessionQuery;
use crate::server::resources::{Page, Session};
use crate::server::vestibule::Vestibule;

/// The routes.
pub fn routes() -> OpenApiRouter<Vestibule> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(get))
        .routes(routes!(revoke))
        .routes(routes!(token))
}

/// Which sessions: of a browser or of a user, one of which has to be named.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Which {
    /// Those of a browser.
    client_id: Option<String>,
    /// Those of a user.
    user_id: Option<String>,
    /// Those that stand there.
    #[param(pattern = "^(active|pending|ended|expired|removed|replaced|revoked|abandoned)$")]
    status: Option<String>,
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

/// Sessions, with how many there are or without.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
#[schema(as = SessionList)]
enum Listed {
    /// With `paginated`.
    Page(Page<Session>),
    /// Without.
    All(Vec<Session>),
}

/// List sessions
///
/// Newest first. One of `client_id` and `user_id` has to be there.
#[utoipa::path(
    get, path = "/sessions", tag = "Sessions", operation_id = "GetSessionList", params(Which),
    responses((status = 200, body = Listed), (status = "default", body = Failures))
)]
async fn list(State(app): State<Vestibule>, Query(which): Query<Which>) -> Result<Json<Listed>, Failures> {
    if which.client_id.is_none() && which.user_id.is_none() {
        let message = "Either client_id or user_id must be included.";
        return Err(Failure::of(ErrorCode::FormParamMissing, "user_id", message).into());
    }
    let status = match which.status.as_deref() {
        None => None,
        Some(word) => Some(SessionStatus::parse(word).ok_or_else(|| {
            Failure::of(ErrorCode::FormParamFormatInvalid, "status", "status must be one that a session can have.")
        })?),
    };
    let query = SessionQuery {
        client_id: which.client_id,
        user_id: which.user_id,
        status,
        limit: check_limit(which.limit)?,
        offset: i64::from(which.offset),
    };
    let (found, total_count) = app.sessions().list(&query).await?;
    let data: Vec<Session> = found.into_iter().map(Session::of).collect();
    Ok(Json(if which.paginated { Listed::Page(Page { data, total_count }) } else { Listed::All(data) }))
}

/// Whose session.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewSession {
    /// `user_…`
    user_id: String,
}

/// Create a session
///
/// On a browser of its own, which nobody has: for tests, and for programs that act as a user.
#[utoipa::path(
    post, path = "/sessions", tag = "Sessions", operation_id = "createSession", request_body = NewSession,
    responses((status = 200, body = Session), (status = "default", body = Failures))
)]
async fn create(State(app): State<Vestibule>, Body(new): Body<NewSession>) -> Result<Json<Session>, Failures> {
    Ok(Json(Session::of(app.sessions().create(&new.user_id).await?)))
}

/// Get a session
#[utoipa::path(
    get, path = "/sessions/{session_id}", tag = "Sessions", operation_id = "GetSession",
    params(("session_id" = String, Path)),
    responses((status = 200, body = Session), (status = "default", body = Failures))
)]
async fn get(State(app): State<Vestibule>, Path(id): Path<String>) -> Result<Json<Session>, Failures> {
    let session = app.sessions().get(&id).await?.ok_or_else(Failure::not_found)?;
    Ok(Json(Session::of(session)))
}

/// Revoke a session
///
/// Its person is signed out in that browser.
#[utoipa::path(
    post, path = "/sessions/{session_id}/revoke", tag = "Sessions", operation_id = "RevokeSession",
    params(("session_id" = String, Path)),
    responses((status = 200, body = Session), (status = "default", body = Failures))
)]
async fn revoke(State(app): State<Vestibule>, Path(id): Path<String>) -> Result<Json<Session>, Failures> {
    Ok(Json(Session::of(app.sessions().revoke(&id).await?)))
}

/// A token.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SessionToken)]
struct Token {
    /// Always `token`.
    object: &'static str,
    /// The JWT.
    jwt: String,
}

/// Create a session token
///
/// As the session's browser would get it, good for a minute.
#[utoipa::path(
    post, path = "/sessions/{session_id}/tokens", tag = "Sessions", operation_id = "CreateSessionToken",
    params(("session_id" = String, Path)),
    responses((status = 200, body = Token), (status = "default", body = Failures))
)]
async fn token(State(app): State<Vestibule>, Path(id): Path<String>) -> Result<Json<Token>, Failures> {
    let token = app.sessions().token(&id).await?;
    Ok(Json(Token { object: "token", jwt: token.expose().to_owned() }))
}
