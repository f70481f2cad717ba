//! Files of other systems that are brought in: by the library, and by the real binary.

use std::io::Cursor;
use std::process::Command;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use vestibule::server::import::{self, Format, ImportError, Options, Summary};

use crate::support::{Database, Folder, House, INSTANCE_KEY, on_both};

on_both!(
    whoever_is_here_already_is_passed_over,
    whoever_cannot_come_in_is_named_and_the_others_come,
    a_dry_run_changes_nothing_and_says_the_same,
    passwords_that_cannot_be_kept_keep_nobody_out_where_that_is_wanted,
    usernames_that_are_none_keep_nobody_out_where_that_is_wanted,
    nobody_is_said_to_have_come_in_who_has_not,
    what_was_broken_off_goes_on,
);

/// One that the bcrypt of PyPI (5.0.0) made of `correct horse battery staple`.
const BCRYPT: &str = "$2b$05$pejdXYutV64xblg31hB1a.2/0reAI1H0gabpuEHMJoo9C/S0ynZiC";
const PASSWORD: &str = "correct horse battery staple";

fn line(number: usize) -> String {
    let user = json!({
        "external_id": number.to_string(), "email_addresses": [format!("p{number}@example.com")], "first_name": "P",
        "password_digest": BCRYPT, "password_hasher": "bcrypt",
    });
    format!("{user}\n")
}

fn lines(numbers: std::ops::Range<usize>) -> String {
    numbers.map(line).collect()
}

async fn bring_in(house: &House, text: &str, options: &Options) -> (Result<Summary, ImportError>, Vec<Value>) {
    bring_in_as(Format::Jsonl, house, text, options).await
}

async fn bring_in_as(
    format: Format,
    house: &House,
    text: &str,
    options: &Options,
) -> (Result<Summary, ImportError>, Vec<Value>) {
    let mut report = Vec::new();
    let source = Cursor::new(text.to_owned().into_bytes());
    let done = import::run(&house.vestibule, format, options, source, &mut report, &mut |_, _| {}).await;
    let report = String::from_utf8(report).expect("a text");
    (done, report.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect())
}

fn summary(created: u64, there_already: u64, refused: u64) -> Summary {
    Summary { created, there_already, refused, ..Summary::default() }
}

async fn whoever_is_here_already_is_passed_over(database: Database) {
    let house = House::open(&database).await;
    let options = Options::default();
    let (done, report) = bring_in(&house, &lines(0..1203), &options).await;
    assert_eq!(done.expect("is done"), summary(1203, 0, 0));
    assert!(report.is_empty());
    assert_eq!(database.count("users").await, 1203);
    assert_eq!(database.number("SELECT COUNT(*) FROM events WHERE type = 'user.created'").await, 1203);
    let browser = house.browser();
    browser.try_password("p1202@example.com", PASSWORD).await.expect_ok();
    let before = database.counts().await;
    let (again, report) = bring_in(&house, &lines(0..1203), &options).await;
    assert_eq!((again.expect("is done"), report.len()), (summary(0, 1203, 0), 0));
    assert_eq!(database.counts().await, before);
    let (more, _) = bring_in(&house, &lines(1200..1210), &options).await;
    assert_eq!(more.expect("is done"), summary(7, 3, 0));
    // Who has no id is known by what they are called.
    let nameless = "{\"email_addresses\":[\"ada@example.com\"]}\n";
    assert_eq!(bring_in(&house, nameless, &options).await.0.expect("is done"), summary(1, 0, 0));
    assert_eq!(bring_in(&house, nameless, &options).await.0.expect("is done"), summary(0, 1, 0));
}

