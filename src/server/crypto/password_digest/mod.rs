//! Passwords' digests that other systems made, in the forms in which Clerk's API takes them.
//!
//! **What is hashed.** Other systems hash what was typed, byte for byte; ours are of the text after Unicode NFC. So a digest
//! from elsewhere is compared with what was typed, and, where NFC changes that, with the NFC of it too: whoever typed their
//! password on one system in one form and now types it in the other is let in as well. Both are the same text to a reader, so
//! that this gives nothing away. Most passwords are the same in both forms and are compared once.
//!
//! **What is too much.** A digest says itself what comparing it costs, so it is read strictly, and one that asks for more than
//! the bounds here is refused when it is imported: the memory of 1 GiB, and the time of some seconds.
//!
//! **What is not compared.** bcrypt reads 72 bytes and, in many implementations, nothing behind a NUL. Some systems cut a
//! longer password there and others refuse it, and the digest does not say which. Here nobody is let in on a part of what they
//! typed: a longer one, or one with a NUL, is not the password of a bcrypt digest. Who has such a password proves who they are
//! in another way and sets a new one.

mod argon2;
mod bcrypt;
mod fast;
mod pbkdf2;
mod phpass;
mod scrypt;

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// No digest is longer than this, in bytes.
const MAX_BYTES: usize = 2048;
/// The most memory that comparing may take, in KiB.
const MAX_MEMORY_KIB: u64 = 1024 * 1024;
/// The most work that comparing may be, in milliseconds of one thread as [`Demand`] reckons them.
const MAX_MILLISECONDS: u64 = 30_000;

/// What made a digest: Clerk's `password_hasher`, and what others keep besides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DigestKind {
    /// Argon2i (RFC 9106), as a PHC string: `$argon2i$v=19$m=…,t=…,p=…$salt$hash`.
    Argon2i,
    /// Argon2id (RFC 9106), as a PHC string.
    Argon2id,
    /// bcrypt, as it is written everywhere: `$2a$`, `$2b$` or `$2y$`, cost, `$`, salt and hash.
    Bcrypt,
    /// bcrypt of the hexadecimal SHA-256 of the password, as Django writes it: `bcrypt_sha256$$2b$12$…`.
    #[serde(rename = "bcrypt_sha256_django")]
    BcryptSha256Django,
    /// MD5 without salt, in hexadecimal digits.
    Md5,
    /// PBKDF2 with HMAC-SHA-256 (RFC 8018): `pbkdf2_sha256$iterations$salt$hash`, salt and hash in Base64.
    #[serde(rename = "pbkdf2_sha256")]
    Pbkdf2Sha256,
    /// The same as Django writes it: the salt stands there as it is.
    #[serde(rename = "pbkdf2_sha256_django")]
    Pbkdf2Sha256Django,
    /// PBKDF2 with HMAC-SHA-1: `pbkdf2_sha1$iterations$salt$hash`, the salt as it is and the hash in hexadecimal digits.
    #[serde(rename = "pbkdf2_sha1")]
    Pbkdf2Sha1,
    /// PBKDF2 with HMAC-SHA-512, written as that with HMAC-SHA-256 is: what Keycloak keeps. Clerk has no name for it.
    #[serde(rename = "pbkdf2_sha512")]
    Pbkdf2Sha512,
    /// The portable hash of phpass, which WordPress, phpBB and others used: `$P$` or `$H$`, then 31 characters.
    Phpass,
    /// Firebase's own scrypt: `hash$salt$signer key$salt separator$rounds$memory cost`, the first four in Base64.
    ScryptFirebase,
    /// scrypt (RFC 7914) as Werkzeug writes it: `scrypt:N:r:p$salt$hash`, the salt as it is and the hash in hexadecimal digits.
    ScryptWerkzeug,
    /// SHA-256 without salt, in hexadecimal digits.
    Sha256,
    /// The portable hash of phpass over the hexadecimal MD5 of the password: what a system has that put phpass around the MD5
    /// digests that it had. Clerk names this kind and says nothing more of it.
    #[serde(rename = "md5_phpass")]
    Md5Phpass,
    /// Salted SHA-1 as directories keep it (the `{SSHA}` of OpenLDAP): Base64 of the hash with the salt behind it.
    LdapSsha,
}

