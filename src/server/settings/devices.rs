//! What people are told of the devices that they are signed in on.

use serde::{Deserialize, Serialize};

/// What people are told of the devices that they are signed in on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DeviceSettings {
    /// A file in MaxMind's format that says where a network address is. Empty: nobody is told.
    pub ip_database: String,
}
