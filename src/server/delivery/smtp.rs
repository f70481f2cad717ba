//! The way to an SMTP server.
//!
//! Connections are kept by ourselves and not by the mailer's pool: that one takes a connection back whose message was
//! cut off by a timeout, and would then read the late answer to that message as the answer to the next one.

use std::error::Error;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MessageBuilder, MultiPart, SinglePart};
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, CertificateStore, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, Message};

use super::{Content, SendError};
use crate::server::settings::{Encryption, MailSettings, Settings, SmtpServer};

/// How long it may take to send one message, connecting included. Shorter than a claim lasts.
const PATIENCE: Duration = Duration::from_secs(45);
/// How long it may take to connect.
const CONNECT_PATIENCE: Duration = Duration::from_secs(15);
/// How long a connection that nobody uses is kept.
const IDLE: Duration = Duration::from_secs(20);

/// Why mails cannot be sent with these settings.
#[derive(Debug, thiserror::Error)]
pub enum SmtpError {
    /// The settings are not checked, or no certificates can be found to trust.
    #[error("mail: {0}")]
    Setup(String),
}

/// A mail on its way.
pub struct Mail<'a> {
    /// The message's id, of which its `Message-ID` is made: it is the same at every try.
    pub id: &'a str,
    /// The address it goes to.
    pub to: &'a str,
    /// What it says.
    pub content: &'a Content,
    /// When it was written.
    pub created_at: i64,
}

/// A server that takes mails.
pub struct Smtp {
    server: SmtpServer,
    tls: Option<TlsParameters>,
    hello: ClientId,
    credentials: Option<Credentials>,
    from: Mailbox,
    reply_to: Option<Mailbox>,
    idle: Mutex<Vec<(Instant, AsyncSmtpConnection)>>,
}

/// Without its credentials.
impl std::fmt::Debug for Smtp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Smtp").field("host", &self.server.host).field("port", &self.server.port).finish_non_exhaustive()
    }
}

impl Smtp {
    /// The server of the settings, if they name one.
    pub fn new(settings: &Settings) -> Result<Option<Self>, SmtpError> {
        let setup = |error: &dyn Error| SmtpError::Setup(error.to_string());
        let Some(server) = settings.mail.server().map_err(|error| setup(&error))? else { return Ok(None) };
        let from = MailSettings::mailbox(&settings.mail.from).ok_or(SmtpError::Setup("from is no mailbox".into()))?;
        let tls = match server.encryption {
            Encryption::None => None,
            _ => Some(tls(&server.host, &settings.mail)?),
        };
        let own_host = url::Url::parse(&settings.base_url).ok().and_then(|url| url.host_str().map(str::to_owned));
        let hello = ClientId::Domain(server.hello.clone().or(own_host).unwrap_or_else(|| "localhost".into()));
        let credentials = server
            .credentials
            .as_ref()
            .map(|(user, password)| Credentials::new(user.clone(), password.expose().to_owned()));
        let reply_to = MailSettings::mailbox(&settings.mail.reply_to);
        Ok(Some(Self { server, tls, hello, credentials, from, reply_to, idle: Mutex::default() }))
    }

    /// Sends a mail. When this comes back well the server has taken it over.
    pub async fn send(&self, mail: &Mail<'_>) -> Result<(), SendError> {
        let message = self.message(mail)?;
        match tokio::time::timeout(PATIENCE, self.hand_over(&message)).await {
            Ok(outcome) => outcome,
            Err(_) => Err(SendError::Transient(format!("no answer within {} seconds", PATIENCE.as_secs()))),
        }
    }

    /// Connects, and proves who we are where the settings have it; sends nothing.
    pub async fn probe(&self) -> Result<(), SendError> {
        match tokio::time::timeout(CONNECT_PATIENCE, self.connect()).await {
            Ok(Ok(mut connection)) => {
                // In good order: a server may keep watch for those who hang up.
                connection.quit().await.ok();
                Ok(())
            }
            Ok(Err(error)) => Err(SendError::Transient(describe(&error))),
            Err(_) => Err(SendError::Transient(format!("no answer within {} seconds", CONNECT_PATIENCE.as_secs()))),
        }
    }

