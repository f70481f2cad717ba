//! Sign-in and sign-up on one page: whom nobody knows goes on to an account with what proved their address.

use vestibule::model::{FieldRule, Strategy};
use vestibule::server::{BotProtection, ProtectWhen, Settings, SettingsError};

use crate::support::{Browser, Database, House, MINUTE, on_both};

on_both!(
    whom_nobody_knows_has_an_account_after_one_code,
    who_has_an_account_is_signed_in_to_it,
    what_an_account_needs_besides_is_asked_for,
    a_number_is_proven_after_it,
    a_link_does_the_same,
    a_link_that_is_opened_elsewhere_lets_the_first_browser_go_on,
    it_goes_with_forms_alone,
    nobody_sees_who_has_an_account,
    who_may_not_sign_up_is_sent_no_code,
    another_address_is_proven_anew,
    whoever_planted_the_cookie_has_no_part_in_it,
    what_has_to_be_shown_or_given_at_sign_up_is_not_got_around,
    who_is_new_is_led_to_where_new_people_go,
    without_the_setting_nothing_of_it_is_there,
);

const CREATE: &str = "sign_in/create";
const ATTEMPT: &str = "sign_in/attempt_first_factor";
const CODE: (&str, &str) = ("strategy", "email_code");
const ADA: &str = "ada@example.com";
const GOOD: &str = "moth ledger willow 41";

async fn house(database: &Database, change: impl FnOnce(&mut Settings)) -> House {
    House::with(database, |settings| {
        settings.sign_in.password = false;
        settings.sign_in.preferred = Strategy::EmailCode;
        settings.sign_in.with_sign_up = true;
        change(settings);
    })
    .await
}

/// A browser that has given the code that went to an address.
async fn proven(house: &House, address: &str) -> (Browser, crate::support::Answer) {
    let browser = house.browser();
    browser.post(CREATE, &[("identifier", address)]).await.expect_ok();
    let code = house.code_for(address).await;
    let answer = browser.post(ATTEMPT, &[CODE, ("code", &code)]).await;
    (browser, answer)
}

async fn whom_nobody_knows_has_an_account_after_one_code(database: Database) {
    let house = house(&database, |settings| settings.sign_up.first_name = FieldRule::Optional).await;
    let (browser, answer) = proven(&house, ADA).await;
    assert_eq!(answer.expect_ok().json()["redirect_to"], "/dashboard");
    let user = browser.get("/api/me").await.json();
    let verification = &user["email_addresses"][0]["verification"];
    assert_eq!((verification["status"].as_str(), user["password_enabled"].as_bool()), (Some("verified"), Some(false)));
    assert_eq!((house.mails().await.len(), database.count("users").await), (1, 1));
    assert_eq!(database.texts("SELECT type FROM events WHERE type = 'user.created'").await.len(), 1);
}

async fn who_has_an_account_is_signed_in_to_it(database: Database) {
    let house = house(&database, |_| {}).await;
    let (_, first) = proven(&house, ADA).await;
    first.expect_ok();
    house.clock.advance(MINUTE);
    let (browser, again) = proven(&house, ADA).await;
    again.expect_ok();
    assert_eq!((browser.who().await.as_deref(), database.count("users").await), (Some(ADA), 1));
}

async fn what_an_account_needs_besides_is_asked_for(database: Database) {
    let house = house(&database, |settings| {
        settings.sign_in.password = true;
        settings.sign_up.last_name = FieldRule::Required;
    })
    .await;
    let (browser, answer) = proven(&house, ADA).await;
    assert_eq!(answer.expect_ok().json()["redirect_to"], "/sign-up");
    let sign_up = &answer.json()["client"]["sign_up"];
    assert_eq!(sign_up["missing_fields"], serde_json::json!(["password", "last_name"]));
    assert_eq!(sign_up["unverified_fields"], serde_json::json!([]));
    assert!(browser.page("/sign-up").await.shows(&format!("value=\"{ADA}\"")));
    assert_eq!((browser.who().await, database.count("users").await), (None, 0));
    let weak =
        browser.post("sign_up/create", &[("email_address", ADA), ("password", "short"), ("last_name", "L")]).await;
    assert_eq!((weak.status, database.count("users").await), (422, 0));
    let fields = [("email_address", ADA), ("password", GOOD), ("last_name", "Lovelace")];
    let done = browser.post("sign_up/create", &fields).await;
    assert_eq!(done.expect_ok().json()["redirect_to"], "/dashboard");
    assert_eq!((browser.who().await.as_deref(), house.mails().await.len()), (Some(ADA), 1), "no second code");
    house.browser().try_password(ADA, GOOD).await.expect_ok();
}

