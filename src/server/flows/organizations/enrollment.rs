//! Who comes into an organization by an address in one of its verified domains, or may ask to.
//!
//! Nothing is kept for it: whom a domain lets in follows, each time it is asked, from the addresses that someone has proven, the
//! organization's domains and the settings. So whatever of these goes takes it away by itself.

use super::access::{check_ids, check_not_banned, not_there};
use super::domains::check_on;
use super::{ActingInOrganizations, Organizations, domain_name, mails, members, noted, requests};
use crate::model::{
    ApiError, EnrollmentMode, ErrorCode, MembershipRequestStatus, OrganizationMembership,
    OrganizationMembershipRequest, OrganizationSuggestion,
};
use crate::server::crypto::{Prefix, new_id};
use crate::server::events::{AuditAction, AuditEntry, EventType};
use crate::server::flows::invitations::page;
use crate::server::flows::{Error, commit, commit_with_mail};
use crate::server::store::organization_domains::{self, Opening};
use crate::server::store::organization_membership_requests::{self, RequestRow};
use crate::server::store::organization_memberships::{self, NewMembership};
use crate::server::store::organizations::{self, OrganizationRow};
use crate::server::store::{Connection, StoreError, Transaction, identifiers, users};
use crate::server::vestibule::Inner;

/// What came of it that someone would belong to an organization.
#[derive(Clone, Debug, PartialEq)]
pub enum Enrollment {
    /// They belong to it.
    Joined(Box<OrganizationMembership>),
    /// They have asked, and wait for an answer.
    Requested(Box<OrganizationMembershipRequest>),
}

impl Organizations<'_> {
    /// Part of the organizations to which an address of a user's lets them come, or ask, by their names, at most 500, and how
    /// many there are. Those that they belong to are left out, and those that have said no.
    ///
    /// # Errors
    /// `organization_not_enabled_in_instance`; `action_not_allowed` where organizations have no domains.
    pub async fn suggestions_for(
        &self,
        user_id: &str,
        limit: i64,
        offset: i64,
    ) -> Result<(Vec<OrganizationSuggestion>, i64), Error> {
        check_on(self.0)?;
        check_ids(&[user_id])?;
        let all = suggestions(self.0, &mut *self.0.store.read().await?, user_id).await?;
        Ok(part(all, page(limit, offset)))
    }

    /// Lets a user into an organization by an address of theirs, in the role `organizations.domains.default_role`.
    ///
    /// # Errors
    /// `resource_not_found` if there is no such organization, none of its domains lets them come, or it has said no to them;
    /// `action_not_allowed` if they may ask only; `already_a_member_in_organization`; `user_banned`;
    /// `organization_membership_quota_exceeded`.
    pub async fn join_by_domain(&self, user_id: &str, organization_id: &str) -> Result<OrganizationMembership, Error> {
        join(self.0, user_id, organization_id).await
    }

    /// Does for a user what an organization's domain lets them do: comes in, or asks. Who has asked asks no second time.
    ///
    /// # Errors
    /// As [`Organizations::join_by_domain`].
    pub async fn request_membership(&self, user_id: &str, organization_id: &str) -> Result<Enrollment, Error> {
        enroll(self.0, user_id, organization_id, false).await
    }
}

impl ActingInOrganizations<'_> {
    /// Part of the organizations to which an address of theirs lets them come, or ask, and how many there are.
    ///
    /// # Errors
    /// `user_banned`, and as [`Organizations::suggestions_for`].
    pub async fn suggestions(&self, limit: i64, offset: i64) -> Result<(Vec<OrganizationSuggestion>, i64), Error> {
        check_on(self.app)?;
        let mut connection = self.app.store.read().await?;
        check_not_banned(&mut connection, self.user_id).await?;
        Ok(part(suggestions(self.app, &mut connection, self.user_id).await?, page(limit, offset)))
    }

    /// Comes into an organization by an address of theirs.
    ///
    /// # Errors
    /// As [`Organizations::join_by_domain`].
    pub async fn join_by_domain(&self, organization_id: &str) -> Result<OrganizationMembership, Error> {
        join(self.app, self.user_id, organization_id).await
    }

    /// Does what an organization's domain lets them do: comes in, or asks.
    ///
    /// # Errors
    /// As [`Organizations::request_membership`].
    pub async fn request_membership(&self, organization_id: &str) -> Result<Enrollment, Error> {
        enroll(self.app, self.user_id, organization_id, false).await
    }
}

