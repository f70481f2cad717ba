//! What the pages about organizations show to whoever is signed in.

use serde::Deserialize;

use super::members::MemberQuery;
use super::{ActingInOrganizations, Organizations, accept, enrollment, roles};
use crate::model::{
    ListPage, MembershipRequestStatus, OrganizationChoices, OrganizationPage, OrganizationRole, PAGE_SIZE, TicketStatus,
};
use crate::server::flows::{Error, active_organization};
use crate::server::settings::{MANAGE_MEMBERSHIPS, READ_DOMAINS, READ_MEMBERSHIPS, Role};
use crate::server::store::{account_rules, organization_memberships};
use crate::server::vestibule::Inner;

/// As many organizations as a person is offered at once; others they look for.
const MOST_CHOICES: i64 = 20;

/// As many domains and requests as are shown.
const MOST_SHOWN: i64 = 100;

/// No list has more pages than are asked for with this.
const MOST_PAGES: i64 = 1_000_000;

/// Which parts of lists are asked for, as it stands in a page's address.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Looked for in the names of one's organizations.
    pub organizations_query: String,
    /// Looked for in the names of members.
    pub members_query: String,
    /// Which page of them, from 1.
    pub members_page: String,
    /// Which page of the invitations, from 1.
    pub invitations_page: String,
}

impl Asked {
    /// What stands in the query of an address. What cannot be read asks for nothing.
    pub fn of_query(query: &str) -> Self {
        let mut asked = Self::default();
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            let place = match &*name {
                "organizations_query" => &mut asked.organizations_query,
                "members_query" => &mut asked.members_query,
                "members_page" => &mut asked.members_page,
                "invitations_page" => &mut asked.invitations_page,
                _ => continue,
            };
            *place = value.into_owned();
        }
        asked
    }
}

/// Which lists of an organization are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lists {
    /// Its members.
    pub members: bool,
    /// The invitations that wait.
    pub invitations: bool,
    /// Its domains.
    pub domains: bool,
}

fn number(text: &str) -> i64 {
    text.parse().unwrap_or(1).clamp(1, MOST_PAGES)
}

/// In which organizations someone can act, the ones that they have belonged to longest in front, and which they may come into.
pub async fn choices(app: &Inner, user_id: &str, asked: &Asked) -> Result<OrganizationChoices, Error> {
    let settings = &app.settings.organizations;
    let mut connection = app.store.read().await?;
    let query = plain(&asked.organizations_query);
    let page = (MOST_CHOICES, 0);
    let found =
        organization_memberships::organizations_of(&mut connection, user_id, &query.to_lowercase(), page).await?;
    let total_count = match i64::try_from(found.len()) {
        Ok(few) if few < MOST_CHOICES && query.is_empty() => few,
        _ => organization_memberships::count_of_user(&mut connection, user_id).await?,
    };
    let invitations = accept::waiting_for(app, &mut connection, user_id, app.clock.now()).await?;
    let suggestions = match settings.domains.enabled {
        true => enrollment::suggestions(app, &mut connection, user_id).await?,
        false => Vec::new(),
    };
    let rules = account_rules::of_user(&mut connection, user_id).await?;
    let may_create = rules.and_then(|rules| rules.create_organization_enabled);
    Ok(OrganizationChoices {
        organizations: found.into_iter().map(|organization| active_organization::shown(app, organization)).collect(),
        total_count,
        query,
        invitations,
        suggestions,
        may_create: may_create.unwrap_or(settings.create),
        personal_accounts: settings.personal_accounts,
        slugs: settings.slugs,
    })
}

/// What the pages of an organization show to one of its members; `None` to whoever is none.
pub async fn profile(
    app: &Inner,
    user_id: &str,
    organization_id: &str,
    lists: Lists,
    asked: &Asked,
) -> Result<Option<OrganizationPage>, Error> {
    let theirs = Organizations(app).acting_as(user_id);
    let shown = async {
        let organization = theirs.get(organization_id).await?;
        let own = {
            let mut connection = app.store.read().await?;
            organization_memberships::find(&mut connection, &organization.id, user_id).await?
        };
        let own = roles::role_of(app, &own.map(|own| own.role).unwrap_or_default());
        let members = match lists.members && own.may(READ_MEMBERSHIPS) {
            true => Some(members(theirs, &organization.id, asked).await?),
            false => None,
        };
        let invitations = match lists.invitations && own.may(MANAGE_MEMBERSHIPS) {
            true => Some(invitations(theirs, &organization.id, asked).await?),
            false => None,
        };
        let by_domain = app.settings.organizations.domains.enabled;
        let domains = match lists.domains && by_domain && own.may(READ_DOMAINS) {
            true => Some(theirs.domains().list(&organization.id, MOST_SHOWN, 0).await?.0),
            false => None,
        };
        let requests = match lists.members && by_domain && own.may(MANAGE_MEMBERSHIPS) {
            true => {
                let pending = Some(MembershipRequestStatus::Pending);
                Some(theirs.membership_requests().list(&organization.id, pending, (MOST_SHOWN, 0)).await?.0)
            }
            false => None,
        };
        let given = app.settings.organizations.all_roles().into_iter().filter(|role| own.covers(role));
        let role = |Role { key, name, .. }| OrganizationRole { key, name };
        let default_role = app.settings.organizations.default_role.clone();
        let (roles, slugs) = (given.map(role).collect(), app.settings.organizations.slugs);
        let enrollment_modes = app.settings.organizations.domains.enrollment_modes.iter().copied().collect();
        Ok(OrganizationPage {
            organization,
            members,
            invitations,
            domains,
            enrollment_modes,
            requests,
            roles,
            default_role,
            slugs,
        })
    };
    match shown.await {
        Ok(shown) => Ok(Some(shown)),
        // Whoever has just been taken out of it is shown nothing of it.
        Err(Error::Refused(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

async fn members(
    theirs: ActingInOrganizations<'_>,
    organization_id: &str,
    asked: &Asked,
) -> Result<ListPage<crate::model::OrganizationMembership>, Error> {
    let (number, text) = (number(&asked.members_page), plain(&asked.members_query));
    let offset = (number - 1) * PAGE_SIZE;
    let query = MemberQuery { query: text.clone(), role: None, limit: PAGE_SIZE, offset };
    let (data, total_count) = theirs.members(organization_id, &query).await?;
    Ok(ListPage { data, total_count, number, query: text })
}

async fn invitations(
    theirs: ActingInOrganizations<'_>,
    organization_id: &str,
    asked: &Asked,
) -> Result<ListPage<crate::model::OrganizationInvitation>, Error> {
    let number = number(&asked.invitations_page);
    let page = (PAGE_SIZE, (number - 1) * PAGE_SIZE);
    let found = theirs.invitations().list(organization_id, Some(TicketStatus::Pending), page).await?;
    Ok(ListPage { data: found.data, total_count: found.total_count, number, query: String::new() })
}

/// What is looked for, as it is shown again.
fn plain(text: &str) -> String {
    text.trim().chars().filter(|c| !c.is_control()).take(100).collect()
}
