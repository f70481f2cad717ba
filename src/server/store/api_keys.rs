//! The keys of the app's own users and their organizations.

use sqlx::Row;
use sqlx::any::AnyRow;

use super::conditions::{Conditions, Value};
use super::user_pages::Place;
use super::{Connection, Store, StoreError, number, text};

/// Whose a key is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApiKeySubject {
    /// A user's, by their id.
    User(String),
    /// An organization's, by its id.
    Organization(String),
}

impl ApiKeySubject {
    /// The one with an id, by what that begins with.
    pub fn of(id: impl Into<String>) -> Self {
        let id = id.into();
        if id.starts_with("org_") { Self::Organization(id) } else { Self::User(id) }
    }

    /// `user_…` or `org_…`
    pub fn id(&self) -> &str {
        match self {
            Self::User(id) | Self::Organization(id) => id,
        }
    }

    /// The user, if it is one.
    pub fn user_id(&self) -> Option<&str> {
        match self {
            Self::User(id) => Some(id),
            Self::Organization(_) => None,
        }
    }

    /// The organization, if it is one.
    pub fn organization_id(&self) -> Option<&str> {
        match self {
            Self::User(_) => None,
            Self::Organization(id) => Some(id),
        }
    }

    /// The condition on a key to be theirs; `$1` is their id.
    const fn is_theirs(&self) -> &'static str {
        match self {
            Self::User(_) => "user_id = $1",
            Self::Organization(_) => "organization_id = $1",
        }
    }
}

/// A key. Of the key itself only the hash is known, and is not in here.
#[derive(Clone, Debug)]
pub struct ApiKeyRow {
    /// `ak_…`
    pub id: String,
    /// Whose it is.
    pub subject: ApiKeySubject,
    /// What it is called.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// What it is good for, with spaces between.
    pub scopes: String,
    /// What the app keeps about it: an object in JSON.
    pub claims: Option<String>,
    /// The user who made it.
    pub created_by: Option<String>,
    /// When it was last used, to the minute.
    pub last_used_at: Option<i64>,
    /// When it is good no longer.
    pub expires_at: Option<i64>,
    /// When it was taken back.
    pub revoked_at: Option<i64>,
    /// Why.
    pub revocation_reason: Option<String>,
    /// When it was made.
    pub created_at: i64,
    /// When it last changed.
    pub updated_at: i64,
}

fn key(row: &AnyRow) -> Result<ApiKeyRow, StoreError> {
    let subject = match (text(row, "user_id")?, text(row, "organization_id")?) {
        (Some(id), None) => ApiKeySubject::User(id),
        (None, Some(id)) => ApiKeySubject::Organization(id),
        _ => return Err(StoreError::Row("the subject of an API key")),
    };
    Ok(ApiKeyRow {
        id: row.try_get("id")?,
        subject,
        name: row.try_get("name")?,
        description: text(row, "description")?,
        scopes: row.try_get("scopes")?,
        claims: text(row, "claims")?,
        created_by: text(row, "created_by")?,
        last_used_at: number(row, "last_used_at")?,
        expires_at: number(row, "expires_at")?,
        revoked_at: number(row, "revoked_at")?,
        revocation_reason: text(row, "revocation_reason")?,
        created_at: row.try_get("created_at")?,
        updated_at: row.try_get("updated_at")?,
    })
}

/// Keeps a new key.
pub async fn insert(connection: &mut Connection, key: &ApiKeyRow, hash: &str) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO api_keys
             (id, user_id, organization_id, name, description, scopes, claims, hash, created_by, expires_at, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
    )
    .bind(&key.id)
    .bind(key.subject.user_id())
    .bind(key.subject.organization_id())
    .bind(&key.name)
    .bind(&key.description)
    .bind(&key.scopes)
    .bind(&key.claims)
    .bind(hash)
    .bind(&key.created_by)
    .bind(key.expires_at)
    .bind(key.created_at)
    .bind(key.updated_at)
    .execute(connection)
    .await?;
    Ok(())
}

