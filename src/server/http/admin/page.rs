//! What all pages of the dashboard have in common: the menu, the search, what the last form has to say. They are written in English,
//! as the settings and the reference of the REST API are.

use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use leptos::server_fn::ServerFn;

use super::markup::{Markup, link, paragraph, tag};
use super::operator::Operator;
use super::settings;
use crate::api::SignOut;
use crate::locale;
use crate::model::{ErrorCode, Field};
use crate::server::crypto::Token;
use crate::server::flows::operators::OperatorRole;
use crate::server::html::escape;
use crate::server::http::verify::card;
use crate::server::http::{assets, errors};
use crate::server::vestibule::Vestibule;

/// Where a session ends.
const SIGN_OUT: &str = <SignOut as ServerFn>::PATH;

/// Where one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// Numbers.
    Overview,
    /// People.
    Users,
    /// Organizations.
    Organizations,
    /// Invitations to the app.
    Invitations,
    /// Who waits to be let in.
    Waitlist,
    /// Who may come in, and who may not.
    Lists,
    /// Who is signed in.
    Sessions,
    /// Who changed what.
    AuditLog,
    /// Mails and webhooks.
    Deliveries,
    /// What runs beside the requests.
    Jobs,
    /// How the components look.
    Appearance,
    /// What mails say.
    Mail,
    /// What is taken out of the instance, and brought into it.
    Data,
    /// Whether all is well.
    Health,
    /// What it does, and how.
    Settings,
    /// Who runs it.
    Operators,
    /// What members of organizations may.
    Roles,
    /// Tokens for other services.
    JwtTemplates,
    /// Who is told what happens.
    Webhooks,
    /// What programs prove themselves with.
    Keys,
    /// Where one may be led.
    RedirectUrls,
}

impl Section {
    const ALL: [Self; 16] = [
        Self::Overview,
        Self::Users,
        Self::Organizations,
        Self::Invitations,
        Self::Waitlist,
        Self::Lists,
        Self::Sessions,
        Self::AuditLog,
        Self::Deliveries,
        Self::Jobs,
        Self::Appearance,
        Self::Mail,
        Self::Data,
        Self::Health,
        Self::Settings,
        Self::Operators,
    ];

    /// Those for whoever writes the app.
    const DEVELOPERS: [Self; 5] = [Self::Roles, Self::JwtTemplates, Self::Webhooks, Self::Keys, Self::RedirectUrls];

    /// Its address.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Overview => "/admin",
            Self::Users => "/admin/users",
            Self::Organizations => "/admin/organizations",
            Self::Invitations => "/admin/invitations",
            Self::Waitlist => "/admin/waitlist",
            Self::Lists => "/admin/lists",
            Self::Sessions => "/admin/sessions",
            Self::AuditLog => "/admin/audit-log",
            Self::Deliveries => "/admin/deliveries",
            Self::Jobs => "/admin/jobs",
            Self::Appearance => "/admin/appearance",
            Self::Mail => "/admin/mail",
            Self::Data => "/admin/data",
            Self::Health => "/admin/health",
            Self::Settings => "/admin/settings",
            Self::Operators => "/admin/operators",
            Self::Roles => "/admin/roles",
            Self::JwtTemplates => "/admin/jwt-templates",
            Self::Webhooks => "/admin/webhooks",
            Self::Keys => "/admin/keys",
            Self::RedirectUrls => "/admin/redirect-urls",
        }
    }

    /// What it is called.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Overview => "Overview",
            Self::Users => "Users",
            Self::Organizations => "Organizations",
            Self::Invitations => "Invitations",
            Self::Waitlist => "Waitlist",
            Self::Lists => "Allow and block",
            Self::Sessions => "Sessions",
            Self::AuditLog => "Audit log",
            Self::Deliveries => "Deliveries",
            Self::Jobs => "Jobs",
            Self::Appearance => "Appearance",
            Self::Mail => "Mail",
            Self::Data => "Data",
            Self::Health => "Health",
            Self::Settings => "Settings",
            Self::Operators => "Operators",
            Self::Roles => "Roles and permissions",
            Self::JwtTemplates => "JWT templates",
            Self::Webhooks => "Webhooks",
            Self::Keys => "Keys",
            Self::RedirectUrls => "Redirect URLs",
        }
    }
}

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
    // What the palette leads to besides the menu.
    let places = settings::places().map(|(to, name)| link(to, format!("Settings: {name}"))).collect::<Markup>();
    let places = tag("div").with("id", "places").when("hidden", true).holds(places);
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
    let search = tag("form")
        .class("search")
        .with("method", "get")
        .with("action", Section::Users.path())
        .with("role", "search")
        .holds([
            tag("label").class("unseen").with("for", "find").holds("Find a user"),
            tag("input")
                .with("id", "find")
                .with("type", "search")
                .with("name", "q")
                .with("placeholder", "Find a user")
                .with("autocomplete", "off")
                .alone(),
        ]);
    // A script shows it, and without one there is nothing to open.
    let palette = tag("button")
        .class("button go-to")
        .with("type", "button")
        .with("data-palette", "")
        .with("aria-haspopup", "dialog")
        .when("hidden", true)
        .holds(Markup::from("Go to…").and(tag("kbd").with("aria-hidden", "true").holds("⌘K")));
    let side = tag("aside").class("side").with("aria-label", "Menu and account").holds([
        brand,
        tag("nav").with("aria-label", "Dashboard").holds(menu.clone()),
        who.clone(),
    ]);
    let menu = tag("details")
        .class("menu")
        .holds([tag("summary").holds("Menu"), tag("nav").with("aria-label", "Menu").holds([menu, who])]);
    // In this order an open menu leaves the search where it is.
    let top = tag("header").class("top").holds([search, palette, menu]);
    let heading = tag("h1").holds(title);
    let head = if beside.is_empty() { heading } else { tag("div").class("page-head").holds([heading, beside]) };
    let stands_still = stands_still(operator, path, &main);
    let main = tag("main").with("id", "main").with("tabindex", "-1").holds([head, said(operator), stands_still, main]);
    let body =
        Markup::from([tag("a").class("skip").with("href", "#main").holds("To the page"), side, top, main, places]);
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

