//! Sections of the account as a browser asks for them that puts them into its page.

use serde_json::Value;
use vestibule::model::FieldRule;

use super::me;
use crate::support::app::App;
use crate::support::{Answer, Browser, Database, House, Person, on_both};

on_both!(
    a_section_is_for_whoever_is_signed_in,
    what_is_wrong_is_drawn_once_where_the_form_stands,
    backup_codes_are_drawn_once,
    what_an_address_says_is_no_markup,
    who_is_held_up_has_the_task_drawn,
    scripts_are_on_the_pages_that_need_them,
);

async fn section(browser: &Browser, name: &str) -> Answer {
    browser.get(&format!("/vestibule/drawn/{name}?id=vst-x&at=/user%3Ftab=1")).await
}

/// A form that the server has drawn, as the browser's half sends it.
async fn post(browser: &Browser, form: &str, fields: &[(&str, &str)]) -> Answer {
    let path = format!("/vestibule/api/{form}");
    browser.ask("POST", &path).by_script().header("vestibule-drawn", "1").form(fields).send().await
}

async fn a_section_is_for_whoever_is_signed_in(database: Database) {
    let house = House::with(&database, |settings| settings.sign_up.first_name = FieldRule::Optional).await;
    section(&house.browser(), "account").await.expect_error(401, "authentication_invalid");
    let browser = house.sign_up(&Person::named("ada")).await;
    let drawn = section(&browser, "account").await;
    assert!(drawn.expect_ok().body.contains("ada@example.com"), "{}", drawn.body);
    assert!(drawn.body.contains("data-vst-section=\"account\""), "{}", drawn.body);
    assert!(drawn.body.contains("value=\"/user?tab=1\""), "its forms lead back to the page: {}", drawn.body);
    assert_eq!(drawn.header("cache-control"), Some("no-store"));
    assert!(drawn.header("content-security-policy").is_some_and(|policy| policy.contains("default-src 'none'")));
    assert!(section(&browser, "security").await.expect_ok().body.contains("This device"), "the devices are in it");
    section(&browser, "nonsense").await.expect_error(404, "resource_not_found");
    browser.post("session/sign_out", &[]).await.expect_ok();
    section(&browser, "account").await.expect_error(401, "authentication_invalid");
}

async fn what_is_wrong_is_drawn_once_where_the_form_stands(database: Database) {
    let house = House::with(&database, |settings| settings.sign_up.username = FieldRule::Optional).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    let wrong = "This username is taken.";
    let refused = post(&browser, "user/update_username", &[("username", "admin")]).await;
    refused.expect_error(422, "form_identifier_exists@username");
    assert!(!section(&browser, "security").await.body.contains(wrong));
    let drawn = section(&browser, "account").await;
    assert!(drawn.body.contains(wrong) && drawn.body.contains("value=\"admin\""), "{}", drawn.body);
    assert!(!section(&browser, "account").await.body.contains(wrong), "it is told once");

    // What went well since has nothing left of it.
    post(&browser, "user/update_username", &[("username", "admin")]).await;
    let done = post(&browser, "user/update_username", &[("username", "countess")]).await;
    assert_eq!(done.expect_ok().json()["client"]["sessions"][0]["user"]["username"], "countess");
    assert!(!section(&browser, "account").await.body.contains(wrong));

    // A script that draws nothing leaves nothing behind.
    browser.post("user/update_username", &[("username", "admin")]).await;
    assert!(!section(&browser, "account").await.body.contains(wrong));
}

async fn backup_codes_are_drawn_once(database: Database) {
    let house = House::open(&database).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    let begun = post(&browser, "totp/create", &[]).await;
    let json = begun.expect_ok().json();
    let app = App::with(json["client"]["totp_setup"]["secret"].as_str().expect("a secret"));
    let done = post(&browser, "totp/verify", &[("code", &app.code(&house))]).await;
    assert_eq!(done.expect_ok().json().get("backup_codes"), None, "they are where they are shown");
    assert!(!section(&browser, "passkeys").await.expect_ok().body.contains("vst-backupCode"));
    let drawn = section(&browser, "second-factors").await;
    assert_eq!(drawn.body.matches("class=\"vst-backupCode\"").count(), 10, "{}", drawn.body);
    assert!(!section(&browser, "second-factors").await.body.contains("vst-backupCode\""));
    assert_eq!(me(&browser).await["backup_code_enabled"], Value::Bool(true));
}

