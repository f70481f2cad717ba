use leptos::prelude::*;

use super::Reply;
use crate::model::ApiErrors;

/// Ends the session that this browser acts in.
#[server(prefix = "/vestibule/api", endpoint = "session/sign_out")]
pub async fn sign_out(
    /// Where to go then; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::sign_out(&redirect_url).await
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

/// A session token of 60 seconds, for calls to another origin; `None` when nobody is signed in. Keep it in memory.
#[server(prefix = "/vestibule/api", endpoint = "session/token")]
pub async fn get_token() -> Result<Option<String>, ApiErrors> {
    crate::server::form::token().await
}
