//! What pages are made of besides forms.

use super::super::markup::{Markup, Tag, paragraph, tag};
use crate::locale;

/// A box that says something.
pub fn alert(kind: &str, content: impl Into<Markup>) -> Markup {
    alert_box(kind).holds(content)
}

/// The same about a form that may be far down a page, and is drawn anew: it is where one goes on.
pub fn outcome(kind: &str, content: impl Into<Markup>) -> Markup {
    alert_box(kind).with("tabindex", "-1").when("autofocus", true).holds(content)
}

fn alert_box(kind: &str) -> Tag {
    let role = if kind == "danger" { "alert" } else { "status" };
    tag("div").class("alert").with("role", role).with("data-kind", kind)
}

/// A moment, which the script shows in the browser's own time zone.
pub fn moment(at: i64) -> Markup {
    let iso = locale::iso_moment(at);
    // The dashboard is in English, whatever the browser asks for.
    let shown = format!("{} {}\u{a0}UTC", iso.get(..10).unwrap_or_default(), iso.get(11..16).unwrap_or_default());
    let text = tag("span").holds(shown);
    tag("time").class("vst-moment").with("lang", "en").with("datetime", iso).holds(text)
}

/// The same of what may never have been.
pub fn moment_or(at: Option<i64>, otherwise: &str) -> Markup {
    at.map_or_else(|| tag("span").class("muted").holds(otherwise), moment)
}

/// A word about something.
pub fn badge(kind: &str, text: &str) -> Markup {
    tag("span").class("badge").with("data-kind", kind).holds(text)
}

/// A part of a page, with what it is called and something beside that.
pub fn part(id: &str, title: &str, beside: impl Into<Markup>, content: impl Into<Markup>) -> Markup {
    let heading = format!("{id}-title");
    let head = tag("div").class("part-head").holds([tag("h2").with("id", &heading).holds(title), beside.into()]);
    tag("section").class("part").with("id", id).with("aria-labelledby", heading).holds(head.and(content))
}

/// A table, without the columns in which no row has anything. Each cell knows its column, for narrow pages, on which a stylesheet
/// makes cards of rows: so all of them say what they are.
pub fn table(caption: &str, columns: &[&str], rows: Vec<Vec<Markup>>) -> Markup {
    let is_empty = |place: usize| rows.iter().all(|cells| cells.get(place).is_none_or(Markup::is_empty));
    let columns: Vec<Option<&str>> = columns
        .iter()
        .enumerate()
        .map(|(place, name)| (rows.is_empty() || !is_empty(place)).then_some(*name))
        .collect();
    let row = |cells: Markup| tag("tr").with("role", "row").holds(cells);
    let heads = columns.iter().flatten();
    let heads = heads.map(|name| tag("th").with("scope", "col").with("role", "columnheader").holds(*name));
    let body = rows.into_iter().map(|cells| {
        let cells = cells.into_iter().zip(&columns).filter_map(|(cell, column)| {
            column.map(|column| tag("td").with("role", "cell").with("data-column", column).holds(cell))
        });
        row(cells.collect())
    });
    tag("table").with("role", "table").holds([
        tag("caption").class("unseen").holds(caption),
        tag("thead").with("role", "rowgroup").holds(row(heads.collect())),
        tag("tbody").with("role", "rowgroup").holds(body.collect::<Markup>()),
    ])
}

/// What stands where there is nothing: what would be here, and how it comes here.
pub fn empty(text: &str, what_to_do: impl Into<Markup>) -> Markup {
    tag("div").class("empty").holds([paragraph(text), what_to_do.into()])
}

/// What is known of something, for a list: what each of it is called, and what it is.
pub fn descriptions<'a>(known: impl IntoIterator<Item = (&'a str, Markup)>) -> Markup {
    known.into_iter().map(|(name, value)| Markup::from([tag("dt").holds(name), tag("dd").holds(value)])).collect()
}

/// The same of what was typed, in whatever direction it is read.
pub fn typed_descriptions<'a>(known: impl IntoIterator<Item = (&'a str, String)>) -> Markup {
    known
        .into_iter()
        .map(|(name, value)| Markup::from([tag("dt").holds(name), tag("dd").with("dir", "auto").holds(value)]))
        .collect()
}

/// What can be copied, with a button where there is a script.
pub fn copied(text: &str) -> Markup {
    let copy = tag("button").class("copy").with("type", "button").with("data-copy", text).when("hidden", true);
    tag("span").class("copied").holds([tag("code").holds(text), copy.holds("Copy")])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_with_nothing_in_it_is_left_out() {
        let draw = |of_the_last: &str| {
            let rows = vec![vec!["Ada".into(), "".into()], vec!["Bob".into(), of_the_last.into()]];
            table("People", &["Name", "Actions"], rows).into_string()
        };
        for (of_the_last, is_there) in [("", false), ("Remove", true)] {
            let html = draw(of_the_last);
            assert_eq!(html.matches("Actions").count(), if is_there { 3 } else { 0 }, "{html}");
            assert_eq!(html.matches("<td").count(), if is_there { 4 } else { 2 }, "{html}");
            assert!(html.contains("Ada") && html.contains("Bob") && html.contains(of_the_last), "{html}");
        }
        assert!(table("People", &["Name", "Actions"], Vec::new()).into_string().contains("Actions"));
    }
}