async fn whoever_cannot_come_in_is_named_and_the_others_come(database: Database) {
    let house = House::open(&database).await;
    let mut text = lines(0..3);
    text += "nonsense\n";
    text += "{\"external_id\":\"a\",\"email_addresses\":[\"P1@example.com\"]}\n";
    text += "{\"external_id\":\"b\",\"email_addresses\":[\"no address\"],\"locale\":\"?\"}\n\n";
    text += "{\"external_id\":\"c\",\"email_addresses\":[\"c@example.com\"],\"password_digest\":\"x\",\"password_hasher\":\"md5\"}\n";
    text += &lines(3..6);
    let (done, report) = bring_in(&house, &text, &Options::default()).await;
    assert_eq!(done.expect("is done"), summary(6, 0, 4));
    let short = |it: &Value| {
        let codes = it["reasons"].as_array().expect("reasons").iter().map(|it| it["code"].as_str().unwrap_or("-"));
        let fields =
            it["reasons"].as_array().expect("reasons").iter().map(|it| it["param_name"].as_str().unwrap_or("-"));
        let id = it["external_id"].as_str().unwrap_or("-").to_owned();
        (
            it["record"].as_u64(),
            it["line"].as_u64(),
            id,
            codes.collect::<Vec<_>>().join(","),
            fields.collect::<Vec<_>>().join(","),
        )
    };
    let mut said: Vec<_> = report.iter().map(short).collect();
    said.sort();
    let expected = [
        (4, 4, "-", "-", "-"),
        (5, 5, "a", "form_identifier_exists", "email_address"),
        (6, 6, "b", "form_param_format_invalid,form_param_format_invalid", "email_address,locale"),
        (7, 8, "c", "form_password_digest_invalid_code", "password_digest"),
    ];
    let expected = expected.map(|(record, line, id, codes, fields)| {
        (Some(record), Some(line), id.to_owned(), codes.to_owned(), fields.to_owned())
    });
    assert_eq!(said, expected);
    assert!(report.iter().all(|it| it["reasons"][0]["message"].as_str().is_some_and(|it| !it.is_empty())));
    assert_eq!(database.count("users").await, 6);
}

async fn a_dry_run_changes_nothing_and_says_the_same(database: Database) {
    let house = House::open(&database).await;
    bring_in(&house, &lines(0..5), &Options::default()).await.0.expect("is done");
    let text = lines(3..10) + &line(20).replace("p20@", "P4@") + &line(21).replace("p21@", "p8@") + "{\n";
    let before = database.counts().await;
    let (would, report) = bring_in(&house, &text, &Options { dry_run: true, ..Options::default() }).await;
    let would = would.expect("is done");
    assert_eq!(would, summary(5, 2, 3));
    assert_eq!(database.counts().await, before);
    let (did, done) = bring_in(&house, &text, &Options::default()).await;
    assert_eq!(did.expect("is done"), would);
    let who = |report: &[Value]| {
        let mut all: Vec<_> =
            report.iter().map(|it| (it["record"].as_u64(), it["reasons"][0]["code"].to_string())).collect();
        all.sort();
        all
    };
    assert_eq!(who(&report), who(&done));
}

async fn passwords_that_cannot_be_kept_keep_nobody_out_where_that_is_wanted(database: Database) {
    let house = House::open(&database).await;
    let text = line(0) + &line(1).replace("$2b$05$", "$2b$31$") + &line(2).replace("p2@", "nobody");
    let options = Options { drop_unreadable_passwords: true, ..Options::default() };
    let (done, report) = bring_in(&house, &text, &options).await;
    assert_eq!(done.expect("is done"), Summary { without_password: 1, ..summary(2, 0, 1) });
    let kept = report.iter().find(|it| it["external_id"] == "1").expect("is named");
    assert_eq!(kept["imported_without_password"], true);
    house
        .browser()
        .try_password("p1@example.com", PASSWORD)
        .await
        .expect_error(422, "form_password_or_identifier_incorrect@password");
    assert_eq!(database.texts("SELECT password_digest FROM users WHERE password_digest IS NOT NULL").await.len(), 1);
    // The report is of the whole file, whoever of it is here already.
    let (again, report) = bring_in(&house, &text, &options).await;
    assert_eq!(again.expect("is done"), Summary { without_password: 1, ..summary(0, 2, 1) });
    let kept = report.iter().find(|it| it["external_id"] == "1").expect("is named");
    assert_eq!(kept["reasons"][0]["code"], "form_password_digest_invalid_code");
    let (again, report) = bring_in(&house, &text, &Options::default()).await;
    assert_eq!((again.expect("is done"), report.len()), (summary(0, 2, 1), 1));
}

