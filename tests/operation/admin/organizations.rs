//! An organization's page: who belongs to it, who is invited, who asks to be let in, its domains and its logo.

use vestibule::model::EnrollmentMode;
use vestibule::server::OperatorRole;
use vestibule::server::flows::organizations::MemberPageQuery;
use vestibule::server::flows::organizations::domains::NewOrganizationDomain;

use crate::support::pictures::{RED, png};
use crate::support::{Answer, Database, House, MINUTE, on_both};

on_both!(
    whoever_is_added_is_named_by_what_they_go_by,
    members_are_found_and_leafed_through,
    an_invitation_is_made_and_taken_back,
    whoever_asks_is_let_in_or_turned_down,
    a_domain_is_looked_after,
    what_no_field_takes_is_where_one_goes_on,
    a_logo_is_set_and_taken_away,
    whoever_is_the_first_admin_is_let_in_as_any_member,
);

async fn house(database: &Database) -> House {
    House::with(database, |settings| {
        settings.organizations.enabled = true;
        settings.organizations.domains.enabled = true;
        settings.security.forms_per_minute = 100_000;
    })
    .await
}

async fn whoever_is_added_is_named_by_what_they_go_by(database: Database) {
    let house = house(&database).await;
    let (operator, _) = house.operator("operator", OperatorRole::Admin).await;
    let [ada, bob] = house.people(["ada", "bob"]).await;
    let acme = house.organization("Acme", &ada, &[]).await.id;
    for (kind, value, normalized, verified_at) in
        [("username", "Bob_B", "bob_b", "NULL"), ("phone_number", "+14155552671", "+14155552671", "1")]
    {
        let insert = "INSERT INTO identifiers (id, user_id, kind, value, normalized, verified_at, created_at)";
        let values = format!("VALUES ('idn_{kind}', '{bob}', '{kind}', '{value}', '{normalized}', {verified_at}, 1)");
        database.execute(&format!("{insert} {values}")).await;
    }
    let add = async |who: &str| {
        let fields = [("identifier", who), ("role", "org:member")];
        operator.send_form_and_follow(&format!("/admin/organizations/{acme}/add_member"), &fields).await
    };
    for who in ["bob@example.com", " BOB@example.com ", "bob_B", "+1 (415) 555-2671", &bob] {
        let page = add(who).await;
        assert!(page.shows("They belong to it now"), "{who}: {}", page.body);
        assert_eq!(house.role_of(&acme, &bob).await.as_deref(), Some("org:member"), "{who}");
        house.vestibule.organizations().remove_member(&acme, &bob).await.expect("is out");
    }
    // Who only says that a number is theirs is not meant by it.
    database.execute("UPDATE identifiers SET verified_at = NULL WHERE kind = 'phone_number'").await;
    for who in ["nobody@example.com", "+14155552671", "", "user_x", "bob_b\0"] {
        let page = add(who).await;
        assert!(page.shows("Nobody is known by that"), "{who}: {}", page.body);
    }
    assert_eq!(house.role_of(&acme, &bob).await, None);
    let made = [("name", "Other"), ("created_by", "bob_b")];
    let made = operator.send_form_and_follow("/admin/organizations", &made).await;
    assert!(made.shows("The organization is there") && made.shows("bob@example.com"), "{}", made.body);
    let nobody = [("name", "Third"), ("created_by", "nobody@example.com")];
    let nobody = operator.send_form("/admin/organizations", &nobody).await;
    assert!(nobody.status == 422 && nobody.shows("Nobody is known by that"), "{}", nobody.body);
    assert!(nobody.shows("value=\"Third\"") && !nobody.shows("<strong dir=\"auto\">Third"), "{}", nobody.body);
}

/// Where a list of a page leads on to.
fn next_in(page: &Answer, list: &str) -> Option<String> {
    let mut links = page.body.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let next = links.find(|link| link.ends_with(&format!("#{list}")) && link.contains(&format!("{list}=")))?;
    Some(next.split('#').next()?.replace("&amp;", "&"))
}

