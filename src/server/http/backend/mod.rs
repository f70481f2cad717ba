//! The REST API for other backends, below `/v1`, in the shapes that Clerk's published clients read and write.

mod actor_tokens;
mod api_keys;
mod audit_log;
mod caller;
mod clients;
mod contacts;
mod documents;
mod failure;
mod input;
mod instance;
mod invitations;
mod jwt_templates;
mod listed_identifiers;
mod m2m_tokens;
mod machines;
mod new_user;
mod organization_domains;
mod organization_invitations;
mod organization_members;
mod organization_permissions;
mod organization_roles;
mod organizations;
mod pictures;
#[cfg(any(all(test, feature = "standalone"), feature = "fuzzing"))]
pub mod readers;
mod redirect_urls;
mod reference;
mod sessions;
mod sign_ups;
mod testing_tokens;
mod tickets;
mod user_credentials;
mod user_update;
mod users;
mod webhook_endpoints;

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::HeaderValue;
use axum::http::header::CACHE_CONTROL;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use utoipa::OpenApi;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa_axum::router::OpenApiRouter;

pub use self::caller::{CallLimiter, brings_secret_key, presented};
use self::failure::{Failure, Failures};
use crate::model::{ApiError, ErrorCode};
use crate::server::settings::{SettingPath, fixed_by};
use crate::server::vestibule::Vestibule;

/// What the document says before its paths.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Vestibule",
        description = "The REST API of Vestibule for other backends. Every request brings a secret key. Times are Unix milliseconds."
    ),
    security(("secret_key" = [])),
)]
struct Document;

/// Every route that asks for a key.
fn routes() -> OpenApiRouter<Vestibule> {
    let all = OpenApiRouter::new()
        .merge(users::routes())
        .merge(new_user::routes())
        .merge(user_update::routes())
        .merge(user_credentials::routes())
        .merge(contacts::routes())
        .merge(pictures::routes())
        .merge(sessions::routes())
        .merge(clients::routes())
        .merge(organizations::routes())
        .merge(organization_members::routes())
        .merge(organization_invitations::routes())
        .merge(organization_domains::routes())
        .merge(organization_roles::routes())
        .merge(organization_permissions::routes())
        .merge(invitations::routes())
        .merge(tickets::routes())
        .merge(actor_tokens::routes())
        .merge(api_keys::routes())
        .merge(listed_identifiers::routes())
        .merge(redirect_urls::routes())
        .merge(webhook_endpoints::routes())
        .merge(testing_tokens::routes())
        .merge(sign_ups::routes())
        .merge(audit_log::routes())
        .merge(jwt_templates::routes())
        .merge(machines::routes())
        .merge(m2m_tokens::routes())
        .merge(instance::routes())
        .merge(documents::routes());
    OpenApiRouter::with_openapi(Document::openapi()).nest("/v1", all)
}

/// What Clerk's clients ask for without the version.
fn unversioned() -> OpenApiRouter<Vestibule> {
    OpenApiRouter::new().merge(api_keys::routes()).merge(m2m_tokens::routes())
}

/// Whether a path may be one of the API.
pub fn is_of_api(path: &str) -> bool {
    ["/v1", "/api_keys", "/m2m_tokens"]
        .iter()
        .any(|start| path.strip_prefix(*start).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
}

/// The router. What may be switched on while the server runs is there from the start, and is answered as if it were not for as
/// long as it is off; what stays off is left out, for an app may have something of its own there.
pub fn router(app: &Vestibule) -> Router<Vestibule> {
    let settings = &app.settings.backend_api;
    let stays_off = |is_on: bool, name: &str| {
        let path: Option<SettingPath> = name.parse().ok();
        !is_on && path.is_some_and(|path| fixed_by(&app.fixed, &path).is_some())
    };
    if stays_off(settings.enabled, "backend_api.enabled") {
        return Router::new();
    }
    let (mut router, _) = routes().split_for_parts();
    if !stays_off(settings.unversioned, "backend_api.unversioned") {
        router = router.merge(unversioned().split_for_parts().0);
    }
    router
        .method_not_allowed_fallback(wrong_method)
        .route_layer(from_fn_with_state(app.clone(), caller::admit))
        .merge(documents::router())
        .route("/v1/{*rest}", any(nothing))
        // Around all of it: nobody is asked for a key where there is nothing.
        .route_layer(from_fn_with_state(app.clone(), while_on))
}

/// Lets on what asks for something that is switched on.
async fn while_on(State(app): State<Vestibule>, path: MatchedPath, request: Request, next: Next) -> Response {
    let settings = &app.settings.backend_api;
    let is_versioned = path.as_str().starts_with("/v1/");
    if settings.enabled && (is_versioned || settings.unversioned) {
        return next.run(request).await;
    }
    let mut response = nothing().await.into_response();
    // It may be there the next time.
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// The answer to a method that a resource does not know.
async fn wrong_method() -> Failures {
    ApiError::new(ErrorCode::MethodNotAllowed).into()
}

/// The answer to what is no resource: in JSON as everything here, and without asking for a key, for there is nothing to guard.
async fn nothing() -> Failures {
    Failure::not_found().into()
}

/// The OpenAPI document of all of it (OpenAPI 3.1).
pub fn document() -> utoipa::openapi::OpenApi {
    let (_, mut document) = routes().split_for_parts();
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some("sk_test_… or sk_live_…; at /v1/m2m_tokens also a machine's, msk_test_… or msk_live_…"));
    let components = document.components.get_or_insert_default();
    components.add_security_scheme("secret_key", SecurityScheme::Http(bearer.build()));
    document
}
