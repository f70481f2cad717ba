use leptos::prelude::*;

use super::{Reply, SecretInput};
use crate::model::ApiErrors;

/// Begins a sign-in: says who one is and, where the form has it, gives the password at once.
#[server(prefix = "/vestibule/api", endpoint = "sign_in/create")]
pub async fn create_sign_in(
    /// E-mail address or username.
    #[server(default)]
    identifier: String,
    /// May be empty: then it is asked for in the next step.
    #[server(default)]
    password: SecretInput,
    /// Where to go when it is done; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::create_sign_in(&identifier, password, &redirect_url).await
}

/// Asks to give the first proof in another way, or for another code.
#[server(prefix = "/vestibule/api", endpoint = "sign_in/prepare_first_factor")]
pub async fn prepare_first_factor(
    /// The [`Strategy`](crate::model::Strategy)'s word.
    #[server(default)]
    strategy: String,
    /// Where to go when it is done; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::prepare_first_factor(&strategy, &redirect_url).await
}

/// Gives the first proof of the sign-in that is under way.
#[server(prefix = "/vestibule/api", endpoint = "sign_in/attempt_first_factor")]
pub async fn attempt_first_factor(
    /// The [`Strategy`](crate::model::Strategy)'s word; left out it is the password.
    #[server(default)]
    strategy: String,
    /// The password, where it is one.
    #[server(default)]
    password: SecretInput,
    /// Six digits, where they were sent.
    #[server(default)]
    code: SecretInput,
    /// Where to go when it is done; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::attempt_first_factor(&strategy, password, code, &redirect_url).await
}

/// Sets a new password, where the sign-in that is under way waits for one, and signs in.
#[server(prefix = "/vestibule/api", endpoint = "sign_in/reset_password")]
pub async fn reset_password(
    /// The new password.
    #[server(default)]
    new_password: SecretInput,
    /// Whether all other sessions of the same person end: anything but nothing means yes, as from a checkbox.
    #[server(default)]
    sign_out_of_other_sessions: String,
    /// Where to go when it is done; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::reset_password(new_password, !sign_out_of_other_sessions.is_empty(), &redirect_url).await
}
