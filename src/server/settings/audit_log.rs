//! The audit log.

use serde::{Deserialize, Serialize};

use super::Settings;

/// Who changed what, when, from where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AuditLogSettings {
    /// For how many days entries are kept; 0: for ever.
    pub days: i64,
}

impl Default for AuditLogSettings {
    fn default() -> Self {
        Self { days: 365 }
    }
}

/// A hundred years.
const MOST_DAYS: i64 = 36_500;

impl Settings {
    /// What is wrong with them.
    pub(super) fn audit_log_mistakes(&self) -> Vec<String> {
        match self.audit_log.days {
            0..=MOST_DAYS => Vec::new(),
            _ => vec![format!("audit_log.days: is between 0, which is for ever, and {MOST_DAYS}")],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_kept_for_less_than_no_time() {
        let mut settings = Settings::default();
        assert_eq!((settings.audit_log.days, settings.audit_log_mistakes().len()), (365, 0), "a year");
        settings.audit_log.days = -1;
        assert!(settings.check().expect_err("is refused").to_string().contains("audit_log.days"));
        for days in [0, 90, MOST_DAYS] {
            settings.audit_log.days = days;
            assert!(settings.audit_log_mistakes().is_empty(), "{days}");
        }
    }
}
