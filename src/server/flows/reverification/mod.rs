//! Reverification: who has been signed in for a while proves once more who they are before something that matters.
//!
//! ```text
//! (none) ── start ──▶ needs_first_factor ── attempt_first_factor ─┬─▶ complete: the session's proofs are fresh
//!              │                                                  ▼                        ▲
//!              └──────────────────────────────────▶ needs_second_factor ── attempt_second_factor
//! ```
//!
//! Which factors are asked for the level says. They are those of the sign-in, with its limits: nobody gets to guess twice.
//! Only the person of the session proves anything, and only where it is active. The browser gets a new secret and a new
//! session token: whatever was planted or copied before is worth nothing from then on.

mod factors;
mod first_factor;
mod passkey;
mod second_factor;

pub use first_factor::{Attempt, attempt_first_factor, prepare_first_factor};
pub use passkey::{attempt_passkey, prepare_passkey};
pub use second_factor::{attempt_second_factor, prepare_second_factor};

use super::{Error, Issued, Visitor, acting, client, commit_with_mail, session};
use crate::model::{
    ApiError, ErrorCode, Field, Notice, ReverificationLevel, SessionStatus, SessionVerification,
    SessionVerificationFactor, SessionVerificationStatus, Strategy, User,
};
use crate::server::crypto::{MINUTE, Prefix, new_id};
use crate::server::events::{AuditAction, AuditEntry};
use crate::server::factors::code;
use crate::server::store::clients::ClientRow;
use crate::server::store::proofs::{self, UnderWay};
use crate::server::store::second_factors::{self, Enrolled};
use crate::server::store::session_verifications::{self as store, SessionVerificationRow};
use crate::server::store::sessions::{self, SessionRow};
use crate::server::store::{Connection, Transaction, users, verifications};
use crate::server::vestibule::Inner;

/// How long it may take, in milliseconds.
const WITHIN: i64 = 10 * MINUTE;

/// How lately whoever is held up has proven who they are.
const HELD_UP: ReverificationLevel = ReverificationLevel::Moderate;

/// What people do with their accounts, as far as it matters how lately they have proven who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Names, devices: whoever sits at an open browser may.
    Everyday,
    /// What they go by: addresses, numbers, the username.
    Identifiers,
    /// The password.
    Password,
    /// Second factors.
    SecondFactors,
    /// Passkeys.
    Passkeys,
    /// Accounts elsewhere.
    Connections,
    /// What lets programs in, in their place.
    ApiKeys,
    /// The end of the account.
    Deletion,
    /// The end of an organization.
    OrganizationDeletion,
}

impl Action {
    /// What is asked for.
    pub const fn level(self) -> Option<ReverificationLevel> {
        match self {
            Self::Everyday => None,
            Self::Identifiers
            | Self::Password
            | Self::SecondFactors
            | Self::Passkeys
            | Self::Connections
            | Self::ApiKeys => Some(ReverificationLevel::Strict),
            Self::Deletion | Self::OrganizationDeletion => Some(ReverificationLevel::StrictMfa),
        }
    }
}

/// Refuses whoever has not proven lately enough who they are. A session that is held up may do nothing but set up what it is
/// held up for, and within an hour of its beginning: whoever finds it later signs in, as whoever finds an open one proves
/// who they are.
pub async fn require(
    app: &Inner,
    connection: &mut Connection,
    session: &SessionRow,
    action: Action,
    now: i64,
) -> Result<(), Error> {
    let Some(level) = action.level().filter(|_| app.settings.session.reverification) else { return Ok(()) };
    if session.status != SessionStatus::Active {
        let is_late = !HELD_UP.outstanding(session::factor_ages(session, now), false).is_none();
        return if is_late { Err(refusal(ErrorCode::AuthenticationInvalid)) } else { Ok(()) };
    }
    let has_second_factor = second_factors::is_enabled(connection, &session.user_id).await?;
    match level.outstanding(session::factor_ages(session, now), has_second_factor).is_none() {
        true => Ok(()),
        false => Err(ApiError::reverification(level).into()),
    }
}

/// What came of a step.
#[derive(Clone, Debug)]
pub struct Step {
    /// Where it stands now.
    pub verification: SessionVerification,
    /// Whose it is.
    pub user_id: String,
    /// What the browser is given to keep.
    pub issued: Issued,
    /// What the person is told about it.
    pub notice: Option<Notice>,
}

fn refusal(code: ErrorCode) -> Error {
    ApiError::new(code).into()
}

/// None is under way, or it does not stand at this step.
fn no_attempt() -> Error {
    refusal(ErrorCode::ClientStateInvalid)
}

fn not_offered() -> Error {
    ApiError::of(ErrorCode::StrategyForUserInvalid, Field::Strategy).into()
}

