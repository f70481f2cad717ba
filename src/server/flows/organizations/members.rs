use super::access::{self, Access, Actor, check_enabled, not_there};
use super::profile::OrganizationMetadata;
use super::roles::{self, keep_a_manager, role_of};
use super::{ActingInOrganizations, Organizations, invitations, noted, read};
use crate::model::{ApiError, ErrorCode, MembershipRequestStatus, OrganizationMembership};
use crate::server::crypto::{Prefix, new_id};
use crate::server::events::{AuditEntry, EventType};
use crate::server::flows::active_organization::may_name;
use crate::server::flows::invitations::{MOST_LISTED, page};
use crate::server::flows::{Error, active_organization, api_keys, commit};
use crate::server::settings::{MANAGE_API_KEYS, MANAGE_MEMBERSHIPS, READ_MEMBERSHIPS};
use crate::server::store::organization_memberships::{self, Members, MembershipRow, NewMembership, OwnMemberships};
use crate::server::store::organizations::{self, OrganizationRow};
use crate::server::store::{Connection, Notice, Transaction, organization_membership_requests, users};
use crate::server::vestibule::Inner;

/// What is looked for in names and identifiers is no longer than this, in characters.
const LONGEST_QUERY: usize = 100;

/// Which members of an organization are asked for.
#[derive(Clone, Debug)]
pub struct MemberQuery {
    /// Those whose name or identifier holds this; empty for all.
    pub query: String,
    /// Those who have this role.
    pub role: Option<String>,
    /// At most so many, up to 500.
    pub limit: i64,
    /// So many are passed over.
    pub offset: i64,
}

impl Default for MemberQuery {
    /// All of them, up to 500.
    fn default() -> Self {
        Self { query: String::new(), role: None, limit: MOST_LISTED, offset: 0 }
    }
}

