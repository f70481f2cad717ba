//! Webhook endpoints, as other backends keep them.

use serde_json::{Value, json};
use vestibule::server::crypto::Secret;

use crate::support::backend::Backend;
use crate::support::webhooks::{Listener, house};
use crate::support::{DAY, Database, House, Person, on_both};

on_both!(
    an_endpoint_is_made_changed_and_deleted,
    what_no_endpoint_is_is_refused,
    a_secret_is_shown_when_it_is_made_and_never_again,
    tries_are_listed_and_what_was_missed_is_sent_again,
);

const ENDPOINTS: &str = "/v1/webhook_endpoints";

fn path_of(endpoint: &Value) -> String {
    format!("{ENDPOINTS}/{}", endpoint["id"].as_str().expect("an id"))
}

fn without_secret(endpoint: &Value) -> Value {
    let mut endpoint = endpoint.clone();
    endpoint.as_object_mut().expect("an object").remove("secret").expect("a secret");
    endpoint
}

async fn an_endpoint_is_made_changed_and_deleted(database: Database) {
    let house = House::open(&database).await;
    // Whoever is told of people, organizations and sessions reads them.
    let needed = ["webhook_endpoints:write", "users:read", "organizations:read", "sessions:read"];
    for missing in &needed[1..] {
        let scopes: Vec<&str> = needed.into_iter().filter(|scope| scope != missing).collect();
        let scopes = scopes.as_slice();
        let backend = Backend::of(&house, scopes).await;
        let refused = backend.post(ENDPOINTS, json!({ "url": "https://billing.example/hook" })).await;
        assert_eq!(refused.error(), (403, "authorization_invalid", ""), "{scopes:?}");
        backend.get(ENDPOINTS).await.expect_ok();
    }
    let backend = Backend::of(&house, &needed).await;
    let new = json!({ "url": "https://billing.example/hook", "events": ["user.updated", "user.created"] });
    let made = backend.post(ENDPOINTS, new).await.expect_ok();
    assert!(made["id"].as_str().is_some_and(|id| id.starts_with("ep_")));
    let expected = json!({
        "object": "webhook_endpoint", "id": made["id"], "url": "https://billing.example/hook", "description": "",
        "events": ["user.created", "user.updated"], "secret": made["secret"], "former_secret_until": null,
        "failing_since": null, "disabled_at": null, "disabled_reason": null,
        "created_at": made["created_at"], "updated_at": made["created_at"],
    });
    assert_eq!(made, expected);
    let shown = without_secret(&made);
    let path = path_of(&made);
    assert_eq!(backend.get(&path).await.expect_ok(), shown);
    let all = backend.post(ENDPOINTS, json!({ "url": "https://log.example/" })).await.expect_ok();
    assert_eq!(all["events"], json!([]));
    let list = backend.get(ENDPOINTS).await.expect_ok();
    assert_eq!(list, json!({ "data": [shown, without_secret(&all)], "total_count": 2 }));

    house.clock.advance(5_000);
    let change = json!({ "description": "Billing", "events": [] });
    let changed = backend.ask("PATCH", &path, Some(change)).await.expect_ok();
    assert_eq!((&changed["description"], &changed["events"]), (&json!("Billing"), &json!([])));
    assert_eq!(changed["url"], made["url"], "what is left out stays");
    let off = backend.post(&format!("{path}/disable"), json!({})).await.expect_ok();
    assert_eq!((&off["disabled_reason"], off["disabled_at"].is_i64()), (&json!("operator"), true));
    for (what, body) in [("replay", json!({ "since": 0 })), ("send_example", json!({ "event_type": "user.created" }))] {
        let refused = backend.post(&format!("{path}/{what}"), body).await;
        assert_eq!(refused.error(), (422, "webhook_endpoint_disabled", ""), "{what}");
    }
    let on = backend.post(&format!("{path}/enable"), json!({})).await.expect_ok();
    assert_eq!((&on["disabled_at"], &on["disabled_reason"]), (&Value::Null, &Value::Null));
    let gone = backend.ask("DELETE", &path, None).await.expect_ok();
    assert_eq!(gone, json!({ "object": "webhook_endpoint", "id": made["id"], "deleted": true }));
    for (method, below, body) in [
        ("GET", "", None),
        ("PATCH", "", Some(json!({ "description": "x" }))),
        ("DELETE", "", None),
        ("POST", "/rotate_secret", None),
        ("POST", "/enable", None),
        ("POST", "/disable", None),
        ("GET", "/attempts", None),
        ("POST", "/replay", Some(json!({ "since": 0 }))),
        ("POST", "/replay", Some(json!({ "event_id": "evt_x" }))),
        ("POST", "/send_example", Some(json!({ "event_type": "user.created" }))),
    ] {
        let answer = backend.ask(method, &format!("{path}{below}"), body).await;
        assert_eq!(answer.error(), (404, "resource_not_found", ""), "{method} {below}");
    }
}

