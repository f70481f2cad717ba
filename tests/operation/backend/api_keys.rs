//! API keys of users and organizations, as other backends make them.

use serde_json::{Value, json};
use vestibule::server::NewApiKey;
use vestibule::server::flows::sweep::sweep;

use crate::support::backend::Backend;
use crate::support::organizations::house;
use crate::support::{DAY, Database, House, MINUTE, SECOND, at_once, is_stored_in, on_both};

on_both!(
    a_key_is_made_listed_changed_and_taken_back,
    what_is_no_key_opens_nothing,
    only_its_hash_is_kept,
    it_is_noted_once_a_minute_that_a_key_is_in_use,
    a_key_opens_nothing_once_it_has_run_out,
    keys_go_with_whose_they_are,
    a_banned_user_s_key_opens_nothing,
    a_key_of_an_organization_is_good_as_long_as_whoever_made_it_belongs_there,
    what_cannot_be_is_refused_by_its_name,
    there_are_a_hundred_good_ones_at_most,
    a_scope_to_read_verifies_and_changes_nothing,
    what_opens_nothing_any_more_is_forgotten_after_a_month,
);

const KEYS: &str = "/v1/api_keys";

async fn make(backend: &Backend, new: Value) -> Value {
    backend.post(KEYS, new).await.expect_ok()
}

fn text<'a>(json: &'a Value, name: &str) -> &'a str {
    json[name].as_str().unwrap_or_else(|| panic!("no {name} in {json}"))
}

fn at(key: &Value) -> String {
    format!("{KEYS}/{}", text(key, "id"))
}

/// Whether a key opens anything.
async fn opens(backend: &Backend, secret: &str) -> bool {
    let answer = backend.post("/v1/api_keys/verify", json!({ "secret": secret })).await;
    match answer.error() {
        (200, "", "") => true,
        (404, "resource_not_found", "") => false,
        other => panic!("{other:?}"),
    }
}

