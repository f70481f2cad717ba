//! Phone numbers, as the whole world writes them: how they are read, which ones can be written to, how they are shown.

use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumberFormat, PhoneNumberType, Region};
use unicode_normalization::UnicodeNormalization;

use super::Language;
use crate::locale::CountryNames;

/// No number is longer than this when it is typed, signs and spaces included, in bytes.
const LONGEST: usize = 64;

/// A number that is in use somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhoneNumber {
    /// As E.164 has it: `+4915123456789`. Two spellings of one number have this in common.
    pub e164: String,
    /// The two letters of its country, such as `DE`.
    pub country: String,
    /// Whether anything can be sent to it at a usual price.
    pub takes_messages: bool,
}

/// A country whose numbers can be typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Country {
    /// Its two letters, such as `DE`.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What its numbers begin with, without the `+`: `49`.
    pub calling_code: i32,
}

/// Whether a text is the two letters of a country that has phone numbers.
pub fn is_country(code: &str) -> bool {
    region(code).is_some_and(|region| *region.as_region_str() == *code)
}

fn region(code: &str) -> Option<Region> {
    code.parse().ok().filter(|region| PHONE_NUMBER_UTIL.get_country_code_for_region(*region).is_some())
}

/// All countries, by their names in a language.
pub fn countries(language: Language) -> &'static [Country] {
    static COUNTRIES: LazyLock<BTreeMap<Language, OnceLock<Vec<Country>>>> =
        LazyLock::new(|| Language::ALL.iter().map(|language| (*language, OnceLock::new())).collect());
    COUNTRIES.get(&language).map_or(&[], |countries| countries.get_or_init(|| named(language)))
}

fn named(language: Language) -> Vec<Country> {
    let names = CountryNames::of(language);
    let country = |region: Region| {
        let code = region.as_region_str().to_string();
        let calling_code = PHONE_NUMBER_UTIL.get_country_code_for_region(region)?;
        Some(Country { name: names.name(&code).unwrap_or(&code).to_owned(), code, calling_code })
    };
    let mut countries: Vec<Country> = PHONE_NUMBER_UTIL.get_supported_regions().filter_map(country).collect();
    countries.sort_by(|one, other| names.compare(&one.name, &other.name));
    countries
}

/// Reads a number in any writing: with a `+` and its country's code, or as it is dialled within `country`. `None` if there
/// is no such number anywhere.
pub fn read(text: &str, country: &str) -> Option<PhoneNumber> {
    let typed = digits(text)?;
    in_use(&typed, region(country)).or_else(|| {
        // Most of the world dials 00 for the `+`, and people do so wherever they are.
        let abroad = typed.strip_prefix("00")?;
        in_use(&format!("+{abroad}"), None)
    })
}

/// A number as people write it for people of other countries: `+49 1512 3456789`.
pub fn international(e164: &str) -> String {
    match PHONE_NUMBER_UTIL.parse(e164, None) {
        Ok(number) => number.format_as(PhoneNumberFormat::International).into_owned(),
        Err(_) => e164.to_owned(),
    }
}

/// A number of which someone who knows it knows it again, and nobody else learns it: with the last two digits alone.
pub fn masked(e164: &str) -> String {
    let shown = international(e164);
    let hidden = shown.chars().filter(char::is_ascii_digit).count().saturating_sub(2);
    let mut digits = 0;
    let mask = |c: char| {
        digits += usize::from(c.is_ascii_digit());
        if c.is_ascii_digit() && digits <= hidden { '•' } else { c }
    };
    shown.chars().map(mask).collect()
}

/// The digits of what was typed, with the `+` before them if there is one. `None` if anything else stands there than what
/// people put between digits: no letters, no extensions, no second number.
fn digits(text: &str) -> Option<String> {
    if text.len() > LONGEST {
        return None;
    }
    let mut digits = String::new();
    // A full-width digit is the digit that was meant.
    for c in text.nfkc() {
        match c {
            '+' if digits.is_empty() => digits.push('+'),
            c if digit(c).is_some() => digits.extend(digit(c)),
            c if c.is_whitespace() => {}
            '(' | ')' | '-' | '.' | '/' | '\u{2010}'..='\u{2015}' | '\u{2212}' => {}
            // Address books put these around a number, so that it is read from left to right.
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            _ => return None,
        }
    }
    (digits.len() > 3).then_some(digits)
}

