//! T2, T12, T20, T33, T43 and T45, where they are about whoever acts in a user's place: what they must never get to.

use vestibule::server::NewActorToken;

use crate::support::actors::SUPPORT;
use crate::support::reverification::SENSITIVE;
use crate::support::{Browser, Database, HOUR, House, MINUTE, Person, at_once, offer, on_both};

on_both!(
    a_link_is_good_once_and_in_its_time,
    of_many_who_come_with_one_link_one_gets_in,
    an_id_or_what_is_stored_opens_nothing,
    no_answer_and_no_backup_holds_a_ticket,
    programs_that_look_at_links_use_nothing_up,
    nobody_acts_in_the_place_of_who_may_not_come_in,
    a_session_that_is_over_is_over,
    nothing_that_lets_the_user_in_changes,
    no_proof_is_given_in_their_place,
    other_sessions_of_the_user_stay,
    whoever_is_signed_in_stays_who_they_are,
    nobody_acts_in_the_place_of_two,
    a_token_of_one_s_own_opens_nothing_of_theirs,
    whom_the_user_is_connected_with_is_theirs_to_say,
);

const TICKET: &str = "sign_in/ticket";

async fn house(database: &Database) -> House {
    House::with(database, |settings| {
        settings.security.forms_per_minute = 1_000_000;
        settings.sign_in.passkey = true;
        settings.organizations.enabled = true;
        offer(settings, &["google"]);
    })
    .await
}

/// Someone who has an account, their browser, and their id.
async fn with_ada(database: &Database) -> (House, Person, Browser, String) {
    let house = house(database).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    let id = browser.user_id().await;
    (house, ada, browser, id)
}

fn ticket(link: &str) -> &str {
    link.split("ticket=").nth(1).expect("a ticket")
}

async fn assert_over(house: &House, link: &str) {
    let (browser, page) = house.opened(link).await;
    assert!(page.shows("This link is not good any more"), "{}", page.body);
    browser.post(TICKET, &[]).await.expect_error(422, "ticket_invalid");
    assert_eq!(browser.who().await, None);
}

/// T12.
async fn a_link_is_good_once_and_in_its_time(database: Database) {
    let (house, ada, _, id) = with_ada(&database).await;
    let (used, link) = house.actor_token(&NewActorToken::of(SUPPORT, &id)).await;
    let (first, _) = house.opened(&link).await;
    let (late, _) = house.opened(&link).await;
    first.post(TICKET, &[]).await.expect_ok();
    late.post(TICKET, &[]).await.expect_error(422, "ticket_invalid");
    assert_over(&house, &link).await;
    assert!(house.vestibule.actor_tokens().revoke(&used.id).await.is_err(), "what is used cannot be taken back");
    // Taken back, while it is open somewhere.
    let (made, link) = house.actor_token(&NewActorToken::of(SUPPORT, &id)).await;
    let (open, _) = house.opened(&link).await;
    house.vestibule.actor_tokens().revoke(&made.id).await.expect("is taken back");
    open.post(TICKET, &[]).await.expect_error(422, "ticket_invalid");
    assert_over(&house, &link).await;
    // Run out.
    let new = NewActorToken { expires_in_seconds: Some(60), ..NewActorToken::of(SUPPORT, &id) };
    let (_, link) = house.actor_token(&new).await;
    let (open, _) = house.opened(&link).await;
    house.clock.advance(MINUTE);
    open.post(TICKET, &[]).await.expect_error(422, "ticket_invalid");
    assert_over(&house, &link).await;
    let link = house.link_in_place_of(&id).await;
    house.clock.advance(HOUR);
    assert_over(&house, &link).await;
    // It is no ticket of another kind, and none of those is one.
    let signs_in = house.vestibule.sign_in_tokens().create(&id, None).await.expect("is made");
    assert!(house.vestibule.actor_tokens().revoke(&signs_in.id).await.is_err());
    let (browser, _) = house.opened(&house.link_in_place_of(&id).await).await;
    browser.post("organization_invitation/accept_ticket", &[]).await.expect_error(401, "authentication_invalid");
    let (browser, _) = house.opened(signs_in.url.expect("a link").expose().trim_start_matches(house.origin())).await;
    browser.post(TICKET, &[]).await.expect_ok();
    assert_eq!((browser.who().await, browser.claims().get("act")), (Some(ada.email), None));
}

