//! Attempts to sign up, as other backends see them.

use serde_json::{Value, json};
use vestibule::model::FieldRule;

use crate::support::backend::Backend;
use crate::support::{Browser, DAY, Database, House, Person, on_both};

on_both!(
    a_sign_up_is_shown_on_its_way,
    what_nobody_went_on_with_is_given_up,
    an_external_id_goes_to_the_account,
    what_nobody_is_called_is_refused,
    whoever_is_called_so_meanwhile_keeps_it,
);

async fn begun(house: &House, person: &Person) -> (Browser, String) {
    let browser = house.browser();
    let state = house.begin_sign_up(&browser, person).await.json();
    let id = state["client"]["sign_up"]["id"].as_str().expect("an id").to_owned();
    (browser, format!("/v1/sign_ups/{id}"))
}

async fn finish(house: &House, browser: &Browser, person: &Person) {
    let code = house.code_for(&person.email).await;
    browser.post("sign_up/attempt_verification", &[("code", &code)]).await.expect_ok();
}

fn called(external_id: &str) -> Option<Value> {
    Some(json!({ "external_id": external_id }))
}

async fn a_sign_up_is_shown_on_its_way(database: Database) {
    let house = House::with(&database, |settings| settings.sign_up.first_name = FieldRule::Optional).await;
    let backend = Backend::of(&house, &["sign_ups:read"]).await;
    let ada = Person::named("ada");
    let (browser, path) = begun(&house, &ada).await;
    let shown = backend.get(&path).await.expect_ok();
    let expected = json!({
        "object": "sign_up_attempt", "id": path.rsplit('/').next(), "status": "missing_requirements",
        "required_fields": ["email_address", "password"], "optional_fields": ["first_name"],
        "missing_fields": [], "unverified_fields": ["email_address"],
        "verifications": {
            "email_address": { "next_action": "needs_attempt", "supported_strategies": ["email_code"] },
            "phone_number": null, "external_account": null,
        },
        "username": null, "email_address": ada.email, "phone_number": null, "password_enabled": true,
        "first_name": null, "last_name": null, "unsafe_metadata": {}, "custom_action": false, "external_id": null,
        "created_session_id": null, "created_user_id": null, "abandon_at": shown["abandon_at"], "legal_accepted_at": null,
    });
    assert_eq!(shown, expected);
    finish(&house, &browser, &ada).await;
    let done = backend.get(&path).await.expect_ok();
    let user = database.texts("SELECT id FROM users").await.remove(0);
    let session = database.texts("SELECT id FROM sessions").await.remove(0);
    assert_eq!((&done["status"], &done["password_enabled"]), (&json!("complete"), &json!(true)));
    assert_eq!((&done["created_user_id"], &done["created_session_id"]), (&json!(user), &json!(session)));
    assert_eq!((&done["missing_fields"], &done["unverified_fields"]), (&json!([]), &json!([])));
    assert_eq!(done["verifications"]["email_address"]["next_action"], "");
    assert_eq!(backend.get("/v1/sign_ups/sua_nobody").await.error(), (404, "resource_not_found", ""));
}

async fn what_nobody_went_on_with_is_given_up(database: Database) {
    let house = House::open(&database).await;
    let backend = Backend::of(&house, &[]).await;
    let (_, path) = begun(&house, &Person::named("ada")).await;
    house.clock.advance(2 * DAY);
    let given_up = backend.get(&path).await.expect_ok();
    assert_eq!((&given_up["status"], &given_up["created_user_id"]), (&json!("abandoned"), &Value::Null));
    let late = backend.ask("PATCH", &path, called("crm_7")).await;
    assert_eq!(late.error(), (404, "resource_not_found", ""));
}

async fn an_external_id_goes_to_the_account(database: Database) {
    let house = House::open(&database).await;
    let backend = Backend::of(&house, &[]).await;
    let ada = Person::named("ada");
    let (browser, path) = begun(&house, &ada).await;
    let set = backend.ask("PATCH", &path, called(" crm_7 ")).await.expect_ok();
    assert_eq!(set["external_id"], "crm_7");
    assert_eq!(backend.ask("PATCH", &path, Some(json!({}))).await.expect_ok()["external_id"], "crm_7");
    let cleared = backend.ask("PATCH", &path, Some(json!({ "external_id": null }))).await.expect_ok();
    assert_eq!(cleared["external_id"], Value::Null);
    backend.ask("PATCH", &path, called("crm_8")).await.expect_ok();
    finish(&house, &browser, &ada).await;
    let users = backend.get("/v1/users?external_id=crm_8").await.expect_ok();
    assert_eq!(users[0]["primary_email_address_id"], users[0]["email_addresses"][0]["id"]);
    assert_eq!(users[0]["email_addresses"][0]["email_address"], ada.email.as_str());
    let late = backend.ask("PATCH", &path, called("crm_9")).await;
    assert_eq!(late.error(), (404, "resource_not_found", ""), "it is over");
    let (other, path) = begun(&house, &Person::named("bob")).await;
    finish(&house, &other, &Person::named("bob")).await;
    assert_eq!(backend.get(&path).await.expect_ok()["external_id"], Value::Null);
}

async fn what_nobody_is_called_is_refused(database: Database) {
    let house = House::open(&database).await;
    let backend = Backend::of(&house, &[]).await;
    let (_, path) = begun(&house, &Person::named("ada")).await;
    let zoe =
        json!({ "email_address": ["zoe@example.com"], "skip_password_requirement": true, "external_id": "crm_1" });
    backend.post("/v1/users", zoe).await.expect_ok();
    for (wrong, code, param) in [
        (json!({ "external_id": "crm_1" }), "form_identifier_exists", "external_id"),
        (json!({ "external_id": "x".repeat(256) }), "form_param_max_length_exceeded", "external_id"),
        (json!({ "external_id": "a\nb" }), "form_param_format_invalid", "external_id"),
        (json!({ "external_id": 7 }), "request_body_invalid", ""),
        (json!({ "custom_action": true }), "form_param_unknown", "custom_action"),
    ] {
        let refused = backend.ask("PATCH", &path, Some(wrong.clone())).await;
        assert_eq!(refused.error(), (422, code, param), "{wrong}");
    }
    assert_eq!(backend.get(&path).await.expect_ok()["external_id"], Value::Null);
}

async fn whoever_is_called_so_meanwhile_keeps_it(database: Database) {
    let house = House::open(&database).await;
    let backend = Backend::of(&house, &[]).await;
    let ada = Person::named("ada");
    let (browser, path) = begun(&house, &ada).await;
    backend.ask("PATCH", &path, called("crm_1")).await.expect_ok();
    let zoe =
        json!({ "email_address": ["zoe@example.com"], "skip_password_requirement": true, "external_id": "crm_1" });
    backend.post("/v1/users", zoe).await.expect_ok();
    let code = house.code_for(&ada.email).await;
    let refused = browser.post("sign_up/attempt_verification", &[("code", &code)]).await;
    refused.expect_error(422, "form_identifier_exists@external_id");
    assert_eq!(database.count("users").await, 1);
}
