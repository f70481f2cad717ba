//! Phone numbers: proven at sign-up, and signed in with.

use vestibule::model::{FieldRule, Strategy};
use vestibule::server::crypto::Secret;
use vestibule::server::{Settings, SmsSettings};

use crate::support::twilio::{Plan, Twilio};
use crate::support::{Answer, Browser, Database, HOUR, House, MINUTE, Person, SECOND, on_both, until};

on_both!(
    a_number_is_proven_after_the_address,
    a_message_goes_out_through_twilio,
    numbers_are_asked_for_as_the_settings_say,
    a_number_is_read_in_any_writing,
    a_number_is_one_person_s,
    nothing_is_sent_to_other_countries_or_dear_numbers,
    who_corrects_a_number_proves_that,
    who_gives_no_number_after_all_goes_on_without,
    another_code_is_sent_after_a_wait,
    one_signs_in_with_a_code_by_text_message,
    a_number_leads_to_the_same_account_as_the_address,
    a_forgotten_password_is_replaced_with_a_code_by_text_message,
    who_types_a_number_sees_it_as_numbers_are_written_and_is_asked_for_what_goes_there,
    an_unknown_number_is_answered_like_a_known_one,
    messages_are_counted_by_number_by_network_and_all_together,
    one_proven_address_is_no_licence_for_messages_to_ever_other_numbers,
    who_goes_back_with_a_number_as_it_was_shown_costs_no_other_message,
    what_is_switched_off_is_refused,
    a_person_signs_up_and_in_with_forms_alone,
);

const CREATE: &str = "sign_up/create";
const VERIFY: &str = "sign_up/attempt_verification";
const RESEND: &str = "sign_up/prepare_verification";
const SIGN_IN: &str = "sign_in/create";
const PREPARE: &str = "sign_in/prepare_first_factor";
const ATTEMPT: &str = "sign_in/attempt_first_factor";
const BY_PHONE: (&str, &str) = ("strategy", "phone_code");
const NUMBER: &str = "+4915123456789";

async fn house(database: &Database) -> House {
    House::with(database, with_numbers).await
}

fn with_numbers(settings: &mut Settings) {
    settings.sign_up.phone_number = FieldRule::Optional;
}

/// Fills in the sign-up form, with a number.
async fn begin(browser: &Browser, person: &Person, number: &str) -> Answer {
    let fields = [("email_address", person.email.as_str()), ("password", &person.password), ("phone_number", number)];
    browser.post(CREATE, &fields).await
}

/// The same, and proves the address.
async fn prove_address(house: &House, person: &Person, number: &str) -> Browser {
    let browser = house.browser();
    begin(&browser, person, number).await.expect_ok();
    give_code(house, &browser, &person.email).await.expect_ok();
    browser
}

/// Gives the newest code that was sent somewhere.
async fn give_code(house: &House, browser: &Browser, to: &str) -> Answer {
    browser.post(VERIFY, &[("code", &house.code_for(to).await)]).await
}

/// Someone who has an account with a number, and the browser in which they made it.
async fn with_ada(house: &House) -> (Person, Browser) {
    let ada = Person::named("ada");
    let browser = prove_address(house, &ada, NUMBER).await;
    give_code(house, &browser, NUMBER).await.expect_ok();
    (ada, browser)
}

/// A browser that has said who it is and asked for a code.
async fn asked(house: &House, identifier: &str) -> (Browser, Answer) {
    let browser = house.browser();
    browser.post(SIGN_IN, &[("identifier", identifier)]).await.expect_ok();
    let answer = browser.post(PREPARE, &[BY_PHONE]).await;
    (browser, answer)
}

/// How many messages there are to a number.
async fn sent_to(house: &House, number: &str) -> usize {
    house.mails().await.into_iter().filter(|mail| mail.to == number).count()
}

fn wrong(code: &str) -> &'static str {
    if code == "000000" { "000001" } else { "000000" }
}

