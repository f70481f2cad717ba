//! How the components look: chosen beside the real ones, which show it before anyone else sees it.

mod choice;

use axum::Form;
use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY};
use axum::http::request::Parts;
use axum::response::{Html, IntoResponse, Response};

use self::choice::{
    Built, Choice, ELEMENTS, Kind, Known, LAYER, MORE, SCHEME, THEME, components, field_of, fixed_by, options,
    theme_name, themes, variables,
};
use super::markup::{Markup, Tag, paragraph, tag};
use super::operator::{Answer, Operator};
use super::page::{Section, alert, button, choice as list, page, part};
use super::typed::{MEANWHILE, changed_meanwhile, seen};
use crate::appearance::Theme;
use crate::components::staged::{self, Shown, Staged};
use crate::model::PageState;
use crate::server::flows;
use crate::server::flows::operators::OperatorRole;
use crate::server::flows::settings::SettingChangeError;
use crate::server::http::assets;
use crate::server::http::auth::Auth;

/// Where the preview is.
const PREVIEW: &str = "/admin/appearance/preview";

/// What a query or a form says.
fn pairs(query: Option<String>) -> Vec<(String, String)> {
    url::form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().collect()
}

/// The page: with what holds now, or with what is tried out.
pub async fn show(operator: Operator, RawQuery(query): RawQuery) -> Answer {
    let pairs = pairs(query);
    let choice = match pairs.is_empty() {
        true => Choice::current(&operator.app),
        false => Choice::read(&operator.app, &pairs),
    };
    Ok(draw(&operator, &choice, &choice.build(), None))
}

/// Has the components look so from now on.
pub async fn save(operator: Operator, Form(pairs): Form<Vec<(String, String)>>) -> Answer {
    operator.require(OperatorRole::Admin)?;
    let choice = Choice::read(&operator.app, &pairs);
    let built = choice.build();
    if !built.problems.is_empty() {
        return Ok(refused(&operator, &choice, &built, None));
    }
    let changes = built.changes(&operator.app);
    let overtaken = changed_meanwhile(&operator, choice.seen, changes.keys()).await?;
    if !overtaken.is_empty() {
        let choice = choice.overtaken(&operator.app, &overtaken);
        let mut built = choice.build();
        let fields = overtaken.iter().filter_map(field_of);
        built.problems.extend(fields.map(|field| (field.to_owned(), MEANWHILE.to_owned())));
        let why = "Nothing was saved: somebody else has changed something of it meanwhile.";
        return Ok(refused(&operator, &choice, &built, Some(why)));
    }
    match operator.app.runtime_settings().change(&changes).await {
        Ok(_) => operator.answer("appearance/save", Ok(()), Section::Appearance.path()),
        Err(SettingChangeError::Store(error)) => Err(flows::Error::from(error).into()),
        Err(error) => Ok(refused(&operator, &choice, &built, Some(&error.to_string()))),
    }
}

fn refused(operator: &Operator, choice: &Choice, built: &Built, why: Option<&str>) -> Response {
    let why = why.unwrap_or("Nothing was saved: something of it cannot be as it is.");
    let mut response = draw(operator, choice, built, Some(why));
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    response
}

fn draw(operator: &Operator, choice: &Choice, built: &Built, wrong: Option<&str>) -> Response {
    let wrong = wrong.map(|wrong| alert("danger", wrong.lines().map(paragraph).collect::<Markup>()));
    let about = paragraph(
        "This is how the components look wherever the app does not say otherwise itself. What is left empty is as the theme has it. \
         docs/appearance.md says all that there is.",
    );
    let columns = tag("div").class("beside-frame").holds([form(operator, choice, built), preview_part(choice)]);
    page(operator, Section::Appearance, "Appearance", Markup::from([wrong.into(), about, columns]))
}

