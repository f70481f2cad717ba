//! People, as other backends see them.

use serde_json::{Value, json};

use crate::support::backend::Backend;
use crate::support::{Database, HOUR, House, Person, SECOND, Somebody, offer, on_both};

on_both!(
    users_are_found_in_many_ways,
    users_come_in_many_orders_and_pages,
    a_user_is_shown_whole,
    metadata_is_merged_and_replaced,
    whoever_is_deleted_is_gone,
    bans_and_locks_hold,
    it_is_shown_what_a_provider_allows,
);

/// People with these names, each a second after the one before, and their ids.
async fn people<const N: usize>(house: &House, names: [&str; N]) -> [String; N] {
    let mut ids = [const { String::new() }; N];
    for (at, name) in names.into_iter().enumerate() {
        house.clock.advance(SECOND);
        let me = house.sign_up(&Person::named(name)).await.get("/api/me").await.json();
        ids[at] = me["id"].as_str().expect("an id").to_owned();
    }
    ids
}

fn ids(list: &Value) -> Vec<&str> {
    list.as_array().expect("a list").iter().map(|user| user["id"].as_str().expect("an id")).collect()
}

async fn users_are_found_in_many_ways(database: Database) {
    let house = House::open(&database).await;
    let [ada, grace, eve] = people(&house, ["ada", "grace", "eve"]).await;
    let backend = Backend::of(&house, &[]).await;
    let all = backend.get("/v1/users").await.expect_ok();
    assert_eq!(ids(&all), [eve.as_str(), &grace, &ada], "who came last is in front");
    house.vestibule.users().ban(&eve).await.expect("is banned");
    let created = all[1]["created_at"].as_i64().expect("a time");
    for (query, expected) in [
        (format!("user_id={ada}&user_id={eve}"), vec![&eve, &ada]),
        (format!("user_id=-{ada}"), vec![&eve, &grace]),
        (format!("user_id={ada}&user_id=-{ada}"), vec![]),
        ("email_address=ADA@example.com&email_address=grace%40example.com".into(), vec![&grace, &ada]),
        ("email_address=nonsense".into(), vec![]),
        ("user_id=".into(), vec![]),
        ("user_id=%00".into(), vec![]),
        ("query=GRACE".into(), vec![&grace]),
        ("query=example.com".into(), vec![&eve, &grace, &ada]),
        (format!("query={}", grace.to_uppercase()), vec![&grace]),
        ("query=%25".into(), vec![]),
        ("query=_".into(), vec![&eve, &grace, &ada]),
        ("query=%00".into(), vec![]),
        ("query='%20OR%201=1".into(), vec![]),
        ("username=ada".into(), vec![]),
        ("phone_number=%2B491512345678".into(), vec![]),
        ("organization_id=org_0".into(), vec![]),
        ("banned=true".into(), vec![&eve]),
        ("banned=false".into(), vec![&grace, &ada]),
        (format!("created_at_before={created}"), vec![&ada]),
        (format!("created_at_after={created}"), vec![&eve, &grace]),
        (format!("last_sign_in_at_before={created}"), vec![&ada]),
        (format!("last_active_at_since={created}"), vec![&eve, &grace]),
        (format!("last_active_at_before={created}"), vec![&ada]),
    ] {
        let found = backend.get(&format!("/v1/users?{query}")).await.expect_ok();
        assert_eq!(ids(&found), expected, "{query}");
        let count = backend.get(&format!("/v1/users/count?{query}")).await.expect_ok();
        assert_eq!(count, json!({ "object": "total_count", "total_count": expected.len() }), "{query}");
    }
}

