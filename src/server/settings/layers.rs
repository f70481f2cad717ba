//! Where settings come from. Each layer goes over the one before it: the defaults, the database, `Leptos.toml`, the environment.
//! What the file, the environment or the app's own code says is fixed: the database changes the rest while the server runs.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};

use super::{
    OauthSettings, OrganizationSettings, PermissionSettings, RoleSettings, SettingPath, Settings, SettingsError,
};
use crate::server::crypto::Secret;

/// Where the value of a setting comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Nobody has said anything.
    Default,
    /// It was changed while a server ran.
    Database,
    /// `Leptos.toml` says it.
    File,
    /// The environment says it.
    Environment,
    /// The app says it, in Rust.
    App,
}

impl Source {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Database => "database",
            Self::File => "file",
            Self::Environment => "environment",
            Self::App => "app",
        }
    }

    /// The same in a sentence.
    pub(in crate::server) const fn told(self) -> &'static str {
        match self {
            Self::Default => "nothing",
            Self::Database => "the database",
            Self::File => "Leptos.toml",
            Self::Environment => "the environment",
            Self::App => "the app's own code",
        }
    }
}

/// What says what is fixed, by what it says.
pub(in crate::server) type Fixed = BTreeMap<SettingPath, Source>;

/// What the database says. A secret stands there as a text, as any other setting does.
pub(in crate::server) type Stored = BTreeMap<SettingPath, Value>;

const SIGN_IN_PAGES: &str = "The app's own code has that page there, and nobody would find the way in anywhere else: it changes in \
                             Leptos.toml, with the code and a start.";

/// What holds for as long as a server runs, and why it does: in a sentence, for whoever would change it there and then.
const NEEDS_RESTART: &[(&str, &str)] = &[
    (
        "environment",
        "Which pages there are, and what would be unsafe, follows from it: it changes in Leptos.toml or by VESTIBULE_ENV, with a start.",
    ),
    (
        "base_url",
        "Every passkey, token and registered redirect is bound to it: it changes in Leptos.toml or by VESTIBULE_BASE_URL, with a start.",
    ),
    (
        "database_url",
        "What is changed here is kept in that database: it changes in Leptos.toml or by VESTIBULE_DATABASE_URL, with a start.",
    ),
    (
        "secret_key_file",
        "What is secret in the database was sealed with the key that was read at the start, and no other one opens it: it changes \
         in Leptos.toml, with a start.",
    ),
    ("paths.sign_in", SIGN_IN_PAGES),
    ("paths.sign_up", SIGN_IN_PAGES),
    (
        "webhooks.allow_loopback",
        "It opens what listens on the machine itself to whoever may add an endpoint: only who runs the machine says so, in \
         Leptos.toml, with a start.",
    ),
    (
        "admin.enabled",
        "Once it is off nobody could switch it on again from here: it changes in Leptos.toml, with a start.",
    ),
];

/// Tables whose names an operator chooses: they, and what stands in them, may be said as a whole.
const FREE: &[&str] = &[
    "appearance",
    "message_words",
    "organizations.permissions",
    "organizations.roles",
    "security.content_security_policy",
    "session_token.claims",
    "words",
];

/// What is shown to nobody once it is set.
const SECRETS: &[&str] = &[
    "mail.smtp_url",
    "sms.twilio_auth_token",
    "sms.http_token",
    "bots.turnstile_secret_key",
    "storage.secret_access_key",
    "oauth.*.client_secret",
];

impl SettingPath {
    /// Whether a change of it takes effect with the next start only.
    pub fn needs_restart(&self) -> bool {
        self.why_at_a_start().is_some()
    }

