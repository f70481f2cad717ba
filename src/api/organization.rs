use leptos::prelude::*;

use super::Reply;
use crate::model::ApiErrors;

/// Makes an organization of whoever is signed in, in which their session acts from then on.
#[server(prefix = "/vestibule/api", endpoint = "organization/create")]
pub async fn create_organization(
    /// What people call it.
    #[server(default)]
    name: String,
    /// Its name in addresses; empty for one that is made of the name.
    #[server(default)]
    slug: String,
    /// Where to go then; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::create_organization(&name, &slug, &redirect_url).await
}
