//! What happened, noted in the transaction in which it happens.

use serde::Serialize;

use super::crypto::{Prefix, new_id};
use super::store::events::EventRow;
use super::store::{Connection, StoreError, events};

/// The kinds of things that happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum EventType {
    UserCreated,
    UserUpdated,
    UserDeleted,
    UserBanned,
    UserUnbanned,
    UserLocked,
    UserUnlocked,
    EmailCreated,
    SmsCreated,
    SessionCreated,
    SessionPending,
    SessionEnded,
    SessionRemoved,
    SessionRevoked,
    WaitlistEntryCreated,
    WaitlistEntryUpdated,
    OrganizationCreated,
    OrganizationUpdated,
    OrganizationDeleted,
    OrganizationMembershipCreated,
    OrganizationMembershipUpdated,
    OrganizationMembershipDeleted,
    OrganizationInvitationCreated,
    OrganizationInvitationAccepted,
    OrganizationInvitationRevoked,
    OrganizationDomainCreated,
    OrganizationDomainUpdated,
    OrganizationDomainDeleted,
}

impl EventType {
    const fn as_str(self) -> &'static str {
        match self {
            Self::UserCreated => "user.created",
            Self::UserUpdated => "user.updated",
            Self::UserDeleted => "user.deleted",
            Self::UserBanned => "user.banned",
            Self::UserUnbanned => "user.unbanned",
            Self::UserLocked => "user.locked",
            Self::UserUnlocked => "user.unlocked",
            Self::EmailCreated => "email.created",
            Self::SmsCreated => "sms.created",
            Self::SessionCreated => "session.created",
            Self::SessionPending => "session.pending",
            Self::SessionEnded => "session.ended",
            Self::SessionRemoved => "session.removed",
            Self::SessionRevoked => "session.revoked",
            Self::WaitlistEntryCreated => "waitlistEntry.created",
            Self::WaitlistEntryUpdated => "waitlistEntry.updated",
            Self::OrganizationCreated => "organization.created",
            Self::OrganizationUpdated => "organization.updated",
            Self::OrganizationDeleted => "organization.deleted",
            Self::OrganizationMembershipCreated => "organizationMembership.created",
            Self::OrganizationMembershipUpdated => "organizationMembership.updated",
            Self::OrganizationMembershipDeleted => "organizationMembership.deleted",
            Self::OrganizationInvitationCreated => "organizationInvitation.created",
            Self::OrganizationInvitationAccepted => "organizationInvitation.accepted",
            Self::OrganizationInvitationRevoked => "organizationInvitation.revoked",
            Self::OrganizationDomainCreated => "organizationDomain.created",
            Self::OrganizationDomainUpdated => "organizationDomain.updated",
            Self::OrganizationDomainDeleted => "organizationDomain.deleted",
        }
    }
}

/// Notes an event.
pub async fn record(
    connection: &mut Connection,
    kind: EventType,
    subject_id: &str,
    data: &impl Serialize,
    now: i64,
) -> Result<(), StoreError> {
    let event = EventRow {
        id: new_id(Prefix::Event, now),
        kind: kind.as_str().to_owned(),
        subject_id: subject_id.to_owned(),
        data: serde_json::to_string(data).map_err(|_| StoreError::Row("an event's data"))?,
    };
    events::insert(connection, &event, now).await
}