impl Organizations<'_> {
    /// Part of the members of an organization, oldest first, and how many are found.
    ///
    /// # Errors
    /// `resource_not_found` if there is no such organization.
    pub async fn members(
        &self,
        organization_id: &str,
        query: &MemberQuery,
    ) -> Result<(Vec<OrganizationMembership>, i64), Error> {
        list(self.0, Actor::Server, organization_id, query).await
    }

    /// Part of the memberships of a user, oldest first, at most 500, and how many there are.
    ///
    /// # Errors
    /// `organization_not_enabled_in_instance`, or when the database does not answer.
    pub async fn memberships_of(
        &self,
        user_id: &str,
        limit: i64,
        offset: i64,
    ) -> Result<(Vec<OrganizationMembership>, i64), Error> {
        check_enabled(self.0)?;
        if !may_name(user_id) {
            return Ok((Vec::new(), 0));
        }
        let mut connection = self.0.store.read().await?;
        let all = OwnMemberships::all(page(limit, offset));
        read::memberships_of(self.0, &mut connection, user_id, all, self.0.clock.now()).await
    }

    /// Lets a user into an organization, in a role.
    ///
    /// ```no_run
    /// # use vestibule::server::Vestibule;
    /// # async fn run(vestibule: Vestibule, acme: &str, user_id: &str) -> Result<(), Box<dyn std::error::Error>> {
    /// vestibule.organizations().add_member(acme, user_id, "org:member").await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// `resource_not_found` if there is no such organization or user; `form_param_format_invalid` of the field `role` if there
    /// is no such role; `already_a_member_in_organization`; `organization_membership_quota_exceeded` if as many belong to it,
    /// with those who are invited, as may.
    pub async fn add_member(
        &self,
        organization_id: &str,
        user_id: &str,
        role: &str,
    ) -> Result<OrganizationMembership, Error> {
        let app = self.0;
        let now = app.clock.now();
        let mut tx = app.store.write().await?;
        let organization = access::hold(app, &mut tx, organization_id, Actor::Server).await?.organization;
        let role = roles::typed(app, role)?;
        if !may_name(user_id) || !users::keep(&mut tx, user_id).await? {
            return Err(not_there());
        }
        if organization_memberships::find(&mut tx, &organization.id, user_id).await?.is_some() {
            return Err(ApiError::new(ErrorCode::AlreadyAMemberInOrganization).into());
        }
        check_room(app, &mut tx, &organization, now).await?;
        let new = NewMembership {
            id: &new_id(Prefix::OrganizationMembership, now),
            organization_id: &organization.id,
            user_id,
            role: &role.key,
            public_metadata: "{}",
            private_metadata: "{}",
        };
        let row = organization_memberships::insert(&mut tx, &new, now).await?.ok_or_else(not_there)?;
        organization_membership_requests::settle(&mut tx, &organization.id, user_id, now).await?;
        let kind = EventType::OrganizationMembershipCreated;
        let entry = AuditEntry::of(kind).with("role", row.role.as_str());
        let membership = noted::membership(app, &mut tx, (kind, entry), row, now).await?;
        commit(tx).await?;
        Ok(membership)
    }

    /// Gives a member another role.
    ///
    /// # Errors
    /// `resource_not_found` if they do not belong to it; `form_param_format_invalid` of the field `role` if there is no such
    /// role; `organization_minimum_permissions_needed` if nobody would be left who manages members, or nobody who may delete
    /// the organization besides.
    pub async fn set_role(
        &self,
        organization_id: &str,
        user_id: &str,
        role: &str,
    ) -> Result<OrganizationMembership, Error> {
        set_role(self.0, Actor::Server, organization_id, user_id, role).await
    }

    /// Ends a membership.
    ///
    /// # Errors
    /// `resource_not_found` if they do not belong to it; `organization_minimum_permissions_needed` if nobody would be left who
    /// manages members, or nobody who may delete the organization besides: then it is deleted, or someone else gets such a role
    /// before.
    pub async fn remove_member(&self, organization_id: &str, user_id: &str) -> Result<OrganizationMembership, Error> {
        remove(self.0, Actor::Server, organization_id, user_id).await
    }

    /// What the app keeps about a membership; `None` if they do not belong to it.
    ///
    /// # Errors
    /// `organization_not_enabled_in_instance`, or when the database does not answer.
    pub async fn membership_metadata(
        &self,
        organization_id: &str,
        user_id: &str,
    ) -> Result<Option<OrganizationMetadata>, Error> {
        check_enabled(self.0)?;
        if !may_name(organization_id) || !may_name(user_id) {
            return Ok(None);
        }
        let mut connection = self.0.store.read().await?;
        let row = organization_memberships::find(&mut connection, organization_id, user_id).await?;
        let kept = row.map(|row| OrganizationMetadata::read(&row.public_metadata, &row.private_metadata));
        Ok(kept.transpose()?)
    }

    /// Lays a change over what the app keeps about a membership: `null` takes a key away, an object is laid over the one that
    /// is there, anything else takes its place. Each of the two holds 8 KB at most.
    ///
    /// # Errors
    /// `resource_not_found` if they do not belong to it, `form_param_max_length_exceeded` when it would be too long.
    pub async fn update_membership_metadata(
        &self,
        organization_id: &str,
        user_id: &str,
        change: &OrganizationMetadata,
    ) -> Result<OrganizationMetadata, Error> {
        Ok(self.change_metadata(organization_id, user_id, change).await?.0)
    }

    /// The same, and gives the membership as it is then.
    ///
    /// # Errors
    /// As [`update_membership_metadata`](Organizations::update_membership_metadata).
    pub(crate) async fn change_membership_metadata(
        &self,
        organization_id: &str,
        user_id: &str,
        change: &OrganizationMetadata,
    ) -> Result<OrganizationMembership, Error> {
        Ok(self.change_metadata(organization_id, user_id, change).await?.1)
    }

    async fn change_metadata(
        &self,
        organization_id: &str,
        user_id: &str,
        change: &OrganizationMetadata,
    ) -> Result<(OrganizationMetadata, OrganizationMembership), Error> {
        let app = self.0;
        let now = app.clock.now();
        let mut tx = app.store.write().await?;
        let access = access::hold(app, &mut tx, organization_id, Actor::Server).await?;
        let row = member(&mut tx, &access, user_id).await?;
        let mut kept = OrganizationMetadata::read(&row.public_metadata, &row.private_metadata)?;
        let before = kept.clone();
        let (public, private) = kept.merge(change)?;
        let row = organization_memberships::set_metadata(&mut tx, &row.id, (&public, &private), now).await?;
        let row = row.ok_or_else(not_there)?;
        let entry = AuditEntry::of(EventType::OrganizationMembershipUpdated)
            .keys_changed("public_metadata", &before.public, &kept.public)
            .keys_changed("private_metadata", &before.private, &kept.private);
        let membership =
            noted::membership(app, &mut tx, (EventType::OrganizationMembershipUpdated, entry), row, now).await?;
        commit(tx).await?;
        Ok((kept, membership))
    }
}

