//! Tokens with which machines call each other: as machines and other backends make and verify them, and as a route takes them.

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;
use vestibule::server::flows::sweep::sweep;
use vestibule::server::{AuditQuery, Auth, TokenKind};

use crate::support::backend::{Backend, Reply};
use crate::support::{DAY, Database, House, MINUTE, Person, SECOND, is_stored_in, on_both};

on_both!(
    a_machine_makes_a_token_and_another_verifies_it,
    a_signed_token_is_verified_by_the_published_keys,
    a_machine_s_key_opens_what_is_its_own,
    a_token_that_was_taken_back_or_has_run_out_is_good_no_more,
    a_scope_that_is_taken_away_takes_tokens_along,
    what_no_token_can_say_is_refused,
    a_secret_key_makes_and_sees_those_of_every_machine,
    a_route_takes_them_where_it_says_so,
    what_machines_do_is_in_the_audit_log,
    what_has_run_out_is_forgotten,
    clerk_s_clients_ask_without_the_version,
);

/// A machine, and what it presents to the REST API.
struct Machine {
    id: String,
    backend: Backend,
}

impl Machine {
    async fn named(house: &House, name: &str, scopes: &[&Self]) -> Self {
        let scopes: Vec<&str> = scopes.iter().map(|machine| machine.id.as_str()).collect();
        let backend = Backend::of(house, &["machines:write"]).await;
        let made = backend.post("/v1/machines", json!({ "name": name, "scoped_machines": scopes })).await.expect_ok();
        let key = made["secret_key"].as_str().expect("a key");
        let id = made["id"].as_str().expect("an id").to_owned();
        Self { id, backend: Backend::presenting(house, Some(key)) }
    }

    async fn token(&self, body: Value) -> Value {
        self.backend.post("/v1/m2m_tokens", body).await.expect_ok()
    }

    async fn verify(&self, token: &Value) -> Reply {
        self.backend.post("/v1/m2m_tokens/verify", json!({ "token": token["token"] })).await
    }
}

fn id(token: &Value) -> &str {
    token["id"].as_str().expect("an id")
}

fn part(token: &Value, number: usize) -> Value {
    let part = token["token"].as_str().and_then(|token| token.split('.').nth(number)).expect("has three parts");
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(part).expect("is base64url without padding");
    serde_json::from_slice(&bytes).expect("is JSON")
}

const GONE: (u16, &str, &str) = (404, "resource_not_found", "");

async fn a_machine_makes_a_token_and_another_verifies_it(database: Database) {
    let house = House::open(&database).await;
    let billing = Machine::named(&house, "Billing", &[]).await;
    let reports = Machine::named(&house, "Reports", &[&billing]).await;
    let stranger = Machine::named(&house, "Stranger", &[&billing]).await;
    let mut made =
        reports.token(json!({ "claims": { "role": "cron", "camelCase": [1] }, "seconds_until_expiration": 60 })).await;
    let shown = made.as_object_mut().expect("an object");
    let secret = shown.remove("token").expect("a token");
    let created = made["created_at"].as_i64().expect("a time");
    let expected = json!({
        "object": "machine_to_machine_token", "id": made["id"], "subject": reports.id, "scopes": [billing.id],
        "claims": { "role": "cron", "camelCase": [1] }, "revoked": false, "revocation_reason": null, "expired": false,
        "expiration": created + 60 * SECOND, "created_at": created, "updated_at": created,
    });
    assert_eq!(made, expected);
    let text = secret.as_str().expect("a text");
    assert!(text.starts_with("mt_") && text.len() == 3 + 43 && id(&made).starts_with("mt_"));
    let presented = json!({ "token": secret });
    assert_eq!(billing.verify(&presented).await.expect_ok(), made, "the token is not shown again");
    for other in [&reports, &stranger] {
        assert_eq!(other.verify(&presented).await.error(), GONE, "it is for Billing alone");
    }
    for none in ["", "mt_", "mt_x", &text[..45], &text[3..], &format!("{text}A"), id(&made)] {
        assert_eq!(billing.verify(&json!({ "token": none })).await.error(), GONE, "{none}");
    }
    let dump = database.dump().await;
    assert!(!is_stored_in(&dump, text) && !is_stored_in(&dump, &text[3..]));
    // What the client sends that leaves everything to the machine.
    let nulls = json!({ "seconds_until_expiration": null, "claims": null, "token_format": "opaque" });
    let usual = reports.token(nulls).await;
    assert_eq!((&usual["claims"], &usual["scopes"]), (&Value::Null, &json!([billing.id])));
    let lifetime = usual["expiration"].as_i64().zip(usual["created_at"].as_i64()).map(|(end, start)| end - start);
    assert_eq!(lifetime, Some(3_600 * SECOND), "as long as the machine says");
    let again = reports.token(json!({ "min_remaining_ttl_seconds": 10 })).await;
    assert_ne!(again["token"], usual["token"]);
}

