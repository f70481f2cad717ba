//! T24 and T25: cookies that a stranger has planted, guessed or kept.

use vestibule::server::crypto::password_hash::Cost;

use crate::support::{Database, House, MINUTE, Person, on_both};

on_both!(
    a_cookie_that_was_planted_before_a_sign_in_is_worth_nothing_after_it,
    a_cookie_that_was_planted_before_a_sign_up_is_worth_nothing_after_it,
    a_planted_cookie_does_not_let_a_stranger_choose_the_password,
    a_stranger_who_is_let_in_by_the_clock_sees_nobody,
    nor_where_several_people_may_be_signed_in,
    whoever_adds_an_account_to_a_planted_cookie_shares_it_with_nobody,
    a_secret_that_we_did_not_make_is_not_taken_over,
    neighbours_of_a_secret_open_nothing,
    what_is_in_the_database_opens_nothing,
    a_cookie_of_another_house_opens_nothing,
);

async fn a_cookie_that_was_planted_before_a_sign_in_is_worth_nothing_after_it(database: Database) {
    let house = House::open(&database).await;
    let (ada, name) = (Person::named("ada"), house.client_cookie());
    house.sign_up(&ada).await;
    let eve = house.browser();
    eve.post("sign_in/create", &[("identifier", "eve@example.com")]).await.expect_ok();
    let planted = eve.cookie(name).expect("has a secret");
    let victim = house.browser();
    victim.set_cookie(name, &planted);
    victim.sign_in(&ada).await.expect_ok();
    assert_ne!(victim.cookie(name), Some(planted));
    for _ in 0..2 {
        assert_eq!(eve.who().await, None);
        assert!(eve.post("session/token", &[]).await.json().is_null());
        assert_eq!(eve.post("client/get", &[]).await.json()["sessions"], serde_json::json!([]));
        assert!(eve.page("/dashboard").await.path.starts_with("/sign-in"));
        eve.post("session/sign_out_everywhere", &[]).await.expect_ok();
        assert_eq!(victim.who().await, Some(ada.email.clone()), "nor can it disturb her");
        house.clock.advance(2 * MINUTE);
    }
}

async fn a_cookie_that_was_planted_before_a_sign_up_is_worth_nothing_after_it(database: Database) {
    let house = House::open(&database).await;
    let (ada, name) = (Person::named("ada"), house.client_cookie());
    let eve = house.browser();
    eve.post("sign_in/create", &[("identifier", "eve@example.com")]).await.expect_ok();
    let victim = house.browser();
    victim.set_cookie(name, &eve.cookie(name).expect("has a secret"));
    house.begin_sign_up(&victim, &ada).await.expect_ok();
    let code = house.code_for(&ada.email).await;
    victim.post("sign_up/attempt_verification", &[("code", &code)]).await.expect_ok();
    assert_eq!((victim.who().await, eve.who().await), (Some(ada.email), None));
    house.clock.advance(MINUTE);
    assert!(eve.page("/dashboard").await.path.starts_with("/sign-in"));
}

/// T9: whoever waits in the browser that someone signs up with.
async fn a_planted_cookie_does_not_let_a_stranger_choose_the_password(database: Database) {
    let house = House::open(&database).await;
    let (ada, name) = (Person::named("ada"), house.client_cookie());
    let eve = house.browser();
    eve.post("sign_in/create", &[("identifier", "eve@example.com")]).await.expect_ok();
    let victim = house.browser();
    victim.set_cookie(name, &eve.cookie(name).expect("has a secret"));
    house.begin_sign_up(&victim, &ada).await.expect_ok();
    let state = eve.post("client/get", &[]).await;
    let hers = Person { password: "eves ledger of moths 77".into(), ..ada.clone() };
    house.begin_sign_up(&eve, &hers).await;
    let code = house.code_for(&ada.email).await;
    victim.post("sign_up/attempt_verification", &[("code", &code)]).await;
    let in_with_eves = house.browser().sign_in(&hers).await.status == 200;
    assert!(!in_with_eves, "the account has the password that the stranger chose");
    assert!(!state.body.contains(&ada.email), "{}", state.body);
}

/// The stranger's form comes before the victim's session and is done after it: a password takes its time to be hashed.
async fn a_stranger_who_is_let_in_by_the_clock_sees_nobody(database: Database) {
    stranger_by_the_clock(database, false).await;
}