    /// Why that is so, in a sentence; nothing of what changes while the server runs.
    pub(in crate::server) fn why_at_a_start(&self) -> Option<&'static str> {
        NEEDS_RESTART.iter().find(|(name, _)| self.is_below(name)).map(|(_, why)| *why)
    }

    /// Whether its value is shown to nobody.
    pub fn is_secret(&self) -> bool {
        SECRETS.iter().any(|name| self.is_below(name))
    }

    fn is_free(&self) -> bool {
        FREE.iter().any(|name| self.is_below(name))
    }

    /// Whether it is no setting but the head of several, each of which is changed by itself.
    pub(in crate::server) fn is_table(&self) -> bool {
        let of_provider = self.is_below("oauth") && self.parts().len() < 3;
        let defaults = Settings::default().tree();
        of_provider || (!self.is_free() && find(&defaults, self).is_some_and(Value::is_object))
    }
}

/// What fixes a setting, or something of it, if anything does.
pub(in crate::server) fn fixed_by(fixed: &Fixed, path: &SettingPath) -> Option<Source> {
    fixed.iter().find(|(it, _)| it.is_within(path) || path.is_within(it)).map(|(_, source)| *source)
}

/// What stands somewhere in a tree.
pub(in crate::server) fn find<'a>(tree: &'a Map<String, Value>, path: &SettingPath) -> Option<&'a Value> {
    let (first, rest) = path.parts().split_first()?;
    rest.iter().try_fold(tree.get(first)?, |value, part| value.as_object()?.get(part))
}

/// Puts a value somewhere in a tree. What stands above it becomes a table if it was nothing.
fn put(tree: &mut Map<String, Value>, path: &SettingPath, value: Value) -> Result<(), String> {
    let Some((last, above)) = path.parts().split_last() else { return Ok(()) };
    let mut table = tree;
    for part in above {
        let below = table.entry(part.clone()).or_insert(Value::Null);
        if below.is_null() {
            *below = Value::Object(Map::new());
        }
        table = below.as_object_mut().ok_or_else(|| format!("{path}: `{part}` is no table"))?;
    }
    table.insert(last.clone(), value);
    Ok(())
}

/// Every setting of a tree with its value. An empty table is none.
pub(in crate::server) fn leaves(tree: &Map<String, Value>) -> Vec<(SettingPath, &Value)> {
    fn gather<'a>(at: &SettingPath, value: &'a Value, found: &mut Vec<(SettingPath, &'a Value)>) {
        match value {
            // What a claim says is one thing, whatever it is made of.
            Value::Object(table) if !at.is_below("session_token.claims.*") => {
                for (name, value) in table {
                    gather(&at.with(name), value, found);
                }
            }
            value => found.push((at.clone(), value)),
        }
    }
    let mut found = Vec::new();
    for (name, value) in tree {
        gather(&SettingPath::of([name.as_str()]), value, &mut found);
    }
    found
}

impl Settings {
    /// All of them as a tree, without what is secret and what only Rust can say.
    pub(in crate::server) fn tree(&self) -> Map<String, Value> {
        match serde_json::to_value(self) {
            Ok(Value::Object(tree)) => tree,
            // Nothing of them has a name that is no text.
            _ => Map::new(),
        }
    }

    /// Every secret there can be, set or not.
    pub(in crate::server) fn secrets(&self) -> Vec<(SettingPath, &Secret)> {
        let named = |name: &str| SettingPath::of(name.split('.'));
        let mut all = vec![
            (named("mail.smtp_url"), &self.mail.smtp_url),
            (named("sms.twilio_auth_token"), &self.sms.twilio_auth_token),
            (named("sms.http_token"), &self.sms.http_token),
            (named("bots.turnstile_secret_key"), &self.bots.turnstile_secret_key),
            (named("storage.secret_access_key"), &self.storage.secret_access_key),
        ];
        let of_provider = |key: &String| SettingPath::of(["oauth", key.as_str(), "client_secret"]);
        all.extend(self.oauth.iter().map(|(key, set)| (of_provider(key), &set.client_secret)));
        all
    }

