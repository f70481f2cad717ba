//! Who may sign up at all: everyone, or who has an invitation.

use crate::model::{ApiError, ErrorCode, SignUpMode};
use crate::server::events::AuditAction;
use crate::server::factors::ticket::{self, Invited};
use crate::server::flows::organizations::accept::{self, Joining};
use crate::server::flows::{Error, Visitor, identifier, invitations, restrictions, waitlist};
use crate::server::store::sign_ups::SignUpRow;
use crate::server::store::{Connection, Transaction};
use crate::server::vestibule::Inner;

/// The invitation that a browser holds, if it is good for the address that was typed; nothing typed means the one that was
/// invited. Where the mode asks for an invitation, whoever has none is refused before anything else is looked at; so is whoever
/// typed no address because they were invited, when the invitation is not good any more.
pub async fn of(app: &Inner, visitor: &Visitor, typed: &str, now: i64) -> Result<Option<Invited>, Error> {
    if visitor.ticket.is_none() {
        without_invitation(app)?;
        return Ok(None);
    }
    let typed = Some(typed).filter(|typed| !typed.trim().is_empty());
    let invitation = within(app, &mut *app.store.read().await?, visitor, typed, now).await?;
    // In the form of an invitation the address cannot be typed, and without one there is no account.
    if invitation.is_none() && typed.is_none() {
        return Err(ApiError::new(ErrorCode::TicketInvalid).into());
    }
    Ok(invitation)
}

/// The same on a connection, for a given address or, where there is none, for the one that was invited.
pub async fn within(
    app: &Inner,
    connection: &mut Connection,
    visitor: &Visitor,
    address: Option<&str>,
    now: i64,
) -> Result<Option<Invited>, Error> {
    let found = match &visitor.ticket {
        Some(held) => ticket::invitation(connection, &app.settings, held, now).await?,
        None => None,
    };
    let is_for = |row: &Invited| {
        address.is_none_or(|it| identifier::email_address(it).is_ok_and(|email| email.normalized == row.normalized))
    };
    let invitation = found.filter(is_for);
    if invitation.is_none() {
        without_invitation(app)?;
    }
    Ok(invitation)
}

/// Refuses a sign-up without an invitation where the mode asks for one.
pub fn without_invitation(app: &Inner) -> Result<(), ApiError> {
    match app.settings.sign_up.mode {
        SignUpMode::Public => Ok(()),
        SignUpMode::Restricted => Err(ApiError::new(ErrorCode::SignUpModeRestricted)),
        SignUpMode::Waitlist => Err(ApiError::new(ErrorCode::SignUpRestrictedWaitlist)),
    }
}

/// What an account gets from the invitation that it was made with.
#[derive(Debug, Default)]
pub struct Redeemed {
    /// Its public metadata: JSON. `None` for none.
    pub public_metadata: Option<String>,
    /// The organization that its person comes into, once they are there.
    pub joining: Option<Joining>,
}

/// Uses up the invitation that a sign-up answers, in the transaction in which the account is made, and gives what the account
/// gets from it. This is the one place that every account passes.
pub async fn redeem(
    app: &Inner,
    tx: &mut Transaction,
    row: &SignUpRow,
    email: Option<&identifier::Identifier>,
    user_id: &str,
    now: i64,
) -> Result<Redeemed, Error> {
    restrictions::admit(app, email, row.phone_number.as_deref(), row.is_invited())?;
    // In the order in which whoever waits is invited or turned down: list, then invitation.
    if let Some(email) = email {
        waitlist::signed_up(tx, email, now).await?;
    }
    match (&row.invitation_id, &row.organization_invitation_id, email) {
        (Some(id), _, Some(email)) => {
            let public_metadata = ticket::redeem(tx, id, &email.normalized, user_id, now).await??;
            invitations::note(tx, AuditAction::InvitationAccepted, id, &email.value, now).await?;
            Ok(Redeemed { public_metadata: Some(public_metadata), joining: None })
        }
        (None, Some(id), Some(email)) => {
            let joining = accept::redeem(app, tx, id, &email.normalized, user_id, now).await?;
            Ok(Redeemed { public_metadata: None, joining: Some(joining) })
        }
        // An invitation is for an address.
        (Some(_), _, None) | (None, Some(_), None) => Err(ApiError::new(ErrorCode::TicketInvalid).into()),
        (None, None, _) => {
            without_invitation(app)?;
            Ok(Redeemed::default())
        }
    }
}