/// She may be signed in there herself, and stays.
async fn nor_where_several_people_may_be_signed_in(database: Database) {
    stranger_by_the_clock(database, true).await;
}

async fn stranger_by_the_clock(database: Database, several: bool) {
    let house = House::with(&database, |settings| {
        settings.session.multi_session = several;
        settings.password.hash_workers = 1;
        settings.password.hash = Cost { memory_kib: 4096, iterations: 2, parallelism: 1 };
    })
    .await;
    let (ada, name) = (Person::named("ada"), house.client_cookie());
    house.sign_up(&ada).await;
    house.sign_up(&Person::named("eve")).await;
    let mut signed_in = 0;
    for round in 0..24 {
        let eve = house.browser();
        match several && round % 2 == 0 {
            true => eve.sign_in(&Person::named("eve")).await.expect_ok(),
            false => eve.post("sign_in/create", &[("identifier", "nobody@example.com")]).await.expect_ok(),
        };
        let victim = house.browser();
        victim.set_cookie(name, &eve.cookie(name).expect("has a secret"));
        let (by_victim, by_eve) = (victim.clone(), eve.clone());
        let person = ada.clone();
        let sign_in = tokio::spawn(async move { by_victim.sign_in(&person).await });
        let hers = tokio::spawn(async move {
            let fresh = format!("eve{round}@example.com");
            let mallory = Person::named("eve");
            match round % 6 {
                3 => by_eve.post("session/sign_out", &[("session_id", "sess_x")]).await,
                4 => by_eve.post("session/sign_out_everywhere", &[]).await,
                5 => by_eve.post("session/set_active", &[("session_id", "sess_x")]).await,
                0 => by_eve.post("sign_up/create", &[("email_address", &fresh), ("password", &mallory.password)]).await,
                1 => by_eve.post("sign_in/create", &[("identifier", "nobody@example.com")]).await,
                _ => by_eve.sign_in(&mallory).await,
            }
        });
        let (sign_in, hers) = (sign_in.await.expect("is answered"), hers.await.expect("is answered"));
        assert!(!hers.body.contains(&ada.email), "round {round}: {}", hers.body);
        assert_ne!(eve.who().await, Some(ada.email.clone()), "round {round}");
        assert!(!eve.post("client/get", &[]).await.body.contains(&ada.email), "round {round}");
        if sign_in.status == 200 {
            signed_in += 1;
            assert_eq!(victim.who().await, Some(ada.email.clone()), "round {round}: her session was ended");
        }
    }
    assert!(signed_in > 0);
}

/// The stranger is signed in on the browser whose cookie they plant, and stays so beside the victim.
async fn whoever_adds_an_account_to_a_planted_cookie_shares_it_with_nobody(database: Database) {
    let house = House::with(&database, |settings| settings.session.multi_session = true).await;
    let (ada, mallory, name) = (Person::named("ada"), Person::named("eve"), house.client_cookie());
    house.sign_up(&ada).await;
    let eve = house.sign_up(&mallory).await;
    let session = eve.post("client/get", &[]).await.json()["last_active_session_id"].clone();
    let victim = house.browser();
    victim.set_cookie(name, &eve.cookie(name).expect("has a secret"));
    victim.sign_in(&ada).await.expect_ok();
    let hers = victim.post("client/get", &[]).await.json()["last_active_session_id"].clone();
    for _ in 0..2 {
        let seen = eve.post("client/get", &[]).await;
        assert!(!seen.body.contains(&ada.email), "{}", seen.body);
        for id in [&session, &hers] {
            let id = id.as_str().expect("an id");
            eve.post("session/set_active", &[("session_id", id)]).await.expect_error(422, "client_state_invalid");
            assert!(eve.post("session/token", &[]).await.json().is_null());
            eve.post("session/sign_out", &[("session_id", id)]).await.expect_ok();
        }
        eve.post("client/remove_sessions", &[]).await.expect_ok();
        eve.sign_in(&mallory).await.expect_ok();
        assert_eq!(eve.who().await, Some(mallory.email.clone()), "on a browser of its own");
        assert_eq!(victim.who().await, Some(ada.email.clone()), "nor can it disturb her");
        assert!(!eve.page("/dashboard").await.shows(&ada.email));
        eve.post("client/remove_sessions", &[]).await.expect_ok();
        house.clock.advance(2 * MINUTE);
    }
}

