use serde_json::json;

use super::{id_of, me};
use crate::support::{Browser, Database, House, MINUTE, Person, SECOND, at_once, on_both};

on_both!(
    an_address_is_added_proven_made_primary_and_removed,
    another_code_is_had_after_a_moment,
    an_address_that_is_not_proven_leads_nowhere,
    an_address_is_the_first_s_who_proves_it,
    two_who_prove_one_address_at_once,
    the_last_address_stays,
    of_two_addresses_removed_at_once_one_stays,
    one_has_so_many_addresses_and_no_more,
    the_forms_need_no_javascript,
);

const NEW: &str = "ada@work.example";
const OTHER: &str = "ada@home.example";

async fn add(browser: &Browser, address: &str) -> String {
    browser.post("email_address/create", &[("email_address", address)]).await.expect_ok();
    id_of(browser, "email_addresses", address.trim()).await
}

async fn prove(house: &House, browser: &Browser, address: &str, id: &str) {
    let code = house.code_for(address).await;
    let fields = [("email_address_id", id), ("code", &code)];
    browser.post("email_address/attempt_verification", &fields).await.expect_ok();
}

async fn an_address_is_added_proven_made_primary_and_removed(database: Database) {
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    let id = add(&browser, &format!("  {NEW} ")).await;
    let user = me(&browser).await;
    assert_eq!(user["email_addresses"].as_array().map(Vec::len), Some(2));
    let added = &user["email_addresses"][1];
    assert_eq!(added["verification"]["status"], "unverified");
    assert!(id.starts_with("idn_"));
    let set_primary = async |id: &str| browser.post("email_address/set_primary", &[("email_address_id", id)]).await;
    set_primary(&id).await.expect_error(422, "identification_unverified");

    prove(&house, &browser, NEW, &id).await;
    let user = me(&browser).await;
    assert_eq!(user["email_addresses"][1]["id"], json!(id), "it is the same");
    assert_eq!(user["email_addresses"][1]["verification"]["status"], "verified");
    assert_eq!(user["email_addresses"][1]["verification"]["strategy"], "email_code");
    let mail = house.mail_to(&ada.email).await;
    assert_eq!(mail.subject, format!("{NEW} was added to your Vestibule account"));
    house.browser().try_password(NEW, &ada.password).await.expect_ok();

    let old = id_of(&browser, "email_addresses", &ada.email).await;
    assert_eq!(user["primary_email_address_id"], json!(old));
    set_primary(&id).await.expect_ok();
    assert_eq!(me(&browser).await["primary_email_address_id"], json!(id));
    let mail = house.mail_to(&ada.email).await;
    assert_eq!(mail.subject, format!("{NEW} is where Vestibule reaches you now"));

    let remove = async |id: &str| browser.post("email_address/remove", &[("email_address_id", id)]).await;
    remove(&id).await.expect_ok();
    assert_eq!(me(&browser).await["primary_email_address_id"], json!(old), "the one that is left");
    // It goes where one was reached before.
    assert_eq!(house.mail_to(NEW).await.subject, format!("{NEW} was removed from your Vestibule account"));
    assert_eq!(house.browser().try_password(NEW, &ada.password).await.status, 422);
    remove(&id).await.expect_error(404, "resource_not_found");
    // One that is taken away is told itself, too, wherever one is reached by then.
    let other = add(&browser, OTHER).await;
    prove(&house, &browser, OTHER, &other).await;
    set_primary(&other).await.expect_ok();
    remove(&old).await.expect_ok();
    let subject = format!("{} was removed from your Vestibule account", ada.email);
    for address in [OTHER, &ada.email] {
        let mail = house.mail_to(address).await;
        assert_eq!(mail.subject, subject, "{address}");
        assert!(mail.text.contains("/vestibule/disavow?token="), "{}", mail.text);
    }
    assert_eq!(database.count("unverified_identifiers").await, 0);
}

