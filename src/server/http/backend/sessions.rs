//! Sessions of people.

use std::ops::RangeInclusive;

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
use crate::server::crypto::Secret;
use crate::server::flows;
use crate::server::flows::jwt_templates::LIFETIMES;
use crate::server::flows::sessions::{SESSION_TOKEN_LIFETIMES, UserSession};
use crate::server::resources::{Listed, Session};
use crate::server::vestibule::Vestibule;

/// The routes.
pub fn routes() -> OpenApiRouter<Vestibule> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(get))
        .routes(routes!(revoke))
        .routes(routes!(verify))
        .routes(routes!(token))
        .routes(routes!(token_by_template))
}

/// Which sessions: of a browser or of a user, one of which has to be named.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Which {
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

/// List sessions
///
/// Newest first. One of `client_id` and `user_id` has to be there.
#[utoipa::path(
    get, path = "/sessions", tag = "Sessions", operation_id = "GetSessionList", params(Which),
    responses((status = 200, body = Listed<Session>), (status = "default", body = Failures))
)]
async fn list(State(app): State<Vestibule>, Query(which): Query<Which>) -> Result<Json<Listed<Session>>, Failures> {
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
    Ok(Json(Listed::of(data, total_count, which.paginated)))
}

/// Whose session.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewSession {
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

/// A token of a session.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PresentedSessionToken)]
pub(super) struct Presented {
    /// The JWT.
    token: String,
}

/// Verify a session
///
/// Says whether a session token is one of this session, which is live.
#[utoipa::path(
    post, path = "/sessions/{session_id}/verify", tag = "Sessions", operation_id = "VerifySession",
    params(("session_id" = String, Path)), request_body = Presented,
    responses((status = 200, body = Session), (status = "default", body = Failures))
)]
async fn verify(
    State(app): State<Vestibule>,
    Path(id): Path<String>,
    Body(presented): Body<Presented>,
) -> Result<Json<Session>, Failures> {
    let checked = app.tokens.check(&app, &presented.token, app.clock.now());
    let is_its = checked.is_ok_and(|verified| verified.claims.sid == id);
    // What the database says counts: another server may have ended it, and not told yet.
    let session = if is_its { app.sessions().get(&id).await? } else { None };
    let live = session.filter(UserSession::is_live).ok_or_else(|| {
        let message = "The token is not one of this session, or no longer good.";
        Failure::of(ErrorCode::FormParamFormatInvalid, "token", message)
    })?;
    Ok(Json(Session::of(live)))
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

impl Token {
    fn of(token: &Secret) -> Json<Self> {
        Json(Self { object: "token", jwt: token.expose().to_owned() })
    }
}

/// For how long.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Lifetime {
    /// 30 to 60 for a session token; for one by a template 30 to what that says, which it is where this is left out.
    #[schema(minimum = 30, maximum = 315360000)]
    expires_in_seconds: Option<i64>,
}

impl Lifetime {
    /// What is asked for, if it may be.
    fn within(&self, lifetimes: &RangeInclusive<i64>) -> Result<Option<i64>, Failures> {
        match self.expires_in_seconds {
            Some(seconds) if !lifetimes.contains(&seconds) => {
                let message = format!("expires_in_seconds must be from {} to {}.", lifetimes.start(), lifetimes.end());
                Err(Failure::of(ErrorCode::FormParamFormatInvalid, "expires_in_seconds", message).into())
            }
            seconds => Ok(seconds),
        }
    }
}

/// Create a session token
///
/// As the session's browser would get it, good for a minute at most.
#[utoipa::path(
    post, path = "/sessions/{session_id}/tokens", tag = "Sessions", operation_id = "CreateSessionToken",
    params(("session_id" = String, Path)), request_body = Option<Lifetime>,
    responses((status = 200, body = Token), (status = "default", body = Failures))
)]
async fn token(
    State(app): State<Vestibule>,
    Path(id): Path<String>,
    Body(lifetime): Body<Lifetime>,
) -> Result<Json<Token>, Failures> {
    let seconds = lifetime.within(&SESSION_TOKEN_LIFETIMES)?;
    Ok(Token::of(&app.sessions().token(&id, seconds).await?))
}

/// Create a token for another service
///
/// By the JWT template with this name, of the session's person. It stays good until it has run out, whatever becomes of the
/// session.
#[utoipa::path(
    post, path = "/sessions/{session_id}/tokens/{template_name}", tag = "Sessions",
    operation_id = "CreateSessionTokenFromTemplate",
    params(("session_id" = String, Path), ("template_name" = String, Path)), request_body = Option<Lifetime>,
    responses((status = 200, body = Token), (status = "default", body = Failures))
)]
async fn token_by_template(
    State(app): State<Vestibule>,
    Path((id, template)): Path<(String, String)>,
    Body(lifetime): Body<Lifetime>,
) -> Result<Json<Token>, Failures> {
    let seconds = lifetime.within(&LIFETIMES)?;
    match app.sessions().token_by_template(&id, &template, seconds).await {
        Err(flows::Error::Refused(errors)) if errors.has(ErrorCode::FormParamFormatInvalid) => {
            let message = "expires_in_seconds must not be more than the template's lifetime.";
            Err(Failure::of(ErrorCode::FormParamFormatInvalid, "expires_in_seconds", message).into())
        }
        made => Ok(Token::of(&made?)),
    }
}
