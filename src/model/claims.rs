use serde::{Deserialize, Serialize};

use super::ReverificationLevel;

/// What a session token says: a JWT of 60 seconds in the shape of Clerk's version 2 (RFC 7519 section 4.1 names the
/// registered claims; all times are Unix **seconds** here, as that section asks).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionClaims {
    /// Who issued it: the base URL of this Vestibule.
    pub iss: String,
    /// The user.
    pub sub: String,
    /// The session.
    pub sid: String,
    /// The session's status: `active` or `pending`.
    pub sts: String,
    /// When it was issued.
    pub iat: i64,
    /// Not valid before.
    pub nbf: i64,
    /// Not valid at or after.
    pub exp: i64,
    /// The origin of the page that it was issued to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub azp: Option<String>,
    /// Minutes since the first and the second factor were verified; -1 for never.
    pub fva: [i64; 2],
    /// The version of this shape: 2.
    pub v: u8,
}

impl SessionClaims {
    /// How many whole minutes ago the first and the second factor were verified, at a time in Unix seconds; -1 for never.
    pub fn factor_ages(&self, now: i64) -> [i64; 2] {
        let minutes = (now - self.iat).max(0) / 60;
        self.fva.map(|age| if age < 0 { -1 } else { age.saturating_add(minutes) })
    }

    /// Whether its person has proven lately enough who they are, at a time in Unix seconds. A token does not say whether
    /// someone has a second factor: whoever has never proven one counts as having none.
    pub fn has_reverification(&self, level: ReverificationLevel, now: i64) -> bool {
        let ages = self.factor_ages(now);
        level.outstanding(ages, ages[1] >= 0).is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::ReverificationLevel::{Lax, Moderate, Strict, StrictMfa};
    use super::*;

    #[test]
    fn a_token_meets_a_level_by_its_claim_and_its_own_age() {
        for (level, fva, seconds, met) in [
            (Strict, [9, -1], 0, true),
            (Strict, [9, -1], 59, true),
            (Strict, [9, -1], 60, false),
            (Strict, [10, -1], 0, false),
            (Strict, [-1, -1], 0, false),
            (Strict, [5000, 9], 0, true),
            (Strict, [0, 10], 0, false),
            (StrictMfa, [9, 9], 0, true),
            (StrictMfa, [10, 9], 0, false),
            (StrictMfa, [9, 10], 0, false),
            (StrictMfa, [0, -1], 0, true),
            (Moderate, [59, -1], 0, true),
            (Moderate, [60, -1], 0, false),
            (Moderate, [5000, 59], 0, true),
            (Moderate, [0, 60], 0, false),
            (Lax, [1439, -1], 0, true),
            (Lax, [1440, -1], 0, false),
            (Lax, [5000, 1439], 0, true),
            (Lax, [0, 1440], 0, false),
            // A clock that went back makes nothing fresh that was stale.
            (Strict, [10, -1], -300, false),
        ] {
            let json = serde_json::json!({
                "iss": "", "sub": "", "sid": "", "sts": "active", "iat": 1_000_000, "nbf": 0, "exp": 0, "fva": fva, "v": 2,
            });
            let claims: SessionClaims = serde_json::from_value(json).expect("claims");
            assert_eq!(claims.has_reverification(level, 1_000_000 + seconds), met, "{level:?} {fva:?} {seconds}");
        }
    }
}
