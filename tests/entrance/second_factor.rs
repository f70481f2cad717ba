//! The second proof of a sign-in: of an authenticator app, by text message, with a backup code.

use vestibule::model::{FieldRule, Strategy};
use vestibule::server::Settings;

use crate::support::app::STEP;
use crate::support::tickets::path_of;
use crate::support::{
    App, Authenticator, Browser, Database, HOUR, House, MINUTE, Person, SECOND, Somebody, location, offer, on_both,
};

on_both!(
    after_a_password_comes_the_code_of_the_app,
    every_first_factor_leads_to_the_second,
    a_passkey_is_both_proofs,
    a_code_is_good_once_and_for_a_minute_and_a_half,
    a_backup_code_is_good_once_and_its_owner_is_told,
    a_code_by_text_message_is_a_second_factor,
    a_number_that_is_kept_for_it_signs_in_nobody_by_itself,
    a_number_that_was_lost_signs_in_nobody_after_the_reset_either,
    whoever_has_the_address_alone_connects_nothing,
    a_password_is_no_code_for_another_password,
    guesses_are_limited_by_sign_in_and_by_account,
    a_browser_that_is_half_way_stays_so_over_reloads_tabs_and_restarts,
    a_sign_in_that_is_half_way_runs_out,
    a_forgotten_password_is_replaced_after_both_proofs,
    who_sets_up_a_second_factor_stops_a_reset_that_is_under_way,
    a_new_password_ends_what_came_half_way_with_the_old_one,
    beside_others_in_one_browser_it_is_asked_for_too,
    what_is_switched_off_is_still_asked_of_whoever_has_it,
    with_forms_alone_it_does_the_same,
    codes_go_to_the_default_number_first,
);

const NUMBER: &str = "+4915123456789";

fn everything(settings: &mut Settings) {
    offer(settings, &["google"]);
    settings.sign_in.passkey = true;
    settings.sign_in.email_link = true;
    settings.sign_up.phone_number = FieldRule::Optional;
    settings.mfa.phone_code = true;
}

/// Someone with an app, and its backup codes.
async fn with_ada(house: &House) -> (Person, Browser, App, Vec<String>) {
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    let (app, codes) = browser.add_app(house).await;
    (ada, browser, app, codes)
}

/// Someone with a proven number.
async fn with_number(house: &House) -> (Person, Browser, String) {
    let (ada, browser) = (Person::named("ada"), house.browser());
    let fields = [("email_address", ada.email.as_str()), ("password", &ada.password), ("phone_number", NUMBER)];
    browser.post("sign_up/create", &fields).await.expect_ok();
    for to in [ada.email.as_str(), NUMBER] {
        let code = house.code_for(to).await;
        browser.post("sign_up/attempt_verification", &[("code", &code)]).await.expect_ok();
    }
    let id = browser.get("/api/me").await.json()["phone_numbers"][0]["id"].as_str().expect("an id").to_owned();
    (ada, browser, id)
}

/// Keeps a number for codes as a second factor.
async fn reserve(browser: &Browser, id: &str) {
    let fields = [("phone_number_id", id), ("reserved", "1")];
    browser.post("phone_number/set_reserved_for_second_factor", &fields).await.expect_ok();
}

/// The minutes since the two proofs, as the browser's session token says.
fn fva(browser: &Browser) -> serde_json::Value {
    use base64::Engine;
    let token = browser.cookie("__session").expect("a session token");
    let claims = token.split('.').nth(1).expect("has claims");
    let json = base64::prelude::BASE64_URL_SAFE_NO_PAD.decode(claims).expect("base64");
    serde_json::from_slice::<serde_json::Value>(&json).expect("JSON")["fva"].clone()
}

