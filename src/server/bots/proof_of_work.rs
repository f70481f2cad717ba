//! Work that a browser does while a person types: to find the number that, put behind a salt, has a given hash. It costs
//! one browser a moment, and whoever fills in forms by the thousand as many moments.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::Purpose;
use crate::server::crypto::{InstanceKey, MINUTE};

/// What a browser is asked to find, in the form that ALTCHA has given to it.
#[derive(Clone, Debug, Serialize)]
pub struct Challenge {
    /// The hash that the salt and the number have together: SHA-256, in hexadecimal digits.
    pub challenge: String,
    /// What the number is put behind.
    pub salt: String,
    /// The number is no larger.
    pub maxnumber: u64,
    /// What shows that the challenge is ours.
    pub signature: String,
}

/// How long a challenge may be answered, in milliseconds.
const LIFETIME: i64 = 10 * MINUTE;
/// No answer is longer, in bytes.
const LONGEST: usize = 512;

/// An answer that is right.
#[derive(Debug, PartialEq, Eq)]
pub struct Proof {
    /// The challenge that it answers.
    pub id: String,
    /// When it would have been too late, Unix milliseconds.
    pub expire_at: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    number: u64,
    salt: String,
    signature: String,
}

/// A new challenge; the number is `difficulty` at most.
pub fn challenge(key: &InstanceKey, purpose: Purpose, difficulty: u64, now: i64) -> Challenge {
    let mut random = [0u8; 16];
    rand::fill(&mut random);
    // The sign at the end keeps the number apart from the time.
    let salt = format!("{}?expires={}&", hexadecimal(&random), now + LIFETIME);
    let challenge = hash(&salt, rand::random_range(0..=difficulty));
    let signature = sign(key, purpose, &challenge);
    Challenge { challenge, salt, maxnumber: difficulty, signature }
}

fn hash(salt: &str, number: u64) -> String {
    hexadecimal(&Sha256::digest(format!("{salt}{number}")))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn sign(key: &InstanceKey, purpose: Purpose, challenge: &str) -> String {
    key.mac("proof_of_work", &[purpose.as_str(), challenge])
}

/// Whether an answer is right and comes in time. That it is not given twice is for the store to see to.
pub fn verify(key: &InstanceKey, purpose: Purpose, answer: &str, now: i64) -> Option<Proof> {
    let answer: Answer = serde_json::from_str(answer).ok().filter(|_| answer.len() <= LONGEST)?;
    let expire_at: i64 = answer.salt.split_once("?expires=")?.1.strip_suffix('&')?.parse().ok()?;
    if expire_at <= now {
        return None;
    }
    let expected = sign(key, purpose, &hash(&answer.salt, answer.number));
    let is_right = bool::from(expected.as_bytes().ct_eq(answer.signature.as_bytes()));
    is_right.then_some(Proof { id: answer.signature, expire_at })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_790_000_000_000;

    fn key() -> InstanceKey {
        InstanceKey::from_bytes([7; 32])
    }

    fn solved(challenge: &Challenge) -> u64 {
        let is_it = |number: &u64| hash(&challenge.salt, *number) == challenge.challenge;
        (0..=challenge.maxnumber).find(is_it).expect("has a solution")
    }

    fn answer(number: u64, salt: &str, signature: &str) -> String {
        serde_json::json!({ "number": number, "salt": salt, "signature": signature }).to_string()
    }

    #[test]
    fn an_answer_is_right_once_it_is_found_and_in_time() {
        let challenge = challenge(&key(), Purpose::SignUp, 500, NOW);
        let (number, salt, signature) = (solved(&challenge), &challenge.salt, &challenge.signature);
        let right = answer(number, salt, signature);
        for now in [NOW, NOW + LIFETIME - 1] {
            let proof = Proof { id: signature.clone(), expire_at: NOW + LIFETIME };
            assert_eq!(verify(&key(), Purpose::SignUp, &right, now), Some(proof));
        }
        assert_eq!(verify(&key(), Purpose::SignUp, &right, NOW + LIFETIME), None, "too late");
        assert_eq!(verify(&key(), Purpose::Waitlist, &right, NOW), None, "for something else");
        assert_eq!(
            verify(&InstanceKey::from_bytes([8; 32]), Purpose::SignUp, &right, NOW),
            None,
            "of another instance"
        );
    }

    #[test]
    fn nothing_else_is_right() {
        let challenge = challenge(&key(), Purpose::SignUp, 500, NOW);
        let (number, salt, signature) = (solved(&challenge), challenge.salt.as_str(), challenge.signature.as_str());
        let later = salt.replace(&(NOW + LIFETIME).to_string(), &(NOW + LIFETIME - 1).to_string());
        let digits = number.to_string();
        let (first, rest) = digits.split_at(1);
        let other_case: String = signature
            .chars()
            .map(|c| if c.is_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() })
            .collect();
        for wrong in [
            answer(number + 1, salt, signature),
            answer(number, &later, signature),
            // The same hash, cut elsewhere.
            answer(rest.parse().unwrap_or_default(), &format!("{salt}{first}"), signature),
            answer(number, salt, &signature[1..]),
            answer(number, salt, &other_case),
            answer(number, "", signature),
            answer(number, "?expires=&", signature),
            answer(number, &format!("é?expires={}&", i64::MAX), signature),
            answer(u64::MAX, salt, signature),
            String::new(),
            "{}".into(),
            "x".repeat(100_000),
        ] {
            assert_eq!(verify(&key(), Purpose::SignUp, &wrong, NOW), None, "{wrong}");
        }
    }
}
