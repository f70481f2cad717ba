//! What is chosen of how the components look, as a form has it.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::appearance::{Appearance, Control, OPTIONS, Options, Theme, Variables, camel_case};
use crate::components::staged::Staged;
use crate::server::settings::{SettingPath, Source};
use crate::server::vestibule::Vestibule;

/// The fields that are neither variables nor options.
pub const THEME: &str = "theme";
pub const SCHEME: &str = "scheme";
pub const ELEMENTS: &str = "elements";

/// With what something is chosen.
#[derive(Clone, Copy)]
pub enum Kind {
    /// Any value that CSS takes there, or a scale of them as JSON.
    Value,
    /// An address.
    Address,
    /// One of these words.
    Words(&'static [&'static str]),
    /// On or off.
    Switch,
}

/// A variable or an option.
pub struct Known {
    /// The name of its field, as a configuration has it.
    pub name: String,
    /// Of what it is one: `variables` or `options`.
    pub table: &'static str,
    /// What it is for.
    pub about: &'static str,
    pub kind: Kind,
}

/// All variables.
pub fn variables() -> Vec<Known> {
    let known = |(method, about): &(&str, &'static str)| Known {
        name: camel_case(method),
        table: "variables",
        about: about.trim(),
        kind: Kind::Value,
    };
    Variables::ALL.iter().map(known).collect()
}

/// All options.
pub fn options() -> Vec<Known> {
    let about =
        |name: &str| Options::ALL.iter().find(|(method, _)| *method == name).map_or("", |(_, about)| about.trim());
    let known = |(method, control): &(&str, Control)| Known {
        name: camel_case(method),
        table: "options",
        about: about(method),
        kind: match *control {
            Control::Words(words) => Kind::Words(words),
            Control::Switch => Kind::Switch,
            Control::Address => Kind::Address,
        },
    };
    OPTIONS.iter().map(known).collect()
}

/// The name of a theme, as a configuration has it.
fn theme_name(theme: Theme) -> String {
    json!(theme).as_str().unwrap_or_default().to_owned()
}

fn is_scheme(name: &str) -> bool {
    [Theme::Default, Theme::Dark, Theme::Auto].into_iter().any(|theme| theme_name(theme) == name)
}

/// The themes with a character of their own, or those that only say light or dark.
pub fn themes(schemes: bool) -> Vec<String> {
    Theme::ALL.into_iter().map(theme_name).filter(|name| is_scheme(name) == schemes).collect()
}

/// What says something so that it cannot be changed here.
pub fn fixed_by(app: &Vestibule, path: &str) -> Option<Source> {
    app.runtime_settings().fixed_by(&setting(path)?)
}

fn setting(path: &str) -> Option<SettingPath> {
    format!("appearance.{path}").parse().ok()
}

/// Everything that is chosen, as typed, by the names of the fields.
pub struct Choice {
    pub component: Staged,
    typed: BTreeMap<String, String>,
}

/// What a choice makes.
pub struct Built {
    /// What each part is to be; nothing where that is `null`. By where it stands below `appearance`.
    pub values: BTreeMap<String, Value>,
    /// What is wrong, by the field that it was typed into. It is not among the values.
    pub problems: Vec<(String, String)>,
}

impl Choice {
    /// What holds now.
    pub fn current(app: &Vestibule) -> Self {
        let tree = as_json(&app.settings.appearance);
        let text = |value: Option<&Value>| match value {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
        };
        let mut typed = BTreeMap::new();
        for known in variables().into_iter().chain(options()) {
            typed.insert(known.name.clone(), text(tree.get(known.table).and_then(|table| table.get(&known.name))));
        }
        let (theme, scheme) = themes_as_typed(tree.get(THEME));
        typed.insert(THEME.to_owned(), theme);
        typed.insert(SCHEME.to_owned(), scheme);
        let elements = tree.get(ELEMENTS).and_then(|elements| serde_json::to_string_pretty(elements).ok());
        typed.insert(ELEMENTS.to_owned(), elements.unwrap_or_default());
        Self { component: Staged::SignIn, typed }
    }

