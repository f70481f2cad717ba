//! What an operator sets: in the database, `Leptos.toml` over it, and the environment over both.

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
mod mail;
mod oauth;
mod organization_domains;
mod organizations;
mod path;
mod sms;
mod storage;
mod webhooks;

use std::collections::BTreeMap;
use std::path::PathBuf;

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

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
pub use path::{SettingPath, SettingPathError};
pub(super) use sms::SmsProvider;
pub use sms::SmsSettings;
pub(super) use storage::StoragePlace;
pub use storage::StorageSettings;
pub use webhooks::WebhookSettings;

use crate::appearance::Appearance;
use crate::model::{FieldRule, Legal, Mfa, Paths, PublicSettings, SignUpMode, Strategy};
use crate::server::Language;
use crate::server::crypto::password_hash::Cost;
use crate::server::store::WaysIn;

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

/// What sign-up asks for, and of whom.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SignUpSettings {
    /// Who may sign up: everyone, or who has an invitation.
    pub mode: SignUpMode,
    /// An e-mail address.
    pub email_address: FieldRule,
    /// What proves an e-mail address: a code or a link.
    pub email_verification: Strategy,
    /// A password, where one can sign in with it. Who leaves it out signs in by mail, and can set one later as for a forgotten
    /// one.
    pub password: FieldRule,
    /// A name that one can sign in with.
    pub username: FieldRule,
    /// A phone number, proven with a code by text message.
    pub phone_number: FieldRule,
    /// Given name.
    pub first_name: FieldRule,
    /// Family name.
    pub last_name: FieldRule,
    /// Usernames that nobody may have, besides those that nobody ever may, such as `admin` and the app's own name.
    pub reserved_usernames: Vec<String>,
    /// Who may sign up: addresses, and `@` with a domain. Empty: everyone.
    pub allowlist: Vec<String>,
    /// Who may not: likewise.
    pub blocklist: Vec<String>,
    /// Whether addresses with a `+` in front of the `@` are refused.
    pub block_subaddresses: bool,
    /// Whether addresses at services whose boxes are thrown away are refused.
    pub block_disposable: bool,
}

impl Default for SignUpSettings {
    fn default() -> Self {
        Self {
            mode: SignUpMode::Public,
            email_address: FieldRule::Required,
            email_verification: Strategy::EmailCode,
            password: FieldRule::Required,
            phone_number: FieldRule::Off,
            username: FieldRule::Off,
            reserved_usernames: Vec::new(),
            allowlist: Vec::new(),
            blocklist: Vec::new(),
            block_subaddresses: false,
            block_disposable: false,
            first_name: FieldRule::Off,
            last_name: FieldRule::Off,
        }
    }
}

/// Which ways in are offered to whoever has an account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SignInSettings {
    /// With a password. Switched off, sign-up asks for none.
    pub password: bool,
    /// With a code that is sent by mail.
    pub email_code: bool,
    /// With a link that is sent by mail.
    pub email_link: bool,
    /// With a code that is sent by text message, where sign-up asks for phone numbers.
    pub phone_code: bool,
    /// With a passkey, of which some browser or device keeps the private key.
    pub passkey: bool,
    /// What is asked for first, of those that are on.
    pub preferred: Strategy,
    /// Whether whom nobody knows signs up on the same page, once they have proven their email address: where everyone may
    /// sign up.
    pub with_sign_up: bool,
}

impl Default for SignInSettings {
    fn default() -> Self {
        Self {
            password: true,
            email_code: true,
            email_link: false,
            phone_code: true,
            passkey: false,
            preferred: Strategy::Password,
            with_sign_up: false,
        }
    }
}

/// What a password must be, and what its hash costs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PasswordSettings {
    /// The shortest that is accepted, in code points; at least 8.
    pub min_length: usize,
    /// The weakest that is accepted, from 0 to 4 as zxcvbn counts.
    pub min_strength: u8,
    /// Whether new passwords are looked up in a list of stolen ones. Not set: only in production.
    pub breach_check: Option<bool>,
    /// Where that list is, without the `/range/…`. Only five characters of a hash go there.
    pub breach_url: String,
    /// What a hash costs.
    pub hash: Cost,
    /// How many hashes are computed at once. 0: one per core.
    pub hash_workers: usize,
    /// How many may wait for one.
    pub hash_queue: usize,
    /// The page where a password is changed, which `/.well-known/change-password` leads to. Empty: the one with
    /// `<UserProfile/>`.
    pub change_url: String,
}

impl Default for PasswordSettings {
    fn default() -> Self {
        Self {
            min_length: 8,
            min_strength: 3,
            breach_check: None,
            breach_url: "https://api.pwnedpasswords.com".into(),
            hash: Cost::default(),
            hash_workers: 0,
            hash_queue: 1024,
            change_url: String::new(),
        }
    }
}

/// How long one stays signed in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SessionSettings {
    /// A session ends after so many hours, whatever happens.
    pub max_lifetime_hours: i64,
    /// A session ends after so many minutes without a request. 0: never for that reason.
    pub inactivity_timeout_minutes: i64,
    /// Whether several people can be signed in on one browser at a time, of whom one acts.
    pub multi_session: bool,
    /// Whether people prove once more who they are before they change what they sign in with, unless they did so lately.
    pub reverification: bool,
}

impl Default for SessionSettings {
    fn default() -> Self {
        Self { max_lifetime_hours: 7 * 24, inactivity_timeout_minutes: 0, multi_session: false, reverification: true }
    }
}

