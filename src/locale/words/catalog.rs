//! On the server: the words of every language, with what the settings change in them.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use axum::http::request::Parts;
use fluent_syntax::ast::{
    Entry, Expression, Identifier, InlineExpression, Message, Pattern, PatternElement, Resource, VariantKey,
};
use fluent_syntax::{parser, serializer};
use intl_pluralrules::{PluralRuleType, PluralRules};
use leptos::prelude::use_context;

use sha2::{Digest, Sha256};

use super::{AFTER_FORM, BETWEEN_FORMS, typed_pattern};
use crate::locale::{IN_BROWSERS, KEYS};
use crate::server::Language;
use crate::server::ftl_of;

/// What the addresses of the scripts begin with.
pub const PREFIX: &str = "/vestibule/assets/words-";

/// What a message says, and each of its attributes: by name, and by that of the attribute.
type Patterns = BTreeMap<(String, Option<String>), Pattern<String>>;

/// The words of one language.
#[derive(Debug)]
pub struct Words {
    language: Language,
    texts: Vec<&'static str>,
    address: String,
}

impl Words {
    /// The language.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The script by which a page brings the words along that a browser needs.
    pub fn script(&self) -> String {
        let texts = self.texts.iter().take(IN_BROWSERS).collect::<Vec<_>>();
        let given = serde_json::json!({ "language": self.language.tag(), "texts": texts });
        // A script that stands in a file ends where the file ends, wherever it says `</script>`.
        format!("window.vestibuleWords={given};")
    }

    /// Lets what is said meanwhile be said in this language.
    pub fn say<T>(self: &Arc<Self>, what: impl FnOnce() -> T) -> T {
        SAID.sync_scope(Arc::clone(self), what)
    }

    /// Lets what is said in answer to a request be said in this language, unless a page has chosen another.
    pub async fn say_during<T>(self: &Arc<Self>, what: impl Future<Output = T>) -> T {
        ANSWERED.scope(Arc::clone(self), what).await
    }

    /// Where the script is: at an address that changes with what it says.
    pub fn address(&self) -> &str {
        &self.address
    }
}

/// The words of every language.
#[derive(Clone, Debug)]
pub struct Catalog(BTreeMap<Language, Arc<Words>>);

/// As they come with the crate.
static BUILT_IN: LazyLock<Catalog> = LazyLock::new(|| {
    let of = |language: &Language| {
        let words = words(*language, &BTreeMap::new()).unwrap_or_else(|error| panic!("{error}"));
        (*language, Arc::new(words))
    };
    Catalog(Language::ALL.iter().map(of).collect())
});

tokio::task_local! {
    static SAID: Arc<Words>;
    static ANSWERED: Arc<Words>;
}

impl Catalog {
    /// Those that come with the crate.
    pub fn built_in() -> Self {
        BUILT_IN.clone()
    }

    /// Those, with other texts in the place of some: by language, and there by name, such as `sign_in.title`.
    pub fn with(overrides: &BTreeMap<Language, BTreeMap<String, String>>) -> Result<Self, String> {
        let mut catalog = Self::built_in();
        for (language, texts) in overrides {
            catalog.0.insert(*language, Arc::new(words(*language, texts)?));
        }
        Ok(catalog)
    }

    /// Those of a language.
    pub fn of(&self, language: Language) -> &Arc<Words> {
        &self.0[&language]
    }

    /// What the texts of a language are called, in its file.
    #[cfg(test)]
    pub fn names(language: Language) -> std::collections::BTreeSet<String> {
        let patterns = patterns(source(language)).unwrap_or_else(|error| panic!("{}: {error}", language.tag()));
        patterns
            .into_keys()
            .map(|(message, attribute)| attribute.map_or(message.clone(), |it| format!("{message}.{it}")))
            .collect()
    }

    /// The texts of a language as they come with the crate, as its file has them, by what they are called there.
    pub fn shipped(language: Language) -> BTreeMap<String, String> {
        // It was read when the server started.
        let patterns = patterns(source(language)).unwrap_or_default();
        let name = |(message, attribute): (String, Option<String>)| match attribute {
            Some(attribute) => format!("{message}.{attribute}"),
            None => message,
        };
        patterns.into_iter().map(|(place, pattern)| (name(place), written(pattern))).collect()
    }

    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &Arc<Words>> {
        self.0.values()
    }

    /// Those whose script is at a path.
    pub fn at(&self, path: &str) -> Option<&Arc<Words>> {
        self.0.values().find(|words| words.address.starts_with(path) && words.address[path.len()..].starts_with('?'))
    }
}

fn words(language: Language, overrides: &BTreeMap<String, String>) -> Result<Words, String> {
    let named = |what: &str| format!("the words of `{}`: {what}", language.tag());
    let mut patterns = patterns(source(language)).map_err(|error| named(&error))?;
    for (name, text) in overrides {
        let (message, attribute) = match name.split_once('.') {
            Some((message, attribute)) => (message, Some(attribute)),
            None => (name.as_str(), None),
        };
        let place = (message.to_owned(), attribute.map(str::to_owned));
        let Some(known) = patterns.get_mut(&place) else {
            return Err(named(&format!("there is no text `{name}`")));
        };
        *known = typed_pattern(text).map_err(|error| named(&format!("`{name}`: {error}")))?;
    }
    let texts = KEYS.iter().map(|(message, attribute, variables)| {
        let place = ((*message).to_owned(), attribute.map(str::to_owned));
        let name = || place.1.as_ref().map_or_else(|| place.0.clone(), |attribute| format!("{}.{attribute}", place.0));
        let pattern = patterns.get(&place).ok_or_else(|| named(&format!("`{}` is missing", name())))?;
        let mut flat = String::new();
        flatten(pattern, variables, &patterns, &mut flat).map_err(|error| named(&format!("`{}`: {error}", name())))?;
        Ok(&*flat.leak())
    });
    let mut words = Words { language, texts: texts.collect::<Result<_, String>>()?, address: String::new() };
    let digest = Sha256::digest(words.script());
    let name: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    words.address = format!("{PREFIX}{}.js?v={name}", language.tag());
    Ok(words)
}

