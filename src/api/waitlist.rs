use leptos::prelude::*;

use super::Reply;
use crate::model::ApiErrors;

/// Puts someone on the waitlist.
#[server(prefix = "/vestibule/api", endpoint = "waitlist/join")]
pub async fn join_waitlist(
    /// Where they are reached when it is their turn.
    #[server(default)]
    email_address: String,
    /// Carried along to the page that follows; only the own site and listed ones.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::join_waitlist(&email_address, &redirect_url).await
}
