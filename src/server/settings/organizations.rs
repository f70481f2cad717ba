//! Organizations: whether there are any, who may make them, and which roles there are.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{OrganizationDomainSettings, Settings};
pub use crate::model::permission::{
    DELETE_PROFILE, MANAGE_API_KEYS, MANAGE_DOMAINS, MANAGE_MEMBERSHIPS, MANAGE_PROFILE, READ_API_KEYS, READ_DOMAINS,
    READ_MEMBERSHIPS,
};
use crate::server::flows::active_organization;
use crate::server::typed_name;

/// The role that may do everything.
pub const ADMIN: &str = "org:admin";
/// The role of whoever just belongs.
pub const MEMBER: &str = "org:member";

/// The permissions that Vestibule itself asks for.
pub const SYSTEM_PERMISSIONS: &[&str] = &[
    MANAGE_PROFILE,
    DELETE_PROFILE,
    READ_MEMBERSHIPS,
    MANAGE_MEMBERSHIPS,
    READ_DOMAINS,
    MANAGE_DOMAINS,
    READ_API_KEYS,
    MANAGE_API_KEYS,
];

/// What an organization cannot do without somebody who may: whoever makes one has it, and of those who have all of it the last
/// one stays.
pub const VITAL: &[&str] = &[MANAGE_MEMBERSHIPS, DELETE_PROFILE];

/// As many names of permissions as a token's bits can tell apart (the claim `fpm`) for whoever reads numbers as JavaScript does,
/// which knows integers up to 2^53: `@clerk/backend` 2 does.
const MOST_NAMES: usize = 53;

/// What a role's permissions may take in a session token, in bytes: browsers keep no cookie of more than 4096, and other claims
/// need room beside them.
const MOST_PACKED: usize = 1_000;

/// A role, as it stands in the settings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RoleSettings {
    /// What people read. Empty: the key without its `org:`.
    pub name: String,
    /// What it is meant for, for those who look after roles.
    pub description: String,
    /// What it allows, such as `org:invoices:create` or `org:sys_memberships:manage`.
    pub permissions: BTreeSet<String>,
}

/// A permission of an app's own, as it stands in the settings: one that no role has yet, or of which there is more to say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PermissionSettings {
    /// What people read. Empty: the key without its `org:`.
    pub name: String,
    /// What it is meant for.
    pub description: String,
}

/// Organizations.
///
/// ```
/// use vestibule::server::Settings;
///
/// let settings = Settings::parse(
///     r#"
///     [vestibule.organizations]
///     enabled = true
///     [vestibule.organizations.roles."org:editor"]
///     name = "Editor"
///     permissions = ["org:notes:write", "org:sys_memberships:read"]
///     "#,
/// )?;
/// assert!(settings.organizations.role("org:editor").is_some_and(|role| role.may("org:notes:write")));
/// # Ok::<(), vestibule::server::SettingsError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OrganizationSettings {
    /// Whether there are organizations.
    pub enabled: bool,
    /// Whether people may act outside of any. Switched off, whoever signs in chooses one first.
    pub personal_accounts: bool,
    /// Whether they have a name in addresses.
    pub slugs: bool,
    /// Whether people may make them.
    pub create: bool,
    /// Where whoever acts in one goes first, after a sign-in, a sign-up or the link of an invitation that was sent for from nowhere
    /// else: a path with `:slug` or `:id`, such as `/orgs/:slug`. Empty: where everyone goes.
    pub home: String,
    /// How many a person may make. 0: as many as they like.
    pub max_per_user: i64,
    /// How many people may belong to one, with those who are invited. 0: as many as there are.
    pub max_members: i64,
    /// Whether those whose role allows it may delete them.
    pub admin_delete: bool,
    /// The role of whoever makes one.
    pub creator_role: String,
    /// The role of whoever comes into one, unless another is chosen for them.
    pub default_role: String,
    /// For how many days an invitation is good: 1 to 365.
    pub invitation_days: i64,
    /// The roles by their keys, `org:…`. What stands here of `org:admin` and `org:member` is added to what they may anyway.
    pub roles: BTreeMap<String, RoleSettings>,
    /// Permissions by their keys, `org:feature:action`, besides those that roles name.
    pub permissions: BTreeMap<String, PermissionSettings>,
    /// Their domains.
    pub domains: OrganizationDomainSettings,
}

