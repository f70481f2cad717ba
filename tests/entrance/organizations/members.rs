use serde_json::json;
use vestibule::model::FieldRule;
use vestibule::server::{MemberQuery, OrganizationMetadata, OrganizationUpdate};

use crate::support::organizations::{house, refusal};
use crate::support::{Database, House, on_both};

on_both!(
    members_are_let_in_and_found,
    members_are_found_by_what_they_are_known_by,
    names_are_found_in_whatever_case_they_are_written,
    roles_are_given_and_taken,
    people_leave_and_are_removed,
    the_last_one_who_manages_members_stays,
    what_the_app_keeps_about_a_membership,
    sessions_act_no_longer_in_what_was_left,
);

async fn members_are_let_in_and_found(database: Database) {
    let house = house(&database, |_| {}).await;
    let [ada, grace, eve] = house.people(["ada", "grace", "eve"]).await;
    let organizations = house.vestibule.organizations();
    let acme = house.organization("Acme", &ada, &[]).await;
    house.clock.advance(1);
    let joined = organizations.add_member(&acme.id, &grace, "org:member").await.expect("is let in");
    assert_eq!((joined.role.as_str(), joined.role_name.as_str()), ("org:member", "Member"));
    assert_eq!(
        (joined.organization.members_count, joined.permissions.as_slice()),
        (2, &["org:sys_memberships:read".into()][..])
    );
    let again = organizations.add_member(&acme.id, &grace, "org:admin").await;
    assert_eq!(refusal(again), "already_a_member_in_organization");
    for (organization, user, role, told) in [
        ("org_0", eve.as_str(), "org:member", "resource_not_found"),
        (&acme.id, "user_0", "org:member", "resource_not_found"),
        (&acme.id, "a\0b", "org:member", "resource_not_found"),
        (&acme.id, &eve, "org:nobody", "form_param_format_invalid@role"),
    ] {
        assert_eq!(refusal(organizations.add_member(organization, user, role).await), told);
    }
    let member = organizations.acting_as(&grace);
    let found = async |query: MemberQuery| {
        let (found, total) = member.members(&acme.id, &query).await.expect("is read");
        let names: Vec<String> = found.into_iter().map(|it| it.public_user_data.identifier).collect();
        (names, total)
    };
    let all = MemberQuery::default();
    let (both, first) = (["ada@example.com".to_owned(), "grace@example.com".to_owned()], "ada@example.com".to_owned());
    assert_eq!(found(all.clone()).await, (both.to_vec(), 2));
    assert_eq!(found(MemberQuery { limit: 1, ..all.clone() }).await, (vec![first.clone()], 2));
    assert_eq!(found(MemberQuery { offset: 1, ..all.clone() }).await, (both[1..].to_vec(), 2));
    assert_eq!(found(MemberQuery { query: " GRACE@ ".into(), ..all.clone() }).await, (both[1..].to_vec(), 1));
    assert_eq!(found(MemberQuery { role: Some("org:admin".into()), ..all.clone() }).await, (vec![first], 1));
    // How many there are is told of no part, and of one behind the last, too.
    let named = MemberQuery { query: "grace@".into(), ..all.clone() };
    for (limit, offset) in [(0, 0), (0, 1), (10, 5)] {
        assert_eq!(found(MemberQuery { limit, offset, ..named.clone() }).await, (Vec::new(), 1), "{limit} {offset}");
        assert_eq!(found(MemberQuery { limit, offset: offset + 2, ..all.clone() }).await, (Vec::new(), 2));
    }
    for nothing in ["%", "_", "'", "nobody", "\0nobody"] {
        assert_eq!(found(MemberQuery { query: nothing.into(), ..all.clone() }).await.1, 0, "{nothing:?}");
    }
    let events = database.texts("SELECT type FROM events WHERE type = 'organizationMembership.created'").await;
    assert_eq!(events.len(), 2);
}

