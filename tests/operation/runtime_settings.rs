//! Settings that change while the server runs.

mod made_anew;
mod on_this_machine;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use vestibule::model::Strategy;
use vestibule::server::crypto::Secret;
use vestibule::server::{Setting, SettingChangeError, SettingPath, SettingSource, Vestibule};

use crate::support::{Database, Folder, House, INSTANCE_KEY, MINUTE, Person, at_once, on_both, until};

on_both!(
    a_change_takes_effect_at_once,
    what_is_begun_goes_on_with_what_held,
    what_is_fixed_stays,
    mistakes_are_told_as_at_the_start,
    nobody_is_locked_out,
    a_role_that_somebody_has_stays,
    a_change_is_taken_back,
    what_was_unset_or_changed_below_is_changed_again,
    the_history_is_append_only,
    secrets_are_shown_to_nobody,
    changes_at_once_come_one_after_the_other,
    a_restart_keeps_what_was_changed,
    what_holds_from_a_start_on_is_refused,
);

fn path(name: &str) -> SettingPath {
    name.parse().expect("is a path")
}

fn values(pairs: &[(&str, Value)]) -> BTreeMap<SettingPath, Value> {
    pairs.iter().map(|(name, value)| (path(name), value.clone())).collect()
}

async fn set(house: &House, pairs: &[(&str, Value)]) -> i64 {
    let changed = house.vestibule.runtime_settings().change(&values(pairs)).await;
    changed.expect("is changed").expect("is another value")
}

async fn refused(house: &House, pairs: &[(&str, Value)]) -> SettingChangeError {
    house.vestibule.runtime_settings().change(&values(pairs)).await.expect_err("is refused")
}

async fn of(house: &House, name: &str) -> Setting {
    let all = house.vestibule.runtime_settings().describe().await.expect("is described");
    all.into_iter().find(|setting| setting.path == path(name)).unwrap_or_else(|| panic!("no {name}"))
}

async fn a_change_takes_effect_at_once(database: Database) {
    let house = House::open(&database).await;
    let with_plus = Person { email: "ada+1@example.com".into(), ..Person::named("ada") };
    assert_eq!(of(&house, "sign_up.block_subaddresses").await.source, SettingSource::Default);
    let change = set(&house, &[("sign_up.block_subaddresses", json!(true)), ("app_name", json!("Notes"))]).await;
    let browser = house.browser();
    house.begin_sign_up(&browser, &with_plus).await.expect_error(422, "form_email_address_blocked@email_address");
    assert!(browser.page("/sign-in").await.shows("Notes"), "the page says so too");
    let setting = of(&house, "sign_up.block_subaddresses").await;
    assert_eq!((setting.source, setting.value, setting.is_fixed), (SettingSource::Database, Some(json!(true)), false));
    assert!(setting.doc.is_some_and(|doc| doc.contains("ada+notes@example.com")));
    assert!(setting.changed_at.is_some());

    let entry = database.texts("SELECT changes FROM audit_entries WHERE action = 'settings.changed'").await;
    let entry: Value = serde_json::from_str(&entry[0]).expect("is JSON");
    assert_eq!(entry["app_name"], json!({ "before": "Vestibule", "after": "Notes" }));
    assert_eq!(entry["sign_up.block_subaddresses"], json!({ "before": false, "after": true }));
    let about = database.texts("SELECT subject_id FROM audit_entries WHERE action = 'settings.changed'").await;
    assert_eq!(about, [change.to_string()]);

    let again = house.vestibule.runtime_settings().change(&values(&[("app_name", json!("Notes"))])).await;
    assert_eq!(again.expect("goes well"), None, "it is so already");
    set(&house, &[("sign_up", Value::Null)]).await;
    assert_eq!(of(&house, "sign_up.block_subaddresses").await.source, SettingSource::Default, "with its table");
    house.begin_sign_up(&house.browser(), &with_plus).await.expect_ok();
}

async fn what_is_begun_goes_on_with_what_held(database: Database) {
    let house = House::open(&database).await;
    let (held, name) = (house.vestibule.clone(), |app: &Vestibule| app.settings().app_name.clone());
    set(&house, &[("app_name", json!("Notes"))]).await;
    assert_eq!((name(&held).as_str(), name(&held.clone()).as_str()), ("Vestibule", "Notes"));
}

