//! Whoever has been signed in for a while proves once more who they are before something that matters.

use serde_json::json;
use vestibule::model::FieldRule;
use vestibule::server::Settings;

use crate::support::authenticator::asked;
use crate::support::reverification::{SENSITIVE, fva};
use crate::support::{
    Authenticator, Browser, Database, House, MINUTE, Person, SECOND, Somebody, offer, on_both, parameter,
};

on_both!(
    who_has_just_come_in_notices_nothing,
    after_a_while_everything_that_matters_is_refused_and_changes_nothing,
    after_the_proof_everything_that_matters_is_done,
    what_does_not_matter_is_never_refused,
    a_password_proves_it_and_the_token_says_so,
    a_code_by_mail_proves_it,
    a_code_by_text_message_proves_it,
    who_has_a_second_factor_is_asked_for_that,
    the_end_of_an_account_takes_both_factors,
    a_backup_code_proves_it_once_and_its_owner_is_told,
    a_number_that_is_kept_for_it_gets_a_code,
    a_passkey_proves_both_at_once,
    who_comes_from_elsewhere_alone_gets_a_code_by_mail,
    a_second_factor_that_was_set_up_elsewhere_is_asked_for_here,
    a_reload_a_second_tab_and_a_restart_lose_nothing,
    it_runs_out,
    what_is_off_is_asked_of_nobody,
    with_forms_alone_it_does_the_same,
    a_password_that_others_know_proves_nothing,
    what_was_typed_is_there_again,
);

const NUMBER: &str = "+12024561111";

fn everything(settings: &mut Settings) {
    offer(settings, &["google"]);
    settings.paths.user_profile = "/user".into();
    settings.sign_in.passkey = true;
    settings.api_keys.users = true;
    settings.sign_up.phone_number = FieldRule::Optional;
    settings.sign_up.username = FieldRule::Optional;
    settings.sign_up.first_name = FieldRule::Optional;
    settings.mfa.phone_code = true;
    settings.security.forms_per_minute = 1_000_000;
}

async fn house(database: &Database) -> House {
    House::with(database, everything).await
}

async fn me(browser: &Browser) -> serde_json::Value {
    browser.get("/api/me").await.json()
}

/// Someone with a number of their own.
async fn with_number(house: &House, person: &Person) -> Browser {
    let browser = house.sign_up(person).await;
    browser.post("phone_number/create", &[("phone_number", NUMBER)]).await.expect_ok();
    let id = me(&browser).await["phone_numbers"][0]["id"].as_str().expect("an id").to_owned();
    let code = house.code_for(NUMBER).await;
    let fields = [("phone_number_id", id.as_str()), ("code", &code)];
    browser.post("phone_number/attempt_verification", &fields).await.expect_ok();
    browser
}

