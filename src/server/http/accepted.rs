//! Routes that programs call too. What a program presents stands in the `Authorization` header and nowhere else, and says nothing
//! until a route asks for it: wherever none does, nobody is signed in.

use axum::http::header::{CACHE_CONTROL, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};

use super::auth::{Auth, Protected};
use super::{backend, errors, form};
use crate::model::{ApiError, ApiErrors, ErrorCode};
use crate::server::crypto::{Secret, is_of_machine};
use crate::server::events::{self, Origin};
use crate::server::flows;
use crate::server::flows::api_keys::{self, ApiKey};
use crate::server::flows::m2m_tokens::{self, M2mToken, M2mTokenError};
use crate::server::vestibule::Vestibule;

/// What a request may prove itself with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenKind {
    /// A session: its cookie, or its token in the `Authorization` header.
    Session,
    /// An API key of a user or an organization, in the `Authorization` header: `Bearer ak_…`.
    ApiKey,
    /// A token of a machine, in the `Authorization` header: `Bearer mt_…`, or a signed one. The route says as which machine it is
    /// called ([`Auth::called_as`]), and takes those that are for this one.
    M2mToken,
}

impl TokenKind {
    /// As Clerk's published libraries call it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Session => "session_token",
            Self::ApiKey => "api_key",
            Self::M2mToken => "m2m_token",
        }
    }

    /// What a token of a program's begins with.
    const fn prefix(self) -> Option<&'static str> {
        match self {
            Self::Session => None,
            Self::ApiKey => Some(api_keys::PREFIX),
            Self::M2mToken => Some(m2m_tokens::PREFIX),
        }
    }

    /// What kind of program's token a text is by how it begins, or by what it says of itself.
    fn of(token: &str) -> Option<Self> {
        let begins = |kind: &Self| kind.prefix().is_some_and(|prefix| token.starts_with(prefix));
        let found = [Self::ApiKey, Self::M2mToken].into_iter().find(begins);
        found.or_else(|| is_of_machine(token).then_some(Self::M2mToken))
    }
}

/// Who calls a route that takes more than sessions.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Caller {
    /// Someone who is signed in.
    Session(Box<Protected>),
    /// A program with an API key.
    ApiKey(Box<ApiKey>),
    /// A machine with a token that is for the one that is called. What it may do the app knows by its id, or by the token's
    /// claims.
    Machine(Box<M2mToken>),
}

impl Caller {
    /// What they have proven themselves with.
    pub const fn kind(&self) -> TokenKind {
        match self {
            Self::Session(_) => TokenKind::Session,
            Self::ApiKey(_) => TokenKind::ApiKey,
            Self::Machine(_) => TokenKind::M2mToken,
        }
    }

    /// The user in whose name it is; `None` with the key of an organization, and of a machine.
    pub fn user_id(&self) -> Option<&str> {
        match self {
            Self::Session(session) => Some(session.user_id()),
            Self::ApiKey(key) => key.user_id(),
            Self::Machine(_) => None,
        }
    }

    /// The organization in which it is: the one that a session acts in, or the one whose key it is.
    pub fn org_id(&self) -> Option<&str> {
        match self {
            Self::Session(session) => session.org_id(),
            Self::ApiKey(key) => key.org_id(),
            Self::Machine(_) => None,
        }
    }

    /// The machine that calls.
    pub fn machine_id(&self) -> Option<&str> {
        match self {
            Self::Session(_) | Self::ApiKey(_) => None,
            Self::Machine(token) => Some(&token.machine_id),
        }
    }

    /// What a key is good for; `None` with a session, which has no scopes and is limited by none. A machine has none of these: it is
    /// for the app to say what it may.
    pub fn scopes(&self) -> Option<&[String]> {
        match self {
            Self::Session(_) => None,
            Self::ApiKey(key) => Some(&key.scopes),
            Self::Machine(_) => Some(&[]),
        }
    }

