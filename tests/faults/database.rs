//! T6: a database that does not answer lets nobody in and changes nothing.

use crate::support::{Answer, Browser, Database, House, Person, SECOND, on_both};

on_both!(
    a_closed_database_lets_nobody_in,
    a_sign_in_happens_whole_or_not_at_all,
    the_last_step_of_a_sign_up_happens_whole_or_not_at_all,
    the_first_step_of_a_sign_up_happens_whole_or_not_at_all,
    a_sign_out_that_failed_is_not_told_as_done,
    an_unreadable_row_lets_nobody_in,
);

const TABLES: &[&str] = &[
    "users",
    "identifiers",
    "clients",
    "client_secrets",
    "sessions",
    "sign_ins",
    "sign_ups",
    "verifications",
    "limits",
    "events",
    "messages",
];

/// Who sends what, with which fields.
type Form<'a> = (&'a Browser, &'a str, &'a [(&'a str, &'a str)]);

/// That it says so, in the form that was asked for.
#[track_caller]
fn assert_fault(answer: &Answer, as_page: bool) {
    assert!(matches!(answer.status, 500 | 503), "{}: {} {}", answer.path, answer.status, answer.body);
    let kind = answer.header("content-type").expect("has a type");
    if as_page {
        assert!(kind.starts_with("text/html") && answer.body.contains("<h1"), "{kind}: {}", answer.body);
    } else {
        assert!(kind.starts_with("application/json"), "{kind}");
        assert!(matches!(answer.error().as_str(), "service_unavailable" | "internal_error"), "{}", answer.body);
    }
    for inside in ["sqlx", "SQL", "sqlite", "postgres", "relation", "no such table", "panicked", "src/"] {
        assert!(!answer.body.contains(inside), "it tells of its inside: {}", answer.body);
    }
}

async fn a_closed_database_lets_nobody_in(database: Database) {
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    let member = house.sign_up(&ada).await;
    let [half, begun] = [house.browser(), house.browser()];
    half.post("sign_in/create", &[("identifier", &ada.email)]).await.expect_ok();
    house.begin_sign_up(&begun, &Person::named("bob")).await.expect_ok();
    let code = house.code_for("bob@example.com").await;
    let before = database.counts().await;
    house.vestibule.store().close().await;

    assert_eq!(house.browser().get("/healthz").await.status, 200, "the process lives");
    assert_fault(&house.browser().get("/readyz").await, false);
    assert_fault(&house.browser().page("/readyz").await, true);
    assert_eq!(house.browser().page("/sign-in").await.status, 200, "a visitor's page needs no database");
    let forms: [Form<'_>; 8] = [
        (&half, "sign_in/attempt_first_factor", &[("password", &ada.password)]),
        (&begun, "sign_up/attempt_verification", &[("code", &code)]),
        (&begun, "sign_up/prepare_verification", &[]),
        (&half, "sign_in/create", &[("identifier", &ada.email), ("password", &ada.password)]),
        (&half, "sign_up/create", &[("email_address", "eve@example.com"), ("password", &ada.password)]),
        (&member, "client/get", &[]),
        (&member, "session/token", &[]),
        (&member, "session/sign_out", &[]),
    ];
    for (browser, form, fields) in forms {
        let answer = browser.post(form, fields).await;
        assert_fault(&answer, false);
        assert_eq!(answer.headers.get("set-cookie"), None, "{form}");
        if !matches!(form, "client/get" | "session/token") {
            assert_fault(&browser.submit(form, fields).await, true);
        }
    }
    for (browser, path) in [(&member, "/dashboard"), (&member, "/"), (&half, "/sign-in"), (&begun, "/sign-up")] {
        let page = browser.page(path).await;
        assert_fault(&page, true);
        assert!(!page.tells_a_user());
    }
    assert_fault(&member.get("/api/me").await, false);
    house.clock.advance(61 * SECOND);
    assert_fault(&member.get("/api/me").await, false);
    assert_eq!(house.browser().get("/api/me").await.status, 401);

    let house = house.another().await;
    assert_eq!(database.counts().await, before);
    assert_eq!(member.at(&house).who().await, Some(ada.email), "when it is back, so is everyone");
    begun.at(&house).post("sign_up/attempt_verification", &[("code", &code)]).await.expect_ok();
}

/// What is done in a house in which a table is missing.
#[derive(Clone, Copy, PartialEq)]
enum Step {
    SignIn,
    BeginSignUp,
    GiveCode,
}

