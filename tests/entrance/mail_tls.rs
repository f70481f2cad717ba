//! Mails over TLS: nothing is said to a server that is not the one of the settings.

use vestibule::server::crypto::Secret;

use crate::support::certificates::Authority;
use crate::support::smtp::{Smtp, Tls, send_to};
use crate::support::{Database, House, Person, on_both, until};

on_both!(
    mails_go_out_over_tls,
    who_has_no_good_certificate_gets_nothing,
    who_does_not_offer_tls_gets_nothing,
    a_file_without_certificates_is_refused,
);

/// Long after all of this is forgotten.
const LATER: i32 = 2_090;
const NO_MORE: i32 = 2_021;

/// A server that sends mails to this one, from which a mail is to go out.
async fn asked(database: &Database, smtp: &Smtp, address: &str, authority: Option<&Authority>) -> House {
    let house = House::with(database, |settings| {
        send_to(settings, smtp.port);
        settings.mail.smtp_url = Secret::new(address.replace("PORT", &smtp.port.to_string()));
        settings.mail.smtp_ca_file =
            authority.map_or_else(String::new, |authority| authority.file().display().to_string());
    })
    .await;
    house.begin_sign_up(&house.browser(), &Person::named("ada")).await.expect_ok();
    house
}

const WRAPPED: &str = "smtps://ada:hunter2@localhost:PORT";
const STARTTLS: &str = "smtp://ada:hunter2@localhost:PORT?tls=required";

/// Waits for the failure, of which nothing but the reason is known.
async fn refused(database: &Database, smtp: &Smtp) -> String {
    let noted = "SELECT last_error FROM messages WHERE last_error IS NOT NULL";
    until("a failed try is noted", || async { !database.texts(noted).await.is_empty() }).await;
    assert_eq!(smtp.tried().len(), 0);
    assert!(smtp.greetings().iter().all(|line| !line.starts_with("AUTH")), "{:?}", smtp.greetings());
    database.texts(noted).await.remove(0)
}

/// Empties the outbox and everything else, for the next case.
async fn forget(house: &House) {
    house.vestibule.stop().await;
    house.database.execute("DELETE FROM messages; DELETE FROM limits").await;
}

async fn mails_go_out_over_tls(database: Database) {
    let authority = Authority::new();
    for (tls, address, hellos) in [
        (Tls::Wrapped(authority.server("localhost", LATER)), WRAPPED, 1),
        (Tls::Offered(authority.server("localhost", LATER)), STARTTLS, 2),
        (Tls::Offered(authority.server("localhost", LATER)), "smtp://ada:hunter2@localhost:PORT?tls=opportunistic", 2),
        (Tls::Wrapped(authority.server("127.0.0.1", LATER)), "smtps://ada:hunter2@127.0.0.1:PORT", 1),
    ] {
        let smtp = Smtp::with_tls(tls).await;
        let house = asked(&database, &smtp, address, Some(&authority)).await;
        until("the mail is there", || async { smtp.accepted().len() == 1 }).await;
        let said = smtp.greetings();
        assert_eq!(said.iter().filter(|line| line.starts_with("EHLO")).count(), hellos, "{address}: {said:?}");
        assert!(said.last().is_some_and(|line| line.starts_with("AUTH")), "once nobody listens: {said:?}");
        forget(&house).await;
    }
}

async fn who_has_no_good_certificate_gets_nothing(database: Database) {
    let (authority, another) = (Authority::new(), Authority::new());
    for (name, until, trusted, reason) in [
        ("localhost", LATER, Some(&another), "UnknownIssuer"),
        ("localhost", LATER, None, "UnknownIssuer"),
        ("localhost", NO_MORE, Some(&authority), "expired"),
        ("mail.example", LATER, Some(&authority), "not valid for name"),
    ] {
        for (address, wrapped) in [(WRAPPED, true), (STARTTLS, false)] {
            let server = authority.server(name, until);
            let smtp = Smtp::with_tls(if wrapped { Tls::Wrapped(server) } else { Tls::Offered(server) }).await;
            let house = asked(&database, &smtp, address, trusted).await;
            let error = refused(&database, &smtp).await;
            assert!(error.contains(reason), "{name}: {error}");
            forget(&house).await;
        }
    }
}

async fn who_does_not_offer_tls_gets_nothing(database: Database) {
    let authority = Authority::new();
    for address in [WRAPPED, STARTTLS] {
        let smtp = Smtp::start().await;
        let house = asked(&database, &smtp, address, Some(&authority)).await;
        refused(&database, &smtp).await;
        forget(&house).await;
    }
}

async fn a_file_without_certificates_is_refused(_: Database) {
    let folder = crate::support::Folder::new();
    let mut settings = vestibule::server::Settings { base_url: "http://localhost:3000".into(), ..Default::default() };
    for (content, problem) in
        [(None, "No such file"), (Some(""), "no certificate"), (Some("hunter2"), "no certificate")]
    {
        let file = folder.path().join("authority.pem");
        if let Some(content) = content {
            std::fs::write(&file, content).expect("is written");
        }
        settings.mail.smtp_ca_file = file.display().to_string();
        let error = settings.check().expect_err("is refused").to_string();
        assert!(error.starts_with("mail.smtp_ca_file: ") && error.contains(problem), "{error}");
        assert!(error.lines().count() == 1 && !error.contains("hunter2"), "{error}");
    }
}
