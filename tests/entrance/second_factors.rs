//! Second factors: how they are set up, how they go, and what stands in the way of whoever has to have one.

use std::process::Command;

use crate::support::app::{STEP, backup_codes};
use crate::support::{
    App, Authenticator, Browser, Database, House, MINUTE, Person, Somebody, location, offer, on_both,
};

on_both!(
    an_app_is_set_up_with_a_code_of_it,
    what_is_being_set_up_is_of_its_session_and_for_ten_minutes,
    an_app_is_removed_and_another_one_set_up,
    backup_codes_are_shown_once_and_replaced,
    what_is_off_is_refused_by_the_server,
    another_program_shows_the_same_codes,
    where_it_is_required_nobody_is_in_before_it_is_set_up,
    every_way_in_leads_to_the_task,
    with_forms_alone_it_is_set_up_where_it_is_required,
    the_last_one_stays_where_it_is_required,
    who_is_held_up_elsewhere_is_signed_out_when_it_is_set_up,
    an_operator_takes_it_from_whoever_has_lost_it,
);

async fn me(browser: &Browser) -> serde_json::Value {
    browser.get("/api/me").await.json()
}

/// The secret of the app that is being set up.
async fn begin(browser: &Browser) -> App {
    let begun = browser.post("totp/create", &[]).await;
    let json = begun.expect_ok().json();
    App::with(json["client"]["totp_setup"]["secret"].as_str().expect("a secret"))
}

async fn an_app_is_set_up_with_a_code_of_it(database: Database) {
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    let app = begin(&browser).await;
    assert_eq!(me(&browser).await["two_factor_enabled"], false, "nothing is asked before it is proven");
    assert_eq!(database.count("totp").await, 0);
    // A reload shows the same one.
    let client = browser.post("client/get", &[]).await.json();
    let setup = &client["totp_setup"];
    assert_eq!(setup["secret"], app.secret.as_str());
    let uri = setup["uri"].as_str().expect("an address");
    assert!(uri.starts_with("otpauth://totp/Vestibule:ada%40example.com?") && uri.contains(&app.secret), "{uri}");
    let wrong = browser.post("totp/verify", &[("code", &app.wrong_code(&house))]).await;
    wrong.expect_error(422, "form_code_incorrect@code");
    browser.post("totp/verify", &[("code", " ")]).await.expect_error(422, "form_param_missing@code");
    let cookie = browser.cookie(house.client_cookie());
    let done = browser.post("totp/verify", &[("code", &app.code(&house))]).await;
    let json = done.expect_ok().json();
    assert_eq!(backup_codes(&done).len(), 10);
    assert!(json["client"].get("totp_setup").is_none(), "it is shown no longer");
    assert_eq!(json["client"]["sessions"][0]["user"]["two_factor_enabled"], true);
    assert_ne!(browser.cookie(house.client_cookie()), cookie, "a new secret with every proof");
    assert_eq!(browser.who().await.as_deref(), Some(ada.email.as_str()));
    assert!(house.mail_to(&ada.email).await.subject.contains("second step was added"));
    let events = database.texts("SELECT data FROM events WHERE type = 'user.updated'").await;
    assert!(events.len() == 1 && events[0].contains("\"totp_enabled\":true"), "{events:?}");
    assert!(!events[0].contains(&app.secret));
    // A second one is none.
    browser.post("totp/create", &[]).await.expect_error(422, "totp_already_enabled");
    browser.post("totp/verify", &[("code", &app.code(&house))]).await.expect_error(422, "verification_missing@code");
    for table in ["totp", "sessions"] {
        let column = if table == "totp" { "sealed_secret" } else { "COALESCE(sealed_totp_setup, '')" };
        let kept = database.texts(&format!("SELECT {column} FROM {table}")).await;
        assert!(kept.iter().all(|text| !text.contains(&app.secret)), "{table}");
    }
}

