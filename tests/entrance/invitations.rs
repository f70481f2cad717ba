//! Invitations to the app, and who may sign up.

use serde_json::json;
use vestibule::model::{FieldRule, SignUpMode, TicketStatus};
use vestibule::server::flows::Error;
use vestibule::server::{Invitation, NewInvitation, Settings};

use crate::support::tickets::path_of;
use crate::support::{DAY, Database, House, Person, Somebody, location, offer, on_both};

on_both!(
    whoever_is_invited_signs_up_with_one_form,
    with_forms_alone_an_invitation_is_as_good,
    in_restricted_mode_nobody_else_signs_up,
    a_provider_that_has_proven_the_invited_address_will_do,
    what_the_provider_does_not_know_is_asked_for_with_an_invitation_too,
    a_link_that_is_not_good_says_so,
    an_address_with_an_account_is_led_to_sign_in,
    in_public_mode_an_invitation_is_for_its_address_only,
    the_newest_link_alone_is_good,
    many_are_invited_or_nobody,
    an_invitation_is_stronger_than_the_allow_list_and_weaker_than_the_block_list,
    a_phone_number_is_still_proven,
    what_a_ticket_has_proven_goes_with_the_ticket,
    an_invitation_leads_where_it_was_to_lead,
    an_invitation_is_kept_for_as_long_as_somebody_else_acts,
    whoever_is_invited_agrees_to_the_terms_like_everyone,
    whoever_proves_the_invited_address_on_the_sign_in_page_has_the_invitation,
    what_cannot_be_an_invitation_is_refused,
);

const CREATE: &str = "sign_up/create";
const RESTRICTED: &str = "sign_up_mode_restricted";

async fn house(database: &Database, mode: SignUpMode) -> House {
    House::with(database, |settings| {
        settings.sign_up.mode = mode;
        offer(settings, &["google"]);
    })
    .await
}

async fn restricted(database: &Database) -> House {
    house(database, SignUpMode::Restricted).await
}

/// Invites someone, and gives the invitation and the path of its link.
async fn invite(house: &House, new: NewInvitation) -> (Invitation, String) {
    let made = house.vestibule.invitations().create(&new).await.expect("is made");
    let link = path_of(house, made.url.as_ref().expect("a link").expose());
    (made, link)
}

async fn status_of(house: &House, id: &str) -> TicketStatus {
    let all = house.vestibule.invitations().list(None, 100, 0).await.expect("a list");
    all.into_iter().find(|it| it.id == id).expect("is in the list").status
}

#[track_caller]
fn refusal<T: std::fmt::Debug>(refused: Result<T, Error>) -> String {
    match refused.expect_err("is refused") {
        Error::Refused(errors) => errors.errors[0].code.as_str().to_owned(),
        other => panic!("{other}"),
    }
}

