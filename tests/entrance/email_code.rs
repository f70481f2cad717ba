//! Sign-in with a code that is sent by mail.

use vestibule::model::{FieldRule, Strategy};

use crate::support::{Browser, Database, HOUR, House, MINUTE, Person, SECOND, on_both};

on_both!(
    one_signs_in_with_a_code_instead_of_the_password,
    a_code_is_asked_for_first_where_that_is_preferred,
    whose_codes_are_used_up_is_asked_for_the_password,
    a_username_leads_to_the_primary_address,
    another_code_makes_the_one_before_worth_nothing,
    whoever_changes_their_mind_twice_finds_the_code_good,
    a_code_runs_out_and_is_tried_five_times_only,
    a_code_belongs_to_the_browser_that_asked_for_it,
    who_has_no_account_is_told_so_by_mail_alone,
    what_is_switched_off_is_refused,
    without_passwords_sign_up_asks_for_none,
    a_stranger_who_uses_up_the_codes_does_not_keep_the_owner_out,
    a_person_signs_in_with_a_code_with_forms_alone,
);

const CREATE: &str = "sign_in/create";
const PREPARE: &str = "sign_in/prepare_first_factor";
const ATTEMPT: &str = "sign_in/attempt_first_factor";
const BY_CODE: (&str, &str) = ("strategy", "email_code");

async fn with_ada(database: &Database) -> (House, Person) {
    let house = House::open(database).await;
    let ada = Person::named("ada");
    house.sign_up(&ada).await;
    (house, ada)
}

/// A browser that has said who it is and asked for a code.
async fn asked(house: &House, person: &Person) -> Browser {
    let browser = house.browser();
    browser.post(CREATE, &[("identifier", &person.email)]).await.expect_ok();
    browser.post(PREPARE, &[BY_CODE]).await.expect_ok();
    browser
}

async fn one_signs_in_with_a_code_instead_of_the_password(database: Database) {
    let (house, ada) = with_ada(&database).await;
    let browser = house.browser();
    let begun = browser.post(CREATE, &[("identifier", &ada.email)]).await.json();
    let sign_in = &begun["client"]["sign_in"];
    let offered = serde_json::json!(["password", "email_code", "reset_password_email_code"]);
    assert_eq!((&sign_in["supported_first_factors"], &sign_in["first_factor"]), (&offered, &"password".into()));
    let sent = house.mails().await.len();

    let prepared = browser.post(PREPARE, &[BY_CODE]).await;
    assert_eq!(prepared.json()["redirect_to"], "/sign-in/factor-one");
    let sign_in = &prepared.json()["client"]["sign_in"];
    assert_eq!((&sign_in["status"], &sign_in["first_factor"]), (&"needs_first_factor".into(), &"email_code".into()));
    assert_eq!(sign_in["first_factor_verification"]["strategy"], "email_code");
    assert_eq!(house.mails().await.len(), sent + 1);
    let code = house.code_for(&ada.email).await;
    assert!(!prepared.body.contains(&code), "T20: {}", prepared.body);

    browser.post(ATTEMPT, &[BY_CODE, ("code", "")]).await.expect_error(422, "form_param_missing@code");
    let wrong = if code == "000000" { "000001" } else { "000000" };
    browser.post(ATTEMPT, &[BY_CODE, ("code", wrong)]).await.expect_error(422, "form_code_incorrect@code");
    assert_eq!(browser.who().await, None);
    let done = browser.post(ATTEMPT, &[BY_CODE, ("code", &code)]).await;
    assert_eq!(done.expect_ok().json()["redirect_to"], "/dashboard");
    assert_eq!(browser.who().await, Some(ada.email.clone()));
    // It is spent, and so is the sign-in.
    let again = house.browser();
    again.post(ATTEMPT, &[BY_CODE, ("code", &code)]).await.expect_error(422, "client_state_invalid");
    // The password is what it was.
    house.sign_in(&ada).await;
}

