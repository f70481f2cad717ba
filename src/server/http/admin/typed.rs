//! Forms in which a name stands several times, as of boxes that are ticked, and what is answered to them: the page once more with
//! what was typed, or a secret that is shown once.

use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

use super::markup::{Markup, link, paragraph, tag};
use super::operator::{Instead, Operator};
use super::page::{Section, alert, copied, page};
use crate::server::SettingPath;
use crate::server::flows;

/// What is said of a setting that somebody has changed since a form was made.
pub const MEANWHILE: &str = "was changed by somebody else meanwhile; this is what it is now";

/// What was typed. It does not print itself: a key may be in it.
#[derive(Default, Deserialize)]
#[serde(transparent)]
pub struct Typed(Vec<(String, String)>);

impl Typed {
    /// What stands in a field, without the room around it.
    pub fn one(&self, name: &str) -> &str {
        self.all(name).next().unwrap_or_default().trim()
    }

    /// What stands in all fields of a name.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The same, to be kept.
    pub fn list(&self, name: &str) -> Vec<String> {
        self.all(name).map(str::to_owned).collect()
    }

    /// The same without some of it, by the field and what stands there.
    pub fn without(&self, is_left_out: impl Fn(&str, &str) -> bool) -> Self {
        Self(self.0.iter().filter(|(name, value)| !is_left_out(name, value)).cloned().collect())
    }

    /// A number; `otherwise` where nothing is typed, and one that nothing can be where something else is.
    pub fn number(&self, name: &str, otherwise: i64) -> i64 {
        match self.one(name) {
            "" => otherwise,
            typed => typed.parse().unwrap_or(-1),
        }
    }
}

/// What a form of settings says of when it was made: the last change that whoever fills it in has seen.
pub fn seen(revision: i64) -> Markup {
    tag("input").with("type", "hidden").with("name", "seen").with("value", revision.to_string()).alone()
}

/// Which of some settings somebody has changed since then; none where the form does not say when that was.
pub async fn changed_meanwhile<'p>(
    operator: &Operator,
    seen: Option<i64>,
    paths: impl Iterator<Item = &'p SettingPath>,
) -> Result<Vec<SettingPath>, Instead> {
    let Some(seen) = seen else { return Ok(Vec::new()) };
    let changed = operator.app.runtime_settings().changed_since(seen, paths).await;
    Ok(changed.map_err(flows::Error::from)?)
}

/// A field with several lines, in which an object in JSON stands or just anything.
pub fn area(name: &'static str, (label, about): (&str, &str), value: &str, (is_json, may): (bool, bool)) -> Markup {
    let described = format!("{name}-about");
    let area = tag("textarea")
        .with("id", name)
        .with("name", name)
        .with("rows", "8")
        .with("spellcheck", "false")
        .with("autocomplete", "off")
        .with("aria-describedby", &described)
        .when("data-json", is_json)
        .when("readonly", !may)
        // A line break at the beginning of one is not part of it.
        .holds(format!("\n{value}"));
    tag("div").class("field").holds([
        tag("label").with("for", name).holds(label),
        area,
        tag("p").class("muted").with("id", described).holds(about),
    ])
}

/// Boxes, of which any number is ticked, in groups that open where they stand: all of them at once are long on a narrow page.
pub fn grouped_ticks<'a>(
    legend: &str,
    name: &'static str,
    groups: impl IntoIterator<Item = (&'static str, Vec<&'a str>)>,
    is_ticked: impl Fn(&str) -> bool,
) -> Markup {
    let group = |(title, values): (&'static str, Vec<&'a str>)| {
        let many = values.len();
        let ticked = values.iter().filter(|value| is_ticked(value)).count();
        let boxes = values.into_iter().map(|value| {
            let input = tag("input")
                .with("type", "checkbox")
                .with("name", name)
                .with("value", value)
                .when("checked", is_ticked(value))
                .alone();
            tag("label").class("check").holds([input, tag("code").holds(value)])
        });
        let boxes =
            tag("div").class("checks").with("role", "group").with("aria-label", title).holds(boxes.collect::<Markup>());
        let summary = Markup::from(title).and(" ").and(how_many_ticked(ticked, many));
        tag("details").class("ticks").holds([tag("summary").holds(summary), boxes])
    };
    let groups = groups.into_iter().filter(|(_, values)| !values.is_empty()).map(group);
    tag("fieldset").class("groups").holds([tag("legend").holds(legend), groups.collect()])
}

/// How many boxes are ticked of those that open below, which a script counts again as they are.
pub fn how_many_ticked(ticked: usize, many: usize) -> Markup {
    tag("span").class("ticked").holds(format!("{ticked} of {many} ticked"))
}

/// What was wrong, above what was typed: a line each.
pub fn wrong(why: Option<&str>) -> Markup {
    why.map(|why| alert("danger", why.lines().map(paragraph).collect::<Markup>())).into()
}

/// A page as the answer to a form of which nothing was taken.
pub fn refusing(mut page: Response) -> Response {
    *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    page
}

/// A page with something that is shown this once.
pub fn shown_once(
    operator: &Operator,
    (section, title): (Section, &str),
    about: &str,
    secret: &str,
    more: Markup,
    (back, text): (&str, &str),
) -> Response {
    let main = Markup::from([paragraph(about), copied(secret), more, paragraph(link(back, text))]);
    page(operator, section, title, main)
}

/// Lines of code that show how something is used.
pub fn code(lines: &str) -> Markup {
    tag("pre").class("code").with("tabindex", "0").holds(tag("code").holds(lines))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_as_often_as_it_is_sent() {
        let text = "events=user.created&url=+https%3A%2F%2Fa.example+&events=user.deleted&lifetime=ten";
        let typed = Typed(url::form_urlencoded::parse(text.as_bytes()).into_owned().collect());
        assert_eq!(typed.list("events"), ["user.created", "user.deleted"]);
        assert_eq!((typed.one("url"), typed.one("name")), ("https://a.example", ""));
        assert_eq!((typed.number("lifetime", 60), typed.number("skew", 5)), (-1, 5));
        let less = typed.without(|name, value| name == "events" && value == "user.created");
        assert_eq!((less.list("events"), less.one("url")), (vec!["user.deleted".to_owned()], "https://a.example"));
    }

    #[test]
    fn a_closed_group_says_how_many_of_it_are_ticked() {
        let groups =
            [("Users", vec!["user.created", "user.deleted"]), ("None", vec![]), ("Roles", vec!["role.created"])];
        let html = grouped_ticks("Told", "events", groups, |value| value == "user.deleted").into_string();
        for (title, count) in [("Users", "1 of 2"), ("Roles", "0 of 1")] {
            let summary = format!("<summary>{title} <span class=\"ticked\">{count} ticked</span></summary>");
            assert!(html.contains(&summary), "{html}");
        }
        assert!(html.contains("value=\"user.deleted\" checked>") && html.matches(" checked").count() == 1, "{html}");
        assert!(html.matches("<details").count() == 2 && !html.contains("None"), "{html}");
    }
}
