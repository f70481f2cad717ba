//! How requests to the REST API are read: strictly, so that whoever misspells something is told.

use std::fmt;
use std::marker::PhantomData;

use axum::body::{Bytes, to_bytes};
use axum::extract::rejection::PathRejection;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, DeserializeOwned, Deserializer, MapAccess, Visitor};
use utoipa::IntoParams;

use super::failure::{Failure, Failures};
use crate::model::{ApiError, ErrorCode};

/// No body of a request is larger, in bytes, besides pictures.
pub const MOST_BYTES: usize = 256 * 1024;

/// Whether an order is from the end, and the column that it names: one with `+` or `-` in front, or nothing.
pub fn ordered_by(order_by: &str) -> (bool, &str) {
    match order_by.strip_prefix('-') {
        Some(column) => (true, column),
        // Where a `+` was not written as `%2B` it has become a space.
        None => (false, order_by.trim_start_matches(['+', ' '])),
    }
}

/// What came, if it is not too much.
async fn read(request: Request) -> Result<Bytes, Failures> {
    let bytes = to_bytes(request.into_body(), MOST_BYTES)
        .await
        .map_err(|_| ApiError::new(ErrorCode::RequestBodyTooLarge).with_limit(MOST_BYTES))?;
    // PostgreSQL takes no NUL in a text.
    if bytes.windows(6).any(|six| six == br"\u0000") {
        let message = "The body holds a NUL character.";
        let code = ErrorCode::RequestBodyInvalid.as_str();
        return Err(Failure::new(StatusCode::UNPROCESSABLE_ENTITY, code, message).into());
    }
    Ok(bytes)
}

fn parse<T: DeserializeOwned>(text: &[u8]) -> Result<T, Failures> {
    serde_json::from_slice(text).map_err(|error| unreadable(&error.to_string(), ErrorCode::RequestBodyInvalid))
}

/// An object in JSON. What serde derives for a struct alone takes an array for one, by the order of its fields.
struct Object<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Fields(PhantomData))
    }
}

struct Fields<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Fields<T> {
    type Value = Object<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<Object<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(fields)).map(Object)
    }
}

/// A body in JSON, an object; without one, or with `null`, an empty one.
pub struct Body<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Failures;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failures> {
        body(&read(request).await?).map(Self)
    }
}

/// What a body says.
pub fn body<T: DeserializeOwned>(text: &[u8]) -> Result<T, Failures> {
    let text: &[u8] = match text {
        b"" | b"null" => b"{}",
        text => text,
    };
    parse::<Object<T>>(text).map(|Object(body)| body)
}

/// A body in JSON, an array of objects.
pub struct Bodies<T>(pub Vec<T>);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Bodies<T> {
    type Rejection = Failures;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failures> {
        let bodies = parse::<Vec<Object<T>>>(&read(request).await?)?;
        Ok(Self(bodies.into_iter().map(|Object(body)| body).collect()))
    }
}

/// A parameter that may be `null`, which is another thing than that it is left out.
pub fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// What follows the `?`; a name may stand several times.
pub struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Failures;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failures> {
        query(parts.uri.query().unwrap_or_default()).map(Self)
    }
}

/// What a query says.
pub fn query<T: DeserializeOwned>(text: &str) -> Result<T, Failures> {
    serde_html_form::from_str(text).map_err(|error| unreadable(&error.to_string(), ErrorCode::FormParamFormatInvalid))
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

/// Which part of a list.
#[derive(Debug, serde::Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Part {
    /// At most so many.
    #[serde(default = "default_limit")]
    #[param(minimum = 1, maximum = 500)]
    limit: u16,
    /// After so many.
    #[serde(default)]
    #[param(value_type = i64, minimum = 0, maximum = 4_294_967_295_u32)]
    offset: u32,
}

impl Part {
    /// How many at most, and after how many.
    pub fn bounds(&self) -> Result<(i64, i64), Failures> {
        Ok((check_limit(self.limit)?, i64::from(self.offset)))
    }
}

/// The same of a list that comes with its length if that is wanted.
#[derive(Debug, serde::Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListedPart {
    /// Whether the list comes with its length; otherwise it is an array.
    #[serde(default)]
    pub paginated: bool,
    /// At most so many.
    #[serde(default = "default_limit")]
    #[param(minimum = 1, maximum = 500)]
    limit: u16,
    /// After so many.
    #[serde(default)]
    #[param(value_type = i64, minimum = 0, maximum = 4_294_967_295_u32)]
    offset: u32,
}

impl ListedPart {
    /// How many at most, and after how many.
    pub fn bounds(&self) -> Result<(i64, i64), Failures> {
        Ok((check_limit(self.limit)?, i64::from(self.offset)))
    }
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
    fn an_array_is_no_object() {
        assert_eq!(parse::<Object<Form>>(br#"{"code":["a"]}"#).expect("is one").0.code, ["a"]);
        for sent in [r#"[["a"]]"#, "[]", "null", r#"{"code":["a"],"name":"b"}"#, r#"{"code":["a"]} {}"#] {
            assert!(parse::<Object<Form>>(sent.as_bytes()).is_err(), "{sent}");
            let list = format!("[{sent}]");
            assert!(parse::<Vec<Object<Form>>>(list.as_bytes()).is_err(), "{list}");
        }
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
