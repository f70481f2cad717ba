use vestibule::server::{NewOrganization, OrganizationUpdate};

use crate::support::organizations::{house, refusal};
use crate::support::{DAY, Database, at_once, on_both};

on_both!(
    nobody_makes_more_than_they_may,
    of_many_made_at_once_there_are_as_many_as_may_be,
    no_more_belong_to_one_than_may,
    invitations_that_wait_count_too,
);

async fn nobody_makes_more_than_they_may(database: Database) {
    let house = house(&database, |settings| settings.organizations.max_per_user = 2).await;
    let [ada, grace, eve] = house.people(["ada", "grace", "eve"]).await;
    let organizations = house.vestibule.organizations();
    let theirs = organizations.acting_as(&ada);
    let first = theirs.create("One", None).await.expect("is made");
    theirs.create("Two", None).await.expect("is made");
    let refused = theirs.create("Three", None).await.expect_err("is one too many").to_api();
    assert_eq!(
        (refused.errors[0].code.as_str(), refused.errors[0].meta.limit),
        ("organization_quota_exceeded", Some(2))
    );
    // Those of others do not count, nor what is gone.
    let others = house.organization("Others", &grace, &[(&ada, "org:admin")]).await;
    theirs.delete(&first.id).await.expect("is deleted");
    theirs.create("Three", None).await.expect("is made");
    organizations.acting_as(&ada).leave(&others.id).await.expect("is out");
    for (sets, told) in [
        ("create_organizations_limit = 3", None),
        ("create_organizations_limit = 3", Some("organization_quota_exceeded")),
        ("create_organizations_limit = 0", None),
        ("create_organization_enabled = 0", Some("action_not_allowed")),
    ] {
        database.execute(&format!("UPDATE users SET {sets} WHERE id = '{ada}'")).await;
        let made = theirs.create("More", None).await;
        match told {
            None => drop(made.expect("is made")),
            Some(told) => assert_eq!(refusal(made), told, "{sets}"),
        }
    }
    let closed = house.another_with(|settings| settings.organizations.create = false).await;
    let there = closed.vestibule.organizations();
    assert_eq!(refusal(there.acting_as(&eve).create("x", None).await), "action_not_allowed");
    database.execute(&format!("UPDATE users SET create_organization_enabled = 1 WHERE id = '{eve}'")).await;
    there.acting_as(&eve).create("x", None).await.expect("they may");
}

async fn of_many_made_at_once_there_are_as_many_as_may_be(database: Database) {
    let house = house(&database, |settings| settings.organizations.max_per_user = 3).await;
    let [ada] = house.people(["ada"]).await;
    let made = at_once((0..12).map(|number| {
        let (vestibule, ada) = (house.vestibule.clone(), ada.clone());
        async move { vestibule.organizations().acting_as(&ada).create(&format!("No {number}"), None).await.is_ok() }
    }))
    .await;
    assert_eq!(made.iter().filter(|made| **made).count(), 3);
    assert_eq!(database.count("organizations").await, 3);
}

async fn no_more_belong_to_one_than_may(database: Database) {
    let house = house(&database, |settings| settings.organizations.max_members = 3).await;
    let people = house.people(["ada", "bea", "cleo", "dora", "eve", "fay"]).await;
    let acme = house.organization("Acme", &people[0], &[]).await;
    let let_in = async || {
        let joined = at_once(people[1..].iter().map(|user| {
            let (vestibule, acme, user) = (house.vestibule.clone(), acme.id.clone(), user.clone());
            async move { vestibule.organizations().add_member(&acme, &user, "org:member").await.is_ok() }
        }))
        .await;
        joined.iter().filter(|joined| **joined).count()
    };
    assert_eq!((let_in().await, database.count("organization_memberships").await), (2, 3));
    let organizations = house.vestibule.organizations();
    let last = people[1..].iter().rev();
    for user in last {
        if house.role_of(&acme.id, user).await.is_none() {
            let refused = organizations.add_member(&acme.id, user, "org:member").await.expect_err("is full").to_api();
            let error = &refused.errors[0];
            assert_eq!(error.code.as_str(), "organization_membership_quota_exceeded");
            assert_eq!(error.meta.limit, Some(3));
        }
    }
    let four = OrganizationUpdate { max_allowed_memberships: Some(Some(4)), ..OrganizationUpdate::default() };
    organizations.update(&acme.id, &four).await.expect("is changed");
    assert_eq!(let_in().await, 1);
    let unlimited = OrganizationUpdate { max_allowed_memberships: Some(Some(0)), ..OrganizationUpdate::default() };
    organizations.update(&acme.id, &unlimited).await.expect("is changed");
    assert_eq!((let_in().await, database.count("organization_memberships").await), (2, 6));
}

async fn invitations_that_wait_count_too(database: Database) {
    let house = house(&database, |_| {}).await;
    let [ada, grace] = house.people(["ada", "grace"]).await;
    let organizations = house.vestibule.organizations();
    let new = NewOrganization {
        created_by: Some(ada.clone()),
        max_allowed_memberships: Some(2),
        ..NewOrganization::named("Acme")
    };
    let acme = organizations.create(&new).await.expect("is made").id;
    let until = house.clock.now() + DAY;
    database
        .execute(&format!(
            "INSERT INTO organization_invitations (id, organization_id, email_address, normalized, slot, ticket_hash, role,
                 expire_at, created_at, updated_at)
             VALUES ('orginv_1', '{acme}', 'x@example.com', 'x@example.com', '{acme} x@example.com', 'h', 'org:member',
                 {until}, 1, 1)"
        ))
        .await;
    let told = organizations.get(&acme).await.expect("is read").expect("is there");
    assert_eq!((told.members_count, told.pending_invitations_count), (1, 1));
    let full = "organization_membership_quota_exceeded";
    assert_eq!(refusal(organizations.add_member(&acme, &grace, "org:member").await), full);
    house.clock.advance(DAY);
    let told = organizations.get(&acme).await.expect("is read").expect("is there");
    assert_eq!(told.pending_invitations_count, 0, "it has run out");
    organizations.add_member(&acme, &grace, "org:member").await.expect("is let in");
}
