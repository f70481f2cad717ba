//! What of a user another backend changes.

use serde_json::{Value, json};

use crate::support::app::App;
use crate::support::backend::Backend;
use crate::support::{Database, House, MINUTE, Person, on_both};

on_both!(
    what_is_said_changes_and_nothing_else,
    whoever_gets_a_password_signs_in_with_it,
    second_factors_come_from_elsewhere,
    another_address_becomes_the_primary_one,
    what_must_not_change_does_not,
    the_app_says_who_may_delete_their_account,
);

/// Someone who has signed up, and their path.
async fn ada(house: &House) -> (Person, String) {
    let ada = Person::named("ada");
    let me = house.sign_up(&ada).await.get("/api/me").await.json();
    (ada, format!("/v1/users/{}", me["id"].as_str().expect("an id")))
}

async fn actions(database: &Database) -> Vec<String> {
    database.texts("SELECT action FROM audit_entries WHERE actor_type = 'secret_key' ORDER BY created_at, id").await
}

async fn what_is_said_changes_and_nothing_else(database: Database) {
    let house = House::open(&database).await;
    let (_, path) = ada(&house).await;
    let backend = Backend::of(&house, &[]).await;
    let before = backend.get(&path).await.expect_ok();
    house.clock.advance(MINUTE);
    assert_eq!(backend.ask("PATCH", &path, None).await.expect_ok(), before, "nothing is said");
    let same = backend.ask("PATCH", &path, Some(json!({ "first_name": null, "external_id": "" }))).await.expect_ok();
    assert_eq!(same, before, "nothing is other than before");
    let change = json!({
        "first_name": "Ada", "last_name": "Lovelace", "username": "countess", "external_id": "crm-7", "locale": "fr-FR",
        "created_at": "2020-02-29T12:00:00Z", "legal_accepted_at": "2020-03-01T00:00:00Z",
        "create_organization_enabled": false, "create_organizations_limit": 3,
        "public_metadata": { "plan": "gold" }, "private_metadata": { "crm": 7 },
    });
    let told = async || database.texts("SELECT type FROM events WHERE type = 'user.updated'").await.len();
    let before_that = told().await;
    let changed = backend.ask("PATCH", &path, Some(change.clone())).await.expect_ok();
    assert_eq!(told().await, before_that + 1, "whoever listens is told once");
    for (name, sent) in change.as_object().expect("an object") {
        match name.as_str() {
            "created_at" => assert_eq!(changed[name], 1_582_977_600_000_i64),
            "legal_accepted_at" => assert_eq!(changed[name], 1_583_020_800_000_i64),
            _ => assert_eq!(changed[name], *sent, "{name}"),
        }
    }
    assert!(changed["updated_at"].as_i64() > before["updated_at"].as_i64());
    assert_eq!(changed["email_addresses"], before["email_addresses"]);
    let found = backend.get("/v1/users?query=lovelace&external_id=crm-7").await.expect_ok();
    assert_eq!(found[0], changed);
    let actions = actions(&database).await;
    assert_eq!(actions, ["user.profileChanged", "user.usernameChanged", "user.metadataChanged"]);
    let noted = database.texts("SELECT changes FROM audit_entries WHERE action = 'user.profileChanged'").await;
    let noted: Value = serde_json::from_str(&noted[0]).expect("JSON");
    assert_eq!(noted["external_id"], json!({ "before": null, "after": "crm-7" }));
    let away = json!({ "last_name": null, "username": "", "external_id": null, "create_organizations_limit": null });
    let changed = backend.ask("PATCH", &path, Some(away)).await.expect_ok();
    assert_eq!(changed["first_name"], "Ada");
    for name in ["last_name", "username", "external_id"] {
        assert_eq!(changed[name], json!(null), "{name}");
    }
    assert_eq!(changed["create_organizations_limit"], before["create_organizations_limit"]);
}

