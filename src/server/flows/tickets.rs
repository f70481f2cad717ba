//! What the ticket that a browser keeps is good for. Opening its link changes nothing here: the browser keeps it, so that it
//! is in no address any more, and only a form that is sent uses it up.

use super::{Error, Visitor};
use crate::model::{Ticket, TicketStatus, TicketUse};
use crate::server::store::identifiers::{self, IdentifierKind};
use crate::server::store::users;
use crate::server::store::{Connection, invitations, organization_invitations, sign_in_tokens};
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
        return Ok(Ticket { good_for, identifier: row.email_address });
    }
    let nothing = || Ticket { good_for: TicketUse::Nothing, identifier: String::new() };
    if let Some(row) = organization_invitations::by_ticket(connection, hash).await? {
        if !app.settings.organizations.enabled || row.status(now) != TicketStatus::Pending {
            return Ok(nothing());
        }
        let has_account = identifiers::exists(connection, IdentifierKind::EmailAddress, &row.normalized).await?;
        let good_for = if has_account { TicketUse::Join } else { TicketUse::SignUp };
        return Ok(Ticket { good_for, identifier: row.email_address });
    }
    let token = sign_in_tokens::by_ticket(connection, hash).await?;
    let user = match &token {
        Some(row) if row.status(now) == TicketStatus::Pending => users::by_id(connection, &row.user_id).await?,
        Some(_) => return Ok(Ticket { good_for: TicketUse::SignInOver, identifier: String::new() }),
        None => return Ok(nothing()),
    };
    let identifier = user
        .as_ref()
        .and_then(|user| user.primary_email_address().or(user.username.as_deref()).or(user.primary_phone_number()));
    Ok(Ticket { good_for: TicketUse::SignIn, identifier: masked(identifier.unwrap_or_default()) })
}

/// As much of an identifier as its owner knows it by, and nobody else learns it from: `a•••@example.com`.
pub(super) fn masked(identifier: &str) -> String {
    let (local, domain) = match identifier.rsplit_once('@') {
        Some((local, domain)) => (local, format!("@{domain}")),
        None => (identifier, String::new()),
    };
    let first: String = local.chars().take(1).collect();
    if first.is_empty() { String::new() } else { format!("{first}•••{domain}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_is_shown_in_part() {
        assert_eq!(masked("ada@example.com"), "a•••@example.com");
        assert_eq!(masked("\"a@b\"@example.com"), "\"•••@example.com");
        assert_eq!(masked("éloïse"), "é•••");
        assert_eq!(masked(""), "");
    }
}
