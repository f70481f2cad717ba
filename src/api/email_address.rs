use leptos::prelude::*;

use super::{Reply, SecretInput};
use crate::model::ApiErrors;

/// Puts an e-mail address on the account of whoever is signed in. It belongs to it once the code is given that is sent there.
#[server(prefix = "/vestibule/api", endpoint = "email_address/create")]
pub async fn create_email_address(
    /// The address.
    #[server(default)]
    email_address: String,
    /// Where to go then; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::create_contact(crate::server::form::Contact::EmailAddress, &email_address, "", &redirect_url)
        .await
}

/// Sends another code to an e-mail address that waits for one.
#[server(prefix = "/vestibule/api", endpoint = "email_address/prepare_verification")]
pub async fn prepare_email_address_verification(
    /// `idn_…`
    #[server(default)]
    email_address_id: String,
    /// Where to go then; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::prepare_contact(crate::server::form::Contact::EmailAddress, &email_address_id, &redirect_url)
        .await
}

/// Gives the code that was sent to an e-mail address.
#[server(prefix = "/vestibule/api", endpoint = "email_address/attempt_verification")]
pub async fn attempt_email_address_verification(
    /// `idn_…`
    #[server(default)]
    email_address_id: String,
    /// Six digits.
    #[server(default)]
    code: SecretInput,
    /// Where to go then; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::attempt_contact(
        crate::server::form::Contact::EmailAddress,
        &email_address_id,
        code,
        &redirect_url,
    )
    .await
}

/// Makes a proven e-mail address of whoever is signed in the one that is written to.
#[server(prefix = "/vestibule/api", endpoint = "email_address/set_primary")]
pub async fn set_primary_email_address(
    /// `idn_…`
    #[server(default)]
    email_address_id: String,
    /// Where to go then; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::set_primary_contact(
        crate::server::form::Contact::EmailAddress,
        &email_address_id,
        &redirect_url,
    )
    .await
}

/// Takes an e-mail address from the account of whoever is signed in. The last way in stays.
#[server(prefix = "/vestibule/api", endpoint = "email_address/remove")]
pub async fn remove_email_address(
    /// `idn_…`
    #[server(default)]
    email_address_id: String,
    /// Where to go then; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::remove_contact(crate::server::form::Contact::EmailAddress, &email_address_id, &redirect_url)
        .await
}
