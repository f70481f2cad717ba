//! Sign-in: who are you, prove it, here is your session.
//!
//! ```text
//! (none) ── create ──▶ needs_first_factor ── attempt_first_factor ──────────────────────────▶ complete
//!                          ▲  │    │                                                             ▲
//!                          └──┘    └── with a code for a forgotten password ──▶ needs_new_password ── reset_password
//!                  prepare_first_factor
//! ```
//!
//! For whoever has set up a second factor every arrow out of `needs_first_factor` leads to `needs_second_factor`, and
//! `attempt_second_factor` leads on from there to where it would have led: a new password is set after both proofs.
//!
//! A create that brings the password tries it at once; one without says nothing about whether there is such an account,
//! and asks for the strategy that the settings prefer. Where a link is sent the browser gets a new secret: whoever opens the
//! link elsewhere lets in whoever has the secret, and that is nobody who planted or copied it before. What does not prove anything leaves the sign-in where it is. What
//! an unknown account costs, in time and in tries, is what a known one costs, and the same strategies are offered for it.

mod admission;
mod code;
mod impersonation;
mod link;
mod new_password;
pub mod passkey;
mod password;
pub mod second_factor;
pub mod second_passkey;
mod ticket;

pub use admission::{Admitted, At, Entrant, admit};
pub use link::follow;
pub(super) use new_password::known_of;
pub use new_password::reset_password;
pub use second_factor::{attempt_second_factor, prepare_second_factor};
pub use ticket::with_ticket;

use unicode_normalization::UnicodeNormalization;

use self::password::Candidate;
use super::client::{self, Claimed};
use super::identifier::{self, Identifier};
use super::{Error, Issued, Outcome, Visitor, commit_with_mail, email_link, session};
use crate::model::{ApiError, ErrorCode, Field, FieldRule, Notice, SignInStatus, Strategy};
use crate::server::crypto::password_hash::HashError;
use crate::server::crypto::{HOUR, Prefix, Secret, new_id};
use crate::server::phone_number;
use crate::server::store::clients::{self, ClientRow};
use crate::server::store::identifiers::IdentifierKind;
use crate::server::store::proofs::{self, UnderWay};
use crate::server::store::sign_ins::{self, SignInRow};
use crate::server::store::{Connection, Transaction, sessions};
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
    if !may_be_somebodys(app, &typed) {
        return Err(ApiError::of(ErrorCode::FormParamFormatInvalid, Field::Identifier).into());
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
    let person = proven.as_ref().map(|proven| proven.user_id());
    let mut browser = client::claim(app, &mut tx, visitor, known.as_ref(), person, now).await?;
    let new = SignInRow {
        identifier: Some(typed),
        ..SignInRow::new(new_id(Prefix::SignIn, now), Some(Strategy::Password), now + LIFETIME)
    };
    if let Some(proven) = proven {
        let admitted = proven.sign_in(app, &mut tx, &browser, At::New(Box::new(new)), visitor, now).await?;
        return admitted.finish(app, tx).await;
    }
    // Whoever says once more who they are goes on with the code that they have.
    let before = at_step(&mut tx, &browser.row, SignInStatus::NeedsFirstFactor, now).await?;
    let sign_in = match before.filter(|row| is_same(app, row.identifier.as_deref(), new.identifier.as_deref())) {
        Some(row) => row,
        None => {
            sign_ins::insert(&mut tx, &browser.row.id, &new, now).await?;
            clients::set_sign_in(&mut tx, &browser.row.id, Some(&new.id), now).await?;
            browser.row.sign_in_id = Some(new.id.clone());
            new
        }
    };
    let strategy = match refused {
        Some(_) => Strategy::Password,
        None => offers(app, sign_in.identifier.as_deref()).first().copied().unwrap_or(Strategy::Password),
    };
    let set = set_first_factor(app, &mut tx, visitor, &browser.row, &sign_in, (strategy, Resend::No), now).await;
    match (set, otherwise(app)) {
        (Ok(()), _) => {}
        // Strangers who use up what may be sent to someone do not keep them from giving their password.
        (Err(Error::Refused(_)), Some(other)) => {
            proofs::set_first_factor(&mut tx, UnderWay::SignIn(&sign_in.id), other, None, now).await?;
        }
        (Err(error), _) => return Err(error),
    }
    let client_token = match browser.new_secret {
        None if strategy.is_link() => Some(client::renew_secret(&mut tx, &browser.row, now).await?),
        new => new,
    };
    let issued = Issued { client_token, session_token: None };
    let outcome = client::outcome(app, &mut tx, &browser.row, issued).await?;
    commit_with_mail(app, tx).await?;
    Ok(Outcome { refused, ..outcome })
}