async fn what_is_fixed_stays(database: Database) {
    let house = House::with(&database, |settings| {
        settings.sign_in.email_link = true;
        settings.sources.insert(path("account.delete"), SettingSource::File);
        settings.sources.insert(path("mail.from"), SettingSource::Environment);
    })
    .await;
    for (name, value, by) in [
        ("sign_in.email_link", json!(false), SettingSource::App),
        ("account.delete", json!(false), SettingSource::File),
        ("mail.from", json!("Eve <eve@evil.example>"), SettingSource::Environment),
    ] {
        let error = refused(&house, &[("app_name", json!("Notes")), (name, value)]).await;
        assert!(matches!(&error, SettingChangeError::Fixed { by: said, .. } if *said == by), "{name}: {error}");
        assert!(error.to_string().starts_with(&format!("{name}: is fixed by ")), "{error}");
        let setting = of(&house, name).await;
        assert_eq!((setting.source, setting.is_fixed), (by, true), "{name}");
    }
    assert_eq!(of(&house, "app_name").await.value, Some(json!("Vestibule")), "all or none");
    assert_eq!(database.count("settings_changes").await, 0);
    let said = values(&[("account.delete", json!(true))]);
    let same = house.vestibule.runtime_settings().change(&said).await;
    assert_eq!(same.expect("says what holds"), None);
}

async fn mistakes_are_told_as_at_the_start(database: Database) {
    let house = House::open(&database).await;
    let mut settings = house.vestibule.settings().clone();
    settings.password.min_length = 4;
    settings.session.max_lifetime_hours = 0;
    let at_start = settings.check().expect_err("is refused").to_string();
    let wrong = [("password.min_length", json!(4)), ("session.max_lifetime_hours", json!(0))];
    assert_eq!(refused(&house, &wrong).await.to_string(), at_start);
    for (name, value, told) in [
        ("sign_in.pasword", json!(true), "sign_in.pasword: unknown field"),
        ("sign_in.password", json!("yes"), "sign_in.password: invalid type"),
        ("nothing", json!(1), "nothing: unknown field"),
        ("sign_in", json!({ "password": false }), "sign_in: is no setting but a table"),
        ("oauth.google", json!({ "client_id": "a" }), "oauth.google: is no setting but a table"),
        ("words.en.\"sign_in.nothing\"", json!("x"), ""),
        ("mail.smtp_url", json!(["hunter2"]), "mail.smtp_url: is a text"),
        ("app_name", json!("x".repeat(70_000)), "app_name: is longer than"),
    ] {
        let error = refused(&house, &[(name, value)]).await.to_string();
        assert!(error.starts_with(told) && !error.contains("hunter2"), "{name}: {error}");
    }
    assert_eq!(database.count("settings").await + database.count("settings_changes").await, 0);
}

async fn nobody_is_locked_out(database: Database) {
    let house = House::open(&database).await;
    let locked = |error: SettingChangeError| matches!(error, SettingChangeError::LockedOut(_));
    // There is nobody whom it could lock out: a new app may be whatever it likes.
    let by_phone = [
        ("sign_up.phone_number", json!("required")),
        ("sign_up.email_address", json!("off")),
        ("sign_in.password", json!(false)),
        ("sign_in.preferred", json!("phone_code")),
    ];
    let change = set(&house, &by_phone).await;
    house.vestibule.runtime_settings().revert(change).await.expect("is taken back");

    let ada = Person::named("ada");
    house.sign_up(&ada).await;
    assert!(locked(refused(&house, &by_phone).await), "she has no number");
    let nothing = [("sign_in.password", json!(false)), ("sign_in.email_code", json!(false))];
    let error = refused(&house, &nothing).await.to_string();
    assert!(error.contains("sign_in: at least one way in is on"), "as at the start: {error}");
    let known_by_nothing = refused(&house, &[("sign_up.email_address", json!("off"))]).await.to_string();
    assert!(known_by_nothing.starts_with("sign_up: one of email_address"), "{known_by_nothing}");
    let by_mail = [("sign_in.password", json!(false)), ("sign_in.preferred", json!("email_code"))];
    set(&house, &by_mail).await;
    assert_ne!(house.browser().sign_in(&ada).await.status, 200);
    let browser = house.browser();
    house.clock.advance(MINUTE);
    browser.post("sign_in/create", &[("identifier", &ada.email)]).await.expect_ok();
    let code = house.code_for(&ada.email).await;
    browser.post("sign_in/attempt_first_factor", &[("strategy", "email_code"), ("code", &code)]).await.expect_ok();
    assert_eq!(browser.who().await, Some(ada.email));
}

