//! The allow-list and the block-list, as other backends keep them, and whom they keep out.

use serde_json::{Value, json};
use vestibule::model::{FieldRule, SignUpMode, Strategy};

use crate::support::backend::Backend;
use crate::support::{Browser, Database, House, Person, on_both, until};

on_both!(
    identifiers_are_listed_and_taken_off,
    what_no_list_holds_is_refused,
    the_allow_list_lets_in_whom_it_names_alone,
    the_block_list_keeps_out_whom_it_names,
    numbers_are_listed_as_well,
    whoever_is_allowed_is_invited_where_it_is_asked_for,
    whoever_was_blocked_on_the_way_does_not_get_in,
    other_servers_hear_of_it,
);

const ALLOWED: &str = "/v1/allowlist_identifiers";
const BLOCKED: &str = "/v1/blocklist_identifiers";
const CREATE: &str = "sign_up/create";
const VERIFY: &str = "sign_up/attempt_verification";
const GOOD: &str = "moth ledger willow 41";
const KEPT_OUT: &str = "not_allowed_access@email_address";

async fn put(backend: &Backend, list: &str, identifier: &str) -> Value {
    backend.post(list, json!({ "identifier": identifier })).await.expect_ok()
}

async fn take_off(backend: &Backend, list: &str, listed: &Value) {
    let id = listed["id"].as_str().expect("an id");
    backend.ask("DELETE", &format!("{list}/{id}"), None).await.expect_ok();
}

/// The error of a sign-up with an address; empty if it is let in.
async fn refusal(house: &House, email: &str) -> String {
    let answer = house.browser().post(CREATE, &[("email_address", email), ("password", GOOD)]).await;
    if answer.status == 200 { String::new() } else { answer.errors().join(" ") }
}

async fn identifiers_are_listed_and_taken_off(database: Database) {
    let house = House::open(&database).await;
    let backend = Backend::of(&house, &["allowlist_identifiers:write", "blocklist_identifiers:write"]).await;
    for (list, object, prefix) in
        [(ALLOWED, "allowlist_identifier", "alid_"), (BLOCKED, "blocklist_identifier", "blid_")]
    {
        let ada = put(&backend, list, " Ada@Example.com ").await;
        let id = ada["id"].as_str().expect("an id");
        assert!(id.starts_with(prefix), "{id}");
        let expected = json!({
            "object": object, "id": id, "identifier": "ada@example.com", "identifier_type": "email_address",
            "created_at": ada["created_at"], "updated_at": ada["created_at"],
        });
        assert_eq!(ada, expected);
        house.clock.advance(5_000);
        let acme = put(&backend, list, "*@Acme.example").await;
        house.clock.advance(5_000);
        let phone = put(&backend, list, "+1 415 555 2671").await;
        assert_eq!(
            (&acme["identifier"], &acme["identifier_type"]),
            (&json!("*@acme.example"), &json!("email_address"))
        );
        assert_eq!((&phone["identifier"], &phone["identifier_type"]), (&json!("+14155552671"), &json!("phone_number")));
        let page = backend.get(&format!("{list}?limit=2")).await.expect_ok();
        let two = json!([phone, acme]);
        assert_eq!(if page.is_array() { &page } else { &page["data"] }, &two, "newest first");
        if list == ALLOWED {
            let page = backend.get(&format!("{list}?paginated=true&limit=1&offset=2")).await.expect_ok();
            assert_eq!(page, json!({ "data": [ada], "total_count": 3 }));
        } else {
            assert_eq!(page["total_count"], 3);
        }
        for again in ["ada@example.com", "*@ACME.example", "+14155552671"] {
            let twice = backend.post(list, json!({ "identifier": again })).await;
            assert_eq!(twice.error(), (422, "duplicate_record", "identifier"));
        }
        let path = format!("{list}/{id}");
        let gone = backend.ask("DELETE", &path, None).await.expect_ok();
        assert_eq!(gone, json!({ "object": object, "id": id, "deleted": true }));
        assert_eq!(backend.ask("DELETE", &path, None).await.error(), (404, "resource_not_found", ""));
    }
    // What is on one list is not taken from the other.
    let listed = backend.get(BLOCKED).await.expect_ok();
    let path = format!("{ALLOWED}/{}", listed["data"][0]["id"].as_str().expect("an id"));
    assert_eq!(backend.ask("DELETE", &path, None).await.status, 404);
}

