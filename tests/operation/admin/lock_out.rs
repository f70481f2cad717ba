//! Settings that would keep those out who could mend them.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use vestibule::server::crypto::password_hash::Cost;
use vestibule::server::{Environment, OperatorRole, SettingChangeError, SettingPath};

use crate::support::openid::OpenId;
use crate::support::organizations::with_organizations;
use crate::support::smtp::Smtp;
use crate::support::{DAY, Database, House, MINUTE, on_both};

on_both!(
    an_owner_keeps_a_way_in,
    mail_that_nobody_has_tried_is_no_way_in,
    whoever_is_in_no_organization_gets_as_far_as_making_one,
    a_provider_that_is_set_anew_is_tried_out,
    text_messages_by_another_service_are_no_way_in,
    a_password_that_others_know_is_no_way_in,
    a_second_step_that_would_not_arrive_is_no_way_in,
    a_policy_keeps_no_form_from_being_sent,
);

/// Passwords let nobody in any more, but what is mailed does.
const BY_MAIL: [(&str, &str); 2] = [("sign_in.password", "false"), ("sign_in.preferred", "email_code")];

async fn change(house: &House, pairs: &[(&str, Value)]) -> Result<Option<i64>, SettingChangeError> {
    let path = |name: &str| -> SettingPath { name.parse().expect("is a path") };
    let values: BTreeMap<SettingPath, Value> = pairs.iter().map(|(name, value)| (path(name), value.clone())).collect();
    house.vestibule.runtime_settings().change(&values).await
}

async fn an_owner_keeps_a_way_in(database: Database) {
    let house = House::open(&database).await;
    let (owner, id) = house.operator("owner", OperatorRole::Owner).await;
    // They get in, and do not count: neither may mend it.
    house.operator("admin", OperatorRole::Admin).await;
    house.person("ada").await;
    let (_, banned) = house.operator("banned", OperatorRole::Owner).await;
    house.vestibule.users().ban(&banned).await.expect("is banned");
    let proven = |at: &str| format!("UPDATE identifiers SET verified_at = {at} WHERE user_id = '{id}'");
    database.execute(&proven("NULL")).await;

    let told = owner.send_form("/admin/settings/sign-in", &BY_MAIL).await;
    assert_eq!(told.status, 422, "{}", told.body);
    let account = house.vestibule.users().get(&id).await.expect("is read").expect("is there");
    let says = format!("no owner of the dashboard could sign in any more ({})", account.user.display_name());
    assert!(told.shows(&says), "{says}: {}", told.body);
    assert_eq!(database.count("settings_changes").await, 0);
    // What has nothing to do with ways in is changed all the same.
    change(&house, &[("app_name", json!("Notes"))]).await.expect("is changed");

    database.execute(&proven("1")).await;
    let saved = owner.send_form_and_follow("/admin/settings/sign-in", &BY_MAIL).await;
    assert!(saved.shows("Saved, and in force"), "{}", saved.body);
}

async fn mail_that_nobody_has_tried_is_no_way_in(database: Database) {
    let house = House::open(&database).await;
    house.operator("owner", OperatorRole::Owner).await;
    let house = house
        .another_with(|settings| {
            settings.environment = Environment::Production;
            settings.base_url = "https://app.example".into();
            settings.password.hash = Cost::default();
            settings.password.breach_check = Some(false);
        })
        .await;
    let by_mail = [("sign_in.password", json!(false)), ("sign_in.preferred", json!("email_code"))];
    let by_password = [("sign_in.password", json!(true)), ("sign_in.preferred", json!("password"))];
    // Nobody listens there.
    let nowhere = || ("mail.smtp_url", json!("smtp://127.0.0.1:1"));
    let from = ("mail.from", json!("Notes <no-reply@app.example>"));
    change(&house, &[nowhere(), from]).await.expect("there are passwords");
    let refused = async |pairs: &[(&str, Value)]| {
        let error = change(&house, pairs).await.expect_err("is refused");
        assert!(matches!(error, SettingChangeError::LockedOut(_)), "{error}");
        let told = error.to_string();
        assert!(told.starts_with("mail.smtp_url: it would be by mail alone") && !told.contains('\n'), "{told}");
    };
    refused(&by_mail).await;

    let smtp = Smtp::start().await;
    let there = ("mail.smtp_url", json!(format!("smtp://127.0.0.1:{}", smtp.port)));
    change(&house, std::slice::from_ref(&there)).await.expect("there are passwords");
    change(&house, &by_mail).await.expect("the server takes us in");
    assert!(smtp.connections() > 0 && smtp.accepted().is_empty(), "it was asked, and nothing was sent");
    refused(&[nowhere()]).await;

    // What was sent of late was sent with what holds.
    change(&house, &by_password).await.expect("is changed");
    change(&house, &[nowhere()]).await.expect("there are passwords");
    house.clock.advance(MINUTE);
    let now = house.clock.now();
    let sent = format!(
        "INSERT INTO messages (id, channel, recipient, sealed_content, expire_at, created_at, sent_at)
         VALUES ('msg_x', 'email', 'ada@example.com', 'x', {}, {now}, {now})",
        now + DAY
    );
    database.execute(&sent).await;
    change(&house, &by_mail).await.expect("mail goes out");
    change(&house, &by_password).await.expect("is changed");
    house.clock.advance(MINUTE);
    change(&house, &[there]).await.expect("there are passwords");
    smtp.stop().await;
    refused(&by_mail).await;
}

