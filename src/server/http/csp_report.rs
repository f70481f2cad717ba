//! What browsers tell about the content security policy: what it kept out of a page (CSP level 3 section 5.3).
//!
//! Anyone can send such a report, so it changes nothing, and it is a line in the log: without queries, where there may be
//! tokens, and quoted, so that it stays one line.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use url::Url;

use super::{errors, visitor};
use crate::model::{ApiError, ErrorCode};
use crate::server::vestibule::Vestibule;

/// Where they go.
pub const PATH: &str = "/vestibule/csp-report";

/// As much of a text as the log is given, in characters.
const MOST: usize = 200;

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Envelope {
    csp_report: Report,
}

#[derive(Deserialize)]
#[serde(default, rename_all = "kebab-case")]
#[derive(Default)]
struct Report {
    effective_directive: String,
    violated_directive: String,
    blocked_uri: String,
    document_uri: String,
}

/// Takes one.
pub async fn take(State(app): State<Vestibule>, parts: Parts, body: Bytes) -> Response {
    if let Err(refusal) = app.typing.check(&visitor::visitor(&app.settings, &parts.headers, &parts.extensions)) {
        return refuse(refusal);
    }
    let Ok(Envelope { csp_report }) = serde_json::from_slice(&body) else {
        return refuse(ApiError::new(ErrorCode::RequestBodyInvalid));
    };
    let directive = match csp_report.effective_directive.is_empty() {
        true => csp_report.violated_directive,
        false => csp_report.effective_directive,
    };
    tracing::warn!(
        directive = ?shortened(&directive),
        blocked = ?shortened(&place(&csp_report.blocked_uri)),
        page = ?shortened(&place(&csp_report.document_uri)),
        "the content security policy kept something out",
    );
    StatusCode::NO_CONTENT.into_response()
}

fn refuse(error: ApiError) -> Response {
    errors::respond(&HeaderMap::new(), error)
}

/// An address without its query; a word such as `inline` as it is.
fn place(address: &str) -> String {
    match Url::parse(address) {
        Ok(mut url) => {
            url.set_query(None);
            url.set_fragment(None);
            url.into()
        }
        Err(_) => address.split(['?', '#']).next().unwrap_or_default().to_owned(),
    }
}

fn shortened(text: &str) -> &str {
    text.char_indices().nth(MOST).map_or(text, |(end, _)| &text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_query_gets_into_the_log() {
        assert_eq!(place("https://app.example/sign-in?ticket=secret#x"), "https://app.example/sign-in");
        assert_eq!(place("inline"), "inline");
        assert_eq!(place("nothing?secret"), "nothing");
        assert_eq!(shortened(&"é".repeat(300)).chars().count(), MOST);
    }
}
