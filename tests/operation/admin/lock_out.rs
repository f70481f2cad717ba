//! Settings that would keep those out who could mend them.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use vestibule::server::crypto::password_hash::Cost;
use vestibule::server::{Environment, OperatorRole, SettingChangeError, SettingPath};

use crate::support::smtp::Smtp;
use crate::support::{DAY, Database, House, MINUTE, on_both};

on_both!(an_owner_keeps_a_way_in, mail_that_nobody_has_tried_is_no_way_in);

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
    change(&house, &[there.clone()]).await.expect("there are passwords");
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
