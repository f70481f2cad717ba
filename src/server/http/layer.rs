use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::header::{
    AUTHORIZATION, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE, USER_AGENT, VARY,
};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, Uri};
use axum::response::{IntoResponse, Response};
use http_body_util::{LengthLimitError, Limited};
use pin_project_lite::pin_project;
use tower::{Layer, Service, ServiceExt};
use tower_cookies::CookieManager;

use super::auth::{Auth, refuse};
use super::headers::Sent;
use super::organization_path::{InAddresses, OrganizationPaths};
pub use super::route_matcher::RouteMatcher;
use super::{
    accepted, assets, backend, cookies, csrf, drawn, errors, flash, form, form_fields, headers, language, page_lists,
    redirect, ticket, visitor,
};
use crate::locale::words::Words;
use crate::model::{ApiError, ErrorCode, PageState};
use crate::server::events::{During, Origin};
use crate::server::flows::session::{self, Renewed, Verified};
use crate::server::flows::{self, Issued, active_organization, client, own_api_keys};
use crate::server::vestibule::Vestibule;

/// No form of ours is larger, in bytes.
const MOST_BYTES: usize = 64 * 1024;

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
        if let Some(auth) = known_at_once(&self.layer, &app, &request) {
            let read = origin(&app, &request, auth.clone());
            request.extensions_mut().insert(auth);
            let answer = Origin::read_during(read, self.inner.call(request));
            let varies = self.layer.organizations.are_any();
            return AuthFuture::Quick { answer, sent: Sent::by(&app.settings), varies };
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
fn origin(app: &Vestibule, request: &Request, auth: Auth) -> impl FnOnce() -> Origin + Send + use<> {
    let ip = visitor::ip(&app.settings, request.headers(), request.extensions());
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

/// What a request that only reads data, and no page, can be told without asking anyone: its token is good, or it brings
/// nothing that could be one.
fn known_at_once(layer: &AuthLayer, app: &Vestibule, request: &Request) -> Option<Auth> {
    let (path, headers) = (request.uri().path(), request.headers());
    // Whoever brings a secret key is another backend: nobody is signed in, and no cookie is looked at.
    if backend::is_of_api(path) && backend::brings_secret_key(headers) {
        return (!layer.protected.matches(path)).then(|| Auth::new(app.clone(), None, None));
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
    // What a program presents says nothing until a route asks for it.
    if accepted::presented(headers).is_some() {
        return (!layer.protected.matches(path)).then(|| Auth::new(app.clone(), None, None).presenting(headers));
    }
    match presented_token(headers) {
        Some(token) => {
            let verified = app.tokens.check(app, token, app.clock.now()).ok()?;
            let auth = Auth::new(app.clone(), Some(verified), None);
            (auth.is_signed_in() || !layer.protected.matches(path)).then_some(auth)
        }
        None if !headers.contains_key(COOKIE) && !layer.protected.matches(path) => {
            Some(Auth::new(app.clone(), None, None))
        }
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

async fn thorough<S>(layer: AuthLayer, app: Vestibule, inner: S, mut request: Request) -> Response
where
    S: Service<Request, Error = Infallible> + Clone + Send + 'static,
    S::Response: IntoResponse,
    S::Future: Send + 'static,
{
    let sent = Sent::by(&app.settings);
    let ours = request.uri().path().starts_with("/vestibule/");
    // A page's address decides then what is answered to what it asks for.
    let varies = layer.organizations.are_any();
    if varies && app.settings.organizations.enabled {
        request.extensions_mut().insert(InAddresses);
    }
    if let Some(named) = layer.organizations.find_for(&app.settings, &request) {
        request.extensions_mut().insert(named);
    }
    // What a page shows is shown to whoever acts in a person's place, too.
    let visitor = visitor::visitor(&app.settings, request.headers(), request.extensions());
    let visitor = flows::Visitor { for_actors: true, ..visitor };
    // Until it is known whose request it is, the language is the browser's.
    let words = Arc::clone(app.words.of(language::of(&app, &visitor, None)));
    let origin = Origin::new(visitor.ip, visitor.user_agent.as_deref());
    let mut response = match origin.clone().during(words.say_during(prepare(&layer, &app, &visitor, request))).await {
        Ok(Prepared { request, words, mut set, told }) => {
            let answering = tower::service_fn(move |request: Request| {
                let inner = inner.clone();
                async move { inner.oneshot(request).await.map(IntoResponse::into_response) }
            });
            let origin = match request.extensions().get::<Auth>().and_then(Auth::acting) {
                Some(actor) => origin.by(actor),
                None => origin,
            };
            let answer = origin.during(words.say_during(CookieManager::new(answering).oneshot(request))).await;
            let mut response = answer.unwrap_or_else(|never: Infallible| match never {});
            // Whoever is led on is told by the page that they come to.
            if !response.status().is_redirection() {
                set.extend(told);
            }
            add_cookies(&mut response, &set);
            if ours {
                stay_here(&app, &mut response);
            }
            response
        }
        Err(refusal) => *refusal,
    };
    if varies {
        response.headers_mut().append(VARY, HeaderValue::from_static("referer"));
    }
    headers::complete(sent, response.headers_mut());
    response
}

/// Adds cookies, but none whose name the handler has spoken about: its word is the newer one. An answer that caches may
/// give to everyone gets none: the token in it would go to everyone too, and the next answer renews as well.
fn add_cookies(response: &mut Response, set: &[tower_cookies::Cookie<'static>]) {
    let for_one = ["private", "no-store", "no-cache"];
    let for_all = response.headers().get(CACHE_CONTROL).is_some_and(|caching| {
        !caching.to_str().is_ok_and(|caching| {
            caching.split(',').any(|word| for_one.iter().any(|known| word.trim().eq_ignore_ascii_case(known)))
        })
    });
    if for_all {
        return;
    }
    for cookie in set {
        let prefix = format!("{}=", cookie.name());
        let said =
            response.headers().get_all(SET_COOKIE).iter().any(|value| value.as_bytes().starts_with(prefix.as_bytes()));
        if let (false, Ok(value)) = (said, HeaderValue::from_str(&cookie.to_string())) {
            response.headers_mut().append(SET_COOKIE, value);
        }
    }
}

/// Where a form without JavaScript is not led anywhere by us, Leptos leads it to where the request says that it came from.
fn stay_here(app: &Vestibule, response: &mut Response) {
    let Some(location) = response.headers().get(LOCATION) else { return };
    let location = location.to_str().unwrap_or_default();
    if redirect::target(app, location).is_none() && !app.oauth.takes(location) {
        response.headers_mut().insert(LOCATION, HeaderValue::from_static("/"));
    }
}

/// A request that is known, and what its answer has to set.
struct Prepared {
    request: Request,
    words: Arc<Words>,
    set: Vec<tower_cookies::Cookie<'static>>,
    /// What takes away that which a page tells once, if it is a page that is answered.
    told: Vec<tower_cookies::Cookie<'static>>,
}

/// Everything that comes before the host's handler; the error is the answer in its place.
async fn prepare(
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
                Box::new(errors::respond_of(&parts.headers, refusal.error, refusal.name.as_deref()))
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
    let auth = Auth::new(app.clone(), found.session, page.map(Arc::new)).presenting(&parts.headers);
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

/// Scripts, styles, pictures: whose they are does not matter.
fn is_part_of_a_page(headers: &HeaderMap) -> bool {
    headers
        .get("sec-fetch-dest")
        .is_some_and(|kind| matches!(kind.as_bytes(), b"script" | b"style" | b"image" | b"font" | b"manifest"))
}

#[derive(Default)]
struct Found {
    session: Option<Arc<Verified>>,
    changes: Issued,
}

impl Found {
    fn already(session: Option<Arc<Verified>>) -> Self {
        Self { session, changes: Issued::default() }
    }
}

/// Whose request it is. What a page says has been read from the database: a token that knows better is too old.
async fn find_out(
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

async fn page_state(
    app: &Vestibule,
    visitor: &flows::Visitor,
    uri: &Uri,
    headers: &HeaderMap,
) -> Result<PageState, flows::Error> {
    let mut held = match client::find(app, visitor).await? {
        Some(browser) => client::state(app, &mut *app.store.read().await?, &browser).await?,
        None => crate::model::Client::default(),
    };
    ticket::show(app, visitor, &mut held).await?;
    active_organization::show_named(app, visitor, &mut held).await?;
    let mut page = PageState {
        client: held,
        sessions: None,
        organizations: None,
        organization: None,
        api_keys: None,
        settings: assets::public_settings(app),
        words: String::new(),
        flash: flash::read(app, headers),
        now: app.clock.now(),
    };
    page_lists::add(app, visitor, uri, &mut page).await?;
    keep_made_key(app, &mut page).await?;
    Ok(page)
}

/// Leaves a key that was just made on the page only where keys are shown, and to whoever made it: it has no business in the HTML
/// of another page, and another person may have come to the browser meanwhile.
async fn keep_made_key(app: &Vestibule, page: &mut PageState) -> Result<(), flows::Error> {
    let Some(made) = page.flash.as_ref().and_then(|flash| flash.api_key.as_ref()) else { return Ok(()) };
    let is_theirs = match page.client.user().filter(|_| page.api_keys.is_some()) {
        Some(user) => own_api_keys::has_made(app, &user.id, &made.id).await?,
        None => false,
    };
    if let Some(flash) = page.flash.as_mut().filter(|_| !is_theirs) {
        flash.api_key = None;
    }
    Ok(())
}
