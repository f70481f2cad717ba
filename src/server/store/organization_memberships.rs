//! Who belongs to which organization. Whoever changes it holds the organization.

use sqlx::Row;
use sqlx::any::AnyRow;

use super::search::pattern;
use super::{Connection, StoreError, places, text};
use crate::model::{ActiveOrganization, PublicUserData};
use crate::server::avatars;

/// A membership.
#[derive(Clone, Debug)]
pub struct MembershipRow {
    /// `orgmem_…`
    pub id: String,
    /// The organization.
    pub organization_id: String,
    /// The person.
    pub user_id: String,
    /// The key of their role.
    pub role: String,
    /// What members may read: JSON.
    pub public_metadata: String,
    /// What the server alone reads: JSON.
    pub private_metadata: String,
    /// Since when.
    pub created_at: i64,
    /// When it last changed.
    pub updated_at: i64,
}

const COLUMNS: &str =
    "m.id, m.organization_id, m.user_id, m.role, m.public_metadata, m.private_metadata, m.created_at, m.updated_at";

/// The same where a row is written: SQLite knows no other name of the table there.
const WRITTEN: &str = "id, organization_id, user_id, role, public_metadata, private_metadata, created_at, updated_at";

pub(super) fn membership(row: &AnyRow) -> Result<MembershipRow, StoreError> {
    Ok(MembershipRow {
        id: row.try_get("id")?,
        organization_id: row.try_get("organization_id")?,
        user_id: row.try_get("user_id")?,
        role: row.try_get("role")?,
        public_metadata: row.try_get("public_metadata")?,
        private_metadata: row.try_get("private_metadata")?,
        created_at: row.try_get("created_at")?,
        updated_at: row.try_get("updated_at")?,
    })
}

/// A membership to be.
#[derive(Debug)]
pub struct NewMembership<'a> {
    /// `orgmem_…`
    pub id: &'a str,
    /// The organization, which the transaction holds.
    pub organization_id: &'a str,
    /// The person.
    pub user_id: &'a str,
    /// The key of their role.
    pub role: &'a str,
    /// What members may read: JSON.
    pub public_metadata: &'a str,
    /// What the server alone reads: JSON.
    pub private_metadata: &'a str,
}

/// Lets someone in; `None` if they belong to it already.
pub async fn insert(
    connection: &mut Connection,
    new: &NewMembership<'_>,
    now: i64,
) -> Result<Option<MembershipRow>, StoreError> {
    let sql = format!(
        "INSERT INTO organization_memberships (id, organization_id, user_id, role, public_metadata, private_metadata,
             created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $7) ON CONFLICT (organization_id, user_id) DO NOTHING RETURNING {WRITTEN}"
    );
    let row = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(new.id)
        .bind(new.organization_id)
        .bind(new.user_id)
        .bind(new.role)
        .bind(new.public_metadata)
        .bind(new.private_metadata)
        .bind(now)
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(membership).transpose()
}

/// The membership of a person in an organization.
pub async fn find(
    connection: &mut Connection,
    organization_id: &str,
    user_id: &str,
) -> Result<Option<MembershipRow>, StoreError> {
    let sql =
        format!("SELECT {COLUMNS} FROM organization_memberships m WHERE m.organization_id = $1 AND m.user_id = $2");
    let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(organization_id).bind(user_id);
    query.fetch_optional(connection).await?.as_ref().map(membership).transpose()
}

/// What the database is asked by [`active`].
pub const ACTIVE: &str = "SELECT o.id AS organization_id, o.name AS organization_name, o.slug AS organization_slug,
         o.image_id AS organization_image_id, m.role AS organization_role
     FROM organizations o JOIN organization_memberships m ON m.organization_id = o.id AND m.user_id = $2
     WHERE o.id = $1 OR o.slug = $1";

/// The organization that a person acts in, if they belong to it: `organization` is its id, or its slug.
pub async fn active(
    connection: &mut Connection,
    organization: &str,
    user_id: &str,
) -> Result<Option<ActiveOrganization>, StoreError> {
    let row = sqlx::query(ACTIVE).bind(organization).bind(user_id).fetch_optional(connection).await?;
    Ok(row.as_ref().map(joined).transpose()?.flatten())
}

/// What the database is asked by [`organizations_of`]. Each name is looked up for itself: a join might read those of all
/// organizations there are.
pub const ORGANIZATIONS_OF: &str =
    "SELECT o.id AS organization_id, o.name AS organization_name, o.slug AS organization_slug,
         o.image_id AS organization_image_id, m.role AS organization_role
     FROM (SELECT t.organization_id, t.role, t.created_at, t.id FROM organization_memberships t
               WHERE t.user_id = $1
                   AND ($4 = '' OR (SELECT n.search_text FROM organizations n WHERE n.id = t.organization_id) LIKE $4 ESCAPE '!')
               ORDER BY t.created_at, t.id LIMIT $2 OFFSET $3) m
         JOIN organizations o ON o.id = m.organization_id
     ORDER BY m.created_at, m.id";