/// What the form before this page has to say.
fn said(operator: &Operator) -> Markup {
    if let Some(wrong) = operator.wrong() {
        let lines = wrong.errors.iter().map(|error| match error.meta.param_name {
            Some(Field::Identifier) if error.code == ErrorCode::ResourceNotFound => {
                paragraph("identifier: Nobody is known by that. Who has not proven an address yet is known by the id.")
            }
            Some(field) => paragraph(format!("{}: {}", field.name(), locale::error_text(error))),
            None => paragraph(locale::error_text(error)),
        });
        return alert("danger", lines.collect::<Markup>());
    }
    operator.done().and_then(done_text).map(|text| alert("success", paragraph(text))).into()
}

/// A box that says something.
pub fn alert(kind: &str, content: impl Into<Markup>) -> Markup {
    let role = if kind == "danger" { "alert" } else { "status" };
    tag("div").class("alert").with("role", role).with("data-kind", kind).holds(content)
}

/// That it is asked who they are, if they have not said so of late: before they have typed anything.
pub fn proof_first(operator: &Operator, back: &str) -> Option<Markup> {
    let to = operator.stale_proof(back)?;
    let text = Markup::from("What opens doors asks for a fresh proof of who you are. ");
    Some(alert("warning", paragraph(text.and(link(to, "Prove it now")).and(", before you change it."))))
}

