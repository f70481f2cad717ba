//! Links that are sent by mail, for a sign-in and for a sign-up.

use vestibule::model::{FieldRule, Strategy};

use crate::support::{Answer, Browser, Database, House, MINUTE, Person, SECOND, at_once, on_both};

on_both!(
    a_link_signs_in_the_browser_that_asked_for_it,
    programs_that_look_at_links_open_nothing,
    opened_elsewhere_it_lets_the_first_browser_go_on,
    whoever_copied_the_cookie_before_the_link_was_asked_for_is_not_let_in,
    whoever_opens_it_elsewhere_sees_where_it_was_asked_for,
    a_link_is_good_once_and_for_ten_minutes,
    another_link_makes_the_one_before_worth_nothing,
    of_a_hundred_clicks_one_signs_in,
    a_link_is_made_of_the_settings_alone,
    a_link_is_no_code_and_a_code_is_no_link,
    who_has_no_account_is_told_so_by_mail,
    a_sign_up_is_verified_by_a_link,
    a_sign_up_goes_on_where_it_began,
    after_the_link_comes_the_phone_number,
    with_forms_alone_a_button_goes_on,
    a_program_is_told_in_its_own_words_that_a_link_is_over,
);

const CREATE: &str = "sign_in/create";
const ATTEMPT: &str = "sign_in/attempt_first_factor";
const PREPARE: &str = "sign_in/prepare_first_factor";
const BY_LINK: (&str, &str) = ("strategy", "email_link");
const VERIFY: &str = "/vestibule/verify";

async fn with_ada(database: &Database) -> (House, Person) {
    let house = House::with(database, |settings| {
        settings.sign_in.email_link = true;
        settings.sign_in.preferred = Strategy::EmailLink;
    })
    .await;
    let ada = Person::named("ada");
    house.sign_up(&ada).await;
    (house, ada)
}

/// The path of the newest link that was mailed to someone.
async fn link_to(house: &House, email: &str) -> String {
    let link = house.mail_to(email).await.link.expect("a link");
    link.strip_prefix(house.origin()).unwrap_or_else(|| panic!("leads elsewhere: {link}")).to_owned()
}

/// A browser that has asked for a link, and the link.
async fn asked(house: &House, person: &Person) -> (Browser, String) {
    let browser = house.browser();
    browser.post(CREATE, &[("identifier", &person.email), ("redirect_url", "/dashboard?x=1")]).await.expect_ok();
    let link = link_to(house, &person.email).await;
    (browser, link)
}

/// Clicks on the button of the page that a link opens; the answer is not followed.
async fn click(browser: &Browser, link: &str) -> Answer {
    let query = link.split_once('?').expect("a query").1;
    let fields: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.ask("POST", VERIFY).by_hand().form(&fields).send().await
}

async fn a_link_signs_in_the_browser_that_asked_for_it(database: Database) {
    let (house, ada) = with_ada(&database).await;
    let (browser, link) = asked(&house, &ada).await;
    let page = browser.page(&link).await;
    assert!(page.status == 200 && page.shows("Sign in to Vestibule?") && page.shows(&ada.email), "{}", page.body);
    assert!(!page.shows("another browser") && page.shows("method=\"post\""), "{}", page.body);
    assert_eq!(browser.who().await, None, "nobody is in before the click");
    let done = click(&browser, &link).await;
    assert_eq!((done.status, done.header("location")), (303, Some("/dashboard?x=1")));
    assert_eq!(browser.who().await, Some(ada.email));
    assert_eq!(database.live_sessions().await, 2);
}

/// T14.
async fn programs_that_look_at_links_open_nothing(database: Database) {
    let (house, ada) = with_ada(&database).await;
    let (browser, link) = asked(&house, &ada).await;
    let scanner = house.browser();
    let before = database.contents().await;
    for _ in 0..20 {
        for (who, method) in [(&scanner, "GET"), (&scanner, "HEAD"), (&browser, "GET"), (&browser, "HEAD")] {
            assert_eq!(who.ask(method, &link).header("accept", "text/html").send().await.status, 200);
        }
    }
    assert_eq!(database.contents().await, before);
    assert_eq!((scanner.who().await, browser.who().await), (None, None));
    assert_eq!(click(&browser, &link).await.status, 303);
    assert_eq!(browser.who().await, Some(ada.email));
}

