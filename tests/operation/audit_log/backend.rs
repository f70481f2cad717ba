//! Every call of the REST API that changes something leaves an entry of the key that it came with.

use std::collections::BTreeSet;
use std::sync::Mutex;

use serde_json::{Value, json};
use vestibule::model::SignUpMode;

use crate::support::backend::{Backend, Reply};
use crate::support::pictures::{BLUE, multipart, png};
use crate::support::{Authenticator, Database, House, Person, Somebody, offer, on_both};

on_both!(every_call_leaves_an_entry_of_its_key);

/// Every call that is not a mere question, and the action of which it leaves an entry; none for what changes nothing.
const CALLS: &[(&str, &str, Option<&str>)] = &[
    // What is presented is looked at, no more.
    ("POST", "/v1/api_keys/verify", None),
    ("POST", "/v1/m2m_tokens/verify", None),
    ("POST", "/v1/clients/verify", None),
    ("POST", "/v1/sessions/{session_id}/verify", None),
    ("POST", "/v1/users/{user_id}/verify_password", None),
    ("POST", "/v1/users/{user_id}/verify_totp", None),
    ("PATCH", "/v1/users/{user_id}", Some("user.profileChanged")),
    ("POST", "/v1/users/{user_id}/password/set_compromised", Some("user.passwordCompromised")),
    ("POST", "/v1/users/{user_id}/password/unset_compromised", Some("user.passwordUncompromised")),
    ("POST", "/v1/users/{user_id}/remove_password", Some("user.passwordRemoved")),
    ("PUT", "/v1/users/{user_id}/email_address", Some("user.identifierAdded")),
    ("PUT", "/v1/users/{user_id}/phone_number", Some("user.identifierAdded")),
    ("DELETE", "/v1/users/{user_id}/totp", Some("user.secondFactorRemoved")),
    ("DELETE", "/v1/users/{user_id}/backup_code", Some("user.backupCodesRemoved")),
    ("DELETE", "/v1/users/{user_id}/passkeys/{passkey_id}", Some("user.passkeyRemoved")),
    ("DELETE", "/v1/users/{user_id}/external_accounts/{external_account_id}", Some("user.externalAccountDisconnected")),
    ("POST", "/v1/users/{user_id}/profile_image", Some("user.imageChanged")),
    ("DELETE", "/v1/users/{user_id}/profile_image", Some("user.imageRemoved")),
    ("POST", "/v1/email_addresses", Some("user.identifierAdded")),
    ("PATCH", "/v1/email_addresses/{email_address_id}", Some("user.identifierVerified")),
    ("DELETE", "/v1/email_addresses/{email_address_id}", Some("user.identifierRemoved")),
    ("POST", "/v1/phone_numbers", Some("user.identifierAdded")),
    ("PATCH", "/v1/phone_numbers/{phone_number_id}", Some("user.identifierVerified")),
    ("DELETE", "/v1/phone_numbers/{phone_number_id}", Some("user.identifierRemoved")),
    ("PUT", "/v1/organizations/{organization_id}/metadata", Some("organization.updated")),
    ("PUT", "/v1/organizations/{organization_id}/logo", Some("organization.updated")),
    ("DELETE", "/v1/organizations/{organization_id}/logo", Some("organization.updated")),
    ("POST", "/v1/organizations/{organization_id}/domains", Some("organizationDomain.created")),
    ("PATCH", "/v1/organizations/{organization_id}/domains/{domain_id}", Some("organizationDomain.updated")),
    ("DELETE", "/v1/organizations/{organization_id}/domains/{domain_id}", Some("organizationDomain.deleted")),
    ("POST", "/v1/sessions/{session_id}/tokens", Some("session.tokenCreated")),
    ("POST", "/v1/sessions/{session_id}/tokens/{template_name}", Some("session.tokenCreated")),
    ("POST", "/v1/jwt_templates", Some("jwtTemplate.created")),
    ("PATCH", "/v1/jwt_templates/{template_id}", Some("jwtTemplate.updated")),
    ("DELETE", "/v1/jwt_templates/{template_id}", Some("jwtTemplate.deleted")),
    ("POST", "/v1/invitations", Some("invitation.created")),
    ("POST", "/v1/invitations/bulk", Some("invitation.created")),
    ("POST", "/v1/invitations/{invitation_id}/revoke", Some("invitation.revoked")),
    ("DELETE", "/v1/invitations/{invitation_id}", Some("invitation.deleted")),
    ("POST", "/v1/users", Some("user.created")),
    ("DELETE", "/v1/users/{user_id}", Some("user.deleted")),
    ("POST", "/v1/users/{user_id}/ban", Some("user.banned")),
    ("POST", "/v1/users/{user_id}/unban", Some("user.unbanned")),
    ("POST", "/v1/users/{user_id}/lock", Some("user.locked")),
    ("POST", "/v1/users/{user_id}/unlock", Some("user.unlocked")),
    ("PATCH", "/v1/users/{user_id}/metadata", Some("user.metadataChanged")),
    ("PUT", "/v1/users/{user_id}/metadata", Some("user.metadataChanged")),
    ("DELETE", "/v1/users/{user_id}/mfa", Some("user.secondFactorsReset")),
    ("POST", "/v1/sessions", Some("session.created")),
    ("POST", "/v1/sessions/{session_id}/revoke", Some("session.revoked")),
    ("POST", "/v1/sign_in_tokens", Some("signInToken.created")),
    ("POST", "/v1/sign_in_tokens/{sign_in_token_id}/revoke", Some("signInToken.revoked")),
    ("POST", "/v1/actor_tokens", Some("actorToken.created")),
    ("POST", "/v1/actor_tokens/{actor_token_id}/revoke", Some("actorToken.revoked")),
    ("POST", "/v1/machines", Some("machine.created")),
    ("PATCH", "/v1/machines/{machine_id}", Some("machine.updated")),
    ("DELETE", "/v1/machines/{machine_id}", Some("machine.deleted")),
    ("POST", "/v1/machines/{machine_id}/secret_key/rotate", Some("machine.secretRotated")),
    ("POST", "/v1/machines/{machine_id}/scopes", Some("machine.scopeAdded")),
    ("DELETE", "/v1/machines/{machine_id}/scopes/{other_machine_id}", Some("machine.scopeRemoved")),
    ("POST", "/v1/m2m_tokens", Some("m2mToken.created")),
    ("POST", "/v1/m2m_tokens/{m2m_token_id}/revoke", Some("m2mToken.revoked")),
    ("POST", "/v1/api_keys", Some("apiKey.created")),
    ("PATCH", "/v1/api_keys/{api_key_id}", Some("apiKey.updated")),
    ("POST", "/v1/api_keys/{api_key_id}/revoke", Some("apiKey.revoked")),
    ("DELETE", "/v1/api_keys/{api_key_id}", Some("apiKey.deleted")),
    ("POST", "/v1/waitlist_entries/{waitlist_entry_id}/invite", Some("waitlistEntry.updated")),
    ("POST", "/v1/waitlist_entries/{waitlist_entry_id}/reject", Some("waitlistEntry.updated")),
    ("POST", "/v1/allowlist_identifiers", Some("allowlistIdentifier.created")),
    ("DELETE", "/v1/allowlist_identifiers/{allowlist_identifier_id}", Some("allowlistIdentifier.deleted")),
    ("POST", "/v1/blocklist_identifiers", Some("blocklistIdentifier.created")),
    ("DELETE", "/v1/blocklist_identifiers/{blocklist_identifier_id}", Some("blocklistIdentifier.deleted")),
    ("POST", "/v1/redirect_urls", Some("redirectUrl.created")),
    ("DELETE", "/v1/redirect_urls/{redirect_url_id}", Some("redirectUrl.deleted")),
    ("PATCH", "/v1/instance", Some("settings.changed")),
    ("PATCH", "/v1/instance/restrictions", Some("settings.changed")),
    ("PATCH", "/v1/instance/organization_settings", Some("settings.changed")),
    ("POST", "/v1/organization_roles", Some("settings.changed")),
    ("PATCH", "/v1/organization_roles/{organization_role_id}", Some("settings.changed")),
    ("DELETE", "/v1/organization_roles/{organization_role_id}", Some("settings.changed")),
    ("POST", "/v1/organization_roles/{organization_role_id}/permissions/{permission_id}", Some("settings.changed")),
    ("DELETE", "/v1/organization_roles/{organization_role_id}/permissions/{permission_id}", Some("settings.changed")),
    ("POST", "/v1/organization_permissions", Some("settings.changed")),
    ("PATCH", "/v1/organization_permissions/{permission_id}", Some("settings.changed")),
    ("DELETE", "/v1/organization_permissions/{permission_id}", Some("settings.changed")),
    ("POST", "/v1/webhook_endpoints", Some("webhookEndpoint.created")),
    ("PATCH", "/v1/webhook_endpoints/{webhook_endpoint_id}", Some("webhookEndpoint.updated")),
    ("DELETE", "/v1/webhook_endpoints/{webhook_endpoint_id}", Some("webhookEndpoint.deleted")),
    ("POST", "/v1/webhook_endpoints/{webhook_endpoint_id}/rotate_secret", Some("webhookEndpoint.secretRotated")),
    ("POST", "/v1/webhook_endpoints/{webhook_endpoint_id}/enable", Some("webhookEndpoint.enabled")),
    ("POST", "/v1/webhook_endpoints/{webhook_endpoint_id}/disable", Some("webhookEndpoint.disabled")),
    ("POST", "/v1/webhook_endpoints/{webhook_endpoint_id}/replay", Some("webhookEndpoint.replayed")),
    ("POST", "/v1/webhook_endpoints/{webhook_endpoint_id}/send_example", Some("webhookEndpoint.exampleSent")),
    ("PATCH", "/v1/sign_ups/{sign_up_id}", Some("signUp.updated")),
    ("POST", "/v1/testing_tokens", Some("testingToken.created")),
    ("POST", "/v1/waitlist_entries", Some("waitlistEntry.created")),
    ("POST", "/v1/waitlist_entries/bulk", Some("waitlistEntry.created")),
    ("DELETE", "/v1/waitlist_entries/{waitlist_entry_id}", Some("waitlistEntry.deleted")),
    ("POST", "/v1/organizations", Some("organization.created")),
    ("PATCH", "/v1/organizations/{organization_id}", Some("organization.updated")),
    ("PATCH", "/v1/organizations/{organization_id}/metadata", Some("organization.updated")),
    ("DELETE", "/v1/organizations/{organization_id}", Some("organization.deleted")),
    ("POST", "/v1/organizations/{organization_id}/memberships", Some("organizationMembership.created")),
    ("PATCH", "/v1/organizations/{organization_id}/memberships/{user_id}", Some("organizationMembership.updated")),
    (
        "PATCH",
        "/v1/organizations/{organization_id}/memberships/{user_id}/metadata",
        Some("organizationMembership.updated"),
    ),
    ("DELETE", "/v1/organizations/{organization_id}/memberships/{user_id}", Some("organizationMembership.deleted")),
    ("POST", "/v1/organizations/{organization_id}/invitations", Some("organizationInvitation.created")),
    ("POST", "/v1/organizations/{organization_id}/invitations/bulk", Some("organizationInvitation.created")),
    (
        "POST",
        "/v1/organizations/{organization_id}/invitations/{invitation_id}/revoke",
        Some("organizationInvitation.revoked"),
    ),
];

