//! Tickets: what a link holds that was made for someone. An invitation proves the address that it was sent to, a sign-in token
//! proves the person that it was made for, and an actor token proves nothing: it lets somebody act in a person's place.
//!
//! A ticket is 256 random bits, of which only the hash is kept, each kind in a table of its own: one kind is never taken
//! for the other. Each is good once, for a time, and until it is taken back.

use crate::model::{ApiError, ErrorCode, TicketStatus};
use crate::server::crypto::Token;
use crate::server::settings::Settings;
use crate::server::store::actor_tokens::{self, ActorTokenRow};
use crate::server::store::invitations;
use crate::server::store::sign_in_tokens::{self, SignInTokenRow};
use crate::server::store::{Connection, StoreError, Transaction, organization_invitations};

/// The name that a ticket has in an address.
pub const PARAMETER: &str = "ticket";

/// The address of a page of ours with a ticket. It is made of what the settings say, never of what a request says.
pub fn address(settings: &Settings, page: &str, ticket: &Token) -> String {
    let separator = if page.contains('?') { '&' } else { '?' };
    format!("{}{page}{separator}{PARAMETER}={}", settings.base_url, ticket.expose())
}

/// The sign-in token that a ticket is, if it is still good. Nothing changes.
pub async fn sign_in_token(
    connection: &mut Connection,
    ticket: &Token,
    now: i64,
) -> Result<Result<SignInTokenRow, ApiError>, StoreError> {
    let found = sign_in_tokens::by_ticket(connection, &ticket.hash()).await?;
    let good = found.filter(|row| row.status(now) == TicketStatus::Pending);
    Ok(good.ok_or_else(|| ApiError::new(ErrorCode::TicketInvalid)))
}

/// Uses a sign-in token up: of many who come with it at once, one has proven who they are.
pub async fn attempt(
    tx: &mut Transaction,
    token: &SignInTokenRow,
    now: i64,
) -> Result<Result<(), ApiError>, StoreError> {
    let is_mine = sign_in_tokens::accept(tx, &token.id, now).await?;
    Ok(if is_mine { Ok(()) } else { Err(ApiError::new(ErrorCode::TicketInvalid)) })
}

/// The actor token that a ticket is, if it is one; refused if it is not good any more. Nothing changes.
pub async fn actor_token(
    connection: &mut Connection,
    ticket: &Token,
    now: i64,
) -> Result<Result<Option<ActorTokenRow>, ApiError>, StoreError> {
    let found = actor_tokens::by_ticket(connection, &ticket.hash()).await?;
    Ok(match found {
        Some(row) if row.status(now) != TicketStatus::Pending => Err(ApiError::new(ErrorCode::TicketInvalid)),
        found => Ok(found),
    })
}

/// Uses an actor token up: of many who come with it at once, one acts in the person's place.
pub async fn attempt_in_place(
    tx: &mut Transaction,
    token: &ActorTokenRow,
    now: i64,
) -> Result<Result<(), ApiError>, StoreError> {
    let is_mine = actor_tokens::accept(tx, &token.id, now).await?;
    Ok(if is_mine { Ok(()) } else { Err(ApiError::new(ErrorCode::TicketInvalid)) })
}

/// Which invitation a ticket is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InvitedTo {
    /// One to the app: `inv_…`
    App(String),
    /// One to an organization, and to the app with it: `orginv_…`
    Organization(String),
}

/// Whom a ticket lets sign up.
#[derive(Clone, Debug)]
pub struct Invited {
    /// The address that was invited.
    pub email_address: String,
    /// The same as it is compared.
    pub normalized: String,
    /// By which invitation.
    pub to: InvitedTo,
}

impl Invited {
    /// The id of the invitation to the app, and that of the one to an organization: one of them.
    pub fn ids(invited: Option<Self>) -> (Option<String>, Option<String>) {
        match invited.map(|invited| invited.to) {
            Some(InvitedTo::App(id)) => (Some(id), None),
            Some(InvitedTo::Organization(id)) => (None, Some(id)),
            None => (None, None),
        }
    }
}

/// The invitation that a ticket is, if it is still good. Nothing changes.
pub async fn invitation(
    connection: &mut Connection,
    settings: &Settings,
    ticket: &Token,
    now: i64,
) -> Result<Option<Invited>, StoreError> {
    let hash = ticket.hash();
    if let Some(row) = invitations::by_ticket(connection, &hash).await? {
        let is_good = row.status(now) == TicketStatus::Pending;
        let to = InvitedTo::App(row.id);
        return Ok(is_good.then_some(Invited { email_address: row.email_address, normalized: row.normalized, to }));
    }
    if !settings.organizations.enabled {
        return Ok(None);
    }
    let found = organization_invitations::by_ticket(connection, &hash).await?;
    Ok(found.filter(|row| row.status(now) == TicketStatus::Pending).map(|row| Invited {
        email_address: row.email_address,
        normalized: row.normalized,
        to: InvitedTo::Organization(row.id),
    }))
}

/// Uses an invitation to the app up for the account that its address gets, and gives the metadata that was sent along.
pub async fn redeem(
    tx: &mut Transaction,
    invitation_id: &str,
    normalized: &str,
    user_id: &str,
    now: i64,
) -> Result<Result<String, ApiError>, StoreError> {
    let accepted = invitations::accept(tx, invitation_id, normalized, user_id, now).await?;
    Ok(accepted.ok_or_else(|| ApiError::new(ErrorCode::TicketInvalid)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_made_of_the_settings() {
        let settings = Settings { base_url: "https://app.example".into(), ..Settings::default() };
        let ticket = Token::random();
        let expected = format!("https://app.example/sign-up?ticket={}", ticket.expose());
        assert_eq!(address(&settings, "/sign-up", &ticket), expected);
        assert!(address(&settings, "/x?y=z", &ticket).starts_with("https://app.example/x?y=z&ticket="));
    }
}