async fn what_no_endpoint_is_is_refused(database: Database) {
    let house = House::open(&database).await;
    let backend = Backend::of(&house, &[]).await;
    let made = backend.post(ENDPOINTS, json!({ "url": "https://billing.example/hook" })).await.expect_ok();
    let path = path_of(&made);
    let format = "form_param_format_invalid";
    for (wrong, code, param) in [
        (json!({ "url": "" }), format, "url"),
        (json!({ "url": "http://billing.example/" }), format, "url"),
        (json!({ "url": "https://10.0.0.1/" }), format, "url"),
        (json!({ "url": "https://[::ffff:127.0.0.1]/" }), format, "url"),
        (json!({ "url": "https://user:pw@billing.example/" }), format, "url"),
        (json!({ "events": ["user"] }), format, "events"),
        (json!({ "description": "x".repeat(257) }), format, "description"),
        (json!({ "description": "two\nlines" }), format, "description"),
        (json!({ "secret": "whsec_x" }), "form_param_unknown", "secret"),
    ] {
        let refused = backend.ask("PATCH", &path, Some(wrong.clone())).await;
        assert_eq!(refused.error(), (422, code, param), "{wrong}");
        let mut new = json!({ "url": "https://other.example/" });
        new.as_object_mut().expect("an object").extend(wrong.as_object().expect("an object").clone());
        assert_eq!(backend.post(ENDPOINTS, new).await.error(), (422, code, param), "{wrong}");
    }
    assert_eq!(backend.post(ENDPOINTS, json!({})).await.error(), (422, "form_param_missing", "url"));
    for (wrong, code, param) in [
        (json!({}), "form_param_missing", "event_id"),
        (json!({ "event_id": "evt_x", "since": 0 }), format, "since"),
        (json!({ "since": -1 }), format, "since"),
        (json!({ "since": "yesterday" }), "request_body_invalid", ""),
    ] {
        let refused = backend.post(&format!("{path}/replay"), wrong.clone()).await;
        assert_eq!(refused.error(), (422, code, param), "{wrong}");
    }
    let example = backend.post(&format!("{path}/send_example"), json!({ "event_type": "user" })).await;
    assert_eq!(example.error(), (422, format, "event_type"));
    assert_eq!(backend.get(&path).await.expect_ok(), without_secret(&made));
    assert_eq!(database.count("webhook_endpoints").await, 1);
}

async fn a_secret_is_shown_when_it_is_made_and_never_again(database: Database) {
    let (house, listener) = (house(&database).await, Listener::start().await);
    let backend = Backend::of(&house, &[]).await;
    let made = backend.post(ENDPOINTS, json!({ "url": listener.url })).await.expect_ok();
    let path = path_of(&made);
    let rotated = backend.post(&format!("{path}/rotate_secret"), json!({})).await.expect_ok();
    let secrets = [&made, &rotated].map(|one| Secret::new(one["secret"].as_str().expect("a secret")));
    assert!(secrets.iter().all(|secret| secret.expose().starts_with("whsec_")) && made["secret"] != rotated["secret"]);
    let until = rotated["former_secret_until"].as_i64().expect("a time");
    assert!((house.clock.now()..=house.clock.now() + DAY).contains(&until), "{until}");
    house.sign_up(&Person::named("ada")).await;
    house.all_told().await;
    let told = listener.of_type("user.created").remove(0);
    for secret in &secrets {
        told.verify(&[secret], &house.clock).expect("both sign");
    }
    let readable = [
        backend.get(ENDPOINTS).await.expect_ok(),
        backend.get(&path).await.expect_ok(),
        backend.ask("PATCH", &path, Some(json!({ "description": "x" }))).await.expect_ok(),
        backend.get("/v1/audit_log").await.expect_ok(),
    ];
    let dump = database.dump().await;
    for secret in secrets {
        assert!(readable.iter().all(|json| !json.to_string().contains(secret.expose())));
        assert!(!dump.contains(secret.expose()), "it is sealed");
    }
}

async fn tries_are_listed_and_what_was_missed_is_sent_again(database: Database) {
    let (house, listener) = (house(&database).await, Listener::start().await);
    let backend = Backend::of(&house, &[]).await;
    let new = json!({ "url": listener.url, "events": ["user.created"] });
    let path = path_of(&backend.post(ENDPOINTS, new).await.expect_ok());
    house.sign_up(&Person::named("ada")).await;
    house.all_told().await;
    let tries = backend.get(&format!("{path}/attempts")).await.expect_ok();
    let [told] = listener.received().try_into().expect("once");
    assert_eq!((&tries["total_count"], &tries["data"][0]["event_id"]), (&json!(1), &json!(told.id())));
    let tried = &tries["data"][0];
    assert_eq!((&tried["object"], &tried["event_type"]), (&json!("webhook_attempt"), &json!("user.created")));
    assert_eq!((&tried["status"], &tried["error"]), (&json!(200), &Value::Null));
    assert!(tried["response"].as_str().is_some_and(|response| response.starts_with("said 200")), "{tried}");

    let again = backend.post(&format!("{path}/replay"), json!({ "event_id": told.id() })).await.expect_ok();
    assert_eq!(again["messages"], 1);
    assert_eq!(listener.wait_for(2).await[1].id(), told.id());
    house.tried(2).await;
    backend.post(&format!("{path}/disable"), json!({})).await.expect_ok();
    house.sign_up(&Person::named("bob")).await;
    house.all_told().await;
    backend.post(&format!("{path}/enable"), json!({})).await.expect_ok();
    let since = backend.post(&format!("{path}/replay"), json!({ "since": 0 })).await.expect_ok();
    assert_eq!(since["messages"], 1);
    listener.wait_for(3).await;
    let example = json!({ "event_type": "organization.created" });
    let example = backend.post(&format!("{path}/send_example"), example).await.expect_ok();
    let last = listener.wait_for(4).await.pop().expect("the example");
    assert_eq!(last.id(), example["event_id"].as_str().expect("an id"));
    let said = last.json();
    assert_eq!((&said["data"]["id"], &said["data"]["members_count"]), (&json!("org_example"), &json!(1)));
    house.tried(4).await;
    let page = backend.get(&format!("{path}/attempts?limit=2&offset=3")).await.expect_ok();
    assert_eq!((&page["total_count"], page["data"].as_array().map(Vec::len)), (&json!(4), Some(1)));
}
