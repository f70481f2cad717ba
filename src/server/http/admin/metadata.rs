//! Metadata of users and organizations on their pages: shown, typed, and what of it cannot be kept.

use serde_json::{Map, Value};

use super::markup::{Markup, paragraph, tag};
use super::page::{alert, button, part as part_of_page};

/// A kind of metadata: the name of its field, what it is called, and who reads and writes it.
pub type Kind = (&'static str, &'static str, &'static str);

/// Metadata that cannot be kept.
pub struct Refused<const N: usize> {
    /// What was typed, in the order of the fields.
    pub typed: [String; N],
    /// Why each of them cannot, in words; nothing where it could.
    pub why: [Option<String>; N],
}

/// The part of a page with what is kept of each kind. Whoever may changes it with a form that is sent `to` an address.
pub fn part<const N: usize>(
    kinds: &[Kind; N],
    kept: [&Map<String, Value>; N],
    refused: Option<&Refused<N>>,
    to: &str,
    may: bool,
) -> Markup {
    let kept = kept.map(|object| serde_json::to_string_pretty(object).unwrap_or_default());
    let shown = refused.map_or(&kept, |refused| &refused.typed);
    let none: [Option<String>; N] = std::array::from_fn(|_| None);
    let why = refused.map_or(&none, |refused| &refused.why);
    let wrong = object_alert(kinds.iter().map(|(_, label, _)| *label).zip(why));
    let fields: Markup = kinds
        .iter()
        .zip(shown)
        .zip(why)
        .map(|((&(name, label, about), value), why)| {
            object_field(&ObjectField { name, label, about, value, wrong: why.as_deref(), readonly: !may })
        })
        .collect();
    let send = may.then(|| button("Save the metadata", "primary"));
    let form = tag("form").class("stack").with("method", "post").with("action", to);
    part_of_page("metadata", "Metadata", (), wrong.and(form.holds(fields.and(send))))
}

/// A field for an object in JSON.
struct ObjectField<'a> {
    /// Its name, and what its ids begin with.
    name: &'static str,
    /// What it is called.
    label: &'a str,
    /// What it is for.
    about: &'a str,
    /// What stands in it.
    value: &'a str,
    /// What is wrong with that.
    wrong: Option<&'a str>,
    /// Whether it is only looked at.
    readonly: bool,
}

/// The same with its label, what it is for, and what is wrong with it.
fn object_field(field: &ObjectField<'_>) -> Markup {
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
fn object_alert<'a>(fields: impl Iterator<Item = (&'a str, &'a Option<String>)>) -> Markup {
    let wrong: Vec<Markup> =
        fields.filter_map(|(label, why)| why.as_ref().map(|why| paragraph(format!("{label}: {why}")))).collect();
    if wrong.is_empty() { Markup::default() } else { alert("danger", wrong) }
}
