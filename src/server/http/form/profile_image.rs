//! The one form with a file in it. It is read as it comes in: what is typed first, then, once it is known that whoever sends
//! it may, the picture. Nothing of it is written anywhere but what is made of it.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::response::Response;
use http_body_util::{BodyExt, LengthLimitError};
use multer::{Constraints, Multipart, SizeLimit};

use super::steps::Form;
use super::{answer, outside};
use crate::api::Reply;
use crate::model::{ApiError, ApiErrors, ErrorCode, Field};
use crate::server::avatars::{self, Crop};
use crate::server::flows::account;

/// Its address.
pub const PATH: &str = "/vestibule/api/user/set_profile_image";

/// How much of such a request is taken in, in bytes, so that a browser without JavaScript gets to read what was wrong with a
/// picture that is somewhat too large. What is more than may be is not kept.
pub const MOST_BYTES: usize = 32 * 1024 * 1024;

/// What is around a picture in its form.
const BESIDES: usize = 64 * 1024;
/// No other field is larger.
const MOST_TEXT: u64 = 4 * 1024;
/// How long a picture may be under way.
const PATIENCE: Duration = Duration::from_secs(120);

const FILE: &str = Field::File.name();
const REDIRECT_URL: &str = Field::RedirectUrl.name();
const FIELDS: [&str; 5] = [REDIRECT_URL, "x", "y", "size", FILE];

/// Gives a person a picture.
pub async fn set_profile_image(request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = Shared(Arc::new(Mutex::new(body)));
    let upload = Upload::begin(&parts, body.clone()).await;
    let response = outside(parts, async move {
        let (redirect_url, upload) = match upload {
            Ok(upload) => (upload.redirect_url.clone(), Ok(upload)),
            Err(error) => (String::new(), Err(error)),
        };
        answer(Form::SetProfileImage, &redirect_url, &[], async |app, visitor| {
            let admitted = account::begin_upload(app, visitor).await?;
            let (picture, crop) = upload?.finish().await?;
            let outcome = account::set_profile_image(app, visitor, picture, crop).await;
            drop(admitted);
            outcome
        })
        .await
    });
    let response = response.await;
    body.drain().await;
    response
}

/// Takes the picture from a person.
pub async fn remove_profile_image(redirect_url: &str) -> Result<Reply, ApiErrors> {
    answer(Form::RemoveProfileImage, redirect_url, &[], async |app, visitor| {
        account::remove_profile_image(app, visitor).await
    })
    .await
}

/// A form with a picture, as far as it has been read.
struct Upload {
    form: Multipart<'static>,
    redirect_url: String,
    /// Left, top, side.
    crop: [String; 3],
    file: Option<multer::Field<'static>>,
}

impl Upload {
    /// Reads up to the picture.
    async fn begin(parts: &Parts, body: Shared) -> Result<Self, ApiError> {
        let text = |name| parts.headers.get(name).and_then(|value| value.to_str().ok());
        let boundary = text(CONTENT_TYPE).and_then(|kind| multer::parse_boundary(kind).ok());
        let boundary = boundary.ok_or_else(|| ApiError::new(ErrorCode::RequestBodyInvalid))?;
        let length = text(CONTENT_LENGTH).and_then(|length| length.parse::<usize>().ok());
        if length.is_some_and(|length| length > avatars::MOST_BYTES + BESIDES) {
            return Err(too_large());
        }
        let sizes = SizeLimit::new()
            .whole_stream((avatars::MOST_BYTES + BESIDES) as u64)
            .per_field(MOST_TEXT)
            .for_field(FILE, avatars::MOST_BYTES as u64);
        let constraints = Constraints::new().allowed_fields(FIELDS.to_vec()).size_limit(sizes);
        let form = Multipart::with_constraints(Body::new(body).into_data_stream(), boundary, constraints);
        let mut upload = Self { form, redirect_url: String::new(), crop: Default::default(), file: None };
        upload.file = in_time(upload.read_texts()).await?;
        Ok(upload)
    }

