//! People.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::failure::{Failure, Failures};
use super::input::{Body, Path, Query, check_limit, default_limit, ordered_by};
use crate::model::ErrorCode;
use crate::server::flows::users::Account;
use crate::server::resources::{DeletedObject, TotalCount, User};
use crate::server::vestibule::Vestibule;
use crate::server::{UserMetadata, UserOrder, UserQuery};

/// The routes.
pub fn routes() -> OpenApiRouter<Vestibule> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(count))
        .routes(routes!(get, delete))
        .routes(routes!(ban))
        .routes(routes!(unban))
        .routes(routes!(lock))
        .routes(routes!(unlock))
        .routes(routes!(update_metadata, replace_metadata))
        .routes(routes!(disable_mfa))
}

/// Which people.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Which {
    /// Who has one of these email addresses.
    #[serde(default)]
    email_address: Vec<String>,
    /// Who has one of these phone numbers.
    #[serde(default)]
    phone_number: Vec<String>,
    /// Who has one of these usernames.
    #[serde(default)]
    username: Vec<String>,
    /// Only these; with a `-` in front, none of these.
    #[serde(default)]
    user_id: Vec<String>,
    /// Whom another system calls one of these.
    #[serde(default)]
    external_id: Vec<String>,
    /// Who belongs to one of these organizations.
    #[serde(default)]
    organization_id: Vec<String>,
    /// In whose name, identifiers or id this stands.
    #[serde(default)]
    query: String,
    /// Whose last request came at that time or later.
    last_active_at_since: Option<i64>,
    /// Whose last request came before that.
    last_active_at_before: Option<i64>,
    /// Whose last request came at that time or later.
    last_active_at_after: Option<i64>,
    /// Who came before that.
    created_at_before: Option<i64>,
    /// Who came at that time or later.
    created_at_after: Option<i64>,
    /// Who last signed in before that.
    last_sign_in_at_before: Option<i64>,
    /// Who last signed in at that time or later.
    last_sign_in_at_after: Option<i64>,
    /// Who is banned, or who is not.
    banned: Option<bool>,
    /// What they are sorted by; the last come first with a `-` in front.
    #[serde(default = "newest")]
    #[param(
        example = "-created_at",
        pattern = "^[+-]?(created_at|updated_at|last_sign_in_at|last_active_at|first_name|last_name|email_address|phone_number|username)$"
    )]
    order_by: String,
    /// At most so many.
    #[serde(default = "default_limit")]
    #[param(minimum = 1, maximum = 500)]
    limit: u16,
    /// After so many.
    #[serde(default)]
    #[param(value_type = i64, minimum = 0, maximum = 4_294_967_295_u32)]
    offset: u32,
}

fn newest() -> String {
    "-created_at".into()
}

impl Which {
    fn read(self) -> Result<UserQuery, Failures> {
        let (descending, column) = ordered_by(&self.order_by);
        let order = match column {
            "created_at" => UserOrder::CreatedAt,
            "updated_at" => UserOrder::UpdatedAt,
            "last_sign_in_at" => UserOrder::LastSignInAt,
            "last_active_at" => UserOrder::LastActiveAt,
            "first_name" => UserOrder::FirstName,
            "last_name" => UserOrder::LastName,
            "email_address" => UserOrder::EmailAddress,
            "phone_number" => UserOrder::PhoneNumber,
            "username" => UserOrder::Username,
            _ => {
                let message = "order_by must be the name of a column, with + or - in front.";
                return Err(Failure::of(ErrorCode::FormParamFormatInvalid, "order_by", message).into());
            }
        };
        let (without, only): (Vec<String>, Vec<String>) = self.user_id.into_iter().partition(|id| id.starts_with('-'));
        let bare = |id: String| id.trim_start_matches(['-', '+', ' ']).to_owned();
        Ok(UserQuery {
            user_ids: only.into_iter().map(bare).collect(),
            without_user_ids: without.into_iter().map(bare).collect(),
            email_addresses: self.email_address,
            phone_numbers: self.phone_number,
            usernames: self.username,
            external_ids: self.external_id,
            organization_ids: self.organization_id,
            query: self.query,
            created_before: self.created_at_before,
            created_after: self.created_at_after,
            signed_in_before: self.last_sign_in_at_before,
            signed_in_after: self.last_sign_in_at_after,
            active_before: self.last_active_at_before,
            active_after: self.last_active_at_after.max(self.last_active_at_since),
            banned: self.banned,
            order,
            descending,
            limit: check_limit(self.limit)?,
            offset: i64::from(self.offset),
        })
    }
}

fn shown(app: &Vestibule, account: Account) -> Json<User> {
    Json(User::of(account, &app.settings))
}

/// List users
#[utoipa::path(
    get, path = "/users", tag = "Users", operation_id = "GetUserList", params(Which),
    responses((status = 200, body = Vec<User>), (status = "default", body = Failures))
)]
async fn list(State(app): State<Vestibule>, Query(which): Query<Which>) -> Result<Json<Vec<User>>, Failures> {
    let found = app.users().list(&which.read()?).await?;
    Ok(Json(found.into_iter().map(|account| User::of(account, &app.settings)).collect()))
}

/// Count users
#[utoipa::path(
    get, path = "/users/count", tag = "Users", operation_id = "GetUsersCount", params(Which),
    responses((status = 200, body = TotalCount), (status = "default", body = Failures))
)]
async fn count(State(app): State<Vestibule>, Query(which): Query<Which>) -> Result<Json<TotalCount>, Failures> {
    Ok(Json(TotalCount::of(app.users().count(&which.read()?).await?)))
}

