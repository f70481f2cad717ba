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

use super::client::{self, Claimed};
use super::identifier::{self, Identifier};
use super::session::Begun;
use super::{Error, Issued, Outcome, Visitor, commit, limits, session};
use crate::model::{ApiError, ErrorCode, Field, SignInStatus};
use crate::server::crypto::password_hash::{HashError, Place, Verdict};
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
    let known = client::find(app, visitor).await?;
    refuse_signed_in(app, known.as_ref()).await?;
    let tried = match secret.expose().is_empty() {
        true => None,
        false => Some(Candidate::new(app, secret)?.prove(app, known.as_ref(), &typed).await),
    };
    // What was refused leaves the attempt, and with it what the browser needs to go on with it.
    let (proven, refused) = match tried {
        None => (None, None),
        Some(Ok(proven)) => (Some(proven), None),
        Some(Err(error @ (Error::Refused(_) | Error::Hash(HashError::Busy)))) => (None, Some(error.to_api())),
        Some(Err(error)) => return Err(error),
    };
    let now = app.clock.now();
    let mut tx = app.store.write().await?;
    let person = proven.as_ref().map(|proven| proven.who.user_id.as_str());
    let mut browser = client::claim(app, &mut tx, visitor, known.as_ref(), person, now).await?;
    let mut sign_in = SignInRow {
        id: new_id(Prefix::SignIn, now),
        status: SignInStatus::NeedsFirstFactor,
        identifier: Some(typed),
        user_id: None,
        created_session_id: None,
        abandon_at: now + LIFETIME,
    };
    if let Some(proven) = proven {
        let begun = proven.sign_in(app, &mut tx, &browser, visitor, now).await?;
        sign_in.status = SignInStatus::Complete;
        sign_in.user_id = Some(proven.who.user_id);
        sign_in.created_session_id = Some(begun.session.id.clone());
        sign_ins::insert(&mut tx, &browser.row.id, &sign_in, now).await?;
        return begun.finish(app, tx).await;
    }
    sign_ins::insert(&mut tx, &browser.row.id, &sign_in, now).await?;
    clients::set_sign_in(&mut tx, &browser.row.id, Some(&sign_in.id), now).await?;
    browser.row.sign_in_id = Some(sign_in.id);
    let issued = Issued { client_token: browser.new_secret, session_token: None };
    let outcome = client::outcome(app, &mut tx, &browser.row, issued).await?;
    commit(tx).await?;
    Ok(Outcome { refused, ..outcome })
}

/// Gives the password of the sign-in that is under way.
pub async fn attempt_first_factor(app: &Inner, visitor: &Visitor, secret: &Secret) -> Result<Outcome, Error> {
    let browser = client::find(app, visitor).await?;
    refuse_signed_in(app, browser.as_ref()).await?;
    let no_attempt = || Error::from(ApiError::new(ErrorCode::ClientStateInvalid));
    let browser = browser.ok_or_else(no_attempt)?;
    let id = browser.sign_in_id.as_deref().ok_or_else(no_attempt)?;
    let sign_in = sign_ins::open(&mut *app.store.read().await?, id, app.clock.now()).await?;
    let sign_in = sign_in.filter(|row| row.status == SignInStatus::NeedsFirstFactor).ok_or_else(no_attempt)?;
    if secret.expose().is_empty() {
        return Err(ApiError::of(ErrorCode::FormParamMissing, Field::Password).into());
    }
    let typed = sign_in.identifier.as_deref().unwrap_or_default();
    let proven = Candidate::new(app, secret)?.prove(app, Some(&browser), typed).await?;
    let now = app.clock.now();
    let mut tx = app.store.write().await?;
    let browser = client::claim(app, &mut tx, visitor, Some(&browser), Some(&proven.who.user_id), now).await?;
    let begun = proven.sign_in(app, &mut tx, &browser, visitor, now).await?;
    if !sign_ins::complete(&mut tx, &sign_in.id, &proven.who.user_id, &begun.session.id, now).await? {
        return Err(no_attempt());
    }
    begun.finish(app, tx).await
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

/// A password that can be compared.
struct Candidate {
    /// Taken before the try is counted: what nobody can compare does not count.
    place: Place,
    secret: Secret,
}

impl Candidate {
    fn new(app: &Inner, secret: &Secret) -> Result<Self, Error> {
        Ok(Self { secret: password::normalize(secret, Field::Password)?, place: app.hasher.reserve()? })
    }

    /// Counts a try at whoever goes by what was typed, and compares.
    async fn prove(self, app: &Inner, browser: Option<&ClientRow>, typed: &str) -> Result<Proven, Error> {
        let (who, limit) = count_try(app, browser, typed).await?;
        let stored = who.as_ref().and_then(|who| who.password_digest.as_deref());
        let verdict = app.hasher.verify_at(self.place, self.secret.clone(), stored).await?;
        match (verdict, who) {
            (Verdict::Match { outdated }, Some(who)) => {
                // The password is right, whether or not there is room for another hash now.
                let upgraded = if outdated { app.hasher.hash(self.secret).await.ok() } else { None };
                Ok(Proven { who, upgraded, limit })
            }
            _ => Err(ApiError::of(ErrorCode::FormPasswordOrIdentifierIncorrect, Field::Password).into()),
        }
    }
}

/// Whose password it would have to be, and under which key the try was counted.
async fn count_try(
    app: &Inner,
    browser: Option<&ClientRow>,
    typed: &str,
) -> Result<(Option<Credentials>, String), Error> {
    let (kind, identifier) = read_identifier(typed);
    let mut connection = app.store.write_one().await?;
    let client_id = browser.map(|browser| browser.id.as_str());
    let who = users::credentials(&mut connection, kind, &identifier.normalized, client_id).await?;
    let familiar = who.as_ref().is_some_and(|who| who.familiar);
    // An account is one, by whichever of its identifiers it is called.
    let whom = who.as_ref().map_or(identifier.normalized.as_str(), |who| who.user_id.as_str());
    // A stranger who locks an account does not lock out its owner, who is counted apart on a browser of theirs.
    let limit = match browser.filter(|_| familiar) {
        Some(browser) => limits::key(app, "password", &[whom, &browser.id]),
        None => limits::key(app, "password", &[whom]),
    };
    let now = app.clock.now();
    limits::take_or_refuse(&mut connection, &limit, limits::PASSWORD, ErrorCode::UserLocked, now).await??;
    Ok((who, limit))
}

/// Someone who gave the password of their account.
struct Proven {
    who: Credentials,
    /// The hash of the same password at the cost that is asked for today.
    upgraded: Option<String>,
    limit: String,
}

impl Proven {
    /// Begins the session that follows, on a browser that the transaction holds.
    async fn sign_in(
        &self,
        app: &Inner,
        tx: &mut Transaction,
        browser: &Claimed,
        visitor: &Visitor,
        now: i64,
    ) -> Result<Begun, Error> {
        let digest = self.who.password_digest.as_deref();
        // The password may have been changed since it was compared.
        if !users::signed_in(tx, &self.who.user_id, digest, self.upgraded.as_deref(), now).await? {
            return Err(ApiError::of(ErrorCode::FormPasswordOrIdentifierIncorrect, Field::Password).into());
        }
        let begun = session::begin(app, tx, browser, &self.who.user_id, visitor, now).await?;
        clear(tx, &self.limit).await?;
        Ok(begun)
    }
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