/// T43.
async fn of_many_who_come_with_one_link_one_gets_in(database: Database) {
    let (house, _, _, id) = with_ada(&database).await;
    let link = house.link_in_place_of(&id).await;
    let before = database.live_sessions().await;
    let mut browsers = Vec::new();
    for number in 0..40 {
        // A clone is another tab of the same browser.
        let browser: Browser = match browsers.last() {
            Some(last) if number % 4 == 3 => Browser::clone(last),
            _ => house.opened(&link).await.0,
        };
        browsers.push(browser);
    }
    let answers = at_once(browsers.into_iter().map(|browser| async move { browser.post(TICKET, &[]).await })).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    assert!(answers.iter().all(|answer| answer.status < 500));
    assert_eq!(database.live_sessions().await, before + 1);
}

/// T33.
async fn an_id_or_what_is_stored_opens_nothing(database: Database) {
    let (house, _, _, id) = with_ada(&database).await;
    let (made, _) = house.actor_token(&NewActorToken::of(SUPPORT, &id)).await;
    let mut stolen = vec![made.id, SUPPORT.to_owned(), id];
    stolen.extend(database.texts("SELECT ticket_hash FROM actor_tokens").await);
    assert_eq!(stolen.len(), 4);
    for text in &stolen {
        assert_over(&house, &format!("/sign-in?ticket={text}")).await;
    }
}

/// T20, T45.
async fn no_answer_and_no_backup_holds_a_ticket(database: Database) {
    let (house, _, _, id) = with_ada(&database).await;
    let link = house.link_in_place_of(&id).await;
    let secret = ticket(&link).to_owned();
    let browser = house.browser();
    let moved = browser.page_alone(&link).await;
    assert!(!moved.header("location").is_some_and(|to| to.contains(&secret)));
    for answer in [
        browser.page("/sign-in").await,
        browser.post("client/get", &[]).await,
        browser.post(TICKET, &[]).await,
        browser.page("/").await,
    ] {
        assert!(
            !answer.body.contains(&secret) && !format!("{:?}", answer.headers).contains(&secret),
            "{}",
            answer.path
        );
    }
    assert!(browser.who().await.is_some());
    assert!(!database.dump().await.contains(&secret), "it is stored nowhere as it is");
}

async fn programs_that_look_at_links_use_nothing_up(database: Database) {
    let (house, ada, _, id) = with_ada(&database).await;
    let link = house.link_in_place_of(&id).await;
    let scanner = house.browser();
    for method in ["GET", "HEAD"] {
        scanner.ask(method, &link).header("accept", "text/html").send().await;
    }
    scanner.page(&link).await.expect_ok();
    assert_eq!(scanner.who().await, None);
    let (browser, _) = house.opened(&link).await;
    browser.post(TICKET, &[]).await.expect_ok();
    assert_eq!(browser.who().await, Some(ada.email));
}

async fn nobody_acts_in_the_place_of_who_may_not_come_in(database: Database) {
    let (house, _, _, id) = with_ada(&database).await;
    let link = house.link_in_place_of(&id).await;
    let acting = house.in_place_of(&id).await;
    house.vestibule.users().ban(&id).await.expect("is banned");
    assert_eq!(acting.who().await, None, "it ends with the person's own");
    let (browser, _) = house.opened(&link).await;
    browser.post(TICKET, &[]).await.expect_error(403, "user_banned");
    assert_eq!(browser.who().await, None);
    assert!(house.vestibule.actor_tokens().create(&NewActorToken::of(SUPPORT, &id)).await.is_err());
    // What was refused has not used the link up, and whoever is gone is gone.
    house.vestibule.users().unban(&id).await.expect("is let in again");
    browser.post(TICKET, &[]).await.expect_ok();
    let link = house.link_in_place_of(&id).await;
    house.vestibule.users().delete(&id).await.expect("is deleted");
    let (browser, _) = house.opened(&link).await;
    browser.post(TICKET, &[]).await.expect_error(422, "ticket_invalid");
    assert_eq!(database.count("actor_tokens").await, 0);
}

