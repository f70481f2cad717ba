//! Accounts that are banned or locked, and what is left of them.

use vestibule::model::FieldRule;
use vestibule::server::flows::sweep::sweep;
use vestibule::server::{Account, Settings};

use crate::support::tickets::path_of;
use crate::support::{
    Answer, Authenticator, Browser, DAY, Database, HOUR, House, MINUTE, Person, SECOND, Somebody, location, offer,
    on_both, until,
};

on_both!(
    whoever_is_banned_or_locked_comes_in_by_no_way,
    a_ban_ends_all_sessions_at_once,
    a_lock_leaves_sessions_and_ends_by_itself,
    what_was_half_way_comes_in_no_more,
    strangers_are_told_nothing,
    unlocking_forgets_wrong_passwords,
    only_accounts_that_there_are_have_rules,
    a_session_that_is_held_up_is_told,
    a_shorter_lifetime_is_that_of_sessions_that_there_are,
);

const NUMBER: &str = "+4915123456789";
const WAYS: [&str; 10] = [
    "password",
    "password alone",
    "email_code",
    "phone_code",
    "email_link",
    "oauth_google",
    "oauth by address",
    "ticket",
    "passkey",
    "reset_password_email_code",
];

fn everything(settings: &mut Settings) {
    offer(settings, &["google", "github"]);
    settings.sign_in.passkey = true;
    settings.sign_in.email_link = true;
    settings.sign_up.phone_number = FieldRule::Optional;
    settings.security.forms_per_minute = 100_000;
}

async fn id_of(browser: &Browser) -> String {
    browser.get("/api/me").await.json()["id"].as_str().expect("an id").to_owned()
}

/// Someone who can come in by every way.
struct Ada {
    person: Person,
    id: String,
    authenticator: Authenticator,
}

impl Ada {
    async fn moves_in(house: &House) -> Self {
        let (person, browser) = (Person::named("ada"), house.browser());
        let fields =
            [("email_address", person.email.as_str()), ("password", &person.password), ("phone_number", NUMBER)];
        browser.post("sign_up/create", &fields).await.expect_ok();
        for to in [person.email.as_str(), NUMBER] {
            let code = house.code_for(to).await;
            browser.post("sign_up/attempt_verification", &[("code", &code)]).await.expect_ok();
        }
        let mut authenticator = Authenticator::new();
        browser.add_passkey(&mut authenticator).await.expect_ok();
        let led = browser.come_from("external_account/connect", "google", Somebody::proven("ada@elsewhere.example"));
        assert!(!led.await.shows("error"));
        let id = id_of(&browser).await;
        Self { person, id, authenticator }
    }

    /// Proves who it is in a new browser: what it is told in the end, which is a page where no script asks.
    async fn enters(&mut self, house: &House, by: &str) -> (Browser, Answer) {
        let browser = house.browser();
        let person = &self.person;
        let prepared = async |strategy: &str| {
            browser.post("sign_in/create", &[("identifier", &person.email)]).await.expect_ok();
            browser.post("sign_in/prepare_first_factor", &[("strategy", strategy)]).await.expect_ok();
        };
        let attempt = async |fields: &[(&str, &str)]| browser.post("sign_in/attempt_first_factor", fields).await;
        let answer = match by {
            "password" => browser.sign_in(person).await,
            "password alone" => {
                browser.post("sign_in/create", &[("identifier", &person.email)]).await.expect_ok();
                attempt(&[("password", &person.password)]).await
            }
            "email_code" | "phone_code" | "reset_password_email_code" => {
                prepared(by).await;
                let to = if by == "phone_code" { NUMBER } else { person.email.as_str() };
                attempt(&[("strategy", by), ("code", &house.code_for(to).await)]).await
            }
            "email_link" => {
                prepared(by).await;
                let link = house.mail_to(&person.email).await.link.expect("a link");
                let token = link.split_once("token=").expect("a token").1.split('&').next().expect("a token");
                browser.ask("POST", "/vestibule/verify").by_hand().form(&[("token", token)]).send().await
            }
            "oauth_google" | "oauth by address" => {
                let (provider, email) = match by {
                    "oauth_google" => ("google", "ada@elsewhere.example"),
                    _ => ("github", person.email.as_str()),
                };
                let back = browser.come_from("sign_in/oauth", provider, Somebody::proven(email)).await;
                browser.page(&location(&back)).await
            }
            "ticket" => {
                let made = house.vestibule.sign_in_tokens().create(&self.id, None).await.expect("is made");
                browser.page(&path_of(house, made.url.as_ref().expect("a link").expose())).await;
                browser.post("sign_in/ticket", &[]).await
            }
            _ => browser.use_passkey(&mut self.authenticator).await,
        };
        (browser, answer)
    }
}

