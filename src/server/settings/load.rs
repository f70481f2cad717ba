use std::path::Path;

use serde::Deserialize;

use super::{Environment, Settings};
use crate::server::crypto::InstanceKey;

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
    /// A variable of the environment cannot be understood.
    #[error("{name}: {problem}")]
    Variable {
        /// Which.
        name: &'static str,
        /// Why.
        problem: String,
    },
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

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    vestibule: Settings,
    #[serde(default)]
    package: Package,
}

/// What Leptos reads from the same file.
#[derive(Default, Deserialize)]
struct Package {
    #[serde(default)]
    metadata: Metadata,
}

#[derive(Default, Deserialize)]
struct Metadata {
    #[serde(default)]
    leptos: Leptos,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Leptos {
    site_addr: Option<String>,
}

impl Settings {
    /// From the file (an absent one is an empty one) and the environment over it, checked.
    pub fn load(path: impl AsRef<Path>) -> Result<Self, SettingsError> {
        let settings = Self::load_unchecked(path)?;
        settings.check()?;
        Ok(settings)
    }

    /// The same, but unsafe settings are left for [`Settings::check`] and [`Settings::warnings`] to tell.
    pub fn load_unchecked(path: impl AsRef<Path>) -> Result<Self, SettingsError> {
        let path = path.as_ref();
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(SettingsError::File { path: path.display().to_string(), error }),
        };
        let mut settings = Self::parse(&text)?;
        settings.overlay(|name| std::env::var(name).ok())?;
        Ok(settings)
    }

    /// From the text of a file. Tables of other tools are left alone.
    pub fn parse(text: &str) -> Result<Self, SettingsError> {
        let file: File = toml::from_str(text)
            .map_err(|error| SettingsError::Syntax(format!("Leptos.toml: {}", error.to_string().trim_end())))?;
        Ok(Self { site_addr: file.package.metadata.leptos.site_addr, ..file.vestibule })
    }

    /// Puts the environment over the file.
    pub(super) fn overlay(&mut self, variable: impl Fn(&str) -> Option<String>) -> Result<(), SettingsError> {
        if let Some(environment) = variable("VESTIBULE_ENV") {
            self.environment = match environment.as_str() {
                "development" => Environment::Development,
                "production" => Environment::Production,
                other => {
                    return Err(SettingsError::Variable {
                        name: "VESTIBULE_ENV",
                        problem: format!("is `development` or `production`, not `{other}`"),
                    });
                }
            };
        }
        if let Some(url) = variable("VESTIBULE_DATABASE_URL") {
            self.database_url = url;
        }
        if let Some(url) = variable("VESTIBULE_BASE_URL") {
            self.base_url = url;
        }
        if let Some(text) = variable("VESTIBULE_SECRET_KEY") {
            self.secret_key = Some(InstanceKey::parse(&text).ok_or(SettingsError::Variable {
                name: "VESTIBULE_SECRET_KEY",
                problem: "is the base64 of 32 random bytes".into(),
            })?);
        }
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
            let port = variable("LEPTOS_SITE_ADDR")
                .or_else(|| self.site_addr.clone())
                .and_then(|addr| addr.rsplit(':').next().and_then(|port| port.parse::<u16>().ok()))
                .unwrap_or(3000);
            self.base_url = format!("http://localhost:{port}");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(variables: &[(&str, &str)]) -> Result<Settings, SettingsError> {
        let mut settings = Settings::default();
        settings
            .overlay(|name| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned()))?;
        Ok(settings)
    }

    #[test]
    fn a_mistake_is_told_with_its_line() {
        let error = Settings::parse("[vestibule]\napp_nme = \"x\"").expect_err("is refused").to_string();
        assert!(error.contains("line 2") && error.contains("app_nme"), "{error}");
    }

    #[test]
    fn links_lead_to_where_the_file_says_that_it_listens() {
        let mut settings =
            Settings::parse("[package.metadata.leptos]\nsite-addr = \"127.0.0.1:3100\"").expect("is a file");
        settings.overlay(|_| None).expect("loads");
        assert_eq!(settings.base_url, "http://localhost:3100");
    }

    #[test]
    fn the_environment_wins() {
        let settings =
            with(&[("VESTIBULE_DATABASE_URL", "postgres://x"), ("LEPTOS_SITE_ADDR", "127.0.0.1:4100")]).expect("loads");
        assert_eq!(settings.database_url, "postgres://x");
        assert_eq!(settings.base_url, "http://localhost:4100");
        assert!(with(&[("VESTIBULE_ENV", "prod")]).is_err());
        assert!(with(&[("VESTIBULE_SECRET_KEY", "short")]).is_err());
    }
}
