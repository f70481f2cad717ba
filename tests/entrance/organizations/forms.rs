//! What people do with organizations from pages: who may, where it leads, what pages show of it.

use serde_json::Value;
use vestibule::model::{FieldRule, Organization};

use crate::support::organizations::{house, with_organizations};
use crate::support::pictures::png;
use crate::support::{Answer, Browser, Database, House, Person, location, on_both};

on_both!(
    whoever_may_not_is_refused_in_every_form,
    what_forms_are_sent_for_is_done,
    whoever_makes_or_leaves_one_is_led_where_the_app_says,
    whoever_acts_for_themselves_is_led_where_the_app_says,
    nobody_is_led_to_other_sites,
    a_logo_is_uploaded_by_whoever_may,
    whoever_is_held_up_accepts_and_is_in,
    a_refusal_says_which_address_it_is_about,
    pages_show_what_a_role_allows,
    lists_on_pages_come_in_parts,
    sections_are_drawn_for_members_alone,
    whoever_is_no_member_any_more_is_told_so,
    whoever_is_led_on_is_told_where_they_come_to,
    that_an_invitation_was_sent_again_is_shown,
    what_came_of_joining_is_shown,
    whoever_asks_for_part_of_it_gets_that,
    what_is_wrong_is_said_where_it_is_wrong,
    whoever_has_made_as_many_as_they_may_sees_no_form,
    without_organizations_there_is_no_page_of_them,
);

async fn open(database: &Database) -> House {
    house(database, |settings| {
        with_organizations(settings);
        settings.paths.organization_profile = "/organization".into();
        settings.paths.create_organization = "/create-organization".into();
        settings.security.new_device_mail = false;
    })
    .await
}

/// An organization with an admin and a member, and someone who has one of their own.
struct People {
    house: House,
    acme: Organization,
    admin: Browser,
    member: Browser,
    stranger: Browser,
    member_id: String,
}

async fn people(database: &Database) -> People {
    let house = open(database).await;
    let (admin, admin_id) = house.person("ada").await;
    let (member, member_id) = house.person("bob").await;
    let (stranger, stranger_id) = house.person("eve").await;
    let acme = house.organization("Acme", &admin_id, &[(&member_id, "org:member")]).await;
    house.organization("Evil", &stranger_id, &[]).await;
    for browser in [&admin, &member] {
        browser.post("session/set_active_organization", &[("organization", &acme.id)]).await.expect_ok();
    }
    People { house, acme, admin, member, stranger, member_id }
}

impl Browser {
    async fn upload_logo(&self, organization_id: &str) -> Answer {
        let ask = self.ask("POST", "/vestibule/api/organization/set_logo").by_script();
        ask.multipart(&[("organization_id", organization_id)], Some(("logo.png", &png([200, 10, 10])))).send().await
    }

    /// A section as the browser asks for it.
    async fn drawn(&self, section: &str, at: &str) -> Answer {
        self.get(&format!("/vestibule/drawn/{section}?id=x&at={}", at.replace('?', "%3F").replace('=', "%3D"))).await
    }
}

async fn whoever_may_not_is_refused_in_every_form(database: Database) {
    let People { house, acme, member, stranger, member_id, .. } = people(&database).await;
    let (invitation, _) = house.invite_to(&acme.id, "new@example.com").await;
    let id = acme.id.as_str();
    let forms: [(&str, &[(&str, &str)]); 10] = [
        ("organization/update", &[("organization_id", id), ("name", "Hacked")]),
        ("organization/delete", &[("organization_id", id), ("organization_name", "Acme")]),
        ("organization/remove_logo", &[("organization_id", id)]),
        ("organization_membership/update", &[("organization_id", id), ("user_id", &member_id), ("role", "org:admin")]),
        ("organization_membership/remove", &[("organization_id", id), ("user_id", &member_id)]),
        ("organization_invitation/create", &[("organization_id", id), ("email_addresses", "x@example.com")]),
        ("organization_invitation/resend", &[("organization_id", id), ("organization_invitation_id", &invitation)]),
        ("organization_invitation/revoke", &[("organization_id", id), ("organization_invitation_id", &invitation)]),
        ("organization_invitation/list", &[("organization_id", id)]),
        ("organization_membership/list", &[("organization_id", id)]),
    ];
    for (form, fields) in forms {
        stranger.post(form, fields).await.expect_error(404, "resource_not_found");
        if form != "organization_membership/list" {
            member.post(form, fields).await.expect_error(403, "authorization_invalid");
        }
    }
    member.upload_logo(id).await.expect_error(403, "authorization_invalid");
    stranger.upload_logo(id).await.expect_error(404, "resource_not_found");
    stranger.post("organization/get", &[("organization_id", id)]).await.expect_error(404, "resource_not_found");
    stranger.post("organization/leave", &[("organization_id", id)]).await.expect_error(404, "resource_not_found");
    // Another one's id with one's own organization does not get around it.
    let theirs = stranger.post("client/get", &[]).await.json();
    assert!(theirs["sessions"][0]["organization"].is_null(), "{theirs}");
    stranger
        .post("organization_invitation/accept", &[("organization_invitation_id", &invitation)])
        .await
        .expect_error(404, "resource_not_found");
    let after = house.vestibule.organizations().get(id).await.expect("is read").expect("is there");
    assert_eq!((after.name.as_str(), after.members_count, after.pending_invitations_count), ("Acme", 2, 1));
    assert_eq!(house.role_of(id, &member_id).await.as_deref(), Some("org:member"));
}