async fn members_are_found_and_leafed_through(database: Database) {
    let house = house(&database).await;
    let (operator, _) = house.operator("operator", OperatorRole::Support).await;
    let [ada, bob] = house.people(["ada", "bob"]).await;
    let acme = house.organization("Acme", &ada, &[(&bob, "org:member")]).await.id;
    house.vestibule.seed(58, &mut |_, _| {}).await.expect("are made");
    let members = format!(
        "INSERT INTO organization_memberships (id, organization_id, user_id, role, created_at, updated_at)
         SELECT 'orgmem_' || id, '{acme}', id, 'org:member', 5, 5 FROM users WHERE id <> '{ada}' AND id <> '{bob}'
             AND first_name IS NOT NULL"
    );
    database.execute(&members).await;
    let (mut seen, mut after) = (std::collections::BTreeSet::new(), None);
    for many in [25, 25, 10] {
        let query = MemberPageQuery { after, limit: 25, ..MemberPageQuery::default() };
        let part = house.vestibule.organizations().parts(&acme).members(&query).await.expect("is read");
        assert_eq!(part.data.len(), many);
        seen.extend(part.data.into_iter().map(|it| it.public_user_data.user_id));
        after = part.next;
    }
    assert!(seen.len() == 60 && after.is_none(), "everybody once: {}", seen.len());

    let path = format!("/admin/organizations/{acme}");
    let first = operator.page_alone(&path).await;
    assert_eq!(first.body.matches("/remove_member\"").count(), 25, "{}", first.body);
    assert!(!first.shows("ada@example.com"), "who came last comes last");
    let second = operator.page_alone(&next_in(&first, "members").expect("goes on")).await;
    let third = operator.page_alone(&next_in(&second, "members").expect("goes on")).await;
    assert!(third.shows("ada@example.com") && third.shows("bob@example.com"), "{}", third.body);
    assert_eq!(next_in(&third, "members"), None);

    for typed in ["ADA@", "ada@example.com", &ada] {
        let found = operator.page_alone(&format!("{path}?q={typed}")).await;
        assert_eq!(found.body.matches("/remove_member\"").count(), 1, "{typed}: {}", found.body);
        assert!(found.shows("ada@example.com") && !found.shows("bob@example.com"), "{typed}");
    }
    for typed in ["operator", "user_x", "%25", "x%00"] {
        let none = operator.page_alone(&format!("{path}?q={typed}")).await;
        assert!(none.status == 200 && none.shows("No member begins so"), "{typed}: {}", none.body);
    }
    let user = operator.page_alone(&format!("/admin/users/{bob}")).await;
    assert!(user.shows(&format!("{path}?q={bob}#members")), "{}", user.body);
    assert!(first.shows(&format!("/admin/audit-log?organization_id={acme}")), "{}", first.body);
}

