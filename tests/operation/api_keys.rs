//! Routes of an app that programs call with API keys, and everything else, where those are nothing.

use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use serde_json::{Value, json};
use vestibule::server::{
    ApiKeyUpdate, AuditAction, AuditQuery, Auth, Caller, EventType, NewApiKey, NotAccepted, Protected, RouteMatcher,
    TokenKind,
};

use crate::support::organizations::house;
use crate::support::{Answer, Browser, Database, House, SECOND, on_both};

on_both!(
    a_route_takes_what_it_says_and_nothing_else,
    a_key_counts_in_the_header_alone,
    nothing_of_the_library_s_own_takes_a_key,
    a_key_of_an_organization_is_in_nobody_s_name,
    what_a_key_may_is_known_at_each_request,
    what_is_done_with_a_key_is_noted_as_its_doing,
    other_sites_cannot_make_a_browser_use_one,
);

const SESSION: &[TokenKind] = &[TokenKind::Session];
const KEY: &[TokenKind] = &[TokenKind::ApiKey];
const BOTH: &[TokenKind] = &[TokenKind::Session, TokenKind::ApiKey];

fn told(accepted: Result<Caller, NotAccepted>) -> Response {
    match accepted {
        Ok(caller) => axum::Json(json!({
            "kind": caller.kind().as_str(), "user_id": caller.user_id(), "org_id": caller.org_id(),
            "scopes": caller.scopes(), "may_read": caller.may("notes:read"),
        }))
        .into_response(),
        Err(refused) => refused.into_response(),
    }
}

/// An app with routes that take this and that.
fn app(house: &House) -> Router {
    let vestibule = house.vestibule.clone();
    let ban = move |auth: Auth, Path(id): Path<String>| async move {
        if auth.accept(KEY).await.is_err() {
            return StatusCode::UNAUTHORIZED;
        }
        match vestibule.users().ban(&id).await {
            Ok(_) => StatusCode::NO_CONTENT,
            Err(_) => StatusCode::CONFLICT,
        }
    };
    let router = Router::new()
        .route("/session", any(async |auth: Auth| told(auth.accept(SESSION).await)))
        .route("/key", any(async |auth: Auth| told(auth.accept(KEY).await)))
        .route("/both", any(async |auth: Auth| told(auth.accept(BOTH).await)))
        .route("/nothing", any(async |auth: Auth| told(auth.accept(&[]).await)))
        .route("/auth", get(async |auth: Auth| auth.user_id().unwrap_or("nobody").to_owned()))
        .route("/protected", get(async |auth: Protected| auth.user_id().to_owned()))
        .route("/fenced/both", get(async |auth: Auth| told(auth.accept(BOTH).await)))
        .route("/ban/{user_id}", any(ban))
        .merge(house.vestibule.routes());
    router.layer(house.vestibule.layer().protect(RouteMatcher::new(["/fenced/*"])))
}

/// A key's secret.
async fn key(house: &House, new: NewApiKey) -> String {
    let key = house.vestibule.api_keys().create(&new).await.expect("is made");
    key.secret.as_ref().expect("is known once").expose().to_owned()
}

async fn with_key(browser: &Browser, path: &str, secret: &str) -> Answer {
    let ask = browser.ask("GET", path).header("accept", "application/json");
    ask.header("authorization", &format!("Bearer {secret}")).send().await
}

