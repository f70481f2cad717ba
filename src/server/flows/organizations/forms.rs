//! What whoever is signed in does with organizations from a page: in the name of the person of the session that the browser
//! acts in, whichever ids were sent along.

use super::invitations::{MOST_AT_ONCE, NewOrganizationInvitation};
use super::{ActingInOrganizations, Organizations};
use crate::model::{ApiError, ErrorCode, Field, Notice, UserOrganizationInvitation};
use crate::server::flows::reverification::{self, Action};
use crate::server::flows::{Error, Issued, Outcome, Visitor, acting, active_organization, client, commit};
use crate::server::store::clients::ClientRow;
use crate::server::store::organization_invitations;
use crate::server::typed_name;
use crate::server::vestibule::Inner;

/// Does something in the name of whoever is signed in, and gives what their browser holds then.
///
/// # Errors
/// `authentication_invalid` when nobody is signed in; else what is done is refused with.
pub async fn act<T>(
    app: &Inner,
    visitor: &Visitor,
    work: impl AsyncFnOnce(ActingInOrganizations<'_>) -> Result<T, Error>,
) -> Result<Outcome, Error> {
    let (browser, session) = acting::find(app, visitor).await?;
    work(Organizations(app).acting_as(&session.user_id)).await?;
    after(app, &browser).await
}

/// Asks something in the name of whoever is signed in.
///
/// # Errors
/// As [`act`].
pub async fn ask<T>(
    app: &Inner,
    visitor: &Visitor,
    work: impl AsyncFnOnce(ActingInOrganizations<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    let (_, session) = acting::find(app, visitor).await?;
    work(Organizations(app).acting_as(&session.user_id)).await
}

/// The same for whoever is held up until they have chosen an organization, too.
///
/// # Errors
/// As [`act`].
pub async fn ask_held_up<T>(
    app: &Inner,
    visitor: &Visitor,
    work: impl AsyncFnOnce(ActingInOrganizations<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    let (_, session) = active_organization::find_acting(app, visitor).await?;
    work(Organizations(app).acting_as(&session.user_id)).await
}

/// Part of the invitations that wait for whoever is signed in, and how many there are.
///
/// # Errors
/// `authentication_invalid` when nobody is.
pub async fn waiting(
    app: &Inner,
    visitor: &Visitor,
    limit: i64,
    offset: i64,
) -> Result<(Vec<UserOrganizationInvitation>, i64), Error> {
    let (_, session) = active_organization::find_acting(app, visitor).await?;
    let theirs = Organizations(app).acting_as(&session.user_id);
    theirs.invitations().waiting_for(&session.user_id, limit, offset).await
}

/// What a browser holds after something was done from it.
pub(super) async fn after(app: &Inner, browser: &ClientRow) -> Result<Outcome, Error> {
    client::outcome(app, &mut *app.store.read().await?, browser, Issued::default()).await
}

/// Invites everyone whose address stands in a text, in a role: with commas, semicolons, spaces or ends of lines between,
/// as they are typed or copied from a mail program.
///
/// # Errors
/// As [`create_all`](super::invitations::create_all), of the field `email_addresses`.
pub async fn invite(
    app: &Inner,
    visitor: &Visitor,
    organization_id: &str,
    addresses: &str,
    role: &str,
) -> Result<Outcome, Error> {
    let role = Some(role).filter(|role| !role.is_empty()).map(str::to_owned);
    let invited = act(app, visitor, async |theirs| {
        let to = |address| NewOrganizationInvitation { role: role.clone(), ..NewOrganizationInvitation::to(address) };
        let new: Vec<_> = typed(addresses).into_iter().map(to).collect();
        theirs.invitations().create_all(organization_id, &new).await
    })
    .await;
    invited.map_err(|error| match error {
        Error::Refused(mut errors) => {
            for error in &mut errors.errors {
                if error.meta.param_name == Some(Field::EmailAddress) {
                    error.meta.param_name = Some(Field::EmailAddresses);
                }
            }
            Error::Refused(errors)
        }
        other => other,
    })
}

/// The addresses in a text, each once: one more than may be invited at most. What a mail program puts in front of one that stands
/// in angle brackets is whose it is, and no address.
fn typed(text: &str) -> Vec<&str> {
    let mut found: Vec<&str> = Vec::new();
    for entry in entries(text) {
        for word in addresses(entry).split(|c: char| c.is_whitespace() || matches!(c, '<' | '>')) {
            if found.len() > MOST_AT_ONCE {
                return found;
            }
            if !word.is_empty() && !found.iter().any(|known| known.eq_ignore_ascii_case(word)) {
                found.push(word);
            }
        }
    }
    found
}

/// What stands between commas, semicolons, ends of lines and closing brackets; those between quotation marks keep nothing apart.
fn entries(text: &str) -> Vec<&str> {
    // A mark that nothing closes is none.
    let has_pairs = text.matches('"').count().is_multiple_of(2);
    let mut is_quoted = false;
    let is_end = |c: char| {
        is_quoted ^= c == '"' && has_pairs;
        !is_quoted && matches!(c, ',' | ';' | '>' | '\n' | '\r')
    };
    text.split(is_end).collect()
}

/// The part of an entry in which addresses stand: behind an opening bracket that has a name in front of it.
fn addresses(entry: &str) -> &str {
    match entry.split_once('<') {
        Some((name, address)) if !name.contains('@') || name.contains('"') => address,
        _ => entry,
    }
}

/// Accepts an invitation. Whoever is held up until they have chosen an organization has chosen this one.
///
/// # Errors
/// `authentication_invalid` when nobody is signed in; else as [`accept`](super::accept::accept).
pub async fn accept_invitation(app: &Inner, visitor: &Visitor, id: &str) -> Result<Outcome, Error> {
    let (browser, session) = active_organization::find_acting(app, visitor).await?;
    let theirs = Organizations(app).acting_as(&session.user_id);
    let joined = theirs.invitations().accept(&session.user_id, id).await?;
    if !session.tasks.is_empty() {
        return active_organization::set_active(app, visitor, Some(&joined.organization.id)).await;
    }
    let (notice, organization_id) = (Some(Notice::OrganizationJoined), Some(joined.organization.id));
    Ok(Outcome { notice, organization_id, ..after(app, &browser).await? })
}

/// The same of the invitation whose link was opened in the browser: they act in the organization from then on.
///
/// # Errors
/// `ticket_invalid` if the browser keeps no ticket that is one; else as [`accept_invitation`].
pub async fn accept_ticket(app: &Inner, visitor: &Visitor) -> Result<Outcome, Error> {
    let (_, session) = active_organization::find_acting(app, visitor).await?;
    let over = || ApiError::new(ErrorCode::TicketInvalid);
    let held = visitor.ticket.as_ref().ok_or_else(over)?;
    let found = organization_invitations::by_ticket(&mut *app.store.read().await?, &held.hash()).await?;
    let theirs = Organizations(app).acting_as(&session.user_id);
    let joined = theirs.invitations().accept(&session.user_id, &found.ok_or_else(over)?.id).await?;
    active_organization::set_active(app, visitor, Some(&joined.organization.id)).await
}

/// Deletes an organization with all that is its own. `organization_name` is its name, which they were asked to type, so that nobody
/// does it by accident.
///
/// # Errors
/// `authentication_invalid` when nobody is signed in; `session_reverification_required`; `form_param_format_invalid` of the
/// field `organization_name`; else as [`ActingInOrganizations::delete`].
pub async fn delete(
    app: &Inner,
    visitor: &Visitor,
    organization_id: &str,
    organization_name: &str,
) -> Result<Outcome, Error> {
    let (known, _) = acting::find(app, visitor).await?;
    let now = app.clock.now();
    let mut tx = app.store.write().await?;
    let (browser, session) = acting::hold_session(app, &mut tx, visitor, &known, now).await?;
    reverification::require(app, &mut tx, &session, Action::OrganizationDeletion, now).await?;
    commit(tx).await?;
    let theirs = Organizations(app).acting_as(&session.user_id);
    let name = theirs.get(organization_id).await?.name;
    let plain = |text: &str| typed_name::seen(text).unwrap_or_default().to_lowercase();
    if plain(organization_name).is_empty() {
        return Err(ApiError::of(ErrorCode::FormParamMissing, Field::OrganizationName).into());
    }
    if plain(organization_name) != plain(&name) {
        return Err(ApiError::of(ErrorCode::FormParamFormatInvalid, Field::OrganizationName).into());
    }
    theirs.delete(organization_id).await?;
    after(app, &browser).await
}

#[cfg(test)]
mod tests {
    use super::typed;

    #[test]
    fn addresses_are_found_in_a_text() {
        assert_eq!(typed(""), Vec::<&str>::new());
        assert_eq!(typed(" a@b.c,d@e.f; g@h.i\nA@b.c\t<j@k.l>"), ["a@b.c", "d@e.f", "g@h.i", "j@k.l"]);
        assert_eq!(typed("not an address"), ["not", "an", "address"]);
        assert_eq!(typed("<a@b.c><d@e.f>, g@h.i <j@k.l>"), ["a@b.c", "d@e.f", "g@h.i", "j@k.l"]);
    }

    #[test]
    fn whose_an_address_is_is_none() {
        let pasted = "\"Grace Hopper\" <grace@example.com>; joan@example.com";
        assert_eq!(typed(pasted), ["grace@example.com", "joan@example.com"]);
        let named = "Ada King <ada@b.c>, \"Hopper, Grace; USN\" <grace@b.c>\nJoan <joan@b.c> Jean <jean@b.c>";
        assert_eq!(typed(named), ["ada@b.c", "grace@b.c", "joan@b.c", "jean@b.c"]);
        assert_eq!(typed("\"ada@b.c\" <ada@b.c>; 'Grace' <grace@b.c>"), ["ada@b.c", "grace@b.c"]);
        assert_eq!(typed("Joan \"J <joan@b.c>, jean@b.c"), ["joan@b.c", "jean@b.c"]);
    }
}
