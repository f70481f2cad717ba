//! What entries say: who it was, from where, what changed; and what they never say.

use serde_json::{Map, Value, json};
use vestibule::model::{FieldRule, SignUpMode};
use vestibule::server::{
    Actor, AuditAction, AuditQuery, EventType, NewActorToken, NewContact, NewInvitation, NewOrganizationDomain,
    NewOrganizationInvitation, NewUser, NewWaitlistEntry, NewWebhookEndpoint, Origin, Scope, UserMetadata,
    WebhookEndpointUpdate,
};

use crate::support::actors::SUPPORT;
use crate::support::app::backup_codes;
use crate::support::{App, Database, House, MINUTE, Person, is_stored_in, on_both};

on_both!(
    an_entry_says_who_what_when_and_from_where,
    what_changed_stands_there_before_and_after,
    what_comes_and_goes_is_named,
    what_holds_as_it_did_is_noted_by_its_name,
    who_fails_to_sign_in_is_noted_and_not_by_name,
    what_the_app_does_itself_is_the_apps,
    whoever_a_host_names_is_the_actor,
    who_acts_in_a_user_s_place_is_told,
    keys_and_endpoints_are_noted,
    what_is_undone_is_not_noted,
    no_secret_stands_in_the_log,
);

async fn an_entry_says_who_what_when_and_from_where(database: Database) {
    let house = House::with(&database, |settings| settings.sign_up.first_name = FieldRule::Optional).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    let me = browser.get("/api/me").await.json();
    let id = me["id"].as_str().expect("an id");
    let session = database.texts("SELECT id FROM sessions").await.remove(0);
    house.clock.advance(MINUTE);
    let now = house.clock.now();
    let ask = browser.ask("POST", "/vestibule/api/user/update").by_script().header("user-agent", "Tester/1.0");
    ask.form(&[("first_name", "Ada"), ("last_name", "")]).send().await.expect_ok();
    let entry = house.newest(AuditAction::ProfileChanged).await;
    assert!(entry.id.starts_with("aud_") && (now..now + MINUTE).contains(&entry.created_at), "{entry:?}");
    assert_eq!((entry.actor_type.as_str(), entry.actor_id.as_deref()), ("user", Some(id)));
    assert_eq!((entry.subject_type.as_str(), entry.subject_id.as_deref()), ("user", Some(id)));
    assert_eq!((entry.session_id.as_ref(), entry.impersonator_id), (Some(&session), None));
    assert_eq!(entry.ip_address, Some(browser.ip.to_string()));
    assert_eq!((entry.user_agent.as_deref(), entry.organization_id), (Some("Tester/1.0"), None));
    assert_eq!(Value::from(entry.changes), json!({ "first_name": { "before": null, "after": "Ada" } }));
    // It stays when they are gone.
    browser.post("user/delete", &[("confirmation", "Delete account")]).await.expect_ok();
    let about = AuditQuery { subject_id: Some(id.to_owned()), limit: 500, ..AuditQuery::default() };
    let (left, _) = house.vestibule.audit_log().list(&about).await.expect("is read");
    let actions: Vec<&str> = left.iter().map(|entry| entry.action.as_str()).collect();
    assert_eq!(actions, ["user.deleted", "user.profileChanged", "user.created"]);
}