/// Why a change is refused.
async fn refused(house: &House, pairs: &[(&str, Value)]) -> String {
    let error = change(house, pairs).await.expect_err("is refused");
    assert!(matches!(error, SettingChangeError::LockedOut(_)), "{error}");
    error.to_string()
}

/// Takes from an owner all that lets them in.
async fn locked(database: &Database, id: &str) {
    database.execute(&format!("UPDATE users SET password_digest = NULL WHERE id = '{id}'")).await;
    database.execute(&format!("UPDATE identifiers SET verified_at = NULL WHERE user_id = '{id}'")).await;
}

async fn whoever_is_in_no_organization_gets_as_far_as_making_one(database: Database) {
    let house = House::with(&database, with_organizations).await;
    let (_, id) = house.operator("owner", OperatorRole::Owner).await;
    let (_, other) = house.person("ada").await;
    house.organization("Acme", &other, &[]).await;
    let in_one_alone = || ("organizations.personal_accounts", json!(false));
    let nobody_makes_one = || ("organizations.create", json!(false));
    let both = [in_one_alone(), nobody_makes_one()];
    let told = refused(&house, &both).await;
    assert!(told.starts_with("organizations.personal_accounts: no owner of the dashboard"), "{told}");
    change(&house, &[in_one_alone()]).await.expect("they make one");
    refused(&house, &[nobody_makes_one()]).await;

    // What is said of them alone goes before what is said of everyone.
    let may = |word: &str| format!("UPDATE users SET create_organization_enabled = {word} WHERE id = '{id}'");
    database.execute(&may("1")).await;
    change(&house, &[nobody_makes_one()]).await.expect("they may make one all the same");
    change(&house, &[("organizations.create", json!(true)), ("organizations.personal_accounts", json!(true))])
        .await
        .expect("is changed");
    database.execute(&may("0")).await;
    refused(&house, &[in_one_alone()]).await;
    house.organization("Umbrella", &other, &[(&id, "org:admin")]).await;
    change(&house, &both).await.expect("they are in one");

    // Where there is no owner, it is about everyone.
    change(&house, &[("organizations.personal_accounts", json!(true))]).await.expect("is changed");
    database.execute("DELETE FROM operators").await;
    change(&house, &[in_one_alone()]).await.expect("ada is in one");
    change(&house, &[("organizations.personal_accounts", json!(true))]).await.expect("is changed");
    database.execute("DELETE FROM organization_memberships").await;
    let told = refused(&house, &[in_one_alone()]).await;
    assert!(told.starts_with("organizations.personal_accounts: nobody who has an account"), "{told}");
}

