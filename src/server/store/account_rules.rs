//! Who may come in, and what an app keeps about people that they may not read. Whoever changes it holds the user.

use sqlx::Row;
use sqlx::any::AnyRow;

use super::{Connection, StoreError, number, text};

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
        })
    }
}

/// What the server alone knows of a person; `None` if there is no such person.
pub async fn of_user(connection: &mut Connection, id: &str) -> Result<Option<Rules>, StoreError> {
    let row = sqlx::query(
        "SELECT external_id, banned_at, locked_until, public_metadata, private_metadata, unsafe_metadata, create_organization_enabled,
             create_organizations_limit
         FROM users WHERE id = $1",
    )
    .bind(id)
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(Rules::read).transpose()
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