async fn a_signed_token_is_verified_by_the_published_keys(database: Database) {
    let house = House::open(&database).await;
    let billing = Machine::named(&house, "Billing", &[]).await;
    let reports = Machine::named(&house, "Reports", &[&billing]).await;
    let made = reports.token(json!({ "token_format": "jwt", "claims": { "role": "cron" } })).await;
    let (header, claims) = (part(&made, 0), part(&made, 1));
    assert_eq!(
        (&header["alg"], &header["typ"], &header["cat"]),
        (&json!("RS256"), &json!("JWT"), &json!("cl_B7d4PD333AAA"))
    );
    let keys = house.browser().get("/.well-known/jwks.json").await.json();
    assert!(keys["keys"].as_array().expect("keys").iter().any(|key| key["kid"] == header["kid"]));
    let seconds = made["created_at"].as_i64().expect("a time") / SECOND;
    let expected = json!({
        "iss": house.origin(), "sub": reports.id, "aud": [billing.id], "jti": made["id"], "iat": seconds, "nbf": seconds,
        "exp": seconds + 3_600, "role": "cron",
    });
    assert_eq!(claims, expected);
    let verified = billing.verify(&made).await.expect_ok();
    assert_eq!((&verified["id"], &verified["subject"]), (&made["id"], &json!(reports.id)));
    assert_eq!((&verified["claims"], &verified["scopes"]), (&json!({ "role": "cron" }), &json!([billing.id])));
    assert_eq!(reports.verify(&made).await.error(), GONE, "it is for Billing alone");
    // It stands nowhere, and nobody takes it back.
    assert_eq!(database.count("m2m_tokens").await, 0);
    let revoked = reports.backend.post(&format!("/v1/m2m_tokens/{}/revoke", id(&made)), json!({})).await;
    assert_eq!(revoked.error(), GONE);
    // It is no session token, and a session token is none of a machine's.
    let token = made["token"].as_str().expect("a token");
    assert_eq!(
        house.browser().ask("GET", "/api/me").header("authorization", &format!("Bearer {token}")).send().await.status,
        401
    );
    let session = house.sign_up(&Person::named("ada")).await.cookie("__session").expect("a token");
    assert_eq!(billing.verify(&json!({ "token": session })).await.error(), GONE);
    // Nobody's tokens are good for longer than a day that cannot be taken back.
    let long = json!({ "token_format": "jwt", "seconds_until_expiration": 86_401 });
    let refused = reports.backend.post("/v1/m2m_tokens", long).await;
    assert_eq!(refused.error(), (422, "form_param_format_invalid", "seconds_until_expiration"));
    house.clock.advance(3_600 * SECOND);
    assert_eq!(billing.verify(&made).await.error(), GONE, "it has run out");
}