/// The real components, on a page of their own.
fn preview_part(choice: &Choice) -> Markup {
    let frame = tag("iframe")
        .class("frame")
        .with("id", "preview-frame")
        .with("title", "Preview")
        .with("src", format!("{PREVIEW}?{}", choice.query()))
        .holds(());
    let about = tag("p")
        .class("muted")
        .holds("The real components, in which nothing happens: no form is sent, and no link leads anywhere.");
    part("preview", "Preview", (), frame.and(about))
}

fn form(operator: &Operator, choice: &Choice, built: &Built) -> Markup {
    let draw = Fields { operator, choice, built };
    let shown = Staged::ALL.map(|staged| (staged.name(), component(staged)));
    let shown = list("component", "component", "Show", &shown, choice.component.name());
    let about = About {
        path: ELEMENTS,
        label: "Elements",
        text: "Classes or declarations by an element's key, as JSON: {\"card\": \"shadow-xl\", \"formButtonPrimary\": \
               {\"textTransform\": \"none\"}}",
    };
    let elements = draw.field(ELEMENTS, &about, None).and(draw.layer());
    let own: Markup = components().map(|name| draw.component(name)).collect();
    let has_own = components().any(|name| !choice.typed(name).is_empty());
    let group = |title: &str, open: bool, fields: Markup| {
        let fields = tag("div").class("stack").holds(fields);
        tag("details").class("group").when("open", open).holds([tag("summary").holds(title), fields])
    };
    let look = tag("button")
        .class("button")
        .with("type", "submit")
        .with("formmethod", "get")
        .with("formaction", Section::Appearance.path())
        .when("formnovalidate", true)
        .holds("Preview");
    let save = operator.may(OperatorRole::Admin).then(|| button("Save", "primary"));
    let fields = tag("form")
        .class("stack")
        .with("method", "post")
        .with("action", Section::Appearance.path())
        .with("data-preview", PREVIEW)
        .with("data-frame", "preview-frame")
        .holds([
            seen(choice.seen.unwrap_or(operator.app.revision())),
            shown,
            draw.theme(),
            group("Colours, fonts and sizes", true, variables().iter().map(|known| draw.known(known)).collect()),
            group("Logo, links and layout", true, options().iter().map(|known| draw.known(known)).collect()),
            group("Elements", ![ELEMENTS, LAYER].iter().all(|name| choice.typed(name).is_empty()), elements),
            group("Single components", has_own, own),
            tag("div").class("actions").holds([Markup::from(save), look]),
        ]);
    part("choice", "Look", (), fields)
}

const fn component(staged: Staged) -> &'static str {
    match staged {
        Staged::SignIn => "Sign-in",
        Staged::SignUp => "Sign-up",
        Staged::UserButton => "User's menu",
        Staged::UserProfile => "User's profile",
    }
}

/// `colorPrimaryForeground` in words.
fn in_words(name: &str) -> String {
    let mut words = String::with_capacity(name.len() + 4);
    for (place, letter) in name.chars().enumerate() {
        match letter {
            letter if place == 0 => words.push(letter.to_ascii_uppercase()),
            letter if letter.is_ascii_uppercase() => {
                words.push(' ');
                words.push(letter.to_ascii_lowercase());
            }
            letter => words.push(letter),
        }
    }
    words
}

/// The options of a list, with what stands where nothing is chosen.
fn chosen(none: &str, all: &[String]) -> Vec<(String, String)> {
    let none = (String::new(), none.to_owned());
    std::iter::once(none).chain(all.iter().map(|name| (name.clone(), in_words(name)))).collect()
}

/// What the fields are drawn of.
#[derive(Clone, Copy)]
struct Fields<'a> {
    operator: &'a Operator,
    choice: &'a Choice,
    built: &'a Built,
}

/// What a field is about.
struct About<'a> {
    /// Where it stands below `appearance`.
    path: &'a str,
    label: &'a str,
    /// What it is for.
    text: &'a str,
}

