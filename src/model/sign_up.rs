use serde::{Deserialize, Serialize};

use super::{Field, Strategy, Verification};

/// Where a sign-up stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignUpStatus {
    /// Something is still to be filled in or proven.
    MissingRequirements,
    /// Done; there is a user and a session.
    Complete,
    /// Given up.
    Abandoned,
}

impl SignUpStatus {
    /// The word that stands in the database and in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::MissingRequirements => "missing_requirements",
            Self::Complete => "complete",
            Self::Abandoned => "abandoned",
        }
    }

    /// The status that a word stands for.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::MissingRequirements, Self::Complete, Self::Abandoned].into_iter().find(|status| status.as_str() == word)
    }
}

/// An attempt to sign up. No account exists before it is complete.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SignUp {
    /// `sua_…`
    pub id: String,
    /// Where it stands.
    pub status: SignUpStatus,
    /// As typed.
    pub email_address: Option<String>,
    /// As E.164 has it.
    pub phone_number: Option<String>,
    /// The same as people write it.
    pub phone_number_formatted: Option<String>,
    /// As typed.
    pub username: Option<String>,
    /// As typed.
    pub first_name: Option<String>,
    /// As typed.
    pub last_name: Option<String>,
    /// Whether a password has been set.
    pub has_password: bool,
    /// The provider that said who it is, such as `google`. No password is asked for then.
    #[serde(default)]
    pub external_account: Option<String>,
    /// What has to be filled in before the account can be made.
    pub missing_fields: Vec<Field>,
    /// What has to be proven before the account can be made.
    pub unverified_fields: Vec<Field>,
    /// What may be filled in.
    pub optional_fields: Vec<Field>,
    /// The proof of the e-mail address.
    pub email_address_verification: Option<Verification>,
    /// The proof of the phone number, which comes after that of the e-mail address.
    pub phone_number_verification: Option<Verification>,
    /// The session that came of it.
    pub created_session_id: Option<String>,
    /// The user that came of it.
    pub created_user_id: Option<String>,
}

impl SignUp {
    /// Whether a link was mailed that is still to be opened.
    pub fn waits_for_link(&self) -> bool {
        let proof = self.email_address_verification.as_ref();
        self.unverified_fields.contains(&Field::EmailAddress)
            && proof.and_then(|proof| Strategy::parse(&proof.strategy)).is_some_and(Strategy::is_link)
    }
}
