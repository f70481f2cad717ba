//! The segment of an address that names something. What cannot be read names nothing.

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::response::Response;

use super::errors;
use crate::model::{ApiError, ErrorCode};

/// The one segment that a route leaves open.
pub struct Segment(pub String);

impl<S: Send + Sync> FromRequestParts<S> for Segment {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        match Path::from_request_parts(parts, state).await {
            Ok(Path(segment)) => Ok(Self(segment)),
            Err(_) => Err(errors::respond(&parts.headers, ApiError::new(ErrorCode::ResourceNotFound))),
        }
    }
}
