//! Settings that change while the server runs. What the file, the environment and the app's own code say goes over them; the rest
//! is changed here: checked as at the start, noted with what was before, and in force at once.

mod checked;
mod cost;
mod described;
mod error;
mod history;
mod pictures;
mod record;
mod rescue;
mod roles;
mod safe;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

pub use self::described::Setting;
pub use self::error::SettingChangeError;
pub use self::history::{ChangedSetting, SettingsChange};
pub use self::rescue::take_back;

use self::checked::check_path;
use self::history::{later_than, values_before};
use self::record::{Change, record, shown};
use self::safe::{Untried, Verdict};
use crate::server::delivery;
use crate::server::settings::{SettingPath, Settings, Source, Stored, find, fixed_by};
use crate::server::store::settings::{self, SettingRow};
use crate::server::store::{Notice, StoreError};
use crate::server::vestibule::{Inner, Vestibule, stored};

/// What is said of a secret that is there.
const SET: &str = "set";

/// What is to become of settings.
#[derive(Clone, Copy)]
enum Wanted<'a> {
    /// These values; none where it is `null`.
    Values(&'a BTreeMap<SettingPath, Value>),
    /// What was before a change.
    Before(i64),
}

/// What came of it.
enum Written {
    /// All is said and done: the number of the change.
    Done(i64),
    /// Nothing: something else was changed meanwhile, with which this may not go together.
    Overtaken,
    /// Nothing yet: people get in if one of these ways works, which is to be tried first.
    TryFirst(Untried),
}

/// A change, made ready beside any transaction: that files are read for it, clients are made, and others are asked holds up nobody.
struct Draft {
    app: Arc<Inner>,
    /// How often settings had been changed when it was made.
    revision: i64,
    /// What the database said then.
    rows: Vec<SettingRow>,
    change: Change,
    /// The change that this one takes back.
    reverts: Option<i64>,
    old: Settings,
    new: Inner,
}

/// Settings of which something was tried, and works.
#[derive(Default)]
struct Tried {
    /// A way in that nobody had come by.
    ways_in: Option<Box<Settings>>,
    /// Where pictures are kept.
    pictures: Option<Box<Settings>>,
    /// What a password's hash costs.
    hashes: Option<Box<Settings>>,
}

/// The settings, as they are changed while the server runs:
/// [`Vestibule::runtime_settings`](crate::server::Vestibule::runtime_settings).
#[derive(Clone, Copy, Debug)]
pub struct RuntimeSettings<'a>(pub(crate) &'a Vestibule);