struct Watch<'a> {
    house: &'a House,
    backend: &'a Backend,
    key_id: String,
    seen: Mutex<BTreeSet<(&'static str, &'static str)>>,
}

impl Watch<'_> {
    /// Makes a call, which goes well; ids take the places of what stands in braces.
    async fn call(&self, method: &str, template: &str, ids: &[&str], body: Value) -> Value {
        self.sent(method, template, ids, async |path| self.backend.ask(method, path, Some(body)).await).await
    }

    /// The same with a picture.
    async fn upload(&self, method: &str, template: &str, ids: &[&str]) -> Value {
        let form = || multipart(&[], Some(("me.png", &png(BLUE))));
        self.sent(method, template, ids, async |path| self.backend.upload(method, path, form()).await).await
    }

    async fn sent(&self, method: &str, template: &str, ids: &[&str], send: impl AsyncFnOnce(&str) -> Reply) -> Value {
        let known = CALLS.iter().find(|(known, path, _)| (*known, *path) == (method, template));
        let (method, template, action) = known.unwrap_or_else(|| panic!("{method} {template}"));
        let mut ids = ids.iter();
        let fill = |part| if str::starts_with(part, '{') { *ids.next().expect("an id") } else { part };
        let path = template.split('/').map(fill).collect::<Vec<_>>().join("/");
        let before = self.house.log_after(None).await.last().map(|entry| entry.id.clone());
        let answer = send(&path).await;
        assert_eq!(answer.status, 200, "{method} {path}: {}", answer.json);
        let left = self.house.log_after(before.as_deref()).await;
        let action = action.unwrap_or_else(|| panic!("{method} {template} leaves nothing"));
        assert!(left.iter().any(|entry| entry.action == action), "{method} {path}: no {action} among {left:?}");
        for entry in &left {
            let actor = (entry.actor_type.as_str(), entry.actor_id.as_deref());
            assert_eq!(actor, ("secret_key", Some(self.key_id.as_str())), "{method} {path}: {entry:?}");
        }
        self.seen.lock().expect("whole").insert((method, template));
        answer.json
    }
}

