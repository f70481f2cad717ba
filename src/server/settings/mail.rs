//! Mail: by which server, and in whose name.

use std::net::IpAddr;

use lettre::message::Mailbox;
use lettre::transport::smtp::client::Certificate;
use percent_encoding::percent_decode_str;
use serde::{Deserialize, Deserializer, Serialize};
use url::Url;

use super::{Settings, describe, is_one_line, machine_file};
use crate::server::crypto::Secret;

/// No list of those who vouch for a server is larger.
const MOST_BYTES: u64 = 8 << 20;

/// How mails are sent.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MailSettings {
    /// The server: `smtps://USER:PASSWORD@HOST:465`, or `smtp://USER:PASSWORD@HOST:587?tls=required`. Empty: nothing is
    /// sent.
    #[serde(deserialize_with = "secret", skip_serializing)]
    pub smtp_url: Secret,
    /// Whom mails are from, such as `Notes <no-reply@app.example>`.
    pub from: String,
    /// Where answers go. Empty: to `from`.
    pub reply_to: String,
    /// A PEM file with the certificates of whoever vouches for the server, instead of those that the system trusts. Empty:
    /// the system's.
    pub smtp_ca_file: String,
    /// A folder with templates that take the place of the built-in ones, of text messages too. Empty: none.
    pub templates: String,
    /// The logo at the head of mails: an https address, or a path of this site. Empty: the app's name.
    pub logo_url: String,
}

pub(super) fn secret<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Secret, D::Error> {
    String::deserialize(deserializer).map(Secret::new)
}

/// How a connection to the server is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encryption {
    /// From its first byte.
    Tls,
    /// From STARTTLS on, without which nothing is sent.
    StartTls,
    /// From STARTTLS on, if the server offers it.
    Opportunistic,
    /// Not at all.
    None,
}

/// The server that takes the mails, as `smtp_url` names it.
#[derive(Clone, Debug)]
pub struct SmtpServer {
    /// Its name or network address.
    pub host: String,
    /// The port.
    pub port: u16,
    /// How the connection is encrypted.
    pub encryption: Encryption,
    /// As whom we come.
    pub credentials: Option<(String, Secret)>,
    /// What we call ourselves there, if that is set.
    pub hello: Option<String>,
}

/// What is wrong with `smtp_url`. It does not repeat it: there may be a password in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SmtpUrlError {
    /// It cannot be taken apart.
    #[error(
        "is not an address such as smtps://USER:PASSWORD@HOST:465; in user and password, write / ? # % @ : as %2F %3F %23 \
         %25 %40 %3A"
    )]
    Address,
    /// Another protocol.
    #[error("begins with smtps:// or smtp://")]
    Scheme,
    /// A parameter that there is not.
    #[error("has no parameter but tls=required or tls=opportunistic, and that with smtp:// only")]
    Parameter,
    /// A user without a password, or the other way round.
    #[error("names a user and a password, or neither")]
    Credentials,
}

impl SmtpServer {
    fn parse(text: &str) -> Result<Self, SmtpUrlError> {
        let url = Url::parse(text).map_err(|_| SmtpUrlError::Address)?;
        let mut parameters = url.query_pairs();
        let tls = match (parameters.next(), parameters.next()) {
            (None, None) => None,
            (Some((name, value)), None) if name == "tls" => Some(value.into_owned()),
            _ => return Err(SmtpUrlError::Parameter),
        };
        let (encryption, usual_port) = match (url.scheme(), tls.as_deref()) {
            ("smtps", None) => (Encryption::Tls, 465),
            ("smtp", Some("required")) => (Encryption::StartTls, 587),
            ("smtp", Some("opportunistic")) => (Encryption::Opportunistic, 587),
            ("smtp", None) => (Encryption::None, 25),
            ("smtp" | "smtps", Some(_)) => return Err(SmtpUrlError::Parameter),
            _ => return Err(SmtpUrlError::Scheme),
        };
        let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned();
        let hello = url.path().trim_matches('/').to_owned();
        let name = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_:".contains(&byte));
        // Whatever else stands behind the host is most likely a password with a slash in it.
        if host.is_empty() || !name(&host) || !name(&hello) || url.fragment().is_some() {
            return Err(SmtpUrlError::Address);
        }
        let decode = |text: &str| {
            let text = percent_decode_str(text).decode_utf8().map_err(|_| SmtpUrlError::Address)?;
            // What the commands of the protocol end with.
            if is_one_line(&text) { Ok(text.into_owned()) } else { Err(SmtpUrlError::Address) }
        };
        let credentials = match (url.username(), url.password()) {
            ("", None) => None,
            ("", Some(_)) | (_, None) => return Err(SmtpUrlError::Credentials),
            (user, Some(password)) => Some((decode(user)?, Secret::new(decode(password)?))),
        };
        let hello = Some(hello).filter(|hello| !hello.is_empty());
        Ok(Self { host, port: url.port().unwrap_or(usual_port), encryption, credentials, hello })
    }

