//! What is over by itself is ended, told of, and in the end forgotten.

use vestibule::server::flows::sweep::sweep;

use crate::support::{DAY, Database, HOUR, House, MINUTE, Person, on_both};

on_both!(
    sessions_that_have_run_out_are_ended_and_told_of,
    sessions_that_nobody_uses_are_ended,
    what_was_given_up_is_forgotten,
);

async fn statuses(database: &Database) -> Vec<String> {
    database.texts("SELECT status FROM sessions ORDER BY created_at").await
}

async fn told(database: &Database) -> i64 {
    database.number("SELECT COUNT(*) FROM events WHERE type = 'session.ended'").await
}

async fn sessions_that_have_run_out_are_ended_and_told_of(database: Database) {
    let house = House::open(&database).await;
    let (ada, bob) = (Person::named("ada"), Person::named("bob"));
    let used = house.sign_up(&ada).await;
    house.clock.advance(HOUR);
    house.sign_up(&bob).await;
    assert_eq!(used.who().await, Some(ada.email));
    // What is only in memory about the last use is written when it stops.
    let house = house.restarted().await;
    let used = used.at(&house);
    sweep(&house.vestibule).await.expect("is swept");
    assert_eq!((statuses(&database).await, told(&database).await), (vec!["active".into(); 2], 0));

    house.clock.advance(7 * DAY);
    for _ in 0..2 {
        sweep(&house.vestibule).await.expect("is swept");
        assert_eq!(statuses(&database).await, ["expired", "abandoned"], "the second one was never used again");
        assert_eq!(told(&database).await, 2, "each is told of once");
    }
    assert_eq!(used.who().await, None);

    house.clock.advance(31 * DAY);
    sweep(&house.vestibule).await.expect("is swept");
    assert_eq!((database.count("sessions").await, database.count("clients").await), (0, 0));
    assert_eq!(database.count("users").await, 2);
}

async fn sessions_that_nobody_uses_are_ended(database: Database) {
    let house = House::with(&database, |settings| settings.session.inactivity_timeout_minutes = 30).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    house.clock.advance(29 * MINUTE);
    assert!(browser.who().await.is_some());
    let house = house.restarted().await;
    let browser = browser.at(&house);
    house.clock.advance(29 * MINUTE);
    sweep(&house.vestibule).await.expect("is swept");
    assert_eq!(statuses(&database).await, ["active"]);
    house.clock.advance(3 * MINUTE);
    sweep(&house.vestibule).await.expect("is swept");
    assert_eq!((statuses(&database).await, told(&database).await), (vec!["expired".into()], 1));
    assert_eq!(browser.who().await, None);
}

async fn what_was_given_up_is_forgotten(database: Database) {
    let house = House::open(&database).await;
    let (ada, browser) = (Person::named("ada"), house.browser());
    house.begin_sign_up(&browser, &ada).await.expect_ok();
    browser.post("sign_in/create", &[("identifier", &ada.email)]).await.expect_ok();
    house.clock.advance(25 * HOUR);
    sweep(&house.vestibule).await.expect("is swept");
    for table in ["sign_ups", "sign_ins", "verifications", "limits"] {
        assert_eq!(database.count(table).await, 0, "{table}");
    }
    house.begin_sign_up(&browser, &ada).await.expect_ok();
}
