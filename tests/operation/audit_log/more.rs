//! What is noted of templates and tokens, of second factors, of locks, and of what an app does in somebody's name.

use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::routing::get;
use serde_json::{Map, Value, json};
use vestibule::server::crypto::{Secret, SigningAlgorithm};
use vestibule::server::{AuditAction, EventType, JwtSigning, JwtTemplateUpdate, NewContact, NewJwtTemplate, NewUser};

use crate::support::app::STEP;
use crate::support::{Database, House, MINUTE, Person, on_both};

on_both!(
    templates_and_tokens_are_noted,
    it_says_which_factors_were_given,
    a_lock_is_noted_once_wherever_it_keeps_someone_out,
    whoever_is_turned_away_has_failed,
    what_someone_else_proves_is_taken_from_whoever_had_not,
    what_an_app_does_in_an_answer_is_whose_request_it_was,
);

async fn templates_and_tokens_are_noted(database: Database) {
    let house = House::open(&database).await;
    let (_, ada) = house.person("ada").await;
    let object = |json: Value| json.as_object().cloned().unwrap_or_default();
    let templates = house.vestibule.jwt_templates();
    let new = NewJwtTemplate::saying("billing", object(json!({ "aud": "billing", "tier": "T0PS3CRET" })));
    let made = templates.create(&new).await.expect("is made");
    let entry = house.newest(AuditAction::JwtTemplateCreated).await;
    assert_eq!((entry.subject_type.as_str(), entry.subject_id.as_ref()), ("jwt_template", Some(&made.id)));
    assert_eq!(entry.changes["name"], json!({ "before": null, "after": "billing" }));
    assert_eq!(entry.changes["lifetime"], json!({ "before": null, "after": 60 }));
    assert_eq!(entry.changes["claims"], json!({ "changed": ["aud", "tier"] }));
    let change = JwtTemplateUpdate {
        claims: Some(object(json!({ "aud": "billing", "role": "admin" }))),
        lifetime: Some(60),
        signing: Some(JwtSigning::Own {
            algorithm: Some(SigningAlgorithm::HS256),
            key: Some(Secret::new("T0PS3CRET, which two services share: 0123456789")),
        }),
        ..JwtTemplateUpdate::default()
    };
    templates.update(&made.id, &change).await.expect("is changed");
    let changes = json!({
        "claims": { "changed": ["role", "tier"] },
        "signing_algorithm": { "before": "RS256", "after": "HS256" },
        "key_changed": true,
    });
    assert_eq!(Value::from(house.newest(AuditAction::JwtTemplateUpdated).await.changes), changes);
    let before = database.count("audit_entries").await;
    templates.create(&NewJwtTemplate::saying("billing", Map::new())).await.expect_err("there is one");
    templates.update("jtmp_0", &change).await.expect_err("there is none");
    templates.delete("jtmp_0").await.expect_err("there is none");
    assert_eq!(database.count("audit_entries").await, before, "nothing has changed");

    let session = database.texts("SELECT id FROM sessions").await.remove(0);
    let sessions = house.vestibule.sessions();
    let mut tokens = vec![sessions.token(&session, Some(30)).await.expect("is made")];
    let entry = house.newest(AuditAction::SessionTokenCreated).await;
    assert_eq!((entry.subject_type.as_str(), entry.subject_id.as_ref()), ("session", Some(&session)));
    assert_eq!(Value::from(entry.changes), json!({ "user_id": ada, "expires_in_seconds": 30 }));
    tokens.push(sessions.token_by_template(&session, "billing", None).await.expect("is made"));
    let changes = json!({ "user_id": ada, "expires_in_seconds": 60, "template": "billing" });
    assert_eq!(Value::from(house.newest(AuditAction::SessionTokenCreated).await.changes), changes);
    let before = database.count("audit_entries").await;
    sessions.token_by_template(&session, "none", None).await.expect_err("there is none");
    sessions.token(&session, Some(61)).await.expect_err("for too long");
    assert_eq!(database.count("audit_entries").await, before, "no token, no entry");

    templates.delete(&made.id).await.expect("is gone");
    let entry = house.newest(AuditAction::JwtTemplateDeleted).await;
    assert_eq!((entry.subject_id, Value::from(entry.changes)), (Some(made.id), json!({ "name": "billing" })));
    let stored = database.texts("SELECT changes FROM audit_entries").await.join("\n");
    assert!(!stored.contains("T0PS3CRET"), "{stored}");
    for token in tokens {
        let signature = token.expose().rsplit('.').next().expect("a signature");
        assert!(!stored.contains(signature), "{stored}");
    }
}

