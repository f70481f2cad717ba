use vestibule::model::EnrollmentMode::{AutomaticInvitation, AutomaticSuggestion, ManualInvitation};
use vestibule::model::{MembershipRequestStatus, OrganizationMembershipRequest, OrganizationSuggestion};
use vestibule::server::Enrollment;

use crate::support::organization_domains::house;
use crate::support::organizations::refusal;
use crate::support::{Database, on_both};

on_both!(
    whoever_has_an_address_in_a_domain_comes_in,
    whoever_may_ask_waits_for_an_answer,
    an_answer_is_given_once,
    whoever_asks_is_known_by_the_address_that_lets_them,
    many_requests_are_shown_in_parts,
    suggestions_follow_from_addresses_and_domains,
    suggestions_come_in_parts,
    whoever_comes_in_otherwise_waits_no_longer,
    requests_go_with_the_domain_if_that_is_wanted,
    forms_answer_requests_and_take_suggestions,
    whoever_is_held_up_acts_where_they_come_in,
    whom_it_concerns_is_told_by_mail,
);

const PENDING: Option<MembershipRequestStatus> = Some(MembershipRequestStatus::Pending);

#[track_caller]
fn asked(enrollment: Enrollment) -> OrganizationMembershipRequest {
    match enrollment {
        Enrollment::Requested(request) => *request,
        other => panic!("{other:?}"),
    }
}

fn names(suggestions: &[OrganizationSuggestion]) -> Vec<&str> {
    suggestions.iter().map(|it| it.organization.name.as_str()).collect()
}

async fn whoever_has_an_address_in_a_domain_comes_in(database: Database) {
    let house = house(&database, |_| {}).await;
    let [ada] = house.people(["ada"]).await;
    let acme = house.organization("Acme", &ada, &[]).await.id;
    house.domain(&acme, "acme.example", AutomaticInvitation).await;
    let (_, grace) = house.person_at("Grace+Work@ACME.example").await;
    let organizations = house.vestibule.organizations();
    let theirs = organizations.acting_as(&grace);
    let suggestions = theirs.suggestions(10, 0).await.expect("a list").0;
    assert_eq!(suggestions, organizations.suggestions_for(&grace, 10, 0).await.expect("a list").0);
    let [suggestion] = suggestions.as_slice() else { panic!("{suggestions:?}") };
    assert_eq!((suggestion.organization.id.as_str(), suggestion.domain.as_str()), (acme.as_str(), "acme.example"));
    assert_eq!((suggestion.enrollment_mode, suggestion.status), (AutomaticInvitation, None));
    let joined = theirs.join_by_domain(&acme).await.expect("is let in");
    assert_eq!((joined.role.as_str(), joined.organization.members_count), ("org:member", 2));
    assert_eq!(joined.public_user_data.user_id, grace);
    assert_eq!(refusal(theirs.join_by_domain(&acme).await), "already_a_member_in_organization");
    assert_eq!(refusal(theirs.request_membership(&acme).await), "already_a_member_in_organization");
    assert!(theirs.suggestions(10, 0).await.expect("a list").0.is_empty());
    let told = "SELECT subject_id FROM events WHERE type = 'organizationMembership.created'";
    assert!(database.texts(told).await.contains(&joined.id));
    // What lets them come lets them not only ask.
    let (_, hedy) = house.person_at("hedy@acme.example").await;
    let done = organizations.acting_as(&hedy).request_membership(&acme).await.expect("is let in");
    assert!(matches!(done, Enrollment::Joined(membership) if membership.public_user_data.user_id == hedy));
    // The role is a setting.
    let other = house
        .another_with(|settings| {
            settings.organizations.roles.insert("org:guest".into(), vestibule::server::RoleSettings::default());
            settings.organizations.domains.default_role = "org:guest".into();
        })
        .await;
    let (_, lise) = house.person_at("lise@acme.example").await;
    let joined = other.vestibule.organizations().join_by_domain(&lise, &acme).await.expect("is let in");
    assert_eq!(joined.role, "org:guest");
}

