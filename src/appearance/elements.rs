use std::collections::BTreeMap;
use std::fmt::{self, Write};

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::element::unknown;
use super::{Element, value};

/// A state that an element can be in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ElementState {
    /// What was typed is wrong.
    Error,
    /// What was asked for is on its way.
    Loading,
    /// The menu is open.
    Open,
    /// It is the page that is shown.
    Active,
}

impl ElementState {
    pub(crate) const ALL: [Self; 4] = [Self::Error, Self::Loading, Self::Open, Self::Active];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Loading => "loading",
            Self::Open => "open",
            Self::Active => "active",
        }
    }

    /// What the element, or something around it, has then.
    const fn selector(self) -> &'static str {
        match self {
            Self::Error => "[data-error]",
            Self::Loading => "[data-loading]",
            Self::Open => "[open]",
            Self::Active => "[aria-current]",
        }
    }
}

/// An element, or one in a state: `formButtonPrimary`, `formButtonPrimary__loading`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ElementKey {
    element: Element,
    state: Option<ElementState>,
}

impl From<Element> for ElementKey {
    fn from(element: Element) -> Self {
        Self { element, state: None }
    }
}

impl From<(Element, ElementState)> for ElementKey {
    fn from((element, state): (Element, ElementState)) -> Self {
        Self { element, state: Some(state) }
    }
}

impl ElementKey {
    fn parse(key: &str) -> Result<Self, String> {
        let (name, state) = key.split_once("__").map_or((key, None), |(name, state)| (name, Some(state)));
        let element = Element::parse(name).ok_or_else(|| unknown(name))?;
        let Some(state) = state else { return Ok(element.into()) };
        let known = ElementState::ALL.into_iter().find(|known| known.name() == state);
        let state = known.ok_or_else(|| {
            format!("`{key}`: there is no state `{state}`; there are error, loading, open and active")
        })?;
        Ok((element, state).into())
    }

    fn selector(self) -> String {
        let class = self.element.key();
        match self.state.map(ElementState::selector) {
            None => format!(".vst-{class}"),
            Some(state) => format!(".vst-{class}{state},{state} .vst-{class}"),
        }
    }
}

impl fmt::Display for ElementKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.element.key())?;
        self.state.map_or(Ok(()), |state| write!(f, "__{}", state.name()))
    }
}

impl Serialize for ElementKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ElementKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

/// What is below an element's own properties: those that it has under the pointer, and so on.
const WHEN: &[&str] = &[
    "&:hover",
    "&:focus",
    "&:focus-visible",
    "&:focus-within",
    "&:active",
    "&:disabled",
    "&:checked",
    "&::placeholder",
    "&::before",
    "&::after",
    "&::selection",
    "&::backdrop",
];

/// What an element gets besides what it has: classes, CSS properties, or both.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "Written", into = "Written")]
pub struct ElementStyle {
    classes: String,
    properties: BTreeMap<String, String>,
    /// By `&:hover` and the like.
    when: BTreeMap<String, BTreeMap<String, String>>,
}

/// As it is written down: classes alone as a text.
#[derive(Clone, Serialize, Deserialize)]
#[serde(untagged, expecting = "an element gets a text with classes, or a table of CSS properties (texts)")]
enum Written {
    Classes(String),
    Properties(BTreeMap<String, Declared>),
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(untagged)]
enum Declared {
    Value(String),
    When(BTreeMap<String, String>),
}

impl From<Written> for ElementStyle {
    fn from(written: Written) -> Self {
        let mut style = Self::default();
        match written {
            Written::Classes(classes) => style.classes = classes,
            Written::Properties(declared) => {
                for (name, declared) in declared {
                    match declared {
                        Declared::Value(classes) if name == "class" => style.classes = classes,
                        Declared::Value(value) => drop(style.properties.insert(name, value)),
                        Declared::When(properties) => drop(style.when.insert(name, properties)),
                    }
                }
            }
        }
        style
    }
}

impl From<ElementStyle> for Written {
    fn from(style: ElementStyle) -> Self {
        if style.properties.is_empty() && style.when.is_empty() {
            return Self::Classes(style.classes);
        }
        let mut declared: BTreeMap<String, Declared> =
            style.properties.into_iter().map(|(name, value)| (name, Declared::Value(value))).collect();
        declared.extend(style.when.into_iter().map(|(when, properties)| (when, Declared::When(properties))));
        if !style.classes.is_empty() {
            declared.insert("class".into(), Declared::Value(style.classes));
        }
        Self::Properties(declared)
    }
}

impl From<&str> for ElementStyle {
    fn from(classes: &str) -> Self {
        classes.to_owned().into()
    }
}

