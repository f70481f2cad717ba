//! The ticket of a link. As soon as its page is opened it moves from the address into a cookie, so that it stands in no
//! history, and goes to nobody whom the page loads something from. That uses nothing up: programs that look at links may.

use axum::http::header::{LOCATION, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use tower_cookies::Cookie;

use super::cookies;
use crate::model::{Client, SignInStatus, Ticket, TicketUse};
use crate::server::crypto::Token;
use crate::server::factors::ticket::PARAMETER;
use crate::server::flows::tickets::held;
use crate::server::flows::{Error, Outcome, Visitor};
use crate::server::vestibule::Inner;

/// Nobody's ticket: kept in the place of one that cannot be ours, so that the page says what it says of one that is not
/// good.
const NOBODYS: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// The answer in a page's place, where its address has a ticket in it. An empty one takes away the one that is kept.
pub fn moved(app: &Inner, parts: &Parts) -> Option<Response> {
    let paths = &app.settings.paths;
    let path = parts.uri.path();
    let is_here = |page: &&&String| path.trim_end_matches('/') == page.trim_end_matches('/');
    let page = [&paths.sign_up, &paths.sign_in].iter().find(is_here).copied()?;
    let query = parts.uri.query()?;
    let pairs: Vec<_> = url::form_urlencoded::parse(query.as_bytes()).collect();
    let (_, given) = pairs.iter().find(|(name, _)| name == PARAMETER)?;
    let ticket = match given.is_empty() {
        true => None,
        false => Token::presented(given).or_else(|| Token::presented(NOBODYS)),
    };
    let rest = pairs.iter().filter(|(name, _)| name != PARAMETER);
    let rest = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(rest).finish();
    let location = if rest.is_empty() { page.to_owned() } else { format!("{page}?{rest}") };
    let mut response = StatusCode::SEE_OTHER.into_response();
    response.headers_mut().insert(LOCATION, HeaderValue::from_str(&location).ok()?);
    let cookie = cookies::keep_ticket(&app.settings, ticket.as_ref());
    response.headers_mut().insert(SET_COOKIE, HeaderValue::from_str(&cookie.to_string()).ok()?);
    Some(response)
}

/// Puts into what a browser holds what its ticket is good for.
pub async fn show(app: &Inner, visitor: &Visitor, client: &mut Client) -> Result<(), Error> {
    client.ticket = held(app, visitor).await?;
    Ok(())
}

/// Takes away a ticket that is not good any more, once whoever is signed in was told so: they have nothing to do about it, while
/// others are offered another way in.
pub fn told(app: &Inner, client: &Client) -> Option<Cookie<'static>> {
    let is_over = client.ticket.as_ref().is_some_and(Ticket::is_over);
    let offers_nothing = client.session().is_some() && !app.settings.session.multi_session;
    (is_over && offers_nothing).then(|| cookies::keep_ticket(&app.settings, None))
}

/// Takes away the ticket of a browser in which a session has just begun, or a sign-in has come half way: its link has led
/// where it leads. One that lets into an organization whoever signs in is kept until they are in. `may_be_used` says that what
/// was done may have used it up.
pub async fn removal(app: &Inner, visitor: &Visitor, outcome: &Outcome, may_be_used: bool) -> Option<Cookie<'static>> {
    visitor.ticket.as_ref()?;
    let step = outcome.client.sign_in.as_ref().map(|sign_in| sign_in.status);
    let is_half_way = step == Some(SignInStatus::NeedsSecondFactor);
    let is_over = match outcome.began {
        Some(_) => true,
        None if is_half_way => !is_to_join(app, visitor).await,
        None if may_be_used => is_used(app, visitor).await,
        None => false,
    };
    is_over.then(|| cookies::keep_ticket(&app.settings, None))
}

async fn is_used(app: &Inner, visitor: &Visitor) -> bool {
    match held(app, visitor).await {
        Ok(ticket) => ticket.is_some_and(|ticket| ticket.good_for == TicketUse::Nothing),
        Err(error) => {
            tracing::error!(%error, "a ticket could not be looked at");
            false
        }
    }
}

async fn is_to_join(app: &Inner, visitor: &Visitor) -> bool {
    match held(app, visitor).await {
        Ok(ticket) => ticket.is_some_and(|ticket| ticket.good_for == TicketUse::Join),
        Err(error) => {
            tracing::error!(%error, "a ticket could not be looked at");
            false
        }
    }
}