    /// What is fixed: what the file and the environment say, and what else is not as it is by default, which the app has said.
    pub(in crate::server) fn fixed(&self) -> Fixed {
        let (tree, defaults) = (self.tree(), self.defaults().tree());
        let mut fixed = self.sources.clone();
        let by_app = leaves(&tree).into_iter().filter(|(path, value)| find(&defaults, path) != Some(*value));
        let secrets = self.secrets().into_iter().filter(|(_, secret)| !secret.expose().is_empty());
        for path in by_app.map(|(path, _)| path).chain(secrets.map(|(path, _)| path)) {
            if fixed_by(&fixed, &path).is_none() {
                fixed.insert(path, Source::App);
            }
        }
        fixed.retain(|_, source| *source != Source::Default);
        fixed
    }

    /// The defaults, with the entries that these have: what is not said of an entry is not said.
    fn defaults(&self) -> Self {
        let it = &self.organizations;
        let organizations = OrganizationSettings {
            roles: it.roles.keys().map(|key| (key.clone(), RoleSettings::default())).collect(),
            permissions: it.permissions.keys().map(|key| (key.clone(), PermissionSettings::default())).collect(),
            ..OrganizationSettings::default()
        };
        let oauth = self.oauth.keys().map(|key| (key.clone(), OauthSettings::default())).collect();
        Self { oauth, organizations, ..Self::default() }
    }

    /// These, over what the database says. What is fixed stays as it is.
    pub(in crate::server) fn over(&self, stored: &Stored, fixed: &Fixed) -> Result<Self, SettingsError> {
        let mut tree = self.tree();
        let free: Stored = stored
            .iter()
            .filter(|(path, _)| fixed_by(fixed, path).is_none() && !path.needs_restart())
            .map(|(path, value)| (path.clone(), value.clone()))
            .collect();
        // A table before what stands in it: they are in order.
        let put_all = free.iter().try_for_each(|(path, value)| put(&mut tree, path, value.clone()));
        match put_all.and_then(|()| self.read(tree)) {
            Ok(settings) => Ok(settings),
            Err(all_together) => {
                let alone = |(path, value): (&SettingPath, &Value)| {
                    let mut tree = self.tree();
                    let problem = put(&mut tree, path, value.clone()).and_then(|()| self.read(tree).map(drop)).err()?;
                    // What serde says of a value may hold it.
                    Some(match path.is_secret() {
                        true => format!("{path}: is a text"),
                        false if problem.starts_with(&format!("{path}: ")) => problem,
                        false => format!("{path}: {problem}"),
                    })
                };
                let told: Vec<String> = free.iter().filter_map(alone).collect();
                Err(SettingsError::Refused(if told.is_empty() { vec![all_together] } else { told }))
            }
        }
    }

    /// What a tree says, with what no tree says as it is here.
    fn read(&self, tree: Map<String, Value>) -> Result<Self, String> {
        let mut read: Self = serde_json::from_value(Value::Object(tree)).map_err(|error| error.to_string())?;
        read.database_url.clone_from(&self.database_url);
        read.secret_key.clone_from(&self.secret_key);
        read.site_addr.clone_from(&self.site_addr);
        read.problems.clone_from(&self.problems);
        read.sources.clone_from(&self.sources);
        read.sms.sender.clone_from(&self.sms.sender);
        let keep = |new: &mut Secret, own: &Secret| {
            if new.expose().is_empty() {
                new.clone_from(own);
            }
        };
        keep(&mut read.mail.smtp_url, &self.mail.smtp_url);
        keep(&mut read.sms.twilio_auth_token, &self.sms.twilio_auth_token);
        keep(&mut read.sms.http_token, &self.sms.http_token);
        keep(&mut read.bots.turnstile_secret_key, &self.bots.turnstile_secret_key);
        keep(&mut read.storage.secret_access_key, &self.storage.secret_access_key);
        for (key, own) in &self.oauth {
            if let Some(new) = read.oauth.get_mut(key) {
                keep(&mut new.client_secret, &own.client_secret);
            }
        }
        Ok(read)
    }

