//! Programs are kept out of sign-up, and people are not.

use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use serde_json::{Value, json};
use vestibule::server::crypto::Secret;
use vestibule::server::{BotProtection, BotSettings, ProtectWhen};

use crate::support::turnstile::{Plan, Turnstile};
use crate::support::{Answer, Browser, Database, HOUR, House, MINUTE, Person, at_once, on_both};

on_both!(
    who_has_done_the_work_signs_up,
    an_answer_is_good_once_for_one_thing_and_for_ten_minutes,
    of_a_hundred_who_give_the_same_answer_one_signs_up,
    without_javascript_few_get_in,
    nobody_is_asked_before_there_are_many,
    nothing_is_asked_where_it_is_off,
    what_was_spent_is_forgotten_when_it_is_worth_nothing,
    turnstile_is_asked_about_each_word,
    who_has_no_good_word_from_turnstile_does_not_sign_up,
    nobody_signs_up_while_turnstile_does_not_answer,
);

const CREATE: &str = "sign_up/create";

fn proof_of_work() -> BotSettings {
    BotSettings {
        protection: BotProtection::ProofOfWork,
        when: ProtectWhen::Always,
        difficulty: 1_000,
        unproven_per_network_per_hour: 0,
        ..BotSettings::default()
    }
}

async fn house_with(database: &Database, bots: BotSettings) -> House {
    House::with(database, |settings| settings.bots = bots).await
}

async fn asked(browser: &Browser, purpose: &str) -> Value {
    let ask = browser.ask("GET", &format!("/vestibule/challenge?purpose={purpose}"));
    let answer = ask.header("accept", "application/json").send().await;
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    answer.expect_ok().json()
}

/// Does the work, as a browser does it.
async fn token_for(browser: &Browser, purpose: &str) -> String {
    let asked = asked(browser, purpose).await;
    assert_eq!(asked["protection"], "proof_of_work");
    let challenge: altcha::Challenge = serde_json::from_value(asked["challenge"].clone()).expect("a challenge");
    let solution = altcha::solve_challenge(altcha::SolveChallengeOptions::new(&challenge)).expect("can be solved");
    json!({ "challenge": challenge, "solution": solution.expect("has a solution") }).to_string()
}

async fn sign_up(browser: &Browser, person: &Person, token: &str) -> Answer {
    let fields = [("email_address", person.email.as_str()), ("password", &person.password), ("captcha_token", token)];
    browser.post(CREATE, &fields).await
}

async fn who_has_done_the_work_signs_up(database: Database) {
    let house = house_with(&database, proof_of_work()).await;
    let (ada, browser) = (Person::named("ada"), house.browser());
    let page = browser.page("/sign-up").await;
    assert!(
        page.body.contains("name=\"captcha_token\"") && page.body.contains("/vestibule/assets/captcha-"),
        "{}",
        page.body
    );
    let script = page.body.split("<script").find(|tag| tag.contains("/captcha-")).expect("a script");
    assert!(script.contains("nonce=\"") && script.contains("async"), "{script}");
    sign_up(&browser, &ada, "").await.expect_error(422, "captcha_missing_token");
    assert_eq!(database.count("sign_ups").await, 0);
    let token = token_for(&browser, "sign_up").await;
    sign_up(&browser, &ada, &token).await.expect_ok();
    let code = house.code_for(&ada.email).await;
    browser.post("sign_up/attempt_verification", &[("code", &code)]).await.expect_ok();
    assert_eq!(browser.who().await, Some(ada.email));
}

async fn an_answer_is_good_once_for_one_thing_and_for_ten_minutes(database: Database) {
    let house = house_with(&database, proof_of_work()).await;
    let (ada, browser) = (Person::named("ada"), house.browser());
    let refused = async |token: &str| {
        sign_up(&browser, &ada, token).await.expect_error(422, "captcha_invalid");
    };
    let used = token_for(&browser, "sign_up").await;
    sign_up(&browser, &ada, &used).await.expect_ok();
    refused(&used).await;
    refused(&token_for(&browser, "waitlist").await).await;
    for nonsense in ["x", "{}", "null", r#"{"challenge":{},"solution":{"counter":1,"derivedKey":"00"}}"#] {
        refused(nonsense).await;
    }
    let mut wrong: Value = serde_json::from_str(&token_for(&browser, "sign_up").await).expect("is JSON");
    let counter = &mut wrong["solution"]["counter"];
    *counter = json!(counter.as_u64().expect("a number") + 1);
    refused(&wrong.to_string()).await;
    let late = token_for(&browser, "sign_up").await;
    house.clock.advance(10 * MINUTE);
    refused(&late).await;
    let elsewhere = browser.ask("GET", "/vestibule/challenge?purpose=anything").header("accept", "application/json");
    assert_eq!(elsewhere.send().await.status, 404);
    // Another node has the same key and knows what was spent.
    let token = token_for(&browser, "sign_up").await;
    let another = house.another().await;
    sign_up(&another.browser(), &Person::named("bob"), &token).await.expect_ok();
    refused(&token).await;
}

