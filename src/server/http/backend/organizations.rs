//! Organizations.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::failure::{Failure, Failures};
use super::input::{Body, Path, Query, check_limit, default_limit, ordered_by};
use crate::model::{self, ErrorCode};
use crate::server::resources::{DeletedObject, Organization, Page};
use crate::server::vestibule::Vestibule;
use crate::server::{NewOrganization, OrganizationMetadata, OrganizationOrder, OrganizationQuery, OrganizationUpdate};

/// The routes.
pub fn routes() -> OpenApiRouter<Vestibule> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(get, update, delete))
        .routes(routes!(update_metadata, replace_metadata))
}

/// Which organizations.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Which {
    /// In whose name, slug or id this stands.
    #[serde(default)]
    query: String,
    /// Those to which one of these users belongs.
    #[serde(default)]
    user_id: Vec<String>,
    /// Only these.
    #[serde(default)]
    organization_id: Vec<String>,
    /// The members are always counted.
    #[serde(default)]
    #[allow(dead_code)]
    include_members_count: bool,
    /// What they are sorted by; the last come first with a `-` in front.
    #[serde(default = "newest")]
    #[param(example = "-created_at", pattern = "^[+-]?(created_at|name|members_count)$")]
    order_by: String,
    /// At most so many.
    #[serde(default = "default_limit")]
    #[param(minimum = 1, maximum = 500)]
    limit: u16,
    /// After so many.
    #[serde(default)]
    #[param(value_type = i64, minimum = 0, maximum = 4_294_967_295_u32)]
    offset: u32,
}

fn newest() -> String {
    "-created_at".into()
}

/// An organization as it is shown.
pub async fn shown(app: &Vestibule, organization: model::Organization) -> Result<Json<Organization>, Failures> {
    let account = app.organizations().with_private(vec![organization]).await?.pop().ok_or_else(Failure::not_found)?;
    Ok(Json(Organization::of(account, &app.settings)))
}

/// List organizations
#[utoipa::path(
    get, path = "/organizations", tag = "Organizations", operation_id = "ListOrganizations", params(Which),
    responses((status = 200, body = Page<Organization>), (status = "default", body = Failures))
)]
async fn list(State(app): State<Vestibule>, Query(which): Query<Which>) -> Result<Json<Page<Organization>>, Failures> {
    let (descending, column) = ordered_by(&which.order_by);
    let order = match column {
        "created_at" => OrganizationOrder::CreatedAt,
        "name" => OrganizationOrder::Name,
        "members_count" => OrganizationOrder::MembersCount,
        _ => {
            let message = "order_by must be created_at, name or members_count, with + or - in front.";
            return Err(Failure::of(ErrorCode::FormParamFormatInvalid, "order_by", message).into());
        }
    };
    let query = OrganizationQuery {
        organization_ids: which.organization_id,
        user_ids: which.user_id,
        query: which.query,
        order,
        descending,
        limit: check_limit(which.limit)?,
        offset: i64::from(which.offset),
    };
    let (found, total_count) = app.organizations().find(&query).await?;
    let data = found.into_iter().map(|account| Organization::of(account, &app.settings)).collect();
    Ok(Json(Page { data, total_count }))
}

/// An organization to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewOrganization)]
pub(super) struct New {
    name: String,
    /// Made of the name where it is left out.
    slug: Option<String>,
    /// `user_…`: who makes it, and belongs to it in the creator's role. Without one it has no members yet.
    created_by: Option<String>,
    max_allowed_memberships: Option<i64>,
    #[schema(value_type = Option<Object>)]
    public_metadata: Option<Map<String, Value>>,
    #[schema(value_type = Option<Object>)]
    private_metadata: Option<Map<String, Value>>,
}

/// Create an organization
#[utoipa::path(
    post, path = "/organizations", tag = "Organizations", operation_id = "CreateOrganization", request_body = New,
    responses((status = 200, body = Organization), (status = "default", body = Failures))
)]
async fn create(State(app): State<Vestibule>, Body(new): Body<New>) -> Result<Json<Organization>, Failures> {
    let new = NewOrganization {
        slug: new.slug,
        created_by: new.created_by,
        max_allowed_memberships: new.max_allowed_memberships,
        metadata: metadata(new.public_metadata, new.private_metadata),
        ..NewOrganization::named(new.name)
    };
    let made = app.organizations().create(&new).await?;
    shown(&app, made).await
}

fn metadata(public: Option<Map<String, Value>>, private: Option<Map<String, Value>>) -> OrganizationMetadata {
    OrganizationMetadata { public: public.unwrap_or_default(), private: private.unwrap_or_default() }
}

/// How one organization is shown.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct How {
    /// The members are always counted.
    #[serde(default)]
    #[allow(dead_code)]
    include_members_count: bool,
}

