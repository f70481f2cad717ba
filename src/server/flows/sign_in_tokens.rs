//! Tickets that sign someone in once: for whoever is known to the app by other means, or has to be let in by hand.

use serde::Serialize;

use super::{Error, commit};
use crate::model::{ApiError, ErrorCode, TicketStatus};
use crate::server::crypto::{HOUR, Prefix, SECOND, Secret, Token, new_id};
use crate::server::events::{AuditAction, AuditEntry};
use crate::server::factors::ticket;
use crate::server::store::sign_in_tokens::{self, SignInTokenRow};
use crate::server::store::{Connection, StoreError, users};
use crate::server::vestibule::Inner;

/// How long one is good for unless it says otherwise, in milliseconds.
const LIFETIME: i64 = 30 * 24 * HOUR;
/// The longest, in seconds: ten years.
pub const MOST_SECONDS: i64 = 10 * 365 * 24 * 60 * 60;

/// A sign-in token. Times are Unix milliseconds.
#[derive(Clone, Debug, Serialize)]
pub struct SignInToken {
    /// `sit_…`
    pub id: String,
    /// Whom it signs in.
    pub user_id: String,
    /// Where it stands.
    pub status: TicketStatus,
    /// The ticket itself. It does not print itself, and is known only when it is made.
    #[serde(skip)]
    pub token: Option<Secret>,
    /// The address of a page that signs in with it, after one click. Likewise.
    #[serde(skip)]
    pub url: Option<Secret>,
    /// When it is good no longer.
    pub expires_at: i64,
    /// When it was made.
    pub created_at: i64,
    /// When it last changed.
    pub updated_at: i64,
}

impl SignInToken {
    fn read(row: SignInTokenRow, now: i64) -> Self {
        Self {
            status: row.status(now),
            id: row.id,
            user_id: row.user_id,
            token: None,
            url: None,
            expires_at: row.expire_at,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

/// Notes in the audit log what has become of a ticket.
pub async fn note(
    connection: &mut Connection,
    action: AuditAction,
    id: &str,
    user_id: &str,
    now: i64,
) -> Result<(), StoreError> {
    AuditEntry::of(action).with("user_id", user_id).write(connection, Some(id), now).await
}

/// The sign-in tokens: [`Vestibule::sign_in_tokens`](crate::server::Vestibule::sign_in_tokens).
#[derive(Clone, Copy, Debug)]
pub struct SignInTokens<'a>(pub(crate) &'a Inner);

impl SignInTokens<'_> {
    /// Makes a ticket that signs a user in, once, within so many seconds, or 30 days. It is their first factor: whoever has
    /// it is asked for nothing else that proves the same.
    ///
    /// # Errors
    /// `resource_not_found` if there is no such user, `form_param_format_invalid` if it would be good for no time or for
    /// more than ten years.
    pub async fn create(&self, user_id: &str, expires_in_seconds: Option<i64>) -> Result<SignInToken, Error> {
        let app = self.0;
        let lifetime = match expires_in_seconds {
            None => LIFETIME,
            Some(seconds) if (1..=MOST_SECONDS).contains(&seconds) => seconds * SECOND,
            Some(_) => return Err(ApiError::new(ErrorCode::FormParamFormatInvalid).into()),
        };
        let now = app.clock.now();
        let mut tx = app.store.write().await?;
        if users::public_metadata(&mut tx, user_id).await?.is_none() {
            return Err(ApiError::new(ErrorCode::ResourceNotFound).into());
        }
        let (id, ticket) = (new_id(Prefix::SignInToken, now), Token::random());
        sign_in_tokens::insert(&mut tx, (&id, user_id), &ticket.hash(), now + lifetime, now).await?;
        note(&mut tx, AuditAction::SignInTokenCreated, &id, user_id, now).await?;
        commit(tx).await?;
        let url = ticket::address(&app.settings, &app.settings.paths.sign_in, &ticket);
        Ok(SignInToken {
            id,
            user_id: user_id.to_owned(),
            status: TicketStatus::Pending,
            token: Some(Secret::new(ticket.expose())),
            url: Some(Secret::new(url)),
            expires_at: now + lifetime,
            created_at: now,
            updated_at: now,
        })
    }

    /// Takes a ticket back that has not been used. One that was taken back before stays as it is, so that whoever did not hear
    /// the answer may ask again.
    ///
    /// # Errors
    /// `resource_not_found` if there is none, or it was used.
    pub async fn revoke(&self, id: &str) -> Result<SignInToken, Error> {
        let now = self.0.clock.now();
        let mut tx = self.0.store.write().await?;
        let Some(row) = sign_in_tokens::revoke(&mut tx, id, now).await? else {
            let before = sign_in_tokens::by_id(&mut tx, id).await?.map(|row| SignInToken::read(row, now));
            let revoked = before.filter(|token| token.status == TicketStatus::Revoked);
            return revoked.ok_or_else(|| ApiError::new(ErrorCode::ResourceNotFound).into());
        };
        note(&mut tx, AuditAction::SignInTokenRevoked, &row.id, &row.user_id, now).await?;
        commit(tx).await?;
        Ok(SignInToken::read(row, now))
    }
}
