//! JWT templates, as other backends make them.

use rcgen::{KeyPair, PKCS_ED25519, PKCS_RSA_SHA256};
use serde_json::{Value, json};

use crate::support::backend::Backend;
use crate::support::{Database, House, is_stored_in, on_both};

on_both!(
    a_template_is_made_changed_and_deleted,
    what_no_template_says_is_refused,
    there_are_a_thousand_at_most,
    a_key_of_its_own_is_never_shown,
    what_is_left_out_of_a_change_stays,
);

const SECRET: &str = "a secret that two services share: 0123456789";

async fn a_template_is_made_changed_and_deleted(database: Database) {
    let house = House::open(&database).await;
    let backend = Backend::of(&house, &[]).await;
    let claims = json!({ "aud": "billing", "who": { "email": "{{user.primary_email_address}}" } });
    let made = backend.post("/v1/jwt_templates", json!({ "name": "billing", "claims": claims })).await.expect_ok();
    let id = made["id"].as_str().expect("an id");
    assert!(id.starts_with("jtmp_"), "{id}");
    let expected = json!({
        "object": "jwt_template", "id": id, "name": "billing", "claims": claims, "lifetime": 60, "allowed_clock_skew": 5,
        "custom_signing_key": false, "signing_algorithm": "RS256",
        "created_at": made["created_at"], "updated_at": made["created_at"],
    });
    assert_eq!(made, expected);
    let path = format!("/v1/jwt_templates/{id}");
    assert_eq!(backend.get(&path).await.expect_ok(), made);
    house.clock.advance(5_000);
    let other = json!({ "name": "other", "claims": {}, "lifetime": 315_360_000, "allowed_clock_skew": 0 });
    let other = backend.post("/v1/jwt_templates", other).await.expect_ok();
    assert_eq!(backend.get("/v1/jwt_templates").await.expect_ok(), json!([other, made]), "newest first");
    let page = backend.get("/v1/jwt_templates?paginated=true&limit=1&offset=1").await.expect_ok();
    assert_eq!(page, json!({ "data": [made], "total_count": 2 }));

    let change = json!({ "name": "bills", "claims": { "a": 1 }, "lifetime": 30, "allowed_clock_skew": 300 });
    let changed = backend.ask("PATCH", &path, Some(change)).await.expect_ok();
    assert_eq!((&changed["id"], &changed["created_at"]), (&made["id"], &made["created_at"]));
    assert_eq!((&changed["name"], &changed["claims"]), (&json!("bills"), &json!({ "a": 1 })));
    assert_eq!((&changed["lifetime"], &changed["allowed_clock_skew"]), (&json!(30), &json!(300)));
    assert!(changed["updated_at"].as_i64() > made["updated_at"].as_i64());
    assert_eq!(backend.get(&path).await.expect_ok(), changed);
    let taken = backend.ask("PATCH", &path, Some(json!({ "name": "other" }))).await;
    assert_eq!(taken.error(), (422, "duplicate_record", "name"));
    assert_eq!(backend.get(&path).await.expect_ok(), changed, "nothing of it has changed");
    let twice = backend.post("/v1/jwt_templates", json!({ "name": "other", "claims": {} })).await;
    assert_eq!(twice.error(), (422, "duplicate_record", "name"));

    let deleted = backend.ask("DELETE", &path, None).await.expect_ok();
    assert_eq!(deleted, json!({ "object": "jwt_template", "id": id, "deleted": true }));
    for (method, body) in [("GET", None), ("PATCH", Some(json!({ "lifetime": 60 }))), ("DELETE", None)] {
        assert_eq!(backend.ask(method, &path, body).await.error(), (404, "resource_not_found", ""), "{method}");
    }
    assert_eq!(backend.get("/v1/jwt_templates").await.expect_ok(), json!([other]));
}

