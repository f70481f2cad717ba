use super::{Held, Step, factors, find, hold, no_attempt, not_offered, offer, second_factor};
use crate::model::{
    ApiError, ErrorCode, Field, Notice, SessionVerificationFactor, SessionVerificationStatus, Strategy, User,
    VerificationStatus,
};
use crate::server::crypto::Secret;
use crate::server::crypto::password_hash::Verdict;
use crate::server::events::AuditAction;
use crate::server::factors::mailed::{self, Errand, RESEND_AFTER, Recipient};
use crate::server::factors::{code, password, texted};
use crate::server::flows::failed_proofs::Failure;
use crate::server::flows::{Error, Visitor, commit, compromised_password, identifier, limits, text_messages};
use crate::server::store::clients::ClientRow;
use crate::server::store::limits::clear;
use crate::server::store::proofs::{self, UnderWay};
use crate::server::store::session_verifications::{self as store, SessionVerificationRow};
use crate::server::store::verifications::{self, Purpose};
use crate::server::store::{Transaction, accounts, users};
use crate::server::vestibule::Inner;

const STEP: SessionVerificationStatus = SessionVerificationStatus::NeedsFirstFactor;

/// Asks to give the first proof in another way, or for another code.
pub async fn prepare_first_factor(app: &Inner, visitor: &Visitor, strategy: Option<Strategy>) -> Result<Step, Error> {
    let (known, _, _) = find(app, visitor, STEP).await?;
    let strategy = strategy.ok_or_else(not_offered)?;
    let mut held = hold(app, visitor, &known, STEP, app.clock.now()).await?;
    let user = held.user().await?;
    let factor = offer(&factors::first_factors(app, &user), strategy, "")?.clone();
    let mut notice = None;
    let verification_id = match strategy.is_sent() {
        true => {
            let (id, is_new) = prepare_code(app, visitor, &mut held, &user, &factor).await?;
            notice = is_new.then_some(Notice::CodeSent);
            Some(id)
        }
        // Whoever comes back to a code that was sent finds it good.
        false => held.row.verification_id.clone(),
    };
    proofs::set_first_factor(
        &mut held.tx,
        UnderWay::SessionVerification(&held.row.id),
        strategy,
        verification_id.as_deref(),
        held.now,
    )
    .await?;
    held.finish(app, notice).await
}

/// Sees to it that there is a code to be given: gives its verification's id, and whether it took the place of one that
/// somebody is looking at.
async fn prepare_code(
    app: &Inner,
    visitor: &Visitor,
    held: &mut Held,
    user: &User,
    factor: &SessionVerificationFactor,
) -> Result<(String, bool), Error> {
    let is_resend = held.row.first_factor == Some(factor.strategy);
    let last = match &held.row.verification_id {
        Some(id) => verifications::by_id(&mut held.tx, id).await?,
        None => None,
    };
    if let Some(last) = last.filter(|last| last.strategy == factor.strategy.as_str()) {
        let wait = last.created_at + RESEND_AFTER - held.now;
        if is_resend && wait > 0 {
            return Err(ApiError::new(ErrorCode::TooManyRequests).with_retry_after_ms(wait).into());
        }
        if !is_resend && code::is_good(&last, held.now) {
            return Ok((last.id, false));
        }
    }
    let (row, now) = (held.row.clone(), held.now);
    let id = send(app, &mut held.tx, visitor, &held.browser, &row, user, factor, now).await?;
    Ok((id, is_resend))
}

/// Where a code of a strategy goes: as it is written, and as it is counted.
fn address(user: &User, strategy: Strategy) -> Option<(String, String)> {
    match strategy {
        Strategy::EmailCode => {
            let address = user.primary_email_address()?;
            let normalized = identifier::email_address(address).ok()?.normalized;
            Some((address.to_owned(), normalized))
        }
        Strategy::PhoneCode => {
            let id = user.primary_phone_number_id.as_deref()?;
            let phone = user.phone_numbers.iter().find(|phone| phone.id == id)?;
            Some((phone.phone_number.clone(), phone.phone_number.clone()))
        }
        _ => None,
    }
}

