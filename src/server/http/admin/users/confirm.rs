//! What is done to a user in two steps: it is named and says what it will do, and then it is done.

use super::super::markup::{Markup, paragraph, tag};
use super::super::page::{button, field};

fn form(to: &str, hidden: &[(&'static str, &str)], content: Markup) -> Markup {
    let hidden: Markup = hidden
        .iter()
        .map(|(name, value)| tag("input").with("type", "hidden").with("name", *name).with("value", value).alone())
        .collect();
    tag("form").with("method", "post").with("action", to).holds(hidden.and(content))
}

/// What can be done again or undone somehow: it says what it will do.
pub fn sure(to: &str, label: &str, what: &str, hidden: &[(&'static str, &str)]) -> Markup {
    let content = paragraph(what).and(button(label, "danger"));
    tag("details").class("sure").holds([tag("summary").holds(label), form(to, hidden, content)])
}

/// What loses something for good: a word is typed before.
pub fn typed(to: &str, id: &str, label: &str, what: &str, word: &str, hidden: &[(&'static str, &str)]) -> Markup {
    let content = Markup::from([
        paragraph(what),
        tag("p").holds(Markup::from("Type ").and(tag("code").holds(word)).and(" to confirm.")),
        field(id, "confirmation", "Confirmation", "text", ""),
        button(label, "danger"),
    ]);
    tag("details").class("danger").holds([tag("summary").holds(label), form(to, hidden, content)])
}
