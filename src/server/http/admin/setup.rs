//! Where the link leads by which a user becomes an operator. To whoever has none that is good there is nothing here.

use axum::Form;
use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::markup::{Markup, paragraph, tag};
use super::operator::{Instead, Operator, lead, nothing};
use super::page::{Section, in_english, role_name};
use crate::model::SignUpMode;
use crate::server::crypto::Token;
use crate::server::flows::operators::{OperatorRole, SETUP};
use crate::server::http::auth::Auth;
use crate::server::http::redirect;
use crate::server::http::verify::card;
use crate::server::vestibule::Vestibule;

/// What the link holds, and the form on its page.
#[derive(Default, Deserialize)]
pub struct Given {
    #[serde(default)]
    token: String,
}

/// What the link makes of whoever uses it; `None` if it is not good.
async fn look(app: &Vestibule, given: &Given) -> Result<Option<(Token, OperatorRole)>, Instead> {
    let Some(token) = Token::presented(&given.token) else { return Ok(None) };
    Ok(app.operators().look(&token).await?.map(|role| (token, role)))
}

/// Asks for one click, or to sign in first.
pub async fn page(
    State(app): State<Vestibule>,
    auth: Auth,
    operator: Result<Operator, Response>,
    headers: HeaderMap,
    given: Result<Query<Given>, QueryRejection>,
) -> Response {
    let given = given.map(|Query(given)| given).unwrap_or_default();
    match look(&app, &given).await {
        Ok(Some((token, role))) => draw(&app, &auth, &token, role).await,
        // As wherever there is nothing below /admin.
        Ok(None) => operator.map_or_else(|refusal| refusal, |_| nothing(&headers)),
        Err(instead) => instead.into_response(),
    }
}

async fn draw(app: &Vestibule, auth: &Auth, token: &Token, role: OperatorRole) -> Response {
    let subtitle =
        format!("This link makes an operator of {} of you, with the role {}.", app.settings.app_name, role_name(role));
    let here = format!("{SETUP}?token={}", token.expose());
    let user = match auth.user().await {
        Ok(user) => user.filter(|_| auth.actor().is_none()),
        Err(_) => None,
    };
    let main = match user {
        Some(user) => {
            let who = user.primary_email_address().map_or_else(|| user.display_name(), str::to_owned);
            tag("form").class("vst-form").with("method", "post").with("action", SETUP).holds([
                paragraph(Markup::from("You are signed in as ").and(tag("strong").holds(who)).and(".")),
                tag("input").with("type", "hidden").with("name", "token").with("value", token.expose()).alone(),
                tag("button")
                    .class("vst-formButtonPrimary")
                    .with("type", "submit")
                    .holds(tag("span").holds("Become an operator")),
            ])
        }
        None => {
            let to = |page: &str| redirect::page(page, Some(&here));
            let paths = &app.settings.paths;
            let is_first = app.operators().list().await.is_ok_and(|all| all.is_empty());
            let primary = |page: &str, text: &str| {
                tag("a").class("vst-formButtonPrimary").with("href", to(page)).holds(tag("span").holds(text))
            };
            match is_first && app.settings.sign_up.mode == SignUpMode::Public {
                // Whoever has just started it has no account there yet.
                true => {
                    let sign_in =
                        tag("a").class("vst-footerActionLink").with("href", to(&paths.sign_in)).holds("Sign in");
                    let there = paragraph(Markup::from("You have one already? ").and(sign_in));
                    primary(&paths.sign_up, "Create your account").and(there)
                }
                false => {
                    primary(&paths.sign_in, "Sign in first").and(primary(&paths.sign_up, "Create an account first"))
                }
            }
        }
    };
    in_english(|| card("Run this instance", &subtitle, &main.into_string()))
}

/// Uses the link up.
pub async fn accept(
    State(app): State<Vestibule>,
    auth: Auth,
    headers: HeaderMap,
    given: Result<Form<Given>, FormRejection>,
) -> Response {
    let given = given.map(|Form(given)| given).unwrap_or_default();
    let (Some(user_id), None) = (auth.user_id(), auth.actor()) else { return nothing(&headers) };
    match look(&app, &given).await {
        Ok(Some((token, _))) => match app.operators().accept(&token, user_id).await {
            Ok(_) => lead(Section::Overview.path()),
            Err(error) => Instead::from(error).into_response(),
        },
        Ok(None) => nothing(&headers),
        Err(instead) => instead.into_response(),
    }
}
