use crate::support::{Authenticator, Database, House, Person, on_both};

on_both!(
    an_account_is_deleted_with_all_that_is_its,
    it_is_not_deleted_by_accident,
    it_is_not_deleted_where_that_is_off,
    whoever_else_is_here_goes_on,
);

const FORM: &str = "user/delete";
const TYPED: [(&str, &str); 1] = [("confirmation", "delete account")];

async fn an_account_is_deleted_with_all_that_is_its(database: Database) {
    let house = House::with(&database, |settings| {
        settings.sign_in.passkey = true;
        settings.paths.after_sign_out = "/bye".into();
    })
    .await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    browser.add_passkey(&mut Authenticator::new()).await.expect_ok();
    browser.post("email_address/create", &[("email_address", "ada@work.example")]).await.expect_ok();
    let elsewhere = house.sign_in(&ada).await;
    let token = browser.post("session/token", &[]).await.json().as_str().expect("a token").to_owned();
    let deleted = browser.post(FORM, &TYPED).await;
    deleted.expect_ok();
    assert_eq!(deleted.json()["redirect_to"], "/bye");
    assert!(deleted.header("clear-site-data").is_some());
    assert!(browser.who().await.is_none() && elsewhere.who().await.is_none());
    // A token that was given out before is refused, too.
    let ask = house.browser().ask("GET", "/api/me").header("authorization", &format!("Bearer {token}"));
    assert_eq!(ask.send().await.status, 401);
    for table in ["users", "identifiers", "unverified_identifiers", "sessions", "passkeys"] {
        assert_eq!(database.count(table).await, 0, "{table}");
    }
    assert_eq!(database.texts("SELECT type FROM events WHERE type = 'user.deleted'").await.len(), 1);
    assert_eq!(house.mail_to(&ada.email).await.subject, "Your Vestibule account was deleted");
    assert_eq!(house.browser().sign_in(&ada).await.status, 422);
    // What it went by is free again.
    house.clock.advance(60_000);
    house.sign_up(&ada).await;
}

async fn it_is_not_deleted_by_accident(database: Database) {
    let house = House::open(&database).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    browser.post(FORM, &[]).await.expect_error(422, "form_param_missing@confirmation");
    for typed in ["delete", "Delete accounts", "yes"] {
        let refused = browser.post(FORM, &[("confirmation", typed)]).await;
        refused.expect_error(422, "form_param_format_invalid@confirmation");
    }
    assert!(browser.who().await.is_some());
}

async fn it_is_not_deleted_where_that_is_off(database: Database) {
    let house = House::with(&database, |settings| settings.account.delete = false).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    browser.post(FORM, &TYPED).await.expect_error(403, "action_not_allowed");
    assert!(browser.who().await.is_some());
}

async fn whoever_else_is_here_goes_on(database: Database) {
    let house = House::with(&database, |settings| settings.session.multi_session = true).await;
    let (ada, eve) = (Person::named("ada"), Person::named("eve"));
    house.sign_up(&eve).await;
    let browser = house.sign_up(&ada).await;
    browser.sign_in(&eve).await.expect_ok();
    browser.post(FORM, &TYPED).await.expect_ok();
    assert_eq!(browser.who().await.as_deref(), Some(ada.email.as_str()));
    assert_eq!(database.count("users").await, 1);
}
