//! Webhooks at whoever receives them: whether a request is from Vestibule, and what happened. It needs nothing of the server;
//! an app that only receives builds the crate with `default-features = false, features = ["webhooks"]`.
//!
//! ```
//! use vestibule::webhooks::{Receiver, VerifyError};
//!
//! # fn handle(headers: &std::collections::HashMap<String, String>, body: &[u8]) -> Result<(), Box<dyn std::error::Error>> {
//! // What `vestibule webhooks create` has printed; both, while it is being replaced.
//! let receiver = Receiver::new(["whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"])?;
//! // `body` is what came, byte for byte: not what a parser has made of it.
//! match receiver.verify(|name| headers.get(name).map(String::as_str), body) {
//!     Ok(event) if event.kind == "user.created" => println!("{} is new ({})", event.data["id"], event.id),
//!     Ok(_) => {}
//!     Err(VerifyError::Timestamp) => println!("too old: someone may have kept it"),
//!     Err(refused) => println!("not ours: {refused}"),
//! }
//! # Ok(())
//! # }
//! # assert!(handle(&std::collections::HashMap::new(), b"{}").is_ok());
//! ```

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use aws_lc_rs::hmac;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What a secret begins with.
const PREFIX: &str = "whsec_";
/// How far the sender's clock may be from the receiver's: what is older may have been kept by someone.
const TOLERANCE: Duration = Duration::from_secs(5 * 60);
/// No secret has less, in bytes: Standard Webhooks ("Signature scheme") asks for 24 to 64.
const LEAST_KEY: usize = 24;

/// A secret that cannot be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a webhook secret is `whsec_` and the base64 of at least 24 bytes")]
pub struct SecretError;

/// Why a request is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    /// One of the three headers is missing.
    #[error("the header with the {0} is missing")]
    MissingHeader(&'static str),
    /// Its time is no number, or more than five minutes away.
    #[error("its time is not within five minutes of now")]
    Timestamp,
    /// None of its signatures is made with one of the secrets.
    #[error("no signature is right")]
    Signature,
    /// It is signed well, and says nothing that an event says.
    #[error("its body is no event")]
    Body,
}

/// A secret that signs: it does not print itself.
#[derive(Clone)]
pub(crate) struct SigningKey(hmac::Key);

impl SigningKey {
    /// From `whsec_…`; the prefix may be missing.
    pub(crate) fn parse(secret: &str) -> Result<Self, SecretError> {
        let encoded = secret.strip_prefix(PREFIX).unwrap_or(secret);
        let bytes = BASE64_STANDARD.decode(encoded).map_err(|_| SecretError)?;
        if bytes.len() < LEAST_KEY {
            return Err(SecretError);
        }
        Ok(Self(hmac::Key::new(hmac::HMAC_SHA256, &bytes)))
    }

    /// `v1,…` over what is sent.
    #[cfg(feature = "ssr")]
    pub(crate) fn sign(&self, id: &str, timestamp: i64, body: &[u8]) -> String {
        format!("v1,{}", BASE64_STANDARD.encode(hmac::sign(&self.0, &signed_content(id, &timestamp.to_string(), body))))
    }

    /// In constant time.
    fn verifies(&self, content: &[u8], signature: &[u8]) -> bool {
        hmac::verify(&self.0, content, signature).is_ok()
    }
}

/// The text of a secret with this key.
#[cfg(feature = "ssr")]
pub(crate) fn secret_of(key: &[u8; 32]) -> String {
    format!("{PREFIX}{}", BASE64_STANDARD.encode(key))
}

fn signed_content(id: &str, timestamp: &str, body: &[u8]) -> Vec<u8> {
    [id.as_bytes(), b".", timestamp.as_bytes(), b".", body].concat()
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// `evt_…`: the same whenever this event comes again. Whoever keeps the ids that they have seen does nothing twice.
    #[serde(skip)]
    pub id: String,
    /// Such as `user.created`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What it is about, as it was then.
    pub data: Value,
    /// When it happened, Unix milliseconds. What comes late may be older than what has come before.
    pub timestamp: i64,
    /// From where it happened.
    pub event_attributes: EventAttributes,
    /// Which Vestibule it was: `ins_…`.
    pub instance_id: String,
}

