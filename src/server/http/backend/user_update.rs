//! What of a user another backend changes.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::failure::Failures;
use super::input::{Body, Path, given};
use super::new_user::moment;
use crate::server::UserUpdate;
use crate::server::crypto::Secret;
use crate::server::resources::User;
use crate::server::vestibule::Vestibule;

/// The routes.
pub fn routes() -> OpenApiRouter<Vestibule> {
    OpenApiRouter::new().routes(routes!(update))
}

/// What of a user is to change: what is left out stays as it is.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = UserChange)]
pub(super) struct Change {
    /// `null` or an empty one takes it away.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    first_name: Option<Option<String>>,
    /// Likewise.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    last_name: Option<Option<String>>,
    /// Likewise.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    username: Option<Option<String>>,
    password: Option<String>,
    /// What another system kept of their password.
    password_digest: Option<String>,
    /// What made it: argon2i, argon2id, bcrypt, bcrypt_sha256_django, ldap_ssha, md5, md5_phpass, pbkdf2_sha1, pbkdf2_sha256,
    /// pbkdf2_sha256_django, pbkdf2_sha512, phpass, scrypt_firebase, scrypt_werkzeug or sha256.
    password_hasher: Option<String>,
    #[serde(default)]
    skip_password_checks: bool,
    /// Whether their sessions end with the change of the password.
    #[serde(default)]
    sign_out_of_other_sessions: bool,
    /// `idn_…`: one of theirs that is verified.
    primary_email_address_id: Option<String>,
    /// Whether they are told of that by mail.
    #[serde(default)]
    notify_primary_email_address_changed: bool,
    /// `idn_…`: one of theirs that is verified.
    primary_phone_number_id: Option<String>,
    /// In Base32.
    totp_secret: Option<String>,
    /// In the place of all that there are.
    backup_codes: Option<Vec<String>>,
    /// `null` or an empty one takes it away.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    external_id: Option<Option<String>>,
    /// A BCP 47 tag; `null` or an empty one takes it away.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    locale: Option<Option<String>>,
    /// As RFC 3339 has it.
    #[schema(format = DateTime)]
    created_at: Option<String>,
    /// As RFC 3339 has it; `null` takes it away.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>, format = DateTime)]
    legal_accepted_at: Option<Option<String>>,
    /// Whether it is taken away also where everyone has to agree.
    #[serde(default)]
    skip_legal_checks: bool,
    /// Whether they may delete their account; with `null` as the settings say.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<bool>)]
    delete_self_enabled: Option<Option<bool>>,
    /// Whether they may make organizations; with `null` as the settings say.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<bool>)]
    create_organization_enabled: Option<Option<bool>>,
    /// How many, 0 for as many as they like; with `null` as the settings say.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<i64>)]
    create_organizations_limit: Option<Option<i64>>,
    /// In the place of what there is.
    #[schema(value_type = Option<Object>)]
    public_metadata: Option<Map<String, Value>>,
    /// In the place of what there is.
    #[schema(value_type = Option<Object>)]
    private_metadata: Option<Map<String, Value>>,
    /// In the place of what there is.
    #[schema(value_type = Option<Object>)]
    unsafe_metadata: Option<Map<String, Value>>,
}

/// Update a user
///
/// All of it, or nothing. They are told of another password or second factor by mail.
#[utoipa::path(
    patch, path = "/users/{user_id}", tag = "Users", operation_id = "UpdateUser",
    params(("user_id" = String, Path)), request_body = Option<Change>,
    responses((status = 200, body = User), (status = "default", body = Failures))
)]
async fn update(
    State(app): State<Vestibule>,
    Path(id): Path<String>,
    Body(change): Body<Change>,
) -> Result<Json<User>, Failures> {
    let legal_accepted_at = match change.legal_accepted_at {
        Some(at) => Some(moment(at.as_deref(), "legal_accepted_at")?),
        None => None,
    };
    let update = UserUpdate {
        first_name: change.first_name,
        last_name: change.last_name,
        username: change.username,
        password: change.password.map(Secret::new),
        password_digest: change.password_digest.map(Secret::new),
        password_hasher: change.password_hasher,
        skip_password_checks: change.skip_password_checks,
        sign_out_of_other_sessions: change.sign_out_of_other_sessions,
        primary_email_address_id: change.primary_email_address_id,
        notify_primary_email_address_changed: change.notify_primary_email_address_changed,
        primary_phone_number_id: change.primary_phone_number_id,
        totp_secret: change.totp_secret.map(Secret::new),
        backup_codes: change.backup_codes.map(|codes| codes.into_iter().map(Secret::new).collect()),
        external_id: change.external_id,
        locale: change.locale,
        created_at: moment(change.created_at.as_deref(), "created_at")?,
        legal_accepted_at,
        skip_legal_checks: change.skip_legal_checks,
        delete_self_enabled: change.delete_self_enabled,
        create_organization_enabled: change.create_organization_enabled,
        create_organizations_limit: change.create_organizations_limit,
        public_metadata: change.public_metadata,
        private_metadata: change.private_metadata,
        unsafe_metadata: change.unsafe_metadata,
    };
    Ok(Json(User::of(app.users().update(&id, update).await?, &app.settings)))
}