/// What went well.
fn done_text(form: &str) -> Option<&'static str> {
    Some(match form {
        "users/create" => "The user is there. Nobody was told by mail.",
        "users/profile" => "The profile was changed.",
        "users/metadata" => "The metadata was changed.",
        "users/ban" => "Banned, and signed in nowhere any more. Unban undoes the ban; their sessions stay over.",
        "users/unban" => "They may come in again.",
        "users/lock" => "Locked: they cannot sign in for now. Their sessions go on.",
        "users/unlock" => "They may sign in again.",
        "users/reset_mfa" => "Their second factors are gone, their sessions over, and they were told by mail.",
        "users/revoke_session" => "The session is over.",
        "users/revoke_sessions" => "All their sessions are over.",
        "users/add_email" => "The address was added.",
        "users/remove_email" => "The address is gone.",
        "users/primary_email" => "Mail goes to that address now.",
        "users/verify_email" => "The address counts as proven: it lets them in.",
        "users/add_phone" => "The number was added.",
        "users/remove_phone" => "The number is gone.",
        "users/primary_phone" => "That number is the primary one now.",
        "users/verify_phone" => "The number counts as proven: it lets them in.",
        "users/disconnect" => "The account elsewhere is disconnected.",
        "users/remove_passkey" => "The passkey is gone.",
        "users/set_password" => "The password is set, and all their sessions are over.",
        "users/remove_password" => "The password is gone, and all their sessions are over.",
        "users/remove_image" => "The picture is gone.",
        "users/delete" => "The account is deleted, with everything that was theirs.",
        "organizations/create" => "The organization is there.",
        "organizations/profile" => "The organization was changed.",
        "organizations/metadata" => "The metadata was changed.",
        "organizations/add_member" => "They belong to it now.",
        "organizations/set_role" => "The role was changed.",
        "organizations/remove_member" => "They do not belong to it any more.",
        "organizations/invite" => "The invitation is on its way by mail.",
        "organizations/revoke_invitation" => "The invitation was taken back: its link is good for nothing any more.",
        "organizations/accept_request" => "They belong to it now, and were told by mail.",
        "organizations/reject_request" => "They are turned down, and do not ask again.",
        "organizations/logo" => "The logo was changed.",
        "organizations/remove_logo" => "The logo is gone.",
        "organizations/add_domain" => "The domain was added.",
        "organizations/set_domain" => "The domain was changed.",
        "organizations/remove_domain" => "The domain is gone. Whoever came in by it stays.",
        "organizations/delete" => "The organization is deleted.",
        "invitations/create" => "The invitation is on its way by mail.",
        "invitations/revoke" => "The invitation was taken back: its link is good for nothing any more.",
        "waitlist/invite" => "An invitation is on its way by mail.",
        "waitlist/reject" => "They are turned down. Nothing was mailed.",
        "lists/add" => "It is on the list.",
        "lists/remove" => "It is not on the list any more.",
        "sessions/revoke" => "The session is over.",
        "operators/role" => "The role was changed.",
        "operators/remove" => "They are an ordinary user again.",
        "settings/save" => "Saved, and in force.",
        "settings/same" => "It is so already: nothing was changed.",
        "settings/revert" => "Taken back: it is as it was before that change.",
        "setup" => "You are an operator now.",
        "appearance/save" => "Saved. The components look so from now on.",
        "mail/test" => "A mail is on its way to you.",
        "mail/words" => {
            "Saved. Messages that are written from now on say so; those that wait to be sent stay as they are."
        }
        "data/import" => "The file is being read.",
        "deliveries/replay" => "It is being sent once more.",
        "roles/create_role" => "The role is there. Members can be given it at once.",
        "roles/create_permission" => "The permission is there. Admins have it; give it to other roles below.",
        "roles/matrix" => "The roles allow this from now on.",
        "roles/defaults" => "That is the role from now on. Who belongs already keeps theirs.",
        "roles/update" => "It was changed.",
        "roles/delete" => "It is deleted.",
        "jwt_templates/create" => "The template is there.",
        "jwt_templates/update" => {
            "The template was changed. Tokens that were made before stay good until they have run out."
        }
        "jwt_templates/delete" => "The template is deleted.",
        "webhooks/update" => "The endpoint was changed.",
        "webhooks/enable" => "It is on. What happened while it was off is sent when you ask for it.",
        "webhooks/disable" => "It is off, and what waited for it is given up.",
        "webhooks/delete" => "The endpoint is deleted.",
        "webhooks/replay" => "It is being sent once more.",
        "webhooks/replay_failed" => "All that it has not got is being sent once more.",
        "webhooks/example" => "An example is on its way. What came of it stands below in a moment.",
        "keys/revoke" => "The key opens nothing any more.",
        "keys/delete_machine" => "The machine is deleted, with its keys and tokens.",
        "keys/scope" => "Its tokens are for that machine too.",
        "keys/unscope" => "Its tokens are not for that machine any more.",
        "redirect_urls/create" => "One may be led there.",
        "redirect_urls/remove" => "Nobody is led there any more, unless the settings say so.",
        _ => return None,
    })
}

/// A moment, which the script shows in the browser's own time zone.
pub fn moment(at: i64) -> Markup {
    let iso = locale::iso_moment(at);
    // The dashboard is in English, whatever the browser asks for.
    let shown = format!("{} {}\u{a0}UTC", iso.get(..10).unwrap_or_default(), iso.get(11..16).unwrap_or_default());
    let text = tag("span").holds(shown);
    tag("time").class("vst-moment").with("lang", "en").with("datetime", iso).holds(text)
}

/// The same of what may never have been.
pub fn moment_or(at: Option<i64>, otherwise: &str) -> Markup {
    at.map_or_else(|| tag("span").class("muted").holds(otherwise), moment)
}

/// A word about something.
pub fn badge(kind: &str, text: &str) -> Markup {
    tag("span").class("badge").with("data-kind", kind).holds(text)
}

