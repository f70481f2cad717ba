//! T34 to T37: who may do what in an organization, and to whom it is there.

use std::collections::BTreeSet;

use vestibule::model::ApiErrors;
use vestibule::server::{MemberQuery, OrganizationMetadata, OrganizationUpdate, Role, RoleSettings, Settings};

use crate::support::organizations::{house, refusal};
use crate::support::{Database, House, at_once, on_both, rounds};

on_both!(
    nobody_gives_or_takes_more_than_they_have,
    no_sequence_of_changes_gives_anyone_more,
    whoever_does_not_belong_to_it_does_nothing,
    what_is_another_tenant_s_is_not_there,
    of_the_last_two_who_manage_members_one_stays,
    whoever_manages_members_alone_is_no_last_admin,
);

/// Roles that allow more, less, or something else than each other.
async fn with_many_roles(database: &Database) -> (House, Vec<Role>) {
    const MANAGE: &str = "org:sys_memberships:manage";
    let house = house(database, |settings| {
        for (key, permissions) in [
            ("org:helper", &[MANAGE][..]),
            ("org:editor", &[MANAGE, "org:notes:write"]),
            ("org:biller", &[MANAGE, "org:invoices:pay"]),
            ("org:writer", &["org:notes:write"]),
            ("org:guest", &[]),
        ] {
            let permissions = permissions.iter().map(|it| (*it).to_owned()).collect();
            settings.organizations.roles.insert(key.into(), RoleSettings { permissions, ..RoleSettings::default() });
        }
    })
    .await;
    let roles = house.vestibule.organizations().roles().expect("a list");
    assert_eq!(roles.len(), 7);
    (house, roles)
}

/// What a role allows, as a set that others are compared with.
fn allowed(role: &Role) -> &BTreeSet<String> {
    &role.permissions
}

fn may_change(actor: &Role, target: &Role) -> bool {
    allowed(actor).contains("org:sys_memberships:manage") && allowed(target).is_subset(allowed(actor))
}

/// T34: each role tries each change of each other.
async fn nobody_gives_or_takes_more_than_they_have(database: Database) {
    let (house, roles) = with_many_roles(&database).await;
    let [ada, actor, target] = house.people(["ada", "eve", "grace"]).await;
    let organizations = house.vestibule.organizations();
    let acme = house.organization("Acme", &ada, &[(&actor, "org:guest"), (&target, "org:guest")]).await.id;
    let theirs = organizations.acting_as(&actor);
    for own in &roles {
        organizations.set_role(&acme, &actor, &own.key).await.expect("is given");
        for before in &roles {
            organizations.set_role(&acme, &target, &before.key).await.expect("is given");
            for new in &roles {
                let done = theirs.set_role(&acme, &target, &new.key).await;
                let is_right = may_change(own, before) && may_change(own, new);
                match is_right {
                    true => drop(done.expect("is allowed")),
                    false => assert_eq!(refusal(done), "authorization_invalid"),
                }
                let now = if is_right { &new.key } else { &before.key };
                assert_eq!(house.role_of(&acme, &target).await.as_ref(), Some(now));
                if is_right {
                    organizations.set_role(&acme, &target, &before.key).await.expect("is given");
                }
                // Themselves.
                if before.key == own.key && !may_change(own, new) {
                    let done = theirs.set_role(&acme, &actor, &new.key).await;
                    assert_eq!(refusal(done), "authorization_invalid", "{} {}", own.key, new.key);
                }
            }
            let removed = theirs.remove_member(&acme, &target).await;
            match may_change(own, before) {
                true => {
                    removed.expect("is allowed");
                    organizations.add_member(&acme, &target, "org:guest").await.expect("is let in");
                }
                false => assert_eq!(refusal(removed), "authorization_invalid"),
            }
        }
    }
}

