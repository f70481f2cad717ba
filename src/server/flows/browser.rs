//! The sessions of one browser: in which of them its requests act, and how they are left.

use super::session::{self, is_over, issue};
use super::{Error, Issued, Outcome, Visitor, acting, client, commit};
use crate::model::{ApiError, Client, ErrorCode, SessionStatus};
use crate::server::crypto::{SECOND, Token};
use crate::server::events::{AuditAction, AuditEntry};
use crate::server::store::clients;
use crate::server::store::sessions::{self, SessionRow};
use crate::server::vestibule::Inner;

/// How long the secret before the last one is accepted after a sign-out, in milliseconds: for requests of other tabs
/// that were under way.
const SECRET_OVERLAP: i64 = 30 * SECOND;

/// What is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Leaving<'a> {
    /// The session that the browser acts in.
    Acting,
    /// One of the browser's, whichever it acts in.
    One(&'a str),
    /// All of the browser's.
    All,
    /// All of the person who acts, wherever they are.
    Everywhere,
}

/// Lets a browser act in another of its sessions.
pub async fn set_active(app: &Inner, visitor: &Visitor, session_id: &str) -> Result<Outcome, Error> {
    let not_here = || Error::from(ApiError::new(ErrorCode::ClientStateInvalid));
    let known = client::find(app, visitor).await?.ok_or_else(not_here)?;
    let now = app.clock.now();
    let mut tx = app.store.write().await?;
    let browser = client::hold(&mut tx, visitor, &known, now).await?.ok_or_else(not_here)?;
    let here = session::live_of_client(app, &mut tx, &browser.id, now).await?;
    let chosen = here.iter().find(|row| row.id == session_id && !is_over(app, row, now)).ok_or_else(not_here)?;
    clients::set_active_session(&mut tx, &browser.id, Some(&chosen.id), now).await?;
    acting::acts_in(chosen);
    AuditEntry::of(AuditAction::SessionActivated).write(&mut tx, Some(&chosen.id), now).await?;
    let (token, _) = issue(app, &mut tx, chosen, now).await?;
    let issued = Issued { client_token: None, session_token: Some(Some(token)) };
    let outcome = client::outcome(app, &mut tx, &browser.acting_in(Some(chosen)), issued).await?;
    commit(tx).await?;
    Ok(outcome)
}

/// Ends the session that a browser acts in, or another one of its own that is named. Nobody signed in is no error: that is
/// what was asked for.
pub async fn sign_out(app: &Inner, visitor: &Visitor, session_id: Option<&str>) -> Result<Outcome, Error> {
    leave(app, visitor, session_id.map_or(Leaving::Acting, Leaving::One)).await
}

/// Ends every session of a browser, whosever they are.
pub async fn remove_sessions(app: &Inner, visitor: &Visitor) -> Result<Outcome, Error> {
    leave(app, visitor, Leaving::All).await
}

/// Ends every session of the person who is signed in on a browser, wherever they are.
pub async fn sign_out_everywhere(app: &Inner, visitor: &Visitor) -> Result<Outcome, Error> {
    leave(app, visitor, Leaving::Everywhere).await
}

/// Ends sessions, gives the browser a new secret, and lets it act in one of those that it still has.
async fn leave(app: &Inner, visitor: &Visitor, leaving: Leaving<'_>) -> Result<Outcome, Error> {
    let Some(known) = client::find(app, visitor).await? else { return Ok(gone()) };
    let now = app.clock.now();
    let mut tx = app.store.write().await?;
    let Some(browser) = client::hold(&mut tx, visitor, &known, now).await? else { return Ok(gone()) };
    let here = session::live_of_client(app, &mut tx, &browser.id, now).await?;
    let several = app.settings.session.multi_session;
    let acting = here.iter().find(|row| browser.last_active_session_id.as_ref() == Some(&row.id));
    if let Some(acting) = acting {
        acting::acts_in(acting);
        if matches!(leaving, Leaving::Everywhere) {
            acting::admit(visitor, acting)?;
        }
    }
    let mut ending = match (leaving, acting) {
        (Leaving::One(id), _) => here.iter().filter(|row| row.id == id).cloned().collect(),
        (Leaving::All, _) => here.clone(),
        // What is left of the time in which there was room for several goes along.
        (Leaving::Acting, _) if !several => here.clone(),
        // Who is held up has not shown enough to end what is elsewhere.
        (Leaving::Everywhere, Some(acting)) if acting.status == SessionStatus::Active => {
            sessions::live_of_user(&mut tx, &acting.user_id, now).await?
        }
        (Leaving::Acting | Leaving::Everywhere, Some(acting)) => vec![acting.clone()],
        (Leaving::Acting | Leaving::Everywhere, None) => Vec::new(),
    };
    // In the order in which others write them, so that nobody waits for each other.
    ending.sort_by(|a, b| a.id.cmp(&b.id));
    let stays = |row: &&SessionRow| !is_over(app, row, now) && ending.iter().all(|ended| ended.id != row.id);
    let next = acting.filter(stays).or_else(|| here.iter().filter(|_| several).find(stays));
    for row in &ending {
        let status = if row.client_id == browser.id { SessionStatus::Removed } else { SessionStatus::Revoked };
        session::end(app, &mut tx, row, status, now).await?;
    }
    clients::set_active_session(&mut tx, &browser.id, next.map(|row| row.id.as_str()), now).await?;
    // Whoever presents the secret before the last one is answered, and stays without the newest: it may be a copy that the
    // rotation is there to shake off.
    let presented = visitor.client_token.as_ref().map(Token::hash).unwrap_or_default();
    let client_token = match clients::is_newest_secret(&mut tx, &presented).await? {
        true => {
            let secret = Token::random();
            let overlap = Some(now + SECRET_OVERLAP);
            clients::rotate_secret(&mut tx, &browser.id, &secret.hash(), overlap, now).await?;
            Some(secret)
        }
        false => None,
    };
    let token = match next {
        Some(row) => Some(issue(app, &mut tx, row, now).await?.0),
        None => None,
    };
    let issued = Issued { client_token, session_token: Some(token) };
    let outcome = client::outcome(app, &mut tx, &browser.acting_in(next), issued).await?;
    commit(tx).await?;
    for row in &ending {
        app.tokens.revoke(&row.id, now);
    }
    Ok(outcome)
}

/// A browser that nobody is signed in on.
fn gone() -> Outcome {
    Outcome {
        client: Client::default(),
        issued: Issued { client_token: None, session_token: Some(None) },
        began: None,
        refused: None,
        notice: None,
        organization_id: None,
        backup_codes: None,
        api_key: None,
    }
}
