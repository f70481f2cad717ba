//! What whoever is signed in does with API keys from a page: their own, and those of organizations in which their role allows it.

use super::api_keys::{self, ApiKeyError, ApiKeyQuery, ApiKeys, NewApiKey};
use super::organizations::access::{self, Actor};
use super::organizations::shown::Asked;
use super::reverification::{self, Action};
use super::{Error, Issued, Outcome, Visitor, acting, client, commit_with_mail, limits, owner};
use crate::model::{ApiError, ApiKey, ApiKeysPage, ErrorCode, Field, ListPage, MadeApiKey, PAGE_SIZE};
use crate::server::delivery;
use crate::server::settings::{MANAGE_API_KEYS, READ_API_KEYS};
use crate::server::store::clients::ClientRow;
use crate::server::store::{Transaction, api_keys as rows, users};
use crate::server::typed_name;
use crate::server::vestibule::Inner;

/// Whose keys are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose<'a> {
    /// Those of whoever is signed in.
    Own,
    /// Those of an organization, by its id.
    Organization(&'a str),
}

impl<'a> Whose<'a> {
    /// As a form says it: its own are meant by whoever names no organization.
    pub fn named(organization_id: &'a str) -> Self {
        if organization_id.is_empty() { Self::Own } else { Self::Organization(organization_id) }
    }
}

/// A key as somebody has filled it in.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// What it is to be called.
    pub name: &'a str,
    /// What it is for.
    pub description: &'a str,
    /// For how many days it is to be good; empty: for ever.
    pub expiration: &'a str,
}

/// As long as a day, in seconds.
const DAY: i64 = 86_400;

/// The id of whose keys a person has asked for, if they may see them, and whether they may make and revoke them.
async fn subject(app: &Inner, user_id: &str, whose: Whose<'_>) -> Result<(String, bool), Error> {
    let id = check_offered(app, whose)?;
    let Some(id) = id else { return Ok((user_id.to_owned(), true)) };
    let mut connection = app.store.read().await?;
    let access = access::find(app, &mut connection, id, Actor::Person(user_id)).await?;
    access.require(READ_API_KEYS)?;
    let manages = access.require(MANAGE_API_KEYS).is_ok();
    Ok((access.organization.id, manages))
}

/// Refuses where people make no such keys: there are none. Gives the organization whose they are, if they are one's.
fn check_offered<'a>(app: &Inner, whose: Whose<'a>) -> Result<Option<&'a str>, Error> {
    match whose {
        Whose::Own if app.settings.api_keys.users => Ok(None),
        Whose::Organization(id) if app.settings.has_organization_api_keys() => Ok(Some(id)),
        Whose::Own | Whose::Organization(_) => Err(ApiError::new(ErrorCode::ResourceNotFound).into()),
    }
}

/// Who is about to change something, held by the transaction with the organization whose keys they are.
struct Admitted {
    tx: Transaction,
    browser: ClientRow,
    user_id: String,
    /// Whose keys: `user_…` or `org_…`
    subject: String,
}

/// Holds whoever is about to change something of whose keys, if they may and have proven lately enough who they are. Whoever
/// `makes` one is counted.
async fn admitted(app: &Inner, visitor: &Visitor, whose: Whose<'_>, makes: bool, now: i64) -> Result<Admitted, Error> {
    let (known, _) = acting::find(app, visitor).await?;
    let organization_id = check_offered(app, whose)?;
    let mut tx = app.store.write().await?;
    let (browser, session) = acting::hold_session(app, &mut tx, visitor, &known, now).await?;
    if makes {
        let limit = limits::key(app, "api_keys", &[&session.user_id]);
        limits::take_or_refuse(&mut tx, &limit, limits::API_KEYS, ErrorCode::TooManyRequests, now).await??;
    }
    let subject = match organization_id {
        None => session.user_id.clone(),
        Some(id) => {
            let access = access::hold(app, &mut tx, id, Actor::Person(&session.user_id)).await?;
            access.require(MANAGE_API_KEYS)?;
            access.organization.id
        }
    };
    // Whoever ends the sessions of a user takes back their keys: none is made by one that is over.
    acting::keep_user(app, &mut tx, &browser, &session).await?;
    reverification::require(app, &mut tx, &session, Action::ApiKeys, now).await?;
    Ok(Admitted { tx, browser, user_id: session.user_id, subject })
}

