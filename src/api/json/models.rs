use super::{FromJson, Json, Reading};
use crate::api::Reply;
use crate::model::{
    ActiveOrganization, Actor, ApiError, ApiErrors, BackupCodes, Client, EmailAddress, ErrorCode, ErrorMeta,
    ExternalAccount, Field, FieldRule, Flash, Grants, Legal, Look, MadeApiKey, Metadata, Mfa, Notice, PageState,
    Passkey, PasswordStrength, PasswordSuggestion, PasswordWarning, Paths, PhoneNumber, ProviderInfo, PublicSettings,
    RequiredReverification, ReverificationLevel, SecondFactor, Session, SessionActivity, SessionStatus, SessionTask,
    SessionWithActivities, SignIn, SignInStatus, SignUp, SignUpMode, SignUpStatus, Strategy, Ticket, TicketUse,
    TotpSetup, User, Verification, VerificationStatus,
};

/// Objects: the compiler refuses a list with a field too many or too few.
macro_rules! objects {
    ($($object:ident { $($field:ident,)* })*) => {
        $(impl FromJson for $object {
            fn from_json(json: &Json, reading: &mut Reading) -> Self {
                Self { $($field: json.field(stringify!($field), reading),)* }
            }
        })*
    };
}

objects! {
    ActiveOrganization { id, name, slug, image_url, role, role_name, }
    ApiError { code, meta, }
    ApiErrors { errors, }
    Client { sessions, last_active_session_id, sign_in, sign_up, last_authentication_strategy, ticket, totp_setup, }
    EmailAddress { id, email_address, verification, }
    ErrorMeta { param_name, retry_after, limit, warning, suggestions, email_addresses, provider, reverification, }
    ExternalAccount {
        id, provider, provider_user_id, approved_scopes, email_address, first_name, last_name, username, image_url, created_at,
    }
    Flash { form, errors, values, notice, backup_codes, api_key, }
    Grants { role, permissions, features, plans, }
    Legal { terms_url, privacy_url, consent, }
    Look {
        logo_image_url, logo_link_url, logo_outside, logo_hidden, social_buttons_as_icons, social_buttons_at_bottom,
        optional_fields_hidden, terms_page_url, help_page_url, privacy_page_url, without_auto_focus, css_layer_name,
        with_classes,
    }
    Mfa { totp, phone_code, backup_codes, required, }
    MadeApiKey { id, name, secret, }
    Passkey { id, name, created_at, last_used_at, }
    PasswordStrength { score, acceptable, warning, suggestions, }
    Paths { sign_in, sign_up, after_sign_in, after_sign_up, after_sign_out, user_profile, organization_profile, create_organization, waitlist, api_keys, }
    PhoneNumber { id, phone_number, formatted, verification, reserved_for_second_factor, default_second_factor, }
    ProviderInfo { key, name, }
    RequiredReverification { level, }
    Reply { client, redirect_to, loads, replaces, organization, backup_codes, api_key, }
    SecondFactor { strategy, phone_number_id, safe_identifier, }
    Session {
        id, status, user, actor, tasks, organization, grants, factor_verification_age, claims, created_at, last_active_at,
        expire_at,
    }
    SessionActivity { browser_name, device_type, is_mobile, ip_address, city, country, }
    SessionWithActivities { id, status, last_active_at, created_at, expire_at, actor, latest_activity, }
    SignIn {
        id, status, identifier, supported_first_factors, first_factor, first_factor_verification, supported_second_factors,
        second_factor, second_factor_verification, created_session_id,
    }
    SignUp {
        id, status, email_address, phone_number, phone_number_formatted, username, first_name, last_name, has_password,
        external_account, missing_fields, unverified_fields, optional_fields, email_address_verification,
        phone_number_verification, created_session_id, created_user_id,
    }
    Ticket { good_for, identifier, organization_name, }
    TotpSetup { secret, uri, qr_path, qr_size, }
    User {
        id, first_name, last_name, username, image_url, has_image, locale, primary_email_address_id, email_addresses,
        external_accounts, passkeys,
        primary_phone_number_id, phone_numbers, password_enabled, last_sign_in_at, legal_accepted_at, created_at,
        updated_at, two_factor_enabled, totp_enabled, backup_code_enabled, mfa_enabled_at, mfa_disabled_at, delete_self_enabled,
        public_metadata, unsafe_metadata,
    }
    Verification { status, strategy, attempts, expire_at, resend_at, }
}

