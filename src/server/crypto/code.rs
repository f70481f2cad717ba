use rand::Rng;

use super::{InstanceKey, Secret};

/// A code of six digits that a person types from a message.
#[derive(Clone, Debug)]
pub struct Code(Secret);

impl Code {
    /// A new code. Twenty bits are few: what protects it is how seldom it may be tried.
    pub fn random() -> Self {
        Self(Secret::new(format!("{:06}", rand::rng().random_range(0..1_000_000))))
    }

    /// A code that a person typed: spaces and dashes between the digits do not count.
    pub fn typed(text: &str) -> Option<Self> {
        let digits: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').take(7).collect();
        (digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_digit())).then(|| Self(Secret::new(digits)))
    }

    /// The digits, for the message.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    /// What is stored: keyed, because a plain hash of twenty bits is no secret, and bound to its verification.
    pub fn hash(&self, key: &InstanceKey, verification_id: &str) -> Secret {
        Secret::new(key.mac("code", &[verification_id, self.0.expose()]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_codes() {
        assert_eq!(Code::typed(" 123-456 ").map(|code| code.expose().to_owned()), Some("123456".into()));
        for bad in ["", "12345", "1234567", "12345a", "１２３４５６"] {
            assert!(Code::typed(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_hash_is_bound_to_its_verification() {
        let key = InstanceKey::from_bytes([7; 32]);
        let code = Code::random();
        assert!(code.hash(&key, "ver_1").matches(&code.hash(&key, "ver_1")));
        assert!(!code.hash(&key, "ver_1").matches(&code.hash(&key, "ver_2")));
    }
}
