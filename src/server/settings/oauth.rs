//! Providers that people can come from.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};
use url::Url;

use super::{SettingPath, Settings, Source, is_one_line};
use crate::model::ProviderInfo;
use crate::server::crypto::Secret;
use crate::server::factors::oauth::providers::{ClientAuth, PROVIDERS, Protocol, Provider};

/// One provider: `[vestibule.oauth.<key>]`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OauthSettings {
    /// Whether it is offered.
    pub enabled: bool,
    /// As whom the provider knows us. Empty, in development: a simulated provider takes its place.
    pub client_id: String,
    /// What we prove it with. For Apple the private key, as the PEM file holds it.
    #[serde(deserialize_with = "secret", skip_serializing)]
    pub client_secret: Secret,
    /// What is asked for besides the usual.
    pub scopes: Vec<String>,
    /// The issuer of an OpenID provider that is not known by name, or another one of a provider that is: a GitLab of
    /// one's own, one tenant of Microsoft.
    pub issuer: String,
    /// What it is called on a button.
    pub name: String,
    /// Apple: the team's id.
    pub team_id: String,
    /// Apple: the private key's id.
    pub key_id: String,
}

impl Default for OauthSettings {
    fn default() -> Self {
        Self {
            enabled: true,
            client_id: String::new(),
            client_secret: Secret::default(),
            scopes: Vec::new(),
            issuer: String::new(),
            name: String::new(),
            team_id: String::new(),
            key_id: String::new(),
        }
    }
}

fn secret<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Secret, D::Error> {
    String::deserialize(deserializer).map(Secret::new)
}

/// All providers that are set up, by their keys.
pub type Providers = BTreeMap<String, OauthSettings>;

impl OauthSettings {
    /// Whether a simulated provider takes its place, where that is allowed.
    pub fn is_simulated(&self) -> bool {
        self.client_id.is_empty()
    }
}

impl Settings {
    /// The providers that are offered, in the order of the table, with the others after them.
    pub fn providers(&self) -> impl Iterator<Item = (&str, &OauthSettings)> {
        let place = |key: &str| PROVIDERS.iter().position(|row| row.key == key).unwrap_or(usize::MAX);
        let mut enabled: Vec<_> =
            self.oauth.iter().filter(|(_, set)| set.enabled).map(|(key, set)| (key.as_str(), set)).collect();
        enabled.sort_by_key(|(key, _)| place(key));
        enabled.into_iter()
    }

    /// The same, as a browser may know it.
    pub(super) fn public_providers(&self) -> Vec<ProviderInfo> {
        self.providers().map(|(key, set)| ProviderInfo { key: key.to_owned(), name: provider_name(key, set) }).collect()
    }

    /// Puts the environment over the file: `VESTIBULE_OAUTH_<KEY>_CLIENT_ID` and `…_CLIENT_SECRET`. A provider that the file does
    /// not name is not offered for that, but may be switched on while the server runs.
    pub(super) fn overlay_providers(&mut self, variable: &impl Fn(&str) -> Option<String>) {
        let mut all: Vec<(String, bool)> = self.oauth.keys().map(|key| (key.clone(), true)).collect();
        let others = PROVIDERS.iter().filter(|row| !self.oauth.contains_key(row.key));
        all.extend(others.map(|row| (row.key.to_owned(), false)));
        for (key, is_named) in all {
            let said = |what: &str| variable(&format!("VESTIBULE_OAUTH_{}_{what}", key.to_ascii_uppercase()));
            let (id, secret) = (said("CLIENT_ID"), said("CLIENT_SECRET"));
            if !is_named && (id.is_some() || secret.is_some()) {
                self.oauth.insert(key.clone(), OauthSettings { enabled: false, ..OauthSettings::default() });
                self.sources.insert(SettingPath::of(["oauth", key.as_str(), "enabled"]), Source::Default);
            }
            let Some(set) = self.oauth.get_mut(&key) else { continue };
            let (has_id, has_secret) = (id.is_some(), secret.is_some());
            if let Some(id) = id {
                set.client_id = id;
            }
            if let Some(text) = secret {
                set.client_secret = Secret::new(text);
            }
            if has_id {
                self.set_by_environment(&["oauth", &key, "client_id"]);
            }
            if has_secret {
                self.set_by_environment(&["oauth", &key, "client_secret"]);
            }
        }
    }

    /// What is wrong with the providers, one line each.
    pub(super) fn provider_mistakes(&self) -> Vec<String> {
        let mut mistakes = Vec::new();
        for (key, set) in &self.oauth {
            let mut tell = |text: String| mistakes.push(format!("oauth.{key}{text}"));
            let row = Provider::named(key);
            let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
            if key.is_empty() || key.len() > 40 || !key.bytes().all(plain) {
                tell(": a provider is named with lower-case letters, digits and `_`".into());
                continue;
            }
            match row.map(|row| row.protocol) {
                None if set.issuer.is_empty() || set.name.is_empty() => {
                    tell(": is not one that is known by name; it needs `issuer` and `name`".into());
                }
                Some(Protocol::OAuth2 { .. }) if !set.issuer.is_empty() => {
                    tell(".issuer: this one has no OpenID Connect".into());
                }
                _ => {}
            }
            if !set.issuer.is_empty() && !is_issuer(&set.issuer, self.is_development()) {
                tell(format!(".issuer: is an https address without query and fragment, not `{}`", set.issuer));
            }
            if !is_one_line(&set.name) || set.name.len() > 60 {
                tell(".name: is a line of at most 60 bytes".into());
            }
            let scope = |text: &String| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
            if !set.scopes.iter().all(scope) {
                tell(".scopes: have no spaces in them; each is a text of its own".into());
            }
            if !set.enabled {
                continue;
            }
            if set.is_simulated() && !self.is_development() {
                tell(".client_id: production needs it; only development has simulated providers".into());
            }
            let signed = row.is_some_and(|row| row.client_auth == ClientAuth::SignedByKey);
            let lacks_key = set.team_id.is_empty() || set.key_id.is_empty();
            if signed && !set.is_simulated() && (lacks_key || !set.client_secret.expose().contains("PRIVATE KEY")) {
                tell(": needs `team_id`, `key_id` and, as `client_secret`, the private key in PEM".into());
            }
        }
        mistakes
    }

