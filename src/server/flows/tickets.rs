//! What the ticket that a browser keeps is good for. Opening its link changes nothing here: the browser keeps it, so that it
//! is in no address any more, and only a form that is sent uses it up.

use super::{Error, Visitor};
use crate::model::{Ticket, TicketStatus, TicketUse, masked};
use crate::server::store::identifiers::{self, IdentifierKind};
use crate::server::store::users;
use crate::server::store::{
    Connection, actor_tokens, invitations, organization_invitations, organizations, sign_in_tokens,
};
use crate::server::vestibule::Inner;

/// What the ticket that a browser keeps is good for. Nothing changes.
pub async fn held(app: &Inner, visitor: &Visitor) -> Result<Option<Ticket>, Error> {
    let Some(ticket) = &visitor.ticket else { return Ok(None) };
    look(app, &mut *app.store.read().await?, &ticket.hash()).await.map(Some)
}

async fn look(app: &Inner, connection: &mut Connection, hash: &str) -> Result<Ticket, Error> {
    let now = app.clock.now();
    if let Some(row) = invitations::by_ticket(connection, hash).await? {
        let is_good = row.status(now) == TicketStatus::Pending;
        let by = IdentifierKind::EmailAddress;
        let good_for = match is_good && identifiers::exists(connection, by, &row.normalized).await? {
            true => TicketUse::HasAccount,
            false if is_good => TicketUse::SignUp,
            false => TicketUse::SignUpOver,
        };
        return Ok(of(good_for, row.email_address));
    }
    let nothing = || of(TicketUse::Nothing, String::new());
    if let Some(row) = organization_invitations::by_ticket(connection, hash).await? {
        if !app.settings.organizations.enabled || row.status(now) != TicketStatus::Pending {
            return Ok(nothing());
        }
        let has_account = identifiers::exists(connection, IdentifierKind::EmailAddress, &row.normalized).await?;
        let good_for = if has_account { TicketUse::Join } else { TicketUse::SignUp };
        let organization = organizations::by_id(connection, &row.organization_id).await?;
        let organization_name = organization.map(|organization| organization.name);
        return Ok(Ticket { organization_name, ..of(good_for, row.email_address) });
    }
    let of_token = match sign_in_tokens::by_ticket(connection, hash).await? {
        Some(row) => Some((row.status(now), row.user_id)),
        None => actor_tokens::by_ticket(connection, hash).await?.map(|row| (row.status(now), row.user_id)),
    };
    let user = match of_token {
        Some((TicketStatus::Pending, user_id)) => users::by_id(connection, &user_id).await?,
        Some(_) => return Ok(of(TicketUse::SignInOver, String::new())),
        None => return Ok(nothing()),
    };
    let identifier = user
        .as_ref()
        .and_then(|user| user.primary_email_address().or(user.username.as_deref()).or(user.primary_phone_number()));
    Ok(of(TicketUse::SignIn, masked(identifier.unwrap_or_default())))
}

const fn of(good_for: TicketUse, identifier: String) -> Ticket {
    Ticket { good_for, identifier, organization_name: None }
}
