//! Whether a program may be sitting at the other end. Whoever begins a sign-up shows that it is a browser: where the
//! settings say so always, else when there are more sign-ups from a network address, or in all, than there usually are.
//!
//! Without JavaScript no work can be proven. A person without it gets in all the same: so many in an hour from one network
//! address and so many in all, which are counted apart. Turnstile lets nobody in without it.

use super::{Error, Visitor, commit, limits, testing_tokens};
use crate::model::{ApiError, ErrorCode};
use crate::server::bots::{self, Challenge, Purpose};
use crate::server::crypto::{HOUR, MINUTE};
use crate::server::settings::{BotProtection, ProtectWhen};
use crate::server::store::limits::{Rule, Taken, take, used_up_until};
use crate::server::store::spent_proofs;
use crate::server::vestibule::Inner;

/// More than these from one network address look as if a program sent them.
const FROM_NETWORK: Rule = Rule::per(3, 10 * MINUTE);
/// More than these from all look as if programs sent some of them.
const FROM_ALL: Rule = Rule::per(60, 10 * MINUTE);

/// What a browser is asked to show.
#[derive(Debug)]
pub enum Asked {
    /// Nothing.
    Nothing,
    /// Work.
    ProofOfWork(Box<Challenge>),
    /// The word of Turnstile.
    Turnstile,
}

/// What a browser would be asked to show now.
pub async fn ask(app: &Inner, visitor: &Visitor, purpose: Purpose) -> Result<Asked, Error> {
    let settings = &app.settings.bots;
    let now = app.clock.now();
    let is_off = settings.protection == BotProtection::Off || is_test(app, visitor, now);
    if is_off || !is_asked_of(app, visitor, purpose, now).await? {
        return Ok(Asked::Nothing);
    }
    if settings.protection == BotProtection::Turnstile {
        return Ok(Asked::Turnstile);
    }
    let challenge = bots::challenge(&app.key, purpose, settings.difficulty, now).map_err(|error| {
        tracing::error!(%error, "there is nothing to ask browsers for");
        ApiError::new(ErrorCode::InternalError)
    })?;
    Ok(Asked::ProofOfWork(Box::new(challenge)))
}

/// Refuses whoever does not show what has to be shown: `token` is what the browser sends in the field `captcha_token`. It
/// is asked first of all, before anything costs anything, and outside of any transaction.
pub async fn check(app: &Inner, visitor: &Visitor, purpose: Purpose, token: &str) -> Result<(), Error> {
    let settings = &app.settings.bots;
    if settings.protection == BotProtection::Off {
        return Ok(());
    }
    let now = app.clock.now();
    if is_test(app, visitor, now) {
        return Ok(());
    }
    let is_asked = is_asked_of(app, visitor, purpose, now).await?;
    count(app, visitor, purpose, now).await?;
    if !is_asked {
        return Ok(());
    }
    match (settings.protection, token.is_empty()) {
        (BotProtection::ProofOfWork, true) => let_through_without_proof(app, visitor, purpose, now).await,
        (_, true) => Err(ApiError::new(ErrorCode::CaptchaMissingToken).into()),
        (BotProtection::Turnstile, false) => ask_turnstile(app, visitor, purpose, token).await,
        (_, false) => spend_proof(app, purpose, token, now).await,
    }
}

/// Whether a test says that it drives the browser.
fn is_test(app: &Inner, visitor: &Visitor, now: i64) -> bool {
    visitor.testing_token.as_ref().is_some_and(|token| testing_tokens::is_good(app, token, now))
}

async fn spend_proof(app: &Inner, purpose: Purpose, token: &str, now: i64) -> Result<(), Error> {
    let refused = || Error::from(ApiError::new(ErrorCode::CaptchaInvalid));
    let proof = bots::verify(&app.key, purpose, token, now).ok_or_else(refused)?;
    match spent_proofs::spend(&mut *app.store.write_one().await?, &proof.id, proof.expire_at).await? {
        true => Ok(()),
        false => Err(refused()),
    }
}

async fn ask_turnstile(app: &Inner, visitor: &Visitor, purpose: Purpose, token: &str) -> Result<(), Error> {
    let Some(turnstile) = &app.turnstile else { return Err(ApiError::new(ErrorCode::InternalError).into()) };
    match turnstile.verify(purpose, token, visitor.ip).await {
        Ok(true) => Ok(()),
        Ok(false) => Err(ApiError::new(ErrorCode::CaptchaInvalid).into()),
        Err(error) => {
            tracing::error!(%error, "nobody can sign up");
            Err(ApiError::new(ErrorCode::ServiceUnavailable).into())
        }
    }
}

async fn let_through_without_proof(app: &Inner, visitor: &Visitor, purpose: Purpose, now: i64) -> Result<(), Error> {
    let settings = &app.settings.bots;
    let network = limits::network_of(visitor).to_string();
    let of_network = Rule::per(settings.unproven_per_network_per_hour, HOUR);
    let of_all = Rule::per(settings.unproven_per_hour, HOUR);
    let mut tx = app.store.write().await?;
    for (key, rule) in [
        (limits::key(app, "unproven_from_network", &[purpose.as_str(), &network]), of_network),
        (limits::key(app, "unproven", &[purpose.as_str()]), of_all),
    ] {
        // A count of none is not one that a window could have.
        if rule.most == 0 {
            return Err(ApiError::new(ErrorCode::CaptchaMissingToken).into());
        }
        limits::take_or_refuse(&mut tx, &key, rule, ErrorCode::CaptchaMissingToken, now).await??;
    }
    commit(tx).await
}

/// Whether it has to be shown at all.
async fn is_asked_of(app: &Inner, visitor: &Visitor, purpose: Purpose, now: i64) -> Result<bool, Error> {
    if app.settings.bots.when == ProtectWhen::Always {
        return Ok(true);
    }
    let mut connection = app.store.read().await?;
    for (key, rule) in counted(app, visitor, purpose) {
        if used_up_until(&mut connection, &key, rule, now).await?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Counts what would be too many.
async fn count(app: &Inner, visitor: &Visitor, purpose: Purpose, now: i64) -> Result<(), Error> {
    if app.settings.bots.when == ProtectWhen::Always {
        return Ok(());
    }
    let mut tx = app.store.write().await?;
    for (key, rule) in counted(app, visitor, purpose) {
        // Used up is what it is to be when there are too many.
        let (Taken::Allowed { .. } | Taken::Refused { .. }) = take(&mut tx, &key, rule, now).await?;
    }
    commit(tx).await
}

fn counted(app: &Inner, visitor: &Visitor, purpose: Purpose) -> [(String, Rule); 2] {
    let network = limits::network_of(visitor).to_string();
    [
        (limits::key(app, "begun_from_network", &[purpose.as_str(), &network]), FROM_NETWORK),
        (limits::key(app, "begun", &[purpose.as_str()]), FROM_ALL),
    ]
}
