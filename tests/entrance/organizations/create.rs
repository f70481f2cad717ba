use serde_json::json;
use vestibule::server::{NewOrganization, OrganizationMetadata, OrganizationUpdate};

use crate::support::organizations::{house, refusal};
use crate::support::{Database, at_once, on_both};

on_both!(
    whoever_makes_one_is_its_admin,
    what_the_server_makes_and_changes,
    slugs_are_made_of_names_and_are_one_of_a_kind,
    without_slugs_there_are_none,
    a_person_changes_name_and_slug,
    what_is_deleted_is_gone,
    where_they_are_off_everything_is_refused,
);

async fn whoever_makes_one_is_its_admin(database: Database) {
    let house = house(&database, |_| {}).await;
    let [ada] = house.people(["ada"]).await;
    let organizations = house.vestibule.organizations();
    let theirs = organizations.acting_as(&ada);
    let acme = theirs.create("  Acme, Inc. ", None).await.expect("is made");
    assert!(acme.id.starts_with("org_") && acme.name == "Acme, Inc.");
    assert_eq!(acme.slug.as_deref(), Some("acme-inc"));
    assert_eq!((acme.members_count, acme.pending_invitations_count, acme.max_allowed_memberships), (1, 0, 0));
    assert!(acme.admin_delete_enabled && !acme.has_image);
    for name in [&acme.id, "acme-inc"] {
        assert_eq!(theirs.get(name).await.expect("is there"), acme);
        assert_eq!(organizations.get(name).await.expect("is read"), Some(acme.clone()));
    }
    let (mine, total) = theirs.memberships(10, 0).await.expect("is read");
    assert_eq!((mine.len(), total), (1, 1));
    assert!(mine[0].id.starts_with("orgmem_") && mine[0].organization == acme);
    assert_eq!((mine[0].role.as_str(), mine[0].role_name.as_str()), ("org:admin", "Admin"));
    assert!(mine[0].permissions.contains(&"org:sys_memberships:manage".to_owned()));
    assert_eq!(mine[0].public_user_data.identifier, "ada@example.com");
    let events = database.texts("SELECT type FROM events WHERE type LIKE 'organization%' ORDER BY type").await;
    assert_eq!(events, ["organization.created", "organizationMembership.created"]);
    let data = database.texts("SELECT data FROM events WHERE type = 'organizationMembership.created'").await;
    let told: serde_json::Value = serde_json::from_str(&data[0]).expect("is JSON");
    assert_eq!((&told["id"], &told["role"]), (&json!(mine[0].id), &json!(mine[0].role)));
    assert_eq!(told["organization"]["id"], acme.id);
    for (name, slug, told) in [
        ("", None, "form_param_missing@name"),
        (" \t", None, "form_param_missing@name"),
        ("\u{200b}\u{200b}", None, "form_param_missing@name"),
        ("\u{202e}", None, "form_param_missing@name"),
        ("a\nb", None, "form_param_format_invalid@name"),
        (&"é".repeat(101), None, "form_param_max_length_exceeded@name"),
        ("Acme", Some("acme-inc"), "form_identifier_exists@slug"),
        ("Acme", Some("Acme-Inc"), "form_identifier_exists@slug"),
        ("Acme", Some("admin"), "form_identifier_exists@slug"),
        ("Acme", Some("a b"), "form_param_format_invalid@slug"),
    ] {
        assert_eq!(refusal(theirs.create(name, slug).await), told, "{name:?} {slug:?}");
    }
    assert_eq!(database.count("organizations").await, 1);
    theirs.create(&"é".repeat(100), Some("")).await.expect("fits");
    // Nothing in a name has what stands beside it run the other way.
    let turned = theirs.create("\u{202e}moc\u{202c} Globex\u{2066}", Some("globex")).await.expect("is made");
    assert_eq!(turned.name, "moc Globex");
    assert_eq!(theirs.create("א\u{200f}1", Some("aleph")).await.expect("is made").name, "א\u{200f}1");
}

