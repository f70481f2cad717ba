//! What comes of a file that is not whole, not ours, or has something in it that does not fit.

use std::io::Cursor;

use serde_json::{Value, json};
use vestibule::server::archive::ImportError;
use vestibule::server::flows::sweep::sweep;
use vestibule::server::import::{self, Format, Options};
use vestibule::server::store::archive::{Object, id_of, page};

use super::{
    OWN_ACTIONS, actions_besides, begun, bring_in, entries, export, header, lines, many, object, of_kind, with_other,
};
use crate::support::{Database, House, on_both};

on_both!(
    what_was_broken_off_goes_on,
    the_report_is_of_the_whole_file,
    an_entry_is_added_as_it_was_or_not_at_all,
    what_does_not_fit_is_named_and_the_rest_comes,
    an_export_is_of_one_moment,
    only_what_was_exported_is_imported,
    a_browser_is_not_swept_away_before_its_sessions_come,
);

async fn with_many(house: &House, many: usize) {
    let line = |number: usize| json!({"external_id": format!("{number}"), "email_addresses": [format!("p{number}@example.com")]});
    let text: String = (0..many).map(|number| format!("{}\n", line(number))).collect();
    let source = Cursor::new(text.into_bytes());
    let mut report = Vec::new();
    let options = Options::default();
    let done = import::run(&house.vestibule, Format::Jsonl, &options, source, &mut report, &mut |_, _| {}).await;
    assert_eq!(done.expect("is done").created, many as u64);
}

async fn what_was_broken_off_goes_on(database: Database) {
    let house = House::open(&database).await;
    with_many(&house, 1203).await;
    let file = export(&house).await;
    assert_eq!(lines(&file).len(), 1203);
    with_other(&database, move |other| async move {
        let moved = House::open(&other).await;
        let half_a_line = begun(&file, 722);
        let (done, _) = bring_in(&moved, &half_a_line[..half_a_line.len() - 20]).await;
        assert!(matches!(done, Err(ImportError::Read(_))), "{done:?}");
        assert_eq!(other.count("users").await, 500);
        let (done, report) = bring_in(&moved, &begun(&file, 900)).await;
        let all = many(&file) as u64;
        assert!(matches!(done, Err(ImportError::NotWhole { said, found: 900 }) if said == all), "{done:?}");
        assert_eq!((other.count("users").await, report.len()), (900, 0));
        let (done, report) = bring_in(&moved, &file).await;
        let done = done.expect("is done");
        assert_eq!((done.before, done.imported, done.refused, report.len()), (900, all - 900, 0, 0));
        let again = export(&moved).await;
        assert_eq!(lines(&again), lines(&file));
        assert_eq!(actions_besides(&again, &file), OWN_ACTIONS, "it was begun once");
        assert!(matches!(bring_in(&moved, &file).await.0, Err(ImportError::Finished)));
        let another = file.replacen("\"id\":\"exp_", "\"id\":\"exp_x", 1);
        assert!(matches!(bring_in(&moved, &another).await.0, Err(ImportError::NotEmpty)));
        assert_eq!(other.count("users").await, 1203);
    })
    .await;
}

async fn the_report_is_of_the_whole_file(database: Database) {
    let house = House::open(&database).await;
    with_many(&house, 1203).await;
    let file = export(&house).await;
    let called = |line: &str| {
        let line: Value = serde_json::from_str(line).expect("JSON");
        format!("\"external_id\":{}", line["external_id"])
    };
    // One of the people, who come first, is called as another one, and two cannot be read.
    let mut wrong: Vec<String> = file.lines().map(str::to_owned).collect();
    wrong[20] = wrong[20].replace(&called(&wrong[20]), &called(&wrong[10]));
    for line in [30, 1000] {
        wrong[line] = "nonsense".to_owned();
    }
    let wrong = wrong.join("\n") + "\n";
    with_other(&database, move |other| async move {
        let moved = House::open(&other).await;
        let all = many(&file) as u64;
        let (_, first) = bring_in(&moved, &begun(&wrong, 700)).await;
        let told = |report: &[Value]| report.iter().map(|it| it["line"].as_u64()).collect::<Vec<_>>();
        assert_eq!(told(&first), [Some(21), Some(31)]);
        let (done, report) = bring_in(&moved, &wrong).await;
        let done = done.expect("is done");
        assert_eq!((done.before, done.imported, done.refused), (698, all - 701, 3));
        assert_eq!(told(&report), [Some(21), Some(31), Some(1001)]);
        assert_eq!(report[..2], first);
        assert_eq!((other.count("users").await, other.count("import_refusals").await), (1200, 0));
    })
    .await;
}

