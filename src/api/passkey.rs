use leptos::prelude::*;
use serde_json::Value;

use super::{Reply, SecretInput};
use crate::model::ApiErrors;

/// What a browser is asked so that it shows the passkeys that it has for this app: what `navigator.credentials.get` takes,
/// as JSON. The answer goes to [`passkey_sign_in`].
#[server(prefix = "/vestibule/api", endpoint = "sign_in/prepare_passkey")]
pub async fn prepare_passkey_sign_in() -> Result<Value, ApiErrors> {
    crate::server::form::prepare_passkey_sign_in().await
}

/// Signs in with a passkey, which says whose it is.
#[server(prefix = "/vestibule/api", endpoint = "sign_in/passkey")]
pub async fn passkey_sign_in(
    /// What the browser answers, as JSON.
    #[server(default)]
    public_key_credential: SecretInput,
    /// Where to go when it is done; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::passkey_sign_in(public_key_credential, &redirect_url).await
}

/// What a browser is asked whose sign-in waits for a second proof, so that a passkey gives it: what `navigator.credentials.get`
/// takes, as JSON. The answer goes to [`passkey_second_factor`].
#[server(prefix = "/vestibule/api", endpoint = "sign_in/prepare_passkey_second_factor")]
pub async fn prepare_passkey_second_factor() -> Result<Value, ApiErrors> {
    crate::server::form::prepare_passkey_second_factor().await
}

/// Gives the second proof of the sign-in that is half way with a passkey of the same person.
#[server(prefix = "/vestibule/api", endpoint = "sign_in/passkey_second_factor")]
pub async fn passkey_second_factor(
    /// What the browser answers, as JSON.
    #[server(default)]
    public_key_credential: SecretInput,
    /// Where to go when it is done; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::passkey_second_factor(public_key_credential, &redirect_url).await
}

/// What the browser of whoever is signed in is asked so that it makes a passkey: what `navigator.credentials.create`
/// takes, as JSON. The answer goes to [`create_passkey`].
#[server(prefix = "/vestibule/api", endpoint = "passkey/prepare")]
pub async fn prepare_passkey() -> Result<Value, ApiErrors> {
    crate::server::form::prepare_passkey().await
}

/// Keeps the passkey that the browser of whoever is signed in has made.
#[server(prefix = "/vestibule/api", endpoint = "passkey/create")]
pub async fn create_passkey(
    /// What the browser answers, as JSON.
    #[server(default)]
    public_key_credential: SecretInput,
    /// Where to go then; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::create_passkey(public_key_credential, &redirect_url).await
}

/// Gives a passkey of whoever is signed in another name.
#[server(prefix = "/vestibule/api", endpoint = "passkey/rename")]
pub async fn rename_passkey(
    /// `passkey_…`
    #[server(default)]
    passkey_id: String,
    /// At most 64 characters.
    #[server(default)]
    name: String,
    /// Where to go then; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::rename_passkey(&passkey_id, &name, &redirect_url).await
}

/// Removes a passkey of whoever is signed in. The last way in stays.
#[server(prefix = "/vestibule/api", endpoint = "passkey/remove")]
pub async fn remove_passkey(
    /// `passkey_…`
    #[server(default)]
    passkey_id: String,
    /// Where to go then; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::remove_passkey(&passkey_id, &redirect_url).await
}
