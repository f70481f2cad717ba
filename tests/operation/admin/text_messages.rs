//! Text messages by which operators try out whether any arrives.

use vestibule::model::FieldRule;
use vestibule::server::crypto::Secret;
use vestibule::server::{AuditAction, AuditQuery, OperatorRole, SmsSettings};

use crate::support::twilio::{Plan, Twilio};
use crate::support::{Database, HOUR, House, MINUTE, Person, on_both};

on_both!(
    what_the_service_answers_is_said,
    a_test_message_goes_into_the_mailbox_where_no_service_is_set,
    a_number_that_cannot_be_stays_in_its_field,
    test_messages_are_counted,
    a_test_message_takes_no_code_from_its_number,
);

/// Where the form stands.
const PAGE: &str = "/admin/settings/messages";
/// Where it is sent to.
const FORM: &str = "/admin/settings/messages/test";
const NUMBER: &str = "+49 1512 3456789";

async fn what_the_service_answers_is_said(database: Database) {
    let twilio = Twilio::start().await;
    twilio.plan([Plan::RefusedAndRepeated, Plan::Answer(503)]);
    let house = House::with(&database, |settings| {
        settings.sms = SmsSettings {
            twilio_account_sid: "AC0123456789abcdef0123456789abcdef".into(),
            twilio_auth_token: Secret::new("hunter2"),
            twilio_base_url: twilio.url(),
            from: "+15005550006".into(),
            ..SmsSettings::default()
        };
    })
    .await;
    let (operator, id) = house.operator("operator", OperatorRole::Admin).await;
    assert!(operator.page_alone(PAGE).await.shows("Send a test message"));
    for (number, kind, said) in [
        (NUMBER, "danger", "the service answered 400 with code 21211"),
        ("+4915123456780", "warning", "the service answered 503. It is tried again"),
        ("+4915123456781", "success", "It is on its way"),
    ] {
        let answer = operator.send_form(FORM, &[("phone_number", number)]).await;
        assert_eq!(answer.status, 200, "{number}: {}", answer.body);
        let part = answer.body.split("id=\"test-message\"").nth(1).expect("stands there");
        assert!(part.contains(&format!("data-kind=\"{kind}\"")) && part.contains(said), "{number}: {part}");
        for secret in ["hunter2", "Body=", "Never share it"] {
            assert!(!answer.shows(secret), "{secret}: {}", answer.body);
        }
    }
    let taken = twilio.accepted();
    assert_eq!((taken.len(), taken[0].field("To").as_str()), (1, "+4915123456781"));
    let query = AuditQuery { actions: vec![AuditAction::MessageTested], ..AuditQuery::default() };
    let (noted, _) = house.vestibule.audit_log().list(&query).await.expect("is read");
    assert_eq!(noted.len(), 3);
    for entry in &noted {
        assert_eq!((entry.actor_id.as_ref(), &entry.changes["channel"]), (Some(&id), &"sms".into()));
        let whom = entry.changes["to"].as_str().expect("a number");
        assert!(whom.starts_with('+') && !whom.contains("3456"), "whose number it is is not for the log: {whom}");
    }
}

async fn a_test_message_goes_into_the_mailbox_where_no_service_is_set(database: Database) {
    let house = House::open(&database).await;
    let (operator, _) = house.operator("operator", OperatorRole::Owner).await;
    let sent = operator.send_form(FORM, &[("phone_number", NUMBER)]).await;
    assert!(sent.status == 200 && sent.shows("stands in the mailbox of development alone"), "{}", sent.body);
    let (support, _) = house.operator("support", OperatorRole::Support).await;
    assert!(!support.page_alone(PAGE).await.shows("Send a test message"), "they only look");
    assert_eq!(support.send_form(FORM, &[("phone_number", NUMBER)]).await.status, 403);
    assert_eq!(house.mails().await.iter().filter(|message| message.to == "+4915123456789").count(), 1);
}

async fn a_number_that_cannot_be_stays_in_its_field(database: Database) {
    let house = House::with(&database, |settings| {
        settings.sms.default_country = "DE".into();
        settings.sms.countries = vec!["DE".into()];
    })
    .await;
    let (operator, _) = house.operator("operator", OperatorRole::Admin).await;
    for number in ["", "+1512", "+1 415 555 2671", "+49 1512 3456789 or so"] {
        let answer = operator.send_form(FORM, &[("phone_number", number)]).await;
        assert_eq!(answer.status, 422, "{number}: {}", answer.body);
        assert!(answer.shows("id=\"test-number-wrong\"") && answer.shows("phone_number:"), "{number}: {}", answer.body);
        assert!(answer.shows(&format!("type=\"tel\" value=\"{number}\"")), "{number}: {}", answer.body);
    }
    assert_eq!(database.number("SELECT CAST(COUNT(*) AS BIGINT) FROM messages WHERE channel = 'sms'").await, 0);
}

async fn test_messages_are_counted(database: Database) {
    let house = House::with(&database, |settings| settings.security.forms_per_minute = 100_000).await;
    let (operator, _) = house.operator("operator", OperatorRole::Admin).await;
    let send = async |last: i64| {
        let number = format!("+49151234567{:02}", 80 + last % 2);
        operator.send_form(FORM, &[("phone_number", &number)]).await.status
    };
    // Five to each of two numbers.
    for at in 0..10 {
        assert_eq!(send(at).await, 200, "{at}");
    }
    let third = operator.send_form(FORM, &[("phone_number", "+4915123456790")]).await;
    assert!(third.status == 422 && third.shows("role=\"alert\""), "{}", third.body);
    assert!(third.shows("value=\"+4915123456790\""), "{}", third.body);
    let sent = "SELECT CAST(COUNT(*) AS BIGINT) FROM messages WHERE channel = 'sms'";
    assert_eq!(database.number(sent).await, 10);
    house.clock.advance(HOUR);
    assert_eq!(send(0).await, 200, "an hour later there are others");
}

async fn a_test_message_takes_no_code_from_its_number(database: Database) {
    let house = House::with(&database, |settings| {
        settings.sign_up.phone_number = FieldRule::Optional;
        settings.security.forms_per_minute = 100_000;
    })
    .await;
    let (operator, _) = house.operator("operator", OperatorRole::Admin).await;
    let (ada, number) = (Person::named("ada"), "+4915123456789");
    let browser = house.browser();
    let fields = [("email_address", ada.email.as_str()), ("password", &ada.password), ("phone_number", number)];
    browser.post("sign_up/create", &fields).await.expect_ok();
    for proven in [ada.email.as_str(), number] {
        let code = house.code_for(proven).await;
        browser.post("sign_up/attempt_verification", &[("code", &code)]).await.expect_ok();
    }
    // What was sent at sign-up counts no more than what is sent to try it out.
    for at in 0..5 {
        assert_eq!(operator.send_form(FORM, &[("phone_number", number)]).await.status, 200, "{at}");
    }
    assert_eq!(operator.send_form(FORM, &[("phone_number", number)]).await.status, 422, "five to one number");
    assert_eq!(operator.send_form(FORM, &[("phone_number", "+4915123456780")]).await.status, 200, "but not to all");

    house.clock.advance(MINUTE);
    let browser = house.browser();
    browser.post("sign_in/create", &[("identifier", number)]).await.expect_ok();
    browser.post("sign_in/prepare_first_factor", &[("strategy", "phone_code")]).await.expect_ok();
    let code = house.code_for(number).await;
    browser.post("sign_in/attempt_first_factor", &[("strategy", "phone_code"), ("code", &code)]).await.expect_ok();
}
