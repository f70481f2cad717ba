//! The page with the editor.

use leptos::nonce::{provide_nonce, use_nonce};
use leptos::prelude::*;

use super::choice::{Choice, Direction, MOST_THEMES, Problem, is_scheme, theme_name};
use super::code::code;
use super::controls::{Control, OPTIONS};
use super::preview::Rendered;
use super::states::COMPONENTS;
use super::{PAGE, PREVIEW, SCRIPT, STYLESHEET};
use crate::appearance::{Options, Theme, Variables, camel_case};
use crate::locale::playground as text;
use crate::server::Language;
use crate::site::assets;
use crate::site::mark::Mark;

/// The page for a choice.
pub fn render(choice: &Choice) -> Rendered {
    let (appearance, problems) = choice.appearance();
    let code = code(choice, &appearance);
    let (html, nonce) = Owner::new().with(|| {
        provide_nonce();
        let nonce = use_nonce().map(|nonce| nonce.to_string()).unwrap_or_default();
        (document(choice, &problems, code, &nonce).to_html(), nonce)
    });
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
         connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    );
    Rendered { html, policy }
}

fn document(choice: &Choice, problems: &[Problem], code: String, nonce: &str) -> impl IntoView + use<> {
    let query = choice.query();
    let title = format!("{} · {}", text::TITLE, text::NAME);
    let shown = format!("{} · {}", choice.component.title, choice.state.title);
    let preview = format!("{PREVIEW}?{query}");
    let reset = format!("{PAGE}?component={}&state={}", choice.component.name, choice.state.name);
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <title>{title}</title>
                <link rel="canonical" href=format!("{PAGE}?{query}")/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="stylesheet" href=assets::COMPONENTS/>
                <link rel="stylesheet" href=assets::STYLESHEET/>
                <link rel="stylesheet" href=STYLESHEET/>
                <script defer=true src=SCRIPT nonce=nonce.to_owned()></script>
            </head>
            <body class="playground-body">
                <header class="site-header">
                    <a class="site-brand" href="/">
                        <Mark class="site-mark"/>
                        <span>{text::NAME}</span>
                    </a>
                    <nav class="site-nav" aria-label=text::NAVIGATION>
                        <a class="site-link" href="/dev/mailbox">
                            {crate::locale::mailbox::TITLE}
                        </a>
                    </nav>
                </header>
                <main class="playground">
                    <div class="playground-intro">
                        <h1 class="playground-title">{text::TITLE}</h1>
                        <p class="playground-subtitle">{text::SUBTITLE}</p>
                    </div>
                    <form
                        id="playground"
                        class="playground-form"
                        method="get"
                        action=PAGE
                        data-copied=text::COPIED
                        data-copy-by-hand=text::COPY_BY_HAND
                    >
                        {toolbar(choice)}
                        <div class="playground-shown">
                            <section class="playground-panel" aria-labelledby="playground-shown">
                                <div class="playground-bar">
                                    <h2 class="playground-heading" id="playground-shown">
                                        {shown.clone()}
                                    </h2>
                                    <a class="site-text-link" id="playground-alone" href=preview.clone() target="_blank">
                                        {text::ALONE}
                                    </a>
                                </div>
                                <div class="playground-window" id="playground-window" data-narrow=choice.is_narrow.then_some("")>
                                    <iframe
                                        class="playground-frame"
                                        id="playground-frame"
                                        title=text::PREVIEW
                                        src=preview
                                    ></iframe>
                                </div>
                                <p class="playground-note">{text::STILL}</p>
                            </section>
                            <section class="playground-panel" aria-labelledby="playground-code-title">
                                <div class="playground-bar">
                                    <h2 class="playground-heading" id="playground-code-title">
                                        {text::CODE}
                                    </h2>
                                    <p class="playground-copied" id="playground-copied" role="status"></p>
                                    <button type="button" class="playground-button playground-live" id="playground-copy">
                                        {text::COPY}
                                    </button>
                                </div>
                                <pre class="playground-code" tabindex="0" aria-labelledby="playground-code-title" role="group">
                                    <code id="playground-code">{code}</code>
                                </pre>
                            </section>
                        </div>
                        <section class="playground-panel playground-editor" aria-labelledby="playground-editor">
                            <div class="playground-bar">
                                <h2 class="playground-heading" id="playground-editor">
                                    {text::APPEARANCE}
                                </h2>
                                <a class="site-text-link" id="playground-reset" href=reset>
                                    {text::RESET}
                                </a>
                            </div>
                            {themes(choice)}
                            {variables(choice, problems)}
                            {options(choice, problems)}
                            <div class="playground-submit">
                                <button type="submit" class="site-button" data-kind="primary">
                                    {text::SUBMIT}
                                </button>
                            </div>
                        </section>
                    </form>
                </main>
            </body>
        </html>
    }
}

