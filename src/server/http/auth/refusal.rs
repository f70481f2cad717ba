//! What is answered to whoever is not signed in, or may not do what they ask for.

use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};

use super::Auth;
use crate::model::{ApiError, ApiErrors, ErrorCode, Forbidden, Unauthenticated};
use crate::server::http::errors;

/// The answer for whoever should be signed in and is not.
pub(in crate::server::http) fn refuse(
    auth: &Auth,
    is_get: bool,
    path: &str,
    headers: &axum::http::HeaderMap,
) -> Response {
    if is_get && errors::wants_page(headers) {
        return (StatusCode::SEE_OTHER, [(LOCATION, auth.sign_in_url(path))]).into_response();
    }
    errors::respond(headers, ApiError::new(ErrorCode::AuthenticationInvalid))
}

impl From<Unauthenticated> for ApiErrors {
    fn from(_: Unauthenticated) -> Self {
        ApiError::new(ErrorCode::AuthenticationInvalid).into()
    }
}

impl From<Forbidden> for ApiErrors {
    fn from(_: Forbidden) -> Self {
        ApiError::new(ErrorCode::AuthorizationInvalid).into()
    }
}

impl IntoResponse for Forbidden {
    fn into_response(self) -> Response {
        errors::respond(&axum::http::HeaderMap::new(), ApiError::new(ErrorCode::AuthorizationInvalid))
    }
}

impl IntoResponse for Unauthenticated {
    fn into_response(self) -> Response {
        errors::respond(&axum::http::HeaderMap::new(), ApiError::new(ErrorCode::AuthenticationInvalid))
    }
}
