//! Accounts elsewhere that lead to accounts here.

use sqlx::Row;
use sqlx::any::AnyRow;

use super::ways_in::another_way_in;
use super::{Connection, StoreError, WaysIn, number, text};
use crate::model::ExternalAccount;

/// What a provider says about someone, to be kept. There are sealed tokens in it, so it does not print itself.
pub struct Known<'a> {
    /// The provider's key.
    pub provider: &'a str,
    /// Who the provider is.
    pub issuer: &'a str,
    /// Who they are there.
    pub subject: &'a str,
    /// Their address there.
    pub email_address: Option<&'a str>,
    /// Given name.
    pub first_name: Option<&'a str>,
    /// Family name.
    pub last_name: Option<&'a str>,
    /// What they call themselves there.
    pub username: Option<&'a str>,
    /// The address of a picture.
    pub image_url: Option<&'a str>,
    /// What the provider gave us.
    pub sealed_tokens: &'a str,
    /// When that is good no longer.
    pub token_expire_at: Option<i64>,
    /// What it is good for, with spaces between.
    pub approved_scopes: &'a str,
}

/// What takes the place of tokens that have run out. There are sealed tokens in it, so it does not print itself.
#[derive(Clone, Copy)]
pub struct Refreshed<'a> {
    /// What the provider gave us.
    pub sealed: &'a str,
    /// When it is good no longer.
    pub expire_at: Option<i64>,
    /// What it is good for, with spaces between.
    pub approved_scopes: &'a str,
}

/// The tokens of an account elsewhere, sealed.
#[derive(Clone)]
pub struct SealedTokens {
    /// `eac_…`
    pub id: String,
    /// What the provider gave us.
    pub sealed: String,
    /// When it is good no longer, Unix milliseconds.
    pub expire_at: Option<i64>,
}

/// Whose account here someone's account elsewhere leads to.
pub async fn owner(
    connection: &mut Connection,
    provider: &str,
    issuer: &str,
    subject: &str,
) -> Result<Option<String>, StoreError> {
    let row = sqlx::query(
        "SELECT user_id FROM external_accounts WHERE provider = $1 AND issuer = $2 AND provider_user_id = $3",
    )
    .bind(provider)
    .bind(issuer)
    .bind(subject)
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| row.try_get("user_id")).transpose()?)
}

/// Connects an account elsewhere with a user; [`StoreError::Exists`] if it is connected.
pub async fn insert(
    connection: &mut Connection,
    id: &str,
    user_id: &str,
    known: &Known<'_>,
    now: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO external_accounts (id, user_id, provider, issuer, provider_user_id, email_address, first_name,
             last_name, username, image_url, sealed_tokens, token_expire_at, created_at, updated_at, approved_scopes)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13, $14)",
    )
    .bind(id)
    .bind(user_id)
    .bind(known.provider)
    .bind(known.issuer)
    .bind(known.subject)
    .bind(known.email_address)
    .bind(known.first_name)
    .bind(known.last_name)
    .bind(known.username)
    .bind(known.image_url)
    .bind(known.sealed_tokens)
    .bind(known.token_expire_at)
    .bind(now)
    .bind(known.approved_scopes)
    .execute(connection)
    .await?;
    Ok(())
}

/// Keeps what a provider says now about an account that is connected.
pub async fn update(connection: &mut Connection, known: &Known<'_>, now: i64) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE external_accounts SET email_address = $4, first_name = $5, last_name = $6, username = $7,
             image_url = $8, sealed_tokens = $9, token_expire_at = $10, refresh_until = NULL, updated_at = $11,
             approved_scopes = $12
         WHERE provider = $1 AND issuer = $2 AND provider_user_id = $3",
    )
    .bind(known.provider)
    .bind(known.issuer)
    .bind(known.subject)
    .bind(known.email_address)
    .bind(known.first_name)
    .bind(known.last_name)
    .bind(known.username)
    .bind(known.image_url)
    .bind(known.sealed_tokens)
    .bind(known.token_expire_at)
    .bind(now)
    .bind(known.approved_scopes)
    .execute(connection)
    .await?;
    Ok(())
}