/// The organizations that a person belongs to, and in which role: the longest in front. `query` is what their names
/// hold, in whatever case; empty for all.
pub async fn organizations_of(
    connection: &mut Connection,
    user_id: &str,
    query: &str,
    (limit, offset): (i64, i64),
) -> Result<Vec<ActiveOrganization>, StoreError> {
    let rows = sqlx::query(ORGANIZATIONS_OF)
        .bind(user_id)
        .bind(limit)
        .bind(offset)
        .bind(pattern(query))
        .fetch_all(connection)
        .await?;
    rows.iter().filter_map(|row| joined(row).transpose()).collect()
}

/// What a look-up has joined of the organization that a session acts in; `None` if it acts in none.
pub(super) fn joined(row: &AnyRow) -> Result<Option<ActiveOrganization>, StoreError> {
    let Some(id) = text(row, "organization_id")? else { return Ok(None) };
    Ok(Some(ActiveOrganization {
        id,
        name: row.try_get("organization_name")?,
        slug: text(row, "organization_slug")?,
        image_url: text(row, "organization_image_id")?.as_deref().map(avatars::url),
        role: row.try_get("organization_role")?,
        role_name: None,
    }))
}

/// Gives someone another role; `None` if they do not belong to it.
pub async fn set_role(
    connection: &mut Connection,
    organization_id: &str,
    user_id: &str,
    role: &str,
    now: i64,
) -> Result<Option<MembershipRow>, StoreError> {
    let sql = format!(
        "UPDATE organization_memberships SET role = $3, updated_at = $4
         WHERE organization_id = $1 AND user_id = $2 RETURNING {WRITTEN}"
    );
    let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(organization_id).bind(user_id).bind(role).bind(now);
    query.fetch_optional(connection).await?.as_ref().map(membership).transpose()
}

/// Changes what an app keeps about a membership; `None` if there is none such.
pub async fn set_metadata(
    connection: &mut Connection,
    id: &str,
    (public, private): (&str, &str),
    now: i64,
) -> Result<Option<MembershipRow>, StoreError> {
    let sql = format!(
        "UPDATE organization_memberships SET public_metadata = $2, private_metadata = $3, updated_at = $4
         WHERE id = $1 RETURNING {WRITTEN}"
    );
    let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(id).bind(public).bind(private).bind(now);
    query.fetch_optional(connection).await?.as_ref().map(membership).transpose()
}

/// Ends a membership; `None` if there is none such.
pub async fn delete(
    connection: &mut Connection,
    organization_id: &str,
    user_id: &str,
) -> Result<Option<MembershipRow>, StoreError> {
    let sql =
        format!("DELETE FROM organization_memberships WHERE organization_id = $1 AND user_id = $2 RETURNING {WRITTEN}");
    let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(organization_id).bind(user_id);
    query.fetch_optional(connection).await?.as_ref().map(membership).transpose()
}

/// How many belong to an organization.
pub async fn count(connection: &mut Connection, organization_id: &str) -> Result<i64, StoreError> {
    let row = sqlx::query("SELECT COUNT(*) AS members FROM organization_memberships WHERE organization_id = $1")
        .bind(organization_id)
        .fetch_one(connection)
        .await?;
    Ok(row.try_get("members")?)
}

/// What the database is asked by [`is_another_with_roles`] about so many roles.
pub fn sql_of_another(roles: usize) -> String {
    format!(
        // Each is looked up by their id: a join might read all users there are.
        "SELECT 1 AS another FROM organization_memberships m
         WHERE m.organization_id = $1 AND m.user_id <> $2 AND m.role IN ({})
             AND (SELECT u.banned_at FROM users u WHERE u.id = m.user_id) IS NULL LIMIT 1",
        // No role is an empty text, so that finds nobody.
        if roles == 0 { "''".to_owned() } else { places(3, roles) }
    )
}

/// Whether somebody of an organization, besides one person and whoever is banned, has one of these roles.
pub async fn is_another_with_roles(
    connection: &mut Connection,
    organization_id: &str,
    user_id: &str,
    roles: &[String],
) -> Result<bool, StoreError> {
    let mut query = sqlx::query(sqlx::AssertSqlSafe(sql_of_another(roles.len()))).bind(organization_id).bind(user_id);
    for role in roles {
        query = query.bind(role);
    }
    Ok(query.fetch_optional(connection).await?.is_some())
}

