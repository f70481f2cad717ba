//! Who is asking, and what they may.

mod protected;
mod refusal;

pub use self::protected::{Protected, protect};
pub(super) use self::refusal::refuse;

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::Response;
use leptos::prelude::with_context;

use super::{accepted, errors, redirect};
use crate::model::{
    Actor, ApiError, ApiErrors, ErrorCode, Grants, Has, OrganizationClaims, PageState, SessionClaims, User,
};
use crate::server::crypto::{SECOND, Secret};
use crate::server::events;
use crate::server::flows::session::Verified;
use crate::server::flows::{self, service_tokens};
use crate::server::settings::SYSTEM_PERMISSIONS;
use crate::server::store::users;
use crate::server::vestibule::Vestibule;

/// Who is asking: what [`AuthLayer`](super::layer::AuthLayer) found out about a request. Cheap to clone.
///
/// In an axum handler it is an extractor, which takes signed-out requests too:
///
/// ```
/// use axum::Json;
/// use vestibule::server::Auth;
///
/// async fn who(auth: Auth) -> Json<Option<String>> {
///     Json(auth.user_id().map(str::to_owned))
/// }
/// ```
#[derive(Clone, Debug, Default)]
pub struct Auth(Arc<Known>);

/// What is known of who is asking: one count for all who keep it, because each request has several.
#[derive(Clone, Debug, Default)]
struct Known {
    app: Option<Vestibule>,
    session: Option<Arc<Verified>>,
    page: Option<Arc<PageState>>,
    presented: Option<Arc<Secret>>,
    machine: Option<Arc<str>>,
}

impl Auth {
    /// `headers` where it counts what a program presents, if a route takes it.
    pub(super) fn new(
        app: Vestibule,
        session: Option<Arc<Verified>>,
        page: Option<Arc<PageState>>,
        headers: Option<&axum::http::HeaderMap>,
    ) -> Self {
        let presented = headers.and_then(accepted::presented).map(Arc::new);
        Self(Arc::new(Known { app: Some(app), session, page, presented, machine: None }))
    }

    /// The same, where the route is one of this machine: `mch_…`. Tokens of machines are taken there that are for it, where the
    /// route says that it takes any (see [`Auth::accept`]).
    #[must_use]
    pub fn called_as(self, machine_id: &str) -> Self {
        Self(Arc::new(Known { machine: Some(machine_id.into()), ..Known::clone(&self.0) }))
    }

    /// As which machine it is called.
    pub(super) fn machine(&self) -> Option<&str> {
        self.0.machine.as_deref()
    }

    /// What a program presents.
    pub(super) fn presented(&self) -> Option<&Secret> {
        self.0.presented.as_deref()
    }

    /// Whether someone is signed in. A session that is pending, because a task stands between the person and the app, is
    /// not signed in yet.
    pub fn is_signed_in(&self) -> bool {
        self.session_claims().is_some()
    }

    /// The user, if someone is signed in.
    pub fn user_id(&self) -> Option<&str> {
        self.session_claims().map(|claims| claims.sub.as_str())
    }

    /// The session, if someone is signed in.
    pub fn session_id(&self) -> Option<&str> {
        self.session_claims().map(|claims| claims.sid.as_str())
    }

    /// Who acts as the audit log has it, if someone is signed in.
    pub(in crate::server::http) fn acting(&self) -> Option<events::Actor> {
        let user = events::Actor::user(self.user_id()?, self.session_id());
        Some(user.in_place(self.actor().map(Actor::sub)))
    }

    /// What the session token says, if someone is signed in.
    pub fn session_claims(&self) -> Option<&SessionClaims> {
        self.0.session.as_ref().filter(|session| session.is_signed_in()).map(|session| &session.claims)
    }

    /// Who acts in the person's place, if somebody does (RFC 8693 section 4.1): whoever was let in with an actor token. What only
    /// the person themselves may do is refused to them.
    ///
    /// ```
    /// use vestibule::server::Auth;
    ///
    /// fn may_pay(auth: &Auth) -> bool {
    ///     auth.is_signed_in() && auth.actor().is_none()
    /// }
    /// ```
    pub fn actor(&self) -> Option<&Actor> {
        self.session_claims()?.act.as_ref()
    }

