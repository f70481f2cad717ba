//! The answer to a request of which something has to be asked first.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::Request;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, LOCATION, SET_COOKIE, VARY};
use axum::response::{IntoResponse, Response};
use tower::{Service, ServiceExt};
use tower_cookies::CookieManager;

use super::AuthLayer;
use super::prepare::{Prepared, prepare};
use crate::server::events::Origin;
use crate::server::flows;
use crate::server::http::auth::Auth;
use crate::server::http::headers::Sent;
use crate::server::http::organization_path::InAddresses;
use crate::server::http::{headers, language, visitor};
use crate::server::redirect;
use crate::server::vestibule::Vestibule;

/// Finds out whose the request is, lets the host answer it, and completes the answer.
pub async fn thorough<S>(layer: AuthLayer, app: Vestibule, inner: S, mut request: Request) -> Response
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
