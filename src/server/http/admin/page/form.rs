//! Forms: their fields, their buttons, and what is asked before something is done.

use super::super::markup::{Markup, paragraph, tag};

/// What a form sends besides what is typed.
fn hidden_fields(hidden: &[(&'static str, &str)]) -> Markup {
    hidden
        .iter()
        .map(|(name, value)| tag("input").with("type", "hidden").with("name", *name).with("value", value).alone())
        .collect()
}

/// A button that sends a form with nothing in it but what is hidden.
pub fn action(to: &str, label: &str, kind: &str, hidden: &[(&'static str, &str)]) -> Markup {
    let content = hidden_fields(hidden).and(button(label, kind));
    tag("form").class("action").with("method", "post").with("action", to).holds(content)
}

/// A button that sends its form.
pub fn button(label: &str, kind: &str) -> Markup {
    tag("button").class("button").with("type", "submit").with("data-kind", kind).holds(label)
}

/// A field with its label.
pub fn field(id: &str, name: &'static str, label: &str, kind: &str, value: &str) -> Markup {
    let input = tag("input")
        .with("id", id)
        .with("name", name)
        .with("type", kind)
        .with("value", value)
        .with("autocomplete", "off")
        .alone();
    tag("div").class("field").holds([tag("label").with("for", id).holds(label), input])
}

/// A choice with its label.
pub fn choice(id: &str, name: &'static str, label: &str, options: &[(&str, &str)], chosen: &str) -> Markup {
    let options: Markup = options
        .iter()
        .map(|(value, text)| tag("option").with("value", value).when("selected", *value == chosen).holds(*text))
        .collect();
    let select = tag("select").with("id", id).with("name", name).holds(options);
    tag("div").class("field").holds([tag("label").with("for", id).holds(label), select])
}

/// A form that does what can be done the other way round again, but not without a trace: it says what it will do, and is sent by a
/// second button.
pub fn sure(to: &str, label: &str, what: &str, kind: &str, hidden: &[(&'static str, &str)]) -> Markup {
    let form = paragraph(what).and(action(to, label, kind, hidden));
    tag("details").class("edit sure").holds([tag("summary").holds(label), tag("div").class("stack").holds(form)])
}

/// A form that does what cannot be undone: it names what it will do, and what has to be typed first.
pub fn dangerous(to: &str, id: &str, label: &str, what: &str, typed: &str) -> Markup {
    dangerous_of(to, id, label, what, typed, &[])
}

/// The same of one of several, which hidden fields name.
pub fn dangerous_of(
    to: &str,
    id: &str,
    label: &str,
    what: &str,
    typed: &str,
    hidden: &[(&'static str, &str)],
) -> Markup {
    let form = tag("form").with("method", "post").with("action", to).holds([
        hidden_fields(hidden),
        paragraph(what),
        tag("p").holds(Markup::from("Type ").and(tag("code").holds(typed)).and(" to confirm.")),
        field(id, "confirmation", "Confirmation", "text", ""),
        button(label, "danger"),
    ]);
    tag("details").class("danger").holds([tag("summary").holds(label), form])
}
