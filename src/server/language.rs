//! The languages that people read: of pages, mails and text messages.

use std::sync::LazyLock;

use fluent_langneg::NegotiationStrategy;
use fluent_langneg::negotiate::filter_matches;
use icu_locale_core::Locale;
use serde::{Deserialize, Serialize};
use unic_langid::LanguageIdentifier;

/// No browser asks for more.
const MOST_WISHES: usize = 32;

macro_rules! languages {
    ($($name:ident = $tag:literal;)+) => {
        /// A language that mails and text messages are written in. Its tag is BCP 47's.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[allow(missing_docs)]
        pub enum Language {
            #[default]
            $(#[serde(rename = $tag)] $name,)+
        }

        impl Language {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The tag, such as `de` or `pt-BR`.
            pub const fn tag(self) -> &'static str {
                match self {
                    $(Self::$name => $tag,)+
                }
            }
        }
    };
}

languages! {
    English = "en";
    Arabic = "ar";
    German = "de";
    Spanish = "es";
    French = "fr";
    Hebrew = "he";
    Italian = "it";
    Japanese = "ja";
    Korean = "ko";
    Dutch = "nl";
    Polish = "pl";
    BrazilianPortuguese = "pt-BR";
    Russian = "ru";
    Turkish = "tr";
    Ukrainian = "uk";
    SimplifiedChinese = "zh-Hans";
    TraditionalChinese = "zh-Hant";
}

/// The file of Fluent of a language, of those that lie beside the code that asks for it.
macro_rules! ftl_of {
    ($language:expr) => {
        match $language {
            $crate::server::Language::English => include_str!("en.ftl"),
            $crate::server::Language::Arabic => include_str!("ar.ftl"),
            $crate::server::Language::German => include_str!("de.ftl"),
            $crate::server::Language::Spanish => include_str!("es.ftl"),
            $crate::server::Language::French => include_str!("fr.ftl"),
            $crate::server::Language::Hebrew => include_str!("he.ftl"),
            $crate::server::Language::Italian => include_str!("it.ftl"),
            $crate::server::Language::Japanese => include_str!("ja.ftl"),
            $crate::server::Language::Korean => include_str!("ko.ftl"),
            $crate::server::Language::Dutch => include_str!("nl.ftl"),
            $crate::server::Language::Polish => include_str!("pl.ftl"),
            $crate::server::Language::BrazilianPortuguese => include_str!("pt-BR.ftl"),
            $crate::server::Language::Russian => include_str!("ru.ftl"),
            $crate::server::Language::Turkish => include_str!("tr.ftl"),
            $crate::server::Language::Ukrainian => include_str!("uk.ftl"),
            $crate::server::Language::SimplifiedChinese => include_str!("zh-Hans.ftl"),
            $crate::server::Language::TraditionalChinese => include_str!("zh-Hant.ftl"),
        }
    };
}
pub(crate) use ftl_of;

static IDENTIFIERS: LazyLock<Vec<LanguageIdentifier>> =
    LazyLock::new(|| Language::ALL.iter().filter_map(|language| language.tag().parse().ok()).collect());

impl Language {
    /// The one with this tag.
    pub fn parse(tag: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|language| language.tag() == tag)
    }

    /// The nearest to a locale, such as `de` to `de-AT` and `zh-Hant` to `zh-TW`; `None` if there is none near.
    pub fn of_locale(locale: &str) -> Option<Self> {
        Self::nearest(&[identifier(locale)?], Self::ALL)
    }

    /// The first that `Accept-Language` asks for among those that are `offered`.
    pub fn asked_for(accept_language: &str, offered: &[Self]) -> Option<Self> {
        let mut wishes: Vec<_> = accept_language.split(',').take(MOST_WISHES).filter_map(wish).collect();
        wishes.sort_by(|(one, _), (other, _)| other.total_cmp(one));
        let wishes: Vec<_> = wishes.into_iter().map(|(_, identifier)| identifier).collect();
        Self::nearest(&wishes, offered)
    }

    fn nearest(wishes: &[LanguageIdentifier], offered: &[Self]) -> Option<Self> {
        let all = Self::ALL.iter().zip(IDENTIFIERS.iter()).filter(|(language, _)| offered.contains(language));
        let (languages, identifiers): (Vec<&Self>, Vec<LanguageIdentifier>) =
            all.map(|(language, identifier)| (language, identifier.clone())).unzip();
        let found = filter_matches(wishes, &identifiers, NegotiationStrategy::Lookup);
        let place = identifiers.iter().position(|identifier| found.first() == Some(&identifier))?;
        languages.get(place).map(|language| **language)
    }

    pub(crate) fn identifier(self) -> LanguageIdentifier {
        self.tag().parse().unwrap_or_default()
    }

    pub(crate) fn locale(self) -> Locale {
        self.tag().parse().unwrap_or(Locale::UNKNOWN)
    }

    /// Whether it is written from right to left.
    pub const fn is_right_to_left(self) -> bool {
        matches!(self, Self::Arabic | Self::Hebrew)
    }
}

