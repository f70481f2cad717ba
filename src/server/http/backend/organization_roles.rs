//! What members of organizations may be, as the settings say. They are changed here as far as `Leptos.toml` leaves them
//! open.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::failure::{Failure, Failures};
use super::input::{Body, Path, Query, check_limit, default_limit, ordered_by};
use super::instance::change;
use super::organization_permissions::one_permission;
use crate::model::ErrorCode;
use crate::server::resources::{DeletedObject, OrganizationRole, Page};
use crate::server::settings::{ADMIN, MEMBER, Role, RoleSettings, find};
use crate::server::vestibule::Vestibule;
use crate::server::{SettingChangeError, SettingPath, SettingSource};

/// The routes.
pub fn routes() -> OpenApiRouter<Vestibule> {
    OpenApiRouter::new()
        .routes(routes!(roles, create_role))
        .routes(routes!(role, update_role, delete_role))
        .routes(routes!(assign, unassign))
}

/// Which of them.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Which {
    /// In whose name or key this stands, in whatever case.
    #[serde(default)]
    query: String,
    /// What they are sorted by; the last come first with a `-` in front. Otherwise they come as the settings have them, the
    /// system's in front.
    #[param(pattern = "^[+-]?(name|key)$")]
    order_by: Option<String>,
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
    /// The part that is meant, of things that have a name and a key.
    pub(super) fn part<T>(
        self,
        mut all: Vec<T>,
        named: impl Fn(&T) -> (String, String),
    ) -> Result<(Vec<T>, i64), Failures> {
        let limit = usize::try_from(check_limit(self.limit)?).unwrap_or_default();
        let query = self.query.trim().to_lowercase();
        all.retain(|one| {
            let (name, key) = named(one);
            name.to_lowercase().contains(&query) || key.contains(&query)
        });
        if let Some(order_by) = &self.order_by {
            let (descending, column) = ordered_by(order_by);
            match column {
                "name" => all.sort_by_cached_key(|one| named(one)),
                "key" => all.sort_by_cached_key(|one| named(one).1),
                _ => {
                    let message = "order_by must be name or key, with + or - in front.";
                    return Err(Failure::of(ErrorCode::FormParamFormatInvalid, "order_by", message).into());
                }
            }
            if descending {
                all.reverse();
            }
        }
        let total_count = i64::try_from(all.len()).unwrap_or(i64::MAX);
        let offset = usize::try_from(self.offset).unwrap_or(usize::MAX);
        Ok((all.into_iter().skip(offset).take(limit).collect(), total_count))
    }
}

/// List organization roles
#[utoipa::path(
    get, path = "/organization_roles", tag = "Organization Roles", operation_id = "ListOrganizationRoles", params(Which),
    responses((status = 200, body = Page<OrganizationRole>), (status = "default", body = Failures))
)]
async fn roles(
    State(app): State<Vestibule>,
    Query(which): Query<Which>,
) -> Result<Json<Page<OrganizationRole>>, Failures> {
    let all = app.organizations().named_roles()?;
    let (part, total_count) = which.part(all, |(role, name)| (name.clone(), role.key.clone()))?;
    let data = part.into_iter().map(|(role, name)| shown(&app, role, name)).collect();
    Ok(Json(Page { data, total_count }))
}

/// Get an organization role
///
/// By its key, which is its id.
#[utoipa::path(
    get, path = "/organization_roles/{organization_role_id}", tag = "Organization Roles",
    operation_id = "GetOrganizationRole", params(("organization_role_id" = String, Path)),
    responses((status = 200, body = OrganizationRole), (status = "default", body = Failures))
)]
async fn role(State(app): State<Vestibule>, Path(id): Path<String>) -> Result<Json<OrganizationRole>, Failures> {
    Ok(Json(one_role(&app, &id)?))
}

fn shown(app: &Vestibule, role: Role, name: String) -> OrganizationRole {
    OrganizationRole::of(role, name, &app.settings.organizations)
}

