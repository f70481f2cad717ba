//! T8 to T13, T18 and T43, as far as they are about providers: who comes from one is who it says, for this question, in
//! this browser, and once.

use aws_lc_rs::hmac;
use serde_json::{Value, json};
use vestibule::server::NewApiKey;

use crate::support::openid::{CLIENT_ID, OpenId, Signature};
use crate::support::{
    Authenticator, Browser, Database, House, MINUTE, Person, Somebody, at_once, location, offer, on_both, parameter,
    until,
};

on_both!(
    an_address_leads_to_an_account_only_when_the_provider_has_proven_it,
    what_two_answers_say_of_a_person_is_not_put_together,
    people_are_known_by_issuer_and_subject,
    the_first_proof_of_an_address_takes_everything_from_who_prepared_it,
    only_the_browser_that_was_sent_away_comes_back,
    an_answer_is_good_for_its_own_provider_and_question_only,
    an_answer_from_another_issuer_is_refused,
    an_answer_that_comes_late_is_refused,
    a_connection_that_was_begun_lets_nobody_in,
    id_tokens_that_are_not_what_they_say_open_nothing,
    an_answer_many_times_at_once_is_one_sign_up,
    one_person_in_many_browsers_at_once_is_one_account,
    what_another_site_posts_changes_nothing,
    pages_let_forms_lead_to_where_a_provider_takes_people,
);

const IN: &str = "sign_in/oauth";
const SUBJECT: &str = "248289761001";

async fn simulated(database: &Database) -> House {
    House::with(database, |settings| {
        offer(settings, &["google", "github", "apple"]);
        settings.sign_in.passkey = true;
        settings.security.forms_per_minute = 1_000_000;
    })
    .await
}

async fn with_openid(database: &Database, providers: &[(&str, &OpenId)]) -> House {
    House::with(database, |settings| {
        providers.iter().for_each(|(key, provider)| provider.offer(settings, key));
        settings.security.forms_per_minute = 1_000_000;
    })
    .await
}

async fn come(browser: &Browser, key: &str, provider: &OpenId) -> String {
    let url = browser.press(IN, key, "").await;
    location(&browser.page_alone(&provider.agree(&url).await).await)
}

/// A browser that is led on to a site that the page does not name stays where it is.
async fn pages_let_forms_lead_to_where_a_provider_takes_people(database: Database) {
    let provider = OpenId::start().await;
    provider.say(|says| says.authorization_endpoint = Some("https://login.acme.example/authorize".into()));
    let house = with_openid(&database, &[("acme", &provider)]).await;
    until("the provider's own site is named", || async {
        let page = house.browser().page("/sign-in").await;
        let policy = page.header("content-security-policy").expect("a policy").to_owned();
        let forms =
            policy.split("; ").find(|directive| directive.starts_with("form-action")).expect("a rule").to_owned();
        forms.split(' ').any(|origin| origin == "https://login.acme.example") && forms.contains(provider.issuer())
    })
    .await;
}

/// That nothing has come of anything.
async fn assert_nobody(database: &Database, browser: &Browser, what: &str) {
    assert_eq!(browser.who().await, None, "{what}");
    let counts =
        (database.live_sessions().await, database.count("users").await, database.count("external_accounts").await);
    assert_eq!(counts, (0, 0, 0), "{what}");
}

async fn an_address_leads_to_an_account_only_when_the_provider_has_proven_it(database: Database) {
    let provider = OpenId::start().await;
    let house = with_openid(&database, &[("acme", &provider)]).await;
    let ada = Person::named("ada");
    house.sign_up(&ada).await.post("session/sign_out", &[]).await.expect_ok();
    let flags =
        [json!("true"), json!("True"), json!(1), json!(false), json!([true]), json!({}), Value::Null, json!(true)];
    for (number, flag) in flags.into_iter().enumerate() {
        for (email, taken) in [(ada.email.clone(), true), (format!("new{number}@example.com"), false)] {
            let subject = format!("s{number}{taken}");
            provider.say(|says| {
                says.claims = json!({ "sub": subject, "email": email, "email_verified": flag });
                says.user_info = json!({ "sub": subject });
            });
            let browser = house.browser();
            let led = come(&browser, "acme", &provider).await;
            let proven = flag == json!(true);
            assert_eq!(led, if proven { "/dashboard" } else { "/sign-up/verify-email-address" }, "{flag} {taken}");
            assert_eq!(browser.who().await, proven.then_some(email), "{flag} {taken}");
        }
    }
    // One was there, one has signed up; and nobody else is connected with anything.
    assert_eq!((database.count("users").await, database.count("external_accounts").await), (2, 2));
}

