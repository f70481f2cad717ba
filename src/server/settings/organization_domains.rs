//! Verified domains of organizations: whether there are any, and what they do for people with an address in them.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{MANAGE_MEMBERSHIPS, OrganizationSettings, Settings};
use crate::model::EnrollmentMode;

/// Domains of organizations.
///
/// ```
/// use vestibule::server::Settings;
///
/// let settings = Settings::parse(
///     r#"
///     [vestibule.organizations]
///     enabled = true
///     [vestibule.organizations.domains]
///     enabled = true
///     enrollment_modes = ["manual_invitation", "automatic_suggestion"]
///     "#,
/// )?;
/// assert_eq!(settings.organizations.domain_role(), "org:member");
/// # Ok::<(), vestibule::server::SettingsError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OrganizationDomainSettings {
    /// Whether organizations have any.
    pub enabled: bool,
    /// Of which ways in an organization chooses one for each of its domains.
    pub enrollment_modes: BTreeSet<EnrollmentMode>,
    /// The role of whoever comes in by an address of theirs. Empty: the one of whoever comes in otherwise. It manages no members.
    pub default_role: String,
}

impl Default for OrganizationDomainSettings {
    fn default() -> Self {
        Self { enabled: false, enrollment_modes: EnrollmentMode::ALL.into(), default_role: String::new() }
    }
}

impl OrganizationDomainSettings {
    /// A mode as far as it is one that organizations may choose: one that is taken out of the settings does nothing.
    pub fn effective(&self, mode: EnrollmentMode) -> EnrollmentMode {
        match self.enabled && self.enrollment_modes.contains(&mode) {
            true => mode,
            false => EnrollmentMode::ManualInvitation,
        }
    }
}

impl OrganizationSettings {
    /// The key of the role of whoever comes in by an address of theirs.
    pub fn domain_role(&self) -> &str {
        match self.domains.default_role.as_str() {
            "" => &self.default_role,
            role => role,
        }
    }
}

impl Settings {
    pub(super) fn describe_organization_domains(&self) -> String {
        let it = &self.organizations.domains;
        if !it.enabled {
            return "none".into();
        }
        let modes: Vec<&str> = it.enrollment_modes.iter().map(|mode| mode.as_str()).collect();
        format!("{}; as {}", modes.join(", "), self.organizations.domain_role())
    }

    /// What is wrong with the settings of domains, a line each.
    pub(super) fn organization_domain_mistakes(&self) -> Vec<String> {
        let it = &self.organizations.domains;
        let mut found = Vec::new();
        if !it.default_role.is_empty() && self.organizations.role(&it.default_role).is_none() {
            found.push(format!("organizations.domains.default_role: there is no role `{}`", it.default_role));
        }
        if it.enrollment_modes.is_empty() {
            found.push("organizations.domains.enrollment_modes: needs a mode".into());
        }
        if !it.enabled {
            return found;
        }
        if !self.organizations.enabled {
            found.push("organizations.domains.enabled: can be on only where organizations are on".into());
        }
        let role = self.organizations.domain_role();
        if self.organizations.role(role).is_some_and(|role| role.may(MANAGE_MEMBERSHIPS)) {
            found.push(format!(
                "organizations.domains.default_role: `{role}` may manage members ({MANAGE_MEMBERSHIPS}), and nobody gets that by an \
                 address alone"
            ));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(text: &str) -> Settings {
        Settings::parse(&format!("[vestibule]\nbase_url = \"http://localhost:3000\"\n{text}")).expect("is TOML")
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        let on = "[vestibule.organizations]\nenabled = true\n[vestibule.organizations.domains]\nenabled = true\n";
        for (text, told) in [
            ("[vestibule.organizations.domains]\nenabled = true\n".to_owned(), "only where organizations are on"),
            (format!("{on}enrollment_modes = []\n"), "needs a mode"),
            (format!("{on}default_role = \"org:nobody\"\n"), "there is no role `org:nobody`"),
            (format!("{on}default_role = \"org:admin\"\n"), "`org:admin` may manage members"),
            (
                format!(
                    "{on}[vestibule.organizations.roles.\"org:member\"]\npermissions = [\"org:sys_memberships:manage\"]\n"
                ),
                "`org:member` may manage members",
            ),
        ] {
            let error = settings(&text).check().expect_err(&text).to_string();
            assert!(error.contains(told), "{text}: {error}");
        }
        assert!(settings(on).check().is_ok());
        assert!(Settings::parse(&format!("{on}enrollment_modes = [\"automatic\"]\n")).is_err());
    }

    #[test]
    fn a_mode_that_is_taken_out_does_nothing() {
        let manual = EnrollmentMode::ManualInvitation;
        let of = |enabled, modes: &[EnrollmentMode]| OrganizationDomainSettings {
            enabled,
            enrollment_modes: modes.iter().copied().collect(),
            default_role: String::new(),
        };
        for mode in EnrollmentMode::ALL {
            assert_eq!(of(true, &EnrollmentMode::ALL).effective(mode), mode);
            assert_eq!(of(false, &EnrollmentMode::ALL).effective(mode), manual);
            assert_eq!(of(true, &[manual]).effective(mode), manual);
        }
    }
}
