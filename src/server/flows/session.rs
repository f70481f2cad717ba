//! Sessions: how they begin, are renewed, and end. Those of one browser are in [`browser`](super::browser).
//!
//! A browser proves itself with the secret of its client cookie, which one look-up in the database leads to its session.
//! That gives a session token of 60 seconds, which needs no look-up: every request within the minute is answered from
//! the token alone. A session that is over is refused at once on the node that ended it and on every node that is told,
//! and nowhere longer than the token lives.

use std::hash::Hash;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};

use serde_json::{Map, Value};

use super::client::{self, Claimed};
use super::organizations::accept;
use super::{Began, Error, Issued, Outcome, Visitor, active_organization, commit};
use crate::model::{ActiveOrganization, Actor, SessionClaims, SessionStatus, SessionTask, Strategy, User};
use crate::server::claims_template::Subject;
use crate::server::crypto::session_token::{LIFETIME_SECONDS, TokenError};
use crate::server::crypto::{HOUR, MINUTE, Prefix, SECOND, Secret, Token, new_id};
use crate::server::delivery;
use crate::server::events::{self, AuditEntry, EventType, Origin};
use crate::server::store::clients::{self, ClientRow};
use crate::server::store::jwt_templates::JwtTemplateRow;
use crate::server::store::sessions::{self, NewSession, SessionRow};
use crate::server::store::{Connection, Notice, Transaction, users};
use crate::server::vestibule::Inner;

/// No more people than these are signed in on one browser: the one whose turn was the longest ago gives way.
const MOST_IN_A_BROWSER: usize = 10;

/// How long one remembers that a session is over, in milliseconds: longer than any token of it lives.
const REVOCATION_MEMORY: i64 = 2 * LIFETIME_SECONDS * SECOND;

/// How long a session is given the same token, in seconds.
const FRESH_SECONDS: i64 = 10;

/// A session token that has been checked.
#[derive(Debug)]
pub struct Verified {
    /// What it says.
    pub claims: SessionClaims,
    /// When it was issued, Unix milliseconds: as far as that is known.
    issued_at: i64,
    noted_at: AtomicI64,
}

impl Verified {
    /// What a token says of someone who acts in another organization than it was issued for, as read at a time.
    pub fn elsewhere(claims: SessionClaims, read_at: i64) -> Arc<Self> {
        Arc::new(Self { claims, issued_at: read_at, noted_at: AtomicI64::new(read_at) })
    }
}

#[cfg(test)]
impl Verified {
    /// One that says this.
    pub fn saying(claims: SessionClaims) -> Self {
        Self { claims, issued_at: 0, noted_at: AtomicI64::new(0) }
    }
}

/// Session tokens that have been checked, until they expire, and sessions that were revoked while tokens of theirs may
/// still be about.
#[derive(Debug, Default)]
pub struct VerifiedTokens {
    good: papaya::HashMap<Box<str>, Arc<Verified>, foldhash::fast::RandomState>,
    newest: papaya::HashMap<String, (Secret, Arc<Verified>), foldhash::fast::RandomState>,
    revoked: papaya::HashMap<String, i64, foldhash::fast::RandomState>,
    revocations: AtomicUsize,
    outdated: papaya::HashMap<String, i64, foldhash::fast::RandomState>,
    changes: AtomicUsize,
    elsewhere: papaya::HashMap<(String, String), Arc<Verified>, foldhash::fast::RandomState>,
    for_services: papaya::HashMap<(String, String), ForService, foldhash::fast::RandomState>,
}

/// A token for another service that was made a moment ago.
#[derive(Clone, Debug)]
struct ForService {
    token: Secret,
    /// What its session's own token said.
    session: Arc<Verified>,
    /// When its template had last changed.
    template_updated_at: i64,
}

impl VerifiedTokens {
    /// What a token says, if it was found good before or is good.
    pub fn check(&self, app: &Inner, token: &str, now: i64) -> Result<Arc<Verified>, TokenError> {
        let known = self.good.pin().get(token).cloned();
        let verified = match known {
            Some(verified) if verified.claims.exp <= now.div_euclid(SECOND) => return Err(TokenError::Expired),
            Some(verified) => verified,
            None => {
                let claims = app.keys.verify(token, &app.settings.base_url, now)?;
                let issued_at = claims.iat * SECOND;
                self.remember(token, claims, issued_at)
            }
        };
        if self.is_revoked(&verified.claims.sid) {
            return Err(TokenError::Invalid);
        }
        if self.is_outdated(&verified) {
            return Err(TokenError::Expired);
        }
        if now - verified.noted_at.load(Ordering::Relaxed) > 10 * SECOND {
            verified.noted_at.store(now, Ordering::Relaxed);
            app.activity.note(&verified.claims.sid, now);
        }
        Ok(verified)
    }

