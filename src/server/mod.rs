//! The server's half: settings in, routes and a layer out.

pub mod archive;
mod avatars;
mod bots;
mod claims_template;
pub mod crypto;
mod delivery;
mod events;
mod factors;
pub mod flows;
#[cfg(any(all(test, feature = "standalone"), feature = "fuzzing"))]
#[doc(hidden)]
pub mod fuzzing;
pub(crate) mod html;
mod http;
pub mod import;
mod jobs;
mod language;
mod lists;
mod operators;
mod organizations;
mod phone_number;
mod places;
mod redirect;
pub mod resources;
#[cfg(feature = "standalone")]
pub mod seed;
mod settings;
pub mod store;
mod tickets;
mod typed_name;
mod user_agent;
mod vestibule;

pub use self::avatars::PlaceError;
pub use self::delivery::webhooks::Refused as WebhookUrlError;
pub use self::delivery::{SendError, SendFuture, Sms, SmsError, SmsSender};
pub use self::events::{Actor, ActorKind, AuditAction, EventType, Origin};
pub use self::flows::account::Contact;
pub use self::flows::actor_tokens::{ActorError, ActorToken, ActorTokens, NewActorToken};
pub use self::flows::api_keys::{ApiKey, ApiKeyError, ApiKeyQuery, ApiKeyUpdate, ApiKeys, NewApiKey};
pub use self::flows::audit_log::{AuditLog, AuditLogEntry, AuditQuery};
pub use self::flows::invitations::{Invitation, InvitationOrder, InvitationQuery, Invitations, NewInvitation};
pub use self::flows::jwt_templates::{
    JwtSigning, JwtTemplate, JwtTemplateError, JwtTemplateUpdate, JwtTemplates, NewJwtTemplate,
};
pub use self::flows::listed_identifiers::{
    ListedIdentifier, ListedIdentifierError, ListedIdentifierType, ListedIdentifiers,
};
pub use self::flows::m2m_tokens::{M2mToken, M2mTokenError, M2mTokenFormat, M2mTokenQuery, M2mTokens, NewM2mToken};
pub use self::flows::machines::{
    Machine, MachineError, MachineOrder, MachineQuery, MachineScope, MachineUpdate, Machines, NewMachine,
};
pub use self::flows::oauth_tokens::{OauthAccessToken, OauthTokenError};
pub use self::flows::operators::{Operator, OperatorLink, OperatorRole, Operators};
pub use self::flows::organizations::domains::{NewOrganizationDomain, OrganizationDomains};
pub use self::flows::organizations::enrollment::Enrollment;
pub use self::flows::organizations::invitations::{
    NewOrganizationInvitation, OrganizationInvitationPage, SentOrganizationInvitation,
};
pub use self::flows::organizations::inviting::OrganizationInvitations;
pub use self::flows::organizations::requests::OrganizationMembershipRequests;
pub use self::flows::organizations::{
    ActingInOrganizations, MemberQuery, MembershipOrder, MembershipQuery, NewOrganization, OrganizationAccount,
    OrganizationMetadata, OrganizationOrder, OrganizationQuery, OrganizationUpdate, Organizations,
};
pub use self::flows::redirect_urls::{RedirectUrl, RedirectUrlError, RedirectUrls};
pub use self::flows::secret_keys::{Scope, ScopeError, SecretKey, SecretKeys};
pub use self::flows::sessions::{BrowserClient, LiveQuery, SessionQuery, Sessions, UserSession};
pub use self::flows::settings::{
    ChangedSetting, RuntimeSettings, Setting, SettingChangeError, SettingsChange, take_back as take_back_settings,
};
pub use self::flows::sign_in_tokens::{SignInToken, SignInTokens};
pub use self::flows::sign_ups::{SignUpAttempt, SignUps};
pub use self::flows::user_contacts::{ContactChange, UserContact};
pub use self::flows::user_import::{NewContact, NewUser};
pub use self::flows::user_list::{UserOrder, UserQuery};
pub use self::flows::user_update::UserUpdate;
pub use self::flows::users::{Account, UserMetadata, Users};
pub use self::flows::waitlist::{
    NewWaitlistEntry, Waitlist, WaitlistDeletionError, WaitlistEntry, WaitlistOrder, WaitlistQuery,
};
pub use self::flows::webhooks::{
    NewWebhookEndpoint, WebhookAttempt, WebhookEndpoint, WebhookEndpointUpdate, WebhookError, Webhooks,
};
pub use self::http::accepted::{Caller, NotAccepted, TokenKind};
pub use self::http::auth::{Auth, Protected, auth, current_user, protect};
pub use self::http::errors::{respond as error_response, respond_all as errors_response, wants_page};
pub use self::http::layer::{AuthFuture, AuthLayer, AuthService, RouteMatcher};
pub use self::http::routes::{Audience, ROUTES, Route};
pub use self::language::Language;
pub(crate) use self::language::ftl_of;
pub use self::settings::{
    AccountSettings, AdminSettings, ApiKeySettings, AuditLogSettings, BackendApiSettings, BotProtection, BotSettings,
    DeviceSettings, Environment, MailSettings, OauthSettings, OrganizationDomainSettings, OrganizationSettings,
    PasswordSettings, PermissionSettings, ProtectWhen, Role, RoleSettings, SecuritySettings, SessionSettings,
    SessionTokenSettings, SettingPath, SettingPathError, Settings, SettingsError, Severity, SignInSettings,
    SignUpSettings, SmsSettings, Source as SettingSource, StorageSettings, Warning, WebhookSettings,
};
pub use self::store::api_keys::ApiKeySubject;
pub use self::vestibule::{Found, StartError, Vestibule};

#[cfg(feature = "site")]
pub(crate) use self::factors::totp::sample_setup;
pub(crate) use self::http::form;
