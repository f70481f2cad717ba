//! Cloudflare Turnstile: a browser is given a word by it, and we ask whether that word is good.

use std::net::IpAddr;
use std::time::Duration;

use reqwest::{Client, redirect};
use serde::Deserialize;
use url::form_urlencoded;

use super::Purpose;
use crate::server::crypto::Secret;
use crate::server::settings::Settings;

/// How long an answer may take. A person waits for it.
const PATIENCE: Duration = Duration::from_secs(5);
/// No more of an answer is read than this, in bytes.
const LONGEST_ANSWER: usize = 16 * 1024;
/// No word is longer, as its makers say, in bytes.
const LONGEST_TOKEN: usize = 2_048;

/// Why nothing is known of a word. It says nothing of the word.
#[derive(Debug, thiserror::Error)]
pub enum TurnstileError {
    /// It does not answer.
    #[error("turnstile does not answer: {0}")]
    Unreachable(String),
    /// It answers something else.
    #[error("turnstile answers status {0}")]
    Status(u16),
    /// It does not know us.
    #[error("turnstile does not take bots.turnstile_secret_key: {0}")]
    Secret(String),
}

/// Asks it.
pub struct Turnstile {
    client: Client,
    url: String,
    secret: Secret,
    hostname: String,
}

/// Without the secret.
impl std::fmt::Debug for Turnstile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Turnstile").field("url", &self.url).finish_non_exhaustive()
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Answer {
    success: bool,
    hostname: String,
    action: String,
    #[serde(rename = "error-codes")]
    error_codes: Vec<String>,
}

impl Turnstile {
    /// As the settings have it.
    pub fn new(settings: &Settings) -> Result<Self, String> {
        let client = Client::builder()
            .timeout(PATIENCE)
            // The secret goes where the settings say, and nowhere else.
            .redirect(redirect::Policy::none())
            .user_agent("vestibule")
            .build()
            .map_err(|error| error.to_string())?;
        let bots = &settings.bots;
        let own = url::Url::parse(&settings.base_url).ok();
        Ok(Self {
            client,
            url: format!("{}/turnstile/v0/siteverify", bots.turnstile_base_url.trim_end_matches('/')),
            secret: bots.turnstile_secret_key.clone(),
            hostname: own.and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default(),
        })
    }

    /// Whether a word was given on our own site, for this purpose, lately, and was not asked about before.
    pub async fn verify(&self, purpose: Purpose, token: &str, ip: Option<IpAddr>) -> Result<bool, TurnstileError> {
        if token.len() > LONGEST_TOKEN {
            return Ok(false);
        }
        let ip = ip.map(|ip| ip.to_canonical().to_string());
        let pairs = [("secret", self.secret.expose()), ("response", token)];
        let form = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(pairs.into_iter().chain(ip.as_deref().map(|ip| ("remoteip", ip))))
            .finish();
        let request = self
            .client
            .post(&self.url)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", "application/json")
            .body(form);
        let unreachable = |error: reqwest::Error| TurnstileError::Unreachable(error.without_url().to_string());
        let mut answer = request.send().await.map_err(unreachable)?;
        // A word that is not good is told with 200 or 400.
        let status = answer.status().as_u16();
        if status != 200 && status != 400 {
            return Err(TurnstileError::Status(status));
        }
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(unreachable)? {
            body.extend_from_slice(&chunk);
            if body.len() > LONGEST_ANSWER {
                return Err(TurnstileError::Unreachable("its answer is too large".into()));
            }
        }
        let answer: Answer =
            serde_json::from_slice(&body).map_err(|_| TurnstileError::Unreachable("its answer is no JSON".into()))?;
        let says = |code: &str| answer.error_codes.iter().any(|said| said == code);
        if says("missing-input-secret") || says("invalid-input-secret") {
            return Err(TurnstileError::Secret(answer.error_codes.join(" ").chars().take(80).collect()));
        }
        if says("internal-error") {
            return Err(TurnstileError::Unreachable("it has an error of its own".into()));
        }
        Ok(answer.success && answer.hostname == self.hostname && answer.action == purpose.as_str())
    }
}