    fn remember(&self, token: &str, claims: SessionClaims, issued_at: i64) -> Arc<Verified> {
        let verified = Arc::new(Verified { claims, issued_at, noted_at: AtomicI64::new(0) });
        self.good.pin().insert(token.into(), Arc::clone(&verified));
        verified
    }

    /// The token that a session was given a moment ago: twenty tabs that wake up together need one signature.
    fn just_issued(&self, session: &SessionRow, now: i64) -> Option<(Secret, Arc<Verified>)> {
        let (token, verified) = self.newest.pin().get(&session.id)?.clone();
        let claims = &verified.claims;
        // Another node may have taken a proof since.
        let issued_at = claims.iat * SECOND;
        let is_right = [issued_at, issued_at + SECOND - 1].into_iter().any(|at| factor_ages(session, at) == claims.fva);
        let is_fresh = now.div_euclid(SECOND) - claims.iat < FRESH_SECONDS;
        let fits = claims.sts == session.status.as_str() && is_fresh && is_right && !self.is_outdated(&verified);
        let acts_in = claims.o.as_ref().map(|organization| &organization.id);
        let may_act = session.status == SessionStatus::Active;
        (fits && acts_in == session.active_organization_id.as_ref().filter(|_| may_act)).then_some((token, verified))
    }

    /// What was found of someone who acts in an organization that a page names, if that is still so.
    pub fn elsewhere(&self, claims: &SessionClaims, named: &str) -> Option<Arc<Verified>> {
        let known = self.elsewhere.pin().get(&(claims.sid.clone(), named.to_owned())).cloned()?;
        // What the token itself says has to be the same.
        let is_same = (known.claims.iat, known.claims.exp, &known.claims.sts, known.claims.fva)
            == (claims.iat, claims.exp, &claims.sts, claims.fva);
        (is_same && !self.is_outdated(&known)).then_some(known)
    }

    /// Remembers that until the token expires.
    pub fn remember_elsewhere(&self, named: &str, found: &Arc<Verified>) {
        self.elsewhere.pin().insert((found.claims.sid.clone(), named.to_owned()), Arc::clone(found));
    }

    /// The token that was made by a template for someone whose session token is still the same, if the template is too.
    pub fn made_for_service(&self, session: &Arc<Verified>, template: &JwtTemplateRow) -> Option<Secret> {
        let key = (session.claims.sid.clone(), template.id.clone());
        let known = self.for_services.pin().get(&key).cloned()?;
        let is_same = Arc::ptr_eq(&known.session, session) && known.template_updated_at == template.updated_at;
        is_same.then_some(known.token)
    }

    /// Remembers that for as long as the session is given the same token.
    pub fn remember_for_service(&self, session: &Arc<Verified>, template: &JwtTemplateRow, token: &Secret) {
        let (session, template_updated_at) = (Arc::clone(session), template.updated_at);
        let key = (session.claims.sid.clone(), template.id.clone());
        self.for_services.pin().insert(key, ForService { token: token.clone(), session, template_updated_at });
    }

    /// Whether a token says something that has changed since it was issued.
    fn is_outdated(&self, verified: &Verified) -> bool {
        if self.changes.load(Ordering::Acquire) == 0 {
            return false;
        }
        let outdated = self.outdated.pin();
        let changed = |id: &str| outdated.get(id).is_some_and(|at| verified.issued_at <= *at);
        changed(&verified.claims.sub)
            || verified.claims.o.as_ref().is_some_and(|organization| changed(&organization.id))
    }

    /// Refuses the tokens that a user has by now, or everyone who acts in an organization: what they may do there has changed,
    /// or what they are told of it. A browser gets a new one with the same request. `now` is after the change.
    pub fn outdate(&self, id: &str, now: i64) {
        if self.outdated.pin().insert(id.to_owned(), now).is_none() {
            self.changes.fetch_add(1, Ordering::AcqRel);
        }
    }

    fn is_revoked(&self, session_id: &str) -> bool {
        self.revocations.load(Ordering::Acquire) > 0 && self.revoked.pin().contains_key(session_id)
    }

