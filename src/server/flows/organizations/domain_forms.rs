//! What forms do with domains, requests and suggestions, for who is signed in.

use super::Organizations;
use super::domains::NewOrganizationDomain;
use super::enrollment::Enrollment;
use super::forms::{act, after};
use crate::model::{ApiError, EnrollmentMode, ErrorCode, Field, Notice};
use crate::server::flows::{Error, Outcome, Visitor, active_organization};
use crate::server::vestibule::Inner;

/// Names a domain of an organization.
///
/// # Errors
/// `authentication_invalid` when nobody is signed in; else as
/// [`OrganizationDomains::create`](super::domains::OrganizationDomains::create).
pub async fn create_domain(
    app: &Inner,
    visitor: &Visitor,
    organization_id: &str,
    name: &str,
) -> Result<Outcome, Error> {
    let new = NewOrganizationDomain::named(name);
    act(app, visitor, async |them| them.domains().create(organization_id, &new).await).await
}

/// Mails a code to an address in a domain.
///
/// # Errors
/// As [`create_domain`], and
/// [`OrganizationDomains::prepare_verification`](super::domains::OrganizationDomains::prepare_verification).
pub async fn prepare_domain(
    app: &Inner,
    visitor: &Visitor,
    (organization_id, domain_id): (&str, &str),
    address: &str,
) -> Result<Outcome, Error> {
    let outcome =
        act(app, visitor, async |them| them.domains().prepare_verification(organization_id, domain_id, address).await);
    Ok(Outcome { notice: Some(Notice::CodeSent), ..outcome.await? })
}

/// Gives the code that was mailed.
///
/// # Errors
/// As [`create_domain`], and
/// [`OrganizationDomains::attempt_verification`](super::domains::OrganizationDomains::attempt_verification).
pub async fn attempt_domain(
    app: &Inner,
    visitor: &Visitor,
    (organization_id, domain_id): (&str, &str),
    code: &str,
) -> Result<Outcome, Error> {
    act(app, visitor, async |them| them.domains().attempt_verification(organization_id, domain_id, code).await).await
}

/// Changes how people with an address in a domain come in.
///
/// # Errors
/// `form_param_format_invalid` of the field `enrollment_mode` if there is none such; else as [`create_domain`], and
/// [`OrganizationDomains::set_enrollment_mode`](super::domains::OrganizationDomains::set_enrollment_mode).
pub async fn set_enrollment_mode(
    app: &Inner,
    visitor: &Visitor,
    (organization_id, domain_id): (&str, &str),
    mode: &str,
    delete_pending: bool,
) -> Result<Outcome, Error> {
    act(app, visitor, async |them| {
        let mode = EnrollmentMode::parse(mode);
        let mode = mode.ok_or_else(|| ApiError::of(ErrorCode::FormParamFormatInvalid, Field::EnrollmentMode))?;
        them.domains().set_enrollment_mode(organization_id, domain_id, mode, delete_pending).await
    })
    .await
}

/// Takes a domain from an organization.
///
/// # Errors
/// As [`create_domain`], and [`OrganizationDomains::delete`](super::domains::OrganizationDomains::delete).
pub async fn delete_domain(
    app: &Inner,
    visitor: &Visitor,
    (organization_id, domain_id): (&str, &str),
) -> Result<Outcome, Error> {
    act(app, visitor, async |them| them.domains().delete(organization_id, domain_id).await).await
}

/// Lets in who has asked.
///
/// # Errors
/// As [`create_domain`], and
/// [`OrganizationMembershipRequests::accept`](super::requests::OrganizationMembershipRequests::accept).
pub async fn accept_request(
    app: &Inner,
    visitor: &Visitor,
    (organization_id, request_id): (&str, &str),
) -> Result<Outcome, Error> {
    act(app, visitor, async |them| them.membership_requests().accept(organization_id, request_id).await).await
}

/// Says no to who has asked.
///
/// # Errors
/// As [`create_domain`], and
/// [`OrganizationMembershipRequests::reject`](super::requests::OrganizationMembershipRequests::reject).
pub async fn reject_request(
    app: &Inner,
    visitor: &Visitor,
    (organization_id, request_id): (&str, &str),
) -> Result<Outcome, Error> {
    act(app, visitor, async |them| them.membership_requests().reject(organization_id, request_id).await).await
}

/// Comes into an organization by an address, or asks: whichever its domain lets them. Whoever is held up because they have to
/// act in an organization acts in this one, if they come in.
///
/// # Errors
/// `authentication_invalid` when nobody is signed in; else as
/// [`Organizations::request_membership`](super::Organizations::request_membership).
pub async fn accept_suggestion(app: &Inner, visitor: &Visitor, organization_id: &str) -> Result<Outcome, Error> {
    let (browser, session) = active_organization::find_acting(app, visitor).await?;
    let done = Organizations(app).acting_as(&session.user_id).request_membership(organization_id).await?;
    if matches!(done, Enrollment::Joined(_)) && !session.tasks.is_empty() {
        return active_organization::set_active(app, visitor, Some(organization_id)).await;
    }
    let notice = match done {
        Enrollment::Joined(_) => Notice::OrganizationJoined,
        Enrollment::Requested(_) => Notice::OrganizationRequested,
    };
    let (notice, organization_id) = (Some(notice), Some(organization_id.to_owned()));
    Ok(Outcome { notice, organization_id, ..after(app, &browser).await? })
}
