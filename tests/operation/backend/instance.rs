//! What the instance says of itself.

use serde_json::{Value, json};
use vestibule::model::{EnrollmentMode, Strategy};

use crate::support::backend::Backend;
use crate::support::{Database, House, on_both};

on_both!(what_the_settings_say_is_told, what_is_changed_holds, roles_and_permissions_are_changed);

async fn what_the_settings_say_is_told(database: Database) {
    let house = House::open(&database).await;
    let backend = Backend::of(&house, &[]).await;
    let instance = backend.get("/v1/instance").await.expect_ok();
    let id = instance["id"].as_str().expect("an id");
    assert!(id.starts_with("ins_") && id.len() > 12, "{id}");
    assert_eq!((&instance["object"], &instance["environment_type"]), (&json!("instance"), &json!("development")));
    let open = json!({
        "object": "instance_restrictions", "allowlist": false, "blocklist": false, "block_email_subaddresses": false,
        "block_disposable_email_domains": false, "ignore_dots_for_gmail_addresses": false,
    });
    assert_eq!(backend.get("/v1/instance/restrictions").await.expect_ok(), open);
    backend.post("/v1/blocklist_identifiers", json!({ "identifier": "*@eve.example" })).await.expect_ok();
    assert_eq!(backend.get("/v1/instance/restrictions").await.expect_ok()["blocklist"], true);
    assert_eq!(backend.get("/v1/instance/organization_settings").await.expect_ok()["enabled"], false);
    for path in ["/v1/instance", "/v1/instance/restrictions", "/v1/instance/organization_settings"] {
        let told = backend.get(path).await.expect_ok();
        assert_eq!(backend.ask("PATCH", path, Some(json!({}))).await.expect_ok(), told, "{path}");
        let reader = Backend::of(&house, &["instance:read"]).await;
        assert_eq!(reader.ask("PATCH", path, Some(json!({}))).await.status, 403, "{path}");
        assert_eq!(Backend::presenting(&house, None).get(path).await.status, 401, "{path}");
        assert_eq!(Backend::of(&house, &["users:write"]).await.get(path).await.status, 403, "{path}");
    }

    let other = House::with(&database, |settings| {
        settings.sign_up.allowlist = vec!["@acme.example".into()];
        settings.sign_up.block_subaddresses = true;
        settings.sign_up.block_disposable = true;
        settings.organizations.enabled = true;
        settings.organizations.slugs = false;
        settings.organizations.max_members = 5;
        settings.organizations.domains.enabled = true;
        settings.organizations.domains.enrollment_modes =
            [EnrollmentMode::ManualInvitation, EnrollmentMode::AutomaticSuggestion].into();
    })
    .await;
    let backend = Backend::of(&other, &["instance:read"]).await;
    assert_eq!(backend.get("/v1/instance").await.expect_ok()["id"], *id, "it is the same on every node");
    let restricted = backend.get("/v1/instance/restrictions").await.expect_ok();
    for what in ["allowlist", "blocklist", "block_email_subaddresses", "block_disposable_email_domains"] {
        assert_eq!(restricted[what], true, "{what}");
    }
    let organizations: Value = backend.get("/v1/instance/organization_settings").await.expect_ok();
    let expected = json!({
        "object": "organization_settings", "enabled": true, "max_allowed_memberships": 5, "max_allowed_roles": 0,
        "max_allowed_permissions": 0, "creator_role": "org:admin", "admin_delete_enabled": true, "domains_enabled": true,
        "slug_disabled": true, "domains_enrollment_modes": ["manual_invitation", "automatic_suggestion"],
        "domains_default_role": "org:member",
    });
    assert_eq!(organizations, expected);
}