async fn who_acts_in_a_user_s_place_is_told(database: Database) {
    let house = House::with(&database, |settings| settings.sign_up.first_name = FieldRule::Optional).await;
    let own = house.sign_up(&Person::named("ada")).await;
    let id = own.user_id().await;
    let log = house.vestibule.audit_log();
    let (token, _) = house.actor_token(&NewActorToken::of(SUPPORT, &id)).await;
    let made = house.newest(AuditAction::ActorTokenCreated).await;
    assert_eq!((made.actor_type.as_str(), made.subject_id.as_ref()), ("system", Some(&token.id)));
    assert_eq!((&made.changes["user_id"], &made.changes["actor"]["sub"]), (&json!(id), &json!(SUPPORT)));
    house.vestibule.actor_tokens().revoke(&token.id).await.expect("is taken back");
    assert_eq!(house.newest(AuditAction::ActorTokenRevoked).await.subject_id, Some(token.id));

    let browser = house.in_place_of(&id).await;
    let used = house.newest(AuditAction::ActorTokenUsed).await;
    assert_eq!((&used.changes["user_id"], &used.changes["actor"]["sub"]), (&json!(id), &json!(SUPPORT)));
    let begun = house.newest(AuditAction::Event(EventType::SessionCreated)).await;
    assert_eq!((begun.actor_id.as_ref(), begun.impersonator_id.as_deref()), (Some(&id), Some(SUPPORT)));
    assert_eq!(begun.changes["actor"]["sub"], json!(SUPPORT));
    browser.post("user/update", &[("first_name", "Ada"), ("last_name", "")]).await.expect_ok();
    let changed = house.newest(AuditAction::ProfileChanged).await;
    assert_eq!((changed.actor_id.as_ref(), changed.impersonator_id.as_deref()), (Some(&id), Some(SUPPORT)));
    browser.post("session/sign_out", &[]).await.expect_ok();
    let over = house.newest(AuditAction::Event(EventType::SessionRemoved)).await;
    assert_eq!((over.session_id.as_ref(), over.impersonator_id.as_deref()), (begun.subject_id.as_ref(), Some(SUPPORT)));

    own.post("user/update", &[("first_name", "Augusta"), ("last_name", "")]).await.expect_ok();
    assert_eq!(house.newest(AuditAction::ProfileChanged).await.impersonator_id, None, "they themselves");
    let of_theirs = AuditQuery { impersonator_id: Some(SUPPORT.to_owned()), ..AuditQuery::default() };
    let (found, _) = log.list(&of_theirs).await.expect("is read");
    assert!(!found.is_empty() && found.iter().all(|entry| entry.impersonator_id.as_deref() == Some(SUPPORT)));
}

async fn what_changed_stands_there_before_and_after(database: Database) {
    let house = House::with(&database, |settings| settings.organizations.enabled = true).await;
    let (_, ada) = house.person("ada").await;
    let (_, bob) = house.person("bob").await;
    let acme = house.organization("Acme", &ada, &[(&bob, "org:member")]).await.id;
    let organizations = house.vestibule.organizations();
    organizations.set_role(&acme, &bob, "org:admin").await.expect("is another");
    let entry = house.newest(AuditAction::Event(EventType::OrganizationMembershipUpdated)).await;
    assert_eq!(entry.organization_id.as_ref(), Some(&acme));
    assert_eq!(entry.subject_type, "organization_membership");
    assert_eq!(entry.changes["role"], json!({ "before": "org:member", "after": "org:admin" }));
    assert_eq!(entry.changes["user_id"], json!(bob));
    let update = vestibule::server::OrganizationUpdate { name: Some("Acme & Sons".into()), ..Default::default() };
    organizations.update(&acme, &update).await.expect("is changed");
    let entry = house.newest(AuditAction::Event(EventType::OrganizationUpdated)).await;
    assert_eq!((entry.subject_id.as_ref(), entry.organization_id.as_ref()), (Some(&acme), Some(&acme)));
    assert_eq!(Value::from(entry.changes), json!({ "name": { "before": "Acme", "after": "Acme & Sons" } }));
    let object = |json: Value| json.as_object().cloned().unwrap_or_default();
    let metadata = UserMetadata {
        public: object(json!({ "plan": "gold" })),
        private: object(json!({ "card": "4242424242424242" })),
        unsafe_metadata: Map::new(),
    };
    house.vestibule.users().update_metadata(&ada, &metadata).await.expect("is kept");
    let entry = house.newest(AuditAction::MetadataChanged).await;
    let changed = json!({ "public_metadata": { "changed": ["plan"] }, "private_metadata": { "changed": ["card"] } });
    assert_eq!(Value::from(entry.changes), changed);
}