async fn members_are_found_by_what_they_are_known_by(database: Database) {
    let house = house(&database, |_| {}).await;
    let [ada, grace, hedy, lise] = house.people(["ada", "grace", "hedy", "lise"]).await;
    let others = [&grace, &hedy, &lise].map(|id| (id.as_str(), "org:member"));
    let acme = house.organization("Acme", &ada, &others).await;
    for (user, kind, value) in [
        (&ada, "phone_number", "+15550100001"),
        (&ada, "username", "countess"),
        (&grace, "phone_number", "+15550100002"),
        (&grace, "username", "amazing"),
        (&hedy, "username", "inventor"),
    ] {
        let insert = "INSERT INTO identifiers (id, user_id, kind, value, normalized, verified_at, created_at)";
        let values = format!("VALUES ('idn_{kind}_{user}', '{user}', '{kind}', '{value}', '{value}', 1, 1)");
        database.execute(&format!("{insert} {values}")).await;
    }
    let number = "UPDATE users SET primary_phone_number_id = 'idn_phone_number_' || id";
    database.execute(&format!("{number} WHERE id IN ('{ada}', '{grace}')")).await;
    database.execute(&format!("UPDATE users SET primary_email_address_id = NULL WHERE id <> '{ada}'")).await;
    let organizations = house.vestibule.organizations();
    for (query, role, known) in [
        ("ADA@", None, Some("ada@example.com")),
        ("ada@", Some("org:admin"), Some("ada@example.com")),
        ("ada@", Some("org:member"), None),
        ("countess", None, None),
        ("0100001", None, None),
        ("0100002", None, Some("+15550100002")),
        ("amazing", None, None),
        ("Inventor", None, Some("inventor")),
        ("lise", None, None),
    ] {
        let asked = MemberQuery { query: query.into(), role: role.map(str::to_owned), ..MemberQuery::default() };
        let (found, total) = organizations.acting_as(&ada).members(&acme.id, &asked).await.expect("is read");
        let found: Vec<&str> = found.iter().map(|it| it.public_user_data.identifier.as_str()).collect();
        assert_eq!((found.as_slice(), total), (known.as_slice(), i64::from(known.is_some())), "{query} {role:?}");
    }
}

/// What names are looked for by, and whose they are.
const NAMES: &[(&str, &[&str])] = &[
    ("Élodie", &["Élodie", "élodie", "ÉLO", "E\u{301}lodie", "e\u{301}LODIE"]),
    ("Иван", &["Иван", "иван", "ИВ"]),
    ("Ödön", &["Ödön", "ödÖN", "dön"]),
    ("Ärmel", &["Ärmel", "äRMEL"]),
    ("İstanbul", &["İstanbul", "istanbul", "ISTANBUL", "ıstanbul"]),
    ("Straße", &["Straße", "STRASSE", "strasse", "STRAẞE"]),
    ("Ὀδυσσεύς", &["ὈΔΥΣΣΕΎΣ", "ὀδυσσεύς"]),
];

async fn names_are_found_in_whatever_case_they_are_written(database: Database) {
    let house = house(&database, |settings| settings.sign_up.first_name = FieldRule::Optional).await;
    let (ada_there, ada) = house.person("ada").await;
    let acme = house.organization("Acme", &ada, &[]).await;
    let mut people = Vec::new();
    for (number, (name, _)) in NAMES.iter().enumerate() {
        let (browser, id) = house.person(&format!("p{number}")).await;
        browser.post("user/update", &[("first_name", *name)]).await.expect_ok();
        house.vestibule.organizations().add_member(&acme.id, &id, "org:member").await.expect("is let in");
        let own = house.organization("Before", &ada, &[]).await;
        let renamed = OrganizationUpdate { name: Some(format!("{name} AG")), ..OrganizationUpdate::default() };
        house.vestibule.organizations().update(&own.id, &renamed).await.expect("is renamed");
        people.push(id);
    }
    // More than are offered at once, so that there is something to look for.
    for number in 0..20 {
        house.organization(&format!("No {number}"), &ada, &[]).await;
    }
    let found = async |house: &House| {
        for ((name, queries), id) in NAMES.iter().zip(&people) {
            for query in *queries {
                let asked = MemberQuery { query: (*query).into(), ..MemberQuery::default() };
                let members = house.vestibule.organizations().acting_as(&ada);
                let (found, total) = members.members(&acme.id, &asked).await.expect("is read");
                let found: Vec<&str> = found.iter().map(|it| it.public_user_data.user_id.as_str()).collect();
                assert_eq!((found.as_slice(), total), (&[id.as_str()][..], 1), "{query} for {name}");
                let query: String = url::form_urlencoded::byte_serialize(query.as_bytes()).collect();
                let at = format!("%2F%3Forganizations_query%3D{}", query.replace('%', "%25").replace('+', "%2B"));
                let list = ada_there.at(house).get(&format!("/vestibule/drawn/organization-list?id=x&at={at}")).await;
                let shown = NAMES.iter().filter(|(other, _)| list.shows(&format!("{other} AG"))).count();
                assert!(shown == 1 && list.shows(&format!("{name} AG")), "{query} for {name}: {}", list.body);
            }
        }
    };
    found(&house).await;
    // Rows that are older than the column are filled in as the server starts.
    for table in ["users", "organizations"] {
        database.execute(&format!("UPDATE {table} SET search_text = NULL")).await;
    }
    let restarted = house.another().await;
    found(&restarted).await;
    for table in ["users", "organizations"] {
        let left = format!("SELECT CAST(COUNT(*) AS BIGINT) FROM {table} WHERE search_text IS NULL");
        assert_eq!(database.number(&left).await, 0, "{table}");
    }
}

