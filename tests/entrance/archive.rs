//! Everything moves out of one instance and into another, which has another key and is on the other database.

use std::collections::BTreeSet;
use std::io::Cursor;
use std::path::Path;
use std::process::{Command, Output};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Map, Value, json};
use vestibule::model::EnrollmentMode::AutomaticSuggestion;
use vestibule::model::{FieldRule, SignUpMode};
use vestibule::server::archive::{self, ImportError, Summary};
use vestibule::server::crypto::{InstanceKey, Secret};
use vestibule::server::flows::sweep::sweep;
use vestibule::server::import::{self, Format, Options};
use vestibule::server::store::archive::{LEFT_OUT, OBJECTS, Object, id_of, page};
use vestibule::server::{Enrollment, NewContact, NewInvitation, NewOrganizationDomain, NewUser, Settings};

use crate::support::actors::SUPPORT;
use crate::support::pictures::{RED, png};
use crate::support::{App, Authenticator, Browser, Database, Folder, HOUR, House, Person, Somebody, offer, on_both};

on_both!(
    everything_moves_and_is_the_same_there,
    what_was_broken_off_goes_on,
    an_entry_is_added_as_it_was_or_not_at_all,
    what_does_not_fit_is_named_and_the_rest_comes,
    an_export_is_of_one_moment,
    only_what_was_exported_is_imported,
    a_browser_is_not_swept_away_before_its_sessions_come,
);

/// One that the bcrypt of PyPI (5.0.0) made of `correct horse battery staple`.
const BCRYPT: &str = "$2b$05$pejdXYutV64xblg31hB1a.2/0reAI1H0gabpuEHMJoo9C/S0ynZiC";
const PASSWORD: &str = "correct horse battery staple";

/// Every table of which something is moved.
const TABLES: [&str; 16] = [
    "users",
    "identifiers",
    "unverified_identifiers",
    "external_accounts",
    "passkeys",
    "totp",
    "backup_codes",
    "avatars",
    "organizations",
    "organization_domains",
    "organization_memberships",
    "organization_membership_requests",
    "organization_invitations",
    "invitations",
    "waitlist_entries",
    "sessions",
];

fn other_key() -> InstanceKey {
    InstanceKey::from_bytes([8; 32])
}

fn everything(settings: &mut Settings, pictures: &Path) {
    settings.organizations.enabled = true;
    settings.organizations.domains.enabled = true;
    settings.security.forms_per_minute = 10_000_000;
    settings.sign_in.passkey = true;
    settings.sign_up.username = FieldRule::Optional;
    settings.sign_up.phone_number = FieldRule::Optional;
    settings.mfa.phone_code = true;
    settings.storage.url = pictures.display().to_string();
    offer(settings, &["google"]);
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

/// Gives the other database to a test.
async fn with_other<F: Future<Output = ()> + Send + 'static>(
    database: &Database,
    test: impl FnOnce(Database) -> F + Send,
) {
    match database.is_postgres() {
        true => Database::sqlite().lend(test).await,
        false => Database::postgres().await.lend(test).await,
    }
}