async fn what_an_address_says_is_no_markup(database: Database) {
    let house = House::open(&database).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    for id in ["%22%3E%3Cb%3E", "a%20b", &"x".repeat(65)] {
        let refused = browser.get(&format!("/vestibule/drawn/account?id={id}&at=/user")).await;
        refused.expect_error(404, "resource_not_found");
    }
    let drawn = browser.get("/vestibule/drawn/account?id=vst-x&at=/user%22%3E%3Cscript%3E").await;
    let others = drawn.expect_ok().body.replace("<script src=\"/vestibule/assets/", "");
    assert!(!others.contains("<script"), "{}", drawn.body);
    // Where a form leads is looked at when it is sent.
    let drawn = browser.get("/vestibule/drawn/account?id=vst-x&at=https://evil.example/").await;
    assert!(!drawn.expect_ok().body.contains("evil.example"), "{}", drawn.body);
}

async fn who_is_held_up_has_the_task_drawn(database: Database) {
    let house = House::with(&database, |settings| settings.mfa.required = true).await;
    let task = async |browser: &Browser, wanted: &str| {
        let at = format!("/sign-in/setup-mfa%3Fredirect_url%3D{wanted}");
        browser.get(&format!("/vestibule/drawn/task?id=vst-x&at={at}")).await
    };
    task(&house.browser(), "/dashboard").await.expect_error(401, "authentication_invalid");
    let browser = house.sign_up(&Person::named("ada")).await;
    for name in ["account", "security", "passkeys", "second-factors"] {
        section(&browser, name).await.expect_error(401, "authentication_invalid");
    }
    let drawn = task(&browser, "/dashboard%253Fx%253D1").await;
    assert!(drawn.expect_ok().body.contains("action=\"/vestibule/api/totp/create\""), "{}", drawn.body);
    assert!(drawn.body.contains("data-vst-section=\"task\""), "{}", drawn.body);
    let here = "value=\"/sign-in/setup-mfa?redirect_url=/dashboard%3Fx%3D1\"";
    assert!(drawn.body.contains(here), "its forms lead back to it: {}", drawn.body);

    let begun = post(&browser, "totp/create", &[]).await;
    let json = begun.expect_ok().json();
    let app = App::with(json["client"]["totp_setup"]["secret"].as_str().expect("a secret"));
    post(&browser, "totp/verify", &[("code", &app.wrong_code(&house))]).await;
    let drawn = task(&browser, "/dashboard").await;
    assert!(drawn.body.contains("Incorrect code.") && drawn.body.contains("vst-qrCode"), "{}", drawn.body);
    assert!(!task(&browser, "/dashboard").await.body.contains("Incorrect code."), "it is told once");

    let done = post(&browser, "totp/verify", &[("code", &app.code(&house))]).await;
    assert_eq!(done.expect_ok().json()["client"]["sessions"][0]["status"], "active");
    let drawn = task(&browser, "/dashboard%253Fx%253D1").await;
    assert_eq!(drawn.body.matches("class=\"vst-backupCode\"").count(), 10, "{}", drawn.body);
    assert!(drawn.body.contains("href=\"/dashboard?x=1\""), "the way on: {}", drawn.body);
    assert!(drawn.body.contains("<script src=\"/vestibule/assets/backup_codes-"), "{}", drawn.body);
    let drawn = task(&browser, "https://evil.example/").await;
    assert!(!drawn.body.contains("vst-backupCode\"") && !drawn.body.contains("evil.example"), "{}", drawn.body);
}

async fn scripts_are_on_the_pages_that_need_them(database: Database) {
    let house = House::with(&database, |settings| settings.sign_in.passkey = true).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    for path in ["/", "/dashboard", "/user/security"] {
        assert_eq!(scripts(&browser.page(path).await), ["words", "passkeys"], "{path}");
    }
    assert_eq!(scripts(&house.browser().page("/sign-in").await), ["words", "passkeys"]);
    let page = browser.page("/user").await;
    assert_eq!(scripts(&page), ["words", "passkeys", "profile_image"]);
    // Whoever is quick finds it there.
    let at = |text: &str| page.body.find(text).unwrap_or_else(|| panic!("{text} is not in {}", page.body));
    assert!(at("/vestibule/assets/profile_image-") < at("data-vst-profile-image"));
    let script = page.body.split("<script").find(|tag| tag.contains("profile_image-")).expect("a script");
    assert!(script.contains("nonce=\"") && !script.contains("defer"), "{script}");
}

/// The small scripts that a page links, by their names.
fn scripts(page: &Answer) -> Vec<&str> {
    let linked = page.body.split("<script src=\"/vestibule/assets/").skip(1);
    linked.filter_map(|rest| rest.split('-').next()).collect()
}
