use serde::{Deserialize, Serialize};

/// A passkey that a user can sign in with. Times are Unix milliseconds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Passkey {
    /// `passkey_…`
    pub id: String,
    /// What the user calls it.
    pub name: String,
    /// When it was made.
    pub created_at: i64,
    /// When it was last signed in with.
    pub last_used_at: Option<i64>,
}