async fn what_the_server_makes_and_changes(database: Database) {
    let house = house(&database, |settings| settings.organizations.max_members = 7).await;
    let organizations = house.vestibule.organizations();
    let object = |value: serde_json::Value| value.as_object().expect("an object").clone();
    let metadata = |public, private| OrganizationMetadata { public: object(public), private: object(private) };
    let new = NewOrganization {
        slug: Some("acme".into()),
        metadata: metadata(json!({"plan": {"name": "gold", "seats": 3}}), json!({"customer": "c_1"})),
        ..NewOrganization::named("Acme")
    };
    let acme = organizations.create(&new).await.expect("is made");
    assert_eq!((acme.members_count, acme.max_allowed_memberships), (0, 7));
    assert!(!json!(acme).to_string().contains("c_1"), "nobody reads that");
    let update = OrganizationUpdate {
        name: Some("Acme Corporation".into()),
        slug: Some("acme-corporation".into()),
        max_allowed_memberships: Some(Some(2)),
        admin_delete_enabled: Some(false),
        metadata: metadata(json!({"plan": {"seats": null, "trial": true}}), json!({"customer": null})),
        ..OrganizationUpdate::default()
    };
    let changed = organizations.update(&acme.id, &update).await.expect("is changed");
    assert_eq!((changed.name.as_str(), changed.slug.as_deref()), ("Acme Corporation", Some("acme-corporation")));
    assert_eq!((changed.max_allowed_memberships, changed.admin_delete_enabled), (2, false));
    let kept = organizations.metadata(&acme.id).await.expect("is read");
    assert_eq!(kept, Some(metadata(json!({"plan": {"name": "gold", "trial": true}}), json!({}))));
    assert_eq!(organizations.get("acme").await.expect("is read"), None);
    let back = OrganizationUpdate { max_allowed_memberships: Some(None), ..OrganizationUpdate::default() };
    let again = organizations.update(&acme.id, &back).await.expect("is changed");
    assert_eq!((again.max_allowed_memberships, again.name.as_str()), (7, "Acme Corporation"));
    let wrong = OrganizationUpdate { max_allowed_memberships: Some(Some(-1)), ..OrganizationUpdate::default() };
    assert_eq!(
        refusal(organizations.update(&acme.id, &wrong).await),
        "form_param_format_invalid@max_allowed_memberships"
    );
    let long = metadata(json!({"a": "x".repeat(9000)}), json!({}));
    let long = OrganizationUpdate { metadata: long, ..OrganizationUpdate::default() };
    assert_eq!(refusal(organizations.update(&acme.id, &long).await), "form_param_max_length_exceeded");
    let events = database.texts("SELECT type FROM events WHERE type LIKE 'organization%'").await;
    assert_eq!(events.iter().filter(|kind| *kind == "organization.updated").count(), 2);

    house.clock.advance(1);
    organizations.create(&NewOrganization::named("Bolt")).await.expect("is made");
    let (listed, total) = organizations.list(1, 0).await.expect("a list");
    assert_eq!((listed[0].name.as_str(), listed.len(), total), ("Bolt", 1, 2));
    let roles: Vec<String> = organizations.roles().expect("a list").into_iter().map(|role| role.key).collect();
    assert_eq!(roles, ["org:admin", "org:member"]);
    let nobody = NewOrganization { created_by: Some("user_0".into()), ..NewOrganization::named("x") };
    assert_eq!(refusal(organizations.create(&nobody).await), "resource_not_found");
    assert_eq!(refusal(organizations.update("org_0", &back).await), "resource_not_found");
    assert_eq!(refusal(organizations.delete("org_0").await), "resource_not_found");
}

