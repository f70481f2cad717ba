//! How a message is put into words: by templates, of which an operator can replace any. The built-in ones are of the same
//! kind.
//!
//! What people type is a value and never a template: templates have fixed names, and values are escaped in HTML.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value, ValueKind};
use minijinja::{AutoEscape, Environment, ErrorKind, Output, State, UndefinedBehavior, escape_formatter};

use super::templates::{Letter, one_line, samples};
use super::words::{self, InWords, Own as OwnWords, bundle_with};
use super::{Channel, Content};
use crate::server::Language;
use crate::server::html::escape;
use crate::server::settings::{Settings, machine_file};

/// The templates that every message has without one of its own, by their file's name. A replacement can extend the
/// built-in one, which is called `built_in/…`.
const BUILT_IN: [(&str, &str); 4] = [
    ("mail.html", include_str!("templates/mail.html")),
    ("mail.txt", include_str!("templates/mail.txt")),
    ("mail.subject.txt", include_str!("templates/mail.subject.txt")),
    ("sms.txt", include_str!("templates/sms.txt")),
];

/// No template is larger.
const MOST_BYTES: u64 = 1 << 20;

/// What only means something inside a template.
const OF_THE_LANGUAGE: [&str; 4] = ["loop", "self", "super", "caller"];

/// Why the templates cannot be used: one line that names the file.
#[derive(Debug, thiserror::Error)]
#[error("mail.templates: {0}")]
pub struct TemplateError(String);

/// The templates.
pub struct Templates {
    built_in: Environment<'static>,
    own: Option<Own>,
    /// The sentences that the settings have in the place of others.
    words: OwnWords,
    app_name: String,
    /// What is written to whoever asks for no language that there is.
    default_language: Language,
}

/// The built-in templates with the operator's own.
struct Own {
    all: Environment<'static>,
    /// The same with those that are for one language, where there are any.
    by_language: BTreeMap<Language, Environment<'static>>,
}

impl std::fmt::Debug for Templates {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Templates").field("own", &self.own.is_some()).finish_non_exhaustive()
    }
}

/// One of the texts that a message is made of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Subject,
    Text,
    Html,
}

impl Part {
    const fn of(channel: Channel) -> &'static [Self] {
        match channel {
            Channel::Email => &[Self::Subject, Self::Text, Self::Html],
            Channel::Sms => &[Self::Text],
        }
    }

    /// The file with what is said in a message alone.
    fn file_of(self, letter: &Letter) -> String {
        let ending = match (letter.channel, self) {
            (Channel::Sms, _) => "sms.txt",
            (_, Self::Subject) => "subject.txt",
            (_, Self::Text) => "txt",
            (_, Self::Html) => "html",
        };
        format!("{}.{ending}", letter.name)
    }

    /// The file with what is said in all others.
    const fn file_of_all(self, channel: Channel) -> &'static str {
        match (channel, self) {
            (Channel::Sms, _) => "sms.txt",
            (_, Self::Subject) => "mail.subject.txt",
            (_, Self::Text) => "mail.txt",
            (_, Self::Html) => "mail.html",
        }
    }
}

impl Templates {
    /// The built-in ones, and those of the folder that the settings name. All are tried out.
    pub fn load(settings: &Settings) -> Result<Self, TemplateError> {
        words::prepare();
        let built_in = environment(settings)?;
        let own = match settings.mail.templates.as_str() {
            "" => None,
            folder => Some(Own::load(settings, Path::new(folder))?),
        };
        let app_name = one_line(&settings.app_name);
        let words = OwnWords::new(&settings.message_words);
        Ok(Self { built_in, own, words, app_name, default_language: settings.default_locale })
    }

    /// Whether some of them are the operator's.
    pub const fn has_own(&self) -> bool {
        self.own.is_some()
    }

