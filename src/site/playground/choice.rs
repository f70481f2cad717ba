//! What is shown, as an address says it: the same for the page, the preview and the code.

use std::borrow::Cow;

use serde_json::{Value, json};
use url::form_urlencoded;

use super::states::{self, Shown, State};
use crate::appearance::{ElementKey, OPTIONS, Theme, Variables, camel_case, steps};
use crate::server::Language;

/// How many themes with a character may lie over each other: so many lists there are to choose them from.
pub const MOST_THEMES: usize = 2;

/// Which way a preview runs, whatever its language says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    LeftToRight,
    RightToLeft,
}

impl Direction {
    pub const ALL: [Self; 2] = [Self::LeftToRight, Self::RightToLeft];

    pub const fn name(self) -> &'static str {
        match self {
            Self::LeftToRight => "ltr",
            Self::RightToLeft => "rtl",
        }
    }
}

/// Everything that can be chosen.
pub struct Choice {
    pub component: &'static Shown,
    pub state: &'static State,
    /// Those with a character, the first of them lowest.
    pub themes: Vec<Theme>,
    /// Light, dark, or as the system has it.
    pub scheme: Option<Theme>,
    /// By the names that a configuration has for them, as typed. That of a step of a scale has the step behind a dot.
    pub variables: Vec<(String, String)>,
    /// The variables of which the steps are shown, each for itself.
    pub scales: Vec<String>,
    /// Likewise by their names, as typed.
    pub options: Vec<(String, String)>,
    /// The elements that get something besides what they have, in the order of their keys.
    pub elements: Vec<Dressed>,
    /// The variable or the element that was just asked for.
    pub edit: String,
    /// The key that was typed to find an element.
    pub key: String,
    /// Whether the appearance is that of the component alone, inside that of the provider.
    pub is_alone: bool,
    pub locale: Option<Language>,
    pub direction: Option<Direction>,
    /// Whether it is as narrow as a phone.
    pub is_narrow: bool,
}

/// What an element gets, as typed.
pub struct Dressed {
    pub key: ElementKey,
    pub classes: String,
    /// Declarations, as in a stylesheet.
    pub css: String,
}

impl Dressed {
    fn is_empty(&self) -> bool {
        self.classes.is_empty() && self.css.is_empty()
    }
}

/// The name of the field for an element's classes, and of that for its declarations.
pub fn element_fields(key: ElementKey) -> (String, String) {
    (format!("classes.{key}"), format!("css.{key}"))
}

/// The element that a key names, or why there is none.
pub fn element(key: &str) -> Result<ElementKey, String> {
    serde_json::from_value(json!(key)).map_err(|error| error.to_string())
}

/// The name of the field for a step of a scale; the step that stands for all of it is in the variable's own field.
pub fn step_field(variable: &str, step: &str) -> String {
    format!("{variable}.{step}")
}

/// The name of a theme, as a configuration has it.
pub fn theme_name(theme: Theme) -> String {
    match json!(theme) {
        Value::String(name) => name,
        _ => String::new(),
    }
}

/// Whether a theme says no more than light or dark.
pub const fn is_scheme(theme: Theme) -> bool {
    matches!(theme, Theme::Default | Theme::Dark | Theme::Auto)
}

