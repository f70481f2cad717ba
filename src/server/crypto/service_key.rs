//! Keys of an operator's own that sign tokens for another service, which knows the same secret or the public half.

use jsonwebtoken::{Algorithm, EncodingKey};
use serde_json::{Map, Value};

use super::Secret;
use super::session_token::{TokenError, service_header};

/// The longest text of a key, in bytes: an RSA key of 4096 bits takes 3,300. A longer one takes a while for each token.
const LONGEST: usize = 4 * 1_024;

/// How a token is signed (RFC 7518 section 3.1; RFC 8037 section 3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::upper_case_acronyms, missing_docs)]
pub enum SigningAlgorithm {
    HS256,
    HS384,
    HS512,
    RS256,
    RS384,
    RS512,
    ES256,
    EdDSA,
}

impl SigningAlgorithm {
    /// All of them.
    pub const ALL: [Self; 8] =
        [Self::HS256, Self::HS384, Self::HS512, Self::RS256, Self::RS384, Self::RS512, Self::ES256, Self::EdDSA];

    /// As it stands in a token's header.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::HS256 => "HS256",
            Self::HS384 => "HS384",
            Self::HS512 => "HS512",
            Self::RS256 => "RS256",
            Self::RS384 => "RS384",
            Self::RS512 => "RS512",
            Self::ES256 => "ES256",
            Self::EdDSA => "EdDSA",
        }
    }

    /// The algorithm with a name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.as_str() == name)
    }

    const fn algorithm(self) -> Algorithm {
        match self {
            Self::HS256 => Algorithm::HS256,
            Self::HS384 => Algorithm::HS384,
            Self::HS512 => Algorithm::HS512,
            Self::RS256 => Algorithm::RS256,
            Self::RS384 => Algorithm::RS384,
            Self::RS512 => Algorithm::RS512,
            Self::ES256 => Algorithm::ES256,
            Self::EdDSA => Algorithm::EdDSA,
        }
    }

    /// The fewest bytes of a shared secret: as many as the hash has (RFC 7518 section 3.2).
    const fn fewest_bytes(self) -> usize {
        match self {
            Self::HS256 => 32,
            Self::HS384 => 48,
            Self::HS512 => 64,
            _ => 0,
        }
    }
}

/// Why a text is no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ServiceKeyError {
    /// A secret is shorter than its algorithm's hash.
    #[error("a secret for {algorithm} has {fewest} bytes at least", algorithm = .0.as_str(), fewest = .0.fewest_bytes())]
    Short(SigningAlgorithm),
    /// A secret is what others may know: the PEM of a key pair, or a line for ssh (RFC 8725 section 3.1).
    #[error("is a key of a pair, and no secret for {algorithm}", algorithm = .0.as_str())]
    Pair(SigningAlgorithm),
    /// Something else.
    #[error("is no private key for {algorithm} in PEM (of elliptic curves PKCS #8)", algorithm = .0.as_str())]
    Unreadable(SigningAlgorithm),
}

/// A key that signs tokens for another service.
#[derive(Clone, Debug)]
pub struct ServiceKey {
    algorithm: SigningAlgorithm,
    key: EncodingKey,
}

impl ServiceKey {
    /// Reads a key: a secret as it is, a private key in PEM (RFC 7468; RSA of 2048 bits at least, P-256, Ed25519).
    pub fn read(algorithm: SigningAlgorithm, text: &Secret) -> Result<Self, ServiceKeyError> {
        let bytes = text.expose().as_bytes();
        let unreadable = ServiceKeyError::Unreadable(algorithm);
        if bytes.len() > LONGEST {
            return Err(unreadable);
        }
        let key = match algorithm {
            SigningAlgorithm::HS256 | SigningAlgorithm::HS384 | SigningAlgorithm::HS512 => {
                if bytes.len() < algorithm.fewest_bytes() {
                    return Err(ServiceKeyError::Short(algorithm));
                }
                if ["-----BEGIN", "ssh-", "ecdsa-"].iter().any(|begin| text.expose().trim_start().starts_with(begin)) {
                    return Err(ServiceKeyError::Pair(algorithm));
                }
                Ok(EncodingKey::from_secret(bytes))
            }
            SigningAlgorithm::RS256 | SigningAlgorithm::RS384 | SigningAlgorithm::RS512 => {
                EncodingKey::from_rsa_pem(bytes)
            }
            SigningAlgorithm::ES256 => EncodingKey::from_ec_pem(bytes),
            SigningAlgorithm::EdDSA => EncodingKey::from_ed_pem(bytes),
        };
        Ok(Self { algorithm, key: key.map_err(|_| unreadable)? })
    }

    /// The same, once it has signed something: what only looks like a key signs nothing.
    pub fn prove(algorithm: SigningAlgorithm, text: &Secret) -> Result<Self, ServiceKeyError> {
        let key = Self::read(algorithm, text)?;
        key.sign(&Map::new()).map_err(|_| ServiceKeyError::Unreadable(algorithm))?;
        Ok(key)
    }

