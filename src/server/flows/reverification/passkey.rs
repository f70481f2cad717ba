//! A passkey proves both at once, whichever step it is asked for at. It has to be one of the person whose session it is.

use serde_json::Value;

use super::{Step, hold, no_attempt, refusal};
use crate::model::{ErrorCode, Strategy};
use crate::server::crypto::Secret;
use crate::server::events::AuditAction;
use crate::server::factors::passkey::{Answer, PasskeyError};
use crate::server::flows::failed_proofs::Failure;
use crate::server::flows::sign_in::passkey::{ANSWER_WITHIN, SEAL, offered};
use crate::server::flows::{Error, Visitor, acting};
use crate::server::store::clients::ClientRow;
use crate::server::store::passkey_challenges::{self, Challenge, Purpose};
use crate::server::store::session_verifications::{self as store, SessionVerificationRow};
use crate::server::store::sessions::SessionRow;
use crate::server::store::{passkeys, users};
use crate::server::vestibule::Inner;

fn failed() -> Error {
    refusal(ErrorCode::PasskeyRetrievalFailed)
}

/// What a person is told about a passkey that does not prove who they are; the log is told why.
fn told(error: &PasskeyError) -> Error {
    if let PasskeyError::Unsupported = error {
        return refusal(ErrorCode::PasskeyNotSupported);
    }
    tracing::info!(%error, "a passkey was refused");
    failed()
}

/// The one that is under way in a browser, whichever step it stands at.
async fn find(app: &Inner, visitor: &Visitor) -> Result<(ClientRow, SessionRow, SessionVerificationRow), Error> {
    let (known, session) = acting::find(app, visitor).await?;
    let mut connection = app.store.read().await?;
    let row = store::open(&mut connection, &session.id, &known.id, app.clock.now()).await?;
    Ok((known, session, row.ok_or_else(no_attempt)?))
}

/// Asks a browser for a passkey.
pub async fn prepare_passkey(app: &Inner, visitor: &Visitor) -> Result<Value, Error> {
    let (_, session, row) = find(app, visitor).await?;
    let factor = offered(app)?;
    let question = factor.ask().map_err(|error| told(&error))?;
    let challenge = Challenge {
        hash: &question.challenge_hash,
        purpose: Purpose::Reverification,
        asked: &row.id,
        user_id: Some(&session.user_id),
    };
    let (state, now) = (app.key.seal(SEAL, &question.state), app.clock.now());
    let mut connection = app.store.write_one().await?;
    passkey_challenges::insert(&mut connection, &challenge, &state, now + ANSWER_WITHIN, now).await?;
    Ok(question.options)
}

/// Gives a passkey.
pub async fn attempt_passkey(app: &Inner, visitor: &Visitor, given: &Secret) -> Result<Step, Error> {
    let (known, session, row) = find(app, visitor).await?;
    let factor = offered(app)?;
    let answer = Answer::read(given).map_err(|error| told(&error))?;
    let challenge = Challenge {
        hash: &answer.challenge_hash,
        purpose: Purpose::Reverification,
        asked: &row.id,
        user_id: Some(&session.user_id),
    };
    // Whatever comes of it, it is asked once.
    let state = passkey_challenges::take(&mut *app.store.write_one().await?, &challenge, app.clock.now()).await?;
    let state = state.and_then(|sealed| app.key.open(SEAL, &sealed)).ok_or_else(failed)?;
    let passkey = passkeys::by_credential_id(&mut *app.store.read().await?, &answer.credential_id).await?;
    // Whose it is comes before whether it is good: another person's proves nothing here.
    let passkey = passkey.filter(|passkey| passkey.user_id == session.user_id).ok_or_else(failed)?;
    let proven = match factor.prove(answer, &state, &passkey) {
        Ok(proven) => proven,
        Err(error) => {
            let action = AuditAction::SessionReverificationFailed;
            Failure::of(action, Some(&session.id), Strategy::Passkey).note(app).await?;
            return Err(told(&error));
        }
    };

    let mut held = hold(app, visitor, &known, row.status, app.clock.now()).await?;
    if held.row.id != row.id || held.session.user_id != passkey.user_id {
        return Err(no_attempt());
    }
    users::lock(&mut held.tx, &passkey.user_id).await?.ok_or_else(no_attempt)?;
    let now = held.now;
    // It may have been removed meanwhile, or used by whoever has a copy of it.
    if !passkeys::used(&mut held.tx, &passkey.id, &proven.credential, proven.sign_count, now).await? {
        return Err(failed());
    }
    held.complete(app, Some(now), Some(now), Strategy::Passkey).await
}
