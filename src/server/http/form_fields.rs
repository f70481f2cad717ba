//! What the forms of the API hold. A field that a form does not have is refused, not ignored: whoever sends one believes
//! that it does something. What stands where an id belongs and is none is not looked for: nothing has that id.

use std::sync::LazyLock;

use axum::http::HeaderValue;
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

/// What the browser says of the body of a form.
const KIND: &str = "application/x-www-form-urlencoded";
/// No field has a longer name, in bytes.
const LONGEST_NAME: usize = 64;

/// Why a body is refused.
#[derive(Debug)]
pub struct Refusal {
    /// Boxed: a refusal is handed up through several results.
    pub error: Box<ApiError>,
    /// The name of the field that there is not, if it is one that can be said back.
    pub name: Option<String>,
}

impl From<ApiError> for Refusal {
    fn from(error: ApiError) -> Self {
        Self { error: Box::new(error), name: None }
    }
}

/// Refuses a body that is no form's. Whoever sends nothing need not say of what kind it is.
pub fn check_kind(kind: Option<&HeaderValue>, body: &[u8]) -> Result<(), ApiError> {
    let kind = kind.and_then(|kind| kind.to_str().ok()?.split(';').next()).unwrap_or_default();
    match body.is_empty() || kind.trim().eq_ignore_ascii_case(KIND) {
        true => Ok(()),
        false => Err(ApiError::new(ErrorCode::UnsupportedContentType)),
    }
}

/// Refuses a body with a field that the form at this path does not have, or with an id that nothing has. A form that is not in
/// the table has no fields.
pub fn check(path: &str, body: &[u8]) -> Result<(), Refusal> {
    let fields = FORMS.iter().find(|(form, _)| *form == path).map_or(&[][..], |(_, fields)| fields);
    for (name, value) in url::form_urlencoded::parse(body) {
        // `about[]` and `about[0]` are the field `about`; `client[id]` is no field of anything.
        let list =
            name.split_once('[').filter(|(_, index)| index.trim_end_matches(']').bytes().all(|b| b.is_ascii_digit()));
        let field = list.map_or(&*name, |(name, _)| name);
        if !fields.contains(&field) {
            let is_plain = |name: &&str| {
                let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
                (1..=LONGEST_NAME).contains(&name.len()) && name.bytes().all(is_sign)
            };
            let name = Some(field).filter(is_plain).map(str::to_owned);
            return Err(Refusal { error: Box::new(ApiError::new(ErrorCode::FormParamUnknown)), name });
        }
        if field.ends_with("_id") && !may_be_id(&value) {
            return Err(ApiError::new(ErrorCode::ResourceNotFound).into());
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
    fn a_field_that_there_is_not_is_named_if_that_is_safe() {
        let name = |body: &str| check("/vestibule/api/sign_in/create", body.as_bytes()).expect_err("is refused").name;
        assert_eq!(name("identifier=a&role=admin").as_deref(), Some("role"));
        assert_eq!(name("roles[]=admin").as_deref(), Some("roles"));
        let long = format!("{}=1", "a".repeat(65));
        for odd in ["%3Cb%3E=1", "=1", "client[id]=1", "r%C3%B6le=1", "a%00=1", &long] {
            assert_eq!(name(odd), None, "{odd}");
        }
    }

    #[test]
    fn a_body_is_a_form_s_or_empty() {
        let check = |kind: &str, body: &str| {
            let kind = HeaderValue::from_str(kind).expect("a value");
            check_kind(Some(&kind), body.as_bytes()).is_ok()
        };
        for good in [KIND, "application/x-www-form-urlencoded; charset=UTF-8", "Application/X-WWW-Form-Urlencoded"] {
            assert!(check(good, "a=1"), "{good}");
        }
        for bad in ["", "text/plain", "application/json", "multipart/form-data; boundary=x"] {
            assert!(!check(bad, "a=1") && check(bad, ""), "{bad}");
        }
        assert!(check_kind(None, b"a=1").is_err() && check_kind(None, b"").is_ok());
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
            assert_eq!(refused.error.code, ErrorCode::ResourceNotFound, "{bad}");
        }
    }
}