impl FromJson for PageState {
    fn from_json(json: &Json, reading: &mut Reading) -> Self {
        Self {
            client: json.field("client", reading),
            settings: json.field("settings", reading),
            words: json.field("words", reading),
            flash: json.field("flash", reading),
            now: json.field("now", reading),
            sessions: None,
            organizations: None,
            organization: None,
            api_keys: None,
        }
    }
}

impl FromJson for PublicSettings {
    fn from_json(json: &Json, reading: &mut Reading) -> Self {
        Self {
            app_name: json.field("app_name", reading),
            paths: json.field("paths", reading),
            development: json.field("development", reading),
            first_factors: json.field("first_factors", reading),
            email_address: json.field("email_address", reading),
            password: json.field("password", reading),
            phone_number: json.field("phone_number", reading),
            username: json.field("username", reading),
            first_name: json.field("first_name", reading),
            last_name: json.field("last_name", reading),
            mode: json.field("mode", reading),
            password_min_length: json.field("password_min_length", reading),
            stylesheet: json.field("stylesheet", reading),
            // Left out where it is empty.
            captcha_script: json.field::<Option<String>>("captcha_script", reading).unwrap_or_default(),
            captcha_needs_script: json.field("captcha_needs_script", reading),
            providers: json.field("providers", reading),
            multi_session: json.field("multi_session", reading),
            legal: json.field("legal", reading),
            with_sign_up: json.field("with_sign_up", reading),
            organizations: json.field("organizations", reading),
            // Left out where there are none.
            organizations_in_addresses: json
                .field::<Option<bool>>("organizations_in_addresses", reading)
                .unwrap_or_default(),
            user_api_keys: json.field::<Option<bool>>("user_api_keys", reading).unwrap_or_default(),
            organization_api_keys: json.field::<Option<bool>>("organization_api_keys", reading).unwrap_or_default(),
            delete_self: json.field("delete_self", reading),
            mfa: json.field("mfa", reading),
            look: json.field("look", reading),
            component_looks: json.field("component_looks", reading),
        }
    }
}

impl FromJson for BackupCodes {
    fn from_json(json: &Json, reading: &mut Reading) -> Self {
        Self(FromJson::from_json(json, reading))
    }
}

impl FromJson for Metadata {
    fn from_json(json: &Json, _: &mut Reading) -> Self {
        Self::of_json(json.text())
    }
}

impl FromJson for Actor {
    fn from_json(json: &Json, reading: &mut Reading) -> Self {
        Self::new(json.field("sub", reading), Metadata::from_json(json, reading))
    }
}

impl FromJson for ErrorCode {
    fn from_json(json: &Json, reading: &mut Reading) -> Self {
        let word = String::from_json(json, reading);
        Self::ALL.iter().find(|code| code.as_str() == word).copied().unwrap_or_else(|| {
            reading.fail();
            Self::InternalError
        })
    }
}

/// Words that a type can tell itself. Some variant stands in for what is none of them.
macro_rules! parsed {
    ($($parsed:ident or $instead:ident,)*) => {
        $(impl FromJson for $parsed {
            fn from_json(json: &Json, reading: &mut Reading) -> Self {
                Self::parse(&String::from_json(json, reading)).unwrap_or_else(|| {
                    reading.fail();
                    Self::$instead
                })
            }
        })*
    };
}

parsed! {
    SessionStatus or Abandoned,
    SignInStatus or NeedsIdentifier,
    SignUpStatus or Abandoned,
    Strategy or Password,
}

/// Words: the compiler refuses a list that lacks one.
macro_rules! words {
    ($($words:ident { $($variant:ident = $word:literal,)* })*) => {
        $(impl FromJson for $words {
            fn from_json(json: &Json, reading: &mut Reading) -> Self {
                const _: fn($words) = |it| match it { $($words::$variant => (),)* };
                json.word(&[$(($word, Self::$variant),)*], reading)
            }
        })*

        #[cfg(test)]
        fn each_word(check: &mut impl WordCheck) {
            $($(check.check($words::$variant, $word);)*)*
        }
    };
}

/// What a test asks of each word.
#[cfg(test)]
trait WordCheck {
    fn check<T: FromJson + serde::Serialize + PartialEq + std::fmt::Debug>(&mut self, value: T, word: &str);
}

