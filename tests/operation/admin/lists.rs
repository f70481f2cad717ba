//! The other pages: invitations, the waitlist, who may come in, organizations, the audit log and what leaves the building.

use serde_json::Value;
use vestibule::model::SignUpMode;
use vestibule::server::{AuditAction, AuditQuery, NewOrganization, NewWaitlistEntry, NewWebhookEndpoint, OperatorRole};

use crate::support::{DAY, Database, House, Person, on_both};

on_both!(
    someone_is_invited_and_the_invitation_taken_back,
    who_waits_is_let_in_or_turned_down,
    a_domain_is_kept_out,
    lists_say_who_may_sign_up_as_the_settings_have_it,
    organizations_are_looked_after,
    where_there_is_nothing_it_says_what_would_be_there,
    the_log_is_searched_and_taken_away,
    the_log_is_searched_by_day_by_words_and_by_who_acted_in_another_s_place,
    what_many_actions_have_in_common_is_read_in_its_order,
);

async fn someone_is_invited_and_the_invitation_taken_back(database: Database) {
    let house = House::open(&database).await;
    let (operator, _) = house.operator("operator", OperatorRole::Support).await;
    let page = operator.send_form_and_follow("/admin/invitations", &[("email_address", "new@example.com")]).await;
    assert!(page.shows("on its way") && page.shows("new@example.com"), "{}", page.body);
    assert!(house.mail_to("new@example.com").await.link.is_some());
    let id = house.vestibule.invitations().list(None, 1, 0).await.expect("is read").remove(0).id;
    let page = operator.send_form_and_follow("/admin/invitations/revoke", &[("id", &id)]).await;
    assert!(page.shows("taken back") && page.shows("revoked"), "{}", page.body);
    let none = operator.send_form_and_follow("/admin/invitations/revoke", &[("id", "inv_x")]).await;
    assert!(none.shows("role=\"alert\""), "{}", none.body);
}

async fn who_waits_is_let_in_or_turned_down(database: Database) {
    let house = House::with(&database, |settings| settings.sign_up.mode = SignUpMode::Waitlist).await;
    let waitlist = house.vestibule.waitlist();
    let mut ids = Vec::new();
    for name in ["ada", "bob"] {
        let entry = waitlist.create(&NewWaitlistEntry::of(format!("{name}@example.com"))).await.expect("waits");
        ids.push(entry.id);
    }
    let another = house.another_with(|settings| settings.sign_up.mode = SignUpMode::Public).await;
    let (operator, _) = another.operator("operator", OperatorRole::Support).await;
    house.clock.advance(1);
    let page = operator.send_form_and_follow("/admin/waitlist/invite", &[("id", &ids[0])]).await;
    assert!(page.shows("role=\"status\"") && page.shows("invited"), "{}", page.body);
    let page = operator.send_form_and_follow("/admin/waitlist/reject", &[("id", &ids[1])]).await;
    assert!(page.shows("turned down") && page.shows("rejected"), "{}", page.body);
    let first = house.mail_to("ada@example.com").await.link.expect("a link");

    // Neither is the end of it: who was turned down is invited, and who was invited is invited once more.
    for (status, shown) in [("rejected", ">Invite<"), ("invited", "Mails them another invitation")] {
        let page = operator.page_alone(&format!("/admin/waitlist?status={status}")).await;
        assert!(page.shows("/admin/waitlist/invite") && page.shows(shown), "{status}: {}", page.body);
    }
    house.clock.advance(1);
    for (id, name) in ids.iter().zip(["ada", "bob"]) {
        let page = operator.send_form_and_follow("/admin/waitlist/invite", &[("id", id)]).await;
        assert!(page.shows("An invitation is on its way") && !page.shows("role=\"alert\""), "{name}: {}", page.body);
    }
    let rejected = operator.page_alone("/admin/waitlist?status=rejected").await;
    assert!(rejected.shows("Nobody waits"), "{}", rejected.body);
    assert_ne!(house.mail_to("ada@example.com").await.link.as_ref(), Some(&first), "a link of its own");
    assert!(house.mail_to("bob@example.com").await.link.is_some());
    let good = "SELECT COUNT(*) FROM invitations WHERE revoked_at IS NULL";
    assert_eq!(database.number(good).await, 2, "the first one is good for nothing any more");
    // Whoever has an account is neither.
    database.execute(&format!("UPDATE waitlist_entries SET status = 'completed' WHERE id = '{}'", ids[0])).await;
    let page = operator.page_alone("/admin/waitlist?status=completed").await;
    assert!(page.shows("ada@example.com") && !page.shows("/admin/waitlist/invite"), "{}", page.body);
}