    /// Whether something below one of these names is not as in others.
    pub(in crate::server) fn differ(&self, other: &Self, names: &[&str]) -> bool {
        let (own, others) = (self.tree(), other.tree());
        names.iter().any(|name| {
            let path = SettingPath::of(name.split('.'));
            let secrets = |settings: &Self| -> Vec<(SettingPath, String)> {
                let of_it = settings.secrets().into_iter().filter(|(secret, _)| secret.is_within(&path));
                of_it.map(|(secret, value)| (secret, value.expose().to_owned())).collect()
            };
            find(&own, &path) != find(&others, &path) || secrets(self) != secrets(other)
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn path(text: &str) -> SettingPath {
        text.parse().expect("is a path")
    }

    fn stored(pairs: &[(&str, Value)]) -> Stored {
        pairs.iter().map(|(name, value)| (path(name), value.clone())).collect()
    }

    #[test]
    fn settings_are_the_same_after_they_were_a_tree() {
        let mut settings = Settings::parse(include_str!("../../../Leptos.toml")).expect("is a file");
        settings.overlay(|name| (name == "VESTIBULE_SMTP_URL").then(|| "smtp://localhost".into()));
        let more = "[vestibule.appearance.variables]\ncolorPrimary = \"#123456\"\n
            [vestibule.appearance.elements]\ncard = \"shadow\"\nformButtonPrimary = { \"&:hover\" = { color = \"red\" } }\n
            [vestibule.words.de]\n\"sign_in.title\" = \"Hallo\"\n
            [vestibule.oauth.google]\nclient_id = \"a\"\nclient_secret = \"b\"\n
            [vestibule.security]\ntrusted_proxies = [\"10.0.0.0/8\"]\n
            [vestibule.organizations.roles.\"org:editor\"]\npermissions = [\"org:notes:write\"]\n";
        for settings in [Settings::default(), settings, Settings::parse(more).expect("is a file")] {
            let again = settings.over(&Stored::new(), &Fixed::new()).expect("is understood");
            assert_eq!(again.tree(), settings.tree());
            let exposed = |it: &Settings| -> Vec<_> {
                it.secrets().into_iter().map(|(path, secret)| (path, secret.expose().to_owned())).collect()
            };
            assert_eq!(exposed(&again), exposed(&settings));
            assert_eq!(again.database_url, settings.database_url);
        }
    }

    #[test]
    fn no_tree_has_a_secret_in_it() {
        let mut settings = Settings::parse(
            "[vestibule]\ndatabase_url = \"postgres://ada:hunter1@db/x\"\n[vestibule.oauth.google]\nclient_secret = \"hunter2\"",
        )
        .expect("is a file");
        settings.overlay(|name| name.starts_with("VESTIBULE_SMTP").then(|| "smtps://a:hunter3@mail.example".into()));
        let text = Value::Object(settings.tree()).to_string();
        assert!(!text.contains("hunter"), "{text}");
        assert!(settings.secrets().iter().all(|(path, _)| path.is_secret()));
    }

    #[test]
    fn the_file_and_the_environment_go_over_the_database() {
        let mut settings = Settings::parse("[vestibule]\napp_name = \"Notes\"\n[vestibule.sign_in]\npassword = true\n")
            .expect("is a file");
        settings.overlay(|name| (name == "VESTIBULE_MAIL_FROM").then(|| "a@app.example".into()));
        let fixed = settings.fixed();
        let source = |name: &str| fixed_by(&fixed, &path(name));
        assert_eq!(source("app_name"), Some(Source::File));
        assert_eq!(source("sign_in.password"), Some(Source::File), "although it says what holds anyway");
        assert_eq!(source("sign_in.email_link"), None);
        assert_eq!(source("mail.from"), Some(Source::Environment));
        let database = stored(&[
            ("app_name", json!("Evil")),
            ("mail.from", json!("eve@evil.example")),
            ("sign_in.email_link", json!(true)),
            ("mail.smtp_url", json!("smtp://localhost")),
            ("oauth.google.client_id", json!("a")),
            ("oauth.google.client_secret", json!("b")),
        ]);
        let together = settings.over(&database, &fixed).expect("is understood");
        assert_eq!((together.app_name.as_str(), together.mail.from.as_str()), ("Notes", "a@app.example"));
        assert!(together.sign_in.email_link);
        assert_eq!(together.mail.smtp_url.expose(), "smtp://localhost");
        assert_eq!(together.oauth["google"].client_secret.expose(), "b");
    }

    #[test]
    fn what_an_app_has_said_in_rust_is_fixed() {
        let mut settings = Settings::default();
        settings.sign_up.username = crate::model::FieldRule::Optional;
        settings.mail.smtp_url = Secret::new("smtp://localhost");
        settings.oauth.insert("google".into(), OauthSettings { client_id: "a".into(), ..OauthSettings::default() });
        let fixed = settings.fixed();
        let expected: Fixed =
            ["mail.smtp_url", "oauth.google.client_id", "sign_up.username"].map(|it| (path(it), Source::App)).into();
        assert_eq!(fixed, expected);
    }

    #[test]
    fn what_cannot_be_understood_is_told_by_its_name() {
        let settings = Settings::default();
        let told = |pairs: &[(&str, Value)]| {
            let error = settings.over(&stored(pairs), &Fixed::new()).expect_err("is refused").to_string();
            error.lines().map(str::to_owned).collect::<Vec<_>>()
        };
        let lines = told(&[
            ("app_name", json!("Notes")),
            ("sign_in.password", json!("yes")),
            ("sign_up.mode", json!("nobody")),
            ("mail.smtp_url", json!(["hunter2"])),
            ("app_name.x", json!(1)),
        ]);
        let names: Vec<&str> = lines.iter().filter_map(|line| line.split(": ").next()).collect();
        assert_eq!(names, ["app_name.x", "mail.smtp_url", "sign_in.password", "sign_up.mode"], "{lines:#?}");
        assert!(!lines.concat().contains("hunter2"), "{lines:#?}");
        let unknown = told(&[("sign_in.pasword", json!(true))]);
        assert!(unknown[0].starts_with("sign_in.pasword: unknown field `pasword`"), "{unknown:?}");
    }

    #[test]
    fn tables_are_changed_by_what_stands_in_them() {
        for table in ["sign_in", "oauth", "oauth.google", "organizations", "organizations.domains", "mail"] {
            assert!(path(table).is_table(), "{table}");
        }
        for setting in ["app_name", "oauth.google.client_id", "organizations.roles.org:editor", "session_token.claims"]
        {
            assert!(!path(setting).is_table(), "{setting}");
        }
        for (name, stays) in [("webhooks.allow_loopback", true), ("webhooks.keep_days", false), ("paths.sign_in", true)]
        {
            assert_eq!(path(name).needs_restart(), stays, "{name}");
        }
    }

    #[test]
    fn what_needs_a_restart_and_what_is_secret_is_there() {
        let mut settings = Settings::default();
        settings.oauth.insert("google".into(), OauthSettings::default());
        let tree = settings.tree();
        let from_a_start_on = NEEDS_RESTART.iter().map(|(name, _)| name);
        for name in from_a_start_on.chain(FREE).filter(|name| **name != "database_url") {
            assert!(find(&tree, &path(name)).is_some(), "{name}");
        }
        for (name, why) in NEEDS_RESTART {
            assert!(why.ends_with("a start.") && why.contains("Leptos.toml"), "{name}: {why}");
        }
        assert_eq!(settings.secrets().len(), SECRETS.len());
    }
}