async fn of_a_hundred_who_give_the_same_answer_one_signs_up(database: Database) {
    let house = house_with(&database, proof_of_work()).await;
    let token = token_for(&house.browser(), "sign_up").await;
    let asking = (0..100).map(|number| {
        let (browser, token) = (house.browser(), token.clone());
        async move { sign_up(&browser, &Person::named(&format!("person{number}")), &token).await }
    });
    let answers = at_once(asking).await;
    let (passed, refused): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status == 200);
    assert_eq!((passed.len(), refused.len(), database.count("sign_ups").await), (1, 99, 1));
    assert!(refused.iter().all(|answer| answer.error() == "captcha_invalid"));
}

async fn without_javascript_few_get_in(database: Database) {
    let bots = BotSettings { unproven_per_network_per_hour: 2, unproven_per_hour: 3, ..proof_of_work() };
    let house = house_with(&database, bots).await;
    let at = |last: u8| house.browser_at(IpAddr::V4(Ipv4Addr::new(192, 0, 2, last)));
    let fields = |person: &Person| {
        vec![
            ("email_address", person.email.clone()),
            ("password", person.password.clone()),
            ("captcha_token", String::new()),
        ]
    };
    let form = async |browser: &Browser, name: &str| {
        let fields = fields(&Person::named(name));
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        browser.submit(CREATE, &fields).await
    };
    for name in ["ada", "bob"] {
        let answer = form(&at(1), name).await;
        assert!(answer.shows("Verify your email"), "{}", answer.body);
    }
    let refused = form(&at(1), "cyd").await;
    assert!(refused.shows("We could not make sure that you are a person. Turn on JavaScript"), "{}", refused.body);
    assert!(refused.shows("cyd@example.com"), "what was typed is still there");
    assert!(form(&at(2), "dee").await.shows("Verify your email"), "each network has its own count");
    let refused = sign_up(&at(3), &Person::named("eve"), "").await;
    refused.expect_error(422, "captcha_missing_token");
    assert!(refused.retry_after() > 3_000, "all together have one too: {}", refused.retry_after());
    // Whoever does the work is not counted.
    let with_work = at(1);
    let token = token_for(&with_work, "sign_up").await;
    sign_up(&with_work, &Person::named("flo"), &token).await.expect_ok();
    house.clock.advance(HOUR);
    assert!(form(&at(1), "cyd").await.shows("Verify your email"), "an hour later");
}

async fn nobody_is_asked_before_there_are_many(database: Database) {
    let house = house_with(&database, BotSettings { when: ProtectWhen::Suspicious, ..proof_of_work() }).await;
    let at = |last: u8| house.browser_at(IpAddr::V4(Ipv4Addr::new(192, 0, 2, last)));
    for name in ["ada", "bob", "cyd"] {
        assert_eq!(asked(&at(1), "sign_up").await, json!({ "protection": "none" }));
        sign_up(&at(1), &Person::named(name), "").await.expect_ok();
    }
    sign_up(&at(1), &Person::named("dee"), "").await.expect_error(422, "captcha_missing_token");
    assert_eq!(asked(&at(1), "sign_up").await["protection"], "proof_of_work");
    let token = token_for(&at(1), "sign_up").await;
    sign_up(&at(1), &Person::named("dee"), &token).await.expect_ok();
    assert_eq!(asked(&at(2), "sign_up").await["protection"], "none", "from elsewhere nobody is asked");
    assert_eq!(asked(&at(1), "waitlist").await["protection"], "none", "nor for something else");
    for number in 0..60 {
        let person = Person::named(&format!("person{number}"));
        let answer = sign_up(&house.browser(), &person, "").await;
        if answer.status != 200 {
            answer.expect_error(422, "captcha_missing_token");
            break;
        }
    }
    assert_eq!(asked(&house.browser(), "sign_up").await["protection"], "proof_of_work", "so many in all");
    house.clock.advance(10 * MINUTE);
    assert_eq!(asked(&at(1), "sign_up").await["protection"], "none", "when it is over");
}

async fn nothing_is_asked_where_it_is_off(database: Database) {
    let house = House::open(&database).await;
    let browser = house.browser();
    let page = browser.page("/sign-up").await;
    assert!(!page.body.contains("captcha_token") && !page.body.contains("/captcha-"), "{}", page.body);
    assert_eq!(asked(&browser, "sign_up").await, json!({ "protection": "none" }));
    sign_up(&browser, &Person::named("ada"), "whatever").await.expect_ok();
    let unknown = [("identifier", "ada@example.com"), ("captcha_token", "x")];
    house.browser().post("sign_in/create", &unknown).await.expect_error(422, "form_param_unknown@captcha_token");
}