    /// Whether it is a session, which scopes do not limit, or a key that has this scope.
    pub fn may(&self, scope: &str) -> bool {
        match self {
            Self::Session(_) => true,
            Self::ApiKey(key) => key.has_scope(scope),
            Self::Machine(_) => false,
        }
    }
}

/// Why nobody was let on: nothing that the route takes was presented, or nothing good, or that could not be found out. In a
/// handler it is the answer: `401`, as a rule.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{}", .0.errors.first().map_or("authentication_invalid", |error| error.code.as_str()))]
pub struct NotAccepted(ApiErrors);

impl From<NotAccepted> for ApiErrors {
    fn from(NotAccepted(errors): NotAccepted) -> Self {
        errors
    }
}

impl IntoResponse for NotAccepted {
    fn into_response(self) -> Response {
        let mut response = errors::respond_all(&HeaderMap::new(), &self.0);
        // RFC 6750 section 3.
        response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}

/// What a program presents, if it looks like something that a route can take.
pub(super) fn presented(headers: &HeaderMap) -> Option<Secret> {
    backend::presented(headers).filter(|token| TokenKind::of(token).is_some()).map(Secret::new)
}

/// Whether it presents such a thing.
pub(super) fn is_presented(headers: &HeaderMap) -> bool {
    backend::presented(headers).is_some_and(|token| TokenKind::of(token).is_some())
}

impl Auth {
    /// Who calls a route, which says what it takes; nobody else is let on. Everywhere else a program's token is nothing: whoever
    /// presents one is signed out. Paths that [`AuthLayer::protect`](crate::server::AuthLayer::protect) guards are for sessions
    /// alone. One look-up with a program's token.
    ///
    /// In a handler:
    ///
    /// ```
    /// use axum::http::StatusCode;
    /// use axum::response::{IntoResponse, Response};
    /// use vestibule::server::{Auth, TokenKind};
    ///
    /// async fn notes(auth: Auth) -> Response {
    ///     match auth.accept(&[TokenKind::Session, TokenKind::ApiKey]).await {
    ///         Ok(caller) if caller.may("notes:read") => format!("{:?}", caller.user_id()).into_response(),
    ///         Ok(_) => StatusCode::FORBIDDEN.into_response(),
    ///         Err(refused) => refused.into_response(),
    ///     }
    /// }
    /// ```
    ///
    /// In a server function:
    ///
    /// ```
    /// use leptos::prelude::*;
    /// use vestibule::model::ApiErrors;
    /// use vestibule::server::{TokenKind, auth};
    ///
    /// #[server(endpoint = "count_notes")]
    /// async fn count_notes() -> Result<u32, ApiErrors> {
    ///     let caller = auth().accept(&[TokenKind::ApiKey]).await?;
    ///     Ok(caller.user_id().map_or(0, |_| 1))
    /// }
    /// ```
    ///
    /// Of one machine by another:
    ///
    /// ```
    /// use axum::response::{IntoResponse, Response};
    /// use vestibule::server::{Auth, TokenKind};
    ///
    /// const BILLING: &str = "mch_31ZkVW8Ty5E6yDLUxR1dG0GJ3Mg";
    ///
    /// async fn invoices(auth: Auth) -> Response {
    ///     match auth.called_as(BILLING).accept(&[TokenKind::M2mToken]).await {
    ///         Ok(caller) => format!("{:?}", caller.machine_id()).into_response(),
    ///         Err(refused) => refused.into_response(),
    ///     }
    /// }
    /// ```
    ///
    /// # Errors
    /// [`NotAccepted`] when nothing that is taken was presented, or nothing good, or the database does not answer.
    pub async fn accept(&self, kinds: &[TokenKind]) -> Result<Caller, NotAccepted> {
        let found = self.caller(kinds).await;
        let refused = match found {
            Ok(Some(caller)) => return Ok(caller),
            Ok(None) => ApiErrors::from(ApiError::new(ErrorCode::AuthenticationInvalid)),
            Err(errors) => errors,
        };
        form::note_refused(&refused);
        Err(NotAccepted(refused))
    }

