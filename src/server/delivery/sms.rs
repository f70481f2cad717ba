//! The ways of a text message: a service that speaks as Twilio does, one that takes JSON, or one of the host app's own.

use std::fmt::Debug;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use reqwest::{Client, RequestBuilder, Response, StatusCode, redirect};
use serde::Deserialize;
use url::form_urlencoded;

use super::SendError;
use crate::server::crypto::Secret;
use crate::server::settings::{Settings, SmsProvider};

/// How long it may take to connect.
const CONNECT_PATIENCE: Duration = Duration::from_secs(10);
/// How long it may take to send one message, connecting included.
const PATIENCE: Duration = Duration::from_secs(30);
/// No more of an answer is read than this, in bytes.
const LONGEST_ANSWER: usize = 16 * 1024;
/// The shortest and the longest time that Twilio keeps a message for, in seconds.
const TWILIO_VALIDITY: (u64, u64) = (1, 14_400);

/// Why text messages cannot be sent with these settings.
#[derive(Debug, thiserror::Error)]
pub enum SmsError {
    /// The settings are not checked, or no certificates can be found to trust.
    #[error("sms: {0}")]
    Setup(String),
}

/// A text message on its way. It does not print itself: there may be a code in it.
#[derive(Clone, Copy)]
pub struct Sms<'a> {
    /// The message's id: it is the same at every try, so that whoever takes it can tell that it is the same message.
    pub id: &'a str,
    /// The number that it goes to, as E.164 has it: `+4915123456789`.
    pub to: &'a str,
    /// What it says.
    pub text: &'a str,
    /// For how long it is worth sending: a code that has run out is not.
    pub worth_sending_for: Duration,
}

/// What comes of sending a message, once it comes.
pub type SendFuture<'a> = Pin<Box<dyn Future<Output = Result<(), SendError>> + Send + 'a>>;

/// Whoever takes text messages. An app can bring its own, in [`SmsSettings::sender`]: tries, waits and giving up are the
/// outbox's business.
///
/// [`SmsSettings::sender`]: crate::server::SmsSettings::sender
pub trait SmsSender: Debug + Send + Sync {
    /// Hands over a message. When this comes back well the other side has taken it over. An error tells nothing of what
    /// the message says: it is logged and stored.
    fn send<'a>(&'a self, sms: &'a Sms<'a>) -> SendFuture<'a>;
}

/// Whoever takes text messages by these settings, if anyone does.
pub fn sender(settings: &Settings) -> Result<Option<Arc<dyn SmsSender>>, SmsError> {
    if let Some(own) = &settings.sms.sender {
        return Ok(Some(Arc::clone(own)));
    }
    let Some(provider) = settings.sms.provider().map_err(SmsError::Setup)? else { return Ok(None) };
    let client = Client::builder()
        .connect_timeout(CONNECT_PATIENCE)
        .timeout(PATIENCE)
        // Credentials go where the settings say, and nowhere else.
        .redirect(redirect::Policy::none())
        .user_agent("vestibule")
        .build()
        .map_err(|error| SmsError::Setup(error.to_string()))?;
    Ok(Some(match provider {
        SmsProvider::Twilio { url, account_sid, auth_token, from } => {
            Arc::new(Twilio { client, url, account_sid, auth_token, from })
        }
        SmsProvider::Http { url, token } => Arc::new(Http { client, url, token }),
    }))
}

/// A service that speaks as Twilio does.
struct Twilio {
    client: Client,
    url: String,
    account_sid: String,
    auth_token: Secret,
    from: String,
}

/// Without the account.
impl Debug for Twilio {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Twilio").field("from", &self.from).finish_non_exhaustive()
    }
}

