//! The page that a link in a mail opens, and its one button. Looking at it changes nothing.

use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Query, State};
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use tower_cookies::Cookies;

use super::{cookies, errors, form, redirect, ticket, visitor};
use crate::locale;
use crate::model::{ApiError, ErrorCode};
use crate::server::crypto::Token;
use crate::server::flows::email_link::{self, Followed, Link};
use crate::server::flows::failed_proofs::note_barred;
use crate::server::flows::{Error, Visitor};
use crate::server::html::escape;
use crate::server::vestibule::Vestibule;

/// What a link holds, and the form on its page.
#[derive(Deserialize)]
pub struct Given {
    #[serde(default)]
    token: String,
    #[serde(default)]
    redirect_url: String,
}

/// Asks for one click.
pub async fn page(State(app): State<Vestibule>, Query(given): Query<Given>, parts: Parts) -> Response {
    let visitor = visitor::visitor(&app.settings, &parts.headers, &parts.extensions);
    let link = match Token::presented(&given.token) {
        Some(token) => email_link::look(&app, &visitor, &token).await,
        None => Err(ApiError::new(ErrorCode::VerificationExpired).into()),
    };
    match link {
        Ok(link) => question(&app, &given, &link),
        Err(error) => failed(&app, &parts.headers, &error),
    }
}

/// Opens the link.
pub async fn open(
    State(app): State<Vestibule>,
    cookies: Cookies,
    parts: Parts,
    given: Result<Form<Given>, FormRejection>,
) -> Response {
    let Ok(Form(given)) = given else {
        return errors::respond(&parts.headers, ApiError::new(ErrorCode::RequestBodyInvalid));
    };
    let target = redirect::target(&app, &given.redirect_url);
    let from = visitor::visitor(&app.settings, &parts.headers, &parts.extensions);
    let visitor = Visitor { bound_for: target.clone(), ..from };
    if let Err(refusal) = app.addresses.check(&visitor) {
        return errors::respond(&parts.headers, refusal);
    }
    let followed = match Token::presented(&given.token) {
        Some(token) => email_link::follow(&app, &visitor, &token).await,
        None => Err(ApiError::new(ErrorCode::VerificationExpired).into()),
    };
    match followed {
        Ok(Followed::Here { outcome, is_sign_up }) => {
            for cookie in cookies::changes(&app.settings, &outcome.issued) {
                cookies.add(cookie);
            }
            if let Some(removal) = ticket::removal(&app, &visitor, &outcome, false).await {
                cookies.add(removal);
            }
            Redirect::to(&form::page_after_link(&app, &outcome, is_sign_up, target.as_deref())).into_response()
        }
        Ok(Followed::Elsewhere) => card(locale::verify_page::done_title(), locale::verify_page::done_subtitle(), ""),
        Err(error) => {
            note_barred(&app, &error).await;
            failed(&app, &parts.headers, &error)
        }
    }
}

/// A form may lead on to the listed sites, too: browsers look at where its answer leads.
fn policy(app: &Vestibule) -> Option<HeaderValue> {
    let listed = app.lists.now();
    let origins = app.settings.security.redirect_origins.iter().chain(&listed.redirect_sources);
    let origins = origins.map(|origin| format!(" {origin}")).collect::<String>();
    HeaderValue::from_str(&errors::DOCUMENT_CSP.replace("form-action 'self'", &format!("form-action 'self'{origins}")))
        .ok()
}

fn question(app: &Vestibule, given: &Given, link: &Link) -> Response {
    let title = match link.is_sign_up {
        true => locale::verify_page::sign_up_title().to_owned(),
        false => locale::verify_page::sign_in_title(&app.settings.app_name),
    };
    let ago = locale::age(app.clock.now() - link.created_at);
    let asked = match &link.ip_address {
        Some(ip) => locale::verify_page::asked_from(&ago, ip, &link.address),
        None => locale::verify_page::asked(&ago, &link.address),
    };
    let elsewhere = match link.is_here {
        true => String::new(),
        false => format!(
            "<div class=\"vst-alert\" data-color=\"warning\"><p class=\"vst-alertText\">{}</p></div>",
            escape(locale::verify_page::elsewhere())
        ),
    };
    let form = format!(
        "{elsewhere}<form class=\"vst-form\" method=\"post\" action=\"{}\">\
         <input type=\"hidden\" name=\"token\" value=\"{}\">\
         <input type=\"hidden\" name=\"redirect_url\" value=\"{}\">\
         <button class=\"vst-formButtonPrimary\" type=\"submit\"><span>{}</span></button></form>",
        crate::server::factors::link::PATH,
        escape(&given.token),
        escape(&given.redirect_url),
        escape(locale::verify_page::continue_()),
    );
    let mut response = card(&title, &asked, &form);
    if let Some(policy) = policy(app) {
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    }
    response
}

fn failed(app: &Vestibule, headers: &HeaderMap, error: &Error) -> Response {
    let errors = error.to_api();
    if error.is_fault() {
        tracing::error!(%error, "a link could not be looked at");
        return errors::respond_all(headers, &errors);
    }
    let over = [ErrorCode::VerificationExpired, ErrorCode::EmailLinkUnverified, ErrorCode::ClientStateInvalid];
    if errors::wants_json(headers) || !over.iter().any(|code| errors.has(*code)) {
        return errors::respond_all(headers, &errors);
    }
    let again = format!(
        "<a class=\"vst-formButtonPrimary\" href=\"{}\"><span>{}</span></a>",
        escape(&app.settings.paths.sign_in),
        escape(locale::verify_page::again()),
    );
    let mut response = card(locale::verify_page::over_title(), locale::verify_page::over_subtitle(), &again);
    *response.status_mut() = StatusCode::GONE;
    response
}

/// `main` is HTML.
pub(super) fn card(title: &str, subtitle: &str, main: &str) -> Response {
    let (title, subtitle) = (escape(title), escape(subtitle));
    errors::document(
        &title,
        &format!(
            "<main class=\"vst-rootBox\"><div class=\"vst-cardBox\"><div class=\"vst-card\"><div class=\"vst-header\">\
             <h1 class=\"vst-headerTitle\">{title}</h1><p class=\"vst-headerSubtitle\">{subtitle}</p></div>\
             <div class=\"vst-main\">{main}</div></div></div></main>"
        ),
    )
}
