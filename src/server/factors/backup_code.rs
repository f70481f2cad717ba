//! Backup codes: for whoever has lost every other second factor. Each is good once.

use rand::Rng;

use crate::model::BackupCodes;
use crate::server::crypto::{InstanceKey, MacKey, Secret};
use crate::server::store::{Connection, StoreError, backup_code_keys, second_factors};

/// How many are made at once.
pub const MANY: usize = 10;
/// How many characters one has, apart from the dash in its middle.
const LENGTH: usize = 10;
/// The same of codes that another system made.
const FOREIGN_LENGTHS: std::ops::RangeInclusive<usize> = 8..=32;
/// What the MACs are for.
const PURPOSE: &str = "backup_code";
const SEAL: &str = "backup_code_key";
/// Letters and digits that nobody takes for each other: 32 of them, so 50 bits in a code.
const ALPHABET: &[u8; 32] = b"23456789abcdefghijkmnpqrstuvwxyz";

/// New ones: to be shown, and as they are kept.
pub fn generate(key: &InstanceKey, user_id: &str) -> (BackupCodes, Vec<Secret>) {
    let mut random = rand::rng();
    let codes = (0..MANY).map(|_| {
        let mut code: String =
            (0..LENGTH).map(|_| char::from(ALPHABET[random.random_range(0..ALPHABET.len())])).collect();
        code.insert(LENGTH / 2, '-');
        code
    });
    let codes: Vec<String> = codes.collect();
    let hashes = codes.iter().filter_map(|code| hash(key, user_id, code)).collect();
    (BackupCodes(codes), hashes)
}

/// As a code is kept, if what was typed can be one, ours or one that a user has brought from another system: letters and
/// digits, of which case does not count, nor do spaces and dashes between them. It is a MAC, because a plain hash
/// of fifty bits can be tried out by whoever has a copy of the database; it is no slow one, because without the instance's key
/// nobody can try it at all.
pub fn hash(key: &InstanceKey, user_id: &str, typed: &str) -> Option<Secret> {
    hash_with(&mac_key(key), user_id, typed)
}

/// What the codes of an instance are MACed with.
pub fn mac_key(key: &InstanceKey) -> MacKey {
    key.mac_key(PURPOSE)
}

fn hash_with(key: &MacKey, user_id: &str, typed: &str) -> Option<Secret> {
    let kept = |c: &char| !c.is_whitespace() && *c != '-';
    let most = FOREIGN_LENGTHS.end() + 1;
    let code: String = typed.chars().filter(kept).map(|c| c.to_ascii_lowercase()).take(most).collect();
    let can_be = FOREIGN_LENGTHS.contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
    can_be.then(|| Secret::new(key.mac(&[user_id, &code])))
}

/// Uses a code; `false` if it is none of the user's, or was used before. They may have brought it from another instance, which
/// made its MACs with a key of its own.
pub async fn attempt(
    connection: &mut Connection,
    key: &InstanceKey,
    user_id: &str,
    typed: &str,
    now: i64,
) -> Result<bool, StoreError> {
    let Some(hash) = hash(key, user_id, typed) else { return Ok(false) };
    if second_factors::use_backup_code(connection, user_id, &hash, now).await? {
        return Ok(true);
    }
    for sealed in backup_code_keys::of_user(connection, user_id).await? {
        let foreign = open_key(key, &sealed).ok_or(StoreError::Row("a key of backup codes"))?;
        if let Some(hash) = hash_with(&foreign, user_id, typed)
            && second_factors::use_backup_code(connection, user_id, &hash, now).await?
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Another instance's key as it is kept.
pub fn seal_key(key: &InstanceKey, foreign: &MacKey) -> String {
    key.seal(SEAL, foreign.text().expose().as_bytes())
}

/// What [`seal_key`] kept; `None` if that was with another key.
pub fn open_key(key: &InstanceKey, sealed: &str) -> Option<MacKey> {
    MacKey::parse(std::str::from_utf8(&key.open(SEAL, sealed)?).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_bound_to_their_user_and_read_as_people_type_them() {
        let key = InstanceKey::from_bytes([7; 32]);
        let (codes, hashes) = generate(&key, "user_1");
        assert_eq!((codes.0.len(), hashes.len()), (MANY, MANY));
        let distinct: std::collections::BTreeSet<_> = codes.0.iter().collect();
        assert_eq!(distinct.len(), MANY);
        let code = &codes.0[0];
        for typed in [code.to_uppercase(), code.replace('-', ""), format!(" {} ", code.replace('-', " "))] {
            assert!(hash(&key, "user_1", &typed).is_some_and(|hash| hash.matches(&hashes[0])), "{typed}");
        }
        assert!(!hash(&key, "user_2", code).is_some_and(|hash| hash.matches(&hashes[0])));
        for bad in ["", "123456", "1234567", &"a".repeat(33), "ааааа-ааааа", "$2b$05$abcdefghijklm"] {
            assert!(hash(&key, "user_1", bad).is_none(), "{bad}");
        }
        assert_eq!(format!("{codes:?}"), "BackupCodes(…)");
    }
}
