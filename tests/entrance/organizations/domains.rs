use serde_json::json;
use vestibule::model::EnrollmentMode::{self, AutomaticInvitation, AutomaticSuggestion, ManualInvitation};
use vestibule::server::{NewOrganizationDomain, RoleSettings};

use crate::support::organization_domains::house;
use crate::support::organizations::refusal;
use crate::support::{Database, HOUR, MINUTE, SECOND, on_both};

on_both!(
    a_domain_is_proven_by_a_code,
    names_that_are_no_domain_or_nobody_s_own_are_refused,
    what_the_server_knows_needs_no_code,
    a_mode_is_one_of_the_settings_and_of_a_proven_domain,
    forms_do_it_for_who_is_signed_in,
    mails_and_tries_are_counted,
    where_they_are_off_everything_is_refused,
);

fn named(name: &str) -> NewOrganizationDomain {
    NewOrganizationDomain::named(name)
}

async fn a_domain_is_proven_by_a_code(database: Database) {
    let house = house(&database, |_| {}).await;
    let [ada] = house.people(["ada"]).await;
    let acme = house.organization("Acme", &ada, &[]).await.id;
    let domains = house.vestibule.organizations().acting_as(&ada).domains();
    let made = domains.create(&acme, &named(" Acme.Example ")).await.expect("is named");
    assert!(made.id.starts_with("orgdmn_") && made.organization_id == acme && made.name == "acme.example");
    assert_eq!(
        (made.verified, made.enrollment_mode, &made.affiliation_email_address),
        (false, ManualInvitation, &None)
    );
    assert_eq!(refusal(domains.attempt_verification(&acme, &made.id, "123456").await), "verification_missing@code");
    for (address, told) in [
        ("", "form_param_missing"),
        ("ada", "form_param_format_invalid"),
        ("ada@example.com", "form_param_format_invalid"),
        ("ada@mail.acme.example", "form_param_format_invalid"),
        ("ada@notacme.example", "form_param_format_invalid"),
        ("ada@acme.example.org", "form_param_format_invalid"),
        ("ada@acme.example@evil.example", "form_param_format_invalid"),
    ] {
        let refused = refusal(domains.prepare_verification(&acme, &made.id, address).await);
        assert_eq!(refused, format!("{told}@affiliation_email_address"), "{address}");
    }
    let waits = domains.prepare_verification(&acme, &made.id, "Boss@ACME.example").await.expect("is mailed");
    assert_eq!((waits.verified, waits.affiliation_email_address.as_deref()), (false, Some("Boss@ACME.example")));
    let mail = house.mail_to("Boss@ACME.example").await;
    assert!(mail.subject.contains("acme.example") && mail.text.contains("Acme"), "{}", mail.text);
    assert!(mail.text.contains("you can ignore this mail"), "{}", mail.text);
    let first = mail.code.expect("a code");
    assert_eq!(
        refusal(domains.prepare_verification(&acme, &made.id, "boss@acme.example").await),
        "too_many_requests",
        "one was sent a moment ago"
    );
    house.clock.advance(30 * SECOND);
    domains.prepare_verification(&acme, &made.id, "boss@acme.example").await.expect("is mailed");
    let code = house.code_for("boss@acme.example").await;
    if code != first {
        assert_eq!(refusal(domains.attempt_verification(&acme, &made.id, &first).await), "form_code_incorrect@code");
    }
    assert_eq!(refusal(domains.attempt_verification(&acme, &made.id, " ").await), "form_param_missing@code");
    let proven = domains.attempt_verification(&acme, &made.id, &code).await.expect("is right");
    assert!(proven.verified && proven.enrollment_mode == ManualInvitation);
    assert_eq!(refusal(domains.attempt_verification(&acme, &made.id, &code).await), "verification_missing@code");
    house.clock.advance(MINUTE);
    assert_eq!(
        refusal(domains.prepare_verification(&acme, &made.id, "boss@acme.example").await),
        "verification_missing"
    );
    assert_eq!(domains.get(&acme, &made.id).await.expect("is there"), proven);
    let other = domains.create(&acme, &named("acme.test")).await.expect("is named");
    assert_eq!(domains.list(&acme, 10, 0).await.expect("a list"), (vec![proven.clone(), other.clone()], 2));
    assert_eq!(domains.list(&acme, 1, 1).await.expect("a list").0, [other]);
    domains.delete(&acme, &made.id).await.expect("is gone");
    assert_eq!(refusal(domains.get(&acme, &made.id).await), "resource_not_found");
    assert_eq!(refusal(domains.delete(&acme, &made.id).await), "resource_not_found");
    let events = "SELECT type FROM events WHERE type LIKE 'organizationDomain%' AND subject_id = ";
    let told = database.texts(&format!("{events}'{}' ORDER BY type", made.id)).await;
    let [created, updated, deleted] = ["created", "updated", "deleted"].map(|it| format!("organizationDomain.{it}"));
    assert_eq!(told, [created, deleted, updated.clone(), updated.clone(), updated]);
    let data = "SELECT data FROM events WHERE type = 'organizationDomain.deleted'";
    let data: serde_json::Value = serde_json::from_str(&database.texts(data).await[0]).expect("is JSON");
    assert_eq!(data, json!({"id": made.id, "object": "organization_domain", "deleted": true}));
}

