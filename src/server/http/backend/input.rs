//! How requests to the REST API are read: strictly, so that whoever misspells something is told.

use axum::body::{Bytes, to_bytes};
use axum::extract::rejection::PathRejection;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use super::failure::{Failure, Failures};
use crate::model::{ApiError, ErrorCode};

/// No body of a request is larger, in bytes, besides pictures.
pub const MOST_BYTES: usize = 256 * 1024;

/// A body in JSON; without one, an empty object.
pub struct Body<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Failures;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failures> {
        let bytes = to_bytes(request.into_body(), MOST_BYTES)
            .await
            .map_err(|_| ApiError::new(ErrorCode::RequestBodyTooLarge).with_limit(MOST_BYTES))?;
        // PostgreSQL takes no NUL in a text.
        if bytes.windows(6).any(|six| six == br"\u0000") {
            let message = "The body holds a NUL character.";
            let code = ErrorCode::RequestBodyInvalid.as_str();
            return Err(Failure::new(StatusCode::UNPROCESSABLE_ENTITY, code, message).into());
        }
        let text = if bytes.is_empty() { Bytes::from_static(b"{}") } else { bytes };
        serde_json::from_slice(&text)
            .map(Self)
            .map_err(|error| unreadable(&error.to_string(), ErrorCode::RequestBodyInvalid))
    }
}

/// What follows the `?`; a name may stand several times.
pub struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Failures;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failures> {
        serde_html_form::from_str(parts.uri.query().unwrap_or_default())
            .map(Self)
            .map_err(|error| unreadable(&error.to_string(), ErrorCode::FormParamFormatInvalid))
    }
}

/// What stands in the path.
pub struct Path<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Path<T> {
    type Rejection = Failures;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failures> {
        // Nothing of ours is called so, and PostgreSQL takes no NUL in a text.
        if parts.uri.path().contains("%00") {
            return Err(Failure::not_found().into());
        }
        axum::extract::Path::from_request_parts(parts, state)
            .await
            .map(|axum::extract::Path(path)| Self(path))
            // What is no text names nothing.
            .map_err(|_: PathRejection| Failure::not_found().into())
    }
}

/// How much of a name that is none is said back, in characters.
const LONGEST_NAME: usize = 64;

/// Which parameter is wrong, or what was expected: serde's words besides hold what was sent, which may be a secret.
fn unreadable(message: &str, code: ErrorCode) -> Failures {
    let quoted = |before: &str| {
        let rest = message.split_once(before)?.1;
        rest.split_once('`').map(|(name, _)| name.chars().take(LONGEST_NAME).collect::<String>())
    };
    if let Some(name) = quoted("unknown field `") {
        let message = format!("{name} is not a valid parameter for this request.");
        return Failure::of(ErrorCode::FormParamUnknown, &name, message).into();
    }
    if let Some(name) = quoted("missing field `") {
        return Failure::of(ErrorCode::FormParamMissing, &name, format!("{name} must be included.")).into();
    }
    let message = match message.rsplit_once(", expected ") {
        Some((_, expected)) => format!("Something is not of its kind: expected {expected}."),
        None => "The request is not what it has to be.".to_owned(),
    };
    Failure::new(StatusCode::UNPROCESSABLE_ENTITY, code.as_str(), message).into()
}

/// How many of a list come unless it is said.
pub const fn default_limit() -> u16 {
    10
}

/// What a list holds at most.
const MOST: u16 = 500;

/// Whether a part may be asked for.
pub fn check_limit(limit: u16) -> Result<i64, Failures> {
    match limit {
        1..=MOST => Ok(i64::from(limit)),
        _ => {
            Err(Failure::of(ErrorCode::FormParamFormatInvalid, "limit", format!("limit must be from 1 to {MOST}."))
                .into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code)]
    struct Form {
        code: Vec<String>,
    }

    #[test]
    fn what_was_sent_is_not_said_back() {
        for sent in
            [r#"{"code":"hunter2"}"#, r#"{"code":[hunter2]}"#, r#"{"code":["hunter2"#, r#""hunter2""#, "hunter2"]
        {
            let error = serde_json::from_str::<Form>(sent).expect_err("is none").to_string();
            let told = serde_json::to_string(&unreadable(&error, ErrorCode::RequestBodyInvalid)).expect("JSON");
            assert!(!told.contains("hunter2"), "{sent}: {told}");
        }
        let long = format!(r#"{{"{}":1}}"#, "x".repeat(1_000));
        let error = serde_json::from_str::<Form>(&long).expect_err("is none").to_string();
        let told = serde_json::to_string(&unreadable(&error, ErrorCode::RequestBodyInvalid)).expect("JSON");
        assert!(told.len() < 500, "{told}");
    }
}
