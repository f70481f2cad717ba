//! The one seam between browser and server: server functions, a file per capability.
//!
//! Every mutation is a POST whose body is a form with the names of [`Field`], so that the same address serves a form
//! without JavaScript. A browser with wasm gets a [`Reply`] or [`ApiErrors`] as JSON; one without is led to the next
//! page, and what was wrong stands there in [`Flash`](crate::model::Flash).

mod api_key;
mod client;
mod email_address;
mod encoding;
mod form;
#[cfg(any(test, all(feature = "hydrate", not(feature = "ssr"))))]
mod json;
mod oauth;
mod organization;
mod organization_domain;
mod organization_invitation;
mod organization_membership;
mod organization_membership_request;
mod page;
mod passkey;
mod password;
mod phone_number;
mod second_factor;
mod session;
mod session_verification;
mod sign_in;
mod sign_up;
mod ticket;
mod user;
mod waitlist;

pub use api_key::{CreateApiKey, ListApiKeys, RevokeApiKey, create_api_key, list_api_keys, revoke_api_key};
pub use client::{GetClient, get_client};
pub use email_address::{
    AttemptEmailAddressVerification, CreateEmailAddress, PrepareEmailAddressVerification, RemoveEmailAddress,
    SetPrimaryEmailAddress, attempt_email_address_verification, create_email_address,
    prepare_email_address_verification, remove_email_address, set_primary_email_address,
};
pub use encoding::ApiErrorsEncoding;
pub use form::post_form;
#[cfg(feature = "ssr")]
pub(crate) use form::{DRAWN_HEADER, DRAWN_PREFIX};
pub(crate) use form::{fetch_client, fetch_password_strength};
#[cfg(all(feature = "hydrate", not(feature = "ssr")))]
pub(crate) use form::{fetch_drawn, fetch_token, post_drawn_form, token_expires_at};
pub use oauth::{
    ConnectExternalAccount, DisconnectExternalAccount, OauthSignIn, OauthSignUp, UpdateSignUp,
    connect_external_account, disconnect_external_account, oauth_sign_in, oauth_sign_up, update_sign_up,
};
pub use organization::{
    CreateOrganization, DeleteOrganization, GetOrganization, LeaveOrganization, RemoveOrganizationLogo,
    UpdateOrganization, create_organization, delete_organization, get_organization, leave_organization,
    remove_organization_logo, update_organization,
};
pub use organization_domain::{
    AttemptOrganizationDomainVerification, CreateOrganizationDomain, DeleteOrganizationDomain, ListOrganizationDomains,
    PrepareOrganizationDomainVerification, SetOrganizationDomainEnrollmentMode,
    attempt_organization_domain_verification, create_organization_domain, delete_organization_domain,
    list_organization_domains, prepare_organization_domain_verification, set_organization_domain_enrollment_mode,
};
pub use organization_invitation::{
    AcceptOrganizationInvitation, CreateOrganizationInvitations, ListOrganizationInvitations,
    ListOwnOrganizationInvitations, ResendOrganizationInvitation, RevokeOrganizationInvitation,
    accept_organization_invitation, create_organization_invitations, list_organization_invitations,
    list_own_organization_invitations, resend_organization_invitation, revoke_organization_invitation,
};
pub use organization_membership::{
    ListOrganizationMemberships, ListOwnOrganizationMemberships, RemoveOrganizationMembership,
    UpdateOrganizationMembership, list_organization_memberships, list_own_organization_memberships,
    remove_organization_membership, update_organization_membership,
};
pub use organization_membership_request::{
    AcceptOrganizationMembershipRequest, AcceptOrganizationSuggestion, ListOrganizationMembershipRequests,
    ListOwnOrganizationSuggestions, RejectOrganizationMembershipRequest, accept_organization_membership_request,
    accept_organization_suggestion, list_organization_membership_requests, list_own_organization_suggestions,
    reject_organization_membership_request,
};
pub use page::{PageStateCodec, page_state};
pub use passkey::{
    CreatePasskey, PasskeySecondFactor, PasskeySignIn, PreparePasskey, PreparePasskeySecondFactor,
    PreparePasskeySignIn, RemovePasskey, RenamePasskey, create_passkey, passkey_second_factor, passkey_sign_in,
    prepare_passkey, prepare_passkey_second_factor, prepare_passkey_sign_in, remove_passkey, rename_passkey,
};
pub use password::{PasswordStrengthOf, password_strength_of};
pub use phone_number::{
    AttemptPhoneNumberVerification, CreatePhoneNumber, PreparePhoneNumberVerification, RemovePhoneNumber,
    SetPrimaryPhoneNumber, attempt_phone_number_verification, create_phone_number, prepare_phone_number_verification,
    remove_phone_number, set_primary_phone_number,
};
pub use second_factor::{
    AttemptSecondFactor, CreateBackupCodes, CreateTotp, DisableTotp, MakeDefaultSecondFactor, PrepareSecondFactor,
    SetReservedForSecondFactor, VerifyTotp, attempt_second_factor, create_backup_codes, create_totp, disable_totp,
    make_default_second_factor, prepare_second_factor, set_reserved_for_second_factor, verify_totp,
};
pub use session::{
    GetToken, RemoveSessions, SetActiveOrganization, SetActiveSession, SignOut, SignOutEverywhere, get_token,
    remove_sessions, set_active_organization, set_active_session, sign_out, sign_out_everywhere,
};
pub use session_verification::{
    AttemptFirstFactorVerification, AttemptPasskeyVerification, AttemptSecondFactorVerification,
    PrepareFirstFactorVerification, PreparePasskeyVerification, PrepareSecondFactorVerification,
    StartSessionVerification, attempt_first_factor_verification, attempt_passkey_verification,
    attempt_second_factor_verification, prepare_first_factor_verification, prepare_passkey_verification,
    prepare_second_factor_verification, start_session_verification,
};
pub use sign_in::{
    AttemptFirstFactor, CreateSignIn, PrepareFirstFactor, ResetPassword, attempt_first_factor, create_sign_in,
    prepare_first_factor, reset_password,
};
pub use sign_up::{
    AttemptVerification, CreateSignUp, PrepareVerification, attempt_verification, create_sign_up, prepare_verification,
};
pub use ticket::{TicketAccept, TicketSignIn, ticket_accept, ticket_sign_in};
pub use user::{
    DeleteUser, GetSessions, RemovePassword, RemoveProfileImage, RevokeOtherSessions, RevokeSession, UpdatePassword,
    UpdateUser, UpdateUsername, delete_user, get_sessions, remove_password, remove_profile_image,
    revoke_other_sessions, revoke_session, update_password, update_user, update_username,
};
pub use waitlist::{JoinWaitlist, join_waitlist};

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::model::{ActiveOrganization, BackupCodes, Client, MadeApiKey, SessionVerification};