impl ActingInOrganizations<'_> {
    /// Part of the members of an organization, oldest first, and how many are found. Needs `org:sys_memberships:read`.
    ///
    /// # Errors
    /// `resource_not_found`, `authorization_invalid`.
    pub async fn members(
        &self,
        organization_id: &str,
        query: &MemberQuery,
    ) -> Result<(Vec<OrganizationMembership>, i64), Error> {
        list(self.app, Actor::Person(self.user_id), organization_id, query).await
    }

    /// Part of their own memberships, oldest first, at most 500, and how many there are.
    ///
    /// # Errors
    /// `user_banned`; `authentication_invalid` if they have no account any more.
    pub async fn memberships(&self, limit: i64, offset: i64) -> Result<(Vec<OrganizationMembership>, i64), Error> {
        self.memberships_found("", "", (limit, offset)).await
    }

    /// The same of those to organizations whose name holds a text, or of that to one organization: each may be empty.
    pub(crate) async fn memberships_found(
        &self,
        query: &str,
        organization_id: &str,
        (limit, offset): (i64, i64),
    ) -> Result<(Vec<OrganizationMembership>, i64), Error> {
        check_enabled(self.app)?;
        let mut connection = self.app.store.read().await?;
        access::check_not_banned(&mut connection, self.user_id).await?;
        if !organization_id.is_empty() && !may_name(organization_id) {
            return Ok((Vec::new(), 0));
        }
        let query = plain(query.trim());
        let asked = OwnMemberships { query: &query, organization_id, page: page(limit, offset) };
        read::memberships_of(self.app, &mut connection, self.user_id, asked, self.app.clock.now()).await
    }

    /// Gives a member another role, or themselves. Needs `org:sys_memberships:manage` and a role that covers both: it allows
    /// all that they allow.
    ///
    /// # Errors
    /// `authorization_invalid`, and as [`Organizations::set_role`].
    pub async fn set_role(
        &self,
        organization_id: &str,
        user_id: &str,
        role: &str,
    ) -> Result<OrganizationMembership, Error> {
        set_role(self.app, Actor::Person(self.user_id), organization_id, user_id, role).await
    }

    /// Ends a membership. Needs `org:sys_memberships:manage` and a role that covers the one that is taken.
    ///
    /// # Errors
    /// `authorization_invalid`, and as [`Organizations::remove_member`].
    pub async fn remove_member(&self, organization_id: &str, user_id: &str) -> Result<OrganizationMembership, Error> {
        remove(self.app, Actor::Person(self.user_id), organization_id, user_id).await
    }

    /// Ends their own membership.
    ///
    /// # Errors
    /// As [`Organizations::remove_member`].
    pub async fn leave(&self, organization_id: &str) -> Result<(), Error> {
        let app = self.app;
        let now = app.clock.now();
        let mut tx = app.store.write().await?;
        let access = access::hold(app, &mut tx, organization_id, Actor::Person(self.user_id)).await?;
        let own = member(&mut tx, &access, self.user_id).await?;
        end(app, tx, &own, MembershipRequestStatus::Accepted, now).await?;
        Ok(())
    }
}

/// Refuses someone more where as many belong to an organization, with those who are invited, as may. The transaction holds
/// it.
pub async fn check_room(
    app: &Inner,
    connection: &mut Connection,
    organization: &OrganizationRow,
    now: i64,
) -> Result<(), Error> {
    let most = read::most_members(app, organization);
    let counted = organizations::count(connection, &organization.id, now).await?.ok_or_else(not_there)?;
    if most > 0 && counted.members + counted.invitations >= most {
        let error = ApiError::new(ErrorCode::OrganizationMembershipQuotaExceeded);
        return Err(error.with_limit(usize::try_from(most).unwrap_or(usize::MAX)).into());
    }
    Ok(())
}

async fn member(connection: &mut Connection, access: &Access, user_id: &str) -> Result<MembershipRow, Error> {
    if !may_name(user_id) {
        return Err(not_there());
    }
    let found = organization_memberships::find(connection, &access.organization.id, user_id).await?;
    found.ok_or_else(not_there)
}

/// As much of a text as is looked for.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(LONGEST_QUERY).collect()
}

