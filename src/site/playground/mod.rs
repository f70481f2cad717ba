//! The playground: every component in every state, with an editor for how it looks and the code for what one sees. It is
//! there in development only, and the server alone draws it: nothing of it is in a bundle.
//!
//! The page is a form that is sent by `GET`, so that its address says all of what is shown; a small script sends it whenever
//! something changes. What is shown stands in a frame, on a page of its own, so that it is as wide as it likes and knows
//! nothing of the page around it.

mod appearance;
mod cast;
mod choice;
mod code;
mod declarations;
mod editor;
mod elements;
mod expression;
mod fields;
mod page;
mod preview;
mod states;
#[cfg(test)]
mod tests;

use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;
use axum::{Json, Router};

use self::choice::Choice;
use crate::model::{ApiError, ErrorCode};
use crate::server::{Vestibule, error_response};

/// Where the page is.
const PAGE: &str = "/playground";
/// Where what it shows is.
const PREVIEW: &str = "/playground/preview";
/// Where the list of all states is.
const STATES: &str = "/playground/states.json";
const STYLESHEET: &str = env!("VESTIBULE_PLAYGROUND_CSS");
const SCRIPT: &str = env!("VESTIBULE_PLAYGROUND_JS");

/// The paths of its routes. In production none of them is there.
pub const PATHS: [&str; 5] = [PAGE, PREVIEW, STATES, STYLESHEET, SCRIPT];

/// A router with its routes, where the settings are those of a development instance.
pub fn router<S: Clone + Send + Sync + 'static>(vestibule: &Vestibule) -> Router<S> {
    if !vestibule.settings().is_development() {
        return Router::new();
    }
    Router::new()
        .route(PAGE, get(editor))
        .route(PREVIEW, get(stage))
        .route(STATES, get(async || Json(states::list())))
        .route(STYLESHEET, get(async || asset("text/css", include_str!(concat!(env!("OUT_DIR"), "/playground.css")))))
        .route(SCRIPT, get(async || asset("text/javascript", include_str!(concat!(env!("OUT_DIR"), "/playground.js")))))
        .with_state(vestibule.clone())
}

async fn editor(State(app): State<Vestibule>, RawQuery(query): RawQuery, parts: Parts) -> Response {
    let query = query.unwrap_or_default();
    let Some(choice) = Choice::parse(&query) else { return unknown(&parts.headers) };
    // A form names all of its fields: what was sent by its button gets the address that can be passed on.
    let is_opened = parts.headers.get("sec-fetch-dest").is_some_and(|kind| kind == "document");
    if is_opened && query.contains("show=") {
        let field = choice.asked().map(|field| format!("#{field}")).unwrap_or_default();
        return Redirect::to(&format!("{PAGE}?{}{field}", choice.query())).into_response();
    }
    let shown = preview::elements(&choice, &app.settings().app_name, parts);
    respond(page::render(&choice, &shown))
}

async fn stage(State(app): State<Vestibule>, RawQuery(query): RawQuery, parts: Parts) -> Response {
    match Choice::parse(&query.unwrap_or_default()) {
        Some(choice) => respond(preview::render(&choice, &app.settings().app_name, parts)),
        None => unknown(&parts.headers),
    }
}

fn respond(page: preview::Rendered) -> Response {
    ([(CONTENT_SECURITY_POLICY, page.policy), (CACHE_CONTROL, "no-store".to_owned())], Html(page.html)).into_response()
}

/// There is no such component, or it is never in such a state.
fn unknown(headers: &HeaderMap) -> Response {
    error_response(headers, ApiError::new(ErrorCode::ResourceNotFound))
}

fn asset(kind: &str, text: &'static str) -> Response {
    let headers = [
        (CONTENT_TYPE, format!("{kind}; charset=utf-8")),
        (CACHE_CONTROL, "public, max-age=31536000, immutable".to_owned()),
    ];
    (headers, text).into_response()
}
