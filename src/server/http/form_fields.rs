//! What the forms of the API hold. A field that a form does not have is refused, not ignored: whoever sends one believes
//! that it does something. What stands where an id belongs and is none is not looked for: nothing has that id.

use std::sync::LazyLock;

use leptos::server_fn::ServerFn;
use serde_aux::serde_introspection::serde_introspect;

use crate::api::{
    AcceptOrganizationInvitation, AcceptOrganizationMembershipRequest, AcceptOrganizationSuggestion,
    AttemptEmailAddressVerification, AttemptFirstFactor, AttemptFirstFactorVerification,
    AttemptOrganizationDomainVerification, AttemptPasskeyVerification, AttemptPhoneNumberVerification,
    AttemptSecondFactor, AttemptSecondFactorVerification, AttemptVerification, ConnectExternalAccount, CreateApiKey,
    CreateBackupCodes, CreateEmailAddress, CreateOrganization, CreateOrganizationDomain, CreateOrganizationInvitations,
    CreatePasskey, CreatePhoneNumber, CreateSignIn, CreateSignUp, CreateTotp, DeleteOrganization,
    DeleteOrganizationDomain, DeleteUser, DisableTotp, DisconnectExternalAccount, GetClient, GetOrganization,
    GetSessions, GetToken, JoinWaitlist, LeaveOrganization, ListApiKeys, ListOrganizationDomains,
    ListOrganizationInvitations, ListOrganizationMembershipRequests, ListOrganizationMemberships,
    ListOwnOrganizationInvitations, ListOwnOrganizationMemberships, ListOwnOrganizationSuggestions,
    MakeDefaultSecondFactor, OauthSignIn, OauthSignUp, PasskeySecondFactor, PasskeySignIn, PasswordStrengthOf,
    PrepareEmailAddressVerification, PrepareFirstFactor, PrepareFirstFactorVerification,
    PrepareOrganizationDomainVerification, PreparePasskey, PreparePasskeySecondFactor, PreparePasskeySignIn,
    PreparePasskeyVerification, PreparePhoneNumberVerification, PrepareSecondFactor, PrepareSecondFactorVerification,
    PrepareVerification, RejectOrganizationMembershipRequest, RemoveEmailAddress, RemoveOrganizationLogo,
    RemoveOrganizationMembership, RemovePasskey, RemovePassword, RemovePhoneNumber, RemoveProfileImage, RemoveSessions,
    RenamePasskey, ResendOrganizationInvitation, ResetPassword, RevokeApiKey, RevokeOrganizationInvitation,
    RevokeOtherSessions, RevokeSession, SetActiveOrganization, SetActiveSession, SetOrganizationDomainEnrollmentMode,
    SetPrimaryEmailAddress, SetPrimaryPhoneNumber, SetReservedForSecondFactor, SignOut, SignOutEverywhere,
    StartSessionVerification, TicketAccept, TicketSignIn, UpdateOrganization, UpdateOrganizationMembership,
    UpdatePassword, UpdateSignUp, UpdateUser, UpdateUsername, VerifyTotp,
};
use crate::model::{ApiError, ErrorCode};

type Fields = &'static [&'static str];

macro_rules! fields_of {
    ($($form:ty),* $(,)?) => {
        vec![$((<$form as ServerFn>::PATH, serde_introspect::<$form>())),*]
    };
}

