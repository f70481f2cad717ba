//! Passwords: what one must be to be taken, and whether it is the right one.

use std::time::Duration;

use sha1::{Digest, Sha1};
use unicode_normalization::UnicodeNormalization;
use zxcvbn::feedback::{Suggestion, Warning};

use crate::model::{ApiError, ApiErrors, ErrorCode, Field, PasswordStrength, PasswordSuggestion, PasswordWarning};
use crate::server::crypto::Secret;
use crate::server::settings::PasswordSettings;
use crate::server::vestibule::Inner;

/// No more of a password is read than this, in bytes: what is longer is refused before anything is computed.
pub const MAX_BYTES: usize = 4096;

/// A password as it is compared: Unicode NFC (NIST SP 800-63B-4 section 3.1.1.2), and not too long to be hashed.
pub fn normalize(password: &Secret, field: Field) -> Result<Secret, ApiError> {
    let too_long = || ApiError::of(ErrorCode::FormPasswordSizeInBytesExceeded, field).with_limit(MAX_BYTES);
    if password.expose().len() > MAX_BYTES {
        return Err(too_long());
    }
    let normalized: String = password.expose().nfc().collect();
    if normalized.len() > MAX_BYTES { Err(too_long()) } else { Ok(Secret::new(normalized)) }
}

/// Checks a new password, already normalized, against the rules. `about` is what is known of its owner: none of it may
/// stand in it.
pub async fn check_new(app: &Inner, password: &Secret, about: &[&str], field: Field) -> Result<(), ApiErrors> {
    let rules = &app.settings.password;
    if password.expose().is_empty() {
        return Err(ApiError::of(ErrorCode::FormParamMissing, field).into());
    }
    if password.expose().chars().count() < rules.min_length {
        return Err(ApiError::of(ErrorCode::FormPasswordLengthTooShort, field).with_limit(rules.min_length).into());
    }
    if contains_identifier(password, about) {
        return Err(ApiError::of(ErrorCode::FormPasswordContainsIdentifier, field).into());
    }
    let strength = strength(rules, &app.settings.app_name, password, about);
    if !strength.acceptable {
        let mut error = ApiError::of(ErrorCode::FormPasswordNotStrongEnough, field);
        error.meta.warning = strength.warning;
        error.meta.suggestions = strength.suggestions;
        return Err(error.into());
    }
    if let Some(breaches) = &app.breaches
        && breaches.contains(password).await
    {
        return Err(ApiError::of(ErrorCode::FormPasswordPwned, field).into());
    }
    Ok(())
}

/// How hard a password is to guess, and whether the rules that need no look-up would take it.
pub fn strength(rules: &PasswordSettings, app_name: &str, password: &Secret, about: &[&str]) -> PasswordStrength {
    let text = password.expose();
    // Guessing at a long text takes long, and its first hundred characters decide.
    let head: String = text.chars().take(100).collect();
    let known: Vec<&str> = about.iter().copied().chain([app_name]).flat_map(|word| parts(word).chain([word])).collect();
    let estimate = zxcvbn::zxcvbn(&head, &known);
    let score = u8::from(estimate.score());
    let feedback = estimate.feedback();
    PasswordStrength {
        score,
        acceptable: score >= rules.min_strength
            && text.len() <= MAX_BYTES
            && text.chars().count() >= rules.min_length
            && !contains_identifier(password, about),
        warning: feedback.and_then(zxcvbn::feedback::Feedback::warning).map(warning),
        suggestions: feedback.map(|f| f.suggestions().iter().copied().map(suggestion).collect()).unwrap_or_default(),
    }
}

/// The words of an identifier: what is in front of the `@`, and what stands between punctuation.
fn parts(word: &str) -> impl Iterator<Item = &str> {
    word.split(|c: char| !c.is_alphanumeric()).filter(|part| part.chars().count() >= 4)
}

fn contains_identifier(password: &Secret, about: &[&str]) -> bool {
    let password = password.expose().to_lowercase();
    about
        .iter()
        .flat_map(|word| {
            // The provider of a mail box says nothing about its owner.
            let own = word.split_once('@').map_or(*word, |(local, _)| local);
            [*word, own]
        })
        .filter(|word| word.chars().count() >= 4)
        .any(|word| password.contains(&word.to_lowercase()))
}

fn warning(warning: Warning) -> PasswordWarning {
    match warning {
        Warning::StraightRowsOfKeysAreEasyToGuess => PasswordWarning::StraightRow,
        Warning::ShortKeyboardPatternsAreEasyToGuess => PasswordWarning::KeyPattern,
        Warning::RepeatsLikeAaaAreEasyToGuess => PasswordWarning::SimpleRepeat,
        Warning::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess => PasswordWarning::ExtendedRepeat,
        Warning::ThisIsATop10Password | Warning::ThisIsATop100Password | Warning::ThisIsACommonPassword => {
            PasswordWarning::Common
        }
        Warning::ThisIsSimilarToACommonlyUsedPassword => PasswordWarning::SimilarToCommon,
        Warning::SequencesLikeAbcAreEasyToGuess => PasswordWarning::Sequences,
        Warning::RecentYearsAreEasyToGuess => PasswordWarning::RecentYears,
        Warning::AWordByItselfIsEasyToGuess => PasswordWarning::WordByItself,
        Warning::DatesAreOftenEasyToGuess => PasswordWarning::Dates,
        Warning::NamesAndSurnamesByThemselvesAreEasyToGuess => PasswordWarning::NamesByThemselves,
        Warning::CommonNamesAndSurnamesAreEasyToGuess => PasswordWarning::CommonNames,
    }
}

