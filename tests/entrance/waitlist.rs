//! Those who wait to be let in.

use serde_json::json;
use vestibule::model::{SignUpMode, WaitlistStatus};
use vestibule::server::WaitlistEntry;

use crate::support::{Database, HOUR, House, Person, on_both};

on_both!(
    whoever_waits_is_invited_and_signs_up,
    with_forms_alone_one_gets_on_the_list_too,
    nobody_signs_up_by_themselves,
    the_pages_lead_to_the_list,
    whoever_is_turned_down_does_not_get_in,
    one_is_on_the_list_once,
    only_so_many_come_from_one_place,
    there_is_no_list_in_the_other_modes,
    an_address_has_to_be_one,
);

const JOIN: &str = "waitlist/join";

async fn house(database: &Database) -> House {
    House::with(database, |settings| {
        settings.sign_up.mode = SignUpMode::Waitlist;
        settings.paths.waitlist = "/waitlist".into();
    })
    .await
}

async fn join(house: &House, email: &str) {
    house.browser().post(JOIN, &[("email_address", email)]).await.expect_ok();
}

async fn all(house: &House) -> Vec<WaitlistEntry> {
    house.vestibule.waitlist().list(None, 100, 0).await.expect("a list")
}

async fn whoever_waits_is_invited_and_signs_up(database: Database) {
    let house = house(&database).await;
    let ada = Person::named("ada");
    let browser = house.browser();
    let joined = browser.post(JOIN, &[("email_address", &ada.email)]).await;
    joined.expect_ok();
    assert_eq!(joined.json()["redirect_to"], json!(null), "the page stays, and says so");
    let mail = house.mail_to(&ada.email).await;
    assert!(mail.subject == "You are on the waitlist of Vestibule" && mail.code.is_none(), "{mail:?}");
    assert_eq!(mail.link.as_deref(), Some("http://localhost:3000"));
    house.clock.advance(1);
    join(&house, "bob@example.com").await;
    let entries = all(&house).await;
    let places: Vec<_> = entries.iter().map(|entry| (entry.email_address.as_str(), entry.status)).collect();
    assert_eq!(places, [(ada.email.as_str(), WaitlistStatus::Pending), ("bob@example.com", WaitlistStatus::Pending)]);
    assert!(entries[0].id.starts_with("wle_"));

    house.clock.advance(1);
    let (entry, invitation) = house.vestibule.waitlist().invite(&entries[0].id).await.expect("is invited");
    assert_eq!((entry.status, entry.invitation_id.as_ref()), (WaitlistStatus::Invited, Some(&invitation.id)));
    assert_eq!(house.mail_to(&ada.email).await.subject, "You are invited to Vestibule");
    let (browser, page) = house.opened(&house.link_to(&ada.email).await).await;
    assert!(page.shows(&ada.email) && page.shows("type=\"password\""), "{}", page.body);
    browser.post("sign_up/create", &[("password", &ada.password)]).await.expect_ok();
    assert_eq!(browser.who().await, Some(ada.email.clone()));
    assert_eq!(all(&house).await[0].status, WaitlistStatus::Completed);
    let waiting = house.vestibule.waitlist().list(Some(WaitlistStatus::Pending), 10, 0).await.expect("a list");
    assert_eq!(waiting.len(), 1);
    let events = "SELECT type FROM events WHERE type LIKE 'waitlist%' AND subject_id = '{}' ORDER BY created_at, id";
    let events = database.texts(&events.replace("{}", &entries[0].id)).await;
    assert_eq!(events, ["waitlistEntry.created", "waitlistEntry.updated", "waitlistEntry.updated"]);
    // Whoever is in cannot be invited or turned down any more.
    assert!(house.vestibule.waitlist().invite(&entries[0].id).await.is_err());
    assert!(house.vestibule.waitlist().reject(&entries[0].id).await.is_err());
    assert!(house.vestibule.waitlist().invite("wle_nobody").await.is_err());
}

async fn with_forms_alone_one_gets_on_the_list_too(database: Database) {
    let house = house(&database).await;
    let browser = house.browser();
    let wrong = browser.submit(JOIN, &[("email_address", "nobody")]).await;
    assert!(wrong.path == "/waitlist" && wrong.shows("Enter a valid email address."), "{}", wrong.body);
    assert!(wrong.shows("value=\"nobody\""), "{}", wrong.body);
    let joined = browser.submit(JOIN, &[("email_address", "ada@example.com")]).await;
    assert!(joined.path == "/waitlist" && joined.shows("You are on the list"), "{}", joined.body);
    assert!(!joined.shows("type=\"email\""), "{}", joined.body);
    assert!(browser.page("/waitlist").await.shows("type=\"email\""), "it is said once");
    assert_eq!(all(&house).await.len(), 1);
    // Where the sign-up page is the one with the list, that follows.
    let other = house.another_with(|settings| settings.paths.waitlist.clear()).await;
    let joined = other.browser().submit(JOIN, &[("email_address", "bob@example.com")]).await;
    assert!(joined.path == "/sign-up" && joined.shows("You are on the list"), "{}", joined.body);
}

