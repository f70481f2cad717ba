use std::fmt;

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use aws_lc_rs::hmac;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::MacKey;

/// The one secret of an instance, from which every other key is derived. All nodes of an instance have the same.
#[derive(Clone)]
pub struct InstanceKey {
    root: hmac::Key,
    is_constant: bool,
}

impl fmt::Debug for InstanceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InstanceKey(…)")
    }
}

impl InstanceKey {
    /// From 256 bits.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        let is_constant = bytes.iter().all(|byte| *byte == bytes[0]);
        Self { root: hmac::Key::new(hmac::HMAC_SHA256, &bytes), is_constant }
    }

    /// Whether it is one byte over and over, which is no secret.
    pub fn is_constant(&self) -> bool {
        self.is_constant
    }

    /// From its text, as it stands in `VESTIBULE_SECRET_KEY`: base64 of 32 bytes.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = BASE64_STANDARD.decode(text.trim()).ok()?;
        Some(Self::from_bytes(bytes.try_into().ok()?))
    }

    /// The text of a new key.
    pub fn generate() -> String {
        let mut bytes = [0u8; 32];
        rand::fill(&mut bytes);
        BASE64_STANDARD.encode(bytes)
    }

    /// A MAC over parts, for one purpose. Lengths are part of what is signed, so that parts cannot flow together.
    pub fn mac(&self, purpose: &str, parts: &[&str]) -> String {
        self.mac_key(purpose).mac(parts)
    }

    /// What [`InstanceKey::mac`] makes MACs for one purpose with.
    pub fn mac_key(&self, purpose: &str) -> MacKey {
        MacKey::from_bytes(self.derive(purpose))
    }

    /// A key of 256 bits for one purpose.
    pub fn derive(&self, purpose: &str) -> [u8; 32] {
        let tag = hmac::sign(&self.root, purpose.as_bytes());
        let mut key = [0u8; 32];
        key.copy_from_slice(tag.as_ref());
        key
    }

    /// Encrypts what must be stored but not readable in a dump of the database (AES-256-GCM, random nonce in front).
    pub fn seal(&self, purpose: &str, plain: &[u8]) -> String {
        let key = RandomizedNonceKey::new(&AES_256_GCM, &self.derive(purpose)).expect("32 bytes are an AES-256 key");
        let mut sealed = plain.to_vec();
        let nonce = key
            .seal_in_place_append_tag(Aad::from(purpose.as_bytes()), &mut sealed)
            .expect("AES-GCM seals any text that fits into memory");
        let mut all = nonce.as_ref().to_vec();
        all.append(&mut sealed);
        BASE64_STANDARD.encode(all)
    }

    /// Decrypts what [`InstanceKey::seal`] made for the same purpose; `None` if it was made with another key.
    pub fn open(&self, purpose: &str, sealed: &str) -> Option<Vec<u8>> {
        let mut all = BASE64_STANDARD.decode(sealed).ok()?;
        let mut text = all.split_off(NONCE_LEN.min(all.len()));
        let nonce = Nonce::try_assume_unique_for_key(&all).ok()?;
        let key = RandomizedNonceKey::new(&AES_256_GCM, &self.derive(purpose)).ok()?;
        let plain = key.open_in_place(nonce, Aad::from(purpose.as_bytes()), &mut text).ok()?;
        Some(plain.to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sealing() {
        let key = InstanceKey::parse(&InstanceKey::generate()).expect("a generated key parses");
        let sealed = key.seal("signing", b"private");
        assert_eq!(key.open("signing", &sealed).as_deref(), Some(&b"private"[..]));
        assert_eq!(key.open("other", &sealed), None);
        assert_eq!(InstanceKey::from_bytes([1; 32]).open("signing", &sealed), None);
        assert_eq!(key.open("signing", "AAAA"), None);
    }

    #[test]
    fn macs_keep_parts_apart() {
        let key = InstanceKey::from_bytes([1; 32]);
        assert_ne!(key.mac("x", &["ab", "c"]), key.mac("x", &["a", "bc"]));
        assert_ne!(key.mac("x", &["a"]), key.mac("y", &["a"]));
    }
}