async fn a_number_is_proven_after_the_address(database: Database) {
    let house = house(&database).await;
    let (ada, browser) = (Person::named("ada"), house.browser());
    let begun = begin(&browser, &ada, "+49 1512 3456789").await;
    assert_eq!(begun.expect_ok().json()["redirect_to"], "/sign-up/verify-email-address");
    let sign_up = &begun.json()["client"]["sign_up"];
    assert_eq!(
        (&sign_up["phone_number"], &sign_up["phone_number_formatted"]),
        (&NUMBER.into(), &"+49 1512 3456789".into())
    );
    assert_eq!(sign_up["unverified_fields"], serde_json::json!(["email_address", "phone_number"]));
    assert_eq!(sent_to(&house, NUMBER).await, 0, "whoever has proven nothing yet costs nothing");

    let proven = give_code(&house, &browser, &ada.email).await;
    assert_eq!(proven.expect_ok().json()["redirect_to"], "/sign-up/verify-phone-number");
    assert_eq!(proven.json()["client"]["sign_up"]["unverified_fields"], serde_json::json!(["phone_number"]));
    assert_eq!((browser.who().await, database.count("users").await), (None, 0));
    let sms = house.mail_to(NUMBER).await;
    let code = sms.code.clone().expect("has a code");
    assert_eq!(sms.text, format!("{code} is your Vestibule verification code. Never share it."));
    assert!(!proven.body.contains(&code), "T20: {}", proven.body);
    // The code for the address is spent, and is none for the number.
    let mailed = house.code_for(&ada.email).await;
    if mailed != code {
        browser.post(VERIFY, &[("code", &mailed)]).await.expect_error(422, "form_code_incorrect@code");
    }
    browser.post(VERIFY, &[("code", wrong(&code))]).await.expect_error(422, "form_code_incorrect@code");
    let done = browser.post(VERIFY, &[("code", &code)]).await;
    assert_eq!(done.expect_ok().json()["redirect_to"], "/dashboard");
    let user = browser.get("/api/me").await.json();
    let phone = &user["phone_numbers"][0];
    assert_eq!((&phone["phone_number"], &phone["formatted"]), (&NUMBER.into(), &"+49 1512 3456789".into()));
    assert_eq!(
        (&phone["verification"]["status"], &phone["id"]),
        (&"verified".into(), &user["primary_phone_number_id"])
    );
    assert_eq!(phone["verification"]["strategy"], "phone_code");
    let events = "SELECT data FROM events WHERE type = 'sms.created'";
    let told = database.texts(events).await;
    assert!(told.len() == 1 && told[0].contains(NUMBER) && !told[0].contains(&code), "{told:?}");
    let page = browser.get("/dev/mailbox").await.body;
    assert!(page.contains("data-channel=\"sms\"") && page.contains("Text message"), "{page}");
}

async fn a_message_goes_out_through_twilio(database: Database) {
    let twilio = Twilio::start().await;
    twilio.plan([Plan::Answer(503)]);
    let house = House::with(&database, |settings| {
        with_numbers(settings);
        settings.app_name = "Notes".into();
        settings.base_url = "https://app.example".into();
        settings.sms = SmsSettings {
            twilio_account_sid: "AC0123456789abcdef0123456789abcdef".into(),
            twilio_auth_token: Secret::new("hunter2"),
            twilio_base_url: twilio.url(),
            from: "+15005550006".into(),
            ..SmsSettings::default()
        };
    })
    .await;
    let ada = Person::named("ada");
    let browser = prove_address(&house, &ada, NUMBER).await;
    let put_off = "SELECT CAST(COUNT(*) AS BIGINT) FROM messages WHERE last_error = 'the service answered 503'";
    until("it is put off", || async { database.number(put_off).await == 1 }).await;
    house.clock.advance(7 * SECOND);
    until("it is there", || async { twilio.accepted().len() == 1 }).await;
    let message = twilio.accepted().remove(0);
    let text = message.field("Body");
    let code = text.split(' ').next().expect("has a code").to_owned();
    assert_eq!((message.field("To").as_str(), message.field("From").as_str()), (NUMBER, "+15005550006"));
    assert_eq!(text, format!("{code} is your Notes verification code. Never share it.\n\n@app.example #{code}"));
    browser.post(VERIFY, &[("code", &code)]).await.expect_ok();
    let sent = "SELECT CAST(COUNT(*) AS BIGINT) FROM messages WHERE channel = 'sms' AND sent_at IS NOT NULL";
    until("that it was sent is noted", || async { database.number(sent).await == 1 }).await;
    assert_eq!(twilio.tried().len(), 2);
}

