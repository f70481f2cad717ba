//! Sign-in, and how often it may be tried.

use vestibule::model::FieldRule;

use crate::support::{Browser, DAY, Database, HOUR, House, MINUTE, Person, SECOND, on_both};

on_both!(
    what_is_no_address_is_said_at_once,
    one_signs_in_with_address_or_username,
    identifier_and_password_may_come_one_after_the_other,
    a_wrong_password_is_refused_and_the_right_one_still_works,
    waits_grow_with_every_failure,
    a_success_ends_the_waits,
    after_a_hundred_failures_there_is_no_try_for_a_month,
    a_stranger_who_locks_an_account_does_not_lock_its_owner_out,
    a_known_browser_has_no_more_tries_than_a_strange_one,
    address_and_username_of_one_account_are_counted_together,
    what_cannot_be_an_identifier_is_refused_in_the_same_way,
    a_second_tab_and_back_make_no_second_session,
    a_sign_in_is_given_up_after_a_day,
    a_hash_of_another_cost_is_made_anew_at_the_next_sign_in,
);

const CREATE: &str = "sign_in/create";
const PASSWORD: &str = "sign_in/attempt_first_factor";
const WRONG: (u16, &str) = (422, "form_password_or_identifier_incorrect@password");

async fn with_username(database: &Database) -> (House, Person) {
    let house = House::with(database, |settings| settings.sign_up.username = FieldRule::Optional).await;
    let (ada, browser) = (Person::named("ada"), house.browser());
    let fields = [("email_address", ada.email.as_str()), ("password", &ada.password), ("username", "Countess")];
    browser.post("sign_up/create", &fields).await.expect_ok();
    let code = house.code_for(&ada.email).await;
    browser.post("sign_up/attempt_verification", &[("code", &code)]).await.expect_ok();
    (house, ada)
}

async fn one_signs_in_with_address_or_username(database: Database) {
    let (house, ada) = with_username(&database).await;
    for identifier in ["ada@example.com", "Countess", "countess", " ADA@example.com "] {
        let browser = house.browser();
        let done = browser.try_password(identifier, &ada.password).await;
        done.expect_ok();
        assert_eq!(done.json()["redirect_to"], "/dashboard");
        assert_eq!(browser.who().await, Some(ada.email.clone()), "{identifier}");
    }
    assert_eq!(database.live_sessions().await, 5);
}

async fn identifier_and_password_may_come_one_after_the_other(database: Database) {
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    house.sign_up(&ada).await;
    let browser = house.browser();
    browser.post(PASSWORD, &[("password", &ada.password)]).await.expect_error(422, "client_state_invalid");
    let begun = browser.post(CREATE, &[("identifier", &ada.email)]).await;
    begun.expect_ok();
    assert_eq!(begun.json()["redirect_to"], "/sign-in/factor-one");
    let sign_in = &begun.json()["client"]["sign_in"];
    assert_eq!(sign_in["status"], "needs_first_factor");
    assert_eq!(
        sign_in["supported_first_factors"],
        serde_json::json!(["password", "email_code", "reset_password_email_code"])
    );
    assert_eq!(browser.who().await, None);
    browser.post(PASSWORD, &[("password", "")]).await.expect_error(422, "form_param_missing@password");
    browser.post(PASSWORD, &[("password", "wrong")]).await.expect_error(WRONG.0, WRONG.1);
    // Another tab, or the page loaded anew, still knows who it is.
    let state = browser.post("client/get", &[]).await.json();
    assert_eq!(state["sign_in"]["identifier"], ada.email.as_str());
    browser.post(PASSWORD, &[("password", &ada.password)]).await.expect_ok();
    assert_eq!(browser.who().await, Some(ada.email));
    let state = browser.post("client/get", &[]).await.json();
    assert_eq!((&state["sign_in"], state["sessions"].as_array().map(Vec::len)), (&serde_json::Value::Null, Some(1)));
}

async fn a_wrong_password_is_refused_and_the_right_one_still_works(database: Database) {
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    house.sign_up(&ada).await;
    let browser = house.browser();
    for wrong in ["wrong", &ada.password.to_uppercase(), &format!("{} ", ada.password), &ada.password[1..]] {
        browser.try_password(&ada.email, wrong).await.expect_error(WRONG.0, WRONG.1);
        assert_eq!(browser.who().await, None);
    }
    browser.sign_in(&ada).await.expect_ok();
}

