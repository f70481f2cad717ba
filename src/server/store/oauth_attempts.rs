//! People who were sent to a provider.

use sqlx::Row;

use super::{Connection, StoreError, text};

/// What someone was sent there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Purpose {
    SignIn,
    SignUp,
    Connect,
}

impl Purpose {
    const fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::SignUp => "sign_up",
            Self::Connect => "connect",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        [Self::SignIn, Self::SignUp, Self::Connect].into_iter().find(|purpose| purpose.as_str() == word)
    }
}

/// An attempt to be.
#[derive(Debug)]
pub struct NewAttempt<'a> {
    /// The hash of its state.
    pub state_hash: &'a str,
    /// Where they are sent.
    pub provider: &'a str,
    /// The browser in which it begins, and in which alone it can end.
    pub client_id: &'a str,
    /// What for.
    pub purpose: Purpose,
    /// To whose account another one is to be connected.
    pub user_id: Option<&'a str>,
    /// What the way back is proven with.
    pub sealed_secrets: &'a str,
    /// Where they want to go then.
    pub redirect_url: Option<&'a str>,
    /// When it is good no longer.
    pub expire_at: i64,
}

/// An attempt that has come back.
#[derive(Debug)]
pub struct AttemptRow {
    /// The browser in which it began.
    pub client_id: String,
    /// What for.
    pub purpose: Purpose,
    /// To whose account another one is to be connected.
    pub user_id: Option<String>,
    /// What the way back is proven with.
    pub sealed_secrets: String,
    /// Where they want to go then.
    pub redirect_url: Option<String>,
}

/// Notes that someone is sent away.
pub async fn insert(connection: &mut Connection, attempt: &NewAttempt<'_>, now: i64) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO oauth_attempts (state_hash, provider, client_id, purpose, user_id, sealed_secrets, redirect_url,
             expire_at, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(attempt.state_hash)
    .bind(attempt.provider)
    .bind(attempt.client_id)
    .bind(attempt.purpose.as_str())
    .bind(attempt.user_id)
    .bind(attempt.sealed_secrets)
    .bind(attempt.redirect_url)
    .bind(attempt.expire_at)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes the attempt that comes back with a state, from this provider and in this browser: once.
pub async fn take(
    connection: &mut Connection,
    state_hash: &str,
    provider: &str,
    client_id: &str,
    now: i64,
) -> Result<Option<AttemptRow>, StoreError> {
    let row = sqlx::query(
        "UPDATE oauth_attempts SET used_at = $4
         WHERE state_hash = $1 AND provider = $2 AND client_id = $3 AND used_at IS NULL AND expire_at > $4
         RETURNING client_id, purpose, user_id, sealed_secrets, redirect_url",
    )
    .bind(state_hash)
    .bind(provider)
    .bind(client_id)
    .bind(now)
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        let purpose: String = row.try_get("purpose")?;
        Ok(AttemptRow {
            client_id: row.try_get("client_id")?,
            purpose: Purpose::parse(&purpose).ok_or(StoreError::Row("an attempt's purpose"))?,
            user_id: text(&row, "user_id")?,
            sealed_secrets: row.try_get("sealed_secrets")?,
            redirect_url: text(&row, "redirect_url")?,
        })
    })
    .transpose()
}