async fn numbers_are_asked_for_as_the_settings_say(database: Database) {
    let house = house(&database).await;
    let ada = Person::named("ada");
    // It may stay empty.
    house.sign_up(&ada).await;
    let required = house.another_with(|settings| settings.sign_up.phone_number = FieldRule::Required).await;
    let bob = Person::named("bob");
    let refused = begin(&required.browser(), &bob, " ").await;
    refused.expect_error(422, "form_param_missing@phone_number");
    let page = required.browser().page("/sign-up").await.body;
    assert!(page.contains("name=\"phone_number\"") && page.contains("name=\"phone_country\""), "{page}");
    assert!(page.contains("<option value=\"US\" selected>United States +1</option>"), "{page}");
    assert!(page.contains("<option value=\"CI\">Côte d’Ivoire +225</option>"), "{page}");
    let off = house.another_with(|settings| settings.sign_up.phone_number = FieldRule::Off).await;
    let browser = off.browser();
    begin(&browser, &bob, NUMBER).await.expect_ok();
    give_code(&off, &browser, &bob.email).await.expect_ok();
    assert_eq!(browser.get("/api/me").await.json()["phone_numbers"], serde_json::json!([]));
    assert!(!off.browser().page("/sign-up").await.body.contains("phone_number\""));
}

async fn a_number_is_read_in_any_writing(database: Database) {
    let house = house(&database).await;
    let read = async |number: &str, country: &str| {
        let fields = [
            ("email_address", "ada@example.com"),
            ("password", "moth ledger willow 41"),
            ("phone_number", number),
            ("phone_country", country),
        ];
        house.browser().post(CREATE, &fields).await
    };
    for (number, country) in [("01512 / 3456789", "DE"), ("0049 1512 3456789", "US"), ("+49 (0) 1512-3456789", "")] {
        house.clock.advance(HOUR);
        let answer = read(number, country).await;
        assert_eq!(answer.expect_ok().json()["client"]["sign_up"]["phone_number"], NUMBER, "{number} in {country}");
    }
    // T38, for numbers.
    for number in [
        "12",
        "ada",
        "+49 1512 34567",
        "+49 1512 3456789 ext. 5",
        "+49 1512 3456789,+49 1512 3456788",
        "+49 1512 3456789\r\nTo: +49 1512 3456788",
        "+49 1512 3456789&To=+4915123456788",
        "tel:+4915123456789",
        "+49 1512 3456789\u{0}",
        "+999 1512 3456789",
    ] {
        read(number, "US").await.expect_error(422, "form_param_format_invalid@phone_number");
    }
    let nowhere = read("01512 3456789", "XX").await;
    nowhere.expect_error(422, "form_param_format_invalid@phone_number");
}

