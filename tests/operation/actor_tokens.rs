//! Impersonation: whoever acts in a user's place sees what they see, and everything says so.

use serde_json::{Value, json};
use vestibule::model::TicketStatus;
use vestibule::server::flows::Error;
use vestibule::server::{NewActorToken, SessionQuery};

use crate::support::actors::SUPPORT;
use crate::support::backend::Backend;
use crate::support::{App, Browser, DAY, Database, HOUR, House, MINUTE, Person, SECOND, on_both};

on_both!(
    somebody_acts_in_a_user_s_place_and_everything_says_so,
    with_forms_alone_it_does_the_same,
    the_user_has_not_signed_in_by_that,
    it_ends_when_its_time_is_over,
    tokens_say_who_acts_when_they_are_renewed_too,
    tokens_for_other_services_say_it_and_end_with_the_session,
    nobody_is_held_up_by_a_second_factor,
    the_rest_api_makes_them_and_takes_them_back,
    only_somebody_else_acts_in_the_place_of_a_user,
);

const TICKET: &str = "sign_in/ticket";
const BAR: &str = "vst-impersonationFab\"";

fn bar_of(person: &Person) -> String {
    format!("Signed in as {}", person.email)
}

/// Someone who has an account with a second factor, their browser, and their id.
async fn with_ada(database: &Database) -> (House, Person, Browser, String) {
    let (house, ada, browser, id, _) = with_ada_and_app(database).await;
    (house, ada, browser, id)
}

async fn with_ada_and_app(database: &Database) -> (House, Person, Browser, String, App) {
    let house = House::with(database, |settings| {
        settings.paths.user_profile = "/user".into();
        settings.security.new_device_mail = true;
    })
    .await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    let (app, _) = browser.add_app(&house).await;
    let id = browser.user_id().await;
    (house, ada, browser, id, app)
}

async fn somebody_acts_in_a_user_s_place_and_everything_says_so(database: Database) {
    let (house, ada, own, id) = with_ada(&database).await;
    let actor = json!({ "sub": SUPPORT, "ticket": 4711 });
    let new =
        NewActorToken { actor: actor.as_object().cloned().expect("an object"), ..NewActorToken::of(SUPPORT, &id) };
    let (made, link) = house.actor_token(&new).await;
    assert!(made.id.starts_with("act_") && made.status == TicketStatus::Pending && made.user_id == id);
    assert_eq!((made.expires_at - made.created_at, made.actor.sub()), (HOUR, SUPPORT));
    let secret = made.token.as_ref().expect("a ticket").expose();
    assert_eq!(link, format!("/sign-in?ticket={secret}"));
    assert!(!format!("{made:?}").contains(secret), "it does not print itself");

    let (browser, page) = house.opened(&link).await;
    assert!(page.shows("Continue as a•••@example.com") && !page.body.contains(secret), "{}", page.body);
    assert_eq!(browser.who().await, None, "nobody is in before the click");
    let before = browser.cookie(house.client_cookie());
    let done = browser.post(TICKET, &[]).await;
    assert_eq!(done.expect_ok().json()["redirect_to"], "/dashboard", "no second factor is asked for");
    assert_ne!(browser.cookie(house.client_cookie()), before);
    assert_eq!(browser.who().await, Some(ada.email.clone()));
    let claims = browser.claims();
    assert_eq!((&claims["sub"], &claims["act"], &claims["fva"]), (&json!(id), &actor, &json!([-1, -1])));
    let held = browser.post("client/get", &[]).await.json();
    assert_eq!(held["sessions"][0]["actor"], actor);

    // On every page, and on none of the person's own.
    for path in ["/", "/dashboard", "/user", "/user/security"] {
        let page = browser.page(path).await;
        assert!(page.shows(BAR) && page.shows(&bar_of(&ada)), "{path}: {}", page.body);
        assert!(!own.page(path).await.shows(BAR), "{path}");
    }
    let devices = own.page("/user/security").await;
    assert!(devices.shows("In your place"), "{}", devices.body);
    let list = own.post("user/get_sessions", &[]).await.json();
    assert_eq!((&list[0]["actor"], &list[1]["actor"]), (&Value::Null, &actor));
    let query = SessionQuery { user_id: Some(id.clone()), ..SessionQuery::default() };
    let (sessions, _) = house.vestibule.sessions().list(&query).await.expect("are listed");
    let acting: Vec<_> = sessions.iter().map(|session| session.actor.as_ref().map(|actor| actor.sub())).collect();
    assert_eq!(acting, [Some(SUPPORT), None]);
    let event = "SELECT data FROM events WHERE type = 'session.created' AND data LIKE '%\"actor\":{%'";
    let [event] = &database.texts(event).await[..] else { panic!("one event") };
    assert!(event.contains(SUPPORT) && event.contains(&id), "{event}");

    browser.post("session/sign_out", &[]).await.expect_ok();
    assert!(!browser.page("/").await.shows(BAR));
    assert_eq!((browser.who().await, own.who().await), (None, Some(ada.email)));
}