/// What goes with an event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventAttributes {
    /// The request that it came of.
    pub http_request: HttpRequest,
}

/// The request that something came of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HttpRequest {
    /// From where it came; empty where no request was behind it.
    #[serde(default)]
    pub client_ip: String,
    /// What the browser called itself; empty likewise.
    #[serde(default)]
    pub user_agent: String,
}

/// Tells what is from Vestibule from what is not.
#[derive(Clone)]
pub struct Receiver(Vec<SigningKey>);

impl fmt::Debug for Receiver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Receiver(…)")
    }
}

impl Receiver {
    /// One that believes what is signed with any of these secrets: usually one, and two while it is being replaced.
    ///
    /// # Errors
    /// If one of them cannot be a secret, or there is none.
    pub fn new<S: AsRef<str>>(secrets: impl IntoIterator<Item = S>) -> Result<Self, SecretError> {
        let keys =
            secrets.into_iter().map(|secret| SigningKey::parse(secret.as_ref())).collect::<Result<Vec<_>, _>>()?;
        if keys.is_empty() { Err(SecretError) } else { Ok(Self(keys)) }
    }

    /// Reads the event in a request, if Vestibule has sent it within the last five minutes. `header` looks up one of the
    /// request's headers, whose name is in lower case: those of Svix (`svix-id`, `svix-timestamp`, `svix-signature`) and, where
    /// they are missing, those of Standard Webhooks (`webhook-id`, …), which say the same.
    ///
    /// # Errors
    /// If it is not believed. What was sent again by someone else within five minutes is: keep the ids.
    pub fn verify<'h>(&self, header: impl Fn(&str) -> Option<&'h str>, body: &[u8]) -> Result<Event, VerifyError> {
        self.verify_at(header, body, SystemTime::now())
    }

    /// The same by another clock.
    ///
    /// # Errors
    /// As [`Receiver::verify`].
    pub fn verify_at<'h>(
        &self,
        header: impl Fn(&str) -> Option<&'h str>,
        body: &[u8],
        now: SystemTime,
    ) -> Result<Event, VerifyError> {
        let family = if header("svix-id").is_some() { "svix" } else { "webhook" };
        let read = |what: &'static str| header(&format!("{family}-{what}")).ok_or(VerifyError::MissingHeader(what));
        let (id, timestamp, signatures) = (read("id")?, read("timestamp")?, read("signature")?);
        let sent = timestamp.parse::<u64>().map_err(|_| VerifyError::Timestamp)?;
        let now = now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        if now.abs_diff(sent) > TOLERANCE.as_secs() {
            return Err(VerifyError::Timestamp);
        }
        let content = signed_content(id, timestamp, body);
        let good = signatures
            .split(' ')
            .filter_map(|signature| BASE64_STANDARD.decode(signature.strip_prefix("v1,")?).ok())
            .any(|signature| self.0.iter().any(|key| key.verifies(&content, &signature)));
        if !good {
            return Err(VerifyError::Signature);
        }
        let event: Event = serde_json::from_slice(body).map_err(|_| VerifyError::Body)?;
        Ok(Event { id: id.to_owned(), ..event })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    const OTHER: &str = "whsec_b3RoZXJvdGhlcm90aGVyb3RoZXJvdGhlcg==";
    const BODY: &[u8] = br#"{"data":{"id":"user_1"},"object":"event","type":"user.created","timestamp":5,"event_attributes":{"http_request":{"client_ip":"","user_agent":""}},"instance_id":"ins_1"}"#;
    const SENT: i64 = 1_700_000_000;

    fn at(seconds: i64) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(seconds.unsigned_abs())
    }

    fn verify(
        secrets: &[&str],
        (id, time, signature): (&str, &str, &str),
        body: &[u8],
        now: i64,
    ) -> Result<Event, VerifyError> {
        let header = |name: &str| match name {
            "webhook-id" => Some(id),
            "webhook-timestamp" => Some(time),
            "webhook-signature" => Some(signature),
            _ => None,
        };
        Receiver::new(secrets).expect("secrets").verify_at(header, body, at(now))
    }

    #[test]
    fn what_is_signed_is_believed_for_five_minutes() {
        let good = SigningKey::parse(SECRET).expect("a secret").sign("evt_1", SENT, BODY);
        let headers = ("evt_1", "1700000000", good.as_str());
        let event = verify(&[SECRET], headers, BODY, SENT).expect("is good");
        assert_eq!((event.id.as_str(), event.kind.as_str(), event.timestamp), ("evt_1", "user.created", 5));
        assert_eq!(event.data["id"], "user_1");
        for (now, expected) in [(SENT - 300, true), (SENT + 300, true), (SENT - 301, false), (SENT + 301, false)] {
            assert_eq!(verify(&[SECRET], headers, BODY, now).is_ok(), expected, "{now}");
        }
    }

    #[test]
    fn whatever_is_altered_is_not() {
        let key = SigningKey::parse(SECRET).expect("a secret");
        let good = key.sign("evt_1", SENT, BODY);
        let refused =
            |secrets: &[&str], headers, body: &[u8]| verify(secrets, headers, body, SENT).expect_err("is refused");
        let time = "1700000000";
        assert_eq!(refused(&[SECRET], ("evt_2", time, &good), BODY), VerifyError::Signature);
        assert_eq!(refused(&[SECRET], ("evt_1", "1700000001", &good), BODY), VerifyError::Signature);
        assert_eq!(refused(&[SECRET], ("evt_1", time, &good), b"{}"), VerifyError::Signature);
        assert_eq!(refused(&[OTHER], ("evt_1", time, &good), BODY), VerifyError::Signature);
        assert_eq!(refused(&[SECRET], ("evt_1", "soon", &good), BODY), VerifyError::Timestamp);
        assert_eq!(refused(&[SECRET], ("evt_1", "-1", &good), BODY), VerifyError::Timestamp);
        let other_version = good.replace("v1,", "v1a,");
        for bad in ["", "v1,", "v1", "v2,AAAA", &other_version, &good[..good.len() - 4], "v1,é v1,=="] {
            assert_eq!(refused(&[SECRET], ("evt_1", time, bad), BODY), VerifyError::Signature, "{bad}");
        }
        let of_nothing = key.sign("evt_1", SENT, b"[]");
        assert_eq!(refused(&[SECRET], ("evt_1", time, &of_nothing), b"[]"), VerifyError::Body);
        let none = Receiver::new([SECRET]).expect("a secret").verify(|_| None, BODY);
        assert_eq!(none, Err(VerifyError::MissingHeader("id")));
    }

    #[test]
    fn one_of_several_secrets_and_signatures_is_enough() {
        let sign = |secret| SigningKey::parse(secret).expect("a secret").sign("evt_1", SENT, BODY);
        let both = format!("{} {}", sign(OTHER), sign(SECRET));
        for secrets in [&[SECRET][..], &[OTHER], &[OTHER, SECRET]] {
            assert!(verify(secrets, ("evt_1", "1700000000", &both), BODY, SENT).is_ok());
        }
        let one = sign(OTHER);
        assert!(verify(&[SECRET, OTHER], ("evt_1", "1700000000", &one), BODY, SENT).is_ok());
    }

    #[test]
    fn what_can_be_no_secret_is_refused() {
        for bad in ["", "whsec_", "whsec_c2hvcnQ=", "whsec_***", "hunter2"] {
            assert_eq!(Receiver::new([bad]).err(), Some(SecretError), "{bad}");
        }
        assert_eq!(Receiver::new([""; 0]).err(), Some(SecretError));
        assert!(!format!("{:?}", Receiver::new([SECRET]).expect("a secret")).contains("C2FV"));
    }
}