async fn whoever_is_invited_signs_up_with_one_form(database: Database) {
    let house = restricted(&database).await;
    let ada = Person::named("ada");
    let metadata = json!({ "plan": "gold", "seats": [1, 2] });
    let new = NewInvitation {
        public_metadata: metadata.as_object().expect("an object").clone(),
        ..NewInvitation::to("Ada@example.com")
    };
    let (made, link) = invite(&house, new).await;
    assert!(made.id.starts_with("inv_") && made.status == TicketStatus::Pending && !made.revoked);
    assert_eq!(made.expires_at - made.created_at, 30 * DAY);
    let mail = house.mail_to("Ada@example.com").await;
    assert_eq!(mail.subject, "You are invited to Vestibule");
    assert_eq!(mail.link.as_deref(), made.url.as_ref().map(|url| url.expose()));
    assert!(mail.text.contains("30 days") && mail.html.is_some_and(|html| html.contains("Accept the invitation")));
    assert_eq!(database.texts("SELECT type FROM events").await, ["email.created"]);

    // The ticket moves out of the address at once.
    let browser = house.browser();
    let moved = browser.page_alone(&link).await;
    assert_eq!((moved.status, moved.header("location")), (303, Some("/sign-up")));
    let cookie = moved.cookie("vestibule_ticket").expect("is kept");
    assert!(cookie.contains("; HttpOnly") && cookie.contains("; SameSite=Lax"), "{cookie}");
    let page = browser.page("/sign-up").await;
    assert!(page.shows("Ada@example.com") && page.shows("You are invited to Vestibule"), "{}", page.body);
    assert!(!page.shows("name=\"email_address\""), "it is not asked for: {}", page.body);
    let ticket = link.split("ticket=").nth(1).expect("a ticket");
    assert!(!page.body.contains(ticket), "it is in no page");

    browser.post(CREATE, &[("password", "short")]).await.expect_error(422, "form_password_length_too_short@password");
    assert_eq!(status_of(&house, &made.id).await, TicketStatus::Pending);
    let done = browser.post(CREATE, &[("password", &ada.password)]).await;
    done.expect_ok();
    assert_eq!(done.json()["redirect_to"], "/dashboard");
    assert!(done.cookie("vestibule_ticket").is_some_and(|cookie| cookie.contains("Max-Age=0")), "it is forgotten");
    assert_eq!(browser.who().await.as_deref(), Some("Ada@example.com"));
    let me = browser.get("/api/me").await.json();
    let proof = &me["email_addresses"][0]["verification"];
    assert_eq!((&proof["status"], &proof["strategy"]), (&json!("verified"), &json!("ticket")));
    assert_eq!(house.mails().await.len(), 1, "no code is needed");
    assert_eq!(status_of(&house, &made.id).await, TicketStatus::Accepted);
    let id = me["id"].as_str().expect("an id");
    let kept = house.vestibule.public_metadata(id).await.expect("is read").expect("there is someone");
    assert_eq!(json!(kept), metadata);
    // From now on it is an account like any other.
    house.sign_in(&ada).await;
    let again = house.opened(&link).await.1;
    assert!(again.shows("This link is not good any more"), "{}", again.body);
}

async fn with_forms_alone_an_invitation_is_as_good(database: Database) {
    let house = House::with(&database, |settings| {
        settings.sign_up.mode = SignUpMode::Restricted;
        settings.sign_up.username = FieldRule::Required;
    })
    .await;
    let ada = Person::named("ada");
    let (_, link) = invite(&house, NewInvitation::to(&ada.email)).await;
    let (browser, page) = house.opened(&link).await;
    assert!(page.path == "/sign-up" && page.shows(&ada.email), "{}", page.body);
    let wrong = browser.submit(CREATE, &[("email_address", &ada.email), ("password", &ada.password)]).await;
    assert!(wrong.shows("Enter your username.") && wrong.shows(&ada.email), "{}", wrong.body);
    let fields = [("email_address", ada.email.as_str()), ("password", &ada.password), ("username", "countess")];
    let done = browser.submit(CREATE, &fields).await;
    assert_eq!((done.status, done.path.as_str()), (200, "/dashboard"));
    assert_eq!(browser.who().await, Some(ada.email));
    assert_eq!(browser.cookie("vestibule_ticket"), None);
}

async fn in_restricted_mode_nobody_else_signs_up(database: Database) {
    let open = house(&database, SignUpMode::Public).await;
    let (ada, bob) = (Person::named("ada"), Person::named("bob"));
    open.sign_up(&ada).await;
    let begun = open.browser();
    open.begin_sign_up(&begun, &bob).await.expect_ok();
    let code = open.code_for(&bob.email).await;

    let house = open.another_with(|settings| settings.sign_up.mode = SignUpMode::Restricted).await;
    for person in [&ada, &bob] {
        house.begin_sign_up(&house.browser(), person).await.expect_error(403, RESTRICTED);
        let shown = house.browser().submit(CREATE, &[("email_address", &person.email)]).await;
        assert!(shown.path == "/sign-up" && shown.shows("Sign-up is by invitation"), "{}", shown.body);
    }
    // Nor does whoever began before.
    begun.at(&house).post("sign_up/attempt_verification", &[("code", &code)]).await.expect_error(403, RESTRICTED);
    for who in [Somebody::proven("bob@example.com"), Somebody::unproven("bob@example.com")] {
        for form in ["sign_in/oauth", "sign_up/oauth"] {
            let browser = house.browser();
            let led = location(&browser.come_from(form, "google", who).await);
            assert_eq!(led, if form == "sign_in/oauth" { "/sign-in" } else { "/sign-up" });
            assert_eq!(browser.who().await, None);
        }
    }
    let browser = house.browser();
    let led = location(&browser.come_from("sign_in/oauth", "google", Somebody::proven("bob@example.com")).await);
    assert!(browser.page(&led).await.shows("You need an invitation"), "and it is said why");
    assert_eq!((database.count("users").await, house.mails().await.len()), (1, 2));

    let page = house.browser().page("/sign-up").await;
    assert!(page.shows("Sign-up is by invitation") && page.shows("href=\"/sign-in\""), "{}", page.body);
    assert!(!page.shows("<form") && !page.shows("Continue with Google"), "{}", page.body);
    let page = house.browser().page("/sign-in").await;
    assert!(!page.shows("have an account?"), "nothing leads to sign-up: {}", page.body);
    // Whoever is in, is in.
    house.sign_in(&ada).await;
    let known = house.browser();
    known.come_from("sign_in/oauth", "google", Somebody::proven(&ada.email)).await;
    assert_eq!(known.who().await, Some(ada.email));
}