async fn with_forms_alone_it_does_the_same(database: Database) {
    let (house, ada, _, id) = with_ada(&database).await;
    let (browser, page) = house.opened(&house.link_in_place_of(&id).await).await;
    assert!(page.shows("action=\"/vestibule/api/sign_in/ticket\""), "{}", page.body);
    let done = browser.submit(TICKET, &[("redirect_url", "")]).await;
    assert_eq!((done.status, done.path.as_str()), (200, "/dashboard"));
    assert!(done.shows(&bar_of(&ada)) && done.shows("action=\"/vestibule/api/session/sign_out\""), "{}", done.body);
    // What is not for them is refused on the page on which it stands.
    let fields = [("email_address", "eve@example.com"), ("redirect_url", "/user")];
    let refused = browser.submit("email_address/create", &fields).await;
    assert!(refused.path == "/user" && refused.shows("This is not possible here."), "{}", refused.body);
    let left = browser.submit("session/sign_out", &[("redirect_url", "")]).await;
    assert!(!left.shows(BAR), "{}", left.body);
    assert_eq!(browser.who().await, None);
}

async fn the_user_has_not_signed_in_by_that(database: Database) {
    let (house, ada, _, id, app) = with_ada_and_app(&database).await;
    let signed_in = "SELECT CAST(last_sign_in_at AS TEXT) FROM users";
    let (before, mails) = (database.texts(signed_in).await, house.mails().await.len());
    house.clock.advance(HOUR);
    let browser = house.in_place_of(&id).await;
    assert_eq!((database.texts(signed_in).await, house.mails().await.len()), (before, mails));
    browser.post("session/sign_out", &[]).await.expect_ok();
    // The browser is not one on which the person has been.
    browser.sign_in(&ada).await.expect_ok();
    browser.prove("totp", &app.code(&house)).await.expect_ok();
    assert_eq!(house.mails().await.len(), mails + 1, "it is a new device");
}

async fn it_ends_when_its_time_is_over(database: Database) {
    let (house, ada, own, id) = with_ada(&database).await;
    let usual = house.in_place_of(&id).await;
    let new = NewActorToken { session_max_duration_in_seconds: Some(120), ..NewActorToken::of(SUPPORT, &id) };
    let (_, link) = house.actor_token(&new).await;
    let (short, _) = house.opened(&link).await;
    short.post(TICKET, &[]).await.expect_ok();
    house.clock.advance(119 * SECOND);
    assert_eq!(short.who().await, Some(ada.email.clone()));
    let claims = short.claims();
    assert_eq!(claims["exp"].as_i64().zip(claims["iat"].as_i64()).map(|(exp, iat)| exp - iat), Some(1));
    short.hoard();
    house.clock.advance(SECOND);
    assert_eq!(short.who().await, None, "to the second");
    assert_eq!(short.post("client/get", &[]).await.json()["sessions"], json!([]));
    house.clock.advance(30 * MINUTE - 121 * SECOND);
    assert_eq!(usual.who().await, Some(ada.email.clone()));
    house.clock.advance(SECOND);
    assert_eq!((usual.who().await, own.who().await), (None, Some(ada.email)));
    // A day at most, whatever the app says.
    let new =
        |seconds| NewActorToken { session_max_duration_in_seconds: Some(seconds), ..NewActorToken::of(SUPPORT, &id) };
    let (browser, _) = house.opened(&house.actor_token(&new(86_400)).await.1).await;
    browser.post(TICKET, &[]).await.expect_ok();
    let held = browser.post("client/get", &[]).await.json();
    let session = &held["sessions"][0];
    let lasts = session["expire_at"].as_i64().zip(session["created_at"].as_i64()).map(|(end, begin)| end - begin);
    assert_eq!(lasts, Some(DAY));
    match house.vestibule.actor_tokens().create(&new(86_401)).await.expect_err("is too long") {
        Error::Refused(errors) => assert_eq!(errors.errors[0].code.as_str(), "form_param_format_invalid"),
        other => panic!("{other}"),
    }
}