impl Fields<'_> {
    /// Whether it is in no form, because something else says it.
    fn is_fixed(&self, path: &str) -> bool {
        fixed_by(&self.operator.app, path).is_some()
    }

    /// The themes, and whether they are light or dark.
    fn theme(&self) -> Markup {
        let one = |name: &'static str, label: &str, options: Vec<(String, String)>| {
            let chosen = self.choice.typed(name);
            let options = options.iter().map(|(value, text)| {
                tag("option").with("value", value).when("selected", value.as_str() == chosen).holds(text)
            });
            let select = tag("select").with("id", name).with("name", name).when("disabled", self.is_fixed(THEME));
            let (select, notes) = self.noted(select, name, THEME, "");
            let select = select.holds(options.collect::<Markup>());
            tag("div").class("field").holds([tag("label").with("for", name).holds(label), select, notes])
        };
        let all = Theme::ALL.map(theme_name).join(", ");
        let text = format!("A line each, in order: each lies over the one before it. There are {all}.");
        let more = About { path: THEME, label: "More themes over it", text: &text };
        let more = tag("details")
            .class("group")
            .when("open", !self.choice.typed(MORE).is_empty())
            .holds([tag("summary").holds("Several themes"), self.field(MORE, &more, Some(Kind::Lines))]);
        let schemes = chosen("As the theme has it", &themes(true));
        Markup::from([one(THEME, "Theme", chosen("None", &themes(false))), more, one(SCHEME, "Light or dark", schemes)])
    }

    /// The layer that all of the styles are in.
    fn layer(&self) -> Markup {
        let text = "The cascade layer that the components' styles are in, on every page. Empty: vestibule";
        self.field(LAYER, &About { path: LAYER, label: "Cascade layer", text }, Some(Kind::Value))
    }

    /// What one component has in front of the rest.
    fn component(&self, name: &str) -> Markup {
        let text = "As JSON, in front of all of the above: {\"theme\": \"dusk\", \"variables\": {…}, \"options\": {…}, \
                    \"elements\": {…}}";
        self.field(name, &About { path: name, label: &in_words(name), text }, None)
    }

    /// A variable or an option.
    fn known(&self, known: &Known) -> Markup {
        let (path, label) = (format!("{}.{}", known.table, known.name), in_words(&known.name));
        self.field(&known.name, &About { path: &path, label: &label, text: known.about }, Some(known.kind))
    }

    /// A field with its label. Without a kind it is for JSON.
    fn field(&self, name: &str, about: &About<'_>, kind: Option<Kind>) -> Markup {
        let typed = self.choice.typed(name);
        let begun = |element: &'static str| {
            let control = tag(element).with("id", name).with("name", name).when("disabled", self.is_fixed(about.path));
            self.noted(control, name, about.path, about.text)
        };
        let (control, notes) = match kind {
            None => {
                let (area, notes) = begun("textarea");
                let area = area.with("rows", "6").with("spellcheck", "false").with("data-json", "");
                // A line break at the beginning of one is not part of it.
                (area.holds(format!("\n{typed}")), notes)
            }
            Some(Kind::Lines) => {
                let (area, notes) = begun("textarea");
                (area.with("rows", "3").with("spellcheck", "false").holds(format!("\n{typed}")), notes)
            }
            Some(Kind::Words(words)) => {
                let (select, notes) = begun("select");
                let words: Vec<(&str, String)> = words.iter().map(|word| (*word, in_words(word))).collect();
                (select.holds(options_of(&words, typed)), notes)
            }
            Some(Kind::Switch) => {
                let (select, notes) = begun("select");
                let words = [("true", "On".to_owned()), ("false", "Off".to_owned())];
                (select.holds(options_of(&words, typed)), notes)
            }
            Some(Kind::Value | Kind::Address) => {
                let (input, notes) = begun("input");
                let input = input.with("type", "text").with("value", typed).with("autocomplete", "off");
                (input.with("spellcheck", "false").with("autocapitalize", "none").alone(), notes)
            }
        };
        tag("div").class("field").holds([tag("label").with("for", name).holds(about.label), control, notes])
    }

    /// A control, with what it is described by: what it is for, what fixes it, what is wrong with it.
    fn noted(&self, control: Tag, name: &str, path: &str, about: &str) -> (Tag, Markup) {
        let note = |kind: &str, class: &str, text: String| {
            let id = format!("{name}-{kind}");
            (tag("p").class(class).with("id", &id).holds(text), id)
        };
        let about = Some(about.to_owned()).filter(|about| !about.is_empty());
        let fixed = fixed_by(&self.operator.app, path).map(|source| format!("Fixed by {}.", source.told()));
        let wrong = self.built.problems.iter().find(|(field, _)| field == name).map(|(_, why)| why.clone());
        let control = if wrong.is_some() { control.with("aria-invalid", "true") } else { control };
        let all = [
            about.map(|text| note("about", "muted", text)),
            fixed.map(|text| note("fixed", "muted", text)),
            wrong.map(|text| note("wrong", "wrong", text)),
        ];
        let (notes, ids): (Vec<Markup>, Vec<String>) = all.into_iter().flatten().unzip();
        let control = if ids.is_empty() { control } else { control.with("aria-describedby", ids.join(" ")) };
        (control, notes.into())
    }
}

