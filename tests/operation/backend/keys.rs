//! Who may call, what they may, and how often.

use serde_json::json;
use vestibule::server::{Scope, Settings};

use crate::support::backend::Backend;
use crate::support::{Database, House, MINUTE, Person, is_stored_in, on_both};

on_both!(
    without_a_good_key_nothing_is_answered,
    a_key_opens_what_it_names,
    a_key_that_was_taken_back_opens_nothing_on_any_node,
    keys_are_known_by_their_hash,
    a_key_may_as_often_as_the_settings_say,
    mistakes_are_named,
    it_can_be_switched_off,
);

async fn without_a_good_key_nothing_is_answered(database: Database) {
    let house = House::open(&database).await;
    let good = Backend::of(&house, &[]).await.key().to_owned();
    let other = format!("sk_live_{}", &good["sk_test_".len()..]);
    let altered = format!("{}{}", &good[..good.len() - 1], if good.ends_with('A') { 'E' } else { 'A' });
    let ada = house.sign_up(&Person::named("ada")).await;
    let session = ada.cookie("__session").expect("a token");
    assert_eq!(
        Backend::presenting(&house, None).get("/v1/users").await.error().1,
        "authorization_header_format_invalid"
    );
    for bad in [other.as_str(), &altered, "sk_test_", "sk_test_x", "x", "", &session] {
        let reply = Backend::presenting(&house, Some(bad)).get("/v1/users").await;
        assert_eq!((reply.status, reply.json.get("data")), (401, None), "{bad}");
    }
    // A browser's cookies open nothing, and neither does a key in another place.
    let by_cookie = ada.get("/v1/users").await;
    assert_eq!(by_cookie.status, 401);
    assert_eq!(ada.get(&format!("/v1/users?secret_key={good}")).await.status, 401);
    assert_eq!(Backend::presenting(&house, Some(&good)).get("/v1/users").await.status, 200);
}

async fn a_key_opens_what_it_names(database: Database) {
    let house = House::open(&database).await;
    let id = house.sign_up(&Person::named("ada")).await.get("/api/me").await.json()["id"].clone();
    let id = id.as_str().expect("an id");
    let reader = Backend::of(&house, &["users:read"]).await;
    assert_eq!(reader.get(&format!("/v1/users/{id}")).await.status, 200);
    for (method, path) in [
        ("POST", format!("/v1/users/{id}/ban")),
        ("DELETE", format!("/v1/users/{id}")),
        ("PATCH", format!("/v1/users/{id}/metadata")),
        ("GET", format!("/v1/sessions?user_id={id}")),
        ("GET", "/v1/jwks".into()),
    ] {
        assert_eq!(
            reader.ask(method, &path, None).await.error(),
            (403, "authorization_invalid", ""),
            "{method} {path}"
        );
    }
    let all_reader = Backend::of(&house, &["*:read"]).await;
    assert_eq!(all_reader.get(&format!("/v1/sessions?user_id={id}")).await.status, 200);
    assert_eq!(all_reader.post(&format!("/v1/users/{id}/ban"), json!({})).await.status, 403);
    assert!(!house.vestibule.users().get(id).await.expect("is read").expect("is there").banned);
    let writer = Backend::of(&house, &["sessions:read", "users:write"]).await;
    assert_eq!(writer.post(&format!("/v1/users/{id}/ban"), json!({})).await.expect_ok()["banned"], true);
}

async fn a_key_that_was_taken_back_opens_nothing_on_any_node(database: Database) {
    let house = House::open(&database).await;
    let another = house.another().await;
    let first = Backend::of(&house, &[]).await;
    let second = Backend::of(&house, &[]).await;
    let there = Backend::presenting(&another, Some(first.key()));
    assert_eq!((first.get("/v1/users").await.status, there.get("/v1/users").await.status), (200, 200));
    let keys = house.vestibule.secret_keys();
    let known = keys.list().await.expect("are read");
    let key = known.iter().find(|key| first.key().ends_with(&key.hint)).expect("is there");
    assert!(keys.revoke(&key.id).await.expect("is taken back").revoked_at.is_some());
    assert!(keys.revoke(&key.id).await.is_err(), "once");
    assert_eq!((first.get("/v1/users").await.status, there.get("/v1/users").await.status), (401, 401));
    assert_eq!(second.get("/v1/users").await.status, 200);
}

