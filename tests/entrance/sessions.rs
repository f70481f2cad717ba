//! How a session goes on: renewed tokens, secrets that change, and what happens to those who kept an old one.

use vestibule::server::crypto::Token;
use vestibule::server::store::clients;

use crate::support::{Browser, Database, HOUR, House, MINUTE, Person, SECOND, at_once, on_both};

on_both!(
    an_expired_token_is_renewed_on_the_way,
    a_page_is_never_shown_to_a_visitor_first,
    pictures_and_scripts_renew_nothing,
    twenty_tabs_renew_at_once_and_none_is_signed_out,
    the_secret_changes_when_one_signs_in_and_out,
    a_retired_secret_is_harmless_for_half_a_minute,
    a_retired_secret_that_comes_back_later_ends_the_sessions_of_its_browser,
    a_token_without_the_secret_shows_no_page,
    a_session_is_told_when_it_was_last_used,
);

async fn an_expired_token_is_renewed_on_the_way(database: Database) {
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    let first = browser.cookie("__session").expect("is signed in");
    assert_eq!(browser.get("/api/me").await.cookie("__session"), None, "a good one is not renewed");

    house.clock.advance(61 * SECOND);
    assert_eq!(browser.cookie("__session"), None, "the browser has dropped it");
    let answer = browser.get("/api/me").await;
    answer.expect_ok();
    assert!(answer.cookie("__session").is_some(), "a new one comes along");
    assert_eq!(answer.cookie(house.client_cookie()), None, "the secret stays: other tabs have it too");
    let second = browser.cookie("__session").expect("is signed in");
    assert_ne!(first, second);
    assert_eq!(browser.get("/api/me").await.cookie("__session"), None);

    // A token that is sent although it has expired, with a page, a form and a question.
    browser.hoard();
    house.clock.advance(61 * SECOND);
    assert!(browser.page("/dashboard").await.shows(&ada.email));
    browser.hoard();
    house.clock.advance(61 * SECOND);
    assert!(browser.post("client/get", &[]).await.cookie("__session").is_some());
    assert_eq!(browser.who().await, Some(ada.email.clone()));
    house.clock.advance(100 * HOUR);
    assert_eq!(browser.who().await, Some(ada.email));
}

async fn a_page_is_never_shown_to_a_visitor_first(database: Database) {
    let house = House::open(&database).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    house.clock.advance(2 * MINUTE);
    let page = browser.page_alone("/").await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("/dashboard") && page.shows("ada@example.com"), "{}", page.body);
    assert_eq!(page.header("cache-control"), Some("no-store"));
    let strange = house.browser().page_alone("/").await;
    assert!(!strange.shows("ada@example.com"));
}

async fn pictures_and_scripts_renew_nothing(database: Database) {
    let house = House::open(&database).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    house.clock.advance(2 * MINUTE);
    for kind in ["image", "script", "style", "font"] {
        let part = browser.ask("GET", "/favicon.svg").header("sec-fetch-dest", kind).send().await;
        assert_eq!((part.status, part.cookie("__session")), (200, None), "{kind}");
    }
    // What is guarded is for those who are in, pictures too.
    for (browser, is_in) in [(browser, true), (house.browser(), false)] {
        let ask = browser.ask("GET", "/dashboard").header("sec-fetch-dest", "image").header("accept", "text/html");
        assert_eq!(ask.send().await.status == 200, is_in);
    }
}

/// T27.
async fn twenty_tabs_renew_at_once_and_none_is_signed_out(database: Database) {
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    for round in 0..5 {
        house.clock.advance(61 * SECOND);
        let tabs = (0..20).map(|number| {
            let tab = browser.clone();
            async move {
                match number % 3 {
                    0 => tab.page("/dashboard").await.shows("ada@example.com"),
                    1 => tab.who().await.is_some(),
                    _ => !tab.post("session/token", &[]).await.json().is_null(),
                }
            }
        });
        assert!(at_once(tabs).await.into_iter().all(|signed_in| signed_in), "round {round}");
        assert_eq!(browser.who().await, Some(ada.email.clone()));
    }
    assert_eq!(database.live_sessions().await, 1);
}