async fn a_number_is_one_person_s(database: Database) {
    let house = house(&database).await;
    let (bob, cyd) = (Person::named("bob"), Person::named("cyd"));
    // Bob is on his way when Ada takes the number.
    let late = prove_address(&house, &bob, NUMBER).await;
    let bobs = house.code_for(NUMBER).await;
    with_ada(&house).await;
    late.post(VERIFY, &[("code", &bobs)]).await.expect_error(422, "form_identifier_exists@phone_number");
    // Cyd sees what everyone sees; the owner of the number is told.
    let browser = prove_address(&house, &cyd, "+49 1512 3456789").await;
    let told = house.mail_to(NUMBER).await;
    assert_eq!(told.text, "You already have an account with Vestibule. Sign in at http://localhost:3000/sign-in");
    assert_eq!(told.code, None);
    browser.post(VERIFY, &[("code", "123456")]).await.expect_error(422, "form_code_incorrect@code");
    assert_eq!(browser.who().await, None);
}

async fn nothing_is_sent_to_other_countries_or_dear_numbers(database: Database) {
    let house = House::with(&database, |settings| {
        with_numbers(settings);
        settings.sms.default_country = "DE".into();
        settings.sms.countries = vec!["DE".into(), "AT".into()];
    })
    .await;
    let ada = Person::named("ada");
    for number in ["+1 202 456 1111", "+44 7400 123456", "+49 900 1 234567", "+43 900 123456"] {
        let refused = begin(&house.browser(), &ada, number).await;
        refused.expect_error(422, "unsupported_country_code@phone_number");
    }
    for number in ["+881 612 345 678", "+979 123 456 789"] {
        let refused = begin(&house.browser(), &ada, number).await;
        refused.expect_error(422, "form_param_format_invalid@phone_number");
    }
    assert_eq!(house.mails().await.len(), 0);
    begin(&house.browser(), &ada, "01512 3456789").await.expect_ok();
    let page = house.browser().page("/sign-up").await.body;
    assert_eq!(page.matches("<option ").count(), 2, "{page}");
}

async fn who_corrects_a_number_proves_that(database: Database) {
    let house = house(&database).await;
    let ada = Person::named("ada");
    let browser = prove_address(&house, &ada, "+49 1512 3456780").await;
    let old = house.code_for("+4915123456780").await;
    let corrected = begin(&browser, &ada, NUMBER).await;
    assert_eq!(corrected.expect_ok().json()["redirect_to"], "/sign-up/verify-phone-number");
    let code = house.code_for(NUMBER).await;
    if old != code {
        browser.post(VERIFY, &[("code", &old)]).await.expect_error(422, "form_code_incorrect@code");
    }
    // Whoever says the same once more goes on with the same code.
    begin(&browser, &ada, "+49 1512 345 67 89").await.expect_ok();
    assert_eq!(sent_to(&house, NUMBER).await, 1);
    browser.post(VERIFY, &[("code", &code)]).await.expect_ok();
    assert_eq!(database.texts("SELECT value FROM identifiers WHERE kind = 'phone_number'").await, [NUMBER]);
    // Another address is proven anew, before the number.
    let bob = Person::named("bob");
    let browser = prove_address(&house, &bob, "+49 1512 3456781").await;
    let cyd = Person::named("cyd");
    let changed = begin(&browser, &cyd, "+49 1512 3456781").await;
    assert_eq!(changed.expect_ok().json()["redirect_to"], "/sign-up/verify-email-address");
    let texted = house.code_for("+4915123456781").await;
    if texted != house.code_for(&cyd.email).await {
        browser.post(VERIFY, &[("code", &texted)]).await.expect_error(422, "form_code_incorrect@code");
    }
    assert_eq!(browser.who().await, None);
}

async fn who_gives_no_number_after_all_goes_on_without(database: Database) {
    let house = house(&database).await;
    let ada = Person::named("ada");
    let browser = prove_address(&house, &ada, NUMBER).await;
    let without = begin(&browser, &ada, "").await;
    assert_eq!(without.expect_ok().json()["redirect_to"], "/dashboard", "the address is proven already");
    assert_eq!(browser.who().await, Some(ada.email));
    assert_eq!(
        database.number("SELECT CAST(COUNT(*) AS BIGINT) FROM identifiers WHERE kind = 'phone_number'").await,
        0
    );
}

