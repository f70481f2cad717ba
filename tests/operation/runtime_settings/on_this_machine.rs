//! What was changed and cannot be as it is said on this machine: servers start and go on all the same, and there is a way out.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use vestibule::model::SignUpMode;
use vestibule::server::crypto::password_hash::Cost;
use vestibule::server::{Environment, OperatorRole, Vestibule};

use super::{refused, run, run_with, set};
use crate::support::{Database, Folder, House, on_both};

on_both!(
    a_folder_that_is_gone_keeps_nobody_from_starting,
    a_file_that_one_server_lacks_holds_up_nothing_else,
    whatever_keeps_it_from_starting_is_taken_back_without_a_start,
    what_keeps_it_from_starting_by_itself_takes_nothing_back,
);

/// As another server has said it.
async fn say(database: &Database, name: &str, value: &Value) {
    database
        .execute(&format!(
            "INSERT INTO settings (path, value, is_sealed, revision, changed_at, changed_by_type)
             VALUES ('{name}', '{value}', 0, 1, 1, 'operator')"
        ))
        .await;
    database.execute("UPDATE settings_revisions SET revision = revision + 1").await;
}

async fn a_folder_that_is_gone_keeps_nobody_from_starting(database: Database) {
    let folder = Folder::new();
    let house = House::with(&database, |settings| {
        settings.environment = Environment::Production;
        settings.base_url = "https://app.example".into();
        settings.password.hash = Cost::default();
        settings.password.breach_check = Some(false);
    })
    .await;
    std::fs::write(folder.path().join("file"), "x").expect("is written");
    let gone = folder.path().join("file/below");
    say(&database, "storage.url", &json!(gone)).await;
    let house = house.restarted().await;
    assert_eq!(house.vestibule.settings().storage.url, gone.display().to_string());
    house.vestibule.stop().await;

    let output = run(folder.path(), &database, "", &["settings", "unset", "storage"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(database.count("settings").await, 0);
}

async fn a_file_that_one_server_lacks_holds_up_nothing_else(database: Database) {
    let house = House::open(&database).await;
    let (owner, _) = house.operator("owner", OperatorRole::Owner).await;
    say(&database, "devices.ip_database", &json!("/nowhere/places.mmdb")).await;
    let holds = |house: &House, mode: SignUpMode| {
        let app = house.vestibule.clone();
        let settings = app.settings();
        assert_eq!((settings.sign_up.mode, settings.devices.ip_database.as_str()), (mode, "/nowhere/places.mmdb"));
    };
    // It has to be there where it is said, and was: this server was not asked.
    set(&house, &[("sign_up.mode", json!("restricted"))]).await;
    holds(&house, SignUpMode::Restricted);
    let health = owner.page("/admin/health").await;
    assert!(health.shows("devices.ip_database: /nowhere/places.mmdb: "), "{}", health.body);
    let looked = Vestibule::look(house.vestibule.settings()).await.expect("would start");
    assert!(looked.warnings.iter().any(|it| it.text.starts_with("devices.ip_database: /nowhere/places.mmdb: ")));

    let other = house.another().await;
    holds(&other, SignUpMode::Restricted);
    set(&other, &[("sign_up.mode", json!("waitlist"))]).await;
    holds(&other, SignUpMode::Waitlist);
    let error = refused(&other, &[("devices.ip_database", json!("/nowhere/others.mmdb"))]).await.to_string();
    assert!(error.starts_with("devices.ip_database: /nowhere/others.mmdb: "), "whoever says it anew has it: {error}");
}

async fn whatever_keeps_it_from_starting_is_taken_back_without_a_start(database: Database) {
    let folder = Folder::new();
    let house = House::open(&database).await;
    let settings = house.vestibule.settings().clone();
    house.vestibule.stop().await;
    say(&database, "words.en.\"sign_in.nothing\"", &json!("x")).await;
    let error = Vestibule::look(&settings).await.expect_err("would not start").to_string();
    assert!(error.contains("sign_in.nothing") && error.contains("settings unset NAME"), "{error}");
    let run = |arguments: &[&str]| {
        let output = run(folder.path(), &database, "", arguments);
        (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (ok, said) = run(&["settings", "list"]);
    assert!(!ok && said.contains("sign_in.nothing") && said.contains("settings unset NAME"), "{said}");
    let (ok, said) = run(&["settings", "unset", "words"]);
    assert!(ok, "{said}");
    let (ok, said) = run(&["settings", "list"]);
    assert!(ok, "{said}");
}

async fn what_keeps_it_from_starting_by_itself_takes_nothing_back(database: Database) {
    let folder = Folder::new();
    let house = House::open(&database).await;
    set(&house, &[("app_name", json!("Notes"))]).await;
    house.vestibule.stop().await;
    let another_key = [("VESTIBULE_SECRET_KEY", BASE64_STANDARD.encode([9; 32]))];
    let its_own_mistake = "[vestibule.sign_up]\nemail_verification = \"password\"\n";
    for (environment, file, why) in [
        (&another_key[..], "", "was made with another VESTIBULE_SECRET_KEY"),
        (&another_key[..0], its_own_mistake, "sign_up.email_verification: is `email_code` or `email_link`"),
    ] {
        let output = run_with(folder.path(), &database, file, environment, &["settings", "unset", "app_name"]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && said.contains(why), "{said}");
        assert_eq!(database.texts("SELECT path FROM settings").await, ["app_name"]);
    }
    let output = run(folder.path(), &database, "", &["settings", "unset", "app_name"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(database.count("settings").await, 0);
}
