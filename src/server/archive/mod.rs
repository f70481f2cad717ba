//! All of users, organizations, sessions and the audit log in one file, from which another instance becomes the same.
//!
//! A file is lines of JSON: a [`Header`], then one object on each. Nothing comes before what it refers to. It is read and
//! written a page at a time, however much there is. What an instance seals with its own key stands in the file opened, because
//! another one has another key: whoever has the file has all secrets that are in it.
//!
//! What is under way is left where it is: sign-ins, sign-ups, codes, messages. So are the settings, the signing keys, the keys
//! of the REST API, the webhooks and the templates, which are the instance's and not its people's, and the events of the past.

mod export;
mod import;
mod lines;
mod shape;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use self::export::{ExportError, ExportProgress, export};
pub(super) use self::export::{export_to_reader, newest_exports};
pub use self::import::{ImportError, ImportProgress, Refusal, Summary, import};
use super::crypto::{InstanceKey, MacKey};
use super::factors::backup_code;

/// What the first line says that it is.
const HEADER: &str = "header";
/// What the file is.
const FORMAT: &str = "vestibule";
/// How it is written. Whatever a reader of this version would not understand has another one.
const VERSION: u32 = 1;

/// The first line of a file.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// `header`
    pub object: String,
    /// `vestibule`
    pub format: String,
    /// How the file is written.
    pub version: u32,
    /// Which file it is: `exp_…`
    pub id: String,
    /// When it was written, Unix milliseconds.
    pub created_at: i64,
    /// Where the instance is that it is of.
    pub base_url: String,
    /// The version of Vestibule that has written it.
    pub software: String,
    /// What the backup codes in it were MACed with.
    pub backup_code_keys: Vec<BackupCodeKey>,
    /// How many lines there are of each object.
    pub counts: BTreeMap<String, u64>,
}

/// What an instance has MACed backup codes with. It is secret, so it does not print itself.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BackupCodeKey {
    /// What the codes name it by.
    pub id: String,
    /// The key itself, base64url.
    pub key: String,
}

impl std::fmt::Debug for BackupCodeKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BackupCodeKey").field("id", &self.id).finish_non_exhaustive()
    }
}

impl From<&MacKey> for BackupCodeKey {
    fn from(key: &MacKey) -> Self {
        Self { id: key.id(), key: key.text().expose().to_owned() }
    }
}

/// The keys that backup codes may have been MACed with, by their names.
struct Keys {
    /// The name of the key that codes without one were MACed with.
    own_id: String,
    /// The names of all keys that codes may name.
    ids: Vec<String>,
}

impl Keys {
    fn new(instance: &InstanceKey, ids: Vec<String>) -> Self {
        Self { own_id: backup_code::mac_key(instance).id(), ids }
    }
}

/// Reads a file as an import does, and keeps nothing: how many of its lines could be brought in.
#[cfg(any(all(test, feature = "standalone"), feature = "fuzzing"))]
pub(super) fn read_through(instance: &InstanceKey, source: impl std::io::BufRead) -> usize {
    let mut lines = lines::Lines::new(source);
    let Ok(first) = lines.next_line() else { return 0 };
    // A file without a header is read on, so that what is behind it is tried as well.
    let named = import::read_header(first).map(|header| header.backup_code_keys).unwrap_or_default();
    let keys = Keys::new(instance, named.into_iter().map(|key| key.id).collect());
    let mut good = 0;
    while let Ok(Some(line)) = lines.next_line() {
        good += usize::from(import::read_line(instance, &keys, line).is_ok());
    }
    good
}
