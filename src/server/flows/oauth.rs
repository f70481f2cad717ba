//! Sign-in, sign-up and connection through a provider.
//!
//! ```text
//! start ──▶ the provider ──▶ finish ─┬─ their account there is known          ──▶ signed in
//!                                    ├─ their proven address is someone's here ──▶ connected, signed in
//!                                    └─ nobody here knows them                ──▶ sign-up
//! ```
//!
//! Whoever comes back has to be the browser that was sent away, from the provider that it was sent to, and once. People
//! are known by issuer and subject alone. An address that the provider has not proven leads to nobody: it is asked for as
//! any sign-up asks for it, so that who has an account under it is not told.

use serde::{Deserialize, Serialize};

use super::client::{self, Claimed};
use super::external_sign_up::{self, External, SignedUp};
use super::reverification::{self, Action};
use super::sign_in::{Admitted, At, Entrant, admit, refuse_signed_in};
use super::{Error, Issued, Outcome, Visitor, acting, api_keys, commit, organizations, owner, session};
use crate::model::{ApiError, ErrorCode, Field, SessionStatus};
use crate::server::crypto::{MINUTE, Secret, Token};
use crate::server::delivery;
use crate::server::events::{AuditAction, AuditEntry, Origin};
use crate::server::factors::oauth::{EnabledProvider, OauthError, Returned, STRATEGY_PREFIX};
use crate::server::store::clients::ClientRow;
use crate::server::store::identifiers::{self, IdentifierKind};
use crate::server::store::oauth_attempts::{self, AttemptRow, NewAttempt};
use crate::server::store::users;
use crate::server::store::{
    Connection, StoreError, Transaction, avatars, external_accounts, passkeys, second_factors, sessions, sign_ins,
};
use crate::server::vestibule::Inner;

pub use crate::server::store::oauth_attempts::Purpose;

/// How long a person may stay at the provider, in milliseconds.
const LIFETIME: i64 = 10 * MINUTE;
/// How often one begins again because someone else was quicker.
const ROUNDS: usize = 3;
const SEAL: &str = "oauth_attempt";

/// What the way back is proven with.
#[derive(Serialize, Deserialize)]
struct Secrets {
    verifier: Option<String>,
    nonce: Option<String>,
}

/// What a browser comes back with.
#[derive(Debug, Default)]
pub struct Answer {
    /// The question that it answers.
    pub state: String,
    /// The code, if the person said yes.
    pub code: Option<String>,
    /// Why not, if not.
    pub error: Option<String>,
    /// Whom it is from (RFC 9207).
    pub iss: Option<String>,
    /// A name that Apple tells beside everything else.
    pub user: Option<String>,
}

/// What came of it.
pub struct Finished {
    /// The browser's new state.
    pub outcome: Outcome,
    /// What comes next.
    pub next: Next,
    /// Where they wanted to go.
    pub redirect_url: Option<String>,
}

/// What comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// They are in.
    SignedIn,
    /// They are in for the first time.
    SignedUp,
    /// Another proof is missing.
    SecondFactor,
    /// Something has to be filled in.
    Continue,
    /// A code has to be given.
    Verify,
    /// The account there is connected.
    Connected,
}

/// Why nothing came of it, and where that is to be told.
#[derive(Debug)]
pub struct Failed {
    /// What they were sent for, as far as that is known.
    pub purpose: Purpose,
    /// Where they wanted to go.
    pub redirect_url: Option<String>,
    /// Why.
    pub error: Error,
}

fn refusal(code: ErrorCode) -> Error {
    ApiError::new(code).into()
}

