use serde::{Deserialize, Serialize};

use super::{Field, PasswordSuggestion, PasswordWarning, RequiredReverification, ReverificationLevel};

macro_rules! error_codes {
    ($($(#[$doc:meta])* $variant:ident = $code:literal, $status:literal;)*) => {
        /// What went wrong, in the words that the API uses.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum ErrorCode {
            $($(#[$doc])* #[serde(rename = $code)] $variant,)*
        }

        impl ErrorCode {
            /// Every code there is.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The code as it stands in JSON.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The HTTP status that goes with it (RFC 9110 section 15).
            pub const fn status(self) -> u16 {
                match self { $(Self::$variant => $status,)* }
            }
        }
    };
}

error_codes! {
    /// A required field is empty.
    FormParamMissing = "form_param_missing", 422;
    /// A field holds something that it cannot hold; less than it has to where `meta.limit` says how much that is.
    FormParamFormatInvalid = "form_param_format_invalid", 422;
    /// A field holds more than it may; `meta.limit` says how much it may.
    FormParamMaxLengthExceeded = "form_param_max_length_exceeded", 422;
    /// The form has no such field.
    FormParamUnknown = "form_param_unknown", 422;
    /// This address may not sign up.
    NotAllowedAccess = "not_allowed_access", 403;
    /// Addresses of this kind are not taken.
    FormEmailAddressBlocked = "form_email_address_blocked", 422;
    /// Only who has an invitation may sign up.
    SignUpModeRestricted = "sign_up_mode_restricted", 403;
    /// The same, where others may put themselves on the waitlist.
    SignUpRestrictedWaitlist = "sign_up_restricted_waitlist", 403;
    /// The ticket of a link is not good, or not any more.
    TicketInvalid = "ticket_invalid", 422;
    /// There is no waitlist.
    WaitlistNotEnabled = "waitlist_not_enabled", 422;
    /// There is one already.
    DuplicateRecord = "duplicate_record", 422;
    /// The identifier belongs to someone.
    FormIdentifierExists = "form_identifier_exists", 422;
    /// Nothing is sent to phone numbers of this country or kind.
    UnsupportedCountryCode = "unsupported_country_code", 422;
    /// A username is too short or too long.
    FormUsernameInvalidLength = "form_username_invalid_length", 422;
    /// A username holds a character that it may not.
    FormUsernameInvalidCharacter = "form_username_invalid_character", 422;
    /// A username has no letter in it.
    FormUsernameNeedsNonNumberCode = "form_username_needs_non_number_code", 422;
    /// Identifier and password do not belong together; which of them is wrong is not said.
    FormPasswordOrIdentifierIncorrect = "form_password_or_identifier_incorrect", 422;
    /// The current password is another one.
    FormPasswordIncorrect = "form_password_incorrect", 422;
    /// The new password is shorter than `meta.limit` code points.
    FormPasswordLengthTooShort = "form_password_length_too_short", 422;
    /// The password is longer than `meta.limit` bytes.
    FormPasswordSizeInBytesExceeded = "form_password_size_in_bytes_exceeded", 422;
    /// The new password is too easy to guess.
    FormPasswordNotStrongEnough = "form_password_not_strong_enough", 422;
    /// The new password holds the identifier.
    FormPasswordContainsIdentifier = "form_password_contains_identifier", 422;
    /// The new password is in a list of stolen ones.
    FormPasswordPwned = "form_password_pwned", 422;
    /// A digest of a password cannot be read, or asks for too much.
    FormPasswordDigestInvalidCode = "form_password_digest_invalid_code", 422;
    /// The code is wrong.
    FormCodeIncorrect = "form_code_incorrect", 422;
    /// The code was not given in time.
    VerificationExpired = "verification_expired", 422;
    /// Too many wrong codes; another one has to be asked for.
    VerificationFailed = "verification_failed", 422;
    /// The link that was mailed has not been opened.
    EmailLinkUnverified = "email_link_unverified", 422;
    /// There is nothing to verify.
    VerificationMissing = "verification_missing", 422;
    /// This way to prove who one is is not offered.
    StrategyForUserInvalid = "strategy_for_user_invalid", 422;
    /// The provider's answer is not one to a question of this browser, or comes too late.
    OauthCallbackInvalid = "oauth_callback_invalid", 422;
    /// The person said no at the provider.
    OauthAccessDenied = "oauth_access_denied", 422;
    /// The provider does not say who it is.
    OauthTokenRetrievalError = "oauth_token_retrieval_error", 422;
    /// The provider cannot be reached; `meta.provider` says what it is called.
    OauthProviderUnreachable = "oauth_provider_unreachable", 422;
    /// The account elsewhere leads to someone else's account here.
    ExternalAccountExists = "external_account_exists", 422;
    /// There is no such account elsewhere.
    ExternalAccountNotFound = "external_account_not_found", 404;
    /// There is no passkey, or no browser that knows what one is.
    PasskeyNotSupported = "passkey_not_supported", 422;
    /// What is to become a passkey is one already.
    PasskeyAlreadyExists = "passkey_already_exists", 422;
    /// A user has as many passkeys as one may have; `meta.limit` says how many that is.
    PasskeysQuotaExceeded = "passkeys_quota_exceeded", 422;
    /// No passkey was made.
    PasskeyRegistrationFailed = "passkey_registration_failed", 422;
    /// The passkey does not prove who someone is.
    PasskeyRetrievalFailed = "passkey_retrieval_failed", 422;
    /// Too many wrong codes: the sign-in has to be begun again.
    SecondFactorFailed = "second_factor_failed", 422;
    /// There is an authenticator app already; it has to be removed first.
    TotpAlreadyEnabled = "totp_already_enabled", 422;
    /// Backup codes are for whoever has another second factor.
    BackupCodesNotAvailable = "backup_codes_not_available", 422;
    /// Nobody is let in here without a second factor, so the last one stays.
    MfaRequired = "mfa_required", 422;
    /// Without it nothing would let the person in.
    IdentificationDeletionFailed = "identification_deletion_failed", 422;
    /// Nobody has proven that it is theirs.
    IdentificationUnverified = "identification_unverified", 422;
    /// There are as many on the account as one may have; `meta.limit` says how many that is.
    IdentificationQuotaExceeded = "identification_quota_exceeded", 422;
    /// A picture is none of the kinds that are taken.
    AvatarFileTypeInvalid = "avatar_file_type_invalid", 422;
    /// A picture is larger than `meta.limit` bytes.
    AvatarFileSizeExceeded = "avatar_file_size_exceeded", 422;
    /// A picture has more than `meta.limit` pixels.
    AvatarDimensionsExceeded = "avatar_dimensions_exceeded", 422;
    /// A picture is not whole, or not what it claims to be.
    AvatarFileInvalid = "avatar_file_invalid", 422;
    /// The settings do not let anyone do that.
    ActionNotAllowed = "action_not_allowed", 403;
    /// There is no attempt under way in this browser, or it is not at this step.
    ClientStateInvalid = "client_state_invalid", 422;
    /// This browser is signed in.
    SessionExists = "session_exists", 422;
    /// Too many tries; `meta.retry_after` says when the next one is welcome.
    UserLocked = "user_locked", 403;
    /// An operator has banned the account.
    UserBanned = "user_banned", 403;
    /// The browser does not show that no program sits at it.
    CaptchaMissingToken = "captcha_missing_token", 422;
    /// What it shows is not good, or not any more.
    CaptchaInvalid = "captcha_invalid", 422;
    /// Too many requests; `meta.retry_after` says when the next one is welcome.
    TooManyRequests = "too_many_requests", 429;
    /// Nobody is signed in.
    AuthenticationInvalid = "authentication_invalid", 401;
    /// Who is signed in has to prove once more who they are; `meta.reverification` says how.
    SessionReverificationRequired = "session_reverification_required", 403;
    /// They did not want to.
    ReverificationCancelled = "reverification_cancelled", 403;
    /// Who is signed in may not do that.
    AuthorizationInvalid = "authorization_invalid", 403;
    /// The request came from another site.
    CrossSiteRequest = "cross_site_request", 403;
    /// The request's body is not what it claims to be.
    RequestBodyInvalid = "request_body_invalid", 422;
    /// The request's body is larger than `meta.limit` bytes.
    RequestBodyTooLarge = "request_body_too_large", 413;
    /// The request's body is of a kind that is not read here.
    UnsupportedContentType = "unsupported_content_type", 415;
    /// There are no organizations here.
    OrganizationNotEnabledInInstance = "organization_not_enabled_in_instance", 403;
    /// The organization has as many members, with those who are invited, as it may have; `meta.limit` says how many.
    OrganizationMembershipQuotaExceeded = "organization_membership_quota_exceeded", 403;
    /// The person has made as many organizations as they may; `meta.limit` says how many that is.
    OrganizationQuotaExceeded = "organization_quota_exceeded", 403;
    /// Nobody would be left who lets others in.
    OrganizationMinimumPermissionsNeeded = "organization_minimum_permissions_needed", 403;
    /// They belong to it already.
    AlreadyAMemberInOrganization = "already_a_member_in_organization", 403;
    /// The invitation was answered or taken back, or has run out.
    OrganizationInvitationNotPending = "organization_invitation_not_pending", 403;
    /// Anyone can have an address in this domain.
    OrganizationDomainCommon = "organization_domain_common", 422;
    /// The request to be let in was answered, or whoever made it may not come in any more.
    OrganizationMembershipRequestNotPending = "organization_membership_request_not_pending", 403;
    /// There is nothing here.
    ResourceNotFound = "resource_not_found", 404;
    /// The method is not one of this address.
    MethodNotAllowed = "method_not_allowed", 405;
    /// Something on the server is broken.
    InternalError = "internal_error", 500;
    /// The server cannot answer just now.
    ServiceUnavailable = "service_unavailable", 503;
}

/// What a person or a program needs to know besides the code.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ErrorMeta {
    /// The field that is wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub param_name: Option<Field>,
    /// Seconds until another try is welcome.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<i64>,
    /// The limit that was passed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<usize>,
    /// Why a password is weak.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warning: Option<PasswordWarning>,
    /// What would make a password stronger.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub suggestions: Vec<PasswordSuggestion>,
    /// Which of several addresses are meant.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub email_addresses: Vec<String>,
    /// What the provider is called that is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// What has to be proven once more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reverification: Option<RequiredReverification>,
}

/// One thing that went wrong.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ApiError {
    /// What.
    pub code: ErrorCode,
    /// Where and how much.
    #[serde(default)]
    pub meta: ErrorMeta,
}

impl ApiError {
    /// An error of the whole form or request.
    pub fn new(code: ErrorCode) -> Self {
        Self { code, meta: ErrorMeta::default() }
    }

    /// An error of one field.
    pub fn of(code: ErrorCode, field: Field) -> Self {
        Self { code, meta: ErrorMeta { param_name: Some(field), ..ErrorMeta::default() } }
    }

    /// Asks to prove once more who one is.
    pub fn reverification(level: ReverificationLevel) -> Self {
        let mut error = Self::new(ErrorCode::SessionReverificationRequired);
        error.meta.reverification = Some(RequiredReverification { level });
        error
    }

    /// With the limit that was passed.
    pub fn with_limit(mut self, limit: usize) -> Self {
        self.meta.limit = Some(limit);
        self
    }

    /// About one of several addresses.
    pub fn about_address(mut self, address: &str) -> Self {
        self.meta.email_addresses = vec![address.to_owned()];
        self
    }

    /// About a provider, by what people call it.
    pub fn about_provider(mut self, name: &str) -> Self {
        self.meta.provider = Some(name.to_owned());
        self
    }

    /// With the wait until another try is welcome, given in milliseconds and told in whole seconds, rounded up.
    pub fn with_retry_after_ms(mut self, wait: i64) -> Self {
        self.meta.retry_after = Some((wait.max(0) + 999) / 1000);
        self
    }
}

/// All that went wrong; never empty when it stands for a failure.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ApiErrors {
    /// Each error.
    pub errors: Vec<ApiError>,
}

impl ApiErrors {
    /// The first error of a field.
    pub fn of(&self, field: Field) -> Option<&ApiError> {
        self.errors.iter().find(|error| error.meta.param_name == Some(field))
    }

    /// Whether there is a given code among them.
    pub fn has(&self, code: ErrorCode) -> bool {
        self.errors.iter().any(|error| error.code == code)
    }

    /// Which reverification is asked for, if one is.
    pub fn required_reverification(&self) -> Option<ReverificationLevel> {
        self.errors.iter().find_map(|error| error.meta.reverification).map(|required| required.level)
    }

    /// Whether nothing went wrong.
    pub fn is_empty(&self) -> bool {
        self.errors.is_empty()
    }
}

impl std::fmt::Display for ApiErrors {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (number, error) in self.errors.iter().enumerate() {
            let comma = if number == 0 { "" } else { ", " };
            write!(f, "{comma}{}", error.code.as_str())?;
            if let Some(required) = error.meta.reverification {
                write!(f, "({})", required.level.as_str())?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for ApiErrors {}

impl From<ApiError> for ApiErrors {
    fn from(error: ApiError) -> Self {
        Self { errors: vec![error] }
    }
}
