//! What is sent to other services when something happens.

use serde::{Deserialize, Serialize};

use super::Settings;

/// What is sent to other services when something happens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WebhookSettings {
    /// For how many days it is kept what happened, and what became of them.
    pub keep_days: i64,
    /// Whether they may go to this machine itself, without TLS: in development only.
    pub allow_loopback: bool,
}

impl Default for WebhookSettings {
    fn default() -> Self {
        Self { keep_days: 30, allow_loopback: false }
    }
}

impl Settings {
    /// What is wrong with them.
    pub(super) fn webhook_mistakes(&self) -> Vec<String> {
        let mut found = Vec::new();
        if !(2..=365).contains(&self.webhooks.keep_days) {
            found.push("webhooks.keep_days: is between 2 and 365: the last try is a day after the first".to_owned());
        }
        if self.webhooks.allow_loopback && !self.is_development() {
            found.push("webhooks.allow_loopback: is for development only".to_owned());
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::settings::Environment;

    #[test]
    fn this_machine_is_told_nothing_in_production() {
        let mut settings = Settings::default();
        assert!(settings.webhook_mistakes().is_empty());
        settings.webhooks.allow_loopback = true;
        assert!(settings.webhook_mistakes().is_empty());
        settings.environment = Environment::Production;
        settings.webhooks.keep_days = 1;
        let told = settings.webhook_mistakes();
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(settings.check().expect_err("is refused").to_string().contains(&told[1]));
    }
}