async fn whoever_gets_a_password_signs_in_with_it(database: Database) {
    let house = House::open(&database).await;
    let (ada, path) = ada(&house).await;
    let browser = house.sign_in(&ada).await;
    let backend = Backend::of(&house, &[]).await;
    let weak = backend.ask("PATCH", &path, Some(json!({ "password": "ada@example.com 1" }))).await;
    assert_eq!(weak.error(), (422, "form_password_contains_identifier", "password"));
    assert_eq!(backend.ask("PATCH", &path, Some(json!({ "password": "short" }))).await.status, 422);
    for _ in 0..6 {
        house.browser().try_password(&ada.email, "wrong").await;
    }
    let locked = house.browser().sign_in(&ada).await;
    assert_eq!(locked.status, 403, "too many wrong ones");
    let new = Person { password: "copper lantern drifts 7".into(), ..ada.clone() };
    let change = json!({ "password": new.password, "sign_out_of_other_sessions": true });
    backend.ask("PATCH", &path, Some(change)).await.expect_ok();
    assert_eq!(browser.who().await, None, "their sessions have ended");
    assert_eq!(
        house.sign_in(&new).await.who().await,
        Some(ada.email.clone()),
        "who has a new one has not failed with it"
    );
    assert_eq!(house.browser().sign_in(&ada).await.status, 422);
    assert!(house.mail_to(&ada.email).await.subject.to_lowercase().contains("password"));
    let short = json!({ "password": "short", "skip_password_checks": true });
    house.clock.advance(MINUTE);
    let user = backend.ask("PATCH", &path, Some(short)).await.expect_ok();
    assert_eq!(user["password_last_updated_at"], user["updated_at"]);
    let short = Person { password: "short".into(), ..ada.clone() };
    assert_eq!(house.sign_in(&short).await.who().await, Some(ada.email.clone()));
    let digest = json!({ "password_hasher": "md5", "password_digest": "5f4dcc3b5aa765d61d8327deb882cf99" });
    backend.ask("PATCH", &path, Some(digest)).await.expect_ok();
    let moved = Person { password: "password".into(), ..ada.clone() };
    assert_eq!(house.sign_in(&moved).await.who().await, Some(ada.email));
    let only = backend.ask("PATCH", &path, Some(json!({ "password_hasher": "md5" }))).await;
    assert_eq!(only.error(), (422, "form_param_missing", "password_digest"));
}

async fn second_factors_come_from_elsewhere(database: Database) {
    let house = House::open(&database).await;
    let (ada, path) = ada(&house).await;
    let backend = Backend::of(&house, &[]).await;
    let app = App::with("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP");
    let change = json!({ "totp_secret": app.secret, "backup_codes": ["abcd-efgh", "ABCDEFGH", "23456789"] });
    let user = backend.ask("PATCH", &path, Some(change)).await.expect_ok();
    assert_eq!((&user["totp_enabled"], &user["two_factor_enabled"]), (&json!(true), &json!(true)));
    assert_eq!(database.count("backup_codes").await, 2, "the same code twice is one");
    let browser = house.browser();
    browser.sign_in(&ada).await.expect_ok();
    assert_eq!(browser.who().await, None, "a second proof is asked");
    browser.prove("totp", &app.code(&house)).await.expect_ok();
    assert_eq!(browser.who().await, Some(ada.email));
    let bad = backend.ask("PATCH", &path, Some(json!({ "totp_secret": "!" }))).await;
    assert_eq!(bad.error(), (422, "form_param_format_invalid", "totp_secret"));
}