async fn whoever_may_ask_waits_for_an_answer(database: Database) {
    let house = house(&database, |_| {}).await;
    let [ada] = house.people(["ada"]).await;
    let acme = house.organization("Acme", &ada, &[]).await.id;
    house.domain(&acme, "acme.example", AutomaticSuggestion).await;
    let organizations = house.vestibule.organizations();
    let mut people = Vec::new();
    for name in ["grace", "hedy", "lise"] {
        people.push(house.person_at(&format!("{name}@acme.example")).await.1);
        house.clock.advance(1);
    }
    let grace = organizations.acting_as(&people[0]);
    assert_eq!(refusal(grace.join_by_domain(&acme).await), "action_not_allowed");
    let request = asked(grace.request_membership(&acme).await.expect("has asked"));
    assert!(request.id.starts_with("orgmemreq_") && request.organization_id == acme);
    assert_eq!((request.status, &request.public_user_data.user_id), (MembershipRequestStatus::Pending, &people[0]));
    assert_eq!(request.public_user_data.identifier, "grace@acme.example");
    house.clock.advance(1_000);
    assert_eq!(asked(grace.request_membership(&acme).await.expect("once")), request);
    assert_eq!(grace.suggestions(10, 0).await.expect("a list").0[0].status, PENDING);
    let second = asked(organizations.request_membership(&people[1], &acme).await.expect("has asked"));
    house.clock.advance(1);
    let third = asked(organizations.request_membership(&people[2], &acme).await.expect("has asked"));
    let requests = organizations.acting_as(&ada).membership_requests();
    let all = requests.list(&acme, PENDING, (10, 0)).await.expect("a list");
    assert_eq!(all, (vec![request.clone(), second.clone(), third.clone()], 3));
    assert_eq!(requests.list(&acme, None, (1, 1)).await.expect("a list"), (vec![second.clone()], 3));
    let accepted = requests.accept(&acme, &request.id).await.expect("is let in");
    assert_eq!((accepted.role.as_str(), &accepted.public_user_data.user_id), ("org:member", &people[0]));
    assert_eq!(house.role_of(&acme, &people[0]).await.as_deref(), Some("org:member"));
    assert_eq!(requests.reject(&acme, &second.id).await.expect("is no").status, MembershipRequestStatus::Rejected);
    let left = requests.list(&acme, PENDING, (10, 0)).await.expect("a list");
    assert_eq!(left, (vec![third], 1));
    let told = "SELECT subject_id FROM events WHERE type = 'organizationMembership.created'";
    assert!(database.texts(told).await.contains(&accepted.id));
}

async fn whoever_asks_is_known_by_the_address_that_lets_them(database: Database) {
    let house = house(&database, |_| {}).await;
    let [ada] = house.people(["ada"]).await;
    let acme = house.organization("Acme", &ada, &[]).await.id;
    house.domain(&acme, "acme.example", AutomaticSuggestion).await;
    let (browser, grace) = house.person_at("grace@private.test").await;
    browser.post("email_address/create", &[("email_address", "Grace@acme.example")]).await.expect_ok();
    let address = database.texts("SELECT id FROM unverified_identifiers").await.remove(0);
    let code = house.code_for("Grace@acme.example").await;
    let fields = [("email_address_id", address.as_str()), ("code", &code)];
    browser.post("email_address/attempt_verification", &fields).await.expect_ok();
    let organizations = house.vestibule.organizations();
    let request = asked(organizations.acting_as(&grace).request_membership(&acme).await.expect("has asked"));
    assert_eq!(request.public_user_data.identifier, "Grace@acme.example");
    let requests = organizations.acting_as(&ada).membership_requests();
    let (listed, _) = requests.list(&acme, PENDING, (10, 0)).await.expect("a list");
    assert_eq!(listed.as_slice(), std::slice::from_ref(&request));
    // Another address there that is older, or the first one of all, whatever letters it begins with.
    let first = "UPDATE users SET primary_email_address_id = (SELECT id FROM identifiers WHERE normalized = 'grace@acme.example')";
    database.execute(&format!("{first} WHERE id = '{grace}'")).await;
    database.execute("UPDATE identifiers SET value = 'anna@acme.example', normalized = 'anna@acme.example', created_at = 1 WHERE normalized = 'grace@private.test'").await;
    assert_eq!(requests.list(&acme, PENDING, (10, 0)).await.expect("a list").0, listed);
    let private = "UPDATE identifiers SET value = 'grace@private.test', normalized = 'grace@private.test'";
    database.execute(&format!("{private} WHERE normalized = 'anna@acme.example'")).await;
    let rejected = requests.reject(&acme, &request.id).await.expect("is no");
    assert_eq!(rejected.public_user_data, request.public_user_data);
    // Without an address there, nobody is told another one.
    browser.post("email_address/remove", &[("email_address_id", &address)]).await.expect_ok();
    let (listed, _) = requests.list(&acme, None, (10, 0)).await.expect("a list");
    assert_eq!(listed[0].public_user_data.identifier, "@acme.example");
}