impl DigestKind {
    /// Every kind there is.
    pub const ALL: [Self; 15] = [
        Self::Argon2i,
        Self::Argon2id,
        Self::Bcrypt,
        Self::BcryptSha256Django,
        Self::Md5,
        Self::Pbkdf2Sha256,
        Self::Pbkdf2Sha256Django,
        Self::Pbkdf2Sha1,
        Self::Pbkdf2Sha512,
        Self::Phpass,
        Self::ScryptFirebase,
        Self::ScryptWerkzeug,
        Self::Sha256,
        Self::Md5Phpass,
        Self::LdapSsha,
    ];

    /// Its name in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Argon2i => "argon2i",
            Self::Argon2id => "argon2id",
            Self::Bcrypt => "bcrypt",
            Self::BcryptSha256Django => "bcrypt_sha256_django",
            Self::Md5 => "md5",
            Self::Pbkdf2Sha256 => "pbkdf2_sha256",
            Self::Pbkdf2Sha256Django => "pbkdf2_sha256_django",
            Self::Pbkdf2Sha1 => "pbkdf2_sha1",
            Self::Pbkdf2Sha512 => "pbkdf2_sha512",
            Self::Phpass => "phpass",
            Self::ScryptFirebase => "scrypt_firebase",
            Self::ScryptWerkzeug => "scrypt_werkzeug",
            Self::Sha256 => "sha256",
            Self::Md5Phpass => "md5_phpass",
            Self::LdapSsha => "ldap_ssha",
        }
    }
}

impl fmt::Display for DigestKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for DigestKind {
    type Err = DigestError;

    fn from_str(name: &str) -> Result<Self, DigestError> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name).ok_or(DigestError::Kind)
    }
}

/// Why a digest cannot be kept. None of them says what stands in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DigestError {
    /// There is no such hasher.
    #[error("there is no such password hasher")]
    Kind,
    /// It is not written as its kind is written.
    #[error("this is not a digest of its kind: {0}")]
    Form(&'static str),
    /// Comparing it would take more memory or time than is given.
    #[error("comparing this digest would cost too much")]
    Cost,
}

/// What comparing a digest takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Demand {
    /// Memory in KiB.
    pub memory_kib: u64,
    /// Milliseconds on one thread of a machine of 2024, roughly.
    pub milliseconds: u64,
}

impl Demand {
    /// Too much for the threads on which everybody's passwords are compared.
    pub fn is_heavy(self) -> bool {
        self.memory_kib > 64 * 1024 || self.milliseconds > 500
    }
}

/// A digest that was read and found good. It does not print itself.
pub struct ForeignDigest {
    kind: DigestKind,
    text: String,
    recipe: Recipe,
}

/// What to compute, and what must come out.
enum Recipe {
    Argon2(argon2::Argon2Digest),
    Bcrypt(bcrypt::BcryptDigest),
    Fast(fast::FastDigest),
    Pbkdf2(pbkdf2::Pbkdf2Digest),
    Phpass(phpass::PhpassDigest),
    Scrypt(scrypt::ScryptDigest),
}

impl fmt::Debug for ForeignDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ForeignDigest({}, …)", self.kind)
    }
}

impl ForeignDigest {
    /// Reads a digest as the other system wrote it.
    pub fn read(kind: DigestKind, text: &str) -> Result<Self, DigestError> {
        if text.len() > MAX_BYTES {
            return Err(DigestError::Form("it is too long"));
        }
        if text.chars().any(char::is_control) {
            return Err(DigestError::Form("it has a control character"));
        }
        let recipe = match kind {
            DigestKind::Argon2i | DigestKind::Argon2id => Recipe::Argon2(argon2::read(kind, text)?),
            DigestKind::Bcrypt => Recipe::Bcrypt(bcrypt::read(text)?),
            DigestKind::BcryptSha256Django => Recipe::Bcrypt(bcrypt::read_django(text)?),
            DigestKind::Md5 => Recipe::Fast(fast::read_md5(text)?),
            DigestKind::Sha256 => Recipe::Fast(fast::read_sha256(text)?),
            DigestKind::LdapSsha => Recipe::Fast(fast::read_ssha(text)?),
            DigestKind::Pbkdf2Sha256 => Recipe::Pbkdf2(pbkdf2::read_sha256(text)?),
            DigestKind::Pbkdf2Sha256Django => Recipe::Pbkdf2(pbkdf2::read_django(text)?),
            DigestKind::Pbkdf2Sha1 => Recipe::Pbkdf2(pbkdf2::read_sha1(text)?),
            DigestKind::Pbkdf2Sha512 => Recipe::Pbkdf2(pbkdf2::read_sha512(text)?),
            DigestKind::Phpass => Recipe::Phpass(phpass::read(text, false)?),
            DigestKind::Md5Phpass => Recipe::Phpass(phpass::read(text, true)?),
            DigestKind::ScryptFirebase => Recipe::Scrypt(scrypt::read_firebase(text)?),
            DigestKind::ScryptWerkzeug => Recipe::Scrypt(scrypt::read_werkzeug(text)?),
        };
        let digest = Self { kind, text: text.to_owned(), recipe };
        let demand = digest.demand();
        if demand.memory_kib > MAX_MEMORY_KIB || demand.milliseconds > MAX_MILLISECONDS {
            return Err(DigestError::Cost);
        }
        Ok(digest)
    }

