//! API keys: who may make them for themselves.

use serde::{Deserialize, Serialize};

use super::Settings;
use crate::server::flows::api_keys::{MOST_SCOPES, is_scope};

/// API keys: by them programs of people and of organizations come to the app. The server may make them whatever stands here.
///
/// ```
/// use vestibule::server::Settings;
///
/// let settings = Settings::parse("[vestibule.api_keys]\nusers = true\nscopes = [\"notes:read\"]\n")?;
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
    /// What the keys are good for that people make: words of the app's own.
    pub scopes: Vec<String>,
}

impl Settings {
    /// Whether there are organizations, which may have keys.
    pub fn has_organization_api_keys(&self) -> bool {
        self.organizations.enabled && self.api_keys.organizations
    }

    /// What is wrong with the settings of API keys, a line each.
    pub(super) fn api_key_mistakes(&self) -> Vec<String> {
        let scopes = &self.api_keys.scopes;
        let mut found: Vec<String> = scopes
            .iter()
            .filter(|scope| !is_scope(scope))
            .map(|scope| format!("api_keys.scopes: `{scope}` is no scope such as notes:read"))
            .collect();
        if scopes.len() > MOST_SCOPES {
            found.push(format!("api_keys.scopes: a key has {MOST_SCOPES} at most"));
        }
        let is_of_clients = self.backend_api.enabled && self.backend_api.unversioned;
        if is_of_clients && self.paths.api_keys.trim_end_matches('/') == "/api_keys" {
            let why = "the REST API answers Clerk's clients there, unless backend_api.unversioned = false";
            found.push(format!("paths.api_keys: is another path than /api_keys: {why}"));
        }
        found
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_what_a_key_can_have() {
        let settings = |scopes: &str| {
            let text = format!(
                "[vestibule]\nbase_url = \"http://localhost:3000\"\n[vestibule.api_keys]\nscopes = [{scopes}]\n"
            );
            Settings::parse(&text).expect("is TOML")
        };
        assert!(settings("\"notes:read\", \"notes:write\"").check().is_ok());
        for wrong in ["\"\"", "\"two words\"", "\"ä\""] {
            let error = settings(wrong).check().expect_err(wrong).to_string();
            assert!(error.contains("api_keys.scopes"), "{error}");
        }
    }

    #[test]
    fn the_page_is_not_where_the_rest_api_answers() {
        let is_good = |path: &str, unversioned: bool| {
            let mut settings = Settings::parse("[vestibule]\nbase_url = \"http://localhost:3000\"\n").expect("is TOML");
            settings.paths.api_keys = path.into();
            settings.backend_api.unversioned = unversioned;
            settings.check().is_ok()
        };
        assert!(is_good("", true) && is_good("/keys", true) && is_good("/account/api_keys", true));
        assert!(is_good("/api_keys", false));
        assert!(!is_good("/api_keys", true) && !is_good("/api_keys/", true));
    }

    #[test]
    fn organizations_have_keys_where_there_are_any() {
        let mut settings = Settings::default();
        settings.api_keys.organizations = true;
        assert!(!settings.has_organization_api_keys());
        settings.organizations.enabled = true;
        assert!(settings.has_organization_api_keys() && settings.public().organization_api_keys);
        assert!(!settings.public().user_api_keys);
        assert_eq!(settings.describe_api_keys(), "of organizations");
    }
}
