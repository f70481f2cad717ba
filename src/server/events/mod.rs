//! What happened, noted in the transaction in which it happens.

mod audit_action;
mod audit_entry;
mod origin;

use std::sync::atomic::{AtomicI64, Ordering};

use serde::Serialize;
use serde_json::Value;

use super::crypto::{Prefix, new_id};
use super::store::events::EventRow;
use super::store::{Connection, StoreError, events};

pub use audit_action::AuditAction;
pub use audit_entry::AuditEntry;
pub use origin::{Actor, ActorKind, During, Origin};

/// Makes the types, and all that has to be said of each.
macro_rules! event_types {
    ($($variant:ident = $name:literal,)+) => {
        /// The kinds of things that happen.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs)]
        pub enum EventType {
            $($variant,)+
        }

        impl EventType {
            /// Every type there is.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// As it stands in an event.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }
        }
    };
}

event_types! {
    UserCreated = "user.created",
    UserUpdated = "user.updated",
    UserDeleted = "user.deleted",
    UserBanned = "user.banned",
    UserUnbanned = "user.unbanned",
    UserLocked = "user.locked",
    UserUnlocked = "user.unlocked",
    EmailCreated = "email.created",
    SmsCreated = "sms.created",
    SessionCreated = "session.created",
    SessionPending = "session.pending",
    SessionEnded = "session.ended",
    SessionRemoved = "session.removed",
    SessionRevoked = "session.revoked",
    WaitlistEntryCreated = "waitlistEntry.created",
    WaitlistEntryUpdated = "waitlistEntry.updated",
    OrganizationCreated = "organization.created",
    OrganizationUpdated = "organization.updated",
    OrganizationDeleted = "organization.deleted",
    OrganizationMembershipCreated = "organizationMembership.created",
    OrganizationMembershipUpdated = "organizationMembership.updated",
    OrganizationMembershipDeleted = "organizationMembership.deleted",
    OrganizationInvitationCreated = "organizationInvitation.created",
    OrganizationInvitationAccepted = "organizationInvitation.accepted",
    OrganizationInvitationRevoked = "organizationInvitation.revoked",
    OrganizationDomainCreated = "organizationDomain.created",
    OrganizationDomainUpdated = "organizationDomain.updated",
    OrganizationDomainDeleted = "organizationDomain.deleted",
    RoleCreated = "role.created",
    RoleUpdated = "role.updated",
    RoleDeleted = "role.deleted",
    PermissionCreated = "permission.created",
    PermissionUpdated = "permission.updated",
    PermissionDeleted = "permission.deleted",
}

impl EventType {
    /// Whether the audit log has it by another word: that a message goes out follows from what has an entry, if anything changes,
    /// and roles and permissions are settings.
    pub const fn follows(self) -> bool {
        matches!(
            self,
            Self::EmailCreated
                | Self::SmsCreated
                | Self::RoleCreated
                | Self::RoleUpdated
                | Self::RoleDeleted
                | Self::PermissionCreated
                | Self::PermissionUpdated
                | Self::PermissionDeleted
        )
    }
}

/// Notes an event, and in the audit log that it happened.
pub async fn record(
    connection: &mut Connection,
    kind: EventType,
    subject_id: &str,
    data: &impl Serialize,
    now: i64,
) -> Result<(), StoreError> {
    record_as(connection, kind, subject_id, data, AuditEntry::of(kind), now).await
}

/// Notes an event, and in the audit log what there is to be said of it: by a nearer word, or with what changed.
pub async fn record_as(
    connection: &mut Connection,
    kind: EventType,
    subject_id: &str,
    data: &impl Serialize,
    entry: AuditEntry,
    now: i64,
) -> Result<(), StoreError> {
    let data = tell(connection, kind, subject_id, data, now).await?;
    entry.told_by(subject_id, &data).write(connection, Some(subject_id), now).await
}

/// Notes an event of which the audit log has no entry: it follows from what has one, or from nothing that changes. Gives its
/// data.
pub async fn tell(
    connection: &mut Connection,
    kind: EventType,
    subject_id: &str,
    data: &impl Serialize,
    now: i64,
) -> Result<Value, StoreError> {
    let data = serde_json::to_value(data).map_err(|_| StoreError::Row("an event's data"))?;
    let origin = Origin::current();
    let event = EventRow {
        id: new_id(Prefix::Event, now),
        kind: kind.as_str().to_owned(),
        subject_id: subject_id.to_owned(),
        order_key: orders(kind, &data).filter(|user_id| *user_id != subject_id).map(str::to_owned),
        position: next_position(now),
        data: data.to_string(),
        client_ip: origin.client_ip,
        user_agent: origin.user_agent,
    };
    events::insert(connection, &event, now).await?;
    Ok(data)
}

/// Which user's events it is told in order with, if not with its subject's. That an invitation was accepted does not overtake that
/// it was made, which is told of the invitation alone.
fn orders(kind: EventType, data: &Value) -> Option<&str> {
    user_of(data).filter(|_| kind != EventType::OrganizationInvitationAccepted)
}

/// Which user it is about, as far as its data tell.
fn user_of(data: &Value) -> Option<&str> {
    data.get("user_id").or_else(|| data.get("public_user_data")?.get("user_id"))?.as_str()
}

/// Numbers that grow: microseconds, and one more where two things happen in the same one.
fn next_position(now: i64) -> i64 {
    static LAST: AtomicI64 = AtomicI64::new(0);
    let next = |last: i64| (last + 1).max(now * 1_000);
    let last = LAST.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |last| Some(next(last)));
    last.map_or_else(|last| last, next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_grow_although_the_clock_does_not() {
        let first = next_position(1_700_000_000_000);
        let second = next_position(1_700_000_000_000);
        let third = next_position(1_600_000_000_000);
        assert!(first < second && second < third, "{first} {second} {third}");
    }

    #[test]
    fn types_are_named_once() {
        let mut names: Vec<&str> = EventType::ALL.iter().map(|kind| kind.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), EventType::ALL.len());
    }
}
