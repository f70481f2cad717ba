use leptos::prelude::*;

use super::Reply;
use crate::model::{ApiErrors, OrganizationInvitation, Paginated, UserOrganizationInvitation};

/// Invites people to an organization, all of them or nobody.
#[server(prefix = "/vestibule/api", endpoint = "organization_invitation/create")]
pub async fn create_organization_invitations(
    /// `org_…`
    #[server(default)]
    organization_id: String,
    /// Whom: email addresses with commas or spaces between, at most 50.
    #[server(default)]
    email_addresses: String,
    /// The key of the role that they will have; left out it is what the settings say.
    #[server(default)]
    role: String,
    /// Where to go then; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::create_organization_invitations(&organization_id, &email_addresses, &role, &redirect_url).await
}

/// Mails an invitation to an organization once more, with another link.
#[server(prefix = "/vestibule/api", endpoint = "organization_invitation/resend")]
pub async fn resend_organization_invitation(
    /// `org_…`
    #[server(default)]
    organization_id: String,
    /// `orginv_…`
    #[server(default)]
    organization_invitation_id: String,
    /// Where to go then; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::resend_organization_invitation(&organization_id, &organization_invitation_id, &redirect_url)
        .await
}

/// Takes an invitation to an organization back.
#[server(prefix = "/vestibule/api", endpoint = "organization_invitation/revoke")]
pub async fn revoke_organization_invitation(
    /// `org_…`
    #[server(default)]
    organization_id: String,
    /// `orginv_…`
    #[server(default)]
    organization_invitation_id: String,
    /// Where to go then; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::revoke_organization_invitation(&organization_id, &organization_invitation_id, &redirect_url)
        .await
}

/// Accepts an invitation to an organization for whoever is signed in: it has to be for an address that they have proven.
#[server(prefix = "/vestibule/api", endpoint = "organization_invitation/accept")]
pub async fn accept_organization_invitation(
    /// `orginv_…`
    #[server(default)]
    organization_invitation_id: String,
    /// Where to go then; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::accept_organization_invitation(&organization_invitation_id, &redirect_url).await
}

/// Part of the invitations to an organization, newest first.
#[server(prefix = "/vestibule/api", endpoint = "organization_invitation/list")]
pub async fn list_organization_invitations(
    /// `org_…`
    #[server(default)]
    organization_id: String,
    /// Where they stand: `pending`, `accepted`, `revoked` or `expired`, or several with commas between. Empty for `pending`.
    #[server(default)]
    status: String,
    /// At most so many, up to 500; 0 for 10.
    #[server(default)]
    limit: i64,
    /// So many are passed over.
    #[server(default)]
    offset: i64,
) -> Result<Paginated<OrganizationInvitation>, ApiErrors> {
    crate::server::form::list_organization_invitations(&organization_id, &status, limit, offset).await
}

/// Part of the invitations that wait for whoever is signed in, newest first.
#[server(prefix = "/vestibule/api", endpoint = "user/organization_invitations")]
pub async fn list_own_organization_invitations(
    /// At most so many, up to 500; 0 for 10.
    #[server(default)]
    limit: i64,
    /// So many are passed over.
    #[server(default)]
    offset: i64,
) -> Result<Paginated<UserOrganizationInvitation>, ApiErrors> {
    crate::server::form::list_own_organization_invitations(limit, offset).await
}