/// A pattern as a file has it, behind the name.
pub fn written(pattern: Pattern<String>) -> String {
    let id = Identifier { name: "it".to_owned() };
    let message = Message { id, value: Some(pattern), attributes: Vec::new(), comment: None };
    let text = serializer::serialize(&Resource { body: vec![Entry::Message(message)] });
    text.trim_end().strip_prefix("it =").unwrap_or_default().trim_start_matches(' ').trim_start_matches('\n').to_owned()
}

fn patterns(ftl: &str) -> Result<Patterns, String> {
    let resource = parser::parse(ftl.to_owned()).map_err(|(_, errors)| format!("cannot be read: {errors:?}"))?;
    let mut patterns = Patterns::new();
    for entry in resource.body {
        let Entry::Message(message) = entry else { continue };
        if let Some(value) = message.value {
            patterns.insert((message.id.name.clone(), None), value);
        }
        for attribute in message.attributes {
            patterns.insert((message.id.name.clone(), Some(attribute.id.name)), attribute.value);
        }
    }
    Ok(patterns)
}

/// Writes a text with numbers in the place of its variables.
fn flatten(pattern: &Pattern<String>, variables: &[&str], all: &Patterns, flat: &mut String) -> Result<(), String> {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => flat.push_str(value),
            PatternElement::Placeable { expression: Expression::Inline(inline) } => {
                flatten_inline(inline, variables, all, flat)?;
            }
            PatternElement::Placeable { expression: Expression::Select { variants, .. } } => {
                for (index, variant) in variants.iter().enumerate() {
                    let VariantKey::Identifier { name } = &variant.key else {
                        return Err("a form is a plural form of the language".into());
                    };
                    if index > 0 {
                        flat.push(BETWEEN_FORMS);
                    }
                    flat.push_str(name);
                    flat.push(AFTER_FORM);
                    flatten(&variant.value, variables, all, flat)?;
                }
            }
        }
    }
    Ok(())
}

fn flatten_inline(
    inline: &InlineExpression<String>,
    variables: &[&str],
    all: &Patterns,
    flat: &mut String,
) -> Result<(), String> {
    match inline {
        InlineExpression::StringLiteral { value } => flat.push_str(value),
        InlineExpression::VariableReference { id } => {
            let place = variables.iter().position(|name| *name == id.name);
            let place = place.ok_or_else(|| format!("there is no `${}`", id.name))?;
            flat.push_str(&format!("{{{place}}}"));
        }
        InlineExpression::MessageReference { id, attribute } => {
            let place = (id.name.clone(), attribute.as_ref().map(|attribute| attribute.name.clone()));
            let pattern = all.get(&place).ok_or_else(|| format!("there is no text `{}`", id.name))?;
            // One that leads to itself would not end.
            if pattern.elements.iter().any(|element| matches!(element, PatternElement::Placeable { .. })) {
                return Err(format!("`{}` is no plain text", id.name));
            }
            flatten(pattern, &[], all, flat)?;
        }
        _ => return Err("only `{ $variable }`, plural forms and other texts may stand in a text".into()),
    }
    Ok(())
}

/// In which language something is said: the page's, or the request's.
fn current() -> Arc<Words> {
    let of_request = || use_context::<Parts>().and_then(|parts| parts.extensions.get::<Arc<Words>>().cloned());
    SAID.try_with(Arc::clone)
        .ok()
        .or_else(use_context::<Arc<Words>>)
        .or_else(of_request)
        .or_else(|| ANSWERED.try_with(Arc::clone).ok())
        .unwrap_or_else(|| Arc::clone(BUILT_IN.of(Language::default())))
}

/// The language.
pub fn language() -> Language {
    current().language
}

/// The tag of the language, as `lang` takes it.
pub fn tag() -> String {
    current().language.tag().to_owned()
}

/// Where the script is that has the words of the page.
pub fn address() -> String {
    current().address.clone()
}

pub fn text(index: usize) -> &'static str {
    current().texts.get(index).copied().unwrap_or_default()
}

/// Which plural form of the language goes with a number.
pub fn plural_form(number: i64) -> &'static str {
    use intl_pluralrules::PluralCategory;
    let language = current().language.identifier();
    let form = PluralRules::create(language, PluralRuleType::CARDINAL).ok().and_then(|rules| rules.select(number).ok());
    match form.unwrap_or(PluralCategory::OTHER) {
        PluralCategory::ZERO => "zero",
        PluralCategory::ONE => "one",
        PluralCategory::TWO => "two",
        PluralCategory::FEW => "few",
        PluralCategory::MANY => "many",
        PluralCategory::OTHER => "other",
    }
}

const fn source(language: Language) -> &'static str {
    ftl_of!(language)
}
