//! Who belongs to organizations.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::failure::{Failure, Failures};
use super::input::{Body, Part, Path, Query, check_limit, default_limit, ordered_by};
use super::organizations::MetadataChange;
use crate::model::{self, ErrorCode};
use crate::server::resources::{OrganizationMembership, Page};
use crate::server::vestibule::Vestibule;
use crate::server::{MembershipOrder, MembershipQuery};

/// The routes.
pub fn routes() -> OpenApiRouter<Vestibule> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(list_all))
        .routes(routes!(update, delete))
        .routes(routes!(update_metadata))
        .routes(routes!(of_user))
}

/// Which members.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Which {
    /// Only these.
    #[serde(default)]
    user_id: Vec<String>,
    /// Who has one of these email addresses.
    #[serde(default)]
    email_address: Vec<String>,
    /// Who has one of these phone numbers.
    #[serde(default)]
    phone_number: Vec<String>,
    /// Who has one of these usernames.
    #[serde(default)]
    username: Vec<String>,
    /// Those who have one of these roles.
    #[serde(default)]
    role: Vec<String>,
    /// In whose name, identifiers or id this stands.
    #[serde(default)]
    query: String,
    /// In one of whose email addresses this stands.
    #[serde(default)]
    email_address_query: String,
    /// In one of whose phone numbers this stands.
    #[serde(default)]
    phone_number_query: String,
    /// In whose username this stands.
    #[serde(default)]
    username_query: String,
    /// In whose name this stands.
    #[serde(default)]
    name_query: String,
    /// Whose last request came before that.
    last_active_at_before: Option<i64>,
    /// Whose last request came at that time or later.
    last_active_at_after: Option<i64>,
    /// Who came into the organization before that.
    created_at_before: Option<i64>,
    /// Who came into it at that time or later.
    created_at_after: Option<i64>,
    /// What they are sorted by; the last come first with a `-` in front.
    #[serde(default = "oldest")]
    #[param(
        example = "-created_at",
        pattern = "^[+-]?(created_at|first_name|last_name|email_address|phone_number|username)$"
    )]
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

fn oldest() -> String {
    "created_at".into()
}

fn order(order_by: &str) -> Result<(MembershipOrder, bool), Failures> {
    let (descending, column) = ordered_by(order_by);
    let order = match column {
        "created_at" => MembershipOrder::CreatedAt,
        "first_name" => MembershipOrder::FirstName,
        "last_name" => MembershipOrder::LastName,
        "email_address" => MembershipOrder::EmailAddress,
        "phone_number" => MembershipOrder::PhoneNumber,
        "username" => MembershipOrder::Username,
        _ => {
            let message = "order_by must be the name of a column, with + or - in front.";
            return Err(Failure::of(ErrorCode::FormParamFormatInvalid, "order_by", message).into());
        }
    };
    Ok((order, descending))
}

async fn shown(
    app: &Vestibule,
    found: Vec<model::OrganizationMembership>,
) -> Result<Vec<OrganizationMembership>, Failures> {
    let private = app.organizations().private_of_memberships(&found).await?;
    let both = found.into_iter().zip(private);
    Ok(both.map(|(membership, private)| OrganizationMembership::of(membership, private, &app.settings)).collect())
}

async fn one(
    app: &Vestibule,
    membership: model::OrganizationMembership,
) -> Result<Json<OrganizationMembership>, Failures> {
    shown(app, vec![membership]).await?.pop().map(Json).ok_or_else(|| Failure::not_found().into())
}

/// List an organization's members
///
/// Oldest first, unless something else is said.
#[utoipa::path(
    get, path = "/organizations/{organization_id}/memberships", tag = "Organization Memberships",
    operation_id = "ListOrganizationMemberships", params(("organization_id" = String, Path), Which),
    responses((status = 200, body = Page<OrganizationMembership>), (status = "default", body = Failures))
)]
async fn list(
    State(app): State<Vestibule>,
    Path(id): Path<String>,
    Query(which): Query<Which>,
) -> Result<Json<Page<OrganizationMembership>>, Failures> {
    let (order, descending) = order(&which.order_by)?;
    let query = MembershipQuery {
        organization: Some(id),
        user_ids: which.user_id,
        email_addresses: which.email_address,
        phone_numbers: which.phone_number,
        usernames: which.username,
        roles: which.role,
        query: which.query,
        email_address_query: which.email_address_query,
        phone_number_query: which.phone_number_query,
        username_query: which.username_query,
        name_query: which.name_query,
        active_before: which.last_active_at_before,
        active_after: which.last_active_at_after,
        created_before: which.created_at_before,
        created_after: which.created_at_after,
        order,
        descending,
        limit: check_limit(which.limit)?,
        offset: i64::from(which.offset),
    };
    let (found, total_count) = app.organizations().find_memberships(&query).await?;
    Ok(Json(Page { data: shown(&app, found).await?, total_count }))
}

/// Which part of all memberships.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct WhichOfAll {
    /// What they are sorted by; the last come first with a `-` in front.
    #[serde(default = "oldest")]
    #[param(
        example = "-created_at",
        pattern = "^[+-]?(created_at|first_name|last_name|email_address|phone_number|username)$"
    )]
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

