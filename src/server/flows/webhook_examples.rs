//! What webhooks say of people and organizations that there are not: each in the shape of the real thing, because it is made of it.
//! Whoever is told an example sees by the ids that it is one.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::users::Account;
use super::waitlist::WaitlistEntry;
use crate::model::{
    EmailAddress, EnrollmentMode, Metadata, Organization, OrganizationDomain, OrganizationInvitation,
    OrganizationMembership, PublicUserData, TicketStatus, User, Verification, VerificationStatus, WaitlistStatus,
};
use crate::server::crypto::HOUR;
use crate::server::events::EventType;

const DAY: i64 = 24 * HOUR;
const ADDRESS: &str = "ada@example.com";
const ORGANIZATION: &str = "org_example";
const USER: &str = "user_example";

/// What an event of a type would say, if it happened now.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn data(kind: EventType, now: i64) -> Result<Value, serde_json::Error> {
    let deleted = |id: &str, object: &str| Ok(json!({ "id": id, "object": object, "deleted": true }));
    match kind {
        EventType::UserCreated => told(&user(now, now)),
        EventType::UserUpdated => told(&user(now - 30 * DAY, now)),
        EventType::UserBanned => told(&Account { banned: true, ..account(now) }),
        EventType::UserLocked => {
            let lockout_expires_in_seconds = Some(HOUR / 1_000);
            told(&Account { locked: true, lockout_expires_in_seconds, ..account(now) })
        }
        EventType::UserUnbanned | EventType::UserUnlocked => told(&account(now)),
        EventType::UserDeleted => deleted(USER, "user"),
        EventType::EmailCreated => Ok(json!({ "id": "msg_example", "to_email_address": ADDRESS })),
        EventType::SmsCreated => Ok(json!({ "id": "msg_example", "to_phone_number": "+15555550100" })),
        EventType::SessionCreated
        | EventType::SessionPending
        | EventType::SessionEnded
        | EventType::SessionRemoved
        | EventType::SessionRevoked => {
            Ok(json!({ "id": "sess_example", "user_id": USER, "client_id": "client_example" }))
        }
        EventType::WaitlistEntryCreated => told(&entry(WaitlistStatus::Pending, None, now, now)),
        EventType::WaitlistEntryUpdated => {
            told(&entry(WaitlistStatus::Invited, Some("inv_example".to_owned()), now - 3 * DAY, now))
        }
        EventType::OrganizationCreated => told(&organization(now, now)),
        EventType::OrganizationUpdated => told(&organization(now - 30 * DAY, now)),
        EventType::OrganizationDeleted => deleted(ORGANIZATION, "organization"),
        EventType::OrganizationMembershipCreated => told(&membership("org:member", now, now)),
        EventType::OrganizationMembershipUpdated => told(&membership("org:admin", now - 7 * DAY, now)),
        EventType::OrganizationMembershipDeleted => told(&membership("org:member", now - 7 * DAY, now - 7 * DAY)),
        EventType::OrganizationInvitationCreated => told(&invitation(TicketStatus::Pending, now, now)),
        EventType::OrganizationInvitationAccepted => told(&invitation(TicketStatus::Accepted, now - DAY, now)),
        EventType::OrganizationInvitationRevoked => told(&invitation(TicketStatus::Revoked, now - DAY, now)),
        EventType::OrganizationDomainCreated => told(&domain(false, now, now)),
        EventType::OrganizationDomainUpdated => told(&domain(true, now - DAY, now)),
        EventType::OrganizationDomainDeleted => deleted("orgdmn_example", "organization_domain"),
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

fn account(now: i64) -> Account {
    Account {
        user: user(now - 30 * DAY, now),
        external_id: None,
        private_metadata: Map::new(),
        banned: false,
        locked: false,
        lockout_expires_in_seconds: None,
        create_organization_enabled: None,
        create_organizations_limit: None,
        last_active_at: Some(now - HOUR),
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
        for kind in EventType::ALL {
            let data = data(*kind, 400 * DAY).unwrap_or_else(|error| panic!("{}: {error}", kind.as_str()));
            let id = data["id"].as_str().unwrap_or_else(|| panic!("{}: {data}", kind.as_str()));
            assert!(id.ends_with("_example"), "{}: {id}", kind.as_str());
            assert!(data.as_object().is_some_and(|data| data.len() > 1), "{}: {data}", kind.as_str());
        }
        let said = |kind| data(kind, 400 * DAY).expect("is one");
        assert_eq!(said(EventType::UserBanned)["banned"], true);
        assert_eq!(said(EventType::OrganizationInvitationRevoked)["status"], "revoked");
        assert_eq!(said(EventType::OrganizationMembershipCreated)["public_user_data"]["user_id"], USER);
    }
}
