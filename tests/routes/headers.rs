//! What every answer says to browsers: section 5 of the security bar.

use vestibule::server::Environment;

use super::inventory::{Kind, TABLE, ask};
use crate::support::{Answer, Database, House, Person, on_both};

on_both!(
    every_answer_has_the_headers_that_it_should_have,
    errors_have_them_too,
    a_page_runs_only_scripts_with_its_nonce,
    nobody_keeps_what_is_somebody_s,
    a_sign_out_tells_the_browser_to_forget,
);

const PERMISSIONS: &str =
    "publickey-credentials-get=(self), publickey-credentials-create=(self), camera=(), microphone=(), geolocation=()";
const DATA_POLICY: &str = "default-src 'none'; frame-ancestors 'none'; sandbox";
/// The policy of a page that needs no app around it.
const OWN_PAGE_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The policy of a page of the app; in development a page may ask `cargo leptos watch` whether it is to be loaded anew.
fn page_policy(nonce: &str, reload: &str) -> String {
    format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self' \
         'nonce-{nonce}'; img-src 'self' data:; font-src 'self'; connect-src 'self'{reload}; manifest-src 'self'; \
         form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; worker-src 'self'; report-uri /vestibule/csp-report"
    )
}

/// The policy of the playground, which alone shows something in a frame.
fn playground_policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
         connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
}

/// The policy of what stands in that frame: the one page that may, and that runs no script and sends nothing.
fn preview_policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; font-src 'self'; form-action \
         'none'; base-uri 'none'; frame-ancestors 'self'"
    )
}

fn nonce(policy: &str) -> &str {
    policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).expect("a nonce")
}

#[track_caller]
fn assert_common(answer: &Answer, https: bool, what: &str) {
    // Data is not shown: what concerns a page, its frames and its links says nothing there.
    let shown = answer.header("content-type").is_none_or(|kind| !kind.starts_with("application/json"));
    for (name, value, needed) in [
        ("x-content-type-options", "nosniff", true),
        ("cross-origin-resource-policy", "same-origin", true),
        ("referrer-policy", "same-origin", shown),
        ("cross-origin-opener-policy", "same-origin", shown),
        ("permissions-policy", PERMISSIONS, shown),
    ] {
        assert_eq!(answer.header(name), needed.then_some(value), "{what}: {name}");
        assert_eq!(answer.headers.get_all(name).iter().count(), usize::from(needed), "{what}: {name}");
    }
    let transport = https.then_some("max-age=63072000; includeSubDomains");
    assert_eq!(answer.header("strict-transport-security"), transport, "{what}");
    for name in ["server", "x-powered-by", "access-control-allow-origin", "content-security-policy-report-only"] {
        assert_eq!(answer.header(name), None, "{what}: {name}");
    }
}

async fn houses(database: &Database) -> [House; 2] {
    let plain = House::with(database, |settings| {
        settings.sign_in.passkey = true;
        // Otherwise the password that they come back with could be removed.
        settings.sign_in.email_code = false;
    })
    .await;
    let secure = plain
        .another_with(|settings| {
            settings.environment = Environment::Production;
            settings.base_url = "https://app.example".into();
            settings.password.hash = vestibule::server::crypto::password_hash::Cost::default();
            settings.password.breach_check = Some(false);
        })
        .await;
    [plain, secure]
}

async fn every_answer_has_the_headers_that_it_should_have(database: Database) {
    let ada = Person::named("ada");
    for house in houses(&database).await {
        let https = house.is_https();
        for (path, kind) in TABLE {
            if https && kind.is_of_development() {
                continue;
            }
            let member = house.sign_in_or_up(&ada).await;
            for browser in [&house.browser(), &member] {
                let answer = ask(&house, browser, path, *kind).await;
                let what = format!("{path} ({})", answer.status);
                assert_common(&answer, https, &what);
                let policy = answer.header("content-security-policy");
                let cache = answer.header("cache-control");
                let reload = if https { "" } else { " ws://localhost:* ws://127.0.0.1:*" };
                match kind {
                    Kind::Page | Kind::GuardedPage if matches!(answer.status, 200 | 404) => {
                        let policy = policy.expect("a policy");
                        assert_eq!(policy, page_policy(nonce(policy), reload), "{what}");
                        assert_eq!(cache, Some("no-store"), "{what}");
                    }
                    // One of its forms needs a script.
                    Kind::OwnPage if answer.status == 200 => {
                        let policy = policy.expect("a policy");
                        let script = format!("; script-src 'nonce-{}'; connect-src 'self'", nonce(policy));
                        assert_eq!(policy, OWN_PAGE_POLICY.to_owned() + &script, "{what}");
                        assert_eq!(cache, Some("no-store"), "{what}");
                    }
                    Kind::Operator | Kind::OperatorForm if answer.status == 404 => {
                        assert_eq!((policy, cache), (Some(OWN_PAGE_POLICY), Some("no-store")), "{what}")
                    }
                    Kind::DevelopmentPage | Kind::Link => {
                        assert_eq!((policy, cache), (Some(OWN_PAGE_POLICY), Some("no-store")), "{what}")
                    }
                    Kind::Playground => {
                        let policy = policy.expect("a policy");
                        let expected = match *path {
                            "/playground" => playground_policy(nonce(policy)),
                            _ => preview_policy(nonce(policy)),
                        };
                        assert_eq!((policy, cache), (expected.as_str(), Some("no-store")), "{what}");
                    }
                    Kind::Asset | Kind::DevelopmentAsset => {
                        assert_eq!(cache, Some("public, max-age=31536000, immutable"), "{what}")
                    }
                    Kind::File => {}
                    Kind::Data if *path == "/.well-known/jwks.json" => {
                        assert_eq!((policy, cache), (Some(DATA_POLICY), Some("public, max-age=60")), "{what}");
                    }
                    Kind::Data if answer.header("content-type").is_some_and(|kind| kind.starts_with("text/plain")) => {}
                    _ => assert_eq!((policy, cache), (Some(DATA_POLICY), Some("no-store")), "{what}"),
                }
            }
        }
    }
}