impl Admitted {
    /// Commits what they changed, and gives what their browser holds.
    async fn finish(mut self, app: &Inner, api_key: Option<MadeApiKey>) -> Result<Outcome, Error> {
        let outcome = client::outcome(app, &mut self.tx, &self.browser, Issued::default()).await?;
        commit_with_mail(app, self.tx).await?;
        Ok(Outcome { api_key, ..outcome })
    }
}

/// Makes a key. What a program shows is in the outcome, and nowhere else. Whoever makes one of their own is told by mail, as it
/// may not have been them.
///
/// # Errors
/// `authentication_invalid` when nobody is signed in; `resource_not_found` where there are no such keys, or the organization is
/// none of theirs; `authorization_invalid`; `session_reverification_required`; `form_param_missing`,
/// `form_param_max_length_exceeded` and `form_param_format_invalid` of the fields; `identification_quota_exceeded` of whoever has
/// as many as one can have; `too_many_requests`.
pub async fn create(app: &Inner, visitor: &Visitor, whose: Whose<'_>, wanted: Wanted<'_>) -> Result<Outcome, Error> {
    let now = app.clock.now();
    let mut admitted = admitted(app, visitor, whose, true, now).await?;
    let new = NewApiKey {
        description: text(wanted.description, Field::Description, api_keys::LONGEST_DESCRIPTION)?,
        created_by: Some(admitted.user_id.clone()),
        seconds_until_expiration: seconds(wanted.expiration)?,
        scopes: app.settings.api_keys.scopes.clone(),
        ..NewApiKey::of(admitted.subject.as_str(), name(wanted.name)?)
    };
    let made = api_keys::make(app, &mut admitted.tx, &new).await.map_err(refused)?;
    if whose == Whose::Own
        && let Some(user) = users::by_id(&mut admitted.tx, &admitted.user_id).await?
    {
        let write = |sign_in: &str| delivery::api_key_created_mail(&made.name, sign_in);
        owner::notify(app, &mut admitted.tx, &user, write, now).await?;
    }
    let secret = made.secret.as_ref().map(|secret| secret.expose().to_owned()).unwrap_or_default();
    admitted.finish(app, Some(MadeApiKey { id: made.id, name: made.name, secret })).await
}

/// Revokes a key.
///
/// # Errors
/// As [`create`]; `resource_not_found` if it is none of those, or was revoked before.
pub async fn revoke(app: &Inner, visitor: &Visitor, whose: Whose<'_>, id: &str) -> Result<Outcome, Error> {
    let mut admitted = admitted(app, visitor, whose, false, app.clock.now()).await?;
    api_keys::take_back(app, &mut admitted.tx, Some(&admitted.subject), id, None).await.map_err(refused)?;
    admitted.finish(app, None).await
}

/// A part of the keys, newest first, and how many there are; those that have a text in their names.
///
/// # Errors
/// `authentication_invalid` when nobody is signed in; `resource_not_found` where there are no such keys, or the organization is
/// none of theirs; `authorization_invalid`.
pub async fn list(
    app: &Inner,
    visitor: &Visitor,
    whose: Whose<'_>,
    query: &str,
    part: (i64, i64),
) -> Result<(Vec<ApiKey>, i64), Error> {
    let (_, session) = acting::find(app, visitor).await?;
    let (subject, _) = subject(app, &session.user_id, whose).await?;
    keys(app, &subject, query, part).await
}

/// The keys as a page shows them; `None` to whoever may not see them.
pub async fn page(app: &Inner, user_id: &str, whose: Whose<'_>, asked: &Asked) -> Result<Option<ApiKeysPage>, Error> {
    let (subject, manages) = match subject(app, user_id, whose).await {
        Err(Error::Refused(_)) => return Ok(None),
        other => other?,
    };
    let (mut number, query) = (asked.keys_page, super::organizations::shown::plain(&asked.keys_query));
    loop {
        let (data, total_count) = keys(app, &subject, &query, (PAGE_SIZE, (number - 1) * PAGE_SIZE)).await?;
        let keys = ListPage { data, total_count, number, query: query.clone() };
        if number <= keys.count() {
            let organization_id = Some(subject).filter(|_| whose != Whose::Own);
            return Ok(Some(ApiKeysPage { organization_id, keys, manages }));
        }
        // Behind the last page is the last one: whoever revokes the only one on it sees those that are left.
        number = keys.count();
    }
}