async fn another_code_is_had_after_a_moment(database: Database) {
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    let id = add(&browser, NEW).await;
    let first = house.code_for(NEW).await;
    let again = async || browser.post("email_address/prepare_verification", &[("email_address_id", &id)]).await;
    again().await.expect_error(429, "too_many_requests");
    // Whoever adds the same one again gets no other.
    browser.post("email_address/create", &[("email_address", NEW)]).await.expect_error(429, "too_many_requests");
    house.clock.advance(31 * SECOND);
    again().await.expect_ok();
    let second = house.code_for(NEW).await;
    let give = async |code: &str| {
        browser.post("email_address/attempt_verification", &[("email_address_id", &id), ("code", code)]).await
    };
    if first != second {
        give(&first).await.expect_error(422, "form_code_incorrect@code");
    }
    give("").await.expect_error(422, "form_param_missing@code");
    house.clock.advance(11 * MINUTE);
    browser.reverify(&ada).await;
    give(&second).await.expect_error(422, "verification_expired@code");
    again().await.expect_ok();
    prove(&house, &browser, NEW, &id).await;
    again().await.expect_error(404, "resource_not_found");
    give(&second).await.expect_error(404, "resource_not_found");
    browser
        .post("email_address/create", &[("email_address", NEW)])
        .await
        .expect_error(422, "duplicate_record@email_address");
}

async fn an_address_that_is_not_proven_leads_nowhere(database: Database) {
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    add(&browser, NEW).await;
    assert_eq!(house.browser().try_password(NEW, &ada.password).await.status, 422);
    // No code goes there that would sign anyone in, or set a password.
    let stranger = house.browser();
    for strategy in ["email_code", "reset_password_email_code"] {
        stranger.post("sign_in/create", &[("identifier", NEW)]).await.expect_ok();
        stranger.post("sign_in/prepare_first_factor", &[("strategy", strategy)]).await.expect_ok();
        house.clock.advance(MINUTE);
        let mail = house.mail_to(NEW).await;
        assert!(mail.code.is_none() && mail.subject.starts_with("You have no account"), "{}", mail.subject);
    }
    // It is as free as it was.
    let owner = Person { email: NEW.into(), ..Person::named("owner") };
    let other = house.sign_up(&owner).await;
    assert_eq!(other.who().await.as_deref(), Some(NEW));
    let id = id_of(&browser, "email_addresses", NEW).await;
    let remove = browser.post("email_address/remove", &[("email_address_id", &id)]).await;
    remove.expect_ok();
    house.sign_in(&owner).await;
}

async fn an_address_is_the_first_s_who_proves_it(database: Database) {
    let house = House::open(&database).await;
    let (ada, eve) = (house.sign_up(&Person::named("ada")).await, house.sign_up(&Person::named("eve")).await);
    let of_ada = add(&ada, NEW).await;
    let code_of_ada = house.code_for(NEW).await;
    let of_eve = add(&eve, NEW).await;
    assert_ne!(of_ada, of_eve);
    prove(&house, &eve, NEW, &of_eve).await;
    let fields = [("email_address_id", of_ada.as_str()), ("code", &code_of_ada)];
    let late = ada.post("email_address/attempt_verification", &fields).await;
    late.expect_error(422, "form_identifier_exists@email_address");
    // It stays what it was: of no use, until its owner removes it.
    assert_eq!(me(&ada).await["email_addresses"][1]["verification"]["status"], "unverified");
    ada.post("email_address/remove", &[("email_address_id", &of_ada)]).await.expect_ok();
    assert_eq!(database.count("unverified_identifiers").await, 0);
}

async fn two_who_prove_one_address_at_once(database: Database) {
    let house = House::open(&database).await;
    let mut tries = Vec::new();
    for name in ["ada", "eve", "mary"] {
        let browser = house.sign_up(&Person::named(name)).await;
        let id = add(&browser, NEW).await;
        let code = house.code_for(NEW).await;
        tries.push(async move {
            let fields = [("email_address_id", id.as_str()), ("code", &code)];
            browser.post("email_address/attempt_verification", &fields).await.status
        });
    }
    let mut outcomes = at_once(tries).await;
    outcomes.sort_unstable();
    assert_eq!(outcomes, [200, 422, 422]);
    let sql = format!("SELECT COUNT(*) FROM identifiers WHERE normalized = '{NEW}'");
    assert_eq!(database.number(&sql).await, 1);
}

