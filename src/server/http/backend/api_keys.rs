//! The keys of the app's own users and their organizations.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::failure::{Failure, Failures};
use super::input::{Body, Path, Query, check_limit, default_limit, given};
use crate::api::SecretInput;
use crate::model::{ApiError, ErrorCode};
use crate::server::flows;
use crate::server::resources::{ApiKey, DeletedObject, Page};
use crate::server::vestibule::Vestibule;
use crate::server::{ApiKeyError, ApiKeyQuery, ApiKeyUpdate, NewApiKey};

/// The routes.
pub fn routes() -> OpenApiRouter<Vestibule> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(get, update, delete))
        .routes(routes!(revoke))
        .routes(routes!(verify))
}

impl From<ApiKeyError> for Failures {
    fn from(error: ApiKeyError) -> Self {
        let message = error.to_string();
        let code = match &error {
            ApiKeyError::NotFound | ApiKeyError::NoSubject => return Failure::not_found().into(),
            ApiKeyError::Banned => return ApiError::new(ErrorCode::UserBanned).into(),
            ApiKeyError::TooMany => "api_key_quota_exceeded",
            ApiKeyError::Revoked => "api_key_revoked",
            _ => ErrorCode::FormParamFormatInvalid.as_str(),
        };
        match (error.param(), error) {
            (Some(param), _) => Failure::of(ErrorCode::FormParamFormatInvalid, param, message).into(),
            (None, ApiKeyError::Store(error)) => flows::Error::from(error).into(),
            (None, _) => Failure::new(StatusCode::UNPROCESSABLE_ENTITY, code, message).into(),
        }
    }
}

/// Whose keys, and which part of them.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Which {
    /// `user_…` or `org_…`.
    subject: String,
    /// Whether those are in it that were revoked, or have run out.
    #[serde(default)]
    include_invalid: bool,
    /// At most so many.
    #[serde(default = "default_limit")]
    #[param(minimum = 1, maximum = 500)]
    limit: u16,
    /// After so many.
    #[serde(default)]
    #[param(value_type = i64, minimum = 0, maximum = 4_294_967_295_u32)]
    offset: u32,
}

/// List API keys
///
/// Those of a user or an organization, newest first. What was revoked or has run out is forgotten after 30 days.
#[utoipa::path(
    get, path = "/api_keys", tag = "API Keys", operation_id = "GetApiKeys", params(Which),
    responses((status = 200, body = Page<ApiKey>), (status = "default", body = Failures))
)]
async fn list(State(app): State<Vestibule>, Query(which): Query<Which>) -> Result<Json<Page<ApiKey>>, Failures> {
    let query = ApiKeyQuery {
        subject: which.subject,
        includes_invalid: which.include_invalid,
        limit: check_limit(which.limit)?,
        offset: i64::from(which.offset),
    };
    let (found, total_count) = app.api_keys().list(&query).await?;
    Ok(Json(Page { data: found.into_iter().map(ApiKey::of).collect(), total_count }))
}

/// A key to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewApiKey)]
struct New {
    /// Whose it is: `user_…` or `org_…`.
    subject: String,
    /// What it is called: 1 to 100 characters.
    name: String,
    /// What it is for: 500 characters at most.
    description: Option<String>,
    /// What it is good for, in words of the app's own, such as `notes:read` (RFC 6749 section 3.3): 50 at most, of 100 characters
    /// each.
    scopes: Option<Vec<String>>,
    /// What else the app wants to know of it: 8 KB of JSON at most.
    #[schema(value_type = Option<Object>)]
    claims: Option<Map<String, Value>>,
    /// `user_…`: who makes it, if it is a person. One that somebody makes for an organization is good as long as they belong to
    /// it.
    created_by: Option<String>,
    /// How long it is good; for ever where it is left out.
    #[schema(minimum = 1, maximum = 315360000)]
    seconds_until_expiration: Option<i64>,
}

/// Create an API key
///
/// The answer has the key itself in `secret`. It is never shown again. A user or an organization has 100 good ones at most.
#[utoipa::path(
    post, path = "/api_keys", tag = "API Keys", operation_id = "CreateApiKey", request_body = New,
    responses((status = 200, body = ApiKey), (status = "default", body = Failures))
)]
async fn create(State(app): State<Vestibule>, Body(new): Body<New>) -> Result<Json<ApiKey>, Failures> {
    let new = NewApiKey {
        subject: new.subject,
        name: new.name,
        description: new.description,
        scopes: new.scopes.unwrap_or_default(),
        claims: new.claims,
        created_by: new.created_by,
        seconds_until_expiration: new.seconds_until_expiration,
    };
    Ok(Json(ApiKey::of(app.api_keys().create(&new).await?)))
}

