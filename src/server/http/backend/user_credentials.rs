//! What lets people in, tried and taken away by another backend.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::failure::{Failure, Failures};
use super::input::{Body, ListedPart, Path, Query};
use crate::model::{ApiError, ErrorCode};
use crate::server::OauthTokenError;
use crate::server::crypto::Secret;
use crate::server::resources::{DeletedObject, Listed, OauthAccessToken, User};
use crate::server::vestibule::Vestibule;

/// The routes.
pub fn routes() -> OpenApiRouter<Vestibule> {
    OpenApiRouter::new()
        .routes(routes!(verify_password))
        .routes(routes!(verify_totp))
        .routes(routes!(remove_password))
        .routes(routes!(set_compromised))
        .routes(routes!(unset_compromised))
        .routes(routes!(delete_totp))
        .routes(routes!(delete_backup_codes))
        .routes(routes!(delete_passkey))
        .routes(routes!(delete_external_account))
        .routes(routes!(oauth_access_tokens))
}

/// A password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PresentedPassword)]
pub(super) struct Password {
    password: String,
}

/// That it was right.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = VerifiedPassword)]
struct Verified {
    /// Always true.
    verified: bool,
}

/// Verify a user's password
///
/// Each try counts with those at the sign-in.
#[utoipa::path(
    post, path = "/users/{user_id}/verify_password", tag = "Users", operation_id = "VerifyPassword",
    params(("user_id" = String, Path)), request_body = Password,
    responses((status = 200, body = Verified), (status = "default", body = Failures))
)]
async fn verify_password(
    State(app): State<Vestibule>,
    Path(id): Path<String>,
    Body(presented): Body<Password>,
) -> Result<Json<Verified>, Failures> {
    app.users().verify_password(&id, &Secret::new(presented.password)).await?;
    Ok(Json(Verified { verified: true }))
}

/// A code.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PresentedCode)]
pub(super) struct Code {
    code: String,
}

/// That it was right, and what it was.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = VerifiedCode)]
struct VerifiedCode {
    /// Always true.
    verified: bool,
    /// `totp` or `backup_code`.
    code_type: &'static str,
}

/// Verify a code of a user's authenticator app
///
/// Or a backup code. Each is good once, and each try counts with those at the sign-in.
#[utoipa::path(
    post, path = "/users/{user_id}/verify_totp", tag = "Users", operation_id = "VerifyTOTP",
    params(("user_id" = String, Path)), request_body = Code,
    responses((status = 200, body = VerifiedCode), (status = "default", body = Failures))
)]
async fn verify_totp(
    State(app): State<Vestibule>,
    Path(id): Path<String>,
    Body(presented): Body<Code>,
) -> Result<Json<VerifiedCode>, Failures> {
    let strategy = app.users().verify_totp(&id, &Secret::new(presented.code)).await?;
    Ok(Json(VerifiedCode { verified: true, code_type: strategy.as_str() }))
}

/// What goes with the password.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PasswordRemoval)]
pub(super) struct Removal {
    /// Whether their sessions end.
    #[serde(default)]
    sign_out_of_other_sessions: bool,
}

/// Remove a user's password
///
/// Also if nothing else lets them in.
#[utoipa::path(
    post, path = "/users/{user_id}/remove_password", tag = "Users", operation_id = "RemovePassword",
    params(("user_id" = String, Path)), request_body = Option<Removal>,
    responses((status = 200, body = User), (status = "default", body = Failures))
)]
async fn remove_password(
    State(app): State<Vestibule>,
    Path(id): Path<String>,
    Body(removal): Body<Removal>,
) -> Result<Json<User>, Failures> {
    let account = app.users().remove_password(&id, removal.sign_out_of_other_sessions).await?;
    Ok(Json(User::of(account, &app.settings)))
}

/// What goes with it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PasswordCompromise)]
pub(super) struct Compromise {
    /// Whether all their sessions end.
    #[serde(default)]
    revoke_all_sessions: bool,
}

/// Mark a user's password as compromised
///
/// It lets nobody in any more until there is another one.
#[utoipa::path(
    post, path = "/users/{user_id}/password/set_compromised", tag = "Users", operation_id = "SetUserPasswordCompromised",
    params(("user_id" = String, Path)), request_body = Option<Compromise>,
    responses((status = 200, body = User), (status = "default", body = Failures))
)]
async fn set_compromised(
    State(app): State<Vestibule>,
    Path(id): Path<String>,
    Body(compromise): Body<Compromise>,
) -> Result<Json<User>, Failures> {
    let account = app.users().set_password_compromised(&id, compromise.revoke_all_sessions).await?;
    Ok(Json(User::of(account, &app.settings)))
}

