use serde::{Deserialize, Serialize};

use super::{
    EnrollmentMode, Metadata, OrganizationDomain, OrganizationMembershipRequest, OrganizationSuggestion, TicketStatus,
};

/// A company, a team, a club: people who share what an app keeps for them. Times are Unix milliseconds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Organization {
    /// `org_…`
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Its name in addresses, where the settings give organizations one.
    pub slug: Option<String>,
    /// The address of its logo, on this site, if it has one.
    #[serde(default)]
    pub image_url: Option<String>,
    /// Whether it has a logo of its own.
    #[serde(default)]
    pub has_image: bool,
    /// How many people belong to it.
    pub members_count: i64,
    /// How many invitations wait for an answer.
    pub pending_invitations_count: i64,
    /// How many may belong to it, with those who are invited; 0 where there is no limit.
    pub max_allowed_memberships: i64,
    /// Whether its admins may delete it.
    pub admin_delete_enabled: bool,
    /// What the app keeps about it and its members may read: the server alone writes it.
    #[serde(default)]
    pub public_metadata: Metadata,
    /// When it was made.
    pub created_at: i64,
    /// When it last changed.
    pub updated_at: i64,
}

/// As much of a person as others of the same organization see.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PublicUserData {
    /// `user_…`
    pub user_id: String,
    /// Given name.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
    /// The address of their picture, on this site, if they have uploaded one.
    #[serde(default)]
    pub image_url: Option<String>,
    /// Whether they have uploaded one.
    #[serde(default)]
    pub has_image: bool,
    /// What they are known by: email address, else phone number, else username.
    pub identifier: String,
}

/// That a person belongs to an organization, and in what role. Times are Unix milliseconds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OrganizationMembership {
    /// `orgmem_…`
    pub id: String,
    /// The organization.
    pub organization: Organization,
    /// The key of their role, such as `org:admin`.
    pub role: String,
    /// What that role is called.
    pub role_name: String,
    /// What they may do there: all of it, the system's permissions too.
    pub permissions: Vec<String>,
    /// What the app keeps about it and members may read: the server alone writes it.
    #[serde(default)]
    pub public_metadata: Metadata,
    /// Who it is.
    pub public_user_data: PublicUserData,
    /// Since when.
    pub created_at: i64,
    /// When it last changed.
    pub updated_at: i64,
}

/// That someone is invited to an organization. Times are Unix milliseconds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OrganizationInvitation {
    /// `orginv_…`
    pub id: String,
    /// Whom it is for.
    pub email_address: String,
    /// The organization.
    pub organization_id: String,
    /// The key of the role that they will have.
    pub role: String,
    /// What that role is called.
    pub role_name: String,
    /// Who invited them; nobody where the app did in its own name.
    #[serde(default)]
    pub inviter_id: Option<String>,
    /// Where it stands.
    pub status: TicketStatus,
    /// What the membership gets from it.
    #[serde(default)]
    pub public_metadata: Metadata,
    /// When it is good no longer.
    pub expires_at: i64,
    /// When it was made.
    pub created_at: i64,
    /// When it last changed.
    pub updated_at: i64,
}

/// The organization in which a session acts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActiveOrganization {
    /// `org_…`
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Its name in addresses, if it has one.
    pub slug: Option<String>,
    /// The address of its logo, on this site, if it has one.
    #[serde(default)]
    pub image_url: Option<String>,
    /// The key of the role that the person has there, such as `org:admin`.
    pub role: String,
    /// What the settings call that role, if they do.
    #[serde(default)]
    pub role_name: Option<String>,
}

/// As much of an organization as whoever is invited to it sees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationName {
    /// `org_…`
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Its name in addresses, if it has one.
    pub slug: Option<String>,
    /// The address of its logo, on this site, if it has one.
    #[serde(default)]
    pub image_url: Option<String>,
}

/// An invitation to an organization, as whoever is invited sees it. Times are Unix milliseconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserOrganizationInvitation {
    /// `orginv_…`
    pub id: String,
    /// Which of their addresses it is for.
    pub email_address: String,
    /// The organization.
    pub organization: OrganizationName,
    /// The key of the role that they will have.
    pub role: String,
    /// What that role is called.
    pub role_name: String,
    /// When it is good no longer.
    pub expires_at: i64,
}

