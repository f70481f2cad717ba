//! The list of all invitations to the app as operators leaf through it in the dashboard, and find one as they type.

use super::Error;
use super::invitations::{Invitation, Invitations};
use super::pages::{cut, looked_for, most};
use crate::model::TicketStatus;
use crate::server::store::invitation_pages;
use crate::server::store::user_pages::Place;

/// Which part of the list.
#[derive(Clone, Debug, Default)]
pub struct InvitationPageQuery {
    /// How an address begins, or an id; all of them where it is empty.
    pub beginning: String,
    /// Those that stand there.
    pub status: Option<TicketStatus>,
    /// From where on, where none is looked for.
    pub after: Option<Place>,
    /// At most so many.
    pub limit: i64,
}

/// A part of the list.
#[derive(Clone, Debug)]
pub struct InvitationPart {
    /// Which are on it.
    pub invitations: Vec<Invitation>,
    /// Where the next part begins, if there is one.
    pub next: Option<Place>,
    /// Whether more are found than these: then more has to be typed.
    pub is_cut: bool,
}

impl Invitations<'_> {
    /// A part of the list of all invitations, or those whose address begins so: those from last to first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn page(&self, query: &InvitationPageQuery) -> Result<InvitationPart, Error> {
        let (app, now, limit) = (self.0, self.0.clock.now(), most(query.limit));
        let beginning = looked_for(&query.beginning);
        let looks = beginning.as_deref() != Some("");
        let (status, more) = (query.status, limit + 1);
        let mut rows = match beginning {
            None => Vec::new(),
            Some(text) if text.is_empty() => {
                invitation_pages::after(&app.store, status, query.after.as_ref(), more, now).await?
            }
            Some(text) => invitation_pages::beginning(&app.store, status, &text, more, now).await?,
        };
        let is_more = cut(&mut rows, limit);
        let next = rows.last().filter(|_| is_more && !looks).map(|row| invitation_pages::place_of(status, row));
        let invitations = rows.into_iter().map(|row| Invitation::read(row, None, now)).collect::<Result<_, _>>()?;
        Ok(InvitationPart { invitations, next, is_cut: is_more && looks })
    }
}
