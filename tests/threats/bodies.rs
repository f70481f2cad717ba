//! T7 and T41: what forms may hold, and how much.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::body::{Body, Bytes};
use vestibule::server::crypto::password_hash::Cost;

use crate::support::{Database, House, Person, at_once, on_both};

on_both!(
    fields_that_a_form_does_not_have_change_nothing,
    nobody_acts_for_another_by_naming_them,
    ten_megabytes_are_refused,
    five_hundred_sign_ins_at_once_are_all_answered_and_others_meanwhile,
);

const EXTRA: &[(&str, &str)] = &[
    ("id", "user_000000000000000000000000000"),
    ("user_id", "user_000000000000000000000000000"),
    ("sub", "user_000000000000000000000000000"),
    ("client_id", "client_00000000000000000000000000"),
    ("session_id", "sess_000000000000000000000000000"),
    ("sign_up_id", "sua_000000000000000000000000000"),
    ("status", "complete"),
    ("role", "admin"),
    ("roles[]", "admin"),
    ("is_admin", "true"),
    ("admin", "1"),
    ("verified", "true"),
    ("email_verified", "true"),
    ("verified_at", "1"),
    ("skip_verification", "true"),
    ("skip_password_checks", "true"),
    ("password_digest", "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$RdescudvJCsgt3ub+b+dWRWJTmaQk6Zx"),
    ("created_at", "1"),
    ("expire_at", "99999999999999"),
    ("abandon_at", "99999999999999"),
    ("attempts", "-100"),
    ("public_metadata", "{\"role\":\"admin\"}"),
    ("private_metadata", "{}"),
    ("unsafe_metadata", "{}"),
    ("organization_id", "org_1"),
    ("strategy", "ticket"),
    ("ticket", "x"),
    ("client[id]", "x"),
    ("details[email_address]", "eve@example.com"),
    ("__proto__[admin]", "1"),
];