async fn the_last_address_stays(database: Database) {
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    let first = id_of(&browser, "email_addresses", &ada.email).await;
    let remove = async |id: &str| browser.post("email_address/remove", &[("email_address_id", id)]).await;
    remove(&first).await.expect_error(422, "identification_deletion_failed");
    // One that is not proven is none.
    let second = add(&browser, NEW).await;
    remove(&first).await.expect_error(422, "identification_deletion_failed");
    prove(&house, &browser, NEW, &second).await;
    remove(&first).await.expect_ok();
    remove(&second).await.expect_error(422, "identification_deletion_failed");
    assert_eq!(browser.who().await.as_deref(), Some(NEW));
}

async fn of_two_addresses_removed_at_once_one_stays(database: Database) {
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    let second = add(&browser, NEW).await;
    prove(&house, &browser, NEW, &second).await;
    let first = id_of(&browser, "email_addresses", &ada.email).await;
    let elsewhere = house.sign_in(&ada).await;
    let tries = [(browser.clone(), first), (elsewhere, second)].map(|(browser, id)| async move {
        browser.post("email_address/remove", &[("email_address_id", &id)]).await.status
    });
    let mut outcomes = at_once(tries).await;
    outcomes.sort_unstable();
    assert_eq!(outcomes, [200, 422]);
    assert_eq!(me(&browser).await["email_addresses"].as_array().map(Vec::len), Some(1));
    assert!(browser.who().await.is_some(), "what is left is the primary one");
}

async fn one_has_so_many_addresses_and_no_more(database: Database) {
    let house = House::open(&database).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    for number in 1..=9 {
        add(&browser, &format!("ada{number}@example.com")).await;
    }
    let one_more = [("email_address", "more@example.com")];
    browser
        .post("email_address/create", &one_more)
        .await
        .expect_error(422, "identification_quota_exceeded@email_address");
    // Nor does one account have mails sent to ever others.
    for number in 1..=9 {
        let id = id_of(&browser, "email_addresses", &format!("ada{number}@example.com")).await;
        browser.post("email_address/remove", &[("email_address_id", &id)]).await.expect_ok();
    }
    browser.post("email_address/create", &one_more).await.expect_ok();
    let refused = browser.post("email_address/create", &[("email_address", "again@example.com")]).await;
    refused.expect_error(429, "too_many_requests");
    browser
        .post("email_address/create", &[("email_address", "x")])
        .await
        .expect_error(422, "form_param_format_invalid@email_address");
}

async fn the_forms_need_no_javascript(database: Database) {
    let house = House::with(&database, |settings| settings.paths.user_profile = "/user".into()).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    let fields = [("email_address", "nonsense"), ("redirect_url", "/user")];
    let page = browser.submit("email_address/create", &fields).await;
    assert_eq!(page.path, "/user");
    assert_eq!(page.body.matches("Enter a valid email address.").count(), 1, "{}", page.body);
    assert!(page.shows("value=\"nonsense\""), "what was typed is there");
    let page = browser.submit("email_address/create", &[("email_address", NEW), ("redirect_url", "/user")]).await;
    assert!(page.path == "/user" && page.shows(NEW) && page.shows("Unverified"), "{}", page.body);
    let id = id_of(&browser, "email_addresses", NEW).await;
    let wrong = [("email_address_id", id.as_str()), ("code", "x"), ("redirect_url", "/user")];
    let page = browser.submit("email_address/attempt_verification", &wrong).await;
    assert_eq!((page.path.as_str(), page.body.matches("Incorrect code.").count()), ("/user", 1), "{}", page.body);
    let code = house.code_for(NEW).await;
    let right = [("email_address_id", id.as_str()), ("code", &code)];
    let page = browser.submit("email_address/attempt_verification", &right).await;
    assert!(page.path == "/user" && page.shows(NEW) && !page.shows("Unverified"), "{}", page.body);
}
