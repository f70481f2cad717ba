//! The way in that was used last on a browser is marked there.

use crate::support::{Browser, Database, House, Person, Somebody, offer, on_both};

on_both!(the_way_in_that_was_used_last_is_marked, where_there_is_one_way_only_nothing_is_marked);

const BADGE: &str = "vst-lastAuthenticationStrategyBadge";

async fn last(browser: &Browser) -> Option<String> {
    let held = browser.post("client/get", &[]).await.json();
    held["last_authentication_strategy"].as_str().map(str::to_owned)
}

async fn the_way_in_that_was_used_last_is_marked(database: Database) {
    let house = House::with(&database, |settings| offer(settings, &["google", "github"])).await;
    let (browser, ada) = (house.browser(), Person::named("ada"));
    assert!(!browser.page("/sign-in").await.shows(BADGE));
    house.begin_sign_up(&browser, &ada).await.expect_ok();
    let code = house.code_for(&ada.email).await;
    browser.post("sign_up/attempt_verification", &[("code", &code)]).await.expect_ok();
    assert_eq!(last(&browser).await.as_deref(), Some("password"));
    browser.post("session/sign_out", &[]).await.expect_ok();
    assert_eq!(last(&browser).await.as_deref(), Some("password"), "it outlives the session");
    let page = browser.page("/sign-in").await;
    let at = page.body.find(BADGE).expect("is marked");
    assert!(page.body[..at].ends_with("Email address</label><span class=\""), "{}", page.body);

    browser.come_from("sign_in/oauth", "google", Somebody::proven(&ada.email)).await;
    browser.post("session/sign_out", &[]).await.expect_ok();
    assert_eq!(last(&browser).await.as_deref(), Some("oauth_google"));
    let page = browser.page("/sign-in").await;
    let marked = page.body.split("<button").find(|part| part.contains(BADGE)).expect("is marked");
    assert!(marked.contains("oauth_google") && page.body.matches(BADGE).count() == 1, "{}", page.body);

    browser.post("sign_in/create", &[("identifier", &ada.email)]).await.expect_ok();
    let by_code = ("strategy", "email_code");
    browser.post("sign_in/prepare_first_factor", &[by_code]).await.expect_ok();
    let code = house.code_for(&ada.email).await;
    let done = browser.post("sign_in/attempt_first_factor", &[by_code, ("code", &code)]).await;
    assert_eq!(done.expect_ok().json()["client"]["last_authentication_strategy"], "email_code");
    browser.post("session/sign_out", &[]).await.expect_ok();
    browser.post("sign_in/create", &[("identifier", &ada.email)]).await.expect_ok();
    let page = browser.page("/sign-in/choose").await;
    let marked = page.body.split("<button").find(|part| part.contains(BADGE)).expect("is marked");
    assert!(marked.contains("Email me a code"), "{}", page.body);
    assert_eq!(last(&house.browser()).await, None, "and on no other browser");
}

async fn where_there_is_one_way_only_nothing_is_marked(database: Database) {
    let house = House::open(&database).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    browser.post("session/sign_out", &[]).await.expect_ok();
    assert!(!browser.page("/sign-in").await.shows(BADGE));
}