fn id(json: &Value) -> &str {
    json["id"].as_str().unwrap_or_else(|| panic!("no id in {json}"))
}

async fn of_what_lets_people_in(watch: &Watch<'_>) {
    let (one, nothing) = ("/v1/users/{user_id}", || json!({}));
    let open = watch.house.another_with(|settings| settings.sign_up.mode = SignUpMode::Public).await;
    let browser = open.sign_up(&Person::named("kim")).await;
    let kim = browser.user_id().await;
    browser.add_passkey(&mut Authenticator::new()).await.expect_ok();
    browser.come_from("external_account/connect", "google", Somebody::unproven("kim@example.org")).await;
    let user = watch.backend.get(&format!("/v1/users/{kim}")).await.expect_ok();
    let account = &user["external_accounts"][0];
    assert_eq!(account["identification_id"], account["id"], "clients that read either find it");
    assert_eq!((&account["label"], &account["public_metadata"]), (&Value::Null, &json!({})));
    let passkeys = format!("{one}/passkeys/{{passkey_id}}");
    watch.call("DELETE", &passkeys, &[&kim, id(&user["passkeys"][0])], nothing()).await;
    let accounts = format!("{one}/external_accounts/{{external_account_id}}");
    watch.call("DELETE", &accounts, &[&kim, id(&user["external_accounts"][0])], nothing()).await;

    let change = json!({
        "first_name": "Kim", "totp_secret": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "backup_codes": ["abcd-efgh-1234"],
    });
    watch.call("PATCH", one, &[&kim], change).await;
    for what in ["backup_code", "totp"] {
        watch.call("DELETE", &format!("{one}/{what}"), &[&kim], nothing()).await;
    }
    for (kind, name, value, other) in [
        ("email_address", "email_addresses", "kim@work.example", "kim@new.example"),
        ("phone_number", "phone_numbers", "+4915123456789", "+4915123456780"),
    ] {
        let (list, at) = (format!("/v1/{name}"), format!("/v1/{name}/{{{kind}_id}}"));
        let made = watch.call("POST", &list, &[], json!({ "user_id": kim, kind: value })).await;
        watch.call("PATCH", &at, &[id(&made)], json!({ "verified": true })).await;
        watch.call("DELETE", &at, &[id(&made)], nothing()).await;
        watch.call("PUT", &format!("{one}/{kind}"), &[&kim], json!({ kind: other })).await;
    }
    for what in ["password/set_compromised", "password/unset_compromised", "remove_password"] {
        watch.call("POST", &format!("{one}/{what}"), &[&kim], nothing()).await;
    }
    let picture = format!("{one}/profile_image");
    watch.upload("POST", &picture, &[&kim]).await;
    watch.call("DELETE", &picture, &[&kim], nothing()).await;
}

