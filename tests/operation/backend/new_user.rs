//! Users that another backend makes.

use serde_json::json;

use crate::support::backend::Backend;
use crate::support::{Database, House, Person, on_both};

on_both!(
    whoever_is_made_can_sign_in,
    a_digest_from_elsewhere_is_theirs_until_they_sign_in,
    what_cannot_be_is_named,
    whoever_is_made_locked_waits,
);

async fn whoever_is_made_can_sign_in(database: Database) {
    let house = House::open(&database).await;
    let backend = Backend::of(&house, &[]).await;
    let ada = Person::named("ada");
    let user = backend
        .post(
            "/v1/users",
            json!({
                "external_id": "crm-7", "email_address": [ada.email, "ada@work.example"], "password": ada.password,
                "email_address_identification_status": ["verified", "reserved"], "first_name": "Ada",
                "public_metadata": { "plan": "gold" }, "private_metadata": { "crm": 7 },
                "created_at": "2020-02-29T12:00:00.000Z",
            }),
        )
        .await
        .expect_ok();
    assert_eq!((&user["external_id"], &user["first_name"]), (&json!("crm-7"), &json!("Ada")));
    assert_eq!((&user["created_at"], &user["last_sign_in_at"]), (&json!(1_582_977_600_000_i64), &json!(null)));
    let addresses: Vec<_> =
        user["email_addresses"].as_array().expect("addresses").iter().map(|it| &it["verification"]["status"]).collect();
    assert_eq!(addresses, ["verified", "unverified"]);
    assert_eq!(
        (&user["email_addresses"][0]["reserved"], &user["email_addresses"][1]["reserved"]),
        (&json!(false), &json!(true))
    );
    assert_eq!(user.get("verification_attempts_remaining"), Some(&json!(null)));
    assert_eq!(user["password_last_updated_at"], user["updated_at"], "now, whenever they came");
    assert_eq!(house.sign_in(&ada).await.who().await, Some(ada.email));
    let found = backend.get("/v1/users?external_id=crm-7").await.expect_ok();
    assert_eq!(found[0]["id"], user["id"]);
    assert_eq!(backend.get("/v1/users/count?external_id=crm-8").await.expect_ok()["total_count"], 0);
    assert_eq!(house.mails().await.len(), 0, "nobody is told");
}

async fn a_digest_from_elsewhere_is_theirs_until_they_sign_in(database: Database) {
    let house = House::open(&database).await;
    let backend = Backend::of(&house, &[]).await;
    // Python's hashlib: sha256(b"moth ledger willow 291 41")
    let ada = Person::named("ada");
    let digest = sha256_hex(&ada.password);
    let new = json!({ "email_address": [ada.email], "password_hasher": "sha256", "password_digest": digest });
    let user = backend.post("/v1/users", new).await.expect_ok();
    let kept = async || database.texts("SELECT password_digest FROM users").await.remove(0);
    assert!(kept().await.contains(&digest));
    assert_eq!(house.sign_in(&ada).await.who().await, Some(ada.email.clone()));
    assert!(kept().await.starts_with("$argon2id$"), "hashed anew");
    let path = format!("/v1/users/{}", user["id"].as_str().expect("an id"));
    let now = backend.get(&path).await.expect_ok();
    for user in [user, now] {
        assert_eq!(user["password_last_updated_at"], json!(null), "nobody has set another one");
    }
    assert_eq!(house.sign_in(&ada).await.who().await, Some(ada.email));
}

fn sha256_hex(text: &str) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

async fn what_cannot_be_is_named(database: Database) {
    let house = House::open(&database).await;
    let backend = Backend::of(&house, &[]).await;
    let ada = Person::named("ada");
    house.sign_up(&ada).await;
    let before = database.counts().await;
    for (body, expected) in [
        (json!({}), "form_param_missing@email_address"),
        (
            json!({ "email_address": [ada.email], "password": "moth ledger willow 41" }),
            "form_identifier_exists@email_address",
        ),
        (
            json!({ "email_address": ["x"], "password": "moth ledger willow 41" }),
            "form_param_format_invalid@email_address",
        ),
        (json!({ "email_address": ["e@example.com"], "password": "short" }), "form_password_length_too_short@password"),
        (
            json!({ "email_address": ["e@example.com"], "created_at": "yesterday" }),
            "form_param_format_invalid@created_at",
        ),
        (json!({ "email_address": ["e@example.com"], "is_admin": true }), "form_param_unknown@is_admin"),
        (
            json!({ "email_address": ["e@example.com"], "email_address_identification_status": ["verified", "reserved"] }),
            "form_param_format_invalid@email_address_identification_status",
        ),
    ] {
        let reply = backend.post("/v1/users", body).await;
        let (status, code, param) = reply.error();
        assert_eq!((status, format!("{code}@{param}").as_str()), (422, expected), "{}", reply.json);
    }
    let bad = json!({ "email_address": ["e@example.com"], "password_hasher": "bcrypt", "password_digest": "x" });
    assert_eq!(backend.post("/v1/users", bad).await.status, 422);
    assert_eq!(database.counts().await, before, "nobody was made");
}

async fn whoever_is_made_locked_waits(database: Database) {
    let house = House::open(&database).await;
    let backend = Backend::of(&house, &[]).await;
    let ada = Person::named("ada");
    let new = json!({ "email_address": [ada.email], "password": ada.password, "locked": true });
    let user = backend.post("/v1/users", new).await.expect_ok();
    assert_eq!((&user["locked"], &user["lockout_expires_in_seconds"]), (&json!(true), &json!(3_600)));
    let browser = house.browser();
    assert_ne!(browser.try_password(&ada.email, &ada.password).await.status, 200);
    assert_eq!(browser.who().await, None);
    let unlock = format!("/v1/users/{}/unlock", user["id"].as_str().expect("an id"));
    assert_eq!(backend.post(&unlock, json!({})).await.expect_ok()["locked"], false);
    assert_eq!(house.sign_in(&ada).await.who().await, Some(ada.email.clone()));
    // Nothing is taken and left undone.
    for unknown in ["timezone", "enterprise"] {
        let refused = backend.post("/v1/users", json!({ "email_address": ["bob@example.com"], unknown: "x" })).await;
        assert_eq!(refused.error(), (422, "form_param_unknown", unknown));
    }
}