/// How many rows each table has; that of those which only note what was tried is nobody's business here.
async fn counts(database: &Database) -> Vec<(String, i64)> {
    let tried = ["limits", "sign_ins", "clients", "client_secrets"];
    database.counts().await.into_iter().filter(|(name, _)| !tried.contains(&name.as_str())).collect()
}

/// Does a step without a table, and says whether it went well. If it did not, nothing has changed.
async fn without_table(table: &str, step: Step, postgres: bool) -> bool {
    let database = if postgres { Database::postgres().await } else { Database::sqlite().await };
    let house = House::open(&database).await;
    let (ada, browser) = (Person::named("ada"), house.browser());
    let mut code = String::new();
    match step {
        Step::SignIn => drop(house.sign_up(&ada).await.post("session/sign_out", &[]).await),
        Step::BeginSignUp => {}
        Step::GiveCode => {
            house.begin_sign_up(&browser, &ada).await.expect_ok();
            code = house.code_for(&ada.email).await;
        }
    }
    database.drop_table(table).await;
    let before = counts(&database).await;
    let answer = match step {
        Step::SignIn => browser.sign_in(&ada).await,
        Step::BeginSignUp => house.begin_sign_up(&browser, &ada).await,
        Step::GiveCode => browser.post("sign_up/attempt_verification", &[("code", &code)]).await,
    };
    let went_well = answer.status == 200;
    if !went_well {
        assert_fault(&answer, false);
        assert_eq!(counts(&database).await, before, "without {table}: {}", answer.body);
        let token = answer.cookie("__session");
        assert!(token.is_none_or(|cookie| cookie.contains("Max-Age=0")), "without {table}: signed in all the same");
        let me = browser.get("/api/me").await;
        assert_ne!(me.status, 200, "without {table}: {}", me.body);
    }
    house.vestibule.stop().await;
    database.remove().await;
    went_well
}

async fn unneeded(step: Step, postgres: bool) -> Vec<&'static str> {
    let mut unneeded = Vec::new();
    for table in TABLES {
        if without_table(table, step, postgres).await {
            unneeded.push(*table);
        }
    }
    unneeded
}

async fn a_sign_in_happens_whole_or_not_at_all(database: Database) {
    let unneeded = unneeded(Step::SignIn, database.is_postgres()).await;
    assert_eq!(unneeded, ["sign_ups", "verifications", "messages"]);
}

async fn the_last_step_of_a_sign_up_happens_whole_or_not_at_all(database: Database) {
    let unneeded = unneeded(Step::GiveCode, database.is_postgres()).await;
    assert_eq!(unneeded, ["sign_ins", "messages"]);
}

async fn the_first_step_of_a_sign_up_happens_whole_or_not_at_all(database: Database) {
    let unneeded = unneeded(Step::BeginSignUp, database.is_postgres()).await;
    // Whose address it may be is looked up with the language that they read.
    assert_eq!(unneeded, ["sign_ins"]);
}

async fn a_sign_out_that_failed_is_not_told_as_done(database: Database) {
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    database.drop_table("events").await;
    let answer = browser.post("session/sign_out", &[]).await;
    assert_fault(&answer, false);
    assert_eq!(answer.headers.get("set-cookie"), None);
    assert_eq!((database.live_sessions().await, browser.who().await), (1, Some(ada.email)));
}

async fn an_unreadable_row_lets_nobody_in(database: Database) {
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    let member = house.sign_up(&ada).await;
    for digest in [
        "",
        "x",
        "$2b$12$abcdefghijklmnopqrstuv",
        "$argon2id$v=19$m=64,t=1,p=1$$",
        "$argon2i$v=19$m=64,t=1,p=1$c29tZXNhbHQ$AAAA",
    ] {
        database.execute(&format!("UPDATE users SET password_digest = '{digest}'")).await;
        for password in [ada.password.as_str(), digest, "x"].into_iter().filter(|password| !password.is_empty()) {
            let browser = house.browser();
            let answer = browser.try_password(&ada.email, password).await;
            assert_ne!(answer.status, 200, "{digest}: {}", answer.body);
            assert_eq!(browser.who().await, None);
            database.execute("DELETE FROM limits").await;
        }
    }
    database.execute("UPDATE users SET password_digest = NULL").await;
    assert_eq!(house.browser().sign_in(&ada).await.status, 422, "an account without a password");
    database.execute("UPDATE sessions SET status = 'superuser'").await;
    house.clock.advance(61 * SECOND);
    assert!(matches!(member.get("/api/me").await.status, 401 | 500 | 503));
    database.execute("UPDATE sessions SET status = 'revoked'").await;
    assert_eq!(member.get("/api/me").await.status, 401);
}
