#![expect(clippy::too_many_arguments, reason = "one for each field of a form")]

use leptos::prelude::*;

use super::{Reply, SecretInput};
use crate::model::ApiErrors;

/// Begins a sign-up, or changes the one that is under way, and sends the code.
#[server(prefix = "/vestibule/api", endpoint = "sign_up/create")]
pub async fn create_sign_up(
    /// Whom the account is for.
    #[server(default)]
    email_address: String,
    /// The new password; may stay empty where one was already given for the same sign-up.
    #[server(default)]
    password: SecretInput,
    /// Where the settings ask for one; in any writing.
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
    /// What the person writes about themselves for the app to keep: an object in JSON.
    #[server(default)]
    unsafe_metadata: String,
    /// What shows that no program sits at the browser, where the settings ask for that.
    #[server(default)]
    captcha_token: String,
    /// Where to go when it is done; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    let details = crate::server::form::Details {
        email_address,
        password,
        phone_number,
        phone_country,
        username,
        first_name,
        last_name,
        legal_accepted,
        unsafe_metadata,
    };
    crate::server::form::create_sign_up(details, &captcha_token, &redirect_url).await
}

/// Gives the code that was sent.
#[server(prefix = "/vestibule/api", endpoint = "sign_up/attempt_verification")]
pub async fn attempt_verification(
    /// Six digits.
    #[server(default)]
    code: SecretInput,
    /// Where to go when it is done; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::attempt_verification(code, &redirect_url).await
}

/// Sends another code, once the wait is over.
#[server(prefix = "/vestibule/api", endpoint = "sign_up/prepare_verification")]
pub async fn prepare_verification(
    /// Where to go when it is done; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::prepare_verification(&redirect_url).await
}
