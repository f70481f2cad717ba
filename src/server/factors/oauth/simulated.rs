//! The provider that takes the place of one that is not set up yet, in development only: a page where one types who one
//! is. What it answers goes the way of any other answer: a code for our address, good once it comes with the right PKCE
//! verifier.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::identity::{Identity, Tokens};
use crate::server::crypto::{HOUR, InstanceKey, MINUTE, Secret, Token};

/// As whom it knows us.
pub const CLIENT_ID: &str = "simulated";

const SEAL: &str = "simulated_provider_code";
const REFRESH: &str = "simulated_refresh_";
const LIFETIME: i64 = MINUTE;

/// What a person typed there, and for which question.
#[derive(Serialize, Deserialize)]
pub struct Grant {
    /// The provider whose place it takes.
    pub provider: String,
    /// Who they say they are.
    pub identity: Identity,
    /// The question's PKCE challenge.
    pub code_challenge: String,
    /// Where the answer goes.
    pub redirect_uri: String,
    /// When it is good no longer, Unix milliseconds.
    pub expire_at: i64,
}

impl Grant {
    /// The grant of a person at a provider: the same address is the same person.
    pub fn new(
        key: &InstanceKey,
        provider: &str,
        mut identity: Identity,
        challenge: &str,
        redirect_uri: &str,
        now: i64,
    ) -> Self {
        let whom = identity.email.as_deref().or(identity.username.as_deref()).unwrap_or_default().to_lowercase();
        identity.subject = key.mac("simulated_provider_subject", &[provider, &whom]);
        Self {
            provider: provider.to_owned(),
            identity,
            code_challenge: challenge.to_owned(),
            redirect_uri: redirect_uri.to_owned(),
            expire_at: now + LIFETIME,
        }
    }

    /// The code that stands for it; it cannot be read on the way.
    pub fn code(&self, key: &InstanceKey) -> Option<String> {
        Some(key.seal(SEAL, &serde_json::to_vec(self).ok()?))
    }
}

/// Gives what a code stands for, if it is asked for by whom and as it was meant.
pub fn redeem(
    key: &InstanceKey,
    provider: &str,
    code: &str,
    verifier: &Secret,
    redirect_uri: &str,
    now: i64,
) -> Option<(Identity, Tokens)> {
    let grant: Grant = serde_json::from_slice(&key.open(SEAL, code)?).ok()?;
    let challenge = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.expose().as_bytes()));
    let right = grant.provider == provider
        && grant.redirect_uri == redirect_uri
        && grant.expire_at > now
        && Secret::new(challenge).matches(&Secret::new(grant.code_challenge));
    right.then(|| (grant.identity, tokens(now)))
}

/// Other tokens for a refresh token of its own.
pub fn refresh(refresh_token: &str, now: i64) -> Option<Tokens> {
    refresh_token.starts_with(REFRESH).then(|| tokens(now))
}

fn tokens(now: i64) -> Tokens {
    Tokens {
        access_token: format!("simulated_access_{}", Token::random().expose()),
        refresh_token: Some(format!("{REFRESH}{}", Token::random().expose())),
        expire_at: Some(now + HOUR),
        scopes: vec!["email".into(), "profile".into()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_good_for_its_own_question_only() {
        let key = InstanceKey::from_bytes([1; 32]);
        let verifier = Secret::new("v".repeat(43));
        let challenge = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.expose().as_bytes()));
        let ada = Identity { email: Some("Ada@example.com".into()), ..Identity::default() };
        let uri = "http://localhost:3000/vestibule/oauth_callback/google";
        let code = Grant::new(&key, "google", ada, &challenge, uri, 0).code(&key).expect("is sealed");
        let (identity, _) = redeem(&key, "google", &code, &verifier, uri, 1).expect("is right");
        assert_eq!(identity.email.as_deref(), Some("Ada@example.com"));
        assert!(redeem(&key, "github", &code, &verifier, uri, 1).is_none());
        assert!(redeem(&key, "google", &code, &Secret::new("w".repeat(43)), uri, 1).is_none());
        assert!(redeem(&key, "google", &code, &verifier, "http://localhost:3000/", 1).is_none());
        assert!(redeem(&key, "google", &code, &verifier, uri, LIFETIME).is_none());
        assert!(redeem(&InstanceKey::from_bytes([2; 32]), "google", &code, &verifier, uri, 1).is_none());
    }
}