async fn a_key_is_made_listed_changed_and_taken_back(database: Database) {
    let house = House::open(&database).await;
    let (_, ada) = house.person("ada").await;
    let (_, bob) = house.person("bob").await;
    let backend = Backend::of(&house, &["api_keys:write"]).await;
    let new = json!({
        "subject": ada, "name": " Backup ", "description": "Copies notes", "scopes": ["notes:read", "notes:read", "tags"],
        "claims": { "plan": "gold" }, "created_by": ada, "seconds_until_expiration": 3_600,
    });
    let made = make(&backend, new).await;
    let (id, secret, created_at) =
        (text(&made, "id"), text(&made, "secret"), made["created_at"].as_i64().expect("a time"));
    assert!(id.starts_with("ak_") && secret.starts_with("ak_") && secret.len() == 3 + 43, "{made}");
    let mut shown = json!({
        "object": "api_key", "id": id, "type": "api_key", "subject": ada, "name": "Backup", "description": "Copies notes",
        "scopes": ["notes:read", "tags"], "claims": { "plan": "gold" }, "revoked": false, "revocation_reason": null,
        "expired": false, "expiration": created_at + 3_600 * SECOND, "created_by": ada, "last_used_at": null,
        "created_at": created_at, "updated_at": created_at, "secret": secret,
    });
    assert_eq!(made, shown);
    // It is shown once.
    shown.as_object_mut().expect("an object").remove("secret");
    let path = at(&made);
    assert_eq!(backend.get(&path).await.expect_ok(), shown);
    assert_eq!(backend.get(&format!("{path}/secret")).await.error(), (404, "resource_not_found", ""));

    house.clock.advance(5 * SECOND);
    let bare = make(&backend, json!({ "subject": ada, "name": "Bare" })).await;
    assert_eq!((&bare["scopes"], &bare["claims"], &bare["expiration"]), (&json!([]), &Value::Null, &Value::Null));
    make(&backend, json!({ "subject": bob, "name": "Other" })).await;
    let list = async |more: &str| backend.get(&format!("{KEYS}?subject={ada}{more}")).await.expect_ok();
    let names = |page: &Value| {
        let data = page["data"].as_array().expect("a list").clone();
        data.iter().map(|key| text(key, "name").to_owned()).collect::<Vec<_>>()
    };
    let page = list("").await;
    assert_eq!((names(&page), &page["total_count"]), (vec!["Bare".to_owned(), "Backup".into()], &json!(2)));
    assert!(page["data"][0].get("secret").is_none());
    assert_eq!(names(&list("&limit=1&offset=1").await), ["Backup"]);
    assert_eq!(backend.get(KEYS).await.error(), (422, "form_param_missing", "subject"));
    for none in ["", "%00", "user_%00", "'--"] {
        let page = backend.get(&format!("{KEYS}?subject={none}")).await.expect_ok();
        assert_eq!(page["total_count"], 0, "{none}");
    }

    let change = json!({ "subject": ada, "description": null, "scopes": ["tags"], "seconds_until_expiration": null });
    let changed = backend.ask("PATCH", &path, Some(change)).await.expect_ok();
    assert_eq!((&changed["description"], &changed["scopes"]), (&Value::Null, &json!(["tags"])));
    assert_eq!((&changed["expiration"], &changed["claims"]), (&Value::Null, &json!({ "plan": "gold" })));
    assert!(changed["updated_at"].as_i64() > Some(created_at));
    // A key does not change hands.
    let foreign = backend.ask("PATCH", &path, Some(json!({ "subject": bob, "name": "Mine" }))).await;
    assert_eq!(foreign.error(), (404, "resource_not_found", ""));

    assert!(opens(&backend, secret).await);
    let revoke = format!("{path}/revoke");
    let revoked = backend.post(&revoke, json!({ "revocation_reason": "leaked" })).await.expect_ok();
    assert_eq!((&revoked["revoked"], &revoked["revocation_reason"]), (&json!(true), &json!("leaked")));
    assert!(!opens(&backend, secret).await, "at once");
    assert!(!opens(&Backend::of(&house.another().await, &[]).await, secret).await, "on another server too");
    // Whoever did not hear the answer asks again.
    let again = backend.post(&revoke, json!({ "revocation_reason": "again" })).await.expect_ok();
    assert_eq!((&again["revocation_reason"], &again["updated_at"]), (&json!("leaked"), &revoked["updated_at"]));
    assert!(again.get("secret").is_none(), "{again}");
    assert_eq!(database.count("audit_entries WHERE action = 'apiKey.revoked'").await, 1);
    let keys = house.vestibule.api_keys();
    assert!(keys.revoke_of(&bob, id, None).await.is_err(), "it is somebody else's still");
    assert!(keys.revoke_of("", id, None).await.is_err(), "and not anybody's");
    let none = backend.post(&format!("{KEYS}/ak_0/revoke"), json!({})).await;
    assert_eq!(none.error(), (404, "resource_not_found", ""));
    let late = backend.ask("PATCH", &path, Some(json!({ "name": "Late" }))).await;
    assert_eq!(late.error(), (422, "api_key_revoked", ""));
    assert_eq!(names(&list("").await), ["Bare"]);
    assert_eq!(names(&list("&include_invalid=true").await), ["Bare", "Backup"]);

    let gone = backend.ask("DELETE", &path, None).await.expect_ok();
    assert_eq!(gone, json!({ "object": "api_key", "id": id, "deleted": true }));
    for (method, body) in [("GET", None), ("PATCH", Some(json!({ "name": "Late" }))), ("DELETE", None)] {
        assert_eq!(backend.ask(method, &path, body).await.error(), (404, "resource_not_found", ""), "{method}");
    }
    assert!(opens(&backend, text(&bare, "secret")).await, "the others are as they were");
}

async fn what_is_no_key_opens_nothing(database: Database) {
    let house = House::open(&database).await;
    let (browser, ada) = house.person("ada").await;
    let backend = Backend::of(&house, &[]).await;
    let made = make(&backend, json!({ "subject": ada, "name": "Script" })).await;
    let (id, secret) = (text(&made, "id"), text(&made, "secret"));
    let hash = database.texts("SELECT hash FROM api_keys").await.remove(0);
    let session = browser.cookie("__session").expect("is signed in");
    let other = format!("{}{}", &secret[..45], if secret.ends_with('A') { "E" } else { "A" });
    for none in [
        "",
        "ak_",
        id,
        &secret[3..],
        &secret[..45],
        &format!("{secret}A"),
        &format!(" {secret}"),
        &secret.to_uppercase(),
        &format!("ak_{hash}"),
        &hash,
        backend.key(),
        &session,
        &other,
        "ak_' OR 1=1 --",
    ] {
        assert!(!opens(&backend, none).await, "{none}");
    }
    assert!(opens(&backend, secret).await);
    // It is none for the REST API.
    let answer = Backend::presenting(&house, Some(secret)).get(&format!("{KEYS}?subject={ada}")).await;
    assert_eq!(answer.error(), (401, "secret_key_invalid", ""));
}

