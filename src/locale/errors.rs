//! The sentence for each error code, and for a code in a field where that says it better.

use crate::model::{ApiError, ErrorCode, Field};

/// What to tell a person about an error.
pub fn error_text(error: &ApiError) -> String {
    let field = error.meta.param_name;
    let limit = error.meta.limit.unwrap_or_default();
    match (error.code, field) {
        // What it is called depends on the settings.
        (ErrorCode::FormParamMissing, Some(Field::Identifier)) => "Please fill in this field.".into(),
        (ErrorCode::FormParamMissing, Some(Field::LegalAccepted)) => "Tick the box to go on.".into(),
        (ErrorCode::FormParamMissing, Some(Field::Confirmation)) => {
            format!("Type \"{}\" to go on.", super::user_profile::DELETE_CONFIRMATION)
        }
        (ErrorCode::FormParamMissing, Some(Field::File)) => "Choose a picture first.".into(),
        (ErrorCode::FormParamMissing, Some(field)) => format!("Enter your {}.", label(field)),
        (ErrorCode::FormParamMissing, None) => "Something is missing.".into(),
        (ErrorCode::FormParamFormatInvalid, Some(Field::EmailAddress)) => "Enter a valid email address.".into(),
        (ErrorCode::FormParamFormatInvalid, Some(Field::PhoneNumber)) => "Enter a valid phone number.".into(),
        (ErrorCode::FormParamFormatInvalid, Some(Field::Confirmation)) => {
            format!("Type \"{}\" to go on.", super::user_profile::DELETE_CONFIRMATION)
        }
        (ErrorCode::FormParamFormatInvalid, _) => "This does not look right.".into(),
        (ErrorCode::FormParamMaxLengthExceeded, _) => format!("Use at most {limit} characters."),
        (ErrorCode::FormParamUnknown, _) => "The form holds something that it should not.".into(),
        (ErrorCode::NotAllowedAccess, _) => "This email address cannot be used to sign up here.".into(),
        (ErrorCode::FormEmailAddressBlocked, _) => {
            "This kind of email address is not accepted. Please use another.".into()
        }
        (ErrorCode::SignUpModeRestricted | ErrorCode::SignUpRestrictedWaitlist, _) => {
            "You need an invitation to sign up here, and it is good for the email address that it was sent to.".into()
        }
        (ErrorCode::TicketInvalid, _) => "This link is not good any more. Ask for a new one.".into(),
        (ErrorCode::WaitlistNotEnabled, _) => "There is no waitlist here.".into(),
        (ErrorCode::DuplicateRecord, Some(Field::EmailAddress | Field::PhoneNumber)) => {
            "You have this one already.".into()
        }
        (ErrorCode::DuplicateRecord, _) => "There is one already.".into(),
        (ErrorCode::FormIdentifierExists, Some(Field::EmailAddress)) => {
            "There is an account with this email address. Please sign in.".into()
        }
        (ErrorCode::FormIdentifierExists, Some(Field::Username)) => {
            "This username is taken. Please try another.".into()
        }
        (ErrorCode::FormIdentifierExists, _) => "This is taken. Please try another.".into(),
        (ErrorCode::UnsupportedCountryCode, _) => "We cannot send messages to such numbers. Try another.".into(),
        (ErrorCode::FormUsernameInvalidLength, _) => "Use between 3 and 64 characters.".into(),
        (ErrorCode::FormUsernameInvalidCharacter, _) => {
            "Use only the letters a to z, digits, and . _ - between them.".into()
        }
        (ErrorCode::FormPasswordOrIdentifierIncorrect, _) => {
            "The password is incorrect, or there is no such account.".into()
        }
        (ErrorCode::FormPasswordIncorrect, _) => "This is not your current password.".into(),
        (ErrorCode::FormPasswordLengthTooShort, _) => format!("Use at least {limit} characters."),
        (ErrorCode::FormPasswordSizeInBytesExceeded, _) => format!("Use at most {limit} bytes."),
        (ErrorCode::FormPasswordNotStrongEnough, _) => not_strong_enough(error),
        (ErrorCode::FormPasswordContainsIdentifier, _) => {
            "Your password must not contain your name, username or email address.".into()
        }
        (ErrorCode::FormPasswordPwned, _) => {
            "This password has been found in a data breach. For your safety, choose another.".into()
        }
        (ErrorCode::FormCodeIncorrect, _) => "Incorrect code.".into(),
        (ErrorCode::VerificationExpired, None) => "This link is not good any more. Ask for a new one.".into(),
        (ErrorCode::VerificationExpired, _) => "This code has expired. Ask for a new one.".into(),
        (ErrorCode::VerificationFailed, _) => "Too many wrong codes. Ask for a new one.".into(),
        (ErrorCode::EmailLinkUnverified, _) => "Open the link in the mail first.".into(),
        (ErrorCode::VerificationMissing, _) => "There is nothing to verify. Please start again.".into(),
        (ErrorCode::StrategyForUserInvalid, _) => "This way to sign in is not available.".into(),
        (ErrorCode::OauthCallbackInvalid, _) => "This sign-in is over or was begun elsewhere. Please try again.".into(),
        (ErrorCode::OauthAccessDenied, _) => "You did not allow it there, so nothing has happened here.".into(),
        (ErrorCode::OauthTokenRetrievalError, _) => {
            "The other site did not tell us who you are. Please try again.".into()
        }
        (ErrorCode::ExternalAccountExists, _) => "This account is connected with another user.".into(),
        (ErrorCode::ExternalAccountNotFound, _) => "There is no such connected account.".into(),
        (ErrorCode::PasskeyNotSupported, _) => {
            "Passkeys need a browser that knows them, with JavaScript switched on. Please use another way.".into()
        }
        (ErrorCode::PasskeyAlreadyExists, _) => "There is a passkey for your account on this device already.".into(),
        (ErrorCode::PasskeysQuotaExceeded, _) => {
            format!("You have {limit} passkeys, which is as many as one can have. Remove one first.")
        }
        (ErrorCode::PasskeyRegistrationFailed, _) => "No passkey was made. Please try again.".into(),
        (ErrorCode::PasskeyRetrievalFailed, _) => {
            "You could not be signed in with this passkey. Please try again, or use another way.".into()
        }
        (ErrorCode::SecondFactorFailed, _) => "Too many wrong codes. Please sign in again.".into(),
        (ErrorCode::TotpAlreadyEnabled, _) => "You have an authenticator app already. Remove it first.".into(),
        (ErrorCode::BackupCodesNotAvailable, _) => "Set up another second step first.".into(),
        (ErrorCode::MfaRequired, _) => "A second step is required here. Add another one before you remove this.".into(),
        (ErrorCode::IdentificationDeletionFailed, _) => {
            "You could not sign in without it. Add another way to sign in first.".into()
        }
        (ErrorCode::IdentificationUnverified, _) => "Verify it first.".into(),
        (ErrorCode::IdentificationQuotaExceeded, _) => {
            format!("You have {limit} already, which is as many as one can have. Remove one first.")
        }
        (ErrorCode::AvatarFileTypeInvalid, _) => "Use a picture in JPEG, PNG, WebP or GIF.".into(),
        (ErrorCode::AvatarFileSizeExceeded, _) => "Use a picture of at most 10 MB.".into(),
        (ErrorCode::AvatarDimensionsExceeded, _) => "This picture is too large. Use one with fewer pixels.".into(),
        (ErrorCode::AvatarFileInvalid, _) => "This picture cannot be read. Please try another.".into(),
        (ErrorCode::ActionNotAllowed, _) => "This is not possible here.".into(),
        (ErrorCode::ClientStateInvalid, _) => "This step is over. Please start again.".into(),
        (ErrorCode::SessionExists, _) => "You are already signed in.".into(),
        (ErrorCode::UserLocked, _) if error.meta.retry_after.is_none() => {
            "This account is locked. Try again later.".into()
        }
        (ErrorCode::AuthorizationInvalid, _) => "You may not do that.".into(),
        (ErrorCode::UserBanned, _) => "This account is banned. Whoever runs this app can tell why.".into(),
        (ErrorCode::UserLocked, _) => format!("Too many failed attempts. Try again {}.", when(error)),
        (ErrorCode::CaptchaMissingToken, _) => {
            "We could not make sure that you are a person. Turn on JavaScript and try again, or try again later.".into()
        }
        (ErrorCode::CaptchaInvalid, _) => "We could not make sure that you are a person. Please try again.".into(),
        (ErrorCode::TooManyRequests, _) => format!("Too many requests. Try again {}.", when(error)),
        (ErrorCode::AuthenticationInvalid, _) => "Please sign in.".into(),
        (ErrorCode::SessionReverificationRequired, _) => "Please confirm that it is you, then try again.".into(),
        (ErrorCode::ReverificationCancelled, _) => {
            "You have not confirmed that it is you, so nothing has changed.".into()
        }
        (ErrorCode::CrossSiteRequest, _) => "This request came from another site and was refused.".into(),
        (ErrorCode::RequestBodyInvalid, _) => "The request could not be read.".into(),
        (ErrorCode::RequestBodyTooLarge, _) => format!("The request is larger than {limit} bytes."),
        (ErrorCode::ResourceNotFound, _) => "There is nothing here.".into(),
        (ErrorCode::MethodNotAllowed, _) => "This address does not take such requests.".into(),
        (ErrorCode::InternalError, _) => "Something went wrong on our side. Please try again.".into(),
        (ErrorCode::ServiceUnavailable, _) => "We cannot answer just now. Please try again in a moment.".into(),
    }
}

