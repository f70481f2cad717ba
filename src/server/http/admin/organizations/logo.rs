use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http_body_util::Limited;
use multer::{Constraints, Multipart, SizeLimit};

use super::super::markup::{Markup, tag};
use super::super::moving::drain;
use super::super::operator::{Answer, Operator, is_id, not_found};
use super::super::page::{button, dangerous, part};
use super::detail::{Known, to};
use super::{image, path};
use crate::model::{ApiError, ErrorCode, Field};
use crate::server::avatars::MOST_BYTES;
use crate::server::flows;
use crate::server::flows::operators::OperatorRole;
use crate::server::http::segment::Segment;

/// What is around a picture in its form, at most.
const BESIDES: usize = 64 * 1024;
/// How long a picture may be under way.
const PATIENCE: Duration = Duration::from_secs(60);

const FILE: &str = Field::File.name();

/// Its logo: shown, changed and taken away.
pub fn picture(operator: &Operator, known: &Known) -> Markup {
    if !operator.may(OperatorRole::Support) {
        return Markup::default();
    }
    let remove = known.organization.has_image.then(|| {
        let what = "Takes the logo from the organization, everywhere at once: it is deleted and cannot be brought back. Another one \
                    can be set.";
        let to = to(known, "remove_logo");
        dangerous(&to, "logo-confirmation", "Remove the logo", what, known.organization.name.trim())
    });
    let input = tag("input")
        .with("id", "logo")
        .with("name", FILE)
        .with("type", "file")
        .with("accept", "image/jpeg,image/png,image/webp,image/gif")
        .alone();
    let file = tag("div").class("field").holds([
        tag("label").with("for", "logo").holds("A picture, of which the middle is taken (JPEG, PNG, WebP or GIF)"),
        input,
    ]);
    let form = tag("form")
        .class("filters")
        .with("method", "post")
        .with("action", to(known, "logo"))
        .with("enctype", "multipart/form-data")
        .holds([file, button("Set the logo", "plain")]);
    part("picture", "Logo", (), Markup::from(image(&known.organization)).and(form).and(remove))
}

/// Gives an organization the logo that is in a form.
pub async fn set_logo(operator: Operator, Segment(id): Segment, request: Request) -> Answer {
    operator.require(OperatorRole::Support)?;
    if !is_id(&id) {
        return Err(not_found());
    }
    let organizations = operator.app.organizations();
    let set = async {
        // Before anything of it is read: there may be no room.
        let admitted = match organizations.begin_upload(&id).await {
            Ok(admitted) => admitted,
            Err(error) => {
                drain(request.into_body()).await;
                return Err(error);
            }
        };
        let read = tokio::time::timeout(PATIENCE, read(request)).await;
        let file = read.unwrap_or_else(|_| Err(ApiError::new(ErrorCode::RequestBodyInvalid)))?;
        organizations.set_logo(&id, None, admitted, file).await
    };
    let set: Result<_, flows::Error> = set.await;
    operator.answer("organizations/logo", set, &path(&id))
}

fn too_large() -> ApiError {
    ApiError::of(ErrorCode::AvatarFileSizeExceeded, Field::File).with_limit(MOST_BYTES)
}

fn refusal(error: &multer::Error) -> ApiError {
    match error {
        multer::Error::FieldSizeExceeded { .. }
        | multer::Error::StreamSizeExceeded { .. }
        | multer::Error::StreamReadFailed(_) => too_large(),
        _ => ApiError::new(ErrorCode::RequestBodyInvalid),
    }
}

/// The file in a form.
async fn read(request: Request) -> Result<Vec<u8>, ApiError> {
    let (parts, body) = request.into_parts();
    let text = |name| parts.headers.get(name).and_then(|value| value.to_str().ok());
    let length = text(CONTENT_LENGTH).and_then(|length| length.parse::<usize>().ok());
    if length.is_some_and(|length| length > MOST_BYTES + BESIDES) {
        drain(body).await;
        return Err(too_large());
    }
    let missing = || ApiError::of(ErrorCode::FormParamMissing, Field::File);
    let boundary = text(CONTENT_TYPE).and_then(|kind| multer::parse_boundary(kind).ok()).ok_or_else(missing)?;
    let sizes = SizeLimit::new().for_field(FILE, MOST_BYTES as u64);
    let constraints = Constraints::new().allowed_fields(vec![FILE]).size_limit(sizes);
    let body = Body::new(Limited::new(body, MOST_BYTES + BESIDES));
    let mut form = Multipart::with_constraints(body.into_data_stream(), boundary, constraints);
    let mut file = Vec::new();
    while let Some(field) = form.next_field().await.map_err(|error| refusal(&error))? {
        file = field.bytes().await.map_err(|error| refusal(&error))?.to_vec();
    }
    if file.is_empty() { Err(missing()) } else { Ok(file) }
}
