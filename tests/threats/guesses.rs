//! T16 and T17: how often one may guess.

use crate::support::{Browser, Database, HOUR, House, MINUTE, Person, SECOND, at_once, on_both};

on_both!(
    thousands_of_guesses_at_codes_are_bounded_over_all_codes_and_browsers,
    thousands_of_guesses_at_a_password_are_bounded,
    an_empty_field_is_no_guess,
    two_hundred_guesses_at_a_code_at_once_are_counted_one_by_one,
    two_hundred_guesses_at_a_password_at_once_are_counted_one_by_one,
    asking_for_codes_at_once_sends_no_more_than_one_by_one,
);

const CODE: &str = "sign_up/attempt_verification";

async fn unlimited(database: &Database) -> House {
    House::with(database, |settings| settings.security.forms_per_minute = 10_000_000).await
}

/// How many guesses were compared with a code, over all codes, and with the one that was tried most.
async fn compared(database: &Database) -> (i64, i64) {
    let all = database.number("SELECT CAST(SUM(attempts) AS BIGINT) FROM verifications").await;
    (all, database.number("SELECT MAX(attempts) FROM verifications").await)
}

async fn thousands_of_guesses_at_codes_are_bounded_over_all_codes_and_browsers(database: Database) {
    let house = unlimited(&database).await;
    let ada = Person::named("ada");
    let (mut guesses, mut wrong, hours) = (0, 0, 14);
    for _ in 0..hours {
        // A browser that goes on with a new code whenever it can, and one that begins anew each time.
        let stubborn = house.browser();
        house.begin_sign_up(&stubborn, &ada).await;
        for round in 0..10 {
            let anew = house.browser();
            house.begin_sign_up(&anew, &ada).await;
            stubborn.post("sign_up/prepare_verification", &[]).await;
            for browser in [&stubborn, &anew] {
                for number in 0..21 {
                    guesses += 1;
                    let answer = browser.post(CODE, &[("code", &format!("{number:03}{round:03}"))]).await;
                    assert!(matches!(answer.status, 422 | 429), "{}: {}", answer.status, answer.body);
                    wrong += i64::from(answer.error() == "form_code_incorrect");
                }
            }
            house.clock.advance(MINUTE);
        }
        assert_eq!(house.browser().who().await, None);
        house.clock.advance(HOUR - 10 * MINUTE);
    }
    assert!(guesses >= 5_000, "{guesses}");
    // Ten in an hour, half of which are at a code that takes no more; until it is a hundred of which none was right. The
    // fifth at one code says more than that it is wrong, and is not among these.
    assert_eq!(wrong, 40, "{wrong} of {guesses} guesses were compared");
}

async fn thousands_of_guesses_at_a_password_are_bounded(database: Database) {
    let house = unlimited(&database).await;
    let ada = Person::named("ada");
    house.sign_up(&ada).await;
    let mut compared = 0;
    for round in 0..50 {
        let browser = house.browser();
        let spelling = if round % 2 == 0 { "ada@example.com" } else { " ADA@Example.COM " };
        browser.post("sign_in/create", &[("identifier", spelling)]).await.expect_ok();
        for number in 0..100 {
            let password = format!("wrong {number}");
            let answer = browser.post("sign_in/attempt_first_factor", &[("password", &password)]).await;
            match answer.error().as_str() {
                "form_password_or_identifier_incorrect" => compared += 1,
                "user_locked" => {}
                _ => panic!("{}: {}", answer.status, answer.body),
            }
            house.clock.advance(10 * MINUTE);
        }
    }
    // 5000 guesses in a month and five days: a hundred in a window of thirty days.
    assert!((100..=200).contains(&compared), "{compared} of 5000 guesses were compared");
}

async fn an_empty_field_is_no_guess(database: Database) {
    let house = unlimited(&database).await;
    let (ada, browser) = (Person::named("ada"), house.browser());
    house.begin_sign_up(&browser, &ada).await.expect_ok();
    for typed in ["", "  "].iter().cycle().take(120) {
        browser.post(CODE, &[("code", typed)]).await.expect_error(422, "form_param_missing@code");
    }
    let code = house.code_for(&ada.email).await;
    browser.post(CODE, &[("code", &code)]).await.expect_ok();
}

async fn two_hundred_guesses_at_a_code_at_once_are_counted_one_by_one(database: Database) {
    let house = unlimited(&database).await;
    let ada = Person::named("ada");
    let browsers: Vec<Browser> = (0..4).map(|_| house.browser()).collect();
    for browser in &browsers {
        house.begin_sign_up(browser, &ada).await.expect_ok();
    }
    let guesses = (0..200).map(|number| {
        let browser = browsers[number % browsers.len()].clone();
        async move { browser.post(CODE, &[("code", &format!("{number:06}"))]).await }
    });
    let answers = at_once(guesses).await;
    for answer in &answers {
        assert!(matches!(answer.status, 422 | 429), "{}: {}", answer.status, answer.body);
    }
    let (all, most) = compared(&database).await;
    assert!(all <= 10 && most <= 5, "{all} guesses were compared, {most} of them with one code");
    let admitted = answers.iter().filter(|answer| answer.status == 422).count();
    assert!(admitted <= 10, "{admitted}");
}

async fn two_hundred_guesses_at_a_password_at_once_are_counted_one_by_one(database: Database) {
    let house = unlimited(&database).await;
    let ada = Person::named("ada");
    house.sign_up(&ada).await;
    let browsers: Vec<Browser> = (0..20).map(|_| house.browser()).collect();
    for round in 0..3 {
        let guesses = (0..200).map(|number| {
            let (browser, email) = (browsers[number % browsers.len()].clone(), ada.email.clone());
            async move { browser.try_password(&email, &format!("wrong {number}")).await }
        });
        let answers = at_once(guesses).await;
        let compared = answers.iter().filter(|answer| answer.status == 422).count();
        let refused = answers.iter().filter(|answer| answer.error() == "user_locked").count();
        assert_eq!(compared + refused, 200, "{:?}", answers.iter().find(|answer| !matches!(answer.status, 422 | 403)));
        assert_eq!(compared, if round == 0 { 5 } else { 1 }, "round {round}");
        house.clock.advance(HOUR);
    }
}

async fn asking_for_codes_at_once_sends_no_more_than_one_by_one(database: Database) {
    let house = unlimited(&database).await;
    let (ada, browser) = (Person::named("ada"), house.browser());
    house.begin_sign_up(&browser, &ada).await.expect_ok();
    house.clock.advance(30 * SECOND);
    let asked = (0..20).map(|_| {
        let browser = browser.clone();
        async move { browser.post("sign_up/prepare_verification", &[]).await.status }
    });
    let sent = at_once(asked).await.into_iter().filter(|status| *status == 200).count();
    assert_eq!((sent, house.mails().await.len()), (1, 2), "one more within half a minute");
}
