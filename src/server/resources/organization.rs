use std::collections::HashMap;

use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::user::absolute;
use crate::model;
use crate::server::flows::organizations::OrganizationAccount;
use crate::server::flows::organizations::invitations::SentOrganizationInvitation;
use crate::server::settings::Settings;

/// A company, a team, a club.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Organization {
    /// Always `organization`.
    object: &'static str,
    /// `org_…`
    id: String,
    name: String,
    slug: Option<String>,
    /// Empty where it has no logo.
    image_url: String,
    has_image: bool,
    members_count: i64,
    pending_invitations_count: i64,
    /// 0 where there is no limit.
    max_allowed_memberships: i64,
    admin_delete_enabled: bool,
    public_metadata: Map<String, Value>,
    /// Left out where organizations are only named.
    #[serde(skip_serializing_if = "Option::is_none")]
    private_metadata: Option<Map<String, Value>>,
    /// `user_…`
    #[serde(skip_serializing_if = "Option::is_none")]
    created_by: Option<String>,
    created_at: i64,
    updated_at: i64,
}

impl Organization {
    /// What is shown of one to whom its members are.
    fn named(organization: model::Organization, settings: &Settings) -> Self {
        Self {
            object: "organization",
            image_url: absolute(settings, organization.image_url.as_deref()),
            id: organization.id,
            name: organization.name,
            slug: organization.slug,
            has_image: organization.has_image,
            members_count: organization.members_count,
            pending_invitations_count: organization.pending_invitations_count,
            max_allowed_memberships: organization.max_allowed_memberships,
            admin_delete_enabled: organization.admin_delete_enabled,
            public_metadata: organization.public_metadata.to_map(),
            private_metadata: None,
            created_by: None,
            created_at: organization.created_at,
            updated_at: organization.updated_at,
        }
    }

    /// What is shown of one.
    pub fn of(account: OrganizationAccount, settings: &Settings) -> Self {
        Self {
            private_metadata: Some(account.private_metadata),
            created_by: account.created_by,
            ..Self::named(account.organization, settings)
        }
    }
}

/// That a person belongs to an organization.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct OrganizationMembership {
    /// Always `organization_membership`.
    object: &'static str,
    /// `orgmem_…`
    id: String,
    role: String,
    role_name: String,
    permissions: Vec<String>,
    public_metadata: Map<String, Value>,
    private_metadata: Map<String, Value>,
    organization: Organization,
    public_user_data: PublicUserData,
    created_at: i64,
    updated_at: i64,
}

/// As much of a person as others of the same organization see.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PublicUserData {
    /// `user_…`
    user_id: String,
    first_name: Option<String>,
    last_name: Option<String>,
    /// Empty where they have uploaded none.
    image_url: String,
    has_image: bool,
    /// Email address, else phone number, else username.
    identifier: String,
}

impl OrganizationMembership {
    /// What is shown of one.
    pub fn of(
        membership: model::OrganizationMembership,
        private_metadata: Map<String, Value>,
        settings: &Settings,
    ) -> Self {
        let person = membership.public_user_data;
        Self {
            object: "organization_membership",
            id: membership.id,
            role: membership.role,
            role_name: membership.role_name,
            permissions: membership.permissions,
            public_metadata: membership.public_metadata.to_map(),
            private_metadata,
            organization: Organization::named(membership.organization, settings),
            public_user_data: PublicUserData {
                image_url: absolute(settings, person.image_url.as_deref()),
                user_id: person.user_id,
                first_name: person.first_name,
                last_name: person.last_name,
                has_image: person.has_image,
                identifier: person.identifier,
            },
            created_at: membership.created_at,
            updated_at: membership.updated_at,
        }
    }
}

/// That someone is invited to an organization.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct OrganizationInvitation {
    /// Always `organization_invitation`.
    object: &'static str,
    /// `orginv_…`
    id: String,
    email_address: String,
    role: String,
    role_name: String,
    organization_id: String,
    /// `user_…`: who invited them; `null` where the app did in its own name.
    inviter_id: Option<String>,
    /// `pending`, `accepted`, `revoked` or `expired`.
    #[schema(value_type = String)]
    status: model::TicketStatus,
    public_metadata: Map<String, Value>,
    /// What the membership gets from it and the server alone reads.
    #[serde(skip_serializing_if = "Option::is_none")]
    private_metadata: Option<Map<String, Value>>,
    /// The address of its link; `null` but when it was just made.
    url: Option<String>,
    /// Where the invitations of a user are listed.
    #[serde(skip_serializing_if = "Option::is_none")]
    public_organization_data: Option<PublicOrganizationData>,
    expires_at: i64,
    created_at: i64,
    updated_at: i64,
}

