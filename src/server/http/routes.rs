//! The library's own routes besides the server functions, as one table: what is not in it is not there.

use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};

use super::{
    admin, assets, avatars, backend, challenge, change_password, csp_report, disavow, drawn, errors, form, mailbox,
    marks, oauth, reverify, simulated_provider, verify,
};
use crate::model::{ApiError, ErrorCode};
use crate::server::factors::link;
use crate::server::flows::disavowal;
use crate::server::vestibule::Vestibule;

/// Who may reach a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Everyone.
    Public,
    /// Who is signed in.
    SignedIn,
    /// Everyone, but in development only.
    Development,
    /// Who runs the instance; for others there is nothing there.
    Operator,
}

/// A route of the library, and who may reach it.
#[derive(Clone, Copy, Debug)]
pub struct Route {
    /// Its path.
    pub path: &'static str,
    /// Who may reach it.
    pub audience: Audience,
    handler: fn() -> MethodRouter<Vestibule>,
}

const fn route(path: &'static str, audience: Audience, handler: fn() -> MethodRouter<Vestibule>) -> Route {
    Route { path, audience, handler }
}

/// Every route of the library besides the server functions.
pub const ROUTES: &[Route] = &ALL;

const ALL: [Route; EVERYONES.len() + admin::PAGES.len()] = {
    let mut all = [EVERYONES[0]; EVERYONES.len() + admin::PAGES.len()];
    let mut place = 0;
    while place < all.len() {
        all[place] = match place < EVERYONES.len() {
            true => EVERYONES[place],
            false => {
                let (path, handler) = admin::PAGES[place - EVERYONES.len()];
                route(path, Audience::Operator, handler)
            }
        };
        place += 1;
    }
    all
};

/// All but those of the dashboard.
const EVERYONES: &[Route] = &[
    route("/healthz", Audience::Public, || get(healthz)),
    route("/readyz", Audience::Public, || get(readyz)),
    route("/.well-known/jwks.json", Audience::Public, || get(jwks)),
    route(change_password::PATH, Audience::Public, || get(change_password::lead)),
    route(assets::COMPONENTS, Audience::Public, || get(assets::components)),
    route(assets::DOCUMENT, Audience::Public, || get(assets::document)),
    route(assets::REFERENCE, Audience::Public, || get(assets::reference)),
    route(assets::ADMIN_CSS, Audience::Public, || get(assets::admin_css)),
    route(assets::ADMIN_JS, Audience::Public, || get(assets::admin_js)),
    route(assets::SITE, Audience::Public, || get(assets::site)),
    route(assets::PASSKEYS, Audience::Public, || get(assets::passkeys)),
    route(assets::BACKUP_CODES, Audience::Public, || get(assets::backup_codes)),
    route(assets::REVERIFICATION, Audience::Public, || get(assets::reverification)),
    route(assets::MOMENTS, Audience::Public, || get(assets::moments)),
    route(assets::PROFILE_IMAGE, Audience::Public, || get(assets::profile_image)),
    route(assets::APPEARANCE, Audience::Public, || get(assets::appearance)),
    route(assets::DOCUMENT_APPEARANCE, Audience::Public, || get(assets::document_appearance)),
    route("/vestibule/assets/words-{language}", Audience::Public, || get(assets::words)),
    route(assets::CAPTCHA, Audience::Public, || get(assets::captcha)),
    route(avatars::PATH, Audience::Public, || get(avatars::avatar)),
    route(form::SET_PROFILE_IMAGE, Audience::Public, || post(form::set_profile_image)),
    route(form::SET_ORGANIZATION_LOGO, Audience::Public, || post(form::set_organization_logo)),
    route(challenge::PATH, Audience::Public, || get(challenge::ask)),
    route(marks::PATH, Audience::Public, || get(marks::sprite)),
    route(oauth::PATH, Audience::Public, oauth::callback),
    route(csp_report::PATH, Audience::Public, || post(csp_report::take)),
    route(reverify::PATH, Audience::Public, || get(reverify::page)),
    route(link::PATH, Audience::Public, || get(verify::page).post(verify::open)),
    route(drawn::PATH, Audience::SignedIn, || get(drawn::section)),
    route(disavowal::PATH, Audience::Public, || get(disavow::page).post(disavow::confirm)),
    route("/dev/mailbox", Audience::Development, || get(mailbox::page)),
    route("/dev/mailbox.json", Audience::Development, || get(mailbox::json)),
    route(simulated_provider::PATH, Audience::Development, simulated_provider::page),
];

/// Whether a place on this site is where the server's own pages are, such as those below `/admin`, and no app's.
pub fn is_below_ours(place: &str) -> bool {
    let first = |path: &str| path.split(['/', '?', '#']).nth(1).unwrap_or_default().to_owned();
    let asked = first(place);
    place.starts_with('/') && !asked.is_empty() && ROUTES.iter().any(|route| first(route.path) == asked)
}

/// A router with the routes that these settings have.
pub fn router<S: Clone + Send + Sync + 'static>(app: &Vestibule) -> Router<S> {
    ROUTES
        .iter()
        .filter(|route| match route.audience {
            Audience::Development => app.settings.is_development(),
            Audience::Operator => app.settings.admin.enabled,
            Audience::Public | Audience::SignedIn => true,
        })
        .fold(Router::new(), |router, route| router.route(route.path, (route.handler)()))
        .merge(backend::router(app))
        .with_state(app.clone())
}

/// The process answers.
async fn healthz() -> &'static str {
    "ok"
}

/// It can do its work: the database answers.
async fn readyz(State(app): State<Vestibule>, headers: HeaderMap) -> Response {
    match app.store.ping().await {
        Ok(()) => "ok".into_response(),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            errors::respond(&headers, ApiError::new(ErrorCode::ServiceUnavailable))
        }
    }
}

/// The keys that session tokens are verified with (RFC 7517). A new one signs as soon as it is made, so a copy is kept no
/// longer than a token.
async fn jwks(State(app): State<Vestibule>) -> Response {
    let headers = [(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "public, max-age=60")];
    match serde_json::to_string(&app.keys.jwks(app.clock.now())) {
        Ok(json) => (headers, json).into_response(),
        Err(_) => errors::respond(&HeaderMap::new(), ApiError::new(ErrorCode::InternalError)),
    }
}

#[cfg(test)]
mod tests {
    use super::is_below_ours;

    #[test]
    fn the_servers_own_pages_are_told_from_an_apps() {
        for place in ["/admin", "/admin/", "/admin?a=b", "/admin/users/user_1#x", "/dev/mailbox", "/vestibule/reverify"]
        {
            assert!(is_below_ours(place), "{place}");
        }
        for place in ["/", "", "/?to=/admin", "/dashboard", "/administration", "/orgs/admin", "admin", "//admin"] {
            assert!(!is_below_ours(place), "{place}");
        }
    }
}