    /// Puts a message into words, of a language or of the app's.
    pub fn write(&self, letter: &Letter, language: Option<Language>) -> Result<Content, TemplateError> {
        let language = language.unwrap_or(self.default_language);
        let draft = letter.draft.as_ref().map(|sentences| bundle_with(language, sentences));
        let words = draft.as_ref().or_else(|| self.words.of(language));
        let message = InWords::with(letter, &self.app_name, language, words);
        if let Some(own) = &self.own {
            match content(own.by_language.get(&language).unwrap_or(&own.all), &message) {
                Ok(content) => return Ok(content),
                // Not what is wrong: there may be a code in it.
                Err(error) => tracing::error!(
                    template = error.name().unwrap_or_default(),
                    line = error.line().unwrap_or_default(),
                    language = language.tag(),
                    "a template of mail.templates failed; the built-in one is used"
                ),
            }
        }
        content(&self.built_in, &message).map_err(|error| told(&error, &[]))
    }
}

fn environment(settings: &Settings) -> Result<Environment<'static>, TemplateError> {
    let mut environment = Environment::new();
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
    environment.set_syntax(syntax.map_err(|error| told(&error, &[]))?);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|name| match name.ends_with(".html") {
        true => AutoEscape::Html,
        false => AutoEscape::None,
    });
    environment.set_formatter(format);
    // Errors would show what is in a message.
    environment.set_debug(false);
    environment.add_global("app_name", one_line(&settings.app_name));
    environment.add_global("base_url", settings.base_url.clone());
    environment.add_global("logo_url", settings.logo_url());
    for (name, source) in BUILT_IN {
        environment.add_template(name, source).map_err(|error| told(&error, &[]))?;
        environment.add_template_owned(format!("built_in/{name}"), source).map_err(|error| told(&error, &[]))?;
    }
    Ok(environment)
}

/// As the engine escapes, but for the slash, which may stand as it is: so addresses stay readable.
fn format(out: &mut Output, state: &mut State, value: &Value) -> Result<(), minijinja::Error> {
    match value.as_str() {
        Some(text) if matches!(state.auto_escape(), AutoEscape::Html) && !value.is_safe() => {
            out.write_str(&escape(text)).map_err(minijinja::Error::from)
        }
        _ => escape_formatter(out, state, value),
    }
}

impl Own {
    /// Those of a folder, and of the folders in it, which are called as the language that they are for.
    fn load(settings: &Settings, folder: &Path) -> Result<Self, TemplateError> {
        let of_all = Files::read(folder)?;
        let all = environment_with(settings, &[&of_all], Language::ALL)?;
        let mut by_language = BTreeMap::new();
        for folder in &of_all.folders {
            let name = folder.file_name().unwrap_or_default().to_string_lossy();
            let Some(language) = Language::parse(&name) else {
                let tags: Vec<_> = Language::ALL.iter().map(|language| language.tag()).collect();
                let problem = format!("is no language that there is: {}", tags.join(", "));
                return Err(TemplateError(format!("{}: {problem}", folder.display())));
            };
            let of_one = Files::read(folder)?;
            if let Some(folder) = of_one.folders.first() {
                return Err(TemplateError(format!("{}: is a folder", folder.display())));
            }
            by_language.insert(language, environment_with(settings, &[&of_all, &of_one], &[language])?);
        }
        Ok(Self { all, by_language })
    }
}

/// The templates of a folder, by their file's name.
struct Files {
    folder: PathBuf,
    files: Vec<(String, String)>,
    /// The folders in it.
    folders: Vec<PathBuf>,
}

impl Files {
    fn read(folder: &Path) -> Result<Self, TemplateError> {
        let told = |path: &Path, error: std::io::Error| TemplateError(format!("{}: {error}", path.display()));
        let (mut files, mut folders) = (Vec::new(), Vec::new());
        for entry in std::fs::read_dir(folder).map_err(|error| told(folder, error))? {
            let path = entry.map_err(|error| told(folder, error))?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if name.starts_with('.') {
                continue;
            }
            match path.is_dir() {
                true => folders.push(path),
                false => files.push((name, text_of(&path).map_err(|error| told(&path, error))?)),
            }
        }
        files.sort();
        folders.sort();
        Ok(Self { folder: folder.to_owned(), files, folders })
    }
}