/// Get an API key
#[utoipa::path(
    get, path = "/api_keys/{api_key_id}", tag = "API Keys", operation_id = "GetApiKey",
    params(("api_key_id" = String, Path)),
    responses((status = 200, body = ApiKey), (status = "default", body = Failures))
)]
async fn get(State(app): State<Vestibule>, Path(id): Path<String>) -> Result<Json<ApiKey>, Failures> {
    Ok(Json(ApiKey::of(app.api_keys().get(&id).await?)))
}

/// What changes about a key; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ApiKeyChange)]
struct Change {
    /// Whose it is. A key does not change hands: of anybody else there is none.
    subject: Option<String>,
    /// What it is called: 1 to 100 characters.
    name: Option<String>,
    /// What it is for; null for nothing that is said.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    description: Option<Option<String>>,
    /// What it is good for: all of it.
    scopes: Option<Vec<String>>,
    /// What else the app wants to know of it: all of it.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Object>)]
    claims: Option<Option<Map<String, Value>>>,
    /// How long it is good from now on; null for ever.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<i64>, minimum = 1, maximum = 315360000)]
    seconds_until_expiration: Option<Option<i64>>,
}

/// Update an API key
///
/// From the next request on. One that was revoked stays as it is; one that has run out is good again if it is given more time.
#[utoipa::path(
    patch, path = "/api_keys/{api_key_id}", tag = "API Keys", operation_id = "UpdateApiKey",
    params(("api_key_id" = String, Path)), request_body = Option<Change>,
    responses((status = 200, body = ApiKey), (status = "default", body = Failures))
)]
async fn update(
    State(app): State<Vestibule>,
    Path(id): Path<String>,
    Body(change): Body<Change>,
) -> Result<Json<ApiKey>, Failures> {
    let change = ApiKeyUpdate {
        subject: change.subject,
        name: change.name,
        description: change.description,
        scopes: change.scopes,
        claims: change.claims,
        seconds_until_expiration: change.seconds_until_expiration,
    };
    Ok(Json(ApiKey::of(app.api_keys().update(&id, &change).await?)))
}

/// Delete an API key
///
/// It opens nothing any more, and is in no list.
#[utoipa::path(
    delete, path = "/api_keys/{api_key_id}", tag = "API Keys", operation_id = "DeleteApiKey",
    params(("api_key_id" = String, Path)),
    responses((status = 200, body = DeletedObject), (status = "default", body = Failures))
)]
async fn delete(State(app): State<Vestibule>, Path(id): Path<String>) -> Result<Json<DeletedObject>, Failures> {
    app.api_keys().delete(&id).await?;
    Ok(Json(DeletedObject::new("api_key", id)))
}

/// Why a key is taken back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ApiKeyRevocation)]
struct Revocation {
    /// 250 characters at most.
    revocation_reason: Option<String>,
}

/// Revoke an API key
///
/// From the next request on it opens nothing. One that was revoked before stays as it is, with the reason that was given then.
#[utoipa::path(
    post, path = "/api_keys/{api_key_id}/revoke", tag = "API Keys", operation_id = "RevokeApiKey",
    params(("api_key_id" = String, Path)), request_body = Option<Revocation>,
    responses((status = 200, body = ApiKey), (status = "default", body = Failures))
)]
async fn revoke(
    State(app): State<Vestibule>,
    Path(id): Path<String>,
    Body(why): Body<Revocation>,
) -> Result<Json<ApiKey>, Failures> {
    Ok(Json(ApiKey::of(app.api_keys().revoke(&id, why.revocation_reason.as_deref()).await?)))
}

/// What a program has presented.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PresentedApiKey)]
struct Presented {
    /// The key itself: `ak_…`.
    #[schema(value_type = String)]
    secret: SecretInput,
}

/// Verify an API key
///
/// Gives what it is, and notes that it is in use. What opens nothing is not found: what is none, was revoked or has run out, is of
/// a user who is banned, or was made for an organization by someone who does not belong to it any more. The scope
/// `api_keys:read` will do.
#[utoipa::path(
    post, path = "/api_keys/verify", tag = "API Keys", operation_id = "VerifyApiKey", request_body = Presented,
    responses((status = 200, body = ApiKey), (status = "default", body = Failures))
)]
async fn verify(State(app): State<Vestibule>, Body(it): Body<Presented>) -> Result<Json<ApiKey>, Failures> {
    let found = app.api_keys().verify(&it.secret.into_inner()).await.map_err(ApiKeyError::from)?;
    Ok(Json(ApiKey::of(found.ok_or_else(Failure::not_found)?)))
}