/// Asks to prove it in another way, or for another code.
pub async fn prepare_first_factor(
    app: &Inner,
    visitor: &Visitor,
    strategy: Option<Strategy>,
) -> Result<Outcome, Error> {
    let strategy = offered(app, strategy)?;
    let (known, _) = find(app, visitor, SignInStatus::NeedsFirstFactor).await?;
    let now = app.clock.now();
    let mut tx = app.store.write().await?;
    let (browser, sign_in) = hold(app, &mut tx, visitor, &known, None, SignInStatus::NeedsFirstFactor, now).await?;
    let resend = if sign_in.strategy == Some(strategy) { Resend::Yes } else { Resend::No };
    set_first_factor(app, &mut tx, visitor, &browser.row, &sign_in, (strategy, resend), now).await?;
    let client_token = match strategy.is_link() {
        true => Some(client::renew_secret(&mut tx, &browser.row, now).await?),
        false => None,
    };
    let issued = Issued { client_token, session_token: None };
    let outcome = client::outcome(app, &mut tx, &browser.row, issued).await?;
    commit_with_mail(app, tx).await?;
    let notice = match strategy {
        _ if resend == Resend::No => None,
        strategy if strategy.is_link() => Some(Notice::LinkSent),
        strategy => strategy.is_code().then_some(Notice::CodeSent),
    };
    Ok(Outcome { notice, ..outcome })
}

/// What proves it.
#[derive(Debug)]
pub struct Attempt<'a> {
    /// In which way.
    pub strategy: Option<Strategy>,
    /// The password, where it is one.
    pub password: &'a Secret,
    /// The code, where it is one.
    pub code: &'a Secret,
}

/// Gives the first proof of the sign-in that is under way.
pub async fn attempt_first_factor(app: &Inner, visitor: &Visitor, attempt: &Attempt<'_>) -> Result<Outcome, Error> {
    let strategy = offered(app, attempt.strategy)?;
    let found = find(app, visitor, SignInStatus::NeedsFirstFactor).await;
    if found.is_err()
        && strategy.is_link()
        && let Some(outcome) = email_link::what_came_of_it(app, visitor).await?
    {
        return Ok(outcome);
    }
    let (known, sign_in) = found?;
    match strategy {
        strategy if strategy.is_code() => code::attempt(app, visitor, &known, strategy, attempt.code).await,
        strategy if strategy.is_link() => link::attempt(app, visitor, &known, None).await,
        _ => password::attempt(app, visitor, &known, &sign_in, attempt.password).await,
    }
}

/// Refuses a browser in which someone is signed in, where it is one person's at a time.
pub async fn refuse_signed_in(app: &Inner, browser: Option<&ClientRow>) -> Result<(), Error> {
    let Some(browser) = browser.filter(|_| !app.settings.session.multi_session) else { return Ok(()) };
    let now = app.clock.now();
    let mut connection = app.store.read().await?;
    let live = sessions::live_of_client(&mut connection, &browser.id, now).await?;
    if live.iter().any(|row| !session::is_over(app, row, now)) {
        return Err(ApiError::new(ErrorCode::SessionExists).into());
    }
    Ok(())
}

/// Whether a code goes out although the last one is still good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Resend {
    Yes,
    No,
}

/// The strategy that is asked for where nothing can be sent.
fn otherwise(app: &Inner) -> Option<Strategy> {
    app.settings.first_factors().into_iter().find(|strategy| !strategy.is_sent() && !strategy.is_discoverable())
}

/// Makes a strategy the one that is asked for, and sends what it needs.
#[allow(clippy::too_many_arguments, reason = "who, where, what, and when")]
async fn set_first_factor(
    app: &Inner,
    tx: &mut Transaction,
    visitor: &Visitor,
    browser: &ClientRow,
    sign_in: &SignInRow,
    (strategy, resend): (Strategy, Resend),
    now: i64,
) -> Result<(), Error> {
    let verification_id = match strategy.is_sent() {
        true => Some(code::prepare(app, tx, visitor, browser, sign_in, (strategy, resend), now).await?),
        // Whoever comes back to a code that was sent finds it good.
        false => sign_in.verification_id.clone(),
    };
    if sign_in.strategy != Some(strategy) || sign_in.verification_id != verification_id {
        proofs::set_first_factor(tx, UnderWay::SignIn(&sign_in.id), strategy, verification_id.as_deref(), now).await?;
    }
    Ok(())
}

/// The strategies that are offered to whoever types this, the one that is asked for first in front: to a number goes a text
/// message, where anything is sent. Who has an account makes no difference.
pub fn offers(app: &Inner, typed: Option<&str>) -> Vec<Strategy> {
    let mut all = app.settings.first_factors();
    if typed.is_some_and(|typed| read_identifier(app, typed).kind == IdentifierKind::PhoneNumber) {
        // Stable: a password that comes first still does.
        let mailed = |strategy: &Strategy| strategy.is_sent() && !strategy.is_texted();
        if all.first().is_some_and(mailed) {
            all.sort_by_key(|strategy| !strategy.is_texted() || strategy.is_reset());
        } else {
            all.sort_by_key(mailed);
        }
    }
    all
}

