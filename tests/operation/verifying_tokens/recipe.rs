use std::error::Error;
use std::time::{Duration, Instant};

use http::HeaderMap;
use http::header::{AUTHORIZATION, COOKIE};
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde::Deserialize;
use tokio::sync::Mutex;

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// What a session token says; there is more in it.
#[derive(Debug, Deserialize)]
pub struct Claims {
    pub sub: String,
    pub sid: String,
    pub sts: String,
    pub azp: String,
}

enum Keys {
    /// One public key for ever.
    Fixed(DecodingKey),
    /// Asked for, and when that was.
    Published(Mutex<Option<(Instant, JwkSet)>>),
}

pub struct Verifier {
    /// Where Vestibule is, such as https://app.example: who made the token.
    issuer: String,
    /// For which pages tokens may have been made.
    parties: Vec<String>,
    keys: Keys,
}

impl Verifier {
    /// Asks for the keys, and keeps them for a minute.
    pub fn new(issuer: &str) -> Self {
        let keys = Keys::Published(Mutex::default());
        Self { issuer: issuer.into(), parties: vec![issuer.into()], keys }
    }

    /// Asks nobody.
    pub fn with_pem(issuer: &str, pem: &str) -> Result<Self> {
        let keys = Keys::Fixed(DecodingKey::from_rsa_pem(pem.as_bytes())?);
        Ok(Self { keys, ..Self::new(issuer) })
    }

    /// What the token of a request says, once it is known to be good.
    pub async fn signed_in(&self, headers: &HeaderMap) -> Result<Claims> {
        let token = token_of(headers).ok_or("there is no session token")?;
        let key = match &self.keys {
            Keys::Fixed(key) => key.clone(),
            Keys::Published(kept) => {
                let kid = decode_header(token)?.kid.ok_or("the session token names no key")?;
                self.published(kept, &kid).await?
            }
        };
        let mut validation = Validation::new(Algorithm::RS256);
        validation.set_issuer(&[&self.issuer]);
        validation.set_required_spec_claims(&["exp", "nbf", "iss", "sub"]);
        validation.validate_nbf = true;
        validation.leeway = 5;
        let claims = decode::<Claims>(token, &key, &validation)?.claims;
        if !self.parties.contains(&claims.azp) {
            return Err("the session token is for other pages".into());
        }
        if claims.sts != "active" {
            return Err("the session waits for something".into());
        }
        Ok(claims)
    }

    async fn published(&self, kept: &Mutex<Option<(Instant, JwkSet)>>, kid: &str) -> Result<DecodingKey> {
        let mut kept = kept.lock().await;
        let is_good = kept.as_ref().is_some_and(|(since, keys)| {
            // A key that signs at once may be there; whoever makes names up does not make us ask all the time.
            let seconds = if keys.find(kid).is_some() { 60 } else { 5 };
            since.elapsed() < Duration::from_secs(seconds)
        });
        if !is_good {
            let url = format!("{}/.well-known/jwks.json", self.issuer);
            let answer = reqwest::get(url).await?.error_for_status()?.bytes().await?;
            *kept = Some((Instant::now(), serde_json::from_slice(&answer)?));
        }
        let key = kept.as_ref().and_then(|(_, keys)| keys.find(kid)).ok_or("nobody knows the token's key")?;
        Ok(DecodingKey::from_jwk(key)?)
    }
}

fn token_of(headers: &HeaderMap) -> Option<&str> {
    let bearer = headers.get(AUTHORIZATION).and_then(|value| {
        let (scheme, token) = value.to_str().ok()?.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
    });
    let mut cookies =
        headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok()).flat_map(|all| all.split("; "));
    bearer.or_else(|| cookies.find_map(|cookie| cookie.strip_prefix("__session=")))
}