async fn many_requests_are_shown_in_parts(database: Database) {
    let house = house(&database, |settings| settings.paths.organization_profile = "/organization".into()).await;
    let (browser, ada) = house.person("ada").await;
    let acme = house.organization("Acme", &ada, &[]).await.id;
    browser.act_in(&acme).await.expect_ok();
    house.domain(&acme, "acme.example", AutomaticSuggestion).await;
    let organizations = house.vestibule.organizations();
    for number in 0..12 {
        let (_, person) = house.person_at(&format!("p{number:02}@acme.example")).await;
        organizations.request_membership(&person, &acme).await.expect("has asked");
        house.clock.advance(1);
    }
    let first = browser.page("/organization/members").await;
    assert!(first.shows("p00@acme.example") && !first.shows("p10@acme.example"), "{}", first.body);
    assert!(first.body.contains("?requests_page=2"), "{}", first.body);
    let second = browser.page("/organization/members?requests_page=2").await;
    assert!(second.shows("p11@acme.example") && !second.shows("p09@acme.example"));
    // The ways through one list leave the other one as it is.
    let both = browser.page("/organization/members?requests_page=2&members_query=p").await;
    assert!(both.body.contains("?members_query=p&amp;requests_page=1"), "{}", both.body);
}

async fn an_answer_is_given_once(database: Database) {
    let house = house(&database, |_| {}).await;
    let [ada] = house.people(["ada"]).await;
    let acme = house.organization("Acme", &ada, &[]).await.id;
    let domain = house.domain(&acme, "acme.example", AutomaticSuggestion).await;
    let (_, grace) = house.person_at("grace@acme.example").await;
    let organizations = house.vestibule.organizations();
    let theirs = organizations.acting_as(&grace);
    let request = asked(theirs.request_membership(&acme).await.expect("has asked")).id;
    let requests = organizations.acting_as(&ada).membership_requests();
    requests.reject(&acme, &request).await.expect("is no");
    let over = "organization_membership_request_not_pending";
    assert_eq!(refusal(requests.reject(&acme, &request).await), over);
    assert_eq!(refusal(requests.accept(&acme, &request).await), over);
    // Whoever was told no asks no more, and is not let in by themselves either.
    assert!(theirs.suggestions(10, 0).await.expect("a list").0.is_empty());
    assert_eq!(refusal(theirs.request_membership(&acme).await), "resource_not_found");
    let domains = organizations.domains();
    domains.set_enrollment_mode(&acme, &domain, AutomaticInvitation, true).await.expect("is set");
    assert_eq!(refusal(theirs.join_by_domain(&acme).await), "resource_not_found");
    domains.set_enrollment_mode(&acme, &domain, AutomaticSuggestion, false).await.expect("is set");
    assert_eq!(refusal(requests.delete(&acme, &request).await), "authorization_invalid", "the server alone");
    organizations.membership_requests().delete(&acme, &request).await.expect("is gone");
    assert_eq!(refusal(organizations.membership_requests().delete(&acme, &request).await), "resource_not_found");
    let again = asked(theirs.request_membership(&acme).await.expect("has asked")).id;
    requests.accept(&acme, &again).await.expect("is let in");
    assert_eq!(refusal(requests.accept(&acme, &again).await), over);
    assert_eq!(refusal(requests.reject(&acme, &again).await), over);
    // Whoever has left asks anew.
    theirs.leave(&acme).await.expect("is out");
    assert_eq!(theirs.suggestions(10, 0).await.expect("a list").0[0].status, None);
    let anew = asked(theirs.request_membership(&acme).await.expect("has asked"));
    assert_eq!((&anew.id, anew.status), (&again, MembershipRequestStatus::Pending));
    organizations.membership_requests().accept(&acme, &anew.id).await.expect("is let in");
    assert_eq!(database.count("organization_membership_requests").await, 1);
    database.execute(&format!("DELETE FROM organization_memberships WHERE user_id = '{grace}'")).await;
    theirs.request_membership(&acme).await.expect("has asked");
    database.execute(&format!("UPDATE users SET banned_at = 1 WHERE id = '{grace}'")).await;
    assert_eq!(refusal(theirs.suggestions(10, 0).await), "user_banned");
    assert_eq!(refusal(theirs.request_membership(&acme).await), "user_banned");
    assert_eq!(refusal(requests.accept(&acme, &anew.id).await), over);
    requests.reject(&acme, &anew.id).await.expect("is no");
}