    /// What [`ForeignDigest::stored`] wrote; `None` if it is a digest of our own, which begins with a `$`.
    pub fn of_stored(stored: &str) -> Option<Result<Self, DigestError>> {
        let (kind, text) = stored.strip_prefix('{')?.split_once('}')?;
        Some(kind.parse().and_then(|kind| Self::read(kind, text)))
    }

    /// As it is kept in the place of one of ours: the kind in braces, and what the other system wrote.
    pub fn stored(&self) -> String {
        format!("{{{}}}{}", self.kind, self.text)
    }

    /// What made it.
    pub fn kind(&self) -> DigestKind {
        self.kind
    }

    /// As the other system wrote it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What comparing it takes.
    pub fn demand(&self) -> Demand {
        match &self.recipe {
            Recipe::Argon2(digest) => digest.demand(),
            Recipe::Bcrypt(digest) => digest.demand(),
            Recipe::Fast(_) => Demand { memory_kib: 0, milliseconds: 0 },
            Recipe::Pbkdf2(digest) => digest.demand(),
            Recipe::Phpass(digest) => digest.demand(),
            Recipe::Scrypt(digest) => digest.demand(),
        }
    }

    /// Whether it was made of this password, in the form in which it was typed or in NFC. An error says that something could
    /// not be computed, and nothing about the password.
    pub fn verify(&self, typed: &str) -> Result<bool, String> {
        if self.verify_bytes(typed.as_bytes())? {
            return Ok(true);
        }
        match nfc(typed) {
            Cow::Borrowed(_) => Ok(false),
            Cow::Owned(normalized) => self.verify_bytes(normalized.as_bytes()),
        }
    }

    fn verify_bytes(&self, password: &[u8]) -> Result<bool, String> {
        match &self.recipe {
            Recipe::Argon2(digest) => digest.verify(password),
            Recipe::Bcrypt(digest) => Ok(digest.verify(password)),
            Recipe::Fast(digest) => Ok(digest.verify(password)),
            Recipe::Pbkdf2(digest) => Ok(digest.verify(password)),
            Recipe::Phpass(digest) => Ok(digest.verify(password)),
            Recipe::Scrypt(digest) => digest.verify(password),
        }
    }
}

/// A text in Unicode NFC.
pub(super) fn nfc(text: &str) -> Cow<'_, str> {
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => Cow::Borrowed(text),
        _ => {
            let normalized: String = text.nfc().collect();
            if normalized == text { Cow::Borrowed(text) } else { Cow::Owned(normalized) }
        }
    }
}

/// Whether two hashes are the same, told in a time that does not depend on where they differ.
fn same(actual: &[u8], expected: &[u8]) -> bool {
    actual.ct_eq(expected).into()
}

/// The bytes of hexadecimal digits, in either case.
fn hex(text: &str) -> Option<Vec<u8>> {
    let digits = text.chars().map(|c| c.to_digit(16)).collect::<Option<Vec<u32>>>()?;
    let (pairs, rest) = digits.as_chunks::<2>();
    let byte = |[high, low]: &[u32; 2]| u8::try_from(high * 16 + low).ok();
    if rest.is_empty() { pairs.iter().map(byte).collect() } else { None }
}

/// The bytes of Base64 in either alphabet, with padding or without.
fn base64(text: &str) -> Option<Vec<u8>> {
    use ::base64::Engine;
    use ::base64::engine::general_purpose::GeneralPurpose;
    use ::base64::engine::{DecodePaddingMode, GeneralPurposeConfig};
    let config = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let standard = text.replace('-', "+").replace('_', "/");
    GeneralPurpose::new(&::base64::alphabet::STANDARD, config).decode(standard).ok()
}

/// A whole number as it is written everywhere: digits, without a sign and without a zero in front.
fn number(text: &str) -> Option<u32> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    if is_plain { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests;
