use std::fmt;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// A text that does not print itself.
#[derive(Clone, Default)]
pub struct Secret(String);

impl Secret {
    /// Takes a text into custody.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself, for the one place that needs it.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether two secrets are the same, told in a time that does not depend on where they differ.
    pub fn matches(&self, other: &Self) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// A random token of 256 bits. Only its hash is stored.
#[derive(Clone, Debug)]
pub struct Token(Secret);

impl Token {
    /// A new token from the operating system's randomness.
    pub fn random() -> Self {
        let mut bytes = [0u8; 32];
        rand::fill(&mut bytes);
        Self(Secret(BASE64_URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// A token that someone presented; `None` if it cannot be one of ours.
    pub fn presented(text: &str) -> Option<Self> {
        let ours = text.len() == 43 && BASE64_URL_SAFE_NO_PAD.decode(text).is_ok_and(|bytes| bytes.len() == 32);
        ours.then(|| Self(Secret::new(text)))
    }

    /// The text that goes into the cookie.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    /// What is stored and looked up. A plain hash will do: nobody guesses 256 bits.
    pub fn hash(&self) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(self.0.expose().as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_do_not_print() {
        let token = Token::random();
        assert!(!format!("{token:?}").contains(token.expose()));
        assert_eq!(format!("{:?}", Secret::new("hunter2")), "Secret(…)");
    }

    #[test]
    fn only_our_shape_is_looked_up() {
        let token = Token::random();
        assert_eq!(Token::presented(token.expose()).map(|t| t.hash()), Some(token.hash()));
        let long = "a".repeat(44);
        for bad in ["", "x", long.as_str(), "' OR 1=1 --", &"é".repeat(43)] {
            assert!(Token::presented(bad).is_none(), "{bad}");
        }
    }
}
