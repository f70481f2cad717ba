//! T18 and T43: the same thing many times at once.

use crate::support::{Answer, Authenticator, Browser, Database, House, MINUTE, Person, at_once, on_both, rounds};

on_both!(
    a_right_code_a_hundred_times_at_once_makes_one_account,
    one_address_in_a_hundred_browsers_at_once_makes_one_account,
    right_codes_for_one_address_in_many_browsers_at_once_make_one_account,
    one_username_in_many_browsers_at_once_is_one_person_s,
    an_address_that_changes_while_its_code_is_given_proves_nothing_about_the_new_one,
    a_right_password_many_times_at_once_makes_one_session,
    signing_out_many_times_at_once_is_one_sign_out,
    of_the_two_last_ways_in_that_are_removed_at_once_one_stays,
);

const CODE: &str = "sign_up/attempt_verification";

async fn unlimited(database: &Database) -> House {
    House::with(database, |settings| {
        settings.security.forms_per_minute = 10_000_000;
        settings.sign_up.username = vestibule::model::FieldRule::Optional;
    })
    .await
}

#[track_caller]
fn assert_no_faults(answers: &[Answer]) {
    let faults: Vec<_> = answers.iter().filter(|answer| answer.status >= 500).collect();
    assert!(faults.is_empty(), "{} of {}: {}", faults.len(), answers.len(), faults[0].body);
}

fn good(answers: &[Answer]) -> usize {
    answers.iter().filter(|answer| answer.status == 200).count()
}

async fn a_right_code_a_hundred_times_at_once_makes_one_account(database: Database) {
    let house = unlimited(&database).await;
    for round in 0..rounds(150) {
        let (person, browser) = (Person::named(&format!("ada{round}")), house.browser());
        house.begin_sign_up(&browser, &person).await.expect_ok();
        let code = house.code_for(&person.email).await;
        let answers = at_once((0..100).map(|_| {
            let (browser, code) = (browser.clone(), code.clone());
            async move { browser.post(CODE, &[("code", &code)]).await }
        }))
        .await;
        assert_no_faults(&answers);
        assert_eq!(good(&answers), 1, "{:?}", answers.iter().map(|answer| answer.status).collect::<Vec<_>>());
        let made = (database.count("users").await, database.count("sessions").await, database.live_sessions().await);
        assert_eq!(made, (round + 1, round + 1, round + 1), "one account and one session in each round");
        assert_eq!(browser.who().await, Some(person.email));
        house.clock.advance(2 * MINUTE);
        assert!(browser.who().await.is_some(), "its cookie is the good one");
    }
}

async fn one_address_in_a_hundred_browsers_at_once_makes_one_account(database: Database) {
    let house = unlimited(&database).await;
    let ada = Person::named("ada");
    let answers = at_once((0..100).map(|_| {
        let (browser, ada) = (house.browser(), ada.clone());
        async move {
            let fields = [("email_address", ada.email.as_str()), ("password", &ada.password)];
            browser.post("sign_up/create", &fields).await
        }
    }))
    .await;
    assert_no_faults(&answers);
    assert_eq!((good(&answers), house.mails().await.len()), (10, 10), "ten codes in an hour");
    assert_eq!(database.count("users").await, 0);
}

