//! Passkeys: made after a sign-in, and signed in with instead of anything else.

use serde_json::{Value, json};
use vestibule::server::Settings;

use crate::support::authenticator::asked;
use crate::support::{Authenticator, Browser, Database, House, MINUTE, Person, Somebody, offer, on_both};

on_both!(
    a_passkey_is_made_after_sign_in_and_signs_in_without_anything_else,
    an_authenticator_is_asked_for_what_a_passkey_needs,
    passkeys_have_names_and_are_removed,
    the_list_needs_no_javascript,
    the_last_way_in_stays,
    one_has_so_many_passkeys_and_no_more,
    one_network_asks_so_often_and_no_more,
    what_went_wrong_in_the_browser_is_told,
    what_is_off_is_refused_and_not_offered,
);

async fn house(database: &Database, change: impl FnOnce(&mut Settings)) -> House {
    House::with(database, |settings| {
        settings.sign_in.passkey = true;
        change(settings);
    })
    .await
}

async fn passkeys(browser: &Browser) -> Vec<Value> {
    browser.get("/api/me").await.json()["passkeys"].as_array().cloned().expect("a list")
}

fn id(passkey: &Value) -> &str {
    passkey["id"].as_str().expect("an id")
}

async fn a_passkey_is_made_after_sign_in_and_signs_in_without_anything_else(database: Database) {
    let house = house(&database, |_| {}).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    let mut authenticator = Authenticator::new();
    let made = browser.add_passkey(&mut authenticator).await;
    made.expect_ok();
    assert_eq!(made.json()["redirect_to"], "/dashboard");
    let list = passkeys(&browser).await;
    assert_eq!((list.len(), &list[0]["name"], &list[0]["last_used_at"]), (1, &json!("Passkey"), &Value::Null));
    assert!(id(&list[0]).starts_with("passkey_"));
    assert_eq!(made.json()["client"]["sessions"][0]["user"]["passkeys"][0], list[0]);
    let mail = house.mail_to(&ada.email).await;
    assert_eq!(mail.subject, "A passkey was added to your Vestibule account");
    assert!(mail.text.contains("\"Passkey\"") && mail.text.contains("http://localhost:3000/sign-in"), "{}", mail.text);
    assert_eq!(database.texts("SELECT type FROM events WHERE type = 'user.updated'").await.len(), 1);

    browser.post("session/sign_out", &[]).await.expect_ok();
    // In the browser where it was made, in another one, and again.
    for browser in [browser, house.browser(), house.browser()] {
        let entered = browser.use_passkey(&mut authenticator).await;
        entered.expect_ok();
        assert_eq!(entered.json()["redirect_to"], "/dashboard");
        assert_eq!(browser.who().await.as_deref(), Some(ada.email.as_str()));
        assert!(passkeys(&browser).await[0]["last_used_at"].is_i64());
        house.clock.advance(2 * MINUTE);
        assert!(browser.who().await.is_some(), "its cookie is the good one");
        browser.use_passkey_options().await.expect_error(422, "session_exists");
    }
    let kept = "SELECT strategy FROM sign_ins WHERE status = 'complete' AND created_session_id IS NOT NULL";
    assert_eq!(database.texts(kept).await, ["passkey"; 3]);
    assert_eq!(database.texts("SELECT type FROM events WHERE type = 'session.created'").await.len(), 4);
    assert_eq!(database.count("passkey_challenges").await, 0);
}

impl Browser {
    async fn use_passkey_options(&self) -> crate::support::Answer {
        self.post("sign_in/prepare_passkey", &[]).await
    }
}