async fn usernames_that_are_none_keep_nobody_out_where_that_is_wanted(database: Database) {
    let house = House::open(&database).await;
    let named = |number: usize, username: &str| {
        let mut user: Value = serde_json::from_str(&line(number)).expect("JSON");
        user["username"] = json!(username);
        user
    };
    let mut odd = named(4, "jane doe");
    odd["password_digest"] = json!("x");
    let mut nameless = named(5, "a+b");
    nameless.as_object_mut().expect("an object").remove("email_addresses");
    let text: String = [named(0, "ada"), named(1, "a+b_c.d-e"), named(2, "jane doe"), named(3, "12345"), odd, nameless]
        .iter()
        .map(|user| format!("{user}\n"))
        .collect();
    let (strict, report) = bring_in(&house, &text, &Options { dry_run: true, ..Options::default() }).await;
    assert_eq!((strict.expect("is done"), report.len()), (summary(1, 0, 5), 5));

    let options = Options { drop_unfit_usernames: true, ..Options::default() };
    let (done, report) = bring_in(&house, &text, &options).await;
    // Of one the password is no good either, and one has nothing else to be found by.
    assert_eq!(done.expect("is done"), Summary { without_username: 3, ..summary(4, 0, 2) });
    let told = |id: &str| report.iter().find(|it| it["external_id"] == id).expect("is named").clone();
    for (id, code) in [
        ("1", "form_username_invalid_character"),
        ("2", "form_username_invalid_character"),
        ("3", "form_username_needs_non_number_code"),
    ] {
        let told = told(id);
        assert_eq!(
            (&told["imported_without_username"], &told["imported_without_password"]),
            (&json!(true), &json!(false))
        );
        assert_eq!(
            (&told["reasons"][0]["code"], &told["reasons"][0]["param_name"]),
            (&json!(code), &json!("username"))
        );
    }
    for id in ["4", "5"] {
        assert_eq!(told(id)["imported_without_username"], false, "{id}");
    }
    assert_eq!(told("5")["reasons"][0]["code"], "form_username_invalid_character");
    house.browser().try_password("p1@example.com", PASSWORD).await.expect_ok();
    assert_eq!(database.texts("SELECT value FROM identifiers WHERE kind = 'username'").await, ["ada"]);

    // With both, who lacks both comes in; and the report is of the whole file again.
    let both = Options { drop_unreadable_passwords: true, ..options };
    let (again, report) = bring_in(&house, &text, &both).await;
    assert_eq!(again.expect("is done"), Summary { without_username: 4, without_password: 1, ..summary(1, 4, 1) });
    let last = report.iter().find(|it| it["external_id"] == "4").expect("is named");
    assert_eq!((&last["imported_without_username"], &last["imported_without_password"]), (&json!(true), &json!(true)));
}

async fn nobody_is_said_to_have_come_in_who_has_not(database: Database) {
    let house = House::open(&database).await;
    bring_in(&house, &line(0), &Options::default()).await.0.expect("is done");
    // Whoever has the address is somebody else, by the id that they have there.
    let unfit = json!({ "external_id": "9", "email_addresses": ["p0@example.com"], "username": "jane doe" });
    let unread = json!([{
        "user_id": "9", "email": "p0@example.com", "email_verified": true,
        "custom_password_hash": { "algorithm": "sha512", "hash": { "value": "x" } },
    }]);
    let options = Options { drop_unfit_usernames: true, drop_unreadable_passwords: true, ..Options::default() };
    for dry_run in [true, false] {
        for (format, text) in [(Format::Jsonl, &unfit), (Format::Auth0, &unread)] {
            let options = Options { dry_run, ..options.clone() };
            let (done, report) = bring_in_as(format, &house, &format!("{text}\n"), &options).await;
            assert_eq!(done.expect("is done"), summary(0, 0, 1), "{report:?}");
            let [told] = report.as_slice() else { panic!("once: {report:?}") };
            let came_in = (&told["imported_without_password"], &told["imported_without_username"]);
            assert_eq!((told["external_id"].as_str(), came_in), (Some("9"), (&json!(false), &json!(false))));
            assert_eq!(told["reasons"][0]["code"], "form_identifier_exists");
        }
    }
    // All that is wrong with somebody is said at once, the password that cannot be read as well.
    let mut nobody = unread[0].clone();
    nobody["email"] = json!("nobody");
    for dry_run in [true, false] {
        let options = Options { dry_run, ..options.clone() };
        let (done, report) = bring_in_as(Format::Auth0, &house, &json!([nobody]).to_string(), &options).await;
        assert_eq!((done.expect("is done"), report.len()), (summary(0, 0, 1), 1), "{report:?}");
        let why = report[0]["reasons"].as_array().expect("a list");
        assert_eq!(why.len(), 2, "{report:?}");
        assert!(why[0]["message"].as_str().is_some_and(|message| message.contains("sha512")), "{report:?}");
        assert_eq!(
            (&report[0]["imported_without_password"], &why[1]["param_name"]),
            (&json!(false), &json!("email_address"))
        );
    }
    // Who has an address of their own comes in, and is named once with all that they lack.
    let mut both = unread[0].clone();
    both["email"] = json!("jane@example.com");
    both["username"] = json!("jane doe");
    let (done, report) = bring_in_as(Format::Auth0, &house, &json!([both]).to_string(), &options).await;
    let expected = Summary { without_password: 1, without_username: 1, ..summary(1, 0, 0) };
    assert_eq!((done.expect("is done"), report.len()), (expected, 1), "{report:?}");
}

