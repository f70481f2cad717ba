//! What stands in the head of a request.

use std::net::{Ipv4Addr, SocketAddr};

use axum::extract::ConnectInfo;
use axum::http::header::{ACCEPT_LANGUAGE, COOKIE, USER_AGENT};
use axum::http::{Extensions, HeaderMap, HeaderName, HeaderValue};
use url::Url;

use super::settings::{BASE_URL, SETTINGS};
use super::text;
use crate::server::flows::redirect_urls;
use crate::server::http::layer::RouteMatcher;
use crate::server::http::{cookies as http_cookies, visitor};
use crate::server::language::{Language, is_locale};
use crate::server::lists::Listed;
use crate::server::{redirect, user_agent};

/// A header of this name on each line.
fn lines(name: HeaderName, bytes: &[u8]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for line in bytes.split(|byte| *byte == b'\n').take(16) {
        if let Ok(value) = HeaderValue::from_bytes(line) {
            headers.append(&name, value);
        }
    }
    headers
}

/// A header with cookies on each line. What others have planted takes none of ours away.
pub fn cookies(bytes: &[u8]) {
    let settings = &*SETTINGS;
    let headers = lines(COOKIE, bytes);
    let client = http_cookies::client_name(settings);
    let names = [client, http_cookies::SESSION, http_cookies::FLASH, http_cookies::KEPT, http_cookies::TESTING_TOKEN];
    for value in names.into_iter().filter_map(|name| http_cookies::value(&headers, name)) {
        assert!(!value.contains(';') && value == value.trim_ascii());
    }
    http_cookies::client_token(settings, &headers);
    http_cookies::passkey_secret(settings, &headers);
    http_cookies::ticket(settings, &headers);
    let session = http_cookies::session_token(&headers);
    assert!(session.is_none_or(|token| !token.is_empty()));
    let is_named = |name: &str| bytes.windows(name.len()).any(|window| window == name.as_bytes());
    if is_named(http_cookies::SESSION) || is_named(client) {
        return;
    }
    let ours = format!("{}=a.b.c; {client}=x", http_cookies::SESSION);
    let line = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    for all in [[line, ours.as_bytes()].join(&b"; "[..]), [ours.as_bytes(), line].join(&b"; "[..])] {
        let headers = lines(COOKIE, &all);
        if !headers.is_empty() {
            assert_eq!(http_cookies::session_token(&headers), Some("a.b.c"));
            assert_eq!(http_cookies::value(&headers, client), Some("x"));
        }
    }
}

/// What a browser says of itself, of its language and of where it is, each time the same.
pub fn headers(bytes: &[u8]) {
    let settings = &*SETTINGS;
    let mut headers = lines(HeaderName::from_static("x-forwarded-for"), bytes);
    if let Ok(value) = HeaderValue::from_bytes(bytes) {
        headers.insert(ACCEPT_LANGUAGE, value.clone());
        headers.insert(USER_AGENT, value);
    }
    let mut extensions = Extensions::new();
    extensions.insert(ConnectInfo(SocketAddr::from((Ipv4Addr::new(10, 0, 0, 1), 40_000))));
    let seen = visitor::visitor(settings, &headers, &extensions);
    assert!(seen.ip.is_some());
    let Some(text) = text(bytes) else { return };
    let agent = seen.user_agent.as_deref().unwrap_or(text);
    user_agent::browser(agent);
    user_agent::system(agent);
    user_agent::is_mobile(agent);
    if let Some(language) = Language::asked_for(text, Language::ALL) {
        assert!(Language::ALL.contains(&language));
    }
    assert!(!is_locale(text) || text.len() <= 35);
    Language::of_locale(text);
}

/// An address to which one wants to be led. Whatever is allowed leads to where it was allowed, as browsers read it.
pub fn redirects(bytes: &[u8]) {
    let settings = &*SETTINGS;
    let Some(wanted) = text(bytes) else { return };
    RouteMatcher::new(["/dashboard/*", "/teams/*/settings"]).matches(wanted);
    if let Some(address) = redirect_urls::read(wanted) {
        assert_eq!(redirect_urls::read(&address).as_ref(), Some(&address), "is written in one way");
    }
    let url = "https://shop.example/done?step=2";
    let listed = Listed { redirect_urls: [url.to_owned()].into(), ..Listed::default() };
    let Some(led) = redirect::target_among(settings, &listed, wanted) else { return };
    assert!(led.bytes().all(|byte| byte.is_ascii_graphic()) && !led.starts_with("//") && !led.contains('\\'), "{led}");
    let base = Url::parse(BASE_URL).expect("is an address");
    let origin = base.join(&led).expect("is an address").origin().ascii_serialization();
    assert!(origin == BASE_URL || origin == "https://docs.example" || led == url, "{led}");
    let page = base.join(&redirect::page("/sign-in", Some(&led))).expect("is an address");
    let carried = page.query_pairs().find(|(name, _)| name == "redirect_url").map(|(_, value)| value.into_owned());
    assert_eq!(carried.as_ref(), Some(&led));
    if led.len() <= 2048 {
        assert_eq!(redirect::target_among(settings, &listed, &led).as_ref(), Some(&led), "is where one is led");
    }
}