async fn suggestions_follow_from_addresses_and_domains(database: Database) {
    let house = house(&database, |_| {}).await;
    let [ada] = house.people(["ada"]).await;
    let acme = house.organization("Acme", &ada, &[]).await.id;
    let beta = house.organization("Beta", &ada, &[]).await.id;
    let (browser, grace) = house.person_at("grace@acme.example").await;
    let organizations = house.vestibule.organizations();
    let (theirs, domains) = (organizations.acting_as(&grace), organizations.domains());
    assert!(theirs.suggestions(10, 0).await.expect("a list").0.is_empty());
    let id = house.domain(&acme, "acme.example", ManualInvitation).await;
    house.domain(&beta, "beta.example", AutomaticSuggestion).await;
    assert!(theirs.suggestions(10, 0).await.expect("a list").0.is_empty());
    domains.set_enrollment_mode(&acme, &id, AutomaticSuggestion, false).await.expect("is set");
    assert_eq!(names(&theirs.suggestions(10, 0).await.expect("a list").0), ["Acme"]);
    // Another address, once it is proven.
    browser.post("email_address/create", &[("email_address", "grace@beta.example")]).await.expect_ok();
    assert_eq!(names(&theirs.suggestions(10, 0).await.expect("a list").0), ["Acme"]);
    let address = database.texts("SELECT id FROM unverified_identifiers").await.remove(0);
    let code = house.code_for("grace@beta.example").await;
    let fields = [("email_address_id", address.as_str()), ("code", &code)];
    browser.post("email_address/attempt_verification", &fields).await.expect_ok();
    assert_eq!(names(&theirs.suggestions(10, 0).await.expect("a list").0), ["Acme", "Beta"]);
    // Of two domains of one organization the one counts that lets them come.
    let second = house.domain(&acme, "acme.test", AutomaticInvitation).await;
    database.execute(&format!("UPDATE identifiers SET normalized = 'grace@acme.test' WHERE id = '{address}'")).await;
    let told = theirs.suggestions(10, 0).await.expect("a list").0;
    assert_eq!(
        (names(&told), told[0].enrollment_mode, told[0].domain.as_str()),
        (vec!["Acme"], AutomaticInvitation, "acme.test")
    );
    domains.delete(&acme, &second).await.expect("is gone");
    assert_eq!(theirs.suggestions(10, 0).await.expect("a list").0[0].enrollment_mode, AutomaticSuggestion);
    database.execute(&format!("UPDATE identifiers SET normalized = 'grace@beta.example' WHERE id = '{address}'")).await;
    // With the address, the mode or the domain it is over.
    browser.post("email_address/remove", &[("email_address_id", &address)]).await.expect_ok();
    assert_eq!(names(&theirs.suggestions(10, 0).await.expect("a list").0), ["Acme"]);
    let without = house
        .another_with(|settings| settings.organizations.domains.enrollment_modes = [ManualInvitation].into())
        .await;
    let there = without.vestibule.organizations();
    assert!(there.suggestions_for(&grace, 10, 0).await.expect("a list").0.is_empty());
    assert_eq!(refusal(there.request_membership(&grace, &acme).await), "resource_not_found");
    domains.delete(&acme, &id).await.expect("is gone");
    assert!(theirs.suggestions(10, 0).await.expect("a list").0.is_empty());
    assert_eq!(refusal(theirs.request_membership(&acme).await), "resource_not_found");
}