    /// Who calls a route that lets others on as well; `None` of them.
    ///
    /// # Errors
    /// `service_unavailable` when the database does not answer.
    pub async fn caller(&self, kinds: &[TokenKind]) -> Result<Option<Caller>, ApiErrors> {
        let (Some(app), Some(token)) = (self.app(), self.presented()) else {
            let session = if kinds.contains(&TokenKind::Session) { Protected::of(self.clone()) } else { None };
            return Ok(session.map(|session| Caller::Session(Box::new(session))));
        };
        // Whoever presents a program's token has no session besides.
        let Some(kind) = TokenKind::of(token.expose()).filter(|kind| kinds.contains(kind)) else { return Ok(None) };
        let found = match kind {
            TokenKind::Session => None,
            TokenKind::ApiKey => self.of_key(app, token).await?,
            TokenKind::M2mToken => self.of_machine(app, token).await?,
        };
        match &found {
            Some(Caller::ApiKey(key)) => Origin::acts_by(events::Actor::api_key(&key.id)),
            Some(Caller::Machine(token)) => Origin::acts_by(events::Actor::machine(&token.machine_id)),
            Some(Caller::Session(_)) | None => {}
        }
        Ok(found)
    }

    async fn of_key(&self, app: &Vestibule, token: &Secret) -> Result<Option<Caller>, ApiErrors> {
        let found = app.api_keys().verify(token.expose()).await.map_err(|error| {
            tracing::error!(%error, "whose an API key is could not be found out");
            flows::Error::from(error).to_api()
        })?;
        Ok(found.map(|key| Caller::ApiKey(Box::new(key))))
    }

    async fn of_machine(&self, app: &Vestibule, token: &Secret) -> Result<Option<Caller>, ApiErrors> {
        let Some(machine) = self.machine() else {
            tracing::error!("a route takes tokens of machines, and does not say as which machine it is called");
            return Ok(None);
        };
        match app.m2m_tokens().verify(token.expose(), Some(machine)).await {
            Ok(token) => Ok(Some(Caller::Machine(Box::new(token)))),
            Err(M2mTokenError::NotFound) => Ok(None),
            Err(error) => {
                tracing::error!(%error, "whose a machine's token is could not be found out");
                Err(flows::Error::from(error).to_api())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(authorization: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(axum::http::header::AUTHORIZATION, HeaderValue::from_static(authorization))])
    }

    #[test]
    fn only_what_looks_like_a_program_s_token_is_kept() {
        let told = |authorization| presented(&headers(authorization)).map(|token| token.expose().to_owned());
        assert_eq!(told("Bearer ak_1").as_deref(), Some("ak_1"));
        assert_eq!(told("bearer ak_1").as_deref(), Some("ak_1"));
        assert_eq!(told("Bearer mt_1").as_deref(), Some("mt_1"));
        for none in ["Basic ak_1", "Bearer sk_test_1", "Bearer eyJ.eyJ.x", "ak_1", "Bearer", "Bearer AK_1"] {
            assert_eq!(told(none), None, "{none}");
        }
        let cookie = HeaderMap::from_iter([(axum::http::header::COOKIE, HeaderValue::from_static("__session=ak_1"))]);
        assert!(presented(&cookie).is_none(), "a cookie is none");
    }

    #[tokio::test]
    async fn whoever_presents_nothing_is_refused() {
        let refused = Auth::default().accept(&[TokenKind::Session, TokenKind::ApiKey]).await.expect_err("is refused");
        assert_eq!(refused.to_string(), "authentication_invalid");
        let response = refused.into_response();
        assert_eq!(response.status(), 401);
        assert_eq!(response.headers().get(WWW_AUTHENTICATE), Some(&HeaderValue::from_static("Bearer")));
    }
}