/// The key with this hash, if it opens anything: it was not taken back and has not run out, the user whose it is, is not banned,
/// and who made it for an organization belongs to that one and is not banned. Keys of organizations open nothing unless
/// `of_organizations`.
pub async fn good(
    connection: &mut Connection,
    hash: &str,
    of_organizations: bool,
    now: i64,
) -> Result<Option<ApiKeyRow>, StoreError> {
    let row = sqlx::query(
        "SELECT * FROM api_keys WHERE hash = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)
             AND (user_id IS NULL
                 OR EXISTS (SELECT 1 FROM users u WHERE u.id = api_keys.user_id AND u.banned_at IS NULL))
             AND (organization_id IS NULL OR ($3 = 1 AND (created_by IS NULL
                 OR EXISTS (SELECT 1 FROM organization_memberships m JOIN users u ON u.id = m.user_id
                     WHERE m.organization_id = api_keys.organization_id AND m.user_id = api_keys.created_by
                         AND u.banned_at IS NULL))))",
    )
    .bind(hash)
    .bind(now)
    .bind(i64::from(of_organizations))
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(key).transpose()
}

/// Notes that a key was used, unless that is noted for this minute already.
pub async fn used(connection: &mut Connection, id: &str, since: i64, now: i64) -> Result<(), StoreError> {
    sqlx::query("UPDATE api_keys SET last_used_at = $3 WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $2)")
        .bind(id)
        .bind(since)
        .bind(now)
        .execute(connection)
        .await?;
    Ok(())
}

/// The one with an id.
pub async fn by_id(connection: &mut Connection, id: &str) -> Result<Option<ApiKeyRow>, StoreError> {
    let row = sqlx::query("SELECT * FROM api_keys WHERE id = $1").bind(id).fetch_optional(connection).await?;
    row.as_ref().map(key).transpose()
}

/// A part of someone's keys, newest first: those that were not taken back and have not run out, and the others too if
/// `includes_invalid`.
pub async fn list(
    connection: &mut Connection,
    subject: &ApiKeySubject,
    includes_invalid: bool,
    (limit, offset): (i64, i64),
    now: i64,
) -> Result<Vec<ApiKeyRow>, StoreError> {
    let sql = format!(
        "SELECT * FROM api_keys WHERE {} AND ($4 = 1 OR (revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $5)))
         ORDER BY created_at DESC, id DESC LIMIT $2 OFFSET $3",
        subject.is_theirs()
    );
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(subject.id())
        .bind(limit)
        .bind(offset)
        .bind(i64::from(includes_invalid))
        .bind(now)
        .fetch_all(connection)
        .await?;
    rows.iter().map(key).collect()
}

fn question(place: Option<&Place>) -> (Conditions<'_>, String) {
    let mut conditions = Conditions::default();
    if let Some(place) = place {
        conditions.behind(("created_at", "id"), true, Value::Number(place.at), &place.id);
    }
    let (clause, most) = (conditions.clause(), conditions.most());
    let sql = format!("SELECT * FROM api_keys {clause} ORDER BY created_at DESC, id DESC {most}");
    (conditions, sql)
}

/// What [`after`] asks the database: the values are the place, and how many at most.
pub fn sql() -> String {
    question(Some(&Place { at: 0, id: String::new() })).1
}

/// A part of all keys, whosever they are and whatever has become of them, newest first, from a place on.
pub async fn after(store: &Store, place: Option<&Place>, limit: i64) -> Result<Vec<ApiKeyRow>, StoreError> {
    let (conditions, sql) = question(place);
    let rows = conditions.ask_first(&mut *store.read().await?, sql, limit).await?;
    rows.iter().map(key).collect()
}

