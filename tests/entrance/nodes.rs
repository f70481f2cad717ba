//! Servers that stop, start again, and stand beside each other.

use std::time::{Duration, Instant};

use crate::support::{Browser, Database, House, MINUTE, Person, SECOND, on_both, until};

on_both!(
    a_restart_in_the_middle_of_a_sign_up_loses_nothing,
    a_restart_in_the_middle_of_a_sign_in_loses_nothing,
    a_restart_signs_nobody_out_and_forgets_no_failure,
    no_server_signs_with_a_key_that_another_does_not_publish,
);

const CODE: &str = "sign_up/attempt_verification";

async fn a_restart_in_the_middle_of_a_sign_up_loses_nothing(database: Database) {
    let (house, ada) = (House::open(&database).await, Person::named("ada"));
    let browser = house.browser();
    house.begin_sign_up(&browser, &ada).await.expect_ok();
    let code = house.code_for(&ada.email).await;
    for _ in 0..4 {
        let wrong = if code == "000000" { "000001" } else { "000000" };
        browser.post(CODE, &[("code", wrong)]).await.expect_error(422, "form_code_incorrect@code");
    }

    let house = house.restarted().await;
    let browser = browser.at(&house);
    let page = browser.page("/sign-up/verify-email-address").await;
    assert!(page.shows(&ada.email), "{}", page.body);
    assert_eq!(house.code_for(&ada.email).await, code, "the mailbox is still there");
    browser.post(CODE, &[("code", &code)]).await.expect_ok();
    let house = house.restarted().await;
    assert_eq!(browser.at(&house).who().await, Some(ada.email));
}

async fn a_restart_in_the_middle_of_a_sign_in_loses_nothing(database: Database) {
    let (house, ada) = (House::open(&database).await, Person::named("ada"));
    house.sign_up(&ada).await;
    let browser = house.browser();
    browser.post("sign_in/create", &[("identifier", &ada.email)]).await.expect_ok();
    let house = house.restarted().await;
    let browser = browser.at(&house);
    let page = browser.page("/sign-in/factor-one").await;
    assert!(page.shows(&ada.email) && page.body.contains("name=\"password\""));
    browser.post("sign_in/attempt_first_factor", &[("password", &ada.password)]).await.expect_ok();
    assert_eq!(browser.who().await, Some(ada.email));
}

async fn a_restart_signs_nobody_out_and_forgets_no_failure(database: Database) {
    let (house, ada, bob) = (House::open(&database).await, Person::named("ada"), Person::named("bob"));
    let hers = house.sign_up(&ada).await;
    let his = house.sign_up(&bob).await;
    his.post("session/sign_out", &[]).await.expect_ok();
    let stranger = house.browser();
    for _ in 0..5 {
        stranger.try_password(&bob.email, "wrong").await;
    }
    let house = house.restarted().await;
    let (hers, his, stranger) = (hers.at(&house), his.at(&house), stranger.at(&house));
    assert_eq!(hers.who().await, Some(ada.email.clone()), "her token is still good");
    house.clock.advance(61 * SECOND);
    assert_eq!(hers.who().await, Some(ada.email), "and is renewed");
    assert_eq!(his.who().await, None, "he stays signed out");
    house.clock.advance(-30 * SECOND);
    stranger.sign_in(&bob).await.expect_error(403, "user_locked");
}

/// Two servers on one database.
async fn two(database: &Database) -> [House; 2] {
    let first = House::open(database).await;
    let second = first.another().await;
    [first, second]
}

