//! Several people who are signed in on one browser.

use serde_json::Value;
use vestibule::model::SignUpMode;
use vestibule::server::Settings;

use crate::support::{Answer, Browser, Database, HOUR, House, MINUTE, Person, Somebody, location, offer, on_both};

on_both!(
    a_browser_is_one_persons_unless_the_settings_say_otherwise,
    an_account_is_added_and_switched_to_and_back,
    an_account_is_added_in_every_way,
    an_account_is_added_and_switched_to_with_forms_alone,
    whoever_is_signed_in_finds_no_empty_sign_up,
    another_tab_s_code_for_a_sign_up_that_is_over_leads_on,
    whoever_adds_an_account_may_sign_up_to_it,
    whoever_signs_in_again_takes_their_own_place_only,
    one_signs_out_and_the_others_stay,
    all_sign_out_of_this_browser_and_of_no_other,
    a_session_of_another_browser_is_not_switched_to,
    when_the_one_who_acts_runs_out_the_others_are_there_to_choose,
    there_is_room_for_ten,
    a_new_password_ends_the_sessions_of_one_person_only,
    a_browser_that_was_several_peoples_shows_one_when_the_setting_goes,
);

const SWITCH: &str = "session/set_active";
const OUT: &str = "session/sign_out";

async fn house(database: &Database) -> House {
    house_with(database, |_| {}).await
}

async fn house_with(database: &Database, change: impl FnOnce(&mut Settings)) -> House {
    House::with(database, |settings| {
        settings.session.multi_session = true;
        change(settings);
    })
    .await
}

/// A browser on which these people have signed up, one after the other.
async fn with(house: &House, people: &[&Person]) -> Browser {
    let browser = house.browser();
    for person in people {
        house.begin_sign_up(&browser, person).await.expect_ok();
        let code = house.code_for(&person.email).await;
        browser.post("sign_up/attempt_verification", &[("code", &code)]).await.expect_ok();
    }
    browser
}

async fn held(browser: &Browser) -> Value {
    browser.post("client/get", &[]).await.json()
}

/// The session of a person on a browser.
async fn session_of(browser: &Browser, person: &Person) -> String {
    let held = held(browser).await;
    let sessions = held["sessions"].as_array().expect("a list");
    let is_theirs = |session: &&Value| session["user"]["email_addresses"][0]["email_address"] == person.email.as_str();
    sessions.iter().find(is_theirs).expect("is signed in")["id"].as_str().expect("an id").to_owned()
}

/// Who is signed in on a browser, whoever acts, in the order of the alphabet.
async fn everyone(browser: &Browser) -> Vec<String> {
    let held = held(browser).await;
    let sessions = held["sessions"].as_array().expect("a list").clone();
    let address = |session: Value| session["user"]["email_addresses"][0]["email_address"].as_str().map(str::to_owned);
    let mut everyone: Vec<String> = sessions.into_iter().filter_map(address).collect();
    everyone.sort();
    everyone
}

async fn a_browser_is_one_persons_unless_the_settings_say_otherwise(database: Database) {
    let house = House::open(&database).await;
    let (ada, bob) = (Person::named("ada"), Person::named("bob"));
    house.sign_up(&bob).await;
    let browser = house.sign_up(&ada).await;
    browser.sign_in(&bob).await.expect_error(422, "session_exists");
    house.begin_sign_up(&browser, &Person::named("eve")).await.expect_error(422, "session_exists");
    assert!(!browser.page("/dashboard").await.shows("Add account"));
    assert!(browser.page("/sign-in/add-account").await.shows("You are already signed in"));
}