async fn tokens_say_who_acts_when_they_are_renewed_too(database: Database) {
    let (house, _, own, id) = with_ada(&database).await;
    let browser = house.in_place_of(&id).await;
    let first = browser.cookie("__session");
    house.clock.advance(2 * MINUTE);
    assert!(browser.who().await.is_some());
    assert_ne!(browser.cookie("__session"), first);
    assert_eq!(browser.claims()["act"], json!({ "sub": SUPPORT }));
    assert_eq!(browser.claims()["fva"], json!([-1, -1]));
    own.who().await;
    assert_eq!(own.claims().get("act"), None);
    // And those that a backend is given.
    let backend = Backend::of(&house, &[]).await;
    let session = browser.claims()["sid"].clone();
    let path = format!("/v1/sessions/{}", session.as_str().expect("an id"));
    assert_eq!(backend.get(&path).await.expect_ok()["actor"], json!({ "sub": SUPPORT }));
    let made = backend.post(&format!("{path}/tokens"), json!({})).await.expect_ok();
    assert_eq!(claims_of(made["jwt"].as_str().expect("a token"))["act"], json!({ "sub": SUPPORT }));
    let fresh = browser.post("session/token", &[]).await.json();
    assert_eq!(claims_of(fresh.as_str().expect("a token"))["act"], json!({ "sub": SUPPORT }));
}

fn claims_of(token: &str) -> Value {
    use base64::Engine;
    let payload = token.split('.').nth(1).expect("has claims");
    let payload = base64::prelude::BASE64_URL_SAFE_NO_PAD.decode(payload).expect("base64");
    serde_json::from_slice(&payload).expect("JSON")
}

async fn tokens_for_other_services_say_it_and_end_with_the_session(database: Database) {
    let (house, _, own, id) = with_ada(&database).await;
    let backend = Backend::of(&house, &[]).await;
    let template = json!({ "name": "billing", "claims": { "aud": "billing" }, "lifetime": 86_400 });
    backend.post("/v1/jwt_templates", template).await.expect_ok();
    let browser = house.in_place_of(&id).await;
    let session = browser.claims()["sid"].as_str().expect("an id").to_owned();
    house.clock.advance(10 * MINUTE);
    let by_browser = browser.post("session/token", &[("template", "billing")]).await.json();
    let by_backend = backend.post(&format!("/v1/sessions/{session}/tokens/billing"), json!({})).await.expect_ok();
    for token in [&by_browser, &by_backend["jwt"]] {
        let claims = claims_of(token.as_str().expect("a token"));
        assert_eq!((&claims["sub"], &claims["act"]), (&json!(id), &json!({ "sub": SUPPORT })));
        let lifetime = claims["exp"].as_i64().expect("an end") - claims["iat"].as_i64().expect("a beginning");
        assert!((20 * 60 - 1..=20 * 60).contains(&lifetime), "{lifetime}");
    }
    let theirs = own.post("session/token", &[("template", "billing")]).await.json();
    let claims = claims_of(theirs.as_str().expect("a token"));
    assert_eq!(claims.get("act"), None);
    assert_eq!(claims["exp"].as_i64().zip(claims["iat"].as_i64()).map(|(exp, iat)| exp - iat), Some(86_400));
}

async fn nobody_is_held_up_by_a_second_factor(database: Database) {
    let house = House::with(&database, |settings| settings.mfa.required = true).await;
    let ada = Person::named("ada");
    let own = house.sign_up(&ada).await;
    let held = own.post("client/get", &[]).await.json();
    assert_eq!(held["sessions"][0]["status"], "pending");
    let browser = house.in_place_of(held["sessions"][0]["user"]["id"].as_str().expect("an id")).await;
    assert_eq!((browser.who().await, own.who().await), (Some(ada.email), None));
}