/// The options of a list of words, behind that nothing is chosen.
fn options_of(words: &[(&str, String)], typed: &str) -> Markup {
    let options =
        words.iter().map(|(word, text)| tag("option").with("value", word).when("selected", *word == typed).holds(text));
    let none = tag("option").with("value", "").holds("As usual");
    none.and(options.collect::<Markup>())
}

/// A component as it would look.
pub async fn preview(operator: Operator, RawQuery(query): RawQuery, parts: Parts) -> Answer {
    let app = &operator.app;
    let choice = Choice::read(app, &pairs(query));
    let appearance = choice.build().appearance(app);
    let known = parts.extensions.get::<Auth>().and_then(Auth::page).cloned();
    let page = match known {
        // What the form before has to say is for the page around it.
        Some(page) if choice.component.is_for_members() => PageState { flash: None, ..page },
        Some(page) => PageState { settings: page.settings, now: page.now, ..PageState::default() },
        None => PageState { settings: assets::public_settings(app), now: app.clock.now(), ..PageState::default() },
    };
    let place = match choice.component {
        Staged::UserButton => "bar",
        Staged::UserProfile => "page",
        Staged::SignIn | Staged::SignUp => "card",
    };
    let pictures = app.settings.security.content_security_policy.get("img-src").cloned().unwrap_or_default();
    let Shown { html, nonce, language, direction } = staged::show(choice.component, page, appearance, parts);
    let html = format!(
        "<!DOCTYPE html><html lang=\"{language}\" dir=\"{direction}\"><head><meta charset=\"utf-8\"><title>Preview</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><link rel=\"icon\" href=\"data:,\">\
         <link rel=\"stylesheet\" href=\"{}\"></head><body class=\"admin-stage\" data-place=\"{place}\">\
         <main aria-label=\"Preview\">{html}</main></body></html>",
        assets::ADMIN_CSS,
    );
    // No script runs, nothing is sent, and only our own pages show it in a frame.
    let policy = format!(
        "default-src 'none'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data: {pictures}; font-src 'self'; \
         form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
    );
    Ok(([(CONTENT_SECURITY_POLICY, policy), (CACHE_CONTROL, "no-store".to_owned())], Html(html)).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_in_words() {
        assert_eq!(in_words("colorPrimaryForeground"), "Color primary foreground");
        assert_eq!(in_words("dark"), "Dark");
        assert_eq!(chosen("None", &["dusk".into()]), [(String::new(), "None".into()), ("dusk".into(), "Dusk".into())]);
    }
}
