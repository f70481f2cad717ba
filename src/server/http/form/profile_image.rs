//! The forms with a picture in them: a person's, and an organization's logo. They are read as they come in: nothing before it
//! is known who sends it, then what is typed, and then, once there is a place for it, the picture. Nothing of it is written anywhere but what is made of it.

use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::response::Response;
use http_body_util::{BodyExt, LengthLimitError};
use multer::{Constraints, Multipart, SizeLimit};

use super::steps::Form;
use super::{Asked, answer, answer_counted, outside};
use crate::api::Reply;
use crate::model::{ApiError, ApiErrors, ErrorCode, Field};
use crate::server::avatars::{self, Crop};
use crate::server::flows::organizations::logo;
use crate::server::flows::{Error, Outcome, Visitor, account};
use crate::server::vestibule::Vestibule;

/// The address of a person's.
pub const PATH: &str = "/vestibule/api/user/set_profile_image";
/// The address of an organization's.
pub const LOGO_PATH: &str = "/vestibule/api/organization/set_logo";

/// Whether a path is one of theirs.
pub fn is_upload(path: &str) -> bool {
    matches!(path, PATH | LOGO_PATH)
}

/// How much of such a request is taken in, in bytes, so that a browser without JavaScript gets to read what was wrong with a
/// picture that is somewhat too large. What is more than may be is not kept.
pub const MOST_BYTES: usize = 32 * 1024 * 1024;

/// What is around a picture in its form, and the most that is read before the picture begins.
const BESIDES: usize = 64 * 1024;
/// What is read at once until then, so that little more is read than is looked at.
const PIECE: usize = 8 * 1024;
/// No other field is larger.
const MOST_TEXT: u64 = 4 * 1024;
/// How long a picture may be under way.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long nothing of it may come in, and how long what is around it may take.
const STALL: Duration = Duration::from_secs(30);

const FILE: &str = Field::File.name();
const REDIRECT_URL: &str = Field::RedirectUrl.name();
const ORGANIZATION_ID: &str = Field::OrganizationId.name();
const FIELDS: [&str; 6] = [REDIRECT_URL, ORGANIZATION_ID, "x", "y", "size", FILE];

/// Gives a person a picture.
pub async fn set_profile_image(request: Request) -> Response {
    take(request, Form::SetProfileImage).await
}

/// Gives an organization a logo.
pub async fn set_organization_logo(request: Request) -> Response {
    take(request, Form::SetOrganizationLogo).await
}

async fn take(request: Request, form: Form) -> Response {
    let (parts, body) = request.into_parts();
    let body = Shared::new(body);
    let (upload, read) = (Upload::new(&parts, body.clone()), body.clone());
    let response = outside(parts, async move {
        let asked = Asked::read()?.by(form);
        let upload = begin(&asked, upload, &read).await;
        let redirect_url = upload.as_ref().map_or_else(|_| String::new(), |upload| upload.redirect_url.clone());
        answer_counted(asked, form, &redirect_url, &[], async move |app, visitor| {
            let upload = upload?;
            let outcome = match form {
                Form::SetOrganizationLogo => set_logo(app, visitor, upload).await?,
                _ => set_picture(app, visitor, upload).await?,
            };
            Ok((outcome, None))
        })
        .await
    });
    let response = response.await;
    match body.is_untouched() {
        // Nobody is known who could be waited for.
        true => drop(tokio::spawn(body.drain())),
        false => body.drain().await,
    }
    response
}

async fn set_picture(app: &Vestibule, visitor: &Visitor, upload: Upload) -> Result<Outcome, Error> {
    if !upload.organization_id.is_empty() {
        return Err(ApiError::new(ErrorCode::FormParamUnknown).into());
    }
    let admitted = account::begin_upload(app, visitor).await?;
    let (picture, crop) = upload.finish().await?;
    account::set_profile_image(app, visitor, admitted, picture, crop).await
}

async fn set_logo(app: &Vestibule, visitor: &Visitor, upload: Upload) -> Result<Outcome, Error> {
    let id = upload.organization_id.clone();
    let admitted = logo::begin_upload(app, visitor, &id).await?;
    let picture = upload.finish().await?;
    logo::set(app, visitor, &id, admitted, picture).await
}

/// Finds out who sends a form, and reads it up to the picture.
async fn begin(asked: &Asked, form: Result<Upload, ApiError>, body: &Shared) -> Result<Upload, Error> {
    asked.app.addresses.check(&asked.visitor)?;
    account::check_uploader(&asked.app, &asked.visitor).await?;
    body.set(Stage::BeforePicture);
    let mut upload = form?;
    upload.file = in_time(STALL, upload.read_texts()).await?;
    body.set(Stage::Rest);
    Ok(upload)
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
    /// Whose it is to be, where it is no person's.
    organization_id: String,
    /// Left, top, side.
    crop: [String; 3],
    file: Option<multer::Field<'static>>,
}