async fn a_number_is_proven_after_it(database: Database) {
    let house = house(&database, |settings| settings.sign_up.phone_number = FieldRule::Required).await;
    let (browser, answer) = proven(&house, ADA).await;
    assert_eq!(answer.expect_ok().json()["redirect_to"], "/sign-up");
    let number = "+14155550132";
    let sent = browser.post("sign_up/create", &[("email_address", ADA), ("phone_number", number)]).await;
    assert_eq!(sent.expect_ok().json()["redirect_to"], "/sign-up/verify-phone-number");
    let code = house.code_for(number).await;
    browser.post("sign_up/attempt_verification", &[("code", &code)]).await.expect_ok();
    assert_eq!(browser.get("/api/me").await.json()["phone_numbers"][0]["phone_number"], number);
}

async fn token_for(house: &House, address: &str) -> String {
    let link = house.mail_to(address).await.link.expect("a link");
    link.split_once("token=").expect("has a token").1.to_owned()
}

async fn a_link_does_the_same(database: Database) {
    let house = house(&database, |settings| {
        settings.sign_in.email_link = true;
        settings.sign_in.preferred = Strategy::EmailLink;
    })
    .await;
    let browser = house.browser();
    browser.post(CREATE, &[("identifier", ADA)]).await.expect_ok();
    let token = token_for(&house, ADA).await;
    let opened = browser.ask("POST", "/vestibule/verify").by_hand().form(&[("token", &token)]).send().await;
    assert_eq!((opened.header("location"), browser.who().await.as_deref()), (Some("/dashboard"), Some(ADA)));
}

async fn a_link_that_is_opened_elsewhere_lets_the_first_browser_go_on(database: Database) {
    let house = house(&database, |settings| {
        settings.sign_in.email_link = true;
        settings.sign_in.preferred = Strategy::EmailLink;
        settings.sign_up.last_name = FieldRule::Required;
    })
    .await;
    let (browser, elsewhere) = (house.browser(), house.browser());
    browser.post(CREATE, &[("identifier", ADA)]).await.expect_ok();
    let token = token_for(&house, ADA).await;
    elsewhere.ask("POST", "/vestibule/verify").by_hand().form(&[("token", &token)]).send().await.expect_ok();
    let on = browser.post(ATTEMPT, &[("strategy", "email_link")]).await;
    assert_eq!(on.expect_ok().json()["redirect_to"], "/sign-up");
    let fields = [("email_address", ADA), ("last_name", "Lovelace")];
    elsewhere.post("sign_up/create", &fields).await.expect_ok();
    assert_eq!(elsewhere.who().await, None, "it has to prove the address itself");
    browser.post("sign_up/create", &fields).await.expect_ok();
    assert_eq!(browser.who().await.as_deref(), Some(ADA));
}

async fn it_goes_with_forms_alone(database: Database) {
    let house = house(&database, |settings| settings.sign_up.last_name = FieldRule::Required).await;
    let browser = house.browser();
    let page = browser.page("/sign-in").await;
    assert!(page.shows("Sign in, or create an account") && !page.shows("Don’t have an account?"), "{}", page.body);
    let page = browser.submit(CREATE, &[("identifier", ADA), ("redirect_url", "/notes")]).await;
    assert_eq!(page.path, "/sign-in/factor-one?redirect_url=/notes");
    let code = house.code_for(ADA).await;
    let page = browser.submit(ATTEMPT, &[CODE, ("code", &code), ("redirect_url", "/notes")]).await;
    assert_eq!((page.path.as_str(), page.shows("Create your account")), ("/sign-up?redirect_url=/notes", true));
    let fields = [("email_address", ADA), ("last_name", "Lovelace"), ("redirect_url", "/notes")];
    let page = browser.submit("sign_up/create", &fields).await;
    assert_eq!((page.path.as_str(), browser.who().await.as_deref()), ("/notes", Some(ADA)));
}