    /// Whether someone is signed in of whom a condition holds. It is read from the session token: what was granted or taken
    /// since counts with the next one, within a minute.
    ///
    /// ```
    /// use vestibule::model::Has;
    /// use vestibule::server::Auth;
    ///
    /// fn may_bill(auth: &Auth) -> bool {
    ///     auth.has(&Has::role("org:admin").and_permission("org:invoices:create"))
    /// }
    /// ```
    pub fn has(&self, condition: &Has) -> bool {
        self.session_claims().is_some_and(|claims| {
            let now = self.0.app.as_ref().map_or(claims.iat, |app| app.clock.now().div_euclid(SECOND));
            condition.holds(&self.grants(claims), claims.factor_ages(now))
        })
    }

    /// What the token says, and the system's permissions, which follow from the role.
    fn grants(&self, claims: &SessionClaims) -> Grants {
        let mut grants = claims.grants();
        if let (Some(app), Some(role)) = (&self.0.app, &grants.role) {
            let role = app.settings.organizations.role(role);
            let of_system = role.into_iter().flat_map(|role| role.permissions);
            grants.permissions.extend(of_system.filter(|permission| SYSTEM_PERMISSIONS.contains(&permission.as_str())));
        }
        grants
    }

    /// The organization in which the person acts: `org_…`. `None` when nobody is signed in, or they act for themselves.
    pub fn org_id(&self) -> Option<&str> {
        self.organization().map(|organization| organization.id.as_str())
    }

    /// Its name in addresses.
    pub fn org_slug(&self) -> Option<&str> {
        self.organization()?.slg.as_deref()
    }

    /// The key of the person's role there, such as `org:admin`.
    pub fn org_role(&self) -> Option<String> {
        self.organization()?.rol.as_ref().map(|role| format!("org:{role}"))
    }

    /// What the person may do there: the app's own permissions and the system's.
    pub fn org_permissions(&self) -> Vec<String> {
        self.session_claims().map(|claims| self.grants(claims).permissions).unwrap_or_default()
    }

    fn organization(&self) -> Option<&OrganizationClaims> {
        self.session_claims()?.o.as_ref()
    }

    /// The user with names and addresses. One look-up, except while a page is rendered.
    ///
    /// # Errors
    /// `service_unavailable` when the database does not answer.
    pub async fn user(&self) -> Result<Option<User>, ApiErrors> {
        let (Some(app), Some(id)) = (&self.0.app, self.user_id()) else { return Ok(None) };
        if let Some(user) = self.0.page.as_ref().and_then(|page| page.client.user()).filter(|user| user.id == id) {
            return Ok(Some(user.clone()));
        }
        let found = async { users::by_id(&mut *app.store.read().await?, id).await };
        found.await.map_err(|error| {
            tracing::error!(%error, "the user could not be read");
            flows::Error::from(error).to_api()
        })
    }

