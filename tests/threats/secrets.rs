//! T20, T44 and T47: what stays secret.

use serde_json::json;
use vestibule::api::SecretInput;
use vestibule::server::crypto::{Code, InstanceKey, Secret, Token};
use vestibule::server::{NewApiKey, NewInvitation, NewMachine};

use crate::support::app::backup_codes;
use crate::support::backend::Backend;
use crate::support::tickets::path_of;
use crate::support::{App, Database, House, MINUTE, Person, SECOND, is_stored_in, log, on_both, stands_in};

on_both!(no_secret_is_logged_or_stored, no_code_is_told_to_whoever_asks_for_it);

async fn no_secret_is_logged_or_stored(database: Database) {
    log::keep();
    let house = House::with(&database, |settings| {
        settings.sign_in.passkey = true;
        settings.api_keys.users = true;
    })
    .await;
    let mut canaries: Vec<(&str, String)> = Vec::new();
    let kind = if database.is_postgres() { "pine" } else { "lark" };
    let ada = Person { email: format!("ada.{kind}@example.com"), password: format!("canary {kind} moth ledger 41") };
    let wrong = format!("wrong canary {kind} willow 73");
    canaries.extend([("password", ada.password.clone()), ("wrong password", wrong.clone())]);

    // Everything that one can do, well and badly, with a script and without.
    let browser = house.browser();
    let note = |canaries: &mut Vec<(&str, String)>| {
        for (kind, name) in [
            ("client secret", house.client_cookie()),
            ("session token", "__session"),
            ("flash", "vestibule_flash"),
            ("passkey secret", "vestibule_passkey"),
        ] {
            canaries.extend(browser.cookie(name).map(|value| (kind, value)));
        }
    };
    browser.post("sign_in/prepare_passkey", &[]).await.expect_ok();
    assert!(browser.cookie("vestibule_passkey").is_some(), "it has one");
    house.begin_sign_up(&browser, &ada).await.expect_ok();
    note(&mut canaries);
    canaries.push(("code", house.code_for(&ada.email).await));
    browser.submit("sign_up/attempt_verification", &[("code", "999999x")]).await;
    note(&mut canaries);
    house.clock.advance(MINUTE);
    browser.post("sign_up/prepare_verification", &[]).await.expect_ok();
    let code = house.code_for(&ada.email).await;
    canaries.push(("code", code.clone()));
    browser
        .ask("POST", "/vestibule/api/sign_up/attempt_verification?code=1")
        .header("sec-fetch-site", "cross-site")
        .form(&[("code", &code)])
        .send()
        .await;
    browser.submit("sign_up/attempt_verification", &[("code", &code)]).await;
    note(&mut canaries);
    house.clock.advance(61 * SECOND);
    browser.page("/dashboard").await;
    note(&mut canaries);
    let token = browser.post("session/token", &[]).await.json();
    canaries.push(("session token", token.as_str().expect("a token").to_owned()));
    let begun = browser.post("totp/create", &[]).await.json();
    let app = App::with(begun["client"]["totp_setup"]["secret"].as_str().expect("a secret"));
    let code = app.code(&house);
    let made = browser.post("totp/verify", &[("code", &code)]).await;
    canaries.extend([("key of an app", app.secret.clone()), ("code", code)]);
    let codes = backup_codes(made.expect_ok());
    canaries.extend(codes.iter().map(|code| ("backup code", code.clone())));
    let half = house.browser();
    half.sign_in(&ada).await.expect_ok();
    half.prove("backup_code", &codes[0]).await.expect_ok();
    browser.submit("backup_code/create", &[]).await;
    note(&mut canaries);
    let made = browser.post("api_key/create", &[("name", "Backup")]).await.expect_ok().json();
    let key = made["api_key"]["secret"].as_str().expect("a key");
    canaries.push(("API key", key["ak_".len()..].to_owned()));
    browser.submit("api_key/create", &[("name", "Import")]).await;
    note(&mut canaries);
    browser.post("totp/disable", &[]).await.expect_ok();
    let thief = browser.thief();
    browser.submit("session/sign_out", &[]).await;
    note(&mut canaries);
    house.clock.advance(MINUTE);
    thief.page("/dashboard").await;
    for form in ["sign_in/create", "sign_up/create"] {
        let fields = [("identifier", ada.email.as_str()), ("email_address", &ada.email), ("password", &wrong)];
        browser.submit(form, &fields).await;
        note(&mut canaries);
        browser.post(form, &fields).await;
        let odd = browser.ask("POST", &format!("/vestibule/api/{form}")).by_script();
        odd.body("application/x-www-form-urlencoded", format!("password[x]={wrong}&password={wrong}")).send().await;
    }
    for _ in 0..6 {
        browser.try_password(&ada.email, &wrong).await;
    }
    house.sign_in(&ada).await.post("session/sign_out_everywhere", &[]).await;
    browser.post("password/strength", &[("password", &wrong)]).await;
    let id = database.texts("SELECT id FROM users").await.remove(0);
    let ticket = house.vestibule.sign_in_tokens().create(&id, None).await.expect("is made");
    let invitation =
        house.vestibule.invitations().create(&NewInvitation::to("bob@example.com")).await.expect("is made");
    for (form, url) in [("sign_in/ticket", ticket.url), ("sign_up/create", invitation.url)] {
        let link = path_of(&house, url.expect("a link").expose());
        canaries.push(("ticket", link.split("ticket=").nth(1).expect("a ticket").to_owned()));
        house.browser().ask("HEAD", &link).header("accept", "text/html").send().await;
        let (opened, _) = house.opened(&link).await;
        opened.submit(form, &[]).await;
        opened.post(form, &[("ticket", &link)]).await;
    }
    let key = house.vestibule.api_keys().create(&NewApiKey::of(&id, "Script")).await.expect("is made");
    let key = key.secret.expect("is known once").expose().to_owned();
    house.vestibule.api_keys().verify(&key).await.expect("answers").expect("is good");
    let program = house.browser().ask("GET", "/api/me").header("authorization", &format!("Bearer {key}"));
    program.send().await;
    let backend = Backend::of(&house, &[]).await;
    backend.post("/v1/api_keys/verify", json!({ "secret": key })).await.expect_ok();
    backend.post("/v1/api_keys/verify", json!({ "secret": [key] })).await;
    canaries.push(("API key", key["ak_".len()..].to_owned()));
    let machine = house.vestibule.machines().create(&NewMachine::named("Reports")).await.expect("is made");
    let key = machine.secret_key.expect("is known once").expose().to_owned();
    let reports = Backend::presenting(&house, Some(&key));
    canaries.push(("machine's key", key["msk_test_".len()..].to_owned()));
    for format in ["opaque", "jwt"] {
        let made = reports.post("/v1/m2m_tokens", json!({ "token_format": format })).await.expect_ok();
        let token = made["token"].as_str().expect("a token").to_owned();
        backend.post("/v1/m2m_tokens/verify", json!({ "token": token })).await.expect_ok();
        reports.post("/v1/m2m_tokens/verify", json!({ "token": token })).await;
        backend.post("/v1/m2m_tokens/verify", json!({ "token": [token] })).await;
        let program = house.browser().ask("GET", "/api/me").header("authorization", &format!("Bearer {token}"));
        program.send().await;
        canaries.push(("machine's token", token.trim_start_matches("mt_").to_owned()));
    }
    house.vestibule.rotate_signing_key().await.expect("rotates");
    // When the database is gone, what could not be done is logged: without what it was about.
    let house = house.restarted().await;
    house.vestibule.store().close().await;
    house.browser().sign_in(&ada).await;
    house.begin_sign_up(&house.browser(), &ada).await;
    thief.at(&house).page("/dashboard").await;

    let (logged, stored) = (log::kept(), database.dump().await);
    assert!(
        logged.contains("vestibule") && logged.contains("a request from another site was refused"),
        "it is listened to"
    );
    assert!(stored.contains(&ada.email), "it is all there");
    assert!(canaries.len() > 12, "{canaries:?}");
    for (kind, canary) in canaries {
        let canary_in_query = canary.replace(' ', "+");
        for canary in [canary.clone(), canary_in_query, canary.replace(' ', "%20")] {
            assert!(!stands_in(&logged, &canary), "a {kind} was logged: {canary}");
            assert!(!is_stored_in(&stored, &canary), "a {kind} is readable in the database: {canary}");
        }
    }
    assert!(!stored.contains("PRIVATE KEY"), "a private key is readable in the database");
}