async fn an_authenticator_is_asked_for_what_a_passkey_needs(database: Database) {
    let house = house(&database, |settings| settings.app_name = "Notes".into()).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    let first = asked(&browser, "passkey/prepare").await;
    assert_eq!(first["rp"], json!({ "id": "localhost", "name": "Notes" }));
    assert_eq!((&first["user"]["name"], &first["attestation"]), (&json!(ada.email), &json!("none")));
    let selection = &first["authenticatorSelection"];
    assert_eq!((&selection["residentKey"], &selection["requireResidentKey"]), (&json!("required"), &json!(true)));
    assert_eq!(selection["userVerification"], "required");
    assert_eq!(first["excludeCredentials"], json!([]));
    // Whom it is for is a name that stays, and that is used for nothing else.
    let user_id = browser.get("/api/me").await.json()["id"].clone();
    assert!(!first.to_string().contains(user_id.as_str().expect("an id")), "{first}");
    let credential = Authenticator::new().make(&first).await;
    browser.give("passkey/create", &credential).await.expect_ok();
    let second = asked(&browser, "passkey/prepare").await;
    assert_eq!(second["user"]["id"], first["user"]["id"]);
    assert_ne!(second["challenge"], first["challenge"]);
    assert_eq!(second["excludeCredentials"][0]["id"], credential["id"]);
    let other = house.sign_up(&Person::named("eve")).await;
    assert_ne!(asked(&other, "passkey/prepare").await["user"]["id"], first["user"]["id"]);

    let visitor = house.browser();
    let asked = asked(&visitor, "sign_in/prepare_passkey").await;
    assert_eq!((&asked["rpId"], &asked["userVerification"]), (&json!("localhost"), &json!("required")));
    assert_eq!(asked["allowCredentials"], json!([]), "whoever it is, the passkey says so");
    // Whoever has said who they are may use one as well, whether or not there is such a person.
    for identifier in [&ada.email, "nobody@example.com"] {
        let said = house.browser().post("sign_in/create", &[("identifier", identifier)]).await.json();
        let offered = &said["client"]["sign_in"]["supported_first_factors"];
        assert_eq!(offered, &json!(["password", "email_code", "passkey", "reset_password_email_code"]), "{identifier}");
    }
    // Whoever is only asked is not known yet.
    assert_eq!(database.count("clients").await, 4);
    assert!(visitor.cookie("vestibule_passkey").is_some());
}

async fn passkeys_have_names_and_are_removed(database: Database) {
    let house = house(&database, |_| {}).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    let (mut phone, mut key) = (Authenticator::new(), Authenticator::new());
    browser.add_passkey(&mut phone).await.expect_ok();
    house.clock.advance(1_000);
    browser.add_passkey(&mut key).await.expect_ok();
    let list = passkeys(&browser).await;
    assert_eq!((&list[0]["name"], &list[1]["name"]), (&json!("Passkey"), &json!("Passkey 2")));
    let rename =
        async |name: &str| browser.post("passkey/rename", &[("passkey_id", id(&list[0])), ("name", name)]).await;
    rename("  My   phone ").await.expect_ok();
    assert_eq!(passkeys(&browser).await[0]["name"], "My phone");
    rename(" ").await.expect_error(422, "form_param_missing@name");
    rename(&"x".repeat(65)).await.expect_error(422, "form_param_max_length_exceeded@name");
    rename("a\u{7}b").await.expect_error(422, "form_param_format_invalid@name");
    assert_eq!(passkeys(&browser).await[0]["name"], "My phone");

    browser.post("passkey/remove", &[("passkey_id", id(&list[0]))]).await.expect_ok();
    let mail = house.mail_to(&ada.email).await;
    assert_eq!(mail.subject, "A passkey was removed from your Vestibule account");
    assert!(mail.text.contains("\"My phone\""), "{}", mail.text);
    assert_eq!(passkeys(&browser).await.len(), 1);
    browser.post("passkey/remove", &[("passkey_id", id(&list[0]))]).await.expect_error(404, "resource_not_found");
    house.browser().use_passkey(&mut phone).await.expect_error(422, "passkey_retrieval_failed");
    house.browser().use_passkey(&mut key).await.expect_ok();
    assert_eq!(database.texts("SELECT type FROM events WHERE type = 'user.updated'").await.len(), 4);
}