/// Get a user
#[utoipa::path(
    get, path = "/users/{user_id}", tag = "Users", operation_id = "GetUser",
    params(("user_id" = String, Path)),
    responses((status = 200, body = User), (status = "default", body = Failures))
)]
async fn get(State(app): State<Vestibule>, Path(id): Path<String>) -> Result<Json<User>, Failures> {
    let account = app.users().get(&id).await?.ok_or_else(Failure::not_found)?;
    Ok(shown(&app, account))
}

/// Delete a user
#[utoipa::path(
    delete, path = "/users/{user_id}", tag = "Users", operation_id = "DeleteUser",
    params(("user_id" = String, Path)),
    responses((status = 200, body = DeletedObject), (status = "default", body = Failures))
)]
async fn delete(State(app): State<Vestibule>, Path(id): Path<String>) -> Result<Json<DeletedObject>, Failures> {
    app.users().delete(&id).await?;
    Ok(Json(DeletedObject::new("user", id)))
}

/// Ban a user
///
/// All their sessions end.
#[utoipa::path(
    post, path = "/users/{user_id}/ban", tag = "Users", operation_id = "BanUser",
    params(("user_id" = String, Path)),
    responses((status = 200, body = User), (status = "default", body = Failures))
)]
async fn ban(State(app): State<Vestibule>, Path(id): Path<String>) -> Result<Json<User>, Failures> {
    let account = app.users().ban(&id).await?;
    Ok(shown(&app, account))
}

/// Unban a user
#[utoipa::path(
    post, path = "/users/{user_id}/unban", tag = "Users", operation_id = "UnbanUser",
    params(("user_id" = String, Path)),
    responses((status = 200, body = User), (status = "default", body = Failures))
)]
async fn unban(State(app): State<Vestibule>, Path(id): Path<String>) -> Result<Json<User>, Failures> {
    let account = app.users().unban(&id).await?;
    Ok(shown(&app, account))
}

/// Lock a user
///
/// They cannot sign in for a while; their sessions go on.
#[utoipa::path(
    post, path = "/users/{user_id}/lock", tag = "Users", operation_id = "LockUser",
    params(("user_id" = String, Path)),
    responses((status = 200, body = User), (status = "default", body = Failures))
)]
async fn lock(State(app): State<Vestibule>, Path(id): Path<String>) -> Result<Json<User>, Failures> {
    let account = app.users().lock(&id).await?;
    Ok(shown(&app, account))
}

/// Unlock a user
#[utoipa::path(
    post, path = "/users/{user_id}/unlock", tag = "Users", operation_id = "UnlockUser",
    params(("user_id" = String, Path)),
    responses((status = 200, body = User), (status = "default", body = Failures))
)]
async fn unlock(State(app): State<Vestibule>, Path(id): Path<String>) -> Result<Json<User>, Failures> {
    let account = app.users().unlock(&id).await?;
    Ok(shown(&app, account))
}

/// What an app keeps about a user; each 8 KB at most.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = UserMetadata)]
pub(super) struct Metadata {
    #[schema(value_type = Option<Object>)]
    public_metadata: Option<serde_json::Map<String, serde_json::Value>>,
    #[schema(value_type = Option<Object>)]
    private_metadata: Option<serde_json::Map<String, serde_json::Value>>,
    #[schema(value_type = Option<Object>)]
    unsafe_metadata: Option<serde_json::Map<String, serde_json::Value>>,
}

/// Merge a user's metadata
///
/// `null` takes a key away.
#[utoipa::path(
    patch, path = "/users/{user_id}/metadata", tag = "Users", operation_id = "UpdateUserMetadata",
    params(("user_id" = String, Path)), request_body = Option<Metadata>,
    responses((status = 200, body = User), (status = "default", body = Failures))
)]
async fn update_metadata(
    State(app): State<Vestibule>,
    Path(id): Path<String>,
    Body(change): Body<Metadata>,
) -> Result<Json<User>, Failures> {
    let change = UserMetadata {
        public: change.public_metadata.unwrap_or_default(),
        private: change.private_metadata.unwrap_or_default(),
        unsafe_metadata: change.unsafe_metadata.unwrap_or_default(),
    };
    app.users().update_metadata(&id, &change).await?;
    get(State(app), Path(id)).await
}

/// Replace a user's metadata
///
/// What is left out stays as it is.
#[utoipa::path(
    put, path = "/users/{user_id}/metadata", tag = "Users", operation_id = "ReplaceUserMetadata",
    params(("user_id" = String, Path)), request_body = Option<Metadata>,
    responses((status = 200, body = User), (status = "default", body = Failures))
)]
async fn replace_metadata(
    State(app): State<Vestibule>,
    Path(id): Path<String>,
    Body(all): Body<Metadata>,
) -> Result<Json<User>, Failures> {
    app.users().replace_metadata(&id, all.public_metadata, all.private_metadata, all.unsafe_metadata).await?;
    get(State(app), Path(id)).await
}

/// What became of a user's second factors.
#[derive(Debug, serde::Serialize, ToSchema)]
struct MfaDisabled {
    /// Whose they were.
    user_id: String,
}

/// Disable all second factors of a user
///
/// Their sessions end, and they are told by mail.
#[utoipa::path(
    delete, path = "/users/{user_id}/mfa", tag = "Users", operation_id = "DisableMFA",
    params(("user_id" = String, Path)),
    responses((status = 200, body = MfaDisabled), (status = "default", body = Failures))
)]
async fn disable_mfa(State(app): State<Vestibule>, Path(id): Path<String>) -> Result<Json<MfaDisabled>, Failures> {
    app.reset_mfa(&id).await?;
    Ok(Json(MfaDisabled { user_id: id }))
}
