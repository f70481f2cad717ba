//! How a change of settings is written down.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::{SET, SettingChangeError};
use crate::server::crypto::InstanceKey;
use crate::server::events::{AuditAction, AuditEntry, Origin};
use crate::server::settings::{SettingPath, Settings, Stored, find};
use crate::server::store::settings::{self, SettingChangeRow, SettingRow};
use crate::server::store::{Connection, StoreError};
use crate::server::vestibule::{seal_of, stored};

/// What the rows of some settings were and are to be.
#[derive(Debug)]
pub struct Change(Vec<Changed>);

#[derive(Debug)]
struct Changed {
    path: SettingPath,
    before: Option<String>,
    after: Option<String>,
}

impl Change {
    /// From what the rows say to something else.
    pub fn between(key: &InstanceKey, rows: &[SettingRow], before: &Stored, after: &Stored) -> Self {
        let written: HashMap<&str, &SettingRow> = rows.iter().map(|row| (row.path.as_str(), row)).collect();
        let gone = before.keys().filter(|path| !after.contains_key(*path)).map(|path| (path, None));
        let set = after.iter().filter(|(path, value)| before.get(*path) != Some(*value));
        let all = gone.chain(set.map(|(path, value)| (path, Some(value))));
        let changed = all.map(|(path, value)| {
            let name = path.to_string();
            let after = value.map(|value| match (path.is_secret(), value) {
                (true, Value::String(text)) => key.seal(&seal_of(&name), text.as_bytes()),
                // What is secret is a text, or is refused.
                _ => value.to_string(),
            });
            let before = written.get(name.as_str()).map(|row| row.value.clone());
            Changed { path: path.clone(), before, after }
        });
        Self(changed.collect())
    }

    /// That rows are there no longer.
    pub fn removal<'a>(rows: impl Iterator<Item = &'a SettingRow>) -> Self {
        let gone = rows.filter_map(|row| {
            Some(Changed { path: row.path.parse().ok()?, before: Some(row.value.clone()), after: None })
        });
        Self(gone.collect())
    }

    /// Whether all stays as it is.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Of which settings.
    pub fn paths(&self) -> impl Iterator<Item = &SettingPath> {
        self.0.iter().map(|changed| &changed.path)
    }
}

/// Writes it down: the settings, what they were, and that it was done. `told` says of each what held before and holds then, which
/// is what the audit log tells; of what holds as it did, by whatever it is said now, it has the names alone. `(revision, reverts)`
/// is which change it is, and which one it takes back.
pub async fn record(
    connection: &mut Connection,
    change: &Change,
    told: Vec<(SettingPath, Value, Value)>,
    (revision, reverts): (i64, Option<i64>),
    now: i64,
) -> Result<(), StoreError> {
    let actor = Origin::current().actor;
    for changed in &change.0 {
        let (path, is_sealed) = (changed.path.to_string(), changed.path.is_secret());
        let changed_by_type = actor.kind.as_str().to_owned();
        let row = SettingChangeRow {
            revision,
            path: path.clone(),
            before: changed.before.clone(),
            after: changed.after.clone(),
            is_sealed,
            changed_at: now,
            changed_by_type: changed_by_type.clone(),
            changed_by: actor.id.clone(),
            reverts,
        };
        settings::note(connection, &row).await?;
        match &changed.after {
            None => settings::remove(connection, &path).await?,
            Some(value) => {
                let row = SettingRow {
                    path,
                    value: value.clone(),
                    is_sealed,
                    revision,
                    changed_at: now,
                    changed_by_type,
                    changed_by: actor.id.clone(),
                };
                settings::put(connection, &row).await?;
            }
        }
    }
    // Of what is secret it is told that it is set, whatever it is.
    let (told, same): (Vec<_>, Vec<_>) =
        told.into_iter().partition(|(path, before, after)| path.is_secret() || before != after);
    let entry = told.into_iter().fold(AuditEntry::of(AuditAction::SettingsChanged), |entry, (path, before, after)| {
        entry.with(&path.to_string(), json!({ "before": before, "after": after }))
    });
    // Who changes the default or the file later on changes these no longer, or does again.
    let stay = |is_said: bool| -> Vec<String> {
        let alike = change.0.iter().filter(|changed| changed.after.is_some() == is_said);
        let alike = alike.filter(|changed| same.iter().any(|(path, ..)| *path == changed.path));
        alike.map(|changed| changed.path.to_string()).collect()
    };
    let entry = [("pinned", true), ("unpinned", false)].into_iter().fold(entry, |entry, (name, is_said)| {
        let paths = stay(is_said);
        if paths.is_empty() { entry } else { entry.with(name, paths) }
    });
    let entry = match reverts {
        Some(id) => entry.with("reverts", id),
        None => entry,
    };
    entry.write(connection, Some(&revision.to_string()), now).await
}

/// What holds of a setting, as the audit log tells it.
pub fn shown(settings: &Settings, path: &SettingPath) -> Value {
    if !path.is_secret() {
        return find(&settings.tree(), path).cloned().unwrap_or(Value::Null);
    }
    match settings.secrets().iter().any(|(it, secret)| it == path && !secret.expose().is_empty()) {
        true => SET.into(),
        false => Value::Null,
    }
}

/// What a row says, with what is secret opened.
pub fn row_value(key: &InstanceKey, path: &str, value: &str, is_sealed: bool) -> Result<Value, SettingChangeError> {
    let row = SettingRow {
        path: path.to_owned(),
        value: value.to_owned(),
        is_sealed,
        revision: 0,
        changed_at: 0,
        changed_by_type: String::new(),
        changed_by: None,
    };
    let found = stored(key, &[row])?.into_values().next();
    Ok(found.unwrap_or(Value::Null))
}