impl Default for OrganizationSettings {
    fn default() -> Self {
        Self {
            enabled: false,
            personal_accounts: true,
            slugs: true,
            create: true,
            home: String::new(),
            max_per_user: 100,
            max_members: 0,
            admin_delete: true,
            creator_role: ADMIN.into(),
            default_role: MEMBER.into(),
            invitation_days: 30,
            roles: BTreeMap::new(),
            permissions: BTreeMap::new(),
            domains: OrganizationDomainSettings::default(),
        }
    }
}

/// A role, with all that it allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// `org:…`
    pub key: String,
    /// What people read, if the settings say it: system roles are called what the language calls them.
    pub name: Option<String>,
    /// What the settings say that it is meant for.
    pub description: String,
    /// What it allows.
    pub permissions: BTreeSet<String>,
}

impl Role {
    /// Whether it allows something.
    pub fn may(&self, permission: &str) -> bool {
        self.permissions.contains(permission)
    }

    /// Whether it allows everything that another one allows: whoever has it may give the other.
    pub fn covers(&self, other: &Self) -> bool {
        self.permissions.is_superset(&other.permissions)
    }
}

impl OrganizationSettings {
    /// The role with a key, if there is one.
    pub fn role(&self, key: &str) -> Option<Role> {
        let set = self.roles.get(key);
        let of_system: &[&str] = match key {
            ADMIN => SYSTEM_PERMISSIONS,
            MEMBER => &[READ_MEMBERSHIPS],
            _ => &[],
        };
        if set.is_none() && of_system.is_empty() {
            return None;
        }
        let mut permissions: BTreeSet<String> = of_system.iter().map(|it| (*it).to_owned()).collect();
        permissions.extend(set.into_iter().flat_map(|role| role.permissions.iter().cloned()));
        if key == ADMIN {
            // Whoever may do everything may do what some other role may.
            permissions.extend(self.roles.values().flat_map(|role| role.permissions.iter().cloned()));
            permissions.extend(self.permissions.keys().cloned());
        }
        let pairs =
            [(MANAGE_MEMBERSHIPS, READ_MEMBERSHIPS), (MANAGE_DOMAINS, READ_DOMAINS), (MANAGE_API_KEYS, READ_API_KEYS)];
        for (manage, read) in pairs {
            if permissions.contains(manage) {
                permissions.insert(read.to_owned());
            }
        }
        let name = set.and_then(|role| typed_name::seen(&role.name));
        let is_of_system = matches!(key, ADMIN | MEMBER);
        let name = name.or_else(|| (!is_of_system).then(|| key.trim_start_matches("org:").to_owned()));
        let description = set.map(|role| role.description.clone()).unwrap_or_default();
        Some(Role { key: key.to_owned(), name, description, permissions })
    }

    /// All roles: the system's in front, those of the settings by their keys.
    pub fn all_roles(&self) -> Vec<Role> {
        let of_settings = self.roles.keys().map(String::as_str).filter(|key| !matches!(*key, ADMIN | MEMBER));
        [ADMIN, MEMBER].into_iter().chain(of_settings).filter_map(|key| self.role(key)).collect()
    }

    /// All permissions: the system's in front, the others by their keys.
    pub fn all_permissions(&self) -> Vec<String> {
        let of_roles: BTreeSet<String> = self.all_roles().into_iter().flat_map(|role| role.permissions).collect();
        let others = of_roles.into_iter().filter(|key| !SYSTEM_PERMISSIONS.contains(&key.as_str()));
        SYSTEM_PERMISSIONS.iter().map(|key| (*key).to_owned()).chain(others).collect()
    }

