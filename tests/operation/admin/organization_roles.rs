//! Roles and permissions in the dashboard.

use vestibule::server::{AuditAction, OperatorRole, RoleSettings};

use super::seen;
use crate::support::{Database, House, on_both};

on_both!(
    a_role_and_a_permission_are_made_and_given,
    a_role_is_made_with_what_it_allows,
    nobody_takes_unseen_what_another_has_given,
    what_is_in_use_stays,
    what_something_else_says_is_fixed,
    the_first_role_of_a_member_is_chosen,
);

const GRANT: &str = "org:editor org:notes:write";

async fn house(database: &Database) -> House {
    House::with(database, |settings| settings.organizations.enabled = true).await
}

async fn may(house: &House, role: &str, permission: &str) -> Option<bool> {
    let app = house.vestibule.clone();
    app.settings().organizations.role(role).map(|role| role.may(permission))
}

async fn a_role_and_a_permission_are_made_and_given(database: Database) {
    let house = house(&database).await;
    let (operator, id) = house.operator("operator", OperatorRole::Admin).await;
    let fields = [("key", "org:editor"), ("name", "Editor"), ("description", "Writes <b>notes</b>")];
    let made = operator.send_form_and_follow("/admin/roles/create_role", &fields).await;
    assert!(made.shows("The role is there") && made.shows("Writes &lt;b&gt;notes"), "{}", made.body);
    assert_eq!(house.last_to(AuditAction::SettingsChanged).await.as_ref(), Some(&id));
    let again = operator.send_form("/admin/roles/create_role", &fields).await;
    assert!(again.status == 422 && again.shows("with the key org:editor already"), "{}", again.body);
    let without = operator.send_form("/admin/roles/create_role", &[("key", "editor")]).await;
    assert!(without.status == 422 && without.shows("with the key org:editor already"), "{}", without.body);
    for key in ["", "Editor", "org:Editor", "org:a:b", "\"", "org:sys_x:y"] {
        let wrong = operator.send_form("/admin/roles/create_role", &[("key", key), ("name", "Scribe")]).await;
        assert!(wrong.status == 422 && wrong.shows("role=\"alert\""), "{key}: {}", wrong.status);
        assert!(wrong.shows("aria-describedby=\"role-key-wrong\" autofocus"), "at its field: {}", wrong.body);
        assert!(wrong.shows("name=\"name\" type=\"text\" value=\"Scribe\""), "it stays in its field: {}", wrong.body);
    }
    assert!(operator.page_alone("/admin/roles").await.shows("href=\"/admin/settings/history\""));

    let made = operator.send_form_and_follow("/admin/roles/create_permission", &[("key", "org:notes:write")]).await;
    assert!(made.shows("The permission is there"), "{}", made.body);
    let wrong = operator.send_form("/admin/roles/create_permission", &[("key", "notes")]).await;
    assert!(wrong.status == 422 && wrong.shows("aria-describedby=\"permission-key-wrong\""), "{}", wrong.body);
    assert_eq!(may(&house, "org:editor", "org:notes:write").await, Some(false));
    assert_eq!(may(&house, "org:admin", "org:notes:write").await, Some(true), "admins may all");
    let page = operator.page_alone("/admin/roles").await;
    assert!(page.shows(&format!("value=\"{GRANT}\"")), "{}", page.body);

    operator.send_form("/admin/roles/matrix", &[("shown", GRANT), ("grant", GRANT)]).await;
    assert_eq!(may(&house, "org:editor", "org:notes:write").await, Some(true));
    // What the page has not shown is not taken.
    operator.send_form("/admin/roles/matrix", &[]).await;
    assert_eq!(may(&house, "org:editor", "org:notes:write").await, Some(true));
    // What was not shown is not given either, nor is what there is not.
    let odd = "org:editor org:flying:high";
    operator
        .send_form("/admin/roles/matrix", &[("shown", odd), ("grant", odd), ("grant", "org:member org:notes:write")])
        .await;
    assert_eq!(may(&house, "org:editor", "org:flying:high").await, Some(false));
    assert_eq!(may(&house, "org:member", "org:notes:write").await, Some(false));
    operator.send_form("/admin/roles/matrix", &[("shown", GRANT)]).await;
    assert_eq!(may(&house, "org:editor", "org:notes:write").await, Some(false));
    assert!(operator.page_alone("/admin/roles").await.shows("org:notes:write"), "the permission stays");

    let fields = [("name", "Author"), ("description", "")];
    let changed = operator.send_form_and_follow("/admin/roles/role/org:editor/update", &fields).await;
    assert!(changed.shows("Author") && !changed.shows("Writes"), "{}", changed.body);
}

