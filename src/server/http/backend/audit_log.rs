//! The audit log: who changed what, when, from where.

use std::net::IpAddr;

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::failure::{Failure, Failures};
use super::input::{Query, check_limit, default_limit};
use crate::model::ErrorCode;
use crate::server::crypto::{Prefix, is_ordered_id};
use crate::server::events::AuditAction;
use crate::server::flows::audit_log::AuditQuery;
use crate::server::resources::{AuditEntry, AuditPage};
use crate::server::vestibule::Vestibule;

/// The routes.
pub fn routes() -> OpenApiRouter<Vestibule> {
    OpenApiRouter::new().routes(routes!(list))
}

/// Of how many actions one may ask at once.
const MOST_ACTIONS: usize = 20;

/// Which entries: all of the conditions hold of whatever is given.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Which {
    /// What this user, secret key or operator did.
    actor_id: Option<String>,
    /// What somebody by this name did in a user's place.
    impersonator_id: Option<String>,
    /// What happened to this: the id of a user, a session, an organization or whatever else there is.
    subject_id: Option<String>,
    /// What happened in this organization.
    organization_id: Option<String>,
    /// What came from this network address.
    ip_address: Option<String>,
    /// What it was, such as `user.passwordChanged`; up to twenty of them.
    #[serde(default)]
    action: Vec<String>,
    /// What happened at that time or later.
    created_at_after: Option<i64>,
    /// What happened before that.
    created_at_before: Option<i64>,
    /// What is older than this entry: the last one of the part before.
    starting_after: Option<String>,
    /// At most so many.
    #[serde(default = "default_limit")]
    #[param(minimum = 1, maximum = 500)]
    limit: u16,
}

/// Read the audit log
///
/// Newest first. What stands in it is never changed; whom it is about may be gone.
#[utoipa::path(
    get, path = "/audit_log", tag = "Audit log", operation_id = "GetAuditLog", params(Which),
    responses((status = 200, body = AuditPage), (status = "default", body = Failures))
)]
async fn list(State(app): State<Vestibule>, Query(which): Query<Which>) -> Result<Json<AuditPage>, Failures> {
    let odd = |name: &str, message: &str| Failures::from(Failure::of(ErrorCode::FormParamFormatInvalid, name, message));
    if which.action.len() > MOST_ACTIONS {
        return Err(odd("action", "action may stand up to 20 times."));
    }
    let actions: Option<Vec<AuditAction>> = which.action.iter().map(|name| AuditAction::parse(name)).collect();
    let ip_address = which.ip_address.as_deref().map(str::parse::<IpAddr>).transpose();
    if which.starting_after.as_ref().is_some_and(|id| !is_ordered_id(Prefix::AuditEntry, id)) {
        return Err(odd("starting_after", "starting_after must be the id of an entry."));
    }
    let query = AuditQuery {
        limit: check_limit(which.limit)?,
        actions: actions.ok_or_else(|| odd("action", "action must be one that there is."))?,
        ip_address: ip_address.map_err(|_| odd("ip_address", "ip_address must be one."))?,
        starting_after: which.starting_after,
        actor_id: which.actor_id,
        impersonator_id: which.impersonator_id,
        subject_id: which.subject_id,
        organization_id: which.organization_id,
        created_after: which.created_at_after,
        created_before: which.created_at_before,
    };
    let (found, has_more) = app.audit_log().list(&query).await?;
    Ok(Json(AuditPage { data: found.into_iter().map(AuditEntry::of).collect(), has_more }))
}
