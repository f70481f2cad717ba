//! What an operator sets: in the database, `Leptos.toml` over it, and the environment over both.

mod account;
mod admin;
mod api_keys;
mod audit_log;
mod backend_api;
mod bots;
mod check;
mod describe;
mod devices;
mod docs;
mod file;
mod layers;
mod load;
pub(super) mod machine_file;
mod mail;
mod oauth;
mod organization_domains;
mod organizations;
mod password;
mod path;
mod public;
mod publishable_key;
mod security;
mod session;
mod sign_in;
mod sign_up;
mod sms;
mod storage;
mod webhooks;

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

pub use account::AccountSettings;
pub use admin::AdminSettings;
pub use api_keys::ApiKeySettings;
pub use audit_log::AuditLogSettings;
pub use backend_api::BackendApiSettings;
pub use bots::{BotProtection, BotSettings, ProtectWhen};
pub use check::{Severity, Warning};
pub use devices::DeviceSettings;
pub(super) use docs::documented;
pub use layers::Source;
pub(super) use layers::{Fixed, Stored, find, fixed_by, leaves};
pub use load::SettingsError;
pub use mail::MailSettings;
pub(super) use mail::{Encryption, SmtpServer};
pub(super) use oauth::provider_name;
pub use oauth::{OauthSettings, Providers};
pub use organization_domains::OrganizationDomainSettings;
pub(crate) use organizations::{
    ADMIN, DELETE_PROFILE, MANAGE_API_KEYS, MANAGE_DOMAINS, MANAGE_MEMBERSHIPS, MANAGE_PROFILE, MEMBER, READ_API_KEYS,
    READ_DOMAINS, READ_MEMBERSHIPS, SYSTEM_PERMISSIONS, VITAL,
};
pub use organizations::{OrganizationSettings, PermissionSettings, Role, RoleSettings};
pub(super) use organizations::{is_own_permission_key, is_role_key};
pub use password::PasswordSettings;
pub use path::{SettingPath, SettingPathError};
pub use security::SecuritySettings;
pub use session::{SessionSettings, SessionTokenSettings};
pub use sign_in::SignInSettings;
pub use sign_up::SignUpSettings;
pub(super) use sms::SmsProvider;
pub use sms::SmsSettings;
pub(super) use storage::StoragePlace;
pub use storage::StorageSettings;
pub use webhooks::WebhookSettings;

use crate::appearance::Appearance;
use crate::model::{Legal, Mfa, Paths};
use crate::server::Language;

/// Whether real people use it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Environment {
    /// On a developer's machine or in a test: mails go to `/dev/mailbox`.
    #[default]
    Development,
    /// For real: nothing unsafe starts.
    Production,
}

