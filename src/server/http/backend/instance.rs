//! What the instance is and what its settings say.

use axum::Json;
use axum::extract::State;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::failure::Failures;
use crate::server::resources::{Instance, InstanceRestrictions, OrganizationSettings};
use crate::server::vestibule::Vestibule;

/// The routes.
pub fn routes() -> OpenApiRouter<Vestibule> {
    OpenApiRouter::new().routes(routes!(instance)).routes(routes!(restrictions)).routes(routes!(organization_settings))
}

/// Get the instance
#[utoipa::path(
    get, path = "/instance", tag = "Instance", operation_id = "GetInstance",
    responses((status = 200, body = Instance), (status = "default", body = Failures))
)]
async fn instance(State(app): State<Vestibule>) -> Json<Instance> {
    Json(Instance::of(&app.key, &app.settings))
}

/// Get what keeps people from signing up
///
/// As the settings say it, and the allow-list and the block-list. Who stands there is listed by `/allowlist_identifiers` and
/// `/blocklist_identifiers`.
#[utoipa::path(
    get, path = "/instance/restrictions", tag = "Instance", operation_id = "GetInstanceRestrictions",
    responses((status = 200, body = InstanceRestrictions), (status = "default", body = Failures))
)]
async fn restrictions(State(app): State<Vestibule>) -> Json<InstanceRestrictions> {
    Json(InstanceRestrictions::of(&app.settings, &app.lists.now()))
}

/// Get the settings of organizations
#[utoipa::path(
    get, path = "/instance/organization_settings", tag = "Instance", operation_id = "GetInstanceOrganizationSettings",
    responses((status = 200, body = OrganizationSettings), (status = "default", body = Failures))
)]
async fn organization_settings(State(app): State<Vestibule>) -> Json<OrganizationSettings> {
    Json(OrganizationSettings::of(&app.settings))
}
