//! A link out of a mail: what it is, and what comes of the click on the page that it opens.

use super::{Error, Issued, Outcome, Visitor, client, commit, session, sign_in, sign_up};
use crate::model::{ApiError, ErrorCode, SignInStatus};
use crate::server::crypto::Token;
use crate::server::factors::mailed::LIFETIME;
use crate::server::store::sessions::{self, SessionRow};
use crate::server::store::verifications::{self, LinkRow};
use crate::server::vestibule::Inner;

/// A link that can be opened.
#[derive(Debug)]
pub struct Link {
    /// Whether it is for a sign-up; else it is for a sign-in.
    pub is_sign_up: bool,
    /// Where it was mailed to.
    pub address: String,
    /// Where it was asked for.
    pub ip_address: Option<String>,
    /// When that was.
    pub created_at: i64,
    /// Whether this is the browser that asked for it.
    pub is_here: bool,
}

/// What comes of the click.
#[derive(Debug)]
pub enum Followed {
    /// This browser asked for it, and goes on.
    Here {
        /// What came of it.
        outcome: Box<Outcome>,
        /// Whether it is for a sign-up; else it is for a sign-in.
        is_sign_up: bool,
    },
    /// Another browser asked for it, and may go on now.
    Elsewhere,
}

/// What a link is. Nothing changes: programs that read mail look at every link.
pub async fn look(app: &Inner, visitor: &Visitor, token: &Token) -> Result<Link, Error> {
    let (row, is_here) = find(app, visitor, token).await?;
    Ok(Link {
        is_sign_up: row.is_sign_up,
        address: row.verification.address,
        ip_address: row.ip_address,
        created_at: row.verification.created_at,
        is_here,
    })
}

/// Opens it.
pub async fn follow(app: &Inner, visitor: &Visitor, token: &Token) -> Result<Followed, Error> {
    let (row, is_here) = find(app, visitor, token).await?;
    if is_here {
        let outcome = match row.is_sign_up {
            true => sign_up::follow(app, visitor, token).await?,
            false => sign_in::follow(app, visitor, token).await?,
        };
        return Ok(Followed::Here { outcome: Box::new(outcome), is_sign_up: row.is_sign_up });
    }
    let now = app.clock.now();
    let mut tx = app.store.write().await?;
    if !verifications::spend_link(&mut tx, &row.verification.id, now).await? {
        return Err(over());
    }
    commit(tx).await?;
    Ok(Followed::Elsewhere)
}

/// What is there for a browser that waits for a link and finds nothing left to wait for, because it was opened in the same
/// browser meanwhile: what came of that. Nothing, where nothing came of it lately.
pub async fn what_came_of_it(app: &Inner, visitor: &Visitor) -> Result<Option<Outcome>, Error> {
    let Some(browser) = client::find(app, visitor).await? else { return Ok(None) };
    let now = app.clock.now();
    let mut connection = app.store.read().await?;
    let live = sessions::live_of_client(&mut connection, &browser.id, now).await?;
    let is_new = |row: &SessionRow| row.created_at > now - LIFETIME && !session::is_over(app, row, now);
    let outcome = client::outcome(app, &mut connection, &browser, Issued::default()).await?;
    let goes_on = outcome.client.sign_in.as_ref().is_some_and(|it| it.status == SignInStatus::NeedsSecondFactor)
        || outcome.client.sign_up.is_some();
    Ok((goes_on || live.iter().any(is_new)).then_some(outcome))
}

async fn find(app: &Inner, visitor: &Visitor, token: &Token) -> Result<(LinkRow, bool), Error> {
    let known = client::find(app, visitor).await?;
    let row = verifications::link(&mut *app.store.read().await?, &token.hash()).await?;
    let is_good =
        |row: &LinkRow| row.verification.verified_at.is_none() && row.verification.expire_at > app.clock.now();
    let row = row.filter(is_good).ok_or_else(over)?;
    let is_here = known.is_some_and(|known| known.id == row.client_id);
    Ok((row, is_here))
}

/// Unknown, run out, spent or followed by another one: it makes no difference to whoever has it.
fn over() -> Error {
    ApiError::new(ErrorCode::VerificationExpired).into()
}