async fn what_is_changed_holds(database: Database) {
    let house = House::with(&database, |settings| settings.organizations.enabled = true).await;
    let backend = Backend::of(&house, &["instance:write"]).await;
    let patch = async |path: &str, body: Value| backend.ask("PATCH", path, Some(body)).await;
    let instance = patch("/v1/instance", json!({ "hibp": false })).await.expect_ok();
    assert_eq!(instance["object"], "instance");
    assert_eq!(house.vestibule.clone().settings().password.breach_check, Some(false));
    for unknown in ["support_email", "clerk_js_version", "development_origin"] {
        let refused = patch("/v1/instance", json!({ unknown: "a@app.example" })).await;
        assert_eq!(refused.error(), (422, "form_param_unknown", unknown));
    }
    // What is so already may be said; nothing else is taken and left undone.
    let same = json!({
        "test_mode": false, "enhanced_email_deliverability": false, "url_based_session_syncing": false,
        "allowed_origins": [], "hibp": null, "preferred_sign_in_strategy_when_password_required": null,
    });
    assert_eq!(patch("/v1/instance", same).await.expect_ok(), instance);
    for (name, value) in [
        ("test_mode", json!(true)),
        ("enhanced_email_deliverability", json!(true)),
        ("url_based_session_syncing", json!(true)),
        ("allowed_origins", json!(["capacitor://localhost"])),
        ("preferred_sign_in_strategy_when_password_required", json!("passkey")),
    ] {
        let refused = patch("/v1/instance", json!({ name: value })).await;
        assert_eq!(refused.error(), (422, "form_param_format_invalid", name));
    }
    for (word, strategy) in [("otp", Strategy::EmailCode), ("password", Strategy::Password), ("", Strategy::Password)] {
        let wanted = json!({ "preferred_sign_in_strategy_when_password_required": word });
        patch("/v1/instance", wanted).await.expect_ok();
        assert_eq!(house.vestibule.clone().settings().sign_in.preferred, strategy, "{word}");
    }

    let restrictions = "/v1/instance/restrictions";
    let wanted =
        json!({ "block_email_subaddresses": true, "allowlist": false, "ignore_dots_for_gmail_addresses": null });
    let told = patch(restrictions, wanted).await.expect_ok();
    assert_eq!((&told["block_email_subaddresses"], &told["allowlist"]), (&json!(true), &json!(false)));
    assert_eq!(backend.get(restrictions).await.expect_ok(), told);
    for name in ["allowlist", "blocklist", "ignore_dots_for_gmail_addresses"] {
        let mut body = json!({});
        body[name] = json!(true);
        assert_eq!(patch(restrictions, body).await.error(), (422, "form_param_format_invalid", name));
    }

    let organizations = "/v1/instance/organization_settings";
    let wanted = json!({
        "enabled": true, "max_allowed_memberships": 7, "admin_delete_enabled": false, "domains_enabled": true,
        "slug_disabled": true, "domains_enrollment_modes": ["automatic_suggestion"], "creator_role_id": "org:admin",
        "domains_default_role_id": "org:member",
    });
    let told = patch(organizations, wanted).await.expect_ok();
    assert_eq!((&told["max_allowed_memberships"], &told["slug_disabled"]), (&json!(7), &json!(true)));
    assert_eq!(told["domains_enrollment_modes"], json!(["manual_invitation", "automatic_suggestion"]));
    assert_eq!(backend.get(organizations).await.expect_ok(), told);
    let fixed = patch(organizations, json!({ "enabled": false, "max_allowed_memberships": 8 })).await;
    assert_eq!(fixed.error(), (422, "form_param_format_invalid", "organizations.enabled"));
    let nobody = patch(organizations, json!({ "creator_role_id": "org:nobody" })).await;
    assert_eq!(nobody.error(), (422, "form_param_format_invalid", "organizations.creator_role"));
    assert_eq!(backend.get(organizations).await.expect_ok(), told, "all or none");
    let other = Backend::of(&house, &["users:write"]).await;
    assert_eq!(other.ask("PATCH", "/v1/instance", Some(json!({}))).await.status, 403);
}

