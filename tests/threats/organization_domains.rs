//! T5, T18, T33, T34 and T36, where they are about domains of organizations and requests to be let in.

use vestibule::model::EnrollmentMode::{AutomaticInvitation, AutomaticSuggestion, ManualInvitation};
use vestibule::server::{NewOrganizationDomain, RoleSettings};

use crate::support::organization_domains::house;
use crate::support::organizations::refusal;
use crate::support::{Database, HOUR, House, MINUTE, SECOND, at_once, on_both, rounds};

on_both!(
    of_another_organization_there_are_no_domains_and_no_requests,
    whoever_may_not_manage_them_changes_nothing,
    guesses_at_a_code_are_bounded,
    a_code_is_for_one_domain_and_one_address,
    an_address_that_is_not_proven_or_elsewhere_does_nothing,
    an_address_that_is_lost_meanwhile_does_nothing,
    nobody_lets_in_whom_they_could_not_give_the_role,
    a_domain_is_one_organization_s_however_many_prove_it_at_once,
    of_fifty_answers_one_counts,
    whoever_asks_many_times_at_once_asks_once,
    no_more_come_in_than_there_is_room_for,
    whoever_comes_in_and_goes_at_once_holds_up_nobody,
    who_was_taken_out_or_has_left_does_not_come_back_by_an_address,
);

fn named(name: &str) -> NewOrganizationDomain {
    NewOrganizationDomain::named(name)
}

/// The id of the one request that there is.
async fn request(house: &House, organization: &str, user: &str) -> String {
    house.vestibule.organizations().request_membership(user, organization).await.expect("has asked");
    let sql = format!(
        "SELECT id FROM organization_membership_requests WHERE organization_id = '{organization}' AND user_id = '{user}'"
    );
    house.database.texts(&sql).await.pop().expect("a request")
}

/// T5, T36.
async fn of_another_organization_there_are_no_domains_and_no_requests(database: Database) {
    let house = house(&database, |_| {}).await;
    let [ada] = house.people(["ada"]).await;
    let (browser, eve) = house.person("eve").await;
    let (_, grace) = house.person_at("grace@acme.example").await;
    let acme = house.organization("Acme", &ada, &[]).await.id;
    let evil = house.organization("Evil", &eve, &[]).await.id;
    let proven = house.domain(&acme, "acme.example", AutomaticSuggestion).await;
    let organizations = house.vestibule.organizations();
    let theirs = organizations.acting_as(&ada).domains();
    let named_only = theirs.create(&acme, &named("acme.test")).await.expect("is named").id;
    theirs.prepare_verification(&acme, &named_only, "ada@acme.test").await.expect("is mailed");
    let code = house.code_for("ada@acme.test").await;
    let asked = request(&house, &acme, &grace).await;
    let before = database.contents().await;
    let gone = "resource_not_found";
    let hers = organizations.acting_as(&eve);
    for (organization, domains, requests) in [
        (&evil, hers.domains(), hers.membership_requests()),
        (&acme, hers.domains(), hers.membership_requests()),
        (&evil, organizations.domains(), organizations.membership_requests()),
    ] {
        for id in [&proven, &named_only, &"orgdmn_none".to_owned(), &"a\0b".to_owned(), &String::new()] {
            assert_eq!(refusal(domains.get(organization, id).await), gone);
            assert_eq!(refusal(domains.prepare_verification(organization, id, "eve@acme.test").await), gone);
            assert_eq!(refusal(domains.attempt_verification(organization, id, &code).await), gone);
            assert_eq!(refusal(domains.set_enrollment_mode(organization, id, ManualInvitation, true).await), gone);
            assert_eq!(refusal(domains.delete(organization, id).await), gone);
        }
        for id in [&asked, "orgmemreq_none", "a\0b", ""] {
            assert_eq!(refusal(requests.accept(organization, id).await), gone);
            assert_eq!(refusal(requests.reject(organization, id).await), gone);
            assert_eq!(refusal(requests.delete(organization, id).await), gone);
        }
    }
    for organization in [acme.as_str(), "org_none", "a\0b", ""] {
        assert_eq!(refusal(hers.domains().list(organization, 10, 0).await), gone);
        assert_eq!(refusal(hers.domains().create(organization, &named("evil.example")).await), gone);
        assert_eq!(refusal(hers.membership_requests().list(organization, None, (10, 0)).await), gone);
        assert_eq!(refusal(hers.request_membership(organization).await), gone);
        assert_eq!(refusal(hers.join_by_domain(organization).await), gone);
    }
    for organization in [&acme, &evil] {
        let org = ("organization_id", organization.as_str());
        let domain = ("organization_domain_id", proven.as_str());
        let asked = ("organization_membership_request_id", asked.as_str());
        for (form, fields) in [
            ("organization_domain/delete", vec![org, domain]),
            ("organization_domain/set_enrollment_mode", vec![org, domain, ("enrollment_mode", "manual_invitation")]),
            ("organization_domain/attempt_verification", vec![org, domain, ("code", code.as_str())]),
            ("organization_membership_request/accept", vec![org, asked]),
            ("organization_membership_request/reject", vec![org, asked]),
        ] {
            browser.post(form, &fields).await.expect_error(404, gone);
        }
    }
    assert_eq!(database.contents().await, before);
}