async fn it_says_which_factors_were_given(database: Database) {
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    let first = house.sign_up(&ada).await;
    let id = first.user_id().await;
    let (app, codes) = first.add_app(&house).await;
    let factors = async || {
        let entry = house.newest(AuditAction::Event(EventType::SessionCreated)).await;
        [&entry.changes["strategy"], &entry.changes["second_factor"]].map(|word| word.as_str().map(str::to_owned))
    };
    let both = |strategy: &str, second: &str| [strategy, second].map(|word| Some(word.to_owned()));
    let half = async || {
        let browser = house.browser();
        browser.sign_in(&ada).await.expect_ok();
        browser
    };
    half().await.prove("totp", &app.code(&house)).await.expect_ok();
    assert_eq!(factors().await, both("password", "totp"));
    let before = database.count("audit_entries").await;
    let browser = half().await;
    assert_eq!(database.count("audit_entries").await, before, "nothing has come of it yet");
    browser.prove("backup_code", &codes[0]).await.expect_ok();
    assert_eq!(factors().await, both("password", "backup_code"));
    let used = house.newest(AuditAction::BackupCodeUsed).await;
    assert_eq!((used.subject_id.as_ref(), used.ip_address), (Some(&id), Some(browser.ip.to_string())));
    assert!(used.changes.is_empty(), "{:?}", used.changes);

    // Once more, who they are.
    house.clock.advance(MINUTE);
    browser.start_verification("strict").await.expect_ok();
    browser.verify_second("backup_code", &codes[1]).await.expect_ok();
    let again = house.newest(AuditAction::SessionReverified).await;
    assert_eq!(Value::from(again.changes), json!({ "level": "strict", "second_factor": "backup_code" }));
    let used = house.newest(AuditAction::BackupCodeUsed).await;
    assert_eq!((used.actor_id.as_ref(), used.session_id), (Some(&id), again.subject_id));

    // After a forgotten password, when the new one is set.
    house.clock.advance(STEP);
    let (browser, forgotten) = (house.browser(), ("strategy", "reset_password_email_code"));
    browser.post("sign_in/create", &[("identifier", &ada.email)]).await.expect_ok();
    browser.post("sign_in/prepare_first_factor", &[forgotten]).await.expect_ok();
    let code = house.code_for(&ada.email).await;
    browser.post("sign_in/attempt_first_factor", &[forgotten, ("code", &code)]).await.expect_ok();
    browser.prove("backup_code", &codes[2]).await.expect_ok();
    browser.post("sign_in/reset_password", &[("new_password", "harbour kettle ribbon 77")]).await.expect_ok();
    assert_eq!(factors().await, both("password", "backup_code"));
    assert_eq!(house.newest(AuditAction::PasswordReset).await.subject_id, Some(id));
}

/// Their own browser is counted by itself, over all that asks for the password.
async fn a_lock_is_noted_once_wherever_it_keeps_someone_out(database: Database) {
    let house = House::open(&database).await;
    let (browser, ada) = house.person("ada").await;
    let locks = async || {
        let all = house.log_after(None).await;
        all.into_iter().filter(|entry| entry.action == "user.signInLockedOut").collect::<Vec<_>>()
    };
    let fields = [("current_password", "not hers at all 12"), ("new_password", "harbour kettle ribbon 77")];
    for number in 0..8 {
        let answer = browser.post("user/update_password", &fields).await;
        assert_eq!(answer.status, if number < 5 { 422 } else { 403 }, "{}", answer.body);
    }
    let refused = house.log_after(None).await.into_iter().filter(|entry| entry.action == "user.passwordRefused");
    assert_eq!(refused.count(), 5, "what was not looked at was not wrong");
    browser.start_verification("strict").await.expect_ok();
    browser.verify_password("not hers at all 12").await.expect_error(403, "user_locked");
    let noted = locks().await;
    assert_eq!(noted.len(), 1, "{noted:?}");
    assert_eq!((noted[0].actor_id.as_ref(), noted[0].subject_id.as_ref()), (Some(&ada), Some(&ada)));
    assert_eq!(Value::from(noted[0].changes.clone()), json!({ "strategy": "password" }));
    // The next wait is another lock.
    house.clock.advance(2 * MINUTE);
    browser.verify_password("not hers at all 12").await.expect_error(422, "form_password_incorrect@password");
    for _ in 0..3 {
        browser.verify_password("not hers at all 12").await.expect_error(403, "user_locked");
    }
    assert_eq!(locks().await.len(), 2);
}

