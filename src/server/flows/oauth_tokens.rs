//! Tokens for a provider's API, in the name of a user who came from there. Who asks gets one that is good: one that has run
//! out, or is about to, is replaced, and only one of many who ask at once asks the provider.

use std::time::Duration;

use super::external_sign_up::{open_tokens, seal_tokens};
use crate::server::crypto::{MINUTE, SECOND, Secret};
use crate::server::factors::oauth::{OauthError, Tokens};
use crate::server::store::external_accounts::{self, Refreshed, SealedTokens};
use crate::server::store::{Store, StoreError};
use crate::server::vestibule::Inner;

/// A token that is good no longer than this counts as over, in milliseconds.
const SPARE: i64 = MINUTE;
/// How long one waits for whoever is asking the provider, in milliseconds.
const TURN: i64 = 20 * SECOND;
const LOOK_AGAIN_AFTER: Duration = Duration::from_millis(100);

/// A token for a provider's API.
#[derive(Clone, Debug)]
pub struct OauthAccessToken {
    /// `eac_…`: the account there.
    pub external_account_id: String,
    /// The token itself. It does not print itself.
    pub token: Secret,
    /// What it is good for.
    pub scopes: Vec<String>,
    /// When it is good no longer, Unix milliseconds; `None` if the provider does not say.
    pub expire_at: Option<i64>,
}

/// Why there is none.
#[derive(Debug, thiserror::Error)]
pub enum OauthTokenError {
    /// The user has no account at that provider that is connected.
    #[error("the user has no connected account there")]
    NotConnected,
    /// It has run out, and cannot be replaced: the user has to sign in with that provider again.
    #[error("the token has run out, and there is none to replace it with")]
    Over,
    /// The provider gives no other one.
    #[error(transparent)]
    Provider(#[from] OauthError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A good token of a user at a provider.
pub async fn access_token(app: &Inner, user_id: &str, key: &str) -> Result<OauthAccessToken, OauthTokenError> {
    let give_up_at = tokio::time::Instant::now() + Duration::from_millis(TURN.unsigned_abs());
    loop {
        let seen = external_accounts::tokens(&mut *app.store.read().await?, user_id, key).await?;
        let seen = seen.ok_or(OauthTokenError::NotConnected)?;
        let tokens = open_tokens(app, &seen.sealed).ok_or(StoreError::Row("an external account's tokens"))?;
        let now = app.clock.now();
        if tokens.expire_at.is_none_or(|at| at > now + SPARE) {
            return Ok(good(&seen.id, tokens));
        }
        let Some(refresh_token) = &tokens.refresh_token else { return Err(OauthTokenError::Over) };
        if begin(&app.store, &seen, now).await? {
            return refresh(app, key, &seen, &tokens, refresh_token).await;
        }
        if tokio::time::Instant::now() > give_up_at {
            return Err(OauthTokenError::Over);
        }
        tokio::time::sleep(LOOK_AGAIN_AFTER).await;
    }
}

async fn begin(store: &Store, seen: &SealedTokens, now: i64) -> Result<bool, StoreError> {
    external_accounts::begin_refresh(&mut *store.write_one().await?, seen, now + TURN, now).await
}

async fn refresh(
    app: &Inner,
    key: &str,
    seen: &SealedTokens,
    old: &Tokens,
    refresh_token: &str,
) -> Result<OauthAccessToken, OauthTokenError> {
    let fresh = match app.oauth.find(key) {
        Some(provider) => {
            let fresh = app.oauth.refresh(provider, refresh_token, &old.scopes, app.clock.now()).await;
            fresh.map_err(Into::into)
        }
        None => Err(OauthTokenError::Over),
    };
    let fresh = fresh.map(|fresh| Tokens {
        // Not every provider gives another one.
        refresh_token: fresh.refresh_token.or_else(|| old.refresh_token.clone()),
        ..fresh
    });
    let sealed = match &fresh {
        Ok(tokens) => Some((seal_tokens(&app.key, tokens)?, tokens.scope(), tokens.expire_at)),
        Err(_) => None,
    };
    let kept = sealed.as_ref().map(|(sealed, scope, expire_at)| Refreshed {
        sealed,
        expire_at: *expire_at,
        approved_scopes: scope,
    });
    external_accounts::end_refresh(&mut *app.store.write_one().await?, seen, kept).await?;
    fresh.map(|tokens| good(&seen.id, tokens))
}

fn good(external_account_id: &str, tokens: Tokens) -> OauthAccessToken {
    OauthAccessToken {
        external_account_id: external_account_id.to_owned(),
        token: Secret::new(tokens.access_token),
        scopes: tokens.scopes,
        expire_at: tokens.expire_at,
    }
}
