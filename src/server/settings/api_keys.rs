//! API keys: who may make them for themselves.

use serde::{Deserialize, Serialize};

use super::Settings;

/// API keys: by them programs of people and of organizations come to the app. The server may make them whatever stands here.
///
/// ```
/// use vestibule::server::Settings;
///
/// let settings = Settings::parse("[vestibule.api_keys]\nusers = true\n")?;
/// assert!(settings.api_keys.users && !settings.api_keys.organizations);
/// # Ok::<(), vestibule::server::SettingsError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ApiKeySettings {
    /// Whether people may make keys of their own.
    pub users: bool,
    /// Whether those of an organization whose role allows it may make keys of the organization.
    pub organizations: bool,
}

impl Settings {
    /// Whether there are organizations, which may have keys.
    pub fn has_organization_api_keys(&self) -> bool {
        self.organizations.enabled && self.api_keys.organizations
    }

    pub(super) fn describe_api_keys(&self) -> String {
        match (self.api_keys.users, self.has_organization_api_keys()) {
            (false, false) => "are made by the server alone".into(),
            (true, false) => "of people".into(),
            (false, true) => "of organizations".into(),
            (true, true) => "of people, of organizations".into(),
        }
    }
}
