//! Mails, from the form to a server that takes them over.

use std::time::{Duration, Instant};

use mail_parser::{MessageParser, MimeHeaders};
use vestibule::server::Environment;
use vestibule::server::crypto::password_hash::Cost;

use crate::support::smtp::{Plan, Received, Smtp, send_to};
use crate::support::{Database, House, MINUTE, Person, SECOND, on_both, until};

on_both!(
    a_sign_up_in_production_is_completed_with_the_code_from_the_mail,
    the_owner_of_an_address_is_told_by_mail,
    a_mail_that_was_put_off_is_sent_again_and_once,
    a_mail_that_was_refused_is_given_up,
    mails_wait_for_a_server_that_is_down,
    a_code_that_has_run_out_is_not_sent,
    two_servers_send_each_mail_once,
    what_was_left_is_sent_after_a_restart,
    a_mail_that_was_being_sent_when_the_process_died_is_sent_again,
    a_server_that_hangs_does_not_hold_up_a_stop,
    nothing_goes_in_the_clear_where_tls_is_required,
    without_a_server_no_mail_waits_for_one,
);

const CODE: &str = "sign_up/attempt_verification";

async fn house_with(database: &Database, port: u16) -> House {
    House::with(database, |settings| send_to(settings, port)).await
}

/// Begins a sign-up, in a browser of its own.
async fn ask_for_a_code(house: &House, person: &Person) {
    house.begin_sign_up(&house.browser(), person).await.expect_ok();
}

/// Until the server was given so many mails, and what it said to the last one is noted: when that is due again, it is in
/// less time than a claim lasts.
async fn until_noted(house: &House, attempts: i64) {
    let soon = house.clock.now() + 50 * SECOND;
    let noted = format!(
        "SELECT CAST(COUNT(*) AS BIGINT) FROM messages WHERE attempts = {attempts} AND last_error IS NOT NULL AND \
         (next_attempt_at IS NULL OR next_attempt_at < {soon})"
    );
    until("a failed try is noted", || async { house.database.number(&noted).await == 1 }).await;
}

async fn until_accepted(smtp: &Smtp, number: usize) -> Vec<Received> {
    until("the mails are there", || async { smtp.accepted().len() >= number }).await;
    smtp.accepted()
}

/// How many messages wait to be sent.
async fn waiting(database: &Database) -> i64 {
    database.number("SELECT CAST(COUNT(*) AS BIGINT) FROM messages WHERE next_attempt_at IS NOT NULL").await
}

/// As long as it takes every worker to look into the outbox twice.
async fn two_rounds() {
    tokio::time::sleep(Duration::from_millis(4_500)).await;
}

async fn a_sign_up_in_production_is_completed_with_the_code_from_the_mail(database: Database) {
    let smtp = Smtp::start().await;
    let house = House::with(&database, |settings| {
        send_to(settings, smtp.port);
        settings.environment = Environment::Production;
        settings.base_url = "https://app.example".into();
        settings.app_name = "Notes".into();
        settings.mail.reply_to = "help@app.example".into();
        settings.password.breach_check = Some(false);
        settings.password.hash = Cost::default();
    })
    .await;
    let (ada, browser) = (Person::named("ada"), house.browser());
    let begun = Instant::now();
    house.begin_sign_up(&browser, &ada).await.expect_ok();
    let received = until_accepted(&smtp, 1).await.remove(0);
    assert!(begun.elapsed() < Duration::from_secs(5), "it goes out at once: {:?}", begun.elapsed());
    assert_eq!((received.from.as_str(), received.to.as_slice()), ("no-reply@app.example", &[ada.email.clone()][..]));
    assert!(smtp.greetings().iter().any(|line| line == "EHLO app.example"), "{:?}", smtp.greetings());

    let message = MessageParser::default().parse(received.data.as_bytes()).expect("is a mail");
    let content_type = message.content_type().expect("has a type");
    assert_eq!((content_type.ctype(), content_type.subtype()), ("multipart", Some("alternative")));
    assert_eq!(message.parts.len(), 3, "text and HTML");
    let (text, html) = (message.body_text(0).expect("has text"), message.body_html(0).expect("has HTML"));
    let subject = message.subject().expect("has a subject");
    let code = subject.strip_suffix(" is your Notes verification code").expect(subject);
    assert!(text.contains(&format!("\n    {code}\n")) || text.contains(&format!("    {code}\r\n")), "{text}");
    assert!(html.contains(&format!(">{code}</p>")) && html.contains(">Notes</td>"), "{html}");
    assert!(html.contains("prefers-color-scheme: dark"));
    let id = database.texts("SELECT id FROM messages").await.remove(0);
    assert_eq!(received.headers("message-id"), [format!("<{id}@app.example>")]);
    assert_eq!(received.headers("auto-submitted"), ["auto-generated"]);
    assert_eq!(received.headers("reply-to"), ["help@app.example"]);
    assert!(received.headers("from")[0].contains("Notes") && received.headers("date").len() == 1);

    browser.post(CODE, &[("code", code)]).await.expect_ok();
    assert_eq!(browser.who().await, Some(ada.email));
    until("that it was sent is noted", || async { waiting(&database).await == 0 }).await;
    assert_eq!(house.browser().get("/dev/mailbox.json").await.status, 404, "nobody else reads it");
}

