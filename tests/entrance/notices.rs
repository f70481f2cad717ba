//! Mails about changes to an account, and how its owner says that a change was not theirs.

use vestibule::server::{NewApiKey, Settings};

use crate::support::tickets::path_of;
use crate::support::{
    Answer, Authenticator, Browser, DAY, Database, House, MINUTE, Mail, Person, SECOND, Somebody, at_once, offer,
    on_both, rounds,
};

on_both!(
    every_notice_says_how_one_says_that_it_was_not_them,
    looking_at_the_link_changes_nothing,
    one_click_ends_every_session,
    what_was_half_way_ends_with_it,
    it_is_good_once_and_for_a_week,
    of_many_clicks_at_once_one_counts,
    no_key_is_made_while_it_ends_everything,
    it_is_good_for_nothing_else_and_nothing_else_for_it,
    a_sign_in_on_a_new_device_is_told,
    on_a_new_device_every_way_in_is_told,
);

const PATH: &str = "/vestibule/disavow";

/// The link of a mail by which its reader says that it was not them.
#[track_caller]
fn link_of(mail: &Mail) -> Option<String> {
    let of = |text: &str| {
        let (_, rest) = text.split_once("http://localhost:3000/vestibule/disavow?token=")?;
        Some(rest.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect::<String>())
    };
    let (in_text, in_html) = (of(&mail.text), of(mail.html.as_deref().unwrap_or_default()));
    assert_eq!(in_text, in_html, "{}", mail.text);
    in_text.inspect(|token| assert_eq!(token.len(), 43, "256 bits"))
}

async fn token_to(house: &House, address: &str) -> String {
    link_of(&house.mail_to(address).await).expect("a link")
}

async fn click(browser: &Browser, token: &str) -> Answer {
    browser.ask("POST", PATH).by_hand().form(&[("token", token)]).send().await
}

/// Someone with an account of which something has just changed: their browser and the token of the mail.
async fn with_ada(house: &House) -> (Person, Browser, String) {
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    let new = "harbour kettle ribbon 77";
    let fields = [("current_password", ada.password.as_str()), ("new_password", new)];
    browser.post("user/update_password", &fields).await.expect_ok();
    let token = token_to(house, &ada.email).await;
    (Person { password: new.into(), ..ada }, browser, token)
}

async fn every_notice_says_how_one_says_that_it_was_not_them(database: Database) {
    let house = House::with(&database, |settings| {
        offer(settings, &["google"]);
        settings.sign_in.passkey = true;
        settings.api_keys.users = true;
    })
    .await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    assert_eq!(link_of(&house.mail_to(&ada.email).await), None, "a code is none");
    let mut subjects = Vec::new();
    let mut told = async || {
        let mail = house.mail_to(&ada.email).await;
        assert!(link_of(&mail).is_some() && mail.text.contains("That was not me:"), "{}", mail.text);
        assert!(mail.html.as_deref().is_some_and(|html| html.contains(">That was not me</a>")), "{:?}", mail.html);
        assert_eq!(
            mail.link.as_deref(),
            Some("http://localhost:3000/sign-in"),
            "the first link is still that of the mail"
        );
        subjects.push(mail.subject);
    };
    let id_of = async |list: &str, at: usize| {
        browser.get("/api/me").await.json()[list][at]["id"].as_str().expect("an id").to_owned()
    };
    browser.come_from("external_account/connect", "google", Somebody::proven("ada@elsewhere.example")).await;
    told().await;
    let account = id_of("external_accounts", 0).await;
    browser.post("external_account/disconnect", &[("external_account_id", &account)]).await.expect_ok();
    told().await;
    browser.add_passkey(&mut Authenticator::new()).await.expect_ok();
    told().await;
    let passkey = id_of("passkeys", 0).await;
    browser.post("passkey/remove", &[("passkey_id", &passkey)]).await.expect_ok();
    told().await;
    browser.post("api_key/create", &[("name", "Backup")]).await.expect_ok();
    told().await;
    browser.add_app(&house).await;
    told().await;
    browser.post("backup_code/create", &[]).await.expect_ok();
    told().await;
    browser.post("totp/disable", &[]).await.expect_ok();
    told().await;
    browser.post("email_address/create", &[("email_address", "ada@example.org")]).await.expect_ok();
    let (new, code) = (id_of("email_addresses", 1).await, house.code_for("ada@example.org").await);
    let proof = [("email_address_id", new.as_str()), ("code", &code)];
    browser.post("email_address/attempt_verification", &proof).await.expect_ok();
    told().await;
    browser.post("email_address/remove", &[("email_address_id", &new)]).await.expect_ok();
    told().await;
    let fields = [("current_password", ada.password.as_str()), ("new_password", "harbour kettle ribbon 77")];
    browser.post("user/update_password", &fields).await.expect_ok();
    told().await;
    subjects.sort();
    subjects.dedup();
    assert_eq!(subjects.len(), 11, "each was a mail of its own: {subjects:?}");
    assert!(subjects.contains(&"Google was disconnected from your Vestibule account".to_owned()), "{subjects:?}");
    // Of an account that is gone nothing can end any more.
    browser.post("user/delete", &[("confirmation", "Delete account")]).await.expect_ok();
    let last = house.mail_to(&ada.email).await;
    assert!(last.subject.contains("was deleted") && link_of(&last).is_none(), "{}", last.text);
    assert_eq!(database.count("disavowals").await, 0, "its links go with it");
}

