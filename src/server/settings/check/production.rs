//! What an operator should know before real people come.

use super::{Severity, Warning, is_origin};
use crate::model::FieldRule;
use crate::server::settings::{BotProtection, Settings};

/// What a hash has to cost at least: KiB and passes, as the OWASP Password Storage Cheat Sheet has them for Argon2id.
const SAFE_COSTS: &[(u32, u32)] = &[(47_104, 1), (19_456, 2), (12_288, 3), (9_216, 4), (7_168, 5)];

/// More forms in a minute than this from one network address are no limit.
const MOST_FORMS: u32 = 10_000;
/// More requests in ten seconds than this with one key are none.
const MOST_REQUESTS: u32 = 100_000;

impl Settings {
    /// Adds what is unsafe where real people come.
    pub(super) fn warn_about_production(&self, found: &mut Vec<Warning>) {
        if self.is_development() {
            found.push(Warning {
                severity: Severity::Unsafe,
                text: "environment: development; everyone who reaches /dev/mailbox reads everyone's mail".into(),
            });
            return;
        }
        let mut refuse = |text: &str| found.push(Warning { severity: Severity::Refused, text: text.into() });
        if !self.is_https() && (self.base_url.is_empty() || is_origin(&self.base_url)) {
            refuse("base_url: production needs an https:// address");
        }
        if self.secret_key.is_none() && !self.secret_key_file.exists() {
            refuse("VESTIBULE_SECRET_KEY: production needs it, or the file that secret_key_file names");
        }
        if self.held_key().is_some_and(|key| key.is_constant()) {
            refuse("VESTIBULE_SECRET_KEY: is one byte 32 times, which anyone guesses; take `openssl rand -base64 32`");
        }
        for origin in self.security.redirect_origins.iter().filter(|origin| origin.starts_with("http://")) {
            refuse(&format!("security.redirect_origins: production needs https:// in the place of `{origin}`"));
        }
        if self.security.trusted_proxies.iter().any(|network| network.prefix_len() == 0) {
            refuse("security.trusted_proxies: not everyone can be a proxy; name the networks that yours are in");
        }
        let hash = &self.password.hash;
        if !SAFE_COSTS.iter().any(|(memory, passes)| hash.memory_kib >= *memory && hash.iterations >= *passes) {
            refuse(
                "password.hash: production needs at least 19456 KiB and 2 passes, or as dear a mix (see Leptos.toml)",
            );
        }
        let server = self.mail.server().ok().flatten();
        if server.as_ref().is_some_and(|server| !server.is_private()) {
            refuse(
                "mail.smtp_url: unsafe; production needs smtps:// or tls=required, unless the server is on this machine",
            );
        }
        if self.sms.is_readable_on_the_way() {
            refuse("sms: unsafe; production needs an https:// address, unless the service is on this machine");
        }
        if self.turnstile_is_readable_on_the_way() {
            refuse("bots.turnstile_base_url: unsafe; production needs an https:// address");
        }
        if self.storage.is_readable_on_the_way() {
            refuse(
                "storage.endpoint: unsafe; production needs an https:// address, unless the service is on this machine",
            );
        }
        let mut tell = |text: &str| found.push(Warning { severity: Severity::Unsafe, text: text.into() });
        if self.mail.smtp_url.expose().is_empty() {
            tell("mail.smtp_url: is not set; nobody receives a code, so nobody can sign up");
        }
        if self.sign_up.phone_number != FieldRule::Off && !self.sms.is_set() {
            tell("sms: no service is set; nobody receives a text message, so nobody can sign up with a phone number");
        }
        let unproven = self.sign_up.phone_number != FieldRule::Off && self.sign_up.email_address != FieldRule::Required;
        if unproven && self.bots.protection == BotProtection::Off {
            tell(
                "sign_up.phone_number: whoever signs up without an email address has a text message sent, and has proven nothing; \
                 switch bots.protection on",
            );
        }
        if !self.security.headers {
            tell("security.headers: are off; the app itself has to send them");
        }
        for (directive, sources) in &self.security.content_security_policy {
            for source in sources.split_ascii_whitespace().filter(|source| lets_all_in(directive, source)) {
                tell(&format!(
                    "security.content_security_policy: `{directive}` with `{source}` lets in what the policy is there to keep out"
                ));
            }
        }
        let each = self.security.forms_per_minute;
        if each > MOST_FORMS {
            tell(&format!(
                "security.forms_per_minute: {each} limits nothing; whoever guesses from one address guesses on"
            ));
        }
        let each = self.backend_api.requests_per_ten_seconds;
        if self.backend_api.enabled && each > MOST_REQUESTS {
            tell(&format!("backend_api.requests_per_ten_seconds: {each} limits nothing"));
        }
        if self.password.breach_check == Some(false) {
            tell("password.breach_check: is off; stolen passwords are accepted");
        }
        if self.password.min_strength < 2 {
            tell("password.min_strength: is below 2; passwords that are guessed in minutes are accepted");
        }
        if self.sign_up.username != FieldRule::Off {
            tell(
                "sign_up.username: is on; whether a username is taken can be found out by signing up, and that it belongs \
                 to an address by locking both out",
            );
        }
        if self.sign_up.phone_number != FieldRule::Off {
            tell(
                "sign_up.phone_number: is on; that a phone number belongs to an address can be found out by locking both \
                 out",
            );
        }
    }
}

