//! Work that a browser does while a person types: to find the number that, put behind a salt, has a given hash. It costs
//! one browser a moment, and whoever fills in forms by the thousand as many moments.

use altcha_lib_rs::{ChallengeOptions, create_challenge};
use serde::Deserialize;
use subtle::ConstantTimeEq;

use super::Purpose;
use crate::server::crypto::{InstanceKey, MINUTE};

pub use altcha_lib_rs::Challenge;

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

/// A new challenge; the number is `difficulty` at most. `None` if none can be made.
pub fn challenge(key: &InstanceKey, purpose: Purpose, difficulty: u64, now: i64) -> Option<Challenge> {
    let mut random = [0u8; 16];
    rand::fill(&mut random);
    let random: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
    // The sign at the end keeps the number apart from the time.
    let salt = format!("{random}?expires={}&", now + LIFETIME);
    let key = signing_key(key, purpose);
    let options =
        ChallengeOptions { hmac_key: &key, max_number: Some(difficulty), salt: Some(salt), ..Default::default() };
    create_challenge(options).ok()
}

/// Whether an answer is right and comes in time. That it is not given twice is for the store to see to.
pub fn verify(key: &InstanceKey, purpose: Purpose, answer: &str, now: i64) -> Option<Proof> {
    let answer: Answer = serde_json::from_str(answer).ok().filter(|_| answer.len() <= LONGEST)?;
    let expire_at: i64 = answer.salt.split_once("?expires=")?.1.strip_suffix('&')?.parse().ok()?;
    if expire_at <= now {
        return None;
    }
    let key = signing_key(key, purpose);
    let expected = create_challenge(ChallengeOptions {
        hmac_key: &key,
        max_number: Some(answer.number),
        number: Some(answer.number),
        salt: Some(answer.salt),
        ..Default::default()
    });
    let is_right = bool::from(expected.ok()?.signature.as_bytes().ct_eq(answer.signature.as_bytes()));
    is_right.then_some(Proof { id: answer.signature, expire_at })
}

fn signing_key(key: &InstanceKey, purpose: Purpose) -> String {
    key.mac("proof_of_work", &[purpose.as_str()])
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_790_000_000_000;

    fn key() -> InstanceKey {
        InstanceKey::from_bytes([7; 32])
    }

    fn solved(challenge: &Challenge) -> u64 {
        altcha_lib_rs::solve_challenge(&challenge.challenge, &challenge.salt, None, Some(challenge.maxnumber), 0)
            .expect("has a solution")
    }

    fn answer(number: u64, salt: &str, signature: &str) -> String {
        serde_json::json!({ "number": number, "salt": salt, "signature": signature }).to_string()
    }

    #[test]
    fn an_answer_is_right_once_it_is_found_and_in_time() {
        let challenge = challenge(&key(), Purpose::SignUp, 500, NOW).expect("is made");
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
        let challenge = challenge(&key(), Purpose::SignUp, 500, NOW).expect("is made");
        let (number, salt, signature) = (solved(&challenge), challenge.salt.as_str(), challenge.signature.as_str());
        let later = salt.replace(&(NOW + LIFETIME).to_string(), &(NOW + LIFETIME - 1).to_string());
        let digits = number.to_string();
        let (first, rest) = digits.split_at(1);
        let upper = signature.to_uppercase();
        for wrong in [
            answer(number + 1, salt, signature),
            answer(number, &later, signature),
            // The same hash, cut elsewhere.
            answer(rest.parse().unwrap_or_default(), &format!("{salt}{first}"), signature),
            answer(number, salt, &signature[1..]),
            answer(number, salt, &upper),
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
