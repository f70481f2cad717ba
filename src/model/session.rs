use serde::{Deserialize, Serialize};

use super::{ActiveOrganization, Actor, Grants, Metadata, SessionTask, User};

/// Where a session stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SessionStatus {
    /// In use.
    Active,
    /// Signed in, but a task stands between the person and the app.
    Pending,
    /// Ended by the app.
    Ended,
    /// Outlived its maximum lifetime or its inactivity timeout.
    Expired,
    /// Signed out in its own browser.
    Removed,
    /// Another session took its place.
    Replaced,
    /// Ended from elsewhere: another device, the operator, a stolen cookie.
    Revoked,
    /// Never used again after it was made.
    Abandoned,
}

impl SessionStatus {
    /// The word that stands in the database and in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Pending => "pending",
            Self::Ended => "ended",
            Self::Expired => "expired",
            Self::Removed => "removed",
            Self::Replaced => "replaced",
            Self::Revoked => "revoked",
            Self::Abandoned => "abandoned",
        }
    }

    /// The status that a word stands for.
    pub fn parse(word: &str) -> Option<Self> {
        [
            Self::Active,
            Self::Pending,
            Self::Ended,
            Self::Expired,
            Self::Removed,
            Self::Replaced,
            Self::Revoked,
            Self::Abandoned,
        ]
        .into_iter()
        .find(|status| status.as_str() == word)
    }
}

/// A person signed in on one browser. Times are Unix milliseconds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Session {
    /// `sess_…`
    pub id: String,
    /// Where it stands.
    pub status: SessionStatus,
    /// Whose it is.
    pub user: User,
    /// Who acts in the person's place; `None` where it is the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<Actor>,
    /// What stands between the person and the app, while it is pending.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tasks: Vec<SessionTask>,
    /// The organization in which the person acts; `None` when they act for themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization: Option<ActiveOrganization>,
    /// What the person may do where they act in it.
    #[serde(default, skip_serializing_if = "Grants::is_empty")]
    pub grants: Grants,
    /// How many whole minutes ago its person gave the first and the second proof, -1 for never: as in the claim `fva`.
    pub factor_verification_age: (i64, i64),
    /// The claims that the settings add to its tokens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claims: Option<Metadata>,
    /// When the person signed in.
    pub created_at: i64,
    /// When a request last came in it, to the minute.
    pub last_active_at: i64,
    /// When it ends whatever happens.
    pub expire_at: i64,
}

impl Session {
    /// Whether a condition holds of its person, as far as the page knows.
    pub fn has(&self, condition: &super::Has) -> bool {
        condition.holds(&self.grants, self.factor_verification_age.into())
    }
}