async fn a_machine_s_key_opens_what_is_its_own(database: Database) {
    let house = House::open(&database).await;
    let billing = Machine::named(&house, "Billing", &[]).await;
    let reports = Machine::named(&house, "Reports", &[&billing]).await;
    for (method, path) in [
        ("GET", "/v1/users".to_owned()),
        ("GET", "/v1/jwks".to_owned()),
        ("GET", "/v1/machines".to_owned()),
        ("GET", format!("/v1/machines/{}", reports.id)),
        ("POST", format!("/v1/machines/{}/secret_key/rotate", reports.id)),
        ("POST", format!("/v1/machines/{}/scopes", reports.id)),
        ("POST", "/v1/api_keys/verify".to_owned()),
    ] {
        let reply = reports.backend.ask(method, &path, None).await;
        assert_eq!(reply.error(), (403, "authorization_invalid", ""), "{method} {path}");
    }
    let made = reports.token(json!({})).await;
    let list = format!("/v1/m2m_tokens?subject={}", reports.id);
    assert_eq!(reports.backend.get(&list).await.expect_ok()["total_count"], 1);
    assert_eq!(billing.backend.get(&list).await.error(), (403, "authorization_invalid", ""));
    let for_another = billing.backend.post("/v1/m2m_tokens", json!({ "subject": reports.id })).await;
    assert_eq!(for_another.error(), (403, "authorization_invalid", ""));
    let revoke = format!("/v1/m2m_tokens/{}/revoke", id(&made));
    assert_eq!(billing.backend.post(&revoke, json!({})).await.error(), GONE, "another one's");
    billing.verify(&made).await.expect_ok();
    let revoked = reports.backend.post(&revoke, json!({ "revocation_reason": "leaked" })).await.expect_ok();
    // Whoever did not hear the answer asks again.
    let again = reports.backend.post(&revoke, json!({ "revocation_reason": "again" })).await.expect_ok();
    assert_eq!(again, revoked);
    assert_eq!(billing.backend.post(&revoke, json!({})).await.error(), GONE, "another one's still");
    assert_eq!(database.count("audit_entries WHERE action = 'm2mToken.revoked'").await, 1);
    // Nobody is signed in by one, and a browser's cookies open nothing.
    let key = reports.backend.key();
    let me = house.browser().ask("GET", "/api/me").header("authorization", &format!("Bearer {key}")).send().await;
    assert_eq!(me.status, 401);
    let reply = reports.backend.get(&list).await;
    assert_eq!(reply.header("cache-control"), "no-store");
    assert!(!reply.header("x-ratelimit-remaining").is_empty(), "its calls are counted");
}

async fn a_token_that_was_taken_back_or_has_run_out_is_good_no_more(database: Database) {
    let house = House::open(&database).await;
    let another = house.another().await;
    let billing = Machine::named(&house, "Billing", &[]).await;
    let reports = Machine::named(&house, "Reports", &[&billing]).await;
    let there = Backend::presenting(&another, Some(billing.backend.key()));
    let (short, long) = (
        reports.token(json!({ "seconds_until_expiration": 60 })).await,
        reports.token(json!({ "seconds_until_expiration": 600 })).await,
    );
    let path = format!("/v1/m2m_tokens/{}/revoke", id(&long));
    let revoked = reports.backend.post(&path, json!({ "revocation_reason": "leaked" })).await.expect_ok();
    assert_eq!((&revoked["revoked"], &revoked["revocation_reason"]), (&json!(true), &json!("leaked")));
    assert!(revoked.get("token").is_none());
    assert_eq!(billing.verify(&long).await.error(), GONE);
    let presented = json!({ "token": long["token"] });
    assert_eq!(there.post("/v1/m2m_tokens/verify", presented).await.error(), GONE, "on every node");
    let again = reports.backend.post(&path, json!({})).await.expect_ok();
    assert_eq!(again["revocation_reason"], "leaked", "another time changes nothing");
    billing.verify(&short).await.expect_ok();
    house.clock.advance(2 * MINUTE);
    assert_eq!(billing.verify(&short).await.error(), GONE);
    let listed = async |more: &str| {
        let page = reports.backend.get(&format!("/v1/m2m_tokens?subject={}{more}", reports.id)).await.expect_ok();
        let ids: Vec<String> =
            page["m2m_tokens"].as_array().expect("a list").iter().map(|token| id(token).to_owned()).collect();
        assert_eq!(page["total_count"], json!(ids.len()));
        assert!(
            page["m2m_tokens"].as_array().is_some_and(|list| list.iter().all(|token| token.get("token").is_none()))
        );
        ids
    };
    assert_eq!(listed("").await, Vec::<String>::new());
    assert_eq!(listed("&revoked=true").await, [id(&long)]);
    assert_eq!(listed("&expired=true").await, [id(&short)]);
    assert_eq!(listed("&expired=true&revoked=true").await.len(), 2);
}