/// Mark a user's password as compromised no more
#[utoipa::path(
    post, path = "/users/{user_id}/password/unset_compromised", tag = "Users",
    operation_id = "UnsetUserPasswordCompromised", params(("user_id" = String, Path)),
    responses((status = 200, body = User), (status = "default", body = Failures))
)]
async fn unset_compromised(State(app): State<Vestibule>, Path(id): Path<String>) -> Result<Json<User>, Failures> {
    let account = app.users().unset_password_compromised(&id).await?;
    Ok(Json(User::of(account, &app.settings)))
}

/// Whose something was that is gone.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SecondFactorDeleted)]
struct Whose {
    /// `user_…`
    user_id: String,
}

/// Delete a user's authenticator app
///
/// If it was their last second factor, their backup codes go with it.
#[utoipa::path(
    delete, path = "/users/{user_id}/totp", tag = "Users", operation_id = "DeleteTOTP",
    params(("user_id" = String, Path)),
    responses((status = 200, body = Whose), (status = "default", body = Failures))
)]
async fn delete_totp(State(app): State<Vestibule>, Path(id): Path<String>) -> Result<Json<Whose>, Failures> {
    app.users().delete_totp(&id).await?;
    Ok(Json(Whose { user_id: id }))
}

/// Delete a user's backup codes
#[utoipa::path(
    delete, path = "/users/{user_id}/backup_code", tag = "Users", operation_id = "DeleteBackupCode",
    params(("user_id" = String, Path)),
    responses((status = 200, body = Whose), (status = "default", body = Failures))
)]
async fn delete_backup_codes(State(app): State<Vestibule>, Path(id): Path<String>) -> Result<Json<Whose>, Failures> {
    app.users().delete_backup_codes(&id).await?;
    Ok(Json(Whose { user_id: id }))
}

/// Delete a user's passkey
///
/// Unless nothing else would let them in. They are told by mail.
#[utoipa::path(
    delete, path = "/users/{user_id}/passkeys/{passkey_id}", tag = "Users", operation_id = "UserPasskeyDelete",
    params(("user_id" = String, Path), ("passkey_id" = String, Path)),
    responses((status = 200, body = DeletedObject), (status = "default", body = Failures))
)]
async fn delete_passkey(
    State(app): State<Vestibule>,
    Path((id, passkey_id)): Path<(String, String)>,
) -> Result<Json<DeletedObject>, Failures> {
    app.users().delete_passkey(&id, &passkey_id).await?;
    Ok(Json(DeletedObject::new("passkey", passkey_id)))
}

/// Delete a user's external account
///
/// Unless nothing else would let them in. They are told by mail.
#[utoipa::path(
    delete, path = "/users/{user_id}/external_accounts/{external_account_id}", tag = "Users",
    operation_id = "DeleteExternalAccount",
    params(("user_id" = String, Path), ("external_account_id" = String, Path)),
    responses((status = 200, body = DeletedObject), (status = "default", body = Failures))
)]
async fn delete_external_account(
    State(app): State<Vestibule>,
    Path((id, external_account_id)): Path<(String, String)>,
) -> Result<Json<DeletedObject>, Failures> {
    app.users().delete_external_account(&id, &external_account_id).await?;
    Ok(Json(DeletedObject::new("external_account", external_account_id)))
}

/// Get a user's token for a provider's API
///
/// Of the account at the provider that was used last; nothing where none is connected. One that has run out is replaced. Needs
/// the scope `users:write`, for what it opens is more than what stands here.
#[utoipa::path(
    get, path = "/users/{user_id}/oauth_access_tokens/{provider}", tag = "Users", operation_id = "GetOAuthAccessToken",
    params(("user_id" = String, Path), ("provider" = String, Path, description = "`oauth_` and the provider's key"), ListedPart),
    responses((status = 200, body = Listed<OauthAccessToken>), (status = "default", body = Failures))
)]
async fn oauth_access_tokens(
    State(app): State<Vestibule>,
    Path((id, provider)): Path<(String, String)>,
    Query(part): Query<ListedPart>,
) -> Result<Json<Listed<OauthAccessToken>>, Failures> {
    let (limit, offset) = part.bounds()?;
    let account = app.users().get(&id).await?.ok_or_else(Failure::not_found)?;
    let key = provider.strip_prefix("oauth_").unwrap_or(&provider);
    let all = match app.oauth_access_token(&id, key).await {
        Ok(token) => {
            app.users().note_oauth_token(&id, key, &token.external_account_id).await?;
            vec![OauthAccessToken::of(token, key, &account.user)]
        }
        Err(OauthTokenError::NotConnected) => Vec::new(),
        Err(OauthTokenError::Over | OauthTokenError::Provider(_)) => {
            return Err(ApiError::new(ErrorCode::OauthTokenRetrievalError).into());
        }
        Err(OauthTokenError::Store(error)) => return Err(crate::server::flows::Error::Store(error).into()),
    };
    let total_count = i64::try_from(all.len()).unwrap_or(i64::MAX);
    // There is one at most.
    let data = if limit > 0 && offset == 0 { all } else { Vec::new() };
    Ok(Json(Listed::of(data, total_count, part.paginated)))
}
