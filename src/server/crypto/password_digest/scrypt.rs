use ::scrypt::{Params, scrypt};
use aws_lc_rs::cipher::{AES_256, EncryptingKey, EncryptionContext, UnboundCipherKey};
use aws_lc_rs::iv::FixedLength;

use super::{Demand, DigestError, base64, hex, number, same};

pub struct ScryptDigest {
    log_n: u32,
    r: u32,
    p: u32,
    salt: Vec<u8>,
    /// What Firebase encrypts with what scrypt computes; elsewhere that is the hash itself.
    signer_key: Option<Vec<u8>>,
    hash: Vec<u8>,
}

const MAX_BLOCKS: u32 = 64;
const MAX_LANES: u32 = 16;
/// The binary logarithm of N.
const LOG_N: std::ops::RangeInclusive<u32> = 1..=20;

pub fn read_firebase(text: &str) -> Result<ScryptDigest, DigestError> {
    let form = DigestError::Form;
    let [hash, salt, signer_key, separator, rounds, memory_cost] = text.split('$').collect::<Vec<_>>()[..] else {
        return Err(form("not six parts"));
    };
    let of = |text: &str| base64(text).ok_or(form("a part that is not Base64"));
    let (hash, signer_key) = (of(hash)?, of(signer_key)?);
    let mut salt = of(salt)?;
    if salt.is_empty() || signer_key.is_empty() || hash.len() != signer_key.len() {
        return Err(form("no salt, or hash and signer key are not of one length"));
    }
    salt.extend(of(separator)?);
    let rounds = number(rounds).ok_or(form("no rounds"))?;
    let log_n = number(memory_cost).ok_or(form("no memory cost"))?;
    digest(ScryptDigest { log_n, r: rounds, p: 1, salt, signer_key: Some(signer_key), hash })
}

pub fn read_werkzeug(text: &str) -> Result<ScryptDigest, DigestError> {
    let form = DigestError::Form;
    let [method, salt, hash] = text.split('$').collect::<Vec<_>>()[..] else {
        return Err(form("not three parts"));
    };
    let ["scrypt", n, r, p] = method.split(':').collect::<Vec<_>>()[..] else {
        return Err(form("not scrypt:N:r:p"));
    };
    let of = |text: &str| number(text).ok_or(form("N, r or p is no number"));
    let (n, r, p) = (of(n)?, of(r)?, of(p)?);
    if !n.is_power_of_two() {
        return Err(form("N is no power of two"));
    }
    let hash = hex(hash).ok_or(form("the hash is not hexadecimal"))?;
    if salt.is_empty() || !(16..=64).contains(&hash.len()) {
        return Err(form("the salt or the hash is too short or too long"));
    }
    digest(ScryptDigest { log_n: n.ilog2(), r, p, salt: salt.into(), signer_key: None, hash })
}

fn digest(digest: ScryptDigest) -> Result<ScryptDigest, DigestError> {
    if digest.r == 0 || digest.p == 0 || digest.log_n == 0 {
        return Err(DigestError::Form("N, r or p is too small"));
    }
    if !LOG_N.contains(&digest.log_n) || digest.r > MAX_BLOCKS || digest.p > MAX_LANES {
        return Err(DigestError::Cost);
    }
    Ok(digest)
}

impl ScryptDigest {
    pub fn demand(&self) -> Demand {
        let memory_kib = (u64::from(self.r) << self.log_n) / 8;
        Demand { memory_kib, milliseconds: memory_kib * u64::from(self.p) / 370 }
    }

    pub fn verify(&self, password: &[u8]) -> Result<bool, String> {
        let log_n = u8::try_from(self.log_n).map_err(|error| error.to_string())?;
        let params = Params::new(log_n, self.r, self.p).map_err(|error| error.to_string())?;
        let derive =
            |output: &mut [u8]| scrypt(password, &self.salt, &params, output).map_err(|error| error.to_string());
        let Some(signer_key) = &self.signer_key else {
            let mut actual = vec![0; self.hash.len()];
            derive(&mut actual)?;
            return Ok(same(&actual, &self.hash));
        };
        let mut key = [0; 32];
        derive(&mut key)?;
        let mut actual = signer_key.clone();
        // AES in counter mode, counting from zero: the key is used once, for this one text.
        let cannot = |_| "AES refused its key".to_owned();
        EncryptingKey::ctr(UnboundCipherKey::new(&AES_256, &key).map_err(cannot)?)
            .and_then(|key| key.less_safe_encrypt(&mut actual, EncryptionContext::Iv128(FixedLength::from([0; 16]))))
            .map_err(cannot)?;
        Ok(same(&actual, &self.hash))
    }
}