    /// Whether nobody between us and the server reads along.
    pub fn is_private(&self) -> bool {
        let local = self.host == "localhost" || self.host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
        local || matches!(self.encryption, Encryption::Tls | Encryption::StartTls)
    }
}

impl MailSettings {
    /// The server, if there is one.
    pub fn server(&self) -> Result<Option<SmtpServer>, SmtpUrlError> {
        match self.smtp_url.expose() {
            "" => Ok(None),
            url => SmtpServer::parse(url).map(Some),
        }
    }

    /// Whoever vouches for the server, if the system's list is not to be used.
    pub fn authorities(&self) -> Result<Option<Certificate>, String> {
        let path = self.smtp_ca_file.as_str();
        if path.is_empty() {
            return Ok(None);
        }
        let pem = machine_file::read(path, MOST_BYTES).map_err(|error| format!("{path}: {error}"))?;
        let none = || format!("{path}: holds no certificate in PEM");
        if !String::from_utf8_lossy(&pem).contains("-----BEGIN CERTIFICATE-----") {
            return Err(none());
        }
        Certificate::from_pem(&pem).map(Some).map_err(|_| none())
    }

    /// A mailbox as it stands in the settings: an address, perhaps with a name before it.
    pub fn mailbox(text: &str) -> Option<Mailbox> {
        if is_one_line(text) { text.parse().ok() } else { None }
    }

    /// What is wrong, one line each.
    pub(super) fn mistakes(&self) -> Vec<String> {
        let mut mistakes = Vec::new();
        match self.server() {
            Ok(Some(_)) if self.from.is_empty() => {
                mistakes.push("mail.from: is needed with smtp_url, such as Notes <no-reply@app.example>".into());
            }
            Ok(_) => {}
            Err(error) => mistakes.push(format!("mail.smtp_url: {error}")),
        }
        for (name, text) in [("mail.from", &self.from), ("mail.reply_to", &self.reply_to)] {
            if !text.is_empty() && Self::mailbox(text).is_none() {
                let shown = text.escape_debug();
                mistakes.push(format!("{name}: is a mailbox such as Notes <no-reply@app.example>, not `{shown}`"));
            }
        }
        if !self.logo_url.is_empty() && !is_picture(&self.logo_url) {
            let shown = self.logo_url.escape_debug();
            mistakes.push(format!("mail.logo_url: is an https:// address or a path such as /logo.png, not `{shown}`"));
        }
        mistakes
    }

    /// Why whoever vouches for the server cannot be read here, if that is so.
    pub(in crate::server) fn problem_of_authorities(&self) -> Option<String> {
        self.authorities().err().map(|error| format!("mail.smtp_ca_file: {error}"))
    }
}

/// Whether a text can stand for the address of a picture in a mail.
fn is_picture(text: &str) -> bool {
    let is_path = text.starts_with('/') && !text.starts_with("//");
    let is_address = text.starts_with("https://") && Url::parse(text).is_ok_and(|url| url.host().is_some());
    text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\') && (is_path || is_address)
}

impl Settings {
    /// The address of the logo in mails; empty without one.
    pub(in crate::server) fn logo_url(&self) -> String {
        let logo = self.mail.logo_url.as_str();
        if logo.starts_with('/') { format!("{}{logo}", self.base_url) } else { logo.to_owned() }
    }

