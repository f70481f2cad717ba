//! A password that others know proves nothing until there is another one.

use super::Error;
use crate::model::{ApiError, ErrorCode, Field};
use crate::server::crypto::Secret;
use crate::server::crypto::password_hash::Verdict;
use crate::server::store::accounts;
use crate::server::vestibule::Inner;

/// What whoever gives such a password is told.
pub fn refusal(field: Field) -> Error {
    ApiError::of(ErrorCode::FormPasswordPwned, field).into()
}

/// Refuses a new password that is the old one, where others know that.
///
/// # Errors
/// `form_password_pwned` of the field.
pub async fn refuse_again(app: &Inner, user_id: &str, new: &Secret, field: Field) -> Result<(), Error> {
    let known = accounts::compromised_digest(&mut *app.store.read().await?, user_id).await?;
    let Some(known) = known else { return Ok(()) };
    let place = app.hasher.reserve()?;
    match app.hasher.verify_at(place, new.clone(), Some(known.as_str())).await? {
        Verdict::Match { .. } => Err(refusal(field)),
        _ => Ok(()),
    }
}