async fn a_provider_that_has_proven_the_invited_address_will_do(database: Database) {
    let house = restricted(&database).await;
    let (made, link) = invite(&house, NewInvitation::to("ada@example.com")).await;
    for stranger in [Somebody::proven("eve@example.com"), Somebody::unproven("ada@example.com")] {
        let (browser, _) = house.opened(&link).await;
        let led = location(&browser.come_from("sign_up/oauth", "google", stranger).await);
        let page = browser.page(&led).await;
        assert!(page.shows("good for the email address that it was sent to"), "{}", page.body);
        assert_eq!((browser.who().await, database.count("users").await), (None, 0));
    }
    let (browser, page) = house.opened(&link).await;
    assert!(page.shows("Continue with Google"), "{}", page.body);
    let done = browser.come_from("sign_up/oauth", "google", Somebody::proven("ADA@example.com")).await;
    assert_eq!(location(&done), "/dashboard");
    assert_eq!(browser.who().await.as_deref(), Some("ADA@example.com"));
    assert_eq!(browser.cookie("vestibule_ticket"), None);
    assert_eq!(status_of(&house, &made.id).await, TicketStatus::Accepted);
    let me = browser.get("/api/me").await.json();
    assert_eq!(me["email_addresses"][0]["verification"]["strategy"], "oauth_google");
}

async fn what_the_provider_does_not_know_is_asked_for_with_an_invitation_too(database: Database) {
    let asking = |settings: &mut Settings| settings.sign_up.username = FieldRule::Required;
    let house = restricted(&database).await.another_with(asking).await;
    let (made, link) = invite(&house, NewInvitation::to("ada@example.com")).await;
    let (browser, _) = house.opened(&link).await;
    let led = location(&browser.come_from("sign_up/oauth", "google", Somebody::proven("ada@example.com")).await);
    assert_eq!(led, "/sign-up/continue");
    let elsewhere = [("username", "countess"), ("email_address", "eve@example.com")];
    browser.post("sign_up/update", &elsewhere).await.expect_error(403, RESTRICTED);
    assert_eq!(status_of(&house, &made.id).await, TicketStatus::Pending);
    browser.post("sign_up/update", &[("username", "countess")]).await.expect_ok();
    assert_eq!(browser.who().await.as_deref(), Some("ada@example.com"));
    assert_eq!(status_of(&house, &made.id).await, TicketStatus::Accepted);
}

