//! T5, T16, T17, T21, T22, T24 to T26 and T36: a reverification is no second chance to guess, and proves nobody but the person
//! of the session.

use serde_json::json;
use vestibule::model::FieldRule;

use crate::support::authenticator::asked;
use crate::support::reverification::{SENSITIVE, fva};
use crate::support::{Authenticator, Browser, Database, HOUR, House, MINUTE, Person, at_once, offer, on_both};

on_both!(
    another_person_s_proof_proves_nothing,
    who_is_half_way_or_held_up_proves_nothing,
    who_is_held_up_for_long_sets_nothing_up,
    what_was_typed_is_for_nobody_else,
    wrong_passwords_lock_as_at_the_sign_in,
    thousands_of_codes_are_bounded_over_all_verifications,
    of_two_hundred_passwords_at_once_few_are_looked_at,
    of_two_hundred_second_factors_at_once_few_are_looked_at,
    one_right_proof_among_many_counts_once,
    who_copied_the_cookie_before_has_nothing_after,
    a_password_that_was_changed_meanwhile_proves_nothing,
    no_step_is_skipped,
    nothing_is_told_that_proves_anything,
);

async fn house(database: &Database) -> House {
    House::with(database, |settings| {
        offer(settings, &["google"]);
        settings.sign_in.passkey = true;
        settings.api_keys.users = true;
        settings.sign_up.phone_number = FieldRule::Optional;
        settings.security.forms_per_minute = 1_000_000;
    })
    .await
}

/// Someone whose proof is old.
async fn stale(house: &House, person: &Person) -> Browser {
    let browser = house.sign_up(person).await;
    house.clock.advance(11 * MINUTE);
    browser
}

async fn another_person_s_proof_proves_nothing(database: Database) {
    let house = house(&database).await;
    let (ada, eve) = (Person::named("ada"), Person::named("eve"));
    let mut authenticator = Authenticator::new();
    let thief = house.sign_up(&eve).await;
    thief.add_passkey(&mut authenticator).await.expect_ok();
    let browser = stale(&house, &ada).await;
    browser.start_verification("strict").await.expect_ok();
    thief.start_verification("strict").await.expect_ok();
    // Her password, her code and her passkey.
    browser.verify_password(&eve.password).await.expect_error(422, "form_password_incorrect@password");
    let prepare = "session_verification/prepare_first_factor";
    thief.post(prepare, &[("strategy", "email_code")]).await.expect_ok();
    let hers = house.code_for(&eve.email).await;
    browser.post(prepare, &[("strategy", "email_code")]).await.expect_ok();
    let own = house.code_for(&ada.email).await;
    if hers != own {
        browser.verify_code("email_code", &hers).await.expect_error(422, "form_code_incorrect@code");
    }
    for (asked_of, given_by) in [(&browser, &browser), (&thief, &browser), (&browser, &thief)] {
        let credential = authenticator.sign(&asked(asked_of, "session_verification/prepare_passkey").await).await;
        let answer = given_by.give("session_verification/passkey", &credential).await;
        answer.expect_error(422, "passkey_retrieval_failed");
    }
    // Another browser of the same person has none under way.
    let elsewhere = house.sign_in(&ada).await;
    elsewhere.verify_code("email_code", &own).await.expect_error(422, "client_state_invalid");
    browser.post("totp/create", &[]).await.expect_reverification("strict");
    browser.verify_code("email_code", &own).await.expect_ok();
}

async fn who_is_half_way_or_held_up_proves_nothing(database: Database) {
    let house = house(&database).await;
    let ada = Person::named("ada");
    house.sign_up(&ada).await.add_app(&house).await;
    let half_way = house.browser();
    half_way.sign_in(&ada).await.expect_ok();
    let required = house.another_with(|settings| settings.mfa.required = true).await;
    let bob = Person::named("bob");
    required.sign_up(&bob).await;
    let held_up = required.browser();
    held_up.sign_in(&bob).await.expect_ok();
    for browser in [half_way, held_up, house.browser()] {
        browser.start_verification("strict").await.expect_error(401, "authentication_invalid");
        for password in [&ada.password, &bob.password] {
            browser.verify_password(password).await.expect_error(401, "authentication_invalid");
        }
        browser.verify_second("totp", "000000").await.expect_error(401, "authentication_invalid");
        let question = browser.post("session_verification/prepare_passkey", &[]).await;
        question.expect_error(401, "authentication_invalid");
        let page = browser.page_alone("/vestibule/reverify").await;
        assert!(page.status == 303 && page.header("location").is_some_and(|to| to.starts_with("/sign-in")));
    }
    assert_eq!(database.count("session_verifications").await, 0);
}