async fn names_that_are_no_domain_or_nobody_s_own_are_refused(database: Database) {
    let house = house(&database, |_| {}).await;
    let [ada, bob] = house.people(["ada", "bob"]).await;
    let acme = house.organization("Acme", &ada, &[]).await.id;
    let other = house.organization("Other", &bob, &[]).await.id;
    let organizations = house.vestibule.organizations();
    for domains in [organizations.domains(), organizations.acting_as(&ada).domains()] {
        for (name, told) in [
            ("", "form_param_missing@name"),
            ("acme", "form_param_format_invalid@name"),
            ("https://acme.example", "form_param_format_invalid@name"),
            ("ada@acme.example", "form_param_format_invalid@name"),
            ("acme.example\0", "form_param_format_invalid@name"),
            ("10.0.0.1", "form_param_format_invalid@name"),
            ("gmail.com", "organization_domain_common@name"),
            ("Yahoo.co.uk", "organization_domain_common@name"),
            ("mailinator.com", "organization_domain_common@name"),
        ] {
            assert_eq!(refusal(domains.create(&acme, &named(name)).await), told, "{name}");
        }
    }
    assert_eq!(database.count("organization_domains").await, 0);
    let theirs = organizations.acting_as(&ada).domains();
    let of_other = organizations.acting_as(&bob).domains();
    theirs.create(&acme, &named("acme.example")).await.expect("is named");
    assert_eq!(refusal(theirs.create(&acme, &named("ACME.example")).await), "duplicate_record@name");
    // Until it is proven to be one's, others may name it too.
    let second = of_other.create(&other, &named("acme.example")).await.expect("is named");
    house.domain(&other, "büro.example", ManualInvitation).await;
    // That it is another one's is told to whoever has proven it alone.
    let unknowing = theirs.create(&acme, &named("xn--bro-hoa.example")).await.expect("is named");
    theirs.delete(&acme, &unknowing.id).await.expect("is gone");
    let verified = NewOrganizationDomain { verified: true, ..named("büro.example") };
    assert_eq!(
        refusal(organizations.domains().create(&acme, &verified).await),
        "form_identifier_exists@name",
        "nor does the server"
    );
    let first = theirs.list(&acme, 10, 0).await.expect("a list").0.remove(0);
    theirs.prepare_verification(&acme, &first.id, "a@acme.example").await.expect("is mailed");
    of_other.prepare_verification(&other, &second.id, "b@acme.example").await.expect("is mailed");
    let (code, late) = (house.code_for("a@acme.example").await, house.code_for("b@acme.example").await);
    theirs.attempt_verification(&acme, &first.id, &code).await.expect("is right");
    let taken = "form_identifier_exists@name";
    assert_eq!(refusal(of_other.attempt_verification(&other, &second.id, &late).await), taken);
    house.clock.advance(MINUTE);
    of_other.prepare_verification(&other, &second.id, "b@acme.example").await.expect("is mailed");
    let late = house.code_for("b@acme.example").await;
    assert_eq!(refusal(of_other.attempt_verification(&other, &second.id, &late).await), taken);
    house.clock.advance(MINUTE);
    of_other.prepare_verification(&other, &second.id, "b@acme.example").await.expect("is mailed");
    let late = house.code_for("b@acme.example").await;
    // What is free again is theirs who prove it then.
    theirs.delete(&acme, &first.id).await.expect("is gone");
    assert!(of_other.attempt_verification(&other, &second.id, &late).await.expect("is right").verified);
    for number in 0..50 {
        theirs.create(&acme, &named(&format!("acme{number}.example"))).await.expect("is named");
    }
    assert_eq!(refusal(theirs.create(&acme, &named("more.example")).await), "identification_quota_exceeded@name");
}