/// T34: whatever is tried in whatever order, what someone may do never comes from someone who may not.
async fn no_sequence_of_changes_gives_anyone_more(database: Database) {
    let (house, roles) = with_many_roles(&database).await;
    let ids = house.people(["ada", "bea", "cleo", "dora"]).await;
    let organizations = house.vestibule.organizations();
    let others = [(ids[1].as_str(), "org:editor"), (&ids[2], "org:helper"), (&ids[3], "org:biller")];
    let acme = house.organization("Acme", &ids[0], &others).await.id;
    let role = |key: &str| roles.iter().position(|role| role.key == key).expect("is there");
    let mut held = [role("org:admin"), role("org:editor"), role("org:helper"), role("org:biller")];
    let mut seed: usize = 0x5eed;
    let mut pick = |most: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % most
    };
    let mut given = 0;
    for round in 0..rounds(400) {
        // Somebody who may do everything would give everything in the end.
        let (actor, target, new) = (1 + pick(3), pick(4), pick(roles.len()));
        let done = organizations.acting_as(&ids[actor]).set_role(&acme, &ids[target], &roles[new].key).await;
        let (own, before) = (&roles[held[actor]], &roles[held[target]]);
        if done.is_ok() {
            assert!(may_change(own, before) && may_change(own, &roles[new]), "{} {}", own.key, roles[new].key);
            held[target] = new;
            given += 1;
        } else {
            assert!(!(may_change(own, before) && may_change(own, &roles[new])), "{}: {done:?}", own.key);
        }
        for (user, role) in ids.iter().zip(held) {
            assert_eq!(house.role_of(&acme, user).await.as_ref(), Some(&roles[role].key));
        }
        assert_eq!(roles[held[0]].key, "org:admin", "nobody is above them");
        if round % 20 == 19 {
            // Else nobody may do anything any more in the end.
            for (at, key) in [(1, "org:editor"), (2, "org:helper"), (3, "org:biller")] {
                organizations.set_role(&acme, &ids[at], key).await.expect("is given");
                held[at] = role(key);
            }
        }
    }
    assert!(given > 10, "{given}");
}

/// Why each thing that one does in an organization was refused to someone.
async fn refusals(house: &House, actor: &str, organization: &str, user: &str) -> Vec<(&'static str, ApiErrors)> {
    let theirs = house.vestibule.organizations().acting_as(actor);
    let all = MemberQuery::default();
    [
        ("get", theirs.get(organization).await.err()),
        ("update", theirs.update(organization, Some("Mine"), Some("mine")).await.err()),
        ("update nothing", theirs.update(organization, None, None).await.err()),
        ("update to what is wrong", theirs.update(organization, Some(""), Some("-")).await.err()),
        ("members", theirs.members(organization, &all).await.err()),
        ("set role", theirs.set_role(organization, user, "org:member").await.err()),
        ("set own role", theirs.set_role(organization, actor, "org:admin").await.err()),
        ("set no role", theirs.set_role(organization, user, "org:nobody").await.err()),
        ("remove", theirs.remove_member(organization, user).await.err()),
        ("remove oneself", theirs.remove_member(organization, actor).await.err()),
        ("leave", theirs.leave(organization).await.err()),
        ("delete", theirs.delete(organization).await.err()),
    ]
    .map(|(what, refused)| (what, refused.unwrap_or_else(|| panic!("{what} is done")).to_api()))
    .into()
}

/// What is kept of people and organizations, and of what happened. What sessions did last is noted now and then.
async fn kept(database: &Database) -> Vec<String> {
    let all = database.contents().await;
    all.into_iter().filter(|row| ["organization", "users", "events"].iter().any(|it| row.starts_with(it))).collect()
}

/// T35 and T36.
async fn whoever_does_not_belong_to_it_does_nothing(database: Database) {
    let house = house(&database, |_| {}).await;
    let [ada, grace, stranger, removed, gone, banned] =
        house.people(["ada", "grace", "stranger", "removed", "gone", "banned"]).await;
    let organizations = house.vestibule.organizations();
    let admins =
        [(removed.as_str(), "org:admin"), (&gone, "org:admin"), (&banned, "org:admin"), (&grace, "org:member")];
    let acme = house.organization("Acme", &ada, &admins).await.id;
    let dead = house.organization("Dead", &ada, &admins).await.id;
    organizations.remove_member(&acme, &removed).await.expect("is out");
    organizations.acting_as(&gone).leave(&acme).await.expect("is out");
    organizations.delete(&dead).await.expect("is deleted");
    house.vestibule.users().ban(&banned).await.expect("is banned");
    let before = kept(&database).await;
    let nowhere = refusals(&house, &stranger, "org_000000000000000000000000000", &grace).await;
    assert!(nowhere.iter().all(|(_, errors)| errors.to_string() == "resource_not_found"), "{nowhere:?}");
    for (actor, organization) in
        [(&stranger, &acme), (&removed, &acme), (&gone, &acme), (&ada, &dead), (&grace, &dead), (&banned, &dead)]
    {
        assert_eq!(refusals(&house, actor, organization, &grace).await, nowhere);
    }
    for (what, refused) in refusals(&house, &banned, &acme, &grace).await {
        assert_eq!(refused.to_string(), "user_banned", "{what}");
    }
    let theirs = organizations.acting_as(&banned);
    assert_eq!(refusal(theirs.create("Mine", None).await), "user_banned");
    assert_eq!(refusal(theirs.memberships(1, 0).await), "user_banned");
    let nobody = organizations.acting_as("user_000000000000000000000000000");
    assert_eq!(refusal(nobody.create("Mine", None).await), "resource_not_found");
    assert_eq!(refusal(nobody.memberships(1, 0).await), "authentication_invalid");
    for permission in ["org:sys_memberships:read", "org:sys_profile:delete"] {
        for (user, organization) in
            [(&stranger, &acme), (&removed, &acme), (&gone, &acme), (&banned, &acme), (&ada, &dead)]
        {
            assert!(!organizations.may(user, organization, permission).await.expect("is asked"));
        }
        assert!(organizations.may(&ada, &acme, permission).await.expect("is asked"));
    }
    assert_eq!(kept(&database).await, before);
}

