//! The organization in which a session acts: how it is chosen, and what session tokens and pages say of it.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::organizations::Organizations;
use super::session::{self, Verified, is_over};
use super::{Error, Issued, Outcome, Visitor, acting, client, commit};
use crate::model::{
    ActiveOrganization, ApiError, Client, ErrorCode, Grants, OrganizationClaims, SessionClaims, SessionStatus,
    SessionTask,
};
use crate::server::crypto::Secret;
use crate::server::events::{AuditAction, AuditEntry};
use crate::server::settings::{OrganizationSettings, Role};
use crate::server::store::clients::ClientRow;
use crate::server::store::organization_memberships::OwnMemberships;
use crate::server::store::sessions::{self, SessionRow};
use crate::server::store::{Connection, Notice, StoreError, Transaction, organization_memberships, users};
use crate::server::vestibule::Inner;

/// What stands in the permissions that Vestibule itself asks for. Tokens leave them out: they follow from the role.
const OF_SYSTEM: &str = "org:sys_";

/// What a session token says of an organization: its claim `o`, and the features of `fea` that go with `o.fpm`.
pub fn claims(
    settings: &OrganizationSettings,
    organization: &ActiveOrganization,
) -> (OrganizationClaims, Option<String>) {
    let role = settings.role(&organization.role);
    let own: Vec<(&str, &str)> = role.iter().flat_map(own_permissions).collect();
    let features: BTreeSet<&str> = own.iter().map(|(feature, _)| *feature).collect();
    let names: BTreeSet<&str> = own.iter().map(|(_, name)| *name).collect();
    let mask = |feature: &str| -> u64 {
        let bits = names.iter().enumerate().filter(|(_, name)| own.contains(&(feature, *name)));
        bits.fold(0, |mask, (at, _)| mask | 1 << at)
    };
    let join = |words: Vec<String>| (!words.is_empty()).then(|| words.join(","));
    let claims = OrganizationClaims {
        id: organization.id.clone(),
        slg: organization.slug.clone().filter(|_| settings.slugs),
        rol: Some(organization.role.trim_start_matches("org:").to_owned()),
        per: join(names.iter().map(|name| (*name).to_owned()).collect()),
        fpm: join(features.iter().map(|feature| mask(feature).to_string()).collect()),
    };
    (claims, join(features.iter().map(|feature| format!("o:{feature}")).collect()))
}

/// How many bytes a role's permissions take in a session token.
pub fn packed(settings: &OrganizationSettings, role: &str) -> usize {
    let role = ActiveOrganization { role: role.to_owned(), ..ActiveOrganization::default() };
    let (OrganizationClaims { per, fpm, .. }, fea) = claims(settings, &role);
    [per, fpm, fea].into_iter().flatten().map(|text| text.len()).sum()
}

/// No id and no slug is longer, in bytes.
const LONGEST_NAME: usize = 64;

/// Whether a text may be the id or the slug of an organization: what is neither is not looked for.
pub fn may_name(text: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    (1..=LONGEST_NAME).contains(&text.len()) && text.bytes().all(is_part)
}

/// A slug in whatever letters, as it is kept; an id as it is: no slug has the mark in it that every id has.
pub fn as_kept(name: &str) -> Cow<'_, str> {
    match !name.contains('_') && name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        true => Cow::Owned(name.to_ascii_lowercase()),
        false => Cow::Borrowed(name),
    }
}

/// The permissions of the app's own that a role allows: feature and name.
fn own_permissions(role: &Role) -> impl Iterator<Item = (&str, &str)> {
    let own = role.permissions.iter().filter(|permission| !permission.starts_with(OF_SYSTEM));
    own.filter_map(|permission| permission.strip_prefix("org:")?.split_once(':'))
}

/// What someone may do in an organization in which they have a role.
pub fn grants(settings: &OrganizationSettings, organization: Option<&ActiveOrganization>) -> Grants {
    let Some(organization) = organization else { return Grants::default() };
    let role = settings.role(&organization.role);
    let features: BTreeSet<&str> = role.iter().flat_map(own_permissions).map(|(feature, _)| feature).collect();
    Grants {
        role: Some(organization.role.clone()),
        features: features.into_iter().map(|feature| format!("org:{feature}")).collect(),
        permissions: role.iter().flat_map(|role| role.permissions.iter().cloned()).collect(),
        plans: Vec::new(),
    }
}

