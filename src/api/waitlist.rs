use leptos::prelude::*;

use super::Reply;
use crate::model::ApiErrors;

/// Puts someone on the waitlist.
#[server(prefix = "/vestibule/api", endpoint = "waitlist/join")]
pub async fn join_waitlist(
    /// Where they are reached when it is their turn.
    #[server(default)]
    email_address: String,
    /// What shows that no program sits at the browser, where the settings ask for that.
    #[server(default)]
    captcha_token: String,
    /// Carried along to the page that follows; only the own site and listed ones.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::join_waitlist(&email_address, &captcha_token, &redirect_url).await
}