    /// Reads the picture, and what comes after it.
    async fn finish(mut self) -> Result<(Vec<u8>, Option<Crop>), ApiError> {
        let missing = || ApiError::of(ErrorCode::FormParamMissing, Field::File);
        let file = self.file.take().ok_or_else(missing)?;
        let picture = in_time(async { file.bytes().await.map_err(|error| refusal(&error)) }).await?;
        // A second one is as much of a mistake as a field that there is not.
        if in_time(self.read_texts()).await?.is_some() {
            return Err(ApiError::new(ErrorCode::FormParamUnknown));
        }
        if picture.is_empty() {
            return Err(missing());
        }
        Ok((picture.into(), self.crop()?))
    }

    async fn read_texts(&mut self) -> Result<Option<multer::Field<'static>>, ApiError> {
        while let Some(field) = self.form.next_field().await.map_err(|error| refusal(&error))? {
            let place = match field.name() {
                Some(REDIRECT_URL) => &mut self.redirect_url,
                Some("x") => &mut self.crop[0],
                Some("y") => &mut self.crop[1],
                Some("size") => &mut self.crop[2],
                _ => return Ok(Some(field)),
            };
            *place = field.text().await.map_err(|error| refusal(&error))?;
        }
        Ok(None)
    }

    /// The part that was chosen: none where nothing is said of it, which is how a browser without JavaScript sends it.
    fn crop(&self) -> Result<Option<Crop>, ApiError> {
        if self.crop.iter().all(String::is_empty) {
            return Ok(None);
        }
        let number = |text: &String| text.parse::<u32>().map_err(|_| ApiError::new(ErrorCode::FormParamFormatInvalid));
        let [x, y, size] = &self.crop;
        Ok(Some(Crop { x: number(x)?, y: number(y)?, size: number(size)? }))
    }
}

async fn in_time<T>(reading: impl Future<Output = Result<T, ApiError>>) -> Result<T, ApiError> {
    let read = tokio::time::timeout(PATIENCE, reading).await;
    read.unwrap_or_else(|_| Err(ApiError::new(ErrorCode::RequestBodyInvalid)))
}

fn too_large() -> ApiError {
    ApiError::of(ErrorCode::AvatarFileSizeExceeded, Field::File).with_limit(avatars::MOST_BYTES)
}

fn refusal(error: &multer::Error) -> ApiError {
    match error {
        multer::Error::UnknownField { .. } => ApiError::new(ErrorCode::FormParamUnknown),
        multer::Error::StreamSizeExceeded { .. } => too_large(),
        multer::Error::FieldSizeExceeded { field_name, .. } if field_name.as_deref() == Some(FILE) => too_large(),
        multer::Error::FieldSizeExceeded { limit, .. } => {
            ApiError::new(ErrorCode::RequestBodyTooLarge).with_limit(usize::try_from(*limit).unwrap_or(usize::MAX))
        }
        multer::Error::StreamReadFailed(cause) if is_too_long(cause.as_ref()) => too_large(),
        _ => ApiError::new(ErrorCode::RequestBodyInvalid),
    }
}

fn is_too_long(error: &(dyn std::error::Error + 'static)) -> bool {
    std::iter::successors(Some(error), |error| error.source()).any(|error| error.is::<LengthLimitError>())
}

/// A body that whoever reads the form and whoever ends the request both have.
#[derive(Clone)]
struct Shared(Arc<Mutex<Body>>);

impl HttpBody for Shared {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, axum::Error>>> {
        let mut body = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Pin::new(&mut *body).poll_frame(context)
    }
}

impl Shared {
    /// Lets the rest come in and keeps nothing of it: a browser that is still sending when it is answered does not read the
    /// answer. What is too long for the layer ends there.
    async fn drain(mut self) {
        let rest = async { while let Some(Ok(_)) = self.frame().await {} };
        // Whoever takes longer is not answered.
        let _ = tokio::time::timeout(PATIENCE, rest).await;
    }
}
