use serde::{Deserialize, Serialize};

use super::{User, VerificationStatus};

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

    /// What a word of the API says; `None` if it is none.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Pending, Self::Accepted, Self::Revoked, Self::Expired].into_iter().find(|status| status.as_str() == word)
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
    /// The name of the organization that it lets into, if it does.
    #[serde(default)]
    pub organization_name: Option<String>,
}

impl Ticket {
    /// Whether it is good for nothing any more, or never was.
    pub const fn is_over(&self) -> bool {
        matches!(self.good_for, TicketUse::SignUpOver | TicketUse::SignInOver | TicketUse::Nothing)
    }

    /// The organization that it lets into, and the app with it where it has to; `None` if it is for something else or not
    /// good.
    pub fn invites_to(&self) -> Option<&str> {
        let is_good = matches!(self.good_for, TicketUse::Join | TicketUse::SignUp);
        self.organization_name.as_deref().filter(|_| is_good)
    }

    /// Whether it is an invitation to an organization that a person may accept: they have proven the address that it is for.
    pub fn is_for(&self, user: &User) -> bool {
        let is_theirs = |address: &super::EmailAddress| {
            address.verification.status == VerificationStatus::Verified
                && address.email_address.eq_ignore_ascii_case(&self.identifier)
        };
        self.invites_to().is_some() && user.email_addresses.iter().any(is_theirs)
    }

    /// As much of whom it is for as its owner knows it by, and nobody else learns it from.
    pub fn masked_identifier(&self) -> String {
        masked(&self.identifier)
    }
}

/// As much of an identifier as its owner knows it by, and nobody else learns it from: `a•••@example.com`.
pub(crate) fn masked(identifier: &str) -> String {
    let (local, domain) = match identifier.rsplit_once('@') {
        Some((local, domain)) => (local, format!("@{domain}")),
        None => (identifier, String::new()),
    };
    let first: String = local.chars().take(1).collect();
    if first.is_empty() { String::new() } else { format!("{first}•••{domain}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_is_shown_in_part() {
        assert_eq!(masked("ada@example.com"), "a•••@example.com");
        assert_eq!(masked("\"a@b\"@example.com"), "\"•••@example.com");
        assert_eq!(masked("éloïse"), "é•••");
        assert_eq!(masked(""), "");
    }
}
