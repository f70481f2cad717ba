//! For how long the audit log is kept: to shorten it deletes what operators have done.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::markup::Markup;
use super::confirm::Confirmation;
use super::typed::Typed;
use crate::server::settings::{SettingPath, Settings};

/// The setting, and what is on the same form.
const DAYS: &str = "audit_log.days";
const SENT: &[&str] = &["seen", "unset", DAYS, "webhooks.keep_days"];

/// For how many days the log would be kept, if it would be kept for less time than now: its older entries would go.
pub fn shortened(settings: &Settings, values: &BTreeMap<SettingPath, Value>) -> Option<i64> {
    let (_, wanted) = values.iter().find(|(path, _)| path.to_string() == DAYS)?;
    shorter(settings, wanted)
}

/// The same where something is to be said of the setting; `null` is that nothing is.
pub fn shorter(settings: &Settings, wanted: &Value) -> Option<i64> {
    let days = match wanted {
        Value::Null => Settings::default().audit_log.days,
        // What is no number is refused anyway.
        wanted => wanted.as_i64()?,
    };
    let now = settings.audit_log.days;
    // 0 is for ever.
    (days > 0 && (now == 0 || days < now)).then_some(days)
}

/// Whether a setting is the one.
pub fn is_it(name: &str) -> bool {
    name == DAYS
}

/// What it will do, and where that is confirmed.
pub fn confirm(path: &str, typed: &Typed, days: i64) -> Markup {
    let days = days.to_string();
    let what = format!(
        "Deletes every entry of the audit log that is older than {days} days, with the next sweep: nobody can say any more what was \
         done before that, and nothing brings it back. Take the log away first if somebody may ask for it."
    );
    let asked = Confirmation {
        id: "log",
        title: "This deletes entries of the audit log",
        what: &what,
        sent: SENT,
        again: None,
        typed: &days,
        button: "Keep the log for less time",
    };
    asked.draw(path, typed)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn it_is_known_when_entries_would_go() {
        for (now, wanted, shorter_one) in [
            (365, json!(90), Some(90)),
            (365, json!(365), None),
            (365, json!(1000), None),
            (365, json!(0), None),
            (0, json!(36_500), Some(36_500)),
            (0, Value::Null, Some(365)),
            (1000, Value::Null, Some(365)),
            (90, Value::Null, None),
            (365, json!("90"), None),
        ] {
            let mut settings = Settings::default();
            settings.audit_log.days = now;
            assert_eq!(shorter(&settings, &wanted), shorter_one, "{now}: {wanted}");
            let values = [(DAYS.parse().expect("is a path"), wanted)].into();
            assert_eq!(shortened(&settings, &values), shorter_one);
        }
        assert_eq!(shortened(&Settings::default(), &BTreeMap::new()), None);
    }
}
