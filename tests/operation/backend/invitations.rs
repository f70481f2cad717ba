//! Invitations to sign up, as another backend looks for them.

use serde_json::{Value, json};
use vestibule::model::SignUpMode;

use crate::support::backend::Backend;
use crate::support::{Database, House, on_both};

const GOOD: &str = "moth ledger willow 41";

on_both!(
    invitations_are_found_and_ordered,
    what_is_revoked_twice_is_revoked_once,
    an_invitation_is_forgotten_with_its_mail,
    who_was_invited_from_the_waitlist_waits_again,
    what_is_revoked_is_not_mailed_any_more,
);

async fn invitations_are_found_and_ordered(database: Database) {
    let house = House::open(&database).await;
    let backend = Backend::of(&house, &[]).await;
    let mut made: Vec<Value> = Vec::new();
    for (address, days) in [("bea@example.com", 3), ("ada@work.example", 9), ("cyd@example.com", 1)] {
        house.clock.advance(1_000);
        let new = json!({ "email_address": address, "expires_in_days": days, "notify": false });
        made.push(backend.post("/v1/invitations", new).await.expect_ok());
    }
    let revoked = format!("/v1/invitations/{}/revoke", made[0]["id"].as_str().expect("an id"));
    backend.post(&revoked, json!({})).await.expect_ok();
    let id = made[1]["id"].as_str().expect("an id").to_uppercase();
    for (query, expected) in [
        (String::new(), vec![2, 1, 0]),
        ("order_by=%2Bcreated_at".into(), vec![0, 1, 2]),
        ("order_by=email_address".into(), vec![1, 0, 2]),
        ("order_by=-expires_at".into(), vec![1, 0, 2]),
        ("query=EXAMPLE.com".into(), vec![2, 0]),
        ("query=example.com&status=pending".into(), vec![2]),
        (format!("query={id}"), vec![1]),
        ("query=%25".into(), vec![]),
        ("query=%00".into(), vec![]),
        ("status=revoked".into(), vec![0]),
        ("status=accepted".into(), vec![]),
        ("limit=1&offset=1".into(), vec![1]),
    ] {
        let found = backend.get(&format!("/v1/invitations?paginated=true&{query}")).await.expect_ok();
        let ids: Vec<&Value> = found["data"].as_array().expect("a list").iter().map(|it| &it["id"]).collect();
        let total = if query.starts_with("limit") { 3 } else { expected.len() };
        let expected: Vec<&Value> = expected.into_iter().map(|at: usize| &made[at]["id"]).collect();
        assert_eq!(ids, expected, "{query}");
        assert_eq!(found["total_count"], total, "{query}");
        assert_eq!(backend.get(&format!("/v1/invitations?{query}")).await.expect_ok(), found["data"], "{query}");
    }
    assert_eq!(backend.get("/v1/invitations?order_by=age").await.error().2, "order_by");
    house.clock.advance(2 * 24 * 60 * 60 * 1_000);
    let expired = backend.get("/v1/invitations?status=expired").await.expect_ok();
    assert_eq!(expired[0]["id"], made[2]["id"]);
}

async fn what_is_revoked_twice_is_revoked_once(database: Database) {
    let house = House::open(&database).await;
    let backend = Backend::of(&house, &[]).await;
    let user = backend.post("/v1/users", json!({ "email_address": ["ada@example.com"], "password": GOOD })).await;
    let user_id = user.expect_ok()["id"].clone();
    for (list, new, action) in [
        ("invitations", json!({ "email_address": "bea@example.com" }), "invitation.revoked"),
        ("sign_in_tokens", json!({ "user_id": user_id }), "signInToken.revoked"),
        ("actor_tokens", json!({ "user_id": user_id, "actor": { "sub": "user_support" } }), "actorToken.revoked"),
        ("api_keys", json!({ "subject": user_id, "name": "Backup" }), "apiKey.revoked"),
    ] {
        let made = backend.post(&format!("/v1/{list}"), new).await.expect_ok();
        let revoke = format!("/v1/{list}/{}/revoke", made["id"].as_str().expect("an id"));
        let first = backend.post(&revoke, json!({})).await.expect_ok();
        house.clock.advance(1_000);
        assert_eq!(backend.post(&revoke, json!({})).await.expect_ok(), first, "{list}");
        let noted = format!("audit_entries WHERE action = '{action}'");
        assert_eq!(database.count(&noted).await, 1, "{list}: nothing has changed the second time");
        let none = backend.post(&format!("/v1/{list}/none_0/revoke"), json!({})).await;
        assert_eq!(none.error(), (404, "resource_not_found", ""), "{list}");
    }
}

