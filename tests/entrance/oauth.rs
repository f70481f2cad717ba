//! Sign-in and sign-up with a provider, which is simulated.

use vestibule::model::FieldRule;
use vestibule::server::{OauthSettings, OauthTokenError, Settings};

use crate::support::{Database, HOUR, House, Person, Somebody, at_once, location, offer, on_both};

on_both!(
    whom_nobody_knows_signs_up_with_one_button_and_signs_in_with_it,
    one_goes_where_one_wanted_to_go,
    a_proven_address_leads_to_the_account_that_has_it,
    an_unproven_address_leads_to_nobody_and_tells_nobody,
    what_the_provider_does_not_know_is_asked_for,
    a_number_that_has_to_be_is_asked_for_and_proven,
    a_provider_that_tells_no_address_is_no_obstacle,
    who_says_no_there_is_told_so_here,
    a_provider_that_is_not_reached_is_told_by_its_name,
    only_what_is_offered_can_be_asked_for,
    an_account_elsewhere_is_connected_and_disconnected,
    the_last_way_in_stays,
    a_token_for_the_provider_is_always_good,
    the_pages_offer_what_the_settings_offer,
);

const IN: &str = "sign_in/oauth";
const UP: &str = "sign_up/oauth";

async fn house(database: &Database, change: impl FnOnce(&mut Settings)) -> House {
    House::with(database, |settings| {
        offer(settings, &["google", "github"]);
        change(settings);
    })
    .await
}

async fn whom_nobody_knows_signs_up_with_one_button_and_signs_in_with_it(database: Database) {
    let house = house(&database, |settings| {
        settings.sign_up.first_name = FieldRule::Optional;
        settings.sign_up.last_name = FieldRule::Required;
    })
    .await;
    let ada = Somebody::proven("Ada@example.com").named("Ada", "Lovelace");
    let browser = house.browser();
    // From the sign-in page: it becomes a sign-up by itself.
    assert_eq!(location(&browser.come_from(IN, "google", ada).await), "/dashboard");
    let user = browser.get("/api/me").await.json();
    assert_eq!((user["first_name"].as_str(), user["last_name"].as_str()), (Some("Ada"), Some("Lovelace")));
    assert_eq!(user["password_enabled"], false);
    let email = &user["email_addresses"][0];
    assert_eq!(email["email_address"], "Ada@example.com");
    assert_eq!(
        (&email["verification"]["status"], &email["verification"]["strategy"]),
        (&"verified".into(), &"oauth_google".into())
    );
    assert_eq!(user["external_accounts"][0]["provider"], "google");
    assert_eq!(house.mails().await.len(), 0);

    browser.post("session/sign_out", &[]).await.expect_ok();
    for form in [IN, UP] {
        let other = house.browser();
        assert_eq!(location(&other.come_from(form, "google", ada).await), "/dashboard");
        assert_eq!(other.get("/api/me").await.json()["id"], user["id"]);
    }
    assert_eq!((database.count("users").await, database.count("external_accounts").await), (1, 1));
    let events = database.texts("SELECT type FROM events WHERE type LIKE 'user.%'").await;
    assert_eq!(events, ["user.created"]);
}

async fn one_goes_where_one_wanted_to_go(database: Database) {
    let house = house(&database, |_| {}).await;
    let browser = house.browser();
    let page = browser.press(IN, "google", "/notes?page=2").await;
    let callback = browser.be(&page, Somebody::proven("ada@example.com")).await;
    assert_eq!(location(&browser.page_alone(&callback).await), "/notes?page=2");
    assert_eq!(browser.who().await.as_deref(), Some("ada@example.com"));
    for hostile in ["https://evil.example", "//evil.example", "/\\evil.example"] {
        let browser = house.browser();
        let page = browser.press(IN, "google", hostile).await;
        let callback = browser.be(&page, Somebody::proven("ada@example.com")).await;
        assert_eq!(location(&browser.page_alone(&callback).await), "/dashboard", "{hostile}");
    }
    // By a script: the answer says where to go.
    let asked = house.browser().post(IN, &[("strategy", "oauth_github")]).await;
    assert!(
        asked.json()["redirect_to"].as_str().is_some_and(|to| to.starts_with("/dev/oauth/github?")),
        "{}",
        asked.body
    );
}