/// A session verification that the transaction holds, with the browser and the session that it belongs to.
struct Held {
    tx: Transaction,
    browser: ClientRow,
    session: SessionRow,
    row: SessionVerificationRow,
    now: i64,
}

impl Held {
    /// Ends the transaction of a step that has proven nothing yet.
    async fn finish(mut self, app: &Inner, notice: Option<Notice>) -> Result<Step, Error> {
        let row = store::open(&mut self.tx, &self.session.id, &self.browser.id, self.now).await?;
        let verification = shown(app, &mut self.tx, &row.ok_or_else(no_attempt)?, &self.session.user_id).await?;
        commit_with_mail(app, self.tx).await?;
        Ok(Step { verification, user_id: self.session.user_id, issued: Issued::default(), notice })
    }

    /// Who is proving it, as they are.
    async fn user(&mut self) -> Result<User, Error> {
        users::by_id(&mut self.tx, &self.session.user_id).await?.ok_or_else(no_attempt)
    }

    /// Ends it well. Each factor counts from the time that is given for it; `by` is what gave the last one.
    async fn complete(
        mut self,
        app: &Inner,
        first: Option<i64>,
        second: Option<i64>,
        by: Strategy,
    ) -> Result<Step, Error> {
        let now = self.now;
        if !store::complete(&mut self.tx, &self.row.id, self.row.status, now).await? {
            return Err(no_attempt());
        }
        let session = sessions::prove(&mut self.tx, &self.session.id, first, second, now).await?;
        let session = session.ok_or_else(|| refusal(ErrorCode::AuthenticationInvalid))?;
        let session = session::by_settings(app, session);
        let factor = if second.is_some() { "second_factor" } else { "first_factor" };
        let entry = AuditEntry::of(AuditAction::SessionReverified).with("level", self.row.level.as_str());
        let entry = entry.with(factor, by.as_str());
        entry.write(&mut self.tx, Some(&session.id), now).await?;
        let secret = client::renew_secret(&mut self.tx, &self.browser, now).await?;
        let (token, _) = session::issue(app, &mut self.tx, &session, now).await?;
        self.row.status = SessionVerificationStatus::Complete;
        let verification = shown(app, &mut self.tx, &self.row, &self.session.user_id).await?;
        commit_with_mail(app, self.tx).await?;
        let issued = Issued { client_token: Some(secret), session_token: Some(Some(token)) };
        Ok(Step { verification, user_id: self.session.user_id, issued, notice: None })
    }
}

/// The one that is under way in a browser and stands at a step, held until the end of the transaction.
async fn hold(
    app: &Inner,
    visitor: &Visitor,
    known: &ClientRow,
    at: SessionVerificationStatus,
    now: i64,
) -> Result<Held, Error> {
    let mut tx = app.store.write().await?;
    let (browser, session) = acting::hold_session(app, &mut tx, visitor, known, now).await?;
    let row = store::open(&mut tx, &session.id, &browser.id, now).await?.filter(|row| row.status == at);
    Ok(Held { tx, browser, session, row: row.ok_or_else(no_attempt)?, now })
}

/// The one that is under way in a browser, without holding it.
async fn find(
    app: &Inner,
    visitor: &Visitor,
    at: SessionVerificationStatus,
) -> Result<(ClientRow, SessionRow, SessionVerificationRow), Error> {
    let (known, session) = acting::find(app, visitor).await?;
    let mut connection = app.store.read().await?;
    let row = store::open(&mut connection, &session.id, &known.id, app.clock.now()).await?;
    let row = row.filter(|row| row.status == at).ok_or_else(no_attempt)?;
    Ok((known, session, row))
}

/// Begins one, or goes on with the one that is under way where that asks for the same.
pub async fn start(app: &Inner, visitor: &Visitor, level: ReverificationLevel) -> Result<Step, Error> {
    let (known, _) = acting::find(app, visitor).await?;
    let now = app.clock.now();
    let mut tx = app.store.write().await?;
    let (browser, session) = acting::hold_session(app, &mut tx, visitor, &known, now).await?;
    let open = store::open(&mut tx, &session.id, &browser.id, now).await?;
    if let Some(row) = open.filter(|row| row.level == level)
        && proofs::has_second_attempts(&mut tx, UnderWay::SessionVerification(&row.id), second_factor::MOST_ATTEMPTS)
            .await?
    {
        return Held { tx, browser, session, row, now }.finish(app, None).await;
    }
    let user = users::by_id(&mut tx, &session.user_id).await?.ok_or_else(no_attempt)?;
    // As if nothing had ever been proven: what is asked for is all that the level counts.
    let asked = level.outstanding([-1, -1], user.two_factor_enabled);
    let mut row = SessionVerificationRow {
        id: new_id(Prefix::SessionVerification, now),
        session_id: session.id.clone(),
        client_id: browser.id.clone(),
        level,
        status: SessionVerificationStatus::NeedsFirstFactor,
        first_factor: None,
        verification_id: None,
        first_factor_at: None,
        second_factor: None,
        second_verification_id: None,
        abandon_at: now + WITHIN,
    };
    // Who cannot be sent anything now still gets to the step, where it says so.
    if asked.first_factor {
        let first = factors::first_factors(app, &user).into_iter().next();
        row.first_factor = first.as_ref().map(|factor| factor.strategy);
        if let Some(factor) = first.filter(|factor| factor.strategy.is_sent()) {
            row.verification_id =
                sent(first_factor::send(app, &mut tx, visitor, &browser, &row, &user, &factor, now).await)?;
        }
    } else {
        row.status = SessionVerificationStatus::NeedsSecondFactor;
        second_factor::ask(app, &mut tx, visitor, &browser, &mut row, &user, now).await?;
    }
    store::put(&mut tx, &row, now).await?;
    Held { tx, browser, session, row, now }.finish(app, None).await
}