/// Whether somebody has made a key.
pub async fn has_made(app: &Inner, user_id: &str, id: &str) -> Result<bool, Error> {
    let found = rows::by_id(&mut *app.store.read().await?, id).await?;
    Ok(found.is_some_and(|key| key.created_by.as_deref() == Some(user_id)))
}

/// A part of somebody's keys, and how many there are.
async fn keys(
    app: &Inner,
    subject: &str,
    query: &str,
    (limit, offset): (i64, i64),
) -> Result<(Vec<ApiKey>, i64), Error> {
    let looked_for = query.trim().to_lowercase();
    if looked_for.is_empty() {
        let (data, total_count) =
            ApiKeys(app).list(&ApiKeyQuery { limit, offset, ..ApiKeyQuery::of(subject) }).await.map_err(refused)?;
        return Ok((data.into_iter().map(shown).collect(), total_count));
    }
    // Nobody has more than can be looked through.
    let all = ApiKeyQuery { limit: api_keys::MOST_KEYS, ..ApiKeyQuery::of(subject) };
    let (mut found, _) = ApiKeys(app).list(&all).await.map_err(refused)?;
    found.retain(|key| key.name.to_lowercase().contains(&looked_for));
    let total_count = i64::try_from(found.len()).unwrap_or(i64::MAX);
    let (limit, offset) = (usize::try_from(limit).unwrap_or_default(), usize::try_from(offset).unwrap_or_default());
    Ok((found.into_iter().skip(offset).take(limit).map(shown).collect(), total_count))
}

/// A key as its owner sees it.
fn shown(key: api_keys::ApiKey) -> ApiKey {
    ApiKey {
        subject: key.subject.id().to_owned(),
        id: key.id,
        name: key.name,
        description: key.description,
        last_used_at: key.last_used_at,
        expires_at: key.expires_at,
        expired: key.expired,
        created_at: key.created_at,
        updated_at: key.updated_at,
    }
}

fn name(typed: &str) -> Result<String, Error> {
    let name = text(typed, Field::Name, api_keys::LONGEST_NAME)?;
    name.ok_or_else(|| ApiError::of(ErrorCode::FormParamMissing, Field::Name).into())
}

fn text(typed: &str, field: Field, longest: usize) -> Result<Option<String>, Error> {
    let typed = typed_name::seen(typed);
    if typed.as_ref().is_some_and(|typed| typed.chars().count() > longest) {
        return Err(ApiError::of(ErrorCode::FormParamMaxLengthExceeded, field).with_limit(longest).into());
    }
    Ok(typed)
}

/// How long a key is good, from days in words.
fn seconds(days: &str) -> Result<Option<i64>, Error> {
    let days = days.trim();
    if days.is_empty() {
        return Ok(None);
    }
    let seconds = days.parse().ok().and_then(|days: i64| days.checked_mul(DAY));
    let seconds = seconds.filter(|seconds| api_keys::LIFETIMES.contains(seconds));
    match seconds {
        Some(seconds) => Ok(Some(seconds)),
        None => Err(ApiError::of(ErrorCode::FormParamFormatInvalid, Field::Expiration).into()),
    }
}

/// As the form is told of it whose fields these are.
fn refused(error: ApiKeyError) -> Error {
    match error {
        ApiKeyError::Description => ApiError::of(ErrorCode::FormParamFormatInvalid, Field::Description).into(),
        ApiKeyError::Lifetime => ApiError::of(ErrorCode::FormParamFormatInvalid, Field::Expiration).into(),
        other => other.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_whole_and_not_too_many() {
        assert_eq!(seconds(" ").expect("for ever"), None);
        assert_eq!(seconds("30").expect("is good"), Some(30 * DAY));
        for wrong in ["0", "-1", "1.5", "x", "4000", "9223372036854775807"] {
            assert!(seconds(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_form_names_whose_keys_it_means() {
        assert_eq!(Whose::named(""), Whose::Own);
        assert_eq!(Whose::named("org_1"), Whose::Organization("org_1"));
    }
}
