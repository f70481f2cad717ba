//! The domains of organizations. Whoever changes one holds the organization.

use sqlx::Row;
use sqlx::any::AnyRow;

use super::{Connection, StoreError, number, places, text};
use crate::model::{EnrollmentMode, OrganizationName};
use crate::server::avatars;

/// A domain to be.
#[derive(Debug)]
pub struct NewDomain<'a> {
    /// `orgdmn_…`
    pub id: &'a str,
    /// The organization, which the transaction holds.
    pub organization_id: &'a str,
    /// The domain as it is compared.
    pub name: &'a str,
    /// How people with an address in it come in.
    pub enrollment_mode: EnrollmentMode,
    /// Whether it is proven from the start.
    pub is_verified: bool,
}

/// A domain.
#[derive(Clone, Debug)]
pub struct DomainRow {
    /// `orgdmn_…`
    pub id: String,
    /// The organization.
    pub organization_id: String,
    /// The domain as it is compared.
    pub name: String,
    /// How people with an address in it come in.
    pub enrollment_mode: EnrollmentMode,
    /// Where the last code went.
    pub affiliation_email_address: Option<String>,
    /// The code that was sent last.
    pub verification_id: Option<String>,
    /// When it was proven.
    pub verified_at: Option<i64>,
    /// When it was named.
    pub created_at: i64,
    /// When it last changed.
    pub updated_at: i64,
}

macro_rules! columns {
    () => {
        "id, organization_id, name, enrollment_mode, affiliation_email_address, verification_id, verified_at, created_at,
             updated_at"
    };
}

fn domain(row: &AnyRow) -> Result<DomainRow, StoreError> {
    Ok(DomainRow {
        id: row.try_get("id")?,
        organization_id: row.try_get("organization_id")?,
        name: row.try_get("name")?,
        enrollment_mode: mode(row)?,
        affiliation_email_address: text(row, "affiliation_email_address")?,
        verification_id: text(row, "verification_id")?,
        verified_at: number(row, "verified_at")?,
        created_at: row.try_get("created_at")?,
        updated_at: row.try_get("updated_at")?,
    })
}

fn mode(row: &AnyRow) -> Result<EnrollmentMode, StoreError> {
    let word: String = row.try_get("enrollment_mode")?;
    EnrollmentMode::parse(&word).ok_or(StoreError::Row("a domain's enrollment mode"))
}

/// Names a domain; `None` if the organization has named it before, or another one has proven that it is its own.
pub async fn insert(
    connection: &mut Connection,
    new: &NewDomain<'_>,
    now: i64,
) -> Result<Option<DomainRow>, StoreError> {
    let row = sqlx::query(concat!(
        "INSERT INTO organization_domains (id, organization_id, name, verified_name, enrollment_mode, verified_at, created_at,
             updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $7) ON CONFLICT DO NOTHING RETURNING ",
        columns!()
    ))
    .bind(new.id)
    .bind(new.organization_id)
    .bind(new.name)
    .bind(new.is_verified.then_some(new.name))
    .bind(new.enrollment_mode.as_str())
    .bind(new.is_verified.then_some(now))
    .bind(now)
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(domain).transpose()
}

/// A domain of an organization; `None` if there is none such.
pub async fn find(
    connection: &mut Connection,
    organization_id: &str,
    id: &str,
) -> Result<Option<DomainRow>, StoreError> {
    let sql = concat!("SELECT ", columns!(), " FROM organization_domains WHERE id = $1 AND organization_id = $2");
    let row = sqlx::query(sql).bind(id).bind(organization_id).fetch_optional(connection).await?;
    row.as_ref().map(domain).transpose()
}

/// The organization whose a domain has been proven to be.
pub async fn owner(connection: &mut Connection, name: &str) -> Result<Option<String>, StoreError> {
    let row = sqlx::query("SELECT organization_id FROM organization_domains WHERE verified_name = $1")
        .bind(name)
        .fetch_optional(connection)
        .await?;
    Ok(row.map(|row| row.try_get("organization_id")).transpose()?)
}

/// Part of the domains of an organization, oldest first.
pub async fn list(
    connection: &mut Connection,
    organization_id: &str,
    (limit, offset): (i64, i64),
) -> Result<Vec<DomainRow>, StoreError> {
    let rows = sqlx::query(concat!(
        "SELECT ",
        columns!(),
        " FROM organization_domains WHERE organization_id = $1 ORDER BY created_at, id LIMIT $2 OFFSET $3"
    ))
    .bind(organization_id)
    .bind(limit)
    .bind(offset)
    .fetch_all(connection)
    .await?;
    rows.iter().map(domain).collect()
}

/// How many domains an organization has named.
pub async fn count(connection: &mut Connection, organization_id: &str) -> Result<i64, StoreError> {
    let row = sqlx::query("SELECT COUNT(*) AS domains FROM organization_domains WHERE organization_id = $1")
        .bind(organization_id)
        .fetch_one(connection)
        .await?;
    Ok(row.try_get("domains")?)
}

