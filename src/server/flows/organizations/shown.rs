//! What is shown of organizations, memberships and invitations: to people, and to whoever listens to events.

use crate::model::{Metadata, Organization, OrganizationInvitation, OrganizationMembership};
use crate::server::avatars;
use crate::server::settings::{ADMIN, MEMBER};
use crate::server::store::organization_invitations::{self, OrganizationInvitationRow};
use crate::server::store::organization_memberships::{self, MembershipRow};
use crate::server::store::organizations::OrganizationRow;
use crate::server::store::{Connection, StoreError};
use crate::server::vestibule::Inner;

/// What a role is called. One that is gone goes by its key.
pub fn role_name(app: &Inner, key: &str) -> String {
    let named = app.settings.organizations.role(key).and_then(|role| role.name);
    named.unwrap_or_else(|| match key {
        ADMIN => "Admin".to_owned(),
        MEMBER => "Member".to_owned(),
        _ => key.trim_start_matches("org:").to_owned(),
    })
}

/// How many may belong to an organization, with those who are invited; 0 where there is no limit.
pub fn limit(app: &Inner, row: &OrganizationRow) -> i64 {
    row.max_allowed_memberships.unwrap_or(app.settings.organizations.max_members)
}

pub fn invitation(app: &Inner, row: &OrganizationInvitationRow, now: i64) -> OrganizationInvitation {
    OrganizationInvitation {
        id: row.id.clone(),
        email_address: row.email_address.clone(),
        organization_id: row.organization_id.clone(),
        role: row.role.clone(),
        role_name: role_name(app, &row.role),
        status: row.status(now),
        public_metadata: Metadata::of_json(row.public_metadata.clone()),
        expires_at: row.expire_at,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}

async fn organization(
    app: &Inner,
    connection: &mut Connection,
    row: &OrganizationRow,
    now: i64,
) -> Result<Organization, StoreError> {
    Ok(Organization {
        id: row.id.clone(),
        name: row.name.clone(),
        slug: row.slug.clone(),
        image_url: row.image_id.as_deref().map(avatars::url),
        has_image: row.image_id.is_some(),
        members_count: organization_memberships::count(connection, &row.id).await?,
        pending_invitations_count: organization_invitations::count_waiting(connection, &row.id, now).await?,
        max_allowed_memberships: limit(app, row),
        admin_delete_enabled: app.settings.organizations.admin_delete && row.admin_delete_disabled_at.is_none(),
        public_metadata: Metadata::of_json(row.public_metadata.clone()),
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}

pub async fn membership(
    app: &Inner,
    connection: &mut Connection,
    of: &OrganizationRow,
    row: &MembershipRow,
    now: i64,
) -> Result<OrganizationMembership, StoreError> {
    let role = app.settings.organizations.role(&row.role);
    let person = organization_memberships::user_data(connection, &row.user_id).await?;
    Ok(OrganizationMembership {
        id: row.id.clone(),
        organization: organization(app, connection, of, now).await?,
        role: row.role.clone(),
        role_name: role_name(app, &row.role),
        permissions: role.into_iter().flat_map(|role| role.permissions).collect(),
        public_metadata: Metadata::of_json(row.public_metadata.clone()),
        public_user_data: person.ok_or(StoreError::Row("a member"))?,
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}
