//! People.

use std::collections::HashMap;

use sqlx::Row;
use sqlx::any::AnyRow;

use super::{
    Connection, StoreError, external_accounts, identifiers, number, passkeys, search, text, unverified_identifiers,
};
use crate::model::{Metadata, User};
use crate::server::Language;

/// A person to be.
pub struct NewUser<'a> {
    /// `user_…`
    pub id: &'a str,
    /// What the app's own backend calls them.
    pub external_id: Option<&'a str>,
    /// Given name.
    pub first_name: Option<&'a str>,
    /// Family name.
    pub last_name: Option<&'a str>,
    /// The language that they read.
    pub language: Option<Language>,
    /// The address that mail goes to.
    pub primary_email_address_id: Option<&'a str>,
    /// The number that text messages go to.
    pub primary_phone_number_id: Option<&'a str>,
    /// The password's hash.
    pub password_digest: Option<&'a str>,
    /// When the terms were agreed to.
    pub legal_accepted_at: Option<i64>,
    /// What the app knows of them and everyone may see: JSON.
    pub public_metadata: &'a str,
    /// What they have written themselves: JSON.
    pub unsafe_metadata: &'a str,
}

/// Makes a person.
pub async fn insert(connection: &mut Connection, user: &NewUser<'_>, now: i64) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO users (id, first_name, last_name, primary_email_address_id, primary_phone_number_id,
             password_digest, last_sign_in_at, created_at, updated_at, legal_accepted_at, public_metadata,
             locale, unsafe_metadata, search_text, external_id, last_search_text, password_last_updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
    )
    .bind(user.id)
    .bind(user.first_name)
    .bind(user.last_name)
    .bind(user.primary_email_address_id)
    .bind(user.primary_phone_number_id)
    .bind(user.password_digest)
    .bind(now)
    .bind(user.legal_accepted_at)
    .bind(user.public_metadata)
    .bind(user.language.map(Language::tag))
    .bind(user.unsafe_metadata)
    .bind(search::of_person(user.first_name, user.last_name))
    .bind(user.external_id)
    .bind(search::of_last_name(user.last_name))
    .bind(user.password_digest.map(|_| now))
    .execute(connection)
    .await?;
    Ok(())
}

/// What the app knows of a person and everyone may see, as JSON; `None` if there is no such person.
pub async fn public_metadata(connection: &mut Connection, id: &str) -> Result<Option<String>, StoreError> {
    let row =
        sqlx::query("SELECT public_metadata FROM users WHERE id = $1").bind(id).fetch_optional(connection).await?;
    Ok(row.map(|row| row.try_get("public_metadata")).transpose()?)
}

/// The language that someone reads, as far as that is known.
pub async fn language_of(connection: &mut Connection, user_id: &str) -> Result<Option<Language>, StoreError> {
    let row = sqlx::query("SELECT locale FROM users WHERE id = $1").bind(user_id).fetch_optional(connection).await?;
    Ok(row.as_ref().map(language).transpose()?.flatten())
}

/// The nearest to what is kept: that may come from elsewhere.
pub(super) fn language(row: &AnyRow) -> Result<Option<Language>, sqlx::Error> {
    Ok(text(row, "locale")?.as_deref().and_then(Language::of_locale))
}

/// Holds a person for the rest of the transaction, because something about them changes; `false` if there is no such
/// person.
pub async fn hold(connection: &mut Connection, id: &str, now: i64) -> Result<bool, StoreError> {
    let row = sqlx::query("UPDATE users SET updated_at = $2 WHERE id = $1 RETURNING id")
        .bind(id)
        .bind(now)
        .fetch_optional(connection)
        .await?;
    Ok(row.is_some())
}

/// Holds a person as they are for the rest of the transaction, because something is about to be theirs: meanwhile they are
/// not deleted. `false` if there is no such person.
pub async fn keep(connection: &mut Connection, id: &str) -> Result<bool, StoreError> {
    let row = sqlx::query("UPDATE users SET updated_at = updated_at WHERE id = $1 RETURNING id")
        .bind(id)
        .fetch_optional(connection)
        .await?;
    Ok(row.is_some())
}

/// Gives an account to who has proven to own the address that it goes by, and takes from it what whoever made it can have
/// prepared: the password, every identifier that nobody has proven, the organizations that they belong to, the API keys,
/// and what a browser may write about its user. Mails are
/// in their language from now on.
pub async fn take_over(
    connection: &mut Connection,
    id: &str,
    identifier_id: &str,
    verified_by: &str,
    language: Option<Language>,
    now: i64,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE identifiers SET verified_at = $2, verified_by = $3 WHERE id = $1")
        .bind(identifier_id)
        .bind(now)
        .bind(verified_by)
        .execute(&mut *connection)
        .await?;
    for sql in [
        "DELETE FROM identifiers WHERE user_id = $1 AND verified_at IS NULL",
        "DELETE FROM unverified_identifiers WHERE user_id = $1",
        "DELETE FROM disavowals WHERE user_id = $1",
        "DELETE FROM organization_memberships WHERE user_id = $1",
        "DELETE FROM organization_membership_requests WHERE user_id = $1",
        "DELETE FROM api_keys WHERE user_id = $1 OR (created_by = $1 AND organization_id IS NOT NULL)",
    ] {
        sqlx::query(sql).bind(id).execute(&mut *connection).await?;
    }
    sqlx::query(
        "UPDATE users SET password_digest = NULL, password_compromised_at = NULL, password_last_updated_at = NULL,
             primary_email_address_id = $2, updated_at = $3, locale = $4, unsafe_metadata = '{}'
         WHERE id = $1",
    )
    .bind(id)
    .bind(identifier_id)
    .bind(now)
    .bind(language.map(Language::tag))
    .execute(connection)
    .await?;
    Ok(())
}

