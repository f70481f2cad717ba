use super::{reply, secret};
use crate::api::SecretInput;
use crate::model::{ApiErrors, Field, PasswordStrength};
use crate::server::factors::password;

/// How hard a password is to guess.
pub async fn password_strength(typed: SecretInput, about: &[String]) -> Result<PasswordStrength, ApiErrors> {
    let typed = secret(typed);
    reply(true, async |app, _| {
        let normalized = password::normalize(&typed, Field::Password)?;
        let about: Vec<&str> =
            about.iter().map(|text| head(text.trim())).filter(|text| !text.is_empty()).take(8).collect();
        Ok(password::strength(&app.settings.password, &app.settings.app_name, &normalized, &about))
    })
    .await
}

/// As much of what is known of a person as they can be called.
fn head(text: &str) -> &str {
    text.char_indices().nth(254).map_or(text, |(end, _)| &text[..end])
}