async fn whoever_is_turned_away_has_failed(database: Database) {
    let house = House::open(&database).await;
    let (_, ada) = house.person("ada").await;
    house.vestibule.users().ban(&ada).await.expect("is banned");
    let before = house.log_after(None).await.last().map(|entry| entry.id.clone());
    let browser = house.browser();
    browser.sign_in(&Person::named("ada")).await.expect_error(403, "user_banned");
    let left = house.log_after(before.as_deref()).await;
    assert_eq!(left.len(), 1, "{left:?}");
    assert_eq!((left[0].action.as_str(), left[0].subject_id.as_ref()), ("user.signInFailed", Some(&ada)));
    assert_eq!((left[0].actor_type.as_str(), left[0].ip_address.clone()), ("visitor", Some(browser.ip.to_string())));
    let changes = json!({ "strategy": "password", "reason": "user_banned" });
    assert_eq!(Value::from(left[0].changes.clone()), changes);
}

async fn what_someone_else_proves_is_taken_from_whoever_had_not(database: Database) {
    let house = House::open(&database).await;
    let squatter = NewUser {
        email_addresses: vec![NewContact::unverified("ada@example.com")],
        password: Some(Secret::new("heron lantern maple 77")),
        ..NewUser::default()
    };
    let squatter = house.vestibule.users().create(squatter).await.expect("is made").user.id;
    let taken = json!({
        "email_address": { "before": "ada@example.com", "after": null },
        "reason": "proven_by_another",
    });
    let (browser, ada) = house.person("ada").await;
    let entry = house.newest(AuditAction::IdentifierRemoved).await;
    assert_eq!((entry.subject_id.as_ref(), entry.actor_id.as_ref()), (Some(&squatter), Some(&ada)));
    assert_eq!(Value::from(entry.changes), taken);
    let told = format!("SELECT type FROM events WHERE type = 'user.updated' AND subject_id = '{squatter}'");
    assert_eq!(database.texts(&told).await.len(), 1, "whoever listens hears of it");

    // By an address that is added, too.
    let other = NewUser {
        email_addresses: vec![NewContact::unverified("ada@work.example")],
        password: Some(Secret::new("heron lantern maple 77")),
        ..NewUser::default()
    };
    let other = house.vestibule.users().create(other).await.expect("is made").user.id;
    browser.post("email_address/create", &[("email_address", "ada@work.example")]).await.expect_ok();
    let me = browser.get("/api/me").await.json();
    let all = me["email_addresses"].as_array().expect("a list");
    let added = all.iter().find(|one| one["email_address"] == "ada@work.example").expect("is there");
    let about = ("email_address_id", added["id"].as_str().expect("an id"));
    let code = house.code_for("ada@work.example").await;
    browser.post("email_address/attempt_verification", &[about, ("code", &code)]).await.expect_ok();
    let entry = house.newest(AuditAction::IdentifierRemoved).await;
    assert_eq!((entry.subject_id, entry.actor_id), (Some(other), Some(ada)));
}

/// A script asks with GET for what is no page: such a request is answered without asking the database who it is.
async fn what_an_app_does_in_an_answer_is_whose_request_it_was(database: Database) {
    let house = House::open(&database).await;
    let (browser, ada) = house.person("ada").await;
    let (_, bob) = house.person("bob").await;
    let vestibule = house.vestibule.clone();
    let ban = move |Path(id): Path<String>| async move {
        match vestibule.users().ban(&id).await {
            Ok(_) => StatusCode::NO_CONTENT,
            Err(_) => StatusCode::CONFLICT,
        }
    };
    let app = Router::new().route("/ban/{user_id}", get(ban)).merge(house.vestibule.routes());
    let app = app.layer(house.vestibule.layer());
    let banned = AuditAction::Event(EventType::UserBanned);
    let path = format!("/ban/{bob}");
    assert_eq!(browser.through(app.clone()).get(&path).await.status, 204);
    let entry = house.newest(banned).await;
    assert_eq!((entry.actor_type.as_str(), entry.actor_id.as_ref()), ("user", Some(&ada)));
    assert_eq!((entry.session_id.is_some(), entry.ip_address), (true, Some(browser.ip.to_string())));
    assert_eq!(entry.user_agent.as_deref(), Some("Mozilla/5.0 (tests)"));
    house.clock.advance(1);
    let nobody = house.browser();
    assert_eq!(nobody.through(app).get(&path).await.status, 204);
    let entry = house.newest(banned).await;
    assert_eq!((entry.actor_type.as_str(), entry.actor_id), ("visitor", None));
    assert_eq!(entry.ip_address, Some(nobody.ip.to_string()));
}