async fn looking_at_the_link_changes_nothing(database: Database) {
    let house = House::open(&database).await;
    let (ada, browser, token) = with_ada(&house).await;
    let link = format!("{PATH}?token={token}");
    assert_eq!(path_of(&house, &format!("http://localhost:3000{link}")), link);
    let stranger = house.browser();
    for _ in 0..20 {
        let page = stranger.page_alone(&link).await;
        page.expect_ok();
        assert!(page.shows("a•••@example.com") && !page.shows(&ada.email) && !page.tells_a_user(), "{}", page.body);
        assert!(page.shows("method=\"post\"") && !page.shows("<script"), "{}", page.body);
        assert_eq!((page.header("set-cookie"), page.header("cache-control")), (None, Some("no-store")));
        assert!(page.header("referrer-policy").is_none_or(|policy| !policy.contains("unsafe")));
    }
    let head = stranger.ask("HEAD", &link).send().await;
    assert_eq!((head.status, browser.who().await), (200, Some(ada.email)));
    assert!(!database.dump().await.contains(&token), "it is known by its hash alone");
    click(&stranger, &token).await.expect_ok();
}

/// T26: by whoever says that it was not them.
async fn one_click_ends_every_session(database: Database) {
    let house = House::open(&database).await;
    let (ada, first, token) = with_ada(&house).await;
    let others = [house.sign_in(&ada).await, house.sign_in(&ada).await];
    let bob = Person::named("bob");
    let his = house.sign_up(&bob).await;
    let keys = house.vestibule.api_keys();
    let mut secrets = Vec::new();
    for browser in [&first, &his] {
        let key = keys.create(&NewApiKey::of(browser.user_id().await, "Script")).await.expect("is made");
        secrets.push(key.secret.as_ref().expect("is known once").expose().to_owned());
    }
    let stranger = house.browser();
    let done = click(&stranger, &token).await;
    done.expect_ok();
    assert!(done.shows("Signed out everywhere") && done.shows("Choose a new password"), "{}", done.body);
    assert!(done.shows("href=\"/sign-in\"") && !done.shows(&ada.email) && !done.tells_a_user(), "{}", done.body);
    assert_eq!((done.header("set-cookie"), stranger.who().await), (None, None), "it lets nobody in");
    for browser in [&first, &others[0], &others[1]] {
        assert_eq!(browser.get("/api/me").await.status, 401, "at once, with a token that was good a moment ago");
    }
    let opens = async |secret: &str| keys.verify(secret).await.expect("answers").is_some();
    assert_eq!((opens(&secrets[0]).await, opens(&secrets[1]).await), (false, true), "its API keys too");
    assert_eq!(
        database.texts("SELECT revocation_reason FROM api_keys WHERE revoked_at IS NOT NULL").await,
        ["disavowed"]
    );
    assert_eq!(his.who().await, Some(bob.email));
    let revoked = "SELECT type FROM events WHERE type = 'session.revoked'";
    assert_eq!(database.texts(revoked).await.len(), 3);
    // Whoever knows the password comes in again: its owner.
    assert_eq!(house.sign_in(&ada).await.who().await, Some(ada.email));
}