async fn another_address_becomes_the_primary_one(database: Database) {
    let house = House::open(&database).await;
    let (ada, path) = ada(&house).await;
    let backend = Backend::of(&house, &[]).await;
    let user = backend.get(&path).await.expect_ok();
    let add = async |address: &str, verified: bool| {
        let new = json!({ "user_id": user["id"], "email_address": address, "verified": verified });
        backend.post("/v1/email_addresses", new).await.expect_ok()["id"].clone()
    };
    let (work, home) = (add("ada@work.example", true).await, add("ada@home.example", false).await);
    let before = house.mails().await.len();
    let changed = backend.ask("PATCH", &path, Some(json!({ "primary_email_address_id": work }))).await.expect_ok();
    assert_eq!(changed["primary_email_address_id"], work);
    assert_eq!(house.mails().await.len(), before, "they are told if that is asked for");
    let back = json!({ "primary_email_address_id": user["primary_email_address_id"], "notify_primary_email_address_changed": true });
    backend.ask("PATCH", &path, Some(back)).await.expect_ok();
    assert!(house.mail_to("ada@work.example").await.text.contains(&ada.email), "where they were reached before");
    let unproven = backend.ask("PATCH", &path, Some(json!({ "primary_email_address_id": home }))).await;
    assert_eq!(unproven.error().1, "identification_unverified");
    let nobodys = backend.ask("PATCH", &path, Some(json!({ "primary_email_address_id": "idn_0" }))).await;
    assert_eq!(nobodys.error().1, "resource_not_found");
}

async fn what_must_not_change_does_not(database: Database) {
    let house = House::open(&database).await;
    let (_, path) = ada(&house).await;
    let backend = Backend::of(&house, &[]).await;
    let eve = Person::named("eve");
    let new = json!({ "email_address": [eve.email], "username": "eve_of_old", "external_id": "crm-8", "password": eve.password });
    backend.post("/v1/users", new).await.expect_ok();
    let before = database.contents().await;
    for (body, expected) in [
        (json!({ "username": "Eve_0f_old" }), "form_identifier_exists@username"),
        (json!({ "username": "admin" }), "form_identifier_exists@username"),
        (json!({ "external_id": "crm-8" }), "form_identifier_exists@external_id"),
        (json!({ "locale": "not a tag" }), "form_param_format_invalid@locale"),
        (json!({ "created_at": "tomorrow" }), "form_param_format_invalid@created_at"),
        (json!({ "created_at": "2999-01-01T00:00:00Z" }), "form_param_format_invalid@created_at"),
        (json!({ "create_organizations_limit": -1 }), "form_param_format_invalid@create_organizations_limit"),
        (json!({ "public_metadata": { "x": "x".repeat(9_000) } }), "form_param_max_length_exceeded@public_metadata"),
        (json!({ "is_admin": true }), "form_param_unknown@is_admin"),
        (json!({ "first_name": "x".repeat(300) }), "form_param_max_length_exceeded@first_name"),
    ] {
        let reply = backend.ask("PATCH", &path, Some(body.clone())).await;
        let (status, code, param) = reply.error();
        assert_eq!((status, format!("{code}@{param}").as_str()), (422, expected), "{body}");
    }
    assert_eq!(backend.ask("PATCH", "/v1/users/user_0", Some(json!({ "first_name": "A" }))).await.status, 404);
    assert_eq!(backend.ask("PATCH", "/v1/users/user_0", None).await.status, 404);
    assert_eq!(database.contents().await, before, "nothing is written");
}

async fn the_app_says_who_may_delete_their_account(database: Database) {
    let house = House::open(&database).await;
    let (ada, path) = ada(&house).await;
    let browser = house.sign_in(&ada).await;
    let backend = Backend::of(&house, &[]).await;
    assert_eq!(backend.get(&path).await.expect_ok()["delete_self_enabled"], house.vestibule.settings().account.delete);
    let kept = backend.ask("PATCH", &path, Some(json!({ "delete_self_enabled": false }))).await.expect_ok();
    assert_eq!(kept["delete_self_enabled"], false);
    let confirmed = [("confirmation", "delete account")];
    browser.post("user/delete", &confirmed).await.expect_error(403, "action_not_allowed");
    let page = browser.page("/user/security").await;
    assert!(!page.body.contains("user/delete"), "it is not offered");
    backend.ask("PATCH", &path, Some(json!({ "delete_self_enabled": true }))).await.expect_ok();
    let page = browser.page("/user/security").await;
    assert!(page.body.contains("user/delete"), "it is offered");
}