/// Someone who has given a first proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proven {
    /// Whether a second proof is asked of them.
    pub two_factor_enabled: bool,
    /// Whether they may not come in at all.
    pub banned: bool,
    /// Until when they may not.
    pub locked_until: Option<i64>,
    /// Whether others know their password.
    pub password_compromised: bool,
}

fn proven(row: Option<AnyRow>) -> Result<Option<Proven>, StoreError> {
    row.map(|row| {
        Ok(Proven {
            two_factor_enabled: number(&row, "mfa_enabled_at")?.is_some(),
            banned: number(&row, "banned_at")?.is_some(),
            locked_until: number(&row, "locked_until")?,
            password_compromised: number(&row, "password_compromised_at")?.is_some(),
        })
    })
    .transpose()
}

/// Holds a person who has given a first proof for the rest of the transaction, and changes nothing; `None` if there is no
/// such person any more.
pub async fn lock(connection: &mut Connection, id: &str) -> Result<Option<Proven>, StoreError> {
    let row = sqlx::query(
        "UPDATE users SET updated_at = updated_at WHERE id = $1 RETURNING mfa_enabled_at, banned_at, locked_until, password_compromised_at",
    )
    .bind(id)
    .fetch_optional(connection)
    .await?;
    proven(row)
}

/// Notes that a person gave a first proof other than a password: that they signed in, unless a second one is asked of
/// them. `None` if there is no such person any more.
pub async fn gave_first_proof(connection: &mut Connection, id: &str, now: i64) -> Result<Option<Proven>, StoreError> {
    let row = sqlx::query(
        "UPDATE users SET last_sign_in_at = CASE WHEN mfa_enabled_at IS NULL THEN $2 ELSE last_sign_in_at END
         WHERE id = $1 RETURNING mfa_enabled_at, banned_at, locked_until, password_compromised_at",
    )
    .bind(id)
    .bind(now)
    .fetch_optional(connection)
    .await?;
    proven(row)
}

/// Notes that a person signed in with all that was asked of them; `None` if there is no such person any more.
pub async fn signed_in_without_password(
    connection: &mut Connection,
    id: &str,
    now: i64,
) -> Result<Option<Proven>, StoreError> {
    let row = sqlx::query(
        "UPDATE users SET last_sign_in_at = $2 WHERE id = $1 RETURNING mfa_enabled_at, banned_at, locked_until, password_compromised_at",
    )
    .bind(id)
    .bind(now)
    .fetch_optional(connection)
    .await?;
    proven(row)
}

/// Gives a person another password, with which they sign in at once; `false` if there is no such person any more.
pub async fn reset_password(connection: &mut Connection, id: &str, digest: &str, now: i64) -> Result<bool, StoreError> {
    let row = sqlx::query(
        "UPDATE users SET password_digest = $2, password_compromised_at = NULL, password_last_updated_at = $3, last_sign_in_at = $3,
             updated_at = $3
         WHERE id = $1 RETURNING id",
    )
    .bind(id)
    .bind(digest)
    .bind(now)
    .fetch_optional(connection)
    .await?;
    Ok(row.is_some())
}

/// Notes that a person gave the password whose hash is `digest`: that they signed in, unless a second proof is asked of
/// them. Keeps the same password's hash at another cost in its place if there is one; `None` if the password is another one
/// by now.
pub async fn gave_password(
    connection: &mut Connection,
    id: &str,
    digest: Option<&str>,
    upgraded: Option<&str>,
    now: i64,
) -> Result<Option<Proven>, StoreError> {
    let row = sqlx::query(
        "UPDATE users SET last_sign_in_at = CASE WHEN mfa_enabled_at IS NULL THEN $4 ELSE last_sign_in_at END,
             password_digest = $3
         WHERE id = $1 AND password_digest = $2 RETURNING mfa_enabled_at, banned_at, locked_until, password_compromised_at",
    )
    .bind(id)
    .bind(digest)
    .bind(upgraded.or(digest))
    .bind(now)
    .fetch_optional(connection)
    .await?;
    proven(row)
}

/// A person, with everything that they can be found by.
pub async fn by_id(connection: &mut Connection, id: &str) -> Result<Option<User>, StoreError> {
    Ok(by_ids(connection, &[id]).await?.pop())
}

