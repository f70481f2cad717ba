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

/// Gives the first proof of the sign-in that is under way: the password.
#[server(prefix = "/vestibule/api", endpoint = "sign_in/attempt_first_factor")]
pub async fn attempt_first_factor(
    /// The password.
    #[server(default)]
    password: SecretInput,
    /// Where to go when it is done; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::attempt_first_factor(password, &redirect_url).await
}