/// How many keys someone has, likewise.
pub async fn count(
    connection: &mut Connection,
    subject: &ApiKeySubject,
    includes_invalid: bool,
    now: i64,
) -> Result<i64, StoreError> {
    let sql = format!(
        "SELECT COUNT(*) AS many FROM api_keys
         WHERE {} AND ($2 = 1 OR (revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $3)))",
        subject.is_theirs()
    );
    let row = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(subject.id())
        .bind(i64::from(includes_invalid))
        .bind(now)
        .fetch_one(connection)
        .await?;
    Ok(row.try_get("many")?)
}

/// The one with an id, and whoever else wants to change it waits until the transaction is over. It counts as changed from then
/// on, later than it ever was before.
pub async fn hold(connection: &mut Connection, id: &str, now: i64) -> Result<Option<ApiKeyRow>, StoreError> {
    let row = sqlx::query(
        "UPDATE api_keys SET updated_at = CASE WHEN updated_at < $2 THEN $2 ELSE updated_at + 1 END WHERE id = $1
         RETURNING *",
    )
    .bind(id)
    .bind(now)
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(key).transpose()
}

/// Writes what has changed of one that is held.
pub async fn update(connection: &mut Connection, key: &ApiKeyRow) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE api_keys SET name = $2, description = $3, scopes = $4, claims = $5, expires_at = $6 WHERE id = $1",
    )
    .bind(&key.id)
    .bind(&key.name)
    .bind(&key.description)
    .bind(&key.scopes)
    .bind(&key.claims)
    .bind(key.expires_at)
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes a key back, of a user or an organization if one is named; `None` if there is none, or it was taken back before.
pub async fn revoke(
    connection: &mut Connection,
    id: &str,
    of: Option<&str>,
    reason: Option<&str>,
    now: i64,
) -> Result<Option<ApiKeyRow>, StoreError> {
    let row = sqlx::query(
        "UPDATE api_keys SET revoked_at = $4, revocation_reason = $3, updated_at = $4
         WHERE id = $1 AND ($2 = '' OR user_id = $2 OR organization_id = $2) AND revoked_at IS NULL RETURNING *",
    )
    .bind(id)
    .bind(of.unwrap_or_default())
    .bind(reason)
    .bind(now)
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(key).transpose()
}

/// Takes back every key of a user, who is held, and those that they made for organizations; gives them.
pub async fn revoke_all_of(
    connection: &mut Connection,
    user_id: &str,
    reason: &str,
    now: i64,
) -> Result<Vec<ApiKeyRow>, StoreError> {
    let rows = sqlx::query(
        "UPDATE api_keys SET revoked_at = $2, revocation_reason = $3, updated_at = $2
         WHERE (user_id = $1 OR (created_by = $1 AND organization_id IS NOT NULL)) AND revoked_at IS NULL RETURNING *",
    )
    .bind(user_id)
    .bind(now)
    .bind(reason)
    .fetch_all(connection)
    .await?;
    rows.iter().map(key).collect()
}

/// Takes back every key that a user made for an organization, which is held; gives them.
pub async fn revoke_all_made_for(
    connection: &mut Connection,
    organization_id: &str,
    user_id: &str,
    reason: &str,
    now: i64,
) -> Result<Vec<ApiKeyRow>, StoreError> {
    let rows = sqlx::query(
        "UPDATE api_keys SET revoked_at = $3, revocation_reason = $4, updated_at = $3
         WHERE created_by = $1 AND organization_id = $2 AND revoked_at IS NULL RETURNING *",
    )
    .bind(user_id)
    .bind(organization_id)
    .bind(now)
    .bind(reason)
    .fetch_all(connection)
    .await?;
    rows.iter().map(key).collect()
}

/// Deletes one, and gives what it was.
pub async fn delete(connection: &mut Connection, id: &str) -> Result<Option<ApiKeyRow>, StoreError> {
    let row = sqlx::query("DELETE FROM api_keys WHERE id = $1 RETURNING *").bind(id).fetch_optional(connection);
    row.await?.as_ref().map(key).transpose()
}
