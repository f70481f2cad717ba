//! Sign-in: who are you, prove it, here is your session.
//!
//! ```text
//! (none) ── create ──▶ needs_first_factor ── attempt_first_factor ──▶ complete
//! ```
//!
//! A create that brings the password tries it at once; one without waits for it in the next step, and says nothing
//! about whether there is such an account. A wrong password leaves the sign-in where it is. What an unknown account
//! costs, in time and in tries, is what a known one costs.

use unicode_normalization::UnicodeNormalization;

use super::client;
use super::identifier::{self, Identifier};
use super::{Error, Issued, Outcome, Visitor, commit, limits, session};
use crate::model::{ApiError, ErrorCode, Field, SignInStatus};
use crate::server::crypto::password_hash::{Place, Verdict};
use crate::server::crypto::{HOUR, Prefix, Secret, new_id};
use crate::server::factors::password;
use crate::server::store::clients::{self, ClientRow};
use crate::server::store::limits::clear;
use crate::server::store::sign_ins::{self, SignInRow};
use crate::server::store::users::{self, Credentials, IdentifierKind};
use crate::server::store::{Transaction, sessions};
use crate::server::vestibule::Inner;

/// How long an unfinished sign-in is kept, in milliseconds.
pub const LIFETIME: i64 = 24 * HOUR;
/// No identifier is longer than this, in bytes.
const LONGEST_IDENTIFIER: usize = 254;

/// Begins a sign-in; with a password it tries that at once.
pub async fn create(app: &Inner, visitor: &Visitor, typed: &str, secret: &Secret) -> Result<Outcome, Error> {
    // What no identifier can hold is written as what it is not, so that it can be kept and is nobody's.
    let typed = typed.trim().replace(char::is_control, "\u{fffd}");
    if typed.is_empty() {
        return Err(ApiError::of(ErrorCode::FormParamMissing, Field::Identifier).into());
    }
    if typed.len() > LONGEST_IDENTIFIER {
        let error = ApiError::of(ErrorCode::FormParamMaxLengthExceeded, Field::Identifier);
        return Err(error.with_limit(LONGEST_IDENTIFIER).into());
    }
    let browser = client::find(app, visitor).await?;
    refuse_signed_in(app, browser.as_ref()).await?;
    let now = app.clock.now();
    let candidate = match secret.expose().is_empty() {
        true => None,
        false => Some(candidate(app, browser.as_ref(), &typed, secret).await?),
    };
    let sign_in = SignInRow {
        id: new_id(Prefix::SignIn, now),
        status: SignInStatus::NeedsFirstFactor,
        identifier: Some(typed),
        created_session_id: None,
        abandon_at: now + LIFETIME,
    };
    let mut tx = app.store.write().await?;
    let (mut browser, client_token) = client::claim(&mut tx, browser.as_ref(), now).await?;
    sign_ins::insert(&mut tx, &browser.id, &sign_in, now).await?;
    clients::set_sign_in(&mut tx, &browser.id, Some(&sign_in.id), now).await?;
    browser.sign_in_id = Some(sign_in.id.clone());
    let issued = Issued { client_token, session_token: None };
    let Some(candidate) = candidate else {
        let outcome = client::outcome(app, &mut tx, &browser, issued).await?;
        commit(tx).await?;
        return Ok(outcome);
    };
    let taken = candidate.take_try(&mut tx, now).await?;
    commit(tx).await?;
    let attempted = match taken {
        Ok(()) => attempt(app, visitor, &browser, &sign_in, candidate).await,
        Err(refusal) => Err(refusal.into()),
    };
    match attempted {
        // The attempt stays, and with it what the browser needs to go on with it.
        Err(error @ (Error::Refused(_) | Error::Hash(_))) => {
            let outcome = client::outcome(app, &mut *app.store.read().await?, &browser, issued).await?;
            Ok(Outcome { refused: Some(error.to_api()), ..outcome })
        }
        other => other,
    }
}

/// Gives the password of the sign-in that is under way.
pub async fn attempt_first_factor(app: &Inner, visitor: &Visitor, secret: &Secret) -> Result<Outcome, Error> {
    let browser = client::find(app, visitor).await?;
    refuse_signed_in(app, browser.as_ref()).await?;
    let no_attempt = || Error::from(ApiError::new(ErrorCode::ClientStateInvalid));
    let browser = browser.ok_or_else(no_attempt)?;
    let id = browser.sign_in_id.as_deref().ok_or_else(no_attempt)?;
    let now = app.clock.now();
    let sign_in = sign_ins::open(&mut *app.store.read().await?, id, now).await?;
    let sign_in = sign_in.filter(|row| row.status == SignInStatus::NeedsFirstFactor).ok_or_else(no_attempt)?;
    if secret.expose().is_empty() {
        return Err(ApiError::of(ErrorCode::FormParamMissing, Field::Password).into());
    }
    let typed = sign_in.identifier.as_deref().unwrap_or_default();
    let candidate = candidate(app, Some(&browser), typed, secret).await?;
    let mut tx = app.store.write().await?;
    let taken = candidate.take_try(&mut tx, now).await?;
    commit(tx).await?;
    taken?;
    attempt(app, visitor, &browser, &sign_in, candidate).await
}

