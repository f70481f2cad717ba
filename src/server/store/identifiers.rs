//! What people can be found by: addresses, numbers, usernames.

use sqlx::Row;
use sqlx::any::AnyRow;

use super::users::language;
use super::{Connection, StoreError, number, text};
use crate::model::{EmailAddress, PhoneNumber, Verification, VerificationStatus};
use crate::server::Language;

/// The kind of an identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum IdentifierKind {
    EmailAddress,
    PhoneNumber,
    Username,
}

impl IdentifierKind {
    /// As it stands in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::EmailAddress => "email_address",
            Self::PhoneNumber => "phone_number",
            Self::Username => "username",
        }
    }
}

/// An identifier to be.
#[derive(Debug)]
pub struct NewIdentifier<'a> {
    /// `idn_…`
    pub id: &'a str,
    /// Whose it is.
    pub user_id: &'a str,
    /// What it is.
    pub kind: IdentifierKind,
    /// As typed.
    pub value: &'a str,
    /// As compared.
    pub normalized: &'a str,
    /// The strategy that proved it.
    pub verified_by: Option<&'a str>,
}

/// What a sign-in needs to know about a person. It holds a password's hash, so it does not print itself.
#[derive(Clone)]
pub struct Credentials {
    /// `user_…`
    pub user_id: String,
    /// The password's hash, if there is one.
    pub password_digest: Option<String>,
    /// Whether they have ever been signed in on the browser that is asking.
    pub familiar: bool,
}

/// Gives a person an identifier; [`StoreError::Exists`] if someone has it.
pub async fn insert(connection: &mut Connection, identifier: &NewIdentifier<'_>, now: i64) -> Result<(), StoreError> {
    insert_with_skeleton(connection, identifier, None, now).await
}

/// Gives a person a username; [`StoreError::Exists`] if someone has it, or one with the same skeleton.
pub async fn insert_username(
    connection: &mut Connection,
    identifier: &NewIdentifier<'_>,
    skeleton: &str,
    now: i64,
) -> Result<(), StoreError> {
    insert_with_skeleton(connection, identifier, Some(skeleton), now).await
}

async fn insert_with_skeleton(
    connection: &mut Connection,
    identifier: &NewIdentifier<'_>,
    skeleton: Option<&str>,
    now: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO identifiers (id, user_id, kind, value, normalized, verified_at, verified_by, created_at, skeleton)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(identifier.id)
    .bind(identifier.user_id)
    .bind(identifier.kind.as_str())
    .bind(identifier.value)
    .bind(identifier.normalized)
    .bind(identifier.verified_by.map(|_| now))
    .bind(identifier.verified_by)
    .bind(now)
    .bind(skeleton)
    .execute(connection)
    .await?;
    Ok(())
}

/// Whether someone has an identifier.
pub async fn exists(connection: &mut Connection, kind: IdentifierKind, normalized: &str) -> Result<bool, StoreError> {
    let row = sqlx::query("SELECT id FROM identifiers WHERE kind = $1 AND normalized = $2")
        .bind(kind.as_str())
        .bind(normalized)
        .fetch_optional(connection)
        .await?;
    Ok(row.is_some())
}

/// Whether someone has proven that an identifier is theirs.
pub async fn is_proven(
    connection: &mut Connection,
    kind: IdentifierKind,
    normalized: &str,
) -> Result<bool, StoreError> {
    let row = sqlx::query("SELECT id FROM identifiers WHERE kind = $1 AND normalized = $2 AND verified_at IS NOT NULL")
        .bind(kind.as_str())
        .bind(normalized)
        .fetch_optional(connection)
        .await?;
    Ok(row.is_some())
}

/// Takes an identifier from whoever goes by it and has never proven it, for whoever has. Gives whose it was, and as they wrote
/// it.
pub async fn release_unproven(
    connection: &mut Connection,
    kind: IdentifierKind,
    normalized: &str,
) -> Result<Option<(String, String)>, StoreError> {
    let row = sqlx::query(
        "DELETE FROM identifiers WHERE kind = $1 AND normalized = $2 AND verified_at IS NULL RETURNING user_id, value",
    )
    .bind(kind.as_str())
    .bind(normalized)
    .fetch_optional(connection)
    .await?;
    row.map(|row| Ok((row.try_get("user_id")?, row.try_get("value")?))).transpose()
}