async fn what_no_template_says_is_refused(database: Database) {
    let house = House::open(&database).await;
    let backend = Backend::of(&house, &[]).await;
    let rsa = KeyPair::generate_for(&PKCS_RSA_SHA256).expect("a key");
    let made = backend.post("/v1/jwt_templates", json!({ "name": "good", "claims": {} })).await.expect_ok();
    let path = format!("/v1/jwt_templates/{}", made["id"].as_str().expect("an id"));
    let own = |algorithm: &str, key: &str| json!({ "custom_signing_key": true, "signing_algorithm": algorithm, "signing_key": key });
    let (format, missing) = ("form_param_format_invalid", "form_param_missing");
    for (wrong, code, param) in [
        (json!({ "name": "" }), format, "name"),
        (json!({ "name": "Not Good" }), format, "name"),
        (json!({ "name": "x".repeat(65) }), format, "name"),
        (json!({ "claims": { "sub": "user_0" } }), format, "claims"),
        (json!({ "claims": { "sid": "{{session.id}}" } }), format, "claims"),
        (json!({ "claims": { "a": "{{user.private_metadata}}" } }), format, "claims"),
        (json!({ "claims": { "a": "{{user.id" } }), format, "claims"),
        (json!({ "claims": { "a": "x".repeat(20_000) } }), format, "claims"),
        (json!({ "claims": [] }), "request_body_invalid", ""),
        (json!({ "lifetime": 29 }), format, "lifetime"),
        (json!({ "lifetime": 315_360_001 }), format, "lifetime"),
        (json!({ "lifetime": "60" }), "request_body_invalid", ""),
        (json!({ "allowed_clock_skew": -1 }), format, "allowed_clock_skew"),
        (json!({ "allowed_clock_skew": 301 }), format, "allowed_clock_skew"),
        (own("none", SECRET), format, "signing_algorithm"),
        (own("hs256", SECRET), format, "signing_algorithm"),
        (own("HS256", "too short"), format, "signing_key"),
        (own("HS512", SECRET), format, "signing_key"),
        (own("RS256", SECRET), format, "signing_key"),
        (own("RS256", &rsa.public_key_pem()), format, "signing_key"),
        (own("ES256", &rsa.serialize_pem()), format, "signing_key"),
        (json!({ "custom_signing_key": true }), missing, "signing_algorithm"),
        (json!({ "custom_signing_key": true, "signing_algorithm": "HS256" }), missing, "signing_key"),
        (json!({ "custom_signing_key": true, "signing_key": SECRET }), missing, "signing_algorithm"),
        (json!({ "custom_signing_key": false, "signing_algorithm": "HS256" }), format, "signing_algorithm"),
        (json!({ "custom_signing_key": false, "signing_key": SECRET }), format, "signing_key"),
        (json!({ "signing_algorithm": "HS256", "signing_key": SECRET }), format, "signing_key"),
        (json!({ "algorithm": "RS256" }), "form_param_unknown", "algorithm"),
    ] {
        let refused = backend.ask("PATCH", &path, Some(wrong.clone())).await;
        assert_eq!(refused.error(), (422, code, param), "{wrong}: {}", refused.json);
        let mut new = json!({ "name": "new", "claims": {} });
        new.as_object_mut().expect("an object").extend(wrong.as_object().expect("an object").clone());
        let refused = backend.post("/v1/jwt_templates", new).await;
        assert_eq!(refused.error(), (422, code, param), "{wrong}: {}", refused.json);
        assert!(!refused.json.to_string().contains(SECRET), "{wrong}");
    }
    for (new, param) in [(json!({ "name": "new" }), "claims"), (json!({ "claims": {} }), "name")] {
        assert_eq!(backend.post("/v1/jwt_templates", new).await.error(), (422, missing, param));
    }
    assert_eq!(backend.get("/v1/jwt_templates").await.expect_ok(), json!([made]), "nothing was made or changed");
}

async fn there_are_a_thousand_at_most(database: Database) {
    let house = House::open(&database).await;
    let backend = Backend::of(&house, &[]).await;
    let rows: Vec<String> =
        (0..999).map(|n| format!("('jtmp_{n}', 'service-{n}', '{{}}', 60, 5, 'RS256', 0, 0)")).collect();
    let columns = "id, name, claims, lifetime, allowed_clock_skew, signing_algorithm, created_at, updated_at";
    database.execute(&format!("INSERT INTO jwt_templates ({columns}) VALUES {}", rows.join(", "))).await;
    let new = |name: &str| json!({ "name": name, "claims": {} });
    let last = backend.post("/v1/jwt_templates", new("last")).await.expect_ok();
    assert_eq!(backend.post("/v1/jwt_templates", new("more")).await.error(), (422, "form_param_format_invalid", ""));
    backend
        .ask("DELETE", &format!("/v1/jwt_templates/{}", last["id"].as_str().expect("an id")), None)
        .await
        .expect_ok();
    backend.post("/v1/jwt_templates", new("more")).await.expect_ok();
}

