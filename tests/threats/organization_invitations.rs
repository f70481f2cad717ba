//! T12, T14, T33, T34, T35 and T36, where they are about invitations to organizations.

use std::collections::BTreeSet;

use vestibule::model::SignUpMode;
use vestibule::server::flows::Error;
use vestibule::server::{NewOrganizationInvitation, RoleSettings, Settings};

use crate::support::organization_invitations::with_hiring;
use crate::support::{Browser, Database, House, Person, Somebody, at_once, offer, on_both, rounds};

on_both!(
    an_id_or_what_is_stored_lets_nobody_in,
    an_address_that_is_not_proven_lets_nobody_in,
    a_ticket_is_good_for_its_address_whoever_has_it,
    its_ticket_is_none_of_another_kind,
    programs_that_look_at_links_use_nothing_up,
    of_a_hundred_who_accept_one_is_let_in_once,
    of_a_hundred_who_sign_up_with_one_link_one_is_let_in,
    one_address_is_invited_once_however_many_invite_it,
    no_more_are_let_in_than_there_is_room_for,
    nobody_gives_a_role_that_allows_more_than_theirs,
    whoever_may_let_in_nobody_invites_nobody,
    whoever_is_no_member_any_more_invites_nobody,
    whoever_made_an_account_that_is_taken_over_has_invited_nobody,
    whoever_is_only_invited_is_no_member,
    of_another_organization_there_is_nothing,
    mails_to_strangers_are_counted,
);

const CREATE: &str = "sign_up/create";

async fn house(database: &Database, change: impl FnOnce(&mut Settings)) -> House {
    House::with(database, |settings| {
        with_hiring(settings);
        settings.security.forms_per_minute = 10_000_000;
        offer(settings, &["google"]);
        change(settings);
    })
    .await
}

fn to(email: &str) -> NewOrganizationInvitation {
    NewOrganizationInvitation::to(email)
}

fn in_role(email: &str, role: &str) -> NewOrganizationInvitation {
    NewOrganizationInvitation { role: Some(role.into()), ..to(email) }
}

#[track_caller]
fn refusal<T: std::fmt::Debug>(refused: Result<T, Error>) -> String {
    match refused.expect_err("is refused") {
        Error::Refused(errors) => errors.errors[0].code.as_str().to_owned(),
        other => panic!("{other}"),
    }
}

fn ticket(link: &str) -> &str {
    link.split("ticket=").nth(1).and_then(|rest| rest.split('&').next()).expect("a ticket")
}

async fn members(database: &Database) -> i64 {
    database.count("organization_memberships").await
}

/// T33.
async fn an_id_or_what_is_stored_lets_nobody_in(database: Database) {
    let house = house(&database, |settings| settings.sign_up.mode = SignUpMode::Restricted).await;
    let open = house.another_with(|settings| settings.sign_up.mode = SignUpMode::Public).await;
    let eve = Person::named("eve");
    let eve_id = open.sign_up(&eve).await.user_id().await;
    let org = house.empty_organization("Acme", None).await;
    let (made, _) = house.invite_to(&org, "bob@example.com").await;
    assert_eq!(
        refusal(house.vestibule.organizations().invitations().accept(&eve_id, &made).await),
        "resource_not_found"
    );
    assert_eq!(
        refusal(house.vestibule.organizations().invitations().accept(&eve_id, "orginv_none").await),
        "resource_not_found"
    );
    let mut stolen = vec![made, org.clone()];
    stolen.extend(database.texts("SELECT ticket_hash FROM organization_invitations").await);
    for text in &stolen {
        for page in ["/sign-up", "/sign-in"] {
            let (browser, _) = house.opened(&format!("{page}?ticket={text}")).await;
            let fields = [("email_address", "bob@example.com"), ("password", "moth ledger willow 41")];
            browser.post(CREATE, &fields).await.expect_error(403, "sign_up_mode_restricted");
            browser.sign_in(&eve).await.expect_ok();
        }
    }
    assert_eq!((database.count("users").await, members(&database).await), (1, 0));
}

