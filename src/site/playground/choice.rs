//! What is shown, as an address says it: the same for the page, the preview and the code.

use std::borrow::Cow;

use serde_json::{Map, Value, json};
use url::form_urlencoded;

use super::controls::{Control, OPTIONS};
use super::states::{self, Shown, State};
use crate::appearance::{Appearance, Theme, Variables, camel_case};
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
    /// By the names that a configuration has for them, as typed.
    pub variables: Vec<(String, String)>,
    /// Likewise.
    pub options: Vec<(String, String)>,
    pub locale: Option<Language>,
    pub direction: Option<Direction>,
    /// Whether it is as narrow as a phone.
    pub is_narrow: bool,
}

/// Something that has no effect, and why.
pub struct Problem {
    /// The name of the variable or option.
    pub name: String,
    pub why: String,
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
        let named: Vec<Theme> =
            named.filter_map(|name| Theme::ALL.into_iter().find(|theme| theme_name(*theme) == name.trim())).collect();
        let known = |name: String| Some((name.clone(), value(&name).to_owned())).filter(|(_, value)| !value.is_empty());
        Some(Self {
            component,
            state,
            themes: named.iter().copied().filter(|theme| !is_scheme(*theme)).take(MOST_THEMES).collect(),
            scheme: named.into_iter().rev().find(|theme| is_scheme(*theme)),
            variables: Variables::ALL.iter().filter_map(|(name, _)| known(camel_case(name))).collect(),
            options: OPTIONS.iter().filter_map(|(name, _)| known(camel_case(name))).collect(),
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
        for (name, value) in self.variables.iter().chain(&self.options) {
            query.append_pair(name, value);
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

    /// The appearance that was chosen, and what of it has no effect.
    pub fn appearance(&self) -> (Appearance, Vec<Problem>) {
        let mut problems = Vec::new();
        let mut appearance = Appearance::new();
        let stack: Vec<Theme> = self.stack().collect();
        match stack.as_slice() {
            [] => {}
            [one] => appearance = appearance.theme(*one),
            several => appearance = of(json!({ "theme": several })).unwrap_or(appearance),
        }
        let variables = self.variables.iter().map(|(name, value)| ("variables", name, json!(value)));
        let options = self.options.iter().map(|(name, value)| {
            let is_switch =
                OPTIONS.iter().any(|(known, control)| matches!(control, Control::Switch) && camel_case(known) == *name);
            // What is neither on nor off is told as what any other mistake is.
            let value = if is_switch { value.parse().map_or(json!(value), Value::Bool) } else { json!(value) };
            ("options", name, value)
        });
        for (group, name, value) in variables.chain(options) {
            let one = of(json!({ group: Map::from_iter([(name.clone(), value)]) }));
            let why = match &one {
                Ok(one) => one.problems().into_iter().next(),
                Err(error) => Some(error.to_string()),
            };
            match (one, why) {
                (Ok(one), None) => appearance = one.over(&appearance),
                (_, why) => {
                    let why = why.unwrap_or_default();
                    let why = why.strip_prefix(&format!("{group}.{name}: ")).unwrap_or(&why).to_owned();
                    problems.push(Problem { name: name.clone(), why });
                }
            }
        }
        (appearance, problems)
    }
}

fn of(json: Value) -> serde_json::Result<Appearance> {
    serde_json::from_value(json)
}