async fn errors_have_them_too(database: Database) {
    for house in houses(&database).await {
        for (method, path) in [
            ("GET", "/nothing"),
            ("GET", "/pkg/nothing.js"),
            ("DELETE", "/healthz"),
            ("GET", "/vestibule/api/sign_in/create"),
            ("POST", "/vestibule/api/nothing"),
            ("GET", "/dashboard"),
            ("GET", "/api/me"),
            ("GET", "/dashboard/nothing"),
        ] {
            for accept in ["text/html", "application/json"] {
                let ask =
                    house.browser().ask(method, path).header("accept", accept).header("sec-fetch-site", "same-origin");
                let answer = ask.send().await;
                assert!(answer.status >= 300, "{method} {path}");
                let what = format!("{method} {path} {accept} ({})", answer.status);
                assert_common(&answer, house.is_https(), &what);
                assert_eq!(answer.header("cache-control"), Some("no-store"), "{what}");
                assert!(answer.header("content-security-policy").is_some(), "{what}");
            }
        }
        let foreign =
            house.browser().ask("POST", "/vestibule/api/sign_in/create").header("sec-fetch-site", "cross-site");
        assert_common(&foreign.send().await, house.is_https(), "a request from another site");
        let big = house.browser().ask("POST", "/vestibule/api/sign_in/create").by_script();
        let big = big.body("text/plain", "x".repeat(100_000)).send().await;
        assert_eq!(big.status, 413);
        assert_common(&big, house.is_https(), "a body that is too large");
    }
}

async fn a_page_runs_only_scripts_with_its_nonce(database: Database) {
    let house = House::with(&database, |settings| settings.sign_in.passkey = true).await;
    let member = house.sign_up(&Person::named("ada")).await;
    let mut nonces = std::collections::BTreeSet::new();
    for path in ["/", "/sign-in", "/sign-up", "/dashboard"] {
        for browser in [&member, &house.browser()] {
            let page = browser.page(path).await;
            let policy = page.header("content-security-policy").expect("a policy").to_owned();
            let nonce = nonce(&policy);
            assert!(nonce.len() >= 16, "{nonce}");
            nonces.insert(nonce.to_owned());
            assert!(page.shows("src=\"/vestibule/assets/passkeys-"), "{path}");
            for script in page.body.split("<script").skip(1) {
                let tag = script.split('>').next().unwrap_or_default();
                assert!(tag.contains(&format!("nonce=\"{nonce}\"")), "{path}: <script{tag}>");
            }
            for attribute in [" style=\"", " onclick=\"", " onload=\"", " onsubmit=\"", "javascript:"] {
                assert!(!page.body.contains(attribute), "{path}: {attribute}");
            }
        }
    }
    assert_eq!(nonces.len(), 8, "each answer has a nonce of its own");
}

async fn nobody_keeps_what_is_somebody_s(database: Database) {
    let house = House::open(&database).await;
    let member = house.sign_up(&Person::named("ada")).await;
    house.clock.advance(crate::support::MINUTE * 2);
    for path in ["/healthz", "/.well-known/jwks.json", "/favicon.svg", "/vestibule/assets/none.css", "/api/me", "/"] {
        let answer = member.ask("GET", path).header("accept", "*/*").send().await;
        let shared = answer.header("cache-control").is_some_and(|cache| cache.contains("public"));
        let personal = answer.headers.contains_key("set-cookie");
        assert!(!(shared && personal), "{path}: a cache between would keep a cookie: {:?}", answer.headers);
        house.clock.advance(crate::support::MINUTE * 2);
    }
}

/// Section 5: `Clear-Site-Data: "cache", "storage"`.
async fn a_sign_out_tells_the_browser_to_forget(database: Database) {
    let ada = Person::named("ada");
    for house in houses(&database).await {
        for form in ["session/sign_out", "session/sign_out_everywhere"] {
            let browser = house.sign_in_or_up(&ada).await;
            let left = browser.post(form, &[]).await;
            left.expect_ok();
            assert_eq!(left.header("clear-site-data"), Some("\"cache\", \"storage\""), "{form}");
        }
    }
}
