//! The page of the provider that takes the place of one that is not set up yet. It exists in development only, and says so:
//! whoever opens it can be anyone.

use axum::extract::{Form, Query, Request, State};
use axum::http::header::LOCATION;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get};
use serde::Deserialize;

use super::errors::{document, respond};
use super::marks;
use super::segment::Segment;
use crate::locale::simulated_provider as text;
use crate::model::{ApiError, ErrorCode, Field};
use crate::server::factors::oauth::simulated::{CLIENT_ID, Grant};
use crate::server::factors::oauth::{EnabledProvider, Identity, SIMULATED};
use crate::server::html::escape;
use crate::server::vestibule::Vestibule;

/// Its address.
pub const PATH: &str = "/dev/oauth/{provider}";

/// What an authorization request says (RFC 6749 section 4.1.1).
#[derive(Deserialize)]
struct Question {
    client_id: String,
    response_type: String,
    redirect_uri: String,
    state: String,
    code_challenge: String,
    code_challenge_method: String,
}

/// What a person types.
#[derive(Deserialize)]
struct Typed {
    state: String,
    code_challenge: String,
    #[serde(default)]
    email_address: String,
    #[serde(default)]
    email_verified: Option<String>,
    #[serde(default)]
    first_name: String,
    #[serde(default)]
    last_name: String,
    #[serde(default)]
    cancel: Option<String>,
}

/// The page, and where its form is posted to.
pub fn page() -> MethodRouter<Vestibule> {
    get(show).post(answer)
}

fn simulated<'a>(app: &'a Vestibule, key: &str) -> Result<&'a EnabledProvider, ApiError> {
    let found = app.oauth.find(key).filter(|provider| provider.is_simulated() && app.settings.is_development());
    found.ok_or_else(|| ApiError::new(ErrorCode::ResourceNotFound))
}

async fn show(State(app): State<Vestibule>, Segment(key): Segment, request: Request) -> Response {
    let provider = match simulated(&app, &key) {
        Ok(provider) => provider,
        Err(error) => return respond(request.headers(), error),
    };
    let asked = Query::<Question>::try_from_uri(request.uri()).map(|Query(question)| question).ok();
    let right = |question: &Question| {
        question.client_id == CLIENT_ID
            && question.response_type == "code"
            && question.redirect_uri == provider.redirect_uri
            && question.code_challenge_method == "S256"
    };
    match asked.filter(right) {
        Some(question) => document(&escape(&text::title(&provider.name)), &form(&app, provider, &question)),
        None => respond(request.headers(), ApiError::new(ErrorCode::RequestBodyInvalid)),
    }
}

async fn answer(
    State(app): State<Vestibule>,
    Segment(key): Segment,
    headers: HeaderMap,
    typed: Result<Form<Typed>, axum::extract::rejection::FormRejection>,
) -> Response {
    let (provider, typed) = match (simulated(&app, &key), typed) {
        (Ok(provider), Ok(Form(typed))) => (provider, typed),
        (Err(error), _) => return respond(&headers, error),
        (_, Err(_)) => return respond(&headers, ApiError::new(ErrorCode::RequestBodyInvalid)),
    };
    let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let identity = Identity {
        email: given(&typed.email_address),
        email_verified: typed.email_verified.is_some(),
        first_name: given(&typed.first_name),
        last_name: given(&typed.last_name),
        username: None,
        ..Identity::default()
    };
    let now = app.clock.now();
    let grant = Grant::new(&app.key, &key, identity, &typed.code_challenge, &provider.redirect_uri, now);
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    match (typed.cancel, grant.code(&app.key)) {
        (None, Some(code)) => query.append_pair("code", &code),
        _ => query.append_pair("error", "access_denied"),
    };
    query.append_pair("state", &typed.state);
    // On the same host, by whichever name it was reached.
    let path = provider.redirect_uri.strip_prefix(&app.settings.base_url).unwrap_or("/");
    let mut response = StatusCode::SEE_OTHER.into_response();
    if let Ok(location) = HeaderValue::from_str(&format!("{path}?{}", query.finish())) {
        response.headers_mut().insert(LOCATION, location);
    }
    response
}

fn form(app: &Vestibule, provider: &EnabledProvider, question: &Question) -> String {
    let input = |field: Field, label: &str, kind: &str, more: &str| {
        let name = field.name();
        format!(
            "<div class=\"vst-formField\"><div class=\"vst-formFieldLabelRow\"><label class=\"vst-formFieldLabel\" \
             for=\"{name}\">{label}</label></div><div class=\"vst-formFieldInputGroup\"><input \
             class=\"vst-formFieldInput\" id=\"{name}\" name=\"{name}\" type=\"{kind}\" {more}></div></div>"
        )
    };
    format!(
        "<main class=\"vst-rootBox vst-simulatedProvider\"><div class=\"vst-cardBox\">\
         <p class=\"vst-simulatedProviderNotice\">{notice}</p>\
         <div class=\"vst-card\"><div class=\"vst-header\"><span class=\"vst-simulatedProviderMark\">{mark}</span>\
         <h1 class=\"vst-headerTitle\">{title}</h1><p class=\"vst-headerSubtitle\">{subtitle}</p></div>\
         <form class=\"vst-form\" method=\"post\" action=\"{SIMULATED}{key}\">\
         <input type=\"hidden\" name=\"state\" value=\"{state}\">\
         <input type=\"hidden\" name=\"code_challenge\" value=\"{challenge}\">\
         {email}<label class=\"vst-simulatedProviderCheck\"><input type=\"checkbox\" name=\"email_verified\" value=\"true\" \
         checked> <span>{verified}</span></label>\
         <div class=\"vst-formFieldRow\">{first}{last}</div>\
         <button type=\"submit\" class=\"vst-formButtonPrimary\"><span>{go}</span></button>\
         <button type=\"submit\" class=\"vst-button\" name=\"cancel\" value=\"true\" formnovalidate>{cancel}</button>\
         </form></div></div></main>",
        notice = escape(&text::notice(&provider.name)),
        mark = marks::inline(&provider.key),
        title = escape(&text::title(&provider.name)),
        subtitle = escape(&text::subtitle(&app.settings.app_name)),
        key = escape(&provider.key),
        state = escape(&question.state),
        challenge = escape(&question.code_challenge),
        email =
            input(Field::EmailAddress, text::EMAIL, "email", "autocomplete=\"off\" autocapitalize=\"none\" autofocus"),
        verified = escape(&text::verified(&provider.name)),
        first = input(Field::FirstName, text::FIRST_NAME, "text", "autocomplete=\"off\""),
        last = input(Field::LastName, text::LAST_NAME, "text", "autocomplete=\"off\""),
        go = escape(&text::go_on(&provider.name)),
        cancel = text::CANCEL,
    )
}
