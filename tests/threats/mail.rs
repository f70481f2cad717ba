//! ASVS 1.3.11 and T38: what people and operators write stays where it belongs in a mail; and T20: what a mail says stays
//! in it.

use vestibule::server::crypto::Secret;

use crate::support::smtp::{Plan, Smtp, send_to};
use crate::support::{Database, House, Person, log, on_both, until};

on_both!(
    no_address_is_two_recipients,
    no_name_of_an_app_adds_a_header,
    no_log_tells_what_a_mail_says_or_how_the_server_is_entered,
);

const ADDRESSES: &[&str] = &[
    "ada@example.com\r\nBcc: eve@evil.example",
    "ada@example.com\nRCPT TO:<eve@evil.example>",
    "ada@example.com%0d%0aBcc:eve@evil.example",
    "\"ada\r\nBcc: eve@evil.example\"@example.com",
    "ada@example.com,eve@evil.example",
    "ada@example.com;eve@evil.example",
    "ada@example.com eve@evil.example",
    "Ada <ada@example.com>",
    "<ada@example.com>",
    "ada@example.com>\r\nDATA",
    "\"ada@example.com> ORCPT=x\"@evil.example",
    "eve@evil.example(ada@example.com",
    "ada\u{ff20}evil.example@example.com",
    "ada@example.com\u{0}@evil.example",
    "@evil.example:ada@example.com",
    "ada%evil.example@example.com",
    "evil.example!ada@example.com",
    ".\r\n.\r\n@example.com",
    "ada@example.com\u{2028}eve@evil.example",
    "o'hara+notes@example.com",
];

async fn no_address_is_two_recipients(database: Database) {
    let smtp = Smtp::start().await;
    let house = House::with(&database, |settings| {
        send_to(settings, smtp.port);
        settings.security.forms_per_minute = 10_000;
    })
    .await;
    let mut written_to = Vec::new();
    for address in ADDRESSES {
        let person = Person { email: (*address).to_owned(), ..Person::named("ada") };
        if house.begin_sign_up(&house.browser(), &person).await.status == 200 {
            written_to.push((*address).to_owned());
        }
    }
    assert!(written_to.contains(&"o'hara+notes@example.com".to_owned()), "{written_to:?}");
    until("all is sent", || async { smtp.accepted().len() >= written_to.len() }).await;
    let mut recipients = Vec::new();
    for mail in smtp.tried() {
        assert_eq!(mail.to.len(), 1, "{:?}", mail.to);
        assert_eq!((mail.headers("to"), mail.headers("bcc").len()), (mail.to.clone(), 0));
        recipients.extend(mail.to);
    }
    recipients.sort();
    written_to.sort();
    assert_eq!(recipients, written_to, "each goes to what was typed, and to nobody else");
}

async fn no_name_of_an_app_adds_a_header(database: Database) {
    let smtp = Smtp::start().await;
    let house = House::with(&database, |settings| {
        send_to(settings, smtp.port);
        settings.app_name = "Notes\r\nBcc: eve@evil.example\r\nX-Evil: 1\r\n\r\n<b>moved</b>\r\n.\r\nQUIT\r\n".into();
    })
    .await;
    let ada = Person::named("ada");
    house.sign_up(&ada).await;
    house.begin_sign_up(&house.browser(), &ada).await.expect_ok();
    until("both are sent", || async { smtp.accepted().len() == 2 }).await;
    for mail in smtp.accepted() {
        assert_eq!(mail.to, [ada.email.as_str()]);
        for name in ["message-id", "date", "from", "to", "subject", "auto-submitted", "mime-version", "content-type"] {
            assert_eq!(mail.headers(name).len(), 1, "{name}: {}", mail.data);
        }
        for name in ["bcc", "x-evil", "cc", "sender"] {
            assert_eq!(mail.headers(name), [""; 0], "{name}: {}", mail.data);
        }
        assert_eq!(mail.headers("from"), ["Notes <no-reply@app.example>"]);
        let message = mail_parser::MessageParser::default().parse(mail.data.as_bytes()).expect("is a mail");
        let html = message.body_html(0).expect("has HTML");
        assert!(html.contains("&lt;b&gt;moved&lt;/b&gt;") && !html.contains("<b>"), "{html}");
    }
}

async fn no_log_tells_what_a_mail_says_or_how_the_server_is_entered(database: Database) {
    log::keep();
    let smtp = Smtp::start().await;
    smtp.plan([Plan::RefusedAndRepeated, Plan::AtEnd("535 5.7.8 hunter2 is wrong")]);
    let password = format!("canary-{}-moth", smtp.port);
    let house = House::with(&database, |settings| {
        send_to(settings, smtp.port);
        settings.mail.smtp_url = Secret::new(format!("smtp://ada:{password}@127.0.0.1:{}", smtp.port));
    })
    .await;
    let mut codes = Vec::new();
    for name in ["ada", "bob", "cyd"] {
        let person = Person::named(name);
        house.begin_sign_up(&house.browser(), &person).await.expect_ok();
        codes.push(house.code_for(&person.email).await);
    }
    until("all were tried", || async { smtp.tried().len() == 3 }).await;
    let noted = "SELECT CAST(COUNT(*) AS BIGINT) FROM messages WHERE last_error IS NOT NULL OR sent_at IS NOT NULL";
    until("all is noted", || async { database.number(noted).await == 3 }).await;
    let kept = smtp.greetings().iter().filter(|line| line.starts_with("AUTH")).count();
    assert!(kept >= 1, "it came in with the password");
    house.vestibule.stop().await;
    let (logged, stored) = (log::kept(), database.dump().await);
    assert!(logged.contains("the server answered 550 5.7.1"), "it is listened to");
    let words = ["go on with Vestibule", "Never tell it to anyone", "hunter2 is wrong"].map(str::to_owned);
    let encoded = smtp.greetings().into_iter().filter_map(|line| line.strip_prefix("AUTH PLAIN ").map(str::to_owned));
    for secret in codes.into_iter().map(|code| format!("{code} is your")).chain(words).chain(encoded).chain([password])
    {
        assert!(!logged.contains(&secret), "{secret:?} was logged");
        assert!(!stored.contains(&secret), "{secret:?} is readable in the database");
    }
}
