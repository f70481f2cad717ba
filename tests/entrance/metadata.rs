//! What an app keeps about people, and who reads and writes what of it.

use serde_json::{Map, Value, json};
use vestibule::server::UserMetadata;

use crate::support::{Browser, Database, House, Person, at_once, on_both};

on_both!(
    the_server_lays_changes_over_it,
    a_browser_reads_two_of_three,
    a_person_writes_one_of_them,
    it_comes_with_the_sign_up,
    none_of_it_is_longer_than_it_may_be,
    changes_at_once_all_count,
);

fn object(value: Value) -> Map<String, Value> {
    value.as_object().expect("an object").clone()
}

fn change(public: Value, private: Value, unsafe_metadata: Value) -> UserMetadata {
    UserMetadata { public: object(public), private: object(private), unsafe_metadata: object(unsafe_metadata) }
}

async fn with_ada(database: &Database) -> (House, Browser, String) {
    let house = House::open(database).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    let id = browser.get("/api/me").await.json()["id"].as_str().expect("an id").to_owned();
    (house, browser, id)
}

async fn the_server_lays_changes_over_it(database: Database) {
    let (house, _, id) = with_ada(&database).await;
    let users = house.vestibule.users();
    assert_eq!(users.metadata(&id).await.expect("is read"), Some(UserMetadata::default()));
    let first =
        change(json!({"plan": {"name": "gold", "seats": 3}}), json!({"customer": "c_1"}), json!({"likes": "tea"}));
    assert_eq!(users.update_metadata(&id, &first).await.expect("is kept"), first);
    let second = change(json!({"plan": {"seats": null, "trial": true}}), json!({"customer": null}), json!({}));
    let kept = users.update_metadata(&id, &second).await.expect("is kept");
    let whole = change(json!({"plan": {"name": "gold", "trial": true}}), json!({}), json!({"likes": "tea"}));
    assert_eq!(kept, whole);
    assert_eq!(users.metadata(&id).await.expect("is read"), Some(whole));
    assert_eq!(database.texts("SELECT type FROM events WHERE type = 'user.updated'").await.len(), 2);
    let account = users.get(&id).await.expect("is read").expect("is there");
    assert_eq!(json!(account)["public_metadata"], json!({"plan": {"name": "gold", "trial": true}}));
    let nobody = "user_000000000000000000000000000";
    assert_eq!(users.metadata(nobody).await.expect("is read"), None);
    let refused = users.update_metadata(nobody, &second).await.expect_err("is nobody").to_api();
    assert_eq!(refused.errors[0].code.as_str(), "resource_not_found");
}