/// T33. An account that was made for an address before anybody had proven it.
async fn an_address_that_is_not_proven_lets_nobody_in(database: Database) {
    let house = house(&database, |_| {}).await;
    let eve = Person::named("eve");
    let browser = house.sign_up(&eve).await;
    let id = browser.user_id().await;
    let org = house.empty_organization("Acme", None).await;
    // She would add the address to her account, and does not prove it.
    browser.post("email_address/create", &[("email_address", "bob@example.com")]).await.expect_ok();
    let (made, link) = house.invite_to(&org, "bob@example.com").await;
    let refused = || async { refusal(house.vestibule.organizations().invitations().accept(&id, &made).await) };
    assert_eq!(refused().await, "resource_not_found");
    let (again, _) = house.opened(&link).await;
    again.sign_in(&eve).await.expect_ok();
    // Or it is hers, and nobody has proven it.
    database
        .execute("UPDATE identifiers SET normalized = 'bob@example.com', verified_at = NULL, verified_by = NULL")
        .await;
    assert_eq!(refused().await, "resource_not_found");
    assert!(house.vestibule.organizations().invitations().waiting_for(&id, 10, 0).await.expect("a list").0.is_empty());
    let (_, link) = house.invite_to(&house.empty_organization("Other", None).await, "bob@example.com").await;
    let (again, _) = house.opened(&link).await;
    again.try_password("bob@example.com", &eve.password).await;
    assert_eq!(members(&database).await, 0);
}

/// T33.
async fn a_ticket_is_good_for_its_address_whoever_has_it(database: Database) {
    let house = house(&database, |settings| settings.sign_up.mode = SignUpMode::Restricted).await;
    let org = house.empty_organization("Acme", None).await;
    let (_, link) = house.invite_to(&org, "bob@example.com").await;
    let (eve, _) = house.opened(&link).await;
    for other in ["eve@example.com", "bob@example.com.evil.example", "bob+x@example.com", "bob@example.org"] {
        let fields = [("email_address", other), ("password", "moth ledger willow 41")];
        eve.post(CREATE, &fields).await.expect_error(403, "sign_up_mode_restricted");
        let led = eve.come_from("sign_up/oauth", "google", Somebody::proven(other)).await;
        assert_eq!((led.status, eve.who().await), (303, None), "{other}");
    }
    assert_eq!((database.count("users").await, members(&database).await), (0, 0));
}

/// T12.
async fn its_ticket_is_none_of_another_kind(database: Database) {
    let house = house(&database, |_| {}).await;
    let (ada, org) = (Person::named("ada"), house.empty_organization("Acme", None).await);
    let id = house.sign_up(&ada).await.user_id().await;
    let (_, link) = house.invite_to(&org, &ada.email).await;
    let one = ticket(&link);
    let (browser, _) = house.opened(&link).await;
    browser.post("sign_in/ticket", &[]).await.expect_error(422, "ticket_invalid");
    assert_eq!(browser.page(&format!("/vestibule/verify?token={one}")).await.status, 410);
    browser.set_cookie(house.client_cookie(), one);
    assert_eq!(browser.who().await, None);
    browser.set_cookie("__session", one);
    assert_eq!(browser.who().await, None);
    // A sign-in token signs in, and lets into nothing.
    let made = house.vestibule.sign_in_tokens().create(&id, None).await.expect("is made");
    let signs_in = made.token.as_ref().expect("a ticket").expose().to_owned();
    let (browser, _) = house.opened(&format!("/sign-in?ticket={signs_in}")).await;
    browser.post("sign_in/ticket", &[]).await.expect_ok();
    assert_eq!((browser.who().await.as_ref(), members(&database).await), (Some(&ada.email), 0));
    // Nor does an invitation to the app.
    let new =
        vestibule::server::NewInvitation { ignore_existing: true, ..vestibule::server::NewInvitation::to(&ada.email) };
    let made = house.vestibule.invitations().create(&new).await.expect("is made");
    let (browser, _) =
        house.opened(&crate::support::tickets::path_of(&house, made.url.expect("a link").expose())).await;
    browser.sign_in(&ada).await.expect_ok();
    assert_eq!(members(&database).await, 0);
}