async fn suggestions_come_in_parts(database: Database) {
    let house = house(&database, |_| {}).await;
    let [ada] = house.people(["ada"]).await;
    let (browser, grace) = house.person_at("grace@acme.example").await;
    let mut ids = Vec::new();
    for (name, mode) in [("Acme", AutomaticInvitation), ("Beta", AutomaticSuggestion), ("Gamma", AutomaticInvitation)] {
        let id = house.organization(name, &ada, &[]).await.id;
        let domain = format!("{}.example", name.to_lowercase());
        house.domain(&id, &domain, mode).await;
        let insert = "INSERT INTO identifiers (id, user_id, kind, value, normalized, verified_at, created_at)";
        let address = format!("'grace@{domain}'");
        let values = format!("VALUES ('idn_{name}', '{grace}', 'email_address', {address}, {address}, 1, 1)");
        database.execute(&format!("{insert} {values} ON CONFLICT DO NOTHING")).await;
        ids.push(id);
    }
    let organizations = house.vestibule.organizations();
    let told = async |limit: i64, offset: i64| {
        let (part, total) = organizations.acting_as(&grace).suggestions(limit, offset).await.expect("a part");
        let same = organizations.suggestions_for(&grace, limit, offset).await.expect("a part");
        assert_eq!((&part, total), (&same.0, same.1));
        let fields = [("limit", limit.to_string()), ("offset", offset.to_string())];
        let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
        let page = browser.post("user/organization_suggestions", &fields).await.expect_ok().json();
        if limit > 0 {
            assert_eq!(page, serde_json::json!({ "data": part, "total_count": total }));
        }
        (names(&part).into_iter().map(str::to_owned).collect::<Vec<_>>(), total)
    };
    let all = ["Acme", "Beta", "Gamma"].map(str::to_owned);
    for (limit, offset, shown) in [
        (2, 0, 0..2),
        (2, 2, 2..3),
        (1, 1, 1..2),
        (500, -1, 0..3),
        (2, 3, 3..3),
        (2, i64::MAX, 3..3),
        (0, 0, 0..0),
        (-1, 0, 0..0),
    ] {
        assert_eq!(told(limit, offset).await, (all[shown].to_vec(), 3), "{limit} from {offset}");
    }
    let page = browser.post("user/organization_suggestions", &[]).await.expect_ok().json();
    assert_eq!((page["data"].as_array().map(Vec::len), &page["total_count"]), (Some(3), &serde_json::json!(3)));
    // Where they have come in is left out, where they wait for an answer it is said.
    browser.post("organization_suggestion/accept", &[("organization_id", &ids[0])]).await.expect_ok();
    browser.post("organization_suggestion/accept", &[("organization_id", &ids[1])]).await.expect_ok();
    assert_eq!(told(1, 0).await, (all[1..2].to_vec(), 2));
    let first = organizations.suggestions_for(&grace, 1, 0).await.expect("a part").0;
    assert_eq!(first[0].status, PENDING);
    assert_eq!(told(1, 1).await, (all[2..].to_vec(), 2));
}

async fn whoever_comes_in_otherwise_waits_no_longer(database: Database) {
    let house = house(&database, |_| {}).await;
    let [ada] = house.people(["ada"]).await;
    let acme = house.organization("Acme", &ada, &[]).await.id;
    let domain = house.domain(&acme, "acme.example", AutomaticSuggestion).await;
    let organizations = house.vestibule.organizations();
    let mut people = Vec::new();
    for name in ["grace", "hedy", "lise"] {
        let (_, id) = house.person_at(&format!("{name}@acme.example")).await;
        organizations.request_membership(&id, &acme).await.expect("has asked");
        people.push(id);
    }
    organizations.add_member(&acme, &people[0], "org:member").await.expect("is let in");
    let (invitation, _) = house.invite_to(&acme, "hedy@acme.example").await;
    organizations.invitations().accept(&people[1], &invitation).await.expect("is let in");
    let domains = organizations.domains();
    domains.set_enrollment_mode(&acme, &domain, AutomaticInvitation, false).await.expect("is set");
    organizations.join_by_domain(&people[2], &acme).await.expect("is let in");
    let requests = organizations.membership_requests();
    assert_eq!(requests.list(&acme, PENDING, (10, 0)).await.expect("a list").1, 0);
    assert_eq!(requests.list(&acme, None, (10, 0)).await.expect("a list").1, 3);
    organizations.delete(&acme).await.expect("is gone");
    assert_eq!(database.count("organization_membership_requests").await, 0);
}

