//! What people change of their own accounts. Whoever calls it holds the user.

use super::identifiers::{IdentifierKind, NewIdentifier};
use super::ways_in::another_way_in;
use super::{Connection, StoreError, WaysIn, avatars, search, text};
use crate::server::crypto::password_hash::Cost;

macro_rules! is_proven {
    () => {
        " WHERE id = $2 AND EXISTS (SELECT 1 FROM identifiers i
              WHERE i.id = $1 AND i.user_id = $2 AND i.kind = $3 AND i.verified_at IS NOT NULL) RETURNING id"
    };
}

macro_rules! settle {
    ($column:literal) => {
        concat!(
            "UPDATE users SET ",
            $column,
            " = (SELECT i.id FROM identifiers i WHERE i.user_id = $1 AND i.kind = $2 AND i.verified_at IS NOT NULL
                 ORDER BY i.created_at, i.id LIMIT 1)
             WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM identifiers p WHERE p.id = users.",
            $column,
            ")"
        )
    };
}

/// Gives a person another name.
pub async fn set_name(
    connection: &mut Connection,
    id: &str,
    first_name: Option<&str>,
    last_name: Option<&str>,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE users SET first_name = $2, last_name = $3, search_text = $4, last_search_text = $5 WHERE id = $1",
    )
    .bind(id)
    .bind(first_name)
    .bind(last_name)
    .bind(search::of_person(first_name, last_name))
    .bind(search::of_last_name(last_name))
    .execute(connection)
    .await?;
    Ok(())
}