/// T34, T35.
async fn whoever_may_not_manage_them_changes_nothing(database: Database) {
    let house = house(&database, |settings| {
        let role =
            |permission: &str| RoleSettings { permissions: [permission.to_owned()].into(), ..RoleSettings::default() };
        settings.organizations.roles.insert("org:reader".into(), role("org:sys_domains:read"));
        settings.organizations.roles.insert("org:hiring".into(), role("org:sys_memberships:manage"));
        settings.organizations.roles.insert("org:domains".into(), role("org:sys_domains:manage"));
    })
    .await;
    let [ada, bob] = house.people(["ada", "bob"]).await;
    let (_, grace) = house.person_at("grace@acme.example").await;
    let acme = house.organization("Acme", &ada, &[(&bob, "org:member")]).await.id;
    let id = house.domain(&acme, "acme.example", AutomaticSuggestion).await;
    let asked = request(&house, &acme, &grace).await;
    let organizations = house.vestibule.organizations();
    let (domains, requests) =
        (organizations.acting_as(&bob).domains(), organizations.acting_as(&bob).membership_requests());
    let no = "authorization_invalid";
    for role in ["org:member", "org:reader", "org:hiring", "org:domains", "org:gone", ""] {
        database.execute(&format!("UPDATE organization_memberships SET role = '{role}' WHERE user_id = '{bob}'")).await;
        if role != "org:domains" {
            assert_eq!(refusal(domains.create(&acme, &named("bob.example")).await), no, "{role}");
            assert_eq!(refusal(domains.prepare_verification(&acme, &id, "bob@acme.example").await), no, "{role}");
            assert_eq!(refusal(domains.attempt_verification(&acme, &id, "123456").await), no, "{role}");
            assert_eq!(refusal(domains.set_enrollment_mode(&acme, &id, ManualInvitation, true).await), no, "{role}");
            assert_eq!(refusal(domains.delete(&acme, &id).await), no, "{role}");
        }
        if !matches!(role, "org:reader" | "org:domains") {
            assert_eq!(refusal(domains.list(&acme, 10, 0).await), no, "{role}");
            assert_eq!(refusal(domains.get(&acme, &id).await), no, "{role}");
        } else {
            assert_eq!(domains.list(&acme, 10, 0).await.expect("a list").1, 1);
        }
        if role != "org:hiring" {
            assert_eq!(refusal(requests.list(&acme, None, (10, 0)).await), no, "{role}");
            assert_eq!(refusal(requests.accept(&acme, &asked).await), no, "{role}");
            assert_eq!(refusal(requests.reject(&acme, &asked).await), no, "{role}");
            assert_eq!(refusal(requests.accept(&acme, "orgmemreq_none").await), no, "{role}");
        }
    }
    assert_eq!(
        (database.count("organization_domains").await, database.count("organization_memberships").await),
        (1, 2)
    );
}

