//! How sessions begin and end.

use serde_json::Value;

use super::{is_over, issue, last_active, must_choose};
use crate::model::{Actor, SessionStatus, SessionTask, Strategy};
use crate::server::crypto::{HOUR, Prefix, Token, new_id};
use crate::server::delivery;
use crate::server::events::{self, AuditEntry, EventType, Origin};
use crate::server::flows::client::{self, Claimed};
use crate::server::flows::organizations::accept;
use crate::server::flows::sessions::told;
use crate::server::flows::{Began, Error, Issued, Outcome, Visitor, active_organization, commit};
use crate::server::store::clients::{self, ClientRow};
use crate::server::store::session_list::ListedSession;
use crate::server::store::sessions::{self, NewSession, SessionRow};
use crate::server::store::{Connection, Notice, Transaction};
use crate::server::vestibule::Inner;

/// No more people than these are signed in on one browser: the one whose turn was the longest ago gives way.
const MOST_IN_A_BROWSER: usize = 10;

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
        Ok(Outcome {
            client,
            issued,
            began,
            refused: None,
            notice: None,
            organization_id: None,
            backup_codes: None,
            api_key: None,
        })
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
    let tasks: Vec<SessionTask> = [
        // Whoever acts in their place sets up nothing for them.
        (SessionTask::SetupMfa, app.settings.mfa.required && second_factor_at.is_none() && actor.is_none()),
        (SessionTask::ChooseOrganization, must_choose(app) && active_organization_id.is_none()),
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
    let data = told(app, ListedSession::begun(&new, now));
    let mut entry = AuditEntry::of(EventType::SessionCreated).with("user_id", user_id).with("strategy", strategy);
    if let Some(strategy) = second_factor {
        entry = entry.with("second_factor", strategy.as_str());
    }
    if let Some(actor) = actor {
        entry = entry.with("actor", Value::Object(actor.claims().to_map()));
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
    let Some(ended) = sessions::end(connection, &session.id, status, now).await? else { return Ok(()) };
    let kind = match status {
        SessionStatus::Removed | SessionStatus::Replaced => EventType::SessionRemoved,
        SessionStatus::Ended | SessionStatus::Expired | SessionStatus::Abandoned => EventType::SessionEnded,
        _ => EventType::SessionRevoked,
    };
    let data = told(app, ended);
    let entry = AuditEntry::of(kind).with("user_id", session.user_id.as_str()).with("status", status.as_str());
    events::record_as(connection, kind, &session.id, &data, entry, now).await?;
    app.store.tell(connection, &Notice::SessionEnded(session.id.clone())).await?;
    Ok(())
}