async fn another_code_is_sent_after_a_wait(database: Database) {
    let house = house(&database).await;
    let ada = Person::named("ada");
    let browser = prove_address(&house, &ada, NUMBER).await;
    let first = house.code_for(NUMBER).await;
    browser.post(RESEND, &[]).await.expect_error(429, "too_many_requests");
    house.clock.advance(31 * SECOND);
    browser.post(RESEND, &[]).await.expect_ok();
    assert_eq!(sent_to(&house, NUMBER).await, 2);
    let second = house.code_for(NUMBER).await;
    if first != second {
        browser.post(VERIFY, &[("code", &first)]).await.expect_error(422, "form_code_incorrect@code");
    }
    house.clock.advance(10 * MINUTE);
    browser.post(VERIFY, &[("code", &second)]).await.expect_error(422, "verification_expired@code");
    browser.post(RESEND, &[]).await.expect_ok();
    give_code(&house, &browser, NUMBER).await.expect_ok();
    assert_eq!(browser.who().await, Some(ada.email));
}

async fn one_signs_in_with_a_code_by_text_message(database: Database) {
    let house = house(&database).await;
    let (ada, _) = with_ada(&house).await;
    house.clock.advance(MINUTE);
    let (browser, prepared) = asked(&house, "+49 1512 3456789").await;
    let sign_in = &prepared.expect_ok().json()["client"]["sign_in"];
    assert_eq!(
        (&sign_in["first_factor"], &sign_in["first_factor_verification"]["strategy"]),
        (&"phone_code".into(), &"phone_code".into())
    );
    let code = house.code_for(NUMBER).await;
    assert!(!prepared.body.contains(&code), "T20: {}", prepared.body);
    // T12: it is no code of another strategy.
    let by_mail = browser.post(ATTEMPT, &[("strategy", "reset_password_email_code"), ("code", &code)]).await;
    assert_eq!(by_mail.status, 422);
    assert_eq!(browser.who().await, None);
    browser.post(ATTEMPT, &[BY_PHONE, ("code", wrong(&code))]).await.expect_error(422, "form_code_incorrect@code");
    let done = browser.post(ATTEMPT, &[BY_PHONE, ("code", &code)]).await;
    assert_eq!(done.expect_ok().json()["redirect_to"], "/dashboard");
    assert_eq!(browser.who().await, Some(ada.email));
}

async fn a_forgotten_password_is_replaced_with_a_code_by_text_message(database: Database) {
    let house = house(&database).await;
    let (ada, _) = with_ada(&house).await;
    house.clock.advance(MINUTE);
    let (by_phone, by_mail) = (("strategy", "reset_password_phone_code"), ("strategy", "reset_password_email_code"));
    for identifier in [ada.email.as_str(), NUMBER] {
        let browser = house.browser();
        browser.post(SIGN_IN, &[("identifier", identifier)]).await.expect_ok();
        browser.post(PREPARE, &[by_phone]).await.expect_ok();
        let code = house.code_for(NUMBER).await;
        // T12: it is no code by mail, nor one that signs in.
        for other in [by_mail, BY_PHONE] {
            assert_eq!(browser.post(ATTEMPT, &[other, ("code", &code)]).await.status, 422, "{other:?}");
        }
        assert_eq!(browser.who().await, None);
        browser.post(SIGN_IN, &[("identifier", identifier)]).await.expect_ok();
        house.clock.advance(MINUTE);
        browser.post(PREPARE, &[by_phone]).await.expect_ok();
        let code = house.code_for(NUMBER).await;
        let proven = browser.post(ATTEMPT, &[by_phone, ("code", &code)]).await;
        assert_eq!(proven.expect_ok().json()["redirect_to"], "/sign-in/reset-password");
        assert_eq!(browser.who().await, None);
        let new = format!("harbour kettle ribbon {}", identifier.len());
        browser.post("sign_in/reset_password", &[("new_password", &new)]).await.expect_ok();
        assert_eq!(browser.who().await, Some(ada.email.clone()));
        assert!(house.mail_to(&ada.email).await.subject.contains("password was changed"), "the owner is told");
        house.browser().try_password(&ada.email, &new).await.expect_ok();
        house.clock.advance(HOUR);
    }
    // Nobody's number is answered alike, and nothing is sent there.
    let (browser, nobodys) = (house.browser(), "+4915123456780");
    browser.post(SIGN_IN, &[("identifier", nobodys)]).await.expect_ok();
    browser.post(PREPARE, &[by_phone]).await.expect_ok();
    assert_eq!(sent_to(&house, nobodys).await, 0);
    // Where nobody signs in with a code by text message, nobody sets a password with one.
    let off = house.another_with(|settings| settings.sign_in.phone_code = false).await;
    let browser = off.browser();
    browser.post(SIGN_IN, &[("identifier", &ada.email)]).await.expect_ok();
    browser.post(PREPARE, &[by_phone]).await.expect_error(422, "strategy_for_user_invalid@strategy");
}

