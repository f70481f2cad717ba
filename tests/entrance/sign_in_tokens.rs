//! Tickets that sign someone in.

use sqlx::{AnyConnection, AssertSqlSafe, Connection};
use vestibule::model::TicketStatus;
use vestibule::server::SignInToken;
use vestibule::server::flows::Error;

use crate::support::tickets::path_of;
use crate::support::{Browser, DAY, Database, House, Person, on_both, until};

on_both!(
    a_ticket_signs_in_after_one_click,
    with_forms_alone_it_does_the_same,
    it_is_good_once_and_in_its_time,
    one_can_sign_in_otherwise,
    whoever_is_signed_in_stays_who_they_are,
    only_who_has_an_account_gets_one,
    an_account_that_goes_meanwhile_waits_for_nobody,
);

const TICKET: &str = "sign_in/ticket";
const OVER: &str = "This link is not good any more";

/// Someone with an account, and its id.
async fn with_ada(database: &Database) -> (House, Person, String) {
    let house = House::open(database).await;
    let ada = Person::named("ada");
    let me = house.sign_up(&ada).await.get("/api/me").await.json();
    let id = me["id"].as_str().expect("an id").to_owned();
    (house, ada, id)
}

/// A ticket, and the path of its link.
async fn ticket_for(house: &House, user_id: &str, seconds: Option<i64>) -> (SignInToken, String) {
    let made = house.vestibule.sign_in_tokens().create(user_id, seconds).await.expect("is made");
    let link = path_of(house, made.url.as_ref().expect("a link").expose());
    (made, link)
}

async fn a_ticket_signs_in_after_one_click(database: Database) {
    let (house, ada, id) = with_ada(&database).await;
    let (made, link) = ticket_for(&house, &id, None).await;
    assert!(made.id.starts_with("sit_") && made.status == TicketStatus::Pending && made.user_id == id);
    assert_eq!(made.expires_at - made.created_at, 30 * DAY);
    let secret = made.token.as_ref().expect("a ticket").expose();
    assert_eq!(link, format!("/sign-in?ticket={secret}"));
    assert!(!format!("{made:?}").contains(secret), "it does not print itself");
    assert!(!serde_json::to_string(&made).expect("JSON").contains(secret));

    let browser = house.browser();
    let moved = browser.page_alone(&format!("{link}&redirect_url=/notes%3Fpage%3D2")).await;
    assert_eq!((moved.status, moved.header("location")), (303, Some("/sign-in?redirect_url=%2Fnotes%3Fpage%3D2")));
    let page = browser.page("/sign-in?redirect_url=/notes%3Fpage%3D2").await;
    assert!(page.shows("Continue as a•••@example.com") && !page.shows(&ada.email), "{}", page.body);
    assert!(!page.shows("type=\"password\"") && !page.body.contains(secret), "{}", page.body);
    assert_eq!(browser.who().await, None, "nobody is in before the click");
    let before = browser.cookie(house.client_cookie());
    let done = browser.post(TICKET, &[("redirect_url", "/notes?page=2")]).await;
    done.expect_ok();
    assert_eq!(done.json()["redirect_to"], "/notes?page=2");
    assert_eq!(browser.who().await, Some(ada.email));
    assert_ne!(browser.cookie(house.client_cookie()), before);
    assert_eq!(browser.cookie("vestibule_ticket"), None, "it is forgotten");
    let event = "SELECT data FROM events WHERE type = 'session.created' ORDER BY created_at DESC LIMIT 1";
    assert!(database.texts(event).await[0].contains(&id));
}

async fn with_forms_alone_it_does_the_same(database: Database) {
    let (house, ada, id) = with_ada(&database).await;
    let (_, link) = ticket_for(&house, &id, None).await;
    let (browser, page) = house.opened(&link).await;
    assert!(page.shows("action=\"/vestibule/api/sign_in/ticket\"") && page.shows("method=\"post\""), "{}", page.body);
    let done = browser.submit(TICKET, &[("redirect_url", "")]).await;
    assert_eq!((done.status, done.path.as_str()), (200, "/dashboard"));
    assert_eq!(browser.who().await, Some(ada.email));
    // A second click, which came too late.
    let (again, page) = house.opened(&link).await;
    assert!(page.shows(OVER), "{}", page.body);
    let refused = again.submit(TICKET, &[]).await;
    assert!(refused.path == "/sign-in" && refused.shows(OVER), "{}", refused.body);
    assert_eq!(again.who().await, None);
}

async fn assert_over(browser: &Browser) {
    let page = browser.page("/sign-in").await;
    assert!(page.shows(OVER) && page.shows("href=\"/sign-in?ticket=\""), "{}", page.body);
    browser.post(TICKET, &[]).await.expect_error(422, "ticket_invalid");
    assert_eq!(browser.who().await, None);
}

