use serde::{Deserialize, Serialize};

use super::{Strategy, Verification};

/// How lately, and with how many factors, someone has to have proven who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReverificationLevel {
    /// Both factors within 10 minutes.
    StrictMfa,
    /// The second factor within 10 minutes.
    Strict,
    /// The second factor within an hour.
    Moderate,
    /// The second factor within a day.
    Lax,
}

/// Which factors have to be proven again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outstanding {
    /// The first one.
    pub first_factor: bool,
    /// The second one.
    pub second_factor: bool,
}

impl Outstanding {
    /// Whether there is none.
    pub const fn is_none(self) -> bool {
        !self.first_factor && !self.second_factor
    }
}

impl ReverificationLevel {
    /// Every level, the strictest in front.
    pub const ALL: &[Self] = &[Self::StrictMfa, Self::Strict, Self::Moderate, Self::Lax];

    /// The word that stands in forms, in the database and in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::StrictMfa => "strict_mfa",
            Self::Strict => "strict",
            Self::Moderate => "moderate",
            Self::Lax => "lax",
        }
    }

    /// The level that a word stands for.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|level| level.as_str() == word).copied()
    }

    /// How long a proof counts, in minutes.
    pub const fn within_minutes(self) -> i64 {
        match self {
            Self::StrictMfa | Self::Strict => 10,
            Self::Moderate => 60,
            Self::Lax => 24 * 60,
        }
    }

    /// Which factors have to be proven again. `ages` is how many whole minutes ago the first and the second one were
    /// proven, -1 for never, as in the claim `fva`. Whoever has no second factor proves the first one in its place.
    ///
    /// | level | with a second factor | without |
    /// |-|-|-|
    /// | `strict_mfa` | both within 10 minutes | the first within 10 minutes |
    /// | `strict` | the second within 10 minutes | the first within 10 minutes |
    /// | `moderate` | the second within an hour | the first within an hour |
    /// | `lax` | the second within a day | the first within a day |
    pub const fn outstanding(self, ages: [i64; 2], has_second_factor: bool) -> Outstanding {
        let within = self.within_minutes();
        let [first, second] = ages;
        let (first_is_stale, second_is_stale) = (is_stale(first, within), is_stale(second, within));
        Outstanding {
            first_factor: first_is_stale && (!has_second_factor || matches!(self, Self::StrictMfa)),
            second_factor: second_is_stale && has_second_factor,
        }
    }
}

const fn is_stale(age: i64, within: i64) -> bool {
    age < 0 || age >= within
}

/// What an error says of the reverification that is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequiredReverification {
    /// How lately, and with how many factors.
    pub level: ReverificationLevel,
}

/// Where a session verification stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SessionVerificationStatus {
    /// The first proof is awaited.
    NeedsFirstFactor,
    /// The second proof is awaited.
    NeedsSecondFactor,
    /// All that was asked for is proven.
    Complete,
}

impl SessionVerificationStatus {
    /// The word that stands in the database and in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NeedsFirstFactor => "needs_first_factor",
            Self::NeedsSecondFactor => "needs_second_factor",
            Self::Complete => "complete",
        }
    }

    /// The status that a word stands for.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::NeedsFirstFactor, Self::NeedsSecondFactor, Self::Complete].into_iter().find(|it| it.as_str() == word)
    }
}

/// What can prove once more who someone is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionVerificationFactor {
    /// In which way.
    pub strategy: Strategy,
    /// Which address a code goes to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email_address_id: Option<String>,
    /// Which number a code goes to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone_number_id: Option<String>,
    /// As much of that as whoever sits at an open browser may see.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub safe_identifier: Option<String>,
}

/// A session whose owner proves once more who they are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SessionVerification {
    /// `sver_…`
    pub id: String,
    /// Where it stands.
    pub status: SessionVerificationStatus,
    /// What is to be met.
    pub level: ReverificationLevel,
    /// The session.
    pub session_id: String,
    /// What can give the first proof, what is asked for first in front.
    pub supported_first_factors: Vec<SessionVerificationFactor>,
    /// The one that is asked for.
    pub first_factor: Option<SessionVerificationFactor>,
    /// The code that was sent for it.
    pub first_factor_verification: Option<Verification>,
    /// What can give the second proof.
    pub supported_second_factors: Vec<SessionVerificationFactor>,
    /// The one that is asked for.
    pub second_factor: Option<SessionVerificationFactor>,
    /// The code that was sent for it.
    pub second_factor_verification: Option<Verification>,
    /// When it is over, Unix milliseconds.
    pub expire_at: i64,
}

#[cfg(test)]
mod tests {
    use super::ReverificationLevel::{Lax, Moderate, Strict, StrictMfa};
    use super::*;

    /// Every age at which anything changes, and its neighbours.
    const AGES: [i64; 11] = [-1, 0, 1, 9, 10, 11, 59, 60, 1439, 1440, i64::MAX];

    #[test]
    fn what_is_outstanding_for_each_level_age_and_enrolment() {
        for level in ReverificationLevel::ALL {
            let within = match level {
                StrictMfa | Strict => 10,
                Moderate => 60,
                Lax => 1440,
            };
            for first in AGES {
                for second in AGES {
                    let fresh = |age: i64| (0..within).contains(&age);
                    let without = level.outstanding([first, second], false);
                    assert_eq!(
                        without,
                        Outstanding { first_factor: !fresh(first), second_factor: false },
                        "{level:?} {first} {second} without a second factor"
                    );
                    let with = level.outstanding([first, second], true);
                    let first_factor = *level == StrictMfa && !fresh(first);
                    assert_eq!(
                        with,
                        Outstanding { first_factor, second_factor: !fresh(second) },
                        "{level:?} {first} {second} with a second factor"
                    );
                }
            }
        }
    }

    #[test]
    fn what_meets_a_level_meets_the_laxer_ones() {
        for first in AGES {
            for second in AGES {
                for pair in ReverificationLevel::ALL.windows(2) {
                    let [stricter, laxer] = pair else { continue };
                    for has_second_factor in [true, false] {
                        let is_met = |level: &ReverificationLevel| {
                            level.outstanding([first, second], has_second_factor).is_none()
                        };
                        assert!(!is_met(stricter) || is_met(laxer), "{stricter:?} {laxer:?} {first} {second}");
                    }
                }
            }
        }
    }

    #[test]
    fn words_come_back() {
        for level in ReverificationLevel::ALL {
            assert_eq!(ReverificationLevel::parse(level.as_str()), Some(*level));
            let json = serde_json::to_string(level).expect("writes");
            assert_eq!(json, format!("{:?}", level.as_str()));
        }
        assert_eq!(ReverificationLevel::parse("Strict"), None);
    }
}
