//! What became of settings: the changes, what each was about, and what was before it.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::record::row_value;
use super::{RuntimeSettings, SET, SettingChangeError};
use crate::server::crypto::InstanceKey;
use crate::server::flows::invitations::page;
use crate::server::settings::SettingPath;
use crate::server::store::settings::{self, SettingChangeRow};
use crate::server::store::{Connection, StoreError};

/// What was changed at once. Times are Unix milliseconds.
#[derive(Clone, Debug, Serialize)]
pub struct SettingsChange {
    /// The number of the change: later ones have higher ones.
    pub id: i64,
    /// When.
    pub changed_at: i64,
    /// By what kind of someone, as the audit log has it.
    pub changed_by_type: String,
    /// By whom.
    pub changed_by: Option<String>,
    /// The change that this one took back.
    pub reverts: Option<i64>,
    /// What was changed.
    pub settings: Vec<ChangedSetting>,
}

/// What became of one setting. What is not there was as it is by default.
#[derive(Clone, Debug, Serialize)]
pub struct ChangedSetting {
    /// Where it stands.
    pub path: String,
    /// What it was; `"set"` of what is secret.
    pub before: Option<Value>,
    /// What it is since.
    pub after: Option<Value>,
    /// Whether it is shown to nobody.
    pub is_secret: bool,
}

impl ChangedSetting {
    fn of(row: SettingChangeRow) -> Self {
        let shown = |value: Option<String>| {
            value.map(|value| match row.is_sealed {
                true => SET.into(),
                false => serde_json::from_str(&value).unwrap_or(Value::Null),
            })
        };
        Self { before: shown(row.before), after: shown(row.after), path: row.path, is_secret: row.is_sealed }
    }
}

impl RuntimeSettings<'_> {
    /// A part of the changes, newest first, and how many there are in all.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn history(&self, limit: i64, offset: i64) -> Result<(Vec<SettingsChange>, i64), StoreError> {
        let mut connection = self.0.store().read().await?;
        let rows = settings::changes(&mut connection, page(limit, offset)).await?;
        let count = settings::count_changes(&mut connection).await?;
        let mut found: Vec<SettingsChange> = Vec::new();
        for row in rows {
            if found.last().is_none_or(|last| last.id != row.revision) {
                found.push(SettingsChange {
                    id: row.revision,
                    changed_at: row.changed_at,
                    changed_by_type: row.changed_by_type.clone(),
                    changed_by: row.changed_by.clone(),
                    reverts: row.reverts,
                    settings: Vec::new(),
                });
            }
            if let Some(last) = found.last_mut() {
                last.settings.push(ChangedSetting::of(row));
            }
        }
        Ok((found, count))
    }

    /// What one change was about; nothing if there is none with this number.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn changed_by(&self, id: i64) -> Result<Vec<ChangedSetting>, StoreError> {
        let rows = settings::changed_by(&mut *self.0.store().read().await?, id).await?;
        Ok(rows.into_iter().map(ChangedSetting::of).collect())
    }

    /// Which of some settings were changed after a change, they themselves or something above or below them.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn changed_since<'p>(
        &self,
        id: i64,
        paths: impl Iterator<Item = &'p SettingPath>,
    ) -> Result<Vec<SettingPath>, StoreError> {
        let later = later_than(&mut *self.0.store().read().await?, id).await?;
        Ok(paths.filter(|path| last_change(&later, path).is_some()).cloned().collect())
    }
}

/// What was changed after a change, each with the last change that did it.
pub async fn later_than(connection: &mut Connection, id: i64) -> Result<Vec<(SettingPath, i64)>, StoreError> {
    let later = settings::changed_since(connection, id).await?;
    Ok(later.into_iter().filter_map(|(path, by)| Some((path.parse().ok()?, by))).collect())
}

/// The last of these changes that was about a setting, something above it or something below it.
fn last_change(later: &[(SettingPath, i64)], path: &SettingPath) -> Option<i64> {
    let of_it = later.iter().filter(|(it, _)| it.is_within(path) || path.is_within(it));
    of_it.map(|(_, by)| *by).max()
}

/// What was before a change, of which nothing was changed again.
pub fn values_before(
    key: &InstanceKey,
    changed: &[SettingChangeRow],
    later: &[(SettingPath, i64)],
) -> Result<BTreeMap<SettingPath, Value>, SettingChangeError> {
    if changed.is_empty() {
        return Err(SettingChangeError::NotFound);
    }
    let mut values = BTreeMap::new();
    for row in changed {
        let path: SettingPath = row.path.parse().map_err(|_| StoreError::Row("a change of a setting"))?;
        if let Some(by) = last_change(later, &path) {
            return Err(SettingChangeError::ChangedSince { path, by });
        }
        let value = row.before.as_ref().map(|value| row_value(key, &row.path, value, row.is_sealed));
        values.insert(path, value.transpose()?.unwrap_or(Value::Null));
    }
    Ok(values)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn row(path: &str, before: Option<&str>, is_sealed: bool) -> SettingChangeRow {
        SettingChangeRow {
            revision: 3,
            path: path.to_owned(),
            before: before.map(str::to_owned),
            after: None,
            is_sealed,
            changed_at: 0,
            changed_by_type: "operator".to_owned(),
            changed_by: None,
            reverts: None,
        }
    }

    fn path(name: &str) -> SettingPath {
        name.parse().expect("is a path")
    }

    #[test]
    fn a_secret_is_said_to_be_set() {
        let shown = ChangedSetting::of(row("mail.smtp_url", Some("sealed"), true));
        assert_eq!((shown.before, shown.after, shown.is_secret), (Some(json!("set")), None, true));
        assert_eq!(ChangedSetting::of(row("app_name", Some("\"Notes\""), false)).before, Some(json!("Notes")));
    }

    #[test]
    fn what_was_changed_again_is_not_taken_back() {
        let key = InstanceKey::from_bytes([7; 32]);
        let changed = [row("app_name", Some("\"Notes\""), false), row("words.en", None, false)];
        let found = values_before(&key, &changed, &[(path("mail.from"), 4)]).expect("nobody has changed them");
        let expected = BTreeMap::from([(path("app_name"), json!("Notes")), (path("words.en"), Value::Null)]);
        assert_eq!(found, expected);
        for name in ["words", "words.en", "words.en.hello"] {
            let later = [(path(name), 5), (path(name), 4)];
            let refused = values_before(&key, &changed, &later);
            assert!(matches!(refused, Err(SettingChangeError::ChangedSince { by: 5, .. })), "{name}: {refused:?}");
        }
        assert!(matches!(values_before(&key, &[], &[]), Err(SettingChangeError::NotFound)));
    }
}