    /// Where mails go, without the password.
    pub(super) fn describe_mail(&self) -> String {
        let url = self.mail.smtp_url.expose();
        let mailbox = if self.is_development() { "/dev/mailbox" } else { "" };
        let way = match (self.mail.server(), mailbox) {
            (Err(_), _) => "(an address that cannot be understood)".into(),
            (Ok(None), "") => "is not sent".into(),
            (Ok(None), mailbox) => format!("{mailbox} only"),
            (Ok(Some(_)), mailbox) => {
                let also = if mailbox.is_empty() { String::new() } else { format!(", and {mailbox}") };
                format!("{} from {}{also}", describe::without_password(url), self.mail.from)
            }
        };
        match self.mail.templates.as_str() {
            "" => way,
            folder => format!("{way}; templates from {folder}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail(url: &str, from: &str) -> MailSettings {
        MailSettings { smtp_url: Secret::new(url), from: from.into(), ..MailSettings::default() }
    }

    #[test]
    fn servers() {
        for (url, host, port, encryption, private) in [
            ("smtps://mail.example", "mail.example", 465, Encryption::Tls, true),
            ("smtp://mail.example?tls=required", "mail.example", 587, Encryption::StartTls, true),
            ("smtp://mail.example:2525?tls=opportunistic", "mail.example", 2525, Encryption::Opportunistic, false),
            ("smtp://mail.example", "mail.example", 25, Encryption::None, false),
            ("smtp://localhost:1025", "localhost", 1025, Encryption::None, true),
            ("smtp://127.0.0.2", "127.0.0.2", 25, Encryption::None, true),
            ("smtp://[::1]:25", "::1", 25, Encryption::None, true),
        ] {
            let server = SmtpServer::parse(url).expect(url);
            let found = (server.host.as_str(), server.port, server.encryption, server.is_private());
            assert_eq!(found, (host, port, encryption, private), "{url}");
            assert!(server.credentials.is_none() && server.hello.is_none(), "{url}");
        }
        let server = SmtpServer::parse("smtps://ada%40app.example:p%2Fq%23@mail.example/app.example").expect("parses");
        let (user, password) = server.credentials.expect("has credentials");
        assert_eq!((user.as_str(), password.expose()), ("ada@app.example", "p/q#"));
        assert_eq!(server.hello.as_deref(), Some("app.example"));
    }

    #[test]
    fn mistakes_are_told_in_a_line_each_and_without_the_password() {
        for url in [
            "mail.example",
            "smtps://",
            "https://ada:hunter2@mail.example",
            "smtp://ada:hunter2@mail.example?tls=none",
            "smtp://ada:hunter2@mail.example?tsl=required",
            "smtps://ada:hunter2@mail.example?tls=required",
            "smtp://ada:hunter2/3@mail.example",
            "smtp://ada:1/hunter2@mail.example",
            "smtp://ada:hunter2#@mail.example",
            "smtp://ada:hunter2%0d%0aDATA@mail.example",
            "smtp://ada@mail.example",
            "smtp://ada:hunter2@mail.example:99999",
        ] {
            let mistakes = mail(url, "a@app.example").mistakes();
            assert_eq!(mistakes.len(), 1, "{url}: {mistakes:?}");
            assert!(mistakes[0].starts_with("mail.smtp_url: ") && !mistakes[0].contains("hunter2"), "{mistakes:?}");
            assert_eq!(mistakes[0].lines().count(), 1);
        }
        assert!(mail("smtps://mail.example", "").mistakes()[0].starts_with("mail.from: is needed"));
        assert_eq!(mail("", "").mistakes(), [""; 0]);
    }

    #[test]
    fn mailboxes() {
        for good in ["no-reply@app.example", "Notes <no-reply@app.example>", "\"Notes, Inc.\" <no-reply@app.example>"] {
            assert_eq!(mail("smtps://mail.example", good).mistakes(), [""; 0], "{good}");
        }
        for bad in [
            "Notes",
            "Notes <no-reply>",
            "a@app.example, b@app.example",
            "Notes\r\nBcc: eve@evil.example <no-reply@app.example>",
            "a@app.example\n",
        ] {
            let mistakes = mail("smtps://mail.example", bad).mistakes();
            assert!(mistakes.len() == 1 && mistakes[0].lines().count() == 1, "{bad:?}: {mistakes:?}");
        }
    }
}
