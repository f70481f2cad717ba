//! The marks of the providers, under names that change with their content.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use super::segment::Segment;
use super::{errors, headers};
use crate::model::{ApiError, ErrorCode};
use crate::server::vestibule::Vestibule;

/// The address of a file with some of them.
pub const PATH: &str = concat!(env!("VESTIBULE_MARKS"), "/{mark}");

/// Every mark there is, by the provider's key.
const MARKS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/marks.rs"));
/// How each of them begins.
const START: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"mark\"";
/// How many can be had at once: no app has more providers.
const MOST: usize = 64;
/// Stands for a provider that has none.
const GENERIC: &str = "openid";

fn find(key: &str) -> Option<&'static str> {
    MARKS.iter().find(|(known, _)| *known == key).map(|(_, svg)| *svg)
}

/// A provider's mark, to stand in a page of ours.
pub fn inline(key: &str) -> &'static str {
    find(key).or_else(|| find(GENERIC)).unwrap_or_default()
}

/// The marks of some providers as one file, in which each is under its provider's key: `google+github.svg#google`.
pub async fn sprite(State(app): State<Vestibule>, Segment(file): Segment, headers: HeaderMap) -> Response {
    let keys: Vec<&str> = file.strip_suffix(".svg").unwrap_or_default().split('+').collect();
    let mark = |key: &&str| find(key).or_else(|| app.oauth.find(key).map(|provider| inline(&provider.key)));
    let symbols: Option<String> = keys.iter().map(|key| Some(symbol(key, mark(key)?))).collect();
    let Some(symbols) = symbols.filter(|_| keys.len() <= MOST) else {
        return errors::respond(&headers, ApiError::new(ErrorCode::ResourceNotFound));
    };
    let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{symbols}</svg>");
    let headers = [
        (CONTENT_TYPE, "image/svg+xml"),
        (CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (CONTENT_SECURITY_POLICY, headers::DATA_POLICY),
    ];
    (headers, svg).into_response()
}

/// A mark as a part of a larger file.
fn symbol(key: &str, svg: &str) -> String {
    let inside = svg.strip_prefix(START).and_then(|rest| rest.strip_suffix("</svg>")).unwrap_or_default();
    format!("<symbol id=\"{key}\"{inside}</symbol>")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::factors::oauth::providers::PROVIDERS;

    #[test]
    fn every_provider_has_its_mark() {
        for row in PROVIDERS {
            let svg = find(row.key).unwrap_or_else(|| panic!("{} has no mark", row.key));
            assert!(svg.starts_with(START) && svg.ends_with("</svg>"), "{}", row.key);
            let symbol = symbol(row.key, svg);
            assert!(symbol.starts_with(&format!("<symbol id=\"{}\" viewBox=", row.key)), "{symbol}");
            assert!(!symbol.contains("<svg") && symbol.len() > svg.len() / 2, "{symbol}");
            for bad in ["<script", "onload", "href", "url(", "<style", "<foreignObject"] {
                assert!(!svg.contains(bad), "{}: {bad}", row.key);
            }
        }
        assert_eq!(inline("acme"), inline("openid"));
    }
}
