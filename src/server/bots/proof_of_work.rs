//! Work that a browser does while a person types: to find the number that, put behind a salt, has a given hash. It costs
//! one browser a moment, and whoever fills in forms by the thousand as many moments. The question, the answer and how it is
//! checked are ALTCHA's, version 2; how long it is good, and for what, is ours.

use std::collections::BTreeMap;

use altcha::{CreateChallengeOptions, Payload, VerifySolutionOptions, create_challenge, verify_solution};
use serde_json::json;

pub use altcha::Challenge;

use super::Purpose;
use crate::server::crypto::{InstanceKey, MINUTE, number_up_to};

/// How long a challenge may be answered, in milliseconds.
const LIFETIME: i64 = 10 * MINUTE;
/// No answer is longer, in bytes.
const LONGEST: usize = 1_024;
const EXPIRE_AT: &str = "expireAt";

/// An answer that is right.
#[derive(Debug, PartialEq, Eq)]
pub struct Proof {
    /// The challenge that it answers.
    pub id: String,
    /// When it would have been too late, Unix milliseconds.
    pub expire_at: i64,
}

/// A new challenge; the number is `difficulty` at most.
pub fn challenge(key: &InstanceKey, purpose: Purpose, difficulty: u32, now: i64) -> Result<Challenge, altcha::Error> {
    // Not the challenge's own time of expiry: that goes by the system's clock, and ours can be set.
    let data = BTreeMap::from([
        (EXPIRE_AT.to_owned(), json!(now + LIFETIME)),
        // So that a browser knows when to give up.
        ("maxNumber".to_owned(), json!(difficulty)),
    ]);
    create_challenge(CreateChallengeOptions {
        algorithm: "SHA-256".into(),
        cost: 1,
        counter: Some(number_up_to(difficulty)),
        data: Some(data),
        hmac_signature_secret: Some(secret(key, purpose)),
        ..CreateChallengeOptions::default()
    })
}

/// What a challenge is signed with: for each purpose another, so that what was shown for one thing is nothing for another.
fn secret(key: &InstanceKey, purpose: Purpose) -> String {
    key.mac("proof_of_work", &[purpose.as_str()])
}

/// Whether an answer is right and comes in time. That it is not given twice is for the store to see to.
pub fn verify(key: &InstanceKey, purpose: Purpose, answer: &str, now: i64) -> Option<Proof> {
    if answer.len() > LONGEST {
        return None;
    }
    let Payload { challenge, solution } = serde_json::from_str(answer).ok()?;
    let options = VerifySolutionOptions::new(&challenge, &solution, secret(key, purpose));
    if !verify_solution(options).is_ok_and(|result| result.verified) {
        return None;
    }
    // From here on it is what we have signed.
    let expire_at = challenge.parameters.data.as_ref()?.get(EXPIRE_AT)?.as_i64()?;
    (expire_at > now).then_some(Proof { id: challenge.parameters.nonce, expire_at })
}

#[cfg(test)]
mod tests {
    use altcha::{Solution, SolveChallengeOptions, solve_challenge};

    use super::*;

    const NOW: i64 = 1_790_000_000_000;
    const DIFFICULTY: u32 = 500;

    fn key() -> InstanceKey {
        InstanceKey::from_bytes([7; 32])
    }

    fn asked() -> Challenge {
        challenge(&key(), Purpose::SignUp, DIFFICULTY, NOW).expect("is made")
    }

    fn solved(challenge: &Challenge) -> Payload {
        let solution = solve_challenge(SolveChallengeOptions::new(challenge)).expect("can be solved");
        Payload { challenge: challenge.clone(), solution: solution.expect("has a solution") }
    }

    fn answer(payload: &Payload) -> String {
        serde_json::to_string(payload).expect("is written")
    }

    #[test]
    fn an_answer_is_right_once_it_is_found_and_in_time() {
        let challenge = asked();
        let right = answer(&solved(&challenge));
        for now in [NOW, NOW + LIFETIME - 1] {
            let proof = Proof { id: challenge.parameters.nonce.clone(), expire_at: NOW + LIFETIME };
            assert_eq!(verify(&key(), Purpose::SignUp, &right, now), Some(proof));
        }
        assert_eq!(verify(&key(), Purpose::SignUp, &right, NOW + LIFETIME), None, "too late");
        assert_eq!(verify(&key(), Purpose::Waitlist, &right, NOW), None, "for something else");
        let other = InstanceKey::from_bytes([8; 32]);
        assert_eq!(verify(&other, Purpose::SignUp, &right, NOW), None, "of another instance");
    }

    #[test]
    fn nothing_else_is_right() {
        let right = solved(&asked());
        let refused = |what: &str, change: &dyn Fn(&mut Payload)| {
            let mut wrong = right.clone();
            change(&mut wrong);
            assert_ne!(answer(&wrong), answer(&right), "{what} is changed");
            assert_eq!(verify(&key(), Purpose::SignUp, &answer(&wrong), NOW), None, "{what}");
        };
        refused("the number", &|it| it.solution.counter += 1);
        refused("the hash", &|it| it.solution.derived_key = "00".repeat(32));
        refused("the nonce", &|it| it.challenge.parameters.nonce = "00".repeat(16));
        refused("its case", &|it| it.challenge.parameters.nonce = it.challenge.parameters.nonce.to_uppercase() + "A");
        refused("the salt", &|it| it.challenge.parameters.salt = "00".repeat(16));
        refused("what has to be found", &|it| it.challenge.parameters.key_prefix = String::new());
        refused("the algorithm", &|it| it.challenge.parameters.algorithm = "SHA-512".into());
        refused("the cost", &|it| it.challenge.parameters.cost = 0);
        refused("the time", &|it| {
            it.challenge.parameters.data = Some(BTreeMap::from([(EXPIRE_AT.to_owned(), json!(i64::MAX))]));
        });
        refused("that there is a time", &|it| it.challenge.parameters.data = None);
        refused("the signature", &|it| it.challenge.signature = Some("00".repeat(32)));
        refused("that there is one", &|it| it.challenge.signature = None);
        refused("its length", &|it| it.solution.derived_key = "0".repeat(LONGEST));
        for nonsense in ["", "{}", "null", "[]", "x"] {
            assert_eq!(verify(&key(), Purpose::SignUp, nonsense, NOW), None, "{nonsense}");
        }
        let own = create_challenge(CreateChallengeOptions {
            cost: 1,
            algorithm: "SHA-256".into(),
            hmac_signature_secret: Some("my own".into()),
            ..CreateChallengeOptions::default()
        });
        let own = answer(&solved(&own.expect("is made")));
        assert_eq!(verify(&key(), Purpose::SignUp, &own, NOW), None, "one that someone else has made");
    }

    #[test]
    fn the_number_is_within_what_was_said() {
        for _ in 0..50 {
            let Solution { counter, .. } = solved(&asked()).solution;
            assert!(counter <= DIFFICULTY, "{counter}");
        }
    }
}
