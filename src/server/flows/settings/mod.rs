//! Settings that change while the server runs. What the file, the environment and the app's own code say goes over them; the rest
//! is changed here: checked as at the start, noted with what was before, and in force at once.

mod cost;
mod pictures;
mod record;
mod roles;
mod safe;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

use self::record::{Change, record, row_value};
use self::safe::{Untried, Verdict};
use super::invitations::page;
use crate::server::crypto::InstanceKey;
use crate::server::delivery;
use crate::server::settings::{
    Fixed, SettingPath, Settings, SettingsError, Source, Stored, documented, find, fixed_by, leaves,
};
use crate::server::store::settings::{self, SettingChangeRow, SettingRow};
use crate::server::store::{Connection, Notice, Store, StoreError};
use crate::server::vestibule::{Inner, StartError, Vestibule, stored};

/// The longest value, in bytes of JSON.
const LONGEST_VALUE: usize = 64 * 1024;
/// What is said of a secret that is there.
const SET: &str = "set";

/// Why settings were not changed. What is wrong is said as at the start: one line for each mistake, which begins with the name of
/// the setting.
#[derive(Debug, thiserror::Error)]
pub enum SettingChangeError {
    /// Something else says it.
    #[error("{path}: is fixed by {}", .by.told())]
    Fixed {
        /// Which one.
        path: SettingPath,
        /// What says it.
        by: Source,
    },
    /// It holds for as long as the server runs.
    #[error("{0}: takes effect at a start only; set it in Leptos.toml or the environment")]
    NeedsRestart(SettingPath),
    /// There are several.
    #[error("{0}: is no setting but a table of them; name one")]
    Table(SettingPath),
    /// It does not go with the others, is unsafe, or is not understood.
    #[error("{}", .0.join("\n"))]
    Refused(Vec<String>),
    /// Nobody would get in any more, or nobody who could mend that.
    #[error("{0}")]
    LockedOut(String),
    /// A role is in use.
    #[error(
        "organizations.roles: {people} people have the role `{role}` or are invited to it; give them another one first"
    )]
    RoleInUse {
        /// Its key.
        role: String,
        /// How many.
        people: i64,
    },
    /// What would be taken back is not there any more.
    #[error("{path}: was changed again, by change {by}; take that one back first")]
    ChangedSince {
        /// Which one.
        path: SettingPath,
        /// The change since.
        by: i64,
    },
    /// There is no such change.
    #[error("there is no such change of settings")]
    NotFound,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl SettingChangeError {
    /// The setting that it is about, if it is about one.
    pub fn path(&self) -> Option<&SettingPath> {
        match self {
            Self::Fixed { path, .. } | Self::ChangedSince { path, .. } => Some(path),
            Self::NeedsRestart(path) | Self::Table(path) => Some(path),
            _ => None,
        }
    }
}

impl From<StartError> for SettingChangeError {
    fn from(error: StartError) -> Self {
        match error {
            StartError::Store(error) => Self::Store(error),
            StartError::Settings(SettingsError::Refused(lines)) => Self::Refused(lines),
            other => Self::Refused(vec![other.to_string()]),
        }
    }
}

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

/// What holds of a setting, as the audit log tells it.
fn shown(settings: &Settings, path: &SettingPath) -> Value {
    if !path.is_secret() {
        return find(&settings.tree(), path).cloned().unwrap_or(Value::Null);
    }
    match settings.secrets().iter().any(|(it, secret)| it == path && !secret.expose().is_empty()) {
        true => SET.into(),
        false => Value::Null,
    }
}

/// Refuses what cannot be changed here.
fn check_path(fixed: &Fixed, path: &SettingPath, value: &Value) -> Result<(), SettingChangeError> {
    // Whatever was changed may be taken back, and what stands below it at once.
    if value.is_null() {
        return Ok(());
    }
    if path.needs_restart() {
        return Err(SettingChangeError::NeedsRestart(path.clone()));
    }
    if let Some(by) = fixed_by(fixed, path) {
        return Err(SettingChangeError::Fixed { path: path.clone(), by });
    }
    if path.is_table() {
        return Err(SettingChangeError::Table(path.clone()));
    }
    if value.to_string().len() > LONGEST_VALUE {
        return Err(SettingChangeError::Refused(vec![format!("{path}: is longer than {LONGEST_VALUE} bytes")]));
    }
    Ok(())
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

/// What was changed after a change, each with the last change that did it.
async fn later_than(connection: &mut Connection, id: i64) -> Result<Vec<(SettingPath, i64)>, StoreError> {
    let later = settings::changed_since(connection, id).await?;
    Ok(later.into_iter().filter_map(|(path, by)| Some((path.parse().ok()?, by))).collect())
}

/// The last of these changes that was about a setting, something above it or something below it.
fn last_change(later: &[(SettingPath, i64)], path: &SettingPath) -> Option<i64> {
    let of_it = later.iter().filter(|(it, _)| it.is_within(path) || path.is_within(it));
    of_it.map(|(_, by)| *by).max()
}

/// What was before a change, of which nothing was changed again.
fn values_before(
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