/// Gives a person another username in the place of the one that they have, if any; `false` if somebody has it, or one
/// with the same skeleton.
pub async fn set_username(
    connection: &mut Connection,
    username: &NewIdentifier<'_>,
    skeleton: &str,
    now: i64,
) -> Result<bool, StoreError> {
    let taken = sqlx::query(
        "SELECT id FROM identifiers
         WHERE user_id <> $1 AND (skeleton = $3 OR (kind = 'username' AND normalized = $2)) LIMIT 1",
    )
    .bind(username.user_id)
    .bind(username.normalized)
    .bind(skeleton)
    .fetch_optional(&mut *connection)
    .await?;
    if taken.is_some() {
        return Ok(false);
    }
    sqlx::query("DELETE FROM identifiers WHERE user_id = $1 AND kind = 'username'")
        .bind(username.user_id)
        .execute(&mut *connection)
        .await?;
    let row = sqlx::query(
        "INSERT INTO identifiers (id, user_id, kind, value, normalized, created_at, skeleton)
         VALUES ($1, $2, 'username', $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING id",
    )
    .bind(username.id)
    .bind(username.user_id)
    .bind(username.value)
    .bind(username.normalized)
    .bind(now)
    .bind(skeleton)
    .fetch_optional(connection)
    .await?;
    Ok(row.is_some())
}

/// Takes the username from a person, unless nothing else would let them in.
pub async fn remove_username(
    connection: &mut Connection,
    id: &str,
    user_id: &str,
    ways: WaysIn,
) -> Result<bool, StoreError> {
    const SQL: &str = concat!(
        "DELETE FROM identifiers WHERE id = $1 AND user_id = $2 AND kind = 'username' AND (",
        another_way_in!(),
        ") RETURNING id"
    );
    let row = ways.bind(sqlx::query(SQL).bind(id).bind(user_id)).fetch_optional(connection).await?;
    Ok(row.is_some())
}

/// The id of a person's username, if they have one.
pub async fn username_id(connection: &mut Connection, user_id: &str) -> Result<Option<String>, StoreError> {
    let row = sqlx::query("SELECT id FROM identifiers WHERE user_id = $1 AND kind = 'username'")
        .bind(user_id)
        .fetch_optional(connection)
        .await?;
    Ok(row.map(|row| text(&row, "id")).transpose()?.flatten())
}

/// The hash of a person's password; empty where there is none.
pub async fn password_digest(connection: &mut Connection, id: &str) -> Result<String, StoreError> {
    let row =
        sqlx::query("SELECT password_digest FROM users WHERE id = $1").bind(id).fetch_optional(connection).await?;
    Ok(row.map(|row| text(&row, "password_digest")).transpose()?.flatten().unwrap_or_default())
}

/// Whether somebody has a password that was hashed at a cost, or will have it once they have signed up.
pub async fn is_password_hashed_at(connection: &mut Connection, cost: Cost) -> Result<bool, StoreError> {
    let Cost { memory_kib, iterations, parallelism } = cost;
    let row = sqlx::query(
        "SELECT 1 AS known FROM users WHERE password_digest LIKE $1
         UNION ALL SELECT 1 AS known FROM sign_ups WHERE password_digest LIKE $1 LIMIT 1",
    )
    .bind(format!("$argon2id$v=19$m={memory_kib},t={iterations},p={parallelism}$%"))
    .fetch_optional(connection)
    .await?;
    Ok(row.is_some())
}

/// The hash of a person's password, if others know it.
pub async fn compromised_digest(connection: &mut Connection, id: &str) -> Result<Option<String>, StoreError> {
    let sql = "SELECT password_digest FROM users WHERE id = $1 AND password_compromised_at IS NOT NULL";
    let row = sqlx::query(sql).bind(id).fetch_optional(connection).await?;
    Ok(row.map(|row| text(&row, "password_digest")).transpose()?.flatten())
}

/// Gives a person another password in the place of the one with the hash `before`, which is empty where there was none;
/// `false` if it is another one by now.
pub async fn set_password(
    connection: &mut Connection,
    id: &str,
    before: &str,
    digest: &str,
    now: i64,
) -> Result<bool, StoreError> {
    let row = sqlx::query(
        "UPDATE users SET password_digest = $3, password_compromised_at = NULL, password_last_updated_at = $4
         WHERE id = $1 AND COALESCE(password_digest, '') = $2 RETURNING id",
    )
    .bind(id)
    .bind(before)
    .bind(digest)
    .bind(now)
    .fetch_optional(connection)
    .await?;
    Ok(row.is_some())
}

/// Takes the password from a person, unless nothing else would let them in; `false` if there is none, too.
pub async fn remove_password(connection: &mut Connection, id: &str, ways: WaysIn) -> Result<bool, StoreError> {
    const SQL: &str = concat!(
        "UPDATE users SET password_digest = NULL, password_compromised_at = NULL, password_last_updated_at = NULL
         WHERE id = $2 AND password_digest IS NOT NULL AND (",
        another_way_in!(),
        ") RETURNING id"
    );
    // What goes has no id, and is no way in any more.
    let ways = WaysIn { password: false, ..ways };
    let row = ways.bind(sqlx::query(SQL).bind("").bind(id)).fetch_optional(connection).await?;
    Ok(row.is_some())
}

/// Takes the password from a person, whatever else they have; `false` if there is none.
pub async fn take_password(connection: &mut Connection, id: &str) -> Result<bool, StoreError> {
    let row = sqlx::query(
        "UPDATE users SET password_digest = NULL, password_compromised_at = NULL, password_last_updated_at = NULL
         WHERE id = $1 AND password_digest IS NOT NULL RETURNING id",
    )
    .bind(id)
    .fetch_optional(connection)
    .await?;
    Ok(row.is_some())
}

/// Notes since when others know a person's password, or that they do not; `false` if there is none, or that was noted before.
pub async fn set_password_compromised(
    connection: &mut Connection,
    id: &str,
    since: Option<i64>,
) -> Result<bool, StoreError> {
    let row = sqlx::query(
        "UPDATE users SET password_compromised_at = $2
         WHERE id = $1 AND password_digest IS NOT NULL
             AND CASE WHEN $2 IS NULL THEN 1 ELSE 0 END <> CASE WHEN password_compromised_at IS NULL THEN 1 ELSE 0 END
         RETURNING id",
    )
    .bind(id)
    .bind(since)
    .fetch_optional(connection)
    .await?;
    Ok(row.is_some())
}

/// Makes a proven address or number of a person the one that is written to; `false` if they have no such one.
pub async fn set_primary(
    connection: &mut Connection,
    id: &str,
    user_id: &str,
    kind: IdentifierKind,
) -> Result<bool, StoreError> {
    let sql = match kind {
        IdentifierKind::PhoneNumber => concat!("UPDATE users SET primary_phone_number_id = $1", is_proven!()),
        _ => concat!("UPDATE users SET primary_email_address_id = $1", is_proven!()),
    };
    let row = sqlx::query(sql).bind(id).bind(user_id).bind(kind.as_str()).fetch_optional(connection).await?;
    Ok(row.is_some())
}

/// Takes an address or number from a person, unless nothing else would let them in or nothing else of theirs would be
/// proven. Where `kind_is_required`, that has to be one of the same kind.
pub async fn remove_identifier(
    connection: &mut Connection,
    id: &str,
    user_id: &str,
    kind: IdentifierKind,
    kind_is_required: bool,
    ways: WaysIn,
) -> Result<bool, StoreError> {
    let sql = concat!(
        "DELETE FROM identifiers WHERE id = $1 AND user_id = $2 AND kind = $7 AND (",
        another_way_in!(),
        ") AND EXISTS (SELECT 1 FROM identifiers o WHERE o.user_id = $2 AND o.id <> $1 AND o.verified_at IS NOT NULL
             AND (o.kind = $7 OR ($8 = 0 AND o.kind <> 'username'))) RETURNING id"
    );
    let query = ways.bind(sqlx::query(sql).bind(id).bind(user_id));
    let row = query.bind(kind.as_str()).bind(i64::from(kind_is_required)).fetch_optional(connection).await?;
    Ok(row.is_some())
}

/// After one was taken: what is written to is the oldest of those that are left, if it was the one that went.
pub async fn settle_primary(
    connection: &mut Connection,
    user_id: &str,
    kind: IdentifierKind,
) -> Result<(), StoreError> {
    let sql = match kind {
        IdentifierKind::PhoneNumber => settle!("primary_phone_number_id"),
        _ => settle!("primary_email_address_id"),
    };
    sqlx::query(sql).bind(user_id).bind(kind.as_str()).execute(connection).await?;
    Ok(())
}

/// Deletes a person, with everything that is theirs.
pub async fn delete(connection: &mut Connection, id: &str, now: i64) -> Result<bool, StoreError> {
    sqlx::query(
        "DELETE FROM sign_ins WHERE user_id = $1 AND (status = 'needs_new_password' OR status = 'needs_second_factor')",
    )
    .bind(id)
    .execute(&mut *connection)
    .await?;
    avatars::let_go(connection, avatars::Owner::User(id), now).await?;
    let row = sqlx::query("DELETE FROM users WHERE id = $1 RETURNING id").bind(id).fetch_optional(connection).await?;
    Ok(row.is_some())
}
