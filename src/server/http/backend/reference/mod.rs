//! A page on which people read the OpenAPI document: made from it on the server, without a script.

mod operation;
mod schema;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY};
use axum::response::{Html, IntoResponse};
use serde_json::Value;

use self::operation::Operation;
use self::schema::{Schemas, fields};
use super::documents::DOCUMENT;
use crate::server::html::escape;
use crate::server::http::assets;
use crate::server::http::errors::DOCUMENT_CSP;
use crate::server::vestibule::Vestibule;

/// Where it is, for everyone.
pub const PATH: &str = "/v1/docs";

/// What stands for the instance's address until somebody asks: no address looks like this.
const BASE: &str = "\u{1}base\u{1}";

/// The page.
pub async fn page(State(app): State<Vestibule>) -> impl IntoResponse {
    static PAGE: OnceLock<String> = OnceLock::new();
    let page = PAGE.get_or_init(|| {
        // What the program holds of itself is JSON.
        let document = serde_json::to_value(super::document()).unwrap_or_default();
        render(&document)
    });
    let html = page.replace(BASE, &escape(app.settings.base_url.trim_end_matches('/')));
    ([(CONTENT_SECURITY_POLICY, DOCUMENT_CSP), (CACHE_CONTROL, "public, max-age=300")], Html(html))
}

/// A text as it stands in the document, with what is between backticks as code.
fn text(markdown: &str) -> String {
    let mut html = String::with_capacity(markdown.len() + 16);
    for (place, part) in markdown.split('`').enumerate() {
        match place % 2 {
            0 => html.push_str(&escape(part)),
            _ => html.push_str(&format!("<code>{}</code>", escape(part))),
        }
    }
    html
}

/// What a name is called within the page.
fn anchor(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    name.chars().map(plain).collect()
}

/// What is wrong with a request, by its status.
const STATUSES: [(&str, &str); 6] = [
    ("401", "There is no key in the request, or it is not one of this instance."),
    ("403", "The key lacks the scope, or what is asked for is not allowed."),
    ("404", "There is no such thing."),
    ("413", "The body is larger than 256 KiB."),
    ("422", "Something about the request is not as it has to be: <code>meta.param_name</code> says what."),
    ("429", "There were too many requests: <code>Retry-After</code> says in how many seconds the next one is welcome."),
];

fn render(document: &Value) -> String {
    let schemas = Schemas::of(document);
    let mut resources: BTreeMap<&str, Vec<Operation<'_>>> = BTreeMap::new();
    for operation in Operation::all(document, &schemas) {
        resources.entry(operation.tag).or_default().push(operation);
    }
    let mut menu = String::new();
    let mut main = String::new();
    for (tag, operations) in &resources {
        let id = anchor(tag);
        menu.push_str(&format!("<li><a href=\"#{id}\">{}</a></li>", escape(tag)));
        main.push_str(&format!("<section class=\"resource\" id=\"{id}\"><h2>{}</h2><ul class=\"index\">", escape(tag)));
        for operation in operations {
            main.push_str(&operation.entry());
        }
        main.push_str("</ul>");
        for operation in operations {
            main.push_str(&operation.article(BASE));
        }
        main.push_str("</section>");
    }
    let statuses: String =
        STATUSES.iter().map(|(status, means)| format!("<dt><code>{status}</code></dt><dd>{means}</dd>")).collect();
    let shapes: String = schemas
        .all()
        .map(|(name, schema)| {
            let description = schema["description"].as_str().map(text).unwrap_or_default();
            format!(
                "<section class=\"shape\" id=\"schema-{}\"><h3>{}</h3><p>{description}</p>{}</section>",
                anchor(name),
                escape(name),
                fields(schema),
            )
        })
        .collect();
    let about = document["info"]["description"].as_str().map(text).unwrap_or_default();
    let title = document["info"]["title"].as_str().map(escape).unwrap_or_default();
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}: the REST API</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><link rel=\"icon\" href=\"data:,\">\
         <link rel=\"stylesheet\" href=\"{}\"></head><body><a class=\"skip\" href=\"#main\">To the operations</a>\
         <header><h1>{title}: the REST API</h1><p>{about}</p>\
         <pre tabindex=\"0\"><code>curl {BASE}/v1/users \\\n  -H 'Authorization: Bearer sk_…'</code></pre>\
         <p>The same for programs: <a href=\"{DOCUMENT}\">openapi.json</a> (OpenAPI 3.1). A key opens what its \
         scopes say, such as <code>users:read</code>; <code>users:write</code> opens that as well, <code>*</code> stands for \
         every resource. It makes so many requests in ten seconds: <code>X-RateLimit-Limit</code>, \
         <code>X-RateLimit-Remaining</code> and <code>X-RateLimit-Reset</code> come with every answer.</p></header>\
         <nav aria-label=\"Resources\"><ul>{menu}<li><a href=\"#errors\">Errors</a></li>\
         <li><a href=\"#schemas\">Schemas</a></li></ul></nav>\
         <main id=\"main\">{main}<section class=\"resource\" id=\"errors\"><h2>Errors</h2>\
         <p>Whatever goes wrong is answered with <a href=\"#schema-failures\">Failures</a>; the status is of the first. \
         A <code>code</code> stays the same for the same mistake.</p><dl>{statuses}</dl></section>\
         <section class=\"resource\" id=\"schemas\"><h2>Schemas</h2>{shapes}</section></main></body></html>",
        assets::REFERENCE,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_and_schema_is_on_the_page_once_and_every_link_leads_somewhere() {
        let document = serde_json::to_value(super::super::document()).expect("JSON");
        let page = render(&document);
        let count = |part: &str| page.matches(part).count();
        for (path, methods) in document["paths"].as_object().expect("paths") {
            for (method, operation) in methods.as_object().expect("methods") {
                let id = anchor(operation["operationId"].as_str().expect("a name"));
                assert_eq!(count(&format!("<article id=\"{id}\"")), 1, "{method} {path}");
                assert_eq!(count(&format!("href=\"#{id}\"")), 1, "{method} {path}");
            }
        }
        for name in document["components"]["schemas"].as_object().expect("schemas").keys() {
            assert_eq!(count(&format!("id=\"schema-{}\"", anchor(name))), 1, "{name}");
        }
        for target in page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert_eq!(count(&format!(" id=\"{target}\"")), 1, "#{target}");
        }
    }

    #[test]
    fn what_stands_in_the_document_stays_text() {
        assert_eq!(text("a `<b>` & <i>"), "a <code>&lt;b&gt;</code> &amp; &lt;i&gt;");
        assert_eq!(anchor("Page_JWT Template/x"), "page-jwt-template-x");
    }
}
