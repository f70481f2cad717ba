use super::answer;
use super::steps::Form;
use crate::api::Reply;
use crate::model::{ApiErrors, Field};
use crate::server::flows::active_organization;

/// Makes an organization of whoever is signed in.
pub async fn create_organization(name: &str, slug: &str, redirect_url: &str) -> Result<Reply, ApiErrors> {
    let typed = [(Field::Name, name), (Field::Slug, slug)];
    answer(Form::CreateOrganization, redirect_url, &typed, async |app, visitor| {
        active_organization::create(app, visitor, name, slug).await
    })
    .await
}

/// Lets the session that this browser acts in act in an organization, or in none.
pub async fn set_active_organization(organization: &str, redirect_url: &str) -> Result<Reply, ApiErrors> {
    let typed = [(Field::Organization, organization)];
    answer(Form::SetActiveOrganization, redirect_url, &typed, async |app, visitor| {
        let organization = Some(organization).filter(|it| !it.is_empty());
        active_organization::set_active(app, visitor, organization).await
    })
    .await
}
