use serde_json::json;
use vestibule::model::FieldRule;

use super::me;
use crate::support::{Database, House, MINUTE, Person, on_both};

on_both!(
    a_password_is_changed_with_the_current_one,
    the_rules_are_those_of_the_sign_up,
    guesses_at_the_current_one_are_counted,
    a_password_is_set_where_there_is_none,
    others_may_stay_signed_in,
    where_passwords_are_off_none_is_set,
);

const NEW: &str = "granite teapot sparrow 77";
const FORM: &str = "user/update_password";

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
    browser.post(FORM, &good).await.expect_ok();
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
