use std::net::SocketAddr;
use std::path::Path;

use super::{Environment, SettingPath, Settings, Source, file};
use crate::server::crypto::{InstanceKey, Secret};

/// What is wrong with the settings: one line per mistake.
#[derive(thiserror::Error)]
pub enum SettingsError {
    /// The file cannot be read.
    #[error("{path}: {error}")]
    File {
        /// Which file.
        path: String,
        /// Why.
        error: std::io::Error,
    },
    /// The file is not TOML, or has a setting that there is not, or one of the wrong kind.
    #[error("{0}")]
    Syntax(String),
    /// Settings that do not go together, or are unsafe.
    #[error("{}", .0.join("\n"))]
    Refused(Vec<String>),
}

/// As it is displayed: a `main` that gives it back prints what a person can use.
impl std::fmt::Debug for SettingsError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, f)
    }
}

impl Settings {
    /// From the file (an absent one is an empty one) and the environment over it, checked.
    pub fn load(path: impl AsRef<Path>) -> Result<Self, SettingsError> {
        let settings = Self::load_unchecked(path)?;
        settings.check()?;
        Ok(settings)
    }

    /// The same, but unsafe settings, and what of the file is not understood, are left for [`Settings::check`] and
    /// [`Settings::warnings`] to tell.
    pub fn load_unchecked(path: impl AsRef<Path>) -> Result<Self, SettingsError> {
        let path = path.as_ref();
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(SettingsError::File { path: path.display().to_string(), error }),
        };
        let (settings, problems) = file::read(&path.display().to_string(), &text)?;
        let mut settings = Self { problems, ..settings };
        settings.overlay(|name| std::env::var(name).ok());
        Ok(settings)
    }

    /// From the text of a file.
    pub fn parse(text: &str) -> Result<Self, SettingsError> {
        let (settings, told) = file::read("Leptos.toml", text)?;
        if told.is_empty() { Ok(settings) } else { Err(SettingsError::Syntax(told.join("\n"))) }
    }

    /// Notes that the environment says something.
    pub(super) fn set_by_environment(&mut self, parts: &[&str]) {
        self.sources.insert(SettingPath::of(parts.iter().copied()), Source::Environment);
    }

    /// Puts the environment over the file. What of it cannot be understood is for [`Settings::check`] to tell.
    pub(super) fn overlay(&mut self, variable: impl Fn(&str) -> Option<String>) {
        let kind = variable("VESTIBULE_ENV");
        if kind.is_some() {
            self.set_by_environment(&["environment"]);
        }
        match kind.as_deref() {
            None => {}
            Some("development") => self.environment = Environment::Development,
            Some("production") => self.environment = Environment::Production,
            Some(other) => {
                self.problems.push(format!("VESTIBULE_ENV: is `development` or `production`, not `{other}`"));
            }
        }
        if let Some(url) = variable("VESTIBULE_DATABASE_URL") {
            self.database_url = url;
            self.set_by_environment(&["database_url"]);
        }
        if let Some(url) = variable("VESTIBULE_BASE_URL") {
            self.base_url = url;
            self.set_by_environment(&["base_url"]);
        }
        if let Some(text) = variable("VESTIBULE_SECRET_KEY") {
            self.secret_key = InstanceKey::parse(&text);
            if self.secret_key.is_none() {
                self.problems.push("VESTIBULE_SECRET_KEY: is the base64 of 32 random bytes".into());
            }
        }
        self.site_addr = variable("LEPTOS_SITE_ADDR").or(self.site_addr.take());
        let address = self.site_addr.as_deref().map(str::parse::<SocketAddr>);
        if let (Some(Err(_)), Some(typed)) = (&address, &self.site_addr) {
            self.problems
                .push(format!("LEPTOS_SITE_ADDR: is an address and a port, such as 127.0.0.1:3000, not `{typed}`"));
        }
        if let Some(url) = variable("VESTIBULE_SMTP_URL") {
            self.mail.smtp_url = Secret::new(url);
            self.set_by_environment(&["mail", "smtp_url"]);
        }
        if let Some(mailbox) = variable("VESTIBULE_MAIL_FROM") {
            self.mail.from = mailbox;
            self.set_by_environment(&["mail", "from"]);
        }
        if let Some(token) = variable("VESTIBULE_TWILIO_AUTH_TOKEN") {
            self.sms.twilio_auth_token = Secret::new(token);
            self.set_by_environment(&["sms", "twilio_auth_token"]);
        }
        if let Some(token) = variable("VESTIBULE_SMS_HTTP_TOKEN") {
            self.sms.http_token = Secret::new(token);
            self.set_by_environment(&["sms", "http_token"]);
        }
        if let Some(key) = variable("VESTIBULE_TURNSTILE_SECRET_KEY") {
            self.bots.turnstile_secret_key = Secret::new(key);
            self.set_by_environment(&["bots", "turnstile_secret_key"]);
        }
        if let Some(url) = variable("VESTIBULE_STORAGE_URL") {
            self.storage.url = url;
            self.set_by_environment(&["storage", "url"]);
        }
        if let Some(id) = variable("VESTIBULE_STORAGE_ACCESS_KEY_ID") {
            self.storage.access_key_id = id;
            self.set_by_environment(&["storage", "access_key_id"]);
        }
        if let Some(key) = variable("VESTIBULE_STORAGE_SECRET_ACCESS_KEY") {
            self.storage.secret_access_key = Secret::new(key);
            self.set_by_environment(&["storage", "secret_access_key"]);
        }
        self.overlay_providers(&variable);
        self.base_url.truncate(self.base_url.trim_end_matches('/').len());
        // As browsers write it in `Origin`: lower case, without a port that goes without saying.
        if let Ok(url) = url::Url::parse(&self.base_url)
            && url.path() == "/"
            && url.query().is_none()
            && url.username().is_empty()
            && url.origin().is_tuple()
        {
            self.base_url = url.origin().ascii_serialization();
        }
        if self.base_url.is_empty() && self.environment == Environment::Development {
            let port = address.and_then(Result::ok).map_or(3000, |address| address.port());
            self.base_url = format!("http://localhost:{port}");
            self.sources.insert(SettingPath::of(["base_url"]), Source::Default);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(variables: &[(&str, &str)]) -> Settings {
        let mut settings = Settings::default();
        settings
            .overlay(|name| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned()));
        settings
    }

    #[test]
    fn a_mistake_is_told_with_its_line() {
        let error = Settings::parse("[vestibule]\napp_nme = \"x\"").expect_err("is refused").to_string();
        assert!(error.starts_with("Leptos.toml: line 2: ") && error.contains("`app_nme`"), "{error}");
        assert_eq!(error.lines().count(), 1, "{error}");
    }

    #[test]
    fn a_mistake_is_told_without_what_stands_beside_it() {
        for text in [
            "[vestibule]\nsecret_key = \"hunter2\"",
            "[vestibule]\ndatabase_url = \"postgres://ada:hunter2@db",
            "[vestibule]\ndatabase_url = postgres://ada:hunter2@db",
        ] {
            let error = Settings::parse(text).expect_err("is refused").to_string();
            assert!(!error.contains("hunter2") && error.contains("line 2"), "{error}");
        }
    }

    #[test]
    fn every_mistake_is_told_in_a_line_of_its_own() {
        let text = "[vestibul]\nx = 1\n[vestibule]\ndatabase_url = \"mysql://x\"\n[vestibule.password]\nmin_length = 4";
        let (settings, problems) = file::read("Leptos.toml", text).expect("is a file");
        let mut settings = Settings { problems, ..settings };
        settings.overlay(|name| match name {
            "VESTIBULE_ENV" => Some("prod".into()),
            "LEPTOS_SITE_ADDR" => Some("nowhere".into()),
            _ => None,
        });
        let told = settings.check().expect_err("is refused").to_string();
        let names: Vec<&str> = told.lines().filter_map(|line| line.split(": ").next()).collect();
        let expected = ["Leptos.toml", "VESTIBULE_ENV", "LEPTOS_SITE_ADDR", "database_url", "password.min_length"];
        assert_eq!(names, expected, "{told}");
    }

    #[test]
    fn a_mistake_is_told_without_a_password() {
        for text in [
            "[vestibule.mail]\nsmtp_url = \"smtps://ada:hunter2@mail.example",
            "[vestibule.mail]\nsmtp_ulr = \"smtps://ada:hunter2@mail.example\"",
            "[vestibule]\ndatabase_url = [\"postgres://ada:hunter2@db.example/x\"]",
        ] {
            let error = Settings::parse(text).expect_err("is refused").to_string();
            assert!(error.contains("line 2") && !error.contains("hunter2"), "{error}");
        }
    }

    #[test]
    fn links_lead_to_where_the_file_says_that_it_listens() {
        let mut settings =
            Settings::parse("[package.metadata.leptos]\nsite-addr = \"127.0.0.1:3100\"").expect("is a file");
        settings.overlay(|_| None);
        assert_eq!(settings.base_url, "http://localhost:3100");
    }

    #[test]
    fn the_environment_wins() {
        let settings = with(&[("VESTIBULE_DATABASE_URL", "postgres://x"), ("LEPTOS_SITE_ADDR", "127.0.0.1:4100")]);
        assert_eq!(settings.database_url, "postgres://x");
        assert_eq!(settings.base_url, "http://localhost:4100");
        let settings =
            with(&[("VESTIBULE_SMTP_URL", "smtps://mail.example"), ("VESTIBULE_MAIL_FROM", "a@app.example")]);
        let mail = settings.mail;
        assert_eq!((mail.smtp_url.expose(), mail.from.as_str()), ("smtps://mail.example", "a@app.example"));
        let settings = with(&[("VESTIBULE_TWILIO_AUTH_TOKEN", "hunter2"), ("VESTIBULE_SMS_HTTP_TOKEN", "hunter3")]);
        let sms = settings.sms;
        assert_eq!((sms.twilio_auth_token.expose(), sms.http_token.expose()), ("hunter2", "hunter3"));
        let storage = with(&[
            ("VESTIBULE_STORAGE_URL", "s3://people"),
            ("VESTIBULE_STORAGE_ACCESS_KEY_ID", "AKIA"),
            ("VESTIBULE_STORAGE_SECRET_ACCESS_KEY", "hunter4"),
        ])
        .storage;
        assert_eq!((storage.url.as_str(), storage.access_key_id.as_str()), ("s3://people", "AKIA"));
        assert_eq!(storage.secret_access_key.expose(), "hunter4");
        assert!(with(&[("VESTIBULE_ENV", "prod")]).check().is_err());
        assert!(with(&[("VESTIBULE_SECRET_KEY", "short")]).check().is_err());
    }
}
