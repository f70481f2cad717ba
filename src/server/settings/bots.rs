//! Protection against programs that sign up.

use serde::{Deserialize, Serialize};

use super::mail::secret;
use super::{Settings, describe};
use crate::server::crypto::Secret;

/// What a browser shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BotProtection {
    /// Nothing.
    #[default]
    Off,
    /// Work that it has done while the person typed.
    ProofOfWork,
    /// The word of Cloudflare Turnstile.
    Turnstile,
}

/// When it shows that.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProtectWhen {
    /// At every sign-up.
    Always,
    /// When there are unusually many sign-ups.
    #[default]
    Suspicious,
}

/// Protection against programs that sign up.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BotSettings {
    /// What a browser shows.
    pub protection: BotProtection,
    /// When it shows that.
    pub when: ProtectWhen,
    /// How much work: how many tries it takes at most, which is twice as many as on average.
    pub difficulty: u32,
    /// How many sign-ups without any work, which is without JavaScript, one network address may begin in an hour where work
    /// is asked for.
    pub unproven_per_network_per_hour: i64,
    /// The same for all together.
    pub unproven_per_hour: i64,
    /// What Turnstile knows this site by.
    pub turnstile_site_key: String,
    /// What it knows us by.
    #[serde(deserialize_with = "secret", skip_serializing)]
    pub turnstile_secret_key: Secret,
    /// Where Turnstile is.
    pub turnstile_base_url: String,
}

impl Default for BotSettings {
    fn default() -> Self {
        Self {
            protection: BotProtection::default(),
            when: ProtectWhen::default(),
            difficulty: 100_000,
            unproven_per_network_per_hour: 3,
            unproven_per_hour: 30,
            turnstile_site_key: String::new(),
            turnstile_secret_key: Secret::default(),
            turnstile_base_url: "https://challenges.cloudflare.com".into(),
        }
    }
}

impl BotSettings {
    /// The origin that Turnstile's script and frame come from, if it is on.
    pub(in crate::server) fn turnstile_origin(&self) -> Option<String> {
        let url = url::Url::parse(&self.turnstile_base_url).ok().filter(|url| url.origin().is_tuple());
        url.filter(|_| self.protection == BotProtection::Turnstile).map(|url| url.origin().ascii_serialization())
    }

    /// What is wrong, one line each.
    pub(super) fn mistakes(&self) -> Vec<String> {
        let mut mistakes = Vec::new();
        if !(1_000..=50_000_000).contains(&self.difficulty) {
            mistakes.push(format!("bots.difficulty: is 1000 to 50000000, not {}", self.difficulty));
        }
        if self.unproven_per_network_per_hour < 0 || self.unproven_per_hour < 0 {
            mistakes.push("bots.unproven_per_hour and bots.unproven_per_network_per_hour: are 0 or more".into());
        }
        if self.protection == BotProtection::Turnstile {
            let key = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
            if !key(&self.turnstile_site_key) {
                mistakes.push("bots.turnstile_site_key: is needed for turnstile".into());
            }
            if !key(self.turnstile_secret_key.expose()) {
                mistakes.push("bots.turnstile_secret_key: is needed for turnstile; see Leptos.toml".into());
            }
            if !super::check::is_origin(&self.turnstile_base_url) {
                mistakes.push("bots.turnstile_base_url: is an origin such as https://challenges.cloudflare.com".into());
            }
        }
        mistakes
    }
}

impl Settings {
    /// Whether what is said to Turnstile could be read on the way.
    pub(super) fn turnstile_is_readable_on_the_way(&self) -> bool {
        let bots = &self.bots;
        bots.protection == BotProtection::Turnstile && !bots.turnstile_base_url.starts_with("https://")
    }

    /// What protects from programs, without any secret.
    pub(super) fn describe_bots(&self) -> String {
        let bots = &self.bots;
        let when = match bots.when {
            ProtectWhen::Always => "at every sign-up",
            ProtectWhen::Suspicious => "when there are unusually many sign-ups",
        };
        match bots.protection {
            BotProtection::Off => "are not kept out".into(),
            BotProtection::ProofOfWork => format!(
                "work of {} tries {when}; without it {} in an hour, {} from one network address",
                bots.difficulty, bots.unproven_per_hour, bots.unproven_per_network_per_hour
            ),
            BotProtection::Turnstile => {
                format!("Turnstile at {} {when}", describe::without_password(&bots.turnstile_base_url))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_are_told_in_a_line_each_and_without_the_secret() {
        let turnstile = BotSettings {
            protection: BotProtection::Turnstile,
            turnstile_site_key: "0x4AAA".into(),
            turnstile_secret_key: Secret::new("hunter2"),
            ..BotSettings::default()
        };
        assert_eq!(turnstile.mistakes(), [""; 0]);
        assert_eq!(turnstile.turnstile_origin().as_deref(), Some("https://challenges.cloudflare.com"));
        assert_eq!(BotSettings::default().mistakes(), [""; 0]);
        assert_eq!(BotSettings::default().turnstile_origin(), None);
        for (wrong, name) in [
            (BotSettings { turnstile_site_key: String::new(), ..turnstile.clone() }, "bots.turnstile_site_key"),
            (BotSettings { turnstile_secret_key: Secret::default(), ..turnstile.clone() }, "bots.turnstile_secret_key"),
            (
                BotSettings { turnstile_secret_key: Secret::new("hunter2\n"), ..turnstile.clone() },
                "bots.turnstile_secret",
            ),
            (BotSettings { turnstile_base_url: "cloudflare".into(), ..turnstile.clone() }, "bots.turnstile_base_url"),
            (BotSettings { difficulty: 1, ..BotSettings::default() }, "bots.difficulty"),
            (BotSettings { unproven_per_hour: -1, ..BotSettings::default() }, "bots.unproven_per_hour"),
        ] {
            let mistakes = wrong.mistakes();
            assert_eq!(mistakes.len(), 1, "{mistakes:?}");
            assert!(mistakes[0].starts_with(name) && !mistakes[0].contains("hunter2"), "{mistakes:?}");
        }
        let described = Settings { bots: turnstile.clone(), ..Settings::default() }.describe();
        assert!(described.contains("Turnstile at https://challenges") && !described.contains("hunter2"), "{described}");
        assert!(!format!("{turnstile:?}").contains("hunter2"));
    }
}
