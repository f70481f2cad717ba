use serde::{Deserialize, Serialize};

/// The names that form fields have, everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Field {
    Identifier,
    EmailAddress,
    PhoneNumber,
    PhoneCountry,
    Username,
    Password,
    NewPassword,
    SignOutOfOtherSessions,
    Code,
    PhoneNumberId,
    Reserved,
    PublicKeyCredential,
    PasskeyId,
    ExternalAccountId,
    EmailAddressId,
    CurrentPassword,
    Confirmation,
    File,
    Name,
    FirstName,
    LastName,
    LegalAccepted,
    SessionId,
    Organization,
    Strategy,
    RedirectUrl,
    CaptchaToken,
    UnsafeMetadata,
    Slug,
    Role,
    OrganizationId,
    UserId,
    EmailAddresses,
    OrganizationInvitationId,
}

impl Field {
    /// The name as it stands in HTML and in an error's `meta.param_name`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Identifier => "identifier",
            Self::EmailAddress => "email_address",
            Self::PhoneNumber => "phone_number",
            Self::PhoneCountry => "phone_country",
            Self::Username => "username",
            Self::Password => "password",
            Self::NewPassword => "new_password",
            Self::SignOutOfOtherSessions => "sign_out_of_other_sessions",
            Self::Code => "code",
            Self::PhoneNumberId => "phone_number_id",
            Self::Reserved => "reserved",
            Self::PublicKeyCredential => "public_key_credential",
            Self::PasskeyId => "passkey_id",
            Self::ExternalAccountId => "external_account_id",
            Self::EmailAddressId => "email_address_id",
            Self::CurrentPassword => "current_password",
            Self::Confirmation => "confirmation",
            Self::File => "file",
            Self::Name => "name",
            Self::FirstName => "first_name",
            Self::LastName => "last_name",
            Self::LegalAccepted => "legal_accepted",
            Self::SessionId => "session_id",
            Self::Organization => "organization",
            Self::Strategy => "strategy",
            Self::RedirectUrl => "redirect_url",
            Self::CaptchaToken => "captcha_token",
            Self::UnsafeMetadata => "unsafe_metadata",
            Self::Slug => "slug",
            Self::Role => "role",
            Self::OrganizationId => "organization_id",
            Self::UserId => "user_id",
            Self::EmailAddresses => "email_addresses",
            Self::OrganizationInvitationId => "organization_invitation_id",
        }
    }
}
