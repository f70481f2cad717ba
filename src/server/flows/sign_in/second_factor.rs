//! The second proof of a sign-in.
//!
//! It is asked of whoever has set something up for it, whatever the settings say by then: they say what can be set up. A
//! code by text message is sent when it is asked for; the others are there already.

use super::admission::{At, record, tell_of_new_device, turn_away_barred};
use super::{find, hold, no_attempt};
use crate::model::{ApiError, ErrorCode, Field, Notice, SecondFactor, SignInStatus, Strategy, Verification};
use crate::server::crypto::{Code, MINUTE, Secret};
use crate::server::delivery;
use crate::server::events::{AuditAction, AuditEntry};
use crate::server::factors::mailed::{Errand, RESEND_AFTER, Recipient};
use crate::server::factors::totp::Totp;
use crate::server::factors::{backup_code, code, texted};
use crate::server::flows::client::{self, Claimed};
use crate::server::flows::failed_proofs::Failure;
use crate::server::flows::session::{self, Proofs};
use crate::server::flows::{Error, Issued, Outcome, Visitor, commit, commit_with_mail, limits, owner, text_messages};
use crate::server::phone_number;
use crate::server::store::clients::ClientRow;
use crate::server::store::proofs::{self, UnderWay};
use crate::server::store::second_factors::{self as store, Enrolled, ReservedPhone};
use crate::server::store::sign_ins::{self, SignInRow};
use crate::server::store::verifications::{self, Purpose, VerificationRow};
use crate::server::store::{Transaction, sessions, users};
use crate::server::vestibule::Inner;

const STEP: SignInStatus = SignInStatus::NeedsSecondFactor;
/// How often one sign-in may be tried, over everything that could prove it.
const MOST_ATTEMPTS: i64 = 5;
/// How long a new password may be set after both proofs were given, in milliseconds.
const NEW_PASSWORD_WITHIN: i64 = 15 * MINUTE;

/// What could give the second proof, what is asked for first in front: the app, then the number that is the default, then what
/// else there is. A passkey is among it wherever a second proof is asked for, and is no reason to ask for one.
pub fn offers(app: &Inner, has: &Enrolled) -> Vec<SecondFactor> {
    let alone = |strategy| SecondFactor { strategy, phone_number_id: None, safe_identifier: None };
    let phones = has.phones.iter().map(|phone| SecondFactor {
        strategy: Strategy::PhoneCode,
        phone_number_id: Some(phone.id.clone()),
        safe_identifier: Some(phone_number::masked(&phone.number)),
    });
    let totp = has.totp.then(|| alone(Strategy::Totp));
    let passkey = (has.passkey && app.passkeys.is_some()).then(|| alone(Strategy::Passkey));
    let backup_codes = (has.backup_codes > 0).then(|| alone(Strategy::BackupCode));
    totp.into_iter().chain(phones).chain(passkey).chain(backup_codes).collect()
}

/// A second proof as a browser may see it.
#[derive(Default)]
pub struct Shown {
    /// What could give it.
    pub offers: Vec<SecondFactor>,
    /// What is asked for.
    pub asked: Option<SecondFactor>,
    /// The code that was sent for it.
    pub sent: Option<Verification>,
}

/// The second proof of a sign-in that is half way, as its browser may see it. `sent` is the newest code.
pub fn shown(app: &Inner, sign_in: &SignInRow, has: &Enrolled, sent: Option<VerificationRow>) -> Shown {
    // A code that was sent waits for whoever comes back to that.
    let sent = sent.filter(|_| sign_in.second_factor == Some(Strategy::PhoneCode));
    let number = sent.as_ref().and_then(|sent| has.phones.iter().find(|phone| phone.number == sent.address));
    let offers = offers(app, has);
    let is_asked = |offer: &&SecondFactor| {
        let is_number = number.is_none_or(|number| offer.phone_number_id.as_ref() == Some(&number.id));
        Some(offer.strategy) == sign_in.second_factor && is_number
    };
    // The last backup code may be gone, or the app: then something else is asked for.
    let asked = offers.iter().find(is_asked).or_else(|| offers.first()).cloned();
    Shown { asked, sent: sent.map(|row| code::public(&row, app.clock.now())), offers }
}

