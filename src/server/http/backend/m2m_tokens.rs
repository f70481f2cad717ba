//! Tokens with which machines call each other. A machine comes here with a key of its own, and sees what is its own.

use axum::extract::State;
use axum::http::StatusCode;
use axum::{Extension, Json};
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::caller::Bearer;
use super::failure::{Failure, Failures};
use super::input::{Body, Path, Query, check_limit, default_limit};
use crate::api::SecretInput;
use crate::model::ErrorCode;
use crate::server::resources::{M2mToken, M2mTokens};
use crate::server::vestibule::Vestibule;
use crate::server::{M2mTokenError, M2mTokenFormat, M2mTokenQuery, NewM2mToken, flows};

/// The routes.
pub fn routes() -> OpenApiRouter<Vestibule> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(verify)).routes(routes!(revoke))
}

impl From<M2mTokenError> for Failures {
    fn from(error: M2mTokenError) -> Self {
        let message = error.to_string();
        match error.param() {
            Some(param) => Failure::of(ErrorCode::FormParamFormatInvalid, param, message).into(),
            None => flows::Error::from(error).into(),
        }
    }
}

/// The machine that a call is about: whose key it brings, and with a secret key the one that it names.
fn subject(bearer: &Bearer, named: Option<String>) -> Result<String, Failures> {
    match (bearer, named) {
        (Bearer::Machine(id), None) => Ok(id.clone()),
        (Bearer::Machine(id), Some(named)) if *id == named => Ok(named),
        (Bearer::Machine(_), Some(_)) => {
            let message = "A machine's secret key is for that machine alone.";
            Err(Failure::new(StatusCode::FORBIDDEN, ErrorCode::AuthorizationInvalid.as_str(), message).into())
        }
        (Bearer::SecretKey(_), Some(named)) => Ok(named),
        (Bearer::SecretKey(_), None) => {
            Err(Failure::of(ErrorCode::FormParamMissing, "subject", "subject must be included.").into())
        }
    }
}

/// Which tokens.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Which {
    /// `mch_…`: whose.
    subject: String,
    /// Whether those are in it that were taken back.
    #[serde(default)]
    revoked: bool,
    /// Whether those are in it that have run out, in the last day.
    #[serde(default)]
    expired: bool,
    /// At most so many.
    #[serde(default = "default_limit")]
    #[param(minimum = 1, maximum = 500)]
    limit: u16,
    /// After so many.
    #[serde(default)]
    #[param(value_type = i64, minimum = 0, maximum = 4_294_967_295_u32)]
    offset: u32,
}

/// List M2M tokens
///
/// Newest first. Signed tokens stand nowhere, and are not in it.
#[utoipa::path(
    get, path = "/m2m_tokens", tag = "M2M Tokens", operation_id = "ListM2MTokens", params(Which),
    responses((status = 200, body = M2mTokens), (status = "default", body = Failures))
)]
async fn list(
    State(app): State<Vestibule>,
    Extension(bearer): Extension<Bearer>,
    Query(which): Query<Which>,
) -> Result<Json<M2mTokens>, Failures> {
    let query = M2mTokenQuery {
        machine_id: subject(&bearer, Some(which.subject))?,
        revoked: which.revoked,
        expired: which.expired,
        limit: check_limit(which.limit)?,
        offset: i64::from(which.offset),
    };
    let (found, total_count) = app.m2m_tokens().list(&query).await?;
    Ok(Json(M2mTokens { m2m_tokens: found.into_iter().map(M2mToken::of).collect(), total_count }))
}

