//! Other sentences in the place of those that come with the crate, as the settings have them: by language, and there by message and
//! attribute, such as `verification_code.subject`. They are written as those are; whatever is wrong with one is said before it holds.

use std::collections::{BTreeMap, BTreeSet};

use fluent_bundle::FluentResource;
use fluent_bundle::concurrent::FluentBundle;
use fluent_syntax::ast::{Attribute, Entry, Expression, InlineExpression, Message, Pattern, PatternElement, Resource};
use fluent_syntax::{parser, serializer};

use super::sayings::{may_be_said, sayings};
use super::{arguments, bundle, key, said_by, source};
use crate::locale::words::{Unreadable, typed_pattern, written};
use crate::model::SignUpMode;
use crate::server::Language;
use crate::server::delivery::Channel;
use crate::server::delivery::templates::{Letter, no_account_mail, samples};

/// Sentences of one language, by what they are called.
pub type Sentences = BTreeMap<String, String>;

/// The setting with all of them.
pub const SETTING: &str = "message_words";

/// No sentence is longer, in characters.
const LONGEST: usize = 4_000;

/// The sentences of the languages in which some are other ones.
pub struct Own(BTreeMap<Language, FluentBundle<FluentResource>>);

impl Own {
    /// Those that the settings have, which were checked.
    pub fn new(all: &BTreeMap<Language, Sentences>) -> Self {
        let some = all.iter().filter(|(_, sentences)| !sentences.is_empty());
        Self(some.map(|(language, sentences)| (*language, bundle_with(*language, sentences))).collect())
    }

    /// Those of a language, if some of them are other ones.
    pub fn of(&self, language: Language) -> Option<&FluentBundle<FluentResource>> {
        self.0.get(&language)
    }
}

/// The sentences of a language, with some in the place of others. What cannot be read stays as it came.
pub fn bundle_with(language: Language, sentences: &Sentences) -> FluentBundle<FluentResource> {
    let mut bundle = bundle(language);
    let (Ok(resource) | Err((resource, _))) = FluentResource::try_new(source_with(language, sentences));
    bundle.add_resource_overriding(resource);
    bundle
}

/// The messages of which some sentences are other ones, as a file has them.
fn source_with(language: Language, sentences: &Sentences) -> String {
    let mut changed: BTreeMap<String, Message<String>> = BTreeMap::new();
    let shipped = messages(language);
    for (name, text) in sentences {
        let Some((message, attribute)) = name.split_once('.') else { continue };
        let (Some(known), Ok(pattern)) = (shipped.get(message), read(text)) else { continue };
        let message = changed.entry(message.to_owned()).or_insert_with(|| known.clone());
        if let Some(known) = message.attributes.iter_mut().find(|it| it.id.name == attribute) {
            known.value = pattern;
        }
    }
    let body = changed.into_values().map(Entry::Message).collect();
    serializer::serialize(&Resource { body })
}

/// The messages of a language as they come with the crate, the parts of others too.
fn messages(language: Language) -> BTreeMap<String, Message<String>> {
    // A test reads every file: here each is whole.
    let (Ok(resource) | Err((resource, _))) = parser::parse(source(language).to_owned());
    let messages = resource.body.into_iter().filter_map(|entry| match entry {
        Entry::Message(message) => Some((message.id.name.clone(), message)),
        _ => None,
    });
    messages.collect()
}

/// What a message says in a language as it comes with the crate, by attribute, in the order in which one reads it.
pub fn shipped(language: Language, message: &str) -> Vec<(String, String)> {
    let attributes = messages(language).remove(message).map(|message| message.attributes).unwrap_or_default();
    attributes.into_iter().map(|Attribute { id, value }| (id.name, written(value))).collect()
}

/// What may stand in braces in a message.
pub fn variables(message: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for letter in letters(message) {
        names.extend(arguments(&letter, "", Language::English).iter().map(|(name, _)| name.to_owned()));
    }
    names
}

