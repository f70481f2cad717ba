//! The appearance that a choice makes, and what of it has no effect.

use serde_json::{Map, Value, json};

use super::choice::{Choice, Dressed, element_fields, step_field};
use super::declarations::{self, Declaration};
use crate::appearance::{Appearance, Control, OPTIONS, Variables, camel_case, steps};

/// Something that has no effect, and why.
pub struct Problem {
    /// The name of the field that it was typed into.
    pub name: String,
    pub why: String,
}

impl Choice {
    /// The appearance that was chosen, and what of it has no effect.
    pub fn appearance(&self) -> (Appearance, Vec<Problem>) {
        let mut built = Built::default();
        built.themes(self);
        for (method, _) in Variables::ALL {
            built.variable(self, method);
        }
        for (name, value) in &self.options {
            built.option(name, value);
        }
        for dressed in &self.elements {
            built.element(dressed);
        }
        let Built { mut appearance, problems } = built;
        if let Some(method) = self.component.own().filter(|_| self.is_alone && appearance != Appearance::new()) {
            appearance = of(json!({ camel_case(method): appearance })).unwrap_or_default();
        }
        (appearance, problems)
    }
}

#[derive(Default)]
struct Built {
    appearance: Appearance,
    problems: Vec<Problem>,
}

impl Built {
    fn themes(&mut self, choice: &Choice) {
        let stack: Vec<_> = choice.stack().collect();
        self.appearance = match stack.as_slice() {
            [] => Appearance::new(),
            [one] => Appearance::new().theme(*one),
            several => of(json!({ "theme": several })).unwrap_or_default(),
        };
    }

    fn report(&mut self, name: &str, why: String) {
        self.problems.push(Problem { name: name.to_owned(), why });
    }

    /// Puts a part in front of what there is, unless there is something wrong with it: that is then told of the field `name`,
    /// without the `path` at which it stands.
    fn add(&mut self, part: Value, path: &str, name: &str) {
        let told = match of(part) {
            Ok(part) => match part.problems().into_iter().next() {
                None => {
                    self.appearance = part.over(&self.appearance);
                    return;
                }
                Some(told) => told,
            },
            Err(error) => error.to_string(),
        };
        let why = told.strip_prefix(path).map_or(told.as_str(), |rest| rest.trim_start_matches(['.', ':', ' ']));
        self.report(name, why.to_owned());
    }

    fn variable(&mut self, choice: &Choice, method: &str) {
        let name = camel_case(method);
        let (all, main) = steps(method);
        let typed = |field: &str| Some(choice.typed(field)).filter(|value| !value.is_empty());
        let field = |step: &str| if step == main { name.clone() } else { step_field(&name, step) };
        let mut scale: Map<String, Value> =
            all.iter().filter_map(|step| Some(((*step).to_owned(), json!(typed(&field(step))?)))).collect();
        let is_scale = scale.keys().any(|step| step != main);
        if !is_scale {
            if let Some(value) = typed(&name) {
                self.add(json!({ "variables": { name.clone(): value } }), &format!("variables.{name}"), &name);
            }
            return;
        }
        let told = of(json!({ "variables": { name.clone(): scale } })).map(|it| it.problems()).unwrap_or_default();
        for line in told {
            let line = line.strip_prefix("variables.").unwrap_or(&line);
            let (at, why) = line.split_once(": ").unwrap_or((&name, line));
            let step = at.strip_prefix(&format!("{name}.")).unwrap_or(main);
            scale.remove(step);
            self.report(&field(step), why.to_owned());
        }
        // Without the step that stands for all of it there is no scale.
        if scale.contains_key(main) {
            self.add(json!({ "variables": { name.clone(): scale } }), "", &name);
        }
    }

    fn option(&mut self, name: &str, value: &str) {
        let is_switch =
            OPTIONS.iter().any(|(known, control)| matches!(control, Control::Switch) && camel_case(known) == name);
        // What is neither on nor off is told as what any other mistake is.
        let value = if is_switch { value.parse().map_or(json!(value), Value::Bool) } else { json!(value) };
        self.add(json!({ "options": { name: value } }), &format!("options.{name}"), name);
    }

    fn element(&mut self, dressed: &Dressed) {
        let key = dressed.key.to_string();
        let path = format!("elements.{key}");
        let (classes, css) = element_fields(dressed.key);
        if !dressed.classes.is_empty() {
            self.add(json!({ "elements": { key.clone(): dressed.classes } }), &path, &classes);
        }
        let (declared, problems) = declarations::read(&dressed.css);
        problems.into_iter().for_each(|why| self.report(&css, why));
        for Declaration { when, property, value } in declared {
            let declared = json!({ property: value });
            let declared = when.map_or_else(|| declared.clone(), |when| json!({ when: declared }));
            self.add(json!({ "elements": { key.clone(): declared } }), &path, &css);
        }
    }
}

fn of(json: Value) -> serde_json::Result<Appearance> {
    serde_json::from_value(json)
}
