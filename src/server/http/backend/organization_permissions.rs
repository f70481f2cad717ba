//! What members of organizations may do, as the settings say. Permissions are changed here as far as `Leptos.toml` leaves them open.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::failure::{Failure, Failures};
use super::input::{Body, Path, Query};
use super::instance::change;
use super::organization_roles::{Which, check_key, name_in, remove};
use crate::model::ErrorCode;
use crate::server::resources::{DeletedObject, OrganizationPermission, Page};
use crate::server::settings::{PermissionSettings, SYSTEM_PERMISSIONS};
use crate::server::vestibule::Vestibule;

/// The routes.
pub fn routes() -> OpenApiRouter<Vestibule> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(get, update, delete))
}

/// List organization permissions
#[utoipa::path(
    get, path = "/organization_permissions", tag = "Organization Permissions",
    operation_id = "ListOrganizationPermissions", params(Which),
    responses((status = 200, body = Page<OrganizationPermission>), (status = "default", body = Failures))
)]
async fn list(
    State(app): State<Vestibule>,
    Query(which): Query<Which>,
) -> Result<Json<Page<OrganizationPermission>>, Failures> {
    let (part, total_count) = which.part(app.organizations().permissions()?, |key| (key.clone(), key.clone()))?;
    let settings = &app.settings.organizations;
    let data = part.into_iter().map(|key| OrganizationPermission::of(key, settings)).collect();
    Ok(Json(Page { data, total_count }))
}

/// Get an organization permission
///
/// By its key, which is its id.
#[utoipa::path(
    get, path = "/organization_permissions/{permission_id}", tag = "Organization Permissions",
    operation_id = "GetOrganizationPermission", params(("permission_id" = String, Path)),
    responses((status = 200, body = OrganizationPermission), (status = "default", body = Failures))
)]
async fn get(State(app): State<Vestibule>, Path(id): Path<String>) -> Result<Json<OrganizationPermission>, Failures> {
    Ok(Json(one_permission(&app, &id)?))
}

pub(super) fn one_permission(app: &Vestibule, id: &str) -> Result<OrganizationPermission, Failures> {
    let found = app.organizations().permissions()?.into_iter().find(|key| key == id);
    Ok(OrganizationPermission::of(found.ok_or_else(Failure::not_found)?, &app.settings.organizations))
}

/// Has a permission be called so from now on.
async fn set_permission(
    app: &Vestibule,
    key: &str,
    permission: PermissionSettings,
) -> Result<Json<OrganizationPermission>, Failures> {
    let PermissionSettings { name, description } = permission;
    let value = json!({ "name": name, "description": description });
    let app = change(app, [(name_in("permissions", key).as_str(), Some(value))]).await?;
    Ok(Json(one_permission(&app, key)?))
}

/// A permission to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewPermission {
    /// What people read.
    name: String,
    /// `org:feature:action`; `org:sys_` is the system's.
    #[schema(pattern = "^org:[a-z0-9-][a-z0-9_-]{0,40}:[a-z0-9_-]{1,40}$")]
    key: String,
    description: Option<String>,
}

/// Create an organization permission
///
/// Admins have it at once; other roles as soon as they are given it.
#[utoipa::path(
    post, path = "/organization_permissions", tag = "Organization Permissions",
    operation_id = "CreateOrganizationPermission", request_body = NewPermission,
    responses((status = 200, body = OrganizationPermission), (status = "default", body = Failures))
)]
async fn create(
    State(app): State<Vestibule>,
    Body(new): Body<NewPermission>,
) -> Result<Json<OrganizationPermission>, Failures> {
    let NewPermission { name, key, description } = new;
    if app.organizations().permissions()?.contains(&key) {
        let message = "There is a permission with this key already.";
        return Err(Failure::of(ErrorCode::DuplicateRecord, "key", message).into());
    }
    let description = description.unwrap_or_default();
    set_permission(&app, &key, PermissionSettings { name, description }).await
}

/// What a permission is to be called; what is left out, or `null`, stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PermissionChange {
    name: Option<String>,
    /// Only the key that it has: roles have their permissions by it.
    key: Option<String>,
    description: Option<String>,
}

/// Update an organization permission
#[utoipa::path(
    patch, path = "/organization_permissions/{permission_id}", tag = "Organization Permissions",
    operation_id = "UpdateOrganizationPermission", params(("permission_id" = String, Path)),
    request_body = Option<PermissionChange>,
    responses((status = 200, body = OrganizationPermission), (status = "default", body = Failures))
)]
async fn update(
    State(app): State<Vestibule>,
    Path(id): Path<String>,
    Body(wanted): Body<PermissionChange>,
) -> Result<Json<OrganizationPermission>, Failures> {
    one_permission(&app, &id)?;
    check_key(&id, wanted.key.as_deref())?;
    check_is_own(&id)?;
    let known = app.settings.organizations.permissions.get(&id).cloned().unwrap_or_default();
    let permission = PermissionSettings {
        name: wanted.name.unwrap_or(known.name),
        description: wanted.description.unwrap_or(known.description),
    };
    set_permission(&app, &id, permission).await
}

fn check_is_own(id: &str) -> Result<(), Failures> {
    if !SYSTEM_PERMISSIONS.contains(&id) {
        return Ok(());
    }
    let message = "The permissions of the system stay as they are.";
    Err(Failure::of(ErrorCode::FormParamFormatInvalid, "permission_id", message).into())
}

/// Delete an organization permission
///
/// One that no role but the admins' has.
#[utoipa::path(
    delete, path = "/organization_permissions/{permission_id}", tag = "Organization Permissions",
    operation_id = "DeleteOrganizationPermission", params(("permission_id" = String, Path)),
    responses((status = 200, body = DeletedObject), (status = "default", body = Failures))
)]
async fn delete(State(app): State<Vestibule>, Path(id): Path<String>) -> Result<Json<DeletedObject>, Failures> {
    one_permission(&app, &id)?;
    check_is_own(&id)?;
    let having = app.settings.organizations.roles.iter().find(|(_, role)| role.permissions.contains(&id));
    if let Some((role, _)) = having {
        let message = format!("The role {role} allows it; take it from there first.");
        return Err(Failure::new(StatusCode::UNPROCESSABLE_ENTITY, "organization_permission_in_use", message).into());
    }
    remove(&app, &name_in("permissions", &id)).await?;
    Ok(Json(DeletedObject::new("permission", id)))
}