/// Sends a code, and gives its verification's id.
#[allow(clippy::too_many_arguments, reason = "who, where, what, and when")]
pub async fn send(
    app: &Inner,
    tx: &mut Transaction,
    visitor: &Visitor,
    browser: &ClientRow,
    row: &SessionVerificationRow,
    user: &User,
    factor: &SessionVerificationFactor,
    now: i64,
) -> Result<String, Error> {
    let (to, normalized) = address(user, factor.strategy).ok_or_else(not_offered)?;
    let person = (normalized.as_str(), Some(browser));
    let language = users::language_of(tx, &user.id).await?.or(visitor.language);
    let errand = Errand {
        purpose: Purpose::Reverification,
        subject_id: &row.id,
        strategy: factor.strategy,
        recipient: Recipient::Proving(&to),
        language,
        user_id: Some(&user.id),
        ip: visitor.ip,
        bound_for: None,
    };
    if factor.strategy.is_texted() {
        text_messages::take(app, tx, visitor, person, true, now).await?;
        return Ok(texted::send(app, tx, &errand, now).await?);
    }
    let limit = limits::key_of_person(app, "codes_sent", person.0, person.1);
    limits::take_or_refuse(tx, &limit, limits::CODES_SENT, ErrorCode::TooManyRequests, now).await??;
    Ok(mailed::send(app, tx, &errand, now).await?)
}

/// What proves it.
#[derive(Debug)]
pub struct Attempt<'a> {
    /// In which way; what was asked for last if it is left out.
    pub strategy: Option<Strategy>,
    /// The password, where it is one.
    pub password: &'a Secret,
    /// The code, where it is one.
    pub code: &'a Secret,
}

/// Gives the first proof.
pub async fn attempt_first_factor(app: &Inner, visitor: &Visitor, attempt: &Attempt<'_>) -> Result<Step, Error> {
    let (known, session, row) = find(app, visitor, STEP).await?;
    match attempt.strategy.or(row.first_factor) {
        Some(Strategy::Password) => {
            by_password(app, visitor, &known, (&session.id, &session.user_id), &row.id, attempt.password).await
        }
        Some(strategy @ (Strategy::EmailCode | Strategy::PhoneCode)) => {
            by_code(app, visitor, &known, strategy, attempt.code).await
        }
        _ => Err(not_offered()),
    }
}

/// Compares the password. Every try counts, as at the sign-in.
async fn by_password(
    app: &Inner,
    visitor: &Visitor,
    known: &ClientRow,
    (session_id, user_id): (&str, &str),
    id: &str,
    typed: &Secret,
) -> Result<Step, Error> {
    let digest = {
        let mut connection = app.store.read().await?;
        let user = users::by_id(&mut connection, user_id).await?.ok_or_else(no_attempt)?;
        offer(&factors::first_factors(app, &user), Strategy::Password, "")?;
        accounts::password_digest(&mut connection, user_id).await?
    };
    if typed.expose().is_empty() {
        return Err(ApiError::of(ErrorCode::FormParamMissing, Field::Password).into());
    }
    password::normalize(typed, Field::Password)?;
    // Taken before the try is counted: what nobody can compare does not count.
    let place = app.hasher.reserve()?;
    let limit = limits::key_of_person(app, "password", user_id, Some(known));
    let taken = {
        let (mut connection, now) = (app.store.write_one().await?, app.clock.now());
        limits::take_or_refuse(&mut connection, &limit, limits::PASSWORD, ErrorCode::UserLocked, now).await?
    };
    if let Err(refusal) = taken {
        Failure::locked_out(Some(user_id), Strategy::Password, limit, &refusal).note(app).await?;
        return Err(refusal.into());
    }
    let wrong = || ApiError::of(ErrorCode::FormPasswordIncorrect, Field::Password);
    let Verdict::Match { .. } = app.hasher.verify_at(place, typed.clone(), Some(digest.as_str())).await? else {
        let action = AuditAction::SessionReverificationFailed;
        Failure::of(action, Some(session_id), Strategy::Password).note(app).await?;
        return Err(wrong().into());
    };
    let mut held = hold(app, visitor, known, STEP, app.clock.now()).await?;
    // Another person may act in this browser by now, or another one be under way.
    if held.session.user_id != user_id || held.row.id != id {
        return Err(no_attempt());
    }
    clear(&mut held.tx, &limit).await?;
    let known = users::lock(&mut held.tx, user_id).await?.ok_or_else(no_attempt)?;
    // The password may have been changed since it was compared.
    if accounts::password_digest(&mut held.tx, user_id).await? != digest {
        return Err(wrong().into());
    }
    if known.password_compromised {
        return Err(compromised_password::refusal(Field::Password));
    }
    proven(app, visitor, held, Strategy::Password).await
}