/// Sends a code to a number, and gives its verification's id.
pub async fn send(
    app: &Inner,
    tx: &mut Transaction,
    visitor: &Visitor,
    browser: &Claimed,
    sign_in: &SignInRow,
    phone: &ReservedPhone,
    now: i64,
) -> Result<String, Error> {
    let user_id = sign_in.user_id.as_deref().unwrap_or_default();
    send_code(app, tx, visitor, &browser.row, user_id, (Purpose::SecondFactor, &sign_in.id), phone, now).await
}

/// The same for whatever a second proof is asked for: a purpose and its subject.
#[allow(clippy::too_many_arguments, reason = "who, where, what, and when")]
pub async fn send_code(
    app: &Inner,
    tx: &mut Transaction,
    visitor: &Visitor,
    browser: &ClientRow,
    user_id: &str,
    (purpose, subject_id): (Purpose, &str),
    phone: &ReservedPhone,
    now: i64,
) -> Result<String, Error> {
    let is_familiar = sessions::have_been(tx, &browser.id, user_id).await?;
    let person = (phone.number.as_str(), is_familiar.then_some(browser));
    text_messages::take(app, tx, visitor, person, true, now).await?;
    let language = users::language_of(tx, user_id).await?.or(visitor.language);
    let errand = Errand {
        purpose,
        subject_id,
        strategy: Strategy::PhoneCode,
        recipient: Recipient::Proving(&phone.number),
        language,
        user_id: Some(user_id),
        ip: visitor.ip,
        bound_for: None,
    };
    Ok(texted::send(app, tx, &errand, now).await?)
}

fn not_offered() -> Error {
    ApiError::of(ErrorCode::StrategyForUserInvalid, Field::Strategy).into()
}

/// Asks to give the second proof in another way, or for another code.
pub async fn prepare_second_factor(
    app: &Inner,
    visitor: &Visitor,
    strategy: Option<Strategy>,
    phone_number_id: &str,
) -> Result<Outcome, Error> {
    let (known, _) = find(app, visitor, STEP).await?;
    let now = app.clock.now();
    let mut tx = app.store.write().await?;
    let (browser, sign_in) = hold(app, &mut tx, visitor, &known, None, STEP, now).await?;
    let user_id = sign_in.user_id.as_deref().ok_or_else(no_attempt)?;
    let has = store::of_user(&mut tx, user_id).await?;
    // For a passkey nothing is prepared but what is asked of the browser.
    let is_offered = |it: &Strategy| offers(app, &has).iter().any(|offer| offer.strategy == *it);
    let strategy = strategy.filter(|it| !it.is_discoverable() && is_offered(it));
    let strategy = strategy.ok_or_else(not_offered)?;
    let mut notice = None;
    let verification_id = match strategy {
        Strategy::PhoneCode => {
            let phone = match phone_number_id.is_empty() {
                true => has.phones.first(),
                false => has.phones.iter().find(|phone| phone.id == phone_number_id),
            };
            let phone = phone.ok_or_else(not_offered)?;
            let (id, is_new) = prepare_code(app, &mut tx, visitor, &browser, &sign_in, phone, now).await?;
            notice = is_new.then_some(Notice::CodeSent);
            Some(id)
        }
        // Whoever comes back to a code that was sent finds it good.
        _ => sign_in.second_verification_id.clone(),
    };
    proofs::set_second_factor(&mut tx, UnderWay::SignIn(&sign_in.id), strategy, verification_id.as_deref(), now)
        .await?;
    let outcome = client::outcome(app, &mut tx, &browser.row, Issued::default()).await?;
    commit_with_mail(app, tx).await?;
    Ok(Outcome { notice, ..outcome })
}

/// Sees to it that there is a code to be given: gives its verification's id, and whether it took the place of one that
/// somebody is looking at.
async fn prepare_code(
    app: &Inner,
    tx: &mut Transaction,
    visitor: &Visitor,
    browser: &Claimed,
    sign_in: &SignInRow,
    phone: &ReservedPhone,
    now: i64,
) -> Result<(String, bool), Error> {
    let is_resend = sign_in.second_factor == Some(Strategy::PhoneCode);
    let last = match &sign_in.second_verification_id {
        Some(id) => verifications::by_id(tx, id).await?.filter(|row| row.address == phone.number),
        None => None,
    };
    if let Some(last) = last {
        let wait = last.created_at + RESEND_AFTER - now;
        if is_resend && wait > 0 {
            return Err(ApiError::new(ErrorCode::TooManyRequests).with_retry_after_ms(wait).into());
        }
        if !is_resend && code::is_good(&last, now) {
            return Ok((last.id, false));
        }
    }
    Ok((send(app, tx, visitor, browser, sign_in, phone, now).await?, is_resend))
}