async fn a_link_that_is_not_good_says_so(database: Database) {
    let house = restricted(&database).await;
    let mut links = Vec::new();
    for name in ["ada", "bob", "cyd"] {
        links.push(invite(&house, NewInvitation::to(format!("{name}@example.com"))).await);
    }
    let short = NewInvitation { expires_in_days: 1, ..NewInvitation::to("dan@example.com") };
    let (late, expired) = invite(&house, short).await;
    let (revoked, accepted) = (&links[0], &links[1]);
    let taken_back = house.vestibule.invitations().revoke(&revoked.0.id).await.expect("is taken back");
    assert!(taken_back.revoked && taken_back.status == TicketStatus::Revoked);
    let again = house.vestibule.invitations().revoke(&revoked.0.id).await.expect("was taken back");
    assert_eq!((again.status, again.updated_at), (TicketStatus::Revoked, taken_back.updated_at));
    assert_eq!(refusal(house.vestibule.invitations().revoke("inv_0").await), "resource_not_found");
    let bob = house.opened(&accepted.1).await.0;
    bob.post(CREATE, &[("password", &Person::named("bob").password)]).await.expect_ok();
    assert_eq!(refusal(house.vestibule.invitations().revoke(&accepted.0.id).await), "resource_not_found");
    house.clock.advance(DAY);
    assert_eq!(status_of(&house, &late.id).await, TicketStatus::Expired);
    let unknown = format!("/sign-up?ticket={}", "A".repeat(43));
    let all = [revoked.1.as_str(), &accepted.1, &expired, &unknown, "/sign-up?ticket=nonsense"];
    for link in all {
        let (browser, page) = house.opened(link).await;
        assert!(page.path == "/sign-up" && page.shows("This link is not good any more"), "{link}: {}", page.body);
        assert!(page.shows("Ask whoever sent it to you") && !page.shows("type=\"password\""), "{}", page.body);
        let fields = [("password", "moth ledger willow 41")];
        browser.post(CREATE, &fields).await.expect_error(403, RESTRICTED);
        // It can be laid aside.
        let without = browser.page("/sign-up?ticket=").await;
        assert!(without.shows("Sign-up is by invitation"), "{}", without.body);
        assert_eq!(browser.cookie("vestibule_ticket"), None);
    }
    assert_eq!(database.count("users").await, 1);
    assert!(house.opened(&links[2].1).await.1.shows("cyd@example.com"), "the others are as good as before");
    let stands = async |status| {
        let all = house.vestibule.invitations().list(Some(status), 10, 0).await.expect("a list");
        all.into_iter().map(|it| it.email_address).collect::<Vec<_>>()
    };
    assert_eq!(stands(TicketStatus::Pending).await, ["cyd@example.com"]);
    assert_eq!(stands(TicketStatus::Revoked).await, ["ada@example.com"]);
    assert_eq!(stands(TicketStatus::Accepted).await, ["bob@example.com"]);
    assert_eq!(stands(TicketStatus::Expired).await, ["dan@example.com"]);
    let page = house.vestibule.invitations().list(None, 2, 1).await.expect("a list");
    assert_eq!(page.len(), 2);
}

async fn an_address_with_an_account_is_led_to_sign_in(database: Database) {
    let house = house(&database, SignUpMode::Public).await;
    let ada = Person::named("ada");
    let (made, link) = invite(&house, NewInvitation::to(&ada.email)).await;
    house.sign_up(&ada).await;
    let (browser, page) = house.opened(&link).await;
    assert!(page.shows("You already have an account") && page.shows("/sign-in?ticket="), "{}", page.body);
    assert!(!page.shows("type=\"password\""), "{}", page.body);
    let fields = [("password", ada.password.as_str())];
    browser.post(CREATE, &fields).await.expect_error(422, "form_identifier_exists@email_address");
    assert_eq!(browser.who().await, None, "an invitation signs nobody in");
    browser.post("sign_in/ticket", &[]).await.expect_error(422, "ticket_invalid");
    let sign_in = browser.page("/sign-in?ticket=").await;
    assert!(sign_in.shows("Sign in to Vestibule") && browser.cookie("vestibule_ticket").is_none());
    assert_eq!(status_of(&house, &made.id).await, TicketStatus::Pending);
    // Nobody is invited who is here, unless that is meant.
    let again = NewInvitation::to(&ada.email);
    assert_eq!(refusal(house.vestibule.invitations().create(&again).await), "form_identifier_exists");
    let meant = NewInvitation { ignore_existing: true, ..again };
    house.vestibule.invitations().create(&meant).await.expect("is made");
}

async fn in_public_mode_an_invitation_is_for_its_address_only(database: Database) {
    let house = house(&database, SignUpMode::Public).await;
    let (made, link) = invite(&house, NewInvitation::to("ada@example.com")).await;
    let bob = Person::named("bob");
    let (browser, _) = house.opened(&link).await;
    // As a form of before that still stood open in another tab.
    house.begin_sign_up(&browser, &bob).await.expect_ok();
    assert_eq!(browser.who().await, None);
    let code = house.code_for(&bob.email).await;
    browser.post("sign_up/attempt_verification", &[("code", &code)]).await.expect_ok();
    assert_eq!(browser.who().await, Some(bob.email));
    assert_eq!(status_of(&house, &made.id).await, TicketStatus::Pending);
    // Without one, everyone signs up as before.
    let (other, page) = house.opened("/sign-up?ticket=nonsense").await;
    assert!(page.shows("Go on without it"), "{}", page.body);
    assert!(other.page("/sign-up?ticket=").await.shows("type=\"email\""));
}

