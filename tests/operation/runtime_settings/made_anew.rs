//! What is made of settings, and made anew when they change: what hashes passwords, routes, files, the place of pictures.

use serde_json::{Value, json};
use vestibule::server::SettingChangeError;
use vestibule::server::crypto::password_hash::Cost;

use super::{refused, set};
use crate::support::{Database, House, Person, on_both, until};

on_both!(passwords_are_hashed_at_the_cost_of_now, a_cost_that_nobody_could_pay_is_refused,);

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
        ("password.hash_queue", json!(2_000_000), "password.hash_queue: is at most 1000000"),
    ] {
        let error = refused(&house, &[(name, value)]).await.to_string();
        assert!(error.starts_with(told), "{name}: {error}");
    }
    let error = refused(&house, &[("password.hash_queue", json!(0))]).await;
    assert!(matches!(error, SettingChangeError::LockedOut(_)), "{error}");
    assert_eq!(database.count("settings_changes").await, 0);
}