async fn a_role_that_somebody_has_stays(database: Database) {
    let house = House::open(&database).await;
    let editor = json!({ "name": "Editor", "permissions": ["org:notes:write"] });
    set(&house, &[("organizations.enabled", json!(true)), ("organizations.roles.org:editor", editor)]).await;
    let [ada, grace] = house.people(["ada", "grace"]).await;
    let app = house.vestibule.clone();
    let acme = app.organizations().acting_as(&ada).create("Acme", None).await.expect("is made");
    app.organizations().add_member(&acme.id, &grace, "org:editor").await.expect("is let in");
    let gone = [("organizations.roles.org:editor", Value::Null)];
    match refused(&house, &gone).await {
        SettingChangeError::RoleInUse { role, people } => assert_eq!((role.as_str(), people), ("org:editor", 1)),
        other => panic!("{other}"),
    }
    app.organizations().set_role(&acme.id, &grace, "org:member").await.expect("is another one");
    set(&house, &gone).await;
    assert!(house.vestibule.clone().settings().organizations.role("org:editor").is_none());
}

async fn what_was_unset_or_changed_below_is_changed_again(database: Database) {
    let house = House::open(&database).await;
    let settings = house.vestibule.runtime_settings();
    let overtaken = async |change: i64, last: i64| {
        let error = settings.revert(change).await.expect_err("something was changed again");
        assert!(matches!(error, SettingChangeError::ChangedSince { by, .. } if by == last), "{error}");
    };
    let named = set(&house, &[("app_name", json!("Notes"))]).await;
    let unset = set(&house, &[("app_name", Value::Null)]).await;
    overtaken(named, unset).await;
    settings.revert(unset).await.expect("is the last one");

    let table = set(&house, &[("appearance.variables", json!({ "colorPrimary": "red" }))]).await;
    let below = set(&house, &[("appearance.variables.colorPrimary", json!("blue"))]).await;
    overtaken(table, below).await;
    let above = set(&house, &[("appearance.variables", json!({ "colorPrimary": "green" }))]).await;
    overtaken(below, above).await;
}

async fn a_change_is_taken_back(database: Database) {
    let house = House::open(&database).await;
    let settings = house.vestibule.runtime_settings();
    let first = set(&house, &[("app_name", json!("Notes")), ("legal.terms_url", json!("/terms"))]).await;
    let second = set(&house, &[("app_name", json!("Papers"))]).await;
    let error = settings.revert(first).await.expect_err("something was changed again");
    assert!(matches!(error, SettingChangeError::ChangedSince { by, .. } if by == second), "{error}");
    let third = settings.revert(second).await.expect("is taken back").expect("is another value");
    assert_eq!(of(&house, "app_name").await.value, Some(json!("Notes")));
    assert!(matches!(settings.revert(9_999).await, Err(SettingChangeError::NotFound)));

    let (history, count) = settings.history(2, 0).await.expect("a history");
    assert_eq!((count, history.len()), (3, 2));
    assert_eq!((history[0].id, history[0].reverts, history[1].id), (third, Some(second), second));
    let changed = &history[0].settings[0];
    assert_eq!((changed.path.as_str(), &changed.before), ("app_name", &Some(json!("Papers"))));
    assert_eq!(changed.after, Some(json!("Notes")));
    let (older, _) = settings.history(2, 2).await.expect("a history");
    assert_eq!((older.len(), older[0].id, older[0].settings.len()), (1, first, 2));
    assert_eq!(older[0].settings[0].before, None, "it was as it is by default");
}

async fn the_history_is_append_only(database: Database) {
    let house = House::open(&database).await;
    set(&house, &[("app_name", json!("Notes"))]).await;
    for sql in ["UPDATE settings_changes SET value_after = '\"x\"'", "DELETE FROM settings_changes"] {
        let mut tx = house.vestibule.store().write().await.expect("a transaction");
        let error = sqlx::query(sql).execute(&mut *tx).await.expect_err("is refused").to_string();
        assert!(error.contains("append only"), "{sql}: {error}");
    }
    assert_eq!(database.texts("SELECT value_after FROM settings_changes").await, ["\"Notes\""]);
}

