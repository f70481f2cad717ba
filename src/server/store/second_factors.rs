//! Second factors: authenticator apps, phone numbers that are kept for it, backup codes.

use sqlx::Row;

use super::accounts::settle_primary;
use super::identifiers::IdentifierKind;
use super::ways_in::another_way_in;
use super::{Connection, StoreError, WaysIn, number};
use crate::server::crypto::Secret;

/// What a user has set up.
#[derive(Clone, Debug, Default)]
pub struct Enrolled {
    /// Whether there is an authenticator app.
    pub totp: bool,
    /// The numbers that get codes: the default one first, then the oldest.
    pub phones: Vec<ReservedPhone>,
    /// Whether there is a passkey, which can take the place of a code.
    pub passkey: bool,
    /// How many backup codes are left.
    pub backup_codes: i64,
}

/// A number that gets codes as a second factor.
#[derive(Clone, Debug)]
pub struct ReservedPhone {
    /// `idn_…`
    pub id: String,
    /// As E.164 has it.
    pub number: String,
}

/// What a user has set up.
pub async fn of_user(connection: &mut Connection, user_id: &str) -> Result<Enrolled, StoreError> {
    let totp = sealed_totp(connection, user_id).await?.is_some();
    let rows = sqlx::query(
        "SELECT i.id, i.value FROM identifiers i JOIN users u ON u.id = i.user_id
         WHERE i.user_id = $1 AND i.kind = 'phone_number' AND i.reserved_for_second_factor_at IS NOT NULL
         ORDER BY CASE WHEN i.id = u.default_second_factor_id THEN 0 ELSE 1 END, i.reserved_for_second_factor_at, i.id",
    )
    .bind(user_id)
    .fetch_all(&mut *connection)
    .await?;
    let phones = rows.iter().map(|row| Ok(ReservedPhone { id: row.try_get("id")?, number: row.try_get("value")? }));
    let phones = phones.collect::<Result<_, StoreError>>()?;
    let row = sqlx::query(
        "SELECT (SELECT COUNT(*) FROM backup_codes WHERE user_id = $1 AND used_at IS NULL) AS codes,
             (SELECT COUNT(*) FROM passkeys WHERE user_id = $1) AS passkeys",
    )
    .bind(user_id)
    .fetch_one(connection)
    .await?;
    let passkey = row.try_get::<i64, _>("passkeys")? > 0;
    Ok(Enrolled { totp, phones, passkey, backup_codes: row.try_get("codes")? })
}

/// Whether a second factor is asked of a user.
pub async fn is_enabled(connection: &mut Connection, user_id: &str) -> Result<bool, StoreError> {
    let row = sqlx::query("SELECT mfa_enabled_at FROM users WHERE id = $1").bind(user_id).fetch_optional(connection);
    Ok(row.await?.map(|row| number(&row, "mfa_enabled_at")).transpose()?.flatten().is_some())
}

/// The sealed secret of a user's authenticator app.
pub async fn sealed_totp(connection: &mut Connection, user_id: &str) -> Result<Option<String>, StoreError> {
    let row = sqlx::query("SELECT sealed_secret FROM totp WHERE user_id = $1")
        .bind(user_id)
        .fetch_optional(connection)
        .await?;
    Ok(row.map(|row| row.try_get("sealed_secret")).transpose()?)
}

/// Keeps a user's authenticator app, whose code of a step has just been given; `false` if there is one already.
pub async fn insert_totp(
    connection: &mut Connection,
    user_id: &str,
    sealed_secret: &str,
    step: i64,
    now: i64,
) -> Result<bool, StoreError> {
    let row = sqlx::query(
        "INSERT INTO totp (user_id, sealed_secret, last_step, created_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (user_id) DO NOTHING RETURNING user_id",
    )
    .bind(user_id)
    .bind(sealed_secret)
    .bind(step)
    .bind(now)
    .fetch_optional(connection)
    .await?;
    Ok(row.is_some())
}

/// Uses the code of a step; `false` if that step's code, or a later one, was given before.
pub async fn use_totp(connection: &mut Connection, user_id: &str, step: i64) -> Result<bool, StoreError> {
    let row = sqlx::query("UPDATE totp SET last_step = $2 WHERE user_id = $1 AND last_step < $2 RETURNING user_id")
        .bind(user_id)
        .bind(step)
        .fetch_optional(connection)
        .await?;
    Ok(row.is_some())
}

/// Removes a user's authenticator app; `false` if there is none.
pub async fn remove_totp(connection: &mut Connection, user_id: &str) -> Result<bool, StoreError> {
    let row =
        sqlx::query("DELETE FROM totp WHERE user_id = $1 RETURNING user_id").bind(user_id).fetch_optional(connection);
    Ok(row.await?.is_some())
}

