//! What strangers leave in the audit log: they do not fill it, and it is the same whether or not someone has an account (T28).

use std::net::IpAddr;

use crate::support::{Database, HOUR, House, Person, on_both};

on_both!(failures_do_not_fill_the_log, whoever_has_no_account_leaves_as_little,);

async fn unlimited(database: &Database) -> House {
    House::with(database, |settings| settings.security.forms_per_minute = 10_000_000).await
}

const WRONG: &str = "not the right one 12";

async fn failures_do_not_fill_the_log(database: Database) {
    let house = unlimited(&database).await;
    let ada = Person::named("ada");
    house.sign_up(&ada).await;
    let of_ada = "SELECT CAST(COUNT(*) AS BIGINT) FROM audit_entries
        WHERE action LIKE 'user.signIn%' AND subject_id IS NOT NULL";
    let of_nobody = "SELECT CAST(COUNT(*) AS BIGINT) FROM audit_entries
        WHERE action LIKE 'user.signIn%' AND subject_id IS NULL";
    let noted = async || (database.number(of_ada).await, database.number(of_nobody).await);
    for _ in 0..100 {
        let eve = house.browser_at(IpAddr::from([192, 0, 2, 7]));
        eve.try_password(&ada.email, WRONG).await;
        eve.try_password("nobody@example.com", WRONG).await;
    }
    // Five that were wrong, and one that there is a lock.
    assert_eq!(noted().await, (6, 20), "of two hundred tries");
    // Whoever has one IPv6 address has 2^64 of them, and there are more names than that.
    for number in 0..40_u16 {
        let eve = house.browser_at(IpAddr::from([0x2001, 0xdb8, 0, 0, number, 0, 0, 1]));
        eve.try_password(&format!("nobody{number}@example.com"), WRONG).await;
    }
    assert_eq!(noted().await, (6, 40), "of forty more");
    // Elsewhere, and later, others are noted.
    let bob = house.browser();
    bob.try_password("nobody@example.com", WRONG).await;
    assert_eq!(noted().await, (6, 41));
    house.clock.advance(HOUR);
    house.browser_at(IpAddr::from([192, 0, 2, 7])).try_password("nobody99@example.com", WRONG).await;
    assert_eq!(noted().await, (6, 42));
}

/// What is sent is not in the log: to send and to pretend to is the same to it.
async fn whoever_has_no_account_leaves_as_little(database: Database) {
    let house = unlimited(&database).await;
    let (ada, bob) = (Person::named("ada"), Person::named("bob"));
    house.sign_up(&ada).await;
    let mut left = Vec::new();
    for person in [&ada, &bob] {
        let before = database.count("audit_entries").await;
        let browser = house.browser();
        browser.post("sign_in/create", &[("identifier", &person.email)]).await.expect_ok();
        for strategy in ["email_code", "reset_password_email_code"] {
            browser.post("sign_in/prepare_first_factor", &[("strategy", strategy)]).await.expect_ok();
        }
        house.begin_sign_up(&house.browser(), person).await.expect_ok();
        assert_eq!(database.count("audit_entries").await, before, "{}", person.email);
        browser.try_password(&person.email, WRONG).await;
        left.push(database.count("audit_entries").await - before);
    }
    assert_eq!(left, [1, 1]);
}