async fn what_two_answers_say_of_a_person_is_not_put_together(database: Database) {
    let provider = OpenId::start().await;
    let house = with_openid(&database, &[("acme", &provider)]).await;
    let verify = "/sign-up/verify-email-address";
    for (claims, user_info, leads) in [
        // The flag of one address is not that of another.
        (
            json!({ "email": "victim@example.com" }),
            json!({ "email": "own@example.com", "email_verified": false }),
            verify,
        ),
        (json!({ "email": "victim@example.com" }), json!({ "email_verified": true }), verify),
        (json!({ "email_verified": true }), json!({ "email": "victim@example.com" }), verify),
        (json!({ "email": "victim@example.com", "email_verified": false }), json!({ "email_verified": true }), verify),
        // What speaks of someone else is refused as a whole.
        (json!({}), json!({ "sub": "other", "email": "victim@example.com", "email_verified": true }), "/sign-in"),
        // All of it in one place is a proof, whichever place it is.
        (json!({}), json!({ "email": "own@example.com", "email_verified": true }), "/dashboard"),
    ] {
        provider.say(|says| (says.claims, says.user_info) = (claims.clone(), user_info.clone()));
        let browser = house.browser();
        assert_eq!(come(&browser, "acme", &provider).await, leads, "{claims} {user_info}");
        assert_eq!(browser.who().await.is_some(), leads == "/dashboard", "{claims} {user_info}");
    }
    assert_eq!(database.texts("SELECT normalized FROM identifiers").await, ["own@example.com"]);
}

async fn people_are_known_by_issuer_and_subject(database: Database) {
    let (one, two) = (OpenId::start().await, OpenId::start().await);
    let house = with_openid(&database, &[("one", &one), ("two", &two)]).await;
    for (provider, email) in [(&one, "ada@example.com"), (&two, "eve@example.com")] {
        provider.say(|says| says.claims = json!({ "email": email, "email_verified": true }));
    }
    // The same subject at two providers is two people.
    for (key, provider, who) in [("one", &one, "ada@example.com"), ("two", &two, "eve@example.com")] {
        let browser = house.browser();
        assert_eq!(come(&browser, key, provider).await, "/dashboard");
        assert_eq!(browser.who().await.as_deref(), Some(who));
    }
    // An address that has changed hands there leads to nobody else here.
    one.say(|says| says.claims = json!({ "email": "eve@example.com", "email_verified": true }));
    let browser = house.browser();
    come(&browser, "one", &one).await;
    assert_eq!(browser.who().await.as_deref(), Some("ada@example.com"));
    // The same name in the settings for another issuer is another provider.
    let moved = house.another_with(|settings| two.offer(settings, "one")).await;
    two.say(|says| says.claims = json!({ "email": "bob@example.com", "email_verified": true }));
    let browser = moved.browser();
    come(&browser, "one", &two).await;
    assert_eq!(browser.who().await.as_deref(), Some("bob@example.com"));
    let known = database.texts("SELECT provider_user_id FROM external_accounts").await;
    assert_eq!(known, [SUBJECT; 3]);
}