async fn the_list_needs_no_javascript(database: Database) {
    let house = house(&database, |_| {}).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    assert!(browser.page("/dashboard").await.shows("You have no passkeys yet."));
    browser.add_passkey(&mut Authenticator::new()).await.expect_ok();
    house.clock.advance(1_000);
    browser.add_passkey(&mut Authenticator::new()).await.expect_ok();
    let list = passkeys(&browser).await;
    let page = browser
        .submit("passkey/rename", &[("passkey_id", id(&list[1])), ("name", "My <key>"), ("redirect_url", "/dashboard")])
        .await;
    assert!(page.path.starts_with("/dashboard") && page.shows("My &lt;key&gt;"), "{}", page.path);
    // What was wrong stands beside the field of the passkey that it was about, and of no other.
    let page = browser.submit("passkey/rename", &[("passkey_id", id(&list[0])), ("name", " ")]).await;
    assert_eq!((page.path.as_str(), page.body.matches("Enter a name.").count()), ("/dashboard", 1));
    let details = page.body.split("<details").skip(1).filter_map(|rest| rest.split_once('>'));
    let open = details.filter(|(tag, _)| tag.contains("vst-profileSectionAction") && tag.contains(" open"));
    assert_eq!(open.count(), 1, "{}", page.body);
    // The list may stand on any page.
    let fields = [("passkey_id", id(&list[0])), ("name", " "), ("redirect_url", "/dashboard?tab=keys")];
    let elsewhere = house.another_with(|settings| settings.paths.after_sign_in = "/".into()).await;
    let page = browser.at(&elsewhere).submit("passkey/rename", &fields).await;
    assert_eq!((page.path.as_str(), page.body.matches("Enter a name.").count()), ("/dashboard?tab=keys", 1));
    let page = browser.submit("passkey/remove", &[("passkey_id", id(&list[1]))]).await;
    assert!(!page.shows("My &lt;key&gt;") && page.shows("Passkey"), "{}", page.body);
    assert!(page.shows("To add a passkey, switch on JavaScript."));

    let visitor = house.browser();
    let page = visitor.page("/sign-in").await;
    assert!(
        page.shows("<noscript><p class=\"vst-formFieldHintText\">To use a passkey, switch on JavaScript."),
        "{}",
        page.body
    );
    assert!(page.shows("autocomplete=\"username webauthn\""), "{}", page.body);
    let page = visitor.submit("sign_in/passkey", &[]).await;
    assert_eq!(page.path, "/sign-in");
    assert!(page.shows("Passkeys need a browser that knows them, with JavaScript switched on."), "{}", page.body);
}

async fn the_last_way_in_stays(database: Database) {
    let house = house(&database, |settings| {
        offer(settings, &["google"]);
        settings.sign_in.email_code = false;
    })
    .await;
    let browser = house.browser();
    browser.come_from("sign_in/oauth", "google", Somebody::proven("ada@example.com")).await;
    let account = browser.get("/api/me").await.json()["external_accounts"][0]["id"].clone();
    let account = [("external_account_id", account.as_str().expect("an id"))];
    browser.post("external_account/disconnect", &account).await.expect_error(422, "identification_deletion_failed");
    let mut authenticator = Authenticator::new();
    browser.add_passkey(&mut authenticator).await.expect_ok();
    let list = passkeys(&browser).await;
    // Either goes while the other stays.
    browser.post("external_account/disconnect", &account).await.expect_ok();
    let passkey = [("passkey_id", id(&list[0]))];
    browser.post("passkey/remove", &passkey).await.expect_error(422, "identification_deletion_failed");
    assert_eq!(passkeys(&browser).await.len(), 1);
    house.browser().use_passkey(&mut authenticator).await.expect_ok();
    // Whoever can be mailed a code can do without.
    let mailed = house.another_with(|settings| settings.sign_in.email_code = true).await;
    browser.at(&mailed).post("passkey/remove", &passkey).await.expect_ok();
}

