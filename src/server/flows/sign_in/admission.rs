//! What a first proof is worth: a session, or, for whoever has set up a second factor, a sign-in that is half way. A browser
//! whose sign-in is half way is signed out, and learns of its user no more than where a code can be sent.

use super::second_factor;
use super::{LIFETIME, no_attempt};
use crate::model::{ApiError, ErrorCode, Field, SignInStatus, Strategy};
use crate::server::crypto::{MINUTE, Prefix, new_id};
use crate::server::delivery;
use crate::server::flows::client::{self, Claimed};
use crate::server::flows::failed_proofs::Barred;
use crate::server::flows::session::{self, Begun, Proofs};
use crate::server::flows::{Error, Issued, Outcome, Visitor, commit, owner};
use crate::server::store::clients::{self, ClientRow};
use crate::server::store::sign_ins::{self, SignInRow};
use crate::server::store::users::{self, Proven};
use crate::server::store::{Transaction, second_factors, sessions};
use crate::server::user_agent;
use crate::server::vestibule::Inner;

/// How long the second proof may take, in milliseconds.
const SECOND_WITHIN: i64 = 10 * MINUTE;

/// The sign-in to which a first proof belongs.
pub enum At<'a> {
    /// The one that is under way and waits for it.
    UnderWay(&'a SignInRow),
    /// One that begins with it.
    New(Box<SignInRow>),
}

impl At<'_> {
    /// One that begins with a proof for which nothing was typed.
    pub fn new(strategy: Option<Strategy>, now: i64) -> Self {
        Self::New(Box::new(SignInRow::new(new_id(Prefix::SignIn, now), strategy, now + LIFETIME)))
    }

    fn row(&self) -> &SignInRow {
        match self {
            Self::UnderWay(row) => row,
            Self::New(row) => row,
        }
    }
}

/// Who has given a first proof, which the transaction has noted.
#[derive(Clone, Copy)]
pub struct Entrant<'a> {
    /// `user_…`
    pub user_id: &'a str,
    /// What is asked of them.
    pub proven: Proven,
    /// The strategy that proved it.
    pub by: &'a str,
}

/// What comes of it.
pub enum Admitted {
    /// They are in.
    In(Box<Begun>),
    /// Another proof is missing.
    HalfWay {
        /// Their browser.
        browser: Box<ClientRow>,
        /// What it is given to keep.
        issued: Issued,
    },
}

impl Admitted {
    /// Commits what it began in.
    pub async fn finish(self, app: &Inner, mut tx: Transaction) -> Result<Outcome, Error> {
        match self {
            Self::In(begun) => begun.finish(app, tx).await,
            Self::HalfWay { browser, issued } => {
                let outcome = client::outcome(app, &mut tx, &browser, issued).await?;
                commit(tx).await?;
                // There may be a code to be sent.
                delivery::wake(app);
                Ok(outcome)
            }
        }
    }
}

/// Turns away whoever may not come in. Only now that they have proven who they are: strangers learn nothing of it. `by` is what
/// proved it.
pub fn turn_away_barred(user_id: &str, by: &str, proven: Proven, now: i64) -> Result<(), Error> {
    let error = match proven {
        Proven { banned: true, .. } => ApiError::new(ErrorCode::UserBanned),
        Proven { locked_until: Some(until), .. } if until > now => ApiError::new(ErrorCode::UserLocked),
        // Others may know it: who gave it has proven nothing, and its owner sets another one by what is sent to them.
        Proven { password_compromised: true, .. } if by == Strategy::Password.as_str() => {
            ApiError::of(ErrorCode::FormPasswordPwned, Field::Password)
        }
        _ => return Ok(()),
    };
    let refusal = error.into();
    Err(Error::Barred(Box::new(Barred { user_id: user_id.to_owned(), strategy: by.to_owned(), refusal })))
}

/// Lets in whoever has given a first proof, unless a second one is asked of them.
pub async fn admit(
    app: &Inner,
    tx: &mut Transaction,
    visitor: &Visitor,
    browser: &Claimed,
    at: At<'_>,
    entrant: Entrant<'_>,
    now: i64,
) -> Result<Admitted, Error> {
    turn_away_barred(entrant.user_id, entrant.by, entrant.proven, now)?;
    if entrant.proven.two_factor_enabled {
        return half_way(app, tx, visitor, browser, at, entrant, now).await;
    }
    let proofs = Proofs::one(entrant.by, now);
    let begun = session::begin(app, tx, browser, entrant.user_id, proofs, visitor, now).await?;
    record(tx, browser, at, entrant.user_id, &begun, now).await?;
    tell_of_new_device(app, tx, visitor, &begun, now).await?;
    Ok(Admitted::In(Box::new(begun)))
}

