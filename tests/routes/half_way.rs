//! T21: a browser whose sign-in is half way, or whose session is held up, reaches nothing but what ends that.

use vestibule::server::Settings;

use crate::inventory::{Kind, TABLE, ask};
use crate::support::{Answer, Browser, Database, House, Person, offer, on_both};

on_both!(
    half_way_every_route_answers_as_to_nobody,
    held_up_every_route_answers_as_to_nobody,
    without_an_organization_every_route_answers_as_to_nobody,
);

/// What is the same for everyone: without what is made anew for every answer.
fn gist(answer: &Answer) -> (u16, Option<String>, Vec<String>) {
    let location = answer.header("location").map(|to| to.split("state=").next().unwrap_or(to).to_owned());
    (answer.status, location, answer.errors())
}

/// The forms that end what is half way, or that anyone may send with the same outcome.
const OWN: [&str; 5] = [
    "/vestibule/api/sign_in/attempt_second_factor",
    "/vestibule/api/sign_in/prepare_second_factor",
    "/vestibule/api/sign_in/passkey_second_factor",
    "/vestibule/api/sign_in/prepare_passkey_second_factor",
    "/vestibule/api/client/get",
];

async fn half(house: &House, person: &Person) -> Browser {
    let browser = house.browser();
    browser.sign_in(person).await.expect_ok();
    assert_eq!(browser.sign_in_status().await.as_deref(), Some("needs_second_factor"));
    browser
}

async fn half_way_every_route_answers_as_to_nobody(database: Database) {
    let house = House::with(&database, |settings| {
        offer(settings, &["google"]);
        settings.sign_in.passkey = true;
        settings.paths.user_profile = "/user".into();
        settings.api_keys.users = true;
        settings.security.forms_per_minute = 100_000;
    })
    .await;
    let ada = Person::named("ada");
    house.sign_up(&ada).await.add_app(&house).await;
    for (path, kind) in TABLE {
        let browser = half(&house, &ada).await;
        let answer = ask(&house, &browser, path, *kind).await;
        let token = answer.cookie("__session").filter(|cookie| !cookie.contains("Max-Age=0"));
        assert!(!answer.tells_a_user() && token.is_none(), "{path}: {}", answer.body);
        if !OWN.contains(path) {
            let anonymous = ask(&house, &house.browser(), path, *kind).await;
            assert_eq!(gist(&answer), gist(&anonymous), "{path}");
        }
        assert_eq!(browser.who().await, None, "{path}");
    }
}

async fn held_up_every_route_answers_as_to_nobody(database: Database) {
    // What ends it; and what says that there is someone signed in already, which they know.
    let own = ["totp/create", "totp/verify", "totp/disable", "phone_number/set_reserved_for_second_factor"];
    held_up(&database, &own, |settings| settings.mfa.required = true).await;
}

async fn without_an_organization_every_route_answers_as_to_nobody(database: Database) {
    let own = [
        "session/set_active_organization",
        "organization/create",
        "organization_invitation/accept",
        "organization_invitation/accept_ticket",
        "user/organization_invitations",
        "user/organization_memberships",
        "user/organization_suggestions",
        "organization_suggestion/accept",
    ];
    held_up(&database, &own, |settings| {
        settings.organizations.enabled = true;
        settings.organizations.domains.enabled = true;
        settings.organizations.personal_accounts = false;
    })
    .await;
}

/// Someone whose session is held up by the settings asks every route but those that end that.
async fn held_up(database: &Database, own: &[&str], change: impl FnOnce(&mut Settings)) {
    let house = House::with(database, |settings| {
        offer(settings, &["google"]);
        settings.sign_in.passkey = true;
        settings.paths.user_profile = "/user".into();
        settings.api_keys.users = true;
        settings.security.forms_per_minute = 100_000;
        change(settings);
    })
    .await;
    let ada = Person::named("ada");
    house.sign_up(&ada).await;
    for (path, kind) in TABLE.iter().filter(|(_, kind)| *kind != Kind::Form && *kind != Kind::Question) {
        if own.iter().any(|form| path.ends_with(form)) {
            continue;
        }
        let browser = house.browser();
        browser.sign_in(&ada).await.expect_ok();
        let answer = ask(&house, &browser, path, *kind).await;
        let anonymous = ask(&house, &house.browser(), path, *kind).await;
        assert_eq!(gist(&answer), gist(&anonymous), "{path}");
        assert_eq!(browser.who().await, None, "{path}");
    }
}
