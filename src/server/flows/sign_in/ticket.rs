use super::{LIFETIME, refuse_signed_in};
use crate::model::{ApiError, ErrorCode, SignInStatus, TicketStatus};
use crate::server::crypto::{Prefix, new_id};
use crate::server::flows::{Error, Outcome, Visitor, client, session};
use crate::server::store::sign_in_tokens;
use crate::server::store::sign_ins::{self, SignInRow};
use crate::server::store::users;
use crate::server::vestibule::Inner;

/// Signs in with the ticket that the browser keeps, which is used up by that. It is a first factor, as a password is:
/// where a second one is asked for, it is asked for after a ticket too.
pub async fn with_ticket(app: &Inner, visitor: &Visitor) -> Result<Outcome, Error> {
    let over = || Error::from(ApiError::new(ErrorCode::TicketInvalid));
    let known = client::find(app, visitor).await?;
    refuse_signed_in(app, known.as_ref()).await?;
    let hash = visitor.ticket.as_ref().ok_or_else(over)?.hash();
    let ticket = sign_in_tokens::by_ticket(&mut *app.store.read().await?, &hash).await?;
    let now = app.clock.now();
    let ticket = ticket.filter(|ticket| ticket.status(now) == TicketStatus::Pending).ok_or_else(over)?;
    let user_id = ticket.user_id.as_str();
    let mut tx = app.store.write().await?;
    let browser = client::claim(app, &mut tx, visitor, known.as_ref(), Some(user_id), now).await?;
    if !sign_in_tokens::accept(&mut tx, &ticket.id, now).await?
        || !users::signed_in_without_password(&mut tx, user_id, now).await?
    {
        return Err(over());
    }
    let begun = session::begin(app, &mut tx, &browser, user_id, "ticket", visitor, now).await?;
    let row = SignInRow {
        id: new_id(Prefix::SignIn, now),
        status: SignInStatus::Complete,
        identifier: None,
        strategy: None,
        verification_id: None,
        user_id: Some(user_id.to_owned()),
        created_session_id: Some(begun.session.id.clone()),
        abandon_at: now + LIFETIME,
    };
    sign_ins::insert(&mut tx, &browser.row.id, &row, now).await?;
    begun.finish(app, tx).await
}