async fn a_provider_that_is_set_anew_is_tried_out(database: Database) {
    let openid = OpenId::start().await;
    let house = House::open(&database).await;
    let (_, id) = house.operator("owner", OperatorRole::Owner).await;
    let acme = [
        ("oauth.acme.enabled", json!(true)),
        ("oauth.acme.issuer", json!(openid.issuer())),
        ("oauth.acme.name", json!("Acme")),
        ("oauth.acme.client_id", json!("us")),
        ("oauth.acme.client_secret", json!("one")),
    ];
    change(&house, &acme).await.expect("there are passwords");
    assert_eq!(openid.refused(), 0, "nobody asked it");
    let connect = format!(
        "INSERT INTO external_accounts (id, user_id, provider, issuer, provider_user_id, sealed_tokens, created_at, updated_at)
         VALUES ('eac_1', '{id}', 'acme', '{}', '1', '', 1, 1)",
        openid.issuer()
    );
    database.execute(&connect).await;
    locked(&database, &id).await;

    openid.say(|says| says.authorization_endpoint = Some("http://127.0.0.1:1/authorize".to_owned()));
    for changed in [("oauth.acme.client_secret", json!("two")), ("oauth.acme.client_id", json!("you"))] {
        let told = refused(&house, &[changed]).await;
        assert!(told.starts_with("oauth.acme: it would be by this provider alone") && !told.contains('\n'), "{told}");
    }
    // Neither is what lets them in, nor is it asked.
    change(&house, &[("oauth.acme.name", json!("ACME"))]).await.expect("is changed");
    openid.say_the_truth();
    change(&house, &[("oauth.acme.client_secret", json!("two"))]).await.expect("it takes us");
    assert!(openid.refused() > 0, "it was asked");

    // Nobody is the same person at another one.
    let told = refused(&house, &[("oauth.acme.issuer", json!("http://127.0.0.1:1"))]).await;
    assert!(told.contains("a provider with another issuer knows nobody who is here"), "{told}");
    database.execute(&format!("UPDATE identifiers SET verified_at = 1 WHERE user_id = '{id}'")).await;
    change(&house, &[("oauth.acme.issuer", json!("http://127.0.0.1:1"))]).await.expect("there is mail");
}

async fn text_messages_by_another_service_are_no_way_in(database: Database) {
    let house = House::open(&database).await;
    let (_, id) = house.operator("owner", OperatorRole::Owner).await;
    let house = house
        .another_with(|settings| {
            settings.environment = Environment::Production;
            settings.base_url = "https://app.example".into();
            settings.password.hash = Cost::default();
            settings.password.breach_check = Some(false);
        })
        .await;
    let service = |url: &str| ("sms.http_url", json!(url));
    let by_phone = ("sign_up.phone_number", json!("optional"));
    change(&house, &[service("https://sms.example/one"), by_phone]).await.expect("there are passwords");
    locked(&database, &id).await;
    let number = format!(
        "INSERT INTO identifiers (id, user_id, kind, value, normalized, verified_at, created_at)
         VALUES ('idn_phone', '{id}', 'phone_number', '+15005550006', '+15005550006', 1, 1)"
    );
    database.execute(&number).await;

    for changed in [service("https://sms.example/two"), ("sms.countries", json!(["US"]))] {
        let told = refused(&house, &[changed]).await;
        assert!(told.starts_with("sms: it would be by text message alone"), "{told}");
    }
    change(&house, &[("sms.per_hour", json!(500))]).await.expect("is no other way");
    // Passwords let them in, and their going would leave what nobody has come by.
    let digest = |value: &str| format!("UPDATE users SET password_digest = {value} WHERE id = '{id}'");
    database.execute(&digest("'x'")).await;
    change(&house, &[service("https://sms.example/two")]).await.expect("there are passwords");
    let by_phone_alone = [("sign_in.password", json!(false)), ("sign_in.preferred", json!("email_code"))];
    let told = refused(&house, &by_phone_alone).await;
    assert!(told.starts_with("sms: "), "{told}");
    house.clock.advance(MINUTE);
    let now = house.clock.now();
    let sent = format!(
        "INSERT INTO messages (id, channel, recipient, sealed_content, expire_at, created_at, sent_at)
         VALUES ('msg_x', 'sms', '+15005550006', 'x', {}, {now}, {now})",
        now + DAY
    );
    database.execute(&sent).await;
    change(&house, &by_phone_alone).await.expect("one has arrived");
}

