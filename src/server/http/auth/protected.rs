//! Someone who is signed in: whom a handler or a server function takes and nobody else.

use std::sync::Arc;

use axum::extract::{FromRequestParts, OriginalUri};
use axum::http::request::Parts;
use axum::response::Response;

use super::refusal::refuse;
use super::{Auth, auth};
use crate::model::{
    Actor, ApiError, ApiErrors, ErrorCode, Forbidden, Has, ReverificationLevel, SessionClaims, Unauthenticated, User,
};
use crate::server::crypto::{SECOND, Secret};
use crate::server::flows::session::Verified;
use crate::server::http::form;

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
    pub(in crate::server::http) fn of(auth: Auth) -> Option<Self> {
        let session = auth.0.session.clone().filter(|_| auth.is_signed_in())?;
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
