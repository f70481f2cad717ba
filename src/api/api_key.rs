use leptos::prelude::*;

use super::Reply;
use crate::model::{ApiErrors, ApiKey, Paginated};

/// Makes a key by which a program acts for whoever is signed in, or for an organization of theirs. The answer alone has what
/// the program shows.
#[server(prefix = "/vestibule/api", endpoint = "api_key/create")]
pub async fn create_api_key(
    /// `org_…`; left out it is one of their own.
    #[server(default)]
    organization_id: String,
    /// What they call it.
    #[server(default)]
    name: String,
    /// What it is for.
    #[server(default)]
    description: String,
    /// After how many days it is good no longer; left out it is good for ever.
    #[server(default)]
    expiration: String,
    /// Where to go then; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::create_api_key(&organization_id, &name, &description, &expiration, &redirect_url).await
}

/// Revokes a key of whoever is signed in, or of an organization of theirs: whatever comes with it is refused from then on.
#[server(prefix = "/vestibule/api", endpoint = "api_key/revoke")]
pub async fn revoke_api_key(
    /// `org_…`; left out it is one of their own.
    #[server(default)]
    organization_id: String,
    /// `ak_…`
    #[server(default)]
    api_key_id: String,
    /// Where to go then; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::revoke_api_key(&organization_id, &api_key_id, &redirect_url).await
}

/// Part of the keys of whoever is signed in, or of an organization of theirs, newest first: without those that were revoked.
#[server(prefix = "/vestibule/api", endpoint = "api_key/list")]
pub async fn list_api_keys(
    /// `org_…`; left out it is their own.
    #[server(default)]
    organization_id: String,
    /// Looked for in the names.
    #[server(default)]
    query: String,
    /// At most so many, up to 500; 0 for 10.
    #[server(default)]
    limit: i64,
    /// So many are passed over.
    #[server(default)]
    offset: i64,
) -> Result<Paginated<ApiKey>, ApiErrors> {
    crate::server::form::list_api_keys(&organization_id, &query, limit, offset).await
}