/// Whether a source undoes a directive of the content security policy. Of pictures, fonts and the like some apps take any.
fn lets_all_in(directive: &str, source: &str) -> bool {
    let source = source.to_ascii_lowercase();
    let harmless = ["img-src", "media-src", "font-src"];
    let is_anything = matches!(source.as_str(), "*" | "http:" | "https:" | "data:" | "blob:");
    let is_script =
        ["script-src", "script-src-elem", "script-src-attr", "default-src", "object-src"].contains(&directive);
    matches!(source.as_str(), "'unsafe-inline'" | "'unsafe-eval'")
        || (source == "*" && !harmless.contains(&directive))
        || (is_anything && is_script)
}

#[cfg(test)]
mod tests {
    use super::super::tests::settings;
    use super::*;
    use crate::server::crypto::InstanceKey;
    use crate::server::settings::Environment;

    #[test]
    fn what_is_unsafe_in_production_is_said() {
        let told = |environment: Environment, change: fn(&mut Settings)| -> Vec<(Severity, String)> {
            let base_url = "https://app.example".to_owned();
            let secret_key = InstanceKey::parse(&InstanceKey::generate());
            let mut settings = Settings { environment, base_url, secret_key, ..settings() };
            let before = settings.warnings();
            change(&mut settings);
            let new = settings.warnings().into_iter().filter(|it| !before.contains(it));
            new.map(|it| (it.severity, it.text.split(':').next().unwrap_or_default().to_owned())).collect()
        };
        let policy: fn(&mut Settings) = |it| {
            let sources = "'unsafe-inline' *".to_owned();
            it.security.content_security_policy = [("script-src".to_owned(), sources)].into();
        };
        let pictures: fn(&mut Settings) = |it| {
            it.security.content_security_policy = [("img-src".to_owned(), "* data:".to_owned())].into();
        };
        let constant: fn(&mut Settings) = |it| it.secret_key = Some(InstanceKey::from_bytes([65; 32]));
        let elsewhere: fn(&mut Settings) = |it| it.security.redirect_origins = vec!["http://evil.example".into()];
        let forms: fn(&mut Settings) = |it| it.security.forms_per_minute = 1_000_000;
        let calls: fn(&mut Settings) = |it| it.backend_api.requests_per_ten_seconds = 1_000_000;
        for (change, severity, names) in [
            (policy, Severity::Unsafe, &["security.content_security_policy"; 2][..]),
            (pictures, Severity::Unsafe, &[]),
            (constant, Severity::Refused, &["VESTIBULE_SECRET_KEY"]),
            (elsewhere, Severity::Refused, &["security.redirect_origins"]),
            (forms, Severity::Unsafe, &["security.forms_per_minute"]),
            (calls, Severity::Unsafe, &["backend_api.requests_per_ten_seconds"]),
        ] {
            let expected: Vec<_> = names.iter().map(|name| (severity, (*name).to_owned())).collect();
            assert_eq!(told(Environment::Production, change), expected);
            assert!(told(Environment::Development, change).is_empty());
        }
    }

    #[test]
    fn what_locking_out_tells_is_said() {
        let told = |change: fn(&mut Settings)| -> Vec<Severity> {
            let mut settings = Settings { environment: Environment::Production, ..settings() };
            change(&mut settings);
            let warnings = settings.warnings();
            warnings.into_iter().filter(|it| it.text.contains("locking both out")).map(|it| it.severity).collect()
        };
        assert!(told(|_| {}).is_empty());
        assert_eq!(told(|it| it.sign_up.username = FieldRule::Optional), [Severity::Unsafe]);
        assert_eq!(told(|it| it.sign_up.phone_number = FieldRule::Optional), [Severity::Unsafe]);
    }

    #[test]
    fn who_has_text_messages_sent_without_having_proven_anything_is_said() {
        let told = |email_address: FieldRule, protection: BotProtection| {
            let mut settings = Settings { environment: Environment::Production, ..settings() };
            settings.sign_up.phone_number = FieldRule::Optional;
            settings.sign_up.email_address = email_address;
            settings.bots.protection = protection;
            settings.warnings().iter().any(|warning| warning.text.contains("has proven nothing"))
        };
        assert!(told(FieldRule::Optional, BotProtection::Off) && told(FieldRule::Off, BotProtection::Off));
        assert!(!told(FieldRule::Required, BotProtection::Off));
        assert!(!told(FieldRule::Off, BotProtection::ProofOfWork));
    }
}
