use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::model;
use crate::server::flows;
use crate::server::flows::users::Account;
use crate::server::settings::Settings;

/// The address that something of ours has for everyone; empty for none.
pub(super) fn absolute(settings: &Settings, path: Option<&str>) -> String {
    path.map(|path| format!("{}{path}", settings.base_url)).unwrap_or_default()
}

/// A person with an account.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct User {
    /// Always `user`.
    object: &'static str,
    /// `user_…`
    id: String,
    /// What another system calls them.
    external_id: Option<String>,
    username: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
    /// A BCP 47 tag.
    locale: Option<String>,
    /// Empty where they have uploaded none.
    image_url: String,
    has_image: bool,
    primary_email_address_id: Option<String>,
    primary_phone_number_id: Option<String>,
    /// Always `null`: there are none here.
    primary_web3_wallet_id: Option<String>,
    password_enabled: bool,
    /// When it was last set, by them or for them; `null` where there is none, where it came from elsewhere without this, and where it
    /// was set before this was kept.
    password_last_updated_at: Option<i64>,
    two_factor_enabled: bool,
    totp_enabled: bool,
    backup_code_enabled: bool,
    mfa_enabled_at: Option<i64>,
    mfa_disabled_at: Option<i64>,
    email_addresses: Vec<EmailAddress>,
    phone_numbers: Vec<PhoneNumber>,
    /// Always empty.
    web3_wallets: Vec<Value>,
    passkeys: Vec<Passkey>,
    external_accounts: Vec<ExternalAccount>,
    /// Always empty.
    enterprise_accounts: Vec<Value>,
    public_metadata: Map<String, Value>,
    private_metadata: Map<String, Value>,
    unsafe_metadata: Map<String, Value>,
    last_sign_in_at: Option<i64>,
    last_active_at: Option<i64>,
    banned: bool,
    locked: bool,
    lockout_expires_in_seconds: Option<i64>,
    /// Always `null`: how many tries are left depends on who tries, and from where.
    verification_attempts_remaining: Option<i64>,
    /// Whether they may make organizations.
    create_organization_enabled: bool,
    /// How many; `null` where there is no limit.
    create_organizations_limit: Option<i64>,
    delete_self_enabled: bool,
    legal_accepted_at: Option<i64>,
    created_at: i64,
    updated_at: i64,
}

impl User {
    /// What is shown of an account.
    pub fn of(account: Account, settings: &Settings) -> Self {
        let Account { user, private_metadata, .. } = account;
        let organizations = &settings.organizations;
        let limit = account.create_organizations_limit.unwrap_or(organizations.max_per_user);
        Self {
            object: "user",
            image_url: absolute(settings, user.image_url.as_deref()),
            id: user.id,
            external_id: account.external_id,
            username: user.username,
            first_name: user.first_name,
            last_name: user.last_name,
            locale: user.locale,
            has_image: user.has_image,
            primary_email_address_id: user.primary_email_address_id,
            primary_phone_number_id: user.primary_phone_number_id,
            primary_web3_wallet_id: None,
            password_enabled: user.password_enabled,
            password_last_updated_at: account.password_last_updated_at,
            two_factor_enabled: user.two_factor_enabled,
            totp_enabled: user.totp_enabled,
            backup_code_enabled: user.backup_code_enabled,
            mfa_enabled_at: user.mfa_enabled_at,
            mfa_disabled_at: user.mfa_disabled_at,
            email_addresses: user.email_addresses.into_iter().map(EmailAddress::of).collect(),
            phone_numbers: user.phone_numbers.into_iter().map(PhoneNumber::of).collect(),
            web3_wallets: Vec::new(),
            passkeys: user.passkeys.into_iter().map(Passkey::of).collect(),
            external_accounts: user.external_accounts.into_iter().map(ExternalAccount::of).collect(),
            enterprise_accounts: Vec::new(),
            public_metadata: user.public_metadata.to_map(),
            private_metadata,
            unsafe_metadata: user.unsafe_metadata.to_map(),
            last_sign_in_at: user.last_sign_in_at,
            last_active_at: account.last_active_at,
            banned: account.banned,
            locked: account.locked,
            lockout_expires_in_seconds: account.lockout_expires_in_seconds,
            verification_attempts_remaining: None,
            create_organization_enabled: organizations.enabled
                && account.create_organization_enabled.unwrap_or(organizations.create),
            create_organizations_limit: (limit > 0).then_some(limit),
            delete_self_enabled: user.delete_self_enabled.unwrap_or(settings.account.delete),
            legal_accepted_at: user.legal_accepted_at,
            created_at: user.created_at,
            updated_at: user.updated_at,
        }
    }
}

/// How an identifier was proven.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Verification {
    /// `verified`, `unverified` and the like.
    #[schema(value_type = String)]
    status: model::VerificationStatus,
    /// What proves it, such as `email_code`.
    strategy: String,
    attempts: i64,
    expire_at: Option<i64>,
}

impl Verification {
    fn of(verification: model::Verification) -> Self {
        Self {
            status: verification.status,
            strategy: verification.strategy,
            attempts: verification.attempts,
            expire_at: verification.expire_at,
        }
    }
}