async fn a_secret_that_we_did_not_make_is_not_taken_over(database: Database) {
    let house = House::open(&database).await;
    let (ada, name) = (Person::named("ada"), house.client_cookie());
    house.sign_up(&ada).await;
    let own = "A".repeat(43);
    let browser = house.browser();
    browser.set_cookie(name, &own);
    browser.post("sign_in/create", &[("identifier", &ada.email)]).await.expect_ok();
    assert_ne!(browser.cookie(name).as_ref(), Some(&own));
    browser.sign_in(&ada).await.expect_ok();
    let thief = house.browser();
    thief.set_cookie(name, &own);
    assert_eq!((thief.who().await, browser.who().await), (None, Some(ada.email)));
}

async fn neighbours_of_a_secret_open_nothing(database: Database) {
    let house = House::open(&database).await;
    let name = house.client_cookie();
    let browser = house.sign_up(&Person::named("ada")).await;
    let secret = browser.cookie(name).expect("has a secret");
    let mut forged: Vec<String> = Vec::new();
    for at in 0..secret.len() - 1 {
        let mut bytes = secret.clone().into_bytes();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        forged.push(String::from_utf8(bytes).expect("ASCII"));
    }
    forged.extend(
        ["", " ", "null", "undefined", "0", "' OR '1'='1", "%", "*", "../../x", "\u{e9}", "a.b.c", &secret[1..]]
            .map(str::to_owned),
    );
    forged.extend([secret.to_lowercase(), secret.to_uppercase(), format!("{secret}="), format!("{secret}A")]);
    forged.extend([format!("\"{secret}\"x"), "A".repeat(43), "A".repeat(10_000), secret.repeat(2)]);
    for forged in forged {
        let stranger = house.browser();
        for cookie in [name, "__session", "vestibule_flash"] {
            stranger.set_cookie(cookie, &forged);
        }
        assert_eq!(stranger.who().await, None, "{forged}");
        let page = stranger.page("/dashboard").await;
        assert!(page.status == 200 && page.path.starts_with("/sign-in"), "{forged}: {} {}", page.status, page.path);
        assert!(stranger.post("session/token", &[]).await.json().is_null(), "{forged}");
    }
    assert!(browser.who().await.is_some(), "and nobody is thrown out by it");
}

async fn what_is_in_the_database_opens_nothing(database: Database) {
    let house = House::open(&database).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    let mut stolen = database.texts("SELECT hash FROM client_secrets").await;
    for column in ["sessions.id", "clients.id", "users.id", "sign_ups.id", "signing_keys.kid"] {
        let (table, column) = column.split_once('.').expect("a column");
        stolen.extend(database.texts(&format!("SELECT {column} FROM {table}")).await);
    }
    for text in stolen {
        let thief = house.browser();
        thief.set_cookie(house.client_cookie(), &text);
        thief.set_cookie("__session", &text);
        assert_eq!(thief.who().await, None, "{text}");
        let bearer =
            house.browser().ask("GET", "/api/me").header("authorization", &format!("Bearer {text}")).send().await;
        assert_eq!(bearer.status, 401);
    }
    assert!(browser.who().await.is_some());
}

async fn a_cookie_of_another_house_opens_nothing(database: Database) {
    let house = House::open(&database).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    let other = Database::no_file();
    let elsewhere = House::open(&other).await;
    let visitor = browser.thief().at(&elsewhere);
    assert_eq!(visitor.who().await, None, "neither its token nor its secret");
    assert!(visitor.page("/dashboard").await.path.starts_with("/sign-in"));
    // Over TLS the name says that no neighbour planted it: the plain name is not read.
    let secure = house.another_with(|settings| settings.base_url = "https://app.example".into()).await;
    let visitor = secure.browser();
    visitor.set_cookie("vestibule_client", &browser.cookie("vestibule_client").expect("has a secret"));
    visitor.set_cookie("__session", &browser.cookie("__session").expect("is signed in"));
    assert_eq!(visitor.who().await, None, "nor a token of another issuer");
}