async fn the_newest_link_alone_is_good(database: Database) {
    let house = restricted(&database).await;
    let (first, old) = invite(&house, NewInvitation::to("ada@example.com")).await;
    let again = NewInvitation::to("ADA@example.com");
    assert_eq!(refusal(house.vestibule.invitations().create(&again).await), "duplicate_record");
    let (_, new) = invite(&house, NewInvitation { ignore_existing: true, notify: false, ..again.clone() }).await;
    assert_eq!(house.mails().await.len(), 1, "whoever passes it on has none mailed");
    assert_eq!(status_of(&house, &first.id).await, TicketStatus::Revoked);
    assert!(house.opened(&old).await.1.shows("not good any more"));
    assert!(house.opened(&new).await.1.shows("ADA@example.com"));
    let revoked = "SELECT subject_id FROM audit_entries WHERE action = 'invitation.revoked'";
    assert_eq!(database.texts(revoked).await, [first.id.as_str()], "the log tells why it is good no more");
    // One that has run out is in nobody's way.
    house.clock.advance(30 * DAY);
    invite(&house, again).await;
    assert_eq!(database.texts(revoked).await.len(), 1);
}

async fn many_are_invited_or_nobody(database: Database) {
    let house = restricted(&database).await;
    let all = ["ada@example.com", "bob@example.com", "ada@example.com"].map(NewInvitation::to);
    assert_eq!(refusal(house.vestibule.invitations().create_all(&all).await), "duplicate_record");
    assert_eq!((database.count("invitations").await, house.mails().await.len()), (0, 0));
    let made = house.vestibule.invitations().create_all(&all[..2]).await.expect("are made");
    assert_eq!((made.len(), house.mails().await.len()), (2, 2));
    assert_ne!(made[0].url.as_ref().map(|url| url.expose()), made[1].url.as_ref().map(|url| url.expose()));
}

async fn an_invitation_is_stronger_than_the_allow_list_and_weaker_than_the_block_list(database: Database) {
    let house = House::with(&database, |settings| {
        settings.sign_up.allowlist = vec!["@acme.example".into()];
        settings.sign_up.block_subaddresses = true;
    })
    .await;
    let ada = Person { email: "ada+notes@example.com".into(), ..Person::named("ada") };
    let refused = house.begin_sign_up(&house.browser(), &ada).await;
    refused.expect_error(403, "not_allowed_access@email_address");
    let (_, link) = invite(&house, NewInvitation::to(&ada.email)).await;
    let (_, late) = invite(&house, NewInvitation::to("eve@example.com")).await;
    house.opened(&link).await.0.post(CREATE, &[("password", &ada.password)]).await.expect_ok();
    let blocking = house.another_with(|settings| settings.sign_up.blocklist = vec!["eve@example.com".into()]).await;
    let blocked = NewInvitation { ignore_existing: true, ..NewInvitation::to("Eve@example.com") };
    assert_eq!(refusal(blocking.vestibule.invitations().create(&blocked).await), "not_allowed_access");
    let (browser, _) = blocking.opened(&late).await;
    let fields = [("password", ada.password.as_str())];
    browser.post(CREATE, &fields).await.expect_error(403, "not_allowed_access@email_address");
}

