use leptos::prelude::*;

use super::{Reply, SecretInput};
use crate::model::ApiErrors;

/// Asks to give the second proof of the sign-in that is half way in another way, or for another code.
#[server(prefix = "/vestibule/api", endpoint = "sign_in/prepare_second_factor")]
pub async fn prepare_second_factor(
    /// The [`Strategy`](crate::model::Strategy)'s word.
    #[server(default)]
    strategy: String,
    /// `idn_…`: which number a code goes to. Left out it is the first.
    #[server(default)]
    phone_number_id: String,
    /// Where to go when it is done; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::prepare_second_factor(&strategy, &phone_number_id, &redirect_url).await
}

/// Gives the second proof of the sign-in that is half way.
#[server(prefix = "/vestibule/api", endpoint = "sign_in/attempt_second_factor")]
pub async fn attempt_second_factor(
    /// The [`Strategy`](crate::model::Strategy)'s word; left out it is what was asked for last.
    #[server(default)]
    strategy: String,
    /// Six digits, or a backup code.
    #[server(default)]
    code: SecretInput,
    /// Where to go when it is done; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::attempt_second_factor(&strategy, code, &redirect_url).await
}

/// Begins to set up an authenticator app for whoever is signed in. Its secret stands in the client's `totp_setup` until
/// [`verify_totp`] ends that.
#[server(prefix = "/vestibule/api", endpoint = "totp/create")]
pub async fn create_totp(
    /// Where to go then; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::create_totp(&redirect_url).await
}

/// Sets up the authenticator app with a code of it.
#[server(prefix = "/vestibule/api", endpoint = "totp/verify")]
pub async fn verify_totp(
    /// Six digits.
    #[server(default)]
    code: SecretInput,
    /// Where to go then; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::verify_totp(code, &redirect_url).await
}

/// Removes the authenticator app of whoever is signed in, or gives up setting one up.
#[server(prefix = "/vestibule/api", endpoint = "totp/disable")]
pub async fn disable_totp(
    /// Where to go then; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::disable_totp(&redirect_url).await
}

/// Makes backup codes for whoever is signed in, in the place of those that they had. The answer alone has them.
#[server(prefix = "/vestibule/api", endpoint = "backup_code/create")]
pub async fn create_backup_codes(
    /// Where to go then; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::create_backup_codes(&redirect_url).await
}

/// Makes a phone number that whoever is signed in keeps for codes as a second factor the one that they go to first.
#[server(prefix = "/vestibule/api", endpoint = "phone_number/make_default_second_factor")]
pub async fn make_default_second_factor(
    /// `idn_…`
    #[server(default)]
    phone_number_id: String,
    /// Where to go then; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::make_default_second_factor(&phone_number_id, &redirect_url).await
}

/// Keeps a proven phone number of whoever is signed in for codes as a second factor, or lets it go again.
#[server(prefix = "/vestibule/api", endpoint = "phone_number/set_reserved_for_second_factor")]
pub async fn set_reserved_for_second_factor(
    /// `idn_…`
    #[server(default)]
    phone_number_id: String,
    /// Whether it is kept: anything but nothing means yes.
    #[server(default)]
    reserved: String,
    /// Where to go then; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::reserve_phone(&phone_number_id, !reserved.is_empty(), &redirect_url).await
}