async fn a_scope_that_is_taken_away_takes_tokens_along(database: Database) {
    let house = House::open(&database).await;
    let backend = Backend::of(&house, &["machines:write"]).await;
    let billing = Machine::named(&house, "Billing", &[]).await;
    let late = Machine::named(&house, "Late", &[]).await;
    let reports = Machine::named(&house, "Reports", &[&billing]).await;
    let tokens = [reports.token(json!({})).await, reports.token(json!({ "token_format": "jwt" })).await];
    let scopes = format!("/v1/machines/{}/scopes", reports.id);
    backend.post(&scopes, json!({ "to_machine_id": late.id })).await.expect_ok();
    for token in &tokens {
        billing.verify(token).await.expect_ok();
        assert_eq!(late.verify(token).await.error(), GONE, "it was not made for this one");
    }
    backend.ask("DELETE", &format!("{scopes}/{}", billing.id), None).await.expect_ok();
    for token in &tokens {
        assert_eq!(billing.verify(token).await.error(), GONE);
    }
    let newer = reports.token(json!({})).await;
    assert_eq!(newer["scopes"], json!([late.id]));
    late.verify(&newer).await.expect_ok();
    house.clock.advance(MINUTE);
    backend.post(&scopes, json!({ "to_machine_id": billing.id })).await.expect_ok();
    for token in &tokens {
        assert_eq!(billing.verify(token).await.error(), GONE, "what it took along does not come back with it");
    }
    for format in ["opaque", "jwt"] {
        billing.verify(&reports.token(json!({ "token_format": format })).await).await.expect_ok();
    }
    late.verify(&newer).await.expect_ok();
    backend.ask("DELETE", &format!("/v1/machines/{}", reports.id), None).await.expect_ok();
    assert_eq!(late.verify(&newer).await.error(), GONE);
    let all = Backend::of(&house, &["m2m_tokens:read"]).await;
    for token in tokens.iter().chain([&newer]) {
        let presented = json!({ "token": token["token"] });
        assert_eq!(all.post("/v1/m2m_tokens/verify", presented).await.error(), GONE, "whose it is is gone");
    }
}

async fn what_no_token_can_say_is_refused(database: Database) {
    let house = House::open(&database).await;
    let reports = Machine::named(&house, "Reports", &[]).await;
    let format = "form_param_format_invalid";
    let mut wrong = vec![
        (json!({ "claims": { "a": "x".repeat(4_096) } }), format, "claims"),
        (json!({ "claims": [] }), "request_body_invalid", ""),
        (json!({ "seconds_until_expiration": 0 }), format, "seconds_until_expiration"),
        (json!({ "seconds_until_expiration": 315_360_001 }), format, "seconds_until_expiration"),
        (json!({ "token_format": "JWT" }), format, "token_format"),
        (json!({ "scopes": ["mch_0"] }), "form_param_unknown", "scopes"),
    ];
    let of_tokens = ["iss", "sub", "aud", "exp", "nbf", "iat", "jti", "scopes", "sid", "sts", "azp", "act", "o"];
    for reserved in of_tokens.into_iter().chain(["org_id", "org_role", "org_slug", "org_permissions"]) {
        wrong.push((json!({ "claims": { reserved: "mch_0" } }), format, "claims"));
        wrong.push((json!({ "claims": { reserved: "mch_0" }, "token_format": "jwt" }), format, "claims"));
    }
    for (body, code, param) in wrong {
        let refused = reports.backend.post("/v1/m2m_tokens", body.clone()).await;
        assert_eq!(refused.error(), (422, code, param), "{body}");
    }
    let made = reports.token(json!({})).await;
    assert_eq!(made["scopes"], json!([]));
    let path = format!("/v1/m2m_tokens/{}/revoke", id(&made));
    let long = reports.backend.post(&path, json!({ "revocation_reason": "x".repeat(257) })).await;
    assert_eq!(long.error(), (422, format, "revocation_reason"));
    assert_eq!(database.count("m2m_tokens WHERE revoked_at IS NULL").await, 1);
}

async fn a_secret_key_makes_and_sees_those_of_every_machine(database: Database) {
    let house = House::open(&database).await;
    let billing = Machine::named(&house, "Billing", &[]).await;
    let reports = Machine::named(&house, "Reports", &[&billing]).await;
    let backend = Backend::of(&house, &["m2m_tokens:write"]).await;
    assert_eq!(backend.post("/v1/m2m_tokens", json!({})).await.error(), (422, "form_param_missing", "subject"));
    let nobody = backend.post("/v1/m2m_tokens", json!({ "subject": "mch_0" })).await;
    assert_eq!(nobody.error(), (422, "form_param_format_invalid", "subject"));
    let made = backend.post("/v1/m2m_tokens", json!({ "subject": reports.id })).await.expect_ok();
    let presented = json!({ "token": made["token"] });
    billing.verify(&made).await.expect_ok();
    let reader = Backend::of(&house, &["m2m_tokens:read"]).await;
    assert_eq!(reader.post("/v1/m2m_tokens/verify", presented).await.expect_ok()["subject"], json!(reports.id));
    assert_eq!(reader.get(&format!("/v1/m2m_tokens?subject={}", reports.id)).await.expect_ok()["total_count"], 1);
    assert_eq!(reader.get("/v1/m2m_tokens").await.error(), (422, "form_param_missing", "subject"));
    for none in ["", "%00", "mch_%00", "'--"] {
        let page = reader.get(&format!("/v1/m2m_tokens?subject={none}")).await.expect_ok();
        assert_eq!(page["total_count"], 0, "{none}");
    }
    // What names no machine names none, and not any.
    assert!(house.vestibule.m2m_tokens().revoke(id(&made), Some(""), None).await.is_err());
    let revoke = format!("/v1/m2m_tokens/{}/revoke", id(&made));
    assert_eq!(reader.post(&revoke, json!({})).await.status, 403);
    backend.post(&revoke, json!({})).await.expect_ok();
    assert_eq!(billing.verify(&made).await.error(), GONE);
}