async fn who_types_a_number_sees_it_as_numbers_are_written_and_is_asked_for_what_goes_there(database: Database) {
    let house = House::with(&database, |settings| {
        with_numbers(settings);
        settings.sign_in.preferred = Strategy::EmailCode;
    })
    .await;
    let (ada, _) = with_ada(&house).await;
    let begin = async |identifier: &str| {
        let answer = house.browser().post(SIGN_IN, &[("identifier", identifier)]).await;
        answer.expect_ok().json()["client"]["sign_in"].clone()
    };
    for identifier in [NUMBER, "+4915123456780"] {
        house.clock.advance(MINUTE);
        let sign_in = begin(identifier).await;
        assert_eq!(sign_in["first_factor"], "phone_code", "{identifier}");
        assert_eq!(sign_in["supported_first_factors"][0], "phone_code");
        assert!(sign_in["identifier"].as_str().is_some_and(|shown| shown.starts_with("+49 1512 34567")), "{sign_in}");
    }
    let sign_in = begin(&ada.email).await;
    assert_eq!((&sign_in["first_factor"], &sign_in["identifier"]), (&"email_code".into(), &ada.email.into()));
}

async fn a_number_leads_to_the_same_account_as_the_address(database: Database) {
    let house = house(&database).await;
    let (ada, _) = with_ada(&house).await;
    // With the number and the password.
    house.browser().try_password("+49 (1512) 3456789", &ada.password).await.expect_ok();
    let elsewhere = house.another_with(|settings| settings.sms.default_country = "DE".into()).await;
    elsewhere.browser().try_password("01512 3456789", &ada.password).await.expect_ok();
    // With the address and a code to the number; with the number and a code to the address.
    let (browser, prepared) = asked(&house, &ada.email).await;
    prepared.expect_ok();
    browser.post(ATTEMPT, &[BY_PHONE, ("code", &house.code_for(NUMBER).await)]).await.expect_ok();
    let browser = house.browser();
    browser.post(SIGN_IN, &[("identifier", NUMBER)]).await.expect_ok();
    browser.post(PREPARE, &[("strategy", "email_code")]).await.expect_ok();
    let code = house.code_for(&ada.email).await;
    browser.post(ATTEMPT, &[("strategy", "email_code"), ("code", &code)]).await.expect_ok();
    assert_eq!(browser.who().await, Some(ada.email));
}