/// T14.
async fn programs_that_look_at_links_use_nothing_up(database: Database) {
    let house = house(&database, |_| {}).await;
    let (ada, org) = (Person::named("ada"), house.empty_organization("Acme", None).await);
    house.sign_up(&ada).await;
    for email in [ada.email.as_str(), "bob@example.com"] {
        let (_, link) = house.invite_to(&org, email).await;
        let scanner = house.browser();
        for method in ["GET", "HEAD"] {
            let looked = scanner.ask(method, &link).header("accept", "text/html").send().await;
            assert!(matches!(looked.status, 200 | 303), "{method}: {}", looked.status);
        }
        scanner.page(&link).await.expect_ok();
    }
    let over =
        "SELECT CAST(COUNT(*) AS BIGINT) FROM organization_invitations WHERE accepted_at IS NOT NULL OR slot IS NULL";
    assert_eq!((database.number(over).await, members(&database).await), (0, 0));
}

/// T33.
async fn of_a_hundred_who_accept_one_is_let_in_once(database: Database) {
    let house = house(&database, |_| {}).await;
    let ada = Person::named("ada");
    let id = house.sign_up(&ada).await.user_id().await;
    for round in 0..rounds(5) {
        let org = house.empty_organization(&format!("Acme{round}"), None).await;
        let (made, link) = house.invite_to(&org, &ada.email).await;
        // As many as may try a password of one account at once.
        let mut browsers: Vec<Browser> = Vec::new();
        for _ in 0..4 {
            browsers.push(house.opened(&link).await.0);
        }
        let accepted = at_once((0..100).map(|number| {
            let (vestibule, id, made, ada) = (house.vestibule.clone(), id.clone(), made.clone(), ada.clone());
            let browser = browsers.get(number).cloned();
            async move {
                if let Some(browser) = browser {
                    browser.sign_in(&ada).await.expect_ok();
                    return false;
                }
                match vestibule.organizations().invitations().accept(&id, &made).await {
                    Ok(_) => true,
                    refused => {
                        assert_eq!(refusal(refused), "organization_invitation_not_pending");
                        false
                    }
                }
            }
        }))
        .await;
        assert!(accepted.iter().filter(|it| **it).count() <= 1);
        assert_eq!(members(&database).await, round + 1);
        let told = "SELECT CAST(COUNT(*) AS BIGINT) FROM events WHERE type IN
             ('organizationMembership.created', 'organizationInvitation.accepted')";
        assert_eq!(database.number(told).await, 2 * (round + 1));
    }
}

/// T33.
async fn of_a_hundred_who_sign_up_with_one_link_one_is_let_in(database: Database) {
    let house = house(&database, |settings| settings.sign_up.mode = SignUpMode::Restricted).await;
    let org = house.empty_organization("Acme", None).await;
    for round in 0..rounds(2) {
        let (_, link) = house.invite_to(&org, &format!("ada{round}@example.com")).await;
        let mut browsers = Vec::new();
        for _ in 0..100 {
            let browser = house.browser();
            browser.set_cookie("vestibule_ticket", ticket(&link));
            browsers.push(browser);
        }
        let answers =
            at_once(browsers.into_iter().map(|browser| async move {
                browser.post(CREATE, &[("password", "moth ledger willow 41")]).await.status
            }))
            .await;
        assert!(answers.iter().all(|status| *status < 500), "{answers:?}");
        assert_eq!(answers.iter().filter(|status| **status == 200).count(), 1);
        assert_eq!((database.count("users").await, members(&database).await), (round + 1, round + 1));
    }
}

/// T33.
async fn one_address_is_invited_once_however_many_invite_it(database: Database) {
    let house = house(&database, |_| {}).await;
    let org = house.empty_organization("Acme", None).await;
    let made = at_once((0..50).map(|_| {
        let (vestibule, org) = (house.vestibule.clone(), org.clone());
        async move {
            match vestibule.organizations().invitations().create(&org, &to("ada@example.com")).await {
                Ok(_) => true,
                refused => {
                    assert_eq!(refusal(refused), "duplicate_record");
                    false
                }
            }
        }
    }))
    .await;
    assert_eq!(made.iter().filter(|made| **made).count(), 1);
    assert_eq!((database.count("organization_invitations").await, house.mails().await.len()), (1, 1));
}