async fn who_is_held_up_for_long_sets_nothing_up(database: Database) {
    let house = House::with(&database, |settings| settings.mfa.required = true).await;
    let ada = Person::named("ada");
    let held_up = house.sign_up(&ada).await;
    house.clock.advance(61 * MINUTE);
    let asked = [("totp/create", vec![]), ("totp/verify", vec![("code", "123456")]), ("backup_code/create", vec![])];
    for (path, fields) in asked {
        held_up.post(path, &fields).await.expect_error(401, "authentication_invalid");
    }
    assert_eq!(database.count("totp").await, 0);
    let anew = house.browser();
    anew.sign_in(&ada).await.expect_ok();
    anew.post("totp/create", &[]).await.expect_ok();
}

async fn what_was_typed_is_for_nobody_else(database: Database) {
    let house = house(&database).await;
    let (ada, eve) = (Person::named("ada"), Person::named("eve"));
    let browser = house.sign_up(&ada).await;
    house.sign_up(&eve).await;
    house.clock.advance(11 * MINUTE);
    let typed = [("email_address", "ada@work.example"), ("redirect_url", "/user")];
    browser.submit("email_address/create", &typed).await;
    browser.submit("session/sign_out", &[]).await;
    browser.sign_in(&eve).await.expect_ok();
    browser.start_verification("strict").await.expect_ok();
    let fields = [("strategy", "password"), ("password", eve.password.as_str()), ("redirect_url", "/user")];
    let led = browser.submit("session_verification/attempt_first_factor", &fields).await;
    assert!(led.path == "/user" && !led.shows("ada@work.example"), "{}", led.body);
}

async fn wrong_passwords_lock_as_at_the_sign_in(database: Database) {
    let house = house(&database).await;
    let ada = Person::named("ada");
    let browser = stale(&house, &ada).await;
    for _ in 0..5 {
        browser.start_verification("strict").await.expect_ok();
        browser.verify_password("wrong").await.expect_error(422, "form_password_incorrect@password");
    }
    browser.verify_password(&ada.password).await.expect_error(403, "user_locked");
    // However it is asked for: begun anew, at another level, where the password is changed, and at the sign-in here.
    browser.start_verification("strict_mfa").await.expect_ok();
    browser.verify_password(&ada.password).await.expect_error(403, "user_locked");
    browser.post("session/sign_out", &[]).await.expect_ok();
    browser.sign_in(&ada).await.expect_error(403, "user_locked");
    // Whoever locks it here locks out nobody elsewhere.
    house.sign_in(&ada).await;
    house.clock.advance(2 * MINUTE);
    browser.sign_in(&ada).await.expect_ok();
}

async fn thousands_of_codes_are_bounded_over_all_verifications(database: Database) {
    let house = house(&database).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    let (app, _) = browser.add_app(&house).await;
    house.clock.advance(11 * MINUTE);
    let (mut guesses, mut looked_at) = (0, 0);
    for level in ["strict", "moderate", "lax"].iter().cycle().take(60) {
        browser.start_verification(level).await.expect_ok();
        for _ in 0..25 {
            guesses += 1;
            let answer = browser.verify_second("totp", &app.wrong_code(&house)).await;
            match answer.error().as_str() {
                "form_code_incorrect" => looked_at += 1,
                "verification_failed" | "too_many_requests" => {}
                other => panic!("{other}: {}", answer.body),
            }
        }
    }
    assert_eq!((guesses, looked_at), (1500, 10), "ten in an hour, over all of them");
    // The right one does not help then, nor does it at a sign-in on this browser.
    browser.start_verification("strict").await.expect_ok();
    browser.verify_second("totp", &app.code(&house)).await.expect_error(429, "too_many_requests");
    house.clock.advance(HOUR);
    browser.start_verification("strict").await.expect_ok();
    browser.verify_second("totp", &app.code(&house)).await.expect_ok();
}

async fn of_two_hundred_passwords_at_once_few_are_looked_at(database: Database) {
    let house = house(&database).await;
    let browser = stale(&house, &Person::named("ada")).await;
    browser.start_verification("strict").await.expect_ok();
    let tries = (0..200).map(|number| {
        let browser = browser.clone();
        async move { browser.verify_password(&format!("wrong {number}")).await.error() }
    });
    let errors = at_once(tries).await;
    let count = |code: &str| errors.iter().filter(|error| *error == code).count();
    assert_eq!((count("form_password_incorrect"), count("user_locked")), (5, 195), "{errors:?}");
}

async fn of_two_hundred_second_factors_at_once_few_are_looked_at(database: Database) {
    let house = house(&database).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    let (app, _) = browser.add_app(&house).await;
    house.clock.advance(11 * MINUTE);
    browser.start_verification("strict").await.expect_ok();
    let wrong = app.wrong_code(&house);
    let tries = (0..200).map(|_| {
        let (browser, wrong) = (browser.clone(), wrong.clone());
        async move { browser.verify_second("totp", &wrong).await.error() }
    });
    let errors = at_once(tries).await;
    let looked_at = errors.iter().filter(|error| *error == "form_code_incorrect").count();
    assert_eq!(looked_at, 5, "{errors:?}");
    assert_eq!(database.number("SELECT second_attempts FROM session_verifications").await, 5);
}

