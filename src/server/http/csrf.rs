//! Requests that another site makes a browser send.
//!
//! What changes something must come from our own pages: by `Sec-Fetch-Site` where the browser sends it, else by
//! `Origin`. A request with neither is no browser's; it passes unless it brings cookies of ours or is meant for us. Where
//! providers lead back to they may post, which changes nothing.

use axum::http::header::{AUTHORIZATION, COOKIE, HOST, ORIGIN};
use axum::http::{HeaderMap, Method};

use super::{cookies, oauth};
use crate::server::settings::Settings;

/// Whether a request may go on.
pub fn allows(settings: &Settings, method: &Method, path: &str, headers: &HeaderMap) -> bool {
    if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE) {
        return true;
    }
    // A provider that answers with a form makes the browser post it. Nothing is changed there.
    if *method == Method::POST && oauth::is_callback(path) {
        return true;
    }
    let brings_cookies = headers.contains_key(COOKIE)
        && (cookies::value(headers, cookies::SESSION).is_some()
            || cookies::value(headers, cookies::client_name(settings)).is_some());
    // A form cannot send this header, and another site's script cannot without our leave.
    if headers.contains_key(AUTHORIZATION) && !brings_cookies && !is_ours(path) {
        return true;
    }
    match headers.get("sec-fetch-site").map(|site| site.as_bytes()) {
        Some(b"same-origin" | b"none") => return true,
        Some(_) => return false,
        None => {}
    }
    match headers.get(ORIGIN) {
        Some(origin) => {
            let origin = origin.to_str().unwrap_or_default();
            // In development the same server is reached as localhost and as 127.0.0.1.
            let own_host = settings.is_development()
                && headers.get(HOST).and_then(|host| host.to_str().ok()).is_some_and(|host| {
                    origin.strip_prefix("http://") == Some(host) || origin.strip_prefix("https://") == Some(host)
                });
            origin == settings.base_url || own_host
        }
        None => !brings_cookies && !is_ours(path),
    }
}

fn is_ours(path: &str) -> bool {
    path.starts_with("/vestibule/")
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    fn allowed(method: Method, path: &str, headers: &[(&'static str, &'static str)]) -> bool {
        let settings = Settings {
            base_url: "https://app.example".into(),
            environment: crate::server::settings::Environment::Production,
            ..Settings::default()
        };
        let headers: HeaderMap = headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect();
        allows(&settings, &method, path, &headers)
    }

    #[test]
    fn only_our_own_pages_change_anything() {
        let (ours, theirs) = ("/vestibule/api/sign_in/create", "/api/notes");
        for path in [ours, theirs] {
            assert!(allowed(Method::POST, path, &[("sec-fetch-site", "same-origin")]));
            assert!(allowed(Method::POST, path, &[("origin", "https://app.example")]));
            for site in ["cross-site", "same-site", "nonsense"] {
                assert!(!allowed(Method::POST, path, &[("sec-fetch-site", site)]), "{path} {site}");
                // The newer header decides, whatever the older one claims.
                let both = [("sec-fetch-site", site), ("origin", "https://app.example")];
                assert!(!allowed(Method::POST, path, &both), "{path} {site}");
            }
            for origin in ["https://evil.example", "https://app.example.evil.example", "null", "http://app.example", ""]
            {
                assert!(!allowed(Method::POST, path, &[("origin", origin)]), "{path} {origin}");
            }
            assert!(!allowed(Method::DELETE, path, &[("cookie", "__session=x")]));
            assert!(allowed(Method::GET, path, &[("sec-fetch-site", "cross-site")]));
        }
    }

    #[test]
    fn programs_without_cookies_reach_the_host_s_own_routes() {
        assert!(allowed(Method::POST, "/webhook", &[]));
        assert!(allowed(Method::POST, "/webhook", &[("authorization", "Bearer x"), ("sec-fetch-site", "cross-site")]));
        assert!(!allowed(Method::POST, "/webhook", &[("authorization", "Bearer x"), ("cookie", "__session=x")]));
        assert!(!allowed(Method::POST, "/vestibule/api/sign_in/create", &[]));
    }
}
