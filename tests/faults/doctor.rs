//! What `doctor` says before a start, and that it changes nothing.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use base64::prelude::{BASE64_STANDARD, Engine};

use crate::support::program::Program;
use crate::support::{Database, Folder, House, INSTANCE_KEY, on_both};

on_both!(doctor_says_what_the_database_has);

const LEPTOS: &str = "[package.metadata.leptos]\noutput-name = \"vestibule\"\nsite-addr = \"127.0.0.1:4999\"\n";

/// What the program says in a folder, and whether it is content.
fn run(folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vestibule"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("VESTIBULE_") || name.starts_with("LEPTOS_"))
    {
        command.env_remove(name);
    }
    let done = command
        .current_dir(folder)
        .args(arguments)
        .env("RUST_LOG", "warn")
        .env("NO_COLOR", "1")
        .envs(variables.iter().copied())
        .output()
        .expect("runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (done.status.success(), text(&done.stdout) + &text(&done.stderr))
}

fn with_settings(text: &str) -> Folder {
    let folder = Folder::new();
    std::fs::write(folder.path().join("Leptos.toml"), format!("{LEPTOS}{text}")).expect("is written");
    folder
}

fn files(folder: &Path) -> BTreeSet<String> {
    let all = std::fs::read_dir(folder).expect("a folder");
    all.map(|file| file.expect("a file").file_name().to_string_lossy().into_owned()).collect()
}

async fn doctor_says_what_the_database_has(database: Database) {
    let folder = with_settings("");
    House::open(&database).await.vestibule.stop().await;
    let ours = BASE64_STANDARD.encode(INSTANCE_KEY);
    let (good, said) =
        run(folder.path(), &["doctor"], &[("VESTIBULE_DATABASE_URL", database.url()), ("VESTIBULE_SECRET_KEY", &ours)]);
    assert!(good && said.contains("up to date; the secret key opens 1 signing keys"), "{said}");
    assert!(said.contains("127.0.0.1:4999") && said.contains("It would start."), "{said}");
    let foreign = BASE64_STANDARD.encode([8; 32]);
    for arguments in ["doctor", "serve"] {
        let variables = [("VESTIBULE_DATABASE_URL", database.url()), ("VESTIBULE_SECRET_KEY", &foreign)];
        let (good, said) = run(folder.path(), &[arguments], &variables);
        assert!(!good && said.contains("was made with another VESTIBULE_SECRET_KEY"), "{arguments}: {said}");
    }
    database.execute("UPDATE vestibule_migrations SET version = 9999 WHERE version = 1").await;
    let (good, said) =
        run(folder.path(), &["doctor"], &[("VESTIBULE_DATABASE_URL", database.url()), ("VESTIBULE_SECRET_KEY", &ours)]);
    assert!(!good && said.contains("migration 9999") && said.contains("It would not start."), "{said}");
}

/// A folder with the browser's files, and with nothing else.
fn with_browser_files() -> Folder {
    let folder = Folder::new();
    let files = folder.path().join("site/pkg");
    std::fs::create_dir_all(&files).expect("are made");
    std::fs::write(files.join("vestibule.css"), "body { color: teal }").expect("is written");
    folder
}

#[tokio::test]
async fn a_binary_starts_with_the_browsers_files_beside_it_and_no_other_word() {
    let folder = with_browser_files();
    let (good, said) = run(folder.path(), &["doctor"], &[]);
    assert!(good && !said.contains("LEPTOS_SITE_ROOT") && said.contains("127.0.0.1:3000"), "{said}");
    // A file that says nothing of Leptos changes nothing of that.
    std::fs::write(folder.path().join("Leptos.toml"), "[vestibule]\napp_name = \"Notes\"\n").expect("is written");
    let (good, said) = run(folder.path(), &["doctor"], &[]);
    assert!(good && !said.contains("LEPTOS_SITE_ROOT"), "{said}");
    std::fs::remove_file(folder.path().join("Leptos.toml")).expect("is removed");
    let program = Program::start_alone(folder.path()).await;
    let style = reqwest::get(format!("{}/pkg/vestibule.css", program.address)).await.expect("an answer");
    assert_eq!(style.status(), 200);
    assert_eq!(style.text().await.expect("a text"), "body { color: teal }");
}

/// Where nothing is named Leptos takes the browser's files from the folder in which it was started.
#[tokio::test]
async fn what_is_kept_is_given_to_nobody() {
    let folder = Folder::new();
    std::fs::create_dir(folder.path().join("pkg")).expect("is made");
    let (good, said) = run(folder.path(), &["serve"], &[]);
    assert!(!good && said.contains("the browser's files are nowhere"), "{said}");
    let settings = "[package.metadata.leptos]\noutput-name = \"vestibule\"\n";
    std::fs::write(folder.path().join("Leptos.toml"), settings).expect("is written");
    let program = Program::start_alone(folder.path()).await;
    for path in ["Leptos.toml", "data/secret.key", "data/vestibule.db"] {
        assert!(folder.path().join(path).is_file(), "{path}");
        let answer = reqwest::get(format!("{}/{path}", program.address)).await.expect("an answer");
        assert_eq!(answer.status(), 404, "{path}");
    }
    drop(program);
    let whole = folder.path().display().to_string();
    for named in [".", "data", "pkg/..", whole.as_str()] {
        for arguments in ["doctor", "serve"] {
            let (good, said) = run(folder.path(), &[arguments], &[("LEPTOS_SITE_ROOT", named)]);
            assert!(!good && said.contains("LEPTOS_SITE_ROOT: everyone gets"), "{arguments} {named}: {said}");
        }
    }
    // Nor where nothing has been made yet.
    let (good, said) = run(with_browser_files().path(), &["serve"], &[("LEPTOS_SITE_ROOT", ".")]);
    assert!(!good && said.contains("data/vestibule.db"), "{said}");
}

#[test]
fn doctor_makes_nothing() {
    let folder = with_settings("");
    let (good, said) = run(folder.path(), &["doctor"], &[]);
    assert!(good && said.contains("there is no file yet") && said.contains("made at the first start"), "{said}");
    assert!(said.contains("LEPTOS_SITE_ROOT: site/pkg is not there"), "{said}");
    assert!(said.lines().any(|line| line.starts_with("publishable key pk_test_")), "{said}");
    assert_eq!(files(folder.path()), BTreeSet::from(["Leptos.toml".to_owned()]));
    // Nor where there is a database already.
    let (good, said) = run(folder.path(), &["migrate"], &[]);
    assert!(good, "{said}");
    let data = folder.path().join("data");
    let before = files(&data);
    let (good, said) = run(folder.path(), &["doctor"], &[]);
    assert!(good && said.contains("up to date; the secret key opens 0 signing keys"), "{said}");
    assert_eq!(files(&data), before);
}

#[test]
fn whoever_migrates_first_finds_a_database_of_their_own() {
    let folder = with_settings("");
    let (good, said) = run(folder.path(), &["migrate"], &[]);
    assert!(good && said.contains("The database is up to date."), "{said}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let rights =
            |path: &str| std::fs::metadata(folder.path().join(path)).expect("is there").permissions().mode() & 0o777;
        assert_eq!((rights("data"), rights("data/vestibule.db")), (0o700, 0o600));
    }
}

#[test]
fn doctor_refuses_what_does_not_start() {
    let nowhere = "postgres://nobody:hunter2@127.0.0.1:1/nothing";
    let file = with_settings("");
    std::fs::write(file.path().join("data"), "not a folder").expect("is written");
    let empty = Folder::new();
    for arguments in ["doctor", "serve"] {
        let (good, said) = run(with_settings("").path(), &[arguments], &[("VESTIBULE_DATABASE_URL", nowhere)]);
        assert!(!good && said.contains("database: ") && !said.contains("hunter2"), "{arguments}: {said}");
        let (good, said) = run(empty.path(), &[arguments], &[]);
        assert!(!good && said.contains("the browser's files are nowhere"), "{arguments}: {said}");
        assert!(said.contains("LEPTOS_SITE_ROOT") && said.contains("[package.metadata.leptos]"), "{arguments}: {said}");
        let (good, said) = run(file.path(), &[arguments], &[]);
        assert!(!good, "{arguments}: {said}");
    }
    let production = [("VESTIBULE_ENV", "production"), ("VESTIBULE_BASE_URL", "https://app.example")];
    let (good, said) = run(with_settings("").path(), &["doctor"], &production);
    assert!(!good && said.contains("(is not there)") && !said.contains("made at the first start"), "{said}");
}
