#![expect(clippy::too_many_arguments, reason = "one for each field of a form")]

use leptos::prelude::*;

use super::Reply;
use crate::model::ApiErrors;

/// Sends a person to a provider to sign in. Whom nobody knows signs up like this.
#[server(prefix = "/vestibule/api", endpoint = "sign_in/oauth")]
pub async fn oauth_sign_in(
    /// Such as `oauth_google`.
    #[server(default)]
    strategy: String,
    /// Where to go when it is done; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::oauth_sign_in(&strategy, &redirect_url).await
}

/// Sends a person to a provider to sign up. Who is known is signed in like this.
#[server(prefix = "/vestibule/api", endpoint = "sign_up/oauth")]
pub async fn oauth_sign_up(
    /// Such as `oauth_google`.
    #[server(default)]
    strategy: String,
    /// Where to go when it is done; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::oauth_sign_up(&strategy, &redirect_url).await
}

/// Fills in what is missing of a sign-up that a provider began.
#[server(prefix = "/vestibule/api", endpoint = "sign_up/update")]
pub async fn update_sign_up(
    /// Whom the account is for, if the provider has not said so.
    #[server(default)]
    email_address: String,
    /// Where the settings insist on one; in any writing.
    #[server(default)]
    phone_number: String,
    /// The two letters of the country whose number it is, where it is written without its code.
    #[server(default)]
    phone_country: String,
    /// Where the settings ask for one.
    #[server(default)]
    username: String,
    /// Where the settings ask for one.
    #[server(default)]
    first_name: String,
    /// Where the settings ask for one.
    #[server(default)]
    last_name: String,
    /// `true` where the settings ask for consent to the terms, and it is given.
    #[server(default)]
    legal_accepted: bool,
    /// Where to go when it is done; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    let typed = crate::server::form::Missing {
        email_address,
        phone_number,
        phone_country,
        username,
        first_name,
        last_name,
        legal_accepted,
    };
    crate::server::form::update_sign_up(&typed, &redirect_url).await
}

/// Sends the person who is signed in to a provider, to connect their account there with the one here.
#[server(prefix = "/vestibule/api", endpoint = "external_account/connect")]
pub async fn connect_external_account(
    /// Such as `oauth_google`.
    #[server(default)]
    strategy: String,
    /// Where to go when it is done; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::connect_external_account(&strategy, &redirect_url).await
}

/// Disconnects an account elsewhere from the person who is signed in. The last way in stays.
#[server(prefix = "/vestibule/api", endpoint = "external_account/disconnect")]
pub async fn disconnect_external_account(
    /// `eac_…`
    #[server(default)]
    external_account_id: String,
    /// Where to go then; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::disconnect_external_account(&external_account_id, &redirect_url).await
}
