//! How long one stays signed in, and what session tokens say.

use serde::{Deserialize, Serialize};

/// How long one stays signed in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SessionSettings {
    /// A session ends after so many hours, whatever happens.
    pub max_lifetime_hours: i64,
    /// A session ends after so many minutes without a request. 0: never for that reason.
    pub inactivity_timeout_minutes: i64,
    /// Whether several people can be signed in on one browser at a time, of whom one acts.
    pub multi_session: bool,
    /// Whether people prove once more who they are before they change what they sign in with, unless they did so lately.
    pub reverification: bool,
}

impl Default for SessionSettings {
    fn default() -> Self {
        Self { max_lifetime_hours: 7 * 24, inactivity_timeout_minutes: 0, multi_session: false, reverification: true }
    }
}

/// What session tokens say besides what all of them say.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SessionTokenSettings {
    /// Claims by name, with shortcodes such as `{{user.public_metadata.role}}` in them.
    pub claims: serde_json::Map<String, serde_json::Value>,
}
