//! What is chosen of how the components look, as a form has it.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::appearance::{Appearance, Component, Control, OPTIONS, Options, Theme, Variables, camel_case};
use crate::components::staged::Staged;
use crate::server::settings::{SettingPath, Source};
use crate::server::vestibule::Vestibule;

/// The fields that are neither variables nor options.
pub const THEME: &str = "theme";
pub const SCHEME: &str = "scheme";
pub const ELEMENTS: &str = "elements";
/// More themes than one, which lie over it.
pub const MORE: &str = "themes";
pub const LAYER: &str = "cssLayerName";

/// The fields of single components, each of which has an appearance of its own.
pub fn components() -> impl Iterator<Item = &'static str> {
    Component::ALL.iter().map(|component| component.name())
}

/// With what something is chosen.
#[derive(Clone, Copy)]
pub enum Kind {
    /// Any value that CSS takes there, or a scale of them as JSON.
    Value,
    /// Lines.
    Lines,
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
pub fn theme_name(theme: Theme) -> String {
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

/// The field of a setting.
pub fn field_of(path: &SettingPath) -> Option<&str> {
    path.parts().last().map(String::as_str)
}

fn setting(path: &str) -> Option<SettingPath> {
    format!("appearance.{path}").parse().ok()
}

/// Everything that is chosen, as typed, by the names of the fields.
pub struct Choice {
    pub component: Staged,
    /// The last change of settings that whoever has typed it has seen.
    pub seen: Option<i64>,
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
        let themes = themes_as_typed(tree.get(THEME));
        typed.extend([THEME, MORE, SCHEME].into_iter().zip(themes).map(|(name, themes)| (name.to_owned(), themes)));
        typed.insert(LAYER.to_owned(), text(tree.get(LAYER)));
        for name in components().chain([ELEMENTS]) {
            let json = tree.get(name).and_then(|value| serde_json::to_string_pretty(value).ok());
            typed.insert(name.to_owned(), json.unwrap_or_default());
        }
        Self { component: Staged::SignIn, seen: None, typed }
    }

    /// What a form says. What is fixed is in no form, and stays as it is.
    pub fn read(app: &Vestibule, pairs: &[(String, String)]) -> Self {
        let mut choice = Self::current(app);
        let said = |name: &str| pairs.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.trim());
        choice.component = Staged::named(said("component")).unwrap_or(choice.component);
        choice.seen = said("seen").parse().ok();
        let tables: BTreeMap<String, &str> =
            variables().into_iter().chain(options()).map(|known| (known.name, known.table)).collect();
        for (name, value) in &mut choice.typed {
            let path = match tables.get(name) {
                Some(table) => format!("{table}.{name}"),
                None if name == SCHEME || name == MORE => THEME.to_owned(),
                None => name.clone(),
            };
            if fixed_by(app, &path).is_none() {
                said(name).clone_into(value);
            }
        }
        choice
    }

    /// The same, with what somebody else has changed meanwhile as it is now.
    pub fn overtaken(mut self, app: &Vestibule, changed: &[SettingPath]) -> Self {
        let now = Self::current(app);
        for field in changed.iter().filter_map(field_of) {
            let more: &[&str] = if field == THEME { &[MORE, SCHEME] } else { &[] };
            for field in std::iter::once(field).chain(more.iter().copied()) {
                self.typed.insert(field.to_owned(), now.typed(field).to_owned());
            }
        }
        Self { seen: None, ..self }
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
        // What is wrong is told where it was typed.
        let is_known = |name: &&str| Theme::ALL.into_iter().any(|theme| theme_name(theme) == **name);
        let field = if self.more().iter().all(is_known) { THEME } else { MORE };
        built.add(field, THEME.to_owned(), Ok(self.theme()));
        for name in std::iter::once(ELEMENTS).chain(components()) {
            let value = match self.typed(name) {
                "" => Ok(Value::Null),
                typed => object(typed).map(|object| if object.is_empty() { Value::Null } else { object.into() }),
            };
            built.add(name, name.to_owned(), value);
        }
        built.add(LAYER, LAYER.to_owned(), value_of(Kind::Address, self.typed(LAYER)));
        built
    }