async fn what_was_spent_is_forgotten_when_it_is_worth_nothing(database: Database) {
    let house = house_with(&database, proof_of_work()).await;
    let browser = house.browser();
    let token = token_for(&browser, "sign_up").await;
    sign_up(&browser, &Person::named("ada"), &token).await.expect_ok();
    let spent = database.texts("SELECT id FROM spent_proofs").await;
    let left = database.numbers("SELECT expire_at FROM spent_proofs").await[0] - house.clock.now();
    assert!(spent.len() == 1 && token.contains(&spent[0]) && (9 * MINUTE..=10 * MINUTE).contains(&left), "{left}");
}

fn turnstile(service: &Turnstile) -> BotSettings {
    BotSettings {
        protection: BotProtection::Turnstile,
        when: ProtectWhen::Always,
        turnstile_site_key: "0x4AAA".into(),
        turnstile_secret_key: Secret::new("hunter2"),
        turnstile_base_url: service.url(),
        ..BotSettings::default()
    }
}

fn good() -> Value {
    json!({ "success": true, "hostname": "localhost", "action": "sign_up", "error-codes": [], "challenge_ts": "2026-01-01" })
}

async fn turnstile_is_asked_about_each_word(database: Database) {
    let service = Turnstile::start().await;
    let house = house_with(&database, turnstile(&service)).await;
    let browser = house.browser_at(IpAddr::V4(Ipv4Addr::new(192, 0, 2, 7)));
    let page = browser.page("/sign-up").await;
    assert!(page.body.contains("<noscript") && page.shows("Please turn on JavaScript to go on."), "{}", page.body);
    let policy = page.header("content-security-policy").expect("a policy");
    assert!(policy.contains(&format!("frame-src {}", service.url())), "{policy}");
    assert_eq!(
        asked(&browser, "sign_up").await,
        json!({
            "protection": "turnstile",
            "site_key": "0x4AAA",
            "action": "sign_up",
            "script": format!("{}/turnstile/v0/api.js?render=explicit", service.url()),
        })
    );
    sign_up(&browser, &Person::named("ada"), "").await.expect_error(422, "captcha_missing_token");
    assert_eq!(service.asked().len(), 0);
    service.plan([Plan::Says(good())]);
    sign_up(&browser, &Person::named("ada"), "a word").await.expect_ok();
    let expected = [("secret", "hunter2"), ("response", "a word"), ("remoteip", "192.0.2.7")];
    assert_eq!(service.asked(), [expected.map(|(name, value)| (name.to_owned(), value.to_owned()))]);
}

async fn who_has_no_good_word_from_turnstile_does_not_sign_up(database: Database) {
    let service = Turnstile::start().await;
    let house = house_with(&database, turnstile(&service)).await;
    let with = |name: &str, value: Value| {
        let mut answer = good();
        answer[name] = value;
        Plan::Says(answer)
    };
    let cases = [
        with("success", json!(false)),
        with("hostname", json!("evil.example")),
        with("action", json!("waitlist")),
        Plan::Says(json!({ "success": true })),
        Plan::Says(json!({ "success": false, "error-codes": ["timeout-or-duplicate"] })),
    ];
    for plan in cases {
        service.plan([plan.clone()]);
        let answer = sign_up(&house.browser(), &Person::named("ada"), "a word").await;
        assert_eq!(answer.error(), "captcha_invalid", "{plan:?}");
    }
    let asked = service.asked().len();
    let long = "x".repeat(3_000);
    sign_up(&house.browser(), &Person::named("ada"), &long).await.expect_error(422, "captcha_invalid");
    assert_eq!((service.asked().len(), database.count("sign_ups").await), (asked, 0));
}

async fn nobody_signs_up_while_turnstile_does_not_answer(database: Database) {
    let service = Turnstile::start().await;
    let house = house_with(&database, turnstile(&service)).await;
    let plans = [
        Plan::Status(500),
        Plan::Status(302),
        Plan::Nonsense,
        Plan::Says(json!({ "success": false, "error-codes": ["invalid-input-secret"] })),
        Plan::Says(json!({ "success": false, "error-codes": ["internal-error"] })),
    ];
    for plan in plans {
        service.plan([plan.clone()]);
        let answer = sign_up(&house.browser(), &Person::named("ada"), "a word").await;
        assert_eq!((answer.status, answer.error().as_str()), (503, "service_unavailable"), "{plan:?}");
    }
    service.plan([Plan::Silence]);
    let person = Person::named("ada");
    let browser = house.browser();
    let waiting = tokio::time::timeout(Duration::from_secs(9), sign_up(&browser, &person, "a word"));
    waiting.await.expect("nobody waits for long").expect_error(503, "service_unavailable");
    drop(service);
    sign_up(&house.browser(), &person, "a word").await.expect_error(503, "service_unavailable");
    assert_eq!(database.count("sign_ups").await, 0);
}
