//! A setting on a page: what it is called, what follows from it, what says it, and the field by which it is changed.

use serde_json::Value;

use super::super::markup::{Markup, tag};
use super::super::page::{badge, moment};
use super::entry::{Entry, Kind, Options};
use super::sheet::Refusal;
use super::state::{State, said, spelled};
use crate::server::settings::{Settings, Source};

/// A setting, as it is.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// What it is.
    pub entry: &'a Entry,
    /// Its whole name.
    pub name: &'a str,
    /// How it is.
    pub state: &'a State,
    /// Whether whoever looks at it may change settings.
    pub may: bool,
    /// The form that takes it back.
    pub unset: &'a str,
}

impl Row<'_> {
    /// As it stands on its page; where it was refused, with what was typed and why that cannot be.
    pub fn draw(self, settings: &Settings, refusal: Option<&Refusal>) -> Markup {
        let Self { entry, name, state, .. } = self;
        let wrong = refusal.and_then(|refusal| refusal.beside.get(name));
        let is_field = self.may && state.may_change();
        let is_group = matches!(entry.kind, Kind::Several(_));
        let label = match is_field && !is_group {
            true => tag("label").with("for", name).holds(entry.label),
            false => tag("span").class("name").with("id", format!("{name}-label")).holds(entry.label),
        };
        let why = wrong.map(|lines| {
            let lines = lines.iter().map(|line| tag("span").holds(capitalized(line))).collect::<Markup>();
            tag("p").class("wrong").with("id", format!("{name}-wrong")).holds(lines)
        });
        let about = tag("p").class("muted").with("id", format!("{name}-about")).holds(entry.about);
        let words = tag("div").class("words").holds([label, about, why.into(), self.source(is_field)]);
        let described = match wrong {
            Some(_) => format!("{name}-wrong {name}-about"),
            None => format!("{name}-about"),
        };
        let control = match is_field {
            true => self.control(settings, refusal, &described, wrong.is_some()),
            false => self.value(),
        };
        let wide =
            entry.is_long || matches!(entry.kind, Kind::List | Kind::Object | Kind::SecretText | Kind::Several(_));
        let kind = if wide && is_field { "setting wide" } else { "setting" };
        tag("div").class(kind).with("data-setting", name).holds([words, tag("div").class("control").holds(control)])
    }

    /// Its name, and what says it.
    fn source(&self, is_field: bool) -> Markup {
        let state = self.state;
        let fixed = |by: &str| badge("neutral", "Fixed").and(tag("span").holds(format!("{by} says it.")));
        let why = state.from_a_start_on.map(|why| badge("neutral", "At a start").and(tag("span").holds(why)));
        let said = match state.source {
            Source::File => fixed("Leptos.toml").and(why),
            Source::Environment => fixed("The environment").and(why),
            Source::App => fixed("The app's own code").and(why),
            Source::Default | Source::Database if why.is_some() => why.into(),
            Source::Database => {
                let at = state.changed_at.map(|at| Markup::from(" ").and(moment(at)));
                tag("span").holds(Markup::from("Changed here").and(at).and(self.default()))
            }
            Source::Default => tag("span").holds("Default"),
        };
        let is_secret = matches!(self.entry.kind, Kind::Secret | Kind::SecretText);
        let back = (is_field && state.source == Source::Database).then(|| {
            let text = if is_secret { "Forget it" } else { "Back to the default" };
            tag("button")
                .class("quiet")
                .with("type", "submit")
                .with("form", self.unset)
                .with("name", "unset")
                .with("value", self.name)
                .with("aria-label", format!("{}: {text}", self.entry.label))
                .holds(text)
        });
        // What is written into the file and nowhere else is called as it stands there.
        let name = if state.from_a_start_on.is_some() { in_the_file(self.name) } else { self.name.to_owned() };
        tag("p").class("meta").holds([tag("code").holds(name), said, back.into()])
    }

    fn default(&self) -> Option<String> {
        let is_secret = matches!(self.entry.kind, Kind::Secret | Kind::SecretText);
        (!is_secret).then(|| format!(", by default: {}", spelled(&self.state.default, Some(self.entry.kind))))
    }

    /// What it is, where it is not changed.
    fn value(&self) -> Markup {
        let text = match (self.entry.kind, self.state.is_set) {
            (Kind::Secret | Kind::SecretText, true) => "A secret is stored".into(),
            (Kind::Secret | Kind::SecretText, false) => tag("span").class("muted").holds("No secret is stored"),
            (kind, _) => said(&self.state.value, Some(kind)),
        };
        tag("span").class("value").with("dir", "auto").holds(text)
    }

    fn control(&self, settings: &Settings, refusal: Option<&Refusal>, described: &str, is_wrong: bool) -> Markup {
        let (name, state) = (self.name, self.state);
        let typed = refusal.and_then(|refusal| refusal.typed.last(name));
        let field = |element: &'static str| {
            let field = tag(element).with("id", name).with("name", name).with("aria-describedby", described);
            if is_wrong { field.with("aria-invalid", "true") } else { field }
        };
        let there = |value: &str| tag("input").with("type", "hidden").with("name", name).with("value", value).alone();
        let line = typed.map_or_else(|| plain(&state.value), str::to_owned);
        match self.entry.kind {
            Kind::Switch => {
                let is_on = typed.map_or(state.value == Value::Bool(true), |typed| typed == "true");
                let switch = field("input")
                    .class("switch")
                    .with("type", "checkbox")
                    .with("role", "switch")
                    .with("value", "true")
                    .when("checked", is_on)
                    .alone();
                // One that is off is not sent: this says that it was there.
                there("false").and(switch)
            }
            Kind::Auto => {
                let chosen = typed.map_or_else(|| plain(&state.value), str::to_owned);
                let all = [("", "As the environment has it"), ("true", "On"), ("false", "Off")];
                let all = all.map(|(word, text)| (word.to_owned(), text.to_owned()));
                field("select").holds(options(&all, &chosen))
            }
            Kind::Choice(of) => field("select").holds(options(&choices(of, settings, &line), &line)),
            Kind::Several(of) => {
                let now = state.value.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
                let chosen = refusal.filter(|_| typed.is_some()).map_or(now, |refusal| refusal.typed.all(name));
                let boxes = of.all(settings).into_iter().map(|(word, text)| {
                    let check = tag("input")
                        .with("type", "checkbox")
                        .with("name", name)
                        .with("value", &word)
                        .when("checked", chosen.contains(&word.as_str()))
                        .alone();
                    tag("label").class("check").holds([check, tag("span").holds(text)])
                });
                let group = tag("div")
                    .class("checks")
                    .with("role", "group")
                    .with("aria-labelledby", format!("{name}-label"))
                    .with("aria-describedby", described);
                there("").and(group.holds(boxes.collect::<Markup>()))
            }
            Kind::Number(unit) => {
                let number = field("input")
                    .with("type", "text")
                    .with("inputmode", "numeric")
                    .with("autocomplete", "off")
                    .with("value", line)
                    .alone();
                tag("div").class("number").holds([number, tag("span").class("muted").holds(unit)])
            }
            Kind::Text => field("input").with("type", "text").with("autocomplete", "off").with("value", line).alone(),
            // A line break at the beginning of one is not part of it.
            Kind::List => field("textarea").with("rows", "3").with("spellcheck", "false").holds(format!("\n{line}")),
            Kind::Object => field("textarea")
                .with("rows", "6")
                .with("spellcheck", "false")
                .with("data-json", "")
                .holds(format!("\n{line}")),
            Kind::Secret => {
                let secret = field("input").with("type", "password").with("autocomplete", "new-password").alone();
                self.stored().and(secret)
            }
            Kind::SecretText => {
                let secret = field("textarea").with("rows", "4").with("spellcheck", "false");
                self.stored().and(secret.with("autocomplete", "off").holds(()))
            }
        }
    }

    fn stored(&self) -> Markup {
        match self.state.is_set {
            true => badge("success", "A secret is stored")
                .and(tag("span").class("muted").holds(" What is typed here replaces it.")),
            false => badge("neutral", "No secret is stored"),
        }
    }
}

/// A setting as it stands in `Leptos.toml`: its table, and its key in there.
fn in_the_file(name: &str) -> String {
    match name.rsplit_once('.') {
        Some((table, key)) => format!("[vestibule.{table}] {key}"),
        None => format!("[vestibule] {name}"),
    }
}

/// A value as it stands in a field.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(all) => all.iter().map(plain).collect::<Vec<_>>().join("\n"),
        Value::Object(table) if table.is_empty() => "{}".to_owned(),
        Value::Object(_) => serde_json::to_string_pretty(value).unwrap_or_default(),
        other => other.to_string(),
    }
}

/// What one may choose, with what holds even if one may not choose it any more.
fn choices(of: Options, settings: &Settings, now: &str) -> Vec<(String, String)> {
    let mut all = of.all(settings);
    if !all.iter().any(|(word, _)| word == now) {
        all.push((now.to_owned(), now.to_owned()));
    }
    all
}

fn options(all: &[(String, String)], chosen: &str) -> Markup {
    let option = |(word, text): &(String, String)| {
        tag("option").with("value", word).when("selected", word == chosen).holds(text)
    };
    all.iter().map(option).collect()
}

/// As a sentence begins.
fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}