/// T2.
async fn a_session_that_is_over_is_over(database: Database) {
    let (house, ada, own, id) = with_ada(&database).await;
    // Its person ends it as any other session of theirs.
    let browser = house.in_place_of(&id).await;
    let session = browser.claims()["sid"].as_str().expect("an id").to_owned();
    own.post("session/revoke", &[("session_id", &session)]).await.expect_ok();
    assert_eq!(browser.who().await, None);
    // So does a backend.
    let browser = house.in_place_of(&id).await;
    let session = browser.claims()["sid"].as_str().expect("an id").to_owned();
    house.vestibule.sessions().revoke(&session).await.expect("ends");
    assert_eq!((browser.who().await, own.who().await), (None, Some(ada.email)));
    // And signing out everywhere.
    let browser = house.in_place_of(&id).await;
    own.post("session/sign_out_everywhere", &[]).await.expect_ok();
    assert_eq!(browser.who().await, None);
}

/// What of a person lets them in, as the database has it.
async fn ways_in(database: &Database) -> Vec<String> {
    let mut all = Vec::new();
    for sql in [
        "SELECT COALESCE(password_digest, '') || COALESCE(primary_email_address_id, '') || COALESCE(primary_phone_number_id, '')
             FROM users",
        "SELECT id || value || CAST(COALESCE(verified_at, 0) AS TEXT) FROM identifiers ORDER BY id",
        "SELECT id FROM passkeys",
        "SELECT id FROM external_accounts",
        "SELECT user_id FROM totp",
        "SELECT user_id FROM backup_codes",
        "SELECT id FROM api_keys",
    ] {
        all.extend(database.texts(sql).await);
    }
    all
}

async fn nothing_that_lets_the_user_in_changes(database: Database) {
    let (house, ada, _, id) = with_ada(&database).await;
    let browser = house.in_place_of(&id).await;
    let before = (ways_in(&database).await, house.mails().await.len());
    for reverification in [true, false] {
        let house = house.another_with(|settings| settings.session.reverification = reverification).await;
        let browser = browser.at(&house);
        for (form, fields, _) in SENSITIVE {
            let known = |value: &str| match value {
                "{password}" => ada.password.clone(),
                other => other.to_owned(),
            };
            let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, known(value))).collect();
            // Where an id belongs what is none is not looked for.
            let fields = fields.iter().filter(|(_, value)| !value.starts_with('{') || value == "{}");
            let fields: Vec<_> = fields.map(|(name, value)| (*name, value.as_str())).collect();
            browser.post(form, &fields).await.expect_error(403, "action_not_allowed");
        }
        for form in
            ["passkey/rename", "totp/disable", "session/revoke_others", "organization/leave", "organization/delete"]
        {
            browser.post(form, &[]).await.expect_error(403, "action_not_allowed");
        }
    }
    assert_eq!((ways_in(&database).await, house.mails().await.len()), before);
    house.sign_in(&ada).await;
    // What is shown of the person may be helped with.
    browser.post("user/update", &[("first_name", "Augusta")]).await.expect_ok();
}

async fn no_proof_is_given_in_their_place(database: Database) {
    let (house, ada, own, id) = with_ada(&database).await;
    let browser = house.in_place_of(&id).await;
    for level in ["strict", "lax", "strict_mfa"] {
        browser.start_verification(level).await.expect_error(403, "action_not_allowed");
    }
    // Not even by whoever knows the password, and not in one that the person has begun.
    browser.verify_password(&ada.password).await.expect_error(403, "action_not_allowed");
    own.start_verification("strict").await.expect_ok();
    browser.verify_password(&ada.password).await.expect_error(403, "action_not_allowed");
    browser.post("session_verification/prepare_passkey", &[]).await.expect_error(403, "action_not_allowed");
    assert_eq!(browser.page("/vestibule/reverify").await.status, 403);
    house.clock.advance(2 * MINUTE);
    assert!(browser.who().await.is_some());
    assert_eq!(browser.claims()["fva"], serde_json::json!([-1, -1]));
    assert_eq!(own.verify_password(&ada.password).await.verification_status(), "complete");
}

async fn other_sessions_of_the_user_stay(database: Database) {
    let (house, ada, own, id) = with_ada(&database).await;
    let session = own.claims()["sid"].as_str().expect("an id").to_owned();
    let browser = house.in_place_of(&id).await;
    for (form, fields) in [
        ("session/revoke", &[("session_id", session.as_str())][..]),
        ("session/revoke_others", &[]),
        ("session/sign_out_everywhere", &[]),
    ] {
        browser.post(form, fields).await.expect_error(403, "action_not_allowed");
    }
    browser.post("client/remove_sessions", &[]).await.expect_ok();
    assert_eq!((browser.who().await, own.who().await), (None, Some(ada.email)));
}

