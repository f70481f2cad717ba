//! Who is invited to organizations.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::failure::{Failure, Failures};
use super::input::{Bodies, Body, Path, Query, check_limit, default_limit};
use crate::model::{ErrorCode, TicketStatus};
use crate::server::NewOrganizationInvitation;
use crate::server::resources::{OrganizationInvitation, Page};
use crate::server::vestibule::Vestibule;

/// The routes.
pub fn routes() -> OpenApiRouter<Vestibule> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(create_all))
        .routes(routes!(get))
        .routes(routes!(revoke))
        .routes(routes!(of_user))
}

/// Which invitations.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Which {
    /// Those that stand in one of these places.
    #[serde(default)]
    #[param(pattern = "^(pending|accepted|revoked|expired)$")]
    status: Vec<String>,
    /// At most so many.
    #[serde(default = "default_limit")]
    #[param(minimum = 1, maximum = 500)]
    limit: u16,
    /// After so many.
    #[serde(default)]
    #[param(value_type = i64, minimum = 0, maximum = 4_294_967_295_u32)]
    offset: u32,
}

impl Which {
    fn statuses(&self) -> Result<Vec<TicketStatus>, Failures> {
        let read: Vec<_> = self.status.iter().map(|word| ticket_status(Some(word))).collect::<Result<_, _>>()?;
        Ok(read.into_iter().flatten().collect())
    }
}

/// The status of a ticket that a parameter names.
pub fn ticket_status(word: Option<&str>) -> Result<Option<TicketStatus>, Failures> {
    let Some(word) = word else { return Ok(None) };
    let status = TicketStatus::parse(word);
    let message = "status must be pending, accepted, revoked or expired.";
    status.map(Some).ok_or_else(|| Failure::of(ErrorCode::FormParamFormatInvalid, "status", message).into())
}

/// The same with what the server alone reads.
async fn whole(app: &Vestibule, told: Vec<OrganizationInvitation>) -> Result<Vec<OrganizationInvitation>, Failures> {
    let ids: Vec<&str> = told.iter().map(OrganizationInvitation::id).collect();
    let mut known = app.organizations().invitations().private_metadata(&ids).await?;
    let with = |it: OrganizationInvitation| {
        let private_metadata = known.remove(it.id()).unwrap_or_default();
        it.with_private_metadata(private_metadata)
    };
    Ok(told.into_iter().map(with).collect())
}

async fn whole_one(app: &Vestibule, told: OrganizationInvitation) -> Result<Json<OrganizationInvitation>, Failures> {
    let one = whole(app, vec![told]).await?.pop();
    Ok(Json(one.ok_or_else(Failure::not_found)?))
}

/// List an organization's invitations
///
/// Newest first.
#[utoipa::path(
    get, path = "/organizations/{organization_id}/invitations", tag = "Organization Invitations",
    operation_id = "ListOrganizationInvitations", params(("organization_id" = String, Path), Which),
    responses((status = 200, body = Page<OrganizationInvitation>), (status = "default", body = Failures))
)]
async fn list(
    State(app): State<Vestibule>,
    Path(id): Path<String>,
    Query(which): Query<Which>,
) -> Result<Json<Page<OrganizationInvitation>>, Failures> {
    let statuses = which.statuses()?;
    let page = (check_limit(which.limit)?, i64::from(which.offset));
    let found = app.organizations().invitations().list(&id, &statuses, page).await?;
    let data = whole(&app, found.data.into_iter().map(OrganizationInvitation::of).collect()).await?;
    Ok(Json(Page { data, total_count: found.total_count }))
}

/// Get an invitation to an organization
#[utoipa::path(
    get, path = "/organizations/{organization_id}/invitations/{invitation_id}", tag = "Organization Invitations",
    operation_id = "GetOrganizationInvitation",
    params(("organization_id" = String, Path), ("invitation_id" = String, Path)),
    responses((status = 200, body = OrganizationInvitation), (status = "default", body = Failures))
)]
async fn get(
    State(app): State<Vestibule>,
    Path((id, invitation_id)): Path<(String, String)>,
) -> Result<Json<OrganizationInvitation>, Failures> {
    let found = app.organizations().invitations().get(&id, &invitation_id).await?;
    whole_one(&app, OrganizationInvitation::of(found)).await
}