/// An id alone says nothing to whoever reads it once the thing is gone.
async fn what_comes_and_goes_is_named(database: Database) {
    let house = House::with(&database, |settings| {
        settings.organizations.enabled = true;
        settings.organizations.domains.enabled = true;
        settings.sign_up.username = FieldRule::Optional;
        settings.sign_up.mode = SignUpMode::Waitlist;
    })
    .await;
    let newest = async |kind: EventType| Value::from(house.newest(AuditAction::Event(kind)).await.changes);
    let users = house.vestibule.users();
    let new = NewUser {
        email_addresses: vec![NewContact::verified("ada@example.com")],
        username: Some("countess".into()),
        skip_password_requirement: true,
        ..NewUser::default()
    };
    let ada = users.create(new).await.expect("is made").user.id;
    let named = json!({ "email_address": "ada@example.com", "username": "countess" });
    assert_eq!(newest(EventType::UserCreated).await, named);

    let acme = house.organization("Acme", &ada, &[]).await.id;
    assert_eq!(newest(EventType::OrganizationCreated).await, json!({ "name": "Acme" }));
    let organizations = house.vestibule.organizations();
    let invitations = organizations.invitations();
    let new = NewOrganizationInvitation::to("eve@example.com");
    let sent = invitations.create(&acme, &new).await.expect("is sent").invitation;
    let to_eve = json!({ "email_address": "eve@example.com", "role": "org:member" });
    assert_eq!(newest(EventType::OrganizationInvitationCreated).await, to_eve);
    invitations.revoke(&acme, &sent.id).await.expect("is taken back");
    assert_eq!(newest(EventType::OrganizationInvitationRevoked).await, to_eve);
    let domains = organizations.domains();
    let domain = domains.create(&acme, &NewOrganizationDomain::named("acme.example")).await.expect("is made");
    domains.delete(&acme, &domain.id).await.expect("is gone");
    assert_eq!(newest(EventType::OrganizationDomainDeleted).await, json!({ "name": "acme.example" }));
    organizations.delete(&acme).await.expect("is gone");
    assert_eq!(newest(EventType::OrganizationDeleted).await, json!({ "name": "Acme" }));

    let waitlist = house.vestibule.waitlist();
    let entry = waitlist.create(&NewWaitlistEntry::of("bob@example.com")).await.expect("waits");
    assert_eq!(newest(EventType::WaitlistEntryCreated).await, json!({ "email_address": "bob@example.com" }));
    let (_, invitation) = waitlist.invite(&entry.id).await.expect("is invited");
    let invited = json!({
        "email_address": "bob@example.com", "status": { "before": "pending", "after": "invited" },
        "invitation_id": invitation.id,
    });
    assert_eq!(newest(EventType::WaitlistEntryUpdated).await, invited);
    waitlist.reject(&entry.id).await.expect("is turned down");
    let rejected =
        json!({ "email_address": "bob@example.com", "status": { "before": "invited", "after": "rejected" } });
    assert_eq!(newest(EventType::WaitlistEntryUpdated).await, rejected);

    users.delete(&ada).await.expect("is gone");
    assert_eq!(newest(EventType::UserDeleted).await, named);
}

async fn what_holds_as_it_did_is_noted_by_its_name(database: Database) {
    let house = House::open(&database).await;
    let settings = house.vestibule.runtime_settings();
    let change = async |pairs: &[(&str, Value)]| {
        let values = pairs.iter().map(|(name, value)| (name.parse().expect("a path"), value.clone())).collect();
        settings.change(&values).await.expect("is changed")
    };
    let noted = "SELECT changes FROM audit_entries WHERE action = 'settings.changed' ORDER BY id";
    let usual = house.vestibule.clone().settings().sign_up.block_subaddresses;
    // It is said by the database from now on, and holds as it did.
    assert!(change(&[("sign_up.block_subaddresses", json!(usual))]).await.is_some());
    let entries = async || -> Vec<Value> {
        let noted = database.texts(noted).await;
        noted.iter().map(|entry| serde_json::from_str(entry).expect("is JSON")).collect()
    };
    assert_eq!(entries().await, [json!({ "pinned": ["sign_up.block_subaddresses"] })]);
    change(&[("sign_up.block_subaddresses", Value::Null), ("app_name", json!("Notes"))]).await;
    let expected = json!({
        "app_name": { "before": "Vestibule", "after": "Notes" }, "unpinned": ["sign_up.block_subaddresses"],
    });
    assert_eq!(entries().await[1], expected);
    assert!(change(&[("app_name", json!("Notes"))]).await.is_none());
    assert_eq!(entries().await.len(), 2, "that is so already");
}

