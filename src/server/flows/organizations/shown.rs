//! What the pages about organizations show to whoever is signed in.

use super::members::MemberQuery;
use super::{ActingInOrganizations, Organizations, accept, domains, enrollment, roles};
use crate::model::{
    ListPage, MembershipRequestStatus, OrganizationChoices, OrganizationInvitation, OrganizationLists,
    OrganizationMembership, OrganizationMembershipRequest, OrganizationPage, OrganizationRole, OrganizationSuggestion,
    PAGE_SIZE, TicketStatus, UserOrganizationInvitation,
};
use crate::server::flows::{Error, active_organization};
use crate::server::settings::{MANAGE_MEMBERSHIPS, READ_DOMAINS, READ_MEMBERSHIPS, Role};
use crate::server::store::{
    Connection, account_rules, organization_membership_requests, organization_memberships, organizations,
};
use crate::server::vestibule::Inner;

/// As many organizations as a person is offered at once; others they look for.
const MOST_CHOICES: i64 = 20;

/// Which parts of lists are asked for. Pages are counted from 1.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Looked for in the names of one's organizations.
    pub organizations_query: String,
    /// The organization that someone has just come into.
    pub joined: Option<String>,
    /// The organization in which someone acts, if they manage its members.
    pub managed: Option<String>,
    /// Which page of the invitations that wait for oneself, and of where one may ask to come in.
    pub waiting_page: i64,
    /// Looked for in the names of members.
    pub members_query: String,
    /// Which page of them.
    pub members_page: i64,
    /// Which page of the invitations.
    pub invitations_page: i64,
    /// Which page of the requests.
    pub requests_page: i64,
    /// Looked for in the names of API keys.
    pub keys_query: String,
    /// Which page of them.
    pub keys_page: i64,
}

impl Default for Asked {
    fn default() -> Self {
        let query = String::new;
        Self {
            organizations_query: query(),
            joined: None,
            managed: None,
            waiting_page: 1,
            members_query: query(),
            members_page: 1,
            invitations_page: 1,
            requests_page: 1,
            keys_query: query(),
            keys_page: 1,
        }
    }
}

/// In which organizations someone can act, the ones that they have belonged to longest in front, and which they may come into.
pub async fn choices(app: &Inner, user_id: &str, asked: &Asked) -> Result<OrganizationChoices, Error> {
    let settings = &app.settings.organizations;
    let mut connection = app.store.read().await?;
    let query = plain(&asked.organizations_query);
    let page = (MOST_CHOICES, 0);
    let mut found = organization_memberships::organizations_of(&mut connection, user_id, &query, page).await?;
    let total_count = match i64::try_from(found.len()) {
        Ok(few) if few < MOST_CHOICES && query.is_empty() => few,
        _ => organization_memberships::count_of_user(&mut connection, user_id).await?,
    };
    let mut joined = None;
    if let Some(id) = &asked.joined
        && let Some(organization) = organization_memberships::active(&mut connection, id, user_id).await?
    {
        // It came last, and may be behind those that are shown.
        found.retain(|it| it.id != organization.id);
        joined = Some(organization.id.clone());
        found.insert(0, organization);
    }
    let suggestions = match settings.domains.enabled {
        true => enrollment::suggestions(app, &mut connection, user_id).await?,
        false => Vec::new(),
    };
    let waiting = waiting(app, &mut connection, user_id, suggestions, asked.waiting_page).await?;
    let pending = Some(MembershipRequestStatus::Pending);
    let requests_count = match asked.managed.as_ref().filter(|_| settings.domains.enabled) {
        Some(id) => organization_membership_requests::count(&mut connection, id, pending).await?,
        None => 0,
    };
    let rules = account_rules::of_user(&mut connection, user_id).await?;
    let may_create = rules.as_ref().and_then(|rules| rules.create_organization_enabled).unwrap_or(settings.create);
    let most = rules.and_then(|rules| rules.create_organizations_limit).unwrap_or(settings.max_per_user);
    let is_full = may_create && most > 0 && organizations::made_by(&mut connection, user_id).await? >= most;
    Ok(OrganizationChoices {
        organizations: found.into_iter().map(|organization| active_organization::shown(app, organization)).collect(),
        joined,
        total_count,
        query,
        invitations: waiting.invitations,
        suggestions: waiting.suggestions,
        waiting_count: waiting.count,
        unanswered_count: waiting.unanswered,
        requests_count,
        waiting_page: waiting.page,
        may_create: may_create && !is_full,
        create_limit: is_full.then(|| usize::try_from(most).unwrap_or(usize::MAX)),
        personal_accounts: settings.personal_accounts,
        slugs: settings.slugs,
    })
}

