//! The page of a link by which somebody says that a change to their account was not theirs, and its one button. Looking at
//! it changes nothing, and it lets nobody in.

use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Query, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Deserialize;

use super::verify::card;
use super::{errors, visitor};
use crate::locale::disavow_page as text;
use crate::model::{ApiError, ErrorCode};
use crate::server::crypto::Token;
use crate::server::flows::Error;
use crate::server::flows::disavowal::{self, PATH};
use crate::server::html::escape;
use crate::server::vestibule::Vestibule;

/// What a link holds, and the form on its page.
#[derive(Deserialize)]
pub struct Given {
    #[serde(default)]
    token: String,
}

/// Asks for one click.
pub async fn page(State(app): State<Vestibule>, Query(given): Query<Given>, parts: Parts) -> Response {
    let looked = match Token::presented(&given.token) {
        Some(token) => disavowal::look(&app, &token).await,
        None => Err(over()),
    };
    match looked {
        Ok(address) => {
            let form = format!(
                "<form class=\"vst-form\" method=\"post\" action=\"{PATH}\">\
                 <input type=\"hidden\" name=\"token\" value=\"{}\">\
                 <button class=\"vst-formButtonPrimary\" type=\"submit\"><span>{}</span></button></form>",
                escape(&given.token),
                escape(text::confirm()),
            );
            card(text::title(), &text::asked(&address, &app.settings.app_name), &form)
        }
        Err(error) => failed(&app, &parts.headers, &error),
    }
}

/// Ends the sessions.
pub async fn confirm(
    State(app): State<Vestibule>,
    parts: Parts,
    given: Result<Form<Given>, FormRejection>,
) -> Response {
    let Ok(Form(given)) = given else {
        return errors::respond(&parts.headers, ApiError::new(ErrorCode::RequestBodyInvalid));
    };
    let visitor = visitor::visitor(&app.settings, &parts.headers, &parts.extensions);
    if let Err(refusal) = app.addresses.check(&visitor) {
        return errors::respond(&parts.headers, refusal);
    }
    let done = match Token::presented(&given.token) {
        Some(token) => disavowal::disavow(&app, &token).await,
        None => Err(over()),
    };
    match done {
        Ok(()) => what_next(&app),
        Err(error) => failed(&app, &parts.headers, &error),
    }
}

fn over() -> Error {
    ApiError::new(ErrorCode::VerificationExpired).into()
}

/// What was done, and what is left to do.
fn what_next(app: &Vestibule) -> Response {
    let with_password = app.settings.sign_in.password;
    let password = with_password.then(text::step_password);
    let steps = [Some(text::step_mailbox()), password, Some(text::step_look()), Some(text::step_second())];
    let steps: String = steps.into_iter().flatten().map(|step| format!("<li>{}</li>", escape(step))).collect();
    let main = format!("<ol class=\"vst-steps\">{steps}</ol>{}", to_sign_in(app, with_password));
    card(text::done_title(), text::done_subtitle(), &main)
}

fn to_sign_in(app: &Vestibule, for_password: bool) -> String {
    format!(
        "<a class=\"vst-formButtonPrimary\" href=\"{}\"><span>{}</span></a>",
        escape(&app.settings.paths.sign_in),
        escape(if for_password { text::new_password() } else { text::sign_in() }),
    )
}

fn failed(app: &Vestibule, headers: &HeaderMap, error: &Error) -> Response {
    let errors = error.to_api();
    if !errors.has(ErrorCode::VerificationExpired) {
        tracing::error!(%error, "a change could not be disavowed");
        return errors::respond_all(headers, &errors);
    }
    let mut response = card(text::over_title(), text::over_subtitle(), &to_sign_in(app, false));
    *response.status_mut() = StatusCode::GONE;
    response
}
