//! Why settings are not changed.

use crate::server::settings::{SettingPath, SettingsError, Source};
use crate::server::store::StoreError;
use crate::server::vestibule::StartError;

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