/// What the forms of the table are filled in with: ids of what is there, and codes that are good.
struct Filled(Vec<(&'static str, String)>);

impl Filled {
    /// Someone who has everything that can be changed.
    async fn of(house: &House, person: &Person) -> (Browser, Self) {
        let browser = with_number(house, person).await;
        browser.post("email_address/create", &[("email_address", "waiting@example.com")]).await.expect_ok();
        browser.post("phone_number/create", &[("phone_number", "+12024561113")]).await.expect_ok();
        let user = me(&browser).await;
        let id = |list: &str, at: usize| user[list][at]["id"].as_str().expect("an id").to_owned();
        let filled = vec![
            ("{email}", id("email_addresses", 0)),
            ("{waiting_email}", id("email_addresses", 1)),
            ("{phone}", id("phone_numbers", 0)),
            ("{waiting_phone}", id("phone_numbers", 1)),
            ("{email_code}", house.code_for("waiting@example.com").await),
            ("{phone_code}", house.code_for("+12024561113").await),
            ("{password}", person.password.clone()),
        ];
        (browser, Self(filled))
    }

    fn fields<'a>(&'a self, fields: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
        let value = |text: &'a str| self.0.iter().find(|(name, _)| *name == text).map_or(text, |(_, value)| value);
        fields.iter().map(|(name, text)| (*name, value(text))).collect()
    }
}

async fn who_has_just_come_in_notices_nothing(database: Database) {
    let house = house(&database).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    house.clock.advance(10 * MINUTE - SECOND);
    browser.post("email_address/create", &[("email_address", "ada@work.example")]).await.expect_ok();
    house.clock.advance(SECOND);
    let again = browser.post("email_address/create", &[("email_address", "ada@home.example")]).await;
    again.expect_reverification("strict");
}

async fn after_a_while_everything_that_matters_is_refused_and_changes_nothing(database: Database) {
    let house = house(&database).await;
    let (browser, filled) = Filled::of(&house, &Person::named("ada")).await;
    // What has run out may be swept away at any time.
    database.execute("UPDATE verifications SET expire_at = expire_at + 3600000").await;
    house.clock.advance(11 * MINUTE);
    let state = async || {
        let mut rows = database.texts("SELECT COALESCE(password_digest, '') FROM users").await;
        rows.extend(database.texts("SELECT COALESCE(sealed_totp_setup, '') FROM sessions").await);
        rows.extend(database.texts("SELECT CAST(attempts AS TEXT) FROM verifications ORDER BY id").await);
        rows.extend(database.texts("SELECT hash FROM client_secrets ORDER BY hash").await);
        (me(&browser).await, database.counts().await, rows)
    };
    let before = state().await;
    for (form, fields, level) in SENSITIVE {
        let answer = browser.post(form, &filled.fields(fields)).await;
        answer.expect_reverification(level);
        assert!(answer.cookie(house.client_cookie()).is_none(), "{form}");
        assert_eq!(state().await, before, "{form}");
    }
}

async fn after_the_proof_everything_that_matters_is_done(database: Database) {
    let house = house(&database).await;
    for (number, (form, fields, _)) in SENSITIVE.iter().enumerate() {
        // Those that need what this person does not have fail for that reason, and no other.
        let otherwise = match *form {
            "totp/verify" => Some("verification_missing"),
            "passkey/create" => Some("passkey_registration_failed"),
            "passkey/remove" | "api_key/revoke" => Some("resource_not_found"),
            "external_account/disconnect" => Some("external_account_not_found"),
            "backup_code/create" => Some("backup_codes_not_available"),
            "phone_number/make_default_second_factor" => Some("resource_not_found"),
            _ => None,
        };
        let person = Person::named(&format!("ada{number}"));
        let (browser, filled) = Filled::of(&house, &person).await;
        house.clock.advance(11 * MINUTE);
        browser.reverify(&person).await;
        let filled = match form.ends_with("attempt_verification") {
            // The code has run out meanwhile.
            true => {
                let id = fields[0];
                let again = form.replace("attempt", "prepare");
                browser.post(&again, &filled.fields(&[id])).await.expect_ok();
                let mut values = filled.0;
                values.retain(|(name, _)| !name.ends_with("_code}"));
                values.push(("{email_code}", house.code_for("waiting@example.com").await));
                values.push(("{phone_code}", house.code_for("+12024561113").await));
                Filled(values)
            }
            false => filled,
        };
        let answer = browser.post(form, &filled.fields(fields)).await;
        match otherwise {
            Some(error) => assert_eq!(answer.error(), error, "{form}: {}", answer.body),
            None => assert_eq!(answer.status, 200, "{form}: {}", answer.body),
        }
        if *form != "user/delete" {
            // The number is free for the next one, and the network may send as many again.
            let lax = house.another_with(|settings| settings.session.reverification = false).await;
            let delete = [("confirmation", "Delete account")];
            browser.at(&lax).post("user/delete", &delete).await.expect_ok();
        }
        house.clock.advance(61 * MINUTE);
    }
}

async fn what_does_not_matter_is_never_refused(database: Database) {
    let house = house(&database).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    house.clock.advance(60 * MINUTE);
    browser.post("user/update", &[("first_name", "Ada")]).await.expect_ok();
    browser.post("user/get_sessions", &[]).await.expect_ok();
    browser.post("session/revoke_others", &[]).await.expect_ok();
    browser.post("totp/disable", &[]).await.expect_ok();
    browser.post("session/sign_out_everywhere", &[]).await.expect_ok();
}

async fn a_password_proves_it_and_the_token_says_so(database: Database) {
    let house = house(&database).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    house.clock.advance(11 * MINUTE);
    assert_eq!(browser.who().await.as_deref(), Some(ada.email.as_str()));
    assert_eq!(fva(&browser), json!([11, -1]));
    let begun = browser.start_verification("strict").await.verification();
    assert!(begun["id"].as_str().is_some_and(|id| id.starts_with("sver_")), "{begun}");
    assert_eq!((&begun["status"], &begun["level"]), (&json!("needs_first_factor"), &json!("strict")));
    assert_eq!(begun["first_factor"], json!({ "strategy": "password" }));
    assert_eq!(begun["supported_second_factors"], json!([]));
    let secret = browser.cookie(house.client_cookie());
    browser.verify_password("").await.expect_error(422, "form_param_missing@password");
    browser.verify_password("wrong").await.expect_error(422, "form_password_incorrect@password");
    assert_eq!((fva(&browser), browser.cookie(house.client_cookie())), (json!([11, -1]), secret.clone()));
    let done = browser.verify_password(&ada.password).await;
    assert_eq!(done.verification_status(), "complete");
    assert_eq!(fva(&browser), json!([0, -1]));
    assert_ne!(browser.cookie(house.client_cookie()), secret, "the browser has a new secret");
    assert_eq!(database.live_sessions().await, 1);
    house.clock.advance(2 * MINUTE);
    assert!(browser.who().await.is_some());
    assert_eq!(fva(&browser), json!([2, -1]));
    // It is over: the next one begins anew.
    browser.verify_password(&ada.password).await.expect_error(422, "client_state_invalid");
}

async fn a_code_by_mail_proves_it(database: Database) {
    let house = house(&database).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    house.clock.advance(11 * MINUTE);
    browser.start_verification("strict").await.expect_ok();
    let prepare = "session_verification/prepare_first_factor";
    browser.post(prepare, &[("strategy", "totp")]).await.expect_error(422, "strategy_for_user_invalid@strategy");
    browser.verify_code("email_code", "123456").await.expect_error(422, "verification_missing@code");
    let asked = browser.post(prepare, &[("strategy", "email_code")]).await.verification();
    assert_eq!(asked["first_factor"]["safe_identifier"], "a•••@example.com");
    assert_eq!(asked["first_factor_verification"]["status"], "unverified");
    browser.post(prepare, &[("strategy", "email_code")]).await.expect_error(429, "too_many_requests");
    let code = house.code_for(&ada.email).await;
    // It is one for this and nothing else.
    let stranger = house.browser();
    stranger.post("sign_in/create", &[("identifier", &ada.email)]).await.expect_ok();
    stranger.post("sign_in/prepare_first_factor", &[("strategy", "email_code")]).await.expect_ok();
    let fields = [("strategy", "email_code"), ("code", code.as_str())];
    stranger.post("sign_in/attempt_first_factor", &fields).await.expect_error(422, "form_code_incorrect@code");
    let wrong = if code == "000000" { "000001" } else { "000000" };
    browser.verify_code("email_code", wrong).await.expect_error(422, "form_code_incorrect@code");
    assert_eq!(browser.verify_code("email_code", &code).await.verification_status(), "complete");
    assert_eq!(fva(&browser), json!([0, -1]));
}

async fn a_code_by_text_message_proves_it(database: Database) {
    let house = house(&database).await;
    let browser = with_number(&house, &Person::named("ada")).await;
    house.clock.advance(11 * MINUTE);
    browser.start_verification("strict").await.expect_ok();
    let asked = browser.post("session_verification/prepare_first_factor", &[("strategy", "phone_code")]).await;
    let shown = asked.verification()["first_factor"]["safe_identifier"].as_str().expect("a number").to_owned();
    assert!(shown.ends_with("11") && !shown.contains("2024"), "{shown}");
    let code = house.code_for(NUMBER).await;
    assert_eq!(browser.verify_code("phone_code", &code).await.verification_status(), "complete");
    browser.post("totp/create", &[]).await.expect_ok();
}

async fn who_has_a_second_factor_is_asked_for_that(database: Database) {
    let house = house(&database).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    let (app, _) = browser.add_app(&house).await;
    house.clock.advance(11 * MINUTE);
    let begun = browser.start_verification("strict").await.verification();
    assert_eq!((&begun["status"], &begun["supported_first_factors"]), (&json!("needs_second_factor"), &json!([])));
    let offers: Vec<_> = begun["supported_second_factors"].as_array().expect("a list").iter().collect();
    assert_eq!(offers.iter().map(|it| it["strategy"].clone()).collect::<Vec<_>>(), ["totp", "backup_code"]);
    // The first one is not what is asked for.
    browser.verify_password(&ada.password).await.expect_error(422, "client_state_invalid");
    let code = app.wrong_code(&house);
    browser.verify_second("totp", &code).await.expect_error(422, "form_code_incorrect@code");
    let code = app.code(&house);
    assert_eq!(browser.verify_second("totp", &code).await.verification_status(), "complete");
    assert_eq!(fva(&browser), json!([11, 0]));
    browser.post("passkey/prepare", &[]).await.expect_ok();
    // That code was good once.
    browser.start_verification("strict").await.expect_ok();
    browser.verify_second("totp", &code).await.expect_error(422, "form_code_incorrect@code");
}

async fn the_end_of_an_account_takes_both_factors(database: Database) {
    let house = house(&database).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    let (app, _) = browser.add_app(&house).await;
    house.clock.advance(11 * MINUTE);
    browser.start_verification("strict").await.expect_ok();
    browser.verify_second("totp", &app.code(&house)).await.expect_ok();
    let delete = async || browser.post("user/delete", &[("confirmation", "Delete account")]).await;
    delete().await.expect_reverification("strict_mfa");
    assert_eq!(browser.start_verification("strict_mfa").await.verification_status(), "needs_first_factor");
    browser.verify_second("totp", &app.code_in(&house, 1)).await.expect_error(422, "client_state_invalid");
    let half = browser.verify_password(&ada.password).await;
    assert_eq!(half.verification_status(), "needs_second_factor");
    // Half way nothing is proven.
    assert_eq!(fva(&browser), json!([11, 0]));
    delete().await.expect_reverification("strict_mfa");
    house.clock.advance(30 * SECOND);
    assert_eq!(browser.verify_second("totp", &app.code(&house)).await.verification_status(), "complete");
    delete().await.expect_ok();
    assert_eq!(database.count("users").await, 0);
}

async fn a_backup_code_proves_it_once_and_its_owner_is_told(database: Database) {
    let house = house(&database).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    let (_, codes) = browser.add_app(&house).await;
    house.clock.advance(11 * MINUTE);
    browser.start_verification("strict").await.expect_ok();
    let prepare = "session_verification/prepare_second_factor";
    let asked = browser.post(prepare, &[("strategy", "backup_code")]).await.verification();
    assert_eq!(asked["second_factor"]["strategy"], "backup_code");
    browser.verify_second("", &codes[0]).await.expect_ok();
    assert!(house.mail_to(&ada.email).await.subject.contains("backup code"), "its owner is told");
    browser.start_verification("strict").await.expect_ok();
    browser.verify_second("backup_code", &codes[0]).await.expect_error(422, "form_code_incorrect@code");
}

async fn a_number_that_is_kept_for_it_gets_a_code(database: Database) {
    let house = house(&database).await;
    let browser = with_number(&house, &Person::named("ada")).await;
    let id = me(&browser).await["phone_numbers"][0]["id"].as_str().expect("an id").to_owned();
    let fields = [("phone_number_id", id.as_str()), ("reserved", "1")];
    browser.post("phone_number/set_reserved_for_second_factor", &fields).await.expect_ok();
    // It was not proven when it was kept: so it is asked for before anything else is changed.
    assert_eq!(fva(&browser), json!([0, -1]));
    browser.post("totp/create", &[]).await.expect_reverification("strict");
    let begun = browser.start_verification("strict").await.verification();
    assert_eq!(begun["second_factor"]["phone_number_id"], id.as_str());
    assert_eq!(begun["second_factor_verification"]["status"], "unverified");
    let prepare = "session_verification/prepare_second_factor";
    let again = browser.post(prepare, &[("strategy", "phone_code")]).await;
    again.expect_error(429, "too_many_requests");
    let code = house.code_for(NUMBER).await;
    // As a first proof it is worth nothing.
    browser.verify_code("phone_code", &code).await.expect_error(422, "client_state_invalid");
    assert_eq!(browser.verify_second("phone_code", &code).await.verification_status(), "complete");
    assert_eq!(fva(&browser), json!([0, 0]));
    browser.post("totp/create", &[]).await.expect_ok();
}

async fn a_passkey_proves_both_at_once(database: Database) {
    let house = house(&database).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    let mut authenticator = Authenticator::new();
    browser.add_passkey(&mut authenticator).await.expect_ok();
    browser.add_app(&house).await;
    house.clock.advance(11 * MINUTE);
    for level in ["strict", "strict_mfa"] {
        browser.start_verification(level).await.expect_ok();
        let question = asked(&browser, "session_verification/prepare_passkey").await;
        let credential = authenticator.sign(&question).await;
        // What is signed for this signs in nobody.
        let stranger = house.browser();
        stranger.post("sign_in/prepare_passkey", &[]).await.expect_ok();
        stranger.give("sign_in/passkey", &credential).await.expect_error(422, "passkey_retrieval_failed");
        let done = browser.give("session_verification/passkey", &credential).await;
        assert_eq!(done.verification_status(), "complete", "{level}");
        assert_eq!(fva(&browser), json!([0, 0]), "{level}");
        // And it is given once.
        browser.start_verification(level).await.expect_ok();
        let again = browser.give("session_verification/passkey", &credential).await;
        again.expect_error(422, "passkey_retrieval_failed");
        house.clock.advance(11 * MINUTE);
    }
}

async fn who_comes_from_elsewhere_alone_gets_a_code_by_mail(database: Database) {
    let house = House::with(&database, |settings| {
        everything(settings);
        settings.sign_in.email_code = false;
    })
    .await;
    let browser = house.browser();
    browser.come_from("sign_in/oauth", "google", Somebody::proven("ada@example.com")).await;
    house.clock.advance(11 * MINUTE);
    browser.post("totp/create", &[]).await.expect_reverification("strict");
    let begun = browser.start_verification("strict").await.verification();
    assert_eq!(begun["first_factor"]["strategy"], "email_code");
    let code = house.code_for("ada@example.com").await;
    assert_eq!(browser.verify_code("", &code).await.verification_status(), "complete");
    browser.post("totp/create", &[]).await.expect_ok();
}

async fn a_second_factor_that_was_set_up_elsewhere_is_asked_for_here(database: Database) {
    let house = house(&database).await;
    let ada = Person::named("ada");
    let here = house.sign_up(&ada).await;
    let there = house.sign_in(&ada).await;
    let (app, _) = there.add_app(&house).await;
    assert_eq!(fva(&there), json!([0, 0]));
    there.post("passkey/prepare", &[]).await.expect_ok();
    here.post("passkey/prepare", &[]).await.expect_reverification("strict");
    here.start_verification("strict").await.expect_ok();
    here.verify_second("totp", &app.code(&house)).await.expect_ok();
    here.post("passkey/prepare", &[]).await.expect_ok();
}

async fn a_reload_a_second_tab_and_a_restart_lose_nothing(database: Database) {
    let house = house(&database).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    house.clock.advance(11 * MINUTE);
    let begun = browser.start_verification("strict").await.verification();
    browser.post("session_verification/prepare_first_factor", &[("strategy", "email_code")]).await.expect_ok();
    let sent = house.mails().await.len();
    let tab = browser.clone();
    let again = tab.start_verification("strict").await.verification();
    assert_eq!((&again["id"], &again["first_factor"]["strategy"]), (&begun["id"], &json!("email_code")));
    let house = house.restarted().await;
    let browser = browser.at(&house);
    let page = browser.page("/vestibule/reverify?redirect_url=/user").await;
    assert!(page.shows("we sent to your email address") && page.shows("a•••@example.com"), "{}", page.body);
    assert_eq!(house.mails().await.len(), sent, "no second code");
    let code = house.code_for(&ada.email).await;
    assert_eq!(browser.verify_code("email_code", &code).await.verification_status(), "complete");
    // The other tab has what the browser has.
    tab.at(&house).post("totp/create", &[]).await.expect_ok();
}

async fn it_runs_out(database: Database) {
    let house = house(&database).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    house.clock.advance(11 * MINUTE);
    let first = browser.start_verification("strict").await.verification();
    house.clock.advance(10 * MINUTE);
    browser.verify_password(&ada.password).await.expect_error(422, "client_state_invalid");
    assert_ne!(browser.start_verification("strict").await.verification()["id"], first["id"]);
    browser.verify_password(&ada.password).await.expect_ok();
}

async fn what_is_off_is_asked_of_nobody(database: Database) {
    let house = House::with(&database, |settings| settings.session.reverification = false).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    house.clock.advance(11 * MINUTE);
    browser.post("totp/create", &[]).await.expect_ok();
    browser.post("user/delete", &[("confirmation", "Delete account")]).await.expect_ok();
}

async fn with_forms_alone_it_does_the_same(database: Database) {
    let house = house(&database).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    let mut authenticator = Authenticator::new();
    browser.add_passkey(&mut authenticator).await.expect_ok();
    house.clock.advance(11 * MINUTE);
    let fields = [("confirmation", "Delete account"), ("redirect_url", "/user/security")];
    let page = browser.submit("user/delete", &fields).await;
    assert_eq!((page.status, page.path.as_str()), (200, "/vestibule/reverify?redirect_url=/user/security"));
    assert!(page.shows("Confirm that it is you") && page.shows("type=\"password\""), "{}", page.body);
    assert!(page.shows("Email a code to a•••@example.com") && page.shows("Use a passkey"), "{}", page.body);
    let forms = "session_verification/attempt_first_factor";
    let back = ("redirect_url", "/user/security");
    let wrong = browser.submit(forms, &[("strategy", "password"), ("password", "wrong"), back]).await;
    assert_eq!(wrong.path, "/vestibule/reverify?redirect_url=/user/security");
    assert!(wrong.shows("Incorrect password.") && wrong.shows("aria-invalid=\"true\""), "{}", wrong.body);
    assert!(!wrong.shows("value=\"wrong\""));
    let other = browser.submit("session_verification/prepare_first_factor", &[("strategy", "email_code"), back]).await;
    assert!(other.shows("one-time-code"), "{}", other.body);
    let early = browser.submit("session_verification/prepare_first_factor", &[("strategy", "email_code"), back]).await;
    assert!(early.shows("Too many requests"), "{}", early.body);
    house.clock.advance(31 * SECOND);
    let anew = browser.submit("session_verification/prepare_first_factor", &[("strategy", "email_code"), back]).await;
    assert!(anew.shows("We sent you a new code."), "{}", anew.body);
    let code = house.code_for(&ada.email).await;
    let led = browser.submit(forms, &[("strategy", "email_code"), ("code", &code), back]).await;
    assert_eq!((led.status, led.path.as_str()), (200, "/user/security"));
    let gone = browser.submit("user/delete", &fields).await;
    assert_eq!((gone.status, database.count("users").await), (200, 0));
    // Whoever is nobody is led to the sign-in.
    let nobody = browser.page_alone("/vestibule/reverify?redirect_url=/user").await;
    assert_eq!(nobody.header("location"), Some("/sign-in?redirect_url=/user"));
}

async fn a_password_that_others_know_proves_nothing(database: Database) {
    let house = house(&database).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    house.vestibule.users().set_password_compromised(&browser.user_id().await, false).await.expect("is noted");
    house.clock.advance(11 * MINUTE);
    browser.start_verification("strict").await.expect_ok();
    let fields = [("strategy", "password"), ("password", ada.password.as_str())];
    let refused = browser.post("session_verification/attempt_first_factor", &fields).await;
    refused.expect_error(422, "form_password_pwned@password");
}

async fn what_was_typed_is_there_again(database: Database) {
    let house = house(&database).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    house.clock.advance(11 * MINUTE);
    let typed = [("email_address", "ada@work.example"), ("redirect_url", "/user")];
    let page = browser.submit("email_address/create", &typed).await;
    assert_eq!(page.path, "/vestibule/reverify?redirect_url=/user");
    // Longer than what a form has to say is kept otherwise.
    house.clock.advance(2 * MINUTE);
    let fields = [("strategy", "password"), ("password", ada.password.as_str()), ("redirect_url", "/user")];
    let led = browser.submit("session_verification/attempt_first_factor", &fields).await;
    assert_eq!(led.path, "/user");
    assert!(led.shows("value=\"ada@work.example\""), "{}", led.body);
    assert!(!browser.page("/user").await.shows("ada@work.example"), "once");
    // No secret is kept.
    house.clock.advance(11 * MINUTE);
    let secret = "granite teapot sparrow 77";
    let typed = [("current_password", ada.password.as_str()), ("new_password", secret), ("redirect_url", "/user")];
    browser.submit("user/update_password", &typed).await;
    let led = browser.submit("session_verification/attempt_first_factor", &fields).await;
    assert!(!led.shows(secret) && !led.shows(&ada.password), "{}", led.body);
    // It leads to pages of this site, and to no other.
    for elsewhere in ["//evil.example", "https://evil.example/", "javascript:alert(1)"] {
        let page = browser.page(&format!("/vestibule/reverify?redirect_url={elsewhere}")).await;
        assert!(!page.shows("evil.example") && !page.shows("alert("), "{}", page.body);
        browser.start_verification("strict").await.expect_ok();
        let fields = [("strategy", "password"), ("password", ada.password.as_str()), ("redirect_url", elsewhere)];
        let path = "/vestibule/api/session_verification/attempt_first_factor";
        let led = browser.ask("POST", path).by_hand().form(&fields).send().await;
        assert_eq!(led.header("location"), Some("/user"), "{elsewhere}");
    }
    assert_eq!(parameter("/vestibule/reverify?redirect_url=/user", "redirect_url"), "/user");
}
