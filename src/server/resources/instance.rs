use serde::Serialize;
use utoipa::ToSchema;

use crate::model::EnrollmentMode;
use crate::server::crypto::InstanceKey;
use crate::server::delivery::webhooks::instance_id;
use crate::server::lists::Listed;
use crate::server::settings::{Environment, Settings};

/// The instance that answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Instance {
    /// Always `instance`.
    object: &'static str,
    /// `ins_…`: the same on all nodes and in webhooks, as long as the instance keeps its secret key.
    id: String,
    /// `development` or `production`.
    environment_type: &'static str,
    /// Always `null`: people sign in where the settings say that it is.
    allowed_origins: Option<Vec<String>>,
}

impl Instance {
    /// The one with this key and these settings.
    pub fn of(key: &InstanceKey, settings: &Settings) -> Self {
        Self {
            object: "instance",
            id: instance_id(key),
            environment_type: match settings.environment {
                Environment::Development => "development",
                Environment::Production => "production",
            },
            allowed_origins: None,
        }
    }
}

/// What keeps people from signing up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct InstanceRestrictions {
    /// Always `instance_restrictions`.
    object: &'static str,
    /// Whether somebody stands on the allow-list, so that nobody else may sign up.
    pub allowlist: bool,
    /// Whether somebody stands on the block-list.
    pub blocklist: bool,
    /// Whether addresses with a `+` in front of the `@` are refused.
    block_email_subaddresses: bool,
    /// Whether addresses at services whose boxes are thrown away are refused.
    block_disposable_email_domains: bool,
    /// Always false: a dot counts as it does anywhere.
    ignore_dots_for_gmail_addresses: bool,
}

impl InstanceRestrictions {
    /// Those of the settings and of the lists.
    pub fn of(settings: &Settings, listed: &Listed) -> Self {
        let settings = &settings.sign_up;
        Self {
            object: "instance_restrictions",
            allowlist: !(settings.allowlist.is_empty() && listed.allowed.is_empty()),
            blocklist: !(settings.blocklist.is_empty() && listed.blocked.is_empty()),
            block_email_subaddresses: settings.block_subaddresses,
            block_disposable_email_domains: settings.block_disposable,
            ignore_dots_for_gmail_addresses: false,
        }
    }
}

/// What organizations may do and be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct OrganizationSettings {
    /// Always `organization_settings`.
    object: &'static str,
    enabled: bool,
    /// 0 where there is no limit.
    max_allowed_memberships: i64,
    /// Always 0, which is no limit: roles stand in the settings.
    max_allowed_roles: i64,
    /// Always 0, which is no limit: permissions stand in the settings.
    max_allowed_permissions: i64,
    /// The role of whoever makes one.
    creator_role: String,
    /// Whether those whose role allows it may delete them.
    admin_delete_enabled: bool,
    domains_enabled: bool,
    slug_disabled: bool,
    /// Of which ways in an organization chooses one for each of its domains.
    #[schema(value_type = Vec<String>)]
    domains_enrollment_modes: Vec<EnrollmentMode>,
    /// The role of whoever comes in by a domain.
    domains_default_role: String,
}

impl OrganizationSettings {
    /// Those of the settings.
    pub fn of(settings: &Settings) -> Self {
        let settings = &settings.organizations;
        Self {
            object: "organization_settings",
            enabled: settings.enabled,
            max_allowed_memberships: settings.max_members,
            max_allowed_roles: 0,
            max_allowed_permissions: 0,
            creator_role: settings.creator_role.clone(),
            admin_delete_enabled: settings.admin_delete,
            domains_enabled: settings.domains.enabled,
            slug_disabled: !settings.slugs,
            domains_enrollment_modes: settings.domains.enrollment_modes.iter().copied().collect(),
            domains_default_role: settings.domain_role().to_owned(),
        }
    }
}
