//! Where a person wanted to go: carried from step to step, in hidden fields and in links. The server decides whether
//! it is gone to.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::model::Field;

/// Where to go when all is done: what the app insists on, else what the address asks for, else what the app suggests;
/// empty for where the settings say. An address can insist and suggest, too, for one of the flows: `name` is `sign_in` or
/// `sign_up`, for `sign_in_force_redirect_url` and its like.
pub fn use_redirect_url(name: &'static str, force: Option<String>, fallback: Option<String>) -> Signal<String> {
    let search = use_location().search;
    Signal::derive(move || {
        let own = Field::RedirectUrl.name();
        let names = [&format!("{name}_force_{own}"), own, &format!("{name}_fallback_{own}")];
        let asked = || search.with(|search| names.iter().find_map(|name| query_value(search, name)));
        force.clone().or_else(asked).or_else(|| fallback.clone()).unwrap_or_default()
    })
}

/// The address of a page, with where to go from there.
pub fn with_redirect(page: &str, redirect_url: &str) -> String {
    if redirect_url.is_empty() {
        return page.to_owned();
    }
    let separator = if page.contains('?') { '&' } else { '?' };
    format!("{page}{separator}{}={}", Field::RedirectUrl.name(), encode(redirect_url))
}

/// Where an address says that someone wanted to go; empty where it says nothing.
#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
pub fn redirect_url_of(address: &str) -> String {
    let search = address.split_once('?').map_or("", |(_, search)| search);
    query_value(search, Field::RedirectUrl.name()).unwrap_or_default()
}

/// An address, if it is a path of this site. For links: a browser follows a link without asking the server first.
pub fn local_path(url: &str) -> Option<&str> {
    let rest = url.strip_prefix('/')?;
    let safe = !rest.starts_with(['/', '\\']) && !rest.contains(|c: char| c.is_ascii_control() || c == '\\');
    safe.then_some(url)
}

/// What stands in a query: names and values. A browser asks a form for that.
#[cfg(feature = "ssr")]
pub fn query_pairs(query: &str) -> Vec<(String, String)> {
    url::form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

/// Only a server draws what has use for it.
#[cfg(not(any(feature = "ssr", feature = "hydrate")))]
pub fn query_pairs(_: &str) -> Vec<(String, String)> {
    Vec::new()
}

/// Whether an address is a page's or that of one of its steps.
pub fn is_within(url: &str, page: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    path.strip_prefix(page.trim_end_matches('/')).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The step that a path names below the page that it belongs to: its last segment.
pub fn last_step<'a>(path: &'a str, page: &str) -> &'a str {
    let path = path.trim_end_matches('/');
    let below = path.strip_prefix(page.trim_end_matches('/')).unwrap_or(path);
    below.rsplit('/').next().unwrap_or_default()
}

/// A value in a raw query. The router's own map decodes twice, which breaks an address that has a query of its own.
fn query_value(search: &str, name: &str) -> Option<String> {
    let pairs = search.trim_start_matches('?').split('&').filter_map(|pair| pair.split_once('='));
    pairs.filter(|(key, _)| *key == name).map(|(_, value)| decode(value)).find(|value| !value.is_empty())
}

/// Percent-encoding of all but the unreserved characters of RFC 3986 section 2.3 and the slash: as the server writes it.
pub fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => encoded.push(byte as char),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let digit = |offset: usize| bytes.get(at + offset).and_then(|byte| (*byte as char).to_digit(16));
        let (value, length) = match (byte, digit(1), digit(2)) {
            (b'%', Some(high), Some(low)) => ((high * 16 + low) as u8, 3),
            (b'+', ..) => (b' ', 1),
            _ => (byte, 1),
        };
        decoded.push(value);
        at += length;
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_with_a_query_comes_back_as_it_was() {
        let wanted = "/search?q=a%26b+c&page=2#é";
        let link = with_redirect("/sign-in", wanted);
        assert!(link.starts_with("/sign-in?redirect_url=/search%3Fq%3Da%2526b"));
        assert_eq!(redirect_url_of(&link), wanted);
        assert_eq!(redirect_url_of("/sign-in"), "");
    }

    #[test]
    fn nothing_wanted_is_nothing_carried() {
        assert_eq!(with_redirect("/sign-in", ""), "/sign-in");
        assert_eq!(with_redirect("/sign-in?x=1", "/a"), "/sign-in?x=1&redirect_url=/a");
        assert_eq!(query_value("redirect_url=", "redirect_url"), None);
        assert_eq!(query_value("a=%zz&redirect_url=%2", "redirect_url").as_deref(), Some("%2"));
    }

    #[test]
    fn a_link_stays_on_the_site() {
        assert_eq!(local_path("/dashboard?x=1"), Some("/dashboard?x=1"));
        for elsewhere in
            ["", "dashboard", "//evil.example", "/\\evil.example", "/a\\b", "/\t/evil", "javascript:alert(1)"]
        {
            assert_eq!(local_path(elsewhere), None, "{elsewhere}");
        }
    }

    #[test]
    fn a_page_has_its_steps_within_it() {
        for within in ["/sign-in", "/sign-in/", "/sign-in/factor-one?redirect_url=/x", "/sign-in#a"] {
            assert!(is_within(within, "/sign-in"), "{within}");
        }
        for elsewhere in ["/", "/sign-in-again", "/dashboard?to=/sign-in", "https://x.example/sign-in"] {
            assert!(!is_within(elsewhere, "/sign-in"), "{elsewhere}");
        }
    }

    #[test]
    fn steps_are_read_from_the_path() {
        assert_eq!(last_step("/sign-in", "/sign-in"), "");
        assert_eq!(last_step("/sign-in/", "/sign-in"), "");
        assert_eq!(last_step("/sign-in/factor-one", "/sign-in"), "factor-one");
        assert_eq!(last_step("/login/factor-one/", "/sign-in"), "factor-one");
    }
}
