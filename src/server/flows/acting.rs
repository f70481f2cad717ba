//! Whoever is signed in, and changes something of their own.
//!
//! Two looks: the first, without a transaction, turns away whoever is not signed in before anything slow is done; the second
//! holds the browser and the user until the end, and finds the same person. Both turn away whoever acts in the person's place
//! where what is asked for is not for them.

use super::{Error, Issued, Outcome, Visitor, client, commit_with_mail, session};
use crate::model::{Actor, ApiError, ErrorCode, SessionStatus, User};
use crate::server::events::Origin;
use crate::server::store::clients::ClientRow;
use crate::server::store::sessions::SessionRow;
use crate::server::store::{Connection, Transaction, users};
use crate::server::vestibule::Inner;

fn nobody() -> Error {
    ApiError::new(ErrorCode::AuthenticationInvalid).into()
}

/// The browser that asks, and the session that it acts in.
pub async fn find(app: &Inner, visitor: &Visitor) -> Result<(ClientRow, SessionRow), Error> {
    let browser = client::find(app, visitor).await?.ok_or_else(nobody)?;
    let session = acting_session(app, &mut *app.store.read().await?, &browser).await?;
    admit(visitor, &session)?;
    acts_in(&session);
    Ok((browser, session))
}

/// Refuses whoever acts in the place of a session's person, unless what they ask for is for them, too.
///
/// # Errors
/// `action_not_allowed`
pub fn admit(visitor: &Visitor, session: &SessionRow) -> Result<(), Error> {
    if session.actor.is_some() && !visitor.for_actors {
        return Err(ApiError::new(ErrorCode::ActionNotAllowed).into());
    }
    Ok(())
}

/// Lets what is noted from here on say who acts.
pub fn acts_in(session: &SessionRow) {
    Origin::acts_as(&session.user_id, Some(&session.id), session.actor.as_ref().map(Actor::sub));
}

/// Holds that browser, and nothing else, for the rest of the transaction.
pub async fn hold_browser(
    tx: &mut Transaction,
    visitor: &Visitor,
    known: &ClientRow,
    now: i64,
) -> Result<ClientRow, Error> {
    client::hold(tx, visitor, known, now).await?.ok_or_else(nobody)
}

/// Who is signed in, held for the rest of a transaction.
#[derive(Debug)]
pub struct Acting {
    /// Their browser.
    pub browser: ClientRow,
    /// The session that it acts in.
    pub session: SessionRow,
    /// They themselves, as they were when they were held.
    pub user: User,
}

/// Holds the browser, and who acts in it. Before anything of a user is read to be changed, so that two changes at once come
/// one after the other.
pub async fn hold(
    app: &Inner,
    tx: &mut Transaction,
    visitor: &Visitor,
    known: &ClientRow,
    now: i64,
) -> Result<Acting, Error> {
    let (browser, session) = hold_session(app, tx, visitor, known, now).await?;
    let user = hold_user(app, tx, &browser, &session, now).await?;
    Ok(Acting { browser, session, user })
}

/// Holds the browser, and gives the session that it acts in: for whoever asks limits and codes before they hold the user.
pub async fn hold_session(
    app: &Inner,
    tx: &mut Transaction,
    visitor: &Visitor,
    known: &ClientRow,
    now: i64,
) -> Result<(ClientRow, SessionRow), Error> {
    let browser = hold_browser(tx, visitor, known, now).await?;
    let session = acting_session(app, tx, &browser).await?;
    admit(visitor, &session)?;
    acts_in(&session);
    Ok((browser, session))
}

/// Holds whose session it is, and gives them as they are.
pub async fn hold_user(
    app: &Inner,
    tx: &mut Transaction,
    browser: &ClientRow,
    session: &SessionRow,
    now: i64,
) -> Result<User, Error> {
    if !users::hold(tx, &session.user_id, now).await? {
        return Err(nobody());
    }
    still_acts(app, tx, browser, session).await?;
    users::by_id(tx, &session.user_id).await?.ok_or_else(nobody)
}

/// Holds whose session it is, and changes nothing of them: for whoever makes something in their name that is no part of them.
pub async fn keep_user(
    app: &Inner,
    tx: &mut Transaction,
    browser: &ClientRow,
    session: &SessionRow,
) -> Result<(), Error> {
    if !users::keep(tx, &session.user_id).await? {
        return Err(nobody());
    }
    still_acts(app, tx, browser, session).await
}

/// Refuses a session that is over by now: whoever held the user before may have ended it.
async fn still_acts(
    app: &Inner,
    connection: &mut Connection,
    browser: &ClientRow,
    session: &SessionRow,
) -> Result<(), Error> {
    match acting_session(app, connection, browser).await?.id == session.id {
        true => Ok(()),
        false => Err(nobody()),
    }
}

impl Acting {
    /// Commits what they changed, and gives what their browser holds now.
    pub async fn finish(self, app: &Inner, mut tx: Transaction) -> Result<Outcome, Error> {
        let outcome = client::outcome(app, &mut tx, &self.browser, Issued::default()).await?;
        commit_with_mail(app, tx).await?;
        Ok(outcome)
    }
}

/// The session that a browser acts in, if someone is signed in there.
async fn acting_session(app: &Inner, connection: &mut Connection, browser: &ClientRow) -> Result<SessionRow, Error> {
    let now = app.clock.now();
    let live = session::live_of_client(app, connection, &browser.id, now).await?;
    let found = live.into_iter().find(|row| browser.last_active_session_id.as_ref() == Some(&row.id));
    let is_active = |row: &SessionRow| row.status == SessionStatus::Active && !session::is_over(app, row, now);
    found.filter(is_active).ok_or_else(nobody)
}