/// Fails once, and gives the wait that follows.
async fn fail_and_tell_wait(browser: &Browser, person: &Person) -> i64 {
    browser.try_password(&person.email, "wrong").await.expect_error(WRONG.0, WRONG.1);
    let refused = browser.sign_in(person).await;
    refused.expect_error(403, "user_locked");
    refused.retry_after()
}

async fn waits_grow_with_every_failure(database: Database) {
    let house = House::open(&database).await;
    let (ada, browser) = (Person::named("ada"), house.browser());
    house.sign_up(&ada).await;
    for _ in 0..4 {
        browser.try_password(&ada.email, "wrong").await.expect_error(WRONG.0, WRONG.1);
    }
    for minutes in [1, 2, 4, 8, 16, 32, 60, 60] {
        let wait = fail_and_tell_wait(&browser, &ada).await;
        assert!((minutes * 60 - 30..=minutes * 60).contains(&wait), "{wait} for {minutes} minutes");
        // From whichever browser and address, and however it is written.
        house.browser().try_password("ADA@EXAMPLE.COM", &ada.password).await.expect_error(403, "user_locked");
        house.clock.advance(minutes * MINUTE - 30 * SECOND);
        browser.sign_in(&ada).await.expect_error(403, "user_locked");
        house.clock.advance(30 * SECOND);
    }
    browser.sign_in(&ada).await.expect_ok();
}

async fn a_success_ends_the_waits(database: Database) {
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    house.sign_up(&ada).await;
    for _ in 0..2 {
        let browser = house.browser();
        for _ in 0..4 {
            browser.try_password(&ada.email, "wrong").await.expect_error(WRONG.0, WRONG.1);
        }
        browser.sign_in(&ada).await.expect_ok();
    }
}

async fn after_a_hundred_failures_there_is_no_try_for_a_month(database: Database) {
    let house = House::open(&database).await;
    let (ada, browser) = (Person::named("ada"), house.browser());
    house.sign_up(&ada).await;
    for _ in 0..100 {
        house.clock.advance(HOUR);
        browser.try_password(&ada.email, "wrong").await.expect_error(WRONG.0, WRONG.1);
    }
    for _ in 0..10 {
        house.clock.advance(DAY);
        let refused = browser.sign_in(&ada).await;
        refused.expect_error(403, "user_locked");
        assert!(refused.retry_after() > 15 * 24 * 3600, "{}", refused.body);
    }
    house.clock.advance(16 * DAY);
    browser.sign_in(&ada).await.expect_ok();
}

async fn a_stranger_who_locks_an_account_does_not_lock_its_owner_out(database: Database) {
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    let hers = house.sign_up(&ada).await;
    hers.post("session/sign_out", &[]).await.expect_ok();
    let stranger = house.browser();
    for _ in 0..5 {
        stranger.try_password(&ada.email, "wrong").await.expect_error(WRONG.0, WRONG.1);
    }
    stranger.sign_in(&ada).await.expect_error(403, "user_locked");
    hers.sign_in(&ada).await.expect_ok();
    // Her success does not give the stranger further tries.
    stranger.try_password(&ada.email, "wrong").await.expect_error(403, "user_locked");
}

async fn a_known_browser_has_no_more_tries_than_a_strange_one(database: Database) {
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    let hers = house.sign_up(&ada).await;
    hers.post("session/sign_out", &[]).await.expect_ok();
    for _ in 0..5 {
        hers.try_password(&ada.email, "wrong").await.expect_error(WRONG.0, WRONG.1);
    }
    hers.sign_in(&ada).await.expect_error(403, "user_locked");
    // Another account is strange on it.
    let bob = Person::named("bob");
    house.sign_up(&bob).await;
    hers.sign_in(&bob).await.expect_ok();
}

async fn address_and_username_of_one_account_are_counted_together(database: Database) {
    let (house, ada) = with_username(&database).await;
    let stranger = house.browser();
    for identifier in ["ada@example.com", "countess", "ada@example.com", "countess", "ada@example.com"] {
        stranger.try_password(identifier, "wrong").await.expect_error(WRONG.0, WRONG.1);
    }
    stranger.try_password("ada@example.com", &ada.password).await.expect_error(403, "user_locked");
    stranger.try_password("countess", &ada.password).await.expect_error(403, "user_locked");
}