async fn a_route_takes_what_it_says_and_nothing_else(database: Database) {
    let house = House::open(&database).await;
    let (browser, ada) = house.person("ada").await;
    let new = NewApiKey { scopes: vec!["notes:read".into()], ..NewApiKey::of(&ada, "Script") };
    let secret = key(&house, new).await;
    let (person, program) = (browser.through(app(&house)), house.browser().through(app(&house)));
    let by_key = json!({
        "kind": "api_key", "user_id": ada, "org_id": null, "scopes": ["notes:read"], "may_read": true,
    });
    let by_session = json!({
        "kind": "session_token", "user_id": ada, "org_id": null, "scopes": null, "may_read": true,
    });
    for (path, of_session, of_key) in [
        ("/session", Some(&by_session), None),
        ("/key", None, Some(&by_key)),
        ("/both", Some(&by_session), Some(&by_key)),
        ("/nothing", None, None),
    ] {
        let as_said = |answer: Answer, expected: Option<&Value>, what: &str| match expected {
            Some(expected) => assert_eq!(&answer.expect_ok().json(), expected, "{path} {what}"),
            None => {
                answer.expect_error(401, "authentication_invalid");
                assert_eq!(answer.header("www-authenticate"), Some("Bearer"), "{path} {what}");
            }
        };
        as_said(person.get(path).await, of_session, "with a session");
        as_said(with_key(&program, path, &secret).await, of_key, "with a key");
        // Whoever brings a key has no session besides.
        as_said(with_key(&person, path, &secret).await, of_key, "with both");
        as_said(program.get(path).await, None, "with nothing");
        as_said(with_key(&program, path, &format!("ak_{}", "A".repeat(43))).await, None, "with a key that is none");
    }
    let token = browser.post("session/token", &[]).await.json();
    let token = token.as_str().expect("is signed in");
    assert_eq!(with_key(&program, "/both", token).await.expect_ok().json(), by_session, "in the header, too");
    with_key(&program, "/key", token).await.expect_error(401, "authentication_invalid");
    // Who does not ask for it is told of nobody.
    assert_eq!(person.get("/auth").await.body, ada);
    assert_eq!(with_key(&program, "/auth", &secret).await.body, "nobody");
    assert_eq!(with_key(&person, "/auth", &secret).await.body, "nobody");
    with_key(&program, "/protected", &secret).await.expect_error(401, "authentication_invalid");
    with_key(&program, "/fenced/both", &secret).await.expect_error(401, "authentication_invalid");
    assert_eq!(person.get("/fenced/both").await.expect_ok().json(), by_session);
}

async fn a_key_counts_in_the_header_alone(database: Database) {
    let house = House::open(&database).await;
    let (_, ada) = house.person("ada").await;
    let secret = key(&house, NewApiKey::of(&ada, "Script")).await;
    let program = house.browser().through(app(&house));
    for (name, value) in [
        ("cookie", format!("__session={secret}")),
        ("cookie", format!("authorization=Bearer {secret}; api_key={secret}")),
        ("authorization", format!("Basic {secret}")),
        ("authorization", secret.clone()),
        ("authorization", format!("Bearer x{secret}")),
        ("x-api-key", secret.clone()),
    ] {
        for path in ["/key", "/both"] {
            let ask = program.ask("GET", path).header("accept", "application/json");
            ask.header(name, &value).send().await.expect_error(401, "authentication_invalid");
        }
    }
    let in_address = program.get(&format!("/key?api_key={secret}&token={secret}")).await;
    in_address.expect_error(401, "authentication_invalid");
    assert_eq!(with_key(&program, "/key", &secret).await.status, 200);
    // A page that somebody looks at takes it as well, and so does what changes something.
    for method in ["POST", "PUT", "DELETE"] {
        let ask = program.ask(method, "/key").header("authorization", &format!("bearer {secret}"));
        assert_eq!(ask.send().await.expect_ok().json()["user_id"], ada, "{method}");
    }
    let page = program.ask("GET", "/key").header("accept", "text/html");
    assert_eq!(page.header("authorization", &format!("Bearer {secret}")).send().await.status, 200);
}

async fn nothing_of_the_library_s_own_takes_a_key(database: Database) {
    let house = House::open(&database).await;
    let (_, ada) = house.person("ada").await;
    let secret = key(&house, NewApiKey::of(&ada, "Script")).await;
    let program = house.browser();
    with_key(&program, "/api/me", &secret).await.expect_error(401, "authentication_invalid");
    with_key(&program, "/v1/users", &secret).await.expect_error(401, "secret_key_invalid");
    for form in ["session/token", "user/update", "user/delete", "session/sign_out_everywhere"] {
        let ask = program.ask("POST", &format!("/vestibule/api/{form}")).by_script();
        let answer = ask.header("authorization", &format!("Bearer {secret}")).form(&[]).send().await;
        assert!(!answer.tells_a_user() && !answer.body.contains(&ada), "{form}: {}", answer.body);
        assert!(answer.header("set-cookie").is_none_or(|cookie| !cookie.contains("__session=ey")), "{form}");
    }
    assert_eq!(database.count("users").await, 1);
    assert_eq!(database.live_sessions().await, 1);
}

async fn a_key_of_an_organization_is_in_nobody_s_name(database: Database) {
    let house = house(&database, |_| {}).await;
    let (_, ada) = house.person("ada").await;
    let acme = house.organization("Acme", &ada, &[]).await.id;
    let new = NewApiKey { created_by: Some(ada.clone()), ..NewApiKey::of(&acme, "Script") };
    let secret = key(&house, new).await;
    let program = house.browser().through(app(&house));
    let expected = json!({ "kind": "api_key", "user_id": null, "org_id": acme, "scopes": [], "may_read": false });
    assert_eq!(with_key(&program, "/both", &secret).await.expect_ok().json(), expected);
}

