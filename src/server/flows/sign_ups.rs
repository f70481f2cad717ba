//! Attempts to sign up, as another backend sees them, and what it may change about one that is under way.

use super::user_import::LONGEST_EXTERNAL_ID;
use super::{Error, client, commit, sign_up};
use crate::model::{ApiError, ErrorCode, Field, SignUp, SignUpStatus};
use crate::server::events::{AuditAction, AuditEntry};
use crate::server::store::sign_ups::{self, SignUpDetails, SignUpRow};
use crate::server::store::{Connection, user_import, users};
use crate::server::vestibule::Inner;

/// An attempt to sign up. Times are Unix milliseconds.
#[derive(Clone, Debug, PartialEq)]
pub struct SignUpAttempt {
    /// Where it stands, and what is in it.
    pub sign_up: SignUp,
    /// What there is no account without.
    pub required_fields: Vec<Field>,
    /// What the app's own backend calls its person.
    pub external_id: Option<String>,
    /// What they have written about themselves: JSON.
    pub unsafe_metadata: Option<String>,
    /// When the terms were agreed to.
    pub legal_accepted_at: Option<i64>,
    /// When it is given up.
    pub abandon_at: i64,
}

/// The attempts to sign up: [`Vestibule::sign_ups`](crate::server::Vestibule::sign_ups).
#[derive(Clone, Copy, Debug)]
pub struct SignUps<'a>(pub(crate) &'a Inner);

impl SignUps<'_> {
    /// One of them. What is over is kept until it would have been given up.
    ///
    /// # Errors
    /// `resource_not_found` if there is none.
    pub async fn get(&self, id: &str) -> Result<SignUpAttempt, Error> {
        let mut connection = self.0.store.read().await?;
        let (row, details) = sign_ups::by_id(&mut connection, id).await?.ok_or_else(not_found)?;
        read(self.0, &mut connection, row, details).await
    }

    /// Says what the app's own backend calls whoever is signing up; their account is called so too. `None` takes it away.
    ///
    /// # Errors
    /// `resource_not_found` if there is no such sign-up under way, `form_identifier_exists` if an account is called so,
    /// `form_param_max_length_exceeded` or `form_param_format_invalid` if nothing can be.
    pub async fn set_external_id(&self, id: &str, external_id: Option<&str>) -> Result<SignUpAttempt, Error> {
        let app = self.0;
        let now = app.clock.now();
        let external_id = external_id.map(str::trim).filter(|external_id| !external_id.is_empty());
        if let Some(external_id) = external_id {
            if external_id.chars().count() > LONGEST_EXTERNAL_ID {
                let error = ApiError::of(ErrorCode::FormParamMaxLengthExceeded, Field::ExternalId);
                return Err(error.with_limit(LONGEST_EXTERNAL_ID).into());
            }
            if external_id.chars().any(char::is_control) {
                return Err(ApiError::of(ErrorCode::FormParamFormatInvalid, Field::ExternalId).into());
            }
        }
        let mut tx = app.store.write().await?;
        if let Some(external_id) = external_id
            && user_import::by_external_id(&mut tx, external_id).await?.is_some()
        {
            return Err(ApiError::of(ErrorCode::FormIdentifierExists, Field::ExternalId).into());
        }
        let before = sign_ups::hold(&mut tx, id, now).await?.ok_or_else(not_found)?;
        sign_ups::set_external_id(&mut tx, id, external_id).await?;
        let entry = AuditEntry::of(AuditAction::SignUpUpdated).changed("external_id", before, external_id);
        entry.write(&mut tx, Some(id), now).await?;
        let (row, details) = sign_ups::by_id(&mut tx, id).await?.ok_or_else(not_found)?;
        let attempt = read(app, &mut tx, row, details).await?;
        commit(tx).await?;
        Ok(attempt)
    }
}

fn not_found() -> Error {
    ApiError::new(ErrorCode::ResourceNotFound).into()
}

async fn read(
    app: &Inner,
    connection: &mut Connection,
    row: SignUpRow,
    details: SignUpDetails,
) -> Result<SignUpAttempt, Error> {
    let mut shown = client::public_sign_up(app, connection, &row).await?;
    shown.created_user_id = details.created_user_id;
    shown.created_session_id = details.created_session_id;
    if row.status == SignUpStatus::Complete {
        // What was asked for has gone to the account.
        shown.missing_fields.clear();
        shown.unverified_fields.clear();
        let user = match &shown.created_user_id {
            Some(user_id) => users::by_id(connection, user_id).await?,
            None => None,
        };
        shown.has_password = user.is_some_and(|user| user.password_enabled);
    } else if row.abandon_at <= app.clock.now() {
        shown.status = SignUpStatus::Abandoned;
    }
    Ok(SignUpAttempt {
        required_fields: sign_up::required(app, shown.external_account.is_some()),
        sign_up: shown,
        external_id: details.external_id,
        unsafe_metadata: row.unsafe_metadata,
        legal_accepted_at: row.legal_accepted_at,
        abandon_at: row.abandon_at,
    })
}