    /// The keys of the roles that allow all of something.
    pub fn roles_that_may(&self, permissions: &[&str]) -> Vec<String> {
        let may = |role: &Role| permissions.iter().all(|permission| role.may(permission));
        self.all_roles().into_iter().filter(may).map(|role| role.key).collect()
    }
}

/// Whether a text is the key of a role or, with three parts, of a permission: `org:` and words of small letters, digits, `_`
/// and `-`.
fn is_key(text: &str, parts: usize) -> bool {
    let mut words = text.split(':');
    let is_word = |word: &str| {
        (1..=64).contains(&word.len())
            && word
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'-'))
    };
    words.next() == Some("org") && words.clone().count() == parts - 1 && words.all(is_word)
}

/// Whether a text is the key of a role, such as `org:editor`.
pub(in crate::server) fn is_role_key(text: &str) -> bool {
    is_key(text, 2)
}

/// Whether a text is the key of a permission of the app's own, such as `org:notes:write`.
pub(in crate::server) fn is_own_permission_key(text: &str) -> bool {
    is_key(text, 3) && !text.starts_with("org:sys_")
}

impl Settings {
    pub(super) fn describe_organizations(&self) -> String {
        let it = &self.organizations;
        if !it.enabled {
            return "none".into();
        }
        let roles: Vec<String> = it.all_roles().into_iter().map(|role| role.key).collect();
        let personal = if it.personal_accounts { "" } else { "; everyone acts in one" };
        format!("{}{personal}", roles.join(", "))
    }

