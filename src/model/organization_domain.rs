use serde::{Deserialize, Serialize};

use super::{OrganizationName, PublicUserData};

/// How people with an address in a verified domain come into its organization.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EnrollmentMode {
    /// By invitation, like everyone else.
    #[default]
    ManualInvitation,
    /// At once, if they like.
    AutomaticInvitation,
    /// They may ask, and someone who manages members lets them in.
    AutomaticSuggestion,
}

impl EnrollmentMode {
    /// Every mode there is.
    pub const ALL: [Self; 3] = [Self::ManualInvitation, Self::AutomaticInvitation, Self::AutomaticSuggestion];

    /// The word as it stands in JSON, in forms and in the settings.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ManualInvitation => "manual_invitation",
            Self::AutomaticInvitation => "automatic_invitation",
            Self::AutomaticSuggestion => "automatic_suggestion",
        }
    }

    /// The mode with this word, if there is one.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.as_str() == word)
    }

    /// Whether an address in the domain does something.
    pub const fn is_automatic(self) -> bool {
        !matches!(self, Self::ManualInvitation)
    }
}

/// A domain that an organization says is its own. Times are Unix milliseconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationDomain {
    /// `orgdmn_…`
    pub id: String,
    /// The organization.
    pub organization_id: String,
    /// The domain, in small ASCII letters: `acme.example`.
    pub name: String,
    /// How people with an address in it come in, as far as the settings still have that mode.
    pub enrollment_mode: EnrollmentMode,
    /// Whether it has been proven that the domain is the organization's. Before, an address in it does nothing.
    pub verified: bool,
    /// The address in it to which the last code was mailed.
    pub affiliation_email_address: Option<String>,
    /// When it was named.
    pub created_at: i64,
    /// When it last changed.
    pub updated_at: i64,
}

/// Where a request to be let in stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MembershipRequestStatus {
    /// Nobody has answered it.
    Pending,
    /// They were let in.
    Accepted,
    /// They were not, and do not ask again.
    Rejected,
}

impl MembershipRequestStatus {
    /// Every status there is.
    pub const ALL: [Self; 3] = [Self::Pending, Self::Accepted, Self::Rejected];

    /// The word as it stands in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
        }
    }

    /// The status with this word, if there is one.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == word)
    }
}

/// That someone asks to be let into an organization, as those who manage its members see it. Times are Unix milliseconds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OrganizationMembershipRequest {
    /// `orgmemreq_…`
    pub id: String,
    /// The organization.
    pub organization_id: String,
    /// Where it stands.
    pub status: MembershipRequestStatus,
    /// Who asks, known by an address of theirs in the domain.
    pub public_user_data: PublicUserData,
    /// When they asked.
    pub created_at: i64,
    /// When it last changed.
    pub updated_at: i64,
}

/// An organization to which someone does not belong, and to which an address of theirs lets them come or ask.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationSuggestion {
    /// The organization.
    pub organization: OrganizationName,
    /// The domain in which they have proven an address.
    pub domain: String,
    /// [`AutomaticInvitation`](EnrollmentMode::AutomaticInvitation): they may come in at once;
    /// [`AutomaticSuggestion`](EnrollmentMode::AutomaticSuggestion): they may ask.
    pub enrollment_mode: EnrollmentMode,
    /// Where their own request stands, if one waits for an answer.
    pub status: Option<MembershipRequestStatus>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_of_json() {
        for mode in EnrollmentMode::ALL {
            assert_eq!(serde_json::to_value(mode).expect("encodes"), mode.as_str());
            assert_eq!(EnrollmentMode::parse(mode.as_str()), Some(mode));
        }
        for status in MembershipRequestStatus::ALL {
            assert_eq!(serde_json::to_value(status).expect("encodes"), status.as_str());
            assert_eq!(MembershipRequestStatus::parse(status.as_str()), Some(status));
        }
        assert_eq!((EnrollmentMode::parse("automatic"), MembershipRequestStatus::parse("")), (None, None));
    }
}