/// List the invitations of a user to organizations
///
/// Those to addresses that they have verified, newest first.
#[utoipa::path(
    get, path = "/users/{user_id}/organization_invitations", tag = "Users",
    operation_id = "UsersGetOrganizationInvitations", params(("user_id" = String, Path), Which),
    responses((status = 200, body = Page<OrganizationInvitation>), (status = "default", body = Failures))
)]
async fn of_user(
    State(app): State<Vestibule>,
    Path(user_id): Path<String>,
    Query(which): Query<Which>,
) -> Result<Json<Page<OrganizationInvitation>>, Failures> {
    if app.users().get(&user_id).await?.is_none() {
        return Err(Failure::not_found().into());
    }
    let statuses = which.statuses()?;
    let page = (check_limit(which.limit)?, i64::from(which.offset));
    let (found, total_count) = app.organizations().invitations().of_user(&user_id, &statuses, page).await?;
    let told = found.into_iter().map(|(it, organization)| OrganizationInvitation::to(it, organization, &app.settings));
    let data = whole(&app, told.collect()).await?;
    Ok(Json(Page { data, total_count }))
}

/// An invitation to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewOrganizationInvitation)]
pub(super) struct NewInvitation {
    email_address: String,
    /// In whose name they are invited: refused unless they may, and in that role.
    inviter_user_id: Option<String>,
    /// Such as `org:member`; the settings' default role where it is left out.
    role: Option<String>,
    redirect_url: Option<String>,
    #[schema(minimum = 1, maximum = 365)]
    expires_in_days: Option<i64>,
    /// Whether it is mailed.
    notify: Option<bool>,
    #[schema(value_type = Option<Object>)]
    public_metadata: Option<Map<String, Value>>,
    #[schema(value_type = Option<Object>)]
    private_metadata: Option<Map<String, Value>>,
}

impl From<NewInvitation> for NewOrganizationInvitation {
    fn from(new: NewInvitation) -> Self {
        Self {
            role: new.role,
            inviter_user_id: new.inviter_user_id,
            redirect_url: new.redirect_url,
            expires_in_days: new.expires_in_days,
            notify: new.notify.unwrap_or(true),
            public_metadata: new.public_metadata.unwrap_or_default(),
            private_metadata: new.private_metadata.unwrap_or_default(),
            ..Self::to(new.email_address)
        }
    }
}

/// Invite someone to an organization
#[utoipa::path(
    post, path = "/organizations/{organization_id}/invitations", tag = "Organization Invitations",
    operation_id = "CreateOrganizationInvitation",
    params(("organization_id" = String, Path)), request_body = NewInvitation,
    responses((status = 200, body = OrganizationInvitation), (status = "default", body = Failures))
)]
async fn create(
    State(app): State<Vestibule>,
    Path(id): Path<String>,
    Body(new): Body<NewInvitation>,
) -> Result<Json<OrganizationInvitation>, Failures> {
    let sent = app.organizations().invitations().create(&id, &new.into()).await?;
    whole_one(&app, OrganizationInvitation::sent(sent)).await
}

/// Invite several people to an organization
///
/// All of them, at most 50, or nobody.
#[utoipa::path(
    post, path = "/organizations/{organization_id}/invitations/bulk", tag = "Organization Invitations",
    operation_id = "CreateOrganizationInvitationBulk",
    params(("organization_id" = String, Path)), request_body = Vec<NewInvitation>,
    responses((status = 200, body = Page<OrganizationInvitation>), (status = "default", body = Failures))
)]
async fn create_all(
    State(app): State<Vestibule>,
    Path(id): Path<String>,
    Bodies(new): Bodies<NewInvitation>,
) -> Result<Json<Page<OrganizationInvitation>>, Failures> {
    let new: Vec<NewOrganizationInvitation> = new.into_iter().map(Into::into).collect();
    let sent = app.organizations().invitations().create_all(&id, &new).await?;
    let data = whole(&app, sent.into_iter().map(OrganizationInvitation::sent).collect()).await?;
    let total_count = i64::try_from(data.len()).unwrap_or(i64::MAX);
    Ok(Json(Page { data, total_count }))
}

/// Who takes an invitation back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = OrganizationInvitationRevocation)]
pub(super) struct Revocation {
    /// In whose name: they have to be allowed to. Without one, in the app's own.
    requesting_user_id: Option<String>,
}

/// Revoke an invitation to an organization
#[utoipa::path(
    post, path = "/organizations/{organization_id}/invitations/{invitation_id}/revoke",
    tag = "Organization Invitations", operation_id = "RevokeOrganizationInvitation",
    params(("organization_id" = String, Path), ("invitation_id" = String, Path)), request_body = Option<Revocation>,
    responses((status = 200, body = OrganizationInvitation), (status = "default", body = Failures))
)]
async fn revoke(
    State(app): State<Vestibule>,
    Path((id, invitation_id)): Path<(String, String)>,
    Body(by): Body<Revocation>,
) -> Result<Json<OrganizationInvitation>, Failures> {
    let organizations = app.organizations();
    let invitations = match &by.requesting_user_id {
        Some(user_id) => organizations.acting_as(user_id).invitations(),
        None => organizations.invitations(),
    };
    let revoked = invitations.revoke(&id, &invitation_id).await?;
    whole_one(&app, OrganizationInvitation::of(revoked)).await
}
