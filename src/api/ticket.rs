use leptos::prelude::*;

use super::Reply;
use crate::model::ApiErrors;

/// Signs in with the ticket of the link that was opened in this browser, which is used up by that.
#[server(prefix = "/vestibule/api", endpoint = "sign_in/ticket")]
pub async fn ticket_sign_in(
    /// Where to go when it is done; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::ticket_sign_in(&redirect_url).await
}

/// Accepts the invitation to an organization whose link was opened in this browser, for whoever is signed in: it has to be for
/// an address that they have proven. They act in the organization then.
#[server(prefix = "/vestibule/api", endpoint = "organization_invitation/accept_ticket")]
pub async fn ticket_accept(
    /// Where to go when it is done; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::ticket_accept(&redirect_url).await
}