async fn what_forms_are_sent_for_is_done(database: Database) {
    let People { house, acme, admin, member, member_id, .. } = people(&database).await;
    let id = acme.id.as_str();
    let of_member = [("organization_id", id), ("user_id", member_id.as_str())];
    admin
        .post("organization_membership/update", &[&of_member[..], &[("role", "org:editor")]].concat())
        .await
        .expect_ok();
    assert_eq!(house.role_of(id, &member_id).await.as_deref(), Some("org:editor"));
    let found = admin.post("organization_membership/list", &[("organization_id", id), ("role", "org:editor")]).await;
    let found = found.expect_ok().json();
    assert_eq!((&found["total_count"], &found["data"][0]["role_name"]), (&1.into(), &"Editor".into()));

    admin
        .post("organization/update", &[("organization_id", id), ("name", "Acme Ltd"), ("slug", "ltd")])
        .await
        .expect_ok();
    let got = member.post("organization/get", &[("organization_id", id)]).await.expect_ok().json();
    assert_eq!((&got["name"], &got["slug"]), (&"Acme Ltd".into(), &"ltd".into()));
    let kept = admin.post("organization/update", &[("organization_id", id), ("name", "Acme"), ("slug", "")]).await;
    assert_eq!(kept.expect_ok().json()["client"]["sessions"][0]["organization"]["slug"], "ltd");

    let invited = "a@example.com; b@example.com\nB@example.com, <c@example.com>";
    let fields = [("organization_id", id), ("email_addresses", invited), ("role", "org:editor")];
    admin.post("organization_invitation/create", &fields).await.expect_ok();
    let waiting = admin.post("organization_invitation/list", &[("organization_id", id), ("limit", "2")]).await.json();
    assert_eq!((&waiting["total_count"], waiting["data"].as_array().map(Vec::len)), (&3.into(), Some(2)));
    assert_eq!(waiting["data"][0]["role"], "org:editor");

    admin.post("organization_membership/remove", &of_member).await.expect_ok();
    assert_eq!(house.role_of(id, &member_id).await, None);
    let there = member.post("client/get", &[]).await.json();
    assert!(there["sessions"][0]["organization"].is_null(), "{there}");
    admin
        .post("organization/leave", &[("organization_id", id)])
        .await
        .expect_error(403, "organization_minimum_permissions_needed");
    admin
        .post("organization/delete", &[("organization_id", id), ("organization_name", "Acm")])
        .await
        .expect_error(422, "form_param_format_invalid@organization_name");
    admin
        .post("organization/delete", &[("organization_id", id), ("organization_name", " ")])
        .await
        .expect_error(422, "form_param_missing@organization_name");
    admin.post("organization/delete", &[("organization_id", id), ("organization_name", " acme ")]).await.expect_ok();
    assert_eq!(house.vestibule.organizations().get(id).await.expect("is read"), None);
}

/// Where a form without JavaScript leads, or the answer's `redirect_to` with it: both have to say the same.
async fn leads(browser: &Browser, form: &str, fields: &[(&str, &str)]) -> String {
    location(&browser.ask("POST", &format!("/vestibule/api/{form}")).by_hand().form(fields).send().await)
}