async fn a_code_is_asked_for_first_where_that_is_preferred(database: Database) {
    let (house, ada) = with_ada(&database).await;
    let house = house.another_with(|settings| settings.sign_in.preferred = Strategy::EmailCode).await;
    let browser = house.browser();
    let begun = browser.post(CREATE, &[("identifier", &ada.email)]).await.json();
    assert_eq!(begun["client"]["sign_in"]["first_factor"], "email_code");
    let code = house.code_for(&ada.email).await;
    // Whoever says it once more goes on with the same code, and no second mail is sent.
    let sent = house.mails().await.len();
    let again = browser.post(CREATE, &[("identifier", &ada.email)]).await.json();
    assert_eq!(again["client"]["sign_in"]["id"], begun["client"]["sign_in"]["id"]);
    assert_eq!(house.mails().await.len(), sent);
    browser.post(ATTEMPT, &[BY_CODE, ("code", &code)]).await.expect_ok();
    assert_eq!(browser.who().await, Some(ada.email));
}

async fn whose_codes_are_used_up_is_asked_for_the_password(database: Database) {
    let (house, ada) = with_ada(&database).await;
    let house = house.another_with(|settings| settings.sign_in.preferred = Strategy::EmailCode).await;
    // The sign-up has sent one.
    for _ in 0..9 {
        house.browser().post(CREATE, &[("identifier", &ada.email)]).await.expect_ok();
    }
    let sent = house.mails().await.len();
    let browser = house.browser();
    let begun = browser.post(CREATE, &[("identifier", &ada.email)]).await;
    assert_eq!(begun.expect_ok().json()["client"]["sign_in"]["first_factor"], "password");
    assert_eq!(house.mails().await.len(), sent);
    browser.post(PREPARE, &[BY_CODE]).await.expect_error(429, "too_many_requests");
    browser.post(ATTEMPT, &[("password", &ada.password)]).await.expect_ok();
    assert_eq!(browser.who().await, Some(ada.email.clone()));
    let page = house.browser().submit(CREATE, &[("identifier", &ada.email)]).await;
    assert!(page.path == "/sign-in/factor-one" && page.shows("Enter your password"), "{}", page.body);
}

async fn a_username_leads_to_the_primary_address(database: Database) {
    let house = House::with(&database, |settings| settings.sign_up.username = FieldRule::Required).await;
    let (ada, browser) = (Person::named("ada"), house.browser());
    let fields = [("email_address", ada.email.as_str()), ("password", &ada.password), ("username", "countess")];
    browser.post("sign_up/create", &fields).await.expect_ok();
    let code = house.code_for(&ada.email).await;
    browser.post("sign_up/attempt_verification", &[("code", &code)]).await.expect_ok();

    let browser = house.browser();
    browser.post(CREATE, &[("identifier", "Countess")]).await.expect_ok();
    let prepared = browser.post(PREPARE, &[BY_CODE]).await;
    assert!(!prepared.expect_ok().body.contains(&ada.email), "whose the name is, is not told: {}", prepared.body);
    let code = house.code_for(&ada.email).await;
    browser.post(ATTEMPT, &[BY_CODE, ("code", &code)]).await.expect_ok();
    assert_eq!(browser.who().await, Some(ada.email));
    // A name that nobody has sends nothing anywhere.
    let (sent, stranger) = (house.mails().await.len(), house.browser());
    stranger.post(CREATE, &[("identifier", "nobody")]).await.expect_ok();
    stranger.post(PREPARE, &[BY_CODE]).await.expect_ok();
    assert_eq!(house.mails().await.len(), sent);
}

async fn another_code_makes_the_one_before_worth_nothing(database: Database) {
    let (house, ada) = with_ada(&database).await;
    let browser = asked(&house, &ada).await;
    let first = house.code_for(&ada.email).await;
    let early = browser.post(PREPARE, &[BY_CODE]).await;
    early.expect_error(429, "too_many_requests");
    assert_eq!(early.retry_after(), 30);
    house.clock.advance(30 * SECOND);
    browser.post(PREPARE, &[BY_CODE]).await.expect_ok();
    let second = house.code_for(&ada.email).await;
    if first != second {
        browser.post(ATTEMPT, &[BY_CODE, ("code", &first)]).await.expect_error(422, "form_code_incorrect@code");
    }
    browser.post(ATTEMPT, &[BY_CODE, ("code", &second)]).await.expect_ok();
}