/// Browsers with a sign-up under way, and the code of each.
async fn begun(
    house: &House,
    count: usize,
    fields: impl Fn(usize) -> Vec<(&'static str, String)>,
) -> Vec<(Browser, String)> {
    let mut all = Vec::new();
    for number in 0..count {
        let browser = house.browser();
        let fields = fields(number);
        let borrowed: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        browser.post("sign_up/create", &borrowed).await.expect_ok();
        let code = house.mails().await.into_iter().find(|mail| mail.to == fields[0].1).and_then(|mail| mail.code);
        all.push((browser, code.expect("a code")));
        // So that the newest mail is the newest.
        house.clock.advance(1);
    }
    all
}

async fn give_all(begun: &[(Browser, String)], times: usize) -> Vec<Answer> {
    let all = (0..times).flat_map(|_| begun.iter().cloned());
    at_once(all.map(|(browser, code)| async move { browser.post(CODE, &[("code", &code)]).await })).await
}

async fn right_codes_for_one_address_in_many_browsers_at_once_make_one_account(database: Database) {
    let house = unlimited(&database).await;
    let ada = Person::named("ada");
    let fields = |_| vec![("email_address", ada.email.clone()), ("password", ada.password.clone())];
    let begun = begun(&house, 10, fields).await;
    let answers = give_all(&begun, 10).await;
    assert_no_faults(&answers);
    assert_eq!((good(&answers), database.count("users").await, database.live_sessions().await), (1, 1, 1));
    let mut inside = 0;
    for (browser, _) in &begun {
        inside += usize::from(browser.who().await.is_some());
    }
    assert_eq!(inside, 1);
}

async fn one_username_in_many_browsers_at_once_is_one_person_s(database: Database) {
    let house = unlimited(&database).await;
    let ada = Person::named("ada");
    let fields = |number| {
        let email = format!("ada{number}@example.com");
        vec![("email_address", email), ("password", ada.password.clone()), ("username", "countess".to_owned())]
    };
    let begun = begun(&house, 30, fields).await;
    let answers = give_all(&begun, 1).await;
    assert_no_faults(&answers);
    assert_eq!((good(&answers), database.count("users").await, database.live_sessions().await), (1, 1, 1));
    for answer in answers.iter().filter(|answer| answer.status != 200) {
        answer.expect_error(422, "form_identifier_exists@username");
    }
}

async fn an_address_that_changes_while_its_code_is_given_proves_nothing_about_the_new_one(database: Database) {
    let house = unlimited(&database).await;
    for round in 0..10 {
        let (eve, browser) = (Person::named(&format!("eve{round}")), house.browser());
        house.begin_sign_up(&browser, &eve).await.expect_ok();
        let code = house.code_for(&eve.email).await;
        let victim = format!("victim{round}@example.com");
        let answers = at_once((0..6).map(|number| {
            let (browser, code, victim) = (browser.clone(), code.clone(), victim.clone());
            async move {
                match number % 2 {
                    0 => browser.post(CODE, &[("code", &code)]).await,
                    _ => browser.post("sign_up/create", &[("email_address", &victim)]).await,
                }
            }
        }))
        .await;
        assert_no_faults(&answers);
        let stolen = format!("SELECT CAST(COUNT(*) AS BIGINT) FROM identifiers WHERE normalized = '{victim}'");
        assert_eq!(database.number(&stolen).await, 0);
    }
    let of_users = "SELECT CAST(COUNT(*) AS BIGINT) FROM identifiers WHERE verified_at IS NOT NULL";
    assert_eq!(database.number(of_users).await, database.count("users").await);
}

async fn a_right_password_many_times_at_once_makes_one_session(database: Database) {
    let house = unlimited(&database).await;
    let ada = Person::named("ada");
    house.sign_up(&ada).await.post("session/sign_out", &[]).await.expect_ok();
    let browser = house.browser();
    browser.post("sign_in/create", &[("identifier", &ada.email)]).await.expect_ok();
    let answers = at_once((0..50).map(|_| {
        let (browser, password) = (browser.clone(), ada.password.clone());
        async move { browser.post("sign_in/attempt_first_factor", &[("password", &password)]).await }
    }))
    .await;
    assert_no_faults(&answers);
    assert_eq!((good(&answers), database.live_sessions().await), (1, 1));
    assert_eq!(browser.who().await, Some(ada.email));
    house.clock.advance(2 * MINUTE);
    assert!(browser.who().await.is_some(), "its cookie is the good one");
}

async fn signing_out_many_times_at_once_is_one_sign_out(database: Database) {
    let house = unlimited(&database).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    let answers = at_once((0..30).map(|number| {
        let browser = browser.clone();
        let form = if number % 2 == 0 { "session/sign_out" } else { "session/sign_out_everywhere" };
        async move { browser.post(form, &[]).await }
    }))
    .await;
    assert_no_faults(&answers);
    assert_eq!((good(&answers), database.live_sessions().await, browser.who().await), (30, 0, None));
    assert_eq!(database.texts("SELECT type FROM events WHERE type LIKE 'session.re%'").await.len(), 1);
    house.clock.advance(MINUTE);
    browser.sign_in(&ada).await.expect_ok();
    assert_eq!(browser.who().await, Some(ada.email));
}

async fn of_the_two_last_ways_in_that_are_removed_at_once_one_stays(database: Database) {
    let house = House::with(&database, |settings| {
        settings.security.forms_per_minute = 10_000_000;
        settings.sign_in.email_code = false;
        settings.sign_in.passkey = true;
    })
    .await;
    for round in 0..rounds(10) {
        let ada = Person::named(&format!("ada{round}"));
        let browser = house.sign_up(&ada).await;
        browser.add_passkey(&mut Authenticator::new()).await.expect_ok();
        let elsewhere = house.sign_in(&ada).await;
        let id = browser.get("/api/me").await.json()["passkeys"][0]["id"].as_str().expect("an id").to_owned();
        let answers = at_once((0..10).map(|number| {
            let (browser, id) = (if number % 4 < 2 { &browser } else { &elsewhere }.clone(), id.clone());
            async move {
                match number % 2 {
                    0 => browser.post("user/remove_password", &[]).await,
                    _ => browser.post("passkey/remove", &[("passkey_id", &id)]).await,
                }
            }
        }))
        .await;
        assert_no_faults(&answers);
        assert_eq!(good(&answers), 1, "{:?}", answers.iter().map(Answer::error).collect::<Vec<_>>());
        let user = browser.get("/api/me").await.json();
        let left = (user["password_enabled"] == true, user["passkeys"].as_array().map_or(0, Vec::len));
        assert!(matches!(left, (true, 0) | (false, 1)), "{user}");
    }
}