async fn after_a_password_comes_the_code_of_the_app(database: Database) {
    let house = House::open(&database).await;
    let (ada, first, app, _) = with_ada(&house).await;
    assert_eq!(fva(&first), serde_json::json!([0, 0]), "it was proven when it was set up");
    let browser = house.browser();
    let half = browser.sign_in(&ada).await;
    let json = half.expect_ok().json();
    assert_eq!(json["redirect_to"], "/sign-in/factor-two");
    let sign_in = &json["client"]["sign_in"];
    assert_eq!(sign_in["status"], "needs_second_factor");
    let offers: Vec<_> = sign_in["supported_second_factors"].as_array().expect("a list").clone();
    assert_eq!(offers, [serde_json::json!({"strategy": "totp"}), serde_json::json!({"strategy": "backup_code"})]);
    assert_eq!(sign_in["second_factor"]["strategy"], "totp");
    assert!(browser.cookie("__session").is_none() && json["client"]["sessions"] == serde_json::json!([]));
    assert!(!half.tells_a_user(), "{}", half.body);
    assert_eq!((browser.who().await, database.live_sessions().await), (None, 1));
    let signed_in = "SELECT CAST(MAX(last_sign_in_at) AS BIGINT) FROM users";
    let before = database.number(signed_in).await;

    let wrong = browser.prove("totp", &app.wrong_code(&house)).await;
    wrong.expect_error(422, "form_code_incorrect@code");
    house.clock.advance(2 * MINUTE);
    let cookie = browser.cookie(house.client_cookie());
    let done = browser.prove("totp", &app.code(&house)).await;
    done.expect_ok();
    assert_eq!(done.json()["redirect_to"], "/dashboard");
    assert_eq!(browser.who().await, Some(ada.email));
    assert_ne!(browser.cookie(house.client_cookie()), cookie, "a new secret with every proof");
    assert_eq!(fva(&browser), serde_json::json!([2, 0]));
    assert!(database.number(signed_in).await > before);
    let user = browser.get("/api/me").await.json();
    let told = |name: &str| user[name] == true;
    assert!(told("two_factor_enabled") && told("totp_enabled") && told("backup_code_enabled"), "{user}");
    assert!(user["mfa_enabled_at"].is_i64() && user["mfa_disabled_at"].is_null(), "{user}");
    assert_eq!(browser.post("client/get", &[]).await.json()["last_authentication_strategy"], "password");
}

async fn every_first_factor_leads_to_the_second(database: Database) {
    let house = House::with(&database, everything).await;
    let (ada, first, number_id) = with_number(&house).await;
    let (app, _) = first.add_app(&house).await;
    let user_id = first.get("/api/me").await.json()["id"].as_str().expect("an id").to_owned();
    assert!(!number_id.is_empty());
    for by in ["password", "password alone", "email_code", "email_link", "phone_code", "oauth_google", "ticket"] {
        let browser = house.browser();
        let identified = async || {
            browser.post("sign_in/create", &[("identifier", &ada.email)]).await.expect_ok();
        };
        let prepared = async |strategy: &str| {
            identified().await;
            browser.post("sign_in/prepare_first_factor", &[("strategy", strategy)]).await.expect_ok();
        };
        let attempt = async |fields: &[(&str, &str)]| {
            let answer = browser.post("sign_in/attempt_first_factor", fields).await;
            answer.expect_ok().json()["redirect_to"].as_str().expect("leads on").to_owned()
        };
        let leads_to = match by {
            "password" => browser.sign_in(&ada).await.json()["redirect_to"].as_str().expect("leads on").to_owned(),
            "password alone" => {
                identified().await;
                attempt(&[("password", &ada.password)]).await
            }
            "email_code" | "phone_code" => {
                prepared(by).await;
                let to = if by == "email_code" { ada.email.as_str() } else { NUMBER };
                attempt(&[("strategy", by), ("code", &house.code_for(to).await)]).await
            }
            "email_link" => {
                prepared(by).await;
                let link = house.mail_to(&ada.email).await.link.expect("a link");
                let token = link.split_once("token=").expect("a token").1.split('&').next().expect("a token");
                let opened = browser.ask("POST", "/vestibule/verify").by_hand().form(&[("token", token)]).send().await;
                location(&opened)
            }
            "oauth_google" => {
                location(&browser.come_from("sign_in/oauth", "google", Somebody::proven(&ada.email)).await)
            }
            _ => {
                let made = house.vestibule.sign_in_tokens().create(&user_id, None).await.expect("is made");
                browser.page(&path_of(&house, made.url.as_ref().expect("a link").expose())).await;
                let used = browser.post("sign_in/ticket", &[]).await;
                assert_eq!(browser.cookie("vestibule_ticket"), None, "it is used up");
                used.json()["redirect_to"].as_str().expect("leads on").to_owned()
            }
        };
        assert_eq!(leads_to, "/sign-in/factor-two", "{by}");
        assert_eq!(browser.who().await, None, "{by}");
        assert_eq!(browser.sign_in_status().await.as_deref(), Some("needs_second_factor"), "{by}");
        assert!(browser.page("/sign-in/factor-two").await.shows("one-time-code"), "{by}");
        browser.prove("totp", &app.code(&house)).await.expect_ok();
        assert_eq!(browser.who().await.as_deref(), Some(ada.email.as_str()), "{by}");
        let last = browser.post("client/get", &[]).await.json()["last_authentication_strategy"].clone();
        assert_eq!(last, by.split(' ').next().expect("a word"), "{by}");
        house.clock.advance(HOUR);
    }
}

