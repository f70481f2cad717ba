//! What the instance says of itself.

use serde_json::{Value, json};
use vestibule::model::EnrollmentMode;

use crate::support::backend::Backend;
use crate::support::{Database, House, on_both};

on_both!(what_the_settings_say_is_told);

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
        assert_eq!(backend.ask("PATCH", path, Some(json!({}))).await.status, 405, "{path}");
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
