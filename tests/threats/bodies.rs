//! T7 and T41: what forms may hold, and how much.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::body::{Body, Bytes};
use vestibule::server::crypto::password_hash::Cost;

use crate::support::{Database, House, Person, at_once, on_both};

on_both!(
    fields_that_a_form_does_not_have_are_refused,
    what_is_not_sent_as_a_form_is_refused,
    what_an_account_begins_with_is_not_the_browsers_to_say,
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
    ("unsafe_metadata[role]", "admin"),
    ("organization_id", "org_1"),
    ("strategy", "ticket"),
    ("ticket", "x"),
    ("client[id]", "x"),
    ("details[email_address]", "eve@example.com"),
    ("__proto__[admin]", "1"),
];

async fn fields_that_a_form_does_not_have_are_refused(database: Database) {
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    let member = house.sign_up(&ada).await;
    let stranger = house.browser();
    let own = [("email_address", "eve@example.com"), ("password", "moth ledger willow 42")];
    stranger.post("sign_up/create", &own).await.expect_ok();
    let before = database.contents().await;
    for (name, value) in EXTRA {
        for (browser, form, fields) in [
            (&stranger, "sign_up/create", &own[..]),
            (&stranger, "sign_up/attempt_verification", &[("code", "000000")]),
            (&stranger, "sign_in/create", &[("identifier", &ada.email), ("password", &ada.password)]),
            (&member, "session/sign_out_everywhere", &[]),
            (&member, "client/get", &[]),
        ] {
            let with: Vec<_> = fields.iter().copied().chain([(*name, *value)]).collect();
            // By its name, where that is a plain one.
            let told = match name.trim_end_matches("[]") {
                odd if odd.contains('[') => "form_param_unknown".to_owned(),
                plain => format!("form_param_unknown@{plain}"),
            };
            browser.post(form, &with).await.expect_error(422, &told);
        }
    }
    assert_eq!(database.contents().await, before);
    assert_eq!(member.who().await, Some(ada.email));
}

async fn what_is_not_sent_as_a_form_is_refused(database: Database) {
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    house.sign_up(&ada).await;
    let form = format!("identifier={}&password={}", ada.email, ada.password.replace(' ', "+"));
    let json = serde_json::json!({ "identifier": ada.email, "password": ada.password }).to_string();
    for (kind, body) in [
        ("text/plain", &form),
        ("application/json", &json),
        ("application/json", &form),
        ("multipart/form-data; boundary=x", &form),
        ("", &form),
    ] {
        let browser = house.browser();
        let ask = || browser.ask("POST", "/vestibule/api/sign_in/create");
        let told = ask().by_script().body(kind, body.clone()).send().await;
        told.expect_error(415, "unsupported_content_type");
        assert!(told.body.contains("application/x-www-form-urlencoded"), "{kind}: {}", told.body);
        let page = ask().by_hand().body(kind, body.clone()).send().await;
        assert_eq!((page.status, browser.who().await), (415, None), "{kind}: {}", page.body);
    }
    let browser = house.browser();
    let ask = browser.ask("POST", "/vestibule/api/sign_in/create").by_script();
    ask.body("application/x-www-form-urlencoded; charset=UTF-8", form).send().await.expect_ok();
    assert_eq!(browser.who().await, Some(ada.email));
}

async fn what_an_account_begins_with_is_not_the_browsers_to_say(database: Database) {
    let house = House::open(&database).await;
    let member = house.sign_up(&Person::named("ada")).await;
    let user = member.get("/api/me").await.json();
    let mut names: Vec<_> = user.as_object().expect("a user").keys().cloned().collect();
    names.sort();
    assert_eq!(
        names,
        [
            "backup_code_enabled",
            "created_at",
            "delete_self_enabled",
            "email_addresses",
            "external_accounts",
            "first_name",
            "has_image",
            "id",
            "image_url",
            "last_name",
            "last_sign_in_at",
            "legal_accepted_at",
            "locale",
            "mfa_disabled_at",
            "mfa_enabled_at",
            "passkeys",
            "password_enabled",
            "phone_numbers",
            "primary_email_address_id",
            "primary_phone_number_id",
            "public_metadata",
            "totp_enabled",
            "two_factor_enabled",
            "unsafe_metadata",
            "updated_at",
            "username",
        ]
    );
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
    let me = eves.get(&format!("/api/me?user_id={user}&session_id={session}&sub={user}")).await;
    assert_eq!(me.json()["email_addresses"][0]["email_address"], eve.email.as_str());
    let query = format!("session/sign_out_everywhere?user_id={user}&session_id={session}");
    eves.post(&query, &[]).await.expect_ok();
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
