use super::{Step, factors, find, hold, no_attempt, not_offered, offer, sent};
use crate::model::{ApiError, ErrorCode, Field, Notice, SessionVerificationStatus, Strategy, User};
use crate::server::crypto::Secret;
use crate::server::delivery;
use crate::server::events::{AuditAction, AuditEntry};
use crate::server::factors::code;
use crate::server::factors::mailed::RESEND_AFTER;
use crate::server::flows::failed_proofs::Failure;
use crate::server::flows::sign_in::second_factor::{Sent, prove, send_code};
use crate::server::flows::{Error, Visitor, commit, limits, owner};
use crate::server::store::clients::ClientRow;
use crate::server::store::proofs::{self, UnderWay};
use crate::server::store::session_verifications::SessionVerificationRow;
use crate::server::store::verifications::{self, Purpose};
use crate::server::store::{Transaction, second_factors, users};
use crate::server::vestibule::Inner;

const STEP: SessionVerificationStatus = SessionVerificationStatus::NeedsSecondFactor;
const PURPOSE: Purpose = Purpose::ReverificationSecondFactor;
/// How often one may be tried, over everything that could prove it.
pub const MOST_ATTEMPTS: i64 = 5;

/// Asks for the second proof that comes first, and sends what it needs.
pub async fn ask(
    app: &Inner,
    tx: &mut Transaction,
    visitor: &Visitor,
    browser: &ClientRow,
    row: &mut SessionVerificationRow,
    user: &User,
    now: i64,
) -> Result<(), Error> {
    let has = second_factors::of_user(tx, &user.id).await?;
    let first = factors::second_factors(app, &has).into_iter().next();
    row.second_factor = first.map(|factor| factor.strategy);
    if let Some(number) = has.phones.first().filter(|_| row.second_factor == Some(Strategy::PhoneCode)) {
        // Who cannot be sent anything now still gets to the step, where it says so.
        let subject = (PURPOSE, row.id.as_str());
        row.second_verification_id = sent(send_code(app, tx, visitor, browser, &user.id, subject, number, now).await)?;
    }
    Ok(())
}

/// Asks to give the second proof in another way, or for another code.
pub async fn prepare_second_factor(
    app: &Inner,
    visitor: &Visitor,
    strategy: Option<Strategy>,
    phone_number_id: &str,
) -> Result<Step, Error> {
    let (known, _, _) = find(app, visitor, STEP).await?;
    let strategy = strategy.ok_or_else(not_offered)?;
    let mut held = hold(app, visitor, &known, STEP, app.clock.now()).await?;
    let user = held.user().await?;
    let has = second_factors::of_user(&mut held.tx, &user.id).await?;
    let factor = offer(&factors::second_factors(app, &has), strategy, phone_number_id)?.clone();
    let phone = has.phones.iter().find(|phone| factor.phone_number_id.as_ref() == Some(&phone.id));
    let (now, mut notice) = (held.now, None);
    let mut verification_id = held.row.second_verification_id.clone();
    if let Some(phone) = phone {
        let is_resend = held.row.second_factor == Some(strategy);
        let last = match &verification_id {
            Some(id) => verifications::by_id(&mut held.tx, id).await?.filter(|last| last.address == phone.number),
            None => None,
        };
        let wait = last.as_ref().map_or(0, |last| last.created_at + RESEND_AFTER - now);
        if is_resend && wait > 0 {
            return Err(ApiError::new(ErrorCode::TooManyRequests).with_retry_after_ms(wait).into());
        }
        // Whoever comes back to a code that was sent finds it good.
        if is_resend || !last.is_some_and(|last| code::is_good(&last, now)) {
            let subject = (PURPOSE, held.row.id.as_str());
            let id = send_code(app, &mut held.tx, visitor, &held.browser, &user.id, subject, phone, now).await?;
            verification_id = Some(id);
            notice = is_resend.then_some(Notice::CodeSent);
        }
    }
    proofs::set_second_factor(
        &mut held.tx,
        UnderWay::SessionVerification(&held.row.id),
        strategy,
        verification_id.as_deref(),
        now,
    )
    .await?;
    held.finish(app, notice).await
}

/// Gives the second proof. `strategy` is what was asked for last if it is left out.
pub async fn attempt_second_factor(
    app: &Inner,
    visitor: &Visitor,
    strategy: Option<Strategy>,
    given: &Secret,
) -> Result<Step, Error> {
    let (known, _, row) = find(app, visitor, STEP).await?;
    let strategy = strategy.or(row.second_factor).ok_or_else(not_offered)?;
    if !matches!(strategy, Strategy::Totp | Strategy::PhoneCode | Strategy::BackupCode) {
        return Err(not_offered());
    }
    if given.expose().trim().is_empty() {
        return Err(ApiError::of(ErrorCode::FormParamMissing, Field::Code).into());
    }
    let mut held = hold(app, visitor, &known, STEP, app.clock.now()).await?;
    let (user_id, now) = (held.session.user_id.clone(), held.now);
    // As at a sign-in on this browser, with which it is counted together.
    let person = (user_id.as_str(), Some(&held.browser));
    let used_up = || ApiError::of(ErrorCode::VerificationFailed, Field::Code);
    // What has no tries left costs its owner none.
    if !proofs::has_second_attempts(&mut held.tx, UnderWay::SessionVerification(&held.row.id), MOST_ATTEMPTS).await? {
        return Err(used_up().into());
    }
    let counted = limits::take_code_try(app, &mut held.tx, person, now).await?;
    let failure = match &counted {
        Ok(()) => Failure::of(AuditAction::SessionReverificationFailed, Some(&held.session.id), strategy),
        Err(refusal) => Failure::locked_out(Some(&user_id), strategy, limits::key_of_code_tries(app, person), refusal),
    };
    // Held before anything of theirs is looked at: what an operator has reset meanwhile proves nothing.
    let is_asked = users::lock(&mut held.tx, &user_id).await?.is_some_and(|proven| proven.two_factor_enabled);
    let counted = match proofs::take_second_attempt(
        &mut held.tx,
        UnderWay::SessionVerification(&held.row.id),
        MOST_ATTEMPTS,
        now,
    )
    .await?
    {
        true => counted,
        false => Err(used_up()),
    };
    let sent = Sent {
        purpose: PURPOSE,
        subject_id: &held.row.id,
        verification_id: held.row.second_verification_id.as_deref(),
    };
    let tried = match counted {
        Ok(()) if is_asked => prove(app, &mut held.tx, sent, &user_id, (strategy, given), now).await?,
        Ok(()) => return Err(no_attempt()),
        Err(refusal) => Err(refusal),
    };
    if let Err(refusal) = tried {
        // The try counts.
        failure.within(app, &mut held.tx, now).await?;
        commit(held.tx).await?;
        return Err(refusal.into());
    }
    limits::clear_code_tries(app, &mut held.tx, person).await?;
    if strategy == Strategy::BackupCode {
        AuditEntry::of(AuditAction::BackupCodeUsed).write(&mut held.tx, Some(&user_id), now).await?;
        let user = held.user().await?;
        owner::notify(app, &mut held.tx, &user, delivery::backup_code_used_mail, now).await?;
    }
    let first = held.row.first_factor_at;
    held.complete(app, first, Some(now), strategy).await
}
