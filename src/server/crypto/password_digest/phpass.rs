use super::fast::{hexadecimal, md5};
use super::{Demand, DigestError, same};

pub struct PhpassDigest {
    /// Whether it is of the hexadecimal MD5 of the password.
    is_of_md5: bool,
    /// The binary logarithm of the rounds.
    rounds: u32,
    salt: [u8; 8],
    hash: [u8; 16],
}

const ALPHABET: &[u8; 64] = b"./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// phpass itself takes up to 30, with which a comparison is an hour.
const ROUNDS: std::ops::RangeInclusive<u32> = 7..=22;

pub fn read(text: &str, is_of_md5: bool) -> Result<PhpassDigest, DigestError> {
    let form = DigestError::Form;
    let rest = ["$P$", "$H$"].iter().find_map(|prefix| text.strip_prefix(prefix)).ok_or(form("not $P$ or $H$"))?;
    let values =
        rest.bytes().map(value).collect::<Option<Vec<u8>>>().ok_or(form("a character that cannot be there"))?;
    let Some((rounds, encoded)) = values.split_first().filter(|(_, rest)| rest.len() == 8 + 22) else {
        return Err(form("not 34 characters"));
    };
    let rounds = u32::from(*rounds);
    if !ROUNDS.contains(&rounds) {
        return Err(DigestError::Cost);
    }
    let salt = rest.as_bytes()[1..9].try_into().map_err(|_| form("no salt"))?;
    let hash = decode(&encoded[8..]).ok_or(form("the hash has bits that do not count"))?;
    Ok(PhpassDigest { is_of_md5, rounds, salt, hash })
}

fn value(character: u8) -> Option<u8> {
    ALPHABET.iter().position(|known| *known == character).and_then(|at| u8::try_from(at).ok())
}

/// Three bytes are four characters, the lowest bits first; the last byte is two characters.
fn decode(values: &[u8]) -> Option<[u8; 16]> {
    let mut bytes = Vec::with_capacity(18);
    for four in values.chunks(4) {
        let number = four.iter().rev().fold(0u32, |number, value| number << 6 | u32::from(*value));
        bytes.extend_from_slice(&number.to_le_bytes()[..3]);
    }
    // 22 characters hold 132 bits, of which 128 are the hash.
    let (hash, rest) = bytes.split_at_checked(16)?;
    if rest.iter().any(|byte| *byte != 0) { None } else { hash.try_into().ok() }
}

impl PhpassDigest {
    pub fn demand(&self) -> Demand {
        Demand { memory_kib: 1, milliseconds: (1 << self.rounds) / 4000 }
    }

    pub fn verify(&self, password: &[u8]) -> bool {
        if self.is_of_md5 { self.is_of(hexadecimal(&md5(&[password])).as_bytes()) } else { self.is_of(password) }
    }

    fn is_of(&self, password: &[u8]) -> bool {
        let mut hash = md5(&[&self.salt, password]);
        for _ in 0..1u32 << self.rounds {
            hash = md5(&[&hash, password]);
        }
        same(&hash, &self.hash)
    }
}