/// As much of an organization as those see who are invited to it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PublicOrganizationData {
    /// `org_…`
    id: String,
    name: String,
    slug: Option<String>,
    /// Empty where it has no logo.
    image_url: String,
    has_image: bool,
}

impl OrganizationInvitation {
    /// What is shown of one.
    pub fn of(invitation: model::OrganizationInvitation) -> Self {
        Self {
            object: "organization_invitation",
            id: invitation.id,
            email_address: invitation.email_address,
            role: invitation.role,
            role_name: invitation.role_name,
            organization_id: invitation.organization_id,
            inviter_id: invitation.inviter_id,
            status: invitation.status,
            public_metadata: invitation.public_metadata.to_map(),
            private_metadata: None,
            url: None,
            public_organization_data: None,
            expires_at: invitation.expires_at,
            created_at: invitation.created_at,
            updated_at: invitation.updated_at,
        }
    }

    /// `orginv_…`
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The same with what the server alone reads.
    pub fn with_private_metadata(self, private_metadata: Map<String, Value>) -> Self {
        Self { private_metadata: Some(private_metadata), ..self }
    }

    /// The same with the organization.
    pub fn to(
        invitation: model::OrganizationInvitation,
        organization: model::OrganizationName,
        settings: &Settings,
    ) -> Self {
        let data = PublicOrganizationData {
            image_url: absolute(settings, organization.image_url.as_deref()),
            has_image: organization.image_url.is_some(),
            id: organization.id,
            name: organization.name,
            slug: organization.slug.filter(|_| settings.organizations.slugs),
        };
        Self { public_organization_data: Some(data), ..Self::of(invitation) }
    }

    /// What is shown of one that was just made.
    pub fn sent(sent: SentOrganizationInvitation) -> Self {
        Self { url: sent.url.map(|url| url.expose().to_owned()), ..Self::of(sent.invitation) }
    }
}

/// What webhooks are told of an invitation that somebody has accepted.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AcceptedOrganizationInvitation {
    #[serde(flatten)]
    invitation: OrganizationInvitation,
    /// `user_…`: who has.
    user_id: String,
}

impl AcceptedOrganizationInvitation {
    /// What is told of one.
    pub fn of(invitation: OrganizationInvitation, user_id: String) -> Self {
        Self { invitation, user_id }
    }
}

/// A domain that an organization says is its own.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct OrganizationDomain {
    /// Always `organization_domain`.
    object: &'static str,
    /// `orgdmn_…`
    id: String,
    organization_id: String,
    name: String,
    /// `manual_invitation`, `automatic_invitation` or `automatic_suggestion`.
    #[schema(value_type = String)]
    enrollment_mode: model::EnrollmentMode,
    verified: bool,
    verification: OrganizationDomainVerification,
    affiliation_email_address: Option<String>,
    /// Always 0: whom a domain lets in at once is sent nothing first.
    #[serde(skip_serializing_if = "Option::is_none")]
    total_pending_invitations: Option<i64>,
    /// How many ask to be let in by an address in it, and wait for an answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    total_pending_suggestions: Option<i64>,
    created_at: i64,
    updated_at: i64,
}

/// Whether a domain is known to be an organization's.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct OrganizationDomainVerification {
    /// `verified` or `unverified`.
    #[schema(value_type = String)]
    status: model::VerificationStatus,
    /// How people prove it: always `affiliation_email_code`.
    strategy: &'static str,
}

impl OrganizationDomain {
    /// The same with how many wait to be let in by an address in one of the organization's domains.
    pub fn with_waiting(self, by_domain: &HashMap<String, i64>) -> Self {
        let waiting = by_domain.get(&self.name).copied().unwrap_or_default();
        Self { total_pending_invitations: Some(0), total_pending_suggestions: Some(waiting), ..self }
    }

    /// What is shown of one.
    pub fn of(domain: model::OrganizationDomain) -> Self {
        Self {
            object: "organization_domain",
            id: domain.id,
            organization_id: domain.organization_id,
            name: domain.name,
            enrollment_mode: domain.enrollment_mode,
            verified: domain.verified,
            verification: OrganizationDomainVerification {
                status: match domain.verified {
                    true => model::VerificationStatus::Verified,
                    false => model::VerificationStatus::Unverified,
                },
                strategy: "affiliation_email_code",
            },
            affiliation_email_address: domain.affiliation_email_address,
            total_pending_invitations: None,
            total_pending_suggestions: None,
            created_at: domain.created_at,
            updated_at: domain.updated_at,
        }
    }
}