/// Tries a code that was sent.
async fn by_code(
    app: &Inner,
    visitor: &Visitor,
    known: &ClientRow,
    strategy: Strategy,
    given: &Secret,
) -> Result<Step, Error> {
    if given.expose().trim().is_empty() {
        return Err(ApiError::of(ErrorCode::FormParamMissing, Field::Code).into());
    }
    let mut held = hold(app, visitor, known, STEP, app.clock.now()).await?;
    let user = held.user().await?;
    offer(&factors::first_factors(app, &user), strategy, "")?;
    let sent = held.row.verification_id.clone().filter(|_| held.row.first_factor == Some(strategy));
    let missing = || ApiError::of(ErrorCode::VerificationMissing, Field::Code);
    let (id, (_, normalized)) = sent.zip(address(&user, strategy)).ok_or_else(missing)?;
    let person = (normalized.as_str(), Some(&held.browser));
    let (purpose, now) = (Purpose::Reverification, held.now);
    let mut failure = Failure::of(AuditAction::SessionReverificationFailed, Some(&held.session.id), strategy);
    let tried = match limits::take_code_try(app, &mut held.tx, person, now).await? {
        Ok(()) => code::attempt(app, &mut held.tx, &id, purpose, &held.row.id, given.expose(), now).await?,
        Err(refusal) => {
            let limit = limits::key_of_code_tries(app, person);
            failure = Failure::locked_out(Some(&user.id), strategy, limit, &refusal);
            Err(refusal)
        }
    };
    let sent = match tried {
        Ok(sent) => sent,
        Err(refusal) => {
            // The try counts.
            failure.within(app, &mut held.tx, now).await?;
            commit(held.tx).await?;
            return Err(refusal.into());
        }
    };
    limits::clear_code_tries(app, &mut held.tx, person).await?;
    users::lock(&mut held.tx, &user.id).await?.ok_or_else(no_attempt)?;
    // What it went to may have been taken from the account.
    let user = held.user().await?;
    let is_verified = |status: VerificationStatus| status == VerificationStatus::Verified;
    let is_mail =
        |it: &crate::model::EmailAddress| it.email_address == sent.address && is_verified(it.verification.status);
    let is_number = |it: &crate::model::PhoneNumber| {
        it.phone_number == sent.address && is_verified(it.verification.status) && !it.reserved_for_second_factor
    };
    if !user.email_addresses.iter().any(is_mail) && !user.phone_numbers.iter().any(is_number) {
        return Err(missing().into());
    }
    proven(app, visitor, held, strategy).await
}

/// The first proof has been given, in the way that is named: the second one comes next where the level asks for both.
async fn proven(app: &Inner, visitor: &Visitor, mut held: Held, by: Strategy) -> Result<Step, Error> {
    let user = held.user().await?;
    let now = held.now;
    if !held.row.level.outstanding([0, -1], user.two_factor_enabled).second_factor {
        return held.complete(app, Some(now), None, by).await;
    }
    let mut row = held.row.clone();
    second_factor::ask(app, &mut held.tx, visitor, &held.browser, &mut row, &user, now).await?;
    if !store::await_second_factor(&mut held.tx, &row, now).await? {
        return Err(no_attempt());
    }
    held.finish(app, None).await
}