/// Two routes of an app: one of a machine that takes tokens of machines besides sessions, and one that takes sessions alone.
fn app(house: &House, machine: &str) -> Router {
    let machine = machine.to_owned();
    let invoices = move |auth: Auth| async move {
        match auth.called_as(&machine).accept(&[TokenKind::Session, TokenKind::M2mToken]).await {
            Ok(caller) => format!("{:?} {:?}", caller.machine_id(), caller.user_id().is_some()).into_response(),
            Err(refused) => refused.into_response(),
        }
    };
    let nobody_s = |auth: Auth| async move {
        match auth.accept(&[TokenKind::M2mToken, TokenKind::ApiKey]).await {
            Ok(_) => "let on".into_response(),
            Err(refused) => refused.into_response(),
        }
    };
    let mine = |auth: Auth| async move { auth.user_id().is_some().to_string() };
    let app = Router::new().route("/invoices", get(invoices.clone()).post(invoices));
    app.route("/of_no_machine", get(nobody_s)).route("/mine", get(mine)).layer(house.vestibule.layer())
}

async fn call(app: &Router, method: &str, path: &str, token: &str) -> (u16, String) {
    let request = Request::builder().method(method).uri(path).header("authorization", format!("Bearer {token}"));
    let answer: Response = app.clone().oneshot(request.body(Body::empty()).expect("a request")).await.expect("answers");
    let status = answer.status().as_u16();
    let body = answer.into_body().collect().await.expect("is whole").to_bytes();
    (status, String::from_utf8(body.to_vec()).expect("a text"))
}

async fn a_route_takes_them_where_it_says_so(database: Database) {
    let house = House::open(&database).await;
    let billing = Machine::named(&house, "Billing", &[]).await;
    let mail = Machine::named(&house, "Mail", &[]).await;
    let reports = Machine::named(&house, "Reports", &[&billing]).await;
    let app = app(&house, &billing.id);
    let for_mail = Machine::named(&house, "Letters", &[&mail]).await;
    for format in ["opaque", "jwt"] {
        let made = reports.token(json!({ "token_format": format })).await;
        let token = made["token"].as_str().expect("a token");
        for method in ["GET", "POST"] {
            let expected = (200, format!("Some({:?}) false", reports.id));
            assert_eq!(call(&app, method, "/invoices", token).await, expected, "{format} {method}");
        }
        assert_eq!(call(&app, "GET", "/of_no_machine", token).await.0, 401, "it does not say for whom");
        assert_eq!(call(&app, "GET", "/mine", token).await, (200, "false".to_owned()), "nobody is signed in");
        let foreign = for_mail.token(json!({ "token_format": format })).await;
        let foreign = foreign["token"].as_str().expect("a token");
        assert_eq!(call(&app, "GET", "/invoices", foreign).await.0, 401, "it is for another one");
        house.clock.advance(2 * 3_600 * SECOND);
        assert_eq!(call(&app, "GET", "/invoices", token).await.0, 401, "it has run out");
    }
    assert_eq!(call(&app, "GET", "/invoices", reports.backend.key()).await.0, 401, "a key is no token");
    let made = reports.token(json!({})).await;
    reports.backend.post(&format!("/v1/m2m_tokens/{}/revoke", id(&made)), json!({})).await.expect_ok();
    assert_eq!(call(&app, "GET", "/invoices", made["token"].as_str().expect("a token")).await.0, 401);
    let session = house.sign_up(&Person::named("ada")).await.cookie("__session").expect("a token");
    assert_eq!(call(&app, "GET", "/invoices", &session).await, (200, "None true".to_owned()));
}