/// Gives the second proof of the sign-in that is half way. `strategy` is what was asked for last if it is left out.
pub async fn attempt_second_factor(
    app: &Inner,
    visitor: &Visitor,
    strategy: Option<Strategy>,
    given: &Secret,
) -> Result<Outcome, Error> {
    let (known, sign_in) = find(app, visitor, STEP).await?;
    let strategy = strategy.or(sign_in.second_factor).ok_or_else(not_offered)?;
    if !matches!(strategy, Strategy::Totp | Strategy::PhoneCode | Strategy::BackupCode) {
        return Err(not_offered());
    }
    if given.expose().trim().is_empty() {
        return Err(ApiError::of(ErrorCode::FormParamMissing, Field::Code).into());
    }
    let now = app.clock.now();
    let mut tx = app.store.write().await?;
    let (browser, sign_in) = hold(app, &mut tx, visitor, &known, None, STEP, now).await?;
    let user_id = sign_in.user_id.clone().ok_or_else(no_attempt)?;
    let is_familiar = sessions::have_been(&mut tx, &browser.row.id, &user_id).await?;
    let person = (user_id.as_str(), is_familiar.then_some(&browser.row));
    let used_up = || ApiError::of(ErrorCode::SecondFactorFailed, Field::Code);
    // What this sign-in has no tries left for costs its owner none.
    if !proofs::has_second_attempts(&mut tx, UnderWay::SignIn(&sign_in.id), MOST_ATTEMPTS).await? {
        return Err(used_up().into());
    }
    let counted = limits::take_code_try(app, &mut tx, person, now).await?;
    let failure = match &counted {
        Ok(()) => Failure::of(AuditAction::SignInFailed, Some(&user_id), strategy),
        Err(refusal) => Failure::locked_out(Some(&user_id), strategy, limits::key_of_code_tries(app, person), refusal),
    };
    // Held before anything of theirs is looked at, this sign-in too: what an operator has reset meanwhile proves nothing, and
    // whoever changes an account gives its sign-ins up once they hold it.
    let proven = users::lock(&mut tx, &user_id).await?;
    if let Some(proven) = proven {
        turn_away_barred(&user_id, sign_in.proven_by.as_deref().unwrap_or_default(), proven, now)?;
    }
    let counted = match proofs::take_second_attempt(&mut tx, UnderWay::SignIn(&sign_in.id), MOST_ATTEMPTS, now).await? {
        true => counted,
        false => Err(used_up()),
    };
    let tried = match (counted, proven) {
        (Err(refusal), _) => Err(refusal),
        (Ok(()), Some(proven)) if proven.two_factor_enabled => {
            let sent = Sent {
                purpose: Purpose::SecondFactor,
                subject_id: &sign_in.id,
                verification_id: sign_in.second_verification_id.as_deref(),
            };
            prove(app, &mut tx, sent, &user_id, (strategy, given), now).await?
        }
        _ => return Err(no_attempt()),
    };
    if let Err(refusal) = tried {
        // The try counts.
        failure.within(app, &mut tx, now).await?;
        commit(tx).await?;
        return Err(refusal.into());
    }
    limits::clear_code_tries(app, &mut tx, person).await?;
    if strategy == Strategy::BackupCode {
        AuditEntry::of(AuditAction::BackupCodeUsed).write(&mut tx, Some(&user_id), now).await?;
        let user = users::by_id(&mut tx, &user_id).await?.ok_or_else(no_attempt)?;
        owner::notify(app, &mut tx, &user, delivery::backup_code_used_mail, now).await?;
    }
    complete(app, tx, visitor, &browser, &sign_in, (&user_id, strategy), now).await
}