async fn an_account_is_added_and_switched_to_and_back(database: Database) {
    let house = house(&database).await;
    let (ada, bob) = (Person::named("ada"), Person::named("bob"));
    house.sign_up(&bob).await;
    let browser = house.sign_up(&ada).await;
    let page = browser.page("/dashboard").await;
    assert!(page.shows("Add account") && !page.shows("Sign out of all accounts"), "{}", page.body);
    assert!(browser.page("/sign-in").await.shows("Choose an account"));
    assert!(!browser.page("/sign-in/add-account").await.shows("Choose an account"));

    let secret = browser.cookie(house.client_cookie());
    let added = browser.sign_in(&bob).await;
    assert_eq!(added.expect_ok().json()["redirect_to"], "/dashboard");
    assert_eq!(added.json()["client"]["sessions"].as_array().map(Vec::len), Some(2), "both are told at once");
    assert_ne!(browser.cookie(house.client_cookie()), secret, "the secret is a new one");
    assert_eq!((browser.who().await, everyone(&browser).await.len()), (Some(bob.email.clone()), 2));

    let hers = session_of(&browser, &ada).await;
    let switched = browser.post(SWITCH, &[("session_id", &hers), ("redirect_url", "/notes?page=2")]).await;
    assert_eq!(switched.expect_ok().json()["redirect_to"], "/notes?page=2");
    assert_eq!(switched.json()["client"]["last_active_session_id"], hers.as_str());
    assert_eq!(browser.who().await, Some(ada.email.clone()));
    // In every tab, on every page, with the token and without it.
    assert!(browser.clone().page("/dashboard").await.shows(&ada.email));
    browser.forget_cookie("__session");
    assert_eq!(browser.who().await, Some(ada.email.clone()));
    house.clock.advance(2 * MINUTE);
    assert_eq!(browser.who().await, Some(ada.email.clone()));
    let his = session_of(&browser, &bob).await;
    let switched = browser.post(SWITCH, &[("session_id", &his)]).await;
    assert_eq!((switched.json()["redirect_to"].as_str(), browser.who().await), (Some("/dashboard"), Some(bob.email)));
    let page = browser.page("/dashboard").await;
    assert!(page.shows("Sign out of all accounts") && page.shows(&ada.email), "{}", page.body);
    assert_eq!(database.live_sessions().await, 3, "and his other browser");
}

async fn an_account_is_added_in_every_way(database: Database) {
    let house = house_with(&database, |settings| {
        settings.sign_in.email_link = true;
        offer(settings, &["google"]);
    })
    .await;
    let (ada, bob, cay) = (Person::named("ada"), Person::named("bob"), Person::named("cay"));
    house.sign_up(&bob).await;
    house.sign_up(&cay).await;
    let browser = house.sign_up(&ada).await;
    let begun = browser.post("sign_in/create", &[("identifier", &bob.email)]).await;
    assert_eq!(begun.expect_ok().json()["redirect_to"], "/sign-in/factor-one", "it is not over yet");
    let (code, link) = (("strategy", "email_code"), ("strategy", "email_link"));
    let prepared = browser.post("sign_in/prepare_first_factor", &[code]).await;
    assert_eq!(prepared.expect_ok().json()["redirect_to"], "/sign-in/factor-one");
    assert_eq!(browser.who().await, Some(ada.email.clone()), "she acts meanwhile");
    let his = house.code_for(&bob.email).await;
    let done = browser.post("sign_in/attempt_first_factor", &[code, ("code", &his)]).await;
    assert_eq!(
        (done.expect_ok().json()["redirect_to"].as_str(), browser.who().await),
        (Some("/dashboard"), Some(bob.email))
    );

    browser.post("sign_in/create", &[("identifier", &cay.email)]).await.expect_ok();
    browser.post("sign_in/prepare_first_factor", &[link]).await.expect_ok();
    let mail = house.mail_to(&cay.email).await.link.expect("a link");
    let token = mail.split_once("token=").expect("has a token").1.to_owned();
    let opened = browser.ask("POST", "/vestibule/verify").by_hand().form(&[("token", &token)]).send().await;
    assert_eq!((opened.header("location"), browser.who().await), (Some("/dashboard"), Some(cay.email)));

    let came = browser.come_from("sign_in/oauth", "google", Somebody::proven("dan@example.com")).await;
    assert_eq!(location(&came), "/dashboard");
    assert_eq!(browser.who().await.as_deref(), Some("dan@example.com"));
    let everyone = everyone(&browser).await;
    assert_eq!(everyone, ["ada@example.com", "bob@example.com", "cay@example.com", "dan@example.com"]);
}