/// A token to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewM2MToken)]
struct New {
    /// `mch_…`: whose it is to be. Needed with a secret key; a machine's own says it.
    subject: Option<String>,
    /// `opaque`, or `jwt` for one that is signed, which can be verified by the JWKS alone, and not be taken back. `opaque` where
    /// it is left out.
    #[schema(pattern = "^(opaque|jwt)$")]
    token_format: Option<String>,
    /// How long it is good; as long as the machine's `default_token_ttl` where it is left out. A signed one for a day at most.
    #[schema(minimum = 1, maximum = 315360000)]
    seconds_until_expiration: Option<i64>,
    /// What else it says: 4,096 bytes at most, and neither whose, for whom and how long (`iss`, `sub`, `aud`, `exp`, `nbf`, `iat`,
    /// `jti`, `scopes`) nor what session tokens say (`sid`, `sts`, `azp`, `act`, `fva`, `v`, `o`, `fea`, `pla`; `org_id`, `org_role`,
    /// `org_slug`, `org_permissions`).
    #[schema(value_type = Option<Object>)]
    claims: Option<Map<String, Value>>,
    /// Asks for a token that was made before and is good for so long still. There is none whose text is kept, so that every call
    /// makes a new one.
    #[schema(minimum = 0)]
    #[serde(rename = "min_remaining_ttl_seconds")]
    _min_remaining_ttl_seconds: Option<i64>,
}

/// Create an M2M token
///
/// It is for the machines that its machine has in its scopes. The answer has it, this once.
#[utoipa::path(
    post, path = "/m2m_tokens", tag = "M2M Tokens", operation_id = "CreateM2MToken", request_body = New,
    responses((status = 200, body = M2mToken), (status = "default", body = Failures))
)]
async fn create(
    State(app): State<Vestibule>,
    Extension(bearer): Extension<Bearer>,
    Body(new): Body<New>,
) -> Result<Json<M2mToken>, Failures> {
    let format = match new.token_format.as_deref() {
        None | Some("opaque") => M2mTokenFormat::Opaque,
        Some("jwt") => M2mTokenFormat::Jwt,
        Some(_) => {
            let message = "token_format must be opaque or jwt.";
            return Err(Failure::of(ErrorCode::FormParamFormatInvalid, "token_format", message).into());
        }
    };
    let token = NewM2mToken {
        machine_id: subject(&bearer, new.subject)?,
        claims: new.claims.unwrap_or_default(),
        seconds_until_expiration: new.seconds_until_expiration,
        format,
    };
    Ok(Json(M2mToken::of(app.m2m_tokens().create(&token).await?)))
}

/// Why a token is taken back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = M2MTokenRevocation)]
struct Revocation {
    #[schema(max_length = 256)]
    revocation_reason: Option<String>,
}

/// Revoke an M2M token
///
/// A signed one cannot be taken back. A machine takes back its own.
#[utoipa::path(
    post, path = "/m2m_tokens/{m2m_token_id}/revoke", tag = "M2M Tokens", operation_id = "RevokeM2MToken",
    params(("m2m_token_id" = String, Path)), request_body = Option<Revocation>,
    responses((status = 200, body = M2mToken), (status = "default", body = Failures))
)]
async fn revoke(
    State(app): State<Vestibule>,
    Extension(bearer): Extension<Bearer>,
    Path(id): Path<String>,
    Body(revocation): Body<Revocation>,
) -> Result<Json<M2mToken>, Failures> {
    let reason = revocation.revocation_reason.as_deref();
    Ok(Json(M2mToken::of(app.m2m_tokens().revoke(&id, bearer.machine_id(), reason).await?)))
}

/// A token that somebody has presented.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PresentedM2MToken)]
struct Presented {
    /// `mt_…`, or a JWT.
    #[schema(value_type = String)]
    token: SecretInput,
}

/// Verify an M2M token
///
/// With a machine's key only one that is for this machine is found; with a secret key every one that is good.
#[utoipa::path(
    post, path = "/m2m_tokens/verify", tag = "M2M Tokens", operation_id = "VerifyM2MToken", request_body = Presented,
    responses((status = 200, body = M2mToken), (status = "default", body = Failures))
)]
async fn verify(
    State(app): State<Vestibule>,
    Extension(bearer): Extension<Bearer>,
    Body(presented): Body<Presented>,
) -> Result<Json<M2mToken>, Failures> {
    let token = presented.token.into_inner();
    Ok(Json(M2mToken::of(app.m2m_tokens().verify(&token, bearer.machine_id()).await?)))
}
