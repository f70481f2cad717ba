//! Changes are taken back where no server starts with them.

use serde_json::Value;

use super::SET;
use super::record::{Change, record, shown};
use crate::server::settings::{SettingPath, Settings};
use crate::server::store::settings::{self, SettingRow};
use crate::server::store::{Notice, Store, StoreError};

/// Takes back what was changed of some settings, and of what stands below them, where no server starts with it: nothing is checked
/// but that they were changed. Gives how many there were.
///
/// # Errors
/// When the database does not answer.
pub async fn take_back(base: &Settings, paths: &[SettingPath], now: i64) -> Result<usize, StoreError> {
    let store = Store::open(&base.database_url).await?;
    let mut tx = store.write().await?;
    let revision = settings::take_turn(&mut tx).await?;
    let rows = settings::all(&mut tx).await?;
    let is_meant = |row: &&SettingRow| {
        row.path.parse::<SettingPath>().is_ok_and(|path| paths.iter().any(|above| path.is_within(above)))
    };
    let change = Change::removal(rows.iter().filter(is_meant));
    // What they said with the rest is not known: nothing starts with it.
    let said = |path: &SettingPath| -> Option<Value> {
        let name = path.to_string();
        let row = rows.iter().find(|row| row.path == name)?;
        if row.is_sealed || path.is_secret() { Some(SET.into()) } else { serde_json::from_str(&row.value).ok() }
    };
    let told = |path: &SettingPath| (path.clone(), said(path).unwrap_or(Value::Null), shown(base, path));
    let told = change.paths().map(told).collect();
    match change.is_empty() {
        true => tx.rollback().await?,
        false => {
            record(&mut tx, &change, told, (revision, None), now).await?;
            store.tell(&mut tx, &Notice::SettingsChanged).await?;
            tx.commit().await?;
        }
    }
    store.close().await;
    Ok(change.paths().count())
}
