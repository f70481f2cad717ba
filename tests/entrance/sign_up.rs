//! Sign-up and the code that it takes.

use crate::support::{DAY, Database, HOUR, House, MINUTE, Person, SECOND, on_both};

on_both!(
    a_person_signs_up,
    a_wrong_code_is_refused_and_the_right_one_still_works,
    another_code_is_sent_after_a_wait_and_takes_the_place_of_the_one_before,
    a_code_expires,
    five_wrong_codes_end_a_code,
    ten_codes_are_sent_to_an_address_in_an_hour,
    a_code_is_for_its_own_sign_up,
    a_code_is_of_use_in_its_own_browser_only,
    an_address_with_an_account_gets_a_mail_that_lets_nobody_in,
    a_sign_up_is_given_up_after_a_day,
    an_account_that_was_made_meanwhile_is_told_to_the_owner_of_the_address,
    back_and_a_second_tab_make_no_second_account,
);

const CODE: &str = "sign_up/attempt_verification";
const RESEND: &str = "sign_up/prepare_verification";

/// Another code than this one.
fn not(code: &str) -> String {
    let number: u32 = code.parse().expect("digits");
    format!("{:06}", (number + 1) % 1_000_000)
}

async fn a_person_signs_up(database: Database) {
    let house = House::open(&database).await;
    let (ada, browser) = (Person::named("ada"), house.browser());

    let begun = house.begin_sign_up(&browser, &ada).await;
    begun.expect_ok();
    let sign_up = &begun.json()["client"]["sign_up"];
    assert_eq!(sign_up["status"], "missing_requirements");
    assert_eq!(sign_up["unverified_fields"], serde_json::json!(["email_address"]));
    assert_eq!(sign_up["email_address_verification"]["status"], "unverified");
    assert_eq!(begun.json()["redirect_to"], "/sign-up/verify-email-address");
    assert_eq!((database.count("users").await, browser.who().await), (0, None), "no account before the code");

    let mail = house.mail_to(&ada.email).await;
    let code = mail.code.expect("has a code");
    assert!(mail.subject.contains(&code) && mail.text.contains(&code), "{mail:?}", mail = mail.subject);
    let done = browser.post(CODE, &[("code", &code)]).await;
    done.expect_ok();
    assert_eq!(done.json()["redirect_to"], "/dashboard");
    assert_eq!(done.json()["client"]["sign_up"], serde_json::Value::Null);
    assert_eq!(browser.who().await.as_deref(), Some("ada@example.com"));

    let user = browser.get("/api/me").await.json();
    assert_eq!(user["email_addresses"][0]["verification"]["status"], "verified");
    assert_eq!(user["email_addresses"][0]["verification"]["strategy"], "email_code");
    assert_eq!((user["password_enabled"].as_bool(), database.count("users").await), (Some(true), 1));
    let events = database.texts("SELECT type FROM events ORDER BY type").await;
    assert_eq!(events, ["email.created", "session.created", "user.created"]);
}

async fn a_wrong_code_is_refused_and_the_right_one_still_works(database: Database) {
    let house = House::open(&database).await;
    let (ada, browser) = (Person::named("ada"), house.browser());
    house.begin_sign_up(&browser, &ada).await.expect_ok();
    let code = house.code_for(&ada.email).await;

    browser.post(CODE, &[("code", "")]).await.expect_error(422, "form_param_missing@code");
    for wrong in [not(&code).as_str(), "abc", "1234567", "' OR 1=1"] {
        browser.post(CODE, &[("code", wrong)]).await.expect_error(422, "form_code_incorrect@code");
    }
    let spaced = format!(" {}-{} ", &code[..3], &code[3..]);
    browser.post(CODE, &[("code", &spaced)]).await.expect_ok();
    assert_eq!(browser.who().await, Some(ada.email));
}

async fn another_code_is_sent_after_a_wait_and_takes_the_place_of_the_one_before(database: Database) {
    let house = House::open(&database).await;
    let (ada, browser) = (Person::named("ada"), house.browser());
    house.begin_sign_up(&browser, &ada).await.expect_ok();
    let first = house.code_for(&ada.email).await;

    let early = browser.post(RESEND, &[]).await;
    early.expect_error(429, "too_many_requests");
    assert!((1..=30).contains(&early.retry_after()), "{}", early.body);
    assert_eq!(house.mails().await.len(), 1);

    house.clock.advance(30 * SECOND);
    browser.post(RESEND, &[]).await.expect_ok();
    let second = house.code_for(&ada.email).await;
    assert_eq!(house.mails().await.len(), 2);
    if first != second {
        browser.post(CODE, &[("code", &first)]).await.expect_error(422, "form_code_incorrect@code");
    }
    browser.post(CODE, &[("code", &second)]).await.expect_ok();
    assert_eq!(browser.who().await, Some(ada.email));
}

