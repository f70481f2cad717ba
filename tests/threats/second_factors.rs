//! T16 to T19: second factors that are guessed, replayed and used many times at once.

use crate::support::app::STEP;
use crate::support::{Answer, App, Browser, Database, House, MINUTE, Person, at_once, on_both};

on_both!(
    one_code_of_an_app_two_hundred_times_at_once_lets_in_once,
    one_backup_code_two_hundred_times_at_once_lets_in_once,
    two_hundred_guesses_at_once_are_counted_one_by_one,
    an_app_that_is_set_up_many_times_at_once_is_one,
);

async fn unlimited(database: &Database) -> House {
    House::with(database, |settings| settings.security.forms_per_minute = 10_000_000).await
}

async fn with_ada(house: &House) -> (Person, Browser, App, Vec<String>) {
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    let (app, codes) = browser.add_app(house).await;
    (ada, browser, app, codes)
}

fn good(answers: &[Answer]) -> usize {
    answers.iter().filter(|answer| answer.status == 200).count()
}

/// The same proof from as many browsers as there may be tries for, and from several tabs of each.
async fn prove_at_once(house: &House, person: &Person, strategy: &'static str, code: &str) -> Vec<Answer> {
    let mut browsers = Vec::new();
    for _ in 0..10 {
        let browser = house.browser();
        browser.sign_in(person).await.expect_ok();
        browsers.push(browser);
    }
    let tabs = browsers.iter().flat_map(|browser| (0..20).map(|_| browser.clone())).collect::<Vec<_>>();
    at_once(tabs.into_iter().map(|tab| {
        let code = code.to_owned();
        async move { tab.prove(strategy, &code).await }
    }))
    .await
}

async fn one_code_of_an_app_two_hundred_times_at_once_lets_in_once(database: Database) {
    let house = unlimited(&database).await;
    let (ada, _, app, _) = with_ada(&house).await;
    for _ in 0..3 {
        house.clock.advance(61 * MINUTE);
        let before = database.live_sessions().await;
        let answers = prove_at_once(&house, &ada, "totp", &app.code(&house)).await;
        assert!(answers.iter().all(|answer| answer.status < 500));
        assert_eq!(good(&answers), 1);
        assert_eq!(database.live_sessions().await, before + 1);
        house.clock.advance(STEP);
    }
}

async fn one_backup_code_two_hundred_times_at_once_lets_in_once(database: Database) {
    let house = unlimited(&database).await;
    let (ada, _, _, codes) = with_ada(&house).await;
    for code in &codes[..3] {
        house.clock.advance(61 * MINUTE);
        let answers = prove_at_once(&house, &ada, "backup_code", code).await;
        assert!(answers.iter().all(|answer| answer.status < 500));
        assert_eq!(good(&answers), 1);
    }
    assert_eq!(database.number("SELECT COUNT(*) FROM backup_codes WHERE used_at IS NOT NULL").await, 3);
}

async fn two_hundred_guesses_at_once_are_counted_one_by_one(database: Database) {
    let house = unlimited(&database).await;
    let (ada, _, app, _) = with_ada(&house).await;
    let answers = prove_at_once(&house, &ada, "totp", &app.wrong_code(&house)).await;
    let compared = answers.iter().filter(|answer| answer.error() == "form_code_incorrect").count();
    assert!(answers.iter().all(|answer| matches!(answer.status, 422 | 429)));
    assert_eq!(compared, 10, "ten in an hour, whichever browser they come from");
    let most = database.number("SELECT MAX(second_attempts) FROM sign_ins").await;
    assert_eq!(most, 5, "and five in one sign-in");
    // The right one does not come through either.
    let browser = house.browser();
    browser.sign_in(&ada).await.expect_ok();
    browser.prove("totp", &app.code(&house)).await.expect_error(429, "too_many_requests");
}

async fn an_app_that_is_set_up_many_times_at_once_is_one(database: Database) {
    let house = unlimited(&database).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    let begun = browser.post("totp/create", &[]).await.json();
    let app = App::with(begun["client"]["totp_setup"]["secret"].as_str().expect("a secret"));
    let code = app.code(&house);
    let answers = at_once((0..50).map(|_| {
        let (browser, code) = (browser.clone(), code.clone());
        async move { browser.post("totp/verify", &[("code", &code)]).await }
    }))
    .await;
    assert!(answers.iter().all(|answer| answer.status < 500));
    assert_eq!((good(&answers), database.count("totp").await), (1, 1));
    assert_eq!(database.count("backup_codes").await, 10);
}
