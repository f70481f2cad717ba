//! Plain data that browser and server both know. Nothing in here may hold a secret.

mod actor;
mod api_key;
mod claims;
mod client;
mod device;
mod error;
mod external_account;
mod field;
mod forbidden;
mod has;
mod look;
mod metadata;
mod organization;
mod organization_domain;
mod paginated;
mod passkey;
mod password;
pub mod permission;
mod public_settings;
mod reverification;
mod second_factor;
mod session;
mod session_task;
mod sign_in;
mod sign_up;
mod sign_up_mode;
mod strategy;
mod ticket;
mod unauthenticated;
mod user;
mod verification;

pub use actor::Actor;
pub use api_key::{API_KEY_DAYS, ApiKey, ApiKeysPage, MadeApiKey};
pub use claims::{OrganizationClaims, SessionClaims};
pub use client::{Client, Flash, Notice, PageState};
pub use device::{SessionActivity, SessionWithActivities};
pub use error::{ApiError, ApiErrors, ErrorCode, ErrorMeta};
pub use external_account::ExternalAccount;
pub use field::Field;
pub use forbidden::Forbidden;
pub use has::{Grants, Has};
pub use look::Look;
pub use metadata::Metadata;
pub use organization::{
    ActiveOrganization, ListPage, Organization, OrganizationChoices, OrganizationInvitation, OrganizationLists,
    OrganizationMembership, OrganizationName, OrganizationPage, OrganizationRole, PAGE_SIZE, PublicUserData,
    UserOrganizationInvitation, fill, fill_personal,
};
pub use organization_domain::{
    EnrollmentMode, MembershipRequestStatus, OrganizationDomain, OrganizationMembershipRequest, OrganizationSuggestion,
};
pub use paginated::Paginated;
pub use passkey::Passkey;
pub use password::{PasswordStrength, PasswordSuggestion, PasswordWarning};
pub use public_settings::{FieldRule, Legal, Paths, ProviderInfo, PublicSettings};
pub use reverification::{
    Outstanding, RequiredReverification, ReverificationLevel, SessionVerification, SessionVerificationFactor,
    SessionVerificationStatus,
};
pub use second_factor::{BackupCodes, Mfa, SecondFactor, TotpSetup};
pub use session::{Session, SessionStatus};
pub use session_task::SessionTask;
pub use sign_in::{SignIn, SignInStatus};
pub use sign_up::{SignUp, SignUpStatus};
pub use sign_up_mode::{SignUpMode, WaitlistStatus};
pub use strategy::Strategy;
#[cfg(feature = "ssr")]
pub(crate) use ticket::masked;
pub use ticket::{Ticket, TicketStatus, TicketUse};
pub use unauthenticated::Unauthenticated;
#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
pub(crate) use user::hue_of;
pub use user::{EmailAddress, PhoneNumber, User};
pub use verification::{Verification, VerificationStatus};
