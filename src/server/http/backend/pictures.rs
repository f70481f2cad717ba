//! Pictures of people and logos of organizations, as other backends upload them: a form with the file in it (RFC 7578).

use std::time::Duration;

use axum::Json;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use http_body_util::Limited;
use multer::{Constraints, Multipart, SizeLimit};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::failure::{Failure, Failures};
use super::input::Path;
use crate::model::{ApiError, ErrorCode, Field};
use crate::server::avatars::MOST_BYTES;
use crate::server::resources::{Organization, User};
use crate::server::vestibule::Vestibule;

/// The routes.
pub fn routes() -> OpenApiRouter<Vestibule> {
    OpenApiRouter::new().routes(routes!(set_profile_image, delete_profile_image)).routes(routes!(set_logo, delete_logo))
}

/// What is around a picture in its form, at most.
const BESIDES: usize = 64 * 1024;
/// How long a picture may be under way.
const PATIENCE: Duration = Duration::from_secs(60);

const FILE: &str = Field::File.name();
const UPLOADER: &str = "uploader_user_id";

/// A form with a picture.
#[derive(ToSchema)]
#[allow(dead_code)]
struct PictureForm {
    /// A JPEG, PNG, WebP or GIF, of which the middle becomes a square.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// A form with a logo.
#[derive(ToSchema)]
#[allow(dead_code)]
struct LogoForm {
    /// A JPEG, PNG, WebP or GIF, of which the middle becomes a square.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// `user_…`: in whose name; they have to be allowed to. Without one, in the app's own.
    uploader_user_id: Option<String>,
}

/// What came in a form.
struct Upload {
    file: Vec<u8>,
    uploader_user_id: Option<String>,
}

fn too_large() -> Failures {
    ApiError::of(ErrorCode::AvatarFileSizeExceeded, Field::File).with_limit(MOST_BYTES).into()
}

fn refusal(error: &multer::Error) -> Failures {
    match error {
        multer::Error::FieldSizeExceeded { field_name, .. } if field_name.as_deref() != Some(FILE) => {
            ApiError::new(ErrorCode::RequestBodyTooLarge).into()
        }
        multer::Error::FieldSizeExceeded { .. }
        | multer::Error::StreamSizeExceeded { .. }
        | multer::Error::StreamReadFailed(_) => too_large(),
        multer::Error::UnknownField { field_name } => {
            let name: String = field_name.as_deref().unwrap_or_default().chars().take(64).collect();
            let message = format!("{name} is not a valid parameter for this request.");
            Failure::of(ErrorCode::FormParamUnknown, &name, message).into()
        }
        _ => ApiError::new(ErrorCode::RequestBodyInvalid).into(),
    }
}

/// Reads a form with these fields.
async fn read(headers: &HeaderMap, body: Body, fields: &[&str]) -> Result<Upload, Failures> {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let boundary = kind.and_then(|kind| multer::parse_boundary(kind).ok());
    let boundary = boundary.ok_or_else(|| ApiError::new(ErrorCode::RequestBodyInvalid))?;
    let sizes = SizeLimit::new().per_field(BESIDES as u64).for_field(FILE, MOST_BYTES as u64);
    let constraints = Constraints::new().allowed_fields(fields.to_vec()).size_limit(sizes);
    let body = Body::new(Limited::new(body, MOST_BYTES + BESIDES));
    let mut form = Multipart::with_constraints(body.into_data_stream(), boundary, constraints);
    let (mut file, mut uploader) = (None, None);
    while let Some(field) = form.next_field().await.map_err(|error| refusal(&error))? {
        match field.name() {
            Some(FILE) => file = Some(field.bytes().await.map_err(|error| refusal(&error))?.to_vec()),
            _ => uploader = Some(field.text().await.map_err(|error| refusal(&error))?),
        }
    }
    let file = file.filter(|file| !file.is_empty());
    let file = file.ok_or_else(|| ApiError::of(ErrorCode::FormParamMissing, Field::File))?;
    Ok(Upload { file, uploader_user_id: uploader.filter(|id| !id.is_empty()) })
}

async fn upload(request: Request, fields: &[&str]) -> Result<Upload, Failures> {
    let (parts, body) = request.into_parts();
    let read = tokio::time::timeout(PATIENCE, read(&parts.headers, body, fields)).await;
    read.unwrap_or_else(|_| Err(ApiError::new(ErrorCode::RequestBodyInvalid).into()))
}

/// Set a user's profile image
#[utoipa::path(
    post, path = "/users/{user_id}/profile_image", tag = "Users", operation_id = "SetUserProfileImage",
    params(("user_id" = String, Path)),
    request_body(content = PictureForm, content_type = "multipart/form-data"),
    responses((status = 200, body = User), (status = "default", body = Failures))
)]
async fn set_profile_image(
    State(app): State<Vestibule>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Json<User>, Failures> {
    let admitted = app.users().begin_upload(&id).await?;
    let upload = upload(request, &[FILE]).await?;
    let account = app.users().set_profile_image(&id, admitted, upload.file).await?;
    Ok(Json(User::of(account, &app.settings)))
}

/// Delete a user's profile image
#[utoipa::path(
    delete, path = "/users/{user_id}/profile_image", tag = "Users", operation_id = "DeleteUserProfileImage",
    params(("user_id" = String, Path)),
    responses((status = 200, body = User), (status = "default", body = Failures))
)]
async fn delete_profile_image(State(app): State<Vestibule>, Path(id): Path<String>) -> Result<Json<User>, Failures> {
    let account = app.users().delete_profile_image(&id).await?;
    Ok(Json(User::of(account, &app.settings)))
}

/// Set an organization's logo
#[utoipa::path(
    put, path = "/organizations/{organization_id}/logo", tag = "Organizations", operation_id = "UploadOrganizationLogo",
    params(("organization_id" = String, Path)),
    request_body(content = LogoForm, content_type = "multipart/form-data"),
    responses((status = 200, body = Organization), (status = "default", body = Failures))
)]
async fn set_logo(
    State(app): State<Vestibule>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Json<Organization>, Failures> {
    let admitted = app.organizations().begin_upload(&id).await?;
    let upload = upload(request, &[FILE, UPLOADER]).await?;
    let uploader = upload.uploader_user_id.as_deref();
    let changed = app.organizations().set_logo(&id, uploader, admitted, upload.file).await?;
    super::organizations::shown(&app, changed).await
}

/// Delete an organization's logo
#[utoipa::path(
    delete, path = "/organizations/{organization_id}/logo", tag = "Organizations",
    operation_id = "DeleteOrganizationLogo", params(("organization_id" = String, Path)),
    responses((status = 200, body = Organization), (status = "default", body = Failures))
)]
async fn delete_logo(State(app): State<Vestibule>, Path(id): Path<String>) -> Result<Json<Organization>, Failures> {
    let changed = app.organizations().delete_logo(&id).await?;
    super::organizations::shown(&app, changed).await
}