async fn roles_are_given_and_taken(database: Database) {
    let house = house(&database, |_| {}).await;
    let [ada, grace] = house.people(["ada", "grace"]).await;
    let organizations = house.vestibule.organizations();
    let acme = house.organization("Acme", &ada, &[(&grace, "org:member")]).await;
    let may = async |user| organizations.may(user, "acme", "org:sys_memberships:manage").await.expect("is asked");
    assert_eq!((may(&ada).await, may(&grace).await, may("user_0").await), (true, false, false));
    let (admin, member) = (organizations.acting_as(&ada), organizations.acting_as(&grace));
    assert_eq!(refusal(member.set_role(&acme.id, &grace, "org:admin").await), "authorization_invalid");
    assert_eq!(refusal(admin.set_role(&acme.id, &grace, "org:x").await), "form_param_format_invalid@role");
    assert_eq!(refusal(admin.set_role(&acme.id, "user_0", "org:admin").await), "resource_not_found");
    let changed = admin.set_role(&acme.id, &grace, "org:admin").await.expect("is given");
    assert_eq!(changed.role, "org:admin");
    admin.set_role(&acme.id, &grace, "org:admin").await.expect("nothing changes");
    assert!(may(&grace).await);
    member.set_role(&acme.id, &ada, "org:member").await.expect("is taken");
    assert_eq!((may(&ada).await, may(&grace).await), (false, true));
    assert_eq!(refusal(admin.set_role(&acme.id, &grace, "org:member").await), "authorization_invalid");
    let events = database.texts("SELECT type FROM events WHERE type = 'organizationMembership.updated'").await;
    assert_eq!(events.len(), 2);
}

async fn people_leave_and_are_removed(database: Database) {
    let house = house(&database, |_| {}).await;
    let [ada, grace, eve] = house.people(["ada", "grace", "eve"]).await;
    let organizations = house.vestibule.organizations();
    let acme = house.organization("Acme", &ada, &[(&grace, "org:member"), (&eve, "org:member")]).await;
    let (admin, member) = (organizations.acting_as(&ada), organizations.acting_as(&grace));
    assert_eq!(refusal(member.remove_member(&acme.id, &eve).await), "authorization_invalid");
    assert_eq!(refusal(member.remove_member(&acme.id, &grace).await), "authorization_invalid");
    member.leave(&acme.id).await.expect("is out");
    assert_eq!(refusal(member.leave(&acme.id).await), "resource_not_found");
    let ended = admin.remove_member(&acme.id, &eve).await.expect("is out");
    assert_eq!((ended.public_user_data.user_id.as_str(), ended.organization.members_count), (eve.as_str(), 1));
    assert_eq!(refusal(admin.remove_member(&acme.id, &eve).await), "resource_not_found");
    let events = database.texts("SELECT type FROM events WHERE type = 'organizationMembership.deleted'").await;
    assert_eq!(events.len(), 2);
    // They may come again.
    organizations.add_member(&acme.id, &eve, "org:admin").await.expect("is let in");
    admin.leave(&acme.id).await.expect("there is another one");
    assert_eq!(house.role_of(&acme.id, &eve).await.as_deref(), Some("org:admin"));
}

