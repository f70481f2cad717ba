//! Where the palette leads to besides the entries of the menu. A script reads it; without one nobody sees it.

use super::markup::{Markup, link, tag};
use super::operator::Operator;
use super::{mail, settings};
use crate::server::flows::operators::OperatorRole;

/// What is made by hand: who may, where, and what it is called. What stands on a page of organizations needs that there are some.
const MADE: &[(OperatorRole, &str, &str)] = &[
    (OperatorRole::Support, "/admin/users/new", "New user"),
    (OperatorRole::Admin, "/admin/organizations#new", "New organization"),
    (OperatorRole::Support, "/admin/invitations#new", "New invitation"),
    (OperatorRole::Owner, "/admin/operators#invite", "New operator"),
    (OperatorRole::Admin, "/admin/roles#new-role", "New role"),
    (OperatorRole::Admin, "/admin/roles#new-permission", "New permission"),
    (OperatorRole::Admin, "/admin/jwt-templates/new", "New JWT template"),
    (OperatorRole::Admin, "/admin/webhooks#new", "New webhook endpoint"),
];

/// Parts of pages for which one looks by a name of their own.
const PARTS: &[(&str, &str)] = &[
    ("/admin/data#import", "Data: Import users"),
    ("/admin/data#export", "Data: Export"),
    ("/admin/lists#allow", "Allow-list"),
    ("/admin/lists#block", "Block-list"),
    ("/admin/keys#verifying", "Keys: Verifying tokens"),
    ("/admin/keys#api-keys", "Keys: API keys of people and organizations"),
    ("/admin/keys#machines", "Keys: Machines"),
];

/// All of it, as links in a template: no reader and no search of a page finds them twice.
pub fn places(operator: &Operator) -> Markup {
    let held = &operator.app.settings;
    let has_organizations = held.organizations.enabled;
    let is_there =
        |to: &str| has_organizations || !(to.starts_with("/admin/organizations") || to.starts_with("/admin/roles"));
    let made = MADE.iter().filter(|(least, to, _)| operator.may(*least) && is_there(to));
    let made = made.map(|(_, to, name)| link(to, *name));
    let parts = PARTS.iter().map(|(to, name)| link(to, *name));
    let settings_pages = settings::places().map(|(to, name)| link(to, format!("Settings: {name}")));
    let providers = settings::provider_places(held).map(|(to, name)| link(to, format!("Provider: {name}")));
    let mails = mail::places().map(|(to, name)| link(to, name));
    let all = made.chain(parts).chain(settings_pages).chain(providers).chain(mails);
    tag("template").with("id", "places").holds(all.collect::<Markup>())
}