async fn a_passkey_is_both_proofs(database: Database) {
    let house = House::with(&database, everything).await;
    let (ada, first, _, _) = with_ada(&house).await;
    let mut authenticator = Authenticator::new();
    first.add_passkey(&mut authenticator).await.expect_ok();
    let browser = house.browser();
    browser.use_passkey(&mut authenticator).await.expect_ok();
    assert_eq!(browser.who().await, Some(ada.email));
    assert_eq!(fva(&browser), serde_json::json!([0, 0]));
}

/// T19: no code of the window of one step either way is good twice, nor one from before a code that was.
async fn a_code_is_good_once_and_for_a_minute_and_a_half(database: Database) {
    let house = House::open(&database).await;
    let (ada, _, app, _) = with_ada(&house).await;
    // At the beginning of a step, so that it is known how far the next one is.
    let into = house.clock.now().rem_euclid(STEP);
    house.clock.advance(STEP - into + 10 * STEP);
    for (steps, is_taken) in [(-2, false), (2, false), (-1, true), (1, true)] {
        let browser = house.browser();
        browser.sign_in(&ada).await.expect_ok();
        let answer = browser.prove("totp", &app.code_in(&house, steps)).await;
        assert_eq!(answer.status == 200, is_taken, "{steps}: {}", answer.body);
    }
    // The one of the next step was taken: neither it nor anything older is from now on.
    let browser = house.browser();
    browser.sign_in(&ada).await.expect_ok();
    for steps in [1, 0, -1] {
        let again = browser.prove("totp", &app.code_in(&house, steps)).await;
        again.expect_error(422, "form_code_incorrect@code");
    }
    house.clock.advance(2 * STEP);
    browser.prove("totp", &app.code(&house)).await.expect_ok();
    // Nor is the one that set it up.
    let bob = Person::named("bob");
    let browser = house.sign_up(&bob).await;
    let begun = browser.post("totp/create", &[]).await.json();
    let app = App::with(begun["client"]["totp_setup"]["secret"].as_str().expect("a secret"));
    let code = app.code(&house);
    browser.post("totp/verify", &[("code", &code)]).await.expect_ok();
    let other = house.browser();
    other.sign_in(&bob).await.expect_ok();
    other.prove("totp", &code).await.expect_error(422, "form_code_incorrect@code");
}