    /// What is wrong with the settings of organizations, a line each.
    pub(super) fn organization_mistakes(&self) -> Vec<String> {
        let it = &self.organizations;
        let mut found = Vec::new();
        for (key, role) in &it.roles {
            if !is_role_key(key) {
                found.push(format!("organizations.roles: `{key}` is no key such as org:editor"));
            }
            for permission in &role.permissions {
                if !is_own_permission_key(permission) && !SYSTEM_PERMISSIONS.contains(&permission.as_str()) {
                    found.push(format!(
                        "organizations.roles.\"{key}\": `{permission}` is no permission such as org:notes:write"
                    ));
                }
            }
        }
        for key in it.permissions.keys().filter(|key| !is_own_permission_key(key)) {
            found.push(format!("organizations.permissions: `{key}` is no permission such as org:notes:write"));
        }
        let names: BTreeSet<&str> = it
            .roles
            .values()
            .flat_map(|role| &role.permissions)
            .chain(it.permissions.keys())
            .filter(|permission| !permission.starts_with("org:sys_"))
            .filter_map(|permission| permission.rsplit(':').next())
            .collect();
        if names.len() > MOST_NAMES {
            found.push(format!("organizations.roles: permissions have at most {MOST_NAMES} different last parts"));
        }
        for role in it.all_roles() {
            let packed = active_organization::packed(it, &role.key);
            if packed > MOST_PACKED {
                found.push(format!(
                    "organizations.roles: what \"{}\" allows takes {packed} bytes in a session token, of at most {MOST_PACKED}; \
                     fewer or shorter features and permissions fit into a cookie",
                    role.key
                ));
            }
        }
        for (name, key) in [("creator_role", &it.creator_role), ("default_role", &it.default_role)] {
            if it.role(key).is_none() {
                found.push(format!("organizations.{name}: there is no role `{key}`"));
            }
        }
        if it.role(&it.creator_role).is_some_and(|role| !VITAL.iter().all(|permission| role.may(permission))) {
            found.push(format!(
                "organizations.creator_role: needs {MANAGE_MEMBERSHIPS} and {DELETE_PROFILE}, or nobody could let anyone in"
            ));
        }
        if it.max_members < 0 || it.max_per_user < 0 {
            found.push("organizations: max_members and max_per_user are 0 or more".into());
        }
        if !(1..=365).contains(&it.invitation_days) {
            found.push("organizations.invitation_days: is 1 to 365".into());
        }
        if !it.enabled && !it.personal_accounts {
            found.push("organizations.personal_accounts: can be off only where organizations are on".into());
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
    fn the_system_has_two_roles() {
        let it = OrganizationSettings::default();
        let (admin, member) = (it.role(ADMIN).expect("is there"), it.role(MEMBER).expect("is there"));
        assert!(SYSTEM_PERMISSIONS.iter().all(|permission| admin.may(permission)));
        assert_eq!(member.permissions, BTreeSet::from([READ_MEMBERSHIPS.to_owned()]));
        assert!(admin.covers(&member) && !member.covers(&admin) && member.covers(&member));
        assert_eq!((it.role("org:editor"), it.role("admin"), it.role("")), (None, None, None));
        assert_eq!(it.roles_that_may(&[READ_MEMBERSHIPS]), [ADMIN, MEMBER]);
        assert_eq!(it.roles_that_may(&[READ_MEMBERSHIPS, DELETE_PROFILE]), [ADMIN]);
    }

    #[test]
    fn roles_of_an_app_stand_beside_them() {
        let settings = settings(
            "[vestibule.organizations]\nenabled = true\n
             [vestibule.organizations.roles.\"org:editor\"]\nname = \"Editor\"\n
             permissions = [\"org:notes:write\", \"org:sys_memberships:manage\"]\n
             [vestibule.organizations.roles.\"org:member\"]\npermissions = [\"org:notes:read\"]\n",
        );
        settings.check().expect("is good");
        let it = &settings.organizations;
        let role = |key: &str| it.role(key).expect("is there");
        assert!(role("org:editor").may(READ_MEMBERSHIPS), "whoever manages members sees them");
        assert!(role(ADMIN).may("org:notes:write") && role(ADMIN).may("org:notes:read"));
        assert!(role(MEMBER).may("org:notes:read") && !role(MEMBER).may("org:notes:write"));
        assert_eq!(role("org:editor").name.as_deref(), Some("Editor"));
        let keys: Vec<String> = it.all_roles().into_iter().map(|role| role.key).collect();
        assert_eq!(keys, ["org:admin", "org:member", "org:editor"]);
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        for (text, told) in [
            ("creator_role = \"org:nobody\"", "creator_role: there is no role"),
            ("creator_role = \"org:member\"", "creator_role: needs"),
            ("default_role = \"member\"", "default_role: there is no role"),
            ("invitation_days = 0", "invitation_days"),
            ("max_members = -1", "max_members"),
            ("personal_accounts = false", "personal_accounts"),
            ("[vestibule.organizations.roles.editor]", "`editor` is no key"),
            ("[vestibule.organizations.roles.\"org:Editor\"]", "`org:Editor` is no key"),
            (
                "[vestibule.organizations.roles.\"org:a\"]\npermissions = [\"notes:write\"]",
                "`notes:write` is no permission",
            ),
            (
                "[vestibule.organizations.roles.\"org:a\"]\npermissions = [\"org:sys_x:y\"]",
                "`org:sys_x:y` is no permission",
            ),
        ] {
            let error = settings(&format!("[vestibule.organizations]\n{text}\n")).check().expect_err(text).to_string();
            assert!(error.contains(told), "{text}: {error}");
        }
        assert!(settings("[vestibule.organizations]\nenabled = true\npersonal_accounts = false\n").check().is_ok());
        // An admin's token has all of it.
        let of = |count: usize| {
            let all: Vec<String> = (0..count).map(|at| format!("\"org:feature_number_{at}:do_something\"")).collect();
            let text = format!("[vestibule.organizations.roles.\"org:a\"]\npermissions = [{}]", all.join(","));
            settings(&text).check().err().map(|error| error.to_string()).unwrap_or_default()
        };
        assert_eq!(of(40), "");
        assert!(of(60).contains("\"org:admin\" allows takes"), "{}", of(60));
    }
}
