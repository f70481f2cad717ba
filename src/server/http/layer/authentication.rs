//! Whose request it is.

use std::sync::Arc;

use axum::extract::Request;
use axum::http::header::{AUTHORIZATION, COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method};

use super::AuthLayer;
use crate::model::PageState;
use crate::server::flows::session::{self, Renewed, Verified};
use crate::server::flows::{self, Issued};
use crate::server::http::auth::Auth;
use crate::server::http::{accepted, backend, cookies, errors};
use crate::server::vestibule::Vestibule;

/// Whose request it is, where nobody has to be asked.
pub struct AtOnce {
    /// Its session, if it has one.
    session: Option<Arc<Verified>>,
    /// Whether it brings what a program presents, which says nothing until a route asks for it.
    presents: bool,
}

impl AtOnce {
    const NOBODY: Self = Self { session: None, presents: false };

    /// For handlers.
    pub fn auth(self, app: Vestibule, headers: &HeaderMap) -> Auth {
        Auth::new(app, self.session, None, self.presents.then_some(headers))
    }
}

/// What a request that only reads data, and no page, can be told without asking anyone: its token is good, or it brings
/// nothing that could be one.
pub fn known_at_once(layer: &AuthLayer, app: &Vestibule, request: &Request) -> Option<AtOnce> {
    let (path, headers) = (request.uri().path(), request.headers());
    // Whoever brings a secret key is another backend: nobody is signed in, and no cookie is looked at.
    if backend::is_of_api(path) && backend::brings_secret_key(headers) {
        return (!layer.protected.matches(path)).then_some(AtOnce::NOBODY);
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) || path.starts_with("/vestibule/") {
        return None;
    }
    if errors::wants_page(headers) {
        return None;
    }
    // Who acts in an organization that the page names has to be asked.
    if layer.organizations.find_for(&app.settings, request).is_some() {
        return None;
    }
    if accepted::is_presented(headers) {
        return (!layer.protected.matches(path)).then_some(AtOnce { presents: true, ..AtOnce::NOBODY });
    }
    match presented_token(headers) {
        Some(token) => {
            let verified = app.tokens.check(app, token, app.clock.now()).ok()?;
            let is_let_in = verified.is_signed_in() || !layer.protected.matches(path);
            is_let_in.then_some(AtOnce { session: Some(verified), ..AtOnce::NOBODY })
        }
        None if !headers.contains_key(COOKIE) && !layer.protected.matches(path) => Some(AtOnce::NOBODY),
        None => None,
    }
}

/// The session token of a request: of the `Authorization` header if there is one (RFC 6750 section 2.1), else the
/// cookie's.
fn presented_token(headers: &HeaderMap) -> Option<&str> {
    match headers.get(AUTHORIZATION) {
        Some(value) if is_bearer(value) => value.to_str().ok()?.split_once(' ').map(|(_, token)| token),
        _ => cookies::session_token(headers),
    }
}

/// Other schemes, such as a proxy's `Basic`, are not for us.
pub(in crate::server::http) fn is_bearer(authorization: &HeaderValue) -> bool {
    authorization.as_bytes().get(..6).is_some_and(|scheme| scheme.eq_ignore_ascii_case(b"bearer"))
}

/// Scripts, styles, pictures: whose they are does not matter.
fn is_part_of_a_page(headers: &HeaderMap) -> bool {
    headers
        .get("sec-fetch-dest")
        .is_some_and(|kind| matches!(kind.as_bytes(), b"script" | b"style" | b"image" | b"font" | b"manifest"))
}

/// What was found out.
#[derive(Default)]
pub struct Found {
    /// Its session, if it has one.
    pub session: Option<Arc<Verified>>,
    /// What its answer sets.
    pub changes: Issued,
}

impl Found {
    fn already(session: Option<Arc<Verified>>) -> Self {
        Self { session, changes: Issued::default() }
    }
}

/// Whose request it is. What a page says has been read from the database: a token that knows better is too old.
pub async fn find_out(
    layer: &AuthLayer,
    app: &Vestibule,
    visitor: &flows::Visitor,
    parts: &Parts,
    page: Option<&PageState>,
) -> Result<Found, flows::Error> {
    let headers = &parts.headers;
    let token = presented_token(headers);
    let good = token.and_then(|token| app.tokens.check(app, token, app.clock.now()).ok());
    // Whoever brings a token in the header is no browser of ours, and whose a picture is does not matter, unless it is
    // guarded.
    let is_mere_part = is_part_of_a_page(headers) && !layer.protected.matches(parts.uri.path());
    if is_mere_part || headers.get(AUTHORIZATION).is_some_and(is_bearer) {
        return Ok(Found::already(good));
    }
    let on_page = page.map(|page| page.client.current_session());
    let agreed = match (&good, on_page) {
        (Some(good), Some(Some(session))) => {
            let acts_in = |id: Option<&String>| good.claims.o.as_ref().map(|organization| &organization.id) == id;
            good.claims.sid == session.id
                && good.claims.sts == session.status.as_str()
                // Where the page names one it is shown that.
                && (visitor.organization.is_some() || acts_in(session.organization.as_ref().map(|it| &it.id)))
        }
        (Some(_), None) => true,
        (None, _) | (_, Some(None)) => false,
    };
    if agreed {
        return Ok(Found::already(good));
    }
    let over = Issued { client_token: None, session_token: token.map(|_| None) };
    let renewed = match (&visitor.client_token, on_page) {
        (_, Some(None)) => Renewed::Over,
        (Some(secret), _) => session::renew(app, secret).await?,
        (None, _) => Renewed::Unknown,
    };
    Ok(match renewed {
        Renewed::Goes(token, verified) => {
            Found { session: Some(verified), changes: Issued { client_token: None, session_token: Some(Some(token)) } }
        }
        Renewed::Over => Found { session: None, changes: over },
        Renewed::Unknown => Found::default(),
    })
}
