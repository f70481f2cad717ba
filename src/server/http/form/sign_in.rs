use axum::http::request::Parts;
use leptos::prelude::with_context;

use super::steps::Form;
use super::{Asked, answer, lead_to_provider, reply, secret};
use crate::api::{Reply, SecretInput};
use crate::model::{ApiErrors, Field, Strategy};
use crate::server::crypto::Token;
use crate::server::flows::oauth::Purpose;
use crate::server::flows::sign_in;
use crate::server::http::cookies;
use crate::server::vestibule::Vestibule;

/// Begins a sign-in.
pub async fn create_sign_in(identifier: &str, password: SecretInput, redirect_url: &str) -> Result<Reply, ApiErrors> {
    let password = secret(password);
    answer(Form::CreateSignIn, redirect_url, &[(Field::Identifier, identifier)], async |app, visitor| {
        sign_in::create(app, visitor, identifier, &password).await
    })
    .await
}

/// Asks to give the first proof in another way.
pub async fn prepare_first_factor(strategy: &str, redirect_url: &str) -> Result<Reply, ApiErrors> {
    answer(Form::PrepareFirstFactor, redirect_url, &[], async |app, visitor| {
        sign_in::prepare_first_factor(app, visitor, Strategy::parse(strategy)).await
    })
    .await
}

/// Gives the first proof.
pub async fn attempt_first_factor(
    strategy: &str,
    password: SecretInput,
    code: SecretInput,
    redirect_url: &str,
) -> Result<Reply, ApiErrors> {
    let (password, code) = (secret(password), secret(code));
    let strategy = if strategy.is_empty() { Some(Strategy::Password) } else { Strategy::parse(strategy) };
    let attempt = sign_in::Attempt { strategy, password: &password, code: &code };
    answer(Form::AttemptFirstFactor, redirect_url, &[], async |app, visitor| {
        sign_in::attempt_first_factor(app, visitor, &attempt).await
    })
    .await
}

/// Sets a new password.
pub async fn reset_password(
    new_password: SecretInput,
    sign_out_of_other_sessions: bool,
    redirect_url: &str,
) -> Result<Reply, ApiErrors> {
    let new_password = secret(new_password);
    answer(Form::ResetPassword, redirect_url, &[], async |app, visitor| {
        sign_in::reset_password(app, visitor, &new_password, sign_out_of_other_sessions).await
    })
    .await
}

/// Sends a person to a provider to sign in.
pub async fn oauth_sign_in(strategy: &str, redirect_url: &str) -> Result<Reply, ApiErrors> {
    lead_to_provider(Form::OauthSignIn, Purpose::SignIn, strategy, redirect_url).await
}

/// Signs in with the ticket that the browser keeps.
pub async fn ticket_sign_in(redirect_url: &str) -> Result<Reply, ApiErrors> {
    answer(Form::TicketSignIn, redirect_url, &[], async |app, visitor| sign_in::with_ticket(app, visitor).await).await
}

/// Asks a browser for a passkey.
pub async fn prepare_passkey_sign_in() -> Result<serde_json::Value, ApiErrors> {
    let mut new = None;
    let options = reply(true, async |app, visitor| {
        let asked = sign_in::passkey::prepare(app, visitor, passkey_secret(app)).await?;
        new = asked.secret;
        Ok(asked.options)
    })
    .await?;
    if let Some(secret) = new {
        let asked = Asked::read()?;
        asked.set_cookie(cookies::passkey(&asked.app.settings, &secret));
    }
    Ok(options)
}

/// Signs in with a passkey.
pub async fn passkey_sign_in(credential: SecretInput, redirect_url: &str) -> Result<Reply, ApiErrors> {
    let credential = secret(credential);
    answer(Form::PasskeySignIn, redirect_url, &[], async |app, visitor| {
        sign_in::passkey::attempt(app, visitor, passkey_secret(app).as_ref(), &credential).await
    })
    .await
}

/// What the browser has kept since it was first asked for a passkey.
fn passkey_secret(app: &Vestibule) -> Option<Token> {
    with_context::<Parts, _>(|parts| cookies::passkey_secret(&app.settings, &parts.headers)).flatten()
}