/// The accounts elsewhere that lead to a user, oldest first.
pub async fn of_user(connection: &mut Connection, user_id: &str) -> Result<Vec<ExternalAccount>, StoreError> {
    let rows = sqlx::query(
        "SELECT id, provider, provider_user_id, approved_scopes, email_address, first_name, last_name, username, image_url,
             created_at
         FROM external_accounts WHERE user_id = $1 ORDER BY created_at, id",
    )
    .bind(user_id)
    .fetch_all(connection)
    .await?;
    Ok(rows.iter().map(account).collect::<Result<_, _>>()?)
}

fn account(row: &AnyRow) -> Result<ExternalAccount, sqlx::Error> {
    Ok(ExternalAccount {
        id: row.try_get("id")?,
        provider: row.try_get("provider")?,
        provider_user_id: row.try_get("provider_user_id")?,
        approved_scopes: text(row, "approved_scopes")?.unwrap_or_default(),
        email_address: text(row, "email_address")?,
        first_name: text(row, "first_name")?,
        last_name: text(row, "last_name")?,
        username: text(row, "username")?,
        image_url: text(row, "image_url")?,
        created_at: row.try_get("created_at")?,
    })
}

/// Disconnects an account elsewhere from a user, unless nothing else would let them in. The caller holds the user.
pub async fn remove(connection: &mut Connection, id: &str, user_id: &str, ways: WaysIn) -> Result<bool, StoreError> {
    let sql = concat!(
        "DELETE FROM external_accounts WHERE id = $1 AND user_id = $2 AND (",
        another_way_in!(),
        ") RETURNING id"
    );
    let row = ways.bind(sqlx::query(sql).bind(id).bind(user_id)).fetch_optional(connection).await?;
    Ok(row.is_some())
}

/// Disconnects everything from a user.
pub async fn remove_all(connection: &mut Connection, user_id: &str) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM external_accounts WHERE user_id = $1").bind(user_id).execute(connection).await?;
    Ok(())
}

/// The tokens of a user at a provider: the ones that were given last.
pub async fn tokens(
    connection: &mut Connection,
    user_id: &str,
    provider: &str,
) -> Result<Option<SealedTokens>, StoreError> {
    let row = sqlx::query(
        "SELECT id, sealed_tokens, token_expire_at FROM external_accounts
         WHERE user_id = $1 AND provider = $2 ORDER BY updated_at DESC, id LIMIT 1",
    )
    .bind(user_id)
    .bind(provider)
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        Ok(SealedTokens {
            id: row.try_get("id")?,
            sealed: row.try_get("sealed_tokens")?,
            expire_at: number(&row, "token_expire_at")?,
        })
    })
    .transpose()
}

/// Takes it upon oneself to get other tokens, until then; `false` if somebody else is at it or has been.
pub async fn begin_refresh(
    connection: &mut Connection,
    seen: &SealedTokens,
    until: i64,
    now: i64,
) -> Result<bool, StoreError> {
    let row = sqlx::query(
        "UPDATE external_accounts SET refresh_until = $3
         WHERE id = $1 AND sealed_tokens = $2 AND (refresh_until IS NULL OR refresh_until <= $4) RETURNING id",
    )
    .bind(&seen.id)
    .bind(&seen.sealed)
    .bind(until)
    .bind(now)
    .fetch_optional(connection)
    .await?;
    Ok(row.is_some())
}

/// Ends that, with other tokens if there are any. Whatever came in between is newer, and stays.
pub async fn end_refresh(
    connection: &mut Connection,
    seen: &SealedTokens,
    fresh: Option<Refreshed<'_>>,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE external_accounts SET refresh_until = NULL, sealed_tokens = $3, token_expire_at = $4,
             approved_scopes = COALESCE($5, approved_scopes)
         WHERE id = $1 AND sealed_tokens = $2",
    )
    .bind(&seen.id)
    .bind(&seen.sealed)
    .bind(fresh.map_or(seen.sealed.as_str(), |fresh| fresh.sealed))
    .bind(fresh.map_or(seen.expire_at, |fresh| fresh.expire_at))
    .bind(fresh.map(|fresh| fresh.approved_scopes))
    .execute(connection)
    .await?;
    Ok(())
}