async fn nobody_signs_up_by_themselves(database: Database) {
    let house = house(&database).await;
    let ada = Person::named("ada");
    join(&house, &ada.email).await;
    for person in [&ada, &Person::named("bob")] {
        let refused = house.begin_sign_up(&house.browser(), person).await;
        refused.expect_error(403, "sign_up_restricted_waitlist");
    }
    assert_eq!((database.count("sign_ups").await, database.count("users").await), (0, 0));
}

async fn the_pages_lead_to_the_list(database: Database) {
    let house = house(&database).await;
    for page in ["/waitlist", "/sign-up"] {
        let shown = house.browser().page(page).await;
        assert!(shown.shows("action=\"/vestibule/api/waitlist/join\""), "{page}: {}", shown.body);
        assert!(shown.shows("Join the waitlist") && shown.shows("href=\"/sign-in\""), "{page}");
        assert!(!shown.shows("type=\"password\""), "{page}: {}", shown.body);
    }
    let shown = house.browser().page("/sign-in").await;
    assert!(shown.shows("href=\"/waitlist\"") && shown.shows("Join the waitlist"), "{}", shown.body);
}

async fn whoever_is_turned_down_does_not_get_in(database: Database) {
    let house = house(&database).await;
    let ada = Person::named("ada");
    join(&house, &ada.email).await;
    let id = all(&house).await[0].id.clone();
    let waitlist = house.vestibule.waitlist();
    let first = waitlist.invite(&id).await.expect("is invited").1;
    // Invited once more, the newest link alone is good.
    house.clock.advance(1);
    let link = house.link_to(&ada.email).await;
    let (_, again) = waitlist.invite(&id).await.expect("is invited");
    assert_ne!(first.id, again.id);
    assert!(house.opened(&link).await.1.shows("not good any more"));
    let (browser, _) = house.opened(&house.link_to(&ada.email).await).await;
    let mails = house.mails().await.len();
    let rejected = waitlist.reject(&id).await.expect("is turned down");
    assert_eq!((rejected.status, rejected.invitation_id), (WaitlistStatus::Rejected, None));
    assert_eq!(house.mails().await.len(), mails, "nobody is told");
    let refused = browser.post("sign_up/create", &[("password", &ada.password)]).await;
    refused.expect_error(403, "sign_up_restricted_waitlist");
    join(&house, &ada.email).await;
    assert_eq!(all(&house).await[0].status, WaitlistStatus::Rejected);
}

async fn one_is_on_the_list_once(database: Database) {
    let house = house(&database).await;
    for email in ["ada@example.com", "ADA@example.com", "ada@EXAMPLE.com"] {
        join(&house, email).await;
    }
    assert_eq!((all(&house).await.len(), house.mails().await.len()), (1, 1));
}

async fn only_so_many_come_from_one_place(database: Database) {
    let house = house(&database).await;
    for _ in 0..5 {
        join(&house, "ada@example.com").await;
    }
    let refused = house.browser().post(JOIN, &[("email_address", "ada@example.com")]).await;
    assert_eq!((refused.status, refused.error().as_str()), (429, "too_many_requests"));
    let flood = house.browser();
    for number in 0..20 {
        flood.post(JOIN, &[("email_address", &format!("ada{number}@example.com"))]).await.expect_ok();
    }
    let refused = flood.post(JOIN, &[("email_address", "ada20@example.com")]).await;
    assert_eq!((refused.status, refused.error().as_str()), (429, "too_many_requests"));
    join(&house, "bob@example.com").await;
    assert_eq!(database.count("waitlist_entries").await, 22);
    house.clock.advance(HOUR);
    flood.post(JOIN, &[("email_address", "ada20@example.com")]).await.expect_ok();
}

async fn there_is_no_list_in_the_other_modes(database: Database) {
    for mode in [SignUpMode::Public, SignUpMode::Restricted] {
        let house = House::with(&database, |settings| settings.sign_up.mode = mode).await;
        let refused = house.browser().post(JOIN, &[("email_address", "ada@example.com")]).await;
        refused.expect_error(422, "waitlist_not_enabled");
        let page = house.browser().page("/waitlist").await;
        assert!(page.shows("There is no waitlist") && page.shows("href=\"/sign-in\""), "{}", page.body);
        assert!(!page.shows("<form"), "{}", page.body);
    }
    assert_eq!(database.count("waitlist_entries").await, 0);
}

async fn an_address_has_to_be_one(database: Database) {
    let house = House::with(&database, |settings| {
        settings.sign_up.mode = SignUpMode::Waitlist;
        settings.sign_up.blocklist = vec!["@evil.example".into()];
        settings.sign_up.allowlist = vec!["@acme.example".into()];
    })
    .await;
    for (address, error) in [
        ("", "form_param_missing@email_address"),
        ("ada", "form_param_format_invalid@email_address"),
        ("ada@example.com\r\nbcc: eve@evil.example", "form_param_format_invalid@email_address"),
        ("eve@evil.example", "not_allowed_access@email_address"),
    ] {
        let refused = house.browser().post(JOIN, &[("email_address", address)]).await;
        assert_eq!(refused.errors(), [error], "{address}: {}", refused.body);
    }
    assert_eq!((all(&house).await.len(), house.mails().await.len()), (0, 0));
    join(&house, "anyone@example.com").await;
}
