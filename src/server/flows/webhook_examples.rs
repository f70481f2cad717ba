//! What webhooks say of people and organizations that there are not: each in the shape of the real thing, because it is made of it.
//! Whoever is told an example sees by the ids that it is one.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::{Map, Value};

use super::invitations::Invitation;
use super::organizations::{OrganizationAccount, role_name};
use super::sessions::UserSession;
use super::users::Account;
use super::waitlist::WaitlistEntry;
use crate::model::{
    EmailAddress, EnrollmentMode, Metadata, Organization, OrganizationDomain, OrganizationInvitation,
    OrganizationMembership, PublicUserData, SessionActivity, SessionStatus, TicketStatus, User, Verification,
    VerificationStatus, WaitlistStatus,
};
use crate::server::crypto::HOUR;
use crate::server::delivery::{self, Channel, To};
use crate::server::events::EventType;
use crate::server::resources;
use crate::server::settings::{Role, Settings};

const DAY: i64 = 24 * HOUR;
const ADDRESS: &str = "ada@example.com";
const ORGANIZATION: &str = "org_example";
const PERMISSION: &str = "org:notes:write_example";
const USER: &str = "user_example";

/// What an event of a type would say, if it happened now.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn data(kind: EventType, settings: &Settings, now: i64) -> Result<Value, serde_json::Error> {
    let deleted = |id: &str, object: &'static str| told(&resources::DeletedObject::new(object, id));
    let person = |account| told(&resources::User::of(account, settings));
    let firm = |organization| {
        let (private_metadata, created_by) = (Map::new(), Some(USER.to_owned()));
        told(&resources::Organization::of(OrganizationAccount { organization, private_metadata, created_by }, settings))
    };
    let member = |membership| told(&resources::OrganizationMembership::of(membership, Map::new(), settings));
    let sent = |invitation| resources::OrganizationInvitation::of(invitation).with_private_metadata(Map::new());
    let invited = |invitation| told(&sent(invitation));
    let message = |channel, address| {
        let to = To { address, language: None, user_id: Some(USER) };
        Ok(delivery::told(channel, "msg_example", "code", to).1)
    };
    match kind {
        EventType::UserCreated => person(account(now, now)),
        EventType::UserUpdated => person(account(now - 30 * DAY, now)),
        EventType::UserBanned => person(Account { banned: true, ..account(now - 30 * DAY, now) }),
        EventType::UserLocked => {
            let lockout_expires_in_seconds = Some(HOUR / 1_000);
            person(Account { locked: true, lockout_expires_in_seconds, ..account(now - 30 * DAY, now) })
        }
        EventType::UserUnbanned | EventType::UserUnlocked => person(account(now - 30 * DAY, now)),
        EventType::UserDeleted => deleted(USER, "user"),
        EventType::EmailCreated => message(Channel::Email, ADDRESS),
        EventType::SmsCreated => message(Channel::Sms, "+15555550100"),
        EventType::SessionCreated => told(&session(SessionStatus::Active, now)),
        EventType::SessionPending => told(&session(SessionStatus::Pending, now)),
        EventType::SessionEnded => told(&session(SessionStatus::Ended, now)),
        EventType::SessionRemoved => told(&session(SessionStatus::Removed, now)),
        EventType::SessionRevoked => told(&session(SessionStatus::Revoked, now)),
        EventType::WaitlistEntryCreated => {
            told(&resources::WaitlistEntry::of(entry(WaitlistStatus::Pending, None, now, now), None))
        }
        EventType::WaitlistEntryUpdated => {
            let sent = sign_up_invitation(now);
            let entry = entry(WaitlistStatus::Invited, Some(sent.id.clone()), now - 3 * DAY, now);
            told(&resources::WaitlistEntry::of(entry, Some(sent)))
        }
        EventType::OrganizationCreated => firm(organization(now, now)),
        EventType::OrganizationUpdated => firm(organization(now - 30 * DAY, now)),
        EventType::OrganizationDeleted => deleted(ORGANIZATION, "organization"),
        EventType::OrganizationMembershipCreated => member(membership("org:member", now, now)),
        EventType::OrganizationMembershipUpdated => member(membership("org:admin", now - 7 * DAY, now)),
        EventType::OrganizationMembershipDeleted => member(membership("org:member", now - 7 * DAY, now - 7 * DAY)),
        EventType::OrganizationInvitationCreated => invited(invitation(TicketStatus::Pending, now, now)),
        EventType::OrganizationInvitationAccepted => {
            let accepted = sent(invitation(TicketStatus::Accepted, now - DAY, now));
            told(&resources::AcceptedOrganizationInvitation::of(accepted, USER.to_owned()))
        }
        EventType::OrganizationInvitationRevoked => invited(invitation(TicketStatus::Revoked, now - DAY, now)),
        EventType::OrganizationDomainCreated => told(&resources::OrganizationDomain::of(domain(false, now, now))),
        EventType::OrganizationDomainUpdated => told(&resources::OrganizationDomain::of(domain(true, now - DAY, now))),
        EventType::OrganizationDomainDeleted => deleted("orgdmn_example", "organization_domain"),
        EventType::RoleCreated | EventType::RoleUpdated | EventType::RoleDeleted => {
            let role = role();
            let name = role_name(&role);
            told(&resources::OrganizationRole::of(role, name, &settings.organizations))
        }
        EventType::PermissionCreated | EventType::PermissionUpdated | EventType::PermissionDeleted => {
            told(&resources::OrganizationPermission::of(PERMISSION.to_owned(), &settings.organizations))
        }
    }
}

