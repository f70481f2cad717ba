//! A passkey in the place of a code, as the second proof of a sign-in. It has to be one of the person who has given the first
//! proof, and its authenticator has to have made sure that it is them. What is asked belongs to this sign-in.

use serde_json::Value;

use super::admission::turn_away_barred;
use super::passkey::{ANSWER_WITHIN, SEAL, failed, offered, told};
use super::second_factor::complete;
use super::{find, hold, no_attempt};
use crate::model::{SignInStatus, Strategy};
use crate::server::crypto::Secret;
use crate::server::events::AuditAction;
use crate::server::factors::passkey::Answer;
use crate::server::flows::failed_proofs::Failure;
use crate::server::flows::{Error, Outcome, Visitor};
use crate::server::store::passkey_challenges::{self, Challenge, Purpose};
use crate::server::store::{passkeys, users};
use crate::server::vestibule::Inner;

const STEP: SignInStatus = SignInStatus::NeedsSecondFactor;

/// Asks a browser for a passkey: gives what `navigator.credentials.get` takes.
pub async fn prepare(app: &Inner, visitor: &Visitor) -> Result<Value, Error> {
    let (_, sign_in) = find(app, visitor, STEP).await?;
    let factor = offered(app)?;
    let user_id = sign_in.user_id.as_deref().ok_or_else(no_attempt)?;
    let question = factor.ask().map_err(|error| told(&error))?;
    let challenge = Challenge {
        hash: &question.challenge_hash,
        purpose: Purpose::SecondFactor,
        asked: &sign_in.id,
        user_id: Some(user_id),
    };
    let (state, now) = (app.key.seal(SEAL, &question.state), app.clock.now());
    let mut connection = app.store.write_one().await?;
    passkey_challenges::insert(&mut connection, &challenge, &state, now + ANSWER_WITHIN, now).await?;
    Ok(question.options)
}

/// Gives a passkey. It is not guessed, so no tries are counted.
pub async fn attempt(app: &Inner, visitor: &Visitor, given: &Secret) -> Result<Outcome, Error> {
    let (known, sign_in) = find(app, visitor, STEP).await?;
    let factor = offered(app)?;
    let user_id = sign_in.user_id.ok_or_else(no_attempt)?;
    let answer = Answer::read(given).map_err(|error| told(&error))?;
    let challenge = Challenge {
        hash: &answer.challenge_hash,
        purpose: Purpose::SecondFactor,
        asked: &sign_in.id,
        user_id: Some(&user_id),
    };
    // Whatever comes of it, it is asked once.
    let state = passkey_challenges::take(&mut *app.store.write_one().await?, &challenge, app.clock.now()).await?;
    let state = state.and_then(|sealed| app.key.open(SEAL, &sealed)).ok_or_else(failed)?;
    let passkey = passkeys::by_credential_id(&mut *app.store.read().await?, &answer.credential_id).await?;
    // Whose it is comes before whether it is good: another person's proves nothing here.
    let passkey = passkey.filter(|passkey| passkey.user_id == user_id).ok_or_else(failed)?;
    let signed = match factor.prove(answer, &state, &passkey) {
        Ok(signed) => signed,
        Err(error) => {
            Failure::of(AuditAction::SignInFailed, Some(&user_id), Strategy::Passkey).note(app).await?;
            return Err(told(&error));
        }
    };

    let now = app.clock.now();
    let mut tx = app.store.write().await?;
    let (browser, held) = hold(app, &mut tx, visitor, &known, None, STEP, now).await?;
    if held.id != sign_in.id {
        return Err(no_attempt());
    }
    // Held before anything of theirs is looked at: for whom an operator has reset it meanwhile nothing is asked any more.
    let person = users::lock(&mut tx, &user_id).await?.filter(|person| person.two_factor_enabled);
    turn_away_barred(&user_id, Strategy::Passkey.as_str(), person.ok_or_else(no_attempt)?, now)?;
    // It may have been removed meanwhile, or used by whoever has a copy of it.
    if !passkeys::used(&mut tx, &passkey.id, &signed.credential, signed.sign_count, now).await? {
        return Err(failed());
    }
    complete(app, tx, visitor, &browser, &held, (&user_id, Strategy::Passkey), now).await
}
