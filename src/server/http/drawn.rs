//! Sections of the account as HTML, for a browser that puts them into its page. Besides the preview of the dashboard, the one place of
//! the server that knows the components: it renders them as a page does.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri};
use axum::response::{Html, IntoResponse, Response};
use serde::Deserialize;
use tower_cookies::Cookies;

use super::auth::Auth;
use super::segment::Segment;
use super::{errors, flash, headers};
use crate::api::DRAWN_PREFIX;
use crate::components::drawn::{Section, draw};
use crate::model::{ApiError, ErrorCode};
use crate::server::vestibule::Vestibule;

/// Where a section is.
pub const PATH: &str = "/vestibule/drawn/{section}";

/// No id of ours is longer.
const MOST_ID_CHARS: usize = 64;

/// Where the section stands, and how.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Place {
    /// What the ids of its fields begin with.
    id: String,
    /// The address of the page: its path and its query.
    pub at: String,
    /// What the component around it was given.
    options: String,
}

/// Whether a path is one of a section.
pub fn is_below(path: &str) -> bool {
    path.starts_with(DRAWN_PREFIX)
}

/// The section that an address is of, and where it stands.
pub fn named(uri: &Uri) -> Option<(Section, Place)> {
    let section = Section::named(uri.path().strip_prefix(DRAWN_PREFIX)?)?;
    let place = Query::try_from_uri(uri).map(|Query(place)| place).unwrap_or_default();
    Some((section, place))
}

/// The section for whoever is signed in, or is held up by what it is about.
pub async fn section(
    State(app): State<Vestibule>,
    Segment(name): Segment,
    place: Result<Query<Place>, QueryRejection>,
    parts: Parts,
) -> Response {
    let Query(Place { id, at, options }) = place.unwrap_or_default();
    let refused = |code| errors::respond(&HeaderMap::new(), ApiError::new(code));
    let is_id =
        |id: &str| id.len() <= MOST_ID_CHARS && id.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
    let section = Section::named(&name).filter(|_| is_id(&id));
    let page = parts.extensions.get::<Auth>().and_then(Auth::page);
    let page = page.filter(|page| section.unwrap_or(Section::Account).is_for(&page.client));
    let Some(page) = page.cloned() else { return refused(ErrorCode::AuthenticationInvalid) };
    let Some(section) = section else { return refused(ErrorCode::ResourceNotFound) };
    if !section.has_content(&page) {
        // Whoever has just been taken out of it, or may not see it any more: the browser asks how it stands.
        return refused(ErrorCode::AuthorizationInvalid);
    }
    let cookies = parts.extensions.get::<Cookies>().cloned();
    let drawn = draw(section, id, &at, &options, page, parts);
    if drawn.tells_flash
        && let Some(cookies) = cookies
    {
        cookies.add(flash::removal(&app));
    }
    let policy = [(CACHE_CONTROL, "no-store"), (CONTENT_SECURITY_POLICY, headers::DATA_POLICY)];
    (policy, Html(drawn.html)).into_response()
}
