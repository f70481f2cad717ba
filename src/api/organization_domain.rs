use leptos::prelude::*;

use super::{Reply, SecretInput};
use crate::model::{ApiErrors, OrganizationDomain, Paginated};

/// Names a domain of an organization. It does something once it is verified.
#[server(prefix = "/vestibule/api", endpoint = "organization_domain/create")]
pub async fn create_organization_domain(
    /// `org_…`
    #[server(default)]
    organization_id: String,
    /// The domain: `acme.example`.
    #[server(default)]
    name: String,
    /// Where to go then; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::create_domain(&organization_id, &name, &redirect_url).await
}

/// Mails a code to an address in a domain of an organization.
#[server(prefix = "/vestibule/api", endpoint = "organization_domain/prepare_verification")]
pub async fn prepare_organization_domain_verification(
    /// `org_…`
    #[server(default)]
    organization_id: String,
    /// `orgdmn_…`
    #[server(default)]
    organization_domain_id: String,
    /// An address in exactly that domain.
    #[server(default)]
    affiliation_email_address: String,
    /// Where to go then; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::prepare_domain(
        &organization_id,
        &organization_domain_id,
        &affiliation_email_address,
        &redirect_url,
    )
    .await
}

/// Gives the code that was mailed to an address in a domain: from then on it is the organization's.
#[server(prefix = "/vestibule/api", endpoint = "organization_domain/attempt_verification")]
pub async fn attempt_organization_domain_verification(
    /// `org_…`
    #[server(default)]
    organization_id: String,
    /// `orgdmn_…`
    #[server(default)]
    organization_domain_id: String,
    /// Six digits.
    #[server(default)]
    code: SecretInput,
    /// Where to go then; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::attempt_domain(&organization_id, &organization_domain_id, code, &redirect_url).await
}

/// Changes how people with an address in a domain come into its organization.
#[server(prefix = "/vestibule/api", endpoint = "organization_domain/set_enrollment_mode")]
pub async fn set_organization_domain_enrollment_mode(
    /// `org_…`
    #[server(default)]
    organization_id: String,
    /// `orgdmn_…`
    #[server(default)]
    organization_domain_id: String,
    /// `manual_invitation`, `automatic_invitation` or `automatic_suggestion`.
    #[server(default)]
    enrollment_mode: String,
    /// Whether those of their requests go that nobody has answered.
    #[server(default)]
    delete_pending: bool,
    /// Where to go then; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::set_enrollment_mode(
        &organization_id,
        &organization_domain_id,
        &enrollment_mode,
        delete_pending,
        &redirect_url,
    )
    .await
}

/// Takes a domain from an organization.
#[server(prefix = "/vestibule/api", endpoint = "organization_domain/delete")]
pub async fn delete_organization_domain(
    /// `org_…`
    #[server(default)]
    organization_id: String,
    /// `orgdmn_…`
    #[server(default)]
    organization_domain_id: String,
    /// Where to go then; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::delete_domain(&organization_id, &organization_domain_id, &redirect_url).await
}

/// Part of the domains of an organization, oldest first.
#[server(prefix = "/vestibule/api", endpoint = "organization_domain/list")]
pub async fn list_organization_domains(
    /// `org_…`
    #[server(default)]
    organization_id: String,
    /// At most so many, up to 500; 0 for 10.
    #[server(default)]
    limit: i64,
    /// So many are passed over.
    #[server(default)]
    offset: i64,
) -> Result<Paginated<OrganizationDomain>, ApiErrors> {
    crate::server::form::list_organization_domains(&organization_id, limit, offset).await
}
