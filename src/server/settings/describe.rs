use std::fmt::Write;
use std::path::Path;

use super::{Environment, Settings};
use crate::model::SignUpMode;
use crate::server::store::sqlite_file;

impl Settings {
    /// Where the database is, without the password.
    pub(in crate::server) fn database_address(&self) -> String {
        without_password(&self.database_url)
    }

    /// The file that the database is, if it is one.
    pub fn database_file(&self) -> Option<&Path> {
        sqlite_file(&self.database_url)
    }

    /// What it runs with, one line each, without any secret.
    pub fn describe(&self) -> String {
        let mut text = String::new();
        let mut line = |name: &str, value: String| {
            let _ = writeln!(text, "{name:<16}{value}");
        };
        line(
            "environment",
            match self.environment {
                Environment::Development => "development".into(),
                Environment::Production => "production".into(),
            },
        );
        line("app", self.app_name.clone());
        line("language", self.default_locale.tag().into());
        line("address", self.base_url.clone());
        line("publishable key", self.describe_publishable_key());
        line("database", self.database_address());
        line(
            "secret key",
            match (&self.secret_key, self.secret_key_file.exists()) {
                (Some(_), _) => "VESTIBULE_SECRET_KEY".into(),
                (None, true) => self.secret_key_file.display().to_string(),
                (None, false) if self.is_development() => {
                    format!("{} (made at the first start)", self.secret_key_file.display())
                }
                (None, false) => format!("{} (is not there)", self.secret_key_file.display()),
            },
        );
        line(
            "sign-up",
            match self.sign_up.mode {
                SignUpMode::Public => "for everyone".into(),
                SignUpMode::Restricted => "with an invitation only".into(),
                SignUpMode::Waitlist => "with an invitation only; there is a waitlist".into(),
            },
        );
        let mfa = &self.mfa;
        let factors = [("totp", mfa.totp), ("phone_code", mfa.phone_code), ("backup_code", mfa.backup_codes)];
        let factors: Vec<_> = factors.iter().filter(|(_, on)| *on).map(|(name, _)| *name).collect();
        line(
            "second factors",
            match mfa.is_on() {
                true => format!("{}{}", factors.join(", "), if mfa.required { "; one is required" } else { "" }),
                false => "none".into(),
            },
        );
        let hash = &self.password.hash;
        line(
            "passwords",
            format!(
                "at least {} characters, strength {} of 4; Argon2id {} KiB, t={}, p={}; breach check {}",
                self.password.min_length,
                self.password.min_strength,
                hash.memory_kib,
                hash.iterations,
                hash.parallelism,
                if self.breach_check() { self.password.breach_url.as_str() } else { "off" },
            ),
        );
        line("mail", self.describe_mail());
        line("text messages", self.describe_sms());
        line("providers", self.describe_providers());
        line("bots", self.describe_bots());
        line("pictures", self.describe_storage());
        line("organizations", self.describe_organizations());
        line("domains", self.describe_organization_domains());
        line("API keys", self.describe_api_keys());
        let each = self.backend_api.requests_per_ten_seconds;
        let api =
            if self.backend_api.enabled { format!("/v1, {each} requests in 10 s for each key") } else { "off".into() };
        line("REST API", api);
        let kept = match self.audit_log.days {
            0 => "is kept for ever".to_owned(),
            days => format!("is kept for {days} days"),
        };
        line("audit log", kept);
        line("dashboard", if self.admin.enabled { "at /admin".into() } else { "off".into() });
        let places = &self.devices.ip_database;
        line("places", if places.is_empty() { "are not told".into() } else { format!("by {places}") });
        let idle = self.session.inactivity_timeout_minutes;
        line(
            "sessions",
            format!(
                "end after {} hours{}; {} in a browser",
                self.session.max_lifetime_hours,
                if idle > 0 { format!(", or {idle} minutes without a request") } else { String::new() },
                if self.session.multi_session { "several" } else { "one" },
            ),
        );
        let proxies = &self.security.trusted_proxies;
        let proxies = if proxies.is_empty() {
            "none".to_owned()
        } else {
            proxies.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
        };
        line("proxies", proxies);
        text
    }

    fn describe_publishable_key(&self) -> String {
        match self.publishable_key() {
            None => "none: no key of Clerk's clients can name this address".to_owned(),
            Some(key) if self.is_known_by_cookies() => key,
            Some(key) => format!("{key} (for tokens in headers alone: the address has no dot)"),
        }
    }
}

/// An address as one may show it.
pub(super) fn without_password(url: &str) -> String {
    if let Some(file) = url.strip_prefix("sqlite://") {
        return format!("sqlite://{file}");
    }
    let Ok(mut parsed) = url::Url::parse(url) else {
        return "(an address that cannot be read)".to_owned();
    };
    // A password may stand there too.
    parsed.set_query(None);
    parsed.set_fragment(None);
    if parsed.password().is_some() && parsed.set_password(Some("…")).is_err() {
        return "(an address with a password)".to_owned();
    }
    parsed.to_string().replace("%E2%80%A6", "…")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::crypto::Secret;
    use crate::server::settings::MailSettings;

    #[test]
    fn no_secret_is_described() {
        let settings = Settings {
            database_url: "postgres://ada:hunter2@db.example/vestibule".into(),
            secret_key: crate::server::crypto::InstanceKey::parse(&crate::server::crypto::InstanceKey::generate()),
            mail: MailSettings {
                smtp_url: Secret::new("smtps://ada:hunter3@mail.example"),
                from: "Notes <no-reply@app.example>".into(),
                ..MailSettings::default()
            },
            ..Settings::default()
        };
        let text = settings.describe();
        assert!(!text.contains("hunter3") && text.contains("smtps://ada:…@mail.example from Notes <"), "{text}");
        assert!(!format!("{:?}{:?}", settings, settings.mail).contains("hunter3"));
        assert!(!text.contains("hunter2") && text.contains("postgres://ada:…@db.example/vestibule"), "{text}");
        for url in ["postgres://db.example/x?password=hunter2", "postgres://ada:hunter2#@/x", "nonsense hunter2"] {
            let text = without_password(url);
            assert!(!text.contains("hunter2"), "{text}");
        }
    }
}