/// A file that cannot be read to its end: who stands before that is here, and the whole file brings the rest.
async fn what_was_broken_off_goes_on(database: Database) {
    let house = House::open(&database).await;
    let all: Vec<Value> = (0..1200).map(|number| serde_json::from_str(&line(number)).expect("JSON")).collect();
    let whole = Value::from(all).to_string();
    let cut = &whole[..whole.len() / 2];
    let (done, _) = bring_in(&house, cut, &Options::default()).await;
    assert!(matches!(done, Err(ImportError::Source(_))), "{done:?}");
    let here = database.count("users").await.unsigned_abs();
    assert!(here > 500 && here < 700, "{here}");
    let (done, _) = bring_in(&house, &whole, &Options::default()).await;
    assert_eq!(done.expect("is done"), summary(1200 - here, here, 0));
}

#[test]
fn an_operator_moves_a_system_in() {
    let (folder, database) = (Folder::new(), Database::no_file());
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("Leptos.toml"), "[vestibule.password.hash]\nmemory_kib = 64\niterations = 1\n")
        .expect("is written");
    let csv = format!(
        "id,email,encrypted_password,confirmed_at,created_at\n1,ada@example.com,{BCRYPT},2024-05-01,2024-05-01\n2,x,,,\n"
    );
    std::fs::write(at("users.csv"), csv).expect("is written");
    let run = |more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vestibule"));
        for (name, _) in
            std::env::vars().filter(|(name, _)| name.starts_with("VESTIBULE_") || name.starts_with("LEPTOS_"))
        {
            command.env_remove(name);
        }
        let done = command
            .arg("--config")
            .arg(at("Leptos.toml"))
            .args(["users", "import"])
            .arg(at("users.csv"))
            .arg("--report")
            .arg(at("report.jsonl"))
            .args(more)
            .env("VESTIBULE_DATABASE_URL", database.url())
            .env("VESTIBULE_BASE_URL", "http://localhost:3000")
            .env("VESTIBULE_SECRET_KEY", BASE64_STANDARD.encode(INSTANCE_KEY))
            .output()
            .expect("runs");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (done.status.success(), text(&done.stdout) + &text(&done.stderr))
    };
    let (good, said) = run(&["--format", "devise", "--dry-run"]);
    assert!(good && said.contains("1 would be made, 0 there already, 1 would be refused."), "{said}");
    let (good, said) = run(&["--format", "devise"]);
    assert!(good && said.contains("1 made, 0 there already, 1 refused."), "{said}");
    let report = std::fs::read_to_string(at("report.jsonl")).expect("is there");
    assert!(report.contains("\"external_id\":\"2\"") && report.contains("\"line\":3"), "{report}");
    let (good, said) = run(&["--format", "devise"]);
    assert!(good && said.contains("0 made, 1 there already, 1 refused."), "{said}");
    let (good, said) = run(&["--format", "nothing"]);
    assert!(!good && said.contains("better-auth"), "{said}");
    let (good, said) = run(&["--format", "firebase", "--firebase-rounds", "8"]);
    assert!(!good && said.contains("--firebase-signer-key-file"), "{said}");
}