async fn the_first_proof_of_an_address_takes_everything_from_who_prepared_it(database: Database) {
    let house = simulated(&database).await;
    let victim = Person::named("victim");
    let attacker = house.sign_up(&victim).await;
    attacker.come_from("external_account/connect", "github", Somebody::unproven("eve@example.org")).await;
    let mut authenticator = Authenticator::new();
    attacker.add_passkey(&mut authenticator).await.expect_ok();
    let keys = house.vestibule.api_keys();
    let key = keys.create(&NewApiKey::of(attacker.user_id().await, "Prepared")).await.expect("is made");
    let key = key.secret.as_ref().expect("is known once").expose();
    assert!(keys.verify(key).await.expect("answers").is_some());
    database.execute("INSERT INTO avatars (id, delete_at) VALUES ('img_prepared', NULL)").await;
    database.execute(r#"UPDATE users SET image_id = 'img_prepared', unsafe_metadata = '{"plan":"gold"}'"#).await;
    // As an account is that was made without a proof: imported, or with an address that was added later.
    database.execute("UPDATE identifiers SET verified_at = NULL, verified_by = NULL").await;
    let owner = house.browser();
    assert_eq!(location(&owner.come_from(IN, "google", Somebody::proven(&victim.email)).await), "/dashboard");
    let user = owner.get("/api/me").await.json();
    assert_eq!(user["email_addresses"][0]["verification"]["status"], "verified");
    assert_eq!(user["password_enabled"], false);
    assert_eq!(user["has_image"], false, "the picture is gone");
    assert_eq!(database.texts("SELECT id FROM avatars WHERE delete_at IS NOT NULL").await, ["img_prepared"]);
    assert_eq!(database.texts("SELECT unsafe_metadata FROM users").await, ["{}"]);
    assert_eq!(attacker.who().await, None, "the session is over");
    assert!(keys.verify(key).await.expect("answers").is_none(), "the API key is gone");
    assert_eq!(database.count("api_keys").await, 0);
    let told = "SELECT changes FROM audit_entries WHERE action = 'apiKey.revoked'";
    let [told] = &database.texts(told).await[..] else { panic!("one entry") };
    assert!(told.contains("taken_over") && told.contains("Prepared"), "{told}");
    house.clock.advance(2 * MINUTE);
    assert_eq!(attacker.who().await, None);
    assert_eq!(house.browser().sign_in(&victim).await.status, 422, "the password is gone");
    let again = house.browser();
    again.come_from(IN, "github", Somebody::unproven("eve@example.org")).await;
    assert_eq!(again.who().await, None, "the connected account is gone");
    let again = house.browser();
    again.use_passkey(&mut authenticator).await.expect_error(422, "passkey_retrieval_failed");
    assert_eq!(again.who().await, None, "the passkey is gone");
    assert!(owner.who().await.is_some());
    assert_eq!(database.texts("SELECT provider FROM external_accounts").await, ["google"]);
}

async fn only_the_browser_that_was_sent_away_comes_back(database: Database) {
    let house = simulated(&database).await;
    let (own, other) = (house.browser(), house.browser());
    let page = own.press(IN, "google", "").await;
    let callback = own.be(&page, Somebody::proven("ada@example.com")).await;
    other.press(IN, "google", "").await;
    for (browser, what) in [(&other, "one that was sent away too"), (&house.browser(), "one that was not")] {
        assert_eq!(location(&browser.page_alone(&callback).await), "/sign-in", "{what}");
        assert_nobody(&database, browser, what).await;
    }
    // Someone else's try has not used it up.
    assert_eq!(location(&own.page_alone(&callback).await), "/dashboard");
    assert!(own.who().await.is_some());
    // Used once, it is used.
    own.post("session/sign_out", &[]).await.expect_ok();
    assert_eq!(location(&own.page_alone(&callback).await), "/sign-in");
    assert_eq!(own.who().await, None);
}

/// T11: the transaction is the provider's and the browser's; what belongs to another opens nothing.
async fn an_answer_is_good_for_its_own_provider_and_question_only(database: Database) {
    let house = simulated(&database).await;
    let browser = house.browser();
    let ada = Somebody::proven("ada@example.com");
    let question = async |provider: &str| {
        let page = browser.press(IN, provider, "").await;
        browser.be(&page, ada).await
    };
    let (google, github) = (question("google").await, question("github").await);
    // At the callback of another provider; with the code of another question; of another provider.
    let second = question("google").await;
    let with_code = |callback: &str, code: &str| {
        let (path, _) = callback.split_once('?').expect("a query");
        let query = [("code", parameter(code, "code")), ("state", parameter(callback, "state"))];
        format!("{path}?{}", url::form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish())
    };
    let swapped = [
        google.replace("/google?", "/github?"),
        github.replace("/github?", "/google?"),
        google.replace("/google?", "/apple?"),
        google.replace("/google?", "/nobody?"),
        google.replace("state=", "state=x"),
        with_code(&google, &second),
        with_code(&github, &second),
        format!("/vestibule/oauth_callback/google?state={}", parameter(&second, "state")),
        "/vestibule/oauth_callback/google?code=x&state=%00".to_owned(),
        "/vestibule/oauth_callback/google?code=x&state=a&state=b".to_owned(),
        "/vestibule/oauth_callback/google".to_owned(),
    ];
    for callback in &swapped {
        let led = location(&browser.page_alone(callback).await);
        assert_eq!(led, "/sign-in", "{callback}");
        assert_nobody(&database, &browser, callback).await;
    }
}

/// T11: two providers that are mixed up.
async fn an_answer_from_another_issuer_is_refused(database: Database) {
    let (honest, evil) = (OpenId::start().await, OpenId::start().await);
    let house = with_openid(&database, &[("honest", &honest), ("evil", &evil)]).await;
    let claims = json!({ "email": "ada@example.com", "email_verified": true });
    honest.say(|says| says.claims = claims.clone());
    // It gives the answer of the honest one for its own: the code would be redeemed there.
    for iss in [Some(honest.issuer().to_owned()), None, Some(String::new()), Some(format!("{}/", evil.issuer()))] {
        evil.say(|says| (says.iss, says.claims) = (iss.clone(), claims.clone()));
        let browser = house.browser();
        assert_eq!(come(&browser, "evil", &evil).await, "/sign-in", "{iss:?}");
        assert_nobody(&database, &browser, "an answer in another's name").await;
    }
    assert_eq!((honest.refused(), evil.refused()), (0, 0), "no code is sent to anyone");
    // A code of the honest one, brought to the evil one's callback with the evil one's state.
    evil.say_the_truth();
    let browser = house.browser();
    let (ours, theirs) = (browser.press(IN, "honest", "").await, browser.press(IN, "evil", "").await);
    let (good, bad) = (honest.agree(&ours).await, evil.agree(&theirs).await);
    let code = parameter(&good, "code");
    let mixed = format!(
        "/vestibule/oauth_callback/evil?code={code}&state={}&iss={}",
        parameter(&bad, "state"),
        honest.issuer()
    );
    assert_eq!(location(&browser.page_alone(&mixed).await), "/sign-in");
    assert_nobody(&database, &browser, "mixed up").await;
    assert_eq!(location(&browser.page_alone(&good).await), "/dashboard", "the honest answer is as good as before");
}

async fn an_answer_that_comes_late_is_refused(database: Database) {
    let house = simulated(&database).await;
    let browser = house.browser();
    let page = browser.press(IN, "google", "").await;
    house.clock.advance(10 * MINUTE);
    let callback = browser.be(&page, Somebody::proven("ada@example.com")).await;
    assert_eq!(location(&browser.page_alone(&callback).await), "/sign-in");
    assert_nobody(&database, &browser, "after ten minutes").await;
}

async fn a_connection_that_was_begun_lets_nobody_in(database: Database) {
    let house = simulated(&database).await;
    let (ada, bob) = (Person::named("ada"), Person::named("bob"));
    house.sign_up(&bob).await;
    let browser = house.sign_up(&ada).await;
    let callback = async || {
        let page = browser.press("external_account/connect", "google", "").await;
        browser.be(&page, Somebody::proven("eve@example.com")).await
    };
    let (first, second) = (callback().await, callback().await);
    browser.post("session/sign_out", &[]).await.expect_ok();
    browser.page_alone(&first).await;
    assert_eq!(browser.who().await, None);
    // Nor does it connect anything with someone else who has signed in since.
    browser.sign_in(&bob).await.expect_ok();
    browser.page_alone(&second).await;
    assert_eq!(database.count("external_accounts").await, 0);
}

async fn id_tokens_that_are_not_what_they_say_open_nothing(database: Database) {
    let provider = OpenId::start().await;
    let house = with_openid(&database, &[("acme", &provider)]).await;
    let nothing: Signature = |_, _| Vec::new();
    let by_public_key: Signature =
        |text, key| hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), text.as_bytes()).as_ref().to_vec();
    let zeros: Signature = |_, _| vec![0; 64];
    let claims = json!({ "email": "ada@example.com", "email_verified": true });
    for (header, signature) in [
        (json!({ "alg": "none" }), Some(nothing)),
        (json!({ "alg": "None" }), Some(nothing)),
        (json!({}), Some(nothing)),
        (json!({}), Some(zeros)),
        (json!({ "alg": "HS256" }), Some(by_public_key)),
        (json!({ "alg": "ES384" }), None),
        (json!({ "alg": "RS256" }), None),
        (json!({ "kid": "k2" }), None),
        (json!({ "kid": "k3" }), None),
        (json!({ "kid": "../keys" }), None),
        (json!({ "kid": null }), Some(zeros)),
        (json!({ "crit": ["x"], "x": true }), None),
    ] {
        provider.say(|says| (says.claims, says.header, says.signature) = (claims.clone(), header.clone(), signature));
        let browser = house.browser();
        assert_eq!(come(&browser, "acme", &provider).await, "/sign-in", "{header}");
        assert_nobody(&database, &browser, &header.to_string()).await;
    }
    provider.say_the_truth();
    for wrong in [
        json!({ "iss": "https://evil.example" }),
        json!({ "iss": null }),
        json!({ "aud": "someone-else" }),
        json!({ "aud": [CLIENT_ID, "someone-else"] }),
        json!({ "aud": null }),
        json!({ "azp": "someone-else" }),
        json!({ "exp": 1_000_000_000 }),
        json!({ "exp": -1 }),
        json!({ "exp": "9999999999" }),
        json!({ "exp": null }),
        json!({ "iat": 99_999_999_999_i64 }),
        json!({ "nbf": 99_999_999_999_i64 }),
        json!({ "nonce": "another" }),
        json!({ "nonce": null }),
        json!({ "sub": null }),
        json!({ "sub": "" }),
        json!({ "sub": ["248289761001"] }),
    ] {
        let mut all = claims.clone();
        all.as_object_mut().expect("an object").extend(wrong.as_object().expect("an object").clone());
        provider.say(|says| says.claims = all);
        let browser = house.browser();
        assert_eq!(come(&browser, "acme", &provider).await, "/sign-in", "{wrong}");
        assert_nobody(&database, &browser, &wrong.to_string()).await;
    }
    // A good one opens, so that the others are refused for what is wrong with them.
    provider.say(|says| says.claims = claims);
    let browser = house.browser();
    assert_eq!(come(&browser, "acme", &provider).await, "/dashboard");
    assert_eq!(browser.who().await.as_deref(), Some("ada@example.com"));
}

