//! Other texts in the place of those that come with the crate.

use std::collections::BTreeMap;

use axum::Form;
use serde::Deserialize;
use serde_json::Value;

use super::super::markup::{Markup, paragraph, tag};
use super::super::operator::{Answer, Operator, not_found};
use super::super::page::{badge, button, empty, part};
use super::super::typed::{MEANWHILE, changed_meanwhile, seen};
use super::entry::language_name;
use super::groups;
use super::sheet::{Besides, Outcome, Refusal, Sheet, show};
use crate::locale::words::Catalog;
use crate::model::ApiErrors;
use crate::server::Language;
use crate::server::flows::operators::OperatorRole;
use crate::server::settings::{SettingPath, Source};

/// As many are shown at once.
const SHOWN: usize = 20;

/// Which of them are asked for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    language: String,
    q: String,
}

impl Asked {
    fn language(&self, otherwise: Language) -> Language {
        Language::parse(&self.language).unwrap_or(otherwise)
    }

    /// The page with these.
    fn address(&self) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("language", &self.language).append_pair("q", &self.q);
        format!("{}/languages?{}#texts", groups::PATH, query.finish())
    }
}

/// Those of a language in which something is found, those that were changed in front.
fn found<'a>(
    shipped: &'a BTreeMap<String, String>,
    own: Option<&BTreeMap<String, String>>,
    sought: &str,
) -> Vec<(&'a str, &'a str, Option<String>)> {
    let sought = sought.trim().to_lowercase();
    let has = |text: &str| text.to_lowercase().contains(&sought);
    let mut found = Vec::new();
    for (name, text) in shipped {
        let other = own.and_then(|own| own.get(name)).cloned();
        if has(name) || has(text) || other.as_deref().is_some_and(has) {
            found.push((name.as_str(), text.as_str(), other));
        }
    }
    // Stable: by their names otherwise.
    found.sort_by_key(|(_, _, other)| other.is_none());
    found
}

/// The part of the page with them.
pub fn draw(operator: &Operator, asked: &Asked) -> Besides {
    draw_with(operator, asked, None)
}

/// The same with what was typed in the place of one, by its name, which could not be taken: it stands first.
fn draw_with(operator: &Operator, asked: &Asked, refused: Option<(&str, &str)>) -> Besides {
    let settings = &operator.app.settings;
    let language = asked.language(settings.default_locale);
    let shipped = Catalog::shipped(language);
    let mut found = found(&shipped, settings.words.get(&language), &asked.q);
    found.sort_by_key(|(name, ..)| refused.is_none_or(|(wrong, _)| wrong != *name));
    let total = found.len();
    let may = operator.may(OperatorRole::Admin);
    let rows: Markup = found
        .into_iter()
        .take(SHOWN)
        .map(|(name, text, other)| {
            let typed = refused.filter(|(wrong, _)| *wrong == name).map(|(_, typed)| typed);
            row(operator, (language, asked), (name, text, other.as_deref()), typed, may)
        })
        .collect();
    let shown = match total {
        0 => empty(
            "Nothing is found.",
            paragraph("It is looked for in the names, in the texts and in what was put in their place."),
        ),
        _ => rows,
    };
    let more = (total > SHOWN).then(|| tag("p").class("muted").holds(format!("{SHOWN} of {total} are shown.")));
    let results =
        tag("div").class("texts").with("id", "texts-found").with("aria-live", "polite").holds(shown.and(more));
    let about = tag("p").class("muted").holds(
        "Every text of the pages may say something else. What stands in braces is filled in: it may be moved, and left out, and \
         nothing may be added.",
    );
    let after = part("texts", "Texts", (), about.and(filters(language, asked)).and(results));
    Besides { after, ..Besides::default() }
}

fn filters(language: Language, asked: &Asked) -> Markup {
    let options: Markup = Language::ALL
        .iter()
        .map(|it| tag("option").with("value", it.tag()).when("selected", *it == language).holds(language_name(*it)))
        .collect();
    let select = tag("select").with("id", "texts-language").with("name", "language").holds(options);
    let search = tag("div").class("field grows").holds([
        tag("label").with("for", "texts-q").holds("A word of it, or its name"),
        tag("input").with("id", "texts-q").with("type", "search").with("name", "q").with("value", &asked.q).alone(),
    ]);
    let language =
        tag("div").class("field").holds([tag("label").with("for", "texts-language").holds("Language"), select]);
    tag("form")
        .class("filters")
        .with("method", "get")
        .with("action", format!("{}/languages", groups::PATH))
        .with("data-live", "texts-found")
        .holds([language, search, button("Show", "plain")])
}