/// Sends a browser to a provider: gives the address.
pub async fn start(
    app: &Inner,
    visitor: &Visitor,
    strategy: &str,
    purpose: Purpose,
) -> Result<(Outcome, String), Error> {
    let provider = strategy.strip_prefix(STRATEGY_PREFIX).and_then(|key| app.oauth.find(key));
    let provider = provider.ok_or_else(|| ApiError::of(ErrorCode::FormParamFormatInvalid, Field::Strategy))?;
    let known = client::find(app, visitor).await?;
    let acting = match purpose {
        Purpose::Connect => {
            let acting = acting::find(app, visitor).await?;
            let mut connection = app.store.read().await?;
            reverification::require(app, &mut connection, &acting.1, Action::Connections, app.clock.now()).await?;
            Some(acting)
        }
        Purpose::SignIn | Purpose::SignUp => {
            refuse_signed_in(app, known.as_ref()).await?;
            None
        }
    };
    let state = Token::random();
    let now = app.clock.now();
    let question = app.oauth.ask(provider, &state, now).await.map_err(|error| told(provider, &error))?;
    let secrets = Secrets {
        verifier: question.verifier.map(|verifier| verifier.expose().to_owned()),
        nonce: question.nonce.map(|nonce| nonce.expose().to_owned()),
    };
    let secrets = serde_json::to_vec(&secrets).map_err(|_| StoreError::Row("an attempt's secrets"))?;
    let mut tx = app.store.write().await?;
    let (browser, client_token) = match &acting {
        Some((browser, _)) => (acting::hold_browser(&mut tx, visitor, browser, now).await?, None),
        None => {
            let claimed = client::claim(app, &mut tx, visitor, known.as_ref(), None, now).await?;
            // Whoever planted the cookie that the browser came with has no part in what is begun here.
            let token = match claimed.new_secret {
                Some(new) => new,
                None => client::renew_secret(&mut tx, &claimed.row, now).await?,
            };
            (claimed.row, Some(token))
        }
    };
    let attempt = NewAttempt {
        state_hash: &state.hash(),
        provider: &provider.key,
        client_id: &browser.id,
        purpose,
        user_id: acting.as_ref().map(|(_, session)| session.user_id.as_str()),
        sealed_secrets: &app.key.seal(SEAL, &secrets),
        redirect_url: visitor.bound_for.as_deref(),
        expire_at: now + LIFETIME,
    };
    oauth_attempts::insert(&mut tx, &attempt, now).await?;
    let issued = Issued { client_token, session_token: None };
    let outcome = client::outcome(app, &mut tx, &browser, issued).await?;
    commit(tx).await?;
    Ok((outcome, question.url))
}

/// What a person is told about a provider; what went wrong there is told to the log.
fn told(provider: &EnabledProvider, error: &OauthError) -> Error {
    tracing::warn!(%error, "a provider did not tell who someone is");
    match error {
        OauthError::Refused { .. } => refusal(ErrorCode::OauthCallbackInvalid),
        OauthError::Provider { .. } => refusal(ErrorCode::OauthTokenRetrievalError),
        OauthError::Unreachable { .. } => {
            ApiError::new(ErrorCode::OauthProviderUnreachable).about_provider(&provider.name).into()
        }
    }
}

/// Takes in a browser that comes back from a provider.
pub async fn finish(app: &Inner, visitor: &Visitor, key: &str, answer: Answer) -> Result<Finished, Failed> {
    let lost = |error: Error| Failed { purpose: Purpose::SignIn, redirect_url: None, error };
    let (provider, browser, attempt) = take_attempt(app, visitor, key, &answer.state).await.map_err(lost)?;
    let purpose = attempt.purpose;
    let redirect_url = attempt.redirect_url.clone();
    let visitor = &Visitor { bound_for: redirect_url.clone(), ..visitor.clone() };
    match finish_attempt(app, visitor, provider, &browser, attempt, answer).await {
        Ok((outcome, next)) => Ok(Finished { outcome, next, redirect_url }),
        Err(error) => Err(Failed { purpose, redirect_url, error }),
    }
}

async fn take_attempt<'a>(
    app: &'a Inner,
    visitor: &Visitor,
    key: &str,
    state: &str,
) -> Result<(&'a EnabledProvider, ClientRow, AttemptRow), Error> {
    let unknown = || refusal(ErrorCode::OauthCallbackInvalid);
    let provider = app.oauth.find(key).ok_or_else(unknown)?;
    let state = Token::presented(state).ok_or_else(unknown)?;
    let browser = client::find(app, visitor).await?.ok_or_else(unknown)?;
    let mut connection = app.store.write_one().await?;
    let now = app.clock.now();
    let taken = oauth_attempts::take(&mut connection, &state.hash(), &provider.key, &browser.id, now).await?;
    Ok((provider, browser, taken.ok_or_else(unknown)?))
}

