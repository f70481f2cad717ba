//! The operator's dashboard.

use serde::{Deserialize, Serialize};

/// The dashboard at `/admin`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AdminSettings {
    /// Whether there is one. An app that has an `/admin` of its own switches it off.
    pub enabled: bool,
}

impl Default for AdminSettings {
    fn default() -> Self {
        Self { enabled: true }
    }
}
