//! Where one may be led: to our own site, to an origin that the settings list, or to an address that the database lists.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use url::Url;

use crate::server::lists::Listed;
use crate::server::settings::Settings;
use crate::server::vestibule::Inner;

/// What stays readable in the value of a query parameter.
const QUERY_VALUE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b'/');

/// The target as it is written into a `Location`; `None` if nobody may be led there. Read as browsers read it (WHATWG
/// URL), and written anew from what was understood, so that nothing that they understand otherwise is left in it.
pub fn target(app: &Inner, wanted: &str) -> Option<String> {
    target_among(&app.settings, &app.lists.now(), wanted)
}

pub fn target_among(settings: &Settings, listed: &Listed, wanted: &str) -> Option<String> {
    if wanted.is_empty() || wanted.len() > 2048 || wanted.chars().any(|c| c.is_control() || c == '\\') {
        return None;
    }
    let base = Url::parse(&settings.base_url).ok()?;
    let mut url = base.join(wanted).ok()?;
    forget_old_errors(&mut url);
    if !url.username().is_empty() || url.password().is_some() {
        return None;
    }
    if url.origin() == base.origin() {
        // Without this, `/.//evil.example` would come out as `//evil.example`.
        let local = &url[url::Position::BeforePath..];
        return (local.starts_with('/') && !local.starts_with("//")).then(|| local.to_owned());
    }
    let origin = url.origin().ascii_serialization();
    let is_listed = settings.security.redirect_origins.contains(&origin) || listed.redirect_urls.contains(url.as_str());
    is_listed.then(|| url.to_string())
}

/// What a failed form without JavaScript leaves in an address is Leptos's, and about something that is over. One that went
/// well leaves a query with nothing in it.
fn forget_old_errors(url: &mut Url) {
    if url.query() == Some("") {
        url.set_query(None);
    }
    let is_error = |name: &str| matches!(name, "__path" | "__err");
    if !url.query_pairs().any(|(name, _)| is_error(&name)) {
        return;
    }
    let kept: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(name, _)| !is_error(name))
        .map(|(name, value)| (name.into(), value.into()))
        .collect();
    url.set_query(None);
    if !kept.is_empty() {
        url.query_pairs_mut().extend_pairs(kept);
    }
}

/// A page of ours that knows where to lead on.
pub fn page(path: &str, redirect_url: Option<&str>) -> String {
    match redirect_url {
        Some(target) => format!("{path}?redirect_url={}", utf8_percent_encode(target, QUERY_VALUE)),
        None => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> Settings {
        let mut settings = Settings { base_url: "https://app.example".into(), ..Settings::default() };
        settings.security.redirect_origins = vec!["https://docs.example".into()];
        settings
    }

    fn listed() -> Listed {
        let urls = ["https://shop.example/done?step=2", "my-app://callback"];
        Listed { redirect_urls: urls.map(str::to_owned).into(), ..Listed::default() }
    }

    #[test]
    fn our_own_pages_are_led_to() {
        for (wanted, target_is) in [
            ("/", "/"),
            ("/a/b?c=d&e=%2F#f", "/a/b?c=d&e=%2F#f"),
            ("notes", "/notes"),
            ("/über", "/%C3%BCber"),
            ("/a/../b", "/b"),
            ("https://app.example/x", "/x"),
            ("/notes?__path=%2Fapi%2Fx&__err=abc", "/notes"),
            ("/notes?page=2&__err=abc", "/notes?page=2"),
            ("/notes?", "/notes"),
            ("/notes?#all", "/notes#all"),
            ("https://docs.example/y", "https://docs.example/y"),
            ("https://shop.example/done?step=2", "https://shop.example/done?step=2"),
            ("HTTPS://Shop.Example:443/a/../done?step=2", "https://shop.example/done?step=2"),
            ("my-app://callback", "my-app://callback"),
        ] {
            assert_eq!(target_among(&settings(), &listed(), wanted).as_deref(), Some(target_is), "{wanted}");
        }
    }

    #[test]
    fn nobody_is_led_elsewhere() {
        let long = "/".repeat(2049);
        for wanted in [
            "",
            "//evil.example",
            "///evil.example",
            "////evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "\\/evil.example",
            "/.//evil.example",
            "/..//evil.example",
            "/a/..//evil.example",
            "/.\\evil.example",
            "https://evil.example",
            "http://app.example",
            "https:/\\evil.example",
            "https:\\\\evil.example",
            "https://app.example@evil.example",
            "https://app.example:pw@evil.example",
            "https://user@app.example/",
            "https://user:pw@app.example/",
            "https://app.example.evil.example",
            "https://app.example:444/",
            "https://evil.example/https://app.example",
            "HTTPS://EVIL.EXAMPLE",
            "ftp://app.example",
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " javascript:alert(1)",
            "java\tscript:alert(1)",
            "java\nscript:alert(1)",
            "javascript://app.example/%0aalert(1)",
            "data:text/html,<script>alert(1)</script>",
            "vbscript:x",
            "file:///etc/passwd",
            "blob:https://app.example/x",
            "about:blank",
            "mailto:a@b",
            "ws://app.example",
            "/\t/evil.example",
            "/\r\n/evil.example",
            "\t//evil.example",
            " //evil.example",
            "\u{0}//evil.example",
            "/\u{7f}",
            "/x\r\nSet-Cookie: a=b",
            "//evil.example/%2f..",
            "//evil.example@app.example",
            "//app.example@evil.example",
            "//[::1]",
            "//evil%E3%80%82example",
            "https://docs.example.evil.example",
            "https://shop.example/",
            "https://shop.example/done",
            "https://shop.example/done?step=2&step=3",
            "https://shop.example/done?step=2#evil",
            "https://user@shop.example/done?step=2",
            "http://shop.example/done?step=2",
            "my-app://other",
            "my-app://callback/x",
            "my-app:callback",
            "other://callback",
            "https://docs.example:8443",
            "http://docs.example",
            "https://evil.example#@docs.example",
            "https://evil.example?@app.example",
            "https://xn--app-.example",
            "https://app。evil.example",
            "//0x7f000001",
            "https:///evil.example",
            "https:////evil.example",
            long.as_str(),
        ] {
            assert_eq!(target_among(&settings(), &listed(), wanted), None, "{wanted:?}");
        }
    }

    #[test]
    fn what_looks_odd_but_stays_here_stays_here() {
        for wanted in [
            "/%5cevil.example",
            "/%2f%2fevil.example",
            "/%09/evil.example",
            "/@evil.example",
            "?x=//evil",
            "https:evil.example",
        ] {
            let led = target_among(&settings(), &listed(), wanted).expect("stays here");
            let resolved = Url::parse("https://app.example").and_then(|base| base.join(&led)).expect("resolves");
            assert_eq!(resolved.origin().ascii_serialization(), "https://app.example", "{wanted}");
        }
    }

    #[test]
    fn a_target_survives_in_a_query() {
        assert_eq!(page("/sign-in", Some("/a?b=c&d#e")), "/sign-in?redirect_url=/a%3Fb%3Dc%26d%23e");
    }
}
