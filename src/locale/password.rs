//! Advice about passwords.

use super::{password_suggestion, password_warning};
use crate::model::{PasswordSuggestion, PasswordWarning};

/// Why a password is easy to guess.
pub fn warning_text(warning: PasswordWarning) -> &'static str {
    match warning {
        PasswordWarning::StraightRow => password_warning::straight_row(),
        PasswordWarning::KeyPattern => password_warning::key_pattern(),
        PasswordWarning::SimpleRepeat => password_warning::simple_repeat(),
        PasswordWarning::ExtendedRepeat => password_warning::extended_repeat(),
        PasswordWarning::Common => password_warning::common(),
        PasswordWarning::SimilarToCommon => password_warning::similar_to_common(),
        PasswordWarning::Sequences => password_warning::sequences(),
        PasswordWarning::RecentYears => password_warning::recent_years(),
        PasswordWarning::WordByItself => password_warning::word_by_itself(),
        PasswordWarning::Dates => password_warning::dates(),
        PasswordWarning::NamesByThemselves => password_warning::names_by_themselves(),
        PasswordWarning::CommonNames => password_warning::common_names(),
    }
}

/// What would make a password harder to guess.
pub fn suggestion_text(suggestion: PasswordSuggestion) -> &'static str {
    match suggestion {
        PasswordSuggestion::UseWords => password_suggestion::use_words(),
        PasswordSuggestion::NoNeedForSymbols => password_suggestion::no_need_for_symbols(),
        PasswordSuggestion::AnotherWord => password_suggestion::another_word(),
        PasswordSuggestion::Capitalization => password_suggestion::capitalization(),
        PasswordSuggestion::AllUppercase => password_suggestion::all_uppercase(),
        PasswordSuggestion::ReverseWords => password_suggestion::reverse_words(),
        PasswordSuggestion::Substitutions => password_suggestion::substitutions(),
        PasswordSuggestion::LongerKeyPattern => password_suggestion::longer_key_pattern(),
        PasswordSuggestion::Repeated => password_suggestion::repeated(),
        PasswordSuggestion::Sequences => password_suggestion::sequences(),
        PasswordSuggestion::RecentYears => password_suggestion::recent_years(),
        PasswordSuggestion::AssociatedYears => password_suggestion::associated_years(),
        PasswordSuggestion::AssociatedDates => password_suggestion::associated_dates(),
    }
}