async fn an_invitation_is_made_and_taken_back(database: Database) {
    let house = house(&database).await;
    let (admin, _) = house.operator("operator", OperatorRole::Admin).await;
    let (support, _) = house.operator("support", OperatorRole::Support).await;
    let [ada] = house.people(["ada"]).await;
    let acme = house.organization("Acme", &ada, &[]).await.id;
    let to = |action: &str| format!("/admin/organizations/{acme}/{action}");
    let fields = [("email_address", "new@example.com"), ("role", "org:member")];
    let page = admin.send_form_and_follow(&to("invite"), &fields).await;
    assert!(page.shows("on its way by mail") && page.shows("new@example.com"), "{}", page.body);
    assert!(house.mail_to("new@example.com").await.link.is_some());
    let twice = admin.send_form_and_follow(&to("invite"), &fields).await;
    assert!(twice.shows("role=\"alert\""), "{}", twice.body);
    let id = database.texts("SELECT id FROM organization_invitations").await.remove(0);
    let page = support.send_form_and_follow(&to("revoke_invitation"), &[("id", &id)]).await;
    assert!(page.shows("was taken back") && page.shows("No invitation waits"), "{}", page.body);
    let again = support.send_form_and_follow(&to("revoke_invitation"), &[("id", &id)]).await;
    assert!(again.shows("was taken back"), "{}", again.body);
    let written = "SELECT COUNT(*) FROM audit_entries WHERE action = 'organizationInvitation.revoked'";
    assert_eq!(database.number(written).await, 1, "another time changes nothing");

    let insert = format!(
        "INSERT INTO organization_invitations (id, organization_id, email_address, normalized, slot, ticket_hash, role, expire_at,
             created_at, updated_at)
         SELECT 'orginv_' || id, '{acme}', id, id, id, id, 'org:member', 9000000000000, 1, 1 FROM users WHERE first_name IS NOT NULL"
    );
    house.vestibule.seed(30, &mut |_, _| {}).await.expect("are made");
    database.execute(&insert).await;
    let first = support.page_alone(&format!("/admin/organizations/{acme}")).await;
    assert_eq!(first.body.matches("/revoke_invitation\"").count(), 25, "{}", first.body);
    let second = support.page_alone(&next_in(&first, "invitations").expect("goes on")).await;
    assert_eq!(second.body.matches("/revoke_invitation\"").count(), 5, "{}", second.body);
    assert_eq!(next_in(&second, "invitations"), None);
}

async fn whoever_asks_is_let_in_or_turned_down(database: Database) {
    let house = house(&database).await;
    let (admin, _) = house.operator("operator", OperatorRole::Admin).await;
    let (support, supports_id) = house.operator("support", OperatorRole::Support).await;
    let [ada] = house.people(["ada"]).await;
    let acme = house.organization("Acme", &ada, &[]).await.id;
    house.domain(&acme, "acme.example", EnrollmentMode::AutomaticSuggestion).await;
    let organizations = house.vestibule.organizations();
    let mut people = Vec::new();
    for name in ["grace", "hedy"] {
        let (_, id) = house.person_at(&format!("{name}@acme.example")).await;
        organizations.request_membership(&id, &acme).await.expect("asks");
        house.clock.advance(1);
        people.push(id);
    }
    let (asked, _) = organizations.membership_requests().list(&acme, None, (10, 0)).await.expect("a list");
    let path = format!("/admin/organizations/{acme}");
    let page = support.page_alone(&path).await;
    assert!(page.shows("grace@acme.example") && page.shows("hedy@acme.example"), "{}", page.body);
    assert!(page.shows("Turn down") && !page.shows("Let in"), "who only helps lets nobody in: {}", page.body);
    let accept = format!("{path}/accept_request");
    assert_eq!(support.send_form(&accept, &[("id", &asked[0].id)]).await.status, 403);
    let page = admin.send_form_and_follow(&accept, &[("id", &asked[0].id)]).await;
    assert!(page.shows("They belong to it now, and were told"), "{}", page.body);
    assert_eq!(house.role_of(&acme, &people[0]).await.as_deref(), Some("org:member"));
    let page = support.send_form_and_follow(&format!("{path}/reject_request"), &[("id", &asked[1].id)]).await;
    assert!(page.shows("do not ask again") && page.shows("Nobody asks to be let in"), "{}", page.body);
    assert_eq!(house.role_of(&acme, &people[1]).await, None);
    let twice = admin.send_form_and_follow(&accept, &[("id", &asked[1].id)]).await;
    assert!(twice.shows("role=\"alert\""), "{}", twice.body);
    assert_eq!(admin.send_form(&accept, &[("id", "orgmemreq_x")]).await.status, 404);

    // Of an operator who may more, or of oneself, nobody answers a request.
    let own =
        format!("UPDATE organization_membership_requests SET user_id = '{supports_id}' WHERE id = '{}'", asked[1].id);
    database.execute(&own).await;
    assert_eq!(support.send_form(&format!("{path}/reject_request"), &[("id", &asked[1].id)]).await.status, 403);
}