    /// Refuses every token of a session from now on.
    pub fn revoke(&self, session_id: &str, now: i64) {
        if self.revoked.pin().insert(session_id.to_owned(), now).is_none() {
            self.revocations.fetch_add(1, Ordering::AcqRel);
        }
    }

    /// Forgets what has expired.
    pub fn forget_expired(&self, now: i64) {
        let seconds = now.div_euclid(SECOND);
        retain(&self.good, |verified| verified.claims.exp > seconds);
        retain(&self.elsewhere, |verified| verified.claims.exp > seconds);
        retain(&self.newest, |(_, verified)| seconds - verified.claims.iat < FRESH_SECONDS);
        retain(&self.for_services, |known| seconds - known.session.claims.iat < FRESH_SECONDS);
        let gone = retain(&self.revoked, |at| now - at < REVOCATION_MEMORY);
        self.revocations.fetch_sub(gone, Ordering::AcqRel);
        let gone = retain(&self.outdated, |at| now - at < REVOCATION_MEMORY);
        self.changes.fetch_sub(gone, Ordering::AcqRel);
    }

    /// Forgets which tokens were issued a moment ago: the next ones are signed with another key.
    pub fn forget_newest(&self) {
        self.newest.pin().clear();
        self.for_services.pin().clear();
    }

    /// Forgets every token that was found good: each is checked anew, and is good for the rest of its minute.
    pub fn forget_all(&self) {
        self.good.pin().clear();
        self.elsewhere.pin().clear();
        self.forget_newest();
    }
}

/// Keeps what is wanted and says how many went.
fn retain<K, V>(map: &papaya::HashMap<K, V, foldhash::fast::RandomState>, keep: impl Fn(&V) -> bool) -> usize
where
    K: Hash + Eq + Clone,
{
    let map = map.pin();
    let unwanted: Vec<K> = map.iter().filter(|(_, value)| !keep(value)).map(|(key, _)| key.clone()).collect();
    unwanted.iter().filter(|key| matches!(map.remove_if(*key, |_, value| !keep(value)), Ok(Some(_)))).count()
}

/// How many whole minutes ago the first and the second factor were proven in a session; -1 for never.
pub fn factor_ages(session: &SessionRow, now: i64) -> [i64; 2] {
    [session.first_factor_at, session.second_factor_at].map(|proven| proven.map_or(-1, |at| (now - at).max(0) / MINUTE))
}

/// Signs a token for a session.
pub async fn issue(
    app: &Inner,
    connection: &mut Connection,
    session: &SessionRow,
    now: i64,
) -> Result<(Secret, Arc<Verified>), Error> {
    issue_for(app, connection, session, LIFETIME_SECONDS, now).await
}

/// Signs one that is good for so many seconds.
pub async fn issue_for(
    app: &Inner,
    connection: &mut Connection,
    session: &SessionRow,
    lifetime: i64,
    now: i64,
) -> Result<(Secret, Arc<Verified>), Error> {
    let user = match app.claims.asks_user() && session.status == SessionStatus::Active {
        true => users::by_id(connection, &session.user_id).await?,
        false => None,
    };
    let organization = active_organization::of_session(app, connection, session).await?;
    let custom = custom_claims(app, session, user.as_ref());
    sign(app, session, organization.as_ref(), custom, lifetime, now)
}

/// The claims that the settings add to the tokens of a session. Whoever is held up has none of them.
pub fn custom_claims(app: &Inner, session: &SessionRow, user: Option<&User>) -> Map<String, Value> {
    if app.claims.is_empty() || session.status != SessionStatus::Active {
        return Map::new();
    }
    app.claims.render(Subject { user, organization: None, session_id: &session.id }).unwrap_or_else(|| {
        tracing::error!(user = session.user_id, "session_token.claims: too long for a cookie, and left out");
        Map::new()
    })
}