async fn the_secret_changes_when_one_signs_in_and_out(database: Database) {
    let house = House::open(&database).await;
    let (ada, name) = (Person::named("ada"), house.client_cookie());
    house.sign_up(&ada).await;
    let browser = house.browser();
    browser.post("sign_in/create", &[("identifier", &ada.email)]).await.expect_ok();
    let visitor = browser.cookie(name).expect("has a secret");
    browser.post("sign_in/attempt_first_factor", &[("password", "wrong")]).await;
    assert_eq!(browser.cookie(name).as_ref(), Some(&visitor), "not before");
    browser.post("sign_in/attempt_first_factor", &[("password", &ada.password)]).await.expect_ok();
    let member = browser.cookie(name).expect("has a secret");
    browser.post("session/sign_out", &[]).await.expect_ok();
    let left = browser.cookie(name).expect("has a secret");
    assert!(visitor != member && member != left && visitor != left);
    for secret in [visitor, member, left] {
        assert_eq!(secret.len(), 43, "256 bits");
        let stored = format!("SELECT CAST(COUNT(*) AS BIGINT) FROM client_secrets WHERE hash = '{secret}'");
        assert_eq!(database.number(&stored).await, 0, "only a hash is stored");
    }
}

/// Gives the browser a new secret while it is signed in, as a step-up does; the old one is accepted for half a minute.
async fn rotate(house: &House, browser: &Browser) -> String {
    let old = browser.cookie(house.client_cookie()).expect("has a secret");
    let (secret, now) = (Token::random(), house.clock.now());
    let client = house.database.texts("SELECT id FROM clients").await.pop().expect("a client");
    let mut tx = house.vestibule.store().write().await.expect("a transaction");
    clients::rotate_secret(&mut tx, &client, &secret.hash(), Some(now + 30 * SECOND), now).await.expect("rotates");
    tx.commit().await.expect("commits");
    browser.set_cookie(house.client_cookie(), secret.expose());
    old
}

async fn a_retired_secret_is_harmless_for_half_a_minute(database: Database) {
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    let late = browser.thief();
    let old = rotate(&house, &browser).await;
    late.set_cookie(house.client_cookie(), &old);
    late.forget_cookie("__session");
    house.clock.advance(10 * SECOND);
    assert_eq!(late.who().await, Some(ada.email.clone()), "a request that was under way is answered");
    assert!(late.page("/dashboard").await.shows(&ada.email));
    assert_eq!(browser.who().await, Some(ada.email.clone()));
    house.clock.advance(HOUR);
    assert_eq!(browser.who().await, Some(ada.email));
}

/// T27.
async fn a_retired_secret_that_comes_back_later_ends_the_sessions_of_its_browser(database: Database) {
    for way in 0..3 {
        let house = House::open(&database).await;
        database.execute("DELETE FROM sessions").await;
        database.execute("DELETE FROM clients").await;
        let ada = Person::named("ada");
        let browser = match way {
            0 => house.sign_up(&ada).await,
            _ => house.sign_in(&ada).await,
        };
        let thief = browser.thief();
        rotate(&house, &browser).await;
        house.clock.advance(31 * SECOND);
        assert_eq!(browser.who().await, Some(ada.email.clone()));
        thief.forget_cookie("__session");
        match way {
            0 => assert_eq!(thief.who().await, None),
            1 => assert!(thief.page("/dashboard").await.path.starts_with("/sign-in")),
            _ => assert!(thief.post("session/token", &[]).await.json().is_null()),
        }
        assert_eq!(browser.who().await, None, "one of the two has stolen it: both are out ({way})");
        assert_eq!(database.texts("SELECT status FROM sessions").await, ["revoked"]);
        browser.sign_in(&ada).await.expect_ok();
        assert_eq!((browser.who().await, thief.who().await), (Some(ada.email), None));
    }
}

async fn a_token_without_the_secret_shows_no_page(database: Database) {
    let house = House::open(&database).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    let thief = house.browser();
    thief.set_cookie("__session", &browser.cookie("__session").expect("is signed in"));
    let page = thief.page("/dashboard").await;
    assert!(page.path.starts_with("/sign-in") && !page.shows("ada@example.com"), "{}", page.path);
    house.clock.advance(61 * SECOND);
    thief.hoard();
    assert_eq!(thief.who().await, None, "and is worth nothing after its minute");
}

async fn a_session_is_told_when_it_was_last_used(database: Database) {
    let house = House::open(&database).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    house.clock.advance(HOUR);
    browser.who().await;
    let session = browser.post("client/get", &[]).await.json()["sessions"][0].clone();
    let since =
        session["last_active_at"].as_i64().zip(session["created_at"].as_i64()).map(|(last, first)| last - first);
    assert!(since.is_some_and(|since| since >= HOUR), "{session}");
    let house = house.restarted().await;
    let written = database.number("SELECT last_active_at - created_at FROM sessions").await;
    assert!(written >= HOUR, "{written}");
    assert!(browser.at(&house).who().await.is_some());
}