/// All of it. Where it is written down, secrets are left out.
///
/// ```
/// use vestibule::server::Settings;
///
/// let settings = Settings::parse(
///     r#"
///     [vestibule]
///     app_name = "Notes"
///     [vestibule.sign_up]
///     first_name = "required"
///     "#,
/// )?;
/// assert_eq!(settings.app_name, "Notes");
/// # Ok::<(), vestibule::server::SettingsError>(())
/// ```
#[derive(Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Whether real people use it.
    pub environment: Environment,
    /// What the app is called, in titles and mails.
    pub app_name: String,
    /// The language of whoever asks for none that there is.
    pub default_locale: Language,
    /// The languages that pages, mails and text messages are in; empty for all that there are.
    pub locales: Vec<Language>,
    /// Other texts in the place of some: by language, and there by name, such as `sign_in.title`.
    pub words: BTreeMap<Language, BTreeMap<String, String>>,
    /// Other sentences in the place of some in mails and text messages: by language, and there by name, such as
    /// `verification_code.subject`.
    pub message_words: BTreeMap<Language, BTreeMap<String, String>>,
    /// Where people reach it: scheme, host and port. Links and the tokens' issuer are made of it, never of what a
    /// request says. Not set: `http://localhost` at the port that the server listens on, in development only.
    pub base_url: String,
    /// `sqlite://…` or `postgres://…`
    #[serde(skip_serializing)]
    pub database_url: String,
    /// The file with the instance's key, where the environment has none.
    pub secret_key_file: PathBuf,
    /// The instance's key, from the environment only.
    #[serde(skip)]
    pub secret_key: Option<crate::server::crypto::InstanceKey>,
    /// Where Leptos listens, as its part of the file says.
    #[serde(skip)]
    pub site_addr: Option<String>,
    /// What could not be understood of the file and the environment, a line each.
    #[serde(skip)]
    pub problems: Vec<String>,
    /// What the file and the environment say. Whoever makes settings in Rust leaves it as it is.
    #[serde(skip)]
    pub sources: BTreeMap<SettingPath, Source>,
    /// Where the pages are.
    pub paths: Paths,
    /// Which ways in are offered.
    pub sign_in: SignInSettings,
    /// What sign-up asks for.
    pub sign_up: SignUpSettings,
    /// Passwords.
    pub password: PasswordSettings,
    /// Sessions.
    pub session: SessionSettings,
    /// What session tokens say.
    pub session_token: SessionTokenSettings,
    /// What people may do with their own accounts.
    pub account: AccountSettings,
    /// What people agree to when they sign up.
    pub legal: Legal,
    /// Which second factors there are, and whether one has to be set up.
    pub mfa: Mfa,
    /// Limits, proxies, headers.
    pub security: SecuritySettings,
    /// Mail.
    pub mail: MailSettings,
    /// Text messages.
    pub sms: SmsSettings,
    /// Providers that people can come from.
    pub oauth: Providers,
    /// Protection against programs that sign up.
    pub bots: BotSettings,
    /// Where the pictures are kept that people upload.
    pub storage: StorageSettings,
    /// What people are told of their devices.
    pub devices: DeviceSettings,
    /// The REST API for other backends.
    pub backend_api: BackendApiSettings,
    /// Organizations.
    pub organizations: OrganizationSettings,
    /// API keys.
    pub api_keys: ApiKeySettings,
    /// What is sent to other services when something happens.
    pub webhooks: WebhookSettings,
    /// Who changed what, when, from where.
    pub audit_log: AuditLogSettings,
    /// The operator's dashboard.
    pub admin: AdminSettings,
    /// How the components look, unless an app says otherwise.
    pub appearance: Appearance,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            environment: Environment::default(),
            app_name: "Vestibule".into(),
            default_locale: Language::default(),
            locales: Vec::new(),
            words: BTreeMap::new(),
            message_words: BTreeMap::new(),
            base_url: String::new(),
            database_url: "sqlite://data/vestibule.db".into(),
            secret_key_file: "data/secret.key".into(),
            secret_key: None,
            site_addr: None,
            problems: Vec::new(),
            sources: BTreeMap::new(),
            paths: Paths::default(),
            sign_in: SignInSettings::default(),
            sign_up: SignUpSettings::default(),
            password: PasswordSettings::default(),
            session: SessionSettings::default(),
            session_token: SessionTokenSettings::default(),
            account: AccountSettings::default(),
            legal: Legal::default(),
            mfa: Mfa::default(),
            security: SecuritySettings::default(),
            mail: MailSettings::default(),
            sms: SmsSettings::default(),
            oauth: Providers::new(),
            bots: BotSettings::default(),
            storage: StorageSettings::default(),
            devices: DeviceSettings::default(),
            backend_api: BackendApiSettings::default(),
            organizations: OrganizationSettings::default(),
            api_keys: ApiKeySettings::default(),
            webhooks: WebhookSettings::default(),
            audit_log: AuditLogSettings::default(),
            admin: AdminSettings::default(),
            appearance: Appearance::default(),
        }
    }
}

/// As `vestibule doctor` prints it: without passwords.
impl std::fmt::Debug for Settings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.describe())
    }
}

impl Settings {
    /// Whether it is a development instance.
    pub fn is_development(&self) -> bool {
        self.environment == Environment::Development
    }

    /// Whether people reach it over TLS.
    pub fn is_https(&self) -> bool {
        self.base_url.starts_with("https://")
    }
}

/// Whether a text has no line break in it, nor anything else that is not to be seen.
fn is_one_line(text: &str) -> bool {
    !text.chars().any(char::is_control)
}
