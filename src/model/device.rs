use serde::{Deserialize, Serialize};

use super::SessionStatus;

/// A session of a person as they see it from another one: where it is, and when it was used. Times are Unix milliseconds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SessionWithActivities {
    /// `sess_…`
    pub id: String,
    /// Where it stands.
    pub status: SessionStatus,
    /// When a request last came in it, to the minute.
    pub last_active_at: i64,
    /// When the person signed in.
    pub created_at: i64,
    /// When it ends whatever happens.
    pub expire_at: i64,
    /// Where it is.
    pub latest_activity: SessionActivity,
}

/// Where a session is, as far as its browser says so.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SessionActivity {
    /// Such as `Firefox`.
    pub browser_name: Option<String>,
    /// The system or the device, such as `Windows` or `iPhone`.
    pub device_type: Option<String>,
    /// Whether it fits into a hand.
    pub is_mobile: bool,
    /// Where it began.
    pub ip_address: Option<String>,
}
