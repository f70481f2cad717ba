//! What is made of settings, and made anew when they change: what hashes passwords, routes, files, the place of pictures.

use serde_json::{Value, json};
use vestibule::server::SettingChangeError;
use vestibule::server::crypto::password_hash::Cost;

use super::{refused, set};
use crate::support::backend::Backend;
use crate::support::certificates::Authority;
use crate::support::pictures::png;
use crate::support::s3::{self, S3};
use crate::support::{Database, Folder, House, Person, on_both, until};

on_both!(
    passwords_are_hashed_at_the_cost_of_now,
    a_cost_that_nobody_could_pay_is_refused,
    the_rest_api_is_switched_off_and_on_again,
    people_are_led_where_it_is_said_now,
    a_file_of_places_is_opened_when_it_is_named,
    templates_and_authorities_are_read_when_they_are_named,
    pictures_are_kept_where_it_is_said_now,
    a_bucket_is_opened_by_the_key_of_now,
    a_bucket_that_is_not_there_is_refused,
    pictures_are_kept_nowhere_where_that_does_not_work,
);

/// A house in which what a hash costs is not fixed, and is little all the same.
async fn with_costs_of_its_own(database: &Database) -> House {
    let house = House::with(database, |settings| settings.password.hash = Cost::default()).await;
    set(&house, &[("password.hash.memory_kib", json!(64)), ("password.hash.iterations", json!(1))]).await;
    house
}

async fn passwords_are_hashed_at_the_cost_of_now(database: Database) {
    let house = with_costs_of_its_own(&database).await;
    let ada = Person::named("ada");
    house.sign_up(&ada).await;
    let costs = async |cost: &str| database.texts("SELECT password_digest FROM users").await[0].contains(cost);
    assert!(costs("$m=64,t=1,p=1$").await);

    let dearer = [("password.hash.memory_kib", json!(128)), ("password.hash.iterations", json!(2))];
    let others = [("password.hash_workers", json!(1)), ("password.hash_queue", json!(4))];
    let change = set(&house, &[&dearer[..], &others].concat()).await;
    house
        .browser()
        .try_password(&ada.email, "wrong")
        .await
        .expect_error(422, "form_password_or_identifier_incorrect@password");
    assert!(costs("$m=64,t=1,p=1$").await, "nobody has proven anything");
    house.sign_in(&ada).await;
    assert!(costs("$m=128,t=2,p=1$").await);
    let [grace, eve] = [Person::named("grace"), Person::named("eve")];
    house.sign_up(&grace).await;
    let all = database.texts("SELECT password_digest FROM users").await;
    assert!(all.iter().all(|digest| digest.contains("$m=128,t=2,p=1$")), "{all:?}");
    // Whom nobody knows is told the same, by a hash at the cost of now.
    house
        .browser()
        .try_password(&eve.email, "wrong")
        .await
        .expect_error(422, "form_password_or_identifier_incorrect@password");

    house.vestibule.runtime_settings().revert(change).await.expect("is taken back");
    house.sign_in(&ada).await;
    let all = database.texts("SELECT password_digest FROM users").await;
    assert!(all.iter().any(|digest| digest.contains("$m=64,t=1,p=1$")), "{all:?}");
}