/// Part of what waits for someone.
struct Waiting {
    invitations: Vec<UserOrganizationInvitation>,
    suggestions: Vec<OrganizationSuggestion>,
    count: i64,
    unanswered: i64,
    page: i64,
}

/// The invitations and, behind them, what is suggested: a page of all that.
async fn waiting(
    app: &Inner,
    connection: &mut Connection,
    user_id: &str,
    suggestions: Vec<OrganizationSuggestion>,
    mut page: i64,
) -> Result<Waiting, Error> {
    let number_of = |these: usize| i64::try_from(these).unwrap_or(i64::MAX);
    let open = number_of(suggestions.iter().filter(|it| it.status.is_none()).count());
    let now = app.clock.now();
    loop {
        let part = (PAGE_SIZE, passed_over(page));
        let (invitations, invited) = accept::waiting_for(app, connection, user_id, part, now).await?;
        let count = invited + number_of(suggestions.len());
        let last = ListPage::<()> { data: Vec::new(), total_count: count, number: page, query: String::new() }.count();
        if page > last {
            page = last;
            continue;
        }
        let before = usize::try_from(passed_over(page) - invited).unwrap_or_default();
        let room = usize::try_from(PAGE_SIZE).unwrap_or_default().saturating_sub(invitations.len());
        let suggestions = suggestions.into_iter().skip(before).take(room).collect();
        return Ok(Waiting { invitations, suggestions, count, unanswered: invited + open, page });
    }
}

/// What the pages of an organization show to one of its members; `None` to whoever is none.
pub async fn profile(
    app: &Inner,
    user_id: &str,
    organization_id: &str,
    lists: OrganizationLists,
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
            true => Some(theirs.domains().list(&organization.id, domains::MOST, 0).await?.0),
            false => None,
        };
        let requests = match lists.members && by_domain && own.may(MANAGE_MEMBERSHIPS) {
            true => Some(requests(theirs, &organization.id, asked).await?),
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
) -> Result<ListPage<OrganizationMembership>, Error> {
    let (mut number, text) = (asked.members_page, plain(&asked.members_query));
    loop {
        let query = MemberQuery { query: text.clone(), role: None, limit: PAGE_SIZE, offset: passed_over(number) };
        let (data, total_count) = theirs.members(organization_id, &query).await?;
        let page = ListPage { data, total_count, number, query: text.clone() };
        if number <= page.count() {
            return Ok(page);
        }
        // Behind the last page is the last one: whoever takes the only one from it sees those that are left.
        number = page.count();
    }
}

async fn invitations(
    theirs: ActingInOrganizations<'_>,
    organization_id: &str,
    asked: &Asked,
) -> Result<ListPage<OrganizationInvitation>, Error> {
    let (mut number, pending) = (asked.invitations_page, &[TicketStatus::Pending]);
    loop {
        let found = theirs.invitations().list(organization_id, pending, (PAGE_SIZE, passed_over(number))).await?;
        let page = ListPage { data: found.data, total_count: found.total_count, number, query: String::new() };
        if number <= page.count() {
            return Ok(page);
        }
        number = page.count();
    }
}

async fn requests(
    theirs: ActingInOrganizations<'_>,
    organization_id: &str,
    asked: &Asked,
) -> Result<ListPage<OrganizationMembershipRequest>, Error> {
    let (mut number, pending) = (asked.requests_page, Some(MembershipRequestStatus::Pending));
    loop {
        let part = (PAGE_SIZE, passed_over(number));
        let (data, total_count) = theirs.membership_requests().list(organization_id, pending, part).await?;
        let page = ListPage { data, total_count, number, query: String::new() };
        if number <= page.count() {
            return Ok(page);
        }
        number = page.count();
    }
}

/// How many stand on the pages before one.
const fn passed_over(number: i64) -> i64 {
    (number - 1) * PAGE_SIZE
}

/// What is looked for, as it is shown again.
pub fn plain(text: &str) -> String {
    text.trim().chars().filter(|c| !c.is_control()).take(100).collect()
}
