use super::impersonation::in_place_of_user;
use super::{At, Entrant, admit, refuse_signed_in};
use crate::model::{ApiError, ErrorCode, Strategy};
use crate::server::events::AuditAction;
use crate::server::factors::ticket;
use crate::server::flows::{Error, Outcome, Visitor, client, sign_in_tokens};
use crate::server::store::users;
use crate::server::vestibule::Inner;

/// Signs in with the ticket that the browser keeps, which is used up by that. It is a first factor, as a password is:
/// where a second one is asked for, it is asked for after a ticket too. One that lets somebody act in a user's place is no factor
/// of the user's.
pub async fn with_ticket(app: &Inner, visitor: &Visitor) -> Result<Outcome, Error> {
    let over = || Error::from(ApiError::new(ErrorCode::TicketInvalid));
    let known = client::find(app, visitor).await?;
    refuse_signed_in(app, known.as_ref()).await?;
    let held = visitor.ticket.as_ref().ok_or_else(over)?;
    let now = app.clock.now();
    let in_place = ticket::actor_token(&mut *app.store.read().await?, held, now).await??;
    if let Some(token) = in_place {
        return in_place_of_user(app, visitor, known.as_ref(), &token, now).await;
    }
    let token = ticket::sign_in_token(&mut *app.store.read().await?, held, now).await??;
    let user_id = token.user_id.as_str();
    let mut tx = app.store.write().await?;
    let browser = client::claim(app, &mut tx, visitor, known.as_ref(), Some(user_id), now).await?;
    // Held before the ticket is used up, as when an account goes, and its tickets with it.
    let proven = users::gave_first_proof(&mut tx, user_id, now).await?.ok_or_else(over)?;
    ticket::attempt(&mut tx, &token, now).await??;
    sign_in_tokens::note(&mut tx, AuditAction::SignInTokenUsed, &token.id, user_id, now).await?;
    let entrant = Entrant { user_id, proven, by: Strategy::Ticket.as_str() };
    let admitted = admit(app, &mut tx, visitor, &browser, At::new(None, now), entrant, now).await?;
    admitted.finish(app, tx).await
}
