//! Sign-in with a passkey. Nothing is typed before it: the passkey says whose it is.
//!
//! It is both proofs at once: a device that someone has, which has made sure that it is them. So no other one is asked for
//! after it.
//!
//! A browser is asked as soon as the page is open, so that it can offer a passkey where the identifier is typed. That makes
//! it no client of ours: it gets a secret for this alone, to which everything that it is asked is bound.

use serde_json::Value;

use super::admission::{record, tell_of_new_device, turn_away_barred};
use super::{At, refuse_signed_in};
use crate::model::{ApiError, ErrorCode, Field, Strategy};
use crate::server::crypto::{MINUTE, Secret, Token};
use crate::server::events::AuditAction;
use crate::server::factors::passkey::{Answer, PasskeyError, Passkeys};
use crate::server::flows::failed_proofs::Failure;
use crate::server::flows::session::{self, Proofs};
use crate::server::flows::{Error, Outcome, Visitor, client};
use crate::server::store::passkey_challenges::{self, Challenge, Purpose};
use crate::server::store::{StoreError, passkeys, users};
use crate::server::vestibule::Inner;

/// How long an answer may take, in milliseconds.
pub const ANSWER_WITHIN: i64 = 5 * MINUTE;
/// What a question's state is sealed for.
pub const SEAL: &str = "passkey_challenge";

/// What a browser is asked.
pub struct Asked {
    /// For `navigator.credentials.get`.
    pub options: Value,
    /// What the browser has to keep, if it is new.
    pub secret: Option<Token>,
}

/// The passkeys, if they are switched on.
pub fn offered(app: &Inner) -> Result<&Passkeys, Error> {
    app.passkeys.as_ref().ok_or_else(|| ApiError::of(ErrorCode::StrategyForUserInvalid, Field::Strategy).into())
}

/// What a person is told about a passkey that does not prove who they are; the log is told why.
pub(super) fn told(error: &PasskeyError) -> Error {
    if let PasskeyError::Unsupported = error {
        return ApiError::new(ErrorCode::PasskeyNotSupported).into();
    }
    tracing::info!(%error, "a passkey was refused");
    failed()
}

/// Which part of it was wrong is not said.
pub(super) fn failed() -> Error {
    ApiError::new(ErrorCode::PasskeyRetrievalFailed).into()
}

/// Asks a browser for a passkey. `secret` is what it has kept from before.
pub async fn prepare(app: &Inner, visitor: &Visitor, secret: Option<Token>) -> Result<Asked, Error> {
    let factor = offered(app)?;
    let known = client::find(app, visitor).await?;
    refuse_signed_in(app, known.as_ref()).await?;
    let question = factor.ask().map_err(|error| told(&error))?;
    let (asked, secret) = match secret {
        Some(known) => (known.hash(), None),
        None => {
            let new = Token::random();
            (new.hash(), Some(new))
        }
    };
    let now = app.clock.now();
    let challenge =
        Challenge { hash: &question.challenge_hash, purpose: Purpose::SignIn, asked: &asked, user_id: None };
    let state = app.key.seal(SEAL, &question.state);
    let mut connection = app.store.write_one().await?;
    passkey_challenges::insert(&mut connection, &challenge, &state, now + ANSWER_WITHIN, now).await?;
    Ok(Asked { options: question.options, secret })
}

/// Signs in whomever a passkey names.
pub async fn attempt(app: &Inner, visitor: &Visitor, secret: Option<&Token>, given: &Secret) -> Result<Outcome, Error> {
    let factor = offered(app)?;
    let known = client::find(app, visitor).await?;
    refuse_signed_in(app, known.as_ref()).await?;
    let answer = Answer::read(given).map_err(|error| told(&error))?;
    let asked = secret.ok_or_else(failed)?.hash();
    let challenge = Challenge { hash: &answer.challenge_hash, purpose: Purpose::SignIn, asked: &asked, user_id: None };
    let now = app.clock.now();
    // Whatever comes of it, it is asked once.
    let state = passkey_challenges::take(&mut *app.store.write_one().await?, &challenge, now).await?;
    let state = state.and_then(|sealed| app.key.open(SEAL, &sealed)).ok_or_else(failed)?;
    let row = passkeys::by_credential_id(&mut *app.store.read().await?, &answer.credential_id).await?;
    let row = row.ok_or_else(failed)?;
    let proven = match factor.prove(answer, &state, &row) {
        Ok(proven) => proven,
        Err(error) => {
            Failure::of(AuditAction::SignInFailed, Some(&row.user_id), Strategy::Passkey).note(app).await?;
            return Err(told(&error));
        }
    };

    let user_id = row.user_id.as_str();
    let mut tx = app.store.write().await?;
    let browser = client::claim(app, &mut tx, visitor, known.as_ref(), Some(user_id), now).await?;
    // It may have been removed meanwhile, or used by whoever has a copy of it.
    let person = users::signed_in_without_password(&mut tx, user_id, now).await?;
    let is_good =
        person.is_some() && passkeys::used(&mut tx, &row.id, &proven.credential, proven.sign_count, now).await?;
    if !is_good {
        tx.rollback().await.map_err(StoreError::from)?;
        return Err(failed());
    }
    let strategy = Strategy::Passkey;
    if let Some(person) = person {
        turn_away_barred(user_id, strategy.as_str(), person, now)?;
    }
    let proofs = Proofs { second_factor_at: Some(now), ..Proofs::one(strategy.as_str(), now) };
    let begun = session::begin(app, &mut tx, &browser, user_id, proofs, visitor, now).await?;
    record(&mut tx, &browser, At::new(Some(strategy), now), user_id, &begun, now).await?;
    tell_of_new_device(app, &mut tx, visitor, &begun, now).await?;
    begun.finish(app, tx).await
}