async fn a_backup_code_is_good_once_and_its_owner_is_told(database: Database) {
    let house = House::open(&database).await;
    let (ada, _, _, codes) = with_ada(&house).await;
    assert_eq!(codes.len(), 10);
    let kept = database.texts("SELECT hash FROM backup_codes").await;
    assert!(
        kept.len() == 10 && codes.iter().all(|code| !kept.contains(code) && !kept.contains(&code.replace('-', "")))
    );
    let enter = async |code: &str| {
        let browser = house.browser();
        browser.sign_in(&ada).await.expect_ok();
        browser.prove("backup_code", code).await
    };
    // As people type them.
    enter(&codes[0].to_uppercase().replace('-', " ")).await.expect_ok();
    assert!(house.mail_to(&ada.email).await.subject.contains("backup code was used"));
    enter(&codes[0]).await.expect_error(422, "form_code_incorrect@code");
    for code in &codes[1..] {
        enter(code).await.expect_ok();
    }
    // There are none left: they are not offered any more.
    let browser = house.browser();
    let half = browser.sign_in(&ada).await.json();
    assert_eq!(half["client"]["sign_in"]["supported_second_factors"], serde_json::json!([{"strategy": "totp"}]));
}

async fn a_code_by_text_message_is_a_second_factor(database: Database) {
    let house = House::with(&database, everything).await;
    let (ada, first, id) = with_number(&house).await;
    reserve(&first, &id).await;
    let browser = house.browser();
    let half = browser.sign_in(&ada).await;
    let sign_in = half.json()["client"]["sign_in"].clone();
    // It is on its way already.
    assert_eq!(sign_in["second_factor"]["safe_identifier"], "+•• •••• •••••89");
    assert_eq!(sign_in["second_factor_verification"]["status"], "unverified", "{sign_in}");
    assert!(!half.body.contains("3456789"), "{}", half.body);
    let resend = async || browser.post("sign_in/prepare_second_factor", &[("strategy", "phone_code")]).await;
    resend().await.expect_error(429, "too_many_requests");
    let code = house.code_for(NUMBER).await;
    // It is for this and for nothing else.
    browser.prove("totp", &code).await.expect_error(422, "form_code_incorrect@code");
    let first_factor =
        browser.post("sign_in/attempt_first_factor", &[("strategy", "email_code"), ("code", &code)]).await;
    first_factor.expect_error(422, "client_state_invalid");
    house.clock.advance(31 * SECOND);
    resend().await.expect_ok();
    browser.prove("phone_code", &code).await.expect_error(422, "form_code_incorrect@code");
    browser.prove("phone_code", &house.code_for(NUMBER).await).await.expect_ok();
    assert_eq!(browser.who().await, Some(ada.email));
}

async fn a_number_that_was_lost_signs_in_nobody_after_the_reset_either(database: Database) {
    let house = House::with(&database, everything).await;
    let (ada, browser, id) = with_number(&house).await;
    reserve(&browser, &id).await;
    let user_id = browser.get("/api/me").await.json()["id"].as_str().expect("an id").to_owned();
    let user = house.vestibule.reset_mfa(&user_id).await.expect("is reset");
    assert!(user.phone_numbers.is_empty() && user.primary_phone_number_id.is_none(), "{user:?}");
    let sent = house.mails().await.iter().filter(|mail| mail.to == NUMBER).count();
    for strategy in ["phone_code", "reset_password_phone_code"] {
        let thief = house.browser();
        thief.post("sign_in/create", &[("identifier", NUMBER)]).await.expect_ok();
        thief.post("sign_in/prepare_first_factor", &[("strategy", strategy)]).await.expect_ok();
        house.clock.advance(MINUTE);
    }
    assert_eq!(
        house.mails().await.iter().filter(|mail| mail.to == NUMBER).count(),
        sent,
        "nothing goes there any more"
    );
    assert_eq!(house.sign_in(&ada).await.who().await, Some(ada.email));
}

