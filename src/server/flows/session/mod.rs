//! Sessions: how they begin, are renewed, and end. Those of one browser are in [`browser`](super::browser).
//!
//! A browser proves itself with the secret of its client cookie, which one look-up in the database leads to its session.
//! That gives a session token of 60 seconds, which needs no look-up: every request within the minute is answered from
//! the token alone. A session that is over is refused at once on the node that ended it and on every node that is told,
//! and nowhere longer than the token lives.

mod begin;
mod verified;

use std::sync::Arc;

use serde_json::{Map, Value};

pub use self::begin::{Begun, Proofs, StandIn, begin, end};
pub use self::verified::{Verified, VerifiedTokens};
use super::{Error, active_organization, client};
use crate::model::{ActiveOrganization, SessionClaims, SessionStatus, SessionTask, User};
use crate::server::claims_template::Subject;
use crate::server::crypto::session_token::{GOOD_BEFORE_SECONDS, LIFETIME_SECONDS};
use crate::server::crypto::{HOUR, MINUTE, SECOND, Secret, Token};
use crate::server::store::sessions::{self, SessionRow};
use crate::server::store::{Connection, StoreError, users};
use crate::server::vestibule::Inner;

/// Where a live session stands by the settings of now, and what holds it up: where nobody acts outside of an organization,
/// whoever does is held up until they have chosen one, whenever their session began; elsewhere that holds up nobody any more.
pub fn standing(
    app: &Inner,
    (status, tasks): (SessionStatus, &[SessionTask]),
    organization_id: Option<&str>,
) -> (SessionStatus, Vec<SessionTask>) {
    if !matches!(status, SessionStatus::Active | SessionStatus::Pending) {
        return (status, tasks.to_vec());
    }
    let others = tasks.iter().copied().filter(|task| *task != SessionTask::ChooseOrganization);
    let choose = (must_choose(app) && organization_id.is_none()).then_some(SessionTask::ChooseOrganization);
    let left: Vec<SessionTask> = others.chain(choose).collect();
    (sessions::status_of(&left), left)
}

/// Whether nobody acts outside of an organization.
pub fn must_choose(app: &Inner) -> bool {
    !app.settings.organizations.personal_accounts
}

/// A session as it stands by the settings of now.
pub fn by_settings(app: &Inner, session: SessionRow) -> SessionRow {
    let organization_id = session.active_organization_id.as_deref();
    let (status, tasks) = standing(app, (session.status, &session.tasks), organization_id);
    SessionRow { status, tasks, ..session }
}

/// The live sessions of a browser, newest first, each as it stands by the settings of now.
pub async fn live_of_client(
    app: &Inner,
    connection: &mut Connection,
    client_id: &str,
    now: i64,
) -> Result<Vec<SessionRow>, StoreError> {
    let live = sessions::live_of_client(connection, client_id, now).await?;
    Ok(live.into_iter().map(|session| by_settings(app, session)).collect())
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
    let subject = Subject {
        user,
        session_id: &session.id,
        actor: session.actor.as_ref(),
        base_url: &app.settings.base_url,
        ..Subject::default()
    };
    app.claims.render(subject).unwrap_or_else(|| {
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
        nbf: seconds - GOOD_BEFORE_SECONDS,
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
    // The next one who asks is given a whole minute.
    let is_whole = lifetime == LIFETIME_SECONDS;
    let sign = |claims: &SessionClaims| app.keys.sign(claims, now);
    let is_known = |token: &str| app.keys.verifies_until(token).is_some();
    let issued = app.tokens.issue((claims, is_whole), now, sign, is_known)?;
    app.activity.note(&session.id, now);
    Ok(issued)
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
    let session = by_settings(app, session);
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
