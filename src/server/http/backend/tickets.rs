//! Tickets that sign someone in, and those who wait for an invitation.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::failure::{Failure, Failures};
use super::input::{Body, Path, Query, check_limit, default_limit};
use crate::model::{ErrorCode, WaitlistStatus};
use crate::server::resources::{Page, SignInToken, WaitlistEntry};
use crate::server::vestibule::Vestibule;

/// The routes.
pub fn routes() -> OpenApiRouter<Vestibule> {
    OpenApiRouter::new()
        .routes(routes!(create_sign_in_token))
        .routes(routes!(revoke_sign_in_token))
        .routes(routes!(list_waitlist))
        .routes(routes!(invite))
        .routes(routes!(reject))
}

/// A sign-in token to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewSignInToken {
    /// `user_…`
    user_id: String,
    /// 30 days where it is left out.
    #[schema(minimum = 1, maximum = 315360000)]
    expires_in_seconds: Option<i64>,
}

/// Create a sign-in token
#[utoipa::path(
    post, path = "/sign_in_tokens", tag = "Sign-in Tokens", operation_id = "CreateSignInToken",
    request_body = NewSignInToken,
    responses((status = 200, body = SignInToken), (status = "default", body = Failures))
)]
async fn create_sign_in_token(
    State(app): State<Vestibule>,
    Body(new): Body<NewSignInToken>,
) -> Result<Json<SignInToken>, Failures> {
    Ok(Json(SignInToken::of(app.sign_in_tokens().create(&new.user_id, new.expires_in_seconds).await?)))
}

/// Revoke a sign-in token
#[utoipa::path(
    post, path = "/sign_in_tokens/{sign_in_token_id}/revoke", tag = "Sign-in Tokens", operation_id = "RevokeSignInToken",
    params(("sign_in_token_id" = String, Path)),
    responses((status = 200, body = SignInToken), (status = "default", body = Failures))
)]
async fn revoke_sign_in_token(
    State(app): State<Vestibule>,
    Path(id): Path<String>,
) -> Result<Json<SignInToken>, Failures> {
    Ok(Json(SignInToken::of(app.sign_in_tokens().revoke(&id).await?)))
}

/// Which entries of the waitlist.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Which {
    /// Those that stand there.
    #[param(pattern = "^(pending|invited|completed|rejected)$")]
    status: Option<String>,
    /// At most so many.
    #[serde(default = "default_limit")]
    #[param(minimum = 1, maximum = 500)]
    limit: u16,
    /// After so many.
    #[serde(default)]
    #[param(value_type = i64, minimum = 0, maximum = 4_294_967_295_u32)]
    offset: u32,
}

/// List the waitlist
///
/// Who came first is in front.
#[utoipa::path(
    get, path = "/waitlist_entries", tag = "Waitlist Entries", operation_id = "ListWaitlistEntries", params(Which),
    responses((status = 200, body = Page<WaitlistEntry>), (status = "default", body = Failures))
)]
async fn list_waitlist(
    State(app): State<Vestibule>,
    Query(which): Query<Which>,
) -> Result<Json<Page<WaitlistEntry>>, Failures> {
    let status = match which.status.as_deref() {
        None => None,
        Some(word) => Some(WaitlistStatus::parse(word).ok_or_else(|| {
            let message = "status must be pending, invited, completed or rejected.";
            Failure::of(ErrorCode::FormParamFormatInvalid, "status", message)
        })?),
    };
    let (limit, offset) = (check_limit(which.limit)?, i64::from(which.offset));
    let found = app.waitlist().list(status, limit, offset).await?;
    let total_count = app.waitlist().count(status).await?;
    let data = found.into_iter().map(|entry| WaitlistEntry::of(entry, None)).collect();
    Ok(Json(Page { data, total_count }))
}

/// Invite someone who waits
#[utoipa::path(
    post, path = "/waitlist_entries/{waitlist_entry_id}/invite", tag = "Waitlist Entries",
    operation_id = "InviteWaitlistEntry", params(("waitlist_entry_id" = String, Path)),
    responses((status = 200, body = WaitlistEntry), (status = "default", body = Failures))
)]
async fn invite(State(app): State<Vestibule>, Path(id): Path<String>) -> Result<Json<WaitlistEntry>, Failures> {
    let (entry, invitation) = app.waitlist().invite(&id).await?;
    Ok(Json(WaitlistEntry::of(entry, Some(invitation))))
}

/// Turn someone down who waits
#[utoipa::path(
    post, path = "/waitlist_entries/{waitlist_entry_id}/reject", tag = "Waitlist Entries",
    operation_id = "RejectWaitlistEntry", params(("waitlist_entry_id" = String, Path)),
    responses((status = 200, body = WaitlistEntry), (status = "default", body = Failures))
)]
async fn reject(State(app): State<Vestibule>, Path(id): Path<String>) -> Result<Json<WaitlistEntry>, Failures> {
    Ok(Json(WaitlistEntry::of(app.waitlist().reject(&id).await?, None)))
}