async fn a_role_is_made_with_what_it_allows(database: Database) {
    let house = house(&database).await;
    let (operator, _) = house.operator("operator", OperatorRole::Admin).await;
    operator.send_form("/admin/roles/create_permission", &[("key", "notes:write")]).await;
    let chosen = [("permission", "org:notes:write"), ("permission", "org:sys_memberships:read")];
    let refused = operator.send_form("/admin/roles/create_role", &[("key", "A"), chosen[0]]).await;
    let ticked = "name=\"permission\" value=\"org:notes:write\" checked";
    assert!(refused.status == 422 && refused.shows(ticked), "{}", refused.body);
    let fields = [("key", "editor"), ("name", "Editor"), chosen[0], chosen[1], ("permission", "org:flying:high")];
    let made = operator.send_form_and_follow("/admin/roles/create_role", &fields).await;
    assert!(made.shows("The role is there") && made.shows("Admins, Editor"), "{}", made.body);
    for (permission, is_allowed) in
        [("org:notes:write", true), ("org:sys_memberships:read", true), ("org:flying:high", false)]
    {
        assert_eq!(may(&house, "org:editor", permission).await, Some(is_allowed), "{permission}");
    }
}

async fn nobody_takes_unseen_what_another_has_given(database: Database) {
    let house = house(&database).await;
    let (one, _) = house.operator("one", OperatorRole::Admin).await;
    let (other, _) = house.operator("other", OperatorRole::Admin).await;
    for key in ["org:editor", "org:reader"] {
        one.send_form("/admin/roles/create_role", &[("key", key)]).await;
    }
    one.send_form("/admin/roles/create_permission", &[("key", "org:notes:write")]).await;
    let early = one.page_alone("/admin/roles").await;
    let given = other.send_form("/admin/roles/matrix", &[("shown", GRANT), ("grant", GRANT)]).await;
    assert_eq!(given.status, 303, "{}", given.body);

    let mine = "org:reader org:notes:write";
    let late = [("seen", seen(&early)), ("shown", GRANT), ("shown", mine), ("grant", mine)];
    let told = one.send_form("/admin/roles/matrix", &late).await;
    assert_eq!(told.status, 422, "{}", told.body);
    assert!(told.shows("was changed by somebody else meanwhile; this is what it is now"), "{}", told.body);
    assert_eq!(may(&house, "org:editor", "org:notes:write").await, Some(true));
    assert_eq!(may(&house, "org:reader", "org:notes:write").await, Some(false), "nothing of it was taken");
    let is_ticked = |cell: &str| {
        let box_of_it = told.body.split(&format!("name=\"grant\" value=\"{cell}\"")).nth(1).expect("is shown");
        box_of_it.split('>').next().is_some_and(|rest| rest.contains("checked"))
    };
    assert!(is_ticked(GRANT) && is_ticked(mine), "as it is now, and as it was typed: {}", told.body);
    let late = [("seen", seen(&early)), ("name", "Author")];
    assert_eq!(one.send_form("/admin/roles/role/org:editor/update", &late).await.status, 422);
    // What nobody has touched meanwhile is saved, and what has been seen.
    let rest = [("seen", seen(&early)), ("shown", mine), ("grant", mine)];
    assert_eq!(one.send_form("/admin/roles/matrix", &rest).await.status, 303);
    let fresh = [("seen", seen(&told)), ("shown", GRANT)];
    assert_eq!(one.send_form("/admin/roles/matrix", &fresh).await.status, 303);
    assert_eq!(may(&house, "org:editor", "org:notes:write").await, Some(false));
    assert_eq!(may(&house, "org:reader", "org:notes:write").await, Some(true));
}

