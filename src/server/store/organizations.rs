//! Organizations.

use sqlx::Row;
use sqlx::any::AnyRow;

use super::{Connection, StoreError, number, text};

/// An organization to be.
#[derive(Debug)]
pub struct NewOrganization<'a> {
    /// `org_…`
    pub id: &'a str,
    /// What people call it.
    pub name: &'a str,
    /// Its name in addresses.
    pub slug: Option<&'a str>,
    /// Who makes it.
    pub created_by: Option<&'a str>,
    /// How many may belong to it, if not as many as the settings say; 0 where there is no limit.
    pub max_allowed_memberships: Option<i64>,
    /// What its members may read of what the app keeps: JSON.
    pub public_metadata: &'a str,
    /// What the server alone reads: JSON.
    pub private_metadata: &'a str,
}

/// An organization.
#[derive(Clone, Debug)]
pub struct OrganizationRow {
    /// `org_…`
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Its name in addresses.
    pub slug: Option<String>,
    /// The name of its logo in the store.
    pub image_id: Option<String>,
    /// Who made it.
    pub created_by: Option<String>,
    /// How many may belong to it, if not as many as the settings say; 0 where there is no limit.
    pub max_allowed_memberships: Option<i64>,
    /// Since when its admins may not delete it.
    pub admin_delete_disabled_at: Option<i64>,
    /// What its members may read: JSON.
    pub public_metadata: String,
    /// What the server alone reads: JSON.
    pub private_metadata: String,
    /// When it was made.
    pub created_at: i64,
    /// When it last changed.
    pub updated_at: i64,
}

const COLUMNS: &str = "o.id, o.name, o.slug, o.image_id, o.created_by, o.max_allowed_memberships, o.admin_delete_disabled_at,
     o.public_metadata, o.private_metadata, o.created_at, o.updated_at";

/// The same as a change gives it back: there SQLite knows no other name of the table.
fn returned() -> String {
    COLUMNS.replace("o.", "")
}

fn organization(row: &AnyRow) -> Result<OrganizationRow, StoreError> {
    Ok(OrganizationRow {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        slug: text(row, "slug")?,
        image_id: text(row, "image_id")?,
        created_by: text(row, "created_by")?,
        max_allowed_memberships: number(row, "max_allowed_memberships")?,
        admin_delete_disabled_at: number(row, "admin_delete_disabled_at")?,
        public_metadata: row.try_get("public_metadata")?,
        private_metadata: row.try_get("private_metadata")?,
        created_at: row.try_get("created_at")?,
        updated_at: row.try_get("updated_at")?,
    })
}

/// Makes an organization; [`StoreError::Exists`] if its slug is taken.
pub async fn insert(connection: &mut Connection, new: &NewOrganization<'_>, now: i64) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO organizations (id, name, slug, created_by, max_allowed_memberships, public_metadata, private_metadata,
             created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)",
    )
    .bind(new.id)
    .bind(new.name)
    .bind(new.slug)
    .bind(new.created_by)
    .bind(new.max_allowed_memberships)
    .bind(new.public_metadata)
    .bind(new.private_metadata)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}

/// Holds an organization for the rest of the transaction, because something of it changes: everything that is its own is
/// changed under this. `None` if there is none such.
pub async fn hold(connection: &mut Connection, id: &str) -> Result<Option<OrganizationRow>, StoreError> {
    let sql = format!("UPDATE organizations AS o SET updated_at = o.updated_at WHERE o.id = $1 RETURNING {}", returned());
    let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(id);
    query.fetch_optional(connection).await?.as_ref().map(organization).transpose()
}

/// An organization.
pub async fn by_id(connection: &mut Connection, id: &str) -> Result<Option<OrganizationRow>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM organizations o WHERE o.id = $1");
    let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(id);
    query.fetch_optional(connection).await?.as_ref().map(organization).transpose()
}

/// The organization with a slug.
pub async fn by_slug(connection: &mut Connection, slug: &str) -> Result<Option<OrganizationRow>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM organizations o WHERE o.slug = $1");
    let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(slug);
    query.fetch_optional(connection).await?.as_ref().map(organization).transpose()
}

/// All organizations, newest first.
pub async fn list(
    connection: &mut Connection,
    (limit, offset): (i64, i64),
) -> Result<Vec<OrganizationRow>, StoreError> {
    let sql =
        format!("SELECT {COLUMNS} FROM organizations o ORDER BY o.created_at DESC, o.id DESC LIMIT $1 OFFSET $2");
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(limit).bind(offset).fetch_all(connection).await?;
    rows.iter().map(organization).collect()
}

/// How many organizations someone has made that are still there.
pub async fn made_by(connection: &mut Connection, user_id: &str) -> Result<i64, StoreError> {
    let row = sqlx::query(
        "SELECT COUNT(*) AS made FROM organization_memberships m JOIN organizations o ON o.id = m.organization_id
         WHERE m.user_id = $1 AND o.created_by = $1",
    )
    .bind(user_id)
    .fetch_one(connection)
    .await?;
    Ok(row.try_get("made")?)
}

/// What of an organization can change; everything is written.
#[derive(Debug)]
pub struct Changed<'a> {
    /// What people call it.
    pub name: &'a str,
    /// Its name in addresses.
    pub slug: Option<&'a str>,
    /// How many may belong to it, if not as many as the settings say; 0 where there is no limit.
    pub max_allowed_memberships: Option<i64>,
    /// Since when its admins may not delete it.
    pub admin_delete_disabled_at: Option<i64>,
    /// What its members may read: JSON.
    pub public_metadata: &'a str,
    /// What the server alone reads: JSON.
    pub private_metadata: &'a str,
}

/// Changes an organization that the transaction holds; [`StoreError::Exists`] if its new slug is taken.
pub async fn update(
    connection: &mut Connection,
    id: &str,
    changed: &Changed<'_>,
    now: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE organizations SET name = $2, slug = $3, max_allowed_memberships = $4, admin_delete_disabled_at = $5,
             public_metadata = $6, private_metadata = $7, updated_at = $8
         WHERE id = $1",
    )
    .bind(id)
    .bind(changed.name)
    .bind(changed.slug)
    .bind(changed.max_allowed_memberships)
    .bind(changed.admin_delete_disabled_at)
    .bind(changed.public_metadata)
    .bind(changed.private_metadata)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}

/// Deletes an organization with everything that is its own; `false` if there is none such.
pub async fn delete(connection: &mut Connection, id: &str) -> Result<bool, StoreError> {
    let row = sqlx::query("DELETE FROM organizations WHERE id = $1 RETURNING id")
        .bind(id)
        .fetch_optional(connection)
        .await?;
    Ok(row.is_some())
}