/// What was sent, if anything could be.
fn sent(outcome: Result<String, Error>) -> Result<Option<String>, Error> {
    match outcome {
        Ok(id) => Ok(Some(id)),
        Err(Error::Refused(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whoever is signed in on a browser, and the session verification that is under way there, if one is.
pub async fn look(app: &Inner, visitor: &Visitor) -> Result<(User, Option<SessionVerification>), Error> {
    let (known, session) = acting::find(app, visitor).await?;
    let mut connection = app.store.read().await?;
    let user = users::by_id(&mut connection, &session.user_id).await?;
    let user = user.ok_or_else(|| refusal(ErrorCode::AuthenticationInvalid))?;
    let row = store::open(&mut connection, &session.id, &known.id, app.clock.now()).await?;
    let under_way = match row {
        Some(row) => Some(shown(app, &mut connection, &row, &session.user_id).await?),
        None => None,
    };
    Ok((user, under_way))
}

/// One as its browser may see it.
async fn shown(
    app: &Inner,
    connection: &mut Connection,
    row: &SessionVerificationRow,
    user_id: &str,
) -> Result<SessionVerification, Error> {
    let user = users::by_id(connection, user_id).await?.ok_or_else(no_attempt)?;
    let has = second_factors::of_user(connection, user_id).await?;
    let now = app.clock.now();
    let asked = row.level.outstanding([-1, -1], user.two_factor_enabled);
    let firsts = if asked.first_factor { factors::first_factors(app, &user) } else { Vec::new() };
    let seconds = if asked.second_factor { factors::second_factors(app, &has) } else { Vec::new() };
    let first = current(connection, row.first_factor, row.verification_id.as_deref()).await?;
    let second = current(connection, row.second_factor, row.second_verification_id.as_deref()).await?;
    let number = second.as_ref().and_then(|sent| number_of(&has, &sent.address));
    Ok(SessionVerification {
        id: row.id.clone(),
        status: row.status,
        level: row.level,
        session_id: row.session_id.clone(),
        first_factor: factors::asked(&firsts, row.first_factor, None),
        first_factor_verification: first.map(|sent| code::public(&sent, now)),
        supported_first_factors: firsts,
        second_factor: factors::asked(&seconds, row.second_factor, number),
        second_factor_verification: second.map(|sent| code::public(&sent, now)),
        supported_second_factors: seconds,
        expire_at: row.abandon_at,
    })
}

/// The code that was sent for what is asked for. Another one waits for whoever comes back to that.
async fn current(
    connection: &mut Connection,
    strategy: Option<Strategy>,
    verification_id: Option<&str>,
) -> Result<Option<verifications::VerificationRow>, Error> {
    let Some(id) = verification_id else { return Ok(None) };
    let row = verifications::by_id(connection, id).await?;
    Ok(row.filter(|row| strategy.is_some_and(|strategy| row.strategy == strategy.as_str())))
}

fn number_of<'a>(has: &'a Enrolled, number: &str) -> Option<&'a str> {
    has.phones.iter().find(|phone| phone.number == number).map(|phone| phone.id.as_str())
}

/// The offer with a strategy, of one number where that is named.
fn offer<'a>(
    offers: &'a [SessionVerificationFactor],
    strategy: Strategy,
    phone_number_id: &str,
) -> Result<&'a SessionVerificationFactor, Error> {
    let is_meant = |offer: &&SessionVerificationFactor| {
        let is_number = phone_number_id.is_empty() || offer.phone_number_id.as_deref() == Some(phone_number_id);
        offer.strategy == strategy && (offer.strategy != Strategy::PhoneCode || is_number)
    };
    offers.iter().find(is_meant).ok_or_else(not_offered)
}
