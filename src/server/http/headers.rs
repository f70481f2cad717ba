//! What every answer says to the browser about itself.

use std::fmt::Write;

use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue};

use super::csp_report;
use crate::server::settings::Settings;

const OPENER: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const PERMISSIONS: HeaderName = HeaderName::from_static("permissions-policy");

/// What an answer with data needs too.
const ALWAYS: [(HeaderName, HeaderValue); 2] = [
    (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (RESOURCE, HeaderValue::from_static("same-origin")),
];

/// What only means something where a browser shows the answer, or goes on from it.
const SHOWN: [(HeaderName, HeaderValue); 3] = [
    // Not `no-referrer`: forms would then say `Origin: null`, and be refused.
    (REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (OPENER, HeaderValue::from_static("same-origin")),
    (
        PERMISSIONS,
        HeaderValue::from_static(
            "publickey-credentials-get=(self), publickey-credentials-create=(self), camera=(), microphone=(), geolocation=()",
        ),
    ),
];

const HSTS: HeaderValue = HeaderValue::from_static("max-age=63072000; includeSubDomains");
/// Of what is no page: nobody is to open it as one.
pub const DATA_POLICY: &str = "default-src 'none'; frame-ancestors 'none'; sandbox";
const DATA_CSP: HeaderValue = HeaderValue::from_static(DATA_POLICY);
const PAGE_CSP: HeaderValue =
    HeaderValue::from_static("base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors 'none'");
const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");

/// Which of them an instance sends.
#[derive(Clone, Copy, Debug)]
pub struct Sent {
    security: bool,
    strict_transport: bool,
}

impl Sent {
    /// As the settings have it.
    pub fn by(settings: &Settings) -> Self {
        Self { security: settings.security.headers, strict_transport: settings.is_https() }
    }
}

/// Adds what is missing; what the app itself has said stays.
pub fn complete(sent: Sent, headers: &mut HeaderMap) {
    let content_type = headers.get(CONTENT_TYPE).map_or(&b""[..], |value| value.as_bytes());
    let html = content_type.starts_with(b"text/html");
    let json = content_type.starts_with(b"application/json");
    let private = html || json || content_type.is_empty();
    if !json {
        headers.reserve(ALWAYS.len() + SHOWN.len() + 3);
    }
    if private && !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, NO_STORE);
    }
    if !sent.security {
        return;
    }
    if private && !headers.contains_key(CONTENT_SECURITY_POLICY) {
        headers.insert(CONTENT_SECURITY_POLICY, if html { PAGE_CSP } else { DATA_CSP });
    }
    for (name, value) in ALWAYS {
        headers.entry(name).or_insert(value);
    }
    if !json {
        for (name, value) in SHOWN {
            headers.entry(name).or_insert(value);
        }
    }
    if sent.strict_transport {
        headers.entry(STRICT_TRANSPORT_SECURITY).or_insert(HSTS);
    }
}

/// The policy of a page that Leptos renders: only scripts with its nonce, and what they load, run. `beyond` is where a
/// form may lead besides where the settings say: providers that a sign-in may go by, and what the database lists.
pub fn page_policy(settings: &Settings, beyond: &[String], nonce: Option<&str>) -> String {
    let nonce = nonce.map(|nonce| format!("'nonce-{nonce}'")).unwrap_or_default();
    // `cargo leptos watch` reloads pages over a socket of its own.
    let reload = if settings.is_development() { "ws://localhost:* ws://127.0.0.1:*" } else { "" };
    let elsewhere = [beyond, &settings.security.redirect_origins].concat().join(" ");
    let captcha = settings.bots.turnstile_origin().unwrap_or_default();
    let directives: [(&str, &[&str]); 14] = [
        ("default-src", &["'none'"]),
        ("script-src", &[&nonce, "'strict-dynamic'", "'wasm-unsafe-eval'", &captcha]),
        ("style-src", &["'self'", &nonce]),
        ("img-src", &["'self'", "data:"]),
        ("font-src", &["'self'"]),
        ("connect-src", &["'self'", reload]),
        ("manifest-src", &["'self'"]),
        // A form may lead on to where a sign-in may lead.
        ("form-action", &["'self'", &elsewhere]),
        ("base-uri", &["'none'"]),
        ("object-src", &["'none'"]),
        ("frame-ancestors", &["'none'"]),
        ("worker-src", &["'self'"]),
        ("report-uri", &[csp_report::PATH]),
        ("frame-src", &[&captcha]),
    ];
    // Where nothing is framed, what the app says of frames stands alone.
    let directives = if captcha.is_empty() { &directives[..13] } else { &directives[..] };
    let own = &settings.security.content_security_policy;
    let mut policy = String::with_capacity(512);
    for &(name, sources) in directives {
        let _ = write!(policy, "{name}");
        let added = own.get(name).map(String::as_str);
        // 'none' does not go together with anything else.
        let kept = |source: &&&str| !(source.is_empty() || added.is_some() && **source == "'none'");
        for source in sources.iter().filter(kept).copied().chain(added) {
            let _ = write!(policy, " {source}");
        }
        policy.push_str("; ");
    }
    for (name, sources) in own.iter().filter(|(name, _)| !directives.iter().any(|(known, _)| known == name)) {
        let _ = write!(policy, "{name} {sources}; ");
    }
    policy.truncate(policy.trim_end_matches([' ', ';']).len());
    policy
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_runs_only_its_own_scripts() {
        let mut settings =
            Settings { environment: crate::server::settings::Environment::Production, ..Settings::default() };
        settings.security.content_security_policy.insert("img-src".into(), "https://images.example".into());
        settings.security.content_security_policy.insert("frame-ancestors".into(), "https://intra.example".into());
        settings.security.content_security_policy.insert("frame-src".into(), "https://video.example".into());
        assert_eq!(
            page_policy(&settings, &["https://id.example".to_owned()], Some("N")),
            "default-src 'none'; script-src 'nonce-N' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self' 'nonce-N'; \
             img-src 'self' data: https://images.example; font-src 'self'; connect-src 'self'; manifest-src 'self'; \
             form-action 'self' https://id.example; base-uri 'none'; object-src 'none'; frame-ancestors \
             https://intra.example; \
             worker-src 'self'; report-uri /vestibule/csp-report; frame-src https://video.example"
        );
    }

    #[test]
    fn a_page_frames_turnstile_where_it_is_on() {
        let mut settings = Settings::default();
        assert!(!page_policy(&settings, &[], Some("N")).contains("frame-src"));
        settings.bots.protection = crate::server::settings::BotProtection::Turnstile;
        let policy = page_policy(&settings, &[], Some("N"));
        let origin = "https://challenges.cloudflare.com";
        assert!(policy.ends_with(&format!("; frame-src {origin}")), "{policy}");
        assert!(policy.contains(&format!("'wasm-unsafe-eval' {origin};")), "{policy}");
        assert_eq!(policy.matches(origin).count(), 2, "{policy}");
        settings.security.content_security_policy.insert("frame-src".into(), "https://video.example".into());
        assert!(page_policy(&settings, &[], None).ends_with(&format!("frame-src {origin} https://video.example")));
    }

    #[test]
    fn what_the_app_said_stays() {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("public"));
        let settings = Settings { base_url: "https://app.example".into(), ..Settings::default() };
        complete(Sent::by(&settings), &mut headers);
        assert_eq!(headers[CACHE_CONTROL], "public");
        assert_eq!(headers[STRICT_TRANSPORT_SECURITY], HSTS);
        assert_eq!(headers[CONTENT_SECURITY_POLICY], PAGE_CSP);
    }
}