async fn a_domain_is_kept_out(database: Database) {
    let house = House::open(&database).await;
    let (operator, _) = house.operator("operator", OperatorRole::Admin).await;
    let page = operator.send_form_and_follow("/admin/lists/block/add", &[("identifier", "*@evil.example")]).await;
    assert!(page.shows("It is on the list") && page.shows("*@evil.example"), "{}", page.body);
    let evil = Person { email: "x@evil.example".into(), ..Person::named("x") };
    let refused = house.begin_sign_up(&house.browser(), &evil).await;
    refused.expect_error(403, "not_allowed_access@email_address");
    for (identifier, said) in [("*@evil.example", "identifier:"), ("nonsense", "identifier:")] {
        let page = operator.send_form_and_follow("/admin/lists/block/add", &[("identifier", identifier)]).await;
        assert!(page.shows("role=\"alert\"") && page.shows(said), "{identifier}: {}", page.body);
    }
    let (listed, _) = house.vestibule.blocklist().list(10, 0).await.expect("is read");
    operator.send_form("/admin/lists/block/remove", &[("id", &listed[0].id)]).await;
    assert_eq!(house.vestibule.blocklist().list(10, 0).await.expect("is read").1, 0);
    assert_eq!(operator.send_form("/admin/lists/grey/add", &[("identifier", "x@example.com")]).await.status, 404);
}

async fn lists_say_who_may_sign_up_as_the_settings_have_it(database: Database) {
    let house = House::open(&database).await;
    let (operator, _) = house.operator("operator", OperatorRole::ReadOnly).await;
    let page = operator.page_alone("/admin/lists").await;
    assert!(page.shows("Everyone may sign up.") && page.shows("Nobody is kept out."), "{}", page.body);
    assert!(!page.shows("The settings list besides"), "{}", page.body);

    for (mode, said) in [
        (SignUpMode::Restricted, "The invited alone may sign up."),
        (SignUpMode::Waitlist, "others put themselves on the waitlist."),
    ] {
        let other = house.another_with(|settings| settings.sign_up.mode = mode).await;
        let page = operator.at(&other).page_alone("/admin/lists").await;
        assert!(page.shows(said) && !page.shows("Everyone may sign up"), "{mode:?}: {}", page.body);
    }
    let other = house
        .another_with(|settings| {
            settings.sign_up.allowlist = vec!["@acme.example".into(), "ada@example.com".into()];
            settings.sign_up.blocklist = vec!["*@evil.example".into()];
        })
        .await;
    let operator = operator.at(&other);
    let page = operator.page_alone("/admin/lists").await;
    assert!(page.shows("Whom the settings list may sign up, and nobody else."), "{}", page.body);
    assert!(page.shows("Nobody is kept out here.") && !page.shows("Everyone may sign up"), "{}", page.body);
    let entries = ["<code>@acme.example</code>", "<code>ada@example.com</code>", "<code>*@evil.example</code>"];
    for entry in entries {
        assert!(page.shows(entry), "{entry}: {}", page.body);
    }
    assert_eq!(page.body.matches("href=\"/admin/settings/sign-up#who\"").count(), 2, "{}", page.body);
    assert!(operator.page_alone("/admin/settings/sign-up").await.shows("id=\"who\""), "the link leads somewhere");
    let page = operator.page_alone("/admin/lists?q=ACME").await;
    assert!(page.shows(entries[0]) && !page.shows(entries[1]) && !page.shows(entries[2]), "{}", page.body);

    // Where the settings have others, none here is the last one.
    let (admin, _) = house.operator("admin", OperatorRole::Admin).await;
    house.vestibule.allowlist().create("bob@example.com").await.expect("is listed");
    let here = admin.page_alone("/admin/lists").await;
    assert!(here.shows("from then on everyone may sign up"), "{}", here.body);
    let there = admin.at(&other).page_alone("/admin/lists").await;
    assert!(there.shows("bob@example.com") && !there.shows("everyone may sign up"), "{}", there.body);
    let invited = house.another_with(|settings| settings.sign_up.mode = SignUpMode::Restricted).await;
    let there = admin.at(&invited).page_alone("/admin/lists").await;
    assert!(there.shows("this list changes nothing") && there.shows("nothing follows from it"), "{}", there.body);
}