/// T18.
async fn guesses_at_a_code_are_bounded(database: Database) {
    let house = house(&database, |_| {}).await;
    let people = house.people(["eve", "mallory", "trudy", "oscar", "craig"]).await;
    let organizations = house.vestibule.organizations();
    let (mut all, mut own) = (Vec::new(), Vec::new());
    for (number, who) in people.iter().enumerate() {
        let hers = organizations.acting_as(who).domains();
        let evil = house.organization(&format!("Evil {number}"), who, &[]).await.id;
        let id = hers.create(&evil, &named("acme.example")).await.expect("is named").id;
        all.push((who, evil.clone(), id));
        let id = hers.create(&evil, &named(&format!("evil{number}.example"))).await.expect("is named").id;
        own.push((who, evil, id));
    }
    let (mut compared, mut right) = (0, 0);
    for hour in 0..20 {
        for (number, (who, organization, id)) in all.iter().enumerate() {
            let hers = organizations.acting_as(who).domains();
            // Now and then the one that its owner uses.
            let address = match hour % 4 {
                0 => "office@acme.example".to_owned(),
                _ => format!("a{number}-{hour}@acme.example"),
            };
            if hers.prepare_verification(organization, id, &address).await.is_err() {
                continue;
            }
            let code = house.code_for(&address).await;
            let guesses = at_once((0..12).map(|guess| {
                let (vestibule, who, organization, id) =
                    (house.vestibule.clone(), (*who).clone(), organization.clone(), id.clone());
                let typed = format!("{guess:06}");
                let is_right = typed == code;
                async move {
                    let domains = vestibule.organizations().acting_as(&who).domains();
                    let refused = match is_right {
                        true => "form_code_incorrect@code".to_owned(),
                        false => refusal(domains.attempt_verification(&organization, &id, &typed).await),
                    };
                    assert!(
                        ["form_code_incorrect@code", "verification_failed@code", "too_many_requests"]
                            .contains(&refused.as_str()),
                        "{refused}"
                    );
                    refused != "too_many_requests"
                }
            }))
            .await;
            compared += guesses.into_iter().filter(|compared| *compared).count();
            house.clock.advance(30 * SECOND);
            // A domain of one's own that one proves gives no more tries.
            if let Some((who, organization, id)) = own.pop() {
                let hers = organizations.acting_as(who).domains();
                let address = format!("eve@evil{}.example", own.len());
                if hers.prepare_verification(&organization, &id, &address).await.is_ok() {
                    let code = house.code_for(&address).await;
                    right += i64::from(hers.attempt_verification(&organization, &id, &code).await.is_ok());
                }
                house.clock.advance(30 * SECOND);
            }
        }
        house.clock.advance(HOUR);
    }
    // Twenty in a day, whoever tries: those at a code that takes no more count too.
    assert!((10..=20).contains(&compared), "{compared}");
    let tried = database.number("SELECT CAST(SUM(attempts) AS BIGINT) FROM verifications").await;
    assert!(tried - right <= 20 && database.number("SELECT MAX(attempts) FROM verifications").await <= 5, "{tried}");
    let verified = "SELECT CAST(COUNT(*) AS BIGINT) FROM organization_domains WHERE verified_at IS NOT NULL";
    assert_eq!(database.number(verified).await, right);
    // Whoever has an address there is not kept out by that, and whoever has none is.
    for (address, told) in [("stranger@elsewhere.example", "too_many_requests"), ("owner@acme.example", "")] {
        let (_, owner) = house.person_at(address).await;
        let theirs = organizations.acting_as(&owner).domains();
        let acme = house.organization(address, &owner, &[]).await.id;
        let id = theirs.create(&acme, &named("acme.example")).await.expect("is named").id;
        theirs.prepare_verification(&acme, &id, "office@acme.example").await.expect("is mailed");
        let code = house.code_for("office@acme.example").await;
        match told {
            "" => assert!(theirs.attempt_verification(&acme, &id, &code).await.expect("is right").verified),
            told => assert_eq!(refusal(theirs.attempt_verification(&acme, &id, &code).await), told),
        }
        house.clock.advance(MINUTE);
    }
}

