use serde::Serialize;
use utoipa::ToSchema;

use crate::server::settings::{ADMIN, OrganizationSettings, Role, SYSTEM_PERMISSIONS};

/// What a member of an organization may be.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct OrganizationRole {
    /// Always `role`.
    object: &'static str,
    /// The same as the key.
    id: String,
    /// `org:…`
    key: String,
    name: String,
    description: Option<String>,
    permissions: Vec<OrganizationPermission>,
    /// Whether whoever makes an organization may have it: it is the one that the settings say, or may do all that one may.
    is_creator_eligible: bool,
    /// Always `null`: the settings do not say.
    created_at: Option<i64>,
    /// Always `null`: the settings do not say.
    updated_at: Option<i64>,
}

impl OrganizationRole {
    /// What is shown of one, by the name that people read.
    pub fn of(role: Role, name: String, settings: &OrganizationSettings) -> Self {
        let is_creator_eligible = role.key == ADMIN || SYSTEM_PERMISSIONS.iter().all(|permission| role.may(permission));
        let permissions = role.permissions.into_iter().map(|key| OrganizationPermission::of(key, settings));
        Self {
            object: "role",
            id: role.key.clone(),
            is_creator_eligible,
            key: role.key,
            name,
            description: Some(role.description).filter(|text| !text.is_empty()),
            permissions: permissions.collect(),
            created_at: None,
            updated_at: None,
        }
    }
}

/// What a role may allow.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct OrganizationPermission {
    /// Always `permission`.
    object: &'static str,
    /// The same as the key.
    id: String,
    /// `org:feature:action`
    key: String,
    /// The key without its `org:`, where it has no other.
    name: String,
    description: String,
    /// `system` for what Vestibule itself asks for, else `user`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// Always `null`: the settings do not say.
    created_at: Option<i64>,
    /// Always `null`: the settings do not say.
    updated_at: Option<i64>,
}

impl OrganizationPermission {
    /// What is shown of one, by its key.
    pub fn of(key: String, settings: &OrganizationSettings) -> Self {
        let said = settings.permissions.get(&key);
        let name = said.map(|said| said.name.as_str()).filter(|name| !name.is_empty());
        Self {
            object: "permission",
            id: key.clone(),
            name: name.unwrap_or(key.trim_start_matches("org:")).to_owned(),
            description: said.map(|said| said.description.clone()).unwrap_or_default(),
            kind: if SYSTEM_PERMISSIONS.contains(&key.as_str()) { "system" } else { "user" },
            key,
            created_at: None,
            updated_at: None,
        }
    }
}