async fn finish_attempt(
    app: &Inner,
    visitor: &Visitor,
    provider: &EnabledProvider,
    browser: &ClientRow,
    attempt: AttemptRow,
    answer: Answer,
) -> Result<(Outcome, Next), Error> {
    let Some(code) = answer.code.filter(|_| answer.error.is_none()) else {
        return Err(refusal(match answer.error.as_deref() {
            // Facebook and Apple have words of their own for it.
            Some("access_denied" | "user_denied" | "user_cancelled_authorize" | "user_cancelled_login") => {
                ErrorCode::OauthAccessDenied
            }
            _ => ErrorCode::OauthTokenRetrievalError,
        }));
    };
    let opened = app.key.open(SEAL, &attempt.sealed_secrets);
    let secrets: Option<Secrets> = opened.and_then(|json| serde_json::from_slice(&json).ok());
    let secrets = secrets.ok_or(StoreError::Row("an attempt's secrets"))?;
    let (verifier, nonce) = (secrets.verifier.map(Secret::new), secrets.nonce.map(Secret::new));
    let returned = Returned { code: Secret::new(code), iss: answer.iss, user: answer.user };
    let now = app.clock.now();
    let identified = app.oauth.identify(provider, &app.key, &returned, verifier.as_ref(), nonce.as_ref(), now).await;
    let (identity, tokens) = identified.map_err(|error| told(provider, &error))?;
    let external = External { provider: provider.key.clone(), identity, tokens };
    for _ in 0..ROUNDS {
        let settled = match attempt.purpose {
            Purpose::Connect => connect(app, visitor, browser, &attempt, &external).await,
            Purpose::SignIn | Purpose::SignUp => enter(app, visitor, browser, &external).await,
        };
        match settled {
            // Someone else was quicker: whoever it is, they are known by now.
            Ok(None) | Err(Error::Store(StoreError::Exists(_))) => {}
            Ok(Some(done)) => return Ok(done),
            Err(error) => return Err(error),
        }
    }
    Err(refusal(ErrorCode::OauthCallbackInvalid))
}

/// Who here is meant by someone there.
#[derive(Debug, PartialEq, Eq)]
enum Meant {
    /// The one whose account there is connected.
    Connected(String),
    /// The one who has proven to own the address that the provider has proven.
    SameAddress(String),
    /// The one whose account goes by that address, which they have never proven: it becomes theirs who has.
    Unproven { user_id: String, identifier_id: String },
    /// Nobody.
    Nobody,
}

impl Meant {
    async fn by(connection: &mut Connection, external: &External) -> Result<Self, Error> {
        let identity = &external.identity;
        let owner =
            external_accounts::owner(connection, &external.provider, &identity.issuer, &identity.subject).await?;
        if let Some(user_id) = owner {
            return Ok(Self::Connected(user_id));
        }
        let Some(email) = external.proven_email() else { return Ok(Self::Nobody) };
        Ok(match identifiers::owner(connection, IdentifierKind::EmailAddress, &email.normalized).await? {
            Some(owner) if owner.is_verified => Self::SameAddress(owner.user_id),
            Some(owner) => Self::Unproven { user_id: owner.user_id, identifier_id: owner.identifier_id },
            None => Self::Nobody,
        })
    }

    fn user_id(&self) -> Option<&str> {
        match self {
            Self::Connected(id) | Self::SameAddress(id) | Self::Unproven { user_id: id, .. } => Some(id),
            Self::Nobody => None,
        }
    }
}