async fn a_proven_address_leads_to_the_account_that_has_it(database: Database) {
    let house = house(&database, |_| {}).await;
    let ada = Person::named("ada");
    let before = house.sign_up(&ada).await.get("/api/me").await.json();
    let browser = house.browser();
    assert_eq!(location(&browser.come_from(IN, "github", Somebody::proven("ADA@example.com")).await), "/dashboard");
    let user = browser.get("/api/me").await.json();
    assert_eq!(user["id"], before["id"]);
    assert_eq!(user["external_accounts"][0]["email_address"], "ADA@example.com");
    // Nothing of what they had is gone.
    house.sign_in(&ada).await;
    assert_eq!(
        database.texts("SELECT type FROM events WHERE type LIKE 'user.%' ORDER BY created_at, type").await.len(),
        2
    );
    // From now on it is the account there that counts, whatever its address is.
    assert_eq!(database.count("external_accounts").await, 1);
}

async fn an_unproven_address_leads_to_nobody_and_tells_nobody(database: Database) {
    let house = house(&database, |_| {}).await;
    let ada = Person::named("ada");
    house.sign_up(&ada).await;
    let mut seen = Vec::new();
    for email in [ada.email.as_str(), "nobody@example.com"] {
        let browser = house.browser();
        let led = location(&browser.come_from(IN, "google", Somebody::unproven(email)).await);
        assert_eq!(browser.who().await, None);
        let page = browser.page_alone(&led).await;
        page.expect_ok();
        seen.push((led, page.shows("Verify your email")));
        let sign_up = browser.post("client/get", &[]).await.json()["sign_up"].clone();
        assert_eq!(sign_up["unverified_fields"], serde_json::json!(["email_address"]));
    }
    assert_eq!(seen[0], seen[1]);
    assert_eq!(seen[0], ("/sign-up/verify-email-address".to_owned(), true));
    assert_eq!(database.count("external_accounts").await, 0);
    assert!(house.mail_to(&ada.email).await.subject.contains("already have an account"));

    // Who gives the code has proven the address, and the account there leads here from then on.
    let browser = house.browser();
    browser.come_from(IN, "google", Somebody::unproven("bob@example.com")).await;
    let code = house.code_for("bob@example.com").await;
    browser.post("sign_up/attempt_verification", &[("code", &code)]).await.expect_ok();
    assert_eq!(browser.who().await.as_deref(), Some("bob@example.com"));
    let again = house.browser();
    assert_eq!(location(&again.come_from(IN, "google", Somebody::unproven("bob@example.com")).await), "/dashboard");
    assert_eq!(again.who().await.as_deref(), Some("bob@example.com"));
}

async fn what_the_provider_does_not_know_is_asked_for(database: Database) {
    let house = house(&database, |settings| {
        settings.sign_up.username = FieldRule::Required;
        settings.sign_up.first_name = FieldRule::Required;
    })
    .await;
    let browser = house.browser();
    let page = browser.press(UP, "google", "/notes").await;
    let callback = browser.be(&page, Somebody::proven("ada@example.com").named("Ada", "")).await;
    let led = location(&browser.page_alone(&callback).await);
    assert_eq!(led, "/sign-up/continue?redirect_url=/notes");
    assert_eq!((browser.who().await, database.count("users").await), (None, 0));
    let page = browser.page_alone(&led).await;
    assert!(page.shows("name=\"username\"") && page.shows("sign_up/update"), "{}", page.body);
    for known in ["name=\"password\"", "name=\"email_address\"", "name=\"first_name\""] {
        assert!(!page.shows(known), "{known} is asked for");
    }
    // The code step is not there before that, and no code can be asked for.
    browser.post("sign_up/prepare_verification", &[]).await.expect_error(422, "client_state_invalid");
    let refused = browser.submit("sign_up/update", &[("username", "a b"), ("redirect_url", "/notes")]).await;
    assert!(
        refused.path.starts_with("/sign-up/continue") && refused.shows("aria-invalid=\"true\""),
        "{}",
        refused.body
    );
    browser.post("sign_up/update", &[("username", "")]).await.expect_error(422, "form_param_missing@username");
    let done = browser.post("sign_up/update", &[("username", "countess"), ("redirect_url", "/notes")]).await;
    assert_eq!(done.expect_ok().json()["redirect_to"], "/notes");
    let user = browser.get("/api/me").await.json();
    assert_eq!((user["username"].as_str(), user["first_name"].as_str()), (Some("countess"), Some("Ada")));
    assert_eq!(user["external_accounts"].as_array().map(Vec::len), Some(1));
    // It is over: there is nothing to be updated any more.
    let outside = house.browser();
    outside.post("sign_up/update", &[("username", "other")]).await.expect_error(422, "client_state_invalid");
}