async fn a_code_expires(database: Database) {
    let house = House::open(&database).await;
    let (ada, browser) = (Person::named("ada"), house.browser());
    house.begin_sign_up(&browser, &ada).await.expect_ok();
    let code = house.code_for(&ada.email).await;
    house.clock.advance(10 * MINUTE);
    browser.post(CODE, &[("code", &code)]).await.expect_error(422, "verification_expired@code");
    assert_eq!((database.count("users").await, browser.who().await), (0, None));

    browser.post(RESEND, &[]).await.expect_ok();
    let fresh = house.code_for(&ada.email).await;
    browser.post(CODE, &[("code", &fresh)]).await.expect_ok();
}

async fn five_wrong_codes_end_a_code(database: Database) {
    let house = House::open(&database).await;
    let (ada, browser) = (Person::named("ada"), house.browser());
    house.begin_sign_up(&browser, &ada).await.expect_ok();
    let code = house.code_for(&ada.email).await;
    for _ in 0..4 {
        browser.post(CODE, &[("code", &not(&code))]).await.expect_error(422, "form_code_incorrect@code");
    }
    browser.post(CODE, &[("code", &not(&code))]).await.expect_error(422, "verification_failed@code");
    browser.post(CODE, &[("code", &code)]).await.expect_error(422, "verification_failed@code");

    house.clock.advance(30 * SECOND);
    browser.post(RESEND, &[]).await.expect_ok();
    let fresh = house.code_for(&ada.email).await;
    browser.post(CODE, &[("code", &fresh)]).await.expect_ok();
    assert_eq!(browser.who().await, Some(ada.email));
}

async fn ten_codes_are_sent_to_an_address_in_an_hour(database: Database) {
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    for _ in 0..10 {
        house.begin_sign_up(&house.browser(), &ada).await.expect_ok();
    }
    // From whichever browser, and however the address is written.
    let shouted = Person { email: "ADA@Example.COM".into(), ..ada.clone() };
    let refused = house.begin_sign_up(&house.browser(), &shouted).await;
    refused.expect_error(429, "too_many_requests");
    assert!(refused.retry_after() <= 3600, "{}", refused.body);
    assert_eq!(house.mails().await.len(), 10);
    house.clock.advance(HOUR);
    house.begin_sign_up(&house.browser(), &ada).await.expect_ok();
}

async fn a_code_is_for_its_own_sign_up(database: Database) {
    let house = House::open(&database).await;
    let (ada, eve) = (Person::named("ada"), Person::named("eve"));
    let (hers, another, eves) = (house.browser(), house.browser(), house.browser());
    house.begin_sign_up(&hers, &ada).await.expect_ok();
    let code = house.code_for(&ada.email).await;
    house.begin_sign_up(&eves, &eve).await.expect_ok();
    let eves_code = house.code_for(&eve.email).await;
    house.begin_sign_up(&another, &ada).await.expect_ok();
    let anothers_code = house.code_for(&ada.email).await;

    for (browser, own, foreign) in
        [(&hers, &code, &eves_code), (&hers, &code, &anothers_code), (&another, &anothers_code, &code)]
    {
        if own != foreign {
            browser.post(CODE, &[("code", foreign)]).await.expect_error(422, "form_code_incorrect@code");
        }
    }
    hers.post(CODE, &[("code", &code)]).await.expect_ok();
    assert_eq!(hers.who().await, Some(ada.email));
    assert_eq!((eves.who().await, another.who().await), (None, None));
}

async fn a_code_is_of_use_in_its_own_browser_only(database: Database) {
    let house = House::open(&database).await;
    let (ada, browser, stranger) = (Person::named("ada"), house.browser(), house.browser());
    house.begin_sign_up(&browser, &ada).await.expect_ok();
    let code = house.code_for(&ada.email).await;
    stranger.post(CODE, &[("code", &code)]).await.expect_error(422, "client_state_invalid");
    stranger.post(RESEND, &[]).await.expect_error(422, "client_state_invalid");
    let shown = stranger.submit(CODE, &[("code", &code)]).await;
    assert_eq!((shown.status, stranger.who().await), (200, None), "{}", shown.path);
    browser.post(CODE, &[("code", &code)]).await.expect_ok();
}