async fn a_phone_number_is_still_proven(database: Database) {
    let house = House::with(&database, |settings| {
        settings.sign_up.mode = SignUpMode::Restricted;
        settings.sign_up.phone_number = FieldRule::Required;
    })
    .await;
    let ada = Person::named("ada");
    let (made, link) = invite(&house, NewInvitation::to(&ada.email)).await;
    let (browser, _) = house.opened(&link).await;
    let begun = browser.post(CREATE, &[("password", &ada.password), ("phone_number", "+12025550123")]).await;
    begun.expect_ok();
    assert_eq!(begun.json()["redirect_to"], "/sign-up/verify-phone-number");
    let sign_up = begun.json()["client"]["sign_up"].clone();
    assert_eq!(sign_up["unverified_fields"], json!(["phone_number"]));
    assert_eq!((browser.who().await, status_of(&house, &made.id).await), (None, TicketStatus::Pending));
    let code = house.code_for("+12025550123").await;
    // Whoever else opens the link meanwhile is asked for everything anew, and has nothing of the code.
    let (thief, page) = house.opened(&link).await;
    assert!(page.path == "/sign-up" && page.shows("name=\"phone_number\""), "{}", page.body);
    thief.post("sign_up/attempt_verification", &[("code", &code)]).await.expect_error(422, "client_state_invalid");
    assert_eq!((thief.who().await, database.count("users").await), (None, 0));
    browser.post("sign_up/attempt_verification", &[("code", &code)]).await.expect_ok();
    assert_eq!(browser.who().await, Some(ada.email));
    assert_eq!(status_of(&house, &made.id).await, TicketStatus::Accepted);

    // Taken back meanwhile, it makes no account.
    let bob = Person::named("bob");
    let (made, link) = invite(&house, NewInvitation::to(&bob.email)).await;
    let (browser, _) = house.opened(&link).await;
    browser.post(CREATE, &[("password", &bob.password), ("phone_number", "+12025550124")]).await.expect_ok();
    let code = house.code_for("+12025550124").await;
    house.vestibule.invitations().revoke(&made.id).await.expect("is taken back");
    browser.post("sign_up/attempt_verification", &[("code", &code)]).await.expect_error(422, "ticket_invalid");
    assert_eq!((browser.who().await, database.count("users").await), (None, 1));
}

async fn what_a_ticket_has_proven_goes_with_the_ticket(database: Database) {
    let house = House::with(&database, |settings| settings.sign_up.phone_number = FieldRule::Required).await;
    let ada = Person::named("ada");
    let (made, link) = invite(&house, NewInvitation::to(&ada.email)).await;
    let (eve, _) = house.opened(&link).await;
    let fields = [("email_address", ada.email.as_str()), ("password", &ada.password), ("phone_number", "+12025550123")];
    let begun = eve.post(CREATE, &fields).await;
    assert_eq!(begun.json()["redirect_to"], "/sign-up/verify-phone-number");
    house.vestibule.invitations().revoke(&made.id).await.expect("is taken back");
    eve.page("/sign-up?ticket=").await;
    let again = eve.post(CREATE, &fields).await;
    assert_eq!(again.json()["redirect_to"], "/sign-up/verify-email-address");
    assert_eq!(again.json()["client"]["sign_up"]["unverified_fields"], json!(["email_address", "phone_number"]));
    let code = house.code_for("+12025550123").await;
    eve.post("sign_up/attempt_verification", &[("code", &code)]).await.expect_error(422, "form_code_incorrect@code");
    assert_eq!(database.count("users").await, 0);
}

async fn an_invitation_leads_where_it_was_to_lead(database: Database) {
    let house = restricted(&database).await;
    for (name, wanted, led_to) in [
        ("ada", "/notes?page=2&x=a b", "/notes?page=2&x=a%20b"),
        ("bob", "https://evil.example/", "/dashboard"),
        ("cyd", "//evil.example", "/dashboard"),
    ] {
        let person = Person::named(name);
        let new = NewInvitation { redirect_url: Some(wanted.into()), ..NewInvitation::to(&person.email) };
        let (_, link) = invite(&house, new).await;
        let (browser, page) = house.opened(&link).await;
        let carried = url::form_urlencoded::parse(page.path.split_once('?').expect("a query").1.as_bytes())
            .find(|(name, _)| name == "redirect_url")
            .expect("is carried along")
            .1
            .into_owned();
        assert_eq!(carried, wanted);
        let done = browser.post(CREATE, &[("password", &person.password), ("redirect_url", &carried)]).await;
        assert_eq!(done.json()["redirect_to"], led_to, "{wanted}");
    }
}

