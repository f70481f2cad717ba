//! Everything moves out of one instance and into another, which has another key and is on the other database.

mod operator;
mod parts;
mod whole;

use std::collections::BTreeSet;
use std::io::Cursor;

use serde_json::{Map, Value};
use vestibule::server::archive::{self, ImportError, Summary};
use vestibule::server::crypto::InstanceKey;

use crate::support::{Database, House};

/// What the audit log of an instance says of itself that a file was brought into, and that was written into one again.
const OWN_ACTIONS: [&str; 4] = ["export.created", "import.finished", "import.started", "signingKey.created"];

fn other_key() -> InstanceKey {
    InstanceKey::from_bytes([8; 32])
}

async fn export(house: &House) -> String {
    let mut file = Vec::new();
    archive::export(&house.vestibule, &mut file, &mut |_, _| {}).await.expect("is written");
    String::from_utf8(file).expect("a text")
}

async fn bring_in(house: &House, file: &str) -> (Result<Summary, ImportError>, Vec<Value>) {
    let mut report = Vec::new();
    let source = Cursor::new(file.to_owned().into_bytes());
    let done = archive::import(&house.vestibule, source, &mut report, &mut |_, _| {}).await;
    let report = String::from_utf8(report).expect("a text");
    (done, report.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect())
}

fn header(file: &str) -> Value {
    serde_json::from_str(file.lines().next().expect("a line")).expect("JSON")
}

/// All lines but the first and those of the audit log, in an order of their own: each database has its own one.
fn lines(file: &str) -> Vec<&str> {
    let entries = entries(file);
    let mut lines: Vec<&str> = file.lines().skip(1).filter(|line| !entries.contains(line)).collect();
    lines.sort_unstable();
    lines
}

/// The lines of the audit log.
fn entries(file: &str) -> BTreeSet<&str> {
    of_kind(file, "audit_entry").into_iter().collect()
}

/// How many lines there are behind the first.
fn many(file: &str) -> usize {
    file.lines().count() - 1
}

/// The first line and so many more.
fn begun(file: &str, lines: usize) -> String {
    file.lines().take(lines + 1).map(|line| format!("{line}\n")).collect()
}

/// What the entries are called that are in one file and not in another, in the order of the alphabet.
fn actions_besides(file: &str, before: &str) -> Vec<String> {
    let mut actions: Vec<String> = entries(file)
        .difference(&entries(before))
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON")["action"].as_str().expect("a text").to_owned())
        .collect();
    actions.sort_unstable();
    actions
}

fn object(value: Value) -> Map<String, Value> {
    value.as_object().expect("an object").clone()
}

fn of_kind<'a>(file: &'a str, kind: &str) -> Vec<&'a str> {
    let begins = format!("{{\"object\":\"{kind}\",");
    file.lines().filter(|line| line.starts_with(&begins)).collect()
}

/// Gives the other database to a test, with no key of anybody's in it.
async fn with_other<F: Future<Output = ()> + Send + 'static>(
    database: &Database,
    test: impl FnOnce(Database) -> F + Send,
) {
    match database.is_postgres() {
        true => Database::no_file().lend(test).await,
        false => Database::bare_postgres().await.lend(test).await,
    }
}