async fn what_is_being_set_up_is_of_its_session_and_for_ten_minutes(database: Database) {
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    let elsewhere = house.sign_in(&ada).await;
    let app = begin(&browser).await;
    assert!(elsewhere.post("client/get", &[]).await.json().get("totp_setup").is_none());
    let code = app.code(&house);
    elsewhere.post("totp/verify", &[("code", &code)]).await.expect_error(422, "verification_missing@code");
    house.clock.advance(10 * MINUTE);
    browser.reverify(&ada).await;
    let code = app.code(&house);
    browser.post("totp/verify", &[("code", &code)]).await.expect_error(422, "verification_missing@code");
    assert!(browser.post("client/get", &[]).await.json().get("totp_setup").is_none());
    // Given up, it is gone.
    begin(&browser).await;
    let given_up = browser.post("totp/disable", &[]).await;
    assert!(given_up.expect_ok().json()["client"].get("totp_setup").is_none());
    house.browser().post("totp/create", &[]).await.expect_error(401, "authentication_invalid");
}

async fn an_app_is_removed_and_another_one_set_up(database: Database) {
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    browser.add_app(&house).await;
    browser.post("totp/disable", &[]).await.expect_ok();
    assert!(house.mail_to(&ada.email).await.subject.contains("second step was removed"));
    let user = me(&browser).await;
    assert_eq!((&user["two_factor_enabled"], &user["backup_code_enabled"]), (&false.into(), &false.into()));
    assert!(user["mfa_enabled_at"].is_null() && user["mfa_disabled_at"].is_i64(), "{user}");
    assert_eq!((database.count("totp").await, database.count("backup_codes").await), (0, 0));
    house.sign_in(&ada).await;
    let (app, codes) = browser.add_app(&house).await;
    assert_eq!(codes.len(), 10);
    let other = house.browser();
    other.sign_in(&ada).await.expect_ok();
    other.prove("totp", &app.code(&house)).await.expect_ok();
}

async fn backup_codes_are_shown_once_and_replaced(database: Database) {
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    browser.post("backup_code/create", &[]).await.expect_error(422, "backup_codes_not_available");
    let (_, old) = browser.add_app(&house).await;
    // Nothing else tells them.
    for answer in [browser.post("client/get", &[]).await, browser.page("/dashboard").await] {
        assert!(old.iter().all(|code| !answer.body.contains(code.as_str())), "{}", answer.path);
    }
    let made = browser.post("backup_code/create", &[]).await;
    let new = backup_codes(made.expect_ok());
    assert!(new.len() == 10 && new.iter().all(|code| !old.contains(code)));
    assert!(house.mail_to(&ada.email).await.subject.contains("backup codes were replaced"));
    let other = house.browser();
    other.sign_in(&ada).await.expect_ok();
    other.prove("backup_code", &old[0]).await.expect_error(422, "form_code_incorrect@code");
    other.prove("backup_code", &new[0]).await.expect_ok();
    // Without JavaScript the page that follows shows them, and the one after that does not.
    let page = browser.submit("backup_code/create", &[("redirect_url", "/dashboard")]).await;
    let shown: Vec<_> = page.body.match_indices("vst-backupCode\"").collect();
    assert_eq!((page.path.as_str(), shown.len()), ("/dashboard", 10), "{}", page.body);
    let again = browser.page("/dashboard").await;
    assert!(!again.shows("vst-backupCode\""), "{}", again.body);
}

async fn what_is_off_is_refused_by_the_server(database: Database) {
    let house = House::with(&database, |settings| {
        settings.mfa.totp = false;
        settings.mfa.backup_codes = false;
    })
    .await;
    let browser = house.sign_up(&Person::named("ada")).await;
    browser.post("totp/create", &[]).await.expect_error(422, "strategy_for_user_invalid@strategy");
    let unknown = [("phone_number_id", "idn_x"), ("reserved", "1")];
    browser.post("phone_number/set_reserved_for_second_factor", &unknown).await.expect_error(404, "resource_not_found");
    browser.post("backup_code/create", &[]).await.expect_error(422, "backup_codes_not_available");
    let house = House::with(&database, |settings| settings.mfa.backup_codes = false).await;
    let bob = house.sign_up(&Person::named("bob")).await;
    let (_, codes) = bob.add_app(&house).await;
    assert!(codes.is_empty());
}

/// `oathtool`, which shares nothing with us.
async fn another_program_shows_the_same_codes(database: Database) {
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    let app = begin(&browser).await;
    let shown = |house: &House| {
        let now = format!("@{}", house.clock.now() / 1_000);
        let said = Command::new("oathtool").args(["--totp", "--base32", "--now", &now, &app.secret]).output();
        let said = said.expect("oathtool is there: `cargo xtask test` installs it");
        assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
        String::from_utf8_lossy(&said.stdout).trim().to_owned()
    };
    browser.post("totp/verify", &[("code", &shown(&house))]).await.expect_ok();
    for _ in 0..20 {
        house.clock.advance(STEP + 1_700);
        let other = house.browser();
        other.sign_in(&ada).await.expect_ok();
        other.prove("totp", &shown(&house)).await.expect_ok();
    }
}

