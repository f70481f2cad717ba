use std::sync::Arc;

use axum::extract::{FromRequestParts, OriginalUri};
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use leptos::prelude::with_context;

use super::{accepted, errors, form, redirect};
use crate::model::{
    Actor, ApiError, ApiErrors, ErrorCode, Forbidden, Grants, Has, OrganizationClaims, PageState, ReverificationLevel,
    SessionClaims, Unauthenticated, User,
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
pub struct Auth {
    app: Option<Vestibule>,
    session: Option<Arc<Verified>>,
    page: Option<Arc<PageState>>,
    presented: Option<Arc<Secret>>,
    machine: Option<Arc<str>>,
}

impl Auth {
    pub(super) fn new(app: Vestibule, session: Option<Arc<Verified>>, page: Option<Arc<PageState>>) -> Self {
        Self { app: Some(app), session, page, presented: None, machine: None }
    }

    /// The same, with what a program presents, which counts where a route takes it.
    pub(super) fn presenting(self, headers: &axum::http::HeaderMap) -> Self {
        Self { presented: accepted::presented(headers).map(Arc::new), ..self }
    }

    /// The same, where the route is one of this machine: `mch_…`. Tokens of machines are taken there that are for it, where the
    /// route says that it takes any (see [`Auth::accept`]).
    #[must_use]
    pub fn called_as(self, machine_id: &str) -> Self {
        Self { machine: Some(machine_id.into()), ..self }
    }

    /// As which machine it is called.
    pub(super) fn machine(&self) -> Option<&str> {
        self.machine.as_deref()
    }

    /// What a program presents.
    pub(super) fn presented(&self) -> Option<&Secret> {
        self.presented.as_deref()
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
        self.session.as_ref().map(|session| &session.claims).filter(|claims| claims.sts == "active")
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
            let now = self.app.as_ref().map_or(claims.iat, |app| app.clock.now().div_euclid(SECOND));
            condition.holds(&self.grants(claims), claims.factor_ages(now))
        })
    }

    /// What the token says, and the system's permissions, which follow from the role.
    fn grants(&self, claims: &SessionClaims) -> Grants {
        let mut grants = claims.grants();
        if let (Some(app), Some(role)) = (&self.app, &grants.role) {
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
        let (Some(app), Some(id)) = (&self.app, self.user_id()) else { return Ok(None) };
        if let Some(user) = self.page.as_ref().and_then(|page| page.client.user()).filter(|user| user.id == id) {
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
        let (Some(app), Some(session)) = (&self.app, self.session.as_ref().filter(|_| self.is_signed_in())) else {
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
        let Some(app) = &self.app else { return "/".to_owned() };
        redirect::page(&app.settings.paths.sign_in, redirect::target(app, path).as_deref())
    }

    pub(super) fn app(&self) -> Option<&Vestibule> {
        self.app.as_ref()
    }

    pub(super) fn page(&self) -> Option<&PageState> {
        self.page.as_deref()
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

/// Someone who is signed in. In an axum handler it is an extractor that lets nobody else in: others are led to the sign-in
/// page when they want a page, and get `401` and the error's JSON when they do not. In a server function [`protect`]
/// gives it.
///
/// ```
/// use vestibule::server::Protected;
///
/// async fn secret(auth: Protected) -> String {
///     format!("Hello, {}", auth.user_id())
/// }
/// ```
#[derive(Clone, Debug)]
pub struct Protected {
    auth: Auth,
    session: Arc<Verified>,
}

impl Protected {
    pub(super) fn of(auth: Auth) -> Option<Self> {
        let session = auth.session.clone().filter(|_| auth.is_signed_in())?;
        Some(Self { auth, session })
    }

    /// The user.
    pub fn user_id(&self) -> &str {
        &self.session.claims.sub
    }

    /// The session.
    pub fn session_id(&self) -> &str {
        &self.session.claims.sid
    }

    /// What the session token says.
    pub fn session_claims(&self) -> &SessionClaims {
        &self.session.claims
    }

    /// Who acts in their place, if somebody does: see [`Auth::actor`].
    pub fn actor(&self) -> Option<&Actor> {
        self.session.claims.act.as_ref()
    }

    /// The organization in which they act: `org_…`; `None` when they act for themselves.
    pub fn org_id(&self) -> Option<&str> {
        self.auth.org_id()
    }

    /// Its name in addresses.
    pub fn org_slug(&self) -> Option<&str> {
        self.auth.org_slug()
    }

    /// The key of their role there, such as `org:admin`.
    pub fn org_role(&self) -> Option<String> {
        self.auth.org_role()
    }

    /// What they may do there: the app's own permissions and the system's.
    pub fn org_permissions(&self) -> Vec<String> {
        self.auth.org_permissions()
    }

    /// Whether a condition holds of them: see [`Auth::has`].
    pub fn has(&self, condition: &Has) -> bool {
        self.auth.has(condition)
    }

    /// Goes on only when a condition holds of them; otherwise the answer has the status 403, of a handler and of a server
    /// function.
    ///
    /// ```
    /// use vestibule::model::{Forbidden, Has};
    /// use vestibule::server::Protected;
    ///
    /// async fn invoices(auth: Protected) -> Result<String, Forbidden> {
    ///     auth.require(&Has::permission("org:invoices:read"))?;
    ///     Ok("…".to_owned())
    /// }
    /// ```
    ///
    /// # Errors
    /// [`Forbidden`] when it does not hold.
    pub fn require(&self, condition: &Has) -> Result<(), Forbidden> {
        if self.has(condition) {
            return Ok(());
        }
        form::note_refused(&Forbidden.into());
        Err(Forbidden)
    }

    /// The user with names and addresses. One look-up, except while a page is rendered.
    ///
    /// # Errors
    /// `authentication_invalid` when the user is gone, `service_unavailable` when the database does not answer.
    pub async fn user(&self) -> Result<User, ApiErrors> {
        self.auth.user().await?.ok_or_else(|| ApiError::new(ErrorCode::AuthenticationInvalid).into())
    }

    /// A token for calls to another service, in their name: see [`Auth::get_token`].
    ///
    /// # Errors
    /// Those of [`Auth::get_token`]; `authentication_invalid` when their session has ended meanwhile.
    pub async fn get_token<'a>(&self, template: impl Into<Option<&'a str>>) -> Result<Secret, ApiErrors> {
        self.auth.get_token(template).await?.ok_or_else(|| ApiError::new(ErrorCode::AuthenticationInvalid).into())
    }

    /// Refuses whoever has not proven lately enough who they are, in a server function; its answer has the status 403 then.
    /// In the browser [`use_reverification`](crate::components::use_reverification) asks them for it, and calls again. A form
    /// that was sent without JavaScript leads to a page that asks, and from there back to the page on which it stands. Whoever acts
    /// in a person's place can prove nothing, and is refused for good. One look-up.
    ///
    /// ```
    /// use leptos::prelude::*;
    /// use vestibule::model::{ApiErrors, ReverificationLevel};
    /// use vestibule::server::protect;
    ///
    /// #[server(endpoint = "wipe")]
    /// async fn wipe() -> Result<(), ApiErrors> {
    ///     protect()?.require_reverification(ReverificationLevel::Strict).await?;
    ///     Ok(())
    /// }
    /// ```
    ///
    /// # Errors
    /// `session_reverification_required`, whose `meta.reverification.level` is the level; `action_not_allowed` to whoever acts in
    /// the person's place; and those of [`Self::user`].
    pub async fn require_reverification(&self, level: ReverificationLevel) -> Result<(), ApiErrors> {
        if self.actor().is_some() {
            let errors = ApiErrors::from(ApiError::new(ErrorCode::ActionNotAllowed));
            form::note_refused(&errors);
            return Err(errors);
        }
        let has_second_factor = self.user().await?.two_factor_enabled;
        let now = self.auth.app().map_or(i64::MAX, |app| app.clock.now().div_euclid(SECOND));
        if level.outstanding(self.session.claims.factor_ages(now), has_second_factor).is_none() {
            return Ok(());
        }
        let errors = ApiErrors::from(ApiError::reverification(level));
        form::note_refused(&errors);
        form::lead_from_app(level).await;
        Err(errors)
    }
}

impl From<Protected> for Auth {
    fn from(protected: Protected) -> Self {
        protected.auth
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Protected {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let auth = Auth::from_request_parts(parts, state).await?;
        if let Some(protected) = Self::of(auth.clone()) {
            return Ok(protected);
        }
        let uri = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |original| &original.0);
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        Err(refuse(&auth, parts.method == axum::http::Method::GET, path, &parts.headers))
    }
}

/// The answer for whoever should be signed in and is not.
pub(super) fn refuse(auth: &Auth, is_get: bool, path: &str, headers: &axum::http::HeaderMap) -> Response {
    if is_get && errors::wants_page(headers) {
        return (StatusCode::SEE_OTHER, [(LOCATION, auth.sign_in_url(path))]).into_response();
    }
    errors::respond(headers, ApiError::new(ErrorCode::AuthenticationInvalid))
}

impl From<Unauthenticated> for ApiErrors {
    fn from(_: Unauthenticated) -> Self {
        ApiError::new(ErrorCode::AuthenticationInvalid).into()
    }
}

impl From<Forbidden> for ApiErrors {
    fn from(_: Forbidden) -> Self {
        ApiError::new(ErrorCode::AuthorizationInvalid).into()
    }
}

impl IntoResponse for Forbidden {
    fn into_response(self) -> Response {
        errors::respond(&axum::http::HeaderMap::new(), ApiError::new(ErrorCode::AuthorizationInvalid))
    }
}

impl IntoResponse for Unauthenticated {
    fn into_response(self) -> Response {
        errors::respond(&axum::http::HeaderMap::new(), ApiError::new(ErrorCode::AuthenticationInvalid))
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

/// Lets a server function go on only when someone is signed in; otherwise its answer has the status 401. To be asked in
/// its body: middleware does not run when a page calls it while it is rendered.
///
/// ```
/// use leptos::prelude::*;
/// use vestibule::server::protect;
///
/// #[server(endpoint = "whoami")]
/// async fn whoami() -> Result<String, ServerFnError> {
///     let auth = protect()?;
///     Ok(auth.user_id().to_owned())
/// }
/// ```
///
/// # Errors
/// [`Unauthenticated`] when nobody is signed in.
pub fn protect() -> Result<Protected, Unauthenticated> {
    Protected::of(auth()).ok_or_else(|| {
        form::note_refused(&Unauthenticated.into());
        Unauthenticated
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn auth(sts: &str, more: Value) -> Auth {
        let mut claims = json!({
            "iss": "http://localhost:3000", "sub": "user_1", "sid": "sess_1", "sts": sts, "iat": 1, "nbf": 1, "exp": 61,
            "fva": [0, -1], "v": 2,
        });
        claims.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        let session = Verified::saying(serde_json::from_value(claims).expect("claims"));
        Auth { app: None, session: Some(Arc::new(session)), page: None, presented: None, machine: None }
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
