//! Organizations.

use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row};

use super::avatars::{self, Owner};
use super::organization_memberships::{OwnMemberships, THEIRS};
use super::search::pattern;
use super::{Connection, StoreError, number, places, search, text};

/// An organization to be.
#[derive(Clone, Copy, Debug)]
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

const COLUMNS: &str =
    "o.id, o.name, o.slug, o.image_id, o.created_by, o.max_allowed_memberships, o.admin_delete_disabled_at,
     o.public_metadata, o.private_metadata, o.created_at, o.updated_at";

/// The same where a row is written: SQLite knows no other name of the table there.
const WRITTEN: &str = "id, name, slug, image_id, created_by, max_allowed_memberships, admin_delete_disabled_at,
     public_metadata, private_metadata, created_at, updated_at";

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

/// Makes an organization; `false` if its slug is taken.
pub async fn insert(connection: &mut Connection, new: &NewOrganization<'_>, now: i64) -> Result<bool, StoreError> {
    let row = sqlx::query(
        "INSERT INTO organizations (id, name, slug, created_by, max_allowed_memberships, public_metadata, private_metadata,
             created_at, updated_at, search_text)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9) ON CONFLICT (slug) DO NOTHING RETURNING id",
    )
    .bind(new.id)
    .bind(new.name)
    .bind(new.slug)
    .bind(new.created_by)
    .bind(new.max_allowed_memberships)
    .bind(new.public_metadata)
    .bind(new.private_metadata)
    .bind(now)
    .bind(search::of_organization(new.name))
    .fetch_optional(connection)
    .await?;
    Ok(row.is_some())
}

/// Holds an organization for the rest of the transaction, because something of it changes: everything that is its own is
/// changed under this. `None` if there is none such.
pub async fn hold(connection: &mut Connection, id: &str) -> Result<Option<OrganizationRow>, StoreError> {
    let sql = format!("UPDATE organizations SET updated_at = updated_at WHERE id = $1 RETURNING {WRITTEN}");
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

/// An organization, and how many people belong to it.
#[derive(Clone, Debug)]
pub struct Counted {
    /// The organization.
    pub organization: OrganizationRow,
    /// How many belong to it.
    pub members: i64,
    /// How many invitations wait for an answer that is still in time.
    pub invitations: i64,
}

/// The time stands in front of what else a question takes.
const COUNTS: &str = "(SELECT COUNT(*) FROM organization_memberships c WHERE c.organization_id = o.id) AS members,
     (SELECT COUNT(*) FROM organization_invitations i
         WHERE i.organization_id = o.id AND i.slot IS NOT NULL AND i.expire_at > $1) AS invitations";

fn counted(row: &AnyRow) -> Result<Counted, StoreError> {
    Ok(Counted {
        organization: organization(row)?,
        members: row.try_get("members")?,
        invitations: row.try_get("invitations")?,
    })
}

/// An organization, with its members and invitations counted; `None` if there is none such.
pub async fn count(connection: &mut Connection, id: &str, now: i64) -> Result<Option<Counted>, StoreError> {
    let sql = format!("SELECT {COLUMNS}, {COUNTS} FROM organizations o WHERE o.id = $2");
    let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(now).bind(id);
    query.fetch_optional(connection).await?.as_ref().map(counted).transpose()
}

/// Those of these organizations that there are, in this order: how many belong to each is not counted again for that.
pub async fn all_of(connection: &mut Connection, ids: &[&str], now: i64) -> Result<Vec<Counted>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT {COLUMNS}, o.members_count AS members,
             (SELECT COUNT(*) FROM organization_invitations i
                 WHERE i.organization_id = o.id AND i.slot IS NOT NULL AND i.expire_at > $1) AS invitations
         FROM organizations o WHERE o.id IN ({})",
        places(2, ids.len())
    );
    let query = ids.iter().fold(sqlx::query(AssertSqlSafe(sql)).bind(now), |query, id| query.bind(*id));
    let rows = query.fetch_all(connection).await?;
    let mut found: Vec<Counted> = rows.iter().map(counted).collect::<Result<_, _>>()?;
    found.sort_by_key(|counted| ids.iter().position(|id| *id == counted.organization.id));
    Ok(found)
}

