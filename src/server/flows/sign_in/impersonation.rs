use super::admission::{At, record, turn_away_barred};
use crate::model::{ApiError, ErrorCode, Strategy};
use crate::server::events::AuditAction;
use crate::server::factors::ticket;
use crate::server::flows::session::{self, Proofs, StandIn};
use crate::server::flows::{Error, Outcome, Visitor, actor_tokens, client};
use crate::server::store::actor_tokens::ActorTokenRow;
use crate::server::store::clients::ClientRow;
use crate::server::store::users;
use crate::server::vestibule::Inner;

/// Signs in whoever acts in a user's place, with the ticket that the browser keeps, which is used up by that. Neither factor of
/// the user's is asked for, none has been proven, and nothing of the user changes: it was not them who signed in.
///
/// A browser in which they are signed in themselves stays theirs, and one in which somebody acts in the place of anyone has
/// to be left first.
pub async fn in_place_of_user(
    app: &Inner,
    visitor: &Visitor,
    known: Option<&ClientRow>,
    token: &ActorTokenRow,
    now: i64,
) -> Result<Outcome, Error> {
    let user_id = token.user_id.as_str();
    let mut tx = app.store.write().await?;
    let browser = client::claim(app, &mut tx, visitor, known, None, now).await?;
    for live in browser.live.iter().filter(|row| !session::is_over(app, row, now)) {
        if live.actor.is_some() {
            return Err(ApiError::new(ErrorCode::ActionNotAllowed).into());
        }
        if live.user_id == user_id {
            return Err(ApiError::new(ErrorCode::SessionExists).into());
        }
    }
    // Held before the ticket is used up, as when an account goes, and its tickets with it.
    let user = users::lock(&mut tx, user_id).await?.ok_or_else(|| ApiError::new(ErrorCode::TicketInvalid))?;
    ticket::attempt_in_place(&mut tx, token, now).await??;
    actor_tokens::note(&mut tx, AuditAction::ActorTokenUsed, &token.id, user_id, &token.actor, now).await?;
    turn_away_barred(user_id, Strategy::Ticket.as_str(), user, now)?;
    let proofs = Proofs {
        strategy: Strategy::Ticket.as_str(),
        first_factor_at: None,
        second_factor_at: None,
        second_factor: None,
        stand_in: Some(StandIn { actor: &token.actor, lasts: token.session_max_duration }),
    };
    let begun = session::begin(app, &mut tx, &browser, user_id, proofs, visitor, now).await?;
    record(&mut tx, &browser, At::new(None, now), user_id, &begun, now).await?;
    begun.finish(app, tx).await
}