/// T15.
async fn opened_elsewhere_it_lets_the_first_browser_go_on(database: Database) {
    let (house, ada) = with_ada(&database).await;
    let (browser, link) = asked(&house, &ada).await;
    let phone = house.browser();
    let not_yet = "email_link_unverified";
    browser.post(ATTEMPT, &[BY_LINK]).await.expect_error(422, not_yet);
    let page = phone.page(&link).await;
    assert!(page.shows("another browser than the one that asked for it"), "{}", page.body);
    let done = click(&phone, &link).await;
    assert!(done.status == 200 && done.shows("Go back to the browser in which you began"), "{}", done.body);
    assert_eq!(phone.who().await, None);
    assert!(done.cookie(house.client_cookie()).is_none() && done.cookie("__session").is_none());
    // The tab that waits sees it, and goes on.
    let waiting = browser.post("client/get", &[]).await.json();
    assert_eq!(waiting["sign_in"]["first_factor_verification"]["status"], "verified");
    assert_eq!(browser.who().await, None);
    browser.post(ATTEMPT, &[BY_LINK]).await.expect_ok();
    assert_eq!(browser.who().await, Some(ada.email));
    // Neither the phone nor anyone else gets anything out of what is spent.
    for other in [&phone, &house.browser()] {
        assert_eq!(click(other, &link).await.status, 410);
        other.post(ATTEMPT, &[BY_LINK]).await.expect_error(422, "client_state_invalid");
    }
}

/// T24.
async fn whoever_copied_the_cookie_before_the_link_was_asked_for_is_not_let_in(database: Database) {
    let (house, ada) = with_ada(&database).await;
    for by_choice in [false, true] {
        let browser = house.browser();
        browser.post(CREATE, &[("identifier", "someone@example.com")]).await.expect_ok();
        if by_choice {
            browser.post(CREATE, &[("identifier", &ada.email)]).await.expect_ok();
            browser.post(PREPARE, &[("strategy", "password")]).await.expect_ok();
        }
        let thief = browser.thief();
        match by_choice {
            true => browser.post(PREPARE, &[BY_LINK]).await,
            false => browser.post(CREATE, &[("identifier", &ada.email)]).await,
        };
        let link = link_to(&house, &ada.email).await;
        assert_eq!(click(&house.browser(), &link).await.status, 200);
        thief.post(ATTEMPT, &[BY_LINK]).await.expect_error(422, "client_state_invalid");
        assert_eq!(thief.who().await, None);
        browser.post(ATTEMPT, &[BY_LINK]).await.expect_ok();
        assert_eq!(browser.who().await, Some(ada.email.clone()));
    }
}

async fn whoever_opens_it_elsewhere_sees_where_it_was_asked_for(database: Database) {
    let (house, ada) = with_ada(&database).await;
    let asking = house.browser_at("192.0.2.7".parse().expect("an address"));
    asking.post(CREATE, &[("identifier", &ada.email)]).await.expect_ok();
    house.clock.advance(3 * MINUTE);
    let page = house.browser().page(&link_to(&house, &ada.email).await).await;
    assert!(page.shows("3 minutes ago from the network address 192.0.2.7"), "{}", page.body);
}

async fn a_link_is_good_once_and_for_ten_minutes(database: Database) {
    let (house, ada) = with_ada(&database).await;
    let (browser, link) = asked(&house, &ada).await;
    assert_eq!(click(&browser, &link).await.status, 303);
    browser.post("session/sign_out", &[]).await.expect_ok();
    let again = click(&browser, &link).await;
    assert!(again.status == 410 && again.shows("not good any more"), "{}", again.body);
    assert_eq!(browser.who().await, None);

    let (browser, link) = asked(&house, &ada).await;
    house.clock.advance(10 * MINUTE);
    assert_eq!((browser.page(&link).await.status, click(&browser, &link).await.status), (410, 410));
    // One that was opened in time, but is redeemed too late.
    let (browser, link) = asked(&house, &ada).await;
    assert_eq!(click(&house.browser(), &link).await.status, 200);
    house.clock.advance(10 * MINUTE);
    browser.post(ATTEMPT, &[BY_LINK]).await.expect_error(422, "email_link_unverified");
    assert_eq!(browser.who().await, None);
    for odd in ["?token=", "", "?token=abc", &format!("?token={}", "A".repeat(43))] {
        assert_eq!(browser.page(&format!("{VERIFY}{odd}")).await.status, 410, "{odd}");
    }
}

