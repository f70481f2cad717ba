//! The page with the editor.

use leptos::nonce::{provide_nonce, use_nonce};
use leptos::prelude::*;

use super::appearance::Problem;
use super::choice::{Choice, Direction};
use super::code::{code, configuration};
use super::editor::editor;
use super::fields::{segments, select};
use super::preview::Rendered;
use super::states::COMPONENTS;
use super::{PAGE, PREVIEW, SCRIPT, STYLESHEET};
use crate::appearance::Element;
use crate::locale::playground as text;
use crate::server::Language;
use crate::site::assets;
use crate::site::mark::Mark;

/// The page for a choice; `shown` are the elements that its preview has.
pub fn render(choice: &Choice, shown: &[Element]) -> Rendered {
    let (appearance, problems) = choice.appearance();
    let code = [(text::RUST, code(choice, &appearance)), (text::CONFIGURATION, configuration(&appearance))];
    let (html, nonce) = Owner::new().with(|| {
        provide_nonce();
        let nonce = use_nonce().map(|nonce| nonce.to_string()).unwrap_or_default();
        (document(choice, shown, &problems, code, &nonce).to_html(), nonce)
    });
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
         connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    );
    Rendered { html, policy }
}

fn document(
    choice: &Choice,
    shown: &[Element],
    problems: &[Problem],
    codes: [(&'static str, String); 2],
    nonce: &str,
) -> impl IntoView + use<> {
    let query = choice.query();
    let title = format!("{} · {}", text::TITLE, text::NAME);
    let heading = format!("{} · {}", choice.component.title, choice.state.title);
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
                        data-asked=choice.asked()
                        data-copied=text::COPIED
                        data-copy-by-hand=text::COPY_BY_HAND
                    >
                        {toolbar(choice)}
                        {stage(choice, heading, preview)}
                        <section class="playground-panel playground-editor" aria-labelledby="playground-editor">
                            <div class="playground-bar">
                                <h2 class="playground-heading" id="playground-editor">
                                    {text::APPEARANCE}
                                </h2>
                                <a class="site-text-link" id="playground-reset" href=reset>
                                    {text::RESET}
                                </a>
                            </div>
                            {editor(choice, problems, shown)}
                            <div class="playground-submit">
                                <button type="submit" class="site-button" data-kind="primary">
                                    {text::SUBMIT}
                                </button>
                            </div>
                        </section>
                        <div class="playground-codes">{codes.map(|(title, code)| code_panel(title, code))}</div>
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
            {segments("width", text::WIDTH, &[("", text::FULL.to_owned()), ("phone", text::PHONE.to_owned())], width)}
            <div class="playground-submit">
                <button type="submit" class="site-button">{text::SUBMIT}</button>
            </div>
        </div>
    }
    .into_any()
}

/// What is shown, in its frame.
fn stage(choice: &Choice, heading: String, preview: String) -> AnyView {
    view! {
        <section class="playground-panel playground-shown" aria-labelledby="playground-shown">
            <div class="playground-bar">
                <h2 class="playground-heading" id="playground-shown" data-part="">
                    {heading}
                </h2>
                <button
                    type="button"
                    class="playground-button playground-point playground-live"
                    id="playground-point"
                    aria-pressed="false"
                >
                    {text::POINT}
                </button>
                <a class="site-text-link" id="playground-alone" href=preview.clone() target="_blank">
                    {text::ALONE}
                </a>
            </div>
            <div class="playground-window" id="playground-window" data-narrow=choice.is_narrow.then_some("")>
                <iframe class="playground-frame" id="playground-frame" title=text::PREVIEW src=preview></iframe>
                <div class="playground-marks" id="playground-marks" aria-hidden="true"></div>
            </div>
            <div class="playground-note">
                <p class="playground-still">{text::STILL}</p>
                <p class="playground-path" id="playground-path" aria-hidden="true"></p>
            </div>
        </section>
    }
    .into_any()
}

/// A code to copy.
fn code_panel(title: &'static str, code: String) -> AnyView {
    let id = format!("playground-{}", title.to_ascii_lowercase().replace('.', "-"));
    let heading = format!("{id}-title");
    let labelled = heading.clone();
    view! {
        <section class="playground-panel" aria-labelledby=labelled>
            <div class="playground-bar">
                <h2 class="playground-heading" id=heading.clone()>{title}</h2>
                <p class="playground-copied" role="status"></p>
                <button
                    type="button"
                    class="playground-button playground-live"
                    data-copy=id.clone()
                    aria-label=text::copy(title)
                >
                    {text::COPY}
                </button>
            </div>
            <pre class="playground-code" tabindex="0" aria-labelledby=heading role="group">
                <code id=id data-part="">{code}</code>
            </pre>
        </section>
    }
    .into_any()
}
