//! Invitations to organizations.

use serde_json::{Value, json};
use vestibule::model::{SignUpMode, TicketStatus};
use vestibule::server::{NewOrganizationInvitation, Settings};

use crate::support::organization_invitations::with_hiring;
use crate::support::organizations::refusal;
use crate::support::tickets::path_of;
use crate::support::{Browser, DAY, Database, House, Person, Somebody, location, offer, on_both};

on_both!(
    whoever_is_new_signs_up_into_the_organization,
    a_provider_that_has_proven_the_address_will_do,
    whoever_has_an_account_signs_in_and_is_in,
    a_second_factor_stands_in_between,
    whoever_is_signed_in_accepts_what_waits_for_them,
    whoever_signed_up_otherwise_meanwhile_signs_in_with_the_link,
    people_invite_by_mail_and_get_no_link,
    the_newest_link_alone_is_good,
    what_is_over_is_not_accepted,
    nobody_comes_in_by_what_may_be_offered_no_more,
    whoever_sends_an_invitation_anew_is_who_invites,
    an_organization_that_is_full_takes_nobody,
    many_are_invited_or_nobody,
    what_cannot_be_an_invitation_is_refused,
    lists_come_in_pages,
    what_waits_for_someone_comes_in_parts,
    where_nobody_acts_for_themselves_the_new_one_acts_there,
    without_organizations_a_ticket_is_good_for_nothing,
    nobody_accepts_for_another_one,
    whoever_is_signed_in_accepts_by_the_link,
    whoever_acts_in_an_organization_goes_to_its_home_first,
    whoever_is_signed_in_as_another_is_told_whose_it_is,
    of_several_who_are_signed_in_the_one_who_is_invited_accepts,
    whoever_comes_by_an_invitation_acts_in_what_it_is_to,
);

const CREATE: &str = "sign_up/create";

async fn house(database: &Database, change: impl FnOnce(&mut Settings)) -> House {
    House::with(database, |settings| {
        with_hiring(settings);
        offer(settings, &["google"]);
        change(settings);
    })
    .await
}

fn to(email: &str) -> NewOrganizationInvitation {
    NewOrganizationInvitation::to(email)
}

async fn status_of(house: &House, organization_id: &str, id: &str) -> TicketStatus {
    let all =
        house.vestibule.organizations().invitations().list(organization_id, &[], (100, 0)).await.expect("a list").data;
    all.into_iter().find(|it| it.id == id).expect("is in the list").status
}

async fn events(database: &Database) -> Vec<String> {
    database.texts("SELECT type FROM events WHERE type LIKE 'organization%' ORDER BY type").await
}

