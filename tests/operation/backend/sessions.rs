//! Sessions, as other backends see them.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::support::backend::Backend;
use crate::support::{Database, House, MINUTE, Person, on_both};

on_both!(
    sessions_are_listed_and_revoked,
    tokens_are_those_of_the_session,
    a_session_for_a_program_acts_as_the_user,
    a_client_has_its_sessions,
    a_session_is_verified_by_its_token_alone,
);

async fn sessions_are_listed_and_revoked(database: Database) {
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    let first = house.sign_up(&ada).await;
    let me = first.get("/api/me").await.json();
    let user = me["id"].as_str().expect("an id");
    house.clock.advance(MINUTE);
    let second = house.sign_in(&ada).await;
    let backend = Backend::of(&house, &[]).await;
    let path = format!("/v1/sessions?user_id={user}");
    let all = backend.get(&path).await.expect_ok();
    let list = all.as_array().expect("an array");
    assert_eq!(list.len(), 2);
    assert!(list[0]["created_at"].as_i64() > list[1]["created_at"].as_i64(), "newest first");
    let page = backend.get(&format!("{path}&paginated=true&limit=1")).await.expect_ok();
    assert_eq!((page["total_count"].as_i64(), page["data"].as_array().map(Vec::len)), (Some(2), Some(1)));
    assert_eq!(page["data"][0], list[0]);
    let newest = list[0]["id"].as_str().expect("an id");
    let revoked = backend.post(&format!("/v1/sessions/{newest}/revoke"), json!({})).await.expect_ok();
    assert_eq!((&revoked["id"], &revoked["status"]), (&json!(newest), &json!("revoked")));
    assert_eq!((second.who().await, first.who().await), (None, Some(ada.email)));
    let again = backend.post(&format!("/v1/sessions/{newest}/revoke"), json!({})).await.expect_ok();
    assert_eq!(again["updated_at"], revoked["updated_at"], "nothing changes");
    for (status, expected) in [("active", 1), ("revoked", 1), ("expired", 0)] {
        let found = backend.get(&format!("{path}&status={status}")).await.expect_ok();
        assert_eq!(found.as_array().map(Vec::len), Some(expected), "{status}");
    }
    for nobody in ["user_0", "", "%00"] {
        let found = backend.get(&format!("/v1/sessions?user_id={nobody}")).await.expect_ok();
        assert_eq!(found, json!([]), "{nobody}");
    }
    assert_eq!(backend.post("/v1/sessions/sess_0/revoke", json!({})).await.status, 404);
    assert_eq!(backend.get("/v1/sessions/%00").await.status, 404);
}

async fn tokens_are_those_of_the_session(database: Database) {
    let house = House::open(&database).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    let me = browser.get("/api/me").await.json();
    let user = me["id"].as_str().expect("an id");
    let backend = Backend::of(&house, &[]).await;
    let session = backend.get(&format!("/v1/sessions?user_id={user}")).await.expect_ok()[0]["id"].clone();
    let session = session.as_str().expect("an id");
    let made = backend.post(&format!("/v1/sessions/{session}/tokens"), json!({})).await.expect_ok();
    let jwt = made["jwt"].as_str().expect("a token");
    let payload = BASE64_URL_SAFE_NO_PAD.decode(jwt.split('.').nth(1).expect("a payload")).expect("base64");
    let claims: Value = serde_json::from_slice(&payload).expect("JSON");
    assert_eq!((claims["sid"].as_str(), claims["sub"].as_str()), (Some(session), Some(user)));
    backend.post(&format!("/v1/sessions/{session}/revoke"), json!({})).await.expect_ok();
    assert_eq!(backend.post(&format!("/v1/sessions/{session}/tokens"), json!({})).await.status, 404);
    assert_eq!(backend.post("/v1/clients/verify", json!({ "token": jwt })).await.error().2, "token");
}

