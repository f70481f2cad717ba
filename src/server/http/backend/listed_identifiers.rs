//! The allow-list and the block-list.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::failure::{Failure, Failures};
use super::input::{Body, Path, Query, check_limit, default_limit};
use crate::model::ErrorCode;
use crate::server::ListedIdentifierError;
use crate::server::flows;
use crate::server::resources::{AllowlistIdentifier, BlocklistIdentifier, DeletedObject, Listed, Page};
use crate::server::vestibule::Vestibule;

/// The routes.
pub fn routes() -> OpenApiRouter<Vestibule> {
    OpenApiRouter::new()
        .routes(routes!(list_allowed, allow))
        .routes(routes!(stop_allowing))
        .routes(routes!(list_blocked, block))
        .routes(routes!(stop_blocking))
}

impl From<ListedIdentifierError> for Failures {
    fn from(error: ListedIdentifierError) -> Self {
        let message = error.to_string();
        let identifier = |code: ErrorCode| Failure::of(code, "identifier", message.clone()).into();
        match error {
            ListedIdentifierError::Identifier => identifier(ErrorCode::FormParamFormatInvalid),
            ListedIdentifierError::Listed => identifier(ErrorCode::DuplicateRecord),
            ListedIdentifierError::Full => {
                Failure::new(StatusCode::UNPROCESSABLE_ENTITY, "identifier_quota_exceeded", message).into()
            }
            ListedIdentifierError::NotNotified => {
                Failure::of(ErrorCode::FormParamFormatInvalid, "notify", message).into()
            }
            ListedIdentifierError::NotFound => Failure::not_found().into(),
            ListedIdentifierError::Invitation(error) => error.into(),
            ListedIdentifierError::Store(error) => flows::Error::from(error).into(),
        }
    }
}

/// Which part of the allow-list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct WhichAllowed {
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

/// List the allow-list
///
/// Newest first; what the settings name is not in it.
#[utoipa::path(
    get, path = "/allowlist_identifiers", tag = "Allow-list / Block-list", operation_id = "ListAllowlistIdentifiers",
    params(WhichAllowed),
    responses((status = 200, body = Listed<AllowlistIdentifier>), (status = "default", body = Failures))
)]
async fn list_allowed(
    State(app): State<Vestibule>,
    Query(which): Query<WhichAllowed>,
) -> Result<Json<Listed<AllowlistIdentifier>>, Failures> {
    let (found, total_count) = app.allowlist().list(check_limit(which.limit)?, i64::from(which.offset)).await?;
    let data: Vec<AllowlistIdentifier> = found.into_iter().map(AllowlistIdentifier::of).collect();
    Ok(Json(Listed::of(data, total_count, which.paginated)))
}

/// Someone who may sign up.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewAllowlistIdentifier {
    /// An email address, `*@` and a domain, or a phone number with a `+` (E.164).
    identifier: String,
    /// Whether an invitation is mailed to the address. Nobody is told of a domain; with a phone number it is refused.
    #[serde(default)]
    notify: bool,
}

/// Put someone on the allow-list
///
/// As soon as somebody is on it, others cannot sign up any more, unless the settings name them or they are invited. Who has an
/// account keeps it.
#[utoipa::path(
    post, path = "/allowlist_identifiers", tag = "Allow-list / Block-list", operation_id = "CreateAllowlistIdentifier",
    request_body = NewAllowlistIdentifier,
    responses((status = 200, body = AllowlistIdentifier), (status = "default", body = Failures))
)]
async fn allow(
    State(app): State<Vestibule>,
    Body(new): Body<NewAllowlistIdentifier>,
) -> Result<Json<AllowlistIdentifier>, Failures> {
    let listed = match new.notify {
        true => app.allowlist().create_and_invite(&new.identifier).await?,
        false => app.allowlist().create(&new.identifier).await?,
    };
    Ok(Json(AllowlistIdentifier::of(listed)))
}

/// Take someone from the allow-list
///
/// An invitation that was sent with it is taken back. With the last one everyone may sign up again, unless the settings name
/// somebody.
#[utoipa::path(
    delete, path = "/allowlist_identifiers/{allowlist_identifier_id}", tag = "Allow-list / Block-list",
    operation_id = "DeleteAllowlistIdentifier", params(("allowlist_identifier_id" = String, Path)),
    responses((status = 200, body = DeletedObject), (status = "default", body = Failures))
)]
async fn stop_allowing(State(app): State<Vestibule>, Path(id): Path<String>) -> Result<Json<DeletedObject>, Failures> {
    app.allowlist().delete(&id).await?;
    Ok(Json(DeletedObject::new("allowlist_identifier", id)))
}

/// Which part of the block-list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct WhichBlocked {
    /// At most so many.
    #[serde(default = "default_limit")]
    #[param(minimum = 1, maximum = 500)]
    limit: u16,
    /// After so many.
    #[serde(default)]
    #[param(value_type = i64, minimum = 0, maximum = 4_294_967_295_u32)]
    offset: u32,
}

/// List the block-list
///
/// Newest first; what the settings name is not in it.
#[utoipa::path(
    get, path = "/blocklist_identifiers", tag = "Allow-list / Block-list", operation_id = "ListBlocklistIdentifiers",
    params(WhichBlocked),
    responses((status = 200, body = Page<BlocklistIdentifier>), (status = "default", body = Failures))
)]
async fn list_blocked(
    State(app): State<Vestibule>,
    Query(which): Query<WhichBlocked>,
) -> Result<Json<Page<BlocklistIdentifier>>, Failures> {
    let (found, total_count) = app.blocklist().list(check_limit(which.limit)?, i64::from(which.offset)).await?;
    Ok(Json(Page { data: found.into_iter().map(BlocklistIdentifier::of).collect(), total_count }))
}

/// Someone who may not sign up.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewBlocklistIdentifier {
    /// An email address, `*@` and a domain, or a phone number with a `+` (E.164).
    identifier: String,
}

/// Put someone on the block-list
///
/// They cannot sign up, and nobody can add the address or number to an account, whether or not they are allowed or invited.
/// Who has an account keeps it: ban them.
#[utoipa::path(
    post, path = "/blocklist_identifiers", tag = "Allow-list / Block-list", operation_id = "CreateBlocklistIdentifier",
    request_body = NewBlocklistIdentifier,
    responses((status = 200, body = BlocklistIdentifier), (status = "default", body = Failures))
)]
async fn block(
    State(app): State<Vestibule>,
    Body(new): Body<NewBlocklistIdentifier>,
) -> Result<Json<BlocklistIdentifier>, Failures> {
    Ok(Json(BlocklistIdentifier::of(app.blocklist().create(&new.identifier).await?)))
}

/// Take someone from the block-list
#[utoipa::path(
    delete, path = "/blocklist_identifiers/{blocklist_identifier_id}", tag = "Allow-list / Block-list",
    operation_id = "DeleteBlocklistIdentifier", params(("blocklist_identifier_id" = String, Path)),
    responses((status = 200, body = DeletedObject), (status = "default", body = Failures))
)]
async fn stop_blocking(State(app): State<Vestibule>, Path(id): Path<String>) -> Result<Json<DeletedObject>, Failures> {
    app.blocklist().delete(&id).await?;
    Ok(Json(DeletedObject::new("blocklist_identifier", id)))
}