async fn only_its_hash_is_kept(database: Database) {
    let house = House::open(&database).await;
    let (_, ada) = house.person("ada").await;
    let key = house.vestibule.api_keys().create(&NewApiKey::of(&ada, "Script")).await.expect("is made");
    let secret = key.secret.as_ref().expect("is known once").expose();
    assert!(!format!("{key:?}").contains(secret), "it does not print itself");
    house.vestibule.api_keys().verify(secret).await.expect("answers").expect("is good");
    let stored = database.dump().await;
    assert!(is_stored_in(&stored, &key.id), "the dump is whole");
    assert!(!is_stored_in(&stored, &secret[3..]));
}

async fn it_is_noted_once_a_minute_that_a_key_is_in_use(database: Database) {
    let house = House::open(&database).await;
    let (_, ada) = house.person("ada").await;
    let backend = Backend::of(&house, &[]).await;
    let made = make(&backend, json!({ "subject": ada, "name": "Script" })).await;
    let used = async || {
        assert!(opens(&backend, text(&made, "secret")).await);
        backend.get(&at(&made)).await.expect_ok()["last_used_at"].as_i64().expect("was used")
    };
    let first = used().await;
    house.clock.advance(30 * SECOND);
    assert_eq!(used().await, first);
    house.clock.advance(MINUTE);
    assert!(used().await >= first + 90 * SECOND);
    let updated = backend.get(&at(&made)).await.expect_ok()["updated_at"].clone();
    assert_eq!(updated, made["updated_at"], "nothing of it has changed by that");
}

async fn a_key_opens_nothing_once_it_has_run_out(database: Database) {
    let house = House::open(&database).await;
    let (_, ada) = house.person("ada").await;
    let backend = Backend::of(&house, &[]).await;
    let new = json!({ "subject": ada, "name": "Script", "seconds_until_expiration": 60 });
    let made = make(&backend, new).await;
    house.clock.advance(30 * SECOND);
    assert!(opens(&backend, text(&made, "secret")).await);
    house.clock.advance(31 * SECOND);
    assert!(!opens(&backend, text(&made, "secret")).await);
    let shown = backend.get(&at(&made)).await.expect_ok();
    assert_eq!((&shown["expired"], &shown["revoked"]), (&json!(true), &json!(false)));
    let list = format!("{KEYS}?subject={ada}");
    assert_eq!(backend.get(&list).await.expect_ok()["total_count"], 0);
    assert_eq!(backend.get(&format!("{list}&include_invalid=true")).await.expect_ok()["total_count"], 1);
    backend.ask("PATCH", &at(&made), Some(json!({ "seconds_until_expiration": 60 }))).await.expect_ok();
    assert!(opens(&backend, text(&made, "secret")).await, "it is given more time");
}

async fn keys_go_with_whose_they_are(database: Database) {
    let house = house(&database, |_| {}).await;
    let [ada, bob] = house.people(["ada", "bob"]).await;
    let acme = house.organization("Acme", &ada, &[]).await.id;
    let backend = Backend::of(&house, &[]).await;
    let of_bob = make(&backend, json!({ "subject": bob, "name": "Script" })).await;
    let of_acme = make(&backend, json!({ "subject": acme, "name": "Script" })).await;
    assert_eq!((&of_acme["subject"], &of_acme["created_by"]), (&json!(acme), &Value::Null));
    assert!(opens(&backend, text(&of_acme, "secret")).await);
    house.vestibule.users().delete(&bob).await.expect("is deleted");
    backend.ask("DELETE", &format!("/v1/organizations/{acme}"), None).await.expect_ok();
    for key in [of_bob, of_acme] {
        assert!(!opens(&backend, text(&key, "secret")).await);
        assert_eq!(backend.get(&at(&key)).await.error(), (404, "resource_not_found", ""));
    }
    assert_eq!(database.count("api_keys").await, 0);
}

async fn a_banned_user_s_key_opens_nothing(database: Database) {
    let house = House::open(&database).await;
    let (_, ada) = house.person("ada").await;
    let backend = Backend::of(&house, &[]).await;
    let made = make(&backend, json!({ "subject": ada, "name": "Script" })).await;
    house.vestibule.users().ban(&ada).await.expect("is banned");
    assert!(!opens(&backend, text(&made, "secret")).await);
    let more = backend.post(KEYS, json!({ "subject": ada, "name": "More" })).await;
    assert_eq!(more.error(), (403, "user_banned", ""));
    house.vestibule.users().unban(&ada).await.expect("is let in");
    assert!(opens(&backend, text(&made, "secret")).await);
}