async fn of_what_organizations_have(watch: &Watch<'_>) {
    let (one, nothing) = ("/v1/organizations/{organization_id}", || json!({}));
    let made = watch.call("POST", "/v1/organizations", &[], json!({ "name": "Beta" })).await;
    let org = id(&made);
    watch.call("PUT", &format!("{one}/metadata"), &[org], json!({ "public_metadata": { "plan": "gold" } })).await;
    let logo = format!("{one}/logo");
    watch.upload("PUT", &logo, &[org]).await;
    watch.call("DELETE", &logo, &[org], nothing()).await;
    let (domains, at) = (format!("{one}/domains"), format!("{one}/domains/{{domain_id}}"));
    let domain = watch.call("POST", &domains, &[org], json!({ "name": "beta.example" })).await;
    watch.call("PATCH", &at, &[org, id(&domain)], json!({ "enrollment_mode": "automatic_suggestion" })).await;
    watch.call("DELETE", &at, &[org, id(&domain)], nothing()).await;
}

async fn of_settings(watch: &Watch<'_>) {
    watch.call("PATCH", "/v1/instance", &[], json!({ "hibp": false })).await;
    let restrictions = json!({ "block_email_subaddresses": true });
    watch.call("PATCH", "/v1/instance/restrictions", &[], restrictions).await;
    let organizations = json!({ "max_allowed_memberships": 500 });
    watch.call("PATCH", "/v1/instance/organization_settings", &[], organizations).await;
    let (permissions, one) = ("/v1/organization_permissions", "/v1/organization_permissions/{permission_id}");
    let write = watch.call("POST", permissions, &[], json!({ "name": "Write", "key": "org:notes:write" })).await;
    watch.call("PATCH", one, &[id(&write)], json!({ "description": "All of them" })).await;
    let (roles, one_role) = ("/v1/organization_roles", "/v1/organization_roles/{organization_role_id}");
    let editor = watch.call("POST", roles, &[], json!({ "name": "Editor", "key": "org:editor" })).await;
    watch.call("PATCH", one_role, &[id(&editor)], json!({ "description": "Writes" })).await;
    let given = format!("{one_role}/permissions/{{permission_id}}");
    watch.call("POST", &given, &[id(&editor), id(&write)], json!({})).await;
    watch.call("DELETE", &given, &[id(&editor), id(&write)], json!({})).await;
    watch.call("DELETE", one_role, &[id(&editor)], json!({})).await;
    watch.call("DELETE", one, &[id(&write)], json!({})).await;
}

