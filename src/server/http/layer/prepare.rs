//! What comes before the host's handler: what is refused, whose the request is, and what its page shows.

use std::sync::Arc;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderValue, Method};
use axum::response::Response;
use http_body_util::{LengthLimitError, Limited};

use super::AuthLayer;
use super::authentication::find_out;
use super::page_state::page_state;
use crate::locale::words::Words;
use crate::model::{ApiError, ErrorCode};
use crate::server::flows::{self, active_organization};
use crate::server::http::auth::{Auth, refuse};
use crate::server::http::{cookies, csrf, drawn, errors, flash, form, form_fields, language, ticket};
use crate::server::vestibule::Vestibule;

/// No form of ours is larger, in bytes.
const MOST_BYTES: usize = 64 * 1024;

/// A request that is known, and what its answer has to set.
pub struct Prepared {
    /// The request.
    pub request: Request,
    /// What is said in the language of whoever asks.
    pub words: Arc<Words>,
    /// The cookies that its answer sets.
    pub set: Vec<tower_cookies::Cookie<'static>>,
    /// What takes away that which a page tells once, if it is a page that is answered.
    pub told: Vec<tower_cookies::Cookie<'static>>,
}

/// Everything that comes before the host's handler; the error is the answer in its place.
pub async fn prepare(
    layer: &AuthLayer,
    app: &Vestibule,
    visitor: &flows::Visitor,
    request: Request,
) -> Result<Prepared, Box<Response>> {
    let (mut parts, mut body) = request.into_parts();
    let path = parts.uri.path();
    let refuse_with = |error: ApiError| Box::new(errors::respond(&parts.headers, error));
    if !csrf::allows(&app.settings, &parts.method, path, &parts.headers) {
        tracing::warn!(path, "a request from another site was refused");
        return Err(refuse_with(ApiError::new(ErrorCode::CrossSiteRequest)));
    }
    if path.starts_with("/vestibule/") {
        let most = if form::is_upload(path) { form::MOST_BYTES_WITH_PICTURE } else { MOST_BYTES };
        let length = parts.headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
        if length.is_some_and(|length| length > most) {
            return Err(refuse_with(ApiError::new(ErrorCode::RequestBodyTooLarge).with_limit(most)));
        }
        // A form with a file is read by its own handler, as it comes in.
        body = match path.starts_with("/vestibule/api/") && !form::is_upload(path) {
            true => Body::from(read_form(path, parts.headers.get(CONTENT_TYPE), body).await.map_err(|refusal| {
                Box::new(errors::respond_of(&parts.headers, *refusal.error, refusal.name.as_deref()))
            })?),
            false => Body::new(Limited::new(body, most)),
        };
    }
    let is_drawn = drawn::is_below(parts.uri.path());
    let is_page = parts.method == Method::GET && (is_drawn || errors::wants_page(&parts.headers));
    if is_page && let Some(elsewhere) = ticket::moved(app, &parts) {
        return Err(Box::new(elsewhere));
    }
    let known = async {
        let mut page = if is_page { Some(page_state(app, visitor, &parts.uri, &parts.headers).await?) } else { None };
        if let Some(page) = &mut page {
            page.settings.organizations_in_addresses =
                app.settings.organizations.enabled && layer.organizations.are_any();
        }
        let mut found = find_out(layer, app, visitor, &parts, page.as_ref()).await?;
        if let (Some(named), Some(session)) = (&visitor.organization, &found.session) {
            found.session = Some(active_organization::acting_in(app, session, named).await?);
        }
        Ok::<_, flows::Error>((page, found))
    };
    let (page, found) = known.await.map_err(|error| {
        tracing::error!(%error, path, "a request could not be told whose it is");
        Box::new(errors::respond_all(&parts.headers, &error.to_api()))
    })?;
    let words = Arc::clone(app.words.of(language::of(app, visitor, page.as_ref())));
    let set = cookies::changes(&app.settings, &found.changes);
    let mut told = Vec::new();
    // A section takes it away itself, if it was the one that had it to tell.
    if let Some(page) = page.as_ref().filter(|_| !is_drawn) {
        told.extend(page.flash.is_some().then(|| flash::removal(app)));
        told.extend(ticket::told(app, &page.client));
    }
    let auth = Auth::new(app.clone(), found.session, page.map(Arc::new), Some(&parts.headers));
    if !auth.is_signed_in() && layer.protected.matches(path) {
        let target = parts.uri.path_and_query().map_or("/", |path| path.as_str());
        return Err(Box::new(refuse(&auth, parts.method == Method::GET, target, &parts.headers)));
    }
    parts.extensions.insert(auth);
    parts.extensions.insert(Arc::clone(&words));
    Ok(Prepared { request: Request::from_parts(parts, body), words, set, told })
}

/// The body of a form, which holds nothing that the form does not have.
async fn read_form(path: &str, kind: Option<&HeaderValue>, body: Body) -> Result<Bytes, form_fields::Refusal> {
    let bytes =
        to_bytes(body, MOST_BYTES).await.map_err(|error| match error.into_inner().is::<LengthLimitError>() {
            true => ApiError::new(ErrorCode::RequestBodyTooLarge).with_limit(MOST_BYTES),
            false => ApiError::new(ErrorCode::RequestBodyInvalid),
        })?;
    form_fields::check_kind(kind, &bytes)?;
    form_fields::check(path, &bytes)?;
    Ok(bytes)
}