async fn nobody_sees_who_has_an_account(database: Database) {
    let house = house(&database, |_| {}).await;
    proven(&house, ADA).await.1.expect_ok();
    house.clock.advance(MINUTE);
    let ask = async |address: &str| {
        let answer = house.browser().post(CREATE, &[("identifier", address)]).await;
        let mut client = answer.expect_ok().json()["client"]["sign_in"].clone();
        client["id"] = "".into();
        client["identifier"] = "".into();
        for time in ["expire_at", "resend_at"] {
            assert!(client["first_factor_verification"][time].take().is_i64(), "{time}");
        }
        (client, house.mail_to(address).await)
    };
    let ((known, hers), (unknown, theirs)) = (ask(ADA).await, ask("bob@example.com").await);
    assert_eq!(known, unknown);
    let subject = |mail: &crate::support::Mail| mail.subject.replace(char::is_numeric, "0");
    assert_eq!(subject(&hers), subject(&theirs), "nor does whoever looks over a shoulder");
}

async fn who_may_not_sign_up_is_sent_no_code(database: Database) {
    let house = house(&database, |settings| settings.sign_up.allowlist = vec!["@acme.example".into()]).await;
    let browser = house.browser();
    browser.post(CREATE, &[("identifier", ADA)]).await.expect_ok();
    let mail = house.mail_to(ADA).await;
    assert_eq!((mail.code, mail.subject.contains("no account")), (None, true));
    let refused = browser.post(ATTEMPT, &[CODE, ("code", "123456")]).await;
    assert_eq!((refused.status, database.count("users").await), (422, 0));
    proven(&house, "ada@acme.example").await.1.expect_ok();
}

async fn another_address_is_proven_anew(database: Database) {
    let house = house(&database, |settings| settings.sign_up.last_name = FieldRule::Required).await;
    let (browser, answer) = proven(&house, ADA).await;
    answer.expect_ok();
    let bobs = "bob@example.com";
    let sent = browser.post("sign_up/create", &[("email_address", bobs), ("last_name", "B")]).await;
    assert_eq!(sent.expect_ok().json()["redirect_to"], "/sign-up/verify-email-address");
    assert_eq!((browser.who().await, database.count("users").await), (None, 0));
    // And back: what was proven before was the other one's.
    let sent = browser.post("sign_up/create", &[("email_address", ADA), ("last_name", "L")]).await;
    assert_eq!(sent.expect_ok().json()["redirect_to"], "/sign-up/verify-email-address");
    assert_eq!((browser.who().await, database.count("users").await), (None, 0));
    let code = house.code_for(ADA).await;
    browser.post("sign_up/attempt_verification", &[("code", &code)]).await.expect_ok();
    assert_eq!(browser.who().await.as_deref(), Some(ADA));
}

async fn whoever_planted_the_cookie_has_no_part_in_it(database: Database) {
    let house = house(&database, |settings| settings.sign_up.last_name = FieldRule::Required).await;
    let name = house.client_cookie();
    let eve = house.browser();
    eve.post(CREATE, &[("identifier", "eve@example.com")]).await.expect_ok();
    let victim = house.browser();
    victim.set_cookie(name, &eve.cookie(name).expect("has a secret"));
    victim.post(CREATE, &[("identifier", ADA)]).await.expect_ok();
    let code = house.code_for(ADA).await;
    victim.post(ATTEMPT, &[CODE, ("code", &code)]).await.expect_ok();
    assert!(!eve.post("client/get", &[]).await.body.contains(ADA));
    eve.post("sign_up/create", &[("email_address", ADA), ("last_name", "Eve")]).await.expect_ok();
    assert_eq!((eve.who().await, database.count("users").await), (None, 0));
    victim.post("sign_up/create", &[("email_address", ADA), ("last_name", "Lovelace")]).await.expect_ok();
    assert_eq!(victim.who().await.as_deref(), Some(ADA));
}