/// Signs in whoever is meant, or begins the sign-up of someone whom nobody knows. `None` if it has to be asked again who
/// is meant.
async fn enter(
    app: &Inner,
    visitor: &Visitor,
    known: &ClientRow,
    external: &External,
) -> Result<Option<(Outcome, Next)>, Error> {
    let meant = Meant::by(&mut *app.store.read().await?, external).await?;
    let now = app.clock.now();
    let mut tx = app.store.write().await?;
    let browser = client::claim(app, &mut tx, visitor, Some(known), meant.user_id(), now).await?;
    // An account that is taken over belongs to no organization any more, and each counts its members.
    let held = match &meant {
        Meant::Unproven { user_id, .. } => organizations::hold_all_of(&mut tx, user_id).await?,
        _ => Vec::new(),
    };
    // Whoever is meant is held before anything of theirs: two who are connected at once come one after the other.
    let proven = match meant.user_id() {
        Some(user_id) => users::gave_first_proof(&mut tx, user_id, now).await?,
        None => None,
    };
    let is_there = proven.is_some() || meant == Meant::Nobody;
    // Once more, now that nothing changes it.
    let is_settled = is_there && Meant::by(&mut tx, external).await? == meant;
    let are_held = match &meant {
        Meant::Unproven { user_id, .. } => organizations::are_all_held(&mut tx, &held, user_id).await?,
        _ => true,
    };
    if !is_settled || !are_held {
        tx.rollback().await.map_err(StoreError::from)?;
        return Ok(None);
    }
    let revoked = match &meant {
        Meant::Nobody => {
            return Ok(Some(match external_sign_up::begin(app, tx, visitor, browser, external, now).await? {
                SignedUp::In(outcome) => (outcome, Next::SignedUp),
                SignedUp::UnderWay(outcome) => {
                    let sign_up = outcome.client.sign_up.as_ref();
                    let whole = sign_up.is_some_and(|sign_up| sign_up.missing_fields.is_empty());
                    (outcome, if whole { Next::Verify } else { Next::Continue })
                }
            }));
        }
        Meant::Connected(_) => {
            external.update(app, &mut tx, now).await?;
            Vec::new()
        }
        // Whoever has the address alone connects nothing: who gives the second proof as well can do that afterwards.
        Meant::SameAddress(_) if proven.is_some_and(|proven| proven.two_factor_enabled) => Vec::new(),
        Meant::SameAddress(user_id) => {
            users::hold(&mut tx, user_id, now).await?;
            Origin::acts_as(user_id, None, None);
            external.connect(app, &mut tx, user_id, now).await?;
            connected(app, &mut tx, user_id, external, now).await?;
            Vec::new()
        }
        Meant::Unproven { user_id, identifier_id } => {
            let theirs = (user_id.as_str(), identifier_id.as_str(), held.as_slice());
            let revoked = take_over(app, &mut tx, visitor, theirs, external, &browser, now).await?;
            Origin::acts_as(user_id, None, None);
            let entry = AuditEntry::of(AuditAction::TakenOver).with("strategy", external.strategy());
            owner::changed(app, &mut tx, user_id, entry, now).await?;
            revoked
        }
    };
    let user_id = meant.user_id().unwrap_or_default();
    // Whoever takes over an account has taken from it what was set up there.
    let proven = users::lock(&mut tx, user_id).await?.ok_or_else(|| refusal(ErrorCode::OauthCallbackInvalid))?;
    let by = external.strategy();
    let entrant = Entrant { user_id, proven, by: &by };
    let admitted = admit(app, &mut tx, visitor, &browser, At::new(None, now), entrant, now).await?;
    let next = if let Admitted::In(_) = admitted { Next::SignedIn } else { Next::SecondFactor };
    let outcome = admitted.finish(app, tx).await?;
    delivery::wake(app);
    for id in &revoked {
        app.tokens.revoke(id, now);
    }
    Ok(Some((outcome, next)))
}

/// The first proof that an address is someone's takes from its account everything that whoever made it can have prepared:
/// password, sessions, connected accounts, passkeys, second factors, other identifiers, API keys, memberships and whom they have
/// invited as a member, the picture, and what a browser may write about itself. The organizations are held. Today every address is
/// proven before there is an account, so this guards what may come: imported accounts, addresses that are added later.
async fn take_over(
    app: &Inner,
    tx: &mut Transaction,
    visitor: &Visitor,
    (user_id, identifier_id, organization_ids): (&str, &str, &[String]),
    external: &External,
    browser: &Claimed,
    now: i64,
) -> Result<Vec<String>, Error> {
    users::hold(tx, user_id, now).await?;
    // They are deleted with the rest; the audit log is told of each.
    api_keys::revoke_all_of(tx, user_id, "taken_over", now).await?;
    // While it is known whose they are: an address of whoever made the account may be among those that are invited.
    for id in organization_ids {
        organizations::revoke_beyond(app, tx, (id, user_id), (None, "taken_over"), now).await?;
    }
    users::take_over(tx, user_id, identifier_id, &external.strategy(), visitor.language, now).await?;
    external_accounts::remove_all(tx, user_id).await?;
    passkeys::remove_all(tx, user_id).await?;
    second_factors::remove_all(tx, user_id).await?;
    second_factors::settle(tx, user_id, now).await?;
    avatars::remove(tx, avatars::Owner::User(user_id), now).await?;
    external.connect(app, tx, user_id, now).await?;
    let mut live = sessions::live_of_user(tx, user_id, now).await?;
    live.sort_by(|a, b| a.id.cmp(&b.id));
    // What is live in this browser gives way to the session that begins.
    live.retain(|row| row.client_id != browser.row.id);
    for row in &live {
        session::end(app, tx, row, SessionStatus::Revoked, now).await?;
    }
    Ok(live.into_iter().map(|row| row.id).collect())
}

