//! What the forms of the API hold. A field that a form does not have is refused, not ignored: whoever sends one believes
//! that it does something.

use std::sync::LazyLock;

use leptos::server_fn::ServerFn;
use serde_aux::serde_introspection::serde_introspect;

use crate::api::{
    AttemptEmailAddressVerification, AttemptFirstFactor, AttemptFirstFactorVerification, AttemptPasskeyVerification,
    AttemptPhoneNumberVerification, AttemptSecondFactor, AttemptSecondFactorVerification, AttemptVerification,
    ConnectExternalAccount, CreateBackupCodes, CreateEmailAddress, CreatePasskey, CreatePhoneNumber, CreateSignIn,
    CreateSignUp, CreateTotp, DeleteUser, DisableTotp, DisconnectExternalAccount, GetClient, GetSessions, GetToken,
    JoinWaitlist, MakeDefaultSecondFactor, OauthSignIn, OauthSignUp, PasskeySecondFactor, PasskeySignIn,
    PasswordStrengthOf, PrepareEmailAddressVerification, PrepareFirstFactor, PrepareFirstFactorVerification,
    PreparePasskey, PreparePasskeySecondFactor, PreparePasskeySignIn, PreparePasskeyVerification,
    PreparePhoneNumberVerification, PrepareSecondFactor, PrepareSecondFactorVerification, PrepareVerification,
    RemoveEmailAddress, RemovePasskey, RemovePassword, RemovePhoneNumber, RemoveProfileImage, RemoveSessions,
    RenamePasskey, ResetPassword, RevokeOtherSessions, RevokeSession, SetActiveSession, SetPrimaryEmailAddress,
    SetPrimaryPhoneNumber, SetReservedForSecondFactor, SignOut, SignOutEverywhere, StartSessionVerification,
    TicketSignIn, UpdatePassword, UpdateSignUp, UpdateUser, UpdateUsername, VerifyTotp,
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
        AttemptEmailAddressVerification,
        AttemptFirstFactor,
        AttemptFirstFactorVerification,
        AttemptPasskeyVerification,
        AttemptPhoneNumberVerification,
        AttemptSecondFactor,
        AttemptSecondFactorVerification,
        AttemptVerification,
        ConnectExternalAccount,
        CreateBackupCodes,
        CreateEmailAddress,
        CreatePasskey,
        CreatePhoneNumber,
        CreateSignIn,
        CreateSignUp,
        CreateTotp,
        DeleteUser,
        DisableTotp,
        DisconnectExternalAccount,
        GetClient,
        GetSessions,
        GetToken,
        JoinWaitlist,
        MakeDefaultSecondFactor,
        OauthSignIn,
        OauthSignUp,
        PasskeySecondFactor,
        PasskeySignIn,
        PasswordStrengthOf,
        PrepareEmailAddressVerification,
        PrepareFirstFactor,
        PrepareFirstFactorVerification,
        PreparePasskey,
        PreparePasskeySecondFactor,
        PreparePasskeySignIn,
        PreparePasskeyVerification,
        PreparePhoneNumberVerification,
        PrepareSecondFactor,
        PrepareSecondFactorVerification,
        PrepareVerification,
        RemoveEmailAddress,
        RemovePasskey,
        RemovePassword,
        RemovePhoneNumber,
        RemoveProfileImage,
        RemoveSessions,
        RenamePasskey,
        ResetPassword,
        RevokeOtherSessions,
        RevokeSession,
        SetActiveSession,
        SetPrimaryEmailAddress,
        SetPrimaryPhoneNumber,
        SetReservedForSecondFactor,
        SignOut,
        SignOutEverywhere,
        StartSessionVerification,
        TicketSignIn,
        UpdatePassword,
        UpdateSignUp,
        UpdateUser,
        UpdateUsername,
        VerifyTotp,
    ]
});

/// Refuses a body with a field that the form at this path does not have. A form that is not in the table has none.
pub fn check(path: &str, body: &[u8]) -> Result<(), ApiError> {
    let fields = FORMS.iter().find(|(form, _)| *form == path).map_or(&[][..], |(_, fields)| fields);
    let known = |name: &str| {
        // `about[]` and `about[0]` are the field `about`; `client[id]` is no field of anything.
        let list =
            name.split_once('[').filter(|(_, index)| index.trim_end_matches(']').bytes().all(|b| b.is_ascii_digit()));
        fields.contains(&list.map_or(name, |(name, _)| name))
    };
    match url::form_urlencoded::parse(body).all(|(name, _)| known(&name)) {
        true => Ok(()),
        false => Err(ApiError::new(ErrorCode::FormParamUnknown)),
    }
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
}