fn one_role(app: &Vestibule, id: &str) -> Result<OrganizationRole, Failures> {
    let found = app.organizations().named_roles()?.into_iter().find(|(role, _)| role.key == id);
    let (role, name) = found.ok_or_else(Failure::not_found)?;
    Ok(shown(app, role, name))
}

/// What the settings say of a role, where something may be said: of one that is there.
fn role_settings(app: &Vestibule, id: &str) -> Result<RoleSettings, Failures> {
    one_role(app, id)?;
    Ok(app.settings.organizations.roles.get(id).cloned().unwrap_or_default())
}

/// Has a role be so from now on.
async fn set_role(app: &Vestibule, id: &str, role: RoleSettings) -> Result<Json<OrganizationRole>, Failures> {
    let RoleSettings { name, description, permissions } = role;
    let value = json!({ "name": name, "description": description, "permissions": permissions });
    let app = change(app, [(name_in("roles", id).as_str(), Some(value))]).await?;
    Ok(Json(one_role(&app, id)?))
}

/// Where the settings have one of a table of organizations: its key is quoted, for anyone may have written it.
pub(super) fn name_in(table: &str, key: &str) -> String {
    format!("organizations.{table}.\"{}\"", key.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A role to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewRole {
    /// What people read.
    name: String,
    /// `org:` and a word of small letters, digits, `_` and `-`.
    #[schema(pattern = "^org:[a-z0-9_-]{1,64}$")]
    key: String,
    description: Option<String>,
    /// The keys of what it allows.
    #[schema(value_type = Option<Vec<String>>)]
    permissions: Option<BTreeSet<String>>,
    /// Only true: there are no sets of roles, and every organization has all of them.
    include_in_initial_role_set: Option<bool>,
}

/// Create an organization role
///
/// At once, and within seconds on other nodes.
#[utoipa::path(
    post, path = "/organization_roles", tag = "Organization Roles", operation_id = "CreateOrganizationRole",
    request_body = NewRole, responses((status = 200, body = OrganizationRole), (status = "default", body = Failures))
)]
async fn create_role(
    State(app): State<Vestibule>,
    Body(new): Body<NewRole>,
) -> Result<Json<OrganizationRole>, Failures> {
    let NewRole { name, key, description, permissions, include_in_initial_role_set } = new;
    if include_in_initial_role_set == Some(false) {
        let message = "There are no sets of roles: every organization has all of them.";
        return Err(Failure::of(ErrorCode::FormParamFormatInvalid, "include_in_initial_role_set", message).into());
    }
    if app.organizations().roles()?.iter().any(|role| role.key == key) {
        let message = "There is a role with this key already.";
        return Err(Failure::of(ErrorCode::DuplicateRecord, "key", message).into());
    }
    let (description, permissions) = (description.unwrap_or_default(), permissions.unwrap_or_default());
    set_role(&app, &key, RoleSettings { name, description, permissions }).await
}

/// What a role is to be; what is left out, or `null`, stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RoleChange {
    name: Option<String>,
    /// Only the key that it has: members have their roles by it.
    key: Option<String>,
    description: Option<String>,
    /// The keys of all that it allows. What the system's roles allow anyway they go on allowing.
    #[schema(value_type = Option<Vec<String>>)]
    permissions: Option<BTreeSet<String>>,
}

/// Update an organization role
///
/// At once, and within seconds on other nodes.
#[utoipa::path(
    patch, path = "/organization_roles/{organization_role_id}", tag = "Organization Roles",
    operation_id = "UpdateOrganizationRole", params(("organization_role_id" = String, Path)),
    request_body = Option<RoleChange>,
    responses((status = 200, body = OrganizationRole), (status = "default", body = Failures))
)]
async fn update_role(
    State(app): State<Vestibule>,
    Path(id): Path<String>,
    Body(wanted): Body<RoleChange>,
) -> Result<Json<OrganizationRole>, Failures> {
    let known = role_settings(&app, &id)?;
    check_key(&id, wanted.key.as_deref())?;
    let role = RoleSettings {
        name: wanted.name.unwrap_or(known.name),
        description: wanted.description.unwrap_or(known.description),
        permissions: wanted.permissions.unwrap_or(known.permissions),
    };
    set_role(&app, &id, role).await
}