async fn organizations_are_looked_after(database: Database) {
    let house = House::with(&database, |settings| settings.organizations.enabled = true).await;
    let (operator, _) = house.operator("operator", OperatorRole::Admin).await;
    let (_, ada) = house.person("ada").await;
    let made = operator
        .send_form_and_follow("/admin/organizations", &[("name", "Acme"), ("created_by", "ada@example.com")])
        .await;
    assert!(made.shows("The organization is there") && made.shows("ada@example.com"), "{}", made.body);
    let page = made.path.clone();
    assert!(page.starts_with("/admin/organizations/org_"), "{page}");
    let (_, bob) = house.person("bob").await;
    let form = |action: &str| format!("{page}/{action}");
    let fields = [("identifier", bob.as_str()), ("role", "org:member")];
    assert!(operator.send_form_and_follow(&form("add_member"), &fields).await.shows("bob@example.com"));
    let fields = [("user_id", bob.as_str()), ("role", "org:admin")];
    assert!(operator.send_form_and_follow(&form("set_role"), &fields).await.shows("The role was changed"));
    let left = operator.send_form_and_follow(&form("remove_member"), &[("user_id", &ada)]).await;
    assert!(left.shows("do not belong to it any more"), "{}", left.body);
    let last = operator.send_form_and_follow(&form("remove_member"), &[("user_id", &bob)]).await;
    assert!(last.shows("role=\"alert\""), "somebody has to manage it: {}", last.body);
    let wrong = operator.send_form(&form("metadata"), &[("public_metadata", "[]")]).await;
    assert!(wrong.status == 422 && wrong.shows("Public:"), "{}", wrong.body);
    let wrong = operator.send_form_and_follow(&form("delete"), &[("confirmation", "acme")]).await;
    assert!(wrong.shows("confirmation:"), "{}", wrong.body);
    let gone = operator.send_form_and_follow(&form("delete"), &[("confirmation", "Acme")]).await;
    assert!(gone.shows("The organization is deleted"), "{}", gone.body);
    assert_eq!(operator.page_alone(&page).await.status, 404);
}

async fn where_there_is_nothing_it_says_what_would_be_there(database: Database) {
    let house = House::with(&database, |settings| {
        settings.organizations.enabled = true;
        settings.webhooks.allow_loopback = true;
    })
    .await;
    let (operator, _) = house.operator("operator", OperatorRole::ReadOnly).await;
    let acme = house.vestibule.organizations().create(&NewOrganization::named("Acme")).await.expect("is made").id;
    // Of which nothing happens here.
    let events = vec!["organizationDomain.deleted".to_owned()];
    let endpoint = NewWebhookEndpoint { events, ..NewWebhookEndpoint::at("http://127.0.0.1:9/hook") };
    let endpoint = house.vestibule.webhooks().create(&endpoint).await.expect("is made").0.id;
    let to_endpoint = format!("href=\"/admin/webhooks/{endpoint}\"");
    for (path, nothing, what) in [
        (format!("/admin/organizations/{acme}"), "Nobody belongs to it yet.", "is its first member"),
        ("/admin/deliveries?to=nobody".to_owned(), "Nothing of the last day is like that.", "All of the last day"),
        ("/admin/deliveries".to_owned(), "Nothing was sent there yet.", to_endpoint.as_str()),
        ("/admin/audit-log?subject_id=user_x".to_owned(), "Nothing is found.", "The whole log"),
        ("/admin/users?only=locked".to_owned(), "Nobody is like that.", "With fewer filters"),
        (
            "/admin/users?organization=nothing".to_owned(),
            "No organization has this id or slug.",
            "Both stand on its page",
        ),
    ] {
        let page = operator.page_alone(&path).await;
        let (_, behind) = page.body.split_once(nothing).unwrap_or_else(|| panic!("{path}: {}", page.body));
        assert!(behind.contains(what), "{path}: {behind}");
    }
}

async fn the_log_is_searched_and_taken_away(database: Database) {
    let house = House::open(&database).await;
    let (operator, id) = house.operator("operator", OperatorRole::ReadOnly).await;
    house.person("ada").await;
    let page = operator.page_alone("/admin/audit-log?action=operator.created").await;
    assert!(page.shows("<code>operator.<wbr>created") && page.shows(&id), "{}", page.body);
    assert!(!page.shows("<code>user.<wbr>created"), "{}", page.body);
    for odd in [
        "action=user.flown",
        "ip_address=here",
        "after=aud_1",
        "subject_id=%00",
        "actor_id=%27",
        "impersonator_id=%00",
        "from=soon",
        "to=2026-02-30",
    ] {
        let page = operator.page_alone(&format!("/admin/audit-log?{odd}")).await;
        assert!(page.status == 200 && page.shows("Nothing is found"), "{odd}: {}", page.status);
    }
    let file = operator.page_alone("/admin/audit-log/export?action=user.created").await;
    assert_eq!((file.status, file.header("content-type")), (200, Some("application/x-ndjson")));
    let lines: Vec<Value> = file.body.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines.len(), 2);
    assert!(lines.iter().all(|line| line["action"] == "user.created"), "{lines:?}");
    let query = AuditQuery { actions: vec![AuditAction::ExportCreated], ..AuditQuery::default() };
    let (noted, _) = house.vestibule.audit_log().list(&query).await.expect("is read");
    assert_eq!(noted[0].actor_id.as_ref(), Some(&id), "that it was taken away is noted");
}

