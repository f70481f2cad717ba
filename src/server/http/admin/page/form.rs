//! Forms: their fields, their buttons, and what is asked before something is done.

use super::super::markup::{Markup, paragraph, tag};
use super::alert;

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

/// A field for an object in JSON.
pub struct ObjectField<'a> {
    /// Its name, and what its ids begin with.
    pub name: &'static str,
    /// What it is called.
    pub label: &'a str,
    /// What it is for.
    pub about: &'a str,
    /// What stands in it.
    pub value: &'a str,
    /// What is wrong with that.
    pub wrong: Option<&'a str>,
    /// Whether it is only looked at.
    pub readonly: bool,
}

/// The same with its label, what it is for, and what is wrong with it.
pub fn object_field(field: &ObjectField<'_>) -> Markup {
    let ObjectField { name, label, about, value, wrong, readonly } = *field;
    let (about_id, wrong_id) = (format!("{name}-about"), format!("{name}-wrong"));
    let described = if wrong.is_some() { format!("{about_id} {wrong_id}") } else { about_id.clone() };
    let area = tag("textarea")
        .with("id", name)
        .with("name", name)
        .with("rows", "6")
        .with("spellcheck", "false")
        .with("data-json", "")
        .when("readonly", readonly)
        .with("aria-describedby", described);
    let area = if wrong.is_some() { area.with("aria-invalid", "true") } else { area };
    tag("div").class("field").holds([
        tag("label").with("for", name).holds(label),
        // A line break at the beginning of one is not part of it.
        area.holds(format!("\n{value}")),
        tag("p").class("muted").with("id", about_id).holds(about),
        wrong.map(|wrong| tag("p").class("wrong").with("id", wrong_id).holds(wrong)).into(),
    ])
}

/// What is wrong with several of them, by what each is called; nothing where nothing is.
pub fn object_alert<'a>(fields: impl Iterator<Item = (&'a str, &'a Option<String>)>) -> Markup {
    let wrong: Vec<Markup> =
        fields.filter_map(|(label, why)| why.as_ref().map(|why| paragraph(format!("{label}: {why}")))).collect();
    if wrong.is_empty() { Markup::default() } else { alert("danger", wrong) }
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