async fn one_right_proof_among_many_counts_once(database: Database) {
    let house = house(&database).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    let (app, _) = browser.add_app(&house).await;
    house.clock.advance(11 * MINUTE);
    browser.start_verification("strict").await.expect_ok();
    let code = app.code(&house);
    let tries = (0..20).map(|_| {
        let (browser, code) = (browser.clone(), code.clone());
        async move { browser.verify_second("totp", &code).await.status }
    });
    let done = at_once(tries).await.into_iter().filter(|status| *status == 200).count();
    assert_eq!(done, 1);
    assert_eq!(database.live_sessions().await, 1);
}

/// T24 and T26.
async fn who_copied_the_cookie_before_has_nothing_after(database: Database) {
    let house = house(&database).await;
    let ada = Person::named("ada");
    let browser = stale(&house, &ada).await;
    let thief = browser.thief();
    browser.reverify(&ada).await;
    house.clock.advance(61_000);
    assert_eq!(thief.who().await, None);
    thief.post("totp/create", &[]).await.expect_error(401, "authentication_invalid");
    assert_eq!(browser.who().await.as_deref(), Some(ada.email.as_str()));
    browser.post("totp/create", &[]).await.expect_ok();
    // Once its session is over, so is what was under way in it.
    browser.start_verification("strict").await.expect_ok();
    browser.post("session/sign_out_everywhere", &[]).await.expect_ok();
    browser.verify_password(&ada.password).await.expect_error(401, "authentication_invalid");
}

async fn a_password_that_was_changed_meanwhile_proves_nothing(database: Database) {
    let house = house(&database).await;
    let ada = Person::named("ada");
    let browser = stale(&house, &ada).await;
    browser.start_verification("strict").await.expect_ok();
    let owner = house.sign_in(&ada).await;
    let new = "granite teapot sparrow 77";
    let fields = [("current_password", ada.password.as_str()), ("new_password", new)];
    owner.post("user/update_password", &fields).await.expect_ok();
    browser.verify_password(&ada.password).await.expect_error(422, "form_password_incorrect@password");
    browser.verify_password(new).await.expect_ok();
}

/// T22.
async fn no_step_is_skipped(database: Database) {
    let house = house(&database).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    let (app, _) = browser.add_app(&house).await;
    house.clock.advance(11 * MINUTE);
    let start = [("level", "strict_mfa"), ("status", "complete")];
    browser.post("session_verification/start", &start).await.expect_error(422, "form_param_unknown@status");
    browser.verify_second("totp", &app.code(&house)).await.expect_error(422, "client_state_invalid");
    browser.start_verification("strict_mfa").await.expect_ok();
    browser.verify_second("totp", &app.code(&house)).await.expect_error(422, "client_state_invalid");
    for strategy in ["totp", "backup_code", "email_link", "oauth_google", "ticket", "nonsense"] {
        let answer = browser.verify_code(strategy, &app.code(&house)).await;
        assert!(matches!(answer.status, 422), "{strategy}: {}", answer.body);
    }
    browser.verify_password(&ada.password).await.expect_ok();
    // A laxer one takes nothing of it along.
    browser.start_verification("strict").await.expect_ok();
    assert_eq!(fva(&browser), json!([11, 11]));
    browser.post("user/delete", &[("confirmation", "Delete account")]).await.expect_reverification("strict_mfa");
    for (form, fields, level) in SENSITIVE {
        // Whether there is what an id names is asked later.
        let named = |(name, value): &(&'static str, &'static str)| match name.ends_with("_id") {
            true => (*name, value.trim_matches(['{', '}'])),
            false => (*name, *value),
        };
        let fields: Vec<_> = fields.iter().map(named).collect();
        browser.post(form, &fields).await.expect_reverification(level);
    }
}

/// T20: nothing that a browser is told proves anything.
async fn nothing_is_told_that_proves_anything(database: Database) {
    let house = house(&database).await;
    let ada = Person::named("ada");
    let browser = stale(&house, &ada).await;
    browser.start_verification("strict").await.expect_ok();
    let prepare = [("strategy", "email_code")];
    let asked = browser.post("session_verification/prepare_first_factor", &prepare).await;
    let code = house.code_for(&ada.email).await;
    let page = browser.page("/vestibule/reverify").await;
    for body in [&asked.body, &page.body] {
        assert!(!crate::support::stands_in(body, &code), "{body}");
        assert!(!body.contains("argon2"), "{body}");
    }
    assert!(!asked.body.contains(&ada.email), "{}", asked.body);
}