/// T43: the limit holds however many come at once.
async fn no_more_are_let_in_than_there_is_room_for(database: Database) {
    let house = house(&database, |_| {}).await;
    let org = house.empty_organization("Acme", Some(5)).await;
    let invited = at_once((0..40).map(|number| {
        let (vestibule, org) = (house.vestibule.clone(), org.clone());
        async move {
            let email = format!("a{number}@example.com");
            vestibule.organizations().invitations().create(&org, &to(&email)).await.is_ok()
        }
    }))
    .await;
    assert_eq!(invited.iter().filter(|made| **made).count(), 5);
    // The room is less by now.
    database.execute("UPDATE organizations SET max_allowed_memberships = 2").await;
    let waiting = database.texts("SELECT email_address FROM organization_invitations").await;
    let mut people = Vec::new();
    for email in waiting {
        let browser = house.sign_up(&Person { email, ..Person::named("ada") }).await;
        people.push(browser.user_id().await);
    }
    let mut all = Vec::new();
    for id in people {
        let made = house.vestibule.organizations().invitations().waiting_for(&id, 10, 0).await.expect("a list").0[0]
            .id
            .clone();
        all.push((id, made));
    }
    let accepted = at_once(all.into_iter().map(|(id, made)| {
        let vestibule = house.vestibule.clone();
        async move { vestibule.organizations().invitations().accept(&id, &made).await.is_ok() }
    }))
    .await;
    assert_eq!((accepted.iter().filter(|it| **it).count(), members(&database).await), (2, 2));
}

/// T34: over every pair of roles.
async fn nobody_gives_a_role_that_allows_more_than_theirs(database: Database) {
    let house = house(&database, |settings| {
        for (key, permissions) in [
            ("org:a", vec!["org:sys_memberships:manage"]),
            ("org:b", vec!["org:sys_memberships:manage", "org:notes:write"]),
            ("org:c", vec!["org:sys_memberships:manage", "org:notes:write", "org:sys_profile:manage"]),
            ("org:d", vec!["org:notes:write"]),
            ("org:e", vec![]),
        ] {
            let permissions = permissions.into_iter().map(str::to_owned).collect();
            settings.organizations.roles.insert(key.into(), RoleSettings { permissions, ..RoleSettings::default() });
        }
    })
    .await;
    let id = house.sign_up(&Person::named("ada")).await.user_id().await;
    let settings = &house.vestibule.settings().organizations;
    let roles = settings.all_roles();
    assert_eq!(roles.len(), 8);
    let mut number = 0;
    for own in &roles {
        let org = house.empty_organization(&format!("Acme-{}", own.key.trim_start_matches("org:")), None).await;
        house.enter(&org, &id, &own.key).await;
        for given in &roles {
            number += 1;
            let new = in_role(&format!("a{number}@example.com"), &given.key);
            let answer = house.vestibule.organizations().acting_as(&id).invitations().create(&org, &new).await;
            let may = own.may("org:sys_memberships:manage") && given.permissions.is_subset(&own.permissions);
            assert_eq!(answer.is_ok(), may, "{} gives {}", own.key, given.key);
            if let Err(error) = answer {
                assert_eq!(refusal(Err::<(), _>(error)), "authorization_invalid");
            }
            // Nor does the app's own server do it in their name.
            let to = in_role(&format!("c{number}@example.com"), &given.key);
            let new = NewOrganizationInvitation { inviter_user_id: Some(id.clone()), ..to };
            let named = house.vestibule.organizations().invitations().create(&org, &new).await;
            assert_eq!(named.is_ok(), may, "{} is said to give {}", own.key, given.key);
            // Nor does sending one anew that somebody else has made.
            let new = in_role(&format!("b{number}@example.com"), &given.key);
            let made =
                house.vestibule.organizations().invitations().create(&org, &new).await.expect("is made").invitation.id;
            let resent = house.vestibule.organizations().acting_as(&id).invitations().resend(&org, &made).await;
            assert_eq!(resent.is_ok(), may, "{} sends {} anew", own.key, given.key);
        }
    }
}