    fn message(&self, mail: &Mail<'_>) -> Result<Message, SendError> {
        // An address and nothing else: no name, no list, no line break.
        let to: Address = mail.to.parse().map_err(|_| SendError::Permanent("the address is none".into()))?;
        let written = Duration::from_millis(u64::try_from(mail.created_at).unwrap_or_default());
        let mut builder = MessageBuilder::new()
            .message_id(Some(format!("<{}@{}>", mail.id, self.from.email.domain())))
            .date(SystemTime::UNIX_EPOCH + written)
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(mail.content.subject.replace(char::is_control, " "))
            // So that no holiday notice answers (RFC 3834).
            .raw_header(HeaderValue::new(
                HeaderName::new_from_ascii_str("Auto-Submitted"),
                "auto-generated".to_owned(),
            ));
        if let Some(reply_to) = &self.reply_to {
            builder = builder.reply_to(reply_to.clone());
        }
        let text = mail.content.text.clone();
        let built = match &mail.content.html {
            Some(html) => builder.multipart(MultiPart::alternative_plain_html(text, html.clone())),
            None => builder.singlepart(SinglePart::plain(text)),
        };
        built.map_err(|error| SendError::Permanent(error.to_string()))
    }

    async fn hand_over(&self, message: &Message) -> Result<(), SendError> {
        let mut connection = match self.idle_connection().await {
            Some(connection) => connection,
            // Whatever goes wrong before the message is ours or the server's fault, and not the message's.
            None => self.connect().await.map_err(|error| SendError::Transient(describe(&error)))?,
        };
        connection.send(message.envelope(), &message.formatted()).await.map_err(|error| {
            let code = error.status().map(u16::from);
            // 530 to 538 are about who we are: an operator can mend that.
            let ours = code.is_some_and(|code| matches!(code, 530 | 534 | 535 | 538));
            match error.is_permanent() && !ours || error.is_client() {
                true => SendError::Permanent(describe(&error)),
                false => SendError::Transient(describe(&error)),
            }
        })?;
        // Only one whose last answer was read to its end is used again.
        self.idle().push((Instant::now(), connection));
        Ok(())
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<(Instant, AsyncSmtpConnection)>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn idle_connection(&self) -> Option<AsyncSmtpConnection> {
        loop {
            let (since, mut connection) = self.idle().pop()?;
            if since.elapsed() < IDLE && connection.test_connected().await {
                return Some(connection);
            }
        }
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, lettre::transport::smtp::Error> {
        let address = (self.server.host.as_str(), self.server.port);
        let wrapped = self.tls.clone().filter(|_| self.server.encryption == Encryption::Tls);
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(address, Some(CONNECT_PATIENCE), &self.hello, wrapped, None).await?;
        let upgrade = match self.server.encryption {
            Encryption::Tls | Encryption::None => false,
            Encryption::StartTls => true,
            Encryption::Opportunistic => connection.can_starttls(),
        };
        if let (true, Some(tls)) = (upgrade, &self.tls) {
            connection.starttls(tls.clone(), &self.hello).await?;
        }
        if let Some(credentials) = &self.credentials {
            connection.auth(DEFAULT_MECHANISMS, credentials).await?;
        }
        Ok(connection)
    }
}

/// Whom we take for the server: whoever has a certificate in its name from one of those that are trusted.
fn tls(host: &str, settings: &MailSettings) -> Result<TlsParameters, SmtpError> {
    let mut parameters = TlsParameters::builder(host.to_owned());
    if let Some(authorities) = settings.authorities().map_err(SmtpError::Setup)? {
        parameters = parameters.certificate_store(CertificateStore::None).add_root_certificate(authorities);
    }
    parameters.build().map_err(|error| SmtpError::Setup(error.to_string()))
}

/// An error without the server's words: its codes, or what the network or TLS say.
fn describe(error: &lettre::transport::smtp::Error) -> String {
    let Some(code) = error.status() else {
        return match error.is_response() {
            true => "the server's answer is not one of SMTP".into(),
            false => error.to_string(),
        };
    };
    let words = error.source().map(ToString::to_string).unwrap_or_default();
    match words.split_whitespace().next().filter(|word| is_enhanced_code(word)) {
        Some(enhanced) => format!("the server answered {code} {enhanced}"),
        None => format!("the server answered {code}"),
    }
}

/// Whether a word is an enhanced status code (RFC 3463), such as `5.1.1`.
fn is_enhanced_code(word: &str) -> bool {
    let parts: Vec<&str> = word.split('.').collect();
    let number = |part: &&str| (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    parts.len() == 3 && parts.iter().all(number)
}