impl SmsSender for Twilio {
    fn send<'a>(&'a self, sms: &'a Sms<'a>) -> SendFuture<'a> {
        let (shortest, longest) = TWILIO_VALIDITY;
        let validity = sms.worth_sending_for.as_secs().clamp(shortest, longest).to_string();
        let from = if is_messaging_service(&self.from) { "MessagingServiceSid" } else { "From" };
        let form = form_urlencoded::Serializer::new(String::new())
            .append_pair("To", sms.to)
            .append_pair(from, &self.from)
            .append_pair("Body", sms.text)
            .append_pair("ValidityPeriod", &validity)
            .finish();
        let request = self
            .client
            .post(&self.url)
            .basic_auth(&self.account_sid, Some(self.auth_token.expose()))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .body(form);
        Box::pin(hand_over(request))
    }
}

/// Whether a sender is one of Twilio's pools of senders.
fn is_messaging_service(from: &str) -> bool {
    from.len() == 34 && from.starts_with("MG") && from.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// A service that takes `{"to": …, "text": …}`.
struct Http {
    client: Client,
    url: String,
    token: Option<Secret>,
}

/// Without the address, in which there may be a key.
impl Debug for Http {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Http").finish_non_exhaustive()
    }
}

impl SmsSender for Http {
    fn send<'a>(&'a self, sms: &'a Sms<'a>) -> SendFuture<'a> {
        let json = serde_json::json!({ "to": sms.to, "text": sms.text });
        let mut request = self
            .client
            .post(&self.url)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", sms.id)
            .body(json.to_string());
        if let Some(token) = &self.token {
            request = request.bearer_auth(token.expose());
        }
        Box::pin(hand_over(request))
    }
}

async fn hand_over(request: RequestBuilder) -> Result<(), SendError> {
    let answer = request.send().await.map_err(|error| SendError::Transient(describe(&error)))?;
    let status = answer.status();
    if status.is_success() {
        return Ok(());
    }
    let told = match code_of(answer).await {
        Some(code) => format!("the service answered {} with code {code}", status.as_u16()),
        None => format!("the service answered {}", status.as_u16()),
    };
    Err(if may_go_well_later(status) { SendError::Transient(told) } else { SendError::Permanent(told) })
}

/// Whether an answer is about the service or about us, and not about the message. Who we are (401) and where the service
/// is (3xx) an operator can mend.
fn may_go_well_later(status: StatusCode) -> bool {
    let of_ours = [StatusCode::UNAUTHORIZED, StatusCode::REQUEST_TIMEOUT, StatusCode::TOO_MANY_REQUESTS];
    !status.is_client_error() || of_ours.contains(&status)
}

/// The number by which a service such as Twilio says what was wrong. Its words may repeat the message.
async fn code_of(mut answer: Response) -> Option<u32> {
    #[derive(Deserialize)]
    struct Refusal {
        code: u32,
    }
    let mut body = Vec::new();
    while let Ok(Some(chunk)) = answer.chunk().await {
        body.extend_from_slice(&chunk);
        if body.len() > LONGEST_ANSWER {
            return None;
        }
    }
    serde_json::from_slice::<Refusal>(&body).ok().map(|refusal| refusal.code)
}

/// An error of the network without the address, in which there may be a key.
fn describe(error: &reqwest::Error) -> String {
    let what = match (error.is_timeout(), error.is_connect()) {
        (true, _) => "no answer in time",
        (_, true) => "no connection",
        _ => "no answer",
    };
    // The innermost error is the operating system's or that of TLS.
    let mut innermost: &dyn std::error::Error = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    let is_ours = innermost.downcast_ref::<reqwest::Error>().is_some();
    if is_ours { what.to_owned() } else { format!("{what}: {innermost}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn which_answers_are_asked_again() {
        for (status, again) in [
            (301, true),
            (400, false),
            (401, true),
            (403, false),
            (404, false),
            (408, true),
            (422, false),
            (429, true),
            (500, true),
            (503, true),
        ] {
            let status = StatusCode::from_u16(status).expect("a status");
            assert_eq!(may_go_well_later(status), again, "{status}");
        }
    }

    #[test]
    fn senders() {
        assert!(is_messaging_service(&format!("MG{}", "0a".repeat(16))));
        for number in ["+15005550006", "NOTES", "MGNOTES"] {
            assert!(!is_messaging_service(number), "{number}");
        }
    }
}
