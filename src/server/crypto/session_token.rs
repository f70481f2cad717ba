//! Session tokens: RS256 JWTs of 60 seconds, and the keys that sign them and tokens for other services.

use std::collections::HashMap;
use std::sync::{Arc, RwLock};

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256};
use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use jsonwebtoken::jwk::{Jwk, JwkSet, KeyAlgorithm, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::model::SessionClaims;

/// How long a session token is good for, in seconds.
pub const LIFETIME_SECONDS: i64 = 60;

/// From how many seconds before it was made a token is good: the clock of whoever verifies may be slow.
pub const GOOD_BEFORE_SECONDS: i64 = 10;

/// How many seconds more two clocks may differ.
const LEEWAY_SECONDS: i64 = 5;

/// What can go wrong.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// The token is good no longer; its session may be.
    #[error("the session token has expired")]
    Expired,
    /// The token is not one of ours.
    #[error("the session token is not valid")]
    Invalid,
    /// A key cannot be made or read.
    #[error("signing key: {0}")]
    Key(String),
}

/// A pair of keys: one of them signs, all verify.
#[derive(Clone)]
pub struct SigningKey {
    kid: String,
    private_der: Vec<u8>,
    pair: Arc<KeyPair>,
    decoding: DecodingKey,
    jwk: Jwk,
    /// When it signs, Unix milliseconds: it is published before.
    signs_from: i64,
    /// When it verifies no longer, Unix milliseconds.
    retire_at: Option<i64>,
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SigningKey").field("kid", &self.kid).finish_non_exhaustive()
    }
}

impl SigningKey {
    /// A new RSA key of 2048 bits. Takes some tenths of a second: not for an async thread.
    pub fn generate() -> Result<Self, TokenError> {
        let pair = KeyPair::generate(KeySize::Rsa2048).map_err(|_| TokenError::Key("cannot be generated".into()))?;
        let pkcs8: Pkcs8V1Der<'_> = pair.as_der().map_err(|_| TokenError::Key("cannot be encoded".into()))?;
        Self::from_pkcs8(pkcs8.as_ref())
    }

    /// From what [`SigningKey::private_der`] gave.
    pub fn from_pkcs8(der: &[u8]) -> Result<Self, TokenError> {
        let pair = KeyPair::from_pkcs8(der).map_err(|error| TokenError::Key(error.to_string()))?;
        let public: PublicKeyX509Der<'_> =
            pair.public_key().as_der().map_err(|_| TokenError::Key("cannot be encoded".into()))?;
        let kid: String = Sha256::digest(public.as_ref()).iter().take(10).map(|byte| format!("{byte:02x}")).collect();
        let kid = format!("ins_{kid}");
        let encoding =
            EncodingKey::from_rsa_pem(pem(der).as_bytes()).map_err(|error| TokenError::Key(error.to_string()))?;
        let mut jwk =
            Jwk::from_encoding_key(&encoding, Algorithm::RS256).map_err(|error| TokenError::Key(error.to_string()))?;
        jwk.common.key_id = Some(kid.clone());
        jwk.common.key_algorithm = Some(KeyAlgorithm::RS256);
        jwk.common.public_key_use = Some(PublicKeyUse::Signature);
        let decoding = DecodingKey::from_jwk(&jwk).map_err(|error| TokenError::Key(error.to_string()))?;
        Ok(Self { kid, private_der: der.to_vec(), pair: Arc::new(pair), decoding, jwk, signs_from: 0, retire_at: None })
    }

    /// The same key, until then.
    pub fn retiring_at(self, retire_at: Option<i64>) -> Self {
        Self { retire_at, ..self }
    }

    /// The same key, which signs only then.
    pub fn signing_from(self, signs_from: i64) -> Self {
        Self { signs_from, ..self }
    }

    fn is_live(&self, now: i64) -> bool {
        self.retire_at.is_none_or(|at| now < at)
    }

    /// The key's name in a token's header.
    pub fn kid(&self) -> &str {
        &self.kid
    }