async fn what_the_server_knows_needs_no_code(database: Database) {
    let house = house(&database, |_| {}).await;
    let [ada] = house.people(["ada"]).await;
    let acme = house.organization("Acme", &ada, &[]).await.id;
    let mails = house.mails().await.len();
    let organizations = house.vestibule.organizations();
    let new = NewOrganizationDomain { verified: true, enrollment_mode: AutomaticSuggestion, ..named("acme.example") };
    let by = organizations.acting_as(&ada).domains();
    assert_eq!(refusal(by.create(&acme, &new).await), "authorization_invalid", "a person proves it");
    let made = organizations.domains().create(&acme, &new).await.expect("is made");
    assert!(made.verified && made.enrollment_mode == AutomaticSuggestion);
    assert_eq!(by.get(&acme, &made.id).await.expect("is there"), made);
    let unproven = NewOrganizationDomain { verified: false, ..new };
    let refused = refusal(organizations.domains().create(&acme, &unproven).await);
    assert_eq!(refused, "identification_unverified@enrollment_mode");
    assert_eq!(refusal(organizations.domains().create("org_none", &named("a.example")).await), "resource_not_found");
    assert_eq!(house.mails().await.len(), mails);
    // The server may also have a code mailed.
    let second = organizations.domains().create(&acme, &named("acme.test")).await.expect("is named");
    organizations.domains().prepare_verification(&acme, &second.id, "a@acme.test").await.expect("is mailed");
    let code = house.code_for("a@acme.test").await;
    assert!(organizations.domains().attempt_verification(&acme, &second.id, &code).await.expect("is right").verified);
    organizations.delete(&acme).await.expect("is gone");
    assert_eq!(database.count("organization_domains").await, 0);
}

async fn a_mode_is_one_of_the_settings_and_of_a_proven_domain(database: Database) {
    let house = house(&database, |settings| {
        let domains = ["org:sys_domains:manage".to_owned()].into();
        let role = RoleSettings { name: "Domains".into(), permissions: domains, ..RoleSettings::default() };
        settings.organizations.roles.insert("org:domains".into(), role);
    })
    .await;
    let [ada, eve] = house.people(["ada", "eve"]).await;
    let acme = house.organization("Acme", &ada, &[(&eve, "org:domains")]).await.id;
    let organizations = house.vestibule.organizations();
    let domains = organizations.acting_as(&ada).domains();
    let id = domains.create(&acme, &named("acme.example")).await.expect("is named").id;
    for mode in [AutomaticInvitation, AutomaticSuggestion] {
        let refused = refusal(domains.set_enrollment_mode(&acme, &id, mode, false).await);
        assert_eq!(refused, "identification_unverified@enrollment_mode");
    }
    domains.set_enrollment_mode(&acme, &id, ManualInvitation, true).await.expect("that is what it is");
    let proven = house.domain(&acme, "acme.test", ManualInvitation).await;
    for mode in EnrollmentMode::ALL {
        let set = domains.set_enrollment_mode(&acme, &proven, mode, false).await.expect("is set");
        assert_eq!(set.enrollment_mode, mode);
    }
    // Whoever may manage domains gives people by it what they have themselves, and no more.
    let hers = organizations.acting_as(&eve).domains();
    hers.set_enrollment_mode(&acme, &proven, ManualInvitation, false).await.expect("lets nobody in");
    let refused = refusal(hers.set_enrollment_mode(&acme, &proven, AutomaticInvitation, false).await);
    assert_eq!(refused, "authorization_invalid");
    domains.set_enrollment_mode(&acme, &proven, AutomaticInvitation, false).await.expect("is set");
    let strict = house
        .another_with(|settings| settings.organizations.domains.enrollment_modes = [AutomaticSuggestion].into())
        .await;
    let there = strict.vestibule.organizations().domains();
    assert_eq!(there.get(&acme, &proven).await.expect("is there").enrollment_mode, ManualInvitation);
    for mode in [AutomaticInvitation, ManualInvitation] {
        let refused = refusal(there.set_enrollment_mode(&acme, &proven, mode, false).await);
        assert_eq!(refused, "form_param_format_invalid@enrollment_mode");
    }
    there.set_enrollment_mode(&acme, &proven, AutomaticSuggestion, false).await.expect("is set");
}

