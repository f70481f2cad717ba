//! Invitations to sign up.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::failure::{Failure, Failures};
use super::input::{Bodies, Body, Path, Query, check_limit, default_limit, ordered_by};
use super::organization_invitations::ticket_status;
use crate::model::{ApiError, ErrorCode};
use crate::server::resources::{DeletedObject, Invitation, Listed};
use crate::server::vestibule::Vestibule;
use crate::server::{InvitationOrder, InvitationQuery, NewInvitation};

/// The routes.
pub fn routes() -> OpenApiRouter<Vestibule> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(create_all))
        .routes(routes!(revoke))
        .routes(routes!(delete))
}

/// As many are invited at once.
const MOST_AT_ONCE: usize = 50;

/// What Clerk calls the mails that invite: there is one here.
const TEMPLATES: [&str; 2] = ["invitation", "waitlist_invitation"];

/// Which invitations.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Which {
    /// Those that stand there.
    #[param(pattern = "^(pending|accepted|revoked|expired)$")]
    status: Option<String>,
    /// Those to an address, or with an id, in which this stands.
    #[serde(default)]
    query: String,
    /// What they are sorted by; the last come first with a `-` in front.
    #[serde(default = "newest")]
    #[param(example = "-created_at", pattern = "^[+-]?(created_at|email_address|expires_at)$")]
    order_by: String,
    /// Whether the list comes with its length; otherwise it is an array.
    #[serde(default)]
    paginated: bool,
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

/// List invitations
#[utoipa::path(
    get, path = "/invitations", tag = "Invitations", operation_id = "ListInvitations", params(Which),
    responses((status = 200, body = Listed<Invitation>), (status = "default", body = Failures))
)]
async fn list(State(app): State<Vestibule>, Query(which): Query<Which>) -> Result<Json<Listed<Invitation>>, Failures> {
    let (descending, column) = ordered_by(&which.order_by);
    let order = match column {
        "created_at" => InvitationOrder::CreatedAt,
        "email_address" => InvitationOrder::EmailAddress,
        "expires_at" => InvitationOrder::ExpiresAt,
        _ => {
            let message = "order_by must be created_at, email_address or expires_at, with + or - in front.";
            return Err(Failure::of(ErrorCode::FormParamFormatInvalid, "order_by", message).into());
        }
    };
    let query = InvitationQuery {
        status: ticket_status(which.status.as_deref())?,
        query: which.query,
        order,
        descending,
        limit: check_limit(which.limit)?,
        offset: i64::from(which.offset),
    };
    let (found, total_count) = app.invitations().find(&query).await?;
    let data: Vec<Invitation> = found.into_iter().map(Invitation::of).collect();
    Ok(Json(Listed::of(data, total_count, which.paginated)))
}

/// An invitation to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewInvitation)]
pub(super) struct New {
    email_address: String,
    redirect_url: Option<String>,
    /// Whether it is mailed.
    notify: Option<bool>,
    /// Whether it is made although the address has an account, or takes the place of one that waits for an answer.
    ignore_existing: Option<bool>,
    #[schema(minimum = 1, maximum = 365)]
    expires_in_days: Option<i64>,
    #[schema(value_type = Option<Object>)]
    public_metadata: Option<Map<String, Value>>,
    /// Either: whoever waited is invited in the same words as everyone.
    #[schema(pattern = "^(invitation|waitlist_invitation)$")]
    template_slug: Option<String>,
}

impl TryFrom<New> for NewInvitation {
    type Error = Failures;

    fn try_from(new: New) -> Result<Self, Failures> {
        if new.template_slug.as_deref().is_some_and(|slug| !TEMPLATES.contains(&slug)) {
            let message = format!("template_slug must be {}.", TEMPLATES.join(" or "));
            return Err(Failure::of(ErrorCode::FormParamFormatInvalid, "template_slug", message).into());
        }
        let usual = Self::to(new.email_address);
        Ok(Self {
            redirect_url: new.redirect_url,
            notify: new.notify.unwrap_or(usual.notify),
            ignore_existing: new.ignore_existing.unwrap_or(usual.ignore_existing),
            expires_in_days: new.expires_in_days.unwrap_or(usual.expires_in_days),
            public_metadata: new.public_metadata.unwrap_or_default(),
            ..usual
        })
    }
}

/// Invite someone to sign up
#[utoipa::path(
    post, path = "/invitations", tag = "Invitations", operation_id = "CreateInvitation", request_body = New,
    responses((status = 200, body = Invitation), (status = "default", body = Failures))
)]
async fn create(State(app): State<Vestibule>, Body(new): Body<New>) -> Result<Json<Invitation>, Failures> {
    Ok(Json(Invitation::of(app.invitations().create(&NewInvitation::try_from(new)?).await?)))
}

/// Invite several people to sign up
///
/// All of them, at most 50, or nobody.
#[utoipa::path(
    post, path = "/invitations/bulk", tag = "Invitations", operation_id = "CreateBulkInvitations",
    request_body = Vec<New>,
    responses((status = 200, body = Vec<Invitation>), (status = "default", body = Failures))
)]
async fn create_all(State(app): State<Vestibule>, Bodies(new): Bodies<New>) -> Result<Json<Vec<Invitation>>, Failures> {
    if new.len() > MOST_AT_ONCE {
        return Err(ApiError::new(ErrorCode::RequestBodyTooLarge).with_limit(MOST_AT_ONCE).into());
    }
    let new: Vec<NewInvitation> = new.into_iter().map(NewInvitation::try_from).collect::<Result<_, _>>()?;
    let made = app.invitations().create_all(&new).await?;
    Ok(Json(made.into_iter().map(Invitation::of).collect()))
}

/// Revoke an invitation
///
/// One that was revoked before stays as it is.
#[utoipa::path(
    post, path = "/invitations/{invitation_id}/revoke", tag = "Invitations", operation_id = "RevokeInvitation",
    params(("invitation_id" = String, Path)),
    responses((status = 200, body = Invitation), (status = "default", body = Failures))
)]
async fn revoke(State(app): State<Vestibule>, Path(id): Path<String>) -> Result<Json<Invitation>, Failures> {
    Ok(Json(Invitation::of(app.invitations().revoke(&id).await?)))
}

/// Delete an invitation
///
/// Wherever it stands, with the mail that invited. Nothing knows of it then but the audit log, and for `webhooks.keep_days` what
/// webhooks were told; an account that was made with it stays.
#[utoipa::path(
    delete, path = "/invitations/{invitation_id}", tag = "Invitations", operation_id = "DeleteInvitation",
    params(("invitation_id" = String, Path)),
    responses((status = 200, body = DeletedObject), (status = "default", body = Failures))
)]
async fn delete(State(app): State<Vestibule>, Path(id): Path<String>) -> Result<Json<DeletedObject>, Failures> {
    app.invitations().delete(&id).await?;
    Ok(Json(DeletedObject::new("invitation", id)))
}