async fn an_unknown_number_is_answered_like_a_known_one(database: Database) {
    let house = house(&database).await;
    with_ada(&house).await;
    // Without a number, too.
    let bob = Person::named("bob");
    house.sign_up(&bob).await;
    let seen = async |identifier: &str| {
        let (browser, prepared) = asked(&house, identifier).await;
        let attempt = browser.post(ATTEMPT, &[BY_PHONE, ("code", "12345x")]).await;
        let early = browser.post(PREPARE, &[BY_PHONE]).await;
        let shape = |answer: &Answer| {
            let mut json = answer.json();
            for step in ["id", "identifier"] {
                json["client"]["sign_in"][step] = serde_json::Value::Null;
            }
            // Their order is that of what was typed, and not of who that is.
            if let Some(offered) = json["client"]["sign_in"]["supported_first_factors"].as_array_mut() {
                offered.sort_by_key(ToString::to_string);
            }
            let proof = &mut json["client"]["sign_in"]["first_factor_verification"];
            if proof.is_object() {
                proof["expire_at"] = serde_json::Value::Null;
                proof["resend_at"] = serde_json::Value::Null;
            }
            (answer.status, json)
        };
        [shape(&prepared), (attempt.status, attempt.json()), (early.status, serde_json::Value::Null)]
    };
    let known = seen(NUMBER).await;
    let before = house.mails().await.len();
    for unknown in
        ["+49 1512 3456788", "+1 202 456 1111", &bob.email, "nobody@example.com", "+49 1512", "+1 900 234 5678"]
    {
        assert_eq!(seen(unknown).await, known, "{unknown}");
    }
    assert_eq!(house.mails().await.len(), before, "nothing is sent to anyone");
}

async fn one_proven_address_is_no_licence_for_messages_to_ever_other_numbers(database: Database) {
    let house = house(&database).await;
    let ada = Person::named("ada");
    let browser = prove_address(&house, &ada, NUMBER).await;
    let number = |last: usize| format!("+4915123456{last:03}");
    for last in 0..4 {
        begin(&browser, &ada, &number(last)).await.expect_ok();
    }
    let refused = begin(&browser, &ada, &number(4)).await;
    assert_eq!((refused.status, refused.error().as_str()), (429, "too_many_requests"));
    assert_eq!(sent_to(&house, &number(4)).await, 0);
    house.clock.advance(HOUR);
    begin(&browser, &ada, &number(4)).await.expect_ok();
}

async fn who_goes_back_with_a_number_as_it_was_shown_costs_no_other_message(database: Database) {
    let house = house(&database).await;
    with_ada(&house).await;
    house.clock.advance(MINUTE);
    let (browser, prepared) = asked(&house, NUMBER).await;
    let sign_in = prepared.expect_ok().json()["client"]["sign_in"].clone();
    let (before, shown) = (sent_to(&house, NUMBER).await, sign_in["identifier"].as_str().expect("a number").to_owned());
    assert_ne!(shown, NUMBER);
    let again = browser.post(SIGN_IN, &[("identifier", &shown)]).await;
    assert_eq!(again.expect_ok().json()["client"]["sign_in"]["id"], sign_in["id"]);
    assert_eq!(sent_to(&house, NUMBER).await, before);
}

async fn messages_are_counted_by_number_by_network_and_all_together(database: Database) {
    let house = House::with(&database, |settings| {
        with_numbers(settings);
        settings.sms.per_network_per_hour = 7;
        settings.sms.per_hour = 12;
    })
    .await;
    with_ada(&house).await;
    house.clock.advance(2 * HOUR);
    let unknown = "+4915123456788";
    for number in [NUMBER, unknown] {
        for _ in 0..5 {
            asked(&house, number).await.1.expect_ok();
        }
        asked(&house, number).await.1.expect_error(429, "too_many_requests");
    }
    assert_eq!(sent_to(&house, NUMBER).await, 6);
    // From one network, to many numbers; nobody is at them, and they count all the same.
    let ip = "192.0.2.7".parse().expect("an address");
    for last in 0..8 {
        let browser = house.browser_at(ip);
        let number = format!("+491512345677{last}");
        browser.post(SIGN_IN, &[("identifier", &number)]).await.expect_ok();
        let answer = browser.post(PREPARE, &[BY_PHONE]).await;
        match last {
            ..7 => drop(answer.expect_ok()),
            _ => drop(answer.expect_error(429, "too_many_requests")),
        }
    }
    // All together: five were sent in this hour, seven more may be, and then nobody can tell who has an account.
    for number in 0..7 {
        let person = Person::named(&format!("person{number}"));
        prove_address(&house, &person, &format!("+491512345660{number}")).await;
    }
    let (eve, browser) = (Person::named("eve"), house.browser());
    begin(&browser, &eve, "+4915123456608").await.expect_ok();
    give_code(&house, &browser, &eve.email).await.expect_error(429, "too_many_requests");
    for number in ["+4915123456600", "+4915123456599"] {
        asked(&house, number).await.1.expect_error(429, "too_many_requests");
    }
    house.clock.advance(HOUR);
    asked(&house, NUMBER).await.1.expect_ok();
    assert_eq!(sent_to(&house, NUMBER).await, 7);
}

