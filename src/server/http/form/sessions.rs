use super::steps::Form;
use super::{answer, reply};
use crate::api::Reply;
use crate::model::{ApiErrors, Client, Field};
use crate::server::flows::{self, active_organization, browser, service_tokens, session};
use crate::server::http::ticket;

/// Ends the session of this browser.
pub async fn sign_out(session_id: &str, redirect_url: &str) -> Result<Reply, ApiErrors> {
    let session_id = Some(session_id).filter(|id| !id.is_empty());
    answer(Form::SignOut, redirect_url, &[], async |app, visitor| browser::sign_out(app, visitor, session_id).await)
        .await
}

/// Ends all sessions of this browser.
pub async fn remove_sessions(redirect_url: &str) -> Result<Reply, ApiErrors> {
    answer(Form::RemoveSessions, redirect_url, &[], async |app, visitor| browser::remove_sessions(app, visitor).await)
        .await
}

/// Lets this browser act in another one of its sessions.
pub async fn set_active_session(session_id: &str, redirect_url: &str) -> Result<Reply, ApiErrors> {
    answer(Form::SetActive, redirect_url, &[(Field::SessionId, session_id)], async |app, visitor| {
        browser::set_active(app, visitor, session_id).await
    })
    .await
}

/// Ends all sessions of the person.
pub async fn sign_out_everywhere(redirect_url: &str) -> Result<Reply, ApiErrors> {
    answer(Form::SignOutEverywhere, redirect_url, &[], async |app, visitor| {
        browser::sign_out_everywhere(app, visitor).await
    })
    .await
}

/// What a browser holds.
pub async fn client() -> Result<Client, ApiErrors> {
    reply(false, async |app, visitor| {
        let mut held = match flows::client::find(app, visitor).await? {
            Some(browser) => flows::client::state(app, &mut *app.store.read().await?, &browser).await?,
            None => Client::default(),
        };
        ticket::show(app, visitor, &mut held).await?;
        active_organization::show_named(app, visitor, &mut held).await?;
        Ok(held)
    })
    .await
}

/// A session token for calls to another origin, or a token for another service by the template with this name, for whom the page
/// believes to act; a page that says nothing of that believes anything.
pub async fn token(template: &str, session_id: &str, organization_id: &str) -> Result<Option<String>, ApiErrors> {
    reply(!template.is_empty(), async |app, visitor| {
        if !template.is_empty() {
            let seen = (!session_id.is_empty()).then_some(service_tokens::Seen { session_id, organization_id });
            let token = service_tokens::of_browser(app, visitor, template, seen).await?;
            return Ok(token.map(|token| token.expose().to_owned()));
        }
        let Some(secret) = &visitor.client_token else { return Ok(None) };
        Ok(match session::renew(app, secret).await? {
            session::Renewed::Goes(token, verified) => Some(match &visitor.organization {
                Some(named) => active_organization::token_for(app, &verified, named, token).await?.expose().to_owned(),
                None => token.expose().to_owned(),
            }),
            session::Renewed::Over | session::Renewed::Unknown => None,
        })
    })
    .await
}
