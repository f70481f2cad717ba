//! Organizations and memberships as they are told.

use std::collections::HashMap;

use super::access::not_there;
use super::roles;
use crate::model::{Metadata, Organization, OrganizationInvitation, OrganizationMembership, PublicUserData};
use crate::server::avatars;
use crate::server::flows::Error;
use crate::server::store::organization_invitations::OrganizationInvitationRow;
use crate::server::store::organization_memberships::{self, MembershipRow, OwnMemberships};
use crate::server::store::organizations::{self, Counted, OrganizationRow};
use crate::server::store::{Connection, StoreError};
use crate::server::vestibule::Inner;

/// How many may belong to an organization; 0 where there is no limit.
pub fn most_members(app: &Inner, row: &OrganizationRow) -> i64 {
    row.max_allowed_memberships.unwrap_or(app.settings.organizations.max_members)
}

/// Whether those whose role allows it may delete an organization.
pub fn may_be_deleted(app: &Inner, row: &OrganizationRow) -> bool {
    app.settings.organizations.admin_delete && row.admin_delete_disabled_at.is_none()
}

/// An organization, of what was read of it.
pub fn organization(app: &Inner, counted: Counted) -> Organization {
    let Counted { organization: row, members, invitations } = counted;
    Organization {
        max_allowed_memberships: most_members(app, &row),
        admin_delete_enabled: may_be_deleted(app, &row),
        image_url: row.image_id.as_deref().map(avatars::url),
        has_image: row.image_id.is_some(),
        id: row.id,
        name: row.name,
        slug: row.slug.filter(|_| app.settings.organizations.slugs),
        members_count: members,
        pending_invitations_count: invitations,
        public_metadata: Metadata::of_json(row.public_metadata),
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}

/// What is kept of an organization now, and how many belong to it.
pub async fn counted_now(connection: &mut Connection, id: &str, now: i64) -> Result<Counted, Error> {
    organizations::count(connection, id, now).await?.ok_or_else(not_there)
}

/// An organization as it is now.
pub async fn organization_now(
    app: &Inner,
    connection: &mut Connection,
    id: &str,
    now: i64,
) -> Result<Organization, Error> {
    Ok(organization(app, counted_now(connection, id, now).await?))
}

/// A membership, of what was read of it.
pub fn membership(
    app: &Inner,
    row: MembershipRow,
    organization: Organization,
    public_user_data: PublicUserData,
) -> OrganizationMembership {
    let role = roles::role_of(app, &row.role);
    OrganizationMembership {
        id: row.id,
        organization,
        role_name: roles::name_of(&role),
        role: row.role,
        permissions: role.permissions.into_iter().collect(),
        public_metadata: Metadata::of_json(row.public_metadata),
        public_user_data,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}

/// A membership, with the organization and the person as they are now.
pub async fn membership_now(
    app: &Inner,
    connection: &mut Connection,
    row: MembershipRow,
    now: i64,
) -> Result<OrganizationMembership, Error> {
    let organization = organization_now(app, connection, &row.organization_id, now).await?;
    let person = organization_memberships::user_data(connection, &row.user_id).await?.ok_or_else(not_there)?;
    Ok(membership(app, row, organization, person))
}

/// An invitation, of what was read of it.
pub fn invitation(app: &Inner, row: &OrganizationInvitationRow, now: i64) -> OrganizationInvitation {
    OrganizationInvitation {
        id: row.id.clone(),
        email_address: row.email_address.clone(),
        organization_id: row.organization_id.clone(),
        role: row.role.clone(),
        role_name: roles::name_of(&roles::role_of(app, &row.role)),
        inviter_id: row.inviter_user_id.clone(),
        status: row.status(now),
        public_metadata: Metadata::of_json(row.public_metadata.clone()),
        expires_at: row.expire_at,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}

/// Part of the memberships of a person, oldest first, and how many there are.
pub async fn memberships_of(
    app: &Inner,
    connection: &mut Connection,
    user_id: &str,
    asked: OwnMemberships<'_>,
    now: i64,
) -> Result<(Vec<OrganizationMembership>, i64), Error> {
    let Some(person) = organization_memberships::user_data(connection, user_id).await? else {
        return Ok((Vec::new(), 0));
    };
    let rows = organization_memberships::of_user(connection, user_id, asked).await?;
    let counted = organizations::of_user(connection, user_id, asked, now).await?;
    let mut by_id: HashMap<String, Counted> =
        counted.into_iter().map(|counted| (counted.organization.id.clone(), counted)).collect();
    // What has come or gone between the two questions is left out.
    let both = rows.into_iter().filter_map(|row| Some((by_id.remove(&row.organization_id)?, row)));
    let all = both.map(|(counted, row)| membership(app, row, organization(app, counted), person.clone())).collect();
    Ok((all, organization_memberships::count_found(connection, user_id, asked).await?))
}

/// Metadata of what there is, which is an object.
pub fn object(json: &str) -> Result<serde_json::Map<String, serde_json::Value>, StoreError> {
    serde_json::from_str(json).map_err(|_| StoreError::Row("an organization's metadata"))
}