/// T18.
async fn a_code_is_for_one_domain_and_one_address(database: Database) {
    let house = house(&database, |_| {}).await;
    let [eve] = house.people(["eve"]).await;
    let evil = house.organization("Evil", &eve, &[]).await.id;
    let organizations = house.vestibule.organizations();
    let hers = organizations.acting_as(&eve).domains();
    let own = hers.create(&evil, &named("evil.example")).await.expect("is named").id;
    let acme = hers.create(&evil, &named("acme.example")).await.expect("is named").id;
    hers.prepare_verification(&evil, &own, "eve@evil.example").await.expect("is mailed");
    let code = house.code_for("eve@evil.example").await;
    hers.prepare_verification(&evil, &acme, "boss@acme.example").await.expect("is mailed");
    let real = house.code_for("boss@acme.example").await;
    if code != real {
        assert_eq!(refusal(hers.attempt_verification(&evil, &acme, &code).await), "form_code_incorrect@code");
    }
    // Nor is one that she has for an address of her account, or the other way round.
    let (browser, _) = house.person("mallory").await;
    browser.post("email_address/create", &[("email_address", "m@evil.example")]).await.expect_ok();
    let sent = database.texts("SELECT verification_id FROM unverified_identifiers").await.remove(0);
    let code = house.code_for("m@evil.example").await;
    database.execute(&format!("UPDATE organization_domains SET verification_id = '{sent}' WHERE id = '{acme}'")).await;
    assert_eq!(refusal(hers.attempt_verification(&evil, &acme, &code).await), "verification_missing@code");
    // What is in the database tells no code.
    assert!(
        !database.contents().await.iter().any(|row| row.starts_with("organization_domains") && row.contains(&real))
    );
}

/// T33.
async fn an_address_that_is_not_proven_or_elsewhere_does_nothing(database: Database) {
    let house = house(&database, |_| {}).await;
    let [ada] = house.people(["ada"]).await;
    let acme = house.organization("Acme", &ada, &[]).await.id;
    house.domain(&acme, "acme.example", AutomaticInvitation).await;
    let organizations = house.vestibule.organizations();
    // A domain that is only named lets nobody in, whatever stands in the database beside it.
    organizations.domains().create(&acme, &named("named.example")).await.expect("is named");
    database.execute("UPDATE organization_domains SET enrollment_mode = 'automatic_invitation'").await;
    let (browser, eve) = house.person_at("eve@mail.acme.example").await;
    let refused = async || {
        assert!(organizations.suggestions_for(&eve, 10, 0).await.expect("a list").0.is_empty());
        let theirs = organizations.acting_as(&eve);
        assert_eq!(refusal(theirs.join_by_domain(&acme).await), "resource_not_found");
        assert_eq!(refusal(theirs.request_membership(&acme).await), "resource_not_found");
    };
    refused().await;
    for address in [
        "eve@example",
        "eve@notacme.example",
        "eve@acme.example.org",
        "eve@xacme.example",
        "eve@acme-example",
        "eve@acmeXexample",
        "acme.example@evil.example",
        "acme.example",
        "eve@acme.example.",
        "eve@named.example",
    ] {
        database.execute(&format!("UPDATE identifiers SET normalized = '{address}' WHERE user_id = '{eve}'")).await;
        refused().await;
    }
    // She would add an address to her account, and does not prove it.
    browser.post("email_address/create", &[("email_address", "eve@acme.example")]).await.expect_ok();
    refused().await;
    // Or it is hers, and nobody has proven it; or it is no address.
    let set = "UPDATE identifiers SET normalized = 'eve@acme.example'";
    database.execute(&format!("{set}, verified_at = NULL WHERE user_id = '{eve}'")).await;
    refused().await;
    database.execute(&format!("{set}, verified_at = 1, kind = 'username' WHERE user_id = '{eve}'")).await;
    refused().await;
    database.execute(&format!("{set}, kind = 'email_address' WHERE user_id = '{eve}'")).await;
    organizations.join_by_domain(&eve, &acme).await.expect("this one does");
    assert_eq!(house.role_of(&acme, &eve).await.as_deref(), Some("org:member"));
}