async fn a_cost_that_nobody_could_pay_is_refused(database: Database) {
    let house = House::with(&database, |settings| settings.password.hash = Cost::default()).await;
    for (name, value, told) in [
        ("password.hash.memory_kib", json!(4_000_000), "password.hash: takes 1048576 KiB at most"),
        ("password.hash.iterations", json!(4_000_000), "password.hash: takes 1048576 KiB at most"),
        ("password.hash.memory_kib", json!(1), "password.hash: "),
        ("password.hash_workers", json!(5_000), "password.hash_workers: is at most 1024"),
        ("password.hash_workers", json!(65), "password.hash_workers: is at most 64 while a server runs"),
        ("password.hash_queue", json!(2_000_000), "password.hash_queue: is at most 1000000"),
    ] {
        let error = refused(&house, &[(name, value)]).await.to_string();
        assert!(error.starts_with(told), "{name}: {error}");
    }
    let slow = [
        ("password.hash.memory_kib", json!(64 * 1024)),
        ("password.hash.iterations", json!(128)),
        ("password.hash_workers", json!(1)),
    ];
    let told = refused(&house, &slow).await.to_string();
    assert!(told.starts_with("password.hash: one hash at this cost would take about "), "{told}");
    let error = refused(&house, &[("password.hash_queue", json!(0))]).await;
    assert!(matches!(error, SettingChangeError::LockedOut(_)), "{error}");
    assert_eq!(database.count("settings_changes").await, 0);
}

async fn the_rest_api_is_switched_off_and_on_again(database: Database) {
    let house = House::open(&database).await;
    let (backend, nobody) = (Backend::of(&house, &[]).await, Backend::presenting(&house, None));
    backend.get("/v1/users").await.expect_ok();
    assert_eq!(nobody.get("/v1/users").await.status, 401);

    let off = set(&house, &[("backend_api.enabled", json!(false))]).await;
    for (method, path) in [
        ("GET", "/v1/users"),
        ("PUT", "/v1/users"),
        ("POST", "/v1/users"),
        ("GET", "/v1/nothing"),
        ("GET", "/v1/openapi.json"),
        ("GET", "/v1/docs"),
        ("GET", "/api_keys?subject=user_0"),
        ("POST", "/m2m_tokens"),
    ] {
        for caller in [&backend, &nobody] {
            let answer = caller.ask(method, path, None).await;
            assert_eq!(answer.error(), (404, "resource_not_found", ""), "{method} {path}");
            assert_eq!(answer.header("cache-control"), "no-store", "{method} {path}");
        }
    }
    house.vestibule.runtime_settings().revert(off).await.expect("is taken back");
    backend.get("/v1/users").await.expect_ok();
    assert_eq!(nobody.get("/v1/openapi.json").await.status, 200);

    // What Clerk's clients ask for without the version has a switch of its own.
    set(&house, &[("backend_api.unversioned", json!(false))]).await;
    assert_eq!(nobody.get("/api_keys?subject=user_0").await.error(), (404, "resource_not_found", ""));
    assert_eq!(nobody.get("/v1/api_keys?subject=user_0").await.status, 401);
    set(&house, &[("backend_api.unversioned", Value::Null)]).await;
    assert_eq!(nobody.get("/api_keys?subject=user_0").await.status, 401);

    // One that starts while it is off has it as soon as it is switched on.
    set(&house, &[("backend_api.enabled", json!(false))]).await;
    let restarted = house.restarted().await;
    let backend = Backend::presenting(&restarted, Some(backend.key()));
    assert_eq!(backend.get("/v1/users").await.status, 404);
    set(&restarted, &[("backend_api.enabled", json!(true))]).await;
    backend.get("/v1/users").await.expect_ok();
}