/// The ASCII digit of a digit on a Latin, Arabic, Persian or Indian keyboard.
fn digit(c: char) -> Option<char> {
    let zero = ['0', '\u{660}', '\u{6f0}', '\u{966}'].into_iter().find(|zero| (*zero..).take(10).any(|d| d == c))?;
    char::from_digit(u32::from(c) - u32::from(zero), 10)
}

fn in_use(digits: &str, within: Option<Region>) -> Option<PhoneNumber> {
    let number = PHONE_NUMBER_UTIL.parse(digits, within).ok().filter(|number| number.is_valid())?;
    // What belongs to no country is a satellite or a service.
    let country = number.get_region_code().filter(|region| *region != Region::World)?.as_region_str().to_string();
    let e164 = number.format_as(PhoneNumberFormat::E164).into_owned();
    Some(PhoneNumber { e164, country, takes_messages: takes_messages(number.get_type()) })
}

/// Whether something can be sent to numbers of a kind: not to those that cost whoever writes to them more than others, nor
/// to those at which nobody reads.
fn takes_messages(kind: PhoneNumberType) -> bool {
    match kind {
        PhoneNumberType::FixedLine
        | PhoneNumberType::Mobile
        | PhoneNumberType::FixedLineOrMobile
        | PhoneNumberType::TollFree
        | PhoneNumberType::VoIP => true,
        PhoneNumberType::PremiumRate
        | PhoneNumberType::SharedCost
        | PhoneNumberType::PersonalNumber
        | PhoneNumberType::Pager
        | PhoneNumberType::UAN
        | PhoneNumberType::VoiceMail
        | PhoneNumberType::Unknown => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn e164(text: &str, country: &str) -> Option<String> {
        read(text, country).map(|number| number.e164)
    }

    #[test]
    fn one_number_in_many_writings() {
        for (text, country) in [
            ("+49 1512 3456789", "US"),
            ("+49 (0) 1512 3456789", "DE"),
            ("+4915123456789", "XX"),
            ("01512 / 345 67 89", "DE"),
            ("0049 1512-3456789", "DE"),
            ("0049 1512-3456789", "US"),
            ("011 49 1512 3456789", "US"),
            ("\u{202a}+49\u{a0}1512\u{a0}3456789\u{202c}", "US"),
            ("+４９ １５１２ ３４５６７８９", "US"),
            ("\t+49.1512.3456789 ", "US"),
            ("+49\u{2011}1512\u{2013}3456789", "US"),
            ("+٤٩١٥١٢٣٤٥٦٧٨٩", "EG"),
        ] {
            assert_eq!(e164(text, country).as_deref(), Some("+4915123456789"), "{text:?} in {country}");
        }
        let number = read("(202) 456-1111", "US").expect("is a number");
        assert_eq!(
            (number.e164.as_str(), number.country.as_str(), number.takes_messages),
            ("+12024561111", "US", true)
        );
        // The zero belongs to numbers in Italy, and the country to the digits: Canada and the Vatican share their codes.
        assert_eq!(e164("06 698 12345", "IT").as_deref(), Some("+390669812345"));
        assert_eq!(read("+1 613 782 7274", "US").expect("is a number").country, "CA");
        assert_eq!(read("+39 06 698 12345", "US").expect("is a number").country, "VA");
        assert_eq!(read("+39 02 3661 8300", "US").expect("is a number").country, "IT");
    }

    #[test]
    fn what_is_no_number() {
        for text in [
            "",
            "+",
            "12",
            "ada",
            "ada@example.com",
            "+1 202 456 111",
            "+1 202 456 1111 1",
            "+1 000 000 0000",
            "+0 123 456 789",
            "+999 123 456 789",
            "+1 800 FLOWERS",
            "+1 202 456 1111 ext. 5",
            "+1 202 456 1111;ext=5",
            "+1 202 456 1111,,5",
            "tel:+12024561111",
            "tel:456-1111;phone-context=+1-202",
            "+1 202 456 1111 +1 202 456 1112",
            "+1+2024561111",
            "1+2024561111",
            "+1 202 456 1111\0",
            "+1 202 456 1111\r\nBcc: +1 202 456 1112",
            "+1 202 456 1111%0a",
            "+1 202 456 1111<script>",
            "+1 202 456 1111' OR 1=1 --",
            "+1202456१",
            "911",
            "112",
            "+49 110",
            &"1".repeat(65),
            &format!("+1 202 456 1111{}", " ".repeat(60)),
        ] {
            assert_eq!(read(text, "US"), None, "{text:?}");
        }
    }

    #[test]
    fn nothing_is_sent_where_it_costs_or_where_nobody_reads() {
        for text in ["+1 900 234 5678", "+44 909 879 0123", "+44 844 305 0123", "+44 70 1234 5678", "+49 900 1 234567"]
        {
            assert!(!read(text, "US").expect(text).takes_messages, "{text}");
        }
        // Satellites, shared costs and premium services of no country.
        for text in ["+881 612 345 678", "+870 301 234 567", "+808 1234 5678", "+979 123 456 789", "+800 1234 5678"] {
            assert_eq!(read(text, "US"), None, "{text}");
        }
        for text in ["+44 7400 123456", "+91 81234 56789", "+1 202 456 1111", "+39 312 345 6789"] {
            assert!(read(text, "US").expect(text).takes_messages, "{text}");
        }
    }

    /// The examples of the library's own data, of every country and kind, in every writing.
    #[test]
    fn every_country_s_numbers_are_read_as_themselves() {
        let mut mobile = 0;
        for region in PHONE_NUMBER_UTIL.get_supported_regions() {
            for kind in [PhoneNumberType::Mobile, PhoneNumberType::FixedLine, PhoneNumberType::VoIP] {
                let Ok(example) = PHONE_NUMBER_UTIL.get_example_number_for_type_and_region(region, kind) else {
                    continue;
                };
                // Some share a number with their neighbours.
                let owner = example.get_region_code().expect("belongs to a country");
                let country = owner.as_region_str().to_string();
                let written = |format| example.format_as(format).into_owned();
                let expected = PhoneNumber {
                    e164: written(PhoneNumberFormat::E164),
                    country: country.clone(),
                    takes_messages: takes_messages(example.get_type()),
                };
                for elsewhere in ["US", "DE", "RU", "IT", "XX"] {
                    assert_eq!(read(&expected.e164, elsewhere).as_ref(), Some(&expected), "{country} from {elsewhere}");
                }
                let shown = international(&expected.e164);
                assert_eq!(read(&shown, "US").as_ref(), Some(&expected), "{shown}");
                let national = written(PhoneNumberFormat::National);
                assert_eq!(read(&national, &country).as_ref(), Some(&expected), "{national} in {country}");
                mobile += usize::from(kind == PhoneNumberType::Mobile);
            }
        }
        assert!(mobile > 230, "{mobile} countries");
    }

    #[test]
    fn every_country_has_a_name() {
        for language in Language::ALL {
            let countries = countries(*language);
            assert_eq!(countries.len(), PHONE_NUMBER_UTIL.get_supported_regions().len());
            let names: std::collections::HashSet<&str> = countries.iter().map(|country| &*country.name).collect();
            assert_eq!(names.len(), countries.len(), "no name twice in {}", language.tag());
            for country in countries {
                assert!(is_country(&country.code), "{}", country.code);
                assert_ne!(country.name, country.code, "has no name in {}", language.tag());
            }
        }
        for bad in ["", "XX", "001", "de", "DEU"] {
            assert!(!is_country(bad), "{bad}");
        }
    }

    #[test]
    fn countries_stand_in_the_order_of_the_language() {
        for (language, first, germany) in [
            (Language::English, ["Afghanistan", "Åland Islands", "Albania"], "Germany"),
            (Language::German, ["Afghanistan", "Ägypten", "Ålandinseln"], "Deutschland"),
            (Language::Arabic, ["آيسلندا", "إثيوبيا", "أذربيجان"], "ألمانيا"),
            (Language::Japanese, ["アイスランド", "アイルランド", "アゼルバイジャン"], "ドイツ"),
        ] {
            let countries = countries(language);
            let names: Vec<&str> = countries.iter().take(3).map(|country| &*country.name).collect();
            assert_eq!(names, first, "{}", language.tag());
            let found = countries.iter().find(|country| country.code == "DE").expect("is there");
            assert_eq!((found.name.as_str(), found.calling_code), (germany, 49));
        }
    }

    #[test]
    fn numbers_are_shown_as_people_write_them() {
        assert_eq!(international("+4915123456789"), "+49 1512 3456789");
        assert_eq!(international("+12024561111"), "+1 202-456-1111");
        assert_eq!(international("nonsense"), "nonsense");
    }
}
