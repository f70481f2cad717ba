use leptos::prelude::*;

use super::Reply;
use crate::model::{ApiErrors, OrganizationMembership, Paginated};

/// Gives a member of an organization another role.
#[server(prefix = "/vestibule/api", endpoint = "organization_membership/update")]
pub async fn update_organization_membership(
    /// `org_…`
    #[server(default)]
    organization_id: String,
    /// `user_…`: whose membership it is.
    #[server(default)]
    user_id: String,
    /// The key of the role, such as `org:admin`.
    #[server(default)]
    role: String,
    /// Where to go then; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::update_organization_membership(&organization_id, &user_id, &role, &redirect_url).await
}

/// Takes someone out of an organization.
#[server(prefix = "/vestibule/api", endpoint = "organization_membership/remove")]
pub async fn remove_organization_membership(
    /// `org_…`
    #[server(default)]
    organization_id: String,
    /// `user_…`: whose membership it is.
    #[server(default)]
    user_id: String,
    /// Where to go then; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::remove_organization_membership(&organization_id, &user_id, &redirect_url).await
}

/// Part of the members of an organization, oldest first.
#[server(prefix = "/vestibule/api", endpoint = "organization_membership/list")]
pub async fn list_organization_memberships(
    /// `org_…`
    #[server(default)]
    organization_id: String,
    /// Those whose name or identifier holds this; empty for all.
    #[server(default)]
    query: String,
    /// Those who have this role; empty for all.
    #[server(default)]
    role: String,
    /// At most so many, up to 500; 0 for 10.
    #[server(default)]
    limit: i64,
    /// So many are passed over.
    #[server(default)]
    offset: i64,
) -> Result<Paginated<OrganizationMembership>, ApiErrors> {
    crate::server::form::list_organization_memberships(&organization_id, &query, &role, limit, offset).await
}

/// Part of the memberships of whoever is signed in, oldest first.
#[server(prefix = "/vestibule/api", endpoint = "user/organization_memberships")]
pub async fn list_own_organization_memberships(
    /// Those to organizations whose name holds this; empty for all.
    #[server(default)]
    query: String,
    /// `org_…`: the one to this organization; empty for all.
    #[server(default)]
    organization_id: String,
    /// At most so many, up to 500; 0 for 10.
    #[server(default)]
    limit: i64,
    /// So many are passed over.
    #[server(default)]
    offset: i64,
) -> Result<Paginated<OrganizationMembership>, ApiErrors> {
    crate::server::form::list_own_organization_memberships(&query, &organization_id, limit, offset).await
}