fn suggestion(suggestion: Suggestion) -> PasswordSuggestion {
    match suggestion {
        Suggestion::UseAFewWordsAvoidCommonPhrases => PasswordSuggestion::UseWords,
        Suggestion::NoNeedForSymbolsDigitsOrUppercaseLetters => PasswordSuggestion::NoNeedForSymbols,
        Suggestion::AddAnotherWordOrTwo => PasswordSuggestion::AnotherWord,
        Suggestion::CapitalizationDoesntHelpVeryMuch => PasswordSuggestion::Capitalization,
        Suggestion::AllUppercaseIsAlmostAsEasyToGuessAsAllLowercase => PasswordSuggestion::AllUppercase,
        Suggestion::ReversedWordsArentMuchHarderToGuess => PasswordSuggestion::ReverseWords,
        Suggestion::PredictableSubstitutionsDontHelpVeryMuch => PasswordSuggestion::Substitutions,
        Suggestion::UseALongerKeyboardPatternWithMoreTurns => PasswordSuggestion::LongerKeyPattern,
        Suggestion::AvoidRepeatedWordsAndCharacters => PasswordSuggestion::Repeated,
        Suggestion::AvoidSequences => PasswordSuggestion::Sequences,
        Suggestion::AvoidRecentYears => PasswordSuggestion::RecentYears,
        Suggestion::AvoidYearsThatAreAssociatedWithYou => PasswordSuggestion::AssociatedYears,
        Suggestion::AvoidDatesAndYearsThatAreAssociatedWithYou => PasswordSuggestion::AssociatedDates,
    }
}

/// A list of stolen passwords that is asked by the first five characters of a SHA-1 hash, so that it does not learn
/// which password is meant.
#[derive(Clone, Debug)]
pub struct BreachList {
    url: String,
    client: reqwest::Client,
}

impl BreachList {
    /// `url` is what stands before `/range/…`.
    pub fn new(url: &str) -> Result<Self, String> {
        let client = reqwest::Client::builder()
            .timeout(Duration::from_secs(2))
            .redirect(reqwest::redirect::Policy::none())
            .user_agent("vestibule")
            .build()
            .map_err(|error| error.to_string())?;
        Ok(Self { url: url.trim_end_matches('/').to_owned(), client })
    }

    /// Whether a password is in the list. When the list does not answer, it is not: nobody is kept out because of that.
    async fn contains(&self, password: &Secret) -> bool {
        let hash: String = Sha1::digest(password.expose().as_bytes()).iter().map(|b| format!("{b:02X}")).collect();
        let (range, rest) = hash.split_at(5);
        match self.range(range).await {
            Ok(lines) => lines.lines().any(|line| {
                // Lines with the count 0 are padding.
                line.trim().split_once(':').is_some_and(|(suffix, count)| suffix == rest && count != "0")
            }),
            Err(error) => {
                tracing::warn!(%error, "the list of stolen passwords does not answer; the password is taken unchecked");
                false
            }
        }
    }

    async fn range(&self, range: &str) -> Result<String, reqwest::Error> {
        let answer =
            self.client.get(format!("{}/range/{range}", self.url)).header("Add-Padding", "true").send().await?;
        answer.error_for_status()?.text().await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(text: &str) -> Secret {
        Secret::new(text)
    }

    #[test]
    fn two_spellings_of_a_letter_are_one_password() {
        let composed = normalize(&secret("caf\u{e9}"), Field::Password).expect("is taken");
        let decomposed = normalize(&secret("cafe\u{301}"), Field::Password).expect("is taken");
        assert!(composed.matches(&decomposed));
    }

    #[test]
    fn long_ones_are_refused_before_anything_is_computed() {
        assert!(normalize(&secret(&"a".repeat(4096)), Field::Password).is_ok());
        assert!(normalize(&secret(&"a".repeat(4097)), Field::Password).is_err());
    }

    #[test]
    fn what_is_known_of_the_owner_may_not_stand_in_it() {
        let about = ["ada.lovelace@example.com", "countess"];
        assert!(contains_identifier(&secret("xxADA.Lovelace!!"), &about));
        assert!(contains_identifier(&secret("the-Countess-9000"), &about));
        assert!(!contains_identifier(&secret("correct horse battery"), &about));
        assert!(!contains_identifier(&secret("something with ada"), &["ada@example.com"]));
    }

    #[test]
    fn strength_has_advice() {
        let rules = PasswordSettings::default();
        let weak = strength(&rules, "Notes", &secret("password1"), &[]);
        assert!(!weak.acceptable && weak.warning.is_some(), "{weak:?}");
        let strong = strength(&rules, "Notes", &secret("moth ledger willow 41"), &[]);
        assert!(strong.acceptable && strong.score >= 3, "{strong:?}");
        // Eight code points, though more bytes: short all the same is what has fewer.
        assert!(!strength(&rules, "Notes", &secret("ßüö€xq7"), &[]).acceptable);
    }
}