/// The organization in which a session acts, if its person still belongs to it.
pub async fn of_session(
    app: &Inner,
    connection: &mut Connection,
    session: &SessionRow,
) -> Result<Option<ActiveOrganization>, StoreError> {
    match &session.active_organization_id {
        // Whoever is held up acts nowhere yet.
        Some(id) if app.settings.organizations.enabled && session.status == SessionStatus::Active => {
            find(app, connection, id, &session.user_id).await
        }
        _ => Ok(None),
    }
}

/// The organization with an id or slug, if someone belongs to it.
pub async fn find(
    app: &Inner,
    connection: &mut Connection,
    organization: &str,
    user_id: &str,
) -> Result<Option<ActiveOrganization>, StoreError> {
    // No slug has such a mark in it.
    let is_known = app.settings.organizations.slugs || organization.contains('_');
    if !is_known || !may_name(organization) {
        return Ok(None);
    }
    let found = organization_memberships::active(connection, &as_kept(organization), user_id).await?;
    Ok(found.map(|organization| shown(app, organization)))
}

/// The same as the settings have it: with what they call the person's role, and with a slug only where there are any.
pub fn shown(app: &Inner, organization: ActiveOrganization) -> ActiveOrganization {
    let settings = &app.settings.organizations;
    let role_name = settings.role(&organization.role).and_then(|role| role.name);
    ActiveOrganization { role_name, slug: organization.slug.filter(|_| settings.slugs), ..organization }
}

/// In which organization a session begins to act: where its person acted last, or the only one that they belong to where
/// nobody acts outside of any.
pub async fn to_begin_with(
    app: &Inner,
    connection: &mut Connection,
    user_id: &str,
) -> Result<Option<String>, StoreError> {
    let settings = &app.settings.organizations;
    if !settings.enabled {
        return Ok(None);
    }
    if let Some(last) = sessions::last_organization(connection, user_id).await? {
        return Ok(Some(last));
    }
    if settings.personal_accounts {
        return Ok(None);
    }
    let theirs = organization_memberships::of_user(connection, user_id, OwnMemberships::all((2, 0))).await?;
    Ok(<[_; 1]>::try_from(theirs).ok().map(|[only]| only.organization_id))
}

/// Lets a session act in an organization, by its id or slug, or in none. Someone who is held up until they have chosen one
/// is in then.
///
/// # Errors
/// `authentication_invalid` when nobody is signed in; `resource_not_found` when the person does not belong to such an
/// organization; `action_not_allowed` when nobody acts outside of one here; `organization_not_enabled_in_instance`.
pub async fn set_active(app: &Inner, visitor: &Visitor, organization: Option<&str>) -> Result<Outcome, Error> {
    let settings = &app.settings.organizations;
    let known = client::find(app, visitor).await?.ok_or_else(nobody)?;
    let now = app.clock.now();
    let mut tx = app.store.write().await?;
    let browser = acting::hold_browser(&mut tx, visitor, &known, now).await?;
    let session = acting_session(app, &mut tx, &browser, now).await?;
    acting::admit(visitor, &session)?;
    if !settings.enabled {
        return Err(ApiError::new(ErrorCode::OrganizationNotEnabledInInstance).into());
    }
    let chosen = match organization {
        Some(organization) => {
            // Whoever takes it from them meanwhile waits, and finds that they act there.
            users::keep(&mut tx, &session.user_id).await?;
            let found = find(app, &mut tx, organization, &session.user_id).await?;
            Some(found.ok_or_else(|| ApiError::new(ErrorCode::ResourceNotFound))?)
        }
        None if settings.personal_accounts => None,
        None => return Err(ApiError::new(ErrorCode::ActionNotAllowed).into()),
    };
    let id = chosen.as_ref().map(|chosen| chosen.id.as_str());
    note_change(&mut tx, &session.id, session.active_organization_id.as_deref(), id, now).await?;
    let session = sessions::set_active_organization(&mut tx, &session.id, id, &[], now).await?.ok_or_else(nobody)?;
    let (token, _) = session::issue(app, &mut tx, &session, now).await?;
    let issued = Issued { client_token: None, session_token: Some(Some(token)) };
    let outcome = client::outcome(app, &mut tx, &browser, issued).await?;
    commit(tx).await?;
    Ok(outcome)
}

