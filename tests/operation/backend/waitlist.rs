//! The waitlist, as other backends keep it.

use serde_json::{Value, json};
use vestibule::model::SignUpMode;

use crate::support::backend::Backend;
use crate::support::{Database, House, Person, on_both};

on_both!(
    people_are_put_on_the_list_told_and_taken_off,
    several_are_put_on_it_or_nobody,
    the_list_is_searched_and_sorted,
    who_cannot_wait_is_refused,
);

const ENTRIES: &str = "/v1/waitlist_entries";

async fn house(database: &Database) -> (House, Backend) {
    let house = House::with(database, |settings| settings.sign_up.mode = SignUpMode::Waitlist).await;
    let backend = Backend::of(&house, &["waitlist_entries:write"]).await;
    (house, backend)
}

async fn put(backend: &Backend, email: &str) -> Value {
    backend.post(ENTRIES, json!({ "email_address": email, "notify": false })).await.expect_ok()
}

fn id(entry: &Value) -> &str {
    entry["id"].as_str().expect("an id")
}

async fn people_are_put_on_the_list_told_and_taken_off(database: Database) {
    let (house, backend) = house(&database).await;
    let ada = backend.post(ENTRIES, json!({ "email_address": " Ada@example.com " })).await.expect_ok();
    assert!(id(&ada).starts_with("wle_"));
    let expected = json!({
        "object": "waitlist_entry", "id": ada["id"], "email_address": "Ada@example.com", "status": "pending",
        "is_locked": false, "invitation": null, "created_at": ada["created_at"], "updated_at": ada["created_at"],
    });
    assert_eq!(ada, expected);
    assert_eq!(house.mail_to("Ada@example.com").await.subject, "You are on the waitlist of Vestibule");
    put(&backend, "bob@example.com").await;
    house.clock.advance(5_000);
    let again = backend.post(ENTRIES, json!({ "email_address": "ada@EXAMPLE.com" })).await.expect_ok();
    assert_eq!(again, ada, "whoever is on it stays where they stand");
    assert_eq!(house.mails().await.len(), 1, "and is told once; who is not to be told is not");
    let events = "SELECT type FROM events WHERE type LIKE 'waitlist%'";
    assert_eq!(database.texts(events).await, ["waitlistEntry.created", "waitlistEntry.created"]);

    let path = format!("{ENTRIES}/{}", id(&ada));
    let gone = backend.ask("DELETE", &path, None).await.expect_ok();
    assert_eq!(gone, json!({ "object": "waitlist_entry", "id": ada["id"], "deleted": true }));
    assert_eq!(backend.ask("DELETE", &path, None).await.error(), (404, "resource_not_found", ""));
    assert_ne!(id(&put(&backend, "ada@example.com").await), id(&ada), "they may come again");
    // Who was invited or turned down waits no more.
    for what in ["invite", "reject"] {
        let entry = put(&backend, &format!("{what}@example.com")).await;
        let path = format!("{ENTRIES}/{}", id(&entry));
        backend.post(&format!("{path}/{what}"), json!({})).await.expect_ok();
        assert_eq!(backend.ask("DELETE", &path, None).await.error(), (422, "waitlist_entry_not_pending", ""), "{what}");
    }
}

async fn several_are_put_on_it_or_nobody(database: Database) {
    let (house, backend) = house(&database).await;
    let bulk = format!("{ENTRIES}/bulk");
    let bob = put(&backend, "bob@example.com").await;
    let several = json!([
        { "email_address": "cyd@example.com", "notify": false },
        { "email_address": "bob@example.com" },
        { "email_address": "ada@example.com" },
    ]);
    let made = backend.post(&bulk, several).await.expect_ok();
    let addresses: Vec<&Value> = made.as_array().expect("a list").iter().map(|entry| &entry["email_address"]).collect();
    assert_eq!(addresses, ["cyd@example.com", "bob@example.com", "ada@example.com"], "in the order of the request");
    assert_eq!(made[1], bob);
    assert_eq!(house.mails().await.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), ["ada@example.com"]);
    let wrong = json!([{ "email_address": "dan@example.com" }, { "email_address": "nobody" }]);
    let refused = backend.post(&bulk, wrong).await;
    assert_eq!(refused.error(), (422, "form_param_format_invalid", "email_address"));
    let many: Vec<Value> = (0..51).map(|n| json!({ "email_address": format!("a{n}@example.com") })).collect();
    assert_eq!(backend.post(&bulk, json!(many)).await.error().1, "request_body_too_large");
    assert_eq!(database.count("waitlist_entries").await, 3);
}