/// T20.
async fn no_code_is_told_to_whoever_asks_for_it(database: Database) {
    let house = House::open(&database).await;
    let (ada, browser) = (Person::named("ada"), house.browser());
    let mut told = String::new();
    for person in [&ada, &Person::named("bob")] {
        told += &house.begin_sign_up(&browser, person).await.body;
        house.clock.advance(31 * SECOND);
        let again = browser.post("sign_up/prepare_verification", &[]).await;
        told += &format!("{}{:?}", again.body, again.headers);
        for page in ["/sign-up", "/sign-up/verify-email-address", "/"] {
            let page = browser.page(page).await;
            told += &format!("{}{:?}", page.body, page.headers);
        }
        told += &browser.post("client/get", &[]).await.body;
        told += &browser.post("sign_up/attempt_verification", &[("code", "1234567")]).await.body;
    }
    for mail in house.mails().await {
        let code = mail.code.expect("a code");
        assert!(!stands_in(&told, &code), "{code}");
    }
}

/// T47: a secret cannot be compared with `==`, which takes longer the more of it is right. Where a type can be, the
/// second implementation fits too, and this does not compile.
#[test]
fn secrets_have_no_equality() {
    trait Ambiguous<Which> {
        fn is_not_comparable() {}
    }
    struct Comparable;
    impl<T: ?Sized> Ambiguous<()> for T {}
    impl<T: ?Sized + PartialEq> Ambiguous<Comparable> for T {}
    <Secret as Ambiguous<_>>::is_not_comparable();
    <Token as Ambiguous<_>>::is_not_comparable();
    <Code as Ambiguous<_>>::is_not_comparable();
    <InstanceKey as Ambiguous<_>>::is_not_comparable();
    <SecretInput as Ambiguous<_>>::is_not_comparable();
}

#[test]
fn secrets_do_not_print_themselves() {
    let input = SecretInput::from("hunter2".to_owned());
    let key = InstanceKey::from_bytes([104; 32]);
    for printed in [format!("{input:?}"), format!("{key:?}"), format!("{:?}", Secret::new("hunter2"))] {
        assert!(!printed.contains("hunter2") && !printed.contains("hhhh") && !printed.contains("104"), "{printed}");
    }
    let (code, token) = (Code::random(), Token::random());
    assert!(!format!("{code:?}").contains(code.expose()) && !format!("{token:?}").contains(token.expose()));
}