/// T33.
async fn an_address_that_is_lost_meanwhile_does_nothing(database: Database) {
    let house = house(&database, |_| {}).await;
    let [ada] = house.people(["ada"]).await;
    let acme = house.organization("Acme", &ada, &[]).await.id;
    let domain = house.domain(&acme, "acme.example", AutomaticSuggestion).await;
    let (_, grace) = house.person_at("grace@acme.example").await;
    let asked = request(&house, &acme, &grace).await;
    let organizations = house.vestibule.organizations();
    let requests = organizations.acting_as(&ada).membership_requests();
    let over = "organization_membership_request_not_pending";
    let set = |text: &str| format!("UPDATE identifiers SET {text} WHERE user_id = '{grace}'");
    for lost in ["normalized = 'grace@elsewhere.example'", "normalized = 'grace@acme.example', verified_at = NULL"] {
        database.execute(&set(lost)).await;
        assert_eq!(refusal(requests.accept(&acme, &asked).await), over, "{lost}");
    }
    database.execute(&set("verified_at = 1")).await;
    database.execute(&format!("UPDATE users SET banned_at = 1 WHERE id = '{grace}'")).await;
    assert_eq!(refusal(requests.accept(&acme, &asked).await), over, "is banned");
    assert_eq!(refusal(organizations.join_by_domain(&grace, &acme).await), "user_banned");
    database.execute("UPDATE users SET banned_at = NULL").await;
    assert_eq!(house.role_of(&acme, &grace).await, None);
    // Nothing was used up by it. Whoever manages members acts for who has asked even when the domain is gone.
    organizations.domains().delete(&acme, &domain).await.expect("is gone");
    requests.accept(&acme, &asked).await.expect("is let in");
    // Requests go with the account.
    database.execute(&format!("DELETE FROM organization_memberships WHERE user_id = '{grace}'")).await;
    house.domain(&acme, "acme.example", AutomaticSuggestion).await;
    request(&house, &acme, &grace).await;
    let browser = house.sign_in(&crate::support::organization_domains::person_at("grace@acme.example")).await;
    browser.post("user/delete", &[("confirmation", "Delete account")]).await.expect_ok();
    assert_eq!(database.count("organization_membership_requests").await, 0);
}