async fn requests_go_with_the_domain_if_that_is_wanted(database: Database) {
    let house = house(&database, |_| {}).await;
    let [ada] = house.people(["ada"]).await;
    let acme = house.organization("Acme", &ada, &[]).await.id;
    let first = house.domain(&acme, "acme.example", AutomaticSuggestion).await;
    let second = house.domain(&acme, "acme.test", AutomaticSuggestion).await;
    let organizations = house.vestibule.organizations();
    let mut ids = Vec::new();
    for email in ["grace@acme.example", "hedy@acme.test", "lise@acme.example"] {
        let (_, id) = house.person_at(email).await;
        ids.push(asked(organizations.request_membership(&id, &acme).await.expect("has asked")).id);
        house.clock.advance(1);
    }
    let (requests, domains) = (organizations.membership_requests(), organizations.domains());
    requests.reject(&acme, &ids[2]).await.expect("is no");
    domains.set_enrollment_mode(&acme, &first, ManualInvitation, false).await.expect("is set");
    assert_eq!(requests.list(&acme, PENDING, (10, 0)).await.expect("a list").1, 2);
    domains.set_enrollment_mode(&acme, &first, ManualInvitation, true).await.expect("is set");
    let left = requests.list(&acme, None, (10, 0)).await.expect("a list").0;
    let left: Vec<&String> = left.iter().map(|it| &it.id).collect();
    assert_eq!(left, [&ids[1], &ids[2]]);
    // What waits when the domain goes is answered all the same.
    domains.delete(&acme, &second).await.expect("is gone");
    requests.accept(&acme, &ids[1]).await.expect("is let in");
}

async fn forms_answer_requests_and_take_suggestions(database: Database) {
    let house = house(&database, |_| {}).await;
    let (manager, ada) = house.person("ada").await;
    let acme = house.organization("Acme", &ada, &[]).await.id;
    let domain = house.domain(&acme, "acme.example", AutomaticSuggestion).await;
    let org = ("organization_id", acme.as_str());
    let mut people = Vec::new();
    for name in ["grace", "hedy", "lise"] {
        people.push(house.person_at(&format!("{name}@acme.example")).await);
    }
    for (browser, _) in &people[..2] {
        browser.post("organization_suggestion/accept", &[org]).await.expect_ok();
    }
    manager.post("organization_suggestion/accept", &[org]).await.expect_error(403, "already_a_member_in_organization");
    let ids = database.texts("SELECT id FROM organization_membership_requests ORDER BY created_at, id").await;
    let of = |user: &str| format!("SELECT id FROM organization_membership_requests WHERE user_id = '{user}'");
    let (grace, hedy) = (database.texts(&of(&people[0].1)).await, database.texts(&of(&people[1].1)).await);
    assert_eq!(ids.len(), 2);
    let accept = [org, ("organization_membership_request_id", grace[0].as_str())];
    manager.post("organization_membership_request/accept", &accept).await.expect_ok();
    let over = "organization_membership_request_not_pending";
    manager.post("organization_membership_request/accept", &accept).await.expect_error(403, over);
    let reject = [org, ("organization_membership_request_id", hedy[0].as_str())];
    manager.post("organization_membership_request/reject", &reject).await.expect_ok();
    people[1].0.post("organization_suggestion/accept", &[org]).await.expect_error(404, "resource_not_found");
    assert_eq!(house.role_of(&acme, &people[0].1).await.as_deref(), Some("org:member"));
    assert_eq!(house.role_of(&acme, &people[1].1).await, None);
    let domains = house.vestibule.organizations().domains();
    domains.set_enrollment_mode(&acme, &domain, AutomaticInvitation, false).await.expect("is set");
    people[2].0.post("organization_suggestion/accept", &[org]).await.expect_ok();
    assert_eq!(house.role_of(&acme, &people[2].1).await.as_deref(), Some("org:member"));
    for form in ["organization_suggestion/accept", "organization_membership_request/accept"] {
        house.browser().post(form, &[org]).await.expect_error(401, "authentication_invalid");
    }
}