/// Whether someone has proven that an identifier is theirs: if so, the language that they read, as far as that is known.
pub async fn language_of_owner(
    connection: &mut Connection,
    kind: IdentifierKind,
    normalized: &str,
) -> Result<Option<Option<Language>>, StoreError> {
    let row = sqlx::query(
        "SELECT u.locale FROM identifiers i JOIN users u ON u.id = i.user_id WHERE i.kind = $1 AND i.normalized = $2
             AND i.verified_at IS NOT NULL",
    )
    .bind(kind.as_str())
    .bind(normalized)
    .fetch_optional(connection)
    .await?;
    Ok(row.as_ref().map(language).transpose()?)
}

/// Whether someone has a username, or one that looks like it.
pub async fn username_exists(
    connection: &mut Connection,
    normalized: &str,
    skeleton: &str,
) -> Result<bool, StoreError> {
    let row = sqlx::query(
        "SELECT id FROM identifiers WHERE skeleton = $2 OR (kind = 'username' AND normalized = $1) LIMIT 1",
    )
    .bind(normalized)
    .bind(skeleton)
    .fetch_optional(connection)
    .await?;
    Ok(row.is_some())
}

/// Who can be signed in under an identifier, and whether they have been on this browser before: one question, so that
/// what nobody has takes as long.
pub async fn credentials(
    connection: &mut Connection,
    kind: IdentifierKind,
    normalized: &str,
    client_id: Option<&str>,
) -> Result<Option<Credentials>, StoreError> {
    let row = sqlx::query(
        "SELECT u.id, u.password_digest, s.id AS session_id FROM identifiers i
             JOIN users u ON u.id = i.user_id
             LEFT JOIN sessions s ON s.user_id = u.id AND s.client_id = $3 AND s.actor IS NULL
         WHERE i.kind = $1 AND i.normalized = $2 LIMIT 1",
    )
    .bind(kind.as_str())
    .bind(normalized)
    .bind(client_id)
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        Ok(Credentials {
            user_id: row.try_get("id")?,
            password_digest: text(&row, "password_digest")?,
            familiar: text(&row, "session_id")?.is_some(),
        })
    })
    .transpose()
}

/// Whose an identifier is, and whether that was proven.
#[derive(Clone, Debug)]
pub struct Owner {
    /// `idn_…`
    pub identifier_id: String,
    /// `user_…`
    pub user_id: String,
    /// Whether they have proven that it is theirs.
    pub is_verified: bool,
}

/// Whose an identifier is.
pub async fn owner(
    connection: &mut Connection,
    kind: IdentifierKind,
    normalized: &str,
) -> Result<Option<Owner>, StoreError> {
    let row = sqlx::query("SELECT id, user_id, verified_at FROM identifiers WHERE kind = $1 AND normalized = $2")
        .bind(kind.as_str())
        .bind(normalized)
        .fetch_optional(connection)
        .await?;
    row.map(|row| {
        Ok(Owner {
            identifier_id: row.try_get("id")?,
            user_id: row.try_get("user_id")?,
            is_verified: number(&row, "verified_at")?.is_some(),
        })
    })
    .transpose()
}

/// On whose account an identifier is, proven or not.
pub async fn holder(connection: &mut Connection, id: &str, kind: IdentifierKind) -> Result<Option<String>, StoreError> {
    let row = sqlx::query(
        "SELECT user_id FROM identifiers WHERE id = $1 AND kind = $2
         UNION ALL SELECT user_id FROM unverified_identifiers WHERE id = $1 AND kind = $2",
    )
    .bind(id)
    .bind(kind.as_str())
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| row.try_get("user_id")).transpose()?)
}

/// Notes what has proven an identifier by which a person goes without a proof; `false` if there is none such.
pub async fn prove(
    connection: &mut Connection,
    id: &str,
    user_id: &str,
    verified_by: &str,
    now: i64,
) -> Result<bool, StoreError> {
    let row = sqlx::query(
        "UPDATE identifiers SET verified_at = $3, verified_by = $4
         WHERE id = $1 AND user_id = $2 AND verified_at IS NULL RETURNING id",
    )
    .bind(id)
    .bind(user_id)
    .bind(now)
    .bind(verified_by)
    .fetch_optional(connection)
    .await?;
    Ok(row.is_some())
}

