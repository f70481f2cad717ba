//! Machines, as other backends make them.

use serde_json::{Value, json};

use crate::support::backend::Backend;
use crate::support::{Database, HOUR, House, SECOND, is_stored_in, on_both};

on_both!(
    a_machine_is_made_changed_and_deleted,
    machines_are_found_and_sorted,
    a_secret_key_is_shown_once_and_replaced,
    tokens_are_for_the_machines_in_the_scopes,
    what_no_machine_can_be_is_refused,
    there_is_room_for_so_many,
);

async fn made(backend: &Backend, name: &str) -> String {
    let machine = backend.post("/v1/machines", json!({ "name": name })).await.expect_ok();
    machine["id"].as_str().expect("an id").to_owned()
}

/// Whether a key of a machine opens anything.
async fn opens(house: &House, secret: &str, id: &str) -> bool {
    let answer = Backend::presenting(house, Some(secret)).get(&format!("/v1/m2m_tokens?subject={id}")).await;
    match (answer.status, answer.error().1) {
        (200, _) => true,
        (401, "machine_secret_key_invalid") => false,
        other => panic!("{other:?}"),
    }
}

async fn a_machine_is_made_changed_and_deleted(database: Database) {
    let house = House::open(&database).await;
    let backend = Backend::of(&house, &[]).await;
    let billing = made(&backend, "Billing").await;
    let new = json!({ "name": " Reports ", "scoped_machines": [billing, billing], "default_token_ttl": 60 });
    let mut machine = backend.post("/v1/machines", new).await.expect_ok();
    let id = machine["id"].as_str().expect("an id").to_owned();
    assert!(id.starts_with("mch_") && id.len() == 4 + 27, "{id}");
    let secret = machine.as_object_mut().expect("an object").remove("secret_key").expect("a key");
    assert!(secret.as_str().is_some_and(|secret| secret.starts_with("msk_test_")));
    let [scoped] = &machine["scoped_machines"].as_array().expect("a list")[..] else { panic!("{machine}") };
    assert_eq!(
        (&scoped["object"], &scoped["id"], &scoped["name"]),
        (&json!("machine"), &json!(billing), &json!("Billing"))
    );
    assert!(scoped.get("secret_key").is_none() && scoped.get("scoped_machines").is_none());
    let expected = json!({
        "object": "machine", "id": id, "name": "Reports", "instance_id": machine["instance_id"], "default_token_ttl": 60,
        "scoped_machines": machine["scoped_machines"], "created_at": machine["created_at"],
        "updated_at": machine["created_at"],
    });
    assert_eq!(machine, expected);
    assert_eq!(machine["instance_id"], backend.get("/v1/instance").await.expect_ok()["id"]);
    let path = format!("/v1/machines/{id}");
    assert_eq!(backend.get(&path).await.expect_ok(), machine, "the key is shown once");

    let changed =
        backend.ask("PATCH", &path, Some(json!({ "name": "Nightly", "default_token_ttl": 90 }))).await.expect_ok();
    assert_eq!((&changed["name"], &changed["default_token_ttl"]), (&json!("Nightly"), &json!(90)));
    assert_eq!(changed["scoped_machines"], machine["scoped_machines"]);
    assert!(changed["updated_at"].as_i64() > machine["updated_at"].as_i64());
    let same = backend.ask("PATCH", &path, Some(json!({}))).await.expect_ok();
    assert_eq!((&same["name"], &same["default_token_ttl"]), (&json!("Nightly"), &json!(90)));

    let secret = secret.as_str().expect("a text");
    let token = backend.post("/v1/m2m_tokens", json!({ "subject": id })).await.expect_ok();
    assert!(opens(&house, secret, &id).await);
    let deleted = backend.ask("DELETE", &path, None).await.expect_ok();
    assert_eq!(deleted, json!({ "object": "machine", "id": id, "deleted": true }));
    assert!(!opens(&house, secret, &id).await, "its key opens nothing any more");
    let verified = backend.post("/v1/m2m_tokens/verify", json!({ "token": token["token"] })).await;
    assert_eq!(verified.error(), (404, "resource_not_found", ""), "its tokens are good no more");
    for (method, path, body) in [
        ("GET", path.clone(), None),
        ("PATCH", path.clone(), Some(json!({ "name": "x" }))),
        ("DELETE", path.clone(), None),
        ("GET", format!("{path}/secret_key"), None),
        ("POST", format!("{path}/secret_key/rotate"), Some(json!({ "previous_token_ttl": 0 }))),
        ("POST", format!("{path}/scopes"), Some(json!({ "to_machine_id": billing }))),
        ("DELETE", format!("{path}/scopes/{billing}"), None),
    ] {
        assert_eq!(backend.ask(method, &path, body).await.error(), (404, "resource_not_found", ""), "{method} {path}");
    }
    for table in ["m2m_tokens", "machine_scopes"] {
        assert_eq!(database.count(table).await, 0, "{table}");
    }
    assert_eq!(database.count("machine_secret_keys").await, 1, "that of the other one");
}

