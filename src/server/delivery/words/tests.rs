use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser::parse;

use super::*;
use crate::server::crypto::Code;
use crate::server::delivery::templates::{
    account_connected_mail, api_key_created_mail, code_mail, code_sms, invitation_mail, no_account_mail,
    organization_domain_mail, organization_invitation_mail, passkey_added_mail, samples, sign_in_link_mail,
};
use crate::server::delivery::{Content, Templates};
use crate::server::settings::Settings;

const MODES: [SignUpMode; 3] = [SignUpMode::Public, SignUpMode::Restricted, SignUpMode::Waitlist];

/// What a message says in one of its attributes, as it comes with the crate.
fn said(language: Language, key: &str, attribute: &str, args: &FluentArgs<'_>) -> Option<(String, Vec<FluentError>)> {
    said_by(&BUNDLES[&language], key, attribute, args)
}

/// What a text is made of.
#[derive(Default)]
struct Parts<'a> {
    variables: BTreeSet<&'a str>,
    messages: BTreeSet<&'a str>,
    others: usize,
}

impl<'a> Parts<'a> {
    fn of(pattern: &'a Pattern<&'static str>) -> Self {
        let mut parts = Self::default();
        parts.add(pattern);
        parts
    }

    fn add(&mut self, pattern: &'a Pattern<&'static str>) {
        for element in &pattern.elements {
            if let PatternElement::Placeable { expression } = element {
                self.add_expression(expression);
            }
        }
    }

    fn add_expression(&mut self, expression: &'a Expression<&'static str>) {
        match expression {
            Expression::Inline(inline) => self.add_inline(inline),
            Expression::Select { selector, variants } => {
                self.add_inline(selector);
                variants.iter().for_each(|variant| self.add(&variant.value));
            }
        }
    }

    fn add_inline(&mut self, inline: &'a InlineExpression<&'static str>) {
        match inline {
            InlineExpression::VariableReference { id } => drop(self.variables.insert(id.name)),
            InlineExpression::MessageReference { id, attribute: None } => drop(self.messages.insert(id.name)),
            InlineExpression::FunctionReference { id, arguments } if id.name == "WITHOUT_HUNDREDS" => {
                arguments.positional.iter().for_each(|argument| self.add_inline(argument));
            }
            InlineExpression::Placeable { expression } => self.add_expression(expression),
            _ => self.others += 1,
        }
    }
}

/// The messages of a language: with the variables of each attribute, those of the messages in it too.
fn letters(language: Language) -> BTreeMap<String, BTreeMap<String, BTreeSet<String>>> {
    let tag = language.tag();
    let resource = parse(source(language)).unwrap_or_else(|(_, errors)| panic!("{tag}: {errors:?}"));
    let (mut parts, mut letters) = (BTreeMap::new(), BTreeMap::new());
    for entry in &resource.body {
        let message = match entry {
            Entry::Message(message) => message,
            Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => continue,
            other => panic!("{tag}: {other:?}"),
        };
        let known = match &message.value {
            Some(value) => parts.insert(message.id.name, Parts::of(value)).map(drop),
            None => letters.insert(message.id.name, &message.attributes).map(drop),
        };
        assert!(known.is_none(), "{tag}: {} stands there twice", message.id.name);
        assert_eq!(message.value.is_some(), message.attributes.is_empty(), "{tag}: {}", message.id.name);
    }
    let mut used = BTreeSet::new();
    let all = letters.into_iter().map(|(name, attributes)| {
        let attributes = attributes.iter().map(|attribute| {
            let mut of = Parts::of(&attribute.value);
            let mut waiting: Vec<&str> = of.messages.iter().copied().collect();
            while let Some(part) = waiting.pop() {
                let inner = parts.get(part).unwrap_or_else(|| panic!("{tag}: {name}: there is no {part}"));
                used.insert(part);
                of.variables.extend(&inner.variables);
                of.others += inner.others;
                waiting.extend(&inner.messages);
            }
            assert_eq!(of.others, 0, "{tag}: {name}: variables and messages only");
            (attribute.id.name.to_owned(), of.variables.into_iter().map(str::to_owned).collect())
        });
        (name.to_owned(), attributes.collect())
    });
    let all = all.collect();
    let unused: Vec<_> = parts.keys().filter(|part| !used.contains(*part)).collect();
    assert!(unused.is_empty(), "{tag}: nothing uses {unused:?}");
    all
}

#[test]
fn every_language_says_the_same_of_every_letter() {
    let english = letters(Language::English);
    let known: BTreeSet<String> = samples().iter().map(key).collect();
    assert_eq!(english.keys().cloned().collect::<BTreeSet<_>>(), known, "a message for every letter and no other");
    for language in Language::ALL {
        let these = letters(*language);
        for (name, attributes) in &english {
            assert_eq!(these.get(name), Some(attributes), "{}: {name}", language.tag());
        }
        assert_eq!(these.len(), english.len(), "{}", language.tag());
    }
}