/// Tells the owner of an account of a sign-in on a device on which it was not used before, where the settings say so. Of the
/// first sign-in of all nobody has to be told.
pub async fn tell_of_new_device(
    app: &Inner,
    tx: &mut Transaction,
    visitor: &Visitor,
    begun: &Begun,
    now: i64,
) -> Result<(), Error> {
    let is_told = app.settings.security.new_device_mail;
    if !is_told || !sessions::is_on_new_device(tx, &begun.session).await? {
        return Ok(());
    }
    let Some(user) = users::by_id(tx, &begun.session.user_id).await? else { return Ok(()) };
    let agent = visitor.user_agent.as_deref().unwrap_or_default();
    let ip_address = visitor.ip.map(|ip| ip.to_string());
    let known = [user_agent::browser(agent), user_agent::system(agent), ip_address.as_deref()];
    let device = known.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let device = if device.is_empty() { "?" } else { &device };
    owner::notify(app, tx, &user, |sign_in| delivery::new_device_mail(device, sign_in), now).await
}

/// Notes which session came of a sign-in.
pub async fn record(
    tx: &mut Transaction,
    browser: &Claimed,
    at: At<'_>,
    user_id: &str,
    begun: &Begun,
    now: i64,
) -> Result<(), Error> {
    match at {
        At::UnderWay(row) => {
            if !sign_ins::complete(tx, &row.id, row.status, user_id, &begun.session.id, now).await? {
                return Err(no_attempt());
            }
        }
        At::New(row) => {
            let complete = SignInRow {
                status: SignInStatus::Complete,
                user_id: Some(user_id.to_owned()),
                created_session_id: Some(begun.session.id.clone()),
                ..*row
            };
            sign_ins::insert(tx, &browser.row.id, &complete, now).await?;
        }
    }
    Ok(())
}

/// The browser gets a new secret: from here on it may give the second proof, and whoever planted or copied its cookie may
/// not.
pub async fn half_way(
    app: &Inner,
    tx: &mut Transaction,
    visitor: &Visitor,
    browser: &Claimed,
    at: At<'_>,
    entrant: Entrant<'_>,
    now: i64,
) -> Result<Admitted, Error> {
    // The session that is live there stays: its browser's secret is for nobody who does not have it.
    if browser.without_secret {
        return Err(no_attempt());
    }
    let has = second_factors::of_user(tx, entrant.user_id).await?;
    let first = second_factor::offers(app, &has).into_iter().next();
    let mut row = SignInRow {
        status: SignInStatus::NeedsSecondFactor,
        user_id: Some(entrant.user_id.to_owned()),
        abandon_at: now + SECOND_WITHIN,
        proven_by: Some(entrant.by.to_owned()),
        first_factor_at: Some(now),
        second_factor: first.as_ref().map(|factor| factor.strategy),
        ..at.row().clone()
    };
    if let Some(number) = has.phones.first().filter(|_| row.second_factor == Some(Strategy::PhoneCode)) {
        // Who cannot be sent another one now still gets to the step, where it says so.
        row.second_verification_id = match second_factor::send(app, tx, visitor, browser, &row, number, now).await {
            Ok(id) => Some(id),
            Err(Error::Refused(_)) => None,
            Err(error) => return Err(error),
        };
    }
    match at {
        At::UnderWay(_) => {
            if !sign_ins::await_second_factor(tx, &row, now).await? {
                return Err(no_attempt());
            }
        }
        At::New(_) => {
            sign_ins::insert(tx, &browser.row.id, &row, now).await?;
            clients::set_sign_in(tx, &browser.row.id, Some(&row.id), now).await?;
        }
    }
    let secret = match &browser.new_secret {
        Some(secret) => secret.clone(),
        None => client::renew_secret(tx, &browser.row, now).await?,
    };
    let issued = Issued { client_token: Some(secret), session_token: None };
    let browser = ClientRow { sign_in_id: Some(row.id), ..browser.row.clone() };
    Ok(Admitted::HalfWay { browser: Box::new(browser), issued })
}
