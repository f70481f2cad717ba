//! Consent to the terms.

use vestibule::server::Settings;

use crate::support::{Database, House, MINUTE, Person, Somebody, location, offer, on_both};

on_both!(
    nobody_gets_an_account_without_it,
    when_it_was_given_is_kept,
    whoever_comes_from_a_provider_is_asked_for_it,
    a_tick_outlives_a_mistake_in_another_field,
    where_it_is_not_asked_for_nothing_is_kept,
);

const MISSING: &str = "form_param_missing@legal_accepted";

async fn house(database: &Database, change: impl FnOnce(&mut Settings)) -> House {
    House::with(database, |settings| {
        settings.legal.consent = true;
        settings.legal.terms_url = "/terms".into();
        settings.legal.privacy_url = "https://app.example/privacy".into();
        change(settings);
    })
    .await
}

async fn nobody_gets_an_account_without_it(database: Database) {
    let house = house(&database, |_| {}).await;
    let (browser, ada) = (house.browser(), Person::named("ada"));
    let page = browser.page("/sign-up").await;
    assert!(page.shows("href=\"/terms\"") && page.shows("href=\"https://app.example/privacy\""), "{}", page.body);
    let fields = [("email_address", ada.email.as_str()), ("password", &ada.password)];
    for said in [None, Some("false")] {
        let consent = said.map(|said| ("legal_accepted", said));
        let fields: Vec<_> = fields.into_iter().chain(consent).collect();
        browser.post("sign_up/create", &fields).await.expect_error(422, MISSING);
    }
    assert_eq!((house.mails().await.len(), database.count("sign_ups").await), (0, 0));
}

async fn when_it_was_given_is_kept(database: Database) {
    let house = house(&database, |_| {}).await;
    let (browser, ada) = (house.browser(), Person::named("ada"));
    let given = house.clock.now();
    let fields = [("email_address", ada.email.as_str()), ("password", &ada.password), ("legal_accepted", "true")];
    browser.post("sign_up/create", &fields).await.expect_ok();
    house.clock.advance(MINUTE);
    browser.post("sign_up/create", &fields).await.expect_ok();
    let code = house.code_for(&ada.email).await;
    browser.post("sign_up/attempt_verification", &[("code", &code)]).await.expect_ok();
    let kept = browser.get("/api/me").await.json()["legal_accepted_at"].as_i64().expect("is kept");
    assert!((given..given + MINUTE).contains(&kept), "when it was given first: {kept}, not {given}");
}

async fn whoever_comes_from_a_provider_is_asked_for_it(database: Database) {
    let house = house(&database, |settings| offer(settings, &["google"])).await;
    let browser = house.browser();
    let came = browser.come_from("sign_in/oauth", "google", Somebody::proven("ada@example.com")).await;
    assert_eq!(location(&came), "/sign-up/continue");
    assert_eq!(browser.who().await, None);
    let page = browser.page("/sign-up/continue").await;
    assert!(page.shows("name=\"legal_accepted\"") && !page.shows("name=\"email_address\""), "{}", page.body);
    browser.post("sign_up/update", &[]).await.expect_error(422, MISSING);
    browser.post("sign_up/update", &[("legal_accepted", "true")]).await.expect_ok();
    assert!(browser.get("/api/me").await.json()["legal_accepted_at"].is_i64());
}

async fn a_tick_outlives_a_mistake_in_another_field(database: Database) {
    let house = house(&database, |_| {}).await;
    let browser = house.browser();
    let fields = [("email_address", "ada@example.com"), ("password", "short"), ("legal_accepted", "true")];
    let page = browser.submit("sign_up/create", &fields).await;
    let tick = page.body.split("name=\"legal_accepted\"").nth(1).and_then(|rest| rest.split('>').next());
    assert!(tick.is_some_and(|rest| rest.contains(" checked")), "{}", page.body);
    let page = browser.submit("sign_up/create", &fields[..2]).await;
    assert!(page.shows("id=\"vst-sign-up-legal-accepted-error\"") && page.shows("Tick the box"), "{}", page.body);
}

async fn where_it_is_not_asked_for_nothing_is_kept(database: Database) {
    let house = House::open(&database).await;
    let (browser, ada) = (house.browser(), Person::named("ada"));
    assert!(!browser.page("/sign-up").await.shows("legal_accepted"));
    let fields = [("email_address", ada.email.as_str()), ("password", &ada.password), ("legal_accepted", "true")];
    browser.post("sign_up/create", &fields).await.expect_ok();
    let code = house.code_for(&ada.email).await;
    browser.post("sign_up/attempt_verification", &[("code", &code)]).await.expect_ok();
    assert!(browser.get("/api/me").await.json()["legal_accepted_at"].is_null());
}
