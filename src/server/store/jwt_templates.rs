//! What tokens for other services say.

use sqlx::Row;
use sqlx::any::AnyRow;

use super::{Connection, StoreError, text};

/// A template.
#[derive(Clone, Debug)]
pub struct JwtTemplateRow {
    /// `jtmp_…`
    pub id: String,
    /// What it is asked for by.
    pub name: String,
    /// An object in JSON, with shortcodes in it.
    pub claims: String,
    /// How long its tokens are good, in seconds.
    pub lifetime: i64,
    /// How far another service's clock may be behind, in seconds.
    pub allowed_clock_skew: i64,
    /// How its tokens are signed.
    pub signing_algorithm: String,
    /// A key of its own, sealed for it.
    pub sealed_signing_key: Option<String>,
    /// When it was made.
    pub created_at: i64,
    /// When it last changed.
    pub updated_at: i64,
}

fn template(row: &AnyRow) -> Result<JwtTemplateRow, StoreError> {
    Ok(JwtTemplateRow {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        claims: row.try_get("claims")?,
        lifetime: row.try_get("lifetime")?,
        allowed_clock_skew: row.try_get("allowed_clock_skew")?,
        signing_algorithm: row.try_get("signing_algorithm")?,
        sealed_signing_key: text(row, "sealed_signing_key")?,
        created_at: row.try_get("created_at")?,
        updated_at: row.try_get("updated_at")?,
    })
}

/// Makes one, unless there are `most` already.
pub async fn insert(connection: &mut Connection, template: &JwtTemplateRow, most: i64) -> Result<bool, StoreError> {
    let made = sqlx::query(
        "INSERT INTO jwt_templates
             (id, name, claims, lifetime, allowed_clock_skew, signing_algorithm, sealed_signing_key, created_at, updated_at)
         SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9 WHERE (SELECT COUNT(*) FROM jwt_templates) < $10",
    )
    .bind(&template.id)
    .bind(&template.name)
    .bind(&template.claims)
    .bind(template.lifetime)
    .bind(template.allowed_clock_skew)
    .bind(&template.signing_algorithm)
    .bind(&template.sealed_signing_key)
    .bind(template.created_at)
    .bind(template.updated_at)
    .bind(most)
    .execute(connection)
    .await?;
    Ok(made.rows_affected() == 1)
}

/// A part of them, newest first.
pub async fn list(connection: &mut Connection, (limit, offset): (i64, i64)) -> Result<Vec<JwtTemplateRow>, StoreError> {
    let rows = sqlx::query("SELECT * FROM jwt_templates ORDER BY created_at DESC, id DESC LIMIT $1 OFFSET $2")
        .bind(limit)
        .bind(offset)
        .fetch_all(connection)
        .await?;
    rows.iter().map(template).collect()
}

/// How many there are.
pub async fn count(connection: &mut Connection) -> Result<i64, StoreError> {
    let row = sqlx::query("SELECT COUNT(*) AS templates FROM jwt_templates").fetch_one(connection).await?;
    Ok(row.try_get("templates")?)
}

/// The one with an id.
pub async fn by_id(connection: &mut Connection, id: &str) -> Result<Option<JwtTemplateRow>, StoreError> {
    let row = sqlx::query("SELECT * FROM jwt_templates WHERE id = $1").bind(id).fetch_optional(connection).await?;
    row.as_ref().map(template).transpose()
}

/// The one with a name.
pub async fn by_name(connection: &mut Connection, name: &str) -> Result<Option<JwtTemplateRow>, StoreError> {
    let row = sqlx::query("SELECT * FROM jwt_templates WHERE name = $1").bind(name).fetch_optional(connection).await?;
    row.as_ref().map(template).transpose()
}

/// The one with an id, and whoever else wants to change it waits until the transaction is over. It counts as changed from then on, later
/// than it ever was before.
pub async fn hold(connection: &mut Connection, id: &str, now: i64) -> Result<Option<JwtTemplateRow>, StoreError> {
    let row = sqlx::query(
        "UPDATE jwt_templates SET updated_at = CASE WHEN updated_at < $2 THEN $2 ELSE updated_at + 1 END WHERE id = $1
         RETURNING *",
    )
    .bind(id)
    .bind(now)
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(template).transpose()
}

/// Writes what has changed of one that is held.
pub async fn update(connection: &mut Connection, template: &JwtTemplateRow) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE jwt_templates SET name = $2, claims = $3, lifetime = $4, allowed_clock_skew = $5, signing_algorithm = $6,
             sealed_signing_key = $7 WHERE id = $1",
    )
    .bind(&template.id)
    .bind(&template.name)
    .bind(&template.claims)
    .bind(template.lifetime)
    .bind(template.allowed_clock_skew)
    .bind(&template.signing_algorithm)
    .bind(&template.sealed_signing_key)
    .execute(connection)
    .await?;
    Ok(())
}

/// Deletes one, and gives what it was.
pub async fn delete(connection: &mut Connection, id: &str) -> Result<Option<JwtTemplateRow>, StoreError> {
    let row = sqlx::query("DELETE FROM jwt_templates WHERE id = $1 RETURNING *").bind(id).fetch_optional(connection);
    row.await?.as_ref().map(template).transpose()
}