async fn what_a_key_may_is_known_at_each_request(database: Database) {
    let house = House::open(&database).await;
    let (_, ada) = house.person("ada").await;
    let keys = house.vestibule.api_keys();
    let made = keys.create(&NewApiKey::of(&ada, "Script")).await.expect("is made");
    let secret = made.secret.as_ref().expect("is known once").expose();
    let program = house.browser().through(app(&house));
    let may = async || with_key(&program, "/key", secret).await.expect_ok().json()["may_read"].clone();
    assert_eq!(may().await, false);
    let change = ApiKeyUpdate { scopes: Some(vec!["notes:read".into()]), ..ApiKeyUpdate::default() };
    keys.update(&made.id, &change).await.expect("is changed");
    assert_eq!(may().await, true);
    let change = ApiKeyUpdate { seconds_until_expiration: Some(Some(60)), ..ApiKeyUpdate::default() };
    keys.update(&made.id, &change).await.expect("is changed");
    house.clock.advance(61 * SECOND);
    let refused = async || with_key(&program, "/key", secret).await.expect_error(401, "authentication_invalid").status;
    refused().await;
    let change = ApiKeyUpdate { seconds_until_expiration: Some(None), ..ApiKeyUpdate::default() };
    keys.update(&made.id, &change).await.expect("is changed");
    assert_eq!(may().await, true);
    house.vestibule.users().ban(&ada).await.expect("is banned");
    refused().await;
    house.vestibule.users().unban(&ada).await.expect("is let in");
    assert_eq!(may().await, true);
    for another in ["user_another", "org_another", "", "%", "a\0"] {
        assert!(keys.revoke_of(another, &made.id, None).await.is_err(), "it is somebody else's: {another:?}");
    }
    assert!(keys.revoke_of(&ada, "ak_\0", None).await.is_err(), "there is no such key");
    assert_eq!(may().await, true);
    keys.revoke_of(&ada, &made.id, None).await.expect("is taken back");
    refused().await;
}

async fn what_is_done_with_a_key_is_noted_as_its_doing(database: Database) {
    let house = House::open(&database).await;
    let (_, ada) = house.person("ada").await;
    let (_, bob) = house.person("bob").await;
    let made = house.vestibule.api_keys().create(&NewApiKey::of(&ada, "Script")).await.expect("is made");
    let secret = made.secret.as_ref().expect("is known once").expose();
    let program = house.browser().through(app(&house));
    for method in ["GET", "POST"] {
        let ask = program.ask(method, &format!("/ban/{bob}")).header("authorization", &format!("Bearer {secret}"));
        assert_eq!(ask.header("accept", "application/json").send().await.status, 204);
        let banned = AuditQuery { actions: vec![EventType::UserBanned.into()], limit: 1, ..AuditQuery::default() };
        let (found, _) = house.vestibule.audit_log().list(&banned).await.expect("is read");
        let actor = (found[0].actor_type.as_str(), found[0].actor_id.as_deref());
        assert_eq!(actor, ("api_key", Some(made.id.as_str())), "{method}");
        house.clock.advance(SECOND);
    }
    let created = AuditQuery { actions: vec![AuditAction::ApiKeyCreated], limit: 1, ..AuditQuery::default() };
    let (found, _) = house.vestibule.audit_log().list(&created).await.expect("is read");
    assert_eq!(found[0].subject_id.as_deref(), Some(made.id.as_str()));
}

async fn other_sites_cannot_make_a_browser_use_one(database: Database) {
    let house = House::open(&database).await;
    let (browser, ada) = house.person("ada").await;
    let secret = key(&house, NewApiKey::of(&ada, "Script")).await;
    let person = browser.through(app(&house));
    let foreign = person.ask("POST", "/both").header("origin", "https://evil.example");
    foreign.header("sec-fetch-site", "cross-site").send().await.expect_error(403, "cross_site_request");
    let with_both = person.ask("POST", "/both").header("origin", "https://evil.example");
    let with_both = with_both.header("sec-fetch-site", "cross-site");
    let with_both = with_both.header("authorization", &format!("Bearer {secret}")).send().await;
    with_both.expect_error(403, "cross_site_request");
}