async fn whoever_has_the_address_alone_connects_nothing(database: Database) {
    let house = House::with(&database, everything).await;
    let (ada, _, app, _) = with_ada(&house).await;
    let mails = house.mails().await.len();
    let thief = house.browser();
    let led = location(&thief.come_from("sign_in/oauth", "google", Somebody::proven(&ada.email)).await);
    assert_eq!(led, "/sign-in/factor-two");
    assert_eq!((database.count("external_accounts").await, house.mails().await.len()), (0, mails));
    // With the second proof it is them, and the same way leads there again.
    thief.prove("totp", &app.code(&house)).await.expect_ok();
    assert_eq!(thief.who().await, Some(ada.email));
}

async fn a_password_is_no_code_for_another_password(database: Database) {
    let house = House::open(&database).await;
    let (ada, _, app, _) = with_ada(&house).await;
    let browser = house.browser();
    browser.post("sign_in/create", &[("identifier", &ada.email)]).await.expect_ok();
    let reset = ("strategy", "reset_password_email_code");
    browser.post("sign_in/prepare_first_factor", &[reset]).await.expect_ok();
    browser
        .post("sign_in/attempt_first_factor", &[("strategy", "password"), ("password", &ada.password)])
        .await
        .expect_ok();
    let done = browser.prove("totp", &app.code(&house)).await;
    assert_eq!(done.expect_ok().json()["redirect_to"], "/dashboard", "no new password is asked for");
    assert_eq!(browser.who().await, Some(ada.email));
}

async fn a_number_that_is_kept_for_it_signs_in_nobody_by_itself(database: Database) {
    let house = House::with(&database, everything).await;
    let (ada, first, id) = with_number(&house).await;
    reserve(&first, &id).await;
    let sent = async || house.mails().await.iter().filter(|mail| mail.to == NUMBER).count();
    let before = sent().await;
    for identifier in [NUMBER, ada.email.as_str()] {
        for strategy in ["phone_code", "reset_password_phone_code"] {
            let browser = house.browser();
            browser.post("sign_in/create", &[("identifier", identifier)]).await.expect_ok();
            browser.post("sign_in/prepare_first_factor", &[("strategy", strategy)]).await.expect_ok();
        }
    }
    assert_eq!(sent().await, before);
    // With the password the number still says who it is.
    let browser = house.browser();
    let half = browser.try_password(NUMBER, &ada.password).await;
    assert_eq!(half.json()["redirect_to"], "/sign-in/factor-two");
}

async fn guesses_are_limited_by_sign_in_and_by_account(database: Database) {
    let house = House::with(&database, |settings| settings.security.forms_per_minute = 100_000).await;
    let (ada, first, app, codes) = with_ada(&house).await;
    let browser = house.browser();
    browser.sign_in(&ada).await.expect_ok();
    for _ in 0..5 {
        browser.prove("totp", &app.wrong_code(&house)).await.expect_error(422, "form_code_incorrect@code");
    }
    browser.prove("totp", &app.code(&house)).await.expect_error(422, "second_factor_failed@code");
    browser.prove("backup_code", &codes[0]).await.expect_error(422, "second_factor_failed@code");
    // Another sign-in, and another way to guess, count for the same account.
    let other = house.browser();
    other.sign_in(&ada).await.expect_ok();
    for _ in 0..5 {
        other.prove("backup_code", "22222-22222").await.expect_error(422, "form_code_incorrect@code");
    }
    let third = house.browser();
    third.sign_in(&ada).await.expect_ok();
    let refused = third.prove("totp", &app.code(&house)).await;
    refused.expect_error(429, "too_many_requests");
    assert!(refused.retry_after() > 3_000);
    // Its owner comes in where they have been before.
    first.post("session/sign_out", &[]).await.expect_ok();
    first.sign_in(&ada).await.expect_ok();
    first.prove("totp", &app.code(&house)).await.expect_ok();
    house.clock.advance(HOUR);
    let fourth = house.browser();
    fourth.sign_in(&ada).await.expect_ok();
    fourth.prove("totp", &app.code(&house)).await.expect_ok();
}