/// Gives a user other backup codes in the place of those that they had.
pub async fn replace_backup_codes(
    connection: &mut Connection,
    user_id: &str,
    hashes: &[Secret],
    now: i64,
) -> Result<(), StoreError> {
    remove_backup_codes(connection, user_id).await?;
    for hash in hashes {
        sqlx::query("INSERT INTO backup_codes (user_id, hash, created_at) VALUES ($1, $2, $3)")
            .bind(user_id)
            .bind(hash.expose())
            .bind(now)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// Removes a user's backup codes.
pub async fn remove_backup_codes(connection: &mut Connection, user_id: &str) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM backup_codes WHERE user_id = $1").bind(user_id).execute(connection).await?;
    Ok(())
}

/// Uses a backup code; `false` if it is none of the user's, or was used before.
pub async fn use_backup_code(
    connection: &mut Connection,
    user_id: &str,
    hash: &Secret,
    now: i64,
) -> Result<bool, StoreError> {
    let row = sqlx::query(
        "UPDATE backup_codes SET used_at = $3 WHERE user_id = $1 AND hash = $2 AND used_at IS NULL RETURNING user_id",
    )
    .bind(user_id)
    .bind(hash.expose())
    .bind(now)
    .fetch_optional(connection)
    .await?;
    Ok(row.is_some())
}

/// Keeps a proven phone number for codes as a second factor, from when on it signs in nobody by itself; `false` if it is
/// no such number, or nothing else would let its user in.
pub async fn reserve_phone(
    connection: &mut Connection,
    id: &str,
    user_id: &str,
    ways: WaysIn,
    now: i64,
) -> Result<bool, StoreError> {
    const SQL: &str = concat!(
        "UPDATE identifiers SET reserved_for_second_factor_at = COALESCE(reserved_for_second_factor_at, $7)
         WHERE id = $1 AND user_id = $2 AND kind = 'phone_number' AND verified_at IS NOT NULL AND (",
        another_way_in!(),
        ") RETURNING id"
    );
    let query = ways.bind(sqlx::query(SQL).bind(id).bind(user_id)).bind(now);
    Ok(query.fetch_optional(connection).await?.is_some())
}

/// Lets a phone number sign in by itself again; `false` if it was not kept for a second factor.
pub async fn release_phone(connection: &mut Connection, id: &str, user_id: &str) -> Result<bool, StoreError> {
    let row = sqlx::query(
        "UPDATE identifiers SET reserved_for_second_factor_at = NULL
         WHERE id = $1 AND user_id = $2 AND reserved_for_second_factor_at IS NOT NULL RETURNING id",
    )
    .bind(id)
    .bind(user_id)
    .fetch_optional(connection)
    .await?;
    Ok(row.is_some())
}

/// Makes a number that is kept for codes the one that they go to first, in the place of any other; `false` if the user keeps
/// no such number for it.
pub async fn make_default(connection: &mut Connection, id: &str, user_id: &str, now: i64) -> Result<bool, StoreError> {
    let row = sqlx::query(
        "UPDATE users SET default_second_factor_id = $1, updated_at = $3
         WHERE id = $2 AND EXISTS (SELECT 1 FROM identifiers i
             WHERE i.id = $1 AND i.user_id = $2 AND i.reserved_for_second_factor_at IS NOT NULL)
         RETURNING id",
    )
    .bind(id)
    .bind(user_id)
    .bind(now)
    .fetch_optional(connection)
    .await?;
    Ok(row.is_some())
}

/// Removes everything that a user has set up. A number that was kept for it goes from the account altogether: it has been lost,
/// or was somebody else's, and must not sign in anyone by itself. The caller settles what follows with [`settle`].
pub async fn remove_all(connection: &mut Connection, user_id: &str) -> Result<(), StoreError> {
    remove_totp(connection, user_id).await?;
    remove_backup_codes(connection, user_id).await?;
    sqlx::query("DELETE FROM identifiers WHERE user_id = $1 AND reserved_for_second_factor_at IS NOT NULL")
        .bind(user_id)
        .execute(&mut *connection)
        .await?;
    settle_primary(connection, user_id, IdentifierKind::PhoneNumber).await
}

/// Notes whether a second factor is asked of a user from now on, as far as they have set one up: backup codes alone are
/// none. To be called by whoever has changed what they have, who holds them.
pub async fn settle(connection: &mut Connection, user_id: &str, now: i64) -> Result<bool, StoreError> {
    let row = sqlx::query(
        "UPDATE users SET
             mfa_enabled_at = CASE WHEN f.many > 0 THEN COALESCE(mfa_enabled_at, $2) END,
             mfa_disabled_at = CASE WHEN f.many = 0 AND mfa_enabled_at IS NOT NULL THEN $2 ELSE mfa_disabled_at END,
             default_second_factor_id = (SELECT i.id FROM identifiers i
                 WHERE i.id = users.default_second_factor_id AND i.reserved_for_second_factor_at IS NOT NULL),
             updated_at = $2
         FROM (SELECT (SELECT COUNT(*) FROM totp WHERE user_id = $1)
             + (SELECT COUNT(*) FROM identifiers WHERE user_id = $1 AND reserved_for_second_factor_at IS NOT NULL)
             AS many) f
         WHERE id = $1 RETURNING mfa_enabled_at",
    )
    .bind(user_id)
    .bind(now)
    .fetch_optional(connection)
    .await?;
    let since = row.map(|row| number(&row, "mfa_enabled_at")).transpose()?;
    Ok(since.flatten().is_some())
}
