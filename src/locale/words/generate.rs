//! Makes functions of the words: one for each text of `en.ftl`, by the name of its message and its attribute. Runs in the
//! build script.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::{fs, io};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser;

/// Messages of the standalone site's own pages: nobody else's browsers are sent them.
const SITE_ONLY: &[&str] = &["dashboard", "not_found", "site_header"];
/// Messages that the server alone knows: its own pages, and what it draws for browsers.
const SERVER_ONLY: &[&str] = &["ago", "disavow_page", "error_page", "verify_page"];

/// Who is sent a message. They come in this order, and with it goes the place of each text, which is the same in every build.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Audience {
    Browsers,
    BrowsersOfSite,
    Server,
}

impl Audience {
    fn of(message: &str) -> Self {
        match message {
            message if SERVER_ONLY.contains(&message) => Self::Server,
            message if SITE_ONLY.contains(&message) => Self::BrowsersOfSite,
            _ => Self::Browsers,
        }
    }

    /// The last audience that this build sends something.
    fn last_sent() -> Self {
        if cfg!(feature = "site") { Self::BrowsersOfSite } else { Self::Browsers }
    }

    /// What the functions of a message stand below.
    fn condition(self) -> &'static str {
        match self {
            Self::Browsers => "",
            Self::BrowsersOfSite => "#[cfg(feature = \"site\")]\n",
            Self::Server => "#[cfg(feature = \"ssr\")]\n",
        }
    }
}

/// A text: where it stands, and what it says.
struct Text<'a> {
    message: &'a str,
    /// `None` for the message's own value.
    attribute: Option<&'a str>,
    /// The variables, in the order in which they come.
    variables: Vec<&'a str>,
    is_plural: bool,
}

/// The functions, as Rust, for the texts of a file.
pub fn functions(ftl: &str) -> io::Result<String> {
    let resource = parser::parse(ftl).map_err(|(_, errors)| io::Error::other(format!("en.ftl: {errors:?}")))?;
    let mut texts = Vec::new();
    for entry in &resource.body {
        let Entry::Message(message) = entry else { continue };
        if let Some(value) = &message.value {
            texts.push(text(message.id.name, None, value));
        }
        texts.extend(message.attributes.iter().map(|it| text(message.id.name, Some(it.id.name), &it.value)));
    }
    texts.sort_by_key(|text| Audience::of(text.message));
    let in_browsers = texts.iter().filter(|text| Audience::of(text.message) <= Audience::last_sent()).count();
    let mut rust = String::new();
    writeln!(rust, "/// How many of them browsers are sent.\n#[cfg(feature = \"ssr\")]\npub const IN_BROWSERS: usize = {in_browsers};")
        .map_err(io::Error::other)?;
    write_keys(&mut rust, &texts).map_err(io::Error::other)?;
    write_functions(&mut rust, &texts).map_err(io::Error::other)?;
    Ok(rust)
}

fn text<'a>(message: &'a str, attribute: Option<&'a str>, pattern: &Pattern<&'a str>) -> Text<'a> {
    let mut text = Text { message, attribute, variables: Vec::new(), is_plural: false };
    collect(pattern, &mut text, &mut BTreeSet::new());
    text
}

fn collect<'a>(pattern: &Pattern<&'a str>, text: &mut Text<'a>, known: &mut BTreeSet<&'a str>) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else { continue };
        let inline = match expression {
            Expression::Inline(inline) => inline,
            Expression::Select { selector, variants } => {
                text.is_plural = true;
                for variant in variants {
                    collect(&variant.value, text, known);
                }
                selector
            }
        };
        if let InlineExpression::VariableReference { id } = inline
            && known.insert(id.name)
        {
            text.variables.push(id.name);
        }
    }
}

/// Where each text stands in a table of them, and what it is called.
fn write_keys(rust: &mut String, texts: &[Text<'_>]) -> Result<(), std::fmt::Error> {
    writeln!(rust, "/// Where a text is found, and the variables that it has in order.")?;
    writeln!(rust, "#[cfg(feature = \"ssr\")]")?;
    writeln!(rust, "pub const KEYS: &[(&str, Option<&str>, &[&str])] = &[")?;
    for text in texts {
        writeln!(rust, "({:?}, {:?}, &{:?}),", text.message, text.attribute, text.variables)?;
    }
    writeln!(rust, "];")
}

fn write_functions(rust: &mut String, texts: &[Text<'_>]) -> Result<(), std::fmt::Error> {
    let errors: Vec<&str> = texts.iter().filter(|text| text.attribute.is_none()).map(|text| text.message).collect();
    let mut fallbacks = String::new();
    writeln!(
        rust,
        "/// Where the text for an error stands.\npub fn error(code: ErrorCode, field: Option<Field>) -> usize {{"
    )?;
    writeln!(rust, "match (code, field) {{")?;
    for (index, text) in texts.iter().enumerate().filter(|(_, text)| errors.contains(&text.message)) {
        let code = camel(text.message);
        match text.attribute {
            None => writeln!(fallbacks, "(ErrorCode::{code}, _) => {index},")?,
            Some("without_field") => writeln!(rust, "(ErrorCode::{code}, None) => {index},")?,
            Some(other) if other.starts_with("by_") => {}
            Some(field) => writeln!(rust, "(ErrorCode::{code}, Some(Field::{})) => {index},", camel(field))?,
        }
    }
    writeln!(rust, "{fallbacks}}}\n}}")?;
    let mut open: Option<&str> = None;
    for (index, text) in texts.iter().enumerate() {
        let is_error = errors.contains(&text.message);
        let Some(name) = text.attribute.filter(|name| !is_error || name.starts_with("by_")) else { continue };
        if open != Some(text.message) {
            if open.is_some() {
                writeln!(rust, "}}")?;
            }
            let condition = Audience::of(text.message).condition();
            writeln!(rust, "/// The texts of `{0}`.\n{condition}pub mod {0} {{", text.message)?;
            open = Some(text.message);
        }
        function(rust, index, name, text)?;
    }
    if open.is_some() {
        writeln!(rust, "}}")?;
    }
    Ok(())
}

/// `form_code_incorrect` as `FormCodeIncorrect`.
fn camel(name: &str) -> String {
    let words = name.split('_').map(|word| word.split_at(usize::from(!word.is_empty())));
    words.map(|(first, rest)| first.to_uppercase() + rest).collect()
}

fn function(rust: &mut String, index: usize, name: &str, text: &Text<'_>) -> Result<(), std::fmt::Error> {
    writeln!(rust, "/// `{}.{name}`", text.message)?;
    let name = if name == "continue" { "continue_" } else { name };
    match (text.is_plural, text.variables.as_slice()) {
        (true, [variable]) => writeln!(
            rust,
            "pub fn {name}({variable}: i64) -> String {{ crate::locale::words::plural({index}, {variable}) }}"
        ),
        (true, _) => panic!("en.ftl: {}.{name}: a text in several numbers has one variable", text.message),
        (false, []) => writeln!(rust, "pub fn {name}() -> &'static str {{ crate::locale::words::get({index}) }}"),
        (false, variables) => {
            let parameters = variables.iter().map(|it| format!("{it}: &str")).collect::<Vec<_>>().join(", ");
            let values = variables.join(", ");
            writeln!(
                rust,
                "pub fn {name}({parameters}) -> String {{ crate::locale::words::fill({index}, &[{values}]) }}"
            )
        }
    }
}

/// What is written into the crate.
pub fn write(from: &str, to: &std::path::Path) -> io::Result<()> {
    fs::write(to, functions(&fs::read_to_string(from)?)?)
}