fn sign(
    app: &Inner,
    session: &SessionRow,
    organization: Option<&ActiveOrganization>,
    custom: Map<String, Value>,
    lifetime: i64,
    now: i64,
) -> Result<(Secret, Arc<Verified>), Error> {
    let seconds = now.div_euclid(SECOND);
    let may_act = app.settings.organizations.enabled && session.status == SessionStatus::Active;
    let organization = organization.filter(|_| may_act);
    let (o, fea) = organization.map(|it| active_organization::claims(&app.settings.organizations, it)).unzip();
    // Nobody acts in a person's place for longer than the session.
    let lifetime = match &session.actor {
        Some(_) => lifetime.min((session.expire_at - now + SECOND - 1) / SECOND).max(0),
        None => lifetime,
    };
    let claims = SessionClaims {
        iss: app.settings.base_url.clone(),
        sub: session.user_id.clone(),
        sid: session.id.clone(),
        sts: session.status.as_str().to_owned(),
        iat: seconds,
        nbf: seconds - 10,
        exp: seconds + lifetime,
        azp: Some(app.settings.base_url.clone()),
        fva: factor_ages(session, now),
        v: 2,
        act: session.actor.clone(),
        o,
        fea: fea.flatten(),
        pla: None,
        custom,
    };
    let token = Secret::new(app.keys.sign(&claims)?);
    let verified = app.tokens.remember(token.expose(), claims, now);
    app.activity.note(&session.id, now);
    // The next one who asks is given a whole minute.
    if lifetime == LIFETIME_SECONDS {
        app.tokens.newest.pin().insert(session.id.clone(), (token.clone(), Arc::clone(&verified)));
    }
    Ok((token, verified))
}

/// Whether a session that has not ended yet is over: for not being used, or because the settings give it less time by now than
/// when it began.
pub fn is_over(app: &Inner, session: &SessionRow, now: i64) -> bool {
    is_idle(app, session, now) || now - session.created_at >= app.settings.session.max_lifetime_hours * HOUR
}

/// Whether a session has gone unused for longer than the inactivity timeout.
fn is_idle(app: &Inner, session: &SessionRow, now: i64) -> bool {
    let timeout = app.settings.session.inactivity_timeout_minutes * MINUTE;
    timeout > 0 && now - last_active(app, session) > timeout
}

/// When a request last came in a session, as far as this node knows.
fn last_active(app: &Inner, session: &SessionRow) -> i64 {
    app.activity.last(&session.id).unwrap_or(0).max(session.last_active_at)
}

/// What became of a request whose token is not good any more.
#[derive(Debug)]
pub enum Renewed {
    /// Its session goes on, with a new token.
    Goes(Secret, Arc<Verified>),
    /// Its session is over, so that its old token can be taken away.
    Over,
    /// The client cookie is none that we know: nothing is said about any session.
    Unknown,
}

/// Gives a browser a new session token, with one look-up.
pub async fn renew(app: &Inner, secret: &Token) -> Result<Renewed, Error> {
    let now = app.clock.now();
    let found = {
        let mut connection = app.store.read().await?;
        sessions::by_client_secret(&mut connection, &secret.hash()).await?
    };
    let Some(found) = found else { return Ok(Renewed::Unknown) };
    if found.retired_at.is_some() && found.accepted_until.is_none_or(|until| until <= now) {
        client::end_copied(app, &found.client_id).await?;
        return Ok(Renewed::Unknown);
    }
    let Some(session) = found.session else { return Ok(Renewed::Over) };
    let live = matches!(session.status, SessionStatus::Active | SessionStatus::Pending);
    if !live || session.expire_at <= now || is_over(app, &session, now) {
        return Ok(Renewed::Over);
    }
    let (token, verified) = match app.tokens.just_issued(&session, now) {
        Some(known) => known,
        // Most templates ask nothing of the database, and most renewals need no second connection.
        None if app.claims.asks_user() => issue(app, &mut *app.store.read().await?, &session, now).await?,
        None => {
            let custom = custom_claims(app, &session, None);
            sign(app, &session, found.organization.as_ref(), custom, LIFETIME_SECONDS, now)?
        }
    };
    Ok(Renewed::Goes(token, verified))
}

/// A session that begins, once its transaction is committed.
#[derive(Debug)]
pub struct Begun {
    /// The session.
    pub session: SessionRow,
    began: Began,
    issued: Issued,
    replaced: Vec<String>,
    browser: ClientRow,
    /// Whether nobody else is signed in on the same browser.
    is_alone: bool,
    /// The ticket of a link that was opened there.
    ticket: Option<Token>,
}

impl Begun {
    /// The same, with an account that was made for it.
    #[must_use]
    pub fn with_new_account(self) -> Self {
        Self { began: Began::SignUp, ..self }
    }

