//! Services of the app's own, and for which others each one's tokens are.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::failure::{Failure, Failures};
use super::input::{Body, Path, Query, check_limit, default_limit, ordered_by};
use crate::model::ErrorCode;
use crate::server::delivery::webhooks::instance_id;
use crate::server::flows::machines::USUAL_LIFETIME;
use crate::server::resources::{DeletedMachineScope, DeletedObject, Machine, MachineScope, MachineSecretKey, Page};
use crate::server::vestibule::Vestibule;
use crate::server::{MachineError, MachineOrder, MachineQuery, MachineUpdate, NewMachine, flows};

/// The routes.
pub fn routes() -> OpenApiRouter<Vestibule> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(read, update, delete))
        .routes(routes!(rotate_secret_key))
        .routes(routes!(create_scope))
        .routes(routes!(delete_scope))
}

impl From<MachineError> for Failures {
    fn from(error: MachineError) -> Self {
        let message = error.to_string();
        let code = match &error {
            MachineError::NotFound => return Failure::not_found().into(),
            MachineError::TooMany => "machine_quota_exceeded",
            MachineError::TooManyScopes => "machine_scope_quota_exceeded",
            MachineError::Scoped => ErrorCode::DuplicateRecord.as_str(),
            _ => ErrorCode::FormParamFormatInvalid.as_str(),
        };
        match (error.param(), error) {
            (Some(param), _) => Failure::of(ErrorCode::FormParamFormatInvalid, param, message).into(),
            (None, MachineError::Store(error)) => flows::Error::from(error).into(),
            (None, _) => Failure::new(StatusCode::UNPROCESSABLE_ENTITY, code, message).into(),
        }
    }
}

fn shown(app: &Vestibule, machine: crate::server::Machine) -> Machine {
    Machine::of(machine, &instance_id(&app.key))
}

/// Which machines.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Which {
    /// A part of a name, or a whole id.
    #[serde(default)]
    query: String,
    /// `created_at` or `name`, with `-` in front from the end; `-created_at` where it is left out.
    #[param(pattern = "^[+-]?(created_at|name)$")]
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

/// List machines
#[utoipa::path(
    get, path = "/machines", tag = "Machines", operation_id = "ListMachines", params(Which),
    responses((status = 200, body = Page<Machine>), (status = "default", body = Failures))
)]
async fn list(State(app): State<Vestibule>, Query(which): Query<Which>) -> Result<Json<Page<Machine>>, Failures> {
    let (descending, column) = ordered_by(which.order_by.as_deref().unwrap_or("-created_at"));
    let order = match column {
        "created_at" => MachineOrder::CreatedAt,
        "name" => MachineOrder::Name,
        _ => {
            let message = "order_by must be created_at or name, with + or - in front.";
            return Err(Failure::of(ErrorCode::FormParamFormatInvalid, "order_by", message).into());
        }
    };
    let (limit, offset) = (check_limit(which.limit)?, i64::from(which.offset));
    let query = MachineQuery { query: which.query, order, descending, limit, offset };
    let (found, total_count) = app.machines().list(&query).await?;
    let data = found.into_iter().map(|machine| shown(&app, machine)).collect();
    Ok(Json(Page { data, total_count }))
}

/// A machine to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewMachine)]
struct New {
    #[schema(min_length = 1, max_length = 100)]
    name: String,
    /// The ids of the machines that its tokens are for, 150 at most.
    #[schema(max_items = 150)]
    scoped_machines: Option<Vec<String>>,
    /// How long its tokens are good unless they say otherwise, in seconds; an hour where it is left out.
    #[schema(minimum = 1, maximum = 315360000)]
    default_token_ttl: Option<i64>,
}

/// Create a machine
///
/// The answer has its secret key, this once: only the key's hash is kept. With the key as its `Authorization`, the machine
/// makes, lists, verifies and takes back tokens at `/v1/m2m_tokens`, and nothing else. At most 1,000 machines.
#[utoipa::path(
    post, path = "/machines", tag = "Machines", operation_id = "CreateMachine", request_body = New,
    responses((status = 200, body = Machine), (status = "default", body = Failures))
)]
async fn create(State(app): State<Vestibule>, Body(new): Body<New>) -> Result<Json<Machine>, Failures> {
    let machine = NewMachine {
        name: new.name,
        scoped_machines: new.scoped_machines.unwrap_or_default(),
        default_token_ttl: new.default_token_ttl.unwrap_or(USUAL_LIFETIME),
    };
    let made = app.machines().create(&machine).await.map_err(|error| match error {
        MachineError::Scope(_) => {
            Failures::from(Failure::of(ErrorCode::FormParamFormatInvalid, "scoped_machines", error.to_string()))
        }
        other => Failures::from(other),
    });
    Ok(Json(shown(&app, made?)))
}