async fn what_machines_do_is_in_the_audit_log(database: Database) {
    let house = House::open(&database).await;
    let billing = Machine::named(&house, "Billing", &[]).await;
    let reports = Machine::named(&house, "Reports", &[&billing]).await;
    let made = reports.token(json!({ "claims": { "card": "4242424242424242" } })).await;
    let signed = reports.token(json!({ "token_format": "jwt" })).await;
    billing.verify(&made).await.expect_ok();
    let revoke = format!("/v1/m2m_tokens/{}/revoke", id(&made));
    reports.backend.post(&revoke, json!({ "revocation_reason": "leaked" })).await.expect_ok();
    let query = AuditQuery { limit: 500, ..AuditQuery::default() };
    let (mut entries, _) = house.vestibule.audit_log().list(&query).await.expect("is read");
    entries.retain(|entry| entry.subject_type == "m2m_token");
    entries.reverse();
    let told: Vec<_> = entries
        .iter()
        .map(|entry| {
            (entry.action.as_str(), entry.subject_id.as_deref().unwrap_or_default(), entry.actor_type.as_str())
        })
        .collect();
    let expected = [
        ("m2mToken.created", id(&made), "machine"),
        ("m2mToken.created", id(&signed), "machine"),
        ("m2mToken.revoked", id(&made), "machine"),
    ];
    assert_eq!(told, expected, "to verify one changes nothing");
    assert!(entries.iter().all(|entry| entry.actor_id.as_ref() == Some(&reports.id)));
    let stored = database.texts("SELECT changes FROM audit_entries").await.join("\n");
    assert!(stored.contains("\"card\"") && !stored.contains("4242"), "{stored}");
}

async fn what_has_run_out_is_forgotten(database: Database) {
    let house = House::open(&database).await;
    let backend = Backend::of(&house, &["machines:write"]).await;
    let reports = Machine::named(&house, "Reports", &[]).await;
    reports.token(json!({ "seconds_until_expiration": 60 })).await;
    reports.token(json!({ "seconds_until_expiration": 31_536_000 })).await;
    let rotate = format!("/v1/machines/{}/secret_key/rotate", reports.id);
    backend.post(&rotate, json!({ "previous_token_ttl": 60 })).await.expect_ok();
    house.clock.advance(2 * MINUTE);
    sweep(&house.vestibule).await.expect("is swept");
    assert_eq!(database.count("m2m_tokens").await, 2, "for a day one may look it up");
    assert_eq!(database.count("machine_secret_keys").await, 1);
    house.clock.advance(DAY);
    sweep(&house.vestibule).await.expect("is swept");
    assert_eq!(database.count("m2m_tokens").await, 1);
}

async fn clerk_s_clients_ask_without_the_version(database: Database) {
    let house = House::open(&database).await;
    let billing = Machine::named(&house, "Billing", &[]).await;
    let reports = Machine::named(&house, "Reports", &[&billing]).await;
    let made = reports.backend.post("/m2m_tokens", json!({})).await.expect_ok();
    let presented = json!({ "token": made["token"] });
    billing.backend.post("/m2m_tokens/verify", presented.clone()).await.expect_ok();
    let list = format!("/m2m_tokens?subject={}", reports.id);
    assert_eq!(reports.backend.get(&list).await.expect_ok()["total_count"], 1);
    // As with the version, nobody gets anything without a key, or with one for something else.
    let reader = Backend::of(&house, &["m2m_tokens:read"]).await;
    reader.post("/m2m_tokens/verify", presented.clone()).await.expect_ok();
    assert_eq!(reader.post("/m2m_tokens", json!({ "subject": reports.id })).await.status, 403);
    assert_eq!(reader.get("/api_keys?subject=user_0").await.status, 403);
    assert_eq!(billing.backend.get("/api_keys?subject=user_0").await.status, 403);
    assert_eq!(Backend::presenting(&house, None).get(&list).await.status, 401);
    let revoked = reports.backend.post(&format!("/m2m_tokens/{}/revoke", id(&made)), json!({})).await;
    assert_eq!(revoked.expect_ok()["revoked"], true);
    let own = house.another_with(|settings| settings.backend_api.unversioned = false).await;
    let key = Some(reports.backend.key());
    assert_ne!(Backend::presenting(&own, key).post("/m2m_tokens", json!({})).await.status, 200);
    Backend::presenting(&own, key).post("/v1/m2m_tokens", json!({})).await.expect_ok();
    assert_eq!(Backend::presenting(&own, None).get("/v1/m2m_tokens").await.status, 401);
}
