//! The browser's cookies.

use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use tower_cookies::Cookie;
use tower_cookies::cookie::SameSite;
use tower_cookies::cookie::time::Duration;

use crate::server::crypto::session_token::{LIFETIME_SECONDS, made_at};
use crate::server::crypto::{Secret, Token};
use crate::server::flows::Issued;
use crate::server::settings::Settings;

/// The cookie with the session token.
pub const SESSION: &str = "__session";
/// The cookie with since when, in Unix seconds, the browser's session token is as it is; there is none where nobody is signed in.
/// Clerk's published clients take a session token from a cookie where this one stands beside it and is not younger.
const CLIENT_UAT: &str = "__client_uat";
/// The cookie that has to be there in development before those clients look at the others. They do not look at what it says.
const DEV_BROWSER: &str = "__clerk_db_jwt";
/// The cookie with what a form that was sent without JavaScript has to say.
pub const FLASH: &str = "vestibule_flash";
/// The cookie with what was typed into a form, while its person proves once more who they are.
pub const KEPT: &str = "vestibule_kept";

/// The cookie with what a browser that a test drives shows instead of that no program sits at it.
pub const TESTING_TOKEN: &str = "vestibule_testing_token";

/// The cookie with the browser's secret. Over TLS no subdomain can plant one (RFC 6265bis section 4.1.3.2).
pub fn client_name(settings: &Settings) -> &'static str {
    if settings.is_https() { "__Host-vestibule_client" } else { "vestibule_client" }
}

/// The cookie with the secret of a browser that is asked for a passkey, signed in or not.
pub fn passkey_name(settings: &Settings) -> &'static str {
    if settings.is_https() { "__Host-vestibule_passkey" } else { "vestibule_passkey" }
}

/// The cookie with the ticket of a link that was opened in the browser.
fn ticket_name(settings: &Settings) -> &'static str {
    if settings.is_https() { "__Host-vestibule_ticket" } else { "vestibule_ticket" }
}

/// How long a browser keeps a ticket that has not been used, so that whoever is at the same browser next does not find it.
const TICKET_KEPT: Duration = Duration::hours(1);

/// The ticket of a link that was opened in the browser.
pub fn ticket(settings: &Settings, headers: &HeaderMap) -> Option<Token> {
    value(headers, ticket_name(settings)).and_then(Token::presented)
}

/// Keeps a ticket, or forgets the one that is kept.
pub fn keep_ticket(settings: &Settings, ticket: Option<&Token>) -> Cookie<'static> {
    match ticket {
        Some(ticket) => cookie(settings, ticket_name(settings), ticket.expose().to_owned(), TICKET_KEPT),
        None => cookie(settings, ticket_name(settings), String::new(), Duration::ZERO),
    }
}

/// The value of a cookie, of which only plain characters are expected. The first of several counts.
pub fn value<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    pairs(headers).find_map(|pair| {
        // What stands before a name but the space that parts two cookies makes it another name, as browsers see it.
        let value = pair.trim_ascii().strip_prefix(name)?.strip_prefix('=')?;
        Some(value.trim_ascii())
    })
}

/// What stands between the semicolons. What is no text says nothing, and takes nothing with it: browsers keep cookies with any
/// bytes, and a neighbouring site can plant one. (`HeaderValue::to_str` would look at every byte by itself, which for a token
/// takes longer than all else that a request costs.)
fn pairs(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    let all = headers.get_all(COOKIE).iter().flat_map(|header| header.as_bytes().split(|byte| *byte == b';'));
    all.filter_map(|pair| std::str::from_utf8(pair).ok())
}

/// The session token, if there is one and only one: of two, one was planted from a neighbouring site or path, and the
/// client cookie, which nobody can plant over TLS, decides instead.
pub fn session_token(headers: &HeaderMap) -> Option<&str> {
    let mut tokens = pairs(headers).filter_map(|pair| pair.trim_ascii().strip_prefix(SESSION)?.strip_prefix('='));
    let first = tokens.next().filter(|token| !token.is_empty())?;
    tokens.next().is_none().then_some(first)
}

/// The browser's secret, if it presents one that can be ours.
pub fn client_token(settings: &Settings, headers: &HeaderMap) -> Option<Token> {
    value(headers, client_name(settings)).and_then(Token::presented)
}

/// The secret of a browser that was asked for a passkey before.
pub fn passkey_secret(settings: &Settings, headers: &HeaderMap) -> Option<Token> {
    value(headers, passkey_name(settings)).and_then(Token::presented)
}

/// The `Set-Cookie` of a browser that is asked for a passkey.
pub fn passkey(settings: &Settings, secret: &Token) -> Cookie<'static> {
    cookie(settings, passkey_name(settings), secret.expose().to_owned(), Duration::days(1))
}

/// The `Set-Cookie` of every change.
pub fn changes(settings: &Settings, changes: &Issued) -> Vec<Cookie<'static>> {
    let client = changes
        .client_token
        .as_ref()
        .map(|token| cookie(settings, client_name(settings), token.expose().to_owned(), Duration::days(365)));
    let session = changes.session_token.as_ref().map(|token| session(settings, token.as_ref()));
    client.into_iter().chain(session.into_iter().flatten()).collect()
}

