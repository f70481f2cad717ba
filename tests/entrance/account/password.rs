use serde_json::json;
use vestibule::model::FieldRule;

use super::me;
use crate::support::{Authenticator, Database, House, MINUTE, Person, SECOND, on_both};

on_both!(
    a_password_is_changed_with_the_current_one,
    the_rules_are_those_of_the_sign_up,
    guesses_at_the_current_one_are_counted,
    a_password_is_set_where_there_is_none,
    others_may_stay_signed_in,
    where_passwords_are_off_none_is_set,
    a_password_is_removed_where_something_else_signs_in,
    the_last_way_in_stays,
    a_new_one_that_was_asked_for_is_not_set_after_it,
    with_forms_alone_it_is_removed_too,
);

const NEW: &str = "granite teapot sparrow 77";
const FORM: &str = "user/update_password";
const REMOVE: &str = "user/remove_password";

async fn a_password_is_changed_with_the_current_one(database: Database) {
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    let elsewhere = house.sign_in(&ada).await;
    let copied = browser.thief();
    for current in ["", "wrong one entirely"] {
        let error = if current.is_empty() {
            "form_param_missing@current_password"
        } else {
            "form_password_incorrect@current_password"
        };
        let fields = [("current_password", current), ("new_password", NEW)];
        browser.post(FORM, &fields).await.expect_error(422, error);
    }
    let good =
        [("current_password", ada.password.as_str()), ("new_password", NEW), ("sign_out_of_other_sessions", "true")];
    house.clock.advance(SECOND);
    let before = house.clock.now();
    browser.post(FORM, &good).await.expect_ok();
    let changed = database.number("SELECT password_last_updated_at FROM users").await;
    assert!((before..=house.clock.now()).contains(&changed), "{before}, {changed}");
    assert!(browser.who().await.is_some());
    // At once, and not when its token runs out.
    assert!(elsewhere.who().await.is_none());
    house.clock.advance(2 * MINUTE);
    assert!(browser.who().await.is_some());
    assert!(copied.who().await.is_none(), "whoever copied the cookie is out");
    assert_eq!(house.browser().sign_in(&ada).await.status, 422);
    house.browser().try_password(&ada.email, NEW).await.expect_ok();
    assert_eq!(house.mail_to(&ada.email).await.subject, "Your Vestibule password was changed");
}

async fn the_rules_are_those_of_the_sign_up(database: Database) {
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    for (new, error) in [
        ("", "form_param_missing@new_password"),
        ("short", "form_password_length_too_short@new_password"),
        ("password123", "form_password_not_strong_enough@new_password"),
        ("ada@example.com teapot sparrow", "form_password_contains_identifier@new_password"),
    ] {
        let fields = [("current_password", ada.password.as_str()), ("new_password", new)];
        browser.post(FORM, &fields).await.expect_error(422, error);
    }
    house.sign_in(&ada).await;
}

async fn guesses_at_the_current_one_are_counted(database: Database) {
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    let guess = async |current: &str| browser.post(FORM, &[("current_password", current), ("new_password", NEW)]).await;
    for _ in 0..5 {
        guess("not the one").await.expect_error(422, "form_password_incorrect@current_password");
    }
    guess("not the one").await.expect_error(403, "user_locked");
    guess(&ada.password).await.expect_error(403, "user_locked");
    // Whoever sits there does not keep the owner out elsewhere.
    house.sign_in(&ada).await;
    house.clock.advance(61_000);
    guess(&ada.password).await.expect_ok();
}

async fn a_password_is_set_where_there_is_none(database: Database) {
    let house = House::with(&database, |settings| settings.sign_up.password = FieldRule::Optional).await;
    let browser = house.browser();
    browser.post("sign_up/create", &[("email_address", "ada@example.com")]).await.expect_ok();
    let code = house.code_for("ada@example.com").await;
    browser.post("sign_up/attempt_verification", &[("code", &code)]).await.expect_ok();
    assert_eq!(me(&browser).await["password_enabled"], json!(false));
    browser.post(FORM, &[("new_password", NEW)]).await.expect_ok();
    assert_eq!(me(&browser).await["password_enabled"], json!(true));
    assert_eq!(house.mail_to("ada@example.com").await.subject, "Your Vestibule account has a password now");
    house.browser().try_password("ada@example.com", NEW).await.expect_ok();
    browser
        .post(FORM, &[("new_password", "another one entirely 12")])
        .await
        .expect_error(422, "form_param_missing@current_password");
}

async fn others_may_stay_signed_in(database: Database) {
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    let elsewhere = house.sign_in(&ada).await;
    let fields = [("current_password", ada.password.as_str()), ("new_password", NEW)];
    browser.post(FORM, &fields).await.expect_ok();
    assert!(elsewhere.who().await.is_some());
}

async fn where_passwords_are_off_none_is_set(database: Database) {
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    let off = house
        .another_with(|settings| {
            settings.sign_in.password = false;
            settings.sign_in.preferred = vestibule::model::Strategy::EmailCode;
        })
        .await;
    let fields = [("current_password", ada.password.as_str()), ("new_password", NEW)];
    browser.at(&off).post(FORM, &fields).await.expect_error(422, "strategy_for_user_invalid@strategy");
}

