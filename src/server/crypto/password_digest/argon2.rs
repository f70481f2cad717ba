use ::argon2::password_hash::{PasswordHash, Salt};
use ::argon2::{Algorithm, Argon2, Params, Version};

use super::{Demand, DigestError, DigestKind, same};

pub struct Argon2Digest {
    algorithm: Algorithm,
    version: Version,
    params: Params,
    salt: Vec<u8>,
    hash: Vec<u8>,
}

/// Passes over the memory.
const MAX_PASSES: u32 = 20;
const MAX_LANES: u32 = 16;

pub fn read(kind: DigestKind, text: &str) -> Result<Argon2Digest, DigestError> {
    let form = DigestError::Form;
    let parsed = PasswordHash::new(text).map_err(|_| form("not a PHC string"))?;
    let algorithm = if kind == DigestKind::Argon2i { Algorithm::Argon2i } else { Algorithm::Argon2id };
    if parsed.algorithm != algorithm.ident() {
        return Err(form("another variant of Argon2"));
    }
    // Without a version some readers take 16 and some 19: no guess would be right for all.
    let version = parsed.version.and_then(|version| Version::try_from(version).ok());
    let version = version.ok_or(form("no version of Argon2 that is known"))?;
    if parsed.params.iter().any(|(name, _)| !["m", "t", "p"].contains(&name.as_str())) {
        return Err(form("a parameter that is not known"));
    }
    let of = |name: &str| parsed.params.get_decimal(name).ok_or(form("m, t or p is missing"));
    let (memory, passes, lanes) = (of("m")?, of("t")?, of("p")?);
    if passes > MAX_PASSES || lanes > MAX_LANES {
        return Err(DigestError::Cost);
    }
    let hash = parsed.hash.ok_or(form("no hash"))?.as_bytes().to_vec();
    let params = Params::new(memory, passes, lanes, Some(hash.len())).map_err(|_| form("m, t or p is out of range"))?;
    let mut salt = [0; Salt::MAX_LENGTH];
    let salt = parsed.salt.ok_or(form("no salt"))?.decode_b64(&mut salt).map_err(|_| form("the salt is not Base64"))?;
    if hash.len() < 16 || salt.len() < ::argon2::MIN_SALT_LEN {
        return Err(form("the salt or the hash is too short"));
    }
    Ok(Argon2Digest { algorithm, version, params, salt: salt.to_vec(), hash })
}

impl Argon2Digest {
    pub fn demand(&self) -> Demand {
        let (memory, passes) = (u64::from(self.params.m_cost()), u64::from(self.params.t_cost()));
        Demand { memory_kib: memory, milliseconds: memory * passes / 2300 }
    }

    pub fn verify(&self, password: &[u8]) -> Result<bool, String> {
        let mut actual = vec![0; self.hash.len()];
        Argon2::new(self.algorithm, self.version, self.params.clone())
            .hash_password_into(password, &self.salt, &mut actual)
            .map_err(|error| error.to_string())?;
        Ok(same(&actual, &self.hash))
    }
}
