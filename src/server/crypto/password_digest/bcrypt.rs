use ::base64::Engine;
use ::base64::alphabet::BCRYPT;
use ::base64::engine::general_purpose::{GeneralPurpose, NO_PAD};
use sha2::{Digest, Sha256};

use super::{Demand, DigestError, same};

pub struct BcryptDigest {
    /// Whether it is of the hexadecimal SHA-256 of the password.
    is_of_sha256: bool,
    cost: u32,
    salt: [u8; 16],
    /// Without the last of the 24 bytes that bcrypt computes: nobody ever wrote it.
    hash: [u8; 23],
}

/// The binary logarithm of the rounds.
const COSTS: std::ops::RangeInclusive<u32> = 4..=16;
/// What bcrypt reads of a password, in bytes.
const READ: usize = 72;

pub fn read(text: &str) -> Result<BcryptDigest, DigestError> {
    let form = DigestError::Form;
    // $2$ and $2x$ are of implementations with faults that would have to be repeated.
    let rest = ["$2a$", "$2b$", "$2y$"].iter().find_map(|prefix| text.strip_prefix(prefix));
    let (cost, encoded) = rest.and_then(|rest| rest.split_once('$')).ok_or(form("not $2a$, $2b$ or $2y$"))?;
    if cost.len() != 2 || !cost.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(form("no cost"));
    }
    let cost = cost.parse().map_err(|_| form("no cost"))?;
    if !COSTS.contains(&cost) {
        return Err(DigestError::Cost);
    }
    let wrong = form("salt and hash are not 53 characters of bcrypt's Base64");
    let (salt, hash) = encoded.split_at_checked(22).ok_or(wrong)?;
    // Four of the bits of a salt's last character are never read, and not every implementation leaves them zero.
    let decode = |text: &str| GeneralPurpose::new(&BCRYPT, NO_PAD.with_decode_allow_trailing_bits(true)).decode(text);
    let salt = decode(salt).ok().and_then(|salt| salt.try_into().ok()).ok_or(wrong)?;
    let hash = decode(hash).ok().and_then(|hash| hash.try_into().ok()).ok_or(wrong)?;
    Ok(BcryptDigest { is_of_sha256: false, cost, salt, hash })
}

pub fn read_django(text: &str) -> Result<BcryptDigest, DigestError> {
    let bcrypt = text.strip_prefix("bcrypt_sha256$").ok_or(DigestError::Form("not bcrypt_sha256$"))?;
    Ok(BcryptDigest { is_of_sha256: true, ..read(bcrypt)? })
}

impl BcryptDigest {
    pub fn demand(&self) -> Demand {
        Demand { memory_kib: 4, milliseconds: (58 << self.cost) / 1024 }
    }

    pub fn verify(&self, password: &[u8]) -> bool {
        if self.is_of_sha256 {
            return self.is_of(super::fast::hexadecimal(&Sha256::digest(password)).as_bytes());
        }
        let is_whole = password.len() <= READ && !password.contains(&0);
        // What cannot be it is computed all the same, with what it takes for any other.
        self.is_of(if is_whole { password } else { b"" }) & is_whole
    }

    /// bcrypt reads the NUL that ends a password, if there is room for it.
    fn is_of(&self, password: &[u8]) -> bool {
        let mut key = password.to_vec();
        key.push(0);
        key.truncate(READ);
        same(&::bcrypt::bcrypt(self.cost, self.salt, &key)[..23], &self.hash)
    }
}
