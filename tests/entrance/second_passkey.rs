//! A passkey in the place of a code, as the second proof of a sign-in.

use serde_json::json;
use vestibule::server::Settings;

use crate::support::authenticator::asked;
use crate::support::reverification::fva;
use crate::support::{App, Authenticator, Browser, Database, House, MINUTE, Person, on_both};

on_both!(
    a_passkey_takes_the_place_of_a_code,
    who_has_passkeys_alone_is_asked_for_no_second_step,
    a_forgotten_password_is_replaced_with_it,
    what_is_off_or_gone_is_not_offered,
    a_page_has_its_button_and_says_what_was_wrong,
    it_proves_it_once_more_too,
);

fn passkeys(settings: &mut Settings) {
    settings.sign_in.passkey = true;
}

/// Someone with an app and a passkey.
async fn with_ada(house: &House) -> (Person, Browser, App, Authenticator) {
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    let (app, _) = browser.add_app(house).await;
    let mut authenticator = Authenticator::new();
    browser.add_passkey(&mut authenticator).await.expect_ok();
    (ada, browser, app, authenticator)
}

/// A browser whose sign-in waits for the second proof.
async fn half_way(house: &House, person: &Person) -> Browser {
    let browser = house.browser();
    browser.sign_in(person).await.expect_ok();
    assert_eq!(browser.sign_in_status().await.as_deref(), Some("needs_second_factor"));
    browser
}

async fn a_passkey_takes_the_place_of_a_code(database: Database) {
    let house = House::with(&database, passkeys).await;
    let (ada, first, _, mut authenticator) = with_ada(&house).await;
    let browser = half_way(&house, &ada).await;
    let sign_in = &browser.post("client/get", &[]).await.json()["sign_in"];
    let offers = json!([{"strategy": "totp"}, {"strategy": "passkey"}, {"strategy": "backup_code"}]);
    assert_eq!(
        (&sign_in["supported_second_factors"], &sign_in["second_factor"]["strategy"]),
        (&offers, &json!("totp"))
    );
    // It is there already: nothing has to be prepared but what the browser is asked.
    let prepare = browser.post("sign_in/prepare_second_factor", &[("strategy", "passkey")]).await;
    prepare.expect_error(422, "strategy_for_user_invalid@strategy");
    let attempt = browser.prove("passkey", "123456").await;
    attempt.expect_error(422, "strategy_for_user_invalid@strategy");

    house.clock.advance(2 * MINUTE);
    let cookie = browser.cookie(house.client_cookie());
    let done = browser.use_second_passkey(&mut authenticator).await;
    assert_eq!(done.expect_ok().json()["redirect_to"], "/dashboard");
    assert_eq!(browser.who().await.as_deref(), Some(ada.email.as_str()));
    assert_eq!(fva(&browser), json!([2, 0]), "the password was given before it");
    assert_ne!(browser.cookie(house.client_cookie()), cookie, "a new secret with every proof");
    assert_eq!(browser.post("client/get", &[]).await.json()["last_authentication_strategy"], "password");
    assert!(first.get("/api/me").await.json()["passkeys"][0]["last_used_at"].is_i64());
    // Alone it is both proofs, as before.
    let alone = house.browser();
    assert_eq!(alone.use_passkey(&mut authenticator).await.expect_ok().json()["redirect_to"], "/dashboard");
    assert_eq!(fva(&alone), json!([0, 0]));
}

async fn who_has_passkeys_alone_is_asked_for_no_second_step(database: Database) {
    let house = House::with(&database, passkeys).await;
    let ada = Person::named("ada");
    let mut authenticator = Authenticator::new();
    house.sign_up(&ada).await.add_passkey(&mut authenticator).await.expect_ok();
    // A passkey that is lost keeps nobody out who has a password.
    let browser = house.browser();
    browser.sign_in(&ada).await.expect_ok();
    assert_eq!(browser.who().await.as_deref(), Some(ada.email.as_str()));
    // Where a second step is required it stands in for none that is set up: who comes with the password sets one up.
    let strict = house
        .another_with(|settings| {
            passkeys(settings);
            settings.mfa.required = true;
        })
        .await;
    let browser = house.browser().at(&strict);
    let held_up = browser.sign_in(&ada).await;
    assert_eq!(held_up.expect_ok().json()["redirect_to"], "/sign-in/setup-mfa");
    assert_eq!(browser.who().await, None);
    // With the passkey both steps are given.
    let browser = house.browser().at(&strict);
    browser.use_passkey(&mut authenticator).await.expect_ok();
    assert_eq!(browser.who().await.as_deref(), Some(ada.email.as_str()));
}

