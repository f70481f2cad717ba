//! What tokens for other services say.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::failure::{Failure, Failures};
use super::input::{Body, ListedPart, Path, Query};
use crate::api::SecretInput;
use crate::model::ErrorCode;
use crate::server::crypto::{Secret, SigningAlgorithm};
use crate::server::flows;
use crate::server::resources::{DeletedObject, JwtTemplate, Listed};
use crate::server::vestibule::Vestibule;
use crate::server::{JwtSigning, JwtTemplateError, JwtTemplateUpdate, NewJwtTemplate};

/// The routes.
pub fn routes() -> OpenApiRouter<Vestibule> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(get, update, delete))
}

impl From<JwtTemplateError> for Failures {
    fn from(error: JwtTemplateError) -> Self {
        let message = error.to_string();
        let code = match &error {
            JwtTemplateError::NotFound => return Failure::not_found().into(),
            JwtTemplateError::NameTaken => ErrorCode::DuplicateRecord,
            JwtTemplateError::AlgorithmMissing | JwtTemplateError::KeyMissing => ErrorCode::FormParamMissing,
            _ => ErrorCode::FormParamFormatInvalid,
        };
        match (error.param(), error) {
            (Some(param), _) => Failure::of(code, param, message).into(),
            (None, JwtTemplateError::Store(error)) => flows::Error::from(error).into(),
            (None, _) => Failure::new(StatusCode::UNPROCESSABLE_ENTITY, code.as_str(), message).into(),
        }
    }
}

/// List JWT templates
///
/// Newest first.
#[utoipa::path(
    get, path = "/jwt_templates", tag = "JWT Templates", operation_id = "ListJWTTemplates", params(ListedPart),
    responses((status = 200, body = Listed<JwtTemplate>), (status = "default", body = Failures))
)]
async fn list(
    State(app): State<Vestibule>,
    Query(part): Query<ListedPart>,
) -> Result<Json<Listed<JwtTemplate>>, Failures> {
    let (limit, offset) = part.bounds()?;
    let (found, total_count) = app.jwt_templates().list(limit, offset).await?;
    let data: Vec<JwtTemplate> = found.into_iter().map(JwtTemplate::of).collect();
    Ok(Json(Listed::of(data, total_count, part.paginated)))
}

/// What signs a template's tokens, as it is asked for.
struct Signing {
    custom_signing_key: Option<bool>,
    signing_algorithm: Option<String>,
    signing_key: Option<SecretInput>,
}

impl Signing {
    /// What is asked for, if anything is.
    fn read(self) -> Result<Option<JwtSigning>, Failures> {
        let algorithm = self.signing_algorithm.as_deref().map(|name| {
            SigningAlgorithm::parse(name).ok_or_else(|| {
                let all = SigningAlgorithm::ALL.map(SigningAlgorithm::as_str).join(", ");
                let message = format!("signing_algorithm must be one of {all}.");
                Failures::from(Failure::of(ErrorCode::FormParamFormatInvalid, "signing_algorithm", message))
            })
        });
        let (algorithm, key) = (algorithm.transpose()?, self.signing_key);
        match self.custom_signing_key {
            Some(true) => {
                let key = key.map(|key| Secret::new(key.into_inner()));
                Ok(Some(JwtSigning::Own { algorithm, key }))
            }
            Some(false) if key.is_some() => Err(JwtTemplateError::KeyUnused.into()),
            Some(false) if algorithm.is_some_and(|algorithm| algorithm != SigningAlgorithm::RS256) => {
                Err(JwtTemplateError::AlgorithmOfInstance.into())
            }
            Some(false) => Ok(Some(JwtSigning::Instance)),
            None if key.is_some() || algorithm.is_some() => Err(JwtTemplateError::KeyUnused.into()),
            None => Ok(None),
        }
    }
}

/// A template to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewTemplate {
    /// 1 to 64 of a to z, 0 to 9, - and _.
    #[schema(pattern = "^[a-z0-9_-]{1,64}$")]
    name: String,
    /// With shortcodes such as `{{user.id}}`.
    #[schema(value_type = Object)]
    claims: Map<String, Value>,
    /// In seconds; 60 where it is left out.
    #[schema(minimum = 30, maximum = 315360000)]
    lifetime: Option<i64>,
    /// In seconds; 5 where it is left out.
    #[schema(minimum = 0, maximum = 300)]
    allowed_clock_skew: Option<i64>,
    /// Whether a key of the template's own signs; the key that signs session tokens otherwise.
    custom_signing_key: Option<bool>,
    /// `HS256`, `HS384`, `HS512`, `RS256`, `RS384`, `RS512`, `ES256` or `EdDSA`; needed with a key.
    signing_algorithm: Option<String>,
    /// A secret that is shared with the other service, of as many bytes as the algorithm's hash or more, or a private key in
    /// PEM. It is never shown again.
    #[schema(value_type = Option<String>)]
    signing_key: Option<SecretInput>,
}

