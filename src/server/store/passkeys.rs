//! Passkeys: public keys that people can sign in with.

use sqlx::Row;
use sqlx::any::AnyRow;

use super::ways_in::another_way_in;
use super::{Connection, StoreError, WaysIn, number};
use crate::model::Passkey;

/// A passkey to be.
#[derive(Debug)]
pub struct NewPasskey<'a> {
    /// `passkey_…`
    pub id: &'a str,
    /// Whose it is.
    pub user_id: &'a str,
    /// What authenticators call it, base64url.
    pub credential_id: &'a str,
    /// The public key and what belongs to it.
    pub credential: &'a str,
    /// What its user calls it.
    pub name: &'a str,
}

/// What a sign-in needs to know about a passkey.
#[derive(Debug)]
pub struct PasskeyRow {
    /// `passkey_…`
    pub id: String,
    /// Whose it is.
    pub user_id: String,
    /// Who that is to authenticators.
    pub user_handle: String,
    /// The public key and what belongs to it.
    pub credential: String,
}

/// Who a person is to authenticators. Whoever has no such name yet gets the one that is offered.
pub async fn user_handle(
    connection: &mut Connection,
    user_id: &str,
    offered: &str,
) -> Result<Option<String>, StoreError> {
    let row = sqlx::query(
        "UPDATE users SET passkey_user_handle = COALESCE(passkey_user_handle, $2) WHERE id = $1
         RETURNING passkey_user_handle",
    )
    .bind(user_id)
    .bind(offered)
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| row.try_get("passkey_user_handle")).transpose()?)
}

/// Keeps a passkey; [`StoreError::Exists`] if somebody has it.
pub async fn insert(connection: &mut Connection, passkey: &NewPasskey<'_>, now: i64) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO passkeys (id, user_id, credential_id, credential, sign_count, name, created_at, updated_at)
         VALUES ($1, $2, $3, $4, 0, $5, $6, $6)",
    )
    .bind(passkey.id)
    .bind(passkey.user_id)
    .bind(passkey.credential_id)
    .bind(passkey.credential)
    .bind(passkey.name)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}

/// The passkeys of a user, oldest first.
pub async fn of_user(connection: &mut Connection, user_id: &str) -> Result<Vec<Passkey>, StoreError> {
    let rows = sqlx::query(
        "SELECT id, name, created_at, last_used_at FROM passkeys WHERE user_id = $1 ORDER BY created_at, id",
    )
    .bind(user_id)
    .fetch_all(connection)
    .await?;
    Ok(rows.iter().map(passkey).collect::<Result<_, _>>()?)
}

fn passkey(row: &AnyRow) -> Result<Passkey, sqlx::Error> {
    Ok(Passkey {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        created_at: row.try_get("created_at")?,
        last_used_at: number(row, "last_used_at")?,
    })
}

/// What authenticators call the passkeys of a user.
pub async fn credential_ids(connection: &mut Connection, user_id: &str) -> Result<Vec<String>, StoreError> {
    let rows = sqlx::query("SELECT credential_id FROM passkeys WHERE user_id = $1")
        .bind(user_id)
        .fetch_all(connection)
        .await?;
    Ok(rows.iter().map(|row| row.try_get("credential_id")).collect::<Result<_, _>>()?)
}

/// The passkey that authenticators call like this.
pub async fn by_credential_id(
    connection: &mut Connection,
    credential_id: &str,
) -> Result<Option<PasskeyRow>, StoreError> {
    let row = sqlx::query(
        "SELECT p.id, p.user_id, p.credential, u.passkey_user_handle FROM passkeys p
             JOIN users u ON u.id = p.user_id
         WHERE p.credential_id = $1 AND u.passkey_user_handle IS NOT NULL",
    )
    .bind(credential_id)
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        Ok(PasskeyRow {
            id: row.try_get("id")?,
            user_id: row.try_get("user_id")?,
            user_handle: row.try_get("passkey_user_handle")?,
            credential: row.try_get("credential")?,
        })
    })
    .transpose()
}

/// Notes that a passkey was signed in with; `false` if it is gone, or was used more often than it says by now.
pub async fn used(
    connection: &mut Connection,
    id: &str,
    credential: &str,
    sign_count: i64,
    now: i64,
) -> Result<bool, StoreError> {
    let row = sqlx::query(
        "UPDATE passkeys SET credential = $2, sign_count = $3, last_used_at = $4, updated_at = $4
         WHERE id = $1 AND (sign_count < $3 OR (sign_count = 0 AND $3 = 0)) RETURNING id",
    )
    .bind(id)
    .bind(credential)
    .bind(sign_count)
    .bind(now)
    .fetch_optional(connection)
    .await?;
    Ok(row.is_some())
}

/// Gives a passkey of a user another name; `false` if they have no such passkey.
pub async fn rename(
    connection: &mut Connection,
    id: &str,
    user_id: &str,
    name: &str,
    now: i64,
) -> Result<bool, StoreError> {
    let row = sqlx::query("UPDATE passkeys SET name = $3, updated_at = $4 WHERE id = $1 AND user_id = $2 RETURNING id")
        .bind(id)
        .bind(user_id)
        .bind(name)
        .bind(now)
        .fetch_optional(connection)
        .await?;
    Ok(row.is_some())
}

/// Takes a passkey from a user, unless nothing else would let them in. The caller holds the user.
pub async fn remove(connection: &mut Connection, id: &str, user_id: &str, ways: WaysIn) -> Result<bool, StoreError> {
    let sql = concat!("DELETE FROM passkeys WHERE id = $1 AND user_id = $2 AND (", another_way_in!(), ") RETURNING id");
    let row = ways.bind(sqlx::query(sql).bind(id).bind(user_id)).fetch_optional(connection).await?;
    Ok(row.is_some())
}

/// Takes all passkeys from a user.
pub async fn remove_all(connection: &mut Connection, user_id: &str) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM passkeys WHERE user_id = $1").bind(user_id).execute(connection).await?;
    Ok(())
}
