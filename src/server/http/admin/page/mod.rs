//! What all pages of the dashboard have in common: the menu, the search, what the last form has to say. They are written in English,
//! as the settings and the reference of the REST API are.

mod content;
mod form;
mod header;
mod refusal;
mod said;
mod section;

pub use self::content::{
    alert, badge, copied, descriptions, empty, moment, moment_or, outcome, part, table, typed_descriptions,
};
pub use self::form::{
    action, asking, beside, button, choice, dangerous, dangerous_of, field, hidden_fields, marked, refused_choice,
    refused_field, sure, what_to_type,
};
pub use self::refusal::{forbidden, not_oneself, proof_first, second_factor_first};
pub use self::said::{in_english, mistake, mistakes, mistakes_beside, words};
pub use self::section::Section;

use axum::http::HeaderValue;
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::response::{Html, IntoResponse, Response};
use leptos::server_fn::ServerFn;

use self::header::header;
use self::said::said;
use super::markup::{Markup, link, tag};
use super::operator::Operator;
use super::palette::places;
use super::settings;
use crate::api::SignOut;
use crate::server::crypto::Token;
use crate::server::flows::operators::OperatorRole;
use crate::server::html::escape;
use crate::server::http::{assets, errors};

/// Where a session ends.
const SIGN_OUT: &str = <SignOut as ServerFn>::PATH;

/// What a role is called.
pub const fn role_name(role: OperatorRole) -> &'static str {
    match role {
        OperatorRole::Owner => "Owner",
        OperatorRole::Admin => "Admin",
        OperatorRole::Support => "Support",
        OperatorRole::ReadOnly => "Read only",
    }
}

/// A page. `title` names what it is about.
pub fn page(operator: &Operator, section: Section, title: &str, main: Markup) -> Response {
    draw(operator, section, section.path(), (title, Markup::default()), main)
}

/// The same with something beside its title.
pub fn page_beside(
    operator: &Operator,
    section: Section,
    title: &str,
    beside: impl Into<Markup>,
    main: Markup,
) -> Response {
    draw(operator, section, section.path(), (title, beside.into()), main)
}

/// The same of a page to which the menu leads below its section.
pub fn page_at(operator: &Operator, section: Section, path: &str, title: &str, main: Markup) -> Response {
    draw(operator, section, path, (title, Markup::default()), main)
}

fn draw(operator: &Operator, section: Section, path: &str, (title, beside): (&str, Markup), main: Markup) -> Response {
    let nonce = Token::random();
    let held = &operator.app.settings;
    let current = |at: &str| {
        if at == path {
            "page"
        } else if at == section.path() {
            "true"
        } else {
            "false"
        }
    };
    let entry = |to: &str, name: &str, below: Option<Markup>| {
        tag("li").holds(tag("a").with("href", to).with("aria-current", current(to)).holds(name).and(below))
    };
    let below = |at: Section| {
        let is_open = at == Section::Settings && section == at;
        is_open
            .then(|| tag("ul").holds(settings::places().map(|(to, name)| entry(&to, name, None)).collect::<Markup>()))
    };
    let entries = |sections: &[Section]| -> Markup {
        let shown = sections.iter().copied().filter(|at| *at != Section::Organizations || held.organizations.enabled);
        shown.map(|at| entry(at.path(), at.name(), below(at))).collect()
    };
    let menu = Markup::from([
        tag("ul").holds(entries(&Section::ALL)),
        tag("p").class("menu-head").holds("Developers"),
        tag("ul").with("aria-label", "Developers").holds(entries(&Section::DEVELOPERS)),
    ]);
    let who = tag("div").class("who").holds([
        tag("strong").holds(operator.user.display_name()),
        tag("span").holds(role_name(operator.role)),
        link(&held.paths.after_sign_in, "Back to the app"),
        sign_out(),
    ]);
    let brand = tag("a").class("brand").with("href", Section::Overview.path()).holds(held.app_name.as_str());
    let side = tag("aside").class("side").with("aria-label", "Menu and account").holds([
        brand,
        tag("nav").with("aria-label", "Dashboard").holds(menu.clone()),
        who.clone(),
    ]);
    let top = header(operator, menu, who);
    let heading = tag("h1").holds(title);
    let head = if beside.is_empty() { heading } else { tag("div").class("page-head").holds([heading, beside]) };
    let stands_still = stands_still(operator, path, &main);
    let main = tag("main").with("id", "main").with("tabindex", "-1").holds([head, said(operator), stands_still, main]);
    let body = Markup::from([
        tag("a").class("skip").with("href", "#main").holds("To the page"),
        side,
        top,
        main,
        places(operator),
    ]);
    let nonce = nonce.expose();
    let html = format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{} · {}</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"robots\" content=\"noindex\">\
         <link rel=\"icon\" href=\"data:,\"><link rel=\"stylesheet\" href=\"{}\"><link rel=\"stylesheet\" href=\"{}\">\
         <link rel=\"stylesheet\" href=\"{}\"><script defer src=\"{}\" nonce=\"{nonce}\"></script>\
         <script defer src=\"{}\" nonce=\"{nonce}\"></script></head><body class=\"admin\">{}</body></html>",
        escape(title),
        escape(&held.app_name),
        assets::COMPONENTS,
        assets::ADMIN_CSS,
        assets::DOCUMENT_APPEARANCE,
        assets::ADMIN_JS,
        assets::MOMENTS,
        body.into_string(),
    );
    let policy = format!("{}; script-src 'nonce-{nonce}'; connect-src 'self'; frame-src 'self'", errors::DOCUMENT_CSP);
    let mut response = Html(html).into_response();
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// What keeps itself fresh, or is searched as one types, says so where no script does that, with the way to do it oneself. Deliveries
/// stand still anyway.
fn stands_still(operator: &Operator, path: &str, main: &Markup) -> Markup {
    let here = operator.here.as_deref().unwrap_or(path);
    let again = |text: &str| {
        let line = Markup::from(text).and(" ").and(link(here, "Look again"));
        tag("p").class("muted").holds(line)
    };
    if path == Section::Deliveries.path() {
        return again("This is how it was when the page came: it stands still.");
    }
    let fresh = main
        .has("data-refresh")
        .then(|| again("Without JavaScript this page stands still: it is as it was when it came."));
    let live = main.has("data-live").then(|| {
        let text = "Without JavaScript nothing is looked for while you type: press the button beside the field.";
        tag("p").class("muted").holds(text)
    });
    if fresh.is_none() && live.is_none() {
        return Markup::default();
    }
    tag("noscript").holds(Markup::from(fresh).and(live))
}

/// Ends the operator's session. The form is the one of every page of the app.
fn sign_out() -> Markup {
    let button = tag("button").class("leave").with("type", "submit").holds("Sign out");
    tag("form").with("method", "post").with("action", SIGN_OUT).holds(button)
}
