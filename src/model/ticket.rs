use serde::{Deserialize, Serialize};

/// What a ticket is for. One for one thing is none for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TicketPurpose {
    /// To sign up, with the address that was invited.
    Invitation,
    /// To sign in.
    SignInToken,
}

/// Where a ticket stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TicketStatus {
    /// It is good.
    Pending,
    /// It has been used.
    Accepted,
    /// It was taken back.
    Revoked,
    /// It was not used in time.
    Expired,
}

impl TicketStatus {
    /// The word that stands in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Accepted => "accepted",
            Self::Revoked => "revoked",
            Self::Expired => "expired",
        }
    }
}

/// The ticket of a link that was opened in this browser. It says nothing with which it could be used elsewhere.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ticket {
    /// What it is for; `None` if it is no ticket of ours.
    pub purpose: Option<TicketPurpose>,
    /// Where it stands.
    pub status: TicketStatus,
    /// Whom it is for: the address that was invited, or as much as is shown of whom it signs in.
    pub identifier: String,
    /// Whether the address that was invited has an account already.
    pub has_account: bool,
}