/// What an answer says of an account that may not come in.
fn told(answer: &Answer) -> &'static str {
    match () {
        () if answer.error() == "user_banned" || answer.shows("This account is banned.") => "banned",
        () if answer.error() == "user_locked" || answer.shows("This account is locked.") => "locked",
        () => "nothing",
    }
}

/// T26: whoever is banned or locked, by whichever way.
async fn whoever_is_banned_or_locked_comes_in_by_no_way(database: Database) {
    let house = House::with(&database, everything).await;
    let mut ada = Ada::moves_in(&house).await;
    let users = house.vestibule.users();
    for rule in ["banned", "locked"] {
        let set = if rule == "banned" { users.ban(&ada.id).await } else { users.lock(&ada.id).await };
        set.expect("is there");
        let sessions = database.count("sessions").await;
        let kept = "SELECT CAST(COUNT(*) AS BIGINT) FROM sign_in_tokens WHERE accepted_at IS NULL";
        for by in WAYS {
            let (browser, answer) = ada.enters(&house, by).await;
            assert_eq!(told(&answer), rule, "{by}: {} {}", answer.status, answer.body);
            assert!(!answer.tells_a_user(), "{by}: {}", answer.body);
            assert_eq!((browser.who().await, browser.cookie("__session")), (None, None), "{by}");
            assert_ne!(browser.sign_in_status().await.as_deref(), Some("needs_new_password"), "{by}");
            // What was sent to them is not sent so often.
            house.clock.advance(HOUR / 20);
        }
        assert_eq!(database.count("sessions").await, sessions, "{rule}: no session began");
        assert_eq!(database.number(kept).await, 1, "a ticket is not used up by it");
        assert_eq!(database.count("external_accounts").await, 1, "nothing is connected by it");
        let noted = format!(
            "SELECT CAST(COUNT(*) AS BIGINT) FROM audit_entries WHERE action = 'user.signInFailed'
                 AND subject_id = '{}' AND changes LIKE '%\"reason\":\"user_{rule}\"%'",
            ada.id
        );
        assert_eq!(database.number(&noted).await, WAYS.len() as i64, "{rule}: each is in the audit log");
        database.execute("DELETE FROM sign_in_tokens").await;
        let freed = if rule == "banned" { users.unban(&ada.id).await } else { users.unlock(&ada.id).await };
        let Account { banned, locked, .. } = freed.expect("is there");
        assert!(!banned && !locked);
        house.clock.advance(HOUR);
    }
    for by in WAYS {
        let (browser, answer) = ada.enters(&house, by).await;
        assert!(matches!(answer.status, 200 | 303), "{by}: {}", answer.body);
        let is_in = by != "reset_password_email_code";
        assert_eq!(browser.who().await.is_some(), is_in, "{by}");
        house.clock.advance(HOUR / 20);
    }
}