async fn an_entry_is_added_as_it_was_or_not_at_all(database: Database) {
    let house = House::open(&database).await;
    house.person("ada").await;
    let file = export(&house).await;
    let audit_log = of_kind(&file, "audit_entry");
    let created = audit_log.iter().find(|line| line.contains("\"user.created\"")).expect("is there");
    let with = |name: &str, value: Value| {
        let mut entry = object(serde_json::from_str(created).expect("JSON"));
        entry.insert(name.to_owned(), value);
        Value::from(entry).to_string()
    };
    let said = [
        ("action", json!("user.crowned"), "action: is none that there is"),
        ("action", json!("session.created"), "subject_type: is not what the action is about"),
        ("created_at", json!(1), "id: is none of created_at"),
        ("id", json!("aud_1"), "id: is none of created_at"),
        ("actor_type", json!("nobody"), "actor_type: is none of the words that there are"),
        ("changes", json!("x"), "changes: is no object"),
    ];
    let mut wrong: Vec<String> = said.iter().map(|(name, value, _)| with(name, value.clone())).collect();
    // What is there stays as it is.
    wrong.push(with("changes", json!({ "another": "story" })));
    let mut counts = header(&file)["counts"].clone();
    counts["audit_entry"] = json!(audit_log.len() + wrong.len());
    let mut first = object(header(&file));
    first.insert("counts".into(), counts);
    let all: Vec<String> = file.lines().skip(1).map(str::to_owned).chain(wrong).collect();
    let longer = format!("{}\n{}\n", Value::from(first), all.join("\n"));
    with_other(&database, move |other| async move {
        let moved = House::open(&other).await;
        let (done, report) = bring_in(&moved, &longer).await;
        assert_eq!(done.map(|done| (done.imported, done.refused)).expect("is done"), (many(&file) as u64, 7));
        let messages: Vec<&str> = report.iter().map(|it| it["message"].as_str().expect("a text")).collect();
        assert_eq!(messages[..6], said.map(|(_, _, why)| why));
        assert!(messages[6].starts_with("it is there already: "), "{messages:?}");
        assert!(entries(&export(&moved).await).is_superset(&entries(&file)));
    })
    .await;
}

async fn what_does_not_fit_is_named_and_the_rest_comes(database: Database) {
    let house = House::with(&database, |settings| settings.organizations.enabled = true).await;
    let [ada, bob] = house.people(["ada", "bob"]).await;
    house.organization("Acme", &ada, &[(&bob, "org:member")]).await;
    let file = export(&house).await;
    // Two have one address, and what their browsers are cannot be read.
    let clients = of_kind(&file, "client");
    assert_eq!(clients.len(), 2);
    let mut wrong = file.replace("\"value\":\"bob@example.com\"", "\"value\":\"ADA@example.com\"");
    for client in clients {
        wrong = wrong.replace(client, "nonsense");
    }
    with_other(&database, move |other| async move {
        let moved = House::with(&other, |settings| settings.organizations.enabled = true).await;
        let (done, report) = bring_in(&moved, &wrong).await;
        let done = done.expect("is done");
        assert_eq!((done.imported, done.refused), (many(&file) as u64 - 6, 6));
        let mut said: Vec<String> = report
            .iter()
            .map(|it| format!("{}: {}", it["object"].as_str().unwrap_or("-"), it["message"].as_str().expect("a text")))
            .map(|it| it.split(" at line").next().unwrap_or_default().to_owned())
            .collect();
        said.sort();
        assert!(said[0].starts_with("-: is no object in JSON") && said[1].starts_with("-: is no object in JSON"));
        assert_eq!(said[2], "organization_membership: what it belongs to is not there");
        assert_eq!(said[3..5], ["session: what it belongs to is not there"; 2]);
        assert!(said[5].starts_with("user: it is there already: "), "{said:?}");
        assert!(report.iter().all(|it| it["line"].is_u64() && it["id"].is_string() == it["object"].is_string()));
        assert_eq!((other.count("users").await, other.count("organization_memberships").await), (1, 1));
        assert_eq!(other.count("sessions").await, 0);
    })
    .await;
}