async fn machines_are_found_and_sorted(database: Database) {
    let house = House::open(&database).await;
    let backend = Backend::of(&house, &[]).await;
    let mut ids = Vec::new();
    for name in ["Éclair", "billing", "Archive 100%"] {
        ids.push(made(&backend, name).await);
        house.clock.advance(2 * SECOND);
    }
    let names = async |query: &str| {
        let page = backend.get(&format!("/v1/machines{query}")).await.expect_ok();
        let name = |machine: &Value| machine["name"].as_str().expect("a name").to_owned();
        page["data"].as_array().expect("a list").iter().map(name).collect::<Vec<String>>()
    };
    assert_eq!(names("").await, ["Archive 100%", "billing", "Éclair"], "newest first");
    assert_eq!(names("?order_by=created_at").await, ["Éclair", "billing", "Archive 100%"]);
    assert_eq!(names("?order_by=%2Bname&limit=2").await, ["Archive 100%", "billing"]);
    assert_eq!(names("?query=%C3%A9CL").await, ["Éclair"], "whichever case");
    assert_eq!(names("?query=%25").await, ["Archive 100%"], "a sign is a sign");
    assert_eq!(names(&format!("?query={}", ids[1])).await, ["billing"]);
    for none in ["nobody", "%00", "billing%00"] {
        assert_eq!(names(&format!("?query={none}")).await, Vec::<String>::new(), "{none}");
    }
    let page = backend.get("/v1/machines?limit=1&offset=1").await.expect_ok();
    assert_eq!((page["data"].as_array().map(Vec::len), &page["total_count"]), (Some(1), &json!(3)));
    let wrong = backend.get("/v1/machines?order_by=secret_key").await;
    assert_eq!(wrong.error(), (422, "form_param_format_invalid", "order_by"));
}

async fn a_secret_key_is_shown_once_and_replaced(database: Database) {
    let house = House::open(&database).await;
    let backend = Backend::of(&house, &[]).await;
    let machine = backend.post("/v1/machines", json!({ "name": "Reports" })).await.expect_ok();
    let (id, first) = (machine["id"].as_str().expect("an id"), machine["secret_key"].as_str().expect("a key"));
    let path = format!("/v1/machines/{id}/secret_key");
    let kept = backend.get(&path).await;
    assert_eq!(kept.error(), (404, "resource_not_found", ""), "only its hash is there");
    let rotate = async |seconds: i64| {
        let body = json!({ "previous_token_ttl": seconds });
        let key = backend.post(&format!("{path}/rotate"), body).await.expect_ok();
        assert_eq!(key["object"], "machine_secret_key");
        key["secret"].as_str().expect("a key").to_owned()
    };
    let second = rotate(3_600).await;
    let third = rotate(28_800).await;
    for key in [first, &second, &third] {
        assert!(opens(&house, key, id).await);
    }
    house.clock.advance(HOUR + SECOND);
    assert!(!opens(&house, first, id).await, "it was to be good for an hour, and not for longer");
    assert!(opens(&house, &second, id).await && opens(&house, &third, id).await);
    let fourth = rotate(0).await;
    assert!(!opens(&house, &second, id).await && !opens(&house, &third, id).await, "at once");
    assert!(opens(&house, &fourth, id).await);
    let another = house.another().await;
    assert!(!opens(&another, &third, id).await && opens(&another, &fourth, id).await, "on every node");
    for wrong in [-1, 28_801] {
        let refused = backend.post(&format!("{path}/rotate"), json!({ "previous_token_ttl": wrong })).await;
        assert_eq!(refused.error(), (422, "form_param_format_invalid", "previous_token_ttl"));
    }
    assert_eq!(backend.post(&format!("{path}/rotate"), json!({})).await.error().1, "form_param_missing");
    let dump = database.dump().await;
    for key in [first, &second, &third, &fourth] {
        assert!(!is_stored_in(&dump, key) && !is_stored_in(&dump, &key["msk_test_".len()..]));
    }
    // Of another kind of instance, altered, or none.
    let live = format!("msk_live_{}", &fourth["msk_test_".len()..]);
    let altered = format!("{}{}", &fourth[..fourth.len() - 1], if fourth.ends_with('A') { 'E' } else { 'A' });
    for bad in [live.as_str(), &altered, "msk_test_", "msk_test_x"] {
        assert!(!opens(&house, bad, id).await, "{bad}");
    }
}