async fn what_cannot_be_an_identifier_is_refused_in_the_same_way(database: Database) {
    let house = House::with(&database, |settings| settings.sign_up.username = FieldRule::Optional).await;
    let browser = house.browser();
    for odd in ["x", "a@b@c", "<script>", "' OR 1=1 --", "\u{0}", "ада", "..", "@", "a\r\nb"] {
        browser.try_password(odd, "wrong").await.expect_error(WRONG.0, WRONG.1);
    }
    browser.try_password("", "wrong").await.expect_error(422, "form_param_missing@identifier");
    browser.try_password("  ", "wrong").await.expect_error(422, "form_param_missing@identifier");
    let long = "a".repeat(255);
    browser.try_password(&long, "wrong").await.expect_error(422, "form_param_max_length_exceeded@identifier");
}

async fn a_second_tab_and_back_make_no_second_session(database: Database) {
    let house = House::open(&database).await;
    let (ada, bob) = (Person::named("ada"), Person::named("bob"));
    house.sign_up(&ada).await;
    house.sign_up(&bob).await;
    let browser = house.browser();
    browser.post(CREATE, &[("identifier", &ada.email)]).await.expect_ok();
    let tab = browser.clone();
    browser.post(PASSWORD, &[("password", &ada.password)]).await.expect_ok();
    tab.post(PASSWORD, &[("password", &ada.password)]).await.expect_error(422, "session_exists");
    tab.sign_in(&ada).await.expect_error(422, "session_exists");
    tab.sign_in(&bob).await.expect_error(422, "session_exists");
    assert_eq!(tab.who().await, Some(ada.email));
    assert_eq!(database.live_sessions().await, 3);

    // A tab begins with someone else: the one that went before is at the new name.
    let browser = house.browser();
    browser.post(CREATE, &[("identifier", "ada@example.com")]).await.expect_ok();
    browser.clone().post(CREATE, &[("identifier", &bob.email)]).await.expect_ok();
    browser.post(PASSWORD, &[("password", &bob.password)]).await.expect_ok();
    assert_eq!(browser.who().await, Some(bob.email));
}

async fn a_sign_in_is_given_up_after_a_day(database: Database) {
    let house = House::open(&database).await;
    let (ada, browser) = (Person::named("ada"), house.browser());
    house.sign_up(&ada).await;
    browser.post(CREATE, &[("identifier", &ada.email)]).await.expect_ok();
    house.clock.advance(DAY);
    browser.post(PASSWORD, &[("password", &ada.password)]).await.expect_error(422, "client_state_invalid");
    let shown = browser.page("/sign-in/factor-one").await;
    assert!(shown.body.contains("name=\"identifier\""), "the first step is shown");
}

async fn a_hash_of_another_cost_is_made_anew_at_the_next_sign_in(database: Database) {
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    house.sign_up(&ada).await;
    let dearer = house.another_with(|settings| settings.password.hash.iterations = 2).await;
    let digest = "SELECT password_digest FROM users";
    assert!(database.texts(digest).await[0].contains("$m=64,t=1,p=1$"));
    dearer.browser().try_password(&ada.email, "wrong").await.expect_error(WRONG.0, WRONG.1);
    assert!(database.texts(digest).await[0].contains("$m=64,t=1,p=1$"));
    dearer.sign_in(&ada).await;
    assert!(database.texts(digest).await[0].contains("$m=64,t=2,p=1$"));
    dearer.sign_in(&ada).await;
}

async fn what_is_no_address_is_said_at_once(database: Database) {
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    house.sign_up(&ada).await;
    for odd in ["ada@", "a", "@example.com", "ada@example", "ada lovelace@example.com", "ada@example.com\0"] {
        let browser = house.browser();
        for fields in [&[("identifier", odd)][..], &[("identifier", odd), ("password", &ada.password)]] {
            browser.post(CREATE, fields).await.expect_error(422, "form_param_format_invalid@identifier");
        }
        let page = browser.submit(CREATE, &[("identifier", odd)]).await;
        assert_eq!(page.path, "/sign-in", "{odd}");
        assert!(page.shows("Enter a valid email address.") && page.shows("vst-sign-in-identifier-error"), "{odd}");
    }
    // Whether somebody has an address is not told, nor what else people may be known by.
    for good in [&ada.email, "nobody@example.com", " ADA@Example.com ", "countess"] {
        house.browser().post(CREATE, &[("identifier", good)]).await.expect_ok();
    }
    let with_names = house.another_with(|settings| settings.sign_up.username = FieldRule::Optional).await;
    with_names.browser().post(CREATE, &[("identifier", "ada@")]).await.expect_ok();
}