async fn a_password_that_others_know_is_no_way_in(database: Database) {
    let house = House::open(&database).await;
    let (_, id) = house.operator("owner", OperatorRole::Owner).await;
    let proven = |at: &str| {
        format!("UPDATE identifiers SET verified_at = {at} WHERE user_id = '{id}' AND kind = 'email_address'")
    };
    database.execute(&proven("NULL")).await;
    let number = format!(
        "INSERT INTO identifiers (id, user_id, kind, value, normalized, verified_at, created_at)
         VALUES ('idn_phone', '{id}', 'phone_number', '+15005550006', '+15005550006', 1, 1)"
    );
    database.execute(&number).await;
    change(&house, &[("sign_up.phone_number", json!("optional"))]).await.expect("is changed");
    let people = house.vestibule.users();
    let by_phone = |on: bool| ("sign_in.phone_code", json!(on));

    people.set_password_compromised(&id, false).await.expect("is noted");
    let told = refused(&house, &[by_phone(false)]).await;
    assert!(told.starts_with("sign_in: no owner of the dashboard"), "{told}");
    people.unset_password_compromised(&id).await.expect("is noted");
    change(&house, &[by_phone(false)]).await.expect("there is the password");
    change(&house, &[by_phone(true)]).await.expect("is changed");

    // Whoever has forgotten it sets another one by what is mailed, whether or not that signs in by itself.
    people.set_password_compromised(&id, false).await.expect("is noted");
    database.execute(&proven("1")).await;
    change(&house, &[by_phone(false), ("sign_in.email_code", json!(false))]).await.expect("they set another one");
}

async fn a_second_step_that_would_not_arrive_is_no_way_in(database: Database) {
    let house = House::open(&database).await;
    let (_, id) = house.operator("owner", OperatorRole::Owner).await;
    let (_, other) = house.person("ada").await;
    let house = house
        .another_with(|settings| {
            settings.environment = Environment::Production;
            settings.base_url = "https://app.example".into();
            settings.password.hash = Cost::default();
            settings.password.breach_check = Some(false);
        })
        .await;
    let service = |url: Value| ("sms.http_url", url);
    let one = || service(json!("https://sms.example/one"));
    let (another, none) = (|| service(json!("https://sms.example/two")), || service(Value::Null));
    change(&house, &[one()]).await.expect("is changed");
    change(&house, &[none()]).await.expect("nobody needs them");
    change(&house, &[one()]).await.expect("is changed");
    let number = format!(
        "INSERT INTO identifiers (id, user_id, kind, value, normalized, verified_at, reserved_for_second_factor_at, created_at)
         VALUES ('idn_phone', '{id}', 'phone_number', '+15005550006', '+15005550006', 1, 1, 1)"
    );
    database.execute(&number).await;
    database.execute(&format!("UPDATE users SET mfa_enabled_at = 1 WHERE id = '{id}'")).await;

    // The password stays, and is half of what is asked for.
    let told = refused(&house, &[none()]).await;
    assert!(told.starts_with("sms: no owner of the dashboard") && told.contains("second step"), "{told}");
    let told = refused(&house, &[another()]).await;
    assert!(told.starts_with("sms: it would be by text message alone"), "{told}");
    change(&house, &[("app_name", json!("Notes"))]).await.expect("has nothing to do with it");

    // Where there is no owner, it is about everyone.
    database.execute("UPDATE operators SET role = 'read_only'").await;
    change(&house, &[none()]).await.expect("nothing is sent to ada");
    change(&house, &[one()]).await.expect("is changed");
    house.vestibule.users().ban(&other).await.expect("is banned");
    let told = refused(&house, &[none()]).await;
    assert!(told.starts_with("sms: nobody who has an account"), "{told}");
    database.execute("UPDATE operators SET role = 'owner'").await;

    let code = format!("INSERT INTO backup_codes (user_id, hash, created_at) VALUES ('{id}', 'x', 1)");
    database.execute(&code).await;
    change(&house, &[another()]).await.expect("there is a backup code");
    change(&house, &[none()]).await.expect("there is a backup code");
    change(&house, &[one()]).await.expect("is changed");
    database.execute("UPDATE backup_codes SET used_at = 1").await;
    refused(&house, &[none()]).await;
    let app = format!("INSERT INTO totp (user_id, sealed_secret, last_step, created_at) VALUES ('{id}', 'x', 1, 1)");
    database.execute(&app).await;
    change(&house, &[none()]).await.expect("there is an app");
}

async fn a_policy_keeps_no_form_from_being_sent(database: Database) {
    let house = House::open(&database).await;
    for directive in ["sandbox", "require-trusted-types-for", "Form-Action"] {
        let policy = ("security.content_security_policy", json!({ directive: "" }));
        let error = change(&house, &[policy]).await.expect_err("is refused");
        assert!(matches!(error, SettingChangeError::Refused(_)), "{error}");
        assert!(error.to_string().contains("is no directive that lists sources"), "{error}");
    }
    let pictures = ("security.content_security_policy", json!({ "img-src": "https://images.example" }));
    change(&house, &[pictures]).await.expect("is changed");
}