/// T34, T35.
async fn whoever_may_let_in_nobody_invites_nobody(database: Database) {
    let house = house(&database, |_| {}).await;
    let id = house.sign_up(&Person::named("ada")).await.user_id().await;
    let org = house.empty_organization("Acme", None).await;
    let (made, _) = house.invite_to(&org, "bob@example.com").await;
    let before = database.contents().await.len();
    house.enter(&org, &id, "org:member").await;
    for role in ["org:member", "org:gone", ""] {
        database.execute(&format!("UPDATE organization_memberships SET role = '{role}'")).await;
        let by = house.vestibule.organizations().acting_as(&id).invitations();
        assert_eq!(refusal(by.create(&org, &in_role("cyd@example.com", "org:member")).await), "authorization_invalid");
        assert_eq!(refusal(by.create_all(&org, &[to("cyd@example.com")]).await), "authorization_invalid");
        assert_eq!(refusal(by.resend(&org, &made).await), "authorization_invalid");
        assert_eq!(refusal(by.resend(&org, "orginv_none").await), "authorization_invalid");
        assert_eq!(refusal(by.revoke(&org, &made).await), "authorization_invalid");
        assert_eq!(refusal(by.list(&org, &[], (10, 0)).await), "authorization_invalid");
    }
    assert_eq!(database.contents().await.len(), before + 1, "the membership is all that is new");
}

/// T35.
async fn whoever_is_no_member_any_more_invites_nobody(database: Database) {
    let house = house(&database, |_| {}).await;
    let id = house.sign_up(&Person::named("ada")).await.user_id().await;
    let org = house.empty_organization("Acme", None).await;
    house.enter(&org, &id, "org:admin").await;
    let by = house.vestibule.organizations().acting_as(&id).invitations();
    let made = by.create(&org, &to("bob@example.com")).await.expect("is made").invitation.id;
    database.execute("DELETE FROM organization_memberships").await;
    assert_eq!(refusal(by.create(&org, &to("cyd@example.com")).await), "resource_not_found");
    assert_eq!(refusal(by.resend(&org, &made).await), "resource_not_found");
    assert_eq!(refusal(by.revoke(&org, &made).await), "resource_not_found");
    assert_eq!(refusal(by.list(&org, &[], (10, 0)).await), "resource_not_found");
}

/// T33, T34. Whoever made an account for an address of somebody else cannot come back by what they offered themselves with it.
async fn whoever_made_an_account_that_is_taken_over_has_invited_nobody(database: Database) {
    let house = house(&database, |_| {}).await;
    let victim = Person::named("victim");
    let squatter = house.sign_up(&victim).await.user_id().await;
    let eve = house.sign_up(&Person::named("eve")).await.user_id().await;
    let (acme, other) = (house.empty_organization("Acme", None).await, house.empty_organization("Other", None).await);
    let new = in_role(&Person::named("eve").email, "org:admin");
    let mut made = Vec::new();
    for org in [&acme, &other] {
        house.enter(org, &squatter, "org:admin").await;
        let by = house.vestibule.organizations().acting_as(&squatter).invitations();
        made.push(by.create(org, &new).await.expect("is made").invitation.id);
    }
    let (of_the_app, _) = house.invite_to(&acme, "bob@example.com").await;
    // As an account is that was made without a proof: imported, or with an address that was added later.
    let unproven = "UPDATE identifiers SET verified_at = NULL, verified_by = NULL WHERE user_id";
    database.execute(&format!("{unproven} = '{squatter}'")).await;
    let owner = house.browser();
    let led = owner.come_from("sign_in/oauth", "google", Somebody::proven(&victim.email)).await;
    assert_eq!((led.status, owner.user_id().await), (303, squatter));
    assert_eq!(members(&database).await, 0);
    let revoked = "SELECT id FROM organization_invitations WHERE revoked_at IS NOT NULL AND slot IS NULL";
    assert_eq!(BTreeSet::from_iter(database.texts(revoked).await), BTreeSet::from_iter(made.clone()));
    let waiting = "SELECT id FROM organization_invitations WHERE slot IS NOT NULL";
    assert_eq!(database.texts(waiting).await, [of_the_app], "what the app has offered stays");
    let told = "SELECT changes FROM audit_entries WHERE action = 'organizationInvitation.revoked'";
    let told = database.texts(told).await;
    assert!(told.len() == 2 && told.iter().all(|one| one.contains("taken_over")), "{told:?}");
    for id in &made {
        let refused = house.vestibule.organizations().invitations().accept(&eve, id).await;
        assert_eq!(refusal(refused), "organization_invitation_not_pending");
    }
    assert_eq!(members(&database).await, 0);
}