async fn who_fails_to_sign_in_is_noted_and_not_by_name(database: Database) {
    let house = House::with(&database, |settings| settings.sign_up.username = FieldRule::Optional).await;
    let ada = Person::named("ada");
    let id = house.person("ada").await.1;
    let eve = house.browser();
    eve.try_password(&ada.email, "not hers at all 12").await;
    let entry = house.newest(AuditAction::SignInFailed).await;
    assert_eq!((entry.actor_type.as_str(), entry.actor_id), ("visitor", None));
    assert_eq!((entry.subject_id.as_ref(), entry.ip_address), (Some(&id), Some(eve.ip.to_string())));
    assert_eq!(Value::from(entry.changes), json!({ "strategy": "password" }));
    // A password that is typed where the address belongs.
    eve.try_password("correct horse battery 77", "nobody@example.com").await;
    assert_eq!(house.newest(AuditAction::SignInFailed).await.subject_id, None);
    let stored = database.contents().await.join("\n");
    let log: Vec<&str> = stored.lines().filter(|line| line.starts_with("audit_entries")).collect();
    assert!(!log.iter().any(|line| line.contains("nobody@example.com") || line.contains("battery")), "{log:?}");
    for _ in 0..5 {
        eve.try_password(&ada.email, "not hers at all 12").await;
    }
    let entry = house.newest(AuditAction::SignInLockedOut).await;
    assert_eq!((entry.actor_type.as_str(), entry.subject_id.as_ref()), ("visitor", Some(&id)));
    // A wrong code.
    let bob = house.sign_up(&Person::named("bob")).await;
    let (app, _) = bob.add_app(&house).await;
    let half = house.browser();
    half.sign_in(&Person::named("bob")).await.expect_ok();
    half.prove("totp", &app.wrong_code(&house)).await.expect_error(422, "form_code_incorrect@code");
    let entry = house.newest(AuditAction::SignInFailed).await;
    assert_eq!(Value::from(entry.changes), json!({ "strategy": "totp" }));
    // And a wrong password of who is signed in.
    bob.start_verification("strict_mfa").await.expect_ok();
    bob.verify_password("not his at all 12").await.expect_error(422, "form_password_incorrect@password");
    let entry = house.newest(AuditAction::SessionReverificationFailed).await;
    assert_eq!((entry.subject_id, entry.actor_type.as_str()), (entry.session_id, "user"));
}

async fn what_the_app_does_itself_is_the_apps(database: Database) {
    let house = House::open(&database).await;
    let first = house.newest(AuditAction::SigningKeyCreated).await;
    assert_eq!((first.actor_type.as_str(), first.ip_address, first.user_agent), ("system", None, None));
    let kid = house.vestibule.rotate_signing_key().await.expect("rotates");
    let rotated = house.newest(AuditAction::SigningKeyCreated).await;
    assert_eq!(rotated.subject_id, Some(kid));
    // A minute and a half after it was made, and a day more.
    let signs_from = rotated.changes["signs_from"].as_i64().expect("a time");
    let waits = signs_from - rotated.created_at;
    assert!((60_000..=90_000).contains(&waits), "{waits}");
    let expected = json!({ "signs_from": signs_from, "others_retire_at": signs_from + crate::support::DAY });
    assert_eq!(Value::from(rotated.changes), expected);
    let kid = house.vestibule.replace_signing_key().await.expect("is made");
    let replaced = house.newest(AuditAction::SigningKeyCreated).await;
    assert_eq!((replaced.subject_id, Value::from(replaced.changes)), (Some(kid), json!({ "at_once": true })));
    house.sign_up(&Person::named("ada")).await;
    house.clock.advance(400 * crate::support::DAY);
    vestibule::server::flows::sweep::sweep(&house.vestibule).await.expect("sweeps");
    let ended = house.newest(AuditAction::Event(EventType::SessionEnded)).await;
    assert_eq!((ended.actor_type.as_str(), ended.actor_id, ended.session_id), ("system", None, None));
    assert_eq!(ended.changes["status"], "abandoned");
}