fn text_of(path: &Path) -> std::io::Result<String> {
    String::from_utf8(machine_file::read(path, MOST_BYTES)?).map_err(std::io::Error::other)
}

/// The built-in templates with those of some folders, of which the last wins, tried out in some languages.
fn environment_with(
    settings: &Settings,
    all: &[&Files],
    languages: &[Language],
) -> Result<Environment<'static>, TemplateError> {
    let mut environment = environment(settings)?;
    let folders: Vec<&Path> = all.iter().map(|files| files.folder.as_path()).collect();
    let (samples, app_name) = (samples(), one_line(&settings.app_name));
    for Files { folder, files, .. } in all {
        for (name, source) in files {
            if whose(name, &samples).is_empty() {
                let problem = "is the template of no message; what others include has a name that begins with _";
                return Err(TemplateError(format!("{}: {problem}", folder.join(name).display())));
            }
            let added = environment.add_template_owned(name.clone(), source.clone());
            added.map_err(|error| told(&error, std::slice::from_ref(&folder.as_path())))?;
        }
    }
    for language in languages {
        for letter in &samples {
            let message = InWords::new(letter, &app_name, *language);
            let content = content(&environment, &message).map_err(|error| told(&error, &folders))?;
            let empty =
                (letter.channel == Channel::Email && content.subject.is_empty(), content.text.trim().is_empty());
            if let (true, _) | (_, true) = empty {
                let part = if empty.0 { Part::Subject } else { Part::Text };
                let name = template_name(&environment, letter, part);
                return Err(TemplateError(format!("{}: says nothing", file_of(&name, &folders))));
            }
        }
    }
    // A sample does not come through every branch.
    if let Some(Files { folder, files, .. }) = all.last() {
        for (name, source) in files {
            let known = known_variables(&environment, &whose(name, &samples));
            let template = environment.get_template(name).map_err(|error| told(&error, &folders))?;
            let is_known = |used: &&String| known.contains(used.as_str());
            let mut unknown: Vec<_> = template.undeclared_variables(true).into_iter().collect();
            unknown.retain(|used| !is_known(&used));
            unknown.sort();
            if let Some(first) = unknown.first() {
                let line = source.lines().position(|line| line.contains(first.as_str())).map_or(1, |at| at + 1);
                let file = folder.join(name);
                return Err(TemplateError(format!("{}: line {line}: there is no `{first}` here", file.display())));
            }
        }
    }
    Ok(environment)
}

/// The messages that a file can be part of.
fn whose<'a>(file: &str, samples: &'a [Letter]) -> Vec<&'a Letter> {
    let is_part = |letter: &&Letter| {
        file.starts_with('_')
            || Part::of(letter.channel)
                .iter()
                .any(|part| file == part.file_of(letter) || file == part.file_of_all(letter.channel))
    };
    samples.iter().filter(is_part).collect()
}

fn known_variables(environment: &Environment<'_>, letters: &[&Letter]) -> BTreeSet<String> {
    let mut known: BTreeSet<String> = OF_THE_LANGUAGE.map(str::to_owned).into();
    known.extend(environment.globals().map(|(name, _)| name.to_owned()));
    for letter in letters {
        for (name, value) in InWords::new(letter, "", Language::English).variables() {
            if value.kind() == ValueKind::Map {
                known.extend(value.try_iter().into_iter().flatten().map(|key| format!("{name}.{key}")));
            }
            known.insert(name);
        }
    }
    known
}