/// People of an organization who have one of these roles and are not banned: those who came first, at most so many.
pub async fn people_with_roles(
    connection: &mut Connection,
    organization_id: &str,
    roles: &[String],
    most: i64,
) -> Result<Vec<String>, StoreError> {
    if roles.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT m.user_id FROM organization_memberships m
         WHERE m.organization_id = $1 AND m.role IN ({})
             AND (SELECT u.banned_at FROM users u WHERE u.id = m.user_id) IS NULL
         ORDER BY m.created_at, m.id LIMIT $2",
        places(3, roles.len())
    );
    let mut query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(organization_id).bind(most);
    for role in roles {
        query = query.bind(role);
    }
    let rows = query.fetch_all(connection).await?;
    Ok(rows.iter().map(|row| row.try_get("user_id")).collect::<Result<_, _>>()?)
}

/// Which part of a person's memberships is asked for.
#[derive(Clone, Copy, Debug)]
pub struct OwnMemberships<'a> {
    /// Only those to organizations whose name holds this, in whatever case; empty for all.
    pub query: &'a str,
    /// Only that to this organization; empty for all.
    pub organization_id: &'a str,
    /// How many, and how many are passed over.
    pub page: (i64, i64),
}

impl OwnMemberships<'_> {
    /// Part of all of them.
    pub const fn all(page: (i64, i64)) -> Self {
        Self { query: "", organization_id: "", page }
    }
}

/// Which those are: of the person `$1`, to the organization `$2`, found by the pattern `$3`.
pub(super) const THEIRS: &str = "m.user_id = $1 AND ($2 = '' OR m.organization_id = $2)
     AND ($3 = '' OR (SELECT n.search_text FROM organizations n WHERE n.id = m.organization_id) LIKE $3 ESCAPE '!')";

/// The memberships of a person, oldest first.
pub async fn of_user(
    connection: &mut Connection,
    user_id: &str,
    asked: OwnMemberships<'_>,
) -> Result<Vec<MembershipRow>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM organization_memberships m WHERE {THEIRS} ORDER BY m.created_at, m.id LIMIT $4 OFFSET $5"
    );
    let (limit, offset) = asked.page;
    let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(user_id).bind(asked.organization_id);
    let rows = query.bind(pattern(asked.query)).bind(limit).bind(offset).fetch_all(connection).await?;
    rows.iter().map(membership).collect()
}

/// How many those are on all pages.
pub async fn count_found(
    connection: &mut Connection,
    user_id: &str,
    asked: OwnMemberships<'_>,
) -> Result<i64, StoreError> {
    let sql = format!("SELECT COUNT(*) AS memberships FROM organization_memberships m WHERE {THEIRS}");
    let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(user_id).bind(asked.organization_id);
    Ok(query.bind(pattern(asked.query)).fetch_one(connection).await?.try_get("memberships")?)
}

/// How many organizations a person belongs to.
pub async fn count_of_user(connection: &mut Connection, user_id: &str) -> Result<i64, StoreError> {
    let row = sqlx::query("SELECT COUNT(*) AS memberships FROM organization_memberships WHERE user_id = $1")
        .bind(user_id)
        .fetch_one(connection)
        .await?;
    Ok(row.try_get("memberships")?)
}

/// Which part of an organization's members is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Members<'a> {
    /// Only those whose name or identifier holds this, in whatever case; empty for all.
    pub query: &'a str,
    /// Only those with this role; empty for all.
    pub role: &'a str,
    /// How many, and how many are passed over.
    pub page: (i64, i64),
}

// Who a member is, beside the membership.
macro_rules! people {
    ($memberships:literal, $select:literal, $rest:literal) => {
        concat!(
            "SELECT m.id, m.organization_id, m.user_id, m.role, m.public_metadata, m.private_metadata, m.created_at, m.updated_at,
             u.first_name, u.last_name, u.image_id, COALESCE(e.value, p.value, n.value, '') AS identifier",
            $select,
            " FROM ",
            $memberships,
            " m
             JOIN users u ON u.id = m.user_id
             LEFT JOIN identifiers e ON e.id = u.primary_email_address_id
             LEFT JOIN identifiers p ON p.id = u.primary_phone_number_id
             LEFT JOIN identifiers n ON n.user_id = u.id AND n.kind = 'username' ",
            $rest
        )
    };
}

pub(super) use people;

/// What the database is asked by [`list`] where nobody is looked for.
pub const MEMBERS: &str = people!(
    "(SELECT * FROM organization_memberships WHERE organization_id = $1 AND ($2 = '' OR role = $2)
          ORDER BY created_at, id LIMIT $3 OFFSET $4)",
    "",
    "ORDER BY m.created_at, m.id"
);