/// What someone can choose from who is to act in an organization.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrganizationChoices {
    /// Those that they belong to, or the first of them.
    pub organizations: Vec<ActiveOrganization>,
    /// The one that they have just come into, which stands in front.
    pub joined: Option<String>,
    /// To how many they belong.
    pub total_count: i64,
    /// What was looked for in the names; empty where all are shown.
    pub query: String,
    /// What waits for their answer, or a part of it.
    pub invitations: Vec<UserOrganizationInvitation>,
    /// Where an address of theirs lets them come, or ask: what of it stands behind the invitations in the same part.
    pub suggestions: Vec<OrganizationSuggestion>,
    /// How many invitations and suggestions there are.
    pub waiting_count: i64,
    /// How many of them nobody has answered.
    pub unanswered_count: i64,
    /// How many wait for an answer of theirs: who ask to be let into the organization in which they act, if they manage its
    /// members.
    pub requests_count: i64,
    /// Which part of them it is: the first is 1.
    pub waiting_page: i64,
    /// Whether they may make one.
    pub may_create: bool,
    /// As many as they may make, if they have made as many: `may_create` is not so then.
    pub create_limit: Option<usize>,
    /// Whether people act for themselves here, too.
    pub personal_accounts: bool,
    /// Whether organizations have names in addresses.
    pub slugs: bool,
}

impl OrganizationChoices {
    /// Which part it is of the invitations and suggestions.
    pub fn waiting(&self) -> ListPage<()> {
        let (total_count, number, query) = (self.waiting_count, self.waiting_page.max(1), self.query.clone());
        ListPage { data: Vec::new(), total_count, number, query }
    }
}

/// An address with the id and the slug of an organization in the place of `:id` and `:slug`; the id for a slug that there is not.
///
/// ```
/// assert_eq!(vestibule::model::fill("/o/:slug/notes", "org_1", Some("acme")), "/o/acme/notes");
/// assert_eq!(vestibule::model::fill("/o/:slug", "org_1", None), "/o/org_1");
/// ```
pub fn fill(pattern: &str, id: &str, slug: Option<&str>) -> String {
    pattern.replace(":id", id).replace(":slug", slug.unwrap_or(id))
}

/// An address with the id and the username of a person in the place of `:id` and `:username`; the id for a username that there
/// is not.
///
/// ```
/// assert_eq!(vestibule::model::fill_personal("/people/:username", "user_1", Some("ada")), "/people/ada");
/// assert_eq!(vestibule::model::fill_personal("/people/:username", "user_1", None), "/people/user_1");
/// ```
pub fn fill_personal(pattern: &str, id: &str, username: Option<&str>) -> String {
    pattern.replace(":id", id).replace(":username", username.unwrap_or(id))
}

/// Which lists of an organization a page shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OrganizationLists {
    /// Its members, and who asks to become one.
    pub members: bool,
    /// The invitations that wait.
    pub invitations: bool,
    /// Its domains.
    pub domains: bool,
}

/// Part of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct ListPage<T> {
    /// What is in it.
    pub data: Vec<T>,
    /// How many there are in all.
    pub total_count: i64,
    /// Which part it is: the first is 1.
    pub number: i64,
    /// What was looked for; empty where all are shown.
    pub query: String,
}

/// As many as stand on one page of a list.
pub const PAGE_SIZE: i64 = 10;

impl<T> ListPage<T> {
    /// How many parts there are, at least 1.
    pub fn count(&self) -> i64 {
        (self.total_count + PAGE_SIZE - 1).max(PAGE_SIZE) / PAGE_SIZE
    }
}

/// A role that may be given to someone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganizationRole {
    /// `org:…`
    pub key: String,
    /// What the settings call it, if they do.
    pub name: Option<String>,
}

/// What the pages of an organization show to one of its members.
#[derive(Clone, Debug, PartialEq)]
pub struct OrganizationPage {
    /// The organization.
    pub organization: Organization,
    /// Who belongs to it, where that is shown.
    pub members: Option<ListPage<OrganizationMembership>>,
    /// The invitations that wait for an answer, where they are shown.
    pub invitations: Option<ListPage<OrganizationInvitation>>,
    /// Its domains, where they are shown.
    pub domains: Option<Vec<OrganizationDomain>>,
    /// How people can come in by one.
    pub enrollment_modes: Vec<EnrollmentMode>,
    /// Who asks to be let in, where that is shown.
    pub requests: Option<ListPage<OrganizationMembershipRequest>>,
    /// The roles that this member may give.
    pub roles: Vec<OrganizationRole>,
    /// The one that people get unless another is chosen for them.
    pub default_role: String,
    /// Whether organizations have names in addresses.
    pub slugs: bool,
}
