//! What was asked for again while it could not be sent: only the newest is sent.

use vestibule::model::{FieldRule, Strategy};
use vestibule::server::crypto::Secret;
use vestibule::server::{Settings, SmsSettings};

use crate::support::smtp::{Plan, Smtp, send_to};
use crate::support::twilio::{self, Twilio};
use crate::support::{Database, House, MINUTE, Person, SECOND, on_both, until};

on_both!(
    a_code_that_was_asked_for_again_is_not_sent,
    a_link_that_was_asked_for_again_is_not_sent,
    a_code_for_a_sign_in_that_was_asked_for_again_is_not_sent,
    a_text_message_that_was_asked_for_again_is_not_sent,
    what_was_being_sent_when_it_was_asked_for_again_is_not_tried_again,
);

const RESEND: &str = "sign_up/prepare_verification";
const WAITING: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM messages WHERE next_attempt_at IS NOT NULL";
const WITHDRAWN: &str = "SELECT id FROM messages WHERE last_error = 'superseded' AND failed_at IS NOT NULL AND sent_at IS NULL \
     AND next_attempt_at IS NULL";

async fn until_failed(database: &Database, number: i64) {
    let failed = "SELECT CAST(COUNT(*) AS BIGINT) FROM messages WHERE last_error IS NOT NULL";
    until("it failed", || async { database.number(failed).await >= number }).await;
}

/// Sends what is left, and waits for the end of it.
async fn until_nothing_waits(house: &House) {
    until("nothing waits", || async {
        house.clock.advance(SECOND);
        house.database.number(WAITING).await == 0
    })
    .await;
}

/// Two ask while the server is down, one of them twice. Gives the mails that arrive, and what the mailbox has for the one
/// who asked twice, newest first.
async fn asked_twice(database: &Database, change: impl FnOnce(&mut Settings)) -> (Vec<String>, Vec<String>) {
    let port = Smtp::start().await.stop().await;
    let house = House::with(database, |settings| {
        send_to(settings, port);
        change(settings);
    })
    .await;
    let (ada, bob, browser) = (Person::named("ada"), Person::named("bob"), house.browser());
    house.begin_sign_up(&house.browser(), &bob).await.expect_ok();
    house.begin_sign_up(&browser, &ada).await.expect_ok();
    until_failed(database, 2).await;
    house.clock.advance(31 * SECOND);
    browser.post(RESEND, &[]).await.expect_ok();
    assert_eq!(database.texts(WITHDRAWN).await.len(), 1, "before anything is sent");
    let smtp = Smtp::at(port).await;
    until_nothing_waits(&house).await;
    let mut arrived: Vec<_> = smtp.accepted().into_iter().map(|mail| (mail.to.concat(), mail.data)).collect();
    arrived.sort();
    let to: Vec<_> = arrived.iter().map(|(to, _)| to.as_str()).collect();
    assert_eq!(to, [ada.email.as_str(), &bob.email], "one each: what others wait for is not touched");
    let shown = house.mails().await.into_iter().filter(|mail| mail.to == ada.email);
    let things = shown.map(|mail| mail.code.or(mail.link).expect("a code or a link")).collect();
    (arrived.into_iter().map(|(_, data)| data.replace("=\r\n", "").replace("=3D", "=")).collect(), things)
}

async fn a_code_that_was_asked_for_again_is_not_sent(database: Database) {
    let (arrived, codes) = asked_twice(&database, |_| {}).await;
    assert!(codes.len() == 2 && arrived[0].contains(&codes[0]) && !arrived[0].contains(&codes[1]));
}

async fn a_link_that_was_asked_for_again_is_not_sent(database: Database) {
    let (arrived, links) =
        asked_twice(&database, |settings| settings.sign_up.email_verification = Strategy::EmailLink).await;
    assert!(links.len() == 2 && arrived[0].contains(&links[0]) && !arrived[0].contains(&links[1]), "{}", arrived[0]);
}

async fn a_code_for_a_sign_in_that_was_asked_for_again_is_not_sent(database: Database) {
    let ada = Person::named("ada");
    let first = House::open(&database).await;
    first.sign_up(&ada).await;
    let port = Smtp::start().await.stop().await;
    let house = first.another_with(|settings| send_to(settings, port)).await;
    let (browser, by_code) = (house.browser(), [("strategy", "email_code")]);
    browser.post("sign_in/create", &[("identifier", &ada.email)]).await.expect_ok();
    browser.post("sign_in/prepare_first_factor", &by_code).await.expect_ok();
    until_failed(&database, 1).await;
    house.clock.advance(31 * SECOND);
    browser.post("sign_in/prepare_first_factor", &by_code).await.expect_ok();
    let smtp = Smtp::at(port).await;
    until_nothing_waits(&house).await;
    let arrived = smtp.accepted();
    assert_eq!((arrived.len(), database.texts(WITHDRAWN).await.len()), (1, 1));
    assert!(arrived[0].data.contains(&house.code_for(&ada.email).await));
}

async fn a_text_message_that_was_asked_for_again_is_not_sent(database: Database) {
    let service = Twilio::start().await;
    let house = House::with(&database, |settings| {
        settings.sign_up.phone_number = FieldRule::Optional;
        settings.sms = SmsSettings {
            twilio_account_sid: "AC0123456789abcdef0123456789abcdef".into(),
            twilio_auth_token: Secret::new("hunter2"),
            twilio_base_url: service.url(),
            from: "+15005550006".into(),
            ..SmsSettings::default()
        };
    })
    .await;
    let (ada, browser, number) = (Person::named("ada"), house.browser(), "+4915123456789");
    let fields = [("email_address", ada.email.as_str()), ("password", &ada.password), ("phone_number", number)];
    browser.post("sign_up/create", &fields).await.expect_ok();
    service.plan([twilio::Plan::Answer(503), twilio::Plan::Answer(503)]);
    let code = house.code_for(&ada.email).await;
    browser.post("sign_up/attempt_verification", &[("code", &code)]).await.expect_ok();
    until_failed(&database, 1).await;
    house.clock.advance(31 * SECOND);
    until("it failed again", || async { service.tried().len() == 2 }).await;
    let failed_twice = "SELECT CAST(COUNT(*) AS BIGINT) FROM messages WHERE attempts = 2 AND next_attempt_at < ";
    let soon = format!("{failed_twice}{}", house.clock.now() + MINUTE);
    until("that is noted", || async { database.number(&soon).await == 1 }).await;
    browser.post(RESEND, &[]).await.expect_ok();
    until_nothing_waits(&house).await;
    let accepted = service.accepted();
    assert_eq!((accepted.len(), database.texts(WITHDRAWN).await.len()), (1, 1));
    assert!(accepted[0].field("Body").contains(&house.code_for(number).await));
}

async fn what_was_being_sent_when_it_was_asked_for_again_is_not_tried_again(database: Database) {
    let smtp = Smtp::start().await;
    smtp.plan([Plan::Silence]);
    let house = House::with(&database, |settings| send_to(settings, smtp.port)).await;
    let browser = house.browser();
    house.begin_sign_up(&browser, &Person::named("ada")).await.expect_ok();
    until("it is being sent", || async { smtp.tried().len() == 1 }).await;
    house.clock.advance(31 * SECOND);
    browser.post(RESEND, &[]).await.expect_ok();
    until("the other one is there", || async { smtp.accepted().len() == 1 }).await;
    until("nothing waits", || async { database.number(WAITING).await == 0 }).await;
    assert_eq!((database.texts(WITHDRAWN).await.len(), smtp.tried().len()), (1, 2));
}
