//! Where one may be led, besides where the settings say.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::failure::{Failure, Failures};
use super::input::{Body, Path, Query, check_limit};
use crate::model::ErrorCode;
use crate::server::RedirectUrlError;
use crate::server::flows;
use crate::server::resources::{DeletedObject, Listed, RedirectUrl};
use crate::server::vestibule::Vestibule;

/// The routes.
pub fn routes() -> OpenApiRouter<Vestibule> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(get, delete))
}

impl From<RedirectUrlError> for Failures {
    fn from(error: RedirectUrlError) -> Self {
        let message = error.to_string();
        match error {
            RedirectUrlError::Url => Failure::of(ErrorCode::FormParamFormatInvalid, "url", message).into(),
            RedirectUrlError::Listed => Failure::of(ErrorCode::DuplicateRecord, "url", message).into(),
            RedirectUrlError::Full => {
                Failure::new(StatusCode::UNPROCESSABLE_ENTITY, "redirect_url_quota_exceeded", message).into()
            }
            RedirectUrlError::NotFound => Failure::not_found().into(),
            RedirectUrlError::Store(error) => flows::Error::from(error).into(),
        }
    }
}

/// All that there may be.
const fn all() -> u16 {
    100
}

/// Which part of them.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Which {
    /// Whether the list comes with its length; otherwise it is an array.
    #[serde(default)]
    paginated: bool,
    /// At most so many; all of them where it is left out.
    #[serde(default = "all")]
    #[param(minimum = 1, maximum = 500)]
    limit: u16,
    /// After so many.
    #[serde(default)]
    #[param(value_type = i64, minimum = 0, maximum = 4_294_967_295_u32)]
    offset: u32,
}

/// List redirect URLs
///
/// Newest first; the origins that the settings name are not in it.
#[utoipa::path(
    get, path = "/redirect_urls", tag = "Redirect URLs", operation_id = "ListRedirectURLs", params(Which),
    responses((status = 200, body = Listed<RedirectUrl>), (status = "default", body = Failures))
)]
async fn list(State(app): State<Vestibule>, Query(which): Query<Which>) -> Result<Json<Listed<RedirectUrl>>, Failures> {
    let (found, total_count) = app.redirect_urls().list(check_limit(which.limit)?, i64::from(which.offset)).await?;
    let data: Vec<RedirectUrl> = found.into_iter().map(RedirectUrl::of).collect();
    Ok(Json(Listed::of(data, total_count, which.paginated)))
}

/// An address that one may be led to.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewRedirectUrl {
    /// `https://…`, `http://localhost…`, or one with the scheme of an app of your own, such as `my-app://callback`.
    url: String,
}

/// List a redirect URL
///
/// From then on `redirect_url` may lead there, to this address as a whole. At most 100.
#[utoipa::path(
    post, path = "/redirect_urls", tag = "Redirect URLs", operation_id = "CreateRedirectURL",
    request_body = NewRedirectUrl,
    responses((status = 200, body = RedirectUrl), (status = "default", body = Failures))
)]
async fn create(State(app): State<Vestibule>, Body(new): Body<NewRedirectUrl>) -> Result<Json<RedirectUrl>, Failures> {
    Ok(Json(RedirectUrl::of(app.redirect_urls().create(&new.url).await?)))
}

/// Get a redirect URL
#[utoipa::path(
    get, path = "/redirect_urls/{redirect_url_id}", tag = "Redirect URLs", operation_id = "GetRedirectURL",
    params(("redirect_url_id" = String, Path)),
    responses((status = 200, body = RedirectUrl), (status = "default", body = Failures))
)]
async fn get(State(app): State<Vestibule>, Path(id): Path<String>) -> Result<Json<RedirectUrl>, Failures> {
    Ok(Json(RedirectUrl::of(app.redirect_urls().get(&id).await?)))
}

/// Delete a redirect URL
///
/// Nobody is led there any more, unless the settings name its origin.
#[utoipa::path(
    delete, path = "/redirect_urls/{redirect_url_id}", tag = "Redirect URLs", operation_id = "DeleteRedirectURL",
    params(("redirect_url_id" = String, Path)),
    responses((status = 200, body = DeletedObject), (status = "default", body = Failures))
)]
async fn delete(State(app): State<Vestibule>, Path(id): Path<String>) -> Result<Json<DeletedObject>, Failures> {
    app.redirect_urls().delete(&id).await?;
    Ok(Json(DeletedObject::new("redirect_url", id)))
}
