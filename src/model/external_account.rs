use serde::{Deserialize, Serialize};

/// An account elsewhere that a user can sign in with. Times are Unix milliseconds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExternalAccount {
    /// `eac_…`
    pub id: String,
    /// The provider's key, such as `google`.
    pub provider: String,
    /// Who they are there.
    pub provider_user_id: String,
    /// What its token is good for, with spaces between; empty where it was connected before this was kept, and nobody has come by it since.
    #[serde(default)]
    pub approved_scopes: String,
    /// Their address there.
    pub email_address: Option<String>,
    /// Given name there.
    pub first_name: Option<String>,
    /// Family name there.
    pub last_name: Option<String>,
    /// What they call themselves there.
    pub username: Option<String>,
    /// The address of their picture there.
    pub image_url: Option<String>,
    /// When it was connected.
    pub created_at: i64,
}