    /// The providers, in a line.
    pub(super) fn describe_providers(&self) -> String {
        let all: Vec<String> = self
            .providers()
            .map(|(key, set)| if set.is_simulated() { format!("{key} (simulated)") } else { key.to_owned() })
            .collect();
        if all.is_empty() { "none".into() } else { all.join(", ") }
    }
}

/// What a provider is called on a button.
pub fn provider_name(key: &str, set: &OauthSettings) -> String {
    match Provider::named(key) {
        _ if !set.name.is_empty() => set.name.clone(),
        Some(row) => row.name.to_owned(),
        None => key.to_owned(),
    }
}

/// OpenID Connect Core 1.0 section 1.2. In development one may run on the same machine.
fn is_issuer(text: &str, development: bool) -> bool {
    Url::parse(text).is_ok_and(|url| {
        let secure = url.scheme() == "https" || development && url.scheme() == "http";
        secure && url.has_host() && url.query().is_none() && url.fragment().is_none() && url.username().is_empty()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::settings::Environment;

    fn parse(text: &str) -> Settings {
        let mut settings = Settings::parse(text).expect("is a file");
        settings.overlay(|_| None);
        settings
    }

    #[test]
    fn a_table_is_enough_in_development() {
        let settings =
            parse("[vestibule.oauth.github]\n[vestibule.oauth.google]\n[vestibule.oauth.x]\nenabled = false");
        assert!(settings.check().is_ok());
        let names: Vec<String> = settings.public_providers().into_iter().map(|it| it.name).collect();
        assert_eq!(names, ["Google", "GitHub"], "in the table's order, without what is switched off");
        assert_eq!(settings.describe_providers(), "google (simulated), github (simulated)");
    }

    #[test]
    fn the_environment_alone_offers_nobody() {
        let mut settings = Settings::default();
        settings.overlay(|name| (name == "VESTIBULE_OAUTH_GOOGLE_CLIENT_ID").then(|| "a".into()));
        assert_eq!(settings.oauth.len(), 1);
        assert!(settings.providers().next().is_none() && settings.check().is_ok());
        let fixed = settings.fixed();
        let path = |name: &str| name.parse::<SettingPath>().expect("is a path");
        assert_eq!(fixed.get(&path("oauth.google.client_id")), Some(&Source::Environment));
        assert!(!fixed.contains_key(&path("oauth.google.enabled")), "it may be switched on");
    }

    #[test]
    fn production_has_no_simulated_provider() {
        let mut settings = parse("[vestibule.oauth.google]\n[vestibule.oauth.x]\nenabled = false");
        settings.environment = Environment::Production;
        let told = settings.check().expect_err("is refused").to_string();
        let about: Vec<&str> = told.lines().filter(|line| line.starts_with("oauth.")).collect();
        assert_eq!(about, ["oauth.google.client_id: production needs it; only development has simulated providers"]);
    }

    #[test]
    fn every_mistake_has_a_line() {
        let settings = parse(
            "[vestibule.oauth.acme]\nclient_id = \"a\"\n[vestibule.oauth.github]\nissuer = \"https://a.example\"\n\
             [vestibule.oauth.gitlab]\nissuer = \"ftp://a.example\"\n[vestibule.oauth.google]\nscopes = [\"a b\"]\n\
             [vestibule.oauth.apple]\nclient_id = \"a\"\n[vestibule.oauth.\"a/b\"]\nname = \"x\"",
        );
        let told = settings.check().expect_err("is refused").to_string();
        let starts: Vec<&str> = told.lines().map(|line| line.split(": ").next().unwrap_or_default()).collect();
        let expected = [
            "oauth.a/b",
            "oauth.acme",
            "oauth.apple",
            "oauth.github.issuer",
            "oauth.gitlab.issuer",
            "oauth.google.scopes",
        ];
        assert_eq!(starts, expected, "{told}");
    }

    #[test]
    fn a_secret_comes_from_the_environment_and_is_not_described() {
        let mut settings = Settings::parse("[vestibule.oauth.google]\nclient_id = \"a\"").expect("is a file");
        settings.overlay(|name| (name == "VESTIBULE_OAUTH_GOOGLE_CLIENT_SECRET").then(|| "hunter2".into()));
        assert_eq!(settings.oauth["google"].client_secret.expose(), "hunter2");
        assert!(!format!("{settings:?}{:?}", settings.oauth).contains("hunter2"));
        let error = Settings::parse("[vestibule.oauth.google]\nclient_secrt = \"hunter2\"").expect_err("is refused");
        assert!(!error.to_string().contains("hunter2"), "{error}");
    }
}