async fn whom_it_concerns_is_told_by_mail(database: Database) {
    let house = house(&database, |settings| {
        settings.paths.organization_profile = "/organization".into();
        settings.security.new_device_mail = false;
        let hr = vestibule::server::RoleSettings {
            permissions: ["org:sys_memberships:manage".to_owned()].into(),
            ..Default::default()
        };
        settings.organizations.roles.insert("org:hr".into(), hr);
    })
    .await;
    let (manager, ada) = house.person("ada").await;
    let [bob, hal, eve] = house.people(["bob", "hal", "eve"]).await;
    let others = [(bob.as_str(), "org:member"), (&hal, "org:hr"), (&eve, "org:admin")];
    let acme = house.organization("Acme", &ada, &others).await.id;
    house.vestibule.users().ban(&eve).await.expect("is banned");
    house.domain(&acme, "acme.example", AutomaticSuggestion).await;
    manager.post("session/set_active_organization", &[("organization", &acme)]).await.expect_ok();
    let (_, grace) = house.person_at("grace@acme.example").await;
    let organizations = house.vestibule.organizations();
    let theirs = organizations.acting_as(&grace);
    let told = async |subject: &str| {
        let mut to: Vec<_> =
            house.mails().await.into_iter().filter(|it| it.subject == subject).map(|it| it.to).collect();
        to.sort_unstable();
        to.join(", ")
    };
    let switcher = async || manager.get("/vestibule/drawn/organization-switcher?id=x&at=/").await;
    assert!(!switcher().await.shows("Requests to join"));
    let request = asked(theirs.request_membership(&acme).await.expect("has asked"));
    let asks = "grace@acme.example asks to join Acme";
    assert_eq!(told(asks).await, "ada@example.com, hal@example.com", "nobody who may not answer");
    assert!(house.mail_to("ada@example.com").await.text.contains("/organization/members"));
    theirs.request_membership(&acme).await.expect("once");
    assert_eq!(told(asks).await, "ada@example.com, hal@example.com", "once");
    let shown = switcher().await;
    assert!(shown.shows("Requests to join") && shown.shows("href=\"/organization/members\""), "{}", shown.body);
    organizations.acting_as(&hal).membership_requests().accept(&acme, &request.id).await.expect("is let in");
    assert_eq!(told("You belong to Acme now").await, "grace@acme.example");
    assert!(!switcher().await.shows("Requests to join"));
    // Of an invitation whoever has sent it is told, while they belong to it.
    for (name, is_told) in [("hedy", true), ("lise", false)] {
        let [person] = house.people([name]).await;
        let email = format!("{name}@example.com");
        let new = vestibule::server::NewOrganizationInvitation::to(&email);
        let sent = organizations.acting_as(&hal).invitations().create(&acme, &new).await.expect("is sent");
        if !is_told {
            // However that came to be: whoever is taken out takes their invitations along.
            database.execute(&format!("DELETE FROM organization_memberships WHERE user_id = '{hal}'")).await;
        }
        organizations.invitations().accept(&person, &sent.invitation.id).await.expect("is accepted");
        let subject = format!("{email} has joined Acme");
        assert_eq!(told(&subject).await, if is_told { "hal@example.com" } else { "" });
    }
}

async fn whoever_is_held_up_acts_where_they_come_in(database: Database) {
    let house = house(&database, |settings| settings.organizations.personal_accounts = false).await;
    let open = house.another_with(|settings| settings.organizations.personal_accounts = true).await;
    let [ada] = open.people(["ada"]).await;
    let acme = house.organization("Acme", &ada, &[]).await.id;
    let domain = house.domain(&acme, "acme.example", AutomaticSuggestion).await;
    let grace = crate::support::organization_domains::person_at("grace@acme.example");
    let browser = house.sign_up(&grace).await;
    assert_eq!(browser.get("/api/me").await.status, 401, "is held up");
    let fields = [("organization_id", acme.as_str())];
    browser.post("organization_suggestion/accept", &fields).await.expect_ok();
    assert_eq!(browser.get("/api/me").await.status, 401, "waits for an answer");
    let domains = house.vestibule.organizations().domains();
    domains.set_enrollment_mode(&acme, &domain, AutomaticInvitation, true).await.expect("is set");
    browser.post("organization_suggestion/accept", &fields).await.expect_ok();
    assert_eq!(browser.get("/api/me").await.status, 200);
    assert_eq!(browser.claims()["o"]["id"], acme.as_str());
}
