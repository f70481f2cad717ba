//! One state of one component, as the server renders it for everyone: the component itself, on a page whose state is made up.

use axum::http::request::Parts;
use leptos::nonce::{provide_nonce, use_nonce};
use leptos::prelude::*;
use leptos_router::components::Router;
use leptos_router::location::RequestUrl;

use super::choice::{Choice, Direction};
use super::{STYLESHEET, cast};
use crate::appearance::Element;
use crate::components::AuthProvider;
use crate::components::still::{Change, still};
use crate::locale::{playground as text, words};
use crate::server::form::{StagedPage, speak};

/// A page, and the policy that it needs.
pub struct Rendered {
    pub html: String,
    pub policy: String,
}

/// The elements that a choice shows, in the order in which they stand there.
pub fn elements(choice: &Choice, app_name: &str, parts: Parts) -> Vec<Element> {
    let html = render(choice, app_name, parts).html;
    let mut found = Vec::new();
    for tag in html.split('<').filter_map(|tag| tag.split_once(" class=\"")?.1.split_once('"')) {
        for element in tag.0.split_ascii_whitespace().filter_map(|class| Element::parse(class.strip_prefix("vst-")?)) {
            if !found.contains(&element) {
                found.push(element);
            }
        }
    }
    found
}

/// The page for a choice. `parts` are those of the request: they say whose settings hold.
pub fn render(choice: &Choice, app_name: &str, parts: Parts) -> Rendered {
    let mut page = cast::page(app_name);
    (choice.state.set)(&mut page);
    let (appearance, _) = choice.appearance();
    let (_, view) = choice.state.otherwise.unwrap_or((choice.component.code, choice.component.view));
    let body = Owner::new().with(move || {
        provide_context(parts);
        provide_nonce();
        provide_context(RequestUrl::new(choice.state.path));
        provide_context(StagedPage(page));
        if let Some(language) = choice.locale {
            speak(language.tag());
        }
        let body = view! {
            <AuthProvider appearance>
                <Router>{view()}</Router>
            </AuthProvider>
        };
        let html = body.to_html();
        let nonce = use_nonce().map(|nonce| nonce.to_string()).unwrap_or_default();
        (html, nonce, words::tag(), words::direction())
    });
    let (html, nonce, tag, direction) = body;
    let change = Change { open: choice.state.open, direction: choice.direction.map(Direction::name) };
    let direction = choice.direction.map_or(direction, |direction| direction.name());
    let html = format!(
        "<!DOCTYPE html><html lang=\"{tag}\" dir=\"{direction}\"><head><meta charset=\"utf-8\"><title>{}</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><link rel=\"icon\" href=\"data:,\">\
         <link rel=\"stylesheet\" href=\"{STYLESHEET}\"></head><body class=\"playground-stage\" data-place=\"{}\">\
         <main class=\"playground-place\" aria-label=\"{}\">{}</main></body></html>",
        text::PREVIEW,
        choice.component.place.name(),
        text::PREVIEW,
        still(&html, &change),
    );
    // No script runs, nothing is sent, and only our own pages show it in a frame.
    let policy = format!(
        "default-src 'none'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; font-src 'self'; \
         form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
    );
    Rendered { html, policy }
}