/// What session tokens say besides what all of them say.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SessionTokenSettings {
    /// Claims by name, with shortcodes such as `{{user.public_metadata.role}}` in them.
    pub claims: serde_json::Map<String, serde_json::Value>,
}

/// What people may do with their own accounts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AccountSettings {
    /// Whether they may delete them.
    pub delete: bool,
}

impl Default for AccountSettings {
    fn default() -> Self {
        Self { delete: true }
    }
}

/// What keeps strangers out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SecuritySettings {
    /// How many forms one network address may send per minute.
    pub forms_per_minute: u32,
    /// For how many minutes an account that an operator locks signs nobody in.
    pub lock_minutes: i64,
    /// Whether people are written to when they sign in on a device on which their account was not used before.
    pub new_device_mail: bool,
    /// Proxies whose `X-Forwarded-For` is believed, as addresses or networks. Empty: nobody's.
    pub trusted_proxies: Vec<IpNet>,
    /// Origins besides our own that a sign-in may lead back to.
    pub redirect_origins: Vec<String>,
    /// Whether security headers, the content security policy among them, are added to what has none.
    pub headers: bool,
    /// What a host app's pages need besides: directive to sources, such as `"img-src" = "https://images.example"`.
    pub content_security_policy: std::collections::BTreeMap<String, String>,
}

impl Default for SecuritySettings {
    fn default() -> Self {
        Self {
            forms_per_minute: 120,
            lock_minutes: 60,
            new_device_mail: true,
            trusted_proxies: Vec::new(),
            redirect_origins: Vec::new(),
            headers: true,
            content_security_policy: std::collections::BTreeMap::new(),
        }
    }
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

    /// Whether new passwords are looked up in a list of stolen ones.
    pub fn breach_check(&self) -> bool {
        self.password.breach_check.unwrap_or(!self.is_development())
    }

    /// The strategies that can give the first proof, the one that is asked for first in front, and what helps whoever has
    /// forgotten a password at the end.
    pub fn first_factors(&self) -> Vec<Strategy> {
        let ways = &self.sign_in;
        let with_phone = self.signs_in_by_phone();
        let with_mail = self.sign_up.email_address != FieldRule::Off;
        let all = [
            (Strategy::Password, ways.password),
            (Strategy::EmailCode, with_mail && ways.email_code),
            (Strategy::EmailLink, with_mail && ways.email_link),
            (Strategy::PhoneCode, with_phone),
            (Strategy::Passkey, ways.passkey),
            (Strategy::ResetPasswordEmailCode, with_mail && ways.password),
            (Strategy::ResetPasswordPhoneCode, ways.password && with_phone),
        ];
        let mut on: Vec<Strategy> = all.into_iter().filter(|(_, on)| *on).map(|(strategy, _)| strategy).collect();
        // Stable: the others stay as they are.
        on.sort_by_key(|strategy| *strategy != ways.preferred);
        on
    }

    /// Whether a code by text message signs in.
    fn signs_in_by_phone(&self) -> bool {
        self.sign_in.phone_code && self.sign_up.phone_number != FieldRule::Off
    }

    /// What lets in whoever has an account, besides providers.
    pub(super) fn ways_in(&self) -> WaysIn {
        let ways = &self.sign_in;
        WaysIn {
            password: ways.password,
            mail: self.sign_up.email_address != FieldRule::Off && (ways.email_code || ways.email_link),
            passkey: ways.passkey,
            phone: self.signs_in_by_phone(),
        }
    }

    /// Whether whom nobody knows signs up on the sign-in page: where everyone may sign up.
    pub fn signs_up_on_sign_in(&self) -> bool {
        self.sign_in.with_sign_up && self.sign_up.mode == SignUpMode::Public
    }

    /// Whether sign-up asks for a password.
    pub fn password_rule(&self) -> FieldRule {
        if self.sign_in.password { self.sign_up.password } else { FieldRule::Off }
    }

    /// The part that a browser may know.
    pub fn public(&self) -> PublicSettings {
        PublicSettings {
            app_name: self.app_name.clone(),
            paths: self.paths.clone(),
            development: self.is_development(),
            first_factors: self.first_factors(),
            email_address: self.sign_up.email_address,
            password: self.password_rule(),
            phone_number: self.sign_up.phone_number,
            username: self.sign_up.username,
            first_name: self.sign_up.first_name,
            last_name: self.sign_up.last_name,
            mode: self.sign_up.mode,
            password_min_length: self.password.min_length,
            stylesheet: String::new(),
            captcha_script: String::new(),
            captcha_needs_script: self.bots.protection == BotProtection::Turnstile,
            providers: self.public_providers(),
            multi_session: self.session.multi_session,
            organizations: self.organizations.enabled,
            // Only the layer around the app knows its pages.
            organizations_in_addresses: false,
            user_api_keys: self.api_keys.users,
            organization_api_keys: self.has_organization_api_keys(),
            delete_self: self.account.delete,
            legal: self.legal.clone(),
            mfa: self.mfa.clone(),
            with_sign_up: self.signs_up_on_sign_in(),
            look: self.appearance.look(),
            component_looks: self.appearance.component_looks(),
        }
    }
}

/// Whether a text has no line break in it, nor anything else that is not to be seen.
fn is_one_line(text: &str) -> bool {
    !text.chars().any(char::is_control)
}