async fn a_password_is_removed_where_something_else_signs_in(database: Database) {
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    let (elsewhere, copied) = (house.sign_in(&ada).await, browser.thief());
    house.clock.advance(11 * MINUTE);
    browser.post(REMOVE, &[]).await.expect_reverification("strict");
    browser.reverify(&ada).await;
    browser.post(REMOVE, &[("sign_out_of_other_sessions", "true")]).await.expect_ok();
    assert_eq!(me(&browser).await["password_enabled"], json!(false));
    // At once, and not when its token runs out.
    assert!(elsewhere.who().await.is_none());
    house.clock.advance(2 * MINUTE);
    assert!(browser.who().await.is_some());
    assert!(copied.who().await.is_none(), "whoever copied the cookie is out");
    let mail = house.mail_to(&ada.email).await;
    assert_eq!(mail.subject, "Your Vestibule account has no password any more");
    assert!(mail.text.contains("That was not me:"), "{}", mail.text);
    let events = database.texts("SELECT data FROM events WHERE type = 'user.updated' ORDER BY created_at").await;
    assert!(events.last().is_some_and(|data| data.contains("\"password_enabled\":false")), "{events:?}");
    // To a stranger it is a wrong password, as for any account.
    let nobody = house.browser().try_password("nobody@example.com", &ada.password).await;
    let refused = house.browser().sign_in(&ada).await;
    assert_eq!((refused.status, refused.errors()), (422, nobody.errors()));
    browser.post(REMOVE, &[]).await.expect_error(404, "resource_not_found");
    // What is left lets them in, and they may have another one.
    let again = house.browser();
    again.post("sign_in/create", &[("identifier", &ada.email)]).await.expect_ok();
    again.post("sign_in/prepare_first_factor", &[("strategy", "email_code")]).await.expect_ok();
    let code = house.code_for(&ada.email).await;
    again.post("sign_in/attempt_first_factor", &[("strategy", "email_code"), ("code", &code)]).await.expect_ok();
    again.post(FORM, &[("new_password", NEW)]).await.expect_ok();
    house.browser().try_password(&ada.email, NEW).await.expect_ok();
}

async fn the_last_way_in_stays(database: Database) {
    let house = House::with(&database, |settings| {
        settings.sign_in.email_code = false;
        settings.sign_in.passkey = true;
    })
    .await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    let refused = browser.post(REMOVE, &[]).await;
    refused.expect_error(422, "identification_deletion_failed");
    house.sign_in(&ada).await;
    let mut authenticator = Authenticator::new();
    browser.add_passkey(&mut authenticator).await.expect_ok();
    let off = house
        .another_with(|settings| {
            settings.sign_in.email_code = false;
            settings.sign_in.passkey = false;
        })
        .await;
    browser.at(&off).post(REMOVE, &[]).await.expect_error(422, "identification_deletion_failed");
    browser.post(REMOVE, &[]).await.expect_ok();
    let id = me(&browser).await["passkeys"][0]["id"].as_str().expect("an id").to_owned();
    let remove = [("passkey_id", id.as_str())];
    browser.post("passkey/remove", &remove).await.expect_error(422, "identification_deletion_failed");
    house.browser().use_passkey(&mut authenticator).await.expect_ok();
}

async fn a_new_one_that_was_asked_for_is_not_set_after_it(database: Database) {
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    let other = house.browser();
    other.post("sign_in/create", &[("identifier", &ada.email)]).await.expect_ok();
    let reset = ("strategy", "reset_password_email_code");
    other.post("sign_in/prepare_first_factor", &[reset]).await.expect_ok();
    let code = house.code_for(&ada.email).await;
    other.post("sign_in/attempt_first_factor", &[reset, ("code", &code)]).await.expect_ok();
    assert_eq!(other.sign_in_status().await.as_deref(), Some("needs_new_password"));
    browser.post(REMOVE, &[]).await.expect_ok();
    let answer = other.post("sign_in/reset_password", &[("new_password", NEW)]).await;
    answer.expect_error(422, "client_state_invalid");
    assert_eq!(me(&browser).await["password_enabled"], json!(false));
}

async fn with_forms_alone_it_is_removed_too(database: Database) {
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    let page = browser.page("/user/security").await;
    assert!(page.shows("action=\"/vestibule/api/user/remove_password\""), "{}", page.body);
    let done = browser.submit(REMOVE, &[("redirect_url", "/user/security")]).await;
    assert_eq!((done.status, done.path.as_str()), (200, "/user/security"));
    assert!(done.shows("You have no password.") && !done.shows("user/remove_password"), "{}", done.body);
    // Where nothing else signs in it is not offered.
    let off = house.another_with(|settings| settings.sign_in.email_code = false).await;
    let grace = Person::named("grace");
    let alone = house.sign_up(&grace).await;
    let page = alone.at(&off).page("/user/security").await;
    assert!(page.shows("user/update_password") && !page.shows("user/remove_password"), "{}", page.body);
    let refused = alone.at(&off).submit(REMOVE, &[("redirect_url", "/user/security")]).await;
    assert_eq!(refused.path, "/user/security");
    assert_eq!(me(&alone).await["password_enabled"], json!(true));
}
