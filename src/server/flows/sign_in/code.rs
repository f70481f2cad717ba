use super::admission::{half_way, turn_away_barred};
use super::{At, Entrant, Resend, Typed, admit, hold, no_attempt, read_identifier};
use crate::model::{ApiError, ErrorCode, Field, SignInStatus, Strategy};
use crate::server::Language;
use crate::server::crypto::{MINUTE, Secret};
use crate::server::events::AuditAction;
use crate::server::factors::mailed::{self, Errand, RESEND_AFTER, Recipient};
use crate::server::factors::{code, texted};
use crate::server::flows::client::Claimed;
use crate::server::flows::failed_proofs::Failure;
use crate::server::flows::identifier::Identifier;
use crate::server::flows::{
    Error, Issued, Outcome, Visitor, client, commit, limits, restrictions, sign_up, text_messages,
};
use crate::server::store::Transaction;
use crate::server::store::clients::ClientRow;
use crate::server::store::identifiers::{self, IdentifierKind, Reachable};
use crate::server::store::sign_ins::{self, SignInRow};
use crate::server::store::users;
use crate::server::store::verifications::{self, Purpose};
use crate::server::vestibule::Inner;

/// How long a new password may be set after the code for it was given, in milliseconds.
const NEW_PASSWORD_WITHIN: i64 = 15 * MINUTE;

/// What a code of a strategy is for.
const fn purpose(strategy: Strategy) -> Purpose {
    if strategy.is_reset() { Purpose::ResetPassword } else { Purpose::SignIn }
}

/// What a code of a strategy goes to.
fn channel(strategy: Strategy) -> IdentifierKind {
    if strategy.is_texted() { IdentifierKind::PhoneNumber } else { IdentifierKind::EmailAddress }
}

/// Sees to it that there is a code to be given, or a link to be opened, and gives its verification's id.
pub async fn prepare(
    app: &Inner,
    tx: &mut Transaction,
    visitor: &Visitor,
    browser: &ClientRow,
    sign_in: &SignInRow,
    (strategy, resend): (Strategy, Resend),
    now: i64,
) -> Result<String, Error> {
    let last = match &sign_in.verification_id {
        Some(id) => verifications::by_id(tx, id).await?.filter(|row| row.strategy == strategy.as_str()),
        None => None,
    };
    if let Some(last) = last {
        let wait = last.created_at + RESEND_AFTER - now;
        match resend {
            Resend::Yes if wait > 0 => {
                return Err(ApiError::new(ErrorCode::TooManyRequests).with_retry_after_ms(wait).into());
            }
            Resend::No if code::is_good(&last, now) => return Ok(last.id),
            _ => {}
        }
    }
    let Typed { kind, identifier, is_possible } = typed(app, sign_in);
    let by = channel(strategy);
    let who = identifiers::reachable(tx, by, kind, &identifier.normalized, Some(&browser.id)).await?;
    let person = (whom(&who, &identifier.normalized), familiar(&who, browser));
    let language = language(&who, visitor);
    if by == IdentifierKind::PhoneNumber {
        text_messages::take(app, tx, visitor, person, who.is_some(), now).await?;
        let recipient = match &who {
            Some(who) => Recipient::Proving(&who.address),
            None => Recipient::Nobody(&identifier.value),
        };
        let errand = errand(visitor, sign_in, strategy, (recipient, language), &who);
        return Ok(texted::send(app, tx, &errand, now).await?);
    }
    let limit = limits::key_of_person(app, "codes_sent", person.0, person.1);
    limits::take_or_refuse(tx, &limit, limits::CODES_SENT, ErrorCode::TooManyRequests, now).await??;
    let is_address = kind == IdentifierKind::EmailAddress && is_possible;
    let recipient = match &who {
        Some(who) => Recipient::Proving(&who.address),
        None if is_address && may_sign_up(app, strategy, &identifier) => Recipient::Proving(&identifier.value),
        None if is_address => Recipient::HasNoAccount(&identifier.value),
        None => Recipient::Nobody(&identifier.value),
    };
    Ok(mailed::send(app, tx, &errand(visitor, sign_in, strategy, (recipient, language), &who), now).await?)
}

