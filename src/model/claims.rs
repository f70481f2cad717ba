use serde::{Deserialize, Serialize};

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