async fn people_are_led_where_it_is_said_now(database: Database) {
    let house = House::with(&database, |settings| {
        settings.paths.after_sign_in = "/".into();
        settings.paths.after_sign_up = "/".into();
    })
    .await;
    let ada = Person::named("ada");
    house.sign_up(&ada).await;
    let led = async || {
        let fields = [("identifier", ada.email.as_str()), ("password", ada.password.as_str())];
        let ask = house.browser().ask("POST", "/vestibule/api/sign_in/create").by_hand().form(&fields).send().await;
        (ask.status, ask.header("location").map(str::to_owned))
    };
    assert_eq!(led().await, (302, Some("/".to_owned())));
    let change = set(
        &house,
        &[
            ("paths.after_sign_in", json!("/welcome?back=1")),
            ("paths.after_sign_out", json!("/bye")),
            ("paths.user_profile", json!("/user")),
        ],
    )
    .await;
    assert_eq!(led().await, (302, Some("/welcome?back=1".to_owned())));
    let browser = house.sign_in(&ada).await;
    let out = browser.ask("POST", "/vestibule/api/session/sign_out").by_hand().form(&[]).send().await;
    assert_eq!((out.status, out.header("location")), (302, Some("/bye")));
    // The browser is told as well, with the page that it gets.
    assert!(house.sign_in(&ada).await.page("/sign-in").await.shows("/welcome?back=1"));
    let security = house.browser().get("/.well-known/change-password").await;
    assert_eq!(security.header("location"), Some("/sign-in?redirect_url=/user/security"));

    for (name, value) in [
        ("paths.after_sign_in", "https://evil.example"),
        ("paths.after_sign_up", "//evil.example"),
        ("paths.after_sign_out", ""),
        ("paths.user_profile", "user"),
    ] {
        let error = refused(&house, &[(name, json!(value))]).await.to_string();
        assert!(error.starts_with(&format!("{name}: is a path that begins with one slash")), "{error}");
    }
    let error = refused(&house, &[("paths.sign_in", json!("/elsewhere"))]).await;
    assert!(matches!(error, SettingChangeError::NeedsRestart(_)), "{error}");
    house.vestibule.runtime_settings().revert(change).await.expect("is taken back");
    assert_eq!(led().await, (302, Some("/".to_owned())));
}

async fn a_file_of_places_is_opened_when_it_is_named(database: Database) {
    let house = House::with(&database, |settings| settings.paths.user_profile = "/user".into()).await;
    let browser = house.browser_at("192.0.2.7".parse().expect("an address"));
    let ada = Person::named("ada");
    house.sign_up(&ada).await;
    browser.sign_in(&ada).await.expect_ok();
    let is_told = async || browser.page("/user/security").await.shows("Berlin, Germany");
    assert!(!is_told().await);
    for (file, why) in [
        ("tests/support/nowhere.mmdb", "devices.ip_database: tests/support/nowhere.mmdb: "),
        ("tests/support", "devices.ip_database: tests/support: is no file"),
        ("Cargo.toml", "devices.ip_database: Cargo.toml is no database in MaxMind's format"),
    ] {
        let error = refused(&house, &[("devices.ip_database", json!(file))]).await.to_string();
        assert!(error.starts_with(why) && error.lines().count() == 1, "{error}");
    }
    let change = set(&house, &[("devices.ip_database", json!("tests/support/places.mmdb"))]).await;
    assert!(is_told().await);
    // What has nothing to do with it leaves it as it is.
    set(&house, &[("app_name", json!("Notes"))]).await;
    assert!(is_told().await);
    house.vestibule.runtime_settings().revert(change).await.expect("is taken back");
    assert!(!is_told().await);
}

async fn templates_and_authorities_are_read_when_they_are_named(database: Database) {
    let (house, folder, authority) = (House::open(&database).await, Folder::new(), Authority::new());
    let write = |text: &str| std::fs::write(folder.path().join("verification_code.txt"), text).expect("is written");
    let templates = [("mail.templates", json!(folder.path()))];
    write("Hello\n{{ cod }}");
    let path = folder.path().join("verification_code.txt").display().to_string();
    let error = refused(&house, &templates).await.to_string();
    assert!(error.starts_with(&format!("mail.templates: {path}: line 2: ")), "{error}");
    for (name, file, why) in [
        ("mail.templates", "/nowhere/at/all", "mail.templates: /nowhere/at/all: "),
        ("mail.smtp_ca_file", "/nowhere/at/all", "mail.smtp_ca_file: /nowhere/at/all: "),
        ("mail.smtp_ca_file", "Cargo.toml", "mail.smtp_ca_file: Cargo.toml: holds no certificate"),
        ("mail.smtp_ca_file", "tests", "mail.smtp_ca_file: tests: is no file"),
    ] {
        let error = refused(&house, &[(name, json!(file))]).await.to_string();
        assert!(error.starts_with(why), "{name}: {error}");
    }
    assert_eq!(database.count("settings_changes").await, 0);

    write("{{ code }} is the code of Acme.");
    let told = async |name: &str| {
        let person = Person::named(name);
        house.begin_sign_up(&house.browser(), &person).await.expect_ok();
        house.mail_to(&person.email).await.text.contains("is the code of Acme.")
    };
    assert!(!told("ada").await);
    let change = set(&house, &templates).await;
    assert!(told("grace").await);
    house.vestibule.runtime_settings().revert(change).await.expect("is taken back");
    assert!(!told("eve").await);
    set(&house, &[("mail.smtp_ca_file", json!(authority.file()))]).await;
    assert_eq!(house.vestibule.clone().settings().mail.smtp_ca_file, authority.file().display().to_string());
}