    fn public_pem(&self) -> Option<String> {
        let der: PublicKeyX509Der<'_> = self.pair.public_key().as_der().ok()?;
        let text = BASE64_STANDARD.encode(der.as_ref());
        let lines: Vec<&str> =
            (0..text.len()).step_by(64).filter_map(|at| text.get(at..text.len().min(at + 64))).collect();
        Some(format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", lines.join("\n")))
    }

    /// PKCS#8 (RFC 5208), to be stored sealed.
    pub fn private_der(&self) -> &[u8] {
        &self.private_der
    }
}

/// When a token was made that is ours, in Unix seconds, as it says itself.
pub fn made_at(token: &str) -> Option<i64> {
    let claims = BASE64_URL_SAFE_NO_PAD.decode(token.split('.').nth(1)?).ok()?;
    serde_json::from_slice::<Value>(&claims).ok()?.get("iat")?.as_i64()
}

/// The longest session token, in bytes.
const LONGEST: usize = 8_192;
/// Where a token's header says what kind of token it is: nothing in that of a session token.
pub(super) const CATEGORY: &str = "cat";
/// What it says of a token by a template. Clerk's client takes none of these for a session token.
const OF_TEMPLATE: &str = "cl_B7d4PD222AAA";

/// The header of a token for another service, without the name of a key.
pub fn service_header(algorithm: Algorithm) -> Header {
    let mut header = Header::new(algorithm);
    header.extras.insert(CATEGORY, OF_TEMPLATE);
    header
}

/// A part of a token (RFC 7515 section 7.1).
fn part(what: &impl serde::Serialize) -> Result<String, TokenError> {
    let json = serde_json::to_vec(what).map_err(|error| TokenError::Key(error.to_string()))?;
    Ok(BASE64_URL_SAFE_NO_PAD.encode(json))
}

/// RFC 7468 section 10: the one form in which `jsonwebtoken` takes PKCS#8.
fn pem(der: &[u8]) -> String {
    format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", BASE64_STANDARD.encode(der))
}

#[derive(Debug, Default)]
struct Keys {
    /// Oldest first.
    all: Vec<Arc<SigningKey>>,
    by_kid: HashMap<String, Arc<SigningKey>>,
}

impl Keys {
    /// The one that signs.
    fn current(&self, now: i64) -> Option<&Arc<SigningKey>> {
        // One that is to retire signs no more once another one may, even where a clock that is slow has made it look newer.
        let may_sign = self.all.iter().filter(|key| key.signs_from <= now);
        let newest = may_sign.max_by_key(|key| key.retire_at.unwrap_or(i64::MAX));
        // Before all of them a clock was put back.
        newest.or_else(|| self.all.iter().min_by_key(|key| key.signs_from))
    }
}

/// What others know of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedKey {
    /// Its name.
    pub kid: String,
    /// The public key, in PEM.
    pub pem: String,
    /// From when on it signs, Unix milliseconds, if it does not yet.
    pub waits_until: Option<i64>,
}

/// All keys of an instance. Cheap to clone; every clone sees a rotation.
#[derive(Clone, Debug, Default)]
pub struct KeyRing {
    keys: Arc<RwLock<Keys>>,
}

impl KeyRing {
    /// Takes the keys over, oldest first.
    pub fn replace(&self, keys: Vec<SigningKey>) {
        let keys: Vec<Arc<SigningKey>> = keys.into_iter().map(Arc::new).collect();
        let mut ring = self.keys.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        ring.by_kid = keys.iter().map(|key| (key.kid.clone(), Arc::clone(key))).collect();
        ring.all = keys;
    }