/// Whether whom nobody knows signs up with what was sent to their address.
pub fn may_sign_up(app: &Inner, strategy: Strategy, address: &Identifier) -> bool {
    let is_for_signing_in = matches!(strategy, Strategy::EmailCode | Strategy::EmailLink);
    app.settings.signs_up_on_sign_in() && is_for_signing_in && restrictions::check(app, address).is_ok()
}

fn errand<'a>(
    visitor: &'a Visitor,
    sign_in: &'a SignInRow,
    strategy: Strategy,
    (recipient, language): (Recipient<'a>, Option<Language>),
    who: &'a Option<Reachable>,
) -> Errand<'a> {
    let user_id = who.as_ref().map(|who| who.user_id.as_str());
    let (purpose, subject_id) = (purpose(strategy), sign_in.id.as_str());
    let (ip, bound_for) = (visitor.ip, visitor.bound_for.as_deref());
    Errand { purpose, subject_id, strategy, recipient, language, user_id, ip, bound_for }
}

/// Tries a code. After the right one the browser is signed in, or a new password comes next.
pub async fn attempt(
    app: &Inner,
    visitor: &Visitor,
    known: &ClientRow,
    strategy: Strategy,
    given: &Secret,
) -> Result<Outcome, Error> {
    if given.expose().trim().is_empty() {
        return Err(ApiError::of(ErrorCode::FormParamMissing, Field::Code).into());
    }
    let now = app.clock.now();
    let mut tx = app.store.write().await?;
    let (browser, sign_in) = hold(app, &mut tx, visitor, known, None, SignInStatus::NeedsFirstFactor, now).await?;
    let sent = sign_in.verification_id.as_deref().filter(|_| sign_in.strategy == Some(strategy));
    let Some(verification_id) = sent else {
        return Err(ApiError::of(ErrorCode::VerificationMissing, Field::Code).into());
    };
    let read = typed(app, &sign_in);
    let (kind, identifier) = (read.kind, &read.identifier);
    let (by, browser_id) = (channel(strategy), Some(browser.row.id.as_str()));
    let who = identifiers::reachable(&mut tx, by, kind, &identifier.normalized, browser_id).await?;
    let person = (whom(&who, &identifier.normalized), familiar(&who, &browser.row));
    let user_id = who.as_ref().map(|who| who.user_id.as_str());
    let mut failure = Failure::of(AuditAction::SignInFailed, user_id, strategy);
    let tried = match limits::take_code_try(app, &mut tx, person, now).await? {
        Ok(()) => {
            code::attempt(app, &mut tx, verification_id, purpose(strategy), &sign_in.id, given.expose(), now).await?
        }
        Err(refusal) => {
            failure = Failure::locked_out(user_id, strategy, limits::key_of_code_tries(app, person), &refusal);
            Err(refusal)
        }
    };
    let proven = tried.and_then(|row| {
        let proven = whose(app, strategy, who.clone(), &read, &row.address);
        proven.ok_or_else(|| ApiError::of(ErrorCode::VerificationFailed, Field::Code))
    });
    let proven = match proven {
        Ok(proven) => proven,
        Err(refusal) => {
            // The try counts.
            failure.within(app, &mut tx, now).await?;
            commit(tx).await?;
            return Err(refusal.into());
        }
    };
    limits::clear_code_tries(app, &mut tx, person).await?;
    match proven {
        Whose::Nobodys => sign_up::begin_proven(app, tx, visitor, browser, identifier, verification_id, now).await,
        Whose::Of(proven) if strategy.is_reset() => {
            await_new_password(app, tx, visitor, browser, &sign_in, &proven, now).await
        }
        Whose::Of(proven) => finish(app, tx, visitor, &browser, &sign_in, &proven, now).await,
    }
}

