//! The same with forms that a browser sends by itself.

use vestibule::model::FieldRule;

use crate::support::{Database, House, Person, SECOND, on_both};

on_both!(
    a_person_signs_up_with_forms_alone,
    a_person_signs_in_with_forms_alone,
    what_was_wrong_stands_beside_its_field_once,
    another_code_is_asked_for_with_a_form,
    a_person_signs_out_with_a_form,
    the_page_that_was_wanted_comes_after_the_sign_in,
    someone_who_is_in_is_not_asked_again,
);

const GOOD: &str = "moth ledger willow 41";

async fn a_person_signs_up_with_forms_alone(database: Database) {
    let house = House::with(&database, |settings| settings.sign_up.first_name = FieldRule::Optional).await;
    let browser = house.browser();
    let page = browser.page("/sign-up").await;
    assert!(page.body.contains("action=\"/vestibule/api/sign_up/create\"") && page.body.contains("method=\"post\""));
    let fields = [("email_address", "ada@example.com"), ("password", GOOD), ("first_name", "Ada")];
    let page = browser.submit("sign_up/create", &fields).await;
    assert_eq!((page.status, page.path.as_str()), (200, "/sign-up/verify-email-address"));
    assert!(page.body.contains("action=\"/vestibule/api/sign_up/attempt_verification\""));
    assert!(page.shows("ada@example.com") && page.shows("Verify your email"));
    let code = house.code_for("ada@example.com").await;
    let page = browser.submit("sign_up/attempt_verification", &[("code", &code)]).await;
    assert_eq!((page.status, page.path.as_str()), (200, "/dashboard"));
    assert!(page.shows("Ada") && page.shows("ada@example.com"), "{}", page.body);
    assert_eq!(browser.who().await.as_deref(), Some("ada@example.com"));
}

async fn a_person_signs_in_with_forms_alone(database: Database) {
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    house.sign_up(&ada).await;

    let at_once = house.browser();
    let fields = [("identifier", ada.email.as_str()), ("password", &ada.password)];
    let page = at_once.submit("sign_in/create", &fields).await;
    assert_eq!((page.status, page.path.as_str()), (200, "/dashboard"));

    let in_two_steps = house.browser();
    let page = in_two_steps.submit("sign_in/create", &[("identifier", &ada.email)]).await;
    assert_eq!(page.path, "/sign-in/factor-one");
    assert!(page.body.contains("action=\"/vestibule/api/sign_in/attempt_first_factor\"") && page.shows(&ada.email));
    let page = in_two_steps.submit("sign_in/attempt_first_factor", &[("password", "wrong")]).await;
    assert_eq!((page.status, page.path.as_str()), (200, "/sign-in/factor-one"));
    assert!(page.body.contains("aria-invalid=\"true\""), "{}", page.body);
    let page = in_two_steps.submit("sign_in/attempt_first_factor", &[("password", &ada.password)]).await;
    assert_eq!((page.status, page.path.as_str()), (200, "/dashboard"));
    assert_eq!(in_two_steps.who().await, Some(ada.email));
}

async fn what_was_wrong_stands_beside_its_field_once(database: Database) {
    let house = House::open(&database).await;
    let browser = house.browser();
    let page = browser.submit("sign_up/create", &[("email_address", "not an address"), ("password", GOOD)]).await;
    assert_eq!((page.status, page.path.as_str()), (200, "/sign-up"));
    assert!(page.body.contains("id=\"vst-sign-up-email-address-error\""), "{}", page.body);
    assert!(page.body.contains("value=\"not an address\""), "what was typed is kept");
    assert!(!page.body.contains(GOOD), "but not a password");
    let again = browser.page("/sign-up").await;
    assert!(!again.body.contains("vst-sign-up-email-address-error"), "told once");

    let page = browser.submit("sign_in/create", &[("identifier", "ada@example.com"), ("password", "wrong")]).await;
    assert_eq!((page.status, page.path.as_str()), (200, "/sign-in/factor-one"));
    assert!(page.body.contains("aria-invalid=\"true\"") && page.shows("Change ada@example.com"));
    // Where nothing but a password could prove it, it stands in the first step.
    let house = house.another_with(|settings| settings.sign_in.email_code = false).await;
    let browser = house.browser();
    let page = browser.submit("sign_in/create", &[("identifier", "ada@example.com"), ("password", "wrong")]).await;
    assert_eq!((page.status, page.path.as_str()), (200, "/sign-in"));
    assert!(page.body.contains("aria-invalid=\"true\"") && page.body.contains("value=\"ada@example.com\""));
}