/// T26: a ban takes effect at once on its own node, and on the others as soon as they are told or the token has run out.
async fn a_ban_ends_all_sessions_at_once(database: Database) {
    let house = House::open(&database).await;
    let (ada, bob) = (Person::named("ada"), Person::named("bob"));
    let mut hers = vec![house.sign_up(&ada).await];
    hers.push(house.sign_in(&ada).await);
    let his = house.sign_up(&bob).await;
    let id = id_of(&hers[0]).await;
    let elsewhere = house.another().await;
    let there = house.browser().at(&elsewhere);
    there.sign_in(&ada).await.expect_ok();
    assert!(there.who().await.is_some(), "its token is known there");
    let banned = house.vestibule.users().ban(&id).await.expect("is there");
    assert!(banned.banned && !banned.locked);
    for browser in &hers {
        // With the token that was good a moment ago.
        assert_eq!(browser.get("/api/me").await.status, 401);
        browser.page("/dashboard").await;
        assert_eq!(browser.who().await, None);
    }
    if database.is_postgres() {
        until("the other node hears of it", async || there.thief().who().await.is_none()).await;
    } else {
        house.clock.advance(61 * SECOND);
        assert_eq!(there.who().await, None, "no longer than the token lives");
    }
    assert_eq!(his.who().await, Some(bob.email));
    assert_eq!(database.live_sessions().await, 1);
    let told = "SELECT type FROM events WHERE type IN ('user.banned', 'session.revoked') ORDER BY type";
    assert_eq!(database.texts(told).await, ["session.revoked", "session.revoked", "session.revoked", "user.banned"]);
    let data = database.texts("SELECT data FROM events WHERE type = 'user.banned'").await;
    assert!(data[0].contains("\"banned\":true") && data[0].contains(&id), "{data:?}");

    // It lasts, and can be ended.
    let house = house.restarted().await;
    house.clock.advance(30 * DAY);
    house.browser().sign_in(&ada).await.expect_error(403, "user_banned");
    house.vestibule.users().unban(&id).await.expect("is there");
    house.sign_in(&ada).await;
}

async fn a_lock_leaves_sessions_and_ends_by_itself(database: Database) {
    let house = House::with(&database, |settings| settings.security.lock_minutes = 90).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    let id = id_of(&browser).await;
    let locked = house.vestibule.users().lock(&id).await.expect("is there");
    assert_eq!((locked.locked, locked.lockout_expires_in_seconds), (true, Some(90 * 60)));
    house.clock.advance(MINUTE + SECOND);
    assert_eq!(browser.who().await, Some(ada.email.clone()), "whoever is in stays in");
    house.browser().sign_in(&ada).await.expect_error(403, "user_locked");
    house.clock.advance(89 * MINUTE);
    let account = house.vestibule.users().get(&id).await.expect("is read").expect("is there");
    assert_eq!((account.locked, account.lockout_expires_in_seconds), (false, None));
    house.sign_in(&ada).await;
}

/// T26: what had begun before the ban.
async fn what_was_half_way_comes_in_no_more(database: Database) {
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    let first = house.sign_up(&ada).await;
    let id = id_of(&first).await;
    let users = house.vestibule.users();
    let may_set_a_password = async || {
        let browser = house.browser();
        browser.post("sign_in/create", &[("identifier", &ada.email)]).await.expect_ok();
        let reset = ("strategy", "reset_password_email_code");
        browser.post("sign_in/prepare_first_factor", &[reset]).await.expect_ok();
        let code = house.code_for(&ada.email).await;
        browser.post("sign_in/attempt_first_factor", &[reset, ("code", &code)]).await.expect_ok();
        browser
    };
    let new = ("new_password", "harbour kettle ribbon 77");
    let browser = may_set_a_password().await;
    users.lock(&id).await.expect("is there");
    browser.post("sign_in/reset_password", &[new]).await.expect_error(403, "user_locked");
    users.unlock(&id).await.expect("is there");
    house.clock.advance(MINUTE);
    let browser = may_set_a_password().await;
    users.ban(&id).await.expect("is there");
    browser.post("sign_in/reset_password", &[new]).await.expect_error(422, "client_state_invalid");
    users.unban(&id).await.expect("is there");

    let (app, _) = house.sign_in(&ada).await.add_app(&house).await;
    let half = async || {
        let browser = house.browser();
        browser.sign_in(&ada).await.expect_ok();
        assert_eq!(browser.sign_in_status().await.as_deref(), Some("needs_second_factor"));
        browser
    };
    let browser = half().await;
    users.lock(&id).await.expect("is there");
    browser.prove("totp", &app.code(&house)).await.expect_error(403, "user_locked");
    users.unlock(&id).await.expect("is there");
    let other = half().await;
    users.ban(&id).await.expect("is there");
    other.prove("totp", &app.code(&house)).await.expect_error(422, "client_state_invalid");
    assert_eq!(database.live_sessions().await, 0);
    users.unban(&id).await.expect("is there");
    let again = half().await;
    again.prove("totp", &app.code(&house)).await.expect_ok();
    assert_eq!(again.who().await, Some(ada.email));
}