async fn whoever_a_host_names_is_the_actor(database: Database) {
    let house = House::open(&database).await;
    let (_, ada) = house.person("ada").await;
    let (_, bob) = house.person("bob").await;
    let users = house.vestibule.users();
    users.ban(&bob).await.expect("is banned");
    let banned = AuditAction::Event(EventType::UserBanned);
    assert_eq!(house.newest(banned).await.actor_type, "system");
    users.unban(&bob).await.expect("is let in");
    house.clock.advance(1);
    Origin::default().by(Actor::user(&ada, None)).during(users.ban(&bob)).await.expect("is banned");
    let entry = house.newest(banned).await;
    assert_eq!((entry.actor_type.as_str(), entry.actor_id.as_ref()), ("user", Some(&ada)));
    assert_eq!(entry.subject_id.as_ref(), Some(&bob));
    house.clock.advance(1);
    Origin::operator().during(users.unban(&bob)).await.expect("is let in");
    assert_eq!(house.newest(AuditAction::Event(EventType::UserUnbanned)).await.actor_type, "operator");
}

async fn keys_and_endpoints_are_noted(database: Database) {
    let house = House::open(&database).await;
    let keys = house.vestibule.secret_keys();
    let scope: Scope = "users:read".parse().expect("a scope");
    let key = keys.create("Billing", &[scope]).await.expect("is made");
    let made = house.newest(AuditAction::SecretKeyCreated).await;
    assert_eq!(made.subject_id.as_ref(), Some(&key.id));
    assert_eq!(Value::from(made.changes), json!({ "name": "Billing", "scopes": "users:read" }));
    keys.revoke(&key.id).await.expect("is taken back");
    assert_eq!(house.newest(AuditAction::SecretKeyRevoked).await.subject_id, Some(key.id));

    let webhooks = house.vestibule.webhooks();
    let new = NewWebhookEndpoint::at("https://hooks.example/in/T0PS3CRET?key=T0PS3CRET");
    let (endpoint, secret) = webhooks.create(&new).await.expect("is made");
    let id = endpoint.id.as_str();
    assert_eq!(house.newest(AuditAction::WebhookEndpointCreated).await.changes["host"], "hooks.example");
    let change = WebhookEndpointUpdate {
        url: Some("https://other.example/T0PS3CRET".into()),
        events: Some(vec!["user.created".into()]),
        ..WebhookEndpointUpdate::default()
    };
    webhooks.update(id, &change).await.expect("is changed");
    let entry = house.newest(AuditAction::WebhookEndpointUpdated).await;
    assert_eq!(entry.changes["host"], json!({ "before": "hooks.example", "after": "other.example" }));
    assert_eq!(entry.changes["events"]["after"], "user.created");
    let shown = webhooks.secret(id).await.expect("is read");
    let rotated = webhooks.rotate_secret(id).await.expect("is another");
    webhooks.send_example(id, "user.created").await.expect("is sent");
    webhooks.replay_since(id, 0).await.expect("is sent");
    webhooks.disable(id).await.expect("is off");
    webhooks.enable(id).await.expect("is on");
    webhooks.delete(id).await.expect("is gone");
    let about = AuditQuery { subject_id: Some(id.to_owned()), limit: 500, ..AuditQuery::default() };
    let (left, _) = house.vestibule.audit_log().list(&about).await.expect("is read");
    let actions: Vec<&str> =
        left.iter().rev().map(|entry| entry.action.trim_start_matches("webhookEndpoint.")).collect();
    let expected = [
        "created",
        "updated",
        "secretShown",
        "secretRotated",
        "exampleSent",
        "replayed",
        "disabled",
        "enabled",
        "deleted",
    ];
    assert_eq!(actions, expected);
    let stored = database.texts("SELECT changes FROM audit_entries").await.join("\n");
    for secret in [secret.expose(), shown.expose(), rotated.expose(), "T0PS3CRET"] {
        assert!(!stored.contains(secret), "{stored}");
    }
}