    /// What a form says. What is fixed is in no form, and stays as it is.
    pub fn read(app: &Vestibule, pairs: &[(String, String)]) -> Self {
        let mut choice = Self::current(app);
        let said = |name: &str| pairs.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.trim());
        choice.component = Staged::named(said("component")).unwrap_or(choice.component);
        let tables: BTreeMap<String, &str> =
            variables().into_iter().chain(options()).map(|known| (known.name, known.table)).collect();
        for (name, value) in &mut choice.typed {
            let path = match tables.get(name) {
                Some(table) => format!("{table}.{name}"),
                None if name == SCHEME => THEME.to_owned(),
                None => name.clone(),
            };
            if fixed_by(app, &path).is_none() {
                said(name).clone_into(value);
            }
        }
        choice
    }

    /// As it was typed into a field.
    pub fn typed(&self, name: &str) -> &str {
        self.typed.get(name).map_or("", String::as_str)
    }

    /// The query by which the preview shows it.
    pub fn query(&self) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("component", self.component.name());
        for (name, value) in self.typed.iter().filter(|(_, value)| !value.is_empty()) {
            query.append_pair(name, value);
        }
        query.finish()
    }

    /// What it makes, and what is wrong with it.
    pub fn build(&self) -> Built {
        let mut built = Built { values: BTreeMap::new(), problems: Vec::new() };
        for known in variables().into_iter().chain(options()) {
            let path = format!("{}.{}", known.table, known.name);
            let typed = self.typed(&known.name);
            built.add(&known.name, path, value_of(known.kind, typed));
        }
        built.add(THEME, THEME.to_owned(), self.theme());
        let elements = match self.typed(ELEMENTS) {
            "" => Ok(Value::Null),
            typed => object(typed).map(|elements| if elements.is_empty() { Value::Null } else { elements.into() }),
        };
        built.add(ELEMENTS, ELEMENTS.to_owned(), elements);
        built
    }

    fn theme(&self) -> Result<Value, String> {
        let theme = self.typed(THEME);
        if theme.starts_with('[') {
            return serde_json::from_str(theme).map_err(|error| error.to_string());
        }
        let stack: Vec<&str> = [theme, self.typed(SCHEME)].into_iter().filter(|name| !name.is_empty()).collect();
        Ok(match stack.as_slice() {
            [] => Value::Null,
            [one] => json!(one),
            several => json!(several),
        })
    }
}

impl Built {
    /// Adds a part, unless there is something wrong with it.
    fn add(&mut self, field: &str, path: String, value: Result<Value, String>) {
        let good = value.and_then(|value| {
            if value.is_null() {
                return Ok(value);
            }
            let alone = match path.split_once('.') {
                Some((table, name)) => json!({ table: { name: value } }),
                None => json!({ path.as_str(): value }),
            };
            let read: Appearance = serde_json::from_value(alone).map_err(|error| error.to_string())?;
            match read.problems().into_iter().next() {
                // The field says already what it is about.
                Some(told) => Err(told.strip_prefix(&format!("{path}: ")).unwrap_or(&told).to_owned()),
                None => Ok(value),
            }
        });
        match good {
            Ok(value) => drop(self.values.insert(path, value)),
            Err(why) => self.problems.push((field.to_owned(), why)),
        }
    }

    /// How the components look with it; what is not chosen here stays.
    pub fn appearance(&self, app: &Vestibule) -> Appearance {
        let mut tree = as_json(&app.settings.appearance);
        for (path, value) in &self.values {
            let (table, name) = match path.split_once('.') {
                Some((table, name)) => {
                    let below = tree.entry(table.to_owned()).or_insert_with(|| Value::Object(Map::new()));
                    (below.as_object_mut(), name)
                }
                None => (Some(&mut tree), path.as_str()),
            };
            let Some(table) = table else { continue };
            match value {
                Value::Null => drop(table.remove(name)),
                value => drop(table.insert(name.to_owned(), value.clone())),
            }
        }
        serde_json::from_value(Value::Object(tree)).unwrap_or_default()
    }

    /// What of it is not so already, by the names of the settings.
    pub fn changes(&self, app: &Vestibule) -> BTreeMap<SettingPath, Value> {
        let tree = as_json(&app.settings.appearance);
        let now = |path: &str| match path.split_once('.') {
            Some((table, name)) => tree.get(table).and_then(|table| table.get(name)),
            None => tree.get(path),
        };
        let is_other = |(path, value): &(&String, &Value)| now(path).unwrap_or(&Value::Null) != *value;
        let named = |(path, value): (&String, &Value)| Some((setting(path)?, value.clone()));
        self.values.iter().filter(is_other).filter_map(named).collect()
    }
}

