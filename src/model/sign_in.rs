use serde::{Deserialize, Serialize};

use super::{SecondFactor, Strategy, Verification};

/// Where a sign-in stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignInStatus {
    /// Nobody has said who they are.
    NeedsIdentifier,
    /// A first proof is missing.
    NeedsFirstFactor,
    /// A second proof is missing.
    NeedsSecondFactor,
    /// A new password has to be set.
    NeedsNewPassword,
    /// This browser has to be confirmed.
    NeedsClientTrust,
    /// Done; there is a session.
    Complete,
}

impl SignInStatus {
    /// The word that stands in the database and in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NeedsIdentifier => "needs_identifier",
            Self::NeedsFirstFactor => "needs_first_factor",
            Self::NeedsSecondFactor => "needs_second_factor",
            Self::NeedsNewPassword => "needs_new_password",
            Self::NeedsClientTrust => "needs_client_trust",
            Self::Complete => "complete",
        }
    }

    /// The status that a word stands for.
    pub fn parse(word: &str) -> Option<Self> {
        [
            Self::NeedsIdentifier,
            Self::NeedsFirstFactor,
            Self::NeedsSecondFactor,
            Self::NeedsNewPassword,
            Self::NeedsClientTrust,
            Self::Complete,
        ]
        .into_iter()
        .find(|status| status.as_str() == word)
    }
}

/// An attempt to sign in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SignIn {
    /// `sia_…`
    pub id: String,
    /// Where it stands.
    pub status: SignInStatus,
    /// Who the person said they are, as typed.
    pub identifier: Option<String>,
    /// The strategies that can give the first proof. The same whether or not the account exists.
    pub supported_first_factors: Vec<Strategy>,
    /// The one that is being asked for.
    pub first_factor: Option<Strategy>,
    /// The code that was sent for it.
    pub first_factor_verification: Option<Verification>,
    /// What can give the second proof, once the first has been given and another one is asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub supported_second_factors: Vec<SecondFactor>,
    /// The one of them that is being asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second_factor: Option<SecondFactor>,
    /// The code that was sent for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second_factor_verification: Option<Verification>,
    /// The session that came of it.
    pub created_session_id: Option<String>,
}
