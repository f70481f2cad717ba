use leptos::prelude::*;

use super::Reply;
use crate::model::ApiErrors;

/// Ends the session that this browser acts in, or another one of its own.
#[server(prefix = "/vestibule/api", endpoint = "session/sign_out")]
pub async fn sign_out(
    /// Which one; empty for the one that it acts in.
    #[server(default)]
    session_id: String,
    /// Where to go then; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::sign_out(&session_id, &redirect_url).await
}

/// Ends every session of this browser, whosever they are.
#[server(prefix = "/vestibule/api", endpoint = "client/remove_sessions")]
pub async fn remove_sessions(
    /// Where to go then; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::remove_sessions(&redirect_url).await
}

/// Lets this browser act in another one of its sessions.
#[server(prefix = "/vestibule/api", endpoint = "session/set_active")]
pub async fn set_active_session(
    /// Which one.
    #[server(default)]
    session_id: String,
    /// Where to go then; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::set_active_session(&session_id, &redirect_url).await
}

/// Lets the session that this browser acts in act in an organization, or in none.
#[server(prefix = "/vestibule/api", endpoint = "session/set_active_organization")]
pub async fn set_active_organization(
    /// Its id or slug; empty for none.
    #[server(default)]
    organization: String,
    /// Where to go then; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
    /// Where to go once it is chosen, in front of `redirect_url`, which is the page of the form then.
    #[server(default)]
    after_select_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::set_active_organization(&organization, &redirect_url, &after_select_url).await
}

/// Ends every session of the person who is signed in, on every browser.
#[server(prefix = "/vestibule/api", endpoint = "session/sign_out_everywhere")]
pub async fn sign_out_everywhere(
    /// Where to go then; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::sign_out_everywhere(&redirect_url).await
}

/// A session token of 60 seconds, for calls to another origin, or a token for another service; `None` when nobody is signed in.
/// Keep it in memory.
///
/// # Errors
/// `resource_not_found` when there is no such template; `client_state_invalid` when this browser acts in another session or
/// organization than the page believes.
#[server(prefix = "/vestibule/api", endpoint = "session/token")]
pub async fn get_token(
    /// The JWT template for the other service, by its name; empty for a session token.
    #[server(default)]
    template: String,
    /// The session in which the page believes to act; empty where it takes a token of any.
    #[server(default)]
    session_id: String,
    /// With a session, the organization; empty for none.
    #[server(default)]
    organization_id: String,
) -> Result<Option<String>, ApiErrors> {
    crate::server::form::token(&template, &session_id, &organization_id).await
}