impl RuntimeSettings<'_> {
    /// What says a setting, or something of it, so that it cannot be changed here; nothing where it can.
    pub fn fixed_by(&self, path: &SettingPath) -> Option<Source> {
        fixed_by(&self.0.fixed, path)
    }

    /// Changes several at once, all or none. `null` sets one no longer, and whatever stands below it: it is as it is by default
    /// then. Gives the number of the change; nothing where all is so already.
    ///
    /// # Errors
    /// When one is fixed or holds for as long as the server runs, when they do not go together, and when no owner of the dashboard
    /// could sign in any more; where there is none, when nobody could. Mail counts as a way in if one was sent since it was set how,
    /// within the last day; otherwise the server is asked whether it takes us in. So is a provider that is set up in another way.
    /// Where pictures are to be kept, one is kept, read and taken away first, at no service of
    /// the machine's own network. A hash that would cost more is computed first, and
    /// refused when that takes long here, or when all that may be computed at once would take much of the memory.
    pub async fn change(&self, values: &BTreeMap<SettingPath, Value>) -> Result<Option<i64>, SettingChangeError> {
        self.write(Wanted::Values(values)).await
    }

    /// Takes a change back: what it changed is again as it was before it. Gives the number of the change that this is.
    ///
    /// # Errors
    /// As [`change`](Self::change), and when something of it was changed again since.
    pub async fn revert(&self, id: i64) -> Result<Option<i64>, SettingChangeError> {
        self.write(Wanted::Before(id)).await
    }

    async fn write(&self, wanted: Wanted<'_>) -> Result<Option<i64>, SettingChangeError> {
        let mut tried = Tried::default();
        loop {
            let Some(draft) = self.draft(wanted).await? else { return Ok(None) };
            let new = &draft.new.settings;
            if draft.old.differ(new, &["storage"]) && !is_tried(&tried.pictures, new, &["storage"]) {
                pictures::try_out(&draft.old, new, &draft.new.avatars).await?;
                tried.pictures = Some(Box::new(new.clone()));
            }
            if draft.old.differ(new, cost::NAMES) && !is_tried(&tried.hashes, new, cost::NAMES) {
                cost::try_out(&draft.old, new, draft.app.hasher.dearest()).await?;
                tried.hashes = Some(Box::new(new.clone()));
            }
            match self.write_down(&draft, &tried).await? {
                Written::Done(revision) => return Ok(Some(revision)),
                Written::Overtaken => {}
                Written::TryFirst(untried) => {
                    safe::try_out(&draft.app.oauth, new, &untried, draft.app.clock.now()).await?;
                    tried.ways_in = Some(Box::new(new.clone()));
                }
            }
        }
    }

    /// Makes it ready; nothing where all is so already.
    async fn draft(&self, wanted: Wanted<'_>) -> Result<Option<Draft>, SettingChangeError> {
        let app = self.0.in_force();
        let mut connection = app.store.read().await?;
        // First: what changes while the rest is read is noticed before anything is written.
        let revision = settings::revision(&mut connection).await?;
        let rows = settings::all(&mut connection).await?;
        let (mut values, reverts) = match wanted {
            Wanted::Values(values) => (values.clone(), None),
            Wanted::Before(id) => {
                let changed = settings::changed_by(&mut connection, id).await?;
                let later = later_than(&mut connection, id).await?;
                (values_before(&app.key, &changed, &later)?, Some(id))
            }
        };
        drop(connection);
        // Whoever says what holds anyway, and is fixed, changes nothing.
        let tree = app.settings.tree();
        values.retain(|path, value| {
            let may_be_changed = fixed_by(&app.fixed, path).is_none() && !path.needs_restart();
            may_be_changed || find(&tree, path) != Some(&*value)
        });
        for (path, value) in &values {
            check_path(&app.fixed, path, value)?;
        }
        let before = stored(&app.key, &rows)?;
        let after = with(&before, &values);
        let change = Change::between(&app.key, &rows, &before, &after);
        if change.is_empty() {
            return Ok(None);
        }
        let (old, new) = Arc::clone(&app).changed((before, after), revision).await?;
        Ok(Some(Draft { app, revision, rows, change, reverts, old, new }))
    }

    /// Writes it down, unless something was changed since it was made ready.
    async fn write_down(&self, draft: &Draft, tried: &Tried) -> Result<Written, SettingChangeError> {
        let Draft { app, rows, change, reverts, old, .. } = draft;
        let (now, new) = (app.clock.now(), &draft.new.settings);
        let mut tx = app.store.write().await?;
        let revision = settings::take_turn(&mut tx).await?;
        if revision != draft.revision + 1 {
            tx.rollback().await.map_err(StoreError::from)?;
            return Ok(Written::Overtaken);
        }
        let verdict = safe::check(&mut tx, (old, new), rows, now).await?;
        if let Verdict::IfOneWorks(untried) = verdict
            && !is_tried(&tried.ways_in, new, &["mail", "oauth", "sms"])
        {
            tx.rollback().await.map_err(StoreError::from)?;
            return Ok(Written::TryFirst(untried));
        }
        let told = change.paths().map(|path| (path.clone(), shown(old, path), shown(new, path))).collect();
        record(&mut tx, change, told, (revision, *reverts), now).await?;
        roles::tell(&mut tx, &old.organizations, &new.organizations, now).await?;
        app.store.tell(&mut tx, &Notice::SettingsChanged).await?;
        tx.commit().await.map_err(StoreError::from)?;
        delivery::wake(app);
        if let Err(error) = self.0.load_settings().await {
            tracing::error!(%error, "settings were changed, and could not be read again; it is tried again soon");
        }
        Ok(Written::Done(revision))
    }
}

/// Whether something was tried with settings that are the same below some names.
fn is_tried(tried: &Option<Box<Settings>>, new: &Settings, names: &[&str]) -> bool {
    tried.as_ref().is_some_and(|tried| !tried.differ(new, names))
}

/// What the database says after a change.
fn with(before: &Stored, values: &BTreeMap<SettingPath, Value>) -> Stored {
    let mut after = before.clone();
    for (path, value) in values {
        after.retain(|it, _| !it.is_within(path));
        if !value.is_null() {
            after.insert(path.clone(), value.clone());
        }
    }
    after
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_changed_takes_the_place_of_what_stands_below_it() {
        let path = |name: &str| name.parse::<SettingPath>().expect("is a path");
        let said = |all: &[(&str, Value)]| -> BTreeMap<SettingPath, Value> {
            all.iter().map(|(name, value)| (path(name), value.clone())).collect()
        };
        let before =
            said(&[("words.en.hello", json!("Hi")), ("words.de.hello", json!("Hallo")), ("app_name", json!("Notes"))]);
        let after = with(&before, &said(&[("words.en", json!({})), ("app_name", Value::Null)]));
        assert_eq!(after, said(&[("words.en", json!({})), ("words.de.hello", json!("Hallo"))]));
        assert_eq!(with(&before, &BTreeMap::new()), before);
    }
}