/// The domains in which a person has proven an address: exactly those, and none above or below them.
pub(super) async fn domains_of(connection: &mut Connection, user_id: &str) -> Result<Vec<String>, StoreError> {
    let addresses = identifiers::proven_email_addresses(connection, user_id).await?;
    let mut names: Vec<String> =
        addresses.iter().filter_map(|it| domain_name::of_address(it)).map(str::to_owned).collect();
    names.sort_unstable();
    names.dedup();
    Ok(names)
}

/// What lets a person come or ask: of every organization, or of one, the best that it has for them.
async fn openings(
    app: &Inner,
    connection: &mut Connection,
    user_id: &str,
    organization_id: Option<&str>,
) -> Result<Vec<Opening>, StoreError> {
    let names = domains_of(connection, user_id).await?;
    let mut found = organization_domains::open(connection, user_id, &names, organization_id).await?;
    for opening in &mut found {
        opening.enrollment_mode = app.settings.organizations.domains.effective(opening.enrollment_mode);
    }
    found.retain(|opening| opening.enrollment_mode.is_automatic());
    // Those of one organization stand together, and coming is better than asking.
    let by_mode = |opening: &Opening| opening.enrollment_mode != EnrollmentMode::AutomaticInvitation;
    found.sort_by_key(|it| (it.organization.name.clone(), it.organization.id.clone(), by_mode(it)));
    found.dedup_by(|later, first| later.organization.id == first.organization.id);
    Ok(found)
}

pub(super) async fn suggestions(
    app: &Inner,
    connection: &mut Connection,
    user_id: &str,
) -> Result<Vec<OrganizationSuggestion>, Error> {
    let found = openings(app, connection, user_id, None).await?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let asked = organization_membership_requests::of_user(connection, user_id).await?;
    let told = found.into_iter().filter_map(|Opening { mut organization, name, enrollment_mode }| {
        let of = |row: &&RequestRow| row.organization_id == organization.id;
        let status = asked.iter().find(of).map(|row| row.status);
        let enrollment_mode = match status {
            Some(MembershipRequestStatus::Accepted) => EnrollmentMode::AutomaticSuggestion,
            _ => enrollment_mode,
        };
        organization.slug = organization.slug.filter(|_| app.settings.organizations.slugs);
        let status = match status {
            Some(MembershipRequestStatus::Rejected) => return None,
            Some(MembershipRequestStatus::Pending) => status,
            // Whoever was let in once has left since.
            Some(MembershipRequestStatus::Accepted) | None => None,
        };
        Some(OrganizationSuggestion { organization, domain: name, enrollment_mode, status })
    });
    Ok(told.collect())
}

/// Part of a list that is short: a domain is one organization's, so nobody has more suggestions than addresses. What is left out
/// of them only settings and answers say.
fn part<T>(all: Vec<T>, (limit, offset): (i64, i64)) -> (Vec<T>, i64) {
    let total_count = i64::try_from(all.len()).unwrap_or(i64::MAX);
    let count = |number: i64| usize::try_from(number).unwrap_or_default();
    (all.into_iter().skip(count(offset)).take(count(limit)).collect(), total_count)
}