async fn the_rest_api_makes_them_and_takes_them_back(database: Database) {
    let (house, ada, _, id) = with_ada(&database).await;
    let backend = Backend::of(&house, &["actor_tokens:write"]).await;
    let actor = json!({ "sub": SUPPORT, "additional_properties": { "reason": "a question" } });
    let body = json!({
        "user_id": id, "actor": actor, "expires_in_seconds": 600, "session_max_duration_in_seconds": 60,
    });
    let made = backend.post("/v1/actor_tokens", body.clone()).await.expect_ok();
    assert_eq!((&made["object"], &made["status"]), (&json!("actor_token"), &json!("pending")));
    assert_eq!((&made["user_id"], &made["actor"]), (&json!(id), &actor));
    let (token, url) = (made["token"].as_str().expect("a ticket"), made["url"].as_str().expect("a link"));
    assert_eq!(url, format!("{}/sign-in?ticket={token}", house.origin()));
    let (browser, _) = house.opened(url.strip_prefix(house.origin()).expect("leads here")).await;
    browser.post(TICKET, &[]).await.expect_ok();
    assert_eq!((browser.who().await, &browser.claims()["act"]), (Some(ada.email), &actor));
    let used = made["id"].as_str().expect("an id");
    assert_eq!(backend.post(&format!("/v1/actor_tokens/{used}/revoke"), json!({})).await.status, 404);

    let other = backend.post("/v1/actor_tokens", body).await.expect_ok();
    let path = format!("/v1/actor_tokens/{}/revoke", other["id"].as_str().expect("an id"));
    let revoked = backend.post(&path, json!({})).await.expect_ok();
    assert_eq!((&revoked["id"], &revoked["status"]), (&other["id"], &json!("revoked")));
    assert!(revoked.get("token").is_none() && revoked.get("url").is_none(), "{revoked}");
    // Whoever did not hear the answer asks again.
    assert_eq!(backend.post(&path, json!({})).await.expect_ok(), revoked);
    assert_eq!(database.count("audit_entries WHERE action = 'actorToken.revoked'").await, 1);
    assert_eq!(backend.post("/v1/actor_tokens/act_0/revoke", json!({})).await.status, 404);

    let with = |change: Value| {
        let mut body = json!({ "user_id": id, "actor": { "sub": SUPPORT } });
        body.as_object_mut().expect("an object").extend(change.as_object().expect("an object").clone());
        let backend = backend.clone();
        async move {
            let reply = backend.post("/v1/actor_tokens", body).await;
            let (status, code, param) = reply.error();
            (status, code.to_owned(), param.to_owned())
        }
    };
    let invalid = |param: &str| (422, "form_param_format_invalid".to_owned(), param.to_owned());
    assert_eq!(with(json!({ "user_id": "user_0" })).await.0, 404);
    assert_eq!(with(json!({ "actor": {} })).await.1, "form_param_missing");
    assert_eq!(with(json!({ "actor": { "sub": "" } })).await, invalid("actor"));
    assert_eq!(with(json!({ "actor": { "sub": id } })).await, invalid("actor"));
    assert_eq!(with(json!({ "actor": { "sub": SUPPORT, "act": { "sub": "user_2" } } })).await, invalid("actor"));
    assert_eq!(with(json!({ "actor": { "sub": SUPPORT, "more": "x".repeat(400) } })).await, invalid("actor"));
    assert_eq!(with(json!({ "expires_in_seconds": 0 })).await, invalid(""));
    assert_eq!(with(json!({ "session_max_duration_in_seconds": -1 })).await, invalid(""));
    assert_eq!(with(json!({ "session_max_duration_in_seconds": i64::MAX })).await, invalid(""));
    assert_eq!(with(json!({ "surprise": true })).await.0, 422);
    house.vestibule.users().ban(&id).await.expect("is banned");
    assert_eq!(with(json!({})).await.1, "user_banned");
    assert_eq!(database.count("actor_tokens").await, 2);
}

async fn only_somebody_else_acts_in_the_place_of_a_user(database: Database) {
    let (house, _, _, id) = with_ada(&database).await;
    for (actor, user, code) in [
        (SUPPORT, "user_nobody", "resource_not_found"),
        (SUPPORT, "", "resource_not_found"),
        (&id, id.as_str(), "form_param_format_invalid"),
        ("", &id, "form_param_format_invalid"),
    ] {
        match house.vestibule.actor_tokens().create(&NewActorToken::of(actor, user)).await.expect_err("is refused") {
            Error::Refused(errors) => assert_eq!(errors.errors[0].code.as_str(), code, "{actor} {user}"),
            other => panic!("{other}"),
        }
    }
    assert_eq!(database.count("actor_tokens").await, 0);
}