async fn users_come_in_many_orders_and_pages(database: Database) {
    let house = House::open(&database).await;
    let [ada, grace, eve] = people(&house, ["ada", "grace", "eve"]).await;
    let backend = Backend::of(&house, &[]).await;
    for (query, expected) in [
        ("order_by=-created_at", [&eve, &grace, &ada]),
        ("order_by=%2Bcreated_at", [&ada, &grace, &eve]),
        ("order_by=+created_at", [&ada, &grace, &eve]),
        ("order_by=created_at", [&ada, &grace, &eve]),
        ("order_by=email_address", [&ada, &eve, &grace]),
        ("order_by=-email_address", [&grace, &eve, &ada]),
        ("order_by=-last_sign_in_at", [&eve, &grace, &ada]),
        ("order_by=last_active_at", [&ada, &grace, &eve]),
        // Nobody has one: who came first is in front.
        ("order_by=username", [&ada, &grace, &eve]),
        ("order_by=-first_name", [&eve, &grace, &ada]),
    ] {
        let found = backend.get(&format!("/v1/users?{query}")).await.expect_ok();
        assert_eq!(ids(&found), expected.map(String::as_str), "{query}");
    }
    for (page, expected) in [
        ("limit=2", vec![&eve, &grace]),
        ("limit=2&offset=2", vec![&ada]),
        ("limit=500&offset=1", vec![&grace, &ada]),
        ("offset=3", vec![]),
    ] {
        let found = backend.get(&format!("/v1/users?{page}")).await.expect_ok();
        assert_eq!(ids(&found), expected, "{page}");
    }
}

async fn a_user_is_shown_whole(database: Database) {
    let house = House::open(&database).await;
    let [ada] = people(&house, ["ada"]).await;
    let backend = Backend::of(&house, &[]).await;
    let user = backend.get(&format!("/v1/users/{ada}")).await.expect_ok();
    let address = &user["email_addresses"][0];
    assert_eq!(user["primary_email_address_id"], address["id"]);
    assert_eq!((&address["object"], &address["email_address"]), (&json!("email_address"), &json!("ada@example.com")));
    assert_eq!(address["verification"]["status"], "verified");
    assert_eq!(
        (&user["object"], &user["password_enabled"], &user["image_url"]),
        (&json!("user"), &json!(true), &json!(""))
    );
    let keys: Vec<&String> = user.as_object().expect("an object").keys().collect();
    for key in [
        "id",
        "username",
        "first_name",
        "last_name",
        "has_image",
        "two_factor_enabled",
        "totp_enabled",
        "backup_code_enabled",
        "phone_numbers",
        "web3_wallets",
        "passkeys",
        "external_accounts",
        "enterprise_accounts",
        "public_metadata",
        "private_metadata",
        "unsafe_metadata",
        "last_sign_in_at",
        "last_active_at",
        "banned",
        "locked",
        "lockout_expires_in_seconds",
        "verification_attempts_remaining",
        "password_last_updated_at",
        "create_organization_enabled",
        "create_organizations_limit",
        "delete_self_enabled",
        "legal_accepted_at",
        "locale",
        "created_at",
        "updated_at",
    ] {
        assert!(keys.iter().any(|known| *known == key), "{key}");
    }
    assert!(!user.to_string().contains("argon2"), "no hash is shown");
    assert_eq!(user["password_last_updated_at"], user["created_at"]);
}

async fn metadata_is_merged_and_replaced(database: Database) {
    let house = House::open(&database).await;
    let [ada] = people(&house, ["ada"]).await;
    let backend = Backend::of(&house, &[]).await;
    let path = format!("/v1/users/{ada}/metadata");
    let first =
        json!({ "public_metadata": { "plan": { "name": "gold", "seats": 3 } }, "private_metadata": { "crm": 7 } });
    let user = backend.ask("PATCH", &path, Some(first)).await.expect_ok();
    assert_eq!(user["private_metadata"], json!({ "crm": 7 }));
    let change = json!({ "public_metadata": { "plan": { "seats": null } }, "unsafe_metadata": { "theme": "dark" } });
    let user = backend.ask("PATCH", &path, Some(change)).await.expect_ok();
    assert_eq!(user["public_metadata"], json!({ "plan": { "name": "gold" } }));
    assert_eq!(
        (&user["private_metadata"], &user["unsafe_metadata"]),
        (&json!({ "crm": 7 }), &json!({ "theme": "dark" }))
    );
    let user = backend.ask("PUT", &path, Some(json!({ "public_metadata": { "vip": true } }))).await.expect_ok();
    assert_eq!(user["public_metadata"], json!({ "vip": true }));
    assert_eq!(user["private_metadata"], json!({ "crm": 7 }), "what is left out stays");
    assert_eq!(backend.ask("PATCH", "/v1/users/user_0/metadata", Some(json!({}))).await.status, 404);
}