/// One of each kind that says this message.
fn letters(message: &str) -> Vec<Letter> {
    let mut letters: Vec<Letter> = samples().into_iter().filter(|letter| key(letter) == message).collect();
    if letters.first().is_some_and(|letter| letter.mode.is_some()) {
        let modes = [SignUpMode::Public, SignUpMode::Restricted, SignUpMode::Waitlist];
        letters.extend(modes.map(|mode| no_account_mail(mode, "https://app.example")));
    }
    letters
}

/// Everything that is wrong with them, a line each, which begins with the name of the setting.
pub fn problems(all: &BTreeMap<Language, Sentences>) -> Vec<String> {
    let mut found = Vec::new();
    for (language, sentences) in all {
        for (name, text) in sentences {
            if let Err(why) = check(*language, name, text) {
                found.push(format!("{SETTING}.{}.\"{name}\": {why}", language.tag()));
            }
        }
    }
    found
}

/// Whether a sentence can stand in the place of the one that is called so.
///
/// # Errors
/// Why it cannot, in words that go on after its name.
pub fn check(language: Language, name: &str, text: &str) -> Result<(), String> {
    let shipped = messages(language);
    let (message, attribute) = name.split_once('.').ok_or("is the name of no sentence")?;
    let known = shipped.get(message).and_then(|it| it.attributes.iter().find(|it| it.id.name == attribute));
    let known = known.ok_or("is the name of no sentence")?;
    let pattern = read(text)?;
    let letters = letters(message);
    let used = Used::of(language, &pattern, &shipped)?;
    let variables = variables(message);
    if let Some(unknown) = used.0.iter().find(|name| !variables.contains(*name)) {
        return Err(format!("there is no `${unknown}` here"));
    }
    let carries = |name: &&String| matches!(name.as_str(), "code" | "url");
    let needed = Used::of(language, &known.value, &shipped)?.0;
    if let Some(elsewhere) = used.0.iter().filter(carries).find(|name| !needed.contains(*name)) {
        return Err(format!("does not say `{{ ${elsewhere} }}` as it comes: it stands elsewhere in the message"));
    }
    let all = sayings(&pattern, &shipped).ok_or("has more forms than a sentence needs")?;
    may_be_said(&all, &sayings(&known.value, &shipped).unwrap_or_default())?;
    if letters.first().is_some_and(|letter| letter.channel == Channel::Sms) {
        // Nothing else of a text message says it.
        if let Some(missing) = needed.iter().filter(carries).find(|name| !used.0.contains(*name)) {
            return Err(format!("has to say `{{ ${missing} }}`: without it the message is good for nothing"));
        }
    }
    let sentences = [(name.to_owned(), text.to_owned())].into();
    FluentResource::try_new(source_with(language, &sentences)).map_err(|_| UNREADABLE)?;
    let bundle = bundle_with(language, &sentences);
    for letter in &letters {
        let said = said_by(&bundle, message, attribute, &arguments(letter, "App", language));
        match said {
            Some((said, errors)) if errors.is_empty() && !said.trim().is_empty() => {}
            Some((_, errors)) if errors.is_empty() => return Err("says nothing".to_owned()),
            _ => return Err(UNREADABLE.to_owned()),
        }
    }
    Ok(())
}

const UNREADABLE: &str = "cannot be read: in braces stands a { $variable } of this message or the name of another sentence, such as { ignore }";

/// Reads a sentence.
fn read(text: &str) -> Result<Pattern<String>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err("says nothing".to_owned());
    }
    if text.chars().count() > LONGEST {
        return Err(format!("is longer than {LONGEST} characters"));
    }
    if text.chars().any(|letter| letter.is_control() && letter != '\n') {
        return Err("holds a character that no text has".to_owned());
    }
    typed_pattern(text).map_err(|why| match why {
        Unreadable::Deep => why.to_string(),
        Unreadable::Odd(_) => UNREADABLE.to_owned(),
    })
}

/// The variables in a sentence, and in those that stand in it.
#[derive(Default)]
struct Used(BTreeSet<String>);

