//! What a page, or a section of one, shows besides what every page knows of its visitor. Devices and lists of an organization are
//! asked for where they are shown; in which organizations one can act on every page, for its switcher may be anywhere.

use axum::http::Uri;

use super::drawn::{self, Place};
use super::language;
use crate::components::drawn::{API_KEYS, Section};
use crate::model::permission::MANAGE_MEMBERSHIPS;
use crate::model::{Field, Notice, OrganizationLists, PageState, SessionTask};
use crate::server::flows::organizations::shown::{self, Asked};
use crate::server::flows::own_api_keys::{self, Whose};
use crate::server::flows::{self, account};
use crate::server::vestibule::Vestibule;

/// No list has more pages than are asked for with this.
const MOST_PAGES: i64 = 1_000_000;

/// Adds the devices, organizations and members that a page shows.
pub async fn add(
    app: &Vestibule,
    visitor: &flows::Visitor,
    uri: &Uri,
    page: &mut PageState,
) -> Result<(), flows::Error> {
    let Some(session) = page.client.current_session() else { return Ok(()) };
    let user_id = session.user.id.clone();
    let is_in = page.client.session().is_some();
    let organization = session.organization.as_ref().map(|organization| organization.id.clone());
    let manages = session.grants.permissions.iter().any(|permission| permission == MANAGE_MEMBERSHIPS);
    let mut wanted = Wanted::of(app, uri);
    wanted.asked.managed = organization.clone().filter(|_| manages);
    if is_in && wanted.devices {
        let language = language::of(app, visitor, Some(page));
        page.sessions = match account::get_sessions(app, visitor, language).await {
            Err(flows::Error::Refused(_)) => None,
            other => Some(other?),
        };
    }
    if let (true, Some(shown)) = (is_in, wanted.keys) {
        let of_organization = match shown {
            ShownKeys::Own => None,
            ShownKeys::OfOrganization => organization.as_deref(),
            ShownKeys::OfWhoeverActs => organization.as_deref().filter(|_| app.settings.has_organization_api_keys()),
        };
        let whose = of_organization.map_or(Whose::Own, Whose::Organization);
        if shown != ShownKeys::OfOrganization || whose != Whose::Own {
            page.api_keys = own_api_keys::page(app, &user_id, whose, &wanted.asked).await?;
        }
    }
    if !app.settings.organizations.enabled {
        return Ok(());
    }
    let chooses = page.client.task() == Some(SessionTask::ChooseOrganization);
    if chooses || (is_in && wanted.choices) {
        let told = page.flash.as_ref().filter(|flash| flash.notice == Some(Notice::OrganizationJoined));
        let joined = told.and_then(|flash| flash.values.iter().find(|(field, _)| *field == Field::OrganizationId));
        wanted.asked.joined = joined.map(|(_, id)| id.clone());
        page.organizations = Some(shown::choices(app, &user_id, &wanted.asked).await?);
    }
    if let (true, Some(lists), Some(id)) = (is_in, wanted.organization, organization) {
        page.organization = shown::profile(app, &user_id, &id, lists, &wanted.asked).await?;
    }
    Ok(())
}

/// Whose API keys are shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ShownKeys {
    Own,
    OfOrganization,
    /// Of the organization in which somebody acts; their own where they act for themselves, or organizations have none.
    OfWhoeverActs,
}

/// What an address asks for.
struct Wanted {
    /// Where else the person is signed in.
    devices: bool,
    /// In which organizations they can act.
    choices: bool,
    /// The organization in which they act, and which lists of it.
    organization: Option<OrganizationLists>,
    /// Whose API keys.
    keys: Option<ShownKeys>,
    asked: Asked,
}

impl Wanted {
    fn of(app: &Vestibule, uri: &Uri) -> Self {
        match drawn::named(uri) {
            Some((section, Place { at, .. })) => Self {
                devices: matches!(section, Section::Account | Section::Security),
                choices: section.shows_choices(),
                organization: section.lists(),
                keys: match section {
                    Section::ApiKeys => Some(ShownKeys::Own),
                    Section::OrganizationApiKeys => Some(ShownKeys::OfOrganization),
                    _ => None,
                },
                asked: asked_in(at.split_once('?').map_or("", |(_, query)| query)),
            },
            None => {
                let (path, paths) = (uri.path(), &app.settings.paths);
                let step = step_below(&paths.organization_profile, path);
                let of_user = step_below(&paths.user_profile, path);
                let keys = match (of_user, step) {
                    (Some(API_KEYS), _) => Some(ShownKeys::Own),
                    (_, Some(API_KEYS)) => Some(ShownKeys::OfOrganization),
                    _ => step_below(&paths.api_keys, path).map(|_| ShownKeys::OfWhoeverActs),
                };
                Self {
                    devices: of_user.is_some(),
                    // A page may have the organization switcher, wherever it is.
                    choices: true,
                    organization: step.map(|step| Section::of_organization(step).lists().unwrap_or_default()),
                    keys,
                    asked: asked_in(uri.query().unwrap_or_default()),
                }
            }
        }
    }
}

/// Which parts of lists the query of an address asks for. What cannot be read asks for nothing.
pub fn asked_in(query: &str) -> Asked {
    let mut asked = Asked::default();
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        let number = || value.parse().unwrap_or(1).clamp(1, MOST_PAGES);
        match &*name {
            "organizations_query" | "switcher_query" => asked.organizations_query = value.into_owned(),
            "organizations_page" | "switcher_page" => asked.waiting_page = number(),
            "members_query" => asked.members_query = value.into_owned(),
            "members_page" => asked.members_page = number(),
            "invitations_page" => asked.invitations_page = number(),
            "requests_page" => asked.requests_page = number(),
            "keys_query" => asked.keys_query = value.into_owned(),
            "keys_page" => asked.keys_page = number(),
            _ => (),
        }
    }
    asked
}

/// What comes below a page in a path: nothing for the page itself, and `None` where it is another page. A segment of the page
/// that begins with a colon stands for any.
fn step_below<'a>(page: &str, path: &'a str) -> Option<&'a str> {
    if page.is_empty() {
        return None;
    }
    let mut rest = path.trim_start_matches('/');
    for wanted in page.trim_matches('/').split('/').filter(|wanted| !wanted.is_empty()) {
        let (segment, after) = rest.split_once('/').unwrap_or((rest, ""));
        if segment.is_empty() || !(wanted.starts_with(':') || wanted == segment) {
            return None;
        }
        rest = after;
    }
    Some(rest.trim_end_matches('/'))
}

#[cfg(test)]
mod tests {
    use super::step_below;

    #[test]
    fn a_step_is_what_comes_below_a_page() {
        for (page, path, step) in [
            ("/organization", "/organization", Some("")),
            ("/organization", "/organization/", Some("")),
            ("/organization", "/organization/members", Some("members")),
            ("/organization", "/organizations", None),
            ("/organization", "/", None),
            ("/o/:slug/settings", "/o/acme/settings/members", Some("members")),
            ("/o/:slug/settings", "/o/acme/notes", None),
            ("/o/:slug/settings", "/o", None),
            ("", "/", None),
        ] {
            assert_eq!(step_below(page, path), step, "{page} {path}");
        }
    }
}