async fn a_key_of_an_organization_is_good_as_long_as_whoever_made_it_belongs_there(database: Database) {
    let house = house(&database, |_| {}).await;
    let [ada, bob, eve] = house.people(["ada", "bob", "eve"]).await;
    let acme = house.organization("Acme", &ada, &[(&bob, "org:member")]).await.id;
    let backend = Backend::of(&house, &[]).await;
    let foreign = backend.post(KEYS, json!({ "subject": acme, "name": "Mine", "created_by": eve })).await;
    assert_eq!(foreign.error(), (422, "form_param_format_invalid", "created_by"));
    let by_bob = make(&backend, json!({ "subject": acme, "name": "Script", "created_by": bob })).await;
    let by_nobody = make(&backend, json!({ "subject": acme, "name": "Script" })).await;
    let by_bob = text(&by_bob, "secret");
    assert!(opens(&backend, by_bob).await);
    house.vestibule.users().ban(&bob).await.expect("is banned");
    assert!(!opens(&backend, by_bob).await, "they are banned");
    house.vestibule.users().unban(&bob).await.expect("is let in");
    assert!(opens(&backend, by_bob).await);
    let member = format!("/v1/organizations/{acme}/memberships/{bob}");
    backend.ask("DELETE", &member, None).await.expect_ok();
    assert!(!opens(&backend, by_bob).await, "they have left");
    house.vestibule.organizations().add_member(&acme, &bob, "org:member").await.expect("is let in");
    assert!(!opens(&backend, by_bob).await, "what they knew before they left opens nothing when they come back");
    let reasons = "SELECT revocation_reason FROM api_keys WHERE revoked_at IS NOT NULL";
    assert_eq!(database.texts(reasons).await, ["membership_ended"]);
    assert!(opens(&backend, text(&by_nobody, "secret")).await);
    // Where there are no organizations nothing is in the name of one.
    let without = house.another_with(|settings| settings.organizations.enabled = false).await;
    let backend = Backend::of(&without, &[]).await;
    assert!(!opens(&backend, text(&by_nobody, "secret")).await);
    let new = backend.post(KEYS, json!({ "subject": acme, "name": "Script" })).await;
    assert_eq!(new.error(), (404, "resource_not_found", ""));
}

async fn what_cannot_be_is_refused_by_its_name(database: Database) {
    let house = House::open(&database).await;
    let (_, ada) = house.person("ada").await;
    let backend = Backend::of(&house, &[]).await;
    let invalid = "form_param_format_invalid";
    let made = make(&backend, json!({ "subject": ada, "name": "Script" })).await;
    for (name, value) in [
        ("name", json!(" ")),
        ("name", json!("a\nb")),
        ("name", json!("x".repeat(101))),
        ("description", json!("x".repeat(501))),
        ("scopes", json!(["a b"])),
        ("scopes", json!(["x".repeat(101)])),
        ("scopes", json!((0..51).map(|at| at.to_string()).collect::<Vec<_>>())),
        ("claims", json!({ "a": "x".repeat(8 * 1024) })),
        ("seconds_until_expiration", json!(0)),
        ("seconds_until_expiration", json!(-1)),
        ("seconds_until_expiration", json!(315_360_001)),
    ] {
        let mut new = json!({ "subject": ada, "name": "Script" });
        new[name] = value.clone();
        assert_eq!(backend.post(KEYS, new).await.error(), (422, invalid, name), "{value}");
        let mut change = json!({});
        change[name] = value.clone();
        assert_eq!(backend.ask("PATCH", &at(&made), Some(change)).await.error(), (422, invalid, name), "{value}");
    }
    let nobody = backend.post(KEYS, json!({ "subject": ada, "name": "Script", "created_by": "user_none" })).await;
    assert_eq!(nobody.error(), (422, invalid, "created_by"));
    for none in ["user_none", "org_none", ""] {
        let refused = backend.post(KEYS, json!({ "subject": none, "name": "Script" })).await;
        assert_eq!(refused.error(), (404, "resource_not_found", ""), "{none}");
    }
    let long = json!({ "revocation_reason": "x".repeat(251) });
    let refused = backend.post(&format!("{}/revoke", at(&made)), long).await;
    assert_eq!(refused.error(), (422, invalid, "revocation_reason"));
    let unknown = backend.post(KEYS, json!({ "subject": ada, "name": "Script", "secret": "ak_mine" })).await;
    assert_eq!(unknown.error(), (422, "form_param_unknown", "secret"));
    assert!(opens(&backend, text(&made, "secret")).await, "nothing has come of it");
    assert_eq!(database.count("api_keys").await, 1);
}