/// What is shown, and on what kind of page.
fn toolbar(choice: &Choice) -> AnyView {
    let groups = COMPONENTS.iter().map(|component| {
        let states = component.states.iter().map(|state| {
            let is_shown = (component.name, state.name) == (choice.component.name, choice.state.name);
            let value = format!("{}/{}", component.name, state.name);
            view! { <option value=value selected=is_shown>{state.title}</option> }
        });
        view! { <optgroup label=component.title>{states.collect_view()}</optgroup> }
    });
    let locales = Language::ALL.iter().map(|language| (language.tag(), text::language(language.tag())));
    let directions = Direction::ALL.map(|direction| {
        let label = match direction {
            Direction::LeftToRight => text::LEFT_TO_RIGHT,
            Direction::RightToLeft => text::RIGHT_TO_LEFT,
        };
        (direction.name(), label)
    });
    let width = if choice.is_narrow { "phone" } else { "" };
    view! {
        <div class="playground-panel playground-toolbar">
            <div class="playground-field playground-show">
                <label class="playground-label" for="show">{text::SHOW}</label>
                <select class="playground-input" id="show" name="show">{groups.collect_view()}</select>
            </div>
            {select("locale", text::LOCALE, text::OF_BROWSER, locales, choice.locale.map_or("", Language::tag))}
            {select("dir", text::DIRECTION, text::OF_LANGUAGE, directions, choice.direction.map_or("", Direction::name))}
            {segments("width", text::WIDTH, &[("", text::FULL), ("phone", text::PHONE)], width)}
            <div class="playground-submit">
                <button type="submit" class="site-button">{text::SUBMIT}</button>
            </div>
        </div>
    }
    .into_any()
}

/// A list with a label of its own above it. `none` stands where nothing is chosen.
fn select<'a>(
    name: &'static str,
    label: &'static str,
    none: &'static str,
    choices: impl IntoIterator<Item = (&'a str, &'a str)>,
    chosen: &str,
) -> AnyView {
    view! {
        <div class="playground-field">
            <label class="playground-label" for=name>{label}</label>
            <select class="playground-input" id=name name=name>{choices_of(none, choices, chosen)}</select>
        </div>
    }
    .into_any()
}

fn choices_of<'a>(none: &'static str, choices: impl IntoIterator<Item = (&'a str, &'a str)>, chosen: &str) -> AnyView {
    let choices = choices.into_iter().map(|(value, label)| {
        view! { <option value=value.to_owned() selected=value == chosen>{label.to_owned()}</option> }
    });
    view! {
        <option value="">{none}</option>
        {choices.collect_view()}
    }
    .into_any()
}

/// A few choices side by side.
fn segments(
    name: &'static str,
    legend: &'static str,
    choices: &[(&'static str, &'static str)],
    chosen: &str,
) -> AnyView {
    let choices = choices.iter().map(|&(value, label)| {
        view! {
            <label class="playground-segment">
                <input type="radio" name=name value=value checked=value == chosen/>
                <span>{label}</span>
            </label>
        }
    });
    view! {
        <fieldset class="playground-field playground-segments">
            <legend class="playground-label">{legend}</legend>
            <div class="playground-segment-list">{choices.collect_view()}</div>
        </fieldset>
    }
    .into_any()
}

fn group(title: &'static str, open: bool, fields: AnyView) -> AnyView {
    view! {
        <details class="playground-group" open=open>
            <summary class="playground-group-title">{title}</summary>
            <div class="playground-fields">{fields}</div>
        </details>
    }
    .into_any()
}

