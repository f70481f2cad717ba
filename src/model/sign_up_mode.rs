use serde::{Deserialize, Serialize};

/// Who may sign up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignUpMode {
    /// Everyone.
    #[default]
    Public,
    /// Who has an invitation.
    Restricted,
    /// Who has an invitation; others may put themselves on a list.
    Waitlist,
}

/// Where someone on the waitlist stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WaitlistStatus {
    /// They wait.
    Pending,
    /// They were sent an invitation.
    Invited,
    /// They have an account.
    Completed,
    /// They were turned down.
    Rejected,
}

impl WaitlistStatus {
    /// The word that stands in the database and in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Invited => "invited",
            Self::Completed => "completed",
            Self::Rejected => "rejected",
        }
    }

    /// The status that a word stands for.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Pending, Self::Invited, Self::Completed, Self::Rejected].into_iter().find(|it| it.as_str() == word)
    }
}
