//! Forms: their fields, their buttons, and what is asked before something is done.

use super::super::markup::{Markup, Tag, paragraph, tag};

/// What a form sends besides what is typed.
pub fn hidden_fields(hidden: &[(&'static str, &str)]) -> Markup {
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
    refused_field((id, name), label, kind, value, None)
}

/// The same with what is wrong with what stands in it, if something is.
pub fn refused_field(
    (id, name): (&str, &'static str),
    label: &str,
    kind: &str,
    value: &str,
    wrong: Option<&str>,
) -> Markup {
    let input = tag("input")
        .with("id", id)
        .with("name", name)
        .with("type", kind)
        .with("value", value)
        .with("autocomplete", "off");
    let input = marked(input, id, wrong).alone();
    tag("div").class("field").holds([tag("label").with("for", id).holds(label), input, beside(id, wrong).into()])
}

/// A field in which something cannot stay says so, and is where one goes on: what was typed may be far down a page.
pub fn marked(input: Tag, id: &str, wrong: Option<&str>) -> Tag {
    match wrong {
        Some(_) => input.with("aria-invalid", "true").with("aria-describedby", wrong_id(id)).when("autofocus", true),
        None => input,
    }
}

/// What is wrong with a field, beside it.
pub fn beside(id: &str, wrong: Option<&str>) -> Option<Markup> {
    wrong.map(|wrong| tag("p").class("wrong").with("id", wrong_id(id)).holds(wrong))
}

fn wrong_id(id: &str) -> String {
    format!("{id}-wrong")
}

/// A choice with its label.
pub fn choice(id: &str, name: &'static str, label: &str, options: &[(&str, &str)], chosen: &str) -> Markup {
    refused_choice((id, name), label, options, chosen, None)
}

/// The same with what is wrong with what is chosen, if something is.
pub fn refused_choice(
    (id, name): (&str, &'static str),
    label: &str,
    options: &[(&str, &str)],
    chosen: &str,
    wrong: Option<&str>,
) -> Markup {
    let options: Markup = options
        .iter()
        .map(|(value, text)| tag("option").with("value", value).when("selected", *value == chosen).holds(*text))
        .collect();
    let select = marked(tag("select").with("id", id).with("name", name), id, wrong).holds(options);
    tag("div").class("field").holds([tag("label").with("for", id).holds(label), select, beside(id, wrong).into()])
}

/// What is asked before something is done. Closed, it looks as the buttons beside it do, and opens what it asks where it stands.
pub fn asking(label: impl Into<Markup>, kind: &str, is_open: bool, content: impl Into<Markup>) -> Markup {
    let summary = tag("summary").class("button").with("data-kind", kind).holds(label);
    tag("details").class("ask").when("open", is_open).holds([summary, content.into()])
}

/// A form that does what can be done the other way round again, but not without a trace: it says what it will do, and is sent by a
/// second button.
pub fn sure(to: &str, label: &str, what: &str, kind: &str, hidden: &[(&'static str, &str)]) -> Markup {
    let form = paragraph(what).and(action(to, label, kind, hidden));
    asking(label, kind, false, tag("div").class("stack").holds(form))
}

/// Says what has to be typed before something is done.
pub fn what_to_type(typed: &str) -> Markup {
    tag("p").holds(Markup::from("Type ").and(tag("code").holds(typed)).and(" to confirm."))
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
        what_to_type(typed),
        field(id, "confirmation", "Confirmation", "text", ""),
        button(label, "danger"),
    ]);
    asking(label, "danger", false, form)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_asks_first_looks_like_a_button() {
        let sure = sure("/to", "Lock", "What it does.", "danger", &[]).into_string();
        let dangerous = dangerous("/to", "id", "Delete", "What it does.", "ada").into_string();
        for (html, label) in [(sure, "Lock"), (dangerous, "Delete")] {
            let begins =
                format!("<details class=\"ask\"><summary class=\"button\" data-kind=\"danger\">{label}</summary>");
            assert!(html.starts_with(&begins), "{html}");
        }
        assert!(asking("Edit", "plain", true, ()).into_string().starts_with("<details class=\"ask\" open>"));
    }

    #[test]
    fn a_field_says_itself_what_is_wrong_with_it() {
        let draw = |wrong| {
            let text = refused_field(("new", "name"), "Name", "text", "<typed>", wrong);
            let select = refused_choice(("way", "way"), "Way", &[("a", "A"), ("b", "B")], "b", wrong);
            text.and(select).into_string()
        };
        let html = draw(Some("too <long>"));
        assert!(html.contains("value=\"&lt;typed&gt;\""), "{html}");
        for id in ["new-wrong", "way-wrong"] {
            assert!(html.contains(&format!("aria-invalid=\"true\" aria-describedby=\"{id}\" autofocus")), "{html}");
            assert!(html.contains(&format!("<p class=\"wrong\" id=\"{id}\">too &lt;long&gt;</p>")), "{html}");
        }
        assert!(html.contains("<option value=\"b\" selected>"), "{html}");
        let html = draw(None);
        assert!(!html.contains("aria-") && !html.contains("wrong") && !html.contains("autofocus"), "{html}");
    }
}
