//! The marks of the providers, under names that change with their content.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use super::segment::Segment;
use super::{errors, headers};
use crate::model::{ApiError, ErrorCode};
use crate::server::vestibule::Vestibule;

/// The address of a mark.
pub const PATH: &str = concat!(env!("VESTIBULE_MARKS"), "/{mark}");

/// Every mark there is, by the provider's key.
const MARKS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/marks.rs"));
/// Stands for a provider that has none.
const GENERIC: &str = "openid";

fn find(key: &str) -> Option<&'static str> {
    MARKS.iter().find(|(known, _)| *known == key).map(|(_, svg)| *svg)
}

/// A provider's mark, to stand in a page of ours.
pub fn inline(key: &str) -> &'static str {
    find(key).or_else(|| find(GENERIC)).unwrap_or_default()
}

/// A provider's mark as a file.
pub async fn mark(State(app): State<Vestibule>, Segment(file): Segment, headers: HeaderMap) -> Response {
    let key = file.strip_suffix(".svg").unwrap_or_default();
    let offered = app.oauth.find(key).map(|provider| inline(&provider.key));
    let Some(svg) = find(key).or(offered) else {
        return errors::respond(&headers, ApiError::new(ErrorCode::ResourceNotFound));
    };
    let headers = [
        (CONTENT_TYPE, "image/svg+xml"),
        (CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (CONTENT_SECURITY_POLICY, headers::DATA_POLICY),
    ];
    (headers, svg).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::factors::oauth::providers::PROVIDERS;

    #[test]
    fn every_provider_has_its_mark() {
        for row in PROVIDERS {
            let svg = find(row.key).unwrap_or_else(|| panic!("{} has no mark", row.key));
            assert!(svg.starts_with("<svg ") && svg.contains("id=\"mark\""), "{}", row.key);
            for bad in ["<script", "onload", "href", "url(", "<style", "<foreignObject"] {
                assert!(!svg.contains(bad), "{}: {bad}", row.key);
            }
        }
        assert_eq!(inline("acme"), inline("openid"));
    }
}
