//! How sessions end.

use crate::support::{Database, HOUR, House, MINUTE, Person, SECOND, at_once, on_both};

on_both!(
    a_session_that_is_signed_out_is_refused_at_once,
    signing_out_everywhere_ends_every_session_of_the_person_and_of_nobody_else,
    signing_out_twice_is_no_error,
    a_second_tab_notices_that_the_first_has_signed_out,
    one_comes_back_after_signing_out,
    a_session_ends_after_its_longest_time,
    a_session_ends_when_it_is_not_used,
    a_double_click_is_over_after_signing_out_everywhere,
);

const OUT: &str = "session/sign_out";

/// T26: the token that was good a moment ago.
async fn a_session_that_is_signed_out_is_refused_at_once(database: Database) {
    let house = House::open(&database).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    let thief = browser.thief();
    assert_eq!(thief.who().await.as_deref(), Some("ada@example.com"));
    let bearer = browser.post("session/token", &[]).await.json();
    let bearer = format!("Bearer {}", bearer.as_str().expect("a token"));

    let left = browser.post(OUT, &[]).await;
    left.expect_ok();
    assert_eq!(left.json()["redirect_to"], "/");
    assert_eq!(left.json()["client"]["sessions"], serde_json::json!([]));
    assert!(left.cookie("__session").is_some_and(|cookie| cookie.contains("Max-Age=0")), "{:?}", left.headers);
    assert_eq!((browser.who().await, thief.who().await), (None, None), "no clock was moved");
    let answer = house.browser().ask("GET", "/api/me").header("authorization", &bearer).send().await;
    assert_eq!(answer.status, 401);
    assert_eq!(thief.post("session/token", &[]).await.json(), serde_json::Value::Null);
    assert!(thief.page("/dashboard").await.path.starts_with("/sign-in"));
    assert_eq!(database.texts("SELECT status FROM sessions").await, ["removed"]);
    assert_eq!(
        database.texts("SELECT type FROM events ORDER BY created_at, type DESC").await.pop().as_deref(),
        Some("session.removed")
    );
}

async fn signing_out_everywhere_ends_every_session_of_the_person_and_of_nobody_else(database: Database) {
    let house = House::open(&database).await;
    let (ada, bob) = (Person::named("ada"), Person::named("bob"));
    let hers = [house.sign_up(&ada).await, house.sign_in(&ada).await, house.sign_in(&ada).await];
    let his = house.sign_up(&bob).await;
    hers[1].post("session/sign_out_everywhere", &[]).await.expect_ok();
    for browser in &hers {
        assert_eq!(browser.who().await, None);
        house.clock.advance(MINUTE);
        assert_eq!(browser.who().await, None);
    }
    assert_eq!(his.who().await, Some(bob.email));
    let statuses = database.texts("SELECT status FROM sessions ORDER BY status").await;
    assert_eq!(statuses, ["active", "removed", "revoked", "revoked"]);
    // Each of them can come back.
    hers[0].sign_in(&ada).await.expect_ok();
    assert_eq!((hers[0].who().await, hers[2].who().await), (Some(ada.email), None));
}

async fn signing_out_twice_is_no_error(database: Database) {
    let house = House::open(&database).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    for form in [OUT, OUT, "session/sign_out_everywhere"] {
        browser.post(form, &[]).await.expect_ok();
        house.browser().post(form, &[]).await.expect_ok();
    }
    assert_eq!(database.live_sessions().await, 0);
}

async fn a_second_tab_notices_that_the_first_has_signed_out(database: Database) {
    let house = House::open(&database).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    let tab = browser.clone();
    assert!(tab.page("/dashboard").await.shows("ada@example.com"));
    browser.post(OUT, &[]).await.expect_ok();
    let state = tab.post("client/get", &[]).await.json();
    assert_eq!(state["sessions"], serde_json::json!([]));
    assert_eq!(tab.page("/dashboard").await.path, "/sign-in?redirect_url=/dashboard");
    assert!(tab.page("/").await.body.contains("/sign-in"));
}

async fn one_comes_back_after_signing_out(database: Database) {
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    for _ in 0..3 {
        browser.post(OUT, &[]).await.expect_ok();
        browser.sign_in(&ada).await.expect_ok();
        assert_eq!(browser.who().await, Some(ada.email.clone()));
        house.clock.advance(2 * MINUTE);
        assert_eq!(browser.who().await, Some(ada.email.clone()));
    }
    assert_eq!(database.live_sessions().await, 1);
    assert_eq!(database.count("clients").await, 1, "it is the same browser all the time");
}

async fn a_session_ends_after_its_longest_time(database: Database) {
    let house = House::with(&database, |settings| settings.session.max_lifetime_hours = 2).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    for _ in 0..11 {
        house.clock.advance(10 * MINUTE);
        assert_eq!(browser.who().await, Some(ada.email.clone()));
    }
    house.clock.advance(10 * MINUTE);
    assert_eq!(browser.who().await, None);
    assert!(browser.page("/dashboard").await.path.starts_with("/sign-in"));
    assert_eq!(browser.post("session/token", &[]).await.json(), serde_json::Value::Null);
    browser.sign_in(&ada).await.expect_ok();
}

async fn a_session_ends_when_it_is_not_used(database: Database) {
    let house = House::with(&database, |settings| settings.session.inactivity_timeout_minutes = 30).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    for _ in 0..6 {
        house.clock.advance(29 * MINUTE);
        assert_eq!(browser.who().await, Some(ada.email.clone()), "a request within the time keeps it");
    }
    // Also over a restart: what is only remembered is written before.
    let house = house.restarted().await;
    let browser = browser.at(&house);
    house.clock.advance(29 * MINUTE);
    assert_eq!(browser.who().await, Some(ada.email.clone()));
    house.clock.advance(30 * MINUTE + SECOND);
    assert_eq!(browser.who().await, None);
    assert!(browser.page("/dashboard").await.path.starts_with("/sign-in"));
    browser.sign_in(&ada).await.expect_ok();
    house.clock.advance(HOUR);
    assert_eq!(browser.who().await, None);
}

/// A double click on the button of a form that is sent without JavaScript.
async fn a_double_click_is_over_after_signing_out_everywhere(database: Database) {
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    house.sign_up(&ada).await.post(OUT, &[]).await.expect_ok();
    for _ in 0..5 {
        let browser = house.browser();
        browser.post("sign_in/create", &[("identifier", &ada.email)]).await.expect_ok();
        let clicks = (0..4).map(|_| {
            let (tab, ada) = (browser.clone(), ada.clone());
            async move { tab.sign_in(&ada).await.status }
        });
        let answers = at_once(clicks).await;
        assert!(answers.contains(&200), "{answers:?}");
        // Each sign-in takes the place of the one before. Where answers overtake each other on the way, the browser keeps a
        // secret that is void by now: then nobody is signed in, and one more click helps.
        if browser.who().await.is_none() {
            browser.sign_in(&ada).await.expect_ok();
        }
        house.clock.advance(MINUTE);
        assert_eq!(browser.who().await, Some(ada.email.clone()));
        browser.post(OUT, &[]).await.expect_ok();
        assert_eq!(browser.who().await, None, "whoever signs out is out");
        // A click whose answer nobody heard may have left a session that nobody can use, but the owner can end.
        browser.sign_in(&ada).await.expect_ok();
        browser.post("session/sign_out_everywhere", &[]).await.expect_ok();
        assert_eq!(database.live_sessions().await, 0);
    }
}
