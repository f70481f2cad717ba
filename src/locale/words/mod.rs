//! The texts of one language: where each of them stands is a number that the build script has given it, and `{0}`, `{1}` in a
//! text stand for what it is about. A text in several numbers is one text for each plural form of the language.

#[cfg(all(feature = "hydrate", not(feature = "ssr")))]
mod browser;
#[cfg(feature = "ssr")]
mod catalog;
#[cfg(not(feature = "ssr"))]
#[cfg(not(feature = "hydrate"))]
mod none;
#[cfg(all(test, feature = "ssr"))]
mod tests;
#[cfg(feature = "ssr")]
mod typed;

#[cfg(all(feature = "hydrate", not(feature = "ssr")))]
pub use browser::tag;
#[cfg(all(feature = "hydrate", not(feature = "ssr")))]
use browser::{plural_form, text};
#[cfg(feature = "ssr")]
pub(crate) use catalog::written;
#[cfg(feature = "ssr")]
pub use catalog::{Catalog, Words, address, language, tag};
#[cfg(feature = "ssr")]
use catalog::{plural_form, text};
#[cfg(not(feature = "ssr"))]
#[cfg(not(feature = "hydrate"))]
pub use none::tag;
#[cfg(not(feature = "ssr"))]
#[cfg(not(feature = "hydrate"))]
use none::{plural_form, text};
#[cfg(feature = "ssr")]
pub(crate) use typed::{Unreadable, typed_pattern};

/// Between a plural form and its text.
const AFTER_FORM: char = '\u{1f}';
/// Between the texts of two plural forms.
const BETWEEN_FORMS: char = '\u{1e}';

/// Which way the language runs, as `dir` takes it.
pub fn direction() -> &'static str {
    if matches!(tag().as_str(), "ar" | "he") { "rtl" } else { "ltr" }
}

/// A text.
pub fn get(index: usize) -> &'static str {
    text(index)
}

/// A text with what it is about.
pub fn fill(index: usize, values: &[&str]) -> String {
    filled(text(index), values)
}

/// A text in the plural form of a number.
pub fn plural(index: usize, number: i64) -> String {
    let form = plural_form(number);
    let forms = || text(index).split(BETWEEN_FORMS).filter_map(|one| one.split_once(AFTER_FORM));
    let found = forms().find(|(name, _)| *name == form).or_else(|| forms().next_back());
    filled(found.map_or("", |(_, text)| text), &[&number.to_string()])
}

fn filled(text: &str, values: &[&str]) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        let value = rest.as_bytes().get(at + 1).map(|digit| usize::from(digit.wrapping_sub(b'0')));
        filled.push_str(&rest[..at]);
        filled.push_str(value.and_then(|index| values.get(index)).unwrap_or(&""));
        rest = rest.get(at + 3..).unwrap_or_default();
    }
    filled + rest
}