async fn a_domain_is_looked_after(database: Database) {
    let house = house(&database).await;
    let (operator, _) = house.operator("operator", OperatorRole::Admin).await;
    let [ada] = house.people(["ada"]).await;
    let acme = house.organization("Acme", &ada, &[]).await.id;
    let act = async |action: &str, fields: &[(&str, &str)]| {
        operator.send_form_and_follow(&format!("/admin/organizations/{acme}/{action}"), fields).await
    };
    let fields = [("name", "acme.example"), ("enrollment_mode", "automatic_suggestion"), ("verified", "1")];
    let page = act("add_domain", &fields).await;
    assert!(page.shows("The domain was added") && page.shows("acme.example"), "{}", page.body);
    let twice = act("add_domain", &fields).await;
    assert!(twice.shows("role=\"alert\"") && twice.shows("name:"), "{}", twice.body);
    let unproven = act("add_domain", &[("name", "other.example"), ("enrollment_mode", "automatic_suggestion")]).await;
    assert!(unproven.shows("enrollment_mode:"), "{}", unproven.body);
    let (domains, _) = house.vestibule.organizations().domains().list(&acme, 10, 0).await.expect("a list");
    assert!(domains.len() == 1 && domains[0].verified, "{domains:?}");
    assert_eq!(domains[0].enrollment_mode, EnrollmentMode::AutomaticSuggestion);
    let id = domains[0].id.as_str();
    let page = act("set_domain", &[("id", id), ("enrollment_mode", "manual_invitation")]).await;
    assert!(page.shows("The domain was changed") && page.shows("Not proven"), "{}", page.body);
    let wrong = act("set_domain", &[("id", id), ("enrollment_mode", "by_magic")]).await;
    assert!(wrong.status == 422 && wrong.shows("enrollment_mode:"), "{}", wrong.body);
    let unproven = act("set_domain", &[("id", id), ("enrollment_mode", "automatic_invitation")]).await;
    assert!(unproven.status == 422 && unproven.shows("id=\"domain-mode-0-wrong\""), "{}", unproven.body);
    assert!(unproven.shows("<option value=\"automatic_invitation\" selected>"), "{}", unproven.body);
    let page = act("remove_domain", &[("id", id)]).await;
    assert!(page.shows("The domain is gone") && page.shows("It has named no domain"), "{}", page.body);
}

async fn what_no_field_takes_is_where_one_goes_on(database: Database) {
    let house = house(&database).await;
    let (operator, _) = house.operator("operator", OperatorRole::Admin).await;
    let [ada, bob] = house.people(["ada", "bob"]).await;
    let (acme, other) =
        (house.organization("Acme", &ada, &[]).await.id, house.organization("Other", &bob, &[]).await.id);
    let domains = house.vestibule.organizations().domains();
    for (organization, verified) in [(&acme, true), (&other, false)] {
        let new = NewOrganizationDomain {
            name: "acme.example".into(),
            enrollment_mode: EnrollmentMode::ManualInvitation,
            verified,
        };
        domains.create(organization, &new).await.expect("is named");
    }
    let (of_other, _) = domains.list(&other, 10, 0).await.expect("a list");
    let theirs = [("id", of_other[0].id.as_str()), ("enrollment_mode", "manual_invitation"), ("verified", "1")];
    let here = " tabindex=\"-1\" autofocus>";
    for (organization, action, fields, part) in [
        (&acme, "add_member", &[("identifier", "ada@example.com"), ("role", "org:member")][..], "members"),
        (&other, "set_domain", &theirs[..], "domains"),
    ] {
        let path = format!("/admin/organizations/{organization}/{action}");
        let refused = operator.send_form(&path, fields).await;
        assert_eq!(refused.status, 422, "{action}: {}", refused.body);
        assert_eq!(refused.body.matches(" autofocus").count(), 1, "{action}: {}", refused.body);
        let shown =
            refused.body.split(&format!("id=\"{part}\"")).nth(1).and_then(|rest| rest.split("</section>").next());
        assert!(shown.is_some_and(|shown| shown.contains(here)), "{action}: {}", refused.body);
    }
    // Where a field takes it one goes on there.
    let nobody = [("identifier", "nobody@example.com"), ("role", "org:member")];
    let refused = operator.send_form(&format!("/admin/organizations/{acme}/add_member"), &nobody).await;
    assert!(refused.shows(" autofocus") && !refused.shows(here), "{}", refused.body);
}