/// T26 and T24: on several nodes of one database.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_ends_on_one_server_is_refused_on_the_other() {
    async fn test(database: Database) {
        let [first, second] = two(&database).await;
        let ada = Person::named("ada");
        let browser = first.sign_up(&ada).await;
        let elsewhere = browser.at(&second);
        assert_eq!(elsewhere.who().await, Some(ada.email.clone()), "one session for both");
        let thief = elsewhere.thief();
        browser.post("session/sign_out", &[]).await.expect_ok();
        // By the token alone: no cookie with a secret that could be looked up.
        thief.forget_cookie(second.client_cookie());
        until("the other server hears of it", || async { thief.who().await.is_none() }).await;

        let both = [first.sign_in(&ada).await, second.sign_in(&ada).await];
        both[1].post("session/sign_out_everywhere", &[]).await.expect_ok();
        let her_first = both[0].thief();
        her_first.forget_cookie(first.client_cookie());
        until("the first server hears of it", || async { her_first.who().await.is_none() }).await;
        assert_eq!(both[0].who().await, None);
    }
    Database::postgres().await.lend(test).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_key_on_one_server_is_known_on_the_other() {
    async fn test(database: Database) {
        let [first, second] = two(&database).await;
        let browser = first.sign_up(&Person::named("ada")).await;
        let keys = |house: &House| {
            let asker = house.browser();
            async move { asker.get("/.well-known/jwks.json").await.body }
        };
        assert_eq!(keys(&first).await, keys(&second).await);
        first.vestibule.replace_signing_key().await.expect("is made");
        until("both publish the same", || async { keys(&first).await == keys(&second).await }).await;
        let token = browser.post("session/token", &[]).await.json();
        let bearer = format!("Bearer {}", token.as_str().expect("a token"));
        let answer = second.browser().ask("GET", "/api/me").header("authorization", &bearer).send().await;
        assert_eq!(answer.status, 200, "{}", answer.body);
    }
    Database::postgres().await.lend(test).await;
}

/// The one which a token says it was signed with, and those that a server publishes.
async fn keys_of(signs: &Browser, publishes: &House) -> (String, Vec<String>) {
    let token = signs.post("session/token", &[]).await.json();
    let header = jsonwebtoken::decode_header(token.as_str().expect("a token")).expect("a header");
    let published = publishes.browser().get("/.well-known/jwks.json").await.json();
    let keys = published["keys"].as_array().expect("keys").iter();
    let kids = keys.map(|key| key["kid"].as_str().expect("has a kid").to_owned()).collect();
    (header.kid.expect("names its key"), kids)
}

async fn no_server_signs_with_a_key_that_another_does_not_publish(database: Database) {
    let [first, second] = two(&database).await;
    let browser = first.sign_up(&Person::named("ada")).await;
    let kid = first.vestibule.rotate_signing_key().await.expect("rotates");
    // On SQLite the other one is not told: it looks every ten seconds.
    let since = Instant::now();
    loop {
        let (by_first, of_second) = keys_of(&browser, &second).await;
        let (by_second, of_first) = keys_of(&browser.at(&second), &first).await;
        assert!(of_second.contains(&by_first) && of_first.contains(&by_second), "{by_first} {by_second}");
        if of_second.contains(&kid) {
            break;
        }
        assert!(since.elapsed() < Duration::from_secs(20), "the second one never hears of it");
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    first.clock.advance(3 * MINUTE);
    for (signs, publishes) in [(&first, &second), (&second, &first)] {
        let (by, of) = keys_of(&browser.at(signs), publishes).await;
        assert_eq!(by, kid);
        assert!(of.contains(&kid));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn either_server_may_be_stopped() {
    async fn test(database: Database) {
        let [first, second] = two(&database).await;
        let (ada, bob) = (Person::named("ada"), Person::named("bob"));
        let browser: Browser = first.sign_up(&ada).await;
        let begun = first.browser();
        first.begin_sign_up(&begun, &bob).await.expect_ok();
        first.vestibule.stop().await;
        drop(first);

        let browser = browser.at(&second);
        assert_eq!(browser.who().await, Some(ada.email.clone()));
        second.clock.advance(2 * MINUTE);
        assert_eq!(browser.who().await, Some(ada.email.clone()));
        let code = second.code_for(&bob.email).await;
        let begun = begun.at(&second);
        begun.post(CODE, &[("code", &code)]).await.expect_ok();

        let third = second.another().await;
        second.vestibule.stop().await;
        drop(second);
        assert_eq!(browser.at(&third).who().await, Some(ada.email.clone()));
        browser.at(&third).post("session/sign_out", &[]).await.expect_ok();
        third.sign_in(&ada).await;
    }
    Database::postgres().await.lend(test).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn servers_that_start_together_know_the_same_keys() {
    async fn test(database: Database) {
        let url = database.clone();
        let houses = crate::support::at_once((0..4).map(|_| {
            let database = url.clone();
            async move { House::open(&database).await }
        }))
        .await;
        let ada = Person::named("ada");
        houses[0].sign_up(&ada).await;
        let mut published = Vec::new();
        for house in &houses {
            published.push(house.browser().get("/.well-known/jwks.json").await.body);
        }
        published.dedup();
        assert_eq!(published.len(), 1, "{published:#?}");
    }
    Database::postgres().await.lend(test).await;
}