impl Choice {
    /// What a query names; nothing if it names a component or a state that does not exist.
    pub fn parse(query: &str) -> Option<Self> {
        let pairs: Vec<(Cow<str>, Cow<str>)> =
            form_urlencoded::parse(query.as_bytes()).filter(|(_, value)| !value.is_empty()).collect();
        let value = |name: &str| pairs.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_ref());
        // One list has both.
        let (component, state) = value("show").split_once('/').unwrap_or((value("component"), value("state")));
        let (component, state) = states::find(component, state)?;
        let named = pairs.iter().filter(|(key, _)| key == "theme").flat_map(|(_, names)| names.split(','));
        let themes: Vec<Theme> =
            named.filter_map(|name| Theme::ALL.into_iter().find(|theme| theme_name(*theme) == name.trim())).collect();
        let all = |name: &str| -> Vec<&str> {
            pairs.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_ref()).collect()
        };
        let (edit, key, closed) = (value("edit"), value("key").trim(), all("close"));
        let known = |name: String| Some((name.clone(), value(&name).to_owned())).filter(|(_, value)| !value.is_empty());
        let mut variables = Vec::new();
        let mut scales = Vec::new();
        for (method, _) in Variables::ALL {
            let name = camel_case(method);
            let (all_steps, main) = steps(method);
            variables.extend(known(name.clone()));
            if all_steps.is_empty() || closed.contains(&name.as_str()) {
                continue;
            }
            let typed = variables.len();
            let steps = all_steps.iter().filter(|step| **step != main);
            variables.extend(steps.filter_map(|step| known(step_field(&name, step))));
            if variables.len() > typed || edit == name || all("scale").contains(&name.as_str()) {
                scales.push(name);
            }
        }
        let named = pairs.iter().filter_map(|(key, value)| match key.as_ref() {
            "element" | "edit" | "key" => Some(value.trim()),
            key => key.strip_prefix("classes.").or_else(|| key.strip_prefix("css.")),
        });
        let mut keys: Vec<ElementKey> =
            named.filter(|key| !closed.contains(key)).filter_map(|key| element(key).ok()).collect();
        keys.sort_unstable();
        keys.dedup();
        let dressed = |key: ElementKey| {
            let (classes, css) = element_fields(key);
            // Browsers send lines as the mail does.
            Dressed { key, classes: value(&classes).to_owned(), css: value(&css).replace("\r\n", "\n") }
        };
        Some(Self {
            component,
            state,
            themes: themes.iter().copied().filter(|theme| !is_scheme(*theme)).take(MOST_THEMES).collect(),
            scheme: themes.into_iter().rev().find(|theme| is_scheme(*theme)),
            variables,
            scales,
            options: OPTIONS.iter().filter_map(|(name, _)| known(camel_case(name))).collect(),
            elements: keys.into_iter().map(dressed).collect(),
            edit: if edit.is_empty() { key } else { edit }.to_owned(),
            key: key.to_owned(),
            is_alone: value("on") == "component" && component.own().is_some(),
            locale: Language::parse(value("locale")),
            direction: Direction::ALL.into_iter().find(|direction| direction.name() == value("dir")),
            is_narrow: value("width") == "phone",
        })
    }

    /// The query that names it: in the same order whichever order it was chosen in, and without what is as usual.
    pub fn query(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("component", self.component.name).append_pair("state", self.state.name);
        for theme in self.stack() {
            query.append_pair("theme", &theme_name(theme));
        }
        for (name, value) in &self.variables {
            query.append_pair(name, value);
        }
        let is_typed = |scale: &str| {
            let step =
                |(name, _): &(String, String)| name.strip_prefix(scale).is_some_and(|rest| rest.starts_with('.'));
            self.variables.iter().any(step)
        };
        for scale in self.scales.iter().filter(|scale| !is_typed(scale)) {
            query.append_pair("scale", scale);
        }
        for (name, value) in &self.options {
            query.append_pair(name, value);
        }
        for dressed in &self.elements {
            let (classes, css) = element_fields(dressed.key);
            let both = [(classes, &dressed.classes), (css, &dressed.css)];
            for (name, value) in both.iter().filter(|(_, value)| !value.is_empty()) {
                query.append_pair(name, value);
            }
            if dressed.is_empty() {
                query.append_pair("element", &dressed.key.to_string());
            }
        }
        if let Some((key, _)) = self.unknown() {
            query.append_pair("key", key);
        }
        if self.is_alone {
            query.append_pair("on", "component");
        }
        if let Some(language) = self.locale {
            query.append_pair("locale", language.tag());
        }
        if let Some(direction) = self.direction {
            query.append_pair("dir", direction.name());
        }
        if self.is_narrow {
            query.append_pair("width", "phone");
        }
        query.finish()
    }

    /// All themes, the first of them lowest.
    pub fn stack(&self) -> impl Iterator<Item = Theme> {
        self.themes.iter().copied().chain(self.scheme)
    }

    /// As it was typed into a field.
    pub fn typed(&self, name: &str) -> &str {
        let mut all = self.variables.iter().chain(&self.options);
        all.find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// The key that was typed, where no element has it, and what is to be said of it.
    pub fn unknown(&self) -> Option<(&str, String)> {
        let why = element(&self.key).err().filter(|_| !self.key.is_empty())?;
        Some((&self.key, why))
    }

    /// The field that was just asked for.
    pub fn asked(&self) -> Option<String> {
        let scale = self.scales.iter().find(|name| **name == self.edit);
        scale.cloned().or_else(|| element(&self.edit).ok().map(|key| element_fields(key).1))
    }
}