async fn what_is_in_use_stays(database: Database) {
    let house = house(&database).await;
    let (operator, _) = house.operator("operator", OperatorRole::Owner).await;
    operator.send_form("/admin/roles/create_role", &[("key", "org:editor")]).await;
    operator.send_form("/admin/roles/create_permission", &[("key", "org:notes:write")]).await;
    operator.send_form("/admin/roles/matrix", &[("shown", GRANT), ("grant", GRANT)]).await;
    let permission = "/admin/roles/permission/org:notes:write/delete";
    let used = operator.send_form(permission, &[("confirmation", "org:notes:write")]).await;
    assert!(used.status == 422 && used.shows("The role org:editor allows it"), "{}", used.body);

    let [ada, bob] = house.people(["ada", "bob"]).await;
    let acme = house.organization("Acme", &ada, &[]).await;
    // A handle from before knows nothing of the role.
    let now = house.vestibule.clone();
    now.organizations().add_member(&acme.id, &bob, "org:editor").await.expect("is let in");
    let role = "/admin/roles/role/org:editor/delete";
    let unconfirmed = operator.send_form_and_follow(role, &[("confirmation", "yes")]).await;
    assert!(unconfirmed.shows("confirmation:"), "{}", unconfirmed.body);
    let used = operator.send_form(role, &[("confirmation", "org:editor")]).await;
    assert!(used.status == 422 && used.shows("have the role `org:editor`"), "{}", used.body);
    now.organizations().set_role(&acme.id, &bob, "org:member").await.expect("is changed");
    let gone = operator.send_form_and_follow(role, &[("confirmation", "org:editor")]).await;
    assert!(gone.shows("It is deleted"), "{}", gone.body);
    assert_eq!(may(&house, "org:editor", "org:notes:write").await, None);

    let system = operator.send_form("/admin/roles/role/org:admin/delete", &[("confirmation", "org:admin")]).await;
    assert!(system.status == 422 && system.shows("The roles of the system stay"), "{}", system.body);
    for nothing in
        ["role/org:nobody/delete", "permission/org:sys_profile:manage/delete", "thing/x/delete", "role/org:admin/fly"]
    {
        assert_eq!(operator.send_form(&format!("/admin/roles/{nothing}"), &[]).await.status, 404, "{nothing}");
    }
}

async fn what_something_else_says_is_fixed(database: Database) {
    let house = House::with(&database, |settings| {
        settings.organizations.enabled = true;
        let role = RoleSettings { name: "Editor".into(), ..RoleSettings::default() };
        settings.organizations.roles.insert("org:editor".into(), role);
    })
    .await;
    let (operator, _) = house.operator("operator", OperatorRole::Owner).await;
    let page = operator.page_alone("/admin/roles").await;
    assert!(page.shows("Fixed by the app") && !page.shows("/admin/roles/role/org:editor/update"), "{}", page.body);
    for (action, field) in [("update", ("name", "Author")), ("delete", ("confirmation", "org:editor"))] {
        let refused = operator.send_form(&format!("/admin/roles/role/org:editor/{action}"), &[field]).await;
        assert!(refused.status == 422 && refused.shows("is fixed by"), "{action}: {}", refused.body);
    }
    let off = House::open(&database).await;
    let page = operator.at(&off).page_alone("/admin/roles").await;
    assert!(page.shows("There are no organizations here"), "{}", page.body);
    assert!(
        page.shows("href=\"/admin/settings/organizations#organizations\""),
        "it leads to the switch: {}",
        page.body
    );
}

async fn the_first_role_of_a_member_is_chosen(database: Database) {
    let house = house(&database).await;
    let (operator, _) = house.operator("operator", OperatorRole::Admin).await;
    operator.send_form("/admin/roles/create_role", &[("key", "org:guest")]).await;
    let fields = [("creator_role", "org:admin"), ("default_role", "org:guest")];
    let saved = operator.send_form_and_follow("/admin/roles/defaults", &fields).await;
    assert!(saved.shows("That is the role from now on"), "{}", saved.body);
    assert_eq!(house.vestibule.clone().settings().organizations.default_role, "org:guest");
    // Nobody could let anyone in.
    let wrong = operator.send_form("/admin/roles/defaults", &[("creator_role", "org:guest")]).await;
    assert!(wrong.status == 422 && wrong.shows("organizations.creator_role: needs"), "{}", wrong.body);
    let gone = operator.send_form("/admin/roles/role/org:guest/delete", &[("confirmation", "org:guest")]).await;
    assert!(gone.status == 422 && gone.shows("there is no role"), "{}", gone.body);
}
