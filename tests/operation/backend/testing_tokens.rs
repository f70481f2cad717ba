//! Testing tokens: what a test's browser shows in the place of that no program sits at it.

use serde_json::json;
use vestibule::server::{BotProtection, BotSettings, Environment, ProtectWhen};

use crate::support::backend::Backend;
use crate::support::{Answer, Browser, Database, HOUR, House, Person, on_both};

on_both!(a_browser_with_a_token_is_asked_for_nothing, there_are_none_in_production);

const COOKIE: &str = "vestibule_testing_token";

async fn house(database: &Database) -> House {
    House::with(database, |settings| {
        settings.bots = BotSettings {
            protection: BotProtection::ProofOfWork,
            when: ProtectWhen::Always,
            unproven_per_network_per_hour: 0,
            ..BotSettings::default()
        };
    })
    .await
}

async fn sign_up(browser: &Browser, name: &str) -> Answer {
    let person = Person::named(name);
    browser.post("sign_up/create", &[("email_address", &person.email), ("password", &person.password)]).await
}

async fn protection(browser: &Browser) -> String {
    let asked = browser.ask("GET", "/vestibule/challenge?purpose=sign_up").header("accept", "application/json");
    asked.send().await.json()["protection"].as_str().unwrap_or_default().to_owned()
}

async fn a_browser_with_a_token_is_asked_for_nothing(database: Database) {
    let house = house(&database).await;
    let backend = Backend::of(&house, &["testing_tokens:write"]).await;
    let made = backend.post("/v1/testing_tokens", json!({})).await.expect_ok();
    let token = made["token"].as_str().expect("a token");
    let expires_at = made["expires_at"].as_i64().expect("a time");
    assert_eq!(made, json!({ "object": "testing_token", "token": token, "expires_at": expires_at }));
    assert!((house.clock.now()..=house.clock.now() + HOUR).contains(&expires_at), "{expires_at}");
    let browser = house.browser();
    assert_eq!(protection(&browser).await, "proof_of_work");
    assert_eq!(sign_up(&browser, "ada").await.status, 422, "nothing is shown");
    browser.set_cookie(COOKIE, token);
    assert_eq!(protection(&browser).await, "none");
    sign_up(&browser, "ada").await.expect_ok();
    // As often as a test likes, in whichever browser.
    let other = house.browser();
    other.set_cookie(COOKIE, token);
    sign_up(&other, "bob").await.expect_ok();

    let (number, mac) = token.strip_prefix("testing_").and_then(|rest| rest.split_once('.')).expect("two parts");
    let later = number.parse::<i64>().expect("a time") + HOUR;
    let other_mac = mac.chars().rev().collect::<String>();
    for forged in [
        String::new(),
        "testing_".into(),
        format!("testing_{later}.{mac}"),
        format!("testing_{number}.{other_mac}"),
        format!("testing_{number}."),
        format!("testing_-1.{mac}"),
        mac.to_owned(),
    ] {
        let browser = house.browser();
        browser.set_cookie(COOKIE, &forged);
        assert_eq!(protection(&browser).await, "proof_of_work", "{forged}");
        assert_eq!(sign_up(&browser, "eve").await.status, 422, "{forged}");
    }
    house.clock.advance(HOUR);
    let late = house.browser();
    late.set_cookie(COOKIE, token);
    assert_eq!((protection(&late).await.as_str(), sign_up(&late, "cyd").await.status), ("proof_of_work", 422));
}

async fn there_are_none_in_production(database: Database) {
    let house = house(&database).await;
    let made = Backend::of(&house, &[]).await.post("/v1/testing_tokens", json!({})).await.expect_ok();
    // The same key of the instance, so that only the environment tells them apart.
    let live = house
        .another_with(|settings| {
            settings.environment = Environment::Production;
            settings.base_url = "https://app.example".into();
            settings.password.hash = vestibule::server::crypto::password_hash::Cost::default();
            settings.password.breach_check = Some(false);
        })
        .await;
    let refused = Backend::of(&live, &[]).await.post("/v1/testing_tokens", json!({})).await;
    assert_eq!(refused.error(), (403, "operation_not_allowed_in_production", ""));
    let browser = live.browser();
    browser.set_cookie(COOKIE, made["token"].as_str().expect("a token"));
    assert_eq!(protection(&browser).await, "proof_of_work");
    assert_eq!(sign_up(&browser, "ada").await.status, 422);
}