async fn a_browser_that_is_half_way_stays_so_over_reloads_tabs_and_restarts(database: Database) {
    let house = House::open(&database).await;
    let (ada, _, app, _) = with_ada(&house).await;
    let browser = house.browser();
    browser.sign_in(&ada).await.expect_ok();
    let tab = browser.clone();
    for tab in [&browser, &tab] {
        assert!(tab.page("/sign-in/factor-two").await.shows("one-time-code"));
    }
    let house = house.restarted().await;
    let tab = tab.at(&house);
    assert_eq!(tab.sign_in_status().await.as_deref(), Some("needs_second_factor"));
    tab.prove("totp", &app.code(&house)).await.expect_ok();
    let browser = browser.at(&house);
    assert_eq!(browser.who().await, Some(ada.email), "the other tab is in, too");
}

async fn a_sign_in_that_is_half_way_runs_out(database: Database) {
    let house = House::open(&database).await;
    let (ada, _, app, _) = with_ada(&house).await;
    let (browser, thief) = (house.browser(), house.browser());
    thief.post("sign_in/create", &[("identifier", "x@example.com")]).await.expect_ok();
    browser.sign_in(&ada).await.expect_ok();
    thief.prove("totp", &app.code(&house)).await.expect_error(422, "client_state_invalid");
    house.clock.advance(10 * MINUTE);
    assert_eq!(browser.sign_in_status().await, None);
    browser.prove("totp", &app.code(&house)).await.expect_error(422, "client_state_invalid");
    assert_eq!(browser.who().await, None);
}

/// A browser in which a code for a forgotten password has been given.
async fn resetting(house: &House, person: &Person) -> Browser {
    let browser = house.browser();
    browser.post("sign_in/create", &[("identifier", &person.email)]).await.expect_ok();
    let strategy = ("strategy", "reset_password_email_code");
    browser.post("sign_in/prepare_first_factor", &[strategy]).await.expect_ok();
    let code = house.code_for(&person.email).await;
    browser.post("sign_in/attempt_first_factor", &[strategy, ("code", &code)]).await.expect_ok();
    browser
}

const NEW: &str = "another ledger of willows 7";

async fn a_forgotten_password_is_replaced_after_both_proofs(database: Database) {
    let house = House::open(&database).await;
    let (ada, _, app, _) = with_ada(&house).await;
    let browser = resetting(&house, &ada).await;
    assert_eq!(browser.sign_in_status().await.as_deref(), Some("needs_second_factor"));
    // Whoever has the mailbox and no more neither gets in nor changes anything.
    browser.post("sign_in/reset_password", &[("new_password", NEW)]).await.expect_error(422, "client_state_invalid");
    assert_eq!(house.browser().sign_in(&ada).await.status, 200, "the password is what it was");
    let proven = browser.prove("totp", &app.code(&house)).await;
    assert_eq!(proven.expect_ok().json()["redirect_to"], "/sign-in/reset-password");
    assert_eq!(browser.who().await, None);
    browser.post("sign_in/reset_password", &[("new_password", NEW)]).await.expect_ok();
    assert_eq!(browser.who().await, Some(ada.email.clone()));
    assert_eq!(fva(&browser), serde_json::json!([0, 0]));
    // The second factor stays.
    let other = house.browser();
    let half = other.try_password(&ada.email, NEW).await;
    assert_eq!(half.json()["redirect_to"], "/sign-in/factor-two");
    assert_eq!(house.browser().sign_in(&ada).await.status, 422);
}

async fn who_sets_up_a_second_factor_stops_a_reset_that_is_under_way(database: Database) {
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    let first = house.sign_up(&ada).await;
    let browser = resetting(&house, &ada).await;
    assert_eq!(browser.sign_in_status().await.as_deref(), Some("needs_new_password"));
    first.add_app(&house).await;
    browser.post("sign_in/reset_password", &[("new_password", NEW)]).await.expect_error(422, "client_state_invalid");
    assert_eq!((browser.who().await, first.who().await), (None, Some(ada.email)));
}