async fn what_was_half_way_ends_with_it(database: Database) {
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    let first = house.sign_up(&ada).await;
    let resetting = house.browser();
    resetting.post("sign_in/create", &[("identifier", &ada.email)]).await.expect_ok();
    let reset = ("strategy", "reset_password_email_code");
    resetting.post("sign_in/prepare_first_factor", &[reset]).await.expect_ok();
    let code = house.code_for(&ada.email).await;
    resetting.post("sign_in/attempt_first_factor", &[reset, ("code", &code)]).await.expect_ok();
    let (app, _) = first.add_app(&house).await;
    let token = token_to(&house, &ada.email).await;
    let half = house.browser();
    half.sign_in(&ada).await.expect_ok();
    click(&house.browser(), &token).await.expect_ok();
    half.prove("totp", &app.code(&house)).await.expect_error(422, "client_state_invalid");
    let new = ("new_password", "harbour kettle ribbon 77");
    resetting.post("sign_in/reset_password", &[new]).await.expect_error(422, "client_state_invalid");
    assert_eq!(database.live_sessions().await, 0);
}

async fn it_is_good_once_and_for_a_week(database: Database) {
    let house = House::open(&database).await;
    let (ada, browser, token) = with_ada(&house).await;
    click(&house.browser(), &token).await.expect_ok();
    browser.sign_in(&ada).await.expect_ok();
    for answer in [click(&house.browser(), &token).await, house.browser().page(&format!("{PATH}?token={token}")).await]
    {
        assert_eq!(answer.status, 410);
        assert!(answer.shows("This link is not good any more") && !answer.shows("example.com"), "{}", answer.body);
    }
    assert_eq!(browser.who().await, Some(ada.email.clone()), "a link that is used up ends nothing");
    browser.add_app(&house).await;
    let token = token_to(&house, &ada.email).await;
    house.clock.advance(7 * DAY - MINUTE);
    house.browser().page(&format!("{PATH}?token={token}")).await.expect_ok();
    house.clock.advance(2 * MINUTE);
    assert_eq!(click(&house.browser(), &token).await.status, 410);
}

async fn of_many_clicks_at_once_one_counts(database: Database) {
    let house = House::open(&database).await;
    let (ada, _, token) = with_ada(&house).await;
    house.sign_in(&ada).await;
    let clicks = (0..20).map(|_| {
        let (browser, token) = (house.browser(), token.clone());
        async move { click(&browser, &token).await.status }
    });
    let mut answers = at_once(clicks).await;
    answers.sort_unstable();
    assert_eq!((answers[0], &answers[1..]), (200, &[410; 19][..]));
    let revoked = "SELECT type FROM events WHERE type = 'session.revoked'";
    assert_eq!(database.texts(revoked).await.len(), 2);
}

async fn no_key_is_made_while_it_ends_everything(database: Database) {
    let house = House::with(&database, |settings| {
        settings.api_keys.users = true;
        settings.security.forms_per_minute = 10_000_000;
    })
    .await;
    for round in 0..rounds(10) {
        let person = Person::named(&format!("ada{round}"));
        let thief = house.sign_up(&person).await;
        thief.post("api_key/create", &[("name", "First")]).await.expect_ok();
        let token = token_to(&house, &person.email).await;
        let asking = (0..6).map(|number| {
            let (thief, owner, token) = (thief.clone(), house.browser(), token.clone());
            async move {
                match number {
                    3 => click(&owner, &token).await.status,
                    _ => thief.post("api_key/create", &[("name", "More")]).await.status,
                }
            }
        });
        let answers = at_once(asking).await;
        assert_eq!(answers[3], 200, "{answers:?}");
        assert!(answers.iter().all(|status| matches!(status, 200 | 401)), "{answers:?}");
        let id = "SELECT id FROM api_keys WHERE revoked_at IS NULL";
        assert_eq!(database.texts(id).await, Vec::<String>::new(), "round {round}: {answers:?}");
    }
}