#[test]
fn what_a_sentence_needs_its_letter_has() {
    for language in Language::ALL {
        for letter in samples().into_iter().chain(MODES.map(|mode| no_account_mail(mode, "https://app.example"))) {
            let (key, args) = (key(&letter), arguments(&letter, "Notes", *language));
            for attribute in ["subject", "title", "preview", "lead", "note", "action", "disavow"] {
                let Some((text, errors)) = said(*language, &key, attribute, &args) else { continue };
                let place = format!("{}: {key}.{attribute}: {text:?}", language.tag());
                assert!(errors.is_empty(), "{place} {errors:?}");
                assert!(!text.contains(['{', '}', '\n', '\t']) && !text.contains("  "), "{place}");
                assert!(!text.is_empty() && text.trim() == text, "{place}");
            }
        }
    }
}

#[test]
fn nothing_is_left_in_english() {
    let said = |letter: &Letter, attribute: &str, language| {
        said(language, &key(letter), attribute, &arguments(letter, "Notes", language)).map(|(text, _)| text)
    };
    for language in Language::ALL.iter().filter(|language| **language != Language::English) {
        for letter in samples().into_iter().chain(MODES.map(|mode| no_account_mail(mode, "https://app.example"))) {
            for attribute in ["subject", "title", "preview", "lead", "note", "action", "disavow"] {
                let here = said(&letter, attribute, *language);
                let there = said(&letter, attribute, Language::English);
                let names = [
                    "waitlist",
                    "account_deleted",
                    "organization_invitation_accepted",
                    "organization_membership_request",
                    "organization_membership_request_accepted",
                ];
                let is_a_name = names.contains(&letter.name) && attribute == "action";
                assert!(here.is_none() || is_a_name || here != there, "{}: {here:?}", language.tag());
            }
        }
    }
}

fn preview(language: Language, letter: &Letter) -> String {
    let (text, _) = said(language, &key(letter), "preview", &arguments(letter, "Notes", language)).expect("is there");
    text
}

#[test]
fn numbers_have_their_plural() {
    use Language::*;
    for (language, minutes, days) in [
        (English, "1 minute.|2 minutes.", "1 day.|30 days."),
        (German, "1 Minute lang|10 Minuten lang", "1 Tag lang|30 Tage lang"),
        (Dutch, "1 minuut|10 minuten", "1 dag|30 dagen"),
        (French, "1 minute.|2 minutes.", "1 jour.|30 jours."),
        (Spanish, "1 minuto.|10 minutos.", "1 día.|30 días."),
        (BrazilianPortuguese, "1 minuto.|10 minutos.", "1 dia.|30 dias."),
        (Italian, "1 minuto.|10 minuti.", "1 giorno.|30 giorni."),
        (Turkish, "1 dakika|10 dakika", "1 gün|30 gün"),
        (Polish, "1 minutę.|2 minuty.|5 minut.|12 minut.|21 minut.|22 minuty.", "1 dzień.|2 dni.|5 dni.|31 dni."),
        (Russian, "1 минуту.|2 минуты.|5 минут.|11 минут.|21 минуту.|22 минуты.", "1 день.|3 дня.|30 дней.|31 день."),
        (Ukrainian, "1 хвилину.|2 хвилини.|5 хвилин.|11 хвилин.|21 хвилину.", "1 день.|3 дні.|30 днів.|31 день."),
        (
            Arabic,
            "دقيقة واحدة.|دقيقتين.|3 دقائق.|10 دقائق.|11 دقيقة.",
            "يوم واحد.|يومين.|7 أيام.|30 يومًا.|100 يوم.|102 يوم.|103 أيام.|365 يومًا.",
        ),
        (Hebrew, "לדקה אחת.|לשתי דקות.|ל-10 דקות.", "ליום אחד.|ליומיים.|ל-30 ימים."),
        (Japanese, "1 分|10 分", "1 日|30 日"),
        (Korean, "1분|10분", "1일|30일"),
        (SimplifiedChinese, "1 分钟|10 分钟", "1 天|30 天"),
        (TraditionalChinese, "1 分鐘|10 分鐘", "1 天|30 天"),
    ] {
        let number_of = |expected: &str, at: usize| {
            let digits: String = expected.chars().filter(char::is_ascii_digit).collect();
            digits.parse().unwrap_or(at as i64 + 1)
        };
        for (at, expected) in minutes.split('|').enumerate() {
            let text = preview(language, &code_mail(&Code::random(), number_of(expected, at)));
            assert!(text.contains(expected), "{}: {expected}: {text}", language.tag());
        }
        for (at, expected) in days.split('|').enumerate() {
            let text = preview(language, &invitation_mail("https://app.example", number_of(expected, at)));
            assert!(text.contains(expected), "{}: {expected}: {text}", language.tag());
        }
    }
}

fn templates(app_name: &str) -> Templates {
    Templates::load(&Settings { app_name: app_name.into(), ..Settings::default() }).expect("loads")
}

