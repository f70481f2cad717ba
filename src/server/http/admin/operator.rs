//! Who asks for a page of the dashboard. Whoever is no operator finds nothing there, whichever page they ask for.

use axum::extract::FromRequestParts;
use axum::http::header::{LOCATION, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use tokio::sync::{Semaphore, SemaphorePermit};

use super::page;
use crate::model::{ApiError, ApiErrors, ErrorCode, Field, Flash, ReverificationLevel, User};
use crate::server::crypto::SECOND;
use crate::server::flows;
use crate::server::flows::operators::OperatorRole;
use crate::server::http::auth::{Auth, Protected, refuse};
use crate::server::http::{errors, flash, redirect, reverify};
use crate::server::vestibule::Vestibule;

/// So many pages are made at once, and the others wait: a page may take long to read, and whoever may only look would otherwise take
/// every connection to the database from the people who sign in.
static PAGES_AT_ONCE: Semaphore = Semaphore::const_new(3);

/// An operator who is signed in, and has all that is asked of one.
#[derive(Debug)]
pub struct Operator {
    /// What they run.
    pub app: Vestibule,
    /// In which session they act.
    pub session: Protected,
    /// Who they are.
    pub user: User,
    /// What they may do.
    pub role: OperatorRole,
    /// What the form before this page has to say.
    pub flash: Option<Flash>,
    /// What they have asked for, if it is a page: one may ask for it again.
    pub here: Option<String>,
    /// That their page may be made, until it is.
    _turn: Option<SemaphorePermit<'static>>,
}

/// The answer in the place of what was asked for.
#[derive(Debug)]
pub struct Instead(Box<Response>);

/// What a page or a form answers.
pub type Answer = Result<Response, Instead>;

impl From<Response> for Instead {
    fn from(response: Response) -> Self {
        Self(Box::new(response))
    }
}

impl From<flows::Error> for Instead {
    fn from(error: flows::Error) -> Self {
        if error.is_fault() {
            tracing::error!(%error, "a page of the dashboard could not be made");
        }
        failed(&error.to_api()).into()
    }
}

impl IntoResponse for Instead {
    fn into_response(self) -> Response {
        *self.0
    }
}

/// A page that says what is wrong.
fn failed(wrong: &ApiErrors) -> Response {
    let mut headers = HeaderMap::new();
    headers.insert(axum::http::header::ACCEPT, HeaderValue::from_static("text/html"));
    errors::respond_all(&headers, wrong)
}

/// What whoever has sent a form can do something about; what broke is a page of its own.
pub fn refusal(error: flows::Error) -> Result<ApiErrors, Instead> {
    if error.is_fault() { Err(error.into()) } else { Ok(error.to_api()) }
}

/// There is nothing here, as everywhere where there is nothing.
pub fn nothing(headers: &HeaderMap) -> Response {
    errors::respond(headers, ApiError::new(ErrorCode::ResourceNotFound))
}

/// The same to whoever asks for what no operator finds either.
pub fn not_found() -> Instead {
    failed(&ApiError::new(ErrorCode::ResourceNotFound).into()).into()
}

impl FromRequestParts<Vestibule> for Operator {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &Vestibule) -> Result<Self, Response> {
        let auth = Auth::from_request_parts(parts, app).await?;
        let flash = auth.page().and_then(|page| page.flash.clone()).filter(|flash| flash.form.starts_with(FORMS));
        let Some(session) = Protected::of(auth.clone()) else {
            // Wherever it is below /admin: that tells nothing.
            if parts.method == Method::GET && errors::wants_page(&parts.headers) {
                let here = parts.uri.path_and_query().map_or("/", |path| path.as_str());
                return Err(refuse(&auth, true, here, &parts.headers));
            }
            return Err(nothing(&parts.headers));
        };
        // Whoever acts in an operator's place is none.
        if session.actor().is_some() {
            return Err(nothing(&parts.headers));
        }
        let found = async {
            let Some(role) = app.operators().role_of(session.user_id()).await? else { return Ok(None) };
            let user = session.user().await.map_err(flows::Error::from)?;
            Ok::<_, flows::Error>(Some((role, user)))
        };
        let (role, user) = match found.await {
            Ok(Some(found)) => found,
            Ok(None) => return Err(nothing(&parts.headers)),
            Err(error) => return Err(Instead::from(error).into_response()),
        };
        if !app.settings.is_development() && !user.two_factor_enabled {
            return Err(page::second_factor_first(app));
        }
        let here = (parts.method == Method::GET).then(|| parts.uri.path_and_query().map(ToString::to_string)).flatten();
        // Nobody else waits for it: whoever is no operator is gone by now. It is never closed.
        let turn = match matches!(parts.method, Method::GET | Method::HEAD) {
            true => PAGES_AT_ONCE.acquire().await.ok(),
            false => None,
        };
        Ok(Self { app: app.clone(), session, user, role, flash, here, _turn: turn })
    }
}