fn told(what: &impl Serialize) -> Result<Value, serde_json::Error> {
    serde_json::to_value(what)
}

fn user(created_at: i64, updated_at: i64) -> User {
    let verification = Verification {
        status: VerificationStatus::Verified,
        strategy: "email_code".into(),
        attempts: 1,
        expire_at: None,
        resend_at: None,
    };
    let address = EmailAddress { id: "idn_example".into(), email_address: ADDRESS.into(), verification };
    User {
        id: USER.into(),
        first_name: Some("Ada".into()),
        last_name: Some("Lovelace".into()),
        username: None,
        image_url: None,
        has_image: false,
        locale: Some("en".into()),
        primary_email_address_id: Some(address.id.clone()),
        email_addresses: vec![address],
        external_accounts: Vec::new(),
        passkeys: Vec::new(),
        primary_phone_number_id: None,
        phone_numbers: Vec::new(),
        password_enabled: true,
        two_factor_enabled: false,
        totp_enabled: false,
        backup_code_enabled: false,
        mfa_enabled_at: None,
        mfa_disabled_at: None,
        public_metadata: Metadata::default(),
        unsafe_metadata: Metadata::default(),
        last_sign_in_at: None,
        legal_accepted_at: None,
        delete_self_enabled: None,
        created_at,
        updated_at,
    }
}

fn account(created_at: i64, updated_at: i64) -> Account {
    Account {
        user: user(created_at, updated_at),
        external_id: None,
        private_metadata: Map::new(),
        banned: false,
        locked: false,
        lockout_expires_in_seconds: None,
        create_organization_enabled: None,
        create_organizations_limit: None,
        last_active_at: Some(updated_at),
        password_last_updated_at: Some(created_at),
    }
}

fn session(status: SessionStatus, now: i64) -> resources::SessionEvent {
    resources::SessionEvent::of(UserSession {
        id: "sess_example".into(),
        client_id: "client_example".into(),
        user_id: USER.into(),
        status,
        last_active_at: now,
        last_active_organization_id: None,
        actor: None,
        latest_activity: SessionActivity::default(),
        expire_at: now + 7 * DAY,
        abandon_at: now + 7 * DAY,
        created_at: now,
        updated_at: now,
    })
}

fn sign_up_invitation(now: i64) -> Invitation {
    Invitation {
        id: "inv_example".into(),
        email_address: ADDRESS.into(),
        public_metadata: Map::new(),
        redirect_url: None,
        revoked: false,
        status: TicketStatus::Pending,
        url: None,
        expires_at: now + 30 * DAY,
        created_at: now,
        updated_at: now,
    }
}

