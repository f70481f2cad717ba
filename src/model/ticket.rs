use serde::{Deserialize, Serialize};

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

/// What the ticket of a link that was opened in a browser is good for there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TicketUse {
    /// To sign up with the address that was invited.
    SignUp,
    /// To sign in, without the ticket: the address that was invited has an account.
    HasAccount,
    /// For nothing any more: it was an invitation.
    SignUpOver,
    /// To sign in.
    SignIn,
    /// For nothing any more: it was a sign-in token.
    SignInOver,
    /// To come into an organization by signing in, without the ticket: the address that was invited has an account.
    Join,
    /// For nothing: it is no ticket of ours, or was an invitation to an organization.
    Nothing,
}

/// The ticket of a link that was opened in this browser. It says nothing with which it could be used elsewhere.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ticket {
    /// What it is good for.
    pub good_for: TicketUse,
    /// Whom it is for: the address that was invited, or as much as is shown of whom it signs in.
    pub identifier: String,
}
