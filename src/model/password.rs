use serde::{Deserialize, Serialize};

/// Why a password is easy to guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum PasswordWarning {
    StraightRow,
    KeyPattern,
    SimpleRepeat,
    ExtendedRepeat,
    Common,
    SimilarToCommon,
    Sequences,
    RecentYears,
    WordByItself,
    Dates,
    NamesByThemselves,
    CommonNames,
}

/// What would make a password harder to guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum PasswordSuggestion {
    UseWords,
    NoNeedForSymbols,
    AnotherWord,
    Capitalization,
    AllUppercase,
    ReverseWords,
    Substitutions,
    LongerKeyPattern,
    Repeated,
    Sequences,
    RecentYears,
    AssociatedYears,
    AssociatedDates,
}

/// How hard a password is to guess, as told while it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordStrength {
    /// 0 (guessed at once) to 4 (out of reach).
    pub score: u8,
    /// Whether it would be accepted.
    pub acceptable: bool,
    /// Why it is easy to guess.
    pub warning: Option<PasswordWarning>,
    /// What would help.
    pub suggestions: Vec<PasswordSuggestion>,
}