    /// A token for calls to another service, in the name of whoever is signed in: by the JWT template with this name, or a
    /// session token with `None`. Nothing when nobody is signed in, or the session has ended meanwhile. One look-up or a few.
    ///
    /// ```no_run
    /// use vestibule::model::ApiErrors;
    /// use vestibule::server::Auth;
    ///
    /// async fn bearer(auth: Auth) -> Result<Option<String>, ApiErrors> {
    ///     let token = auth.get_token("billing").await?;
    ///     Ok(token.map(|token| format!("Bearer {}", token.expose())))
    /// }
    /// ```
    ///
    /// # Errors
    /// `resource_not_found` when there is no such template, `service_unavailable` when the database does not answer.
    pub async fn get_token<'a>(&self, template: impl Into<Option<&'a str>>) -> Result<Option<Secret>, ApiErrors> {
        let (Some(app), Some(session)) = (&self.0.app, self.0.session.as_ref().filter(|_| self.is_signed_in())) else {
            return Ok(None);
        };
        service_tokens::of_request(app, session, template.into()).await.map_err(|error| {
            if error.is_fault() {
                tracing::error!(%error, "a token could not be made");
            }
            error.to_api()
        })
    }

    /// The address of the sign-in page that leads back to `path` afterwards.
    pub fn sign_in_url(&self, path: &str) -> String {
        let Some(app) = &self.0.app else { return "/".to_owned() };
        redirect::page(&app.settings.paths.sign_in, redirect::target(app, path).as_deref())
    }

    pub(super) fn app(&self) -> Option<&Vestibule> {
        self.0.app.as_ref()
    }

    pub(super) fn page(&self) -> Option<&PageState> {
        self.0.page.as_deref()
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Auth {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Response> {
        match parts.extensions.get::<Self>() {
            Some(auth) => Ok(auth.clone()),
            None => {
                tracing::error!(path = parts.uri.path(), "no vestibule.layer() around this route");
                Err(errors::respond(&parts.headers, ApiError::new(ErrorCode::InternalError)))
            }
        }
    }
}

/// Who is asking, in a server function or while a page is rendered. Where nothing is known, nobody is signed in.
pub fn auth() -> Auth {
    with_context::<Parts, _>(|parts| {
        let auth = parts.extensions.get::<Auth>();
        // Routes are listed with a request that nobody sent.
        if auth.is_none() && !parts.headers.is_empty() {
            tracing::error!(path = parts.uri.path(), "no vestibule.layer() around this route");
        }
        auth.cloned()
    })
    .flatten()
    .unwrap_or_default()
}

/// The user who is asking, in a server function.
///
/// # Errors
/// `service_unavailable` when the database does not answer.
pub async fn current_user() -> Result<Option<User>, ApiErrors> {
    auth().user().await
}

#[cfg(test)]
mod tests {
    use axum::response::IntoResponse;
    use serde_json::{Value, json};

    use super::*;
    use crate::model::{Forbidden, ReverificationLevel};

    fn auth(sts: &str, more: Value) -> Auth {
        let mut claims = json!({
            "iss": "http://localhost:3000", "sub": "user_1", "sid": "sess_1", "sts": sts, "iat": 1, "nbf": 1, "exp": 61,
            "fva": [0, -1], "v": 2,
        });
        claims.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        let session = Verified::saying(serde_json::from_value(claims).expect("claims"));
        Auth(Arc::new(Known { session: Some(Arc::new(session)), ..Known::default() }))
    }

    #[test]
    fn who_acts_in_a_person_s_place_is_told_of_whoever_is_signed_in() {
        let act = json!({ "act": { "sub": "user_2" } });
        let actor = |auth: &Auth| auth.actor().map(|actor| actor.sub().to_owned());
        assert_eq!(actor(&auth("active", act.clone())).as_deref(), Some("user_2"));
        let protected = Protected::of(auth("active", act.clone())).expect("is signed in");
        assert_eq!(protected.actor().map(Actor::sub), Some("user_2"));
        for nobody in [auth("active", json!({})), auth("pending", act), Auth::default()] {
            assert_eq!(actor(&nobody), None, "{nobody:?}");
        }
    }

    #[test]
    fn conditions_hold_of_whoever_is_signed_in_and_of_nobody_else() {
        let organization = json!({
            "o": { "id": "org_1", "rol": "admin", "per": "read", "fpm": "1" }, "fea": "o:invoices", "pla": "u:gold",
        });
        let may = Has::role("org:admin").and_permission("org:invoices:read").and_feature("invoices").and_plan("gold");
        for (auth, holds) in [
            (auth("active", organization.clone()), true),
            (auth("pending", organization.clone()), false),
            (auth("active", json!({})), false),
            // What the settings add is no grant, whatever it is called.
            (auth("active", json!({ "role": "org:admin", "permissions": ["org:invoices:read"] })), false),
            (Auth::default(), false),
        ] {
            assert_eq!(auth.has(&may), holds, "{auth:?}");
            let Some(protected) = Protected::of(auth) else { continue };
            assert_eq!((protected.has(&may), protected.require(&may).is_ok()), (holds, holds));
        }
        let all_but_one = may.clone().and_feature("exports");
        assert!(!auth("active", organization.clone()).has(&all_but_one));
        assert!(auth("active", organization.clone()).has(&may.clone().and_reverification(ReverificationLevel::Strict)));
        let proven_long_ago = auth("active", json!({ "fva": [10, -1] }));
        assert!(!proven_long_ago.has(&Has::reverification(ReverificationLevel::Strict)));
        assert!(proven_long_ago.has(&Has::reverification(ReverificationLevel::Moderate)));
        assert_eq!(Forbidden.into_response().status(), 403);
    }
}
