use serde_json::{Value, json};

use super::me;
use crate::support::{Browser, Database, House, MINUTE, Person, on_both};

on_both!(
    one_sees_where_one_is_signed_in,
    the_list_needs_no_javascript,
    a_session_elsewhere_is_ended_at_once,
    all_others_are_ended,
    one_sees_in_which_place_they_are
);

const FIREFOX: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";

async fn sessions(browser: &Browser) -> Vec<Value> {
    let answer = browser.post("user/get_sessions", &[]).await;
    answer.expect_ok();
    answer.json().as_array().cloned().expect("a list")
}

async fn one_sees_where_one_is_signed_in(database: Database) {
    let house = House::open(&database).await;
    let (ada, eve) = (Person::named("ada"), Person::named("eve"));
    let browser = house.sign_up(&ada).await;
    house.sign_up(&eve).await;
    house.clock.advance(MINUTE);
    let elsewhere = house.browser();
    let fields = [("identifier", ada.email.as_str()), ("password", &ada.password)];
    let ask = elsewhere.ask("POST", "/vestibule/api/sign_in/create").by_script().header("user-agent", FIREFOX);
    ask.form(&fields).send().await.expect_ok();
    let list = sessions(&browser).await;
    assert_eq!(list.len(), 2, "{list:?}");
    let own = browser.post("client/get", &[]).await.json()["last_active_session_id"].clone();
    assert_eq!(list[0]["id"], own, "this one is in front");
    let activity = &list[1]["latest_activity"];
    assert_eq!((&activity["browser_name"], &activity["device_type"]), (&json!("Firefox"), &json!("Windows")));
    assert!(activity["ip_address"].as_str().is_some_and(|ip| ip.starts_with("10.")), "{activity}");
    assert_eq!(list[0]["latest_activity"]["browser_name"], Value::Null);
    house.browser().post("user/get_sessions", &[]).await.expect_error(401, "authentication_invalid");
}

async fn one_sees_in_which_place_they_are(database: Database) {
    let house = House::with(&database, |settings| {
        settings.devices.ip_database = "tests/support/places.mmdb".into();
        settings.paths.user_profile = "/user".into();
    })
    .await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    for ip in ["192.0.2.7", "198.51.100.7", "203.0.113.7"] {
        house.browser_at(ip.parse().expect("an address")).sign_in(&ada).await.expect_ok();
    }
    let list = sessions(&browser).await;
    let mut places: Vec<_> = list
        .iter()
        .map(|session| {
            let activity = &session["latest_activity"];
            (activity["city"].as_str(), activity["country"].as_str())
        })
        .collect();
    places.sort_unstable();
    let berlin = (Some("Berlin"), Some("Germany"));
    assert_eq!(places, [(None, None), (None, Some("Japan")), (Some("<b>Nowhere</b>"), None), berlin]);
    let page = browser.page("/user/security").await;
    assert!(page.shows("Berlin, Germany") && page.shows("Japan") && !page.shows("<b>Nowhere"), "{}", page.body);
    // Where there is no database nothing is told.
    let other = house.another_with(|settings| settings.devices.ip_database.clear()).await;
    let page = browser.at(&other).page("/user/security").await;
    assert!(page.shows("192.0.2.7") && !page.shows("Berlin"), "{}", page.body);
}

async fn the_list_needs_no_javascript(database: Database) {
    let house = House::with(&database, |settings| settings.paths.user_profile = "/user".into()).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    let page = browser.page("/user/security").await;
    assert_eq!((page.body.matches("This device").count(), page.shows("session/revoke_others")), (1, false));
    let elsewhere = house.sign_in(&ada).await;
    let page = browser.page("/user/security").await;
    assert!(page.shows("Unknown device") && page.shows("session/revoke_others"), "{}", page.body);
    let id = sessions(&browser).await[1]["id"].as_str().expect("an id").to_owned();
    let fields = [("session_id", id.as_str()), ("redirect_url", "/user/security")];
    let page = browser.submit("session/revoke", &fields).await;
    assert!(page.path == "/user/security" && !page.shows(&id), "{}", page.path);
    assert!(elsewhere.who().await.is_none());
    // Whoever comes late is told beside the one that it was about, or finds it gone.
    let page = browser.submit("session/revoke", &fields).await;
    assert!(page.path == "/user/security" && page.body.matches("This device").count() == 1, "{}", page.path);
    let page = browser.submit("user/delete", &[("confirmation", "x"), ("redirect_url", "/user/security")]).await;
    assert!(page.path == "/user/security" && page.shows("to go on."), "{}", page.body);
    let page = browser.submit("user/delete", &[("confirmation", "Delete account")]).await;
    assert_eq!((page.path.as_str(), browser.who().await), ("/", None));
}

async fn a_session_elsewhere_is_ended_at_once(database: Database) {
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    let elsewhere = house.sign_in(&ada).await;
    let id = sessions(&browser).await[1]["id"].as_str().expect("an id").to_owned();
    browser.post("session/revoke", &[("session_id", &id)]).await.expect_ok();
    assert!(elsewhere.who().await.is_none() && browser.who().await.is_some());
    assert_eq!(database.texts("SELECT type FROM events WHERE type = 'session.revoked'").await.len(), 1);
    browser.post("session/revoke", &[("session_id", &id)]).await.expect_error(404, "resource_not_found");
    // The one that is asking is signed out.
    let own = sessions(&browser).await[0]["id"].as_str().expect("an id").to_owned();
    browser.post("session/revoke", &[("session_id", &own)]).await.expect_ok();
    assert!(browser.who().await.is_none());
}

async fn all_others_are_ended(database: Database) {
    let house = House::open(&database).await;
    let (ada, eve) = (Person::named("ada"), Person::named("eve"));
    let browser = house.sign_up(&ada).await;
    let others = [house.sign_in(&ada).await, house.sign_in(&ada).await];
    let stranger = house.sign_up(&eve).await;
    browser.post("session/revoke_others", &[]).await.expect_ok();
    for other in others {
        assert!(other.who().await.is_none());
    }
    assert!(browser.who().await.is_some() && stranger.who().await.is_some());
    assert_eq!(sessions(&browser).await.len(), 1);
    assert!(me(&browser).await["id"].is_string());
}