/// Whether two writings mean the same identifier: a number comes back as it was shown.
fn is_same(app: &Inner, before: Option<&str>, now: Option<&str>) -> bool {
    let (Some(before), Some(now)) = (before, now) else { return before == now };
    let (before, now) = (read_identifier(app, before), read_identifier(app, now));
    before.kind == now.kind && before.identifier.normalized == now.identifier.normalized
}

/// What was typed, as it is shown: a number as numbers are written.
pub fn shown(app: &Inner, typed: &str) -> String {
    let read = read_identifier(app, typed);
    match read.kind == IdentifierKind::PhoneNumber && read.is_possible {
        true => phone_number::international(&read.identifier.normalized),
        false => typed.to_owned(),
    }
}

/// A strategy, if this Vestibule offers it to whoever has said who they are. What is switched off is refused, whoever asks.
pub(super) fn offered(app: &Inner, strategy: Option<Strategy>) -> Result<Strategy, Error> {
    let strategy = strategy.filter(|it| app.settings.first_factors().contains(it) && !it.is_discoverable());
    strategy.ok_or_else(|| ApiError::of(ErrorCode::StrategyForUserInvalid, Field::Strategy).into())
}

fn no_attempt() -> Error {
    ApiError::new(ErrorCode::ClientStateInvalid).into()
}

/// The sign-in of a browser, if it stands at a step.
async fn at_step(
    connection: &mut Connection,
    browser: &ClientRow,
    step: SignInStatus,
    now: i64,
) -> Result<Option<SignInRow>, Error> {
    let Some(id) = &browser.sign_in_id else { return Ok(None) };
    Ok(sign_ins::open(connection, id, now).await?.filter(|row| row.status == step))
}

/// The browser that is asking, and its sign-in, which stands at a step.
async fn find(app: &Inner, visitor: &Visitor, step: SignInStatus) -> Result<(ClientRow, SignInRow), Error> {
    let browser = client::find(app, visitor).await?;
    refuse_signed_in(app, browser.as_ref()).await?;
    let browser = browser.ok_or_else(no_attempt)?;
    let sign_in = at_step(&mut *app.store.read().await?, &browser, step, app.clock.now()).await?;
    Ok((browser, sign_in.ok_or_else(no_attempt)?))
}

/// The same once more in a transaction, now that nothing else changes them.
async fn hold(
    app: &Inner,
    tx: &mut Transaction,
    visitor: &Visitor,
    known: &ClientRow,
    proven: Option<&str>,
    step: SignInStatus,
    now: i64,
) -> Result<(Claimed, SignInRow), Error> {
    let browser = client::claim(app, tx, visitor, Some(known), proven, now).await?;
    let sign_in = at_step(tx, &browser.row, step, now).await?.ok_or_else(no_attempt)?;
    Ok((browser, sign_in))
}

/// Whether what was typed has the form of something that people are known by, where addresses alone are asked for. Whose it is,
/// and whether it is anyone's, is not looked at. A username stays one that was taken before they were switched off.
fn may_be_somebodys(app: &Inner, typed: &str) -> bool {
    let rules = &app.settings.sign_up;
    rules.phone_number != FieldRule::Off
        || rules.username != FieldRule::Off
        || identifier::email_address(typed).is_ok()
        || identifier::username(typed).is_ok()
}

/// What was typed, as it is looked up.
struct Typed {
    kind: IdentifierKind,
    identifier: Identifier,
    /// Whether it can be anyone's. What cannot is looked up all the same: it takes as long.
    is_possible: bool,
}

fn read_identifier(app: &Inner, typed: &str) -> Typed {
    // As sign-up reads it: there too a full-width sign is the sign that was meant.
    let folded: String = typed.nfkc().collect();
    let with_phone = app.settings.sign_up.phone_number != FieldRule::Off;
    let (kind, read) = if identifier::looks_like_email(&folded) {
        (IdentifierKind::EmailAddress, identifier::email_address(typed))
    } else if with_phone && identifier::looks_like_phone_number(&folded) {
        (IdentifierKind::PhoneNumber, identifier::phone_number(typed, "", &app.settings.sms))
    } else {
        (IdentifierKind::Username, identifier::username(typed))
    };
    let is_possible = read.is_ok();
    let identifier = read.unwrap_or_else(|_| Identifier { value: typed.to_owned(), normalized: typed.to_lowercase() });
    Typed { kind, identifier, is_possible }
}