/// What people have who have been with another system before.
fn from_elsewhere(house: &House) -> [NewUser; 3] {
    let now = house.clock.now();
    let hal = NewUser {
        external_id: Some("42".into()),
        email_addresses: vec![NewContact::verified("hal@example.com"), NewContact::unverified("hal@work.example")],
        phone_numbers: vec![NewContact {
            value: "+4915123456789".into(),
            verified: true,
            reserved_for_second_factor: true,
        }],
        username: Some("countess".into()),
        first_name: Some("Élodie".into()),
        last_name: Some("Lovelace".into()),
        locale: Some("de-AT".into()),
        password_digest: Some(Secret::new(BCRYPT)),
        password_hasher: Some("bcrypt".into()),
        public_metadata: object(json!({"plan": "gold", "nested": {"b": [1, 2.5, null], "a": "x"}})),
        private_metadata: object(json!({"customer": 7})),
        unsafe_metadata: object(json!({"theme": "dark"})),
        created_at: Some(now - 1000 * HOUR),
        legal_accepted_at: Some(now - 999 * HOUR),
        create_organization_enabled: Some(false),
        create_organizations_limit: Some(3),
        moves_in: true,
        ..NewUser::default()
    };
    // Goes by an address that is not proven.
    let ivy = NewUser {
        email_addresses: vec![NewContact::unverified("ivy@example.com")],
        password: Some(Secret::new(Person::named("ivy").password)),
        moves_in: true,
        ..NewUser::default()
    };
    let jan = NewUser {
        email_addresses: vec![NewContact::verified("jan@example.com")],
        username: Some("c0untess".into()),
        password: Some(Secret::new(Person::named("jan").password)),
        banned: true,
        moves_in: true,
        ..NewUser::default()
    };
    [hal, ivy, jan]
}

/// What there is of the instance that is left.
struct Left {
    house: House,
    ada: String,
    browser: Browser,
    app: App,
    codes: Vec<String>,
    authenticator: Authenticator,
    picture: String,
    bob: String,
    in_place_of_bob: Browser,
    acme: String,
    invitation: String,
}

/// An instance with everything that there is, made as people make it.
async fn filled(database: &Database, pictures: &Path) -> Left {
    let house = House::with(database, |settings| everything(settings, pictures)).await;
    let (browser, ada) = house.person("ada").await;
    let (_, bob) = house.person("bob").await;
    let mut authenticator = Authenticator::new();
    browser.add_passkey(&mut authenticator).await.expect_ok();
    browser.come_from("external_account/connect", "google", Somebody::unproven("countess@example.org")).await;
    browser.post("email_address/create", &[("email_address", "ada@work.example")]).await.expect_ok();
    browser.upload(&[], &png(RED)).await.expect_ok();
    let picture = browser.image_url().await.expect("a picture");
    let (app, codes) = browser.add_app(&house).await;
    for user in from_elsewhere(&house) {
        house.vestibule.users().create(user).await.expect("is made");
    }
    let acme = house.organization("Acme", &ada, &[(&bob, "org:member")]).await.id;
    let other = house.organization("Other", &bob, &[]).await.id;
    house.domain(&acme, "acme.example", AutomaticSuggestion).await;
    let unproven = NewOrganizationDomain::named("other.example");
    house.vestibule.organizations().domains().create(&other, &unproven).await.expect("is named");
    let (_, grace) = house.person_at("grace@acme.example").await;
    let asked = house.vestibule.organizations().acting_as(&grace).request_membership(&acme).await.expect("is asked");
    assert!(matches!(asked, Enrollment::Requested(_)), "{asked:?}");
    house.invite_to(&acme, "hedy@example.com").await;
    let invitations = house.vestibule.invitations();
    let sent = invitations.create(&NewInvitation::to("lise@example.com")).await.expect("is made");
    let link = sent.url.as_ref().expect("a link").expose();
    let invitation = link.strip_prefix(house.origin()).expect("leads here").to_owned();
    let back = invitations.create(&NewInvitation::to("eve@example.com")).await.expect("is made");
    invitations.revoke(&back.id).await.expect("is taken back");
    let waiting = house
        .another_with(|settings| {
            settings.sign_up.mode = SignUpMode::Waitlist;
            settings.paths.waitlist = "/waitlist".into();
        })
        .await;
    waiting.browser().post("waitlist/join", &[("email_address", "max@example.com")]).await.expect_ok();
    browser.act_in(&acme).await.expect_ok();
    let in_place_of_bob = house.in_place_of(&bob).await;
    Left { house, ada, browser, app, codes, authenticator, picture, bob, in_place_of_bob, acme, invitation }
}