async fn an_answer_many_times_at_once_is_one_sign_up(database: Database) {
    let house = simulated(&database).await;
    for round in 0..3 {
        let browser = house.browser();
        let page = browser.press(IN, "google", "").await;
        let email = format!("ada{round}@example.com");
        let callback = browser.be(&page, Somebody::proven(&email)).await;
        let answers = at_once((0..100).map(|_| {
            let (browser, callback) = (browser.thief(), callback.clone());
            async move { browser.page_alone(&callback).await }
        }))
        .await;
        let good = answers.iter().filter(|answer| answer.header("location") == Some("/dashboard")).count();
        assert!(answers.iter().all(|answer| answer.status == 303), "no faults");
        assert_eq!((good, database.live_sessions().await, database.count("users").await), (1, round + 1, round + 1));
    }
}

async fn one_person_in_many_browsers_at_once_is_one_account(database: Database) {
    let house = simulated(&database).await;
    let mut ready = Vec::new();
    for number in 0..20 {
        let browser = house.browser();
        // Two accounts there with the same address, proven by both.
        let provider = if number % 2 == 0 { "google" } else { "github" };
        let page = browser.press(IN, provider, "").await;
        let callback = browser.be(&page, Somebody::proven("ada@example.com")).await;
        ready.push((browser, callback));
    }
    let answers = at_once(
        ready.clone().into_iter().map(|(browser, callback)| async move { browser.page_alone(&callback).await }),
    )
    .await;
    for answer in &answers {
        assert_eq!(location(answer), "/dashboard");
    }
    let counts =
        (database.count("users").await, database.count("external_accounts").await, database.live_sessions().await);
    assert_eq!(counts, (1, 2, 20));
    assert_eq!(database.count("identifiers").await, 1);
}