async fn an_account_is_added_and_switched_to_with_forms_alone(database: Database) {
    let house = house(&database).await;
    let (ada, bob) = (Person::named("ada"), Person::named("bob"));
    house.sign_up(&bob).await;
    let browser = house.sign_up(&ada).await;
    let page = browser.submit("sign_in/create", &[("identifier", "")]).await;
    assert!(page.shows("vst-sign-in-identifier-error") && !page.shows("Choose an account"), "{}", page.body);
    let page = browser.submit("sign_in/create", &[("identifier", &bob.email)]).await;
    assert_eq!((page.path.as_str(), page.shows("Enter your password")), ("/sign-in/factor-one", true));
    assert!(page.body.contains("href=\"/sign-in/add-account\""), "where the address can be changed: {}", page.body);
    let page = browser.submit("sign_in/attempt_first_factor", &[("password", "wrong")]).await;
    assert_eq!((page.path.as_str(), page.shows("aria-invalid=\"true\"")), ("/sign-in/factor-one", true));
    let page = browser.submit("sign_in/attempt_first_factor", &[("password", &bob.password)]).await;
    assert_eq!((page.status, page.path.as_str(), browser.who().await), (200, "/dashboard", Some(bob.email)));
    let hers = session_of(&browser, &ada).await;
    let page = browser.submit(SWITCH, &[("session_id", &hers), ("redirect_url", "/")]).await;
    assert_eq!((page.path.as_str(), browser.who().await), ("/", Some(ada.email.clone())));
    let page = browser.submit(SWITCH, &[("session_id", "sess_gone")]).await;
    assert_eq!((page.status, page.path.as_str(), browser.who().await), (200, "/sign-in", Some(ada.email)));
    assert_eq!(
        page.body.matches("vst-alertText").count(),
        0,
        "it is told of an account that is not there: {}",
        page.body
    );
    let page = browser.submit("client/remove_sessions", &[]).await;
    assert_eq!((page.path.as_str(), browser.who().await), ("/", None));
}

async fn whoever_is_signed_in_finds_no_empty_sign_up(database: Database) {
    let house = house(&database).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    for path in ["/sign-up", "/sign-up/verify-email-address", "/sign-up/verify-phone-number", "/sign-up/continue"] {
        let page = browser.page(path).await;
        assert!(page.shows("Choose an account") && page.shows(&ada.email), "{path}: {}", page.body);
        assert!(!page.body.contains("sign_up/create"), "{path}: {}", page.body);
        assert!(page.body.contains("href=\"/sign-up/add-account\""), "{path}: {}", page.body);
    }
    let closed = house.another_with(|settings| settings.sign_up.mode = SignUpMode::Restricted).await;
    assert!(browser.at(&closed).page("/sign-up").await.shows("Choose an account"));
    assert!(!house.browser().page("/sign-up").await.shows("Choose an account"));
}

/// Without JavaScript a tab does not see what another one has done.
async fn another_tab_s_code_for_a_sign_up_that_is_over_leads_on(database: Database) {
    let house = house(&database).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    let page = browser.submit("sign_up/attempt_verification", &[("code", "000000"), ("redirect_url", "/notes")]).await;
    assert_eq!(page.path, "/notes", "{}", page.body);
    let answer = browser.post("sign_up/attempt_verification", &[("code", "000000")]).await;
    assert_eq!(answer.expect_ok().json()["redirect_to"], "/dashboard");
    // Whoever came in long ago has no part in what is over by now.
    house.clock.advance(HOUR);
    browser.post("sign_up/attempt_verification", &[("code", "000000")]).await.expect_error(422, "client_state_invalid");
    let page = browser.submit("sign_up/attempt_verification", &[("code", "000000")]).await;
    assert!(page.shows("This step is over") && !page.shows("Choose an account"), "{}", page.body);
    // Nor has whoever is not signed in.
    browser.post("client/remove_sessions", &[]).await.expect_ok();
    browser.post("sign_up/attempt_verification", &[("code", "000000")]).await.expect_error(422, "client_state_invalid");
    assert_eq!(database.count("users").await, 1);
}

async fn whoever_adds_an_account_may_sign_up_to_it(database: Database) {
    let house = house(&database).await;
    let (ada, bob) = (Person::named("ada"), Person::named("bob"));
    let browser = house.sign_up(&ada).await;
    let page = browser.page("/sign-in/add-account?redirect_url=/notes").await;
    assert!(page.body.contains("href=\"/sign-up/add-account?redirect_url=/notes\""), "{}", page.body);
    let page = browser.page("/sign-up/add-account").await;
    assert!(
        page.body.contains("sign_up/create") && page.body.contains("href=\"/sign-in/add-account\""),
        "{}",
        page.body
    );
    // What was wrong is said where the form is.
    let page = browser.submit("sign_up/create", &[("email_address", "bob@"), ("password", &bob.password)]).await;
    assert!(page.shows("vst-sign-up-email-address-error") && !page.shows("Choose an account"), "{}", page.body);
    let typed = [("email_address", bob.email.as_str()), ("password", &bob.password)];
    let page = browser.submit("sign_up/create", &typed).await;
    assert_eq!(page.path, "/sign-up/verify-email-address");
    assert!(page.shows("Verify your email") && page.body.contains("href=\"/sign-up/add-account\""), "{}", page.body);
    let code = house.code_for(&bob.email).await;
    let page = browser.submit("sign_up/attempt_verification", &[("code", &code)]).await;
    assert_eq!((page.path.as_str(), browser.who().await), ("/dashboard", Some(bob.email)));
}