async fn a_logo_is_set_and_taken_away(database: Database) {
    let house = house(&database).await;
    let (operator, _) = house.operator("operator", OperatorRole::Support).await;
    let [ada] = house.people(["ada"]).await;
    let acme = house.organization("Acme", &ada, &[]).await.id;
    let path = format!("/admin/organizations/{acme}");
    let upload = async |fields: &[(&str, &str)], file: Option<(&str, &[u8])>| {
        let ask = operator.ask("POST", &format!("{path}/logo")).by_hand().multipart(fields, file);
        ask.send_and_follow().await
    };
    let picture = png(RED);
    let page = upload(&[], Some(("logo.png", &picture))).await;
    assert!(page.shows("The logo was changed") && page.shows("<img class=\"avatar\""), "{}", page.body);
    type Sent<'a> = (&'a [(&'a str, &'a str)], Option<(&'a str, &'a [u8])>);
    let wrong: [Sent<'_>; 4] = [
        (&[], Some(("logo.png", b"no picture"))),
        (&[], Some(("logo.png", b""))),
        (&[], None),
        (&[("name", "x")], Some(("logo.png", &picture))),
    ];
    for (fields, file) in wrong {
        let page = upload(fields, file).await;
        assert!(page.shows("role=\"alert\"") && page.shows("<img class=\"avatar\""), "{}", page.body);
    }
    for typed in ["", "acme"] {
        let page = operator.send_form_and_follow(&format!("{path}/remove_logo"), &[("confirmation", typed)]).await;
        assert!(page.shows("confirmation:") && page.shows("<img class=\"avatar\""), "{typed}: {}", page.body);
    }
    let page = operator.send_form_and_follow(&format!("{path}/remove_logo"), &[("confirmation", "Acme")]).await;
    assert!(page.shows("The logo is gone") && !page.shows("<img class=\"avatar\""), "{}", page.body);
}

async fn whoever_is_the_first_admin_is_let_in_as_any_member(database: Database) {
    let house = house(&database).await;
    let (_, owner) = house.operator("owner", OperatorRole::Owner).await;
    let (operator, _) = house.operator("operator", OperatorRole::Admin).await;
    let [ada] = house.people(["ada"]).await;
    let create = async |created_by: &str| {
        operator.send_form("/admin/organizations", &[("name", "Acme"), ("created_by", created_by)]).await
    };
    for who in [owner.as_str(), "owner@example.com"] {
        assert_eq!(create(who).await.status, 403, "{who}");
    }
    assert_eq!(database.count("organizations").await, 0);
    assert_eq!(create(&ada).await.status, 303);
    assert_eq!(database.count("organization_memberships").await, 1);

    house.clock.advance(11 * MINUTE);
    let led = create(&ada).await;
    let to = "/vestibule/reverify?redirect_url=/admin/organizations";
    assert!(led.header("location").is_some_and(|it| it.starts_with(to)), "{:?}", led.header("location"));
    assert_eq!(database.count("organizations").await, 1);
    // One that nobody belongs to takes none.
    let empty = operator.send_form("/admin/organizations", &[("name", "Empty"), ("created_by", " ")]).await;
    assert_eq!(empty.status, 303, "{}", empty.body);
    assert_eq!(database.count("organizations").await, 2);
}