fn as_json(appearance: &Appearance) -> Map<String, Value> {
    match json!(appearance) {
        Value::Object(tree) => tree,
        // Nothing of it has a name that is no text.
        _ => Map::new(),
    }
}

fn object(typed: &str) -> Result<Map<String, Value>, String> {
    match serde_json::from_str(typed) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err("is not an object: it begins with { and ends with }".to_owned()),
        Err(error) => Err(format!("line {}, column {}: {error}", error.line(), error.column())),
    }
}

fn value_of(kind: Kind, typed: &str) -> Result<Value, String> {
    match (kind, typed) {
        (_, "") => Ok(Value::Null),
        (Kind::Switch, typed) => Ok(typed.parse::<bool>().map_or_else(|_| json!(typed), Value::Bool)),
        (Kind::Value, typed) if typed.starts_with('{') => object(typed).map(Value::Object),
        (_, typed) => Ok(json!(typed)),
    }
}

/// The theme and the scheme; what two lists cannot say is JSON in the place of the theme.
fn themes_as_typed(value: Option<&Value>) -> (String, String) {
    let names: Vec<&str> = match value {
        Some(Value::String(name)) => vec![name.as_str()],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let (theme, scheme) = match names.as_slice() {
        [] => ("", ""),
        [one] if is_scheme(one) => ("", *one),
        [one] => (*one, ""),
        [theme, scheme] if !is_scheme(theme) && is_scheme(scheme) => (*theme, *scheme),
        _ => return (value.map(Value::to_string).unwrap_or_default(), String::new()),
    };
    (theme.to_owned(), scheme.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(pairs: &[(&str, &str)]) -> Choice {
        let typed = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Choice { component: Staged::SignUp, typed }
    }

    #[test]
    fn what_is_chosen_is_what_a_configuration_says() {
        let built = choice(&[
            ("theme", "juniper"),
            ("scheme", "dark"),
            ("colorPrimary", "#6c47ff"),
            ("fontSize", r#"{"md": "1rem"}"#),
            ("shimmer", "false"),
            ("elements", r#"{"card": "shadow-xl"}"#),
        ])
        .build();
        assert!(built.problems.is_empty(), "{:?}", built.problems);
        assert_eq!(built.values["theme"], json!(["juniper", "dark"]));
        assert_eq!(built.values["variables.colorPrimary"], json!("#6c47ff"));
        assert_eq!(built.values["variables.fontSize"], json!({ "md": "1rem" }));
        assert_eq!(built.values["options.shimmer"], json!(false));
        assert_eq!(built.values["options.autoFocus"], Value::Null);
        assert_eq!(built.values["elements"], json!({ "card": "shadow-xl" }));
    }

    #[test]
    fn what_is_wrong_is_told_beside_its_field() {
        let built = choice(&[
            ("theme", "gold"),
            ("colorPrimary", "red; background: url(//evil.example)"),
            ("spacing", "{\"500\": \"1px\"}"),
            ("shimmer", "perhaps"),
            ("logoImageUrl", "javascript:alert(1)"),
            ("elements", "[]"),
        ])
        .build();
        let fields: Vec<&str> = built.problems.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(fields, ["colorPrimary", "spacing", "logoImageUrl", "shimmer", "theme", "elements"]);
        assert!(built.problems.iter().all(|(_, why)| !why.starts_with("variables.")), "{:?}", built.problems);
    }

    #[test]
    fn themes_are_typed_as_they_stand() {
        for (value, typed) in [
            (json!(null), ("", "")),
            (json!("dark"), ("", "dark")),
            (json!("dusk"), ("dusk", "")),
            (json!(["dusk", "auto"]), ("dusk", "auto")),
            (json!(["dark", "dusk"]), (r#"["dark","dusk"]"#, "")),
        ] {
            let (theme, scheme) = themes_as_typed(Some(&value));
            assert_eq!((theme.as_str(), scheme.as_str()), typed);
            assert_eq!(choice(&[("theme", &theme), ("scheme", &scheme)]).theme(), Ok(value));
        }
    }
}