/// An email address of a user.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct EmailAddress {
    /// Always `email_address`.
    object: &'static str,
    /// `idn_…`
    id: String,
    email_address: String,
    /// Whether it was given and nobody has proven that it is theirs.
    reserved: bool,
    verification: Verification,
    /// Always empty.
    linked_to: Vec<Value>,
}

impl EmailAddress {
    /// What is shown of one.
    pub fn of(address: model::EmailAddress) -> Self {
        Self {
            object: "email_address",
            id: address.id,
            email_address: address.email_address,
            reserved: address.verification.status != model::VerificationStatus::Verified,
            verification: Verification::of(address.verification),
            linked_to: Vec::new(),
        }
    }
}

/// A phone number of a user.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PhoneNumber {
    /// Always `phone_number`.
    object: &'static str,
    /// `idn_…`
    id: String,
    /// As E.164 has it.
    phone_number: String,
    /// Whether it was given and nobody has proven that it is theirs.
    reserved: bool,
    reserved_for_second_factor: bool,
    default_second_factor: bool,
    verification: Verification,
    /// Always empty.
    linked_to: Vec<Value>,
}

impl PhoneNumber {
    /// What is shown of one.
    pub fn of(number: model::PhoneNumber) -> Self {
        Self {
            object: "phone_number",
            id: number.id,
            phone_number: number.phone_number,
            reserved: number.verification.status != model::VerificationStatus::Verified,
            reserved_for_second_factor: number.reserved_for_second_factor,
            default_second_factor: number.default_second_factor,
            verification: Verification::of(number.verification),
            linked_to: Vec::new(),
        }
    }
}

/// A passkey of a user.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Passkey {
    /// Always `passkey`.
    object: &'static str,
    /// `passkey_…`
    id: String,
    name: String,
    created_at: i64,
    last_used_at: Option<i64>,
}

impl Passkey {
    fn of(passkey: model::Passkey) -> Self {
        Self {
            object: "passkey",
            id: passkey.id,
            name: passkey.name,
            created_at: passkey.created_at,
            last_used_at: passkey.last_used_at,
        }
    }
}

/// An account of a user at a provider.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ExternalAccount {
    /// Always `external_account`.
    object: &'static str,
    /// `eac_…`
    id: String,
    /// The same as the id.
    identification_id: String,
    /// `oauth_` and the provider's key.
    provider: String,
    provider_user_id: String,
    /// What its token is good for, with spaces between; empty where it was connected before this was kept, and nobody has come by it
    /// since.
    approved_scopes: String,
    /// Empty where it is not known.
    email_address: String,
    first_name: Option<String>,
    last_name: Option<String>,
    username: Option<String>,
    image_url: Option<String>,
    /// Always `null`: providers are asked for none.
    phone_number: Option<String>,
    /// Always empty: nothing is kept there.
    public_metadata: Map<String, Value>,
    /// Always `null`: there are none.
    label: Option<String>,
    verification: Verification,
    created_at: i64,
}

impl ExternalAccount {
    fn of(account: model::ExternalAccount) -> Self {
        let strategy = format!("oauth_{}", account.provider);
        Self {
            object: "external_account",
            identification_id: account.id.clone(),
            id: account.id,
            provider: strategy.clone(),
            provider_user_id: account.provider_user_id,
            approved_scopes: account.approved_scopes,
            email_address: account.email_address.unwrap_or_default(),
            first_name: account.first_name,
            last_name: account.last_name,
            username: account.username,
            image_url: account.image_url,
            phone_number: None,
            public_metadata: Map::new(),
            label: None,
            // It is there because somebody came in with it.
            verification: Verification {
                status: model::VerificationStatus::Verified,
                strategy,
                attempts: 0,
                expire_at: None,
            },
            created_at: account.created_at,
        }
    }
}

/// A token for a provider's API, in the name of a user.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OauthAccessToken {
    /// Always `oauth_access_token`.
    object: &'static str,
    /// `eac_…`
    external_account_id: String,
    /// Who the user is there.
    provider_user_id: String,
    token: String,
    /// `oauth_` and the provider's key.
    provider: String,
    /// Always empty.
    public_metadata: Map<String, Value>,
    /// Always `null`.
    label: Option<String>,
    scopes: Vec<String>,
    /// When it is good no longer; left out where the provider does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<i64>,
}

impl OauthAccessToken {
    /// What is shown of one, of the account at the provider with this key.
    pub fn of(token: flows::oauth_tokens::OauthAccessToken, key: &str, user: &model::User) -> Self {
        let account = user.external_accounts.iter().find(|account| account.id == token.external_account_id);
        Self {
            object: "oauth_access_token",
            provider_user_id: account.map(|account| account.provider_user_id.clone()).unwrap_or_default(),
            external_account_id: token.external_account_id,
            token: token.token.expose().to_owned(),
            provider: format!("oauth_{key}"),
            public_metadata: Map::new(),
            label: None,
            scopes: token.scopes,
            expires_at: token.expire_at,
        }
    }
}