async fn strangers_are_told_nothing(database: Database) {
    let house = House::with(&database, everything).await;
    let ada = Ada::moves_in(&house).await;
    house.vestibule.users().ban(&ada.id).await.expect("is there");
    let without_ids = |answer: &Answer| {
        let mut json = answer.json();
        json["client"]["sign_in"]["id"] = serde_json::Value::Null;
        json["client"]["sign_in"]["identifier"] = serde_json::Value::Null;
        (answer.status, json)
    };
    let as_nobody = async |identifier: &str, password: &str| {
        let browser = house.browser();
        let begun = browser.post("sign_in/create", &[("identifier", identifier)]).await;
        let tried = browser.post("sign_in/attempt_first_factor", &[("password", password)]).await;
        (without_ids(&begun), tried.status, tried.errors())
    };
    let banned = as_nobody(&ada.person.email, "not the right one").await;
    assert_eq!(banned, as_nobody("nobody@example.com", "not the right one").await);
    assert_eq!(banned.2, ["form_password_or_identifier_incorrect@password"]);
}

async fn unlocking_forgets_wrong_passwords(database: Database) {
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    let hers = house.sign_up(&ada).await;
    let id = id_of(&hers).await;
    hers.post("session/sign_out", &[]).await.expect_ok();
    let stranger = house.browser();
    for browser in [&stranger, &hers] {
        for _ in 0..5 {
            assert_eq!(browser.try_password(&ada.email, "wrong").await.status, 422);
        }
        browser.sign_in(&ada).await.expect_error(403, "user_locked");
    }
    house.vestibule.users().unlock(&id).await.expect("is there");
    house.sign_in(&ada).await;
    hers.sign_in(&ada).await.expect_ok();
}

async fn only_accounts_that_there_are_have_rules(database: Database) {
    let house = House::open(&database).await;
    let users = house.vestibule.users();
    let nobody = "user_000000000000000000000000000";
    for outcome in
        [users.ban(nobody).await, users.unban(nobody).await, users.lock(nobody).await, users.unlock(nobody).await]
    {
        let errors = outcome.expect_err("is nobody").to_api();
        assert_eq!(errors.errors[0].code.as_str(), "resource_not_found");
    }
    assert!(users.get(nobody).await.expect("is read").is_none());
    assert_eq!(database.count("events").await, 0);
}

async fn a_session_that_is_held_up_is_told(database: Database) {
    let house = House::with(&database, |settings| settings.mfa.required = true).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    assert_eq!(browser.who().await, None);
    let pending = "SELECT subject_id FROM events WHERE type = 'session.pending'";
    assert_eq!(database.texts(pending).await, database.texts("SELECT id FROM sessions").await);
    // A ban ends it as well.
    let id = database.texts("SELECT id FROM users").await.remove(0);
    house.vestibule.users().ban(&id).await.expect("is there");
    browser.post("totp/create", &[]).await.expect_error(401, "authentication_invalid");
    assert_eq!(database.texts("SELECT status FROM sessions").await, ["revoked"]);
}

async fn a_shorter_lifetime_is_that_of_sessions_that_there_are(database: Database) {
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    house.clock.advance(3 * HOUR);
    assert!(browser.who().await.is_some());
    let shorter = house.another_with(|settings| settings.session.max_lifetime_hours = 2).await;
    let browser = browser.at(&shorter);
    browser.forget_cookie("__session");
    assert_eq!(browser.who().await, None);
    assert!(browser.page("/dashboard").await.path.starts_with("/sign-in"));
    sweep(&shorter.vestibule).await.expect("is swept");
    assert_eq!(database.live_sessions().await, 0);
    browser.sign_in(&ada).await.expect_ok();
}