fn template_name(environment: &Environment<'_>, letter: &Letter, part: Part) -> String {
    let own = part.file_of(letter);
    match environment.get_template(&own) {
        Ok(_) => own,
        Err(_) => part.file_of_all(letter.channel).to_owned(),
    }
}

fn content(environment: &Environment<'_>, message: &InWords<'_>) -> Result<Content, minijinja::Error> {
    let letter = message.letter;
    let variables = Value::from(Serde(message));
    let render = |part: Part| environment.get_template(&template_name(environment, letter, part))?.render(&variables);
    let (subject, html) = match letter.channel {
        Channel::Email => (one_line(&render(Part::Subject)?), Some(render(Part::Html)?)),
        Channel::Sms => (String::new(), None),
    };
    let end = if letter.channel == Channel::Email { "\n" } else { "" };
    let text = format!("{}{end}", render(Part::Text)?.trim());
    Ok(Content { subject, text, html, code: letter.code.clone(), link: letter.url.clone() })
}

/// Where a template is: the last folder that has it.
fn file_of(name: &str, folders: &[&Path]) -> String {
    let path = folders.iter().rev().map(|folder| folder.join(name)).find(|path| path.is_file());
    path.map_or_else(|| name.to_owned(), |path| path.display().to_string())
}

/// What is wrong with a template, in one line.
fn told(error: &minijinja::Error, folders: &[&Path]) -> TemplateError {
    let file = file_of(error.name().unwrap_or_default(), folders);
    let line = error.line().map_or_else(String::new, |line| format!(" line {line}:"));
    let detail = match error.detail() {
        Some(detail) => one_line(detail),
        None if error.kind() == ErrorKind::UndefinedError => "there is no such variable here".into(),
        None => error.kind().to_string(),
    };
    TemplateError(format!("{file}:{line} {detail}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::crypto::Code;
    use crate::server::delivery::templates::{account_exists_sms, code_mail, code_sms};

    #[test]
    fn what_a_template_cannot_say_after_all_the_built_in_one_says() {
        let folder = std::env::temp_dir().join(format!("vestibule_templates_{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let in_words = "{{ {'10': 'ten'}[minutes|string] }} minutes: {{ code }}";
        std::fs::write(folder.join("verification_code.txt"), in_words).expect("is written");
        let mut settings = Settings::default();
        settings.mail.templates = folder.display().to_string();
        let templates = Templates::load(&settings);
        std::fs::remove_dir_all(&folder).expect("is removed");
        let templates = templates.expect("loads");
        let code = Code::typed("012345").expect("a code");
        let said = |minutes| templates.write(&code_mail(&code, minutes), None).expect("is written").text;
        assert_eq!(said(10), "ten minutes: 012345\n");
        assert!(said(5).starts_with("Enter this code") && said(5).contains("012345"), "{}", said(5));
    }

    #[test]
    fn text_messages_have_templates_too() {
        let folder = std::env::temp_dir().join(format!("vestibule_sms_templates_{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        std::fs::write(folder.join("verification_code.sms.txt"), "{{ app_name }}: {{ code }}\n\n").expect("is written");
        std::fs::write(folder.join("sms.txt"), "{{ text.lead }} <3 \n").expect("is written");
        let mut settings = Settings { app_name: "<b>Notes</b>".into(), ..Settings::default() };
        settings.mail.templates = folder.display().to_string();
        let templates = Templates::load(&settings);
        std::fs::remove_dir_all(&folder).expect("is removed");
        let templates = templates.expect("loads");
        let code = Code::typed("012345").expect("a code");
        let written = templates.write(&code_sms("https://app.example", &code), None).expect("is written");
        assert_eq!(
            (written.text.as_str(), written.html, written.code.as_deref()),
            ("<b>Notes</b>: 012345", None, Some("012345"))
        );
        let other = templates.write(&account_exists_sms("https://app.example/sign-in"), None).expect("is written");
        assert!(other.text.ends_with("https://app.example/sign-in <3"), "{}", other.text);
    }
}