pub(super) fn check_key(id: &str, wanted: Option<&str>) -> Result<(), Failures> {
    if wanted.is_none_or(|key| key == id) {
        return Ok(());
    }
    let message = "A key cannot be changed: make another one, and let it take the place of this one.";
    Err(Failure::of(ErrorCode::FormParamFormatInvalid, "key", message).into())
}

/// Delete an organization role
///
/// One that nobody has, nor is invited to have.
#[utoipa::path(
    delete, path = "/organization_roles/{organization_role_id}", tag = "Organization Roles",
    operation_id = "DeleteOrganizationRole", params(("organization_role_id" = String, Path)),
    responses((status = 200, body = DeletedObject), (status = "default", body = Failures))
)]
async fn delete_role(State(app): State<Vestibule>, Path(id): Path<String>) -> Result<Json<DeletedObject>, Failures> {
    one_role(&app, &id)?;
    if matches!(id.as_str(), ADMIN | MEMBER) {
        let message = "The roles of the system stay.";
        return Err(Failure::of(ErrorCode::FormParamFormatInvalid, "organization_role_id", message).into());
    }
    remove(&app, &name_in("roles", &id)).await?;
    Ok(Json(DeletedObject::new("role", id)))
}

/// Takes something out of the settings, if it is not said elsewhere.
pub(super) async fn remove(app: &Vestibule, name: &str) -> Result<(), Failures> {
    let app = change(app, [(name, Some(Value::Null))]).await?;
    let path: SettingPath = name.parse().map_err(|_| Failure::not_found())?;
    if find(&app.settings.tree(), &path).is_none() {
        return Ok(());
    }
    // An entry of which the file says no more than that there is one fixes nothing else.
    let by = app.runtime_settings().fixed_by(&path).unwrap_or(SettingSource::File);
    Err(SettingChangeError::Fixed { path, by }.into())
}

/// Let an organization role allow something
#[utoipa::path(
    post, path = "/organization_roles/{organization_role_id}/permissions/{permission_id}", tag = "Organization Roles",
    operation_id = "AssignPermissionToOrganizationRole",
    params(("organization_role_id" = String, Path), ("permission_id" = String, Path)),
    responses((status = 200, body = OrganizationRole), (status = "default", body = Failures))
)]
async fn assign(
    State(app): State<Vestibule>,
    Path((id, permission)): Path<(String, String)>,
) -> Result<Json<OrganizationRole>, Failures> {
    let mut role = role_settings(&app, &id)?;
    one_permission(&app, &permission)?;
    role.permissions.insert(permission);
    set_role(&app, &id, role).await
}

/// Let an organization role allow something no longer
///
/// What the system's roles allow anyway they go on allowing.
#[utoipa::path(
    delete, path = "/organization_roles/{organization_role_id}/permissions/{permission_id}", tag = "Organization Roles",
    operation_id = "RemovePermissionFromOrganizationRole",
    params(("organization_role_id" = String, Path), ("permission_id" = String, Path)),
    responses((status = 200, body = OrganizationRole), (status = "default", body = Failures))
)]
async fn unassign(
    State(app): State<Vestibule>,
    Path((id, permission)): Path<(String, String)>,
) -> Result<Json<OrganizationRole>, Failures> {
    let mut role = role_settings(&app, &id)?;
    one_permission(&app, &permission)?;
    role.permissions.remove(&permission);
    set_role(&app, &id, role).await
}