async fn a_key_of_its_own_is_never_shown(database: Database) {
    let house = House::open(&database).await;
    let backend = Backend::of(&house, &[]).await;
    let ed = KeyPair::generate_for(&PKCS_ED25519).expect("a key").serialize_pem();
    let key_line = ed.lines().nth(1).expect("a line").to_owned();
    for (name, algorithm, key) in [("shared", "HS256", SECRET), ("pair", "EdDSA", ed.as_str())] {
        let new = json!({
            "name": name, "claims": {}, "custom_signing_key": true, "signing_algorithm": algorithm, "signing_key": key,
        });
        let made = backend.post("/v1/jwt_templates", new).await.expect_ok();
        assert_eq!((&made["custom_signing_key"], &made["signing_algorithm"]), (&json!(true), &json!(algorithm)));
        assert!(made.get("signing_key").is_none());
    }
    let all = backend.get("/v1/jwt_templates").await.expect_ok().to_string();
    let dump = database.dump().await;
    for secret in [SECRET, key_line.as_str()] {
        assert!(!all.contains(secret) && !is_stored_in(&dump, secret));
    }
    // Whoever moves a sealed key to another template has no key there.
    let sealed = database.texts("SELECT sealed_signing_key FROM jwt_templates WHERE name = 'shared'").await.remove(0);
    assert_eq!(crate::support::instance_key().open("jwt_template:", &sealed), None);
}

async fn what_is_left_out_of_a_change_stays(database: Database) {
    let house = House::open(&database).await;
    let backend = Backend::of(&house, &[]).await;
    let new = json!({
        "name": "own", "claims": { "a": 1 }, "lifetime": 600, "allowed_clock_skew": 1,
        "custom_signing_key": true, "signing_algorithm": "HS256", "signing_key": SECRET,
    });
    let made = backend.post("/v1/jwt_templates", new).await.expect_ok();
    let path = format!("/v1/jwt_templates/{}", made["id"].as_str().expect("an id"));
    let sealed = async || database.texts("SELECT sealed_signing_key FROM jwt_templates").await;
    let before = sealed().await;
    let same = |changed: &Value| {
        ["name", "claims", "lifetime", "allowed_clock_skew", "custom_signing_key", "signing_algorithm"]
            .iter()
            .all(|name| changed[*name] == made[*name])
    };
    // What the client sends that gives back all that it was shown.
    for nothing in [
        json!({}),
        json!({ "custom_signing_key": true }),
        json!({ "name": "own", "claims": { "a": 1 }, "custom_signing_key": true, "signing_algorithm": "HS256" }),
        json!({ "lifetime": null, "signing_key": null }),
    ] {
        assert!(same(&backend.ask("PATCH", &path, Some(nothing.clone())).await.expect_ok()), "{nothing}");
        assert_eq!(sealed().await, before, "{nothing}");
    }
    // A key is for one algorithm.
    let other = json!({ "custom_signing_key": true, "signing_algorithm": "HS384" });
    assert_eq!(backend.ask("PATCH", &path, Some(other)).await.error(), (422, "form_param_missing", "signing_key"));
    let back = json!({ "custom_signing_key": false, "signing_algorithm": "RS256" });
    let changed = backend.ask("PATCH", &path, Some(back)).await.expect_ok();
    assert_eq!((&changed["custom_signing_key"], &changed["signing_algorithm"]), (&json!(false), &json!("RS256")));
    let gone = database.count("jwt_templates WHERE sealed_signing_key IS NULL").await;
    assert_eq!(gone, 1, "the key is forgotten");
    let again = json!({ "custom_signing_key": true, "signing_algorithm": "HS256" });
    assert_eq!(backend.ask("PATCH", &path, Some(again)).await.error(), (422, "form_param_missing", "signing_key"));
}
