//! What whoever listens is told of organizations: in the shapes in which the REST API has them, what its server alone may know
//! included.

use super::list::OrganizationAccount;
use super::read;
use crate::model::{Organization, OrganizationInvitation, OrganizationMembership};
use crate::server::events::{self, AuditEntry, EventType};
use crate::server::flows::Error;
use crate::server::resources;
use crate::server::store::organization_invitations::OrganizationInvitationRow;
use crate::server::store::organization_memberships::MembershipRow;
use crate::server::store::organizations::Counted;
use crate::server::store::{Connection, StoreError};
use crate::server::vestibule::Inner;

/// Tells of an organization as it is now, and gives it.
pub async fn organization(
    app: &Inner,
    connection: &mut Connection,
    (kind, entry): (EventType, AuditEntry),
    id: &str,
    now: i64,
) -> Result<Organization, Error> {
    let counted = read::counted_now(connection, id, now).await?;
    let Counted { organization: row, .. } = &counted;
    let (private_metadata, created_by) = (read::object(&row.private_metadata)?, row.created_by.clone());
    let organization = read::organization(app, counted);
    let account = OrganizationAccount { organization: organization.clone(), private_metadata, created_by };
    let data = resources::Organization::of(account, &app.settings);
    events::record_as(connection, kind, id, &data, entry, now).await?;
    Ok(organization)
}

/// Tells of a membership, with the organization and the person as they are now, and gives it.
pub async fn membership(
    app: &Inner,
    connection: &mut Connection,
    (kind, entry): (EventType, AuditEntry),
    row: MembershipRow,
    now: i64,
) -> Result<OrganizationMembership, Error> {
    let private_metadata = read::object(&row.private_metadata)?;
    let membership = read::membership_now(app, connection, row, now).await?;
    let data = resources::OrganizationMembership::of(membership.clone(), private_metadata, &app.settings);
    events::record_as(connection, kind, &membership.id, &data, entry, now).await?;
    Ok(membership)
}

/// Tells of an invitation, and to whom it is and as what, and gives it.
pub async fn invitation(
    app: &Inner,
    connection: &mut Connection,
    (kind, entry): (EventType, AuditEntry),
    row: &OrganizationInvitationRow,
    now: i64,
) -> Result<OrganizationInvitation, StoreError> {
    let invitation = read::invitation(app, row, now);
    let private_metadata = read::object(&row.private_metadata)?;
    let data = resources::OrganizationInvitation::of(invitation.clone()).with_private_metadata(private_metadata);
    events::record_as(connection, kind, &row.id, &data, naming(entry, row), now).await?;
    Ok(invitation)
}

/// Tells that somebody has accepted an invitation.
pub async fn accepted(
    app: &Inner,
    connection: &mut Connection,
    row: &OrganizationInvitationRow,
    user_id: &str,
    now: i64,
) -> Result<(), StoreError> {
    let kind = EventType::OrganizationInvitationAccepted;
    let private_metadata = read::object(&row.private_metadata)?;
    let invitation = resources::OrganizationInvitation::of(read::invitation(app, row, now));
    let data = resources::AcceptedOrganizationInvitation::of(
        invitation.with_private_metadata(private_metadata),
        user_id.to_owned(),
    );
    events::record_as(connection, kind, &row.id, &data, naming(AuditEntry::of(kind), row), now).await
}

fn naming(entry: AuditEntry, row: &OrganizationInvitationRow) -> AuditEntry {
    entry.with("email_address", row.email_address.as_str()).with("role", row.role.as_str())
}
