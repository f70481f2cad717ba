//! JSON Schema in words, and examples of it.

use serde_json::{Map, Value, json};

use super::{anchor, text};
use crate::server::html::escape;

/// How deep an example goes.
const DEEPEST: usize = 4;

/// The schemas of a document.
#[derive(Clone, Copy, Debug)]
pub struct Schemas<'a>(Option<&'a Map<String, Value>>);

impl<'a> Schemas<'a> {
    /// Those of this one.
    pub fn of(document: &'a Value) -> Self {
        Self(document["components"]["schemas"].as_object())
    }

    /// All of them, by name.
    pub fn all(self) -> impl Iterator<Item = (&'a str, &'a Value)> {
        self.0.into_iter().flatten().map(|(name, schema)| (name.as_str(), schema))
    }

    /// What a reference stands for; anything else is what it is.
    pub fn resolve(self, schema: &'a Value) -> &'a Value {
        reference(schema).and_then(|name| self.0?.get(name)).unwrap_or(schema)
    }

    /// An example of it: with what is required alone.
    pub fn example(self, schema: &'a Value) -> Value {
        self.example_at(schema, 0)
    }

    fn example_at(self, schema: &'a Value, depth: usize) -> Value {
        let schema = self.resolve(schema);
        if depth > DEEPEST {
            return Value::Null;
        }
        if let Some(choice) = choices(schema).into_iter().find(|choice| choice["type"] != "null") {
            return self.example_at(choice, depth);
        }
        if let Some(first) = schema["enum"].as_array().and_then(|values| values.first()) {
            return first.clone();
        }
        match kinds(schema).into_iter().find(|kind| *kind != "null") {
            Some("object") => {
                let is_required = |name: &str| required(schema).any(|required| required == name);
                let wanted = schema["properties"].as_object().into_iter().flatten();
                let wanted = wanted.filter(|(name, _)| is_required(name));
                wanted.map(|(name, field)| (name.clone(), self.example_at(field, depth + 1))).collect()
            }
            Some("array") => json!([self.example_at(&schema["items"], depth + 1)]),
            Some("integer" | "number") => schema.get("minimum").cloned().unwrap_or_else(|| json!(0)),
            Some("boolean") => json!(true),
            Some("string") => json!("…"),
            _ => json!({}),
        }
    }
}

/// The name of what a reference leads to.
fn reference(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.strip_prefix("#/components/schemas/")
}

/// What it may be one of.
fn choices(schema: &Value) -> Vec<&Value> {
    ["oneOf", "anyOf", "allOf"].into_iter().filter_map(|word| schema[word].as_array()).flatten().collect()
}

fn kinds(schema: &Value) -> Vec<&str> {
    match &schema["type"] {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

fn required(schema: &Value) -> impl Iterator<Item = &str> {
    schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str)
}

/// What something may be, as HTML.
pub fn kind(schema: &Value) -> String {
    if let Some(name) = reference(schema) {
        return format!("<a href=\"#schema-{}\">{}</a>", anchor(name), escape(name));
    }
    let choices = choices(schema);
    let words: Vec<String> = match choices.is_empty() {
        false => choices.into_iter().map(kind).collect(),
        true => kinds(schema)
            .into_iter()
            .map(|word| match word {
                "array" => format!("array of {}", kind(&schema["items"])),
                word => escape(word),
            })
            .collect(),
    };
    match words.is_empty() {
        true => "any value".to_owned(),
        false => words.join(" or "),
    }
}

/// What besides is said of it, as HTML; empty if nothing is.
pub fn limits(schema: &Value) -> String {
    let mut said = Vec::new();
    let number = |name: &str| schema.get(name).filter(|value| value.is_number());
    match (number("minimum"), number("maximum")) {
        (Some(from), Some(to)) => said.push(format!("{from} to {to}")),
        (Some(from), None) => said.push(format!("at least {from}")),
        (None, Some(to)) => said.push(format!("at most {to}")),
        (None, None) => {}
    }
    for (name, words) in [
        ("minLength", "at least so many characters: "),
        ("maxLength", "at most so many characters: "),
        ("minItems", "at least so many: "),
        ("maxItems", "at most so many: "),
    ] {
        said.extend(number(name).map(|value| format!("{words}{value}")));
    }
    if let Some(pattern) = schema["pattern"].as_str() {
        said.push(format!("<code>{}</code>", escape(pattern)));
    }
    let values: Vec<String> = schema["enum"].as_array().into_iter().flatten().map(Value::to_string).collect();
    if !values.is_empty() {
        said.push(values.iter().map(|value| format!("<code>{}</code>", escape(value))).collect::<Vec<_>>().join(", "));
    }
    said.join("; ")
}

/// One line of a table: what it is called, what it may be, and what is said of it.
pub fn row(name: &str, schema: &Value, is_required: bool, description: &str) -> String {
    let (required, limits) = (if is_required { "<em>required</em>" } else { "" }, limits(schema));
    let said = [text(description), limits].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    format!(
        "<div class=\"row\"><dt><code>{}</code>{required}</dt><dd><span class=\"kind\">{}</span><p>{said}</p></dd></div>",
        escape(name),
        kind(schema),
    )
}

/// The fields of an object, or what else it may be, as HTML.
pub fn fields(schema: &Value) -> String {
    let Some(properties) = schema["properties"].as_object().filter(|fields| !fields.is_empty()) else {
        return format!("<p class=\"kind\">{}</p>", kind(schema));
    };
    let is_required = |name: &str| required(schema).any(|required| required == name);
    let mut all: Vec<_> = properties.iter().collect();
    // Those that there have to be are in front.
    all.sort_by_key(|(name, _)| !is_required(name));
    let rows: String = all
        .into_iter()
        .map(|(name, field)| row(name, field, is_required(name), field["description"].as_str().unwrap_or_default()))
        .collect();
    format!("<dl class=\"fields\">{rows}</dl>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schema_is_said_in_words() {
        for (schema, words) in [
            (json!({ "type": "string" }), "string"),
            (json!({ "type": ["string", "null"] }), "string or null"),
            (
                json!({ "type": "array", "items": { "$ref": "#/components/schemas/User" } }),
                "array of <a href=\"#schema-user\">User</a>",
            ),
            (
                json!({ "oneOf": [{ "type": "null" }, { "$ref": "#/components/schemas/A" }] }),
                "null or <a href=\"#schema-a\">A</a>",
            ),
            (json!({}), "any value"),
        ] {
            assert_eq!(kind(&schema), words);
        }
        assert_eq!(limits(&json!({ "minimum": 1, "maximum": 500 })), "1 to 500");
        assert_eq!(limits(&json!({ "minimum": 0, "pattern": "^<a>$" })), "at least 0; <code>^&lt;a&gt;$</code>");
        assert_eq!(limits(&json!({ "enum": ["a", "b"] })), "<code>&quot;a&quot;</code>, <code>&quot;b&quot;</code>");
    }

    #[test]
    fn an_example_holds_what_is_required() {
        let document = json!({ "components": { "schemas": {
            "New": {
                "type": "object",
                "required": ["name", "who", "many"],
                "properties": {
                    "name": { "type": "string" },
                    "note": { "type": "string" },
                    "who": { "$ref": "#/components/schemas/Who" },
                    "many": { "type": "array", "items": { "type": "integer", "minimum": 3 } },
                },
            },
            "Who": { "type": ["object", "null"], "required": ["is"], "properties": { "is": { "type": "boolean" } } },
        } } });
        let schemas = Schemas::of(&document);
        let of = json!({ "oneOf": [{ "type": "null" }, { "$ref": "#/components/schemas/New" }] });
        assert_eq!(schemas.example(&of), json!({ "name": "…", "who": { "is": true }, "many": [3] }));
    }
}
