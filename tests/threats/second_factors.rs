//! T16 to T19, T21 and T22: second factors that are guessed, replayed, used many times at once, and gone around.

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use crate::support::app::STEP;
use crate::support::{Answer, App, Browser, Database, House, MINUTE, Person, at_once, on_both};

on_both!(
    one_code_of_an_app_two_hundred_times_at_once_lets_in_once,
    one_backup_code_two_hundred_times_at_once_lets_in_once,
    two_hundred_guesses_at_once_are_counted_one_by_one,
    an_app_that_is_set_up_many_times_at_once_is_one,
    no_order_of_calls_gets_past_the_second_factor,
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

/// T18 and T19.
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

const SEEDS: std::ops::Range<u64> = 0..4;
const CALLS: usize = 120;

/// T21 and T22: someone who knows the password and reads the mailbox, but has not the app, in whatever order they call.
async fn no_order_of_calls_gets_past_the_second_factor(database: Database) {
    let house = unlimited(&database).await;
    let (ada, first, app, _) = with_ada(&house).await;
    let mut half_way = 0;
    for seed in SEEDS {
        let mut random = StdRng::seed_from_u64(seed);
        let browsers = [house.browser(), house.browser()];
        let mut history = Vec::new();
        for _ in 0..CALLS {
            let browser = &browsers[random.random_range(0..browsers.len())];
            let reset = ("strategy", "reset_password_email_code");
            let by_mail = ("strategy", "email_code");
            let action = random.random_range(0..16);
            history.push(action);
            let answer = match action {
                0 | 1 => browser.sign_in(&ada).await,
                2 => browser.post("sign_in/create", &[("identifier", &ada.email)]).await,
                3 => browser.post("sign_in/prepare_first_factor", &[by_mail]).await,
                4 => browser.post("sign_in/prepare_first_factor", &[reset]).await,
                5 | 6 => {
                    let mails = house.mails().await;
                    let code = mails.into_iter().find_map(|mail| mail.code).unwrap_or_default();
                    let strategy = if action == 5 { by_mail } else { reset };
                    browser.post("sign_in/attempt_first_factor", &[strategy, ("code", &code)]).await
                }
                7 => browser.post("sign_in/reset_password", &[("new_password", "another ledger of willows 7")]).await,
                8 => browser.prove("totp", &app.wrong_code(&house)).await,
                9 => browser.prove("backup_code", "22222-22222").await,
                10 => browser.post("sign_in/prepare_second_factor", &[("strategy", "backup_code")]).await,
                11 => browser.post("totp/create", &[]).await,
                12 => browser.post("totp/disable", &[]).await,
                13 => browser.post("backup_code/create", &[]).await,
                14 => browser.page("/sign-in/factor-two").await,
                _ => {
                    house.clock.advance(random.random_range(1..20) * MINUTE);
                    browser.post("session/token", &[]).await
                }
            };
            assert!(answer.status < 500, "seed {seed}: {history:?}: {}", answer.body);
            half_way += usize::from(browser.sign_in_status().await.as_deref() == Some("needs_second_factor"));
            assert_eq!(browser.who().await, None, "seed {seed}: {history:?}");
            assert!(browser.cookie("__session").is_none(), "seed {seed}: {history:?}");
        }
        house.clock.advance(61 * MINUTE);
    }
    assert!(half_way > 20, "the calls got somewhere: {half_way}");
    assert_eq!(first.who().await.as_deref(), Some(ada.email.as_str()));
    let owner = house.browser();
    owner.sign_in(&ada).await.expect_ok();
    owner.prove("totp", &app.code(&house)).await.expect_ok();
    assert_eq!(owner.who().await, Some(ada.email), "the password is what it was");
}
