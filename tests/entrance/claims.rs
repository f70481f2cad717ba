//! What the settings add to session tokens.

use serde_json::{Map, Value, json};
use vestibule::server::{Settings, UserMetadata, Vestibule};

use crate::support::{Browser, Database, House, Person, SECOND, on_both};

on_both!(
    tokens_say_what_the_template_says,
    what_changes_is_in_the_next_token,
    what_is_too_long_for_a_cookie_is_left_out,
    whoever_is_held_up_has_none_of_it,
    what_asks_nothing_of_a_user_is_said_too,
);

fn object(value: Value) -> Map<String, Value> {
    value.as_object().expect("an object").clone()
}

fn with(claims: Value) -> impl FnOnce(&mut Settings) {
    move |settings| settings.session_token.claims = object(claims)
}

/// What the session token of a browser says.
fn said(browser: &Browser) -> Value {
    use base64::Engine;
    let token = browser.cookie("__session").expect("a session token");
    let claims = token.split('.').nth(1).expect("has claims");
    serde_json::from_slice(&base64::prelude::BASE64_URL_SAFE_NO_PAD.decode(claims).expect("base64")).expect("JSON")
}

async fn keep(vestibule: &Vestibule, browser: &Browser, public: Value) {
    let id = browser.get("/api/me").await.json()["id"].as_str().expect("an id").to_owned();
    let change = UserMetadata { public: object(public), ..UserMetadata::default() };
    vestibule.users().update_metadata(&id, &change).await.expect("is kept");
}

async fn tokens_say_what_the_template_says(database: Database) {
    let template = json!({
        "role": "{{user.public_metadata.role || 'member'}}",
        "who": "{{user.primary_email_address}} ({{user.id}})",
        "seats": "{{user.public_metadata.seats}}",
        "of": ["{{session.id}}"],
    });
    let house = House::with(&database, with(template)).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    let claims = said(&browser);
    let (sub, sid) = (claims["sub"].as_str().expect("a user"), claims["sid"].as_str().expect("a session"));
    assert_eq!((&claims["role"], &claims["seats"]), (&json!("member"), &Value::Null));
    assert_eq!((&claims["who"], &claims["of"]), (&json!(format!("ada@example.com ({sub})")), &json!([sid])));
    assert_eq!((&claims["v"], &claims["sts"]), (&json!(2), &json!("active")), "and what all of them say");
    let told = browser.post("client/get", &[]).await.json()["sessions"][0]["claims"].clone();
    assert_eq!(told["role"], "member", "the components' state has it too");
    assert_eq!(told.get("sub"), None);
    // So has every other way to get a token.
    keep(&house.vestibule, &browser, json!({"role": "admin", "seats": 3})).await;
    let other = house.sign_in(&ada).await;
    assert_eq!((&said(&other)["role"], &said(&other)["seats"]), (&json!("admin"), &json!(3)));
    house.clock.advance(61 * SECOND);
    let token = other.post("session/token", &[]).await.json();
    assert_eq!(token.as_str(), other.cookie("__session").as_deref());
    assert_eq!(said(&other)["role"], "admin");
}

async fn what_changes_is_in_the_next_token(database: Database) {
    let house = House::with(&database, with(json!({ "plan": "{{user.public_metadata.plan}}" }))).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    keep(&house.vestibule, &browser, json!({"plan": "gold"})).await;
    assert_eq!(said(&browser)["plan"], Value::Null, "the one that it has is good for its minute");
    house.clock.advance(61 * SECOND);
    assert!(browser.who().await.is_some());
    assert_eq!(said(&browser)["plan"], "gold");
}

async fn what_is_too_long_for_a_cookie_is_left_out(database: Database) {
    let template = json!({ "all": "{{user.public_metadata}}", "short": "x" });
    let house = House::with(&database, with(template)).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    for (length, fits) in [(1_100, true), (1_300, false)] {
        keep(&house.vestibule, &browser, json!({ "a": "x".repeat(length) })).await;
        house.clock.advance(61 * SECOND);
        assert!(browser.who().await.is_some(), "whoever is in stays in");
        let claims = said(&browser);
        assert_eq!((claims.get("all").is_some(), claims.get("short").is_some()), (fits, fits));
        assert!(browser.cookie("__session").expect("a token").len() < 3_800);
    }
}

async fn whoever_is_held_up_has_none_of_it(database: Database) {
    let house = House::with(&database, |settings| {
        settings.mfa.required = true;
        with(json!({ "role": "{{user.id}}" }))(settings);
    })
    .await;
    let browser = house.sign_up(&Person::named("ada")).await;
    assert_eq!((said(&browser)["sts"].as_str(), said(&browser).get("role")), (Some("pending"), None));
    browser.add_app(&house).await;
    let claims = said(&browser);
    assert_eq!((&claims["sts"], &claims["role"]), (&json!("active"), &claims["sub"]));
}

async fn what_asks_nothing_of_a_user_is_said_too(database: Database) {
    let house = House::with(&database, with(json!({ "app": "notes", "session": "{{session.id}}" }))).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    house.clock.advance(61 * SECOND);
    assert!(browser.who().await.is_some());
    let claims = said(&browser);
    assert_eq!((&claims["app"], &claims["session"]), (&json!("notes"), &claims["sid"]));
}

#[tokio::test]
async fn a_template_with_a_mistake_refuses_the_start() {
    let text = "[vestibule.session_token]\nclaims = { sub = \"x\" }\n";
    let refused = Settings::parse(text).expect("is TOML").check().expect_err("is refused").to_string();
    assert_eq!(refused.lines().filter(|line| line.starts_with("session_token.claims: `sub`")).count(), 1, "{refused}");
    let text = "[vestibule.session_token]\nclaims = { a = \"{{user.private_metadata.a}}\" }\n";
    let refused = Settings::parse(text).expect("is TOML").check().expect_err("is refused").to_string();
    assert!(refused.contains("would show private metadata"), "{refused}");
    let good = "[vestibule.session_token]\nclaims = { seats = 3, a = \"{{user.id}}\", list = [\"{{session.id}}\"] }\n";
    let claims = Settings::parse(good).expect("is TOML").session_token.claims;
    assert_eq!(Value::Object(claims), json!({"seats": 3, "a": "{{user.id}}", "list": ["{{session.id}}"]}));
}
