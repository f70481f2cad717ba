//! Who may come in, and what an app keeps about people that they may not read. Whoever changes it holds the user.

use std::collections::HashMap;

use sqlx::Row;
use sqlx::any::AnyRow;

use super::{Connection, StoreError, number, places, text};

/// What the server alone knows of a person.
#[derive(Clone, Debug)]
pub struct Rules {
    /// What another system calls them.
    pub external_id: Option<String>,
    /// Whether they may not come in at all.
    pub banned: bool,
    /// Until when they may not.
    pub locked_until: Option<i64>,
    /// JSON.
    pub public_metadata: String,
    /// JSON.
    pub private_metadata: String,
    /// JSON.
    pub unsafe_metadata: String,
    /// Whether they may make organizations, if not as the settings say.
    pub create_organization_enabled: Option<bool>,
    /// How many, if not as many as the settings say; 0 where there is no limit.
    pub create_organizations_limit: Option<i64>,
    /// When a request last came from them, to the minute.
    pub last_active_at: Option<i64>,
    /// When they or an operator last set their password.
    pub password_last_updated_at: Option<i64>,
}

impl Rules {
    fn read(row: &AnyRow) -> Result<Self, StoreError> {
        Ok(Self {
            external_id: text(row, "external_id")?,
            banned: number(row, "banned_at")?.is_some(),
            locked_until: number(row, "locked_until")?,
            public_metadata: row.try_get("public_metadata")?,
            private_metadata: row.try_get("private_metadata")?,
            unsafe_metadata: row.try_get("unsafe_metadata")?,
            create_organization_enabled: number(row, "create_organization_enabled")?.map(|it| it != 0),
            create_organizations_limit: number(row, "create_organizations_limit")?,
            last_active_at: number(row, "last_active_at")?,
            password_last_updated_at: number(row, "password_last_updated_at")?,
        })
    }
}

/// What the server alone knows of a person; `None` if there is no such person.
pub async fn of_user(connection: &mut Connection, id: &str) -> Result<Option<Rules>, StoreError> {
    Ok(of_users(connection, &[id]).await?.into_values().next())
}

/// The same of several people, by their ids.
pub async fn of_users(connection: &mut Connection, ids: &[&str]) -> Result<HashMap<String, Rules>, StoreError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let sql = format!(
        "SELECT id, external_id, banned_at, locked_until, public_metadata, private_metadata, unsafe_metadata, create_organization_enabled,
             create_organizations_limit, password_last_updated_at,
             (SELECT MAX(s.last_active_at) FROM sessions s WHERE s.user_id = users.id AND s.actor IS NULL) AS last_active_at
         FROM users WHERE id IN ({})",
        places(1, ids.len())
    );
    let mut query = sqlx::query(sqlx::AssertSqlSafe(sql));
    for id in ids {
        query = query.bind(*id);
    }
    let rows = query.fetch_all(connection).await?;
    rows.iter().map(|row| Ok((row.try_get("id")?, Rules::read(row)?))).collect()
}

/// Bans a person, or lets them in again.
pub async fn set_banned(connection: &mut Connection, id: &str, since: Option<i64>) -> Result<(), StoreError> {
    sqlx::query("UPDATE users SET banned_at = $2 WHERE id = $1").bind(id).bind(since).execute(connection).await?;
    Ok(())
}

/// Keeps a person from signing in until a time, or does so no longer.
pub async fn set_locked_until(connection: &mut Connection, id: &str, until: Option<i64>) -> Result<(), StoreError> {
    sqlx::query("UPDATE users SET locked_until = $2 WHERE id = $1").bind(id).bind(until).execute(connection).await?;
    Ok(())
}

/// What the app's server says of a person, besides what they are called; everything is written.
#[derive(Clone, Debug)]
pub struct Details<'a> {
    /// What another system calls them.
    pub external_id: Option<&'a str>,
    /// The language that they read, as a BCP 47 tag.
    pub locale: Option<&'a str>,
    /// When they came.
    pub created_at: i64,
    /// When the terms were agreed to.
    pub legal_accepted_at: Option<i64>,
    /// Whether they may delete their account, if not as the settings say.
    pub delete_self_enabled: Option<bool>,
    /// Whether they may make organizations, if not as the settings say.
    pub create_organization_enabled: Option<bool>,
    /// How many, if not as many as the settings say; 0 where there is no limit.
    pub create_organizations_limit: Option<i64>,
}

/// Changes what the app's server says of a person; [`StoreError::Exists`] if the external id is somebody's.
pub async fn set_details(connection: &mut Connection, id: &str, details: &Details<'_>) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE users SET external_id = $2, locale = $3, created_at = $4, legal_accepted_at = $5, delete_self_enabled = $6,
             create_organization_enabled = $7, create_organizations_limit = $8
         WHERE id = $1",
    )
    .bind(id)
    .bind(details.external_id)
    .bind(details.locale)
    .bind(details.created_at)
    .bind(details.legal_accepted_at)
    .bind(details.delete_self_enabled.map(i64::from))
    .bind(details.create_organization_enabled.map(i64::from))
    .bind(details.create_organizations_limit)
    .execute(connection)
    .await?;
    Ok(())
}

/// What an app keeps about a person, as JSON.
#[derive(Clone, Copy, Debug)]
pub struct AllMetadata<'a> {
    /// What everyone may see.
    pub public: &'a str,
    /// What the server alone reads.
    pub private: &'a str,
    /// What the person writes.
    pub unsafe_: &'a str,
}

/// Keeps other metadata.
pub async fn set_metadata(connection: &mut Connection, id: &str, all: AllMetadata<'_>) -> Result<(), StoreError> {
    sqlx::query("UPDATE users SET public_metadata = $2, private_metadata = $3, unsafe_metadata = $4 WHERE id = $1")
        .bind(id)
        .bind(all.public)
        .bind(all.private)
        .bind(all.unsafe_)
        .execute(connection)
        .await?;
    Ok(())
}

/// Keeps what a person has written.
pub async fn set_unsafe_metadata(connection: &mut Connection, id: &str, json: &str) -> Result<(), StoreError> {
    sqlx::query("UPDATE users SET unsafe_metadata = $2 WHERE id = $1").bind(id).bind(json).execute(connection).await?;
    Ok(())
}

/// The browsers on which a person has been signed in.
pub async fn browsers_of(connection: &mut Connection, user_id: &str) -> Result<Vec<String>, StoreError> {
    let rows = sqlx::query("SELECT DISTINCT client_id FROM sessions WHERE user_id = $1")
        .bind(user_id)
        .fetch_all(connection)
        .await?;
    rows.iter().map(|row| Ok(row.try_get("client_id")?)).collect()
}