/// Get a machine
#[utoipa::path(
    get, path = "/machines/{machine_id}", tag = "Machines", operation_id = "GetMachine",
    params(("machine_id" = String, Path)),
    responses((status = 200, body = Machine), (status = "default", body = Failures))
)]
async fn read(State(app): State<Vestibule>, Path(id): Path<String>) -> Result<Json<Machine>, Failures> {
    let machine = app.machines().get(&id).await?;
    Ok(Json(shown(&app, machine)))
}

/// What changes about a machine; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MachineUpdate)]
struct Change {
    #[schema(min_length = 1, max_length = 100)]
    name: Option<String>,
    /// In seconds.
    #[schema(minimum = 1, maximum = 315360000)]
    default_token_ttl: Option<i64>,
}

/// Update a machine
///
/// Tokens that were made before stay good as long as they were to be.
#[utoipa::path(
    patch, path = "/machines/{machine_id}", tag = "Machines", operation_id = "UpdateMachine",
    params(("machine_id" = String, Path)), request_body = Option<Change>,
    responses((status = 200, body = Machine), (status = "default", body = Failures))
)]
async fn update(
    State(app): State<Vestibule>,
    Path(id): Path<String>,
    Body(change): Body<Change>,
) -> Result<Json<Machine>, Failures> {
    let change = MachineUpdate { name: change.name, default_token_ttl: change.default_token_ttl };
    let machine = app.machines().update(&id, &change).await?;
    Ok(Json(shown(&app, machine)))
}

/// Delete a machine
///
/// With its keys and tokens. Whoever verifies signed tokens without asking takes those until they have run out.
#[utoipa::path(
    delete, path = "/machines/{machine_id}", tag = "Machines", operation_id = "DeleteMachine",
    params(("machine_id" = String, Path)),
    responses((status = 200, body = DeletedObject), (status = "default", body = Failures))
)]
async fn delete(State(app): State<Vestibule>, Path(id): Path<String>) -> Result<Json<DeletedObject>, Failures> {
    app.machines().delete(&id).await?;
    Ok(Json(DeletedObject::new("machine", id)))
}

/// How a key is to be replaced.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MachineSecretKeyRotation)]
struct Rotation {
    /// How long the previous key is good for still, in seconds; with 0 no longer.
    #[schema(minimum = 0, maximum = 28800)]
    previous_token_ttl: i64,
}

/// Rotate a machine's secret key
///
/// The answer has the new one, this once. The ones before are good for as long as it says, and no longer than they were to be.
#[utoipa::path(
    post, path = "/machines/{machine_id}/secret_key/rotate", tag = "Machines", operation_id = "RotateMachineSecretKey",
    params(("machine_id" = String, Path)), request_body = Rotation,
    responses((status = 200, body = MachineSecretKey), (status = "default", body = Failures))
)]
async fn rotate_secret_key(
    State(app): State<Vestibule>,
    Path(id): Path<String>,
    Body(rotation): Body<Rotation>,
) -> Result<Json<MachineSecretKey>, Failures> {
    let secret = app.machines().rotate_secret_key(&id, rotation.previous_token_ttl).await?;
    Ok(Json(MachineSecretKey::of(&secret)))
}

/// A scope to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewMachineScope)]
struct NewScope {
    /// `mch_…`: whom the machine's tokens are to be for.
    to_machine_id: String,
}

/// Create a machine scope
///
/// From then on the tokens that the machine makes are for the other one too. 150 at most.
#[utoipa::path(
    post, path = "/machines/{machine_id}/scopes", tag = "Machines", operation_id = "CreateMachineScope",
    params(("machine_id" = String, Path)), request_body = NewScope,
    responses((status = 200, body = MachineScope), (status = "default", body = Failures))
)]
async fn create_scope(
    State(app): State<Vestibule>,
    Path(id): Path<String>,
    Body(new): Body<NewScope>,
) -> Result<Json<MachineScope>, Failures> {
    let made = app.machines().create_scope(&id, &new.to_machine_id).await.map_err(|error| match error {
        MachineError::Scope(_) => {
            Failures::from(Failure::of(ErrorCode::FormParamFormatInvalid, "to_machine_id", error.to_string()))
        }
        other => Failures::from(other),
    });
    Ok(Json(MachineScope::of(made?)))
}

/// Delete a machine scope
///
/// From then on the machine's tokens are not for the other one, those neither that it has made.
#[utoipa::path(
    delete, path = "/machines/{machine_id}/scopes/{other_machine_id}", tag = "Machines",
    operation_id = "DeleteMachineScope",
    params(("machine_id" = String, Path), ("other_machine_id" = String, Path)),
    responses((status = 200, body = DeletedMachineScope), (status = "default", body = Failures))
)]
async fn delete_scope(
    State(app): State<Vestibule>,
    Path((id, other)): Path<(String, String)>,
) -> Result<Json<DeletedMachineScope>, Failures> {
    app.machines().delete_scope(&id, &other).await?;
    Ok(Json(DeletedMachineScope::of(id, other)))
}
