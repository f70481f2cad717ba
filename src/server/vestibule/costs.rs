//! What a password's hash has cost by all that was said of it: somebody may have one of any of these, who has not been here since.

use super::{Foundation, StartError};
use crate::server::settings::{Fixed, SettingPath, Stored};
use crate::server::store::{Connection, settings};

/// What says what a hash costs.
const COST: &str = "password.hash";

/// Has the hasher know of every cost that was ever said.
pub(super) async fn remember(foundation: &Foundation, connection: &mut Connection) -> Result<(), StartError> {
    let changes = settings::changes_of(connection, COST).await?;
    let mut said = Stored::new();
    for at_once in changes.chunk_by(|one, other| one.revision == other.revision) {
        for change in at_once {
            let Ok(path) = change.path.parse::<SettingPath>() else { continue };
            match change.after.as_deref().and_then(|value| serde_json::from_str(value).ok()) {
                Some(value) => drop(said.insert(path, value)),
                None => drop(said.remove(&path)),
            }
        }
        // Whatever is fixed by now: it may not have been then.
        let Ok(settings) = foundation.base.over(&said, &Fixed::new()) else { continue };
        let cost = settings.password.hash;
        if cost.params().is_ok() && !cost.is_too_dear() {
            foundation.hasher.remember(cost)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::SettingPath;
    use crate::server::crypto::InstanceKey;
    use crate::server::crypto::password_hash::Cost;
    use crate::server::{Settings, Vestibule};

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn what_a_hash_once_cost_is_known_after_a_start() {
        let folder = std::env::temp_dir().join(format!("vestibule_costs_{}", std::process::id()));
        let settings = Settings {
            base_url: "http://localhost:3000".into(),
            database_url: format!("sqlite://{}", folder.join("vestibule.db").display()),
            secret_key: Some(InstanceKey::from_bytes([7; 32])),
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
        app.stop().await;
        drop(app);
        let again = Vestibule::start(settings).await.expect("starts again");
        assert_eq!((again.settings.password.hash.memory_kib, again.hasher.dearest()), (64, once));
        again.stop().await;
        std::fs::remove_dir_all(&folder).ok();
    }
}