/// Create a JWT template
#[utoipa::path(
    post, path = "/jwt_templates", tag = "JWT Templates", operation_id = "CreateJWTTemplate", request_body = NewTemplate,
    responses((status = 200, body = JwtTemplate), (status = "default", body = Failures))
)]
async fn create(State(app): State<Vestibule>, Body(new): Body<NewTemplate>) -> Result<Json<JwtTemplate>, Failures> {
    let NewTemplate { custom_signing_key, signing_algorithm, signing_key, .. } = new;
    let signing = Signing { custom_signing_key, signing_algorithm, signing_key }.read()?;
    let usual = NewJwtTemplate::saying(new.name, new.claims);
    let template = NewJwtTemplate {
        lifetime: new.lifetime.unwrap_or(usual.lifetime),
        allowed_clock_skew: new.allowed_clock_skew.unwrap_or(usual.allowed_clock_skew),
        signing: signing.unwrap_or(JwtSigning::Instance),
        ..usual
    };
    Ok(Json(JwtTemplate::of(app.jwt_templates().create(&template).await?)))
}

/// Get a JWT template
#[utoipa::path(
    get, path = "/jwt_templates/{template_id}", tag = "JWT Templates", operation_id = "GetJWTTemplate",
    params(("template_id" = String, Path)),
    responses((status = 200, body = JwtTemplate), (status = "default", body = Failures))
)]
async fn get(State(app): State<Vestibule>, Path(id): Path<String>) -> Result<Json<JwtTemplate>, Failures> {
    Ok(Json(JwtTemplate::of(app.jwt_templates().get(&id).await?)))
}

/// What changes about a template; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TemplateChange {
    #[schema(pattern = "^[a-z0-9_-]{1,64}$")]
    name: Option<String>,
    /// All of them.
    #[schema(value_type = Option<Object>)]
    claims: Option<Map<String, Value>>,
    #[schema(minimum = 30, maximum = 315360000)]
    lifetime: Option<i64>,
    #[schema(minimum = 0, maximum = 300)]
    allowed_clock_skew: Option<i64>,
    /// Whether a key of the template's own signs; the key that signs session tokens otherwise.
    custom_signing_key: Option<bool>,
    /// Needed with a key.
    signing_algorithm: Option<String>,
    /// Left out, the template's own key stays.
    #[schema(value_type = Option<String>)]
    signing_key: Option<SecretInput>,
}

/// Update a JWT template
///
/// Tokens that were made before stay good until they have run out.
#[utoipa::path(
    patch, path = "/jwt_templates/{template_id}", tag = "JWT Templates", operation_id = "UpdateJWTTemplate",
    params(("template_id" = String, Path)), request_body = Option<TemplateChange>,
    responses((status = 200, body = JwtTemplate), (status = "default", body = Failures))
)]
async fn update(
    State(app): State<Vestibule>,
    Path(id): Path<String>,
    Body(change): Body<TemplateChange>,
) -> Result<Json<JwtTemplate>, Failures> {
    let TemplateChange { custom_signing_key, signing_algorithm, signing_key, .. } = change;
    let change = JwtTemplateUpdate {
        name: change.name,
        claims: change.claims,
        lifetime: change.lifetime,
        allowed_clock_skew: change.allowed_clock_skew,
        signing: Signing { custom_signing_key, signing_algorithm, signing_key }.read()?,
    };
    Ok(Json(JwtTemplate::of(app.jwt_templates().update(&id, &change).await?)))
}

/// Delete a JWT template
///
/// Nobody gets a token by it any more. Those that were made stay good until they have run out.
#[utoipa::path(
    delete, path = "/jwt_templates/{template_id}", tag = "JWT Templates", operation_id = "DeleteJWTTemplate",
    params(("template_id" = String, Path)),
    responses((status = 200, body = DeletedObject), (status = "default", body = Failures))
)]
async fn delete(State(app): State<Vestibule>, Path(id): Path<String>) -> Result<Json<DeletedObject>, Failures> {
    app.jwt_templates().delete(&id).await?;
    Ok(Json(DeletedObject::new("jwt_template", id)))
}
