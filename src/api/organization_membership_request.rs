use leptos::prelude::*;

use super::Reply;
use crate::model::{ApiErrors, OrganizationMembershipRequest, OrganizationSuggestion, Paginated};

/// Lets someone into an organization who has asked.
#[server(prefix = "/vestibule/api", endpoint = "organization_membership_request/accept")]
pub async fn accept_organization_membership_request(
    /// `org_…`
    #[server(default)]
    organization_id: String,
    /// `orgmemreq_…`
    #[server(default)]
    organization_membership_request_id: String,
    /// Where to go then; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::accept_request(&organization_id, &organization_membership_request_id, &redirect_url).await
}

/// Says no to someone who has asked to be let into an organization.
#[server(prefix = "/vestibule/api", endpoint = "organization_membership_request/reject")]
pub async fn reject_organization_membership_request(
    /// `org_…`
    #[server(default)]
    organization_id: String,
    /// `orgmemreq_…`
    #[server(default)]
    organization_membership_request_id: String,
    /// Where to go then; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::reject_request(&organization_id, &organization_membership_request_id, &redirect_url).await
}

/// Lets whoever is signed in come into an organization by an address of theirs, or ask: whichever its domain lets them.
#[server(prefix = "/vestibule/api", endpoint = "organization_suggestion/accept")]
pub async fn accept_organization_suggestion(
    /// `org_…`
    #[server(default)]
    organization_id: String,
    /// Where to go then; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::accept_suggestion(&organization_id, &redirect_url).await
}

/// Part of the requests to be let into an organization that nobody has answered, oldest first.
#[server(prefix = "/vestibule/api", endpoint = "organization_membership_request/list")]
pub async fn list_organization_membership_requests(
    /// `org_…`
    #[server(default)]
    organization_id: String,
    /// At most so many, up to 500; 0 for 10.
    #[server(default)]
    limit: i64,
    /// So many are passed over.
    #[server(default)]
    offset: i64,
) -> Result<Paginated<OrganizationMembershipRequest>, ApiErrors> {
    crate::server::form::list_organization_membership_requests(&organization_id, limit, offset).await
}

/// Part of the organizations that an address of whoever is signed in lets them come into, or ask, by their names.
#[server(prefix = "/vestibule/api", endpoint = "user/organization_suggestions")]
pub async fn list_own_organization_suggestions(
    /// At most so many, up to 500; 0 for 10.
    #[server(default)]
    limit: i64,
    /// So many are passed over.
    #[server(default)]
    offset: i64,
) -> Result<Paginated<OrganizationSuggestion>, ApiErrors> {
    crate::server::form::list_own_organization_suggestions(limit, offset).await
}
