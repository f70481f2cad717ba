use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256};

use super::{DigestError, base64, hex, same};

/// Digests that cost nothing to compute, and so nothing to guess at: the more reason to replace them soon.
pub enum FastDigest {
    Md5([u8; 16]),
    Sha256([u8; 32]),
    Ssha { hash: [u8; 20], salt: Vec<u8> },
}

pub fn read_md5(text: &str) -> Result<FastDigest, DigestError> {
    let bytes = hex(text).and_then(|bytes| bytes.try_into().ok());
    bytes.map(FastDigest::Md5).ok_or(DigestError::Form("not 32 hexadecimal digits"))
}

pub fn read_sha256(text: &str) -> Result<FastDigest, DigestError> {
    let bytes = hex(text).and_then(|bytes| bytes.try_into().ok());
    bytes.map(FastDigest::Sha256).ok_or(DigestError::Form("not 64 hexadecimal digits"))
}

pub fn read_ssha(text: &str) -> Result<FastDigest, DigestError> {
    // The scheme's case does not count (RFC 2307 section 5.3).
    let encoded = text.split_at_checked(6).filter(|(scheme, _)| scheme.eq_ignore_ascii_case("{SSHA}"));
    let (_, encoded) = encoded.ok_or(DigestError::Form("not {SSHA}"))?;
    let bytes = base64(encoded).ok_or(DigestError::Form("not Base64"))?;
    let wrong = DigestError::Form("no SHA-1 with a salt behind it");
    let (hash, salt) = bytes.split_at_checked(20).ok_or(wrong)?;
    if salt.is_empty() || salt.len() > 64 {
        return Err(wrong);
    }
    Ok(FastDigest::Ssha { hash: hash.try_into().map_err(|_| wrong)?, salt: salt.to_vec() })
}

impl FastDigest {
    pub fn verify(&self, password: &[u8]) -> bool {
        match self {
            Self::Md5(hash) => same(&md5(&[password]), hash),
            Self::Sha256(hash) => same(&Sha256::digest(password), hash),
            Self::Ssha { hash, salt } => same(&Sha1::new().chain_update(password).chain_update(salt).finalize(), hash),
        }
    }
}

pub fn md5(parts: &[&[u8]]) -> [u8; 16] {
    use md5::Digest;
    let mut state = Md5::new();
    parts.iter().for_each(|part| state.update(part));
    state.finalize().into()
}

pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