async fn a_number_that_has_to_be_is_asked_for_and_proven(database: Database) {
    let house = house(&database, |settings| settings.sign_up.phone_number = FieldRule::Required).await;
    let (number, other) = ("+14155550132", "+14155550133");
    for (somebody, address, is_proven) in [
        (Somebody::proven("ada@example.com"), "ada@example.com", true),
        (Somebody::unproven("bob@example.com"), "bob@example.com", false),
    ] {
        let browser = house.browser();
        assert_eq!(location(&browser.come_from(UP, "google", somebody).await), "/sign-up/continue");
        let page = browser.page("/sign-up/continue").await;
        assert!(page.shows("name=\"phone_number\"") && page.shows("Germany +49"), "{}", page.body);
        browser.post("sign_up/update", &[]).await.expect_error(422, "form_param_missing@phone_number");
        browser
            .post("sign_up/update", &[("phone_number", "12")])
            .await
            .expect_error(422, "form_param_format_invalid@phone_number");
        if !is_proven {
            let sent = browser.post("sign_up/update", &[("phone_number", other)]).await;
            assert_eq!(sent.expect_ok().json()["redirect_to"], "/sign-up/verify-email-address");
            assert!(house.mails().await.iter().all(|mail| mail.to != other), "the address comes first: texts cost");
            let code = house.code_for(address).await;
            browser.post("sign_up/attempt_verification", &[("code", &code)]).await.expect_ok();
        }
        let typed = if is_proven { number } else { other };
        let sent = browser
            .post(
                "sign_up/update",
                &[("phone_number", "(415) 555-01".to_owned() + &typed[10..])]
                    .each_ref()
                    .map(|(name, value)| (*name, value.as_str())),
            )
            .await;
        assert_eq!(sent.expect_ok().json()["redirect_to"], "/sign-up/verify-phone-number");
        assert_eq!(
            (browser.who().await, house.mails().await.iter().filter(|mail| mail.to == typed).count()),
            (None, 1)
        );
        let code = house.code_for(typed).await;
        browser.post("sign_up/attempt_verification", &[("code", &code)]).await.expect_ok();
        let user = browser.get("/api/me").await.json();
        assert_eq!(user["phone_numbers"][0]["phone_number"], typed);
        assert_eq!(user["external_accounts"][0]["provider"], "google");
        assert_eq!(browser.who().await.as_deref(), Some(address));
    }
}

async fn a_provider_that_tells_no_address_is_no_obstacle(database: Database) {
    let house = house(&database, |_| {}).await;
    let browser = house.browser();
    let led = location(&browser.come_from(UP, "github", Somebody::unproven("")).await);
    assert_eq!(led, "/sign-up/continue");
    assert!(browser.page_alone(&led).await.shows("name=\"email_address\""));
    let sent = browser.post("sign_up/update", &[("email_address", "ada@example.com")]).await;
    assert_eq!(sent.expect_ok().json()["redirect_to"], "/sign-up/verify-email-address");
    let code = house.code_for("ada@example.com").await;
    browser.post("sign_up/attempt_verification", &[("code", &code)]).await.expect_ok();
    assert_eq!(browser.who().await.as_deref(), Some("ada@example.com"));
    assert_eq!(database.texts("SELECT verified_by FROM identifiers").await, ["email_code"]);
}

async fn who_says_no_there_is_told_so_here(database: Database) {
    let house = house(&database, |_| {}).await;
    for (form, page) in [(IN, "/sign-in"), (UP, "/sign-up")] {
        let browser = house.browser();
        let asked = browser.press(form, "google", "/notes").await;
        let state = crate::support::parameter(&asked, "state");
        let callback = format!("/vestibule/oauth_callback/google?error=access_denied&state={state}");
        let led = browser.page(&callback).await;
        assert_eq!(led.path, format!("{page}?redirect_url=/notes"));
        assert!(led.shows("You did not allow it there") && led.shows("role=\"alert\""), "{}", led.body);
        // Told once.
        assert!(!browser.page(page).await.shows("role=\"alert\""));
    }
}

