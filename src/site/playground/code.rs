//! The Rust that yields what is seen, and the configuration that does, made of the appearance itself: what is as usual is
//! not in them.

use std::collections::BTreeMap;

use serde_json::Value;

use super::choice::Choice;
use super::expression::{Call, Expression};
use super::states::{COMPONENTS, Shown};
use crate::appearance::{Appearance, Options, Variables, camel_case, steps};
use crate::locale::playground as text;

/// The appearance as it stands in `Leptos.toml`.
pub fn configuration(appearance: &Appearance) -> String {
    if *appearance == Appearance::new() {
        return format!("# {}\n", text::AS_USUAL);
    }
    let file = BTreeMap::from([("vestibule", BTreeMap::from([("appearance", appearance)]))]);
    // It is made of texts, truths and tables alone.
    toml::to_string(&file).unwrap_or_default()
}

/// All of the Rust: what is imported, the appearance, and the view.
pub fn code(choice: &Choice, appearance: &Appearance) -> String {
    let (view, _) = choice.state.otherwise.unwrap_or((choice.component.code, choice.component.view));
    let mut imports = vec!["AuthProvider", choice.component.imports];
    if view.contains("UserButtonItem") {
        imports.push("UserButtonItem");
    }
    let (built, used) = chain(appearance);
    let is_dressed = *appearance != Appearance::new();
    let mut code = String::new();
    if is_dressed {
        code += &format!("use vestibule::appearance::{};\n", braced(&used));
    }
    code += &format!("use vestibule::components::{};\n\n", braced(&imports));
    if is_dressed {
        code += &format!("let appearance = {built};\n");
    }
    let mut provider = String::from("<AuthProvider");
    if is_dressed {
        provider += " appearance";
    }
    if let Some(language) = choice.locale {
        provider += &format!(" locale={:?}", language.tag());
    }
    code + &format!("view! {{\n    {provider}>\n        {view}\n    </AuthProvider>\n}}\n")
}

fn braced(names: &[&str]) -> String {
    match names {
        [one] => (*one).to_owned(),
        several => format!("{{{}}}", several.join(", ")),
    }
}

/// The expression that makes an appearance, and what has to be imported for it.
pub fn chain(appearance: &Appearance) -> (String, Vec<&'static str>) {
    let mut used = Vec::new();
    let json = serde_json::to_value(appearance).unwrap_or_default();
    let made = made(&json, &mut used).write(0);
    used.sort_unstable();
    used.dedup();
    (made, used)
}

fn made(json: &Value, used: &mut Vec<&'static str>) -> Expression {
    used.push("Appearance");
    let mut calls = Vec::new();
    match &json["theme"] {
        Value::String(theme) => {
            calls.push(Call::new("theme", [Expression::Plain(variant("Theme", theme))]));
            used.push("Theme");
        }
        Value::Array(themes) => {
            let themes = themes.iter().filter_map(Value::as_str).map(|theme| variant("Theme", theme));
            calls.push(Call::new("theme", [Expression::List(themes.collect())]));
            used.push("Theme");
        }
        _ => {}
    }
    for (group, kind, all) in [("variables", "Variables", Variables::ALL), ("options", "Options", Options::ALL)] {
        let Some(set) = json[group].as_object() else { continue };
        used.push(kind);
        let set = all.iter().filter_map(|(method, _)| Some((*method, set.get(&camel_case(method))?)));
        let own = set.map(|(method, value)| Call::new(method, [argument(method, value, used)])).collect();
        calls.push(Call::new(group, [Expression::Chain(format!("{kind}::new()"), own)]));
    }
    for (key, style) in json["elements"].as_object().into_iter().flatten() {
        let key = element(key, used);
        calls.extend(
            dressed(style, used).into_iter().map(|style| Call::new("element", [Expression::Plain(key.clone()), style])),
        );
    }
    for method in COMPONENTS.iter().filter_map(Shown::own) {
        if let Some(own) = json.get(camel_case(method)) {
            calls.push(Call::new(method, [made(own, used)]));
        }
    }
    Expression::Chain("Appearance::new()".into(), calls)
}

/// The value of a variable or an option.
fn argument(method: &str, value: &Value, used: &mut Vec<&'static str>) -> Expression {
    match value {
        Value::String(text) => Expression::Plain(match enumeration(method) {
            Some(kind) => {
                used.push(kind);
                variant(kind, text)
            }
            None => format!("{text:?}"),
        }),
        Value::Object(scale) => {
            // In their own order, which is not that of their names.
            let (steps, _) = steps(method);
            let set = steps.iter().filter_map(|step| Some(pair(step, scale.get(*step)?)));
            Expression::List(set.collect())
        }
        other => Expression::Plain(other.to_string()),
    }
}

/// An element, or one in a state.
fn element(key: &str, used: &mut Vec<&'static str>) -> String {
    used.push("Element");
    match key.split_once("__") {
        None => variant("Element", key),
        Some((key, state)) => {
            used.push("ElementState");
            format!("({}, {})", variant("Element", key), variant("ElementState", state))
        }
    }
}

/// What an element gets: classes, and properties. They are said by a call each.
fn dressed(style: &Value, used: &mut Vec<&'static str>) -> Vec<Expression> {
    let classes = style.as_str().or_else(|| style["class"].as_str()).map(|it| Expression::Plain(format!("{it:?}")));
    let declared = style.as_object().into_iter().flatten();
    let (when, own): (Vec<_>, Vec<_>) =
        declared.filter(|(name, _)| *name != "class").partition(|(_, value)| value.is_object());
    let own: Vec<String> = own.into_iter().map(|(name, value)| pair(name, value)).collect();
    let properties = if when.is_empty() {
        (!own.is_empty()).then_some(Expression::List(own))
    } else {
        used.push("ElementStyle");
        let start = match own.as_slice() {
            [] => "ElementStyle::default()".to_owned(),
            own => format!("ElementStyle::from([{}])", own.join(", ")),
        };
        let calls = when.into_iter().map(|(when, properties)| {
            let properties = properties.as_object().into_iter().flatten().map(|(name, value)| pair(name, value));
            Call::new("when", [Expression::Plain(format!("{when:?}")), Expression::List(properties.collect())])
        });
        Some(Expression::Chain(start, calls.collect()))
    };
    classes.into_iter().chain(properties).collect()
}

fn pair(name: &str, value: &Value) -> String {
    format!("({name:?}, {:?})", value.as_str().unwrap_or_default())
}

/// The type of an option that is one of several words.
fn enumeration(option: &str) -> Option<&'static str> {
    match option {
        "logo_placement" => Some("LogoPlacement"),
        "social_buttons_variant" => Some("SocialButtonsVariant"),
        "social_buttons_placement" => Some("SocialButtonsPlacement"),
        "elevation" => Some("Elevation"),
        _ => None,
    }
}

/// One of an enumeration, by the name that a configuration has for it.
fn variant(kind: &str, name: &str) -> String {
    let mut chars = name.chars();
    let first = chars.next().map(|first| first.to_ascii_uppercase());
    format!("{kind}::{}{}", first.into_iter().collect::<String>(), chars.as_str())
}
