//! What members of organizations may be and do, as the settings say.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::failure::{Failure, Failures};
use super::input::{Path, Query, check_limit, default_limit, ordered_by};
use crate::model::ErrorCode;
use crate::server::resources::{OrganizationPermission, OrganizationRole, Page};
use crate::server::vestibule::Vestibule;

/// The routes.
pub fn routes() -> OpenApiRouter<Vestibule> {
    OpenApiRouter::new()
        .routes(routes!(roles))
        .routes(routes!(role))
        .routes(routes!(permissions))
        .routes(routes!(permission))
}

/// Which of them.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Which {
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
    fn part<T>(self, mut all: Vec<T>, named: impl Fn(&T) -> (String, String)) -> Result<(Vec<T>, i64), Failures> {
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
    let data = part.into_iter().map(|(role, name)| OrganizationRole::of(role, name)).collect();
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
    let found = app.organizations().named_roles()?.into_iter().find(|(role, _)| role.key == id);
    let (role, name) = found.ok_or_else(Failure::not_found)?;
    Ok(Json(OrganizationRole::of(role, name)))
}

/// List organization permissions
#[utoipa::path(
    get, path = "/organization_permissions", tag = "Organization Permissions",
    operation_id = "ListOrganizationPermissions", params(Which),
    responses((status = 200, body = Page<OrganizationPermission>), (status = "default", body = Failures))
)]
async fn permissions(
    State(app): State<Vestibule>,
    Query(which): Query<Which>,
) -> Result<Json<Page<OrganizationPermission>>, Failures> {
    let (part, total_count) = which.part(app.organizations().permissions()?, |key| (key.clone(), key.clone()))?;
    let data = part.into_iter().map(OrganizationPermission::of).collect();
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
async fn permission(
    State(app): State<Vestibule>,
    Path(id): Path<String>,
) -> Result<Json<OrganizationPermission>, Failures> {
    let found = app.organizations().permissions()?.into_iter().find(|key| *key == id);
    Ok(Json(OrganizationPermission::of(found.ok_or_else(Failure::not_found)?)))
}