impl Used {
    fn of(
        language: Language,
        pattern: &Pattern<String>,
        shipped: &BTreeMap<String, Message<String>>,
    ) -> Result<Self, String> {
        let (mut used, mut parts) = (Self::default(), BTreeSet::new());
        used.add(language, pattern, &mut parts)?;
        // Those that come with the crate lead nowhere twice.
        while let Some(part) = parts.pop_first() {
            let value = shipped.get(&part).and_then(|message| message.value.as_ref());
            let value = value.ok_or_else(|| format!("there is no sentence `{part}`"))?;
            used.add(language, value, &mut parts)?;
        }
        Ok(used)
    }

    fn add(&mut self, language: Language, of: &Pattern<String>, parts: &mut BTreeSet<String>) -> Result<(), String> {
        for element in &of.elements {
            if let PatternElement::Placeable { expression } = element {
                self.add_expression(language, expression, parts)?;
            }
        }
        Ok(())
    }

    fn add_expression(
        &mut self,
        language: Language,
        expression: &Expression<String>,
        parts: &mut BTreeSet<String>,
    ) -> Result<(), String> {
        match expression {
            Expression::Inline(inline) => self.add_inline(language, inline, parts),
            Expression::Select { selector, variants } => {
                self.add_inline(language, selector, parts)?;
                variants.iter().try_for_each(|variant| self.add(language, &variant.value, parts))
            }
        }
    }

