//! The settings, by the pages on which they stand.

mod entrance;
mod operation;
mod people;
mod provider;

pub use self::provider::{KEY, OPENID, PLAIN};

use super::entry::{Entry, Group};

/// Where the settings are.
pub const PATH: &str = "/admin/settings";
/// Where the providers are, each of which has a page.
pub const PROVIDERS: &str = "/admin/settings/providers";
/// Where it stands what was changed.
pub const HISTORY: &str = "/admin/settings/history";

/// Every page of settings but those of providers.
pub const GROUPS: &[&Group] = &[
    &operation::GENERAL,
    &entrance::SIGN_UP,
    &entrance::SIGN_IN,
    &entrance::PASSWORDS,
    &entrance::MULTI_FACTOR,
    &entrance::PROTECTION,
    &people::SESSIONS,
    &people::ORGANIZATIONS,
    &people::LANGUAGES,
    &operation::MESSAGES,
    &operation::PICTURES,
    &operation::API,
    &operation::START,
];

/// The page with a key.
pub fn named(key: &str) -> Option<&'static Group> {
    GROUPS.iter().copied().find(|group| group.key == key)
}

/// Where one may go from here: addresses, and what the pages there are called.
pub fn places() -> impl Iterator<Item = (String, &'static str)> {
    let groups = GROUPS.iter().map(|group| (format!("{PATH}/{}", group.key), group.name));
    let mut all: Vec<_> = groups.collect();
    // Beside the other ways in.
    all.insert(3, (PROVIDERS.to_owned(), "Social providers"));
    all.push((HISTORY.to_owned(), "What changed"));
    all.into_iter()
}

/// Where a setting stands, or a table of them: an address, and what the page there is called.
pub fn place_of(name: &str) -> Option<(String, &'static str)> {
    let is_below = |one: &str, other: &str| one.strip_prefix(other).is_some_and(|rest| rest.starts_with('.'));
    let is_it = |entry: &Entry| entry.name == name || is_below(entry.name, name) || is_below(name, entry.name);
    GROUPS.iter().find_map(|group| {
        let part = group.parts.iter().find(|part| part.entries.iter().any(is_it))?;
        Some((format!("{PATH}/{}#{}", group.key, part.id), group.name))
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::entry::Kind;
    use super::*;
    use crate::server::settings::{OauthSettings, SettingPath, Settings, find, leaves};

    fn entries() -> impl Iterator<Item = &'static Entry> {
        GROUPS.iter().flat_map(|group| group.parts).flat_map(|part| part.entries)
    }

    fn path(name: &str) -> SettingPath {
        name.parse().unwrap_or_else(|_| panic!("{name} is no name"))
    }

    /// What stands on pages of its own.
    const ELSEWHERE: &[&str] = &["appearance", "organizations.roles", "organizations.permissions", "words", "oauth"];

    #[test]
    fn every_setting_has_a_place_and_every_place_a_setting() {
        let settings = Settings::default();
        let tree = settings.tree();
        let secrets: BTreeSet<String> = settings.secrets().into_iter().map(|(path, _)| path.to_string()).collect();
        let named: BTreeSet<&str> = entries().map(|entry| entry.name).collect();
        assert_eq!(named.len(), entries().count(), "none stands on two pages");
        for name in &named {
            assert!(find(&tree, &path(name)).is_some() || secrets.contains(*name), "{name} is no setting");
        }
        let there = leaves(&tree).into_iter().map(|(path, _)| path).chain(secrets.iter().map(|name| path(name)));
        for setting in there.filter(|it| !ELSEWHERE.iter().any(|name| it.is_within(&path(name)))) {
            assert!(named.iter().any(|name| setting.is_within(&path(name))), "{setting} is on no page");
        }
    }

    #[test]
    fn what_a_provider_has_is_on_its_page() {
        let set = serde_json::to_value(OauthSettings::default()).expect("is JSON");
        let named: BTreeSet<&str> =
            [KEY, OPENID, PLAIN].iter().flat_map(|parts| *parts).flat_map(|it| it.entries).map(|it| it.name).collect();
        let mut there: BTreeSet<&str> = set.as_object().expect("is a table").keys().map(String::as_str).collect();
        there.insert("client_secret");
        assert_eq!(named, there);
    }

    #[test]
    fn secrets_are_secrets_and_ask_for_a_proof() {
        let of_providers = [KEY, OPENID, PLAIN].into_iter().flatten().flat_map(|part| part.entries);
        let of_providers = of_providers.map(|entry| (format!("oauth.google.{}", entry.name), entry));
        for (name, entry) in entries().map(|entry| (entry.name.to_owned(), entry)).chain(of_providers) {
            let is_drawn_so = matches!(entry.kind, Kind::Secret | Kind::SecretText);
            assert_eq!(path(&name).is_secret(), is_drawn_so, "{name}");
            assert!(!is_drawn_so || entry.is_guarded, "{name}");
        }
        for name in [
            "mfa.required",
            "sign_up.mode",
            "sign_up.blocklist",
            "session.max_lifetime_hours",
            "session_token.claims",
            "password.breach_url",
            "security.forms_per_minute",
            "bots.protection",
            // Turnstile's secret is sent there.
            "bots.turnstile_base_url",
            "mail.smtp_ca_file",
            "mail.templates",
            // They name files and places of the machine.
            "devices.ip_database",
            "storage.url",
            "storage.endpoint",
            // Whoever has stolen hashes tries as many as they let them.
            "password.hash.memory_kib",
            "password.hash.iterations",
            "backend_api.enabled",
            "organizations.creator_role",
            "organizations.default_role",
            "organizations.domains.default_role",
            "organizations.domains.enrollment_modes",
            // What was done is forgotten by it.
            "audit_log.days",
        ] {
            assert!(entries().any(|entry| entry.name == name && entry.is_guarded), "{name}");
        }
    }

    #[test]
    fn every_one_says_what_follows_from_it() {
        for entry in entries() {
            assert!(entry.about.ends_with('.') && !entry.label.ends_with('.'), "{}", entry.name);
        }
        let keys: BTreeSet<&str> = GROUPS.iter().map(|group| group.key).collect();
        assert_eq!(keys.len(), GROUPS.len());
        // Which are other pages.
        assert!(!keys.contains("providers") && !keys.contains("history"));
    }
}