async fn there_are_a_hundred_good_ones_at_most(database: Database) {
    let house = House::open(&database).await;
    let (_, ada) = house.person("ada").await;
    let (_, bob) = house.person("bob").await;
    let backend = Backend::of(&house, &[]).await;
    let first = make(&backend, json!({ "subject": ada, "name": "First" })).await;
    for _ in 1..100 {
        house.vestibule.api_keys().create(&NewApiKey::of(&ada, "Script")).await.expect("is made");
    }
    let full = backend.post(KEYS, json!({ "subject": ada, "name": "More" })).await;
    assert_eq!(full.error(), (422, "api_key_quota_exceeded", ""));
    make(&backend, json!({ "subject": bob, "name": "Script" })).await;
    backend.post(&format!("{}/revoke", at(&first)), json!({})).await.expect_ok();
    let brief = make(&backend, json!({ "subject": ada, "name": "Brief", "seconds_until_expiration": 60 })).await;
    house.clock.advance(2 * MINUTE);
    // There is room for one more, for which many ask at once.
    let asking = (0..8).map(|number| {
        let (backend, ada, brief) = (backend.clone(), ada.clone(), at(&brief));
        async move {
            let answer = match number % 2 {
                0 => backend.post(KEYS, json!({ "subject": ada, "name": "More" })).await,
                _ => backend.ask("PATCH", &brief, Some(json!({ "seconds_until_expiration": null }))).await,
            };
            answer.status
        }
    });
    at_once(asking).await;
    let good = format!("{KEYS}?subject={ada}");
    assert_eq!(backend.get(&good).await.expect_ok()["total_count"], 100);
    let others = backend.get(&format!("{good}&limit=100")).await.expect_ok();
    let other = others["data"].as_array().expect("a list").iter().find(|key| text(key, "name") == "Script");
    let other = at(other.expect("is there"));
    // One that is good is changed as before, and one that has run out waits until there is room.
    backend.ask("PATCH", &other, Some(json!({ "seconds_until_expiration": 60 }))).await.expect_ok();
    house.clock.advance(2 * MINUTE);
    make(&backend, json!({ "subject": ada, "name": "More" })).await;
    for lifetime in [json!(60), Value::Null] {
        let back = backend.ask("PATCH", &other, Some(json!({ "seconds_until_expiration": lifetime }))).await;
        assert_eq!(back.error(), (422, "api_key_quota_exceeded", ""));
    }
    backend.ask("PATCH", &other, Some(json!({ "name": "Renamed" }))).await.expect_ok();
    assert_eq!(backend.get(&good).await.expect_ok()["total_count"], 100);
}

async fn a_scope_to_read_verifies_and_changes_nothing(database: Database) {
    let house = House::open(&database).await;
    let (_, ada) = house.person("ada").await;
    let made = make(&Backend::of(&house, &[]).await, json!({ "subject": ada, "name": "Script" })).await;
    let reader = Backend::of(&house, &["api_keys:read"]).await;
    assert!(opens(&reader, text(&made, "secret")).await);
    reader.get(&at(&made)).await.expect_ok();
    let closed = (403, "authorization_invalid", "");
    assert_eq!(reader.post(KEYS, json!({ "subject": ada, "name": "Script" })).await.error(), closed);
    assert_eq!(reader.post(&format!("{}/revoke", at(&made)), json!({})).await.error(), closed);
    assert_eq!(reader.ask("PATCH", &at(&made), Some(json!({}))).await.error(), closed);
    assert_eq!(reader.ask("DELETE", &at(&made), None).await.error(), closed);
    let stranger = Backend::of(&house, &["users:write"]).await;
    let verify = stranger.post("/v1/api_keys/verify", json!({ "secret": made["secret"] })).await;
    assert_eq!(verify.error(), closed);
    assert_eq!(stranger.get(&at(&made)).await.error(), closed);
}

async fn what_opens_nothing_any_more_is_forgotten_after_a_month(database: Database) {
    let house = House::open(&database).await;
    let (_, ada) = house.person("ada").await;
    let backend = Backend::of(&house, &[]).await;
    let revoked = make(&backend, json!({ "subject": ada, "name": "Revoked" })).await;
    backend.post(&format!("{}/revoke", at(&revoked)), json!({})).await.expect_ok();
    make(&backend, json!({ "subject": ada, "name": "Over", "seconds_until_expiration": 60 })).await;
    make(&backend, json!({ "subject": ada, "name": "Good" })).await;
    house.clock.advance(29 * DAY);
    sweep(&house.vestibule).await.expect("is swept");
    assert_eq!(database.count("api_keys").await, 3);
    house.clock.advance(2 * DAY);
    sweep(&house.vestibule).await.expect("is swept");
    assert_eq!(database.texts("SELECT name FROM api_keys").await, ["Good"]);
}
