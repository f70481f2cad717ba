use leptos::prelude::*;

use super::Reply;
use crate::model::ApiErrors;

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