async fn whoever_changes_their_mind_twice_finds_the_code_good(database: Database) {
    let (house, ada) = with_ada(&database).await;
    let browser = asked(&house, &ada).await;
    let (code, sent) = (house.code_for(&ada.email).await, house.mails().await.len());
    let back = browser.post(PREPARE, &[("strategy", "password")]).await.json();
    let sign_in = &back["client"]["sign_in"];
    assert_eq!((&sign_in["first_factor"], &sign_in["first_factor_verification"]), (&"password".into(), &().into()));
    browser.post(PREPARE, &[BY_CODE]).await.expect_ok();
    assert_eq!(house.mails().await.len(), sent, "no second mail within a moment");
    browser.post(ATTEMPT, &[BY_CODE, ("code", &code)]).await.expect_ok();
}

async fn a_code_runs_out_and_is_tried_five_times_only(database: Database) {
    let (house, ada) = with_ada(&database).await;
    let late = asked(&house, &ada).await;
    let code = house.code_for(&ada.email).await;
    house.clock.advance(10 * MINUTE);
    late.post(ATTEMPT, &[BY_CODE, ("code", &code)]).await.expect_error(422, "verification_expired@code");

    let guessing = asked(&house, &ada).await;
    let code = house.code_for(&ada.email).await;
    let wrong = |number: u32| format!("{:06}", (code.parse::<u32>().expect("digits") + number) % 1_000_000);
    for number in 1..=4 {
        let answer = guessing.post(ATTEMPT, &[BY_CODE, ("code", &wrong(number))]).await;
        answer.expect_error(422, "form_code_incorrect@code");
    }
    guessing.post(ATTEMPT, &[BY_CODE, ("code", &wrong(5))]).await.expect_error(422, "verification_failed@code");
    guessing.post(ATTEMPT, &[BY_CODE, ("code", &code)]).await.expect_error(422, "verification_failed@code");
    assert_eq!(guessing.who().await, None);
}

async fn a_code_belongs_to_the_browser_that_asked_for_it(database: Database) {
    let (house, ada) = with_ada(&database).await;
    let asking = asked(&house, &ada).await;
    let code = house.code_for(&ada.email).await;
    let other = house.browser();
    other.post(CREATE, &[("identifier", &ada.email)]).await.expect_ok();
    other.post(ATTEMPT, &[BY_CODE, ("code", &code)]).await.expect_error(422, "verification_missing@code");
    assert_eq!(other.who().await, None);
    asking.post(ATTEMPT, &[BY_CODE, ("code", &code)]).await.expect_ok();
}

async fn who_has_no_account_is_told_so_by_mail_alone(database: Database) {
    let house = House::open(&database).await;
    let nobody = Person::named("nobody");
    let browser = asked(&house, &nobody).await;
    let mail = house.mail_to(&nobody.email).await;
    assert_eq!((mail.code, mail.link.as_deref()), (None, Some("http://localhost:3000/sign-up")));
    assert!(mail.text.contains("no account"), "{}", mail.text);
    browser.post(ATTEMPT, &[BY_CODE, ("code", "123456")]).await.expect_error(422, "form_code_incorrect@code");
}

async fn what_is_switched_off_is_refused(database: Database) {
    let (house, ada) = with_ada(&database).await;
    let off = "strategy_for_user_invalid@strategy";
    let asking = asked(&house, &ada).await;
    let code = house.code_for(&ada.email).await;
    let no_codes = house.another_with(|settings| settings.sign_in.email_code = false).await;
    let browser = asking.at(&no_codes);
    for strategy in ["email_code", "", "totp", "oauth_google", "nonsense"] {
        browser.post(PREPARE, &[("strategy", strategy)]).await.expect_error(422, off);
    }
    browser.post(ATTEMPT, &[BY_CODE, ("code", &code)]).await.expect_error(422, off);

    let no_passwords = house
        .another_with(|settings| (settings.sign_in.password, settings.sign_in.preferred) = (false, Strategy::EmailCode))
        .await;
    let browser = no_passwords.browser();
    browser.try_password(&ada.email, &ada.password).await.expect_error(422, off);
    browser.post(CREATE, &[("identifier", &ada.email)]).await.expect_ok();
    browser.post(ATTEMPT, &[("password", &ada.password)]).await.expect_error(422, off);
    browser.post(PREPARE, &[("strategy", "reset_password_email_code")]).await.expect_error(422, off);
    assert_eq!(browser.who().await, None);
}