async fn whoever_is_deleted_is_gone(database: Database) {
    let house = House::open(&database).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    let me = browser.get("/api/me").await.json();
    let ada = me["id"].as_str().expect("an id");
    let backend = Backend::of(&house, &[]).await;
    let gone = backend.ask("DELETE", &format!("/v1/users/{ada}"), None).await.expect_ok();
    assert_eq!(gone, json!({ "object": "user", "id": ada, "deleted": true }));
    assert_eq!(browser.who().await, None);
    assert_eq!(backend.ask("DELETE", &format!("/v1/users/{ada}"), None).await.error().0, 404);
    assert_eq!(backend.get("/v1/users/count").await.expect_ok()["total_count"], 0);
    assert_eq!(database.texts("SELECT type FROM events WHERE type = 'user.deleted'").await.len(), 1);
    house.sign_up(&Person::named("ada")).await;
}

async fn bans_and_locks_hold(database: Database) {
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    let id = browser.get("/api/me").await.json()["id"].as_str().expect("an id").to_owned();
    let backend = Backend::of(&house, &[]).await;
    let act = async |what: &str| backend.post(&format!("/v1/users/{id}/{what}"), json!({})).await.expect_ok();
    let locked = act("lock").await;
    assert_eq!(locked["locked"], true);
    assert!(locked["lockout_expires_in_seconds"].as_i64().is_some_and(|seconds| seconds > 0));
    assert_eq!(browser.who().await, Some(ada.email.clone()), "sessions go on");
    assert_eq!(house.browser().sign_in(&ada).await.status, 403);
    assert_eq!(act("unlock").await["locked"], false);
    assert_eq!(act("ban").await["banned"], true);
    assert_eq!(browser.who().await, None);
    assert_eq!(act("unban").await["banned"], false);
    assert_eq!(house.sign_in(&ada).await.who().await, Some(ada.email));
    for what in ["ban", "unban", "lock", "unlock"] {
        assert_eq!(backend.post(&format!("/v1/users/user_0/{what}"), json!({})).await.status, 404, "{what}");
    }
}

async fn it_is_shown_what_a_provider_allows(database: Database) {
    let house = House::with(&database, |settings| offer(settings, &["google"])).await;
    let come = async || house.browser().come_from("sign_in/oauth", "google", Somebody::proven("ada@example.com")).await;
    come().await;
    let backend = Backend::of(&house, &[]).await;
    let user = backend.get("/v1/users").await.expect_ok()[0].clone();
    let ada = user["id"].as_str().expect("an id");
    assert_eq!(user["password_last_updated_at"], json!(null), "there is none");
    let path = format!("/v1/users/{ada}");
    let shown = async || backend.get(&path).await.expect_ok()["external_accounts"][0]["approved_scopes"].clone();
    assert_eq!(shown().await, "email profile");
    let banned = backend.post(&format!("{path}/ban"), json!({})).await.expect_ok();
    let told = database.texts("SELECT data FROM events WHERE type = 'user.banned'").await;
    let told: Value = serde_json::from_str(&told[0]).expect("is JSON");
    assert_eq!(told["external_accounts"], banned["external_accounts"]);
    backend.post(&format!("{path}/unban"), json!({})).await.expect_ok();

    // An account that is older than this is kept.
    let older = "UPDATE external_accounts SET approved_scopes = NULL";
    database.execute(older).await;
    assert_eq!(shown().await, "");
    come().await;
    assert_eq!(shown().await, "email profile");
    database.execute(older).await;
    house.clock.advance(HOUR);
    house.vestibule.oauth_access_token(ada, "google").await.expect("is replaced");
    assert_eq!(shown().await, "email profile");
}
