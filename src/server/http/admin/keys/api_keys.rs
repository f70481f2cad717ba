use std::collections::HashMap;

use super::super::markup::{Markup, link, paragraph, tag};
use super::super::operator::{Instead, Operator};
use super::super::page::{self, Section, badge, dangerous, empty, moment, moment_or, table};
use super::super::{organizations, paging, users};
use super::to;
use crate::server::flows;
use crate::server::flows::api_keys::{ApiKey, ApiKeyQuery};
use crate::server::flows::operators::OperatorRole;
use crate::server::flows::organizations::pages::OrganizationPageQuery;
use crate::server::flows::user_list::UserQuery;
use crate::server::flows::user_pages::{Place, UserPageQuery};

/// So many owners are found at most, of each kind.
const OWNERS: i64 = 5;
/// So many keys of each of them are shown.
const OF_EACH: i64 = 100;

/// As many of all keys are on a page.
const ON_A_PAGE: i64 = 25;

/// Whose keys they are.
#[derive(Clone)]
struct Owner {
    id: String,
    name: String,
    page: String,
}

/// The API keys of people and organizations: all of them, or by whose they are.
pub async fn part(operator: &Operator, typed: &str, after: &str) -> Result<Markup, Instead> {
    let typed = typed.trim();
    let may = operator.may(OperatorRole::Admin);
    let (found, next) = match typed.is_empty() {
        true => newest(operator, paging::place(after).as_ref()).await?,
        false => (found(operator, typed).await?, None),
    };
    let rows: Vec<Vec<Markup>> =
        found.iter().enumerate().map(|(place, (owner, key))| row(place, owner, key, may)).collect();
    let next = paging::next((Section::Keys.path(), "#api-keys"), "Older", &[], "keys", next.as_ref());
    let shown = match (rows.is_empty(), typed.is_empty()) {
        (true, true) => empty(
            "There is no API key yet.",
            paragraph(
                "People and organizations make API keys for their own programs, where api_keys.users and api_keys.organizations \
                 are on. They stand here then, newest first.",
            ),
        ),
        (true, false) => empty(
            "No key is found.",
            paragraph("Nobody whose name or address begins so has one. They make them on their own page of API keys."),
        ),
        (false, _) => table("API keys", &["Key", "Whose", "Scopes", "Last used", "State", "Actions"], rows),
    };
    let search = tag("div").class("field grows").holds([
        tag("label").with("for", "owner").holds("A user or an organization: how a name or an address begins, or an id"),
        tag("input").with("id", "owner").with("type", "search").with("name", "owner").with("value", typed).alone(),
    ]);
    let form = tag("form")
        .class("filters")
        .with("method", "get")
        .with("action", Section::Keys.path())
        .with("data-live", "api-keys-found")
        .holds([search, page::button("Show", "plain")]);
    let found =
        tag("div").with("id", "api-keys-found").with("aria-live", "polite").class("found").holds(shown.and(next));
    Ok(page::part("api-keys", "API keys of people and organizations", (), form.and(found)))
}

/// A part of all keys, with whose each is.
async fn newest(operator: &Operator, after: Option<&Place>) -> Result<(Vec<(Owner, ApiKey)>, Option<Place>), Instead> {
    let app = &operator.app;
    let part = app.api_keys().newest(after, ON_A_PAGE).await.map_err(flows::Error::from)?;
    let mut user_ids: Vec<String> =
        part.keys.iter().filter_map(|key| key.subject.user_id().map(str::to_owned)).collect();
    user_ids.sort_unstable();
    user_ids.dedup();
    let mut names = HashMap::new();
    if !user_ids.is_empty() {
        let query = UserQuery { user_ids, limit: ON_A_PAGE, ..UserQuery::default() };
        for account in app.users().list(&query).await? {
            names.insert(account.user.id.clone(), account.user.display_name());
        }
    }
    for id in part.keys.iter().filter_map(|key| key.subject.organization_id()) {
        if !names.contains_key(id)
            && let Some(organization) = app.organizations().get(id).await?
        {
            names.insert(id.to_owned(), organization.name);
        }
    }
    let owner = |key: &ApiKey| {
        let id = key.subject.id().to_owned();
        let page = if key.subject.user_id().is_some() { users::path(&id) } else { organizations::path(&id) };
        Owner { name: names.get(&id).cloned().unwrap_or_else(|| id.clone()), page, id }
    };
    Ok((part.keys.into_iter().map(|key| (owner(&key), key)).collect(), part.next))
}

/// The keys of those who are found.
async fn found(operator: &Operator, typed: &str) -> Result<Vec<(Owner, ApiKey)>, Instead> {
    let mut found = Vec::new();
    for owner in owners(operator, typed).await? {
        let query = ApiKeyQuery { includes_invalid: true, limit: OF_EACH, ..ApiKeyQuery::of(owner.id.as_str()) };
        let (keys, _) = operator.app.api_keys().list(&query).await.map_err(flows::Error::from)?;
        found.extend(keys.into_iter().map(|key| (owner.clone(), key)));
    }
    Ok(found)
}

async fn owners(operator: &Operator, typed: &str) -> Result<Vec<Owner>, Instead> {
    let query = UserPageQuery { beginning: typed.to_owned(), limit: OWNERS, ..UserPageQuery::default() };
    let found = operator.app.users().page(&query).await?;
    let mut owners: Vec<Owner> = found
        .accounts
        .into_iter()
        .map(|account| Owner {
            name: account.user.display_name(),
            page: users::path(&account.user.id),
            id: account.user.id,
        })
        .collect();
    if operator.app.settings.organizations.enabled {
        let query =
            OrganizationPageQuery { beginning: typed.to_owned(), limit: OWNERS, ..OrganizationPageQuery::default() };
        let found = operator.app.organizations().page(&query).await?;
        owners.extend(found.organizations.into_iter().map(|organization| Owner {
            page: organizations::path(&organization.id),
            name: organization.name,
            id: organization.id,
        }));
    }
    Ok(owners)
}

fn row(place: usize, owner: &Owner, key: &ApiKey, may: bool) -> Vec<Markup> {
    let state = match (key.revoked_at, key.expires_at) {
        (Some(at), _) => badge("danger", "Revoked").and(" ").and(moment(at)),
        (None, Some(at)) if key.expired => badge("neutral", "Run out").and(" ").and(moment(at)),
        (None, Some(at)) => badge("success", "Good").and(" until ").and(moment(at)),
        (None, None) => badge("success", "Good"),
    };
    let revoke = (may && key.revoked_at.is_none()).then(|| {
        let what = "Revokes the key: from the next request on it opens nothing, and the program that has it fails. This cannot be \
                    undone.";
        let id = format!("api-key-{place}-confirmation");
        dangerous(&to("api", &key.id, "revoke"), &id, "Revoke this key", what, key.name.trim())
    });
    let about = key.description.as_deref().map(|text| tag("span").class("muted about-it").holds(text));
    vec![
        tag("span").with("dir", "auto").holds(tag("strong").holds(&key.name).and(about)),
        link(&owner.page, &owner.name),
        key.scopes.join(", ").into(),
        moment_or(key.last_used_at, "Never"),
        state,
        revoke.into(),
    ]
}