    /// Signs a token.
    pub fn sign(&self, claims: &Map<String, Value>) -> Result<String, TokenError> {
        let header = service_header(self.algorithm.algorithm());
        jsonwebtoken::encode(&header, claims, &self.key).map_err(|error| TokenError::Key(error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use jsonwebtoken::{DecodingKey, Validation, decode, decode_header};
    use rcgen::{KeyPair, PKCS_ECDSA_P256_SHA256, PKCS_ECDSA_P384_SHA384, PKCS_ED25519, PKCS_RSA_SHA256};
    use serde_json::json;

    use super::*;

    fn said() -> Map<String, Value> {
        json!({ "sub": "user_1" }).as_object().expect("an object").clone()
    }

    fn verify(token: &str, algorithm: SigningAlgorithm, key: &DecodingKey) -> bool {
        let mut validation = Validation::new(algorithm.algorithm());
        validation.required_spec_claims.clear();
        validation.validate_exp = false;
        let read = decode::<Map<String, Value>>(token, key, &validation);
        read.is_ok_and(|read| read.claims == said())
    }

    #[test]
    fn every_algorithm_signs_what_others_verify() {
        let pair = |kind| KeyPair::generate_for(kind).expect("a key");
        let (rsa, ec, ed) = (pair(&PKCS_RSA_SHA256), pair(&PKCS_ECDSA_P256_SHA256), pair(&PKCS_ED25519));
        let shared = "s".repeat(64);
        for algorithm in SigningAlgorithm::ALL {
            let (private, public) = match algorithm.as_str().split_at(2).0 {
                "HS" => (shared.clone(), DecodingKey::from_secret(shared.as_bytes())),
                "RS" => {
                    (rsa.serialize_pem(), DecodingKey::from_rsa_pem(rsa.public_key_pem().as_bytes()).expect("a key"))
                }
                "ES" => (ec.serialize_pem(), DecodingKey::from_ec_pem(ec.public_key_pem().as_bytes()).expect("a key")),
                _ => (ed.serialize_pem(), DecodingKey::from_ed_pem(ed.public_key_pem().as_bytes()).expect("a key")),
            };
            let key = ServiceKey::prove(algorithm, &Secret::new(private)).expect("is a key");
            let token = key.sign(&said()).expect("signs");
            assert!(verify(&token, algorithm, &public), "{algorithm:?}");
            assert_eq!(decode_header(&token).expect("a header").kid, None);
            let altered = format!("{}A{}", &token[..token.len() - 5], &token[token.len() - 4..]);
            assert!(altered == token || !verify(&altered, algorithm, &public), "{algorithm:?}");
            assert_eq!(SigningAlgorithm::parse(algorithm.as_str()), Some(algorithm));
            assert!(!format!("{key:?}").contains(&shared));
        }
        assert_eq!(SigningAlgorithm::parse("none"), None);
        assert_eq!(SigningAlgorithm::parse("hs256"), None);
    }

    #[test]
    fn what_is_no_key_is_refused() {
        let pair = |kind| KeyPair::generate_for(kind).expect("a key");
        let (rsa, ec, p384) = (pair(&PKCS_RSA_SHA256), pair(&PKCS_ECDSA_P256_SHA256), pair(&PKCS_ECDSA_P384_SHA384));
        let cut =
            |pem: String| pem.chars().enumerate().filter(|(at, _)| *at != 200).map(|(_, c)| c).collect::<String>();
        use SigningAlgorithm::{ES256, EdDSA, HS256, HS512, RS256};
        for (algorithm, text) in [
            (RS256, String::new()),
            (RS256, "-----BEGIN PRIVATE KEY-----".into()),
            (RS256, rsa.public_key_pem()),
            (RS256, ec.serialize_pem()),
            (RS256, cut(rsa.serialize_pem())),
            (RS256, format!("{}{}", rsa.serialize_pem(), " ".repeat(LONGEST))),
            (ES256, rsa.serialize_pem()),
            (ES256, p384.serialize_pem()),
            (ES256, ec.public_key_pem()),
            (EdDSA, ec.serialize_pem()),
            (EdDSA, "x".repeat(64)),
        ] {
            let refused = ServiceKey::prove(algorithm, &Secret::new(text.clone())).map(|_| ());
            assert_eq!(refused, Err(ServiceKeyError::Unreadable(algorithm)), "{text}");
        }
        for text in [
            rsa.public_key_pem(),
            ec.serialize_pem(),
            format!("\n {}", rsa.public_key_pem()),
            format!("ssh-ed25519 {}", "A".repeat(68)),
        ] {
            let refused = ServiceKey::prove(HS256, &Secret::new(text.clone())).map(|_| ());
            assert_eq!(refused, Err(ServiceKeyError::Pair(HS256)), "{text}");
        }
        for (algorithm, length) in [(HS256, 31), (HS512, 63), (HS256, 0)] {
            let refused = ServiceKey::prove(algorithm, &Secret::new("x".repeat(length))).map(|_| ());
            assert_eq!(refused, Err(ServiceKeyError::Short(algorithm)));
        }
        assert_eq!(ServiceKeyError::Short(HS256).to_string(), "a secret for HS256 has 32 bytes at least");
    }
}