async fn it_is_good_once_and_in_its_time(database: Database) {
    let (house, _, id) = with_ada(&database).await;
    let tokens = house.vestibule.sign_in_tokens();
    // Used.
    let (used, link) = ticket_for(&house, &id, None).await;
    let first = house.opened(&link).await.0;
    let late = house.opened(&link).await.0;
    first.post(TICKET, &[]).await.expect_ok();
    assert_over(&late).await;
    assert!(tokens.revoke(&used.id).await.is_err(), "what is used cannot be taken back");
    // Taken back.
    let (made, link) = ticket_for(&house, &id, None).await;
    let browser = house.opened(&link).await.0;
    let revoked = tokens.revoke(&made.id).await.expect("is taken back");
    assert_eq!((revoked.status, revoked.url.is_none()), (TicketStatus::Revoked, true));
    house.clock.advance(1_000);
    let again = tokens.revoke(&made.id).await.expect("was taken back");
    assert_eq!((again.status, again.updated_at), (TicketStatus::Revoked, revoked.updated_at));
    assert!(tokens.revoke("sit_0").await.is_err(), "there is none");
    assert_over(&browser).await;
    // Run out.
    let (_, link) = ticket_for(&house, &id, Some(60)).await;
    let browser = house.opened(&link).await.0;
    house.clock.advance(59_000);
    assert!(browser.page("/sign-in").await.shows("Continue as"));
    house.clock.advance(1_000);
    assert_over(&browser).await;
    // Unknown, or none at all.
    for link in [format!("/sign-in?ticket={}", "A".repeat(43)), "/sign-in?ticket=x".into()] {
        assert_over(&house.opened(&link).await.0).await;
    }
    house.browser().post(TICKET, &[]).await.expect_error(422, "ticket_invalid");
    assert_eq!(database.live_sessions().await, 2);
}

async fn one_can_sign_in_otherwise(database: Database) {
    let (house, ada, id) = with_ada(&database).await;
    let (_, link) = ticket_for(&house, &id, None).await;
    let (browser, page) = house.opened(&link).await;
    assert!(page.shows("href=\"/sign-in?ticket=\"") && page.shows("Sign in another way"), "{}", page.body);
    let page = browser.page("/sign-in?ticket=").await;
    assert!(page.path == "/sign-in" && page.shows("type=\"email\""), "{}", page.body);
    assert_eq!(browser.cookie("vestibule_ticket"), None);
    // It was not used up by that; nor is it by a password.
    let (browser, _) = house.opened(&link).await;
    browser.sign_in(&ada).await.expect_ok();
    assert_eq!(browser.cookie("vestibule_ticket"), None);
    house.opened(&link).await.0.post(TICKET, &[]).await.expect_ok();
    // A browser keeps one no longer than an hour.
    let (_, link) = ticket_for(&house, &id, None).await;
    let (browser, _) = house.opened(&link).await;
    house.clock.advance(DAY);
    assert!(browser.page("/sign-in").await.shows("type=\"email\""));
}

async fn whoever_is_signed_in_stays_who_they_are(database: Database) {
    let (house, _, id) = with_ada(&database).await;
    let bob = Person::named("bob");
    let browser = house.sign_up(&bob).await;
    let (_, link) = ticket_for(&house, &id, None).await;
    let page = browser.page(&link).await;
    assert!(page.shows("You are already signed in"), "{}", page.body);
    browser.post(TICKET, &[]).await.expect_error(422, "session_exists");
    assert_eq!(browser.who().await, Some(bob.email));
    browser.post("session/sign_out", &[]).await.expect_ok();
    browser.post(TICKET, &[]).await.expect_ok();
    assert_eq!(browser.who().await.as_deref(), Some("ada@example.com"));
}

async fn only_who_has_an_account_gets_one(database: Database) {
    let (house, _, id) = with_ada(&database).await;
    let tokens = house.vestibule.sign_in_tokens();
    for (user, seconds, code) in [
        ("user_nobody", None, "resource_not_found"),
        ("", None, "resource_not_found"),
        (&id, Some(0), "form_param_format_invalid"),
        (&id, Some(-5), "form_param_format_invalid"),
        (&id, Some(i64::MAX), "form_param_format_invalid"),
    ] {
        match tokens.create(user, seconds).await.expect_err("is refused") {
            Error::Refused(errors) => assert_eq!(errors.errors[0].code.as_str(), code, "{user} {seconds:?}"),
            other => panic!("{other}"),
        }
    }
    assert_eq!(database.count("sign_in_tokens").await, 0);
}

/// Whoever uses a ticket up and whoever deletes the account would wait for each other, if each began at another end.
async fn an_account_that_goes_meanwhile_waits_for_nobody(database: Database) {
    for in_place in [false, true] {
        let (house, _, id) = with_ada(&database).await;
        let link = match in_place {
            true => house.link_in_place_of(&id).await,
            false => ticket_for(&house, &id, None).await.1,
        };
        let (browser, _) = house.opened(&link).await;
        let mut other = AnyConnection::connect(database.url()).await.expect("the database answers");
        let begin = if database.is_postgres() { "BEGIN" } else { "BEGIN IMMEDIATE" };
        // As a deletion does it: the person first, then all that is theirs.
        let hold = format!("{begin}; UPDATE users SET updated_at = updated_at WHERE id = '{id}'");
        sqlx::raw_sql(AssertSqlSafe(hold)).execute(&mut other).await.expect("is held");
        let signing_in = tokio::spawn(async move { browser.post(TICKET, &[]).await });
        // SQLite lets one write after the other, and nobody sees who waits there.
        if database.is_postgres() {
            let waiting = "SELECT CAST(COUNT(*) AS BIGINT) FROM pg_stat_activity
                 WHERE datname = current_database() AND wait_event_type = 'Lock'";
            until("it waits for the person", || async { database.number(waiting).await > 0 }).await;
            assert!(!signing_in.is_finished());
        }
        let delete = format!("DELETE FROM users WHERE id = '{id}'; COMMIT");
        sqlx::raw_sql(AssertSqlSafe(delete)).execute(&mut other).await.expect("nobody waits for each other");
        other.close().await.expect("closes");
        signing_in.await.expect("ends").expect_error(422, "ticket_invalid");
    }
}
