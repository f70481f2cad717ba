//! What other backends are shown: the resources in the shapes that Clerk's published clients read. Times are Unix
//! milliseconds.

mod api_key;
mod audit_entry;
mod instance;
mod jwt_template;
mod listed_identifier;
mod machine;
mod organization;
mod role;
mod session;
mod sign_up;
mod testing_token;
mod ticket;
mod user;
mod webhook_endpoint;

pub use api_key::ApiKey;
pub use audit_entry::{AuditActor, AuditEntry, AuditPage, AuditSubject};
pub use instance::{Instance, InstanceRestrictions, OrganizationSettings};
pub use jwt_template::JwtTemplate;
pub use listed_identifier::{AllowlistIdentifier, BlocklistIdentifier, RedirectUrl};
pub use machine::{DeletedMachineScope, M2mToken, M2mTokens, Machine, MachineScope, MachineSecretKey, ScopedMachine};
pub use organization::{
    AcceptedOrganizationInvitation, Organization, OrganizationDomain, OrganizationDomainVerification,
    OrganizationInvitation, OrganizationMembership, PublicOrganizationData, PublicUserData,
};
pub use role::{OrganizationPermission, OrganizationRole};
pub use session::{Client, Session, SessionActivity, SessionEvent};
pub use sign_up::SignUpAttempt;
pub use testing_token::TestingToken;
pub use ticket::{ActorToken, Invitation, SignInToken, WaitlistEntry};
pub use user::{EmailAddress, ExternalAccount, OauthAccessToken, Passkey, PhoneNumber, User, Verification};
pub use webhook_endpoint::{WebhookAttempt, WebhookEndpoint, WebhookExample, WebhookReplay};

use serde::Serialize;
use utoipa::ToSchema;

/// What is left of something that was deleted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct DeletedObject {
    /// What it was.
    object: &'static str,
    /// Its id.
    id: String,
    /// Always true.
    deleted: bool,
}

impl DeletedObject {
    /// Of something that was an `object`.
    pub fn new(object: &'static str, id: impl Into<String>) -> Self {
        Self { object, id: id.into(), deleted: true }
    }
}

/// How many there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TotalCount {
    /// Always `total_count`.
    object: &'static str,
    /// How many.
    total_count: i64,
}

impl TotalCount {
    /// So many.
    pub fn of(total_count: i64) -> Self {
        Self { object: "total_count", total_count }
    }
}

/// A part of a list, and how many there are in all.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Page<T: ToSchema> {
    /// What is in the part.
    pub data: Vec<T>,
    /// How many there are in all.
    pub total_count: i64,
}

/// A part of a list, as it is asked for: with how many there are, or as a mere array.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(untagged)]
pub enum Listed<T: ToSchema> {
    /// With `paginated`.
    Page(Page<T>),
    /// Without.
    All(Vec<T>),
}

impl<T: ToSchema> Listed<T> {
    /// The part, with or without its length.
    pub fn of(data: Vec<T>, total_count: i64, paginated: bool) -> Self {
        if paginated { Self::Page(Page { data, total_count }) } else { Self::All(data) }
    }
}