async fn secrets_are_shown_to_nobody(database: Database) {
    let house = House::open(&database).await;
    let id = ("oauth.google.client_id", json!("an id"));
    let change = set(&house, &[id, ("oauth.google.client_secret", json!("hunter2"))]).await;
    let app = house.vestibule.clone();
    assert!(app.settings().oauth["google"].client_secret.matches(&Secret::new("hunter2")));
    let setting = of(&house, "oauth.google.client_secret").await;
    assert_eq!((setting.value, setting.is_set, setting.is_secret), (None, true, true));
    set(&house, &[("oauth.google.client_secret", json!("hunter3"))]).await;

    let settings = house.vestibule.runtime_settings();
    let described = serde_json::to_string(&settings.describe().await.expect("is described")).expect("is JSON");
    let history = serde_json::to_string(&settings.history(100, 0).await.expect("a history")).expect("is JSON");
    for told in [described, history, format!("{:?}", house.vestibule.clone()), database.dump().await] {
        assert!(!told.contains("hunter"), "{told}");
    }
    let told = database.texts("SELECT changes FROM audit_entries WHERE action = 'settings.changed'").await;
    let told: Vec<Value> = told.iter().map(|changes| serde_json::from_str(changes).expect("is JSON")).collect();
    let of_secret = |before: Value| json!({ "before": before, "after": "set" });
    for before in [Value::Null, json!("set")] {
        let expected = of_secret(before);
        assert!(told.iter().any(|changes| changes["oauth.google.client_secret"] == expected), "{told:?}");
    }
    let (history, _) = settings.history(1, 0).await.expect("a history");
    settings.revert(history[0].id).await.expect("is taken back");
    assert!(house.vestibule.clone().settings().oauth["google"].client_secret.matches(&Secret::new("hunter2")));
    assert!(change < history[0].id);
}

async fn changes_at_once_come_one_after_the_other(database: Database) {
    let house = House::open(&database).await;
    let ids = at_once((0..8).map(|number| {
        let app = house.vestibule.clone();
        async move {
            let name = format!("Notes {number}");
            app.runtime_settings().change(&values(&[("app_name", json!(name))])).await.expect("is changed")
        }
    }))
    .await;
    let mut different: Vec<i64> = ids.into_iter().flatten().collect();
    different.sort_unstable();
    different.dedup();
    assert_eq!(different.len(), 8);
    let (history, count) = house.vestibule.runtime_settings().history(100, 0).await.expect("a history");
    assert_eq!(count, 8);
    for pair in history.windows(2) {
        assert_eq!(pair[0].settings[0].before, pair[1].settings[0].after, "each knows the one before it");
    }
    let last = history[0].settings[0].after.clone();
    assert_eq!(of(&house, "app_name").await.value, last);
}

async fn a_restart_keeps_what_was_changed(database: Database) {
    let house = House::open(&database).await;
    let mail = [("mail.smtp_url", json!("smtp://localhost:1")), ("mail.from", json!("Notes <no-reply@app.example>"))];
    set(&house, &mail).await;
    set(&house, &[("app_name", json!("Notes"))]).await;
    let again = House::open(&database).await;
    assert_eq!(again.vestibule.settings().app_name, "Notes");
    assert_eq!(again.vestibule.settings().mail.smtp_url.expose(), "smtp://localhost:1");
    // What the file says by now goes over it.
    let fixed = House::with(&database, |settings| settings.app_name = "Papers".into()).await;
    assert_eq!(fixed.vestibule.settings().app_name, "Papers");
    assert_eq!(of(&fixed, "app_name").await.source, SettingSource::App);
}

async fn what_holds_from_a_start_on_is_refused(database: Database) {
    let house = House::open(&database).await;
    for (name, value) in [
        ("base_url", json!("https://evil.example")),
        ("database_url", json!("sqlite:///tmp/x")),
        ("environment", json!("production")),
        ("webhooks.allow_loopback", json!(true)),
        ("secret_key_file", json!("/tmp/x")),
        ("paths.sign_in", json!("/elsewhere")),
        ("paths.sign_up", json!("/elsewhere")),
        ("admin.enabled", json!(false)),
    ] {
        let error = refused(&house, &[(name, value)]).await;
        assert!(matches!(error, SettingChangeError::NeedsRestart(_)), "{name}: {error}");
    }
    assert!(of(&house, "paths.sign_in").await.needs_restart);
}

/// Two servers on one PostgreSQL.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_server_has_it_within_seconds() {
    async fn test(database: Database) {
        let first = House::open(&database).await;
        let second = first.another().await;
        let change = set(&first, &[("sign_up.block_subaddresses", json!(true)), ("app_name", json!("Notes"))]).await;
        let name = |house: &House| house.vestibule.clone().settings().app_name.clone();
        until("the other server hears of it", || async { name(&second) == "Notes" }).await;
        let ada = Person { email: "ada+1@example.com".into(), ..Person::named("ada") };
        let refusal = second.begin_sign_up(&second.browser(), &ada).await;
        refusal.expect_error(422, "form_email_address_blocked@email_address");
        second.vestibule.runtime_settings().revert(change).await.expect("is taken back");
        until("the first server hears of it", || async { name(&first) == "Vestibule" }).await;

        // One whose own settings do not go with a change keeps what it had.
        let by_mail = |settings: &mut vestibule::server::Settings| {
            settings.sign_in.password = false;
            settings.sign_in.preferred = Strategy::EmailCode;
        };
        let third = first.another_with(by_mail).await;
        set(&first, &[("app_name", json!("Papers")), ("sign_in.email_code", json!(false))]).await;
        until("the second server hears of it", || async { name(&second) == "Papers" }).await;
        assert_eq!(name(&third), "Vestibule");
    }
    Database::postgres().await.lend(test).await;
}

