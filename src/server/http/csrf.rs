//! Requests that another site makes a browser send.
//!
//! What changes something must come from our own pages: by `Sec-Fetch-Site` where the browser sends it, else by
//! `Origin`. A request with neither is no browser's; it passes unless it brings cookies of ours or is meant for us. Where
//! providers lead back to they may post, which changes nothing.

use axum::http::header::{AUTHORIZATION, COOKIE, HOST, ORIGIN, REFERER};
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
        Some(origin) => is_own_origin(settings, headers, origin.to_str().unwrap_or_default()),
        None => !brings_cookies && !is_ours(path),
    }
}

/// Whether one of our own pages asks: not another site, and no link in a mail either. By `Sec-Fetch-Site` where the browser sends
/// it, else by `Referer`, which our pages send to us alone.
pub fn is_asked_by_own_page(settings: &Settings, headers: &HeaderMap) -> bool {
    match headers.get("sec-fetch-site") {
        Some(site) => site == "same-origin",
        None => {
            let page = headers.get(REFERER).and_then(|page| url::Url::parse(page.to_str().ok()?).ok());
            page.is_some_and(|page| is_own_origin(settings, headers, &page.origin().ascii_serialization()))
        }
    }
}

fn is_own_origin(settings: &Settings, headers: &HeaderMap, origin: &str) -> bool {
    // In development the same server is reached as localhost and as 127.0.0.1.
    let own_host = settings.is_development()
        && headers.get(HOST).and_then(|host| host.to_str().ok()).is_some_and(|host| {
            origin.strip_prefix("http://") == Some(host) || origin.strip_prefix("https://") == Some(host)
        });
    origin == settings.base_url || own_host
}

fn is_ours(path: &str) -> bool {
    path.starts_with("/vestibule/")
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    type Given = &'static str;

    fn with<T>(headers: &[(Given, Given)], ask: impl FnOnce(&Settings, &HeaderMap) -> T) -> T {
        let settings = Settings {
            base_url: "https://app.example".into(),
            environment: crate::server::settings::Environment::Production,
            ..Settings::default()
        };
        let headers: HeaderMap = headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect();
        ask(&settings, &headers)
    }

    fn allowed(method: Method, path: &str, headers: &[(Given, Given)]) -> bool {
        with(headers, |settings, headers| allows(settings, &method, path, headers))
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
    fn a_page_that_only_our_own_ask_for_is_known() {
        let asked = |headers: &[(Given, Given)]| with(headers, is_asked_by_own_page);
        assert!(asked(&[("sec-fetch-site", "same-origin")]));
        assert!(asked(&[("referer", "https://app.example/admin/mail/waitlist?language=de")]));
        for site in ["cross-site", "same-site", "none", "nonsense"] {
            assert!(!asked(&[("sec-fetch-site", site)]), "{site}");
            assert!(!asked(&[("sec-fetch-site", site), ("referer", "https://app.example/admin")]), "{site}");
        }
        for page in
            ["https://evil.example/", "https://app.example.evil.example/", "https://app.example@evil.example/", ""]
        {
            assert!(!asked(&[("referer", page)]), "{page}");
        }
        assert!(!asked(&[]));
    }

    #[test]
    fn programs_without_cookies_reach_the_host_s_own_routes() {
        assert!(allowed(Method::POST, "/webhook", &[]));
        assert!(allowed(Method::POST, "/webhook", &[("authorization", "Bearer x"), ("sec-fetch-site", "cross-site")]));
        assert!(!allowed(Method::POST, "/webhook", &[("authorization", "Bearer x"), ("cookie", "__session=x")]));
        assert!(!allowed(Method::POST, "/vestibule/api/sign_in/create", &[]));
    }
}
