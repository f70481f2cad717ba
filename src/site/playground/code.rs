//! The Rust that yields what is seen, made of the appearance itself: what is as usual is not in it.

use serde_json::Value;

use super::choice::Choice;
use crate::appearance::{Appearance, Options, Variables, camel_case};

/// So long a chain of calls stands in one line, as rustfmt has it.
const CHAIN_WIDTH: usize = 60;

/// All of it: what is imported, the appearance, and the view.
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
    let json = serde_json::to_value(appearance).unwrap_or_default();
    let mut used = vec!["Appearance"];
    let mut calls = Vec::new();
    match &json["theme"] {
        Value::String(theme) => {
            calls.push(format!(".theme({})", variant("Theme", theme)));
            used.push("Theme");
        }
        Value::Array(themes) => {
            let themes = themes.iter().filter_map(Value::as_str).map(|theme| variant("Theme", theme));
            calls.push(format!(".theme([{}])", themes.collect::<Vec<_>>().join(", ")));
            used.push("Theme");
        }
        _ => {}
    }
    for (group, kind, all) in [("variables", "Variables", Variables::ALL), ("options", "Options", Options::ALL)] {
        let Some(set) = json[group].as_object() else { continue };
        used.push(kind);
        let set = all.iter().filter_map(|(method, _)| Some((*method, set.get(&camel_case(method))?)));
        let own = set.map(|(method, value)| {
            let written = match value {
                Value::String(text) => match enumeration(method) {
                    Some(kind) => {
                        used.push(kind);
                        variant(kind, text)
                    }
                    None => format!("{text:?}"),
                },
                other => other.to_string(),
            };
            format!(".{method}({written})")
        });
        let own: Vec<String> = own.collect();
        let inner = broken(&format!("{kind}::new()"), &own, 8);
        calls.push(match inner.contains('\n') {
            true => format!(".{group}(\n        {inner},\n    )"),
            false => format!(".{group}({inner})"),
        });
    }
    used.sort_unstable();
    (broken("Appearance::new()", &calls, 0), used)
}

/// A chain of calls, in one line where it fits into it.
fn broken(start: &str, calls: &[String], indent: usize) -> String {
    let line = start.to_owned() + &calls.concat();
    if line.len() <= CHAIN_WIDTH && !line.contains('\n') {
        return line;
    }
    let margin = " ".repeat(indent + 4);
    calls.iter().fold(start.to_owned(), |code, call| format!("{code}\n{margin}{call}"))
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