async fn join(app: &Inner, user_id: &str, organization_id: &str) -> Result<OrganizationMembership, Error> {
    match enroll(app, user_id, organization_id, true).await? {
        Enrollment::Joined(membership) => Ok(*membership),
        Enrollment::Requested(_) => Err(ApiError::new(ErrorCode::ActionNotAllowed).into()),
    }
}

/// Lets someone in, or lets them ask unless they want to come at once.
async fn enroll(app: &Inner, user_id: &str, organization_id: &str, at_once: bool) -> Result<Enrollment, Error> {
    check_on(app)?;
    check_ids(&[user_id, organization_id])?;
    let now = app.clock.now();
    let mut tx = app.store.write().await?;
    // From here on neither the organization's domains nor the person's addresses change.
    let organization = organizations::hold(&mut tx, organization_id).await?.ok_or_else(not_there)?;
    if !users::keep(&mut tx, user_id).await? {
        return Err(not_there());
    }
    check_not_banned(&mut tx, user_id).await?;
    if organization_memberships::find(&mut tx, organization_id, user_id).await?.is_some() {
        return Err(ApiError::new(ErrorCode::AlreadyAMemberInOrganization).into());
    }
    let opening = openings(app, &mut tx, user_id, Some(organization_id)).await?.pop().ok_or_else(not_there)?;
    let known = organization_membership_requests::of_person(&mut tx, organization_id, user_id).await?;
    if known.as_ref().is_some_and(|row| row.status == MembershipRequestStatus::Rejected) {
        return Err(not_there());
    }
    // Whoever was in before asks: a role that was taken from them does not come back by itself.
    let was_in = known.as_ref().is_some_and(|row| row.status == MembershipRequestStatus::Accepted);
    if opening.enrollment_mode == EnrollmentMode::AutomaticInvitation && !was_in {
        let membership = enter(app, &mut tx, &organization, user_id, now).await?;
        commit(tx).await?;
        return Ok(Enrollment::Joined(Box::new(membership)));
    }
    if at_once {
        return Err(ApiError::new(ErrorCode::ActionNotAllowed).into());
    }
    let id = new_id(Prefix::OrganizationMembershipRequest, now);
    let whom = (id.as_str(), organization_id, user_id);
    let row = organization_membership_requests::insert(&mut tx, whom, &opening.name, now).await?;
    if let Some(made) = &row {
        requests::note(&mut tx, AuditAction::OrganizationMembershipRequestCreated, made, now).await?;
    }
    let is_new = row.is_some();
    let row = row.or(known).ok_or_else(not_there)?;
    let request = requests::told_now(&mut tx, row).await?;
    if is_new {
        mails::tell_of_request(app, &mut tx, &organization, &request.public_user_data.identifier, now).await?;
    }
    commit_with_mail(app, tx).await?;
    Ok(Enrollment::Requested(Box::new(request)))
}

/// Makes someone a member by an address of theirs, in a transaction that holds the organization and them.
///
/// # Errors
/// `already_a_member_in_organization`; `organization_membership_quota_exceeded`.
pub(super) async fn enter(
    app: &Inner,
    tx: &mut Transaction,
    organization: &OrganizationRow,
    user_id: &str,
    now: i64,
) -> Result<OrganizationMembership, Error> {
    members::check_room(app, tx, organization, now).await?;
    let new = NewMembership {
        id: &new_id(Prefix::OrganizationMembership, now),
        organization_id: &organization.id,
        user_id,
        role: app.settings.organizations.domain_role(),
        public_metadata: "{}",
        private_metadata: "{}",
    };
    let row = organization_memberships::insert(tx, &new, now).await?;
    let row = row.ok_or_else(|| ApiError::new(ErrorCode::AlreadyAMemberInOrganization))?;
    organization_membership_requests::settle(tx, &organization.id, user_id, now).await?;
    let kind = EventType::OrganizationMembershipCreated;
    let entry = AuditEntry::of(kind).with("role", row.role.as_str());
    noted::membership(app, tx, (kind, entry), row, now).await
}