words! {
    Field {
        Identifier = "identifier",
        EmailAddress = "email_address",
        PhoneNumber = "phone_number",
        PhoneCountry = "phone_country",
        Username = "username",
        Password = "password",
        NewPassword = "new_password",
        SignOutOfOtherSessions = "sign_out_of_other_sessions",
        Code = "code",
        PublicKeyCredential = "public_key_credential",
        PasskeyId = "passkey_id",
        ApiKeyId = "api_key_id",
        Description = "description",
        Expiration = "expiration",
        Name = "name",
        FirstName = "first_name",
        LastName = "last_name",
        LegalAccepted = "legal_accepted",
        SessionId = "session_id",
        Organization = "organization",
        Strategy = "strategy",
        RedirectUrl = "redirect_url",
        CaptchaToken = "captcha_token",
        UnsafeMetadata = "unsafe_metadata",
        Slug = "slug",
        Role = "role",
        OrganizationId = "organization_id",
        OrganizationName = "organization_name",
        UserId = "user_id",
        EmailAddresses = "email_addresses",
        OrganizationInvitationId = "organization_invitation_id",
        ExternalId = "external_id",
        PasswordDigest = "password_digest",
        PasswordHasher = "password_hasher",
        TotpSecret = "totp_secret",
        BackupCodes = "backup_codes",
        PublicMetadata = "public_metadata",
        PrivateMetadata = "private_metadata",
        Locale = "locale",
        CreateOrganizationsLimit = "create_organizations_limit",
        MaxAllowedMemberships = "max_allowed_memberships",
        LegalAcceptedAt = "legal_accepted_at",
        CreatedAt = "created_at",
        Reserved = "reserved",
        ExternalAccountId = "external_account_id",
        EmailAddressId = "email_address_id",
        AffiliationEmailAddress = "affiliation_email_address",
        EnrollmentMode = "enrollment_mode",
        DeletePending = "delete_pending",
        OrganizationDomainId = "organization_domain_id",
        OrganizationMembershipRequestId = "organization_membership_request_id",
        PhoneNumberId = "phone_number_id",
        CurrentPassword = "current_password",
        Confirmation = "confirmation",
        File = "file",
    }
    FieldRule { Off = "off", Optional = "optional", Required = "required", }
    Notice {
        CodeSent = "code_sent", LinkSent = "link_sent", InvitationSent = "invitation_sent",
        OrganizationJoined = "organization_joined", OrganizationRequested = "organization_requested",
        WaitlistJoined = "waitlist_joined", Reverified = "reverified",
    }
    PasswordSuggestion {
        UseWords = "use_words",
        NoNeedForSymbols = "no_need_for_symbols",
        AnotherWord = "another_word",
        Capitalization = "capitalization",
        AllUppercase = "all_uppercase",
        ReverseWords = "reverse_words",
        Substitutions = "substitutions",
        LongerKeyPattern = "longer_key_pattern",
        Repeated = "repeated",
        Sequences = "sequences",
        RecentYears = "recent_years",
        AssociatedYears = "associated_years",
        AssociatedDates = "associated_dates",
    }
    PasswordWarning {
        StraightRow = "straight_row",
        KeyPattern = "key_pattern",
        SimpleRepeat = "simple_repeat",
        ExtendedRepeat = "extended_repeat",
        Common = "common",
        SimilarToCommon = "similar_to_common",
        Sequences = "sequences",
        RecentYears = "recent_years",
        WordByItself = "word_by_itself",
        Dates = "dates",
        NamesByThemselves = "names_by_themselves",
        CommonNames = "common_names",
    }
    ReverificationLevel { StrictMfa = "strict_mfa", Strict = "strict", Moderate = "moderate", Lax = "lax", }
    SessionTask { SetupMfa = "setup_mfa", ChooseOrganization = "choose_organization", }
    SignUpMode { Public = "public", Restricted = "restricted", Waitlist = "waitlist", }
    TicketUse {
        SignUp = "sign_up",
        HasAccount = "has_account",
        SignUpOver = "sign_up_over",
        SignIn = "sign_in",
        SignInOver = "sign_in_over",
        Join = "join",
        Nothing = "nothing",
    }
    VerificationStatus {
        Unverified = "unverified",
        Verified = "verified",
        Transferable = "transferable",
        Failed = "failed",
        Expired = "expired",
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