async fn an_address_with_an_account_gets_a_mail_that_lets_nobody_in(database: Database) {
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    house.sign_up(&ada).await;

    let eve = house.browser();
    let other_password = Person { password: "ledger willow moth 73".into(), ..ada.clone() };
    house.begin_sign_up(&eve, &other_password).await.expect_ok();
    let mail = house.mail_to(&ada.email).await;
    assert_eq!(mail.code, None);
    assert!(mail.subject.contains("already have an account"), "{}", mail.subject);
    assert_eq!(mail.link.as_deref(), Some("http://localhost:3000/sign-in"));
    let digits = mail.text.chars().filter(char::is_ascii_digit).count() - "3000".len();
    assert_eq!(digits, 0, "no code in {}", mail.text);

    // The code of her own sign-up is as wrong as any.
    for _ in 0..4 {
        eve.post(CODE, &[("code", "123456")]).await.expect_error(422, "form_code_incorrect@code");
    }
    eve.post(CODE, &[("code", "123456")]).await.expect_error(422, "verification_failed@code");
    assert_eq!((eve.who().await, database.count("users").await), (None, 1));
    let hers = house.sign_in(&ada).await;
    assert_eq!(hers.who().await, Some(ada.email.clone()));
    house.browser().sign_in(&other_password).await.expect_error(422, "form_password_or_identifier_incorrect@password");
}

async fn a_sign_up_is_given_up_after_a_day(database: Database) {
    let house = House::open(&database).await;
    let (ada, browser) = (Person::named("ada"), house.browser());
    house.begin_sign_up(&browser, &ada).await.expect_ok();
    house.clock.advance(DAY);
    browser.post(RESEND, &[]).await.expect_error(422, "client_state_invalid");
    browser.post(CODE, &[("code", "123456")]).await.expect_error(422, "client_state_invalid");
    let page = browser.page("/sign-up/verify-email-address").await;
    assert!(page.body.contains("name=\"email_address\""), "the first step is shown");
}

async fn an_account_that_was_made_meanwhile_is_told_to_the_owner_of_the_address(database: Database) {
    let house =
        House::with(&database, |settings| settings.sign_up.username = vestibule::model::FieldRule::Optional).await;
    let (ada, slow) = (Person::named("ada"), house.browser());
    house.begin_sign_up(&slow, &ada).await.expect_ok();
    let late = house.code_for(&ada.email).await;
    let quick = house.sign_up(&ada).await;
    slow.post(CODE, &[("code", &late)]).await.expect_error(422, "form_identifier_exists@email_address");
    assert_eq!((slow.who().await, quick.who().await), (None, Some(ada.email.clone())));

    // The same with a username that was free in the first step.
    let names = |email: &str| [("email_address", email.to_owned()), ("password", ada.password.clone())];
    let [slow, quick] = [house.browser(), house.browser()];
    for (browser, email) in [(&slow, "bob@example.com"), (&quick, "bea@example.com")] {
        let [email, password] = &names(email);
        let fields = [(email.0, email.1.as_str()), (password.0, password.1.as_str()), ("username", "countess")];
        browser.post("sign_up/create", &fields).await.expect_ok();
    }
    let code = house.code_for("bea@example.com").await;
    quick.post(CODE, &[("code", &code)]).await.expect_ok();
    let late = house.code_for("bob@example.com").await;
    slow.post(CODE, &[("code", &late)]).await.expect_error(422, "form_identifier_exists@username");
    // The right code is not lost on it: with another name it goes on.
    let fields = [("email_address", "bob@example.com"), ("password", ada.password.as_str()), ("username", "baroness")];
    slow.post("sign_up/create", &fields).await.expect_ok();
    let code = house.code_for("bob@example.com").await;
    slow.post(CODE, &[("code", &code)]).await.expect_ok();
    assert_eq!(slow.who().await.as_deref(), Some("bob@example.com"));
    assert_eq!(database.count("users").await, 3);
}

async fn back_and_a_second_tab_make_no_second_account(database: Database) {
    let house = House::open(&database).await;
    let (ada, browser) = (Person::named("ada"), house.browser());
    house.begin_sign_up(&browser, &ada).await.expect_ok();
    let tab = browser.clone();
    let code = house.code_for(&ada.email).await;
    browser.post(CODE, &[("code", &code)]).await.expect_ok();

    // The other tab still shows the form for the code, and "back" leads to the first form.
    tab.post(CODE, &[("code", &code)]).await.expect_error(422, "session_exists");
    tab.post(RESEND, &[]).await.expect_error(422, "session_exists");
    house.begin_sign_up(&tab, &ada).await.expect_error(422, "session_exists");
    let shown = tab.submit(CODE, &[("code", &code)]).await;
    assert!(shown.shows("You are already signed in"), "{}: {}", shown.path, shown.body);
    assert_eq!((database.count("users").await, database.live_sessions().await), (1, 1));
    assert_eq!(tab.who().await, Some(ada.email));
}