/// Goes on with whoever has given both proofs, the second one in the way that is named: to a new password, if theirs was
/// forgotten, and else in.
pub(super) async fn complete(
    app: &Inner,
    mut tx: Transaction,
    visitor: &Visitor,
    browser: &Claimed,
    sign_in: &SignInRow,
    (user_id, strategy): (&str, Strategy),
    now: i64,
) -> Result<Outcome, Error> {
    let proven_by = sign_in.proven_by.as_deref().and_then(Strategy::parse);
    if proven_by.is_some_and(Strategy::is_reset) {
        // What it was is told of the session that begins with the new password.
        let sent = sign_in.second_verification_id.as_deref();
        proofs::set_second_factor(&mut tx, UnderWay::SignIn(&sign_in.id), strategy, sent, now).await?;
        return await_new_password(app, tx, browser, sign_in, user_id, now).await;
    }
    users::signed_in_without_password(&mut tx, user_id, now).await?.ok_or_else(no_attempt)?;
    let proofs = Proofs {
        strategy: sign_in.proven_by.as_deref().unwrap_or_default(),
        first_factor_at: Some(sign_in.first_factor_at.unwrap_or(now)),
        second_factor_at: Some(now),
        second_factor: Some(strategy),
        stand_in: None,
    };
    let begun = session::begin(app, &mut tx, browser, user_id, proofs, visitor, now).await?;
    record(&mut tx, browser, At::UnderWay(sign_in), user_id, &begun, now).await?;
    tell_of_new_device(app, &mut tx, visitor, &begun, now).await?;
    let outcome = begun.finish(app, tx).await?;
    delivery::wake(app);
    Ok(outcome)
}

/// The code that was sent, if one was.
#[derive(Clone, Copy)]
pub struct Sent<'a> {
    /// What for.
    pub purpose: Purpose,
    /// What that belongs to.
    pub subject_id: &'a str,
    /// `ver_…`
    pub verification_id: Option<&'a str>,
}

/// Whether what was given proves it. Of what does not prove it nothing more is said, whether it was wrong, used or none of
/// theirs.
pub async fn prove(
    app: &Inner,
    tx: &mut Transaction,
    sent: Sent<'_>,
    user_id: &str,
    (strategy, given): (Strategy, &Secret),
    now: i64,
) -> Result<Result<(), ApiError>, Error> {
    let is_right = match strategy {
        Strategy::Totp => match (store::sealed_totp(tx, user_id).await?, Code::typed(given.expose())) {
            (Some(sealed), Some(code)) => match Totp::open(app, user_id, &sealed, "")?.step_of(&code, now) {
                Some(step) => store::use_totp(tx, user_id, step).await?,
                None => false,
            },
            _ => false,
        },
        Strategy::BackupCode => backup_code::attempt(tx, &app.key, user_id, given.expose(), now).await?,
        _ => {
            let Some(id) = sent.verification_id else {
                return Ok(Err(ApiError::of(ErrorCode::VerificationMissing, Field::Code)));
            };
            let tried = code::attempt(app, tx, id, sent.purpose, sent.subject_id, given.expose(), now).await?;
            let sent = match tried {
                Ok(row) => row,
                Err(refusal) => return Ok(Err(refusal)),
            };
            // It may be kept for this no longer.
            store::of_user(tx, user_id).await?.phones.iter().any(|phone| phone.number == sent.address)
        }
    };
    Ok(if is_right { Ok(()) } else { Err(ApiError::of(ErrorCode::FormCodeIncorrect, Field::Code)) })
}

/// Whoever has forgotten a password sets the new one after both proofs, and not before.
async fn await_new_password(
    app: &Inner,
    mut tx: Transaction,
    browser: &Claimed,
    sign_in: &SignInRow,
    user_id: &str,
    now: i64,
) -> Result<Outcome, Error> {
    if !sign_ins::await_new_password(&mut tx, &sign_in.id, STEP, user_id, now + NEW_PASSWORD_WITHIN, now).await? {
        return Err(no_attempt());
    }
    let secret = client::renew_secret(&mut tx, &browser.row, now).await?;
    let issued = Issued { client_token: Some(secret), session_token: None };
    let outcome = client::outcome(app, &mut tx, &browser.row, issued).await?;
    commit_with_mail(app, tx).await?;
    Ok(outcome)
}