fn themes(choice: &Choice) -> AnyView {
    let named: Vec<(String, String)> = Theme::ALL
        .into_iter()
        .filter(|theme| !is_scheme(*theme))
        .map(|theme| (theme_name(theme), text::words(&theme_name(theme))))
        .collect();
    let lists = (0..MOST_THEMES).map(|at| {
        let chosen = choice.themes.get(at).map(|theme| theme_name(*theme)).unwrap_or_default();
        let id = format!("theme-{at}");
        let choices = named.iter().map(|(name, label)| (name.as_str(), label.as_str()));
        view! {
            <div class="playground-field">
                <label class="playground-label" for=id.clone()>
                    {if at == 0 { text::THEME } else { text::THEME_OVER }}
                </label>
                <select class="playground-input" id=id name="theme">{choices_of(text::NONE, choices, &chosen)}</select>
            </div>
        }
    });
    let scheme = choice.scheme.map(theme_name).unwrap_or_default();
    let schemes = [("", text::UNSAID), ("default", "Light"), ("dark", "Dark"), ("auto", "Auto")];
    let fields = view! {
        {lists.collect_view()}
        {segments("theme", text::SCHEME, &schemes, &scheme)}
    };
    group(text::THEMES, true, fields.into_any())
}

fn variables(choice: &Choice, problems: &[Problem]) -> AnyView {
    let field = |(name, hint): &(&str, &'static str)| {
        let name = camel_case(name);
        let is_color = name.starts_with("color");
        let input = typed(choice, problems, &name);
        let swatch = is_color.then(|| {
            let label = text::pick(&name);
            view! { <input type="color" class="playground-swatch playground-live" data-for=name.clone() aria-label=label/> }
        });
        let control = view! { <div class="playground-row">{swatch} {input}</div> }.into_any();
        described(&name, hint, control, problems)
    };
    let is_color = |(name, _): &&(&str, &str)| name.starts_with("color");
    let colors: Vec<AnyView> = Variables::ALL.iter().filter(is_color).map(field).collect();
    let rest: Vec<AnyView> = Variables::ALL.iter().filter(|one| !is_color(one)).map(field).collect();
    view! {
        {group(text::COLORS, true, colors.into_any())}
        {group(text::SHAPE, true, rest.into_any())}
    }
    .into_any()
}

fn options(choice: &Choice, problems: &[Problem]) -> AnyView {
    let field = |(option, control): &(&str, Control)| {
        let name = camel_case(option);
        let hint = Options::ALL.iter().find(|(known, _)| known == option).map_or("", |(_, hint)| hint);
        let chosen = choice.typed(&name);
        let list = |choices: Vec<(&str, String)>| {
            let choices = choices.iter().map(|(value, label)| (*value, label.as_str()));
            let choices = choices_of(text::UNSAID, choices, chosen);
            let hint = format!("{name}-hint");
            view! {
                <select class="playground-input" id=name.clone() name=name.clone() aria-describedby=hint>
                    {choices}
                </select>
            }
            .into_any()
        };
        let control = match control {
            Control::Words(words) => list(words.iter().map(|word| (*word, text::words(word))).collect()),
            Control::Switch => list(vec![("true", text::ON.to_owned()), ("false", text::OFF.to_owned())]),
            Control::Address => typed(choice, problems, &name),
        };
        described(&name, hint, control, problems)
    };
    let fields: Vec<AnyView> = OPTIONS.iter().map(field).collect();
    group(text::OPTIONS, false, fields.into_any())
}

/// A field for a text.
fn typed(choice: &Choice, problems: &[Problem], name: &str) -> AnyView {
    let is_wrong = problems.iter().any(|problem| problem.name == name);
    view! {
        <input
            type="text"
            class="playground-input"
            id=name.to_owned()
            name=name.to_owned()
            value=choice.typed(name).to_owned()
            spellcheck="false"
            autocomplete="off"
            autocapitalize="none"
            aria-invalid=is_wrong.then_some("true")
            aria-describedby=format!("{name}-hint {name}-problem")
        />
    }
    .into_any()
}

/// A field with what it is for, and what is wrong with it.
fn described(name: &str, hint: &'static str, control: AnyView, problems: &[Problem]) -> AnyView {
    let problem = problems.iter().find(|problem| problem.name == name).map(|problem| problem.why.clone());
    view! {
        <div class="playground-field">
            <label class="playground-name" for=name.to_owned()>{name.to_owned()}</label>
            <p class="playground-hint" id=format!("{name}-hint")>{hint.trim()}</p>
            {control}
            <p class="playground-problem" id=format!("{name}-problem") data-part="">{problem}</p>
        </div>
    }
    .into_any()
}
