//! What there is to be said of a setting: its name, what people call it, what follows from it, and how it is filled in.

use crate::server::Language;
use crate::server::settings::Settings;

/// Settings that belong together: a page.
#[derive(Clone, Copy, Debug)]
pub struct Group {
    /// What stands in its address.
    pub key: &'static str,
    /// What it is called.
    pub name: &'static str,
    /// What it is about, in a sentence.
    pub about: &'static str,
    /// Each of which is a form.
    pub parts: &'static [Part],
}

/// Settings that are saved together.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// Its place on the page.
    pub id: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// The settings.
    pub entries: &'static [Entry],
}

/// A setting.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Its name in `Leptos.toml`; of a provider's what stands behind the provider's.
    pub name: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// What follows from it.
    pub about: &'static str,
    /// How it is filled in.
    pub kind: Kind,
    /// Whether it opens a door to whoever changes it, which asks for a proof of late.
    pub is_guarded: bool,
    /// Whether what stands in it is longer than a line in a column.
    pub is_long: bool,
}

/// How a setting is filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// On or off.
    Switch,
    /// On, off, or as the environment has it.
    Auto,
    /// A whole number, of something.
    Number(&'static str),
    /// One of several words.
    Choice(Options),
    /// As many of several words as one likes.
    Several(Options),
    /// A line.
    Text,
    /// Lines, each of which is one.
    List,
    /// What is shown to nobody.
    Secret,
    /// The same in several lines.
    SecretText,
    /// An object in JSON.
    Object,
}

/// Of what one chooses: the word, and what it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Options {
    /// Of these.
    These(&'static [(&'static str, &'static str)]),
    /// Of the languages.
    Languages,
    /// Of the roles in organizations.
    Roles,
    /// Of those, or none.
    RolesOrNone,
}

impl Options {
    /// All of them.
    pub fn all(self, settings: &Settings) -> Vec<(String, String)> {
        let roles = || settings.organizations.all_roles().into_iter().map(|role| (role.key.clone(), role.key));
        match self {
            Self::These(these) => these.iter().map(|(word, name)| ((*word).to_owned(), (*name).to_owned())).collect(),
            Self::Languages => {
                Language::ALL.iter().map(|language| (language.tag().to_owned(), language_name(*language))).collect()
            }
            Self::Roles => roles().collect(),
            Self::RolesOrNone => {
                [(String::new(), "The same as otherwise".to_owned())].into_iter().chain(roles()).collect()
            }
        }
    }
}

/// What a language is called, with its tag.
pub fn language_name(language: Language) -> String {
    let name = match language {
        Language::English => "English",
        Language::Arabic => "Arabic",
        Language::German => "German",
        Language::Spanish => "Spanish",
        Language::French => "French",
        Language::Hebrew => "Hebrew",
        Language::Italian => "Italian",
        Language::Japanese => "Japanese",
        Language::Korean => "Korean",
        Language::Dutch => "Dutch",
        Language::Polish => "Polish",
        Language::BrazilianPortuguese => "Portuguese, Brazil",
        Language::Russian => "Russian",
        Language::Turkish => "Turkish",
        Language::Ukrainian => "Ukrainian",
        Language::SimplifiedChinese => "Chinese, simplified",
        Language::TraditionalChinese => "Chinese, traditional",
    };
    format!("{name} ({})", language.tag())
}

impl Entry {
    /// One that asks for a proof of late.
    pub const fn guarded(self) -> Self {
        Self { is_guarded: true, ..self }
    }

    /// One whose field takes all the room there is.
    pub const fn long(self) -> Self {
        Self { is_long: true, ..self }
    }
}

const fn entry(name: &'static str, label: &'static str, about: &'static str, kind: Kind) -> Entry {
    Entry { name, label, about, kind, is_guarded: false, is_long: false }
}

pub(super) const fn switch(name: &'static str, label: &'static str, about: &'static str) -> Entry {
    entry(name, label, about, Kind::Switch)
}

pub(super) const fn auto(name: &'static str, label: &'static str, about: &'static str) -> Entry {
    entry(name, label, about, Kind::Auto)
}

pub(super) const fn number(name: &'static str, label: &'static str, about: &'static str, unit: &'static str) -> Entry {
    entry(name, label, about, Kind::Number(unit))
}

pub(super) const fn choice(
    name: &'static str,
    label: &'static str,
    about: &'static str,
    options: &'static [(&'static str, &'static str)],
) -> Entry {
    entry(name, label, about, Kind::Choice(Options::These(options)))
}

pub(super) const fn one_of(name: &'static str, label: &'static str, about: &'static str, options: Options) -> Entry {
    entry(name, label, about, Kind::Choice(options))
}

pub(super) const fn several(name: &'static str, label: &'static str, about: &'static str, options: Options) -> Entry {
    entry(name, label, about, Kind::Several(options))
}

pub(super) const fn text(name: &'static str, label: &'static str, about: &'static str) -> Entry {
    entry(name, label, about, Kind::Text)
}

pub(super) const fn list(name: &'static str, label: &'static str, about: &'static str) -> Entry {
    entry(name, label, about, Kind::List)
}

/// A secret lets whoever sets it speak in our place, or listen.
pub(super) const fn secret(name: &'static str, label: &'static str, about: &'static str) -> Entry {
    entry(name, label, about, Kind::Secret).guarded()
}

pub(super) const fn secret_text(name: &'static str, label: &'static str, about: &'static str) -> Entry {
    entry(name, label, about, Kind::SecretText).guarded()
}

pub(super) const fn object(name: &'static str, label: &'static str, about: &'static str) -> Entry {
    entry(name, label, about, Kind::Object)
}
