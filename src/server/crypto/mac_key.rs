use std::fmt;

use aws_lc_rs::hmac;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

use super::Secret;

/// How many characters the name of a key has.
const ID_LENGTH: usize = 16;

/// What MACs for one purpose are made with. It does not print itself.
#[derive(Clone)]
pub struct MacKey([u8; 32]);

impl fmt::Debug for MacKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MacKey(…)")
    }
}

impl MacKey {
    /// From 256 bits.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// From its text; `None` if that is none.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).ok()?;
        Some(Self(bytes.try_into().ok()?))
    }

    /// Its text: base64url of 32 bytes.
    pub fn text(&self) -> Secret {
        Secret::new(BASE64_URL_SAFE_NO_PAD.encode(self.0))
    }

    /// A name for it, which says nothing about it.
    pub fn id(&self) -> String {
        let mut name = self.mac(&["id of this key"]);
        name.truncate(ID_LENGTH);
        name
    }

    /// A MAC over parts. Lengths are part of what is signed, so that parts cannot flow together.
    pub fn mac(&self, parts: &[&str]) -> String {
        let mut context = hmac::Context::with_key(&hmac::Key::new(hmac::HMAC_SHA256, &self.0));
        for part in parts {
            context.update(&(part.len() as u64).to_be_bytes());
            context.update(part.as_bytes());
        }
        BASE64_URL_SAFE_NO_PAD.encode(context.sign())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_as_it_was_written() {
        let key = MacKey::from_bytes([7; 32]);
        let again = MacKey::parse(key.text().expose()).expect("is read");
        assert_eq!((again.id(), again.mac(&["a", "b"])), (key.id(), key.mac(&["a", "b"])));
        assert_ne!(MacKey::from_bytes([8; 32]).id(), key.id());
        assert_eq!((key.id().len(), format!("{key:?}")), (ID_LENGTH, "MacKey(…)".to_owned()));
        for wrong in ["", "AAAA", "not base64"] {
            assert!(MacKey::parse(wrong).is_none(), "{wrong}");
        }
    }
}