/// T34: over every role.
async fn nobody_lets_in_whom_they_could_not_give_the_role(database: Database) {
    const MANAGE: &str = "org:sys_memberships:manage";
    let house = house(&database, |settings| {
        for (key, permissions) in [
            ("org:writer", vec!["org:notes:write"]),
            ("org:hiring", vec![MANAGE]),
            ("org:editor", vec![MANAGE, "org:notes:write"]),
            ("org:keeper", vec![MANAGE, "org:notes:write", "org:sys_profile:manage"]),
        ] {
            let permissions = permissions.into_iter().map(str::to_owned).collect();
            settings.organizations.roles.insert(key.into(), RoleSettings { permissions, ..RoleSettings::default() });
        }
        settings.organizations.domains.default_role = "org:writer".into();
    })
    .await;
    let [ada, bob] = house.people(["ada", "bob"]).await;
    let acme = house.organization("Acme", &ada, &[(&bob, "org:member")]).await.id;
    house.domain(&acme, "acme.example", AutomaticSuggestion).await;
    let organizations = house.vestibule.organizations();
    for (number, role) in organizations.roles().expect("a list").into_iter().enumerate() {
        let (_, id) = house.person_at(&format!("a{number}@acme.example")).await;
        let asked = request(&house, &acme, &id).await;
        organizations.set_role(&acme, &bob, &role.key).await.expect("is given");
        let accepted = organizations.acting_as(&bob).membership_requests().accept(&acme, &asked).await;
        match role.may(MANAGE) && role.may("org:notes:write") {
            true => assert_eq!(accepted.expect(&role.key).role, "org:writer"),
            false => assert_eq!(refusal(accepted), "authorization_invalid", "{}", role.key),
        }
    }
}

/// T33.
async fn a_domain_is_one_organization_s_however_many_prove_it_at_once(database: Database) {
    let house = house(&database, |_| {}).await;
    let [ada] = house.people(["ada"]).await;
    let domains = house.vestibule.organizations().domains();
    for round in 0..rounds(3) {
        let name = format!("acme{round}.example");
        let mut ready = Vec::new();
        for number in 0..6 {
            let organization = house.organization(&format!("Acme {round} {number}"), &ada, &[]).await.id;
            let id = domains.create(&organization, &named(&name)).await.expect("is named").id;
            let address = format!("a{number}@{name}");
            domains.prepare_verification(&organization, &id, &address).await.expect("is mailed");
            ready.push((organization, id, house.code_for(&address).await));
        }
        let proven = at_once(ready.into_iter().map(|(organization, id, code)| {
            let vestibule = house.vestibule.clone();
            async move {
                match vestibule.organizations().domains().attempt_verification(&organization, &id, &code).await {
                    Ok(domain) => domain.verified,
                    refused => {
                        assert_eq!(refusal(refused), "form_identifier_exists@name");
                        false
                    }
                }
            }
        }))
        .await;
        assert_eq!(proven.iter().filter(|proven| **proven).count(), 1);
        // Likewise where the server says so.
        let name = format!("beta{round}.example");
        let mut ids = Vec::new();
        for number in 0..6 {
            ids.push(house.organization(&format!("Beta {round} {number}"), &ada, &[]).await.id);
        }
        let made = at_once(ids.into_iter().map(|organization| {
            let (vestibule, name) = (house.vestibule.clone(), name.clone());
            async move {
                let new = NewOrganizationDomain { verified: true, ..named(&name) };
                vestibule.organizations().domains().create(&organization, &new).await.is_ok()
            }
        }))
        .await;
        assert_eq!(made.iter().filter(|made| **made).count(), 1);
    }
}

/// T33.
async fn of_fifty_answers_one_counts(database: Database) {
    let house = house(&database, |_| {}).await;
    let [ada] = house.people(["ada"]).await;
    let acme = house.organization("Acme", &ada, &[]).await.id;
    house.domain(&acme, "acme.example", AutomaticSuggestion).await;
    for round in 0..rounds(3) {
        let (_, grace) = house.person_at(&format!("grace{round}@acme.example")).await;
        let asked = request(&house, &acme, &grace).await;
        let answers = at_once((0..50).map(|number| {
            let (vestibule, ada, acme, asked) = (house.vestibule.clone(), ada.clone(), acme.clone(), asked.clone());
            // In some rounds somebody says no meanwhile.
            let says_no = round % 3 == 1 && number % 10 == 0;
            async move {
                let requests = vestibule.organizations().acting_as(&ada).membership_requests();
                let answered = match says_no {
                    true => requests.reject(&acme, &asked).await.map(|_| false),
                    false => requests.accept(&acme, &asked).await.map(|_| true),
                };
                if answered.is_err() {
                    assert_eq!(refusal(answered), "organization_membership_request_not_pending");
                    return None;
                }
                answered.ok()
            }
        }))
        .await;
        let counted: Vec<bool> = answers.into_iter().flatten().collect();
        assert_eq!(counted.len(), 1);
        assert_eq!(house.role_of(&acme, &grace).await.is_some(), counted[0]);
        let told = format!(
            "SELECT CAST(COUNT(*) AS BIGINT) FROM events WHERE type = 'organizationMembership.created'
             AND data LIKE '%{grace}%'"
        );
        assert_eq!(database.number(&told).await, i64::from(counted[0]));
    }
}