async fn slugs_are_made_of_names_and_are_one_of_a_kind(database: Database) {
    let house = house(&database, |_| {}).await;
    let made =
        at_once(
            (0..12).map(|_| {
                let vestibule = house.vestibule.clone();
                async move {
                    vestibule.organizations().create(&NewOrganization::named("Über Café")).await.expect("is made")
                }
            }),
        )
        .await;
    let mut slugs: Vec<String> = made.into_iter().filter_map(|it| it.slug).collect();
    slugs.sort();
    slugs.dedup();
    assert_eq!((slugs.len(), slugs[0].as_str()), (12, "uber-cafe"), "{slugs:?}");
    assert!(slugs[1..].iter().all(|slug| slug.starts_with("uber-cafe-")), "{slugs:?}");
    let taken = at_once((0..8).map(|_| {
        let vestibule = house.vestibule.clone();
        async move {
            let new = NewOrganization { slug: Some("one".into()), ..NewOrganization::named("One") };
            vestibule.organizations().create(&new).await.map_err(|error| error.to_api().to_string())
        }
    }))
    .await;
    assert_eq!(taken.iter().filter(|made| made.is_ok()).count(), 1);
    assert!(taken.iter().filter_map(|made| made.as_ref().err()).all(|error| error == "form_identifier_exists"));
}

async fn without_slugs_there_are_none(database: Database) {
    let with = house(&database, |_| {}).await;
    let [ada] = with.people(["ada"]).await;
    let old = with.organization("Old", &ada, &[]).await;
    let house = with.another_with(|settings| settings.organizations.slugs = false).await;
    let organizations = house.vestibule.organizations();
    let theirs = organizations.acting_as(&ada);
    let made = theirs.create("Acme", Some("acme")).await.expect("is made");
    assert_eq!(made.slug, None);
    assert_eq!(theirs.update(&made.id, None, Some("bolt")).await.expect("is changed").slug, None);
    // Nobody looks at one that is sent, whatever it is.
    for odd in ["a", "a b", "admin", "old"] {
        assert_eq!(theirs.update(&made.id, None, Some(odd)).await.expect("is changed").slug, None, "{odd}");
        assert_eq!(theirs.create("More", Some(odd)).await.expect("is made").slug, None, "{odd}");
    }
    assert_eq!(database.texts("SELECT slug FROM organizations WHERE slug IS NOT NULL").await, ["old"]);
    assert_eq!(theirs.get(&old.id).await.expect("is there").slug, None);
    assert_eq!(refusal(theirs.get("old").await), "resource_not_found");
    // Whoever switches them on again has those that there were.
    assert_eq!(with.vestibule.organizations().acting_as(&ada).get("old").await.expect("is there"), old);
    assert_eq!(database.count("organizations").await, 6);
}

async fn a_person_changes_name_and_slug(database: Database) {
    let house = house(&database, |_| {}).await;
    let [ada, grace] = house.people(["ada", "grace"]).await;
    let acme = house.organization("Acme", &ada, &[(&grace, "org:member")]).await;
    house.organization("Bolt", &ada, &[]).await;
    let theirs = house.vestibule.organizations().acting_as(&ada);
    let changed = theirs.update(&acme.id, Some(" Acme 2 "), None).await.expect("is changed");
    assert_eq!((changed.name.as_str(), changed.slug.as_deref()), ("Acme 2", Some("acme")));
    let changed = theirs.update(&acme.id, None, Some("ACME-2")).await.expect("is changed");
    assert_eq!((changed.name.as_str(), changed.slug.as_deref()), ("Acme 2", Some("acme-2")));
    assert_eq!(theirs.update(&acme.id, None, Some("")).await.expect("is changed").slug.as_deref(), Some("acme-2"));
    for (name, slug, told) in [
        (Some(""), None, "form_param_missing@name"),
        (None, Some("bolt"), "form_identifier_exists@slug"),
        (None, Some("api"), "form_identifier_exists@slug"),
        (None, Some("-"), "form_param_format_invalid@slug"),
    ] {
        assert_eq!(refusal(theirs.update(&acme.id, name, slug).await), told);
    }
    let member = house.vestibule.organizations().acting_as(&grace);
    assert_eq!(refusal(member.update(&acme.id, Some("Mine"), None).await), "authorization_invalid");
    assert_eq!(theirs.get(&acme.id).await.expect("is there").name, "Acme 2");
}