/// T35.
async fn whoever_is_only_invited_is_no_member(database: Database) {
    let house = house(&database, |_| {}).await;
    let bob = Person::named("bob");
    let browser = house.sign_up(&bob).await;
    let id = browser.user_id().await;
    let org = house.empty_organization("Acme", None).await;
    let new = in_role(&bob.email, "org:admin");
    let made = house.vestibule.organizations().invitations().create(&org, &new).await.expect("is made").invitation.id;
    let by = house.vestibule.organizations().acting_as(&id).invitations();
    assert_eq!(refusal(by.list(&org, &[], (10, 0)).await), "resource_not_found");
    assert_eq!(refusal(by.create(&org, &to("cyd@example.com")).await), "resource_not_found");
    assert_eq!(refusal(by.revoke(&org, &made).await), "resource_not_found");
    browser
        .post("session/set_active_organization", &[("organization", &org)])
        .await
        .expect_error(404, "resource_not_found");
    house.vestibule.organizations().invitations().revoke(&org, &made).await.expect("is taken back");
    assert_eq!(
        refusal(house.vestibule.organizations().invitations().accept(&id, &made).await),
        "organization_invitation_not_pending"
    );
    browser
        .post("session/set_active_organization", &[("organization", &org)])
        .await
        .expect_error(404, "resource_not_found");
}

/// T36.
async fn of_another_organization_there_is_nothing(database: Database) {
    let house = house(&database, |_| {}).await;
    let eve = house.sign_up(&Person::named("eve")).await.user_id().await;
    let (acme, evil) = (house.empty_organization("Acme", None).await, house.empty_organization("Evil", None).await);
    house.enter(&evil, &eve, "org:admin").await;
    let (made, link) = house.invite_to(&acme, "bob@example.com").await;
    let before = database.contents().await;
    for by in
        [house.vestibule.organizations().acting_as(&eve).invitations(), house.vestibule.organizations().invitations()]
    {
        assert_eq!(refusal(by.revoke(&evil, &made).await), "resource_not_found");
        assert_eq!(refusal(by.resend(&evil, &made).await), "resource_not_found");
        assert_eq!(by.list(&evil, &[], (10, 0)).await.expect("her own").total_count, 0);
    }
    let by = house.vestibule.organizations().acting_as(&eve).invitations();
    assert_eq!(refusal(by.revoke(&acme, &made).await), "resource_not_found");
    assert_eq!(refusal(by.resend(&acme, &made).await), "resource_not_found");
    assert_eq!(refusal(by.list(&acme, &[], (10, 0)).await), "resource_not_found");
    assert_eq!(refusal(by.create(&acme, &to("eve2@example.com")).await), "resource_not_found");
    assert_eq!(refusal(by.accept(&eve, &made).await), "resource_not_found");
    assert_eq!(database.contents().await, before);
    assert!(house.opened(&link).await.1.shows("bob@example.com"), "it is as good as before");
    // The same address can be invited to both.
    by.create(&evil, &to("bob@example.com")).await.expect("is made");
}

async fn mails_to_strangers_are_counted(database: Database) {
    let house = house(&database, |_| {}).await;
    let id = house.sign_up(&Person::named("ada")).await.user_id().await;
    let org = house.empty_organization("Acme", None).await;
    house.enter(&org, &id, "org:admin").await;
    let by = house.vestibule.organizations().acting_as(&id).invitations();
    let made = by.create(&org, &to("bob@example.com")).await.expect("is made").invitation.id;
    for _ in 0..9 {
        by.resend(&org, &made).await.expect("is sent anew");
    }
    assert_eq!(refusal(by.resend(&org, &made).await), "too_many_requests");
    by.revoke(&org, &made).await.expect("is taken back");
    assert_eq!(refusal(by.create(&org, &to("bob@example.com")).await), "too_many_requests");
    for page in 0..4 {
        let all: Vec<_> = (0..50).map(|n| to(&format!("a{page}-{n}@example.com"))).collect();
        by.create_all(&org, &all).await.expect("are made");
    }
    let all: Vec<_> = (0..50).map(|n| to(&format!("b{n}@example.com"))).collect();
    assert_eq!(refusal(by.create_all(&org, &all).await), "too_many_requests");
    // The app itself invites as many as it likes.
    house.vestibule.organizations().invitations().create_all(&org, &all).await.expect("are made");
}
