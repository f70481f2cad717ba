//! Text messages: by which service, from whom, and to which countries.

use std::net::IpAddr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use url::Url;

use super::mail::secret;
use super::{Settings, describe, is_one_line};
use crate::server::crypto::Secret;
use crate::server::delivery::SmsSender;
use crate::server::phone_number;

/// How text messages are sent. Neither service set: nothing is sent.
#[derive(Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SmsSettings {
    /// The account at Twilio, or at a service that speaks as Twilio does.
    pub twilio_account_sid: String,
    /// The account's secret.
    #[serde(deserialize_with = "secret", skip_serializing)]
    pub twilio_auth_token: Secret,
    /// Where Twilio is.
    pub twilio_base_url: String,
    /// Whom messages are from, at Twilio: a number such as `+15005550006`, a name of up to 11 letters and digits, or the
    /// id of a messaging service (`MG…`).
    pub from: String,
    /// Another service, which takes `{"to": "+15005550006", "text": "…"}`.
    pub http_url: String,
    /// What that service is shown as `Authorization: Bearer …`, if it wants that.
    #[serde(deserialize_with = "secret", skip_serializing)]
    pub http_token: Secret,
    /// The country whose numbers are read without a `+` and that a list of countries begins with, such as `US`.
    pub default_country: String,
    /// The countries to whose numbers anything is sent. Empty: all.
    pub countries: Vec<String>,
    /// How many messages may be sent in an hour, to all numbers together.
    pub per_hour: i64,
    /// How many messages one network address may ask for in an hour.
    pub per_network_per_hour: i64,
    /// An app's own way, which goes before both services. It is set in Rust only.
    #[serde(skip)]
    pub sender: Option<Arc<dyn SmsSender>>,
}

/// Without the services, in whose addresses there may be keys.
impl std::fmt::Debug for SmsSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SmsSettings")
            .field("from", &self.from)
            .field("default_country", &self.default_country)
            .field("countries", &self.countries)
            .finish_non_exhaustive()
    }
}

impl Default for SmsSettings {
    fn default() -> Self {
        Self {
            twilio_account_sid: String::new(),
            twilio_auth_token: Secret::default(),
            twilio_base_url: "https://api.twilio.com".into(),
            from: String::new(),
            http_url: String::new(),
            http_token: Secret::default(),
            default_country: "US".into(),
            countries: Vec::new(),
            per_hour: 1_000,
            per_network_per_hour: 20,
            sender: None,
        }
    }
}

/// The service that takes the text messages.
#[derive(Clone)]
pub enum SmsProvider {
    /// One that speaks as Twilio does.
    Twilio {
        /// Where messages are put.
        url: String,
        /// The account.
        account_sid: String,
        /// Its secret.
        auth_token: Secret,
        /// Whom messages are from.
        from: String,
    },
    /// One that takes JSON.
    Http {
        /// Where messages are put.
        url: String,
        /// What it is shown.
        token: Option<Secret>,
    },
}

impl SmsSettings {
    /// The service, if one is set; what is wrong with the settings, if they are not checked.
    pub(in crate::server) fn provider(&self) -> Result<Option<SmsProvider>, String> {
        if let Some(mistake) = self.service_mistakes().into_iter().next() {
            return Err(mistake);
        }
        if !self.twilio_account_sid.is_empty() {
            let (base, sid) = (self.twilio_base_url.trim_end_matches('/'), &self.twilio_account_sid);
            return Ok(Some(SmsProvider::Twilio {
                url: format!("{base}/2010-04-01/Accounts/{sid}/Messages.json"),
                account_sid: sid.clone(),
                auth_token: self.twilio_auth_token.clone(),
                from: self.from.clone(),
            }));
        }
        if !self.http_url.is_empty() {
            let token = Some(self.http_token.clone()).filter(|token| !token.expose().is_empty());
            return Ok(Some(SmsProvider::Http { url: self.http_url.clone(), token }));
        }
        Ok(None)
    }

    /// Whether anything sends text messages.
    pub fn is_set(&self) -> bool {
        self.sender.is_some() || !self.twilio_account_sid.is_empty() || !self.http_url.is_empty()
    }

    /// What is wrong, one line each. No line repeats a secret.
    pub(super) fn mistakes(&self) -> Vec<String> {
        let mut mistakes = self.service_mistakes();
        if !phone_number::is_country(&self.default_country) {
            let shown = self.default_country.escape_debug();
            mistakes.push(format!("sms.default_country: is a country's two letters such as US, not `{shown}`"));
        }
        for country in self.countries.iter().filter(|country| !phone_number::is_country(country)) {
            let shown = country.escape_debug();
            mistakes.push(format!("sms.countries: is a list of countries' two letters such as US, not `{shown}`"));
        }
        for (name, count) in [("per_hour", self.per_hour), ("per_network_per_hour", self.per_network_per_hour)] {
            if !(1..=1_000_000_000).contains(&count) {
                mistakes.push(format!("sms.{name}: is at least 1, not {count}"));
            }
        }
        if !self.countries.is_empty() && !self.countries.contains(&self.default_country) {
            mistakes.push(format!("sms.default_country: {} is not among sms.countries", self.default_country));
        }
        mistakes
    }

