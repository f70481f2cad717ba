//! The REST API for other backends.

use serde::{Deserialize, Serialize};

/// The REST API for other backends, below `/v1`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BackendApiSettings {
    /// Whether it is there.
    pub enabled: bool,
    /// Whether what Clerk's clients ask for without the version is there under these paths as well: `/api_keys` and
    /// `/m2m_tokens`. An app that has something of its own there says no.
    pub unversioned: bool,
    /// How many requests one secret key may make in ten seconds, all of which may come at once. On each node.
    pub requests_per_ten_seconds: u32,
}

impl Default for BackendApiSettings {
    fn default() -> Self {
        Self { enabled: true, unversioned: true, requests_per_ten_seconds: 1_000 }
    }
}