/// What a transaction does not commit is no more in the log than anywhere else.
async fn what_is_undone_is_not_noted(database: Database) {
    let house = House::with(&database, |settings| settings.organizations.enabled = true).await;
    let (_, ada) = house.person("ada").await;
    house.organization("Acme", &ada, &[]).await;
    let (_, bob) = house.person("bob").await;
    let acme = database.texts("SELECT id FROM organizations").await.remove(0);
    house.vestibule.organizations().add_member(&acme, &bob, "org:member").await.expect("is let in");
    let before = database.count("audit_entries").await;
    // The last one who manages the members stays: by then sessions have been ended in the transaction.
    house.vestibule.users().delete(&ada).await.expect_err("is refused");
    assert_eq!(database.count("audit_entries").await, before);
    house.vestibule.users().ban("user_0").await.expect_err("nobody");
    house.vestibule.invitations().revoke("inv_0").await.expect_err("none");
    assert_eq!(database.count("audit_entries").await, before);
}

/// T44 and T45: the log may be read by more people than the rest of the database.
async fn no_secret_stands_in_the_log(database: Database) {
    let house = House::with(&database, |settings| settings.session.reverification = false).await;
    let ada = Person { password: "canary moth ledger 41".into(), ..Person::named("ada") };
    let mut canaries = vec![ada.password.clone(), "wrong canary willow 73".into(), "new canary willow 74".into()];
    let browser = house.browser();
    house.begin_sign_up(&browser, &ada).await.expect_ok();
    canaries.push(house.code_for(&ada.email).await);
    let code = canaries[3].clone();
    browser.post("sign_up/attempt_verification", &[("code", &code)]).await.expect_ok();
    house.browser().try_password(&ada.email, "wrong canary willow 73").await;
    let begun = browser.post("totp/create", &[]).await.json();
    let app = App::with(begun["client"]["totp_setup"]["secret"].as_str().expect("a secret"));
    let made = browser.post("totp/verify", &[("code", &app.code(&house))]).await;
    canaries.extend([app.code(&house), app.secret.clone()]);
    canaries.extend(backup_codes(made.expect_ok()));
    let fields = [("current_password", ada.password.as_str()), ("new_password", "new canary willow 74")];
    browser.post("user/update_password", &fields).await.expect_ok();
    for name in [house.client_cookie(), "__session"] {
        canaries.push(browser.cookie(name).expect("a cookie"));
    }
    let id = browser.get("/api/me").await.json()["id"].as_str().expect("an id").to_owned();
    let ticket = house.vestibule.sign_in_tokens().create(&id, None).await.expect("is made");
    let invitation =
        house.vestibule.invitations().create(&NewInvitation::to("bob@example.com")).await.expect("is made");
    let key = house.vestibule.secret_keys().create("key", &[Scope::all()]).await.expect("is made");
    canaries.extend([ticket.token, key.secret].into_iter().flatten().map(|secret| secret.expose().to_owned()));
    let link = invitation.url.expect("a link").expose().to_owned();
    canaries.push(link.split("ticket=").nth(1).expect("a ticket").to_owned());
    house.vestibule.rotate_signing_key().await.expect("rotates");
    let digests = database.texts("SELECT password_digest FROM users WHERE password_digest IS NOT NULL").await;
    let hashes = database.texts("SELECT hash FROM secret_keys").await;
    let secrets = database.texts("SELECT hash FROM backup_codes").await;
    canaries.extend(digests.into_iter().chain(hashes).chain(secrets));

    let log: Vec<String> =
        database.contents().await.into_iter().filter(|row| row.starts_with("audit_entries")).collect();
    let log = log.join("\n");
    assert!(log.contains("user.passwordChanged") && log.contains("bob@example.com"), "it is looked at");
    assert!(canaries.len() > 20 && canaries.iter().all(|canary| canary.len() >= 6), "{canaries:?}");
    for canary in canaries {
        assert!(!is_stored_in(&log, &canary), "{canary} stands in the log");
    }
}
