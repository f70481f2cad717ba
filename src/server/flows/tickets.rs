//! Tickets: what a link holds that was made for someone. An invitation lets them sign up, a sign-in token signs them in.
//!
//! A ticket is 256 random bits, of which only the hash is kept, each kind in a table of its own: one kind is never taken
//! for the other. Opening its link changes nothing here. The browser keeps the ticket, so that it is in no address any
//! more, and only a form that is sent uses it up.

use super::{Error, Visitor};
use crate::model::{Ticket, TicketStatus, TicketUse};
use crate::server::crypto::Token;
use crate::server::settings::Settings;
use crate::server::store::users::{self, IdentifierKind};
use crate::server::store::{Connection, invitations, sign_in_tokens};
use crate::server::vestibule::Inner;

/// The strategy that proves what a ticket proves.
pub const STRATEGY: &str = "ticket";
/// The name that a ticket has in an address.
pub const PARAMETER: &str = "ticket";

/// The address of a page of ours with a ticket. It is made of what the settings say, never of what a request says.
pub fn address(settings: &Settings, page: &str, ticket: &Token) -> String {
    let separator = if page.contains('?') { '&' } else { '?' };
    format!("{}{page}{separator}{PARAMETER}={}", settings.base_url, ticket.expose())
}

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
        let good_for = match is_good && users::identifier_exists(connection, by, &row.normalized).await? {
            true => TicketUse::HasAccount,
            false if is_good => TicketUse::SignUp,
            false => TicketUse::SignUpOver,
        };
        return Ok(Ticket { good_for, identifier: row.email_address });
    }
    let token = sign_in_tokens::by_ticket(connection, hash).await?;
    let user = match &token {
        Some(row) if row.status(now) == TicketStatus::Pending => users::by_id(connection, &row.user_id).await?,
        Some(_) => return Ok(Ticket { good_for: TicketUse::SignInOver, identifier: String::new() }),
        None => return Ok(Ticket { good_for: TicketUse::Nothing, identifier: String::new() }),
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

    #[test]
    fn an_address_is_made_of_the_settings() {
        let settings = Settings { base_url: "https://app.example".into(), ..Settings::default() };
        let ticket = Token::random();
        let expected = format!("https://app.example/sign-up?ticket={}", ticket.expose());
        assert_eq!(address(&settings, "/sign-up", &ticket), expected);
        assert!(address(&settings, "/x?y=z", &ticket).starts_with("https://app.example/x?y=z&ticket="));
    }
}