async fn another_link_makes_the_one_before_worth_nothing(database: Database) {
    let (house, ada) = with_ada(&database).await;
    let (browser, first) = asked(&house, &ada).await;
    house.clock.advance(30 * SECOND);
    browser.post(PREPARE, &[BY_LINK]).await.expect_ok();
    let second = link_to(&house, &ada.email).await;
    assert_ne!(first, second);
    assert_eq!(click(&house.browser(), &first).await.status, 410);
    browser.post(ATTEMPT, &[BY_LINK]).await.expect_error(422, "email_link_unverified");
    assert_eq!(click(&browser, &first).await.status, 410);
    assert_eq!(click(&browser, &second).await.status, 303);
}

/// T18.
async fn of_a_hundred_clicks_one_signs_in(database: Database) {
    let (house, ada) = with_ada(&database).await;
    for round in 0..8 {
        let sessions = database.live_sessions().await;
        let (browser, link) = asked(&house, &ada).await;
        let clicks = (0..100).map(|number| {
            // Some of them elsewhere, where the first one spends it.
            let (browser, link) = (if number % 10 == 9 { house.browser() } else { browser.clone() }, link.clone());
            async move { click(&browser, &link).await.status }
        });
        let answers = at_once(clicks).await;
        let here = answers.iter().filter(|status| **status == 303).count();
        let elsewhere = answers.iter().filter(|status| **status == 200).count();
        assert_eq!(here + elsewhere, 1, "round {round}: {answers:?}");
        assert_eq!(database.live_sessions().await, sessions + here as i64, "round {round}");
        house.clock.advance(10 * MINUTE);
    }
}

/// T2.
async fn a_link_is_made_of_the_settings_alone(database: Database) {
    let (house, ada) = with_ada(&database).await;
    for (header, value) in [
        ("host", "evil.example"),
        ("forwarded", "host=evil.example;proto=http"),
        ("x-forwarded-host", "evil.example"),
        ("x-forwarded-proto", "gopher"),
    ] {
        let browser = house.browser();
        let path = "/vestibule/api/sign_in/create";
        let ask = browser.ask("POST", path).by_script().form(&[("identifier", &ada.email)]).header(header, value);
        assert_eq!(ask.send().await.status, 200, "{header}");
        let link = house.mail_to(&ada.email).await.link.expect("a link");
        assert!(link.starts_with("http://localhost:3000/vestibule/verify?token="), "{header}: {link}");
    }
    let browser = house.browser();
    browser.post(CREATE, &[("identifier", &ada.email), ("redirect_url", "https://evil.example/")]).await.expect_ok();
    let link = link_to(&house, &ada.email).await;
    assert!(!link.contains("evil"), "{link}");
    let done = click(&browser, &format!("{link}&redirect_url=//evil.example")).await;
    assert_eq!((done.status, done.header("location")), (303, Some("/dashboard")));
}

/// T12.
async fn a_link_is_no_code_and_a_code_is_no_link(database: Database) {
    let (house, ada) = with_ada(&database).await;
    let (browser, link) = asked(&house, &ada).await;
    let token = link.split("token=").nth(1).and_then(|rest| rest.split('&').next()).expect("a token").to_owned();
    for strategy in ["email_code", "reset_password_email_code"] {
        let answer = browser.post(ATTEMPT, &[("strategy", strategy), ("code", &token)]).await;
        answer.expect_error(422, "verification_missing@code");
    }
    browser.set_cookie(house.client_cookie(), &token);
    assert_eq!(browser.who().await, None);

    let browser = house.browser();
    browser.post(CREATE, &[("identifier", &ada.email)]).await.expect_ok();
    browser.post(PREPARE, &[("strategy", "email_code")]).await.expect_ok();
    let code = house.code_for(&ada.email).await;
    browser.post(ATTEMPT, &[BY_LINK]).await.expect_error(422, "email_link_unverified");
    assert_eq!(click(&browser, &format!("{VERIFY}?token={code}")).await.status, 410);
    let hash = database.texts("SELECT code_hash FROM verifications WHERE code_hash IS NOT NULL").await;
    for stored in hash {
        assert_eq!(
            click(&browser, &format!("{VERIFY}?token={stored}")).await.status,
            410,
            "what is stored opens nothing"
        );
    }
    assert_eq!(browser.who().await, None);
}

async fn who_has_no_account_is_told_so_by_mail(database: Database) {
    let (house, _) = with_ada(&database).await;
    let (browser, bob) = (house.browser(), Person::named("bob"));
    let begun = browser.post(CREATE, &[("identifier", &bob.email)]).await.json();
    assert_eq!(begun["client"]["sign_in"]["first_factor_verification"]["status"], "unverified");
    assert_eq!(house.mail_to(&bob.email).await.link.as_deref(), Some("http://localhost:3000/sign-up"));
    browser.post(ATTEMPT, &[BY_LINK]).await.expect_error(422, "email_link_unverified");
}