async fn an_invitation_is_forgotten_with_its_mail(database: Database) {
    let house = House::open(&database).await;
    let backend = Backend::of(&house, &["invitations:write"]).await;
    let invite = async |name: &str| {
        let new = json!({ "email_address": format!("{name}@example.com") });
        let made = backend.post("/v1/invitations", new).await.expect_ok();
        made["id"].as_str().expect("an id").to_owned()
    };
    let (bea, cyd) = (invite("bea").await, invite("cyd").await);
    let link = house.link_to("bea@example.com").await;
    let deleted = backend.ask("DELETE", &format!("/v1/invitations/{bea}"), None).await.expect_ok();
    assert_eq!(deleted, json!({ "object": "invitation", "id": bea, "deleted": true }));
    assert_eq!(database.texts("SELECT id FROM invitations").await, [cyd.as_str()]);
    assert_eq!(database.texts("SELECT recipient FROM messages").await, ["cyd@example.com"]);
    let noted = "SELECT subject_id FROM audit_entries WHERE action = 'invitation.deleted'";
    assert_eq!(database.texts(noted).await, [bea.as_str()]);
    let (_, page) = house.opened(&link).await;
    assert!(page.shows("This link is not good any more"), "{}", page.body);
    for gone in [bea.as_str(), "inv_0", "%00"] {
        let again = backend.ask("DELETE", &format!("/v1/invitations/{gone}"), None).await;
        assert_eq!(again.error(), (404, "resource_not_found", ""), "{gone}");
    }
    for slug in ["invitation", "waitlist_invitation"] {
        let new = json!({ "email_address": format!("{slug}@example.com"), "template_slug": slug, "notify": false });
        let made = backend.post("/v1/invitations", new).await.expect_ok();
        backend
            .ask("DELETE", &format!("/v1/invitations/{}", made["id"].as_str().expect("an id")), None)
            .await
            .expect_ok();
    }
    let odd = json!({ "email_address": "dan@example.com", "template_slug": "magic_link" });
    let all = json!([odd, { "email_address": "eve@example.com" }]);
    for (path, body) in [("/v1/invitations", odd), ("/v1/invitations/bulk", all)] {
        let refused = backend.post(path, body).await;
        assert_eq!(refused.error(), (422, "form_param_format_invalid", "template_slug"), "{path}");
    }
    // One that was taken back is forgotten too, and another one can be sent.
    backend.post(&format!("/v1/invitations/{cyd}/revoke"), json!({})).await.expect_ok();
    backend.ask("DELETE", &format!("/v1/invitations/{cyd}"), None).await.expect_ok();
    assert_eq!(database.count("invitations").await, 0);
    invite("bea").await;
    let reader = Backend::of(&house, &["invitations:read"]).await;
    let refused = reader.ask("DELETE", &format!("/v1/invitations/{bea}"), None).await;
    assert_eq!(refused.error(), (403, "authorization_invalid", ""));
}

async fn who_was_invited_from_the_waitlist_waits_again(database: Database) {
    let house = House::with(&database, |settings| settings.sign_up.mode = SignUpMode::Waitlist).await;
    let backend = Backend::of(&house, &[]).await;
    let status = async || database.texts("SELECT status FROM waitlist_entries").await.remove(0);
    let made = backend.post("/v1/waitlist_entries", json!({ "email_address": "ada@example.com" })).await.expect_ok();
    let entry = format!("/v1/waitlist_entries/{}", made["id"].as_str().expect("an id"));
    let invite = async || {
        let invited = backend.post(&format!("{entry}/invite"), json!({})).await.expect_ok();
        format!("/v1/invitations/{}", invited["invitation"]["id"].as_str().expect("an id"))
    };
    // One in whose place there is another by now says nothing of where they stand.
    let (first, second) = (invite().await, invite().await);
    backend.ask("DELETE", &first, None).await.expect_ok();
    assert_eq!(status().await, "invited");
    backend.ask("DELETE", &second, None).await.expect_ok();
    assert_eq!(status().await, "pending");
    let noted = "SELECT changes FROM audit_entries WHERE action = 'waitlistEntry.updated' ORDER BY id DESC LIMIT 1";
    let noted: Value = serde_json::from_str(&database.texts(noted).await[0]).expect("is JSON");
    assert_eq!(noted["status"], json!({ "before": "invited", "after": "pending" }));
    // As whoever waits, they may be taken from the list.
    backend.ask("DELETE", &entry, None).await.expect_ok();
}

async fn what_is_revoked_is_not_mailed_any_more(database: Database) {
    let house = House::with(&database, |settings| settings.organizations.enabled = true).await;
    let backend = Backend::of(&house, &[]).await;
    let acme = backend.post("/v1/organizations", json!({ "name": "Acme" })).await.expect_ok();
    let of_acme = format!("/v1/organizations/{}/invitations", acme["id"].as_str().expect("an id"));
    for (list, address) in [("/v1/invitations", "ada@example.com"), (of_acme.as_str(), "bob@example.com")] {
        let made = backend.post(list, json!({ "email_address": address })).await.expect_ok();
        let id = made["id"].as_str().expect("an id");
        house.link_to(address).await;
        // As with a mail server that does not answer.
        let waits = format!("UPDATE messages SET next_attempt_at = {} WHERE subject_id = '{id}'", i64::MAX);
        database.execute(&waits).await;
        let waiting = format!("messages WHERE subject_id = '{id}' AND next_attempt_at IS NOT NULL");
        assert_eq!(database.count(&waiting).await, 1, "{list}");
        backend.post(&format!("{list}/{id}/revoke"), json!({})).await.expect_ok();
        assert_eq!(database.count(&waiting).await, 0, "{list}");
    }
}