async fn an_export_is_of_one_moment(database: Database) {
    let house = House::open(&database).await;
    let (_, ada) = house.person("ada").await;
    let users = Object::named("user").expect("is known");
    let mut snapshot = house.vestibule.store().snapshot().await.expect("a transaction");
    let before = page(&mut snapshot, users, "", 10).await.expect("is read");
    assert_eq!(before.iter().map(id_of).collect::<Vec<_>>(), [ada.as_str()]);
    house.person("bob").await;
    house.vestibule.users().ban(&ada).await.expect("is banned");
    let after = page(&mut snapshot, users, "", 10).await.expect("is read");
    assert_eq!(after, before);
    snapshot.rollback().await.expect("is over");
    assert_eq!(of_kind(&export(&house).await, "user").len(), 2);
}

async fn only_what_was_exported_is_imported(database: Database) {
    let house = House::open(&database).await;
    let header = json!({
        "object": "header", "format": "vestibule", "version": 1, "id": "exp_1", "created_at": 1,
        "base_url": "http://localhost:3000", "software": "0", "backup_code_keys": [], "counts": {},
    });
    let with = |name: &str, value: Value| {
        let mut header = object(header.clone());
        header.insert(name.to_owned(), value);
        format!("{}\n", Value::from(header))
    };
    for (file, why) in [
        (String::new(), "line 1: there is none"),
        ("id,email\n".into(), "line 1: is not JSON"),
        ("{\"email_addresses\":[\"ada@example.com\"]}\n".into(), "users of another system"),
        (with("version", json!(2)), "in a version"),
        (with("backup_code_keys", json!([{"id": "x", "key": "y"}])), "one is no key"),
        (with("counts", json!({"user": 1})), "there are 0 lines"),
    ] {
        let error = bring_in(&house, &file).await.0.expect_err("is refused").to_string();
        assert!(error.contains(why), "{file}: {error}");
    }
    let whole = format!("{header}\n");
    assert_eq!(bring_in(&house, &whole).await.0.expect("is brought in").imported, 0);
    assert_eq!(database.count("users").await, 0);
}

async fn a_browser_is_not_swept_away_before_its_sessions_come(database: Database) {
    let house = House::open(&database).await;
    house.person("ada").await;
    database.execute("UPDATE clients SET updated_at = 1").await;
    let file = export(&house).await;
    // The person and the browser.
    let half = begun(&file, 2);
    assert_eq!((of_kind(&half, "client").len(), of_kind(&half, "session").len()), (1, 0));
    with_other(&database, move |other| async move {
        let moved = House::open(&other).await;
        let (done, _) = bring_in(&moved, &half).await;
        assert!(matches!(done, Err(ImportError::NotWhole { found: 2, .. })), "{done:?}");
        sweep(&moved.vestibule).await.expect("is swept");
        let (done, _) = bring_in(&moved, &file).await;
        let all = many(&file) as u64;
        assert_eq!(done.map(|it| (it.before, it.imported, it.refused)).expect("is done"), (2, all - 2, 0));
        sweep(&moved.vestibule).await.expect("is swept");
        assert_eq!((other.count("clients").await, other.count("sessions").await), (1, 1));
    })
    .await;
}