/// A row whose address is proven goes on through the form of the sign-up, and by no other way.
async fn what_has_to_be_shown_or_given_at_sign_up_is_not_got_around(database: Database) {
    for with_bots in [true, false] {
        let house = house(&database, |settings| match with_bots {
            true => {
                settings.bots.protection = BotProtection::ProofOfWork;
                settings.bots.when = ProtectWhen::Always;
                settings.bots.unproven_per_network_per_hour = 0;
            }
            false => settings.sign_up.phone_number = FieldRule::Required,
        })
        .await;
        let address = format!("{with_bots}@example.com");
        let (browser, answer) = proven(&house, &address).await;
        assert_eq!(answer.expect_ok().json()["redirect_to"], "/sign-up");
        let code = house.code_for(&address).await;
        house.clock.advance(MINUTE);
        let again = browser.post("sign_up/prepare_verification", &[]).await;
        again.expect_error(422, "client_state_invalid");
        let verified = browser.post("sign_up/attempt_verification", &[("code", &code)]).await;
        assert_eq!((verified.status, browser.who().await), (422, None));
        let missing = if with_bots { "captcha_missing_token" } else { "form_param_missing@phone_number" };
        let created = browser.post("sign_up/create", &[("email_address", &address)]).await;
        assert_eq!((created.status, created.errors()), (422, vec![missing.to_owned()]));
        assert_eq!(database.count("users").await, 0);
    }
}

async fn who_is_new_is_led_to_where_new_people_go(database: Database) {
    let house = house(&database, |settings| {
        settings.sign_in.email_link = true;
        settings.paths.after_sign_up = "/welcome".into();
    })
    .await;
    let (_, answer) = proven(&house, ADA).await;
    assert_eq!(answer.expect_ok().json()["redirect_to"], "/welcome");
    house.clock.advance(MINUTE);
    let (_, answer) = proven(&house, ADA).await;
    assert_eq!(answer.expect_ok().json()["redirect_to"], "/dashboard");
    let (browser, bobs, by_link) = (house.browser(), "bob@example.com", ("strategy", "email_link"));
    browser.post(CREATE, &[("identifier", bobs)]).await.expect_ok();
    browser.post("sign_in/prepare_first_factor", &[by_link]).await.expect_ok();
    let token = token_for(&house, bobs).await;
    let opened = browser.ask("POST", "/vestibule/verify").by_hand().form(&[("token", &token)]).send().await;
    assert_eq!(opened.header("location"), Some("/welcome"));
    let verification = browser.get("/api/me").await.json()["email_addresses"][0]["verification"].clone();
    assert_eq!(verification["strategy"], "email_link", "what has proven it is kept");
}

async fn without_the_setting_nothing_of_it_is_there(database: Database) {
    let house = house(&database, |settings| settings.sign_in.with_sign_up = false).await;
    let browser = house.browser();
    assert!(browser.page("/sign-in").await.shows("Don’t have an account?"));
    browser.post(CREATE, &[("identifier", ADA)]).await.expect_ok();
    assert_eq!(house.mail_to(ADA).await.code, None);
    // A code that was sent while it was on makes no account any more.
    let on = house.another_with(|settings| settings.sign_in.with_sign_up = true).await;
    let (browser, bobs) = (on.browser(), "bob@example.com");
    browser.post(CREATE, &[("identifier", bobs)]).await.expect_ok();
    let code = on.code_for(bobs).await;
    let refused = browser.at(&house).post(ATTEMPT, &[CODE, ("code", &code)]).await;
    assert_eq!((refused.status, database.count("users").await), (422, 0));
}

#[test]
fn a_password_alone_is_no_way_to_sign_up_there() {
    let mut settings = Settings { base_url: "http://localhost:3000".into(), ..Settings::default() };
    settings.sign_in.with_sign_up = true;
    let refused: Result<(), SettingsError> = settings.check();
    assert!(refused.expect_err("is refused").to_string().contains("sign_in.with_sign_up"));
}