/// What the database is asked by [`list`] where somebody is looked for.
pub const MEMBERS_FOUND: &str = people!(
    "(SELECT m.*, COUNT(*) OVER () AS found FROM organization_memberships m JOIN users u ON u.id = m.user_id
          WHERE m.organization_id = $1 AND ($2 = '' OR m.role = $2)
              AND (u.search_text LIKE $3 ESCAPE '!'
                  OR COALESCE((SELECT normalized FROM identifiers WHERE id = u.primary_email_address_id),
                         (SELECT normalized FROM identifiers WHERE id = u.primary_phone_number_id),
                         (SELECT normalized FROM identifiers WHERE user_id = u.id AND kind = 'username'),
                         '') LIKE $3 ESCAPE '!')
          ORDER BY m.created_at, m.id LIMIT $4 OFFSET $5)",
    ", m.found",
    "ORDER BY m.created_at, m.id"
);

/// Members of an organization and who they are, oldest first, and how many are found in all.
pub async fn list(
    connection: &mut Connection,
    organization_id: &str,
    asked: Members<'_>,
) -> Result<(Vec<(MembershipRow, PublicUserData)>, i64), StoreError> {
    let of_row = |row: &AnyRow| Ok((membership(row)?, public_user_data(row)?));
    if asked.query.is_empty() {
        // Who they are is looked up for those alone that are shown, however many there are.
        let rows = sqlx::query(MEMBERS);
        let (limit, offset) = asked.page;
        let rows = rows.bind(organization_id).bind(asked.role).bind(limit).bind(offset).fetch_all(&mut *connection);
        let rows = rows.await?.iter().map(of_row).collect::<Result<_, StoreError>>()?;
        return Ok((rows, count_with(connection, organization_id, asked.role).await?));
    }
    // Every member is looked at, so no more is looked up of them than finds them: of whoever has the name no identifier, and of
    // others the first that they have.
    let rows = sqlx::query(MEMBERS_FOUND);
    let (limit, offset) = asked.page;
    let rows = rows.bind(organization_id).bind(asked.role).bind(pattern(asked.query)).bind(limit).bind(offset);
    let rows = rows.fetch_all(&mut *connection).await?;
    let Some(first) = rows.first() else {
        // Behind the last page it is told how many there are all the same.
        return match (offset, limit) {
            (0, 1..) => Ok((Vec::new(), 0)),
            _ => {
                let first = Members { page: (1, 0), ..asked };
                Ok((Vec::new(), Box::pin(list(connection, organization_id, first)).await?.1))
            }
        };
    };
    let found = first.try_get("found")?;
    Ok((rows.iter().map(of_row).collect::<Result<_, StoreError>>()?, found))
}

/// How many have a role in any organization, or are invited to have it.
pub async fn count_with_role(connection: &mut Connection, role: &str, now: i64) -> Result<i64, StoreError> {
    let row = sqlx::query(
        "SELECT (SELECT COUNT(*) FROM organization_memberships WHERE role = $1)
             + (SELECT COUNT(*) FROM organization_invitations
                WHERE role = $1 AND accepted_at IS NULL AND revoked_at IS NULL AND expire_at > $2) AS people",
    );
    Ok(row.bind(role).bind(now).fetch_one(connection).await?.try_get("people")?)
}

/// How many members of an organization have a role; all of them where none is named.
async fn count_with(connection: &mut Connection, organization_id: &str, role: &str) -> Result<i64, StoreError> {
    if role.is_empty() {
        return count(connection, organization_id).await;
    }
    let row = sqlx::query(
        "SELECT COUNT(*) AS members FROM organization_memberships WHERE organization_id = $1 AND role = $2",
    );
    Ok(row.bind(organization_id).bind(role).fetch_one(connection).await?.try_get("members")?)
}

/// Who a person is to others of the same organization; `None` if there is no such person.
pub async fn user_data(connection: &mut Connection, user_id: &str) -> Result<Option<PublicUserData>, StoreError> {
    let row = sqlx::query(
        "SELECT u.id AS user_id, u.first_name, u.last_name, u.image_id,
             COALESCE(e.value, p.value, n.value, '') AS identifier
         FROM users u
             LEFT JOIN identifiers e ON e.id = u.primary_email_address_id
             LEFT JOIN identifiers p ON p.id = u.primary_phone_number_id
             LEFT JOIN identifiers n ON n.user_id = u.id AND n.kind = 'username'
         WHERE u.id = $1",
    )
    .bind(user_id)
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(public_user_data).transpose()
}

pub(super) fn public_user_data(row: &AnyRow) -> Result<PublicUserData, StoreError> {
    let image = text(row, "image_id")?;
    Ok(PublicUserData {
        user_id: row.try_get("user_id")?,
        first_name: text(row, "first_name")?,
        last_name: text(row, "last_name")?,
        has_image: image.is_some(),
        image_url: image.as_deref().map(avatars::url),
        identifier: row.try_get("identifier")?,
    })
}