async fn roles_and_permissions_are_changed(database: Database) {
    let house = House::with(&database, |settings| settings.organizations.enabled = true).await;
    let backend = Backend::of(&house, &[]).await;
    let (roles, permissions) = ("/v1/organization_roles", "/v1/organization_permissions");
    let new = json!({ "name": "Write notes", "key": "org:notes:write", "description": "All of them" });
    let write = backend.post(permissions, new.clone()).await.expect_ok();
    assert_eq!((&write["name"], &write["type"]), (&json!("Write notes"), &json!("user")));
    assert_eq!(backend.post(permissions, new).await.error(), (422, "duplicate_record", "key"));
    let system = json!({ "name": "x", "key": "org:sys_notes:write" });
    assert_eq!(backend.post(permissions, system).await.status, 422);
    let admin = backend.get(&format!("{roles}/org:admin")).await.expect_ok();
    assert!(admin["permissions"].as_array().is_some_and(|all| all.contains(&write)), "admins may do all: {admin}");

    let new =
        json!({ "name": "Editor", "key": "org:editor", "description": "Writes", "permissions": ["org:notes:write"] });
    let editor = backend.post(roles, new.clone()).await.expect_ok();
    assert_eq!((&editor["description"], &editor["permissions"][0]), (&json!("Writes"), &write));
    assert_eq!(backend.post(roles, new).await.error(), (422, "duplicate_record", "key"));
    let bare = json!({
        "name": "Reader", "key": "org:reader", "description": null, "permissions": null, "include_in_initial_role_set": true,
    });
    let reader = backend.post(roles, bare).await.expect_ok();
    assert_eq!((&reader["description"], &reader["permissions"]), (&Value::Null, &json!([])));
    let apart = json!({ "name": "Apart", "key": "org:apart", "include_in_initial_role_set": false });
    let apart = backend.post(roles, apart).await;
    assert_eq!(apart.error(), (422, "form_param_format_invalid", "include_in_initial_role_set"));
    for list in [roles, permissions] {
        let by_time = backend.get(&format!("{list}?order_by=-created_at")).await;
        assert_eq!(by_time.error(), (422, "form_param_format_invalid", "order_by"), "{list}");
    }
    let same = json!({ "key": "org:notes:write", "description": null });
    let same = backend.ask("PATCH", &format!("{permissions}/org:notes:write"), Some(same)).await.expect_ok();
    assert_eq!(same, write);
    let one = format!("{roles}/org:editor");
    let changed = backend.ask("PATCH", &one, Some(json!({ "name": "Writer", "description": null }))).await.expect_ok();
    assert_eq!((&changed["name"], &changed["description"]), (&json!("Writer"), &json!("Writes")));
    let renamed = backend.ask("PATCH", &one, Some(json!({ "key": "org:writer" }))).await;
    assert_eq!(renamed.error(), (422, "form_param_format_invalid", "key"));
    let given = format!("{one}/permissions/org:notes:write");
    let without = backend.ask("DELETE", &given, None).await.expect_ok();
    assert_eq!(without["permissions"], json!([]));
    assert_eq!(backend.ask("POST", &given, None).await.expect_ok()["permissions"], json!([write]));
    assert_eq!(backend.ask("POST", &format!("{one}/permissions/org:no:no"), None).await.status, 404);

    let permission = format!("{permissions}/org:notes:write");
    let in_use = backend.ask("DELETE", &permission, None).await;
    assert_eq!(in_use.error().1, "organization_permission_in_use");
    let user = json!({ "email_address": ["ada@example.com"], "password": "moth ledger willow 41" });
    let user = backend.post("/v1/users", user).await.expect_ok();
    let acme = backend.post("/v1/organizations", json!({ "name": "Acme" })).await.expect_ok();
    let members = format!("/v1/organizations/{}/memberships", acme["id"].as_str().expect("an id"));
    backend.post(&members, json!({ "user_id": user["id"], "role": "org:editor" })).await.expect_ok();
    assert_eq!(backend.ask("DELETE", &one, None).await.error().1, "organization_role_assigned_to_members");
    let member = format!("{members}/{}", user["id"].as_str().expect("an id"));
    backend.ask("PATCH", &member, Some(json!({ "role": "org:member" }))).await.expect_ok();
    backend.ask("DELETE", &one, None).await.expect_ok();
    assert_eq!(backend.get(&one).await.status, 404);
    backend.ask("DELETE", &permission, None).await.expect_ok();
    assert_eq!(backend.get(&permission).await.status, 404);
    for (path, name) in [
        (format!("{roles}/org:admin"), "organization_role_id"),
        (format!("{permissions}/org:sys_memberships:read"), "permission_id"),
    ] {
        assert_eq!(backend.ask("DELETE", &path, None).await.error().2, name, "{path}");
    }
}
