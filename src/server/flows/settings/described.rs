//! The settings as they are: what each of them says, and where that comes from.

use serde::Serialize;
use serde_json::Value;

use super::RuntimeSettings;
use crate::server::settings::{SettingPath, Source, documented, fixed_by, leaves};
use crate::server::store::StoreError;
use crate::server::store::settings::{self, SettingRow};

/// A setting as it is. Times are Unix milliseconds.
#[derive(Clone, Debug, Serialize)]
pub struct Setting {
    /// Where it stands.
    pub path: SettingPath,
    /// What it is; nothing of what is secret.
    pub value: Option<Value>,
    /// Whether it is shown to nobody.
    pub is_secret: bool,
    /// Whether it is anything, which of a secret is all that is said.
    pub is_set: bool,
    /// Where that comes from.
    pub source: Source,
    /// Whether it cannot be changed here because something else says it.
    pub is_fixed: bool,
    /// Whether it cannot be changed here because it holds from one start to the next.
    pub needs_restart: bool,
    /// What it is for.
    pub doc: Option<&'static str>,
    /// When it was changed here.
    pub changed_at: Option<i64>,
    /// By whom: the id, or what the computer calls an operator.
    pub changed_by: Option<String>,
}

impl RuntimeSettings<'_> {
    /// All of them, by their names.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn describe(&self) -> Result<Vec<Setting>, StoreError> {
        let now = self.0.in_force();
        let rows = settings::all(&mut *now.store.read().await?).await?;
        let changed: Vec<(SettingPath, &SettingRow)> =
            rows.iter().filter_map(|row| Some((row.path.parse().ok()?, row))).collect();
        let tree = now.settings.tree();
        let shown = leaves(&tree).into_iter().map(|(path, value)| {
            let is_set = !value.is_null();
            (path, Some(value.clone()), is_set)
        });
        let secrets = now.settings.secrets();
        let hidden = secrets.into_iter().map(|(path, secret)| (path, None, !secret.expose().is_empty()));
        let mut all: Vec<Setting> = shown
            .chain(hidden)
            .map(|(path, value, is_set)| {
                let fixed = fixed_by(&now.fixed, &path);
                let row = changed.iter().find(|(it, _)| it.is_within(&path) || path.is_within(it));
                let row = row.filter(|_| fixed.is_none() && !path.needs_restart()).map(|(_, row)| row);
                Setting {
                    value,
                    is_set,
                    is_secret: path.is_secret(),
                    source: fixed.or_else(|| row.map(|_| Source::Database)).unwrap_or(Source::Default),
                    is_fixed: fixed.is_some(),
                    needs_restart: path.needs_restart(),
                    doc: documented(&path),
                    changed_at: row.map(|row| row.changed_at),
                    changed_by: row.and_then(|row| row.changed_by.clone()),
                    path,
                }
            })
            .collect();
        all.sort_by(|one, other| one.path.cmp(&other.path));
        Ok(all)
    }
}