async fn signing_up(database: &Database) -> (House, Browser, String) {
    let by_link =
        |settings: &mut vestibule::server::Settings| settings.sign_up.email_verification = Strategy::EmailLink;
    let house = House::with(database, |settings| {
        by_link(settings);
        settings.paths.after_sign_up = "/dashboard?welcome".into();
    })
    .await;
    let (ada, browser) = (Person::named("ada"), house.browser());
    house.begin_sign_up(&browser, &ada).await.expect_ok();
    let link = link_to(&house, &ada.email).await;
    (house, browser, link)
}

async fn a_sign_up_is_verified_by_a_link(database: Database) {
    let (_, browser, link) = signing_up(&database).await;
    let page = browser.page(&link).await;
    assert!(page.shows("Verify your email address?"), "{}", page.body);
    assert_eq!(database.count("users").await, 0);
    let done = click(&browser, &link).await;
    assert_eq!((done.status, done.header("location")), (303, Some("/dashboard?welcome")));
    assert_eq!(browser.who().await.as_deref(), Some("ada@example.com"));
    let me = browser.get("/api/me").await.json();
    assert_eq!(me["email_addresses"][0]["verification"]["strategy"], "email_link");
}

async fn a_sign_up_goes_on_where_it_began(database: Database) {
    let (house, browser, link) = signing_up(&database).await;
    let attempt = "sign_up/attempt_verification";
    browser.post(attempt, &[]).await.expect_error(422, "email_link_unverified");
    browser.post(attempt, &[("code", "123456")]).await.expect_error(422, "email_link_unverified");
    let phone = house.browser();
    assert_eq!(click(&phone, &link).await.status, 200);
    assert_eq!((phone.who().await, database.count("users").await), (None, 0));
    browser.post(attempt, &[]).await.expect_ok();
    assert_eq!(browser.who().await.as_deref(), Some("ada@example.com"));
}

async fn after_the_link_comes_the_phone_number(database: Database) {
    let house = House::with(&database, |settings| {
        settings.sign_up.email_verification = Strategy::EmailLink;
        settings.sign_up.phone_number = FieldRule::Required;
    })
    .await;
    let (ada, browser) = (Person::named("ada"), house.browser());
    let fields =
        [("email_address", ada.email.as_str()), ("password", &ada.password), ("phone_number", "+1 202 456 1111")];
    browser.post("sign_up/create", &fields).await.expect_ok();
    let done = click(&browser, &link_to(&house, &ada.email).await).await;
    assert_eq!((done.status, done.header("location")), (303, Some("/sign-up/verify-phone-number")));
    assert_eq!(browser.who().await, None);
    let code = house.code_for("+12024561111").await;
    browser.post("sign_up/attempt_verification", &[("code", &code)]).await.expect_ok();
    assert_eq!(browser.who().await, Some(ada.email));
}

async fn with_forms_alone_a_button_goes_on(database: Database) {
    let (house, ada) = with_ada(&database).await;
    let browser = house.browser();
    let page = browser.submit(CREATE, &[("identifier", &ada.email)]).await;
    assert_eq!(page.path, "/sign-in/factor-one");
    assert!(page.shows("Check your email") && page.shows("I have opened the link"), "{}", page.body);
    let page = browser.submit(ATTEMPT, &[BY_LINK]).await;
    assert!(page.shows("Open the link in the mail first."), "{}", page.body);
    house.clock.advance(30 * SECOND);
    let page = browser.submit(PREPARE, &[BY_LINK]).await;
    assert!(page.shows("We sent you a new link."), "{}", page.body);
    click(&house.browser(), &link_to(&house, &ada.email).await).await;
    let page = browser.submit(ATTEMPT, &[BY_LINK]).await;
    assert_eq!((page.status, page.path.as_str()), (200, "/dashboard"));
}

async fn a_program_is_told_in_its_own_words_that_a_link_is_over(database: Database) {
    let house = House::open(&database).await;
    let browser = house.browser();
    for path in [VERIFY, "/vestibule/verify?token=x"] {
        browser.get(path).await.expect_error(422, "verification_expired");
        assert_eq!(browser.page(path).await.status, 410, "{path}");
    }
}
