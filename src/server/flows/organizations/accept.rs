//! Invitations to organizations, accepted: by whoever signs up with the ticket, by whoever is signed in, and by whoever signs
//! in where the link was opened. Whichever it is, they have proven that the address is theirs that was invited: neither the
//! invitation's id nor its ticket lets an account in that does not have the address.

use super::access::{check_enabled, check_ids, check_not_banned, not_there};
use super::{mails, noted, read, roles};
use crate::model::{ApiError, Client, ErrorCode, OrganizationMembership, TicketStatus, UserOrganizationInvitation};
use crate::server::crypto::{Prefix, Secret, Token, new_id};
use crate::server::events::{AuditEntry, EventType};
use crate::server::flows::{Error, active_organization, client, commit_with_mail};
use crate::server::store::clients::ClientRow;
use crate::server::store::identifiers::{self, IdentifierKind};
use crate::server::store::organization_invitations::{self, OrganizationInvitationRow};
use crate::server::store::organization_memberships::{self, NewMembership};
use crate::server::store::organizations::{self, OrganizationRow};
use crate::server::store::sessions::SessionRow;
use crate::server::store::{Connection, StoreError, Transaction, organization_membership_requests, users};
use crate::server::vestibule::Inner;

/// Refuses more members than an organization may have. The transaction holds it.
pub(super) fn check_room(app: &Inner, organization: &OrganizationRow, taken: i64) -> Result<(), ApiError> {
    let limit = read::most_members(app, organization);
    if limit == 0 || taken <= limit {
        return Ok(());
    }
    let limit = usize::try_from(limit).unwrap_or_default();
    Err(ApiError::new(ErrorCode::OrganizationMembershipQuotaExceeded).with_limit(limit))
}

/// An invitation that is used up by a transaction, which holds its organization. What is left is to let the person in.
#[must_use]
#[derive(Debug)]
pub struct Joining {
    invitation: OrganizationInvitationRow,
    organization: OrganizationRow,
}

/// Uses an invitation up for a person whose address it is for: of many who come with it at once, one. Whoever is to have the
/// account need not be there yet.
///
/// # Errors
/// `organization_invitation_not_pending` if it was accepted or taken back, has run out, or is for another address;
/// `organization_membership_quota_exceeded` if the organization is full.
pub async fn redeem(
    app: &Inner,
    tx: &mut Transaction,
    invitation_id: &str,
    normalized: &str,
    user_id: &str,
    now: i64,
) -> Result<Joining, Error> {
    check_enabled(app)?;
    let over = || Error::from(ApiError::new(ErrorCode::OrganizationInvitationNotPending));
    let known = organization_invitations::by_id(tx, invitation_id).await?.ok_or_else(over)?;
    // The organization first: whoever deletes it holds it, and what is its own goes then.
    let organization = organizations::hold(tx, &known.organization_id).await?.ok_or_else(over)?;
    let accepted = organization_invitations::accept(tx, invitation_id, normalized, user_id, now).await?;
    let invitation = accepted.ok_or_else(over)?;
    check_room(app, &organization, organization_memberships::count(tx, &organization.id).await? + 1)?;
    Ok(Joining { invitation, organization })
}

impl Joining {
    /// Lets the person in, whose account is there by now.
    ///
    /// # Errors
    /// `already_a_member_in_organization` if they belong to it already.
    pub async fn enter(
        self,
        app: &Inner,
        tx: &mut Transaction,
        user_id: &str,
        now: i64,
    ) -> Result<OrganizationMembership, Error> {
        let Self { invitation, organization } = self;
        let new = NewMembership {
            id: &new_id(Prefix::OrganizationMembership, now),
            organization_id: &organization.id,
            user_id,
            role: &invitation.role,
            public_metadata: &invitation.public_metadata,
            private_metadata: &invitation.private_metadata,
        };
        let row = organization_memberships::insert(tx, &new, now).await?;
        let row = row.ok_or_else(|| ApiError::new(ErrorCode::AlreadyAMemberInOrganization))?;
        organization_membership_requests::settle(tx, &organization.id, user_id, now).await?;
        noted::accepted(app, tx, &invitation, user_id, now).await?;
        let kind = EventType::OrganizationMembershipCreated;
        let entry = AuditEntry::of(kind).with("role", row.role.as_str());
        let membership = noted::membership(app, tx, (kind, entry), row, now).await?;
        mails::tell_inviter(app, tx, &organization, &invitation, now).await?;
        Ok(membership)
    }
}

