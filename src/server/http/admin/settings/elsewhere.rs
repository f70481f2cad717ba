//! Where pictures are kept: whoever changes that has those that are there shown no longer.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::markup::Markup;
use super::super::page::field;
use super::confirm::Confirmation;
use super::typed::Typed;
use crate::server::flows::settings::ChangedSetting;
use crate::server::settings::{SettingPath, Settings};

/// What says where that is, and what is sent with it.
const URL: &str = "storage.url";
const PLACE: &[&str] = &[URL, "storage.endpoint"];
const SECRET: &str = "storage.secret_access_key";
const SENT: &[&str] = &["seen", "unset", URL, "storage.endpoint", "storage.region", "storage.access_key_id"];

/// Whether a setting says something of where pictures are kept.
pub fn is_it(name: &str) -> bool {
    name.starts_with("storage.")
}

/// Where they would be kept, if that is another place. By another key the same ones are found.
pub fn wanted(settings: &Settings, values: &BTreeMap<SettingPath, Value>) -> Option<String> {
    if !values.keys().any(|path| PLACE.contains(&path.to_string().as_str())) {
        return None;
    }
    let url = values.iter().find(|(path, _)| path.to_string() == URL).map(|(_, url)| url);
    Some(match url {
        Some(Value::String(url)) => url.clone(),
        Some(_) => Settings::default().storage.url,
        None => settings.storage.url.clone(),
    })
}

/// The same of what was before a change, which is to be taken back.
pub fn before(settings: &Settings, change: &[ChangedSetting]) -> Option<String> {
    let values = change.iter().filter_map(|setting| {
        let path: SettingPath = setting.path.parse().ok()?;
        Some((path, setting.before.clone().unwrap_or_default()))
    });
    wanted(settings, &values.collect())
}

/// What it will do, and where that is confirmed.
pub fn confirm(path: &str, typed: &Typed, place: &str) -> Markup {
    let what = "From then on pictures are kept and looked for there alone. Those that people and organizations have are not moved: \
                until they are copied there, under their names, nobody sees them. Those at the old place are deleted no more, not even \
                with the account that they are of. A trial picture is kept there first, read and deleted.";
    // It is on no page, not even on this one.
    let has_secret = typed.last(SECRET).is_some_and(|secret| !secret.trim().is_empty());
    let asked = Confirmation {
        id: "elsewhere",
        title: "Pictures that are there now will not be shown",
        what,
        sent: SENT,
        again: has_secret.then(|| field("elsewhere-secret", SECRET, "The secret, once more", "password", "")),
        typed: place,
        button: "Keep pictures there",
    };
    asked.draw(path, typed)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn it_is_known_where_pictures_would_be() {
        let mut settings = Settings::default();
        settings.storage.url = "s3://people".into();
        for (name, value, place) in [
            (URL, json!("s3://others"), Some("s3://others")),
            (URL, Value::Null, Some("data/avatars")),
            ("storage.endpoint", json!("https://s3.example"), Some("s3://people")),
            (SECRET, json!("hunter2"), None),
            ("storage.access_key_id", json!("AKIA"), None),
            ("storage.region", Value::Null, None),
            ("app_name", json!("Notes"), None),
        ] {
            let values: BTreeMap<SettingPath, Value> = [(name.parse().expect("is a path"), value)].into();
            assert_eq!(wanted(&settings, &values).as_deref(), place, "{name}");
            let before = values.into_values().next().filter(|value: &Value| !value.is_null());
            let change = ChangedSetting { path: name.to_owned(), before, after: None, is_secret: false };
            assert_eq!(super::before(&settings, &[change]).as_deref(), place, "{name}");
        }
    }

    #[test]
    fn no_secret_is_kept_on_the_page() {
        let fields = [(URL, "s3://people"), (SECRET, "hunter2"), ("confirmation", "x")];
        let typed: Typed = fields.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec().into();
        let drawn = confirm("/admin/settings/pictures", &typed, "s3://people").into_string();
        assert!(drawn.contains("name=\"storage.secret_access_key\"") && !drawn.contains("hunter2"), "{drawn}");
        assert!(drawn.contains("value=\"s3://people\""), "{drawn}");
        assert!(!typed.confirms("s3://people"));
    }
}