async fn another_code_is_asked_for_with_a_form(database: Database) {
    let house = House::open(&database).await;
    let browser = house.browser();
    let ada = Person::named("ada");
    browser.submit("sign_up/create", &[("email_address", &ada.email), ("password", &ada.password)]).await;
    let early = browser.submit("sign_up/prepare_verification", &[]).await;
    assert_eq!((early.status, early.path.as_str()), (200, "/sign-up/verify-email-address"));
    assert!(early.body.contains("role=\"alert\""), "too early is told: {}", early.body);
    house.clock.advance(30 * SECOND);
    let page = browser.submit("sign_up/prepare_verification", &[]).await;
    assert_eq!(page.path, "/sign-up/verify-email-address");
    assert!(page.shows("We sent you a new code."), "{}", page.body);
    assert_eq!(house.mails().await.len(), 2);
    let code = house.code_for(&ada.email).await;
    assert_eq!(browser.submit("sign_up/attempt_verification", &[("code", &code)]).await.path, "/dashboard");
}

async fn a_person_signs_out_with_a_form(database: Database) {
    let house = House::open(&database).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    assert!(browser.page("/").await.body.contains("action=\"/vestibule/api/session/sign_out\""));
    let page = browser.submit("session/sign_out", &[]).await;
    assert_eq!((page.status, page.path.as_str()), (200, "/"));
    assert_eq!(browser.who().await, None);
    let page = browser.page("/dashboard").await;
    assert_eq!(page.path, "/sign-in?redirect_url=/dashboard");
    // "Back": the form is sent once more.
    assert_eq!(browser.submit("session/sign_out", &[]).await.status, 200);
}

async fn the_page_that_was_wanted_comes_after_the_sign_in(database: Database) {
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    house.sign_up(&ada).await;
    let browser = house.browser();
    let page = browser.page("/dashboard?tab=2&q=a%26b").await;
    assert_eq!(page.path, "/sign-in?redirect_url=/dashboard%3Ftab%3D2%26q%3Da%2526b");
    assert!(page.body.contains("value=\"/dashboard?tab=2&amp;q=a%26b\""), "{}", page.body);
    let wanted = "/dashboard?tab=2&q=a%26b";
    let step = browser.submit("sign_in/create", &[("identifier", &ada.email), ("redirect_url", wanted)]).await;
    assert_eq!(step.path, "/sign-in/factor-one?redirect_url=/dashboard%3Ftab%3D2%26q%3Da%2526b");
    let fields = [("password", ada.password.as_str()), ("redirect_url", wanted)];
    let page = browser.submit("sign_in/attempt_first_factor", &fields).await;
    assert_eq!((page.status, page.path.as_str()), (200, wanted));

    // Not back to the entrance: that would be a circle.
    let browser = house.browser();
    let fields = [("identifier", ada.email.as_str()), ("password", &ada.password), ("redirect_url", "/sign-in?x=1")];
    assert_eq!(browser.submit("sign_in/create", &fields).await.path, "/dashboard");
}

async fn someone_who_is_in_is_not_asked_again(database: Database) {
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    for page in ["/sign-in", "/sign-in/factor-one", "/sign-up", "/sign-up/verify-email-address"] {
        let page = browser.page(page).await;
        assert!(page.status == 200 && page.shows("You are already signed in"), "{}", page.path);
        assert!(page.body.contains("action=\"/vestibule/api/session/sign_out\""));
    }
    let page = browser.page("/sign-in?redirect_url=/dashboard%3Fx").await;
    assert!(page.body.contains("href=\"/dashboard?x\""), "{}", page.body);
}
