//! The sentence for each error code, and for a code in a field where that says it better.

use super::texts;
use super::words;
use crate::model::{ApiError, ErrorCode, Field};

/// What to tell a person about an error.
pub fn error_text(error: &ApiError) -> String {
    let limit = error.meta.limit.unwrap_or_default().to_string();
    match error.code {
        ErrorCode::FormPasswordNotStrongEnough => not_strong_enough(error),
        ErrorCode::UserLocked if error.meta.retry_after.is_none() => texts::user_locked::by_operator().to_owned(),
        ErrorCode::UserLocked | ErrorCode::TooManyRequests => words::fill(index(error), &[&when(error)]),
        ErrorCode::OauthProviderUnreachable => {
            words::fill(index(error), &[error.meta.provider.as_deref().unwrap_or_default()])
        }
        _ => words::fill(index(error), &[&limit]),
    }
}

fn index(error: &ApiError) -> usize {
    match (error.code, error.meta.limit) {
        // Of what is too short: how long it has to be says more than what it may be made of.
        (ErrorCode::FormParamFormatInvalid, Some(_)) => texts::error(ErrorCode::FormPasswordLengthTooShort, None),
        (code, _) => texts::error(code, error.meta.param_name),
    }
}

/// The same, where whoever is signed in proves once more who they are.
pub fn reverification_error_text(error: &ApiError) -> String {
    match (error.code, error.meta.param_name) {
        (ErrorCode::FormPasswordIncorrect, Some(Field::Password)) => {
            texts::reverification::password_incorrect().to_owned()
        }
        (ErrorCode::PasskeyRetrievalFailed, _) => texts::reverification::passkey_failed().to_owned(),
        (ErrorCode::StrategyForUserInvalid, _) => texts::reverification::not_available().to_owned(),
        _ => error_text(error),
    }
}

fn not_strong_enough(error: &ApiError) -> String {
    let mut text = words::get(index(error)).to_owned();
    let warning = error.meta.warning.map(super::warning_text);
    let suggestion = error.meta.suggestions.first().map(|suggestion| super::suggestion_text(*suggestion));
    for more in [warning, suggestion].into_iter().flatten() {
        text.push(' ');
        text.push_str(more);
    }
    text
}

fn when(error: &ApiError) -> String {
    match error.meta.retry_after {
        None | Some(..=1) => texts::when::moment().to_owned(),
        Some(seconds @ ..=90) => texts::when::seconds(seconds),
        Some(seconds @ ..=5400) => texts::when::minutes((seconds + 59) / 60),
        Some(seconds) => texts::when::hours((seconds + 3599) / 3600),
    }
}

#[cfg(all(test, feature = "ssr"))]
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
    fn a_provider_is_called_by_its_name() {
        let told = error_text(&ApiError::new(ErrorCode::OauthProviderUnreachable).about_provider("Google"));
        assert_eq!(told, "Google cannot be reached just now. Try again in a moment.");
    }

    #[test]
    fn what_is_too_short_is_told_so() {
        let wrong = ApiError::of(ErrorCode::FormParamFormatInvalid, Field::Slug);
        assert_ne!(error_text(&wrong), "Use at least 2 characters.");
        assert_eq!(error_text(&wrong.with_limit(2)), "Use at least 2 characters.");
    }

    #[test]
    fn waits_are_told_in_the_unit_that_fits() {
        let told = |ms| error_text(&ApiError::new(ErrorCode::UserLocked).with_retry_after_ms(ms));
        assert!(told(29_001).contains("in 30 seconds"));
        assert!(told(120_000).contains("in 2 minutes"));
        assert!(told(3 * 3_600_000).contains("in 3 hours"));
    }
}