static FORMS: LazyLock<Vec<(&str, Fields)>> = LazyLock::new(|| {
    fields_of![
        AcceptOrganizationInvitation,
        AcceptOrganizationMembershipRequest,
        AcceptOrganizationSuggestion,
        AttemptEmailAddressVerification,
        AttemptFirstFactor,
        AttemptFirstFactorVerification,
        AttemptOrganizationDomainVerification,
        AttemptPasskeyVerification,
        AttemptPhoneNumberVerification,
        AttemptSecondFactor,
        AttemptSecondFactorVerification,
        AttemptVerification,
        ConnectExternalAccount,
        CreateApiKey,
        CreateBackupCodes,
        CreateEmailAddress,
        CreateOrganization,
        CreateOrganizationDomain,
        CreateOrganizationInvitations,
        CreatePasskey,
        CreatePhoneNumber,
        CreateSignIn,
        CreateSignUp,
        CreateTotp,
        DeleteOrganization,
        DeleteOrganizationDomain,
        DeleteUser,
        DisableTotp,
        DisconnectExternalAccount,
        GetClient,
        GetOrganization,
        GetSessions,
        GetToken,
        JoinWaitlist,
        LeaveOrganization,
        ListApiKeys,
        ListOrganizationDomains,
        ListOrganizationInvitations,
        ListOrganizationMembershipRequests,
        ListOrganizationMemberships,
        ListOwnOrganizationInvitations,
        ListOwnOrganizationMemberships,
        ListOwnOrganizationSuggestions,
        MakeDefaultSecondFactor,
        OauthSignIn,
        OauthSignUp,
        PasskeySecondFactor,
        PasskeySignIn,
        PasswordStrengthOf,
        PrepareEmailAddressVerification,
        PrepareFirstFactor,
        PrepareFirstFactorVerification,
        PrepareOrganizationDomainVerification,
        PreparePasskey,
        PreparePasskeySecondFactor,
        PreparePasskeySignIn,
        PreparePasskeyVerification,
        PreparePhoneNumberVerification,
        PrepareSecondFactor,
        PrepareSecondFactorVerification,
        PrepareVerification,
        RejectOrganizationMembershipRequest,
        RemoveEmailAddress,
        RemoveOrganizationLogo,
        RemoveOrganizationMembership,
        RemovePasskey,
        RemovePassword,
        RemovePhoneNumber,
        RemoveProfileImage,
        RemoveSessions,
        RenamePasskey,
        ResendOrganizationInvitation,
        ResetPassword,
        RevokeApiKey,
        RevokeOrganizationInvitation,
        RevokeOtherSessions,
        RevokeSession,
        SetActiveOrganization,
        SetActiveSession,
        SetOrganizationDomainEnrollmentMode,
        SetPrimaryEmailAddress,
        SetPrimaryPhoneNumber,
        SetReservedForSecondFactor,
        SignOut,
        SignOutEverywhere,
        StartSessionVerification,
        TicketAccept,
        TicketSignIn,
        UpdateOrganization,
        UpdateOrganizationMembership,
        UpdatePassword,
        UpdateSignUp,
        UpdateUser,
        UpdateUsername,
        VerifyTotp,
    ]
});

/// No id of ours is longer, in bytes.
const LONGEST_ID: usize = 64;

/// Whether something may be an id of ours. Nothing at all may be: some forms are about what they do not name.
fn may_be_id(text: &str) -> bool {
    text.len() <= LONGEST_ID && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Refuses a body with a field that the form at this path does not have, or with an id that nothing has. A form that is not in
/// the table has no fields.
pub fn check(path: &str, body: &[u8]) -> Result<(), ApiError> {
    let fields = FORMS.iter().find(|(form, _)| *form == path).map_or(&[][..], |(_, fields)| fields);
    for (name, value) in url::form_urlencoded::parse(body) {
        // `about[]` and `about[0]` are the field `about`; `client[id]` is no field of anything.
        let list =
            name.split_once('[').filter(|(_, index)| index.trim_end_matches(']').bytes().all(|b| b.is_ascii_digit()));
        let field = list.map_or(&*name, |(name, _)| name);
        if !fields.contains(&field) {
            return Err(ApiError::new(ErrorCode::FormParamUnknown));
        }
        if field.ends_with("_id") && !may_be_id(&value) {
            return Err(ApiError::new(ErrorCode::ResourceNotFound));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_form_has_is_let_through() {
        let sign_in = "/vestibule/api/sign_in/create";
        for good in ["", "identifier=ada&password=x&redirect_url=%2F", "identifier=a%26role%3Dadmin"] {
            assert!(check(sign_in, good.as_bytes()).is_ok(), "{good}");
        }
        for bad in
            ["identifier=ada&role=admin", "role", "identifier[a]=x", "Identifier=x", "identifier%5Bx%5D=1", "code=1"]
        {
            assert!(check(sign_in, bad.as_bytes()).is_err(), "{bad}");
        }
        assert!(check("/vestibule/api/password/strength", b"password=x&about[0]=ada&about[]=b").is_ok());
        assert!(check("/vestibule/api/session/sign_out", b"client_id=x").is_err());
        assert!(check("/vestibule/api/unknown", b"x=1").is_err());
    }

    #[test]
    fn what_is_no_id_is_not_looked_for() {
        let remove = "/vestibule/api/passkey/remove";
        for good in ["", "passkey_id=", "passkey_id=passkey_2abcDEF", "redirect_url=%2F..%2F%00"] {
            assert!(check(remove, good.as_bytes()).is_ok(), "{good}");
        }
        let long = format!("passkey_id={}", "a".repeat(65));
        for bad in
            ["passkey_id=a%00b", "passkey_id=../", "passkey_id[0]=%2f", "passkey_id=%27--", "passkey_id=+a", &long]
        {
            let refused = check(remove, bad.as_bytes()).expect_err(bad);
            assert_eq!(refused.code, ErrorCode::ResourceNotFound, "{bad}");
        }
    }
}