/// T36: two tenants, and every id of the one asked for by the other.
async fn what_is_another_tenant_s_is_not_there(database: Database) {
    let house = house(&database, |_| {}).await;
    let [ada, bea, eve, mallory] = house.people(["ada", "bea", "eve", "mallory"]).await;
    let organizations = house.vestibule.organizations();
    let theirs = house.organization("Theirs", &ada, &[(&bea, "org:member")]).await;
    let own = house.organization("Own", &eve, &[(&mallory, "org:admin")]).await;
    let memberships = organizations.members(&theirs.id, &MemberQuery::default()).await.expect("is read").0;
    let before = kept(&database).await;
    let nowhere = refusals(&house, &eve, "org_000000000000000000000000000", "user_0").await;
    assert!(nowhere.iter().all(|(_, errors)| errors.to_string() == "resource_not_found"));
    let mut ids = vec![theirs.id.clone(), "theirs".into(), ada.clone(), bea.clone()];
    ids.extend(memberships.iter().map(|membership| membership.id.clone()));
    ids.extend(
        ["", "a\0b", "' OR 1=1 --", "../own", "%", "org_%", "Theirs", " own", &"x".repeat(9000)].map(str::to_owned),
    );
    for organization in &ids {
        for user in [&ada, &bea, &eve, &mallory] {
            assert_eq!(refusals(&house, &eve, organization, user).await, nowhere, "{organization}");
        }
        // In an organization of one's own.
        let admin = organizations.acting_as(&eve);
        for role in ["org:member", "org:admin"] {
            assert_eq!(refusal(admin.set_role(&own.id, organization, role).await), "resource_not_found");
        }
        assert_eq!(refusal(admin.remove_member(&own.id, organization).await), "resource_not_found");
        assert!(!organizations.may(&eve, organization, "org:sys_memberships:read").await.expect("is asked"));
        assert!(!organizations.may(organization, &own.id, "org:sys_memberships:read").await.expect("is asked"));
        // The server itself takes no user of one for a member of the other.
        let metadata = OrganizationMetadata::default();
        let kept = organizations.update_membership_metadata(&own.id, organization, &metadata).await;
        assert_eq!(refusal(kept), "resource_not_found");
        assert_eq!(organizations.membership_metadata(&own.id, organization).await.expect("is read"), None);
        assert_eq!(refusal(organizations.remove_member(&own.id, organization).await), "resource_not_found");
        if *organization != theirs.id {
            let update = OrganizationUpdate::default();
            assert_eq!(refusal(organizations.update(organization, &update).await), "resource_not_found");
            assert_eq!(refusal(organizations.delete(organization).await), "resource_not_found");
        }
    }
    let (found, total) =
        organizations.acting_as(&eve).members(&own.id, &MemberQuery::default()).await.expect("is read");
    assert!(total == 2 && found.iter().all(|it| [&eve, &mallory].contains(&&it.public_user_data.user_id)));
    let (found, total) = organizations.acting_as(&eve).memberships(500, 0).await.expect("is read");
    assert!(total == 1 && found.iter().all(|it| it.organization.id == own.id));
    assert_eq!(kept(&database).await, before);
}