async fn a_new_password_ends_what_came_half_way_with_the_old_one(database: Database) {
    let house = House::open(&database).await;
    let (ada, _, app, codes) = with_ada(&house).await;
    let thief = house.browser();
    thief.sign_in(&ada).await.expect_ok();
    let browser = resetting(&house, &ada).await;
    browser.prove("totp", &app.code(&house)).await.expect_ok();
    browser.post("sign_in/reset_password", &[("new_password", NEW)]).await.expect_ok();
    thief.prove("backup_code", &codes[0]).await.expect_error(422, "client_state_invalid");
}

async fn beside_others_in_one_browser_it_is_asked_for_too(database: Database) {
    let house = House::with(&database, |settings| settings.session.multi_session = true).await;
    let (ada, _, app, _) = with_ada(&house).await;
    let bob = Person::named("bob");
    let browser = house.sign_up(&bob).await;
    let half = browser.sign_in(&ada).await;
    assert_eq!(half.expect_ok().json()["redirect_to"], "/sign-in/factor-two");
    assert_eq!(browser.who().await.as_deref(), Some(bob.email.as_str()));
    assert!(browser.page("/sign-in/factor-two").await.shows("one-time-code"));
    browser.prove("totp", &app.code(&house)).await.expect_ok();
    assert_eq!(browser.who().await, Some(ada.email));
    assert_eq!(browser.post("client/get", &[]).await.json()["sessions"].as_array().map(Vec::len), Some(2));
}

async fn what_is_switched_off_is_still_asked_of_whoever_has_it(database: Database) {
    let house = House::open(&database).await;
    let (ada, _, app, _) = with_ada(&house).await;
    let house = house.another_with(|settings| settings.mfa.totp = false).await;
    let browser = house.browser();
    assert_eq!(browser.sign_in(&ada).await.json()["redirect_to"], "/sign-in/factor-two");
    assert_eq!(browser.who().await, None);
    browser.prove("totp", &app.code(&house)).await.expect_ok();
    browser.post("totp/disable", &[]).await.expect_ok();
    browser.post("totp/create", &[]).await.expect_error(422, "strategy_for_user_invalid@strategy");
}

async fn with_forms_alone_it_does_the_same(database: Database) {
    let house = House::open(&database).await;
    let (ada, _, app, codes) = with_ada(&house).await;
    let browser = house.browser();
    let fields = [("identifier", ada.email.as_str()), ("password", &ada.password), ("redirect_url", "/dashboard?x=1")];
    let page = browser.submit("sign_in/create", &fields).await;
    assert_eq!(page.path, "/sign-in/factor-two?redirect_url=/dashboard%3Fx%3D1");
    assert!(page.shows("action=\"/vestibule/api/sign_in/attempt_second_factor\""), "{}", page.body);
    assert!(page.shows("one-time-code") && page.shows("Use another method"), "{}", page.body);
    let attempt = "sign_in/attempt_second_factor";
    let wrong = browser.submit(attempt, &[("strategy", "totp"), ("code", &app.wrong_code(&house))]).await;
    assert!(wrong.path.starts_with("/sign-in/factor-two") && wrong.shows("Incorrect code."), "{}", wrong.body);
    let other = browser.submit("sign_in/prepare_second_factor", &[("strategy", "backup_code")]).await;
    assert!(other.path.starts_with("/sign-in/factor-two"), "{}", other.path);
    assert!(other.shows("value=\"backup_code\"") && !other.shows("inputmode=\"numeric\""), "{}", other.body);
    let to = ("redirect_url", "/dashboard?x=1");
    let done = browser.submit(attempt, &[("strategy", "backup_code"), ("code", &codes[3]), to]).await;
    assert_eq!((done.status, done.path.as_str()), (200, "/dashboard?x=1"));
    assert_eq!(Strategy::parse("backup_code"), Some(Strategy::BackupCode));
}

