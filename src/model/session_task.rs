use serde::{Deserialize, Serialize};

/// What stands between a person and the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SessionTask {
    /// A second factor has to be set up.
    SetupMfa,
    /// An organization has to be chosen, or made, to act in.
    ChooseOrganization,
}

impl SessionTask {
    /// Every one, in the order in which they are done.
    pub const ALL: [Self; 2] = [Self::SetupMfa, Self::ChooseOrganization];

    /// The word that stands in the database and in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SetupMfa => "setup_mfa",
            Self::ChooseOrganization => "choose_organization",
        }
    }
}