/// What stands in a folder.
fn kept(folder: &Folder, name: &str) -> usize {
    std::fs::read_dir(folder.path().join(name)).map_or(0, |files| files.count())
}

async fn pictures_are_kept_where_it_is_said_now(database: Database) {
    let (house, folder) = (House::open(&database).await, Folder::new());
    let at = |name: &str| [("storage.url", json!(folder.path().join(name)))];
    set(&house, &at("one")).await;
    assert_eq!(kept(&folder, "one"), 0, "nothing is left of the trial");
    let ada = house.sign_up(&Person::named("ada")).await;
    ada.upload(&[], &png([200, 0, 0])).await.expect_ok();
    let first = ada.image_url().await.expect("has a picture");
    assert_eq!((ada.get(&first).await.status, kept(&folder, "one")), (200, 1));

    let change = set(&house, &at("two")).await;
    assert_eq!((ada.get(&first).await.status, kept(&folder, "one"), kept(&folder, "two")), (404, 1, 0));
    let grace = house.sign_up(&Person::named("grace")).await;
    grace.upload(&[], &png([0, 200, 0])).await.expect_ok();
    let second = grace.image_url().await.expect("has a picture");
    assert_eq!((grace.get(&second).await.status, kept(&folder, "two")), (200, 1));
    // Whoever copies what was there has it shown again.
    let name = first.rsplit('/').next().expect("has a name");
    std::fs::copy(folder.path().join("one").join(name), folder.path().join("two").join(name)).expect("is copied");
    assert_eq!(ada.get(&first).await.status, 200);
    house.vestibule.runtime_settings().revert(change).await.expect("is taken back");
    assert_eq!((ada.get(&first).await.status, grace.get(&second).await.status), (200, 404));
}

/// A house with a bucket that whoever runs the machine has said, on the machine itself.
async fn with_a_bucket(database: &Database, s3: &S3, url: &str) -> House {
    House::with(database, |settings| {
        settings.storage.url = url.into();
        settings.storage.endpoint = s3.endpoint.clone();
    })
    .await
}

async fn a_bucket_is_opened_by_the_key_of_now(database: Database) {
    let folder = Folder::new();
    let s3 = S3::start(folder.path(), "people").await;
    let house = with_a_bucket(&database, &s3, "s3://people/avatars").await;
    let by =
        |secret: &str| [("storage.access_key_id", json!(s3::KEY_ID)), ("storage.secret_access_key", json!(secret))];
    let error = refused(&house, &by("hunter2")).await.to_string();
    let told = "storage.url: a picture could not be kept there and read again: the service answered 403 (";
    assert!(error.starts_with(told) && error.ends_with(')'), "{error}");
    assert!(error.lines().count() == 1 && !error.contains("hunter2") && !error.contains('<'), "{error}");
    set(&house, &by(s3::SECRET)).await;
    let ada = house.sign_up(&Person::named("ada")).await;
    ada.upload(&[], &png([0, 0, 200])).await.expect_ok();
    let picture = ada.image_url().await.expect("has a picture");
    assert_eq!(ada.get(&picture).await.status, 200);
    assert!(kept(&folder, "people/avatars") >= 1);
}

