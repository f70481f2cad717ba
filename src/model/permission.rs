//! The permissions that Vestibule itself asks for, as roles name them.

/// To change an organization's name, slug and logo.
pub const MANAGE_PROFILE: &str = "org:sys_profile:manage";
/// To delete an organization.
pub const DELETE_PROFILE: &str = "org:sys_profile:delete";
/// To see who belongs to an organization.
pub const READ_MEMBERSHIPS: &str = "org:sys_memberships:read";
/// To see who is invited too, and to change both.
pub const MANAGE_MEMBERSHIPS: &str = "org:sys_memberships:manage";
/// To see which domains are an organization's.
pub const READ_DOMAINS: &str = "org:sys_domains:read";
/// The same, and to change them.
pub const MANAGE_DOMAINS: &str = "org:sys_domains:manage";
/// To see the API keys of an organization.
pub const READ_API_KEYS: &str = "org:sys_api_keys:read";
/// The same, and to make and revoke them.
pub const MANAGE_API_KEYS: &str = "org:sys_api_keys:manage";
