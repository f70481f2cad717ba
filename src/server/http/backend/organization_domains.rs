//! Domains of organizations.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::failure::{Failure, Failures};
use super::input::{Body, Part, Path, Query};
use crate::model::{EnrollmentMode, ErrorCode};
use crate::server::NewOrganizationDomain;
use crate::server::flows::organizations::domain_name;
use crate::server::resources::{DeletedObject, OrganizationDomain, Page};
use crate::server::vestibule::Vestibule;

/// The routes.
pub fn routes() -> OpenApiRouter<Vestibule> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(update, delete))
}

/// List an organization's domains
///
/// Oldest first.
#[utoipa::path(
    get, path = "/organizations/{organization_id}/domains", tag = "Organization Domains",
    operation_id = "ListOrganizationDomains", params(("organization_id" = String, Path), Part),
    responses((status = 200, body = Page<OrganizationDomain>), (status = "default", body = Failures))
)]
async fn list(
    State(app): State<Vestibule>,
    Path(id): Path<String>,
    Query(part): Query<Part>,
) -> Result<Json<Page<OrganizationDomain>>, Failures> {
    let (limit, offset) = part.bounds()?;
    let (found, total_count) = app.organizations().domains().list(&id, limit, offset).await?;
    let waiting = app.organizations().domains().waiting(&id).await?;
    let data = found.into_iter().map(|domain| OrganizationDomain::of(domain).with_waiting(&waiting)).collect();
    Ok(Json(Page { data, total_count }))
}

fn mode(word: Option<&str>) -> Result<Option<EnrollmentMode>, Failures> {
    let Some(word) = word else { return Ok(None) };
    let message = "enrollment_mode must be manual_invitation, automatic_invitation or automatic_suggestion.";
    let read = EnrollmentMode::parse(word);
    read.map(Some).ok_or_else(|| Failure::of(ErrorCode::FormParamFormatInvalid, "enrollment_mode", message).into())
}

/// A domain to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewOrganizationDomain)]
pub(super) struct New {
    /// Such as `acme.example`.
    name: String,
    /// How people with an address in it come in: as the members invite them where it is left out.
    #[schema(pattern = "^(manual_invitation|automatic_invitation|automatic_suggestion)$")]
    enrollment_mode: Option<String>,
    /// Whether it is known to be the organization's; it is where nothing is said.
    verified: Option<bool>,
}

/// Create a domain of an organization
#[utoipa::path(
    post, path = "/organizations/{organization_id}/domains", tag = "Organization Domains",
    operation_id = "CreateOrganizationDomain", params(("organization_id" = String, Path)), request_body = New,
    responses((status = 200, body = OrganizationDomain), (status = "default", body = Failures))
)]
async fn create(
    State(app): State<Vestibule>,
    Path(id): Path<String>,
    Body(new): Body<New>,
) -> Result<Json<OrganizationDomain>, Failures> {
    let new = NewOrganizationDomain {
        enrollment_mode: mode(new.enrollment_mode.as_deref())?.unwrap_or_default(),
        verified: new.verified.unwrap_or(true),
        name: new.name,
    };
    let made = app.organizations().domains().create(&id, &new).await?;
    let waiting = app.organizations().domains().waiting(&id).await?;
    Ok(Json(OrganizationDomain::of(made).with_waiting(&waiting)))
}

/// What a domain is to be: what is left out stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = OrganizationDomainChange)]
pub(super) struct Change {
    /// Only the name that it has: another domain has to be proven anew.
    name: Option<String>,
    #[schema(pattern = "^(manual_invitation|automatic_invitation|automatic_suggestion)$")]
    enrollment_mode: Option<String>,
    /// Whether it is known to be the organization's. One that is so no more lets nobody in by itself.
    verified: Option<bool>,
}

/// Update a domain of an organization
#[utoipa::path(
    patch, path = "/organizations/{organization_id}/domains/{domain_id}", tag = "Organization Domains",
    operation_id = "UpdateOrganizationDomain",
    params(("organization_id" = String, Path), ("domain_id" = String, Path)), request_body = Option<Change>,
    responses((status = 200, body = OrganizationDomain), (status = "default", body = Failures))
)]
async fn update(
    State(app): State<Vestibule>,
    Path((id, domain_id)): Path<(String, String)>,
    Body(change): Body<Change>,
) -> Result<Json<OrganizationDomain>, Failures> {
    if let Some(name) = &change.name {
        let known = app.organizations().domains().get(&id, &domain_id).await?;
        // Not as that of a new one is read: what everyone has by now may have been let in before.
        if domain_name::compared(name).as_ref() != Some(&known.name) {
            let message = "A domain cannot be renamed: create the other one, and delete this one.";
            return Err(Failure::of(ErrorCode::FormParamFormatInvalid, "name", message).into());
        }
    }
    let mode = mode(change.enrollment_mode.as_deref())?;
    let changed = app.organizations().domains().update(&id, &domain_id, mode, change.verified).await?;
    let waiting = app.organizations().domains().waiting(&id).await?;
    Ok(Json(OrganizationDomain::of(changed).with_waiting(&waiting)))
}

/// Delete a domain of an organization
///
/// Whoever belongs to it by now stays.
#[utoipa::path(
    delete, path = "/organizations/{organization_id}/domains/{domain_id}", tag = "Organization Domains",
    operation_id = "DeleteOrganizationDomain",
    params(("organization_id" = String, Path), ("domain_id" = String, Path)),
    responses((status = 200, body = DeletedObject), (status = "default", body = Failures))
)]
async fn delete(
    State(app): State<Vestibule>,
    Path((id, domain_id)): Path<(String, String)>,
) -> Result<Json<DeletedObject>, Failures> {
    app.organizations().domains().delete(&id, &domain_id).await?;
    Ok(Json(DeletedObject::new("organization_domain", domain_id)))
}