/// Get an organization
///
/// By its id or slug.
#[utoipa::path(
    get, path = "/organizations/{organization_id}", tag = "Organizations", operation_id = "GetOrganization",
    params(("organization_id" = String, Path), How),
    responses((status = 200, body = Organization), (status = "default", body = Failures))
)]
async fn get(
    State(app): State<Vestibule>,
    Path(id): Path<String>,
    Query(_how): Query<How>,
) -> Result<Json<Organization>, Failures> {
    let organization = app.organizations().get(&id).await?.ok_or_else(Failure::not_found)?;
    shown(&app, organization).await
}

/// What of an organization is to change.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = OrganizationChange)]
pub(super) struct Change {
    name: Option<String>,
    slug: Option<String>,
    /// 0 for as many as there are.
    max_allowed_memberships: Option<i64>,
    admin_delete_enabled: Option<bool>,
    /// In the place of what there is.
    #[schema(value_type = Option<Object>)]
    public_metadata: Option<Map<String, Value>>,
    /// In the place of what there is.
    #[schema(value_type = Option<Object>)]
    private_metadata: Option<Map<String, Value>>,
}

/// Update an organization
#[utoipa::path(
    patch, path = "/organizations/{organization_id}", tag = "Organizations", operation_id = "UpdateOrganization",
    params(("organization_id" = String, Path)), request_body = Option<Change>,
    responses((status = 200, body = Organization), (status = "default", body = Failures))
)]
async fn update(
    State(app): State<Vestibule>,
    Path(id): Path<String>,
    Body(change): Body<Change>,
) -> Result<Json<Organization>, Failures> {
    let update = OrganizationUpdate {
        name: change.name,
        slug: change.slug,
        max_allowed_memberships: change.max_allowed_memberships.map(Some),
        admin_delete_enabled: change.admin_delete_enabled,
        metadata: OrganizationMetadata::default(),
        public_metadata: change.public_metadata,
        private_metadata: change.private_metadata,
    };
    let changed = app.organizations().update(&id, &update).await?;
    shown(&app, changed).await
}

/// What an app keeps about an organization or a membership; each 8 KB at most.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = OrganizationMetadata)]
pub struct MetadataChange {
    #[schema(value_type = Option<Object>)]
    public_metadata: Option<Map<String, Value>>,
    #[schema(value_type = Option<Object>)]
    private_metadata: Option<Map<String, Value>>,
}

impl From<MetadataChange> for OrganizationMetadata {
    fn from(change: MetadataChange) -> Self {
        metadata(change.public_metadata, change.private_metadata)
    }
}

/// Merge an organization's metadata
///
/// `null` takes a key away.
#[utoipa::path(
    patch, path = "/organizations/{organization_id}/metadata", tag = "Organizations",
    operation_id = "MergeOrganizationMetadata",
    params(("organization_id" = String, Path)), request_body = Option<MetadataChange>,
    responses((status = 200, body = Organization), (status = "default", body = Failures))
)]
async fn update_metadata(
    State(app): State<Vestibule>,
    Path(id): Path<String>,
    Body(change): Body<MetadataChange>,
) -> Result<Json<Organization>, Failures> {
    let update = OrganizationUpdate { metadata: change.into(), ..OrganizationUpdate::default() };
    let changed = app.organizations().update(&id, &update).await?;
    shown(&app, changed).await
}

/// Replace an organization's metadata
///
/// What is left out stays as it is.
#[utoipa::path(
    put, path = "/organizations/{organization_id}/metadata", tag = "Organizations",
    operation_id = "ReplaceOrganizationMetadata",
    params(("organization_id" = String, Path)), request_body = Option<MetadataChange>,
    responses((status = 200, body = Organization), (status = "default", body = Failures))
)]
async fn replace_metadata(
    State(app): State<Vestibule>,
    Path(id): Path<String>,
    Body(all): Body<MetadataChange>,
) -> Result<Json<Organization>, Failures> {
    let update = OrganizationUpdate {
        public_metadata: all.public_metadata,
        private_metadata: all.private_metadata,
        ..OrganizationUpdate::default()
    };
    let changed = app.organizations().update(&id, &update).await?;
    shown(&app, changed).await
}

/// Delete an organization
///
/// With all that is its own.
#[utoipa::path(
    delete, path = "/organizations/{organization_id}", tag = "Organizations", operation_id = "DeleteOrganization",
    params(("organization_id" = String, Path)),
    responses((status = 200, body = DeletedObject), (status = "default", body = Failures))
)]
async fn delete(State(app): State<Vestibule>, Path(id): Path<String>) -> Result<Json<DeletedObject>, Failures> {
    app.organizations().delete(&id).await?;
    Ok(Json(DeletedObject::new("organization", id)))
}