/// A session token, or none any more, and what stands beside it.
fn session(settings: &Settings, token: Option<&Secret>) -> impl Iterator<Item = Cookie<'static>> {
    let (value, since, lifetime) = match token {
        Some(token) => (token.expose(), made_at(token.expose()), Duration::seconds(LIFETIME_SECONDS)),
        None => ("", None, Duration::ZERO),
    };
    let session = cookie(settings, SESSION, value.to_owned(), lifetime);
    // It goes with the token: alone it would say that there is one to be fetched, which is not done by those who read it.
    let since = cookie(settings, CLIENT_UAT, since.unwrap_or_default().to_string(), lifetime);
    let dev_browser = settings.is_development();
    let dev_browser = dev_browser.then(|| cookie(settings, DEV_BROWSER, "dvb_vestibule".into(), Duration::days(365)));
    [session, since].into_iter().chain(dev_browser)
}

/// A cookie that no script reads and no other site sends along.
pub fn cookie(settings: &Settings, name: &'static str, value: String, lifetime: Duration) -> Cookie<'static> {
    Cookie::build((name, value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(settings.is_https())
        .max_age(lifetime)
        .build()
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::prelude::BASE64_URL_SAFE_NO_PAD;

    use super::*;
    use crate::server::settings::Environment;

    fn settings(base_url: &str) -> Settings {
        Settings { base_url: base_url.into(), ..Settings::default() }
    }

    #[test]
    fn cookies_are_closed_to_scripts_and_other_sites() {
        let change = Issued { client_token: Some(Token::random()), session_token: Some(Some(Secret::new("a.b.c"))) };
        let set: Vec<String> =
            changes(&settings("https://app.example"), &change).iter().map(ToString::to_string).collect();
        assert_eq!(set.len(), 4);
        assert!(set[0].starts_with("__Host-vestibule_client="), "{}", set[0]);
        assert!(set[1].starts_with("__session=a.b.c"), "{}", set[1]);
        for cookie in &set {
            for part in ["; HttpOnly", "; SameSite=Lax", "; Secure", "; Path=/", "; Max-Age="] {
                assert!(cookie.contains(part), "{part} is missing in {cookie}");
            }
            assert!(!cookie.contains("Domain"), "{cookie}");
        }
    }

    #[test]
    fn clerk_s_clients_find_beside_a_token_what_they_look_for() {
        let token = format!("e30.{}.x", BASE64_URL_SAFE_NO_PAD.encode(r#"{"iat":1790000000}"#));
        let set = |environment, token: Option<&str>| -> Vec<(String, String, i64)> {
            let settings = Settings { environment, ..settings("https://app.example") };
            let change = Issued { client_token: None, session_token: Some(token.map(Secret::new)) };
            let all = changes(&settings, &change);
            let age = |cookie: &Cookie<'_>| cookie.max_age().map_or(-1, Duration::whole_seconds);
            all.iter().map(|it| (it.name().to_owned(), it.value().to_owned(), age(it))).collect()
        };
        let is = |name: &str, value: &str, age: i64| (name.to_owned(), value.to_owned(), age);
        let (year, here) = (365 * 24 * 3_600, "dvb_vestibule");
        let signed_in = [is(SESSION, &token, 60), is(CLIENT_UAT, "1790000000", 60)];
        let signed_out = [is(SESSION, "", 0), is(CLIENT_UAT, "0", 0)];
        assert_eq!(set(Environment::Production, Some(token.as_str())), signed_in);
        assert_eq!(set(Environment::Production, None), signed_out);
        let beside = |cookies: &[(String, String, i64); 2]| [&cookies[..], &[is(DEV_BROWSER, here, year)]].concat();
        assert_eq!(set(Environment::Development, Some(token.as_str())), beside(&signed_in));
        assert_eq!(
            set(Environment::Development, None),
            beside(&signed_out),
            "it stays, or nobody is known to be signed out"
        );
    }

    #[test]
    fn odd_cookie_headers_are_read_like_browsers_write_them() {
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, "a=1; __session=x.y.z;b".parse().expect("is a header"));
        headers.append(COOKIE, "__session=other".parse().expect("is a header"));
        assert_eq!(value(&headers, SESSION), Some("x.y.z"));
        assert_eq!(session_token(&headers), None, "one of two was planted");
        headers.insert(COOKIE, "a=1; __session=x.y.z".parse().expect("is a header"));
        assert_eq!(session_token(&headers), Some("x.y.z"));
        headers.insert(COOKIE, "__session=".parse().expect("is a header"));
        assert_eq!(session_token(&headers), None);
        assert_eq!(value(&headers, "b"), None);
        assert_eq!(value(&headers, "session"), None);
    }

    #[test]
    fn a_planted_cookie_takes_no_other_with_it() {
        for planted in [
            &b"a b=c d"[..],
            b"a=\xff\xfe",
            b"\xe2\x82=x",
            b"\xe2\x80\x80__session=planted",
            b"__session =planted",
            b"=",
            b"=x",
            b"==",
            b"",
            b" ",
            b"a",
            b"a=\"b",
            b"a={\"b\": 1, \"c\": [2]}",
            b"a=%zz%",
            b"__sessio%6e=planted",
            b"$Version=1",
            b"a=b, __session=planted",
            b"a=\t\t",
            "ä=ö".as_bytes(),
        ] {
            for all in
                [[planted, b"__session=x.y.z"].join(&b"; "[..]), [&b"__session=x.y.z"[..], planted].join(&b"; "[..])]
            {
                let mut headers = HeaderMap::new();
                headers.insert(COOKIE, axum::http::HeaderValue::from_bytes(&all).expect("is a header"));
                assert_eq!(value(&headers, SESSION), Some("x.y.z"), "{}", all.escape_ascii());
                assert_eq!(session_token(&headers), Some("x.y.z"), "{}", all.escape_ascii());
            }
        }
    }
}
