use leptos::prelude::*;
use serde_json::Value;

use super::{SecretInput, SessionVerificationReply};
use crate::model::ApiErrors;

/// Whoever is signed in begins to prove once more who they are, or goes on where they have begun.
#[server(prefix = "/vestibule/api", endpoint = "session_verification/start")]
pub async fn start_session_verification(
    /// The [`ReverificationLevel`](crate::model::ReverificationLevel)'s word; left out it is `strict`.
    #[server(default)]
    level: String,
    /// Where to go when it is done; only the own site is gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<SessionVerificationReply, ApiErrors> {
    crate::server::form::start_session_verification(&level, &redirect_url).await
}

/// Asks to give the first proof in another way, or for another code.
#[server(prefix = "/vestibule/api", endpoint = "session_verification/prepare_first_factor")]
pub async fn prepare_first_factor_verification(
    /// The [`Strategy`](crate::model::Strategy)'s word.
    #[server(default)]
    strategy: String,
    /// Where to go when it is done; only the own site is gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<SessionVerificationReply, ApiErrors> {
    crate::server::form::prepare_first_factor_verification(&strategy, &redirect_url).await
}

/// Gives the first proof.
#[server(prefix = "/vestibule/api", endpoint = "session_verification/attempt_first_factor")]
pub async fn attempt_first_factor_verification(
    /// The [`Strategy`](crate::model::Strategy)'s word; left out it is what was asked for last.
    #[server(default)]
    strategy: String,
    /// The password, where it is one.
    #[server(default)]
    password: SecretInput,
    /// Six digits, where they were sent.
    #[server(default)]
    code: SecretInput,
    /// Where to go when it is done; only the own site is gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<SessionVerificationReply, ApiErrors> {
    crate::server::form::attempt_first_factor_verification(&strategy, password, code, &redirect_url).await
}

/// Asks to give the second proof in another way, or for another code.
#[server(prefix = "/vestibule/api", endpoint = "session_verification/prepare_second_factor")]
pub async fn prepare_second_factor_verification(
    /// The [`Strategy`](crate::model::Strategy)'s word.
    #[server(default)]
    strategy: String,
    /// `idn_…`: which number a code goes to. Left out it is the first.
    #[server(default)]
    phone_number_id: String,
    /// Where to go when it is done; only the own site is gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<SessionVerificationReply, ApiErrors> {
    crate::server::form::prepare_second_factor_verification(&strategy, &phone_number_id, &redirect_url).await
}

/// Gives the second proof.
#[server(prefix = "/vestibule/api", endpoint = "session_verification/attempt_second_factor")]
pub async fn attempt_second_factor_verification(
    /// The [`Strategy`](crate::model::Strategy)'s word; left out it is what was asked for last.
    #[server(default)]
    strategy: String,
    /// Six digits, or a backup code.
    #[server(default)]
    code: SecretInput,
    /// Where to go when it is done; only the own site is gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<SessionVerificationReply, ApiErrors> {
    crate::server::form::attempt_second_factor_verification(&strategy, code, &redirect_url).await
}

/// What the browser of whoever proves once more who they are is asked so that it shows its passkeys: what
/// `navigator.credentials.get` takes, as JSON. The answer goes to [`attempt_passkey_verification`].
#[server(prefix = "/vestibule/api", endpoint = "session_verification/prepare_passkey")]
pub async fn prepare_passkey_verification() -> Result<Value, ApiErrors> {
    crate::server::form::prepare_passkey_verification().await
}

/// Gives a passkey, which is both proofs at once.
#[server(prefix = "/vestibule/api", endpoint = "session_verification/passkey")]
pub async fn attempt_passkey_verification(
    /// What the browser answers, as JSON.
    #[server(default)]
    public_key_credential: SecretInput,
    /// Where to go when it is done; only the own site is gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<SessionVerificationReply, ApiErrors> {
    crate::server::form::attempt_passkey_verification(public_key_credential, &redirect_url).await
}
