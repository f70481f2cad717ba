use serde_json::{Value, json};
use vestibule::model::FieldRule;

use super::{id_of, me};
use crate::support::{Database, House, Person, on_both};

on_both!(
    a_number_is_added_proven_and_signs_in,
    a_number_of_somebody_is_answered_like_any,
    a_number_that_is_a_second_factor_takes_that_along,
    numbers_may_be_off,
);

const NUMBER: &str = "+12024561111";

async fn a_number_is_added_proven_and_signs_in(database: Database) {
    let house = House::with(&database, |settings| settings.sign_up.phone_number = FieldRule::Optional).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    let fields = [("phone_number", "(202) 456-1111"), ("phone_country", "US")];
    browser.post("phone_number/create", &fields).await.expect_ok();
    let id = id_of(&browser, "phone_numbers", NUMBER).await;
    assert_eq!(me(&browser).await["primary_phone_number_id"], Value::Null);
    let code = house.code_for(NUMBER).await;
    let give = [("phone_number_id", id.as_str()), ("code", &code)];
    // A code for a number is none for an address.
    let elsewhere = [("email_address_id", id.as_str()), ("code", &code)];
    browser.post("email_address/attempt_verification", &elsewhere).await.expect_error(404, "resource_not_found");
    browser.post("phone_number/attempt_verification", &give).await.expect_ok();
    let user = me(&browser).await;
    assert_eq!(user["primary_phone_number_id"], json!(id), "the first one is the primary one");
    assert_eq!(user["phone_numbers"][0]["verification"]["status"], "verified");
    assert!(house.mail_to(&ada.email).await.subject.contains("+1 202-456-1111"), "the owner is told by mail");
    house.browser().try_password(NUMBER, &ada.password).await.expect_ok();
    browser.post("phone_number/remove", &[("phone_number_id", &id)]).await.expect_ok();
    assert_eq!(me(&browser).await["primary_phone_number_id"], Value::Null);
    assert_eq!(house.browser().try_password(NUMBER, &ada.password).await.status, 422);
}

async fn a_number_of_somebody_is_answered_like_any(database: Database) {
    let house = House::with(&database, |settings| settings.sign_up.phone_number = FieldRule::Optional).await;
    let ada = house.sign_up(&Person::named("ada")).await;
    ada.post("phone_number/create", &[("phone_number", NUMBER)]).await.expect_ok();
    let id = id_of(&ada, "phone_numbers", NUMBER).await;
    let code = house.code_for(NUMBER).await;
    ada.post("phone_number/attempt_verification", &[("phone_number_id", &id), ("code", &code)]).await.expect_ok();
    let eve = house.sign_up(&Person::named("eve")).await;
    eve.post("phone_number/create", &[("phone_number", NUMBER)]).await.expect_ok();
    assert!(house.mail_to(NUMBER).await.text.starts_with("You already have an account"));
}

async fn a_number_that_is_a_second_factor_takes_that_along(database: Database) {
    let house = House::with(&database, |settings| {
        settings.sign_up.phone_number = FieldRule::Optional;
        settings.mfa.phone_code = true;
        // The number is kept without being proven anew.
        settings.session.reverification = false;
    })
    .await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    browser.post("phone_number/create", &[("phone_number", NUMBER)]).await.expect_ok();
    let id = id_of(&browser, "phone_numbers", NUMBER).await;
    let code = house.code_for(NUMBER).await;
    browser.post("phone_number/attempt_verification", &[("phone_number_id", &id), ("code", &code)]).await.expect_ok();
    let reserve = [("phone_number_id", id.as_str()), ("reserved", "true")];
    browser.post("phone_number/set_reserved_for_second_factor", &reserve).await.expect_ok();
    assert_eq!(
        (me(&browser).await["two_factor_enabled"].as_bool(), database.count("backup_codes").await),
        (Some(true), 10)
    );

    let strict = house.another_with(|settings| settings.mfa.required = true).await;
    let refused = browser.at(&strict).post("phone_number/remove", &[("phone_number_id", &id)]).await;
    refused.expect_error(422, "mfa_required");
    assert_eq!(me(&browser).await["phone_numbers"][0]["reserved_for_second_factor"], true, "it is all as it was");

    browser.post("phone_number/remove", &[("phone_number_id", &id)]).await.expect_ok();
    let user = me(&browser).await;
    assert_eq!((&user["two_factor_enabled"], &user["phone_numbers"]), (&json!(false), &json!([])));
    assert_eq!(database.count("backup_codes").await, 0);
    let told: Vec<String> = house.mails().await.into_iter().map(|mail| mail.subject).collect();
    assert!(told.iter().any(|subject| subject.contains("second step was removed")), "{told:?}");
    house.browser().sign_in(&ada).await.expect_ok();
}

async fn numbers_may_be_off(database: Database) {
    let house = House::open(&database).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    browser.post("phone_number/create", &[("phone_number", NUMBER)]).await.expect_error(422, "form_param_unknown");
}