async fn forms_do_it_for_who_is_signed_in(database: Database) {
    let house = house(&database, |_| {}).await;
    let (browser, ada) = house.person("ada").await;
    let acme = house.organization("Acme", &ada, &[]).await.id;
    let org = ("organization_id", acme.as_str());
    browser
        .post("organization_domain/create", &[org, ("name", "acme")])
        .await
        .expect_error(422, "form_param_format_invalid@name");
    browser.post("organization_domain/create", &[org, ("name", "acme.example")]).await.expect_ok();
    let id = database.texts("SELECT id FROM organization_domains").await.remove(0);
    let domain = ("organization_domain_id", id.as_str());
    let address = ("affiliation_email_address", "boss@acme.example");
    browser
        .post("organization_domain/prepare_verification", &[org, domain, ("affiliation_email_address", "x@y.example")])
        .await
        .expect_error(422, "form_param_format_invalid@affiliation_email_address");
    browser.post("organization_domain/prepare_verification", &[org, domain, address]).await.expect_ok();
    let wrong = browser.post("organization_domain/attempt_verification", &[org, domain, ("code", "12345")]).await;
    wrong.expect_error(422, "form_code_incorrect@code");
    let code = house.code_for("boss@acme.example").await;
    // Without JavaScript one is led back to the page that the form names.
    let fields = [org, domain, ("code", code.as_str()), ("redirect_url", "/dashboard")];
    let page = browser.submit("organization_domain/attempt_verification", &fields).await;
    assert_eq!((page.status, page.path.as_str()), (200, "/dashboard"));
    let mode = "organization_domain/set_enrollment_mode";
    browser
        .post(mode, &[org, domain, ("enrollment_mode", "always")])
        .await
        .expect_error(422, "form_param_format_invalid@enrollment_mode");
    let fields = [org, domain, ("enrollment_mode", "automatic_suggestion"), ("delete_pending", "true")];
    browser.post(mode, &fields).await.expect_ok();
    let domains = house.vestibule.organizations().domains();
    let kept = domains.get(&acme, &id).await.expect("is there");
    assert!(kept.verified && kept.enrollment_mode == AutomaticSuggestion);
    browser.post("organization_domain/delete", &[org, domain]).await.expect_ok();
    browser.post("organization_domain/delete", &[org, domain]).await.expect_error(404, "resource_not_found");
    for form in ["create", "prepare_verification", "attempt_verification", "set_enrollment_mode", "delete"] {
        let answer = house.browser().post(&format!("organization_domain/{form}"), &[org]).await;
        answer.expect_error(401, "authentication_invalid");
    }
}

async fn mails_and_tries_are_counted(database: Database) {
    let house = house(&database, |_| {}).await;
    let [ada] = house.people(["ada"]).await;
    let acme = house.organization("Acme", &ada, &[]).await.id;
    let domains = house.vestibule.organizations().acting_as(&ada).domains();
    let id = domains.create(&acme, &named("acme.example")).await.expect("is named").id;
    let prepare = async |address: &str| {
        house.clock.advance(30 * SECOND);
        domains.prepare_verification(&acme, &id, address).await
    };
    for _ in 0..5 {
        prepare("a@acme.example").await.expect("is mailed");
    }
    assert_eq!(refusal(prepare("A@acme.example").await), "too_many_requests");
    for number in 0..15 {
        prepare(&format!("a{number}@acme.example")).await.expect("is mailed");
    }
    assert_eq!(refusal(prepare("b@acme.example").await), "too_many_requests");
    // With another organization one has no more of it.
    let other = house.organization("Other", &ada, &[]).await.id;
    let there = domains.create(&other, &named("other.example")).await.expect("is named").id;
    assert_eq!(refusal(domains.prepare_verification(&other, &there, "b@other.example").await), "too_many_requests");
    let server = house.vestibule.organizations().domains();
    server.prepare_verification(&other, &there, "b@other.example").await.expect("the server has none");
    house.clock.advance(HOUR);
    prepare("b@acme.example").await.expect("is mailed");
    house.clock.advance(10 * MINUTE);
    let code = house.code_for("b@acme.example").await;
    assert_eq!(refusal(domains.attempt_verification(&acme, &id, &code).await), "verification_expired@code");
}

async fn where_they_are_off_everything_is_refused(database: Database) {
    let off = house(&database, |settings| settings.organizations.domains.enabled = false).await;
    let [ada] = off.people(["ada"]).await;
    let acme = off.organization("Acme", &ada, &[]).await.id;
    let organizations = off.vestibule.organizations();
    let theirs = organizations.acting_as(&ada);
    for domains in [organizations.domains(), theirs.domains()] {
        assert_eq!(refusal(domains.create(&acme, &named("acme.example")).await), "action_not_allowed");
        assert_eq!(refusal(domains.list(&acme, 10, 0).await), "action_not_allowed");
        assert_eq!(refusal(domains.get(&acme, "orgdmn_x").await), "action_not_allowed");
        assert_eq!(refusal(domains.delete(&acme, "orgdmn_x").await), "action_not_allowed");
        assert_eq!(refusal(domains.prepare_verification(&acme, "orgdmn_x", "").await), "action_not_allowed");
        assert_eq!(refusal(domains.attempt_verification(&acme, "orgdmn_x", "").await), "action_not_allowed");
    }
    assert_eq!(refusal(theirs.suggestions(10, 0).await), "action_not_allowed");
    assert_eq!(refusal(theirs.request_membership(&acme).await), "action_not_allowed");
    assert_eq!(refusal(organizations.join_by_domain(&ada, &acme).await), "action_not_allowed");
    let none = off.another_with(|settings| settings.organizations.enabled = false).await;
    let refused = refusal(none.vestibule.organizations().domains().list(&acme, 10, 0).await);
    assert_eq!(refused, "organization_not_enabled_in_instance");
}