/// The e-mail addresses that a person has proven to be theirs, as they are compared.
pub async fn proven_email_addresses(connection: &mut Connection, user_id: &str) -> Result<Vec<String>, StoreError> {
    let rows = sqlx::query(
        "SELECT normalized FROM identifiers WHERE user_id = $1 AND kind = 'email_address' AND verified_at IS NOT NULL",
    )
    .bind(user_id)
    .fetch_all(connection)
    .await?;
    rows.iter().map(|row| Ok(row.try_get("normalized")?)).collect()
}

/// Whom an identifier leads to, and where a code for them goes. It holds no secret.
#[derive(Clone, Debug)]
pub struct Reachable {
    /// `user_…`
    pub user_id: String,
    /// The address or number: the one that was typed, or the primary one where something else was.
    pub address: String,
    /// The same as it is compared.
    pub normalized: String,
    /// The language that they read, as far as that is known.
    pub language: Option<Language>,
    /// Whether they have ever been signed in on the browser that is asking.
    pub familiar: bool,
}

/// Whom an identifier leads to by mail or by text message, as `by` says, if their address or number has been proven. A
/// number that is kept for a second factor leads to nobody: it would be both proofs at once.
pub async fn reachable(
    connection: &mut Connection,
    by: IdentifierKind,
    kind: IdentifierKind,
    normalized: &str,
    client_id: Option<&str>,
) -> Result<Option<Reachable>, StoreError> {
    let row = sqlx::query(
        "SELECT u.id, u.locale, e.value, e.normalized, s.id AS session_id FROM identifiers i
             JOIN users u ON u.id = i.user_id
             JOIN identifiers e ON e.id = CASE
                 WHEN i.kind = $4 THEN i.id
                 WHEN $4 = 'phone_number' THEN u.primary_phone_number_id
                 ELSE u.primary_email_address_id END
             LEFT JOIN sessions s ON s.user_id = u.id AND s.client_id = $3 AND s.actor IS NULL
         WHERE i.kind = $1 AND i.normalized = $2 AND e.kind = $4 AND e.verified_at IS NOT NULL
             AND e.reserved_for_second_factor_at IS NULL LIMIT 1",
    )
    .bind(kind.as_str())
    .bind(normalized)
    .bind(client_id)
    .bind(by.as_str())
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        Ok(Reachable {
            user_id: row.try_get("id")?,
            address: row.try_get("value")?,
            normalized: row.try_get("normalized")?,
            language: language(&row)?,
            familiar: text(&row, "session_id")?.is_some(),
        })
    })
    .transpose()
}

/// The number to which codes go first, of those that are kept for it: the one that was made that, or else the oldest.
pub(super) fn default_second_factor(rows: &[AnyRow]) -> Result<Option<String>, sqlx::Error> {
    let mut kept = Vec::new();
    for row in rows {
        if let Some(at) = number(row, "reserved_for_second_factor_at")? {
            let id: String = row.try_get("identifier_id")?;
            let is_chosen = text(row, "default_second_factor_id")?.as_ref() == Some(&id);
            kept.push((!is_chosen, at, id));
        }
    }
    Ok(kept.into_iter().min().map(|(_, _, id)| id))
}

pub(super) fn email_address(row: &AnyRow) -> Result<EmailAddress, sqlx::Error> {
    Ok(EmailAddress {
        id: row.try_get("identifier_id")?,
        email_address: row.try_get("value")?,
        verification: verification(row)?,
    })
}

pub(super) fn phone_number(row: &AnyRow) -> Result<PhoneNumber, sqlx::Error> {
    let phone_number: String = row.try_get("value")?;
    let formatted = crate::server::phone_number::international(&phone_number);
    Ok(PhoneNumber {
        id: row.try_get("identifier_id")?,
        phone_number,
        formatted,
        verification: verification(row)?,
        reserved_for_second_factor: number(row, "reserved_for_second_factor_at")?.is_some(),
        default_second_factor: false,
    })
}

fn verification(row: &AnyRow) -> Result<Verification, sqlx::Error> {
    let verified = number(row, "verified_at")?.is_some();
    Ok(Verification {
        status: if verified { VerificationStatus::Verified } else { VerificationStatus::Unverified },
        strategy: text(row, "verified_by")?.unwrap_or_default(),
        attempts: 0,
        expire_at: None,
        resend_at: None,
    })
}
