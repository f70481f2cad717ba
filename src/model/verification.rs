use serde::{Deserialize, Serialize};

/// Where a proof stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VerificationStatus {
    /// Asked for, not given.
    Unverified,
    /// Given.
    Verified,
    /// The proof belongs to someone for whom the other flow (sign-in or sign-up) is the right one.
    Transferable,
    /// Too many wrong attempts.
    Failed,
    /// Not given in time.
    Expired,
}

/// The proof that an identifier belongs to someone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Verification {
    /// Where it stands.
    pub status: VerificationStatus,
    /// The strategy that proves it, such as `email_code`.
    pub strategy: String,
    /// How often it was tried.
    pub attempts: i64,
    /// When the proof can no longer be given, Unix milliseconds.
    pub expire_at: Option<i64>,
    /// When another code may be asked for, Unix milliseconds.
    pub resend_at: Option<i64>,
}
