//! A new password in the place of a forgotten one.

use crate::support::{Browser, Database, House, MINUTE, Person, at_once, on_both};

on_both!(
    a_forgotten_password_is_replaced_with_a_code,
    other_sessions_end_if_that_is_wished,
    the_new_password_has_to_be_a_good_one,
    the_owner_is_told_by_mail,
    the_lock_of_the_old_password_goes_with_it,
    no_password_is_set_without_a_code_of_ones_own,
    a_code_for_one_thing_is_no_code_for_another,
    there_is_a_quarter_of_an_hour_for_it,
    whoever_copied_the_cookie_before_the_code_sets_nothing,
    whoever_is_overtaken_sets_nothing,
    one_code_sets_one_password,
    who_has_no_account_sees_what_everyone_sees,
    a_password_is_replaced_with_forms_alone,
);

const CREATE: &str = "sign_in/create";
const PREPARE: &str = "sign_in/prepare_first_factor";
const ATTEMPT: &str = "sign_in/attempt_first_factor";
const RESET: &str = "sign_in/reset_password";
const FORGOTTEN: (&str, &str) = ("strategy", "reset_password_email_code");
const NEW: &str = "harbour kettle ribbon 77";
const NO_STEP: &str = "client_state_invalid";

async fn with_ada(database: &Database) -> (House, Person) {
    let house = House::open(database).await;
    let ada = Person::named("ada");
    house.sign_up(&ada).await;
    (house, ada)
}

/// A browser that has asked for a code, and the code.
async fn forgot(house: &House, person: &Person) -> (Browser, String) {
    let browser = house.browser();
    browser.post(CREATE, &[("identifier", &person.email)]).await.expect_ok();
    browser.post(PREPARE, &[FORGOTTEN]).await.expect_ok();
    let code = house.code_for(&person.email).await;
    (browser, code)
}

/// A browser that may set a new password.
async fn may_set(house: &House, person: &Person) -> Browser {
    let (browser, code) = forgot(house, person).await;
    browser.post(ATTEMPT, &[FORGOTTEN, ("code", &code)]).await.expect_ok();
    browser
}

async fn a_forgotten_password_is_replaced_with_a_code(database: Database) {
    let (house, ada) = with_ada(&database).await;
    let (browser, code) = forgot(&house, &ada).await;
    assert!(house.mail_to(&ada.email).await.subject.contains("reset your"));
    let proven = browser.post(ATTEMPT, &[FORGOTTEN, ("code", &code)]).await;
    assert_eq!(proven.expect_ok().json()["redirect_to"], "/sign-in/reset-password");
    assert_eq!(proven.json()["client"]["sign_in"]["status"], "needs_new_password");
    assert_eq!(browser.who().await, None, "nobody is in before the new password");
    house.sign_in(&ada).await;

    house.clock.advance(MINUTE);
    let before = house.clock.now();
    let done = browser.post(RESET, &[("new_password", NEW)]).await;
    assert_eq!(done.expect_ok().json()["redirect_to"], "/dashboard");
    let changed = database.number("SELECT password_last_updated_at FROM users").await;
    assert!((before..=house.clock.now()).contains(&changed), "{before}, {changed}");
    assert_eq!(browser.who().await, Some(ada.email.clone()));
    let incorrect = "form_password_or_identifier_incorrect@password";
    house.browser().try_password(&ada.email, &ada.password).await.expect_error(422, incorrect);
    house.browser().try_password(&ada.email, NEW).await.expect_ok();
}

/// T26: after a reset.
async fn other_sessions_end_if_that_is_wished(database: Database) {
    let (house, ada) = with_ada(&database).await;
    let elsewhere = house.sign_in(&ada).await;
    let browser = may_set(&house, &ada).await;
    browser.post(RESET, &[("new_password", NEW)]).await.expect_ok();
    assert_eq!(elsewhere.who().await, Some(ada.email.clone()), "not wished");

    let again = may_set(&house, &ada).await;
    let fields = [("new_password", "walnut ferry cobalt 19"), ("sign_out_of_other_sessions", "true")];
    again.post(RESET, &fields).await.expect_ok();
    // The token that they still hold is refused, too.
    elsewhere.hoard();
    browser.hoard();
    assert_eq!((elsewhere.who().await, browser.who().await), (None, None));
    assert_eq!(again.who().await, Some(ada.email));
    assert_eq!(database.live_sessions().await, 1);
}

async fn the_new_password_has_to_be_a_good_one(database: Database) {
    let (house, ada) = with_ada(&database).await;
    let browser = may_set(&house, &ada).await;
    for (bad, error) in [
        ("", "form_param_missing@new_password"),
        ("short", "form_password_length_too_short@new_password"),
        ("password1234", "form_password_not_strong_enough@new_password"),
        ("ada@example.com", "form_password_contains_identifier@new_password"),
    ] {
        browser.post(RESET, &[("new_password", bad)]).await.expect_error(422, error);
    }
    browser.post(RESET, &[("new_password", NEW)]).await.expect_ok();
}