/// Notes to which address in a domain which code was sent; `None` if it is proven by now.
pub async fn set_verification(
    connection: &mut Connection,
    id: &str,
    (address, verification_id): (&str, &str),
    now: i64,
) -> Result<Option<DomainRow>, StoreError> {
    let row = sqlx::query(concat!(
        "UPDATE organization_domains SET affiliation_email_address = $2, verification_id = $3, updated_at = $4
         WHERE id = $1 AND verified_at IS NULL RETURNING ",
        columns!()
    ))
    .bind(id)
    .bind(address)
    .bind(verification_id)
    .bind(now)
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(domain).transpose()
}

/// Notes that a domain is the organization's, by the code that was sent last; `None` if it was proven before or another code
/// has been sent since, [`StoreError::Exists`] if it is another organization's.
pub async fn prove(
    connection: &mut Connection,
    id: &str,
    verification_id: &str,
    now: i64,
) -> Result<Option<DomainRow>, StoreError> {
    let row = sqlx::query(concat!(
        "UPDATE organization_domains SET verified_name = name, verified_at = $3, verification_id = NULL, updated_at = $3
         WHERE id = $1 AND verification_id = $2 AND verified_at IS NULL RETURNING ",
        columns!()
    ))
    .bind(id)
    .bind(verification_id)
    .bind(now)
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(domain).transpose()
}

/// Notes that a domain is the organization's without a code, or is not proven any more: then nobody comes in by it by themselves.
/// [`StoreError::Exists`] if it is another organization's; `None` if there is no such domain.
pub async fn set_verified(
    connection: &mut Connection,
    id: &str,
    verified: bool,
    now: i64,
) -> Result<Option<DomainRow>, StoreError> {
    let sql = match verified {
        true => concat!(
            "UPDATE organization_domains SET verified_name = name, verified_at = COALESCE(verified_at, $2), verification_id = NULL,
                 updated_at = $2
             WHERE id = $1 RETURNING ",
            columns!()
        ),
        false => concat!(
            "UPDATE organization_domains SET verified_name = NULL, verified_at = NULL, enrollment_mode = 'manual_invitation',
                 updated_at = $2
             WHERE id = $1 RETURNING ",
            columns!()
        ),
    };
    let row = sqlx::query(sql).bind(id).bind(now).fetch_optional(connection).await?;
    row.as_ref().map(domain).transpose()
}

/// Changes how people with an address in a domain come in; `None` if there is no such domain, or it is not proven and the mode
/// is an automatic one.
pub async fn set_enrollment_mode(
    connection: &mut Connection,
    id: &str,
    mode: EnrollmentMode,
    now: i64,
) -> Result<Option<DomainRow>, StoreError> {
    let row = sqlx::query(concat!(
        "UPDATE organization_domains SET enrollment_mode = $2, updated_at = $3
         WHERE id = $1 AND (verified_at IS NOT NULL OR $2 = 'manual_invitation') RETURNING ",
        columns!()
    ))
    .bind(id)
    .bind(mode.as_str())
    .bind(now)
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(domain).transpose()
}

/// Takes a domain from an organization, and gives what it was called; `None` if it has none such.
pub async fn delete(
    connection: &mut Connection,
    organization_id: &str,
    id: &str,
) -> Result<Option<String>, StoreError> {
    let row = sqlx::query("DELETE FROM organization_domains WHERE id = $1 AND organization_id = $2 RETURNING name")
        .bind(id)
        .bind(organization_id)
        .fetch_optional(connection)
        .await?;
    Ok(row.map(|row| row.try_get("name")).transpose()?)
}

/// A domain that lets someone come into an organization, or ask.
#[derive(Clone, Debug)]
pub struct Opening {
    /// The organization.
    pub organization: OrganizationName,
    /// The domain as it is compared.
    pub name: String,
    /// How they come in.
    pub enrollment_mode: EnrollmentMode,
}

/// Of these domains those that are proven to be some organization's, to which a person does not belong, and that do something:
/// of every organization, or of one alone.
pub async fn open(
    connection: &mut Connection,
    user_id: &str,
    names: &[String],
    organization_id: Option<&str>,
) -> Result<Vec<Opening>, StoreError> {
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT d.name AS domain_name, d.enrollment_mode, o.id AS organization_id, o.name, o.slug, o.image_id
         FROM organization_domains d JOIN organizations o ON o.id = d.organization_id
         WHERE d.verified_name IN ({}) AND d.enrollment_mode <> 'manual_invitation'
             AND ($1 = '' OR d.organization_id = $1)
             AND NOT EXISTS (SELECT 1 FROM organization_memberships m WHERE m.organization_id = o.id AND m.user_id = $2)
         ORDER BY o.name, o.id, d.name",
        places(3, names.len())
    );
    let mut query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(organization_id.unwrap_or_default()).bind(user_id);
    for name in names {
        query = query.bind(name);
    }
    let rows = query.fetch_all(connection).await?;
    rows.iter()
        .map(|row| {
            Ok(Opening {
                organization: OrganizationName {
                    id: row.try_get("organization_id")?,
                    name: row.try_get("name")?,
                    slug: text(row, "slug")?,
                    image_url: text(row, "image_id")?.as_deref().map(avatars::url),
                },
                name: row.try_get("domain_name")?,
                enrollment_mode: mode(row)?,
            })
        })
        .collect()
}