async fn everything_moves_and_is_the_same_there(database: Database) {
    let pictures = Folder::new();
    let left = filled(&database, pictures.path()).await;
    let file = export(&left.house).await;
    for object in OBJECTS {
        let there = of_kind(&file, object.name).len();
        assert!(there > 0, "there is no {}", object.name);
        assert_eq!(header(&file)["counts"][object.name], there, "{}", object.name);
    }
    with_other(&database, move |other| async move {
        let moved = House::with(&other, |settings| {
            everything(settings, pictures.path());
            settings.secret_key = Some(other_key());
        })
        .await;
        moved.clock.advance(left.house.clock.now() - moved.clock.now());
        let (done, report) = bring_in(&moved, &file).await;
        let expected =
            Summary { imported: many(&file) as u64, before: 0, refused: 0, base_url: left.house.origin().to_owned() };
        assert_eq!((done.expect("is brought in"), report), (expected, Vec::new()));
        for table in TABLES {
            assert_eq!(other.count(table).await, left.house.database.count(table).await, "{table}");
        }
        assert_eq!((other.count("events").await, other.count("messages").await), (0, 0), "nobody is told");
        let missing = "SELECT COUNT(*) FROM users WHERE search_text IS NULL";
        assert_eq!(other.number(missing).await, 0, "they are found by their names");

        let again = export(&moved).await;
        assert_eq!(lines(&again), lines(&file));
        assert!(entries(&again).is_superset(&entries(&file)), "nothing of the audit log is missing");
        let own = ["export.created", "import.finished", "import.started", "signingKey.created"];
        assert_eq!(actions_besides(&again, &file), own);
        assert_eq!(header(&again)["counts"]["user"], header(&file)["counts"]["user"]);
        assert_ne!(header(&again)["id"], header(&file)["id"]);
        assert_eq!(header(&again)["backup_code_keys"].as_array().map(Vec::len), Some(2));
        they_are_who_they_were(left, &moved).await;
    })
    .await;
}

async fn they_are_who_they_were(mut left: Left, moved: &House) {
    let ada = Person::named("ada");
    // Who was signed in still is, and acts where they acted.
    let browser = left.browser.at(moved);
    assert_eq!(browser.who().await.as_ref(), Some(&ada.email));
    assert_eq!(browser.claims()["o"]["id"], left.acme.as_str());
    assert_eq!(browser.image_url().await.as_ref(), Some(&left.picture));
    assert_eq!(browser.get(&left.picture).await.status, 200);
    let browser = left.in_place_of_bob.at(moved);
    assert_eq!(browser.who().await, Some(Person::named("bob").email));
    assert_eq!(browser.claims()["act"]["sub"], SUPPORT);

    let half_way = async || {
        let browser = moved.browser();
        browser.sign_in(&ada).await.expect_ok();
        assert_eq!(browser.sign_in_status().await.as_deref(), Some("needs_second_factor"));
        browser
    };
    let browser = half_way().await;
    browser.prove("totp", &left.app.code(moved)).await.expect_ok();
    assert_eq!(browser.who().await.as_ref(), Some(&ada.email));
    let browser = half_way().await;
    browser.prove("backup_code", &left.codes[0]).await.expect_ok();
    assert_eq!(browser.who().await.as_ref(), Some(&ada.email));
    half_way().await.prove("backup_code", &left.codes[0]).await.expect_error(422, "form_code_incorrect@code");
    half_way().await.prove("backup_code", "aaaaa-bbbbb").await.expect_error(422, "form_code_incorrect@code");
    let browser = moved.browser();
    browser.use_passkey(&mut left.authenticator).await.expect_ok();
    assert_eq!(browser.who().await.as_ref(), Some(&ada.email));

    let token = async |house: &House| house.vestibule.oauth_access_token(&left.ada, "google").await.expect("a token");
    let (before, now) = (token(&left.house).await, token(moved).await);
    assert_eq!(before.token.expose(), now.token.expose());
    let dump = moved.database.dump().await;
    assert!(!dump.contains(&left.app.secret) && !dump.contains(now.token.expose()), "sealed again");

    let browser = moved.browser();
    browser.try_password("countess", PASSWORD).await.expect_ok();
    assert_eq!(browser.sign_in_status().await.as_deref(), Some("needs_second_factor"), "of the number that they keep");
    moved.browser().sign_in(&Person::named("ivy")).await.expect_ok();
    moved.browser().sign_in(&Person::named("jan")).await.expect_error(403, "user_banned");
    assert_eq!(moved.role_of(&left.acme, &left.bob).await.as_deref(), Some("org:member"));
    let (_, page) = moved.opened(&left.invitation).await;
    assert!(page.shows("lise@example.com"), "{}", page.body);
}

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
        let own = ["export.created", "import.finished", "import.started", "signingKey.created"];
        assert_eq!(actions_besides(&again, &file), own, "it was begun once");
        assert!(matches!(bring_in(&moved, &file).await.0, Err(ImportError::Finished)));
        let another = file.replacen("\"id\":\"exp_", "\"id\":\"exp_x", 1);
        assert!(matches!(bring_in(&moved, &another).await.0, Err(ImportError::NotEmpty)));
        assert_eq!(other.count("users").await, 1203);
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

