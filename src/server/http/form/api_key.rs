use super::organization::or_a_page;
use super::steps::Form;
use super::{answer, reply};
use crate::api::Reply;
use crate::model::{ApiErrors, ApiKey, Field, Paginated};
use crate::server::flows::own_api_keys::{self, Wanted, Whose};

/// Makes a key.
pub async fn create_api_key(
    organization_id: &str,
    name: &str,
    description: &str,
    expiration: &str,
    redirect_url: &str,
) -> Result<Reply, ApiErrors> {
    let typed = [
        (Field::OrganizationId, organization_id),
        (Field::Name, name),
        (Field::Description, description),
        (Field::Expiration, expiration),
    ];
    answer(Form::CreateApiKey, redirect_url, &typed, async |app, visitor| {
        own_api_keys::create(app, visitor, Whose::named(organization_id), Wanted { name, description, expiration })
            .await
    })
    .await
}

/// Revokes one.
pub async fn revoke_api_key(organization_id: &str, id: &str, redirect_url: &str) -> Result<Reply, ApiErrors> {
    let typed = [(Field::OrganizationId, organization_id), (Field::ApiKeyId, id)];
    answer(Form::RevokeApiKey, redirect_url, &typed, async |app, visitor| {
        own_api_keys::revoke(app, visitor, Whose::named(organization_id), id).await
    })
    .await
}

/// Part of them.
pub async fn list_api_keys(
    organization_id: &str,
    query: &str,
    limit: i64,
    offset: i64,
) -> Result<Paginated<ApiKey>, ApiErrors> {
    reply(true, async |app, visitor| {
        let page = (or_a_page(limit), offset);
        let (data, total_count) = own_api_keys::list(app, visitor, Whose::named(organization_id), query, page).await?;
        Ok(Paginated { data, total_count })
    })
    .await
}