fn in_all_languages(app_name: &str, letter: &Letter, check: impl Fn(Language, Content)) {
    let templates = templates(app_name);
    for language in Language::ALL {
        check(*language, templates.write(letter, Some(*language)).expect("is written"));
    }
}

#[test]
fn names_break_neither_subjects_nor_markup_nor_sentences() {
    let evil = "{ $code }<b>No\u{0}tes</b> & {-term} { good_for_minutes }\r\nBcc: eve@evil.example\u{2028}\u{85}\u{2069}\u{202e}x";
    for letter in samples().into_iter().chain([
        account_connected_mail(evil, "x"),
        passkey_added_mail(evil, "x"),
        api_key_created_mail(evil, "x"),
        organization_invitation_mail(evil, evil, "x", 30),
        organization_domain_mail(evil, "acme.example", &Code::random(), 10),
    ]) {
        in_all_languages(evil, &letter, |language, content| {
            let place = format!("{}: {}: {:?}", language.tag(), letter.name, content.subject);
            let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
            assert!(!content.subject.contains(breaks) && !content.subject.contains('\u{202e}'), "{place}");
            let marks = |mark: char| content.subject.matches(mark).count();
            assert_eq!(marks('\u{2068}'), marks('\u{2069}'), "{place}");
            assert!(content.subject.is_empty() || !content.text.is_empty(), "{place}");
            if let Some(html) = content.html {
                assert!(!html.contains("<b>"), "{place}");
                assert!(
                    html.contains("{ $code }&lt;b&gt;No tes&lt;/b&gt; &amp; {-term} { good_for_minutes }"),
                    "{html}"
                );
            }
        });
    }
}

#[test]
fn phones_find_code_and_site_in_every_language() {
    let code = Code::typed("012345").expect("a code");
    in_all_languages("Notes", &code_sms("https://app.example", &code), |language, content| {
        let (sentence, last) = content.text.split_once("\n\n").expect("two parts");
        assert_eq!(last, "@app.example #012345");
        assert!(sentence.contains("012345") && sentence.contains("Notes"), "{sentence}");
        // What the alphabet of text messages does not have makes a message of 70 characters out of one of 160.
        let is_short = sentence.chars().count() <= 70;
        let has_all = sentence.chars().all(|c| c.is_ascii() || "äöüßÄÖÜàèéùìòñ".contains(c));
        assert!(is_short || (has_all && content.text.chars().count() <= 160), "{}: {sentence}", language.tag());
    });
}

#[test]
fn what_is_written_from_right_to_left_says_so() {
    let link = sign_in_link_mail("https://app.example/sign-in", 10);
    in_all_languages("C++", &link, |language, content| {
        let (dir, side) = if language.is_right_to_left() { ("rtl", "right") } else { ("ltr", "left") };
        let html = content.html.expect("has HTML");
        let tag = language.tag();
        assert!(html.contains(&format!("<html lang=\"{tag}\" dir=\"{dir}\">")), "{html}");
        assert!(html.contains(&format!("text-align:{side}")), "{html}");
        assert!(html.contains("<span dir=\"ltr\">https://app.example/sign-in</span>"), "{html}");
        let apart = content.subject.contains("\u{2068}C++\u{2069}");
        assert_eq!(apart, language.is_right_to_left(), "{}", content.subject);
        assert!(content.text.lines().any(|line| line.trim() == "https://app.example/sign-in"), "{}", content.text);
    });
}

#[test]
fn the_app_s_language_is_that_of_whoever_has_none() {
    let settings = Settings { default_locale: Language::German, app_name: "Notes".into(), ..Settings::default() };
    let templates = Templates::load(&settings).expect("loads");
    let letter = sign_in_link_mail("https://app.example", 10);
    let subject = |language| templates.write(&letter, language).expect("is written").subject;
    assert_eq!(subject(None), "Bei Notes anmelden");
    assert_eq!(subject(Some(Language::English)), "Sign in to Notes");
}

#[test]
fn a_name_of_the_other_direction_is_set_apart() {
    let letter = organization_invitation_mail("Ada", "\u{5d0}\u{5d1}!", "https://app.example/x", 30);
    in_all_languages("Notes", &letter, |language, content| {
        assert!(content.subject.contains("\u{2068}\u{5d0}\u{5d1}!\u{2069}"), "{}: {}", language.tag(), content.subject);
    });
}

#[test]
fn what_strangers_are_called_is_short_and_no_link() {
    let name = "Your account is locked, see https://evil.example/x or write to a@evil.example now and not later";
    let letter = organization_invitation_mail(name, name, "https://app.example/x", 30);
    in_all_languages("Notes", &letter, |language, content| {
        let whole = format!("{}{}{}", content.subject, content.text, content.html.unwrap_or_default());
        for link in ["://evil", "evil.example", "a@evil", "not later"] {
            assert!(!whole.contains(link), "{}: {link}: {}", language.tag(), content.text);
        }
        assert!(whole.contains("https://app.example/x"));
    });
}