async fn whoever_makes_or_leaves_one_is_led_where_the_app_says(database: Database) {
    let house = open(&database).await;
    let (ada, ada_id) = house.person("ada").await;
    let made = |name: &'static str, after: &'static str| {
        [("name", name), ("redirect_url", "/create-organization"), ("after_create_url", after)]
    };
    assert_eq!(
        leads(&ada, "organization/create", &made("One", "/o/:slug?by=:id")).await.split("?by=org_").next(),
        Some("/o/one")
    );
    assert_eq!(leads(&ada, "organization/create", &made("Two", "")).await, "/create-organization");
    // What is wrong is told on the page of the form.
    let wrong = [("name", ""), ("redirect_url", "/create-organization"), ("after_create_url", "/o/:slug")];
    assert_eq!(leads(&ada, "organization/create", &wrong).await, "/create-organization");
    let page = ada.page("/create-organization").await;
    assert!(page.shows("Enter"), "{}", page.body);

    let (_, bob_id) = house.person("bob").await;
    let acme = house.organization("Acme", &bob_id, &[(&ada_id, "org:member")]).await;
    let fields =
        [("organization_id", acme.id.as_str()), ("redirect_url", "/organization"), ("after_leave_url", "/bye")];
    assert_eq!(leads(&ada, "organization/leave", &fields).await, "/bye");
    // Once more it is refused, on the page of the form.
    assert_eq!(leads(&ada, "organization/leave", &fields).await, "/organization");
    let choose = |organization: &'static str, after: &'static str| {
        [("organization", organization), ("redirect_url", "/list"), ("after_select_url", after)]
    };
    let form = "session/set_active_organization";
    assert_eq!(leads(&ada, form, &choose("one", "/o/one")).await, "/o/one");
    assert_eq!(leads(&ada, form, &choose("one", "")).await, "/list");
    assert_eq!(leads(&ada, form, &choose("one", "https://evil.example")).await, "/list");
    assert_eq!(leads(&ada, form, &choose("acme", "/o/acme")).await, "/list", "which is not theirs");
}