async fn what_is_deleted_is_gone(database: Database) {
    let house = house(&database, |_| {}).await;
    let [ada, grace] = house.people(["ada", "grace"]).await;
    let organizations = house.vestibule.organizations();
    let (theirs, member) = (organizations.acting_as(&ada), organizations.acting_as(&grace));
    let acme = house.organization("Acme", &ada, &[(&grace, "org:member")]).await;
    assert_eq!(refusal(member.delete(&acme.id).await), "authorization_invalid");
    let kept = OrganizationUpdate { admin_delete_enabled: Some(false), ..OrganizationUpdate::default() };
    organizations.update(&acme.id, &kept).await.expect("is changed");
    assert_eq!(refusal(theirs.delete(&acme.id).await), "action_not_allowed");
    let free = OrganizationUpdate { admin_delete_enabled: Some(true), ..OrganizationUpdate::default() };
    organizations.update(&acme.id, &free).await.expect("is changed");
    let strict = house.another_with(|settings| settings.organizations.admin_delete = false).await;
    let there = strict.vestibule.organizations();
    assert!(!there.get(&acme.id).await.expect("is read").expect("is there").admin_delete_enabled);
    assert_eq!(refusal(there.acting_as(&ada).delete(&acme.id).await), "action_not_allowed");
    theirs.delete(&acme.id).await.expect("is deleted");
    assert_eq!(refusal(theirs.delete(&acme.id).await), "resource_not_found");
    assert_eq!(database.count("organizations").await + database.count("organization_memberships").await, 0);
    assert_eq!(member.memberships(10, 0).await.expect("is read"), (Vec::new(), 0));
    let data = database.texts("SELECT data FROM events WHERE type = 'organization.deleted'").await;
    let told = json!({"id": acme.id, "object": "organization", "deleted": true});
    assert_eq!(serde_json::from_str::<serde_json::Value>(&data[0]).expect("is JSON"), told);
    // Its slug is free.
    assert_eq!(theirs.create("Acme", None).await.expect("is made").slug.as_deref(), Some("acme"));
}

async fn where_they_are_off_everything_is_refused(database: Database) {
    let on = house(&database, |_| {}).await;
    let (browser, ada) = on.person("ada").await;
    let acme = on.organization("Acme", &ada, &[]).await;
    let off = on.another_with(|settings| settings.organizations.enabled = false).await;
    let organizations = off.vestibule.organizations();
    let theirs = organizations.acting_as(&ada);
    let (all, update) = (vestibule::server::MemberQuery::default(), OrganizationUpdate::default());
    let metadata = OrganizationMetadata::default();
    for refused in [
        organizations.create(&NewOrganization::named("x")).await.err(),
        organizations.get(&acme.id).await.err(),
        organizations.list(1, 0).await.err(),
        organizations.update(&acme.id, &update).await.err(),
        organizations.metadata(&acme.id).await.err(),
        organizations.delete(&acme.id).await.err(),
        organizations.members(&acme.id, &all).await.err(),
        organizations.memberships_of(&ada, 1, 0).await.err(),
        organizations.add_member(&acme.id, &ada, "org:member").await.err(),
        organizations.set_role(&acme.id, &ada, "org:member").await.err(),
        organizations.remove_member(&acme.id, &ada).await.err(),
        organizations.membership_metadata(&acme.id, &ada).await.err(),
        organizations.update_membership_metadata(&acme.id, &ada, &metadata).await.err(),
        organizations.roles().err(),
        organizations.may(&ada, &acme.id, "org:sys_memberships:read").await.err(),
        theirs.create("x", None).await.err(),
        theirs.get(&acme.id).await.err(),
        theirs.update(&acme.id, None, None).await.err(),
        theirs.delete(&acme.id).await.err(),
        theirs.members(&acme.id, &all).await.err(),
        theirs.memberships(1, 0).await.err(),
        theirs.set_role(&acme.id, &ada, "org:member").await.err(),
        theirs.remove_member(&acme.id, &ada).await.err(),
        theirs.leave(&acme.id).await.err(),
    ] {
        assert_eq!(refusal(refused.map_or(Ok(()), Err)), "organization_not_enabled_in_instance");
    }
    // An account goes with what nobody else has, all the same.
    browser.at(&off).post("user/delete", &[("confirmation", "Delete account")]).await.expect_ok();
    assert_eq!(database.count("organizations").await, 0);
}
