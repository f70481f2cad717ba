//! Users that another backend makes.

use axum::Json;
use axum::extract::State;
use chrono::DateTime;
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::failure::{Failure, Failures};
use super::input::Body;
use crate::model::ErrorCode;
use crate::server::crypto::Secret;
use crate::server::resources::User;
use crate::server::vestibule::Vestibule;
use crate::server::{NewContact, NewUser};

/// The routes.
pub fn routes() -> OpenApiRouter<Vestibule> {
    OpenApiRouter::new().routes(routes!(create))
}

/// Whether an identifier is known to be a user's.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Identification {
    /// It is.
    Verified,
    /// They have given it, and proven nothing.
    Reserved,
}

/// A user to be.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewUser)]
pub(super) struct New {
    /// What another system calls them.
    external_id: Option<String>,
    /// The first one gets their mail.
    #[serde(default)]
    email_address: Vec<String>,
    /// Of each address whether it is known to be theirs; it is where nothing is said.
    #[serde(default)]
    email_address_identification_status: Vec<Identification>,
    /// As E.164 has them.
    #[serde(default)]
    phone_number: Vec<String>,
    /// Of each number likewise.
    #[serde(default)]
    phone_number_identification_status: Vec<Identification>,
    username: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
    /// A BCP 47 tag.
    locale: Option<String>,
    password: Option<String>,
    /// What another system kept of their password.
    password_digest: Option<String>,
    /// What made it: argon2i, argon2id, bcrypt, bcrypt_sha256_django, ldap_ssha, md5, md5_phpass, pbkdf2_sha1, pbkdf2_sha256,
    /// pbkdf2_sha256_django, pbkdf2_sha512, phpass, scrypt_firebase, scrypt_werkzeug or sha256.
    password_hasher: Option<String>,
    #[serde(default)]
    skip_password_checks: bool,
    #[serde(default)]
    skip_password_requirement: bool,
    #[serde(default)]
    skip_legal_checks: bool,
    /// In Base32.
    totp_secret: Option<String>,
    #[serde(default)]
    backup_codes: Vec<String>,
    #[schema(value_type = Option<Object>)]
    public_metadata: Option<Map<String, Value>>,
    #[schema(value_type = Option<Object>)]
    private_metadata: Option<Map<String, Value>>,
    #[schema(value_type = Option<Object>)]
    unsafe_metadata: Option<Map<String, Value>>,
    /// As RFC 3339 has it.
    #[schema(format = DateTime)]
    created_at: Option<String>,
    /// As RFC 3339 has it.
    #[schema(format = DateTime)]
    legal_accepted_at: Option<String>,
    create_organization_enabled: Option<bool>,
    create_organizations_limit: Option<i64>,
    /// Whether they may not come in at all.
    #[serde(default)]
    banned: bool,
    /// Whether they may not sign in for a while, as after `/users/{user_id}/lock`.
    #[serde(default)]
    locked: bool,
}

/// Identifiers, with what is said of each.
fn contacts(values: Vec<String>, statuses: &[Identification], param_name: &str) -> Result<Vec<NewContact>, Failures> {
    if !statuses.is_empty() && statuses.len() != values.len() {
        let message = format!("{param_name} must have one entry for each identifier.");
        return Err(Failure::of(ErrorCode::FormParamFormatInvalid, param_name, message).into());
    }
    let contact = |(at, value)| match statuses.get(at) {
        Some(Identification::Reserved) => NewContact::unverified(value),
        Some(Identification::Verified) | None => NewContact::verified(value),
    };
    Ok(values.into_iter().enumerate().map(contact).collect())
}

/// A moment (RFC 3339), in Unix milliseconds.
pub fn moment(text: Option<&str>, param_name: &str) -> Result<Option<i64>, Failures> {
    let read = |text| {
        DateTime::parse_from_rfc3339(text).map(|moment| moment.timestamp_millis()).map_err(|_| {
            let message = format!("{param_name} must be a moment such as 2026-11-27T12:00:00Z.");
            Failure::of(ErrorCode::FormParamFormatInvalid, param_name, message).into()
        })
    };
    text.map(read).transpose()
}

/// Create a user
///
/// Nobody is told by mail, and nobody is signed in.
#[utoipa::path(
    post, path = "/users", tag = "Users", operation_id = "CreateUser", request_body = New,
    responses((status = 200, body = User), (status = "default", body = Failures))
)]
async fn create(State(app): State<Vestibule>, Body(new): Body<New>) -> Result<Json<User>, Failures> {
    let user = NewUser {
        external_id: new.external_id,
        email_addresses: contacts(
            new.email_address,
            &new.email_address_identification_status,
            "email_address_identification_status",
        )?,
        phone_numbers: contacts(
            new.phone_number,
            &new.phone_number_identification_status,
            "phone_number_identification_status",
        )?,
        username: new.username,
        first_name: new.first_name,
        last_name: new.last_name,
        locale: new.locale,
        password: new.password.map(Secret::new),
        password_digest: new.password_digest.map(Secret::new),
        password_hasher: new.password_hasher,
        totp_secret: new.totp_secret.map(Secret::new),
        backup_codes: new.backup_codes.into_iter().map(Secret::new).collect(),
        public_metadata: new.public_metadata.unwrap_or_default(),
        private_metadata: new.private_metadata.unwrap_or_default(),
        unsafe_metadata: new.unsafe_metadata.unwrap_or_default(),
        created_at: moment(new.created_at.as_deref(), "created_at")?,
        legal_accepted_at: moment(new.legal_accepted_at.as_deref(), "legal_accepted_at")?,
        create_organization_enabled: new.create_organization_enabled,
        create_organizations_limit: new.create_organizations_limit,
        banned: new.banned,
        locked: new.locked,
        skip_password_checks: new.skip_password_checks,
        skip_password_requirement: new.skip_password_requirement,
        skip_legal_checks: new.skip_legal_checks,
        ..NewUser::default()
    };
    Ok(Json(User::of(app.users().create(user).await?, &app.settings)))
}
