use axum::extract::Request;
use axum::http::header::{CACHE_CONTROL, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use leptos::config::LeptosOptions;
use leptos_axum::{
    LeptosRoutes, file_and_error_handler, generate_route_list, site_pkg_dir_service, site_pkg_dir_service_route_path,
};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

use super::{App, playground, shell};
use crate::model::{ApiError, ErrorCode, Unauthenticated};
use crate::server::{Auth, RouteMatcher, Vestibule, error_response, errors_response, wants_page};

/// The standalone server: the library's routes and layer, as any host mounts them, and the pages around them.
pub fn router(vestibule: &Vestibule, options: LeptosOptions) -> Router {
    let pages = options.clone();
    Router::new()
        .leptos_routes(&options, generate_route_list(App), move || shell(pages.clone()))
        .route("/api/me", get(me))
        .route_service(&site_pkg_dir_service_route_path(&options), site_pkg_dir_service(&options))
        .merge(vestibule.routes())
        .merge(playground::router(vestibule))
        .fallback(file_and_error_handler::<LeptosOptions, _>(shell))
        .layer(CatchPanicLayer::custom(|_| panicked()))
        .layer(from_fn(in_the_right_form))
        .layer(vestibule.layer().protect(RouteMatcher::new([
            "/dashboard/*",
            "/user/*",
            "/organization/*",
            "/create-organization",
        ])))
        .layer(CompressionLayer::new())
        .with_state(options)
}

/// The user who is asking. It is data, whoever asks for it: nobody is led to a page.
async fn me(auth: Auth) -> Response {
    match auth.user().await {
        Ok(Some(user)) => Json(user).into_response(),
        Ok(None) => Unauthenticated.into_response(),
        Err(errors) => errors_response(&HeaderMap::new(), &errors),
    }
}

#[derive(Clone)]
struct Panicked;

fn panicked() -> Response {
    let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
    response.extensions_mut().insert(Panicked);
    response
}

/// Answers with a page whoever shows pages, and with JSON everyone else, also where nothing of ours was reached.
async fn in_the_right_form(request: Request, next: Next) -> Response {
    let headers = request.headers().clone();
    let is_bundle = request.uri().path().starts_with("/pkg/");
    let mut response = next.run(request).await;
    let code = match response.status() {
        _ if response.extensions().get::<Panicked>().is_some() => ErrorCode::InternalError,
        StatusCode::NOT_FOUND if !wants_page(&headers) && is_no_json(&response) => ErrorCode::ResourceNotFound,
        StatusCode::METHOD_NOT_ALLOWED => ErrorCode::MethodNotAllowed,
        status => {
            // Its name stays the same from one version to the next: ask whether it is still the same.
            if is_bundle && status.is_success() {
                response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
                // There are compressed files beside it.
                response.headers_mut().insert(VARY, HeaderValue::from_static("accept-encoding"));
            }
            return response;
        }
    };
    error_response(&headers, ApiError::new(code))
}

fn is_no_json(response: &Response) -> bool {
    response.headers().get("content-type").is_none_or(|kind| !kind.as_bytes().starts_with(b"application/json"))
}