/// Whether a text names a locale, whether or not there are words for it.
pub fn is_locale(text: &str) -> bool {
    text.len() <= 35 && identifier(text).is_some()
}

/// What a tag means. Some still ask for Hebrew as it was called until 1989.
fn identifier(tag: &str) -> Option<LanguageIdentifier> {
    let mut identifier: LanguageIdentifier = tag.parse().ok()?;
    if identifier.language.as_str() == "iw" {
        identifier.language = Language::Hebrew.identifier().language;
    }
    Some(identifier)
}

/// A language and how much it is wanted. The crates that read the header either pass over the weights or sort by what may be
/// no number.
fn wish(text: &str) -> Option<(f32, LanguageIdentifier)> {
    let mut parts = text.split(';').map(str::trim);
    let identifier = identifier(parts.next()?)?;
    let weight = match parts.next() {
        Some(weight) => weight.strip_prefix("q=")?.parse().ok()?,
        None => 1.0,
    };
    (weight > 0.0 && weight <= 1.0).then_some((weight, identifier))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::Settings;

    #[test]
    fn every_language_has_an_identifier() {
        assert_eq!(IDENTIFIERS.len(), Language::ALL.len());
        for language in Language::ALL {
            assert_eq!(language.identifier().to_string(), language.tag());
            assert_eq!(Language::of_locale(language.tag()), Some(*language));
            assert_eq!(Language::asked_for(language.tag(), Language::ALL), Some(*language));
            assert_eq!(Language::parse(language.tag()), Some(*language));
            let json = serde_json::to_string(language).expect("is JSON");
            assert_eq!(json, format!("\"{}\"", language.tag()));
        }
    }

    #[test]
    fn settings_name_one_that_there_is() {
        let read = |tag: &str| Settings::parse(&format!("[vestibule]\ndefault_locale = \"{tag}\""));
        assert_eq!(read("pt-BR").expect("is read").default_locale, Language::BrazilianPortuguese);
        assert!(read("zh-Hant").expect("is read").describe().contains("\nlanguage        zh-Hant\n"));
        let error = read("pt").expect_err("is refused").to_string();
        assert!(error.starts_with("Leptos.toml: line 2: unknown variant `pt`, expected one of `en`, `ar`"), "{error}");
    }

    #[test]
    fn the_handbook_and_the_settings_name_all() {
        let (handbook, settings) = (include_str!("../../docs/messages.md"), include_str!("../../Leptos.toml"));
        let from = settings.find("# The language of whoever").expect("is there");
        let (comment, _) = settings[from..].split_once("# default_locale = \"en\"").expect("is there");
        let words: Vec<&str> = comment.split([' ', ',', '.', '\n']).collect();
        for language in Language::ALL {
            assert!(handbook.contains(&format!("(`{}`)", language.tag())), "{}", language.tag());
            assert!(words.contains(&language.tag()), "{}", language.tag());
        }
    }

    #[test]
    fn browsers_get_what_they_ask_for() {
        for (header, expected) in [
            ("de", Some("de")),
            ("DE-at", Some("de")),
            ("de-DE,de;q=0.9,en;q=0.8", Some("de")),
            ("en-GB,en-US;q=0.9", Some("en")),
            ("en;q=0.2, fr;q=0.8, de;q=0.5", Some("fr")),
            ("en;q=0.1,ja", Some("ja")),
            ("de;q=0, en", Some("en")),
            ("de;q=0", None),
            ("nb-NO, nb;q=0.9, en;q=0.1", Some("en")),
            ("nb-NO", None),
            ("sv, da;q=0.9", None),
            ("pt", Some("pt-BR")),
            ("pt-PT", Some("pt-BR")),
            ("es-419", Some("es")),
            ("fr-CA", Some("fr")),
            ("ar-EG", Some("ar")),
            ("uk-UA, ru;q=0.9", Some("uk")),
            ("zh", Some("zh-Hans")),
            ("zh-CN", Some("zh-Hans")),
            ("zh-SG", Some("zh-Hans")),
            ("zh-TW", Some("zh-Hant")),
            ("zh-HK", Some("zh-Hant")),
            ("zh-Hant-HK", Some("zh-Hant")),
            ("zh-Hans-TW", Some("zh-Hans")),
            ("*", None),
            ("*, he;q=0.5", Some("he")),
            ("iw-IL", Some("he")),
            ("", None),
            (",;q=1,;;,", None),
            ("de;q=nan, en;q=inf, fr;q=-1, it;q=1e9, nl;q=", None),
            ("de;level=1", None),
            ("nonsense-that-is-far-too-long-to-be-a-language", None),
            ("de\u{0}", None),
        ] {
            assert_eq!(Language::asked_for(header, Language::ALL).map(Language::tag), expected, "{header:?}");
        }
        let many = "xx,".repeat(100_000) + "de";
        assert_eq!(Language::asked_for(&many, Language::ALL), None);
        let offered = [Language::English, Language::German];
        assert_eq!(Language::asked_for("pl, de-AT;q=0.8, en;q=0.5", &offered), Some(Language::German));
        assert_eq!(Language::asked_for("pl, uk", &offered), None);
    }
}