    /// The themes that lie over the first one, as far as it is not said by a list of two.
    fn more(&self) -> Vec<&str> {
        let names = self.typed(MORE).split(|letter: char| letter == ',' || letter.is_whitespace());
        names.filter(|name| !name.is_empty()).collect()
    }

    fn theme(&self) -> Value {
        let mut stack = vec![self.typed(THEME)];
        stack.extend(self.more());
        stack.push(self.typed(SCHEME));
        stack.retain(|name| !name.is_empty());
        match stack.as_slice() {
            [] => Value::Null,
            [one] => json!(one),
            several => json!(several),
        }
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

/// The theme that the others lie over, those in between, a line each, and whether it is light or dark.
fn themes_as_typed(value: Option<&Value>) -> [String; 3] {
    let mut names: Vec<&str> = match value {
        Some(Value::String(name)) => vec![name.as_str()],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let scheme = names.pop_if(|name| is_scheme(name)).unwrap_or_default();
    let has_theme = names.first().is_some_and(|name| !is_scheme(name));
    let theme = if has_theme { names.remove(0) } else { "" };
    [theme.to_owned(), names.join("\n"), scheme.to_owned()]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn choice(pairs: &[(&str, &str)]) -> Choice {
        let typed = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Choice { component: Staged::SignUp, seen: None, typed }
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
            (json!(null), ["", "", ""]),
            (json!("dark"), ["", "", "dark"]),
            (json!("dusk"), ["dusk", "", ""]),
            (json!(["dusk", "auto"]), ["dusk", "", "auto"]),
            (json!(["dark", "dusk"]), ["", "dark\ndusk", ""]),
            (json!(["auto", "dark"]), ["", "auto", "dark"]),
            (json!(["neutral", "dusk", "ledger", "dark"]), ["neutral", "dusk\nledger", "dark"]),
        ] {
            assert_eq!(themes_as_typed(Some(&value)), typed);
            let [theme, more, scheme] = typed;
            assert_eq!(choice(&[("theme", theme), ("themes", more), ("scheme", scheme)]).theme(), value);
        }
        let built = choice(&[("theme", "neutral"), ("themes", "dusk, gold")]).build();
        assert_eq!(built.problems.len(), 1, "{:?}", built.problems);
        assert_eq!(built.problems[0].0, "themes");
    }

    #[test]
    fn every_key_of_an_appearance_has_a_field() {
        let told = serde_json::from_value::<Appearance>(json!({ "nothing": 1 })).expect_err("is no key").to_string();
        let keys: BTreeSet<&str> = told.split('`').skip(3).step_by(2).collect();
        // Of these each has a field of its own.
        let tables = ["variables", "options"];
        let fields = components().chain([THEME, ELEMENTS, LAYER]).chain(tables);
        assert_eq!(keys, fields.collect::<BTreeSet<_>>(), "{told}");
        let built = choice(&[]).build();
        for key in keys {
            let is_asked = |path: &String| path == key || path.split('.').next() == Some(key);
            assert!(built.values.keys().any(is_asked), "nobody asks for {key}");
        }
    }

    #[test]
    fn a_component_has_what_a_configuration_says() {
        let own = r##"{"theme": "dusk", "variables": {"colorPrimary": "#6c47ff"}}"##;
        let built = choice(&[("signIn", own), ("apiKeys", "{}"), ("cssLayerName", "components.auth")]).build();
        assert!(built.problems.is_empty(), "{:?}", built.problems);
        assert_eq!(built.values["signIn"], json!({ "theme": "dusk", "variables": { "colorPrimary": "#6c47ff" } }));
        assert_eq!((&built.values["apiKeys"], &built.values["signUp"]), (&Value::Null, &Value::Null));
        assert_eq!(built.values["cssLayerName"], json!("components.auth"));
        let wrong = choice(&[
            ("signIn", r#"{"signUp": {}}"#),
            ("signUp", r#"{"variables": {"colorPrimary": "red; x"}}"#),
            ("waitlist", "{"),
            ("cssLayerName", "a b {"),
        ]);
        let fields: Vec<String> = wrong.build().problems.into_iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["signIn", "signUp", "waitlist", "cssLayerName"]);
    }
}
