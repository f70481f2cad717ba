use leptos::prelude::*;

use super::SecretInput;
use crate::model::{ApiErrors, PasswordStrength};

/// How hard a password is to guess, asked while it is typed. `about` is what else stands in the form: none of it may
/// stand in the password. Nothing is kept.
#[server(prefix = "/vestibule/api", endpoint = "password/strength")]
pub async fn password_strength_of(
    /// What is typed so far.
    #[server(default)]
    password: SecretInput,
    /// E-mail address, names: as typed.
    #[server(default)]
    about: Vec<String>,
) -> Result<PasswordStrength, ApiErrors> {
    crate::server::form::password_strength(password, &about).await
}