async fn of_machines(watch: &Watch<'_>) {
    let (machines, one) = ("/v1/machines", "/v1/machines/{machine_id}");
    let billing = watch.call("POST", machines, &[], json!({ "name": "Billing" })).await;
    let reports = watch.call("POST", machines, &[], json!({ "name": "Reports" })).await;
    let (to, from) = (id(&billing), id(&reports));
    watch.call("PATCH", one, &[from], json!({ "default_token_ttl": 60 })).await;
    let scopes = format!("{one}/scopes");
    watch.call("POST", &scopes, &[from], json!({ "to_machine_id": to })).await;
    let token = watch.call("POST", "/v1/m2m_tokens", &[], json!({ "subject": from })).await;
    watch.call("POST", "/v1/m2m_tokens/{m2m_token_id}/revoke", &[id(&token)], json!({})).await;
    watch.call("DELETE", &format!("{scopes}/{{other_machine_id}}"), &[from, to], json!({})).await;
    watch.call("POST", &format!("{one}/secret_key/rotate"), &[from], json!({ "previous_token_ttl": 0 })).await;
    watch.call("DELETE", one, &[from], json!({})).await;
}

async fn every_call_leaves_an_entry_of_its_key(database: Database) {
    let house = House::with(&database, |settings| {
        settings.organizations.enabled = true;
        settings.organizations.domains.enabled = true;
        settings.sign_up.mode = SignUpMode::Waitlist;
        settings.sign_in.passkey = true;
        offer(settings, &["google"]);
    })
    .await;
    let backend = Backend::of(&house, &[]).await;
    let keys = house.vestibule.secret_keys().list().await.expect("a list");
    let watch = Watch { house: &house, backend: &backend, key_id: keys[0].id.clone(), seen: Mutex::default() };
    let nothing = || json!({});

    let ada = json!({ "email_address": ["ada@example.com"], "password": "moth ledger willow 41" });
    let ada = watch.call("POST", "/v1/users", &[], ada).await;
    let user = id(&ada);
    for what in ["ban", "unban", "lock", "unlock"] {
        watch.call("POST", &format!("/v1/users/{{user_id}}/{what}"), &[user], nothing()).await;
    }
    let metadata = "/v1/users/{user_id}/metadata";
    watch.call("PATCH", metadata, &[user], json!({ "private_metadata": { "card": "4242424242424242" } })).await;
    watch.call("PUT", metadata, &[user], json!({ "public_metadata": { "plan": "gold" } })).await;
    watch.call("DELETE", "/v1/users/{user_id}/mfa", &[user], nothing()).await;
    let session = watch.call("POST", "/v1/sessions", &[], json!({ "user_id": user })).await;
    let template = json!({ "name": "billing", "claims": { "aud": "billing" } });
    let template = watch.call("POST", "/v1/jwt_templates", &[], template).await;
    let one_template = "/v1/jwt_templates/{template_id}";
    watch.call("PATCH", one_template, &[id(&template)], json!({ "lifetime": 600 })).await;
    let tokens = "/v1/sessions/{session_id}/tokens";
    watch.call("POST", tokens, &[id(&session)], nothing()).await;
    watch.call("POST", &format!("{tokens}/{{template_name}}"), &[id(&session), "billing"], nothing()).await;
    watch.call("DELETE", one_template, &[id(&template)], nothing()).await;
    watch.call("POST", "/v1/sessions/{session_id}/revoke", &[id(&session)], nothing()).await;
    let token = watch.call("POST", "/v1/sign_in_tokens", &[], json!({ "user_id": user })).await;
    watch.call("POST", "/v1/sign_in_tokens/{sign_in_token_id}/revoke", &[id(&token)], nothing()).await;
    let token = json!({ "user_id": user, "actor": { "sub": "user_support" } });
    let token = watch.call("POST", "/v1/actor_tokens", &[], token).await;
    watch.call("POST", "/v1/actor_tokens/{actor_token_id}/revoke", &[id(&token)], nothing()).await;

    let key = json!({ "subject": user, "name": "Script", "claims": { "card": "4242424242424242" } });
    let key = watch.call("POST", "/v1/api_keys", &[], key).await;
    let one_key = "/v1/api_keys/{api_key_id}";
    watch.call("PATCH", one_key, &[id(&key)], json!({ "scopes": ["notes:read"] })).await;
    watch.call("POST", &format!("{one_key}/revoke"), &[id(&key)], nothing()).await;
    watch.call("DELETE", one_key, &[id(&key)], nothing()).await;

    let invitation = json!({ "email_address": "bob@example.com" });
    let invitation = watch.call("POST", "/v1/invitations", &[], invitation).await;
    watch.call("POST", "/v1/invitations/{invitation_id}/revoke", &[id(&invitation)], nothing()).await;
    watch.call("DELETE", "/v1/invitations/{invitation_id}", &[id(&invitation)], nothing()).await;
    watch.call("POST", "/v1/invitations/bulk", &[], json!([{ "email_address": "cyd@example.com" }])).await;
    for (name, answer) in [("dan", "invite"), ("eve", "reject")] {
        let joined = [("email_address", format!("{name}@example.com"))];
        let [(field, email)] = &joined;
        house.browser().post("waitlist/join", &[(field, email)]).await.expect_ok();
        let waiting = backend.get("/v1/waitlist_entries?status=pending").await.expect_ok();
        let path = format!("/v1/waitlist_entries/{{waitlist_entry_id}}/{answer}");
        watch.call("POST", &path, &[id(&waiting["data"][0])], nothing()).await;
    }

    watch.call("POST", "/v1/testing_tokens", &[], nothing()).await;
    // Of somebody who had begun before one had to wait.
    let open = house.another_with(|settings| settings.sign_up.mode = SignUpMode::Public).await;
    let begun = open.begin_sign_up(&open.browser(), &Person::named("jon")).await.json();
    let external = json!({ "external_id": "crm_7" });
    watch.call("PATCH", "/v1/sign_ups/{sign_up_id}", &[id(&begun["client"]["sign_up"])], external).await;
    let hal = json!({ "email_address": "hal@example.com" });
    let hal = watch.call("POST", "/v1/waitlist_entries", &[], hal).await;
    watch.call("DELETE", "/v1/waitlist_entries/{waitlist_entry_id}", &[id(&hal)], nothing()).await;
    let ivy = json!([{ "email_address": "ivy@example.com", "notify": false }]);
    watch.call("POST", "/v1/waitlist_entries/bulk", &[], ivy).await;
    for list in ["allowlist_identifier", "blocklist_identifier"] {
        let path = format!("/v1/{list}s");
        let listed = watch.call("POST", &path, &[], json!({ "identifier": "*@acme.example" })).await;
        watch.call("DELETE", &format!("{path}/{{{list}_id}}"), &[id(&listed)], nothing()).await;
    }
    let url = json!({ "url": "https://docs.example/done" });
    let url = watch.call("POST", "/v1/redirect_urls", &[], url).await;
    watch.call("DELETE", "/v1/redirect_urls/{redirect_url_id}", &[id(&url)], nothing()).await;
    let endpoint = json!({ "url": "https://billing.example/hook", "events": ["organizationDomain.deleted"] });
    let endpoint = watch.call("POST", "/v1/webhook_endpoints", &[], endpoint).await;
    let one_endpoint = "/v1/webhook_endpoints/{webhook_endpoint_id}";
    watch.call("PATCH", one_endpoint, &[id(&endpoint)], json!({ "description": "Billing" })).await;
    for (what, body) in [
        ("replay", json!({ "since": 0 })),
        ("send_example", json!({ "event_type": "user.created" })),
        ("rotate_secret", nothing()),
        ("disable", nothing()),
        ("enable", nothing()),
    ] {
        watch.call("POST", &format!("{one_endpoint}/{what}"), &[id(&endpoint)], body).await;
    }
    watch.call("DELETE", one_endpoint, &[id(&endpoint)], nothing()).await;

    let made = watch.call("POST", "/v1/organizations", &[], json!({ "name": "Acme" })).await;
    let (org, one) = (id(&made), "/v1/organizations/{organization_id}");
    watch.call("PATCH", one, &[org], json!({ "name": "Acme & Sons" })).await;
    watch.call("PATCH", &format!("{one}/metadata"), &[org], json!({ "public_metadata": { "plan": "gold" } })).await;
    let members = format!("{one}/memberships");
    // Somebody manages the members whatever becomes of the other one.
    let zoe = json!({ "email_address": ["zoe@example.com"], "password": "moth ledger willow 42" });
    let zoe = watch.call("POST", "/v1/users", &[], zoe).await;
    watch.call("POST", &members, &[org], json!({ "user_id": id(&zoe), "role": "org:admin" })).await;
    watch.call("POST", &members, &[org], json!({ "user_id": user, "role": "org:member" })).await;
    let member = format!("{members}/{{user_id}}");
    watch.call("PATCH", &member, &[org, user], json!({ "role": "org:admin" })).await;
    let metadata = json!({ "public_metadata": { "seat": 1 } });
    watch.call("PATCH", &format!("{member}/metadata"), &[org, user], metadata).await;
    let invitations = format!("{one}/invitations");
    let invitation = json!({ "email_address": "fay@example.com", "role": "org:member" });
    let invitation = watch.call("POST", &invitations, &[org], invitation).await;
    let revoke = format!("{invitations}/{{invitation_id}}/revoke");
    watch.call("POST", &revoke, &[org, id(&invitation)], nothing()).await;
    let bulk = json!([{ "email_address": "gus@example.com", "role": "org:member" }]);
    watch.call("POST", &format!("{invitations}/bulk"), &[org], bulk).await;
    watch.call("DELETE", &member, &[org, user], nothing()).await;
    watch.call("DELETE", one, &[org], nothing()).await;
    watch.call("DELETE", "/v1/users/{user_id}", &[user], nothing()).await;

    of_machines(&watch).await;
    of_settings(&watch).await;
    of_what_lets_people_in(&watch).await;
    of_what_organizations_have(&watch).await;

    let seen = watch.seen.lock().expect("whole").clone();
    let unseen: Vec<_> =
        CALLS.iter().filter(|(method, path, leaves)| leaves.is_some() && !seen.contains(&(method, path))).collect();
    assert!(unseen.is_empty(), "nobody has looked at what these leave: {unseen:?}");
    let document = Backend::presenting(&house, None).get("/v1/openapi.json").await.expect_ok();
    let mut unknown = Vec::new();
    for (path, methods) in document["paths"].as_object().expect("paths") {
        for method in methods.as_object().expect("methods").keys().map(|method| method.to_uppercase()) {
            let is_known = CALLS.iter().any(|(known, known_path, _)| *known == method && known_path == path);
            if method != "GET" && !is_known {
                unknown.push(format!("{method} {path}"));
            }
        }
    }
    assert!(unknown.is_empty(), "calls of which it is not known what they leave: {unknown:?}");
    // What an app keeps about people stays out: only that it changed.
    let stored = database.texts("SELECT changes FROM audit_entries").await.join("\n");
    assert!(stored.contains("\"card\"") && !stored.contains("4242"), "{stored}");
}