/// Lets a session act in an organization that its person belongs to, and gives it as it is then, with its token; `None` if it is
/// over. Nothing is left for them to do first: so not for whoever has a second factor to set up.
pub async fn enter(
    app: &Inner,
    tx: &mut Transaction,
    session_id: &str,
    organization_id: &str,
    now: i64,
) -> Result<Option<(SessionRow, Secret)>, Error> {
    let acting = sessions::set_active_organization(tx, session_id, Some(organization_id), &[], now).await?;
    let Some(session) = acting else { return Ok(None) };
    note_change(tx, session_id, None, Some(organization_id), now).await?;
    let (token, _) = session::issue(app, tx, &session, now).await?;
    Ok(Some((session, token)))
}

/// Notes in the audit log that a session acts in another organization.
async fn note_change(
    tx: &mut Transaction,
    session_id: &str,
    before: Option<&str>,
    after: Option<&str>,
    now: i64,
) -> Result<(), StoreError> {
    let entry = AuditEntry::of(AuditAction::SessionOrganizationChanged).changed("organization_id", before, after);
    let entry = match after.or(before) {
        Some(id) => entry.within(id),
        None => entry,
    };
    entry.write(tx, Some(session_id), now).await
}

/// The browser that asks, and its session: of someone who is in, or would be if they had chosen an organization.
///
/// # Errors
/// `authentication_invalid` when there is none such.
pub async fn find_acting(app: &Inner, visitor: &Visitor) -> Result<(ClientRow, SessionRow), Error> {
    let known = client::find(app, visitor).await?.ok_or_else(nobody)?;
    let session = acting_session(app, &mut *app.store.read().await?, &known, app.clock.now()).await?;
    acting::admit(visitor, &session)?;
    Ok((known, session))
}

fn nobody() -> Error {
    ApiError::new(ErrorCode::AuthenticationInvalid).into()
}

/// The session that a browser acts in, of someone who is in, or would be if they had chosen an organization: whoever has
/// something else to do first is not.
async fn acting_session(
    app: &Inner,
    connection: &mut Connection,
    browser: &ClientRow,
    now: i64,
) -> Result<SessionRow, Error> {
    let live = session::live_of_client(app, connection, &browser.id, now).await?;
    let found = live.into_iter().find(|row| browser.last_active_session_id.as_ref() == Some(&row.id));
    let may_choose =
        |row: &SessionRow| row.status == SessionStatus::Active || row.tasks == [SessionTask::ChooseOrganization];
    let session = found.filter(|row| may_choose(row) && !is_over(app, row, now)).ok_or_else(nobody)?;
    acting::acts_in(&session);
    Ok(session)
}

/// Makes an organization of the person who asks, in which their session acts from then on.
///
/// # Errors
/// `authentication_invalid` when nobody is signed in; else as
/// [`ActingInOrganizations::create`](super::organizations::ActingInOrganizations::create).
pub async fn create(app: &Inner, visitor: &Visitor, name: &str, slug: &str) -> Result<Outcome, Error> {
    let (_, session) = find_acting(app, visitor).await?;
    let slug = Some(slug).filter(|slug| !slug.is_empty());
    let made = Organizations(app).acting_as(&session.user_id).create(name, slug).await?;
    set_active(app, visitor, Some(&made.id)).await
}

/// The same person, acting in an organization that the page names from which they ask; in none if they do not belong to it.
pub async fn acting_in(app: &Inner, session: &Arc<Verified>, named: &str) -> Result<Arc<Verified>, StoreError> {
    let is_named = |it: &OrganizationClaims| it.id == named || it.slg.as_deref() == Some(named);
    if session.claims.o.as_ref().is_some_and(is_named) {
        return Ok(Arc::clone(session));
    }
    if let Some(known) = app.tokens.elsewhere(&session.claims, named) {
        return Ok(known);
    }
    let now = app.clock.now();
    let found = find(app, &mut *app.store.read().await?, named, &session.claims.sub).await?;
    let (o, fea) = found.map(|organization| claims(&app.settings.organizations, &organization)).unzip();
    let is_member = o.is_some();
    let there = Verified::elsewhere(SessionClaims { o, fea: fea.flatten(), ..session.claims.clone() }, now);
    if is_member {
        app.tokens.remember_elsewhere(named, &there);
    }
    Ok(there)
}

/// The token of a session, or where it acts in an organization that the page names, one that says so.
pub async fn token_for(app: &Inner, session: &Arc<Verified>, named: &str, token: Secret) -> Result<Secret, Error> {
    let there = acting_in(app, session, named).await?;
    if Arc::ptr_eq(&there, session) {
        return Ok(token);
    }
    Ok(Secret::new(app.keys.sign(&there.claims, app.clock.now())?))
}