async fn whoever_signs_in_again_takes_their_own_place_only(database: Database) {
    let house = house(&database).await;
    let (ada, bob) = (Person::named("ada"), Person::named("bob"));
    let browser = with(&house, &[&ada, &bob]).await;
    let before = session_of(&browser, &ada).await;
    browser.sign_in(&ada).await.expect_ok();
    assert_ne!(session_of(&browser, &ada).await, before);
    assert_eq!(
        (browser.who().await, everyone(&browser).await),
        (Some(ada.email), vec!["ada@example.com".into(), bob.email])
    );
    let statuses = database.texts("SELECT status FROM sessions ORDER BY status").await;
    assert_eq!(statuses, ["active", "active", "replaced"]);
}

async fn one_signs_out_and_the_others_stay(database: Database) {
    let house = house(&database).await;
    let (ada, bob, cay) = (Person::named("ada"), Person::named("bob"), Person::named("cay"));
    let browser = with(&house, &[&ada, &bob, &cay]).await;
    let out = browser.post(OUT, &[("session_id", &session_of(&browser, &ada).await)]).await;
    out.expect_ok();
    assert_eq!(browser.who().await, Some(cay.email.clone()), "the one who acts still does");
    assert_eq!(everyone(&browser).await, [bob.email.clone(), cay.email]);
    let left = browser.post(OUT, &[]).await;
    assert_eq!(left.expect_ok().header("clear-site-data"), None, "somebody is still here");
    assert_eq!((browser.who().await, everyone(&browser).await), (Some(bob.email.clone()), vec![bob.email.clone()]));
    browser.post(OUT, &[("session_id", "sess_gone")]).await.expect_ok();
    assert_eq!(browser.who().await, Some(bob.email), "whoever is not here cannot be signed out");
    let left = browser.post(OUT, &[]).await;
    assert!(left.expect_ok().header("clear-site-data").is_some());
    assert_eq!((browser.who().await, database.live_sessions().await), (None, 0));
}

async fn all_sign_out_of_this_browser_and_of_no_other(database: Database) {
    let house = house(&database).await;
    let (ada, bob) = (Person::named("ada"), Person::named("bob"));
    let browser = with(&house, &[&ada, &bob]).await;
    let elsewhere = house.sign_in(&ada).await;
    let thief = browser.thief();
    let page = browser.post("client/remove_sessions", &[]).await;
    assert_eq!((page.expect_ok().json()["redirect_to"].as_str(), everyone(&browser).await.len()), (Some("/"), 0));
    assert_eq!((browser.who().await, thief.who().await), (None, None), "no clock was moved");
    assert_eq!(elsewhere.who().await, Some(ada.email));
    let ended = database.count("events WHERE type = 'session.removed'").await;
    assert_eq!(ended, 2);
}

async fn a_session_of_another_browser_is_not_switched_to(database: Database) {
    let house = house(&database).await;
    let (ada, bob) = (Person::named("ada"), Person::named("bob"));
    let hers = house.sign_up(&ada).await;
    let browser = house.sign_up(&bob).await;
    let refused = |answer: Answer| {
        answer.expect_error(422, "client_state_invalid");
    };
    let foreign = session_of(&hers, &ada).await;
    for id in [foreign.as_str(), "sess_x", "", "' OR 1=1 --"] {
        let answer = browser.post(SWITCH, &[("session_id", id)]).await;
        match id.contains(' ') {
            true => drop(answer.expect_error(404, "resource_not_found")),
            false => refused(answer),
        }
        browser.post(OUT, &[("session_id", "sess_x")]).await.expect_ok();
        assert_eq!((browser.who().await, hers.who().await), (Some(bob.email.clone()), Some(ada.email.clone())), "{id}");
    }
    browser.post(OUT, &[("session_id", &foreign)]).await.expect_ok();
    assert_eq!((browser.who().await, hers.who().await), (Some(bob.email.clone()), Some(ada.email.clone())));
    refused(house.browser().post(SWITCH, &[("session_id", &foreign)]).await);
    // Nor to one of its own that is over.
    let over = session_of(&browser, &bob).await;
    browser.sign_in(&ada).await.expect_ok();
    browser.post(OUT, &[("session_id", &over)]).await.expect_ok();
    refused(browser.post(SWITCH, &[("session_id", &over)]).await);
    assert_eq!(browser.who().await, Some(ada.email));
}