/// T33.
async fn whoever_asks_many_times_at_once_asks_once(database: Database) {
    let house = house(&database, |_| {}).await;
    let [ada] = house.people(["ada"]).await;
    let acme = house.organization("Acme", &ada, &[]).await.id;
    let domain = house.domain(&acme, "acme.example", AutomaticSuggestion).await;
    let (_, grace) = house.person_at("grace@acme.example").await;
    let ask = async || {
        at_once((0..30).map(|_| {
            let (vestibule, grace, acme) = (house.vestibule.clone(), grace.clone(), acme.clone());
            async move { vestibule.organizations().request_membership(&grace, &acme).await }
        }))
        .await
    };
    let asked = ask().await;
    assert!(asked.iter().all(Result::is_ok), "{asked:?}");
    assert_eq!(database.count("organization_membership_requests").await, 1);
    let domains = house.vestibule.organizations().domains();
    domains.set_enrollment_mode(&acme, &domain, AutomaticInvitation, false).await.expect("is set");
    let joined = ask().await;
    assert_eq!(joined.iter().filter(|joined| joined.is_ok()).count(), 1);
    assert_eq!(database.count("organization_memberships").await, 2);
}

/// T33: the limit holds however many come at once, by whichever way.
async fn no_more_come_in_than_there_is_room_for(database: Database) {
    let house = house(&database, |settings| settings.organizations.max_members = 4).await;
    let [ada] = house.people(["ada"]).await;
    let acme = house.organization("Acme", &ada, &[]).await.id;
    let domain = house.domain(&acme, "acme.example", AutomaticSuggestion).await;
    let mut people = Vec::new();
    for number in 0..8 {
        let (_, id) = house.person_at(&format!("a{number}@acme.example")).await;
        let asked = request(&house, &acme, &id).await;
        people.push((id, asked));
    }
    let organizations = house.vestibule.organizations();
    organizations.domains().set_enrollment_mode(&acme, &domain, AutomaticInvitation, false).await.expect("is set");
    // One place is kept for who is invited.
    house.invite_to(&acme, "bob@example.com").await;
    let come = at_once(people.iter().cloned().enumerate().map(|(number, (id, asked))| {
        let (vestibule, acme) = (house.vestibule.clone(), acme.clone());
        async move {
            let organizations = vestibule.organizations();
            let came = match number % 2 {
                0 => organizations.join_by_domain(&id, &acme).await,
                _ => organizations.membership_requests().accept(&acme, &asked).await,
            };
            came.is_ok() || {
                assert_eq!(refusal(came), "organization_membership_quota_exceeded");
                false
            }
        }
    }))
    .await;
    assert_eq!(come.iter().filter(|come| **come).count(), 2);
    assert_eq!(database.count("organization_memberships").await, 3);
    // Whoever found no place waits on.
    let left = organizations.membership_requests();
    let pending = Some(vestibule::model::MembershipRequestStatus::Pending);
    assert_eq!(left.list(&acme, pending, (10, 0)).await.expect("a list").1, 6);
}

