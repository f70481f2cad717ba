use std::collections::BTreeSet;

use super::catalog::{Catalog, text};
use super::{AFTER_FORM, BETWEEN_FORMS, fill, plural};
use crate::locale::{KEYS, sign_in};
use crate::server::Language;

/// Every text of a language, by its place.
fn texts(language: Language) -> Vec<&'static str> {
    Catalog::built_in().of(language).say(|| (0..KEYS.len()).map(text).collect())
}

/// The variables and tags of a text, each as often as it is there in one form.
fn parts(text: &str) -> BTreeSet<String> {
    let marks = text.split(['{', '<']).skip(1).filter_map(|part| part.split(['}', '>']).next());
    marks.map(str::to_owned).collect()
}

fn name(index: usize) -> String {
    let (message, attribute, _) = KEYS[index];
    attribute.map_or_else(|| message.to_owned(), |attribute| format!("{message}.{attribute}"))
}

#[test]
fn every_language_says_everything_about_the_same() {
    let english = texts(Language::English);
    for language in Language::ALL {
        for (index, (text, english)) in texts(*language).iter().zip(&english).enumerate() {
            let tag = language.tag();
            assert!(!text.trim().is_empty(), "{tag}: {}", name(index));
            // A form for one or two may do without the number.
            let is_plural = english.contains(AFTER_FORM);
            let (theirs, ours) = (parts(text), parts(english));
            assert!(if is_plural { theirs.is_subset(&ours) } else { theirs == ours }, "{tag}: {}: {text}", name(index));
        }
    }
}

#[test]
fn what_is_shipped_says_the_same_when_it_is_put_in_its_own_place() {
    for language in Language::ALL {
        let shipped = Catalog::shipped(*language);
        assert_eq!(shipped.keys().cloned().collect::<BTreeSet<_>>(), Catalog::names(*language));
        let again = Catalog::with(&[(*language, shipped)].into()).unwrap_or_else(|error| panic!("{error}"));
        let texts_again: Vec<&str> = again.of(*language).say(|| (0..KEYS.len()).map(text).collect());
        assert_eq!(texts_again, texts(*language), "{}", language.tag());
    }
}

#[test]
fn every_language_has_the_forms_that_its_numbers_take() {
    for language in Language::ALL {
        let words = Catalog::built_in().of(*language).clone();
        let mut needed: BTreeSet<&str> =
            (0..200).map(|number| words.say(|| super::catalog::plural_form(number))).collect();
        if *language == Language::Hebrew {
            // CLDR 42 took it out; browsers have that, the library an older one, and `other` stands in for it.
            needed.remove("many");
        }
        for (index, text) in texts(*language).iter().enumerate().filter(|(_, text)| text.contains(AFTER_FORM)) {
            let forms: BTreeSet<&str> = text
                .split(BETWEEN_FORMS)
                .filter_map(|form| form.split_once(AFTER_FORM))
                .map(|(form, _)| form)
                .collect();
            assert!(forms.contains("other"), "{}: {}", language.tag(), name(index));
            assert!(needed.is_subset(&forms), "{}: {}: {needed:?}", language.tag(), name(index));
        }
    }
}

#[test]
fn files_hold_nothing_else() {
    for language in Language::ALL {
        let known: BTreeSet<String> = (0..KEYS.len()).map(name).collect();
        assert_eq!(Catalog::names(*language), known, "{}", language.tag());
    }
}

#[test]
fn values_stand_where_the_text_has_them() {
    assert_eq!(super::filled("{1} of {0}!", &["a", "b"]), "b of a!");
    assert_eq!(super::filled("none", &["a"]), "none");
    assert_eq!(super::filled("{0}", &["{0}{1}"]), "{0}{1}");
    let words = Catalog::built_in().of(Language::German).clone();
    assert_eq!(words.say(|| sign_in::title("Notes")), "Bei Notes anmelden");
}

#[test]
fn numbers_take_their_forms() {
    let minutes = |language, number| Catalog::built_in().of(language).say(|| crate::locale::ago::minutes(number));
    assert_eq!(minutes(Language::English, 1), "1 minute ago");
    assert_eq!(minutes(Language::English, 2), "2 minutes ago");
    let polish = [1, 3, 5, 22].map(|number| minutes(Language::Polish, number));
    assert_eq!(polish.iter().collect::<BTreeSet<_>>().len(), 4);
    let _ = (fill, plural);
}

#[test]
fn the_pages_of_the_site_are_said_where_they_are_shown() {
    let script = Catalog::built_in().of(Language::German).script();
    assert_eq!(script.contains("Hier ist keine Tür"), cfg!(feature = "site"));
    assert!(script.contains("Konto verwalten") && !script.contains("Kein Zugriff"), "{script}");
}

#[test]
fn settings_change_words() {
    let read = |toml: &str| crate::server::Settings::parse(&format!("[vestibule.words.de]\n{toml}"));
    let settings = read("\"sign_in.title\" = \"Hallo bei { $app_name }\"").expect("is read");
    let catalog = Catalog::with(&settings.words).expect("is taken");
    assert_eq!(catalog.of(Language::German).say(|| sign_in::title("Notes")), "Hallo bei Notes");
    assert_ne!(catalog.of(Language::English).say(|| sign_in::title("Notes")), "Hallo bei Notes");
    assert_ne!(catalog.of(Language::German).address(), Catalog::built_in().of(Language::German).address());
    for (wrong, why) in [
        ("\"sign_in.titel\" = \"x\"", "there is no text `sign_in.titel`"),
        ("\"sign_in.title\" = \"{ $name }\"", "there is no `$name`"),
        ("\"sign_in.title\" = \"{ $app_name\"", "cannot be read"),
        ("\"sign_in.title\" = \"\"", "`sign_in.title`"),
        (&format!("\"sign_in.title\" = \"{}\"", "{".repeat(10_000)), "braces or parentheses stand in each other"),
    ] {
        let error = Catalog::with(&read(wrong).expect("is read").words).expect_err("is refused");
        assert!(error.contains("`de`") && error.contains(why), "{wrong}: {error}");
    }
}