async fn the_list_is_searched_and_sorted(database: Database) {
    let (house, backend) = house(&database).await;
    let mut made = Vec::new();
    for name in ["cyd", "ada_l", "bob"] {
        made.push(put(&backend, &format!("{name}@example.com")).await);
        house.clock.advance(5_000);
    }
    for entry in [&made[2], &made[0]] {
        backend.post(&format!("{ENTRIES}/{}/invite", id(entry)), json!({})).await.expect_ok();
        house.clock.advance(5_000);
    }
    let listed = async |query: &str| {
        let page = backend.get(&format!("{ENTRIES}?{query}")).await.expect_ok();
        let name = |entry: &Value| entry["email_address"].as_str().expect("an address")[..3].to_owned();
        let names: Vec<String> = page["data"].as_array().expect("a list").iter().map(name).collect();
        (names.join(" "), page["total_count"].as_i64().expect("a number"))
    };
    for (query, names, count) in [
        ("", "bob ada cyd", 3),
        ("order_by=created_at", "cyd ada bob", 3),
        ("order_by=%2Bemail_address", "ada bob cyd", 3),
        ("order_by=-email_address&limit=1&offset=1", "bob", 3),
        ("order_by=-invited_at", "cyd bob ada", 3),
        ("order_by=invited_at", "ada bob cyd", 3),
        ("status=invited&order_by=email_address", "bob cyd", 2),
        ("query=EXAMPLE.com&status=pending", "ada", 1),
        ("query=a_l", "ada", 1),
        ("query=b%25", "", 0),
        ("query=%00", "", 0),
        (&format!("query={}", id(&made[0])), "cyd", 1),
    ] {
        assert_eq!(listed(query).await, (names.to_owned(), count), "{query}");
    }
    let wrong = backend.get(&format!("{ENTRIES}?order_by=status")).await;
    assert_eq!(wrong.error(), (422, "form_param_format_invalid", "order_by"));
}

async fn who_cannot_wait_is_refused(database: Database) {
    let (house, backend) = house(&database).await;
    let ada = Person::named("ada");
    house.another_with(|settings| settings.sign_up.mode = SignUpMode::Public).await.sign_up(&ada).await;
    let refused = backend.post(ENTRIES, json!({ "email_address": ada.email })).await;
    assert_eq!(refused.error(), (422, "form_identifier_exists", "email_address"));
    let all = Backend::of(&house, &[]).await;
    all.post("/v1/blocklist_identifiers", json!({ "identifier": "*@evil.example" })).await.expect_ok();
    let refused = backend.post(ENTRIES, json!({ "email_address": "eve@evil.example" })).await;
    assert_eq!(refused.error(), (403, "not_allowed_access", "email_address"));
    for (new, code) in [
        (json!({}), "form_param_missing"),
        (json!({ "email_address": "nobody" }), "form_param_format_invalid"),
        (json!({ "email_address": "a@example.com", "status": "invited" }), "form_param_unknown"),
    ] {
        assert_eq!(backend.post(ENTRIES, new.clone()).await.error().1, code, "{new}");
    }
    let open = house.another_with(|settings| settings.sign_up.mode = SignUpMode::Restricted).await;
    let refused = Backend::of(&open, &[]).await.post(ENTRIES, json!({ "email_address": "bob@example.com" })).await;
    assert_eq!(refused.error().1, "waitlist_not_enabled");
    assert_eq!(database.count("waitlist_entries").await, 0);
}