/// A part of a page, with what it is called and something beside that.
pub fn part(id: &str, title: &str, beside: impl Into<Markup>, content: impl Into<Markup>) -> Markup {
    let heading = format!("{id}-title");
    let head = tag("div").class("part-head").holds([tag("h2").with("id", &heading).holds(title), beside.into()]);
    tag("section").class("part").with("id", id).with("aria-labelledby", heading).holds(head.and(content))
}

/// A table, without the columns in which no row has anything. Each cell knows its column, for narrow pages, on which a stylesheet
/// makes cards of rows: so all of them say what they are.
pub fn table(caption: &str, columns: &[&str], rows: Vec<Vec<Markup>>) -> Markup {
    let is_empty = |place: usize| rows.iter().all(|cells| cells.get(place).is_none_or(Markup::is_empty));
    let columns: Vec<Option<&str>> = columns
        .iter()
        .enumerate()
        .map(|(place, name)| (rows.is_empty() || !is_empty(place)).then_some(*name))
        .collect();
    let row = |cells: Markup| tag("tr").with("role", "row").holds(cells);
    let heads = columns.iter().flatten();
    let heads = heads.map(|name| tag("th").with("scope", "col").with("role", "columnheader").holds(*name));
    let body = rows.into_iter().map(|cells| {
        let cells = cells.into_iter().zip(&columns).filter_map(|(cell, column)| {
            column.map(|column| tag("td").with("role", "cell").with("data-column", column).holds(cell))
        });
        row(cells.collect())
    });
    tag("table").with("role", "table").holds([
        tag("caption").class("unseen").holds(caption),
        tag("thead").with("role", "rowgroup").holds(row(heads.collect())),
        tag("tbody").with("role", "rowgroup").holds(body.collect::<Markup>()),
    ])
}

/// What stands where there is nothing: what would be here, and how it comes here.
pub fn empty(text: &str, what_to_do: impl Into<Markup>) -> Markup {
    tag("div").class("empty").holds([paragraph(text), what_to_do.into()])
}

/// A button that sends a form with nothing in it but what is hidden.
pub fn action(to: &str, label: &str, kind: &str, hidden: &[(&'static str, &str)]) -> Markup {
    let fields: Markup = hidden
        .iter()
        .map(|(name, value)| tag("input").with("type", "hidden").with("name", *name).with("value", value).alone())
        .collect();
    tag("form").class("action").with("method", "post").with("action", to).holds(fields.and(button(label, kind)))
}

/// A button that sends its form.
pub fn button(label: &str, kind: &str) -> Markup {
    tag("button").class("button").with("type", "submit").with("data-kind", kind).holds(label)
}

/// A field with its label.
pub fn field(id: &str, name: &'static str, label: &str, kind: &str, value: &str) -> Markup {
    let input = tag("input")
        .with("id", id)
        .with("name", name)
        .with("type", kind)
        .with("value", value)
        .with("autocomplete", "off")
        .alone();
    tag("div").class("field").holds([tag("label").with("for", id).holds(label), input])
}

/// A choice with its label.
pub fn choice(id: &str, name: &'static str, label: &str, options: &[(&str, &str)], chosen: &str) -> Markup {
    let options: Markup = options
        .iter()
        .map(|(value, text)| tag("option").with("value", value).when("selected", *value == chosen).holds(*text))
        .collect();
    let select = tag("select").with("id", id).with("name", name).holds(options);
    tag("div").class("field").holds([tag("label").with("for", id).holds(label), select])
}

/// A field for an object in JSON.
pub struct ObjectField<'a> {
    /// Its name, and what its ids begin with.
    pub name: &'static str,
    /// What it is called.
    pub label: &'a str,
    /// What it is for.
    pub about: &'a str,
    /// What stands in it.
    pub value: &'a str,
    /// What is wrong with that.
    pub wrong: Option<&'a str>,
    /// Whether it is only looked at.
    pub readonly: bool,
}

/// The same with its label, what it is for, and what is wrong with it.
pub fn object_field(field: &ObjectField<'_>) -> Markup {
    let ObjectField { name, label, about, value, wrong, readonly } = *field;
    let (about_id, wrong_id) = (format!("{name}-about"), format!("{name}-wrong"));
    let described = if wrong.is_some() { format!("{about_id} {wrong_id}") } else { about_id.clone() };
    let area = tag("textarea")
        .with("id", name)
        .with("name", name)
        .with("rows", "6")
        .with("spellcheck", "false")
        .with("data-json", "")
        .when("readonly", readonly)
        .with("aria-describedby", described);
    let area = if wrong.is_some() { area.with("aria-invalid", "true") } else { area };
    tag("div").class("field").holds([
        tag("label").with("for", name).holds(label),
        // A line break at the beginning of one is not part of it.
        area.holds(format!("\n{value}")),
        tag("p").class("muted").with("id", about_id).holds(about),
        wrong.map(|wrong| tag("p").class("wrong").with("id", wrong_id).holds(wrong)).into(),
    ])
}

/// What is wrong with several of them, by what each is called; nothing where nothing is.
pub fn object_alert<'a>(fields: impl Iterator<Item = (&'a str, &'a Option<String>)>) -> Markup {
    let wrong: Vec<Markup> =
        fields.filter_map(|(label, why)| why.as_ref().map(|why| paragraph(format!("{label}: {why}")))).collect();
    if wrong.is_empty() { Markup::default() } else { alert("danger", wrong) }
}

