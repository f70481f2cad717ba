use serde::{Deserialize, Serialize};

use super::{Actor, SessionStatus};

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
    /// Who acts there in the person's place; `None` where it is the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<Actor>,
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
    /// The city that this is in, if a database says so.
    #[serde(default)]
    pub city: Option<String>,
    /// The country, likewise.
    #[serde(default)]
    pub country: Option<String>,
}

impl SessionActivity {
    /// City and country, as far as they are known.
    pub fn place(&self) -> Option<String> {
        match (&self.city, &self.country) {
            (Some(city), Some(country)) => Some(format!("{city}, {country}")),
            (Some(one), None) | (None, Some(one)) => Some(one.clone()),
            (None, None) => None,
        }
    }
}