    /// The same, acting in an organization that its person has come into in the same transaction: by the invitation with which
    /// they signed up.
    pub async fn acting_in(
        mut self,
        app: &Inner,
        tx: &mut Transaction,
        organization_id: &str,
        now: i64,
    ) -> Result<Self, Error> {
        let is_held_up = self.session.tasks.contains(&SessionTask::SetupMfa);
        if is_held_up || self.session.active_organization_id.as_deref() == Some(organization_id) {
            return Ok(self);
        }
        let acting = active_organization::enter(app, tx, &self.session.id, organization_id, now).await?;
        if let Some((session, token)) = acting {
            self.session = session;
            self.issued.session_token = Some(Some(token));
        }
        Ok(self)
    }

    /// Commits what it began in. What it took the place of is refused from then on.
    pub async fn finish(self, app: &Inner, mut tx: Transaction) -> Result<Outcome, Error> {
        let mut client = match self.is_alone {
            true => client::state_with(app, &mut tx, &self.browser, &self.session).await?,
            false => client::state(app, &mut tx, &self.browser).await?,
        };
        commit(tx).await?;
        // Its owner may have been written to.
        delivery::wake(app);
        for id in &self.replaced {
            app.tokens.revoke(id, app.clock.now());
        }
        // Whoever has a second factor to set up has proven too little so far: the invitation waits for them.
        let is_proven = !self.session.tasks.contains(&SessionTask::SetupMfa);
        let (mut issued, began) = (self.issued, Some(self.began));
        if let Some(ticket) = self.ticket.as_ref().filter(|_| is_proven)
            && let Some((inside, token)) = accept::with_ticket(app, ticket, &self.browser, &self.session).await
        {
            client = inside;
            issued.session_token = Some(Some(token));
        }
        Ok(Outcome { client, issued, began, refused: None, notice: None, backup_codes: None })
    }
}

/// Which of the live sessions of a browser stay when someone signs in there: none, or those of others, as far as there is
/// room.
fn staying<'a>(app: &Inner, live: &'a [SessionRow], user_id: &str, now: i64) -> Vec<&'a SessionRow> {
    if !app.settings.session.multi_session {
        return Vec::new();
    }
    let others = live.iter().filter(|row| row.user_id != user_id && !is_over(app, row, now));
    let mut staying: Vec<&SessionRow> = others.collect();
    staying.sort_by_key(|row| std::cmp::Reverse(last_active(app, row)));
    staying.truncate(MOST_IN_A_BROWSER - 1);
    staying
}

/// What was proven for a session that begins.
#[derive(Clone, Copy, Debug)]
pub struct Proofs<'a> {
    /// What gave the first proof.
    pub strategy: &'a str,
    /// When that was; `None` if the person has given none, because it is somebody else.
    pub first_factor_at: Option<i64>,
    /// When the second one was given.
    pub second_factor_at: Option<i64>,
    /// What gave it, where that is something else.
    pub second_factor: Option<Strategy>,
    /// Who acts in the person's place, if somebody does.
    pub stand_in: Option<StandIn<'a>>,
}

/// Somebody who acts in a person's place.
#[derive(Clone, Copy, Debug)]
pub struct StandIn<'a> {
    /// Who.
    pub actor: &'a Actor,
    /// For how long at most, in milliseconds.
    pub lasts: i64,
}

impl<'a> Proofs<'a> {
    /// One proof, given now.
    pub const fn one(strategy: &'a str, now: i64) -> Self {
        Self { strategy, first_factor_at: Some(now), second_factor_at: None, second_factor: None, stand_in: None }
    }
}