/// Shows a browser the organization that its page names as the one that its session acts in.
pub async fn show_named(app: &Inner, visitor: &Visitor, held: &mut Client) -> Result<(), StoreError> {
    let (Some(named), Some(id)) = (&visitor.organization, held.last_active_session_id.clone()) else { return Ok(()) };
    let Some(session) = held.sessions.iter_mut().find(|session| session.id == id) else { return Ok(()) };
    let is_named = |it: &ActiveOrganization| it.id == *named || it.slug.as_ref() == Some(named);
    if session.status == SessionStatus::Active && !session.organization.as_ref().is_some_and(is_named) {
        let found = find(app, &mut *app.store.read().await?, named, &session.user.id).await?;
        session.grants = grants(&app.settings.organizations, found.as_ref());
        session.organization = found;
    }
    Ok(())
}

/// Lets no session act any more in an organization that one person has left, or everyone: that is deleted. In the
/// transaction in which they do. What is left of tokens that say otherwise is refused with
/// [`outdate`](session::VerifiedTokens::outdate) once that has been committed.
pub async fn left(
    app: &Inner,
    tx: &mut Transaction,
    organization_id: &str,
    user_id: Option<&str>,
    now: i64,
) -> Result<(), Error> {
    if let Some(user_id) = user_id {
        users::keep(tx, user_id).await?;
    }
    let mut acting = sessions::acting_in(tx, organization_id, user_id).await?;
    // In the order in which others write them, so that nobody waits for each other.
    acting.sort_by(|a, b| a.id.cmp(&b.id));
    for session in acting {
        let mut tasks = session.tasks.clone();
        if session::must_choose(app) && !tasks.contains(&SessionTask::ChooseOrganization) {
            tasks.push(SessionTask::ChooseOrganization);
        }
        sessions::set_active_organization(tx, &session.id, None, &tasks, now).await?;
    }
    let id = user_id.unwrap_or(organization_id);
    app.store.tell(tx, &Notice::Outdated(id.to_owned())).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::server::Settings;

    fn settings() -> OrganizationSettings {
        let text = "[vestibule.organizations]\nenabled = true\n
             [vestibule.organizations.roles.\"org:editor\"]\n
             permissions = [\"org:notes:write\", \"org:notes:read\", \"org:invoices:read\", \"org:sys_memberships:read\"]\n";
        Settings::parse(text).expect("is TOML").organizations
    }

    fn acme(role: &str) -> ActiveOrganization {
        let slug = Some("acme".to_owned());
        ActiveOrganization {
            id: "org_1".into(),
            name: "Acme".into(),
            slug,
            image_url: None,
            role: role.into(),
            role_name: None,
        }
    }

    /// What is packed into a token comes out of it again, but for the system's permissions.
    #[test]
    fn claims_say_what_a_role_allows() {
        let settings = settings();
        let (o, fea) = claims(&settings, &acme("org:editor"));
        assert_eq!((o.slg.as_deref(), o.rol.as_deref()), (Some("acme"), Some("editor")));
        assert_eq!((o.per.as_deref(), o.fpm.as_deref()), (Some("read,write"), Some("1,3")));
        assert_eq!(fea.as_deref(), Some("o:invoices,o:notes"));
        for role in ["org:editor", "org:admin", "org:member", "org:gone"] {
            let (o, fea) = claims(&settings, &acme(role));
            let json = json!({
                "iss": "", "sub": "user_1", "sid": "sess_1", "sts": "active", "iat": 1, "nbf": 1, "exp": 61,
                "fva": [0, -1], "v": 2, "o": o, "fea": fea,
            });
            let token: SessionClaims = serde_json::from_value(json).expect("claims");
            let (of_token, whole) = (token.grants(), grants(&settings, Some(&acme(role))));
            assert_eq!((&of_token.role, &of_token.features), (&whole.role, &whole.features), "{role}");
            let own = whole.permissions.iter().filter(|permission| !permission.starts_with(OF_SYSTEM));
            let of_token: BTreeSet<&String> = of_token.permissions.iter().collect();
            assert_eq!(of_token, own.collect(), "{role}");
        }
        let (o, fea) = claims(&settings, &acme("org:gone"));
        assert_eq!(
            (o.rol.as_deref(), o.per, o.fpm, fea),
            (Some("gone"), None, None, None),
            "a role that is gone allows nothing"
        );
        assert_eq!(grants(&settings, None), Grants::default());
    }
}