async fn what_another_site_posts_changes_nothing(database: Database) {
    let house = simulated(&database).await;
    let browser = house.browser();
    let page = browser.press(IN, "apple", "").await;
    let callback = browser.be(&page, Somebody::proven("ada@example.com")).await;
    let (path, query) = callback.split_once('?').expect("a query");
    let post = |path: &str, body: &str| {
        let ask = browser.ask("POST", path).without("cookie").header("accept", "text/html");
        let ask = ask.header("origin", "https://appleid.apple.com").header("sec-fetch-site", "cross-site");
        ask.body("application/x-www-form-urlencoded", body.to_owned())
    };
    // Who does not answer like that is not listened to, and no other route of ours is open to it.
    assert_eq!(post("/vestibule/oauth_callback/google", query).send().await.status, 405);
    assert_eq!(post("/vestibule/api/sign_in/oauth", "strategy=oauth_apple").send().await.status, 403);
    assert_eq!(post("/vestibule/oauth_callback/", query).send().await.status, 403);
    let bounced = post(path, &format!("{query}&redirect_url=https://evil.example&x=y")).send().await;
    assert_nobody(&database, &browser, "a form of another site").await;
    assert!(bounced.headers.get("set-cookie").is_none());
    let led = location(&bounced);
    assert!(led.starts_with("/vestibule/oauth_callback/apple?") && !led.contains("evil"), "{led}");
    // What the browser asks for then brings its cookies along.
    assert_eq!(location(&browser.page_alone(&led).await), "/dashboard");
    assert!(browser.who().await.is_some());
}
