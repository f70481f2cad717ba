use leptos::prelude::*;

use super::{Reply, SecretInput};
use crate::model::ApiErrors;

/// Puts a phone number on the account of whoever is signed in. It belongs to it once the code is given that is sent there.
#[server(prefix = "/vestibule/api", endpoint = "phone_number/create")]
pub async fn create_phone_number(
    /// In any writing.
    #[server(default)]
    phone_number: String,
    /// The two letters of the country whose number it is, where it is written without its code.
    #[server(default)]
    phone_country: String,
    /// Where to go then; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::create_contact(
        crate::server::form::Contact::PhoneNumber,
        &phone_number,
        &phone_country,
        &redirect_url,
    )
    .await
}

/// Sends another code to a phone number that waits for one.
#[server(prefix = "/vestibule/api", endpoint = "phone_number/prepare_verification")]
pub async fn prepare_phone_number_verification(
    /// `idn_…`
    #[server(default)]
    phone_number_id: String,
    /// Where to go then; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::prepare_contact(crate::server::form::Contact::PhoneNumber, &phone_number_id, &redirect_url)
        .await
}

/// Gives the code that was sent to a phone number.
#[server(prefix = "/vestibule/api", endpoint = "phone_number/attempt_verification")]
pub async fn attempt_phone_number_verification(
    /// `idn_…`
    #[server(default)]
    phone_number_id: String,
    /// Six digits.
    #[server(default)]
    code: SecretInput,
    /// Where to go then; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::attempt_contact(
        crate::server::form::Contact::PhoneNumber,
        &phone_number_id,
        code,
        &redirect_url,
    )
    .await
}

/// Makes a proven phone number of whoever is signed in the one that is written to.
#[server(prefix = "/vestibule/api", endpoint = "phone_number/set_primary")]
pub async fn set_primary_phone_number(
    /// `idn_…`
    #[server(default)]
    phone_number_id: String,
    /// Where to go then; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::set_primary_contact(crate::server::form::Contact::PhoneNumber, &phone_number_id, &redirect_url)
        .await
}

/// Takes a phone number from the account of whoever is signed in. The last way in stays.
#[server(prefix = "/vestibule/api", endpoint = "phone_number/remove")]
pub async fn remove_phone_number(
    /// `idn_…`
    #[server(default)]
    phone_number_id: String,
    /// Where to go then; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::remove_contact(crate::server::form::Contact::PhoneNumber, &phone_number_id, &redirect_url)
        .await
}
