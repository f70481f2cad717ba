use std::fmt;

use serde::{Deserialize, Serialize};

use super::ListPage;

/// A key by which a program acts for a person or an organization. What it is known by is not in it. Times are Unix
/// milliseconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiKey {
    /// `ak_…`
    pub id: String,
    /// What its owner calls it.
    pub name: String,
    /// What it is for.
    #[serde(default)]
    pub description: Option<String>,
    /// For whom it acts: `user_…` or `org_…`
    pub subject: String,
    /// When a program last came with it, as far as that is counted.
    #[serde(default)]
    pub last_used_at: Option<i64>,
    /// When it is good no longer, if ever.
    #[serde(default)]
    pub expires_at: Option<i64>,
    /// Whether that has passed.
    pub expired: bool,
    /// When it was made.
    pub created_at: i64,
    /// When it last changed.
    pub updated_at: i64,
}

/// A key that has just been made, with what a program shows to come in: shown once, so it does not print itself.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeApiKey {
    /// `ak_…`
    pub id: String,
    /// What its owner calls it.
    pub name: String,
    /// What a program shows.
    pub secret: String,
}

impl fmt::Debug for MadeApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MadeApiKey").field("id", &self.id).field("name", &self.name).finish_non_exhaustive()
    }
}

/// The keys of whoever a page is about.
#[derive(Clone, Debug, PartialEq)]
pub struct ApiKeysPage {
    /// The organization whose they are; `None` where they are a person's own.
    pub organization_id: Option<String>,
    /// Those that are good, or were until they ran out.
    pub keys: ListPage<ApiKey>,
    /// Whether this person may make and revoke them.
    pub manages: bool,
}

/// After how many days a key may run out.
pub const API_KEY_DAYS: &[i64] = &[1, 7, 30, 60, 90, 180, 365];
