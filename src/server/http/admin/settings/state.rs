//! How settings are: what holds, and what says it.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::super::markup::{Markup, tag};
use super::entry::Kind;
use crate::server::flows::settings::Setting;
use crate::server::settings::{OauthSettings, SettingPath, Settings, Source, find};
use crate::server::store::StoreError;
use crate::server::vestibule::Vestibule;

/// What stands where there is no value.
const NOTHING: &str = "nothing";

/// All of them.
#[derive(Debug)]
pub struct States {
    described: HashMap<SettingPath, Setting>,
    tree: Map<String, Value>,
    defaults: Map<String, Value>,
    of_providers: Value,
    app: Vestibule,
}

/// One of them.
#[derive(Clone, Debug)]
pub struct State {
    /// What holds; `null` of what is secret.
    pub value: Value,
    /// What would hold if nobody said anything.
    pub default: Value,
    /// Whether it is anything, which of a secret is all that is said.
    pub is_set: bool,
    /// What says it.
    pub source: Source,
    /// Why it takes effect at a start only, if it does.
    pub from_a_start_on: Option<&'static str>,
    /// When it was changed here.
    pub changed_at: Option<i64>,
}

impl State {
    /// Whether it can be changed here.
    pub fn may_change(&self) -> bool {
        self.from_a_start_on.is_none() && !self.is_fixed()
    }

    /// Whether something goes over what is said here.
    pub const fn is_fixed(&self) -> bool {
        matches!(self.source, Source::File | Source::Environment | Source::App)
    }
}

impl States {
    /// As they are now.
    pub async fn read(app: &Vestibule) -> Result<Self, StoreError> {
        // What was described holds by now, whatever held when the request came.
        let app = app.clone();
        let described = app.runtime_settings().describe().await?;
        Ok(Self {
            described: described.into_iter().map(|setting| (setting.path.clone(), setting)).collect(),
            tree: app.settings.tree(),
            defaults: Settings::default().tree(),
            of_providers: serde_json::to_value(OauthSettings::default()).unwrap_or_default(),
            app,
        })
    }

    /// The settings from which they are.
    pub fn settings(&self) -> &Settings {
        &self.app.settings
    }

    /// One of them.
    pub fn of(&self, path: &SettingPath) -> State {
        if let Some(setting) = self.described.get(path) {
            return State {
                value: setting.value.clone().unwrap_or_default(),
                default: self.default_of(path),
                is_set: setting.is_set,
                source: setting.source,
                from_a_start_on: path.why_at_a_start(),
                changed_at: setting.changed_at,
            };
        }
        // A table that is one thing, or something of a provider of which nothing is said yet.
        let default = self.default_of(path);
        let value = find(&self.tree, path).cloned();
        let below = self.described.values().filter(|setting| setting.path.is_within(path));
        let stored = below.filter(|setting| setting.source == Source::Database);
        let changed_at = stored.filter_map(|setting| setting.changed_at).max();
        let fixed = self.app.runtime_settings().fixed_by(path);
        State {
            is_set: value.is_some() && !path.is_secret(),
            value: value.unwrap_or_else(|| default.clone()),
            default,
            source: fixed.unwrap_or(if changed_at.is_some() { Source::Database } else { Source::Default }),
            from_a_start_on: path.why_at_a_start(),
            changed_at,
        }
    }

    fn default_of(&self, path: &SettingPath) -> Value {
        match path.parts() {
            // One of which nothing is said is not offered.
            [oauth, key, name]
                if oauth == "oauth" && name == "enabled" && !self.app.settings.oauth.contains_key(key) =>
            {
                Value::Bool(false)
            }
            [oauth, _, name] if oauth == "oauth" => self.of_providers.get(name).cloned().unwrap_or_default(),
            _ => find(&self.defaults, path).cloned().unwrap_or_default(),
        }
    }
}

/// A value, on a page: that it is nothing is no value.
pub fn said(value: &Value, kind: Option<Kind>) -> Markup {
    let text = spelled(value, kind);
    let is_nothing = match value {
        Value::Null => !matches!(kind, Some(Kind::Auto)),
        Value::String(word) => word.is_empty() && text == NOTHING,
        Value::Array(all) => all.is_empty(),
        Value::Object(table) => table.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    };
    if is_nothing { tag("span").class("muted").holds(text) } else { text.into() }
}

/// A value, in a line that a person reads.
pub fn spelled(value: &Value, kind: Option<Kind>) -> String {
    let chosen = |word: &str| match kind {
        Some(
            Kind::Choice(super::entry::Options::These(these)) | Kind::Several(super::entry::Options::These(these)),
        ) => these.iter().find(|(known, _)| *known == word).map(|(_, name)| (*name).to_owned()),
        _ => None,
    };
    match (value, kind) {
        (Value::Null, Some(Kind::Auto)) => "As the environment has it".to_owned(),
        (Value::Null, _) => NOTHING.to_owned(),
        (Value::Bool(on), _) => (if *on { "On" } else { "Off" }).to_owned(),
        (Value::String(text), _) => match chosen(text) {
            Some(name) => name,
            None if text.is_empty() => NOTHING.to_owned(),
            None => text.clone(),
        },
        (Value::Number(number), Some(Kind::Number(unit))) => format!("{number} {unit}"),
        (Value::Array(all), _) if all.is_empty() => "none".to_owned(),
        (Value::Array(all), _) => {
            let one = |value: &Value| match value {
                Value::String(text) => chosen(text).unwrap_or_else(|| text.clone()),
                other => other.to_string(),
            };
            all.iter().map(one).collect::<Vec<_>>().join(", ")
        }
        (Value::Object(table), _) if table.is_empty() => "none".to_owned(),
        (other, _) => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_spelled() {
        let modes = Kind::Choice(super::super::entry::Options::These(&[("public", "Everyone")]));
        for (value, kind, text) in [
            (json!(true), Some(Kind::Switch), "On"),
            (json!(null), Some(Kind::Auto), "As the environment has it"),
            (json!("public"), Some(modes), "Everyone"),
            (json!("restricted"), Some(modes), "restricted"),
            (json!(""), Some(Kind::Text), "nothing"),
            (json!(8), Some(Kind::Number("characters")), "8 characters"),
            (json!(["a", "b"]), Some(Kind::List), "a, b"),
            (json!([]), None, "none"),
            (json!({ "role": "x" }), None, "{\"role\":\"x\"}"),
        ] {
            assert_eq!(spelled(&value, kind), text);
        }
    }

    #[test]
    fn that_there_is_nothing_does_not_look_like_a_value() {
        for (value, kind, is_muted) in [
            (json!(""), Kind::Text, true),
            (json!(null), Kind::Text, true),
            (json!([]), Kind::List, true),
            (json!({}), Kind::Object, true),
            (json!("nothing"), Kind::Text, false),
            (json!(null), Kind::Auto, false),
            (json!(false), Kind::Switch, false),
        ] {
            assert_eq!(said(&value, Some(kind)).into_string().contains("muted"), is_muted, "{value}");
        }
    }
}