async fn the_log_is_searched_by_day_by_words_and_by_who_acted_in_another_s_place(database: Database) {
    let house = House::open(&database).await;
    let (operator, _) = house.operator("operator", OperatorRole::ReadOnly).await;
    house.person("ada").await;
    // The last moment of 2024-10-04.
    let at = 20_001 * DAY - 1;
    let sql = format!(
        "INSERT INTO audit_entries (id, created_at, actor_type, actor_id, impersonator_id, action, subject_type, changes)
         VALUES ('aud_{at:012x}{:020x}', {at}, 'user', 'user_old', 'support@example.com', 'user.passkeyRenamed', 'user', '{{}}')",
        1
    );
    database.execute(&sql).await;
    for (asked, is_found) in [
        ("from=2024-10-04&to=2024-10-04", true),
        ("to=2024-10-04", true),
        ("to=2024-10-03", false),
        ("from=2024-10-05&to=2024-10-06", false),
        ("impersonator_id=support%40example.com", true),
        ("impersonator_id=user_old", false),
        ("action=passkey+RENAMED", true),
        ("action=passkey", true),
        ("action=passkey+created", false),
        ("action=passkey&from=2024-10-04&to=2024-10-04&impersonator_id=support%40example.com&actor_id=user_old", true),
    ] {
        let page = operator.page_alone(&format!("/admin/audit-log?{asked}")).await;
        assert_eq!(page.shows("user_old</code>"), is_found, "{asked}: {}", page.body);
        let file = operator.page_alone(&format!("/admin/audit-log/export?{asked}")).await;
        assert_eq!(file.shows("user_old"), is_found, "{asked}: {}", file.body);
        if is_found {
            let others = file.body.lines().filter(|line| !line.contains("user_old")).count();
            assert_eq!(others, 0, "{asked}: {}", file.body);
        }
    }
    let page = operator.page_alone("/admin/audit-log?from=2024-10-04&to=2024-10-04&action=passkey").await;
    for field in ["type=\"date\" value=\"2024-10-04\"", "value=\"passkey\""] {
        assert!(page.shows(field), "{field}: {}", page.body);
    }
    let to = "/admin/audit-log/export?action=passkey&amp;from=2024-10-04&amp;to=2024-10-04";
    assert!(page.shows(to), "the file is of the same: {}", page.body);
}

async fn what_many_actions_have_in_common_is_read_in_its_order(database: Database) {
    let house = House::open(&database).await;
    let (operator, _) = house.operator("operator", OperatorRole::ReadOnly).await;
    // Six of the actions are about passwords, three about passkeys.
    let actions = [
        "passwordAdded",
        "passkeyAdded",
        "passwordChanged",
        "passwordRemoved",
        "passkeyRenamed",
        "passwordReset",
        "passwordCompromised",
        "passkeyRemoved",
        "passwordRefused",
    ];
    let at = 20_001 * DAY - 1;
    let rows: Vec<String> = (0..1_800_usize)
        .map(|number| {
            let action = actions[number % actions.len()];
            format!("('aud_{at:012x}{number:020x}', {at}, 'user', 'user.{action}', 'user', '{{}}')")
        })
        .collect();
    let insert = "INSERT INTO audit_entries (id, created_at, actor_type, action, subject_type, changes) VALUES";
    database.execute(&format!("{insert} {}", rows.join(", "))).await;
    // Of few actions each is asked for by itself, of many all at once.
    for (words, many) in [("passkey", 600), ("passkey+renamed", 200), ("password", 1_200), ("e", 1_800)] {
        let asked = format!("action={words}&from=2024-10-04&to=2024-10-04");
        let file = operator.page_alone(&format!("/admin/audit-log/export?{asked}")).await;
        let lines = file.body.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
        let ids: Vec<String> = lines.map(|line| line["id"].as_str().expect("an id").to_owned()).collect();
        assert_eq!(ids.len(), many, "{words}: every one");
        assert!(ids.is_sorted_by(|newer, older| newer > older), "{words}: once each, the newest first");
        let page = operator.page_alone(&format!("/admin/audit-log?{asked}")).await;
        assert_eq!(page.body.matches("<code>user.<wbr>pass").count(), 50, "{words}: {}", page.body);
        let next = format!("after={}", ids[49]);
        assert!(page.shows(&next), "{words}: {}", page.body);
    }
}