async fn a_session_for_a_program_acts_as_the_user(database: Database) {
    let house = House::open(&database).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    let me = browser.get("/api/me").await.json();
    let user = me["id"].as_str().expect("an id");
    let backend = Backend::of(&house, &[]).await;
    let made = backend.post("/v1/sessions", json!({ "user_id": user })).await.expect_ok();
    let id = made["id"].as_str().expect("an id");
    assert_eq!((&made["status"], &made["user_id"]), (&json!("active"), &json!(user)));
    let token = backend.post(&format!("/v1/sessions/{id}/tokens"), json!({})).await.expect_ok();
    let token = token["jwt"].as_str().expect("a token");
    let answer = house.browser().ask("GET", "/api/me").header("authorization", &format!("Bearer {token}")).send().await;
    assert_eq!(answer.json()["id"], user);
    assert!(browser.who().await.is_some(), "other sessions go on");
    house.vestibule.users().ban(user).await.expect("is banned");
    assert_eq!(backend.post("/v1/sessions", json!({ "user_id": user })).await.error().1, "user_banned");
    assert_eq!(backend.post("/v1/sessions", json!({ "user_id": "user_0" })).await.status, 404);
    assert_eq!(backend.post("/v1/sessions", json!({})).await.error(), (422, "form_param_missing", "user_id"));
}

async fn a_client_has_its_sessions(database: Database) {
    let house = House::open(&database).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    let token = browser.cookie("__session").expect("a token");
    let backend = Backend::of(&house, &[]).await;
    let client = backend.post("/v1/clients/verify", json!({ "token": token })).await.expect_ok();
    let id = client["id"].as_str().expect("an id");
    assert_eq!(client["sessions"].as_array().map(Vec::len), Some(1));
    assert_eq!(client["session_ids"][0], client["last_active_session_id"]);
    assert_eq!(backend.get(&format!("/v1/clients/{id}")).await.expect_ok(), client);
    assert_eq!(backend.post("/v1/clients/verify", json!({ "token": "x" })).await.error().0, 422);
    assert_eq!(backend.get("/v1/clients/client_0").await.status, 404);
    let all = backend.get("/v1/clients?paginated=true&limit=1").await.expect_ok();
    assert_eq!(all["total_count"], database.count("clients").await);
    assert_eq!(backend.get("/v1/clients?limit=500").await.expect_ok()[0], all["data"][0]);
}

async fn a_session_is_verified_by_its_token_alone(database: Database) {
    let house = House::open(&database).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    let token = browser.cookie("__session").expect("a token");
    house.sign_up(&Person::named("eve")).await;
    let backend = Backend::of(&house, &[]).await;
    let user = browser.get("/api/me").await.json()["id"].as_str().expect("an id").to_owned();
    let of = async |query: &str| backend.get(&format!("/v1/sessions?{query}")).await.expect_ok()[0].clone();
    let session = of(&format!("user_id={user}")).await;
    let verify = async |session: &Value, token: &str| {
        let path = format!("/v1/sessions/{}/verify", session["id"].as_str().expect("an id"));
        backend.post(&path, json!({ "token": token })).await
    };
    assert_eq!(verify(&session, &token).await.expect_ok()["id"], session["id"]);
    let eves = backend.get("/v1/users?email_address=eve@example.com").await.expect_ok()[0]["id"].clone();
    let eves = of(&format!("user_id={}", eves.as_str().expect("an id"))).await;
    assert_eq!(verify(&eves, &token).await.error(), (422, "form_param_format_invalid", "token"));
    // Ended by another server that has not told this one yet.
    database.execute("UPDATE sessions SET status = 'revoked'").await;
    assert_eq!(verify(&session, &token).await.status, 422);
    assert_eq!(backend.post("/v1/clients/verify", json!({ "token": token })).await.status, 422);
    database.execute("UPDATE sessions SET status = 'active'").await;
    let path = format!("/v1/sessions/{}/revoke", session["id"].as_str().expect("an id"));
    backend.post(&path, json!({})).await.expect_ok();
    assert_eq!(verify(&session, &token).await.error(), (422, "form_param_format_invalid", "token"), "it is over");
}