/// T37.
async fn of_the_last_two_who_manage_members_one_stays(database: Database) {
    let house = house(&database, with_a_manager_of_members).await;
    let [ada, eve, grace, hal] = house.people(["ada", "eve", "grace", "hal"]).await;
    let organizations = house.vestibule.organizations();
    // He manages members and is no admin: he does not take the place of one.
    let others = [(eve.as_str(), "org:admin"), (&grace, "org:member"), (&hal, "org:hr")];
    let acme = house.organization("Acme", &ada, &others).await.id;
    for round in 0..rounds(1_000) {
        let done = at_once([(&ada, &eve), (&eve, &ada)].into_iter().enumerate().map(|(side, (one, other))| {
            let (vestibule, acme) = (house.vestibule.clone(), acme.clone());
            let (one, other) = (one.clone(), other.clone());
            async move {
                let theirs = vestibule.organizations().acting_as(&one);
                // Both the same, and each with each other; demoted to what manages members as well.
                let lesser = if round % 2 == 0 { "org:member" } else { "org:hr" };
                let what = if side == 0 { round % 5 } else { round / 5 % 5 };
                match what {
                    0 => theirs.leave(&acme).await,
                    1 => theirs.set_role(&acme, &one, lesser).await.map(drop),
                    2 => theirs.set_role(&acme, &other, lesser).await.map(drop),
                    3 => theirs.remove_member(&acme, &other).await.map(drop),
                    _ => vestibule.organizations().set_role(&acme, &one, lesser).await.map(drop),
                }
                .map_err(|error| error.to_api().to_string())
            }
        }))
        .await;
        // Whoever is first does it, whatever it is; of two who would leave nobody, one.
        assert!(done.iter().any(Result::is_ok), "round {round}: {done:?}");
        let refused: Vec<_> = done.iter().filter_map(|done| done.as_ref().err()).collect();
        if round % 5 == round / 5 % 5 {
            assert_eq!(refused.len(), 1, "round {round}: {done:?}");
            if matches!(round % 5, 0 | 1 | 4) {
                assert_eq!(*refused[0], "organization_minimum_permissions_needed", "round {round}");
            }
        }
        for refused in refused {
            let known = ["organization_minimum_permissions_needed", "authorization_invalid", "resource_not_found"];
            assert!(known.contains(&refused.as_str()), "{refused}");
        }
        let (query, mut admins) = (MemberQuery::default(), BTreeSet::new());
        let (members, _) = organizations.members(&acme, &query).await.expect("is read");
        admins.extend(members.iter().filter(|it| it.role == "org:admin").map(|it| it.public_user_data.user_id.clone()));
        assert!(!admins.is_empty(), "round {round}: {done:?}");
        for user in [&ada, &eve] {
            if !members.iter().any(|it| it.public_user_data.user_id == *user) {
                organizations.add_member(&acme, user, "org:admin").await.expect("is let in");
            } else if !admins.contains(user) {
                organizations.set_role(&acme, user, "org:admin").await.expect("is given");
            }
        }
    }
}

/// T37: a role that manages members and does not do away with an organization.
fn with_a_manager_of_members(settings: &mut Settings) {
    let permissions = ["org:sys_memberships:read", "org:sys_memberships:manage"].map(str::to_owned).into();
    let hr = RoleSettings { permissions, ..RoleSettings::default() };
    settings.organizations.roles.insert("org:hr".into(), hr);
}

/// T37: nobody could do away with an organization any more, change it, or make anyone an admin.
async fn whoever_manages_members_alone_is_no_last_admin(database: Database) {
    const LAST: &str = "organization_minimum_permissions_needed";
    let house = house(&database, with_a_manager_of_members).await;
    let (browser, ada) = house.person("ada").await;
    let [bob, hal, eve] = house.people(["bob", "hal", "eve"]).await;
    let organizations = house.vestibule.organizations();
    let acme = house.organization("Acme", &ada, &[(&bob, "org:hr"), (&hal, "org:hr")]).await.id;
    let theirs = organizations.acting_as(&ada);
    let before = kept(&database).await;
    assert_eq!(refusal(theirs.leave(&acme).await), LAST);
    for lesser in ["org:hr", "org:member"] {
        assert_eq!(refusal(theirs.set_role(&acme, &ada, lesser).await), LAST, "{lesser}");
        assert_eq!(refusal(organizations.set_role(&acme, &ada, lesser).await), LAST, "nor the server");
    }
    assert_eq!(refusal(theirs.remove_member(&acme, &ada).await), LAST);
    assert_eq!(refusal(house.vestibule.users().delete(&ada).await), LAST);
    assert_eq!(kept(&database).await, before);
    let deleted = browser.post("user/delete", &[("confirmation", "Delete account")]).await;
    deleted.expect_error(403, LAST);
    assert_eq!(house.role_of(&acme, &ada).await.as_deref(), Some("org:admin"));
    // Of those who manage members alone both may go.
    organizations.acting_as(&hal).leave(&acme).await.expect("there is another one");
    organizations.acting_as(&bob).leave(&acme).await.expect("an admin manages them as well");
    organizations.add_member(&acme, &bob, "org:hr").await.expect("is let in");
    // Whoever is banned does nothing for it.
    organizations.add_member(&acme, &eve, "org:admin").await.expect("is let in");
    house.vestibule.users().ban(&eve).await.expect("is banned");
    assert_eq!(refusal(theirs.leave(&acme).await), LAST);
    house.vestibule.users().unban(&eve).await.expect("is not banned any more");
    theirs.set_role(&acme, &ada, "org:hr").await.expect("there is another admin");
    house.vestibule.users().delete(&ada).await.expect("others do it");
    assert_eq!(refusal(organizations.acting_as(&eve).leave(&acme).await), LAST);
    organizations.acting_as(&eve).delete(&acme).await.expect("is deleted");
}