async fn the_last_one_who_manages_members_stays(database: Database) {
    const LAST: &str = "organization_minimum_permissions_needed";
    let house = house(&database, |settings| {
        let helper = vestibule::server::RoleSettings {
            permissions: ["org:sys_memberships:manage", "org:sys_profile:delete"].map(str::to_owned).into(),
            ..Default::default()
        };
        settings.organizations.roles.insert("org:helper".into(), helper);
    })
    .await;
    let [ada, grace] = house.people(["ada", "grace"]).await;
    let organizations = house.vestibule.organizations();
    let acme = house.organization("Acme", &ada, &[]).await;
    let admin = organizations.acting_as(&ada);
    for members in 1..=2 {
        assert_eq!(refusal(admin.leave(&acme.id).await), LAST, "{members}");
        assert_eq!(refusal(admin.set_role(&acme.id, &ada, "org:member").await), LAST);
        assert_eq!(refusal(admin.remove_member(&acme.id, &ada).await), LAST);
        assert_eq!(refusal(organizations.set_role(&acme.id, &ada, "org:member").await), LAST, "nor the server");
        assert_eq!(refusal(organizations.remove_member(&acme.id, &ada).await), LAST);
        if members == 1 {
            organizations.add_member(&acme.id, &grace, "org:member").await.expect("is let in");
        }
    }
    // Another role that does it is as good.
    organizations.set_role(&acme.id, &grace, "org:helper").await.expect("is given");
    admin.leave(&acme.id).await.expect("is out");
    assert_eq!(refusal(organizations.acting_as(&grace).leave(&acme.id).await), LAST);
}

async fn what_the_app_keeps_about_a_membership(database: Database) {
    let house = house(&database, |_| {}).await;
    let [ada, grace] = house.people(["ada", "grace"]).await;
    let organizations = house.vestibule.organizations();
    let acme = house.organization("Acme", &ada, &[]).await;
    let object = |value: serde_json::Value| value.as_object().expect("an object").clone();
    let new = OrganizationMetadata {
        public: object(json!({"desk": 4, "floor": 2})),
        private: object(json!({"badge": "iron-canary"})),
    };
    assert_eq!(organizations.update_membership_metadata(&acme.id, &ada, &new).await.expect("is kept"), new);
    let change = OrganizationMetadata { public: object(json!({"desk": null})), ..Default::default() };
    let kept = organizations.update_membership_metadata(&acme.id, &ada, &change).await.expect("is kept");
    assert_eq!(kept, OrganizationMetadata { public: object(json!({"floor": 2})), ..new });
    assert_eq!(organizations.membership_metadata(&acme.id, &ada).await.expect("is read"), Some(kept));
    assert_eq!(organizations.membership_metadata(&acme.id, &grace).await.expect("is read"), None);
    let refused = organizations.update_membership_metadata(&acme.id, &grace, &change).await;
    assert_eq!(refusal(refused), "resource_not_found");
    let (told, _) = organizations.acting_as(&ada).memberships(1, 0).await.expect("is read");
    let told = json!(told).to_string();
    assert!(told.contains("floor") && !told.contains("iron-canary"), "{told}");
}

async fn sessions_act_no_longer_in_what_was_left(database: Database) {
    let house = house(&database, |_| {}).await;
    let (admin, ada) = house.person("ada").await;
    let (member, grace) = house.person("grace").await;
    let organizations = house.vestibule.organizations();
    let acme = house.organization("Acme", &ada, &[(&grace, "org:member")]).await;
    let active = "SELECT active_organization_id FROM sessions WHERE active_organization_id IS NOT NULL";
    database.execute(&format!("UPDATE sessions SET active_organization_id = '{}'", acme.id)).await;
    assert_eq!(database.texts(active).await.len(), 2);
    organizations.acting_as(&grace).leave(&acme.id).await.expect("is out");
    assert_eq!(database.texts(active).await.len(), 1);
    organizations.acting_as(&ada).delete(&acme.id).await.expect("is deleted");
    assert_eq!(database.texts(active).await.len(), 0);
    for browser in [&admin, &member] {
        assert!(browser.who().await.is_some(), "they are still signed in");
    }
}