fn row(
    operator: &Operator,
    (language, asked): (Language, &Asked),
    (name, text, other): (&str, &str, Option<&str>),
    typed: Option<&str>,
    may: bool,
) -> Markup {
    let id = format!("text-{name}");
    let fixed = path(language, name).and_then(|path| operator.app.runtime_settings().fixed_by(&path));
    let direction = if language.is_right_to_left() { "rtl" } else { "ltr" };
    let shipped = tag("p").class("muted").with("lang", language.tag()).with("dir", direction).holds(text);
    let state = match (fixed, other) {
        (Some(by), _) => badge("neutral", if by == Source::App { "Fixed by the app" } else { "Fixed by Leptos.toml" }),
        (None, Some(_)) => badge("success", "Changed"),
        (None, None) => Markup::default(),
    };
    if !may || fixed.is_some() {
        let other = other.map(|other| tag("p").with("lang", language.tag()).with("dir", direction).holds(other));
        return tag("div").class("text").holds([tag("code").holds(name), state, shipped, other.into()]);
    }
    let hidden = |name: &'static str, value: &str| {
        tag("input").with("type", "hidden").with("name", name).with("value", value).alone()
    };
    let area = tag("textarea")
        .with("id", &id)
        .with("name", "text")
        .with("rows", "2")
        .with("lang", language.tag())
        .with("dir", direction);
    let area = if typed.is_some() { area.with("aria-invalid", "true") } else { area };
    let area = area.holds(format!("\n{}", typed.or(other).unwrap_or(text)));
    let back = other.map(|_| {
        tag("button").class("button").with("type", "submit").with("name", "back").with("value", "1").holds("As it came")
    });
    let head = tag("div").class("head").holds([tag("label").with("for", &id).holds(tag("code").holds(name)), state]);
    let shipped = other.map(|_| shipped);
    let form =
        tag("form").class("text").with("method", "post").with("action", format!("{}/languages/text", groups::PATH));
    form.holds([
        seen(operator.app.revision()),
        hidden("language", language.tag()),
        hidden("name", name),
        hidden("q", &asked.q),
        head,
        area,
        shipped.into(),
        tag("div").class("actions").holds([button("Save the text", "plain"), back.into()]),
    ])
}

fn path(language: Language, name: &str) -> Option<SettingPath> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    if !name.bytes().all(is_plain) {
        return None;
    }
    format!("words.{}.\"{name}\"", language.tag()).parse().ok()
}

/// A text, as it is to be.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Given {
    language: String,
    name: String,
    q: String,
    text: String,
    back: Option<String>,
    seen: String,
}

/// Puts another text in the place of one, or the one that came with the crate.
pub async fn save(operator: Operator, Form(given): Form<Given>) -> Answer {
    operator.require(OperatorRole::Admin)?;
    let sheet = Sheet::of_group(groups::named("languages").ok_or_else(not_found)?);
    let language = Language::parse(&given.language).ok_or_else(not_found)?;
    let shipped = Catalog::shipped(language);
    let known = shipped.get(&given.name).ok_or_else(not_found)?;
    let path = path(language, &given.name).ok_or_else(not_found)?;
    let text = given.text.replace("\r\n", "\n").trim().to_owned();
    let asked = Asked { language: given.language, q: given.q };
    let typed = given.text.as_str();
    let value = match given.back.is_some() || text == known.trim() {
        true => Value::Null,
        false => Value::String(text),
    };
    let overtaken = changed_meanwhile(&operator, given.seen.parse().ok(), std::iter::once(&path)).await?;
    if let Some(changed) = overtaken.first() {
        let general = vec![format!("{changed}: {MEANWHILE}")];
        let now = operator.app.settings.words.get(&language).and_then(|own| own.get(&given.name)).unwrap_or(known);
        let besides = draw_with(&operator, &asked, Some((given.name.as_str(), now.as_str())));
        return show(&operator, &sheet, Some(&Refusal { general, ..Refusal::default() }), besides).await;
    }
    let outcome = match operator.app.runtime_settings().change(&[(path, value)].into()).await {
        Ok(Some(_)) => Outcome::Saved,
        Ok(None) => Outcome::Same,
        Err(error) => Outcome::Refused(Refusal::of(&sheet, error)?),
    };
    let done = |form: &str| Ok(operator.lead_with(form, ApiErrors::default(), &asked.address()));
    match outcome {
        Outcome::Saved => done("settings/save"),
        Outcome::Same => done("settings/same"),
        Outcome::Refused(refusal) => {
            let besides = draw_with(&operator, &asked, Some((given.name.as_str(), typed)));
            show(&operator, &sheet, Some(&refusal), besides).await
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_found_by_what_they_say_and_what_was_changed_comes_first() {
        let shipped: BTreeMap<String, String> =
            [("a.title", "Sign in"), ("b.title", "Sign up"), ("c.title", "Sign out")]
                .map(|(name, text)| (name.to_owned(), text.to_owned()))
                .into();
        let own: BTreeMap<String, String> = [("c.title".to_owned(), "Leave".to_owned())].into();
        let names = |sought: &str| -> Vec<&str> {
            found(&shipped, Some(&own), sought).into_iter().map(|(name, ..)| name).collect()
        };
        assert_eq!(names(""), ["c.title", "a.title", "b.title"]);
        assert_eq!(names("UP"), ["b.title"]);
        assert_eq!((names("leave"), names("nowhere")), (vec!["c.title"], vec![]));
    }

    #[test]
    fn every_text_has_a_name_that_settings_take() {
        for name in Catalog::shipped(Language::English).keys() {
            let path = path(Language::English, name).unwrap_or_else(|| panic!("{name}"));
            assert_eq!(path.parts(), ["words", "en", name.as_str()]);
        }
    }
}