async fn when_the_one_who_acts_runs_out_the_others_are_there_to_choose(database: Database) {
    let house = house_with(&database, |settings| settings.session.max_lifetime_hours = 2).await;
    let (ada, bob) = (Person::named("ada"), Person::named("bob"));
    let browser = with(&house, &[&ada]).await;
    house.clock.advance(HOUR);
    house.sign_up(&bob).await;
    browser.sign_in(&bob).await.expect_ok();
    browser.post(SWITCH, &[("session_id", &session_of(&browser, &ada).await)]).await.expect_ok();
    house.clock.advance(HOUR + MINUTE);
    assert_eq!(browser.who().await, None, "nobody acts for someone else without having been asked");
    let page = browser.page("/dashboard").await;
    assert_eq!(page.path, "/sign-in?redirect_url=/dashboard");
    assert!(page.shows("Choose an account") && page.shows(&bob.email) && !page.shows(&ada.email), "{}", page.body);
    browser.post(SWITCH, &[("session_id", &session_of(&browser, &bob).await)]).await.expect_ok();
    assert_eq!(browser.who().await, Some(bob.email));
}

async fn there_is_room_for_ten(database: Database) {
    let house = house(&database).await;
    let browser = house.browser();
    let people: Vec<Person> = (0..12).map(|number| Person::named(&format!("person{number}"))).collect();
    for person in &people {
        house.sign_up(person).await;
        house.clock.advance(MINUTE);
    }
    for person in &people {
        browser.sign_in(person).await.expect_ok();
        house.clock.advance(MINUTE);
    }
    let everyone = everyone(&browser).await;
    assert_eq!(everyone.len(), 10);
    assert!(!everyone.contains(&people[0].email) && !everyone.contains(&people[1].email), "{everyone:?}");
}

async fn a_new_password_ends_the_sessions_of_one_person_only(database: Database) {
    let house = house(&database).await;
    let (ada, bob) = (Person::named("ada"), Person::named("bob"));
    let browser = with(&house, &[&ada, &bob]).await;
    let elsewhere = house.sign_in(&ada).await;
    let forgotten = ("strategy", "reset_password_email_code");
    browser.post("sign_in/create", &[("identifier", &ada.email)]).await.expect_ok();
    browser.post("sign_in/prepare_first_factor", &[forgotten]).await.expect_ok();
    let code = house.code_for(&ada.email).await;
    let proven = browser.post("sign_in/attempt_first_factor", &[forgotten, ("code", &code)]).await;
    assert_eq!(proven.expect_ok().json()["redirect_to"], "/sign-in/reset-password");
    let fields = [("new_password", "harbour kettle ribbon 77"), ("sign_out_of_other_sessions", "true")];
    let done = browser.post("sign_in/reset_password", &fields).await;
    assert_eq!(done.expect_ok().json()["redirect_to"], "/dashboard");
    assert_eq!((browser.who().await, elsewhere.who().await), (Some(ada.email.clone()), None));
    assert_eq!(everyone(&browser).await, [ada.email, bob.email]);
}

async fn a_browser_that_was_several_peoples_shows_one_when_the_setting_goes(database: Database) {
    let house = house(&database).await;
    let (ada, bob) = (Person::named("ada"), Person::named("bob"));
    let browser = with(&house, &[&ada, &bob]).await;
    let single = house.another_with(|settings| settings.session.multi_session = false).await;
    let browser = browser.at(&single);
    assert_eq!(browser.who().await, Some(bob.email));
    assert!(!browser.page("/dashboard").await.shows(&ada.email));
    browser.post(OUT, &[]).await.expect_ok();
    let left = (browser.who().await, database.live_sessions().await);
    assert_eq!(left, (None, 0), "nobody becomes someone else by it");
}
