//! What people may do with their own accounts.

use serde::{Deserialize, Serialize};

/// What people may do with their own accounts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AccountSettings {
    /// Whether they may delete them.
    pub delete: bool,
}

impl Default for AccountSettings {
    fn default() -> Self {
        Self { delete: true }
    }
}
