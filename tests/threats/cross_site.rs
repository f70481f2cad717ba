//! T29: what other sites make a browser send.

use std::collections::BTreeSet;

use leptos::server_fn::axum::server_fn_paths;

use crate::support::{Browser, Database, House, Person, on_both};

on_both!(
    no_other_site_sends_a_form_of_ours,
    no_other_method_does_what_a_form_does,
    whoever_brings_a_cookie_says_where_it_comes_from,
    a_stranger_s_form_signs_nobody_in,
);

type Headers<'a> = &'a [(&'a str, &'a str)];

const FOREIGN: &[Headers<'static>] = &[
    &[("sec-fetch-site", "cross-site")],
    &[("sec-fetch-site", "same-site")],
    &[("sec-fetch-site", "nonsense")],
    &[("sec-fetch-site", "")],
    &[("sec-fetch-site", "cross-site"), ("origin", "http://localhost:3000")],
    &[("sec-fetch-site", "same-site"), ("origin", "http://localhost:3000")],
    &[("sec-fetch-site", "cross-site"), ("authorization", "Bearer x")],
    &[("origin", "https://evil.example")],
    &[("origin", "null")],
    &[("origin", "")],
    &[("origin", "http://localhost:3000.evil.example")],
    &[("origin", "http://evil.localhost:3000")],
    &[("origin", "http://localhost")],
    &[("origin", "http://localhost:3001")],
    &[("referer", "http://localhost:3000/sign-in")],
    &[("authorization", "Bearer x")],
    &[],
];
const KINDS: &[&str] =
    &["application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x", "application/json"];

fn forms() -> BTreeSet<&'static str> {
    let paths: BTreeSet<_> = server_fn_paths().map(|(path, _)| path).collect();
    assert!(paths.len() >= 10, "{paths:?}");
    paths
}

const FIELDS: &str =
    "identifier=ada%40example.com&password=moth+ledger+willow+3+41&email_address=eve%40example.com&code=1";

async fn no_other_site_sends_a_form_of_ours(database: Database) {
    let house = House::with(&database, |settings| settings.security.forms_per_minute = 1_000_000).await;
    let member = house.sign_up(&Person::named("ada")).await;
    let visitor = house.browser();
    visitor.post("sign_in/create", &[("identifier", "ada@example.com")]).await.expect_ok();
    let before = database.counts().await;
    for path in forms() {
        for headers in FOREIGN {
            for kind in KINDS {
                for (accept, browser) in [("text/html", &member), ("application/json", &visitor)] {
                    let mut ask = browser.ask("POST", path).header("accept", accept).body(kind, FIELDS);
                    for (name, value) in *headers {
                        ask = ask.header(name, value);
                    }
                    let answer = ask.send().await;
                    assert_eq!(answer.status, 403, "{path} {headers:?} {kind}: {}", answer.body);
                    assert_eq!(answer.headers.get("set-cookie"), None, "{path} {headers:?}");
                }
            }
        }
    }
    assert_eq!(database.counts().await, before);
    assert!(member.who().await.is_some() && visitor.who().await.is_none());
}

async fn no_other_method_does_what_a_form_does(database: Database) {
    let house = House::open(&database).await;
    let member = house.sign_up(&Person::named("ada")).await;
    let before = database.counts().await;
    for path in forms() {
        for method in ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"] {
            for site in ["same-origin", "cross-site"] {
                let ask = member.ask(method, &format!("{path}?{FIELDS}")).header("sec-fetch-site", site);
                let answer = ask.header("x-http-method-override", "POST").send().await;
                assert!(matches!(answer.status, 400..=499), "{method} {path}: {}", answer.status);
                assert_eq!(answer.header("access-control-allow-origin"), None);
                assert_eq!(answer.header("access-control-allow-credentials"), None);
            }
        }
    }
    assert_eq!(database.counts().await, before);
    assert!(member.who().await.is_some());
}

async fn whoever_brings_a_cookie_says_where_it_comes_from(database: Database) {
    let house = House::open(&database).await;
    let member = house.sign_up(&Person::named("ada")).await;
    // Also on a route that is not ours.
    let send = |browser: &Browser, headers: Headers<'static>| {
        let mut ask = browser.ask("POST", "/api/me").body("text/plain", "x");
        for (name, value) in headers {
            ask = ask.header(name, value);
        }
        async move { ask.send().await.status }
    };
    assert_eq!(send(&member, &[]).await, 403);
    assert_eq!(send(&member, &[("sec-fetch-site", "cross-site")]).await, 403);
    assert_eq!(send(&member, &[("sec-fetch-site", "same-origin")]).await, 405, "it has no such method");
    assert_eq!(send(&house.browser(), &[]).await, 405, "a program without cookies is no browser");
}

async fn a_stranger_s_form_signs_nobody_in(database: Database) {
    let house = House::open(&database).await;
    let eve = Person::named("eve");
    house.sign_up(&eve).await;
    let victim = house.browser();
    let ask = victim.ask("POST", "/vestibule/api/sign_in/create").header("accept", "text/html");
    let ask = ask.header("sec-fetch-site", "cross-site").header("origin", "https://evil.example");
    let answer = ask.form(&[("identifier", &eve.email), ("password", &eve.password)]).send().await;
    assert_eq!((answer.status, victim.who().await), (403, None));
    assert!(answer.header("content-type").is_some_and(|kind| kind.starts_with("text/html")), "a page for a browser");
}
