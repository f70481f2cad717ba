//! Settings that are wrong or unsafe: it does not start with them.

use vestibule::server::crypto::password_hash::Cost;
use vestibule::server::{Environment, Settings, StartError, Vestibule};

use crate::support::{Database, House, instance_key};

fn production(database: &Database) -> Settings {
    let mut settings = Settings {
        environment: Environment::Production,
        base_url: "https://app.example".into(),
        database_url: database.url().into(),
        secret_key: Some(instance_key()),
        ..Settings::default()
    };
    settings.password.breach_check = Some(false);
    settings
}

async fn refusal(settings: Settings) -> String {
    match Vestibule::start(settings).await {
        Ok(_) => "it started".into(),
        Err(error) => error.to_string(),
    }
}

#[tokio::test]
async fn production_starts_with_nothing_unsafe() {
    let database = Database::no_file();
    assert_eq!(refusal(production(&database)).await, "it started");
    let with = |change: fn(&mut Settings)| {
        let mut settings = production(&Database::no_file());
        change(&mut settings);
        refusal(settings)
    };
    assert!(with(|settings| settings.base_url = "http://app.example".into()).await.contains("https://"));
    let no_key = with(|settings| {
        settings.secret_key = None;
        settings.secret_key_file = "/nowhere/secret.key".into();
    });
    assert!(no_key.await.contains("VESTIBULE_SECRET_KEY"));
    // OWASP: 19 MiB and 2 passes, or as much work in another mix; never next to nothing.
    for (memory_kib, iterations) in [(64, 1), (64, 3), (8, 3), (1024, 2), (19 * 1024, 1), (19 * 1024 - 1, 2), (1024, 3)]
    {
        let mut settings = production(&Database::no_file());
        settings.password.hash = Cost { memory_kib, iterations, parallelism: 1 };
        let refusal = refusal(settings).await;
        assert!(refusal.contains("password.hash"), "{memory_kib} KiB, {iterations} passes: {refusal}");
    }
}

#[tokio::test]
async fn a_database_of_another_key_is_refused() {
    let database = Database::no_file();
    House::open(&database).await.vestibule.stop().await;
    let mut settings = production(&database);
    settings.secret_key = Some(vestibule::server::crypto::InstanceKey::from_bytes(std::array::from_fn(|at| at as u8)));
    let error = Vestibule::start(settings).await.expect_err("is refused");
    assert!(matches!(error, StartError::ForeignKey(_)), "{error}");
}

#[tokio::test]
async fn a_database_that_is_not_there_is_refused() {
    let mut settings = production(&Database::no_file());
    settings.database_url = "postgres://nobody@127.0.0.1:1/nothing".into();
    assert!(matches!(Vestibule::start(settings).await, Err(StartError::Store(_))));
}
