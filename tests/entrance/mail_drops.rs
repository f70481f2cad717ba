//! Mails through a server that drops connections.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use crate::support::smtp::{Smtp, send_to};
use crate::support::{Database, House, SECOND, at_once, on_both};

on_both!(a_thousand_mails_arrive_at_a_server_that_drops_a_quarter_of_its_connections);

const MAILS: usize = 1_000;
/// Any one will do; it stays the same so that a failure can be seen again.
const SEED: u64 = 0x76657374;
const WAITING: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM messages WHERE next_attempt_at IS NOT NULL";

async fn a_thousand_mails_arrive_at_a_server_that_drops_a_quarter_of_its_connections(database: Database) {
    let smtp = Smtp::dropping(SEED).await;
    let house = House::with(&database, |settings| {
        send_to(settings, smtp.port);
        settings.sign_in.password = false;
        settings.sign_in.preferred = vestibule::model::Strategy::EmailCode;
    })
    .await;
    let browsers: Vec<_> = (0..MAILS).map(|number| (number, house.browser())).collect();
    for some in browsers.chunks(20) {
        let asking = some.iter().cloned().map(|(number, browser)| async move {
            browser.post("sign_up/create", &[("email_address", &format!("person{number}@example.com"))]).await.status
        });
        assert!(at_once(asking).await.into_iter().all(|status| status == 200));
    }
    let patience = tokio::time::Instant::now() + Duration::from_secs(60);
    let mut waits = 0;
    while database.number(WAITING).await > 0 {
        assert!(tokio::time::Instant::now() < patience, "{} mails arrived", smtp.accepted().len());
        let due = format!("{WAITING} AND next_attempt_at <= {}", house.clock.now());
        if database.number(&due).await == 0 {
            // All that is left is tried again later. Whoever asks for a code has the outbox looked into at once.
            house.clock.advance(2 * SECOND);
            waits += 1;
            let nobody = format!("nobody{waits}");
            house.browser().post("sign_in/create", &[("identifier", &nobody)]).await.expect_ok();
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }

    let failed = database.texts("SELECT last_error FROM messages WHERE failed_at IS NOT NULL").await;
    assert_eq!(failed, [""; 0]);
    let mut arrived: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for mail in smtp.accepted() {
        assert!(mail.data.trim_end().ends_with("--"), "it is whole: {}", mail.data);
        let ids = mail.headers("message-id");
        assert_eq!((mail.to.len(), ids.len()), (1, 1));
        arrived.entry(mail.to[0].clone()).or_default().extend(ids);
    }
    let expected: BTreeSet<String> = (0..MAILS).map(|number| format!("person{number}@example.com")).collect();
    assert_eq!(arrived.keys().cloned().collect::<BTreeSet<_>>(), expected);
    assert!(arrived.values().all(|ids| ids.len() == 1), "what arrives twice can be told to be the same");

    let (connections, cuts) = (smtp.connections(), smtp.cuts());
    let dropped: usize = cuts.values().sum();
    assert_eq!(cuts.len(), 5, "everywhere: {cuts:?}");
    assert!((20..=30).contains(&(dropped * 100 / connections)), "{dropped} of {connections}");
}