async fn a_provider_that_is_not_reached_is_told_by_its_name(database: Database) {
    let house = house(&database, |settings| {
        let set = OauthSettings {
            client_id: "us".into(),
            issuer: "http://127.0.0.1:1".into(),
            name: "Acme".into(),
            ..OauthSettings::default()
        };
        settings.oauth.insert("acme".into(), set);
    })
    .await;
    house.browser().post(IN, &[("strategy", "oauth_acme")]).await.expect_error(422, "oauth_provider_unreachable");
    let shown = house.browser().submit(IN, &[("strategy", "oauth_acme")]).await;
    assert!(shown.shows("Acme cannot be reached just now. Try again in a moment."), "{}", shown.body);
    assert!(!shown.shows("127.0.0.1:1") && !shown.shows("firewall"), "that is the operator's: {}", shown.body);
    assert_eq!(database.count("oauth_attempts").await, 0);
}

async fn only_what_is_offered_can_be_asked_for(database: Database) {
    let house = house(&database, |_| {}).await;
    for strategy in ["oauth_x", "oauth_", "google", "", "password", "oauth_google "] {
        let refused = house.browser().post(IN, &[("strategy", strategy)]).await;
        refused.expect_error(422, "form_param_format_invalid@strategy");
    }
    let member = house.sign_up(&Person::named("ada")).await;
    member.post(IN, &[("strategy", "oauth_google")]).await.expect_error(422, "session_exists");
    let anonymous = house.browser().post("external_account/connect", &[("strategy", "oauth_google")]).await;
    anonymous.expect_error(401, "authentication_invalid");
    assert_eq!(database.count("oauth_attempts").await, 0);
}

async fn an_account_elsewhere_is_connected_and_disconnected(database: Database) {
    let house = house(&database, |_| {}).await;
    let (ada, bob) = (Person::named("ada"), Person::named("bob"));
    let member = house.sign_up(&ada).await;
    // Another address than the one here, and whether it is proven does not matter: they are who is signed in.
    let elsewhere = Somebody::unproven("countess@example.org");
    assert_eq!(location(&member.come_from("external_account/connect", "github", elsewhere).await), "/dashboard");
    assert!(house.mail_to(&ada.email).await.subject.starts_with("GitHub was connected"), "the owner is told");
    let account = member.get("/api/me").await.json()["external_accounts"][0].clone();
    assert_eq!(account["email_address"], "countess@example.org");
    let other = house.browser();
    other.come_from(IN, "github", elsewhere).await;
    assert_eq!(other.who().await, Some(ada.email.clone()));

    // It is nobody else's.
    let stranger = house.sign_up(&bob).await;
    let refused = stranger.come_from("external_account/connect", "github", elsewhere).await;
    assert_eq!(location(&refused), "/dashboard");
    assert!(refused.cookie("vestibule_flash").is_some());
    assert_eq!(stranger.get("/api/me").await.json()["external_accounts"], serde_json::json!([]));
    let id = account["id"].as_str().expect("an id");
    let theirs = stranger.post("external_account/disconnect", &[("external_account_id", id)]).await;
    theirs.expect_error(404, "external_account_not_found");

    member.post("external_account/disconnect", &[("external_account_id", id)]).await.expect_ok();
    assert_eq!(member.get("/api/me").await.json()["external_accounts"], serde_json::json!([]));
    let after = house.browser();
    after.come_from(IN, "github", elsewhere).await;
    assert_eq!(after.who().await, None, "it leads to nobody any more");
}

async fn the_last_way_in_stays(database: Database) {
    // Codes by mail would let them in, too.
    let house = house(&database, |settings| settings.sign_in.email_code = false).await;
    let browser = house.browser();
    browser.come_from(IN, "google", Somebody::proven("ada@example.com")).await;
    browser.come_from("external_account/connect", "github", Somebody::proven("ada@example.org")).await;
    let ids = database.texts("SELECT id FROM external_accounts").await;
    assert_eq!(ids.len(), 2);
    // Both at once: one of them stays.
    let answers = at_once(ids.iter().map(|id| {
        let (browser, id) = (browser.clone(), id.clone());
        async move { browser.post("external_account/disconnect", &[("external_account_id", &id)]).await }
    }))
    .await;
    let mut told: Vec<String> = answers.iter().map(|answer| answer.error()).collect();
    told.sort();
    assert_eq!(told, ["", "identification_deletion_failed"]);
    let left = database.texts("SELECT id FROM external_accounts").await;
    assert_eq!(left.len(), 1);
    let with_codes = house.another_with(|settings| settings.sign_in.email_code = true).await;
    let last = [("external_account_id", left[0].as_str())];
    browser.at(&with_codes).post("external_account/disconnect", &last).await.expect_ok();
    assert_eq!(database.count("external_accounts").await, 0);
}