/// A column that is new is named as one that is moved, or as one that is left out.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_column_was_forgotten() {
    let database = Database::sqlite();
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

fn run(folder: &Path, database: &Database, key: u8, arguments: &[&str]) -> Output {
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
        .env("VESTIBULE_SECRET_KEY", BASE64_STANDARD.encode([key; 32]))
        .output()
        .expect("runs")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_operator_moves_out_and_in_again() {
    let (folder, database, other) = (Folder::new(), Database::sqlite(), Database::sqlite());
    let house = House::open(&database).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    browser.add_app(&house).await;
    let said = |output: &Output| {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.success(), text(&output.stdout), text(&output.stderr))
    };
    let (good, out, err) = said(&run(folder.path(), &database, 7, &["export", "all.jsonl"]));
    assert!(good && out.contains(" lines: 1 users, 0 organizations, 1 sessions"), "{out}{err}");
    let path = folder.path().join("all.jsonl");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&path).expect("is there").permissions().mode() & 0o777, 0o600);
    }
    let file = std::fs::read_to_string(&path).expect("is read");
    let (good, out, err) = said(&run(folder.path(), &database, 7, &["export", "-"]));
    assert!(good && err.contains(" lines: 1 users"), "{err}");
    assert_eq!(lines(&out), lines(&file));
    assert_eq!(actions_besides(&out, &file), ["export.created"]);
    let exporters = "SELECT actor_type FROM audit_entries WHERE action = 'export.created'";
    assert_eq!(database.texts(exporters).await, ["operator"; 2]);
    let (good, out, err) = said(&run(folder.path(), &other, 8, &["import", "all.jsonl"]));
    let all = format!("{} lines were brought in, 0 were refused.", many(&file));
    assert!(good && out.contains(&all), "{out}{err}");
    let (good, _, err) = said(&run(folder.path(), &other, 8, &["import", "all.jsonl"]));
    assert!(!good && err.contains("was brought in before"), "{err}");
    let (good, _, err) = said(&run(folder.path(), &database, 7, &["import", "all.jsonl"]));
    assert!(!good && err.contains("an instance that is empty"), "{err}");
    let names: Vec<_> =
        std::fs::read_dir(folder.path()).expect("a folder").map(|it| it.expect("a file").file_name()).collect();
    assert!(names.iter().all(|name| !name.to_string_lossy().ends_with(".new")), "{names:?}");
    let moved = House::with(&other, |settings| settings.secret_key = Some(other_key())).await;
    let browser = moved.browser();
    browser.sign_in(&ada).await.expect_ok();
    assert_eq!(browser.sign_in_status().await.as_deref(), Some("needs_second_factor"));
}