async fn one_has_so_many_passkeys_and_no_more(database: Database) {
    let house = house(&database, |_| {}).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    let (mut first, early) = (Authenticator::new(), asked(&browser, "passkey/prepare").await);
    browser.add_passkey(&mut first).await.expect_ok();
    for _ in 1..20 {
        browser.add_passkey(&mut Authenticator::new()).await.expect_ok();
    }
    let refused = browser.post("passkey/prepare", &[]).await;
    refused.expect_error(422, "passkeys_quota_exceeded");
    assert_eq!(refused.json()["errors"][0]["meta"]["limit"], 20);
    let credential = Authenticator::new().make(&early).await;
    browser.give("passkey/create", &credential).await.expect_error(422, "passkeys_quota_exceeded");
    assert_eq!(passkeys(&browser).await.len(), 20);
}

async fn one_network_asks_so_often_and_no_more(database: Database) {
    let house = house(&database, |settings| settings.security.forms_per_minute = 3).await;
    let browser = house.browser();
    for _ in 0..3 {
        asked(&browser, "sign_in/prepare_passkey").await;
    }
    let refused = browser.post("sign_in/prepare_passkey", &[]).await;
    assert_eq!((refused.status, refused.error().as_str()), (429, "too_many_requests"));
    // Pages that ask by themselves do not use up what forms may do.
    assert_eq!(browser.give("sign_in/passkey", &json!({})).await.status, 422);
    asked(&house.browser(), "sign_in/prepare_passkey").await;
}

async fn what_went_wrong_in_the_browser_is_told(database: Database) {
    let house = house(&database, |_| {}).await;
    let member = house.sign_up(&Person::named("ada")).await;
    let failed = |name: &str| json!({ "error": name });
    for (name, error) in [
        ("NotSupportedError", "passkey_not_supported"),
        ("InvalidStateError", "passkey_already_exists"),
        ("SecurityError", "passkey_registration_failed"),
        ("<b>", "passkey_registration_failed"),
    ] {
        member.give("passkey/create", &failed(name)).await.expect_error(422, error);
    }
    for (name, error) in [("NotSupportedError", "passkey_not_supported"), ("Error", "passkey_retrieval_failed")] {
        house.browser().give("sign_in/passkey", &failed(name)).await.expect_error(422, error);
    }
}

async fn what_is_off_is_refused_and_not_offered(database: Database) {
    let on = house(&database, |_| {}).await;
    let ada = Person::named("ada");
    let browser = on.sign_up(&ada).await;
    let mut authenticator = Authenticator::new();
    browser.add_passkey(&mut authenticator).await.expect_ok();
    let visitor = on.browser();
    let credential = authenticator.sign(&asked(&visitor, "sign_in/prepare_passkey").await).await;

    let off = on.another_with(|settings| settings.sign_in.passkey = false).await;
    let (browser, visitor) = (browser.at(&off), visitor.at(&off));
    for (browser, form) in [(&visitor, "sign_in/prepare_passkey"), (&browser, "passkey/prepare")] {
        browser.post(form, &[]).await.expect_error(422, "strategy_for_user_invalid@strategy");
    }
    visitor.give("sign_in/passkey", &credential).await.expect_error(422, "strategy_for_user_invalid@strategy");
    let page = visitor.page("/sign-in").await;
    assert!(!page.shows("passkey") && page.shows("autocomplete=\"username\""), "{}", page.body);
    // What there is can still be removed.
    let page = browser.page("/dashboard").await;
    assert!(page.shows("Remove passkey") && !page.shows("Add a passkey"), "{}", page.body);
    let list = passkeys(&browser).await;
    browser.post("passkey/remove", &[("passkey_id", id(&list[0]))]).await.expect_ok();
    assert!(!browser.page("/dashboard").await.shows("vst-passkeys-title"));
    // It is no way to go on with for whoever has said who they are.
    let visitor = on.browser();
    visitor.post("sign_in/create", &[("identifier", &ada.email)]).await.expect_ok();
    for form in ["sign_in/prepare_first_factor", "sign_in/attempt_first_factor"] {
        visitor.post(form, &[("strategy", "passkey")]).await.expect_error(422, "strategy_for_user_invalid@strategy");
    }
}
