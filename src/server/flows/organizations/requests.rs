//! Requests to be let into an organization, and their answers.

use super::access::{self, Access, Actor, check_enabled, check_ids, not_there};
use super::{enrollment, mails, roles};
use crate::model::{
    ApiError, ErrorCode, MembershipRequestStatus, OrganizationMembership, OrganizationMembershipRequest, PublicUserData,
};
use crate::server::events::{AuditAction, AuditEntry};
use crate::server::flows::invitations::page;
use crate::server::flows::{Error, commit, commit_with_mail};
use crate::server::settings::MANAGE_MEMBERSHIPS;
use crate::server::store::organization_membership_requests::{self, RequestRow};
use crate::server::store::{Connection, StoreError, Transaction, account_rules, users};
use crate::server::vestibule::Inner;

/// Requests to be let into organizations: [`Organizations::membership_requests`](super::Organizations::membership_requests),
/// and in the name of a person [`ActingInOrganizations::membership_requests`](super::ActingInOrganizations::membership_requests),
/// who needs `org:sys_memberships:manage`: else `authorization_invalid`, and `resource_not_found` for an organization that they
/// do not belong to.
#[derive(Clone, Copy, Debug)]
pub struct OrganizationMembershipRequests<'a> {
    pub(super) app: &'a Inner,
    /// In whose name it is done: a person's, who is asked whether they may, or the app's own.
    pub(super) actor: Actor<'a>,
}

impl OrganizationMembershipRequests<'_> {
    /// Part of the requests to an organization that stand somewhere, or of all, oldest first, at most 500, and how many there
    /// are. `page` is how many, and how many are passed over.
    ///
    /// # Errors
    /// `resource_not_found` if there is no such organization.
    pub async fn list(
        self,
        organization_id: &str,
        status: Option<MembershipRequestStatus>,
        (limit, offset): (i64, i64),
    ) -> Result<(Vec<OrganizationMembershipRequest>, i64), Error> {
        let mut connection = self.app.store.read().await?;
        let access = access::find(self.app, &mut connection, organization_id, self.actor).await?;
        access.require(MANAGE_MEMBERSHIPS)?;
        let id = &access.organization.id;
        let rows = organization_membership_requests::list(&mut connection, id, status, page(limit, offset)).await?;
        let total = organization_membership_requests::count(&mut connection, id, status).await?;
        Ok((rows.into_iter().map(|(row, person)| told(row, person)).collect(), total))
    }

    /// Lets in who has asked, in the role `organizations.domains.default_role`, which the role of a person who accepts it has
    /// to cover.
    ///
    /// # Errors
    /// `resource_not_found` if there is none such to this organization; `organization_membership_request_not_pending` if it was
    /// answered, or who has asked is banned or has no address any more in the domain by which they did;
    /// `already_a_member_in_organization`; `organization_membership_quota_exceeded`.
    pub async fn accept(self, organization_id: &str, id: &str) -> Result<OrganizationMembership, Error> {
        let app = self.app;
        let now = app.clock.now();
        let mut tx = app.store.write().await?;
        let (access, known) = self.hold(&mut tx, organization_id, id).await?;
        access.require_cover(&roles::role_of(app, app.settings.organizations.domain_role()))?;
        let status = MembershipRequestStatus::Accepted;
        let row = organization_membership_requests::answer(&mut tx, &known.id, status, now).await?;
        let row = row.ok_or_else(not_pending)?;
        let rules = account_rules::of_user(&mut tx, &row.user_id).await?;
        let owns = enrollment::domains_of(&mut tx, &row.user_id).await?.contains(&row.domain_name);
        if !owns || rules.is_none_or(|rules| rules.banned) {
            return Err(not_pending());
        }
        note(&mut tx, AuditAction::OrganizationMembershipRequestAccepted, &row, now).await?;
        let membership = enrollment::enter(app, &mut tx, &access.organization, &row.user_id, now).await?;
        mails::tell_of_acceptance(app, &mut tx, &access.organization, &row.user_id, now).await?;
        commit_with_mail(app, tx).await?;
        Ok(membership)
    }

    /// Says no to who has asked: they do not ask again.
    ///
    /// # Errors
    /// `resource_not_found` if there is none such to this organization; `organization_membership_request_not_pending` if it was
    /// answered.
    pub async fn reject(self, organization_id: &str, id: &str) -> Result<OrganizationMembershipRequest, Error> {
        let now = self.app.clock.now();
        let mut tx = self.app.store.write().await?;
        let (_, known) = self.hold(&mut tx, organization_id, id).await?;
        let status = MembershipRequestStatus::Rejected;
        let row = organization_membership_requests::answer(&mut tx, &known.id, status, now).await?;
        let row = row.ok_or_else(not_pending)?;
        note(&mut tx, AuditAction::OrganizationMembershipRequestRejected, &row, now).await?;
        let request = told_now(&mut tx, row).await?;
        commit(tx).await?;
        Ok(request)
    }

    /// Takes a request away, whatever has become of it: who has made it may ask again. The app's own server alone does that.
    ///
    /// # Errors
    /// `authorization_invalid` in the name of a person; `resource_not_found` if there is none such to this organization.
    pub async fn delete(self, organization_id: &str, id: &str) -> Result<(), Error> {
        let mut tx = self.app.store.write().await?;
        let (_, known) = self.hold(&mut tx, organization_id, id).await?;
        if matches!(self.actor, Actor::Person(_)) {
            return Err(ApiError::new(ErrorCode::AuthorizationInvalid).into());
        }
        organization_membership_requests::delete(&mut tx, organization_id, &known.id).await?;
        let now = self.app.clock.now();
        note(&mut tx, AuditAction::OrganizationMembershipRequestDeleted, &known, now).await?;
        commit(tx).await
    }

    /// Holds an organization for whoever may let others in, and then who has asked: a request goes with its person, so they are
    /// held before it.
    async fn hold(self, tx: &mut Transaction, organization_id: &str, id: &str) -> Result<(Access, RequestRow), Error> {
        check_enabled(self.app)?;
        check_ids(&[organization_id, id])?;
        let access = access::hold(self.app, tx, organization_id, self.actor).await?;
        access.require(MANAGE_MEMBERSHIPS)?;
        let row = organization_membership_requests::find(tx, organization_id, id).await?.ok_or_else(not_there)?;
        match users::keep(tx, &row.user_id).await? {
            true => Ok((access, row)),
            false => Err(not_there()),
        }
    }
}

/// Notes in the audit log what has become of a request.
pub(super) async fn note(
    connection: &mut Connection,
    action: AuditAction,
    request: &RequestRow,
    now: i64,
) -> Result<(), StoreError> {
    let entry = AuditEntry::of(action).within(&request.organization_id).with("user_id", request.user_id.as_str());
    entry.write(connection, Some(&request.id), now).await
}

fn not_pending() -> Error {
    ApiError::new(ErrorCode::OrganizationMembershipRequestNotPending).into()
}

pub(super) fn told(row: RequestRow, public_user_data: PublicUserData) -> OrganizationMembershipRequest {
    OrganizationMembershipRequest {
        id: row.id,
        organization_id: row.organization_id,
        status: row.status,
        public_user_data,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}

/// A request, with the person as they are now.
pub(super) async fn told_now(
    connection: &mut Connection,
    row: RequestRow,
) -> Result<OrganizationMembershipRequest, Error> {
    let person = organization_membership_requests::requester(connection, &row.id).await?.ok_or_else(not_there)?;
    Ok(told(row, person))
}
