//! The sentences of the built-in templates, in every language: a file of Fluent each, with a message for every letter.
//!
//! A message is called as the template of its letter, with `_sms` behind it where that is a text message. Its attributes
//! are the fields of [`Text`]. Messages without attributes are parts of others. What a letter is about is there as a
//! variable, by the name that it has in templates, and is never read as Fluent.

mod own;
mod sayings;
#[cfg(test)]
mod tests;

pub(super) use self::own::{Own, bundle_with};
pub use self::own::{Sentences, check, problems, shipped, variables};

use std::collections::BTreeMap;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue};
use minijinja::value::{Serde, Value};
use serde::Serialize;

use super::Channel;
use super::templates::Letter;
use crate::model::SignUpMode;
use crate::server::Language;
use crate::server::ftl_of;
use crate::server::typed_name::turns_text;

/// Reads all files, so that the first message does not wait for that.
pub(super) fn prepare() {
    LazyLock::force(&BUNDLES);
}

const fn source(language: Language) -> &'static str {
    ftl_of!(language)
}

static BUNDLES: LazyLock<BTreeMap<Language, FluentBundle<FluentResource>>> =
    LazyLock::new(|| Language::ALL.iter().map(|language| (*language, bundle(*language))).collect());

fn bundle(language: Language) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new_concurrent(vec![language.identifier()]);
    // Names are set apart where that is needed, and nothing else.
    bundle.set_use_isolating(false);
    // A test reads every file: here each is whole.
    let (Ok(resource) | Err((resource, _))) = FluentResource::try_new(source(language).to_owned());
    bundle.add_resource_overriding(resource);
    if language == Language::Arabic {
        // There is no other function of that name.
        let _ = bundle.add_function("WITHOUT_HUNDREDS", |given, _| without_hundreds(given.first()));
    }
    bundle
}

/// The number that a plural form goes by. In Arabic 103 is counted as 3 is; the library's rules know that of 3 alone.
fn without_hundreds<'a>(number: Option<&FluentValue<'a>>) -> FluentValue<'a> {
    match number {
        Some(FluentValue::Number(number)) if number.value % 100.0 > 2.0 => FluentValue::from(number.value % 100.0),
        Some(other) => other.clone(),
        None => FluentValue::Error,
    }
}

/// The sentences of the built-in templates. A text message has a lead only.
#[derive(Default, Serialize)]
pub(super) struct Text {
    subject: String,
    title: String,
    preview: String,
    lead: String,
    note: String,
    action: String,
    disavow: String,
}

/// A message in words.
#[derive(Serialize)]
pub(super) struct InWords<'a> {
    #[serde(flatten)]
    pub letter: &'a Letter,
    text: Text,
    lang: &'static str,
    dir: &'static str,
}

impl<'a> InWords<'a> {
    /// Puts a message into the words that come with the crate.
    pub fn new(letter: &'a Letter, app_name: &str, language: Language) -> Self {
        Self::with(letter, app_name, language, None)
    }

    /// The same, in other words where there are any.
    pub fn with(
        letter: &'a Letter,
        app_name: &str,
        language: Language,
        own: Option<&FluentBundle<FluentResource>>,
    ) -> Self {
        let args = arguments(letter, app_name, language);
        let key = key(letter);
        let bundle = own.or_else(|| BUNDLES.get(&language));
        let say = |attribute| {
            let said = bundle.and_then(|bundle| said_by(bundle, &key, attribute, &args));
            said.map(|(text, _)| text).unwrap_or_default()
        };
        let text = Text {
            subject: say("subject"),
            title: say("title"),
            preview: say("preview"),
            lead: say("lead"),
            note: say("note"),
            action: say("action"),
            disavow: say("disavow"),
        };
        Self { letter, text, lang: language.tag(), dir: if language.is_right_to_left() { "rtl" } else { "ltr" } }
    }

    /// What a template can make use of.
    pub fn variables(&self) -> BTreeMap<String, Value> {
        let all = Value::from(Serde(self));
        let keys = all.try_iter().into_iter().flatten();
        keys.filter_map(|key| Some((key.as_str()?.to_owned(), all.get_item(&key).ok()?))).collect()
    }
}

fn key(letter: &Letter) -> String {
    match letter.channel {
        Channel::Email => letter.name.to_owned(),
        Channel::Sms => format!("{}_sms", letter.name),
    }
}

/// What a message says in one of its attributes, if it has that.
fn said_by(
    bundle: &FluentBundle<FluentResource>,
    key: &str,
    attribute: &str,
    args: &FluentArgs<'_>,
) -> Option<(String, Vec<FluentError>)> {
    let pattern = bundle.get_message(key)?.get_attribute(attribute)?.value();
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, Some(args), &mut errors).into_owned();
    Some((text, errors))
}

fn arguments<'a>(letter: &'a Letter, app_name: &str, language: Language) -> FluentArgs<'a> {
    let mut args = FluentArgs::new();
    for (name, value) in [("code", &letter.code), ("url", &letter.url)] {
        if let Some(value) = value {
            args.set(name, value.as_str());
        }
    }
    for (name, value) in [
        ("app_name", Some(app_name)),
        ("provider", letter.provider.as_deref()),
        ("passkey", letter.passkey.as_deref()),
        ("api_key", letter.api_key.as_deref()),
        ("identifier", letter.identifier.as_deref()),
        ("device", letter.device.as_deref()),
        ("organization", letter.organization.as_deref()),
        ("inviter", letter.inviter.as_deref()),
    ] {
        if let Some(value) = value {
            args.set(name, set_apart(value, language));
        }
    }
    for (name, value) in [("minutes", letter.minutes), ("days", letter.days)] {
        if let Some(value) = value {
            args.set(name, value);
        }
    }
    if let Some(mode) = letter.mode {
        let mode = match mode {
            SignUpMode::Public => "public",
            SignUpMode::Restricted => "restricted",
            SignUpMode::Waitlist => "waitlist",
        };
        args.set("mode", mode);
    }
    args
}

/// A name that may be written in the other direction than what stands around it, with the marks that keep them apart and
/// without any of its own.
fn set_apart(name: &str, language: Language) -> String {
    let name = name.replace(turns_text, "");
    match language.is_right_to_left() || name.chars().any(is_right_to_left) {
        true => format!("\u{2068}{name}\u{2069}"),
        false => name,
    }
}

/// Whether a character is of a script that is written from right to left.
fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}'
        | '\u{1e800}'..='\u{1efff}')
}
