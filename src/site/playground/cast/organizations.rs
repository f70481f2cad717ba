//! Organizations, and what waits there.

use super::{DAY, EMAIL, MINUTE, NOW, ada, grace, long_name, nameless};
use crate::model::{
    ActiveOrganization, EnrollmentMode, ListPage, MembershipRequestStatus, Metadata, Organization, OrganizationChoices,
    OrganizationDomain, OrganizationInvitation, OrganizationMembership, OrganizationMembershipRequest,
    OrganizationName, OrganizationPage, OrganizationRole, OrganizationSuggestion, PublicUserData, TicketStatus, User,
    UserOrganizationInvitation,
};

/// Where people belong: one of them has a name that is longer than its place.
pub fn organizations() -> OrganizationChoices {
    let one = |id: &str, name: &str, role: &str, role_name: Option<&str>| ActiveOrganization {
        id: format!("org_{id}"),
        name: name.into(),
        slug: Some(id.into()),
        image_url: None,
        role: role.into(),
        role_name: role_name.map(str::to_owned),
    };
    let long = "Königlich-Preußische Gesellschaft zur Förderung der Analytischen Maschinen und verwandter Künste";
    let organizations = vec![
        one("engines", "Analytical Engines", "org:admin", None),
        one("royal", long, "org:editor", Some("Editor of the proceedings")),
        one("looms", "Jacquard Looms", "org:member", None),
    ];
    let total_count = organizations.len() as i64;
    OrganizationChoices {
        organizations,
        total_count,
        may_create: true,
        create_limit: None,
        personal_accounts: true,
        slugs: true,
        ..OrganizationChoices::default()
    }
}

/// What waits for Ada.
pub fn waiting_invitations() -> Vec<UserOrganizationInvitation> {
    let one = |id: &str, name: &str| UserOrganizationInvitation {
        id: format!("orginv_{id}"),
        email_address: EMAIL.into(),
        organization: OrganizationName {
            id: format!("org_{id}"),
            name: name.into(),
            slug: Some(id.into()),
            image_url: None,
        },
        role: "org:member".into(),
        role_name: "Member".into(),
        expires_at: NOW + 20 * DAY,
    };
    vec![one("compilers", "Compilers"), one("numbers", "Society for the Diffusion of Very Large Numbers")]
}

/// Where Ada's addresses let her come, or ask.
pub fn suggestions() -> Vec<OrganizationSuggestion> {
    let one =
        |id: &str, name: &str, mode: EnrollmentMode, status: Option<MembershipRequestStatus>| OrganizationSuggestion {
            organization: OrganizationName {
                id: format!("org_{id}"),
                name: name.into(),
                slug: Some(id.into()),
                image_url: None,
            },
            domain: "engine.example".into(),
            enrollment_mode: mode,
            status,
        };
    let asked = Some(MembershipRequestStatus::Pending);
    vec![
        one("club", "Engine Club", EnrollmentMode::AutomaticInvitation, None),
        one("guild", "Guild of Engineers", EnrollmentMode::AutomaticSuggestion, None),
        one("board", "Board of Trade", EnrollmentMode::AutomaticSuggestion, asked),
    ]
}

/// The first of Ada's organizations, as she sees it who manages it.
pub fn organization_page() -> OrganizationPage {
    let organization = Organization {
        id: "org_engines".into(),
        name: "Analytical Engines".into(),
        slug: Some("engines".into()),
        image_url: None,
        has_image: false,
        members_count: 24,
        pending_invitations_count: 2,
        max_allowed_memberships: 0,
        admin_delete_enabled: true,
        public_metadata: Metadata::default(),
        created_at: NOW - 90 * DAY,
        updated_at: NOW - 30 * DAY,
    };
    let member = |user: User, role: &str, role_name: &str, ago: i64| {
        let identifier = user.primary_email_address().unwrap_or_default().to_owned();
        OrganizationMembership {
            id: format!("orgmem_{}", user.id),
            organization: organization.clone(),
            role: role.into(),
            role_name: role_name.into(),
            permissions: Vec::new(),
            public_metadata: Metadata::default(),
            public_user_data: PublicUserData {
                user_id: user.id,
                first_name: user.first_name,
                last_name: user.last_name,
                image_url: None,
                has_image: false,
                identifier,
            },
            created_at: NOW - ago * DAY,
            updated_at: NOW - ago * DAY,
        }
    };
    let invitation = |id: &str, address: &str| OrganizationInvitation {
        id: format!("orginv_{id}"),
        email_address: address.into(),
        organization_id: organization.id.clone(),
        role: "org:editor".into(),
        role_name: "Editor of the proceedings".into(),
        inviter_id: None,
        status: TicketStatus::Pending,
        public_metadata: Metadata::default(),
        expires_at: NOW + 29 * DAY,
        created_at: NOW - DAY,
        updated_at: NOW - DAY,
    };
    let members = vec![
        member(ada(), "org:admin", "Admin", 90),
        member(grace(), "org:editor", "Editor of the proceedings", 40),
        member(long_name(), "org:member", "Member", 3),
        member(nameless(), "org:member", "Member", 1),
    ];
    let invitations = vec![
        invitation("charles", "charles.babbage@example.com"),
        invitation("long", "the.honourable.secretary.of.the.society@correspondence.department.example.com"),
    ];
    let domain = |id: &str, name: &str, verified: bool| OrganizationDomain {
        id: format!("orgdmn_{id}"),
        organization_id: organization.id.clone(),
        name: name.into(),
        enrollment_mode: if verified { EnrollmentMode::AutomaticSuggestion } else { EnrollmentMode::ManualInvitation },
        verified,
        affiliation_email_address: verified.then(|| format!("office@{name}")),
        created_at: NOW - 20 * DAY,
        updated_at: NOW - 20 * DAY,
    };
    let request = OrganizationMembershipRequest {
        id: "orgmemreq_joan".into(),
        organization_id: organization.id.clone(),
        status: MembershipRequestStatus::Pending,
        public_user_data: PublicUserData {
            user_id: "user_joan".into(),
            first_name: Some("Joan".into()),
            last_name: Some("Clarke".into()),
            image_url: None,
            has_image: false,
            identifier: "joan@engines.example".into(),
        },
        created_at: NOW - 3 * 60 * MINUTE,
        updated_at: NOW - 3 * 60 * MINUTE,
    };
    let role = |key: &str, name: Option<&str>| OrganizationRole { key: key.into(), name: name.map(str::to_owned) };
    OrganizationPage {
        members: Some(part(members, 24)),
        invitations: Some(part(invitations, 2)),
        domains: Some(vec![domain("engines", "engines.example", true), domain("looms", "looms.example", false)]),
        enrollment_modes: EnrollmentMode::ALL.to_vec(),
        requests: Some(part(vec![request], 1)),
        roles: vec![
            role("org:admin", None),
            role("org:member", None),
            role("org:editor", Some("Editor of the proceedings")),
        ],
        default_role: "org:member".into(),
        slugs: true,
        organization,
    }
}

/// The first page of a list.
fn part<T>(data: Vec<T>, total_count: i64) -> ListPage<T> {
    ListPage { data, total_count, number: 1, query: String::new() }
}