/// The numbers of whoever is signed in to which codes go first.
async fn defaults(browser: &Browser) -> Vec<String> {
    let numbers = browser.get("/api/me").await.json()["phone_numbers"].as_array().cloned().unwrap_or_default();
    let default = numbers.iter().filter(|number| number["default_second_factor"] == true);
    default.filter_map(|number| number["phone_number"].as_str().map(str::to_owned)).collect()
}

async fn codes_go_to_the_default_number_first(database: Database) {
    const OTHER: &str = "+12024561111";
    const MAKE_DEFAULT: &str = "phone_number/make_default_second_factor";
    let house = House::with(&database, |settings| {
        everything(settings);
        // A number that is kept for it is no proof of who keeps it.
        settings.session.reverification = false;
    })
    .await;
    let (ada, first, old) = with_number(&house).await;
    first.post("phone_number/create", &[("phone_number", OTHER)]).await.expect_ok();
    let new = first.get("/api/me").await.json()["phone_numbers"][1]["id"].as_str().expect("an id").to_owned();
    let code = house.code_for(OTHER).await;
    first.post("phone_number/attempt_verification", &[("phone_number_id", &new), ("code", &code)]).await.expect_ok();
    // Only what is kept for codes can be it.
    let answer = first.post(MAKE_DEFAULT, &[("phone_number_id", &new)]).await;
    answer.expect_error(404, "resource_not_found");
    reserve(&first, &old).await;
    house.clock.advance(MINUTE);
    reserve(&first, &new).await;
    assert_eq!(defaults(&first).await, [NUMBER], "the oldest, as long as none was chosen");
    let page = first.page("/user/security").await;
    assert!(page.shows("Make default") && page.shows(">Default<"), "{}", page.body);
    let done = first.submit(MAKE_DEFAULT, &[("phone_number_id", &new), ("redirect_url", "/user/security")]).await;
    assert_eq!((done.status, done.path.as_str()), (200, "/user/security"));
    assert_eq!(defaults(&first).await, [OTHER], "one at a time");
    let events = database.texts("SELECT data FROM events WHERE type = 'user.updated'").await;
    assert!(events.iter().any(|data| data.contains("\"default_second_factor\":true")), "{events:?}");

    // A sign-in opens with it; an app goes before it.
    let browser = house.browser();
    browser.sign_in(&ada).await.expect_ok();
    let sign_in = &browser.post("client/get", &[]).await.json()["sign_in"];
    assert_eq!(sign_in["second_factor"]["phone_number_id"], new.as_str());
    let code = house.code_for(OTHER).await;
    browser.prove("phone_code", &code).await.expect_ok();
    let (_, _) = first.add_app(&house).await;
    let browser = house.browser();
    browser.sign_in(&ada).await.expect_ok();
    let sign_in = &browser.post("client/get", &[]).await.json()["sign_in"];
    let offers = sign_in["supported_second_factors"].as_array().expect("a list").iter();
    let offers: Vec<_> = offers.map(|offer| offer["phone_number_id"].as_str().unwrap_or_default()).collect();
    assert_eq!(
        (&sign_in["second_factor"]["strategy"], offers),
        (&"totp".into(), vec!["", new.as_str(), old.as_str(), ""])
    );

    // Someone else's numbers are not there; and what is kept no longer is the default no longer, nor later on.
    let stranger = house.sign_up(&Person::named("eve")).await;
    let answer = stranger.post(MAKE_DEFAULT, &[("phone_number_id", &new)]).await;
    answer.expect_error(404, "resource_not_found");
    let release = [("phone_number_id", new.as_str()), ("reserved", "")];
    first.post("phone_number/set_reserved_for_second_factor", &release).await.expect_ok();
    assert_eq!(defaults(&first).await, [NUMBER]);
    reserve(&first, &new).await;
    assert_eq!(defaults(&first).await, [NUMBER]);
}