async fn keys_are_known_by_their_hash(database: Database) {
    let house = House::open(&database).await;
    let backend = Backend::of(&house, &[]).await;
    backend.get("/v1/users").await.expect_ok();
    let used_at = async || house.vestibule.secret_keys().list().await.expect("are read")[0].last_used_at;
    let first = used_at().await.expect("is noted");
    house.clock.advance(MINUTE / 2);
    backend.get("/v1/users").await.expect_ok();
    assert_eq!(used_at().await, Some(first), "once in a minute");
    house.clock.advance(MINUTE);
    backend.get("/v1/users").await.expect_ok();
    assert!(used_at().await.is_some_and(|at| at > first));
    let secret = &backend.key()["sk_test_".len()..];
    assert!(!is_stored_in(&database.dump().await, secret));
    let made = house.vestibule.secret_keys().create("another", &[Scope::all()]).await.expect("is made");
    assert!(!format!("{made:?}").contains(made.secret.as_ref().expect("a secret").expose()));
    assert!(house.vestibule.secret_keys().create(" ", &[Scope::all()]).await.is_err());
    assert!(house.vestibule.secret_keys().create("opens nothing", &[]).await.is_err());
    assert!(house.vestibule.secret_keys().create(&"x".repeat(101), &[Scope::all()]).await.is_err());
}

async fn a_key_may_as_often_as_the_settings_say(database: Database) {
    let house = House::with(&database, |settings| settings.backend_api.requests_per_ten_seconds = 3).await;
    let (one, two) = (Backend::of(&house, &[]).await, Backend::of(&house, &[]).await);
    for left in ["2", "1", "0"] {
        let reply = one.get("/v1/users").await;
        assert_eq!(
            (reply.status, reply.header("x-ratelimit-limit"), reply.header("x-ratelimit-remaining")),
            (200, "3", left)
        );
    }
    let refused = one.get("/v1/users").await;
    assert_eq!(refused.error().1, "too_many_requests");
    assert_eq!((refused.status, refused.header("x-ratelimit-remaining")), (429, "0"));
    assert!(refused.header("retry-after").parse::<u32>().is_ok_and(|seconds| (1..=10).contains(&seconds)));
    assert_eq!(two.get("/v1/users").await.status, 200, "each has its own");
}

async fn mistakes_are_named(database: Database) {
    let house = House::open(&database).await;
    let backend = Backend::of(&house, &[]).await;
    let id = house.sign_up(&Person::named("ada")).await.get("/api/me").await.json()["id"].clone();
    let id = id.as_str().expect("an id");
    for (path, expected) in [
        ("/v1/users?limit=0", (422, "form_param_format_invalid", "limit")),
        ("/v1/users?limit=501", (422, "form_param_format_invalid", "limit")),
        ("/v1/users?limit=x", (422, "form_param_format_invalid", "")),
        ("/v1/users?order_by=password_digest", (422, "form_param_format_invalid", "order_by")),
        ("/v1/users?nonsense=1", (422, "form_param_unknown", "nonsense")),
        ("/v1/users/user_0", (404, "resource_not_found", "")),
        ("/v1/users/%00", (404, "resource_not_found", "")),
        ("/v1/users/..%2fsecret", (404, "resource_not_found", "")),
        ("/v1/sessions", (422, "form_param_missing", "user_id")),
        ("/v1/sessions?user_id=x&status=y", (422, "form_param_format_invalid", "status")),
        ("/v1/clients/%00", (404, "resource_not_found", "")),
    ] {
        let reply = backend.get(path).await;
        assert_eq!(reply.error(), expected, "{path}: {}", reply.json);
        assert!(reply.json["errors"][0]["long_message"].is_string() && reply.json["clerk_trace_id"].is_string());
    }
    let metadata = format!("/v1/users/{id}/metadata");
    for (body, expected) in [
        (json!({ "banned": true }), (422, "form_param_unknown", "banned")),
        (json!({ "public_metadata": [] }), (422, "request_body_invalid", "")),
        (json!([null, null, null]), (422, "request_body_invalid", "")),
        (json!({ "public_metadata": { "x": "y".repeat(9_000) } }), (422, "form_param_max_length_exceeded", "")),
        (json!({ "public_metadata": { "x": "y".repeat(300_000) } }), (413, "request_body_too_large", "")),
    ] {
        assert_eq!(backend.ask("PATCH", &metadata, Some(body)).await.error(), expected);
    }
    assert_eq!(backend.ask("PATCH", &metadata, None).await.status, 200, "nothing is to change");
    assert_eq!(backend.ask("POST", "/v1/sessions", Some(json!([id]))).await.error(), (422, "request_body_invalid", ""));
    assert_eq!(backend.ask("PUT", "/v1/users", None).await.status, 405);
    assert!(Settings::default().backend_api.enabled);
}

async fn it_can_be_switched_off(database: Database) {
    let house = House::with(&database, |settings| settings.backend_api.enabled = false).await;
    let backend = Backend::of(&house, &[]).await;
    assert_eq!((backend.get("/v1/users").await.status, backend.get("/v1/openapi.json").await.status), (404, 404));
}
