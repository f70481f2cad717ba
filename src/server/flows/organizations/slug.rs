//! The names that organizations have in addresses.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::model::{ApiError, ErrorCode, Field};
use crate::server::crypto::number_up_to;
use crate::server::flows::username;
use crate::server::settings::Settings;

const SHORTEST: usize = 2;
const LONGEST: usize = 64;
/// What is made of a name leaves room for what makes it one of a kind.
const LONGEST_MADE: usize = 44;
/// What a name is made of that has no letter of ours.
const OF_NOTHING: &str = "org";
/// How often another one is tried.
pub const TRIES: u32 = 8;

/// What stands beside organizations in an app's addresses.
const RESERVED: &[&str] = &["new", "create", "edit", "delete", "list", "switch", "personal", "org", "orgs"];

/// Small letters and digits, with single hyphens between: no two of them look alike. `None` if nothing was typed, or where there
/// are no slugs: then nothing that is sent is looked at.
pub fn typed(settings: &Settings, text: &str) -> Result<Option<String>, ApiError> {
    let slug = text.trim().to_ascii_lowercase();
    if slug.is_empty() || !settings.organizations.slugs {
        return Ok(None);
    }
    if slug.len() > LONGEST {
        return Err(ApiError::of(ErrorCode::FormParamMaxLengthExceeded, Field::Slug).with_limit(LONGEST));
    }
    let wrong = ApiError::of(ErrorCode::FormParamFormatInvalid, Field::Slug);
    if !slug.split('-').all(is_word) {
        return Err(wrong);
    }
    if slug.len() < SHORTEST {
        return Err(wrong.with_limit(SHORTEST));
    }
    match is_reserved(settings, &slug) {
        true => Err(taken()),
        false => Ok(Some(slug)),
    }
}

/// The refusal of one that somebody has.
pub fn taken() -> ApiError {
    ApiError::of(ErrorCode::FormIdentifierExists, Field::Slug)
}

fn is_word(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
}

fn is_reserved(settings: &Settings, slug: &str) -> bool {
    RESERVED.contains(&slug) || username::is_reserved(settings, slug)
}

/// The slugs to be tried, one after the other, for an organization with this name.
pub fn made_of<'a>(settings: &'a Settings, name: &str) -> impl Iterator<Item = String> + 'a {
    let plain = plain(name);
    let as_it_is = (plain.len() >= SHORTEST && !is_reserved(settings, &plain)).then(|| plain.clone());
    let base = if plain.len() < SHORTEST { OF_NOTHING.to_owned() } else { plain };
    as_it_is.into_iter().chain((1..TRIES).map(move |attempt| format!("{base}-{}", suffix(2 + 2 * attempt))))
}

/// What of a name there is in small letters and digits.
fn plain(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    let small = name.to_lowercase();
    for c in small.nfkd().filter(|c| !is_combining_mark(*c) && !matches!(c, '\'' | '’')) {
        // What stands for several letters may stand for large ones.
        let c = c.to_ascii_lowercase();
        match latin(c) {
            "" if c.is_ascii_lowercase() || c.is_ascii_digit() => slug.push(c),
            "" if !slug.ends_with('-') => slug.push('-'),
            letters => slug.push_str(letters),
        }
    }
    slug.truncate(LONGEST_MADE);
    slug.trim_matches('-').to_owned()
}

/// Latin letters that are no letter of ours with a mark.
fn latin(c: char) -> &'static str {
    match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ħ' => "h",
        'ı' => "i",
        _ => "",
    }
}

/// Letters and digits that are not taken for each other.
fn suffix(length: u32) -> String {
    const LETTERS: &[u8] = b"23456789abcdefghjkmnpqrstuvwxyz";
    let last = u32::try_from(LETTERS.len() - 1).unwrap_or_default();
    (0..length).map(|_| char::from(LETTERS[number_up_to(last) as usize])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first_of(name: &str) -> String {
        made_of(&Settings::default(), name).next().expect("there are many")
    }

    #[test]
    fn what_is_typed_is_small_letters_digits_and_single_hyphens() {
        let settings = Settings::default();
        for (text, slug) in [(" Acme ", "acme"), ("a1", "a1"), ("a-b-c", "a-b-c"), ("7of9", "7of9")] {
            assert_eq!(typed(&settings, text).expect(text).as_deref(), Some(slug));
        }
        assert_eq!(typed(&settings, &"a".repeat(64)).expect("fits").map(|slug| slug.len()), Some(64));
        assert_eq!(typed(&settings, "  "), Ok(None));
        for wrong in ["a", "-a", "a-", "a--b", "a b", "a_b", "a.b", "é1", "аcme", "a/b", "a\0b", "org_1", "--"] {
            let error = typed(&settings, wrong).expect_err(wrong);
            assert_eq!((error.code, error.meta.param_name), (ErrorCode::FormParamFormatInvalid, Some(Field::Slug)));
        }
        assert_eq!(typed(&settings, "7").expect_err("is too short").meta.limit, Some(2));
        assert_eq!(typed(&settings, "-").expect_err("is no word").meta.limit, None);
        let error = typed(&settings, &"a".repeat(65)).expect_err("is too long");
        assert_eq!((error.code, error.meta.limit), (ErrorCode::FormParamMaxLengthExceeded, Some(64)));
        for reserved in ["admin", "api", "www", "sign-up", "new", "create", "orgs", "vestibule"] {
            assert_eq!(typed(&settings, reserved), Err(taken()), "{reserved}");
        }
    }

    #[test]
    fn one_is_made_of_a_name() {
        for (name, slug) in [
            ("Acme", "acme"),
            ("Acme, Inc.", "acme-inc"),
            ("  Ada's  Café — №7 ", "adas-cafe-no7"),
            ("Straße & Søn", "strasse-son"),
            ("ＡＣＭＥ", "acme"),
            ("Łódź", "lodz"),
            ("İstanbul", "istanbul"),
            ("a/b/../c", "a-b-c"),
        ] {
            assert_eq!(first_of(name), slug, "{name}");
        }
        let long = first_of(&"ab ".repeat(33));
        assert!(long.len() <= 44 && !long.ends_with('-'), "{long}");
    }

    #[test]
    fn where_there_is_none_or_it_is_taken_something_is_added() {
        let settings = Settings::default();
        for (name, start) in [("北京", "org-"), ("!", "org-"), ("A", "org-"), ("Admin", "admin-"), ("Org", "org-")] {
            let slug = first_of(name);
            assert!(slug.starts_with(start) && slug.len() == start.len() + 4, "{name}: {slug}");
        }
        for name in ["Acme", "北京", "Ж", &"é".repeat(100), &"a b".repeat(33)] {
            let all: Vec<String> = made_of(&settings, name).collect();
            assert!(all.len() >= 7, "{all:?}");
            for slug in &all {
                assert_eq!(typed(&settings, slug).as_ref().ok().and_then(Option::as_ref), Some(slug));
            }
        }
    }
}
