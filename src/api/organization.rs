use leptos::prelude::*;

use super::Reply;
use crate::model::{ApiErrors, Organization};

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
    /// Where to go once it is made, in front of `redirect_url`, which is the page of the form then: `:id` and `:slug` in it
    /// are its own.
    #[server(default)]
    after_create_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::create_organization(&name, &slug, &redirect_url, &after_create_url).await
}

/// Gives an organization another name or slug. A slug that is left out stays.
#[server(prefix = "/vestibule/api", endpoint = "organization/update")]
pub async fn update_organization(
    /// `org_…`
    #[server(default)]
    organization_id: String,
    /// What people call it.
    #[server(default)]
    name: String,
    /// Its name in addresses.
    #[server(default)]
    slug: String,
    /// Where to go then; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::update_organization(&organization_id, &name, &slug, &redirect_url).await
}

/// Deletes an organization with all that is its own.
#[server(prefix = "/vestibule/api", endpoint = "organization/delete")]
pub async fn delete_organization(
    /// `org_…`
    #[server(default)]
    organization_id: String,
    /// Its name, so that nobody does it by accident.
    #[server(default)]
    organization_name: String,
    /// The page of the form, where what was wrong is told.
    #[server(default)]
    redirect_url: String,
    /// Where to go then; left out it is where a sign-in leads.
    #[server(default)]
    after_leave_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::delete_organization(&organization_id, &organization_name, &redirect_url, &after_leave_url)
        .await
}

/// Takes whoever is signed in out of an organization.
#[server(prefix = "/vestibule/api", endpoint = "organization/leave")]
pub async fn leave_organization(
    /// `org_…`
    #[server(default)]
    organization_id: String,
    /// The page of the form, where what was wrong is told.
    #[server(default)]
    redirect_url: String,
    /// Where to go then; left out it is where a sign-in leads.
    #[server(default)]
    after_leave_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::leave_organization(&organization_id, &redirect_url, &after_leave_url).await
}

/// Takes its logo from an organization.
#[server(prefix = "/vestibule/api", endpoint = "organization/remove_logo")]
pub async fn remove_organization_logo(
    /// `org_…`
    #[server(default)]
    organization_id: String,
    /// Where to go then; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::remove_organization_logo(&organization_id, &redirect_url).await
}

/// An organization, for one of its members.
#[server(prefix = "/vestibule/api", endpoint = "organization/get")]
pub async fn get_organization(
    /// `org_…`
    #[server(default)]
    organization_id: String,
) -> Result<Organization, ApiErrors> {
    crate::server::form::get_organization(&organization_id).await
}
