//! Errors as answers: a page for whom reads pages, JSON for everyone else.

use axum::http::header::{ACCEPT, CONTENT_SECURITY_POLICY, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use leptos::server_fn::Encodes;

use super::assets;
use crate::api::ApiErrorsEncoding;
use crate::locale;
use crate::model::{ApiError, ApiErrors, ErrorCode};

/// The policy of [`document`]. Pictures of our own are allowed though it shows none: a browser that still fetches the icon of
/// the page before counts that as the new page's doing.
pub const DOCUMENT_CSP: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; \
                            frame-ancestors 'none'";

/// Whether a request is a browser's that shows a page.
pub fn wants_page(headers: &HeaderMap) -> bool {
    headers.get(ACCEPT).is_some_and(|accept| contains(accept.as_bytes(), b"text/html"))
}

/// Whether it is a program's, which reads nothing else.
pub fn wants_json(headers: &HeaderMap) -> bool {
    let is_json = |accept: &HeaderValue| contains(accept.as_bytes(), b"application/json");
    headers.get(ACCEPT).is_some_and(is_json) && !wants_page(headers)
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}

/// The status of an answer with these errors.
pub fn status(errors: &ApiErrors) -> StatusCode {
    let first = errors.errors.first().map_or(ErrorCode::InternalError, |error| error.code);
    StatusCode::from_u16(first.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// The seconds until another try is welcome.
pub fn retry_after(errors: &ApiErrors) -> Option<HeaderValue> {
    errors.errors.iter().find_map(|error| error.meta.retry_after).map(HeaderValue::from)
}

/// The answer for an error.
pub fn respond(request: &HeaderMap, error: ApiError) -> Response {
    respond_all(request, &error.into())
}

/// The same about a field that is none of ours, by its name if there is one that can be said back.
pub fn respond_of(request: &HeaderMap, error: ApiError, name: Option<&str>) -> Response {
    let errors: ApiErrors = error.into();
    let (Some(name), false) = (name, wants_page(request)) else { return respond_all(request, &errors) };
    let told = ApiErrorsEncoding::encode(&errors).and_then(|body| serde_json::from_slice::<serde_json::Value>(&body));
    let Ok(mut told) = told else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    told["errors"][0]["meta"]["param_name"] = name.into();
    (status(&errors), [(CONTENT_TYPE, "application/json")], told.to_string()).into_response()
}

/// The answer for several errors: the first one says its status.
pub fn respond_all(request: &HeaderMap, errors: &ApiErrors) -> Response {
    let mut response = if wants_page(request) { page(errors) } else { json(errors) };
    *response.status_mut() = status(errors);
    if let Some(seconds) = retry_after(errors) {
        response.headers_mut().insert(RETRY_AFTER, seconds);
    }
    response
}

fn json(errors: &ApiErrors) -> Response {
    match ApiErrorsEncoding::encode(errors) {
        Ok(body) => ([(CONTENT_TYPE, "application/json")], body).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn page(errors: &ApiErrors) -> Response {
    let title = locale::error_title(status(errors).as_u16());
    let text = errors.errors.first().map(locale::error_text).unwrap_or_default();
    let body = format!(
        "<main class=\"vst-rootBox\"><div class=\"vst-cardBox\"><div class=\"vst-card\"><div class=\"vst-header\">\
         <h1 class=\"vst-headerTitle\">{title}</h1><p class=\"vst-headerSubtitle\">{text}</p></div>\
         <a class=\"vst-formButtonPrimary\" href=\"/\">{}</a></div></div></main>",
        locale::error_page::home(),
    );
    document(title, &body)
}

/// A page of our own that needs no app around it, and no script, in the language in which the request is answered. `title` and `body` are HTML.
pub fn document(title: &str, body: &str) -> Response {
    let html = format!(
        "<!DOCTYPE html><html lang=\"{}\" dir=\"{}\"><head><meta charset=\"utf-8\"><title>{title}</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <link rel=\"icon\" href=\"data:,\"><link rel=\"stylesheet\" href=\"{}\">\
         <link rel=\"stylesheet\" href=\"{}\"><link rel=\"stylesheet\" href=\"{}\"></head><body class=\"vst-document\">{body}</body></html>",
        locale::words::tag(),
        locale::words::direction(),
        assets::COMPONENTS,
        assets::DOCUMENT,
        assets::DOCUMENT_APPEARANCE,
    );
    ([(CONTENT_SECURITY_POLICY, DOCUMENT_CSP)], Html(html)).into_response()
}