async fn whoever_is_new_signs_up_into_the_organization(database: Database) {
    for (name, mode) in [("ada", SignUpMode::Restricted), ("bob", SignUpMode::Waitlist), ("cyd", SignUpMode::Public)] {
        let house = house(&database, |settings| settings.sign_up.mode = mode).await;
        let (person, org) = (Person::named(name), house.empty_organization(&format!("Acme{name}"), None).await);
        let metadata = json!({ "desk": 7 }).as_object().expect("an object").clone();
        let new = NewOrganizationInvitation {
            role: Some("org:hiring".into()),
            redirect_url: Some("/notes?x=1".into()),
            public_metadata: metadata,
            ..to(&person.email)
        };
        let sent = house.vestibule.organizations().invitations().create(&org, &new).await.expect("is made");
        let made = &sent.invitation;
        assert!(made.id.starts_with("orginv_") && made.status == TicketStatus::Pending);
        assert_eq!((made.role.as_str(), made.role_name.as_str()), ("org:hiring", "Hiring"));
        assert_eq!(made.expires_at - made.created_at, 30 * DAY);
        let mail = house.mail_to(&person.email).await;
        assert_eq!(mail.subject, format!("You are invited to Acme{name} on Vestibule"));
        assert!(
            mail.text.contains("30 days") && mail.text.contains(&format!("Invited by: Acme{name}.")),
            "{}",
            mail.text
        );
        assert_eq!(mail.link.as_deref(), sent.url.as_ref().map(|url| url.expose()));
        let link = house.link_to(&person.email).await;
        assert!(link.starts_with("/sign-up?ticket="), "{link}");

        let (browser, page) = house.opened(&link).await;
        assert!(page.path.starts_with("/sign-up") && page.shows(&person.email), "{}", page.body);
        assert!(!page.shows("name=\"email_address\""), "it is not asked for: {}", page.body);
        let done = browser.post(CREATE, &[("password", &person.password), ("redirect_url", "/notes?x=1")]).await;
        done.expect_ok();
        assert_eq!(done.json()["redirect_to"], "/notes?x=1");
        assert_eq!(browser.who().await.as_ref(), Some(&person.email));
        let me = browser.get("/api/me").await.json();
        assert_eq!(me["email_addresses"][0]["verification"]["strategy"], "ticket");
        let id = me["id"].as_str().expect("an id");
        assert_eq!(house.role_in(&org, id).await.as_deref(), Some("org:hiring"));
        assert_eq!(status_of(&house, &org, &made.id).await, TicketStatus::Accepted);
        let kept =
            database.texts("SELECT public_metadata FROM organization_memberships ORDER BY created_at DESC").await;
        assert_eq!(kept[0], r#"{"desk":7}"#);
        assert!(browser.cookie("vestibule_ticket").is_none());
        let again = house.opened(&link).await.1;
        assert!(again.shows("This link is not good any more"), "{}", again.body);
    }
    let told: Vec<String> = events(&database).await;
    let each = ["organizationInvitation.created", "organizationInvitation.accepted", "organizationMembership.created"];
    for kind in each {
        assert_eq!(told.iter().filter(|it| *it == kind).count(), 3, "{told:?}");
    }
    let data = database.texts("SELECT data FROM events WHERE type = 'organizationMembership.created'").await;
    let membership: Value = serde_json::from_str(&data[0]).expect("JSON");
    assert_eq!((&membership["role"], &membership["organization"]["members_count"]), (&json!("org:hiring"), &json!(1)));
}

async fn a_provider_that_has_proven_the_address_will_do(database: Database) {
    let house = house(&database, |settings| settings.sign_up.mode = SignUpMode::Restricted).await;
    let org = house.empty_organization("Acme", None).await;
    let (made, link) = house.invite_to(&org, "ada@example.com").await;
    for stranger in [Somebody::proven("eve@example.com"), Somebody::unproven("ada@example.com")] {
        let (browser, _) = house.opened(&link).await;
        browser.come_from("sign_up/oauth", "google", stranger).await;
        assert_eq!((browser.who().await, database.count("organization_memberships").await), (None, 0));
    }
    let (browser, _) = house.opened(&link).await;
    let done = browser.come_from("sign_up/oauth", "google", Somebody::proven("ada@example.com")).await;
    assert_eq!(location(&done), "/dashboard");
    assert_eq!(house.role_in(&org, &browser.user_id().await).await.as_deref(), Some("org:member"));
    assert_eq!(status_of(&house, &org, &made).await, TicketStatus::Accepted);
}

async fn whoever_has_an_account_signs_in_and_is_in(database: Database) {
    let house = house(&database, |_| {}).await;
    let (ada, eve) = (Person::named("ada"), Person::named("eve"));
    let id = house.sign_up(&ada).await.user_id().await;
    house.sign_up(&eve).await;
    let org = house.empty_organization("Acme", None).await;
    let (made, link) = house.invite_to(&org, &ada.email).await;
    assert!(link.starts_with("/sign-in?ticket="), "{link}");
    let (browser, page) = house.opened(&link).await;
    assert!(page.path == "/sign-in" && page.shows("name=\"identifier\""), "{}", page.body);
    browser.post("sign_in/ticket", &[]).await.expect_error(422, "ticket_invalid");
    assert_eq!(browser.who().await, None, "it signs nobody in");

    // Somebody else who signs in there is told nothing of it.
    let (other, _) = house.opened(&link).await;
    let came = other.sign_in(&eve).await;
    came.expect_ok();
    assert!(other.cookie("vestibule_ticket").is_none() && !came.body.contains("Acme"), "{}", came.body);
    assert_eq!(database.count("organization_memberships").await, 0);
    assert_eq!(status_of(&house, &org, &made).await, TicketStatus::Pending);

    browser.sign_in(&ada).await.expect_ok();
    assert_eq!(house.role_in(&org, &id).await.as_deref(), Some("org:member"));
    assert_eq!(status_of(&house, &org, &made).await, TicketStatus::Accepted);
    assert!(browser.cookie("vestibule_ticket").is_none());
    assert_eq!(
        events(&database).await,
        ["organizationInvitation.accepted", "organizationInvitation.created", "organizationMembership.created"]
    );
    // With a provider, too.
    let other = house.empty_organization("Other", None).await;
    let (_, link) = house.invite_to(&other, &ada.email).await;
    let (browser, _) = house.opened(&link).await;
    browser.come_from("sign_in/oauth", "google", Somebody::proven(&ada.email)).await;
    assert_eq!(browser.who().await, Some(ada.email));
    assert_eq!(house.role_in(&other, &id).await.as_deref(), Some("org:member"));
}

async fn a_second_factor_stands_in_between(database: Database) {
    let house = house(&database, |_| {}).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    let id = browser.user_id().await;
    let (app, _) = browser.add_app(&house).await;
    let org = house.empty_organization("Acme", None).await;
    let (_, link) = house.invite_to(&org, &ada.email).await;
    house.clock.advance(DAY);
    let (browser, _) = house.opened(&link).await;
    browser.sign_in(&ada).await.expect_ok();
    assert_eq!((browser.who().await, house.role_in(&org, &id).await), (None, None), "half way is not in");
    assert!(browser.cookie("vestibule_ticket").is_some(), "it is kept");
    browser.prove("totp", &app.code(&house)).await.expect_ok();
    assert_eq!(browser.who().await, Some(ada.email));
    assert_eq!(house.role_in(&org, &id).await.as_deref(), Some("org:member"));
    assert!(browser.cookie("vestibule_ticket").is_none());
}

async fn whoever_is_signed_in_accepts_what_waits_for_them(database: Database) {
    let house = house(&database, |_| {}).await;
    let (ada, bob) = (Person::named("ada"), Person::named("bob"));
    let (id, other) = (house.sign_up(&ada).await.user_id().await, house.sign_up(&bob).await.user_id().await);
    let (org, late) = (house.empty_organization("Acme", None).await, house.empty_organization("Late", None).await);
    let (made, _) = house.invite_to(&org, "Ada@Example.com").await;
    let new = NewOrganizationInvitation { expires_in_days: Some(1), ..to(&ada.email) };
    house.vestibule.organizations().invitations().create(&late, &new).await.expect("is made");
    let waiting = house.vestibule.organizations().invitations().waiting_for(&id, 10, 0).await.expect("a list").0;
    let names: Vec<&str> = waiting.iter().map(|it| it.organization.name.as_str()).collect();
    assert_eq!((names.len(), names.contains(&"Acme") && names.contains(&"Late")), (2, true), "{waiting:?}");
    let acme = waiting.iter().find(|it| it.id == made).expect("waits");
    assert_eq!((acme.organization.slug.as_deref(), acme.role.as_str()), (Some("acme"), "org:member"));
    assert!(
        house.vestibule.organizations().invitations().waiting_for(&other, 10, 0).await.expect("a list").0.is_empty()
    );
    house.clock.advance(DAY);
    assert_eq!(
        house.vestibule.organizations().invitations().waiting_for(&id, 10, 0).await.expect("a list").0.len(),
        1,
        "what has run out does not wait"
    );

    let membership = house.vestibule.organizations().invitations().accept(&id, &made).await.expect("is accepted");
    assert_eq!((membership.role.as_str(), membership.organization.id.as_str()), ("org:member", org.as_str()));
    assert_eq!(membership.public_user_data.identifier, ada.email);
    assert_eq!(membership.organization.pending_invitations_count, 0);
    assert!(house.vestibule.organizations().invitations().waiting_for(&id, 10, 0).await.expect("a list").0.is_empty());
    assert_eq!(
        refusal(house.vestibule.organizations().invitations().accept(&id, &made).await),
        "organization_invitation_not_pending"
    );
}

async fn whoever_signed_up_otherwise_meanwhile_signs_in_with_the_link(database: Database) {
    let house = house(&database, |_| {}).await;
    let (ada, org) = (Person::named("ada"), house.empty_organization("Acme", None).await);
    let (_, link) = house.invite_to(&org, &ada.email).await;
    let id = house.sign_up(&ada).await.user_id().await;
    let (browser, page) = house.opened(&link).await;
    assert!(page.path == "/sign-up" && page.shows("You are invited to Acme"), "{}", page.body);
    assert!(page.shows("ada@example.com was invited, and has an account by now"), "{}", page.body);
    assert!(page.shows("href=\"/sign-in\"") && !page.shows("/sign-in?ticket="), "the ticket is kept: {}", page.body);
    browser.page("/sign-in").await;
    browser.sign_in(&ada).await.expect_ok();
    assert_eq!(house.role_in(&org, &id).await.as_deref(), Some("org:member"));
}

async fn people_invite_by_mail_and_get_no_link(database: Database) {
    let house = house(&database, |settings| settings.sign_up.first_name = vestibule::model::FieldRule::Optional).await;
    let browser = house.browser().reading("de");
    let fields =
        [("email_address", "ada@example.com"), ("password", "moth ledger willow 41"), ("first_name", "Ada.Boss")];
    browser.post(CREATE, &fields).await.expect_ok();
    let code = house.code_for("ada@example.com").await;
    browser.post("sign_up/attempt_verification", &[("code", &code)]).await.expect_ok();
    let ada = browser.user_id().await;
    let org = house.empty_organization("Acme", None).await;
    house.enter(&org, &ada, "org:admin").await;
    let by_ada = house.vestibule.organizations().acting_as(&ada).invitations();
    let sent = by_ada.create(&org, &to("bob@example.com")).await.expect("is made");
    assert!(sent.url.is_none(), "whoever has it would be believed to have the address");
    let mail = house.mail_to("bob@example.com").await;
    assert_eq!(mail.subject, "Sie sind zu Acme bei Vestibule eingeladen", "in the language of whoever invites");
    assert!(mail.text.contains("Eingeladen von: Ada.\u{200b}Boss."), "{}", mail.text);
    let inviter = database.texts("SELECT inviter_user_id FROM organization_invitations").await;
    assert_eq!(inviter, [ada.as_str()]);
    // Who has an account reads it in their own.
    let french = house.browser().reading("fr");
    house.begin_sign_up(&french, &Person::named("cyd")).await.expect_ok();
    let code = house.code_for("cyd@example.com").await;
    french.post("sign_up/attempt_verification", &[("code", &code)]).await.expect_ok();
    by_ada.create(&org, &to("cyd@example.com")).await.expect("is made");
    assert!(house.mail_to("cyd@example.com").await.subject.starts_with("Vous avez"));

    let resent = by_ada.resend(&org, &sent.invitation.id).await.expect("is sent anew");
    assert!(resent.url.is_none());
    for refused in [
        NewOrganizationInvitation { notify: false, ..to("dan@example.com") },
        NewOrganizationInvitation {
            public_metadata: json!({ "plan": "gold" }).as_object().expect("an object").clone(),
            ..to("dan@example.com")
        },
    ] {
        assert_eq!(refusal(by_ada.create(&org, &refused).await), "form_param_format_invalid");
    }
}

async fn the_newest_link_alone_is_good(database: Database) {
    let house = house(&database, |settings| settings.sign_up.mode = SignUpMode::Restricted).await;
    let (bob, org) = (Person::named("bob"), house.empty_organization("Acme", None).await);
    let (made, old) = house.invite_to(&org, &bob.email).await;
    assert_eq!(
        refusal(house.vestibule.organizations().invitations().create(&org, &to(&bob.email)).await),
        "duplicate_record@email_address"
    );
    house.clock.advance(31 * DAY);
    assert_eq!(status_of(&house, &org, &made).await, TicketStatus::Expired);
    let sent = house.vestibule.organizations().invitations().resend(&org, &made).await.expect("is sent anew");
    assert_eq!((sent.invitation.id.as_str(), sent.invitation.status), (made.as_str(), TicketStatus::Pending));
    let new = path_of(&house, sent.url.as_ref().expect("a link").expose());
    assert_eq!(house.link_to(&bob.email).await, new);
    assert!(house.opened(&old).await.1.shows("This link is not good any more"));
    let (browser, _) = house.opened(&new).await;
    browser.post(CREATE, &[("password", &bob.password)]).await.expect_ok();
    assert_eq!(
        refusal(house.vestibule.organizations().invitations().resend(&org, &made).await),
        "organization_invitation_not_pending"
    );
    assert_eq!(
        refusal(house.vestibule.organizations().invitations().revoke(&org, &made).await),
        "organization_invitation_not_pending"
    );
    let member = house.vestibule.organizations().invitations().create(&org, &to("BOB@example.com")).await;
    assert_eq!(refusal(member), "already_a_member_in_organization@email_address");

    // What has run out makes room for another one, and does not come back beside it.
    let (first, _) = house.invite_to(&org, "cyd@example.com").await;
    house.clock.advance(31 * DAY);
    house.invite_to(&org, "cyd@example.com").await;
    assert_eq!(
        refusal(house.vestibule.organizations().invitations().resend(&org, &first).await),
        "duplicate_record@email_address"
    );
}

async fn what_is_over_is_not_accepted(database: Database) {
    let house = house(&database, |_| {}).await;
    let (ada, bob) = (Person::named("ada"), Person::named("bob"));
    let id = house.sign_up(&ada).await.user_id().await;
    let org = house.empty_organization("Acme", None).await;
    let (revoked, link) = house.invite_to(&org, &ada.email).await;
    let taken_back = house.vestibule.organizations().invitations().revoke(&org, &revoked).await.expect("is taken back");
    assert_eq!(taken_back.status, TicketStatus::Revoked);
    let again = house.vestibule.organizations().invitations().revoke(&org, &revoked).await.expect("is taken back");
    assert_eq!((again.id, again.status), (taken_back.id, TicketStatus::Revoked));
    let (expired, late) = house.invite_to(&org, &ada.email).await;
    let (of_bob, to_bob) = house.invite_to(&org, &bob.email).await;
    house.clock.advance(30 * DAY);
    for (id_of, link) in [(&revoked, &link), (&expired, &late)] {
        assert_eq!(
            refusal(house.vestibule.organizations().invitations().accept(&id, id_of).await),
            "organization_invitation_not_pending"
        );
        let (browser, page) = house.opened(link).await;
        assert!(page.shows("This link is not good any more"), "{}", page.body);
        browser.sign_in(&ada).await.expect_ok();
    }
    // Nor does whoever has opened the form before.
    house.vestibule.organizations().invitations().resend(&org, &of_bob).await.expect("is sent anew");
    let link = house.link_to(&bob.email).await;
    assert_ne!(link, to_bob);
    let asking =
        house.another_with(|settings| settings.sign_up.phone_number = vestibule::model::FieldRule::Required).await;
    let (browser, _) = asking.opened(&link).await;
    browser.post(CREATE, &[("password", &bob.password), ("phone_number", "+12025550123")]).await.expect_ok();
    let code = asking.code_for("+12025550123").await;
    house.vestibule.organizations().invitations().revoke(&org, &of_bob).await.expect("is taken back");
    let refused = browser.post("sign_up/attempt_verification", &[("code", &code)]).await;
    refused.expect_error(403, "organization_invitation_not_pending");
    // Where nothing has begun yet it is said of the link: there is no field for the address.
    let (of_eve, link) = house.invite_to(&org, "eve@example.com").await;
    let opened = [house.opened(&link).await, house.opened(&link).await];
    assert!(opened.iter().all(|(_, page)| page.shows("eve@example.com") && !page.shows("name=\"email_address\"")));
    house.vestibule.organizations().invitations().revoke(&org, &of_eve).await.expect("is taken back");
    let [(by_script, _), (by_hand, _)] = opened;
    by_script.post(CREATE, &[("password", &bob.password)]).await.expect_error(422, "ticket_invalid");
    let page = by_hand.submit(CREATE, &[("password", &bob.password)]).await;
    assert!(page.shows("This link is not good any more") && !page.shows("Enter your email address"), "{}", page.body);
    assert_eq!((database.count("users").await, database.count("organization_memberships").await), (1, 0));
    assert!(events(&database).await.contains(&"organizationInvitation.revoked".to_owned()));
}

async fn nobody_comes_in_by_what_may_be_offered_no_more(database: Database) {
    let house = house(&database, |_| {}).await;
    let [ada, bob] = house.people(["ada", "bob"]).await;
    let organizations = house.vestibule.organizations();
    let acme = house.organization("Acme", &ada, &[(&bob, "org:admin")]).await.id;
    let invite = async |by: &str, address: &str, role: &str| {
        let new = NewOrganizationInvitation { role: Some(role.to_owned()), ..to(address) };
        let invitations = organizations.acting_as(by).invitations();
        invitations.create(&acme, &new).await.expect("is made").invitation.id
    };
    let carol = invite(&bob, "carol@example.com", "org:admin").await;
    let dave = invite(&bob, "dave@example.com", "org:member").await;
    let eve = invite(&ada, "eve@example.com", "org:admin").await;
    let link = house.link_to("carol@example.com").await;
    let stand = async || {
        let mut found = Vec::new();
        for id in [&carol, &dave, &eve] {
            found.push(status_of(&house, &acme, id).await);
        }
        found
    };
    // What their new role covers they may still offer.
    organizations.set_role(&acme, &bob, "org:hiring").await.expect("is given");
    assert_eq!(stand().await, [TicketStatus::Revoked, TicketStatus::Pending, TicketStatus::Pending]);
    let page = house.opened(&link).await.1;
    assert!(page.shows("This link is not good any more"), "{}", page.body);
    organizations.set_role(&acme, &bob, "org:member").await.expect("is given");
    assert_eq!(stand().await, [TicketStatus::Revoked, TicketStatus::Revoked, TicketStatus::Pending]);
    // Whoever is out, by others or with their account, offers nothing.
    organizations.set_role(&acme, &bob, "org:admin").await.expect("is given");
    let again = invite(&bob, "carol@example.com", "org:admin").await;
    assert_eq!(status_of(&house, &acme, &again).await, TicketStatus::Pending);
    organizations.remove_member(&acme, &bob).await.expect("is out");
    assert_eq!(status_of(&house, &acme, &again).await, TicketStatus::Revoked);
    organizations.add_member(&acme, &bob, "org:admin").await.expect("is in again");
    let again = invite(&bob, "carol@example.com", "org:admin").await;
    house.vestibule.users().delete(&bob).await.expect("is deleted");
    assert_eq!(status_of(&house, &acme, &again).await, TicketStatus::Revoked);
    assert_eq!(status_of(&house, &acme, &eve).await, TicketStatus::Pending);
    let told = events(&database).await;
    assert_eq!(told.iter().filter(|it| *it == "organizationInvitation.revoked").count(), 4, "{told:?}");
}

async fn whoever_sends_an_invitation_anew_is_who_invites(database: Database) {
    let house = house(&database, |_| {}).await;
    let [ada, bob, cyd] = house.people(["ada", "bob", "cyd"]).await;
    let organizations = house.vestibule.organizations();
    let acme = house.organization("Acme", &ada, &[(&bob, "org:admin"), (&cyd, "org:admin")]).await.id;
    let by_bob = organizations.acting_as(&bob).invitations();
    let made = by_bob.create(&acme, &to("dave@example.com")).await.expect("is made").invitation.id;
    let inviter = async || database.texts("SELECT inviter_user_id FROM organization_invitations").await;
    // While nobody can come in by it, nothing is taken back.
    house.clock.advance(31 * DAY);
    organizations.remove_member(&acme, &bob).await.expect("is out");
    organizations.acting_as(&cyd).invitations().resend(&acme, &made).await.expect("is sent anew");
    assert_eq!(inviter().await, [cyd.as_str()]);
    assert_eq!(status_of(&house, &acme, &made).await, TicketStatus::Pending);
    // The app does not invite in its own name by that.
    organizations.invitations().resend(&acme, &made).await.expect("is sent anew");
    assert_eq!(inviter().await, [cyd.as_str()]);
    organizations.remove_member(&acme, &cyd).await.expect("is out");
    assert_eq!(status_of(&house, &acme, &made).await, TicketStatus::Revoked);
}

async fn an_organization_that_is_full_takes_nobody(database: Database) {
    let house = house(&database, |settings| settings.organizations.max_members = 2).await;
    let ada = house.sign_up(&Person::named("ada")).await.user_id().await;
    let bob = house.sign_up(&Person::named("bob")).await.user_id().await;
    let org = house.empty_organization("Acme", None).await;
    house.enter(&org, &ada, "org:admin").await;
    let (made, _) = house.invite_to(&org, "bob@example.com").await;
    let refused = house.vestibule.organizations().invitations().create(&org, &to("cyd@example.com")).await;
    match refused.expect_err("is full") {
        vestibule::server::flows::Error::Refused(errors) => {
            assert_eq!(errors.errors[0].code.as_str(), "organization_membership_quota_exceeded");
            assert_eq!(errors.errors[0].meta.limit, Some(2));
        }
        other => panic!("{other}"),
    }
    let wider = house.empty_organization("Wide", Some(0)).await;
    for name in ["cyd", "dan", "eve"] {
        house.invite_to(&wider, &format!("{name}@example.com")).await;
    }
    // Somebody came in otherwise.
    let cyd = house.sign_up(&Person::named("cyd")).await.user_id().await;
    house.enter(&org, &cyd, "org:member").await;
    assert_eq!(
        refusal(house.vestibule.organizations().invitations().accept(&bob, &made).await),
        "organization_membership_quota_exceeded"
    );
    assert_eq!(house.role_in(&org, &bob).await, None);
    assert_eq!(status_of(&house, &org, &made).await, TicketStatus::Pending, "it is not used up");
}

async fn many_are_invited_or_nobody(database: Database) {
    let house = house(&database, |_| {}).await;
    let org = house.empty_organization("Acme", None).await;
    let all = ["cyd", "ada", "bob"].map(|name| to(&format!("{name}@example.com")));
    let made = house.vestibule.organizations().invitations().create_all(&org, &all).await.expect("are made");
    let addresses: Vec<_> = made.iter().map(|it| it.invitation.email_address.as_str()).collect();
    assert_eq!(addresses, ["cyd@example.com", "ada@example.com", "bob@example.com"], "in their order");
    for (more, code) in [
        (vec![to("dan@example.com"), to("ada@example.com")], "duplicate_record@email_address"),
        (vec![to("dan@example.com"), to("Dan@example.com")], "duplicate_record@email_address"),
        (vec![to("dan@example.com"), to("nobody")], "form_param_format_invalid@email_address"),
        (vec![], "form_param_missing@email_address"),
        ((0..51).map(|n| to(&format!("a{n}@example.com"))).collect(), "form_param_max_length_exceeded@email_address"),
    ] {
        assert_eq!(refusal(house.vestibule.organizations().invitations().create_all(&org, &more).await), code);
    }
    assert_eq!((database.count("organization_invitations").await, house.mails().await.len()), (3, 3));
    house.clock.advance(1);
    let fifty: Vec<_> = (0..50).map(|n| to(&format!("a{n}@example.com"))).collect();
    assert_eq!(
        house.vestibule.organizations().invitations().create_all(&org, &fifty).await.expect("are made").len(),
        50
    );
    // Those that were made last stand in front, in the order in which they were named.
    let listed = house.vestibule.organizations().invitations().list(&org, &[], (100, 0)).await.expect("a list").data;
    let listed: Vec<_> = listed.iter().map(|it| it.email_address.as_str()).collect();
    let named: Vec<_> = fifty.iter().chain(&all).map(|it| it.email_address.as_str()).collect();
    assert_eq!(listed, named);
}

async fn what_cannot_be_an_invitation_is_refused(database: Database) {
    let house = house(&database, |settings| {
        settings.sign_up.blocklist = vec!["@evil.example".into()];
        settings.security.redirect_origins = vec!["https://docs.example".into()];
    })
    .await;
    let org = house.empty_organization("Acme", None).await;
    let ada = "ada@example.com";
    let led = |url: &str| NewOrganizationInvitation { redirect_url: Some(url.into()), ..to(ada) };
    let big = json!({ "x": "y".repeat(9_000) }).as_object().expect("an object").clone();
    for (new, code) in [
        (to("nobody"), "form_param_format_invalid@email_address"),
        (to("a@b.example\r\nbcc: eve@evil.example"), "form_param_format_invalid@email_address"),
        (to("a@evil.example"), "not_allowed_access@email_address"),
        (NewOrganizationInvitation { role: Some("org:nobody".into()), ..to(ada) }, "form_param_format_invalid@role"),
        (NewOrganizationInvitation { role: Some("admin".into()), ..to(ada) }, "form_param_format_invalid@role"),
        (led("https://evil.example/"), "form_param_format_invalid@redirect_url"),
        (led("//evil.example"), "form_param_format_invalid@redirect_url"),
        (led("javascript:alert(1)"), "form_param_format_invalid@redirect_url"),
        (NewOrganizationInvitation { expires_in_days: Some(0), ..to(ada) }, "form_param_format_invalid"),
        (NewOrganizationInvitation { expires_in_days: Some(366), ..to(ada) }, "form_param_format_invalid"),
        (NewOrganizationInvitation { public_metadata: big, ..to(ada) }, "form_param_max_length_exceeded"),
    ] {
        assert_eq!(refusal(house.vestibule.organizations().invitations().create(&org, &new).await), code, "{new:?}");
    }
    assert_eq!(
        refusal(house.vestibule.organizations().invitations().create("org_none", &to(ada)).await),
        "resource_not_found"
    );
    assert_eq!((database.count("organization_invitations").await, house.mails().await.len()), (0, 0));
    house
        .vestibule
        .organizations()
        .invitations()
        .create(&org, &led("https://docs.example/x"))
        .await
        .expect("is listed");
}

async fn lists_come_in_pages(database: Database) {
    let house = house(&database, |_| {}).await;
    let (org, other) = (house.empty_organization("Acme", None).await, house.empty_organization("Other", None).await);
    house.invite_to(&other, "ada@example.com").await;
    let mut ids = Vec::new();
    for number in 0..5 {
        house.clock.advance(1);
        ids.push(house.invite_to(&org, &format!("a{number}@example.com")).await.0);
    }
    house.vestibule.organizations().invitations().revoke(&org, &ids[4]).await.expect("is taken back");
    let page = house
        .vestibule
        .organizations()
        .invitations()
        .list(&org, &[TicketStatus::Pending], (2, 1))
        .await
        .expect("a page");
    let found: Vec<_> = page.data.iter().map(|it| it.id.clone()).collect();
    assert_eq!((found, page.total_count), (vec![ids[2].clone(), ids[1].clone()], 4), "newest first");
    let all = house.vestibule.organizations().invitations().list(&org, &[], (100, 0)).await.expect("a page");
    assert_eq!((all.data.len(), all.total_count), (5, 5));
    let revoked = house
        .vestibule
        .organizations()
        .invitations()
        .list(&org, &[TicketStatus::Revoked], (100, 0))
        .await
        .expect("a page");
    assert_eq!((revoked.data[0].id.as_str(), revoked.total_count), (ids[4].as_str(), 1));
    let none = house
        .vestibule
        .organizations()
        .invitations()
        .list(&org, &[TicketStatus::Accepted], (100, 0))
        .await
        .expect("a page");
    assert_eq!((none.data.len(), none.total_count), (0, 0));
}

async fn what_waits_for_someone_comes_in_parts(database: Database) {
    let house = house(&database, |_| {}).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    let id = browser.user_id().await;
    let (mut made, mut inviting) = (Vec::new(), Vec::new());
    for number in 0..12 {
        house.clock.advance(1);
        let org = house.empty_organization(&format!("Org{number}"), None).await;
        made.insert(0, house.invite_to(&org, &ada.email).await.0);
        inviting.insert(0, org);
    }
    let organizations = house.vestibule.organizations();
    let part = async |limit, offset| {
        let (part, total) = organizations.invitations().waiting_for(&id, limit, offset).await.expect("a part");
        (part.into_iter().map(|it| it.id).collect::<Vec<_>>(), total)
    };
    for (limit, offset, shown) in [
        (5, 0, 0..5),
        (5, 5, 5..10),
        (5, 10, 10..12),
        (2, 10, 10..12),
        (12, 0, 0..12),
        (i64::MAX, i64::MIN, 0..12),
        (5, 12, 12..12),
        (5, i64::MAX, 12..12),
        (0, 0, 0..0),
        (-1, 0, 0..0),
    ] {
        assert_eq!(part(limit, offset).await, (made[shown].to_vec(), 12), "{limit} from {offset}");
    }
    let told = async |fields: &[(&str, &str)]| {
        let page = browser.post("user/organization_invitations", fields).await.expect_ok().json();
        let ids =
            page["data"].as_array().expect("a list").iter().map(|it| it["id"].as_str().expect("an id").to_owned());
        (ids.collect::<Vec<_>>(), page["total_count"].clone())
    };
    assert_eq!(told(&[]).await, (made[..10].to_vec(), json!(12)));
    assert_eq!(told(&[("limit", "5"), ("offset", "10")]).await, (made[10..].to_vec(), json!(12)));
    // What is accepted waits no longer, nor what is to an organization into which they have come otherwise.
    browser.post("organization_invitation/accept", &[("organization_invitation_id", &made[0])]).await.expect_ok();
    house.enter(&inviting[1], &id, "org:member").await;
    assert_eq!(told(&[("limit", "5"), ("offset", "5")]).await, (made[7..].to_vec(), json!(10)));
    assert_eq!(part(5, 10).await, (Vec::new(), 10));
    let other = house.sign_up(&Person::named("bob")).await;
    let none = other.post("user/organization_invitations", &[]).await.expect_ok().json();
    assert_eq!(none, json!({ "data": [], "total_count": 0 }));
}

async fn where_nobody_acts_for_themselves_the_new_one_acts_there(database: Database) {
    let house = house(&database, |settings| settings.organizations.personal_accounts = false).await;
    let (ada, org) = (Person::named("ada"), house.empty_organization("Acme", None).await);
    let (_, link) = house.invite_to(&org, &ada.email).await;
    let (browser, _) = house.opened(&link).await;
    let done = browser.post(CREATE, &[("password", &ada.password)]).await;
    done.expect_ok();
    let session = &done.json()["client"]["sessions"][0];
    assert_eq!((&session["status"], &session["organization"]["id"]), (&json!("active"), &json!(org)), "{session}");
}

async fn without_organizations_a_ticket_is_good_for_nothing(database: Database) {
    let open = house(&database, |settings| settings.sign_up.mode = SignUpMode::Restricted).await;
    let (ada, org) = (Person::named("ada"), open.empty_organization("Acme", None).await);
    let (made, link) = open.invite_to(&org, &ada.email).await;
    let closed = open.another_with(|settings| settings.organizations.enabled = false).await;
    let (browser, page) = closed.opened(&link).await;
    assert!(page.shows("This link is not good any more"), "{}", page.body);
    browser.post(CREATE, &[("password", &ada.password)]).await.expect_error(403, "sign_up_mode_restricted");
    let off = "organization_not_enabled_in_instance";
    assert_eq!(refusal(closed.vestibule.organizations().invitations().create(&org, &to("bob@example.com")).await), off);
    assert_eq!(refusal(closed.vestibule.organizations().invitations().accept("user_x", &made).await), off);
    assert!(
        closed.vestibule.organizations().invitations().waiting_for("user_x", 10, 0).await.expect("a list").0.is_empty()
    );
}

async fn nobody_accepts_for_another_one(database: Database) {
    let house = house(&database, |_| {}).await;
    let org = house.empty_organization("Acme", None).await;
    let [bob, eve] = house.people(["bob", "eve"]).await;
    let (made, _) = house.invite_to(&org, "bob@example.com").await;
    let organizations = house.vestibule.organizations();
    let (his, hers) = (organizations.acting_as(&bob).invitations(), organizations.acting_as(&eve).invitations());
    assert_eq!(refusal(hers.accept(&bob, &made).await), "resource_not_found");
    assert_eq!(refusal(hers.waiting_for(&bob, 10, 0).await), "resource_not_found");
    assert_eq!(refusal(hers.accept(&eve, &made).await), "resource_not_found");
    // What can be no id is none.
    for odd in ["a\0b", "", "' OR 1=1 --"] {
        assert_eq!(refusal(his.accept(&bob, odd).await), "resource_not_found", "{odd:?}");
        let server = organizations.invitations();
        assert_eq!(refusal(server.create(odd, &to("cyd@example.com")).await), "resource_not_found", "{odd:?}");
        assert_eq!(refusal(server.resend(&org, odd).await), "resource_not_found", "{odd:?}");
        assert_eq!(refusal(server.revoke(odd, &made).await), "resource_not_found", "{odd:?}");
    }
    assert_eq!(his.waiting_for(&bob, 10, 0).await.expect("a list").0.len(), 1);
    his.accept(&bob, &made).await.expect("is accepted");
}

/// The organization in which a browser's session acts, as the browser is told and as its token says.
async fn acts_in(browser: &Browser) -> Option<String> {
    let client = browser.post("client/get", &[]).await.json();
    let session =
        client["sessions"].as_array().expect("a list").iter().find(|it| it["id"] == client["last_active_session_id"]);
    let told = session.and_then(|session| session["organization"]["id"].as_str()).map(str::to_owned);
    assert_eq!(browser.claims()["o"]["id"].as_str().map(str::to_owned), told, "the token says the same");
    told
}

const ACCEPT: &str = "organization_invitation/accept_ticket";

async fn whoever_is_signed_in_accepts_by_the_link(database: Database) {
    for several in [false, true] {
        let house = house(&database, |settings| settings.session.multi_session = several).await;
        let ada = Person::named(&format!("ada{several}"));
        let browser = house.sign_up(&ada).await;
        let id = browser.user_id().await;
        let org = house.empty_organization(&format!("Acme{several}"), None).await;
        browser.post(ACCEPT, &[]).await.expect_error(422, "ticket_invalid");
        let (made, link) = house.invite_to(&org, &ada.email).await;
        let page = browser.page(&link).await;
        assert!(page.shows(&format!("You are invited to Acme{several}")) && page.shows(ACCEPT), "{}", page.body);
        assert!(!page.shows("Sign out to use"), "{}", page.body);
        // To look at it changes nothing, by whichever page.
        for path in ["/sign-in", "/sign-up"] {
            assert!(browser.page(path).await.shows(ACCEPT), "{path}");
        }
        assert_eq!(status_of(&house, &org, &made).await, TicketStatus::Pending);
        assert_eq!(house.role_in(&org, &id).await, None);
        // Without JavaScript, too.
        let led = browser.submit(ACCEPT, &[("redirect_url", "/notes")]).await;
        assert_eq!(led.path, "/notes");
        assert_eq!(house.role_in(&org, &id).await.as_deref(), Some("org:member"));
        assert_eq!(acts_in(&browser).await.as_ref(), Some(&org));
        assert!(browser.cookie("vestibule_ticket").is_none(), "it is used up");
        // Once: the link is good for nothing any more.
        let again = browser.page(&link).await;
        assert!(!again.shows(ACCEPT), "{}", again.body);
        assert!(again.shows("This link is not good any more"), "{}", again.body);
        if several {
            browser.post(ACCEPT, &[]).await.expect_error(403, "organization_invitation_not_pending");
        } else {
            assert!(!browser.page("/sign-in").await.shows("This link is not good any more"), "it is said once");
            browser.post(ACCEPT, &[]).await.expect_error(422, "ticket_invalid");
        }
        // What has been taken back meanwhile is refused where one sees it.
        let late = house.empty_organization(&format!("Late{several}"), None).await;
        let (made, link) = house.invite_to(&late, &ada.email).await;
        assert!(browser.page(&link).await.shows(ACCEPT));
        house.vestibule.organizations().invitations().revoke(&late, &made).await.expect("is taken back");
        let led = browser.submit(ACCEPT, &[]).await;
        assert_eq!(house.role_in(&late, &id).await, None);
        assert!(
            led.path.starts_with("/sign-in") && (led.shows("not good any more") || led.shows("no longer valid")),
            "{}: {}",
            led.path,
            led.body
        );
    }
}

async fn whoever_acts_in_an_organization_goes_to_its_home_first(database: Database) {
    let house = house(&database, |settings| settings.organizations.home = "/o/:slug".into()).await;
    let ada = Person::named("ada");
    house.sign_up(&ada).await;
    let browser = house.browser();
    let leads_to = async |browser: &Browser| browser.sign_in(&ada).await.expect_ok().json()["redirect_to"].clone();
    assert_ne!(leads_to(&browser).await, json!("/o/acme"), "whoever acts in none goes where everyone goes");
    let org = house.empty_organization("Acme", None).await;
    let (_, link) = house.invite_to(&org, &ada.email).await;
    browser.page(&link).await;
    let accepted = browser.post(ACCEPT, &[]).await.expect_ok().json();
    assert_eq!(accepted["redirect_to"], "/o/acme");
    // In whichever browser they sign in then, for they begin where they acted last; and whoever signs up by a link.
    assert_eq!(leads_to(&house.browser()).await, json!("/o/acme"));
    let bob = Person::named("bob");
    let (_, link) = house.invite_to(&org, &bob.email).await;
    let browser = house.browser();
    let page = browser.page(&link).await;
    assert!(page.shows("sign_up/create"), "{}", page.body);
    let fields = [("email_address", bob.email.as_str()), ("password", bob.password.as_str())];
    let signed_up = browser.post("sign_up/create", &fields).await.expect_ok().json();
    assert_eq!(signed_up["redirect_to"], "/o/acme");
    // Whoever was sent for from somewhere goes back there.
    let sent = [("identifier", ada.email.as_str()), ("password", ada.password.as_str()), ("redirect_url", "/notes")];
    let back = house.browser().post("sign_in/create", &sent).await.expect_ok().json();
    assert_eq!(back["redirect_to"], "/notes");
}

async fn whoever_is_signed_in_as_another_is_told_whose_it_is(database: Database) {
    let house = house(&database, |_| {}).await;
    let (ada, eve) = (Person::named("ada"), Person::named("eve"));
    let browser = house.sign_up(&eve).await;
    let id = house.sign_up(&ada).await.user_id().await;
    let org = house.empty_organization("Acme", None).await;
    for address in [ada.email.as_str(), "new@example.com"] {
        let (made, link) = house.invite_to(&org, address).await;
        let page = browser.page(&link).await;
        let masked = format!("{}•••@example.com", &address[..1]);
        assert!(page.shows("You are invited to Acme") && page.shows(&masked), "{}", page.body);
        let card = page.body.split("<main").last().expect("a page");
        assert!(!card.contains(&format!(">{address}")) && !page.shows(ACCEPT), "{}", page.body);
        assert!(page.shows("session/sign_out") && page.shows("Continue as eve@example.com"), "{}", page.body);
        browser.post(ACCEPT, &[]).await.expect_error(404, "resource_not_found");
        assert_eq!(status_of(&house, &org, &made).await, TicketStatus::Pending);
    }
    // Signed out, one is where the link leads.
    let page = browser.submit("session/sign_out", &[]).await;
    assert_eq!(page.path, "/sign-up");
    assert!(page.shows("You are invited to Acme") && page.shows("new@example.com"), "{}", page.body);
    let (_, link) = house.invite_to(&house.empty_organization("Other", None).await, &ada.email).await;
    let page = browser.page(&link).await;
    assert!(page.shows("You are invited to Other") && page.shows("Sign in to join"), "{}", page.body);
    browser.sign_in(&ada).await.expect_ok();
    assert_eq!(acts_in(&browser).await.as_deref(), Some("org_Other"));
    assert_eq!(
        (house.role_in("org_Other", &id).await.as_deref(), house.role_in(&org, &id).await),
        (Some("org:member"), None)
    );
}

async fn of_several_who_are_signed_in_the_one_who_is_invited_accepts(database: Database) {
    let house = house(&database, |settings| settings.session.multi_session = true).await;
    let (ada, eve) = (Person::named("ada"), Person::named("eve"));
    let browser = house.sign_up(&ada).await;
    let of_ada =
        browser.post("client/get", &[]).await.json()["last_active_session_id"].as_str().expect("an id").to_owned();
    house.sign_up(&eve).await;
    browser.sign_in(&eve).await.expect_ok();
    let org = house.empty_organization("Acme", None).await;
    let (_, link) = house.invite_to(&org, &ada.email).await;
    let page = browser.page(&link).await;
    assert!(page.shows("a•••@example.com") && page.shows(&of_ada) && page.shows("session/set_active"), "{}", page.body);
    assert!(!page.shows(ACCEPT), "{}", page.body);
    let led = browser.submit("session/set_active", &[("session_id", &of_ada), ("redirect_url", "/notes")]).await;
    assert!(led.path.starts_with("/sign-in?redirect_url=") && led.shows(ACCEPT), "{}: {}", led.path, led.body);
    browser.post(ACCEPT, &[]).await.expect_ok();
    assert_eq!(acts_in(&browser).await.as_ref(), Some(&org));
    // For who has no account, one is made beside them.
    let (_, link) = house.invite_to(&org, "new@example.com").await;
    let page = browser.page(&link).await;
    assert!(page.shows("n•••@example.com") && page.shows("href=\"/sign-up/add-account\""), "{}", page.body);
    let page = browser.page("/sign-up/add-account").await;
    assert!(page.shows("You are invited to Acme") && page.shows("sign_up/create"), "{}", page.body);
    browser.post(CREATE, &[("password", &ada.password)]).await.expect_ok();
    assert_eq!(browser.who().await.as_deref(), Some("new@example.com"));
    assert_eq!(acts_in(&browser).await.as_ref(), Some(&org));
}

async fn whoever_comes_by_an_invitation_acts_in_what_it_is_to(database: Database) {
    let house = house(&database, |_| {}).await;
    let ada = Person::named("ada");
    let first = house.sign_up(&ada).await;
    let mut acted = Vec::new();
    let mut by_link = String::new();
    for name in ["Link", "Switcher", "SignIn", "Provider"] {
        let org = house.empty_organization(name, None).await;
        let (made, link) = house.invite_to(&org, &ada.email).await;
        let browser = match name {
            "Link" => {
                first.page(&link).await;
                first.post(ACCEPT, &[]).await.expect_ok();
                first.clone()
            }
            "Switcher" => {
                first
                    .post("organization_invitation/accept", &[("organization_invitation_id", &made)])
                    .await
                    .expect_ok();
                first.clone()
            }
            "SignIn" => {
                let (browser, _) = house.opened(&link).await;
                let done = browser.sign_in(&ada).await.expect_ok().json();
                assert_eq!(done["client"]["sessions"][0]["organization"]["id"], org, "{done}");
                browser
            }
            _ => {
                let (browser, _) = house.opened(&link).await;
                browser.come_from("sign_in/oauth", "google", Somebody::proven(&ada.email)).await;
                browser
            }
        };
        // Whoever accepts in the menu is there already, and goes on where they are.
        let expected = if name == "Switcher" { by_link.clone() } else { org.clone() };
        assert_eq!(acts_in(&browser).await, Some(expected), "{name}");
        if name == "Link" {
            by_link = org;
        }
        acted.push(browser);
    }
    let org = house.empty_organization("SignUp", None).await;
    let (_, link) = house.invite_to(&org, "new@example.com").await;
    let (browser, page) = house.opened(&link).await;
    assert!(page.shows("You are invited to SignUp") && !page.shows("invited to Vestibule"), "{}", page.body);
    browser.post(CREATE, &[("password", &ada.password)]).await.expect_ok();
    assert_eq!(acts_in(&browser).await.as_ref(), Some(&org));
}