async fn a_forgotten_password_is_replaced_with_it(database: Database) {
    let house = House::with(&database, passkeys).await;
    let (ada, _, _, mut authenticator) = with_ada(&house).await;
    let browser = house.browser();
    browser.post("sign_in/create", &[("identifier", &ada.email)]).await.expect_ok();
    let reset = ("strategy", "reset_password_email_code");
    browser.post("sign_in/prepare_first_factor", &[reset]).await.expect_ok();
    let code = house.code_for(&ada.email).await;
    browser.post("sign_in/attempt_first_factor", &[reset, ("code", &code)]).await.expect_ok();
    assert_eq!(browser.sign_in_status().await.as_deref(), Some("needs_second_factor"));
    let done = browser.use_second_passkey(&mut authenticator).await;
    assert_eq!(done.expect_ok().json()["redirect_to"], "/sign-in/reset-password");
    assert_eq!((browser.who().await, browser.sign_in_status().await.as_deref()), (None, Some("needs_new_password")));
    let new = [("new_password", "granite teapot sparrow 77")];
    browser.post("sign_in/reset_password", &new).await.expect_ok();
    assert_eq!(browser.who().await, Some(ada.email));
    assert_eq!(fva(&browser), json!([0, 0]));
}

async fn what_is_off_or_gone_is_not_offered(database: Database) {
    let house = House::with(&database, passkeys).await;
    let (ada, first, _, mut authenticator) = with_ada(&house).await;
    let browser = half_way(&house, &ada).await;
    let signed = authenticator.sign(&asked(&browser, ASK).await).await;
    let off = house.another_with(|settings| settings.sign_in.passkey = false).await;
    let there = browser.at(&off);
    let sign_in = &there.post("client/get", &[]).await.json()["sign_in"];
    assert_eq!(sign_in["supported_second_factors"].as_array().map(Vec::len), Some(2), "{sign_in}");
    for answer in [there.post(ASK, &[]).await, there.give(GIVE, &signed).await] {
        answer.expect_error(422, "strategy_for_user_invalid@strategy");
    }
    // Removed while the browser was being asked.
    let id = first.get("/api/me").await.json()["passkeys"][0]["id"].as_str().expect("an id").to_owned();
    first.post("passkey/remove", &[("passkey_id", &id)]).await.expect_ok();
    browser.give(GIVE, &signed).await.expect_error(422, "passkey_retrieval_failed");
    let sign_in = &browser.post("client/get", &[]).await.json()["sign_in"];
    assert_eq!(sign_in["supported_second_factors"].as_array().map(Vec::len), Some(2), "{sign_in}");
    assert_eq!(browser.who().await, None);
}

const ASK: &str = "sign_in/prepare_passkey_second_factor";
const GIVE: &str = "sign_in/passkey_second_factor";

async fn a_page_has_its_button_and_says_what_was_wrong(database: Database) {
    let house = House::with(&database, passkeys).await;
    let (ada, _, _, mut authenticator) = with_ada(&house).await;
    let browser = house.browser();
    let fields = [("identifier", ada.email.as_str()), ("password", &ada.password), ("redirect_url", "/dashboard?x=1")];
    let page = browser.submit("sign_in/create", &fields).await;
    assert_eq!(page.path, "/sign-in/factor-two?redirect_url=/dashboard%3Fx%3D1");
    assert!(page.shows("action=\"/vestibule/api/sign_in/passkey_second_factor\""), "{}", page.body);
    assert!(page.shows("data-vst-passkey=\"/vestibule/api/sign_in/prepare_passkey_second_factor\""), "{}", page.body);
    assert!(page.shows("Use a passkey") && !page.shows("details open class=\"vst-otherMethods\""), "{}", page.body);
    let to = ("redirect_url", "/dashboard?x=1");
    let wrong = browser.submit(GIVE, &[("public_key_credential", "{}"), to]).await;
    assert_eq!(wrong.path, "/sign-in/factor-two?redirect_url=/dashboard%3Fx%3D1");
    assert!(wrong.shows("role=\"alert\"") && wrong.shows("details open class=\"vst-otherMethods\""), "{}", wrong.body);
    let signed = authenticator.sign(&asked(&browser, ASK).await).await.to_string();
    let done = browser.submit(GIVE, &[("public_key_credential", &signed), to]).await;
    assert_eq!((done.status, done.path.as_str()), (200, "/dashboard?x=1"));
}

async fn it_proves_it_once_more_too(database: Database) {
    let house = House::with(&database, passkeys).await;
    let (ada, _, _, mut authenticator) = with_ada(&house).await;
    let browser = half_way(&house, &ada).await;
    browser.use_second_passkey(&mut authenticator).await.expect_ok();
    house.clock.advance(11 * MINUTE);
    browser.post("totp/disable", &[]).await.expect_reverification("strict");
    let begun = browser.start_verification("strict").await.verification();
    assert_eq!(
        (&begun["status"], &begun["second_factor"]["strategy"]),
        (&json!("needs_second_factor"), &json!("totp"))
    );
    let offers = begun["supported_second_factors"].as_array().expect("a list").iter();
    let offers: Vec<_> = offers.filter_map(|offer| offer["strategy"].as_str()).collect();
    assert_eq!(offers, ["totp", "passkey", "backup_code"]);
    let signed = authenticator.sign(&asked(&browser, "session_verification/prepare_passkey").await).await;
    let done = browser.give("session_verification/passkey", &signed).await;
    assert_eq!(done.verification_status(), "complete");
    assert_eq!(fva(&browser), json!([0, 0]));
    browser.post("totp/disable", &[]).await.expect_ok();
}