async fn the_owner_is_told_by_mail(database: Database) {
    let (house, ada) = with_ada(&database).await;
    let browser = may_set(&house, &ada).await;
    browser.post(RESET, &[("new_password", NEW)]).await.expect_ok();
    let mail = house.mail_to(&ada.email).await;
    assert!(mail.subject.contains("password was changed") && mail.code.is_none(), "{}", mail.subject);
    assert!(!mail.text.contains(NEW), "{}", mail.text);
    let events = "SELECT COUNT(*) FROM events WHERE type = 'user.updated'";
    assert_eq!(database.number(events).await, 1);
}

async fn the_lock_of_the_old_password_goes_with_it(database: Database) {
    let (house, ada) = with_ada(&database).await;
    for _ in 0..6 {
        house.browser().try_password(&ada.email, "wrong").await;
    }
    house.browser().try_password(&ada.email, &ada.password).await.expect_error(403, "user_locked");
    let browser = may_set(&house, &ada).await;
    browser.post(RESET, &[("new_password", NEW)]).await.expect_ok();
    house.browser().try_password(&ada.email, NEW).await.expect_ok();
}

async fn no_password_is_set_without_a_code_of_ones_own(database: Database) {
    let (house, ada) = with_ada(&database).await;
    let set = [("new_password", NEW)];
    let browser = house.browser();
    browser.post(RESET, &set).await.expect_error(422, NO_STEP);
    browser.post(CREATE, &[("identifier", &ada.email)]).await.expect_ok();
    browser.post(RESET, &set).await.expect_error(422, NO_STEP);
    browser.post(PREPARE, &[FORGOTTEN]).await.expect_ok();
    browser.post(RESET, &set).await.expect_error(422, NO_STEP);
    browser.post(ATTEMPT, &[FORGOTTEN, ("code", "12345")]).await.expect_error(422, "form_code_incorrect@code");
    browser.post(RESET, &set).await.expect_error(422, NO_STEP);
    // Someone else's code, in the same house.
    let bob = Person::named("bob");
    house.sign_up(&bob).await;
    let (_, code) = forgot(&house, &bob).await;
    let tried = browser.post(ATTEMPT, &[FORGOTTEN, ("code", &code)]).await;
    assert_eq!(tried.status, 422, "{}", tried.body);
    // Whoever may set one for themselves and says that they are someone else begins anew.
    let browser = may_set(&house, &bob).await;
    browser.post(CREATE, &[("identifier", &ada.email)]).await.expect_ok();
    browser.post(RESET, &set).await.expect_error(422, NO_STEP);
    house.sign_in(&ada).await;
    house.sign_in(&bob).await;
    // And whoever is in has no such step.
    house.sign_in(&ada).await.post(RESET, &set).await.expect_error(422, "session_exists");
}

async fn a_code_for_one_thing_is_no_code_for_another(database: Database) {
    let (house, ada) = with_ada(&database).await;
    let by_code = ("strategy", "email_code");
    let (browser, code) = forgot(&house, &ada).await;
    let tried = browser.post(ATTEMPT, &[by_code, ("code", &code)]).await;
    tried.expect_error(422, "verification_missing@code");
    browser.post("sign_up/attempt_verification", &[("code", &code)]).await.expect_error(422, NO_STEP);
    assert_eq!(browser.who().await, None);

    let browser = house.browser();
    browser.post(CREATE, &[("identifier", &ada.email)]).await.expect_ok();
    browser.post(PREPARE, &[by_code]).await.expect_ok();
    let code = house.code_for(&ada.email).await;
    let tried = browser.post(ATTEMPT, &[FORGOTTEN, ("code", &code)]).await;
    tried.expect_error(422, "verification_missing@code");
    browser.post(RESET, &[("new_password", NEW)]).await.expect_error(422, NO_STEP);
}

async fn there_is_a_quarter_of_an_hour_for_it(database: Database) {
    let (house, ada) = with_ada(&database).await;
    let browser = may_set(&house, &ada).await;
    house.clock.advance(15 * MINUTE);
    browser.post(RESET, &[("new_password", NEW)]).await.expect_error(422, NO_STEP);
    house.sign_in(&ada).await;
}