async fn whoever_acts_for_themselves_is_led_where_the_app_says(database: Database) {
    let house = house(&database, |settings| {
        with_organizations(settings);
        settings.sign_up.username = FieldRule::Optional;
    })
    .await;
    let (ada, id) = house.person("ada").await;
    let acme = house.organization("Acme", &id, &[]).await;
    ada.post("session/set_active_organization", &[("organization", &acme.id)]).await.expect_ok();
    let leads_to = async |next: &str| {
        let options = "after_select_personal_url%3D%252Fpeople%252F%253Ausername%253Fby%253D%253Aid";
        for section in ["organization-switcher", "organization-list"] {
            let drawn = ada.get(&format!("/vestibule/drawn/{section}?id=x&at=/&options={options}")).await;
            let field = format!(r#"name="after_select_url" value="{next}""#);
            assert!(drawn.body.contains(&field), "{section}: {}", drawn.body);
        }
        let fields = [("organization", ""), ("redirect_url", "/list"), ("after_select_url", next)];
        assert_eq!(leads(&ada, "session/set_active_organization", &fields).await, next);
        ada.post("session/set_active_organization", &[("organization", &acme.id)]).await.expect_ok();
    };
    leads_to(&format!("/people/{id}?by={id}")).await;
    ada.post("user/update_username", &[("username", "Ada.L-1")]).await.expect_ok();
    leads_to(&format!("/people/Ada.L-1?by={id}")).await;
}

async fn nobody_is_led_to_other_sites(database: Database) {
    let house = open(&database).await;
    let (ada, _) = house.person("ada").await;
    for evil in ["https://evil.example/:slug", "//evil.example", "/\\evil.example", "javascript:alert(1)"] {
        let fields = [("name", "Acme"), ("redirect_url", "/create-organization"), ("after_create_url", evil)];
        assert_eq!(leads(&ada, "organization/create", &fields).await, "/create-organization", "{evil}");
        let acme = ada.post("client/get", &[]).await.json()["sessions"][0]["organization"]["id"].clone();
        let id = acme.as_str().expect("an id").to_owned();
        let fields = [("organization", id.as_str()), ("redirect_url", "/list"), ("after_select_url", evil)];
        assert_eq!(leads(&ada, "session/set_active_organization", &fields).await, "/list", "{evil}");
        let fields = [("organization", ""), ("redirect_url", "/list"), ("after_select_url", evil)];
        assert_eq!(leads(&ada, "session/set_active_organization", &fields).await, "/list", "{evil}");
        let fields = [("organization_id", id.as_str()), ("organization_name", "Acme"), ("after_leave_url", evil)];
        let left = leads(&ada, "organization/delete", &fields).await;
        assert!(left.starts_with('/') && !left.contains("evil"), "{evil}: {left}");
    }
}

async fn a_logo_is_uploaded_by_whoever_may(database: Database) {
    let People { acme, admin, member, .. } = people(&database).await;
    let id = acme.id.as_str();
    let answer = admin.upload_logo(id).await;
    let shown = answer.expect_ok().json()["client"]["sessions"][0]["organization"]["image_url"].clone();
    let first = shown.as_str().expect("an address").to_owned();
    admin.get(&first).await.expect_ok();
    let again = admin.upload_logo(id).await.expect_ok().json();
    let second = again["client"]["sessions"][0]["organization"]["image_url"].as_str().expect("one").to_owned();
    assert_ne!(first, second);
    assert_eq!(member.get(&first).await.status, 404, "the one before is gone");
    // Nobody's picture becomes a logo by the other form, nor the other way round.
    let picture = png([1, 2, 3]);
    member.upload(&[("organization_id", id)], &picture).await.expect_error(422, "form_param_unknown");
    let ask = admin.ask("POST", "/vestibule/api/organization/set_logo").by_script();
    ask.multipart(&[], Some(("logo.png", &picture))).send().await.expect_error(404, "resource_not_found");
    let ask = admin.ask("POST", "/vestibule/api/organization/set_logo").by_script();
    let broken = ask.multipart(&[("organization_id", id)], Some(("logo.png", b"<svg/>"))).send().await;
    broken.expect_error(422, "avatar_file_type_invalid@file");
    let gone = admin.post("organization/remove_logo", &[("organization_id", id)]).await.expect_ok().json();
    assert!(gone["client"]["sessions"][0]["organization"]["image_url"].is_null(), "{gone}");
    assert_eq!(admin.get(&second).await.status, 404);
    // What is deleted leaves no picture behind.
    let third = admin.upload_logo(id).await.expect_ok().json();
    let third = third["client"]["sessions"][0]["organization"]["image_url"].as_str().expect("one").to_owned();
    admin.post("organization/delete", &[("organization_id", id), ("organization_name", "Acme")]).await.expect_ok();
    assert_eq!(admin.get(&third).await.status, 404);
}

async fn whoever_is_held_up_accepts_and_is_in(database: Database) {
    let house = house(&database, |settings| settings.organizations.personal_accounts = false).await;
    let bob = Person::named("bob");
    let ada = house.sign_up(&Person::named("ada")).await.post("client/get", &[]).await.json();
    let ada = ada["sessions"][0]["user"]["id"].as_str().expect("an id").to_owned();
    let acme = house.organization("Acme", &ada, &[]).await;
    let held_up = house.sign_up(&bob).await;
    let page = held_up.page("/sign-in/choose-organization").await;
    assert!(!page.shows("Acme"), "{}", page.body);
    let (invitation, _) = house.invite_to(&acme.id, &bob.email).await;
    let page = held_up.page("/sign-in/choose-organization").await;
    assert!(page.shows("Join Acme"), "{}", page.body);
    let fields = [("organization_invitation_id", invitation.as_str())];
    let client = held_up.post("organization_invitation/accept", &fields).await.expect_ok().json()["client"].clone();
    assert_eq!(
        (&client["sessions"][0]["status"], &client["sessions"][0]["organization"]["name"]),
        (&"active".into(), &"Acme".into())
    );
    assert_eq!(held_up.get("/api/me").await.status, 200);
}

async fn a_refusal_says_which_address_it_is_about(database: Database) {
    let People { acme, admin, .. } = people(&database).await;
    let invite = async |addresses: &str| {
        let fields = [("organization_id", acme.id.as_str()), ("email_addresses", addresses)];
        admin.post("organization_invitation/create", &fields).await
    };
    let told = |answer: &Answer| -> Value { answer.json()["errors"][0]["meta"]["email_addresses"].clone() };
    let wrong = invite("a@example.com nonsense b@example.com").await;
    wrong.expect_error(422, "form_param_format_invalid@email_addresses");
    assert_eq!(told(&wrong), serde_json::json!(["nonsense"]));
    invite("a@example.com").await.expect_ok();
    let twice = invite("c@example.com A@example.com").await;
    twice.expect_error(422, "duplicate_record@email_addresses");
    assert_eq!(told(&twice), serde_json::json!(["A@example.com"]));
    let bob = Person::named("bob").email;
    let member = invite(&format!("c@example.com, {bob}")).await;
    member.expect_error(403, "already_a_member_in_organization@email_addresses");
    assert_eq!(told(&member), serde_json::json!([bob]));
    invite(" ,; ").await.expect_error(422, "form_param_missing@email_addresses");
    let waiting = admin.post("organization_invitation/list", &[("organization_id", &acme.id)]).await.json();
    assert_eq!(waiting["total_count"], 1, "all or nobody");
    // Without JavaScript the page says it, with what was typed.
    let fields = [
        ("organization_id", acme.id.as_str()),
        ("email_addresses", "x@example.com nonsense"),
        ("redirect_url", "/organization/invitations"),
    ];
    assert_eq!(leads(&admin, "organization_invitation/create", &fields).await, "/organization/invitations");
    let page = admin.page("/organization/invitations").await;
    assert!(page.shows("x@example.com nonsense") && page.shows("Enter a valid email address."), "{}", page.body);
}

async fn pages_show_what_a_role_allows(database: Database) {
    let People { house, acme, admin, member, stranger, .. } = people(&database).await;
    house.invite_to(&acme.id, "new@example.com").await;
    let pages = ["/organization", "/organization/members", "/organization/invitations"];
    let [general, members, invitations] = pages;
    assert!(admin.page(general).await.shows("Delete organization"));
    assert!(admin.page(members).await.shows("Change role of"));
    assert!(admin.page(invitations).await.shows("new@example.com"));
    let page = member.page(general).await;
    assert!(page.shows("Leave organization") && !page.shows("Delete organization") && !page.shows("Update profile"));
    let page = member.page(members).await;
    assert!(page.shows(&Person::named("ada").email) && !page.shows("Change role of") && !page.shows("Remove"));
    assert!(!member.page(invitations).await.shows("new@example.com"));
    for path in pages {
        let page = stranger.page(path).await;
        assert!(page.shows("Choose an organization") && !page.shows("Acme"), "{path}");
    }
}

async fn lists_on_pages_come_in_parts(database: Database) {
    let People { house, acme, admin, .. } = people(&database).await;
    for number in 0..11 {
        house.invite_to(&acme.id, &format!("guest{number}@example.com")).await;
    }
    let guests = |page: &Answer| (0..11).filter(|it| page.body.contains(&format!("guest{it}@example.com<"))).count();
    let first = admin.page("/organization/invitations").await;
    assert_eq!(guests(&first), 10);
    assert!(first.body.contains("?invitations_page=2"), "{}", first.body);
    assert_eq!(guests(&admin.page("/organization/invitations?invitations_page=2").await), 1);
    // Behind the last page is the last one, so that whoever takes the only one from it sees those that are left.
    for (behind, shown) in [("3", 1), ("1000001", 1), ("99999999999999999999", 10), ("-1", 10), ("x", 10)] {
        let page = admin.page(&format!("/organization/invitations?invitations_page={behind}")).await;
        assert_eq!(guests(&page), shown, "{behind}");
    }
    // A page that there is not shows the way back, and nothing breaks.
    for odd in ["3", "99999999999999999999", "-1", "0", "x", "%00"] {
        let page = admin.page(&format!("/organization/invitations?invitations_page={odd}")).await;
        assert_eq!(page.status, 200, "{odd}");
        assert!(page.body.contains("?invitations_page="), "{odd}");
    }
    let found = admin.page("/organization/members?members_query=BOB").await;
    let avatars = |page: &Answer| page.body.matches("vst-memberAvatarBox").count();
    assert!(found.shows(&Person::named("bob").email) && avatars(&found) == 1);
    assert_eq!(avatars(&admin.page("/organization/members").await), 2);
    let none = admin.page("/organization/members?members_query=%25").await;
    assert!(none.shows("No member is called that."), "a sign of the database's means itself");
}

async fn sections_are_drawn_for_members_alone(database: Database) {
    let People { house, acme, admin, member, stranger, .. } = people(&database).await;
    house.invite_to(&acme.id, "new@example.com").await;
    let invitations = admin.drawn("organization-invitations", "/organization/invitations").await;
    assert!(invitations.body.contains("new@example.com"), "{}", invitations.body);
    member.drawn("organization-invitations", "/").await.expect_error(403, "authorization_invalid");
    stranger.drawn("organization-members", "/").await.expect_error(403, "authorization_invalid");
    let found = admin.drawn("organization-members", "/organization/members?members_query=bob").await;
    assert!(found.body.contains("bob") && !found.body.contains("ada@"), "{}", found.body);
    for section in ["organization-switcher", "organization-list", "create-organization", "organization"] {
        house.browser().drawn(section, "/").await.expect_error(401, "authentication_invalid");
        member.drawn(section, "/").await.expect_ok();
    }
    // What a component was given says where its forms lead, and is only text.
    let options = "after_select_url%3D%252Fo%252F%253Aslug%2526%2522%253E%253Cb%253E";
    let list = member.get(&format!("/vestibule/drawn/organization-list?id=x&at=/&options={options}")).await;
    assert!(list.body.contains("/o/acme&amp;&quot;&gt;&lt;b&gt;"), "{}", list.body);
}

async fn whoever_is_no_member_any_more_is_told_so(database: Database) {
    let People { house, acme, admin, member, member_id, .. } = people(&database).await;
    let acts_in = async || {
        let client = member.post("client/get", &[]).await.json();
        client["sessions"][0]["organization"]["id"].as_str().map(str::to_owned)
    };
    let invitations = ["organization-invitations", "organization-members", "organization"];
    let sees = async || {
        let mut seen = Vec::new();
        for section in invitations {
            seen.push(member.drawn(section, "/organization").await.status);
        }
        seen
    };
    let of_member = [("organization_id", acme.id.as_str()), ("user_id", member_id.as_str())];
    let role = |role| [of_member[0], of_member[1], ("role", role)];
    admin.post("organization_membership/update", &role("org:admin")).await.expect_ok();
    assert_eq!(sees().await, [200, 200, 200]);
    admin.post("organization_membership/update", &role("org:member")).await.expect_ok();
    assert_eq!(sees().await, [403, 200, 200]);
    // What the browser asks for then says so.
    let client = member.post("client/get", &[]).await.json();
    let grants = client["sessions"][0]["grants"]["permissions"].to_string();
    assert!(!grants.contains("memberships:manage") && grants.contains("memberships:read"), "{client}");
    assert_eq!(acts_in().await.as_ref(), Some(&acme.id));
    admin.post("organization_membership/remove", &of_member).await.expect_ok();
    assert_eq!((sees().await, acts_in().await), (vec![403, 403, 403], None));
    let switcher = member.drawn("organization-switcher", "/organization").await;
    assert!(!switcher.expect_ok().shows("Acme"), "{}", switcher.body);
    assert!(member.page("/organization/members").await.shows("Choose an organization"));
    drop(house);
}

async fn whoever_is_led_on_is_told_where_they_come_to(database: Database) {
    let house = house(&database, |settings| {
        with_organizations(settings);
        settings.organizations.personal_accounts = false;
        settings.paths.organization_profile = "/organization".into();
    })
    .await;
    let id_of = async |browser: &Browser| {
        let client = browser.post("client/get", &[]).await.json();
        client["sessions"][0]["user"]["id"].as_str().expect("an id").to_owned()
    };
    let [ada, bob] = ["ada", "bob"].map(Person::named);
    let (admin, other) = (house.sign_up(&ada).await, house.sign_up(&bob).await);
    let (admin_id, other_id) = (id_of(&admin).await, id_of(&other).await);
    let acme = house.organization("Acme", &admin_id, &[(&other_id, "org:admin")]).await;
    other.post("session/set_active_organization", &[("organization", &acme.id)]).await.expect_ok();
    house.vestibule.organizations().remove_member(&acme.id, &other_id).await.expect("is taken out");
    // The page that they were on leads them to where they choose another one, and tells them nothing.
    let fields = [("organization_id", acme.id.as_str()), ("name", "Ours"), ("redirect_url", "/organization")];
    let page = other.submit("organization/update", &fields).await;
    let told = "That is not there any more. Nothing was changed.";
    assert!(page.path.starts_with("/sign-in") && page.shows(told), "{}: {}", page.path, page.body);
    assert!(!other.page("/sign-in").await.shows(told), "once");
}

async fn that_an_invitation_was_sent_again_is_shown(database: Database) {
    let People { house, acme, admin, .. } = people(&database).await;
    let (first, _) = house.invite_to(&acme.id, "one@example.com").await;
    house.invite_to(&acme.id, "two@example.com").await;
    let fields = [
        ("organization_id", acme.id.as_str()),
        ("organization_invitation_id", &first),
        ("redirect_url", "/organization/invitations"),
    ];
    let said = |page: &Answer| page.body.matches("The invitation was sent again.").count();
    let page = admin.submit("organization_invitation/resend", &fields).await;
    // Above all of them to whoever runs no scripts: the page begins there.
    assert_eq!(said(&page), 2, "{}", page.body);
    let of_all = page.body.find("The invitation was sent again.").expect("is said");
    let begins = page.body[..of_all].rfind("<noscript").expect("is for them");
    assert!(!page.body[begins..of_all].contains("</noscript"), "{}", page.body);
    assert!(of_all < page.body.find("name=\"email_addresses\"").expect("a field"), "{}", page.body);
    let of_one = page.body.rfind("The invitation was sent again.").expect("is said");
    let after = &page.body[of_one..];
    assert!(
        after.find("resend").expect("a form") < after.find("two@example.com").unwrap_or(after.len()),
        "{}",
        page.body
    );
    assert_eq!(said(&admin.page("/organization/invitations").await), 0, "once");
    // The browser has the section drawn anew.
    let ask = admin.ask("POST", "/vestibule/api/organization_invitation/resend").by_script();
    ask.header("vestibule-drawn", "1").form(&fields).send().await.expect_ok();
    let drawn = admin.drawn("organization-invitations", "/organization/invitations").await;
    assert_eq!(said(&drawn), 2, "{}", drawn.body);
}

async fn whoever_asks_for_part_of_it_gets_that(database: Database) {
    let People { house, acme, admin, member, member_id, .. } = people(&database).await;
    // What is made comes back, wherever the page acts.
    house.clock.advance(1);
    let made = member.post("organization/create", &[("name", "Jacquard Looms")]).await.expect_ok().json();
    assert_eq!(made["organization"]["name"], "Jacquard Looms", "{made}");
    house.clock.advance(1);
    house.organization("Acme Works", &member_id, &[]).await;
    let names = async |fields: &[(&str, &str)]| {
        let found = member.post("user/organization_memberships", fields).await.expect_ok().json();
        let data = found["data"].as_array().expect("a list").clone();
        let names: Vec<_> = data.iter().map(|it| it["organization"]["name"].as_str().expect("a name")).collect();
        (names.join(", "), found["total_count"].as_i64().expect("a number"))
    };
    assert_eq!(names(&[]).await, ("Acme, Jacquard Looms, Acme Works".into(), 3));
    assert_eq!(names(&[("query", "aCME")]).await, ("Acme, Acme Works".into(), 2));
    assert_eq!(names(&[("query", "acme"), ("limit", "1"), ("offset", "1")]).await, ("Acme Works".into(), 2));
    assert_eq!(names(&[("query", "%")]).await, (String::new(), 0));
    assert_eq!(names(&[("organization_id", &acme.id)]).await, ("Acme".into(), 1));
    assert_eq!(names(&[("organization_id", &acme.id), ("query", "looms")]).await, (String::new(), 0));
    assert_eq!(names(&[("organization_id", "org_000000000000000000000000000")]).await, (String::new(), 0));
    for odd in ["a b", "%"] {
        let refused = member.post("user/organization_memberships", &[("organization_id", odd)]).await;
        refused.expect_error(404, "resource_not_found");
    }
    // Of invitations those that were answered, too.
    let (first, _) = house.invite_to(&acme.id, "one@example.com").await;
    house.invite_to(&acme.id, "two@example.com").await;
    house.vestibule.organizations().invitations().revoke(&acme.id, &first).await.expect("is taken back");
    for (status, count) in [("", 1), ("pending", 1), ("revoked", 1), ("accepted,expired", 0), ("pending,revoked", 2)] {
        let fields = [("organization_id", acme.id.as_str()), ("status", status)];
        let found = admin.post("organization_invitation/list", &fields).await.expect_ok().json();
        assert_eq!(found["total_count"], count, "{status}: {found}");
    }
    let fields = [("organization_id", acme.id.as_str()), ("status", "pending,lost")];
    let refused = admin.post("organization_invitation/list", &fields).await;
    assert_eq!(refused.json()["errors"][0]["code"], "request_body_invalid", "{}", refused.body);
}

async fn what_came_of_joining_is_shown(database: Database) {
    let People { house, acme, stranger, .. } = people(&database).await;
    // As many as are shown at once, and one more: what came last would be behind them.
    let stranger_id = stranger.user_id().await;
    for number in 2..=20 {
        house.organization(&format!("Evil {number}"), &stranger_id, &[]).await;
    }
    let is_open = |page: &Answer| {
        let mut tags = page.body.split("<details").skip(1).filter_map(|rest| rest.split('>').next());
        tags.any(|tag| tag.contains("vst-organizationSwitcherDetails") && tag.contains(" open"))
    };
    let switcher = async || stranger.drawn("organization-switcher", "/organization").await;
    let before = switcher().await;
    assert!(!before.shows("You have joined") && !is_open(&before), "{}", before.body);
    let (invitation, _) = house.invite_to(&acme.id, &Person::named("eve").email).await;
    let fields = [("organization_invitation_id", invitation.as_str()), ("redirect_url", "/organization")];
    let ask = stranger.ask("POST", "/vestibule/api/organization_invitation/accept").by_script();
    ask.header("vestibule-drawn", "1").form(&fields).send().await.expect_ok();
    let drawn = switcher().await;
    assert!(is_open(&drawn), "{}", drawn.body);
    let at = |text: &str| drawn.body.find(text).unwrap_or_else(|| panic!("{text}: {}", drawn.body));
    assert!(at("Acme") < at("You have joined") && at("You have joined") < at("Evil 2"), "{}", drawn.body);
    assert_eq!(drawn.body.matches("You have joined").count(), 1, "{}", drawn.body);
    let after = switcher().await;
    assert!(!after.shows("You have joined") && !is_open(&after), "once: {}", after.body);
}

async fn what_is_wrong_is_said_where_it_is_wrong(database: Database) {
    let house = house(&database, |settings| {
        settings.organizations.domains.enabled = true;
        settings.paths.organization_profile = "/organization".into();
    })
    .await;
    let (admin, id) = house.person("ada").await;
    let acme = house.organization("Acme", &id, &[]).await.id;
    admin.post("session/set_active_organization", &[("organization", &acme)]).await.expect_ok();
    let addresses: Vec<String> = (0..51).map(|number| format!("g{number}@example.com")).collect();
    let addresses = addresses.join(" ");
    let fields = [
        ("organization_id", acme.as_str()),
        ("email_addresses", &addresses),
        ("redirect_url", "/organization/invitations"),
    ];
    let page = admin.submit("organization_invitation/create", &fields).await;
    assert!(page.shows("Invite at most 50 addresses at once.") && !page.shows("characters"), "{}", page.body);
    let fields = [("organization_id", acme.as_str()), ("name", "acme.example")];
    admin.post("organization_domain/create", &fields).await.expect_ok();
    let domain = database.texts("SELECT id FROM organization_domains").await.remove(0);
    let fields = [
        ("organization_id", acme.as_str()),
        ("organization_domain_id", &domain),
        ("affiliation_email_address", "ada@example.com"),
        ("redirect_url", "/organization"),
    ];
    let page = admin.submit("organization_domain/prepare_verification", &fields).await;
    assert!(page.shows("Enter an address in this domain."), "{}", page.body);
}

async fn whoever_has_made_as_many_as_they_may_sees_no_form(database: Database) {
    let house = house(&database, |settings| {
        settings.organizations.max_per_user = 1;
        settings.paths.organization_profile = "/organization".into();
        settings.paths.create_organization = "/create-organization".into();
    })
    .await;
    let (browser, id) = house.person("ada").await;
    let offered = async || {
        let switcher = browser.drawn("organization-switcher", "/").await.expect_ok().shows("create-organization");
        let list = browser.drawn("organization-list", "/").await.expect_ok().shows("organization/create");
        let page = browser.page("/create-organization").await;
        (
            switcher,
            list,
            page.shows("organization/create"),
            page.shows("You cannot make more organizations. The limit is 1."),
        )
    };
    assert_eq!(offered().await, (true, true, true, false));
    let made = house.organization("Acme", &id, &[]).await;
    assert_eq!(offered().await, (false, false, false, true));
    house.vestibule.organizations().delete(&made.id).await.expect("is deleted");
    assert_eq!(offered().await, (true, true, true, false));
    house.organization("Acme", &id, &[]).await;
    database.execute("UPDATE users SET create_organizations_limit = 0").await;
    assert_eq!(offered().await, (true, true, true, false), "there is no limit for them");
}

async fn without_organizations_there_is_no_page_of_them(database: Database) {
    let house = House::open(&database).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    for path in ["/organization", "/organization/members", "/create-organization"] {
        assert_eq!(browser.page(path).await.status, 404, "{path}");
    }
    let on = open(&database).await;
    for path in ["/organization", "/organization/members", "/create-organization"] {
        assert_eq!(browser.at(&on).page(path).await.status, 200, "{path}");
    }
}
