//! People, and what they can be found by.

use sqlx::Row;
use sqlx::any::AnyRow;

use super::{Connection, StoreError, external_accounts, number, passkeys, text, unverified_identifiers};
use crate::model::{EmailAddress, Metadata, PhoneNumber, User, Verification, VerificationStatus};
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
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::EmailAddress => "email_address",
            Self::PhoneNumber => "phone_number",
            Self::Username => "username",
        }
    }
}

/// A person to be.
pub struct NewUser<'a> {
    /// `user_…`
    pub id: &'a str,
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

/// Makes a person.
pub async fn insert(connection: &mut Connection, user: &NewUser<'_>, now: i64) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO users (id, first_name, last_name, primary_email_address_id, primary_phone_number_id,
             password_digest, last_sign_in_at, created_at, updated_at, legal_accepted_at, public_metadata,
             locale, unsafe_metadata)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $7, $8, $9, $10, $11)",
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

/// Gives a person an identifier; [`StoreError::Exists`] if someone has it.
pub async fn insert_identifier(
    connection: &mut Connection,
    identifier: &NewIdentifier<'_>,
    now: i64,
) -> Result<(), StoreError> {
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
pub async fn identifier_exists(
    connection: &mut Connection,
    kind: IdentifierKind,
    normalized: &str,
) -> Result<bool, StoreError> {
    let row = sqlx::query("SELECT id FROM identifiers WHERE kind = $1 AND normalized = $2")
        .bind(kind.as_str())
        .bind(normalized)
        .fetch_optional(connection)
        .await?;
    Ok(row.is_some())
}

/// Whether someone has an identifier: if so, the language that they read, as far as that is known.
pub async fn language_of_owner(
    connection: &mut Connection,
    kind: IdentifierKind,
    normalized: &str,
) -> Result<Option<Option<Language>>, StoreError> {
    let row = sqlx::query(
        "SELECT u.locale FROM identifiers i JOIN users u ON u.id = i.user_id WHERE i.kind = $1 AND i.normalized = $2",
    )
    .bind(kind.as_str())
    .bind(normalized)
    .fetch_optional(connection)
    .await?;
    Ok(row.as_ref().map(language).transpose()?)
}

/// The language that someone reads, as far as that is known.
pub async fn language_of(connection: &mut Connection, user_id: &str) -> Result<Option<Language>, StoreError> {
    let row = sqlx::query("SELECT locale FROM users WHERE id = $1").bind(user_id).fetch_optional(connection).await?;
    Ok(row.as_ref().map(language).transpose()?.flatten())
}

/// The nearest to what is kept: that may come from elsewhere.
fn language(row: &AnyRow) -> Result<Option<Language>, sqlx::Error> {
    Ok(text(row, "locale")?.as_deref().and_then(Language::of_locale))
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
             LEFT JOIN sessions s ON s.user_id = u.id AND s.client_id = $3
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

/// Gives an account to who has proven to own the address that it goes by, and takes from it what whoever made it can have
/// prepared: the password, every identifier that nobody has proven, and what a browser may write about its user. Mails are
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
    ] {
        sqlx::query(sql).bind(id).execute(&mut *connection).await?;
    }
    sqlx::query(
        "UPDATE users SET password_digest = NULL, primary_email_address_id = $2, updated_at = $3, locale = $4,
             unsafe_metadata = '{}'
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
             LEFT JOIN sessions s ON s.user_id = u.id AND s.client_id = $3
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

/// Someone who has given a first proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proven {
    /// Whether a second proof is asked of them.
    pub two_factor_enabled: bool,
    /// Whether they may not come in at all.
    pub banned: bool,
    /// Until when they may not.
    pub locked_until: Option<i64>,
}

fn proven(row: Option<AnyRow>) -> Result<Option<Proven>, StoreError> {
    row.map(|row| {
        Ok(Proven {
            two_factor_enabled: number(&row, "mfa_enabled_at")?.is_some(),
            banned: number(&row, "banned_at")?.is_some(),
            locked_until: number(&row, "locked_until")?,
        })
    })
    .transpose()
}

/// Holds a person who has given a first proof for the rest of the transaction, and changes nothing; `None` if there is no
/// such person any more.
pub async fn lock(connection: &mut Connection, id: &str) -> Result<Option<Proven>, StoreError> {
    let row = sqlx::query(
        "UPDATE users SET updated_at = updated_at WHERE id = $1 RETURNING mfa_enabled_at, banned_at, locked_until",
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
         WHERE id = $1 RETURNING mfa_enabled_at, banned_at, locked_until",
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
        "UPDATE users SET last_sign_in_at = $2 WHERE id = $1 RETURNING mfa_enabled_at, banned_at, locked_until",
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
        "UPDATE users SET password_digest = $2, last_sign_in_at = $3, updated_at = $3 WHERE id = $1 RETURNING id",
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
         WHERE id = $1 AND password_digest = $2 RETURNING mfa_enabled_at, banned_at, locked_until",
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
    let rows = sqlx::query(
        "SELECT u.id, u.first_name, u.last_name, u.locale, u.image_id, u.primary_email_address_id, u.primary_phone_number_id,
             CAST(CASE WHEN u.password_digest IS NULL THEN 0 ELSE 1 END AS BIGINT) AS has_password,
             u.last_sign_in_at, u.created_at, u.updated_at, u.legal_accepted_at, u.mfa_enabled_at, u.mfa_disabled_at,
             u.public_metadata, u.unsafe_metadata, u.default_second_factor_id,
             (SELECT COUNT(*) FROM totp t WHERE t.user_id = u.id) AS totp,
             (SELECT COUNT(*) FROM backup_codes b WHERE b.user_id = u.id AND b.used_at IS NULL) AS backup_codes,
             (SELECT COUNT(*) FROM external_accounts e WHERE e.user_id = u.id) AS external_accounts,
             (SELECT COUNT(*) FROM passkeys p WHERE p.user_id = u.id) AS passkeys,
             (SELECT COUNT(*) FROM unverified_identifiers n WHERE n.user_id = u.id) AS unverified,
             i.id AS identifier_id, i.kind, i.value, i.verified_at, i.verified_by, i.reserved_for_second_factor_at
         FROM users u LEFT JOIN identifiers i ON i.user_id = u.id
         WHERE u.id = $1 ORDER BY i.created_at, i.id",
    )
    .bind(id)
    .fetch_all(&mut *connection)
    .await?;
    let Some(first) = rows.first() else { return Ok(None) };
    let mut user = user(first)?;
    for row in &rows {
        match text(row, "kind")?.as_deref() {
            Some("email_address") => user.email_addresses.push(email_address(row)?),
            Some("phone_number") => user.phone_numbers.push(phone_number(row)?),
            Some("username") => user.username = text(row, "value")?,
            _ => {}
        }
    }
    let default = default_second_factor(&rows)?;
    if let Some(number) = user.phone_numbers.iter_mut().find(|number| default.as_ref() == Some(&number.id)) {
        number.default_second_factor = true;
    }
    // Most have none, and a question to the database costs more than one column of it.
    if first.try_get::<i64, _>("external_accounts")? > 0 {
        user.external_accounts = external_accounts::of_user(&mut *connection, id).await?;
    }
    if first.try_get::<i64, _>("passkeys")? > 0 {
        user.passkeys = passkeys::of_user(&mut *connection, id).await?;
    }
    if first.try_get::<i64, _>("unverified")? > 0 {
        unverified_identifiers::add_to(connection, &mut user).await?;
    }
    Ok(Some(user))
}

/// The number to which codes go first, of those that are kept for it: the one that was made that, or else the oldest.
fn default_second_factor(rows: &[AnyRow]) -> Result<Option<String>, sqlx::Error> {
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
        created_at: row.try_get("created_at")?,
        updated_at: row.try_get("updated_at")?,
    })
}

fn email_address(row: &AnyRow) -> Result<EmailAddress, sqlx::Error> {
    Ok(EmailAddress {
        id: row.try_get("identifier_id")?,
        email_address: row.try_get("value")?,
        verification: verification(row)?,
    })
}

fn phone_number(row: &AnyRow) -> Result<PhoneNumber, sqlx::Error> {
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
