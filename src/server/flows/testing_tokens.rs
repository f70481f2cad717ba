//! Testing tokens: with one, a browser that a test drives need not show that no program sits at it. There are none in
//! production, and one that was made elsewhere is nothing there.

use super::{Error, commit};
use crate::server::crypto::{HOUR, Secret};
use crate::server::events::{AuditAction, AuditEntry};
use crate::server::vestibule::Inner;

/// How long one is good, in milliseconds.
const LIFETIME: i64 = HOUR;

/// What one begins with.
const PREFIX: &str = "testing_";

/// Why there is none.
#[derive(Debug, thiserror::Error)]
pub enum TestingTokenError {
    /// This is no place for tests.
    #[error("there are no testing tokens in production")]
    Production,
    /// It could not be noted.
    #[error(transparent)]
    Flow(#[from] Error),
}

/// What a browser shows instead of that no program sits at it, as often as it likes: in the cookie `vestibule_testing_token`.
#[derive(Clone, Debug)]
pub struct TestingToken {
    /// `testing_…`
    pub token: Secret,
    /// Until when it is good, in Unix milliseconds.
    pub expires_at: i64,
}

/// Makes one.
pub async fn create(app: &Inner) -> Result<TestingToken, TestingTokenError> {
    if !app.settings.is_development() {
        return Err(TestingTokenError::Production);
    }
    let now = app.clock.now();
    let expires_at = now + LIFETIME;
    let mut tx = app.store.write().await.map_err(Error::from)?;
    let entry = AuditEntry::of(AuditAction::TestingTokenCreated).with("expires_at", expires_at);
    entry.write(&mut tx, None, now).await.map_err(Error::from)?;
    commit(tx).await?;
    Ok(TestingToken { token: sign(app, expires_at), expires_at })
}

/// Whether what a browser presents is a testing token that is good.
pub fn is_good(app: &Inner, presented: &Secret, now: i64) -> bool {
    let parts = presented.expose().strip_prefix(PREFIX).and_then(|rest| rest.split_once('.'));
    let expires_at = parts.and_then(|(expires_at, _)| expires_at.parse::<i64>().ok());
    let is_ours = |expires_at: i64| expires_at > now && sign(app, expires_at).matches(presented);
    app.settings.is_development() && expires_at.is_some_and(is_ours)
}

fn sign(app: &Inner, expires_at: i64) -> Secret {
    let mac = app.key.mac("testing_token", &[&expires_at.to_string()]);
    Secret::new(format!("{PREFIX}{expires_at}.{mac}"))
}