async fn what_is_switched_off_is_refused(database: Database) {
    let house = house(&database).await;
    with_ada(&house).await;
    let off = house.another_with(|settings| settings.sign_in.phone_code = false).await;
    asked(&off, NUMBER).await.1.expect_error(422, "strategy_for_user_invalid@strategy");
    assert!(!off.vestibule.settings().first_factors().contains(&Strategy::PhoneCode));
    let without = house.another_with(|settings| settings.sign_up.phone_number = FieldRule::Off).await;
    let refused = without.browser().post(SIGN_IN, &[("identifier", NUMBER)]).await;
    refused.expect_error(422, "form_param_format_invalid@identifier");
}

async fn a_person_signs_up_and_in_with_forms_alone(database: Database) {
    let house = house(&database).await;
    let (ada, browser) = (Person::named("ada"), house.browser());
    let fields = |number: &'static str, country: &'static str| {
        [
            ("email_address", ada.email.clone()),
            ("password", ada.password.clone()),
            ("phone_number", number.to_owned()),
            ("phone_country", country.to_owned()),
        ]
    };
    let submit = async |form: &str, fields: &[(&str, String)]| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        browser.submit(form, &fields).await
    };
    let page = submit(CREATE, &fields("01512", "DE")).await;
    assert_eq!(page.path, "/sign-up");
    assert!(page.shows("Enter a valid phone number.") && page.body.contains("value=\"01512\""), "{}", page.body);
    assert!(page.body.contains("<option value=\"DE\" selected>"), "what was picked is picked still: {}", page.body);
    let page = submit(CREATE, &fields("01512 3456789", "DE")).await;
    assert_eq!(page.path, "/sign-up/verify-email-address");
    let page = submit(VERIFY, &[("code", house.code_for(&ada.email).await)]).await;
    assert_eq!(page.path, "/sign-up/verify-phone-number");
    assert!(page.shows("Verify your phone") && page.shows("+49 1512 3456789"), "{}", page.body);
    let code = house.code_for(NUMBER).await;
    let page = submit(VERIFY, &[("code", wrong(&code).to_owned())]).await;
    assert!(page.shows("Verify your phone") && page.shows("Incorrect code."), "{}", page.body);
    let page = submit(VERIFY, &[("code", code)]).await;
    assert_eq!((page.path.as_str(), browser.who().await), ("/dashboard", Some(ada.email.clone())));

    let browser = house.browser();
    assert!(browser.page("/sign-in").await.shows("Email address or phone number"));
    browser.submit(SIGN_IN, &[("identifier", "+49 1512 3456789")]).await;
    let page = browser.submit(PREPARE, &[BY_PHONE]).await;
    assert!(page.shows("Check your phone") && page.body.contains("value=\"phone_code\""), "{}", page.body);
    let page = browser.submit(ATTEMPT, &[BY_PHONE, ("code", &house.code_for(NUMBER).await)]).await;
    assert_eq!((page.path.as_str(), browser.who().await), ("/dashboard", Some(ada.email)));
}