fn role() -> Role {
    Role {
        key: "org:editor_example".into(),
        name: Some("Editor".into()),
        description: "Writes notes.".into(),
        permissions: BTreeSet::from([PERMISSION.to_owned()]),
    }
}

fn entry(status: WaitlistStatus, invitation_id: Option<String>, created_at: i64, updated_at: i64) -> WaitlistEntry {
    let (id, email_address) = ("wle_example".to_owned(), ADDRESS.to_owned());
    WaitlistEntry { id, email_address, status, invitation_id, created_at, updated_at }
}

fn organization(created_at: i64, updated_at: i64) -> Organization {
    Organization {
        id: ORGANIZATION.into(),
        name: "Analytical Engines".into(),
        slug: Some("analytical-engines".into()),
        image_url: None,
        has_image: false,
        members_count: 1,
        pending_invitations_count: 0,
        max_allowed_memberships: 0,
        admin_delete_enabled: true,
        public_metadata: Metadata::default(),
        created_at,
        updated_at,
    }
}

fn membership(role: &str, created_at: i64, updated_at: i64) -> OrganizationMembership {
    let user = user(created_at, updated_at);
    OrganizationMembership {
        id: "orgmem_example".into(),
        organization: organization(created_at, updated_at),
        role: role.into(),
        role_name: if role == "org:admin" { "Admin" } else { "Member" }.into(),
        permissions: vec!["org:sys_memberships:read".into()],
        public_metadata: Metadata::default(),
        public_user_data: PublicUserData {
            user_id: user.id,
            first_name: user.first_name,
            last_name: user.last_name,
            image_url: None,
            has_image: false,
            identifier: ADDRESS.into(),
        },
        created_at,
        updated_at,
    }
}

fn invitation(status: TicketStatus, created_at: i64, updated_at: i64) -> OrganizationInvitation {
    OrganizationInvitation {
        id: "orginv_example".into(),
        email_address: "grace@example.com".into(),
        organization_id: ORGANIZATION.into(),
        role: "org:member".into(),
        role_name: "Member".into(),
        inviter_id: Some(USER.into()),
        status,
        public_metadata: Metadata::default(),
        expires_at: created_at + 30 * DAY,
        created_at,
        updated_at,
    }
}

fn domain(verified: bool, created_at: i64, updated_at: i64) -> OrganizationDomain {
    OrganizationDomain {
        id: "orgdmn_example".into(),
        organization_id: ORGANIZATION.into(),
        name: "example.com".into(),
        enrollment_mode: EnrollmentMode::ManualInvitation,
        verified,
        affiliation_email_address: verified.then(|| "office@example.com".to_owned()),
        created_at,
        updated_at,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_has_an_example_that_is_known_for_one() {
        let settings = Settings::default();
        for kind in EventType::ALL {
            let data = data(*kind, &settings, 400 * DAY).unwrap_or_else(|error| panic!("{}: {error}", kind.as_str()));
            let id = data["id"].as_str().unwrap_or_else(|| panic!("{}: {data}", kind.as_str()));
            assert!(id.ends_with("_example"), "{}: {id}", kind.as_str());
            assert!(data["object"].is_string(), "{}: {data}", kind.as_str());
        }
        let said = |kind| data(kind, &settings, 400 * DAY).expect("is one");
        assert_eq!(said(EventType::UserBanned)["banned"], true);
        assert_eq!(said(EventType::OrganizationInvitationRevoked)["status"], "revoked");
        assert_eq!(said(EventType::OrganizationMembershipCreated)["public_user_data"]["user_id"], USER);
        assert_eq!(said(EventType::OrganizationInvitationAccepted)["user_id"], USER);
        assert_eq!(said(EventType::SessionEnded)["status"], "ended");
        assert_eq!(said(EventType::RoleCreated)["permissions"][0]["id"], PERMISSION);
    }
}
