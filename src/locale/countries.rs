//! What countries are called, and in which order they stand, in every language. The server alone knows it: a list of them goes
//! to browsers as it is shown.

use std::cmp::Ordering;

use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use icu_experimental::displaynames::multi::RegionDisplayNames;

use crate::server::Language;

/// What countries are called in a language.
pub struct CountryNames {
    names: Option<RegionDisplayNames>,
    collator: Option<CollatorBorrowed<'static>>,
}

impl CountryNames {
    /// Those of a language.
    pub fn of(language: Language) -> Self {
        let locale = language.locale();
        Self {
            names: RegionDisplayNames::try_new((&locale).into(), Default::default()).ok(),
            collator: Collator::try_new((&locale).into(), CollatorOptions::default()).ok(),
        }
    }

    /// The name of a country by its two letters.
    pub fn name(&self, code: &str) -> Option<&str> {
        self.names.as_ref()?.of(code.parse().ok()?)
    }

    /// Which of two names stands first.
    pub fn compare(&self, one: &str, other: &str) -> Ordering {
        self.collator.as_ref().map_or_else(|| one.cmp(other), |collator| collator.compare(one, other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_called_as_the_language_calls_them() {
        for (language, germany, japan) in [
            (Language::English, "Germany", "Japan"),
            (Language::German, "Deutschland", "Japan"),
            (Language::Japanese, "ドイツ", "日本"),
            (Language::Arabic, "ألمانيا", "اليابان"),
            (Language::BrazilianPortuguese, "Alemanha", "Japão"),
            (Language::SimplifiedChinese, "德国", "日本"),
            (Language::TraditionalChinese, "德國", "日本"),
        ] {
            let names = CountryNames::of(language);
            assert_eq!((names.name("DE"), names.name("JP")), (Some(germany), Some(japan)), "{}", language.tag());
            assert_eq!(names.name("nonsense"), None);
        }
    }
}
