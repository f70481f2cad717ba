use serde_json::{Value, json};
use vestibule::model::FieldRule;

use super::me;
use crate::support::{Database, House, Person, at_once, on_both};

on_both!(
    a_name_is_changed,
    what_the_settings_do_not_ask_for_stays,
    a_username_is_changed_and_the_old_one_is_free,
    nobody_gets_somebody_s_username,
    of_two_who_want_one_username_one_gets_it,
    the_last_way_in_stays_with_the_username,
);

async fn a_name_is_changed(database: Database) {
    let house = House::with(&database, |settings| {
        settings.sign_up.first_name = FieldRule::Optional;
        settings.sign_up.last_name = FieldRule::Optional;
    })
    .await;
    let browser = house.sign_up(&Person::named("ada")).await;
    let changed = browser.post("user/update", &[("first_name", "  Ada "), ("last_name", "King")]).await;
    changed.expect_ok();
    assert_eq!(changed.json()["client"]["sessions"][0]["user"]["first_name"], "Ada");
    let user = me(&browser).await;
    assert_eq!((&user["first_name"], &user["last_name"]), (&json!("Ada"), &json!("King")));
    // Whoever only writes something about themselves keeps their name.
    browser.post("user/update", &[("unsafe_metadata", "{}")]).await.expect_ok();
    assert_eq!(me(&browser).await["first_name"], "Ada");
    browser.post("user/update", &[("last_name", "Lovelace")]).await.expect_ok();
    let user = me(&browser).await;
    assert_eq!((&user["first_name"], &user["last_name"]), (&Value::Null, &json!("Lovelace")));
    let long = "x".repeat(101);
    let refused = browser.post("user/update", &[("first_name", &long), ("last_name", "a\u{7}b")]).await;
    assert_eq!(refused.errors(), ["form_param_max_length_exceeded@first_name", "form_param_format_invalid@last_name"]);
    assert_eq!(me(&browser).await["last_name"], "Lovelace");
    // What nobody sees is no name, and a name turns nothing around that stands beside it.
    let odd = [("first_name", "\u{200b}\u{2060}"), ("last_name", "\u{202e}Byron\u{202c}")];
    browser.post("user/update", &odd).await.expect_ok();
    let user = me(&browser).await;
    assert_eq!((&user["first_name"], &user["last_name"]), (&Value::Null, &json!("Byron")));
    assert_eq!(database.texts("SELECT type FROM events WHERE type = 'user.updated'").await.len(), 4);
}

async fn the_last_way_in_stays_with_the_username(database: Database) {
    let house = House::with(&database, |settings| {
        settings.sign_up.email_address = FieldRule::Optional;
        settings.sign_up.username = FieldRule::Optional;
    })
    .await;
    let (browser, password) = (house.browser(), Person::named("ada").password);
    browser.post("sign_up/create", &[("username", "countess"), ("password", &password)]).await.expect_ok();
    let refused = browser.post("user/update_username", &[("username", "")]).await;
    refused.expect_error(422, "identification_deletion_failed");
    house.browser().try_password("countess", &password).await.expect_ok();
    // With an address beside it, it may go.
    browser.post("email_address/create", &[("email_address", "ada@example.com")]).await.expect_ok();
    let id = me(&browser).await["email_addresses"][0]["id"].as_str().expect("an id").to_owned();
    let code = house.code_for("ada@example.com").await;
    browser.post("email_address/attempt_verification", &[("email_address_id", &id), ("code", &code)]).await.expect_ok();
    browser.post("user/update_username", &[("username", "")]).await.expect_ok();
    assert_eq!(me(&browser).await["username"], Value::Null);
    house.browser().try_password("ada@example.com", &password).await.expect_ok();
}

async fn what_the_settings_do_not_ask_for_stays(database: Database) {
    let house = House::with(&database, |settings| settings.sign_up.first_name = FieldRule::Required).await;
    let browser = house.browser();
    let ada = Person::named("ada");
    let fields = [("email_address", ada.email.as_str()), ("password", &ada.password), ("first_name", "Ada")];
    browser.post("sign_up/create", &fields).await.expect_ok();
    let code = house.code_for(&ada.email).await;
    browser.post("sign_up/attempt_verification", &[("code", &code)]).await.expect_ok();
    browser.post("user/update", &[("first_name", "Grace"), ("last_name", "Hopper")]).await.expect_ok();
    let user = me(&browser).await;
    assert_eq!((&user["first_name"], &user["last_name"]), (&json!("Grace"), &Value::Null));
    browser.post("user/update", &[("first_name", " ")]).await.expect_error(422, "form_param_missing@first_name");
    browser.post("user/update_username", &[("username", "grace")]).await.expect_error(422, "form_param_unknown");
}

async fn with_usernames(database: &Database) -> House {
    House::with(database, |settings| settings.sign_up.username = FieldRule::Optional).await
}

async fn a_username_is_changed_and_the_old_one_is_free(database: Database) {
    let house = with_usernames(&database).await;
    let (ada, eve) = (Person::named("ada"), Person::named("eve"));
    let browser = house.sign_up(&ada).await;
    let name = async |name: &str| browser.post("user/update_username", &[("username", name)]).await;
    name("countess").await.expect_ok();
    house.browser().try_password("countess", &ada.password).await.expect_ok();
    name("Count-Ess").await.expect_ok();
    assert_eq!(me(&browser).await["username"], "Count-Ess");
    name("lovelace").await.expect_ok();
    assert_eq!(house.browser().try_password("countess", &ada.password).await.status, 422);
    let other = house.sign_up(&eve).await;
    other.post("user/update_username", &[("username", "countess")]).await.expect_ok();
    name("").await.expect_ok();
    assert_eq!(me(&browser).await["username"], Value::Null);
    assert_eq!(database.number("SELECT COUNT(*) FROM identifiers WHERE kind = 'username'").await, 1);
}

async fn nobody_gets_somebody_s_username(database: Database) {
    let house = with_usernames(&database).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    browser.post("user/update_username", &[("username", "countess")]).await.expect_ok();
    let other = house.sign_up(&Person::named("eve")).await;
    other.post("user/update_username", &[("username", "eve1")]).await.expect_ok();
    for (taken, error) in [
        ("countess", "form_identifier_exists@username"),
        ("COUNTESS", "form_identifier_exists@username"),
        ("c0unt.ess", "form_identifier_exists@username"),
        ("admin", "form_identifier_exists@username"),
        ("a b", "form_username_invalid_character@username"),
        ("ab", "form_username_invalid_length@username"),
    ] {
        other.post("user/update_username", &[("username", taken)]).await.expect_error(422, error);
    }
    assert_eq!(me(&other).await["username"], "eve1", "what one has stays");
}

async fn of_two_who_want_one_username_one_gets_it(database: Database) {
    let house = with_usernames(&database).await;
    let mut tries = Vec::new();
    for name in ["ada", "eve", "grace", "mary"] {
        let browser = house.sign_up(&Person::named(name)).await;
        tries.push(async move { browser.post("user/update_username", &[("username", "countess")]).await.status });
    }
    let mut outcomes = at_once(tries).await;
    outcomes.sort_unstable();
    assert_eq!(outcomes, [200, 422, 422, 422]);
    assert_eq!(database.number("SELECT COUNT(*) FROM identifiers WHERE kind = 'username'").await, 1);
}