async fn whoever_copied_the_cookie_before_the_code_sets_nothing(database: Database) {
    let (house, ada) = with_ada(&database).await;
    let (browser, code) = forgot(&house, &ada).await;
    let thief = browser.thief();
    browser.post(ATTEMPT, &[FORGOTTEN, ("code", &code)]).await.expect_ok();
    thief.post(RESET, &[("new_password", "the thief has a new one 5")]).await.expect_error(422, NO_STEP);
    browser.post(RESET, &[("new_password", NEW)]).await.expect_ok();
    house.browser().try_password(&ada.email, NEW).await.expect_ok();
}

async fn whoever_is_overtaken_sets_nothing(database: Database) {
    let (house, ada) = with_ada(&database).await;
    let reader_of_mails = may_set(&house, &ada).await;
    let owner = may_set(&house, &ada).await;
    owner.post(RESET, &[("new_password", NEW), ("sign_out_of_other_sessions", "true")]).await.expect_ok();
    reader_of_mails.post(RESET, &[("new_password", "walnut ferry cobalt 19")]).await.expect_error(422, NO_STEP);
    assert_eq!((owner.who().await, reader_of_mails.who().await), (Some(ada.email.clone()), None));
    house.browser().try_password(&ada.email, NEW).await.expect_ok();
}

async fn one_code_sets_one_password(database: Database) {
    let (house, ada) = with_ada(&database).await;
    for round in 0..20 {
        let (browser, code) = forgot(&house, &ada).await;
        let tried = at_once((0..20).map(|_| {
            let (browser, code) = (browser.clone(), code.clone());
            async move { browser.post(ATTEMPT, &[FORGOTTEN, ("code", &code)]).await.status }
        }))
        .await;
        assert_eq!(tried.iter().filter(|status| **status == 200).count(), 1, "round {round}: {tried:?}");
        let sessions = database.live_sessions().await;
        let set = at_once((0..20).map(|number| {
            let browser = browser.clone();
            let password = format!("{NEW} {round} {number}");
            async move { browser.post(RESET, &[("new_password", &password)]).await.status }
        }))
        .await;
        assert_eq!(set.iter().filter(|status| **status == 200).count(), 1, "round {round}: {set:?}");
        assert_eq!(database.live_sessions().await, sessions + 1, "round {round}");
        // Codes are sent ten times in an hour.
        house.clock.advance(10 * MINUTE);
    }
}

async fn who_has_no_account_sees_what_everyone_sees(database: Database) {
    let (house, ada) = with_ada(&database).await;
    let mut seen = Vec::new();
    for person in [ada, Person::named("bob")] {
        let browser = house.browser();
        browser.post(CREATE, &[("identifier", &person.email)]).await.expect_ok();
        let prepared = browser.post(PREPARE, &[FORGOTTEN]).await;
        let tries = browser.post(ATTEMPT, &[FORGOTTEN, ("code", "12345")]).await;
        let mut client = prepared.json()["client"].clone();
        client["sign_in"]["id"] = ().into();
        client["sign_in"]["identifier"] = ().into();
        client["sign_in"]["first_factor_verification"]["expire_at"] = ().into();
        client["sign_in"]["first_factor_verification"]["resend_at"] = ().into();
        seen.push((prepared.status, client, tries.status, tries.body));
    }
    assert_eq!(seen[0], seen[1]);
    assert!(house.mail_to("bob@example.com").await.code.is_none());
}

async fn a_password_is_replaced_with_forms_alone(database: Database) {
    let (house, ada) = with_ada(&database).await;
    let browser = house.browser();
    let page = browser.submit(CREATE, &[("identifier", &ada.email)]).await;
    assert!(page.shows("href=\"/sign-in/forgot-password\""), "{}", page.body);
    let page = browser.page("/sign-in/forgot-password").await;
    assert!(page.shows("Forgot your password?") && page.shows("value=\"reset_password_email_code\""), "{}", page.body);
    let page = browser.submit(PREPARE, &[FORGOTTEN]).await;
    assert_eq!(page.path, "/sign-in/factor-one");
    assert!(page.shows("Reset your password"), "{}", page.body);
    let code = house.code_for(&ada.email).await;
    let page = browser.submit(ATTEMPT, &[FORGOTTEN, ("code", &code)]).await;
    assert_eq!(page.path, "/sign-in/reset-password");
    assert!(page.shows("name=\"new_password\"") && page.shows("Sign out of all other devices"), "{}", page.body);
    let page = browser.submit(RESET, &[("new_password", "short")]).await;
    assert_eq!(page.path, "/sign-in/reset-password");
    assert!(page.shows("Use at least 8 characters.") && page.shows("aria-invalid=\"true\""), "{}", page.body);
    let page = browser.submit(RESET, &[("new_password", NEW), ("sign_out_of_other_sessions", "true")]).await;
    assert_eq!((page.status, page.path.as_str()), (200, "/dashboard"));
    assert_eq!(browser.who().await, Some(ada.email));
}