/// What the names of the dashboard's forms begin with.
const FORMS: &str = "admin/";

impl Operator {
    /// What the form before this page was, if it went well.
    pub fn done(&self) -> Option<&str> {
        let flash = self.flash.as_ref().filter(|flash| flash.errors.is_empty())?;
        flash.form.strip_prefix(FORMS)
    }

    /// What was wrong with it.
    pub fn wrong(&self) -> Option<&ApiErrors> {
        self.flash.as_ref().map(|flash| &flash.errors).filter(|wrong| !wrong.is_empty())
    }

    /// Whether they may do what this role may.
    pub fn may(&self, role: OperatorRole) -> bool {
        self.role.includes(role)
    }

    /// Goes on only if they may do what this role may.
    pub fn require(&self, role: OperatorRole) -> Result<(), Instead> {
        if self.may(role) { Ok(()) } else { Err(page::forbidden(self, role).into()) }
    }

    /// Goes on only if they may do something to a user: to an operator only who may as much as they, and nobody to themselves what
    /// would keep them out.
    pub async fn require_over(&self, role: OperatorRole, user_id: &str) -> Result<(), Instead> {
        self.require(role)?;
        if user_id == self.session.user_id() {
            return Err(page::not_oneself(self).into());
        }
        match self.app.operators().role_of(user_id).await? {
            Some(theirs) => self.require(theirs),
            None => Ok(()),
        }
    }

    /// Goes on only if they have proven of late who they are; otherwise they are led to where they do, and from there to `back`.
    pub async fn require_proof(&self, back: &str) -> Result<(), Instead> {
        let Err(wrong) = self.session.require_reverification(ReverificationLevel::Strict).await else { return Ok(()) };
        Err(match wrong.required_reverification() {
            Some(_) => lead(&redirect::page(reverify::PATH, Some(back))).into(),
            None => failed(&wrong).into(),
        })
    }

    /// Where they prove who they are, if they have not done so of late, and from there to `back`.
    pub fn stale_proof(&self, back: &str) -> Option<String> {
        let now = self.app.clock.now().div_euclid(SECOND);
        let ages = self.session.session_claims().factor_ages(now);
        let outstanding = ReverificationLevel::Strict.outstanding(ages, self.user.two_factor_enabled);
        (!outstanding.is_none()).then(|| redirect::page(reverify::PATH, Some(back)))
    }

    /// Leads on to a page that says what came of a form.
    pub fn answer<T>(&self, form: &str, done: Result<T, flows::Error>, to: &str) -> Answer {
        match done {
            Ok(_) => Ok(self.lead_with(form, ApiErrors::default(), to)),
            Err(error) if error.is_fault() => Err(error.into()),
            Err(error) => Ok(self.lead_with(form, error.to_api(), to)),
        }
    }

    /// Leads on to a page that says that what had to be typed was not.
    pub fn unconfirmed(&self, form: &str, to: &str) -> Response {
        self.lead_with(form, ApiError::of(ErrorCode::FormParamFormatInvalid, Field::Confirmation).into(), to)
    }

    /// The same, with something that is wrong.
    pub fn lead_with(&self, form: &str, errors: ApiErrors, to: &str) -> Response {
        let flash = Flash { form: format!("{FORMS}{form}"), errors, ..Flash::default() };
        let mut response = lead(to);
        let cookie = flash::cookie(&self.app, &flash).map(|cookie| HeaderValue::from_str(&cookie.to_string()));
        if let Some(Ok(cookie)) = cookie {
            response.headers_mut().append(SET_COOKIE, cookie);
        }
        response
    }
}

/// Whether something may be the id of anything: it becomes part of an address, and of a question to the database.
pub fn is_id(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

/// Leads to a page of this site.
pub fn lead(to: &str) -> Response {
    (StatusCode::SEE_OTHER, [(LOCATION, to.to_owned())]).into_response()
}
