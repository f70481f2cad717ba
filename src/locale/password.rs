//! Advice about passwords.

use crate::model::{PasswordSuggestion, PasswordWarning};

/// Why a password is easy to guess.
pub fn warning_text(warning: PasswordWarning) -> &'static str {
    match warning {
        PasswordWarning::StraightRow => "Straight rows of keys are easy to guess.",
        PasswordWarning::KeyPattern => "Short patterns on the keyboard are easy to guess.",
        PasswordWarning::SimpleRepeat => "Repeated characters like “aaa” are easy to guess.",
        PasswordWarning::ExtendedRepeat => "Repeated patterns like “abcabc” are easy to guess.",
        PasswordWarning::Common => "This is a commonly used password.",
        PasswordWarning::SimilarToCommon => "This resembles a commonly used password.",
        PasswordWarning::Sequences => "Sequences like “abc” are easy to guess.",
        PasswordWarning::RecentYears => "Recent years are easy to guess.",
        PasswordWarning::WordByItself => "A single word is easy to guess.",
        PasswordWarning::Dates => "Dates are easy to guess.",
        PasswordWarning::NamesByThemselves => "Names by themselves are easy to guess.",
        PasswordWarning::CommonNames => "Common names are easy to guess.",
    }
}

/// What would make a password harder to guess.
pub fn suggestion_text(suggestion: PasswordSuggestion) -> &'static str {
    match suggestion {
        PasswordSuggestion::UseWords => "Use several words, but no common phrase.",
        PasswordSuggestion::NoNeedForSymbols => "It needs no symbols, digits or capitals to be strong.",
        PasswordSuggestion::AnotherWord => "Add another, less common word.",
        PasswordSuggestion::Capitalization => "Capitalize more than the first letter.",
        PasswordSuggestion::AllUppercase => "Capitalize some letters, not all.",
        PasswordSuggestion::ReverseWords => "Reversed words are hardly better.",
        PasswordSuggestion::Substitutions => "Swaps such as “@” for “a” hardly help.",
        PasswordSuggestion::LongerKeyPattern => "Use longer patterns that change direction.",
        PasswordSuggestion::Repeated => "Avoid repeated words and characters.",
        PasswordSuggestion::Sequences => "Avoid sequences of characters.",
        PasswordSuggestion::RecentYears => "Avoid recent years.",
        PasswordSuggestion::AssociatedYears => "Avoid years that have to do with you.",
        PasswordSuggestion::AssociatedDates => "Avoid dates that have to do with you.",
    }
}
