//! What a password's hash has cost by all that was said of it: somebody may have one of any of these, who has not been here since.

use super::{Inner, StartError};
use crate::server::crypto::password_hash::Cost;
use crate::server::crypto::password_hash::memory::fits;
use crate::server::settings::{Fixed, SettingPath, Stored};
use crate::server::store::{Connection, accounts, settings};

/// What says what a hash costs.
const COST: &str = "password.hash";

/// Has the hasher know, at a start, of the dearest cost that was ever said and that somebody's hash still has. One of which not all
/// workers could have the memory at once is left out.
pub(super) async fn remember(first: &Inner, connection: &mut Connection, memory_kib: u64) -> Result<(), StartError> {
    let workers = first.settings.password.workers();
    for cost in dearer_than_known(first, connection).await? {
        if !accounts::is_password_hashed_at(connection, cost).await? {
            continue;
        }
        if fits(cost, workers, memory_kib) {
            first.hasher.remember(cost)?;
            return Ok(());
        }
        let Cost { memory_kib, iterations, .. } = cost;
        tracing::warn!(
            memory_kib,
            iterations,
            workers,
            "password.hash: somebody has a hash of before that is dearer, and as many at once as password.hash_workers says would \
             take more than half of the memory that there is: a wrong password of theirs is refused later than others are, until \
             there are fewer workers or they have signed in"
        );
    }
    Ok(())
}

/// What hashes have cost by all that was ever said, and is more than the hasher knows of, the dearest first.
async fn dearer_than_known(first: &Inner, connection: &mut Connection) -> Result<Vec<Cost>, StartError> {
    let known = first.hasher.dearest().work_kib();
    let changes = settings::changes_of(connection, COST).await?;
    let (mut said, mut costs) = (Stored::new(), Vec::new());
    for at_once in changes.chunk_by(|one, other| one.revision == other.revision) {
        for change in at_once {
            let Ok(path) = change.path.parse::<SettingPath>() else { continue };
            match change.after.as_deref().and_then(|value| serde_json::from_str(value).ok()) {
                Some(value) => drop(said.insert(path, value)),
                None => drop(said.remove(&path)),
            }
        }
        // Whatever is fixed by now: it may not have been then.
        let Ok(settings) = first.base.over(&said, &Fixed::new()) else { continue };
        let cost = settings.password.hash;
        let is_good = cost.params().is_ok() && !cost.is_too_dear();
        if is_good && cost.work_kib() > known && !costs.contains(&cost) {
            costs.push(cost);
        }
    }
    costs.sort_by_key(|cost| std::cmp::Reverse(cost.work_kib()));
    Ok(costs)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::{SettingPath, remember};
    use crate::server::crypto::InstanceKey;
    use crate::server::crypto::password_hash::Cost;
    use crate::server::settings::PasswordSettings;
    use crate::server::store::users::NewUser;
    use crate::server::store::{accounts, users};
    use crate::server::{Settings, Vestibule};

    /// Some memory, in KiB.
    const MUCH: u64 = 1024 * 1024;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn what_a_hash_once_cost_is_known_after_a_start() {
        let folder = std::env::temp_dir().join(format!("vestibule_costs_{}", std::process::id()));
        let settings = Settings {
            base_url: "http://localhost:3000".into(),
            database_url: format!("sqlite://{}", folder.join("vestibule.db").display()),
            secret_key: Some(InstanceKey::from_bytes([7; 32])),
            password: PasswordSettings { hash_workers: 2, ..PasswordSettings::default() },
            ..Settings::default()
        };
        let app = Vestibule::start(settings.clone()).await.expect("starts");
        assert_eq!(app.hasher.dearest(), Cost::default());
        let name = |name: &str| -> SettingPath { name.parse().expect("is a path") };
        for (memory_kib, iterations) in [(24 * 1024, 3), (64, 1)] {
            let wanted = BTreeMap::from([
                (name("password.hash.memory_kib"), json!(memory_kib)),
                (name("password.hash.iterations"), json!(iterations)),
            ]);
            app.runtime_settings().change(&wanted).await.expect("is changed");
        }
        let once = Cost { memory_kib: 24 * 1024, iterations: 3, parallelism: 1 };
        assert_eq!(app.hasher.dearest(), once);
        let stored = |cost: Cost| {
            let Cost { memory_kib, iterations, parallelism } = cost;
            format!("$argon2id$v=19$m={memory_kib},t={iterations},p={parallelism}$c29tZXNhbHQ$RdescudvJCsgt3ub")
        };
        let mut connection = app.store().write_one().await.expect("is open");
        let digest = stored(once);
        let ada = NewUser {
            id: "user_ada",
            external_id: None,
            first_name: None,
            last_name: None,
            language: None,
            primary_email_address_id: None,
            primary_phone_number_id: None,
            password_digest: Some(&digest),
            legal_accepted_at: None,
            public_metadata: "{}",
            unsafe_metadata: "{}",
        };
        users::insert(&mut connection, &ada, 1).await.expect("is there");
        drop(connection);
        let has = async |app: &Vestibule, digest: String| {
            let mut connection = app.store().write_one().await.expect("is open");
            let before = accounts::password_digest(&mut connection, "user_ada").await.expect("is read");
            let is_set = accounts::set_password(&mut connection, "user_ada", &before, &digest, 1).await;
            assert!(is_set.expect("is written"));
        };
        app.stop().await;
        drop(app);
        let again = Vestibule::start(settings.clone()).await.expect("starts again");
        assert_eq!((again.settings.password.hash.memory_kib, again.hasher.dearest()), (64, once));
        // There is a way back: nobody has one any more that was hashed so.
        has(&again, stored(Cost { memory_kib: 64, iterations: 1, parallelism: 1 })).await;
        again.stop().await;
        drop(again);
        let last = Vestibule::start(settings).await.expect("starts again");
        assert_eq!(last.hasher.dearest(), Cost::default());

        let remember = async |memory_kib: u64| {
            let mut connection = last.store().read().await.expect("is open");
            remember(&last, &mut connection, memory_kib).await.expect("is read");
            drop(connection);
            last.hasher.dearest()
        };
        assert_eq!(remember(MUCH).await, Cost::default(), "nobody has one");
        has(&last, stored(once)).await;
        assert_eq!(remember(64 * 1024).await, Cost::default(), "both at once would take 48 of 64 MiB");
        assert_eq!(remember(96 * 1024).await, once);
        last.stop().await;
        std::fs::remove_dir_all(&folder).ok();
    }
}