    fn service_mistakes(&self) -> Vec<String> {
        let mut mistakes = Vec::new();
        let mut tell = |text: &str| mistakes.push(text.to_owned());
        let (sid, token) = (&self.twilio_account_sid, self.twilio_auth_token.expose());
        if !sid.is_empty() && !self.http_url.is_empty() {
            tell("sms: twilio_account_sid and http_url are two ways; set one");
        }
        if !sid.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
            tell("sms.twilio_account_sid: is letters and digits, such as the AC… of Twilio's console");
        }
        match (sid.is_empty(), token.is_empty()) {
            (false, true) => tell("VESTIBULE_TWILIO_AUTH_TOKEN: is needed with sms.twilio_account_sid"),
            (true, false) => tell("sms.twilio_account_sid: is needed with twilio_auth_token"),
            _ => {}
        }
        if !is_one_line(token) {
            tell("sms.twilio_auth_token: is one line");
        }
        if !sid.is_empty() && !is_sender(&self.from) {
            tell(
                "sms.from: is needed with twilio_account_sid: a number such as +15005550006, a name of up to 11 letters and \
                 digits, or the id of a messaging service",
            );
        }
        if http_address(&self.twilio_base_url).is_none_or(|url| url.query().is_some()) {
            tell("sms.twilio_base_url: is an address such as https://api.twilio.com, without user, password and query");
        }
        if !self.http_url.is_empty() && http_address(&self.http_url).is_none() {
            tell("sms.http_url: is an address such as https://sms.example/send, without user and password");
        }
        let bearer = self.http_token.expose();
        if !bearer.bytes().all(|byte| byte.is_ascii_graphic()) {
            tell("sms.http_token: is visible ASCII characters without a space");
        }
        if !bearer.is_empty() && self.http_url.is_empty() {
            tell("sms.http_url: is needed with http_token");
        }
        mistakes
    }

    /// Where messages go, if it is over the network and anyone in between can read along.
    pub(super) fn is_readable_on_the_way(&self) -> bool {
        let used = match (self.twilio_account_sid.is_empty(), self.http_url.is_empty()) {
            _ if self.sender.is_some() => None,
            (false, _) => Some(&self.twilio_base_url),
            (_, false) => Some(&self.http_url),
            _ => None,
        };
        used.and_then(|text| http_address(text)).is_some_and(|url| {
            let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
            let local = host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
            url.scheme() != "https" && !local
        })
    }
}

/// An address on the web without a user and a password.
fn http_address(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let anonymous = url.username().is_empty() && url.password().is_none();
    let good = matches!(url.scheme(), "http" | "https") && anonymous && url.fragment().is_none() && is_one_line(text);
    good.then_some(url)
}

/// Whether messages can be from someone who is called so.
fn is_sender(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if let Some(number) = text.strip_prefix('+') {
        return digits(number) && number.len() <= 15;
    }
    let word = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b' ') && text.trim() == text;
    let service = text.starts_with("MG") && text.len() == 34;
    word && !text.is_empty() && (text.len() <= 11 || service)
}