/// What can be copied, with a button where there is a script.
pub fn copied(text: &str) -> Markup {
    let copy = tag("button").class("copy").with("type", "button").with("data-copy", text).when("hidden", true);
    tag("span").class("copied").holds([tag("code").holds(text), copy.holds("Copy")])
}

/// A form that does what can be done the other way round again, but not without a trace: it says what it will do, and is sent by a
/// second button.
pub fn sure(to: &str, label: &str, what: &str, kind: &str, hidden: &[(&'static str, &str)]) -> Markup {
    let form = paragraph(what).and(action(to, label, kind, hidden));
    tag("details").class("edit sure").holds([tag("summary").holds(label), tag("div").class("stack").holds(form)])
}

/// A form that does what cannot be undone: it names what it will do, and what has to be typed first.
pub fn dangerous(to: &str, id: &str, label: &str, what: &str, typed: &str) -> Markup {
    let form = tag("form").with("method", "post").with("action", to).holds([
        paragraph(what),
        tag("p").holds(Markup::from("Type ").and(tag("code").holds(typed)).and(" to confirm.")),
        field(id, "confirmation", "Confirmation", "text", ""),
        button(label, "danger"),
    ]);
    tag("details").class("danger").holds([tag("summary").holds(label), form])
}

/// Whoever may not do something.
pub fn forbidden(operator: &Operator, needed: OperatorRole) -> Response {
    let text = format!(
        "Your role is {}. This needs the role {} or one that may more. An owner can give it to you.",
        role_name(operator.role),
        role_name(needed),
    );
    refused(operator, &text)
}

/// Whoever would do to themselves what keeps them out.
pub fn not_oneself(operator: &Operator) -> Response {
    refused(operator, "This is your own account: another operator has to do that, or you in your own profile.")
}

fn refused(operator: &Operator, text: &str) -> Response {
    let main = alert("danger", paragraph(text)).and(paragraph(link(Section::Overview.path(), "To the overview")));
    let mut response = page(operator, Section::Overview, "Not with your role", main);
    *response.status_mut() = StatusCode::FORBIDDEN;
    response
}

/// Operators have a second factor, in production: until then they see this.
pub fn second_factor_first(app: &Vestibule) -> Response {
    let profile = &app.settings.paths.user_profile;
    let to = if profile.is_empty() { &app.settings.paths.after_sign_in } else { profile };
    let to = if profile.is_empty() { to.clone() } else { format!("{}/security", to.trim_end_matches('/')) };
    let main = tag("a").class("vst-formButtonPrimary").with("href", to).holds(tag("span").holds("Set one up"));
    let mut response = card(
        "A second step first",
        "Whoever runs this instance signs in with two steps. Set up an authenticator app, then come back here.",
        &main.into_string(),
    );
    *response.status_mut() = StatusCode::FORBIDDEN;
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_with_nothing_in_it_is_left_out() {
        let draw = |of_the_last: &str| {
            let rows = vec![vec!["Ada".into(), "".into()], vec!["Bob".into(), of_the_last.into()]];
            table("People", &["Name", "Actions"], rows).into_string()
        };
        for (of_the_last, is_there) in [("", false), ("Remove", true)] {
            let html = draw(of_the_last);
            assert_eq!(html.matches("Actions").count(), if is_there { 3 } else { 0 }, "{html}");
            assert_eq!(html.matches("<td").count(), if is_there { 4 } else { 2 }, "{html}");
            assert!(html.contains("Ada") && html.contains("Bob") && html.contains(of_the_last), "{html}");
        }
        assert!(table("People", &["Name", "Actions"], Vec::new()).into_string().contains("Actions"));
    }
}
