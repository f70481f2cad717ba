//! Signed tokens of machines, which whoever has the instance's JWKS can verify.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::SECOND;
use super::session_token::{CATEGORY, KeyRing, TokenError};

/// What the header of one says: by it a session token is none, nor is a token by a template.
const OF_MACHINE: &str = "cl_B7d4PD333AAA";
/// The longest one, in bytes.
const LONGEST: usize = 16 * 1_024;

/// What a machine's token says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MachineClaims {
    /// The instance's address.
    pub iss: String,
    /// Whose it is: `mch_…`
    pub sub: String,
    /// For whom: the ids of other machines.
    pub aud: Vec<String>,
    /// `mt_…`
    pub jti: String,
    /// When it was made, in seconds.
    pub iat: i64,
    /// From when on it is good, in seconds.
    pub nbf: i64,
    /// When it is good no longer, in seconds.
    pub exp: i64,
    /// What else the machine says.
    #[serde(flatten)]
    pub custom: Map<String, Value>,
}

/// Whether a token says of itself that it is a machine's. Whether it is one only its signature says.
pub fn is_of_machine(token: &str) -> bool {
    // The text of a JWT begins with that of `{"`.
    token.len() <= LONGEST
        && token.starts_with("ey")
        && jsonwebtoken::decode_header(token)
            .is_ok_and(|header| header.extras.inner().get(CATEGORY).and_then(Value::as_str) == Some(OF_MACHINE))
}

impl KeyRing {
    /// Signs a machine's token at `now`, in Unix milliseconds.
    pub fn sign_of_machine(&self, claims: &MachineClaims, now: i64) -> Result<String, TokenError> {
        self.sign_as(OF_MACHINE, claims, now)
    }

    /// Checks a machine's token as [`KeyRing::verify`] checks a session token. For whom it is whoever asks has to look at.
    pub fn verify_of_machine(&self, token: &str, issuer: &str, now: i64) -> Result<MachineClaims, TokenError> {
        let claims: MachineClaims = self.decode(token, (Some(OF_MACHINE), LONGEST), issuer, now)?;
        let now = now.div_euclid(SECOND);
        if claims.nbf > now + 5 {
            return Err(TokenError::Invalid);
        }
        if claims.exp <= now {
            return Err(TokenError::Expired);
        }
        Ok(claims)
    }
}

#[cfg(test)]
mod tests {
    use super::super::session_token::SigningKey;
    use super::*;

    const NOW: i64 = 1_790_000_000_000;
    const ISSUER: &str = "http://localhost:3000";

    fn claims() -> MachineClaims {
        let seconds = NOW / 1_000;
        MachineClaims {
            iss: ISSUER.into(),
            sub: "mch_1".into(),
            aud: vec!["mch_2".into()],
            jti: "mt_1".into(),
            iat: seconds,
            nbf: seconds,
            exp: seconds + 3_600,
            custom: Map::from_iter([("role".to_owned(), Value::from("cron"))]),
        }
    }

    fn ring() -> KeyRing {
        let ring = KeyRing::default();
        ring.replace(vec![SigningKey::generate().expect("a key")]);
        ring
    }

    #[test]
    fn it_is_good_until_it_has_run_out_and_with_the_key_alone() {
        let ring = ring();
        let token = ring.sign_of_machine(&claims(), NOW).expect("signs");
        assert!(is_of_machine(&token));
        assert_eq!(ring.verify_of_machine(&token, ISSUER, NOW).expect("is good"), claims());
        assert!(matches!(ring.verify_of_machine(&token, ISSUER, NOW + 3_600_000), Err(TokenError::Expired)));
        assert!(matches!(ring.verify_of_machine(&token, ISSUER, NOW - 60_000), Err(TokenError::Invalid)));
        assert!(matches!(ring.verify_of_machine(&token, "http://other.example", NOW), Err(TokenError::Invalid)));
        assert!(matches!(self::ring().verify_of_machine(&token, ISSUER, NOW), Err(TokenError::Invalid)));
    }

    #[test]
    fn no_kind_of_token_passes_for_another() {
        let ring = ring();
        let Ok(Value::Object(said)) = serde_json::to_value(claims()) else { panic!("an object") };
        let by_template = ring.sign_for_service(&said, NOW).expect("signs");
        assert!(!is_of_machine(&by_template));
        assert!(matches!(ring.verify_of_machine(&by_template, ISSUER, NOW), Err(TokenError::Invalid)));
        let mut of_machine = claims();
        let more = serde_json::json!({ "sid": "sess_1", "sts": "active", "fva": [0, -1], "v": 2 });
        of_machine.custom = more.as_object().expect("an object").clone();
        of_machine.exp = of_machine.iat + 60;
        let token = ring.sign_of_machine(&of_machine, NOW).expect("signs");
        assert!(matches!(ring.verify(&token, ISSUER, NOW), Err(TokenError::Invalid)));
    }
}
