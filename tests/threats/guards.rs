//! T4: what is behind the sign-in stays there, however its address is written.

use crate::support::{Browser, Database, House, Person, on_both};

on_both!(
    no_spelling_of_an_address_gets_around_the_guard,
    no_header_gets_around_the_guard,
    every_question_checks_for_itself_who_asks,
    half_a_sign_in_opens_nothing,
);

const DASHBOARD: &[&str] = &[
    "/dashboard",
    "/dashboard/",
    "//dashboard",
    "///dashboard//",
    "/./dashboard",
    "/.//dashboard",
    "/x/../dashboard",
    "/x/%2e%2e/dashboard",
    "/%64ashboard",
    "/dash%62oard",
    "/dash%2562oard",
    "/dashboard%2f",
    "/dashboard%2F..%2Fdashboard",
    "/dashboard%00",
    "/dashboard%20",
    "/dashboard%09",
    "/dashboard;x=1",
    "/dashboard;/",
    "/dashboard?",
    "/dashboard?x=1",
    "/dashboard/?/../../",
    "/dashboard/x",
    "/dashboard.html",
    "/dashboard.json",
    "/dashboard/.css",
    "/dashboard/index.html",
    "/Dashboard",
    "/DASHBOARD",
    "/sign-in/../dashboard",
    "/sign-in/..%2fdashboard",
    "/sign-in/%2e%2e%2fdashboard",
    "/pkg/../dashboard",
    "/dashboard/../dashboard",
    "/vestibule/../dashboard",
    "/healthz/../dashboard",
];
const ME: &[&str] = &[
    "/api/me",
    "/api/me/",
    "//api/me",
    "/api//me",
    "/api/./me",
    "/api/x/../me",
    "/api/m%65",
    "/api%2fme",
    "/API/ME",
    "/api/me?user_id=1",
    "/api/me;x",
    "/api/me%00",
    "/api/me.json",
    "/healthz/../api/me",
];

/// What can be brought along without being signed in.
async fn strangers(house: &House) -> Vec<Browser> {
    let [anonymous, nonsense, known, left] = [house.browser(), house.browser(), house.browser(), house.browser()];
    nonsense.set_cookie("__session", "eyJhbGciOiJub25lIn0.e30.");
    nonsense.set_cookie(house.client_cookie(), &"A".repeat(43));
    known.post("sign_in/create", &[("identifier", "ada@example.com")]).await.expect_ok();
    let ada = Person::named("ada");
    left.sign_in(&ada).await.expect_ok();
    let late = left.thief();
    left.post("session/sign_out", &[]).await.expect_ok();
    vec![anonymous, nonsense, known, left, late]
}

async fn no_spelling_of_an_address_gets_around_the_guard(database: Database) {
    let house = House::open(&database).await;
    let member = house.sign_up(&Person::named("ada")).await;
    for browser in strangers(&house).await {
        for path in DASHBOARD.iter().chain(ME) {
            for method in ["GET", "HEAD", "POST", "OPTIONS"] {
                for accept in ["text/html", "application/json", "*/*"] {
                    let ask = browser.ask(method, path).header("accept", accept);
                    let ask = if method == "POST" { ask.header("sec-fetch-site", "same-origin") } else { ask };
                    let answer = ask.send().await;
                    assert!(
                        !matches!(answer.status, 200..=299 | 500..=599),
                        "{method} {path} {accept}: {}",
                        answer.status
                    );
                    assert!(!answer.tells_a_user(), "{method} {path} {accept}: {}", answer.body);
                }
            }
        }
    }
    assert!(member.page("/dashboard").await.tells_a_user(), "someone may see it");
    assert_eq!(member.get("/api/me").await.status, 200);
}

async fn no_header_gets_around_the_guard(database: Database) {
    let house = House::open(&database).await;
    house.sign_up(&Person::named("ada")).await;
    for (name, value) in [
        ("x-middleware-subrequest", "middleware:middleware:middleware:middleware:middleware"),
        ("x-original-url", "/dashboard"),
        ("x-rewrite-url", "/dashboard"),
        ("x-http-method-override", "GET"),
        ("x-forwarded-for", "127.0.0.1"),
        ("x-user-id", "user_1"),
        ("x-clerk-auth-status", "signed-in"),
        ("authorization", "Bearer null"),
        ("sec-fetch-dest", "image"),
        ("sec-fetch-dest", "script"),
        ("purpose", "prefetch"),
        ("rsc", "1"),
        ("upgrade", "websocket"),
        ("range", "bytes=0-100"),
    ] {
        for path in ["/", "/dashboard", "/api/me", "/healthz"] {
            let browser = house.browser();
            let answer = browser.ask("GET", path).header("accept", "text/html").header(name, value).send().await;
            assert!(!answer.tells_a_user(), "{name}: {value}: {path}");
            let guarded = path == "/dashboard" || path == "/api/me";
            assert_eq!(answer.status == 200, !guarded, "{name}: {value}: {path}: {}", answer.status);
        }
    }
}

async fn every_question_checks_for_itself_who_asks(database: Database) {
    let house = House::open(&database).await;
    house.sign_up(&Person::named("ada")).await;
    for browser in strangers(&house).await {
        let state = browser.post("client/get", &[]).await.json();
        assert_eq!(state["sessions"], serde_json::json!([]), "{state}");
        assert!(browser.post("session/token", &[]).await.json().is_null());
        browser.post("session/sign_out_everywhere", &[]).await.expect_ok();
    }
    assert_eq!(database.live_sessions().await, 1, "nobody ended hers");
}

/// T21: who has only said who they are may only go on with that.
async fn half_a_sign_in_opens_nothing(database: Database) {
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    house.sign_up(&ada).await;
    let half = house.browser();
    half.post("sign_in/create", &[("identifier", &ada.email)]).await.expect_ok();
    house.begin_sign_up(&half, &Person::named("eve")).await.expect_ok();
    for path in ["/", "/sign-in", "/sign-in/factor-one", "/sign-up/verify-email-address"] {
        assert!(!half.page(path).await.tells_a_user(), "{path}");
    }
    assert!(half.post("session/token", &[]).await.json().is_null());
    assert_eq!(half.who().await, None);
    // A code is no password and a password no code.
    let code = house.code_for("eve@example.com").await;
    half.post("sign_in/attempt_first_factor", &[("password", &code)]).await;
    half.post("sign_up/attempt_verification", &[("code", &ada.password)]).await;
    assert_eq!(half.who().await, None);
}
