use super::steps::Form;
use super::{answer, secret};
use crate::api::{Reply, SecretInput};
use crate::model::{ApiErrors, Field};
use crate::server::flows::organizations::domain_forms;

/// Names a domain of an organization.
pub async fn create_domain(organization_id: &str, name: &str, redirect_url: &str) -> Result<Reply, ApiErrors> {
    let typed = [(Field::OrganizationId, organization_id), (Field::Name, name)];
    answer(Form::CreateDomain, redirect_url, &typed, async |app, visitor| {
        domain_forms::create_domain(app, visitor, organization_id, name).await
    })
    .await
}

/// Mails a code to an address in a domain.
pub async fn prepare_domain(
    organization_id: &str,
    domain_id: &str,
    address: &str,
    redirect_url: &str,
) -> Result<Reply, ApiErrors> {
    let typed = [(Field::OrganizationDomainId, domain_id), (Field::AffiliationEmailAddress, address)];
    answer(Form::PrepareDomain, redirect_url, &typed, async |app, visitor| {
        domain_forms::prepare_domain(app, visitor, (organization_id, domain_id), address).await
    })
    .await
}

/// Gives the code.
pub async fn attempt_domain(
    organization_id: &str,
    domain_id: &str,
    code: SecretInput,
    redirect_url: &str,
) -> Result<Reply, ApiErrors> {
    let code = secret(code);
    answer(Form::AttemptDomain, redirect_url, &[(Field::OrganizationDomainId, domain_id)], async |app, visitor| {
        domain_forms::attempt_domain(app, visitor, (organization_id, domain_id), code.expose()).await
    })
    .await
}

/// Changes how people with an address in a domain come in.
pub async fn set_enrollment_mode(
    organization_id: &str,
    domain_id: &str,
    mode: &str,
    delete_pending: bool,
    redirect_url: &str,
) -> Result<Reply, ApiErrors> {
    let typed = [(Field::OrganizationDomainId, domain_id), (Field::EnrollmentMode, mode)];
    answer(Form::SetEnrollmentMode, redirect_url, &typed, async |app, visitor| {
        domain_forms::set_enrollment_mode(app, visitor, (organization_id, domain_id), mode, delete_pending).await
    })
    .await
}

/// Takes a domain from an organization.
pub async fn delete_domain(organization_id: &str, domain_id: &str, redirect_url: &str) -> Result<Reply, ApiErrors> {
    let typed = [(Field::OrganizationDomainId, domain_id)];
    answer(Form::DeleteDomain, redirect_url, &typed, async |app, visitor| {
        domain_forms::delete_domain(app, visitor, (organization_id, domain_id)).await
    })
    .await
}

/// Lets in who has asked.
pub async fn accept_request(organization_id: &str, request_id: &str, redirect_url: &str) -> Result<Reply, ApiErrors> {
    let typed = [(Field::OrganizationMembershipRequestId, request_id)];
    answer(Form::AcceptRequest, redirect_url, &typed, async |app, visitor| {
        domain_forms::accept_request(app, visitor, (organization_id, request_id)).await
    })
    .await
}

/// Says no to who has asked.
pub async fn reject_request(organization_id: &str, request_id: &str, redirect_url: &str) -> Result<Reply, ApiErrors> {
    let typed = [(Field::OrganizationMembershipRequestId, request_id)];
    answer(Form::RejectRequest, redirect_url, &typed, async |app, visitor| {
        domain_forms::reject_request(app, visitor, (organization_id, request_id)).await
    })
    .await
}

/// Comes into an organization by an address, or asks.
pub async fn accept_suggestion(organization_id: &str, redirect_url: &str) -> Result<Reply, ApiErrors> {
    let typed = [(Field::OrganizationId, organization_id)];
    answer(Form::AcceptSuggestion, redirect_url, &typed, async |app, visitor| {
        domain_forms::accept_suggestion(app, visitor, organization_id).await
    })
    .await
}