/// Begins a session on a browser that the transaction holds, and makes it the one that its requests act in. What was
/// live there gives way to it, or goes on beside it where several people may be signed in. Where nobody is let in without a
/// second factor it is pending until whoever has none has set one up, and where nobody acts outside of an organization until
/// they have chosen one. The browser gets a new secret,
/// and what it presented before is worth nothing from now on: whoever planted it there has nothing of this session.
pub async fn begin(
    app: &Inner,
    tx: &mut Transaction,
    browser: &Claimed,
    user_id: &str,
    proofs: Proofs<'_>,
    visitor: &Visitor,
    now: i64,
) -> Result<Begun, Error> {
    let id = new_id(Prefix::Session, now);
    let client_id = browser.row.id.as_str();
    let Proofs { strategy, first_factor_at, second_factor_at, second_factor, stand_in } = proofs;
    let lasts = app.settings.session.max_lifetime_hours * HOUR;
    let expire_at = now + stand_in.map_or(lasts, |stand_in| stand_in.lasts.min(lasts));
    let actor = stand_in.map(|stand_in| stand_in.actor);
    Origin::acts_as(user_id, Some(&id), actor.map(Actor::sub));
    let ip_address = visitor.ip.map(|ip| ip.to_string());
    let active_organization_id = active_organization::to_begin_with(app, tx, user_id).await?;
    let organizations = &app.settings.organizations;
    let tasks: Vec<SessionTask> = [
        // Whoever acts in their place sets up nothing for them.
        (SessionTask::SetupMfa, app.settings.mfa.required && second_factor_at.is_none() && actor.is_none()),
        (SessionTask::ChooseOrganization, !organizations.personal_accounts && active_organization_id.is_none()),
    ]
    .into_iter()
    .filter_map(|(task, is_left)| is_left.then_some(task))
    .collect();
    let status = sessions::status_of(&tasks);
    let new = NewSession {
        id: &id,
        client_id,
        user_id,
        actor,
        tasks: &tasks,
        active_organization_id: active_organization_id.as_deref(),
        first_factor_at,
        second_factor_at,
        ip_address: ip_address.as_deref(),
        user_agent: visitor.user_agent.as_deref(),
        expire_at,
    };
    let stays = staying(app, &browser.live, user_id, now);
    let mut replaced: Vec<&SessionRow> =
        browser.live.iter().filter(|row| stays.iter().all(|staying| staying.id != row.id)).collect();
    // In the order in which others write them, so that nobody waits for each other.
    replaced.sort_by(|a, b| a.id.cmp(&b.id));
    for row in &replaced {
        end(app, tx, row, SessionStatus::Replaced, now).await?;
    }
    let secret = match &browser.new_secret {
        Some(secret) => secret.clone(),
        None => client::renew_secret(tx, &browser.row, now).await?,
    };
    sessions::insert(tx, &new, now).await?;
    clients::begin_session(tx, client_id, &id, strategy, now).await?;
    let mut data = serde_json::json!({ "id": id, "user_id": user_id, "client_id": client_id });
    let mut entry = AuditEntry::of(EventType::SessionCreated).with("user_id", user_id).with("strategy", strategy);
    if let Some(strategy) = second_factor {
        entry = entry.with("second_factor", strategy.as_str());
    }
    if let Some(actor) = actor {
        data["actor"] = Value::Object(actor.claims().to_map());
        entry = entry.with("actor", data["actor"].clone());
    }
    events::record_as(tx, EventType::SessionCreated, &id, &data, entry, now).await?;
    if status == SessionStatus::Pending {
        events::record(tx, EventType::SessionPending, &id, &data, now).await?;
    }
    let session = SessionRow {
        id,
        client_id: client_id.to_owned(),
        user_id: user_id.to_owned(),
        status,
        first_factor_at,
        second_factor_at,
        last_active_at: now,
        expire_at,
        created_at: now,
        totp_setup: None,
        active_organization_id,
        tasks,
        actor: actor.cloned(),
    };
    let (token, _) = issue(app, tx, &session, now).await?;
    let issued = Issued { client_token: Some(secret), session_token: Some(Some(token)) };
    let replaced = replaced.into_iter().map(|row| row.id.clone()).collect();
    let browser =
        ClientRow { last_authentication_strategy: Some(strategy.to_owned()), ..browser.row.acting_in(Some(&session)) };
    let (is_alone, ticket) = (stays.is_empty(), visitor.ticket.clone());
    Ok(Begun { session, began: Began::SignIn, issued, replaced, browser, is_alone, ticket })
}

/// Ends a session in a transaction; the caller revokes its tokens once that has been committed.
pub async fn end(
    app: &Inner,
    connection: &mut Connection,
    session: &SessionRow,
    status: SessionStatus,
    now: i64,
) -> Result<(), Error> {
    if !sessions::end(connection, &session.id, status, now).await? {
        return Ok(());
    }
    let kind = match status {
        SessionStatus::Removed | SessionStatus::Replaced => EventType::SessionRemoved,
        SessionStatus::Ended | SessionStatus::Expired | SessionStatus::Abandoned => EventType::SessionEnded,
        _ => EventType::SessionRevoked,
    };
    let data = serde_json::json!({ "id": session.id, "user_id": session.user_id, "client_id": session.client_id });
    let entry = AuditEntry::of(kind).with("user_id", session.user_id.as_str()).with("status", status.as_str());
    events::record_as(connection, kind, &session.id, &data, entry, now).await?;
    app.store.tell(connection, &Notice::SessionEnded(session.id.clone())).await?;
    Ok(())
}