async fn the_owner_of_an_address_is_told_by_mail(database: Database) {
    let smtp = Smtp::start().await;
    let house = house_with(&database, smtp.port).await;
    let ada = Person::named("ada");
    house.sign_up(&ada).await;
    ask_for_a_code(&house, &ada).await;
    let received = until_accepted(&smtp, 2).await;
    let told = received.iter().find(|mail| mail.data.contains("already have an account")).expect("is told");
    let message = MessageParser::default().parse(told.data.as_bytes()).expect("is a mail");
    let html = message.body_html(0).expect("has HTML");
    assert!(html.contains("href=\"http://localhost:3000/sign-in\""), "{html}");
    let shown = house.mail_to(&ada.email).await;
    assert_eq!(shown.html.as_deref(), Some(html.replace("\r\n", "\n").as_str()), "the mailbox shows it too");
    assert_eq!(shown.link.as_deref(), Some("http://localhost:3000/sign-in"));
}

async fn a_mail_that_was_put_off_is_sent_again_and_once(database: Database) {
    let smtp = Smtp::start().await;
    smtp.plan([Plan::AtEnd("451 4.7.1 later"), Plan::AtRecipient("451 4.7.1 later"), Plan::HangUp]);
    let house = house_with(&database, smtp.port).await;
    ask_for_a_code(&house, &Person::named("ada")).await;
    for (attempts, wait) in [(1, 7), (2, 40)] {
        until_noted(&house, attempts).await;
        assert_eq!(smtp.tried().len(), usize::try_from(attempts).expect("is small"), "not before its time");
        assert_eq!(database.texts("SELECT last_error FROM messages").await, ["the server answered 451 4.7.1"]);
        house.clock.advance(wait * SECOND);
    }
    until("the line was cut", || async { smtp.tried().len() == 3 }).await;
    until("that is noted", || async { database.number("SELECT attempts FROM messages").await == 3 }).await;
    house.clock.advance(3 * MINUTE);
    let accepted = until_accepted(&smtp, 1).await;
    house.clock.advance(5 * MINUTE);
    two_rounds().await;
    assert_eq!((smtp.accepted().len(), smtp.tried().len()), (1, 4));
    let first = &smtp.tried()[0];
    assert_eq!(first.headers("message-id"), accepted[0].headers("message-id"));
    assert_eq!(first.headers("date"), accepted[0].headers("date"));
    let sent = "SELECT CAST(COUNT(*) AS BIGINT) FROM messages WHERE sent_at IS NOT NULL AND failed_at IS NULL AND attempts = 4";
    assert_eq!(database.number(sent).await, 1);
}

async fn a_mail_that_was_refused_is_given_up(database: Database) {
    let smtp = Smtp::start().await;
    smtp.plan([Plan::AtRecipient("550 5.1.1 nobody of that name")]);
    let house = house_with(&database, smtp.port).await;
    ask_for_a_code(&house, &Person::named("ada")).await;
    until_noted(&house, 1).await;
    house.clock.advance(MINUTE);
    two_rounds().await;
    assert_eq!(smtp.tried().len(), 1);
    let given_up =
        "SELECT last_error FROM messages WHERE failed_at IS NOT NULL AND next_attempt_at IS NULL AND sent_at IS NULL";
    assert_eq!(database.texts(given_up).await, ["the server answered 550 5.1.1"]);
    // The next one goes well, whatever became of that connection.
    ask_for_a_code(&house, &Person::named("bob")).await;
    assert_eq!(until_accepted(&smtp, 1).await[0].to, ["bob@example.com"]);
}

async fn mails_wait_for_a_server_that_is_down(database: Database) {
    let port = Smtp::start().await.stop().await;
    let house = house_with(&database, port).await;
    let (ada, browser) = (Person::named("ada"), house.browser());
    house.begin_sign_up(&browser, &ada).await.expect_ok();
    until_noted(&house, 1).await;
    let smtp = Smtp::at(port).await;
    house.clock.advance(7 * SECOND);
    let received = until_accepted(&smtp, 1).await.remove(0);
    let code = house.code_for(&ada.email).await;
    assert!(received.data.contains(&code));
    browser.post(CODE, &[("code", &code)]).await.expect_ok();
}