async fn a_browser_reads_two_of_three(database: Database) {
    let house = House::with(&database, |settings| settings.sign_in.passkey = true).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    let id = browser.get("/api/me").await.json()["id"].as_str().expect("an id").to_owned();
    let all = change(json!({"plan": "gold-canary"}), json!({"secret": "iron-canary"}), json!({"likes": "tea-canary"}));
    house.vestibule.users().update_metadata(&id, &all).await.expect("is kept");
    let mut seen = vec![browser.get("/api/me").await];
    for form in ["client/get", "user/get_sessions", "session/token"] {
        seen.push(browser.post(form, &[]).await);
    }
    seen.push(browser.post("user/update", &[("unsafe_metadata", r#"{"likes":"tea-canary"}"#)]).await);
    for path in ["/", "/dashboard", "/user", "/user/security"] {
        seen.push(browser.page(path).await);
    }
    seen.push(browser.sign_in(&ada).await);
    seen.push(house.browser().sign_in(&ada).await);
    for answer in &seen {
        assert!(!answer.shows("iron-canary") && !answer.shows("private_metadata"), "{}: {}", answer.path, answer.body);
        for header in answer.headers.values() {
            let text = String::from_utf8_lossy(header.as_bytes());
            assert!(!claims(&text).contains("iron-canary"), "{}", answer.path);
        }
    }
    let me = seen[0].json();
    assert_eq!(
        (&me["public_metadata"]["plan"], &me["unsafe_metadata"]["likes"]),
        (&json!("gold-canary"), &json!("tea-canary"))
    );
    assert!(
        seen.iter().any(|answer| answer.path == "/dashboard" && answer.shows("gold-canary")),
        "the page's own state"
    );
}

/// What a session token in a header says.
fn claims(header: &str) -> String {
    use base64::Engine;
    let parts: Vec<_> = header.split(['.', '=', ';']).collect();
    let decoded = parts.iter().filter_map(|part| base64::prelude::BASE64_URL_SAFE_NO_PAD.decode(part).ok());
    decoded.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).collect()
}

async fn a_person_writes_one_of_them(database: Database) {
    let (house, browser, id) = with_ada(&database).await;
    let users = house.vestibule.users();
    let before = change(json!({"plan": "gold"}), json!({"customer": "c_1"}), json!({"likes": "tea", "a": 1}));
    users.update_metadata(&id, &before).await.expect("is kept");
    let wrote = browser.post("user/update", &[("unsafe_metadata", r#"{"likes": ["coffee"]}"#)]).await;
    wrote.expect_ok();
    let user = &wrote.json()["client"]["sessions"][0]["user"];
    assert_eq!(user["unsafe_metadata"], json!({"likes": ["coffee"]}), "it takes the place of what was there");
    let kept = users.metadata(&id).await.expect("is read").expect("is there");
    assert_eq!(kept, UserMetadata { unsafe_metadata: object(json!({"likes": ["coffee"]})), ..before });
    browser.post("user/update", &[("first_name", "Ada")]).await.expect_ok();
    assert_eq!(users.metadata(&id).await.expect("is read").expect("is there"), kept, "left out, it stays");
    for wrong in ["7", "[]", "{"] {
        let refused = browser.post("user/update", &[("unsafe_metadata", wrong)]).await;
        refused.expect_error(422, "form_param_format_invalid@unsafe_metadata");
    }
    for field in ["public_metadata", "private_metadata"] {
        let told = format!("form_param_unknown@{field}");
        browser.post("user/update", &[(field, "{}")]).await.expect_error(422, &told);
    }
    house.browser().post("user/update", &[("unsafe_metadata", "{}")]).await.expect_error(401, "authentication_invalid");
}

async fn it_comes_with_the_sign_up(database: Database) {
    let house = House::open(&database).await;
    let (ada, browser) = (Person::named("ada"), house.browser());
    let fields = [("email_address", ada.email.as_str()), ("password", &ada.password)];
    let with = |metadata| fields.iter().copied().chain([("unsafe_metadata", metadata)]).collect::<Vec<_>>();
    let refused = browser.post("sign_up/create", &with("[]")).await;
    refused.expect_error(422, "form_param_format_invalid@unsafe_metadata");
    browser.post("sign_up/create", &with(r#"{"from":"a poster"}"#)).await.expect_ok();
    // Whoever corrects something else does not lose it.
    browser.post("sign_up/create", &fields).await.expect_ok();
    let code = house.code_for(&ada.email).await;
    browser.post("sign_up/attempt_verification", &[("code", &code)]).await.expect_ok();
    let me = browser.get("/api/me").await.json();
    assert_eq!((&me["unsafe_metadata"], &me["public_metadata"]), (&json!({"from": "a poster"}), &json!({})));
}

async fn none_of_it_is_longer_than_it_may_be(database: Database) {
    let (house, browser, id) = with_ada(&database).await;
    let users = house.vestibule.users();
    let long = |length: usize| json!({"a": "x".repeat(length - 8)});
    let fits = long(8 * 1024);
    users.update_metadata(&id, &change(fits.clone(), fits.clone(), fits.clone())).await.expect("fits");
    for too_long in [
        change(json!({"b": 1}), json!({}), json!({})),
        change(json!({}), json!({"b": 1}), json!({})),
        change(json!({}), json!({}), json!({"b": 1})),
    ] {
        let refused = users.update_metadata(&id, &too_long).await.expect_err("is too long").to_api();
        assert_eq!(refused.errors[0].code.as_str(), "form_param_max_length_exceeded");
        assert_eq!(refused.errors[0].meta.limit, Some(8192));
    }
    let text = long(8 * 1024 + 1).to_string();
    let refused = browser.post("user/update", &[("unsafe_metadata", &text)]).await;
    refused.expect_error(422, "form_param_max_length_exceeded@unsafe_metadata");
    browser.post("user/update", &[("unsafe_metadata", &fits.to_string())]).await.expect_ok();
}

async fn changes_at_once_all_count(database: Database) {
    let (house, _, id) = with_ada(&database).await;
    let each = (0..12).map(|number| {
        let (vestibule, id) = (house.vestibule.clone(), id.clone());
        async move {
            let new = change(json!({ format!("key_{number}"): number }), json!({}), json!({}));
            vestibule.users().update_metadata(&id, &new).await.expect("is kept");
        }
    });
    at_once(each).await;
    let kept = house.vestibule.users().metadata(&id).await.expect("is read").expect("is there");
    assert_eq!(kept.public.len(), 12, "{kept:?}");
}