impl From<String> for ElementStyle {
    fn from(classes: String) -> Self {
        Self { classes, ..Self::default() }
    }
}

impl<K: Into<String>, V: Into<String>, const N: usize> From<[(K, V); N]> for ElementStyle {
    fn from(properties: [(K, V); N]) -> Self {
        let properties = properties.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        Self { properties, ..Self::default() }
    }
}

impl ElementStyle {
    /// The same with properties for when it is hovered (`&:hover`), has the focus (`&:focus-visible`), and so on.
    #[must_use]
    pub fn when<K: Into<String>, V: Into<String>>(
        mut self,
        when: impl Into<String>,
        properties: impl IntoIterator<Item = (K, V)>,
    ) -> Self {
        let properties = properties.into_iter().map(|(name, value)| (name.into(), value.into()));
        self.when.entry(when.into()).or_default().extend(properties);
        self
    }

    /// This one in front of another: its properties win, its classes stand beside the other's.
    fn over(mut self, farther: &Self) -> Self {
        for class in farther.classes.split_whitespace() {
            if !self.classes.split_whitespace().any(|known| known == class) {
                self.classes = format!("{} {class}", self.classes).trim().to_owned();
            }
        }
        for (name, value) in &farther.properties {
            self.properties.entry(name.clone()).or_insert_with(|| value.clone());
        }
        for (when, properties) in &farther.when {
            let own = self.when.entry(when.clone()).or_default();
            for (name, value) in properties {
                own.entry(name.clone()).or_insert_with(|| value.clone());
            }
        }
        self
    }
}

/// What single elements get besides what they have.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Elements(BTreeMap<ElementKey, ElementStyle>);

impl Elements {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn add(&mut self, key: ElementKey, style: ElementStyle) {
        let known = self.0.remove(&key).unwrap_or_default();
        self.0.insert(key, style.over(&known));
    }

    pub(super) fn over(mut self, farther: &Self) -> Self {
        for (key, style) in &farther.0 {
            let near = self.0.remove(key).unwrap_or_default();
            self.0.insert(*key, near.over(style));
        }
        self
    }

    pub(super) fn problems(&self, at: &str, problems: &mut Vec<String>) {
        for (key, style) in &self.0 {
            if let Some(why) = value::class_problem(&style.classes) {
                problems.push(format!("{at}{key}: {why}"));
            }
            if key.state.is_some() && !style.classes.is_empty() {
                problems.push(format!("{at}{key}: a state takes properties, not classes"));
            }
            let mut declared = |inside: &str, properties: &BTreeMap<String, String>| {
                for (name, value) in properties {
                    if value::property(name).is_none() {
                        problems.push(format!("{at}{key}{inside}: `{name}` is no CSS property"));
                    } else if let Some(why) = value::problem(value) {
                        problems.push(format!("{at}{key}{inside}.{name}: {why}"));
                    }
                }
            };
            declared("", &style.properties);
            for (when, properties) in &style.when {
                declared(&format!(".{when}"), properties);
            }
            for when in style.when.keys().filter(|when| !WHEN.contains(&when.as_str())) {
                problems.push(format!("{at}{key}: `{when}` is none of {}", WHEN.join(", ")));
            }
        }
    }

    /// The rules, to stand inside another one.
    pub(super) fn declare(&self, css: &mut String) {
        for (key, style) in &self.0 {
            let selector = key.selector();
            rule(css, &selector, "", &style.properties);
            for (when, properties) in &style.when {
                if let Some(when) = WHEN.iter().find(|known| *known == when) {
                    rule(css, &selector, &when[1..], properties);
                }
            }
        }
    }

    /// The classes, by the key of the element.
    pub(super) fn classes(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let usable =
            |style: &&ElementStyle| !style.classes.is_empty() && value::class_problem(&style.classes).is_none();
        let stateless = self.0.iter().filter(|(key, _)| key.state.is_none());
        stateless
            .filter(move |(_, style)| usable(style))
            .map(|(key, style)| (key.element.key(), style.classes.as_str()))
    }
}

/// What is below the scope, and the scope itself, if it is the element.
fn rule(css: &mut String, selector: &str, when: &str, properties: &BTreeMap<String, String>) {
    let declarations: String = properties
        .iter()
        .filter(|(_, value)| value::problem(value).is_none())
        .filter_map(|(name, value)| Some(format!("{}:{value};", value::property(name)?)))
        .collect();
    if !declarations.is_empty() {
        // A `String` takes all there is.
        let _ = write!(css, "&:is({selector}){when},& :is({selector}){when}{{{declarations}}}");
    }
}