/// A browser in which someone is signed in: adding another account to it is a thing of its own.
pub async fn refuse_signed_in(app: &Inner, browser: Option<&ClientRow>) -> Result<(), Error> {
    let Some(browser) = browser else { return Ok(()) };
    let now = app.clock.now();
    let mut connection = app.store.read().await?;
    let live = sessions::live_of_client(&mut connection, &browser.id, now).await?;
    if live.iter().any(|row| !session::is_idle(app, row, now)) {
        return Err(ApiError::new(ErrorCode::SessionExists).into());
    }
    Ok(())
}

/// A password, and whom it would let in.
struct Candidate {
    /// Taken before the try is counted: what nobody can compare does not count.
    place: Place,
    secret: Secret,
    who: Option<Credentials>,
    limit: String,
}

impl Candidate {
    /// Counts a try, before anything is compared.
    async fn take_try(&self, tx: &mut Transaction, now: i64) -> Result<Result<(), ApiError>, Error> {
        limits::take_or_refuse(tx, &self.limit, limits::PASSWORD, ErrorCode::UserLocked, now).await
    }
}

async fn candidate(app: &Inner, browser: Option<&ClientRow>, typed: &str, secret: &Secret) -> Result<Candidate, Error> {
    let secret = password::normalize(secret, Field::Password)?;
    let place = app.hasher.reserve()?;
    let (kind, identifier) = read_identifier(typed);
    let mut connection = app.store.read().await?;
    let who = users::credentials(&mut connection, kind, &identifier.normalized).await?;
    let familiar = match (browser, &who) {
        (Some(browser), Some(who)) => sessions::has_been_here(&mut connection, &browser.id, &who.user_id).await?,
        _ => false,
    };
    // An account is one, by whichever of its identifiers it is called.
    let whom = who.as_ref().map_or(identifier.normalized.as_str(), |who| who.user_id.as_str());
    // A stranger who locks an account does not lock out its owner, who is counted apart on a browser of theirs.
    let limit = match browser.filter(|_| familiar) {
        Some(browser) => limits::key(app, "password", &[whom, &browser.id]),
        None => limits::key(app, "password", &[whom]),
    };
    Ok(Candidate { place, secret, who, limit })
}

async fn attempt(
    app: &Inner,
    visitor: &Visitor,
    browser: &ClientRow,
    sign_in: &SignInRow,
    candidate: Candidate,
) -> Result<Outcome, Error> {
    let stored = candidate.who.as_ref().and_then(|who| who.password_digest.as_deref());
    let verdict = app.hasher.verify_at(candidate.place, candidate.secret.clone(), stored).await?;
    match (verdict, &candidate.who) {
        (Verdict::Match { outdated }, Some(who)) => {
            let upgraded = if outdated { Some(app.hasher.hash(candidate.secret).await?) } else { None };
            complete(app, visitor, browser, sign_in, who, upgraded, &candidate.limit).await
        }
        _ => Err(ApiError::of(ErrorCode::FormPasswordOrIdentifierIncorrect, Field::Password).into()),
    }
}

async fn complete(
    app: &Inner,
    visitor: &Visitor,
    browser: &ClientRow,
    sign_in: &SignInRow,
    who: &Credentials,
    upgraded: Option<String>,
    limit: &str,
) -> Result<Outcome, Error> {
    let now = app.clock.now();
    let gone = || Error::from(ApiError::new(ErrorCode::ClientStateInvalid));
    let mut tx: Transaction = app.store.write().await?;
    let browser = clients::lock(&mut tx, &browser.id, now).await?.ok_or_else(gone)?;
    let begun = session::begin(app, &mut tx, &browser.id, &who.user_id, visitor, now).await?;
    if !sign_ins::complete(&mut tx, &sign_in.id, &who.user_id, &begun.session_id, now).await? {
        return Err(gone());
    }
    if let (Some(new), Some(old)) = (&upgraded, &who.password_digest) {
        users::upgrade_password_digest(&mut tx, &who.user_id, old, new).await?;
    }
    clear(&mut tx, limit).await?;
    let outcome = client::outcome(app, &mut tx, &begun.browser(&browser), begun.issued.clone()).await?;
    commit(tx).await?;
    begun.settle(app);
    Ok(outcome)
}

/// What was typed, as it is looked up. What cannot be anyone's identifier is looked up all the same: it takes as long.
fn read_identifier(typed: &str) -> (IdentifierKind, Identifier) {
    // As sign-up reads it: there too a full-width sign is the sign that was meant.
    let folded: String = typed.nfkc().collect();
    let (kind, read) = match identifier::looks_like_email(&folded) {
        true => (IdentifierKind::EmailAddress, identifier::email_address(typed)),
        false => (IdentifierKind::Username, identifier::username(typed)),
    };
    let read = read.unwrap_or_else(|_| Identifier { value: typed.to_owned(), normalized: typed.to_lowercase() });
    (kind, read)
}