fn label(field: Field) -> &'static str {
    match field {
        Field::Identifier => "email address or username",
        Field::EmailAddress => "email address",
        Field::PhoneNumber => "phone number",
        Field::PhoneCountry => "country",
        Field::Username => "username",
        Field::Password => "password",
        Field::NewPassword => "new password",
        Field::SignOutOfOtherSessions | Field::LegalAccepted | Field::SessionId => "choice",
        Field::Code => "verification code",
        Field::PhoneNumberId => "phone number",
        Field::Reserved => "choice",
        Field::PublicKeyCredential | Field::PasskeyId => "passkey",
        Field::ExternalAccountId => "connected account",
        Field::EmailAddressId => "email address",
        Field::CurrentPassword => "current password",
        Field::Confirmation => "confirmation",
        Field::File => "picture",
        Field::Name => "name",
        Field::FirstName => "first name",
        Field::LastName => "last name",
        Field::Strategy => "way to sign in",
        Field::RedirectUrl => "destination",
        Field::CaptchaToken => "check",
        Field::UnsafeMetadata => "metadata",
    }
}

fn not_strong_enough(error: &ApiError) -> String {
    let mut text = match error.meta.warning {
        Some(warning) => format!("Your password is not strong enough. {}", super::warning_text(warning)),
        None => "Your password is not strong enough.".to_owned(),
    };
    if let Some(suggestion) = error.meta.suggestions.first() {
        text.push(' ');
        text.push_str(super::suggestion_text(*suggestion));
    }
    text
}

fn when(error: &ApiError) -> String {
    match error.meta.retry_after {
        None | Some(..=1) => "in a moment".into(),
        Some(seconds @ ..=90) => format!("in {seconds} seconds"),
        Some(seconds @ ..=5400) => format!("in {} minutes", (seconds + 59) / 60),
        Some(seconds) => format!("in {} hours", (seconds + 3599) / 3600),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_sentence() {
        for code in ErrorCode::ALL {
            let text = error_text(&ApiError::new(*code));
            assert!(text.ends_with('.') && text.len() > 8, "{code:?}: {text}");
        }
    }

    #[test]
    fn waits_are_told_in_the_unit_that_fits() {
        let told = |ms| error_text(&ApiError::new(ErrorCode::UserLocked).with_retry_after_ms(ms));
        assert!(told(29_001).contains("in 30 seconds"));
        assert!(told(120_000).contains("in 2 minutes"));
        assert!(told(3 * 3_600_000).contains("in 3 hours"));
    }
}