/// Tells whoever listens, and the owner by mail: it may not have been them.
async fn connected(
    app: &Inner,
    connection: &mut Connection,
    user_id: &str,
    external: &External,
    now: i64,
) -> Result<(), Error> {
    let write = |sign_in: &str| delivery::account_connected_mail(name_of(app, &external.provider), sign_in);
    let entry = AuditEntry::of(AuditAction::ExternalAccountConnected).with("provider", external.provider.as_str());
    owner::tell(app, connection, user_id, entry, write, now).await
}

/// What a provider is called.
pub(super) fn name_of<'a>(app: &'a Inner, key: &'a str) -> &'a str {
    app.oauth.find(key).map_or(key, |provider| &provider.name)
}

/// Connects an account there with the user who is signed in, and was when they were sent away.
async fn connect(
    app: &Inner,
    visitor: &Visitor,
    known: &ClientRow,
    attempt: &AttemptRow,
    external: &External,
) -> Result<Option<(Outcome, Next)>, Error> {
    let now = app.clock.now();
    let mut tx = app.store.write().await?;
    let acting = acting::hold(app, &mut tx, visitor, known, now).await?;
    // Whoever was sent away may have been away for long.
    reverification::require(app, &mut tx, &acting.session, Action::Connections, now).await?;
    let user_id = acting.user.id.as_str();
    if attempt.user_id.as_deref() != Some(user_id) {
        return Err(refusal(ErrorCode::OauthCallbackInvalid));
    }
    let identity = &external.identity;
    match external_accounts::owner(&mut tx, &external.provider, &identity.issuer, &identity.subject).await? {
        Some(owner) if owner == user_id => external.update(app, &mut tx, now).await?,
        Some(_) => return Err(refusal(ErrorCode::ExternalAccountExists)),
        None => {
            external.connect(app, &mut tx, user_id, now).await?;
            connected(app, &mut tx, user_id, external, now).await?;
        }
    }
    Ok(Some((acting.finish(app, tx).await?, Next::Connected)))
}

/// Disconnects an account there from the user who is signed in, unless nothing else would let them in.
pub async fn disconnect(app: &Inner, visitor: &Visitor, id: &str) -> Result<Outcome, Error> {
    let (known, _) = acting::find(app, visitor).await?;
    let now = app.clock.now();
    let mut tx = app.store.write().await?;
    let acting = acting::hold(app, &mut tx, visitor, &known, now).await?;
    reverification::require(app, &mut tx, &acting.session, Action::Connections, now).await?;
    let user_id = acting.user.id.as_str();
    let account = acting.user.external_accounts.iter().find(|account| account.id == id);
    let account = account.ok_or_else(|| refusal(ErrorCode::ExternalAccountNotFound))?;
    if !external_accounts::remove(&mut tx, id, user_id, app.settings.ways_in()).await? {
        return Err(refusal(ErrorCode::IdentificationDeletionFailed));
    }
    let write = |sign_in: &str| delivery::account_disconnected_mail(name_of(app, &account.provider), sign_in);
    let entry = AuditEntry::of(AuditAction::ExternalAccountDisconnected).with("external_account_id", id);
    let entry = entry.with("provider", account.provider.as_str());
    owner::tell(app, &mut tx, user_id, entry, write, now).await?;
    // Whoever has come half way with it does not come in any more.
    sign_ins::give_up_half_way(&mut tx, user_id, now).await?;
    acting.finish(app, tx).await
}