/// Whether someone has proven that an address is theirs.
async fn owns(connection: &mut Connection, user_id: &str, normalized: &str) -> Result<bool, StoreError> {
    let owner = identifiers::owner(connection, IdentifierKind::EmailAddress, normalized).await?;
    Ok(owner.is_some_and(|owner| owner.is_verified && owner.user_id == user_id))
}

/// Accepts an invitation for someone who has proven the address that it is for.
///
/// # Errors
/// `resource_not_found` if there is none, or none of theirs; else as [`redeem`] and [`Joining::enter`].
pub async fn accept(
    app: &Inner,
    tx: &mut Transaction,
    user_id: &str,
    invitation_id: &str,
    now: i64,
) -> Result<OrganizationMembership, Error> {
    check_enabled(app)?;
    check_ids(&[invitation_id])?;
    let invitation = organization_invitations::by_id(tx, invitation_id).await?.ok_or_else(not_there)?;
    if !owns(tx, user_id, &invitation.normalized).await? {
        return Err(not_there());
    }
    let joining = redeem(app, tx, &invitation.id, &invitation.normalized, user_id, now).await?;
    // Once more, now that nothing else changes it: the account may be gone by now, or the address.
    let held = users::keep(tx, user_id).await?;
    if !held || !owns(tx, user_id, &invitation.normalized).await? {
        return Err(not_there());
    }
    check_not_banned(tx, user_id).await?;
    joining.enter(app, tx, user_id, now).await
}

/// Accepts the invitation whose link was opened in the browser in which someone has just signed in, if it is for an address
/// that they have proven: their session acts in the organization then, and what their browser holds and its token say so. Else
/// it waits on, and nobody is told.
///
/// In a transaction of its own, after that of the session: organizations and invitations are held before users and sessions,
/// and who has signed in is known only when those are held. That they are in does not depend on it.
pub async fn with_ticket(
    app: &Inner,
    ticket: &Token,
    browser: &ClientRow,
    session: &SessionRow,
) -> Option<(Client, Secret)> {
    match try_with_ticket(app, ticket, browser, session).await {
        Ok(joined) => joined,
        Err(Error::Refused(errors)) => {
            tracing::info!(?errors, "an invitation to an organization waits on");
            None
        }
        Err(error) => {
            tracing::error!(%error, "an invitation to an organization could not be accepted");
            None
        }
    }
}

async fn try_with_ticket(
    app: &Inner,
    ticket: &Token,
    browser: &ClientRow,
    session: &SessionRow,
) -> Result<Option<(Client, Secret)>, Error> {
    if !app.settings.organizations.enabled {
        return Ok(None);
    }
    let now = app.clock.now();
    let found = organization_invitations::by_ticket(&mut *app.store.read().await?, &ticket.hash()).await?;
    let Some(invitation) = found.filter(|row| row.status(now) == TicketStatus::Pending) else { return Ok(None) };
    let mut tx = app.store.write().await?;
    let joined = accept(app, &mut tx, &session.user_id, &invitation.id, now).await?;
    let acting = active_organization::enter(app, &mut tx, &session.id, &joined.organization.id, now).await?;
    let inside = match acting {
        Some((_, token)) => Some((client::state(app, &mut tx, browser).await?, token)),
        // Ended meanwhile: they belong to it all the same.
        None => None,
    };
    commit_with_mail(app, tx).await?;
    Ok(inside)
}

/// Part of the invitations that wait for someone, to addresses that they have proven, newest first, and how many there are. Those
/// to organizations to which they belong are left out.
pub async fn waiting_for(
    app: &Inner,
    connection: &mut Connection,
    user_id: &str,
    page: (i64, i64),
    now: i64,
) -> Result<(Vec<UserOrganizationInvitation>, i64), Error> {
    if !app.settings.organizations.enabled {
        return Ok((Vec::new(), 0));
    }
    let (rows, total_count) = organization_invitations::waiting_for(connection, user_id, page, now).await?;
    let shown = rows.into_iter().map(|row| UserOrganizationInvitation {
        id: row.id,
        email_address: row.email_address,
        organization: row.organization,
        role_name: roles::name_of(&roles::role_of(app, &row.role)),
        role: row.role,
        expires_at: row.expire_at,
    });
    Ok((shown.collect(), total_count))
}