async fn a_token_for_the_provider_is_always_good(database: Database) {
    let house = house(&database, |_| {}).await;
    let browser = house.browser();
    browser.come_from(IN, "github", Somebody::proven("ada@example.com")).await;
    let id = browser.get("/api/me").await.json()["id"].as_str().expect("an id").to_owned();
    let token = async || house.vestibule.oauth_access_token(&id, "github").await.expect("a token");
    let first = token().await;
    assert_eq!(token().await.token.expose(), first.token.expose());
    assert_eq!(first.scopes, ["email", "profile"]);
    let dump = database.dump().await;
    assert!(!dump.contains(first.token.expose()) && !format!("{first:?}").contains(first.token.expose()));

    house.clock.advance(HOUR);
    let asked = at_once((0..20).map(|_| {
        let (vestibule, id) = (house.vestibule.clone(), id.clone());
        async move { vestibule.oauth_access_token(&id, "github").await.expect("a token") }
    }))
    .await;
    assert!(asked.iter().all(|token| token.token.expose() == asked[0].token.expose()), "one asks for all");
    assert_ne!(asked[0].token.expose(), first.token.expose());
    let none = house.vestibule.oauth_access_token(&id, "google").await;
    assert!(matches!(none, Err(OauthTokenError::NotConnected)), "{none:?}");

    // Whoever switches the provider off has no other token of it.
    let without = house.another_with(|settings| settings.oauth.clear()).await;
    house.clock.advance(HOUR);
    let over = without.vestibule.oauth_access_token(&id, "github").await;
    assert!(matches!(over, Err(OauthTokenError::Over)), "{over:?}");
    assert!(house.vestibule.oauth_access_token(&id, "github").await.is_ok(), "and nobody waits for it");
}

async fn the_pages_offer_what_the_settings_offer(database: Database) {
    let two = house(&database, |_| {}).await;
    for page in ["/sign-in", "/sign-up"] {
        let shown = two.browser().page(page).await;
        assert!(shown.shows("data-variant=\"blockButton\"") && shown.shows("Continue with Google"), "{}", shown.body);
        assert!(shown.shows("value=\"oauth_github\"") && shown.shows("vst-dividerText"));
    }
    let three = two.another_with(|settings| offer(settings, &["apple"])).await;
    let shown = three.browser().page("/sign-in").await;
    assert!(shown.shows("data-variant=\"iconButton\"") && shown.shows("aria-label=\"Continue with Apple\""));
    // Whoever has no mark of their own is shown the one of the protocol; whoever is not offered is shown nothing.
    let own = three.another_with(|settings| {
        offer(settings, &["acme"]);
        let acme = settings.oauth.get_mut("acme").expect("is offered");
        (acme.name, acme.issuer) = ("Acme & Sons".into(), "https://id.acme.example".into());
    });
    let own = own.await;
    let shown = own.browser().page("/sign-in").await;
    assert!(shown.shows("Continue with Acme &amp; Sons"), "{}", shown.body);
    let mark =
        shown.body.split("href=\"").find(|rest| rest.split('"').next().is_some_and(|href| href.ends_with(".svg#acme")));
    let mark = mark.expect("a mark");
    let mark = mark.split('#').next().unwrap_or_default();
    assert_eq!(own.browser().get(mark).await.header("content-type"), Some("image/svg+xml"));
    assert_eq!(own.browser().get(&mark.replace("acme", "nobody")).await.status, 404);
    let none = two.another_with(|settings| settings.oauth.clear()).await;
    let shown = none.browser().page("/sign-in").await;
    assert!(!shown.shows("vst-dividerRow") && !shown.shows("vst-socialButtons"));
}