async fn a_code_that_has_run_out_is_not_sent(database: Database) {
    let port = Smtp::start().await.stop().await;
    let house = house_with(&database, port).await;
    let ada = Person::named("ada");
    ask_for_a_code(&house, &ada).await;
    until_noted(&house, 1).await;
    house.clock.advance(10 * MINUTE);
    let smtp = Smtp::at(port).await;
    let given_up =
        "SELECT CAST(COUNT(*) AS BIGINT) FROM messages WHERE failed_at IS NOT NULL AND next_attempt_at IS NULL";
    until("it is given up", || async { database.number(given_up).await == 1 }).await;
    assert_eq!(database.texts("SELECT last_error FROM messages").await, ["too late"]);
    assert_eq!(smtp.tried().len(), 0);
    assert_eq!(house.mail_to(&ada.email).await.to, ada.email, "the mailbox shows it all the same");
}

async fn two_servers_send_each_mail_once(database: Database) {
    let smtp = Smtp::start().await;
    let first = house_with(&database, smtp.port).await;
    let second = first.another().await;
    let people: Vec<_> = (0..24).map(|number| Person::named(&format!("person{number}"))).collect();
    for (number, person) in people.iter().enumerate() {
        ask_for_a_code(if number % 2 == 0 { &first } else { &second }, person).await;
    }
    until_accepted(&smtp, people.len()).await;
    two_rounds().await;
    let mut recipients: Vec<_> = smtp.tried().into_iter().flat_map(|mail| mail.to).collect();
    let mut expected: Vec<_> = people.into_iter().map(|person| person.email).collect();
    recipients.sort();
    expected.sort();
    assert_eq!(recipients, expected);
    assert_eq!(database.number("SELECT MAX(attempts) FROM messages").await, 1);
}

async fn what_was_left_is_sent_after_a_restart(database: Database) {
    let port = Smtp::start().await.stop().await;
    let house = house_with(&database, port).await;
    ask_for_a_code(&house, &Person::named("ada")).await;
    until_noted(&house, 1).await;
    house.vestibule.stop().await;
    let smtp = Smtp::at(port).await;
    house.clock.advance(7 * SECOND);
    let house = house.another().await;
    until_accepted(&smtp, 1).await;
    until("that it was sent is noted", || async { waiting(&house.database).await == 0 }).await;
}

async fn a_mail_that_was_being_sent_when_the_process_died_is_sent_again(database: Database) {
    let smtp = Smtp::start().await;
    smtp.plan([Plan::Silence]);
    let house = house_with(&database, smtp.port).await;
    ask_for_a_code(&house, &Person::named("ada")).await;
    until("it is being sent", || async { smtp.tried().len() == 1 }).await;
    let after = house.another().await;
    drop(house);
    after.clock.advance(50 * SECOND);
    two_rounds().await;
    assert_eq!(smtp.tried().len(), 1, "whoever took it may still be sending it");
    after.clock.advance(10 * SECOND);
    let accepted = until_accepted(&smtp, 1).await;
    assert_eq!(smtp.tried()[0].headers("message-id"), accepted[0].headers("message-id"));
    assert_eq!(smtp.tried().len(), 2);
}

async fn a_server_that_hangs_does_not_hold_up_a_stop(database: Database) {
    let smtp = Smtp::start().await;
    smtp.plan([Plan::Silence]);
    let house = house_with(&database, smtp.port).await;
    ask_for_a_code(&house, &Person::named("ada")).await;
    until("it is being sent", || async { smtp.tried().len() == 1 }).await;
    // One that hangs does not hold up the others either.
    ask_for_a_code(&house, &Person::named("bob")).await;
    until_accepted(&smtp, 1).await;
    let stopping = tokio::time::timeout(Duration::from_secs(9), house.vestibule.stop()).await;
    assert!(stopping.is_ok(), "it stops within seconds");
    assert_eq!(waiting(&database).await, 1, "and the next one sends it");
}

async fn nothing_goes_in_the_clear_where_tls_is_required(database: Database) {
    let smtp = Smtp::start().await;
    let house = House::with(&database, |settings| {
        send_to(settings, smtp.port);
        let url = format!("smtp://ada:hunter2@127.0.0.1:{}?tls=required", smtp.port);
        settings.mail.smtp_url = vestibule::server::crypto::Secret::new(url);
    })
    .await;
    ask_for_a_code(&house, &Person::named("ada")).await;
    until_noted(&house, 1).await;
    assert_eq!(smtp.tried().len(), 0);
    assert!(smtp.greetings().iter().all(|line| line.starts_with("EHLO")), "{:?}", smtp.greetings());
}

async fn without_a_server_no_mail_waits_for_one(database: Database) {
    let house = House::open(&database).await;
    ask_for_a_code(&house, &Person::named("ada")).await;
    assert_eq!((database.count("messages").await, waiting(&database).await), (1, 0));
    let smtp = Smtp::start().await;
    let house = house.another_with(|settings| send_to(settings, smtp.port)).await;
    ask_for_a_code(&house, &Person::named("bob")).await;
    assert_eq!(until_accepted(&smtp, 1).await[0].to, ["bob@example.com"], "what was never to be sent is not sent");
    two_rounds().await;
    assert_eq!(smtp.tried().len(), 1);
}