async fn tokens_are_for_the_machines_in_the_scopes(database: Database) {
    let house = House::open(&database).await;
    let backend = Backend::of(&house, &[]).await;
    let (from, to) = (made(&backend, "Reports").await, made(&backend, "Billing").await);
    let path = format!("/v1/machines/{from}/scopes");
    let scope = backend.post(&path, json!({ "to_machine_id": to })).await.expect_ok();
    let expected = json!({
        "object": "machine_scope", "from_machine_id": from, "to_machine_id": to, "created_at": scope["created_at"],
    });
    assert_eq!(scope, expected);
    let twice = backend.post(&path, json!({ "to_machine_id": to })).await;
    assert_eq!(twice.error(), (422, "duplicate_record", ""));
    let unknown = backend.post(&path, json!({ "to_machine_id": "mch_0" })).await;
    assert_eq!(unknown.error(), (422, "form_param_format_invalid", "to_machine_id"));
    let scoped =
        async |id: &str| backend.get(&format!("/v1/machines/{id}")).await.expect_ok()["scoped_machines"].clone();
    assert_eq!(scoped(&from).await[0]["id"], json!(to));
    assert_eq!(scoped(&to).await, json!([]), "one way");
    let listed = backend.get("/v1/machines?order_by=-name").await.expect_ok();
    assert_eq!(listed["data"][0]["scoped_machines"][0]["id"], json!(to));
    assert_eq!(listed["data"][1]["scoped_machines"], json!([]));
    let gone = backend.ask("DELETE", &format!("{path}/{to}"), None).await.expect_ok();
    let expected = json!({ "object": "machine_scope", "from_machine_id": from, "to_machine_id": to, "deleted": true });
    assert_eq!(gone, expected);
    let twice = backend.ask("DELETE", &format!("{path}/{to}"), None).await;
    assert_eq!(twice.error(), (404, "resource_not_found", ""));
    assert_eq!(scoped(&from).await, json!([]));
}

async fn what_no_machine_can_be_is_refused(database: Database) {
    let house = House::open(&database).await;
    let backend = Backend::of(&house, &[]).await;
    let path = format!("/v1/machines/{}", made(&backend, "Reports").await);
    let before = backend.get("/v1/machines").await.expect_ok();
    let format = "form_param_format_invalid";
    for (wrong, code, param) in [
        (json!({ "name": " " }), format, "name"),
        (json!({ "name": "a\nb" }), format, "name"),
        (json!({ "name": "x".repeat(101) }), format, "name"),
        (json!({ "default_token_ttl": 0 }), format, "default_token_ttl"),
        (json!({ "default_token_ttl": 315_360_001 }), format, "default_token_ttl"),
        (json!({ "defaultTokenTtl": 60 }), "form_param_unknown", "defaultTokenTtl"),
    ] {
        let refused = backend.ask("PATCH", &path, Some(wrong.clone())).await;
        assert_eq!(refused.error(), (422, code, param), "{wrong}");
        let mut new = json!({ "name": "new" });
        new.as_object_mut().expect("an object").extend(wrong.as_object().expect("an object").clone());
        assert_eq!(backend.post("/v1/machines", new).await.error(), (422, code, param), "{wrong}");
    }
    let unknown = backend.post("/v1/machines", json!({ "name": "new", "scoped_machines": ["mch_0"] })).await;
    assert_eq!(unknown.error(), (422, format, "scoped_machines"));
    assert_eq!(backend.post("/v1/machines", json!({})).await.error(), (422, "form_param_missing", "name"));
    assert_eq!(backend.get("/v1/machines").await.expect_ok(), before, "nothing was made or changed");
}

async fn there_is_room_for_so_many(database: Database) {
    let house = House::open(&database).await;
    let backend = Backend::of(&house, &[]).await;
    let from = made(&backend, "Reports").await;
    let rows: Vec<String> = (0..998).map(|n| format!("('mch_{n}', 'Machine {n}', 'machine {n}', 60, 0, 0)")).collect();
    let columns = "id, name, search_text, default_token_ttl, created_at, updated_at";
    database.execute(&format!("INSERT INTO machines ({columns}) VALUES {}", rows.join(", "))).await;
    let many: Vec<String> = (0..151).map(|n| format!("mch_{n}")).collect();
    let scopes = json!({ "name": "Too many", "scoped_machines": many });
    assert_eq!(backend.post("/v1/machines", scopes).await.error(), (422, "machine_scope_quota_exceeded", ""));
    let last =
        backend.post("/v1/machines", json!({ "name": "Last", "scoped_machines": many[..150] })).await.expect_ok();
    let path = format!("/v1/machines/{}/scopes", last["id"].as_str().expect("an id"));
    let more = backend.post(&path, json!({ "to_machine_id": from })).await;
    assert_eq!(more.error(), (422, "machine_scope_quota_exceeded", ""));
    let full = backend.post("/v1/machines", json!({ "name": "One more" })).await;
    assert_eq!(full.error(), (422, "machine_quota_exceeded", ""));
    backend.ask("DELETE", "/v1/machines/mch_0", None).await.expect_ok();
    backend.post(&path, json!({ "to_machine_id": from })).await.expect_ok();
    backend.post("/v1/machines", json!({ "name": "One more" })).await.expect_ok();
}