    /// Whether these are the keys that it has: their names, and when they retire.
    pub fn holds<'a>(&self, keys: impl Iterator<Item = (&'a str, Option<i64>)>) -> bool {
        self.read(|ring| {
            let mut known = 0;
            keys.inspect(|_| known += 1)
                .all(|(kid, retire_at)| ring.by_kid.get(kid).is_some_and(|key| key.retire_at == retire_at))
                && known == ring.by_kid.len()
        })
    }

    /// Signs a session token at `now`, in Unix milliseconds.
    pub fn sign(&self, claims: &SessionClaims, now: i64) -> Result<String, TokenError> {
        self.sign_with(Header::new(Algorithm::RS256), claims, now)
    }

    /// Signs a token for another service: by its header it is no session token, whatever it says.
    pub fn sign_for_service(&self, claims: &Map<String, Value>, now: i64) -> Result<String, TokenError> {
        self.sign_with(service_header(Algorithm::RS256), claims, now)
    }

    fn sign_with(&self, mut header: Header, claims: &impl serde::Serialize, now: i64) -> Result<String, TokenError> {
        let key =
            self.read(|ring| ring.current(now).cloned()).ok_or_else(|| TokenError::Key("there is none".into()))?;
        header.kid = Some(key.kid.clone());
        let unsigned = format!("{}.{}", part(&header)?, part(claims)?);
        // `jsonwebtoken` would read the key anew for every token, which takes three times as long as the signature.
        let mut signature = vec![0; key.pair.public_modulus_len()];
        key.pair
            .sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), unsigned.as_bytes(), &mut signature)
            .map_err(|_| TokenError::Key("cannot sign".into()))?;
        Ok(format!("{unsigned}.{}", BASE64_URL_SAFE_NO_PAD.encode(signature)))
    }

    /// Signs a token whose header says of what kind it is.
    pub(super) fn sign_as(
        &self,
        category: &str,
        claims: &impl serde::Serialize,
        now: i64,
    ) -> Result<String, TokenError> {
        let mut header = Header::new(Algorithm::RS256);
        header.extras.insert(CATEGORY, category);
        self.sign_with(header, claims, now)
    }

    /// Checks a token: our algorithm, a key of ours by its `kid` (nothing else in the header is followed), our issuer,
    /// and the times, at `now` in Unix milliseconds (RFC 7519 section 7.2; RFC 8725).
    pub fn verify(&self, token: &str, issuer: &str, now: i64) -> Result<SessionClaims, TokenError> {
        let claims: SessionClaims = self.decode(token, (None, LONGEST), issuer, now)?;
        let now = now.div_euclid(1_000);
        // Whoever has a key could date tokens for later as they like: what `nbf` says is not enough.
        let latest = now + LEEWAY_SECONDS;
        let is_early = claims.nbf > latest || claims.iat > latest + GOOD_BEFORE_SECONDS;
        if claims.v != 2 || is_early || claims.exp.saturating_sub(claims.iat) > LIFETIME_SECONDS {
            return Err(TokenError::Invalid);
        }
        if claims.exp <= now {
            return Err(TokenError::Expired);
        }
        Ok(claims)
    }

    /// Until when the key verifies that a token names, in Unix milliseconds; `None` where there is no such key.
    pub fn verifies_until(&self, token: &str) -> Option<i64> {
        let kid = jsonwebtoken::decode_header(token).ok()?.kid?;
        self.read(|ring| ring.by_kid.get(&kid).map(|key| key.retire_at.unwrap_or(i64::MAX)))
    }

    /// What a token says that is of a kind, not too long, and signed by us. The times are left to whoever asks.
    pub(super) fn decode<T: DeserializeOwned>(
        &self,
        token: &str,
        (category, longest): (Option<&str>, usize),
        issuer: &str,
        now: i64,
    ) -> Result<T, TokenError> {
        if token.len() > longest {
            return Err(TokenError::Invalid);
        }
        let header = jsonwebtoken::decode_header(token).map_err(|_| TokenError::Invalid)?;
        if header.typ.as_deref() != Some("JWT") || header.alg != Algorithm::RS256 {
            return Err(TokenError::Invalid);
        }
        // The same keys sign tokens of every kind.
        let said = header.extras.inner().get(CATEGORY);
        let is_of_kind = match category {
            None => said.is_none(),
            Some(category) => said.and_then(Value::as_str) == Some(category),
        };
        if !is_of_kind {
            return Err(TokenError::Invalid);
        }
        let kid = header.kid.ok_or(TokenError::Invalid)?;
        let key = self.read(|ring| ring.by_kid.get(&kid).cloned());
        let key = key.filter(|key| key.is_live(now)).ok_or(TokenError::Invalid)?;
        let mut validation = Validation::new(Algorithm::RS256);
        validation.set_issuer(&[issuer]);
        validation.set_required_spec_claims(&["exp", "nbf", "iss", "sub"]);
        // The times are compared with our clock.
        validation.validate_exp = false;
        validation.validate_aud = false;
        let decoded = jsonwebtoken::decode::<T>(token, &key.decoding, &validation);
        Ok(decoded.map_err(|_| TokenError::Invalid)?.claims)
    }

    /// The public keys that verify at `now`, in Unix milliseconds (RFC 7517).
    pub fn jwks(&self, now: i64) -> JwkSet {
        let live =
            |ring: &Keys| ring.by_kid.values().filter(|key| key.is_live(now)).map(|key| key.jwk.clone()).collect();
        let mut keys: Vec<Jwk> = self.read(live);
        keys.sort_by(|a, b| a.common.key_id.cmp(&b.common.key_id));
        JwkSet { keys }
    }

    /// The same keys by their names, in PEM (RFC 7468 section 13), for whoever verifies without asking.
    pub fn published(&self, now: i64) -> Vec<PublishedKey> {
        let live = |ring: &Keys| -> Vec<Arc<SigningKey>> {
            ring.by_kid.values().filter(|key| key.is_live(now)).cloned().collect()
        };
        let published = |key: &Arc<SigningKey>| {
            let waits_until = Some(key.signs_from).filter(|at| *at > now);
            Some(PublishedKey { kid: key.kid.clone(), pem: key.public_pem()?, waits_until })
        };
        let mut all: Vec<PublishedKey> = self.read(live).iter().filter_map(published).collect();
        all.sort_unstable_by(|a, b| a.kid.cmp(&b.kid));
        all
    }

    fn read<T>(&self, question: impl FnOnce(&Keys) -> T) -> T {
        question(&self.keys.read().unwrap_or_else(std::sync::PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims(now: i64) -> SessionClaims {
        let seconds = now / 1_000;
        SessionClaims {
            iss: "http://localhost:3000".into(),
            sub: "user_1".into(),
            sid: "sess_1".into(),
            sts: "active".into(),
            iat: seconds,
            nbf: seconds - GOOD_BEFORE_SECONDS,
            exp: seconds + LIFETIME_SECONDS,
            azp: None,
            fva: [0, -1],
            v: 2,
            act: None,
            o: None,
            fea: None,
            pla: None,
            custom: serde_json::Map::new(),
        }
    }

    const NOW: i64 = 1_790_000_000_000;
    const ISSUER: &str = "http://localhost:3000";

    #[test]
    fn a_key_verifies_by_its_pem() {
        let ring = KeyRing::default();
        let (old, new) = (SigningKey::generate().expect("a key"), SigningKey::generate().expect("a key"));
        ring.replace(vec![new.clone(), old.retiring_at(Some(NOW))]);
        let published = ring.published(NOW);
        let [PublishedKey { kid, pem, .. }] = published.as_slice() else {
            panic!("one of them is over: {published:?}")
        };
        assert_eq!(kid, new.kid());
        assert!(pem.lines().all(|line| line.len() <= 64), "{pem}");
        let key = DecodingKey::from_rsa_pem(pem.as_bytes()).expect("is read");
        let token = ring.sign(&claims(NOW), NOW).expect("signs");
        let mut validation = Validation::new(Algorithm::RS256);
        validation.validate_exp = false;
        jsonwebtoken::decode::<Map<String, Value>>(&token, &key, &validation).expect("is good");
    }

    #[test]
    fn tokens_live_sixty_seconds_and_survive_rotation() {
        let ring = KeyRing::default();
        let first = SigningKey::generate().expect("a key");
        ring.replace(vec![first.clone()]);
        let token = ring.sign(&claims(NOW), NOW).expect("signs");
        assert_eq!(ring.verify(&token, ISSUER, NOW).expect("is good"), claims(NOW));
        assert!(matches!(ring.verify(&token, ISSUER, NOW + 60_000), Err(TokenError::Expired)));
        assert_eq!(ring.verifies_until(&token), Some(i64::MAX));

        ring.replace(vec![first.clone(), SigningKey::generate().expect("a key")]);
        assert!(ring.verify(&token, ISSUER, NOW).is_ok());
        assert_eq!(ring.jwks(NOW).keys.len(), 2);
        let newer = ring.sign(&claims(NOW), NOW).expect("signs");
        assert_ne!(jsonwebtoken::decode_header(&newer).expect("a header").kid.as_deref(), Some(first.kid()));

        ring.replace(vec![first.retiring_at(Some(NOW)), SigningKey::generate().expect("a key")]);
        assert_eq!(ring.jwks(NOW - 1).keys.len(), 2);
        assert_eq!(ring.jwks(NOW).keys.len(), 1);
        assert!(matches!(ring.verify(&token, ISSUER, NOW), Err(TokenError::Invalid)));
        assert_eq!(ring.verifies_until(&token), Some(NOW));
        ring.replace(vec![SigningKey::generate().expect("a key")]);
        assert_eq!(ring.verifies_until(&token), None);
    }

    #[test]
    fn a_token_that_is_to_be_made_yet_is_none() {
        let ring = KeyRing::default();
        ring.replace(vec![SigningKey::generate().expect("a key")]);
        let made_in = |seconds: i64| {
            let (now, then) = (claims(NOW), claims(NOW + seconds * 1_000));
            // Whoever has a key could make as many of these for later as they like: what `nbf` says is not enough.
            ring.sign(&SessionClaims { nbf: now.nbf, ..then }, NOW).expect("signs")
        };
        assert!(ring.verify(&made_in(15), ISSUER, NOW).is_ok(), "clocks differ");
        let as_it_is_made = ring.sign(&claims(NOW + 15_000), NOW).expect("signs");
        assert!(ring.verify(&as_it_is_made, ISSUER, NOW).is_ok(), "by another node");
        for seconds in [16, 3_600] {
            assert!(matches!(ring.verify(&made_in(seconds), ISSUER, NOW), Err(TokenError::Invalid)), "{seconds}");
        }
    }

    #[test]
    fn a_key_is_published_before_it_signs() {
        let ring = KeyRing::default();
        let key = || SigningKey::generate().expect("a key");
        let (first, second, third) = (key(), key(), key());
        let signer = |now| {
            let token = ring.sign(&claims(now), now).expect("signs");
            let header = jsonwebtoken::decode_header(&token).expect("a header");
            header.kid.expect("names its key")
        };
        let kids = [&first, &second, &third].map(|key| key.kid().to_owned());
        let (soon, later) = (NOW + 90_000, NOW + 120_000);
        let retiring = first.signing_from(NOW).retiring_at(Some(soon + 1_000));
        ring.replace(vec![retiring.clone(), second.clone().signing_from(soon)]);
        assert_eq!(ring.jwks(NOW).keys.len(), 2);
        assert_eq!([NOW, soon - 1, soon, later].map(signer), [0, 0, 1, 1].map(|at: usize| kids[at].clone()));
        assert_eq!(signer(NOW - 1_000), kids[0], "a clock was put back");

        // Another one before that one has signed anything; a slow clock has made it look older.
        let second = second.signing_from(soon).retiring_at(Some(later + 1_000));
        ring.replace(vec![third.clone().signing_from(later), retiring.clone(), second.clone()]);
        assert_eq!([NOW, soon, later].map(signer), [0, 1, 2].map(|at: usize| kids[at].clone()));

        // One that does not wait: the one that has waited never signs.
        let second = second.retiring_at(Some(NOW + 1_000));
        ring.replace(vec![retiring, second, third.signing_from(NOW)]);
        assert_eq!([NOW, soon].map(signer), [2, 2].map(|at: usize| kids[at].clone()));
    }

    #[test]
    fn a_token_for_another_service_is_no_session_token() {
        let ring = KeyRing::default();
        ring.replace(vec![SigningKey::generate().expect("a key")]);
        // Not even one that says all that a session token says.
        let Ok(Value::Object(said)) = serde_json::to_value(claims(NOW)) else { panic!("an object") };
        let token = ring.sign_for_service(&said, NOW).expect("signs");
        assert!(matches!(ring.verify(&token, ISSUER, NOW), Err(TokenError::Invalid)));
        let header = jsonwebtoken::decode_header(&token).expect("a header");
        let [key] = &ring.jwks(NOW).keys[..] else { panic!("one key") };
        assert_eq!(header.kid, key.common.key_id);
    }

    #[test]
    fn stored_keys_come_back() {
        let key = SigningKey::generate().expect("a key");
        assert_eq!(SigningKey::from_pkcs8(key.private_der()).expect("reads").kid(), key.kid());
    }
}
