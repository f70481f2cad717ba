use std::num::NonZeroU32;

use aws_lc_rs::pbkdf2::{Algorithm, PBKDF2_HMAC_SHA1, PBKDF2_HMAC_SHA256, PBKDF2_HMAC_SHA512, derive};

use super::{Demand, DigestError, base64, hex, number, same};

pub struct Pbkdf2Digest {
    algorithm: Algorithm,
    iterations: NonZeroU32,
    salt: Vec<u8>,
    hash: Vec<u8>,
}

const MAX_ITERATIONS: u32 = 10_000_000;
/// What a hash may have, in bytes: less is guessed, and more is work for nothing.
const LENGTHS: std::ops::RangeInclusive<usize> = 16..=64;

pub fn read_sha256(text: &str) -> Result<Pbkdf2Digest, DigestError> {
    in_base64(text, "pbkdf2_sha256", PBKDF2_HMAC_SHA256)
}

pub fn read_sha512(text: &str) -> Result<Pbkdf2Digest, DigestError> {
    in_base64(text, "pbkdf2_sha512", PBKDF2_HMAC_SHA512)
}

/// One of which salt and hash are in Base64.
fn in_base64(text: &str, name: &str, algorithm: Algorithm) -> Result<Pbkdf2Digest, DigestError> {
    let (iterations, salt, hash) = parts(text, name)?;
    let wrong = DigestError::Form("salt or hash is not Base64");
    let (salt, hash) = (base64(salt).ok_or(wrong)?, base64(hash).ok_or(wrong)?);
    digest(algorithm, iterations, salt, hash)
}

pub fn read_django(text: &str) -> Result<Pbkdf2Digest, DigestError> {
    let (iterations, salt, hash) = parts(text, "pbkdf2_sha256")?;
    let hash = base64(hash).ok_or(DigestError::Form("the hash is not Base64"))?;
    digest(PBKDF2_HMAC_SHA256, iterations, salt.into(), hash)
}

pub fn read_sha1(text: &str) -> Result<Pbkdf2Digest, DigestError> {
    let (iterations, salt, hash) = parts(text, "pbkdf2_sha1")?;
    let hash = hex(hash).ok_or(DigestError::Form("the hash is not hexadecimal"))?;
    digest(PBKDF2_HMAC_SHA1, iterations, salt.into(), hash)
}

fn parts<'a>(text: &'a str, name: &str) -> Result<(NonZeroU32, &'a str, &'a str), DigestError> {
    let [kind, iterations, salt, hash] = text.split('$').collect::<Vec<_>>()[..] else {
        return Err(DigestError::Form("not four parts"));
    };
    if kind != name {
        return Err(DigestError::Form("another algorithm"));
    }
    let iterations = number(iterations).and_then(NonZeroU32::new).ok_or(DigestError::Form("no iterations"))?;
    if iterations.get() > MAX_ITERATIONS {
        return Err(DigestError::Cost);
    }
    Ok((iterations, salt, hash))
}

fn digest(
    algorithm: Algorithm,
    iterations: NonZeroU32,
    salt: Vec<u8>,
    hash: Vec<u8>,
) -> Result<Pbkdf2Digest, DigestError> {
    if salt.is_empty() || !LENGTHS.contains(&hash.len()) {
        return Err(DigestError::Form("the salt or the hash is too short or too long"));
    }
    Ok(Pbkdf2Digest { algorithm, iterations, salt, hash })
}

impl Pbkdf2Digest {
    pub fn demand(&self) -> Demand {
        // Each block of the hash is computed by itself.
        let size = match self.algorithm {
            algorithm if algorithm == PBKDF2_HMAC_SHA1 => 20,
            algorithm if algorithm == PBKDF2_HMAC_SHA512 => 64,
            _ => 32,
        };
        let blocks = u64::try_from(self.hash.len().div_ceil(size)).unwrap_or(u64::MAX);
        Demand { memory_kib: 1, milliseconds: (u64::from(self.iterations.get()) * blocks) / 4000 }
    }

    pub fn verify(&self, password: &[u8]) -> bool {
        let mut actual = vec![0; self.hash.len()];
        derive(self.algorithm, self.iterations, &self.salt, password, &mut actual);
        same(&actual, &self.hash)
    }
}
