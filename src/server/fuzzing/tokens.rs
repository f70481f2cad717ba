//! What is signed.

use std::sync::LazyLock;
use std::time::{Duration, UNIX_EPOCH};

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::json;

use super::settings::BASE_URL;
use super::{first_line, text};
use crate::model::SessionClaims;
use crate::server::crypto::session_token::{KeyRing, SigningKey};
use crate::server::crypto::{Code, Token};
use crate::webhooks::{Receiver, SigningKey as WebhookKey, VerifyError};

/// Unix milliseconds.
const NOW: i64 = 1_790_000_000_000;

/// A key, and the first part of the tokens that it signs.
static KEYS: LazyLock<(KeyRing, String)> = LazyLock::new(|| {
    let (ring, key) = (KeyRing::default(), SigningKey::generate().expect("there is randomness"));
    let header = json!({ "typ": "JWT", "alg": "RS256", "kid": key.kid() });
    let header = BASE64_URL_SAFE_NO_PAD.encode(header.to_string());
    ring.replace(vec![key]);
    (ring, header)
});

/// A session token, and the claims of one. Nobody can sign one but its key, which is another each time.
pub fn session_tokens(bytes: &[u8]) {
    let (ring, header) = &*KEYS;
    let Some(text) = text(bytes) else { return };
    assert!(ring.verify(text, BASE_URL, NOW).is_err());
    let claims = BASE64_URL_SAFE_NO_PAD.encode(bytes);
    for signature in ["", "AAAA", text] {
        assert!(ring.verify(&format!("{header}.{claims}.{signature}"), BASE_URL, NOW).is_err());
    }
    Token::presented(text);
    Code::typed(text);
    let Ok(claims) = serde_json::from_str::<SessionClaims>(text) else { return };
    claims.grants();
    claims.factor_ages(NOW / 1_000);
    let json = serde_json::to_string(&claims).expect("is JSON");
    assert!(serde_json::from_str::<SessionClaims>(&json).is_ok(), "{json}");
}

const SECRET: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

/// A webhook: its id, its time and its signatures on three lines, then its body. Only what is signed is believed.
pub fn webhooks(bytes: &[u8]) {
    let now = NOW / 1_000;
    let (id, rest) = first_line(bytes);
    let (time, rest) = first_line(rest);
    let (signatures, body) = first_line(rest);
    let (Some(id), Some(time), Some(signatures)) = (text(id), text(time), text(signatures)) else { return };
    // What cannot be a secret is refused.
    if let Err(error) = Receiver::new([id]) {
        assert!(!error.to_string().is_empty());
    }
    let receiver = Receiver::new([SECRET]).expect("is a secret");
    let clock = UNIX_EPOCH + Duration::from_secs(now.unsigned_abs());
    let verify = |time: &str, signatures: &str| {
        let header = |name: &str| match name {
            "svix-id" => Some(id),
            "svix-timestamp" => Some(time),
            "svix-signature" => Some(signatures),
            _ => None,
        };
        receiver.verify_at(header, body, clock)
    };
    let key = WebhookKey::parse(SECRET).expect("is a secret");
    let ours = key.sign(id, now, body);
    let believed = verify(time, signatures).is_ok();
    assert!(!believed || signatures.split(' ').any(|signature| signature.starts_with("v1,")));
    assert!(!believed || time != now.to_string() || signatures.contains(&ours));
    match verify(&now.to_string(), &format!("{signatures} {ours}")) {
        Ok(event) => assert_eq!(event.id, id),
        Err(refused) => assert_eq!(refused, VerifyError::Body),
    }
}
