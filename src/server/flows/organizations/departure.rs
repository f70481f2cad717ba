//! What becomes of organizations when an account is deleted, or taken over.

use super::{invitations, noted, profile, roles};
use crate::model::{ApiError, ErrorCode};
use crate::server::events::{AuditEntry, EventType};
use crate::server::flows::{Error, api_keys};
use crate::server::store::{Transaction, organization_memberships, organizations};
use crate::server::vestibule::Inner;

/// Holds all organizations of someone whose account is about to be deleted or taken over, and gives their ids: before the user is
/// held, and in the same order everywhere.
pub async fn hold_all_of(tx: &mut Transaction, user_id: &str) -> Result<Vec<String>, Error> {
    let ids = organizations::ids_of_user(tx, user_id).await?;
    for id in &ids {
        organizations::hold(tx, id).await?;
    }
    Ok(ids)
}

/// Whether someone who is held now belongs only to organizations that were held before. One into which they have come meanwhile
/// cannot be held any more: others hold it before they hold a user.
pub async fn are_all_held(tx: &mut Transaction, held: &[String], user_id: &str) -> Result<bool, Error> {
    Ok(organizations::ids_of_user(tx, user_id).await?.iter().all(|id| held.contains(id)))
}

/// Takes someone who is held out of all their organizations, which were held before. Those to which nobody else belongs go
/// with them; where others do, one has to be left who can manage it as they can. Gives whether there was a picture in what went.
///
/// # Errors
/// `organization_minimum_permissions_needed`; `service_unavailable` if they have come into another one meanwhile.
pub async fn depart(
    app: &Inner,
    tx: &mut Transaction,
    held: &[String],
    user_id: &str,
    now: i64,
) -> Result<bool, Error> {
    if !are_all_held(tx, held, user_id).await? {
        return Err(ApiError::new(ErrorCode::ServiceUnavailable).into());
    }
    let mut had_picture = false;
    for id in organizations::ids_of_user(tx, user_id).await? {
        let Some(own) = organization_memberships::find(tx, &id, user_id).await? else { continue };
        if organization_memberships::count(tx, &id).await? == 1 {
            if let Some(row) = organizations::by_id(tx, &id).await? {
                profile::remove(app, tx, &row, now).await?;
                had_picture |= row.image_id.is_some();
            }
            continue;
        }
        // Where there are no organizations any more nobody could do anything about it.
        if app.settings.organizations.enabled {
            roles::keep_a_manager(app, tx, &own, None).await?;
        }
        // The organization is held: nobody else holds an invitation to it.
        invitations::revoke_beyond(app, tx, (&id, user_id), (None, "membership_ended"), now).await?;
        if let Some(row) = organization_memberships::delete(tx, &id, user_id).await? {
            api_keys::revoke_all_made_for(tx, &id, user_id, "membership_ended", now).await?;
            let kind = EventType::OrganizationMembershipDeleted;
            let entry = AuditEntry::of(kind).with("role", row.role.as_str());
            noted::membership(app, tx, (kind, entry), row, now).await?;
        }
    }
    Ok(had_picture)
}