async fn what_no_list_holds_is_refused(database: Database) {
    let house = House::open(&database).await;
    let backend = Backend::of(&house, &[]).await;
    for list in [ALLOWED, BLOCKED] {
        for wrong in
            ["", "ada", "@acme.example", "*@", "*@localhost", "*", "4155552671", "+1", "0x5aAeb6053F3E94C9b9A0"]
        {
            let refused = backend.post(list, json!({ "identifier": wrong })).await;
            assert_eq!(refused.error(), (422, "form_param_format_invalid", "identifier"), "{wrong}");
        }
        assert_eq!(backend.post(list, json!({})).await.error(), (422, "form_param_missing", "identifier"));
        let unknown = backend.post(list, json!({ "identifier": "a@b.example", "reason": "x" })).await;
        assert_eq!(unknown.error(), (422, "form_param_unknown", "reason"));
    }
    let told = backend.post(ALLOWED, json!({ "identifier": "+14155552671", "notify": true })).await;
    assert_eq!(told.error(), (422, "form_param_format_invalid", "notify"));
    let told = backend.post(BLOCKED, json!({ "identifier": "a@b.example", "notify": true })).await;
    assert_eq!(told.error(), (422, "form_param_unknown", "notify"));
    assert_eq!(database.count("listed_identifiers").await, 0);
    database
        .execute(
            "INSERT INTO listed_identifiers (id, list, identifier, identifier_type, created_at)
             WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 10000)
             SELECT 'alid_' || n, 'allow', 'a' || n || '@example.com', 'email_address', n FROM numbers",
        )
        .await;
    let full = backend.post(ALLOWED, json!({ "identifier": "ada@example.com" })).await;
    assert_eq!(full.error(), (422, "identifier_quota_exceeded", ""));
    put(&backend, BLOCKED, "ada@example.com").await;
}

async fn the_allow_list_lets_in_whom_it_names_alone(database: Database) {
    let house = House::open(&database).await;
    let backend = Backend::of(&house, &[]).await;
    let zoe = Person { email: "zoe@elsewhere.example".into(), password: GOOD.into() };
    let browser = house.sign_up(&zoe).await;
    let ada = put(&backend, ALLOWED, "ada@example.com").await;
    let acme = put(&backend, ALLOWED, "*@acme.example").await;
    for let_in in ["ada@example.com", "Ada+notes@example.com", "anyone@Acme.example"] {
        assert_eq!(refusal(&house, let_in).await, "", "{let_in}");
    }
    for kept_out in ["bob@example.com", "a@sub.acme.example", "a@acme.example.org", "ada@acme.example@evil.example"] {
        let error = refusal(&house, kept_out).await;
        assert!(error == KEPT_OUT || kept_out.matches('@').count() == 2, "{kept_out}: {error}");
        assert_ne!(error, "", "{kept_out}");
    }
    // Who has an account is in, but adds no address that nobody has allowed.
    assert_eq!(house.sign_in(&zoe).await.who().await, Some(zoe.email.clone()));
    browser.post("email_address/create", &[("email_address", "zoe@example.com")]).await.expect_error(403, KEPT_OUT);
    take_off(&backend, ALLOWED, &acme).await;
    assert_eq!(refusal(&house, "anyone@acme.example").await, KEPT_OUT);
    take_off(&backend, ALLOWED, &ada).await;
    assert_eq!(refusal(&house, "bob@example.com").await, "", "where nobody is named everyone may");
}

async fn the_block_list_keeps_out_whom_it_names(database: Database) {
    let house = House::with(&database, |settings| {
        settings.sign_in.with_sign_up = true;
        settings.sign_in.preferred = Strategy::EmailCode;
    })
    .await;
    let backend = Backend::of(&house, &[]).await;
    let zoe = house.sign_up(&Person::named("zoe")).await;
    let eve = put(&backend, BLOCKED, "eve@example.com").await;
    put(&backend, BLOCKED, "*@evil.example").await;
    put(&backend, ALLOWED, "eve@example.com").await;
    put(&backend, ALLOWED, "*@example.com").await;
    for kept_out in ["Eve@example.com", "eve+1@example.com", "anyone@evil.example"] {
        assert_eq!(refusal(&house, kept_out).await, KEPT_OUT, "{kept_out}");
        zoe.post("email_address/create", &[("email_address", kept_out)]).await.expect_error(403, KEPT_OUT);
        let invited = backend.post("/v1/invitations", json!({ "email_address": kept_out })).await;
        assert_eq!(invited.error(), (403, "not_allowed_access", "email_address"), "{kept_out}");
    }
    assert_eq!(refusal(&house, "bob@example.com").await, "");
    // On the page for both they are told what anyone is told who has no account.
    let browser = house.browser();
    browser.post("sign_in/create", &[("identifier", "eve@example.com"), ("strategy", "email_code")]).await;
    assert!(house.mails().await.iter().all(|mail| mail.to != "eve@example.com" || mail.code.is_none()));
    take_off(&backend, BLOCKED, &eve).await;
    assert_eq!(refusal(&house, "eve@example.com").await, "");
}

