//! Where providers lead browsers back to.

use axum::extract::{Query, RawForm, Request, State};
use axum::http::header::{LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get};
use serde::Deserialize;
use tower_cookies::Cookie;

use super::segment::Segment;
use super::{cookies, errors, flash, form, redirect, ticket, visitor};
use crate::model::{ApiError, ApiErrors, ErrorCode, Flash};
use crate::server::factors::oauth::CALLBACK;
use crate::server::flows::failed_proofs::note_barred;
use crate::server::flows::oauth::{Answer, Failed, Finished, Next, Purpose, finish};
use crate::server::flows::{Issued, Visitor};
use crate::server::vestibule::Vestibule;

/// The address of a provider's callback.
pub const PATH: &str = "/vestibule/oauth_callback/{provider}";

/// No code or state is longer than all of this, in bytes.
const LONGEST: usize = 16 * 1024;

/// Whether a path is one that providers may make a browser post to.
pub fn is_callback(path: &str) -> bool {
    path.strip_prefix(CALLBACK).is_some_and(|key| !key.is_empty() && !key.contains('/'))
}

/// GET is where all of them lead; those that post are led there.
pub fn callback() -> MethodRouter<Vestibule> {
    get(returned).post(posted)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Parameters {
    state: String,
    code: Option<String>,
    error: Option<String>,
    iss: Option<String>,
    user: Option<String>,
}

/// A form that the provider made the browser post comes without our cookies. It changes nothing: it is asked for again in a
/// way that brings them along.
async fn posted(
    State(app): State<Vestibule>,
    Segment(key): Segment,
    headers: HeaderMap,
    RawForm(form): RawForm,
) -> Response {
    let posts = app.oauth.find(&key).is_some_and(|provider| provider.posts_its_answer());
    if !posts || form.len() > LONGEST {
        return errors::respond(&headers, ApiError::new(ErrorCode::MethodNotAllowed));
    }
    let known = ["state", "code", "error", "iss", "user"];
    let pairs = url::form_urlencoded::parse(&form).filter(|(name, _)| known.contains(&name.as_ref()));
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    lead(&format!("{CALLBACK}{key}?{query}"), Vec::new())
}

async fn returned(State(app): State<Vestibule>, Segment(key): Segment, request: Request) -> Response {
    // What cannot be read is no answer to anything.
    let query = Query::<Parameters>::try_from_uri(request.uri()).map(|Query(query)| query);
    let Parameters { state, code, error, iss, user } = query.unwrap_or_default();
    let visitor = visitor::visitor(&app.settings, request.headers(), request.extensions());
    let answer = Answer { state, code, error, iss, user };
    let finished = match app.addresses.check(&visitor) {
        Ok(()) => finish(&app, &visitor, &key, answer).await,
        Err(refusal) => Err(Failed { purpose: Purpose::SignIn, redirect_url: None, error: refusal.into() }),
    };
    match finished {
        Ok(finished) => go_on(&app, &visitor, finished).await,
        Err(failed) => {
            note_barred(&app, &failed.error).await;
            go_back(&app, &failed)
        }
    }
}

async fn go_on(app: &Vestibule, visitor: &Visitor, Finished { outcome, next, redirect_url }: Finished) -> Response {
    let paths = &app.settings.paths;
    // What was good when they were sent away need not be so any more.
    let target = redirect_url.and_then(|url| redirect::target(app, &url));
    let otherwise = match next {
        Next::SignedIn => &paths.after_sign_in,
        Next::SignedUp => &paths.after_sign_up,
        Next::Connected => profile(app),
        Next::SecondFactor => "",
        Next::Continue => return lead_to_step(app, "continue", target.as_deref(), &outcome.issued),
        Next::Verify => return lead_to_step(app, "verify-email-address", target.as_deref(), &outcome.issued),
    };
    let mut set = cookies::changes(&app.settings, &outcome.issued);
    set.extend(ticket::removal(app, visitor, &outcome, false).await);
    let step = match outcome.client.task() {
        _ if next == Next::SecondFactor => Some(format!("{}/factor-two", paths.sign_in)),
        Some(task) if next != Next::Connected => Some(form::task_page(app, task)),
        _ => None,
    };
    if let Some(step) = step {
        return lead(&redirect::page(&step, target.as_deref()), set);
    }
    let begins = matches!(next, Next::SignedIn | Next::SignedUp);
    let home = form::organization_home(app, &outcome.client).filter(|_| begins);
    lead(target.or(home).as_deref().unwrap_or(otherwise), set)
}

fn lead_to_step(app: &Vestibule, step: &str, target: Option<&str>, issued: &Issued) -> Response {
    let page = format!("{}/{step}", app.settings.paths.sign_up);
    lead(&redirect::page(&page, target), cookies::changes(&app.settings, issued))
}

/// Where connected accounts are shown.
fn profile(app: &Vestibule) -> &str {
    let paths = &app.settings.paths;
    if paths.user_profile.is_empty() { &paths.after_sign_in } else { &paths.user_profile }
}

/// Nothing came of it: the page from which they were sent away says why.
fn go_back(app: &Vestibule, Failed { purpose, redirect_url, error }: &Failed) -> Response {
    if error.is_fault() {
        tracing::error!(%error, "a provider's answer could not be dealt with");
    }
    let errors = error.to_api();
    let paths = &app.settings.paths;
    let target = redirect_url.as_deref().and_then(|url| redirect::target(app, url));
    let (form, page) = match purpose {
        Purpose::SignIn => ("sign_in/oauth", redirect::page(&paths.sign_in, target.as_deref())),
        Purpose::SignUp => ("sign_up/oauth", redirect::page(&paths.sign_up, target.as_deref())),
        Purpose::Connect => ("external_account/connect", target.unwrap_or_else(|| profile(app).to_owned())),
    };
    lead(&page, said(app, form, errors).into_iter().collect())
}

fn said(app: &Vestibule, form: &str, errors: ApiErrors) -> Option<Cookie<'static>> {
    flash::cookie(app, &Flash { form: form.to_owned(), errors, ..Flash::default() })
}

/// With a GET, whatever was asked with.
fn lead(to: &str, cookies: Vec<Cookie<'static>>) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    let headers = response.headers_mut();
    let location = HeaderValue::from_str(to).unwrap_or_else(|_| HeaderValue::from_static("/"));
    headers.insert(LOCATION, location);
    for cookie in cookies {
        if let Ok(value) = HeaderValue::from_str(&cookie.to_string()) {
            headers.append(SET_COOKIE, value);
        }
    }
    response
}
