//! The commands, and that no table is forgotten.

use std::path::Path;
use std::process::{Command, Output};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use vestibule::server::store::archive::{LEFT_OUT, OBJECTS, Object};

use super::{actions_besides, lines, many, other_key};
use crate::support::{Database, Folder, House, INSTANCE_KEY, Person};

/// A column that is new is named as one that is moved, or as one that is left out.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_column_was_forgotten() {
    let database = Database::no_file();
    let house = House::open(&database).await;
    for object in OBJECTS {
        for (table, mut named) in object.tables() {
            named.sort_unstable();
            let mut columns = database.texts(&format!("SELECT name FROM pragma_table_info('{table}')")).await;
            columns.sort_unstable();
            assert_eq!(columns, named, "{table}");
        }
    }
    let mut named: Vec<String> = OBJECTS.iter().flat_map(Object::tables).map(|(table, _)| table.to_owned()).collect();
    named.extend(LEFT_OUT.iter().map(|table| (*table).to_owned()));
    named.sort_unstable();
    let mut tables = database.tables().await;
    tables.sort_unstable();
    assert_eq!(tables, named, "a table that is new is moved, or left out");
    house.vestibule.stop().await;
}

fn run(folder: &Path, database: &Database, key: [u8; 32], arguments: &[&str]) -> Output {
    let settings = folder.join("Leptos.toml");
    std::fs::write(&settings, "[vestibule.password.hash]\nmemory_kib = 64\niterations = 1\n").expect("is written");
    let mut command = Command::new(env!("CARGO_BIN_EXE_vestibule"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("VESTIBULE_") || name.starts_with("LEPTOS_"))
    {
        command.env_remove(name);
    }
    command
        .current_dir(folder)
        .arg("--config")
        .arg(&settings)
        .args(arguments)
        .env("VESTIBULE_DATABASE_URL", database.url())
        .env("VESTIBULE_BASE_URL", "http://localhost:3000")
        .env("VESTIBULE_SECRET_KEY", BASE64_STANDARD.encode(key))
        .output()
        .expect("runs")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_operator_moves_out_and_in_again() {
    let (folder, database, other) = (Folder::new(), Database::no_file(), Database::no_file());
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    browser.add_app(&house).await;
    let said = |output: &Output| {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.success(), text(&output.stdout), text(&output.stderr))
    };
    let (good, out, err) = said(&run(folder.path(), &database, INSTANCE_KEY, &["export", "all.jsonl"]));
    assert!(good && out.contains(" lines: 1 users, 0 organizations, 1 sessions"), "{out}{err}");
    let path = folder.path().join("all.jsonl");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&path).expect("is there").permissions().mode() & 0o777, 0o600);
    }
    let file = std::fs::read_to_string(&path).expect("is read");
    let (good, out, err) = said(&run(folder.path(), &database, INSTANCE_KEY, &["export", "-"]));
    assert!(good && err.contains(" lines: 1 users"), "{err}");
    assert_eq!(lines(&out), lines(&file));
    assert_eq!(actions_besides(&out, &file), ["export.created"]);
    let exporters = "SELECT actor_type FROM audit_entries WHERE action = 'export.created'";
    assert_eq!(database.texts(exporters).await, ["operator"; 2]);
    let (good, out, err) = said(&run(folder.path(), &other, [8; 32], &["import", "all.jsonl"]));
    let all = format!("{} lines were brought in, 0 were refused.", many(&file));
    assert!(good && out.contains(&all), "{out}{err}");
    let (good, _, err) = said(&run(folder.path(), &other, [8; 32], &["import", "all.jsonl"]));
    assert!(!good && err.contains("was brought in before"), "{err}");
    let (good, _, err) = said(&run(folder.path(), &database, INSTANCE_KEY, &["import", "all.jsonl"]));
    assert!(!good && err.contains("an instance that is empty"), "{err}");
    let names: Vec<_> =
        std::fs::read_dir(folder.path()).expect("a folder").map(|it| it.expect("a file").file_name()).collect();
    assert!(names.iter().all(|name| !name.to_string_lossy().ends_with(".new")), "{names:?}");
    let moved = House::with(&other, |settings| settings.secret_key = Some(other_key())).await;
    let browser = moved.browser();
    browser.sign_in(&ada).await.expect_ok();
    assert_eq!(browser.sign_in_status().await.as_deref(), Some("needs_second_factor"));
}
