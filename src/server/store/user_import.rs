//! Users that are made by the app's server, with all that is known of them from elsewhere.

use std::collections::HashMap;

use sqlx::{AssertSqlSafe, Row};

use super::identifiers::IdentifierKind;
use super::{Connection, StoreError, search};
use crate::server::crypto::Secret;

/// A user to be.
#[derive(Debug)]
pub struct NewUserRow<'a> {
    /// `user_…`
    pub id: &'a str,
    /// What another system calls them.
    pub external_id: Option<&'a str>,
    /// Given name.
    pub first_name: Option<&'a str>,
    /// Family name.
    pub last_name: Option<&'a str>,
    /// The language that they read, as a BCP 47 tag.
    pub locale: Option<&'a str>,
    /// The address that mail goes to.
    pub primary_email_address_id: Option<&'a str>,
    /// The number that text messages go to.
    pub primary_phone_number_id: Option<&'a str>,
    /// The password's hash, ours or another system's.
    pub password_digest: Option<&'a Secret>,
    /// When that was last set, as far as it is known.
    pub password_last_updated_at: Option<i64>,
    /// JSON.
    pub public_metadata: &'a str,
    /// JSON.
    pub private_metadata: &'a str,
    /// JSON.
    pub unsafe_metadata: &'a str,
    /// When the terms were agreed to.
    pub legal_accepted_at: Option<i64>,
    /// Since when they may not come in.
    pub banned_at: Option<i64>,
    /// Until when they may not come in.
    pub locked_until: Option<i64>,
    /// Whether they may make organizations, if not as the settings say.
    pub create_organization_enabled: Option<bool>,
    /// How many, if not as many as the settings say; 0 where there is no limit.
    pub create_organizations_limit: Option<i64>,
    /// When they came.
    pub created_at: i64,
}

/// Makes a user who has never signed in; [`StoreError::Exists`] if the external id is somebody's.
pub async fn insert(connection: &mut Connection, user: &NewUserRow<'_>, now: i64) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO users (id, external_id, first_name, last_name, locale, primary_email_address_id,
             primary_phone_number_id, password_digest, public_metadata, private_metadata, unsafe_metadata,
             legal_accepted_at, banned_at, create_organization_enabled, create_organizations_limit, created_at, updated_at,
             search_text, last_search_text, locked_until, password_last_updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)",
    )
    .bind(user.id)
    .bind(user.external_id)
    .bind(user.first_name)
    .bind(user.last_name)
    .bind(user.locale)
    .bind(user.primary_email_address_id)
    .bind(user.primary_phone_number_id)
    .bind(user.password_digest.map(Secret::expose))
    .bind(user.public_metadata)
    .bind(user.private_metadata)
    .bind(user.unsafe_metadata)
    .bind(user.legal_accepted_at)
    .bind(user.banned_at)
    .bind(user.create_organization_enabled.map(i64::from))
    .bind(user.create_organizations_limit)
    .bind(user.created_at)
    .bind(now)
    .bind(search::of_person(user.first_name, user.last_name))
    .bind(search::of_last_name(user.last_name))
    .bind(user.locked_until)
    .bind(user.password_last_updated_at)
    .execute(connection)
    .await?;
    Ok(())
}

/// An identifier of a user to be.
#[derive(Debug)]
pub struct NewIdentifierRow<'a> {
    /// `idn_…`
    pub id: &'a str,
    /// Whose it is.
    pub user_id: &'a str,
    /// What it is.
    pub kind: IdentifierKind,
    /// As it was given.
    pub value: &'a str,
    /// As it is compared.
    pub normalized: &'a str,
    /// What it looks like, if it is a username that nobody else's looks like.
    pub skeleton: Option<&'a str>,
    /// What has proven that it is theirs, if anything has.
    pub verified_by: Option<&'a str>,
    /// Since when it is kept for a second factor.
    pub reserved_for_second_factor_at: Option<i64>,
    /// When it came on the account.
    pub created_at: i64,
}

/// Gives a user an identifier; [`StoreError::Exists`] if someone has it.
pub async fn insert_identifier(
    connection: &mut Connection,
    row: &NewIdentifierRow<'_>,
    now: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO identifiers (id, user_id, kind, value, normalized, skeleton, verified_at, verified_by,
             reserved_for_second_factor_at, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(row.id)
    .bind(row.user_id)
    .bind(row.kind.as_str())
    .bind(row.value)
    .bind(row.normalized)
    .bind(row.skeleton)
    .bind(row.verified_by.map(|_| now))
    .bind(row.verified_by)
    .bind(row.reserved_for_second_factor_at)
    .bind(row.created_at)
    .execute(connection)
    .await?;
    Ok(())
}

/// Who has an external id.
pub async fn by_external_id(connection: &mut Connection, external_id: &str) -> Result<Option<String>, StoreError> {
    let row = sqlx::query("SELECT id FROM users WHERE external_id = $1").bind(external_id).fetch_optional(connection);
    Ok(row.await?.map(|row| row.try_get("id")).transpose()?)
}

/// Which of these external ids somebody has, and whether with a password.
pub async fn known_external_ids(
    connection: &mut Connection,
    ids: &[&str],
) -> Result<HashMap<String, bool>, StoreError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let places: Vec<String> = (1..=ids.len()).map(|number| format!("${number}")).collect();
    let sql = format!(
        "SELECT external_id, CAST(CASE WHEN password_digest IS NULL THEN 0 ELSE 1 END AS BIGINT) AS has_password
         FROM users WHERE external_id IN ({})",
        places.join(", ")
    );
    let query = ids.iter().fold(sqlx::query(AssertSqlSafe(sql)), |query, id| query.bind(*id));
    let rows = query.fetch_all(connection).await?;
    rows.iter()
        .map(|row| {
            let has_password: i64 = row.try_get("has_password")?;
            Ok((row.try_get("external_id")?, has_password != 0))
        })
        .collect()
}

/// Whether a username looks like somebody's.
pub async fn skeleton_exists(connection: &mut Connection, skeleton: &str) -> Result<bool, StoreError> {
    let row = sqlx::query("SELECT id FROM identifiers WHERE skeleton = $1").bind(skeleton).fetch_optional(connection);
    Ok(row.await?.is_some())
}