/// Nobody waits for each other: the organization is held first, then the person, then what they have asked.
async fn whoever_comes_in_and_goes_at_once_holds_up_nobody(database: Database) {
    let house = house(&database, |_| {}).await;
    let [ada] = house.people(["ada"]).await;
    for round in 0..rounds(4) {
        let acme = house.organization(&format!("Acme {round}"), &ada, &[]).await.id;
        let name = format!("acme{round}.example");
        let domain = house.domain(&acme, &name, AutomaticSuggestion).await;
        let mut work = Vec::new();
        for number in 0..6 {
            let (browser, id) = house.person_at(&format!("a{number}@{name}")).await;
            let asked = request(&house, &acme, &id).await;
            for act in 0..4 {
                work.push((act, browser.clone(), id.clone(), asked.clone()));
            }
        }
        at_once(work.into_iter().map(|(act, browser, id, asked)| {
            let (vestibule, acme, domain) = (house.vestibule.clone(), acme.clone(), domain.clone());
            async move {
                let organizations = vestibule.organizations();
                let done = match act {
                    0 => {
                        let answer = browser.post("user/delete", &[("confirmation", "Delete account")]).await;
                        // They have come into an organization that was not held: they may try again.
                        assert!(matches!(answer.status, 200 | 403 | 503), "{}: {}", answer.status, answer.body);
                        return;
                    }
                    1 => organizations.membership_requests().accept(&acme, &asked).await.map(drop),
                    2 => organizations.request_membership(&id, &acme).await.map(drop),
                    _ => {
                        let domains = organizations.domains();
                        domains.set_enrollment_mode(&acme, &domain, AutomaticSuggestion, true).await.map(drop)
                    }
                };
                if done.is_err() {
                    let refused = refusal(done);
                    assert!(
                        [
                            "organization_membership_request_not_pending",
                            "resource_not_found",
                            "already_a_member_in_organization"
                        ]
                        .contains(&refused.as_str()),
                        "{act}: {refused}"
                    );
                }
            }
        }))
        .await;
    }
}

/// T34, T35: neither a membership nor a role that was taken comes back by itself.
async fn who_was_taken_out_or_has_left_does_not_come_back_by_an_address(database: Database) {
    let house = house(&database, |_| {}).await;
    let [ada] = house.people(["ada"]).await;
    let (_, grace) = house.person_at("grace@acme.example").await;
    let (_, joan) = house.person_at("joan@acme.example").await;
    let acme = house.organization("Acme", &ada, &[]).await.id;
    house.domain(&acme, "acme.example", AutomaticInvitation).await;
    let organizations = house.vestibule.organizations();
    for id in [&grace, &joan] {
        organizations.acting_as(id).join_by_domain(&acme).await.expect("is in");
    }
    // Taken out, she stays out until somebody lets her in.
    organizations.acting_as(&ada).remove_member(&acme, &grace).await.expect("is out");
    let hers = organizations.acting_as(&grace);
    assert_eq!(hers.suggestions(10, 0).await.expect("a list").0, []);
    assert_eq!(refusal(hers.join_by_domain(&acme).await), "resource_not_found");
    assert_eq!(refusal(hers.request_membership(&acme).await), "resource_not_found");
    organizations.add_member(&acme, &grace, "org:member").await.expect("is in again");
    // Whoever leaves to lose a lesser role asks.
    organizations.acting_as(&joan).leave(&acme).await.expect("is out");
    let hers = organizations.acting_as(&joan);
    let modes: Vec<_> =
        hers.suggestions(10, 0).await.expect("a list").0.into_iter().map(|it| it.enrollment_mode).collect();
    assert_eq!(modes, [AutomaticSuggestion]);
    assert_eq!(refusal(hers.join_by_domain(&acme).await), "action_not_allowed");
    let asked = request(&house, &acme, &joan).await;
    assert_eq!(house.role_of(&acme, &joan).await, None);
    organizations.acting_as(&ada).membership_requests().accept(&acme, &asked).await.expect("is let in");
    assert_eq!(house.role_of(&acme, &joan).await.as_deref(), Some("org:member"));
}
