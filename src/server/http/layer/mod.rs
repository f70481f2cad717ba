//! What stands around a host's whole router.

mod answer;
mod authentication;
mod page_state;
mod prepare;

use std::convert::Infallible;
use std::future::Future;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::extract::Request;
use axum::http::HeaderValue;
use axum::http::header::{USER_AGENT, VARY};
use axum::response::{IntoResponse, Response};
use pin_project_lite::pin_project;
use tower::{Layer, Service};

use self::answer::thorough;
pub(super) use self::authentication::is_bearer;
use self::authentication::known_at_once;
use super::auth::Auth;
use super::headers::Sent;
use super::organization_path::OrganizationPaths;
pub use super::route_matcher::RouteMatcher;
use super::{headers, visitor};
use crate::server::events::{During, Origin};
use crate::server::vestibule::Vestibule;

/// What stands around a host's whole router: it finds out who is asking, renews what has expired, refuses what other
/// sites make a browser send, and says to browsers what they must not do.
///
/// ```no_run
/// # use axum::Router;
/// # use vestibule::server::{RouteMatcher, Vestibule};
/// # fn app(vestibule: &Vestibule, router: Router) -> Router {
/// router.layer(vestibule.layer().protect(RouteMatcher::new(["/dashboard/*"])))
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct AuthLayer(Arc<Shared>);

/// One allocation for all, because axum clones a service for every request.
#[derive(Debug)]
pub struct Shared {
    app: Vestibule,
    protected: RouteMatcher,
    organizations: OrganizationPaths,
}

impl std::ops::Deref for AuthLayer {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl AuthLayer {
    pub(crate) fn new(app: Vestibule) -> Self {
        let organizations = OrganizationPaths::default();
        Self(Arc::new(Shared { app, protected: RouteMatcher::default(), organizations }))
    }

    /// Lets only signed-in requests reach these paths. Others are led to the sign-in page when they want a page, and get
    /// `401` when they do not.
    #[must_use]
    pub fn protect(self, paths: RouteMatcher) -> Self {
        let organizations = self.organizations.clone();
        Self(Arc::new(Shared { app: self.app.clone(), protected: paths, organizations }))
    }

    /// Says which pages are about one organization: there, and in whatever they ask for, people act in that one, if they
    /// belong to it, whatever else their session acts in. So a link opens in the right organization, and two tabs can be in two.
    /// A pattern is a path in which `:organization` stands for the id or slug; `*` stands for one segment and, at the end, for
    /// all that may follow. What a page asks for is known by its `Referer` (RFC 9110 section 10.1.3), which our own headers let
    /// browsers send to this site; what comes without one is about no organization. A link has `rel="external"` where
    /// one may act for somebody else behind it than before it, also from a page whose address says nothing to one whose address
    /// does: what a page asks for while a script goes to it comes from the page before, and so does what `use_auth()` says.
    ///
    /// ```no_run
    /// # use axum::Router;
    /// # use vestibule::server::Vestibule;
    /// # fn app(vestibule: &Vestibule, router: Router) -> Router {
    /// router.layer(vestibule.layer().organizations_at(["/orgs/:organization/*"]))
    /// # }
    /// ```
    #[must_use]
    pub fn organizations_at<P: AsRef<str>>(self, patterns: impl IntoIterator<Item = P>) -> Self {
        let (app, protected) = (self.app.clone(), self.protected.clone());
        let organizations = self.organizations.clone().of_organizations(patterns);
        Self(Arc::new(Shared { app, protected, organizations }))
    }

    /// Says which pages are about nobody but the person: there, and in whatever they ask for, people act in no organization,
    /// whatever their session acts in. In a pattern `*` stands for one segment and, at the end, for all that may follow. All
    /// else is as with [`organizations_at`](Self::organizations_at).
    ///
    /// ```no_run
    /// # use axum::Router;
    /// # use vestibule::server::Vestibule;
    /// # fn app(vestibule: &Vestibule, router: Router) -> Router {
    /// router.layer(vestibule.layer().organizations_at(["/orgs/:organization/*"]).personal_at(["/mine/*"]))
    /// # }
    /// ```
    #[must_use]
    pub fn personal_at<P: AsRef<str>>(self, patterns: impl IntoIterator<Item = P>) -> Self {
        let (app, protected) = (self.app.clone(), self.protected.clone());
        let organizations = self.organizations.clone().of_persons(patterns);
        Self(Arc::new(Shared { app, protected, organizations }))
    }
}

impl<S> Layer<S> for AuthLayer {
    type Service = AuthService<S>;

    fn layer(&self, inner: S) -> AuthService<S> {
        AuthService { inner, layer: self.clone() }
    }
}

/// What [`AuthLayer`] makes of a service.
#[derive(Clone, Debug)]
pub struct AuthService<S> {
    inner: S,
    layer: AuthLayer,
}

impl<S> Service<Request> for AuthService<S>
where
    S: Service<Request, Error = Infallible> + Clone + Send + 'static,
    S::Response: IntoResponse,
    S::Future: Send + 'static,
{
    type Response = Response;
    type Error = Infallible;
    type Future = AuthFuture<S::Future>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request) -> Self::Future {
        // With the settings that hold now.
        let app = self.layer.app.clone();
        if let Some(known) = known_at_once(&self.layer, &app, &request) {
            let sent = Sent::by(&app.settings);
            let ip = visitor::ip(&app.settings, request.headers(), request.extensions());
            let auth = known.auth(app, request.headers());
            let read = origin(ip, &request, auth.clone());
            request.extensions_mut().insert(auth);
            let answer = Origin::read_during(read, self.inner.call(request));
            let varies = self.layer.organizations.are_any();
            return AuthFuture::Quick { answer, sent, varies };
        }
        let clone = self.inner.clone();
        let inner = std::mem::replace(&mut self.inner, clone);
        AuthFuture::Thorough { answer: Box::pin(thorough(self.layer.clone(), app, inner, request)) }
    }
}

pin_project! {
    /// The answer to come.
    #[project = Projected]
    #[allow(missing_docs)]
    pub enum AuthFuture<F> {
        /// Nothing had to be asked.
        Quick { #[pin] answer: During<F>, sent: Sent, varies: bool },
        /// Something has to be asked first.
        Thorough { answer: Pin<Box<dyn Future<Output = Response> + Send>> },
    }
}

impl<F, R> Future for AuthFuture<F>
where
    F: Future<Output = Result<R, Infallible>>,
    R: IntoResponse,
{
    type Output = Result<Response, Infallible>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match self.project() {
            Projected::Quick { answer, sent, varies } => answer.poll(context).map(|answer| {
                let mut response = answer.into_response();
                if *varies {
                    response.headers_mut().append(VARY, HeaderValue::from_static("referer"));
                }
                headers::complete(*sent, response.headers_mut());
                Ok(response)
            }),
            Projected::Thorough { answer } => answer.as_mut().poll(context).map(Ok),
        }
    }
}

/// Reads from where a request comes and who acts in it. Most change nothing, and nobody asks: what costs anything waits until
/// somebody does.
fn origin(ip: Option<IpAddr>, request: &Request, auth: Auth) -> impl FnOnce() -> Origin + Send + use<> {
    let agent = request.headers().get(USER_AGENT).cloned();
    move || {
        let agent = agent.as_ref().and_then(visitor::user_agent);
        let origin = Origin::new(ip, agent.as_deref());
        match auth.acting() {
            Some(actor) => origin.by(actor),
            None => origin,
        }
    }
}
