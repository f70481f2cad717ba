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
