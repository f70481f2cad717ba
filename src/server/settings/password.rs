//! What a password must be, and what its hash costs.

use serde::{Deserialize, Serialize};

use super::Settings;
use crate::server::crypto::password_hash::Cost;

/// What a password must be, and what its hash costs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PasswordSettings {
    /// The shortest that is accepted, in code points; at least 8.
    pub min_length: usize,
    /// The weakest that is accepted, from 0 to 4 as zxcvbn counts.
    pub min_strength: u8,
    /// Whether new passwords are looked up in a list of stolen ones. Not set: only in production.
    pub breach_check: Option<bool>,
    /// Where that list is, without the `/range/…`. Only five characters of a hash go there.
    pub breach_url: String,
    /// What a hash costs.
    pub hash: Cost,
    /// How many hashes are computed at once. 0: one per core.
    pub hash_workers: usize,
    /// How many may wait for one.
    pub hash_queue: usize,
    /// The page where a password is changed, which `/.well-known/change-password` leads to. Empty: the one with
    /// `<UserProfile/>`.
    pub change_url: String,
}

impl Default for PasswordSettings {
    fn default() -> Self {
        Self {
            min_length: 8,
            min_strength: 3,
            breach_check: None,
            breach_url: "https://api.pwnedpasswords.com".into(),
            hash: Cost::default(),
            hash_workers: 0,
            hash_queue: 1024,
            change_url: String::new(),
        }
    }
}

impl PasswordSettings {
    /// How many hashes are computed at once.
    pub(in crate::server) fn workers(&self) -> usize {
        match self.hash_workers {
            0 => std::thread::available_parallelism().map_or(1, usize::from),
            set => set,
        }
    }
}

impl Settings {
    /// Whether new passwords are looked up in a list of stolen ones.
    pub fn breach_check(&self) -> bool {
        self.password.breach_check.unwrap_or(!self.is_development())
    }
}