/// Several people on one browser: one of them opens an invitation for somebody else.
async fn an_invitation_is_kept_for_as_long_as_somebody_else_acts(database: Database) {
    let house = House::with(&database, |settings| {
        settings.session.multi_session = true;
        settings.sign_in.passkey = true;
        offer(settings, &["google"]);
    })
    .await;
    let browser = house.sign_up(&Person::named("ada")).await;
    let closed = house.another_with(|settings| settings.sign_up.mode = SignUpMode::Restricted).await;
    let browser = browser.at(&closed);
    let (made, link) = invite(&closed, NewInvitation::to("bob@example.com")).await;
    browser.page(&link).await;
    let held = browser.post("client/get", &[]).await.json();
    let session = held["last_active_session_id"].as_str().expect("an id");
    browser.post("session/set_active", &[("session_id", session)]).await.expect_ok();
    assert!(browser.cookie("vestibule_ticket").is_some(), "nobody has signed up yet");
    let came = browser.come_from("sign_up/oauth", "google", Somebody::proven("bob@example.com")).await;
    assert_eq!((location(&came), browser.who().await.as_deref()), ("/dashboard".into(), Some("bob@example.com")));
    assert_eq!(status_of(&closed, &made.id).await, TicketStatus::Accepted);
    assert!(browser.cookie("vestibule_ticket").is_none());
}

async fn whoever_is_invited_agrees_to_the_terms_like_everyone(database: Database) {
    let house = House::with(&database, |settings| {
        settings.legal.consent = true;
        settings.legal.terms_url = "/terms".into();
    })
    .await;
    let ada = Person::named("ada");
    let (_, link) = invite(&house, NewInvitation::to(&ada.email)).await;
    let browser = house.opened(&link).await.0;
    let page = browser.submit(CREATE, &[("password", &ada.password)]).await;
    assert_eq!(page.body.matches("Tick the box to go on.").count(), 1, "beside the box alone: {}", page.body);
    assert_eq!(database.count("users").await, 0);
    browser.post(CREATE, &[("password", &ada.password), ("legal_accepted", "true")]).await.expect_ok();
    assert!(browser.get("/api/me").await.json()["legal_accepted_at"].is_i64());
}

async fn whoever_proves_the_invited_address_on_the_sign_in_page_has_the_invitation(database: Database) {
    let house = House::with(&database, |settings| {
        settings.sign_in.password = false;
        settings.sign_in.preferred = vestibule::model::Strategy::EmailCode;
        settings.sign_in.with_sign_up = true;
    })
    .await;
    let metadata = json!({ "plan": "gold" });
    let new = NewInvitation {
        public_metadata: metadata.as_object().expect("an object").clone(),
        ..NewInvitation::to("ada@example.com")
    };
    let (made, link) = invite(&house, new).await;
    let browser = house.opened(&link).await.0;
    browser.post("sign_in/create", &[("identifier", "ada@example.com")]).await.expect_ok();
    let code = house.code_for("ada@example.com").await;
    let done = browser.post("sign_in/attempt_first_factor", &[("strategy", "email_code"), ("code", &code)]).await;
    done.expect_ok();
    let id = browser.get("/api/me").await.json()["id"].as_str().expect("an id").to_owned();
    assert_eq!(json!(house.vestibule.public_metadata(&id).await.expect("is read")), metadata);
    assert_eq!(status_of(&house, &made.id).await, TicketStatus::Accepted);
}

async fn what_cannot_be_an_invitation_is_refused(database: Database) {
    let house = restricted(&database).await;
    let to = |address: &str| NewInvitation::to(address);
    let big = json!({ "x": "y".repeat(9_000) }).as_object().expect("an object").clone();
    for (new, code) in [
        (to("nobody"), "form_param_format_invalid"),
        (to("a@b.example\r\nbcc: eve@evil.example"), "form_param_format_invalid"),
        (NewInvitation { expires_in_days: 0, ..to("ada@example.com") }, "form_param_format_invalid"),
        (NewInvitation { expires_in_days: 366, ..to("ada@example.com") }, "form_param_format_invalid"),
        (NewInvitation { redirect_url: Some("/a\nb".into()), ..to("ada@example.com") }, "form_param_format_invalid"),
        (NewInvitation { public_metadata: big, ..to("ada@example.com") }, "form_param_max_length_exceeded"),
    ] {
        assert_eq!(refusal(house.vestibule.invitations().create(&new).await), code, "{}", new.email_address);
    }
    assert_eq!((database.count("invitations").await, house.mails().await.len()), (0, 0));
}
