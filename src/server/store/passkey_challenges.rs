//! What authenticators were asked to sign.

use sqlx::Row;

use super::{Connection, StoreError};

/// What an authenticator is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Purpose {
    SignIn,
    SecondFactor,
    Registration,
    Reverification,
}

impl Purpose {
    const fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::SecondFactor => "second_factor",
            Self::Registration => "registration",
            Self::Reverification => "reverification",
        }
    }
}

/// A challenge, and to whom it was given. All of it has to be the same when the answer comes.
#[derive(Clone, Copy, Debug)]
pub struct Challenge<'a> {
    /// The hash of what is to be signed.
    pub hash: &'a str,
    /// What for.
    pub purpose: Purpose,
    /// Which browser is asked.
    pub asked: &'a str,
    /// Who is signed in there; nobody, where it is to be found out who it is.
    pub user_id: Option<&'a str>,
}

/// Keeps a challenge until its answer comes.
pub async fn insert(
    connection: &mut Connection,
    challenge: &Challenge<'_>,
    sealed_state: &str,
    expire_at: i64,
    now: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO passkey_challenges (challenge_hash, purpose, asked, user_id, sealed_state, expire_at, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(challenge.hash)
    .bind(challenge.purpose.as_str())
    .bind(challenge.asked)
    .bind(challenge.user_id)
    .bind(sealed_state)
    .bind(expire_at)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes the challenge that an answer is to, and gives its sealed state: once.
pub async fn take(
    connection: &mut Connection,
    challenge: &Challenge<'_>,
    now: i64,
) -> Result<Option<String>, StoreError> {
    let row = sqlx::query(
        "DELETE FROM passkey_challenges
         WHERE challenge_hash = $1 AND purpose = $2 AND asked = $3 AND COALESCE(user_id, '') = $4 AND expire_at > $5
         RETURNING sealed_state",
    )
    .bind(challenge.hash)
    .bind(challenge.purpose.as_str())
    .bind(challenge.asked)
    .bind(challenge.user_id.unwrap_or_default())
    .bind(now)
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| row.try_get("sealed_state")).transpose()?)
}