impl Upload {
    /// Of which nothing is read yet.
    fn new(parts: &Parts, body: Shared) -> Result<Self, ApiError> {
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
        Ok(Self {
            form,
            redirect_url: String::new(),
            organization_id: String::new(),
            crop: Default::default(),
            file: None,
        })
    }

    /// Reads the picture, and what comes after it.
    async fn finish(mut self) -> Result<(Vec<u8>, Option<Crop>), ApiError> {
        let missing = || ApiError::of(ErrorCode::FormParamMissing, Field::File);
        let file = self.file.take().ok_or_else(missing)?;
        let picture = in_time(PATIENCE, read_file(file)).await?;
        // A second one is as much of a mistake as a field that there is not.
        if in_time(STALL, self.read_texts()).await?.is_some() {
            return Err(ApiError::new(ErrorCode::FormParamUnknown));
        }
        if picture.is_empty() {
            return Err(missing());
        }
        Ok((picture, self.crop()?))
    }

    async fn read_texts(&mut self) -> Result<Option<multer::Field<'static>>, ApiError> {
        while let Some(field) = self.form.next_field().await.map_err(|error| refusal(&error))? {
            let place = match field.name() {
                Some(REDIRECT_URL) => &mut self.redirect_url,
                Some(ORGANIZATION_ID) => &mut self.organization_id,
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

async fn read_file(mut file: multer::Field<'static>) -> Result<Vec<u8>, ApiError> {
    let mut picture = Vec::new();
    loop {
        let piece = in_time(STALL, async { file.chunk().await.map_err(|error| refusal(&error)) });
        match piece.await? {
            Some(piece) => picture.extend_from_slice(&piece),
            None => return Ok(picture),
        }
    }
}

async fn in_time<T>(patience: Duration, reading: impl Future<Output = Result<T, ApiError>>) -> Result<T, ApiError> {
    let read = tokio::time::timeout(patience, reading).await;
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
        multer::Error::StreamReadFailed(cause) if is_by::<LengthLimitError>(cause.as_ref()) => too_large(),
        multer::Error::StreamReadFailed(cause) if is_by::<NoPictureYet>(cause.as_ref()) => {
            ApiError::new(ErrorCode::RequestBodyTooLarge).with_limit(BESIDES)
        }
        _ => ApiError::new(ErrorCode::RequestBodyInvalid),
    }
}

fn is_by<E: std::error::Error + 'static>(error: &(dyn std::error::Error + 'static)) -> bool {
    std::iter::successors(Some(error), |error| error.source()).any(|error| error.is::<E>())
}

/// How far a body has been read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Untouched,
    BeforePicture,
    Rest,
}

#[derive(Debug, thiserror::Error)]
#[error("too much comes before the picture")]
struct NoPictureYet;

/// A body, of which only so much is given as its stage allows.
struct Gate {
    body: Body,
    stage: Stage,
    /// What has come in and was not given yet.
    held: Bytes,
    /// How much was given before the picture.
    given: usize,
    /// Whether whoever reads is to look at what they have first.
    pauses: bool,
}

impl Gate {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<http_body::Frame<Bytes>, axum::Error>>> {
        if std::mem::take(&mut self.pauses) && self.stage != Stage::Rest {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        if self.held.is_empty() {
            match ready!(Pin::new(&mut self.body).poll_frame(context)) {
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(data) => self.held = data,
                    Err(trailers) => return Poll::Ready(Some(Ok(trailers))),
                },
                end => return Poll::Ready(end),
            }
        }
        if self.stage == Stage::Rest {
            return Poll::Ready(Some(Ok(http_body::Frame::data(std::mem::take(&mut self.held)))));
        }
        let piece = self.held.split_to(self.held.len().min(PIECE));
        self.given += piece.len();
        self.pauses = true;
        let error = || axum::Error::new(NoPictureYet);
        Poll::Ready(Some(if self.given > BESIDES { Err(error()) } else { Ok(http_body::Frame::data(piece)) }))
    }
}

/// A body that whoever reads the form and whoever ends the request both have.
#[derive(Clone)]
struct Shared(Arc<Mutex<Gate>>);

impl HttpBody for Shared {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, axum::Error>>> {
        self.gate().poll(context)
    }
}

impl Shared {
    fn new(body: Body) -> Self {
        let gate = Gate { body, stage: Stage::Untouched, held: Bytes::new(), given: 0, pauses: false };
        Self(Arc::new(Mutex::new(gate)))
    }

    fn gate(&self) -> MutexGuard<'_, Gate> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set(&self, stage: Stage) {
        self.gate().stage = stage;
    }

    fn is_untouched(&self) -> bool {
        self.gate().stage == Stage::Untouched
    }

    /// Lets the rest come in and keeps nothing of it: a browser that is still sending when it is answered does not read the
    /// answer. What is too long for the layer ends there.
    async fn drain(mut self) {
        self.set(Stage::Rest);
        let rest = async { while let Some(Ok(_)) = self.frame().await {} };
        // Whoever takes longer is not answered.
        let _ = tokio::time::timeout(PATIENCE, rest).await;
    }
}
