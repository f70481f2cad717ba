use std::collections::BTreeMap;
use std::fmt::Write;

use serde::{Deserialize, Serialize};

use super::value;

/// The value of a variable: a text in any form that CSS has, or a scale of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged, expecting = "a variable is a text, or a table of texts: a scale")]
pub enum Value {
    /// One value.
    One(String),
    /// A step each: shades from `25` to `950` of a colour, of which `500` is the colour itself; `xs`, `sm`, `md`, `lg` and
    /// `xl` of the font's size; `normal`, `medium`, `semibold` and `bold` of its weight.
    Scale(BTreeMap<String, String>),
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::One(value.to_owned())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::One(value)
    }
}

impl<K: Into<String>, V: Into<String>, const N: usize> From<[(K, V); N]> for Value {
    fn from(steps: [(K, V); N]) -> Self {
        Self::Scale(steps.into_iter().map(|(step, value)| (step.into(), value.into())).collect())
    }
}

/// The shades that a colour may have.
const SHADES: &[&str] = &[
    "25", "50", "100", "150", "200", "250", "300", "350", "400", "450", "500", "550", "600", "650", "700", "750",
    "800", "850", "900", "950",
];
const SIZES: &[&str] = &["xs", "sm", "md", "lg", "xl"];
const WEIGHTS: &[&str] = &["normal", "medium", "semibold", "bold"];

/// The steps of a variable that can be a scale, and the one that stands for all of it.
pub(crate) fn steps(name: &str) -> (&'static [&'static str], &'static str) {
    match name {
        "font_size" => (SIZES, "md"),
        "font_weight" => (WEIGHTS, "normal"),
        _ if name.starts_with("color_") => (SHADES, "500"),
        _ => (&[], ""),
    }
}

macro_rules! variables {
    ($($(#[doc = $doc:literal])* $variable:ident)*) => {
        /// Colours, fonts and sizes. A value is anything that CSS takes there.
        #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
        #[serde(default, rename_all = "camelCase", deny_unknown_fields)]
        pub struct Variables {
            $(#[serde(skip_serializing_if = "Option::is_none")]
            $variable: Option<Value>,)*
        }

        impl Variables {
            $($(#[doc = $doc])*
            #[must_use]
            pub fn $variable(mut self, value: impl Into<Value>) -> Self {
                self.$variable = Some(value.into());
                self
            })*

            /// Those that are set, by their names here.
            fn set(&self) -> impl Iterator<Item = (&'static str, &Value)> {
                [$((stringify!($variable), self.$variable.as_ref()),)*]
                    .into_iter()
                    .filter_map(|(name, value)| Some((name, value?)))
            }

            /// These in front of others.
            pub(super) fn over(self, farther: &Self) -> Self {
                Self { $($variable: self.$variable.or_else(|| farther.$variable.clone()),)* }
            }

            /// The name of each, and what it is for.
            #[cfg(any(test, feature = "ssr"))]
            pub(crate) const ALL: &[(&str, &str)] = &[$((stringify!($variable), concat!($($doc),*)),)*];
        }
    };
}

variables! {
    /// The main button, and what is chosen.
    color_primary
    /// Text on the main button. Left out, it is black or white, whichever can be read there.
    color_primary_foreground
    /// What went wrong, and what cannot be undone.
    color_danger
    /// What went well.
    color_success
    /// What needs attention.
    color_warning
    /// What lines and hovered parts are mixed of.
    color_neutral
    /// Text.
    color_foreground
    /// The ground of what is less important, such as the foot of a card.
    color_muted
    /// Text that is less important.
    color_muted_foreground
    /// The ground of cards.
    color_background
    /// The ground of inputs.
    color_input
    /// Text in inputs.
    color_input_foreground
    /// The gleam over a picture under the pointer.
    color_shimmer
    /// The line around what has the focus.
    color_ring
    /// Shadows.
    color_shadow
    /// Lines around cards and inputs.
    color_border
    /// What lies over the page behind a dialog.
    color_modal_backdrop
    /// The font. Left out, it is the page's.
    font_family
    /// The font of buttons.
    font_family_buttons
    /// The font of codes and keys.
    font_family_mono
    /// The size of text, from which the other sizes follow; or a scale.
    font_size
    /// The weight of text; or a scale.
    font_weight
    /// How round corners are.
    border_radius
    /// The distance from which all others follow.
    spacing
}

impl Variables {
    /// None is set.
    pub fn new() -> Self {
        Self::default()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.set().next().is_none()
    }

    pub(super) fn problems(&self, at: &str, problems: &mut Vec<String>) {
        for (name, value) in self.set() {
            let mut report = |step: &str, why: &str| problems.push(format!("{at}{}{step}: {why}", camel_case(name)));
            match value {
                Value::One(value) => {
                    if let Some(why) = value::problem(value) {
                        report("", why);
                    }
                }
                Value::Scale(scale) => {
                    let (known, main) = steps(name);
                    if known.is_empty() {
                        report("", "is one value, not a scale");
                        continue;
                    }
                    if !scale.contains_key(main) {
                        report("", &format!("lacks {main}, which stands for all of it"));
                    }
                    for (step, value) in scale {
                        if !known.contains(&step.as_str()) {
                            report(
                                &format!(".{step}"),
                                &format!("there is no such step; there are {}", known.join(", ")),
                            );
                        } else if let Some(why) = value::problem(value) {
                            report(&format!(".{step}"), why);
                        }
                    }
                }
            }
        }
    }

    /// The custom properties, as declarations.
    pub(super) fn declare(&self, css: &mut String) {
        for (name, value) in self.set() {
            let (known, main) = steps(name);
            let property = name.replace('_', "-");
            let mut declare = |step: &str, value: &str| {
                let is_main = step == main && name != "font_weight";
                let step = if is_main { String::new() } else { format!("-{step}") };
                // A `String` takes all there is.
                let _ = write!(css, "--vst-{property}{step}:{value};");
                // The text on another colour is another one.
                if is_main && name == "color_primary" && self.color_primary_foreground.is_none() {
                    css.push_str("--vst-color-primary-foreground:initial;");
                }
            };
            match value {
                Value::One(value) if value::problem(value).is_some() => {}
                Value::One(value) => {
                    declare(main, value);
                    // The steps of a scale that was set farther off are none of this one's.
                    let of_none = known.iter().filter(|step| **step != main && name != "font_weight");
                    of_none.filter(|step| is_used(name, step)).for_each(|step| declare(step, "initial"));
                }
                Value::Scale(scale) => {
                    for step in known {
                        if let Some(value) = scale.get(*step).filter(|value| value::problem(value).is_none()) {
                            declare(step, value);
                        }
                    }
                }
            }
        }
    }
}

/// Whether the stylesheet asks for a step, besides the one that stands for all.
fn is_used(name: &str, step: &str) -> bool {
    match name {
        "color_primary" => ["600", "700"].contains(&step),
        "font_size" => step != "lg",
        _ => false,
    }
}

/// A name as it is written in a configuration.
pub(crate) fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let mut written = words.next().unwrap_or_default().to_owned();
    for word in words {
        let (first, rest) = word.split_at(1);
        written += &first.to_ascii_uppercase();
        written += rest;
    }
    written
}