/// List the members of all organizations
///
/// Oldest first, unless something else is said.
#[utoipa::path(
    get, path = "/organization_memberships", tag = "Organization Memberships",
    operation_id = "InstanceGetOrganizationMemberships", params(WhichOfAll),
    responses((status = 200, body = Page<OrganizationMembership>), (status = "default", body = Failures))
)]
async fn list_all(
    State(app): State<Vestibule>,
    Query(which): Query<WhichOfAll>,
) -> Result<Json<Page<OrganizationMembership>>, Failures> {
    let (order, descending) = order(&which.order_by)?;
    let (limit, offset) = (check_limit(which.limit)?, i64::from(which.offset));
    let query = MembershipQuery { order, descending, limit, offset, ..MembershipQuery::default() };
    let (found, total_count) = app.organizations().find_memberships(&query).await?;
    Ok(Json(Page { data: shown(&app, found).await?, total_count }))
}

/// Who is to belong to an organization.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewOrganizationMembership)]
pub(super) struct New {
    /// `user_…`
    user_id: String,
    /// Such as `org:member`.
    role: String,
}

/// Add a member to an organization
#[utoipa::path(
    post, path = "/organizations/{organization_id}/memberships", tag = "Organization Memberships",
    operation_id = "CreateOrganizationMembership", params(("organization_id" = String, Path)), request_body = New,
    responses((status = 200, body = OrganizationMembership), (status = "default", body = Failures))
)]
async fn create(
    State(app): State<Vestibule>,
    Path(id): Path<String>,
    Body(new): Body<New>,
) -> Result<Json<OrganizationMembership>, Failures> {
    let membership = app.organizations().add_member(&id, &new.user_id, &new.role).await?;
    one(&app, membership).await
}

/// A role.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = OrganizationMembershipRole)]
pub(super) struct Role {
    /// Such as `org:member`.
    role: String,
}

/// Change a member's role
#[utoipa::path(
    patch, path = "/organizations/{organization_id}/memberships/{user_id}", tag = "Organization Memberships",
    operation_id = "UpdateOrganizationMembership",
    params(("organization_id" = String, Path), ("user_id" = String, Path)), request_body = Role,
    responses((status = 200, body = OrganizationMembership), (status = "default", body = Failures))
)]
async fn update(
    State(app): State<Vestibule>,
    Path((id, user_id)): Path<(String, String)>,
    Body(change): Body<Role>,
) -> Result<Json<OrganizationMembership>, Failures> {
    let membership = app.organizations().set_role(&id, &user_id, &change.role).await?;
    one(&app, membership).await
}

/// Remove a member from an organization
#[utoipa::path(
    delete, path = "/organizations/{organization_id}/memberships/{user_id}", tag = "Organization Memberships",
    operation_id = "DeleteOrganizationMembership",
    params(("organization_id" = String, Path), ("user_id" = String, Path)),
    responses((status = 200, body = OrganizationMembership), (status = "default", body = Failures))
)]
async fn delete(
    State(app): State<Vestibule>,
    Path((id, user_id)): Path<(String, String)>,
) -> Result<Json<OrganizationMembership>, Failures> {
    let private = app.organizations().membership_metadata(&id, &user_id).await?;
    let ended = app.organizations().remove_member(&id, &user_id).await?;
    let private = private.map(|kept| kept.private).unwrap_or_default();
    Ok(Json(OrganizationMembership::of(ended, private, &app.settings)))
}

/// Merge a membership's metadata
///
/// `null` takes a key away.
#[utoipa::path(
    patch, path = "/organizations/{organization_id}/memberships/{user_id}/metadata", tag = "Organization Memberships",
    operation_id = "UpdateOrganizationMembershipMetadata",
    params(("organization_id" = String, Path), ("user_id" = String, Path)), request_body = Option<MetadataChange>,
    responses((status = 200, body = OrganizationMembership), (status = "default", body = Failures))
)]
async fn update_metadata(
    State(app): State<Vestibule>,
    Path((id, user_id)): Path<(String, String)>,
    Body(change): Body<MetadataChange>,
) -> Result<Json<OrganizationMembership>, Failures> {
    let organizations = app.organizations();
    let membership = organizations.change_membership_metadata(&id, &user_id, &change.into()).await?;
    one(&app, membership).await
}

/// List a user's organization memberships
#[utoipa::path(
    get, path = "/users/{user_id}/organization_memberships", tag = "Users",
    operation_id = "UsersGetOrganizationMemberships", params(("user_id" = String, Path), Part),
    responses((status = 200, body = Page<OrganizationMembership>), (status = "default", body = Failures))
)]
async fn of_user(
    State(app): State<Vestibule>,
    Path(user_id): Path<String>,
    Query(part): Query<Part>,
) -> Result<Json<Page<OrganizationMembership>>, Failures> {
    if app.users().get(&user_id).await?.is_none() {
        return Err(Failure::not_found().into());
    }
    let (limit, offset) = part.bounds()?;
    let (found, total_count) = app.organizations().memberships_of(&user_id, limit, offset).await?;
    Ok(Json(Page { data: shown(&app, found).await?, total_count }))
}