impl Settings {
    /// Where text messages go, without any secret.
    pub(super) fn describe_sms(&self) -> String {
        let sms = &self.sms;
        let mailbox = if self.is_development() { "/dev/mailbox" } else { "" };
        let way = match sms.provider() {
            _ if sms.sender.is_some() => "the app's own way".into(),
            Err(_) => return "(settings that cannot be understood)".into(),
            Ok(Some(SmsProvider::Twilio { from, .. })) => {
                let base = describe::without_password(&sms.twilio_base_url);
                format!("{} from {from}", base.trim_end_matches('/'))
            }
            Ok(Some(SmsProvider::Http { url, .. })) => describe::without_password(&url),
            Ok(None) if mailbox.is_empty() => return "are not sent".into(),
            Ok(None) => return format!("{mailbox} only"),
        };
        let also = if mailbox.is_empty() { String::new() } else { format!(", and {mailbox}") };
        let countries = if sms.countries.is_empty() { "all countries".into() } else { sms.countries.join(", ") };
        format!("{way}{also}; to {countries}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::settings::Environment;

    fn twilio() -> SmsSettings {
        SmsSettings {
            twilio_account_sid: "AC0123456789abcdef0123456789abcdef".into(),
            twilio_auth_token: Secret::new("hunter2"),
            from: "+15005550006".into(),
            ..SmsSettings::default()
        }
    }

    fn http(url: &str) -> SmsSettings {
        SmsSettings { http_url: url.into(), http_token: Secret::new("hunter2"), ..SmsSettings::default() }
    }

    fn production(sms: SmsSettings) -> Settings {
        let secret_key = crate::server::crypto::InstanceKey::parse(&crate::server::crypto::InstanceKey::generate());
        Settings {
            base_url: "https://app.example".into(),
            environment: Environment::Production,
            secret_key,
            sms,
            ..Settings::default()
        }
    }

    #[test]
    fn services() {
        for good in [SmsSettings::default(), twilio(), http("https://sms.example/send?key=1")] {
            assert_eq!(good.mistakes(), [""; 0]);
        }
        let Ok(Some(SmsProvider::Twilio { url, .. })) = twilio().provider() else { panic!("is Twilio") };
        assert_eq!(url, "https://api.twilio.com/2010-04-01/Accounts/AC0123456789abcdef0123456789abcdef/Messages.json");
        for from in ["NOTES", "My Notes 1", "MG0123456789abcdef0123456789abcdef", "+442071838750"] {
            assert_eq!(SmsSettings { from: from.into(), ..twilio() }.mistakes(), [""; 0], "{from}");
        }
    }

    #[test]
    fn mistakes_are_told_in_a_line_each_and_without_a_secret() {
        let token = || Secret::new("hunter2");
        for (sms, about) in [
            (SmsSettings { from: String::new(), ..twilio() }, "sms.from"),
            (SmsSettings { from: "+1 500 555".into(), ..twilio() }, "sms.from"),
            (SmsSettings { from: "TwelveLetter".into(), ..twilio() }, "sms.from"),
            (SmsSettings { twilio_auth_token: Secret::default(), ..twilio() }, "VESTIBULE_TWILIO_AUTH_TOKEN"),
            (SmsSettings { twilio_account_sid: String::new(), ..twilio() }, "sms.twilio_account_sid"),
            (SmsSettings { twilio_account_sid: "AC/../x".into(), ..twilio() }, "sms.twilio_account_sid"),
            (SmsSettings { twilio_base_url: "api.twilio.com".into(), ..twilio() }, "sms.twilio_base_url"),
            (SmsSettings { twilio_base_url: "https://a:hunter2@b.example".into(), ..twilio() }, "sms.twilio_base_url"),
            (SmsSettings { http_url: "https://sms.example".into(), ..twilio() }, "sms"),
            (http("ftp://sms.example"), "sms.http_url"),
            (http("https://ada:hunter2@sms.example"), "sms.http_url"),
            (http(""), "sms.http_url"),
            (SmsSettings { http_token: Secret::new("hunter2\nx"), ..http("https://sms.example") }, "sms.http_token"),
            (SmsSettings { default_country: "XX".into(), ..SmsSettings::default() }, "sms.default_country"),
            (SmsSettings { default_country: "us".into(), ..SmsSettings::default() }, "sms.default_country"),
            (SmsSettings { countries: vec!["US".into(), "England".into()], ..twilio() }, "sms.countries"),
            (
                SmsSettings { countries: vec!["DE".into()], http_token: token(), ..http("https://x.example") },
                "sms.default_country",
            ),
        ] {
            let mistakes = sms.mistakes();
            assert_eq!(mistakes.len(), 1, "{about}: {mistakes:?}");
            let (name, _) = mistakes[0].split_once(": ").expect("names a setting");
            assert_eq!(name, about, "{mistakes:?}");
            assert!(mistakes[0].lines().count() == 1 && !mistakes[0].contains("hunter2"), "{mistakes:?}");
        }
    }

    #[test]
    fn production_sends_nothing_in_the_clear() {
        let refused = |sms: SmsSettings| {
            let warnings = production(sms).warnings();
            warnings.iter().any(|warning| warning.text.starts_with("sms"))
        };
        assert!(refused(http("http://sms.example")));
        assert!(refused(SmsSettings { twilio_base_url: "http://sms.example".into(), ..twilio() }));
        for good in [twilio(), http("https://sms.example"), http("http://127.0.0.1:9/x"), http("http://[::1]:9/x")] {
            assert!(!refused(good));
        }
    }

    #[test]
    fn no_secret_is_described() {
        let described = |sms: SmsSettings| {
            let settings = production(sms);
            assert!(!format!("{:?}{:?}", settings, settings.sms).contains("hunter2"));
            settings.describe()
        };
        let text = described(twilio());
        assert!(!text.contains("hunter2") && text.contains("https://api.twilio.com from +15005550006"), "{text}");
        let text = described(SmsSettings {
            countries: vec!["US".into(), "DE".into()],
            ..http("https://sms.example/send?key=hunter2")
        });
        assert!(!text.contains("hunter2") && text.contains("https://sms.example/send; to US, DE"), "{text}");
    }
}
