//! What whoever runs the instance does from the command line: the real binary.

use std::fs::File;
use std::path::Path;
use std::process::{Command, Output};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use vestibule::server::OperatorRole;

use crate::support::program::Program;
use crate::support::{Database, Folder, House, INSTANCE_KEY};

fn run(folder: &Path, database: &Database, environment: &str, arguments: &[&str]) -> Output {
    let settings = folder.join("Leptos.toml");
    std::fs::write(&settings, "[vestibule.password.hash]\nmemory_kib = 64\niterations = 1\n").expect("is written");
    let mut command = Command::new(env!("CARGO_BIN_EXE_vestibule"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("VESTIBULE_") || name.starts_with("LEPTOS_"))
    {
        command.env_remove(name);
    }
    command
        .arg("--config")
        .arg(&settings)
        .args(arguments)
        .env("VESTIBULE_ENV", environment)
        .env("VESTIBULE_DATABASE_URL", database.url())
        .env("VESTIBULE_BASE_URL", "http://localhost:3000")
        .env("VESTIBULE_SECRET_KEY", BASE64_STANDARD.encode(INSTANCE_KEY))
        .output()
        .expect("runs")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_operator_is_invited_and_users_who_do_not_exist_are_made() {
    let (folder, database) = (Folder::new(), Database::no_file());
    let house = House::open(&database).await;
    let run = |environment: &str, arguments: &[&str]| run(folder.path(), &database, environment, arguments);
    let said = |output: &Output| String::from_utf8_lossy(&output.stdout).trim_end().to_owned();

    let invited = run("development", &["admin", "invite", "--role", "read-only"]);
    assert!(invited.status.success(), "{}", String::from_utf8_lossy(&invited.stderr));
    let lines = said(&invited);
    let link = lines.lines().last().expect("a link").to_owned();
    let token = link.strip_prefix("http://localhost:3000/admin/setup?token=").expect("is the link").to_owned();
    let (ada, id) = house.person("ada").await;
    assert_eq!(ada.send_form("/admin/setup", &[("token", &token)]).await.status, 303);
    let operators = house.vestibule.operators();
    assert_eq!(operators.role_of(&id).await.expect("is read"), Some(OperatorRole::ReadOnly));
    assert!(said(&run("development", &["admin", "list"])).contains("read_only"));
    assert!(!run("development", &["admin", "invite", "--role", "root"]).status.success());

    let before = database.count("users").await;
    assert!(run("development", &["dev", "seed", "--users", "30"]).status.success());
    assert_eq!(database.count("users").await, before + 30);
    assert!(!run("production", &["dev", "seed", "--users", "30"]).status.success());
    assert_eq!(database.count("users").await, before + 30);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_start_without_an_operator_prints_a_link() {
    let folder = Folder::new();
    let file = folder.path().join("said");
    let start = async || {
        let said = File::create(&file).expect("is made");
        let program = Program::start_with(folder.path(), "", |command| {
            command.stdout(said);
        });
        drop(program.await);
        std::fs::read_to_string(&file).expect("is read")
    };
    let said = start().await;
    assert!(!said.contains("  dashboard "), "nobody gets in there yet: {said}");
    let link = said.lines().find_map(|line| line.split("set up").nth(1)).expect("prints a link").trim();
    let token = link.split("?token=").nth(1).and_then(|rest| rest.split(' ').next()).expect("has a token");
    assert_eq!(token.len(), 43, "{said}");
    let again = start().await;
    assert!(again.contains("?token=") && !again.contains(token), "nobody has used it: {again}");
}