fn run(folder: &Path, database: &Database, settings: &str, arguments: &[&str]) -> Output {
    run_with(folder, database, settings, &[], arguments)
}

/// The same with something else in the environment.
fn run_with(
    folder: &Path,
    database: &Database,
    settings: &str,
    environment: &[(&str, String)],
    arguments: &[&str],
) -> Output {
    let file = folder.join("Leptos.toml");
    std::fs::write(&file, format!("[vestibule.password.hash]\nmemory_kib = 64\niterations = 1\n{settings}"))
        .expect("is written");
    let mut command = Command::new(env!("CARGO_BIN_EXE_vestibule"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("VESTIBULE_") || name.starts_with("LEPTOS_"))
    {
        command.env_remove(name);
    }
    command
        .arg("--config")
        .arg(&file)
        .args(arguments)
        .env("VESTIBULE_DATABASE_URL", database.url())
        .env("VESTIBULE_BASE_URL", "http://localhost:3000")
        .env("VESTIBULE_SECRET_KEY", BASE64_STANDARD.encode(INSTANCE_KEY))
        .envs(environment.iter().map(|(name, value)| (name, value)))
        .output()
        .expect("runs")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_operator_changes_them_at_the_command_line() {
    let (folder, database) = (Folder::new(), Database::no_file());
    let run = |settings: &str, arguments: &[&str]| {
        let output = run(folder.path(), &database, settings, arguments);
        let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        (output.status.success(), format!("{out}{err}"))
    };
    let words = ["settings", "set", "sign_in.email_link=true", "app_name=Notes"];
    let (ok, said) = run("", &words);
    assert!(ok && said.contains("`vestibule settings revert "), "{said}");
    let (ok, said) = run("", &["settings", "list", "--changed"]);
    assert!(ok && said.contains("app_name = \"Notes\"  # database"), "{said}");
    assert!(said.contains("password.hash.memory_kib = 64  # file\n"), "{said}");
    assert!(said.contains("base_url = \"http://localhost:3000\"  # environment, holds from a start on"), "{said}");
    let (ok, said) = run("", &["settings", "history"]);
    assert!(ok && said.contains("operator") && said.contains("app_name: (default) -> \"Notes\""), "{said}");
    let (ok, said) = run("", &["settings", "set", "session.max_lifetime_hours=0", "password.min_length=4"]);
    assert!(!ok && said.lines().filter(|line| line.starts_with("vestibule: ")).count() == 2, "{said}");
    let (ok, said) = run("[vestibule]\napp_name = \"Papers\"\n", &["settings", "set", "app_name=Notes"]);
    assert!(!ok && said.contains("app_name: is fixed by Leptos.toml"), "{said}");

    // What was changed does not go with what the file says by now: it does not start, and there is a way out.
    let (ok, said) = run("", &["settings", "set", "sign_in.email_code=false"]);
    assert!(ok, "{said}");
    let by_mail = "[vestibule.sign_in]\npassword = false\nemail_link = false\npreferred = \"email_code\"\n";
    let (ok, said) = run(by_mail, &["settings", "list"]);
    assert!(
        !ok && said.contains("sign_in: at least one way in is on") && said.contains("settings unset NAME"),
        "{said}"
    );
    // As a restored copy or a hand has it.
    database
        .execute(
            "INSERT INTO settings (path, value, is_sealed, revision, changed_at, changed_by_type)
             VALUES ('oauth.google.client_secret', '\"hunter2\"', 0, 1, 1, 'operator')",
        )
        .await;
    let (ok, said) = run(by_mail, &["settings", "unset", "sign_in", "oauth.google.client_secret"]);
    assert!(ok, "{said}");
    let told = database.texts("SELECT changes FROM audit_entries WHERE action = 'settings.changed'").await;
    let is_told = |text: &str| told.iter().any(|changes| changes.contains(text));
    assert!(is_told("oauth.google.client_secret") && !is_told("hunter2"), "{told:?}");
    assert!(run(by_mail, &["settings", "list"]).0);
    let by = "SELECT actor_type FROM audit_entries WHERE action = 'settings.changed'";
    assert!(database.texts(by).await.iter().all(|kind| kind == "operator"));
}