async fn list(
    app: &Inner,
    actor: Actor<'_>,
    organization_id: &str,
    query: &MemberQuery,
) -> Result<(Vec<OrganizationMembership>, i64), Error> {
    let mut connection = app.store.read().await?;
    let access = access::find(app, &mut connection, organization_id, actor).await?;
    access.require(READ_MEMBERSHIPS)?;
    let id = &access.organization.id;
    let text = plain(query.query.trim());
    let role = query.role.as_deref().map(plain).unwrap_or_default();
    let asked = Members { query: &text, role: &role, page: page(query.limit, query.offset) };
    let (found, total) = organization_memberships::list(&mut connection, id, asked).await?;
    let organization = read::organization_now(app, &mut connection, id, app.clock.now()).await?;
    let told = found.into_iter().map(|(row, person)| read::membership(app, row, organization.clone(), person));
    Ok((told.collect(), total))
}

async fn set_role(
    app: &Inner,
    actor: Actor<'_>,
    organization_id: &str,
    user_id: &str,
    role: &str,
) -> Result<OrganizationMembership, Error> {
    let now = app.clock.now();
    let mut tx = app.store.write().await?;
    let access = access::hold(app, &mut tx, organization_id, actor).await?;
    access.require(MANAGE_MEMBERSHIPS)?;
    let before = member(&mut tx, &access, user_id).await?;
    let role = roles::typed(app, role)?;
    let previous = role_of(app, &before.role);
    access.require_cover(&previous)?;
    access.require_cover(&role)?;
    if before.role == role.key {
        return read::membership_now(app, &mut tx, before, now).await;
    }
    keep_a_manager(app, &mut tx, &before, Some(&role)).await?;
    let theirs = (before.organization_id.as_str(), user_id);
    invitations::revoke_beyond(app, &mut tx, theirs, (Some(&role), "role_changed"), now).await?;
    let row = organization_memberships::set_role(&mut tx, &before.organization_id, user_id, &role.key, now).await?;
    let row = row.ok_or_else(not_there)?;
    if previous.may(MANAGE_API_KEYS) && !role.may(MANAGE_API_KEYS) {
        api_keys::revoke_all_made_for(&mut tx, &before.organization_id, user_id, "role_changed", now).await?;
    }
    let kind = EventType::OrganizationMembershipUpdated;
    let entry = AuditEntry::of(kind).changed("role", before.role.as_str(), role.key.as_str());
    let membership = noted::membership(app, &mut tx, (kind, entry), row, now).await?;
    app.store.tell(&mut tx, &Notice::Outdated(user_id.to_owned())).await?;
    commit(tx).await?;
    app.tokens.outdate(user_id, app.clock.now());
    Ok(membership)
}

async fn remove(
    app: &Inner,
    actor: Actor<'_>,
    organization_id: &str,
    user_id: &str,
) -> Result<OrganizationMembership, Error> {
    let now = app.clock.now();
    let mut tx = app.store.write().await?;
    let access = access::hold(app, &mut tx, organization_id, actor).await?;
    access.require(MANAGE_MEMBERSHIPS)?;
    let theirs = member(&mut tx, &access, user_id).await?;
    access.require_cover(&role_of(app, &theirs.role))?;
    end(app, tx, &theirs, MembershipRequestStatus::Rejected, now).await
}

/// Ends a membership, and the transaction, which holds the organization. `how` is what is noted of it: whether they may ask to
/// come back. Gives the membership as it was.
async fn end(
    app: &Inner,
    mut tx: Transaction,
    membership: &MembershipRow,
    how: MembershipRequestStatus,
    now: i64,
) -> Result<OrganizationMembership, Error> {
    keep_a_manager(app, &mut tx, membership, None).await?;
    let (organization_id, user_id) = (&membership.organization_id, &membership.user_id);
    invitations::revoke_beyond(app, &mut tx, (organization_id, user_id), (None, "membership_ended"), now).await?;
    let row = organization_memberships::delete(&mut tx, organization_id, user_id).await?.ok_or_else(not_there)?;
    active_organization::left(app, &mut tx, organization_id, Some(user_id), now).await?;
    api_keys::revoke_all_made_for(&mut tx, organization_id, user_id, "membership_ended", now).await?;
    let id = new_id(Prefix::OrganizationMembershipRequest, now);
    organization_membership_requests::note_end(&mut tx, (&id, organization_id, user_id), how, now).await?;
    let kind = EventType::OrganizationMembershipDeleted;
    let entry = AuditEntry::of(kind).with("role", row.role.as_str());
    let ended = noted::membership(app, &mut tx, (kind, entry), row, now).await?;
    commit(tx).await?;
    app.tokens.outdate(user_id, app.clock.now());
    Ok(ended)
}