#[cfg(doc)]
use crate::model::{ApiErrors, Field};

/// What a mutation gives back.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Reply {
    /// The browser's new state.
    pub client: Client,
    /// The page that comes next: a path of this site, or the whole address of another one that is listed.
    pub redirect_to: Option<String>,
    /// Whether that page has to come from the server: this one is about one organization, and what it knows holds there.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub loads: bool,
    /// Whether it is this one at another address: at the one that it has nobody finds it any more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub replaces: bool,
    /// An organization that was made, wherever the page acts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization: Option<ActiveOrganization>,
    /// Backup codes that were made: this answer alone has them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backup_codes: Option<BackupCodes>,
    /// A key that was made: this answer alone has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_key: Option<MadeApiKey>,
}

/// What a step of a session verification gives back.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SessionVerificationReply {
    /// Where it stands.
    pub session_verification: Option<SessionVerification>,
    /// The page that comes next, where it is no script that asks.
    pub redirect_to: Option<String>,
}

/// What was typed into a field that nobody may read over a shoulder, nor in a log.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SecretInput(String);

impl SecretInput {
    /// The text itself.
    pub fn into_inner(self) -> String {
        self.0
    }
}

impl fmt::Debug for SecretInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretInput(…)")
    }
}

impl From<String> for SecretInput {
    fn from(text: String) -> Self {
        Self(text)
    }
}