async fn a_bucket_that_is_not_there_is_refused(database: Database) {
    let folder = Folder::new();
    let s3 = S3::start(folder.path(), "people").await;
    let house = with_a_bucket(&database, &s3, "s3://nobody/avatars").await;
    let keys = [("storage.access_key_id", json!(s3::KEY_ID)), ("storage.secret_access_key", json!(s3::SECRET))];
    let error = refused(&house, &keys).await.to_string();
    let told = "storage.url: a picture could not be kept there and read again: the service answered 404 (NoSuchBucket)";
    assert_eq!(error, told);
    assert!(!folder.path().join("nobody").exists());
    assert_eq!(database.count("settings_changes").await, 0);
}

async fn pictures_are_kept_nowhere_where_that_does_not_work(database: Database) {
    let (house, folder) = (House::open(&database).await, Folder::new());
    std::fs::write(folder.path().join("file"), "x").expect("is written");
    let below_a_file = [("storage.url", json!(folder.path().join("file/below")))];
    let error = refused(&house, &below_a_file).await.to_string();
    assert!(error.starts_with("storage.url: a picture could not be kept there and read again: "), "{error}");
    // What listens on the machine itself, or beside it, is asked nothing.
    let s3 = S3::start(folder.path(), "people").await;
    for endpoint in [
        s3.endpoint.as_str(),
        "https://localhost:9000",
        "https://127.0.0.1:9000",
        "https://169.254.169.254",
        "https://10.0.0.1",
        "https://[::1]:9000",
    ] {
        let bucket = [
            ("storage.url", json!("s3://people")),
            ("storage.endpoint", json!(endpoint)),
            ("storage.access_key_id", json!(s3::KEY_ID)),
            ("storage.secret_access_key", json!(s3::SECRET)),
        ];
        let error = refused(&house, &bucket).await.to_string();
        let is_told =
            error.starts_with("storage.endpoint: leads to ") && error.contains("in Leptos.toml, with a start");
        assert!(is_told && error.lines().count() == 1, "{endpoint}: {error}");
    }
    let half = refused(&house, &[("storage.access_key_id", json!("AKIA"))]).await.to_string();
    assert!(half.contains("storage: access_key_id and secret_access_key go together"), "as at the start: {half}");
    assert_eq!(database.count("settings_changes").await, 0);
    assert_eq!(house.vestibule.clone().settings().storage.url, "data/avatars");
}

/// Two servers on one PostgreSQL.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_server_makes_it_anew_within_seconds() {
    async fn test(database: Database) {
        let first = House::with(&database, |settings| settings.password.hash = Cost::default()).await;
        let second = first.another().await;
        let cheap = [("password.hash.memory_kib", json!(64)), ("password.hash.iterations", json!(1))];
        let change = set(&first, &[&cheap[..], &[("backend_api.enabled", json!(false))]].concat()).await;
        let backend = Backend::of(&first, &[]).await;
        let there = Backend::presenting(&second, Some(backend.key()));
        assert_eq!(backend.get("/v1/users").await.status, 404);
        until("the other server hears of it", || async { there.get("/v1/users").await.status == 404 }).await;
        second.sign_up(&Person::named("ada")).await;
        let digests = database.texts("SELECT password_digest FROM users").await;
        assert!(digests[0].contains("$m=64,t=1,p=1$"), "{digests:?}");
        second.vestibule.runtime_settings().revert(change).await.expect("is taken back");
        there.get("/v1/users").await.expect_ok();
        until("the first server hears of it", || async { backend.get("/v1/users").await.status == 200 }).await;
    }
    Database::postgres().await.lend(test).await;
}