/// All organizations, newest first.
pub async fn list(
    connection: &mut Connection,
    (limit, offset): (i64, i64),
    now: i64,
) -> Result<Vec<Counted>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS}, {COUNTS} FROM organizations o ORDER BY o.created_at DESC, o.id DESC LIMIT $2 OFFSET $3"
    );
    let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(now).bind(limit).bind(offset);
    query.fetch_all(connection).await?.iter().map(counted).collect()
}

/// How many organizations there are.
pub async fn total(connection: &mut Connection) -> Result<i64, StoreError> {
    let row = sqlx::query("SELECT COUNT(*) AS organizations FROM organizations").fetch_one(connection).await?;
    Ok(row.try_get("organizations")?)
}

/// The organizations of a person, in the order in which they came into them.
pub async fn of_user(
    connection: &mut Connection,
    user_id: &str,
    asked: OwnMemberships<'_>,
    now: i64,
) -> Result<Vec<Counted>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS},
             (SELECT COUNT(*) FROM organization_memberships c WHERE c.organization_id = o.id) AS members,
             (SELECT COUNT(*) FROM organization_invitations i
                 WHERE i.organization_id = o.id AND i.slot IS NOT NULL AND i.expire_at > $6) AS invitations
         FROM (SELECT m.organization_id, m.created_at, m.id FROM organization_memberships m WHERE {THEIRS}
                   ORDER BY m.created_at, m.id LIMIT $4 OFFSET $5) t
             JOIN organizations o ON o.id = t.organization_id
         ORDER BY t.created_at, t.id"
    );
    let (limit, offset) = asked.page;
    let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(user_id).bind(asked.organization_id);
    let query = query.bind(pattern(asked.query)).bind(limit).bind(offset).bind(now);
    query.fetch_all(connection).await?.iter().map(counted).collect()
}

/// The ids of all organizations of a person, in the order in which they are held.
pub async fn ids_of_user(connection: &mut Connection, user_id: &str) -> Result<Vec<String>, StoreError> {
    let rows = sqlx::query("SELECT organization_id FROM organization_memberships WHERE user_id = $1")
        .bind(user_id)
        .fetch_all(connection)
        .await?;
    let ids = rows.iter().map(|row| row.try_get("organization_id"));
    let mut ids: Vec<String> = ids.collect::<Result<_, _>>()?;
    // Not by the database, which may have an order of its own.
    ids.sort_unstable();
    Ok(ids)
}

/// How many organizations someone has made that are still there, whether or not they belong to them.
pub async fn made_by(connection: &mut Connection, user_id: &str) -> Result<i64, StoreError> {
    let row = sqlx::query("SELECT COUNT(*) AS made FROM organizations WHERE created_by = $1")
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
pub async fn update(connection: &mut Connection, id: &str, changed: &Changed<'_>, now: i64) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE organizations SET name = $2, slug = $3, max_allowed_memberships = $4, admin_delete_disabled_at = $5,
             public_metadata = $6, private_metadata = $7, updated_at = $8, search_text = $9
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
    .bind(search::of_organization(changed.name))
    .execute(connection)
    .await?;
    Ok(())
}

/// Deletes an organization with everything that is its own; `false` if there is none such.
pub async fn delete(connection: &mut Connection, id: &str, now: i64) -> Result<bool, StoreError> {
    avatars::let_go(connection, Owner::Organization(id), now).await?;
    let row =
        sqlx::query("DELETE FROM organizations WHERE id = $1 RETURNING id").bind(id).fetch_optional(connection).await?;
    Ok(row.is_some())
}
