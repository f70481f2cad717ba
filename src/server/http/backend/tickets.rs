//! Tickets that sign someone in, and those who wait for an invitation.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::failure::{Failure, Failures};
use super::input::{Bodies, Body, Path, Query, check_limit, default_limit, ordered_by};
use crate::model::{ApiError, ErrorCode, WaitlistStatus};
use crate::server::resources::{DeletedObject, Page, SignInToken, WaitlistEntry};
use crate::server::vestibule::Vestibule;
use crate::server::{NewWaitlistEntry, WaitlistDeletionError, WaitlistOrder, WaitlistQuery, flows};

/// The routes.
pub fn routes() -> OpenApiRouter<Vestibule> {
    OpenApiRouter::new()
        .routes(routes!(create_sign_in_token))
        .routes(routes!(revoke_sign_in_token))
        .routes(routes!(list_waitlist, create_waitlist_entry))
        .routes(routes!(create_waitlist_entries))
        .routes(routes!(delete_waitlist_entry))
        .routes(routes!(invite))
        .routes(routes!(reject))
}

impl From<WaitlistDeletionError> for Failures {
    fn from(error: WaitlistDeletionError) -> Self {
        match error {
            WaitlistDeletionError::NotFound => Failure::not_found().into(),
            WaitlistDeletionError::NotPending => {
                let (status, code) = (StatusCode::UNPROCESSABLE_ENTITY, "waitlist_entry_not_pending");
                Failure::new(status, code, error.to_string()).into()
            }
            WaitlistDeletionError::Store(error) => flows::Error::from(error).into(),
        }
    }
}

/// A sign-in token to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewSignInToken {
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
///
/// One that was revoked before stays as it is; one that was used is not found.
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
pub(super) struct Which {
    /// Those that stand there.
    #[param(pattern = "^(pending|invited|completed|rejected)$")]
    status: Option<String>,
    /// A part of an address, or a whole id.
    #[serde(default)]
    query: String,
    /// `created_at`, `invited_at` or `email_address`, with `-` in front from the end; `-created_at` where it is left out.
    #[param(pattern = "^[+-]?(created_at|invited_at|email_address)$")]
    order_by: Option<String>,
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
    let (descending, column) = which.order_by.as_deref().map_or((true, "created_at"), ordered_by);
    let order = match column {
        "created_at" => WaitlistOrder::CreatedAt,
        "invited_at" => WaitlistOrder::InvitedAt,
        "email_address" => WaitlistOrder::EmailAddress,
        _ => {
            let message = "order_by must be created_at, invited_at or email_address, with + or - in front.";
            return Err(Failure::of(ErrorCode::FormParamFormatInvalid, "order_by", message).into());
        }
    };
    let (limit, offset) = (check_limit(which.limit)?, i64::from(which.offset));
    let query = WaitlistQuery { status, query: which.query, order, descending, limit, offset };
    let (found, total_count) = app.waitlist().find(&query).await?;
    let data = found.into_iter().map(|entry| WaitlistEntry::of(entry, None)).collect();
    Ok(Json(Page { data, total_count }))
}

/// Someone who is to be on the list.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewWaitlistEntry)]
pub(super) struct New {
    email_address: String,
    /// Whether they are mailed that they are on it; they are where it is left out.
    notify: Option<bool>,
}

impl From<New> for NewWaitlistEntry {
    fn from(New { email_address, notify }: New) -> Self {
        Self { email_address, notify: notify.unwrap_or(true) }
    }
}

/// Put someone on the waitlist
///
/// Whoever is on it stays where they stand, and is told nothing. Where `sign_up.mode` is not `waitlist` it is refused.
#[utoipa::path(
    post, path = "/waitlist_entries", tag = "Waitlist Entries", operation_id = "CreateWaitlistEntry",
    request_body = New,
    responses((status = 200, body = WaitlistEntry), (status = "default", body = Failures))
)]
async fn create_waitlist_entry(
    State(app): State<Vestibule>,
    Body(new): Body<New>,
) -> Result<Json<WaitlistEntry>, Failures> {
    Ok(Json(WaitlistEntry::of(app.waitlist().create(&new.into()).await?, None)))
}

/// As many are put on the waitlist at once.
const MOST_AT_ONCE: usize = 50;

/// Put several people on the waitlist
///
/// All of them, at most 50, or nobody.
#[utoipa::path(
    post, path = "/waitlist_entries/bulk", tag = "Waitlist Entries", operation_id = "CreateBulkWaitlistEntries",
    request_body = Vec<New>,
    responses((status = 200, body = Vec<WaitlistEntry>), (status = "default", body = Failures))
)]
async fn create_waitlist_entries(
    State(app): State<Vestibule>,
    Bodies(new): Bodies<New>,
) -> Result<Json<Vec<WaitlistEntry>>, Failures> {
    if new.len() > MOST_AT_ONCE {
        return Err(ApiError::new(ErrorCode::RequestBodyTooLarge).with_limit(MOST_AT_ONCE).into());
    }
    let new: Vec<NewWaitlistEntry> = new.into_iter().map(Into::into).collect();
    let made = app.waitlist().create_all(&new).await?;
    Ok(Json(made.into_iter().map(|entry| WaitlistEntry::of(entry, None)).collect()))
}

/// Take someone from the waitlist
///
/// Who waits; whoever was invited or turned down stays on it.
#[utoipa::path(
    delete, path = "/waitlist_entries/{waitlist_entry_id}", tag = "Waitlist Entries",
    operation_id = "DeleteWaitlistEntry", params(("waitlist_entry_id" = String, Path)),
    responses((status = 200, body = DeletedObject), (status = "default", body = Failures))
)]
async fn delete_waitlist_entry(
    State(app): State<Vestibule>,
    Path(id): Path<String>,
) -> Result<Json<DeletedObject>, Failures> {
    app.waitlist().delete(&id).await?;
    Ok(Json(DeletedObject::new("waitlist_entry", id)))
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