async fn it_is_good_for_nothing_else_and_nothing_else_for_it(database: Database) {
    let house = House::with(&database, |settings| settings.sign_in.email_link = true).await;
    let (ada, browser, token) = with_ada(&house).await;
    let id = browser.get("/api/me").await.json()["id"].as_str().expect("an id").to_owned();
    let ticket = house.vestibule.sign_in_tokens().create(&id, None).await.expect("is made");
    let other = house.browser();
    other.post("sign_in/create", &[("identifier", &ada.email)]).await.expect_ok();
    other.post("sign_in/prepare_first_factor", &[("strategy", "email_link")]).await.expect_ok();
    let mailed = house.mail_to(&ada.email).await.link.expect("a link");
    let mailed = mailed.split_once("token=").expect("a token").1.split('&').next().expect("a token").to_owned();
    let ticket = ticket.token.expect("a ticket").expose().to_owned();
    let secret = browser.cookie(house.client_cookie()).expect("a secret");
    for foreign in [mailed, ticket, secret, "x".repeat(43), String::new(), "' OR 1=1 --".into()] {
        assert_eq!(click(&house.browser(), &foreign).await.status, 410);
    }
    let verify = |browser: Browser| {
        let token = token.clone();
        async move { browser.ask("POST", "/vestibule/verify").by_hand().form(&[("token", &token)]).send().await }
    };
    for browser in [house.browser(), other] {
        assert_eq!(verify(browser.clone()).await.status, 410);
        browser.page(&format!("/sign-in?ticket={token}")).await;
        assert_ne!(browser.post("sign_in/ticket", &[]).await.status, 200);
        browser.set_cookie(house.client_cookie(), &token);
        assert_eq!(browser.who().await, None);
    }
    assert_eq!(browser.who().await, Some(ada.email));
    // Another site cannot make a browser click.
    let ask = house.browser().ask("POST", PATH).form(&[("token", &token)]);
    let crossed = ask.header("origin", "https://evil.example").header("sec-fetch-site", "cross-site").send().await;
    assert_eq!(crossed.status, 403);
    click(&house.browser(), &token).await.expect_ok();
}

fn telling(settings: &mut Settings) {
    settings.security.new_device_mail = true;
    settings.sign_in.passkey = true;
}

async fn told(house: &House) -> usize {
    house.mails().await.iter().filter(|mail| mail.subject == "New sign-in to Vestibule").count()
}

async fn a_sign_in_on_a_new_device_is_told(database: Database) {
    let house = House::with(&database, telling).await;
    let ada = Person::named("ada");
    let first = house.sign_up(&ada).await;
    first.post("session/sign_out", &[]).await.expect_ok();
    first.sign_in(&ada).await.expect_ok();
    assert_eq!(told(&house).await, 0, "neither of a sign-up nor of a browser that is known");
    let other = house.browser_at("203.0.113.9".parse().expect("an address"));
    let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    let fields = [("identifier", ada.email.as_str()), ("password", &ada.password)];
    let ask = other.ask("POST", "/vestibule/api/sign_in/create").by_script().header("user-agent", firefox);
    ask.form(&fields).send().await.expect_ok();
    let mail = house.mail_to(&ada.email).await;
    assert_eq!(mail.subject, "New sign-in to Vestibule");
    assert!(mail.text.contains("Firefox, Linux, 203.0.113.9"), "{}", mail.text);
    assert!(link_of(&mail).is_some());
    for _ in 0..2 {
        other.post("session/sign_out", &[]).await.expect_ok();
        house.clock.advance(SECOND);
        other.sign_in(&ada).await.expect_ok();
    }
    assert_eq!(told(&house).await, 1, "once for each browser");
    house.browser().try_password(&ada.email, "wrong").await;
    assert_eq!(told(&house).await, 1, "nobody came in");
    // The first of all tells nobody anything new.
    database.execute("DELETE FROM sessions").await;
    house.sign_in(&ada).await;
    assert_eq!(told(&house).await, 1);
    let quiet = house.another_with(|settings| settings.security.new_device_mail = false).await;
    quiet.sign_in(&ada).await;
    assert_eq!(told(&house).await, 1, "it can be switched off");
}

async fn on_a_new_device_every_way_in_is_told(database: Database) {
    let house = House::with(&database, telling).await;
    let ada = Person::named("ada");
    let first = house.sign_up(&ada).await;
    let mut authenticator = Authenticator::new();
    first.add_passkey(&mut authenticator).await.expect_ok();
    house.browser().use_passkey(&mut authenticator).await.expect_ok();
    assert_eq!(told(&house).await, 1);
    let browser = house.browser();
    browser.post("sign_in/create", &[("identifier", &ada.email)]).await.expect_ok();
    browser.post("sign_in/prepare_first_factor", &[("strategy", "email_code")]).await.expect_ok();
    let code = house.code_for(&ada.email).await;
    browser.post("sign_in/attempt_first_factor", &[("strategy", "email_code"), ("code", &code)]).await.expect_ok();
    assert_eq!(told(&house).await, 2);
    let (app, _) = first.add_app(&house).await;
    let browser = house.browser();
    browser.sign_in(&ada).await.expect_ok();
    assert_eq!(told(&house).await, 2, "not before the second proof");
    browser.prove("totp", &app.code(&house)).await.expect_ok();
    assert_eq!(told(&house).await, 3);
}