async fn whoever_is_signed_in_stays_who_they_are(database: Database) {
    let (house, ada, own, id) = with_ada(&database).await;
    let bob = Person::named("bob");
    let theirs = house.sign_up(&bob).await;
    let link = house.link_in_place_of(&id).await;
    for (browser, person) in [(&theirs, &bob), (&own, &ada)] {
        browser.page(&link).await;
        browser.post(TICKET, &[]).await.expect_error(422, "session_exists");
        assert_eq!(browser.who().await, Some(person.email.clone()));
    }
    // Where several people may be signed in the person themselves are there already.
    let several = house.another_with(|settings| settings.session.multi_session = true).await;
    let own = own.at(&several);
    own.post(TICKET, &[]).await.expect_error(422, "session_exists");
    assert_eq!((own.who().await, own.claims().get("act")), (Some(ada.email), None));
}

async fn nobody_acts_in_the_place_of_two(database: Database) {
    let (house, ada, _, id) = with_ada(&database).await;
    let bob = house.sign_up(&Person::named("bob")).await;
    let several = house.another_with(|settings| settings.session.multi_session = true).await;
    let browser = house.in_place_of(&id).await.at(&several);
    let link = house.link_in_place_of(&bob.user_id().await).await;
    browser.page(&link).await;
    browser.post(TICKET, &[]).await.expect_error(403, "action_not_allowed");
    assert_eq!(browser.who().await, Some(ada.email));
    // Not used up: once they have left the first they may.
    browser.post("session/sign_out", &[]).await.expect_ok();
    browser.page(&link).await;
    browser.post(TICKET, &[]).await.expect_ok();
    assert_eq!(browser.who().await.as_deref(), Some("bob@example.com"));
    // Nobody acts in the place of whoever acts.
    let mut new = NewActorToken::of(SUPPORT, &id);
    new.actor.insert("act".into(), serde_json::json!({ "sub": "user_2" }));
    assert!(house.vestibule.actor_tokens().create(&new).await.is_err());
}

/// Who is signed in as themselves beside it, and lets the server see now one session and now the other.
async fn a_token_of_one_s_own_opens_nothing_of_theirs(database: Database) {
    let (house, ada, _, id) = with_ada(&database).await;
    let house = house.another_with(|settings| settings.session.multi_session = true).await;
    let eve = Person::named("eve");
    let browser = house.sign_up(&eve).await;
    let (own, own_session) = (browser.cookie("__session").expect("a token"), browser.claims()["sid"].clone());
    browser.page(&house.link_in_place_of(&id).await).await;
    browser.post(TICKET, &[]).await.expect_ok();
    assert_eq!(browser.claims()["sub"], id.as_str());
    let before = ways_in(&database).await;
    // The browser acts in the user's place, and brings the token of the other session.
    let change = [("current_password", ada.password.as_str()), ("new_password", "granite teapot sparrow 77")];
    for token in [Some(&own), None] {
        match token {
            Some(token) => browser.set_cookie("__session", token),
            None => browser.forget_cookie("__session"),
        }
        browser.post("user/update_password", &change).await.expect_error(403, "action_not_allowed");
        browser.start_verification("strict").await.expect_error(403, "action_not_allowed");
        browser.post("session/sign_out_everywhere", &[]).await.expect_error(403, "action_not_allowed");
    }
    assert_eq!(ways_in(&database).await, before);
    // In their own session they are themselves.
    let own_session = own_session.as_str().expect("an id");
    browser.post("session/set_active", &[("session_id", own_session)]).await.expect_ok();
    let own = [("current_password", eve.password.as_str()), ("new_password", "granite teapot sparrow 77")];
    browser.post("user/update_password", &own).await.expect_ok();
}

async fn whom_the_user_is_connected_with_is_theirs_to_say(database: Database) {
    let (house, _, _, id) = with_ada(&database).await;
    let browser = house.in_place_of(&id).await;
    let connect = [("strategy", "oauth_google"), ("redirect_url", "/")];
    browser.post("external_account/connect", &connect).await.expect_error(403, "action_not_allowed");
    assert_eq!(database.count("external_accounts").await, 0);
    assert_eq!(database.count("oauth_attempts").await, 0);
}