/// People, each with everything that they can be found by, in the order in which they are named; whoever is not there is
/// left out.
pub async fn by_ids(connection: &mut Connection, ids: &[&str]) -> Result<Vec<User>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT u.id, u.first_name, u.last_name, u.locale, u.image_id, u.primary_email_address_id, u.primary_phone_number_id,
             CAST(CASE WHEN u.password_digest IS NULL THEN 0 ELSE 1 END AS BIGINT) AS has_password,
             u.last_sign_in_at, u.created_at, u.updated_at, u.legal_accepted_at, u.mfa_enabled_at, u.mfa_disabled_at,
             u.public_metadata, u.unsafe_metadata, u.default_second_factor_id, u.delete_self_enabled,
             (SELECT COUNT(*) FROM totp t WHERE t.user_id = u.id) AS totp,
             (SELECT COUNT(*) FROM backup_codes b WHERE b.user_id = u.id AND b.used_at IS NULL) AS backup_codes,
             (SELECT COUNT(*) FROM external_accounts e WHERE e.user_id = u.id) AS external_accounts,
             (SELECT COUNT(*) FROM passkeys p WHERE p.user_id = u.id) AS passkeys,
             (SELECT COUNT(*) FROM unverified_identifiers n WHERE n.user_id = u.id) AS unverified,
             i.id AS identifier_id, i.kind, i.value, i.verified_at, i.verified_by, i.reserved_for_second_factor_at
         FROM users u LEFT JOIN identifiers i ON i.user_id = u.id
         WHERE u.id IN ({}) ORDER BY u.id, i.created_at, i.id",
        super::places(1, ids.len()),
    );
    let mut query = sqlx::query(sqlx::AssertSqlSafe(sql));
    for id in ids {
        query = query.bind(*id);
    }
    let rows = query.fetch_all(&mut *connection).await?;
    let mut found = HashMap::with_capacity(ids.len());
    for rows in rows.chunk_by(|a, b| a.try_get::<&str, _>("id").ok() == b.try_get::<&str, _>("id").ok()) {
        let user = whole(connection, rows).await?;
        found.insert(user.id.clone(), user);
    }
    Ok(ids.iter().filter_map(|id| found.remove(*id)).collect())
}

/// A person of whom each row has one identifier.
async fn whole(connection: &mut Connection, rows: &[AnyRow]) -> Result<User, StoreError> {
    let first = rows.first().ok_or(StoreError::Row("a user without a row"))?;
    let mut user = user(first)?;
    for row in rows {
        match text(row, "kind")?.as_deref() {
            Some("email_address") => user.email_addresses.push(identifiers::email_address(row)?),
            Some("phone_number") => user.phone_numbers.push(identifiers::phone_number(row)?),
            Some("username") => user.username = text(row, "value")?,
            _ => {}
        }
    }
    let default = identifiers::default_second_factor(rows)?;
    if let Some(number) = user.phone_numbers.iter_mut().find(|number| default.as_ref() == Some(&number.id)) {
        number.default_second_factor = true;
    }
    // Most have none, and a question to the database costs more than one column of it.
    if first.try_get::<i64, _>("external_accounts")? > 0 {
        user.external_accounts = external_accounts::of_user(&mut *connection, &user.id).await?;
    }
    if first.try_get::<i64, _>("passkeys")? > 0 {
        user.passkeys = passkeys::of_user(&mut *connection, &user.id).await?;
    }
    if first.try_get::<i64, _>("unverified")? > 0 {
        unverified_identifiers::add_to(connection, &mut user).await?;
    }
    Ok(user)
}

fn user(row: &AnyRow) -> Result<User, sqlx::Error> {
    let image_id = text(row, "image_id")?;
    Ok(User {
        id: row.try_get("id")?,
        has_image: image_id.is_some(),
        image_url: image_id.as_deref().map(crate::server::avatars::url),
        first_name: text(row, "first_name")?,
        last_name: text(row, "last_name")?,
        username: None,
        locale: text(row, "locale")?,
        primary_email_address_id: text(row, "primary_email_address_id")?,
        email_addresses: Vec::new(),
        external_accounts: Vec::new(),
        passkeys: Vec::new(),
        primary_phone_number_id: text(row, "primary_phone_number_id")?,
        phone_numbers: Vec::new(),
        password_enabled: row.try_get::<i64, _>("has_password")? != 0,
        two_factor_enabled: number(row, "mfa_enabled_at")?.is_some(),
        totp_enabled: row.try_get::<i64, _>("totp")? > 0,
        backup_code_enabled: row.try_get::<i64, _>("backup_codes")? > 0,
        mfa_enabled_at: number(row, "mfa_enabled_at")?,
        mfa_disabled_at: number(row, "mfa_disabled_at")?,
        public_metadata: Metadata::of_json(row.try_get("public_metadata")?),
        unsafe_metadata: Metadata::of_json(row.try_get("unsafe_metadata")?),
        last_sign_in_at: number(row, "last_sign_in_at")?,
        legal_accepted_at: number(row, "legal_accepted_at")?,
        delete_self_enabled: number(row, "delete_self_enabled")?.map(|it| it != 0),
        created_at: row.try_get("created_at")?,
        updated_at: row.try_get("updated_at")?,
    })
}