async fn without_passwords_sign_up_asks_for_none(database: Database) {
    let house = House::with(&database, |settings| {
        settings.sign_in.password = false;
        settings.sign_in.preferred = Strategy::EmailCode;
    })
    .await;
    let (ada, browser) = (Person::named("ada"), house.browser());
    assert!(!browser.page("/sign-up").await.body.contains("name=\"password\""));
    let begun = browser.post("sign_up/create", &[("email_address", &ada.email)]).await;
    assert_eq!(begun.expect_ok().json()["client"]["sign_up"]["missing_fields"], serde_json::json!([]));
    let code = house.code_for(&ada.email).await;
    browser.post("sign_up/attempt_verification", &[("code", &code)]).await.expect_ok();
    assert_eq!(browser.get("/api/me").await.json()["password_enabled"], false);

    let browser = house.browser();
    browser.post(CREATE, &[("identifier", &ada.email)]).await.expect_ok();
    let code = house.code_for(&ada.email).await;
    browser.post(ATTEMPT, &[BY_CODE, ("code", &code)]).await.expect_ok();
    assert_eq!(browser.who().await, Some(ada.email));
}

async fn a_stranger_who_uses_up_the_codes_does_not_keep_the_owner_out(database: Database) {
    let (house, ada) = with_ada(&database).await;
    let own = house.sign_in(&ada).await;
    own.post("session/sign_out", &[]).await.expect_ok();
    for _ in 0..12 {
        let stranger = house.browser();
        stranger.post(CREATE, &[("identifier", &ada.email)]).await.expect_ok();
        stranger.post(PREPARE, &[BY_CODE]).await;
        stranger.post(ATTEMPT, &[BY_CODE, ("code", "123456")]).await;
    }
    let stranger = house.browser();
    stranger.post(CREATE, &[("identifier", &ada.email)]).await.expect_ok();
    stranger.post(PREPARE, &[BY_CODE]).await.expect_error(429, "too_many_requests");

    own.post(CREATE, &[("identifier", &ada.email)]).await.expect_ok();
    own.post(PREPARE, &[BY_CODE]).await.expect_ok();
    let code = house.code_for(&ada.email).await;
    own.post(ATTEMPT, &[BY_CODE, ("code", &code)]).await.expect_ok();
    assert_eq!(own.who().await, Some(ada.email.clone()));
    house.clock.advance(HOUR);
    asked(&house, &ada).await;
}

async fn a_person_signs_in_with_a_code_with_forms_alone(database: Database) {
    let (house, ada) = with_ada(&database).await;
    let browser = house.browser();
    let page = browser.submit(CREATE, &[("identifier", &ada.email), ("redirect_url", "/dashboard?a=1")]).await;
    assert_eq!(page.path, "/sign-in/factor-one?redirect_url=/dashboard%3Fa%3D1");
    assert!(page.shows("href=\"/sign-in/choose?redirect_url=/dashboard%3Fa%3D1\""), "{}", page.body);
    let page = browser.page("/sign-in/choose?redirect_url=/dashboard%3Fa%3D1").await;
    assert!(page.shows("Email me a code") && page.shows("value=\"email_code\""), "{}", page.body);
    let going = ("redirect_url", "/dashboard?a=1");
    let page = browser.submit(PREPARE, &[BY_CODE, going]).await;
    assert!(page.shows("Check your email") && page.shows("one-time-code"), "{}", page.body);
    assert!(!page.shows("We sent you a new code"), "it is the first one");
    let page = browser.submit(PREPARE, &[BY_CODE, going]).await;
    assert!(page.shows("Too many requests") && page.shows("Check your email"), "{}", page.body);
    house.clock.advance(30 * SECOND);
    let page = browser.submit(PREPARE, &[BY_CODE, going]).await;
    assert!(page.shows("We sent you a new code"), "{}", page.body);
    let page = browser.submit(ATTEMPT, &[BY_CODE, ("code", "12345"), going]).await;
    assert!(page.shows("Incorrect code.") && page.shows("aria-invalid=\"true\""), "{}", page.body);
    let code = house.code_for(&ada.email).await;
    let page = browser.submit(ATTEMPT, &[BY_CODE, ("code", &code), going]).await;
    assert_eq!((page.status, page.path.as_str()), (200, "/dashboard?a=1"));
    assert_eq!(browser.who().await, Some(ada.email));
}
