//! What can be asked for: one method of one path.

use serde_json::Value;

use super::schema::{Schemas, fields, kind, row};
use super::{anchor, text};
use crate::server::html::escape;
use crate::server::http::backend::caller;

/// An operation of the document.
#[derive(Debug)]
pub struct Operation<'a> {
    method: String,
    path: &'a str,
    /// The resource that it belongs to.
    pub tag: &'a str,
    about: &'a Value,
    schemas: &'a Schemas<'a>,
}

impl<'a> Operation<'a> {
    /// Every operation of a document, in the order of their paths.
    pub fn all(document: &'a Value, schemas: &'a Schemas<'a>) -> impl Iterator<Item = Self> {
        document["paths"].as_object().into_iter().flatten().flat_map(move |(path, methods)| {
            methods.as_object().into_iter().flatten().map(move |(method, about)| Self {
                method: method.to_uppercase(),
                path,
                tag: about["tags"][0].as_str().unwrap_or_default(),
                about,
                schemas,
            })
        })
    }

    fn id(&self) -> String {
        anchor(self.said("operationId"))
    }

    fn said(&self, name: &str) -> &'a str {
        self.about[name].as_str().unwrap_or_default()
    }

    fn parameters(&self, place: &str) -> impl Iterator<Item = &'a Value> {
        let all = self.about["parameters"].as_array().into_iter().flatten();
        all.filter(move |parameter| parameter["in"] == place)
    }

    /// What its body has to be, and whether there has to be one.
    fn body(&self) -> Option<(&'a Value, bool)> {
        let body = self.about.get("requestBody")?;
        let content = body["content"].as_object()?.values().next()?;
        Some((content.get("schema")?, body["required"] == true))
    }

    /// Whether its body is a form with a file in it.
    fn takes_file(&self) -> bool {
        self.about["requestBody"]["content"].get("multipart/form-data").is_some()
    }

    /// Where it stands in a list of them.
    pub fn entry(&self) -> String {
        format!(
            "<li><a href=\"#{}\"><span class=\"method\">{}</span> <code>{}</code></a></li>",
            self.id(),
            self.method,
            escape(self.path),
        )
    }

    /// All that there is to be said of it; `base` is the instance's address.
    pub fn article(&self, base: &str) -> String {
        let mut parts = format!(
            "<article id=\"{}\"><h3>{}</h3><p class=\"call\"><span class=\"method\">{}</span> <code>{}</code></p>",
            self.id(),
            text(self.said("summary")),
            self.method,
            escape(self.path),
        );
        if !self.said("description").is_empty() {
            parts.push_str(&format!("<p>{}</p>", text(self.said("description"))));
        }
        let scopes: Vec<String> = caller::scopes(self.path, caller::writes(self.method == "GET", self.path))
            .map(|scope| format!("<code>{}</code>", escape(&scope)))
            .collect();
        parts.push_str(&format!("<p class=\"scopes\">Scope: {}</p>", scopes.join(" and ")));
        for (place, title) in [("path", "Path parameters"), ("query", "Query parameters")] {
            let rows: String = self
                .parameters(place)
                .map(|parameter| {
                    let name = parameter["name"].as_str().unwrap_or_default();
                    let described = parameter["description"].as_str().unwrap_or_default();
                    row(name, &parameter["schema"], parameter["required"] == true, described)
                })
                .collect();
            if !rows.is_empty() {
                parts.push_str(&format!("<h4>{title}</h4><dl class=\"fields\">{rows}</dl>"));
            }
        }
        if let Some((schema, is_required)) = self.body() {
            let title = if is_required { "Body" } else { "Body, which may be left out" };
            parts.push_str(&format!("<h4>{title}</h4>{}", self.body_fields(schema)));
        }
        let answer = &self.about["responses"]["200"]["content"]["application/json"]["schema"];
        let failures = &self.about["responses"]["default"]["content"]["application/json"]["schema"];
        parts.push_str(&format!(
            "<h4>Answer</h4><p><code>200</code> {}; otherwise {}: {}</p>",
            kind(answer),
            kind(failures),
            self.statuses(),
        ));
        parts.push_str(&format!("<pre tabindex=\"0\"><code>{}</code></pre></article>", escape(&self.curl(base))));
        parts
    }

    /// The fields of a body, or of each in it where it is an array.
    fn body_fields(&self, schema: &'a Value) -> String {
        let whole = self.schemas.resolve(schema);
        if whole["type"] == "array" {
            let each = self.schemas.resolve(&whole["items"]);
            return format!("<p class=\"kind\">{}, each with</p>{}", kind(whole), fields(each));
        }
        let object = ["oneOf", "anyOf"].into_iter().filter_map(|word| whole[word].as_array()).flatten();
        let object = object.map(|choice| self.schemas.resolve(choice)).find(|choice| choice["type"] != "null");
        fields(object.unwrap_or(whole))
    }

    /// Which statuses it may fail with, as links to what they mean.
    fn statuses(&self) -> String {
        let (names, asks) = (self.path.contains('{'), self.about.get("parameters").is_some() || self.body().is_some());
        [("401", true), ("403", true), ("404", names), ("413", self.body().is_some()), ("422", asks), ("429", true)]
            .into_iter()
            .filter_map(|(status, may_be)| may_be.then_some(format!("<code>{status}</code>")))
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// A line for a shell that asks for it.
    fn curl(&self, base: &str) -> String {
        // Braces mean something to curl.
        let fill = |part: &str| match part.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            Some(name) => name.to_ascii_uppercase(),
            None => part.to_owned(),
        };
        let path = self.path.split('/').map(fill).collect::<Vec<_>>().join("/");
        let mut line = match self.method.as_str() {
            "GET" => format!("curl '{base}{path}'"),
            method => format!("curl -X {method} '{base}{path}'"),
        };
        line.push_str(" \\\n  -H 'Authorization: Bearer sk_…'");
        if self.takes_file() {
            line.push_str(" \\\n  -F 'file=@picture.png'");
        } else if let Some((schema, _)) = self.body() {
            let example = self.schemas.example(schema);
            line.push_str(" \\\n  -H 'Content-Type: application/json'");
            line.push_str(&format!(" \\\n  -d '{example}'"));
        }
        line
    }
}