async fn fields_that_a_form_does_not_have_change_nothing(database: Database) {
    let house = House::open(&database).await;
    let (ada, browser) = (Person::named("ada"), house.browser());
    let with = |fields: &[(&'static str, String)]| -> Vec<(&'static str, String)> {
        fields.iter().cloned().chain(EXTRA.iter().map(|(name, value)| (*name, (*value).to_owned()))).collect()
    };
    let post = async |form: &str, fields: &[(&'static str, String)]| {
        let fields = with(fields);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        browser.post(form, &fields).await
    };
    let begun =
        post("sign_up/create", &[("email_address", ada.email.clone()), ("password", ada.password.clone())]).await;
    begun.expect_ok();
    assert_eq!(begun.json()["client"]["sign_up"]["status"], "missing_requirements");
    assert_eq!(begun.json()["client"]["sign_up"]["email_address_verification"]["attempts"], 0);
    assert_eq!((browser.who().await, database.count("users").await), (None, 0));
    let code = house.code_for(&ada.email).await;
    let other =
        [("code", code), ("email_address", "eve@example.com".to_owned()), ("password", "another 41 x".to_owned())];
    post("sign_up/attempt_verification", &other).await.expect_ok();
    assert_eq!(browser.who().await, Some(ada.email.clone()));
    post("session/sign_out", &[]).await.expect_ok();
    post("sign_in/create", &[("identifier", ada.email.clone()), ("password", "wrong".into())]).await;
    assert_eq!(browser.who().await, None);
    post("sign_in/create", &[("identifier", ada.email.clone()), ("password", ada.password.clone())]).await.expect_ok();

    let user = browser.get("/api/me").await.json();
    let mut names: Vec<_> = user.as_object().expect("a user").keys().cloned().collect();
    names.sort();
    assert_eq!(
        names,
        [
            "created_at",
            "email_addresses",
            "first_name",
            "id",
            "last_name",
            "last_sign_in_at",
            "password_enabled",
            "primary_email_address_id",
            "updated_at",
            "username",
        ]
    );
    assert!(user["id"].as_str().is_some_and(|id| !id.contains("00000000")));
    assert!(!database.dump().await.contains("user_00000000000000"));
    assert_eq!(database.number("SELECT created_at FROM users").await, user["created_at"].as_i64().expect("a time"));
    let lifetime = database.number("SELECT expire_at - created_at FROM sessions LIMIT 1").await;
    assert_eq!(lifetime, 7 * crate::support::DAY);
}

async fn nobody_acts_for_another_by_naming_them(database: Database) {
    let house = House::open(&database).await;
    let (ada, eve) = (Person::named("ada"), Person::named("eve"));
    let hers = house.sign_up(&ada).await;
    let eves = house.sign_up(&eve).await;
    let user = hers.get("/api/me").await.json()["id"].as_str().expect("an id").to_owned();
    let session =
        hers.post("client/get", &[]).await.json()["last_active_session_id"].as_str().expect("an id").to_owned();
    let naming = [("user_id", user.as_str()), ("session_id", &session), ("sub", &user), ("identifier", &ada.email)];
    let token = eves.post("session/token", &naming).await;
    assert!(!token.body.contains(&session));
    let state = eves.post("client/get", &naming).await;
    assert!(!state.body.contains(&session) && !state.body.contains(&user), "{}", state.body);
    let me = eves.get(&format!("/api/me?user_id={user}&session_id={session}")).await;
    assert_eq!(me.json()["email_addresses"][0]["email_address"], eve.email.as_str());
    eves.post("session/sign_out", &naming).await.expect_ok();
    eves.sign_in(&eve).await.expect_ok();
    eves.post("session/sign_out_everywhere", &naming).await.expect_ok();
    assert_eq!((hers.who().await, eves.who().await), (Some(ada.email), None));
}

async fn ten_megabytes_are_refused(database: Database) {
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    let member = house.sign_up(&ada).await;
    let before = database.counts().await;
    let big = Bytes::from(format!("identifier=ada&password={}", "x".repeat(10 * 1024 * 1024)));
    let kind = "application/x-www-form-urlencoded";
    for form in ["sign_in/create", "sign_up/create", "client/get", "session/sign_out", "password/strength"] {
        let path = format!("/vestibule/api/{form}");
        for browser in [&house.browser(), &member] {
            let told = browser.ask("POST", &path).by_script().body(kind, big.clone()).send().await;
            told.expect_error(413, "request_body_too_large");
            let page = browser.ask("POST", &path).by_hand().body(kind, big.clone()).send().await;
            assert_eq!(page.status, 413);
            assert!(page.header("content-type").is_some_and(|kind| kind.starts_with("text/html")));
            // Without a length in advance, and with one that is not true.
            for length in [None, Some("10")] {
                for by_hand in [false, true] {
                    let ask = browser.ask("POST", &path);
                    let ask = if by_hand { ask.by_hand() } else { ask.by_script() };
                    let ask = ask.stream(kind, Body::from(big.clone()));
                    let ask = match length {
                        Some(length) => ask.header("content-length", length),
                        None => ask,
                    };
                    let answer = ask.send().await;
                    let refused = matches!(answer.status, 400..=499) || by_hand && matches!(answer.status, 300..=399);
                    assert!(refused, "{form} {length:?} {by_hand}: {} {}", answer.status, answer.body);
                }
            }
        }
    }
    assert_eq!(database.counts().await, before);
    assert_eq!(member.who().await, Some(ada.email));
}

async fn five_hundred_sign_ins_at_once_are_all_answered_and_others_meanwhile(database: Database) {
    let house = House::with(&database, |settings| {
        settings.password.hash = Cost::default();
        settings.password.hash_queue = 40;
    })
    .await;
    let ada = Person::named("ada");
    house.sign_up(&ada).await;
    let over = Arc::new(AtomicBool::new(false));
    let others = {
        let (over, browser) = (Arc::clone(&over), house.browser());
        tokio::spawn(async move {
            let mut answered = 0;
            while !over.load(Ordering::Relaxed) {
                assert_eq!(browser.get("/healthz").await.status, 200);
                assert_eq!(browser.page("/sign-in").await.status, 200);
                answered += 1;
            }
            answered
        })
    };
    let sign_ins = (0..500).map(|number| {
        let (browser, ada) = (house.browser(), ada.clone());
        async move {
            match number % 5 {
                0 => browser.sign_in(&ada).await,
                _ => browser.try_password(&format!("nobody{number}@example.com"), "wrong").await,
            }
        }
    });
    let answers = at_once(sign_ins).await;
    over.store(true, Ordering::Relaxed);
    assert!(others.await.expect("the others are answered") > 0);
    for answer in &answers {
        assert!(matches!(answer.status, 200 | 403 | 422 | 429), "{}: {}", answer.status, answer.body);
    }
    let busy = answers.iter().filter(|answer| answer.status == 429).count();
    assert!(busy > 0, "the queue is bounded");
    house.sign_in(&Person { password: ada.password.clone(), ..ada }).await;
}
