//! The operator's dashboard. It is made on the server alone, of plain forms: the browser gets a page, a stylesheet and a small
//! script, and works without the script. Whoever is no operator finds nothing at any of its addresses.
//!
//! It stands here and not below `site`, because every app that has the library's routes has it, and because no part of it goes to
//! the browser's half of the library.

mod appearance;
mod audit_log;
mod chart;
mod days;
mod deliveries;
mod health;
mod invitations;
mod jobs;
mod jwt_templates;
mod keys;
mod lines;
mod lists;
mod mail;
mod markup;
mod metadata;
mod moving;
mod operator;
mod operators;
mod organizations;
mod overview;
mod page;
mod paging;
mod palette;
mod redirect_urls;
mod roles;
mod sessions;
mod settings;
mod setup;
mod typed;
mod users;
mod waitlist;
mod warnings;
mod webhooks;

use axum::handler::Handler;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::{MethodRouter, any};

use self::operator::Operator;
use crate::server::vestibule::Vestibule;

/// What below `/admin` is no page. To whoever is nobody it is as a page that there is: neither tells which there are.
async fn nothing(operator: Result<Operator, Response>, headers: HeaderMap) -> Response {
    match operator {
        Ok(_) => operator::nothing(&headers),
        Err(refusal) => refusal,
    }
}

/// The dashboard's address with a slash at its end.
async fn home(_: Operator) -> Response {
    operator::lead(page::Section::Overview.path())
}

/// A page. What it has no method for is nothing as well, and no header says which it has.
fn page<H, T>(handler: H) -> MethodRouter<Vestibule>
where
    H: Handler<T, Vestibule>,
    T: 'static,
{
    any(nothing).get(handler)
}

/// What forms are sent to, likewise.
fn form<H, T>(handler: H) -> MethodRouter<Vestibule>
where
    H: Handler<T, Vestibule>,
    T: 'static,
{
    any(nothing).post(handler)
}

/// What answers at an address.
type Answers = fn() -> MethodRouter<Vestibule>;

/// The addresses of the dashboard, and what answers there.
pub const PAGES: &[(&str, Answers)] = &[
    ("/admin", || page(overview::show)),
    ("/admin/", || page(home)),
    ("/admin/users", || page(users::list).post(users::create)),
    ("/admin/users/new", || page(users::form)),
    ("/admin/users/{id}", || page(users::show)),
    ("/admin/organizations", || page(organizations::list).post(organizations::create)),
    ("/admin/organizations/{id}", || page(organizations::show)),
    ("/admin/invitations", || page(invitations::list).post(invitations::create)),
    ("/admin/waitlist", || page(waitlist::list)),
    ("/admin/lists", || page(lists::show)),
    ("/admin/sessions", || page(sessions::list)),
    ("/admin/audit-log", || page(audit_log::list)),
    ("/admin/audit-log/export", || page(audit_log::export)),
    ("/admin/deliveries", || page(deliveries::show)),
    ("/admin/jobs", || page(jobs::show)),
    ("/admin/appearance", || page(appearance::show).post(appearance::save)),
    ("/admin/appearance/preview", || page(appearance::preview)),
    ("/admin/mail", || page(mail::list)),
    ("/admin/mail/{kind}", || page(mail::show).post(mail::save)),
    ("/admin/mail/{kind}/preview", || page(mail::html)),
    ("/admin/data", || page(moving::show)),
    ("/admin/data/imports/{id}", || page(moving::import)),
    ("/admin/data/imports/{id}/report", || page(moving::report)),
    ("/admin/health", || page(health::show)),
    ("/admin/operators", || page(operators::show).post(operators::invite)),
    ("/admin/settings", || page(settings::index)),
    ("/admin/settings/history", || page(settings::history)),
    ("/admin/settings/providers", || page(settings::providers).post(settings::name_provider)),
    ("/admin/settings/providers/{provider}", || page(settings::provider).post(settings::save_provider)),
    ("/admin/settings/{group}", || page(settings::show).post(settings::save)),
    ("/admin/users/{id}/{action}", || form(users::act)),
    ("/admin/organizations/{id}/logo", || form(organizations::set_logo)),
    ("/admin/organizations/{id}/{action}", || form(organizations::act)),
    ("/admin/invitations/revoke", || form(invitations::revoke)),
    ("/admin/waitlist/{action}", || form(waitlist::act)),
    ("/admin/lists/{list}/{action}", || form(lists::act)),
    ("/admin/sessions/revoke", || form(sessions::revoke)),
    ("/admin/deliveries/{kind}", || form(deliveries::replay)),
    ("/admin/mail/{kind}/test", || form(mail::send)),
    ("/admin/data/export", || form(moving::export)),
    ("/admin/data/import", || form(moving::bring_in)),
    ("/admin/operators/{id}/{action}", || form(operators::act)),
    ("/admin/settings/history/{change}/revert", || form(settings::revert)),
    ("/admin/settings/languages/text", || form(settings::save_text)),
    ("/admin/settings/messages/test", || form(settings::send_text_message)),
    ("/admin/settings/sessions/preview", || form(settings::preview)),
    ("/admin/roles", || page(roles::show)),
    ("/admin/roles/{kind}", || form(roles::act)),
    ("/admin/roles/{kind}/{key}/{action}", || form(roles::change)),
    ("/admin/jwt-templates", || page(jwt_templates::list).post(jwt_templates::create)),
    ("/admin/jwt-templates/new", || page(jwt_templates::form)),
    ("/admin/jwt-templates/preview", || form(jwt_templates::preview)),
    ("/admin/jwt-templates/{id}", || page(jwt_templates::show)),
    ("/admin/jwt-templates/{id}/{action}", || form(jwt_templates::act)),
    ("/admin/webhooks", || page(webhooks::list).post(webhooks::create)),
    ("/admin/webhooks/{id}", || page(webhooks::show)),
    ("/admin/webhooks/{id}/{action}", || form(webhooks::act)),
    ("/admin/keys", || page(keys::show)),
    ("/admin/keys/{kind}", || form(keys::create)),
    ("/admin/keys/{kind}/{id}/{action}", || form(keys::act)),
    ("/admin/redirect-urls", || page(redirect_urls::list).post(redirect_urls::create)),
    ("/admin/redirect-urls/remove", || form(redirect_urls::remove)),
    ("/admin/setup", || page(setup::page).post(setup::accept)),
    ("/admin/{*rest}", || any(nothing)),
];