async fn required(database: &Database) -> House {
    House::with(database, |settings| {
        offer(settings, &["google"]);
        settings.sign_in.passkey = true;
        settings.mfa.required = true;
    })
    .await
}

async fn where_it_is_required_nobody_is_in_before_it_is_set_up(database: Database) {
    let house = required(&database).await;
    let ada = Person::named("ada");
    let browser = house.browser();
    house.begin_sign_up(&browser, &ada).await.expect_ok();
    let code = house.code_for(&ada.email).await;
    let fields = [("code", code.as_str()), ("redirect_url", "/dashboard?x=1")];
    let done = browser.post("sign_up/attempt_verification", &fields).await;
    let json = done.expect_ok().json();
    assert_eq!(json["redirect_to"], "/sign-in/setup-mfa?redirect_url=/dashboard%3Fx%3D1");
    let session = &json["client"]["sessions"][0];
    assert_eq!((&session["status"], &session["tasks"]), (&"pending".into(), &serde_json::json!(["setup_mfa"])));
    // Signed out, as far as the app is concerned.
    assert_eq!(browser.who().await, None);
    let guarded = browser.page("/dashboard?x=1").await;
    assert!(guarded.path.starts_with("/sign-in?redirect_url="), "{}", guarded.path);
    assert!(guarded.shows("action=\"/vestibule/api/totp/create\""), "and there is the task: {}", guarded.body);
    for form in ["passkey/prepare", "passkey/create", "external_account/connect", "backup_code/create"] {
        let refused = browser.post(form, &[]).await;
        assert!(matches!(refused.status, 401 | 422), "{form}: {}", refused.body);
        assert_ne!(refused.status, 200, "{form}");
    }
    let token = browser.post("session/token", &[]).await.json();
    assert!(token.as_str().is_some_and(|token| !token.is_empty()), "a token that says that it is pending");

    assert!(guarded.shows("value=\"/sign-in/setup-mfa?redirect_url=/dashboard%3Fx%3D1\""), "{}", guarded.body);
    let app = begin(&browser).await;
    let fields = [("code", app.code(&house)), ("redirect_url", "/dashboard?x=1".to_owned())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let done = browser.post("totp/verify", &fields).await;
    assert_eq!(backup_codes(done.expect_ok()).len(), 10);
    assert_eq!(done.json()["client"]["sessions"][0]["status"], "active");
    assert_eq!(browser.who().await.as_deref(), Some(ada.email.as_str()));
    assert_eq!(browser.page("/dashboard").await.path, "/dashboard");
    // From then on it is asked for like anyone's.
    let other = house.browser();
    assert_eq!(other.sign_in(&ada).await.json()["redirect_to"], "/sign-in/factor-two");
    house.clock.advance(STEP);
    other.prove("totp", &app.code(&house)).await.expect_ok();
    assert_eq!(other.who().await, Some(ada.email));
}

async fn every_way_in_leads_to_the_task(database: Database) {
    let open = House::with(&database, |settings| {
        offer(settings, &["google"]);
        settings.sign_in.passkey = true;
    })
    .await;
    let ada = Person::named("ada");
    let first = open.sign_up(&ada).await;
    let mut authenticator = Authenticator::new();
    first.add_passkey(&mut authenticator).await.expect_ok();
    let house = open.another_with(|settings| settings.mfa.required = true).await;
    let task = "/sign-in/setup-mfa";
    let browser = house.browser();
    assert_eq!(browser.sign_in(&ada).await.json()["redirect_to"], task);
    let by_mail = house.browser();
    by_mail.post("sign_in/create", &[("identifier", &ada.email)]).await.expect_ok();
    by_mail.post("sign_in/prepare_first_factor", &[("strategy", "email_code")]).await.expect_ok();
    let fields = [("strategy", "email_code".to_owned()), ("code", house.code_for(&ada.email).await)];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let done = by_mail.post("sign_in/attempt_first_factor", &fields).await;
    assert_eq!(done.json()["redirect_to"], task);
    let from_google = house.browser();
    let back = from_google.come_from("sign_in/oauth", "google", Somebody::proven(&ada.email)).await;
    assert_eq!(location(&back), task);
    let new = house.browser();
    let back = new.come_from("sign_up/oauth", "google", Somebody::proven("new@example.com")).await;
    assert_eq!(location(&back), task);
    for browser in [&browser, &by_mail, &from_google, &new] {
        assert_eq!(browser.who().await, None);
        let page = browser.page(task).await;
        assert!(page.shows("action=\"/vestibule/api/totp/create\""), "{}", page.body);
    }
    // A passkey is two proofs already.
    let with_passkey = house.browser();
    with_passkey.use_passkey(&mut authenticator).await.expect_ok();
    assert_eq!(with_passkey.who().await.as_deref(), Some(ada.email.as_str()));
    // Whoever was signed in before stays so.
    assert_eq!(first.at(&house).who().await, Some(ada.email));
}

async fn the_last_one_stays_where_it_is_required(database: Database) {
    let house = required(&database).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    browser.add_app(&house).await;
    browser.post("totp/disable", &[]).await.expect_error(422, "mfa_required");
    assert_eq!(me(&browser).await["totp_enabled"], true);
}

async fn who_is_held_up_elsewhere_is_signed_out_when_it_is_set_up(database: Database) {
    let house = required(&database).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    // Someone who has the password and no more.
    let thief = house.browser();
    thief.sign_in(&ada).await.expect_ok();
    let planned = begin(&thief).await;
    browser.add_app(&house).await;
    assert_eq!(database.live_sessions().await, 1);
    let code = planned.code(&house);
    thief.post("totp/verify", &[("code", &code)]).await.expect_error(401, "authentication_invalid");
    assert_eq!((thief.who().await, browser.who().await), (None, Some(ada.email)));
}

async fn an_operator_takes_it_from_whoever_has_lost_it(database: Database) {
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    let (app, _) = browser.add_app(&house).await;
    let id = me(&browser).await["id"].as_str().expect("an id").to_owned();
    let half = house.browser();
    half.sign_in(&ada).await.expect_ok();
    let user = house.vestibule.reset_mfa(&id).await.expect("is reset");
    assert!(user.id == id && !user.two_factor_enabled && !user.totp_enabled && !user.backup_code_enabled);
    assert_eq!((browser.who().await, database.live_sessions().await), (None, 0));
    half.prove("totp", &app.code(&house)).await.expect_error(422, "client_state_invalid");
    assert!(house.mail_to(&ada.email).await.subject.contains("second step was removed"));
    assert_eq!(house.sign_in(&ada).await.who().await, Some(ada.email));
    assert!(house.vestibule.reset_mfa("user_x").await.is_err());
}

async fn with_forms_alone_it_is_set_up_where_it_is_required(database: Database) {
    let house = required(&database).await;
    let ada = Person::named("ada");
    let browser = house.browser();
    house.begin_sign_up(&browser, &ada).await.expect_ok();
    let code = house.code_for(&ada.email).await;
    let page = browser.submit("sign_up/attempt_verification", &[("code", &code)]).await;
    assert_eq!(page.path, "/sign-in/setup-mfa");
    let here = ("redirect_url", "/sign-in/setup-mfa?redirect_url=/dashboard%3Fx%3D1");
    let page = browser.submit("totp/create", &[here]).await;
    assert_eq!(page.path, here.1);
    let secret = page.body.split("vst-totpKey\">").nth(1).expect("a key").split('<').next().expect("a key");
    let app = App::with(&secret.replace(' ', ""));
    let wrong = browser.submit("totp/verify", &[here, ("code", &app.wrong_code(&house))]).await;
    assert!(wrong.path == here.1 && wrong.shows("Incorrect code.") && wrong.shows(secret), "{}", wrong.body);
    let done = browser.submit("totp/verify", &[here, ("code", &app.code(&house))]).await;
    assert_eq!(done.path, here.1);
    assert!(done.shows("href=\"/dashboard?x=1\""), "the way on: {}", done.body);
    assert_eq!(done.body.matches("vst-backupCode\"").count(), 10, "{}", done.body);
    assert_eq!(browser.page("/dashboard").await.path, "/dashboard");
}