/// Whose address it is that was proven.
pub enum Whose {
    /// Someone's who has an account.
    Of(Reachable),
    /// That of someone whom nobody knows, who signs up with it.
    Nobodys,
}

/// Whose address it is that a code or a link went to, now that it has come back: it may have become someone else's.
pub fn whose(app: &Inner, strategy: Strategy, who: Option<Reachable>, typed: &Typed, address: &str) -> Option<Whose> {
    match who {
        Some(who) => (who.address == address).then_some(Whose::Of(who)),
        None => {
            let is_address = typed.kind == IdentifierKind::EmailAddress && typed.identifier.value == address;
            (is_address && may_sign_up(app, strategy, &typed.identifier)).then_some(Whose::Nobodys)
        }
    }
}

/// Signs in whoever has proven it, unless another proof is asked of them.
pub async fn finish(
    app: &Inner,
    mut tx: Transaction,
    visitor: &Visitor,
    browser: &Claimed,
    sign_in: &SignInRow,
    proven: &Reachable,
    now: i64,
) -> Result<Outcome, Error> {
    let user_id = proven.user_id.as_str();
    let proven = users::gave_first_proof(&mut tx, user_id, now).await?.ok_or_else(no_attempt)?;
    let strategy = sign_in.strategy.unwrap_or(Strategy::EmailCode);
    let entrant = Entrant { user_id, proven, by: strategy.as_str() };
    let admitted = admit(app, &mut tx, visitor, browser, At::UnderWay(sign_in), entrant, now).await?;
    admitted.finish(app, tx).await
}

/// The browser gets a new secret: from here on it may set a password, and whoever planted or copied its cookie may not.
async fn await_new_password(
    app: &Inner,
    mut tx: Transaction,
    visitor: &Visitor,
    browser: Claimed,
    sign_in: &SignInRow,
    proven: &Reachable,
    now: i64,
) -> Result<Outcome, Error> {
    let until = now + NEW_PASSWORD_WITHIN;
    let user_id = proven.user_id.as_str();
    let proven = users::lock(&mut tx, user_id).await?.ok_or_else(no_attempt)?;
    let by = sign_in.strategy.map_or("", Strategy::as_str);
    turn_away_barred(user_id, by, proven, now)?;
    if proven.two_factor_enabled {
        let (at, entrant) = (At::UnderWay(sign_in), Entrant { user_id, proven, by });
        return half_way(app, &mut tx, visitor, &browser, at, entrant, now).await?.finish(app, tx).await;
    }
    let step = SignInStatus::NeedsFirstFactor;
    if !sign_ins::await_new_password(&mut tx, &sign_in.id, step, user_id, until, now).await? {
        return Err(no_attempt());
    }
    let secret = client::renew_secret(&mut tx, &browser.row, now).await?;
    let issued = Issued { client_token: Some(secret), session_token: None };
    let outcome = client::outcome(app, &mut tx, &browser.row, issued).await?;
    commit(tx).await?;
    Ok(outcome)
}

/// Who the person said they are.
pub fn typed(app: &Inner, sign_in: &SignInRow) -> Typed {
    read_identifier(app, sign_in.identifier.as_deref().unwrap_or_default())
}

/// Under whose name it is counted: their address, by whichever identifier they were called, so that it is one with what
/// is sent there for other reasons.
fn whom<'a>(who: &'a Option<Reachable>, typed: &'a str) -> &'a str {
    who.as_ref().map_or(typed, |who| &who.normalized)
}

/// The language of whoever has the account, else of the browser that asks.
fn language(who: &Option<Reachable>, visitor: &Visitor) -> Option<Language> {
    who.as_ref().and_then(|who| who.language).or(visitor.language)
}

/// A browser on which they were signed in before is counted apart: a stranger who uses up the codes of an account does
/// not keep its owner out.
fn familiar<'a>(who: &Option<Reachable>, browser: &'a ClientRow) -> Option<&'a ClientRow> {
    who.as_ref().filter(|who| who.familiar).map(|_| browser)
}
