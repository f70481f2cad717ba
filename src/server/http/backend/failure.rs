//! What the REST API answers when it cannot do what it is asked.

use axum::Json;
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::locale;
use crate::model::{ApiError, ApiErrors, ErrorCode};
use crate::server::crypto::Token;
use crate::server::flows;

/// Everything that is wrong with a request, and what it is called in the log.
#[derive(Debug, Serialize, ToSchema)]
pub struct Failures {
    /// Never empty.
    errors: Vec<Failure>,
    /// What the log calls it, where the server is at fault.
    clerk_trace_id: String,
}

/// One thing that is wrong.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Failure {
    /// The same for the same mistake, for programs.
    code: String,
    /// For people.
    message: String,
    /// For people who want to know more.
    long_message: String,
    /// Where and how much.
    meta: FailureMeta,
    #[serde(skip)]
    status: u16,
    #[serde(skip)]
    retry_after: Option<i64>,
}

/// Where something is wrong.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct FailureMeta {
    /// The parameter.
    #[serde(skip_serializing_if = "Option::is_none")]
    param_name: Option<String>,
    /// What it may be at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<usize>,
}

impl Failure {
    /// Of the request as a whole.
    pub fn new(status: StatusCode, code: &str, message: impl Into<String>) -> Self {
        let message = message.into();
        Self {
            code: code.to_owned(),
            long_message: message.clone(),
            message,
            meta: FailureMeta::default(),
            status: status.as_u16(),
            retry_after: None,
        }
    }

    /// Of one parameter.
    pub fn of(code: ErrorCode, param_name: &str, message: impl Into<String>) -> Self {
        let status = StatusCode::from_u16(code.status()).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
        let meta = FailureMeta { param_name: Some(param_name.to_owned()), limit: None };
        Self { meta, ..Self::new(status, code.as_str(), message) }
    }

    /// There is no such thing.
    pub fn not_found() -> Self {
        ApiError::new(ErrorCode::ResourceNotFound).into()
    }
}

impl From<ApiError> for Failure {
    fn from(error: ApiError) -> Self {
        let message = locale::error_text(&error);
        Self {
            code: error.code.as_str().to_owned(),
            long_message: message.clone(),
            message,
            meta: FailureMeta {
                param_name: error.meta.param_name.map(|field| field.name().to_owned()),
                limit: error.meta.limit,
            },
            status: error.code.status(),
            retry_after: error.meta.retry_after,
        }
    }
}

impl Failures {
    /// Several things that are wrong.
    pub fn all(errors: Vec<Failure>) -> Self {
        Self { errors, clerk_trace_id: trace_id() }
    }
}

impl From<Failure> for Failures {
    fn from(failure: Failure) -> Self {
        Self { errors: vec![failure], clerk_trace_id: trace_id() }
    }
}

impl From<ApiError> for Failures {
    fn from(error: ApiError) -> Self {
        Failure::from(error).into()
    }
}

impl From<flows::Error> for Failures {
    fn from(error: flows::Error) -> Self {
        let clerk_trace_id = trace_id();
        if error.is_fault() {
            tracing::error!(%error, clerk_trace_id, "the REST API could not do what it was asked");
        }
        let ApiErrors { errors } = error.to_api();
        Self { errors: errors.into_iter().map(Failure::from).collect(), clerk_trace_id }
    }
}

fn trace_id() -> String {
    Token::random().expose()[..22].to_owned()
}

impl IntoResponse for Failures {
    fn into_response(self) -> Response {
        let first = self.errors.first().map_or(500, |failure| failure.status);
        let status = StatusCode::from_u16(first).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let retry_after = self.errors.iter().find_map(|failure| failure.retry_after);
        let mut response = (status, Json(self)).into_response();
        if let Some(seconds) = retry_after {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