async fn numbers_are_listed_as_well(database: Database) {
    let house = House::with(&database, |settings| {
        settings.sign_up.email_address = FieldRule::Optional;
        settings.sign_up.phone_number = FieldRule::Optional;
        settings.sign_up.username = FieldRule::Optional;
    })
    .await;
    let backend = Backend::of(&house, &[]).await;
    let (theirs, other, blocked) = ("+4915123456789", "+4915123456780", "+4915123456781");
    put(&backend, ALLOWED, theirs).await;
    put(&backend, BLOCKED, blocked).await;
    let try_with = async |fields: &[(&str, &str)]| {
        let fields = [fields, &[("password", GOOD)]].concat();
        let browser = house.browser();
        let answer = browser.post(CREATE, &fields).await;
        (if answer.status == 200 { String::new() } else { answer.errors().join(" ") }, browser)
    };
    for (fields, error) in [
        (&[("phone_number", other)][..], "not_allowed_access@phone_number"),
        (&[("phone_number", blocked)], "not_allowed_access@phone_number"),
        (&[("email_address", "ada@example.com")], KEPT_OUT),
        (&[("email_address", "ada@example.com"), ("phone_number", other)], KEPT_OUT),
        (&[("username", "ada_l")], "not_allowed_access"),
        (&[("phone_number", "0151 23456789"), ("phone_country", "DE")], ""),
        (&[("email_address", "ada@example.com"), ("phone_number", theirs)], ""),
    ] {
        assert_eq!(try_with(fields).await.0, error, "{fields:?}");
    }
    let (_, browser) = try_with(&[("phone_number", theirs)]).await;
    let code = house.code_for(theirs).await;
    browser.post(VERIFY, &[("code", &code)]).await.expect_ok();
    let refused = browser.post("phone_number/create", &[("phone_number", blocked)]).await;
    refused.expect_error(403, "not_allowed_access@phone_number");
}

async fn whoever_is_allowed_is_invited_where_it_is_asked_for(database: Database) {
    let house = House::with(&database, |settings| settings.sign_up.mode = SignUpMode::Restricted).await;
    let backend = Backend::of(&house, &[]).await;
    let notify = |identifier: &str| json!({ "identifier": identifier, "notify": true });
    let ada = backend.post(ALLOWED, notify("Ada@example.com")).await.expect_ok();
    let invitation = ada["invitation_id"].as_str().expect("is invited");
    assert_eq!(house.mail_to("Ada@example.com").await.subject, "You are invited to Vestibule");
    let (browser, _) = house.opened(&house.link_to("Ada@example.com").await).await;
    browser.post(CREATE, &[("password", GOOD)]).await.expect_ok();
    assert_eq!(browser.who().await.as_deref(), Some("Ada@example.com"));
    let statuses = |id: &str| {
        let sql =
            format!("SELECT CAST(COUNT(*) AS BIGINT) FROM invitations WHERE id = '{id}' AND revoked_at IS NOT NULL");
        let database = database.clone();
        async move { database.number(&sql).await }
    };
    take_off(&backend, ALLOWED, &ada).await;
    assert_eq!(statuses(invitation).await, 0, "it was answered");

    let bob = backend.post(ALLOWED, notify("bob@example.com")).await.expect_ok();
    let link = house.link_to("bob@example.com").await;
    take_off(&backend, ALLOWED, &bob).await;
    assert_eq!(statuses(bob["invitation_id"].as_str().expect("is invited")).await, 1);
    let (browser, _) = house.opened(&link).await;
    browser.post(CREATE, &[("password", GOOD)]).await.expect_error(403, "sign_up_mode_restricted");
    // Nobody is told of a domain; where nobody can be invited nothing is listed.
    let domain = backend.post(ALLOWED, notify("*@acme.example")).await.expect_ok();
    assert_eq!(domain.get("invitation_id"), None);
    let exists = backend.post(ALLOWED, notify("ada@example.com")).await;
    assert_eq!(exists.error(), (422, "form_identifier_exists", "email_address"));
    assert_eq!(database.count("listed_identifiers").await, 1);
}

async fn whoever_was_blocked_on_the_way_does_not_get_in(database: Database) {
    let house = House::open(&database).await;
    let backend = Backend::of(&house, &[]).await;
    let begin = async |email: &str| {
        let browser = house.browser();
        browser.post(CREATE, &[("email_address", email), ("password", GOOD)]).await.expect_ok();
        browser
    };
    let (eve, bob): (Browser, Browser) = (begin("eve@example.com").await, begin("bob@example.com").await);
    backend.post("/v1/invitations", json!({ "email_address": "mal@example.com" })).await.expect_ok();
    let (mal, _) = house.opened(&house.link_to("mal@example.com").await).await;
    put(&backend, BLOCKED, "eve@example.com").await;
    put(&backend, BLOCKED, "mal@example.com").await;
    eve.post(VERIFY, &[("code", &house.code_for("eve@example.com").await)]).await.expect_error(403, KEPT_OUT);
    mal.post(CREATE, &[("password", GOOD)]).await.expect_error(403, KEPT_OUT);
    bob.post(VERIFY, &[("code", &house.code_for("bob@example.com").await)]).await.expect_ok();
    assert_eq!(database.count("users").await, 1);
}

async fn other_servers_hear_of_it(database: Database) {
    let house = House::open(&database).await;
    put(&Backend::of(&house, &[]).await, BLOCKED, "eve@example.com").await;
    let other = house.another().await;
    assert_eq!(refusal(&other, "eve@example.com").await, KEPT_OUT, "it is read at the start");
    if database.is_postgres() {
        put(&Backend::of(&house, &[]).await, BLOCKED, "mal@example.com").await;
        let told = || async { refusal(&other, "mal@example.com").await == KEPT_OUT };
        until("the other server hears of it", told).await;
    }
}