    fn add_inline(
        &mut self,
        language: Language,
        inline: &InlineExpression<String>,
        parts: &mut BTreeSet<String>,
    ) -> Result<(), String> {
        match inline {
            InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => Ok(()),
            InlineExpression::VariableReference { id } => {
                self.0.insert(id.name.clone());
                Ok(())
            }
            InlineExpression::MessageReference { id, attribute: None } => {
                parts.insert(id.name.clone());
                Ok(())
            }
            // There is no other function, and no other language that has it.
            InlineExpression::FunctionReference { id, arguments }
                if id.name == "WITHOUT_HUNDREDS" && language == Language::Arabic =>
            {
                arguments.positional.iter().try_for_each(|inline| self.add_inline(language, inline, parts))
            }
            InlineExpression::Placeable { expression } => self.add_expression(language, expression, parts),
            _ => Err(UNREADABLE.to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::crypto::Code;
    use crate::server::delivery::Templates;
    use crate::server::delivery::templates::{code_mail, code_sms};
    use crate::server::settings::Settings;

    #[test]
    fn what_comes_with_the_crate_could_be_said_in_its_own_place() {
        for language in Language::ALL {
            for letter in samples() {
                let message = key(&letter);
                let shipped = shipped(*language, &message);
                assert!(!shipped.is_empty(), "{}: {message}", language.tag());
                for (attribute, text) in shipped {
                    let name = format!("{message}.{attribute}");
                    let checked = check(*language, &name, &text);
                    assert_eq!(checked, Ok(()), "{}: {name}: {text}", language.tag());
                }
            }
        }
    }

    #[test]
    fn what_cannot_be_said_is_refused_with_the_reason() {
        for (name, text, why) in [
            ("verification_code.subject", "", "says nothing"),
            ("verification_code.subject", " \n ", "says nothing"),
            ("verification_code.subject", "{ \"\" }", "says nothing"),
            ("verification_code.subject", "Hello { $inviter }", "there is no `$inviter` here"),
            ("verification_code.lead", "{ good_for_days }", "there is no `$days` here"),
            ("verification_code.lead", "{ $code", "cannot be read"),
            ("verification_code.lead", "{ -term }", "cannot be read"),
            ("verification_code.lead", "{ NUMBER($minutes) }", "cannot be read"),
            ("verification_code.lead", "{ WITHOUT_HUNDREDS($minutes) }", "cannot be read"),
            ("verification_code.lead", "{ verification_code.subject }", "cannot be read"),
            ("verification_code.lead", "{ nothing }", "there is no sentence `nothing`"),
            ("verification_code.lead", "Yes\n.subject = No", "cannot be read"),
            ("verification_code.lead", "Yes\u{0}", "holds a character"),
            ("verification_code.lead", &"{".repeat(LONGEST), "stand in each other"),
            ("verification_code.lead", "Type { $code } here", "stands elsewhere in the message"),
            ("magic_link_sign_in.note", "{ $url }", "stands elsewhere in the message"),
            ("verification_code.subject", "{ $code }: evil.example", "take for an address"),
            ("verification_code.subject", "x/{ $code }", "has to leave room"),
            ("verification_code.lead", "Go on: https://evil.example/", "take for an address"),
            ("verification_code.lead", "{ \"\\u202E\" }edoc", "holds a character"),
            ("verification_code.lead", &"{ good_for_minutes } ".repeat(7), "more forms"),
            ("verification_code.nothing", "Yes", "is the name of no sentence"),
            ("ignore", "Yes", "is the name of no sentence"),
            ("good_for_days.subject", "Yes", "is the name of no sentence"),
            ("verification_code_sms.lead", "Somebody wants in", "has to say `{ $code }`"),
            ("account_exists_sms.lead", "You have an account", "has to say `{ $url }`"),
        ] {
            let told = check(Language::English, name, text).expect_err(text);
            assert!(told.contains(why), "{name}: {text}: {told}");
        }
        let long = "x".repeat(LONGEST + 1);
        assert!(check(Language::English, "invitation.lead", &long).is_err_and(|why| why.contains("longer than")));
        let wrong = [("invitation.lead".to_owned(), "{ $code }".to_owned())].into();
        let told = problems(&[(Language::German, wrong)].into());
        assert_eq!(told, ["message_words.de.\"invitation.lead\": there is no `$code` here"]);
    }

    #[test]
    fn a_sentence_is_another_one_in_its_language_alone() {
        let sentences = [
            ("verification_code.subject", "{ $code } opens { $app_name }"),
            (
                "verification_code.lead",
                "Here you are:\n{ $minutes ->\n    [one] a minute\n   *[other] { $minutes } minutes\n}",
            ),
            ("verification_code_sms.lead", "{ $code }!"),
        ];
        let sentences: Sentences = sentences.map(|(name, text)| (name.to_owned(), text.to_owned())).into();
        assert_eq!(problems(&[(Language::English, sentences.clone())].into()), Vec::<String>::new());
        let settings = Settings {
            app_name: "Notes".into(),
            message_words: [(Language::English, sentences)].into(),
            ..Settings::default()
        };
        let templates = Templates::load(&settings).expect("loads");
        let code = Code::typed("012345").expect("a code");
        let mail = templates.write(&code_mail(&code, 10), None).expect("is written");
        assert_eq!(mail.subject, "012345 opens Notes");
        assert!(mail.text.starts_with("Here you are:\n10 minutes"), "{}", mail.text);
        assert!(mail.text.contains("Never tell it to anyone"), "the others stay: {}", mail.text);
        let evil = Settings { app_name: "{ $code } <b>".into(), ..settings.clone() };
        let mail = Templates::load(&evil).expect("loads").write(&code_mail(&code, 10), None).expect("is written");
        assert_eq!(mail.subject, "012345 opens { $code } <b>");
        let german = templates.write(&code_mail(&code, 10), Some(Language::German)).expect("is written");
        assert!(!german.subject.contains("opens"), "{}", german.subject);
        let text = templates.write(&code_sms("https://app.example", &code), None).expect("is written").text;
        assert_eq!(text, "012345!\n\n@app.example #012345");
        let draft = [("verification_code.subject".to_owned(), "A draft".to_owned())].into();
        let mail = templates.write(&code_mail(&code, 10).with_draft(draft), None).expect("is written");
        assert_eq!(mail.subject, "A draft");
        assert!(!mail.text.starts_with("Here you are"), "a draft is all of it: {}", mail.text);
    }
}
